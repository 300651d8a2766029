"""A quiz ends with what went well, what to look at again and when it comes back."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from crampkit.catalogue import Catalogue
from crampkit.panels.practice.quiz import quiz_panel
from crampkit.practice.ending import Back, back, ending
from crampkit.practice.journal import Journal, JournalInMemory
from crampkit.practice.quiz import Quiz
from crampkit.practice.record import Record
from crampkit.practice.toy import toy_questions, toy_quiz
from crampkit.views.practice.ending import how_it_went, in_days
from crampkit.words import Words
from tests.elements import read

RIGHT = {"single": ("yes",), "multiple": ("noon", "glare")}
WRONG = {"single": ("no",), "multiple": ("night",)}


@pytest.fixture
def words(shipped: Catalogue) -> Words:
    return Words(shipped.text)


def answered(answers: dict[str, tuple[tuple[str, ...], int]], *open_: str) -> Quiz:
    """A quiz whose questions were answered so, each with how sure; the `open_` ones stay without."""
    quiz = toy_quiz(*answers, *open_)
    for number, (chosen, sure) in enumerate(answers.values(), 1):
        quiz.go_to(number)
        for option_id in chosen:
            quiz.choose(option_id, True)
        quiz.be_sure(sure)
        quiz.commit()
    return quiz


def test_answers_are_told_apart_by_right_and_by_how_sure():
    went = ending(answered({"single": (RIGHT["single"], 90), "multiple": (RIGHT["multiple"], 60)}))
    assert (went.known, went.found, went.careful, went.missed) == (1, 1, 0, ())
    went = ending(answered({"single": (WRONG["single"], 90), "multiple": (WRONG["multiple"], 60)}))
    assert (went.right, went.careful) == (0, 1)
    assert [(one.number, one.sure) for one in went.missed] == [(1, 90), (2, 60)]


def test_what_nobody_marks_is_neither_right_nor_missed():
    quiz = toy_quiz("script")
    quiz.choose("more", True)
    quiz.commit()
    went = ending(quiz)
    assert (went.answered, went.marked, went.right, went.missed) == (1, 0, 0, ())


def test_a_quiz_ends_only_once_each_question_has_an_answer():
    quiz = answered({"single": (RIGHT["single"], 90)}, "multiple")
    quiz.end()
    assert (quiz.ended, quiz.still_open) == (False, (2,))
    quiz = answered({"single": (RIGHT["single"], 90)})
    quiz.end()
    assert quiz.ended
    quiz.go_to(1)
    assert not quiz.ended


def test_missed_and_others_come_back_apart():
    missed = ending(answered({"single": (WRONG["single"], 90)})).missed
    assert back(missed, {"single": 1, "multiple": 4, "order": 9}) == Back(1, 4, 9)
    assert back(missed, {}) == Back(None, None, None)


def test_a_day_is_said_as_one_says_it(words):
    said = [in_days(days, words) for days in (0, 1, 2, 9)]
    assert said == ["today", "tomorrow", "in 2 days", "in 9 days"]


def test_the_end_names_each_missed_question_and_no_other(words):
    quiz = answered({"single": (WRONG["single"], 90), "multiple": (RIGHT["multiple"], 80)})
    page = read(how_it_went(ending(quiz), Back(1, 4, 4), words))
    assert words("ending.right", right=1, marked=2) in page.text
    assert page.text.count("A single question?") == 1
    assert "A multiple question?" not in page.text
    assert words("quiz.was_sure", percent=90) in page.text
    assert words("ending.back.missed", day="tomorrow") in page.text
    assert words("ending.back.others", day="in 4 days") in page.text


def test_where_all_was_right_nothing_is_to_be_looked_at_again(words):
    quiz = answered({"single": (RIGHT["single"], 90)})
    page = read(how_it_went(ending(quiz), Back(None, 3, 3), words))
    assert words("ending.all_right", marked=1) in page.text
    assert words("ending.look") not in page.text
    assert words("ending.again") not in page.text


# ------------------------------------------------------------------------------ on the page


def test_the_last_next_leads_to_what_is_open_and_then_to_how_it_went(words):
    quiz = toy_quiz("single", "multiple")
    panel = quiz_panel(toy_questions(), quiz, words)
    panel.receive("go", "2")
    for control, value in (("take:noon", True), ("take:glare", True), ("sure", "80")):
        panel.receive(control, value)
    panel.receive("commit", None)
    assert words("quiz.open", number=1) in read(panel.html).text
    panel.receive("end", None)
    assert words("ending.well") not in read(panel.html).text
    panel.receive("go", "1")
    for control, value in (("choose", "no"), ("sure", "90")):
        panel.receive(control, value)
    panel.receive("commit", None)
    panel.receive("go", "2")
    assert words("quiz.end") in read(panel.html).text
    panel.receive("end", None)
    assert words("ending.right", right=1, marked=2) in read(panel.html).text


def test_the_missed_ones_are_asked_again_alone_and_noted_anew(words):
    record = Record(toy_questions(), Journal(JournalInMemory()))
    quiz = toy_quiz("single", "multiple")
    quiz.on_commit(record.note_question)
    panel = quiz_panel(toy_questions(), quiz, words, record)
    for number, name, value in ((1, "choose", "no"), (2, "take:noon", True)):
        panel.receive("go", str(number))
        panel.receive(name, value)
        if number == 2:
            panel.receive("take:glare", True)
        panel.receive("sure", "90")
        panel.receive("commit", None)
    panel.receive("again", None)
    assert words("quiz.number", number=2, total=2) in read(panel.html).text
    panel.receive("end", None)
    panel.receive("again", None)
    page = read(panel.html).text
    assert words("quiz.number", number=1, total=1) in page
    assert "A multiple question?" not in page
    panel.receive("choose", "yes")
    panel.receive("sure", "60")
    panel.receive("commit", None)
    noted = [(entry.item, entry.right) for entry in record.entries]
    assert noted == [("single", False), ("multiple", True), ("single", True)]
    assert panel.state["choose"] == "yes"


def test_days_are_counted_from_today_and_what_was_not_answered_has_none():
    record = Record(toy_questions(), Journal(JournalInMemory()))
    quiz = answered({"single": (WRONG["single"], 90)})
    record.note_question(quiz.commitments[0])
    now = datetime.now(UTC)
    assert record.days_until_due(["single", "multiple"], now) == {"single": 1}
    assert record.days_until_due(["single"], now + timedelta(days=30)) == {"single": 0}
