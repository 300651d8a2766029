"""Write how languages are written into `crampkit/languages.json`: `write_languages.py [CODE ...]`.

Without codes those are written anew that are there; a code adds its language. What is known of each is
that of CLDR, which the library babel brings; whoever reads the file needs no library.
"""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Iterable
from typing import Any

from babel import Locale
from babel.core import UnknownLocaleError

from crampkit.languages import ENGLISH, FORMS, RULES

COUNTS = range(10_000)
"""Counts that can come up: a form that none of them takes is never asked for."""

COMMAS = {"ar": "، "}
"""What stands between the members of a list without "and", where CLDR has a list with "and" alone."""

SEMICOLONS = {"،": "؛ ", "、": "；", "፣": "፤ "}
"""What stands between longer members, by the comma; elsewhere it is the same as in English."""


def rules_of(code: str) -> dict[str, Any]:
    """How a language is written. Raises `UnknownLocaleError` where CLDR does not know it."""
    locale = Locale.parse(code, sep="-")
    symbols = locale.number_symbols["latn"]
    comma = COMMAS.get(code) or between(str(locale.list_patterns["standard"]["middle"]))
    return {
        "direction": locale.text_direction,
        "decimal": symbols["decimal"],
        "group": symbols["group"],
        "comma": comma,
        "semicolon": SEMICOLONS.get(comma[0], ENGLISH.semicolon),
        "date": locale.datetime_skeletons["yMd"].pattern,
        "long_date": long_date_of(locale),
        "months": [locale.months["format"]["wide"][month] for month in range(1, 13)],
        "weekdays": [weekdays_of(locale)[day] for day in range(7)],
        "forms": forms_of(locale),
    }


def long_date_of(locale: Locale) -> str:
    """How a day is written in words, by the era that needs no name.

    >>> long_date_of(Locale.parse("nl"))
    'EEEE d MMMM y'
    """
    pattern = str(locale.date_formats["full"].pattern).replace("G ", "").replace("cccc", "EEEE")
    return re.sub(r"(?<!M)MMM(?!M)", "MMMM", pattern)


def weekdays_of(locale: Locale) -> dict[int, str]:
    """The days of the week by number, Monday 0, as they stand in a date."""
    alone = "cccc" in str(locale.date_formats["full"].pattern)
    names: dict[int, str] = locale.days["stand-alone" if alone else "format"]["wide"]
    return names


def between(pattern: str) -> str:
    """What stands between the members of a list.

    >>> between("{0}, {1}")
    ', '
    """
    found = re.fullmatch(r"\{0\}(.+)\{1\}", pattern)
    assert found, f"a list that is no row of members: {pattern}"
    return found[1]


def forms_of(locale: Locale) -> dict[str, str]:
    """The forms of the plural that whole numbers take, each with its condition.

    >>> forms_of(Locale.parse("pl"))["few"]
    'n mod 10 in 2..4 and n mod 100 not in 12..14'
    """
    rule = locale.plural_form
    taken = {rule(count) for count in COUNTS}
    # For every other count stands `many`, unless the language has `other` beside it.
    last = "other" if {"many", "other"} <= taken else "many"
    told_apart = [form for form in FORMS if form in taken - {last, "other"}]
    return {form: for_whole_numbers(rule.rules[form]) for form in told_apart} | {last: ""}


def for_whole_numbers(condition: str) -> str:
    """A condition of CLDR without what speaks of fractions and of powers of ten.

    >>> for_whole_numbers("i in 1 and v in 0 or i in 0 and v not in 0")
    'n in 1'
    """
    kept = []
    for every in condition.split(" or "):
        relations = every.split(" and ")
        # Fraction digits (v, w, f, t) and powers (c, e) of a whole number are all nought.
        nought = [one for one in relations if one[0] in "vwftce"]
        if all(re.fullmatch(r". (mod \d+ )?in 0(\D.*)?|. not in [1-9].*", one) for one in nought):
            rest = [re.sub(r"^i\b", "n", one) for one in relations if one not in nought]
            kept.append(" and ".join(rest))
    return " or ".join(dict.fromkeys(kept))


def write(codes: Iterable[str]) -> None:
    """Write the rules of these languages and of those that are there, a language a line."""
    there = json.loads(RULES.read_text(encoding="utf-8")) if RULES.is_file() else {}
    lines = [
        f" {json.dumps(code)}: {json.dumps(rules_of(code), ensure_ascii=False)}"
        for code in sorted({*there, *codes})
    ]
    RULES.write_text("{\n" + ",\n".join(lines) + "\n}\n", encoding="utf-8")


if __name__ == "__main__":
    try:
        write(sys.argv[1:])
    except (UnknownLocaleError, ValueError) as error:
        sys.exit(f"{error}; name a language as CLDR does, such as de or pt-BR")
