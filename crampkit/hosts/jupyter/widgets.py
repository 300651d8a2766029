"""The parts of a lesson as ipywidgets; each follows its part, and none knows what it shows."""

from __future__ import annotations

import logging
import uuid
from collections.abc import Callable, Mapping
from functools import singledispatch
from weakref import WeakKeyDictionary

import anywidget
import ipywidgets
import traitlets

from crampkit.front import script, style
from crampkit.hosts import front_words
from crampkit.hosts.jupyter.folds import FoldsIn
from crampkit.observers import Observers, Stop
from crampkit.panels.kit.panel import Box, Chart, Panel, Part, what_to_mend
from crampkit.practice.kept import mapping_of
from crampkit.views.kit.plot import CONFIG
from crampkit.words import Words

logger = logging.getLogger(__name__)

PAGES_REMEMBERED = 20
"""So many open pages of one kernel are told apart; of more, the one that was silent longest is forgotten."""

DRAWN = "_js2py_traceDeltas"
"""What plotly's script sends when it has drawn a figure."""

_widgets: WeakKeyDictionary[Part, tuple[ipywidgets.Widget, tuple[Stop, ...]]] = WeakKeyDictionary()
"""The widget of each part, and what ends that it follows it."""

Made = tuple[ipywidgets.Widget, Callable[[], None]]
"""A widget, and what draws it anew."""


drawn = Observers()
"""Told once of each chart that a page has drawn."""


def widget_of(part: Part, words: Words, folds: FoldsIn | None = None) -> ipywidgets.Widget:
    """The one widget of a part: shown twice, it is the same twice."""
    if part not in _widgets:
        widget, draw = _made(part, words, folds)
        ends = part.changed.add(draw), part.closed.add(lambda: let_go(part))
        _widgets[part] = widget, ends
    return _widgets[part][0]


def let_go(part: Part) -> None:
    """Close the widget of a part, which follows it no more; what is in a box has widgets of its own."""
    widget, ends = _widgets.pop(part, (None, ()))
    for end in ends:
        end()
    if widget:
        layout = getattr(widget, "layout", None)
        if isinstance(layout, ipywidgets.Layout):  # A chart of plotly's means something else by it.
            layout.close()
        widget.close()


@singledispatch
def _made(part: Part, words: Words, folds: FoldsIn | None) -> Made:
    raise TypeError(f"no widget shows a {type(part).__name__}")


class PanelWidget(anywidget.AnyWidget):
    """A panel on one or more open pages, each of which numbers its own messages."""

    _esm = script()
    _css = style("jupyter")

    html = traitlets.Unicode().tag(sync=True)
    state = traitlets.Dict().tag(sync=True)
    key = traitlets.Unicode().tag(sync=True)
    classes: traitlets.List[str] = traitlets.List().tag(sync=True)
    words = traitlets.Dict().tag(sync=True)
    dark = traitlets.Bool(False).tag(sync=True)
    # What a learner has folded open in it, by the keys of folds.js; only where that is kept.
    folds = traitlets.Dict(None, allow_none=True).tag(sync=True)
    # By page, the number of its last message that was dealt with: a page ignores what is older.
    acknowledged = traitlets.Dict().tag(sync=True)
    # By page, the number of its last message that could not be dealt with.
    failed = traitlets.Dict().tag(sync=True)
    # What went wrong then, for whoever made the lesson.
    why = traitlets.Unicode().tag(sync=True)

    def __init__(self, panel: Panel, words: Words, folds: FoldsIn | None = None) -> None:
        super().__init__(
            folds=folds.kept() if folds else None,
            key=uuid.uuid4().hex,
            html=panel.html,
            state=dict(panel.state),
            classes=list(panel.classes),
            words=front_words(words, "jupyter"),
        )
        self._panel = panel
        self.on_msg(self._receive)
        self.observe(lambda change: panel.follow_theme(change["new"]), names="dark")
        if folds:
            self.observe(lambda change: folds.keep(_differs(**change)), names="folds")

    def draw(self) -> None:
        """Be as the panel is."""
        with self.hold_trait_notifications(), self.hold_sync():
            self.html = self._panel.html
            self.state = dict(self._panel.state)

    def _receive(self, _: object, content: object, __: object) -> None:
        if not isinstance(content, Mapping):
            return  # Not from our script.
        page, number, name = (content.get(key) for key in ("page", "number", "name"))
        if not (isinstance(page, str) and isinstance(number, int)):
            return  # Not from our script.
        try:
            if isinstance(name, str):  # Else it only asks whether anybody is there.
                self._panel.receive(name, content.get("value"))
        except Exception as error:
            logger.exception("A control of a panel failed.")
            self.why = what_to_mend(error)
            self.failed = _noted(self.failed, page, number)
        finally:
            self.acknowledged = _noted(self.acknowledged, page, number)


def _differs(new: object, old: object, **_: object) -> dict[str, object]:
    """What a page has changed: what was opened before everything was erased is not kept again."""
    before = mapping_of(old)
    return {key: one for key, one in mapping_of(new).items() if before.get(key) != one}


def _noted(numbers: Mapping[str, int], page: str, number: int) -> dict[str, int]:
    """The numbers by page with this one last, and no more of them than are remembered."""
    others = {p: n for p, n in numbers.items() if p != page}
    return {**dict(list(others.items())[1 - PAGES_REMEMBERED :]), page: number}


@_made.register
def _panel(panel: Panel, words: Words, folds: FoldsIn | None) -> Made:
    widget = PanelWidget(panel, words, folds)
    return widget, widget.draw


@_made.register
def _box(box: Box, words: Words, folds: FoldsIn | None) -> Made:
    def children() -> list[ipywidgets.Widget]:
        return [
            widget_of(child, words, folds.inside(number) if folds else None)
            for number, child in enumerate(box.children)
        ]

    widget = ipywidgets.Box(children())
    for name in ("crampkit-box", *box.classes):
        widget.add_class(name)
    return widget, lambda: setattr(widget, "children", children())


@_made.register
def _chart(chart: Chart, _: Words, __: FoldsIn | None) -> Made:
    import plotly.graph_objects as go  # Not at the top: it takes a second, and most lessons draw no chart.

    widget = go.FigureWidget(chart.figure)
    widget._config = {**widget._config, **CONFIG}

    def draw() -> None:
        with widget.batch_update():
            widget.data = ()
            widget.add_traces(chart.figure["data"])
            widget.layout = chart.figure["layout"]

    def tell(change: Mapping[str, object]) -> None:
        if change["new"]:
            widget.unobserve(tell, names=DRAWN)
            drawn()

    widget.observe(tell, names=DRAWN)
    return widget, draw
