"""Whatever is done to a file, it is refused in words or loaded as it literally stands."""

from __future__ import annotations

import csv
import io

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crampkit.catalogue import FILES, problems, read
from crampkit.data import Problem, data_directory
from tests.folder import Folder
from tests.unit.test_catalogue import literal, loaded_rows

JUNK = ["abc", "0", "1", "-0.2", "1.5", "nan", "50%", "0,5", "٣", "1e-3", "0.5.", " ", "=1+1"]


@pytest.fixture(scope="module")
def toy_folder(tmp_path_factory):
    return Folder(tmp_path_factory.mktemp("toy"))


@pytest.fixture(scope="module")
def shipped_folder(tmp_path_factory):
    return Folder(tmp_path_factory.mktemp("shipped"), source=data_directory())


def damage(data, content: str) -> str:
    """One line of a file spoilt, as a slip of the hand or a spreadsheet might."""
    lines = content.split("\n")[:-1]
    number = data.draw(st.integers(0, len(lines) - 1), label="line")
    cells = next(csv.reader([lines[number]]), [""])
    column = data.draw(st.integers(0, len(cells) - 1), label="column")
    other = data.draw(st.integers(0, len(cells) - 1), label="other column")
    kind = data.draw(st.sampled_from(list(CELL_DAMAGE) + list(LINE_DAMAGE)), label="kind")
    if kind in CELL_DAMAGE:
        CELL_DAMAGE[kind](cells, column, other, data.draw(st.sampled_from(JUNK)))
        output = io.StringIO()
        csv.writer(output, lineterminator="").writerow(cells)
        lines[number] = output.getvalue()
    else:
        place = data.draw(st.integers(0, len(lines[number])), label="place")
        lines[number : number + 1] = LINE_DAMAGE[kind](lines[number], place)
    return "\n".join([*lines, ""])


def swap(cells, column, other, _):
    cells[column], cells[other] = cells[other], cells[column]


def change(new):
    def change_cell(cells, column, _other, junk):
        cells[column] = new(cells[column], junk)

    return change_cell


CELL_DAMAGE = {
    "emptied": change(lambda cell, junk: ""),
    "swapped": swap,
    "truncated": change(lambda cell, junk: cell[:-1]),
    "appended": change(lambda cell, junk: cell + "x"),
    "replaced": change(lambda cell, junk: junk),
    "second line": change(lambda cell, junk: cell + "\nmore"),
}
LINE_DAMAGE = {
    "duplicated": lambda line, place: [line, line],
    "blanked": lambda line, place: [""],
    "emptied of all but commas": lambda line, place: ["," * line.count(",")],
    "comma added": lambda line, place: [line[:place] + "," + line[place:]],
    "comma removed": lambda line, place: [line[:place] + line[place:].replace(",", "", 1)],
    "quote added": lambda line, place: [line[:place] + '"' + line[place:]],
    "quote removed": lambda line, place: [line[:place] + line[place:].replace('"', "", 1)],
    "semicolon added": lambda line, place: [line[:place] + ";" + line[place:]],
    "cut in two": lambda line, place: [line[:place], line[place:]],
    "deleted": lambda line, place: [],
}


@pytest.mark.parametrize(
    "subject", ["toy_folder", pytest.param("shipped_folder", marks=pytest.mark.long)]
)
@given(data=st.data())
@settings(max_examples=100)
def test_on_random_damage_to_any_row_no_wrong_load(request, subject, data):
    folder = request.getfixturevalue(subject)
    file = data.draw(st.sampled_from(list(FILES)), label="file")
    sound = folder.bytes(file)
    damaged = damage(data, sound.decode("utf-8"))
    folder.put(file, damaged.encode("utf-8"))
    try:
        catalogue, found = read(folder.path)
    finally:
        folder.put(file, sound)
    if catalogue is None:
        assert found
        assert all(problem.file in FILES and problem.message for problem in found)
        return
    written = list(csv.DictReader(io.StringIO(damaged, newline="")))
    loaded = loaded_rows(catalogue)[file]
    assert len(loaded) == len(written)
    for row, cells in zip(loaded, written, strict=True):
        expected = {name: literal(name, cell, file) for name, cell in cells.items() if name}
        assert row == expected
    # A mark in one line may not swallow another: every line that was not touched is still a row.
    rows = list(csv.reader(io.StringIO(damaged, newline="")))
    untouched = set(sound.decode("utf-8").split("\n")) & set(damaged.split("\n")) - {""}
    for line in untouched:
        assert next(csv.reader([line])) in rows


@given(data=st.data(), content=st.binary(max_size=300))
def test_no_bytes_in_any_file_end_in_a_traceback(toy_folder, data, content):
    file = data.draw(st.sampled_from(list(FILES)))
    sound = toy_folder.bytes(file)
    place = data.draw(st.sampled_from([0, len(sound) // 2, len(sound)]))
    keep = data.draw(st.booleans())
    toy_folder.put(file, sound[:place] + content + (sound[place:] if keep else b""))
    try:
        found = problems(toy_folder.path)
    finally:
        toy_folder.put(file, sound)
    assert all(isinstance(problem, Problem) for problem in found)
    assert all(str(problem).startswith(tuple(FILES)) for problem in found)
    if not keep and place == 0:
        assert found


@given(data=st.data(), content=st.text(max_size=40))
def test_no_text_in_any_cell_ends_in_a_traceback_or_is_changed(toy_folder, data, content):
    file = data.draw(st.sampled_from(list(FILES)))
    sound = toy_folder.bytes(file)
    rows = toy_folder.read(file)
    number = data.draw(st.integers(1, len(rows) - 1))
    column = data.draw(st.integers(0, len(rows[0]) - 1))
    rows[number][column] = content.encode("utf-8", "ignore").decode("utf-8")
    toy_folder.write(file, rows)
    try:
        catalogue, found = read(toy_folder.path)
    finally:
        toy_folder.put(file, sound)
    name = rows[0][column]
    if catalogue is None:
        assert found
    else:
        expected = literal(name, rows[number][column], file)
        assert loaded_rows(catalogue)[file][number - 1][name] == expected
