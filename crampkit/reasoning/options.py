"""Answers that could still be given, and how each would move the fit of every cause."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations

from crampkit.catalogue import Catalogue
from crampkit.reasoning.answers import Answers, can_be_none, ruled_out
from crampkit.reasoning.weighing import (
    Ledger,
    Numbers,
    discounted,
    overlap_key,
    question_weights,
    sum_at,
)


@dataclass(frozen=True)
class Option:
    """One possible further answer to a question, with what it does to the causes that list it."""

    question_id: str
    answers: tuple[tuple[str, bool], ...]
    counted: tuple[str, ...]
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


def options_of(
    catalogue: Catalogue,
    numbers: Numbers,
    answers: Answers,
    question_id: str,
    absent_sets: bool = False,
) -> Iterator[Option]:
    """The answers a question can get, as a finding present, or absent, or 'none of these'.

    `absent_sets` adds the ruling out of only some answers of an exclusive group.
    """
    members = catalogue.exclusive_members.get(question_id)
    if members is None:
        for present in (True, False):
            yield _option(numbers, question_id, (), ((question_id, present),))
        return
    if any(answers.get(member) is True for member in members):
        return
    gone = tuple(member for member in members if answers.get(member) is False)
    still_open = [member for member in members if member not in answers]
    for member in still_open:
        yield _option(numbers, question_id, gone, ((member, True),))
    smallest = 1 if absent_sets else len(still_open)
    for size in range(smallest, len(still_open) + 1):
        if size == len(still_open) and not can_be_none(catalogue, question_id):
            return
        for absent in combinations(still_open, size):
            yield _option(numbers, question_id, gone, tuple((member, False) for member in absent))


def _option(
    numbers: Numbers, question_id: str, gone: tuple[str, ...], new: tuple[tuple[str, bool], ...]
) -> Option:
    findings = tuple(finding_id for finding_id, _ in new)
    present = new[0][1]
    counted = findings if present else gone + findings
    causes = dict.fromkeys(c for f in (*gone, *findings) for c in numbers.probability[f])

    def chance(total: float, already: float) -> float:
        """Of a woman in whom the answers already ruled out are indeed absent."""
        share = total if present else 1 - total
        return share / (1 - already) if gone else share

    return Option(
        question_id,
        new,
        counted,
        question_weights(numbers, counted, present),
        {
            c: chance(
                sum_at(numbers, findings if present else counted, c), sum_at(numbers, gone, c)
            )
            for c in causes
        },
        chance(
            math.fsum(numbers.background[f] for f in (findings if present else counted)),
            math.fsum(numbers.background[f] for f in gone),
        ),
    )


def fit_changes(
    catalogue: Catalogue, ledger: Ledger, options: Sequence[Option]
) -> dict[str, float]:
    """How far each cause's fit moves when options of one overlap group are answered together."""
    overlap = overlap_key(catalogue, options[0].question_id, options[0].counted[0])
    # A cause that lists only an answer ruled out before loses that weight again when another holds.
    causes = dict.fromkeys(c for option in options for c in option.weights)
    asked = {option.question_id for option in options}
    earlier = ledger.get(overlap, {})
    causes |= {
        cause_id: None for cause_id, questions in earlier.items() if asked & questions.keys()
    }
    changes = {}
    for cause_id in causes:
        before = earlier.get(cause_id, {})
        after = dict(before)
        for option in options:
            after[option.question_id] = option.weights.get(cause_id, 0.0)
        changes[cause_id] = discounted(list(after.values())) - (
            discounted(list(before.values())) if before else 0.0
        )
    return changes
