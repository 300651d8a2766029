"""A lesson before a class: where it is shown, and that a question brings nothing of its answer along."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from crampkit.commands.present import presented
from crampkit.hosts.pages.wall import wall
from crampkit.practice.lettering import lettered
from crampkit.practice.toy import OPTIONS, toy_questions
from crampkit.views.practice import to_a_class
from tests.unit.test_views import spelled_out

TOY = toy_questions()


@pytest.fixture
def lessons(tmp_path: Path) -> Path:
    for name in ("00_hats", "10_the_sun"):
        (tmp_path / f"{name}.ipynb").touch()
    return tmp_path


def test_a_lesson_is_presented_by_how_its_name_begins_and_else_the_first_one(lessons):
    assert presented(lessons, "10") == "/10_the_sun.html?present"
    assert presented(lessons, None) == "/00_hats.html?present"
    with pytest.raises(OSError, match="No lesson '20'"):
        presented(lessons, "20")


@pytest.mark.parametrize("kind", OPTIONS)
def test_what_is_asked_says_nothing_of_what_is_right(kind):
    question, options = TOY.questions[kind], TOY.options_of[kind]
    told = json.dumps(to_a_class.asked(question, options))
    assert question.stem in told
    assert all(option.text in told for option in options)
    assert question.explanation not in told
    assert not any(option.explanation in told for option in options)
    assert "right" not in told


def test_what_is_told_goes_by_the_letters_and_each_reason_stands_alone():
    told = to_a_class.explained(TOY, "single", spelled_out())["told"]
    shown = lettered(TOY.questions["single"], TOY.options_of["single"])
    assert [one["letter"] for one in told] == [letter for letter, _ in shown]
    assert [one["why"] for one in told] == [option.explanation for _, option in shown]
    assert [one["right"] for one in told] == [option.answer == "right" for _, option in shown]


def test_the_menu_leads_to_the_numbers_of_the_place_where_the_pages_have_them():
    link = '<a href="90_here.html#your-place" class="wall-place">'
    assert link in wall(spelled_out(), "90_here.html#your-place")
    without = wall(spelled_out())
    assert "wall-place" not in without
    assert 'class="wall-numbers"' in without
