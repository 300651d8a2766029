"""The charts of a lesson come when they are asked for, and follow what is moved."""

from __future__ import annotations

import pytest

from crampkit import Lab
from crampkit.panels.kit.panel import Box, Chart, Panel, Part


@pytest.fixture
def lab() -> Lab:
    lab = Lab()
    lab.load_example("shooting_leg_pain")
    return lab


def press(shown: Part) -> tuple[Panel, Box]:
    """Press the button of a chart; returns the panel with it and the place of the chart."""
    panel, place = shown.children
    panel.receive("chart", None)
    return panel, place


def values(chart: Chart) -> list[str]:
    return [note["text"] for note in chart.figure["layout"]["annotations"]]


def test_a_chart_is_not_drawn_before_it_is_asked_for(lab: Lab) -> None:
    _, place = lab.women("disc_herniation", "shooting_below_knee").children
    assert place.children == ()


def test_the_button_says_whether_its_chart_is_shown(lab: Lab) -> None:
    shown = lab.evidence_chart()
    assert 'aria-expanded="false"' in shown.children[0].html
    panel, place = press(shown)
    assert 'aria-expanded="true"' in panel.html
    assert len(place.children) == 1
    panel, place = press(shown)
    assert 'aria-expanded="false"' in panel.html
    assert place.children == ()


def test_moving_a_number_of_the_nomogram_moves_its_line_and_its_words(lab: Lab) -> None:
    _, place = press(lab.nomogram("disc_herniation"))
    sliders, chart = place.children[0].children
    figure, words = chart.children
    first = words.html
    before = values(figure)

    sliders.receive("pretest", 0.0)

    assert "50 in 100" in sliders.html
    assert "50 in 100" in words.html
    assert values(figure) != before

    sliders.receive("back", None)

    assert words.html == first
    assert values(figure) == before


@pytest.mark.parametrize("position", [99, -99])
def test_no_slider_leads_off_the_chart(lab: Lab, position: float) -> None:
    _, place = press(lab.nomogram("disc_herniation"))
    sliders, _ = place.children[0].children
    for name in ("pretest", "ratio"):
        sliders.receive(name, position)
        assert abs(sliders.state[name]) <= 4
