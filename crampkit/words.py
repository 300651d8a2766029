"""The sentences of the interface, with their gaps filled as the language writes."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence

from crampkit.catalogue import GAP, Catalogue
from crampkit.languages import (
    END_OF_ISOLATE,
    ENGLISH,
    ISOLATE,
    OWN,
    InEnglish,
    Language,
    Mixed,
    joined,
)

_NUMBER = re.compile(r"[+−-]?\d[\d,]*(?:\.\d+)?")
_LEFT_TO_RIGHT = "\u200e"
"""Keeps a sign before its number where letters run from right to left."""


class Words:
    """Look a sentence up by its key and fill its gaps by name.

    The text is only ever pasted in: unlike `str.format` this reaches no attribute and runs nothing.

    >>> words = Words({"left": "{count} questions left."})
    >>> words("left", count=3)
    '3 questions left.'
    """

    def __init__(self, text: Mapping[str, str], language: Language = ENGLISH) -> None:
        self._text = text
        self.language = language
        self._is_own = language.code == OWN

    def __call__(self, key: str, /, **gaps: object) -> str:
        if self._is_own:
            return GAP.sub(lambda match: str(gaps[match[1]]), self._text[key])
        return Mixed(self._parts(self._text[key], gaps))

    def __contains__(self, key: str) -> bool:
        return key in self._text

    def plural(self, key: str, count: int, **gaps: object) -> str:
        """The sentence for a count: `key.one` for one, `key.many` for others, as the language tells.

        >>> Words({"left.one": "1 left", "left.many": "{count} left"}).plural("left", 1)
        '1 left'
        """
        return self(f"{key}.{self.language.form(count)}", count=count, **gaps)

    def number(self, written: str) -> str:
        """A number as the language writes it, given as English does; a text that is none stays.

        >>> Words({}, Language("de", decimal=",", group=".")).number("1,234.5")
        '1.234,5'
        """
        if self._is_own or not _NUMBER.fullmatch(written):
            return written
        language = self.language
        marked = written.translate({ord(","): language.group, ord("."): language.decimal})
        signed = language.direction == "rtl" and not marked[0].isdecimal()
        return f"{_LEFT_TO_RIGHT}{marked}" if signed else marked

    def listed(self, texts: Iterable[str], longer: bool = False) -> str:
        """Texts in a row, without an "and"; `longer` ones may have commas of their own.

        >>> Words({}).listed(["calf", "foot"]), Words({}).listed(["calf, foot", "hip"], longer=True)
        ('calf, foot', 'calf, foot; hip')
        """
        return joined(self.language.semicolon if longer else self.language.comma, texts)

    def cells(self, rows: Iterable[Sequence[str]]) -> tuple[tuple[str, ...], ...]:
        """The rows of a table, whose numbers are written as the language does."""
        return tuple(tuple(map(self.number, row)) for row in rows)

    def date(self, written: str) -> str:
        """A day as the language writes it, given as year-month-day; a text that is none stays.

        >>> Words({}, Language("de", date="d.M.y")).date("2027-11-05")
        '5.11.2027'
        """
        day = _day_of(written)
        return _dated(self.language, self.language.date, day) if day else written

    def long_date(self, written: str) -> str:
        """The same in words, with the day of the week.

        >>> Words({}).long_date("2027-11-05"), Words({}).long_date("soon")
        ('Friday 5 November 2027', 'soon')
        """
        day = _day_of(written)
        return _dated(self.language, self.language.long_date, day) if day else written

    def day(self, written: str, today: datetime.date) -> str:
        """The same as it is said of the past: today and yesterday have words of their own.

        >>> Words({"day.yesterday": "yesterday"}).day("2027-11-04", datetime.date(2027, 11, 5))
        'yesterday'
        """
        names = {today: "day.earlier", today - datetime.timedelta(days=1): "day.yesterday"}
        key = names.get(_day_of(written) or datetime.date.max)
        return self(key) if key else self.long_date(written)

    def in_own_language(self, text: str) -> str:
        """A text of a lesson or an error, which is in English as they are, unless it is of our words."""
        return text if self._is_own or isinstance(text, Mixed) else InEnglish(text)

    # ------------------------------------------------------------------ in another language than the tables

    def _parts(self, text: str, gaps: Mapping[str, object]) -> Iterator[str]:
        # A sentence that nobody has translated is in English with all that fills it, but for our own words.
        kind = InEnglish if isinstance(text, InEnglish) else str
        end = 0
        for match in GAP.finditer(text):
            yield kind(text[end : match.start()])
            yield self._filling(gaps[match[1]])
            end = match.end()
        yield kind(text[end:])

    def _filling(self, value: object) -> str:
        if isinstance(value, InEnglish | Mixed):
            return value
        written = str(value)
        if _NUMBER.fullmatch(written):
            return self.number(written)
        # A name or an address, of which nobody knows in which direction it runs.
        return f"{ISOLATE}{written}{END_OF_ISOLATE}"


def _day_of(written: str) -> datetime.date | None:
    if not re.fullmatch(r"\d{4}-\d\d-\d\d", written):
        return None
    try:
        return datetime.date.fromisoformat(written)
    except ValueError:
        return None


def _dated(language: Language, pattern: str, day: datetime.date) -> str:
    letters = {
        **{"y": f"{day.year}", "MMMM": language.months[day.month - 1], "MM": f"{day.month:02}"},
        **{"M": f"{day.month}", "dd": f"{day.day:02}", "d": f"{day.day}"},
        "EEEE": language.weekdays[day.weekday()],
    }
    return re.sub(
        r"'([^']*)'|y|EEEE|M{4}|MM?|dd?", lambda match: letters.get(match[0], match[1]), pattern
    )


def words_of(catalogue: Catalogue) -> Words:
    """The sentences of the interface that came with these tables."""
    return Words(catalogue.text, catalogue.language)
