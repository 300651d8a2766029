"""A source in the prose opens by keyboard and by touch, without any script, and gives the focus back."""

from __future__ import annotations

from typing import Any

import pytest

from crampkit.catalogue import load
from crampkit.words import Words

pytestmark = pytest.mark.browser

WORDS = Words(load().text)
LESSON = "12_uterine_compression"


@pytest.fixture
def lesson(pages_server: Any, new_page: Any) -> Any:
    def opened(**options: Any) -> Any:
        page = new_page(**options)
        page.goto(pages_server.lesson(LESSON))
        return page

    return opened


def test_a_mark_opens_a_sheet_at_the_foot_and_escape_leads_back(lesson, watch):
    page = lesson(width=390, height=844)
    page.locator("body[data-ready='1']").wait_for()
    mark = page.locator("button.cite").first
    mark.evaluate("one => { location.hash = one.closest('section.step').id; }")
    mark.focus()
    page.keyboard.press("Enter")
    sheet = page.locator(".source-sheet:popover-open")
    box = sheet.bounding_box()
    assert (box["x"], box["width"], box["y"] + box["height"]) == (0, 390, 844)
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == WORDS("source.close")
    page.keyboard.press("Escape")
    assert sheet.count() == 0
    assert mark.evaluate("one => one === document.activeElement")
    assert watch.errors == []


def test_it_opens_with_scripts_off_and_on_paper_the_list_stands(lesson):
    page = lesson(width=390, height=844, java_script_enabled=False)
    mark = page.locator("button.cite").first
    mark.click()
    sheet = page.locator(".source-sheet:popover-open")
    assert sheet.get_by_text("support").is_visible()
    sheet.get_by_role("button", name=WORDS("source.close")).click()
    assert sheet.count() == 0
    item = page.locator(".sources-by-number li").first
    assert not item.is_visible()
    page.emulate_media(media="print")
    assert item.bounding_box()["height"] > 10
    assert mark.is_visible()
