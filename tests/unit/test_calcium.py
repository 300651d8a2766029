"""Adjusted calcium and its parts, with numbers that can be worked out by hand."""

from __future__ import annotations

from dataclasses import replace

import pytest

from crampkit.catalogue import load
from crampkit.reasoning.calcium import Calcium, calcium_of, verdict


def calcium(total: float, albumin: float, severe: float | None = None) -> Calcium:
    return Calcium(total, albumin, 0.02, 40, (2.2, 2.6), (2.2, 2.6), severe)


@pytest.mark.parametrize(
    ("total", "albumin", "adjusted"),
    [(2.4, 40, 2.4), (2.0, 30, 2.2), (2.0, 50, 1.8), (1.98, 28, 2.22), (2.1, 39.9, 2.1)],
)
def test_each_gram_of_albumin_that_is_missing_adds_as_much(total, albumin, adjusted):
    assert calcium(total, albumin).adjusted == adjusted


@pytest.mark.parametrize(
    ("total", "albumin", "conclusion"),
    [
        (2.0, 30, "only_albumin"),  # 2.20 adjusted: the end of a range belongs to it.
        (1.99, 30, "below"),
        (2.4, 40, "within"),
        (2.5, 34, "above"),
        (2.19, 40, "below"),
    ],
)
def test_a_low_total_with_a_normal_adjusted_result_is_the_albumin_alone(total, albumin, conclusion):
    assert calcium(total, albumin).conclusion == conclusion


def test_without_ranges_nothing_is_concluded_and_nothing_is_severe():
    unknown = Calcium(1.2, 40, 0.02, 40, None, None, None)
    assert (unknown.conclusion, unknown.is_severe) == ("unknown", False)
    assert verdict(1.2, None) == "unknown"


def test_a_limit_that_the_place_does_not_give_makes_nothing_severe():
    shipped, key = load(), "calcium_adjusted_severe"
    assert calcium_of(shipped, 1.2, 40, "adult").is_severe
    without = {name: entry for name, entry in shipped.local.items() if name != key}
    assert calcium_of(replace(shipped, local=without), 1.2, 40, "adult").severe is None
    blank = {**shipped.local, key: replace(shipped.local[key], value="")}
    assert not calcium_of(replace(shipped, local=blank), 1.2, 40, "adult").is_severe


def test_severe_is_below_its_limit_and_by_the_adjusted_result():
    assert calcium(1.89, 40, severe=1.9).is_severe
    assert not calcium(1.9, 40, severe=1.9).is_severe
    assert not calcium(1.8, 30, severe=1.9).is_severe
    assert calcium(2.0, 50, severe=1.9).is_severe


def test_the_parts_add_up_to_the_total_and_albumin_moves_the_bound_one_alone():
    shares = {"free": 50.0, "bound": 40.0, "salts": 10.0}
    low, standard = calcium(2.2, 30).parts(shares), calcium(2.4, 40).parts(shares)
    assert sum(low.values()) == pytest.approx(2.2)
    assert standard == pytest.approx({"free": 1.2, "bound": 0.96, "salts": 0.24})
    assert {name for name in shares if low[name] != pytest.approx(standard[name])} == {"bound"}
    assert low["bound"] == pytest.approx(0.76)


def test_no_part_falls_below_nothing():
    parts = Calcium(0.2, 0, 0.02, 40, None, None, None).parts({"free": 90.0, "bound": 10.0})
    assert parts["bound"] == 0.0
    assert parts["free"] == pytest.approx(0.9)


def test_at_the_standard_albumin_the_total_is_what_was_adjusted():
    standard = calcium(1.98, 28).at_standard_albumin
    assert (standard.total, standard.adjusted, standard.albumin) == (2.22, 2.22, 40)
    assert standard.total_verdict == "unknown"
    assert standard.adjusted_verdict == "within"
