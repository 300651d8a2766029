"""The start page leads her on to where she was, and says what comes back."""

from __future__ import annotations

import json
from datetime import date, timedelta
from typing import Any

import pytest
from playwright.sync_api import expect

from crampkit.catalogue import load
from crampkit.words import Words

pytestmark = pytest.mark.browser

WORDS = Words(load().text)
LESSON = "14_varicose_veins"
PLACE = {"step": "toggle-and-see", "number": 7, "of": 15, "title": "Toggle and see"}

KEEP = """async ([places, summary]) => {
  const below = document.querySelector('script[type=module]').src;
  const { name } = await import(new URL('keeping.js', below));
  const { openStore } = await import(new URL('store.js', below));
  const store = await openStore(name, { session: true });
  for (const [key, place] of Object.entries(places)) await store.put(`place:${key}`, JSON.stringify(place));
  await store.writeSummary(JSON.stringify(summary));
  store.close();
}"""


def kept(due: dict[str, int], returning: dict[str, dict[str, int]]) -> dict[str, Any]:
    return {
        "answers": 20,
        "lessons": {
            "safety_first": {"answered": 9, "of": 9},
            "varicose_veins": {"answered": 2, "of": 22},
        },
        "cases": {"decided": 4, "of": 50},
        "due": due,
        "returning": returning,
    }


def come_back(page: Any, server: Any, places: dict[str, Any], summary: dict[str, Any]) -> None:
    page.goto(f"{server.url}/index.html")
    page.evaluate(KEEP, [places, summary])
    page.reload()


def in_days(days: int) -> str:
    return (date.today() + timedelta(days)).isoformat()


def line(page: Any, lesson_id: str) -> Any:
    return page.locator(f'main [data-lesson="{lesson_id}"]')


def test_a_first_visit_is_led_to_the_beginning_and_told_of_nothing(pages_server, new_page):
    page = new_page(width=390, height=844)
    page.goto(f"{pages_server.url}/index.html")
    main = page.get_by_role("main")
    expect(
        main.get_by_role("link", name=WORDS("pages.start.begin.press"), exact=True)
    ).to_have_attribute("href", "00_start_here.html")
    expect(main.get_by_role("status")).to_have_text("")
    expect(page.locator(".how-far:not(:empty)")).to_have_count(0)
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_who_comes_back_goes_on_where_she_was_and_reads_what_comes_back_when(
    pages_server, new_page, watch
):
    page = new_page(width=390, height=844, has_touch=True)
    older = {**PLACE, "number": 3, "at": "2026-01-01T00:00:00Z"}
    newer = {**PLACE, "at": "2026-01-02T00:00:00Z"}
    summary = kept({in_days(1): 3}, {"safety_first": {in_days(1): 3}})
    come_back(page, pages_server, {"13_hypocalcaemia": older, LESSON: newer}, summary)
    main = page.get_by_role("main")
    heading = main.get_by_role("heading", name=WORDS("pages.start.on", woman="Zainab"))
    expect(heading).to_be_visible()
    expect(
        main.get_by_role("link", name=WORDS("pages.start.on.press"), exact=True)
    ).to_have_attribute("href", f"{LESSON}.html#{PLACE['step']}")
    expect(main.get_by_role("status")).to_contain_text(WORDS("pages.back.nothing"))
    expect(main.get_by_role("status")).to_contain_text(WORDS("pages.back.tomorrow"))
    expect(line(page, "varicose_veins")).to_contain_text(WORDS("pages.part", number=7, of=15))
    expect(line(page, "safety_first")).to_contain_text(WORDS("pages.begun.done"))
    expect(line(page, "safety_first")).not_to_contain_text("see again")
    expect(line(page, "uterine_compression").locator(".how-far")).to_have_text("")
    rings = page.locator(".ring .part")
    drawn = [ring.get_attribute("stroke-dasharray") for ring in rings.all()]
    assert drawn.count("100 100") == 1
    assert drawn.count("0 100") == len(drawn) - 4
    for width in (320, 1366):
        page.set_viewport_size({"width": width, "height": 800})
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert (watch.errors, watch.outside) == ([], [])


def test_what_is_due_today_is_told_where_it_is_asked(pages_server, new_page):
    page = new_page()
    summary = kept(
        {in_days(-3): 1, in_days(0): 1}, {"safety_first": {in_days(-3): 1, in_days(0): 1}}
    )
    come_back(page, pages_server, {}, summary)
    expect(line(page, "safety_first")).to_contain_text(WORDS.plural("pages.again", 2))
    expect(line(page, "my_progress")).to_contain_text(WORDS.plural("pages.due", 2))
    expect(line(page, "varicose_veins")).not_to_contain_text("see again")


def test_what_a_later_version_kept_does_no_harm(pages_server, new_page, watch):
    page = new_page()
    come_back(page, pages_server, {LESSON: json.loads('"nowhere"'), "x": {"of": -1}}, kept({}, {}))
    expect(line(page, "safety_first")).to_contain_text(WORDS("pages.begun.done"))
    assert watch.errors == []
