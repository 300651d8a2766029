"""What would change the answer: the smallest further answers that put another row first."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations, product

from crampkit.catalogue import Catalogue
from crampkit.reasoning.answers import Answers, check_answers
from crampkit.reasoning.options import Option, fit_changes, open_questions, options_of
from crampkit.reasoning.verdict import BY_FIT, BY_LIKELIHOOD
from crampkit.reasoning.weighing import (
    DECIMALS,
    Ledger,
    Numbers,
    fits_of,
    ledger_of,
    likelihoods_of,
    numbers_of,
    overlap_key,
    weights_before,
)

LARGEST_CHANGE = 3


@dataclass(frozen=True)
class Change:
    """A smallest set of further answers after which `leader` leads instead of the row that leads now."""

    answers: tuple[tuple[str, bool], ...]
    leader: str
    probability: float


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
    numbers = numbers_of(catalogue)
    ledger = ledger_of(catalogue, numbers, answers)
    fits = fits_of(ledger, catalogue.causes)
    before = weights_before(catalogue, pretest)
    likelihoods = likelihoods_of(fits, before)
    offset = {c: math.log2(before[c]) if mode == BY_LIKELIHOOD else 0.0 for c in fits}
    score = {c: fits[c] + offset[c] for c in fits}
    leader = max(score, key=lambda c: round(score[c], DECIMALS))
    moves = _moves(catalogue, numbers, ledger, answers, largest)
    for size in range(1, largest + 1):
        best: Change | None = None
        for rival in catalogue.causes:
            if rival != leader:
                gap = score[leader] - score[rival]
                best = _likeliest_crossing(moves, size, leader, rival, gap, likelihoods, best)
        if best:
            order = list(catalogue.findings)
            ordered = sorted(
                best.answers, key=lambda answer: (not answer[1], order.index(answer[0]))
            )
            # The rival passes the leader; a third row may pass both by the same answers.
            after = fits_of(
                ledger_of(catalogue, numbers, {**answers, **dict(ordered)}), catalogue.causes
            )
            new = max(after, key=lambda c: round(after[c] + offset[c], DECIMALS))
            return Change(tuple(ordered), new, best.probability)
    return None


@dataclass(frozen=True)
class _Move:
    """Answers within one overlap group: where they move each fit, and how likely they are at each cause."""

    answers: tuple[tuple[str, bool], ...]
    changes: Mapping[str, float]
    options: tuple[Option, ...]

    def chance_at(self, cause_id: str) -> float:
        return math.prod(option.chance_at(cause_id) for option in self.options)


def _moves(
    catalogue: Catalogue, numbers: Numbers, ledger: Ledger, answers: Answers, largest: int
) -> list[list[_Move]]:
    """For each overlap group, every way to answer up to `largest` of its open findings.

    Groups do not touch each other, so their changes of fit simply add up.
    """
    by_group: dict[str, dict[str, list[Option]]] = {}
    for question_id in open_questions(catalogue, answers):
        for option in options_of(catalogue, numbers, answers, question_id, absent_sets=True):
            if len(option.answers) <= largest:
                overlap = overlap_key(catalogue, question_id, option.counted[0])
                by_group.setdefault(overlap, {}).setdefault(question_id, []).append(option)
    result = []
    for questions in by_group.values():
        moves = []
        for count in range(1, min(largest, len(questions)) + 1):
            for chosen in combinations(questions.values(), count):
                for options in product(*chosen):
                    given = tuple(answer for option in options for answer in option.answers)
                    if len(given) <= largest:
                        changes = fit_changes(catalogue, ledger, options)
                        moves.append(_Move(given, changes, options))
        result.append(moves)
    return result


def _likeliest_crossing(
    groups: Sequence[Sequence[_Move]],
    size: int,
    leader: str,
    rival: str,
    gap: float,
    likelihoods: Mapping[str, float],
    best: Change | None,
) -> Change | None:
    """The likeliest way, by `size` answers, for the rival to pass the leader; `best` if none is likelier."""
    gains = [
        sorted(
            (
                (move.changes.get(rival, 0.0) - move.changes.get(leader, 0.0), move)
                for move in moves
                if len(move.answers) <= size
            ),
            key=lambda pair: -pair[0],
        )
        for moves in groups
    ]
    # The most that the groups from here on can still add, for each number of answers left.
    reach = [[0.0] * (size + 1) for _ in range(len(gains) + 1)]
    for index in range(len(gains) - 1, -1, -1):
        for left in range(size + 1):
            options = [reach[index + 1][left]]
            for used in range(1, left + 1):
                top = next((g for g, m in gains[index] if len(m.answers) == used), None)
                if top is not None:
                    options.append(top + reach[index + 1][left - used])
            reach[index][left] = max(options)

    def search(index: int, left: int, gained: float, chosen: tuple[_Move, ...]) -> None:
        nonlocal best
        if left == 0:
            if round(gained - gap, DECIMALS) > 0:
                chance = _joint_chance(chosen, likelihoods)
                if best is None or round(chance, DECIMALS) > round(best.probability, DECIMALS):
                    given = tuple(answer for move in chosen for answer in move.answers)
                    best = Change(given, rival, chance)
            return
        if index == len(gains) or round(gained + reach[index][left] - gap, DECIMALS) <= 0:
            return
        search(index + 1, left, gained, chosen)
        sizes = set(range(1, left + 1))
        for gain, move in gains[index]:
            used = len(move.answers)
            if used not in sizes:
                continue
            if round(gained + gain + reach[index + 1][left - used] - gap, DECIMALS) <= 0:
                # Sorted by gain: of this size none further down can do it; a smaller one still may.
                sizes.remove(used)
                if not sizes:
                    break
                continue
            extended = (*chosen, move)
            # More answers are never likelier than fewer: a set that is too rare already is left.
            if best and _joint_chance(extended, likelihoods) <= best.probability:
                continue
            search(index + 1, left - used, gained + gain, extended)

    search(0, size, 0.0, ())
    return best


def _joint_chance(moves: Iterable[_Move], likelihoods: Mapping[str, float]) -> float:
    moves = tuple(moves)
    return math.fsum(
        share * math.prod(move.chance_at(cause_id) for move in moves)
        for cause_id, share in likelihoods.items()
    )
