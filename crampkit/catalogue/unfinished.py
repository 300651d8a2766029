"""What is still to be written: a cell that says `TODO:` keeps its place in a set that can be used.

A lesson under way opens and says that it is not finished; a cause under way is ranked in its own lesson
alone, because its numbers are stand-ins.
"""

from __future__ import annotations

from crampkit.catalogue.records import (
    SOMETHING_ELSE,
    Catalogue,
    Cause,
    CauseRegion,
    Claim,
    Feature,
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


def unfinished_lessons(catalogue: Catalogue) -> frozenset[str]:
    """The lessons that show something that is still to be written."""
    told: tuple[Claim | ManagementItem | CauseRegion, ...] = (
        *catalogue.claims.values(),
        *catalogue.management.values(),
        *catalogue.cause_regions.values(),
    )
    causes = unfinished_causes(catalogue) | {row.cause_id for row in told if waits(row)}
    examples = {key for key, row in catalogue.examples.items() if waits(row)}
    asked = {key for key, row in catalogue.quiz.items() if waits(row)}
    asked |= {key for (key, _), row in catalogue.options.items() if waits(row)}
    asking = {catalogue.quiz[question_id].lesson_id for question_id in asked}
    return frozenset(
        key
        for key, row in catalogue.lessons.items()
        if key in asking
        or row.cause_id in causes
        or row.example_id in examples
        or row.look_alike == SOMETHING_ELSE
    )


def finished(catalogue: Catalogue) -> Catalogue:
    """The same catalogue without the causes that are still to be written."""
    waiting = unfinished_causes(catalogue)
    if not waiting:
        return catalogue
    return catalogue.limited_to([c for c in catalogue.causes if c not in waiting])
