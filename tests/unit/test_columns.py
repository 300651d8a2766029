"""Each column is declared once, and what people and other programs are told of it comes from there."""

from __future__ import annotations

import csv
import json
from dataclasses import dataclass
from pathlib import Path
from types import UnionType
from typing import Annotated, get_args, get_origin, get_type_hints

import pytest
import write_columns

from crampkit.catalogue import FILES, cells, load, read
from crampkit.catalogue.cells import CellError, Context
from crampkit.catalogue.comparing import compared
from crampkit.catalogue.files import File, read_file
from crampkit.catalogue.shipping import RECORD, digest, plain_rows
from crampkit.data import own_directory
from tests.folder import Folder

COLUMNS = [(file, column) for file in FILES for column in FILES[file].columns]
NOTHING_TO_NAME = Context({}, decimal_comma=False)


@pytest.fixture(scope="module")
def package() -> dict:
    written: dict = json.loads(write_columns.PACKAGE.read_text(encoding="utf-8"))
    return written


def resource(package: dict, file: str) -> dict:
    (found,) = [one for one in package["resources"] if one["path"] == file]
    return found


def field(package: dict, file: str, column: str) -> dict:
    (found,) = [one for one in resource(package, file)["schema"]["fields"] if one["name"] == column]
    return found


# ------------------------------------------------------------------------------ the declarations


@pytest.mark.parametrize("file", FILES)
def test_the_columns_of_a_file_are_the_fields_of_its_record_in_the_order_of_the_file(file):
    with (own_directory() / file).open(encoding="utf-8", newline="") as lines:
        header = next(csv.reader(lines))
    assert list(FILES[file].columns) == header
    assert list(write_columns.meanings(FILES[file].record)) == header
    assert set(FILES[file].key) <= set(header)


@pytest.mark.parametrize("source", [None, own_directory()], ids=["toy", "shipped"])
def test_every_value_is_of_the_type_beside_its_check(source, tmp_path):
    catalogue = load(Folder(tmp_path, source).path)
    for file in FILES.values():
        if file.table == "text":
            continue
        hints = get_type_hints(file.record, localns={**vars(cells), "Annotated": Annotated})
        table = getattr(catalogue, file.table)
        for row in table if isinstance(table, tuple) else table.values():
            wrong = [name for name, hint in hints.items() if not fits(getattr(row, name), hint)]
            assert not wrong, row


def fits(value: object, hint: object) -> bool:
    """Whether a value is exactly of a type: `True` is no number, and `1` no `1.0`."""
    if isinstance(hint, UnionType):
        return any(fits(value, one) for one in get_args(hint))
    if get_origin(hint) is tuple:
        return type(value) is tuple and all(fits(one, get_args(hint)[0]) for one in value)
    return type(value) is hint


@pytest.mark.parametrize(("file", "column"), COLUMNS)
def test_what_is_said_of_a_cell_is_what_its_check_does(file, column):
    cell = FILES[file].columns[column]
    assert allows(cell, "") == cell.may_be_blank
    assert ("or empty" in cell.allowed) == cell.may_be_blank
    for word in cell.constraints.get("enum", ()):
        assert allows(cell, word)
        assert not allows(cell, f"{word}!")
    if "pattern" in cell.constraints:
        assert not allows(cell, "no id, and no address")
    if "maximum" in cell.constraints:
        assert not allows(cell, str(cell.constraints["maximum"] + 1))
    if "minimum" in cell.constraints:
        assert not allows(cell, str(cell.constraints["minimum"] - 1))
    if cell.refers:
        assert cell.refers in cell.allowed
        assert not allows(cell, "an_id_that_is_not_there")


def allows(cell: cells.Cell, text: str) -> bool:
    try:
        cell(text, NOTHING_TO_NAME)
    except CellError:
        return False
    return True


@dataclass(frozen=True)
class Star:
    name: Annotated[str, cells.required, cells.Formerly("title")]
    light: Annotated[float | None, cells.blank_or(cells.number)] = None


def test_what_stands_beside_a_field_is_its_check_and_the_name_it_had_before():
    file = File(Star, ("name",), "stars")
    assert list(file.columns) == ["name", "light"]
    assert file.columns["name"] is cells.required
    assert file.columns["light"]("0.5", NOTHING_TO_NAME) == 0.5
    assert file.renamed == {"title": "name"}


# ------------------------------------------------------------------------------ a new name

NEW_NAMES = {"seed_says": "article_says", "seed_strength": "article_strength"}
TOLD = [
    f"{file} row 1, {old}: the column '{old}' is now called '{NEW_NAMES[old]}'; "
    "rename it in the header row"
    for file, old in [
        ("causes.csv", "seed_says"),
        ("claims.csv", "seed_says"),
        ("claims.csv", "seed_strength"),
    ]
]


@pytest.fixture
def older(tmp_path) -> Folder:
    """The shipped tables as they were when some columns had other names, with their record."""
    folder = Folder(tmp_path / "older", own_directory())
    record = json.loads((folder.path / RECORD).read_text(encoding="utf-8"))
    for file, description in FILES.items():
        if old := {new: old for old, new in description.renamed.items()}:
            table, _ = read_file(folder.path, file)
            record["rows"][file] = {
                key: digest({old.get(name, name): cell for name, cell in cells.items()})
                for key, cells in plain_rows(table).items()
            }
            rows = folder.read(file)
            folder.write(file, [[old.get(name, name) for name in rows[0]], *rows[1:]])
    (folder.path / RECORD).write_text(json.dumps(record), encoding="utf-8")
    return folder


def told(folder: Folder) -> list[str]:
    return [str(problem) for problem in read(folder.path)[1]]


def test_the_new_name_of_a_column_is_told_and_nothing_else(older):
    assert told(older) == TOLD
    assert told(Folder(older.path.parent / "now", own_directory())) == []


def test_with_a_column_under_its_old_name_everything_is_checked_all_the_same(older):
    older.set("claims.csv", 2, "seed_strength", "hard")
    older.set("claims.csv", 3, "topic", "")
    older.set("causes.csv", 2, "low", "")
    older.set("causes.csv", 3, "cause_id", "lost")
    found = told(older)
    assert set(TOLD) < set(found)
    beside = [line for line in found if line not in TOLD]
    assert any(line.startswith("claims.csv row 2, article_strength: 'hard'") for line in beside)
    assert any(line.startswith("claims.csv row 3, topic: the cell is empty") for line in beside)
    assert any(line.startswith("causes.csv row 2, low: fill both") for line in beside)
    assert any(line.startswith("causes.csv row 3, cause_id: 'lost' has no") for line in beside)


def test_once_a_column_is_renamed_the_set_loads_as_it_did(older):
    for file, description in FILES.items():
        rows = older.read(file)
        header = [description.renamed.get(name, name) for name in rows[0]]
        older.write(file, [header, *rows[1:]])
    assert told(older) == []
    assert load(older.path) == load(own_directory())


def test_a_column_with_another_name_makes_no_row_another(older):
    assert compared(older.path, own_directory())[1:] == ["No row differs."]
    older.set("claims.csv", 2, "topic", "Something new")
    lines = compared(older.path, own_directory())
    assert lines[1] == "claims.csv: 1 changed"
    assert ", topic: 'Something new' instead of " in lines[2]
    assert "BOTH" not in lines[2]
    assert "theirs is newer" not in lines[2]
    assert lines[3:] == ["1 row differs."]


# ------------------------------------------------------------------------------ for people


def test_the_tables_of_columns_in_the_readme_are_as_declared():
    readme = write_columns.README.read_text(encoding="utf-8")
    assert readme == write_columns.with_tables(readme), "run `python tools/write_shipped.py`"


def test_a_table_of_columns_that_was_edited_by_hand_is_written_anew_and_nothing_else():
    readme = write_columns.README.read_text(encoding="utf-8")
    spoilt = readme.replace("| relative weight among", "| weight among")
    assert spoilt != readme
    assert write_columns.with_tables(spoilt) == readme
    beside = readme.replace("The heart of the set.", "The middle of the set.")
    assert beside != readme
    assert write_columns.with_tables(beside) == beside


def test_a_readme_without_a_place_for_a_file_is_refused():
    readme = write_columns.README.read_text(encoding="utf-8")
    with pytest.raises(SystemExit, match=r"groups\.csv"):
        write_columns.with_tables(readme.replace("<!-- columns: groups.csv -->", ""))


def test_a_column_is_told_with_its_meaning_what_it_allows_and_a_cell_of_the_set():
    table = write_columns.column_table("cause_features.csv")
    assert (
        "| probability | how many of 100 women with this cause have it, divided by 100 "
        "| probability | `0.35` |\n" in table
    )
    assert "| cause_id | the cause; never `something_else` | id in causes.csv |" in table
    assert table.count("\n") == len(FILES["cause_features.csv"].columns) + 2


# ------------------------------------------------------------------------------ for other programs


def test_the_data_package_is_as_declared():
    written = write_columns.PACKAGE.read_text(encoding="utf-8")
    assert written == write_columns.package(), "run `python tools/write_shipped.py`"


def test_the_data_package_has_every_file_and_every_column_in_its_order(package):
    assert [one["path"] for one in package["resources"]] == list(FILES)
    for file in FILES:
        named = [one["name"] for one in resource(package, file)["schema"]["fields"]]
        assert named == list(FILES[file].columns)


def test_the_data_package_says_what_a_column_may_hold(package):
    assert field(package, "causes.csv", "strength")["constraints"] == {
        "required": True,
        "enum": ["strong", "moderate", "weak", "very_weak", "none"],
    }
    background = field(package, "findings.csv", "background")
    assert background["type"] == "number"
    assert background["constraints"] == {"required": True, "minimum": 0, "maximum": 1}
    low = field(package, "findings.csv", "low")
    assert low["constraints"] == {"minimum": 0, "maximum": 1}
    read_there = field(package, "sources.csv", "read")
    assert (read_there["type"], read_there["trueValues"]) == ("boolean", ["yes"])
    assert "constraints" not in field(package, "causes.csv", "note")
    assert "joined by `;`" in field(package, "causes.csv", "source_ids")["description"]


def test_the_data_package_says_what_names_a_row_and_which_rows_it_refers_to(package):
    features = resource(package, "cause_features.csv")["schema"]
    assert features["primaryKey"] == ["cause_id", "finding_id"]
    # Where several ids stand in a cell, a Table Schema cannot say of what.
    assert [one["fields"] for one in features["foreignKeys"]] == [["cause_id"], ["finding_id"]]
    assert features["foreignKeys"][0]["reference"] == {
        "resource": "causes",
        "fields": ["cause_id"],
    }
    names = {one["name"] for one in package["resources"]}
    for one in package["resources"]:
        for key in one["schema"].get("foreignKeys", ()):
            assert key["reference"]["resource"] in names
    # Of these rows some have an empty cell, or several ids in one, where a key has none.
    keyless = {one["path"] for one in package["resources"] if "primaryKey" not in one["schema"]}
    assert keyless == {"flag_rules.csv", "case_findings.csv"}


def test_the_data_package_has_the_licence_of_the_content(package):
    (licence,) = package["licenses"]
    assert f"SPDX-License-Identifier: {licence['name']}" in (
        (write_columns.DATA.parent / "LICENSE-content").read_text(encoding="utf-8")
    )


@pytest.mark.parametrize("content", [None, b"", b"not JSON"])
def test_a_set_is_as_good_without_the_data_package(content, tmp_path):
    folder = Folder(tmp_path / "data", own_directory())
    place: Path = folder.path / write_columns.PACKAGE.name
    assert not place.exists()
    if content is not None:
        place.write_bytes(content)
    catalogue, problems = read(folder.path)
    assert (problems, catalogue and catalogue.warnings) == ((), ())
