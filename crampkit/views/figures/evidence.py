"""The evidence for one cause: a bar for each answer, in a sentence, and as a table."""

from __future__ import annotations

from collections.abc import Sequence

from crampkit.catalogue import Catalogue
from crampkit.reasoning import Contribution
from crampkit.reasoning.odds import weight_of
from crampkit.reasoning.weighing import BANDS, total_counted
from crampkit.views.kit.answers import EvidenceRow, evidence_rows
from crampkit.views.kit.labels import fit_words
from crampkit.views.kit.numbers import bits_text
from crampkit.views.kit.plot import (
    FONT_SIZE,
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
    side_colour,
    stacked,
    strokes,
    texts_at,
)
from crampkit.views.kit.tables import Table
from crampkit.words import Words

EDGES = {band: weight_of(ratio) for ratio, band in reversed(BANDS)}
"""Lower edges of the bands, in bits."""


BAR = 18


GAP = 18


NARROWEST_REACH = 3.9
"""Bits to either side of zero that are always shown, so that 'strong' is in view."""


def evidence_figure(
    catalogue: Catalogue,
    cause_id: str,
    contributions: Sequence[Contribution],
    words: Words,
    dark: bool = False,
) -> Figure:
    """One bar for each answer: to the right it speaks for the cause, to the left against it.

    The solid part counts. The striped part is discounted, because a stronger answer says it already.
    """
    colours = ink(dark)
    if not contributions:
        cause = catalogue.causes[cause_id].short_label
        lines = lines_of(words("chart.evidence.none", cause=cause))
        said = texts_at([0], [0], ["<br>".join(lines)], "middle right", colours.text)
        return figure_of([said], LINE * len(lines), dark, x={"range": [0, 1]}, y={"range": [1, -1]})

    rows = evidence_rows(catalogue, contributions, words)
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


def evidence_sentence(
    catalogue: Catalogue, cause_id: str, contributions: Sequence[Contribution], words: Words
) -> str:
    """The strongest answer on either side, what repeats, and what all of it comes to."""
    cause = catalogue.causes[cause_id].short_label
    if not contributions:
        return words("chart.evidence.none", cause=cause)
    rows = evidence_rows(catalogue, contributions, words)
    sentences = [words.plural("chart.evidence.count", len(rows), cause=cause)]
    for side, key in ((1, "for"), (-1, "against")):
        strongest = next((row for row in rows if row.weight * side > 0), None)
        if strongest:
            sentences.append(
                words(
                    f"chart.evidence.strongest_{key}",
                    answer=strongest.answer,
                    strength=strongest.strength,
                )
            )
    repeats = sum(bool(row.discount) for row in rows)
    if repeats:
        sentences.append(words.plural("chart.evidence.repeats", repeats))
    together = fit_words(total_counted(contributions), words)
    sentences.append(words("chart.evidence.together", strength=together))
    return " ".join(sentences)


def evidence_table(
    catalogue: Catalogue, contributions: Sequence[Contribution], words: Words
) -> Table:
    """Each answer with its strength, what was discounted, and what the numbers rest on."""
    columns = ("answer", "strength", "discount", "weight", "counted", "basis", "sources")
    header = tuple(words(f"chart.evidence.column.{name}") for name in columns)
    return header, tuple(
        (
            row.answer,
            row.strength,
            row.discount or words("chart.counts_all"),
            bits_text(row.weight),
            bits_text(row.counted),
            row.basis,
            ", ".join(row.source_ids),
        )
        for row in evidence_rows(catalogue, contributions, words)
    )
