"""From answers to evidence, fit, likelihood, the next question, what would change it, and red flags.

Pure functions and the standard library alone. Answers are a mapping from finding id to True (present)
or False (absent); a finding that is not in it was *not asked*, which says nothing.

The terms are those of the field. The weight of evidence of an answer for a cause is the base-2
logarithm of its likelihood ratio against the background, in bits; weights add up
(I. J. Good, *Probability and the Weighing of Evidence*, 1950).
"""

from __future__ import annotations

import math
import random
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations, product

from crampkit.catalogue import (
    BASES,
    REFER_TIERS,
    SOMETHING_ELSE,
    SUM_TOLERANCE,
    Catalogue,
)
from crampkit.data import nearest

Answers = Mapping[str, bool]

BY_FIT = "fit"
BY_LIKELIHOOD = "likelihood"

ENOUGH_QUESTIONS = 3
REACHES_A_FIT = 1.0
"""A cause fits from this many bits on: twice as likely as the background."""
CANNOT_TELL_WITHIN = 1.0
SMALLEST_GAIN = 0.001
"""A question that promises less than this many bits is not worth asking."""
LATER_STAGE_FACTOR = 2.0
"""Examining, and then testing, must promise this many times the best earlier gain."""
STAGES = (("history", "timing", "location"), ("examination",), ("test",))
LARGEST_CHANGE = 3
JUDGED_SPREAD = 0.7
"""Half-width, in natural log-odds, of what a judged number may as well have been."""
DRAWS = 200
DECIMALS = 9


class AnswerError(ValueError):
    """The answers contradict each other, or name something that is not in the catalogue."""


@dataclass(frozen=True)
class Push:
    """What one answered question does to one cause.

    `weight` is the full weight of evidence in bits, `share` the part of it that counts (1, or 1/2,
    1/4 ... where a stronger finding of the same overlap group says it already).
    """

    cause_id: str
    question_id: str
    finding_ids: tuple[str, ...]
    present: bool
    weight: float
    share: float
    basis: str

    @property
    def counted(self) -> float:
        return self.weight * self.share


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


@dataclass(frozen=True)
class NextQuestion:
    """The question worth asking next: its expected gain is in bits.

    `finding_id` stands for the question: the finding itself, or the likeliest open answer of an
    exclusive group.
    """

    question_id: str
    finding_id: str
    gain: float


@dataclass(frozen=True)
class Change:
    """A smallest set of further answers after which `leader` leads instead of the row that leads now."""

    answers: tuple[tuple[str, bool], ...]
    leader: str
    probability: float


# ------------------------------------------------------------------------------ answers


def check_answers(catalogue: Catalogue, answers: Answers) -> None:
    """Raise `AnswerError` where answers cannot all be true, or name an unknown finding.

    >>> from crampkit.toy import toy_catalogue
    >>> check_answers(toy_catalogue(), {"left": True, "right": True})
    Traceback (most recent call last):
    ...
    crampkit.reasoning.AnswerError: 'left' and 'right' exclude each other; keep one
    """
    for finding_id in answers:
        if finding_id not in catalogue.findings:
            hint = nearest(finding_id, catalogue.findings)
            raise AnswerError(f"no finding '{finding_id}'{hint}")
    for group_id in {catalogue.findings[f].exclusive_group for f in answers} - {""}:
        members = catalogue.exclusive_members[group_id]
        present = [member for member in members if answers.get(member) is True]
        if len(present) > 1:
            raise AnswerError(f"'{present[0]}' and '{present[1]}' exclude each other; keep one")
        everything_absent = all(answers.get(member) is False for member in members)
        if everything_absent and not can_be_none(catalogue, group_id):
            raise AnswerError(f"one answer of '{group_id}' must hold; not all can be absent")


def can_be_none(catalogue: Catalogue, group_id: str) -> bool:
    """Whether an exclusive group leaves room for 'none of these'.

    >>> from crampkit.toy import toy_catalogue
    >>> can_be_none(toy_catalogue(), "side")
    True
    """
    members = catalogue.exclusive_members[group_id]
    return math.fsum(catalogue.background[member] for member in members) < 1 - SUM_TOLERANCE


def answered_questions(catalogue: Catalogue, answers: Answers) -> Mapping[str, tuple[str, ...]]:
    """The questions that were answered, each with the findings that count for it.

    For an exclusive group that is its present member alone, or else all members said to be absent.

    >>> from crampkit.toy import toy_catalogue
    >>> answered_questions(toy_catalogue(), {"left": False, "right": True, "noon": True})
    {'noon': ('noon',), 'side': ('right',)}
    """
    questions: dict[str, tuple[str, ...]] = {}
    for finding_id in sorted(answers):
        group_id = catalogue.findings[finding_id].exclusive_group
        if not group_id:
            questions[finding_id] = (finding_id,)
        elif group_id not in questions:
            given = [m for m in catalogue.exclusive_members[group_id] if m in answers]
            present = tuple(member for member in given if answers[member])
            questions[group_id] = present or tuple(given)
    return dict(sorted(questions.items()))


def ruled_out(catalogue: Catalogue, answers: Answers) -> frozenset[str]:
    """Findings that cannot be present because another answer of their exclusive group is.

    >>> from crampkit.toy import toy_catalogue
    >>> sorted(ruled_out(toy_catalogue(), {"left": True}))
    ['right']
    """
    return frozenset(
        member
        for finding_id, present in answers.items()
        if present and (group_id := catalogue.findings[finding_id].exclusive_group)
        for member in catalogue.exclusive_members[group_id]
        if member != finding_id
    )


# ------------------------------------------------------------------------------ evidence and fit


@dataclass(frozen=True)
class Numbers:
    """The probabilities to reckon with: the catalogue's own, or a varied copy."""

    background: Mapping[str, float]
    probability: Mapping[str, Mapping[str, float]]


def _numbers(catalogue: Catalogue) -> Numbers:
    return Numbers(catalogue.background, catalogue.probability)


def question_weights(
    numbers: Numbers, finding_ids: Sequence[str], present: bool
) -> dict[str, float]:
    """Weight of evidence, in bits, of one answered question for every cause that lists it.

    Present: log2(p / b). Absent: log2((1 - p) / (1 - b)), with sums over the answers of an exclusive
    group that were ruled out by name. A pair that is not listed is at background.
    """
    if present:
        (finding_id,) = finding_ids
        background = numbers.background[finding_id]
        return {
            cause_id: math.log2(probability / background)
            for cause_id, probability in numbers.probability[finding_id].items()
        }
    background = math.fsum(numbers.background[finding_id] for finding_id in finding_ids)
    causes = dict.fromkeys(c for f in finding_ids for c in numbers.probability[f])
    return {
        cause_id: math.log2((1 - _sum_at(numbers, finding_ids, cause_id)) / (1 - background))
        for cause_id in causes
    }


def _sum_at(numbers: Numbers, finding_ids: Sequence[str], cause_id: str) -> float:
    return math.fsum(
        numbers.probability[finding_id].get(cause_id, numbers.background[finding_id])
        for finding_id in finding_ids
    )


def shares(weights: Sequence[float]) -> tuple[float, ...]:
    """How much of each weight of one overlap group counts: 1, 1/2, 1/4 ... from the strongest.

    Weights for and weights against are ranked apart, so that neither can weaken the other.

    >>> shares([1.0, 3.0, -2.0, 2.0])
    (0.25, 1.0, 1.0, 0.5)
    """
    result = [0.0] * len(weights)
    for side in (1, -1):
        ranked = sorted(
            (index for index, weight in enumerate(weights) if weight * side > 0),
            key=lambda index: -abs(weights[index]),
        )
        for rank, index in enumerate(ranked):
            result[index] = 0.5**rank
    return tuple(result)


def _discounted(weights: Sequence[float]) -> float:
    if len(weights) == 1:
        return weights[0]
    return math.fsum(w * share for w, share in zip(weights, shares(weights), strict=True))


Ledger = dict[str, dict[str, dict[str, float]]]
"""Weights by cause, overlap group and question: what fit is the discounted sum of."""


def _ledger(catalogue: Catalogue, numbers: Numbers, answers: Answers) -> Ledger:
    ledger: Ledger = {}
    for question_id, finding_ids in answered_questions(catalogue, answers).items():
        overlap = _overlap_key(catalogue, question_id, finding_ids[0])
        weights = question_weights(numbers, finding_ids, answers[finding_ids[0]])
        for cause_id, weight in weights.items():
            ledger.setdefault(cause_id, {}).setdefault(overlap, {})[question_id] = weight
    return ledger


def _overlap_key(catalogue: Catalogue, question_id: str, finding_id: str) -> str:
    """The overlap group of a question; a question in none is a group of its own."""
    group_id = catalogue.findings[finding_id].overlap_group
    # The space keeps a group and a finding of the same name apart.
    return group_id or f"alone {question_id}"


def _fits(ledger: Ledger, causes: Iterable[str]) -> dict[str, float]:
    return {
        cause_id: math.fsum(
            _discounted(list(questions.values())) for questions in ledger.get(cause_id, {}).values()
        )
        for cause_id in causes
    }


def evidence(catalogue: Catalogue, answers: Answers) -> Mapping[str, tuple[Push, ...]]:
    """For every cause, what each answered question does to it, strongest first.

    Only questions that do something are listed: *something else* always has none.

    >>> from crampkit.toy import toy_catalogue
    >>> [(p.question_id, round(p.weight, 6), p.share)
    ...  for p in evidence(toy_catalogue(), {"glare": True, "heat": True})["sun"]]
    [('glare', 2.0, 1.0), ('heat', 1.0, 0.5)]
    """
    check_answers(catalogue, answers)
    questions = answered_questions(catalogue, answers)
    ledger = _ledger(catalogue, _numbers(catalogue), answers)
    result: dict[str, tuple[Push, ...]] = {}
    for cause_id in catalogue.causes:
        pushes = []
        for weights in ledger.get(cause_id, {}).values():
            counts = shares(list(weights.values()))
            for (question_id, weight), share in zip(weights.items(), counts, strict=True):
                if weight:
                    findings = questions[question_id]
                    pushes.append(
                        Push(
                            cause_id,
                            question_id,
                            findings,
                            answers[findings[0]],
                            weight,
                            share,
                            _basis(catalogue, cause_id, findings),
                        )
                    )
        pushes.sort(key=lambda push: (-abs(round(push.counted, DECIMALS)), push.question_id))
        result[cause_id] = tuple(pushes)
    return result


def _basis(catalogue: Catalogue, cause_id: str, finding_ids: Iterable[str]) -> str:
    """The weakest basis of all the numbers that a weight is made of."""
    bases = []
    for finding_id in finding_ids:
        bases.append(catalogue.findings[finding_id].basis)
        feature = catalogue.features.get((cause_id, finding_id))
        if feature:
            bases.append(feature.basis)
    return max(bases, key=BASES.index)


def fit(catalogue: Catalogue, answers: Answers) -> Mapping[str, float]:
    """How well each cause fits: the sum of the weights that count, in bits, *something else* at 0.

    >>> from crampkit.toy import toy_catalogue
    >>> {c: round(f, 6) for c, f in fit(toy_catalogue(), {"noon": True}).items()}
    {'sun': 2.0, 'moon': -1.0, 'something_else': 0.0}
    """
    check_answers(catalogue, answers)
    return _fits(_ledger(catalogue, _numbers(catalogue), answers), catalogue.causes)


def likelihood(
    catalogue: Catalogue, answers: Answers, pretest: Mapping[str, float] | None = None
) -> Mapping[str, float]:
    """The share of each row: pretest weight times 2 to the power of its fit, summing to 1.

    `pretest` replaces the catalogue's weights, all above 0, for the rows that it names.

    >>> from crampkit.toy import toy_catalogue
    >>> {c: round(p, 3) for c, p in likelihood(toy_catalogue(), {"noon": True}).items()}
    {'sun': 0.615, 'moon': 0.077, 'something_else': 0.308}
    """
    return _likelihoods(fit(catalogue, answers), weights_before(catalogue, pretest))


def weights_before(
    catalogue: Catalogue, pretest: Mapping[str, float] | None = None
) -> Mapping[str, float]:
    """The pretest weight of every row, the learner's own where she set one.

    >>> from crampkit.toy import toy_catalogue
    >>> weights_before(toy_catalogue(), {"sun": 5.0})
    {'sun': 5.0, 'moon': 1.0, 'something_else': 2.0}
    """
    weights = dict(catalogue.pretest)
    for cause_id, weight in (pretest or {}).items():
        if cause_id not in weights:
            raise AnswerError(f"no cause '{cause_id}'{nearest(cause_id, weights)}")
        if not (weight > 0 and math.isfinite(weight)):
            raise AnswerError(f"the pretest weight of '{cause_id}' must be above 0")
        weights[cause_id] = weight
    return weights


def _likelihoods(fits: Mapping[str, float], pretest: Mapping[str, float]) -> dict[str, float]:
    scores = {cause_id: math.log2(pretest[cause_id]) + fits[cause_id] for cause_id in fits}
    # Measured from the largest, so that a very long list of answers cannot overflow.
    top = max(scores.values())
    powers = {cause_id: 2.0 ** (score - top) for cause_id, score in scores.items()}
    total = math.fsum(powers.values())
    return {cause_id: power / total for cause_id, power in powers.items()}


# ------------------------------------------------------------------------------ words for numbers


def strength_of_evidence(weight: float) -> str:
    """The band of a weight in bits, by likelihood ratio: 10 strong, 5 moderate, 2 small, else barely.

    Lower edges belong to the band; a ratio within 5 % of 1 says nothing; below 1 the reciprocal counts.

    >>> [strength_of_evidence(math.log2(ratio)) for ratio in (12, 10, 5, 2, 1.2, 1.04, 0.5)]
    ['strong', 'strong', 'moderate', 'small', 'barely', 'nothing', 'small']
    """
    ratio = round(2.0 ** min(abs(weight), 64.0), DECIMALS)
    for edge, band in ((10, "strong"), (5, "moderate"), (2, "small")):
        if ratio >= edge:
            return band
    return "barely" if ratio > 1.05 else "nothing"


def likelihood_band(share: float) -> str:
    """The words' band of a likelihood; never none and never certain.

    >>> [likelihood_band(share) for share in (0.001, 0.05, 0.1, 0.5, 0.8, 0.999)]
    ['under_1', 'unlikely', 'possible', 'likely', 'very_likely', 'over_99']
    """
    for edge, band in ((0.01, "under_1"), (0.1, "unlikely"), (0.4, "possible"), (0.75, "likely")):
        if share < edge:
            return band
    return "over_99" if share > 0.99 else "very_likely"


# ------------------------------------------------------------------------------ red flags


def raised_flags(catalogue: Catalogue, answers: Answers, flags: Answers) -> tuple[str, ...]:
    """Flags that were ticked, or that a rule raises from the findings, in file order.

    No answer silences one: a flag that is said to be absent is raised all the same by a rule.

    >>> from crampkit.toy import toy_catalogue
    >>> raised_flags(toy_catalogue(), {"heat": True}, {"burn": False})
    ('burn',)
    """
    by_rule = _flags_by_rule(catalogue, answers, "raise")
    return tuple(f for f in catalogue.flags if flags.get(f) is True or f in by_rule)


def flags_to_ask_now(catalogue: Catalogue, answers: Answers, flags: Answers) -> tuple[str, ...]:
    """Flags that the findings ask for at once and that are not raised already, in file order.

    A flag that was said to be absent is asked for all the same: 'none of these' may have been a slip.

    >>> from crampkit.toy import toy_catalogue
    >>> flags_to_ask_now(toy_catalogue(), {"glare": True, "night": False}, {"blind": False})
    ('blind',)
    """
    raised = raised_flags(catalogue, answers, flags)
    asked = _flags_by_rule(catalogue, answers, "ask_now")
    return tuple(f for f in catalogue.flags if f in asked and f not in raised)


def _flags_by_rule(catalogue: Catalogue, answers: Answers, effect: str) -> set[str]:
    impossible = ruled_out(catalogue, answers)
    return {
        rule.flag_id
        for rule in catalogue.rules
        if rule.effect == effect
        and all(answers.get(finding_id) is True for finding_id in rule.all_present)
        and all(answers.get(f) is False or f in impossible for f in rule.all_absent)
    }


def flags_to_refer(catalogue: Catalogue, raised: Iterable[str]) -> tuple[str, ...]:
    """Of the raised flags those that stop the ranking, the most urgent first.

    >>> from crampkit.toy import toy_catalogue
    >>> flags_to_refer(toy_catalogue(), ("burn", "blind", "shade"))
    ('blind', 'burn')
    """
    urgent = [flag_id for flag_id in raised if catalogue.flags[flag_id].tier in REFER_TIERS]
    return tuple(sorted(urgent, key=lambda f: REFER_TIERS.index(catalogue.flags[f].tier)))


def safety_questions_left(catalogue: Catalogue, flags: Answers) -> tuple[str, ...]:
    """The questions of the safety check with a flag that was neither ticked nor said to be absent.

    >>> from crampkit.toy import toy_catalogue
    >>> safety_questions_left(toy_catalogue(), {"burn": False})
    ('eyes',)
    """
    return tuple(
        question_id
        for question_id, flag_ids in catalogue.questions_of_flags.items()
        if any(flag_id not in flags for flag_id in flag_ids)
    )


# ------------------------------------------------------------------------------ the differential


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
    shares_of_all = _likelihoods(fits, weights_before(catalogue, pretest))
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


# ------------------------------------------------------------------------------ further answers


@dataclass(frozen=True)
class _Option:
    """One possible further answer to a question, with what it does to the causes that list it."""

    question_id: str
    answers: tuple[tuple[str, bool], ...]
    counted: tuple[str, ...]
    weights: Mapping[str, float]
    chance: Mapping[str, float]
    background_chance: float

    def chance_at(self, cause_id: str) -> float:
        return self.chance.get(cause_id, self.background_chance)


def _open_questions(catalogue: Catalogue, answers: Answers) -> list[str]:
    """Questions that can still be asked, in file order."""
    closed = ruled_out(catalogue, answers) | set(answers)
    return list(
        dict.fromkeys(catalogue.question_of(f) for f in catalogue.findings if f not in closed)
    )


def _options(
    catalogue: Catalogue,
    numbers: Numbers,
    answers: Answers,
    question_id: str,
    absent_sets: bool = False,
) -> Iterator[_Option]:
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
) -> _Option:
    findings = tuple(finding_id for finding_id, _ in new)
    present = new[0][1]
    counted = findings if present else gone + findings
    causes = dict.fromkeys(c for f in (*gone, *findings) for c in numbers.probability[f])

    def chance(total: float, already: float) -> float:
        """Of a woman in whom the answers already ruled out are indeed absent."""
        share = total if present else 1 - total
        return share / (1 - already) if gone else share

    return _Option(
        question_id,
        new,
        counted,
        question_weights(numbers, counted, present),
        {
            c: chance(
                _sum_at(numbers, findings if present else counted, c), _sum_at(numbers, gone, c)
            )
            for c in causes
        },
        chance(
            math.fsum(numbers.background[f] for f in (findings if present else counted)),
            math.fsum(numbers.background[f] for f in gone),
        ),
    )


def _fit_changes(
    catalogue: Catalogue, ledger: Ledger, options: Sequence[_Option]
) -> dict[str, float]:
    """How far each cause's fit moves when options of one overlap group are answered together."""
    overlap = _overlap_key(catalogue, options[0].question_id, options[0].counted[0])
    # A cause that lists only an answer ruled out before loses that weight again when another holds.
    causes = dict.fromkeys(c for option in options for c in option.weights)
    asked = {option.question_id for option in options}
    for cause_id, groups in ledger.items():
        if asked & groups.get(overlap, {}).keys():
            causes[cause_id] = None
    changes = {}
    for cause_id in causes:
        before = ledger.get(cause_id, {}).get(overlap, {})
        after = dict(before)
        for option in options:
            after[option.question_id] = option.weights.get(cause_id, 0.0)
        changes[cause_id] = _discounted(list(after.values())) - (
            _discounted(list(before.values())) if before else 0.0
        )
    return changes


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
    numbers = _numbers(catalogue)
    ledger = _ledger(catalogue, numbers, answers)
    likelihoods = _likelihoods(_fits(ledger, catalogue.causes), weights_before(catalogue, pretest))
    logs = {c: share * math.log2(share) if share > 0 else 0.0 for c, share in likelihoods.items()}
    total_log = math.fsum(logs.values())
    result = []
    for question_id in _open_questions(catalogue, answers):
        options = list(_options(catalogue, numbers, answers, question_id))
        if not options:
            continue
        expected = 0.0
        chances = []
        for option in options:
            chance = option.background_chance + math.fsum(
                likelihoods[c] * (p - option.background_chance) for c, p in option.chance.items()
            )
            chances.append(chance)
            changes = _fit_changes(catalogue, ledger, [option])
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


# ------------------------------------------------------------------------------ what would change it


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
    numbers = _numbers(catalogue)
    ledger = _ledger(catalogue, numbers, answers)
    fits = _fits(ledger, catalogue.causes)
    before = weights_before(catalogue, pretest)
    likelihoods = _likelihoods(fits, before)
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
            after = _fits(
                _ledger(catalogue, numbers, {**answers, **dict(ordered)}), catalogue.causes
            )
            new = max(after, key=lambda c: round(after[c] + offset[c], DECIMALS))
            return Change(tuple(ordered), new, best.probability)
    return None


@dataclass(frozen=True)
class _Move:
    """Answers within one overlap group: where they move each fit, and how likely they are at each cause."""

    answers: tuple[tuple[str, bool], ...]
    changes: Mapping[str, float]
    options: tuple[_Option, ...]

    def chance_at(self, cause_id: str) -> float:
        return math.prod(option.chance_at(cause_id) for option in self.options)


def _moves(
    catalogue: Catalogue, numbers: Numbers, ledger: Ledger, answers: Answers, largest: int
) -> list[list[_Move]]:
    """For each overlap group, every way to answer up to `largest` of its open findings.

    Groups do not touch each other, so their changes of fit simply add up.
    """
    by_group: dict[str, dict[str, list[_Option]]] = {}
    for question_id in _open_questions(catalogue, answers):
        for option in _options(catalogue, numbers, answers, question_id, absent_sets=True):
            if len(option.answers) <= largest:
                overlap = _overlap_key(catalogue, question_id, option.counted[0])
                by_group.setdefault(overlap, {}).setdefault(question_id, []).append(option)
    result = []
    for questions in by_group.values():
        moves = []
        for count in range(1, min(largest, len(questions)) + 1):
            for chosen in combinations(questions.values(), count):
                for options in product(*chosen):
                    given = tuple(answer for option in options for answer in option.answers)
                    if len(given) <= largest:
                        changes = _fit_changes(catalogue, ledger, options)
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


# ------------------------------------------------------------------------------ how sturdy


def sturdiness(
    catalogue: Catalogue,
    answers: Answers,
    mode: str = BY_FIT,
    pretest: Mapping[str, float] | None = None,
    draws: int = DRAWS,
    seed: int = 1,
) -> float:
    """In what share of the draws the leader stays when every judged number is varied.

    Each judged probability and background is drawn evenly from its `low` to its `high`, or else
    within 0.7 in log-odds; published numbers without a range stay. The answers of an exclusive group
    are scaled back where a draw makes them commoner than they can be. The pretest weights stay: they
    are the learner's to move.

    >>> from crampkit.toy import toy_catalogue
    >>> sturdiness(toy_catalogue(), {"noon": True, "night": False})
    1.0
    """
    check_answers(catalogue, answers)
    before = weights_before(catalogue, pretest)

    def leader(numbers: Numbers) -> str:
        fits = _fits(_ledger(catalogue, numbers, answers), catalogue.causes)
        scores = _likelihoods(fits, before) if mode == BY_LIKELIHOOD else fits
        return max(scores, key=lambda c: round(scores[c], DECIMALS))

    first = leader(_numbers(catalogue))
    chance = random.Random(seed)
    relevant = _relevant_findings(catalogue, answers)
    stays = sum(leader(_varied(catalogue, relevant, chance)) == first for _ in range(draws))
    return stays / draws


def _relevant_findings(catalogue: Catalogue, answers: Answers) -> list[str]:
    """The answered findings and, for the sake of their sums, the rest of their exclusive groups."""
    relevant: dict[str, None] = {}
    for finding_id in catalogue.findings:
        if finding_id in answers:
            group_id = catalogue.findings[finding_id].exclusive_group
            relevant.update(dict.fromkeys(catalogue.exclusive_members.get(group_id, (finding_id,))))
    return list(relevant)


def _varied(catalogue: Catalogue, finding_ids: Sequence[str], chance: random.Random) -> Numbers:
    background: dict[str, float] = {}
    probability: dict[str, dict[str, float]] = {}
    for finding_id in finding_ids:
        finding = catalogue.findings[finding_id]
        background[finding_id] = _draw(
            finding.background, finding.low, finding.high, finding.basis, chance
        )
        probability[finding_id] = {}
        for cause_id in catalogue.probability[finding_id]:
            feature = catalogue.features[cause_id, finding_id]
            probability[finding_id][cause_id] = _draw(
                feature.probability, feature.low, feature.high, feature.basis, chance
            )
    for members in _exclusive_groups_of(catalogue, finding_ids):
        _scale_back(catalogue, members, background, probability)
    return Numbers(background, probability)


def _draw(
    value: float, low: float | None, high: float | None, basis: str, chance: random.Random
) -> float:
    if low is not None and high is not None:
        return chance.uniform(low, high)
    if basis == "published":
        return value
    log_odds = math.log(value / (1 - value)) + chance.uniform(-JUDGED_SPREAD, JUDGED_SPREAD)
    return 1 / (1 + math.exp(-log_odds))


def _exclusive_groups_of(
    catalogue: Catalogue, finding_ids: Iterable[str]
) -> Iterator[tuple[str, ...]]:
    groups = dict.fromkeys(catalogue.findings[f].exclusive_group for f in finding_ids)
    for group_id in groups:
        if group_id:
            yield catalogue.exclusive_members[group_id]


def _scale_back(
    catalogue: Catalogue,
    members: Sequence[str],
    background: dict[str, float],
    probability: dict[str, dict[str, float]],
) -> None:
    """Keep the sums over an exclusive group at or below what they are in the catalogue."""
    allowed = math.fsum(catalogue.background[member] for member in members)
    total = math.fsum(background[member] for member in members)
    if total > allowed:
        for member in members:
            background[member] *= allowed / total
    for cause_id in dict.fromkeys(c for member in members for c in probability[member]):
        listed = [member for member in members if cause_id in probability[member]]
        allowed = math.fsum(
            catalogue.probability[member].get(cause_id, catalogue.background[member])
            for member in members
        )
        # Answers not listed for this cause sit at the varied background and cannot be scaled.
        rest = math.fsum(background[member] for member in members if member not in listed)
        total = math.fsum(probability[member][cause_id] for member in listed)
        if total + rest > allowed:
            factor = max(allowed - rest, 1e-6) / total
            for member in listed:
                probability[member][cause_id] *= factor
