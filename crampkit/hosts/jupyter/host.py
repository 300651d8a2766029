"""`JupyterHost`: shows the parts of a lesson in the kernel's notebook, and keeps what a learner answers."""

from __future__ import annotations

import asyncio
import os
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

from crampkit.catalogue import Catalogue, load
from crampkit.catalogue.topic import SET, own_words
from crampkit.data import data_directory
from crampkit.hosts.jupyter.folds import Folds
from crampkit.hosts.jupyter.own_place import PlaceFile
from crampkit.hosts.jupyter.showings import Run, Showings
from crampkit.hosts.jupyter.still import still
from crampkit.hosts.jupyter.store import DeskFile, JournalFile
from crampkit.hosts.jupyter.turns import Turns
from crampkit.observers import Stop, at_once
from crampkit.panels.kit.panel import Box, Chart, Panel, Part
from crampkit.practice.desk import Desk, DeskInMemory
from crampkit.practice.kept import mapping_of, name_of
from crampkit.words import Words

WIDGET_VIEW = "application/vnd.jupyter.widget-view+json"


class JupyterHost:
    """The host in a Jupyter kernel. In a plain Python it shows nothing, and everything else works."""

    def __init__(self) -> None:
        self._words: Words | None = None
        self._folds: Folds | None = None
        self._turns: Turns | None = None
        self._showings: Showings | None = None
        self._style_is_due = True

    def catalogue(self, data: str | Path | None, language: str | None = None) -> Catalogue:
        return load(data, language)

    def begin(self, words: Words) -> None:
        self._words = words
        self._folds = None
        self._style_is_due = True
        if shell := _shell():
            formatter = shell.display_formatter.mimebundle_formatter
            for kind in (Panel, Box, Chart):
                formatter.for_type(kind, self.show)

    def show(self, part: Part) -> tuple[dict[str, Any], dict[str, Any]]:
        """The forms in which a notebook can show a part, and what belongs to them (nothing).

        The still is what stays when no kernel is there. The first one of a lesson brings the style
        sheet for all: each with its own would make the saved lesson ten times as long.
        """
        assert self._words, "begin() comes before any part is shown"
        # Not at the top: they take a third of a second to load, and `crampkit rank` shows nothing.
        from crampkit.hosts.jupyter.widgets import let_go, widget_of

        if self._folds is None:
            self._folds = Folds(self.desk(self._words), self.place(), self.later)
        if self._showings is None:
            self._showings = Showings(let_go)
        run = _run()
        widget = widget_of(part, self._words, self._folds.in_cell(run.cell))
        self._showings.add(run, part)
        page = still(part, self._words, styled=self._style_is_due)
        self._style_is_due = False
        return {
            "text/plain": self._words("host.jupyter.text"),
            "text/html": page,
            WIDGET_VIEW: {"version_major": 2, "version_minor": 0, "model_id": widget.model_id},
        }, {}

    def later(self, seconds: float, call: Callable[[], None]) -> Stop:
        try:
            loop = asyncio.get_running_loop()
        except RuntimeError:  # No kernel around, as in a plain script: nothing to wait for.
            return at_once(seconds, call)
        return loop.call_later(seconds, call).cancel

    def chart_comes_back(self, open_it: Callable[[], None]) -> None:
        """One after another: several that start together on a slow machine may never change."""
        if self._turns is None:
            from crampkit.hosts.jupyter.widgets import drawn

            self._turns = Turns(self.later, drawn)
        self._turns.ask(open_it)

    def journal(self, words: Words) -> JournalFile:
        return JournalFile(set_name=_set_name(words))

    def desk(self, words: Words) -> Desk:
        """A Python without a notebook shows nothing that could be lost: what it says is about nobody."""
        in_notebook = getattr(_shell(), "kernel", None) is not None
        return DeskFile(set_name=_set_name(words)) if in_notebook else DeskInMemory()

    def own_place(self, data: str | Path | None) -> PlaceFile:
        return PlaceFile(Path(data) if data is not None else data_directory())

    def place(self) -> str:
        """The notebook's name, as the server tells its kernel; a plain Python has none."""
        return Path(os.environ.get("JPY_SESSION_NAME", "")).stem

    def case(self) -> str:
        """Empty: an address of JupyterLab's opens a notebook, and names nobody in it."""
        return ""

    def address(self, question_id: str) -> str:
        """Empty: a link in a widget leads to a page of the server's, and to no heading of a notebook."""
        return ""


def _set_name(words: Words) -> str:
    """Crampkit's own set has the files that it always had, any other one files that have its name."""
    name = words(SET) if SET in words else ""
    return "" if name == own_words().get(SET) else name


def _run() -> Run:
    """Which cell runs, for which page; without names where no page says it, as when a tool runs it."""
    kernel = getattr(_shell(), "kernel", None)
    parent = mapping_of(getattr(kernel, "get_parent", lambda _: None)("shell"))
    header = mapping_of(parent.get("header"))
    return Run(
        name_of(mapping_of(parent.get("metadata")).get("cellId")),
        name_of(header.get("session")),
        name_of(header.get("msg_id")),
    )


def _shell() -> Any:
    """The kernel's shell; None in a plain Python, for which IPython need not even be loaded."""
    ipython = sys.modules.get("IPython")
    return ipython.get_ipython() if ipython else None
