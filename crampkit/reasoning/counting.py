"""What was counted, and how far it could be off."""

from __future__ import annotations

import math
from dataclasses import dataclass

TWO_SIDED_95 = 1.959964
"""The standard normal quantile that leaves 2.5 % above it."""
EMPTY_CELL = 0.5
"""Added to every cell of a table of two by two where one is empty, so that there is a ratio."""


def percent(events: int, total: int) -> float:
    """How many of 100 when it was `events` of `total`, which is not 0.

    >>> percent(1, 8), percent(0, 15), percent(20, 20)
    (12.5, 0.0, 100.0)
    """
    return 100 * events / total


def in_100(events: int, total: int) -> int:
    """The same in whole numbers.

    >>> in_100(11, 34)
    32
    """
    return round(percent(events, total))


def wilson_range(events: int, total: int) -> tuple[float, float]:
    """The 95 % range of a share that was counted: `events` of `total`.

    It stays within 0 and 1 and fits small counts, where the usual formula does not. E. B. Wilson,
    "Probable inference, the law of succession, and statistical inference", Journal of the American
    Statistical Association 1927;22:209-12; without continuity correction, as in method 3 of
    R. G. Newcombe, Statistics in Medicine 1998;17:857-72. Raises `ValueError` without women.

    >>> [round(end, 4) for end in wilson_range(81, 263)], [round(e, 4) for e in wilson_range(0, 20)]
    ([0.2553, 0.3662], [0.0, 0.1611])
    """
    if not 0 <= events <= total or not total:
        raise ValueError(f"{events} of {total} is no share")
    share, squared = events / total, TWO_SIDED_95**2
    middle = share + squared / (2 * total)
    half = TWO_SIDED_95 * math.sqrt(share * (1 - share) / total + squared / (4 * total**2))
    whole = 1 + squared / total
    # Rounding must not leave the share itself outside, where none or all were counted.
    return (
        0.0 if events == 0 else (middle - half) / whole,
        1.0 if events == total else (middle + half) / whole,
    )


@dataclass(frozen=True)
class Groups:
    """In how many women of either group of a trial it happened, of how many.

    Raises `ValueError` where it happened in more women than there are, or in fewer than none.
    """

    events_treat: int
    n_treat: int
    events_control: int
    n_control: int

    def __post_init__(self) -> None:
        for events, women in (
            (self.events_treat, self.n_treat),
            (self.events_control, self.n_control),
        ):
            if not 0 <= events <= women:
                raise ValueError(f"{events} of {women} women cannot be")

    @property
    def cells(self) -> tuple[float, float, float, float]:
        """Happened and did not, with the treatment and with the control; none of them empty."""
        cells = (
            self.events_treat,
            self.n_treat - self.events_treat,
            self.events_control,
            self.n_control - self.events_control,
        )
        added = 0.0 if all(cells) else EMPTY_CELL
        a, b, c, d = (cell + added for cell in cells)
        return a, b, c, d

    @property
    def ratio(self) -> float:
        """How many times as many women it happened to with the treatment: the risk ratio.

        By hand: 20 of 40 against 10 of 40 is a half against a quarter.

        >>> Groups(20, 40, 10, 40).ratio
        2.0
        """
        a, b, c, d = self.cells
        return (a / (a + b)) / (c / (c + d))

    @property
    def interval(self) -> tuple[float, float]:
        """The 95 % interval of the ratio: normal on the log scale.

        With a of a + b women and c of c + d, ln ratio plus and minus 1.96 times the square root of
        1/a - 1/(a + b) + 1/c - 1/(c + d). D. Katz and others, "Obtaining confidence intervals for
        the risk ratio in cohort studies", Biometrics 1978;34:469-74.

        >>> groups = Groups(11, 34, 2, 35)
        >>> round(groups.ratio, 2), [round(end, 2) for end in groups.interval]
        (5.66, [1.35, 23.68])

        With an empty cell, a half is added to all four.

        >>> stockings = Groups(7, 27, 0, 15)
        >>> round(stockings.ratio, 2), [round(end, 2) for end in stockings.interval]
        (8.57, [0.52, 140.4])
        """
        a, b, c, d = self.cells
        error = math.sqrt(1 / a - 1 / (a + b) + 1 / c - 1 / (c + d))
        factor = math.exp(TWO_SIDED_95 * error)
        return self.ratio / factor, self.ratio * factor

    @property
    def width(self) -> float:
        """How many times the lower end of the interval goes into the upper.

        >>> round(Groups(11, 34, 2, 35).width, 1)
        17.5
        """
        low, high = self.interval
        return high / low


def interval_verdict(low: float, high: float) -> str:
    """Whether an interval of a ratio lies above 1, below it, or on both sides; at 1 it is on both.

    >>> [interval_verdict(*ends) for ends in ((1.35, 23.68), (0.99, 2.06), (0.2, 0.9), (1, 2))]
    ['more', 'either', 'fewer', 'either']
    """
    if low > 1:
        return "more"
    return "fewer" if high < 1 else "either"


def favours(low: float, high: float, no_difference: float, high_is_good: bool) -> str:
    """Which side a whole interval lies on: `treatment`, `control`, or `neither`.

    `no_difference` is 1 for a ratio and 0 for a difference; an interval that ends there is on neither
    side.

    >>> [favours(*ends, 1.0, True) for ends in ((1.2, 3.0), (0.2, 0.9), (0.9, 3.0), (1.0, 3.0))]
    ['treatment', 'control', 'neither', 'neither']
    >>> favours(-2.0, -1.0, 0.0, False)
    'treatment'
    """
    if low <= no_difference <= high:
        return "neither"
    return "treatment" if (low > no_difference) == high_is_good else "control"


# ------------------------------------------------------------------------------ imagined women

POPULATION = 10_000
"""So many women make rare causes visible."""


@dataclass(frozen=True)
class Counted:
    """So many women, split by whether they have the cause and whether they have the finding."""

    with_both: int
    cause_only: int
    finding_only: int
    with_neither: int

    @property
    def with_cause(self) -> int:
        return self.with_both + self.cause_only

    @property
    def without_cause(self) -> int:
        return self.finding_only + self.with_neither

    @property
    def with_finding(self) -> int:
        return self.with_both + self.finding_only

    @property
    def total(self) -> int:
        return self.with_cause + self.without_cause


def count_women(pretest: float, probability: float, background: float) -> Counted:
    """10,000 women, of whom a share has the cause; the finding is so common with it and without.

    By hand: 25 have the cause, of whom 8 in 10 are 20; of the 9,975 others 1 in 10 is 998.

    >>> count_women(0.0025, 0.8, 0.1)
    Counted(with_both=20, cause_only=5, finding_only=998, with_neither=8977)
    """
    with_cause = round(POPULATION * pretest)
    with_both = round(with_cause * probability)
    finding_only = round((POPULATION - with_cause) * background)
    return Counted(
        with_both, with_cause - with_both, finding_only, POPULATION - with_cause - finding_only
    )


@dataclass(frozen=True)
class InHundred:
    """Of 100 people: the number as measured, and the two ends of its 95 % range where it has one."""

    count: int
    low: int | None
    high: int | None

    @property
    def kinds(self) -> tuple[tuple[str, int], ...]:
        """How many are surely counted, how many perhaps, how many surely not.

        >>> InHundred(92, 87, 95).kinds
        (('yes', 87), ('maybe', 8), ('no', 5))
        """
        if self.low is None or self.high is None:
            return (("yes", self.count), ("no", 100 - self.count))
        return (("yes", self.low), ("maybe", self.high - self.low), ("no", 100 - self.high))

    @property
    def as_measured(self) -> InHundred:
        return InHundred(self.count, None, None)

    @property
    def others(self) -> InHundred:
        """The rest of the hundred, whose range runs the other way.

        >>> InHundred(92, 87, 95).others
        InHundred(count=8, low=5, high=13)
        """
        return InHundred(
            100 - self.count,
            None if self.high is None else 100 - self.high,
            None if self.low is None else 100 - self.low,
        )


def in_hundred(share: float, low: float | None = None, high: float | None = None) -> InHundred:
    """A share with the ends of its range, each in whole people of 100.

    >>> in_hundred(0.916, 0.87, 0.95)
    InHundred(count=92, low=87, high=95)
    """
    ends = (None if end is None else round(100 * end) for end in (low, high))
    return InHundred(round(100 * share), *ends)


def piece_at(place: int, total: int, pieces: int) -> int:
    """In which of so many pieces of about the same length something stands, counted from 1; `place` from 0.

    >>> [piece_at(place, 5, 2) for place in range(5)]
    [1, 1, 1, 2, 2]
    """
    return place * pieces // total + 1
