"""What was counted, with numbers that can be worked out by hand."""

from __future__ import annotations

import math

import pytest

from crampkit.reasoning.counting import (
    POPULATION,
    Counted,
    Groups,
    InHundred,
    count_women,
    favours,
    in_100,
    in_hundred,
    interval_verdict,
    percent,
)


def test_a_ratio_is_one_share_over_the_other():
    assert Groups(20, 40, 10, 40).ratio == 2.0
    assert Groups(10, 40, 20, 40).ratio == 0.5
    assert Groups(5, 10, 50, 100).ratio == 1.0


def test_the_interval_is_worked_out_on_the_log_scale():
    """With 10 of 20 and 10 of 20: 1/10 - 1/20 + 1/10 - 1/20 = 0.1, its root 0.316228."""
    low, high = Groups(10, 20, 10, 20).interval
    assert high == pytest.approx(math.exp(1.959964 * 0.316228), rel=1e-6)
    assert low == pytest.approx(1 / high)


def test_the_interval_lies_about_its_ratio_and_the_groups_can_change_places():
    groups, swapped = Groups(11, 34, 2, 35), Groups(2, 35, 11, 34)
    low, high = groups.interval
    assert low < groups.ratio < high
    assert math.sqrt(low * high) == pytest.approx(groups.ratio)
    assert swapped.interval == pytest.approx((1 / high, 1 / low))
    assert groups.width == pytest.approx(high / low)


def test_more_women_of_the_same_shares_narrow_the_interval():
    widths = [Groups(2 * n, 4 * n, n, 4 * n).width for n in range(1, 30)]
    assert widths == sorted(widths, reverse=True)


@pytest.mark.parametrize(
    "counts", [(0, 10, 3, 10), (3, 10, 0, 10), (10, 10, 3, 10), (3, 10, 10, 10), (0, 10, 0, 10)]
)
def test_an_empty_cell_gets_a_half_as_all_others_do(counts):
    events_treat, n_treat, events_control, n_control = counts
    groups = Groups(*counts)
    assert groups.cells == (
        events_treat + 0.5,
        n_treat - events_treat + 0.5,
        events_control + 0.5,
        n_control - events_control + 0.5,
    )
    treat, control = (events_treat + 0.5) / (n_treat + 1), (events_control + 0.5) / (n_control + 1)
    assert groups.ratio == pytest.approx(treat / control)
    low, high = groups.interval
    assert 0 < low < groups.ratio < high < math.inf


def test_where_no_cell_is_empty_nothing_is_added():
    assert Groups(1, 2, 1, 2).cells == (1, 1, 1, 1)


@pytest.mark.parametrize(
    "counts", [(11, 10, 1, 10), (1, 10, 11, 10), (-1, 10, 1, 10), (1, 10, -1, 3)]
)
def test_more_women_than_there_are_and_fewer_than_none_are_refused(counts):
    with pytest.raises(ValueError, match="women cannot be"):
        Groups(*counts)


@pytest.mark.parametrize(
    ("low", "high", "verdict"),
    [
        (1.01, 9, "more"),
        (1, 9, "either"),
        (0.5, 2, "either"),
        (0.2, 1, "either"),
        (0.2, 0.99, "fewer"),
    ],
)
def test_an_interval_that_touches_no_difference_says_neither(low, high, verdict):
    assert interval_verdict(low, high) == verdict
    side = {"more": "treatment", "either": "neither", "fewer": "control"}[verdict]
    other = {"more": "control", "either": "neither", "fewer": "treatment"}[verdict]
    assert favours(low, high, 1.0, high_is_good=True) == side
    assert favours(low, high, 1.0, high_is_good=False) == other
    assert favours(low - 1, high - 1, 0.0, high_is_good=True) == side


def test_a_share_in_100_is_rounded_to_whole_women():
    assert [in_100(events, 8) for events in (0, 1, 3, 8)] == [0, 12, 38, 100]
    assert percent(1, 8) == 12.5
    with pytest.raises(ZeroDivisionError):
        percent(0, 0)


# ------------------------------------------------------------------------------ imagined women


def test_of_ten_thousand_women_each_is_counted_once():
    """100 have the cause, 80 of them the finding; of the other 9,900 a tenth have it."""
    women = count_women(0.01, 0.8, 0.1)
    assert women == Counted(80, 20, 990, 8910)
    assert (women.with_cause, women.without_cause) == (100, 9900)
    assert women.with_finding == 1070
    assert women.total == POPULATION


@pytest.mark.parametrize(
    ("shares", "counted"),
    [
        ((0.0, 0.8, 0.1), Counted(0, 0, 1000, 9000)),
        ((1.0, 0.8, 0.1), Counted(8000, 2000, 0, 0)),
        ((0.5, 0.0, 1.0), Counted(0, 5000, 5000, 0)),
    ],
)
def test_none_and_all_can_have_it(shares, counted):
    assert count_women(*shares) == counted
    assert counted.total == POPULATION


def test_a_range_in_a_hundred_parts_it_in_three():
    measured = in_hundred(0.916, 0.87, 0.954)
    assert measured == InHundred(92, 87, 95)
    assert measured.kinds == (("yes", 87), ("maybe", 8), ("no", 5))
    assert measured.others == InHundred(8, 5, 13)
    assert measured.others.others == measured
    assert measured.as_measured == InHundred(92, None, None)


def test_without_a_range_nobody_is_perhaps():
    alone = in_hundred(0.28)
    assert alone.kinds == (("yes", 28), ("no", 72))
    assert alone.others == InHundred(72, None, None)
    for nobody in (in_hundred(0.0), in_hundred(1.0)):
        assert sum(count for _, count in nobody.kinds) == 100
