"""The figures of the lesson on danger signs: where a clot lies, and what the LEFt points tell."""

from __future__ import annotations

from crampkit.catalogue.asked import demand
from crampkit.panels.kit.panel import Panel
from crampkit.panels.kit.shared import Shared
from crampkit.views.figures import clots


def where_clots_lie(explorer: Shared) -> Panel:
    """Which leg, and which part of it."""
    demand(explorer.catalogue, "where_clots_lie")
    return Panel(html=clots.where_clots_lie(explorer.catalogue, explorer.words))


def clots_by_points(explorer: Shared) -> Panel:
    """How many women had a clot, by their LEFt points."""
    demand(explorer.catalogue, "clots_by_points")
    return Panel(html=clots.clots_by_points(explorer.catalogue, explorer.words))
