"""What the figures of the lessons draw, by the ids of its rows.

A check sees to it that these rows are there, and whole, wherever a figure has any of its rows or the
lesson that shows it is taught; so the views look up what they draw without asking.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, TypeVar

from crampkit.catalogue.records import PERIODS, Catalogue
from crampkit.data import nearest, quoted

Row = TypeVar("Row")

VEIN_STEPS = ("drawn_vein", "drawn_leg")
VEIN_PERIODS = PERIODS[1:4]
VEIN_POSITIONS = ("flat", "left_side", "standing")
"""measurements.csv has a step for each of these series, in each period and position."""

CALCIUM_STARTS = ("start_total", "start_albumin")
CALCIUM_PARTS = ("part_free", "part_bound")
"""Rows of measurements.csv: where the sliders begin and end, and the parts that the sentence tells."""

CALCIUM_FORMULA = ("calcium_adjustment_per_gram", "calcium_adjustment_albumin")
"""Keys of local.csv whose value is a number."""

CLOTS_WHERE = ("clot_left", "clot_spares_calf", "clot_iliac_femoral")
CLOTS_BY_POINTS = ("left_0_points", "left_1_point", "left_2_points", "left_3_points")
"""Rows of epidemiology.csv, in the order in which a figure shows them."""

TESTS = ("slr_positive", "crossed_slr_positive")
"""Rows of accuracy.csv that a lesson draws as a hundred women."""

TRIALS = ("dahle_1995",)
"""Rows of trials.csv of which a lesson draws each woman."""

TAUGHT_IN = {
    "vein_pressure": "uterine_compression",
    "adjusted_calcium": "hypocalcaemia",
    "clots": "red_flags",
    "hundred_women": "disc_herniation",
    "one_trial": "what_works",
}
"""The lesson that shows each figure."""


def row_of(rows: Mapping[str, Row], row_id: str, file: str, noun: str) -> Row:
    """The row of this id.

    Raises `ValueError`, which names the table and the nearest id, where there is none.

    >>> row_of({"noon": 12}, "nooon", "times.csv", "time")
    Traceback (most recent call last):
    ValueError: times.csv has no time 'nooon'; did you mean 'noon'?
    """
    if row_id not in rows:
        raise ValueError(f"{file} has no {noun} {quoted(row_id)}{nearest(row_id, rows)}")
    return rows[row_id]


def demand(catalogue: Catalogue, part: str) -> None:
    """That the rows are there which a part of a lesson draws, whatever the subject of the set.

    Raises `ValueError`, which names the table and the row that is not.
    """
    measured, counted = catalogue.measurements, catalogue.epidemiology
    wanted: Mapping[str, Iterable[tuple[str, str, Iterable[str], Iterable[Any]]]] = {
        "calcium_balance": [
            (*_FIGURE, ["calcium_balance"], [one.figure for one in measured.values()])
        ],
        "vein_pressure": [(*_SERIES, VEIN_STEPS, [one.series for one in measured.values()])],
        "adjusted_calcium": [
            ("measurements.csv", "measurement_id", (*CALCIUM_STARTS, *CALCIUM_PARTS), measured),
            ("local.csv", "key", CALCIUM_FORMULA, catalogue.local),
        ],
        "where_clots_lie": [(*_COUNTED, CLOTS_WHERE, counted)],
        "cramps_by_trimester": [
            (*_COUNTED, ["..._trimester_1"], [f"...{row_id[-12:]}" for row_id in counted])
        ],
        "clots_by_points": [(*_COUNTED, CLOTS_BY_POINTS, counted)],
    }
    for file, column, names, there in wanted[part]:
        for name in names:
            if name not in there:
                raise ValueError(f"{file}, {column}: there is no '{name}', which {part}() draws")


_FIGURE = ("measurements.csv", "figure")
_SERIES = ("measurements.csv", "series")
_COUNTED = ("epidemiology.csv", "row_id")
