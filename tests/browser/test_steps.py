"""One step of a lesson at a time, in the pages: the dock, the address, the rail, and where she was."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import PROJECT

LESSON = "10_safety_first"
NEXT_LESSON = "11_calcium_demand"
PLACES = """async () => {
    const { name, place } = await import(document.querySelector("link[href$='keeping.js']").href);
    const { openStore } = await import(document.querySelector("link[href$='store.js']").href);
    const store = await openStore(name, { session: place.kind === "session" });
    return store.values();
}"""


def taken_over(page: Any, turn: int = 1) -> None:
    page.locator(f"body[data-drawn='{turn}']").wait_for()


def shown(page: Any) -> str:
    """The heading of the one step that is shown."""
    headings = page.locator("main .step:not([hidden]) :is(h1, h2)")
    expect(headings).to_have_count(1)
    return headings.inner_text()


def seen(page: Any, heading: str) -> None:
    """It is the only step, it has the focus, and it stands on the screen."""
    expect(page.locator("main .step:not([hidden]) :is(h1, h2)")).to_have_text(heading)
    expect(page.locator(":focus")).to_have_text(heading)
    expect(page.locator(":focus")).to_be_in_viewport()


def until(page: Any, holds: str) -> None:
    """Waits in the page itself, which lets nobody evaluate a text."""
    look = f"const look = () => (({holds}) ? done() : requestAnimationFrame(look)); look();"
    page.evaluate(f"new Promise((done) => {{ {look} }})")


def slug(page: Any) -> str:
    return page.url.partition("#")[2]


@pytest.fixture
def phone(new_page: Any) -> Iterator[Any]:
    return new_page(390, 844, steps=True, has_touch=True, is_mobile=True)


def test_a_lesson_is_gone_through_step_by_step_and_the_browsers_back_goes_a_step_back(
    pages_server, phone, watch
):
    phone.goto(pages_server.lesson(LESSON))
    taken_over(phone)
    dock = phone.locator("main .dock")
    assert shown(phone) == "Safety first"
    expect(dock.get_by_text("1 of 1")).to_be_visible()
    back, on = dock.locator(".back"), dock.locator(".on")
    expect(back).to_have_attribute("aria-disabled", "true")
    expect(back).not_to_have_attribute("href", re.compile("."))
    expect(on).to_have_text("Next: Eilidh's story")
    for control in (back, on):
        box = control.bounding_box()
        assert box["height"] >= 44
        assert box["y"] + box["height"] <= 844, "within a thumb's reach"

    on.tap()
    seen(phone, "Eilidh's story")
    assert slug(phone) == "eilidh-s-story"
    assert "Eilidh's story" in phone.title()
    assert "Safety first" in phone.title()
    expect(back).to_have_attribute("aria-disabled", "false")
    expect(phone.get_by_text("The list compares five causes")).to_be_hidden()

    phone.evaluate("scrollTo({ top: 300, behavior: 'instant' })")
    until(phone, "history.state?.scroll === 300")
    on.evaluate("link => link.click()")  # A tap of Playwright scrolls; a thumb does not.
    seen(phone, 'Step one: believe the word "cramp"')
    phone.go_back()
    seen_again = phone.locator("main .step:not([hidden]) h2")
    expect(seen_again).to_have_text("Eilidh's story")
    until(phone, "scrollY === 300")
    back.tap()
    seen(phone, "Safety first")
    assert watch.errors == []


def test_the_contents_lead_to_every_step_and_none_is_locked(pages_server, phone):
    phone.goto(pages_server.lesson(LESSON))
    taken_over(phone)
    contents = phone.locator("main .contents")
    headings = phone.locator("main .step").evaluate_all(
        "all => all.map((one) => one.querySelector('h1, h2').textContent)"
    )
    contents.locator("summary").tap()
    expect(contents.locator("li")).to_have_count(len(headings))
    listed = contents.locator("a > :first-child").all_text_contents()
    assert listed == headings
    expect(contents.locator("[aria-current=step]")).to_contain_text("Safety first")
    contents.get_by_role("link", name="Look back").tap()
    seen(phone, "Look back")
    expect(contents).not_to_have_attribute("open", "")
    contents.locator("summary").tap()
    first = contents.locator("a").first
    expect(first).to_contain_text("done")
    expect(contents.locator("a").nth(1)).to_contain_text("to come")


def test_an_address_opens_its_step_and_one_that_names_none_says_so(pages_server, phone):
    address = pages_server.lesson(LESSON)
    phone.goto(f"{address}#check-yourself")
    taken_over(phone)
    assert shown(phone) == "Check yourself"
    phone.goto("about:blank")
    phone.goto(f"{address}#no-such-part")
    taken_over(phone)
    assert shown(phone) == "Safety first"
    told = phone.locator("main .steps-told")
    expect(told).to_have_attribute("role", "status")
    expect(told).to_contain_text("names no part")

    phone.evaluate("location.hash = 'A-cramp-or-a-clot'")  # What stands in a step, as well.
    expect(phone.locator("main .step:not([hidden]) h2")).to_have_text("A cramp or a clot")
    phone.locator(".skip").evaluate("link => link.click()")
    expect(phone.locator("main .step:not([hidden]) h2")).to_have_text("A cramp or a clot")


def test_a_lesson_opens_where_she_was_and_the_desk_has_the_place(pages_server, phone):
    address = pages_server.lesson(LESSON)
    phone.goto(f"{address}#check-yourself")
    taken_over(phone)
    phone.locator("main .dock .on").tap()
    seen(phone, "Look back")
    phone.reload()
    taken_over(phone)
    assert shown(phone) == "Look back"

    phone.goto(f"{pages_server.url}/index.html")
    kept = phone.evaluate(PLACES)[f"place:{LESSON}"]
    assert re.search(
        r'"step":"look-back","number":(\d+),"of":\1,"title":"Look back","at":"20', kept
    )
    phone.goto(address)
    taken_over(phone)
    expect(phone.locator("main .step:not([hidden]) h2")).to_have_text("Look back")
    phone.goto("about:blank")
    phone.goto(f"{address}#eilidh-s-story")
    taken_over(phone)
    assert shown(phone) == "Eilidh's story", "what the address names comes first"


def test_where_she_answers_she_goes_on_though_an_address_led_her_there(pages_server, phone):
    phone.goto(f"{pages_server.lesson(LESSON)}#check-yourself")
    phone.locator("body[data-ready]").wait_for()
    quiz = phone.locator("main .step:not([hidden]) .crampkit-panel").first
    quiz.get_by_role("radio").first.tap()
    quiz.get_by_role("group", name="How sure are you?").get_by_role("radio").first.tap()
    commit = quiz.get_by_role("button", name="This is my answer")
    commit.tap()
    expect(commit).to_have_count(0)
    phone.goto(f"{pages_server.url}/index.html")
    on = phone.locator(".lead-card a")
    expect(on).to_have_attribute("href", f"{LESSON}.html#check-yourself")
    expect(phone.locator('[data-time="long"]')).to_have_attribute(
        "href", f"{LESSON}.html#check-yourself"
    )


def test_the_last_step_leads_to_the_next_lesson_and_there_it_is_the_same(
    pages_server, phone, watch
):
    phone.goto(f"{pages_server.lesson(LESSON)}#look-back")
    phone.locator("body[data-ready='1']").wait_for()
    on = phone.locator("main .dock .on")
    expect(on).to_contain_text("Next lesson: Ordinary night cramp")
    on.tap()
    taken_over(phone, 2)
    expect(phone.locator("main .dock .on")).to_have_text("Next: Danuta's story")
    assert shown(phone).startswith("Ordinary night cramp")
    phone.locator("main .dock .on").tap()
    seen(phone, "Danuta's story")
    phone.go_back()
    expect(phone.locator("main .step:not([hidden]) h1")).to_have_count(1)
    phone.go_back()
    taken_over(phone, 3)
    expect(phone.locator("main .step:not([hidden]) h2")).to_have_text("Look back")
    expect(phone.locator(":focus")).to_have_text("Look back")
    assert watch.errors == []


def test_all_on_one_page_is_one_tap_away_and_is_kept(pages_server, phone):
    phone.goto(pages_server.lesson(LESSON))
    taken_over(phone)
    steps = phone.locator("main .step")
    count = steps.count()
    phone.get_by_role("button", name="All on one page").tap()
    for step in range(count):
        expect(steps.nth(step)).not_to_have_attribute("hidden", re.compile(".*"))
    expect(phone.locator("main .dock")).to_be_hidden()
    phone.reload()
    taken_over(phone)
    expect(steps.last).to_be_visible()
    phone.get_by_role("button", name="One part at a time").tap()
    expect(steps.last).to_be_hidden()


def test_on_paper_all_steps_are_shown_and_nothing_that_leads_from_one_to_the_next(
    pages_server, phone
):
    phone.goto(pages_server.lesson(LESSON))
    taken_over(phone)
    expect(phone.locator("main .step").last).to_be_hidden()
    phone.emulate_media(media="print")
    for step in phone.locator("main .step").all():
        assert step.locator(":is(h1, h2)").first.is_visible()
        assert step.evaluate("one => one.getBoundingClientRect().height") > 40
    for one in ("dock", "rail", "steps-top"):
        expect(phone.locator(f"main .{one}")).to_be_hidden()


def test_the_dock_hides_no_focus_and_rests_on_a_low_screen(pages_server, new_page):
    page = new_page(390, 700, steps=True, reduced_motion="reduce")
    page.goto(f"{pages_server.lesson(LESSON)}#step-two-ask-one-thing-at-a-time")
    taken_over(page)
    covered = """() => {
        const one = document.activeElement;
        const dock = document.querySelector("main .dock");
        if (!one.closest("main") || dock.contains(one)) return "";
        const label = one.matches("input") ? one.closest("label") ?? one : one;
        const over = label.getBoundingClientRect().bottom - dock.getBoundingClientRect().top;
        return over > 1 && dock.getBoundingClientRect().bottom <= innerHeight + 1 ? label.outerHTML : "";
    }"""
    for _ in range(25):
        page.keyboard.press("Tab")
        assert page.evaluate(covered) == ""
    place = "getComputedStyle(document.querySelector('main .dock')).position"
    assert page.evaluate(place) == "sticky"
    page.set_viewport_size({"width": 390, "height": 420})
    assert page.evaluate(place) == "static"


@pytest.mark.parametrize(
    ("place", "foot"),
    [
        ("20_cases#your-first-case", ".case-bar"),
        ("01_which_cause_fits#now-ask", ".crampkit-pocket"),
    ],
)
def test_what_a_panel_has_at_the_foot_stands_above_the_dock(pages_server, phone, place, foot):
    lesson, _, step = place.partition("#")
    phone.goto(f"{pages_server.lesson(lesson)}#{step}")
    phone.locator("body[data-ready]").wait_for()
    at_foot = phone.locator(f"main .step:not([hidden]) {foot}")
    at_foot.evaluate("foot => foot.parentElement.scrollIntoView({ behavior: 'instant' })")
    place, dock = (one.bounding_box() for one in (at_foot, phone.locator("main .dock")))
    assert place["y"] + place["height"] == pytest.approx(dock["y"], abs=1)
    assert dock["y"] + dock["height"] == pytest.approx(844, abs=1)


def test_no_key_leads_from_step_to_step(pages_server, phone):
    phone.goto(f"{pages_server.lesson(LESSON)}#eilidh-s-story")
    taken_over(phone)
    for key in ("ArrowRight", "ArrowLeft", "n", "PageDown", "End", "Space"):
        phone.keyboard.press(key)
    assert shown(phone) == "Eilidh's story"


@pytest.mark.long
def test_on_a_laptop_the_rail_stands_beside_and_says_done_here_and_to_come(pages_server, new_page):
    page = new_page(1366, 768, steps=True)
    page.goto(pages_server.lesson(LESSON))
    taken_over(page)
    rail = page.get_by_role("navigation", name="Parts of this lesson")
    page.locator("main .dock .on").click()
    expect(rail.locator("[aria-current]")).to_have_text("Eilidh's story (you are here)")
    expect(rail.get_by_role("link").first).to_have_text("Safety first (done)")
    expect(rail.get_by_role("link").last).to_have_text("Look back (to come)")
    rail.get_by_role("link", name="Look back").click()
    seen(page, "Look back")
    assert rail.bounding_box()["x"] < page.locator("main .steps").bounding_box()["x"]
    page.evaluate("document.documentElement.dir = 'rtl'")
    assert rail.bounding_box()["x"] > page.locator("main .steps").bounding_box()["x"]
    back, on = (page.locator(f"main .dock .{one}").bounding_box() for one in ("back", "on"))
    assert back["x"] > on["x"]


@pytest.mark.long
def test_a_long_rail_shows_the_step_that_the_learner_is_on(pages_server, new_page):
    page = new_page(1366, 768, steps=True)
    page.goto(pages_server.lesson("17_red_flags.ipynb"))
    here = page.locator("main > .rail [aria-current]")
    expect(here).to_be_in_viewport(ratio=1)
    for place in (-1, -6, 0):
        page.locator("main > .rail a").nth(place).evaluate("link => link.click()")
        expect(page.locator("main > .rail a").nth(place)).to_have_attribute("aria-current", "step")
        expect(here).to_be_in_viewport(ratio=1)


@pytest.mark.long
def test_in_one_file_the_address_names_lesson_and_step(new_page, watch, tmp_path):
    from crampkit.hosts.pages.build import made_single

    name, content = made_single("10", notebooks=PROJECT / "notebooks")
    (tmp_path / name).write_bytes(content)
    page = new_page(390, 844, steps=True)
    page.goto(f"{(tmp_path / name).as_uri()}#{LESSON}/check-yourself")
    taken_over(page)
    assert shown(page) == "Check yourself"
    page.locator("main .dock .on").click()
    seen(page, "Look back")
    assert slug(page) == f"{LESSON}/look-back"
    page.go_back()
    expect(page.locator("main .step:not([hidden]) h2")).to_have_text("Check yourself")
    assert watch.errors == []
