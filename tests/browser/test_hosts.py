"""A folder of pages works on any web host: few types, wrong types, below a path, without a secure context."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest

from crampkit.catalogue import load
from crampkit.words import Words
from tests.browser.static_hosts import UNKNOWN, nginx_of_debian, plain_host
from tests.browser.test_pages import EXPLORER, NEXT, expect, ranked, ready, toggle

pytestmark = pytest.mark.browser

WORDS = Words(load().text)

Host = Callable[[Path], AbstractContextManager[str]]


@contextmanager
def in_a_room(folder: Path) -> Iterator[str]:
    """Plain http under a name that is not this machine's own: the browser grants what it must, no more."""
    with plain_host(folder) as url:
        yield url.replace("127.0.0.1", "lessons.test")


HOSTS: dict[str, Host] = {
    "only the types of Debian's nginx": nginx_of_debian,
    "octet-stream for wasm and zip": lambda folder: plain_host(folder, UNKNOWN),
    "below a path": lambda folder: plain_host(folder, below="/a/b/"),
    "no secure context": in_a_room,
}


@pytest.fixture(params=HOSTS)
def host(request: pytest.FixtureRequest, pages_folder: Path) -> Iterator[tuple[str, str]]:
    """The name of a kind of host, and the address of the pages on it."""
    with HOSTS[request.param](pages_folder) as url:
        yield request.param, url


def moves_the_ranking(page: Any) -> None:
    expect(ranked(page)).to_contain_text(WORDS("ranking.nothing_yet"))
    toggle(page).check()
    expect(ranked(page)).not_to_contain_text(WORDS("ranking.nothing_yet"))


def commit_to_a_guess(page: Any) -> None:
    guess = page.locator(".crampkit-guess").first
    guess.get_by_role("radio").first.check()
    guess.get_by_role("button", name=WORDS("quiz.commit")).click()
    expect(guess.locator(".told")).to_be_visible()


def test_lessons_work_on_any_host(host, chromium, page, watch):
    kind, url = host
    asked: list[Any] = []
    workers: list[Any] = []
    page.context.on("response", lambda answer: asked.append(answer))
    page.on("worker", lambda worker: workers.append(worker))
    page.goto(f"{url}/{EXPLORER}.html")
    ready(page)
    moves_the_ranking(page)
    page.locator("a[rel=next]").click()
    ready(page, 2)
    assert page.url == f"{url}/{NEXT}.html"
    assert len(workers) == 1
    commit_to_a_guess(page)

    assert {urlsplit(answer.url).netloc for answer in asked} == {urlsplit(url).netloc}
    assert watch.errors == []
    assert page.evaluate("isSecureContext") is (kind != "no secure context")
    types = {one.headers["content-type"] for one in asked if one.url.endswith(".wasm")}
    octet = kind == "octet-stream for wasm and zip"
    assert types == {"application/octet-stream" if octet else "application/wasm"}


# ------------------------------------------------------------------------------ two sets on one host


KEPT = """async (path) => {
  const wait = (request) => new Promise((done, failed) => {
    request.onsuccess = () => done(request.result);
    request.onerror = () => failed(request.error);
  });
  const found = {};
  for (const { name } of await indexedDB.databases()) {
    if (!name.includes(path)) continue;
    const database = await wait(indexedDB.open(name));
    for (const store of database.objectStoreNames) {
      const rows = database.transaction(store).objectStore(store);
      found[`${name} ${store}`] = JSON.stringify([await wait(rows.getAllKeys()), await wait(rows.getAll())]);
    }
    database.close();
  }
  for (const name of await caches.keys()) {
    if (!name.includes(encodeURIComponent(path))) continue;
    found[`cache ${name}`] = (await (await caches.open(name)).keys()).map((request) => request.url).sort();
  }
  for (const key of Object.keys(localStorage)) if (key.includes(path)) found[key] = localStorage[key];
  return found;
}"""


def opened(context: Any, url: str) -> Any:
    """A lesson that is ready, and kept for a time without network."""
    page = context.new_page()
    page.goto(f"{url}/{NEXT}.html")
    ready(page)
    page.evaluate("navigator.serviceWorker.ready.then(() => true)")
    return page


def keep(page: Any) -> None:
    page.get_by_role("button", name=WORDS("pages.keep.ask.yes"), exact=True).click()
    expect(page.locator(".page-heard")).to_have_text(WORDS("pages.keep.done.keep"))


@pytest.mark.long
def test_two_sets_on_one_host_never_touch_what_the_other_keeps(pages_folder, new_page, tmp_path):
    for name in ("a", "b"):
        (tmp_path / name).symlink_to(pages_folder)
    context = new_page().context
    with plain_host(tmp_path) as url:
        first = opened(context, f"{url}/a")
        commit_to_a_guess(first)
        keep(first)
        kept = first.evaluate(KEPT, "/a/")
        answers = {name for name in kept if not name.startswith("cache ")}
        assert answers
        assert len(kept) > len(answers)
        assert first.evaluate(KEPT, "/b/") == {}

        other = opened(context, f"{url}/b")
        expect(other.locator(".crampkit-guess .told")).to_have_count(0)
        commit_to_a_guess(other)
        keep(other)
        beside = other.evaluate(KEPT, "/b/")
        assert beside.keys() == {
            name.replace("/a/", "/b/").replace("%2Fa%2F", "%2Fb%2F") for name in kept
        }
        assert other.evaluate(KEPT, "/a/") == kept
        copies = [urls for name, urls in beside.items() if name.startswith("cache ")]
        assert all(address.startswith(f"{url}/b/") for urls in copies for address in urls)
