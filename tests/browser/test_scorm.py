"""A lesson in a learning platform: told what was committed, never what was answered, and fine without one.

The pages here are stand-ins that say what a built page says; what speaks to the platform is ours. The
platform is the package scorm-again, and where it must misbehave a few lines of our own.
"""

from __future__ import annotations

import functools
import http.server
import io
import json
import threading
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
from playwright.sync_api import expect

from crampkit.catalogue import load
from crampkit.hosts.pages import build
from crampkit.hosts.pages.build import own_notebooks
from crampkit.hosts.pages.lessons import lesson_file
from crampkit.hosts.pages.scorm import scorm_zip
from crampkit.words import Words
from tests.npm import npm_package

pytestmark = pytest.mark.browser

SCORM_AGAIN = "f182724b4614c34a616a92d7e4d8967392013c5fae74116db98a5c5a11db5edb"
LESSON = "17_red_flags"
QUESTIONS = ["one", "two", "three"]
POLICY = (
    "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; "
    "img-src 'self' data:; connect-src 'self'; base-uri 'none'; form-action 'none'"
)
PAGE = f"""<!doctype html>
<html lang="en"><head><meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="{POLICY}">
<title>Red flags</title><link rel="icon" href="data:,">
<script type="module" src="page.js"></script></head>
<body><main><h1>Red flags</h1>
<button data-go="clots">Go to clots</button>
<button data-commit="one">Commit one</button>
<button data-commit="two">Commit two</button>
<button data-commit="three">Commit three</button>
<button data-commit="elsewhere">Commit elsewhere</button>
<output></output></main></body></html>
"""
PAGE_SCRIPT = f"""
const tell = (name, detail) => document.dispatchEvent(new CustomEvent(name, {{ detail }}));
const count = new URLSearchParams(location.search).get("questions");
const many = count && Array.from({{ length: count }}, (_, index) => `q${{index}}`);
tell("crampkit:questions", {{ questions: many || {json.dumps(QUESTIONS)} }});
const output = document.querySelector("output");
document.addEventListener("click", (event) => {{
  const {{ go, commit }} = event.target.dataset;
  if (go) tell("crampkit:place", {{ place: go }});
  if (commit) tell("crampkit:committed", {{ question: many ? "q0" : commit, lesson: "red_flags" }});
  output.value = event.target.textContent;
}});
output.value = "ready";
"""
PLATFORM = """<!doctype html><meta charset="utf-8"><title>Platform</title><link rel="icon" href="data:,">
<script src="/scorm12.min.js"></script>
<script>
const asked = new URLSearchParams(location.search);
window.API = new Scorm12API({
  lmsCommitUrl: "/commits",
  autoCompleteLessonStatus: true, // As the standard has it: who says nothing has completed.
});
API.loadFromJSON(JSON.parse(asked.get("cmi")));
addEventListener("load", () => {
  const lesson = asked.get("page");
  if (asked.has("popup")) window.open(lesson, "lesson");
  else document.body.append(Object.assign(document.createElement("iframe"), { src: lesson }));
});
</script><body>
"""
OWN = """<!doctype html><meta charset="utf-8"><title>Platform</title><link rel="icon" href="data:,">
<script>
const asked = new URLSearchParams(location.search);
window.calls = [];
window.refused = new Set((asked.get("refused") || "").split(","));
const answer = (name, value) => (...given) => {
  calls.push([name, ...given]);
  if (refused.has("throw")) throw new Error("out of order");
  return refused.has(name) ? "false" : value;
};
window.API = {
  LMSInitialize: answer("LMSInitialize", "true"),
  LMSGetValue: answer("LMSGetValue", ""),
  LMSSetValue: answer("LMSSetValue", "true"),
  LMSCommit: answer("LMSCommit", "true"),
  LMSFinish: answer("LMSFinish", "true"),
};
addEventListener("load", () => {
  let room = document;
  for (let level = Number(asked.get("levels") || 1); level > 1; level -= 1) {
    const frame = room.createElement("iframe");
    room.body.append(frame);
    room = frame.contentDocument;
  }
  const lesson = room.createElement("iframe");
  lesson.name = "lesson";
  lesson.src = asked.get("page");
  room.body.append(lesson);
});
</script><body>
"""


@dataclass
class Site:
    """Where the package and its platform are served, and what the platform was sent."""

    url: str
    folder: Path
    sent: list[dict[str, Any]] = field(default_factory=list)
    arrived: threading.Event = field(default_factory=threading.Event)
    """That something has come since this was cleared."""

    def own(self, **asked: object) -> str:
        """The platform of a few lines, with the lesson in it."""
        query = {"page": f"{self.url}/package/{LESSON}.html", **asked}
        return f"{self.url}/own.html?{'&'.join(f'{k}={quote(str(v))}' for k, v in query.items())}"

    def platform(self, page: str = f"{LESSON}.html", more: str = "", **core: str) -> str:
        """scorm-again, with the lesson in it; `suspend_data` is the one value outside of `core`."""
        suspended = core.pop("suspend_data", "")
        cmi = {"core": {"student_id": "s-2041", **core}, "suspend_data": suspended}
        asked = quote(json.dumps({"cmi": cmi}))
        return f"{self.url}/platform.html?cmi={asked}&page={quote(f'/package/{page}')}{more}"


class Handler(http.server.SimpleHTTPRequestHandler):
    site: Site

    def do_POST(self) -> None:
        length = int(self.headers["Content-Length"])
        self.site.sent.append(json.loads(self.rfile.read(length)))
        self.site.arrived.set()
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.end_headers()
        self.wfile.write(b'{"result": true, "errorCode": 0}')

    def log_message(self, *_: object) -> None:
        pass


def serve(folder: Path) -> Iterator[Site]:
    site = Site("", folder)
    handler = type("SiteHandler", (Handler,), {"site": site})
    with http.server.ThreadingHTTPServer(
        ("127.0.0.1", 0), lambda *given: handler(*given, directory=str(folder))
    ) as server:
        site.url = f"http://127.0.0.1:{server.server_port}"
        thread = threading.Thread(target=server.serve_forever, args=[0.02])
        thread.start()
        yield site
        server.shutdown()
        thread.join()


@pytest.fixture(scope="module")
def words() -> Words:
    return Words(load().text)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory, words: Words) -> Path:
    """A package, unpacked as a platform would, beside the platform of a few lines."""
    built = {
        f"{LESSON}.html": PAGE.encode(),
        "18_what_works.html": PAGE.encode(),
        "page.js": PAGE_SCRIPT.encode(),
    }
    served = tmp_path_factory.mktemp("platform")
    with zipfile.ZipFile(io.BytesIO(scorm_zip(built, LESSON, "Red flags", "1", words))) as package:
        package.extractall(served / "package")
    (served / "own.html").write_text(OWN, encoding="utf-8")
    return served


@pytest.fixture
def site(folder: Path) -> Iterator[Site]:
    yield from serve(folder)


@pytest.fixture(scope="module")
def scorm_again(folder: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    package = npm_package("scorm-again", "3.4.3", SCORM_AGAIN, tmp_path_factory.mktemp("npm"))
    (folder / "scorm12.min.js").write_bytes((package / "dist/scorm12.min.js").read_bytes())
    (folder / "platform.html").write_text(PLATFORM, encoding="utf-8")


def opened(page: Any, address: str) -> Any:
    """The lesson in the frame of its platform, ready."""
    page.goto(address)
    lesson = page.frame_locator("iframe").first
    expect(lesson.get_by_role("heading")).to_be_visible()
    expect(lesson.locator("output")).to_have_text("ready")
    return lesson


def press(lesson: Any, name: str) -> None:
    lesson.get_by_role("button", name=name).click()
    expect(lesson.locator("output")).to_have_text(name)


def store_of(lesson: Any) -> str:
    store = lesson.locator("html").get_attribute("data-store")
    assert store
    return store


def kept(sent: dict[str, Any]) -> dict[str, Any]:
    """What a platform was sent that is not empty, by its whole name."""
    values: dict[str, Any] = {}

    def walk(name: str, value: Any) -> None:
        if isinstance(value, dict):
            for key, inner in value.items():
                walk(f"{name}.{key}" if name else key, inner)
        elif value not in ("", None, [], 0):
            values[name] = value

    walk("", sent)
    return values


# ------------------------------------------------------------------------------ a platform by the book

LONG = pytest.mark.long
OF_THE_PLATFORM = {
    *("cmi.core.student_id", "cmi.core.credit", "cmi.core.lesson_mode", "cmi.core.entry"),
    *("cmi.core.total_time", "cmi.core.session_time", "cmi.core.score.max", "cmi.core.score.min"),
}
"""What a platform sends to itself, whatever the lesson says."""


@LONG
def test_the_platform_is_told_at_a_commit_and_only_place_and_marks(page, site, scorm_again, watch):
    lesson = opened(page, site.platform())
    press(lesson, "Go to clots")
    assert site.sent == []
    press(lesson, "Commit two")
    (sent,) = site.sent
    assert {name: value for name, value in kept(sent).items() if name not in OF_THE_PLATFORM} == {
        "cmi.core.lesson_status": "incomplete",
        "cmi.core.lesson_location": "clots",
        "cmi.suspend_data": "010",
        "cmi.core.exit": "suspend",
    }
    assert "score.raw" not in str(kept(sent))
    press(lesson, "Commit elsewhere")
    assert len(site.sent) == 1
    assert watch.errors == watch.outside == []


@LONG
def test_the_lesson_is_complete_when_every_question_was_committed(page, site, scorm_again):
    lesson = opened(page, site.platform())
    for name, status in (("one", "incomplete"), ("two", "incomplete"), ("three", "completed")):
        press(lesson, f"Commit {name}")
        assert kept(site.sent[-1])["cmi.core.lesson_status"] == status
    press(lesson, "Commit one")  # Once more: it stays complete.
    assert kept(site.sent[-1])["cmi.core.lesson_status"] == "completed"
    assert len(site.sent) == 4


@LONG
def test_a_lesson_that_was_only_opened_is_not_complete(page, site, scorm_again):
    opened(page, site.platform())
    site.arrived.clear()
    page.locator("iframe").evaluate("frame => frame.remove()")
    assert site.arrived.wait(60)
    assert kept(site.sent[-1])["cmi.core.lesson_status"] == "incomplete"


@LONG
def test_she_goes_on_where_she_left_off(page, site, scorm_again):
    before = {"lesson_status": "incomplete", "lesson_location": "clots", "suspend_data": "110"}
    lesson = opened(page, site.platform(**before))
    assert lesson.locator("html").get_attribute("data-place") == "clots"
    press(lesson, "Commit three")
    values = kept(site.sent[-1])
    assert values["cmi.core.lesson_status"] == "completed"
    assert values["cmi.core.lesson_location"] == "clots"
    assert values["cmi.suspend_data"] == "111"


@LONG
def test_marks_of_another_version_of_the_lesson_count_for_nothing(page, site, scorm_again):
    lesson = opened(page, site.platform(lesson_status="incomplete", suspend_data="1111"))
    press(lesson, "Commit three")
    assert kept(site.sent[-1])["cmi.suspend_data"] == "001"


@LONG
@pytest.mark.parametrize("status", ["completed", "passed"])
def test_what_is_complete_stays_so(page, site, scorm_again, status):
    lesson = opened(page, site.platform(lesson_status=status))
    press(lesson, "Commit one")
    assert kept(site.sent[-1])["cmi.core.lesson_status"] == status


@LONG
def test_so_many_questions_that_a_platform_cannot_hold_their_marks(page, site, scorm_again):
    lesson = opened(page, site.platform(page=f"{LESSON}.html?questions=5000"))
    press(lesson, "Commit one")
    assert kept(site.sent[-1])["cmi.suspend_data"] == "1" + "0" * 4094
    assert kept(site.sent[-1])["cmi.core.lesson_status"] == "incomplete"


@LONG
def test_a_lesson_without_questions_is_complete_when_it_was_opened(page, site, scorm_again):
    opened(page, site.platform(page=f"{LESSON}.html?questions=0"))
    assert site.sent == []
    site.arrived.clear()
    page.locator("iframe").evaluate("frame => frame.remove()")
    assert site.arrived.wait(60)
    assert kept(site.sent[-1])["cmi.core.lesson_status"] == "completed"


@LONG
def test_another_page_of_the_package_reports_nothing_of_its_own(page, site, scorm_again):
    lesson = opened(page, site.platform(page="18_what_works.html"))
    press(lesson, "Go to clots")
    for name in QUESTIONS:
        press(lesson, f"Commit {name}")
    assert site.sent == []


@LONG
def test_each_learner_has_a_store_of_her_own_and_it_does_not_name_her(page, site, scorm_again):
    stores = [
        store_of(opened(page, site.platform(student_id=name)))
        for name in ("s-2041", "s-2042", "s-2041", "")
    ]
    assert stores[0] == stores[2]
    assert len({*stores}) == 3
    assert not any("2041" in store for store in stores)


@LONG
def test_a_platform_that_opens_the_lesson_in_a_window_of_its_own_is_found(page, site, scorm_again):
    with page.expect_popup() as popup:
        page.goto(site.platform(more="&popup"))
    lesson = popup.value
    expect(lesson.locator("output")).to_have_text("ready")
    press(lesson, "Commit one")
    assert kept(site.sent[-1])["cmi.suspend_data"] == "100"


# ------------------------------------------------------------------------------ and where it does not

STORAGE = ("indexedDB", "localStorage", "sessionStorage", "caches")
REFUSED = "".join(
    f"Object.defineProperty(window, '{name}', {{ get() {{ throw new Error('refused'); }} }});"
    for name in STORAGE
)


def test_without_a_platform_the_lesson_works_and_says_that_nothing_is_reported(
    page, site, words, watch
):
    page.goto(f"{site.url}/package/{LESSON}.html")
    expect(page.get_by_role("status").first).to_have_text(words("scorm.silent"))
    press(page, "Commit one")
    expect(page.get_by_role("status").first).to_have_text(words("scorm.silent"))
    assert store_of(page)  # So that nothing is kept past the session here either.
    assert watch.errors == watch.outside == []


@pytest.mark.parametrize("refused", ["LMSInitialize", "throw"])
def test_a_platform_that_refuses_is_as_good_as_none(page, site, words, watch, refused):
    lesson = opened(page, site.own(refused=refused))
    press(lesson, "Commit one")
    expect(lesson.locator(".scorm")).to_have_text(words("scorm.silent"))
    assert {call[0] for call in page.evaluate("calls")} == {"LMSInitialize"}
    assert watch.errors == []


@pytest.mark.parametrize("refused", ["LMSCommit", "LMSSetValue"])
def test_a_report_that_was_not_taken_is_told_and_made_good_with_the_next(
    page, site, words, refused
):
    lesson = opened(page, site.own(refused=refused))
    expect(lesson.locator(".scorm")).to_have_text(words("scorm.told"))
    press(lesson, "Commit one")
    expect(lesson.locator(".scorm")).to_have_text(words("scorm.lost"))
    page.evaluate("refused.clear()")
    press(lesson, "Commit two")
    expect(lesson.locator(".scorm")).to_have_text(words("scorm.told"))
    assert ["LMSSetValue", "cmi.suspend_data", "110"] in page.evaluate("calls")


def test_nothing_is_committed_but_at_a_commit_and_the_end_is_told_once(page, site):
    lesson = opened(page, site.own())
    press(lesson, "Go to clots")
    names = [call[0] for call in page.evaluate("calls")]
    assert "LMSCommit" not in names
    press(lesson, "Commit one")
    page.locator("iframe").evaluate("frame => frame.remove()")
    names = [call[0] for call in page.evaluate("calls")]
    assert [names.count(name) for name in ("LMSInitialize", "LMSCommit", "LMSFinish")] == [1, 1, 1]
    assert names[-1] == "LMSFinish"
    written = {call[1] for call in page.evaluate("calls") if call[0] == "LMSSetValue"}
    assert written == {
        *("cmi.core.lesson_status", "cmi.core.lesson_location", "cmi.suspend_data"),
        "cmi.core.exit",
    }


@pytest.mark.parametrize(("levels", "what"), [(7, "told"), (8, "silent")])
def test_the_platform_is_looked_for_seven_frames_up(page, site, words, levels, what):
    page.goto(site.own(levels=levels))
    frame = page.locator("iframe").first
    for _ in range(levels - 1):
        frame = frame.content_frame.locator("iframe").first
    expect(frame.content_frame.locator(".scorm")).to_have_text(words(f"scorm.{what}"))


def test_a_platform_of_another_origin_is_no_fault(page, site, words, watch, folder):
    for other in serve(folder):
        address = site.own().replace(quote(site.url), quote(other.url))
        lesson = opened(page, address)
        expect(lesson.locator(".scorm")).to_have_text(words("scorm.silent"))
        press(lesson, "Commit one")
        assert page.evaluate("calls") == []
    assert watch.errors == []


def test_with_all_storage_refused_the_platform_is_told_all_the_same(page, site, words, watch):
    page.add_init_script(REFUSED)
    lesson = opened(page, site.own())
    press(lesson, "Commit one")
    expect(lesson.locator(".scorm")).to_have_text(words("scorm.told"))
    assert ["LMSCommit", ""] in page.evaluate("calls")
    assert watch.errors == []


def test_a_page_that_comes_back_as_it_was_left_begins_again(page, site, words):
    lesson = opened(page, site.own())
    press(lesson, "Commit one")
    # A browser that keeps a page whole when she leaves it; ours does not, under test.
    lesson.locator("html").evaluate(
        """() => {
          dispatchEvent(new PageTransitionEvent("pagehide", { persisted: true }));
          dispatchEvent(new PageTransitionEvent("pageshow", { persisted: true }));
        }"""
    )
    press(lesson, "Commit two")
    expect(lesson.locator(".scorm")).to_have_text(words("scorm.told"))
    assert [call[0] for call in page.evaluate("calls")].count("LMSInitialize") == 2
    assert ["LMSSetValue", "cmi.suspend_data", "110"] in page.evaluate("calls")


@pytest.mark.parametrize("canary", ['"><img src=x onerror=alert(1)>', "<script>alert(1)</script>"])
def test_a_word_that_looks_like_markup_is_shown_as_text(page, site, watch, canary):
    hostile = Words({f"scorm.{what}": canary for what in ("told", "silent", "lost")})
    package = io.BytesIO(scorm_zip({f"{LESSON}.html": PAGE.encode()}, LESSON, canary, "1", hostile))
    html = zipfile.ZipFile(package).read(f"{LESSON}.html").decode()
    page.on("dialog", lambda dialog: watch.errors.append(dialog.message) or dialog.dismiss())
    page.route(f"{site.url}/package/{LESSON}.html", lambda route: route.fulfill(body=html))
    lesson = opened(page, site.own())
    expect(lesson.locator(".scorm")).to_have_text(canary)
    expect(lesson.locator("img")).to_have_count(0)
    assert watch.errors == []


# ------------------------------------------------------------------------------ a real lesson


@pytest.fixture(scope="module")
def real_package(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A lesson of the set as a platform unpacks it, beside a platform of our own; its address."""
    folder = tmp_path_factory.mktemp("package")
    words = Words(load().text)
    package = scorm_zip(
        build.made(say=lambda _: None, for_learners=True), REAL, "Which cause fits?", "1", words
    )
    with zipfile.ZipFile(io.BytesIO(package)) as opened:
        opened.extractall(folder / "lesson")
    # It stands where a platform lets no style and script of its pages be forbidden.
    (folder / "platform.html").write_text(OWN, encoding="utf-8")
    handler = functools.partial(Quiet, directory=str(folder))
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()


class Quiet(http.server.SimpleHTTPRequestHandler):
    def log_message(self, *_: Any) -> None:
        """Nobody is written down."""


REAL = "01_which_cause_fits"


@pytest.mark.long
def test_a_real_lesson_is_complete_when_its_questions_were_committed(real_package, page, watch):
    words = Words(load().text)
    page.goto(f"{real_package}/platform.html?page=lesson/{REAL}.html")
    lesson = page.frame_locator("iframe")
    lesson.locator("body[data-ready]").wait_for()
    expect(lesson.locator(".scorm")).to_be_visible()

    def told(name: str) -> list[str]:
        return [call[2] for call in page.evaluate("calls") if call[:2] == ["LMSSetValue", name]]

    assert told("cmi.core.lesson_status") == ["incomplete"]
    guesses = lesson.locator(".crampkit-guess")
    assert guesses.count() == 3
    for number in range(3):
        assert told("cmi.core.lesson_status") == ["incomplete"]
        guess = guesses.nth(number)
        guess.get_by_role("radio").first.check()
        guess.get_by_role("button", name=words("quiz.commit")).click()
        expect(guess.locator(".told")).to_be_visible()
        if number == 0:  # Asked once; answers stay for the session unless she says otherwise.
            asked = lesson.get_by_role("complementary", name=words("pages.keep.ask"))
            expect(asked).to_be_visible()
    page.wait_for_function("calls.some((call) => call[2] === 'completed')")
    assert told("cmi.suspend_data")[-1] == "111"
    assert told("cmi.core.lesson_status")[-1] == "completed"
    # Nothing of what she answered.
    assert all(set(marks) <= {"0", "1"} for marks in told("cmi.suspend_data"))
    cells = {cell.id for cell in lesson_file(own_notebooks() / f"{REAL}.ipynb").cells}
    assert set(told("cmi.core.lesson_location")) <= {"", *cells}
    kinds = {"lesson_status", "lesson_location", "exit"}
    named = {call[1] for call in page.evaluate("calls") if call[0] == "LMSSetValue"}
    assert named == {"cmi.suspend_data", *(f"cmi.core.{kind}" for kind in kinds)}
    assert watch.outside == []
