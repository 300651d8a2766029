"""The question worth asking next."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass

from crampkit.catalogue import Catalogue
from crampkit.reasoning.answers import Answers, check_answers
from crampkit.reasoning.flags import flags_to_refer, raised_flags
from crampkit.reasoning.options import fit_changes, open_questions, options_of
from crampkit.reasoning.weighing import (
    DECIMALS,
    fits_of,
    ledger_of,
    likelihoods_of,
    numbers_of,
    weights_before,
)

SMALLEST_GAIN = 0.001
"""A question that promises less than this many bits is not worth asking."""
LATER_STAGE_FACTOR = 2.0
"""Examining, and then testing, must promise this many times the best earlier gain."""
STAGES = (("history", "timing", "location"), ("examination",), ("test",))


@dataclass(frozen=True)
class NextQuestion:
    """The question worth asking next: its expected gain is in bits.

    `finding_id` stands for the question: the finding itself, or the likeliest open answer of an
    exclusive group.
    """

    question_id: str
    finding_id: str
    gain: float


def next_question(
    catalogue: Catalogue,
    answers: Answers,
    flags: Answers | None = None,
    pretest: Mapping[str, float] | None = None,
) -> NextQuestion | None:
    """The question whose answer is expected to make the ranking clearest, or None.

    The gain is the drop in entropy of the likelihoods, in bits, that is expected when each answer
    comes with its likelihood-weighted probability. Asking comes before examining, examining before
    testing: a later stage wins only with twice the best earlier gain. None when no gain exceeds
    0.001 bit, or when she must be referred.

    >>> from crampkit.toy import toy_catalogue
    >>> next_question(toy_catalogue(), {}).question_id
    'noon'
    >>> next_question(toy_catalogue(), {"heat": True}) is None
    True
    """
    raised = raised_flags(catalogue, answers, flags or {})
    if flags_to_refer(catalogue, raised):
        return None
    gains = question_gains(catalogue, answers, pretest)
    best: NextQuestion | None = None
    earlier = 0.0
    for stage in STAGES:
        candidates = [q for q in gains if catalogue.findings[q.finding_id].kind in stage]
        if not candidates:
            continue
        top = max(candidates, key=lambda q: round(q.gain, DECIMALS))
        worth_asking = top.gain > SMALLEST_GAIN
        if worth_asking and (best is None or top.gain >= LATER_STAGE_FACTOR * earlier):
            best = top
        earlier = max(earlier, top.gain)
    return best


def question_gains(
    catalogue: Catalogue, answers: Answers, pretest: Mapping[str, float] | None = None
) -> tuple[NextQuestion, ...]:
    """The expected gain, in bits, of every question not yet answered, in file order.

    >>> from crampkit.toy import toy_catalogue
    >>> [q.question_id for q in question_gains(toy_catalogue(), {"noon": True, "night": True})]
    ['glare', 'heat', 'side', 'sun_test']
    """
    check_answers(catalogue, answers)
    numbers = numbers_of(catalogue)
    ledger = ledger_of(catalogue, numbers, answers)
    likelihoods = likelihoods_of(
        fits_of(ledger, catalogue.causes), weights_before(catalogue, pretest)
    )
    logs = {c: share * math.log2(share) if share > 0 else 0.0 for c, share in likelihoods.items()}
    total_log = math.fsum(logs.values())
    result = []
    for question_id in open_questions(catalogue, answers):
        options = list(options_of(catalogue, numbers, answers, question_id))
        if not options:
            continue
        expected = 0.0
        chances = []
        for option in options:
            chance = option.background_chance + math.fsum(
                likelihoods[c] * (p - option.background_chance) for c, p in option.chance.items()
            )
            chances.append(chance)
            changes = fit_changes(catalogue, ledger, [option])
            expected += chance * _entropy_after(likelihoods, logs, total_log, changes)
        likeliest = max(
            (i for i, option in enumerate(options) if option.answers[0][1]),
            key=lambda i: round(chances[i], DECIMALS),
        )
        finding_id = options[likeliest].answers[0][0]
        result.append(NextQuestion(question_id, finding_id, -total_log - expected))
    return tuple(result)


def _entropy_after(
    likelihoods: Mapping[str, float],
    logs: Mapping[str, float],
    total_log: float,
    changes: Mapping[str, float],
) -> float:
    """Entropy, in bits, when these causes' fits move; only they are reckoned anew.

    With u = l * 2^change and Z the sum of u, it is log2 Z - (sum of u log2 u) / Z.
    """
    total, sum_of_logs = 1.0, total_log
    for cause_id, change in changes.items():
        before = likelihoods[cause_id]
        after = before * 2.0**change
        total += after - before
        sum_of_logs += (after * math.log2(after) if after > 0 else 0.0) - logs[cause_id]
    return math.log2(total) - sum_of_logs / total
