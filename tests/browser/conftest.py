"""A Chromium, and the lessons served to it by `crampkit open` itself."""

from __future__ import annotations

import http.client
import os
import re
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import expect

from crampkit.hosts.jupyter.store import DESK, journal_folder

PROJECT = Path(__file__).resolve().parents[2]
CHROMIUM_NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
CHROMIUM_OPTIONS = [
    "--no-sandbox",  # tests run as root in a container
    "--disable-quic",
    "--disable-background-networking",  # what Chromium asks for itself is not ours to test
    "--disable-component-update",
    "--no-first-run",
    "--host-resolver-rules=MAP lessons.test 127.0.0.1",  # a name that grants no secure context
]
if os.environ.get("CRAMPKIT_LONG_TESTS") != "1":
    # Each test's page compiles Python anew. What V8 does besides, to make it faster while a lesson is read,
    # is a tenth of all that two cores do; in `make test-all` it does what it does for a learner.
    CHROMIUM_OPTIONS.append("--js-flags=--liftoff-only")
PATIENCE = 120  # seconds; a busy machine with two cores
expect.set_options(timeout=60_000)  # milliseconds, for every `expect` of the tests


TAKE_LONGEST = ("test_journey.py", "test_present.py", "test_nothing_lost.py", "test_connection.py")
"""Files of few tests that take long."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Begin with what takes longest: a core that came to it last would be waited for."""
    items.sort(key=lambda item: item.path.name not in TAKE_LONGEST)


def long(*values: Any) -> list[Any]:
    """Parameters that are left to `make test-all`."""
    sets = [value if isinstance(value, tuple) else (value,) for value in values]
    return [pytest.param(*one, marks=pytest.mark.long) for one in sets]


@dataclass
class Server:
    """Lessons that are being served: where, by which process, and from which copy."""

    url: str
    process: subprocess.Popen[str]
    folder: Path
    query: str = ""

    def lesson(self, name: str) -> str:
        """The address of one lesson."""
        if self.query:
            return f"{self.url}/lab/tree/{name}{self.query}"
        return f"{self.url}/{name.removesuffix('.ipynb')}.html"


@dataclass
class Watch:
    """What a page did that it should not: requests to other hosts, and errors in its console."""

    outside: list[str] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)


@pytest.fixture(scope="session")
def chromium() -> Iterator[Any]:
    path = next((found for name in CHROMIUM_NAMES if (found := shutil.which(name))), None)
    if path is None:
        sentence = "No Chromium was found (on Debian or Ubuntu: sudo apt install chromium)."
        if os.environ.get("CRAMPKIT_REQUIRE_BROWSER") == "1":
            pytest.fail(sentence)
        pytest.skip(sentence)
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=CHROMIUM_OPTIONS)
        browser.new_context = all_on_one_page(browser.new_context)
        yield browser
        browser.close()


ALL_ON_ONE_PAGE = """
if (location.pathname.endsWith(".html")) try { sessionStorage.setItem("crampkit:steps", "all"); } catch {}
"""


def all_on_one_page(make: Callable[..., Any]) -> Callable[..., Any]:
    """Contexts whose lessons have all of their steps on one page; `steps=True` shows one at a time."""

    def new_context(*, steps: bool = False, **options: Any) -> Any:
        context = make(**options)
        if not steps:
            context.add_init_script(ALL_ON_ONE_PAGE)
        return context

    return new_context


@pytest.fixture(scope="session")
def served_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the lessons, so that nothing a test does is saved in ours."""
    copy = tmp_path_factory.mktemp("served") / "notebooks"
    shutil.copytree(
        PROJECT / "notebooks", copy, ignore=shutil.ignore_patterns(".ipynb_checkpoints")
    )
    return copy


@pytest.fixture(autouse=True)
def nobody_was_here() -> Iterator[None]:
    """Each test is another learner's: in JupyterLab all tests share one folder, and its desk."""
    clear_desks()
    yield
    clear_desks()


def wait_until_kept(page: Any, text: str) -> None:
    """In JupyterLab a file is written once nothing has been pressed for a moment."""
    until = time.monotonic() + PATIENCE
    while not any(text in desk.read_text() for desk in journal_folder().glob(f"{DESK}*")):
        assert time.monotonic() < until, f"{text} was not kept"
        page.evaluate("() => new Promise(requestAnimationFrame)")


def clear_desks() -> None:
    for desk in journal_folder().glob(f"{DESK}*"):
        desk.unlink(missing_ok=True)


@pytest.fixture(scope="session")
def lab_server(chromium: Any, served_folder: Path) -> Iterator[Server]:
    with_server = serve(served_folder)
    yield next(with_server)
    next(with_server, None)


@pytest.fixture(scope="session")
def pages_server(chromium: Any, served_folder: Path) -> Iterator[Server]:
    with_server = serve(served_folder, "--learn")
    yield next(with_server)
    next(with_server, None)


@pytest.fixture(scope="session")
def pages_folder(served_folder: Path) -> Path:
    """The folder that `pages_server` serves."""
    from crampkit.hosts.pages.build import up_to_date

    return up_to_date(served_folder)


def serve(folder: Path, *options: str) -> Iterator[Server]:
    command = [sys.executable, "-m", "crampkit.cli", "open", "--no-browser", "--port", "0"]
    command += ["--folder", str(folder), *options]
    # A theme that somebody chose in this checkout's JupyterLab is not to matter.
    own = {**os.environ, "CRAMPKIT_STATE": str(folder.parent / "state")}
    with running(command, stdout=subprocess.PIPE, cwd=folder.parent, env=own) as process:
        address = urlsplit(printed_address(process))
        url = f"{address.scheme}://{address.netloc}"
        wait_for_answer(process, address.netloc)
        yield Server(url, process, folder, f"?{address.query}" if address.query else "")


@contextmanager
def running(command: list[str], **options: Any) -> Iterator[subprocess.Popen[str]]:
    """A command that runs until it is no longer needed."""
    process = subprocess.Popen(command, text=True, **options)
    try:
        yield process
    finally:
        process.terminate()
        try:
            process.wait(timeout=30)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
        if process.stdout:
            process.stdout.close()


def printed_address(process: subprocess.Popen[str]) -> str:
    """The address that `crampkit open` prints when the lessons are there."""
    assert process.stdout is not None
    read: list[str] = []
    for line in process.stdout:  # it gives up by itself when the lessons do not start
        read.append(line)
        if found := re.search(r"http://\S+", line):
            return found[0]
    pytest.fail("crampkit open printed no address:\n" + "".join(read))


def wait_for_answer(process: subprocess.Popen[str], host: str) -> None:
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until and process.poll() is None:
        connection = http.client.HTTPConnection(host, timeout=5)
        try:
            connection.request("GET", "/")
            if connection.getresponse().status < 500:
                return
        except OSError:
            continue
        finally:
            connection.close()
    pytest.fail("The server that crampkit open started does not answer.")


@pytest.fixture
def watch() -> Watch:
    return Watch()


@pytest.fixture
def new_page(chromium: Any, watch: Watch) -> Iterator[Any]:
    """Makes pages of any size and theme, all watched by `watch`: new_page(width=390, steps=True)."""
    contexts = []

    def make(width: int = 1400, height: int = 900, color_scheme: str = "light", **options: Any):
        context = chromium.new_context(
            viewport={"width": width, "height": height}, color_scheme=color_scheme, **options
        )
        contexts.append(context)
        context.set_default_timeout(PATIENCE * 1000)  # In another tab of it as well.
        page = context.new_page()
        page.on("request", lambda request: note_request(watch, request.url))
        page.on("websocket", lambda socket: note_request(watch, socket.url))
        page.on("console", lambda message: note_message(watch, message))
        page.on("pageerror", lambda error: watch.errors.append(str(error)))
        return page

    yield make
    for context in contexts:
        context.close()


@pytest.fixture
def page(new_page: Any) -> Any:
    return new_page()


def note_request(watch: Watch, url: str) -> None:
    parts = urlsplit(url)
    if parts.scheme not in ("data", "blob", "about") and parts.hostname != "127.0.0.1":
        watch.outside.append(url)


def note_message(watch: Watch, message: Any) -> None:
    if message.type == "error":
        watch.errors.append(message.text)
