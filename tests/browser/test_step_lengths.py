"""No step of a lesson is long as it opens on a phone: screens, words, and nothing wider than its screen."""

from __future__ import annotations

from collections.abc import Iterator
from statistics import median
from typing import Any, NamedTuple

import pytest

from crampkit.hosts.pages.build import own_notebooks

WIDTH, HEIGHT = 390, 844
MOST_SCREENS = 3
MOST_IN_THE_MIDDLE = 250
"""Words of a step, in the median of a lesson."""
MOST_TO_PASS = 2500
"""Words of a lesson that are read by whoever goes through it and answers nothing."""

LONGER = {
    "01_which_cause_fits": {"now-ask": 13.0},
    "10_safety_first": {"step-two-ask-one-thing-at-a-time": 10.3},
    "12_uterine_compression": {"toggle-and-see": 4.1},
    "17_red_flags": {"the-list-of-dangers": 19.2},
    "20_cases": {"your-first-case": 3.9, "the-next-woman": 4.2},
}
"""Steps that are longer, in screens: none of their questions and none of their dangers may fold."""

MORE_WORDS = {
    "11_calcium_demand": 4250,
    "12_uterine_compression": 2980,
    "13_hypocalcaemia": 3580,
    "14_varicose_veins": 3400,
    "15_disc_herniation": 4450,
    "17_red_flags": 4700,
}
"""Lessons with more to read: their danger signs and their advice may not fold."""

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


class Length(NamedTuple):
    """A step as it opens."""

    step: str
    screens: float
    words: int
    wide: int


@pytest.fixture(scope="module")
def lengths(chromium: Any, pages_server: Any) -> Iterator[Any]:
    """Measures the steps of a lesson at a width, Python being there and nothing answered."""
    context = chromium.new_context(steps=True, viewport={"width": WIDTH, "height": HEIGHT})
    page = context.new_page()

    def of(lesson: str, width: int = WIDTH) -> list[Length]:
        page.set_viewport_size({"width": width, "height": HEIGHT})
        page.goto(pages_server.lesson(lesson))
        page.locator("body[data-ready]").wait_for(timeout=120_000)
        found = []
        for place in range(page.locator("main .step").count()):
            page.evaluate(OPEN, place)
            step, height, words, wide = page.evaluate(MEASURE)
            found.append(Length(step, height / HEIGHT, words, wide))
        return found

    yield of
    context.close()


@pytest.mark.parametrize("lesson", LESSONS)
def test_a_step_is_short_and_a_lesson_is_not_long_before_anything_is_answered(lesson, lengths):
    steps = lengths(lesson)
    assert len(steps) > 1
    longer = LONGER.get(lesson, {})
    assert set(longer) <= {one.step for one in steps}
    too_long = {
        one.step: round(one.screens, 1)
        for one in steps
        if one.screens > longer.get(one.step, MOST_SCREENS)
    }
    assert too_long == {}
    assert median(one.words for one in steps) <= MOST_IN_THE_MIDDLE
    assert sum(one.words for one in steps) <= MORE_WORDS.get(lesson, MOST_TO_PASS)
    assert [one.step for one in steps if one.wide > WIDTH] == []


@pytest.mark.parametrize("width", [320, 1366])
@pytest.mark.parametrize("lesson", ["01_which_cause_fits", "14_varicose_veins", "20_cases"])
def test_no_step_is_wider_than_its_screen(lesson, width, lengths):
    assert [one.step for one in lengths(lesson, width) if one.wide > width] == []
