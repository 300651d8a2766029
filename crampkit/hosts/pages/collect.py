"""Take in what learners hand in to their trainer over the network: a table each, under a random word.

Only where the trainer asked for it. Nothing but the table is kept, and of the table nothing but what
`handed_in.taken` lets through. A word that comes again replaces what it brought before.
"""

from __future__ import annotations

import asyncio
import json
import tempfile
import threading
from pathlib import Path
from typing import Any

from tornado.web import HTTPError, stream_request_body

from crampkit.data import replace_file
from crampkit.hosts.pages.serve import Rules, Served
from crampkit.practice.handed_in import LARGEST_HAND_IN, NotReadError, taken

MOST_HAND_INS = 200
"""So many are kept in one folder."""
AT_ONCE = 40
"""So many come at the same time: more wait in no memory, they are told to try again."""
WORD = "[a-z2-7]{26}"
"""A word of `front/hand_in.js`: nobody guesses another's."""
VERSIONS = "versions.json"


class FullError(OSError):
    """There is no room for another hand-in."""


class Collection:
    """The folder of one class, and how many are just being handed in."""

    def __init__(self, folder: Path, pages: Path) -> None:
        """Raises `OSError` where the folder lies among the pages that everybody reads, or cannot be."""
        self.folder = folder.absolute()
        if self.folder.resolve().is_relative_to(pages.resolve()):
            raise OSError(
                f"{str(folder)!r} lies among the pages, where everybody could read it; name another."
            )
        if folder.exists() and not folder.is_dir():
            raise OSError(f"{str(folder)!r} is a file. Name a folder for what is handed in.")
        if not self.folder.parent.is_dir():
            raise OSError(f"There is no folder {str(folder.parent)!r}; make it first.")
        self._one_at_a_time = threading.Lock()
        self.coming = 0

    def make(self) -> None:
        """Make the folder where there is none, for its owner's eyes alone.

        Raises `OSError` where nothing can be written into it: told now, and not once a class hands in.
        """
        try:
            self.folder.mkdir(mode=0o700, exist_ok=True)
            with tempfile.TemporaryFile(dir=self.folder):
                pass
        except OSError as error:
            raise OSError(
                f"Nothing can be written into {str(self.folder)!r} ({error.strerror}). Name another folder."
            ) from None

    def keep(self, word: str, content: bytes) -> bool:
        """Keep a table under its word; returns whether the word is a new one.

        Raises `NotReadError` where it is no table of answers, `FullError` where there is no room, and
        `OSError` where it cannot be written.
        """
        table = taken(content)
        with self._one_at_a_time:
            place = self.folder / f"hand-in-{word}.csv"
            new = not place.exists()
            if new and len(list(self.folder.glob("hand-in-*.csv"))) >= MOST_HAND_INS:
                raise FullError
            replace_file(place, table, mode=0o600)
        return new


@stream_request_body
class HandIn(Served):
    """One hand-in: a POST of a table, from a page of this very server."""

    SUPPORTED_METHODS = ("POST",)

    def initialize(self, hosts: frozenset[str], collection: Collection) -> None:
        self.hosts, self.collection = hosts, collection
        self._come = bytearray()
        self._counted = False

    def prepare(self) -> None:
        super().prepare()
        asked = self.request.headers
        own = f"http://{asked['Host'].lower()}"
        # A page from elsewhere must not hand anything in. No browser leaves these out of a POST.
        if asked.get("Origin", "").lower() != own:
            raise HTTPError(403)
        if asked.get("Sec-Fetch-Site", "same-origin") != "same-origin":
            raise HTTPError(403)
        if asked.get("Content-Type", "").partition(";")[0].strip().lower() != "text/csv":
            raise HTTPError(415)
        if self.collection.coming >= AT_ONCE:
            raise HTTPError(503)
        self.collection.coming += 1
        self._counted = True
        self.request.connection.set_max_body_size(LARGEST_HAND_IN)  # type: ignore[union-attr]

    def data_received(self, chunk: bytes) -> None:
        self._come += chunk

    async def post(self, word: str) -> None:
        try:
            new = await asyncio.to_thread(self.collection.keep, word, bytes(self._come))
        except NotReadError:
            raise HTTPError(400) from None
        except OSError as error:  # Also where there is no room.
            if not isinstance(error, FullError):
                print(f"A hand-in could not be kept: {error.strerror or error}", flush=True)
            raise HTTPError(507) from None
        if new:
            print("One more has handed in.", flush=True)
        self.set_status(204)
        self.clear_header("Content-Type")

    def on_finish(self) -> None:
        self._uncount()

    def on_connection_close(self) -> None:
        super().on_connection_close()
        self._uncount()

    def _uncount(self) -> None:
        if self._counted:
            self._counted = False
            self.collection.coming -= 1


def rules(collection: Collection, hosts: frozenset[str]) -> Rules:
    """What a server does with what is handed in to it."""
    settings: dict[str, Any] = {"hosts": hosts, "collection": collection}
    return [(rf"/hand-in/({WORD})", HandIn, settings)]


def write_that_it_collects(shown: Path, pages: Path) -> None:
    """Tell the pages that they can hand in here: in the list that each of them reads as it opens.

    Raises `OSError` where these pages have no such list.
    """
    try:
        told = json.loads((pages / VERSIONS).read_bytes())
        content = json.dumps({**told, "collects": True})
    except (OSError, ValueError, TypeError):
        raise OSError(
            f"the pages in {str(pages)!r} cannot hand in; make them with: crampkit export pages"
        ) from None
    (shown / VERSIONS).write_text(content, encoding="utf-8")
