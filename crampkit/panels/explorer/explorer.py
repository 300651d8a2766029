"""The explorer: all parts in one place, in two columns where there is room and one where there is not."""

from __future__ import annotations

from collections.abc import Sequence

from crampkit.panels.explorer import parts
from crampkit.panels.explorer.charts import charts
from crampkit.panels.explorer.state import ExplorerState
from crampkit.panels.kit.panel import Box, Panel, Part
from crampkit.views.kit.leaves import leaf_of, tabs
from crampkit.views.kit.markup import tag

BOOK = "explorer"
"""Where there is no room for two columns, its parts are turned one at a time."""


def explorer_box(explorer: ExplorerState, lesson_id: str = "") -> Box:
    """Safety check and checklist on one side; ranking, reasons and what to ask next on the other.

    Above them, where a lesson is named, what it sets to try.
    """
    tasks = (parts.tasks(explorer, lesson_id),) if explorer.catalogue.tasks_of(lesson_id) else ()
    names = ("tasks" if tasks else "tools", "safety", "questions", "order", "charts")
    leaf = (leaf_of(BOOK),)
    left = column(
        "left",
        Box(parts.safety_check(explorer), classes=leaf),
        Box(parts.checklist(explorer), classes=leaf),
    )
    right = column(
        "right",
        parts.ranking(explorer, dials=True),
        parts.next_question(explorer),
        parts.why(explorer),
        parts.what_would_change(explorer),
        classes=leaf,
    )
    return Box(
        parts.from_last_time(explorer),
        _tabs(explorer, names, opens_at=names.index("safety")),
        Box(*tasks, parts.toolbar(explorer), classes=leaf),
        Box(left, right, classes=("crampkit-columns",)),
        Box(charts(explorer), parts.stamp(explorer), classes=leaf),
        parts.pocket(explorer),
        classes=("crampkit-explorer",),
    )


def safety_first(explorer: ExplorerState, lesson_id: str = "") -> Box:
    """The safety check beside the order of the causes, which stands for nothing before it is done.

    Above them, where a lesson is named, what it sets to try.
    """
    tasks = (parts.tasks(explorer, lesson_id),) if explorer.catalogue.tasks_of(lesson_id) else ()
    leaf = (leaf_of(BOOK),)
    left = column("left", parts.safety_check(explorer), classes=leaf)
    right = column("right", parts.ranking(explorer), classes=leaf)
    names = (*(("tasks",) if tasks else ()), "safety", "order")
    return Box(
        parts.from_last_time(explorer),
        _tabs(explorer, names, opens_at=names.index("safety")),
        *(Box(one, classes=leaf) for one in tasks),
        Box(left, right, classes=("crampkit-columns",)),
        parts.pocket(explorer),
        classes=("crampkit-explorer",),
    )


def _tabs(explorer: ExplorerState, names: Sequence[str], opens_at: int = 0) -> Panel:
    words = explorer.words
    shown = (tag("span", words(f"explorer.{name}")) for name in names)
    return Panel(html=tabs(BOOK, words("explorer.parts"), shown, opens_at=opens_at))


def column(side: str, *children: Part, classes: tuple[str, ...] = ()) -> Box:
    """One of the two columns, "left" or "right"."""
    return Box(*children, classes=(f"crampkit-{side}", *classes))
