"""Plots as plain data that plotly's script draws: what all of them are made of.

Every plot fits a width of 390 pixels, so labels stand above what they name and never beside it.
What colour says, a sign, a pattern or a place says too.
"""

from __future__ import annotations

import textwrap
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, TypedDict

from crampkit.views.kit.markup import escape

Trace = dict[str, Any]
"""One thing that is drawn, by plotly's names for its parts."""


class Figure(TypedDict):
    """A chart as JSON values alone, so that any host can draw it, and a page without Python too."""

    data: list[Trace]
    layout: dict[str, Any]


CONFIG: Mapping[str, object] = {"displayModeBar": False, "responsive": True}
"""How a figure is to be shown: no buttons, as wide as there is room."""


FONT = "'Atkinson Hyperlegible Next', system-ui, 'Segoe UI', Roboto, 'Liberation Sans', Arial, sans-serif"


FONT_SIZE = 13


LINE = 17
"""Height in pixels of a line of text."""


LABEL_WIDTH = 44
"""Letters that fit in a line at 390 pixels."""


@dataclass(frozen=True)
class Ink:
    """Colours that follow the theme: the style sheets' own, written here for what plotly draws."""

    paper: str
    text: str
    muted: str
    line: str
    empty: str
    supports: str
    against: str
    """Petrol and clay: told apart in every common kind of colour blindness."""


LIGHT = Ink(
    paper="#fdf8f1",
    text="#2a1c2c",
    muted="#55455a",
    line="#85717c",
    empty="#f5ebde",
    supports="#0b4f5c",
    against="#7f350a",
)


DARK = Ink(
    paper="#1b141d",
    text="#f6efe8",
    muted="#d3c6cf",
    line="#a694a3",
    empty="#352a38",
    supports="#8ad6de",
    against="#f6b48a",
)


def ink(dark: bool) -> Ink:
    return DARK if dark else LIGHT


def side_colour(weight: float, colours: Ink) -> str:
    return colours.supports if weight > 0 else colours.against


def blend(colour: str, paper: str, share: float) -> str:
    """So much of a colour on the paper.

    >>> blend("#000000", "#ffffff", 0.2)
    '#cccccc'
    """
    mixed = (
        round(share * int(colour[i : i + 2], 16) + (1 - share) * int(paper[i : i + 2], 16))
        for i in (1, 3, 5)
    )
    return "#" + "".join(f"{part:02x}" for part in mixed)


def plain(text: str) -> str:
    """Text that plotly shows as it stands: neither its own tags nor a formula between dollars."""
    return escape(text, quote=False).replace("$", "&#36;")


def lines_of(text: str, width: int = LABEL_WIDTH) -> list[str]:
    """Text broken into lines of at most so many letters, each safe to show."""
    return [plain(line) for line in textwrap.wrap(text, width, break_on_hyphens=False)]


def bold(lines: Iterable[str]) -> list[str]:
    return [f"<b>{line}</b>" for line in lines]


def figure_of(
    traces: list[Trace],
    height: float,
    dark: bool,
    *,
    x: Mapping[str, Any],
    y: Mapping[str, Any],
    top: int = 8,
    bottom: int = 8,
    annotations: list[dict[str, Any]] | None = None,
    shapes: list[dict[str, Any]] | None = None,
) -> Figure:
    """A figure that grows with the page in width alone and cannot be dragged or zoomed.

    `x` and `y` say what is particular about its axes, which are not seen otherwise.
    """
    colours = ink(dark)
    axis = {
        "visible": False,
        "fixedrange": True,  # A finger on the chart must scroll the page.
        "zeroline": False,
        "showgrid": False,
    }
    return {
        "data": traces,
        "layout": {
            "template": {},  # Nothing that is not said here.
            "autosize": True,
            "height": round(height + top + bottom),
            "margin": {"l": 8, "r": 8, "t": top, "b": bottom, "pad": 0},
            "paper_bgcolor": "rgba(0,0,0,0)",
            "plot_bgcolor": "rgba(0,0,0,0)",
            "font": {
                "family": FONT,
                "size": FONT_SIZE,
                "color": colours.text,
            },
            "hoverlabel": {
                "bgcolor": colours.paper,
                "bordercolor": colours.line,
                "font": {"size": FONT_SIZE, "color": colours.text},
                "align": "left",
            },
            "showlegend": False,
            "dragmode": False,
            "hovermode": "closest",
            "barmode": "overlay",
            "bargap": 0,
            "xaxis": {**axis, **x},
            "yaxis": {**axis, **y},
            "annotations": annotations or [],
            "shapes": shapes or [],
        },
    }


def texts_at(
    x: Iterable[float],
    y: Iterable[float],
    text: Iterable[str],
    position: str | list[str],
    colour: str | list[str],
    halo: str | None = None,
) -> Trace:
    """Texts at places; a halo in the colour of the paper keeps them readable on top of a line."""
    shadow = ", ".join([f"0 0 3px {halo}"] * 4) if halo else "none"
    return {
        "type": "scatter",
        "x": list(x),
        "y": list(y),
        "text": list(text),
        "mode": "text",
        "textposition": position,
        "textfont": {"size": FONT_SIZE, "color": colour, "shadow": shadow},
        "cliponaxis": False,
        "hoverinfo": "skip",
    }


def strokes(
    pairs: Iterable[tuple[tuple[float, float], tuple[float, float]]], colour: str, width: float = 1
) -> Trace:
    """Many separate lines as one trace, each from a point to a point."""
    x: list[float | None] = []
    y: list[float | None] = []
    for (x0, y0), (x1, y1) in pairs:
        x += [x0, x1, None]
        y += [y0, y1, None]
    return {
        "type": "scatter",
        "x": x,
        "y": y,
        "mode": "lines",
        "line": {"color": colour, "width": width},
        "hoverinfo": "skip",
    }


def stacked(heights: Iterable[float]) -> list[float]:
    """Where each of these begins when they stand below one another, and where the last ends."""
    ends = [0.0]
    for height in heights:
        ends.append(ends[-1] + height)
    return ends
