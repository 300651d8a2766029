"""A panel that is drawn anew at each move of its controls, and what these may send."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from crampkit.observers import Stop
from crampkit.panels.kit.panel import Panel
from crampkit.practice.kept import DAY, mapping_of
from crampkit.views.kit.markup import Html

State = dict[str, Any]


Reader = Callable[[Any], Any]
"""What a control may send: the value to keep, or None to keep the old one."""


BACK = "back"


class Moving(Panel):
    """A panel drawn anew at each move of its controls; `back` sets all to where they began."""

    def __init__(
        self, draw: Callable[[State], Html], start: State, readers: Mapping[str, Reader]
    ) -> None:
        super().__init__(self._move)
        self._draw, self._start, self._readers = draw, dict(start), readers
        self._moved = dict(start)
        self._show()

    def _move(self, name: str, value: Any) -> None:
        if name == BACK:
            self._moved.update(self._start)
        else:
            self._set(name, value)
        self._show()

    def _set(self, name: str, value: Any) -> bool:
        if name not in self._readers or (kept := self._readers[name](value)) is None:
            return False
        self._moved[name] = kept
        return True

    def _show(self) -> None:
        self.show(self._draw(self._moved), self._moved)

    # ------------------------------------------------------------------ kept beyond the page

    def observe(self, changed: Callable[[], None]) -> Stop:
        """Call this after each move; what is returned ends that."""
        return self.changed.add(changed)

    def kept(self) -> dict[str, Any] | None:
        """Where the controls stand; None where they began."""
        return dict(self._moved) if self._moved != self._start else None

    def take_back(self, value: Any) -> tuple[str, ...]:
        """Move the controls to where they stood; those that are gone, or cannot stand there, stay."""
        moves = {name: one for name, one in mapping_of(value).items() if name != DAY}
        left_out = [name for name, one in moves.items() if not self._set(name, one)]
        self._show()
        return tuple(left_out)


def moving(draw: Callable[[State], Html], start: State, readers: Mapping[str, Reader]) -> Moving:
    """A panel that `draw` draws from where its controls stand, each of which has a reader."""
    return Moving(draw, start, readers)


def one_of(*allowed: str) -> Reader:
    return lambda value: value if isinstance(value, str) and value in allowed else None


def between(low: float, high: float) -> Reader:
    """A number, moved to the nearer end where it is outside; None for what is no number."""

    def read(value: Any) -> float | None:
        if isinstance(value, bool) or not isinstance(value, int | float) or value != value:
            return None  # Only what is no number differs from itself.
        return float(min(max(value, low), high))

    return read


def ticked(value: Any) -> bool:
    return value is True
