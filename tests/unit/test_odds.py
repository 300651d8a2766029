"""Odds, likelihood ratios and weights, with numbers that can be worked out by hand."""

from __future__ import annotations

import math

import pytest

from crampkit.reasoning.odds import (
    likelihood_ratios,
    log_odds,
    odds_as_pair,
    odds_of,
    posttest,
    ratio_of,
    ratios_of_test,
    share_of,
    weight_of,
)


def test_even_odds_are_a_half_and_nobody_is_nothing():
    assert (odds_of(0.5), share_of(1.0), log_odds(0.5)) == (1.0, 0.5, 0.0)
    assert (odds_of(0.0), share_of(0.0)) == (0.0, 0.0)


@pytest.mark.parametrize("share", [1.0, 1.5, -0.1])
def test_a_certainty_and_what_is_no_share_have_no_odds(share):
    with pytest.raises(ValueError, match="has no odds"):
        odds_of(share)
    with pytest.raises(ValueError, match="has no odds"):
        posttest(share, 2.0)


@pytest.mark.parametrize("share", [0.0001, 0.2, 0.5, 0.8, 0.9999])
def test_odds_and_share_are_each_the_other_way_round(share):
    assert share_of(odds_of(share)) == pytest.approx(share)
    assert log_odds(share) == pytest.approx(-log_odds(1 - share), abs=1e-9)


def test_the_smaller_of_two_odds_is_one():
    assert odds_as_pair(0.25) == (1.0, 3.0)
    assert odds_as_pair(0.75) == (3.0, 1.0)
    assert odds_as_pair(0.5) == (1.0, 1.0)


@pytest.mark.parametrize(
    ("before", "ratio", "after"), [(0.2, 4, 0.5), (0.5, 0.25, 0.2), (0.3, 1, 0.3), (0.0, 1000, 0.0)]
)
def test_odds_before_times_the_ratio_are_the_odds_after(before, ratio, after):
    assert posttest(before, ratio) == pytest.approx(after)


@pytest.mark.parametrize("ratio", [2.0**53, 2.0**100, 2.0**1000])
def test_however_much_speaks_for_a_cause_it_is_never_certain(ratio):
    after = posttest(0.5, ratio)
    assert 0.999 < after < 1
    assert odds_as_pair(after)[0] > 1


def test_two_answers_one_after_the_other_are_their_product():
    assert posttest(posttest(0.1, 3), 5) == pytest.approx(posttest(0.1, 15))


@pytest.mark.parametrize(("ratio", "weight"), [(8, 3), (2, 1), (1, 0), (0.5, -1), (0.125, -3)])
def test_each_bit_doubles_the_ratio(ratio, weight):
    assert weight_of(ratio) == weight
    assert ratio_of(weight) == ratio


def test_having_a_finding_and_not_having_it_point_different_ways():
    assert likelihood_ratios(0.75, 0.5) == (1.5, 0.5)
    assert likelihood_ratios(0.25, 0.5) == (0.5, 1.5)
    assert likelihood_ratios(0.3, 0.3) == (1.0, 1.0)


@pytest.mark.parametrize("background", [0.0, 1.0])
def test_what_nobody_or_everybody_has_gives_no_ratio(background):
    with pytest.raises(ZeroDivisionError):
        likelihood_ratios(0.5, background)


def test_a_test_is_weighed_by_those_who_have_it_over_those_who_have_not():
    assert ratios_of_test(0.75, 0.75) == (3.0, pytest.approx(1 / 3))
    assert ratios_of_test(0.5, 0.5) == (1.0, 1.0)
    positive, negative = ratios_of_test(0.92, 0.28)
    assert (positive, negative) == pytest.approx((0.92 / 0.72, 0.08 / 0.28))


def test_a_positive_and_a_negative_of_a_useful_test_speak_for_and_against():
    positive, negative = ratios_of_test(0.9, 0.6)
    assert negative < 1 < positive
    assert math.isclose(positive, 2.25)
