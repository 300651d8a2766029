"""The values of a place where somebody teaches: what was typed, what is asked of it, where it is kept."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Protocol

from crampkit.catalogue import Catalogue
from crampkit.catalogue.local_values import asked_about, fitting, of_a_place, unfit
from crampkit.catalogue.tables import LocalEntry
from crampkit.practice.desk import Desk
from crampkit.practice.journal import Whereabouts

KEY = "local"
"""Of the desk: where a page keeps these values."""


class Keeper(Protocol):
    """Where a host keeps the values of a place."""

    @property
    def whereabouts(self) -> Whereabouts:
        """The words for where they are kept."""

    @property
    def refused(self) -> str:
        """Why nothing can be kept here, in a sentence; empty where something can."""

    @property
    def can_forget(self) -> bool:
        """Whether something was kept that can be taken back."""

    def read(self) -> tuple[Catalogue, object]:
        """The catalogue as its tables are now, and what was kept beside them."""

    def keep(self, values: Mapping[str, str]) -> None:
        """Keep these values, by their keys, in place of those before.

        Raises `ValueError` with the sentences of the table's checks, `OSError` with a reason.
        """

    def forget(self) -> None:
        """Go back to what was there before. Raises `OSError` with a reason."""


class OnDesk:
    """Kept on the learner's desk, beside her place and her settings: on this device alone."""

    whereabouts = Whereabouts("place.where.device", {})
    refused = ""

    def __init__(self, catalogue: Catalogue, desk: Desk) -> None:
        self._catalogue = catalogue
        self._desk = desk

    def read(self) -> tuple[Catalogue, object]:
        return self._catalogue, self._desk.get(KEY)

    @property
    def can_forget(self) -> bool:
        return bool(self._desk.get(KEY))

    def keep(self, values: Mapping[str, str]) -> None:
        self._desk.put(KEY, dict(values))

    def forget(self) -> None:
        self._desk.erase(KEY)


@dataclass
class Draft:
    """A form that is filled in: the rows as the tables have them, and what was typed over their values."""

    rows: tuple[LocalEntry, ...]
    typed: dict[str, str] = field(default_factory=dict)
    sure: set[str] = field(default_factory=set)
    """Keys of doubtful numbers that were looked at again and are meant."""

    @property
    def values(self) -> Mapping[str, str]:
        return {row.key: self.typed.get(row.key, row.value) for row in self.rows}

    @property
    def changed(self) -> Mapping[str, str]:
        """The values that are not those of the tables."""
        return {
            row.key: self.values[row.key] for row in self.rows if self.values[row.key] != row.value
        }

    @property
    def problems(self) -> Mapping[str, str]:
        """Why a value cannot stand, in the sentence of the table's own check, by its key."""
        told = {
            row.key: unfit(row, self.values[row.key])
            for row in self.rows
            if row.key in self.changed
        }
        return {key: why for key, why in told.items() if why}

    @property
    def asked(self) -> Mapping[str, tuple[str, ...]]:
        """What is asked about a number that was typed, by its key."""
        told = {row.key: asked_about(row, self.values[row.key]) for row in self.rows}
        return {key: asked for key, asked in told.items() if asked and key in self.changed}

    @property
    def doubtful(self) -> tuple[str, ...]:
        """The numbers that are asked about, and that nobody has said are meant."""
        return tuple(key for key in self.asked if key not in self.sure)

    def write(self, key: str, value: str) -> None:
        """Something was typed; what was said of the number before holds no more."""
        value = " ".join(value.split())
        if key in self.values and value != self.values[key]:
            self.typed[key] = value
            self.sure.discard(key)


def begun(catalogue: Catalogue, values: object) -> Draft:
    """A form with what was kept before written in; `catalogue` is as its tables are."""
    return Draft(of_a_place(catalogue), fitting(catalogue, values))
