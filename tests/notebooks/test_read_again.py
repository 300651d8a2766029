"""What a learner is told to read again is a step of the lesson that asks."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from crampkit.catalogue import Catalogue
from crampkit.hosts.pages.lessons import lesson_file, lesson_id
from crampkit.hosts.pages.ways import slugs_of
from tests.notebooks.lessons import LESSONS

TAUGHT_ELSEWHERE = {"veins_itch": "itching without a rash is told in the lesson on danger signs"}
"""Questions at the end of a lesson whose answer no step of it teaches, and why it asks them."""

AFTER_TEACHING = ("Check yourself", "Look back", "Drill", "Sources", "Your first thought")
"""Steps that ask, or look back: they teach no answer."""


@pytest.fixture(scope="module")
def steps() -> Mapping[str, Mapping[str, str]]:
    """The slugs of each lesson's steps by their headings."""
    files = (lesson_file(path) for path in LESSONS)
    return {lesson_id(one): slugs_of(one) for one in files}


def test_each_step_that_is_named_is_a_heading_of_the_lesson_that_asks(
    shipped: Catalogue, steps: Mapping[str, Mapping[str, str]]
) -> None:
    wrong = {
        question.question_id: question.step
        for question in shipped.questions.values()
        if question.step and question.step not in steps[question.lesson_id]
    }
    assert wrong == {}


def test_no_step_that_is_named_only_asks(shipped: Catalogue) -> None:
    named = {question.step for question in shipped.questions.values()}
    assert not named & set(AFTER_TEACHING)


def test_each_question_at_the_end_of_a_lesson_names_its_step(shipped: Catalogue) -> None:
    without = {
        question.question_id
        for question in shipped.questions.values()
        if question.place == "check" and not question.step
    }
    assert without == set(TAUGHT_ELSEWHERE)


def test_each_danger_of_a_drill_names_its_step(shipped: Catalogue) -> None:
    """An ordinary cramp is no danger, and no step of a lesson on dangers teaches it."""
    without = [q for q in shipped.questions.values() if q.place == "drill" and not q.step]
    right = {
        option.option_id
        for question in without
        for option in shipped.options_of[question.question_id]
        if option.answer == "right"
    }
    assert right == {"none"}
