"""The learner's journal: one line of JSON for each answer committed to.

Lines are only ever added, never changed, so nothing can be lost by writing. A line that cannot be
read stays where it is and is told of. It holds no name. Where the lines lie is the host's business:
a file in Jupyter, the browser's own storage in a page; here are only lines in and entries out.
"""

from __future__ import annotations

import gc
import json
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field, fields
from datetime import UTC, datetime
from typing import Any, Protocol

VERSION = 1
"""The form of a line; a later crampkit may write lines that this one does not understand."""

KINDS = ("question", "case", "marks")
"""`marks` are those of the three points that a learner ticked beside a sentence of one's own on a case."""

EARLIEST, LATEST = datetime(1970, 1, 1, tzinfo=UTC), datetime(2100, 1, 1, tzinfo=UTC)
"""No clock that was merely set wrong leaves these bounds, and no sum of dates within them fails."""


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")


def _new_id() -> str:
    import uuid  # Slow to load, and needed at the first answer alone.

    return uuid.uuid4().hex


@dataclass(frozen=True, slots=True)
class Entry:
    """One commitment: of a question or a case, what was chosen, how sure, and what it was worth.

    `asked`, `stopped` and `miss` belong to cases: what was asked, in order; whether the learner stopped to
    refer; and how the answer missed, empty where it did not. So do `sentence`, by which the woman was
    summed up, `ranked`, the causes in order, and `speaks_for` and `speaks_against`, the questions whose
    answers speak for the first cause and against it, and `handed_over`, what was said when she was.
    """

    kind: str
    item: str
    chosen: tuple[str, ...]
    sure: int | None
    right: bool | None
    share: float | None
    asked: tuple[str, ...] = ()
    stopped: bool = False
    miss: str = ""
    data_version: str = ""
    at: str = field(default_factory=_now)
    id: str = field(default_factory=_new_id)
    sentence: str = ""
    ranked: tuple[str, ...] = ()
    speaks_for: tuple[str, ...] = ()
    speaks_against: tuple[str, ...] = ()
    handed_over: tuple[str, ...] = ()


NAMES = tuple(one.name for one in fields(Entry))
LATER: Mapping[str, Any] = {
    one.name: one.default
    for one in fields(Entry)
    if one.name in ("sentence", "ranked", "speaks_for", "speaks_against", "handed_over")
}
"""What a line may lack, and what it then counts as: earlier lines have none of it."""


@dataclass(frozen=True)
class Kept:
    """What the journal holds: its entries in the order of writing, and the lines that are no entry.

    `unreadable` has the number and the text of each line that could not be read; it is still in the store.
    """

    entries: tuple[Entry, ...]
    unreadable: tuple[tuple[int, str], ...] = ()


@dataclass(frozen=True)
class Whereabouts:
    """Where a store lies, for a sentence of the interface: its key, and what fills its gaps."""

    key: str
    gaps: Mapping[str, str]


@dataclass(frozen=True)
class Refused:
    """Lines that a store took and could not keep after all, and why; it still reads them back.

    `reason` is a sentence for the learner, or the key of one among the words.
    """

    lines: tuple[str, ...] = ()
    reason: str = ""


class JournalStore(Protocol):
    """Where a host keeps the lines of a journal: read all, append, erase.

    Each raises `OSError` with a reason for the learner where it cannot be done. A store that learns of
    that only later, as in a browser, says so in `refused`, and takes the same lines once more.
    """

    @property
    def whereabouts(self) -> Whereabouts:
        """The words for where it lies."""

    @property
    def refused(self) -> Refused:
        """What it took and could not keep."""

    def follow(self, changed: Callable[[], None]) -> None:
        """Call this, and no longer what was named before, when lines come, go or are refused by
        themselves: by another page, or late."""

    def read(self) -> bytes:
        """Every line; nothing where none was ever written."""

    def append(self, content: bytes) -> None:
        """Add whole lines at the end, all or nothing, and on a line of their own whatever was there."""

    def erase(self) -> None:
        """Leave nothing of it."""


class JournalInMemory:
    """A store that is gone with the page: for tests, and for a host that has no room of its own.

    >>> store = JournalInMemory()
    >>> store.append(b"one\\n")
    >>> store.read()
    b'one\\n'
    """

    whereabouts = Whereabouts("journal.nowhere", {})
    refused = Refused()

    def __init__(self) -> None:
        self._content = b""

    def follow(self, changed: Callable[[], None]) -> None:
        """Nobody else can change it."""

    def read(self) -> bytes:
        return self._content

    def append(self, content: bytes) -> None:
        self._content += content

    def erase(self) -> None:
        self._content = b""


class Journal:
    """What a learner has answered, over the store that a host gives.

    What cannot be written, because the disk is full or the folder read-only, is kept in memory,
    counted in `unsaved` and written with the next entry that can be.

    >>> journal = Journal(JournalInMemory())
    >>> journal.add(Entry("question", "clot_first", ("refer",), 80, True, 1.0))
    True
    >>> [entry.item for entry in journal.read().entries]
    ['clot_first']
    """

    def __init__(self, store: JournalStore) -> None:
        self.store = store
        self._problem = ""
        self._unsaved: list[Entry] = []

    @property
    def problem(self) -> str:
        """Why the last entry could not be written; empty when all is saved."""
        return self._problem or self.store.refused.reason

    @property
    def unsaved(self) -> tuple[Entry, ...]:
        """Entries that are in memory alone."""
        refused = filter(None, map(entry_of, self.store.refused.lines))
        return (*refused, *self._unsaved)

    def add(self, entry: Entry) -> bool:
        """Write an entry, with any that are still unsaved before it; returns whether all are saved."""
        self._unsaved.append(entry)
        return self.save()

    def add_all(self, entries: Iterable[Entry]) -> bool:
        """Write many entries at once, as an import does."""
        self._unsaved += entries
        return self.save()

    def save(self) -> bool:
        """Try again to write what is unsaved; returns whether all is saved."""
        lines = (*self.store.refused.lines, *map(line_of, self._unsaved))
        if not lines:
            return True
        try:
            self.store.append("".join(f"{line}\n" for line in lines).encode("utf-8"))
        except OSError as error:
            self._problem = error.strerror or str(error)
            return False
        self._unsaved.clear()
        self._problem = ""
        return not self.problem

    def read(self) -> Kept:
        """Every entry of the store and, after them, what is unsaved."""
        try:
            content = self.store.read()
        except OSError as error:
            self._problem = error.strerror or str(error)
            content = b""
        kept = entries_of(content)
        if not self._unsaved:
            return kept
        entries = {entry.id: entry for entry in kept.entries}
        for entry in self._unsaved:
            entries.setdefault(entry.id, entry)
        return Kept(tuple(entries.values()), kept.unreadable)

    def delete_everything(self) -> None:
        """Erase the store, and what is unsaved. Raises `OSError` where it cannot be erased."""
        self._unsaved.clear()
        self.store.erase()
        self._problem = ""


def entries_of(content: bytes) -> Kept:
    """Every line as an entry or unreadable, in their order; the same entry twice is one entry.

    >>> entries_of(b"cut off").unreadable
    ((1, 'cut off'),)
    """
    entries: dict[str, Entry] = {}
    unreadable: list[tuple[int, str]] = []
    with _no_collection():
        for number, line in enumerate(content.decode("utf-8", "replace").split("\n"), start=1):
            entry = entry_of(line)
            if entry is not None:
                # Twice, as after an import of one's own export.
                entries.setdefault(entry.id, entry)
            elif line := line.strip():
                unreadable.append((number, line))
    return Kept(tuple(entries.values()), tuple(unreadable))


@contextmanager
def _no_collection() -> Iterator[None]:
    """Without looking for what is no longer used, which takes a third of the time of a long journal."""
    collects = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if collects:
            gc.enable()


def line_of(entry: Entry) -> str:
    """An entry as one line of JSON.

    >>> line_of(Entry("case", "amina", ("calcium_demand",), 70, True, None, at="", id="1"))[:51]
    '{"version": 1, "kind": "case", "item": "amina", "ch'
    """
    values = {n: value for n, value in asdict(entry).items() if value or n not in LATER}
    return json.dumps({"version": VERSION, **values}, ensure_ascii=False)


def entry_of(line: str) -> Entry | None:
    """The entry of a line; None where it is cut off, damaged or of a later version.

    >>> entry_of('{"version": 1, "kind": "case", "item": "am') is None
    True
    """
    line = line.strip()
    try:
        # Not json.loads: of a long journal it takes half the time to look for white space.
        values, end = _decode(line)
    except (ValueError, RecursionError):  # The second: brackets nested without end.
        return None
    if end < len(line) or not isinstance(values, dict) or values.get("version") != VERSION:
        return None
    return entry_from(values)


_decode = json.JSONDecoder().raw_decode


def entry_from(values: Mapping[str, Any]) -> Entry | None:
    """An entry from its values by name, None where one of them is not what it must be."""
    if wrong_names(values):
        return None
    known = ((name, values[name]) for name in NAMES if name in values)
    read: dict[str, Any] = {n: tuple(v) if isinstance(v, list) else v for n, v in known}
    return Entry(**read)


MISSING = object()
"""What no value of an entry can be."""


def wrong_names(values: Mapping[str, Any]) -> list[str]:
    """The names of the values of an entry that are missing, or are not what they must be."""
    return [
        name
        for name, valid in VALID.items()
        if not (valid(values.get(name, MISSING)) or (name in LATER and name not in values))
    ]


def _text(value: Any) -> bool:
    return isinstance(value, str) and (value.isascii() or not HALF_LETTER.search(value))


HALF_LETTER = re.compile("[\ud800-\udfff]")
"""One of the two codes of a letter by itself: JSON can hold it, and no file can."""


def _filled(value: Any) -> bool:
    return bool(value) and _text(value)


def _texts(value: Any) -> bool:
    return isinstance(value, list) and all(map(_text, value))


def _percent(value: Any) -> bool:
    return value is None or (type(value) is int and 0 <= value <= 100)


def _share(value: Any) -> bool:
    return value is None or (type(value) in (int, float) and 0 <= value <= 1)


VALID: Mapping[str, Callable[[Any], bool]] = {
    "kind": lambda value: value in KINDS,
    "item": _filled,
    "chosen": _texts,
    "sure": _percent,
    "right": lambda value: value is None or isinstance(value, bool),
    "share": _share,
    "asked": _texts,
    "stopped": lambda value: isinstance(value, bool),
    "miss": _text,
    "data_version": _text,
    # Between the day and the hour Python takes any letter, and half a one.
    "at": lambda value: _text(value) and moment(value) is not None,
    "id": _filled,
    "sentence": _text,
    "ranked": _texts,
    "speaks_for": _texts,
    "speaks_against": _texts,
    "handed_over": _texts,
}
"""What each value of an entry must be."""


def moment(written: str) -> datetime | None:
    """The time of an entry, in UTC; None where it is no time with its zone, or one no clock can have.

    >>> moment("2026-11-24T09:30:00+01:00").isoformat()
    '2026-11-24T08:30:00+00:00'
    >>> moment("9999-12-31T23:59:59+00:00") is None
    True
    """
    try:
        at = datetime.fromisoformat(written)
    except ValueError:
        return None
    # Before it is turned to another zone, which fails at the ends of the calendar.
    return at.astimezone(UTC) if at.tzinfo and EARLIEST <= at < LATEST else None
