"""What happens in the body, one figure a lesson: a picture, a sentence and a table of the same numbers.

They are light SVG and HTML, there at once; numbers and statements come from measurements.csv,
accuracy.csv and local.csv, and what was not read is never drawn.
"""

from __future__ import annotations

import math
from collections.abc import Iterable

from crampkit.catalogue import (
    DRAWN,
    PERIODS,
    Catalogue,
    Measurement,
    needs,
)
from crampkit.languages import joined
from crampkit.views.kit.bars import lane, mark, piece
from crampkit.views.kit.controls import radios
from crampkit.views.kit.figure import figure
from crampkit.views.kit.labels import period_label
from crampkit.views.kit.markup import Html, join, tag
from crampkit.views.kit.numbers import HUNDRED, number_text
from crampkit.views.kit.sources import sources
from crampkit.views.kit.tables import Table
from crampkit.words import Words

# ------------------------------------------------------------------------------ what all share


def measured(catalogue: Catalogue, name: str) -> tuple[Measurement, ...]:
    """The rows of one figure that were read at their source: no other is drawn or said."""
    return tuple(row for row in catalogue.measurements.values() if row.figure == name and row.read)


def of_series(rows: Iterable[Measurement], *series: str) -> tuple[Measurement, ...]:
    return tuple(row for row in rows if row.series in series)


def period_choice(periods: Iterable[str], words: Words) -> Html:
    """When: before, in each trimester, after the birth, as far as the figure goes."""
    options = [(one, period_label(one, words)) for one in periods]
    return radios("period", words("figure.when"), options)


def measurement_table(rows: Iterable[Measurement], words: Words) -> Table:
    """Every number and statement of a figure, with how well it is shown and by whom."""
    header = ("what", "when", "told", "strength", "sources", "studied")
    return (
        tuple(words(f"figure.column.{name}") for name in header),
        tuple(
            (
                _what(row, words),
                words.listed(_when(row, words)),
                _told(row, words),
                "" if row.strength == "none" else words(f"lesson.strength.{row.strength}"),
                words.listed(row.source_ids),
                row.note,
            )
            for row in rows
        ),
    )


def _what(row: Measurement, words: Words) -> str:
    return words(f"figure.part.{row.series}") if row.series.startswith(DRAWN) else row.label


def _told(row: Measurement, words: Words) -> str:
    """The number, the word for a step of a drawing, or the statement of a row without a number."""
    if row.series.startswith(DRAWN):
        return row.label
    if (row.value, row.low) == (None, None):
        return row.says
    number = number_text(row, words)
    if row.spread is None:
        return number
    return words("figure.with_spread", number=number, spread=f"{row.spread:g}")


def _when(row: Measurement, words: Words) -> list[str]:
    when = [period_label(row.period, words)] if row.period else []
    return when + ([words(f"figure.position.{row.position}")] if row.position else [])


def cautions(rows: Iterable[Measurement], words: Words) -> Html:
    """What the picture does not show, each statement with how well it is supported."""
    items = [tag("li", row.says, " ", strength_of(row, words)) for row in rows]
    if not items:
        return Html()
    return join([tag("h4", words("figure.cautions")), tag("ul", *items, class_="cautions")])


def strength_of(row: Measurement, words: Words) -> Html:
    if row.strength == "none":
        return Html()  # Nothing is claimed that could be supported.
    strength = words(f"lesson.strength.{row.strength}")
    return tag("span", words("figure.strength", strength=strength), class_="basis")


def figure_sources(catalogue: Catalogue, rows: Iterable[Measurement], words: Words) -> Html:
    return sources(catalogue, dict.fromkeys(s for row in rows for s in row.source_ids), words)


def bar(
    row: Measurement,
    largest: float,
    words: Words,
    *,
    label: str | None = None,
    ghost: float | None = None,
) -> Html:
    """One number as a bar with its words: a range is striped, a thin line is the spread.

    `ghost` is a number to compare with, drawn as a dashed line.
    """
    pieces: list[Html] = []
    if row.value is not None:
        pieces.append(piece("bar", 0, row.value, largest))
    elif row.low is not None and row.high is not None:
        pieces += [
            piece("bar", 0, row.low, largest),
            piece("bar range", row.low, row.high, largest),
        ]
    if row.value is not None and row.spread is not None:
        pieces.append(piece("spread", row.value - row.spread, row.value + row.spread, largest))
    if ghost is not None:
        pieces.append(mark("ghost", ghost, of=largest))
    return lane(label or row.label, *pieces, said=number_text(row, words))


def scale_end(rows: Iterable[Measurement], step: float) -> float:
    """The end of a scale: beyond every bar, range and spread, at a whole step."""
    ends = [
        end
        for row in rows
        for end in (row.high, row.value and row.value + (row.spread or 0))
        if end is not None
    ]
    return math.ceil(max(ends, default=step) / step) * step


# ------------------------------------------------------------------------------ calcium in and out

BALANCE = "calcium_balance"
BALANCE_PERIODS = PERIODS[:4]


def calcium_balance(catalogue: Catalogue, period: str, words: Words) -> Html:
    """What she takes up from food and what the baby takes up, in one part of pregnancy."""
    rows = measured(catalogue, BALANCE)
    now = {row.series: row for row in rows if row.period == period}
    per_hundred, per_day = of_series(rows, "absorbed"), of_series(rows, "extra", "uptake")
    before = next((r.value for r in per_hundred if r.period == BALANCE_PERIODS[0]), None)
    picture = [
        bar(now[name], largest, words, ghost=before if name == "absorbed" else None)
        for name, largest in (
            ("absorbed", float(HUNDRED)),
            ("extra", scale_end(per_day, 50)),
            ("uptake", scale_end(per_day, 50)),
        )
        if name in now
    ]
    return figure(
        BALANCE,
        [*picture, tag("p", words("figure.calcium_balance.key"), class_="note")],
        calcium_balance_sentence(catalogue, period),
        measurement_table(rows, words),
        words,
        controls=[period_choice(BALANCE_PERIODS, words)],
        below=[
            tag(
                "p",
                joined(
                    " ",
                    (
                        words(
                            "figure.strength_of",
                            what=row.label,
                            strength=words(f"lesson.strength.{row.strength}"),
                        )
                        for row in now.values()
                        if row.strength != "none"
                    ),
                ),
                class_="basis",
            ),
            cautions(of_series(rows, "caution"), words),
            figure_sources(catalogue, rows, words),
        ],
    )


def calcium_balance_sentence(catalogue: Catalogue, period: str) -> str:
    """What the rows of one part of pregnancy say, she first and then the baby."""
    now = {row.series: row for row in measured(catalogue, BALANCE) if row.period == period}
    return joined(" ", (now[name].says for name in ("absorbed", "extra", "uptake") if name in now))


# ------------------------------------------------------------------------------ the great vein

VEIN = "vein_pressure"
VEIN_PERIODS, VEIN_POSITIONS = needs.VEIN_PERIODS, needs.VEIN_POSITIONS


def vein_pressure(catalogue: Catalogue, period: str, position: str, words: Words) -> Html:
    """The womb on the great vein, drawn; below it what was measured, and what was not."""
    rows = measured(catalogue, VEIN)
    vein, leg = (drawn_step(rows, name, period, position) for name in needs.VEIN_STEPS)
    measured_rows = of_series(rows, "great_vein", "thigh_vein")
    said = words("figure.vein_pressure.state", vein=vein.label, leg=leg.label)
    drawing = tag(
        "div",
        tag("p", words("figure.vein_pressure.drawing"), class_="drawing-note"),
        tag(
            "div",
            _womb(period, position, int(vein.value or 0), said, words),
            _leg(int(leg.value or 0), leg.label, words),
            class_="drawings",
        ),
    )
    return figure(
        VEIN,
        [drawing],
        joined(" ", [said, vein.says]),
        measurement_table(rows, words),
        words,
        controls=[
            period_choice(VEIN_PERIODS, words),
            radios(
                "position",
                words("figure.vein_pressure.position"),
                [(one, words(f"figure.position.{one}")) for one in VEIN_POSITIONS],
            ),
        ],
        below=[
            tag("p", strength_of(vein, words)),
            tag("h4", words("figure.vein_pressure.measured")),
            *(
                tag(
                    "div",
                    tag("p", words(f"figure.measured.{series}"), class_="note"),
                    *(bar(row, scale_end(own, 1), words) for row in own),
                    class_="measures",
                )
                for series in ("great_vein", "thigh_vein")
                if (own := of_series(measured_rows, series))
            ),
            tag("p", words("figure.spread"), class_="note"),
            cautions(of_series(rows, "caution"), words),
            figure_sources(catalogue, rows, words),
        ],
    )


def drawn_step(rows: Iterable[Measurement], series: str, period: str, position: str) -> Measurement:
    """How a part is drawn, as a step from 1 to 3 with its word; each has one, says the check."""
    return next(
        row
        for row in of_series(rows, series)
        if (row.period, row.position) == (period, position) and row.value in (1, 2, 3)
    )


# Half width and half height of the great vein, by its step: pressed flat, it is wider than high.
_VEIN = {1: (19, 2), 2: (16, 7), 3: (12, 12)}
_WOMB = {"trimester_1": 20, "trimester_2": 42, "trimester_3": 58}


def _womb(period: str, position: str, step: int, said: str, words: Words) -> Html:
    """A cut through her at the waist, seen from her feet: spine, artery, great vein, womb."""
    size = _WOMB[period]
    wide, high = _VEIN[step]
    if position == "left_side":
        # She has turned on her left side: what lay behind is now at the left of the picture.
        body, spine, artery, vein = (162, 108, 100, 96), (84, 108), (114, 142), (114, 78)
        wide, high = high, wide
        womb = (138 + size, 118)
    else:
        body, spine, artery, vein = (150, 108, 118, 84), (150, 176), (184, 154), (116, 154)
        lying = {"trimester_1": 120, "trimester_2": 154 - high - size + 4}
        gap = 26 if position == "standing" else 0
        womb = (146, lying.get(period, 154 - high - size + 6) - gap)
    bed = tag("path", d="M14 204H286", class_="bed") if position != "standing" else Html()
    return tag(
        "svg",
        bed,
        tag("ellipse", cx=body[0], cy=body[1], rx=body[2], ry=body[3], class_="body"),
        tag("circle", cx=spine[0], cy=spine[1], r=15, class_="bone"),
        tag("circle", cx=artery[0], cy=artery[1], r=9, class_="artery"),
        tag("ellipse", cx=vein[0], cy=vein[1], rx=wide, ry=high, class_="vein"),
        tag("circle", cx=womb[0], cy=womb[1], r=size, class_="womb"),
        # A small womb has no room for its name.
        _label(
            womb[0],
            womb[1] + (5 if size > 30 else -size - 6),
            words("figure.vein_pressure.womb"),
            "middle",
        ),
        *_pointed(vein, (14, 20), words("figure.vein_pressure.vein"), "start"),
        *_pointed(spine, (14, 226), words("figure.vein_pressure.spine"), "start"),
        *_pointed(artery, (286, 226), words("figure.vein_pressure.artery"), "end"),
        viewBox="0 0 300 236",
        role="img",
        aria_label=words(
            "figure.vein_pressure.alt",
            period=period_label(period, words),
            position=words(f"figure.position.{position}"),
            said=said,
        ),
    )


def _leg(step: int, label: str, words: Words) -> Html:
    """A leg and the vein in it, as thick as it is full."""
    text = words("figure.vein_pressure.leg", leg=label)
    vein = "M62 10C60 60 66 90 60 128S58 180 58 196"
    return tag(
        "svg",
        tag(
            "path",
            d="M24 6C22 60 34 86 34 112C26 140 40 168 44 200L30 214H92V202"
            "C82 196 78 180 82 156C92 128 84 112 86 92C92 60 96 34 96 6Z",
            class_="body",
        ),
        tag("path", d=vein, class_="vein-line", stroke_width=3 * step),
        _label(60, 232, text, "middle"),
        viewBox="0 0 120 236",
        role="img",
        aria_label=text,
        class_="leg",
    )


def _label(x: float, y: float, text: str, anchor: str) -> Html:
    return tag("text", text, x=f"{x:g}", y=f"{y:g}", text_anchor=anchor)


def _pointed(
    at: tuple[float, float], label_at: tuple[float, float], text: str, anchor: str
) -> tuple[Html, Html]:
    """A name with a line to what it names."""
    x, y = label_at
    from_y = y + 6 if y < at[1] else y - 14
    from_x = x + 14 if anchor == "start" else x - 14
    line = tag("path", d=f"M{from_x:g} {from_y:g}L{at[0]:g} {at[1]:g}", class_="pointer")
    return line, _label(x, y, text, anchor)
