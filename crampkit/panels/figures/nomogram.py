"""Fagan's nomogram with its two numbers to move, and the square of women: one cause, one lesson."""

from __future__ import annotations

import math
from collections.abc import Callable

from crampkit.observers import Observers, Stop
from crampkit.panels.kit.chart import chart
from crampkit.panels.kit.moving import between
from crampkit.panels.kit.panel import Box, Panel
from crampkit.panels.kit.shared import Shared
from crampkit.reasoning.counting import count_women
from crampkit.reasoning.odds import log_odds, share_of
from crampkit.reasoning.weighing import against_something_else
from crampkit.views.figures.base_rate import base_rate_figure, base_rate_sentence, base_rate_table
from crampkit.views.figures.fagan import fagan_figure, fagan_sentence, fagan_table
from crampkit.views.kit.controls import slider, sliders
from crampkit.views.kit.markup import Html, button, tag
from crampkit.views.kit.numbers import frequency_text, ratio_text
from crampkit.views.lesson.steps import Steps
from crampkit.words import Words

LIMIT = 4.0
"""Either number may go as far as this, as a power of ten."""


class NomogramPanel:
    """The share before her answers and the likelihood ratio, each to be moved on its own."""

    def __init__(self, before: float, ratio: float, words: Words) -> None:
        self.words = words
        self._first = self.before, self.ratio = before, ratio
        self._draws = Observers()

    def observe(self, draw: Callable[[], None]) -> Stop:
        stop = self._draws.add(draw)
        draw()
        return stop

    def move(self, name: str, position: object) -> None:
        """Move one number to a power of ten; for `back`, both to where they began."""
        if name == "back":
            self.before, self.ratio = self._first
        elif (moved := between(-LIMIT, LIMIT)(position)) is not None:
            number = _number_at(moved)
            if name == "pretest":
                self.before = share_of(number)
            elif name == "ratio":
                self.ratio = number
        self._draws()


def _number_at(position: float) -> float:
    """The number at a place on its slider, which goes by powers of ten."""
    return 10.0**position


def _position(number: float) -> float:
    return round(math.log10(number), 1)


def nomogram(steps: Steps) -> Box:
    """The line from before her answers to after; both numbers can be moved."""
    words = steps.words
    cause = steps.catalogue.causes[steps.cause_id].short_label
    dials = NomogramPanel(*steps.against_something_else(), words)
    panel = Panel(dials.move)

    def draw() -> None:
        panel.show(
            _sliders(dials, words),
            {
                "pretest": round(log_odds(dials.before), 1),
                "ratio": _position(dials.ratio),
            },
        )

    dials.observe(draw)
    line = chart(
        words,
        lambda dark: fagan_figure(dials.before, dials.ratio, words, dark),
        lambda: fagan_sentence(cause, dials.before, dials.ratio, words),
        lambda: fagan_table(cause, dials.before, dials.ratio, words),
        words("nomogram.caption"),
        dials.observe,
    )
    return Box(panel, line, classes=("crampkit-chart",))


def _sliders(dials: NomogramPanel, words: Words) -> Html:
    before = frequency_text(dials.before, words)
    ratio = words("chart.fagan.times", ratio=ratio_text(dials.ratio))
    return tag(
        "section",
        tag("h3", words("nomogram.title")),
        sliders(
            *(
                slider(name, words(f"nomogram.{name}"), said, -LIMIT, LIMIT, 0.1)
                for name, said in (("pretest", before), ("ratio", ratio))
            )
        ),
        button(words("nomogram.back"), "back"),
        class_="nomogram",
    )


def women(explorer: Shared, cause_id: str, finding_id: str) -> Box:
    """10,000 women with the cause or something else, and which of them say yes to one finding."""
    catalogue, words = explorer.catalogue, explorer.words
    before, _ = against_something_else(catalogue, {}, cause_id)
    background = catalogue.background[finding_id]
    # A pair that is not listed is as common as with something else.
    with_cause = catalogue.probability[finding_id].get(cause_id, background)
    counted = count_women(before, with_cause, background)
    cause = catalogue.causes[cause_id].short_label
    finding = catalogue.findings[finding_id].label
    return chart(
        words,
        lambda dark: base_rate_figure(counted, words, dark),
        lambda: base_rate_sentence(cause, finding, counted, words),
        lambda: base_rate_table(cause, finding, counted, words),
        words("women.caption"),
    )
