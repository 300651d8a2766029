"""A form for the numbers, pathways and ranges of one's own place."""

from __future__ import annotations

from typing import Any

from crampkit.catalogue.local_values import as_table
from crampkit.panels.kit.panel import Panel
from crampkit.practice.your_place import Keeper, begun
from crampkit.views.kit.markup import Html
from crampkit.views.practice import your_place as view
from crampkit.words import Words

CLASS = "crampkit-place"


def your_place(keeper: Keeper, words: Words) -> Panel:
    """The form, with what was kept before."""
    return PlaceForm(keeper, words).panel


class PlaceForm:
    """What was typed and asked; nothing is kept before it was read back and every doubt was answered."""

    def __init__(self, keeper: Keeper, words: Words) -> None:
        self.keeper = keeper
        self.words = words
        self.shows = "form"
        self.message = ""
        self.open_numbers = False
        self.panel = Panel(self.do, classes=(CLASS,))
        self._read()
        self._draw()

    def _read(self) -> None:
        self.catalogue, kept = self.keeper.read()
        self.draft = begun(self.catalogue, kept)

    def do(self, name: str, value: Any) -> None:
        kind, _, key = name.partition(":")
        if kind == "local" and isinstance(value, str):
            self.draft.write(key, value)
        elif kind == "sure" and key in self.draft.values:
            (self.draft.sure.add if value else self.draft.sure.discard)(key)
        else:
            self.message, self.open_numbers = "", False
            act = {"read_back": self._read_back, "keep": self._keep, "forget": self._forget}
            act.get(name, self._back)()
        self._draw()

    def _back(self) -> None:
        self.shows = "form"

    def _read_back(self) -> None:
        if self.draft.problems:
            self.message = self.words.plural("place.wrong", len(self.draft.problems))
        elif not self.draft.changed:
            self.message = self.words("place.nothing")
        else:
            self.shows = "echo"

    def _keep(self) -> None:
        if self.shows != "echo":
            return
        if self.draft.doubtful:
            self.open_numbers = True
            return
        try:
            self.keeper.keep(self.draft.changed)
            self._read()
            self.message = self.words("place.kept")
        except (OSError, ValueError) as error:
            self._told("place.not_kept", error)
        self.shows = "form"

    def _forget(self) -> None:
        if self.shows != "erasing":
            self.shows = "erasing"
            return
        try:
            self.keeper.forget()
            self._read()
            self.message = self.words("place.forgotten")
        except OSError as error:
            self._told("place.not_forgotten", error)
        self.shows = "form"

    def _told(self, key: str, error: Exception) -> None:
        why = getattr(error, "strerror", None) or str(error)
        self.message = self.words(key, problem=self.words.in_own_language(why))

    def _draw(self) -> None:
        state: dict[str, object] = {
            f"local:{key}": value for key, value in self.draft.values.items()
        }
        state |= {f"sure:{key}": key in self.draft.sure for key in self.draft.asked}
        self.panel.show(self._page(), state)

    def _page(self) -> Html:
        words, keeper = self.words, self.keeper
        refused = keeper.refused
        if self.shows == "erasing":
            return view.erasing(self.message, words)
        if self.shows == "echo":
            return view.read_back(
                self.draft, self.message, words, not refused, self._table(), self.open_numbers
            )
        where = words(keeper.whereabouts.key, **keeper.whereabouts.gaps)
        told = words("place.refused", reason=words.in_own_language(refused)) if refused else ""
        table = self._table() if keeper.can_forget else ""
        return view.form(
            self.draft,
            self.message,
            words,
            can_forget=keeper.can_forget,
            refused=told,
            where=where,
            table=table,
        )

    def _table(self) -> str:
        """The table as a file; empty while a number is in question."""
        if self.draft.problems or self.draft.doubtful:
            return ""
        return as_table(self.catalogue, self.draft.values)
