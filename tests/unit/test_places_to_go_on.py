"""Where a learner goes on by keyboard or by ear: after an answer, at the next question, in a wide table."""

from __future__ import annotations

import pytest

from crampkit.catalogue import Catalogue
from crampkit.hosts.pages.lessons import prose
from crampkit.panels.kit.panel import Panel
from crampkit.panels.practice.quiz import first_thought, guess, look_back, quiz_panel
from crampkit.practice.quiz import Quiz
from crampkit.practice.toy import OPTIONS, toy_questions, toy_quiz
from crampkit.views.kit.tables import each_scrolling
from crampkit.views.practice import cases
from crampkit.words import Words
from tests.elements import Element, read

KINDS = tuple(OPTIONS)


@pytest.fixture
def words(shipped: Catalogue) -> Words:
    return Words(shipped.text)


def answer(quiz: Quiz) -> None:
    if not quiz.chosen:
        quiz.choose(quiz.options[0].option_id, True)
    quiz.be_sure(70)
    quiz.commit()


def starts(panel: Panel) -> list[Element]:
    return [one for one in read(panel.html).all() if "data-starts-here" in one.attributes]


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("place", [quiz_panel, first_thought, look_back])
def test_what_became_of_an_answer_is_a_heading_at_which_she_goes_on(kind, place, words):
    quiz = toy_quiz(kind)
    panel = place(toy_questions(), quiz, words)
    before = starts(panel)
    assert all(one.tag == "h3" for one in before)
    answer(quiz)
    told = [one for one in starts(panel) if one.tag != "h3"]
    assert [one.tag for one in told] == ["h4"]
    assert told[0].text


def test_a_guess_goes_on_at_its_truth(shipped, words):
    guesses = [q for q, row in shipped.questions.items() if row.place == "guess"]
    assert guesses
    for question_id in guesses:
        [panel] = guess(shipped, question_id, [], words, None).children
        assert starts(panel) == []
        option = shipped.options_of[question_id][0].option_id
        panel.receive("choose", option)
        panel.receive("commit", None)
        assert [one.tag for one in starts(panel)] == ["h4"], question_id


def test_another_question_is_another_heading_and_another_way_on(words):
    """So that the focus, which was on the way, goes to the heading and is not left below it."""
    catalogue = toy_questions()
    quiz = Quiz(catalogue, list(catalogue.questions.values())[:3])
    panel = quiz_panel(catalogue, quiz, words)
    seen = set()
    for number in (1, 2, 3):
        panel.receive("go", str(number))
        page = read(panel.html)
        keys = (page.one("h3")["data-key"], page.one("div", "ways")["data-key"])
        assert keys not in seen
        seen.add(keys)
    assert len({key for keys in seen for key in keys}) == 6


def test_what_a_case_will_say_is_there_before_its_first_answer(shipped, words):
    log = read(cases.heard(shipped, (), (), words)).one(role="log")
    assert log["aria-live"] == "polite"
    assert log["data-key"] == "log"
    assert "tabindex" not in log.attributes  # Nothing is in it to be scrolled.


def test_a_markdown_table_scrolls_by_itself_and_the_keyboard_reaches_it():
    page = read(prose("before\n\n| Word | What *it* means |\n|---|---|\n| a | b |\n\nafter"))
    place = page.one("div", "scroll")
    assert (place["tabindex"], place["role"]) == ("0", "group")
    assert place["aria-label"] == "Word, What it means"
    assert [one.tag for one in place.elements] == ["table"]
    assert len(page.all("table")) == 1


@pytest.mark.parametrize(
    ("made", "name"),
    [
        (
            '<table aria-label="Where &quot;it&quot; is"><tr><th>a</th></tr></table>',
            'Where "it" is',
        ),
        ("<table><caption>Of <b>all</b></caption><tr><th>a</th></tr></table>", "Of all"),
        ('<table class="x"><tr><th></th><th>a</th></tr><tr><th>b</th></tr></table>', "a"),
        ("<table><tr><td>a</td></tr></table>", None),
    ],
)
def test_a_table_that_scrolls_is_called_by_its_name_its_caption_or_its_header(made, name):
    place = read(each_scrolling(made)).one("div", "scroll")
    assert place.attributes.get("aria-label") == name
    assert ("role" in place.attributes) == (name is not None)
    assert each_scrolling("<p>no table</p>") == "<p>no table</p>"
