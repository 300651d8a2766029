"""One set of tables beside another: whose row was changed, added or left out."""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from crampkit.catalogue.files import FILES, read_file
from crampkit.catalogue.shipping import Shipped, digest, instead_of, plain_rows, row_key, shipped
from crampkit.data import Problem, Table, shown, tame

HERS, THEIRS, BOTH, UNKNOWN = "yours", "theirs", "both", "unknown"
"""Who changed a row since her set was shipped; unknown where her set has no record."""

SAID = {
    ("changed", HERS): "",
    ("changed", UNKNOWN): "",
    ("changed", THEIRS): " (theirs is newer; you did not change it)",
    ("changed", BOTH): " (BOTH changed: choose)",
    ("added", HERS): "your new row",
    ("added", UNKNOWN): "a row that they do not have",
    ("added", THEIRS): "a row that they have dropped since; you did not change it",
    ("added", BOTH): "a row that they have dropped since and that you changed: choose",
    ("lacking", HERS): "you left this row out",
    ("lacking", UNKNOWN): "a row that you do not have",
    ("lacking", THEIRS): "their new row",
    ("lacking", BOTH): "you left this row out, and they changed it: choose",
}


@dataclass(frozen=True)
class Difference:
    """A row that is not the same in two sets.

    `kind` is changed, added (she alone has it) or lacking (they alone have it); `cells` has column,
    her text and theirs of what differs. `row` is hers, 0 where she has none.
    """

    file: str
    row: int
    key: str
    kind: str
    by: str
    cells: tuple[tuple[str, str, str], ...] = ()

    def lines(self) -> list[str]:
        """What a trainer reads of it."""
        place = f"  row {self.row}, {shown(self.key)}" if self.row else f"  {shown(self.key)}"
        said = SAID[self.kind, self.by]
        if self.kind != "changed":
            return [f"{place}: {said}"]
        return [
            f"{place}, {column}: {instead_of(hers, theirs)}{said}"
            for column, hers, theirs in self.cells
        ]


def differences(hers: Table, theirs: Table, was: Mapping[str, str] | None) -> list[Difference]:
    """How the rows of two tables differ; `was` has the digests of the rows that hers began with."""
    file = hers.file
    columns = [
        name
        for name in FILES[file].columns
        if all(name in row.cells for table in (hers, theirs) for row in table.rows)
    ]
    if set(FILES[file].key) - set(columns):
        return []
    if len(columns) < len(FILES[file].columns):
        was = None  # A digest is of all the columns.
    mine, others = (plain_rows(table, columns) for table in (hers, theirs))
    number = {row_key(file, row.cells): row.number for row in hers.rows}
    found = []
    for key in dict.fromkeys((*mine, *others)):
        one, other = mine.get(key), others.get(key)
        if one == other:
            continue
        by = UNKNOWN if was is None else _changed_by(file, one, other, was.get(key))
        if one is None or other is None:
            kind = "lacking" if one is None else "added"
            found.append(Difference(file, number.get(key, 0), key, kind, by))
        else:
            cells = tuple((c, one[c], other[c]) for c in columns if one[c] != other[c])
            found.append(Difference(file, number[key], key, "changed", by, cells))
    return found


def _changed_by(
    file: str, one: Mapping[str, str] | None, other: Mapping[str, str] | None, before: str | None
) -> str:
    she, they = (before not in _digests(file, row) for row in (one, other))
    return BOTH if she and they else HERS if she else THEIRS


def _digests(file: str, row: Mapping[str, str] | None) -> tuple[str | None, ...]:
    """What a record may say of a row, also one from when a column had another name."""
    if not row:
        return (None,)
    before = {new: old for old, new in FILES[file].renamed.items()}
    return digest(row), digest({before.get(name, name): cell for name, cell in row.items()})


def compared(hers: Path, theirs: Path) -> list[str]:
    """What a trainer reads of how her tables differ from others, file by file."""
    record, other = shipped(hers), shipped(theirs)
    lines = [f"Your tables ({_version(record)}) beside {theirs} ({_version(other)}):"]
    count = skipped = 0
    for file, description in FILES.items():
        if not any(os.path.lexists(folder / file) for folder in (hers, theirs)):
            continue
        mine, mine_wrong = read_file(hers, file, may_be_empty=True)
        others, others_wrong = read_file(theirs, file, may_be_empty=True)
        lacking = [*_lacking(mine, "yours"), *_lacking(others, "theirs")]
        if why := [
            *_unread(mine, mine_wrong, "yours"),
            *_unread(others, others_wrong, "theirs"),
            *(said for name, said in lacking if name in description.key),
        ]:
            skipped += 1
            lines.append(f"{file}: cannot be compared; {why[0]}")
            continue
        was = None if record.missing else record.rows.get(file, {})
        found = differences(mine, others, was)
        count += len(found)
        if found:
            lines.append(f"{file}: {_counted(found)}")
            lines += [line for difference in found for line in difference.lines()]
        lines += [f"{file}: {said}; the other columns were compared" for _, said in lacking]
    told = {0: "No row differs", 1: "1 row differs"}.get(count, f"{count} rows differ")
    files = "1 file" if skipped == 1 else f"{skipped} files"
    lines.append(f"{told}; {files} could not be compared." if skipped else f"{told}.")
    return [tame(line) for line in lines]


def _unread(table: Table, wrong: Sequence[Problem], whose: str) -> list[str]:
    """Why a table cannot be compared, where rows of it may be missing."""
    if table.complete:
        return []
    row = f", row {wrong[0].row}" if wrong[0].row else ""
    return [f"in {whose}{row}, {wrong[0].message}"]


def _lacking(table: Table, whose: str) -> list[tuple[str, str]]:
    """The columns that a table does not have, each with the sentence that says so."""
    return [
        (name, f"in {whose}, the column '{name}' is missing")
        for name in FILES[table.file].columns
        if any(name not in row.cells for row in table.rows[:1])
    ]


def _version(record: Shipped) -> str:
    return "no record" if record.missing else f"shipped as version {record.version}"


def _counted(found: Iterable[Difference]) -> str:
    kinds = [one.kind for one in found]
    names = {"changed": "changed", "added": "only in yours", "lacking": "only in theirs"}
    return ", ".join(f"{kinds.count(k)} {said}" for k, said in names.items() if k in kinds)
