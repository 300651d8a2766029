"""Serve a folder of pages, to this machine or to a room: files that are read, and nothing else.

Tornado, which JupyterLab brings along, and not `http.server`, whose own manual keeps it from open networks:
it reads requests strictly and gives up on slow ones, and a connection that rests costs no thread. Both are
small: while thirty clients fetch 8 MB each at once, 36 MB resident here, 24 MB with threads.

A request never names a file by itself: its path is taken apart, each part must be a plain name, and what is
found must lie in the folder once every link is followed. What shrinks is compressed once, into a folder that
goes with the server. Nobody is written down: no line of this server holds an address.
"""

from __future__ import annotations

import asyncio
import gzip
import html
import ipaddress
import logging
import os
import re
import shutil
import signal
import sys
import tempfile
import threading
import traceback
import webbrowser
from collections.abc import Iterator, Sequence
from concurrent.futures import Future
from contextlib import closing, contextmanager, suppress
from hashlib import blake2b, file_digest
from pathlib import Path
from queue import Empty, SimpleQueue
from typing import IO, Any, NamedTuple
from urllib.parse import quote, unquote

from tornado.httpserver import HTTPServer
from tornado.iostream import IOStream, StreamClosedError
from tornado.netutil import bind_sockets
from tornado.web import Application, HTTPError, RequestHandler

from crampkit.hosts.pages.policy import POLICY

LOCAL = "127.0.0.1"
USUAL_PORT = 8866

IMMUTABLE = "public, max-age=31536000, immutable"
ASKED_AGAIN = "no-cache"

# Written out, since a machine's own list may say anything (Windows keeps it in its registry).
TYPES = {
    ".css": "text/css; charset=utf-8",
    ".html": "text/html; charset=utf-8",
    ".ico": "image/x-icon",
    ".jpg": "image/jpeg",
    ".js": "text/javascript; charset=utf-8",
    ".json": "application/json",
    ".mjs": "text/javascript; charset=utf-8",
    ".pdf": "application/pdf",
    ".png": "image/png",
    ".svg": "image/svg+xml",
    ".txt": "text/plain; charset=utf-8",
    ".wasm": "application/wasm",
    ".webmanifest": "application/manifest+json",
    ".woff2": "font/woff2",
    ".xml": "application/xml",
    ".zip": "application/zip",
}
UNKNOWN_TYPE = "application/octet-stream"
COMPRESSED_ALREADY = {".ico", ".jpg", ".pdf", ".png", ".woff2", ".zip"}
WORTH_COMPRESSING = 1000  # bytes; below it the headers are longer than what is saved

LEVEL = 6  # of gzip; 9 takes three times as long to win one per cent
CHUNK = 64 * 1024
STALLED_AFTER = 30.0  # seconds in which a client took not even one chunk
IDLE_AFTER = 20.0  # seconds for a whole request to come, and between two of them
LONGEST_HEADERS = 16 * 1024
LONGEST_BODY = 1024
STARTS_WITHIN = 60.0
CONNECTIONS = 480  # six for each of eighty browsers; each may hold a socket and a file
OPEN_FILES = 2 * CONNECTIONS + 64

# What may stand in no name: it would lead elsewhere on one system or another.
NOT_IN_NAMES = frozenset('\\:*?"<>|%')

Rules = list[tuple[str, type[RequestHandler], dict[str, Any]]]
"""What answers to a path, as Tornado has it."""

SENTENCES = {
    400: "What was sent is no table of answers.",
    403: "Only a page of this very address can hand in.",
    404: "There is no page at this address.",
    405: "Pages can only be read here.",
    415: "Only a table (text/csv) can be handed in.",
    416: "The file is shorter than the part that was asked for.",
    503: "Many hand in just now. Try once more in a moment.",
    507: "There is no room for more.",
    421: "This is not an address of these pages. Use the one that was shown where they were started.",
}


class NoPagesError(OSError):
    """Why a folder cannot be served, for whoever named it."""


def folder_of_pages(folder: Path) -> Path:
    """The folder, made absolute. Raises `NoPagesError` where it holds no page to begin with."""
    if not folder.exists():
        raise NoPagesError(f"There is no folder {str(folder)!r}.")
    if not folder.is_dir():
        raise NoPagesError(f"{str(folder)!r} is a file. Name the folder with the pages.")
    if not (folder / "index.html").is_file():
        raise NoPagesError(f"{str(folder)!r} holds no pages: there is no index.html in it.")
    return folder.resolve()


# ------------------------------------------------------------------------------ what a request means


def names_in(path: str) -> tuple[str, ...] | None:
    """The plain names of a request's path, or None where it could mean anything else.

    >>> names_in("/v/3f2a/page.js"), names_in("/licences/"), names_in("/%2e%2e/secret")
    (('v', '3f2a', 'page.js'), ('licences', ''), None)
    """
    if not path.startswith("/"):
        return None
    try:
        *folders, last = unquote(path, errors="strict")[1:].split("/")
    except UnicodeDecodeError:
        return None
    names = (*folders, last) if last else (*folders,)
    return (*folders, last) if all(map(_is_plain, names)) else None


def _is_plain(name: str) -> bool:
    return (
        name.isprintable()
        and name != ""
        and name[0] != "."
        and name[-1] not in ". "
        and not NOT_IN_NAMES & set(name)
    )


def file_in(folder: Path, names: Sequence[str]) -> Path | None:
    """The file of these names within a folder that was resolved, or None where there is none."""
    try:
        found = folder.joinpath(*names).resolve(strict=True)
        inside = found.relative_to(folder)
        return found if found.is_file() and all(map(_is_plain, inside.parts)) else None
    except (OSError, ValueError, RuntimeError):  # not there; led out; a link to itself
        return None


def takes_gzip(accepted: str) -> bool:
    """Whether a client that sends this `Accept-Encoding` can be sent gzip.

    >>> takes_gzip("br, gzip;q=0.8"), takes_gzip("gzip;q=0"), takes_gzip("identity")
    (True, False, False)
    """
    for part in accepted.lower().split(","):
        coding, _, weight = part.partition(";")
        if coding.strip() in ("gzip", "x-gzip"):
            return not re.fullmatch(r"\s*q\s*=\s*0(\.0*)?\s*", weight)
    return False


def part_asked_for(header: str, size: int) -> range | None:
    """The bytes that a `Range` header asks for; all of them where it is no single range of bytes.

    None where nothing of the file is in it.

    >>> part_asked_for("bytes=2-5", 10), part_asked_for("bytes=-3", 10), part_asked_for("bytes=10-", 10)
    (range(2, 6), range(7, 10), None)
    >>> part_asked_for("bytes=0-1,4-5", 10), part_asked_for("lines=1-2", 10)
    (range(0, 10), range(0, 10))
    """
    match = re.fullmatch(r"bytes=([0-9]{0,18})-([0-9]{0,18})", header.strip())
    if not match or not (match[1] or match[2]):
        return range(size)
    if not match[1]:
        part = range(max(size - int(match[2]), 0), size)
    elif match[2] and int(match[2]) < int(match[1]):
        return range(size)  # not a range at all; the standard has it passed over
    else:
        part = range(int(match[1]), min(int(match[2]) + 1, size) if match[2] else size)
    return part or None


def is_immutable(path: str) -> bool:
    """Whether a file lies below `v/<hash>/`: another content has another hash.

    >>> is_immutable("/v/3f2a/page.js"), is_immutable("/v/page.js"), is_immutable("/versions.json")
    (True, False, False)
    """
    return re.match(r"/v/[^/]+/.", path) is not None


# ------------------------------------------------------------------------------ what is sent


class Sum(NamedTuple):
    """What one content of a file comes to, and where it lies compressed, if that is worth it."""

    digest: str
    compressed: Path | None


class Sums:
    """The sum of every file that was asked for, made once; anew when the file has changed."""

    def __init__(self, kept: Path) -> None:
        self._kept = kept
        self._made: dict[tuple[Path, int, int, int], asyncio.Task[Sum]] = {}

    async def of(self, file: Path) -> Sum:
        """Thirty clients that ask at once wait for one making."""
        at = file.stat()
        key = (file, at.st_mtime_ns, at.st_size, at.st_ino)
        if key not in self._made:
            self._made[key] = asyncio.create_task(asyncio.to_thread(sum_of, file, self._kept))
        try:
            return await asyncio.shield(self._made[key])
        except OSError:
            self._made.pop(key, None)
            raise


def sum_of(file: Path, kept: Path) -> Sum:
    """The digest of a file and, where it shrinks, its compressed form in `kept`."""
    with file.open("rb") as source:
        digest = file_digest(source, lambda: blake2b(digest_size=12)).hexdigest()
        source.seek(0)
        return Sum(digest, compressed(source, file.suffix.lower(), kept))


def compressed(source: IO[bytes], suffix: str, kept: Path) -> Path | None:
    """A file with the same content in gzip; None where little is won, or the disk is full."""
    size = os.fstat(source.fileno()).st_size
    if suffix in COMPRESSED_ALREADY or size < WORTH_COMPRESSING:
        return None
    with suppress(OSError):
        handle, name = tempfile.mkstemp(dir=kept)
        with (
            os.fdopen(handle, "wb") as out,
            gzip.GzipFile("", "wb", LEVEL, out, mtime=0) as smaller,
        ):
            shutil.copyfileobj(source, smaller)
        if os.path.getsize(name) < 0.95 * size:
            return Path(name)
        os.unlink(name)
    return None


class Served(RequestHandler):
    """What every answer has in common: its headers, whom it is for, and a sentence where it fails."""

    hosts: frozenset[str]

    def set_default_headers(self) -> None:
        self.clear_header("Server")
        self.set_header("Content-Type", TYPES[".html"])
        self.set_header("Content-Security-Policy", POLICY)
        self.set_header("X-Content-Type-Options", "nosniff")
        self.set_header("Referrer-Policy", "no-referrer")
        self.set_header("Cache-Control", "no-store")  # until there is something to keep

    def prepare(self) -> None:
        # A page from elsewhere whose name was turned to this address must not read these.
        if self.request.headers.get("Host", "").lower() not in self.hosts:
            raise HTTPError(421)

    def finish(self, chunk: str | bytes | dict[str, Any] | None = None) -> asyncio.Future[None]:
        stream = self.request.connection.stream  # type: ignore[union-attr] # HTTP/1 has one
        sent = super().finish(chunk)
        if not sent.done():  # The last bytes, too, are waited for only so long.
            too_late = asyncio.get_running_loop().call_later(STALLED_AFTER, stream.close)
            sent.add_done_callback(lambda _: too_late.cancel())
        return sent

    def hang_up(self) -> None:
        self.request.connection.stream.close()  # type: ignore[union-attr] # HTTP/1 has one

    def write_error(self, status_code: int, **kwargs: Any) -> None:
        if status_code == 405:
            self.set_header("Allow", ", ".join(self.SUPPORTED_METHODS))
        self.finish(error_page(status_code))

    def log_exception(self, *error: Any) -> None:
        """A fault of ours is told, without who met it; what a client did wrong is told to the client."""
        if not isinstance(error[1], HTTPError):
            traceback.print_exception(*error)


class _Page(Served):
    """One answer: a file of the folders, or a sentence why there is none."""

    SUPPORTED_METHODS = ("GET", "HEAD")

    def initialize(self, folders: Sequence[Path], hosts: frozenset[str], sums: Sums) -> None:
        self.folders, self.hosts, self.sums = folders, hosts, sums

    async def get(self) -> None:
        names = names_in(self.request.path)
        if names is None:
            raise HTTPError(404)
        wanted = names if names[-1] else (*names[:-1], "index.html")
        found = (file_in(folder, wanted) for folder in self.folders)
        file = next((one for one in found if one), None)
        if file:
            try:
                await self.send(file)
            except (FileNotFoundError, PermissionError):
                raise HTTPError(404) from None
        elif names[-1] and any(file_in(folder, (*names, "index.html")) for folder in self.folders):
            self.redirect(f"/{quote('/'.join(names))}/", permanent=True)
        else:
            raise HTTPError(404)

    head = get

    async def send(self, file: Path) -> None:
        asked = self.request.headers
        known = await self.sums.of(file)
        smaller = known.compressed if takes_gzip(asked.get("Accept-Encoding", "")) else None
        if "Range" in asked or (smaller and not smaller.exists()):  # Passing files get tidied up.
            smaller = None
        with (smaller or file).open("rb") as source:
            self.set_header("Content-Type", TYPES.get(file.suffix.lower(), UNKNOWN_TYPE))
            immutable = is_immutable(unquote(self.request.path))
            self.set_header("Cache-Control", IMMUTABLE if immutable else ASKED_AGAIN)
            self.set_header("Etag", f'"{known.digest}{"-gz" if smaller else ""}"')
            self.set_header("Accept-Ranges", "bytes")
            if known.compressed:
                self.set_header("Vary", "Accept-Encoding")
            if self.check_etag_header():
                self.set_status(304)
                return
            if smaller:
                self.set_header("Content-Encoding", "gzip")
            size = os.fstat(source.fileno()).st_size
            part = self.part(size)
            self.set_header("Content-Length", len(part))
            if self.request.method == "GET":
                source.seek(part.start)
                await self.pour(source, len(part))

    def part(self, size: int) -> range:
        """What of the file is sent. A client whose beginning is of another content gets the whole."""
        asked = self.request.headers
        fits = asked.get("If-Range", self._headers["Etag"]) == self._headers["Etag"]
        if "Range" not in asked or not fits:
            return range(size)
        part = part_asked_for(asked["Range"], size)
        if part is None:
            self.told_size = size
            raise HTTPError(416)
        if len(part) < size:
            self.set_status(206)
            self.set_header("Content-Range", f"bytes {part.start}-{part.stop - 1}/{size}")
        return part

    async def pour(self, source: IO[bytes], left: int) -> None:
        """Send so many bytes, no faster than they are taken; hang up where they are not."""
        try:
            while left and (chunk := source.read(min(CHUNK, left))):
                left -= len(chunk)
                self.write(chunk)
                await asyncio.wait_for(self.flush(), STALLED_AFTER)
            if left:  # The file was cut meanwhile; only a broken answer tells the client.
                self.hang_up()
        except (StreamClosedError, TimeoutError):
            self.hang_up()

    def write_error(self, status_code: int, **kwargs: Any) -> None:
        if status_code == 416:
            self.set_header("Content-Range", f"bytes */{self.told_size}")
        super().write_error(status_code, **kwargs)


def error_page(status: int) -> str:
    """A page that says in a sentence why there is no other."""
    sentence = html.escape(SENTENCES.get(status, "This page cannot be shown."))
    return (
        '<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width">\n'
        '<meta name="color-scheme" content="light dark">\n'
        f"<title>{sentence}</title>\n</head>\n<body>\n<h1>{sentence}</h1>\n"
        '<p><a href="/">To the start page</a></p>\n</body>\n</html>\n'
    )


class _Server(HTTPServer):
    """Tornado's, which would take connections until no file can be opened any more."""

    def handle_stream(self, stream: IOStream, address: tuple[Any, ...]) -> None:
        if len(self._connections) >= CONNECTIONS:
            stream.close()
        else:
            super().handle_stream(stream, address)


# ------------------------------------------------------------------------------ the server


class PageServer:
    """Folders of pages at one address of this machine; what the first does not hold, the next may.

    It is bound when it is made, so its `url` is known, and answers once it runs.
    """

    def __init__(self, *folders: Path, address: str = LOCAL, port: int = 0) -> None:
        self.folders = tuple(folder.resolve() for folder in folders)
        self.also: Rules = []
        """What it does beside sending files; to be set before it runs."""
        self._sockets = bind_sockets(port, address)
        self.address = address
        self.port: int = self._sockets[0].getsockname()[1]

    @property
    def url(self) -> str:
        """Its address, as a browser wants it, without a path."""
        return f"http://{written(self.address)}:{self.port}"

    @property
    def hosts(self) -> frozenset[str]:
        """The `Host` headers that mean this server."""
        loopback = ipaddress.ip_address(self.address).is_loopback
        names = {written(self.address)} | ({"localhost"} if loopback else set())
        whole = {f"{name}:{self.port}" for name in names}
        return frozenset(whole | names if self.port == 80 else whole)

    def close(self) -> None:
        for bound in self._sockets:
            bound.close()

    async def serve(self, ended: asyncio.Event) -> None:
        """Answer until told that it has ended."""
        with tempfile.TemporaryDirectory(prefix="crampkit-pages-") as kept:
            settings = {"folders": self.folders, "hosts": self.hosts, "sums": Sums(Path(kept))}
            rules = [*self.also, (r".*", _Page, settings)]
            application = Application(rules, log_function=lambda _: None)
            server = _Server(
                application,
                idle_connection_timeout=IDLE_AFTER,
                body_timeout=IDLE_AFTER,
                max_header_size=LONGEST_HEADERS,
                max_body_size=LONGEST_BODY,
                max_buffer_size=LONGEST_HEADERS + 4 * CHUNK,
            )
            server.add_sockets(self._sockets)
            try:
                await ended.wait()
            finally:
                server.stop()
                await server.close_all_connections()

    @contextmanager
    def in_background(self) -> Iterator[PageServer]:
        """Answer from a thread while the block runs."""
        started: Future[tuple[asyncio.AbstractEventLoop, asyncio.Event]] = Future()

        async def until_told() -> None:
            ended = asyncio.Event()
            started.set_result((asyncio.get_running_loop(), ended))
            await self.serve(ended)

        thread = threading.Thread(target=lambda: asyncio.run(until_told()), daemon=True)
        with closing(self):
            thread.start()
            loop, ended = started.result(timeout=STARTS_WITHIN)
            try:
                yield self
            finally:
                loop.call_soon_threadsafe(ended.set)
                thread.join()


def written(address: str) -> str:
    """An address as it stands in a URL.

    >>> written("192.168.0.7"), written("fd00::7")
    ('192.168.0.7', '[fd00::7]')
    """
    return f"[{address}]" if ":" in address else address


def allow_many_open_files() -> None:
    """A class needs more open sockets than macOS gives a program unasked."""
    if sys.platform == "win32":
        return
    import resource

    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    if soft != resource.RLIM_INFINITY and soft < OPEN_FILES:
        with suppress(ValueError, OSError):
            resource.setrlimit(resource.RLIMIT_NOFILE, (min(OPEN_FILES, hard), hard))


def bound(*folders: Path, address: str, port: int | None, usual: int) -> PageServer:
    """A server at the port that is wanted, or where it is in use at any other, which is said."""
    wanted = usual if port is None else port
    try:
        return PageServer(*folders, address=address, port=wanted)
    except OSError:
        server = PageServer(*folders, address=address, port=0)
    if port is not None:
        print(f"Port {port} is in use or not allowed here, so this is port {server.port}.")
    return server


@contextmanager
def end_asked_for() -> Iterator[SimpleQueue[int]]:
    """Where a signal arrives when Ctrl-C is pressed, or whoever started this process ends it.

    A queue, and no exception: that would strike wherever the program happens to be.
    """
    asked: SimpleQueue[int] = SimpleQueue()
    before = {
        number: signal.signal(number, lambda number, _: asked.put(number))
        for number in (signal.SIGINT, signal.SIGTERM)
    }
    try:
        yield asked
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def serve_until_interrupted(server: PageServer, told: str, show: str | None = None) -> int:
    """Say where the pages are, show one of them, and answer until Ctrl-C; returns the exit code."""
    allow_many_open_files()
    # It would name the addresses of clients that speak no HTTP.
    logging.getLogger("tornado.general").setLevel(logging.CRITICAL)
    with end_asked_for() as asked, server.in_background():
        print(told, flush=True)
        if show:
            # A browser that runs in the terminal must not keep the server waiting.
            threading.Thread(target=webbrowser.open, args=(show,), daemon=True).start()
        while True:
            with suppress(Empty):
                asked.get(timeout=1)  # seconds: Windows tells of Ctrl-C only between two waits
                break
        print("\nEnding the lessons.", flush=True)
    return 0


def serve_pages(
    folder: Path, port: int | None = None, browser: bool = True, first: str = "/"
) -> int:
    """Serve the lessons to this machine alone, until Ctrl-C; returns the exit code.

    `first` is the path of the page to begin with.
    """
    try:
        server = bound(folder_of_pages(folder), address=LOCAL, port=port, usual=USUAL_PORT)
    except OSError as error:
        print(error.strerror or error, file=sys.stderr)
        return 1
    url = f"{server.url}/{first.removeprefix('/')}"
    told = f"The lessons are open at\n\n    {url}\n\nTo end them, press Ctrl-C here."
    return serve_until_interrupted(server, told, url if browser else None)
