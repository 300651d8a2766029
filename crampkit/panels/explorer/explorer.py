"""The explorer: all parts in one place, in two columns where there is room and one where there is not."""

from __future__ import annotations

from crampkit.panels.explorer import parts
from crampkit.panels.explorer.charts import charts
from crampkit.panels.explorer.screen import Screen
from crampkit.panels.kit.panel import Box, Part


def explorer(screen: Screen) -> Box:
    """Safety check and checklist on one side; ranking, reasons and what to ask next on the other."""
    left = column("left", parts.safety_check(screen), parts.checklist(screen))
    right = column(
        "right",
        parts.ranking(screen),
        parts.next_question(screen),
        parts.why(screen),
        parts.what_would_change(screen),
    )
    return Box(
        parts.toolbar(screen),
        Box(left, right, classes=("crampkit-columns",)),
        charts(screen),
        parts.stamp(screen),
        parts.summary(screen),
        classes=("crampkit-explorer",),
    )


def column(side: str, *children: Part) -> Box:
    """One of the two columns, "left" or "right"."""
    return Box(*children, classes=(f"crampkit-{side}",))
