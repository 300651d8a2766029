"""The server of pages: what it sends, and what it can be talked into by nobody."""

from __future__ import annotations

import contextlib
import gzip
import http.client
import os
import random
import re
import signal
import socket
import struct
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import psutil
import pytest

from crampkit.hosts.pages import serve
from crampkit.hosts.pages.serve import PageServer

PAGE = "<!doctype html>\n<title>Crämps</title>\n" + "<p>Toggle and see.</p>\n" * 100
SCRIPT = "export const one = 1;\n" * 100
VERSION = "v/3f2a9c"
SECRET = "the key of the house"
FILES = {
    "index.html": PAGE,
    "über.html": PAGE,
    "empty.html": "",
    "small.txt": "few words",
    "versions.json": '{"versions": []}' + " " * 2000,
    "sw.js": SCRIPT,
    "pictures/run.svg": "<svg xmlns='http://www.w3.org/2000/svg'></svg>" + " " * 2000,
    "pictures/explorer.png": b"\x89PNG" + bytes(2000),
    "licences/index.html": PAGE,
    "no-index/one.html": PAGE,
    ".hidden": SECRET,
    ".git/config.txt": SECRET,
    "v/index.js": SCRIPT,
    f"{VERSION}/page.js": SCRIPT,
    f"{VERSION}/module.mjs": SCRIPT,
    f"{VERSION}/page.css": "p { color: red }\n" * 100,
    f"{VERSION}/font.woff2": b"wOF2" + bytes(2000),
    f"{VERSION}/stdlib.zip": b"PK" + bytes(2000),
    f"{VERSION}/pyodide/pyodide.asm.wasm": b"\0asm" + bytes(20_000),
    f"{VERSION}/feed.xml": "<a>b</a>" * 500,
    f"{VERSION}/paper.pdf": b"%PDF-1.7" + bytes(2000),
    f"{VERSION}/strange.what": b"\1\2" * 2000,
}
TYPES = {
    "/": "text/html; charset=utf-8",
    "/sw.js": "text/javascript; charset=utf-8",
    "/versions.json": "application/json",
    "/small.txt": "text/plain; charset=utf-8",
    "/pictures/run.svg": "image/svg+xml",
    "/pictures/explorer.png": "image/png",
    f"/{VERSION}/module.mjs": "text/javascript; charset=utf-8",
    f"/{VERSION}/page.css": "text/css; charset=utf-8",
    f"/{VERSION}/font.woff2": "font/woff2",
    f"/{VERSION}/stdlib.zip": "application/zip",
    f"/{VERSION}/pyodide/pyodide.asm.wasm": "application/wasm",
    f"/{VERSION}/feed.xml": "application/xml",
    f"/{VERSION}/paper.pdf": "application/pdf",
    f"/{VERSION}/strange.what": "application/octet-stream",
}
ALL = sorted({*TYPES, f"/{VERSION}/page.js", "/licences/", "/empty.html"})


def write(folder: Path, files: dict[str, str | bytes]) -> Path:
    for name, content in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return folder


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    outside = tmp_path_factory.mktemp("outside")
    write(outside, {"secret.html": SECRET, "house/secret.html": SECRET})
    made = write(outside / "site", FILES)
    if os.name != "nt":
        (made / "away.html").symlink_to(outside / "secret.html")
        (made / "house").symlink_to(outside / "house")
        (made / "unhidden.txt").symlink_to(made / ".hidden")
        (made / "round.html").symlink_to(made / "round.html")
        (made / "also.html").symlink_to(made / "index.html")
        os.mkfifo(made / "pipe.html")
    return made


@pytest.fixture(scope="module")
def server(folder):
    with PageServer(folder).in_background() as running:
        yield running


class PageServerAt(NamedTuple):
    """Where a server of another process is."""

    address: str
    port: int


class Answer:
    """One answer: its status, headers and body, as they came over the line."""

    def __init__(self, raw: http.client.HTTPResponse) -> None:
        self.status, self.headers, self.body = raw.status, raw.headers, raw.read()


def ask(server, path, method="GET", **headers):
    """One request; a header's name is written with _ for -."""
    connection = http.client.HTTPConnection(server.address, server.port, timeout=20)
    try:
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        connection.request(method, path, headers=named)
        return Answer(connection.getresponse())
    finally:
        connection.close()


def say(server, request: bytes) -> bytes:
    """All that comes back for these very bytes, until the server hangs up."""
    parts = []
    with (
        socket.create_connection((server.address, server.port), timeout=20) as line,
        contextlib.suppress(ConnectionError),  # hung up on before all was said
    ):
        line.sendall(request)
        while part := line.recv(65536):
            parts.append(part)
    return b"".join(parts)


def get(server, target: str, host: str | None = None, more: str = "") -> bytes:
    host = host if host is not None else f"{server.address}:{server.port}"
    request = f"GET {target} HTTP/1.1\r\nHost: {host}\r\n{more}Connection: close\r\n\r\n"
    return say(server, request.encode("latin-1"))


def status_of(answer: bytes) -> int:
    return int(answer.split(b" ", 2)[1])


# ------------------------------------------------------------------------------ what is sent


@pytest.mark.parametrize(("path", "content_type"), TYPES.items())
def test_each_kind_of_file_has_its_type(server, path, content_type):
    assert ask(server, path).headers["Content-Type"] == content_type


def test_no_type_comes_from_the_list_of_the_machine(folder, tmp_path):
    code = f"""if True:
        import mimetypes
        mimetypes.add_type("text/plain", ".js"); mimetypes.add_type("text/plain", ".wasm")
        import http.client
        from pathlib import Path
        from crampkit.hosts.pages.serve import PageServer
        with PageServer(Path({str(folder)!r})).in_background() as server:
            line = http.client.HTTPConnection("127.0.0.1", server.port)
            for path in ("/sw.js", "/{VERSION}/pyodide/pyodide.asm.wasm"):
                line.request("GET", path); answer = line.getresponse(); answer.read()
                print(answer.headers["Content-Type"])
    """
    ended = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert ended.stdout.split("\n")[:2] == ["text/javascript; charset=utf-8", "application/wasm"]


@pytest.mark.parametrize("path", ALL)
def test_the_bytes_are_those_of_the_file_plain_and_compressed(server, folder, path):
    written = FILES[path[1:] + ("index.html" if path.endswith("/") else "")]
    wanted = written if isinstance(written, bytes) else written.encode()
    assert ask(server, path).body == wanted
    answer = ask(server, path, Accept_Encoding="gzip, deflate, br")
    zipped = answer.headers["Content-Encoding"] == "gzip"
    assert (gzip.decompress(answer.body) if zipped else answer.body) == wanted
    assert int(answer.headers["Content-Length"]) == len(answer.body)


@pytest.mark.parametrize("path", [*ALL, "/nothing.html", f"/{VERSION}/nothing.js"])
def test_every_answer_carries_the_policy_and_neither_isolates_nor_forbids_framing(server, path):
    headers = ask(server, path).headers
    assert headers["Content-Security-Policy"] == serve.POLICY
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "no-referrer"
    for absent in (
        *("Cross-Origin-Opener-Policy", "Cross-Origin-Embedder-Policy", "X-Frame-Options"),
        *("Server", "Set-Cookie"),
    ):
        assert absent not in headers


def test_the_policy_names_no_host_and_lets_no_word_run():
    assert "://" not in serve.POLICY
    assert "script-src 'self' 'wasm-unsafe-eval';" in serve.POLICY
    for absent in ("'unsafe-eval'", "script-src 'self' 'unsafe-inline'", "frame-ancestors", "*"):
        assert absent not in serve.POLICY


@pytest.mark.parametrize("path", ALL)
def test_only_what_lies_below_a_version_is_kept_for_good(server, path):
    kept = ask(server, path).headers["Cache-Control"]
    below = path.startswith(f"/{VERSION}/")
    assert kept == ("public, max-age=31536000, immutable" if below else "no-cache")


def test_a_file_in_the_folder_of_versions_itself_is_asked_for_again(server):
    assert ask(server, "/v/index.js").headers["Cache-Control"] == "no-cache"


@pytest.mark.parametrize("path", ["/nothing.html", f"/{VERSION}/nothing.js"])
def test_what_is_not_there_is_not_remembered_as_missing(server, path):
    answer = ask(server, path)
    assert answer.status == 404
    assert answer.headers["Cache-Control"] == "no-store"
    assert answer.headers["Content-Type"] == "text/html; charset=utf-8"
    assert "There is no page at this address." in answer.body.decode()
    assert '<a href="/">' in answer.body.decode()
    assert "nothing" not in answer.body.decode()


@pytest.mark.parametrize("coding", ["", "gzip"])
@pytest.mark.parametrize("method", ["GET", "HEAD"])
def test_an_unchanged_page_is_not_sent_again(server, coding, method):
    first = ask(server, "/", Accept_Encoding=coding)
    known = first.headers["ETag"]
    again = ask(server, "/", method, Accept_Encoding=coding, If_None_Match=f'"old", W/{known}')
    assert (again.status, again.body) == (304, b"")
    assert again.headers["ETag"] == known
    assert again.headers["Cache-Control"] == "no-cache"
    assert ask(server, "/", Accept_Encoding=coding, If_None_Match='"old"').status == 200


def test_a_compressed_page_is_not_taken_for_the_plain_one(server):
    plain, zipped = (ask(server, "/", Accept_Encoding=coding) for coding in ("", "gzip"))
    assert plain.headers["ETag"] != zipped.headers["ETag"]
    assert plain.headers["Vary"] == zipped.headers["Vary"] == "Accept-Encoding"
    assert ask(server, "/", If_None_Match=zipped.headers["ETag"]).status == 200


def test_a_page_that_was_made_anew_is_sent_anew(tmp_path):
    site = write(tmp_path, {"index.html": "old " * 500, "sw.js": "old " * 500})
    with PageServer(site).in_background() as server:
        known = ask(server, "/", Accept_Encoding="gzip").headers["ETag"]
        write(site, {"new": "new " * 500})
        (site / "new").replace(site / "index.html")
        answer = ask(server, "/", Accept_Encoding="gzip", If_None_Match=known)
        assert answer.status == 200
        assert gzip.decompress(answer.body) == b"new " * 500
        (site / "sw.js").unlink()
        assert ask(server, "/sw.js").status == 404


def test_the_same_content_has_the_same_tag_after_another_making(tmp_path):
    site = write(tmp_path, {"index.html": PAGE})
    with PageServer(site).in_background() as server:
        known = ask(server, "/").headers["ETag"]
        os.utime(site / "index.html", (1, 1))
        assert ask(server, "/", If_None_Match=known).status == 304


@pytest.mark.parametrize(
    ("path", "coding", "compressed"),
    [
        ("/", "gzip", True),
        ("/", "br;q=1, GZIP;q=0.5", True),
        ("/", "gzip;q=0", False),
        ("/", "br", False),
        ("/small.txt", "gzip", False),
        (f"/{VERSION}/pyodide/pyodide.asm.wasm", "gzip", True),
        (f"/{VERSION}/stdlib.zip", "gzip", False),
        (f"/{VERSION}/font.woff2", "gzip", False),
        ("/pictures/explorer.png", "gzip", False),
    ],
)
def test_what_shrinks_is_compressed_for_those_who_take_it(server, path, coding, compressed):
    answer = ask(server, path, Accept_Encoding=coding)
    assert answer.headers["Content-Encoding"] == ("gzip" if compressed else None)


def test_a_file_is_compressed_once_for_all_who_ask(server, folder, tmp_path, monkeypatch):
    monkeypatch.setattr(serve.tempfile, "tempdir", str(tmp_path))
    with PageServer(folder).in_background() as counted:
        for _ in range(5):
            ask(counted, "/", Accept_Encoding="gzip")
            ask(counted, "/", Accept_Encoding="gzip", Range="bytes=0-1")
        (kept,) = tmp_path.iterdir()
        assert len(list(kept.iterdir())) == 1
    assert list(tmp_path.iterdir()) == []  # and nothing stays behind


@pytest.mark.parametrize("path", ALL)
@pytest.mark.parametrize("coding", ["", "gzip"])
def test_head_says_what_get_would_and_sends_nothing(server, path, coding):
    whole, head = (ask(server, path, method, Accept_Encoding=coding) for method in ("GET", "HEAD"))
    assert (head.status, head.body) == (200, b"")
    assert {**whole.headers, "Date": ""} == {**head.headers, "Date": ""}


def test_head_of_what_is_not_there_sends_nothing(server):
    assert (ask(server, "/nothing", "HEAD").status, ask(server, "/nothing", "HEAD").body) == (
        404,
        b"",
    )


@pytest.mark.parametrize(
    ("asked", "sent"),
    [
        ("bytes=0-3", slice(0, 4)),
        ("bytes=100-", slice(100, None)),
        ("bytes=-7", slice(-7, None)),
        ("bytes=5-999999999", slice(5, None)),
    ],
)
def test_a_part_is_sent_uncompressed_with_its_place(server, asked, sent):
    whole = PAGE.encode()
    answer = ask(server, "/", Range=asked, Accept_Encoding="gzip")
    assert (answer.status, answer.body) == (206, whole[sent])
    first, last, _ = sent.indices(len(whole))
    assert answer.headers["Content-Range"] == f"bytes {first}-{last - 1}/{len(whole)}"
    assert answer.headers["Content-Encoding"] is None


@pytest.mark.parametrize(
    "asked",
    [
        *("bytes=0-1,5-6", "bytes=5-2", "lines=1-2", "bytes=-", "bytes=a-b", "bytes=0-"),
        *("bytes=" + "9" * 30 + "-", "bytes=٣-٤".encode().decode("latin-1"), ""),
    ],
)
def test_what_is_no_single_part_is_answered_with_the_whole(server, asked):
    answer = ask(server, "/", Range=asked)
    assert (answer.status, answer.body) == (200, PAGE.encode())


@pytest.mark.parametrize(
    ("path", "asked"), [("/", "bytes=99999-"), ("/", "bytes=-0"), ("/empty.html", "bytes=0-")]
)
def test_a_part_beyond_the_end_is_told_with_the_length(server, path, asked):
    answer = ask(server, path, Range=asked)
    assert answer.status == 416
    assert re.fullmatch(r"bytes \*/\d+", answer.headers["Content-Range"])


def test_a_part_of_another_content_is_never_joined_to_this_one(server):
    known = ask(server, "/").headers["ETag"]
    assert ask(server, "/", Range="bytes=4-", If_Range=known).status == 206
    for other in ('"old"', ask(server, "/", Accept_Encoding="gzip").headers["ETag"], "a date"):
        assert ask(server, "/", Range="bytes=4-", If_Range=other).body == PAGE.encode()


def test_a_folder_shows_its_index_and_is_never_listed(server):
    assert ask(server, "/licences/").body == PAGE.encode()
    for path in ("/v/", f"/{VERSION}/", "/no-index/", "/no-index", "/v", "/pictures"):
        answer = ask(server, path)
        assert answer.status == 404
        assert b"one.html" not in answer.body


def test_a_folder_without_its_slash_leads_to_the_one_with_it(server):
    answer = ask(server, "/licences?from=there")
    assert (answer.status, answer.headers["Location"]) == (301, "/licences/")


def test_a_name_of_another_alphabet_is_found(server):
    assert ask(server, "/%C3%BCber.html").body == PAGE.encode()


def test_a_query_changes_nothing(server):
    assert ask(server, "/small.txt?x=../../secret.html").body == b"few words"


def test_the_second_folder_answers_for_what_the_first_has_not(folder, tmp_path):
    with PageServer(write(tmp_path, {"address.html": "here"}), folder).in_background() as server:
        assert ask(server, "/address.html").body == b"here"
        assert ask(server, "/").body == PAGE.encode()
        assert ask(server, "/licences").headers["Location"] == "/licences/"


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "PATCH", "OPTIONS", "TRACE", "BREW"])
def test_nothing_can_be_done_but_read(server, method):
    answer = ask(server, "/", method)
    assert answer.status == 405
    assert answer.headers["Allow"] == "GET, HEAD"
    assert b"Pages can only be read here." in answer.body


# ------------------------------------------------------------------------------ attacks

LEADING_OUT = [
    *("/../secret.html", "/licences/../../secret.html", "/./index.html", "/licences/./index.html"),
    *("/%2e%2e/secret.html", "/%2E%2E%2Fsecret.html", "/..%2fsecret.html", "/.%2e/secret.html"),
    *("/%252e%252e/secret.html", "/..%255csecret.html", "/..\\secret.html", "/..%5csecret.html"),
    *("/%c0%ae%c0%ae/secret.html", "/%e0%80%ae./secret.html", "/\u002e\u002e;/secret.html"),
    *("//secret.html", "//../secret.html", "/licences//index.html", "///etc/passwd"),
    *("//etc/passwd", "/%2fetc/passwd", "/etc/passwd", "/C:/secret.html", "/c%3a%5csecret.html"),
    *("/index.html%00.js", "/%00", "/index.html%0a", "/index.html%0d%0aX-Other:%20yes", "/a%7f"),
    *("/index.html.", "/index.html%20", "/index.html::$DATA", "/small.txt/", "/index.html/x"),
    *("/.hidden", "/%2ehidden", "/.git/config.txt", "/licences/../.hidden", "/file:///etc/passwd"),
    *("/~root", "/%", "/%zz", "/%u002e%u002e/secret.html", "/" + "a" * 300, "/" + "a/" * 3000),
    *(
        "/con",
        "/nul",
        "/aux.html",
        "/index.html%ff",
        "/..%00/secret.html",
        "/*",
        "/?/../.hidden/..",
    ),
    *("/away.html", "/house/secret.html", "/house/", "/unhidden.txt", "/round.html", "/pipe.html"),
]


@pytest.mark.parametrize("target", LEADING_OUT)
def test_no_path_leads_out_or_to_what_is_hidden(server, target):
    answer = get(server, target)
    if target == "/?/../.hidden/..":  # all of it behind the question mark
        assert status_of(answer) == 200
    else:
        assert status_of(answer) in (400, 404)
    assert SECRET.encode() not in answer
    assert b"root:" not in answer
    assert b"X-Other" not in answer.split(b"\r\n\r\n")[0]


@pytest.mark.skipif(os.name == "nt", reason="a link needs rights there")
def test_a_link_within_the_folder_is_followed(server):
    assert ask(server, "/also.html").body == PAGE.encode()


@pytest.mark.parametrize(
    "target", ["index.html", "..", "*", "http://elsewhere.example/", "elsewhere.example:80", "@x"]
)
def test_what_is_no_path_is_no_page(server, target):
    answer = get(server, target)
    assert status_of(answer) in (400, 404, 421)
    assert PAGE.encode() not in answer


@pytest.mark.parametrize(
    "target", ["//elsewhere.example", "//elsewhere.example/..", "/\\elsewhere"]
)
def test_nobody_is_led_to_another_host(server, target):
    assert b"location:" not in get(server, target).lower()


OTHER_HOSTS = [
    *("elsewhere.example", "elsewhere.example:{port}", "127.0.0.1", "localhost", "127.0.0.1:1"),
    *("127.0.0.1:{port}.elsewhere.example", "127.0.0.1.:{port}", "127.1:{port}", "0.0.0.0:{port}"),
    *("x@127.0.0.1:{port}", "127.0.0.1:{port}:{port}", "[::1]:{port}", "2130706433:{port}"),
    *("", "127.0.0.1:{port}, elsewhere.example", "127.0.0.1:{port}/", "127.0.0.1:+{port}"),
]


@pytest.mark.parametrize("host", OTHER_HOSTS)
def test_a_name_that_it_was_not_started_for_is_refused_with_a_sentence(server, host):
    answer = get(server, "/", host.format(port=server.port))
    assert status_of(answer) in (400, 421)
    assert PAGE.encode() not in answer
    if status_of(answer) == 421:
        assert b"This is not an address of these pages." in answer
        assert b"elsewhere" not in answer


@pytest.mark.parametrize("host", ["127.0.0.1:{port}", "localhost:{port}", "LOCALHOST:{port}"])
def test_its_own_names_are_answered(server, host):
    assert status_of(get(server, "/", host.format(port=server.port))) == 200


@pytest.mark.parametrize(
    "request_bytes",
    [
        b"GET / HTTP/1.1\r\nConnection: close\r\n\r\n",
        b"GET / HTTP/1.0\r\n\r\n",
        b"GET / HTTP/1.1\r\nHost: elsewhere.example\r\nHost: 127.0.0.1:%d\r\nConnection: close\r\n\r\n",
        b"GET / HTTP/1.1\r\nHost: elsewhere.example\r\nX-Forwarded-Host: 127.0.0.1:%d\r\n"
        b"Connection: close\r\n\r\n",
    ],
)
def test_a_request_without_its_one_right_name_is_refused(server, request_bytes):
    answer = say(server, request_bytes.replace(b"%d", str(server.port).encode()))
    assert status_of(answer) in (400, 421)
    assert PAGE.encode() not in answer


@pytest.mark.parametrize(
    "noise",
    [
        b"\r\n\r\n\r\n\r\n",
        b"GET\r\n\r\n",
        b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03" + bytes(range(256)) + b"\r\n\r\n",
        b"GET / HTTP/9.9\r\n\r\n",
        b"GET / HTTP/1.1\r\n" + b"X: " + b"a" * 100_000 + b"\r\n\r\n",
        b"GET /" + b"a" * 100_000 + b" HTTP/1.1\r\n\r\n",
        b"GET / HTTP/1.1\r\nno colon here\r\n\r\n",
        b"POST / HTTP/1.1\r\nHost: %s\r\nContent-Length: 999999999999\r\n\r\n",
        b"POST / HTTP/1.1\r\nHost: %s\r\nContent-Length: -1\r\n\r\n",
        b"POST / HTTP/1.1\r\nHost: %s\r\nTransfer-Encoding: chunked\r\n\r\nfffffff\r\n",
        b"POST / HTTP/1.1\r\nHost: %s\r\nTransfer-Encoding: chunked\r\nContent-Length: 5\r\n\r\n0\r\n\r\n",
        b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
    ],
    ids=lambda noise: noise[:24].decode("latin-1"),
)
def test_noise_is_answered_briefly_and_told_to_nobody(server, noise, capfd):
    host = f"{server.address}:{server.port}".encode()
    answer = say(server, noise.replace(b"%s", host))
    assert PAGE.encode() not in answer
    assert answer == b"" or status_of(answer) in (400, 405, 413, 431)
    assert ask(server, "/").status == 200
    assert capfd.readouterr() == ("", "")


def test_a_second_request_cannot_hide_in_the_body_of_the_first(server):
    host = f"{server.address}:{server.port}"
    inner = f"GET /small.txt HTTP/1.1\r\nHost: {host}\r\n\r\n"
    answer = say(
        server,
        (
            f"GET / HTTP/1.1\r\nHost: {host}\r\nContent-Length: {len(inner)}\r\n"
            f"Connection: close\r\n\r\n{inner}"
        ).encode(),
    )
    assert answer.count(b"HTTP/1.1 200") == 1
    assert b"few words" not in answer


# ------------------------------------------------------------------------------ bad lines


@pytest.fixture
def large(tmp_path):
    """More than any buffer on the way holds."""
    site = write(tmp_path / "large", {"index.html": PAGE})
    with (site / "large.zip").open("wb") as file:
        file.truncate(64 * 1024 * 1024)
    return site


def begin_download(server, received=4096):
    """A client that has read the first bytes of a long download, and then reads no more."""
    line = socket.socket()
    line.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 8192)
    line.settimeout(20)
    line.connect((server.address, server.port))
    line.sendall(f"GET /large.zip HTTP/1.1\r\nHost: 127.0.0.1:{server.port}\r\n\r\n".encode())
    assert line.recv(received).startswith(b"HTTP/1.1 200")
    return line


def wait_until(holds) -> None:
    until = time.monotonic() + 20
    while not holds():
        assert time.monotonic() < until


def is_open(file: Path) -> bool:
    return any(Path(opened.path) == file for opened in psutil.Process().open_files())


def test_a_client_that_goes_away_in_the_middle_is_no_news(large, capfd):
    with PageServer(large).in_background() as server:
        line = begin_download(server)
        assert is_open(large / "large.zip")
        line.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))  # a reset
        line.close()
        wait_until(lambda: not is_open(large / "large.zip"))
        assert ask(server, "/").status == 200
    assert capfd.readouterr() == ("", "")


def test_a_client_that_takes_nothing_more_is_let_go(large, capfd, monkeypatch):
    monkeypatch.setattr(serve, "STALLED_AFTER", 0.1)
    with PageServer(large).in_background() as server:
        line = begin_download(server)
        wait_until(lambda: not is_open(large / "large.zip"))
        line.close()
        assert ask(server, "/").status == 200
    assert capfd.readouterr() == ("", "")


def test_a_client_that_asks_and_asks_and_never_reads_is_let_go(folder, capfd, monkeypatch):
    monkeypatch.setattr(serve, "STALLED_AFTER", 0.1)
    with PageServer(folder).in_background() as server:
        request = f"GET /nothing HTTP/1.1\r\nHost: 127.0.0.1:{server.port}\r\n\r\n".encode()
        with socket.socket() as line:
            line.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
            line.settimeout(20)
            line.connect((server.address, server.port))

            def ask_on() -> None:
                while True:
                    line.sendall(request * 100)

            with pytest.raises(ConnectionError):  # and not: no more is taken, without end
                ask_on()
        assert ask(server, "/").status == 200
    assert capfd.readouterr() == ("", "")


@pytest.mark.parametrize(
    "said",
    [
        b"",
        b"GET / HT",
        b"GET / HTTP/1.1\r\nHost: 127.0.0.1\r\nX: ",
        b"POST / HTTP/1.1\r\nContent-Length: 9\r\n\r\n",
    ],
)
def test_a_client_that_does_not_finish_its_request_is_let_go(folder, capfd, monkeypatch, said):
    monkeypatch.setattr(serve, "IDLE_AFTER", 0.1)
    with PageServer(folder).in_background() as server:
        assert PAGE.encode() not in say(server, said)  # it ends: the server has hung up
        assert ask(server, "/").status == 200
    assert capfd.readouterr() == ("", "")


def test_more_connections_than_it_can_hold_are_closed_and_it_lives_on(folder, capfd, monkeypatch):
    monkeypatch.setattr(serve, "CONNECTIONS", 3)
    with PageServer(folder).in_background() as server:
        held = [http.client.HTTPConnection("127.0.0.1", server.port, timeout=20) for _ in range(3)]
        for connection in held:
            connection.request("GET", "/small.txt")
            assert connection.getresponse().read() == b"few words"
        assert say(server, b"") == b""
        for connection in held:
            connection.close()

        def answers() -> bool:
            try:
                return ask(server, "/small.txt").status == 200
            except (http.client.HTTPException, OSError):
                return False

        wait_until(answers)
    assert capfd.readouterr() == ("", "")


@pytest.mark.skipif(os.name == "nt", reason="an open file cannot be cut there")
def test_a_file_that_is_cut_while_it_is_sent_ends_in_a_broken_download(large, capfd):
    with PageServer(large).in_background() as server:
        line = begin_download(server)
        os.truncate(large / "large.zip", 100)
        received = 0
        while part := line.recv(65536):
            received += len(part)
        assert received < 64 * 1024 * 1024
        line.close()
    assert capfd.readouterr() == ("", "")


@pytest.fixture
def as_nobody() -> Iterator[Path]:
    """A folder, and no right to read everything: root has it, and takes it back afterwards."""
    with tempfile.TemporaryDirectory() as folder:
        Path(folder).chmod(0o755)
        before = os.geteuid()
        if before == 0:
            os.chown(folder, NOBODY, -1)
            os.seteuid(NOBODY)
        try:
            yield Path(folder)
        finally:
            os.seteuid(before)


NOBODY = 65534


@pytest.mark.skipif(os.name == "nt", reason="rights are told in another way there")
def test_a_file_that_may_not_be_read_is_not_there(as_nobody, capfd):
    site = write(as_nobody, {"index.html": PAGE, "locked.html": SECRET})
    (site / "locked.html").chmod(0)
    with PageServer(site).in_background() as server:
        assert ask(server, "/index.html").status == 200
        assert ask(server, "/locked.html").status == 404
    assert capfd.readouterr() == ("", "")


def test_a_full_disk_for_what_is_compressed_costs_only_the_compression(
    tmp_path, monkeypatch, capfd
):
    if not Path("/dev/full").exists():
        pytest.skip("this system has no device that is always full")
    monkeypatch.setattr(
        serve.tempfile, "mkstemp", lambda dir: (os.open("/dev/full", os.O_WRONLY), f"{dir}/none")
    )
    site = write(tmp_path / "site", {"index.html": PAGE})
    with PageServer(site).in_background() as server:
        answer = ask(server, "/", Accept_Encoding="gzip")
        assert (answer.status, answer.body) == (200, PAGE.encode())
    assert capfd.readouterr() == ("", "")


# ------------------------------------------------------------------------------ a whole class

SERVER = "import sys; from pathlib import Path; from crampkit.hosts.pages.serve import serve_pages;"


def start(folder: Path, port: int = 0) -> tuple[subprocess.Popen[str], str]:
    """The server in a process of its own, and its address."""
    code = f"{SERVER} sys.exit(serve_pages(Path({str(folder)!r}), {port}, browser=False))"
    process = subprocess.Popen(
        [sys.executable, "-c", code],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    assert process.stdout
    read = ""
    for line in process.stdout:
        read += line
        if line.startswith("To end them"):
            break
    found = re.fullmatch(
        r"The lessons are open at\n\n    http://(127\.0\.0\.1:\d+)/\n\n"
        r"To end them, press Ctrl-C here\.\n",
        read,
    )
    assert found, read
    return process, found[1]


def test_thirty_cold_downloads_at_once_fail_nowhere_and_keep_the_server_small(tmp_path):
    chance = random.Random(1)
    words = [chance.randbytes(chance.randrange(4, 14)) for _ in range(3000)]
    wasm = b"".join(chance.choices(words, k=800_000))
    site = write(
        tmp_path,
        {
            "index.html": PAGE,
            f"{VERSION}/py.wasm": wasm,
            f"{VERSION}/a.zip": chance.randbytes(10**6),
        },
    )
    process, host = start(site)
    failed: list[object] = []
    wire: list[int] = []

    def visit() -> None:
        connection = http.client.HTTPConnection(host, timeout=60)
        try:
            taken = 0
            for path in ("/", f"/{VERSION}/a.zip", f"/{VERSION}/py.wasm"):
                connection.request("GET", path, headers={"Accept-Encoding": "gzip"})
                answer = connection.getresponse()
                body = answer.read()
                taken += len(body)
                if answer.status != 200:
                    failed.append(answer.status)
            if gzip.decompress(body) != wasm:
                failed.append("other bytes")
            wire.append(taken)
        except Exception as error:
            failed.append(error)
        finally:
            connection.close()

    try:
        visitors = [threading.Thread(target=visit) for _ in range(30)]
        for visitor in visitors:
            visitor.start()
        seen = psutil.Process(process.pid)
        resident = []
        while any(visitor.is_alive() for visitor in visitors):
            resident.append(seen.memory_info().rss)
    finally:
        process.send_signal(signal.SIGTERM)
        said = process.communicate(timeout=20)
    assert failed == []
    assert len(wire) == 30
    assert min(wire) > 4_000_000
    assert max(resident) < 60_000_000
    assert said[1] == ""


@pytest.mark.skipif(os.name == "nt", reason="a process cannot be asked to end there")
@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGTERM])
@pytest.mark.parametrize("when", ["at once", "in a download", "with a line held"])
def test_ctrl_c_and_an_asked_for_end_are_good_ends(large, how, when):
    process, host = start(large)
    name, _, port = host.partition(":")
    with contextlib.ExitStack() as stack:
        if when == "in a download":
            stack.enter_context(begin_download(PageServerAt(name, int(port))))
        elif when == "with a line held":
            line = stack.enter_context(contextlib.closing(http.client.HTTPConnection(host)))
            line.request("GET", "/")
            assert line.getresponse().read() == PAGE.encode()
        process.send_signal(how)
        out, err = process.communicate(timeout=20)
    assert (process.returncode, err) == (0, "")
    assert out == "\nEnding the lessons.\n"


@pytest.mark.skipif(os.name == "nt", reason="a browser is found otherwise there")
@pytest.mark.parametrize("browser", [True, False])
def test_the_first_page_is_opened_in_a_browser_that_may_stay_in_the_terminal(
    folder, tmp_path, browser
):
    shown = tmp_path / "shown"
    script = tmp_path / "browser"
    script.write_text(f'#!/bin/sh\necho "$1" >"{shown}.new"; mv "{shown}.new" "{shown}"\nread x\n')
    script.chmod(0o755)
    code = f"{SERVER} sys.exit(serve_pages(Path({str(folder)!r}), 0, {browser}, 'licences/'))"
    process = subprocess.Popen(
        [sys.executable, "-c", code],
        env={**os.environ, "BROWSER": f"{script} %s"},
        stdin=subprocess.PIPE,  # which the browser reads from, without end
        stdout=subprocess.PIPE,
        text=True,
    )
    assert process.stdout
    url = next(line.strip() for line in process.stdout if "http" in line)
    host, _, path = url.removeprefix("http://").partition("/")
    if browser:
        wait_until(shown.exists)
        assert shown.read_text() == f"{url}\n"
    connection = http.client.HTTPConnection(host, timeout=20)
    connection.request("GET", f"/{path}")
    assert connection.getresponse().read() == PAGE.encode()
    connection.close()
    process.terminate()
    process.communicate(timeout=20)
    assert path == "licences/"
    assert process.returncode == 0
    assert shown.exists() == browser


def test_a_port_in_use_is_told_and_another_taken(folder):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        code = f"{SERVER} from crampkit.hosts.pages.serve import bound\n"
        code += f"s = bound(Path({str(folder)!r}), address='127.0.0.1', port={port}, usual=1)\n"
        code += "print(s.port)"
        ended = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True)
    told, used = ended.stdout.splitlines()
    assert told == f"Port {port} is in use or not allowed here, so this is port {used}."
    assert used != str(port)


def test_where_no_port_was_named_another_than_the_usual_is_taken_in_silence(folder, capsys):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        usual = taken.getsockname()[1]
        server = serve.bound(folder, address="127.0.0.1", port=None, usual=usual)
        server.close()
    assert server.port != usual
    assert capsys.readouterr().out == ""


@pytest.mark.parametrize(
    ("made", "why"),
    [
        (lambda path: path / "none", "There is no folder '{path}'."),
        (lambda path: path / "file", "'{path}' is a file. Name the folder with the pages."),
        (lambda path: path / "empty", "'{path}' holds no pages: there is no index.html in it."),
    ],
)
def test_a_folder_without_pages_is_told_in_a_sentence(tmp_path, capsys, made, why):
    write(tmp_path, {"file": ""})
    (tmp_path / "empty").mkdir()
    path = made(tmp_path)
    assert serve.serve_pages(path, browser=False) == 1
    assert capsys.readouterr().err == why.format(path=path) + "\n"


def test_it_is_this_machine_that_is_served_unless_told_otherwise(server):
    assert server.address == "127.0.0.1"
    with pytest.raises(ConnectionRefusedError):
        socket.create_connection(("127.0.0.2", server.port), timeout=5)


def test_an_address_of_the_newer_kind_stands_in_brackets(folder):
    try:
        server = PageServer(folder, address="::1")
    except OSError:
        pytest.skip("this machine has no IPv6")
    with server.in_background():
        assert server.url == f"http://[::1]:{server.port}"
        assert status_of(get(server, "/", f"[::1]:{server.port}")) == 200
        assert status_of(get(server, "/", f"127.0.0.1:{server.port}")) == 421


def test_no_line_of_the_server_holds_an_address_of_a_client(folder):
    process, host = start(folder)
    for path in ("/", "/nothing", "/../x"):
        connection = http.client.HTTPConnection(host, timeout=20)
        connection.request("GET", path)
        connection.getresponse().read()
        connection.close()
    name, _, port = host.partition(":")
    with socket.create_connection((name, int(port)), timeout=20) as line:
        line.sendall(b"noise\r\n\r\n")
        line.recv(4096)
    process.terminate()
    out, err = process.communicate(timeout=20)
    assert "127.0.0.1" not in out
    assert err == ""
