"""How well the leader holds when the judged numbers are varied."""

from __future__ import annotations

import math
import random
from array import array
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cached_property, lru_cache, partial
from operator import add, mul
from typing import NamedTuple

from crampkit.catalogue import Catalogue, Feature, Finding
from crampkit.reasoning.answers import Answers, answered_questions
from crampkit.reasoning.verdict import BY_FIT, BY_LIKELIHOOD
from crampkit.reasoning.weighing import (
    DECIMALS,
    discounted,
    fit,
    overlap_key,
    sum_at,
    sum_at_background,
    weights_before,
)

JUDGED_SPREAD = 0.7
"""Half-width, in natural log-odds, of what a judged number may as well have been."""
LONGEST_ODDS = math.exp(JUDGED_SPREAD)
"""What the odds against a judged number may be multiplied, or divided, by."""
DRAWS = 200

Column = list[float]
"""One number as it comes in each of the draws. All draws are reckoned together, a column at a time."""


class Varying:
    """One number that varies from `least` to `most`; its column is drawn when it is asked for."""

    def __init__(self, least: float, most: float, draw: Callable[[], Column]) -> None:
        self.least = least
        self.most = most
        self._draw = draw

    @cached_property
    def column(self) -> Column:
        return self._draw()


class Varied(NamedTuple):
    """The probabilities to reckon with, as in a catalogue, but varying."""

    background: Mapping[str, Varying]
    probability: Mapping[str, Mapping[str, Varying]]


def robustness(
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
    >>> robustness(toy_catalogue(), {"noon": True, "night": False})
    1.0
    """
    fits = fit(catalogue, answers)
    before = weights_before(catalogue, pretest)
    offset = {c: math.log2(before[c]) if mode == BY_LIKELIHOOD else 0.0 for c in fits}
    first = max(fits, key=lambda c: round(fits[c] + offset[c], DECIMALS))
    varied = varied_numbers(catalogue, _relevant_findings(catalogue, answers), draws, seed)
    told = _told(catalogue, varied, answers)
    own = _scores(told[first], offset[first], draws)
    lowest = min(own)
    # A row that even at its best stays behind the leader at its worst need not be reckoned.
    rivals = [
        _scores(told[c], offset[c], draws)
        for c in fits
        if c != first and _most(told[c]) + offset[c] >= lowest
    ]
    rows = zip(own, *rivals, strict=True)
    return sum(round(max(row) - row[0], DECIMALS) <= 0 for row in rows) / draws


def draws_kept(stays: float) -> int:
    """In how many of the draws a leader stays who stays in this share of them.

    >>> draws_kept(1.0), draws_kept(0.905), draws_kept(0.0)
    (200, 181, 0)
    """
    return round(DRAWS * stays)


def sturdiness_band(stays: float) -> str:
    """How robust a leader is that stays in this share of the draws.

    >>> [sturdiness_band(share) for share in (1.0, 0.9, 0.6, 0.4)]
    ['very', 'mostly', 'barely', 'not']
    """
    for edge, band in ((0.95, "very"), (0.75, "mostly"), (0.5, "barely")):
        if stays >= edge:
            return band
    return "not"


def _relevant_findings(catalogue: Catalogue, answers: Answers) -> list[str]:
    """The answered findings and, for the sake of their sums, the rest of their exclusive groups."""
    relevant: dict[str, None] = {}
    for finding_id in catalogue.findings:
        if finding_id in answers:
            group_id = catalogue.findings[finding_id].exclusive_group
            relevant.update(dict.fromkeys(catalogue.exclusive_members.get(group_id, (finding_id,))))
    return list(relevant)


# ------------------------------------------------------------------------------ the numbers


def varied_numbers(
    catalogue: Catalogue, finding_ids: Sequence[str], draws: int, seed: int
) -> Varied:
    numbers: dict[tuple[str, str], Finding | Feature] = {}
    for finding_id in finding_ids:
        numbers[finding_id, ""] = catalogue.findings[finding_id]
        for cause_id in catalogue.probability[finding_id]:
            numbers[finding_id, cause_id] = catalogue.features[cause_id, finding_id]
    background: dict[str, Varying] = {}
    probability: dict[str, dict[str, Varying]] = {finding_id: {} for finding_id in finding_ids}
    varying = _varying(list(numbers.values()), draws, seed)
    for (finding_id, cause_id), number in zip(numbers, varying, strict=True):
        if cause_id:
            probability[finding_id][cause_id] = number
        else:
            background[finding_id] = number
    for group_id in dict.fromkeys(catalogue.findings[f].exclusive_group for f in finding_ids):
        if group_id:
            _scale_back(catalogue, catalogue.exclusive_members[group_id], background, probability)
    return Varied(background, probability)


def _varying(numbers: Sequence[Finding | Feature], draws: int, seed: int) -> Iterator[Varying]:
    """In each draw one number after the other takes a random share, but for those that stay."""
    stride = sum(not _stays(number) for number in numbers)
    shares, odds = _random_shares(draws * stride, seed)
    place = 0
    for number in numbers:
        value = number.background if isinstance(number, Finding) else number.probability
        if _stays(number):
            yield Varying(value, value, partial(_staying, value, draws))
            continue
        own = slice(place, draws * stride, stride)
        place += 1
        if number.low is not None and number.high is not None:
            draw = partial(_between, number.low, number.high, shares[own])
            yield Varying(number.low, number.high, draw)
        else:
            against = (1 - value) / value
            least, most = _at_odds(against, (LONGEST_ODDS, 1 / LONGEST_ODDS))
            yield Varying(least, most, partial(_at_odds, against, odds[own]))


def _stays(number: Finding | Feature) -> bool:
    return number.basis == "published" and (number.low is None or number.high is None)


def _staying(value: float, draws: int) -> Column:
    return [value] * draws


def _between(low: float, high: float, shares: Sequence[float]) -> Column:
    width = high - low
    return [low + width * share for share in shares]


def _at_odds(against: float, times: Sequence[float]) -> Column:
    return [1 / (1 + against * by) for by in times]


def _random_shares(count: int, seed: int) -> tuple[Sequence[float], Sequence[float]]:
    """At least so many random numbers from 0 to 1, and what each multiplies the odds against by."""
    return _random_shares_up_to(1 << count.bit_length(), seed)


@lru_cache(maxsize=2)
def _random_shares_up_to(count: int, seed: int) -> tuple[Sequence[float], Sequence[float]]:
    """The same random numbers serve every case, so they are drawn once."""
    chance = random.Random(seed)
    shares = array("d", (chance.random() for _ in range(count)))
    return shares, array("d", (math.exp(JUDGED_SPREAD * (1 - 2 * share)) for share in shares))


def _scale_back(
    catalogue: Catalogue,
    members: Sequence[str],
    background: dict[str, Varying],
    probability: dict[str, dict[str, Varying]],
) -> None:
    """Keep the sums over an exclusive group at or below what they are in the catalogue."""
    allowed = sum_at_background(catalogue, members)
    totals = _sums([background[member].column for member in members])
    factors = [allowed / total if allowed < total else 1.0 for total in totals]
    for member in members:
        background[member] = _scaled(background[member], factors)
    for cause_id in dict.fromkeys(c for member in members for c in probability[member]):
        listed = [member for member in members if cause_id in probability[member]]
        others = [background[member].column for member in members if member not in listed]
        allowed = sum_at(catalogue, members, cause_id)
        # Answers not listed for this cause sit at the varied background and cannot be scaled.
        rooms = [max(allowed - rest, 1e-6) for rest in _sums([[0.0] * len(factors), *others])]
        totals = _sums([probability[member][cause_id].column for member in listed])
        factors = [
            room / total if room < total else 1.0 for room, total in zip(rooms, totals, strict=True)
        ]
        for member in listed:
            probability[member][cause_id] = _scaled(probability[member][cause_id], factors)


def _scaled(number: Varying, factors: Column) -> Varying:
    smallest = min(factors)
    return Varying(
        number.least * smallest, number.most, lambda: list(map(mul, number.column, factors))
    )


def _known(column: Column) -> Varying:
    return Varying(min(column), max(column), lambda: column)


# ------------------------------------------------------------------------------ what they weigh


class _Told(NamedTuple):
    """One answered question with one cause: how common its answer is with it and without."""

    chance: Varying
    background: Varying
    present: bool

    def weights(self) -> Column:
        """Weight of evidence, in bits, as in `question_weights`."""
        both = zip(self.chance.column, self.background.column, strict=True)
        if self.present:
            return [math.log2(p / b) for p, b in both]
        return [math.log2((1 - p) / (1 - b)) for p, b in both]

    def most(self) -> float:
        """What no draw's weight is above."""
        if self.present:
            return math.log2(self.chance.most / self.background.least)
        return math.log2((1 - self.chance.least) / (1 - self.background.most))


Groups = Mapping[str, Sequence[_Told]]
"""What was told of one cause, by overlap group."""


def _told(catalogue: Catalogue, varied: Varied, answers: Answers) -> Mapping[str, Groups]:
    told: dict[str, dict[str, list[_Told]]] = {cause_id: {} for cause_id in catalogue.causes}
    for question_id, finding_ids in answered_questions(catalogue, answers).items():
        overlap = overlap_key(catalogue, question_id, finding_ids[0])
        background = _sum_of([varied.background[f] for f in finding_ids])
        for cause_id in dict.fromkeys(c for f in finding_ids for c in varied.probability[f]):
            chance = _sum_of(
                [varied.probability[f].get(cause_id, varied.background[f]) for f in finding_ids]
            )
            one = _Told(chance, background, answers[finding_ids[0]])
            told[cause_id].setdefault(overlap, []).append(one)
    return told


def _scores(groups: Groups, offset: float, draws: int) -> Column:
    """The fit of a cause in each draw, with what it is offset by."""
    parts = [[offset] * draws]
    for told in groups.values():
        weights = [one.weights() for one in told]
        parts.append(
            weights[0] if len(told) == 1 else list(map(discounted, zip(*weights, strict=True)))
        )
    return _sums(parts)


def _most(groups: Groups) -> float:
    """What no draw's fit of a cause is above."""
    return math.fsum(discounted([one.most() for one in told]) for told in groups.values())


def _sum_of(numbers: Sequence[Varying]) -> Varying:
    if len(numbers) == 1:
        return numbers[0]
    return _known(_sums([number.column for number in numbers]))


def _sums(columns: Sequence[Column]) -> Column:
    first, *others = columns
    for column in others:
        first = list(map(add, first, column))
    return first
