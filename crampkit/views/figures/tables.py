"""Likelihoods and counts that the charts show."""

from __future__ import annotations

from dataclasses import dataclass


def posttest(pretest: float, ratio: float) -> float:
    """Bayes' rule for one cause against *something else*: odds before times the likelihood ratio.

    >>> round(posttest(0.2, 4), 9)
    0.5
    """
    odds = pretest / (1 - pretest) * ratio
    return odds / (1 + odds)


@dataclass(frozen=True)
class Counted:
    """So many women, split by whether they have the cause and whether they have the finding."""

    with_both: int
    cause_only: int
    finding_only: int
    with_neither: int

    @property
    def total(self) -> int:
        return self.with_both + self.cause_only + self.finding_only + self.with_neither


WOMEN = 10_000


def count_women(pretest: float, probability: float, background: float) -> Counted:
    """10,000 women, of whom a share has the cause; the finding is so common with it and without.

    >>> count_women(0.0025, 0.8, 0.1)
    Counted(with_both=20, cause_only=5, finding_only=998, with_neither=8977)
    """
    with_cause = round(WOMEN * pretest)
    with_both = round(with_cause * probability)
    finding_only = round((WOMEN - with_cause) * background)
    return Counted(
        with_both, with_cause - with_both, finding_only, WOMEN - with_cause - finding_only
    )
