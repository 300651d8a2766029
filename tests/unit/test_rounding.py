"""Numbers with as many figures as mean something, and shares as women counted."""

from __future__ import annotations

import pytest

from crampkit.reasoning.rounding import (
    about_one_in,
    decimals_of,
    frequency_of,
    one_figure,
    two_figures,
)


@pytest.mark.parametrize(
    ("number", "decimals"), [(1000, 0), (10, 0), (9.99, 1), (1, 1), (0.99, 2), (0.1, 2), (0.05, 3)]
)
def test_a_number_below_ten_shows_two_figures(number, decimals):
    assert decimals_of(number) == decimals


@pytest.mark.parametrize(
    ("number", "two", "one"),
    [(1, 1, 1), (9.6, 10, 10), (12.4, 12, 10), (96, 96, 100), (1549, 1500, 2000)],
)
def test_a_large_number_keeps_two_figures_or_one(number, two, one):
    assert (two_figures(number), one_figure(number)) == (two, one)


@pytest.mark.parametrize(
    ("share", "frequency"),
    [
        (0.5, (50, 100)),
        (0.045, (4, 100)),  # 4.5 is rounded to the even number.
        (0.0449, (1, 22)),
        (0.01, (1, 100)),
        (0.0001, (1, 10_000)),
        (0.985, (98, 100)),
        (0.9851, (66, 67)),
        (0.999, (999, 1000)),
    ],
)
def test_a_share_is_so_many_of_so_many_women(share, frequency):
    assert frequency_of(share) == frequency


def test_as_good_as_certain_is_still_not_all():
    count, total = frequency_of(1.0)
    assert count == total - 1
    assert total == 1_000_000_000_000


def test_what_is_never_cannot_be_counted():
    with pytest.raises(ZeroDivisionError):
        frequency_of(0.0)
    with pytest.raises(ZeroDivisionError):
        about_one_in(0.0)


def test_the_rarer_it_is_the_more_women_it_takes():
    counts = [about_one_in(share) for share in (0.15, 0.0123, 0.001, 0.0000012)]
    assert counts == [7, 80, 1000, 800_000]
