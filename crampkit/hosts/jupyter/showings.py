"""What the cells of a notebook show: run again, a cell lets go of what it showed before."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field

from crampkit.panels.kit.panel import Box, Part

PAGES_AT_ONCE = 2
"""So many pages of one lesson keep what they show: a laptop and a projector. Loaded again, one is another."""


@dataclass(frozen=True)
class Run:
    """One run of a cell: by which page, and which one of its runs."""

    cell: str
    page: str
    number: str


@dataclass
class _Shown:
    number: str
    parts: list[Part] = field(default_factory=list)


class Showings:
    """Everything that is shown. A page that is loaded brings back every widget that nobody let go of."""

    def __init__(self, let_go: Callable[[Part], None]) -> None:
        self._let_go = let_go
        self._cells: dict[str, dict[str, _Shown]] = {}
        """By cell and page; the page that ran it last comes last."""

    def add(self, run: Run, part: Part) -> None:
        """A cell shows this now. Without a name nothing is let go of: nobody would know it again."""
        if not run.cell:
            return
        pages = self._cells.setdefault(run.cell, {})
        gone: list[Part] = []
        shown = pages.pop(run.page, None) or _Shown(run.number)
        if shown.number != run.number:
            gone += shown.parts
            shown = _Shown(run.number)
        shown.parts.append(part)
        pages[run.page] = shown
        for page in list(pages)[:-PAGES_AT_ONCE]:
            gone += pages.pop(page).parts
        if gone:
            self._part_with(gone)

    def _part_with(self, gone: Iterable[Part]) -> None:
        shown = (one for pages in self._cells.values() for one in pages.values())
        stay = {id(part) for one in shown for part in _all_of(one.parts)}
        for part in _all_of(gone):
            if id(part) not in stay:
                self._let_go(part)


def _all_of(parts: Iterable[Part]) -> Iterator[Part]:
    """These, and whatever is in them."""
    for part in parts:
        yield part
        if isinstance(part, Box):
            yield from _all_of(part.children)
