"""The lessons open, in JupyterLab and as pages, and nothing leaves the machine."""

import json

import pytest

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


def test_run_all_runs_the_lesson_without_a_question(lab_server, page, watch):
    page.goto(lab_server.lesson(first_lesson(lab_server)))
    page.get_by_text("Python 3 (ipykernel) | Idle").wait_for()  # pressed before, it does nothing
    page.locator(".jp-NotebookPanel-toolbar").get_by_text("Run all", exact=True).locator(
        "visible=true"
    ).click()
    page.locator(".jp-CodeCell .jp-OutputArea-child").first.wait_for(state="attached")
    assert page.get_by_role("dialog").count() == 0
    assert watch.outside == []


def test_the_index_page_lists_the_lessons_by_title(voila_server, page, watch):
    page.goto(voila_server.url)
    links = page.get_by_role("main").get_by_role("listitem").get_by_role("link")
    assert links.count() == len(list(voila_server.folder.glob("*.ipynb")))
    assert not any(".ipynb" in title for title in links.all_inner_texts())
    assert page.get_by_text("not a medical device").count() == 1
    assert (watch.outside, watch.errors) == ([], [])


@pytest.mark.parametrize("color_scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1400, 390])
def test_a_page_shows_its_lesson_and_no_code(voila_server, new_page, watch, width, color_scheme):
    page = new_page(width=width, color_scheme=color_scheme)
    page.goto(voila_server.lesson(first_lesson(voila_server)))
    page.locator("body[data-ready]").wait_for()
    assert page.get_by_role("main").get_by_role("heading", level=1).count() == 1
    assert page.get_by_role("alert").count() == 0
    assert page.locator(".jp-InputArea-editor").count() == 0
    assert page.get_by_text("Run all").count() == 0  # words for JupyterLab alone
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert page.evaluate("document.documentElement.dataset.theme") == color_scheme
    assert watch.outside == []


def test_the_address_can_ask_for_the_dark_theme(voila_server, page):
    page.goto(f"{voila_server.url}/?theme=dark")
    assert page.evaluate("document.documentElement.dataset.theme") == "dark"
    assert "theme=dark" in page.get_by_role("listitem").get_by_role("link").first.get_attribute(
        "href"
    )


def test_a_failing_cell_is_told_kindly_and_the_rest_is_shown(voila_server, page):
    cell = {"cell_type": "code", "metadata": {}, "source": "1/0", "outputs": []}
    after = {"cell_type": "markdown", "metadata": {}, "source": "Words after it"}
    notebook = {
        "cells": [{**cell, "execution_count": None}, after],
        "metadata": {},
        "nbformat": 4,
        "nbformat_minor": 4,
    }
    path = voila_server.folder / "broken.ipynb"
    path.write_text(json.dumps(notebook), encoding="utf-8")
    try:
        page.goto(voila_server.lesson("broken.ipynb"))
        page.locator("body[data-ready]").wait_for()
        assert "did not work" in page.get_by_role("alert").inner_text()
        assert page.get_by_text("Words after it").is_visible()
        assert "ZeroDivisionError" not in page.content()
    finally:
        path.unlink()


def test_a_page_that_is_closed_ends_its_kernel(voila_server, page):
    page.goto(voila_server.lesson(first_lesson(voila_server)))
    page.locator("body[data-ready]").wait_for()
    kernel = page.evaluate(
        "JSON.parse(document.getElementById('jupyter-config-data').textContent).kernelId"
    )
    is_gone = "(kernel) => fetch('/api/kernels/' + kernel).then((answer) => answer.status === 404)"
    assert not page.evaluate(is_gone, kernel)
    page.goto(voila_server.url)
    page.wait_for_function(is_gone, arg=kernel)
