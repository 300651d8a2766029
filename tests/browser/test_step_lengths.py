"""Each step of each lesson as it opens: how long it is, and that nothing on its screen is cut or covered."""

from __future__ import annotations

from collections.abc import Iterator
from statistics import median
from typing import Any, NamedTuple

import pytest

from crampkit.hosts.pages.build import own_notebooks
from tests.browser.conftest import long
from tests.browser.screens import FAULTS, HIDDEN_FOCUS, MOST_TAKEN

WIDTH, HEIGHT = 390, 844
LAPTOP = (1366, 768)
MOST_STOPS = 80
"""Of the keyboard, in one step: those that follow are like those before."""
MOST_SCREENS = 3
MOST_IN_THE_MIDDLE = 250
"""Words of a step, in the median of a lesson."""
MOST_TO_PASS = 2500
"""Words of a lesson that are read by whoever goes through it and answers nothing."""

LESSONS = sorted(path.stem for path in own_notebooks().glob("*.ipynb"))

MEASURE = r"""() => {
    const seen = (node) => {
        const parent = node.parentElement;
        const unseen = "script, style, option, template, svg, .tell-wrong, .only-heard";
        if (!node.data.trim() || parent.closest(unseen)) return false;
        if (!parent.checkVisibility({ visibilityProperty: true })) return false;
        const range = document.createRange();
        range.selectNodeContents(node);
        const { width, height } = range.getBoundingClientRect();
        return width > 1 && height > 1;
    };
    const step = document.querySelector("main .step:not([hidden])");
    const walker = document.createTreeWalker(step, NodeFilter.SHOW_TEXT);
    const texts = [];
    while (walker.nextNode()) if (seen(walker.currentNode)) texts.push(walker.currentNode.data);
    const words = texts.join(" ").split(/\s+/).filter((word) => /[\p{L}\p{N}]/u.test(word)).length;
    return [step.id, step.getBoundingClientRect().height, words, document.documentElement.scrollWidth];
}"""

OPEN = """(place) => {
    document.querySelectorAll("main .rail a")[place].click();
    return new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)));
}"""


class Step(NamedTuple):
    """A step as it opens."""

    step: str
    screens: float
    words: int
    wide: int
    faults: tuple[str, ...]


class Walk:
    """Through the steps of a lesson at a width, Python being there and nothing answered."""

    def __init__(self, page: Any, server: Any) -> None:
        self.page, self._server = page, server
        self._walked: dict[tuple[str, int], list[Step]] = {}

    def of(self, lesson: str, width: int = WIDTH) -> list[Step]:
        """A lesson is opened once for a phone and a laptop."""
        if (lesson, width) not in self._walked:
            self.open(lesson)
            both = ((WIDTH, HEIGHT), LAPTOP)
            sizes = both if width in dict(both) else ((width, HEIGHT),)
            for size in sizes:
                self._walked[lesson, size[0]] = self.through(*size)
        return self._walked[lesson, width]

    def open(self, lesson: str, step: str = "") -> None:
        self.page.set_viewport_size({"width": WIDTH, "height": HEIGHT})
        self.page.goto("about:blank")
        self.page.goto(self._server.lesson(lesson) + (step and f"#{step}"))
        self.page.locator("body[data-ready]").wait_for(timeout=120_000)

    def through(self, width: int, height: int) -> list[Step]:
        self.page.set_viewport_size({"width": width, "height": height})
        found = []
        for place in range(self.page.locator("main .step").count()):
            self.page.evaluate(OPEN, place)
            step, long, words, wide = self.page.evaluate(MEASURE)
            faults = self.faults()
            found.append(Step(step, long / height, words, wide, tuple(faults)))
        return found

    def faults(self) -> list[str]:
        return [
            *self.page.evaluate(FAULTS, MOST_TAKEN),
            *self.page.evaluate(HIDDEN_FOCUS, MOST_STOPS),
        ]


@pytest.fixture(scope="module")
def walk(chromium: Any, pages_server: Any) -> Iterator[Walk]:
    context = chromium.new_context(
        steps=True, viewport={"width": WIDTH, "height": HEIGHT}, reduced_motion="reduce"
    )
    yield Walk(context.new_page(), pages_server)
    context.close()


AT_ONCE = ("01_which_cause_fits", "11_calcium_demand", "17_red_flags", "20_cases")


@pytest.mark.parametrize("lesson", [*AT_ONCE, *long(*sorted(set(LESSONS) - set(AT_ONCE)))])
def test_a_step_is_short_and_a_lesson_is_not_long_before_anything_is_answered(lesson, walk):
    steps = walk.of(lesson)
    assert len(steps) > 1
    too_long = {one.step: round(one.screens, 1) for one in steps if one.screens > MOST_SCREENS}
    assert too_long == {}
    assert median(one.words for one in steps) <= MOST_IN_THE_MIDDLE
    assert sum(one.words for one in steps) <= MOST_TO_PASS
    assert [one.step for one in steps if one.wide > WIDTH] == []


@pytest.mark.parametrize("lesson", [*AT_ONCE, *long(*sorted(set(LESSONS) - set(AT_ONCE)))])
def test_on_no_screen_is_anything_cut_covered_or_laid_on_something_else(lesson, walk):
    for width in (WIDTH, LAPTOP[0]):
        steps = walk.of(lesson, width)
        assert {one.step: one.faults for one in steps if one.faults} == {}, width


@pytest.mark.long
@pytest.mark.parametrize("lesson", LESSONS)
def test_nor_is_it_in_the_dark(lesson, walk):
    walk.page.emulate_media(color_scheme="dark")
    walk.open(lesson)
    for size in ((WIDTH, HEIGHT), LAPTOP):
        assert {one.step: one.faults for one in walk.through(*size) if one.faults} == {}, size
    walk.page.emulate_media(color_scheme="light")


@pytest.mark.parametrize("lesson", ["01_which_cause_fits", *long("14_varicose_veins", "20_cases")])
def test_no_step_is_wider_than_a_narrow_screen(lesson, walk):
    assert [one.step for one in walk.of(lesson, 320) if one.wide > 320] == []


SPOILT = {
    "the page scrolls sideways": "main .step h2 { inline-size: 150vw; }",
    "cut": "main .step p { overflow: hidden; white-space: nowrap; }",
    "lies on": "main .step .case > * { margin-block-end: -6rem; }",
    "lie on each other": "html { --dock-height: 0px !important; }",
    "are taken": "main .case-bar { min-block-size: 45vh; }",
    "hidden with the focus": "main .dock { position: fixed; inset: 0; }",
}


def test_what_is_wrong_with_a_screen_is_found(walk):
    walk.open("20_cases", "your-first-case")
    assert walk.faults() == []
    for what, spoils in SPOILT.items():
        walk.page.evaluate(
            """(text) => {
                const sheet = new CSSStyleSheet();
                sheet.replaceSync(text);
                document.adoptedStyleSheets = [sheet];
            }""",
            spoils,
        )
        assert [one for one in walk.faults() if what in one], what
    walk.page.evaluate("document.adoptedStyleSheets = []")
