"""Deal a face to every woman of the tables who has none: the column `portrait` of cases.csv and examples.csv.

Each trait comes from its own shuffled deck, in the order of the rows, so that women in a row differ and
no trait goes with what a woman has; what her story says of her is kept. A face that is there already
stays. Run it after adding women, then LOOK at them, each beside her story:
`python tools/write_portraits.py`, or with a folder of your own tables. Then run `write_shipped.py`.
"""

from __future__ import annotations

import csv
import io
import re
import sys
from collections.abc import Collection, Mapping
from pathlib import Path
from random import Random

from crampkit.catalogue.portraits import AGE, AGES, TRAITS, traits_of

ROOT = Path(__file__).resolve().parent.parent
SEED = 237
# By file: the column of the id, and the one that says how old she is.
WOMEN = {"examples.csv": ("example_id", "story"), "cases.csv": ("case_id", "woman")}
COLUMN = "portrait"

UNCOVERED = {"cover": ("none",)}
LEGS_ON_WHICH_IT_SHOWS = {"skin": ("1", "2", "3", "4", "5", "6")}
TOLD: Mapping[str, Mapping[str, Collection[str]]] = {
    "akosua": {"skin": ("8", "9"), "mark": ("none", "hearing_aid")},  # "dark brown skin"
    "jamila": LEGS_ON_WHICH_IT_SHOWS,  # "blue worms"
    "ola": LEGS_ON_WHICH_IT_SHOWS,  # "a blue line at the back"
    "yolanda": {**LEGS_ON_WHICH_IT_SHOWS, **UNCOVERED},  # "a red line"; pulls pints
    "beata": UNCOVERED,  # plays the organ, hymns at weddings
    "agnes": UNCOVERED,  # teaches swimming, half the town knows her legs
    "priti": UNCOVERED,  # swims before work
    "shabnam": UNCOVERED,  # teaches little ones to swim
}
"""What a story says of a woman's looks, by hand; all else is dealt."""

DECKS: Mapping[str, tuple[str, ...]] = {
    **TRAITS,
    "colour": (
        *(*["black"] * 6, *["dark_brown"] * 5, *["brown"] * 3),
        *("auburn", "red", "dark_blond", "blond", "grey"),
    ),
    "cover": (*["none"] * 16, *["headscarf"] * 2, "wrap", "shawl"),
    "glasses": (*["no"] * 8, "round", "square"),
    "mark": (*["none"] * 12, "freckles", "vitiligo", "hearing_aid"),
    "earrings": (*["none"] * 5, *["studs"] * 4, *["hoops"] * 3),
}
"""The cards of each deck: some values are rarer than others."""
ORDER = (
    "skin",
    "cover",
    "hair",
    "colour",
    *(n for n in TRAITS if n not in ("skin", "cover", "hair", "colour")),
)
"""What a card may be goes by those before it."""

GREY_FROM = 42
COLOURS = {
    "1": ("dark_brown", "brown", "auburn", "red", "dark_blond", "blond"),
    "2": ("black", "dark_brown", "brown", "auburn", "dark_blond", "blond"),
    "3": ("black", "dark_brown", "brown", "auburn"),
    "4": ("black", "dark_brown", "brown"),
    "5": ("black", "dark_brown", "brown"),
    "6": ("black", "dark_brown"),
    "7": ("black", "dark_brown"),
    "8": ("black",),
    "9": ("black",),
}
"""Hair within what is natural for each skin; grey comes with the years."""
TIGHT = ("afro", "coils", "braids", "locs")
UNDER_A_SHAWL = ("bob", "straight", "fringe", "waves", "crop")


def may_be(trait: str, value: str, dealt: Mapping[str, str]) -> bool:
    """Whether a value goes with those that were dealt before it, and with her age."""
    skin = int(dealt.get("skin", "5"))
    if trait == "hair":
        return (value not in TIGHT or skin >= 5) and (
            dealt["cover"] != "shawl" or value in UNDER_A_SHAWL
        )
    if trait == "colour":
        grey = int(dealt.get(AGE, "0")) >= GREY_FROM
        return value in COLOURS[str(skin)] or (value == "grey" and grey)
    if trait == "mark":
        return value != "freckles" or skin <= 4
    return True


class Deck:
    """The cards of one trait: each comes once before any comes again."""

    def __init__(self, trait: str) -> None:
        self._cards = DECKS[trait]
        self._random = Random(f"{SEED} {trait}")
        self._left: list[str] = []

    def deal(self, allowed: Collection[str]) -> str:
        """The next card that is allowed; those before it stay in the deck."""
        while not (fitting := [card for card in self._left if card in allowed]):
            fresh = list(self._cards)
            self._random.shuffle(fresh)
            self._left += fresh
        self._left.remove(fitting[0])
        return fitting[0]


def dealt(women: list[tuple[str, str, str]]) -> list[str]:
    """The portrait of each woman: her id, the text that says her age, the portrait that she has."""
    decks = {trait: Deck(trait) for trait in TRAITS}
    return [_one(decks, *woman) for woman in women]


def _one(decks: Mapping[str, Deck], woman_id: str, text: str, has: str) -> str:
    kept = traits_of(has)
    traits: dict[str, str] = {}
    if (age := re.match(r"\w+, (\d\d)\b", text)) and int(age[1]) in AGES:
        traits[AGE] = age[1]
    for trait in ORDER:
        if has:
            # Her cards are out of the decks, so that who comes after her differs from her.
            allowed: Collection[str] = (kept.get(trait, TRAITS[trait][0]),)
        else:
            told = TOLD.get(woman_id, {}).get(trait, TRAITS[trait])
            allowed = [value for value in told if may_be(trait, value, traits)]
        traits[trait] = decks[trait].deal(allowed)
    return has or " ".join(f"{name}={traits[name]}" for name in (*TRAITS, AGE) if name in traits)


def write(folder: Path) -> int:
    """Fill the column in the tables of a folder; says how many women were dealt a face."""
    tables = {
        file: list(csv.reader(io.StringIO((folder / file).read_text("utf-8"), newline="")))
        for file in WOMEN
    }
    women: list[tuple[str, str, str]] = []
    for file, (key, text) in WOMEN.items():
        header, *rows = tables[file]
        if COLUMN not in header:
            header.append(COLUMN)
            for row in rows:
                row.append("")
        places = [header.index(name) for name in (key, text, COLUMN)]
        women += [(row[places[0]], row[places[1]], row[places[2]]) for row in rows]
    faces = iter(dealt(women))
    for file, (header, *rows) in tables.items():
        for row in rows:
            row[header.index(COLUMN)] = next(faces)
        written = io.StringIO()
        csv.writer(written, lineterminator="\n").writerows([header, *rows])
        (folder / file).write_text(written.getvalue(), encoding="utf-8")
    return sum(not has for _, _, has in women)


if __name__ == "__main__":
    target = Path(*sys.argv[1:2]) if sys.argv[1:] else ROOT / "data"
    print(f"Dealt {write(target)} faces in {target.name}/")
