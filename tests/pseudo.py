"""Two languages that nobody speaks, made of the English words: long and accented, and from right to left.

Whatever is left in plain letters on a page in one of them was never looked up.
"""

from __future__ import annotations

import csv
import re
from pathlib import Path

from crampkit.catalogue import load
from crampkit.catalogue.translating import wanted_rows
from crampkit.languages import language_of

LONGER = "de-XA"
"""Written as German is, with a comma in its numbers; its words are 40 % longer than in English."""
RIGHT_TO_LEFT = "ar-XB"
"""Written as Arabic is, with all six forms of the plural."""
PSEUDO = (LONGER, RIGHT_TO_LEFT)

ACCENTED = str.maketrans(
    "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ",
    "åƀçđéƒǧħîĵķłɱñøþʠřšţûṽŵẋýžÅƁÇĐÉƑǦĦÎĴĶŁṀÑØÞɊŘŠŢÛṼŴẊÝŽ",
)
ARABIC = str.maketrans(
    "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ",
    "ابجدهوزحطيكلمنسعفصقرشتثخذضابجدهوزحطيكلمنسعفصقرشتثخذض",
)
GAP = re.compile(r"(\{[a-z_]+\})")


def pseudo_text(text: str, code: str) -> str:
    """An English text in one of the two; its gaps stay.

    >>> pseudo_text("Ask {count} more", LONGER), pseudo_text("No", RIGHT_TO_LEFT)
    ('[Åšķ {count} ɱøřé øñé ţŵ]', 'نس')
    """
    letters = ACCENTED if code == LONGER else ARABIC
    said = "".join(
        part if GAP.fullmatch(part) else part.translate(letters) for part in GAP.split(text)
    )
    if code == RIGHT_TO_LEFT:
        return said
    more = ("one two three four five six seven eight nine ten " * 9)[: round(0.4 * len(text))]
    return f"[{said} {more.strip().translate(letters)}]"


def write_pseudo(folder: Path, code: str, without: tuple[str, ...] = ()) -> None:
    """Put the words of one of the two beside the tables of a folder, but for some rows."""
    english = load(folder, "en").text
    language = language_of(code)
    assert language
    rows = wanted_rows(dict.fromkeys(english, ()), language)
    with (folder / "text" / f"{code}.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["key", "text"])
        writer.writerows(
            (key, pseudo_text(english[row.english], code))
            for key, row in rows.items()
            if key not in without
        )
