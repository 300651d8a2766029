"""How well the leader holds when the judged numbers are varied."""

from __future__ import annotations

import math
import random
from collections.abc import Iterable, Iterator, Mapping, Sequence

from crampkit.catalogue import Catalogue
from crampkit.reasoning.answers import Answers, check_answers
from crampkit.reasoning.verdict import BY_FIT, BY_LIKELIHOOD
from crampkit.reasoning.weighing import (
    DECIMALS,
    Numbers,
    fits_of,
    ledger_of,
    likelihoods_of,
    numbers_of,
    weights_before,
)

JUDGED_SPREAD = 0.7
"""Half-width, in natural log-odds, of what a judged number may as well have been."""
DRAWS = 200


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
        fits = fits_of(ledger_of(catalogue, numbers, answers), catalogue.causes)
        scores = likelihoods_of(fits, before) if mode == BY_LIKELIHOOD else fits
        return max(scores, key=lambda c: round(scores[c], DECIMALS))

    first = leader(numbers_of(catalogue))
    chance = random.Random(seed)
    relevant = _relevant_findings(catalogue, answers)
    stays = sum(leader(varied_numbers(catalogue, relevant, chance)) == first for _ in range(draws))
    return stays / draws


def _relevant_findings(catalogue: Catalogue, answers: Answers) -> list[str]:
    """The answered findings and, for the sake of their sums, the rest of their exclusive groups."""
    relevant: dict[str, None] = {}
    for finding_id in catalogue.findings:
        if finding_id in answers:
            group_id = catalogue.findings[finding_id].exclusive_group
            relevant.update(dict.fromkeys(catalogue.exclusive_members.get(group_id, (finding_id,))))
    return list(relevant)


def varied_numbers(
    catalogue: Catalogue, finding_ids: Sequence[str], chance: random.Random
) -> Numbers:
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
