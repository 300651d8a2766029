"""Web hosts as schools have them: a folder of pages must work on each of them.

    with nginx_of_debian(folder) as url: ...            only the types that Debian's nginx knows
    with plain_host(folder, UNKNOWN, "/a/b/") as url: ...    other types, below another path

Each gives the address of the folder, without the last slash.
"""

from __future__ import annotations

import http.server
import os
import re
import shutil
import socket
import subprocess
import tempfile
import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path

import pytest

PROJECT = Path(__file__).resolve().parents[2]
OUR_FILE = PROJECT / "deploy" / "nginx.conf"
TYPES_OF_DEBIAN = Path("/etc/nginx/mime.types")
STARTS_WITHIN = 30.0

UNKNOWN = {".wasm": "application/octet-stream", ".zip": "application/octet-stream"}
"""What a host sends that has not heard of WebAssembly."""

USUAL = {
    ".css": "text/css",
    ".html": "text/html",
    ".js": "text/javascript",
    ".json": "application/json",
    ".png": "image/png",
    ".svg": "image/svg+xml",
    ".txt": "text/plain",
    ".wasm": "application/wasm",
    ".woff2": "font/woff2",
    ".xml": "text/xml",
    ".zip": "application/zip",
}


def nginx_path() -> str:
    """Debian's nginx, or a skipped test; a failed one where a browser is required, and so are hosts."""
    folders = os.pathsep.join([os.environ.get("PATH", ""), "/usr/sbin", "/usr/local/sbin"])
    path = shutil.which("nginx", path=folders)
    if path and TYPES_OF_DEBIAN.is_file():
        return path
    sentence = "No nginx of Debian was found (on Debian or Ubuntu: sudo apt install nginx-light)."
    if os.environ.get("CRAMPKIT_REQUIRE_BROWSER") == "1":
        pytest.fail(sentence)
    pytest.skip(sentence)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def nginx(servers: str, port: int) -> Iterator[Path]:
    """An nginx that runs as whoever runs the tests; gives the folder in which it writes all it writes."""
    path = nginx_path()
    with tempfile.TemporaryDirectory(prefix="crampkit-nginx-") as name:
        own = Path(name)
        places = "".join(
            f"  {kind}_temp_path {own}/{kind};\n"
            for kind in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
        )
        (own / "nginx.conf").write_text(
            f"daemon off;\nmaster_process off;\npid {own}/pid;\n"
            f"error_log {own}/main-error.log info;\n"
            "events {}\n"
            # As in Debian's own nginx.conf: what our file does not turn off would be written here.
            f"http {{\n{places}  access_log {own}/access.log;\n  include {TYPES_OF_DEBIAN};\n"
            f"  default_type application/octet-stream;\n  gzip on;\n{servers}\n}}\n",
            encoding="utf-8",
        )
        command = [path, "-e", f"{own}/main-error.log", "-c", f"{own}/nginx.conf", "-p", name]
        process = subprocess.Popen(command, stderr=subprocess.PIPE, text=True)
        try:
            wait_until_listening(process, port)
            yield own
        finally:
            process.terminate()
            process.communicate(timeout=STARTS_WITHIN)


def wait_until_listening(process: subprocess.Popen[str], port: int) -> None:
    until = time.monotonic() + STARTS_WITHIN
    while time.monotonic() < until and process.poll() is None:
        with suppress(OSError), socket.create_connection(("127.0.0.1", port), timeout=5):
            return
    process.terminate()
    pytest.fail(f"nginx did not start: {process.communicate()[1]}")


@contextmanager
def nginx_with_our_file(folder: Path) -> Iterator[tuple[str, Path]]:
    """nginx with deploy/nginx.conf: the address, and the folder of its logs."""
    port = free_port()
    servers = OUR_FILE.read_text(encoding="utf-8")
    for pattern, ours in (
        (r"listen 80;\n +listen \[::\]:80;", f"listen 127.0.0.1:{port};"),
        (r"server_name lessons\.example\.org;", "server_name localhost;"),
        (r"root /var/www/crampkit;", f'root "{folder}";'),
        (r"error_log /var/log/nginx/crampkit-error\.log ", "error_log error.log "),
    ):
        servers, count = re.subn(pattern, lambda _, ours=ours: ours, servers)
        assert count == 1, f"deploy/nginx.conf no longer says {pattern}"
    with nginx(servers, port) as own:
        yield f"http://127.0.0.1:{port}", own


@contextmanager
def nginx_of_debian(folder: Path, below: str = "/") -> Iterator[str]:
    """nginx as Debian installs it: it knows .js, .wasm and .woff2, but not .mjs, and adds no header."""
    port = free_port()
    servers = f'server {{ listen 127.0.0.1:{port}; location {below} {{ alias "{folder}/"; }} }}'
    with nginx(servers, port):
        yield f"http://127.0.0.1:{port}{below.rstrip('/')}"


@contextmanager
def plain_host(folder: Path, types: Mapping[str, str] = USUAL, below: str = "/") -> Iterator[str]:
    """A host that sends these types, and octet-stream for every other ending, below a path."""

    class Handler(http.server.SimpleHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def guess_type(self, path: str | os.PathLike[str]) -> str:
            ending = os.path.splitext(path)[1].lower()
            return {**USUAL, **types}.get(ending, "application/octet-stream")

        def translate_path(self, path: str) -> str:
            if not path.startswith(below):
                return str(folder / "no such file")
            return super().translate_path("/" + path.removeprefix(below))

        def list_directory(self, path: str | os.PathLike[str]) -> None:
            self.send_error(404)

        def log_message(self, *_: object) -> None:
            pass

    def handler(*given: object) -> Handler:
        return Handler(*given, directory=str(folder))  # type: ignore[arg-type]

    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_port}{below.rstrip('/')}"
        finally:
            server.shutdown()
            thread.join()
