"""What the page's script calls in the browser's own Python: text in, text out."""

from __future__ import annotations

import json
from collections.abc import Callable

from crampkit import hosts
from crampkit.catalogue.travelling import from_json
from crampkit.hosts.pages.host import PagesHost


class Door:
    """A `PagesHost` behind plain text: nothing of Python's is kept on the other side."""

    def __init__(self, host: PagesHost) -> None:
        self._host = host

    def run_json(self, cells: str, known: str, turn: int) -> str:
        """What the cells of a lesson show, as JSON."""
        return json.dumps(self._host.run(json.loads(cells), json.loads(known), turn))

    def receive_json(self, message: str) -> None:
        """What a learner did."""
        self._host.receive(json.loads(message))


def begin(catalogue: str, tell: Callable[[str], None]) -> Door:
    """The one host of this Python."""
    host = PagesHost(from_json(catalogue), tell)
    hosts.choose(host)
    return Door(host)
