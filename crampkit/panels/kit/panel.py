"""What a lesson puts before a learner, in plain Python: a `Panel` with controls, a `Box`, a `Chart`.

They know no toolkit: a host shows them, is told through `changed` and `closed`, and brings back what
a learner did. The same parts stand in a notebook and in a page without a server.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from crampkit.observers import Observers, Stop

LONGEST_COUNT = 9

ANSWERS = "crampkit-answers"
"""The class of a panel whose controls change the case."""
RANKED = "crampkit-ranked"
"""The class of a panel that says what the answers come to: it is covered while an answer waits."""
TELLS = "crampkit-tells"
"""The class of the one among them that says why it is covered, or gone."""

POCKET = "crampkit-pocket"
"""The class of the panel that stands at the foot of a small screen."""

HEARD, ALARM = "heard", "alarm"
"""Names in a panel's state of what is said aloud when it changes: after what is being said, or at once."""

Handler = Callable[[str, Any], None]
"""Called with the name of a control or action, and its new value."""


class Part:
    """Anything that a host can show. `classes` name its style; `changed` and `closed` tell the host."""

    def __init__(self, classes: tuple[str, ...] = ()) -> None:
        self.classes = classes
        self.changed = Observers()
        self.closed = Observers()

    def close(self) -> None:
        """Take it off the page for good."""
        self.closed()


class Panel(Part):
    """One stretch of HTML with native controls.

    `html` is the structure, `state` the values of its controls by name: a radio group's chosen
    value, a checkbox's True or False, a slider's number. Changing `state` alone moves the controls
    without drawing anything anew, so focus stays where it is.

    >>> told = []
    >>> panel = Panel(lambda name, value: told.append((name, value)), html="<p>Cramps?</p>")
    >>> panel.receive("finding:night", "yes")
    >>> told
    [('finding:night', 'yes')]
    """

    def __init__(
        self,
        handler: Handler | None = None,
        html: str = "",
        classes: tuple[str, ...] = (),
        themed: Callable[[bool], None] | None = None,
    ) -> None:
        super().__init__(classes)
        self.html = html
        self.state: Mapping[str, object] = {}
        self._handler = handler
        self._themed = themed

    @property
    def themed(self) -> bool:
        """Whether it must be told of the theme."""
        return self._themed is not None

    def show(self, html: str | None = None, state: Mapping[str, object] | None = None) -> None:
        """Set the structure, the values of the controls, or both at once."""
        before = self.html, self.state
        if html is not None:
            self.html = html
        if state is not None:
            self.state = dict(state)
        if (self.html, self.state) != before:
            self.changed()

    def receive(self, name: str, value: Any) -> None:
        """Do what a learner asked for by a control."""
        if self._handler:
            self._handler(name, value)

    def follow_theme(self, dark: bool) -> None:
        """The page round it is light or dark: style sheets see to that, but charts are drawn in colours."""
        if self._themed:
            self._themed(dark)


class Box(Part):
    """Parts in a row or a column, as its classes say; `stop` ends what draws into them."""

    def __init__(
        self, *children: Part, classes: tuple[str, ...] = (), stop: Stop | None = None
    ) -> None:
        super().__init__(classes)
        self.children = children
        self.behind: tuple[Callable[[], object], ...] = ()
        """What comes into it later: made once when pages are made, so that a fault is told then."""
        self._stop = stop

    def fill(self, *children: Part) -> None:
        """Put these parts in place of those that were in it."""
        self.children = children
        self.changed()

    def close(self) -> None:
        if self._stop:
            self._stop()
        for child in self.children:
            child.close()
        super().close()


class Chart(Part):
    """A figure as plain data, `{"data": ..., "layout": ...}`, as plotly's script takes it."""

    def __init__(self, figure: Mapping[str, Any]) -> None:
        super().__init__()
        self.figure = figure

    def show(self, figure: Mapping[str, Any]) -> None:
        """Put another figure in its place."""
        self.figure = figure
        self.changed()


def what_to_mend(error: Exception) -> str:
    """What somebody who edits the tables can mend; of a fault of the program a page shows nothing.

    >>> what_to_mend(ValueError("local.csv, value: it is empty")), what_to_mend(ZeroDivisionError("no"))
    ('local.csv, value: it is empty', '')
    """
    return " ".join(str(error).split()) if isinstance(error, ValueError) else ""


def in_one_line(error: Exception) -> str:
    """What went wrong, for whoever can mend it.

    >>> in_one_line(ValueError("local.csv, value: it is empty"))
    'ValueError: local.csv, value: it is empty'
    """
    said = " ".join(str(error).split())
    return f"{type(error).__name__}: {said}" if said else type(error).__name__


def count(value: object) -> int:
    """The whole number that a control sent as text, 0 for anything else.

    >>> count("75"), count("-1"), count(None), count("9" * 5000)
    (75, 0, 0, 0)
    """
    written = str(value)
    return int(written) if written.isdecimal() and len(written) <= LONGEST_COUNT else 0
