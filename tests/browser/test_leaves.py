"""Leaves on a phone: one is shown, the others are a press away, and no danger is turned away with one."""

from __future__ import annotations

from typing import Any

import pytest

from crampkit.catalogue import load
from crampkit.words import Words

pytestmark = pytest.mark.browser

CATALOGUE = load()
WORDS = Words(CATALOGUE.text)
LESSON, STEP = "01_which_cause_fits", "now-ask"
SCREENS = "document.querySelector('main .step:not([hidden])').getBoundingClientRect().height / 844"
MOST_SCREENS = 3
DANGER = "breathless_chest"


def expect(subject: Any) -> Any:
    from playwright.sync_api import expect as expect_within

    expect_within.set_options(timeout=60_000)
    return expect_within(subject)


def opened(page: Any, server: Any) -> Any:
    page.goto(f"{server.lesson(LESSON)}#{STEP}")
    page.locator("body[data-ready]").wait_for()
    return page


def parts(page: Any) -> Any:
    return page.locator(".safety > .item")


def tab(page: Any, book: str, place: int) -> Any:
    return page.locator(f"nav[data-leaves='{book}'] button").nth(place)


def shown(page: Any) -> list[int]:
    return [
        n
        for n in range(parts(page).count())
        if parts(page).nth(n).locator("legend").first.is_visible()
    ]


def test_one_leaf_is_shown_and_a_danger_on_another_stands_above_all(pages_server, new_page, watch):
    page = opened(new_page(390, 844, steps=True, has_touch=True), pages_server)
    pocket = page.locator(".pocket")
    assert shown(page) == [0]
    for book in ("explorer", "safety"):
        buttons = page.locator(f"nav[data-leaves='{book}'] button")
        for place in range(buttons.count()):
            if book == "safety":
                tab(page, "explorer", 1).tap()
            buttons.nth(place).tap()
            expect(buttons.nth(place)).to_have_attribute("aria-current", "true")
            assert page.evaluate(SCREENS) <= MOST_SCREENS, (book, place)
            expect(pocket).to_contain_text(WORDS.plural("safety.left", 6))
    assert shown(page) == [5]

    tab(page, "safety", 1).tap()
    assert shown(page) == [1]
    part = parts(page).nth(1)
    part.locator(".phrase label").nth(1).tap()
    part.locator("label", has_text=CATALOGUE.flags[DANGER].label).tap()
    expect(pocket).to_contain_text(CATALOGUE.flags[DANGER].could_be)
    for place in (0, 5):
        tab(page, "safety", place).tap()
        expect(part.locator("legend").first).to_be_hidden()
        expect(pocket).to_contain_text(CATALOGUE.flags[DANGER].could_be)
        expect(pocket).to_be_in_viewport()
    expect(tab(page, "safety", 1)).to_contain_text(WORDS("safety.part.danger"))
    expect(tab(page, "safety", 0)).to_contain_text(WORDS("safety.part.open"))

    page.emulate_media(media="print")
    expect(parts(page).nth(1).locator("legend").first).to_be_visible()
    expect(page.locator(".checklist h3")).to_be_visible()
    expect(page.locator("nav.leaves").first).to_be_hidden()
    page.emulate_media(media="screen")

    page.reload()
    page.locator("body[data-ready]").wait_for()
    expect(tab(page, "safety", 5)).to_have_attribute("aria-current", "true")
    assert shown(page) == [5]
    expect(pocket).to_contain_text(CATALOGUE.flags[DANGER].could_be)
    restored = page.locator(".from-last-time").locator("visible=true")
    for place in range(5):
        tab(page, "explorer", place).tap()
        expect(restored).to_have_count(1)
        expect(restored.get_by_role("button", name=WORDS("kept.afresh"))).to_be_enabled()
    tab(page, "explorer", 1).tap()

    page.set_viewport_size({"width": 1366, "height": 768})
    expect(parts(page).nth(0).locator("legend").first).to_be_visible()
    assert shown(page) == list(range(6))
    page.set_viewport_size({"width": 390, "height": 844})
    expect(parts(page).nth(0).locator("legend").first).to_be_hidden()
    page.locator(".steps-top button").tap()
    expect(parts(page).nth(0).locator("legend").first).to_be_visible()
    assert shown(page) == list(range(6))
    assert (watch.outside, watch.errors) == ([], [])


@pytest.mark.long
def test_leaves_are_turned_by_the_keyboard_to_what_is_read_next(pages_server, new_page):
    page = opened(new_page(390, 844, steps=True), pages_server)
    on = page.locator("[data-turning='safety'] [data-turns='1']")
    for place in range(1, 6):
        on.focus()
        page.keyboard.press("Enter")
        expect(parts(page).nth(place).locator("legend").first).to_be_focused()
        assert shown(page) == [place]
    on.focus()
    page.keyboard.press("Enter")
    expect(page.locator(".checklist legend, .checklist h3").first).to_be_visible()
    expect(tab(page, "explorer", 2)).to_have_attribute("aria-current", "true")

    page.locator(".pocket").get_by_role("button", name=WORDS("summary.show")).click()
    expect(parts(page).nth(0).locator("input").first).to_be_focused()
    assert shown(page) == [0]


LISTS = {
    "11_calcium_demand": "when-it-is-not-an-ordinary-cramp",
    "12_uterine_compression": "danger-signs",
    "13_hypocalcaemia": "danger-signs",
    "14_varicose_veins": "danger-signs",
    "15_disc_herniation": "what-cannot-wait",
    "17_red_flags": "the-list-of-dangers",
}


@pytest.mark.long
@pytest.mark.parametrize("lesson", LISTS)
def test_every_danger_lies_open_on_its_leaf_and_no_leaf_is_long(lesson, pages_server, new_page):
    page = new_page(390, 844, steps=True)
    page.goto(f"{pages_server.lesson(lesson)}#{LISTS[lesson]}")
    page.locator("body[data-ready]").wait_for()
    step = page.locator(".step:not([hidden])")
    tabs = step.locator("nav[data-leaves='dangers'] button")
    every = step.locator(".item").count()
    read = 0
    for place in range(tabs.count()):
        tabs.nth(place).click()
        assert page.evaluate(SCREENS) <= MOST_SCREENS, place
        items = step.locator(".item").locator("visible=true")
        read += items.count()
        for part in ("h5", "li", ".to-do"):
            for one in items.locator(part).all():
                expect(one).to_be_visible()
        expect(items.locator("details")).to_have_count(0)
        expect(step.locator("h4").locator("visible=true").first).to_be_visible()
    assert read == every > 0

    page.set_viewport_size({"width": 1366, "height": 768})
    expect(step.locator(".item").locator("visible=true")).to_have_count(every)
