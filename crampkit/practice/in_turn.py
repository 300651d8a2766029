"""What comes back when its turn comes: as much at once as a page can bear."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from crampkit.observers import Stop
from crampkit.practice.kept import Keepable

Turn = Callable[[Callable[[], None]], None]
"""Calls something when there is room for it."""


class InTurn:
    """A thing that is given back what was kept of it when its turn comes, unless a learner is quicker."""

    def __init__(self, thing: Keepable, turn: Turn) -> None:
        self._thing = thing
        self._turn = turn
        self._waits: Any = None
        thing.observe(self._let_go)

    def _let_go(self) -> None:
        self._waits = None

    def kept(self) -> dict[str, Any] | None:
        """As of the thing; what still waits is kept as it was."""
        return self._thing.kept() if self._waits is None else self._waits

    def take_back(self, value: Any) -> tuple[str, ...]:
        """Nothing is told as left out: it is not known yet."""
        self._waits = value
        self._turn(self._begin)
        return ()

    def _begin(self) -> None:
        if self._waits is None:
            return
        value, self._waits = self._waits, None
        self._thing.take_back(value)

    def observe(self, changed: Callable[[], None]) -> Stop:
        """Call this after each change of the thing."""
        return self._thing.observe(changed)
