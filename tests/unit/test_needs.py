"""What figures and lessons draw is checked with the tables, before a lesson meets what is missing."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from crampkit.catalogue import load, needs, problems
from crampkit.catalogue.shipping import RECORD
from crampkit.lab import Lab
from tests.folder import Folder
from tests.notebooks.lessons import NOTEBOOKS, code_cells, read

DATA = Path(__file__).parents[2] / "data"


@pytest.fixture
def copy(tmp_path):
    """A trainer's copy of the set as it is shipped."""
    return Folder(tmp_path / "data", source=DATA)


def told(folder) -> list[str]:
    return [str(problem) for problem in problems(folder.path)]


VEIN_STEP = "drawn_vein_trimester_2_flat"
SPOILT = [
    ("measurements.csv", VEIN_STEP, "value", "", "no row of 'drawn_vein' for trimester_2, flat"),
    ("measurements.csv", VEIN_STEP, "value", "7", "with a step of 1, 2 or 3 and read = yes"),
    ("measurements.csv", VEIN_STEP, "read", "no", "no row of 'drawn_vein' for trimester_2, flat"),
    ("measurements.csv", VEIN_STEP, "position", "tilted", "for trimester_2, flat"),
    ("measurements.csv", "start_total", "series", "caution", "'start_total' needs 'drawn_start'"),
    ("measurements.csv", "start_total", "value", "", "'start_total' needs a number"),
    ("measurements.csv", "part_bound", "series", "parts", "'part_bound' needs 'part'"),
    ("measurements.csv", "part_free", "value", "", "'part_free' needs a number"),
    ("measurements.csv", "part_free", "read", "no", "'part_free' needs yes"),
    ("local.csv", "calcium_adjustment_albumin", "value", "", "needs a number such as 0.02"),
    ("local.csv", "calcium_adjustment_per_gram", "value", "two", "needs a number such as 0.02"),
    ("epidemiology.csv", "clot_left", "events", "", "'clot_left' needs whole numbers in events"),
    ("epidemiology.csv", "clot_left", "read", "no", "'clot_left' needs whole numbers in events"),
    ("epidemiology.csv", "left_0_points", "total", "", "'left_0_points' needs whole numbers"),
    ("accuracy.csv", "slr_positive", "read", "no", "'slr_positive' was not read at its source"),
    ("trials.csv", "dahle_1995", "events_treat", "", "'dahle_1995' needs a whole number"),
    ("trials.csv", "dahle_1995", "n_treat", "34.5", "'dahle_1995' needs a whole number"),
    ("trials.csv", "dahle_1995", "effect_type", "MD", "'dahle_1995' needs RR"),
]


@pytest.mark.parametrize(("file", "row_id", "column", "value", "words"), SPOILT)
def test_a_spoilt_row_of_a_figure_is_told_with_the_lesson_that_draws_it(
    copy, file, row_id, column, value, words
):
    row = copy.row_of(file, copy.read(file)[0][0], row_id)
    copy.set(file, row, column, value)
    (line,) = [line for line in told(copy) if words in line]
    assert line.startswith(file)
    assert re.search(r"lesson '\w+' draws it", line)


@pytest.mark.parametrize("column", ["low", "high"])
def test_a_slider_needs_both_its_ends(copy, column):
    row = copy.row_of("measurements.csv", "measurement_id", "start_total")
    copy.set("measurements.csv", row, "low", "")
    copy.set("measurements.csv", row, "high", "")
    (line,) = told(copy)
    assert line.startswith(f"measurements.csv row {row}, low: 'start_total' needs two ends")


DRAWN = [
    *(("measurements.csv", row_id) for row_id in (*needs.CALCIUM_STARTS, *needs.CALCIUM_PARTS)),
    *(("epidemiology.csv", row_id) for row_id in (*needs.CLOTS_WHERE, *needs.CLOTS_BY_POINTS)),
    *(("accuracy.csv", row_id) for row_id in needs.TESTS),
    *(("trials.csv", row_id) for row_id in needs.TRIALS),
    *(("local.csv", key) for key in needs.CALCIUM_FORMULA),
    ("measurements.csv", VEIN_STEP),
]


@pytest.mark.parametrize(("file", "row_id"), DRAWN)
def test_a_lost_row_of_a_figure_is_told(copy, file, row_id):
    copy.delete(file, copy.row_of(file, copy.read(file)[0][0], row_id))
    (line,) = told(copy)
    assert line.startswith(f"{file}, ")
    assert "draws it" in line


def test_all_rows_of_a_figure_may_go_with_the_lesson_that_shows_it(copy):
    delete_figure(copy, "vein_pressure")
    assert any("'drawn_vein' for trimester_1, flat" in line for line in told(copy))
    forget_lesson(copy, "uterine_compression")
    assert told(copy) == []


def test_a_set_that_never_had_a_figure_need_not_have_it(copy):
    delete_figure(copy, "vein_pressure")
    copy.ship()
    assert told(copy) == []


def test_a_set_without_a_record_needs_what_its_lessons_show(copy):
    delete_figure(copy, "vein_pressure")
    (copy.path / RECORD).unlink()
    assert any("'drawn_vein' for trimester_1, flat" in line for line in told(copy))


def test_a_set_on_another_subject_is_asked_for_no_figure(tmp_path):
    assert told(Folder(tmp_path / "toy")) == []


def delete_figure(folder, figure):
    rows = folder.read("measurements.csv")
    folder.write("measurements.csv", [row for row in rows if row[1] != figure])


def forget_lesson(folder, lesson_id):
    gone = {lesson_id}
    for file, column in (
        *(("lessons.csv", "lesson_id"), ("tasks.csv", "lesson_id"), ("questions.csv", "lesson_id")),
        ("options.csv", "question_id"),
    ):
        rows = folder.read(file)
        index = rows[0].index(column)
        if file == "options.csv":
            left = {row[0] for row in folder.read("questions.csv")}
            folder.write(file, [rows[0], *(row for row in rows[1:] if row[index] in left)])
        else:
            folder.write(file, [row for row in rows if row[index] not in gone])
    rows = folder.read("run_sheets.csv")
    index = rows[0].index("page")
    folder.write("run_sheets.csv", [row for row in rows if not row[index].endswith(lesson_id)])
    rows = folder.read("objectives.csv")
    index = rows[0].index("lesson_ids")
    folder.write("objectives.csv", [row for row in rows if lesson_id not in row[index].split(";")])


def test_each_row_that_a_notebook_draws_by_its_id_is_checked():
    drawn: dict[str, set[str]] = {"hundred_women": set(), "one_trial": set()}
    for path in NOTEBOOKS.glob("*.ipynb"):
        for cell in code_cells(read(path)):
            for call, row_id in re.findall(r"lab\.(\w+)\(\"(\w+)\"", cell.source):
                drawn.get(call, set()).add(row_id)
    assert drawn == {"hundred_women": set(needs.TESTS), "one_trial": set(needs.TRIALS)}


def test_each_figure_is_taught_in_the_lesson_that_is_said_to_draw_it():
    calls = {"clots": "where_clots_lie"}
    lessons = load().lessons
    for figure, lesson_id in needs.TAUGHT_IN.items():
        (path,) = NOTEBOOKS.glob(f"*_{lesson_id}.ipynb")
        source = "\n".join(cell.source for cell in code_cells(read(path)))
        assert f"lab.{calls.get(figure, figure)}" in source
        assert lesson_id in lessons


def test_what_the_check_lets_pass_is_drawn(copy):
    lab = Lab(copy.path)
    for figure in (
        lab.vein_pressure,
        lab.adjusted_calcium,
        lab.where_clots_lie,
        lab.clots_by_points,
    ):
        assert figure().html


@pytest.mark.parametrize(
    ("column", "value", "words"),
    [
        ("events", "3.5", "events: '3.5' is not a whole number"),
        ("total", "2", "events: 3 is not from 0 to 2 (total)"),
        ("total", "0", "events: 3 is not from 0 to 0 (total)"),
    ],
)
def test_women_are_counted_in_whole_numbers(tmp_path, column, value, words):
    folder = Folder(tmp_path / "toy")
    folder.set("epidemiology.csv", 2, "total", "10")
    assert told(folder) == []
    folder.set("epidemiology.csv", 2, column, value)
    assert told(folder) == [f"epidemiology.csv row 2, {words}"]
