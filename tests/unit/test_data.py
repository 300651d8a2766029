"""Reading a file as text: what spreadsheets write is read, what cannot be read for certain is refused."""

from __future__ import annotations

import os

import pytest

from crampkit.data import LARGEST_FILE, Problem, data_directory, nearest, read_table

COLUMNS = ("name", "note")


@pytest.fixture
def read(tmp_path):
    def read(content: bytes):
        (tmp_path / "things.csv").write_bytes(content)
        return read_table(tmp_path, "things.csv", COLUMNS)

    return read


def cells(table):
    return [(row.number, dict(row.cells)) for row in table.rows]


PLAIN = [(2, {"name": "sun", "note": "hot, bright"}), (3, {"name": "moon", "note": ""})]


@pytest.mark.parametrize(
    "content",
    [
        b'name,note\nsun,"hot, bright"\nmoon,\n',
        b'name,note\nsun,"hot, bright"\nmoon,',
        b'\xef\xbb\xbfname,note\nsun,"hot, bright"\nmoon,\n',
        b'name,note\r\nsun,"hot, bright"\r\nmoon,\r\n',
        b'name,note\rsun,"hot, bright"\rmoon,\r',
        b'name;note\nsun;"hot, bright"\nmoon;\n',
        b"name;note\nsun;hot, bright\nmoon;\n",
        b'"name","note"\n"sun","hot, bright"\n"moon",""\n',
        b'note,name\n"hot, bright",sun\n,moon\n',
        b'name,note,\nsun,"hot, bright",\nmoon,,\n',
        b' name , note \n sun ," hot, bright "\nmoon,\n',
    ],
    ids=[
        "plain",
        "no newline at the end",
        "byte order mark",
        "CRLF",
        "CR",
        "semicolons",
        "semicolons and a bare comma",
        "all quoted",
        "columns in another order",
        "an empty column",
        "spaces",
    ],
)
def test_what_spreadsheets_write_reads_the_same(read, content):
    table, problems = read(content)
    assert problems == []
    assert cells(table) == PLAIN
    assert table.decimal_comma == (b";" in content)


RENAMED = {"title": "name", "remark": "note"}


@pytest.mark.parametrize(
    ("header", "old_names"),
    [
        ("name,note", ()),
        ("title,note", ("title",)),
        ("title,remark", ("title", "remark")),
        ("title;remark", ("title", "remark")),
    ],
)
def test_a_column_under_its_old_name_is_read_and_the_old_name_told(tmp_path, header, old_names):
    sign = ";" if ";" in header else ","
    (tmp_path / "things.csv").write_text(f"{header}\nsun{sign}hot\n", encoding="utf-8")
    table, problems = read_table(tmp_path, "things.csv", COLUMNS, renamed=RENAMED)
    assert (cells(table), problems) == ([(2, {"name": "sun", "note": "hot"})], [])
    assert (table.complete, table.old_names) == (True, old_names)


def test_an_old_name_beside_the_new_one_is_a_column_that_is_not_known(tmp_path):
    (tmp_path / "things.csv").write_text("title,name,note\nstar,sun,hot\n", encoding="utf-8")
    table, problems = read_table(tmp_path, "things.csv", COLUMNS, renamed=RENAMED)
    (problem,) = problems
    assert "things.csv row 1, title: the column 'title' is not known" in str(problem)
    assert (table.rows[0].cells["name"], table.old_names) == ("sun", ())


def test_an_old_name_that_nobody_declared_is_a_column_that_is_not_known(tmp_path):
    (tmp_path / "things.csv").write_text("title,note\nsun,hot\n", encoding="utf-8")
    _, problems = read_table(tmp_path, "things.csv", COLUMNS)
    assert [problem.column for problem in problems] == ["name", "title"]


def test_a_row_is_a_row_of_the_spreadsheet_even_where_a_cell_has_two_lines(read):
    table, problems = read(b'name,note\nsun,"hot\nand bright"\nmoon,\nstar,,\n')
    assert [row.number for row in table.rows] == [2, 3]
    assert [problem.row for problem in problems] == [4]


@pytest.mark.parametrize(
    ("content", "row", "column", "words"),
    [
        (b"", 0, "", "the file is empty"),
        (b"\xef\xbb\xbf", 0, "", "the file is empty"),
        (b"name,note\n", 0, "", "a header but no rows"),
        (b"name\nsun\n", 1, "note", "the column 'note' is missing; put it back"),
        (b"name,note,size\nsun,,1\n", 1, "size", "'size' is not known"),
        (b"name,note,name\nsun,,1\n", 1, "name", "'name' stands twice; delete one"),
        (b"name,note\nsun,\n\nmoon,\n", 3, "", "the row is empty; fill it or delete it"),
        (b"name,note\nsun,\n,\n", 3, "", "the row is empty"),
        (
            b"name,note\nsun\n",
            2,
            "",
            "the row has 1 cell, the header 2; look for cells that are lost",
        ),
        (b"name;note\nsun;hot; bright\n", 2, "", "a semicolon in a text without quotation marks"),
        (b"name,note\nsun,hot, bright\n", 2, "", "a comma in a text without quotation marks"),
        (b"name,note,\nsun,,hot\n", 2, "", "'hot' stands under no column name"),
        (b'name,note\nmoon,\nsun,"hot\nstar,\n', 3, "", "a quotation mark that is not closed"),
        (b'name,note\nmoon,\nsun,"hot', 3, "", "or the file was cut short"),
        (b'name,note\nmoon,\nsun,"hot "and" bright"\n', 3, "", "not doubled inside a text"),
        (b"name,note\nsun,\x93hot\x94\n", 2, "", "CSV UTF-8"),
        ("name,note\nsun,hot\n".encode("utf-16"), 1, "", "CSV UTF-8"),
        ("name,note\nsun,hot\n".encode("utf-16-le"), 0, "", "CSV UTF-8"),
        (b"name,note\nsun,h\0t\n", 0, "", "CSV UTF-8"),
        (b"PK\x03\x04\x14\x00\x06\x00\xff", 1, "", "CSV UTF-8"),
    ],
)
def test_what_cannot_be_read_for_certain_is_refused_with_the_remedy(
    read, content, row, column, words
):
    _, problems = read(content)
    matching = [p for p in problems if (p.row, p.column) == (row, column) and words in p.message]
    assert matching, problems
    assert all(problem.file == "things.csv" for problem in problems)


@pytest.mark.parametrize(
    ("header", "told"),
    [
        (
            "name,noot",
            ["noot: the column 'noot' is not known, and 'note' is missing; rename it to 'note'"],
        ),
        (
            "name,notee,noote",
            [
                "noote: the column 'noote' is not known; delete it or use 'note'",
                "notee: the column 'notee' is not known, and 'note' is missing; "
                "rename it to 'note'",
            ],
        ),
    ],
)
def test_a_mistyped_name_of_a_column_is_one_problem_whose_remedy_loses_nothing(read, header, told):
    _, problems = read(f"{header}\nsun,hot{',' * (header.count(',') - 1)}\n".encode())
    assert sorted(map(str, problems)) == sorted(f"things.csv row 1, {line}" for line in told)


@pytest.mark.parametrize(
    ("commas", "cells"), [(",", "1 cell"), (",,", "2 cells"), (", ,", "2 cells")]
)
def test_names_that_are_empty_at_the_end_of_a_header_are_told_once_and_no_row_is_blamed(
    read, commas, cells
):
    table, (problem,) = read(f"name,note{commas}\nsun,hot\nmoon,pale,\nstar,{commas}\n".encode())
    assert (problem.row, problem.column) == (1, "")
    assert problem.message == (
        f"{cells} without a name at the end of the header; delete what stands after 'note'"
    )
    assert [row.cells["name"] for row in table.rows] == ["sun", "moon", "star"]
    _, problems = read(f"name,note{commas}\nsun,hot{commas}\n".encode())
    assert not problems
    _, problems = read(f"name,note{commas}\nsun,hot\nmoon,pale,lost\n".encode())
    assert [problem.row for problem in problems] == [1, 3]


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"name\tnote\nsun\thot, bright\n", "tabs stand between the cells; open it in the spread"),
        (b"name|note\nsun|hot\n", "bars stand between the cells; open it in the spreadsheet"),
        (b"sep=,\nname,note\nsun,hot\n", "must have the names of the columns (name, note); delete"),
        (b"My stars,\nname,note\nsun,hot\n", "delete what stands above them, or put them back"),
        (b"\nname,note\nsun,hot\n", "this row must have the names of the columns (name, note)"),
        (b"<!DOCTYPE html><p>Sign in", "this row must have the names of the columns (name, note)"),
    ],
)
def test_a_first_row_with_no_name_of_a_column_is_one_problem(read, content, words):
    table, (problem,) = read(content)
    assert (problem.row, problem.column) == (1, "")
    assert words in problem.message
    assert not table.complete


def test_of_a_giant_name_of_a_column_the_beginning_is_shown(read):
    _, problems = read(b"name,note," + b"x" * 100_000 + b"\nsun,,\n")
    (line,) = [str(problem) for problem in problems]
    assert line.startswith(f"things.csv row 1, {'x' * 77}... (100,000 letters): the column 'xxx")
    assert len(line) < 300


def test_a_cp1252_quote_below_a_cell_of_two_lines_is_found_in_its_row(read):
    _, (problem,) = read(b'name,note\nsun,"hot\nand\nbright"\nmoon,\x93pale\x94\n')
    assert problem.row == 3


def test_a_missing_file_is_named(tmp_path):
    _, (problem,) = read_table(tmp_path, "things.csv", COLUMNS)
    assert str(problem) == "things.csv: the file is missing; put it back"


def test_a_file_of_over_20_megabytes_is_refused_unread(tmp_path):
    path = tmp_path / "things.csv"
    with path.open("wb") as file:
        file.truncate(LARGEST_FILE + 1)
    _, (problem,) = read_table(tmp_path, "things.csv", COLUMNS)
    assert "larger than 20 MB" in problem.message


def test_a_folder_in_place_of_a_file_is_refused(tmp_path):
    (tmp_path / "things.csv").mkdir()
    _, (problem,) = read_table(tmp_path, "things.csv", COLUMNS)
    assert "this is not a file" in problem.message


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="named pipes are a thing of Unix")
def test_a_pipe_in_place_of_a_file_is_refused_and_not_waited_for(tmp_path):
    os.mkfifo(tmp_path / "things.csv")
    _, (problem,) = read_table(tmp_path, "things.csv", COLUMNS)
    assert "this is not a file" in problem.message


def test_a_file_of_the_text_folder_is_named_with_it(tmp_path):
    (tmp_path / "text").mkdir()
    (tmp_path / "text" / "en.csv").write_bytes(b"")
    _, (problem,) = read_table(tmp_path, "text/en.csv", COLUMNS)
    assert problem.file == "text/en.csv"


def test_the_folder_of_the_data_can_be_chosen(monkeypatch, tmp_path):
    monkeypatch.setenv("CRAMPKIT_DATA", str(tmp_path))
    assert data_directory() == tmp_path
    monkeypatch.delenv("CRAMPKIT_DATA")
    assert (data_directory() / "causes.csv").is_file()


def test_a_problem_reads_as_file_row_column_and_remedy():
    assert str(Problem("a.csv", 3, "kind", "is wrong")) == "a.csv row 3, kind: is wrong"
    assert str(Problem("a.csv", 3, "", "is wrong")) == "a.csv row 3: is wrong"
    assert str(Problem("a.csv", 0, "", "is wrong")) == "a.csv: is wrong"


def test_the_nearest_word_is_offered_and_only_where_it_is_near():
    assert nearest("nigth", ["night", "noon"]) == "; did you mean 'night'?"
    assert nearest("", ["night"]) == ""
    assert nearest("night", []) == ""
