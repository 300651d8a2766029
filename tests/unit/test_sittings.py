"""A learner's record on paper: days, how long at least, on what, and room for a reflection."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from crampkit.catalogue import Catalogue
from crampkit.panels.practice.progress import on_paper
from crampkit.practice.journal import Entry, Journal, JournalInMemory
from crampkit.practice.record import Record
from crampkit.practice.sittings import AT_WORK, days_at_work
from crampkit.practice.toy import toy_questions, toy_quiz
from crampkit.words import Words
from tests.elements import read

NOW = datetime(2026, 11, 26, 12, tzinfo=UTC)
GROUPS = {("question", "single"): "sun", ("question", "order"): "moon"}


def entry(at: str, item: str = "single", right: bool | None = True) -> Entry:
    return Entry("question", item, ("yes",), 90, right, 1.0, at=f"2026-11-{at}:00+00:00")


def test_a_pause_longer_than_a_sitting_is_not_counted():
    minutes = AT_WORK // timedelta(minutes=1)
    just, over = (f"24T10:{m:02}" for m in (minutes, minutes + 1))
    (day,) = days_at_work([entry("24T10:00"), entry(just)], GROUPS, NOW, UTC)
    assert day.minutes == minutes + 2
    (day,) = days_at_work([entry("24T10:00"), entry(over)], GROUPS, NOW, UTC)
    assert day.minutes == 4


def test_days_stand_in_order_each_with_what_it_was_about_once():
    answers = [entry("25T09:00", "order"), entry("24T09:00"), entry("24T09:01")]
    days = days_at_work(answers, GROUPS, NOW, UTC)
    assert [(day.day.day, day.answers, day.groups) for day in days] == [
        (24, 2, ("sun",)),
        (25, 1, ("moon",)),
    ]


def test_what_nobody_marks_and_what_is_no_longer_in_the_set_was_work_all_the_same():
    answers = [entry("24T09:00", right=None), entry("24T09:05", "gone")]
    (day,) = days_at_work(answers, GROUPS, NOW, UTC)
    assert (day.answers, day.minutes, day.groups) == (2, 7, ("sun",))


def test_nobody_worked_where_nothing_was_answered():
    assert days_at_work([], GROUPS, NOW, UTC) == ()


@pytest.fixture
def words(shipped: Catalogue) -> Words:
    return Words(shipped.text)


def test_the_record_follows_the_answers_and_says_not_which_were_wrong(words):
    record = Record(toy_questions(), Journal(JournalInMemory()))
    panel = on_paper(record, words)
    assert words("paper.nothing") in read(panel.html).text
    assert words("paper.reflection") not in read(panel.html).text
    quiz = toy_quiz("single")
    quiz.on_commit(record.note_question)
    quiz.choose("no", True)
    quiz.be_sure(90)
    quiz.commit()
    page = read(panel.html).text
    assert words("paper.minutes", minutes=2) in page
    assert words("paper.reflection") in page
    assert "A single question?" not in page
    assert words("quiz.option.wrong") not in page
