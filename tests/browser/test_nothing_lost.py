"""What a learner answered, chose, opened and began is there again after a reload of the page."""

from __future__ import annotations

from typing import Any

import pytest

from crampkit.catalogue import load
from crampkit.words import Words
from tests.browser.test_pages import expect, ready

pytestmark = pytest.mark.browser

CATALOGUE = load()
WORDS = Words(CATALOGUE.text)
EXPLORER = "01_which_cause_fits"
NIGHT = CATALOGUE.findings["mainly_night"]
FLAG = next(flag for flag in CATALOGUE.flags.values() if flag.tier == "today" and not flag.private)
PHRASE = next(one for one in CATALOGUE.phrases.values() if FLAG.flag_id in one.flag_ids)

IS_KEPT = """([key, text]) => {
  for (let place = 0; place < sessionStorage.length; place += 1) {
    const name = sessionStorage.key(place);
    if (!name.endsWith(":session")) continue;
    const value = JSON.parse(sessionStorage.getItem(name)).values[key];
    if (text === null ? value === undefined : value?.includes(text)) return true;
  }
  return false;
}"""


@pytest.fixture
def phone(new_page: Any) -> Any:
    return new_page(width=390, height=844)


def wait_kept(page: Any, key: str, text: str | None) -> None:
    """Until this is written; None: until nothing is there any more."""
    page.wait_for_function(IS_KEPT, arg=[key, text])


def load_again(page: Any) -> None:
    page.reload()
    ready(page)


def open_lesson(page: Any, server: Any, name: str) -> None:
    page.goto(server.lesson(f"{name}.ipynb"))
    ready(page)


def group(place: Any, name: str) -> Any:
    return place.get_by_role("group", name=name, exact=True)


def radio(place: Any, name: str, answer: str) -> Any:
    return group(place, name).get_by_role("radio", name=answer, exact=True)


def button(place: Any, key: str) -> Any:
    return place.get_by_role("button", name=WORDS(key), exact=True)


@pytest.mark.long
def test_answers_and_what_was_opened_come_back_and_a_danger_is_told_as_restored(
    pages_server, phone, watch
):
    page = phone
    explorer = page.locator(".crampkit-explorer")
    night = radio(explorer, NIGHT.label, WORDS("answer.yes"))
    flag = explorer.get_by_role("checkbox", name=FLAG.label, exact=True)
    how = group(explorer, NIGHT.label).locator("details").first
    refer = explorer.get_by_role("heading", name=WORDS("refer.title"), exact=True)
    restored = explorer.locator(".crampkit-tells .from-last-time")
    pasted = explorer.locator('[name="tools:pasted"]')
    answers, opened = f"kept:{EXPLORER}:case", f"open:{EXPLORER}"

    open_lesson(page, pages_server, EXPLORER)
    night.check()
    how.locator("summary").click()
    explorer.locator("summary").get_by_text(WORDS("tools.share"), exact=True).click()
    pasted.fill("crampkit1 half a li")
    wait_kept(page, answers, NIGHT.finding_id)
    wait_kept(page, opened, "half a li")
    load_again(page)
    expect(night).to_be_checked()
    expect(how).to_have_attribute("open", "")
    expect(pasted).to_have_value("crampkit1 half a li")
    expect(restored).to_contain_text(WORDS("kept.answers")[:-1])
    expect(refer).to_have_count(0)

    radio(explorer, PHRASE.label, WORDS("safety.open")).check()
    flag.check()
    expect(refer).to_be_visible()
    wait_kept(page, answers, FLAG.flag_id)
    load_again(page)
    expect(flag).to_be_checked()
    expect(refer).to_be_visible()
    expect(restored).to_contain_text(WORDS("kept.danger").partition(":")[0])
    expect(button(restored, "kept.afresh")).to_be_visible()

    page.locator("a[rel=next]").evaluate("link => link.click()")
    ready(page, 2)
    expect(page.locator(".from-last-time")).to_have_count(0)
    page.go_back()
    ready(page, 3)
    expect(refer).to_be_visible()
    expect(how).to_have_attribute("open", "")

    button(restored, "kept.afresh").click()
    expect(refer).to_have_count(0)
    expect(restored).to_have_count(0)
    expect(flag).to_have_count(0)  # Its phrase is closed again.
    wait_kept(page, answers, None)
    load_again(page)
    expect(night).not_to_be_checked()
    expect(restored).to_have_count(0)

    # What is erased is erased: nothing of it opens by itself again.
    foot = page.locator(".foot .erase")
    button(foot, "pages.erase").click()
    button(foot, "pages.erase.yes").click()
    expect(foot.get_by_role("status")).to_have_text(WORDS("pages.erase.done"))
    load_again(page)
    expect(how).not_to_have_attribute("open", "")
    expect(pasted).to_have_value("")
    assert watch.errors == []


@pytest.mark.long
def test_questions_come_back_as_chosen_and_as_told(pages_server, phone, watch):
    page, name = phone, "11_calcium_demand"
    first = page.locator("section.quiz").first
    guess = page.locator("section.guess").first
    quiz = page.locator("section.quiz").filter(has=page.locator(".ways")).last
    asked = CATALOGUE.questions_at("calcium_demand", "check")

    open_lesson(page, pages_server, name)
    parts_before = page.locator(".crampkit-guess").first.locator("form.crampkit").count()
    first.locator(".several input").nth(1).check()
    guess.locator(".several input").first.check()
    button(guess, "quiz.commit").click()
    expect(page.locator(".crampkit-guess").first.locator("form.crampkit")).not_to_have_count(
        parts_before
    )
    quiz.locator(".several input").first.check()
    radio(quiz, WORDS("quiz.how_sure"), WORDS("quiz.sure.percent", percent=80)).check()
    button(quiz, "quiz.commit").click()
    expect(quiz.get_by_text(WORDS("quiz.remember"))).to_be_visible()
    button(quiz, "quiz.next").click()
    quiz.locator(".several input").nth(2).check()
    wait_kept(page, "kept:calcium_demand:first_thought", '"chosen"')
    wait_kept(page, "kept:calcium_demand:check", f'"shown": "{asked[1].question_id}"')
    wait_kept(page, "kept:calcium_demand:check", f'"{asked[1].question_id}": ')
    load_again(page)

    expect(first.locator(".several input").nth(1)).to_be_checked()
    expect(page.locator(".crampkit-guess").first.locator("form.crampkit")).not_to_have_count(
        parts_before
    )
    expect(button(guess, "quiz.commit")).to_have_count(0)
    expect(quiz.locator(f'[data-question="{asked[1].question_id}"]')).to_be_visible()
    expect(quiz.locator(".several input").nth(2)).to_be_checked()
    button(quiz, "quiz.back").click()
    expect(quiz.get_by_text(WORDS("quiz.remember"))).to_be_visible()
    expect(button(quiz, "quiz.commit")).to_have_count(0)
    assert watch.errors == []


@pytest.mark.long
def test_a_case_is_taken_up_where_it_was_left(pages_server, phone, watch):
    page = phone
    case = page.locator("section.case").first
    safety = next(iter(CATALOGUE.safety_questions.values()))
    question = case.locator(".asks button").filter(has_text=safety.label).first
    open_lesson(page, pages_server, "20_cases")
    woman = case.locator("h3").first.inner_text()
    if not question.is_visible():
        case.locator(".to-ask summary").first.click()
    question.click()
    expect(question).to_have_attribute("aria-disabled", "true")
    button(case, "case.decide").click()
    case.get_by_role("radio", name=WORDS("case.answer.cannot_tell"), exact=True).check()
    wait_kept(page, "kept:20_cases:case:amina", '"answer": "cannot_tell"')
    load_again(page)

    expect(case.locator("h3").first).to_have_text(woman)
    expect(case).to_have_attribute("data-phase", "deciding")
    expect(
        case.get_by_role("radio", name=WORDS("case.answer.cannot_tell"), exact=True)
    ).to_be_checked()
    told = page.locator(".crampkit-case .from-last-time").first
    expect(told).to_be_visible()
    radio(case, WORDS("quiz.how_sure"), WORDS("quiz.sure.percent", percent=60)).check()
    button(case, "quiz.commit").click()
    expect(case.locator(".case-told")).to_be_visible()
    expect(told).to_have_count(0)
    wait_kept(page, "kept:20_cases:case:amina", '"told": {')
    load_again(page)
    expect(case.locator(".case-told")).to_be_visible()
    expect(button(case, "quiz.commit")).to_have_count(0)
    assert watch.errors == []
