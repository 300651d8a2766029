"""A slow line and a slow processor: what a browser throttles by itself leaves out its workers."""

from __future__ import annotations

import asyncio
import contextlib
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future

import psutil

CHUNK = 8192
WAITING = 64
"""So many chunks of one connection may be under way."""
PERIOD = 0.012
"""Seconds from one stop of a slowed process to the next: less than what a reader could see."""


class Wire:
    """A line to a server of this machine, shared by all connections over it; what came down it is counted.

    `rate` is in bytes a second, None for no limit; `delay` in seconds, there and back.
    """

    def __init__(self, port: int, rate: float | None = None, delay: float = 0.0) -> None:
        self.carried = 0
        self.port = 0
        self._to, self._rate, self._delay = port, rate, delay
        self._free = 0.0  # When the line has carried all that was given to it.

    @contextlib.contextmanager
    def open(self) -> Iterator[Wire]:
        """Carry, from a thread, while the block runs."""
        started: Future[tuple[asyncio.AbstractEventLoop, asyncio.Event]] = Future()

        async def carry() -> None:
            ended = asyncio.Event()
            server = await asyncio.start_server(self._connect, "127.0.0.1", 0)
            self.port = server.sockets[0].getsockname()[1]
            started.set_result((asyncio.get_running_loop(), ended))
            await ended.wait()
            server.close()

        thread = threading.Thread(target=lambda: asyncio.run(carry()), daemon=True)
        thread.start()
        loop, ended = started.result()
        try:
            yield self
        finally:
            loop.call_soon_threadsafe(ended.set)
            thread.join()

    async def _connect(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        # Cancelled: the line is cut while something is still under way.
        with contextlib.suppress(OSError, asyncio.CancelledError):
            there, to_there = await asyncio.open_connection("127.0.0.1", self._to)
            await asyncio.gather(
                self._pump(reader, to_there, down=False), self._pump(there, writer, down=True)
            )

    async def _pump(
        self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, down: bool
    ) -> None:
        """One way of a connection: only what comes down is limited, as with most lines."""
        under_way: asyncio.Queue[tuple[float, bytes]] = asyncio.Queue(WAITING)
        arriving = asyncio.create_task(arrive(under_way, writer))
        chunk = b"not yet the end"
        while chunk:
            try:
                chunk = await reader.read(CHUNK)
            except OSError:
                chunk = b""
            await under_way.put((self._due(len(chunk), down), chunk))
        await arriving

    def _due(self, size: int, down: bool) -> float:
        """When so many bytes, given to the line now, are at its other end."""
        now = asyncio.get_running_loop().time()
        if not down:
            return now + self._delay / 2
        self.carried += size
        if self._rate:
            self._free = max(self._free, now) + size / self._rate
        return max(self._free, now) + self._delay / 2


async def arrive(
    under_way: asyncio.Queue[tuple[float, bytes]], writer: asyncio.StreamWriter
) -> None:
    """Hand over each chunk when it is due; an empty one is the end."""
    while True:
        due, chunk = await under_way.get()
        await asyncio.sleep(due - asyncio.get_running_loop().time())
        if not chunk:
            break
        with contextlib.suppress(OSError):
            writer.write(chunk)
            await writer.drain()
    writer.close()


@contextlib.contextmanager
def slowed(processes: Sequence[psutil.Process], factor: float) -> Iterator[None]:
    """While the block runs, these processes run one part in `factor` of the time: stopped and continued."""
    ended = threading.Event()

    def slow() -> None:
        while not ended.is_set():
            for_all(processes, psutil.Process.suspend)
            time.sleep(PERIOD * (1 - 1 / factor))
            for_all(processes, psutil.Process.resume)
            time.sleep(PERIOD / factor)

    thread = threading.Thread(target=slow, daemon=True)
    thread.start()
    try:
        yield
    finally:
        ended.set()
        thread.join()


def for_all(processes: Sequence[psutil.Process], act: Callable[[psutil.Process], None]) -> None:
    for process in processes:
        with contextlib.suppress(psutil.NoSuchProcess):
            act(process)
