"""What would change the answer: the smallest further answers that put another row first."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from crampkit.catalogue import Catalogue
from crampkit.reasoning.answers import Answers, check_answers
from crampkit.reasoning.flags import flags_to_refer, raised_flags
from crampkit.reasoning.possible_answers import (
    PossibleAnswer,
    fit_change,
    open_questions,
    possible_answers,
)
from crampkit.reasoning.robustness import robustness
from crampkit.reasoning.verdict import BY_FIT, BY_LIKELIHOOD
from crampkit.reasoning.weighing import (
    DECIMALS,
    Ledger,
    evidence_band,
    fit,
    fits_of,
    ledger_of,
    likelihoods_of,
    weights_before,
)

LARGEST_CHANGE = 3


@dataclass(frozen=True)
class Change:
    """A smallest set of further answers after which `leader` leads instead of the row that leads now."""

    answers: tuple[tuple[str, bool], ...]
    leader: str
    probability: float


@dataclass(frozen=True)
class Outlook:
    """How well the order of the rows holds: what would change it, and how robust its leader is.

    `leader` is None where nothing told says anything for or against it: then there is no order to be
    sure of. `stays` is the leader's robustness, and `refers` tells that the answers of `change` would
    raise a red flag.
    """

    leader: str | None
    change: Change | None = None
    stays: float = 1.0
    refers: bool = False


def outlook(
    catalogue: Catalogue,
    answers: Answers,
    flags: Answers,
    leader: str | None,
    mode: str = BY_FIT,
    pretest: Mapping[str, float] | None = None,
) -> Outlook:
    """What would put another row before the leader, whether that asks for referral, and how it holds.

    >>> from crampkit.toy import toy_catalogue
    >>> found = outlook(toy_catalogue(), {"noon": True}, {}, "sun")
    >>> found.leader, found.change.leader, found.stays, found.refers
    ('sun', 'something_else', 1.0, False)
    >>> outlook(toy_catalogue(), {"right": True}, {}, "sun")
    Outlook(leader=None, change=None, stays=1.0, refers=False)
    """
    if not leader or evidence_band(fit(catalogue, answers)[leader]) == "nothing":
        return Outlook(None)
    change = what_would_change(catalogue, answers, mode, pretest)
    raised = raised_flags(catalogue, {**answers, **dict(change.answers)}, flags) if change else ()
    return Outlook(
        leader,
        change,
        robustness(catalogue, answers, mode, pretest),
        bool(flags_to_refer(catalogue, raised)),
    )


def what_would_change(
    catalogue: Catalogue,
    answers: Answers,
    mode: str = BY_FIT,
    pretest: Mapping[str, float] | None = None,
    largest: int = LARGEST_CHANGE,
) -> Change | None:
    """The smallest set of further answers after which another row strictly passes the leader.

    Among sets of the same size the likeliest, given what is known. None when no set of at most
    `largest` answers would do it.

    >>> from crampkit.toy import toy_catalogue
    >>> what_would_change(toy_catalogue(), {"noon": True, "left": True}).answers
    (('sun_test', False),)
    """
    check_answers(catalogue, answers)
    ledger = ledger_of(catalogue, answers)
    fits = fits_of(ledger, catalogue.causes)
    before = weights_before(catalogue, pretest)
    likelihoods = likelihoods_of(fits, before)
    offset = {c: math.log2(before[c]) if mode == BY_LIKELIHOOD else 0.0 for c in fits}
    score = {c: fits[c] + offset[c] for c in fits}
    leader = max(score, key=lambda c: round(score[c], DECIMALS))
    possible = [
        answer
        for question_id in open_questions(catalogue, answers)
        for answer in possible_answers(catalogue, answers, question_id, absent_sets=True)
    ]
    races = [
        _Race(ledger, leader, rival, score[leader] - score[rival], likelihoods)
        for rival in catalogue.causes
        if rival != leader
    ]
    steps = [race.steps(possible) for race in races]
    for size in range(1, largest + 1):
        crossings = (
            crossing
            for race, own in zip(races, steps, strict=True)
            for chosen in _within_reach(own, size, race.gap)
            if (crossing := race.crossing(chosen))
        )
        # The first of those that are as likely.
        likeliest = min(crossings, key=lambda crossing: crossing.order, default=None)
        if likeliest:
            order = list(catalogue.findings)
            ordered = sorted(
                likeliest.answers, key=lambda answer: (not answer[1], order.index(answer[0]))
            )
            # The rival passes the leader; a third row may pass both by the same answers.
            after = fits_of(ledger_of(catalogue, {**answers, **dict(ordered)}), catalogue.causes)
            new = max(after, key=lambda c: round(after[c] + offset[c], DECIMALS))
            return Change(tuple(ordered), new, likeliest.chance)
    return None


@dataclass(frozen=True)
class _Step:
    """An answer on a rival's way to the leader: `most` bits, whatever else is answered."""

    most: float
    place: tuple[int, int]
    answer: PossibleAnswer


@dataclass(frozen=True)
class _Crossing:
    """Answers by which a rival passes the leader."""

    answers: tuple[tuple[str, bool], ...]
    chance: float
    order: tuple[object, ...]


@dataclass(frozen=True)
class _Race:
    """One row against the leader, on what was answered."""

    ledger: Ledger
    leader: str
    rival: str
    gap: float
    likelihoods: Mapping[str, float]

    def steps(self, possible: Iterable[PossibleAnswer]) -> list[_Step]:
        """The answers that bring the rival nearer, those that can do most first.

        Beside others of its overlap group a weight counts whole at most, and so does withdrawing
        what was answered to the same question before. So answers do no more together than the
        sum of what each can do at most.
        """
        groups: dict[str, int] = {}
        steps = []
        for number, answer in enumerate(possible):
            place = groups.setdefault(answer.overlap, len(groups)), number
            earlier = self.ledger.get(answer.overlap, {})
            most = 0.0
            for cause_id, sign in ((self.rival, 1), (self.leader, -1)):
                if cause_id in answer.weights:
                    most += max(sign * answer.weights[cause_id], 0.0)
                if cause_id in earlier:
                    most += max(-sign * earlier[cause_id].get(answer.question_id, 0.0), 0.0)
            if most > 0:
                steps.append(_Step(most, place, answer))
        return sorted(steps, key=lambda step: -step.most)

    def crossing(self, chosen: Sequence[_Step]) -> _Crossing | None:
        """What these answers come to if they do bring the rival past the leader."""
        groups: dict[int, list[_Step]] = {}
        for step in sorted(chosen, key=lambda step: step.place):
            groups.setdefault(step.place[0], []).append(step)
        gains = {group: self._gain([s.answer for s in own]) for group, own in groups.items()}
        if round(math.fsum(gains.values()) - self.gap, DECIMALS) <= 0:
            return None
        chance = math.fsum(
            share * math.prod(step.answer.chance_at(cause_id) for step in chosen)
            for cause_id, share in self.likelihoods.items()
        )
        order = [
            (-group, -gains[group], len(own), [step.place for step in own])
            for group, own in groups.items()
        ]
        answers = tuple(answer for step in chosen for answer in step.answer.answers)
        return _Crossing(answers, chance, (-round(chance, DECIMALS), order))

    def _gain(self, possible: Sequence[PossibleAnswer]) -> float:
        """How much nearer answers of one overlap group bring the rival."""
        earlier = self.ledger.get(possible[0].overlap, {})
        rises, falls = (
            fit_change(earlier.get(cause_id, {}), possible, cause_id)
            for cause_id in (self.rival, self.leader)
        )
        return rises - falls


def _within_reach(
    steps: Sequence[_Step], size: int, gap: float, chosen: tuple[_Step, ...] = ()
) -> Iterator[tuple[_Step, ...]]:
    """The sets of so many answers, one answer to a question, that at most close a gap."""
    asked = {step.answer.question_id for step in chosen}
    for number, step in enumerate(steps, start=1):
        if size * step.most <= gap:
            return  # Nor can those further down, which do less.
        left = size - len(step.answer.answers)
        if left < 0 or step.answer.question_id in asked:
            continue
        if left:
            yield from _within_reach(steps[number:], left, gap - step.most, (*chosen, step))
        elif step.most > gap:
            yield (*chosen, step)
