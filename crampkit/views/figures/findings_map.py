"""All causes and all findings: what each says, when present, about each; as a map, a sentence and a table."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from crampkit.catalogue import KINDS, Catalogue
from crampkit.reasoning import Answers, evidence_band, question_weights
from crampkit.views.kit.answers import answer_text, mapped_causes
from crampkit.views.kit.labels import fit_words
from crampkit.views.kit.numbers import bits_text
from crampkit.views.kit.plot import (
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
from crampkit.views.kit.tables import Table
from crampkit.words import Words

SIGNS = ("0", "(+)", "+", "++", "+++")


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


def map_sentence(catalogue: Catalogue, answers: Answers, words: Words) -> str:
    """How large the map is, its strongest pair on either side, and what was answered."""
    pairs = [
        (weight, finding_id, cause_id)
        for finding_id in catalogue.findings
        for cause_id, weight in weights_when_present(catalogue, finding_id).items()
    ]
    sentences = [
        words(
            "chart.map.size",
            findings=len(catalogue.findings),
            causes=len(mapped_causes(catalogue)),
            pairs=len(pairs),
        )
    ]
    for side, key in ((1, "for"), (-1, "against")):
        on_side = [pair for pair in pairs if pair[0] * side > 0]
        if on_side:
            weight, finding_id, cause_id = max(on_side, key=lambda pair: pair[0] * side)
            sentences.append(
                words(
                    f"chart.map.strongest_{key}",
                    finding=catalogue.findings[finding_id].label,
                    cause=catalogue.causes[cause_id].short_label,
                    strength=fit_words(weight, words),
                )
            )
    answered = sum(finding_id in catalogue.findings for finding_id in answers)
    sentences.append(words.plural("chart.map.answered", answered))
    return " ".join(sentences)


def map_table(catalogue: Catalogue, answers: Answers, words: Words) -> Table:
    """For each finding what it says, when present, about each cause; in words."""
    causes = mapped_causes(catalogue)
    header = (
        words("chart.map.column.finding"),
        *(catalogue.causes[cause_id].short_label for cause_id in causes),
    )
    rows = []
    for finding_id in catalogue.findings:
        weights = weights_when_present(catalogue, finding_id)
        cells = (
            fit_words(weights[cause_id], words)
            if cause_id in weights
            else words("chart.map.not_listed")
            for cause_id in causes
        )
        rows.append((finding_words(catalogue, finding_id, answers, words), *cells))
    return header, tuple(rows)


def finding_words(catalogue: Catalogue, finding_id: str, answers: Answers, words: Words) -> str:
    """The finding, with the answer where it was asked."""
    if finding_id not in answers:
        return catalogue.findings[finding_id].label
    return answer_text(catalogue, (finding_id,), answers[finding_id], words)


def weights_when_present(catalogue: Catalogue, finding_id: str) -> dict[str, float]:
    """What a present finding weighs, in bits, for each cause that lists it.

    >>> from crampkit.toy import toy_catalogue
    >>> weights_when_present(toy_catalogue(), "noon")
    {'sun': 2.0, 'moon': -1.0}
    """
    return dict(question_weights(catalogue, (finding_id,), True))


def band_level(weight: float) -> int:
    """The band of a weight as a step from −4 (strong against) over 0 (nothing) to 4 (strong for).

    >>> [band_level(weight) for weight in (4.0, 1.0, 0.01, -2.5)]
    [4, 2, 0, -3]
    """
    step = ("nothing", "barely", "small", "moderate", "strong").index(evidence_band(weight))
    return step if weight > 0 else -step
