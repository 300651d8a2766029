"""The explorer: all parts in one place, in two columns where there is room and one where there is not."""

from __future__ import annotations

import ipywidgets

from crampkit.panels import parts
from crampkit.panels.charts import charts
from crampkit.panels.screen import Screen


def explorer(screen: Screen) -> ipywidgets.Widget:
    """Safety check and checklist on one side; ranking, reasons and what to ask next on the other."""
    left = column("left", parts.safety_check(screen), parts.checklist(screen))
    right = column(
        "right",
        parts.ranking(screen),
        parts.next_question(screen),
        parts.why(screen),
        parts.what_would_change(screen),
    )
    columns = ipywidgets.Box([left, right])
    columns.add_class("crampkit-columns")
    box = ipywidgets.Box(
        [parts.toolbar(screen), columns, charts(screen), parts.stamp(screen), parts.summary(screen)]
    )
    box.add_class("crampkit-explorer")
    return box


def column(side: str, *children: ipywidgets.Widget) -> ipywidgets.Widget:
    """One of the two columns, "left" or "right"."""
    box = ipywidgets.Box(list(children))
    box.add_class(f"crampkit-{side}")
    return box
