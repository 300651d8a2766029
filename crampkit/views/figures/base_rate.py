"""10,000 women counted, with the cause and with the finding: as dots, a sentence and a table."""

from __future__ import annotations

import math

from crampkit.reasoning.counting import POPULATION, Counted
from crampkit.views.kit.plot import LINE, Figure, Trace, blend, figure_of, ink, plain
from crampkit.views.kit.tables import Table
from crampkit.words import Words

SIDE = math.isqrt(POPULATION)


SQUARE = 360
"""Height in pixels of the square of women: what fits on a phone."""


def base_rate_figure(women: Counted, words: Words, dark: bool = False) -> Figure:
    """Every woman as a dot in a square of 100 by 100, those with the cause first.

    A frame goes round those with the cause, and each kind is named with its count, in the order in
    which it fills the square from the top.
    """
    colours = ink(dark)
    kinds = (
        ("with_both", colours.supports),
        ("cause_only", blend(colours.supports, colours.paper, 0.45)),
        ("finding_only", colours.against),
        ("with_neither", blend(colours.line, colours.paper, 0.45)),
    )
    kind_of_each = [
        level for level, (name, _) in enumerate(kinds) for _ in range(getattr(women, name))
    ]
    lines = [
        f'<span style="color:{colour}">■</span> '
        + plain(words(f"chart.base_rate.{name}", count=f"{getattr(women, name):,}"))
        for name, colour in kinds
    ]
    frame = _staircase(*divmod(women.with_cause, SIDE))
    traces: list[Trace] = [
        {
            "type": "heatmap",
            "z": [kind_of_each[start : start + SIDE] for start in range(0, POPULATION, SIDE)],
            "zmin": -0.5,
            "zmax": 3.5,
            "colorscale": [
                [edge / 4, colour]
                for level, (_, colour) in enumerate(kinds)
                for edge in (level, level + 1)
            ],
            "showscale": False,
            "xgap": 1,
            "ygap": 1,
            "hoverinfo": "skip",
        },
        {
            "type": "scatter",
            # Half a dot outside on the free sides, so that the line hides nobody.
            "x": [x - 0.4 if x else -1.2 for x, _ in frame],
            "y": [y - 0.4 if y else -1.2 for _, y in frame],
            "mode": "lines",
            "name": "frame",
            "line": {"color": colours.text, "width": 2},
            "hoverinfo": "skip",
            "cliponaxis": False,
        },
    ]
    counted = {
        "x": -2,
        "y": 1,
        "yref": "paper",
        "xanchor": "left",
        "yanchor": "bottom",
        "yshift": 6,
        "align": "left",
        "showarrow": False,
        "text": "<br>".join(lines),
    }
    return figure_of(
        traces,
        SQUARE,
        dark,
        x={"range": [-2, SIDE], "constrain": "domain"},
        y={"range": [SIDE, -2], "scaleanchor": "x", "constrain": "domain"},
        top=LINE * len(lines) + 16,
        annotations=[counted],
    )


def _staircase(full_rows: int, rest: int) -> list[tuple[int, int]]:
    """The outline of so many full rows of the square and a part of the next."""
    if not full_rows:
        return [(0, 0), (rest, 0), (rest, 1), (0, 1), (0, 0)]
    return [
        (0, 0),
        (SIDE, 0),
        (SIDE, full_rows),
        (rest, full_rows),
        (rest, full_rows + (1 if rest else 0)),
        (0, full_rows + (1 if rest else 0)),
        (0, 0),
    ]


def base_rate_sentence(cause: str, finding: str, women: Counted, words: Words) -> str:
    """The story of the counts, in the order in which one counts."""
    return words(
        "chart.base_rate.sentence",
        cause=cause,
        finding=finding,
        **{name: f"{count:,}" for name, count in _counts(women).items()},
    )


def base_rate_table(cause: str, finding: str, women: Counted, words: Words) -> Table:
    """The counts as a table of two by two, with sums."""
    header = (
        words("chart.base_rate.column.women"),
        words("chart.base_rate.column.finding", finding=finding),
        words("chart.base_rate.column.no_finding", finding=finding),
        words("chart.base_rate.column.sum"),
    )
    lines = (
        (words("chart.base_rate.row.cause", cause=cause), women.with_both, women.cause_only),
        (words("chart.base_rate.row.else"), women.finding_only, women.with_neither),
        (
            words("chart.base_rate.row.all"),
            women.with_both + women.finding_only,
            women.cause_only + women.with_neither,
        ),
    )
    return header, tuple(
        (label, f"{present:,}", f"{absent:,}", f"{present + absent:,}")
        for label, present, absent in lines
    )


def _counts(women: Counted) -> dict[str, int]:
    return {
        "total": women.total,
        "with_cause": women.with_both + women.cause_only,
        "with_both": women.with_both,
        "without_cause": women.finding_only + women.with_neither,
        "finding_only": women.finding_only,
        "with_finding": women.with_both + women.finding_only,
    }
