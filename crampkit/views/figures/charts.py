"""The charts, as plain data that plotly's script draws: values and words in, a figure out.

Every chart fits a width of 390 pixels, so labels stand above what they name and never beside it.
What colour says, a sign, a pattern or a place says too. `tables` has the same content in words.
"""

from __future__ import annotations

import math
import textwrap
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypedDict

from crampkit.catalogue import KINDS, Catalogue
from crampkit.reasoning import Answers, Push
from crampkit.views.explorer.answers import EvidenceRow, evidence_rows
from crampkit.views.explorer.ranking import fit_words
from crampkit.views.figures.tables import (
    WOMEN,
    Counted,
    band_level,
    bits_text,
    frequency_text,
    mapped_causes,
    percent_text,
    posttest,
    ratio_text,
    weights_when_present,
)
from crampkit.views.kit.markup import escape
from crampkit.words import Words

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
EDGES = {"small": math.log2(2), "moderate": math.log2(5), "strong": math.log2(10)}
"""Lower edges of the bands, in bits."""
SIGNS = ("0", "(+)", "+", "++", "+++")


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


# ------------------------------------------------------------------------------ evidence for one cause

BAR = 18
GAP = 18
NARROWEST_REACH = 3.9
"""Bits to either side of zero that are always shown, so that 'strong' is in view."""


def evidence_figure(
    catalogue: Catalogue,
    cause_id: str,
    pushes: Sequence[Push],
    words: Words,
    dark: bool = False,
) -> Figure:
    """One bar for each answer: to the right it speaks for the cause, to the left against it.

    The solid part counts. The striped part is discounted, because a stronger answer says it already.
    """
    colours = ink(dark)
    if not pushes:
        cause = catalogue.causes[cause_id].short_label
        lines = lines_of(words("chart.evidence.none", cause=cause))
        said = texts_at([0], [0], ["<br>".join(lines)], "middle right", colours.text)
        return figure_of([said], LINE * len(lines), dark, x={"range": [0, 1]}, y={"range": [1, -1]})

    rows = evidence_rows(catalogue, pushes, words)
    labels = [_evidence_label(row) for row in rows]
    tops = stacked([len(label) * LINE + BAR + GAP for label in labels])
    notes = lines_of(words("chart.evidence.striped")) if any(r.discount for r in rows) else []
    height = tops[-1] + LINE * len(notes)
    bars = [top + len(label) * LINE + BAR / 2 + 4 for top, label in zip(tops, labels, strict=False)]
    reach = max(NARROWEST_REACH, *(abs(row.weight) * 1.04 for row in rows))
    edges = [0.0, *EDGES.values(), *(-edge for edge in EDGES.values())]

    traces = [
        strokes(
            [((e, y - BAR / 2 - 3), (e, y + BAR / 2 + 3)) for y in bars for e in edges if e],
            blend(colours.line, colours.paper, 0.6),
        ),
        _evidence_bars(rows, bars, words, colours),
        _discounted_bars(rows, bars, words, colours),
        strokes(
            [((0, y - BAR / 2 - 4), (0, y + BAR / 2 + 4)) for y in bars], colours.text, width=2
        ),
        texts_at(
            [-reach] * len(rows),
            tops[:-1],
            ["<br>".join(label) for label in labels],
            "bottom right",
            colours.text,
        ),
    ]
    if notes:
        traces.append(
            texts_at([-reach], [tops[-1]], ["<br>".join(notes)], "bottom right", colours.muted)
        )
    return figure_of(
        traces,
        height + GAP / 2,
        dark,
        x={
            "range": [-reach, reach],
            "visible": True,
            "side": "top",
            "showline": False,
            "tickmode": "array",
            "tickvals": edges,
            "ticktext": [_edge_text(edge, words) for edge in edges],
            "tickangle": 0,
            "ticks": "",
            "tickfont": {"color": colours.muted, "size": FONT_SIZE},
        },
        y={"range": [height, -GAP / 2]},
        top=3 * LINE + 12,
        annotations=[
            {
                "x": x,
                "y": 1,
                "xref": "paper",
                "yref": "paper",
                "xanchor": anchor,
                "yanchor": "bottom",
                "yshift": 2 * LINE + 8,
                "text": f"<b>{plain(words(f'chart.axis.{key}'))}</b>",
                "showarrow": False,
            }
            for x, anchor, key in ((0, "left", "against"), (1, "right", "for"))
        ],
    )


def stacked(heights: Iterable[float]) -> list[float]:
    """Where each of these begins when they stand below one another, and where the last ends."""
    ends = [0.0]
    for height in heights:
        ends.append(ends[-1] + height)
    return ends


def _evidence_label(row: EvidenceRow) -> list[str]:
    said = f"{row.strength}; {row.discount}" if row.discount else row.strength
    return bold(lines_of(row.answer)) + lines_of(said)


def _edge_text(edge: float, words: Words) -> str:
    """The band that begins here. Every second one stands lower, so that they never meet."""
    band = next((band for band, lower in EDGES.items() if lower == abs(edge)), "nothing")
    text = plain(words(f"chart.axis.{band}"))
    return text if band in ("moderate", "nothing") else f"{text}<br> "


def _evidence_bars(
    rows: Sequence[EvidenceRow], y: Sequence[float], words: Words, colours: Ink
) -> Trace:
    return {
        "type": "bar",
        "x": [row.counted for row in rows],
        "y": list(y),
        "width": [BAR] * len(rows),
        "orientation": "h",
        "name": "counts",
        "marker": {
            "color": [side_colour(row.weight, colours) for row in rows],
            "line": {"width": 0},
        },
        "hovertext": [_evidence_hover(row, words) for row in rows],
        "hoverinfo": "text",
    }


def _discounted_bars(
    rows: Sequence[EvidenceRow], y: Sequence[float], words: Words, colours: Ink
) -> Trace:
    repeats = [(row, at) for row, at in zip(rows, y, strict=True) if row.discount]
    sides = [side_colour(row.weight, colours) for row, _ in repeats]
    return {
        "type": "bar",
        "base": [row.counted for row, _ in repeats],
        "x": [row.weight - row.counted for row, _ in repeats],
        "y": [at for _, at in repeats],
        "width": [BAR] * len(repeats),
        "orientation": "h",
        "name": "discounted",
        "marker": {
            "color": sides,
            "line": {"width": 1.5, "color": sides},
            # "replace": the stripes take the bar's colour and nothing lies between them.
            "pattern": {"shape": "/", "fillmode": "replace", "size": 7, "solidity": 0.25},
        },
        "hovertext": [_evidence_hover(row, words) for row, _ in repeats],
        "hoverinfo": "text",
    }


def _evidence_hover(row: EvidenceRow, words: Words) -> str:
    numbers = words(
        "chart.evidence.hover", weight=bits_text(row.weight), counted=bits_text(row.counted)
    )
    return "<br>".join([*_evidence_label(row), plain(numbers)])


# ------------------------------------------------------------------------------ all causes x findings

ANSWERED = "►"
MAP_LABEL_WIDTH = 27
"""Letters in a line where half the width is left for the cells."""


@dataclass(frozen=True)
class _Strip:
    """One finding of the map: its label at the left, a cell for each cause at the right."""

    finding_id: str
    label: list[str]
    top: float
    bottom: float

    @property
    def middle(self) -> float:
        return (self.top + self.bottom) / 2


@dataclass(frozen=True)
class _Section:
    """The findings of one kind, below a heading and the names of the causes."""

    kind: str
    foot: float
    strips: list[_Strip]


def map_figure(catalogue: Catalogue, answers: Answers, words: Words, dark: bool = False) -> Figure:
    """For every finding what it says about every cause when it is present.

    Blue and plus speak for, brown and minus against; a pair that is not listed is an empty place with
    a dot. Findings that were answered are framed and marked.
    """
    colours = ink(dark)
    causes = mapped_causes(catalogue)
    names = [lines_of(catalogue.causes[cause_id].short_label, 14) for cause_id in causes]
    longest = max((len(line) for name in names for line in name), default=0)
    key = lines_of(words("chart.map.key", mark=ANSWERED))
    sections, height = _map_sections(
        catalogue, answers, words, head=7.5 * longest + 8, top=LINE * len(key)
    )
    strips = [strip for section in sections for strip in section.strips]
    weights = {s.finding_id: weights_when_present(catalogue, s.finding_id) for s in strips}
    right = len(causes) - 0.5
    left = -0.5 - 1.1 * max(len(causes), 1)

    labels = [("<br>".join(strip.label), strip.middle) for strip in strips]
    traces = [
        # On a wide page the eye needs a line from the label to its cells.
        strokes([((left, strip.bottom), (right, strip.bottom)) for strip in strips], colours.empty),
        _map_cells(catalogue, causes, strips, weights, words, dark),
        _map_signs(causes, strips, weights, colours),
        _map_dots(catalogue, causes, strips, weights, words, colours),
        texts_at(
            [left] * len(labels),
            [middle for _, middle in labels],
            [label for label, _ in labels],
            "middle right",
            colours.text,
        ),
        texts_at([left], [0], ["<br>".join(key)], "bottom right", colours.muted),
        texts_at(
            [left] * len(sections),
            [section.foot for section in sections],
            [f"<b>{plain(words(f'kind.{section.kind}'))}</b>" for section in sections],
            "top right",
            colours.text,
        ),
    ]
    heads = [
        {
            "x": column,
            "y": section.foot,
            "text": "<br>".join(name),
            "textangle": -90,
            "align": "left",
            "xanchor": "center",
            "yanchor": "bottom",
            "yshift": 4,
            "showarrow": False,
        }
        for section in sections
        for column, name in enumerate(names)
    ]
    frames = [
        {
            "type": "rect",
            "x0": -0.5,
            "x1": right,
            "y0": strip.top,
            "y1": strip.bottom,
            "line": {"color": colours.text, "width": 2},
        }
        for strip in strips
        if strip.finding_id in answers
    ]
    return figure_of(
        traces,
        height,
        dark,
        x={"range": [left, right + 0.03]},
        y={"range": [height, 0]},
        annotations=heads,
        shapes=frames,
    )


def _map_sections(
    catalogue: Catalogue, answers: Answers, words: Words, head: float, top: float
) -> tuple[list[_Section], float]:
    """Where everything stands, from the top down, and how high it all is."""
    sections = []
    for kind in KINDS:
        ids = [f for f, finding in catalogue.findings.items() if finding.kind == kind]
        if not ids:
            continue
        foot = top = top + head + LINE
        strips = []
        for finding_id in ids:
            label = _map_label(catalogue, finding_id, answers, words)
            strips.append(_Strip(finding_id, label, top, top + LINE * len(label) + 9))
            top = strips[-1].bottom
        sections.append(_Section(kind, foot, strips))
    return sections, top


def _map_label(catalogue: Catalogue, finding_id: str, answers: Answers, words: Words) -> list[str]:
    lines = lines_of(catalogue.findings[finding_id].label, MAP_LABEL_WIDTH)
    if finding_id in answers:
        answer = words("answer.yes" if answers[finding_id] else "answer.no")
        lines += bold([f"{ANSWERED} {plain(answer)}"])
    return lines


def level_colours(dark: bool) -> list[str]:
    """Nine colours, from strong against over nothing to strong for, paler towards the middle."""
    colours = ink(dark)
    strengths = (0.14, 0.28, 0.45, 1.0)
    against = [blend(colours.against, colours.paper, share) for share in reversed(strengths)]
    supports = [blend(colours.supports, colours.paper, share) for share in strengths]
    return [*against, colours.empty, *supports]


def _map_cells(
    catalogue: Catalogue,
    causes: Sequence[str],
    strips: Sequence[_Strip],
    weights: Mapping[str, Mapping[str, float]],
    words: Words,
    dark: bool,
) -> Trace:
    edges: list[float] = []
    levels: list[list[int | None]] = []
    hovers: list[list[str]] = []
    for strip in strips:
        if edges and edges[-1] < strip.top:  # The heading of a section is a row of nothing.
            levels.append([None] * len(causes))
            hovers.append([""] * len(causes))
            edges.append(strip.top)
        edges += [strip.bottom] if edges else [strip.top, strip.bottom]
        listed = weights[strip.finding_id]
        levels.append([band_level(listed[c]) if c in listed else None for c in causes])
        hovers.append(
            [
                _map_hover(catalogue, strip.finding_id, c, listed[c], words) if c in listed else ""
                for c in causes
            ]
        )
    colours = level_colours(dark)
    steps = [
        [edge / len(colours), colour]
        for index, colour in enumerate(colours)
        for edge in (index, index + 1)
    ]
    return {
        "type": "heatmap",
        "x": [column - 0.5 for column in range(len(causes) + 1)],
        "y": edges,
        "z": levels,
        "zmin": -4.5,
        "zmax": 4.5,
        "colorscale": steps,
        "showscale": False,
        "xgap": 3,
        "ygap": 4,
        "hovertext": hovers,
        "hoverinfo": "text",
        "hoverongaps": False,
    }


def _map_hover(
    catalogue: Catalogue, finding_id: str, cause_id: str, weight: float | None, words: Words
) -> str:
    known = {
        "finding": catalogue.findings[finding_id].label,
        "cause": catalogue.causes[cause_id].short_label,
    }
    if weight is None:
        return "<br>".join(lines_of(words("chart.map.hover_not_listed", **known)))
    said = words(
        "chart.map.hover", **known, strength=fit_words(weight, words), weight=bits_text(weight)
    )
    return "<br>".join(lines_of(said))


def _map_signs(
    causes: Sequence[str],
    strips: Sequence[_Strip],
    weights: Mapping[str, Mapping[str, float]],
    colours: Ink,
) -> Trace:
    """Plus and minus signs on the cells, so that colour is not needed."""
    placed = [
        (column, strip.middle, band_level(weights[strip.finding_id][cause_id]))
        for strip in strips
        for column, cause_id in enumerate(causes)
        if cause_id in weights[strip.finding_id]
    ]
    return texts_at(
        [column for column, _, _ in placed],
        [y for _, y, _ in placed],
        [sign_text(level) for _, _, level in placed],
        "middle center",
        [colours.paper if abs(level) == 4 else colours.text for _, _, level in placed],
    )


def sign_text(level: int) -> str:
    """The band of a weight in plus or minus signs.

    >>> [sign_text(level) for level in (4, 1, 0, -2)]
    ['+++', '(+)', '0', '−']
    """
    return SIGNS[abs(level)] if level >= 0 else SIGNS[-level].replace("+", "−")


def _map_dots(
    catalogue: Catalogue,
    causes: Sequence[str],
    strips: Sequence[_Strip],
    weights: Mapping[str, Mapping[str, float]],
    words: Words,
    colours: Ink,
) -> Trace:
    """The pairs that are not listed."""
    empty = [
        (column, strip, cause_id)
        for strip in strips
        for column, cause_id in enumerate(causes)
        if cause_id not in weights[strip.finding_id]
    ]
    return {
        "type": "scatter",
        "x": [column for column, _, _ in empty],
        "y": [strip.middle for _, strip, _ in empty],
        "mode": "markers",
        "name": "not listed",
        "marker": {"size": 4, "color": colours.line},
        "hovertext": [
            _map_hover(catalogue, strip.finding_id, cause_id, None, words)
            for _, strip, cause_id in empty
        ],
        "hoverinfo": "text",
    }


# ------------------------------------------------------------------------------ the Fagan nomogram

SHARES = (0.0001, 0.001, 0.01, 0.05, 0.2, 0.5, 0.8, 0.95, 0.99, 0.999, 0.9999)
RATIOS = (0.0001, 0.001, 0.01, 0.1, 1, 10, 100, 1000, 10000)
FAGAN_HEIGHT = 440


def log_odds(share: float) -> float:
    """Odds as a power of ten: even odds are 0.

    >>> round(log_odds(10 / 11), 9)
    1.0
    """
    return math.log10(share / (1 - share))


def fagan_figure(pretest: float, ratio: float, words: Words, dark: bool = False) -> Figure:
    """Fagan's nomogram: a straight line from before, through the likelihood ratio, to after.

    Left, the odds before run downwards; right, the odds after run upwards; the ratio's axis stands
    half-way at half their scale. So a straight line adds the logarithms, which is Bayes' rule.
    """
    colours = ink(dark)
    after = posttest(pretest, ratio)
    left, middle, right = -log_odds(pretest), math.log10(ratio) / 2, log_odds(after)
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
            "line": {"color": side_colour(math.log(ratio), colours), "width": 3},
            "marker": {"size": 11, "symbol": ["circle", "diamond", "square"]},
            "hovertext": values,
            "hoverinfo": "text",
            "cliponaxis": False,
        },
    ]
    shares = [(log_odds(share), percent_text(share, words)) for share in SHARES]
    ratios = [(math.log10(value) / 2, ratio_text(value)) for value in RATIOS]
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


# ------------------------------------------------------------------------------ women counted

SIDE = math.isqrt(WOMEN)
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
    with_cause = women.with_both + women.cause_only
    frame = _staircase(*divmod(with_cause, SIDE))
    traces: list[Trace] = [
        {
            "type": "heatmap",
            "z": [kind_of_each[start : start + SIDE] for start in range(0, WOMEN, SIDE)],
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
