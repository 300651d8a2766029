"""What panels share that show a lesson's tables and no case."""

from __future__ import annotations

from typing import Protocol

from crampkit.catalogue import Catalogue
from crampkit.words import Words


class Shared(Protocol):
    """What such a panel needs of the lesson it stands in: its tables and its words."""

    @property
    def catalogue(self) -> Catalogue: ...

    @property
    def words(self) -> Words: ...
