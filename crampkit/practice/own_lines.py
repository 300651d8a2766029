"""Lines that are the learner's alone: they lie on the desk, never in the journal that can be handed in."""

from __future__ import annotations

from crampkit.practice.desk import Desk

LONGEST = 2000
"""So many letters of a line are kept."""


class OwnLines:
    """Free lines by what they belong to, such as a case; an empty one is forgotten.

    >>> from crampkit.practice.desk import DeskInMemory
    >>> lines = OwnLines(DeskInMemory())
    >>> lines.keep("case ada", "I was too slow.")
    >>> lines.of("case ada"), lines.of("case ben")
    ('I was too slow.', '')
    """

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    def of(self, about: str) -> str:
        """What was written about something; nothing where there is none."""
        kept = self._desk.get(_key(about))
        return kept if isinstance(kept, str) else ""

    def keep(self, about: str, line: str) -> None:
        """Keep a line; where the desk cannot, it is still on the form."""
        try:
            if line.strip():
                self._desk.put(_key(about), line.strip()[:LONGEST])
            else:
                self._desk.erase(_key(about))
        except OSError:
            return


def _key(about: str) -> str:
    return f"own_line:{about}"
