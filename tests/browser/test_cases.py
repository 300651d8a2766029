"""A case as a learner plays it, by keyboard alone, in JupyterLab and as a page."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest

from crampkit.catalogue import Catalogue, PracticeCase, load
from crampkit.practice.encounter import questions_by_kind
from crampkit.words import Words
from tests.browser.conftest import long
from tests.browser.test_lessons import expect, run, watch

pytestmark = pytest.mark.browser

LESSON = "20_cases.ipynb"
FIRST = "amina"
PATIENCE = 60_000  # milliseconds; a busy machine with two cores


@dataclass
class OpenedCase:
    """The first case of the lesson, on an open page."""

    page: Any
    catalogue: Catalogue
    words: Words
    outside: list[str]
    errors: list[str]

    @property
    def case(self) -> PracticeCase:
        return self.catalogue.cases[FIRST]

    @property
    def root(self) -> Any:
        return self.page.locator("section.case").first

    def button(self, key: str) -> Any:
        return self.root.get_by_role("button", name=self.words(key), exact=True)

    def question(self, label: str) -> Any:
        """The button of a question; once asked, its name says so too."""
        return self.root.locator(".asks button").filter(has_text=label).first

    def chip(self, label: str) -> Any:
        """The same question where it stands ready at the foot."""
        return self.root.locator(".chips button").filter(has_text=label).first

    def group(self, key: str) -> Any:
        return self.root.get_by_role("group", name=self.words(key), exact=True)

    def is_told(self) -> bool:
        """Whether anything of the answer stands in the page, be it folded away."""
        page = self.root.evaluate("root => root.outerHTML")
        case = self.case
        secrets = (case.reasoning[:30], case.teaching_point[:30], case.next_step[:30])
        return any(secret in page for secret in secrets) or "case-told" in page

    def press_until(self, control: Any, key: str = "Tab", most: int = 120) -> None:
        for _ in range(most):
            if control.evaluate("control => control === document.activeElement"):
                return
            self.page.keyboard.press(key)
        pytest.fail(f"{most} times {key} did not lead there")

    def ask_by_keyboard(self, button: Any, key: str = "Tab") -> None:
        self.press_until(button, key)
        self.page.keyboard.press("Enter")
        expect(button).to_have_attribute("aria-disabled", "true")
        expect(button).to_be_focused()


@pytest.fixture(params=["pages", *long("jupyterlab")])
def opened(request: pytest.FixtureRequest, chromium: Any) -> Iterator[OpenedCase]:
    in_jupyterlab = request.param == "jupyterlab"
    server = request.getfixturevalue("lab_server" if in_jupyterlab else "pages_server")
    context = chromium.new_context(viewport={"width": 1400, "height": 900})
    page = context.new_page()
    page.set_default_timeout(PATIENCE)
    catalogue = load()
    opened = OpenedCase(page, catalogue, Words(catalogue.text), [], [])
    watch(page, opened.outside, opened.errors)
    run(page, server, LESSON, in_jupyterlab)
    expect(opened.root).to_be_visible()
    # The last cell has run, so nothing scrolls the page any more.
    expect(page.locator(".crampkit .stamp")).to_be_visible()
    yield opened
    context.close()


@pytest.mark.long
def test_a_case_is_played_to_the_reveal_by_keyboard_alone(opened: OpenedCase) -> None:
    words, page, catalogue = opened.words, opened.page, opened.catalogue
    safety = [question.label for question in catalogue.safety_questions.values()]
    opened.root.get_by_role("searchbox").focus()
    # The safety check stands ready at the foot; each answer is read where it came in, above it.
    for label in safety:
        opened.ask_by_keyboard(opened.chip(label))
        expect(opened.root.locator(".log li").last).to_contain_text(label)
        expect(opened.root.locator(".log li > :last-child").last).to_be_in_viewport()
    # The kinds of question are closed at first, and open by Enter.
    by_kind = questions_by_kind(catalogue)
    wanted = {"timing": "mainly_night", "examination": "visible_varicose"}
    for kind, finding_id in wanted.items():
        assert finding_id in by_kind[kind]
        opened.root.get_by_role("searchbox").focus()
        opened.press_until(opened.root.locator(f"[data-kind={kind}] > summary"))
        page.keyboard.press("Enter")
        opened.ask_by_keyboard(opened.question(catalogue.findings[finding_id].label))
    log = opened.root.get_by_role("log")
    expect(log.get_by_role("listitem")).to_have_count(len(safety) + len(wanted))
    row = next(r for r in catalogue.revealed_by[FIRST] if r.finding_id == "mainly_night")
    expect(log).to_contain_text(row.words)
    # JupyterLab's commands for cells must not hear what is typed here.
    cells = page.locator(".jp-Cell").count()
    for key in ("a", "b", "d", "d", "m"):
        page.keyboard.press(key)
    assert page.locator(".jp-Cell").count() == cells

    opened.press_until(opened.button("case.decide"))
    page.keyboard.press("Enter")
    title = opened.root.get_by_role("heading", name=words("case.decision.title"), exact=True)
    expect(title).to_be_focused()
    # An unanswered group of radio buttons is entered at its first one.
    causes = opened.group("case.decision.what").get_by_role("radio").first
    opened.press_until(causes)
    page.keyboard.press("Space")
    cause = catalogue.causes[opened.case.cause_ids[0]].label
    opened.press_until(opened.root.get_by_role("checkbox", name=cause, exact=True))
    page.keyboard.press("Space")
    opened.press_until(opened.root.locator('[name="for:mainly_night"]'))
    page.keyboard.press("Space")
    sure = opened.group("quiz.how_sure").get_by_role("radio")
    opened.press_until(sure.first)
    page.keyboard.press("Space")
    for _ in range(3):
        page.keyboard.press("ArrowDown")
    expect(sure.nth(3)).to_be_checked()
    assert not opened.is_told()
    opened.press_until(opened.button("quiz.commit"))
    page.keyboard.press("Enter")

    verdict = opened.root.locator(".case-told h4.verdict")
    expect(verdict).to_be_focused()
    expect(verdict).to_contain_text(words("case.verdict.right"))
    told = opened.root.locator(".case-told")
    chosen = "Cases are chosen for learning; most women you meet have ordinary cramp."
    for said in (opened.case.reasoning[-40:], opened.case.next_step[:20], chosen):
        expect(told).to_contain_text(said)
    opened.press_until(opened.button("case.next"))
    page.keyboard.press("Enter")
    expect(opened.root.locator(".case-told")).to_have_count(0)
    expect(opened.root.get_by_role("heading", level=3)).to_be_focused()
    assert (opened.outside, opened.errors) == ([], [])


def test_nothing_is_revealed_before_the_commitment(opened: OpenedCase) -> None:
    words = opened.words
    opened.chip(next(iter(opened.catalogue.safety_questions.values())).label).click()
    assert not opened.is_told()
    opened.button("case.decide").click()
    commit = opened.button("quiz.commit")
    what = opened.group("case.decision.what")
    for control, missing in (
        (None, "case.missing.answer"),
        (what.get_by_role("radio", name=words("case.answer.causes")), "case.missing.cause"),
        (what.get_by_role("radio", name=words("case.answer.refer")), "case.missing.danger"),
        (what.get_by_role("radio", name=words("case.answer.cannot_tell")), "quiz.missing.how_sure"),
    ):
        if control:
            control.check()
        commit.click()
        expect(opened.root.get_by_text(words(missing), exact=True)).to_be_visible()
        assert not opened.is_told()
    opened.group("quiz.how_sure").get_by_role("radio").first.check()
    commit.click()
    expect(opened.root.locator(".case-told")).to_contain_text(words("case.miss.needless_doubt"))


def test_stop_and_refer_is_in_view_and_one_click_away_at_any_moment(opened: OpenedCase) -> None:
    words, page = opened.words, opened.page
    stop = opened.button("case.stop")
    # A phone shows the page; beside JupyterLab's list of files so narrow a window holds nothing.
    width = 1000 if "/lab/" in page.url else 390
    page.set_viewport_size({"width": width, "height": 700})
    for label in [question.label for question in opened.catalogue.safety_questions.values()][:3]:
        opened.chip(label).click()
        expect(opened.chip(label)).to_have_attribute("aria-disabled", "true")
        expect(stop).to_be_in_viewport(ratio=1)
        # What was answered last can be read without scrolling.
        expect(opened.root.locator(".log li > :last-child").last).to_be_in_viewport(ratio=0.9)
    opened.button("case.decide").click()
    expect(opened.button("case.decide")).to_have_count(0)  # The bar is smaller now.
    expect(stop).to_be_visible()
    stop.click()
    title = opened.root.get_by_role("heading", name=words("case.stopping.title"), exact=True)
    expect(title).to_be_focused()
    opened.root.get_by_role("combobox", name=words("case.danger"), exact=True).select_option(
        label=words("case.danger.not_named")
    )
    opened.group("case.how_fast").get_by_role("radio", name=words("tier.today")).check()
    opened.group("quiz.how_sure").get_by_role("radio").first.check()
    opened.button("case.hand_over").click()
    expect(opened.root.get_by_role("heading", name=words("sbar.title"), exact=True)).to_be_focused()
    assert not opened.is_told()
    said, left_out = (opened.root.locator(".piece select").nth(place) for place in (0, 1))
    said.select_option(label=words("sbar.background"))
    expect(left_out).to_have_value("")
    opened.button("sbar.done").click()
    told = opened.root.locator(".case-told")
    expect(told.locator(".sbar dd")).to_have_count(4)
    expect(told).to_contain_text(words("case.miss.needless_urgent"))
    expect(told).to_contain_text(words("case.miss.not_known"))
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_a_word_finds_a_question_that_is_folded_away(opened: OpenedCase) -> None:
    finding = opened.catalogue.findings["set_off_by_toe_point"]
    question = opened.question(finding.label)
    expect(question).to_be_hidden()
    box = opened.root.get_by_role("searchbox")
    box.fill("toes")
    expect(question).to_be_visible()
    question.click()
    expect(question).to_have_attribute("aria-disabled", "true")
    expect(question).to_be_visible()
    box.fill("")
    expect(question).to_be_hidden()
    expect(opened.root.get_by_role("log")).to_contain_text(finding.label)
