"""A chart with its sentence and table, and what is shown only when a learner asks for it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from crampkit.observers import Stop
from crampkit.panels.kit.panel import Box, Chart, Panel, Part
from crampkit.views.kit.figure import text_alternative
from crampkit.views.kit.markup import button, tag
from crampkit.views.kit.plot import Figure
from crampkit.views.kit.tables import Table
from crampkit.words import Words

Observe = Callable[[Callable[[], None]], Stop]
"""Draws now, and again after every change of what a chart follows, until it is stopped."""


def chart(
    words: Words,
    figure: Callable[[bool], Figure],
    sentence: Callable[[], str],
    data_table: Callable[[], Table],
    caption: str,
    observe: Observe | None = None,
) -> Box:
    """A figure that follows the theme, with what it says in words and as a table.

    It follows what `observe` watches, too. `figure` is called with whether the theme is dark. Once the
    box is closed, nothing is drawn into it any more: plotly's script fails on every change of a figure
    that was taken off the page.
    """
    dark = False

    def draw() -> None:
        shown.show(figure(dark))
        words_panel.show(text_alternative(sentence(), caption, data_table(), words))

    def follow_theme(is_dark: bool) -> None:
        nonlocal dark
        dark = is_dark
        draw()

    shown = Chart(figure(dark))
    words_panel = Panel(themed=follow_theme)
    stop = (observe or _once)(draw)
    return Box(shown, words_panel, classes=("crampkit-chart",), stop=stop)


def _once(draw: Callable[[], None]) -> Stop:
    draw()
    return lambda: None


def on_request(words: Words, title: str, make: Callable[[], Part]) -> Box:
    """A button that shows something heavy, and takes it away again.

    Each figure brings the whole of plotly to the browser once more; several that start together
    on a slow machine are given up on, and then show but never change.
    """
    place = Box()

    def draw(loading: bool = False) -> None:
        key = "chart.hide" if place.children else "chart.show"
        panel.show(
            tag(
                "div",
                button(
                    words(key, chart=title),
                    "chart",
                    aria_expanded="true" if place.children else "false",
                ),
                tag("p", words("charts.loading") if loading else "", role="status", class_="note"),
                class_="on-request",
            )
        )

    def press(_: str, __: Any) -> None:
        earlier = place.children
        if not earlier:
            draw(loading=True)
            place.fill(make())
        else:
            place.fill()
            for part in earlier:
                part.close()
        draw()

    panel = Panel(press)
    draw()
    box = Box(panel, place, classes=("crampkit-on-request",))
    box.behind = (make,)
    return box
