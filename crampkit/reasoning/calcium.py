"""Adjusted calcium, where the calcium in the blood is, and a result against its range."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from crampkit.catalogue import Catalogue, needs

BOUND = "bound"
"""The part of the calcium that is held by protein: it alone follows the albumin."""


@dataclass(frozen=True)
class Calcium:
    """One woman's two results, against the ranges of local.csv; amounts in mmol/L, albumin in g/L.

    `per_gram` is what total calcium changes by, in mmol/L, for each g/L of albumin.
    """

    total: float
    albumin: float
    per_gram: float
    standard_albumin: float
    total_range: tuple[float, float] | None
    adjusted_range: tuple[float, float] | None
    severe: float | None

    @property
    def adjusted(self) -> float:
        """What total calcium would be at the standard albumin, with two decimals as laboratories print.

        Total + per_gram * (standard albumin - albumin), with the numbers of the place: GPN_ADJCA and
        ADJCA_FORMULA in sources.csv. By hand: 1.98 + 0.02 * (40 - 28) = 1.98 + 0.24.

        >>> Calcium(1.98, 28, 0.02, 40, None, None, None).adjusted
        2.22
        """
        return round(self.total + self.per_gram * (self.standard_albumin - self.albumin), 2)

    @property
    def total_verdict(self) -> str:
        return verdict(self.total, self.total_range)

    @property
    def adjusted_verdict(self) -> str:
        return verdict(self.adjusted, self.adjusted_range)

    @property
    def is_severe(self) -> bool:
        """Whether the adjusted result is below what the place calls severe; False where it says none.

        >>> [Calcium(total, 40, 0.02, 40, None, None, 1.9).is_severe for total in (1.89, 1.9)]
        [True, False]
        """
        return self.severe is not None and self.adjusted < self.severe

    @property
    def conclusion(self) -> str:
        """The adjusted verdict, or `only_albumin` where it is within its range and the total below.

        >>> Calcium(1.98, 28, 0.02, 40, (2.2, 2.6), (2.2, 2.6), None).conclusion
        'only_albumin'
        >>> Calcium(1.98, 40, 0.02, 40, (2.2, 2.6), (2.2, 2.6), None).conclusion
        'below'
        """
        if self.adjusted_verdict == "within" and self.total_verdict == "below":
            return "only_albumin"
        return self.adjusted_verdict

    @property
    def at_standard_albumin(self) -> Calcium:
        """The same blood with the standard albumin; its total has no range of its own."""
        return Calcium(
            self.adjusted,
            self.standard_albumin,
            self.per_gram,
            self.standard_albumin,
            None,
            self.adjusted_range,
            self.severe,
        )

    def parts(self, in_100: Mapping[str, float]) -> dict[str, float]:
        """Where the calcium is, in mmol/L, when `in_100` says how it is shared at standard albumin.

        Worked out: albumin changes the bound part alone, by as much as the formula for adjusted
        calcium says; that part is never below 0. By hand, of an adjusted 2.00: half is 1.00, and
        what is bound lacks 0.02 * (40 - 30) = 0.20.

        >>> parts = Calcium(1.8, 30, 0.02, 40, None, None, None).parts({"free": 50, "bound": 50})
        >>> {name: round(amount, 2) for name, amount in parts.items()}
        {'free': 1.0, 'bound': 0.8}
        """
        parts = {name: self.adjusted * (share / 100) for name, share in in_100.items()}
        parts[BOUND] = max(parts[BOUND] + self.total - self.adjusted, 0.0)
        return parts


def verdict(number: float, limits: tuple[float, float] | None) -> str:
    """Below, within or above a range, whose ends belong to it; unknown without one.

    >>> [verdict(number, (2.2, 2.6)) for number in (2.19, 2.2, 2.6, 2.61)], verdict(2, None)
    (['below', 'within', 'within', 'above'], 'unknown')
    """
    if limits is None:
        return "unknown"
    if number < limits[0]:
        return "below"
    return "above" if number > limits[1] else "within"


def calcium_of(catalogue: Catalogue, total: float, albumin: float, period: str) -> Calcium:
    """Two results with the ranges of the place, by the formula of the place, which `check` demands."""
    per_gram, standard = (_decimal(catalogue.local[key].value) for key in needs.CALCIUM_FORMULA)
    return Calcium(
        total,
        albumin,
        per_gram,
        standard,
        local_range(catalogue, f"calcium_total_{period}"),
        local_range(catalogue, "calcium_adjusted"),
        _local_number(catalogue, "calcium_adjusted_severe"),
    )


def local_range(catalogue: Catalogue, key: str) -> tuple[float, float] | None:
    """A range of local.csv such as 2.20-2.65, or None where it is blank or not a range."""
    entry = catalogue.local.get(key)
    ends = re.fullmatch(r"(\d+[.,]?\d*)\s*[-–]\s*(\d+[.,]?\d*)", entry.value if entry else "")
    return (_decimal(ends[1]), _decimal(ends[2])) if ends else None


def _local_number(catalogue: Catalogue, key: str) -> float | None:
    entry = catalogue.local.get(key)
    if entry is None or not re.fullmatch(r"\d+[.,]?\d*", entry.value):
        return None
    return _decimal(entry.value)


def _decimal(text: str) -> float:
    return float(text.replace(",", "."))
