"""What the bench measures with: a line that carries each byte and no sooner than it may, and readers."""

from __future__ import annotations

import asyncio
import http.client
import subprocess
import sys
import time

import bench_pages
import psutil
import pytest
from slowing import Wire, slowed

from crampkit.hosts.pages.serve import PageServer

BODY = bytes(range(256)) * 400


@pytest.fixture
def server(tmp_path):
    (tmp_path / "index.html").write_text("<p>Pages</p>")
    (tmp_path / "picture.png").write_bytes(BODY)
    with PageServer(tmp_path).in_background() as server:
        yield server


def got(server: PageServer, port: int, path: str = "/picture.png") -> bytes:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=20)
    connection.request("GET", path, headers={"Host": f"127.0.0.1:{server.port}"})
    body = connection.getresponse().read()
    connection.close()
    return body


def test_a_line_carries_every_byte_and_counts_what_came_down(server):
    with Wire(server.port).open() as line:
        assert got(server, line.port) == BODY
        once = line.carried
        assert len(BODY) < once < len(BODY) + 1000  # the head of the answer goes along
        assert got(server, line.port) == BODY
        assert line.carried == 2 * once


def test_a_slow_line_takes_its_time_for_bytes_and_ways(server):
    with Wire(server.port, rate=1_000_000, delay=0.05).open() as line:
        began = time.monotonic()
        assert got(server, line.port) == BODY
        assert time.monotonic() - began >= len(BODY) / 1_000_000 + 0.05


def test_two_connections_share_the_line(server):
    async def both(port: int) -> None:
        await asyncio.gather(*(asyncio.to_thread(got, server, port) for _ in range(2)))

    with Wire(server.port, rate=1_000_000).open() as line:
        began = time.monotonic()
        asyncio.run(both(line.port))
        assert time.monotonic() - began >= 2 * len(BODY) / 1_000_000


def test_a_slowed_process_runs_on_when_it_is_over():
    process = subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE, text=True)
    try:
        with slowed([psutil.Process(process.pid)], 4):
            pass
        process.communicate("go on\n", timeout=20)
        assert process.returncode == 0
    finally:
        process.kill()


def test_readers_find_what_is_there_whole_and_nothing_that_is_not(server):
    paths = ["/picture.png", "/not-there.js", "/index.html"]
    downloads = bench_pages.Downloads("127.0.0.1", server.port, paths)
    with downloads.in_background(3):
        pass
    assert [set(found) for found in downloads.bodies] == [{"/picture.png", "/index.html"}] * 3
    assert {found["/picture.png"] for found in downloads.bodies} == {
        (len(BODY), bench_pages.sum_of(BODY))
    }
