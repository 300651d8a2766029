"""The differential: ranking, flags and verdict in one."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from crampkit.catalogue import SOMETHING_ELSE, Catalogue
from crampkit.reasoning.answers import Answers, answered_questions
from crampkit.reasoning.flags import (
    flags_to_ask_now,
    flags_to_refer,
    look_alikes_among,
    raised_flags,
    safety_questions_left,
)
from crampkit.reasoning.weighing import (
    DECIMALS,
    evidence_band,
    fit,
    likelihoods_of,
    question_weights,
    weights_before,
)

BY_FIT = "fit"
BY_LIKELIHOOD = "likelihood"

ENOUGH_QUESTIONS = 3
REACHES_A_FIT = 1.0
"""A cause fits from this many bits on: its answers are twice as common with it as without."""
CANNOT_TELL_WITHIN = 1.0


@dataclass(frozen=True)
class RankedCause:
    """One row of the ranking: fit in bits, likelihood as a share of all rows."""

    cause_id: str
    fit: float
    likelihood: float


@dataclass(frozen=True)
class Differential:
    """All that the answers and flags say. `ranking` is in order of fit, best first.

    `named` are the causes to which something told belongs, so that a headline may name them;
    `none_fits` tells that the first row is *something else*.
    """

    ranking: tuple[RankedCause, ...]
    red_flags: tuple[str, ...]
    refer: bool
    ask_now: tuple[str, ...]
    verdict: str
    none_fits: bool
    file_order: tuple[str, ...]
    named: frozenset[str] = frozenset()

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

    @property
    def told(self) -> str:
        """The verdict as it is told: `so_far` and `barely` where it would else say too little.

        `so_far` is `not_enough` with a leader that may be named and that something speaks for; a leader
        is named only where something told belongs to it. `barely` is `cannot_tell` with a leader that
        reaches no fit.
        """
        leader = self.ranking[0]
        if self.verdict == "not_enough" and leader.cause_id in self.named and leader.fit > 0:
            return "so_far"
        if self.verdict == "cannot_tell" and round(leader.fit, DECIMALS) < REACHES_A_FIT:
            return "barely"
        return self.verdict


def differential(
    catalogue: Catalogue,
    answers: Answers,
    flags: Answers,
    pretest: Mapping[str, float] | None = None,
    safety_check_done: bool | None = None,
    looked: Collection[str] = (),
) -> Differential:
    """The ranking, the flags and the verdict on what was answered.

    Verdicts, the first that holds: `refer`; `safety_first`, the check is not finished; `ask_now`, a
    look is still owed; `look_alike`, one is present; `not_enough`, fewer than three answers that say
    something, or nothing told that belongs to the leader; `none_fits`, *something else* leads;
    `cannot_tell`, the first two causes within 1 bit or the leader under 1 bit; `fits`. `looked` are the
    flags that were looked for and not found. Where `safety_check_done` is not given it is read off
    the flags.

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
    ask_now = flags_to_ask_now(catalogue, answers, flags, looked)
    if safety_check_done is None:
        safety_check_done = not safety_questions_left(catalogue, flags, looked)
    causes = [row.fit for row in ranking if row.cause_id != SOMETHING_ELSE]
    none_fits = ranking[0].cause_id == SOMETHING_ELSE
    named = frozenset(c for c in catalogue.causes if belongs(catalogue, answers, c))
    told = none_fits or ranking[0].cause_id in named
    if refer:
        verdict = "refer"
    elif not safety_check_done:
        verdict = "safety_first"
    elif ask_now:
        verdict = "ask_now"
    elif look_alikes_among(catalogue, raised):
        verdict = "look_alike"
    elif len(telling_questions(catalogue, answers)) < ENOUGH_QUESTIONS or not told:
        verdict = "not_enough"
    elif none_fits:
        verdict = "none_fits"
    elif round(causes[0], DECIMALS) < REACHES_A_FIT or _close(causes):
        verdict = "cannot_tell"
    else:
        verdict = "fits"
    return Differential(
        ranking, raised, refer, ask_now, verdict, none_fits, tuple(catalogue.causes), named
    )


def _close(fits: Sequence[float]) -> bool:
    """Whether the second of some fits, best first, is hardly behind the first."""
    return len(fits) > 1 and round(fits[0] - fits[1], DECIMALS) <= CANNOT_TELL_WITHIN


def telling_questions(catalogue: Catalogue, answers: Answers) -> tuple[str, ...]:
    """The answered questions whose answer says something about at least one cause.

    An answer whose likelihood ratio is within 5 % of 1 for every cause tells nothing, however often
    such questions are asked.

    >>> from crampkit.toy import toy_catalogue
    >>> telling_questions(toy_catalogue(), {"noon": True, "right": True})
    ('noon',)
    """
    return tuple(
        question_id
        for question_id, finding_ids in answered_questions(catalogue, answers).items()
        if any(
            evidence_band(weight) != "nothing"
            for weight in question_weights(catalogue, finding_ids, answers[finding_ids[0]]).values()
        )
    )


def belongs(catalogue: Catalogue, answers: Answers, cause_id: str) -> bool:
    """Whether something is present that belongs to this cause, so that it may be named.

    That is one of the findings it `needs`; where it names none, any that is commoner with it than
    without and is no `general` fact, true of many women.

    >>> from crampkit.toy import toy_catalogue
    >>> belongs(toy_catalogue(), {"noon": True}, "sun"), belongs(toy_catalogue(), {"noon": True}, "moon")
    (True, False)
    """
    needs = catalogue.causes[cause_id].needs
    return any(
        finding_id in needs if needs else speaks_for(catalogue, finding_id, cause_id)
        for finding_id, present in answers.items()
        if present
    )


def speaks_for(catalogue: Catalogue, finding_id: str, cause_id: str) -> bool:
    """Whether a finding is commoner with a cause than without, and no general fact.

    >>> from crampkit.toy import toy_catalogue
    >>> speaks_for(toy_catalogue(), "noon", "sun"), speaks_for(toy_catalogue(), "noon", "moon")
    (True, False)
    """
    background = catalogue.background[finding_id]
    probability = catalogue.probability[finding_id].get(cause_id, background)
    return probability > background and not catalogue.findings[finding_id].general
