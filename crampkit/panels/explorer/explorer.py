"""The explorer: all parts in one place, in two columns where there is room and one where there is not."""

from __future__ import annotations

from crampkit.panels.explorer import parts
from crampkit.panels.explorer.charts import charts
from crampkit.panels.explorer.screen import Screen
from crampkit.panels.kit.panel import Box, Part


def explorer(screen: Screen, lesson_id: str = "") -> Box:
    """Safety check and checklist on one side; ranking, reasons and what to ask next on the other.

    Above them, where a lesson is named, what it sets to try.
    """
    tasks = (parts.tasks(screen, lesson_id),) if screen.catalogue.tasks_of(lesson_id) else ()
    left = column("left", parts.safety_check(screen), parts.checklist(screen))
    right = column(
        "right",
        parts.ranking(screen, dials=True),
        parts.next_question(screen),
        parts.why(screen),
        parts.what_would_change(screen),
    )
    return Box(
        *tasks,
        parts.toolbar(screen),
        Box(left, right, classes=("crampkit-columns",)),
        charts(screen),
        parts.stamp(screen),
        parts.pocket(screen),
        classes=("crampkit-explorer",),
    )


def column(side: str, *children: Part) -> Box:
    """One of the two columns, "left" or "right"."""
    return Box(*children, classes=(f"crampkit-{side}",))
