"""The trials as forest plots: a mark for what was found, a line for its 95 % interval."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from crampkit.views.figures.charts import (
    LINE,
    Figure,
    Ink,
    Trace,
    blend,
    bold,
    figure_of,
    ink,
    lines_of,
    plain,
    strokes,
    texts_at,
)
from crampkit.views.figures.trials import (
    ForestPanel,
    Result,
    against_text,
    certainty_text,
    effect_text,
    favours_text,
    measure,
    panel_title,
    sides,
    women_text,
)
from crampkit.words import Words

LANE = 26
"""Height of the strip in which one interval is drawn."""
GAP = 12
CAP = 6
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


def scale_of(panel: ForestPanel, panels: Sequence[ForestPanel]) -> Scale:
    """All ratios of a figure share an axis; a difference has the unit of its own panel."""
    together = panels if panel.effect_type == "RR" else (panel,)
    numbers = [
        end
        for one in together
        if one.effect_type == panel.effect_type
        for result in one.results
        for end in (result.low, result.high)
    ]
    return (ratio_scale if panel.effect_type == "RR" else difference_scale)(numbers)


def forest_figure(panels: Sequence[ForestPanel], words: Words, dark: bool = False) -> Figure:
    """One panel below the other, each with its own two sides in words; no sum and no diamond of all.

    A full square was compared with a placebo, an open diamond was not.
    """
    colours = ink(dark)
    pen = _Pen(words, colours)
    for panel in panels:
        pen.draw(panel, scale_of(panel, panels))
    key = lines_of(words("forest.key"))
    height = pen.y + LINE * len(key)
    said = texts_at([0], [pen.y], ["<br>".join(key)], "bottom right", colours.muted)
    return figure_of(
        [*pen.traces, said], height, dark, x={"range": [-0.015, 1.015]}, y={"range": [height, 0]}
    )


class _Pen:
    """Draws panels from the top down; `y` is how far it has come, in pixels."""

    def __init__(self, words: Words, colours: Ink) -> None:
        self.words = words
        self.colours = colours
        self.y = 0.0
        self.traces: list[Trace] = []

    def draw(self, panel: ForestPanel, scale: Scale) -> None:
        self._write(
            bold(lines_of(panel_title(panel, self.words)))
            + lines_of(self.words(f"forest.axis.{measure(panel.effect_type)}"))
        )
        self._sides(panel)
        self._ticks(scale)
        for result in panel.results:
            self._write(_label(result, self.words))
            self._lane(result, scale)
        self.y += GAP

    def _write(self, lines: Sequence[str]) -> None:
        self.traces.append(
            texts_at([0], [self.y], ["<br>".join(lines)], "bottom right", self.colours.text)
        )
        self.y += LINE * len(lines) + 4

    def _sides(self, panel: ForestPanel) -> None:
        left, right = sides(panel, self.words)
        for x, text, position in ((0, left, "bottom right"), (1, right, "bottom left")):
            trace = texts_at([x], [self.y], bold([plain(text)]), position, self.colours.text)
            self.traces.append(trace)
        self.y += LINE + 2

    def _ticks(self, scale: Scale) -> None:
        places = [scale.place(tick) for tick in scale.ticks]
        # The first and the last must not leave the page.
        positions = ["bottom right", *["bottom center"] * (len(places) - 2), "bottom left"]
        self.traces.append(
            texts_at(
                places,
                [self.y] * len(places),
                [f"{tick:g}".replace("-", "−") for tick in scale.ticks],
                positions,
                self.colours.muted,
            )
        )
        self.y += LINE
        self.traces.append(
            strokes([((place, self.y), (place, self.y + 5)) for place in places], self.colours.line)
        )
        self.traces.append(strokes([((0, self.y), (1, self.y))], self.colours.line))
        self.y += GAP

    def _lane(self, result: Result, scale: Scale) -> None:
        middle, low, high = self.y + LANE / 2, scale.place(result.low), scale.place(result.high)
        nought = scale.place(result.no_difference)
        faint = blend(self.colours.line, self.colours.paper, 0.6)
        self.traces += [
            strokes(
                [((at, self.y), (at, self.y + LANE)) for at in map(scale.place, scale.ticks)], faint
            ),
            strokes([((nought, self.y - 2), (nought, self.y + LANE + 2))], self.colours.text, 2),
            self._interval(result, (low, high), middle),
            self._mark(result, scale.place(result.effect), middle),
        ]
        self.y += LANE + GAP

    def _colour(self, result: Result) -> str:
        return {"treatment": self.colours.supports, "control": self.colours.against}.get(
            result.favours, self.colours.muted
        )

    def _interval(self, result: Result, ends: tuple[float, float], y: float) -> Trace:
        pairs = [((ends[0], y), (ends[1], y))]
        pairs += [((end, y - CAP), (end, y + CAP)) for end in ends]
        return {**strokes(pairs, self._colour(result), 3), "name": "interval"}

    def _mark(self, result: Result, x: float, y: float) -> Trace:
        full = result.against_placebo
        return {
            "type": "scatter",
            "x": [x],
            "y": [y],
            "mode": "markers",
            "name": "result",
            "marker": {
                "symbol": "square" if full else "diamond",
                "size": 13 if full else 15,
                "color": self._colour(result) if full else self.colours.paper,
                "line": {"color": self._colour(result), "width": 2.5},
            },
            "hovertext": ["<br>".join(_label(result, self.words))],
            "hoverinfo": "text",
            "cliponaxis": False,
        }


def _label(result: Result, words: Words) -> list[str]:
    """Who, against what, how many, what was found, and how sure the reviewers are."""
    trial = result.trial
    found = words(
        "forest.found", effect=effect_text(trial, words), favours=favours_text(result, words)
    )
    return [
        *bold(lines_of(trial.label)),
        *lines_of(against_text(trial, words)),
        *lines_of(women_text(trial, words)),
        *lines_of(found),
        *lines_of(certainty_text(trial, words)),
    ]
