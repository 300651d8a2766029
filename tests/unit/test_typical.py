"""What is typical of a cause, and what tells two causes apart, on the toy catalogue."""

from __future__ import annotations

from dataclasses import replace
from types import MappingProxyType

import pytest

from crampkit.catalogue import SOMETHING_ELSE, Catalogue, Feature
from crampkit.reasoning import ASKED
from crampkit.reasoning.telling_apart import (
    APART_BANDS,
    Gap,
    apart_band,
    gap_weights,
    hardest_and_easiest,
    telling_findings,
    telling_gaps,
    told_both_ways,
)
from crampkit.reasoning.typical import (
    TYPICAL_FROM,
    commonest_finding,
    feature_weights,
    features_of,
    typical_findings,
)


def with_features(toy: Catalogue, *features: Feature) -> Catalogue:
    listed = {(one.cause_id, one.finding_id): one for one in features}
    return replace(toy, features=MappingProxyType(listed))


def test_a_finding_of_its_own_weighs_something_present_and_absent(toy):
    """Night is as common as 0.2 without the sun: 0.4 is twice that, 0.6 three quarters of 0.8."""
    feature = Feature("sun", "night", 0.4)
    present, absent = feature_weights(with_features(toy, feature), feature)
    assert present == 1.0
    assert absent == pytest.approx(-0.4150375)


def test_one_answer_of_several_is_weighed_when_present_alone(toy):
    assert toy.findings["left"].exclusive_group
    feature = Feature("sun", "left", toy.findings["left"].background / 2)
    assert feature_weights(with_features(toy, feature), feature) == (-1.0,)


def test_a_cause_lists_its_own_findings_alone_and_the_strongest_first(toy):
    strong, weak = Feature("sun", "night", 0.8), Feature("sun", "noon", 0.25)
    catalogue = with_features(toy, weak, strong, Feature("moon", "glare", 0.99))
    assert features_of(catalogue, "sun") == [strong, weak]
    assert features_of(catalogue, SOMETHING_ELSE) == []


def test_what_speaks_against_a_cause_is_not_typical_and_neither_is_another_kind(toy):
    against, other = Feature("sun", "night", 0.01), Feature("sun", "sun_test", 0.9)
    catalogue = with_features(toy, against, other)
    assert against in features_of(catalogue, "sun")
    assert typical_findings(catalogue, "sun", "timing") == []
    assert typical_findings(catalogue, "sun", "test") == [other]


def test_a_finding_is_typical_from_the_edge_on(toy):
    edge = toy.findings["night"].background * TYPICAL_FROM
    for probability, typical in ((edge, True), (edge - 1e-6, False)):
        catalogue = with_features(toy, Feature("sun", "night", probability))
        assert bool(typical_findings(catalogue, "sun", "timing")) is typical


def test_the_first_of_equally_common_findings_is_the_commonest(toy):
    first, second = Feature("sun", "night", 0.7), Feature("sun", "noon", 0.7)
    catalogue = with_features(toy, first, second, Feature("moon", "glare", 0.9))
    assert commonest_finding(catalogue, "sun") == first
    with pytest.raises(ValueError, match="empty"):
        commonest_finding(catalogue, SOMETHING_ELSE)


def test_an_answer_speaks_for_the_cause_with_which_it_is_commoner():
    present, absent = gap_weights(Gap("noon", "noon", 1.0, 0.5, 0.25))
    assert present == 1.0
    assert absent == pytest.approx(-0.5849625)
    assert gap_weights(Gap("noon", "noon", 1.0, 0.25, 0.5))[0] == -1.0
    assert gap_weights(Gap("noon", "noon", 0.0, 0.3, 0.3)) == (0.0, 0.0)


def test_two_gaps_or_three_tell_two_causes_apart_and_none_a_cause_from_itself(toy):
    assert [gap.finding_id for gap in telling_gaps(toy, "sun", "moon")] == [
        "noon",
        "glare",
        "night",
    ]
    assert telling_gaps(toy, "sun", "sun") == ()


def test_no_test_and_nothing_twice_is_asked_to_tell_two_causes_apart(toy):
    asked = telling_findings(toy, "sun", "moon")
    assert len(asked) == len(set(asked)) > 0
    assert all(toy.findings[finding_id].kind in ASKED for finding_id in asked)
    assert "sun_test" not in asked


def test_a_share_told_right_has_the_band_at_whose_edge_it_stands():
    edges = {0.95: "nearly_always", 0.85: "mostly", 0.7: "often", 0.6: "seldom"}
    for edge, band in edges.items():
        assert apart_band(edge) == band
        below = APART_BANDS[APART_BANDS.index(band) - 1]
        assert apart_band(edge - 0.001) == below
    assert apart_band(0.0) == "hardly"
    assert apart_band(1.0) == "nearly_always"


def test_of_two_causes_there_is_one_pair_and_of_one_none():
    told = {("a", "b"): {"asked": 0.9}, ("b", "a"): {"asked": 0.7}}
    assert told_both_ways(told, "a", "b", "asked") == pytest.approx(0.8)
    assert told_both_ways(told, "b", "a", "asked") == told_both_ways(told, "a", "b", "asked")
    assert hardest_and_easiest(told, ("a", "b"), "asked") == (("a", "b"), ("a", "b"))
    assert hardest_and_easiest(told, ("a",), "asked") is None
    assert hardest_and_easiest(told, (), "asked") is None
