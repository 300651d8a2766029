"""A chart with its sentence and table, and what is shown only when a learner asks for it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from crampkit.observers import Observers, Stop
from crampkit.panels.kit.panel import Box, Chart, Panel, Part
from crampkit.practice.kept import Keepable, mapping_of
from crampkit.views.kit.figure import text_alternative
from crampkit.views.kit.markup import button, tag
from crampkit.views.kit.plot import Figure
from crampkit.views.kit.tables import Table
from crampkit.words import Words

Observe = Callable[[Callable[[], None]], Stop]
"""Draws now, and again after every change of what a chart follows, until it is stopped."""


def chart(
    words: Words,
    figure: Callable[[bool], Figure],
    sentence: Callable[[], str],
    data_table: Callable[[], Table],
    caption: str,
    observe: Observe | None = None,
) -> Box:
    """A figure that follows the theme, with what it says in words and as a table.

    It follows what `observe` watches, too. `figure` is called with whether the theme is dark. Once the
    box is closed, nothing is drawn into it any more: plotly's script fails on every change of a figure
    that was taken off the page.
    """
    dark = False

    def draw() -> None:
        shown.show(figure(dark))
        words_panel.show(text_alternative(sentence(), caption, data_table(), words))

    def follow_theme(is_dark: bool) -> None:
        nonlocal dark
        dark = is_dark
        draw()

    shown = Chart(figure(dark))
    words_panel = Panel(themed=follow_theme)
    stop = (observe or _once)(draw)
    return Box(shown, words_panel, classes=("crampkit-chart",), stop=stop)


def _once(draw: Callable[[], None]) -> Stop:
    draw()
    return lambda: None


def on_request(
    words: Words,
    title: str,
    make: Callable[[], Part],
    hold: Callable[[Keepable], None] = lambda _: None,
) -> Box:
    """A button that shows something heavy, and takes it away again; `hold` is given what is to be kept.

    Each figure brings the whole of plotly to the browser once more; several that start together
    on a slow machine are given up on, and then show but never change.
    """
    asked = _OnRequest(words, title, make)
    hold(asked)
    return asked.box


class _OnRequest:
    """Whether something heavy is shown."""

    def __init__(self, words: Words, title: str, make: Callable[[], Part]) -> None:
        self._words, self._title, self._make = words, title, make
        self._place = Box()
        self._panel = Panel(lambda _name, _value: self._press())
        self._changed = Observers()
        self._draw()
        self.box = Box(self._panel, self._place, classes=("crampkit-on-request",))
        self.box.behind = (make,)

    def _draw(self, loading: bool = False) -> None:
        key = "chart.hide" if self._place.children else "chart.show"
        self._panel.show(
            tag(
                "div",
                button(
                    self._words(key, chart=self._title),
                    "chart",
                    aria_expanded="true" if self._place.children else "false",
                ),
                tag(
                    "p",
                    self._words("charts.loading") if loading else "",
                    role="status",
                    class_="note",
                ),
                class_="on-request",
            )
        )

    def _press(self) -> None:
        earlier = self._place.children
        if not earlier:
            self._draw(loading=True)
            self._place.fill(self._make())
        else:
            self._place.fill()
            for part in earlier:
                part.close()
        self._draw()
        self._changed()

    # ------------------------------------------------------------------ kept beyond the page

    def observe(self, changed: Callable[[], None]) -> Stop:
        """Call this whenever it is shown or taken away."""
        return self._changed.add(changed)

    def kept(self) -> dict[str, Any] | None:
        """That it is shown; None where it is not."""
        return {"shown": True} if self._place.children else None

    def take_back(self, value: Any) -> tuple[str, ...]:
        """Show it where it was shown."""
        if mapping_of(value).get("shown") is True and not self._place.children:
            self._press()
        return ()
