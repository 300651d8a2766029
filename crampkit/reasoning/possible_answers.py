"""Answers that could still be given, and how each would move the fit of every cause."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations

from crampkit.catalogue import Catalogue
from crampkit.reasoning.answers import Answers, can_be_none, ruled_out
from crampkit.reasoning.remembering import remembered
from crampkit.reasoning.weighing import (
    Ledger,
    discounted,
    overlap_key,
    question_weights,
    sum_at,
    sum_at_background,
)


@dataclass(frozen=True)
class PossibleAnswer:
    """One possible further answer to a question, with what it does to the causes that list it."""

    question_id: str
    overlap: str
    answers: tuple[tuple[str, bool], ...]
    weights: Mapping[str, float]
    chance: Mapping[str, float]
    background_chance: float

    def chance_at(self, cause_id: str) -> float:
        return self.chance.get(cause_id, self.background_chance)


def open_questions(catalogue: Catalogue, answers: Answers) -> list[str]:
    """Questions that can still be asked, in file order."""
    closed = ruled_out(catalogue, answers) | set(answers)
    return list(
        dict.fromkeys(catalogue.question_of(f) for f in catalogue.findings if f not in closed)
    )


def possible_answers(
    catalogue: Catalogue, answers: Answers, question_id: str, absent_sets: bool = False
) -> tuple[PossibleAnswer, ...]:
    """The answers a question can get, as a finding present, or absent, or 'none of these'.

    `absent_sets` adds the ruling out of only some answers of an exclusive group.
    """
    members = catalogue.exclusive_members.get(question_id, ())
    if any(answers.get(member) is True for member in members):
        return ()
    gone = tuple(member for member in members if answers.get(member) is False)
    return _answers_of(catalogue, question_id, gone, absent_sets)


@remembered
def _answers_of(
    catalogue: Catalogue, question_id: str, gone: tuple[str, ...], absent_sets: bool
) -> tuple[PossibleAnswer, ...]:
    return tuple(
        _answer(catalogue, question_id, gone, new)
        for new in _possible(catalogue, question_id, gone, absent_sets)
    )


def _possible(
    catalogue: Catalogue, question_id: str, gone: tuple[str, ...], absent_sets: bool
) -> Iterator[tuple[tuple[str, bool], ...]]:
    members = catalogue.exclusive_members.get(question_id)
    if members is None:
        yield from (((question_id, present),) for present in (True, False))
        return
    still_open = [member for member in members if member not in gone]
    yield from (((member, True),) for member in still_open)
    smallest = 1 if absent_sets else len(still_open)
    for size in range(smallest, len(still_open) + 1):
        if size == len(still_open) and not can_be_none(catalogue, question_id):
            return
        for absent in combinations(still_open, size):
            yield tuple((member, False) for member in absent)


def _answer(
    catalogue: Catalogue, question_id: str, gone: tuple[str, ...], new: tuple[tuple[str, bool], ...]
) -> PossibleAnswer:
    findings = tuple(finding_id for finding_id, _ in new)
    present = new[0][1]
    counted = findings if present else gone + findings
    causes = dict.fromkeys(c for f in (*gone, *findings) for c in catalogue.probability[f])

    def chance(total: float, already: float) -> float:
        """Of a woman in whom the answers already ruled out are indeed absent."""
        share = total if present else 1 - total
        return share / (1 - already) if gone else share

    return PossibleAnswer(
        question_id,
        overlap_key(catalogue, question_id, findings[0]),
        new,
        question_weights(catalogue, counted, present),
        {c: chance(sum_at(catalogue, counted, c), sum_at(catalogue, gone, c)) for c in causes},
        chance(sum_at_background(catalogue, counted), sum_at_background(catalogue, gone)),
    )


def fit_changes(ledger: Ledger, possible: Sequence[PossibleAnswer]) -> dict[str, float]:
    """How far each cause's fit moves when questions of one overlap group are answered together."""
    earlier = ledger.get(possible[0].overlap)
    if not earlier and len(possible) == 1:
        return dict(possible[0].weights)
    earlier = earlier or {}
    # A cause that lists only an answer ruled out before loses that weight again when another holds.
    causes = dict.fromkeys(c for answer in possible for c in answer.weights)
    asked = {answer.question_id for answer in possible}
    causes |= {
        cause_id: None for cause_id, questions in earlier.items() if asked & questions.keys()
    }
    return {
        cause_id: fit_change(earlier.get(cause_id, {}), possible, cause_id) for cause_id in causes
    }


def fit_change(
    before: Mapping[str, float], possible: Sequence[PossibleAnswer], cause_id: str
) -> float:
    """How far one cause's fit moves, when `before` are the weights of its answers in that group."""
    after = dict(before)
    for answer in possible:
        after[answer.question_id] = answer.weights.get(cause_id, 0.0)
    return discounted(list(after.values())) - discounted(list(before.values()))
