"""Charts that open by themselves, one after another: each brings plotly to the browser once more."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable

from crampkit.observers import Later, Observers

PATIENCE = 10.0
"""Seconds after which the next one is opened: a chart that nobody sees never says that it is drawn."""


class Turns:
    """Calls one at a time: the next when the page has `drawn` what the one before brought.

    >>> drawn, waiting, opened = Observers(), [], []
    >>> turns = Turns(lambda _, call: waiting.append(call), drawn)
    >>> turns.ask(lambda: opened.append("one")), turns.ask(lambda: opened.append("two"))
    (None, None)
    >>> opened
    ['one']
    >>> drawn()
    >>> opened
    ['one', 'two']
    """

    def __init__(self, later: Later, drawn: Observers) -> None:
        self._later = later
        self._waiting: deque[Callable[[], None]] = deque()
        self._at = 0
        """The number of the turn; even where it is nobody's."""
        drawn.add(lambda: self._over(self._at))

    def ask(self, call: Callable[[], None]) -> None:
        self._waiting.append(call)
        if self._at % 2 == 0:
            self._next()

    def _next(self) -> None:
        if not self._waiting:
            return
        self._at += 1
        call, turn = self._waiting.popleft(), self._at
        try:
            call()
        finally:
            self._later(PATIENCE, lambda: self._over(turn))

    def _over(self, turn: int) -> None:
        if turn == self._at and turn % 2:
            self._at += 1
            self._next()
