"""Charts with their sentence and scrolling. In the explorer they are drawn when a learner asks for them.

plotly's script takes seconds to load the first time, and the ranking must not wait for it.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Protocol

from crampkit.observers import Stop
from crampkit.panels.explorer.screen import Screen
from crampkit.panels.kit.panel import Box, Chart, Panel, Part
from crampkit.reasoning import Push, evidence
from crampkit.views.figures import charts as figures
from crampkit.views.figures import tables
from crampkit.views.figures.charts import Figure
from crampkit.views.kit.controls import radios
from crampkit.views.kit.figure import chart_words
from crampkit.views.kit.markup import Html, button, tag
from crampkit.views.kit.tables import Table
from crampkit.words import Words

EVIDENCE = "evidence"
MAP = "map"


class Watched(Protocol):
    """What a chart follows: something with words that says when it has changed."""

    words: Words

    def observe(self, draw: Callable[[], None], later: bool = False) -> Stop: ...


def chart(
    screen: Watched,
    figure: Callable[[bool], Figure],
    sentence: Callable[[], str],
    twin: Callable[[], Table],
    caption: str,
) -> Box:
    """A figure that follows the case and the theme, with what it says in words and as a scrolling.

    `figure` is called with whether the theme is dark. Once the box is closed, nothing is drawn into
    it any more: plotly's script fails on every change of a figure that was taken off the page.
    """
    dark = False

    def draw() -> None:
        shown.show(figure(dark))
        words_panel.show(chart_words(sentence(), caption, twin(), screen.words))

    def follow_theme(is_dark: bool) -> None:
        nonlocal dark
        dark = is_dark
        draw()

    shown = Chart(figure(dark))
    words_panel = Panel(themed=follow_theme)
    stop = screen.observe(draw, later=True)
    return Box(shown, words_panel, classes=("crampkit-chart",), stop=stop)


def evidence_chart(screen: Screen) -> Box:
    """What each answer does to the cause that is picked."""
    catalogue, words = screen.catalogue, screen.words

    def pushes() -> tuple[Push, ...]:
        return evidence(catalogue, screen.case.findings)[screen.cause]

    return chart(
        screen,
        lambda dark: figures.evidence_figure(catalogue, screen.cause, pushes(), words, dark),
        lambda: tables.evidence_sentence(catalogue, screen.cause, pushes(), words),
        lambda: tables.evidence_table(catalogue, pushes(), words),
        words("charts.evidence"),
    )


def map_chart(screen: Screen) -> Box:
    """What every finding says about every cause."""
    catalogue, words = screen.catalogue, screen.words
    return chart(
        screen,
        lambda dark: figures.map_figure(catalogue, screen.case.findings, words, dark),
        lambda: tables.map_sentence(catalogue, screen.case.findings, words),
        lambda: tables.map_table(catalogue, screen.case.findings, words),
        words("charts.map"),
    )


def charts(screen: Screen) -> Box:
    """A choice of charts, none of which is loaded before it is asked for."""
    place = Box()

    def show(name: str, value: Any) -> None:
        if name != "charts" or not isinstance(value, str) or value not in MAKERS:
            return
        chooser.show(_chooser(screen, loading=not place.children), {"charts": value})
        earlier = place.children
        place.fill(MAKERS[value](screen))
        for chart in earlier:
            chart.close()
        chooser.show(_chooser(screen), {"charts": value})

    chooser = Panel(show, html=_chooser(screen))
    return Box(chooser, place)


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
    return Box(panel, place, classes=("crampkit-on-request",))


MAKERS: dict[str, Callable[[Screen], Box]] = {
    EVIDENCE: evidence_chart,
    MAP: map_chart,
}


def _chooser(screen: Screen, loading: bool = False) -> Html:
    words = screen.words
    return tag(
        "section",
        tag("h3", words("charts.title")),
        radios(
            "charts", words("charts.which"), ((name, words(f"charts.{name}")) for name in MAKERS)
        ),
        tag("p", words("charts.loading") if loading else "", role="status", class_="note"),
        class_="charts",
    )
