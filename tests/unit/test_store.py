"""A learner's files lose nothing, not to a kill, two pages or a full disk, and nobody else reads them."""

from __future__ import annotations

import errno
import json
import multiprocessing
import os
import signal
import stat
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crampkit.hosts.jupyter.store import BEGUN, DESK, JOURNAL, DeskFile, JournalFile, journal_folder
from crampkit.practice.desk import Desk, DeskInMemory
from crampkit.practice.journal import Entry, Journal

POSIX = pytest.mark.skipif(os.name != "posix", reason="this system has no such rights or signals")


def entry(item: str = "clot_first") -> Entry:
    return Entry("question", item, ("refer",), 80, True, 1.0)


@pytest.fixture
def store(tmp_path: Path) -> JournalFile:
    return JournalFile(tmp_path / "journal")


@pytest.fixture
def journal(store: JournalFile) -> Journal:
    return Journal(store)


def items(store: JournalFile) -> list[str]:
    return [kept.item for kept in Journal(store).read().entries]


def test_reading_alone_makes_neither_file_nor_folder(store, journal):
    assert journal.read().entries == ()
    assert not store.folder.exists()


def test_the_files_lie_where_the_variable_says_else_where_the_system_keeps_such_files(
    monkeypatch, tmp_path
):
    monkeypatch.setenv("CRAMPKIT_JOURNAL", str(tmp_path))
    assert journal_folder() == tmp_path
    assert JournalFile().path.parent == DeskFile().path.parent == tmp_path
    monkeypatch.delenv("CRAMPKIT_JOURNAL")
    assert "crampkit" in str(journal_folder())
    assert journal_folder().is_relative_to(Path.home())


def test_a_store_tells_where_it_lies(store):
    assert store.whereabouts.gaps == {"folder": str(store.folder)}


# ------------------------------------------------------------------------------ killed

CUT_OFF = '{"version": 1, "kind": "question", "item": "cut'


def test_a_line_cut_off_by_a_kill_is_kept_aside_and_swallows_nothing(store, journal):
    journal.add(entry("before"))
    with store.path.open("a", encoding="utf-8") as file:
        file.write(CUT_OFF)
    journal.add(entry("after"))
    kept = journal.read()
    assert [one.item for one in kept.entries] == ["before", "after"]
    assert kept.unreadable == ((2, CUT_OFF),)
    assert CUT_OFF in store.path.read_text(encoding="utf-8")


KILLED = """
import os, signal, sys
from crampkit.hosts.jupyter.store import JournalFile
from crampkit.practice.journal import Entry, Journal
journal = Journal(JournalFile(sys.argv[1]))
for number in range(3):
    journal.add(Entry("question", f"whole{number}", ("a",), 80, True, 1.0))
def killed(_):
    os.kill(os.getpid(), signal.SIGKILL)
os.fsync = killed
journal.add(Entry("question", "last", ("a",), 80, True, 1.0))
"""


@POSIX
def test_a_kernel_killed_in_the_middle_of_a_write_leaves_every_earlier_line_and_can_go_on(store):
    ended = subprocess.run([sys.executable, "-c", KILLED, str(store.folder)], check=False)
    assert ended.returncode == -signal.SIGKILL
    assert items(store)[:3] == ["whole0", "whole1", "whole2"]
    # A lock that the dead process held does not hold any more.
    assert Journal(store).add(entry("next"))
    assert items(store)[-1] == "next"


# ------------------------------------------------------------------------------ two pages, no room


def write_many(folder: str, page: int) -> None:
    journal = Journal(JournalFile(folder))
    desk = DeskFile(folder)
    for number in range(50):
        journal.add(entry(f"page{page}_{number}"))
        desk.put(f"page{page}_{number}", number)


def test_two_pages_that_write_at_once_lose_nothing(tmp_path):
    pages = [
        multiprocessing.get_context("spawn").Process(target=write_many, args=(str(tmp_path), page))
        for page in (1, 2)
    ]
    for page in pages:
        page.start()
    for page in pages:
        page.join()
    kept = Journal(JournalFile(tmp_path)).read()
    names = {f"page{page}_{number}" for page in (1, 2) for number in range(50)}
    assert not kept.unreadable
    assert {one.item for one in kept.entries} == names
    assert set(json.loads((tmp_path / DESK).read_bytes())) - {BEGUN} == names


def test_a_folder_that_cannot_be_written_keeps_the_answer_in_memory_and_says_why(tmp_path):
    blocked = tmp_path / "a file, not a folder"
    blocked.write_text("", encoding="utf-8")
    store = JournalFile(blocked / "journal")
    journal = Journal(store)
    assert not journal.add(entry("kept"))
    assert journal.problem
    assert [one.item for one in journal.read().entries] == ["kept"]
    blocked.unlink()
    assert journal.save()
    assert journal.unsaved == ()
    assert items(store) == ["kept"]


FULL = """
import resource, sys
from crampkit.hosts.jupyter.store import JournalFile
from crampkit.practice.journal import Entry, Journal
store = JournalFile(sys.argv[1])
journal = Journal(store)
journal.add(Entry("question", "before", ("a",), 80, True, 1.0))
sound = store.path.read_bytes()
resource.setrlimit(resource.RLIMIT_FSIZE, (len(sound) + 100, -1))
for name in ("first", "second"):
    assert not journal.add(Entry("question", name, ("a",), 80, True, 1.0))
    assert journal.problem
    assert store.path.read_bytes() == sound, store.path.read_bytes()
resource.setrlimit(resource.RLIMIT_FSIZE, (-1, -1))
assert journal.add(Entry("question", "third", ("a",), 80, True, 1.0))
"""


@POSIX
def test_where_half_a_line_had_room_no_half_line_stays_and_nothing_is_lost(store):
    subprocess.run([sys.executable, "-c", FULL, str(store.folder)], check=True)
    assert items(store) == ["before", "first", "second", "third"]
    assert not Journal(store).read().unreadable


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="this system has no full device")
def test_a_device_that_is_really_full_loses_nothing_either(store):
    store.folder.mkdir()
    store.path.symlink_to("/dev/full")
    rights = os.stat("/dev/full").st_mode
    journal = Journal(store)
    assert not journal.add(entry("kept"))
    assert os.strerror(errno.ENOSPC) in journal.problem
    assert [one.item for one in journal.unsaved] == ["kept"]
    assert os.stat("/dev/full").st_mode == rights


def test_deleting_everything_leaves_no_answer_and_can_be_done_twice(store, journal):
    journal.add(entry())
    journal.delete_everything()
    journal.delete_everything()
    assert journal.read().entries == ()
    assert not store.path.exists()


# ------------------------------------------------------------------------------ hers alone


def rights(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


@POSIX
def test_nobody_else_on_the_machine_may_read_her_files(tmp_path):
    before = os.umask(0)
    try:
        folder = tmp_path / "journal"
        Journal(JournalFile(folder)).add(entry())
        DeskFile(folder).put("place", 3)
    finally:
        os.umask(before)
    assert rights(folder) == 0o700
    assert {path.name: rights(path) & 0o077 for path in folder.iterdir()} == dict.fromkeys(
        (JOURNAL, f"{JOURNAL}.lock", DESK, f"{DESK}.lock"), 0
    )


@POSIX
@pytest.mark.parametrize("use", [JournalFile.read, lambda store: store.append(b"x\n")])
def test_files_that_others_could_read_are_mended(store, use):
    store.folder.mkdir(mode=0o755)
    store.path.write_bytes(b"")
    store.path.chmod(0o644)
    use(store)
    assert rights(store.folder) == 0o700
    assert rights(store.path) == 0o600


@POSIX
def test_a_folder_in_which_other_things_lie_keeps_its_rights(store):
    store.folder.mkdir()
    store.folder.chmod(0o755)
    (store.folder / "homework.txt").touch()
    store.append(b"x\n")
    assert rights(store.folder) == 0o755
    assert rights(store.path) == 0o600


# ------------------------------------------------------------------------------ the desk


@pytest.fixture(params=["file", "memory"])
def desk(request, tmp_path: Path) -> Desk:
    return DeskFile(tmp_path / "journal") if request.param == "file" else DeskInMemory()


VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False)
    # A browser may send half of a letter.
    | st.text(st.characters(exclude_categories=())),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
)  # fmt: skip


def test_a_value_is_there_until_it_is_erased(desk):
    assert desk.get("place") is None
    desk.erase("place")
    desk.put("place", ["lesson", 3])
    desk.put("votes", {"a": 1})
    desk.put("place", ["lesson", 4])
    assert desk.get("place") == ["lesson", 4]
    desk.erase("place")
    assert desk.get("place") is None
    assert desk.get("votes") == {"a": 1}
    assert desk.problem == ""


@given(st.text(st.characters(exclude_categories=())), VALUES)
def test_any_value_of_json_comes_back(key, value):
    desk = DeskInMemory()
    desk.put(key, value)
    assert desk.get(key) == value


@pytest.mark.parametrize("value", ["\ud800", {"\ud800": "🦵"}, [1.5, None], ""])
def test_any_value_comes_back_from_the_file_in_another_page(tmp_path, value):
    DeskFile(tmp_path).put("\ud800", value)
    assert DeskFile(tmp_path).get("\ud800") == value


def test_what_is_done_to_a_value_does_not_change_the_desk(desk):
    place = ["lesson", 3]
    desk.put("place", place)
    place.append(4)
    desk.get("place").append(5)
    assert desk.get("place") == ["lesson", 3]


@pytest.mark.parametrize("value", [float("nan"), {1, 2}, object()])
def test_what_has_no_form_in_json_is_refused_and_changes_nothing(desk, value):
    desk.put("votes", 1)
    with pytest.raises((TypeError, ValueError)):
        desk.put("place", value)
    assert (desk.get("place"), desk.get("votes")) == (None, 1)


@pytest.mark.parametrize(
    "damage", [b"", b'{"place": ', b"[]", b"\xff", b"[" * 100_000, b'{"a": 1e999}']
)
def test_a_damaged_desk_is_told_set_aside_and_never_fatal(tmp_path, damage):
    (tmp_path / DESK).write_bytes(damage)
    desk = DeskFile(tmp_path)
    assert desk.get("place") is None
    assert desk.problem == "the file desk.json is damaged"
    desk.put("place", 3)
    assert desk.problem == "the file desk.json was damaged; it is kept as desk.json.damaged1"
    assert (tmp_path / "desk.json.damaged1").read_bytes() == damage
    (tmp_path / DESK).write_bytes(damage)
    DeskFile(tmp_path).put("place", 4)
    assert (tmp_path / "desk.json.damaged2").read_bytes() == damage
    assert DeskFile(tmp_path).get("place") == 4


@POSIX
def test_a_pipe_in_place_of_her_files_is_told_and_not_waited_for(tmp_path):
    for name in (JOURNAL, DESK):
        os.mkfifo(tmp_path / name)
    journal = Journal(JournalFile(tmp_path))
    assert journal.read().entries == ()
    assert not journal.add(entry())
    assert journal.problem == "journal.jsonl is a pipe, not a file"
    assert [one.item for one in journal.read().entries] == ["clot_first"]
    desk = DeskFile(tmp_path)
    assert desk.get("place") is None
    assert desk.problem == "desk.json is a pipe, not a file"
    with pytest.raises(OSError, match="is a pipe"):
        desk.put("place", 3)


@POSIX
@pytest.mark.filterwarnings("error")
def test_a_folder_that_knows_no_lock_keeps_the_answer_or_says_why(tmp_path, monkeypatch):
    import fcntl

    def refuse(*_):
        raise OSError(errno.ENOSYS, os.strerror(errno.ENOSYS))

    monkeypatch.setattr(fcntl, "flock", refuse)
    journal = Journal(JournalFile(tmp_path))
    assert journal.add(entry()) or "cannot be locked" in journal.problem
    assert [one.item for one in journal.read().entries] == ["clot_first"]


def test_what_the_kernel_of_another_lesson_deletes_is_noticed_here(tmp_path):
    here, other = DeskFile(tmp_path), DeskFile(tmp_path)
    here.put("place", 3)
    other.put("votes", 1)
    assert here.times_cleared == other.times_cleared == 0
    other.clear()
    assert here.times_cleared == other.times_cleared == 1
    other.put("votes", 2)
    here.put("place", 4)
    assert here.times_cleared == other.times_cleared == 1
    other.clear()
    other.put("votes", 3)  # Another file is there already when this kernel looks again.
    here.put("place", 5)
    assert (here.times_cleared, other.times_cleared) == (2, 2)
    assert (here.get("place"), here.get("votes")) == (5, 3)


def test_a_damaged_desk_is_not_taken_for_a_deleted_one(tmp_path):
    here, other = DeskFile(tmp_path), DeskFile(tmp_path)
    here.put("place", 3)
    assert other.times_cleared == 0
    here.path.write_bytes(b"{")
    assert other.times_cleared == 0
    here.put("place", 4)
    assert (here.times_cleared, other.times_cleared) == (0, 0)


def test_deleting_everything_leaves_nothing_of_a_desk_that_was_set_aside(tmp_path):
    for name in ("", "skin"):
        desk = DeskFile(tmp_path, name)
        desk.folder.mkdir(exist_ok=True)
        desk.path.write_bytes(b'{"place": ')
        desk.put("place", 3)
        assert "is kept as" in desk.problem
    DeskFile(tmp_path, "skin").clear()
    left = sorted(file.name for file in tmp_path.iterdir() if not file.name.endswith(".lock"))
    assert left == ["desk.json", "desk.json.damaged1"]
    DeskFile(tmp_path).clear()
    assert all(file.name.endswith(".lock") for file in tmp_path.iterdir())


def test_a_desk_without_room_says_why_and_keeps_what_it_had(tmp_path):
    blocked = tmp_path / "a file, not a folder"
    blocked.write_text("", encoding="utf-8")
    desk = DeskFile(blocked / "journal")
    with pytest.raises(OSError, match=r"(?i)not a directory|exists"):
        desk.put("place", 3)
    assert desk.get("place") is None
    assert desk.problem


REPLACED = """
import os, signal, sys
from crampkit.hosts.jupyter.store import DeskFile
desk = DeskFile(sys.argv[1])
desk.put("place", 1)
def killed(*_):
    os.kill(os.getpid(), signal.SIGKILL)
setattr(os, sys.argv[2], killed)
desk.put("place", 2)
"""


@POSIX
@pytest.mark.parametrize("moment", ["fsync", "replace"])
def test_a_kernel_killed_while_the_desk_is_written_leaves_it_as_it_was(tmp_path, moment):
    ended = subprocess.run([sys.executable, "-c", REPLACED, str(tmp_path), moment], check=False)
    assert ended.returncode == -signal.SIGKILL
    desk = DeskFile(tmp_path)
    assert desk.get("place") == 1
    desk.put("place", 3)
    assert desk.get("place") == 3
