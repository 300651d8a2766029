"""The pocket ranking on a phone, what it does on smaller and larger screens, and what is said aloud."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import expect

from crampkit.catalogue import load
from crampkit.words import Words

pytestmark = pytest.mark.browser

CATALOGUE = load()
WORDS = Words(CATALOGUE.text)
TOGGLES, EXPLORER = "14_varicose_veins.ipynb", "01_which_cause_fits.ipynb"
PHONE = {"width": 390, "height": 844}
MOST = 0.36
"""The share of a phone's height that it may take."""

OBSERVED = """
window.heard = [];
new MutationObserver((changes) => {
  const live = "[role=status], [role=alert], [aria-live]";
  const regions = new Set(changes.map(({ target }) =>
    (target.nodeType === 1 ? target : target.parentElement)?.closest(live)));
  for (const region of regions) {
    const text = region?.textContent.trim();
    if (text) window.heard.push([region.ariaLive === "assertive" ? "alarm" : "status", text]);
  }
}).observe(document.querySelector("main"), { childList: true, subtree: true, characterData: true });
"""
MORTAL = """
window.Worker = class extends Worker {
  postMessage(...message) { if (!window.pythonIsGone) super.postMessage(...message); }
};
"""
UNDER_IT = """() => {
  const focused = document.activeElement;
  if (!focused || focused === document.body) return null;
  const place = (focused.closest("label") ?? focused).getBoundingClientRect();
  const covers = [...document.querySelectorAll(".pocket")]
    .filter((pocket) => pocket.offsetParent && !pocket.contains(focused))
    .map((pocket) => pocket.getBoundingClientRect());
  return {
    name: focused.name || focused.textContent.slice(0, 40),
    covered: covers.some(({ top, bottom }) => place.top >= top && place.bottom <= bottom),
    away: place.bottom < 0 || place.top > innerHeight,
  };
}"""


def opened(page: Any, server: Any, name: str) -> Any:
    """A lesson whose guesses are all entered, so that what is behind them is there."""
    page.goto(server.lesson(name))
    page.locator("body[data-ready]").wait_for()
    boxes = page.locator(".crampkit-guess")
    for number in range(boxes.count()):
        box = boxes.nth(number)
        box.get_by_role("radio").first.check()
        box.get_by_role("button", name=WORDS("quiz.commit")).click()
        expect(box.locator(".told").first).to_be_visible()
    return page


def pocket(page: Any) -> Any:
    return page.locator(".pocket")


def answer(page: Any, finding_id: str, said: str) -> Any:
    label = CATALOGUE.findings[finding_id].label
    group = page.locator(".checklist").get_by_role("group", name=label, exact=True)
    return group.get_by_role("radio", name=WORDS(f"answer.{said}"), exact=True)


def order(page: Any) -> list[str]:
    return (
        pocket(page)
        .locator(".mini li")
        .evaluate_all("rows => rows.map((row) => row.dataset.cause)")
    )


def her_answers(page: Any) -> None:
    page.get_by_role("button", name=WORDS("toggle.her_answers")).click()
    expect(pocket(page).locator(".mini li")).to_have_count(3)


def fits_on_the_phone(page: Any, height: int = 844) -> None:
    box = pocket(page).bounding_box()
    assert box["height"] <= MOST * height + 1, box
    assert box["y"] + box["height"] <= height + 1, box


def nothing_in_it_is_cut(page: Any) -> None:
    room = pocket(page).evaluate("one => [one.scrollHeight, one.clientHeight]")
    assert room[0] <= room[1] + 1, room


def test_a_thumb_sees_the_order_move_and_each_task_tick_itself(pages_server, new_page, watch):
    page = opened(new_page(**PHONE, has_touch=True), pages_server, TOGGLES)
    task = page.locator(".tasks li")
    expect(page.locator(".tasks .done")).to_have_count(0)
    page.get_by_role("button", name=WORDS("toggle.her_answers")).tap()
    expect(task.nth(0)).to_have_class("done")
    expect(task.nth(1)).to_have_attribute("aria-current", "step")
    expect(pocket(page).locator(".on-task")).to_contain_text(task.nth(1).inner_text())
    assert order(page)[0] == "varicose_veins"
    fits_on_the_phone(page)

    page.locator(".checklist [data-question='visible_varicose'] label").nth(1).tap()
    moved = pocket(page).locator(".moved-most")
    expect(moved).to_have_attribute("data-cause", "varicose_veins")
    expect(moved).to_contain_text(WORDS("pocket.down.many", count=2))
    expect(moved.locator(".was")).to_have_count(1)
    assert order(page)[0] == "uterine_compression"
    expect(task.nth(2)).to_have_class("done")
    fits_on_the_phone(page)
    assert "%" not in pocket(page).inner_text()

    pocket(page).get_by_role("button", name=WORDS("tools.undo")).tap()
    expect(answer(page, "visible_varicose", "yes")).to_be_checked()
    expect(pocket(page).locator(".mini li").first).to_have_attribute("data-cause", "varicose_veins")
    expect(task.nth(2)).to_have_class("done")

    pocket(page).locator("summary").tap()
    expect(pocket(page).locator(".mini")).to_be_hidden()
    expect(pocket(page).locator(".leader")).to_be_visible()
    answer(page, "eases_legs_up", "no").check()
    expect(pocket(page).locator(".moved-most")).not_to_have_attribute("data-cause", "nobody")
    expect(pocket(page).locator(".mini")).to_be_hidden()
    assert (watch.outside, watch.errors) == ([], [])


def test_a_danger_a_look_and_an_unfinished_check_stand_before_the_order(pages_server, new_page):
    page = opened(new_page(**PHONE, has_touch=True), pages_server, EXPLORER)
    unfinished = WORDS.plural("safety.left", 6)
    expect(pocket(page)).to_contain_text(unfinished)
    pocket(page).locator("summary").tap()
    expect(pocket(page).get_by_text(unfinished)).to_be_visible()
    pocket(page).locator("summary").tap()

    for question_id in CATALOGUE.safety_questions:
        page.locator(f"[name='safety:{question_id}'][value='none']").check()
    answer(page, "eases_with_stretch", "yes").check()
    answer(page, "mainly_night", "yes").check()
    # The fullest that it is: a task, the order, what leads and what has moved.
    for part in (".tickbox", ".mini", ".what-moved:not(:empty)"):
        expect(pocket(page).locator(part)).to_be_visible()
    nothing_in_it_is_cut(page)

    page.locator("select[name='tools:example']").select_option("night_cramp")
    expect(pocket(page).locator(".mini li")).to_have_count(6)
    assert "something_else" in order(page)
    fits_on_the_phone(page)

    answer(page, "mainly_night", "no").check()
    page.locator("[name='phrase:breath'][value='open']").check()
    expect(pocket(page)).to_contain_text(WORDS("said_yes.title"))
    page.locator("[name='flag:breathless_chest']").check()
    flag = CATALOGUE.flags["breathless_chest"]
    for said in (flag.could_be, flag.action, flag.urgency):
        expect(pocket(page)).to_contain_text(said)
    expect(pocket(page).locator(".mini")).to_have_count(0)
    fits_on_the_phone(page)
    assert pocket(page).locator("a[href^='tel:']").count() == 0
    dials = page.locator(".referral .dials")
    expect(dials).to_contain_text(WORDS("dial.practice"))
    expect(dials.get_by_role("link")).to_have_attribute(
        "href", f"tel:{CATALOGUE.local['emergency_number'].value}"
    )

    answer(page, "wakes_her", "no").check()
    pocket(page).get_by_role("button", name=WORDS("pocket.take_back", answer=flag.label)).press(
        "Enter"
    )
    expect(page.locator("[name='flag:breathless_chest']")).not_to_be_checked()
    expect(answer(page, "wakes_her", "no")).to_be_checked()
    # The button has gone with the danger: who pressed it goes on from what came instead.
    expect(pocket(page).locator(":focus")).to_have_count(1)


@pytest.mark.long
@pytest.mark.parametrize("name", [EXPLORER, TOGGLES])
def test_nothing_that_takes_the_focus_lies_wholly_under_it(pages_server, new_page, name):
    page = opened(new_page(**PHONE, reduced_motion="reduce"), pages_server, name)
    if name == TOGGLES:
        her_answers(page)
    else:
        page.locator("select[name='tools:example']").select_option("night_cramp")
    expect(pocket(page).locator(".mini")).to_be_visible()
    page.get_by_role("link").first.focus()
    stops = []
    for _ in range(400):
        page.keyboard.press("Tab")
        stop = page.evaluate(UNDER_IT)
        if stop is None:
            break
        stops.append(stop)
    assert len(stops) > 60
    assert [stop["name"] for stop in stops if stop["covered"] or stop["away"]] == []


@pytest.mark.long
def test_it_is_folded_or_lies_still_on_a_low_screen_and_is_not_there_on_a_wide_one(
    pages_server, new_page
):
    page = opened(new_page(width=320, height=568), pages_server, TOGGLES)
    page.get_by_role("button", name=WORDS("toggle.her_answers")).click()
    expect(pocket(page).locator(".leader")).to_be_visible()
    expect(pocket(page).locator(".mini")).to_be_hidden()
    fits_on_the_phone(page, 568)
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    pocket(page).locator("summary").click()
    expect(pocket(page).locator(".mini")).to_be_visible()
    fits_on_the_phone(page, 568)
    # What else sticks at the foot says how high it is.
    page.evaluate("document.documentElement.style.setProperty('--dock-height', '72px')")
    answer(page, "eases_legs_up", "yes").scroll_into_view_if_needed()
    assert pocket(page).bounding_box()["y"] + pocket(page).bounding_box()["height"] <= 568 - 72 + 1
    page.evaluate("document.documentElement.dir = 'rtl'")
    box = pocket(page).bounding_box()
    assert box["x"] >= 0
    assert box["x"] + box["width"] <= 320
    sticky = "element => getComputedStyle(element).position"
    panel = page.locator(".crampkit-pocket")
    assert panel.evaluate(sticky) == "sticky"
    page.set_viewport_size({"width": 640, "height": 400})
    assert panel.evaluate(sticky) == "static"
    page.set_viewport_size({"width": 1366, "height": 768})
    expect(pocket(page)).to_be_hidden()
    expect(page.locator("section.ranking")).to_be_visible()
    page.set_viewport_size({"width": 390, "height": 844})
    expect(pocket(page)).to_be_visible()
    page.emulate_media(media="print")
    expect(pocket(page)).to_be_hidden()


@pytest.mark.long
def test_a_lost_python_takes_its_place(pages_server, new_page):
    page = new_page(**PHONE)
    page.add_init_script(MORTAL)
    opened(page, pages_server, TOGGLES)
    her_answers(page)
    page.evaluate("window.pythonIsGone = true")
    answer(page, "eases_legs_up", "no").check()
    lost = page.locator(".crampkit-pocket > .crampkit-notice .lost")
    expect(lost).to_contain_text(WORDS("host.lost"))
    expect(lost).to_be_in_viewport()
    expect(pocket(page)).to_be_hidden()
    # It is said aloud once, beside the ranking.
    expect(page.locator("[role='alert']").filter(has_text=WORDS("host.lost"))).to_have_count(1)


def said(page: Any, kind: str, begins: str, count: int) -> list[str]:
    """What was said of one kind, once so much was; nothing else is awaited."""
    page.wait_for_function(
        """([kind, begins, count]) => heard.filter(([how, text]) =>
             how === kind && text.includes(begins)).length >= count""",
        arg=[kind, begins, count],
    )
    return [text for how, text in page.evaluate("heard") if how == kind and begins in text]


@pytest.mark.long
def test_a_changed_order_and_a_danger_are_said_once_each(pages_server, new_page):
    page = opened(new_page(width=1366, height=768), pages_server, TOGGLES)
    regions = page.locator("[role='status'], [aria-live]").count()
    page.evaluate(OBSERVED)
    first, then = WORDS("aloud.order", first="|", then="|").split("|")[:2]
    her_answers(page)
    told = said(page, "status", first, 1)
    assert first + CATALOGUE.causes["varicose_veins"].short_label in told[0]
    assert then in told[0]

    answer(page, "visible_varicose", "no").check()
    womb = CATALOGUE.causes["uterine_compression"].short_label
    assert first + womb in said(page, "status", first, 2)[1]
    # Undo by the keyboard on a wide screen: the answer is set back by hand.
    answer(page, "visible_varicose", "yes").check()
    assert said(page, "status", first, 3)[2] == told[0]
    # Two quick answers are told as one, and what changes nothing is not told.
    answer(page, "visible_varicose", "no").check()
    answer(page, "visible_varicose", "yes").check()
    page.get_by_label(WORDS("ranking.likelihood"), exact=True).check()
    assert said(page, "status", first, 4)[3] != told[0]
    page.get_by_label(WORDS("ranking.fit"), exact=True).check()
    assert said(page, "status", first, 5)[4] == told[0]
    assert len(said(page, "status", first, 5)) == 5

    # What must be looked for is told by name, at once.
    page.locator(".checklist [data-question='side']").get_by_role(
        "radio", name=CATALOGUE.findings["same_one_leg"].label, exact=True
    ).check()
    page.locator(".checklist [data-question='legs_normal_between']").get_by_role(
        "radio", name=WORDS("answer.no"), exact=True
    ).check()
    label = CATALOGUE.flags["one_leg_swollen"].label
    assert len(said(page, "alarm", label, 1)) == 1
    page.locator(".crampkit-right .ask-now li", has_text=label).get_by_role(
        "button", name=WORDS("ask_now.present")
    ).click()
    flag = CATALOGUE.flags["one_leg_swollen"]
    danger = said(page, "alarm", flag.action, 1)
    assert len(danger) == 1
    for part in (flag.could_be, flag.urgency):
        assert part in danger[0]
    # The tasks that were done are told, each once; and every region was there before it spoke.
    done = [text for _, text in page.evaluate("heard") if text.startswith("Done")]
    assert len(done) == len(set(done)) == 2
    assert page.locator("[role='status'], [aria-live]").count() == regions
