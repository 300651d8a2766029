"""deploy/: our nginx file on Debian's nginx, the hosts of the browser tests, and the page about hosts."""

from __future__ import annotations

import gzip
import http.client
import re
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from crampkit.hosts.pages import serve
from tests.browser.static_hosts import (
    UNKNOWN,
    nginx_of_debian,
    nginx_with_our_file,
    plain_host,
)

DEPLOY = Path(__file__).resolve().parents[2] / "deploy"
VERSION = "v/3f2a9c"
PAGE = "<!doctype html>\n<title>Crämps</title>\n" + "<p>Toggle and see.</p>\n" * 100
FILES = {
    "index.html": PAGE,
    "sw.js": "const one = 1;\n" * 200,
    "versions.json": '{"versions": []}' + " " * 2000,
    "licences/index.html": PAGE,
    "no-index/one.html": PAGE,
    "pictures/explorer.png": b"\x89PNG" + bytes(2000),
    "pictures/run.svg": "<svg xmlns='http://www.w3.org/2000/svg'></svg>" + " " * 2000,
    ".hidden": "the key of the house",
    f"{VERSION}/page.js": "export const one = 1;\n" * 200,
    f"{VERSION}/module.mjs": "export const one = 1;\n" * 200,
    f"{VERSION}/page.css": "p { color: red }\n" * 200,
    f"{VERSION}/font.woff2": b"wOF2" + bytes(2000),
    f"{VERSION}/stdlib.zip": b"PK" + bytes(2000),
    f"{VERSION}/pyodide/pyodide.asm.wasm": b"\0asm" + bytes(20_000),
}


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    made = tmp_path_factory.mktemp("a site")  # a space, as folders have
    for name, content in FILES.items():
        path = made / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return made


def ask(url, path, method="GET", **headers):
    parts = urlsplit(url)
    connection = http.client.HTTPConnection(parts.hostname, parts.port, timeout=20)
    try:
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        connection.request(method, parts.path + path, headers=named)
        answer = connection.getresponse()
        return answer.status, answer.headers, answer.read()
    finally:
        connection.close()


# ------------------------------------------------------------------------------ deploy/nginx.conf


@pytest.fixture(scope="module")
def ours(folder):
    with nginx_with_our_file(folder) as (url, _):
        yield url


PATHS = ["/", *(f"/{name}" for name in FILES if name[0] != ".")]


@pytest.mark.parametrize("path", PATHS)
def test_nginx_sends_the_types_that_our_own_server_sends(ours, path):
    status, headers, body = ask(ours, path)
    ending = Path(path).suffix or ".html"
    assert status == 200
    assert headers["Content-Type"] == serve.TYPES[ending]
    written = FILES[path[1:] or "index.html"]
    assert body == (written if isinstance(written, bytes) else written.encode())


@pytest.mark.parametrize("path", PATHS)
def test_nginx_keeps_for_good_only_what_lies_below_a_version(ours, path):
    kept = ask(ours, path)[1].get_all("Cache-Control")
    assert kept == [serve.IMMUTABLE if path.startswith("/v/") else serve.ASKED_AGAIN]


@pytest.mark.parametrize("path", [*PATHS, "/nothing", f"/{VERSION}/nothing.js"])
def test_nginx_sends_the_policy_and_neither_isolates_nor_forbids_framing(ours, path):
    headers = ask(ours, path)[1]
    assert headers.get_all("Content-Security-Policy") == [serve.POLICY]
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "no-referrer"
    assert headers["Server"] == "nginx"  # and no number of its version
    for absent in (
        *("Cross-Origin-Opener-Policy", "Cross-Origin-Embedder-Policy", "X-Frame-Options"),
    ):
        assert absent not in headers


@pytest.mark.parametrize(
    "path", ["/nothing", f"/{VERSION}/nothing.js", "/.hidden", "/x/../.hidden"]
)
def test_nginx_says_not_found_and_nobody_remembers_it(ours, path):
    status, headers, body = ask(ours, path)
    assert status == 404
    assert headers["Cache-Control"] == "no-store"
    assert b"the key of the house" not in body


@pytest.mark.parametrize("path", ["/no-index/", "/v/", f"/{VERSION}/"])
def test_nginx_lists_no_folder(ours, path):
    status, _, body = ask(ours, path)
    assert status in (403, 404)
    assert b"one.html" not in body


def test_nginx_leads_to_the_slash_of_a_folder_whatever_name_it_was_asked_by(ours):
    status, headers, _ = ask(ours, "/licences", Host="elsewhere.example")
    assert (status, headers["Location"]) == (301, "/licences/")


def test_nginx_does_not_send_again_what_has_not_changed(ours):
    for coding in ("", "gzip"):
        known = ask(ours, "/", Accept_Encoding=coding)[1]["ETag"]
        status, headers, body = ask(ours, "/", Accept_Encoding=coding, If_None_Match=known)
        assert (status, headers["Cache-Control"], body) == (304, "no-cache", b"")


@pytest.mark.parametrize("path", PATHS)
def test_nginx_compresses_what_shrinks(ours, path):
    _, headers, body = ask(ours, path, Accept_Encoding="gzip")
    shrinks = (Path(path).suffix or ".html") not in serve.COMPRESSED_ALREADY
    assert headers["Content-Encoding"] == ("gzip" if shrinks else None)
    if shrinks:
        assert headers["Vary"] == "Accept-Encoding"
        assert len(body) < 2000


def test_nginx_sends_what_was_compressed_beforehand_as_it_is(ours, folder):
    beside = folder / VERSION / "page.css.gz"
    beside.write_bytes(gzip.compress(b"made beforehand"))
    try:
        _, headers, body = ask(ours, f"/{VERSION}/page.css", Accept_Encoding="gzip")
        assert gzip.decompress(body) == b"made beforehand"
        assert headers["Content-Type"] == serve.TYPES[".css"]
        assert headers["Cache-Control"] == serve.IMMUTABLE
    finally:
        beside.unlink()


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE"])
def test_nginx_can_only_be_read(ours, method):
    assert ask(ours, "/", method)[0] == 405


def test_nginx_writes_nobody_down(folder):
    with nginx_with_our_file(folder) as (url, own):
        for path in ("/", "/nothing", "/.hidden", "/no-index/", "/%ff"):
            ask(url, path)
        ask(url, "/", "POST")
        ask(url, "/" + "a" * 9000)
        written = {
            path.name: path.read_text("utf-8", "replace")
            for path in own.iterdir()
            if path.is_file()
        }
    assert "error.log" in written  # it is this one that our file names
    for name, text in written.items():
        if name != "nginx.conf":
            assert "127.0.0.1" not in text, name


# ------------------------------------------------------------------------------ other hosts


def type_of(url: str, name: str) -> str:
    status, headers, _ = ask(url, f"/{name}")
    assert status == 200
    return headers["Content-Type"]


@pytest.mark.parametrize("below", ["/", "/a/b/"])
def test_nginx_of_debian_knows_what_pages_need_but_not_mjs(folder, below):
    with nginx_of_debian(folder, below) as url:
        assert ask(url, "/")[2] == PAGE.encode()
        assert "javascript" in type_of(url, f"{VERSION}/page.js")
        assert type_of(url, f"{VERSION}/pyodide/pyodide.asm.wasm") == "application/wasm"
        assert type_of(url, f"{VERSION}/font.woff2") == "font/woff2"
        assert type_of(url, f"{VERSION}/module.mjs") == "application/octet-stream"
        assert "Content-Security-Policy" not in ask(url, "/")[1]
        if below != "/":
            outside = url.removesuffix("/a/b")
            assert ask(outside, "/sw.js")[0] == 404


def test_a_plain_host_sends_octet_stream_for_what_it_does_not_know(folder):
    with plain_host(folder, UNKNOWN) as url:
        assert ask(url, "/")[2] == PAGE.encode()
        assert type_of(url, f"{VERSION}/page.js") == "text/javascript"
        for name in ("pyodide/pyodide.asm.wasm", "stdlib.zip", "module.mjs"):
            assert type_of(url, f"{VERSION}/{name}") == "application/octet-stream"


def test_a_plain_host_serves_below_a_path_and_nowhere_else(folder):
    with plain_host(folder, below="/a/b/") as url:
        assert url.endswith("/a/b")
        assert ask(url, "/")[2] == PAGE.encode()
        assert type_of(url, f"{VERSION}/pyodide/pyodide.asm.wasm") == "application/wasm"
        outside = url.removesuffix("/a/b")
        for path in ("/", "/sw.js", f"/{VERSION}/page.js", "/a/sw.js"):
            assert ask(outside, path)[0] == 404
        assert ask(url, "/no-index/")[0] == 404


# ------------------------------------------------------------------------------ deploy/README.md


def test_the_page_for_web_hosts_says_the_same_policy_and_caching():
    told = (DEPLOY / "README.md").read_text(encoding="utf-8")
    assert serve.POLICY in told
    assert serve.IMMUTABLE in told
    assert serve.POLICY in (DEPLOY / "nginx.conf").read_text(encoding="utf-8")


def test_what_deploy_names_is_there():
    told = (DEPLOY / "README.md").read_text(encoding="utf-8")
    for name in re.findall(r"\]\((?!http|#)([^)]+)\)", told):
        assert (DEPLOY / name).exists(), name
