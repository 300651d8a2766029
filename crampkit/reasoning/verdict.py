"""The differential: ranking, flags and verdict in one."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from crampkit.catalogue import SOMETHING_ELSE, Catalogue
from crampkit.reasoning.answers import Answers, answered_questions
from crampkit.reasoning.flags import (
    flags_to_ask_now,
    flags_to_refer,
    raised_flags,
    safety_questions_left,
)
from crampkit.reasoning.weighing import DECIMALS, fit, likelihoods_of, weights_before

BY_FIT = "fit"
BY_LIKELIHOOD = "likelihood"

ENOUGH_QUESTIONS = 3
REACHES_A_FIT = 1.0
"""A cause fits from this many bits on: twice as likely as the background."""
CANNOT_TELL_WITHIN = 1.0


@dataclass(frozen=True)
class RankedCause:
    """One row of the ranking: fit in bits, likelihood as a share of all rows."""

    cause_id: str
    fit: float
    likelihood: float


@dataclass(frozen=True)
class Differential:
    """All that the answers and flags say. `ranking` is in order of fit, best first."""

    ranking: tuple[RankedCause, ...]
    red_flags: tuple[str, ...]
    refer: bool
    ask_now: tuple[str, ...]
    verdict: str
    none_fits: bool
    file_order: tuple[str, ...]

    def ordered(self, mode: str) -> tuple[RankedCause, ...]:
        """The ranking by fit, or by likelihood."""
        if mode == BY_FIT:
            return self.ranking
        place = {cause_id: number for number, cause_id in enumerate(self.file_order)}
        return tuple(
            sorted(
                self.ranking,
                key=lambda row: (-round(row.likelihood, DECIMALS), place[row.cause_id]),
            )
        )


def differential(
    catalogue: Catalogue,
    answers: Answers,
    flags: Answers,
    pretest: Mapping[str, float] | None = None,
    safety_check_done: bool | None = None,
) -> Differential:
    """The ranking, the flags and the verdict on what was answered.

    Verdicts, the first that holds: `refer`, `safety_first` (check not finished), `ask_now`,
    `not_enough` (fewer than three questions answered), `none_fits` (no cause reaches +1 bit),
    `cannot_tell` (the first two causes within 1 bit), `fits`. Where `safety_check_done` is not given
    it is read off the flags.

    >>> from crampkit.toy import toy_catalogue
    >>> found = differential(toy_catalogue(), {"noon": True, "night": False, "left": True}, {},
    ...                      safety_check_done=True)
    >>> found.verdict, found.ranking[0].cause_id, round(found.ranking[0].fit, 6)
    ('fits', 'sun', 3.0)
    """
    fits = fit(catalogue, answers)
    shares_of_all = likelihoods_of(fits, weights_before(catalogue, pretest))
    ranking = tuple(
        RankedCause(cause_id, fits[cause_id], shares_of_all[cause_id])
        for cause_id in sorted(fits, key=lambda c: -round(fits[c], DECIMALS))
    )
    raised = raised_flags(catalogue, answers, flags)
    refer = bool(flags_to_refer(catalogue, raised))
    ask_now = flags_to_ask_now(catalogue, answers, flags)
    if safety_check_done is None:
        safety_check_done = not safety_questions_left(catalogue, flags)
    causes = [row.fit for row in ranking if row.cause_id != SOMETHING_ELSE]
    none_fits = not causes or round(causes[0], DECIMALS) < REACHES_A_FIT
    if refer:
        verdict = "refer"
    elif not safety_check_done:
        verdict = "safety_first"
    elif ask_now:
        verdict = "ask_now"
    elif len(answered_questions(catalogue, answers)) < ENOUGH_QUESTIONS:
        verdict = "not_enough"
    elif none_fits:
        verdict = "none_fits"
    elif len(causes) > 1 and round(causes[0] - causes[1], DECIMALS) <= CANNOT_TELL_WITHIN:
        verdict = "cannot_tell"
    else:
        verdict = "fits"
    return Differential(
        ranking, raised, refer, ask_now, verdict, none_fits, tuple(catalogue.causes)
    )
