"""The values of a place in the file `local.csv` of the folder that is taught from."""

from __future__ import annotations

import os
import re
import shutil
import tempfile
from collections.abc import Mapping
from pathlib import Path

from crampkit.catalogue import Catalogue, load, problems
from crampkit.catalogue.local_values import FILE
from crampkit.data import own_directory, replace_file, with_cells
from crampkit.practice.journal import Whereabouts

BEFORE = ".old"
"""The ending under which the file before is kept; further ones are numbered."""


class PlaceFile:
    """`local.csv` of a folder of tables: checked before it is written, and the one before it is kept."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.path = folder / FILE

    @property
    def whereabouts(self) -> Whereabouts:
        return Whereabouts("place.where.file", {"file": str(self.path)})

    @property
    def refused(self) -> str:
        installed = own_directory().name == "_data"
        if installed and self.folder.resolve() == own_directory().resolve():
            return (
                "these tables came with the program, and its next version writes over them; copy the "
                "folder and name the copy in CRAMPKIT_DATA"
            )
        if not (os.access(self.folder, os.W_OK) and os.access(self.path, os.W_OK)):
            return f"the file {self.path} may not be written by you"
        return ""

    @property
    def can_forget(self) -> bool:
        return not self.refused and bool(self._before())

    def read(self) -> tuple[Catalogue, object]:
        return load(self.folder), {}

    def keep(self, values: Mapping[str, str]) -> None:
        if self.refused:
            raise OSError(self.refused)
        was = self.path.read_bytes()
        new = with_cells(was, ("key",), {(key,): {"value": one} for key, one in values.items()})
        self._check(new)
        taken = max(self._numbered(), default=0)
        beside = self.path.with_name(f"{FILE}{BEFORE}{taken + 1 if taken else ''}")
        replace_file(beside, was)
        replace_file(self.path, new)

    def forget(self) -> None:
        if self.refused:
            raise OSError(self.refused)
        if before := self._before():
            replace_file(self.path, before[-1].read_bytes())
            before[-1].unlink()

    def _before(self) -> list[Path]:
        """The files before, the last one last."""
        return [path for _, path in sorted(self._numbered().items())]

    def _numbered(self) -> Mapping[int, Path]:
        """The files before by their numbers: one that was deleted leaves a gap, which nothing fills."""
        return {
            int(match[1] or 1): path
            for path in self.folder.glob(f"{FILE}{BEFORE}*")
            if (match := re.fullmatch(rf"{re.escape(FILE + BEFORE)}(\d*)", path.name))
        }

    def _check(self, new: bytes) -> None:
        """Raises `ValueError` with every problem of this file that the checks find in the new one."""
        with tempfile.TemporaryDirectory(prefix="crampkit-") as passing:
            copy = Path(passing) / "data"
            shutil.copytree(self.folder, copy, ignore=shutil.ignore_patterns("*.png", "*.svg"))
            (copy / FILE).write_bytes(new)
            if told := [str(one) for one in problems(copy) if one.file == FILE]:
                raise ValueError("; ".join(told))
