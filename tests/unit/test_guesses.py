"""A guess in the midst of a lesson: entered and kept first; its truth and what it opens come after."""

from __future__ import annotations

from dataclasses import replace
from types import MappingProxyType

import pytest

from crampkit.panels.kit.panel import Box, Panel
from crampkit.panels.practice.quiz import guess
from crampkit.practice.journal import Journal, JournalInMemory
from crampkit.practice.record import Record
from crampkit.practice.toy import toy_questions
from crampkit.views.kit.tables import Step
from tests.unit.test_views import spelled_out

PART = Step("The truth as a table.", "Caption", ("Name", "Number"), (("sun", "8"),))


@pytest.fixture
def toy():
    catalogue = toy_questions()
    asked = replace(catalogue.questions["single"], question_id="single", place="guess")
    return replace(catalogue, questions=MappingProxyType({**catalogue.questions, "single": asked}))


@pytest.fixture
def record(toy):
    return Record(toy, Journal(JournalInMemory()))


def press(panel: Panel, name: str, value: object = None) -> None:
    panel.receive(name, value)


def answer(box: Box, option_id: str) -> None:
    press(box.children[0], "choose", option_id)
    press(box.children[0], "commit")


def test_nothing_behind_a_guess_is_on_the_page_before_it(toy, record):
    called = []
    box = guess(toy, "single", [lambda: called.append("part") or PART], spelled_out(), record)
    (panel,) = box.children
    assert called == []
    for hidden in ("Remember.", "Why yes.", "quiz.guess.truth", "The truth as a table."):
        assert hidden not in panel.html


def test_a_guess_stands_beside_the_truth_and_opens_its_parts(toy, record):
    box = guess(toy, "single", [lambda: PART, lambda: "A sentence."], spelled_out(), record)
    answer(box, "no")
    panel, table, sentence = box.children
    assert "quiz.guess.yours answer=no." in panel.html
    assert "quiz.guess.truth answer=yes." in panel.html
    assert "Remember." in panel.html
    assert "The truth as a table." in table.html
    assert "A sentence." in sentence.html


@pytest.mark.parametrize("broken", [lambda: 1 / 0, "no function"], ids=["raises", "not callable"])
def test_a_part_that_breaks_hides_neither_the_truth_nor_the_other_parts(toy, record, broken):
    box = guess(toy, "single", [lambda: PART, broken, lambda: "Last."], spelled_out(), record)
    answer(box, "no")
    panel, table, said, last = box.children
    assert "quiz.guess.truth answer=yes." in panel.html
    assert "The truth as a table." in table.html
    assert "quiz.guess.broken" in said.html
    assert "Last." in last.html


def test_a_guess_needs_no_sureness_and_is_not_marked(toy, record):
    box = guess(toy, "single", [], spelled_out(), record)
    assert 'name="sure"' not in box.children[0].html
    answer(box, "no")
    assert "quiz.verdict" not in box.children[0].html


def test_a_guess_is_kept_and_neither_counted_nor_due_again(toy, record):
    box = guess(toy, "single", [], spelled_out(), record)
    answer(box, "no")
    (entry,) = record.entries
    assert (entry.item, entry.chosen) == ("single", ("no",))
    assert record.group_scores() == ()
    assert record.due() == ()


def test_a_guess_that_is_none_is_named(toy, record):
    with pytest.raises(ValueError, match="no guess 'sinle'; did you mean 'single'"):
        guess(toy, "sinle", [], spelled_out(), record)
