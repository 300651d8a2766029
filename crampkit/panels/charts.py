"""Charts with their sentence and table. In the explorer they load when a learner asks for them.

plotly takes seconds to load the first time and the ranking must not wait for it, so it is imported
here only when a chart is drawn.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, Protocol

import ipywidgets

from crampkit.panels.panel import Panel
from crampkit.panels.screen import Screen
from crampkit.reasoning import evidence
from crampkit.views.markup import Html, button, choice, question, tag
from crampkit.views.why import chart_words, table
from crampkit.words import Words

if TYPE_CHECKING:
    from crampkit.views.charts import Figure
    from crampkit.views.tables import Table

EVIDENCE = "evidence"
MAP = "map"


class Watched(Protocol):
    """What a chart follows: something with words that says when it has changed."""

    words: Words

    def observe(self, draw: Callable[[], None], later: bool = False) -> Callable[[], None]: ...


class Chart(ipywidgets.Box):
    """A figure and its words; once it is closed, nothing is drawn into it any more.

    plotly's script fails on every change of a figure that was taken off the page.
    """

    def __init__(self, *parts: ipywidgets.Widget, stop: Callable[[], None]) -> None:
        super().__init__(parts)
        self._stop = stop
        self.add_class("crampkit-chart")

    def close(self) -> None:
        self._stop()
        for part in self.children:
            part.close()
        super().close()


def chart(
    screen: Watched,
    figure: Callable[[bool], Figure],
    sentence: Callable[[], str],
    twin: Callable[[], Table],
    caption: str,
) -> Chart:
    """A figure that follows the case and the theme, with what it says in words and as a table.

    `figure` is called with whether the theme is dark.
    """
    import plotly.graph_objects as go

    from crampkit.views.charts import CONFIG

    words_panel = Panel()
    shown = go.FigureWidget(figure(False))
    shown._config = {**shown._config, **CONFIG}

    def draw() -> None:
        _replace(shown, figure(words_panel.dark))
        header, rows = twin()
        words_panel.show(chart_words(sentence(), table(caption, header, rows), screen.words))

    words_panel.observe(lambda _: draw(), names="dark")
    return Chart(shown, words_panel, stop=screen.observe(draw, later=True))


def _replace(shown: Any, fresh: Figure) -> None:
    """Put another figure into a widget that is on the page already."""
    with shown.batch_update():
        shown.data = ()
        shown.add_traces(fresh["data"])
        shown.layout = fresh["layout"]


def evidence_chart(screen: Screen) -> Chart:
    """What each answer does to the cause that is picked."""
    from crampkit.views import charts as figures
    from crampkit.views import tables

    catalogue, words = screen.catalogue, screen.words

    def pushes() -> Any:
        return evidence(catalogue, screen.case.findings)[screen.cause]

    return chart(
        screen,
        lambda dark: figures.evidence_figure(catalogue, screen.cause, pushes(), words, dark),
        lambda: tables.evidence_sentence(catalogue, screen.cause, pushes(), words),
        lambda: tables.evidence_table(catalogue, pushes(), words),
        words("charts.evidence"),
    )


def map_chart(screen: Screen) -> Chart:
    """What every finding says about every cause."""
    from crampkit.views import charts as figures
    from crampkit.views import tables

    catalogue, words = screen.catalogue, screen.words
    return chart(
        screen,
        lambda dark: figures.map_figure(catalogue, screen.case.findings, words, dark),
        lambda: tables.map_sentence(catalogue, screen.case.findings, words),
        lambda: tables.map_table(catalogue, screen.case.findings, words),
        words("charts.map"),
    )


def charts(screen: Screen) -> ipywidgets.Widget:
    """A choice of charts, none of which is loaded before it is asked for."""
    place = ipywidgets.Box([])

    def show(name: str, value: Any) -> None:
        if name != "charts" or not isinstance(value, str) or value not in MAKERS:
            return
        chooser.show(_chooser(screen, loading=not place.children), {"charts": value})
        earlier, place.children = place.children, (MAKERS[value](screen),)
        for chart in earlier:
            chart.close()
        chooser.show(_chooser(screen), {"charts": value})

    chooser = Panel(show, html=_chooser(screen))
    return ipywidgets.Box([chooser, place])


def on_request(
    words: Words, title: str, make: Callable[[], ipywidgets.Widget]
) -> ipywidgets.Widget:
    """A button that shows something heavy, and takes it away again.

    Each figure brings the whole of plotly to the browser once more; several that start together
    on a slow machine are given up on, and then show but never change.
    """
    place = ipywidgets.Box([])

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
            place.children = (make(),)
        else:
            place.children = ()
            for widget in earlier:
                widget.close()
        draw()

    panel = Panel(press)
    draw()
    box = ipywidgets.Box([panel, place])
    box.add_class("crampkit-on-request")
    return box


MAKERS: dict[str, Callable[[Screen], Chart]] = {
    EVIDENCE: evidence_chart,
    MAP: map_chart,
}


def _chooser(screen: Screen, loading: bool = False) -> Html:
    words = screen.words
    return tag(
        "section",
        tag("h3", words("charts.title")),
        question(
            words("charts.which"),
            tag(
                "div",
                *(choice("radio", "charts", name, words(f"charts.{name}")) for name in MAKERS),
                class_="choices",
            ),
        ),
        tag("p", words("charts.loading") if loading else "", role="status", class_="note"),
        class_="charts",
    )
