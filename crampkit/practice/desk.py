"""The learner's desk: small values by key, such as a place, a half-played case, votes, settings."""

from __future__ import annotations

import json
from typing import Any, Protocol


class Desk(Protocol):
    """Where a host keeps small values of JSON; the last one put under a key is the one that counts.

    `put` and `erase` raise `OSError` with a reason for the learner where it cannot be done, and then
    change nothing. `get` never fails: what cannot be read is not there, and `problem` says why.
    """

    @property
    def problem(self) -> str:
        """What was lost or could not be read, in a sentence; empty when all is well."""

    @property
    def pause(self) -> float:
        """Seconds to wait for more before a value is put: what that takes must not be felt."""

    @property
    def times_cleared(self) -> int:
        """How often everything was forgotten since this page began: what waits to be put is dated."""

    def get(self, key: str) -> Any:
        """The value under a key, one's own to change; None where there is none."""

    def put(self, key: str, value: Any) -> None:
        """Keep a value. Raises `ValueError` or `TypeError` for what has no form in JSON."""

    def erase(self, key: str) -> None:
        """Forget a value, also one that was never there."""

    def clear(self) -> None:
        """Forget every value."""


class DeskInMemory:
    """A desk that is gone with the page: for tests, and for a host that has no room of its own.

    >>> desk = DeskInMemory()
    >>> desk.put("place", ["14_varicose_veins", 3])
    >>> desk.get("place"), desk.get("votes")
    (['14_varicose_veins', 3], None)
    """

    problem = ""
    pause = 0.0

    def __init__(self) -> None:
        self.times_cleared = 0
        self._written: dict[str, str] = {}

    def get(self, key: str) -> Any:
        return json.loads(self._written.get(key, "null"))

    def put(self, key: str, value: Any) -> None:
        self._written[key] = as_json(value)

    def erase(self, key: str) -> None:
        self._written.pop(key, None)

    def clear(self) -> None:
        self.times_cleared += 1
        self._written.clear()


def as_json(value: Any) -> str:
    """A value in plain JSON. Raises `ValueError` or `TypeError` where it has no form there.

    >>> as_json({"sure": 80, "place": None})
    '{"sure": 80, "place": null}'
    """
    # ASCII: a lone half of a letter, as a browser may send, could not be written otherwise.
    return json.dumps(value, allow_nan=False)
