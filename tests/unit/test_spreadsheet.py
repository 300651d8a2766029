"""The journal goes to a spreadsheet and back, and nothing in it is ever run."""

from __future__ import annotations

import csv
import io
from dataclasses import replace
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crampkit.practice.journal import LATER, Entry
from crampkit.practice.spreadsheet import SpreadsheetError, from_csv, safe, to_csv

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
    sentence=TEXT,
    ranked=st.lists(TEXT, max_size=3).map(tuple),
    speaks_for=st.lists(TEXT, max_size=2).map(tuple),
    speaks_against=st.lists(TEXT, max_size=1).map(tuple),
    handed_over=st.lists(TEXT, max_size=3).map(tuple),
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


@pytest.mark.parametrize(
    ("cell", "quoted"),
    [
        *((cell, f"'{cell}") for cell in ("=1+1", "+1", "-1", "@SUM(A1)", " =1", "|cmd", "%0A")),
        *((cell, f"'{cell}") for cell in ("＝1", "\u00a0=1", "\t", "\r", "\n", '"=1', "'tis")),
        ("\t=1", "'\t'=1"),
        ("\r=1", "'\r'=1"),
        ("x\r=1", "x\r'=1"),
        ("x\n @y", "x\n' @y"),
        ("a;=1", "a;'=1"),
        ('a;"=1', "a;'\"=1"),
        ("plain; text - of 1+1", "plain; text - of 1+1"),
    ],
)
def test_what_could_be_run_is_quoted_wherever_a_cell_could_begin(cell, quoted):
    assert safe(cell) == quoted


HOSTILE = st.text(st.sampled_from("=+-@|%＝;,'\"\r\n\t ax["), min_size=1, max_size=8)
HOSTILE_ENTRIES = st.builds(
    Entry,
    kind=st.just("case"),
    item=HOSTILE,
    chosen=st.lists(HOSTILE, max_size=3).map(tuple),
    sure=st.none(),
    right=st.none(),
    share=st.none(),
    asked=st.lists(HOSTILE, max_size=3).map(tuple),
    miss=HOSTILE,
    id=HOSTILE,
    sentence=HOSTILE,
    ranked=st.lists(HOSTILE, max_size=3).map(tuple),
)


@given(st.lists(HOSTILE_ENTRIES, min_size=1, max_size=3))
def test_hostile_cells_run_in_no_spreadsheet_and_are_not_lost(entries):
    written = to_csv(entries)
    assert from_csv(written) == tuple(entries)
    # However it is opened: with commas as it is meant, or with the semicolons or tabs of elsewhere.
    for delimiter in ",;\t":
        for row in csv.reader(io.StringIO(written, newline=""), delimiter=delimiter):
            for cell in row:
                assert not cell.lstrip(' "').startswith(("=", "+", "-", "@", "|", "%", "＝"))


def test_a_bare_carriage_return_ends_no_row():
    evil = replace(ONE, item="x\r=HYPERLINK(1)")
    (line, *more) = to_csv([evil]).split("\n")[1:]
    assert more == [""]
    assert '"x\r\'=HYPERLINK(1)"' in line
    assert from_csv(to_csv([evil])) == (evil,)


def table(*changes: dict[str, str], delimiter: str = ",", end: str = "\n") -> str:
    """A table with a row for each of these changes of one entry's cells."""
    header, cells = csv.reader(io.StringIO(to_csv([ONE]), newline=""))
    written = io.StringIO()
    writer = csv.writer(written, delimiter=delimiter, lineterminator=end)
    writer.writerow(header)
    writer.writerows(
        (dict(zip(header, cells, strict=True)) | change).values() for change in changes
    )
    return written.getvalue()


def test_a_table_from_before_a_woman_was_summed_up_is_still_read():
    rows = list(csv.reader(io.StringIO(to_csv([ONE]), newline="")))
    earlier = "\n".join(",".join(row[: -len(LATER)]) for row in rows)
    assert "sentence" not in earlier
    assert from_csv(earlier) == (ONE,)


def problems_of(text: str) -> tuple[str, ...]:
    with pytest.raises(SpreadsheetError) as told:
        from_csv(text, LONDON)
    return told.value.problems


# ------------------------------------------------------------------------------ saved again

LONDON = ZoneInfo("Europe/London")


@pytest.mark.parametrize("mark", ["", "\ufeff"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
@pytest.mark.parametrize("named", ["", "sep={}\r\n", '"sep={}"\r\n'])
def test_a_table_that_a_spreadsheet_has_saved_in_its_own_form_is_read(mark, delimiter, named):
    saved = table({}, {"id": "other"}, delimiter=delimiter, end="\r\n")
    found = from_csv(mark + named.format(delimiter) + saved)
    assert found == (ONE, replace(ONE, id="other"))


def test_empty_columns_and_rows_at_the_end_are_passed_over():
    lines = table({}).splitlines()
    saved = "\n".join([*(f"{line},," for line in lines), "," * 13, "", ", ,"])
    assert from_csv(saved) == (ONE,)


def test_a_column_of_ones_own_and_other_letters_in_the_header_do_no_harm():
    header, row = table({}).splitlines()
    assert from_csv(f"{header.title()},Remark\n{row},=1+1\n") == (ONE,)


@pytest.mark.parametrize(
    ("column", "cell", "value"),
    [
        *(("right", cell, True) for cell in ("yes", "Yes", "YES", "TRUE", "True", " yes ")),
        *(("right", cell, False) for cell in ("no", "NO", "FALSE")),
        *(("stopped", cell, True) for cell in ("TRUE", "Yes")),
        ("right", "", None),
        *(("sure", cell, 80) for cell in ("80", "80.0", "80,0", "80.00", "80 %", "80%")),
        ("sure", "100,0", 100),
        ("sure", " ", None),
        *(("share", cell, 0.5) for cell in ("0.5", "0,5", "0.50", "5E-1")),
        ("share", "1,0", 1),
        ("kind", "Question", "question"),
    ],
)
def test_a_cell_is_mended_where_its_meaning_is_plain(column, cell, value):
    (found,) = from_csv(table({column: cell}))
    assert found == replace(ONE, **{column: value})


@pytest.mark.parametrize(
    ("cell", "at"),
    [
        ("2026-11-24T09:30:00+00:00", "2026-11-24T09:30:00+00:00"),
        ("2026-11-24T09:30:00Z", "2026-11-24T09:30:00Z"),
        ("2026-11-24 09:30", "2026-11-24T09:30:00+00:00"),
        ("2026-06-24 09:30:15", "2026-06-24T08:30:15+00:00"),
        ("2026/6/24 9:30", "2026-06-24T08:30:00+00:00"),
        ("24/11/2026 09:30", "2026-11-24T09:30:00+00:00"),
        ("24.11.2026 09:30", "2026-11-24T09:30:00+00:00"),
        ("04.11.2026 09:30", "2026-11-04T09:30:00+00:00"),
        ("11/24/2026 9:30:00 AM", "2026-11-24T09:30:00+00:00"),
        ("11/24/2026, 12:05 am", "2026-11-24T00:05:00+00:00"),
        ("24-11-2026 12:05 PM", "2026-11-24T12:05:00+00:00"),
        ("05/05/2026 09:30", "2026-05-05T08:30:00+00:00"),
        ("24/11/2026", "2026-11-24T12:00:00+00:00"),
    ],
)
def test_a_local_date_is_read_where_it_can_be_only_one(cell, at):
    (found,) = from_csv(table({"at": cell}), LONDON)
    assert found == replace(ONE, at=at)


def test_one_date_that_can_be_only_one_way_tells_how_the_file_writes_the_others():
    british = from_csv(table({"at": "04/11/2026 09:30"}, {"at": "24/11/2026 09:30"}), LONDON)
    american = from_csv(table({"at": "04/11/2026 09:30"}, {"at": "11/24/2026 09:30"}), LONDON)
    assert british[0].at == "2026-11-04T09:30:00+00:00"
    assert american[0].at == "2026-04-11T08:30:00+00:00"


@pytest.mark.parametrize(
    "dates",
    [["04/11/2026 09:30"], ["24/11/2026 09:30", "11/24/2026 09:30", "04/11/2026 09:30"]],
)
def test_a_date_that_could_be_either_is_refused_with_what_to_write(dates):
    (told,) = problems_of(table(*({"at": date} for date in dates)))
    assert told == (
        f"row {len(dates) + 1}, at: '04/11/2026 09:30' is not allowed; "
        "the day and the month could be either; write the date as 2026-11-24 09:30"
    )


@pytest.mark.parametrize(
    "cell",
    [
        "9999-12-31T23:59:59+00:00",
        "0001-01-01T00:00:00+14:00",
        "0001-01-01 00:00",
        "9999-12-31 23:59",
        "1969-12-31T00:00:00+00:00",
        "31/02/2026 09:30",
        "24/11/26 09:30",
        "24/11/2026 25:00",
        "46350.395833",
        "yesterday",
        "",
    ],
)
def test_a_date_that_no_clock_can_have_is_refused_with_row_column_and_value(cell):
    assert problems_of(table({}, {"at": cell})) == (
        f"row 3, at: '{cell}' is not allowed; write the date and time, such as 2026-11-24 09:30",
    )


def test_the_order_of_the_columns_does_not_matter():
    rows = [row[::-1] for row in csv.reader(io.StringIO(to_csv([ONE]), newline=""))]
    turned = io.StringIO()
    csv.writer(turned).writerows(rows)
    assert from_csv(turned.getvalue()) == (ONE,)


@pytest.mark.parametrize(
    ("column", "cell", "remedy"),
    [
        ("sure", "very", "write a whole number from 0 to 100, or nothing"),
        ("sure", "101", "write a whole number from 0 to 100, or nothing"),
        ("sure", "80.5", "write a whole number from 0 to 100, or nothing"),
        ("right", "maybe", "write yes or no, or nothing"),
        ("right", "1", "write yes or no, or nothing"),
        ("stopped", "", "write yes or no"),
        ("share", "2", "write a number from 0 to 1, or nothing"),
        ("share", "nan", "write a number from 0 to 1, or nothing"),
        ("kind", "exam", "write question, case or marks"),
        ("item", "", "write the id of a question or case"),
        ("item", "x\ud800", "write the id of a question or case"),
        ("chosen", "[1]", "write ids with semicolons between them"),
        ("chosen", "[not json", "write ids with semicolons between them"),
        ("chosen", "[" * 100_000, "write ids with semicolons between them"),
        ("asked", '["\\ud800"]', "write ids with semicolons between them"),
        ("miss", "\udfff", "write plain text"),
        ("id", "", "write a name that no other row has"),
    ],
)
def test_a_cell_that_cannot_be_is_told_with_row_column_value_and_remedy(column, cell, remedy):
    (told,) = problems_of(table({}, {column: cell}))
    assert told.startswith(f"row 3, {column}: '")
    assert told.endswith(f"' is not allowed; {remedy}")
    assert cell in told or len(told) < 200
    assert told.isprintable()
    assert "export" not in told


def test_every_cell_of_a_row_that_cannot_be_is_told_at_once():
    told = problems_of(table({"sure": "very", "right": "maybe"}, {"kind": "exam"}))
    assert [problem.partition(":")[0] for problem in told] == [
        "row 2, sure",
        "row 2, right",
        "row 3, kind",
    ]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "row 1: the column 'at' is missing; put it back"),
        ("a,b\n1,2\n", "row 1: the column 'at' is missing; put it back"),
        ('"open', "look for a quotation mark that is not closed"),
        (table({}) + "too,few\n", "row 3 has 2 cells, the header 17"),
        (
            table({}).replace("\n", ",x\n").replace("handed_over,x", "handed_over"),
            "row 2 has 18 cells, the header 17",
        ),
        (table({}).replace("at,", "at,at,"), "row 1: the column 'at' stands twice; delete one"),
    ],
)
def test_a_file_of_another_form_is_told(text, said):
    assert any(said in problem for problem in problems_of(text))
