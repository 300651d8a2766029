"""In JupyterLab, too, what a learner opened is open again when the lesson is run again."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import expect

from crampkit.catalogue import load
from crampkit.words import Words
from tests.browser.conftest import wait_until_kept
from tests.browser.test_run_all import open_lesson

pytestmark = [pytest.mark.browser, pytest.mark.long]

CATALOGUE = load()
WORDS = Words(CATALOGUE.text)
NAME = "02_how_the_ranking_works.ipynb"
CASES = "20_cases.ipynb"
DRAWN = ".js-plotly-plot .main-svg"


CHARTS = 3


def charts(page: Any) -> Any:
    return page.locator(".crampkit-on-request:not(.crampkit-still *)")


def run_all(page: Any) -> None:
    page.locator("#jp-bottom-panel").get_by_text("| Idle").wait_for()
    page.locator(".jp-NotebookPanel-toolbar").get_by_text("Run all", exact=True).locator(
        "visible=true"
    ).click()
    expect(charts(page)).to_have_count(CHARTS)


def test_charts_and_what_was_folded_open_come_back_and_what_was_closed_does_not(
    lab_server, page, watch
):
    open_lesson(page, lab_server, NAME)
    run_all(page)
    for number in range(CHARTS):
        chart = charts(page).nth(number)
        chart.get_by_role("button").first.click()
        expect(chart.locator(DRAWN).first).to_be_visible()
    charts(page).last.get_by_role("button").first.click()
    expect(charts(page).last.locator(DRAWN)).to_have_count(0)
    table = charts(page).first.locator("details").first
    table.locator("summary").click()
    wait_until_kept(page, '"open:02_how_the_ranking_works"')

    page.reload()
    run_all(page)
    for number in range(CHARTS - 1):
        expect(charts(page).nth(number).locator(DRAWN).first).to_be_visible()
    expect(table).to_have_attribute("open", "")
    expect(charts(page).nth(1).locator("details").first).not_to_have_attribute("open", "")
    expect(charts(page).last.locator(DRAWN)).to_have_count(0)
    assert watch.errors == []


def test_a_line_that_was_typed_and_not_left_is_there_after_a_reload(lab_server, page, watch):
    open_lesson(page, lab_server, CASES)
    case = page.locator("section.case:not(.crampkit-still *)").first
    line = case.locator("textarea[name=free]")

    def begin() -> None:
        page.locator(".jp-NotebookPanel-toolbar").get_by_text("Run all", exact=True).locator(
            "visible=true"
        ).click()

    begin()
    case.get_by_role("button", name=WORDS("case.stop"), exact=True).click()
    danger = case.get_by_role("combobox", name=WORDS("case.danger"), exact=True)
    danger.select_option(label=WORDS("case.danger.not_named"))
    for group in ("case.how_fast", "quiz.how_sure"):
        case.get_by_role("group", name=WORDS(group), exact=True).get_by_role("radio").first.check()
    case.get_by_role("button", name=WORDS("case.hand_over"), exact=True).click()
    line.fill("She is alone at home.")
    page.reload()
    begin()
    expect(line).to_have_value("She is alone at home.")
    assert watch.errors == []
