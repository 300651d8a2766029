"""What a part of a lesson asks of the tables: told by table and row where it is not there."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, TypeVar

from crampkit.catalogue import needs
from crampkit.catalogue.records import AuthorError, Catalogue
from crampkit.data import instead, quoted, shown

Row = TypeVar("Row")

ARTICLE = "SEED"
"""The source that a set discusses and sets better evidence beside; a set need not discuss one."""

_FIGURE = ("measurements.csv", "figure")
_SERIES = ("measurements.csv", "series")
_COUNTED = ("epidemiology.csv", "row_id")


def row_of(rows: Mapping[str, Row], row_id: str, file: str, noun: str) -> Row:
    """The row of this id.

    Raises `AuthorError`, which names the table and the nearest id, where there is none.

    >>> row_of({"noon": 12}, "nooon", "times.csv", "time")
    Traceback (most recent call last):
    crampkit.catalogue.records.AuthorError: times.csv has no time 'nooon'; did you mean 'noon'?
    """
    if not isinstance(row_id, str):
        raise AuthorError(f"{shown(repr(row_id))} is no {noun} of {file}; write its id as a text")
    if row_id not in rows:
        raise AuthorError(f"{file} has no {noun} {quoted(row_id)}{instead(row_id, rows, file)}")
    return rows[row_id]


def demand(catalogue: Catalogue, part: str) -> None:
    """That the rows are there which a part of a lesson draws, whatever the subject of the set.

    Raises `AuthorError`, which names the table and the row that is not.
    """
    measured, counted = catalogue.measurements, catalogue.epidemiology
    wanted: Mapping[str, Iterable[tuple[str, str, Iterable[str], Iterable[Any]]]] = {
        "calcium_balance": [
            (*_FIGURE, ["calcium_balance"], [one.figure for one in measured.values()])
        ],
        "vein_pressure": [(*_SERIES, needs.VEIN_STEPS, [one.series for one in measured.values()])],
        "adjusted_calcium": [
            (
                "measurements.csv",
                "measurement_id",
                (*needs.CALCIUM_STARTS, *needs.CALCIUM_PARTS),
                measured,
            ),
            ("local.csv", "key", needs.CALCIUM_FORMULA, catalogue.local),
        ],
        "where_clots_lie": [(*_COUNTED, needs.CLOTS_WHERE, counted)],
        "cramps_by_trimester": [
            (*_COUNTED, ["..._trimester_1"], [f"...{row_id[-12:]}" for row_id in counted])
        ],
        "clots_by_points": [(*_COUNTED, needs.CLOTS_BY_POINTS, counted)],
    }
    for file, column, names, there in wanted[part]:
        for name in names:
            if name not in there:
                raise AuthorError(f"{file}, {column}: there is no '{name}', which {part}() draws")
