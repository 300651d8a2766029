"""The ranking, in bars with words beside them: chart and table in one."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping

from crampkit.catalogue import SOMETHING_ELSE, Catalogue
from crampkit.languages import joined
from crampkit.reasoning import (
    BY_FIT,
    BY_LIKELIHOOD,
    Differential,
    RankedCause,
    look_alikes_among,
)
from crampkit.reasoning.shifting import Shift
from crampkit.reasoning.weighing import in_proportion
from crampkit.views.explorer.moved import moved_rows, places, what_moved
from crampkit.views.kit.bars import inside, length, mark, track
from crampkit.views.kit.controls import radios, slider, sliders
from crampkit.views.kit.labels import fit_words, likelihood_words
from crampkit.views.kit.markup import Html, button, choice, explained, more, tag
from crampkit.views.kit.numbers import one_in, percent
from crampkit.views.kit.tables import TableCell, TableRow, table
from crampkit.words import Words

WIDEST_BAR = 6.0
"""Bits at which a bar is full: beyond it more evidence makes no difference to a reader."""
SMALLEST_WEIGHT = -5.0
LARGEST_WEIGHT = 2.0
"""Ends of the pretest sliders, as powers of ten."""


def ranking(
    catalogue: Catalogue,
    found: Differential,
    mode: str,
    words: Words,
    *,
    left: int = 0,
    picked: str | None = None,
    before: Differential | None = None,
) -> Html:
    """The verdict in a sentence, then one row for each cause, best first.

    What moved since `before`, the order that was seen last, is marked.
    """
    rows = found.ordered(mode)
    moved = moved_rows(before, found, mode)
    empty = all(row.fit == 0 for row in rows)
    return tag(
        "section",
        tag("h3", words("ranking.title")),
        tag(
            "p",
            verdict(catalogue, found, mode, words, left),
            class_=f"verdict {found.verdict}",
        ),
        _switch(words),
        Html()
        if empty
        else tag(
            "p", what_moved(catalogue, found, moved, mode, words, band_words), class_="what-moved"
        ),
        tag("p", words("ranking.nothing_yet"), class_="note")
        if empty
        else _table(catalogue, rows, mode, words, picked, moved),
        tag("p", explained(words(f"ranking.{mode}_means"), catalogue.glossary), class_="note"),
        class_="ranking",
        data_key="ranking",
        data_verdict=found.verdict,
        data_leader="" if empty else rows[0].cause_id,
    )


def verdict(
    catalogue: Catalogue,
    found: Differential,
    mode: str,
    words: Words,
    left: int,
    likelihood: Callable[[float, Words], str] = likelihood_words,
) -> str:
    """One sentence on what the answers so far amount to; `left` safety questions are still open."""
    if found.verdict == "safety_first":
        return words.plural("safety.left", left)
    if found.verdict == "look_alike":
        flag_ids = look_alikes_among(catalogue, found.red_flags)
        return words(
            "look_alike.headline",
            could_be=joined(" · ", (catalogue.flags[flag_id].could_be for flag_id in flag_ids)),
        )
    first = found.ordered(mode)[0]
    # How common a cause is names it no more than a general fact does: something must have been told.
    if found.verdict == "fits" and mode == BY_LIKELIHOOD and first.cause_id in found.named:
        label = catalogue.causes[first.cause_id].short_label
        return words(
            "verdict.likeliest", cause=label, likelihood=likelihood(first.likelihood, words)
        )
    causes = [row.cause_id for row in found.ranking if row.cause_id != SOMETHING_ELSE]
    labels = [catalogue.causes[cause_id].short_label for cause_id in causes[:2]]
    return words(f"verdict.{found.told}", cause=labels[0], other=labels[-1])


def _switch(words: Words) -> Html:
    return tag(
        "div",
        radios(
            "view:mode",
            words("ranking.order_by"),
            [
                (BY_FIT, words("ranking.fit")),
                (BY_LIKELIHOOD, words("ranking.likelihood")),
            ],
        ),
        choice("checkbox", "view:numbers", "yes", words("ranking.numbers")),
        class_="switch",
    )


def _table(
    catalogue: Catalogue,
    rows: tuple[RankedCause, ...],
    mode: str,
    words: Words,
    picked: str | None,
    moved: Mapping[str, Shift],
) -> Html:
    return table(
        words("ranking.caption"),
        [
            words("ranking.cause"),
            words(f"ranking.{mode}"),
            TableCell([words(f"ranking.{mode}_number")], attributes={"class_": "number"}),
        ],
        [_row(catalogue, row, mode, words, picked, moved.get(row.cause_id)) for row in rows],
        attributes={"class_": "bars"},
    )


def _row(
    catalogue: Catalogue,
    row: RankedCause,
    mode: str,
    words: Words,
    picked: str | None,
    shift: Shift | None,
) -> TableRow:
    cause = catalogue.causes[row.cause_id]
    said = band_words(row, mode, words)
    if mode == BY_FIT:
        if row.cause_id == SOMETHING_ELSE:
            said = words("ranking.zero")
        # Adding zero takes the sign off a rounded -0.0.
        number = words("ranking.bits", bits=f"{round(row.fit, 1) + 0.0:+.1f}")
    else:
        number = percent(row.likelihood, words)
    was = mark("was", end_of_bar(shift.before, mode)) if shift else Html()
    bar = track(bar_of(row, mode), was, kind=mode)
    name = button(
        cause.short_label,
        "pick",
        row.cause_id,
        class_="cause",
        title=words("why.pick", cause=cause.short_label),
    )
    return TableRow(
        name,
        [
            TableCell([bar, tag("span", said, class_="said"), " ", places(shift, words)]),
            TableCell([number], attributes={"class_": "number"}),
        ],
        {
            "data_cause": row.cause_id,
            "data_picked": row.cause_id == picked,
            "class_": "moved-most" if shift and shift.furthest else None,
        },
    )


def band_words(row: RankedCause, mode: str, words: Words) -> str:
    """What a row comes to in the mode shown, in words."""
    if mode == BY_FIT:
        return fit_words(row.fit, words)
    return likelihood_words(row.likelihood, words)


def bar_of(row: RankedCause, mode: str) -> Html:
    """The bar of a row: by fit it goes from the middle of its track to either side."""
    if mode == BY_FIT:
        width = min(abs(row.fit) / WIDEST_BAR, 1.0) / 2
        return length("bar against" if row.fit < 0 else "bar for", width)
    return length("bar for", row.likelihood)


def end_of_bar(row: RankedCause, mode: str) -> float:
    """Where on its track the bar of a row ends."""
    if mode == BY_FIT:
        return inside(0.5 + row.fit / WIDEST_BAR / 2)
    return row.likelihood


def pretest_weights(catalogue: Catalogue, weights: Mapping[str, float], words: Words) -> Html:
    """The sliders of how common each row is before anything was asked: judged, and hers to move."""
    share = in_proportion(weights)
    return more(
        words("pretest.title"),
        tag("p", explained(words("pretest.intro"), catalogue.glossary), class_="note"),
        sliders(
            *(
                slider(
                    f"pretest:{cause_id}",
                    cause.short_label,
                    one_in(share[cause_id], words),
                    SMALLEST_WEIGHT,
                    LARGEST_WEIGHT,
                    0.1,
                )
                for cause_id, cause in catalogue.causes.items()
            )
        ),
        button(words("pretest.back"), "pretest_back"),
        class_="pretest",
        data_key="pretest",
    )


def slider_position(weight: float) -> float:
    """Where a pretest weight sits on its slider: the power of ten.

    >>> slider_position(0.01)
    -2.0
    """
    return round(min(max(math.log10(weight), SMALLEST_WEIGHT), LARGEST_WEIGHT), 1)


def weight_at(position: float) -> float:
    """The pretest weight at a place on its slider, the other way round.

    >>> weight_at(-2.0)
    0.01
    """
    return 10.0**position
