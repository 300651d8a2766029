"""The figures of what happens in the body, with their sliders and choices."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from crampkit.catalogue.asked import demand
from crampkit.panels.explorer.screen import Screen
from crampkit.panels.kit.panel import Panel
from crampkit.views.figures import calcium, figures, hundreds
from crampkit.views.kit.markup import Html

State = dict[str, Any]
Reader = Callable[[Any], Any]
"""What a control may send: the value to keep, or None to keep the old one."""

BACK = "back"


def moving(draw: Callable[[State], Html], start: State, readers: Mapping[str, Reader]) -> Panel:
    """A panel drawn anew at each move of its controls; `back` sets all to where they began."""
    state = dict(start)

    def move(name: str, value: Any) -> None:
        if name == BACK:
            state.update(start)
        elif name in readers and (kept := readers[name](value)) is not None:
            state[name] = kept
        show()

    def show() -> None:
        panel.show(draw(state), state)

    panel = Panel(move)
    show()
    return panel


def one_of(*allowed: str) -> Reader:
    return lambda value: value if value in allowed else None


def between(low: float, high: float) -> Reader:
    """A number, moved to the nearer end where it is outside; None for what is no number."""

    def read(value: Any) -> float | None:
        if isinstance(value, bool) or not isinstance(value, int | float) or value != value:
            return None  # Only what is no number differs from itself.
        return float(min(max(value, low), high))

    return read


def ticked(value: Any) -> bool:
    return value is True


def calcium_balance(screen: Screen) -> Panel:
    """What she and the baby take up, by trimester."""
    demand(screen.catalogue, "calcium_balance")
    periods = figures.BALANCE_PERIODS
    return moving(
        lambda state: figures.calcium_balance(screen.catalogue, state["period"], screen.words),
        {"period": periods[0]},
        {"period": one_of(*periods)},
    )


def vein_pressure(screen: Screen) -> Panel:
    """The womb on the great vein, by position and trimester."""
    demand(screen.catalogue, "vein_pressure")
    periods, positions = figures.VEIN_PERIODS, figures.VEIN_POSITIONS
    return moving(
        lambda state: figures.vein_pressure(
            screen.catalogue, state["period"], state["position"], screen.words
        ),
        {"period": periods[-1], "position": positions[0]},
        {"period": one_of(*periods), "position": one_of(*positions)},
    )


def adjusted_calcium(screen: Screen) -> Panel:
    """Total calcium and albumin to move, and what they come to."""
    demand(screen.catalogue, "adjusted_calcium")
    periods, starts = calcium.CALCIUM_PERIODS, calcium.start_of(screen.catalogue)
    return moving(
        lambda state: calcium.adjusted_calcium(
            screen.catalogue,
            # The browser sends 1.9799999999999998 for a slider at 1.98.
            round(state["total"], 2),
            state["albumin"],
            state["period"],
            screen.words,
        ),
        {"period": periods[-1], **{name: row.value for name, row in starts.items()}},
        {
            "period": one_of(*periods),
            **{name: between(row.low or 0.0, row.high or 0.0) for name, row in starts.items()},
        },
    )


def what_seeing_says(screen: Screen, cause_id: str) -> Panel:
    """How common a cause's commonest finding is in everyone, to be moved."""
    return moving(
        lambda state: hundreds.what_seeing_says(
            screen.catalogue, cause_id, round(state["background"]), screen.words
        ),
        {"background": hundreds.set_background(screen.catalogue, cause_id)},
        {"background": between(hundreds.LEAST_COMMON, hundreds.MOST_COMMON)},
    )


def hundred_women(screen: Screen, finding_id: str) -> Panel:
    """A test in 100 who have it and 100 who have not. Raises `ValueError` for half a test."""
    return moving(
        lambda state: hundreds.hundred_women(
            screen.catalogue, finding_id, state["range"], screen.words
        ),
        {"range": False},
        {"range": ticked},
    )
