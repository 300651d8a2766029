"""After a wrong answer a link leads to the step that teaches it, and the browser's Back to the question."""

from __future__ import annotations

from typing import Any

import pytest

from crampkit.catalogue import Question, load
from crampkit.words import Words
from tests.browser.test_steps import expect, seen, taken_over

pytestmark = pytest.mark.browser

CATALOGUE = load()
WORDS = Words(CATALOGUE.text)
LESSON = "14_varicose_veins"
ASKED = "Check yourself"
FIRST = next(
    question
    for question in CATALOGUE.questions_at("varicose_veins", "check")
    if question.kind == "single"
)


def answer_wrongly(quiz: Any, question: Question) -> None:
    wrong = next(
        option for option in CATALOGUE.options_of[question.question_id] if option.answer == "wrong"
    )
    quiz.get_by_role("radio", name=wrong.text).check()
    sure = quiz.get_by_role("group", name=WORDS("quiz.how_sure"), exact=True)
    sure.get_by_role("radio", name=WORDS("quiz.sure.percent", percent=80), exact=True).check()
    quiz.get_by_role("button", name=WORDS("quiz.commit"), exact=True).click()


def test_a_wrong_answer_leads_to_its_step_and_back_leads_to_what_was_told(
    pages_server, new_page, watch
):
    page = new_page(390, 844, steps=True, has_touch=True)
    page.goto(f"{pages_server.lesson(f'{LESSON}.ipynb')}#check-yourself")
    taken_over(page)
    page.locator("body[data-ready]").wait_for()
    quiz = page.locator("section.quiz").filter(has=page.locator(".ways"))
    expect(quiz.get_by_text(FIRST.stem, exact=True)).to_be_visible()
    expect(quiz.get_by_role("link", name=FIRST.step)).to_have_count(0)
    answer_wrongly(quiz, FIRST)
    link = quiz.get_by_role("link", name=FIRST.step, exact=True)
    expect(quiz.get_by_text(WORDS("quiz.read_again"))).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    link.click()
    seen(page, FIRST.step)
    page.go_back()
    expect(page.locator("main .step:not([hidden]) h2").first).to_have_text(ASKED)
    expect(link).to_be_visible()
    assert (watch.errors, watch.outside) == ([], [])
