"""What a learner answers in a page is told to the browser's storage, and what it refuses is told to her."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest

from crampkit.hosts.jupyter.store import DeskFile, JournalFile
from crampkit.hosts.pages.store import REASONS, DeskInBrowser, JournalInBrowser
from crampkit.panels.practice.progress import journal as journal_panel
from crampkit.practice.desk import Desk, DeskInMemory
from crampkit.practice.journal import Entry, Journal, JournalInMemory, entry_of, line_of
from crampkit.practice.record import Record
from crampkit.practice.summary import summary
from crampkit.practice.toy import toy_questions
from crampkit.words import Words

NOON = datetime(2026, 11, 24, 12, tzinfo=UTC)


def entry(item: str = "single", **changes: Any) -> Entry:
    made = Entry("question", item, ("yes",), 80, True, 1.0, at="2026-11-24T08:00:00+00:00")
    return replace(made, **changes)


def items(journal: Journal) -> list[str]:
    return [kept.item for kept in journal.read().entries]


class Page:
    """What the page was told; it answers as a page does."""

    def __init__(self) -> None:
        self.told: list[dict[str, Any]] = []

    def __call__(self, message: dict[str, Any]) -> None:
        json.dumps(message)  # It goes there as JSON.
        self.told.append(message)

    @property
    def lines(self) -> list[str]:
        """Every line that a browser would hold by now, each once."""
        kept: dict[str, None] = {}
        for message in self.told:
            if "erase" in message:
                kept.clear()
            kept |= dict.fromkeys(message.get("append", ()))
        return list(kept)


@pytest.fixture
def page() -> Page:
    return Page()


@pytest.fixture
def store(page) -> JournalInBrowser:
    return JournalInBrowser(page)


@pytest.fixture
def journal(store) -> Journal:
    return Journal(store)


# ------------------------------------------------------------------------------ lines in, lines out


def test_each_answer_is_told_to_the_page_once(page, journal):
    journal.add(entry("first"))
    journal.add(entry("second"))
    assert [list(map(entry_of, told["append"])) for told in page.told] == [
        [entry_of(line)] for line in page.lines
    ]
    assert [json.loads(line)["item"] for line in page.lines] == ["first", "second"]


def test_what_the_browser_held_is_there_at_the_start_and_is_not_told_again(page):
    content = f"{line_of(entry('old'))}\nno entry\n".encode()
    store = JournalInBrowser(page, content)
    kept = Journal(store).read()
    assert [one.item for one in kept.entries] == ["old"]
    assert kept.unreadable == ((2, "no entry"),)
    assert store.read() == content
    assert page.told == []


def test_a_line_end_that_only_unicode_knows_parts_no_line(page, journal):
    journal.add(entry(chosen=("a\u2028b\x85c",)))
    (line,) = page.lines
    assert entry_of(line) == journal.read().entries[0]


def test_what_another_tab_writes_is_taken_in_once_and_told_to_what_is_shown(store, toy):
    record = Record(toy, Journal(store))
    drawn: list[int] = []
    record.observe(lambda: drawn.append(len(record.entries)))
    line = line_of(entry("elsewhere"))
    store.taken([line])
    store.taken([line])
    assert [one.item for one in record.entries] == ["elsewhere"]
    assert drawn == [0, 1, 1]


def test_only_the_lesson_that_is_open_is_told(store, toy):
    old, new = (Record(toy, Journal(store)) for _ in range(2))
    store.taken([line_of(entry())])
    assert len(new.entries) == 1
    assert old.entries == ()


def test_erasing_leaves_nothing_here_nor_there(page, store, journal):
    journal.add(entry())
    store.failed("full", page.lines)
    journal.delete_everything()
    assert page.told[-1] == {"erase": True}
    assert page.lines == []
    assert journal.read().entries == journal.unsaved == ()
    assert journal.problem == ""


def test_what_was_erased_in_another_tab_is_gone_here_and_not_told_back(page, store, journal, toy):
    record = Record(toy, journal)
    journal.add(entry())
    told = len(page.told)
    store.erased()
    assert record.entries == ()
    assert len(page.told) == told


# ------------------------------------------------------------------------------ refused


@pytest.mark.parametrize("reason", REASONS)
def test_a_write_that_fails_late_is_told_like_one_that_fails_at_once(reason, page, shipped):
    words = Words(shipped.text)
    store = JournalInBrowser(page)
    record = Record(shipped, Journal(store))
    panel = journal_panel(record, words)
    record.journal.add(entry())
    record.read_again()
    assert "could not be saved" not in panel.html
    store.failed(reason, page.lines)
    told = words(f"host.pages.store.{reason}")
    assert words.plural("journal.unsaved", 1, problem=told) in panel.html


def test_what_was_refused_stays_in_the_page_and_goes_along_with_the_next_answer(
    page, store, journal
):
    journal.add(entry("first"))
    store.failed("full", page.lines)
    assert items(journal) == ["first"]
    assert [one.item for one in journal.unsaved] == ["first"]
    assert journal.add(entry("second"))
    again = page.told[-1]["append"]
    assert [json.loads(line)["item"] for line in again] == ["first", "second"]
    assert journal.unsaved == ()
    assert journal.problem == ""
    assert items(journal) == ["first", "second"]


def test_saving_again_tells_the_page_what_was_refused(page, store, journal):
    journal.add(entry())
    first = page.lines
    store.failed("blocked", first)
    assert journal.save()
    assert page.told[-1]["append"] == first
    assert journal.save()
    assert len(page.told) == 2


def test_what_was_refused_outlives_its_lesson(page, store):
    Journal(store).add(entry())
    store.failed("full", page.lines)
    assert len(Journal(store).unsaved) == 1


def test_what_was_erased_before_it_failed_is_not_missed(page, store, journal):
    journal.add(entry())
    lines = page.lines
    journal.delete_everything()
    store.failed("full", lines)
    assert journal.unsaved == ()
    assert journal.problem == ""


# ------------------------------------------------------------------------------ as in Jupyter


def test_a_journal_of_jupyter_is_read_in_a_page_and_the_other_way_round(page, tmp_path):
    file = JournalFile(tmp_path)
    Journal(file).add_all([entry("one"), entry("two", chosen=('";\u2028=1+1',))])
    here = Journal(JournalInBrowser(page, file.read()))
    assert here.read() == Journal(file).read()
    here.add(entry("three"))
    file.append("".join(f"{line}\n" for line in page.lines).encode())
    assert Journal(file).read() == here.read()


def test_a_table_that_a_page_saves_is_taken_over_in_jupyter_and_the_other_way_round(
    page, tmp_path, toy
):
    in_page = Record(toy, Journal(JournalInBrowser(page)))
    in_jupyter = Record(toy, Journal(JournalFile(tmp_path)))
    in_page.journal.add(entry("here"))
    in_jupyter.journal.add(entry("there", sure=None, right=None, share=None))
    for record in (in_page, in_jupyter):
        record.read_again()
    assert in_jupyter.add_table(in_page.as_table()) == 1
    assert in_page.add_table(in_jupyter.as_table()) == 1
    assert {e.id: e for e in in_page.entries} == {e.id: e for e in in_jupyter.entries}
    assert set(page.lines) == set(map(line_of, in_page.entries))


def test_the_words_say_browser_or_tab_and_never_a_folder(shipped, page):
    words = Words(shipped.text)
    for session, place in ((False, "this browser, on this device"), (True, "this tab alone")):
        where = JournalInBrowser(page, session=session).whereabouts
        for count in (1, 2):
            sentence = words.plural(where.key, count, **where.gaps)
            assert place in sentence
            assert "folder" not in sentence


def test_what_she_chose_for_a_shared_computer_is_told_at_once(store, toy):
    record = Record(toy, Journal(store))
    drawn: list[str] = []
    record.observe(lambda: drawn.append(store.whereabouts.key))
    store.keep_for_session(True)
    assert drawn == ["host.pages.where", "host.pages.session"]


# ------------------------------------------------------------------------------ the desk


def test_a_desk_keeps_the_last_value_and_tells_the_page_its_text(page):
    desk: Desk = DeskInBrowser(page, {"place": '["sun", 3]'})
    assert desk.get("place") == ["sun", 3]
    desk.put("place", {"half": "\ud800"})
    assert desk.get("place") == {"half": "\ud800"}
    assert page.told == [{"put": {"place": '{"half": "\\ud800"}'}}]
    desk.erase("place")
    desk.erase("never there")
    assert desk.get("place") is None
    assert page.told[1:] == [{"remove": ["place"]}, {"remove": ["never there"]}]


def test_what_has_no_form_in_json_is_neither_kept_nor_told(page):
    desk = DeskInBrowser(page, {"place": "3"})
    for value in (float("nan"), {1, 2}):
        with pytest.raises((ValueError, TypeError)):
            desk.put("place", value)
    assert desk.get("place") == 3
    assert page.told == []


def test_a_damaged_value_of_the_browser_is_told_and_costs_no_other(page):
    desk = DeskInBrowser(page, {"cut": '{"half', "whole": "1"})
    assert desk.get("whole") == 1
    assert desk.problem == ""
    assert desk.get("cut") is None
    assert desk.problem == "host.pages.store.damaged"


def test_a_desk_follows_the_other_tab(page):
    desk = DeskInBrowser(page, {"one": "1", "two": "2"})
    desk.taken({"one": None, "three": "3"})
    assert [desk.get(key) for key in ("one", "two", "three")] == [None, 2, 3]
    desk.erased()
    assert desk.get("two") is None
    desk.failed("full")
    assert desk.problem == "host.pages.store.full"
    assert page.told == []


def test_the_desks_of_all_hosts_hold_the_same(page, tmp_path):
    desks: list[Desk] = [DeskInBrowser(page, {}), DeskFile(tmp_path), DeskInMemory()]
    for desk in desks:
        desk.put("votes", {"a": [1, None, "x"]})
        desk.get("votes")["a"].append("not put")
        assert desk.get("votes") == {"a": [1, None, "x"]}


# ------------------------------------------------------------------------------ the start page


def test_each_answer_brings_a_new_summary(page):
    catalogue = toy_questions()
    store = JournalInBrowser(
        page,
        f"{line_of(entry('order'))}\nno entry\n".encode(),
        lambda entries: summary(catalogue, entries, NOON, UTC),
    )
    Journal(store).add(entry("single"))
    told = page.told[-1]["summary"]
    assert told["answers"] == 2
    assert told["lessons"] == {"sun": {"answered": 2, "of": 4}}


def test_a_lesson_is_begun_by_any_answer_and_done_by_one_to_each_question():
    catalogue = toy_questions()
    answers = [entry(kind) for kind in ("single", "single", "multiple", "order")]
    assert summary(catalogue, [], NOON)["lessons"]["sun"] == {"answered": 0, "of": 4}
    assert summary(catalogue, answers, NOON)["lessons"]["sun"] == {"answered": 3, "of": 4}
    wrong = entry("script", right=False, share=0.0)
    assert summary(catalogue, [*answers, wrong], NOON)["lessons"]["sun"]["answered"] == 4


def test_what_is_no_longer_in_the_set_counts_for_no_lesson_and_is_never_due(shipped):
    told = summary(shipped, [entry("question_of_another_set")], NOON)
    assert not any(lesson["answered"] for lesson in told["lessons"].values())
    assert told["due"] == {}
    assert told["answers"] == 1


def test_due_is_counted_by_day_so_that_it_holds_a_week_later(shipped):
    questions = [q for q, row in shipped.questions.items() if row.place == "check"]
    guess = next(q for q, row in shipped.questions.items() if row.place == "guess")
    wrong = {"right": False, "share": 0.0}
    entries = [entry(q, id=q, **wrong) for q in questions[:3]]
    entries += [entry(questions[3]), entry(guess, **wrong)]
    entries += [entry("amina", kind="case", right=None, share=None)]
    told = summary(shipped, entries, NOON, UTC)["due"]
    assert told["2026-11-25"] == 3
    assert list(told) == sorted(told)
    assert sum(told.values()) == 4
    for day in ("2026-11-24", "2026-11-25", "2027-06-01"):
        record = Record(shipped, Journal(JournalInMemory()))
        record.journal.add_all(entries)
        record.read_again()
        now = datetime.fromisoformat(f"{day}T12:00:00+00:00")
        today = sum(count for date, count in told.items() if date <= day)
        assert today == len(record.due(now))


def test_a_decided_case_counts_once(shipped):
    (first, *others) = shipped.cases
    twice = [entry(first, kind="case", id=name) for name in "ab"]
    for entries, decided in (([], 0), (twice, 1), ([*twice, entry("no_such", kind="case")], 1)):
        told = summary(shipped, entries, NOON)["cases"]
        assert told == {"decided": decided, "of": 1 + len(others)}


def test_a_summary_is_small(shipped):
    answered = [entry(q, id=q) for q in shipped.questions]
    answered += [entry(c, kind="case", id=c) for c in shipped.cases]
    assert len(json.dumps(summary(shipped, answered, NOON))) < 2000
