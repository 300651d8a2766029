"""What crampkit/catalogue/tables.py declares of each column, for people and for other programs.

The tables of columns in data/README.md, between their markers, and data/datapackage.json, a Frictionless
Data Package with a Table Schema for each file. `write_shipped.py` writes both; a test fails until it was run.
"""

from __future__ import annotations

import ast
import inspect
import json
import re
from collections.abc import Mapping
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Any

from crampkit.catalogue import FILES, tables
from crampkit.catalogue.cells import Cell, optional, required, sentence
from crampkit.catalogue.files import File, in_order, read_file

DATA = Path(__file__).resolve().parent.parent / "data"
README, PACKAGE = DATA / "README.md", DATA / "datapackage.json"

BEGIN, END = "<!-- columns: {file} -->", "<!-- /columns -->"
LONGEST_EXAMPLE = 40
"""Of a longer example so many letters are shown."""
LONGEST_LINE = 150


@cache
def declared() -> Mapping[str, ast.ClassDef]:
    """The records of tables.py as they are written, by name."""
    tree = ast.parse(inspect.getsource(tables))
    return {one.name: one for one in tree.body if isinstance(one, ast.ClassDef)}


def meanings(record: type) -> dict[str, str]:
    """What stands below each field of a record: what its column means."""
    found = {}
    for field, below in pairwise(declared()[record.__name__].body):
        match field, below:
            case ast.AnnAssign(target=ast.Name(name)), ast.Expr(ast.Constant(str(text))):
                found[name] = " ".join(text.split())
    return found


def heading(record: type) -> str:
    """What a row is: the first line of what stands below the name of its record."""
    return (ast.get_docstring(declared()[record.__name__]) or "").splitlines()[0].rstrip(".")


# ------------------------------------------------------------------------------ for people


def with_tables(readme: str) -> str:
    """A readme with the tables of columns between its markers as they are declared."""
    for file in FILES:
        begin = BEGIN.format(file=file)
        if readme.count(begin) != 1:
            raise SystemExit(f"{README.name} needs the line {begin} once, and {END} after it")
        before, after = readme.split(begin)
        readme = f"{before}{begin}\n\n{column_table(file)}\n{END}{after.partition(END)[2]}"
    return readme


def column_table(file: str) -> str:
    """The columns of a file as a table in Markdown."""
    meaning, examples = meanings(FILES[file].record), examples_of(file)
    rows = [("column", "meaning", "allowed", "example"), ("---", "---", "---", "---")]
    for name, cell in FILES[file].columns.items():
        rows.append((name, meaning[name], cell.allowed, _as_code(examples[name], cell)))
    return "".join("| " + " | ".join(_escaped(cell) for cell in row) + " |\n" for row in rows)


def examples_of(file: str) -> dict[str, str]:
    """For each column the first cell that is short; else the beginning of the first that is not empty."""
    rows = read_file(DATA, file)[0].rows
    found = {}
    for name in FILES[file].columns:
        filled = [" ".join(row.cells[name].split()) for row in rows if row.cells[name]]
        short = [cell for cell in filled if len(cell) <= LONGEST_EXAMPLE]
        found[name] = short[0] if short else _beginning(filled[0]) if filled else ""
    return found


def _beginning(cell: str) -> str:
    """Whole words or ids of it, as many as there is room for."""
    whole = re.match(rf".{{1,{LONGEST_EXAMPLE}}}(?=[ ;])", cell)
    return f"{whole[0] if whole else cell[:LONGEST_EXAMPLE]} ..."


def _as_code(example: str, cell: Cell) -> str:
    is_text = cell in (required, optional, sentence)
    return example if is_text or not example else f"`{example}`"


def _escaped(cell: str) -> str:
    return cell.replace("|", r"\|")


# ------------------------------------------------------------------------------ for other programs


def package() -> str:
    """data/datapackage.json: the files, with a Table Schema for each."""
    local = read_file(DATA, "local.csv")[0].rows
    (version,) = [row.cells["value"] for row in local if row.cells["key"] == "data_version"]
    return (
        _laid_out(
            {
                "profile": "tabular-data-package",
                "name": "crampkit-data",
                "title": "Why do I get cramps in my legs? The tables of crampkit",
                "description": "Causes of leg cramps in pregnancy, findings, danger signs and how common "
                "each finding is with each cause, to teach with. Most numbers are judged, not measured: see "
                "the column 'basis'. Not reviewed by a clinician; not a medical device.",
                "version": version,
                "licenses": [
                    {
                        "name": "CC-BY-4.0",
                        "title": "Creative Commons Attribution 4.0",
                        "path": "https://creativecommons.org/licenses/by/4.0/",
                    }
                ],
                "contributors": [{"title": "crampkit contributors"}],
                "sources": [{"title": "Each row names its sources by their id in sources.csv"}],
                "resources": [_resource(file, description) for file, description in FILES.items()],
            }
        )
        + "\n"
    )


def _resource(file: str, description: File) -> dict[str, Any]:
    return {
        "profile": "tabular-data-resource",
        "name": _name(file),
        "path": file,
        "title": heading(description.record),
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "schema": _schema(description),
    }


def _name(file: str) -> str:
    return re.sub(r"\W", "-", file.removesuffix(".csv").replace("_", "-"))


def _schema(description: File) -> dict[str, Any]:
    """The Table Schema of a file. Of a cell with several ids it cannot say where they stand."""
    meaning = meanings(description.record)
    schema: dict[str, Any] = {
        "fields": [_field(name, meaning[name], cell) for name, cell in description.columns.items()],
        "missingValues": [""],
    }
    # What is kept in order has rows that no column names, or in part.
    if description.kept is not in_order:
        schema["primaryKey"] = list(description.key)
    if refer := {
        name: cell.refers
        for name, cell in description.columns.items()
        if cell.refers and not cell.several
    }:
        schema["foreignKeys"] = [
            {
                "fields": [name],
                "reference": {"resource": _name(file), "fields": [FILES[file].key[0]]},
            }
            for name, file in refer.items()
        ]
    return schema


def _field(name: str, meaning: str, cell: Cell) -> dict[str, Any]:
    constraints = {**({} if cell.may_be_blank else {"required": True}), **cell.constraints}
    return {
        "name": name,
        "type": cell.type,
        "description": f"{meaning} ({cell.allowed})" if cell.several else meaning,
        **({"trueValues": ["yes"], "falseValues": ["no"]} if cell.type == "boolean" else {}),
        **({"constraints": constraints} if constraints else {}),
    }


def _laid_out(value: Any, indent: int = 0) -> str:
    """JSON in which what is short stands in one line."""
    line = json.dumps(value, ensure_ascii=False)
    if not isinstance(value, dict | list) or indent + len(line) <= LONGEST_LINE:
        return line
    inner = " " * (indent + 1)
    if isinstance(value, dict):
        parts = [
            f"{inner}{json.dumps(k)}: {_laid_out(one, indent + 1)}" for k, one in value.items()
        ]
        return "{\n" + ",\n".join(parts) + f"\n{' ' * indent}}}"
    parts = [inner + _laid_out(one, indent + 1) for one in value]
    return "[\n" + ",\n".join(parts) + f"\n{' ' * indent}]"


def write() -> None:
    README.write_text(with_tables(README.read_text(encoding="utf-8")), encoding="utf-8")
    PACKAGE.write_text(package(), encoding="utf-8")
