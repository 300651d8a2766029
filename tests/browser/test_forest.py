"""The forest plot in a real browser: its lines are seen, in their places, wherever it is shown."""

from __future__ import annotations

from itertools import pairwise

import pytest

from crampkit.catalogue import load
from crampkit.front import style
from crampkit.views.figures.forest import forest
from crampkit.words import Words

pytestmark = pytest.mark.browser

CATALOGUE = load()
PAGE = """<!doctype html><html lang="en" dir="{direction}"><meta charset="utf-8"><title>Trials</title>
<style>{style}</style><form class="crampkit">{html}</form>"""
PLACES = """() => [...document.querySelectorAll(".measure:not(.scale)")].map((lane) => {
  const box = (name) => lane.querySelector(name).getBoundingClientRect();
  const [track, line, mark, same] = [".track", ".interval", ".found", ".same"].map(box);
  return { start: line.left - track.left, end: track.right - line.right, mark: mark.left - line.left,
           rest: line.right - mark.right, high: Math.min(line.height, mark.height, same.height) };
})"""


def show(page, direction: str = "ltr") -> None:
    html = forest(CATALOGUE, (), Words(CATALOGUE.text))
    page.set_content(PAGE.format(style=style(), html=html, direction=direction))


@pytest.mark.parametrize("direction", ["ltr", "rtl"])
@pytest.mark.parametrize("width", [320, 390, 1366])
def test_every_interval_lies_on_its_track_with_its_mark_inside_and_the_page_grows_no_wider(
    new_page, width, direction
):
    page = new_page(width=width)
    show(page, direction)
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    lanes = page.evaluate(PLACES)
    assert len(lanes) == sum(trial.figures is not None for trial in CATALOGUE.trials.values())
    for lane in lanes:
        assert min(lane["start"], lane["end"]) >= -1
        assert min(lane["mark"], lane["rest"]) >= -8, "half a mark, where it is wider than its line"
        assert lane["high"] > 10


@pytest.mark.parametrize("width", [390, 1366])
def test_no_number_of_an_axis_runs_into_the_next(new_page, width):
    page = new_page(width=width)
    show(page)
    axes = page.evaluate(
        """() => [...document.querySelectorAll(".ticks")].map((axis) =>
          [...axis.children].map((number) => { const range = document.createRange();
            range.selectNodeContents(number); const { left, right } = range.getBoundingClientRect();
            return [left, right]; }))"""
    )
    assert axes
    for axis in axes:
        assert len(axis) > 2
        assert all(one[1] + 2 <= other[0] for one, other in pairwise(axis))


@pytest.mark.parametrize("forced", [True, False])
def test_with_forced_colours_and_on_paper_a_full_mark_is_full_and_an_open_one_is_not(
    new_page, forced
):
    page = new_page(width=390, forced_colors="active" if forced else "none")
    show(page)
    page.emulate_media(media="screen" if forced else "print")
    # Neither keeps a background: what is to be seen must be a border.
    filled = page.evaluate(
        """() => [...document.querySelectorAll(".found")].map((mark) => {
          const { borderLeftWidth, borderRightWidth, width } = getComputedStyle(mark);
          const [left, right, whole] = [borderLeftWidth, borderRightWidth, width].map(parseFloat);
          return [mark.classList.contains("square"), left + right >= whole]; })"""
    )
    assert {True, False} == {square for square, _ in filled}
    assert all(square == full for square, full in filled)
    lines = page.evaluate(
        """() => [...document.querySelectorAll(".interval")].map((line) =>
          parseFloat(getComputedStyle(line, "::before").borderTopWidth))"""
    )
    assert min(lines) > 1
