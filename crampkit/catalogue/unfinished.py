"""What is still to be written: a cell that says `TODO:` keeps its place in a set that can be used.

A lesson under way opens and says that it is not finished; a cause under way is ranked in its own lesson
alone, because its numbers are stand-ins.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from crampkit.catalogue.records import Catalogue
from crampkit.catalogue.tables import (
    SOMETHING_ELSE,
    Cause,
    CauseRegion,
    Claim,
    Feature,
    Lesson,
    ManagementItem,
)

TODO = "TODO:"
"""Begins what is to be written where it stands."""


def waits(row: object) -> bool:
    """Whether a row has a cell that is still to be written."""
    return any(isinstance(value, str) and TODO in value for value in vars(row).values())


def unfinished_causes(catalogue: Catalogue) -> frozenset[str]:
    """The causes whose row, or one of whose numbers, is still to be written.

    >>> from crampkit.toy import toy_catalogue
    >>> unfinished_causes(toy_catalogue())
    frozenset()
    """
    rows: tuple[Cause | Feature, ...] = (
        *catalogue.causes.values(),
        *catalogue.features.values(),
    )
    return frozenset(row.cause_id for row in rows if waits(row)) - {SOMETHING_ELSE}


def is_unfinished(catalogue: Catalogue, lesson_id: str) -> bool:
    """Whether a lesson shows something that is still to be written.

    Its own rows alone are looked at: a browser asks this while a learner waits for the page.
    """
    lesson = catalogue.lessons[lesson_id]
    return lesson.look_alike == SOMETHING_ELSE or any(map(waits, _rows_of(catalogue, lesson)))


def _rows_of(catalogue: Catalogue, lesson: Lesson) -> Iterator[object]:
    if lesson.cause_id:
        yield catalogue.causes[lesson.cause_id]
    if lesson.example_id:
        yield catalogue.examples[lesson.example_id]
    tables: tuple[Mapping[Any, Feature | Claim | ManagementItem | CauseRegion], ...] = (
        *(catalogue.features, catalogue.claims, catalogue.management, catalogue.cause_regions),
    )
    for table in tables:
        yield from (row for row in table.values() if row.cause_id == lesson.cause_id)
    for question_id, question in catalogue.questions.items():
        if question.lesson_id == lesson.lesson_id:
            yield question
            yield from catalogue.options_of[question_id]


def finished(catalogue: Catalogue) -> Catalogue:
    """The same catalogue without the causes that are still to be written."""
    waiting = unfinished_causes(catalogue)
    if not waiting:
        return catalogue
    return catalogue.limited_to([c for c in catalogue.causes if c not in waiting])
