"""`PagesHost`: shows the parts of a lesson in a page that carries its own Python.

The same file runs twice: when the pages are made, and in the browser. Both number the parts alike, so
that a page that was made can be taken over by the Python that comes later.
"""

from __future__ import annotations

import ast
import asyncio
import json
import logging
import zlib
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from crampkit.catalogue import AuthorError, Catalogue
from crampkit.catalogue.local_values import with_values
from crampkit.hosts.pages.store import JournalInBrowser
from crampkit.languages import choose_from, code_of
from crampkit.observers import Stop, at_once
from crampkit.panels.kit.panel import Box, Chart, Panel, Part, what_to_mend
from crampkit.practice.desk import Desk, DeskInMemory
from crampkit.practice.journal import JournalStore
from crampkit.practice.your_place import KEY, Keeper, OnDesk
from crampkit.views.kit.tables import each_scrolling
from crampkit.words import Words

logger = logging.getLogger(__name__)

Shown = dict[str, Any]
"""What a page needs to show a value: plain values by name, as they go through JSON."""

Tell = Callable[[str], None]
"""Takes one message for the page, as JSON."""

LATE = "late"
"""Instead of a cell's number, for parts that come once the lesson runs."""


class FailedCellError(Exception):
    """A cell of a lesson did not run; `number` counts the code cells from 0."""

    def __init__(self, number: int, cause: Exception) -> None:
        super().__init__(f"cell {number} failed: {type(cause).__name__}: {cause}")
        self.number = number


class PagesHost:
    """The parts of one lesson by id, and what has changed in them since the page was last told.

    `tell` is None while pages are made. Every message carries the lesson's `turn`: the ids repeat
    from lesson to lesson, and one on its way must not reach the next.
    """

    def __init__(
        self,
        catalogue: Catalogue,
        tell: Tell | None = None,
        journal: JournalStore | None = None,
        desk: Desk | None = None,
    ) -> None:
        self._catalogue = catalogue
        self._tell = tell
        # While pages are made nobody answers; they say what holds for whoever opens them first.
        self._journal = journal or JournalInBrowser(lambda wish: None, session=True)
        self._desk = desk or DeskInMemory()
        self.turn = 0
        self._place = self._case = ""
        self._ways: Mapping[str, str] = {}
        self._begin_lesson()

    def _begin_lesson(self) -> None:
        self._parts: dict[str, Part] = {}
        self._ids: dict[Part, str] = {}
        self._stops: list[Stop] = []
        self._changed: dict[str, None] = {}
        self._answered: dict[str, Shown] = {}
        self._waiting: list[Callable[[], None]] = []
        self._cell, self._count = "", 0
        self._busy = self._running = False

    # ------------------------------------------------------------------ what a lesson asks of its host

    def catalogue(self, data: str | Path | None, language: str | None = None) -> Catalogue:
        """The one that came with the page, checked when it was made: there are no tables here.

        What was typed in on this device takes the place of the numbers of its place.
        """
        if data is not None:
            raise AuthorError("a page has the tables that it was made from, and no others")
        spoken = self._catalogue.language.code
        if language and not (
            isinstance(language, str) and choose_from(code_of(language), [spoken])
        ):
            raise AuthorError("a page speaks the language that it was made in, and no other")
        return with_values(self._catalogue, self._desk.get(KEY))

    def own_place(self, data: str | Path | None) -> Keeper:
        return OnDesk(self._catalogue, self._desk)

    def begin(self, words: Words) -> None:
        """Nothing: the page has its words already, and what cells show is taken from their values."""

    def show(self, part: Part) -> Shown | None:
        return self._outlined(part, {})

    def later(self, seconds: float, call: Callable[[], None]) -> Stop:
        """Nothing is painted while the cells run: what waits is called when the last one has run."""
        if self._running:
            self._waiting.append(call)
            return lambda: self._waiting.remove(call) if call in self._waiting else None
        if self._tell is None:
            return at_once(seconds, call)
        return asyncio.get_running_loop().call_later(seconds, self._alone, call).cancel

    def chart_comes_back(self, open_it: Callable[[], None]) -> None:
        open_it()

    def journal(self, words: Words) -> JournalStore:
        """The page's own, which the browser keeps by the name of the set."""
        return self._journal

    def desk(self, words: Words) -> Desk:
        return self._desk

    def place(self) -> str:
        return self._place

    def case(self) -> str:
        return self._case

    def address(self, question_id: str) -> str:
        return self._ways.get(question_id, "")

    # ------------------------------------------------------------------ a lesson

    def run(
        self,
        cells: Iterable[str],
        known: Mapping[str, int] | None = None,
        turn: int = 0,
        place: str = "",
        ways: Mapping[str, str] | None = None,
        case: str = "",
    ) -> list[Shown | None]:
        """Run the code cells of a lesson, in place of the one before; what each of them shows.

        `place` is the name of its file, `ways` the address of the step that teaches each answer,
        `case` the woman whom the address asks for.

        `known` holds the checksum of each panel that the page shows already: it comes without its
        HTML. A cell that fails shows `failed`; the rest of a lesson is still worth having.
        """
        self.close()
        self.turn, self._place, self._ways, self._case = turn, place, ways or {}, case
        names: dict[str, Any] = {"__name__": "__main__"}
        values: list[object] = []
        self._running = True
        try:
            for number, source in enumerate(cells):
                try:
                    values.append(value_of(source, names))
                except Exception as error:
                    logger.exception("A cell of a lesson failed.")
                    values.append(FailedCellError(number, error))
            while self._waiting:
                self._waiting.pop(0)()
        finally:
            self._running = False
        shown = []
        for number, value in enumerate(values):
            self._cell, self._count = str(number), 0
            shown.append(self._outlined(value, known or {}))
        self._cell, self._count = LATE, 0
        self._changed.clear()
        return shown

    def behind(self) -> Iterator[Callable[[], object]]:
        """What this lesson shows only later, once a guess stands."""
        for part in tuple(self._parts.values()):
            if isinstance(part, Box):
                yield from part.behind

    def close(self) -> None:
        """End the lesson: none of its parts tells the page anything any more."""
        for stop in self._stops:
            stop()
        self._begin_lesson()

    def receive(self, message: Mapping[str, Any]) -> None:
        """One message of the page: what a learner did, or the theme. One of another lesson is dropped."""
        part = self._parts.get(str(message.get("to")))
        if message.get("turn") != self.turn or not isinstance(part, Panel):
            return
        self._alone(lambda: self._received(part, message))

    def _received(self, panel: Panel, message: Mapping[str, Any]) -> None:
        if "dark" in message:
            panel.follow_theme(bool(message["dark"]))
            return
        page, number, name = (message.get(key) for key in ("page", "number", "name"))
        if not (isinstance(page, str) and isinstance(number, int)):
            return  # Not from our script.
        answered = self._answered.setdefault(self._ids[panel], {})
        try:
            if isinstance(name, str):  # Else it only asks whether anybody is there.
                panel.receive(name, message.get("value"))
        except Exception as error:
            logger.exception("A control of a panel failed.")
            answered["failed"], answered["why"] = {page: number}, what_to_mend(error)
        answered["acknowledged"] = {page: number}

    # ------------------------------------------------------------------ what the page is told

    def _alone(self, call: Callable[[], None]) -> None:
        """Everything that a call changes goes to the page as one message, when it is over."""
        self._busy = True
        try:
            call()
        finally:
            self._busy = False
            self.tell_changes()

    def _note(self, identity: str) -> None:
        first = not self._changed
        self._changed[identity] = None
        if first and self._tell and not self._busy and not self._running:
            asyncio.get_running_loop().call_soon(self.tell_changes)

    def tell_changes(self) -> None:
        """Tell the page now what has changed."""
        changed, self._changed = self._changed, {}
        answered, self._answered = self._answered, {}
        updates: dict[str, Shown] = {}
        for identity in changed:
            if part := self._parts.get(identity):
                updates[identity] = self._values(part, {})
        for identity, numbers in answered.items():
            updates.setdefault(identity, {}).update(numbers)
        if updates and self._tell:
            self._tell(json.dumps({"turn": self.turn, "updates": updates}))

    def _outlined(self, value: object, known: Mapping[str, int]) -> Shown | None:
        if value is None:
            return None
        if isinstance(value, FailedCellError):
            return {"kind": "failed", "why": str(value)}
        if not isinstance(value, Part):
            written = getattr(value, "_repr_html_", None)
            if not written:
                return plain(value)
            return {"kind": "html", "html": str(each_scrolling(str(written())))}
        told = {"kind": kind_of(value), "id": self._id_of(value), "classes": list(value.classes)}
        return {**told, **self._values(value, known)}

    def _values(self, part: Part, known: Mapping[str, int]) -> Shown:
        if isinstance(part, Box):
            return {"children": [self._outlined(child, known) for child in part.children]}
        if isinstance(part, Chart):
            return {"figure": part.figure}
        if not isinstance(part, Panel):
            raise TypeError(f"a page shows no {type(part).__name__}")
        state = dict(part.state)
        total = checksum(part.html, state)
        told = {"sum": total, **({"themed": True} if part.themed else {})}
        if known.get(self._ids[part]) == total:
            return told
        return {**told, "html": part.html, "state": state}

    def _id_of(self, part: Part) -> str:
        """The one id of a part: shown twice, it is the same twice."""
        if part not in self._ids:
            self._count += 1
            identity = f"w{self._cell}-{self._count}"
            self._ids[part] = identity
            self._parts[identity] = part
            self._stops.append(part.changed.add(lambda: self._note(identity)))
            self._stops.append(part.closed.add(lambda: self._forget(part)))
        return self._ids[part]

    def _forget(self, part: Part) -> None:
        self._parts.pop(self._ids.pop(part, ""), None)


def value_of(source: str, names: dict[str, Any]) -> object:
    """Run a cell as a notebook does: the value of its last line, where that is an expression.

    >>> value_of("x = 20\\nx + 1", {})
    21
    >>> value_of("x = 20", {}) is None
    True
    """
    tree = ast.parse(source)
    last = tree.body[-1] if tree.body else None
    if not isinstance(last, ast.Expr):
        exec(compile(tree, "<lesson>", "exec"), names)
        return None
    tree.body.pop()
    exec(compile(tree, "<lesson>", "exec"), names)
    return eval(compile(ast.Expression(last.value), "<lesson>", "eval"), names)


def kind_of(part: Part) -> str:
    """The page's word for a kind of part: box, chart or panel."""
    return next(
        name
        for kind, name in ((Box, "box"), (Chart, "chart"), (Panel, "panel"))
        if isinstance(part, kind)
    )


def plain(value: object) -> Shown:
    """A value that has no HTML of its own, as text."""
    return {"kind": "text", "text": repr(value)}


def checksum(html: str, state: Mapping[str, object]) -> int:
    """Tells whether the page shows a panel as it is already."""
    return zlib.crc32(json.dumps([html, state], sort_keys=True).encode())
