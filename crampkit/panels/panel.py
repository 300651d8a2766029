"""`Panel`: HTML made by Python in which native controls send what a learner did."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import anywidget
import traitlets

FRONT = Path(__file__).parent.parent / "front"

LONGEST_COUNT = 9

Handler = Callable[[str, Any], None]
"""Called with the name of a control or action, and its new value."""


class Panel(anywidget.AnyWidget):
    """One stretch of HTML with native controls, over one channel.

    `html` is the structure, `state` the values of its controls by name: a radio group's chosen
    value, a checkbox's True or False, a slider's number. Changing `state` alone moves the controls
    without drawing anything anew, so focus stays where it is.
    """

    _esm = (FRONT / "panel.js").read_text(encoding="utf-8")
    _css = (FRONT / "panel.css").read_text(encoding="utf-8")

    html = traitlets.Unicode().tag(sync=True)
    state = traitlets.Dict().tag(sync=True)
    dark = traitlets.Bool(False).tag(sync=True)
    # The number of the last message dealt with: the browser ignores states older than its last click.
    acknowledged = traitlets.Int(0).tag(sync=True)

    def __init__(self, handler: Handler | None = None, **traits: Any) -> None:
        super().__init__(**traits)
        self._handler = handler
        self.on_msg(self._receive)

    def show(self, html: str | None = None, state: Mapping[str, object] | None = None) -> None:
        """Set the structure, the values of the controls, or both at once."""
        with self.hold_trait_notifications(), self.hold_sync():
            if html is not None:
                self.html = html
            if state is not None:
                self.state = dict(state)

    def _receive(self, _: object, content: object, __: object) -> None:
        if not isinstance(content, Mapping):
            return  # Not from our script.
        name, number = content.get("name"), content.get("number")
        if not (isinstance(name, str) and isinstance(number, int)):
            return  # Not from our script.
        try:
            if self._handler:
                self._handler(name, content.get("value"))
        finally:
            self.acknowledged = number


def count(value: object) -> int:
    """The whole number that a control sent as text, 0 for anything else.

    >>> count("75"), count("-1"), count(None), count("9" * 5000)
    (75, 0, 0, 0)
    """
    written = str(value)
    return int(written) if written.isdecimal() and len(written) <= LONGEST_COUNT else 0
