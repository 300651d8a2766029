"""What happens in the body, one figure a lesson: a picture, a sentence and a table of the same numbers.

They are light SVG and HTML, there at once; numbers and statements come from measurements.csv,
accuracy.csv and local.csv, and what was not read is never drawn.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from crampkit.catalogue import (
    DRAWN,
    PERIODS,
    SOMETHING_ELSE,
    Accuracy,
    Catalogue,
    CatalogueError,
    Feature,
    Measurement,
    Problem,
)
from crampkit.views.markup import Html, button, choice, join, more, question, tag
from crampkit.views.ranking import fit_words
from crampkit.views.tables import Table, ratio_text
from crampkit.views.why import sources, table
from crampkit.words import Words

HUNDRED = 100


# ------------------------------------------------------------------------------ what all share


def figure(
    name: str,
    picture: Sequence[str],
    sentence: str,
    twin: Table,
    words: Words,
    *,
    controls: Sequence[str] = (),
    below: Sequence[str] = (),
) -> Html:
    """A picture with its controls above it, then the sentence, what to bear in mind, and the table."""
    caption = words(f"figure.{name}.caption")
    header, rows = twin
    return tag(
        "section",
        tag("h3", words(f"figure.{name}.title")),
        *controls,
        tag("div", *picture, class_="picture"),
        tag("p", sentence, class_="sentence", role="status"),
        *below,
        more(words("chart.as_table"), table(caption, header, rows), data_key="twin"),
        class_=f"figure {name.replace('_', '-')}",
    )


def measured(catalogue: Catalogue, name: str) -> tuple[Measurement, ...]:
    """The rows of one figure that were read at their source: no other is drawn or said."""
    return tuple(row for row in catalogue.measurements.values() if row.figure == name and row.read)


def of_series(rows: Iterable[Measurement], *series: str) -> tuple[Measurement, ...]:
    return tuple(row for row in rows if row.series in series)


def number_text(row: Measurement, words: Words) -> str:
    """The number of a row with its unit, its range, or that there is none.

    >>> words = Words({"figure.number": "{number} {unit}", "figure.range": "{low} to {high}",
    ...     "figure.no_number": "no figure"})
    >>> row = Measurement("", "", "", "", "", "", None, None, 2.0, 3.0, "mg", "", "", (), True)
    >>> number_text(row, words)
    '2 to 3 mg'
    """
    if row.value is not None:
        number = f"{row.value:g}"
    elif row.low is not None and row.high is not None:
        number = words("figure.range", low=f"{row.low:g}", high=f"{row.high:g}")
    else:
        return words("figure.no_number")
    return words("figure.number", number=number, unit=row.unit)


def period_label(period: str, words: Words) -> str:
    return words(f"figure.period.{period}")


def measurement_table(rows: Iterable[Measurement], words: Words) -> Table:
    """Every number and statement of a figure, with how well it is shown and by whom."""
    header = ("what", "when", "told", "strength", "sources", "studied")
    return (
        tuple(words(f"figure.column.{name}") for name in header),
        tuple(
            (
                _what(row, words),
                ", ".join(_when(row, words)),
                _told(row, words),
                words(f"lesson.strength.{row.strength}"),
                ", ".join(row.source_ids),
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
    return row.says if (row.value, row.low) == (None, None) else number_text(row, words)


def _when(row: Measurement, words: Words) -> list[str]:
    when = [period_label(row.period, words)] if row.period else []
    return when + ([words(f"figure.position.{row.position}")] if row.position else [])


def cautions(rows: Iterable[Measurement], words: Words) -> Html:
    """What the picture does not show, each statement with how well it is supported."""
    items = [tag("li", row.says, " ", _strength(row, words)) for row in rows]
    if not items:
        return Html()
    return join([tag("h4", words("figure.cautions")), tag("ul", *items, class_="cautions")])


def _strength(row: Measurement, words: Words) -> Html:
    if row.strength == "none":
        return Html()  # Nothing is claimed that could be supported.
    strength = words(f"lesson.strength.{row.strength}")
    return tag("span", words("figure.strength", strength=strength), class_="basis")


def _sources(catalogue: Catalogue, rows: Iterable[Measurement], words: Words) -> Html:
    return sources(catalogue, dict.fromkeys(s for row in rows for s in row.source_ids), words)


def _radios(name: str, legend: str, options: Iterable[tuple[str, str]]) -> Html:
    return question(
        legend,
        tag(
            "div",
            *(choice("radio", name, value, label) for value, label in options),
            class_="choices",
        ),
    )


def _slider(name: str, label: str, said: str, low: float, high: float, step: float) -> Html:
    return tag(
        "label",
        tag("span", label),
        tag("input", type="range", name=name, min=low, max=high, step=step, aria_valuetext=said),
        tag("output", said),
        class_="slider",
    )


def _bar(
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
        pieces.append(_piece("bar", 0, row.value, largest))
    elif row.low is not None and row.high is not None:
        pieces += [
            _piece("bar", 0, row.low, largest),
            _piece("bar range", row.low, row.high, largest),
        ]
    if row.value is not None and row.spread is not None:
        pieces.append(_piece("spread", row.value - row.spread, row.value + row.spread, largest))
    if ghost is not None:
        pieces.append(_piece("ghost", ghost, ghost, largest))
    return tag(
        "div",
        tag("span", label or row.label, class_="name"),
        tag("span", *pieces, class_="track", aria_hidden="true"),
        tag("span", number_text(row, words), class_="said"),
        class_="measure",
    )


def _piece(kind: str, start: float, end: float, largest: float) -> Html:
    start, end = (min(max(number / largest, 0.0), 1.0) for number in (start, end))
    return tag(
        "span", class_=kind, style=f"left:{100 * start:.1f}%;width:{100 * (end - start):.1f}%"
    )


def _largest(rows: Iterable[Measurement], step: float) -> float:
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
        _bar(now[name], largest, words, ghost=before if name == "absorbed" else None)
        for name, largest in (
            ("absorbed", float(HUNDRED)),
            ("extra", _largest(per_day, 50)),
            ("uptake", _largest(per_day, 50)),
        )
        if name in now
    ]
    return figure(
        BALANCE,
        [*picture, tag("p", words("figure.calcium_balance.key"), class_="note")],
        calcium_balance_sentence(catalogue, period),
        measurement_table(rows, words),
        words,
        controls=[
            _radios(
                "period",
                words("figure.when"),
                [(one, period_label(one, words)) for one in BALANCE_PERIODS],
            )
        ],
        below=[
            tag(
                "p",
                " ".join(
                    words(
                        "figure.strength_of",
                        what=row.label,
                        strength=words(f"lesson.strength.{row.strength}"),
                    )
                    for row in now.values()
                    if row.strength != "none"
                ),
                class_="basis",
            ),
            cautions(of_series(rows, "caution"), words),
            _sources(catalogue, rows, words),
        ],
    )


def calcium_balance_sentence(catalogue: Catalogue, period: str) -> str:
    """What the rows of one part of pregnancy say, she first and then the baby."""
    now = {row.series: row for row in measured(catalogue, BALANCE) if row.period == period}
    return " ".join(now[name].says for name in ("absorbed", "extra", "uptake") if name in now)


# ------------------------------------------------------------------------------ the great vein

VEIN = "vein_pressure"
VEIN_PERIODS = PERIODS[1:4]
VEIN_POSITIONS = ("flat", "left_side", "standing")


def vein_pressure(catalogue: Catalogue, period: str, position: str, words: Words) -> Html:
    """The womb on the great vein, drawn; below it what was measured, and what was not."""
    rows = measured(catalogue, VEIN)
    vein, leg = (drawn_step(rows, name, period, position) for name in ("drawn_vein", "drawn_leg"))
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
        f"{said} {vein.says}",
        measurement_table(rows, words),
        words,
        controls=[
            _radios(
                "period",
                words("figure.when"),
                [(one, period_label(one, words)) for one in VEIN_PERIODS],
            ),
            _radios(
                "position",
                words("figure.vein_pressure.position"),
                [(one, words(f"figure.position.{one}")) for one in VEIN_POSITIONS],
            ),
        ],
        below=[
            tag("p", _strength(vein, words)),
            tag("h4", words("figure.vein_pressure.measured")),
            *(
                tag(
                    "div",
                    tag("p", words(f"figure.measured.{series}"), class_="note"),
                    *(_bar(row, _largest(own, 1), words) for row in own),
                    class_="measures",
                )
                for series in ("great_vein", "thigh_vein")
                if (own := of_series(measured_rows, series))
            ),
            tag("p", words("figure.spread"), class_="note"),
            cautions(of_series(rows, "caution"), words),
            _sources(catalogue, rows, words),
        ],
    )


def drawn_step(rows: Iterable[Measurement], series: str, period: str, position: str) -> Measurement:
    """How a part is drawn, as a step from 1 to 3 with its word. Raises where the table has no step."""
    for row in of_series(rows, series):
        if (row.period, row.position) == (period, position) and row.value in (1, 2, 3):
            return row
    raise CatalogueError(
        [
            Problem(
                "measurements.csv",
                0,
                "value",
                f"no row of '{series}' for {period}, {position} with a step of 1, 2 or 3; add one",
            )
        ]
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


# ------------------------------------------------------------------------------ adjusted calcium

ADJUSTED = "adjusted_calcium"
CALCIUM_PERIODS = PERIODS[:4]


@dataclass(frozen=True)
class Calcium:
    """One woman's two results, against the ranges of local.csv; amounts in mmol/L, albumin in g/L."""

    total: float
    albumin: float
    per_gram: float
    standard_albumin: float
    total_range: tuple[float, float] | None
    adjusted_range: tuple[float, float] | None
    severe: float | None

    @property
    def adjusted(self) -> float:
        """What total calcium would be at the standard albumin, with two decimals as laboratories print.

        >>> Calcium(1.98, 28, 0.02, 40, None, None, None).adjusted
        2.22
        """
        return round(self.total + self.per_gram * (self.standard_albumin - self.albumin), 2)

    @property
    def total_verdict(self) -> str:
        return verdict(self.total, self.total_range)

    @property
    def adjusted_verdict(self) -> str:
        return verdict(self.adjusted, self.adjusted_range)


def verdict(number: float, limits: tuple[float, float] | None) -> str:
    """Below, within or above a range, whose ends belong to it; unknown without one.

    >>> [verdict(number, (2.2, 2.6)) for number in (2.19, 2.2, 2.6, 2.61)], verdict(2, None)
    (['below', 'within', 'within', 'above'], 'unknown')
    """
    if limits is None:
        return "unknown"
    if number < limits[0]:
        return "below"
    return "above" if number > limits[1] else "within"


def calcium_of(catalogue: Catalogue, total: float, albumin: float, period: str) -> Calcium:
    """Two results with the ranges of the place. Raises where the formula's numbers are missing."""
    constants = {
        key: _local_number(catalogue, key)
        for key in ("calcium_adjustment_per_gram", "calcium_adjustment_albumin")
    }
    missing = [key for key, number in constants.items() if number is None]
    if missing:
        raise CatalogueError(
            Problem("local.csv", 0, "value", f"'{key}' needs a number such as 0.02")
            for key in missing
        )
    per_gram, standard = (number or 0.0 for number in constants.values())
    return Calcium(
        total,
        albumin,
        per_gram,
        standard,
        local_range(catalogue, f"calcium_total_{period}"),
        local_range(catalogue, "calcium_adjusted"),
        _local_number(catalogue, "calcium_adjusted_severe"),
    )


def local_range(catalogue: Catalogue, key: str) -> tuple[float, float] | None:
    """A range of local.csv such as 2.20-2.65, or None where it is blank or not a range."""
    entry = catalogue.local.get(key)
    ends = re.fullmatch(r"(\d+[.,]?\d*)\s*[-–]\s*(\d+[.,]?\d*)", entry.value if entry else "")
    return (_decimal(ends[1]), _decimal(ends[2])) if ends else None


def _local_number(catalogue: Catalogue, key: str) -> float | None:
    entry = catalogue.local.get(key)
    if entry is None or not re.fullmatch(r"\d+[.,]?\d*", entry.value):
        return None
    return _decimal(entry.value)


def _decimal(text: str) -> float:
    return float(text.replace(",", "."))


def adjusted_calcium(
    catalogue: Catalogue, total: float, albumin: float, period: str, words: Words
) -> Html:
    """Total and adjusted calcium on one line, and where the calcium in her blood is."""
    found = calcium_of(catalogue, total, albumin, period)
    rows = measured(catalogue, "calcium_parts")
    ends = {row.measurement_id: row for row in of_series(rows, "drawn_start")}
    low, high = (ends["start_total"].low or 0.0), (ends["start_total"].high or 0.0)
    lanes = [
        _lane("total", found.total, found.total_range, (low, high), "●", words),
        _lane("adjusted", found.adjusted, found.adjusted_range, (low, high), "◆", words),
    ]
    scale = tag(
        "div",
        tag("span"),
        tag("span", tag("span", _mmol(low)), tag("span", _mmol(high)), class_="ends"),
        class_="measure scale",
        aria_hidden="true",
    )
    return figure(
        ADJUSTED,
        [*lanes, scale],
        adjusted_sentence(found, period, words),
        adjusted_table(found, rows, period, words),
        words,
        controls=[
            tag(
                "div",
                _calcium_slider(ends["start_total"], f"{total:.2f}", 0.01, words),
                _calcium_slider(ends["start_albumin"], f"{albumin:g}", 1, words),
                class_="sliders",
            ),
            _radios(
                "period",
                words("figure.when"),
                [(one, period_label(one, words)) for one in CALCIUM_PERIODS],
            ),
            button(words("figure.back"), "back"),
        ],
        below=[
            _alarm(catalogue, found, words),
            tag("h4", words("figure.adjusted_calcium.parts_title")),
            _parts(found, rows, high, words),
            tag("p", parts_sentence(found, rows, words), class_="sentence"),
            cautions(of_series(rows, "caution"), words),
            _sources(catalogue, of_series(rows, "part", "caution"), words),
        ],
    )


def _calcium_slider(row: Measurement, said: str, step: float, words: Words) -> Html:
    name = row.measurement_id.removeprefix("start_")
    shown = words("figure.number", number=said, unit=row.unit)
    return _slider(name, row.label, shown, row.low or 0.0, row.high or 0.0, step)


def _lane(
    name: str,
    number: float,
    limits: tuple[float, float] | None,
    ends: tuple[float, float],
    mark: str,
    words: Words,
) -> Html:
    """One result on the number line: its mark, and its range as a framed, striped band."""

    def place(at: float) -> float:
        return 100 * min(max((at - ends[0]) / (ends[1] - ends[0]), 0.0), 1.0)

    pieces = []
    if limits:
        start, end = place(limits[0]), place(limits[1])
        pieces.append(
            tag("span", class_="normal", style=f"left:{start:.1f}%;width:{end - start:.1f}%")
        )
    pieces.append(tag("span", mark, class_="mark", style=f"left:{place(number):.1f}%"))
    return tag(
        "div",
        tag("span", words(f"figure.result.{name}"), class_="name"),
        tag("span", *pieces, class_="track line", aria_hidden="true"),
        tag(
            "span",
            tag("strong", _mmol(number)),
            " ",
            words(f"figure.verdict.{verdict(number, limits)}", range=_range_text(limits, words)),
            class_="said",
        ),
        class_="measure",
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
        words(f"figure.means.{_conclusion(found)}"),
    ]
    if found.severe is not None and found.adjusted < found.severe:
        parts.append(words("figure.adjusted_calcium.severe", severe=_mmol(found.severe)))
    return " ".join(parts)


def _conclusion(found: Calcium) -> str:
    if found.adjusted_verdict == "within" and found.total_verdict == "below":
        return "only_albumin"
    return found.adjusted_verdict


def _alarm(catalogue: Catalogue, found: Calcium, words: Words) -> Html:
    """Below range: what to do, as the danger sign in red_flags.csv says it."""
    if found.adjusted_verdict != "below":
        return Html()
    flag = catalogue.flags.get("low_calcium_result")
    told: list[Html] = []
    if flag:
        told.append(tag("p", tag("strong", flag.urgency), ". ", flag.action))
        told.append(sources(catalogue, flag.source_ids, words))
    return tag(
        "div",
        tag("h4", words("figure.adjusted_calcium.alarm")),
        *told,
        class_="refer-when",
    )


def calcium_parts(found: Calcium, rows: Iterable[Measurement]) -> dict[str, float]:
    """Where the calcium is, in mmol/L: free, bound to protein, in small salts.

    Worked out: the shares of measurements.csv hold at the standard albumin, and albumin changes the
    bound part alone, by as much as the formula for adjusted calcium says.
    """
    share = {
        row.measurement_id.removeprefix("part_"): (row.value or 0.0) / HUNDRED
        for row in of_series(rows, "part")
    }
    parts = {name: found.adjusted * part for name, part in share.items()}
    parts["bound"] = max(parts["bound"] + found.total - found.adjusted, 0.0)
    return parts


def _parts(found: Calcium, rows: Sequence[Measurement], largest: float, words: Words) -> Html:
    """Two stacked bars: her blood now, and the same blood with the standard albumin."""
    standard = _with_standard_albumin(found)
    labels = {
        row.measurement_id.removeprefix("part_"): row.label for row in of_series(rows, "part")
    }
    stacks = []
    for key, one in (("now", found), ("standard", standard)):
        start = 0.0
        pieces = []
        for name, amount in calcium_parts(one, rows).items():
            pieces.append(_piece(f"part {name}", start, start + amount, largest))
            start += amount
        stacks.append(
            tag(
                "div",
                tag(
                    "span",
                    words(f"figure.albumin.{key}", albumin=f"{one.albumin:g}"),
                    class_="name",
                ),
                tag("span", *pieces, class_="track stack", aria_hidden="true"),
                tag("span", _mmol(one.total), class_="said"),
                class_="measure",
            )
        )
    amounts = calcium_parts(found, rows)
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


def _with_standard_albumin(found: Calcium) -> Calcium:
    return Calcium(
        found.adjusted,
        found.standard_albumin,
        found.per_gram,
        found.standard_albumin,
        None,
        found.adjusted_range,
        found.severe,
    )


def parts_sentence(found: Calcium, rows: Sequence[Measurement], words: Words) -> str:
    """How much is free, and that albumin changes only what is held."""
    now = calcium_parts(found, rows)
    then = calcium_parts(_with_standard_albumin(found), rows)
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
    amounts = calcium_parts(found, rows)
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
                        f"{words('figure.result.total')}, {period_label(period, words)}",
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


# ------------------------------------------------------------------------------ what seeing says

SEEING = "what_seeing_says"
LEAST_COMMON, MOST_COMMON = 5, 95
SHOWN_BACKGROUNDS = (5, 20, 40, 60, 80, 95)
"""Women in 100, at which the table shows what seeing it would say."""


def commonest_finding(catalogue: Catalogue, cause_id: str) -> Feature:
    """The finding that most women with this cause have; the first of equals. Raises without any."""
    own = [feature for feature in catalogue.features.values() if feature.cause_id == cause_id]
    if not own:
        raise CatalogueError(
            [Problem("cause_features.csv", 0, "cause_id", f"'{cause_id}' has no finding; add one")]
        )
    return max(own, key=lambda feature: feature.probability)


def what_seeing_says(catalogue: Catalogue, cause_id: str, background: int, words: Words) -> Html:
    """How the commonest finding of a cause loses its force as it becomes common in everyone.

    `background` is how many of 100 women with something else have it.
    """
    feature = commonest_finding(catalogue, cause_id)
    finding = catalogue.findings[feature.finding_id]
    own, cause = set_background(catalogue, cause_id), catalogue.causes[cause_id].short_label
    with_cause = round(HUNDRED * feature.probability)
    said = words("figure.in_100", count=background)
    return figure(
        SEEING,
        [
            tag(
                "div",
                *(
                    hundred(words("figure.women_with", cause=label), _seen(count, words))
                    for label, count in (
                        (cause, with_cause),
                        (catalogue.causes[SOMETHING_ELSE].label, background),
                    )
                ),
                class_="hundreds",
            )
        ],
        seeing_sentence(catalogue, cause_id, background, words),
        seeing_table(catalogue, cause_id, background, words),
        words,
        controls=[
            tag("p", words("figure.what_seeing_says.finding", finding=finding.label)),
            tag(
                "div",
                _slider(
                    "background",
                    words("figure.what_seeing_says.background"),
                    said,
                    LEAST_COMMON,
                    MOST_COMMON,
                    1,
                ),
                class_="sliders",
            ),
            button(words("figure.what_seeing_says.back", count=own), "back"),
        ],
        below=[
            tag(
                "p",
                words(
                    "figure.what_seeing_says.basis",
                    with_cause=with_cause,
                    with_basis=words(f"basis.{feature.basis}"),
                    background=own,
                    background_basis=words(f"basis.{finding.basis}"),
                ),
                class_="note",
            ),
            sources(catalogue, dict.fromkeys(feature.source_ids + finding.source_ids), words),
        ],
    )


def set_background(catalogue: Catalogue, cause_id: str) -> int:
    """How many of 100 women with something else have the cause's commonest finding, by the tables."""
    finding_id = commonest_finding(catalogue, cause_id).finding_id
    return min(max(round(HUNDRED * catalogue.background[finding_id]), LEAST_COMMON), MOST_COMMON)


def _seen(count: int, words: Words) -> list[tuple[str, int, str]]:
    return [
        (kind, number, words(f"figure.seen.{kind}", count=number))
        for kind, number in Counted(count, None, None).kinds
    ]


def _seeing(catalogue: Catalogue, cause_id: str, background: int) -> tuple[float, float]:
    """How many times as common it is to have the finding, and not to have it, with the cause."""
    probability = commonest_finding(catalogue, cause_id).probability
    without = background / HUNDRED
    return probability / without, (1 - probability) / (1 - without)


def seeing_sentence(catalogue: Catalogue, cause_id: str, background: int, words: Words) -> str:
    """The two shares, their ratio, and what it says by the bands."""
    feature = commonest_finding(catalogue, cause_id)
    ratio, _ = _seeing(catalogue, cause_id, background)
    return words(
        "figure.what_seeing_says.sentence",
        cause=catalogue.causes[cause_id].short_label,
        with_cause=round(HUNDRED * feature.probability),
        background=background,
        ratio=ratio_text(ratio),
        strength=fit_words(math.log2(ratio), words),
    )


def seeing_table(catalogue: Catalogue, cause_id: str, background: int, words: Words) -> Table:
    """What having it and not having it would say, were it rarer or commoner in everyone."""
    rows = []
    for count in sorted({*SHOWN_BACKGROUNDS, background, set_background(catalogue, cause_id)}):
        present, absent = _seeing(catalogue, cause_id, count)
        shown = words("figure.in_100", count=count)
        if count == background:
            shown = words("figure.what_seeing_says.chosen", count=shown)
        rows.append(
            (
                shown,
                ratio_text(present),
                fit_words(math.log2(present), words),
                ratio_text(absent),
                fit_words(math.log2(absent), words),
            )
        )
    header = ("background", "ratio", "says", "absent_ratio", "absent_says")
    return tuple(words(f"figure.column.{name}") for name in header), tuple(rows)


# ------------------------------------------------------------------------------ a hundred women

WOMEN = "hundred_women"
PER_ROW = 20
_WIDE, _HIGH = 15, 30


def hundred(title: str, shown: Sequence[tuple[str, int, str]]) -> Html:
    """A hundred women as icons in rows of twenty, each kind drawn in its own way, with a key.

    `shown` has each kind ("yes", "maybe", "no") with its number and what is said of it.
    """
    places = iter(range(HUNDRED))
    drawn = [
        tag("path", d="".join(_woman(next(places)) for _ in range(count)), class_=f"icon {kind}")
        for kind, count, _ in shown
        if count
    ]
    return tag(
        "div",
        tag("p", tag("strong", title)),
        tag(
            "svg",
            *drawn,
            viewBox=f"0 0 {PER_ROW * _WIDE} {HUNDRED // PER_ROW * _HIGH}",
            role="img",
            aria_label=f"{title}. {'; '.join(said for _, _, said in shown)}.",
        ),
        tag("ul", *(tag("li", _key_icon(kind), said) for kind, _, said in shown), class_="key"),
        class_="hundred",
    )


def _woman(place: int) -> str:
    """The outline of one woman at her place in the grid: a head, and a dress below it."""
    x = place % PER_ROW * _WIDE + _WIDE / 2
    y = place // PER_ROW * _HIGH
    return f"M{x - 4:g} {y + 6}a4 4 0 1 0 8 0a4 4 0 1 0-8 0M{x:g} {y + 12}l5 15h-10z"


def _key_icon(kind: str) -> Html:
    return tag(
        "svg",
        tag("path", d=_woman(0), class_=f"icon {kind}"),
        viewBox=f"0 0 {_WIDE} {_HIGH}",
        aria_hidden="true",
        class_="key-icon",
    )


@dataclass(frozen=True)
class Counted:
    """Of 100 people: the number as measured, and the two ends of its 95 % range where it has one."""

    count: int
    low: int | None
    high: int | None

    @property
    def kinds(self) -> tuple[tuple[str, int], ...]:
        """How many are surely counted, how many perhaps, how many surely not.

        >>> Counted(92, 87, 95).kinds
        (('yes', 87), ('maybe', 8), ('no', 5))
        """
        if self.low is None or self.high is None:
            return (("yes", self.count), ("no", HUNDRED - self.count))
        return (("yes", self.low), ("maybe", self.high - self.low), ("no", HUNDRED - self.high))

    @property
    def as_measured(self) -> Counted:
        return Counted(self.count, None, None)

    @property
    def others(self) -> Counted:
        """The rest of the hundred, whose range runs the other way."""
        return Counted(
            HUNDRED - self.count,
            None if self.high is None else HUNDRED - self.high,
            None if self.low is None else HUNDRED - self.low,
        )


def accuracy_of(catalogue: Catalogue, finding_id: str) -> Accuracy:
    """The row of accuracy.csv on a finding.

    Raises `CatalogueError`, which names the row, where it was not read or lacks a number: half a
    test tells nobody what a positive means.
    """
    rows = list(catalogue.accuracy.values())
    found = next((row for row in rows if finding_id in (row.finding_id, row.accuracy_id)), None)
    if found is None:
        raise CatalogueError(
            [Problem("accuracy.csv", 0, "finding_id", f"no row for '{finding_id}'; add one")]
        )
    number = rows.index(found) + 2
    problems = [
        Problem(
            "accuracy.csv",
            number,
            column,
            f"'{found.accuracy_id}' has no number; it cannot be drawn",
        )
        for column in ("sensitivity", "specificity")
        if getattr(found, column) is None
    ]
    if not found.read:
        problems.append(
            Problem(
                "accuracy.csv",
                number,
                "read",
                f"'{found.accuracy_id}' was not read at its source; it cannot be drawn",
            )
        )
    if problems:
        raise CatalogueError(problems)
    return found


def positives(row: Accuracy) -> tuple[Counted, Counted]:
    """Of 100 with it and of 100 without it, how many test positive."""
    sensitive = _counted(row.sensitivity, row.sensitivity_low, row.sensitivity_high)
    specific = _counted(row.specificity, row.specificity_low, row.specificity_high)
    return sensitive, specific.others


def _counted(share: float | None, low: float | None, high: float | None) -> Counted:
    in_100 = [None if number is None else round(HUNDRED * number) for number in (share, low, high)]
    return Counted(in_100[0] or 0, in_100[1], in_100[2])


def hundred_women(catalogue: Catalogue, finding_id: str, show_range: bool, words: Words) -> Html:
    """100 who have it and 100 who have not, and how many of each test positive."""
    row = accuracy_of(catalogue, finding_id)
    groups = positives(row)
    has_range = any(group.low is not None for group in groups)
    return figure(
        WOMEN,
        [
            tag(
                "div",
                *(
                    hundred(
                        words(f"figure.tested.{name}"),
                        [
                            (kind, count, words(f"figure.test.{kind}", count=count))
                            for kind, count in (group if show_range else group.as_measured).kinds
                        ],
                    )
                    for name, group in zip(("with", "without"), groups, strict=True)
                ),
                class_="hundreds",
            )
        ],
        hundred_sentence(row, words),
        hundred_table(row, words),
        words,
        controls=[
            tag("p", tag("strong", row.label)),
            tag(
                "div",
                choice("checkbox", "range", "yes", words("figure.hundred_women.show_range")),
                class_="choices",
            )
            if has_range
            else tag("p", words("figure.hundred_women.no_range"), class_="note"),
        ],
        below=[
            tag("p", words("figure.hundred_women.studied", studied=row.studied), class_="note"),
            tag("p", row.note, class_="note") if row.note else Html(),
            sources(catalogue, row.source_ids, words),
        ],
    )


def likelihood_ratios(row: Accuracy) -> tuple[float, float]:
    """How many times as common a positive, and a negative, is in those who have it."""
    sensitivity, specificity = row.sensitivity or 0.0, row.specificity or 0.0
    return sensitivity / (1 - specificity), (1 - sensitivity) / specificity


def hundred_sentence(row: Accuracy, words: Words) -> str:
    """How many test positive in either hundred, and what a positive and a negative say."""
    with_it, without = positives(row)
    positive, negative = likelihood_ratios(row)
    return words(
        "figure.hundred_women.sentence",
        with_it=_with_range(with_it, words),
        without=_with_range(without, words),
        missed=HUNDRED - with_it.count,
        positive=ratio_text(positive),
        positive_says=fit_words(math.log2(positive), words),
        negative=ratio_text(negative),
        negative_says=fit_words(math.log2(negative), words),
    )


def _with_range(group: Counted, words: Words) -> str:
    if group.low is None or group.high is None:
        return str(group.count)
    return words("figure.with_range", count=group.count, low=group.low, high=group.high)


def hundred_table(row: Accuracy, words: Words) -> Table:
    """Positive and negative in either hundred, and the two likelihood ratios."""
    ratios = likelihood_ratios(row)
    return (
        tuple(words(f"figure.column.{name}") for name in ("women", "positive", "negative")),
        (
            *(
                (
                    words(f"figure.tested.{name}"),
                    _with_range(group, words),
                    _with_range(group.others, words),
                )
                for name, group in zip(("with", "without"), positives(row), strict=True)
            ),
            (words("figure.hundred_women.ratio"), *(ratio_text(ratio) for ratio in ratios)),
            (
                words("figure.hundred_women.it_says"),
                *(fit_words(math.log2(ratio), words) for ratio in ratios),
            ),
        ),
    )


def start_of(catalogue: Catalogue) -> Mapping[str, Measurement]:
    """Where the calcium sliders begin and end: `total` and `albumin`."""
    rows = of_series(measured(catalogue, "calcium_parts"), "drawn_start")
    return {row.measurement_id.removeprefix("start_"): row for row in rows}
