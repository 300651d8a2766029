"""What is typical of one cause: its findings by what they say, and by how common they are."""

from __future__ import annotations

from collections.abc import Iterable

from crampkit.catalogue import Catalogue, Feature
from crampkit.reasoning.odds import likelihood_ratios, weight_of
from crampkit.reasoning.weighing import DECIMALS, question_weights

TYPICAL_FROM = 1.5
"""A finding is typical from this likelihood ratio on; a weaker one is not worth a learner's memory."""


def features_of(catalogue: Catalogue, cause_id: str) -> list[Feature]:
    """The findings that a cause lists, the one that says most, for or against, first.

    >>> from crampkit.toy import toy_catalogue
    >>> [feature.finding_id for feature in features_of(toy_catalogue(), "moon")]
    ['night', 'noon']
    """
    own = [feature for feature in catalogue.features.values() if feature.cause_id == cause_id]
    return sorted(own, key=lambda feature: -max(map(abs, feature_weights(catalogue, feature))))


def feature_weights(catalogue: Catalogue, feature: Feature) -> tuple[float, ...]:
    """What a finding weighs for its cause, in bits: present and, if it can be said alone, absent.

    One of several answers to a question is not absent alone. By hand: noon is 0.8 with the sun and
    0.2 without, so log2(4) and log2(0.2 / 0.8).

    >>> from crampkit.toy import toy_catalogue
    >>> noon = toy_catalogue().features["sun", "noon"]
    >>> [round(weight, 9) for weight in feature_weights(toy_catalogue(), noon)]
    [2.0, -2.0]
    """
    finding_id, cause_id = feature.finding_id, feature.cause_id
    alone = not catalogue.findings[finding_id].exclusive_group
    return tuple(
        question_weights(catalogue, (finding_id,), present)[cause_id]
        for present in ((True, False) if alone else (True,))
    )


def typical_findings(catalogue: Catalogue, cause_id: str, kind: str) -> list[Feature]:
    """The findings of one kind that speak for a cause when present, the strongest first.

    >>> from crampkit.toy import toy_catalogue
    >>> [feature.finding_id for feature in typical_findings(toy_catalogue(), "sun", "timing")]
    ['noon', 'glare']
    """
    ratios = [
        (_ratio(catalogue, feature), feature)
        for feature in features_of(catalogue, cause_id)
        if catalogue.findings[feature.finding_id].kind == kind
    ]
    telling = [(ratio, feature) for ratio, feature in ratios if ratio >= TYPICAL_FROM]
    return [feature for _, feature in sorted(telling, key=lambda pair: -pair[0])]


def strongest_first(catalogue: Catalogue, features: Iterable[Feature]) -> list[Feature]:
    """Findings by how strongly they speak for their cause when present.

    >>> from crampkit.toy import toy_catalogue
    >>> toy = toy_catalogue()
    >>> [f.finding_id for f in strongest_first(toy, features_of(toy, "sun"))]
    ['sun_test', 'noon', 'glare', 'heat', 'left']
    """
    return sorted(features, key=lambda feature: -_ratio(catalogue, feature))


def against(catalogue: Catalogue, cause_id: str) -> list[tuple[Feature, bool]]:
    """What argues against a cause, the strongest first: a finding, and whether it does so when present.

    As strong as what is typical, the other way round. By hand: noon is 0.8 with the sun and 0.2 without,
    so its absence is a quarter as common, as is that of glare.

    >>> from crampkit.toy import toy_catalogue
    >>> [(feature.finding_id, present) for feature, present in against(toy_catalogue(), "moon")]
    [('night', False), ('noon', True)]
    """
    least = weight_of(TYPICAL_FROM)
    weighed = [
        (weight, feature, present)
        for feature in features_of(catalogue, cause_id)
        for present, weight in zip((True, False), feature_weights(catalogue, feature), strict=False)
        if weight <= -least
    ]
    return [(feature, present) for _, feature, present in sorted(weighed, key=lambda one: one[0])]


def _ratio(catalogue: Catalogue, feature: Feature) -> float:
    present, _ = likelihood_ratios(feature.probability, catalogue.background[feature.finding_id])
    return round(present, DECIMALS)


def commonest_finding(catalogue: Catalogue, cause_id: str) -> Feature:
    """The finding that most women with this cause have; the first of equals.

    Every cause has one; *something else* has none and cannot be asked for.

    >>> from crampkit.toy import toy_catalogue
    >>> commonest_finding(toy_catalogue(), "sun").finding_id
    'sun_test'
    """
    own = [feature for feature in catalogue.features.values() if feature.cause_id == cause_id]
    return max(own, key=lambda feature: feature.probability)
