"""Who wants to be told of a change."""

from __future__ import annotations

from collections.abc import Callable


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

    def add(self, callback: Callable[[], None]) -> Callable[[], None]:
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
