"""The lessons on the causes, the dangers and the evidence: their parts, their sources, their strengths."""

from __future__ import annotations

import ast
import re
from itertools import groupby
from pathlib import Path

import pytest

from crampkit.catalogue import STRENGTHS, Catalogue
from crampkit.views.lesson.lesson import GUIDANCE
from tests.notebooks.lessons import (
    BRACKETS,
    LESSONS,
    code_cells,
    is_claim,
    read,
    source_keys,
)

TAUGHT = [lesson for lesson in LESSONS if re.match(r"1\d_", lesson.name)]
"""The lessons with a row in lessons.csv."""
SKELETON = [
    *("story", "first_thought", "body_map", "features", "toggle_and_see", "look_alike"),
    *("red_flags", "article_and_evidence", "management", "check_yourself", "look_back"),
    *("card", "sources"),
]
"""What each lesson on a cause shows, in this order; figures may stand between."""
STRENGTH_WORDS = {*(strength.replace("_", " ") for strength in STRENGTHS), "judged"}

every_taught_lesson = pytest.mark.parametrize("lesson", TAUGHT, ids=lambda lesson: lesson.stem)


def lesson_id(lesson: Path) -> str:
    """The id that the notebook asks `lab.lesson` for."""
    source = "\n".join(cell.source for cell in code_cells(read(lesson)))
    (found,) = re.findall(r'lab\.lesson\("(\w+)"\)', source)
    return found


def parts(lesson: Path) -> list[str]:
    """The parts of `lesson` that a notebook shows, in order: called, or named to stand behind a guess."""
    return [
        node.attr
        for cell in code_cells(read(lesson))
        for node in ast.walk(ast.parse(cell.source))
        if isinstance(node, ast.Attribute) and ast.unparse(node.value) == "lesson"
    ]


def prose(lesson: Path) -> list[str]:
    return [cell.source for cell in read(lesson).cells if cell.cell_type == "markdown"]


def test_there_is_a_lesson_for_every_cause_and_for_safety_comparing_dangers_and_evidence(
    shipped: Catalogue,
) -> None:
    # The explorer and the arithmetic have a row for their guesses alone.
    asking = {
        question.lesson_id for question in shipped.questions.values() if question.place != "guess"
    }
    assert sorted(map(lesson_id, TAUGHT)) == sorted(asking)


def test_every_lesson_on_the_path_but_the_first_and_the_last_turns_on_a_number_that_is_compared() -> (
    None
):
    without = [
        lesson.stem
        for lesson in LESSONS
        if not any(is_claim(cell) for cell in read(lesson).cells if cell.cell_type == "code")
    ]
    assert without == ["00_start_here", "21_my_progress", "90_for_trainers"]


def test_every_guess_is_asked_for_once_and_no_other(shipped: Catalogue) -> None:
    asked = [
        found
        for lesson in LESSONS
        for cell in code_cells(read(lesson))
        for found in re.findall(r'\.guess\(\s*"(\w+)"', cell.source)
    ]
    guesses = [q for q, row in shipped.questions.items() if row.place == "guess"]
    assert sorted(asked) == sorted(guesses)
    taught = {shipped.lessons[lesson_id(lesson)].cause_id for lesson in TAUGHT} - {""}
    assert taught == set(shipped.causes) - {"something_else"}


@every_taught_lesson
def test_a_lesson_on_a_cause_has_all_parts_in_order(lesson: Path, shipped: Catalogue) -> None:
    if shipped.lessons[lesson_id(lesson)].cause_id:
        shown = [part for part, _ in groupby(parts(lesson)) if part in SKELETON]
        assert shown == SKELETON


@every_taught_lesson
def test_every_danger_sign_and_every_advice_of_a_lesson_is_shown_in_one_of_its_parts(
    lesson: Path, shipped: Catalogue
) -> None:
    """A part may be shown in pieces, so that none is long; together they are the whole."""
    row = shipped.lessons[lesson_id(lesson)]
    source = "\n".join(cell.source for cell in code_cells(read(lesson)))
    every = {
        "red_flags": {shipped.flags[one].tier for one in row.flag_ids},
        "management": set(GUIDANCE) if row.cause_id else set(),
    }
    for part, wanted in every.items():
        told: dict[str, list[tuple[int, int]]] = {}
        for call in re.findall(rf"lesson\.{part}\((.*)\)", source):
            found = re.search(r"piece=\((\d), (\d)\)", call)
            piece = (int(found[1]), int(found[2])) if found else (1, 1)
            for name in re.findall(r'"(\w+)"', call) or sorted(wanted):
                told.setdefault(name, []).append(piece)
        assert wanted <= set(told) or not told
        for pieces in told.values():
            of = pieces[0][1]
            assert pieces == [(which, of) for which in range(1, of + 1)]


@every_taught_lesson
def test_every_lesson_asks_its_learner_something_and_ends_with_its_sources(lesson: Path) -> None:
    shown = parts(lesson)
    assert {"check_yourself", "drill"} & set(shown)
    assert shown[-1] == "sources"


@every_taught_lesson
def test_every_source_in_the_text_comes_with_its_strength(lesson: Path) -> None:
    for text in prose(lesson):
        for inside in BRACKETS.findall(text):
            if source_keys(f"[{inside}]"):
                strength = inside.rpartition(";")[2].strip()
                assert strength in STRENGTH_WORDS, f"[{inside}]"


@every_taught_lesson
def test_the_text_cites_only_what_was_read_and_what_its_list_of_sources_names(
    lesson: Path, shipped: Catalogue
) -> None:
    cited = {key for text in prose(lesson) for key in source_keys(text)}
    # The article is discussed in every lesson, in the table of its claims if not in the text.
    assert cited | {"SEED"} == {*shipped.lessons[lesson_id(lesson)].source_ids, "SEED"}
    recalled = {key for key in cited if not shipped.sources[key].read}
    assert recalled <= {"EXPERT"}


def test_the_names_of_the_parts_are_those_of_the_lesson(shipped: Catalogue) -> None:
    from crampkit.lesson import LessonDesk

    assert all(hasattr(LessonDesk, name) for lesson in TAUGHT for name in parts(lesson))
