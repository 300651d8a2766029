"""The reasoning a second time, written plainly and slowly from its description, to compare with.

It reads the rows of the catalogue and shares no function with `crampkit.reasoning`.
"""

from __future__ import annotations

import math
import random
from dataclasses import replace
from fractions import Fraction
from itertools import combinations, product

from crampkit.catalogue import SOMETHING_ELSE, Catalogue


def probability(catalogue: Catalogue, cause_id: str, finding_id: str) -> float:
    feature = catalogue.features.get((cause_id, finding_id))
    return feature.probability if feature else catalogue.findings[finding_id].background


def background(catalogue: Catalogue, finding_id: str) -> float:
    return catalogue.findings[finding_id].background


def members(catalogue: Catalogue, group_id: str) -> list[str]:
    return [f for f, row in catalogue.findings.items() if row.exclusive_group == group_id]


def weights_by_question(catalogue: Catalogue, answers: dict[str, bool], cause_id: str):
    """Each answered question with its overlap group and its weight of evidence in bits."""
    result: dict[str, tuple[str, float]] = {}
    for finding_id, present in answers.items():
        finding = catalogue.findings[finding_id]
        group_id = finding.exclusive_group
        if present or not group_id:
            p = probability(catalogue, cause_id, finding_id)
            b = background(catalogue, finding_id)
            weight = math.log2(p / b) if present else math.log2((1 - p) / (1 - b))
        elif any(answers.get(member) for member in members(catalogue, group_id)):
            continue
        else:
            absent = [m for m in members(catalogue, group_id) if answers.get(m) is False]
            p = math.fsum(probability(catalogue, cause_id, member) for member in absent)
            b = math.fsum(background(catalogue, member) for member in absent)
            weight = math.log2((1 - p) / (1 - b))
        result[group_id or finding_id] = (finding.overlap_group, weight)
    return result


def fit(catalogue: Catalogue, answers: dict[str, bool], cause_id: str) -> float:
    alone = 0.0
    grouped: dict[str, list[float]] = {}
    for overlap, weight in weights_by_question(catalogue, answers, cause_id).values():
        if overlap:
            grouped.setdefault(overlap, []).append(weight)
        else:
            alone += weight
    for together in grouped.values():
        speaks_for = sorted((w for w in together if w > 0), reverse=True)
        speaks_against = sorted(w for w in together if w < 0)
        for side in (speaks_for, speaks_against):
            alone += sum(weight / 2**rank for rank, weight in enumerate(side))
    return alone


def fits(catalogue: Catalogue, answers: dict[str, bool]) -> dict[str, float]:
    return {cause_id: fit(catalogue, answers, cause_id) for cause_id in catalogue.causes}


def likelihoods(catalogue: Catalogue, answers: dict[str, bool]) -> dict[str, float]:
    scores = {
        cause_id: cause.pretest * 2 ** fit(catalogue, answers, cause_id)
        for cause_id, cause in catalogue.causes.items()
    }
    total = sum(scores.values())
    return {cause_id: score / total for cause_id, score in scores.items()}


def naive_bayes(catalogue: Catalogue, answers: dict[str, bool]) -> dict[str, Fraction]:
    """Exact, over the answered columns alone; *something else* has each finding at background."""
    scores: dict[str, Fraction] = {}
    for cause_id, cause in catalogue.causes.items():
        score = Fraction(cause.pretest)
        for finding_id, present in answers.items():
            if cause_id == SOMETHING_ELSE:
                p = Fraction(background(catalogue, finding_id))
            else:
                p = Fraction(probability(catalogue, cause_id, finding_id))
            score *= p if present else 1 - p
        scores[cause_id] = score
    total = sum(scores.values())
    return {cause_id: score / total for cause_id, score in scores.items()}


def entropy(shares: dict[str, float]) -> float:
    return -sum(share * math.log2(share) for share in shares.values() if share > 0)


def further_answers(catalogue: Catalogue, answers: dict[str, bool], question_id: str, some=False):
    """What may be answered to a question; with `some`, also that only some answers are ruled out."""
    group = members(catalogue, question_id)
    if not group:
        return [] if question_id in answers else [{question_id: True}, {question_id: False}]
    if any(answers.get(member) for member in group):
        return []
    still_open = [member for member in group if member not in answers]
    result = [{member: True} for member in still_open]
    for size in range(1, len(still_open) + 1):
        everything = size == len(still_open)
        certain = math.fsum(background(catalogue, m) for m in group) > 1 - 1e-9
        if (everything and certain) or not (everything or some):
            continue
        result += [dict.fromkeys(absent, False) for absent in combinations(still_open, size)]
    return result


def chance(catalogue: Catalogue, answers: dict[str, bool], further: dict[str, bool], cause_id: str):
    """How likely one further answer to one question is with a cause, after what was answered."""
    finding_id, present = next(iter(further.items()))
    group = members(catalogue, catalogue.findings[finding_id].exclusive_group or " ")
    gone = [member for member in group if answers.get(member) is False]
    ruled_out = math.fsum(probability(catalogue, cause_id, member) for member in gone)
    total = math.fsum(probability(catalogue, cause_id, member) for member in further)
    return (total if present else 1 - ruled_out - total) / (1 - ruled_out)


def gain(catalogue: Catalogue, answers: dict[str, bool], question_id: str) -> float:
    """The drop in entropy that is expected of a question."""
    before = likelihoods(catalogue, answers)
    expected = 0.0
    for further in further_answers(catalogue, answers, question_id):
        likely = sum(
            share * chance(catalogue, answers, further, cause_id)
            for cause_id, share in before.items()
        )
        expected += likely * entropy(likelihoods(catalogue, {**answers, **further}))
    return entropy(before) - expected


def scores(catalogue: Catalogue, answers: dict[str, bool], mode: str) -> dict[str, float]:
    found = fits(catalogue, answers)
    if mode == "fit":
        return found
    return {c: f + math.log2(catalogue.causes[c].pretest) for c, f in found.items()}


def leader(found: dict[str, float]) -> str:
    return max(found, key=lambda cause_id: round(found[cause_id], 9))


def changes(catalogue: Catalogue, answers: dict[str, bool], mode: str, largest: int):
    """All smallest sets of further answers after which another row passes the leader, with chances."""
    now = leader(scores(catalogue, answers, mode))
    questions = list(dict.fromkeys(catalogue.question_of(f) for f in catalogue.findings))
    options = [further_answers(catalogue, answers, q, some=True) for q in questions]
    before = likelihoods(catalogue, answers)
    for size in range(1, largest + 1):
        found = []
        for count in range(1, size + 1):
            for chosen in combinations([option for option in options if option], count):
                for parts in product(*chosen):
                    further = {f: present for part in parts for f, present in part.items()}
                    if len(further) != size:
                        continue
                    after = scores(catalogue, {**answers, **further}, mode)
                    if max(after.values()) - after[now] > 1e-9:
                        likely = sum(
                            share
                            * math.prod(
                                chance(catalogue, answers, part, cause_id) for part in parts
                            )
                            for cause_id, share in before.items()
                        )
                        found.append((further, likely))
        if found:
            return found
    return []


def belongs(catalogue, answers, cause_id):
    """Whether a finding that is present belongs to a cause: one it needs, or one that speaks for it."""
    present = {finding_id for finding_id, answer in answers.items() if answer}
    if catalogue.causes[cause_id].needs:
        return bool(present & set(catalogue.causes[cause_id].needs))
    for finding_id in present:
        finding = catalogue.findings[finding_id]
        pair = catalogue.features.get((cause_id, finding_id))
        if pair and pair.probability > finding.background and not finding.general:
            return True
    return False


# ------------------------------------------------------------------------------ other numbers


def robustness(catalogue: Catalogue, answers: dict[str, bool], mode: str, draws: int, seed: int):
    """In what share of the draws the same row leads: for each draw a catalogue of its own."""
    now = leader(scores(catalogue, answers, mode))
    chance = random.Random(seed)
    leaders = [
        leader(scores(drawn(catalogue, answers, chance), answers, mode)) for _ in range(draws)
    ]
    return leaders.count(now) / draws


def drawn(catalogue: Catalogue, answers: dict[str, bool], chance: random.Random) -> Catalogue:
    """The catalogue with other numbers for what was asked: findings in file order, background first."""
    asked = {catalogue.question_of(finding_id) for finding_id in answers}
    findings = {
        f: row for f, row in catalogue.findings.items() if catalogue.question_of(f) in asked
    }
    features = {}
    for finding_id, row in findings.items():
        findings[finding_id] = replace(row, background=other_number(row, row.background, chance))
        for pair, feature in catalogue.features.items():
            if pair[1] == finding_id:
                probability = other_number(feature, feature.probability, chance)
                features[pair] = replace(feature, probability=probability)
    for group_id in asked - set(catalogue.findings):
        scale_back(catalogue, members(catalogue, group_id), findings, features)
    return replace(
        catalogue,
        findings={**catalogue.findings, **findings},
        features={**catalogue.features, **features},
    )


def other_number(row, value: float, chance: random.Random) -> float:
    if row.low is not None and row.high is not None:
        return chance.uniform(row.low, row.high)
    if row.basis == "published":
        return value
    log_odds = math.log(value / (1 - value)) + chance.uniform(-0.7, 0.7)
    return 1 / (1 + math.exp(-log_odds))


def scale_back(catalogue: Catalogue, group: list[str], findings, features) -> None:
    """What was drawn for the answers of one question sums to no more than before."""
    allowed = sum(background(catalogue, member) for member in group)
    total = sum(findings[member].background for member in group)
    for member in group:
        scaled = findings[member].background * min(1, allowed / total)
        findings[member] = replace(findings[member], background=scaled)
    for cause_id in catalogue.causes:
        listed = [member for member in group if (cause_id, member) in features]
        allowed = sum(probability(catalogue, cause_id, member) for member in group)
        rest = sum(findings[member].background for member in group if member not in listed)
        total = sum(features[cause_id, member].probability for member in listed)
        for member in listed:
            # The others stand at their background and leave so much, or next to nothing.
            scaled = features[cause_id, member].probability * min(
                1, max(allowed - rest, 1e-6) / total
            )
            features[cause_id, member] = replace(features[cause_id, member], probability=scaled)
