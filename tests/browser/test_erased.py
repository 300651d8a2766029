"""What is erased stays erased: no page that is open, here or in another tab, writes it once more."""

from __future__ import annotations

import json
from typing import Any

import pytest

from tests.browser.test_page_features import (
    WORDS,
    aside,
    button,
    commit,
    expect,
    opened,
    ready,
)

pytestmark = pytest.mark.browser

LESSON = "11_calcium_demand"

KEPT = """async () => {
  const all = {};
  const asked = (request) => new Promise((done) => { request.onsuccess = () => done(request.result); });
  for (const { name } of await indexedDB.databases()) {
    if (name.endsWith(":python")) continue;
    const database = await asked(indexedDB.open(name));
    for (const part of database.objectStoreNames) {
      const store = database.transaction(part).objectStore(part);
      const [keys, values] = await Promise.all([asked(store.getAllKeys()), asked(store.getAll())]);
      keys.forEach((key, place) => { all[`${part} ${part === "journal" ? place : key}`] = values[place]; });
    }
    database.close();
  }
  for (const [name, area] of Object.entries({ localStorage, sessionStorage })) {
    for (const [key, text] of Object.entries(area)) all[`${name} ${key}`] = text;
  }
  return all;
}"""

FOLDS = "main .cell details:not(.tell-wrong, .term)"
FOLD = f"{FOLDS}:visible"


def kept(page: Any) -> dict[str, str]:
    """What this browser holds by its place, but for how the tests look at a lesson."""
    found = page.evaluate(KEPT)
    return {
        key: value if isinstance(value, str) else json.dumps(value)
        for key, value in found.items()
        if key != "sessionStorage crampkit:steps"
    }


def key_of_a_class(held: dict[str, str]) -> str:
    """A key under which something of a class is kept, by the name of the set."""
    [choice] = [key.partition(" ")[2] for key in held if key.endswith(":choice")]
    return choice.removesuffix(":choice") + ":presenting:wall"


def erase(page: Any) -> None:
    foot = page.get_by_role("contentinfo")
    button(foot, "pages.erase").click()
    button(foot, "pages.erase.yes").click()
    expect(foot.get_by_role("status")).to_have_text(WORDS("pages.erase.done"))


def test_nothing_comes_back_from_a_page_that_is_open_here_or_in_another_tab(
    pages_server, new_page, watch
):
    page = new_page()
    page.goto(pages_server.lesson(LESSON))
    ready(page)
    opened(page, "reading").get_by_role("radio", name=WORDS("pages.reading.theme.dark")).check()
    commit(page)
    button(aside(page, "pages.keep.ask"), "pages.keep.ask.yes").click()
    expect(page.locator(".page-heard")).to_have_text(WORDS("pages.keep.done.keep"))
    other = page.context.new_page()
    other.goto(pages_server.lesson(LESSON))
    ready(other)
    for one in (page, other):
        commit(one)
        one.locator(FOLD).first.locator(":scope > summary").click()
    before = kept(page)
    assert {key.split()[0] for key in before} >= {"journal", "desk", "facts", "localStorage"}
    assert any(key.startswith("desk open:") for key in before)

    page.evaluate("(key) => localStorage.setItem(key, '{}')", key_of_a_class(before))
    page.evaluate("() => localStorage.setItem('crampkit:another set:/:wall', '{}')")
    erase(page)
    assert page.evaluate("() => Object.keys(localStorage)") == ["crampkit:another set:/:wall"]
    page.evaluate("() => localStorage.clear()")
    for one in (page, other):
        ready(one, 2)
        assert kept(one) == {}
        expect(one.locator("main .told")).to_have_count(0)
        expect(one.locator(f"{FOLDS}[open]:visible")).to_have_count(0)

    # What is answered and opened from now on is kept, and nothing else is.
    commit(other)
    other.locator(FOLD).nth(1).locator(":scope > summary").click()
    other.wait_for_function(f"async () => JSON.stringify(await ({KEPT})()).includes('open:')")
    since = kept(other)
    assert sorted(key.split(":")[0] for key in since) == [
        *("desk kept", "desk open", "facts summary", "journal 0"),
    ]
    [answers] = [json.loads(text) for key, text in since.items() if key.startswith("desk kept:")]
    assert len(answers["answers"]) == 1
    [opened_since] = [json.loads(text) for key, text in since.items() if "desk open:" in key]
    assert len(opened_since["open"]) == 1
    assert watch.errors == []
