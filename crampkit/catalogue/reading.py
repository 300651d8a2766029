"""From a folder of CSV files to a `Catalogue`, or to every problem in them at once."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Any

from crampkit.catalogue.checks import Parsed, meaning_problems, safety_warnings
from crampkit.catalogue.columns import FILES, NOUNS, CellError, Context, File
from crampkit.catalogue.records import Catalogue, CatalogueError
from crampkit.data import (
    REPLACING,
    Problem,
    Row,
    Table,
    data_directory,
    finish_replacing,
    read_table,
)


def load(directory: str | Path | None = None) -> Catalogue:
    """The catalogue of a folder of CSV files (the set's own when none is named).

    Raises `CatalogueError`, which names every problem, where any file has one.

    >>> "something_else" in load().causes
    True
    """
    catalogue, found = read(directory)
    if catalogue is None:
        raise CatalogueError(found)
    return catalogue


def problems(directory: str | Path | None = None) -> tuple[Problem, ...]:
    """Every problem in a folder of CSV files, in file and row order; none when it can be used."""
    return read(directory)[1]


def read(directory: str | Path | None = None) -> tuple[Catalogue | None, tuple[Problem, ...]]:
    """The catalogue of a folder, or None and every problem in its files."""
    folder = Path(directory) if directory is not None else data_directory()
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
    tables: dict[str, Table] = {}
    found: list[Problem] = []
    for file, description in FILES.items():
        table, form_problems = read_table(folder, file, tuple(description.columns))
        tables[file] = table
        found += form_problems
    unreadable = {problem.file for problem in found}
    ids = {
        # In order, and looked up at once however many there are.
        file: dict.fromkeys(row.cells[description.key[0]] for row in tables[file].rows)
        for file, description in FILES.items()
        if len(description.key) == 1
    }
    parsed: dict[str, Parsed] = {}
    for file, description in FILES.items():
        context = Context(ids, tables[file].decimal_comma)
        parsed[file], cell_problems = _parse(tables[file], description, context)
        # An id of a file that could not be read is unknown, but that is not this row's fault.
        found += [p for p in cell_problems if not _blames_unreadable(p, unreadable)]
    if not unreadable:
        found += meaning_problems(parsed)
    if found:
        order = list(FILES)
        return None, tuple(
            sorted(set(found), key=lambda p: (order.index(p.file), p.row, p.column, p.message))
        )
    return _assemble(parsed), ()


def _blames_unreadable(problem: Problem, unreadable: set[str]) -> bool:
    return any(
        problem.message.startswith(f"no {NOUNS[file]} '") for file in unreadable if file in NOUNS
    )


def _parse(table: Table, description: File, context: Context) -> tuple[Parsed, list[Problem]]:
    numbered: list[tuple[int, Any]] = []
    found: list[Problem] = []
    first_row: dict[tuple[str, ...], int] = {}
    for row in table.rows:
        values, row_problems = _parse_row(table.file, row, description, context)
        key = tuple(row.cells[name] for name in description.key)
        if any(key) and key in first_row:
            repeated = " with ".join(f"'{part}'" for part in key if part)
            row_problems.append(
                Problem(
                    table.file,
                    row.number,
                    description.key[0],
                    f"{repeated} stands in row {first_row[key]} already; delete one of the two",
                )
            )
        first_row.setdefault(key, row.number)
        found += row_problems
        if not row_problems:
            numbered.append((row.number, description.make(**values)))
    return Parsed(tuple(numbered), tuple(row.cells for row in table.rows)), found


def _parse_row(
    file: str, row: Row, description: File, context: Context
) -> tuple[dict[str, Any], list[Problem]]:
    values: dict[str, Any] = {}
    found: list[Problem] = []
    for name, parse in description.columns.items():
        try:
            values[name] = parse(row.cells[name], context)
        except CellError as error:
            found.append(Problem(file, row.number, name, str(error)))
    return values, found


def _assemble(parsed: Mapping[str, Parsed]) -> Catalogue:
    def keyed(file: str) -> Mapping[Any, Any]:
        names = FILES[file].key
        return MappingProxyType(
            {
                getattr(row, names[0])
                if len(names) == 1
                else tuple(getattr(row, n) for n in names): row
                for row in parsed[file].rows
            }
        )

    flags = keyed("red_flags.csv")
    rules = parsed["flag_rules.csv"].rows
    return Catalogue(
        causes=keyed("causes.csv"),
        findings=keyed("findings.csv"),
        features=keyed("cause_features.csv"),
        groups=keyed("groups.csv"),
        questions=keyed("safety_questions.csv"),
        phrases=keyed("safety_phrases.csv"),
        flags=flags,
        rules=rules,
        sources=keyed("sources.csv"),
        local=keyed("local.csv"),
        management=keyed("management.csv"),
        trials=keyed("trials.csv"),
        epidemiology=keyed("epidemiology.csv"),
        measurements=keyed("measurements.csv"),
        accuracy=keyed("accuracy.csv"),
        glossary=keyed("glossary.csv"),
        examples=keyed("examples.csv"),
        lessons=keyed("lessons.csv"),
        claims=keyed("claims.csv"),
        quiz=keyed("questions.csv"),
        options=keyed("options.csv"),
        regions=keyed("regions.csv"),
        cause_regions=keyed("cause_regions.csv"),
        cases=keyed("cases.csv"),
        case_findings=parsed["case_findings.csv"].rows,
        test_costs=keyed("test_costs.csv"),
        text=MappingProxyType({line.key: line.text for line in parsed["text/en.csv"].rows}),
        warnings=safety_warnings(flags, rules),
    )
