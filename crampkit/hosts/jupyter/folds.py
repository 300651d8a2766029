"""What a learner has folded open in the panels of a notebook: open again when it is run again."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from dataclasses import dataclass

from crampkit.observers import Later, Stop
from crampkit.practice.desk import Desk
from crampkit.practice.kept import ANYWHERE, LONGEST, is_text, mapping_of

logger = logging.getLogger(__name__)

Opened = dict[str, bool]
"""Whether a learner left a part of a panel open, by the key under which `folds.js` knows it again."""


class Folds:
    """Those of one lesson, by the place of a panel and then by the part of it."""

    def __init__(self, desk: Desk, place: str, later: Later) -> None:
        self._desk = desk
        self._key = f"open:{place or ANYWHERE}"
        self._later = later
        self._waiting: dict[str, Opened] = {}
        self._cleared = desk.times_cleared
        self._stop: Stop | None = None

    def in_cell(self, cell: str) -> FoldsIn:
        """Those of what a cell shows. Without a name nothing is kept: nobody would know it again."""
        return FoldsIn(self, cell)

    def of(self, panel: str) -> Opened:
        self._forget_what_was_erased()
        kept = mapping_of(self._desk.get(self._key))
        return {**_read(kept.get(panel)), **self._waiting.get(panel, {})}

    def keep(self, panel: str, opened: Mapping[str, object]) -> None:
        self._forget_what_was_erased()
        self._waiting[panel] = {**self._waiting.get(panel, {}), **_read(opened)}
        if self._stop:
            self._stop()
        self._stop = self._later(self._desk.pause, self._write)

    def _forget_what_was_erased(self) -> None:
        if self._desk.times_cleared != self._cleared:
            self._cleared = self._desk.times_cleared
            self._waiting.clear()

    def _write(self) -> None:
        self._forget_what_was_erased()
        if not self._waiting:
            return
        kept = mapping_of(self._desk.get(self._key))
        new = {panel: {**_read(kept.get(panel)), **one} for panel, one in self._waiting.items()}
        try:
            self._desk.put(self._key, {**kept, **new})
        except OSError:  # The desk says why; what is on the page is not harmed.
            logger.warning("What was folded open could not be kept.", exc_info=True)
        else:
            self._waiting.clear()


@dataclass(frozen=True)
class FoldsIn:
    """Those of one part, and of what lies in it by its number."""

    folds: Folds
    place: str

    def inside(self, number: int) -> FoldsIn:
        return FoldsIn(self.folds, self.place and f"{self.place}.{number}")

    def kept(self) -> Opened:
        return self.folds.of(self.place) if self.place else {}

    def keep(self, opened: Mapping[str, object]) -> None:
        if self.place:
            self.folds.keep(self.place, opened)


def _read(value: object) -> Opened:
    """What can be used of what came from a page, or lay on a desk."""
    return {
        key: opened
        for key, opened in mapping_of(value).items()
        if is_text(key) and len(key) <= LONGEST and isinstance(opened, bool)
    }
