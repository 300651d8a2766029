"""From a folder of CSV files to a `Catalogue`, or to every problem in them at once."""

from __future__ import annotations

import os
from collections.abc import Collection, Iterable, Mapping
from pathlib import Path
from typing import Any

from crampkit.catalogue.cells import CellError, Context
from crampkit.catalogue.checks import Parsed, Place, Tables, meaning_problems
from crampkit.catalogue.files import FILES, File, read_file
from crampkit.catalogue.records import Catalogue
from crampkit.catalogue.shipping import Shipped, local_edits
from crampkit.catalogue.topic import WORDS, Subject, name_problems, subject_of, with_own_words
from crampkit.data import (
    FEW,
    REPLACING,
    Problem,
    Row,
    Table,
    choices,
    data_directory,
    finish_replacing,
    nearest,
    quoted,
)

MOST_HINTS = 100
"""So many problems of one file are told with the nearest word; with more, the search takes too long."""


def problems(directory: str | Path | None = None) -> tuple[Problem, ...]:
    """Every problem in a folder of CSV files, in file and row order; none when it can be used."""
    return read(directory)[1]


def read(directory: str | Path | None = None) -> tuple[Catalogue | None, tuple[Problem, ...]]:
    """The catalogue of a folder, or None and every problem in its files."""
    folder = folder_of(directory)
    # os.path, not Path: it says no to a name that no folder can have, where Path raises.
    if not os.path.isdir(folder):
        return None, (
            Problem(str(folder), 0, "", "there is no such folder; name the one with the CSV files"),
        )
    try:
        finish_replacing(folder)
    except OSError as error:
        told = f"an import was cut off and cannot be finished here ({error.strerror})"
        remedy = "run 'crampkit check' as someone who may write in this folder"
        return None, (Problem(REPLACING, 0, "", f"{told}; {remedy}"),)
    subject = subject_of(folder)
    record = subject.record
    tables, found = read_tables(folder, subject)
    if subject.another:
        found += name_problems(tables[WORDS])
        tables[WORDS] = with_own_words(tables[WORDS])
    # In a file that may lack rows, nothing can be looked up.
    unknown = {file for file, ids in _ids(tables).items() if ids is None}
    ids = {file: ids or () for file, ids in _ids(tables).items()}
    parsed: dict[str, Parsed] = {}
    of_cells: list[Problem] = []
    for file, description in FILES.items():
        context = Context(ids, tables[file].decimal_comma)
        parsed[file], problems = parse(tables[file], description, context)
        of_cells += problems
    for file in {problem.blames for problem in of_cells if not ids.get(problem.blames, True)}:
        if file not in unknown:
            unknown.add(file)
            found.append(_empty_yet_named(file, of_cells))
    # A row that names what may be there is not at fault, yet what it says is not known.
    malformed = {problem.file for problem in found}
    malformed |= {problem.file for problem in of_cells if problem.blames in unknown}
    found += [problem for problem in of_cells if problem.blames not in unknown]
    found += [problem for table in tables.values() for problem in _renamed(table)]
    whole = {file: rows for file, rows in parsed.items() if file not in malformed}
    found += meaning_problems(Tables(whole, subject))
    if found:
        order = list(FILES)
        return None, tuple(
            sorted(set(found), key=lambda p: (order.index(p.file), p.row, p.column, p.message))
        )
    return _assemble(parsed, record), ()


def folder_of(directory: str | Path | None) -> Path:
    return Path(directory) if directory is not None else data_directory()


def read_tables(folder: Path, subject: Subject) -> tuple[dict[str, Table], list[Problem]]:
    """Every file of a folder as text, and all that is wrong with their form."""
    tables: dict[str, Table] = {}
    found: list[Problem] = []
    for file in FILES:
        tables[file], problems = read_file(folder, file)
        if not os.path.lexists(folder / file):
            misnamed = _misnamed(folder, file)
            if subject.may_lack(file) and not misnamed:
                tables[file], problems = Table(file, ()), []
                continue
            why = f"{misnamed}{_how_to_get(file, subject)}"
            problems = [Problem(file, 0, "", f"the file is missing{why}")]
        found += problems
    return tables, found


def _renamed(table: Table) -> Iterable[Problem]:
    header = Place(table.file, 1)
    for old in table.old_names:
        new = FILES[table.file].renamed[old]
        told = f"the column '{old}' is now called '{new}'; rename it in the header row"
        yield header.problem(old, told)


def _empty_yet_named(file: str, problems: list[Problem]) -> Problem:
    by = ", ".join(dict.fromkeys(one.file for one in problems if one.blames == file))
    return Problem(file, 0, "", f"it has a header but no rows, yet {by} names some; put them back")


def _misnamed(folder: Path, file: str) -> str:
    """The file beside it that is none of ours, and has almost its name."""
    place = (folder / file).parent
    names = {path.name for path in place.glob("*")} - {Path(ours).name for ours in FILES}
    close = nearest(Path(file).name, sorted(names), cutoff=0.75)
    return f"{close} If so, rename it" if close else ""


def _how_to_get(file: str, subject: Subject) -> str:
    """Why a file is not there, and where there is one."""
    record, needed = subject.record, subject.needed
    if subject.another:
        return "; put it back" if record.rows.get(file) else "; no set can be taught without it"
    if not record.missing and file not in record.rows:
        return (
            f"; these tables are of version {record.version}, which had none yet; "
            f"copy it from the data/ of this crampkit (version {needed.version}), and look at "
            "`crampkit check --against shipped`"
        )
    if record.version in ("", needed.version):
        return (
            "; put it back: copy it from the data/ that you downloaded "
            f"(crampkit's own is of version {needed.version})"
        )
    return (
        "; put it back: copy it from the data/ that you downloaded, version "
        f"{record.version} (crampkit's own is of version {needed.version} by now)"
    )


def _ids(tables: Mapping[str, Table]) -> dict[str, Collection[str] | None]:
    """What can be referred to, by file; None where rows or the very column may be missing."""
    ids: dict[str, Collection[str] | None] = {}
    for file, description in FILES.items():
        key, table = description.key[0], tables[file]
        if len(description.key) == 1:
            whole = table.complete and all(key in row.cells for row in table.rows)
            # In order, and looked up at once however many there are.
            ids[file] = dict.fromkeys(row.cells[key] for row in table.rows) if whole else None
    return ids


def parse(table: Table, description: File, context: Context) -> tuple[Parsed, list[Problem]]:
    """The rows of a file as records, and what is wrong with any of them."""
    numbered: list[tuple[Place, Any]] = []
    found: list[Problem] = []
    first_row: dict[tuple[str, ...], int] = {}
    for row in table.rows:
        place = Place(table.file, row.number)
        hints = len(found) < MOST_HINTS
        values, row_problems = _parse_row(place, row, description, context, hints)
        key = tuple(row.cells.get(name, "") for name in description.key)
        if key in first_row and any(key) and all(name in row.cells for name in description.key):
            repeated = " with ".join(quoted(part) for part in key if part)
            row_problems.append(
                place.problem(
                    description.key[0],
                    f"{repeated} stands in row {first_row[key]} already; delete one of the two",
                )
            )
        first_row.setdefault(key, row.number)
        found += row_problems
        if not row_problems and len(values) == len(description.columns):
            numbered.append((place, description.record(**values)))
    return Parsed(Place(table.file, 0), tuple(numbered), table.rows), found


def _parse_row(
    place: Place, row: Row, description: File, context: Context, hints: bool
) -> tuple[dict[str, Any], list[Problem]]:
    """The values of the columns that are there, and what is wrong with them."""
    values: dict[str, Any] = {}
    found: list[Problem] = []
    cells = row.cells
    for name, column in description.columns.items():
        if name not in cells:
            continue
        try:
            values[name] = column.parse(cells[name], context)
        except CellError as error:
            for count, one in enumerate((error, *error.others)):
                seek = hints and count < FEW and one.allowed
                hint = choices(one.word, one.allowed) if seek else ""
                if one.blames and not hint:
                    hint = f"; name one that stands in {one.blames}, or add it there"
                found.append(place.problem(name, f"{one}{hint}", one.blames))
    return values, found


def _assemble(parsed: Mapping[str, Parsed], record: Shipped) -> Catalogue:
    tables = {file.table: file.kept(parsed[name].rows, file.key) for name, file in FILES.items()}
    changed = local_edits(record, {file: rows.text for file, rows in parsed.items()})
    return Catalogue(**tables, warnings=changed)
