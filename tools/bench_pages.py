"""What a reader of the pages waits for, and what it costs: measured in Chromium, from our own server."""

from __future__ import annotations

import asyncio
import contextlib
import hashlib
import re
import subprocess
import sys
import tempfile
import threading
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import urlsplit

import psutil
from bench_browser import CHROMIUM_OPTIONS, TOGGLED, address_from
from bench_table import (
    MEBIBYTE,
    Line,
    mebibytes,
    median,
    megabytes,
    milliseconds,
    percentile_95,
    seconds,
    times,
)
from run_tests import find_chromium
from slowing import Wire, slowed

from crampkit.hosts.pages.build import up_to_date
from crampkit.hosts.pages.serve import PageServer

LESSON = "01_which_cause_fits.html"
OTHER = "02_how_the_ranking_works.html"
SCRIPT = Path(__file__).with_name("bench_page.js")

RUNS = 5
"""The median of so many counts."""
TOGGLES = 30
WARM_UP = 5
PAUSE, SLOW_PAUSE = 250, 600
"""Milliseconds between two toggles: the parts that follow the ranking must be done."""
SLOWER = 4
SPINS = 5
FRAMES = 20

RATE, DELAY = 200_000, 0.15
"""A line of 1.6 Mbit/s, 150 ms there and back."""
READERS = 30
CONNECTIONS = 6
"""So many a browser opens to one host."""

PATIENCE = 240_000

EMPTY_PAGE = {
    "index.html": '<!doctype html><meta charset="utf-8"><title>empty</title><script src="empty.js"></script>',
    # A module with nothing in it, and a file: the least that a page with WebAssembly waits for.
    "empty.js": """
globalThis.done = (async () => {
  await (await fetch("file.txt")).text();
  await WebAssembly.instantiateStreaming(fetch("empty.wasm"));
  return new Promise((done) => requestAnimationFrame(() => done(performance.now())));
})();
""",
    "file.txt": "a file",
    "empty.wasm": "\0asm\1\0\0\0",
}

# The picture of the memory is put aside as one that had failed, and put back.
WITHIN = """
async (act) => {
  const name = (await indexedDB.databases()).map((one) => one.name).find((one) => one.endsWith(":python"));
  const database = await new Promise((done, failed) => {
    const asked = indexedDB.open(name);
    asked.onsuccess = () => done(asked.result);
    asked.onerror = failed;
  });
  const transaction = database.transaction("python", "readwrite");
  const store = transaction.objectStore("python");
  const get = (key) => new Promise((done) => {
    store.get(key).onsuccess = ({ target }) => done(target.result);
  });
  const aside = (await get("aside")) ?? (await get("python"));
  store.put(aside, "aside");
  store.put(act === "aside" ? { version: aside.version, tries: 2, blob: null } : aside, "python");
  await new Promise((done) => { transaction.oncomplete = done; });
  database.close();
}
"""
SETTLED = """
async (patience) => {
  const until = performance.now() + patience;
  const kept = () => performance.getEntriesByName("pictured").length && navigator.serviceWorker.controller;
  while (!kept() && performance.now() < until) await new Promise((done) => setTimeout(done, 20));
  return Boolean(kept());
}
"""
MARKS = "performance.getEntriesByType('mark').map((one) => one.name)"
PAINTED = "performance.getEntriesByName('first-contentful-paint')[0]?.startTime ?? 0"


# ------------------------------------------------------------------------------ servers and browsers


class Site(NamedTuple):
    """The pages, as they are served: where, from which folder, by which process."""

    url: str
    folder: Path
    server: psutil.Process

    def page(self, name: str = LESSON) -> str:
        return f"{self.url}/{name}"


SERVE = (
    "import pathlib, sys; from crampkit.hosts.pages.serve import serve_pages;"
    "sys.exit(serve_pages(pathlib.Path(sys.argv[1]), 0, browser=False))"
)


@contextlib.contextmanager
def served(folder: Path) -> Iterator[Site]:
    """A server in a process of its own, so that nothing of ours weighs on it."""
    command = [sys.executable, "-c", SERVE, str(folder)]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    try:
        yield Site(address_from(process).rstrip("/"), folder, psutil.Process(process.pid))
    finally:
        process.terminate()
        process.wait()


@contextlib.contextmanager
def served_empty() -> Iterator[str]:
    """Where an empty page is: the yardstick of everything that is opened."""
    with tempfile.TemporaryDirectory() as folder:
        for name, text in EMPTY_PAGE.items():
            (Path(folder) / name).write_text(text, encoding="utf-8")
        with PageServer(Path(folder)).in_background() as server:
            yield server.url


class Reader:
    """A browser with a profile of its own: at first it has seen nothing."""

    def __init__(self, context: Any, main: psutil.Process) -> None:
        self.context, self._main = context, main
        # What is measured may stand in any step of a lesson.
        context.add_init_script('sessionStorage.setItem("crampkit:steps", "all")')

    @property
    def tab(self) -> Any:
        """The one that a browser has from the beginning."""
        return self.context.pages[0]

    def open(self, url: str, tab: Any = None) -> Any:
        """A page, in a new tab where none is named."""
        page = tab or self.context.new_page()
        page.set_default_timeout(PATIENCE)
        page.goto(url)
        return page

    @property
    def processes(self) -> list[psutil.Process]:
        return [self._main, *self._main.children(recursive=True)]

    @property
    def renderers(self) -> list[psutil.Process]:
        return [one for one in self.processes if "--type=renderer" in one.cmdline()]

    def processor_time(self) -> float:
        """Seconds of the processor that all its processes took until now."""
        spent = [one.cpu_times() for one in self.processes]
        return sum(one.user + one.system for one in spent)

    def memory(self, page: Any) -> float:
        """Bytes that all its processes hold, what they share counted once; after a page's rubbish went."""
        session = self.context.new_cdp_session(page)
        session.send("HeapProfiler.collectGarbage")
        session.detach()
        return sum(map(held_by, self.processes))


def held_by(process: psutil.Process) -> int:
    """Bytes that a process holds, its part of what it shares among them; Linux alone knows what is shared."""
    try:
        info = process.memory_full_info()
    except psutil.Error:  # It has just ended.
        return 0
    return int(getattr(info, "pss", info.uss))


@contextlib.contextmanager
def reader(playwright: Any, *options: str, **settings: Any) -> Iterator[Reader]:
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as profile:
        context = playwright.chromium.launch_persistent_context(
            profile,
            executable_path=find_chromium(),
            args=[*CHROMIUM_OPTIONS, *options],
            viewport={"width": 1200, "height": 900},
            **settings,
        )
        context.add_init_script(path=SCRIPT)
        try:
            yield Reader(context, main_process(profile))
        finally:
            context.close()


def main_process(profile: str) -> psutil.Process:
    """The browser that has this profile, among what we started."""
    for process in psutil.Process().children(recursive=True):
        with contextlib.suppress(psutil.Error):
            command = process.cmdline()
            if f"--user-data-dir={profile}" in command and not any(
                "--type=" in one for one in command
            ):
                return process
    raise RuntimeError("Chromium is not among the processes that were started.")


def through(wire: Wire, url: str) -> str:
    """The option that leads a browser over this line, while it speaks to the same address as ever."""
    return f"--host-resolver-rules=MAP {urlsplit(url).netloc} 127.0.0.1:{wire.port}"


# ------------------------------------------------------------------------------ what a reader does


class Visit(NamedTuple):
    """Seconds from the way to a lesson until its story was on the screen, and its first control's answer."""

    story: float
    toggle: float
    from_picture: bool


def visit(who: Reader, url: str, then: Callable[[Any], object] = lambda page: None) -> Visit:
    page = who.open(url)
    story, toggle, painted = page.evaluate(
        f"async () => [await bench.story, await bench.first, {PAINTED}]"
    )
    marks = page.evaluate(MARKS)
    then(page)
    page.close()
    return Visit(max(story, painted) / 1000, toggle / 1000, "restored" in marks)


def settled(page: Any) -> None:
    """Wait until all is kept that a first visit leaves: the picture of the memory, the pages for offline.

    Raises `RuntimeError` where it does not come to that: a storage that is slow to answer is done without.
    """
    if not page.evaluate(SETTLED, PATIENCE / 4):
        raise RuntimeError(
            "The first visit left no picture of its memory: the machine is too busy."
        )


def plain_and_pictured(who: Reader, site: Site, first: bool) -> dict[bool, Visit]:
    """A visit with a picture of the memory and one without, in turns: `first` says which comes first."""
    visits = {}
    for pictured in (first, not first):
        page = who.open(site.page("versions.json"))  # A page of the same address that runs nothing.
        page.evaluate(WITHIN, "back" if pictured else "aside")
        page.close()
        found = visit(who, site.page())
        if found.from_picture != pictured:
            raise RuntimeError(f"Started from a picture: {found.from_picture}, not {pictured}.")
        visits[pictured] = found
    return visits


def ready(page: Any, turn: int = 1) -> None:
    page.locator(f"body[data-ready='{turn}']").wait_for()


# ------------------------------------------------------------------------------ the groups


def opening(playwright: Any, site: Site) -> Iterator[Line]:
    """Until the story can be read, and until the first control answers: first visit and later ones."""
    yardsticks, cold = [], []
    warm: dict[bool, list[Visit]] = {True: [], False: []}
    for run in range(RUNS):
        with served_empty() as empty, reader(playwright) as who:
            page = who.open(empty)
            yardsticks.append(page.evaluate("done") / 1000)
            page.close()
            cold.append(visit(who, site.page(), settled))
            # Each comes second and third as often: what was compiled once is kept by the browser.
            for turn in range(2):
                for pictured, found in plain_and_pictured(who, site, (run + turn) % 2 == 0).items():
                    warm[pictured].append(found)
    yardstick = median(yardsticks)
    yield Line("an empty page with a file and WebAssembly, cold", seconds(yardstick))
    story = median(one.story for one in cold)
    name = "an empty page"
    yield Line(
        "story readable, cold", seconds(story), times(story, yardstick, name), "0.3 s", story <= 0.3
    )
    first = median(one.toggle for one in cold)
    yield Line(
        "first toggle, cold", seconds(first), times(first, yardstick, name), "1.5 s", first <= 1.5
    )
    plain, from_picture = (median(one.toggle for one in warm[kind]) for kind in (False, True))
    yield Line(
        "first toggle, warm", seconds(plain), times(plain, first, "cold"), "0.75 s", plain <= 0.75
    )
    yield Line(
        "first toggle, warm, from a picture of the memory",
        seconds(from_picture),
        times(from_picture, plain, "warm"),
        "0.75 x warm",
        from_picture <= 0.75 * plain,
    )


def swapping(playwright: Any, site: Site) -> Iterator[Line]:
    """Going to another lesson, until its first control answers: swapped, beside an ordinary load."""
    swapped = []
    loads: dict[bool, list[float]] = {True: [], False: []}
    with reader(playwright) as who:
        visit(who, site.page(), settled)
        for run in range(RUNS):
            for pictured, found in plain_and_pictured(who, site, run % 2 == 0).items():
                loads[pictured].append(found.toggle)
            page = who.open(site.page(OTHER))
            ready(page)
            swapped.append(page.evaluate("(href) => bench.swapTo(href, 2)", LESSON) / 1000)
            page.close()
    swap, load, pictured_load = median(swapped), median(loads[False]), median(loads[True])
    yield Line("next lesson by an ordinary load, its first control answers", seconds(load))
    yield Line(
        "next lesson by an ordinary load, from a picture of the memory",
        seconds(pictured_load),
        times(pictured_load, load, "an ordinary load"),
    )
    yield Line(
        "next lesson, swapped",
        seconds(swap),
        times(swap, load, "an ordinary load"),
        "0.3 x an ordinary load",
        swap <= 0.3 * load,
    )


def toggling(playwright: Any, site: Site) -> Iterator[Line]:
    """From a click to the ranking on the screen, and what it costs; then with a processor made slow."""
    ids = list(TOGGLED)
    with reader(playwright) as who:
        page = who.open(site.page())
        page.evaluate("bench.first")
        settled(page)
        page.evaluate(
            "([ids, count, pause]) => bench.toggles(ids, count, pause)", [ids, WARM_UP, PAUSE]
        )
        frame = median(page.evaluate(f"bench.frames({FRAMES})")) / 1000
        spin = median(page.evaluate(f"bench.spins({SPINS})")) / 1000
        before = who.processor_time()
        taken = toggles(page, PAUSE)
        spent = (who.processor_time() - before) / TOGGLES
        with slowed(who.renderers, SLOWER):
            slow_spin = median(page.evaluate(f"bench.spins({SPINS})")) / 1000
            slow = toggles(page, SLOW_PAUSE)
    yield Line("a frame", milliseconds(frame))
    yield Line("a spin: twenty million steps of the processor alone", milliseconds(spin))
    typical, late = median(taken), percentile_95(taken)
    yield Line(
        f"toggle to painted, median of {TOGGLES}",
        milliseconds(typical),
        times(typical, frame, "a frame"),
        "two frames",
        typical <= 2 * frame,
    )
    yield Line(
        "toggle to painted, 95th percentile",
        milliseconds(late),
        times(late, frame, "a frame"),
        "50 ms",
        late <= 0.05,
    )
    yield Line(
        "processor time of a toggle, all parts",
        milliseconds(spent),
        times(spent, spin, "a spin"),
        "40 ms",
        spent <= 0.04,
    )
    yield Line("slow processor: a spin", milliseconds(slow_spin), times(slow_spin, spin, "a spin"))
    typical, late = median(slow), percentile_95(slow)
    yield Line(
        "slow processor: toggle to painted, median",
        milliseconds(typical),
        times(typical, slow_spin, "its spin"),
        "100 ms",
        typical <= 0.1,
    )
    yield Line(
        "slow processor: toggle to painted, 95th percentile",
        milliseconds(late),
        times(late, slow_spin, "its spin"),
    )


def toggles(page: Any, pause: int) -> list[float]:
    """Seconds of each toggle."""
    arguments = [list(TOGGLED), TOGGLES, pause]
    taken = page.evaluate("([ids, count, pause]) => bench.toggles(ids, count, pause)", arguments)
    return [one / 1000 for one in taken]


def line(playwright: Any, site: Site) -> Iterator[Line]:
    """What comes over the line in a first visit; and the same over a slow one, once each."""
    port = urlsplit(site.url).port
    assert port is not None
    with (
        Wire(port).open() as wire,
        reader(playwright, through(wire, site.url), service_workers="block") as who,
    ):
        visit(who, site.page())
        first = wire.carried
    whole = sum(size_of(path) for path in site.folder.rglob("*"))
    yield Line(
        "over the line, first visit, gzip",
        megabytes(first),
        times(first, whole, "the folder, not compressed"),
        "5.0 MB",
        first <= 5_000_000,
    )
    with (
        Wire(port, RATE, DELAY).open() as wire,
        reader(playwright, through(wire, site.url)) as who,
    ):
        cold = visit(who, site.page(), settled)
        everything = wire.carried
        warm = plain_and_pictured(who, site, False)
    yield Line(
        "over the line, with all that is kept for offline",
        megabytes(everything),
        times(everything, first, "the first visit"),
    )
    alone = first / RATE
    yield Line("1.6 Mbit/s: the bytes of a first visit alone", seconds(alone))
    name = "its bytes alone"
    yield Line(
        "1.6 Mbit/s: story readable, cold (one run)",
        seconds(cold.story),
        times(cold.story, alone, name),
        "0.8 s",
        cold.story <= 0.8,
    )
    yield Line(
        "1.6 Mbit/s: first toggle, cold (one run)",
        seconds(cold.toggle),
        times(cold.toggle, alone, name),
        "28 s",
        cold.toggle <= 28,
    )
    for pictured, found in warm.items():
        yield Line(
            "1.6 Mbit/s: first toggle, warm"
            + (", from a picture of the memory" if pictured else "")
            + " (one run)",
            seconds(found.toggle),
            times(found.toggle, cold.toggle, "cold"),
            "" if pictured else "1.2 s",
            None if pictured else found.toggle <= 1.2,
        )


def size_of(path: Path) -> int:
    return path.stat().st_size if path.is_file() else 0


def memory(playwright: Any, site: Site) -> Iterator[Line]:
    """What the browser holds with one lesson open, and after all of them, once and twice; one tab alone."""
    with served_empty() as empty, reader(playwright) as who:
        page = who.open(empty, who.tab)
        page.evaluate("done")
        nothing = who.memory(page)
    with reader(playwright) as who:
        page = who.open(site.page(), who.tab)
        page.evaluate("bench.first")
        settled(page)
        first = who.memory(page)
        page = who.open(site.page(), who.tab)
        page.evaluate("bench.first")
        later = who.memory(page)
        rounds = []
        turn = 1
        for _ in range(2):
            for path in sorted(site.folder.glob("[0-9]*.html")):
                turn += 1
                page.evaluate("(href) => bench.goTo(href)", path.name)
                ready(page, turn)
                use(page)
            rounds.append(who.memory(page))
    yield Line("memory of the browser with an empty page", mebibytes(nothing))
    for name, held in (("first visit", first), ("later visit", later)):
        yield Line(
            f"memory of the browser with one lesson, {name}",
            mebibytes(held),
            times(held, nothing, "an empty page"),
            "300 MB",
            held <= 300 * MEBIBYTE,
        )
    # What the browser's own program takes depends on how many of them run at a time; this does not.
    yield Line(
        "memory that one lesson adds to the browser, later visit",
        mebibytes(later - nothing),
        times(later - nothing, nothing, "an empty page"),
    )
    for name, held, before, yardstick in (
        ("once", rounds[0], later, "one lesson"),
        ("twice", rounds[1], rounds[0], "once"),
    ):
        yield Line(
            f"memory after all lessons, {name}",
            mebibytes(held),
            times(held, before, yardstick),
            f"1.15 x {yardstick}",
            held <= 1.15 * before,
        )


def use(page: Any) -> None:
    """What makes most parts of a lesson: every chart is drawn, something is answered."""
    closed = page.locator('.crampkit-on-request button[data-action="chart"][aria-expanded="false"]')
    for left in reversed(range(closed.count())):
        closed.first.click()
        closed.nth(left).wait_for(state="detached")
    if page.locator(".crampkit-chart .crampkit-plot").count():
        page.locator(".js-plotly-plot").first.wait_for()
    choices = page.locator(".crampkit-explorer input[type=radio]:visible")
    if choices.count():
        choices.first.check()


# ------------------------------------------------------------------------------ a class


def room(playwright: Any, site: Site) -> Iterator[Line]:
    """Thirty first visits at once, as bytes, and two real ones beside; a server that has just begun."""
    with reader(playwright) as who:
        page = who.open(site.page())
        asked = set()
        page.on("request", lambda request: asked.add(urlsplit(request.url).path))
        page.reload()
        page.evaluate("bench.first")
    paths = sorted(path for path in asked if path.startswith("/v/") or path == f"/{LESSON}")
    with served(site.folder) as fresh, reader(playwright) as one, reader(playwright) as other:
        address = urlsplit(fresh.url)
        downloads = Downloads(str(address.hostname), address.port or 80, paths)
        with downloads.in_background(READERS):
            pages = [who.open(fresh.page()) for who in (one, other)]
            opened = [page.evaluate("bench.first") / 1000 for page in pages]
        peak = peak_memory(fresh.server)
        crowd, crowd_bodies = downloads.took, downloads.bodies
        with downloads.in_background(1):
            pass
        alone, right = downloads.took, downloads.bodies[0]
    wrong = sum(body != right.get(path) for bodies in crowd_bodies for path, body in bodies.items())
    missing = sum(len(paths) - len(bodies) for bodies in crowd_bodies)
    size = sum(count for count, _ in right.values())
    yield Line(
        f"{READERS} first visits at once of {len(paths)} files, {megabytes(size)} each: errors",
        str(wrong + missing),
        "",
        "0",
        wrong + missing == 0 and len(right) == len(paths),
    )
    yield Line(
        f"{READERS} first visits at once: until the last is done",
        seconds(crowd),
        times(crowd, READERS * alone, f"{READERS} alone, one after another"),
    )
    yield Line(
        "two real pages beside them: first toggle, the slower one",
        seconds(max(opened)),
        times(max(opened), crowd, "until the last is done"),
    )
    yield Line(
        "memory of the server at its most",
        mebibytes(peak),
        times(peak, size, "one visit's bytes"),
        "60 MB",
        peak < 60 * MEBIBYTE,
    )


def peak_memory(process: psutil.Process) -> float:
    """The most bytes that a process ever held; where the system does not say it, what it holds now."""
    status = Path(f"/proc/{process.pid}/status")
    found = re.search(r"VmHWM:\s+(\d+) kB", status.read_text()) if status.exists() else None
    return 1024 * int(found[1]) if found else process.memory_info().rss


Body = tuple[int, str]
"""How long an answer was, and its sum."""


class Downloads:
    """First visits as bytes alone: each reader asks over six connections, as a browser does."""

    def __init__(self, host: str, port: int, paths: Sequence[str]) -> None:
        self._host, self._port, self._paths = host, port, paths
        self.took = 0.0
        self.bodies: list[dict[str, Body]] = []

    @contextlib.contextmanager
    def in_background(self, readers: int) -> Iterator[None]:
        """So many begin at once, from a thread; all are done when the block ends."""
        thread = threading.Thread(target=lambda: asyncio.run(self._all(readers)), daemon=True)
        thread.start()
        try:
            yield
        finally:
            thread.join()

    async def _all(self, readers: int) -> None:
        began = asyncio.get_running_loop().time()
        self.bodies = list(await asyncio.gather(*(self._reader() for _ in range(readers))))
        self.took = asyncio.get_running_loop().time() - began

    async def _reader(self) -> dict[str, Body]:
        left = list(self._paths)
        found: dict[str, Body] = {}
        await asyncio.gather(*(self._connection(left, found) for _ in range(CONNECTIONS)))
        return found

    async def _connection(self, left: list[str], found: dict[str, Body]) -> None:
        """Ask for what is left, one after another; what is broken or refused is not found."""
        with contextlib.suppress(OSError, asyncio.IncompleteReadError, ValueError):
            reader, writer = await asyncio.open_connection(self._host, self._port)
            try:
                while left:
                    path = left.pop()
                    writer.write(request(path, self._host, self._port))
                    size = body_size((await reader.readuntil(b"\r\n\r\n")).decode("latin-1"))
                    body = await reader.readexactly(size)
                    found[path] = size, sum_of(body)
            finally:
                writer.close()


def sum_of(body: bytes) -> str:
    return hashlib.blake2b(body).hexdigest()


def request(path: str, host: str, port: int) -> bytes:
    """
    >>> request("/a", "127.0.0.1", 80)
    b'GET /a HTTP/1.1\\r\\nHost: 127.0.0.1:80\\r\\nAccept-Encoding: gzip\\r\\n\\r\\n'
    """
    head = f"GET {path} HTTP/1.1\r\nHost: {host}:{port}\r\nAccept-Encoding: gzip\r\n\r\n"
    return head.encode("ascii")


def body_size(head: str) -> int:
    """How many bytes follow the head of an answer. Raises `ValueError` where it is none that was wanted.

    >>> body_size("HTTP/1.1 200 OK\\r\\nContent-Length: 12\\r\\n\\r\\n")
    12
    >>> body_size("HTTP/1.1 404 Not Found\\r\\nContent-Length: 12\\r\\n\\r\\n")
    Traceback (most recent call last):
    ValueError: HTTP/1.1 404 Not Found
    """
    size = re.search(r"^Content-Length: (\d+)\r$", head, re.MULTILINE | re.IGNORECASE)
    if " 200 " not in head.splitlines()[0] or not size:
        raise ValueError(head.splitlines()[0])
    return int(size[1])


# ------------------------------------------------------------------------------ all of it


def measured(group: Callable[[Any, Site], Iterator[Line]]) -> Iterator[Line]:
    """The lines of a group, with all that it asks for; none where no Chromium is found."""
    if find_chromium() is None:
        print("No Chromium was found: nothing of the pages is measured.", file=sys.stderr)
        return
    from playwright.sync_api import sync_playwright

    with served(up_to_date(say=tell)) as site, sync_playwright() as playwright:
        yield from group(playwright, site)


def tell(said: str) -> None:
    print(said, file=sys.stderr, flush=True)
