"""Calibration: stated confidence against the share that was right."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from crampkit.practice.journal import Entry

BETWEEN = 10
"""Points in 100 by which being sure may differ from being right and still count as meeting it."""
ENOUGH = 10
"""Answers from which on a word about them means anything."""


@dataclass(frozen=True)
class Level:
    """One degree of sureness: how many answers were given with it, and how many were right."""

    sure: int
    answers: int
    right: int

    @property
    def share_right(self) -> float:
        return self.right / self.answers


@dataclass(frozen=True)
class Calibration:
    """All levels that were used, from a guess to certain, and what they say together.

    `verdict` is "too_few", "meets", "too_sure" or "not_sure_enough".
    """

    levels: tuple[Level, ...]
    verdict: str

    @property
    def answers(self) -> int:
        return sum(level.answers for level in self.levels)

    @property
    def right(self) -> int:
        return sum(level.right for level in self.levels)

    @property
    def mean_sure(self) -> float:
        """How sure the learner was on average, in percent. Raises `ZeroDivisionError` without an answer."""
        return sum(level.sure * level.answers for level in self.levels) / self.answers

    @property
    def mean_right(self) -> float:
        """In how many of 100 the learner was right."""
        return 100 * self.right / self.answers


def calibration(entries: Iterable[Entry]) -> Calibration:
    """A learner's answers by how sure they were; what was not marked, or not asked for, is left out.

    Being sure meets being right when their means lie within 10 points of each other
    (calibration-in-the-large; 10 is judged).

    >>> def said(sure, right):
    ...     return Entry("question", "clot", ("refer",), sure, right, float(right))
    >>> found = calibration([said(90, True)] * 6 + [said(90, False)] * 6)
    >>> found.verdict, found.levels
    ('too_sure', (Level(sure=90, answers=12, right=6),))
    """
    marked = [entry for entry in entries if entry.sure is not None and entry.right is not None]
    levels = []
    for sure in sorted({entry.sure for entry in marked if entry.sure is not None}):
        own = [entry for entry in marked if entry.sure == sure]
        levels.append(Level(sure, len(own), sum(bool(entry.right) for entry in own)))
    found = Calibration(tuple(levels), "too_few")
    if len(marked) < ENOUGH:
        return found
    gap = found.mean_sure - found.mean_right
    if abs(gap) <= BETWEEN:
        return Calibration(found.levels, "meets")
    return Calibration(found.levels, "too_sure" if gap > 0 else "not_sure_enough")
