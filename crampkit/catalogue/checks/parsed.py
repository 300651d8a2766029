"""What the checks are given, and what several of them ask."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any, NamedTuple

from crampkit.catalogue.topic import Subject
from crampkit.data import Problem, Row


class Place(NamedTuple):
    """A row of a file, or the file as a whole, whose number is 0: what a problem is told of."""

    file: str
    number: int

    def problem(self, column: str, message: str, blames: str = "") -> Problem:
        return Problem(self.file, self.number, column, message, blames)


@dataclass(frozen=True)
class Parsed:
    """The rows of one file, each with its place in the spreadsheet.

    `numbered` has the rows without a problem, `text` all of them as they were written: only there
    can be seen that something is missing, and not merely spelt wrong.
    """

    whole: Place
    numbered: tuple[tuple[Place, Any], ...]
    text: tuple[Row, ...]

    @cached_property
    def rows(self) -> tuple[Any, ...]:
        return tuple(row for _, row in self.numbered)

    @property
    def cells(self) -> tuple[Mapping[str, str], ...]:
        return tuple(row.cells for row in self.text)

    def written(self, column: str) -> list[str]:
        """What stands in a column, in every row."""
        return [row.cells[column] for row in self.text]


class UnreadableError(Exception):
    """A check asks for a file that cannot be read as a whole."""


class Tables(dict[str, Parsed]):
    """The files that could be read as a whole.

    `needed` is the record of this crampkit's own set, `record` that of the set which is checked;
    `another` says that the set is on another subject.
    """

    def __init__(self, parsed: Mapping[str, Parsed], subject: Subject) -> None:
        super().__init__(parsed)
        self.needed = subject.needed
        self.record = subject.record
        self.another = subject.another

    def __missing__(self, file: str) -> Parsed:
        raise UnreadableError(file)


Check = Callable[[Tables], Iterable[Problem]]


def excluding_pair(
    finding_ids: Iterable[str], group_of: Mapping[str, str]
) -> tuple[str, str] | None:
    """The first two of these findings that cannot both be present."""
    taken: dict[str, str] = {}
    for finding_id in finding_ids:
        group_id = group_of.get(finding_id, "")
        if group_id and group_id in taken:
            return taken[group_id], finding_id
        taken[group_id] = finding_id
    return None


def exclusive_group_of(tables: Tables) -> Mapping[str, str]:
    return {f.finding_id: f.exclusive_group for f in tables["findings.csv"].rows}


def same_words(
    column: str, rows: Iterable[tuple[Place, Any]], within: str = ""
) -> Iterable[Problem]:
    """Rows that read the same to a learner, although they are two."""
    first: dict[str, Place] = {}
    for row, record in rows:
        words = " ".join(getattr(record, column).casefold().split())
        earlier = first.setdefault(words, row)
        if earlier != row:
            yield row.problem(
                column,
                f"the same words stand in row {earlier.number}{within}; nobody could tell the two apart",
            )
