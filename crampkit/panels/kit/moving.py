"""A panel that is drawn anew at each move of its controls, and what these may send."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from crampkit.panels.kit.panel import Panel
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
