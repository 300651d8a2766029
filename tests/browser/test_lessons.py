"""Every lesson opens and runs, asks before it tells, and follows what is toggled."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import expect

from crampkit.catalogue import load
from crampkit.words import Words
from tests.browser.conftest import PROJECT, Server

pytestmark = pytest.mark.browser

NAMES = sorted(path.name for path in (PROJECT / "notebooks").glob("1*_*.ipynb"))
IN_JUPYTERLAB = {"14_varicose_veins.ipynb"}
"""The kernel runs every lesson in the tests of the notebooks."""
PATIENCE = 60_000  # milliseconds; a busy machine with two cores
WORDS = Words(load().text)


@dataclass
class OpenedLesson:
    """A lesson that was opened and run, and what it asked of the network."""

    page: Any
    outside: list[str]
    errors: list[str]

    def part(self, selector: str) -> Any:
        return self.page.locator(".crampkit").locator(selector)


def run(page: Any, server: Server, name: str, in_jupyterlab: bool) -> None:
    if not in_jupyterlab:
        page.goto(server.lesson(name))
        page.locator("body[data-ready]").wait_for()
        return
    # A workspace of its own, so that no other test's lesson is opened beside it.
    place = f"/lab/workspaces/{Path(name).stem}/tree/"
    page.goto(server.lesson(name).replace("/lab/tree/", place))
    page.locator("#jp-bottom-panel").get_by_text("| Idle").wait_for()
    page.locator(".jp-NotebookPanel-toolbar").get_by_text("Run all", exact=True).locator(
        "visible=true"
    ).click()


@pytest.fixture(
    scope="module",
    params=[
        *(pytest.param(("pages", name), id=f"pages-{Path(name).stem}") for name in NAMES),
        *(
            pytest.param(
                ("jupyterlab", name),
                id=f"jupyterlab-{Path(name).stem}",
                marks=() if name in IN_JUPYTERLAB else pytest.mark.long,
            )
            for name in NAMES
        ),
    ],
)
def lesson(request: pytest.FixtureRequest, chromium: Any) -> Iterator[OpenedLesson]:
    place, name = request.param
    server = request.getfixturevalue("lab_server" if place == "jupyterlab" else "pages_server")
    context = chromium.new_context(viewport={"width": 1400, "height": 6000})
    page = context.new_page()
    page.set_default_timeout(PATIENCE)
    opened = OpenedLesson(page, [], [])
    watch(page, opened.outside, opened.errors)
    run(page, server, name, place == "jupyterlab")
    yield opened
    context.close()


def watch(page: Any, outside: list[str], errors: list[str]) -> None:
    """Note what the page asks of others, and its errors."""

    def note(url: str) -> None:
        if not url.startswith(("data:", "blob:", "about:")) and "//127.0.0.1:" not in url:
            outside.append(url)

    page.on("request", lambda sent: note(sent.url))
    page.on("websocket", lambda socket: note(socket.url))
    page.on("pageerror", lambda error: errors.append(str(error)))


def test_a_lesson_runs_to_its_end_without_an_error(lesson: OpenedLesson) -> None:
    expect(lesson.part("section.lesson-sources")).to_be_visible()
    assert lesson.page.get_by_text("Traceback").count() == 0
    assert lesson.page.locator(".jp-RenderedText[data-mime-type*=error]").count() == 0
    assert (lesson.outside, lesson.errors) == ([], [])


def test_a_question_is_explained_only_after_the_answer(lesson: OpenedLesson) -> None:
    quiz = lesson.page.locator("section.quiz").filter(has=lesson.page.locator(".ways")).last
    expect(quiz.locator(".asked-question")).to_be_visible()
    explained = quiz.get_by_text(WORDS("quiz.remember"))
    commit = quiz.get_by_role("button", name=WORDS("quiz.commit"))
    commit.click()
    expect(quiz.get_by_text(WORDS("quiz.missing.choose"))).to_be_visible()
    assert explained.count() == 0
    quiz.locator(".asked-question .several input").first.check()
    sure = quiz.get_by_role("group", name=WORDS("quiz.how_sure"))
    if sure.count():
        sure.get_by_role("radio", name=WORDS("quiz.sure.percent", percent=80)).check()
    commit.click()
    expect(explained).to_be_visible()
    assert quiz.locator(".told li").count() >= 2


def test_a_guess_is_entered_before_what_is_behind_it_is_there(lesson: OpenedLesson) -> None:
    """Leaves every guess answered: the parts behind them are what the next test toggles."""
    expect(lesson.part("section.lesson-sources")).to_be_visible()
    boxes = lesson.page.locator(".crampkit-guess")
    for number in range(boxes.count()):
        box = boxes.nth(number)
        # The guess alone stands in the box: what it opens has not even been made.
        expect(box.locator("form.crampkit")).to_have_count(1)
        expect(box.locator(".told")).to_have_count(0)
        box.get_by_role("radio").first.check()
        box.get_by_role("button", name=WORDS("quiz.commit")).click()
        expect(box.locator("section.guess.told")).to_be_visible()
    assert lesson.errors == []


def test_what_is_toggled_moves_what_is_shown(lesson: OpenedLesson) -> None:
    expect(lesson.part("section.lesson-sources")).to_be_visible()  # all above it is there
    checklist = lesson.part("section.checklist")
    if checklist.count():
        # A first answer may already raise a danger sign, which takes the ranking's place.
        shown = lesson.page.locator(".crampkit-right").last
        toggle = checklist.last.get_by_role("radio", name=WORDS("answer.yes"), exact=True).first
    elif lesson.part("section.safety").count():
        shown = lesson.part("section.safety").last.get_by_role("status").first
        name = WORDS("safety.none")
        toggle = lesson.part("section.safety").get_by_role("radio", name=name, exact=True).first
    elif lesson.part("input[type=search]").count():
        # A list in which a word finds its lines.
        box = lesson.part("input[type=search]").first
        lines = lesson.part(".item").locator("visible=true")
        every = lines.count()
        box.fill("clot")
        expect(lines).not_to_have_count(every)
        return
    else:
        # A figure: whatever control it begins with.
        control = "input:not([type=search]), select"
        sections = lesson.part("section:not(.quiz, .guess)")
        panel = sections.filter(has=lesson.page.locator(control)).first
        shown, toggle = panel, panel.locator(control).first
    before = shown.inner_text()
    kind = toggle.evaluate("control => control.type")
    if kind == "range":
        toggle.press("ArrowRight")
    elif kind == "select-one":
        toggle.select_option(index=(toggle.evaluate("control => control.selectedIndex") + 1) % 3)
    elif toggle.is_checked() and kind == "radio":
        toggle.press("ArrowDown")
    else:
        toggle.check()
    expect(shown).not_to_have_text(before, use_inner_text=True)
