"""Numbers with as many figures as mean something, and shares as women counted."""

from __future__ import annotations

import math

SURELY_ALL = 1e-12
"""A rest smaller than this is as good as none, and must not be divided by."""


def decimals_of(number: float) -> int:
    """How many decimals show two figures of a number above 0; none from 10 on.

    >>> [decimals_of(number) for number in (23.4, 2.34, 0.234, 0.0234)]
    [0, 1, 2, 3]
    """
    return max(0, 1 - _power(number))


def two_figures(number: float) -> int:
    """A number from 1 on with two figures that mean something, as a whole number.

    >>> [two_figures(number) for number in (8.6, 86.4, 1234.0)]
    [9, 86, 1200]
    """
    return round(round(number, 1 - _power(number)))


def one_figure(number: float) -> int:
    """A number from 1 on with one figure that means something.

    >>> [one_figure(number) for number in (8.6, 81.3, 1234.0)]
    [9, 80, 1000]
    """
    magnitude = 10 ** max(_power(number), 0)
    return round(number / magnitude) * magnitude


def frequency_of(share: float) -> tuple[int, int]:
    """A share as so many of so many women: of 100 where that says enough, or 1 of many, or all but 1.

    Never none and never all, which no share here can be.

    >>> [frequency_of(share) for share in (0.002, 0.23, 0.97, 0.999)]
    [(1, 500), (23, 100), (97, 100), (999, 1000)]
    """
    if 0.045 <= share <= 0.985:
        return round(100 * share), 100
    if share < 0.5:
        return 1, two_figures(1 / share)
    total = two_figures(1 / max(1 - share, SURELY_ALL))
    return total - 1, total


def about_one_in(share: float) -> int:
    """A small share as 1 in about so many, with one figure.

    >>> about_one_in(0.0123), about_one_in(0.15)
    (80, 7)
    """
    return one_figure(1 / share)


def _power(number: float) -> int:
    """The power of ten with which a number above 0 begins."""
    return math.floor(math.log10(number))
