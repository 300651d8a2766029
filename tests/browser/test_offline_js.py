"""With the network off the lessons are there, whole and of one edition; no other set is touched."""

from __future__ import annotations

import threading
from collections.abc import Iterator, Mapping
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest
from playwright.sync_api import Error, expect

from crampkit.front import FOLDER
from crampkit.hosts.pages.offline import service_worker

KINDS = {"html": "text/html", "js": "text/javascript", "json": "application/json"}
NAMES = "caches.keys().then((names) => names.sort())"


def edition(version: str, set_id: str = "cramps", **more: str) -> dict[str, bytes]:
    """The files of a small set of pages: two lessons, a script, and data that comes late."""
    script = (
        f'import {{ keepOffline }} from "./offline.js"; globalThis.kept = keepOffline("{version}");'
    )
    page = (
        f"<!doctype html><title>%s {version}</title><h1>%s {version}</h1>"
        f'<script type="module" src="v/{version}/page.js"></script>'
    )
    files = {
        "index.html": (page % ("Start", "Start")).encode(),
        "lesson.html": (page % ("Lesson", "Lesson")).encode(),
        f"v/{version}/page.js": script.encode(),
        f"v/{version}/offline.js": (FOLDER / "offline.js").read_bytes(),
        f"v/{version}/late.json": f'"late {version}"'.encode(),
        **{name: text.encode() for name, text in more.items()},
    }
    return {**files, "sw.js": service_worker(set_id, files)}


class Web:
    """A host whose files, and whose line, a test changes as it likes."""

    def __init__(self, url: str) -> None:
        self.url = url
        self.files: dict[str, bytes] = {}
        self.asked: list[str] = []
        self.off = False
        self.broken: dict[str, int] = {}
        self.flows = threading.Event()
        self.flows.set()

    def publish(self, files: Mapping[str, bytes], below: str = "") -> None:
        """Put files in place of all that lay there."""
        self.files = {name: one for name, one in self.files.items() if not name.startswith(below)}
        self.files |= {below + name: content for name, content in files.items()}


class Handler(BaseHTTPRequestHandler):
    web: Web

    def do_GET(self) -> None:
        name = self.path[1:]
        if name.endswith("/") or not name:
            name += "index.html"
        self.web.asked.append(name)
        self.web.flows.wait(30)
        if self.web.off:
            self.close_connection = True
            return
        content = self.web.files.get(name)
        status = self.web.broken.get(name, 404 if content is None else 200)
        self.send_response(status)
        self.send_header("Content-Type", KINDS.get(name.rpartition(".")[2], "text/plain"))
        fixed = "/v/" in f"/{name}"
        self.send_header("Cache-Control", "max-age=31536000, immutable" if fixed else "no-cache")
        self.end_headers()
        self.wfile.write(content if content is not None and status == 200 else b"nothing")

    def log_message(self, format: str, *args: Any) -> None:
        """Nobody reads it."""


@pytest.fixture
def web() -> Iterator[Web]:
    handler = type("Own", (Handler,), {})
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    server.daemon_threads = True
    handler.web = web = Web(f"http://127.0.0.1:{server.server_address[1]}")
    web.publish(edition("1"))
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield web
    web.flows.set()
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture
def context(chromium) -> Iterator[Any]:
    context = chromium.new_context()
    context.set_default_timeout(30_000)
    yield context
    context.close()


def visited(context: Any, web: Web, path: str = "/") -> Any:
    """A page that was opened, and whose edition is kept by now."""
    page = context.new_page()
    page.goto(web.url + path)
    assert page.evaluate("kept")
    page.evaluate("navigator.serviceWorker.ready.then(() => 0)")
    return page


def update(page: Any) -> None:
    """Let the browser look for a new edition, and wait until that is fetched whole."""
    page.evaluate(
        """async () => {
          const registered = await navigator.serviceWorker.getRegistration();
          await registered.update();
          const coming = registered.installing;
          if (coming) await new Promise((resolve) => {
            coming.addEventListener("statechange", () => coming.state !== "installing" && resolve());
          });
        }"""
    )


def wait_for_caches(page: Any, condition: str) -> None:
    page.evaluate(
        f"""() => new Promise((resolve, reject) => {{
          setTimeout(reject, 20000, "the caches stay as they are");
          const look = async () => {{
            const names = await caches.keys();
            if ({condition}) resolve(0); else setTimeout(look, 20);
          }};
          look();
        }})"""
    )


def late(page: Any, version: str) -> str:
    return page.evaluate("(url) => fetch(url).then((a) => a.json())", f"v/{version}/late.json")


def test_the_second_visit_works_with_the_network_off(context, web):
    visited(context, web).close()
    web.off = True
    page = context.new_page()
    for path, title in (("/", "Start 1"), ("/lesson.html", "Lesson 1"), ("/lesson", "Lesson 1")):
        page.goto(web.url + path)
        expect(page.locator("h1")).to_have_text(title)
        assert page.evaluate("kept")
    assert late(page, "1") == "late 1"
    with pytest.raises(Error):
        page.goto(f"{web.url}/other.html")


def test_a_page_is_the_newest_one_while_there_is_a_network(context, web):
    page = visited(context, web)
    # Not even a new sw.js: an author may have changed one page by hand.
    web.files["lesson.html"] = b"<!doctype html><h1>By hand</h1>"
    page.goto(f"{web.url}/lesson.html")
    expect(page.locator("h1")).to_have_text("By hand")
    read = "fetch('lesson.html').then((answer) => answer.text())"
    assert "By hand" in page.evaluate(read)
    web.off = True
    page.goto(f"{web.url}/lesson.html")
    expect(page.locator("h1")).to_have_text("Lesson 1")


def test_what_never_changes_is_asked_for_once(context, web):
    page = visited(context, web)
    for _ in range(3):
        page.reload()
        late(page, "1")
    fixed = [name for name in web.asked if name.startswith("v/")]
    assert sorted(fixed) == sorted(set(fixed))


def test_an_open_lesson_ends_on_its_own_version_and_then_the_old_one_goes(context, web):
    old = visited(context, web)
    web.publish(edition("2"))
    update(old)
    assert len(old.evaluate(NAMES)) == 2
    new = context.new_page()
    new.goto(web.url)
    expect(new.locator("h1")).to_have_text("Start 2")
    assert new.evaluate("kept")
    assert late(new, "2") == "late 2"
    assert late(old, "1") == "late 1"
    web.off = True
    assert late(old, "1") == "late 1"
    new.reload()
    expect(new.locator("h1")).to_have_text("Start 1")
    assert late(new, "1") == "late 1"
    old.close()
    new.close()
    last = context.new_page()
    last.goto(f"{web.url}/lesson.html")
    wait_for_caches(last, "names.length === 1")
    last.reload()
    expect(last.locator("h1")).to_have_text("Lesson 2")


def test_the_only_open_page_takes_its_own_edition_over_at_once(context, web):
    page = visited(context, web)
    before = page.evaluate(NAMES)
    web.publish(edition("2"))
    page.reload()
    expect(page.locator("h1")).to_have_text("Start 2")
    wait_for_caches(page, f"names.length === 1 && names[0] !== {before[0]!r}")
    web.off = True
    page.reload()
    expect(page.locator("h1")).to_have_text("Start 2")
    assert late(page, "2") == "late 2"


def test_of_a_new_edition_only_what_is_new_is_fetched(context, web):
    page = visited(context, web)
    web.publish(edition("1", **{"lesson.html": "<!doctype html><h1>Better</h1>"}))
    web.asked.clear()
    update(page)
    assert "lesson.html" in web.asked
    assert not [name for name in web.asked if name.startswith("v/")]
    page.goto("about:blank")
    web.off = True
    page.goto(f"{web.url}/lesson.html")
    expect(page.locator("h1")).to_have_text("Better")


def test_half_a_download_is_no_edition_and_is_not_begun_anew(context, web):
    page = visited(context, web)
    web.publish(edition("2"))
    web.broken["v/2/late.json"] = 503
    update(page)
    assert page.evaluate(
        "navigator.serviceWorker.getRegistration().then((one) => !one.waiting && !one.installing)"
    )
    web.off = True
    page.reload()
    expect(page.locator("h1")).to_have_text("Start 1")
    web.off = False
    web.broken.clear()
    web.asked.clear()
    update(page)
    assert [name for name in web.asked if name != "sw.js"].count("v/2/late.json") == 1
    assert "lesson.html" not in web.asked
    page.close()
    last = context.new_page()
    last.goto(web.url)
    expect(last.locator("h1")).to_have_text("Start 2")


def test_a_line_on_which_nothing_comes_shows_what_is_kept(context, web):
    page = visited(context, web)
    web.flows.clear()
    page.goto(f"{web.url}/lesson.html", wait_until="commit")
    expect(page.locator("h1")).to_have_text("Lesson 1")
    web.flows.set()


def test_a_host_in_trouble_shows_what_is_kept_and_a_page_taken_away_is_gone(context, web):
    page = visited(context, web)
    web.broken["lesson.html"] = 502
    page.goto(f"{web.url}/lesson.html")
    expect(page.locator("h1")).to_have_text("Lesson 1")
    web.broken["lesson.html"] = 404
    assert page.goto(f"{web.url}/lesson.html").status == 404


def test_nothing_of_another_set_path_or_program_is_ever_deleted(context, web):
    page = visited(context, web)
    (mine,) = page.evaluate(NAMES)
    assert mine.startswith("crampkit:cramps:%2F:")
    others = [
        "crampkit:cramps:%2Fb%2F:1",
        "crampkit:knees:%2F:1",
        "crampkit:cramps2:%2F:1",
        "theirs",
    ]
    page.evaluate("(names) => Promise.all(names.map((name) => caches.open(name)))", others)
    web.publish(edition("2"))
    page.reload()
    wait_for_caches(page, f"!names.includes({mine!r})")
    assert set(others) < set(page.evaluate(NAMES))


def test_two_sets_one_below_the_other_live_side_by_side(context, web):
    web.publish({}, "")
    web.publish(edition("1"), "a/")
    web.publish(edition("7", "knees"), "a/b/")
    visited(context, web, "/a/").close()
    visited(context, web, "/a/b/").close()
    web.publish(edition("2"), "a/lesson")  # Nothing the first set knows of.
    web.off = True
    page = context.new_page()
    for path, title in (("/a/", "Start 1"), ("/a/b/", "Start 7"), ("/a/b/lesson.html", "Lesson 7")):
        page.goto(web.url + path)
        expect(page.locator("h1")).to_have_text(title)
    assert len(page.evaluate(NAMES)) == 2


def test_where_nothing_is_granted_the_page_goes_on_without(context, web):
    def answer(route: Any) -> None:
        name = route.request.url.removeprefix("http://room.test/") or "index.html"
        kind = KINDS[name.rpartition(".")[2]]
        route.fulfill(body=web.files[name], content_type=kind)

    context.route("http://room.test/**", answer)
    page = context.new_page()
    page.goto("http://room.test/")
    assert page.evaluate("kept") is False
    expect(page.locator("h1")).to_have_text("Start 1")


def test_another_byte_in_any_file_makes_another_edition():
    one = {"index.html": b"a", "v/1/x.js": b"b"}
    assert service_worker("cramps", one) == service_worker("cramps", dict(reversed(one.items())))
    made = {
        service_worker(set_id, files)
        for set_id, files in (
            ("cramps", one),
            ("knees", one),
            ("cramps", {**one, "index.html": b"c"}),
            ("cramps", {**one, "v/1/x.js": b"c"}),
            ("cramps", {**one, "new.html": b""}),
        )
    }
    assert len(made) == 5
