"""`crampkit check` tells of a heading that a question or a lesson names, and that no lesson has."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from crampkit.cli import main
from crampkit.data import data_directory
from crampkit.hosts.pages.build import own_notebooks
from crampkit.hosts.pages.named import named_in_vain
from tests.folder import Folder


def write(folder: Path, name: str, *sources: str) -> None:
    cells = [
        {"id": f"c{number}", "cell_type": "markdown", "metadata": {}, "source": source}
        for number, source in enumerate(sources)
    ]
    made = {"cells": cells, "metadata": {}, "nbformat": 4, "nbformat_minor": 5}
    (folder / f"{name}.ipynb").write_text(json.dumps(made), encoding="utf-8")


@pytest.fixture
def folder(tmp_path: Path) -> Folder:
    (tmp_path / "data").mkdir()
    (tmp_path / "notebooks").mkdir()
    made = Folder(tmp_path / "data")
    write(tmp_path / "notebooks", "14_sun", "# Sun", "## Why *noon*?\n\nIt is.", "### Glare & heat")
    return made


def told(folder: Folder) -> list[str]:
    return [str(one) for one in named_in_vain(folder.path, folder.path.parent / "notebooks")]


def test_a_step_that_is_a_heading_of_its_lesson_is_not_told_of_and_any_other_is(folder):
    assert told(folder) == []
    folder.set("questions.csv", 2, "step", "Why noon?")
    assert told(folder) == []
    folder.set("questions.csv", 2, "step", "Why none?")
    assert told(folder) == [
        "questions.csv row 2, step: no heading 'Why none?' in 14_sun.ipynb; did you mean 'Why noon?'?"
    ]


def test_of_a_lesson_without_a_notebook_no_step_is_told_of(folder):
    folder.set("questions.csv", 2, "step", "Anything")
    (folder.path.parent / "notebooks" / "14_sun.ipynb").rename(
        folder.path.parent / "notebooks" / "15_rain.ipynb"
    )
    assert told(folder) == []


@pytest.mark.parametrize(
    ("link", "said"),
    [
        ("[noon](14_sun.ipynb#Why-noon?)", ""),
        ("[glare](14_sun.ipynb#Glare-&-heat)", ""),
        ("[here](#The-moon)", ""),
        ("[elsewhere](https://example.org/a.ipynb#b)", ""),
        ("[night](14_sun.ipynb#Night)", "cell c1: no heading 'Night' in 14_sun.ipynb"),
        ("[there](#The-mood)", "cell c1: no heading 'The-mood' in 15_moon.ipynb; did you mean"),
        ("[gone](14_sum.ipynb)", "cell c1: it leads to 14_sum.ipynb, which is not there; did you"),
    ],
)
def test_a_link_to_what_is_not_there_is_told_of(folder, link, said):
    write(folder.path.parent / "notebooks", "15_moon", "# Moon\n\n## The moon", f"See {link}.")
    (found,) = told(folder) or [""]
    assert found.startswith(f"15_moon.ipynb, {said}" if said else "")
    assert bool(found) == bool(said)


def test_a_part_of_a_class_names_a_lesson_that_is_there_and_a_heading_of_it(folder):
    for row in (2, 3):
        folder.set("run_sheets.csv", row, "page", "14_sun")
        folder.set("run_sheets.csv", row, "step", "Why noon?")
    assert told(folder) == []
    folder.set("run_sheets.csv", 2, "step", "")
    folder.set("run_sheets.csv", 3, "step", "Why none?")
    assert told(folder) == [
        "run_sheets.csv row 3, step: no heading 'Why none?' in 14_sun.ipynb; use the words of a heading "
        "of this lesson, or leave the cell empty; did you mean 'Why noon?'?"
    ]
    folder.set("run_sheets.csv", 3, "page", "14_sum")
    assert told(folder) == [
        "run_sheets.csv row 3, page: no lesson '14_sum'; use the name of a notebook without its ending; "
        "did you mean '14_sun'?"
    ]


def test_of_run_sheets_for_lessons_that_lie_elsewhere_nothing_is_told(folder):
    folder.set("run_sheets.csv", 3, "page", "14_rain")
    assert told(folder) == []


def test_the_shipped_lessons_name_nothing_that_is_not_there():
    assert named_in_vain(data_directory(), own_notebooks()) == ()


def test_the_check_warns_of_it_and_is_no_failure(folder, capsys):
    folder.set("questions.csv", 2, "step", "Why none?")
    assert main(["check", str(folder.path)]) == 0
    assert "WARNING: questions.csv row 2, step: no heading 'Why none?'" in capsys.readouterr().out
