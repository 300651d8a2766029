"""The journal goes to a spreadsheet and back, and nothing in it is ever run."""

from __future__ import annotations

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crampkit.practice.journal import Entry
from crampkit.practice.spreadsheet import COLUMNS, SpreadsheetError, from_csv, safe, to_csv

TEXT = st.text(
    st.characters(exclude_categories=["Cs", "Cc"]) | st.sampled_from("=+-@;,'\"[|%"), max_size=12
)
ENTRIES = st.builds(
    Entry,
    kind=st.sampled_from(["question", "case"]),
    item=TEXT.filter(bool),
    chosen=st.lists(TEXT, max_size=3).map(tuple),
    sure=st.none() | st.integers(0, 100),
    right=st.none() | st.booleans(),
    share=st.none() | st.floats(0, 1),
    asked=st.lists(TEXT, max_size=3).map(tuple),
    stopped=st.booleans(),
    miss=TEXT,
    data_version=TEXT,
)
ONE = Entry("question", "clot_first", ("refer",), 80, True, 1.0)


@given(st.lists(ENTRIES, max_size=5))
def test_every_entry_comes_back_as_it_was(entries):
    assert from_csv(to_csv(entries)) == tuple(entries)


@given(st.lists(ENTRIES, min_size=1, max_size=5))
def test_no_cell_begins_like_a_formula(entries):
    for row in csv.reader(io.StringIO(to_csv(entries), newline="")):
        for cell in row:
            assert not cell.lstrip(" ").startswith(("=", "+", "-", "@", "\t", "\r"))


@pytest.mark.parametrize("cell", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", " =1", "|cmd"])
def test_what_could_be_run_is_quoted(cell):
    assert safe(cell) == f"'{cell}"


def test_a_table_that_a_spreadsheet_has_saved_with_semicolons_and_a_mark_is_read():
    rows = list(csv.reader(io.StringIO(to_csv([ONE]), newline="")))
    saved = io.StringIO()
    csv.writer(saved, delimiter=";", lineterminator="\r\n").writerows(rows)
    assert from_csv("\ufeff" + saved.getvalue()) == (ONE,)


def test_the_order_of_the_columns_does_not_matter():
    rows = [row[::-1] for row in csv.reader(io.StringIO(to_csv([ONE]), newline=""))]
    turned = io.StringIO()
    csv.writer(turned).writerows(rows)
    assert from_csv(turned.getvalue()) == (ONE,)


@pytest.mark.parametrize(
    ("column", "cell"),
    [("sure", "very"), ("sure", "101"), ("right", "maybe"), ("share", "2"), ("kind", "exam")],
)
def test_a_row_that_is_no_entry_is_told_by_its_number(column, cell):
    rows = list(csv.reader(io.StringIO(to_csv([ONE, ONE]), newline="")))
    rows[2][COLUMNS.index(column)] = cell
    changed = io.StringIO()
    csv.writer(changed).writerows(rows)
    with pytest.raises(SpreadsheetError) as told:
        from_csv(changed.getvalue())
    assert told.value.problems == ("row 3 is no entry of a journal; export the table again",)


@pytest.mark.parametrize("text", ["", "a,b\n1,2\n", '"open', to_csv([ONE]) + "too,few\n"])
def test_a_file_of_another_kind_is_told(text):
    with pytest.raises(SpreadsheetError):
        from_csv(text)
