"""What a step of the first lesson asks for on another step, it leads to."""

from __future__ import annotations

import re

import nbformat
import pytest

from crampkit.hosts.pages.build import own_notebooks

NAME = "01_which_cause_fits.ipynb"
TASK = re.compile(r"^\*\*\d+\.", re.MULTILINE)


def steps() -> dict[str, list[nbformat.NotebookNode]]:
    """The cells of each step by its heading."""
    found: dict[str, list[nbformat.NotebookNode]] = {}
    heading = ""
    for cell in nbformat.read(own_notebooks() / NAME, 4).cells:
        if begins := re.match(r"## (.+)", cell.source):
            heading = begins[1]
        found.setdefault(heading, []).append(cell)
    return found


def texts(cells: list[nbformat.NotebookNode]) -> str:
    return "\n".join(cell.source for cell in cells)


def to(heading: str) -> str:
    return f"({NAME}#{heading.replace(' ', '-')})"


def test_every_task_stands_beside_the_explorer_or_leads_to_it():
    with_tasks = {
        name: texts(cells) for name, cells in steps().items() if TASK.search(texts(cells))
    }
    assert len(with_tasks) > 3
    explorer = next(name for name, cells in steps().items() if "lab.explorer(" in texts(cells))
    assert [
        name for name, text in with_tasks.items() if name != explorer and to(explorer) not in text
    ] == []


@pytest.mark.parametrize("seen", ["Your first thought", "A woman asks you"])
def test_who_looks_back_is_led_to_what_she_thought_first(seen):
    assert seen in steps()
    assert to(seen) in texts(steps()["Look back"])
