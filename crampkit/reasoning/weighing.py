"""Weight of evidence, fit and likelihood."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

from crampkit.catalogue import BASES, SOMETHING_ELSE, Catalogue
from crampkit.data import instead
from crampkit.reasoning.answers import AnswerError, Answers, answered_questions, check_answers
from crampkit.reasoning.odds import ratio_of, share_of
from crampkit.reasoning.remembering import remembered

DECIMALS = 9
"""Values are compared when rounded to so many decimals, then by file order."""
BANDS = ((10, "strong"), (5, "moderate"), (2, "small"))
"""Lower edges of the bands of evidence, as likelihood ratios, the strongest first."""


@dataclass(frozen=True)
class Contribution:
    """What one answered question does to one cause.

    `weight` is the full weight of evidence in bits, `discount` the part of it that counts (1, or 1/2,
    1/4 ... where a stronger finding of the same overlap group says it already).
    """

    cause_id: str
    question_id: str
    finding_ids: tuple[str, ...]
    present: bool
    weight: float
    discount: float
    basis: str

    @property
    def counted(self) -> float:
        return self.weight * self.discount


@remembered
def question_weights(
    catalogue: Catalogue, finding_ids: tuple[str, ...], present: bool
) -> Mapping[str, float]:
    """Weight of evidence, in bits, of one answered question for every cause that lists it.

    Present: log2(p / b). Absent: log2((1 - p) / (1 - b)), with sums over the answers of an exclusive
    group that were ruled out by name. A pair that is not listed is at background.

    >>> from crampkit.toy import toy_catalogue
    >>> dict(question_weights(toy_catalogue(), ("noon",), True))
    {'sun': 2.0, 'moon': -1.0}
    """
    background = sum_at_background(catalogue, finding_ids)
    causes = dict.fromkeys(c for f in finding_ids for c in catalogue.probability[f])
    chances = {cause_id: sum_at(catalogue, finding_ids, cause_id) for cause_id in causes}
    return MappingProxyType(
        {
            cause_id: math.log2(p / background if present else (1 - p) / (1 - background))
            for cause_id, p in chances.items()
        }
    )


def sum_at(catalogue: Catalogue, finding_ids: Sequence[str], cause_id: str) -> float:
    return math.fsum(
        catalogue.probability[finding_id].get(cause_id, catalogue.background[finding_id])
        for finding_id in finding_ids
    )


def sum_at_background(catalogue: Catalogue, finding_ids: Sequence[str]) -> float:
    return math.fsum(catalogue.background[finding_id] for finding_id in finding_ids)


def discounts(weights: Sequence[float]) -> tuple[float, ...]:
    """How much of each weight of one overlap group counts: 1, 1/2, 1/4 ... from the strongest.

    Weights for and weights against are ranked apart, so that neither can weaken the other.

    >>> discounts([1.0, 3.0, -2.0, 2.0])
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


def discounted(weights: Sequence[float]) -> float:
    """The sum of the weights of one overlap group, each at its discount.

    >>> discounted([1.0, 3.0, -2.0, 2.0])
    2.25
    """
    if len(weights) == 1:
        return weights[0]
    if len(weights) == 2:  # So common, and asked for so often, that it has a way of its own.
        one, other = weights
        weaker = one if abs(one) < abs(other) else other
        return one + other - (weaker / 2 if one * other > 0 else 0.0)
    speaks_for = speaks_against = 0.0
    discount = 1.0
    for weight in sorted(weights):  # Against from the strongest on, then for, from the weakest on.
        if weight > 0:
            speaks_for = speaks_for / 2 + weight
        else:
            speaks_against += weight * discount
            discount /= 2
    return speaks_for + speaks_against


Ledger = dict[str, dict[str, dict[str, float]]]
"""Weights by overlap group, cause and question: what fit is the discounted sum of.

The group comes first because a further answer moves the causes of its own group alone."""


def ledger_of(catalogue: Catalogue, answers: Answers) -> Ledger:
    ledger: Ledger = {}
    for question_id, finding_ids in answered_questions(catalogue, answers).items():
        overlap = overlap_key(catalogue, question_id, finding_ids[0])
        weights = question_weights(catalogue, finding_ids, answers[finding_ids[0]])
        for cause_id, weight in weights.items():
            ledger.setdefault(overlap, {}).setdefault(cause_id, {})[question_id] = weight
    return ledger


def overlap_key(catalogue: Catalogue, question_id: str, finding_id: str) -> str:
    """The overlap group of a question; a question in none is a group of its own."""
    group_id = catalogue.findings[finding_id].overlap_group
    # The space keeps a group and a finding of the same name apart.
    return group_id or f"alone {question_id}"


def fits_of(ledger: Ledger, causes: Iterable[str]) -> dict[str, float]:
    parts: dict[str, list[float]] = {cause_id: [] for cause_id in causes}
    for by_cause in ledger.values():
        for cause_id, questions in by_cause.items():
            parts[cause_id].append(discounted(list(questions.values())))
    return {cause_id: math.fsum(weights) for cause_id, weights in parts.items()}


def evidence(catalogue: Catalogue, answers: Answers) -> Mapping[str, tuple[Contribution, ...]]:
    """For every cause, what each answered question does to it, strongest first.

    Only questions that do something are listed: *something else* always has none.

    >>> from crampkit.toy import toy_catalogue
    >>> [(p.question_id, round(p.weight, 6), p.discount)
    ...  for p in evidence(toy_catalogue(), {"glare": True, "heat": True})["sun"]]
    [('glare', 2.0, 1.0), ('heat', 1.0, 0.5)]
    """
    check_answers(catalogue, answers)
    questions = answered_questions(catalogue, answers)
    ledger = ledger_of(catalogue, answers)
    result: dict[str, tuple[Contribution, ...]] = {}
    for cause_id in catalogue.causes:
        contributions = []
        for weights in (by_cause.get(cause_id, {}) for by_cause in ledger.values()):
            counts = discounts(list(weights.values()))
            for (question_id, weight), discount in zip(weights.items(), counts, strict=True):
                if weight:
                    findings = questions[question_id]
                    contributions.append(
                        Contribution(
                            cause_id,
                            question_id,
                            findings,
                            answers[findings[0]],
                            weight,
                            discount,
                            _basis(catalogue, cause_id, findings),
                        )
                    )
        contributions.sort(
            key=lambda contribution: (
                -abs(round(contribution.counted, DECIMALS)),
                contribution.question_id,
            )
        )
        result[cause_id] = tuple(contributions)
    return result


def total_weight(contributions: Iterable[Contribution]) -> float:
    """What some answers weigh together, in bits, if each counted in full; 0 for none."""
    return math.fsum(contribution.weight for contribution in contributions)


def total_counted(contributions: Iterable[Contribution]) -> float:
    """What some answers weigh together, in bits, by the part of each that counts; 0 for none.

    Over all contributions of a cause that is its fit.

    >>> from crampkit.toy import toy_catalogue
    >>> contributions = evidence(toy_catalogue(), {"glare": True, "heat": True})["sun"]
    >>> round(total_weight(contributions), 6), round(total_counted(contributions), 6)
    (3.0, 2.5)
    """
    return math.fsum(contribution.counted for contribution in contributions)


def by_overlap(
    catalogue: Catalogue, contributions: Iterable[Contribution]
) -> dict[str, list[Contribution]]:
    """The contributions that repeat each other together; one that repeats none is alone.

    >>> from crampkit.toy import toy_catalogue
    >>> contributions = evidence(toy_catalogue(), {"glare": True, "heat": True, "noon": True})["sun"]
    >>> [[p.question_id for p in group] for group in by_overlap(toy_catalogue(), contributions).values()]
    [['glare', 'heat'], ['noon']]
    """
    groups: dict[str, list[Contribution]] = {}
    for contribution in contributions:
        key = overlap_key(catalogue, contribution.question_id, contribution.finding_ids[0])
        groups.setdefault(key, []).append(contribution)
    return groups


def counts_one_in(share: float) -> int:
    """Of a weight that counts in part, one in how many parts: a share of 1/4 is one in 4.

    >>> [counts_one_in(one) for one in discounts([3.0, 2.0, 1.0])]
    [1, 2, 4]
    """
    return round(1 / share)


def answer_shares(catalogue: Catalogue, contribution: Contribution) -> tuple[float, float]:
    """How common the answer of a contribution is with its cause, and with something else.

    By hand: noon is 0.8 with the sun and 0.2 without, so a no is 0.2 and 0.8.

    >>> from crampkit.toy import toy_catalogue
    >>> (contribution,) = evidence(toy_catalogue(), {"noon": False})["sun"]
    >>> [round(share, 6) for share in answer_shares(toy_catalogue(), contribution)]
    [0.2, 0.8]
    """
    probability = sum_at(catalogue, contribution.finding_ids, contribution.cause_id)
    background = sum_at_background(catalogue, contribution.finding_ids)
    if contribution.present:
        return probability, background
    return 1 - probability, 1 - background


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
    return fits_of(ledger_of(catalogue, answers), catalogue.causes)


def likelihood(
    catalogue: Catalogue, answers: Answers, pretest: Mapping[str, float] | None = None
) -> Mapping[str, float]:
    """The probability of each row: pretest weight times 2 to the power of its fit, summing to 1.

    `pretest` replaces the catalogue's weights, all above 0, for the rows that it names.

    >>> from crampkit.toy import toy_catalogue
    >>> {c: round(p, 3) for c, p in likelihood(toy_catalogue(), {"noon": True}).items()}
    {'sun': 0.615, 'moon': 0.077, 'something_else': 0.308}
    """
    return likelihoods_of(fit(catalogue, answers), weights_before(catalogue, pretest))


def in_proportion(weights: Mapping[str, float]) -> dict[str, float]:
    """The share of each weight in the sum of all, which is above 0.

    >>> in_proportion({"sun": 1.0, "moon": 3.0})
    {'sun': 0.25, 'moon': 0.75}
    """
    total = math.fsum(weights.values())
    return {cause_id: weight / total for cause_id, weight in weights.items()}


@dataclass(frozen=True)
class PartsOfAll:
    """Every row's part in the whole before they are made to sum to 1, by the catalogue's own weights.

    `ratio` is the likelihood ratio of all answers, `part` the pretest weight times that.
    """

    pretest: Mapping[str, float]
    ratio: Mapping[str, float]

    @property
    def part(self) -> dict[str, float]:
        return {cause_id: self.pretest[cause_id] * ratio for cause_id, ratio in self.ratio.items()}

    @property
    def total(self) -> float:
        return math.fsum(self.part.values())

    def shares_of_two(self, one: str, other: str) -> dict[str, float]:
        """The shares of two rows if there were no row but these.

        By hand: parts of 2 and 6 are a quarter and three quarters.

        >>> PartsOfAll({"sun": 1.0, "moon": 3.0}, {"sun": 2.0, "moon": 2.0}).shares_of_two("sun", "moon")
        {'sun': 0.25, 'moon': 0.75}
        """
        part = self.part
        pair = part[one] + part[other]
        return {cause_id: part[cause_id] / pair for cause_id in (one, other)}


def parts_of_all(catalogue: Catalogue, answers: Answers) -> PartsOfAll:
    """Each row's likelihood ratio and part, after these answers.

    >>> from crampkit.toy import toy_catalogue
    >>> parts = parts_of_all(toy_catalogue(), {"noon": True})
    >>> {c: round(part, 6) for c, part in parts.part.items()}, round(parts.total, 6)
    ({'sun': 4.0, 'moon': 0.5, 'something_else': 2.0}, 6.5)
    """
    ratios = {cause_id: ratio_of(bits) for cause_id, bits in fit(catalogue, answers).items()}
    return PartsOfAll(catalogue.pretest, ratios)


def against_something_else(
    catalogue: Catalogue, answers: Answers, cause_id: str
) -> tuple[float, float]:
    """One cause and *something else* alone: its share before, and the likelihood ratio of all answers.

    >>> from crampkit.toy import toy_catalogue
    >>> before, ratio = against_something_else(toy_catalogue(), {"noon": True}, "sun")
    >>> round(before, 6), round(ratio, 6)
    (0.333333, 4.0)
    """
    weight, rest = catalogue.pretest[cause_id], catalogue.pretest[SOMETHING_ELSE]
    return share_of(weight / rest), ratio_of(fit(catalogue, answers)[cause_id])


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
            raise AnswerError(f"no cause '{cause_id}'{instead(cause_id, weights, 'causes.csv')}")
        if not (weight > 0 and math.isfinite(weight)):
            raise AnswerError(f"the pretest weight of '{cause_id}' must be above 0")
        weights[cause_id] = weight
    return weights


def likelihoods_of(fits: Mapping[str, float], pretest: Mapping[str, float]) -> dict[str, float]:
    scores = {cause_id: math.log2(pretest[cause_id]) + fits[cause_id] for cause_id in fits}
    # Measured from the largest, so that a very long list of answers cannot overflow.
    top = max(scores.values())
    powers = {cause_id: 2.0 ** (score - top) for cause_id, score in scores.items()}
    total = math.fsum(powers.values())
    return {cause_id: power / total for cause_id, power in powers.items()}


def evidence_band(weight: float) -> str:
    """The band of a weight in bits, by likelihood ratio: 10 strong, 5 moderate, 2 small, else barely.

    Lower edges belong to the band; a ratio within 5 % of 1 says nothing; below 1 the reciprocal counts.

    >>> [evidence_band(math.log2(ratio)) for ratio in (12, 10, 5, 2, 1.2, 1.04, 0.5)]
    ['strong', 'strong', 'moderate', 'small', 'barely', 'nothing', 'small']
    """
    ratio = round(2.0 ** min(abs(weight), 64.0), DECIMALS)
    for edge, band in BANDS:
        if ratio >= edge:
            return band
    return "barely" if ratio > 1.05 else "nothing"


def likelihood_band(probability: float) -> str:
    """The words' band of a likelihood; never none and never certain.

    >>> [likelihood_band(p) for p in (0.001, 0.05, 0.1, 0.5, 0.8, 0.999)]
    ['under_1', 'unlikely', 'possible', 'likely', 'very_likely', 'over_99']
    """
    for edge, band in ((0.01, "under_1"), (0.1, "unlikely"), (0.4, "possible"), (0.75, "likely")):
        if probability < edge:
            return band
    return "over_99" if probability > 0.99 else "very_likely"
