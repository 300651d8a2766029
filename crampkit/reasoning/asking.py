"""The question worth asking next."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, replace

from crampkit.catalogue import SOMETHING_ELSE, Catalogue
from crampkit.reasoning.answers import Answers, check_answers
from crampkit.reasoning.flags import flags_to_refer, raised_flags
from crampkit.reasoning.possible_answers import fit_changes, open_questions, possible_answers
from crampkit.reasoning.verdict import CANNOT_TELL_WITHIN, REACHES_A_FIT, belongs, speaks_for
from crampkit.reasoning.weighing import (
    DECIMALS,
    evidence_band,
    fit,
    fits_of,
    ledger_of,
    likelihoods_of,
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
    exclusive group. Whatever it gains, it comes first where it is owed: `owed_to` is the finding after
    which it must be asked, `needed_by` a cause in front that may not be named before it is answered.
    """

    question_id: str
    finding_id: str
    gain: float
    owed_to: str = ""
    needed_by: str = ""


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
    0.001 bit, or when she must be referred. Before all that comes what a present finding asks to be
    asked next (its `then_ask`), and then what a cause in front `needs` before it may be named: gains
    rest on how common the causes are among women with *cramps*, and she may have had none.

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
    if owed := _owed(catalogue, answers, gains) or _needed(catalogue, answers, gains):
        return owed
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


def _owed(
    catalogue: Catalogue, answers: Answers, gains: tuple[NextQuestion, ...]
) -> NextQuestion | None:
    """The first question, in file order, that a finding which is present asks to be asked next."""
    still_open = {question.question_id: question for question in gains}
    for finding_id, finding in catalogue.findings.items():
        if answers.get(finding_id) is not True:
            continue
        for next_id in finding.then_ask:
            question = still_open.get(catalogue.question_of(next_id))
            if question and next_id not in answers:
                return replace(question, finding_id=next_id, owed_to=finding_id)
    return None


def _needed(
    catalogue: Catalogue, answers: Answers, gains: tuple[NextQuestion, ...]
) -> NextQuestion | None:
    """What the first cause in front that may not be named yet needs: ask, then examine, then test."""
    fits = fit(catalogue, answers)
    causes = sorted(
        (c for c in fits if c != SOMETHING_ELSE), key=lambda c: -round(fits[c], DECIMALS)
    )
    if not causes or round(fits[causes[0]], DECIMALS) < REACHES_A_FIT:
        return None
    for cause_id in causes:
        behind = round(fits[causes[0]] - fits[cause_id], DECIMALS) > CANNOT_TELL_WITHIN
        # General facts alone put a cause in front of nobody's mind.
        told = any(yes and speaks_for(catalogue, f, cause_id) for f, yes in answers.items())
        if behind or not told or belongs(catalogue, answers, cause_id):
            continue
        wanted = set(catalogue.causes[cause_id].needs) - set(answers)
        for stage in STAGES:
            asked = [
                question
                for question in gains
                if (own := wanted & set(_members(catalogue, question.question_id)))
                and catalogue.findings[min(own)].kind in stage
            ]
            if asked:
                best = max(asked, key=lambda question: round(question.gain, DECIMALS))
                own = wanted & set(_members(catalogue, best.question_id))
                finding_id = best.finding_id if best.finding_id in own else min(own)
                return replace(best, finding_id=finding_id, needed_by=cause_id)
    return None


def _members(catalogue: Catalogue, question_id: str) -> tuple[str, ...]:
    return catalogue.exclusive_members.get(question_id, (question_id,))


def question_gains(
    catalogue: Catalogue, answers: Answers, pretest: Mapping[str, float] | None = None
) -> tuple[NextQuestion, ...]:
    """The expected gain, in bits, of every question not yet answered, in file order.

    >>> from crampkit.toy import toy_catalogue
    >>> [q.question_id for q in question_gains(toy_catalogue(), {"noon": True, "night": True})]
    ['glare', 'heat', 'side', 'sun_test']
    """
    check_answers(catalogue, answers)
    ledger = ledger_of(catalogue, answers)
    likelihoods = likelihoods_of(
        fits_of(ledger, catalogue.causes), weights_before(catalogue, pretest)
    )
    logs = {c: share * math.log2(share) if share > 0 else 0.0 for c, share in likelihoods.items()}
    total_log = math.fsum(logs.values())
    result = []
    for question_id in open_questions(catalogue, answers):
        possible = possible_answers(catalogue, answers, question_id)
        if not possible:
            continue
        expected = 0.0
        chances = []
        for answer in possible:
            chance = answer.background_chance + math.fsum(
                likelihoods[c] * (p - answer.background_chance) for c, p in answer.chance.items()
            )
            chances.append(chance)
            changes = fit_changes(ledger, [answer])
            expected += chance * _entropy_after(likelihoods, logs, total_log, changes)
        likeliest = max(
            (i for i, answer in enumerate(possible) if answer.answers[0][1]),
            key=lambda i: round(chances[i], DECIMALS),
        )
        finding_id = possible[likeliest].answers[0][0]
        result.append(NextQuestion(question_id, finding_id, -total_log - expected))
    return tuple(result)


def most_helped(
    catalogue: Catalogue, answers: Answers, finding_id: str, present: bool
) -> str | None:
    """The cause whose fit would rise most with this answer, None where none would by enough to say.

    By hand: noon is worth 2 bits for the sun when present, and for the moon log2(0.9 / 0.8), which is
    0.17 bits, when absent.

    >>> from crampkit.toy import toy_catalogue
    >>> [most_helped(toy_catalogue(), {}, "noon", present) for present in (True, False)]
    ['sun', 'moon']
    """
    known = fit(catalogue, answers)
    after = fit(catalogue, {**answers, finding_id: present})
    rises = {c: after[c] - known[c] for c in after if c != SOMETHING_ELSE}
    best = max(rises, key=lambda c: round(rises[c], DECIMALS))
    return best if evidence_band(max(rises[best], 0.0)) != "nothing" else None


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
