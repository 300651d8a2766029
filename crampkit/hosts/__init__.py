"""Where panels are shown: which host is here is set once, and everything else is given what it needs.

A host gives ten things, and panels ask for nothing else: the catalogue that is taught from, it shows
parts, calls later, keeps the journal and the desk, has the words for where they lie, keeps the numbers
of a place, says which lesson this is and which woman was asked for, where the answer to a question is
taught, and opens again the charts that were open.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from crampkit.languages import OWN
from crampkit.observers import Stop

if TYPE_CHECKING:
    from crampkit.catalogue import Catalogue
    from crampkit.panels.kit.panel import Part
    from crampkit.practice.desk import Desk
    from crampkit.practice.journal import JournalStore
    from crampkit.practice.your_place import Keeper
    from crampkit.words import Words


class Host(Protocol):
    """What a lesson needs of the place where it is shown."""

    def catalogue(self, data: str | Path | None, language: str | None = None) -> Catalogue:
        """What is taught from: read from a folder of tables, or brought along where there is none.

        The words of its interface are in this language, else in the one that this place speaks.

        Raises `CatalogueError`, which names every problem, where it cannot be used.
        """

    def begin(self, words: Words) -> None:
        """A `Lab` was made: from now on its parts are shown wherever they are the value of a cell."""

    def show(self, part: Part) -> object:
        """A part in the form in which this place shows it."""

    def later(self, seconds: float, call: Callable[[], None]) -> Stop:
        """Call this in so many seconds, once what is drawn has been painted."""

    def chart_comes_back(self, open_it: Callable[[], None]) -> None:
        """Open a chart that was open last time, once this place has room for one more."""

    def journal(self, words: Words) -> JournalStore:
        """Where the journal of the set with these words lies; it has the words for that place."""

    def desk(self, words: Words) -> Desk:
        """Where small values of the set with these words lie: a place, a half-played case, settings."""

    def own_place(self, data: str | Path | None) -> Keeper:
        """What keeps the numbers of a place; `data` is the folder that is taught from, as for `catalogue`."""

    def place(self) -> str:
        """The lesson that is shown, by the name of its file; empty where nobody knows."""

    def case(self) -> str:
        """The id of the woman who was asked for as this lesson was opened; empty where nobody was."""

    def address(self, question_id: str) -> str:
        """Where a link to the step leads that teaches the answer; empty where nobody knows."""


_chosen: Host | None = None


def here() -> Host:
    """The host of this Python: Jupyter's, where no other was chosen."""
    if _chosen is None:
        from crampkit.hosts.jupyter.host import JupyterHost

        choose(JupyterHost())
    assert _chosen
    return _chosen


def choose(host: Host) -> None:
    """Say where panels are shown, before the first `Lab` is made."""
    global _chosen
    _chosen = host


SAID_ANYWHERE = ("starting", "waiting", "busy", "back", "resting", "missed", "why")


def front_words(words: Words, host: str) -> dict[str, str]:
    """What the page itself must say: when Python is gone, or not there yet, nobody else can.

    What to do then is another thing in each `host`: jupyter, pages.
    """
    said = {key: words(f"host.{key}") for key in SAID_ANYWHERE}
    with_remedy = {
        key: f"{words(f'host.{key}')} {words(f'host.{host}.{key}')}"
        for key in ("lost", "ended", "failed")
    }
    written = words.language
    # In a page of another language each panel says its own.
    how = {} if written.code == OWN else {"lang": written.code, "dir": written.direction}
    return {**said, **with_remedy, **how}
