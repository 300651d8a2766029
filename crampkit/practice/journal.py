"""The learner's journal: one line of JSON for each answer she committed to, in a file of her own.

Lines are only ever added, never changed, so nothing can be lost by writing. A line that cannot be
read stays where it is and is told of. The file holds no name and leaves the machine only if she
sends it somewhere.
"""

from __future__ import annotations

import json
import os
import uuid
from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import asdict, dataclass, field, fields
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

VERSION = 1
"""The form of a line; a later crampkit may write lines that this one does not understand."""

FILE = "journal.jsonl"
FOLDER_VARIABLE = "CRAMPKIT_JOURNAL"
"""Names another folder than the user's own, as for a shared computer."""

PATIENCE = 5.0
"""Seconds to wait while another page writes; it needs milliseconds."""

KINDS = ("question", "case")


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")


def _new_id() -> str:
    return uuid.uuid4().hex


@dataclass(frozen=True)
class Entry:
    """One commitment: of a question or a case, what was chosen, how sure, and what it was worth.

    `asked`, `stopped` and `miss` belong to cases: what was asked, in order; whether she stopped to
    refer; and how the answer missed, empty where it did not.
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


@dataclass(frozen=True)
class Kept:
    """What the journal holds: its entries in the order of writing, and the lines that are no entry.

    `aside` has the number and the text of each line that could not be read; it is still in the file.
    """

    entries: tuple[Entry, ...]
    aside: tuple[tuple[int, str], ...] = ()


class Journal:
    """The journal of this user of this machine, or of the folder that is named.

    What cannot be written, because the disk is full or the folder read-only, is kept in memory,
    counted in `unsaved` and written with the next entry that can be.

    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     journal = Journal(folder)
    ...     journal.add(Entry("question", "clot_first", ("refer",), 80, True, 1.0))
    ...     [entry.item for entry in journal.read().entries]
    True
    ['clot_first']
    """

    def __init__(self, folder: str | Path | None = None) -> None:
        self.folder = Path(folder) if folder is not None else journal_folder()
        self.path = self.folder / FILE
        self.problem = ""
        """Why the last entry could not be written; empty when all is saved."""
        self._unsaved: list[Entry] = []

    @property
    def unsaved(self) -> tuple[Entry, ...]:
        """Entries that are in memory alone."""
        return tuple(self._unsaved)

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
        if not self._unsaved:
            return True
        try:
            self._append("".join(line_of(entry) + "\n" for entry in self._unsaved))
        except OSError as error:
            self.problem = error.strerror or str(error)
            return False
        self._unsaved.clear()
        self.problem = ""
        return True

    def read(self) -> Kept:
        """Everything in the file and, after it, what is unsaved; an empty journal where there is none."""
        try:
            content = self.path.read_bytes()
        except FileNotFoundError:
            content = b""
        except OSError as error:
            self.problem = error.strerror or str(error)
            content = b""
        entries: dict[str, Entry] = {}
        aside: list[tuple[int, str]] = []
        for number, raw in enumerate(content.split(b"\n"), start=1):
            line = raw.decode("utf-8", "replace").strip()
            if not line:
                continue
            entry = entry_of(line)
            if entry is None:
                aside.append((number, line))
            else:
                # The same entry twice, as after an import of one's own export, is one entry.
                entries.setdefault(entry.id, entry)
        for entry in self._unsaved:
            entries.setdefault(entry.id, entry)
        return Kept(tuple(entries.values()), tuple(aside))

    def delete_everything(self) -> None:
        """Remove the file, and what is unsaved. Raises `OSError` where the file cannot be removed."""
        self._unsaved.clear()
        with suppress(FileNotFoundError):
            self.path.unlink()
        self.problem = ""

    def _append(self, text: str) -> None:
        """Add whole lines at the end, all or nothing, while no other page writes."""
        from filelock import FileLock, Timeout

        self.folder.mkdir(parents=True, exist_ok=True)
        try:
            with FileLock(self.folder / f"{FILE}.lock", timeout=PATIENCE):
                self._append_locked(text.encode("utf-8"))
        except Timeout as error:
            raise OSError(f"another page has been writing for {PATIENCE:g} seconds") from error

    def _append_locked(self, content: bytes) -> None:
        with open(self.path, "ab") as file:
            end = file.seek(0, os.SEEK_END)
            # A line that was cut off when its kernel was killed must not swallow the next one.
            if end and self._last_byte() != b"\n":
                content = b"\n" + content
            try:
                file.write(content)
                file.flush()
                os.fsync(file.fileno())
            except OSError:
                # On a full disk half a line may have been written: take it back, so that it can be
                # written whole later.
                with suppress(OSError):
                    os.truncate(self.path, end)
                raise

    def _last_byte(self) -> bytes:
        with open(self.path, "rb") as file:
            file.seek(-1, os.SEEK_END)
            return file.read(1)


def journal_folder() -> Path:
    """Where this user's journal lies: `CRAMPKIT_JOURNAL`, or the place that her system has for it."""
    if named := os.environ.get(FOLDER_VARIABLE):
        return Path(named)
    from platformdirs import user_data_path

    return user_data_path("crampkit", appauthor=False)


def line_of(entry: Entry) -> str:
    """An entry as one line of JSON.

    >>> line_of(Entry("case", "amina", ("calcium_demand",), 70, True, None, at="", id="1"))[:51]
    '{"version": 1, "kind": "case", "item": "amina", "ch'
    """
    return json.dumps({"version": VERSION, **asdict(entry)}, ensure_ascii=False)


def entry_of(line: str) -> Entry | None:
    """The entry of a line; None where it is cut off, damaged or of a later version.

    >>> entry_of('{"version": 1, "kind": "case", "item": "am') is None
    True
    """
    try:
        values = json.loads(line)
    except (ValueError, RecursionError):  # The second: brackets nested without end.
        return None
    if not isinstance(values, dict) or values.get("version") != VERSION:
        return None
    return entry_from(values)


def entry_from(values: Mapping[str, Any]) -> Entry | None:
    """An entry from its values by name, None where one of them is not what it must be."""
    names = {f.name for f in fields(Entry)}
    known = {name: value for name, value in values.items() if name in names}
    for name in ("chosen", "asked"):
        own = known.get(name, [])
        if not isinstance(own, list) or not all(isinstance(value, str) for value in own):
            return None
        known[name] = tuple(own)
    if set(known) != names:
        return None
    valid = (
        known["kind"] in KINDS
        and all(isinstance(known[name], str) for name in ("item", "miss", "data_version", "at"))
        and isinstance(known["id"], str)
        and _whole_percent(known["sure"])
        and isinstance(known["right"], bool | None)
        and _share(known["share"])
        and isinstance(known["stopped"], bool)
        and moment(known["at"]) is not None
    )
    return Entry(**known) if valid and known["item"] and known["id"] else None


def _whole_percent(value: Any) -> bool:
    return value is None or (type(value) is int and 0 <= value <= 100)


def _share(value: Any) -> bool:
    return value is None or (type(value) in (int, float) and 0 <= value <= 1)


def moment(written: str) -> datetime | None:
    """The time of an entry, in UTC; None where it is no time with its zone.

    >>> moment("2026-11-24T09:30:00+01:00").isoformat()
    '2026-11-24T08:30:00+00:00'
    """
    try:
        at = datetime.fromisoformat(written)
    except ValueError:
        return None
    return at.astimezone(UTC) if at.tzinfo else None
