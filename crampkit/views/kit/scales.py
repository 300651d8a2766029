"""Axes: the numbers that one names, and where a number stands on it."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass

NARROWEST = (0.5, 2.0)
"""A ratio's axis goes at least so far to either side: half as many, twice as many."""


MOST_TICKS = 7


@dataclass(frozen=True)
class Scale:
    """An axis: the numbers that it names, and where a number stands between 0 and 1."""

    ticks: tuple[float, ...]
    place: Callable[[float], float]


def ratio_scale(numbers: Sequence[float]) -> Scale:
    """A logarithmic axis for ratios: twice as many stands as far from 1 as half as many.

    >>> scale = ratio_scale([1.35, 23.68])
    >>> scale.ticks
    (0.5, 1.0, 2.0, 5.0, 10.0, 20.0, 50.0)
    >>> round(scale.place(2) - scale.place(1), 9) == round(scale.place(1) - scale.place(0.5), 9)
    True
    """
    lowest, highest = min(*numbers, NARROWEST[0]), max(*numbers, NARROWEST[1])
    steps = [f * 10.0**power for power in range(-4, 6) for f in (1, 2, 5)]
    first = max(index for index, step in enumerate(steps) if step <= lowest * (1 + 1e-9))
    last = min(index for index, step in enumerate(steps) if step >= highest * (1 - 1e-9))
    ticks = tuple(float(f"{step:g}") for step in steps[first : last + 1])
    start, width = math.log(ticks[0]), math.log(ticks[-1] / ticks[0])
    return Scale(ticks, lambda number: (math.log(number) - start) / width)


def difference_scale(numbers: Sequence[float]) -> Scale:
    """An even axis for differences, with nought in it.

    >>> scale = difference_scale([-1.32, 4.92])
    >>> scale.ticks, scale.place(-2), scale.place(5)
    ((-2.0, -1.0, 0.0, 1.0, 2.0, 3.0, 4.0, 5.0), 0.0, 1.0)
    """
    lowest, highest = min(*numbers, 0.0), max(*numbers, 0.0)
    rough = (highest - lowest or 1.0) / MOST_TICKS
    power = 10.0 ** math.floor(math.log10(rough))
    step = next(f * power for f in (1, 2, 5, 10) if f * power >= rough * (1 - 1e-9))
    first, last = math.floor(lowest / step), math.ceil(highest / step)
    ticks = tuple(float(f"{index * step:g}") for index in range(first, last + 1))
    return Scale(ticks, lambda number: (number - ticks[0]) / (ticks[-1] - ticks[0]))
