"""What must hold between rows: each check yields the problems of one promise."""

from __future__ import annotations

from crampkit.catalogue.checks import body, cases, causes, dangers, figures, place, teaching
from crampkit.catalogue.checks.parsed import Check, Parsed, Place, Tables, UnreadableError
from crampkit.data import Problem

__all__ = ["Parsed", "Place", "Tables", "meaning_problems"]

CHECKS = (
    *causes.CHECKS,
    *dangers.CHECKS,
    *figures.CHECKS,
    *place.CHECKS,
    *teaching.CHECKS,
    *cases.CHECKS,
    *body.CHECKS,
)


def meaning_problems(tables: Tables) -> list[Problem]:
    """What is wrong although each cell is allowed, as far as the files can be read."""
    return [problem for check in CHECKS for problem in _told(check, tables)]


def _told(check: Check, tables: Tables) -> list[Problem]:
    found: list[Problem] = []
    try:
        for problem in check(tables):
            found.append(problem)
    except UnreadableError:
        pass  # What was found before rests on the other files alone.
    return found
