"""A learner's journal loses nothing: not to a kill, two pages, a full disk, or a damaged line."""

from __future__ import annotations

import errno
import json
import multiprocessing
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crampkit.practice.journal import (
    FILE,
    Entry,
    Journal,
    entry_of,
    journal_folder,
    line_of,
)


def entry(item: str = "clot_first", **changes: object) -> Entry:
    values: dict[str, object] = {
        "kind": "question",
        "item": item,
        "chosen": ("refer",),
        "sure": 80,
        "right": True,
        "share": 1.0,
        "data_version": "2026.11",
    }
    return Entry(**{**values, **changes})  # type: ignore[arg-type]


@pytest.fixture
def journal(tmp_path: Path) -> Journal:
    return Journal(tmp_path)


def items(journal: Journal) -> list[str]:
    return [kept.item for kept in journal.read().entries]


# ------------------------------------------------------------------------------ what is written is read


def test_what_was_committed_is_read_again_as_it_was(journal):
    written = [
        entry(),
        entry("amina", kind="case", asked=("noon", "night"), stopped=True, miss="x"),
    ]
    for one in written:
        assert journal.add(one)
    assert Journal(journal.folder).read().entries == tuple(written)


@given(
    st.builds(
        entry,
        item=st.text(min_size=1, max_size=20).filter(str.strip),
        chosen=st.lists(st.text(max_size=10), max_size=3).map(tuple),
        sure=st.none() | st.integers(0, 100),
        right=st.none() | st.booleans(),
        share=st.none() | st.floats(0, 1),
    )
)
def test_any_entry_is_one_line_and_comes_back(one):
    line = line_of(one)
    assert "\n" not in line
    assert entry_of(line) == one


def test_there_is_no_journal_before_the_first_answer(journal):
    assert journal.read().entries == ()
    assert not journal.path.exists()


def test_a_line_names_its_version_and_nobody(journal):
    journal.add(entry())
    line = json.loads(journal.path.read_text(encoding="utf-8"))
    assert line["version"] == 1
    assert set(line) == {
        *("version", "id", "at", "kind", "item", "chosen", "sure", "right", "share"),
        *("asked", "stopped", "miss", "data_version"),
    }


def test_the_journal_lies_where_the_variable_says_else_where_the_system_keeps_such_files(
    monkeypatch, tmp_path
):
    monkeypatch.setenv("CRAMPKIT_JOURNAL", str(tmp_path))
    assert journal_folder() == tmp_path
    monkeypatch.delenv("CRAMPKIT_JOURNAL")
    assert "crampkit" in str(journal_folder())
    assert journal_folder().is_relative_to(Path.home())


# ------------------------------------------------------------------------------ killed, damaged, newer

CUT_OFF = '{"version": 1, "kind": "question", "item": "cut'


def test_a_line_cut_off_by_a_kill_is_kept_aside_and_swallows_nothing(journal):
    journal.add(entry("before"))
    with journal.path.open("a", encoding="utf-8") as file:
        file.write(CUT_OFF)
    journal.add(entry("after"))
    kept = journal.read()
    assert [one.item for one in kept.entries] == ["before", "after"]
    assert kept.aside == ((2, CUT_OFF),)
    assert CUT_OFF in journal.path.read_text(encoding="utf-8")


KILLED = """
import os, signal, sys
from crampkit.practice.journal import Entry, Journal
journal = Journal(sys.argv[1])
for number in range(3):
    journal.add(Entry("question", f"whole{number}", ("a",), 80, True, 1.0))
real = os.fsync
def killed(_):
    os.kill(os.getpid(), signal.SIGKILL)
os.fsync = killed
journal.add(Entry("question", "last", ("a",), 80, True, 1.0))
"""


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="this system ends processes otherwise")
def test_a_kernel_killed_in_the_middle_of_a_write_leaves_every_earlier_line_and_can_go_on(tmp_path):
    ended = subprocess.run([sys.executable, "-c", KILLED, str(tmp_path)], check=False)
    assert ended.returncode == -signal.SIGKILL
    journal = Journal(tmp_path)
    assert items(journal)[:3] == ["whole0", "whole1", "whole2"]
    assert journal.add(entry("next"))  # a lock that the dead process held does not hold any more
    assert items(journal)[-1] == "next"


DAMAGE = [
    b"not json at all",
    b'{"version": 1}',
    b'[1, 2, 3]',
    b'{"version": 1, "kind": "question", "item": "x"}',
    b"\xff\xfe\x00broken bytes",
    b'{"a": ' * 2000,
]  # fmt: skip


@pytest.mark.parametrize("damage", DAMAGE)
def test_a_damaged_line_is_told_with_its_number_and_stays_in_the_file(journal, damage):
    journal.add(entry("one"))
    with journal.path.open("ab") as file:
        file.write(damage + b"\n")
    journal.add(entry("two"))
    before = journal.path.read_bytes()
    kept = journal.read()
    assert [one.item for one in kept.entries] == ["one", "two"]
    assert [number for number, _ in kept.aside] == [2]
    assert journal.path.read_bytes() == before
    assert damage in before


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("kind", "exam"),
        ("sure", 101),
        ("sure", True),
        ("right", "yes"),
        ("share", 2),
        ("chosen", "refer"),
        ("asked", [1]),
        ("at", "yesterday"),
        ("at", "2026-11-24T08:00:00"),
        ("item", ""),
        ("version", 2),
    ],
)
def test_a_line_with_a_value_that_cannot_be_is_no_entry(name, value):
    values = json.loads(line_of(entry()))
    assert entry_of(json.dumps(values)) is not None
    assert entry_of(json.dumps({**values, name: value})) is None


def test_what_a_later_version_adds_to_a_line_does_no_harm():
    values = json.loads(line_of(entry()))
    assert entry_of(json.dumps({**values, "mood": "fine"})) is not None


# ------------------------------------------------------------------------------ two pages, no room


def write_many(folder: str, page: int) -> None:
    journal = Journal(folder)
    for number in range(50):
        journal.add(entry(f"page{page}_{number}"))


def test_two_pages_that_write_at_once_lose_no_line(tmp_path):
    pages = [
        multiprocessing.get_context("spawn").Process(target=write_many, args=(str(tmp_path), page))
        for page in (1, 2)
    ]
    for page in pages:
        page.start()
    for page in pages:
        page.join()
    kept = Journal(tmp_path).read()
    assert not kept.aside
    assert {one.item for one in kept.entries} == {
        f"page{page}_{number}" for page in (1, 2) for number in range(50)
    }


def test_a_folder_that_cannot_be_written_keeps_the_answer_in_memory_and_says_why(tmp_path):
    blocked = tmp_path / "a file, not a folder"
    blocked.write_text("", encoding="utf-8")
    journal = Journal(blocked / "journal")
    assert not journal.add(entry("kept"))
    assert journal.problem
    assert items(journal) == ["kept"]
    assert len(journal.unsaved) == 1
    blocked.unlink()
    assert journal.save()
    assert journal.unsaved == ()
    assert items(Journal(blocked / "journal")) == ["kept"]


def test_on_a_full_disk_no_half_line_stays_and_nothing_is_lost_once_there_is_room(
    journal, monkeypatch
):
    journal.add(entry("before"))
    sound = journal.path.read_bytes()
    real = os.fsync

    def full(_: int) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(os, "fsync", full)
    assert not journal.add(entry("first"))
    assert not journal.add(entry("second"))
    assert journal.problem == os.strerror(errno.ENOSPC)
    assert journal.path.read_bytes() == sound
    monkeypatch.setattr(os, "fsync", real)
    assert journal.add(entry("third"))
    assert items(Journal(journal.folder)) == ["before", "first", "second", "third"]


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="this system has no full device")
def test_a_device_that_is_really_full_loses_nothing_either(tmp_path):
    (tmp_path / FILE).symlink_to("/dev/full")
    journal = Journal(tmp_path)
    assert not journal.add(entry("kept"))
    assert os.strerror(errno.ENOSPC) in journal.problem
    assert [one.item for one in journal.unsaved] == ["kept"]


# ------------------------------------------------------------------------------ once, and deleted


def test_the_same_entry_twice_is_one_entry(journal):
    one = entry()
    journal.add_all([one, one, entry("other")])
    assert len(journal.read().entries) == 2


def test_deleting_everything_leaves_no_answer_and_can_be_done_twice(journal):
    journal.add(entry())
    journal.delete_everything()
    journal.delete_everything()
    assert journal.read().entries == ()
    assert not journal.path.exists()
