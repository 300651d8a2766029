"""Fagan's nomogram: from before the answers to after, as a straight line, a sentence and a table."""

from __future__ import annotations

import math

from crampkit.reasoning.odds import log_odds, posttest, weight_of
from crampkit.views.kit.labels import fit_words
from crampkit.views.kit.numbers import frequency_text, percent_text, ratio_text
from crampkit.views.kit.plot import (
    LINE,
    Figure,
    bold,
    figure_of,
    ink,
    lines_of,
    plain,
    side_colour,
    strokes,
    texts_at,
)
from crampkit.views.kit.tables import Table
from crampkit.words import Words

SHARES = (0.0001, 0.001, 0.01, 0.05, 0.2, 0.5, 0.8, 0.95, 0.99, 0.999, 0.9999)


RATIOS = (0.0001, 0.001, 0.01, 0.1, 1, 10, 100, 1000, 10000)


FAGAN_HEIGHT = 440


def _place_of_ratio(ratio: float) -> float:
    """Where a likelihood ratio stands on the middle axis, at half the scale of the odds."""
    return math.log10(ratio) / 2


def fagan_figure(pretest: float, ratio: float, words: Words, dark: bool = False) -> Figure:
    """Fagan's nomogram: a straight line from before, through the likelihood ratio, to after.

    Left, the odds before run downwards; right, the odds after run upwards; the ratio's axis stands
    half-way at half their scale. So a straight line adds the logarithms, which is Bayes' rule.
    """
    colours = ink(dark)
    after = posttest(pretest, ratio)
    left, middle, right = -log_odds(pretest), _place_of_ratio(ratio), log_odds(after)
    reach = max(4.0, abs(left), abs(right)) + 0.15

    half = max(2.0, abs(middle)) + 0.15
    values = [plain(text) for text in _fagan_values(pretest, ratio, words)]
    traces = [
        strokes(
            [((x, -end), (x, end)) for x, end in ((0, reach), (0.5, half), (1, reach))],
            colours.line,
            1.5,
        ),
        {
            "type": "scatter",
            "x": [0, 0.5, 1],
            "y": [left, middle, right],
            "mode": "lines+markers",
            "name": "line",
            "line": {"color": side_colour(weight_of(ratio), colours), "width": 3},
            "marker": {"size": 11, "symbol": ["circle", "diamond", "square"]},
            "hovertext": values,
            "hoverinfo": "text",
            "cliponaxis": False,
        },
    ]
    shares = [(log_odds(share), percent_text(share, words)) for share in SHARES]
    ratios = [(_place_of_ratio(value), ratio_text(value)) for value in RATIOS]
    scales = (
        (0.0, [(-y, text) for y, text in shares], -1, "middle left"),
        (0.5, ratios, 1, "middle right"),
        (1.0, shares, 1, "middle right"),
    )
    for x, ticks, side, position in scales:
        outer = x + side * 0.02
        traces += [
            strokes([((x, y), (outer, y)) for y, _ in ticks], colours.line, 1.5),
            texts_at(
                [x + side * 0.05] * len(ticks),
                [y for y, _ in ticks],
                [plain(text) for _, text in ticks],
                position,
                colours.muted,
                colours.paper,
            ),
        ]
    headings = [
        {
            "x": x,
            "y": 1,
            "yref": "paper",
            "yanchor": "bottom",
            "yshift": 8,
            "showarrow": False,
            "text": "<br>".join([*lines_of(words(f"chart.fagan.{key}"), 16), *bold([value])]),
        }
        for x, key, value in zip((0, 0.5, 1), ("before", "ratio", "after"), values, strict=True)
    ]
    return figure_of(
        traces,
        FAGAN_HEIGHT,
        dark,
        x={"range": [-0.36, 1.36]},
        y={"range": [-reach, reach]},
        top=4 * LINE,  # Two lines of heading, and below them the three values in bold.
        bottom=12,
        annotations=headings,
    )


def _fagan_values(pretest: float, ratio: float, words: Words) -> tuple[str, str, str]:
    return (
        frequency_text(pretest, words),
        words("chart.fagan.times", ratio=ratio_text(ratio)),
        frequency_text(posttest(pretest, ratio), words),
    )


def fagan_sentence(cause: str, pretest: float, ratio: float, words: Words) -> str:
    """How likely before, what the answers say, how likely after."""
    return words(
        "chart.fagan.sentence",
        cause=cause,
        before=frequency_text(pretest, words),
        ratio=ratio_text(ratio),
        strength=fit_words(weight_of(ratio), words),
        after=frequency_text(posttest(pretest, ratio), words),
    )


def fagan_table(cause: str, pretest: float, ratio: float, words: Words) -> Table:
    """The three points of the line, as numbers and in words."""
    after = posttest(pretest, ratio)
    header = tuple(words(f"chart.fagan.column.{name}") for name in ("step", "number", "words"))
    return header, (
        (
            words("chart.fagan.before_cause", cause=cause),
            percent_text(pretest, words),
            frequency_text(pretest, words),
        ),
        (words("chart.fagan.ratio"), ratio_text(ratio), fit_words(weight_of(ratio), words)),
        (
            words("chart.fagan.after_cause", cause=cause),
            percent_text(after, words),
            frequency_text(after, words),
        ),
    )
