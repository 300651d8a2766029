"""A learner's journal: lines in, entries out, nothing lost to a damaged line or to a store that is full."""

from __future__ import annotations

import errno
import json
import os
from datetime import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crampkit.practice.journal import (
    Entry,
    Journal,
    JournalInMemory,
    entries_of,
    entry_of,
    line_of,
    moment,
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


class FullStore(JournalInMemory):
    """A store without room, until there is some."""

    full = True

    def append(self, content: bytes) -> None:
        if self.full:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        super().append(content)


class UnreadableStore(JournalInMemory):
    def read(self) -> bytes:
        raise OSError("the page may not use the browser's storage")


@pytest.fixture
def journal() -> Journal:
    return Journal(JournalInMemory())


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
    assert Journal(journal.store).read().entries == tuple(written)


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
    assert entry_of(f" {line}\r") == one


SAID = {
    "sentence": "Ada, 30: a pain by day.",
    "ranked": ("sun", "moon"),
    "speaks_for": ("noon", "glare"),
    "speaks_against": ("night",),
    "handed_over": ("situation:burn",),
}


def test_what_was_said_of_a_woman_is_kept_with_the_decision(journal):
    said = entry("amina", kind="case", **SAID)
    journal.add(said)
    assert json.loads(journal.store.read())["ranked"] == ["sun", "moon"]
    assert Journal(journal.store).read().entries == (said,)


@pytest.mark.parametrize("name", SAID)
def test_a_line_from_before_a_woman_was_summed_up_is_still_read(name):
    values = json.loads(line_of(entry("amina", kind="case", **SAID)))
    del values[name]
    read = entry_of(json.dumps(values))
    assert not getattr(read, name)
    assert entry_of(json.dumps({**values, name: 7})) is None


def test_there_is_no_entry_before_the_first_answer(journal):
    assert journal.read().entries == ()
    assert journal.store.read() == b""


def test_a_line_names_its_version_and_nobody(journal):
    journal.add(entry())
    line = json.loads(journal.store.read())
    assert line["version"] == 1
    assert set(line) == {
        *("version", "id", "at", "kind", "item", "chosen", "sure", "right", "share"),
        *("asked", "stopped", "miss", "data_version"),
    }


# ------------------------------------------------------------------------------ damaged, newer

DAMAGE = [
    b"not json at all",
    b'{"version": 1}',
    b'[1, 2, 3]',
    b'{"version": 1, "kind": "question", "item": "x"}',
    b"\xff\xfe\x00broken bytes",
    b'{"a": ' * 2000,
    b"[" * 100_000,
    line_of(entry()).encode() * 2,
    line_of(entry()).encode() + b" x",
]  # fmt: skip


@pytest.mark.parametrize("damage", DAMAGE)
def test_a_damaged_line_is_told_with_its_number_and_stays_in_the_store(journal, damage):
    journal.add(entry("one"))
    journal.store.append(damage + b"\n")
    journal.add(entry("two"))
    before = journal.store.read()
    kept = journal.read()
    assert [one.item for one in kept.entries] == ["one", "two"]
    assert [number for number, _ in kept.unreadable] == [2]
    assert journal.store.read() == before
    assert damage in before


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("kind", "exam"),
        ("kind", ["question"]),
        ("sure", 101),
        ("sure", True),
        ("right", "yes"),
        ("right", 1),
        ("share", 2),
        ("chosen", "refer"),
        ("asked", [1]),
        ("at", "yesterday"),
        ("at", "2026-11-24\ud80008:00:00+00:00"),
        ("at", "2026-11-24T08:00:00"),
        ("at", "9999-12-31T23:59:59+00:00"),
        ("at", "0001-01-01T00:00:00+14:00"),
        ("at", "2100-01-01T00:00:00+00:00"),
        ("at", "1969-12-31T23:59:59+00:00"),
        ("item", ""),
        ("item", "\ud800"),
        ("chosen", ["\udfff"]),
        ("version", 2),
    ],
)
def test_a_line_with_a_value_that_cannot_be_is_no_entry(name, value):
    values = json.loads(line_of(entry()))
    assert entry_of(json.dumps(values)) is not None
    assert entry_of(json.dumps({**values, name: value})) is None


@pytest.mark.parametrize("name", [*json.loads(line_of(entry()))])
def test_a_line_without_one_of_its_values_is_no_entry(name):
    values = json.loads(line_of(entry()))
    del values[name]
    assert entry_of(json.dumps(values)) is None


def test_what_a_later_version_adds_to_a_line_does_no_harm():
    values = json.loads(line_of(entry()))
    assert entry_of(json.dumps({**values, "mood": "fine"})) is not None


@given(st.datetimes(timezones=st.timezones()) | st.datetimes())
def test_a_date_is_read_or_refused_and_never_an_error(date):
    written = date.isoformat()
    found = moment(written)
    # Not the date itself: an hour that a zone leaves out in spring equals no other.
    same = datetime.fromisoformat(written)
    assert found is None or (found == same and 1970 <= found.year < 2100)


def test_a_table_of_many_lines_is_read_with_the_collector_as_it_was():
    import gc

    entries_of(b"x\n" * 10)
    assert gc.isenabled()


# ------------------------------------------------------------------------------ no room


def test_what_cannot_be_written_is_kept_in_memory_and_written_once_there_is_room():
    store = FullStore()
    journal = Journal(store)
    assert not journal.add(entry("first"))
    assert not journal.add(entry("second"))
    assert journal.problem == os.strerror(errno.ENOSPC)
    assert items(journal) == ["first", "second"]
    assert len(journal.unsaved) == 2
    store.full = False
    assert journal.add(entry("third"))
    assert journal.unsaved == ()
    assert journal.problem == ""
    assert items(Journal(store)) == ["first", "second", "third"]


def test_a_store_that_cannot_be_read_is_told_and_loses_no_answer():
    journal = Journal(UnreadableStore())
    journal.add(entry("kept"))
    journal.read()
    assert journal.problem == "the page may not use the browser's storage"


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
    assert journal.store.read() == b""
