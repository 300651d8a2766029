"""What the last answer moved, as it is marked in the ranking and in the pocket: by a word as by a sign."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from crampkit.catalogue import Catalogue
from crampkit.reasoning import Differential, RankedCause
from crampkit.reasoning.shifting import Shift, band_of, shifts
from crampkit.views.kit.markup import Html, tag
from crampkit.words import Words


def moved_rows(before: Differential | None, found: Differential, mode: str) -> Mapping[str, Shift]:
    """The rows that moved since the order that was seen before; none where that was no order."""
    # Before anything is asked the rows stand in no order, and none rises or falls in it.
    told = before and any(row.fit for row in before.ranking)
    return shifts(before, found, mode) if before and told else {}


def places(shift: Shift | None, words: Words) -> Html:
    """By how many places a row rose or fell: an arrow for the eye, the words for the ear."""
    if not (shift and shift.places):
        return Html()
    arrow, key = ("↑", "pocket.up") if shift.places > 0 else ("↓", "pocket.down")
    by = abs(shift.places)
    return tag(
        "span",
        tag("span", arrow, str(by), aria_hidden="true"),
        tag("span", words.plural(key, by), class_="only-heard"),
        class_="places",
    )


def what_moved(
    catalogue: Catalogue,
    found: Differential,
    moved: Mapping[str, Shift],
    mode: str,
    words: Words,
    said: Callable[[RankedCause, str, Words], str],
) -> str:
    """One sentence on the row that moved furthest; nothing where none moved."""
    for row in found.ordered(mode):
        shift = moved.get(row.cause_id)
        if shift and shift.furthest:
            cause = catalogue.causes[row.cause_id].short_label
            now = said(row, mode, words)
            if band_of(shift.before, mode) == band_of(row, mode):
                return words("pocket.still", cause=cause, now=now)
            before = said(shift.before, mode, words)
            return words("pocket.moved", cause=cause, before=before, now=now)
    return ""
