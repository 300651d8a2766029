"""What one change of the answers moved in the order of the rows."""

from __future__ import annotations

from dataclasses import dataclass

from crampkit.reasoning.verdict import BY_FIT, Differential, RankedCause
from crampkit.reasoning.weighing import DECIMALS, evidence_band, likelihood_band

SEEN = {True: 0.05, False: 0.005}
"""How far a bar must move for anybody to see it: in bits by fit, as a share by likelihood."""


@dataclass(frozen=True)
class Shift:
    """One row that moved: where it stood, by how many places it rose, whether it moved furthest."""

    before: RankedCause
    places: int
    furthest: bool = False


def worth(row: RankedCause, mode: str) -> float:
    """What the rows are ordered by in this mode."""
    return row.fit if mode == BY_FIT else row.likelihood


def shifts(before: Differential, now: Differential, mode: str) -> dict[str, Shift]:
    """The rows that moved, in their new order: their bar by so much that it is seen, or their place.

    >>> from crampkit.reasoning import differential
    >>> from crampkit.toy import toy_catalogue
    >>> before, now = (differential(toy_catalogue(), asked, {}) for asked in ({}, {"night": True}))
    >>> {cause_id: (one.places, one.furthest) for cause_id, one in shifts(before, now, "fit").items()}
    {'moon': (1, True), 'sun': (-1, False)}
    """
    earlier = {row.cause_id: (place, row) for place, row in enumerate(before.ordered(mode))}
    moved: dict[str, tuple[float, RankedCause, int]] = {}
    for place, row in enumerate(now.ordered(mode)):
        old_place, old = earlier[row.cause_id]
        by = round(abs(worth(row, mode) - worth(old, mode)), DECIMALS)
        if by >= SEEN[mode == BY_FIT] or place != old_place:
            moved[row.cause_id] = (by, old, old_place - place)
    furthest = max((by for by, _, _ in moved.values()), default=0.0)
    first = next((c for c, (by, _, _) in moved.items() if by == furthest), None)
    return {
        cause_id: Shift(old, places, furthest=cause_id == first)
        for cause_id, (_, old, places) in moved.items()
    }


def band_of(row: RankedCause, mode: str) -> tuple[str, bool]:
    """What a row is said to come to: its band, and whether that speaks for it.

    >>> band_of(RankedCause("sun", -1.0, 0.02), "fit"), band_of(RankedCause("sun", -1.0, 0.02), "likelihood")
    (('small', False), ('unlikely', True))
    """
    if mode == BY_FIT:
        return evidence_band(row.fit), row.fit > 0
    return likelihood_band(row.likelihood), True
