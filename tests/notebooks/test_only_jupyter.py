"""A lesson reads well without Jupyter: what only Jupyter needs is in cells of its own, listed here."""

from __future__ import annotations

import ast
import re
from pathlib import Path
from typing import Any

import pytest

from tests.notebooks.lessons import CLAIM_TAGS, LESSONS, LINK, read

TAG = "only-jupyter"

ONLY_JUPYTER = {
    "00_start_here": ["## First, press *Run all*", "**For trainers:** everything the lessons know"],
    "02_how_the_ranking_works": [
        "## For the curious: take the answer away",
        "dict(lab.shared_case.findings)",
        "Next, what those answers come to",
        "lab.differential",
        "And the same as a **table** of pandas",
        "lab.table()",
        "Both keep the rule that comes before all others.",
    ],
    "21_my_progress": ["The journal is a file of your own"],
}
"""The first words of each tagged cell: one more is a decision, because a page leaves it out."""

JUPYTER_WORDS = re.compile(
    r"jupyter|\bvoila\b|\bkernels?\b|\bipython\b|\bpython\b|\bpandas\b|\bplotly\b|\bnotebooks?\b"
    r"|\brun[ -]all\b|\brestart\b|(?<!sickle )\bcells?\b|\bcode\b|\bgr[ea]y lines?\b|\btoolbar\b"
    r"|\bfolders?\b|\bfiles?\b|\bcsv\b|\bspreadsheets?\b|\bterminal\b|\bctrl\b|\bcommand line\b"
    r"|\bshift ?\+ ?enter\b|`[^`]*`|~/|\b[\w-]+/[\w-]+\.\w+|\w\.(?:py|ipynb|csv|md)\b",
    re.IGNORECASE,
)
"""Words of Jupyter, of code and of files; what stands in code's own type is code."""

FOR_TRAINERS = "90_for_trainers"
"""Whoever teaches edits tables and types commands: that lesson speaks of both, wherever it is shown."""

every_lesson = pytest.mark.parametrize("lesson", LESSONS, ids=lambda lesson: lesson.stem)


def tags(cell: Any) -> set[str]:
    return set(cell.metadata.get("tags", ()))


def jupyter_words(prose: str) -> list[str]:
    """What a page without Jupyter could not mean; where a link leads is not read aloud."""
    return JUPYTER_WORDS.findall(LINK.sub("]", prose))


@every_lesson
def test_the_cells_for_jupyter_alone_are_those_that_were_decided_on(lesson: Path) -> None:
    tagged = [cell.source for cell in read(lesson).cells if TAG in tags(cell)]
    listed = ONLY_JUPYTER.get(lesson.stem, [])
    assert len(tagged) == len(listed), tagged
    for source, first_words in zip(tagged, listed, strict=True):
        assert source.startswith(first_words)


@pytest.mark.parametrize(
    "lesson", [one for one in LESSONS if one.stem != FOR_TRAINERS], ids=lambda lesson: lesson.stem
)
def test_nothing_a_page_shows_speaks_of_jupyter(lesson: Path) -> None:
    found = {
        cell.id: words
        for cell in read(lesson).cells
        if cell.cell_type == "markdown"
        and TAG not in tags(cell)
        and (words := jupyter_words(cell.source))
    }
    assert not found, f"tag the cell {TAG}, or say it in words that hold on a page too"


def test_the_lesson_for_those_who_teach_speaks_of_no_cell_and_no_kernel() -> None:
    (lesson,) = (one for one in LESSONS if one.stem == FOR_TRAINERS)
    prose = " ".join(cell.source for cell in read(lesson).cells if cell.cell_type == "markdown")
    found = {word.lower() for word in jupyter_words(prose)}
    assert not found & {"jupyter", "kernel", "cell", "cells", "notebook", "python", "run all"}


@every_lesson
def test_no_tag_is_misspelt(lesson: Path) -> None:
    for cell in read(lesson).cells:
        assert tags(cell) <= {TAG, *CLAIM_TAGS}, cell.id


@every_lesson
def test_a_lesson_keeps_its_title_and_its_code_without_the_cells_for_jupyter(lesson: Path) -> None:
    cells = read(lesson).cells
    assert TAG not in tags(cells[0])
    for cell in cells:
        if cell.cell_type == "code" and TAG in tags(cell):
            # It shows one value and makes none: cells below would miss it on a page.
            assert [type(line) for line in ast.parse(cell.source).body] == [ast.Expr], cell.id
            assert not [n for n in ast.walk(ast.parse(cell.source)) if isinstance(n, ast.NamedExpr)]


@pytest.mark.parametrize(
    "text",
    [
        "Press *Run all*, and wait.",
        "Open this notebook in JupyterLab.",
        "Restart the kernel.",
        "The grey lines are code.",
        "Run the cell below.",
        "Each answer is a line in a file.",
        "Save it with Ctrl-S.",
        "Change a row in `findings`.",
        "See data/README.md.",
        "The tables of the folder.",
        "You need no Python.",
    ],
)
def test_words_of_jupyter_are_found(text: str) -> None:
    assert jupyter_words(text)


@pytest.mark.parametrize(
    "text",
    [
        "I have sickle cell disease.",
        "See [Start here](00_start_here.ipynb).",
        "Save them as a table, or print the card.",
        "Press *Fill in her answers*, and read the page.",
        "She has a profile of cramps, and decodes nothing; the cellar is cold.",
    ],
)
def test_words_of_the_lessons_are_left_alone(text: str) -> None:
    assert not jupyter_words(text)
