"""The journal as a table for a spreadsheet, and back."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Sequence

from crampkit.practice.journal import Entry, entry_from

COLUMNS = (
    *("at", "kind", "item", "chosen", "sure", "right", "share"),
    *("asked", "stopped", "miss", "data_version", "id"),
)
FORMULA_SIGNS = ("=", "+", "-", "@", "\t", "\r", "\n", "|", "%")
"""A spreadsheet runs a cell that begins with one of the first four; the others lead some to do so."""
QUOTE = "'"
"""What is put before such a cell. It shows, and is taken off again by an import."""


class SpreadsheetError(ValueError):
    """The file cannot be taken over: `problems` names every row, column and remedy."""

    def __init__(self, problems: Sequence[str]) -> None:
        self.problems = tuple(problems)
        super().__init__("\n".join(self.problems))


def to_csv(entries: Iterable[Entry]) -> str:
    """One row for each entry, none of whose cells a spreadsheet would run as a formula.

    >>> print(to_csv([Entry("question", "=1+1", ("a", "b"), 80, True, 1.0, at="", id="x")]))
    at,kind,item,chosen,sure,right,share,asked,stopped,miss,data_version,id
    ,question,'=1+1,a;b,80,yes,1.0,,no,,,x
    <BLANKLINE>
    """
    written = io.StringIO()
    writer = csv.writer(written, lineterminator="\n")
    writer.writerow(COLUMNS)
    for entry in entries:
        writer.writerow([safe(_cell(getattr(entry, name))) for name in COLUMNS])
    return written.getvalue()


def safe(cell: str) -> str:
    """A cell that stays text: what could begin a formula, or looks like it was made safe, is quoted.

    >>> safe("=HYPERLINK(1)"), safe("80"), safe("'tis")
    ("'=HYPERLINK(1)", '80', "''tis")
    """
    return QUOTE + cell if cell.lstrip(" ").startswith((*FORMULA_SIGNS, QUOTE)) else cell


def _cell(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, tuple):
        # Ids never hold a semicolon; where one does, the list keeps its form by JSON.
        plain = all(value) and not any(";" in part or part.startswith("[") for part in value)
        return ";".join(value) if plain else json.dumps(value, ensure_ascii=False)
    return str(value)


def from_csv(text: str) -> tuple[Entry, ...]:
    """The entries of an exported table, whatever the order of its columns.

    Raises `SpreadsheetError` with every row that is no entry; then nothing of the file is taken.
    """
    lines = io.StringIO(text.removeprefix("\ufeff"), newline="")
    first = text.partition("\n")[0]
    delimiter = ";" if first.count(";") > first.count(",") else ","
    try:
        header, *rows = csv.reader(lines, delimiter=delimiter, strict=True)
    except (csv.Error, ValueError) as error:
        raise SpreadsheetError([f"the file is no table ({error}); export it again"]) from None
    if missing := [name for name in COLUMNS if name not in header]:
        raise SpreadsheetError([f"row 1: the column '{name}' is missing" for name in missing])
    entries, problems = [], []
    for number, row in enumerate(rows, start=2):
        if not any(row):
            continue
        if len(row) != len(header):
            problems.append(f"row {number} has {len(row)} cells, the header {len(header)}")
            continue
        cells = dict(zip(header, map(_unquoted, row), strict=True))
        values = {name: _value(name, cells[name]) for name in COLUMNS}
        entry = None if any(value is _WRONG for value in values.values()) else entry_from(values)
        if entry:
            entries.append(entry)
        else:
            problems.append(f"row {number} is no entry of a journal; export the table again")
    if problems:
        raise SpreadsheetError(problems)
    return tuple(entries)


_WRONG = object()
_YES_NO = {"yes": True, "no": False, "": None}


def _unquoted(cell: str) -> str:
    return cell.removeprefix(QUOTE)


def _value(name: str, cell: str) -> object:
    """A cell as the journal has it; `_WRONG` where it cannot be."""
    try:
        if name in ("chosen", "asked"):
            return json.loads(cell) if cell.startswith("[") else cell.split(";") if cell else []
        if name == "sure":
            return int(cell) if cell else None
        if name == "share":
            return float(cell.replace(",", ".")) if cell else None
        if name in ("right", "stopped"):
            return _YES_NO[cell]
    except (ValueError, KeyError):
        return _WRONG
    return cell
