"""A later visit starts from a picture of Python's memory, and at any doubt as the first one did."""

from __future__ import annotations

import time
from typing import Any

import pytest

from tests.browser.conftest import long
from tests.browser.test_pages import EXPLORER, expect, ranked, ready, toggle

pytestmark = pytest.mark.browser

DATABASE = """
const open = async () => {
  const name = (await indexedDB.databases()).map((one) => one.name).find((one) => one.endsWith(":python"));
  if (!name) return null;
  return new Promise((done) => { const r = indexedDB.open(name); r.onsuccess = () => done(r.result); });
};
const within = (database, act) => new Promise((done) => {
  const transaction = database.transaction("python", "readwrite");
  const request = act(transaction.objectStore("python"));
  transaction.oncomplete = () => { database.close(); done(request.result); };
});
"""
READ = f"""async () => {{ {DATABASE}
  const database = await open();
  const kept = database && await within(database, (store) => store.get("python"));
  return kept ? {{ version: kept.version, tries: kept.tries, size: kept.blob?.size ?? 0 }} : null;
}}"""
SPOIL = f"""async (how) => {{ {DATABASE}
  const kept = await within(await open(), (store) => store.get("python"));
  const bytes = new Uint8Array(await kept.blob.arrayBuffer());
  const middle = Math.floor(bytes.length / 2);
  if (how === "flipped") bytes.fill(7, middle, middle + 4096);
  if (how === "another version") kept.version = "x";
  if (how === "tried in vain") kept.tries = 2;
  const spoilt = {{ cut: () => bytes.slice(0, middle), noise: () => bytes.map((byte) => byte ^ 7) }};
  const blob = new Blob([spoilt[how]?.() ?? bytes]);
  if (how === "noise") {{
    const all = new Uint32Array(await blob.arrayBuffer());
    kept.sum = all.reduce((sum, word) => (Math.imul(sum, 31) + word) | 0, all.length * 4);
  }}
  await within(await open(), (store) => store.put({{ ...kept, blob }}, "python"));
}}"""


def marks(page: Any) -> set[str]:
    return set(page.evaluate("performance.getEntriesByType('mark').map((one) => one.name)"))


@pytest.fixture
def visit(pages_server: Any, new_page: Any) -> Any:
    """Open the lesson once more in the same browser."""
    context = new_page().context

    def opened(name: str = EXPLORER) -> Any:
        page = context.new_page()
        page.goto(pages_server.lesson(f"{name}.ipynb"))
        ready(page)
        return page

    return opened


def pictured(visit: Any) -> Any:
    """A first visit, until the picture is kept."""
    page = visit()
    assert "restored" not in marks(page)
    assert kept_by(page)["size"] > 1e7
    return page


def kept_by(page: Any) -> Any:
    """What is kept, once its writing is through: the lesson is there before that."""
    until = time.monotonic() + 60
    kept = None
    while (not kept or kept["tries"]) and time.monotonic() < until:
        kept = page.evaluate(READ)
    assert kept, "no picture was kept"
    return kept


def works(page: Any) -> None:
    toggle(page).check()
    expect(page.locator("form.uncounted")).to_have_count(0)
    expect(ranked(page)).not_to_contain_text("Nothing")
    page.evaluate("document.querySelector('a[rel=next]').click()")
    ready(page, 2)


def test_the_second_visit_starts_from_the_picture_and_works(visit):
    pictured(visit)
    again = visit()
    assert "restored" in marks(again)
    works(again)
    kept = again.evaluate(READ)
    assert kept["tries"] == 0


@pytest.mark.long
def test_another_lesson_starts_from_the_same_picture(visit):
    pictured(visit)
    again = visit("14_varicose_veins")
    assert "restored" in marks(again)
    assert again.get_by_role("alert").count() == 0


@pytest.mark.long
@pytest.mark.parametrize(
    "how",
    [
        "flipped",
        *long("another version", "cut", "tried in vain"),
    ],
)
def test_a_picture_in_doubt_is_left_alone(visit, how):
    pictured(visit).evaluate(SPOIL, how)
    again = visit()
    assert "restored" not in marks(again)
    works(again)


@pytest.mark.long
def test_a_picture_that_does_not_start_costs_nothing_but_time(visit):
    pictured(visit).evaluate(SPOIL, "noise")
    works(visit())


@pytest.mark.long
def test_a_picture_that_never_came_to_ready_is_tried_twice_and_no_more(visit, new_page):
    page = pictured(visit)
    # As where the browser ends a page for want of memory: the try was begun, and nothing more was heard.
    page.evaluate(SPOIL, "tried in vain")
    assert "restored" not in marks(visit())
    assert "restored" not in marks(visit())
    assert page.evaluate(READ)["size"] == 0


@pytest.mark.long
def test_without_storage_python_starts_as_it_always_can(pages_server, page):
    def refused(route: Any) -> None:
        answer = route.fetch()
        lacks = (
            "Object.defineProperty(self, 'indexedDB', { get() { throw new DOMException('no'); } });"
        )
        route.fulfill(response=answer, body=f"{answer.text()}\n{lacks}")

    page.context.route("**/worker.js", refused)
    page.goto(pages_server.lesson(f"{EXPLORER}.ipynb"))
    ready(page)
    works(page)
    assert not {"restored", "pictured"} & marks(page)


@pytest.mark.long
def test_two_tabs_at_once_both_start_at_the_first_visit_and_at_the_second(pages_server, new_page):
    context = new_page().context
    for restored in (False, True):
        tabs = [context.new_page() for _ in range(2)]
        for tab in tabs:
            tab.goto(pages_server.lesson(f"{EXPLORER}.ipynb"), wait_until="commit")
        for tab in tabs:
            ready(tab)
            assert ("restored" in marks(tab)) is restored
            works(tab)
        kept_by(tabs[0])
        for tab in tabs:
            tab.close()


@pytest.mark.long
def test_where_there_is_no_room_for_a_picture_there_is_none(pages_server, page):
    address = pages_server.lesson(f"{EXPLORER}.ipynb")
    session = page.context.new_cdp_session(page)
    little = {"origin": pages_server.url, "quotaSize": 5_000_000}
    session.send("Storage.overrideQuotaForOrigin", little)
    page.goto(address)
    ready(page)
    works(page)
    page.goto(address)
    ready(page)
    assert "restored" not in marks(page)
    works(page)


@pytest.mark.long
def test_every_lesson_runs_from_a_picture_as_it_was_built(visit):
    pictured(visit)
    page = visit("00_start_here")
    assert "restored" in marks(page)
    turn = 1
    while page.locator("a[rel=next]").count():
        page.evaluate("document.querySelector('a[rel=next]').click()")
        turn += 1
        ready(page, turn)
        assert page.locator("main .failure").count() == 0
    assert turn == 14
