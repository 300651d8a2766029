"""Every page that a learner meets, one after another in one tab, in each state that matters.

pages = EveryPage(tab, server)
for name in PAGES:
    pages.open(name)
    pages.open_all()
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from playwright.sync_api import expect

from crampkit.catalogue import load
from crampkit.words import Words
from tests.browser.conftest import PROJECT, Server

LESSONS = tuple(sorted(path.stem for path in (PROJECT / "notebooks").glob("*.ipynb")))
PAGES = (*LESSONS, "index", "class", "licences")
CATALOGUE = load()
WORDS = Words(CATALOGUE.text)
PHONE = {"width": 390, "height": 844}
PATIENCE = 20_000  # milliseconds; a busy machine with two cores

# Fonts are there and what was changed is laid out.
SETTLED = """() => document.fonts.ready.then(() => new Promise((done) =>
  requestAnimationFrame(() => requestAnimationFrame(() => done(true)))))"""

# Whatever is folded, and whatever waits for its turn, at once.
OPEN_ALL = """() => {
  for (const fold of document.querySelectorAll("details")) fold.open = true;
  for (const part of document.querySelectorAll("[hidden='until-found']")) part.removeAttribute("hidden");
}"""


@dataclass
class EveryPage:
    """One tab in which the pages are opened; Python is waited for only where something is pressed."""

    tab: Any
    server: Server

    def __post_init__(self) -> None:
        self.tab.set_default_timeout(PATIENCE)

    def open(self, name: str, *, ready: bool = False) -> None:
        self.tab.goto(f"{self.server.url}/{name}.html")
        self.tab.locator("body[data-ready]" if ready else "body[data-drawn]").wait_for()
        self.settle()

    def settle(self) -> None:
        self.tab.evaluate(SETTLED)

    def open_all(self) -> None:
        self.tab.evaluate(OPEN_ALL)
        self.settle()

    def answer_every_guess(self) -> int:
        """What stands behind a guess is made only once it is answered."""
        guesses = self.tab.locator(".crampkit-guess")
        for guess in guesses.all():
            commit(guess)
            expect(guess.locator(".told")).to_be_visible()
        return guesses.count()

    def show_every_chart(self) -> None:
        """A chart is drawn when she asks for it."""
        for place in self.tab.locator(".crampkit-on-request").all():
            place.get_by_role("button").first.press("Enter")
            place.locator("button[aria-expanded=true]").first.wait_for()
        expect(self.tab.locator(".crampkit-plot:not(.js-plotly-plot)")).to_have_count(0)


def commit(place: Any) -> None:
    """Answer the question of a place with its first option, fairly sure; by the keyboard."""
    first = place.locator(".asked-question .several input, .asked-question .steps button").first
    if first.get_attribute("type") != "button":
        first.press("Space")
    sure = place.get_by_role("group", name=WORDS("quiz.how_sure"))
    if sure.count():
        sure.get_by_role("radio", name=WORDS("quiz.sure.percent", percent=80)).press("Space")
    place.get_by_role("button", name=WORDS("quiz.commit")).press("Enter")


def case_at_work(case: Any) -> Iterator[str]:
    """A case that is stopped after one answer and referred; waits at each moment that looks its own way."""
    question = next(iter(CATALOGUE.safety_questions.values())).label
    case.locator('[data-action="ask"]:visible').filter(has_text=question).first.press("Enter")
    expect(case.get_by_role("log")).to_contain_text(question)
    yield "asked"
    case.get_by_role("button", name=WORDS("case.stop"), exact=True).press("Enter")
    danger = case.get_by_role("combobox", name=WORDS("case.danger"), exact=True)
    expect(danger).to_be_visible()
    yield "deciding"
    danger.select_option(label=WORDS("case.danger.not_named"))
    for group in ("case.how_fast", "quiz.how_sure"):
        radios = case.get_by_role("group", name=WORDS(group), exact=True).get_by_role("radio")
        radios.first.press("Space")
    case.get_by_role("button", name=WORDS("case.hand_over"), exact=True).press("Enter")
    case.get_by_role("button", name=WORDS("sbar.done"), exact=True).press("Enter")
    expect(case.locator(".case-told")).to_be_visible()
    yield "decided"


def paged(place: Any) -> Any:
    """The questions at the end of a lesson, one after another."""
    return place.locator("section.quiz").filter(has=place.locator(".ways")).last


def number(n: int, total: int) -> re.Pattern[str]:
    return re.compile(re.escape(WORDS("quiz.number", number=n, total=total)))
