"""The figures of what happens in the body, with their sliders and choices."""

from __future__ import annotations

from crampkit.catalogue.asked import demand
from crampkit.panels.kit.moving import Moving, between, moving, one_of, ticked
from crampkit.panels.kit.shared import Shared
from crampkit.views.figures import calcium, figures, icon_arrays


def calcium_balance(explorer: Shared) -> Moving:
    """What the woman and the baby take up, by trimester."""
    demand(explorer.catalogue, "calcium_balance")
    periods = figures.BALANCE_PERIODS
    return moving(
        lambda state: figures.calcium_balance(explorer.catalogue, state["period"], explorer.words),
        {"period": periods[0]},
        {"period": one_of(*periods)},
    )


def vein_pressure(explorer: Shared) -> Moving:
    """The womb on the great vein, by position and trimester."""
    demand(explorer.catalogue, "vein_pressure")
    periods, positions = figures.VEIN_PERIODS, figures.VEIN_POSITIONS
    return moving(
        lambda state: figures.vein_pressure(
            explorer.catalogue, state["period"], state["position"], explorer.words
        ),
        {"period": periods[-1], "position": positions[0]},
        {"period": one_of(*periods), "position": one_of(*positions)},
    )


def adjusted_calcium(explorer: Shared) -> Moving:
    """Total calcium and albumin to move, and what they come to."""
    demand(explorer.catalogue, "adjusted_calcium")
    periods, starts = calcium.CALCIUM_PERIODS, calcium.start_of(explorer.catalogue)
    return moving(
        lambda state: calcium.adjusted_calcium(
            explorer.catalogue,
            # The browser sends 1.9799999999999998 for a slider at 1.98.
            round(state["total"], 2),
            state["albumin"],
            state["period"],
            explorer.words,
        ),
        {"period": periods[-1], **{name: row.value for name, row in starts.items()}},
        {
            "period": one_of(*periods),
            **{name: between(row.low or 0.0, row.high or 0.0) for name, row in starts.items()},
        },
    )


def what_seeing_says(explorer: Shared, cause_id: str) -> Moving:
    """How common a cause's commonest finding is in everyone, to be moved."""
    return moving(
        lambda state: icon_arrays.what_seeing_says(
            explorer.catalogue, cause_id, round(state["background"]), explorer.words
        ),
        {"background": icon_arrays.set_background(explorer.catalogue, cause_id)},
        {"background": between(icon_arrays.LEAST_COMMON, icon_arrays.MOST_COMMON)},
    )


def hundred_women(explorer: Shared, finding_id: str) -> Moving:
    """A test in 100 who have it and 100 who have not. Raises `ValueError` for half a test."""
    return moving(
        lambda state: icon_arrays.hundred_women(
            explorer.catalogue, finding_id, state["range"], explorer.words
        ),
        {"range": False},
        {"range": ticked},
    )
