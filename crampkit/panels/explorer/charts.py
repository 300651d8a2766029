"""Charts with their sentence and table. In the explorer they are drawn when a learner asks for them.

plotly's script takes seconds to load the first time, and the ranking must not wait for it.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from crampkit.panels.explorer.screen import Screen
from crampkit.panels.kit.chart import chart
from crampkit.panels.kit.panel import Box, Panel
from crampkit.reasoning import Contribution, evidence
from crampkit.views.figures import evidence as evidence_views
from crampkit.views.figures import findings_map as map_views
from crampkit.views.kit.controls import radios
from crampkit.views.kit.markup import Html, tag

EVIDENCE = "evidence"
MAP = "map"


def evidence_chart(screen: Screen) -> Box:
    """What each answer does to the cause that is picked."""
    catalogue, words = screen.catalogue, screen.words

    def contributions() -> tuple[Contribution, ...]:
        return evidence(catalogue, screen.case.findings)[screen.cause]

    return chart(
        words,
        lambda dark: evidence_views.evidence_figure(
            catalogue, screen.cause, contributions(), words, dark
        ),
        lambda: evidence_views.evidence_sentence(catalogue, screen.cause, contributions(), words),
        lambda: evidence_views.evidence_table(catalogue, contributions(), words),
        words("charts.evidence"),
        lambda draw: screen.observe(draw, later=True),
    )


def map_chart(screen: Screen) -> Box:
    """What every finding says about every cause."""
    catalogue, words = screen.catalogue, screen.words
    return chart(
        words,
        lambda dark: map_views.map_figure(catalogue, screen.case.findings, words, dark),
        lambda: map_views.map_sentence(catalogue, screen.case.findings, words),
        lambda: map_views.map_table(catalogue, screen.case.findings, words),
        words("charts.map"),
        lambda draw: screen.observe(draw, later=True),
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
        for part in earlier:
            part.close()
        chooser.show(_chooser(screen), {"charts": value})

    chooser = Panel(show, html=_chooser(screen))
    return Box(chooser, place)


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
