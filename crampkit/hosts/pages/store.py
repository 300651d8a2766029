"""Journal and desk in the browser's own storage, as Python sees them: in memory, and told to the page.

The page (`front/store.js`) writes, which takes its time; what it could not keep it says later. Each
`keep` takes one message of plain values: `append` (lines, with a `summary`), `erase`, `put`, `remove`.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from crampkit.practice.desk import as_json
from crampkit.practice.journal import Entry, Refused, Whereabouts, entry_of

Keep = Callable[[dict[str, Any]], None]

REASONS = {
    "refused": "host.pages.store.refused",
    "full": "host.pages.store.full",
    "blocked": "host.pages.store.blocked",
    "lost": "host.pages.store.lost",
}
"""Why a browser does not keep something, as `store.js` names it, and the key of the words for it."""


class JournalInBrowser:
    """The journal of this browser: the lines it held at the start, and all that came since.

    With `summarise` each message has, beside the lines, what the start page shows without Python.
    `session` says that nothing is kept once the tab is closed.

    >>> told = []
    >>> store = JournalInBrowser(told.append, b"one\\n")
    >>> store.append(b"two\\n")
    >>> told, store.read()
    ([{'append': ['two']}], b'one\\ntwo\\n')
    """

    def __init__(
        self,
        keep: Keep,
        content: bytes = b"",
        summarise: Callable[[tuple[Entry, ...]], Mapping[str, Any]] | None = None,
        *,
        session: bool = False,
    ) -> None:
        self.session = session
        self.refused = Refused()
        self._keep = keep
        self._summarise = summarise
        self._changed: Callable[[], None] = lambda: None
        self._lines = _parsed(_lines_of(content))

    @property
    def whereabouts(self) -> Whereabouts:
        return Whereabouts("host.pages.session" if self.session else "host.pages.where", {})

    def follow(self, changed: Callable[[], None]) -> None:
        self._changed = changed

    def read(self) -> bytes:
        return "".join(f"{line}\n" for line in self._lines).encode("utf-8")

    def append(self, content: bytes) -> None:
        lines = _lines_of(content)
        self._lines = _parsed(lines, self._lines)
        self.refused = Refused()
        self._keep({"append": lines, **self._summary()})

    def erase(self) -> None:
        self._forget()
        self._keep({"erase": True})

    # ------------------------------------------------------------------ what the page tells

    def taken(self, lines: Iterable[str]) -> None:
        """Lines that another tab has written."""
        self._lines = _parsed(lines, self._lines)
        self._changed()

    def erased(self) -> None:
        """Everything was erased by another tab, or at the foot of the page."""
        self._forget()
        self._changed()

    def failed(self, reason: str, lines: Iterable[str]) -> None:
        """These lines could not be kept, for one of `REASONS`; they go along with the next ones."""
        # What was erased meanwhile is wanted by nobody.
        lines = [line for line in (*self.refused.lines, *lines) if line in self._lines]
        if lines:
            self.refused = Refused(tuple(dict.fromkeys(lines)), REASONS[reason])
            self._changed()

    def keep_for_session(self, session: bool) -> None:
        """The learner chose whether anything is kept once the tab is closed."""
        self.session = session
        self._changed()

    def _forget(self) -> None:
        self._lines, self.refused = {}, Refused()

    def _summary(self) -> dict[str, Any]:
        if self._summarise is None:
            return {}
        return {"summary": self._summarise(tuple(filter(None, self._lines.values())))}


class DeskInBrowser:
    """The desk of this browser: the values it held at the start, as text, and all that was put since.

    >>> told = []
    >>> desk = DeskInBrowser(told.append, {"place": "3"})
    >>> desk.put("votes", [1, 2])
    >>> desk.get("place"), desk.get("votes"), told
    (3, [1, 2], [{'put': {'votes': '[1, 2]'}}])
    """

    pause = 0.0

    def __init__(self, keep: Keep, values: Mapping[str, str]) -> None:
        self.problem = ""
        self.times_cleared = 0
        self._keep = keep
        self._values = dict(values)

    def get(self, key: str) -> Any:
        try:
            return json.loads(self._values.get(key, "null"))
        except (ValueError, RecursionError):  # The second: brackets nested without end.
            self.problem = "host.pages.store.damaged"
            return None

    def put(self, key: str, value: Any) -> None:
        text = as_json(value)
        self._values[key] = text
        self._keep({"put": {key: text}})

    def erase(self, key: str) -> None:
        self._values.pop(key, None)
        self._keep({"remove": [key]})

    def clear(self) -> None:
        keys = [*self._values]
        self.erased()
        self._keep({"remove": keys})

    # ------------------------------------------------------------------ what the page tells

    def taken(self, values: Mapping[str, str | None]) -> None:
        """Values that another tab has put, or, where there is none, has erased."""
        merged: dict[str, str | None] = {**self._values, **values}
        self._values = {key: text for key, text in merged.items() if text is not None}

    def erased(self) -> None:
        """Everything was erased by another tab, or at the foot of the page."""
        self.times_cleared += 1
        self._values.clear()

    def failed(self, reason: str) -> None:
        """A value could not be kept, for one of `REASONS`."""
        self.problem = REASONS[reason]


def _lines_of(content: bytes) -> list[str]:
    # Not splitlines(): an answer may hold a line end that only Unicode knows.
    return [line for line in content.decode("utf-8", "replace").split("\n") if line.strip()]


def _parsed(
    lines: Iterable[str], known: Mapping[str, Entry | None] | None = None
) -> dict[str, Entry | None]:
    """What is known and, after it, every new line with its entry; None for one that is no entry."""
    known = known or {}
    return {**known, **{line: entry_of(line) for line in lines if line not in known}}
