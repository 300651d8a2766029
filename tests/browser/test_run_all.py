"""Run all runs everything and leaves the learner at the top, where the lesson begins.

JupyterLab's own command goes to the last cell as it starts, and a setting can only name commands. So
the button names six: select every cell, run what is selected (`toc:run-cells` is the one that does
not wait until all has run), and make the first cell the current one again.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import nbformat
import pytest

from tests.browser.conftest import long

pytestmark = pytest.mark.browser

FIRST, LONG = "00_start_here.ipynb", "01_which_cause_fits.ipynb"
SCROLLED = "document.querySelector('.jp-WindowedPanel-outer').scrollTop"
NOTE_EVERY_SCROLL = """() => {
    const lesson = document.querySelector(".jp-WindowedPanel-outer");
    window.scrolledTo = [lesson.scrollTop];
    lesson.addEventListener("scroll", () => window.scrolledTo.push(lesson.scrollTop));
}"""
# All but the first, which makes the lab and shows nothing.
EVERY_CELL_HAS_RUN = """() => [...document.querySelectorAll(".jp-CodeCell")].slice(1).every(
    (cell) => cell.querySelector(".jp-OutputArea-output")
)"""


@pytest.fixture
def own_notebook(served_folder: Path):
    """A trainer's own, with several titles, the last of them in its last cell."""
    cells = [
        nbformat.v4.new_code_cell("said = 'first'"),
        nbformat.v4.new_markdown_cell("# One"),
        nbformat.v4.new_code_cell("print(said)"),
        nbformat.v4.new_markdown_cell("# Two"),
        nbformat.v4.new_code_cell("print(said, 'last')"),
        nbformat.v4.new_markdown_cell("# Three"),
    ]
    path = served_folder / "99_own.ipynb"
    nbformat.write(nbformat.v4.new_notebook(cells=cells), path)
    yield path.name
    path.unlink()


def open_lesson(page: Any, server: Any, name: str) -> None:
    """In a workspace of its own, so that no other test's lesson is open beside it."""
    place = f"/lab/workspaces/run-all-{Path(name).stem}/tree/"
    page.goto(server.lesson(name).replace("/lab/tree/", place))
    page.locator("#jp-bottom-panel").get_by_text("| Idle").wait_for()


def run_all(page: Any) -> None:
    page.locator(".jp-NotebookPanel-toolbar").get_by_text("Run all", exact=True).locator(
        "visible=true"
    ).click()
    page.wait_for_function(EVERY_CELL_HAS_RUN)
    page.locator("#jp-bottom-panel").get_by_text("| Idle").wait_for()


def is_in_view(page: Any, locator: Any) -> bool:
    return bool(
        locator.evaluate(
            """element => {
                const {top, bottom} = element.getBoundingClientRect();
                return bottom > 0 && top < innerHeight;
            }"""
        )
    )


@pytest.mark.long
@pytest.mark.parametrize("name", [LONG, *long(FIRST)])
def test_run_all_never_leaves_the_top_of_the_lesson(lab_server, page, watch, name):
    open_lesson(page, lab_server, name)
    page.evaluate(NOTE_EVERY_SCROLL)

    run_all(page)

    # A few pixels: its first lines stay where they were.
    assert max(page.evaluate("window.scrolledTo")) <= 20
    cells = page.locator(".jp-Notebook .jp-Cell")
    assert is_in_view(page, cells.first.get_by_role("heading"))
    assert not is_in_view(page, cells.last)
    assert page.locator(".jp-Cell.jp-mod-selected").count() == 1
    assert page.get_by_role("dialog").count() == 0
    assert watch.errors == []


@pytest.mark.long
def test_from_the_middle_of_a_lesson_run_all_leads_back_to_its_top(lab_server, page):
    open_lesson(page, lab_server, LONG)
    page.get_by_role("heading", name="Two orders").click()
    assert page.evaluate(SCROLLED) > 500

    run_all(page)

    assert page.evaluate(SCROLLED) <= 20


@pytest.mark.long
def test_run_all_runs_every_cell_whatever_headings_a_notebook_has(lab_server, page, own_notebook):
    open_lesson(page, lab_server, own_notebook)
    run_all(page)
    said = page.locator(".jp-OutputArea-output").all_inner_texts()
    assert [text.strip() for text in said] == ["first", "first last"]
