"""A learner's files on this computer: the journal, and beside it the desk."""

from __future__ import annotations

import json
import os
import re
import secrets
import stat
import warnings
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from crampkit.data import replace_file
from crampkit.practice.desk import as_json
from crampkit.practice.journal import Refused, Whereabouts

JOURNAL = "journal.jsonl"
DESK = "desk.json"
BEGUN = "begun"
"""By this value a desk knows its file again: after everything was deleted another one is begun."""

FOLDER_VARIABLE = "CRAMPKIT_JOURNAL"
"""Names another folder than the user's own, as for a shared computer."""

PATIENCE = 5.0
"""Seconds to wait while another page writes; it needs milliseconds."""


def journal_folder() -> Path:
    """Where this user's files lie: `CRAMPKIT_JOURNAL`, or the place that the system has for them."""
    if named := os.environ.get(FOLDER_VARIABLE):
        return Path(named)
    from platformdirs import user_data_path

    return user_data_path("crampkit", appauthor=False)


def _named(file: str, set_name: str) -> str:
    """The name of a file of one set: a set from somebody else must not choose the place.

    >>> _named("journal.jsonl", ""), _named("journal.jsonl", "../Skin")
    ('journal.jsonl', 'journal.jsonl.---skin')
    """
    return f"{file}.{re.sub('[^a-z0-9-]', '-', set_name.lower())[:80]}" if set_name else file


class JournalFile:
    """The journal of this user of this machine, or of the folder that is named: lines in a file.

    Each set of lessons has a file of its own; `set_name` is empty for crampkit's own.

    Nobody else on the machine may read it. It is safe against a kill in mid-write, and against two
    pages that write at once.
    """

    refused = Refused()

    def __init__(self, folder: str | Path | None = None, set_name: str = "") -> None:
        self.folder = Path(folder) if folder is not None else journal_folder()
        self.path = self.folder / _named(JOURNAL, set_name)

    @property
    def whereabouts(self) -> Whereabouts:
        return Whereabouts("journal.where", {"folder": str(self.folder)})

    def follow(self, changed: Callable[[], None]) -> None:
        """A file tells at once what it refuses, and never what another page wrote."""

    def read(self) -> bytes:
        _refuse_a_pipe(self.path)
        try:
            with self.path.open("rb") as file:
                _hers_alone(file.fileno())
                _folder_hers_alone(self.folder)
                return file.read()
        except FileNotFoundError:
            return b""

    def append(self, content: bytes) -> None:
        _refuse_a_pipe(self.path)
        with locked(self.path):
            # Unbuffered: a buffer would be written once more when the file is closed, after the
            # half line on a full disk was taken back.
            file = os.open(self.path, os.O_RDWR | os.O_APPEND | os.O_CREAT | _BINARY, 0o600)
            try:
                _hers_alone(file)
                _append_whole(file, content)
            finally:
                os.close(file)

    def erase(self) -> None:
        if self.path.exists():
            with locked(self.path), suppress(FileNotFoundError):
                self.path.unlink()


class DeskFile:
    """The desk beside the journal: one file of JSON, replaced as a whole with every change.

    Each set of lessons has a file of its own, as with the journal. A damaged file is told in `problem`
    and never fatal: the next change sets it aside under another name.
    """

    pause = 0.3
    """A file is replaced in ten milliseconds or more, in which the kernel answers nobody."""

    def __init__(self, folder: str | Path | None = None, set_name: str = "") -> None:
        self.folder = Path(folder) if folder is not None else journal_folder()
        self.path = self.folder / _named(DESK, set_name)
        self.problem = ""
        self._times_cleared = 0
        self._begun: object = None
        self._seen: object = None

    @property
    def times_cleared(self) -> int:
        """As of any desk; also counts what the kernel of another lesson has deleted."""
        seen = _state_of(self.path)
        if seen != self._seen:
            self._seen = seen
            with suppress(OSError):
                self._look_again()
        return self._times_cleared

    def _look_again(self) -> None:
        values = self._values()
        if values is None:
            return  # Damaged, which is not deleted.
        self._notice(values.get(BEGUN))

    def _notice(self, begun: object) -> None:
        if self._begun is not None and begun != self._begun:
            self._times_cleared += 1
        self._begun = begun

    def get(self, key: str) -> Any:
        try:
            values = self._values()
        except OSError as error:
            self.problem = error.strerror or str(error)
            return None
        if values is None:
            self.problem = f"the file {DESK} is damaged"
            return None
        return values.get(key)

    def put(self, key: str, value: Any) -> None:
        as_json(value)  # What has no form in JSON must not cost the other values anything.
        self._change(lambda values: {**values, key: value})

    def erase(self, key: str) -> None:
        if self.path.exists():
            self._change(lambda values: {name: values[name] for name in values if name != key})

    def clear(self) -> None:
        self._times_cleared += 1
        self._begun = self._seen = None
        set_aside = self._set_aside_files()
        if self.path.exists() or set_aside:
            with locked(self.path):
                for file in (self.path, *set_aside):
                    file.unlink(missing_ok=True)

    def _change(self, changed: Callable[[dict[str, Any]], dict[str, Any]]) -> None:
        with locked(self.path):
            values = self._values()
            if values is None:
                self._set_aside()  # Damaged, which is not deleted.
                values = {BEGUN: self._begun} if self._begun else {}
            self._notice(values.get(BEGUN))
            values.setdefault(BEGUN, secrets.token_hex(8))
            replace_file(self.path, as_json(changed(values)).encode("ascii"), 0o600)
            self._begun = values[BEGUN]
            self._seen = _state_of(self.path)

    def _values(self) -> dict[str, Any] | None:
        """Everything in the file; None where it is damaged."""
        _refuse_a_pipe(self.path)
        try:
            values = json.loads(self.path.read_bytes())
            as_json(values)  # Python reads numbers without end that it cannot write again.
        except FileNotFoundError:
            return {}
        except (ValueError, RecursionError):  # The second: brackets nested without end.
            return None
        return values if isinstance(values, dict) else None

    def _set_aside(self) -> None:
        # Never over what was set aside before.
        aside = self.path.with_name(f"{self.path.name}.damaged{len(self._set_aside_files()) + 1}")
        self.path.rename(aside)
        self.problem = f"the file {DESK} was damaged; it is kept as {aside.name}"

    def _set_aside_files(self) -> list[Path]:
        return list(self.folder.glob(f"{self.path.name}.damaged*"))


def _state_of(path: Path) -> object:
    """Another one after every change of a file; None where there is none."""
    try:
        found = path.stat()
    except OSError:
        return None
    return found.st_mtime_ns, found.st_ino, found.st_size


def _refuse_a_pipe(path: Path) -> None:
    """A named pipe would be waited for, without end."""
    if path.is_fifo():
        raise OSError(f"{path.name} is a pipe, not a file")


_BINARY = getattr(os, "O_BINARY", 0)
"""Without it, Windows would write a carriage return before every line's end."""


def _append_whole(file: int, content: bytes) -> None:
    end = os.lseek(file, 0, os.SEEK_END)
    if end:
        os.lseek(file, end - 1, os.SEEK_SET)
        # A line that was cut off when its kernel was killed must not swallow the next one.
        if os.read(file, 1) != b"\n":
            content = b"\n" + content
    try:
        while content:
            content = content[os.write(file, content) :]
        os.fsync(file)
    except OSError:
        # On a full disk half a line may have been written: take it back, so that it can be
        # written whole later.
        with suppress(OSError):
            os.ftruncate(file, end)
        raise


@contextmanager
def locked(path: Path) -> Iterator[None]:
    """While no other page writes this file; its folder is made where there is none.

    Raises `OSError` where another page does not come to its end.
    """
    from filelock import FileLock, Timeout

    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    _folder_hers_alone(path.parent)
    lock = FileLock(path.with_name(f"{path.name}.lock"), timeout=PATIENCE, mode=0o600)
    try:
        with warnings.catch_warnings():
            # That it locks in another way, as in some network folders, is no learner's business.
            warnings.simplefilter("ignore", UserWarning)
            lock.acquire()
    except Timeout:
        raise OSError(f"another page has been writing for {PATIENCE:g} seconds") from None
    except NotImplementedError:  # Some network folders; a later filelock finds another way there.
        raise OSError("this folder cannot be locked; name another in CRAMPKIT_JOURNAL") from None
    try:
        yield
    finally:
        lock.release()


def _hers_alone(file: int) -> None:
    """Only the learner may read what was answered, also where an earlier crampkit let others."""
    if os.name == "posix":
        mode = os.fstat(file).st_mode
        if stat.S_ISREG(mode) and mode & 0o077:  # A device is everybody's.
            with suppress(OSError):
                os.chmod(file, 0o600)


def _folder_hers_alone(folder: Path) -> None:
    """The same for a folder, unless something that is not ours lies in it: others may need that."""
    if os.name == "posix" and folder.stat().st_mode & 0o077:
        with suppress(OSError):
            if all(name.startswith((JOURNAL, DESK)) for name in os.listdir(folder)):
                folder.chmod(0o700)
