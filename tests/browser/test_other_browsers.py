"""A lesson, an answer and a swap in Firefox, and in WebKitGTK, which stands in for Safari.

Each is driven as its makers mean it: Firefox by WebDriver BiDi, WebKitGTK by WebDriver.
"""

from __future__ import annotations

import http.client
import json
import os
import re
import shutil
import subprocess
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, ExitStack, contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest

from crampkit.catalogue import load
from crampkit.words import Words
from tests.browser.conftest import running
from tests.browser.static_hosts import free_port, plain_host, wait_until_listening
from tests.browser.test_pages import EXPLORER, NEXT

pytestmark = [pytest.mark.browser, pytest.mark.long]

WORDS = Words(load().text)
PATIENCE = 120  # seconds


def require(*names: str, package: str) -> str:
    """Where a program is, or a skipped test."""
    path = next((found for name in names if (found := shutil.which(name))), None)
    if path is None:
        pytest.skip(f"{names[0]} was not found (on Debian or Ubuntu: sudo apt install {package}).")
    return path


class Tab:
    """A tab of a browser: `go` to an address; `see` what an expression is, its promise being kept."""

    def __init__(self, go: Callable[[str], Any], see: Callable[[str], Any]) -> None:
        self.go = go
        self.see = see

    def until(self, condition: str) -> None:
        """Return once a condition of the page holds; the browser gives up by itself, and says so."""
        assert self.see(
            "new Promise((done) => { const began = Date.now(); const look = () => {"
            f" if ({condition}) done(true); else if (Date.now() - began > {900 * PATIENCE}) done(false);"
            " else setTimeout(look, 50); }; look(); })"
        ), condition


# ------------------------------------------------------------------------------ Firefox


@contextmanager
def firefox(folder: Path) -> Iterator[Tab]:
    path = require("firefox-esr", "firefox", package="firefox-esr")
    import websocket

    command = [path, "--headless", "--no-remote", "--profile", str(folder)]
    command += ["--remote-debugging-port", str(free_port())]
    with running(command, stderr=subprocess.PIPE) as process:
        address = said(process.stderr, r"WebDriver BiDi listening on (ws://\S+)")
        socket = websocket.create_connection(
            f"{address}/session", timeout=PATIENCE, suppress_origin=True
        )
        with ExitStack() as ends:
            ends.callback(socket.close)
            numbers = iter(range(1, 10_000))

            def call(method: str, **given: Any) -> Any:
                number = next(numbers)
                socket.send(json.dumps({"id": number, "method": method, "params": given}))
                while True:
                    told = json.loads(socket.recv())
                    if told.get("id") == number:
                        assert told["type"] == "success", told
                        return told["result"]

            call("session.new", capabilities={})
            context = call("browsingContext.getTree")["contexts"][0]["context"]

            def see(expression: str) -> Any:
                target = {"context": context}
                told = call(
                    "script.evaluate", expression=expression, target=target, awaitPromise=True
                )
                assert told["type"] == "success", told
                return told["result"].get("value")

            yield Tab(
                lambda url: call(
                    "browsingContext.navigate", context=context, url=url, wait="complete"
                ),
                see,
            )


def said(stream: Any, pattern: str) -> str:
    """What a program says when it is ready."""
    read: list[str] = []
    for line in stream:
        read.append(line)
        if found := re.search(pattern, line):
            return found[1]
    pytest.fail("it did not start: " + "".join(read)[-2000:])


# ------------------------------------------------------------------------------ WebKitGTK


@contextmanager
def webkit(folder: Path) -> Iterator[Tab]:
    driver = require("WebKitWebDriver", package="webkit2gtk-driver")
    port = free_port()
    with ExitStack() as ends:
        # All that it keeps lies in a folder of the test's own.
        environment = {
            **os.environ,
            **dict.fromkeys(("HOME", "XDG_DATA_HOME", "XDG_CACHE_HOME"), str(folder)),
        }
        if not {"DISPLAY", "WAYLAND_DISPLAY"} & environment.keys():
            environment["DISPLAY"] = ends.enter_context(a_screen())
        driving = ends.enter_context(running([driver, f"--port={port}"], env=environment))
        wait_until_listening(driving, port)

        def call(method: str, path: str, **given: Any) -> Any:
            connection = http.client.HTTPConnection("127.0.0.1", port, timeout=PATIENCE)
            body = json.dumps(given) if method == "POST" else None
            connection.request(method, path, body, {"Content-Type": "application/json"})
            told = json.loads(connection.getresponse().read())["value"]
            connection.close()
            assert not (isinstance(told, dict) and "error" in told), told
            return told

        started = call("POST", "/session", capabilities={"alwaysMatch": {}})
        session = f"/session/{started['sessionId']}"
        ends.callback(call, "DELETE", session)
        call("POST", f"{session}/timeouts", script=1000 * PATIENCE, pageLoad=1000 * PATIENCE)

        def see(expression: str) -> Any:
            script = f"const told = arguments[0]; Promise.resolve({expression}).then(told);"
            return call("POST", f"{session}/execute/async", script=script, args=[])

        yield Tab(lambda url: call("POST", f"{session}/url", url=url), see)


@contextmanager
def a_screen() -> Iterator[str]:
    """The name of a screen that nobody looks at."""
    path = require("Xvfb", package="xvfb")
    reading, writing = os.pipe()
    command = [path, "-displayfd", str(writing), "-nolisten", "tcp", "-screen", "0", "1366x900x24"]
    with running(command, pass_fds=[writing], stderr=subprocess.DEVNULL):
        os.close(writing)
        with os.fdopen(reading) as told:
            yield f":{told.readline().strip()}"


# ------------------------------------------------------------------------------

BROWSERS: dict[str, Callable[[Path], AbstractContextManager[Tab]]] = {
    "Firefox": firefox,
    "WebKitGTK": webkit,
}
RANKING = "document.querySelector('.crampkit-explorer section.ranking')"
NIGHT = (
    "document.querySelector('.crampkit-explorer input[name=\"finding:mainly_night\"][value=yes]')"
)


@pytest.fixture(params=BROWSERS)
def tab(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Tab]:
    with BROWSERS[request.param](tmp_path) as opened:
        yield opened


def test_a_lesson_comes_to_ready_a_toggle_moves_the_ranking_and_a_swap_works(tab, pages_folder):
    nothing_yet = f"{RANKING}.innerText.includes({json.dumps(WORDS('ranking.nothing_yet'))})"
    with plain_host(pages_folder) as url:
        tab.go(f"{url}/{EXPLORER}.html#now-ask")
        tab.until("document.body.dataset.ready === '1'")
        assert tab.see(nothing_yet) is True
        assert tab.see(f"{NIGHT}.click()") is None
        tab.until(f"!{nothing_yet}")
        assert tab.see("window.before = true") is True
        tab.see("document.querySelector('a[rel=next]').click()")
        tab.until("document.body.dataset.ready === '2'")
        assert tab.see("location.href") == f"{url}/{NEXT}.html"
        assert tab.see("window.before") is True
        asked = tab.see("performance.getEntriesByType('resource').map((one) => one.name).join(' ')")
        assert {urlsplit(one).netloc for one in asked.split()} == {urlsplit(url).netloc}
        assert tab.see("document.querySelectorAll('[data-notice]:not([hidden])').length") == 0
