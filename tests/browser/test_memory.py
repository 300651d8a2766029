"""All lessons twice in one tab, one swapped for the other: nothing of a lesson stays when she has left it."""

from __future__ import annotations

import re
import sys
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from playwright.sync_api import expect

from crampkit.hosts.pages.home import TRAINERS
from tests.browser.test_pages import ready

pytestmark = [
    pytest.mark.browser,
    pytest.mark.long,
    pytest.mark.skipif(sys.platform != "linux", reason="only Linux says how much memory is shared"),
]

MOST = 1.15
"""The memory after the second round, as a multiple of that after the first."""
LITTLE = 1.02
"""What the page itself holds may differ by so much: the browser's own bookkeeping."""


class Held(NamedTuple):
    """What a tab holds: megabytes of its process, and what its page has made."""

    memory: float
    nodes: int
    listeners: int
    documents: int


def held(chromium: Any, page: Any) -> Held:
    """What is left of it once all rubbish is thrown away, in the page and in its worker."""
    session = page.context.new_cdp_session(page)
    session.send("HeapProfiler.collectGarbage")
    found = session.send("Memory.getDOMCounters")
    session.detach()
    return Held(
        largest_renderer(chromium),
        *(found[name] for name in ("nodes", "jsEventListeners", "documents")),
    )


def largest_renderer(chromium: Any) -> float:
    """The memory of the largest renderer, in megabytes: Python is in that one; no other tab is open."""
    session = chromium.new_browser_cdp_session()
    processes = session.send("SystemInfo.getProcessInfo")["processInfo"]
    session.detach()
    return max(pss(process["id"]) for process in processes if process["type"] == "renderer")


def pss(process: int) -> float:
    try:
        rollup = Path(f"/proc/{process}/smaps_rollup").read_text()
    except OSError:  # It has just ended.
        return 0.0
    found = re.search(r"^Pss:\s+(\d+) kB", rollup, re.MULTILINE)
    return int(found[1]) / 1024 if found else 0.0


def use(page: Any) -> int:
    """Do what makes most parts: open every chart, press something; how many charts are drawn then."""
    closed = page.locator('.crampkit-on-request button[data-action="chart"][aria-expanded="false"]')
    for left in reversed(range(closed.count())):
        closed.first.click()
        expect(closed).to_have_count(left)
    if page.locator(".crampkit-chart .crampkit-plot").count():
        page.locator(".js-plotly-plot").first.wait_for()
    if (choice := page.locator(".crampkit-explorer input[type=radio]:visible").first).count():
        choice.check()
    return int(page.locator(".js-plotly-plot").count())


def test_two_rounds_through_all_lessons_take_hardly_more_memory_than_one(
    pages_server, chromium, page, watch, capsys
):
    workers: list[Any] = []
    page.on("worker", lambda worker: workers.append(worker))
    page.goto(f"{pages_server.url}/index.html")  # Named, so that all steps stand on one page.
    ready(page)
    lessons = page.locator(".lessons a").all()
    names = [link.get_attribute("href") for link in lessons]
    path = [one for one in pages_server.folder.glob("*.ipynb") if TRAINERS not in one.stem]
    assert len(names) == len(path)
    turn, charts = 1, 0
    rounds = []
    for _ in range(2):
        for name in (*names, "index.html"):
            # As a link does; not every lesson links to every other.
            page.evaluate(
                "(href) => { const link = document.createElement('a'); link.href = href;"
                " document.querySelector('main').append(link); link.click(); }",
                name,
            )
            turn += 1
            ready(page, turn)
            charts += use(page)
        rounds.append(held(chromium, page))
    with capsys.disabled():
        print(f"\nAfter one round and after two: {rounds}")
    first, second = rounds
    assert len(workers) == 1
    assert charts > 5
    assert first.memory > 100
    assert second.memory <= MOST * first.memory
    assert second.nodes <= LITTLE * first.nodes
    assert second.listeners <= LITTLE * first.listeners
    assert second.documents <= first.documents
    assert watch.errors == []
