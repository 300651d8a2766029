"""A list of callbacks, told of a change; and what calls something later."""

from __future__ import annotations

from collections.abc import Callable

Stop = Callable[[], None]
"""Ends what was begun; may be called more than once."""

Later = Callable[[float, Callable[[], None]], Stop]
"""Calls something after so many seconds, when the page has had time to paint."""


def at_once(_: float, call: Callable[[], None]) -> Stop:
    """`Later` where nothing paints: it waits for nobody.

    >>> stop = at_once(5.0, lambda: print("called"))
    called
    """
    call()
    return lambda: None


class Observers:
    """Callbacks in the order they came. Calling it tells them all; what `add` returns takes one off.

    >>> told = []
    >>> observers = Observers()
    >>> stop = observers.add(lambda: told.append("told"))
    >>> observers()
    >>> stop(), stop()
    (None, None)
    >>> observers()
    >>> told
    ['told']
    """

    def __init__(self) -> None:
        self._callbacks: list[Callable[[], None]] = []

    def add(self, callback: Callable[[], None]) -> Stop:
        """Tell this one too; call what is returned, once or more often, to end that."""
        self._callbacks.append(callback)

        def stop() -> None:
            if callback in self._callbacks:
                self._callbacks.remove(callback)

        return stop

    def __call__(self) -> None:
        # A copy: an observer may take itself off while it is told.
        for callback in tuple(self._callbacks):
            callback()
