"""What `crampkit check` asks about a set that can be used: slips that somebody may have meant."""

from __future__ import annotations

from pathlib import Path

import pytest

from crampkit.catalogue import load, problems
from crampkit.catalogue.hints import hints, local_numbers
from crampkit.catalogue.shipping import shipped
from tests.folder import Folder, as_csv

DATA = Path(__file__).parents[2] / "data"


@pytest.fixture
def folder(tmp_path):
    return Folder(tmp_path / "data")


def asked(folder) -> list[str]:
    return [str(hint) for hint in hints(folder.path)]


def test_a_sound_set_raises_no_question(folder):
    assert asked(folder) == []
    folder.ship()
    assert asked(folder) == []


def test_the_shipped_set_raises_no_question():
    assert hints(DATA) == ()


def test_no_folder_raises_no_question(tmp_path):
    assert hints(tmp_path / "nowhere") == ()
    assert hints("a\0b") == ()
    assert local_numbers("a" * 5000) == ()


def test_no_question_is_a_problem_nor_shown_to_a_learner(folder):
    folder.set("local.csv", 2, "value", "abc")
    folder.set("causes.csv", 2, "pretest", "1000000000")
    folder.set("sources.csv", 2, "url", "http://example.org")
    assert len(asked(folder)) == 3
    assert problems(folder.path) == ()
    assert not [w for w in load(folder.path).warnings if "shipped.json" not in w]


@pytest.mark.parametrize(
    ("name", "said"),
    [
        (
            "finding.csv",
            "nothing reads it; did you mean 'findings.csv'?; if it is of no use, move it",
        ),
        ("Findings.CSV", "nothing reads it"),
        ("shopping.csv", "nothing reads it; if it is of no use, move it away"),
    ],
)
def test_a_table_that_is_none_of_the_set_is_named(folder, name, said):
    folder.put(name, b"finding_id,label\nnoon,Noon\n")
    (hint,) = asked(folder)
    assert hint.startswith(f"{name}: it is none of the tables of a set, and ")
    assert said in hint
    assert problems(folder.path) == ()


def test_what_is_no_table_beside_the_tables_is_left_alone(folder):
    for name in ("README.md", "findings.csv.bak", ".~lock.findings.csv#", "findings.xlsx"):
        folder.put(name, b"")
    assert asked(folder) == []


# ------------------------------------------------------------------------------ numbers of the place


def test_a_place_that_is_not_named_is_told(folder):
    row = folder.add("local.csv", key="place", label="Place", value="")
    (hint,) = asked(folder)
    assert hint.startswith(f"local.csv row {row}, value: the cell is empty, so nobody reads where")
    folder.set("local.csv", row, "value", "Wales")
    assert asked(folder) == []


def test_every_number_of_the_place_is_echoed_and_nothing_else(folder):
    folder.add("local.csv", key="unit", label="Unit", value="01632 960961")
    folder.add("local.csv", key="ward", label="Ward", value="ask at the desk")
    assert local_numbers(folder.path) == ("Emergency number: 999", "Unit: 01632 960961")


@pytest.mark.parametrize(
    ("value", "words"),
    [
        ("", "the cell is empty"),
        ("abc", "'abc' has no digit"),
        ("\x1b[m", "'\\x1b[m' has no digit"),
    ],
)
def test_an_emergency_number_that_is_none_is_told(folder, value, words):
    folder.set("local.csv", 2, "value", value)
    assert asked(folder) == [
        f"local.csv row 2, value: {words}; write the number to call in an emergency"
    ]


def test_an_emergency_number_whose_row_is_gone_is_told_by_name(folder):
    folder.add("local.csv", key="ward", label="Ward", value="ask at the desk")
    folder.delete("local.csv", 2)
    assert asked(folder) == [
        "local.csv, key: the row 'emergency_number' is missing; put it back, with the number to call "
        "in an emergency"
    ]


@pytest.mark.parametrize("value", ["112", "999", "+44 1632 960961", "01632 960961", "911"])
def test_a_number_as_people_write_it_raises_no_question(folder, value):
    folder.set("local.csv", 2, "value", value)
    assert asked(folder) == []


@pytest.mark.parametrize(
    ("value", "words"),
    [
        ("1632960961", "begins with neither 0 nor +: did a spreadsheet take the zero away?"),
        ("1,00E+10", "a spreadsheet writes a long number so, and its digits are lost"),
        ("1.63E+09", "a spreadsheet writes a long number so, and its digits are lost"),
        ("2026.1", "a spreadsheet cuts the zero at the end (2026.10 becomes 2026.1)"),
        ("2026,1", "a spreadsheet cuts the zero at the end (2026.10 becomes 2026.1)"),
        ("30/11/2027", "a spreadsheet turns dates round so"),
        ("11.30.27", "a spreadsheet turns dates round so"),
        ("03-Apr", "a spreadsheet makes such a date of a range or a fraction"),
        ("Apr-03", "a spreadsheet makes such a date of a range or a fraction"),
        ("#NAME?", "a spreadsheet writes so what it could not work out or show"),
        ("########", "a spreadsheet writes so what it could not work out or show"),
    ],
)
def test_what_a_spreadsheet_shortened_or_turned_is_told(folder, value, words):
    folder.set("local.csv", 3, "value", value)
    (line,) = asked(folder)
    assert line.startswith(f"local.csv row 3, value: '{value}'")
    assert words in line


@pytest.mark.parametrize(
    "value",
    [
        "2026.11",
        "2026.10",
        "2.20-2.65",
        "1.90",
        "0.02",
        "40",
        "2027-11-30",
        "ward 3",
        "12.5",
        "60 days",
        "",
    ],
)
def test_what_was_meant_so_raises_no_question(folder, value):
    folder.set("local.csv", 3, "value", value)
    assert asked(folder) == []


@pytest.mark.parametrize(
    ("file", "column"),
    [
        *(("glossary.csv", "definition"), ("trials.csv", "duration"), ("sources.csv", "year")),
        *(("options.csv", "text"), ("findings.csv", "words"), ("epidemiology.csv", "note")),
    ],
)
def test_a_text_of_any_table_that_a_spreadsheet_turned_into_a_date_is_told(folder, file, column):
    folder.set(file, 2, column, "03-Apr")
    (line,) = asked(folder)
    assert line.startswith(f"{file} row 2, {column}: '03-Apr': a spreadsheet makes such a date")


# ------------------------------------------------------------------------------ rows and gaps


def test_a_file_that_was_cut_short_is_told_with_what_is_gone(folder):
    folder.ship()
    rows = folder.read("glossary.csv")
    folder.write("glossary.csv", rows[:2])
    assert asked(folder) == [
        "glossary.csv: it has 1 rows, shipped with 2: 1 fewer; if you did not delete them, the file "
        "was cut short (gone: moon_term)"
    ]
    rows = folder.read("options.csv")
    folder.write("options.csv", rows[:1])
    (line,) = [line for line in asked(folder) if line.startswith("options.csv")]
    assert "it has 0 rows, shipped with 15: 15 fewer" in line
    assert "(gone: first / yes, first / no, which / noon and 12 more)" in line


def test_rows_that_were_added_raise_no_question(folder):
    folder.ship()
    folder.add("glossary.csv", term_id="haze", term="Haze")
    assert asked(folder) == []


def test_a_cut_file_is_told_beside_the_problems_that_it_makes(folder):
    folder.ship()
    folder.delete("findings.csv", 7)
    assert any("no finding 'night'" in str(problem) for problem in problems(folder.path))
    assert any("(gone: night)" in line for line in asked(folder))


def test_a_set_without_a_record_is_asked_about_no_rows(folder):
    folder.delete("glossary.csv", 2)
    assert asked(folder) == []


def test_a_gap_that_a_sentence_lost_is_told(folder):
    key, gaps = next((key, gaps) for key, gaps in shipped().sentences.items() if gaps)
    row = folder.row_of("text/en.csv", "key", key)
    folder.set("text/en.csv", row, "text", "No gap")
    assert [line.partition(" is gone from")[0] for line in asked(folder)] == [
        f"text/en.csv row {row}, text: {{{gap}}}" for gap in sorted(gaps)
    ]


# ------------------------------------------------------------------------------ weights, links, lessons


@pytest.mark.parametrize(
    ("file", "column", "value"),
    [
        ("causes.csv", "pretest", "1000000000"),
        ("causes.csv", "pretest", "0.0000001"),
        ("findings.csv", "background", "0.0000001"),
        ("cause_features.csv", "probability", "0.9999999"),
    ],
)
def test_a_weight_out_of_reason_is_told(folder, file, column, value):
    folder.set(file, 2, column, value)
    (line,) = asked(folder)
    assert line.startswith(f"{file} row 2, {column}: {value} is out of reason")


def test_a_weight_with_a_decimal_comma_is_read_as_one(folder):
    rows = folder.read("causes.csv")
    rows[1][rows[0].index("pretest")] = "1,5"
    folder.put("causes.csv", as_csv(rows, delimiter=";"))
    assert asked(folder) == []


def test_a_link_without_encryption_is_told(folder):
    folder.set("sources.csv", 3, "url", "http://example.org/almanac")
    (line,) = asked(folder)
    assert line.startswith("sources.csv row 3, url: 'http://example.org/almanac' can be changed")
    folder.set("sources.csv", 3, "url", "https://example.org/almanac")
    folder.set("sources.csv", 3, "read_at", "http://example.org/almanac")
    assert asked(folder) == []  # No learner is led there.


def test_a_lesson_on_a_cause_that_lacks_what_its_notebook_asks_for_is_told(folder):
    folder.set("lessons.csv", 2, "example_id", "")
    for row in (2, 3, 4, 5):
        folder.set("questions.csv", row, "place", "drill")
    assert problems(folder.path) == ()
    lines = asked(folder)
    assert [line.partition(";")[0].partition(" has no")[0] for line in lines] == [
        "lessons.csv row 2, example_id: the cell is empty",
        "lessons.csv row 2, lesson_id: 'sun'",
        "lessons.csv row 2, lesson_id: 'sun'",
    ]
    assert "'first_thought'" in lines[1]
    assert "'check'" in lines[2]


def test_a_lesson_on_no_cause_may_have_neither_example_nor_questions(folder):
    folder.delete("questions.csv", 6)
    for row in (16, 15):
        folder.delete("options.csv", row)
    assert asked(folder) == []
