"""How a language is written: its direction, the marks in its numbers, lists and dates, and its plurals.

The rules are rows of `languages.json`, which `tools/write_languages.py` writes. And two kinds of text,
which know what of a sentence is in another language than the rest: see `InEnglish` and `Mixed`.
"""

from __future__ import annotations

import json
import os
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

OWN = "en"
"""The language of the tables and the lessons, and of the interface where nobody asks for another."""

FORMS = ("zero", "one", "two", "few", "many", "other")
"""What the ending of a plural's key may be, by the names of CLDR."""

RULES = Path(__file__).with_suffix(".json")


@dataclass(frozen=True)
class Language:
    """How one language is written; months and days of the week as they stand in a date, Monday first.

    `forms` has the condition of each form of the plural, in order.
    The last form is for every other count and has no condition. It is `many`, as in English, save in a
    language that tells `many` and `other` apart.

    >>> polish = Language("pl", forms={"one": "n in 1", "few": "n in 2..4", "many": ""})
    >>> [polish.form(count) for count in (1, 3, 5)]
    ['one', 'few', 'many']
    """

    code: str
    direction: str = "ltr"
    decimal: str = "."
    group: str = ","
    comma: str = ", "
    semicolon: str = "; "
    date: str = "y-MM-dd"
    long_date: str = "EEEE d MMMM y"
    months: Sequence[str] = (
        *("January", "February", "March", "April", "May", "June", "July"),
        *("August", "September", "October", "November", "December"),
    )
    weekdays: Sequence[str] = (
        *("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"),
    )
    forms: Mapping[str, str] = field(default_factory=lambda: {"one": "n in 1", "many": ""})

    def form(self, count: int) -> str:
        """The form of the plural that a count takes."""
        return next(form for form, when in self.forms.items() if _holds(when, count))

    @property
    def usual_form(self) -> str:
        """The form for every other count."""
        return next(form for form, when in self.forms.items() if not when)

    def examples(self, form: str) -> tuple[int, ...]:
        """The first few counts that take a form."""
        return tuple(count for count in range(200) if self.form(count) == form)[:4]


ENGLISH = Language(OWN)


ASKED_IN = "CRAMPKIT_LANGUAGE"
"""The variable of the environment that names the language of the interface."""


def asked_for() -> str:
    """The language that the interface is to speak: `CRAMPKIT_LANGUAGE`, else English."""
    return os.environ.get(ASKED_IN) or OWN


def code_of(written: str) -> str:
    """The code of a language as it is written here; nothing where it cannot be one.

    >>> code_of("DE"), code_of("de_AT.UTF-8"), code_of("zh-hant-tw"), code_of("../sources")
    ('de', 'de-AT', 'zh-Hant-TW', '')
    """
    found = re.fullmatch(
        r"([A-Za-z]{2,3}(?:[-_][A-Za-z0-9]{2,8})*)(?:[.@][\w@-]+)?", written.strip()
    )
    if not found:
        return ""
    language, *rest = re.split("[-_]", found[1])
    parts = [part.title() if len(part) == 4 else part.upper() for part in rest]
    return "-".join([language.lower(), *parts])


def choose_from(code: str, there: Iterable[str]) -> str:
    """The language among those that are there: this one, else one it is a kind of, else nothing.

    >>> choose_from("de-AT", ["en", "de"]), choose_from("fr", ["en", "de"])
    ('de', '')
    """
    by_code = {code_of(one) or one: one for one in there}
    while code not in by_code and "-" in code:
        code = code.rpartition("-")[0]
    return by_code.get(code, "")


def known() -> tuple[str, ...]:
    """The languages of which it is known how they are written."""
    return tuple(_rules())


def language_of(code: str) -> Language | None:
    """How a language is written; one of a region as its language is. None where that is not known.

    >>> language_of("de-AT").decimal, language_of("xx")
    (',', None)
    """
    if not re.fullmatch(r"[a-z]{2,3}(-[A-Za-z0-9]{2,8})*", code):
        return None
    rules = _rules().get(code) or _rules().get(code.partition("-")[0])
    return Language(code, **rules) if rules else None


@cache
def _rules() -> Mapping[str, Mapping[str, Any]]:
    found: Mapping[str, Mapping[str, Any]] = json.loads(RULES.read_text(encoding="utf-8"))
    return found


# ------------------------------------------------------------------------------ plurals

_RELATION = re.compile(r"n(?: mod (\d+))?( not)? in ([\d.,]+)")


def _holds(when: str, count: int) -> bool:
    """Whether a condition holds for a whole number; an empty one always does.

    >>> [n for n in range(30) if _holds("n mod 10 in 2..4 and n mod 100 not in 12..14", n)]
    [2, 3, 4, 22, 23, 24]
    """
    return not when or any(
        all(_is_so(relation, count) for relation in every) for every in _conditions(when)
    )


Relation = tuple[int, bool, tuple[tuple[int, int], ...]]
"""What a count is divided by (0: by nothing), whether the rest must be in the ranges, and these."""


@cache
def _conditions(when: str) -> tuple[tuple[Relation, ...], ...]:
    """Of these at least one, of which each must hold. Raises `ValueError` where it is no condition."""
    return tuple(
        tuple(_relation(part) for part in every.split(" and ")) for every in when.split(" or ")
    )


def _relation(text: str) -> Relation:
    found = _RELATION.fullmatch(text)
    if not found:
        raise ValueError(f"{text!r} is no condition of a plural")
    divisor, not_in, ranges = found.groups()
    ends = [part.split("..") for part in ranges.split(",")]
    return int(divisor or 0), not not_in, tuple((int(pair[0]), int(pair[-1])) for pair in ends)


def _is_so(relation: Relation, count: int) -> bool:
    divisor, wanted, ranges = relation
    rest = count % divisor if divisor else count
    return any(low <= rest <= high for low, high in ranges) == wanted


# ------------------------------------------------------------------------------ texts of two languages

ISOLATE, END_OF_ISOLATE = "\u2068", "\u2069"
"""Round a text whose direction may be another than that of its sentence, where no element can say so."""


class InEnglish(str):
    """A text of the tables, where the interface speaks another language than they do."""

    __slots__ = ()


class Mixed(str):
    """A sentence of another language, with texts of the tables among its `parts`.

    As a plain text it has marks that keep the direction of each part to itself.

    >>> Mixed(["Ursache: ", InEnglish("Leg cramp"), "."]).replace(ISOLATE, "<").replace(END_OF_ISOLATE, ">")
    'Ursache: <Leg cramp>.'
    """

    parts: tuple[str, ...]

    def __new__(cls, parts: Iterable[str]) -> Mixed:
        flat = tuple(part for given in parts for part in _parts_of(given) if part)
        made = super().__new__(cls, "".join(_isolated(part) for part in flat))
        made.parts = flat
        return made

    def __add__(self, other: str) -> Mixed:
        return Mixed([self, other])


def _parts_of(text: str) -> Iterator[str]:
    if isinstance(text, Mixed):
        yield from text.parts
    else:
        yield text


def _isolated(part: str) -> str:
    return f"{ISOLATE}{part}{END_OF_ISOLATE}" if isinstance(part, InEnglish) else part


def joined(between: str, texts: Iterable[str]) -> str:
    """`between.join(texts)`, of which each stays in its own language.

    >>> joined(" · ", ["one", "two"])
    'one · two'
    """
    every = list(texts)
    if not any(isinstance(text, InEnglish | Mixed) for text in every):
        return between.join(every)
    if len(every) == 1:
        return every[0]
    return Mixed([part for text in every for part in (between, text)][1:])
