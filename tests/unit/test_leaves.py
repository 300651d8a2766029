"""What is turned a leaf at a time on a small screen: every leaf has its tab, and all of it is there."""

from __future__ import annotations

import re

import pytest

from crampkit import Lab
from crampkit.toy import toy_catalogue
from crampkit.views.explorer import checklist as checklist_view
from crampkit.views.explorer.checklist import MOST_IN_A_COLUMN, checklist
from crampkit.views.explorer.safety import safety_check, safety_state
from crampkit.words import Words
from tests.unit.test_pocket import html_of

TABS = re.compile(r'<nav class="leaves.*?</nav>', re.DOTALL)


@pytest.fixture(scope="module")
def lab() -> Lab:
    return Lab()


def tabs_in(html: str) -> list[str]:
    return list(TABS.findall(html))


def test_each_part_of_the_safety_check_is_a_leaf_with_a_tab_that_names_it(lab):
    html = safety_check(lab.catalogue, lab.words)
    (tabs,) = tabs_in(html)
    buttons = re.findall(r"<button.*?</button>", tabs, re.DOTALL)
    assert len(buttons) == len(lab.catalogue.safety_questions)
    for asked, button in zip(lab.catalogue.safety_questions.values(), buttons, strict=True):
        assert asked.label in button
    assert re.findall(r'leaf-safety" data-question="(\w+)"', html) == [
        *lab.catalogue.safety_questions
    ]


def test_without_a_script_that_turns_them_nothing_of_the_leaves_is_hidden(lab):
    html = html_of(lab.explorer("which_cause_fits"))
    hidden = re.findall(r"<(\w+)[^>]* hidden[ >]", html)
    assert sorted(set(hidden)) == ["div", "nav"]
    assert all("hidden" not in part for part in re.findall(r"<fieldset[^>]*>", html))
    for turning in re.findall(r"<div[^>]* hidden[^>]*>", html):
        assert "data-turning" in turning


def test_a_tab_tells_a_danger_from_what_is_done_and_what_is_open(lab):
    catalogue, words = lab.catalogue, lab.words
    first, second, third, *_ = catalogue.safety_questions
    answers = {catalogue.questions_of_flags[first][0]: True}
    answers |= dict.fromkeys(catalogue.questions_of_flags[second], False)
    state = safety_state(catalogue, answers, (), (), words)
    told = [state[f"part:{question_id}"] for question_id in (first, second, third)]
    assert told == [words(f"safety.part.{part}") for part in ("danger", "done", "open")]
    signs = [state[f"part:{question_id}:sign"] for question_id in (first, second, third)]
    assert signs == ["!", "✓", ""]


def test_a_few_questions_stand_in_one_column_and_many_in_leaves_by_their_kind(lab):
    catalogue, words = lab.catalogue, lab.words
    alone = [f for f in catalogue.findings if catalogue.question_of(f) == f]
    few = checklist(catalogue, words, alone[:MOST_IN_A_COLUMN])
    assert tabs_in(few) == []
    assert "data-leaf" not in few
    many = checklist(catalogue, words)
    (tabs,) = tabs_in(many)
    kinds = re.findall(r'data-kind="(\w+)"', many)
    assert tabs.count("<button") == len(kinds)
    assert all(words(f"kind.{kind}") in tabs for kind in kinds)
    assert many.count('class="kind leaf-checklist"') == len(kinds)


def test_a_set_on_another_topic_has_leaves_of_its_own_questions(monkeypatch):
    catalogue = toy_catalogue()
    words = Words(Lab().catalogue.text)
    monkeypatch.setattr(checklist_view, "MOST_IN_A_COLUMN", 0)
    shown = {catalogue.findings[f].kind for f in catalogue.findings}
    (tabs,) = tabs_in(checklist(catalogue, words))
    assert tabs.count("<button") == len(shown)
