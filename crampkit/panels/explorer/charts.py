"""Charts with their sentence and table. In the explorer they are drawn when a learner asks for them.

plotly's script takes seconds to load the first time, and the ranking must not wait for it.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from crampkit.observers import Observers, Stop
from crampkit.panels.explorer.state import ExplorerState
from crampkit.panels.kit.chart import chart
from crampkit.panels.kit.panel import Box, Panel
from crampkit.practice.kept import mapping_of
from crampkit.reasoning import Contribution, evidence
from crampkit.views.figures import evidence as evidence_views
from crampkit.views.figures import findings_map as map_views
from crampkit.views.kit.controls import radios
from crampkit.views.kit.markup import Html, tag

EVIDENCE = "evidence"
MAP = "map"


def evidence_chart(explorer: ExplorerState) -> Box:
    """What each answer does to the cause that is picked."""
    catalogue, words = explorer.catalogue, explorer.words

    def contributions() -> tuple[Contribution, ...]:
        return evidence(catalogue, explorer.case.findings)[explorer.cause]

    return chart(
        words,
        lambda dark: evidence_views.evidence_figure(
            catalogue, explorer.cause, contributions(), words, dark
        ),
        lambda: evidence_views.evidence_sentence(catalogue, explorer.cause, contributions(), words),
        lambda: evidence_views.evidence_table(catalogue, contributions(), words),
        words("charts.evidence"),
        lambda draw: explorer.observe(draw, later=True),
    )


def map_chart(explorer: ExplorerState) -> Box:
    """What every finding says about every cause."""
    catalogue, words = explorer.catalogue, explorer.words
    return chart(
        words,
        lambda dark: map_views.map_figure(catalogue, explorer.case.findings, words, dark),
        lambda: map_views.map_sentence(catalogue, explorer.case.findings, words),
        lambda: map_views.map_table(catalogue, explorer.case.findings, words),
        words("charts.map"),
        lambda draw: explorer.observe(draw, later=True),
    )


def charts(explorer: ExplorerState) -> Box:
    """A choice of charts, none of which is loaded before it is asked for."""
    choice = _Choice(explorer)
    explorer.hold_chart(choice)
    return choice.box


class _Choice:
    """Which of the charts is shown."""

    def __init__(self, explorer: ExplorerState) -> None:
        self._explorer = explorer
        self._shown = ""
        self._place = Box()
        self._chooser = Panel(self._do, html=_chooser(explorer))
        self._changed = Observers()
        self.box = Box(self._chooser, self._place)

    def _do(self, name: str, value: Any) -> None:
        if name == "charts" and isinstance(value, str) and value in MAKERS:
            self._show(value)

    def _show(self, name: str) -> None:
        self._shown = name
        earlier = self._place.children
        self._chooser.show(_chooser(self._explorer, loading=not earlier), {"charts": name})
        self._place.fill(MAKERS[name](self._explorer))
        for part in earlier:
            part.close()
        self._chooser.show(_chooser(self._explorer), {"charts": name})
        self._changed()

    # ------------------------------------------------------------------ kept beyond the page

    def observe(self, changed: Callable[[], None]) -> Stop:
        """Call this whenever another chart is shown."""
        return self._changed.add(changed)

    def kept(self) -> dict[str, Any] | None:
        """Which chart is shown; None where there is none."""
        return {"shown": self._shown} if self._shown else None

    def take_back(self, value: Any) -> tuple[str, ...]:
        """Show the chart that was shown."""
        self._do("charts", mapping_of(value).get("shown"))
        return ()


MAKERS: dict[str, Callable[[ExplorerState], Box]] = {
    EVIDENCE: evidence_chart,
    MAP: map_chart,
}


def _chooser(explorer: ExplorerState, loading: bool = False) -> Html:
    words = explorer.words
    return tag(
        "section",
        tag("h3", words("charts.title")),
        radios(
            "charts", words("charts.which"), ((name, words(f"charts.{name}")) for name in MAKERS)
        ),
        tag("p", words("charts.loading") if loading else "", role="status", class_="note"),
        class_="charts",
    )
