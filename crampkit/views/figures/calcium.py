"""Total and adjusted calcium on one line, and where the calcium in the blood is."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from crampkit.catalogue import PERIODS, Catalogue, Measurement
from crampkit.languages import joined
from crampkit.reasoning.calcium import Calcium, calcium_of, verdict
from crampkit.views.figures.figures import (
    cautions,
    figure_sources,
    measured,
    of_series,
    period_choice,
)
from crampkit.views.kit.bars import ends, lane, mark, piece
from crampkit.views.kit.controls import slider, sliders
from crampkit.views.kit.figure import figure
from crampkit.views.kit.labels import period_label
from crampkit.views.kit.markup import Html, button, join, tag
from crampkit.views.kit.place import typed_ranges
from crampkit.views.kit.sources import sources
from crampkit.views.kit.tables import Table
from crampkit.words import Words

ADJUSTED = "adjusted_calcium"
CALCIUM_PERIODS = PERIODS[:4]

LOW = {
    "figure.adjusted_calcium.alarm": "low_calcium_result",
    "figure.adjusted_calcium.alone": "low_calcium_cramps",
}
SEVERE = {"figure.adjusted_calcium.whatever": "calcium_severe"}
"""Which danger sign says what to do: by the sentence above it, with a low and with a severe result."""


def adjusted_calcium(
    catalogue: Catalogue, total: float, albumin: float, period: str, words: Words
) -> Html:
    """Total and adjusted calcium on one line, and where the calcium in her blood is."""
    found = calcium_of(catalogue, total, albumin, period)
    rows = measured(catalogue, "calcium_parts")
    starts = {row.measurement_id: row for row in of_series(rows, "drawn_start")}
    low, high = (starts["start_total"].low or 0.0), (starts["start_total"].high or 0.0)
    lanes = [
        _lane("total", found.total, found.total_range, (low, high), "●", words),
        _lane("adjusted", found.adjusted, found.adjusted_range, (low, high), "◆", words),
    ]
    return figure(
        ADJUSTED,
        [*lanes, ends(*(words.number(_mmol(end)) for end in (low, high)))],
        adjusted_sentence(found, period, words),
        adjusted_table(found, rows, period, words),
        words,
        controls=[
            sliders(
                _calcium_slider(starts["start_total"], f"{total:.2f}", 0.01, words),
                _calcium_slider(starts["start_albumin"], f"{albumin:g}", 1, words),
            ),
            period_choice(CALCIUM_PERIODS, words),
            button(words("figure.back"), "back"),
        ],
        below=[
            _alarm(catalogue, found, words),
            typed_ranges(catalogue, words),
            tag("h4", words("figure.adjusted_calcium.parts_title")),
            _parts(found, rows, high, words),
            tag("p", parts_sentence(found, rows, words), class_="sentence"),
            cautions(of_series(rows, "caution"), words),
            figure_sources(catalogue, of_series(rows, "part", "caution"), words),
        ],
    )


def _calcium_slider(row: Measurement, said: str, step: float, words: Words) -> Html:
    name = row.measurement_id.removeprefix("start_")
    shown = words("figure.number", number=said, unit=row.unit)
    return slider(name, row.label, shown, row.low or 0.0, row.high or 0.0, step)


def _lane(
    name: str,
    number: float,
    limits: tuple[float, float] | None,
    reach: tuple[float, float],
    sign: str,
    words: Words,
) -> Html:
    """One result on the number line: its mark, and its range as a framed, striped band."""

    def place(at: float) -> float:
        return (at - reach[0]) / (reach[1] - reach[0])

    pieces = []
    if limits:
        pieces.append(piece("normal", place(limits[0]), place(limits[1])))
    told = words(f"figure.verdict.{verdict(number, limits)}", range=_range_text(limits, words))
    return lane(
        words(f"figure.result.{name}"),
        *pieces,
        mark("mark", place(number), sign),
        said=join([tag("strong", words.number(_mmol(number))), " ", told]),
        kind="line",
    )


def _mmol(number: float) -> str:
    return f"{number:.2f}"


def _range_text(limits: tuple[float, float] | None, words: Words) -> str:
    if limits is None:
        return words("ask_your_unit")
    return words("figure.range", low=_mmol(limits[0]), high=_mmol(limits[1]))


def adjusted_sentence(found: Calcium, period: str, words: Words) -> str:
    """Both results with their verdicts, how one comes from the other, and what it means."""
    parts = [
        words(
            "figure.adjusted_calcium.sentence",
            total=_mmol(found.total),
            total_verdict=words(
                f"figure.verdict.{found.total_verdict}", range=_range_text(found.total_range, words)
            ),
            period=period_label(period, words),
            albumin=f"{found.albumin:g}",
            per_gram=f"{found.per_gram:g}",
            standard=f"{found.standard_albumin:g}",
            adjusted=_mmol(found.adjusted),
            adjusted_verdict=words(
                f"figure.verdict.{found.adjusted_verdict}",
                range=_range_text(found.adjusted_range, words),
            ),
        ),
        words(f"figure.means.{found.conclusion}"),
    ]
    if found.severe is not None and found.is_severe:
        parts.append(words("figure.adjusted_calcium.severe", severe=_mmol(found.severe)))
    return joined(" ", parts)


def _alarm(catalogue: Catalogue, found: Calcium, words: Words) -> Html:
    """Below range: how fast and what to do, by what she feels, as red_flags.csv says it."""
    if found.adjusted_verdict != "below":
        return Html()
    signs = SEVERE if found.is_severe else LOW
    told = [
        part
        for key, flag_id in signs.items()
        if (flag := catalogue.flags.get(flag_id))
        for part in (
            tag("h4", words(key)),
            tag("p", tag("strong", flag.urgency), ". ", flag.action),
            sources(catalogue, flag.source_ids, words),
        )
    ]
    return tag("div", *told, class_="refer-when")


def shares_in_100(rows: Iterable[Measurement]) -> dict[str, float]:
    """How the calcium is shared at the standard albumin, as measurements.csv has it."""
    return {
        row.measurement_id.removeprefix("part_"): row.value or 0.0
        for row in of_series(rows, "part")
    }


def _parts(found: Calcium, rows: Sequence[Measurement], largest: float, words: Words) -> Html:
    """Two stacked bars: her blood now, and the same blood with the standard albumin."""
    labels = {
        row.measurement_id.removeprefix("part_"): row.label for row in of_series(rows, "part")
    }
    stacks = []
    for key, one in (("now", found), ("standard", found.at_standard_albumin)):
        start = 0.0
        pieces = []
        for name, amount in one.parts(shares_in_100(rows)).items():
            pieces.append(piece(f"part {name}", start, start + amount, largest))
            start += amount
        stacks.append(
            lane(
                words(f"figure.albumin.{key}", albumin=f"{one.albumin:g}"),
                *pieces,
                said=words.number(_mmol(one.total)),
                kind="stack",
            )
        )
    amounts = found.parts(shares_in_100(rows))
    key = tag(
        "ul",
        *(
            tag(
                "li",
                tag("span", class_=f"swatch part {name}", aria_hidden="true"),
                words("figure.adjusted_calcium.part", part=label, amount=_mmol(amounts[name])),
            )
            for name, label in labels.items()
        ),
        class_="key",
    )
    return tag("div", *stacks, key, class_="measures")


def parts_sentence(found: Calcium, rows: Sequence[Measurement], words: Words) -> str:
    """How much is free, and that albumin changes only what is held."""
    now = found.parts(shares_in_100(rows))
    then = found.at_standard_albumin.parts(shares_in_100(rows))
    return words(
        "figure.adjusted_calcium.parts",
        free=_mmol(now["free"]),
        bound=_mmol(now["bound"]),
        standard=f"{found.standard_albumin:g}",
        bound_then=_mmol(then["bound"]),
        free_then=_mmol(then["free"]),
    )


def adjusted_table(found: Calcium, rows: Sequence[Measurement], period: str, words: Words) -> Table:
    """Both results against their ranges, and the parts."""
    header = ("what", "number", "range", "verdict")
    amounts = found.parts(shares_in_100(rows))
    return (
        tuple(words(f"figure.column.{name}") for name in header),
        (
            *(
                (
                    label,
                    _mmol(number),
                    _range_text(limits, words),
                    words(f"figure.is.{verdict(number, limits)}"),
                )
                for label, number, limits in (
                    (
                        words.listed([words("figure.result.total"), period_label(period, words)]),
                        found.total,
                        found.total_range,
                    ),
                    (
                        words("figure.result.adjusted"),
                        found.adjusted,
                        found.adjusted_range,
                    ),
                )
            ),
            *(
                (row.label, _mmol(amounts[row.measurement_id.removeprefix("part_")]), "", "")
                for row in of_series(rows, "part")
            ),
        ),
    )


def start_of(catalogue: Catalogue) -> Mapping[str, Measurement]:
    """Where the calcium sliders begin and end: `total` and `albumin`."""
    rows = of_series(measured(catalogue, "calcium_parts"), "drawn_start")
    return {row.measurement_id.removeprefix("start_"): row for row in rows}
