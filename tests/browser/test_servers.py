"""The lessons open, in JupyterLab and as pages, and nothing leaves the machine."""

import json
from contextlib import ExitStack

import pytest

from crampkit.catalogue import load
from crampkit.hosts.pages.home import TRAINERS
from crampkit.words import Words
from tests.browser.conftest import long, serve

pytestmark = pytest.mark.browser


def first_lesson(server):
    return sorted(path.name for path in server.folder.glob("*.ipynb"))[0]


def test_jupyterlab_opens_without_a_question_and_with_run_all(lab_server, page, watch):
    page.goto(lab_server.lesson(first_lesson(lab_server)))
    run_all = (
        page.locator(".jp-NotebookPanel-toolbar")
        .get_by_text("Run all", exact=True)
        .locator("visible=true")
    )
    run_all.wait_for()
    page.locator(".jp-Notebook .jp-Cell").first.wait_for()
    assert page.get_by_text("Would you like to").count() == 0
    assert page.get_by_text("Jupyter news").count() == 0
    assert watch.outside == []


@pytest.mark.long
def test_run_all_runs_the_lesson_without_a_question(lab_server, page, watch):
    page.goto(lab_server.lesson(first_lesson(lab_server)))
    page.get_by_text("Python 3 (ipykernel) | Idle").wait_for()  # pressed before, it does nothing
    page.locator(".jp-NotebookPanel-toolbar").get_by_text("Run all", exact=True).locator(
        "visible=true"
    ).click()
    page.locator(".jp-CodeCell .jp-OutputArea-child").first.wait_for(state="attached")
    assert page.get_by_role("dialog").count() == 0
    assert watch.outside == []


def test_the_index_page_lists_the_lessons_by_title(pages_server, page, watch):
    page.goto(pages_server.url)
    links = page.locator("main .lessons").get_by_role("link")
    path = [one for one in pages_server.folder.glob("*.ipynb") if TRAINERS not in one.stem]
    assert links.count() == len(path)
    assert not any(".ipynb" in title for title in links.all_inner_texts())
    assert page.get_by_text("not a medical device").count() == 1
    assert (watch.outside, watch.errors) == ([], [])


@pytest.mark.parametrize("color_scheme", ["light", *long("dark")])
@pytest.mark.parametrize("width", [390, *long(1400)])
def test_a_page_shows_its_lesson_and_no_code(pages_server, new_page, watch, width, color_scheme):
    page = new_page(width=width, color_scheme=color_scheme)
    page.goto(pages_server.lesson(first_lesson(pages_server)))
    page.locator("body[data-ready]").wait_for()
    assert page.get_by_role("main").get_by_role("heading", level=1).count() == 1
    assert page.get_by_role("alert").count() == 0
    assert page.get_by_text("from crampkit import").locator("visible=true").count() == 0
    assert page.get_by_text("Run all").count() == 0  # words for JupyterLab alone
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert page.evaluate("document.documentElement.dataset.theme") == color_scheme
    assert watch.outside == []


@pytest.mark.long
def test_the_address_can_ask_for_the_dark_theme(pages_server, page):
    page.goto(f"{pages_server.url}/?theme=dark")
    assert page.evaluate("document.documentElement.dataset.theme") == "dark"
    page.get_by_role("listitem").get_by_role("link").first.click()
    page.locator("body[data-ready]").wait_for()
    page.reload()
    assert page.evaluate("document.documentElement.dataset.theme") == "dark"


def notebook_of(*sources):
    """A notebook with these code cells, and words after them."""
    cell = {"cell_type": "code", "metadata": {}, "outputs": [], "execution_count": None}
    after = {"cell_type": "markdown", "metadata": {}, "source": "Words after it"}
    cells = [*({**cell, "source": source} for source in sources), after]
    return {"cells": cells, "metadata": {}, "nbformat": 4, "nbformat_minor": 4}


ONLY_HERE = """
import sys
from crampkit import Lab
lab = Lab()
if sys.platform == "emscripten":
    raise ZeroDivisionError("only in a page")
lab.checklist(only=["mainly_night"])
"""


@pytest.fixture
def page_of(chromium, tmp_path):
    """Makes the page of a lesson with these cells; gives its address."""
    with ExitStack() as ends:

        def make(*sources):
            folder = tmp_path / "notebooks"
            folder.mkdir()
            (folder / "own.ipynb").write_text(json.dumps(notebook_of(*sources)), encoding="utf-8")
            with_server = serve(folder, "--learn")
            ends.callback(next, with_server, None)
            return next(with_server).lesson("own.ipynb")

        yield make


@pytest.mark.long
def test_a_cell_that_fails_only_in_a_page_leaves_what_was_built_and_says_so(page_of, page):
    page.goto(page_of(ONLY_HERE, "Lab().checklist(only=['mainly_night'])"))
    page.locator("body[data-ready]").wait_for()
    broken, fine = page.locator(".cell").all()
    told = broken.get_by_role("alert")
    assert "did not work" in told.inner_text()
    assert broken.get_by_role("radio").first.is_disabled()
    assert fine.get_by_role("radio").first.is_enabled()
    assert fine.get_by_role("alert").count() == 0
    assert page.get_by_text("Words after it").is_visible()
    assert "ZeroDivisionError" not in page.locator("body").inner_text()


FINE = "from crampkit import Lab\nLab().checklist(only=['mainly_night'])"
FAULTY = """
from crampkit.panels.kit.panel import ANSWERS, Panel
def handle(name, value):
    if name == "broken": raise ZeroDivisionError("a fault of ours")
    panel.show(f"<p>{name} counted</p>" + buttons)
buttons = "".join(
    f'<button type="button" data-action="{name}">{name}</button>' for name in ("broken", "whole")
)
panel = Panel(handle, html=buttons, classes=(ANSWERS,))
panel
"""


@pytest.mark.long
def test_a_fault_in_a_handler_is_told_at_its_panel_and_the_next_answer_counts(page_of, page):
    page.goto(page_of(FAULTY, FINE))
    page.locator("body[data-ready]").wait_for()
    faulty, fine = page.locator(".cell").all()
    faulty.get_by_role("button", name="broken").click()
    told = faulty.get_by_role("alert")
    told.wait_for()
    words = Words(load().text)
    assert words("host.failed") in told.inner_text()
    assert fine.get_by_role("alert").count() == 0
    assert "ZeroDivisionError" not in page.locator("body").inner_text()
    faulty.get_by_role("button", name="whole").click()
    faulty.get_by_text("whole counted").wait_for()
    told.wait_for(state="detached")
