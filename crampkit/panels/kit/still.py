"""A panel without a script: its HTML with the values of its controls written into it."""

from __future__ import annotations

from collections.abc import Mapping
from html import escape
from html.parser import HTMLParser

from crampkit.views.kit.markup import EMPTY_ELEMENTS

Attributes = list[tuple[str, str | None]]
State = Mapping[str, object]

CONTROLS = ("input", "select", "textarea", "button")


def still_html(html: str, state: State, resting: bool = False) -> str:
    """What a page shows of a panel before, or without, its script: as `panel.js` would show it.

    With `resting` the controls are disabled: nobody is there who could count an answer.

    >>> still_html('<input type="radio" name="night" value="yes">', {"night": "yes"})
    '<input type="radio" name="night" value="yes" checked>'
    """
    writer = _Still(state, resting)
    writer.feed(html)
    writer.close()
    return "".join(writer.written)


class _Still(HTMLParser):
    def __init__(self, state: State, resting: bool) -> None:
        super().__init__(convert_charrefs=False)
        self.state = state
        self.resting = resting
        self.written: list[str] = []
        self._select: str | None = None
        self._replaced = 0
        """How deep inside an element whose text comes from the state; 0 outside."""

    def handle_starttag(self, tag: str, attrs: Attributes) -> None:
        if self._replaced:
            self._replaced += tag not in EMPTY_ELEMENTS
            return
        values = dict(attrs)
        if tag == "select":
            self._select = values.get("name")
        now = self._controlled(tag, values)
        now = self._shown(now)
        if self.resting and tag in CONTROLS:
            now = {**now, "disabled": None}
        original = self.get_starttag_text() or ""
        self.written.append(original if now == values else _start(tag, now))
        if (key := values.get("data-text")) and key in self.state:
            self.written.append(escape(str(self.state[key]), quote=False))
            self._replaced = 1

    def handle_startendtag(self, tag: str, attrs: Attributes) -> None:
        if not self._replaced:
            self.written.append(self.get_starttag_text() or "")

    def handle_endtag(self, tag: str) -> None:
        if self._replaced:
            self._replaced -= 1
            if self._replaced:
                return
        if tag == "select":
            self._select = None
        self.written.append(f"</{tag}>")

    def handle_data(self, data: str) -> None:
        if not self._replaced:
            self.written.append(data)

    def handle_entityref(self, name: str) -> None:
        self.handle_data(f"&{name};")

    def handle_charref(self, name: str) -> None:
        self.handle_data(f"&#{name};")

    def _controlled(self, tag: str, values: dict[str, str | None]) -> dict[str, str | None]:
        name = values.get("name") or ""
        if tag == "option" and self._select and self._select in self.state:
            return _with(values, "selected", self.state[self._select] == values.get("value"))
        if name not in self.state or tag != "input":
            return values
        value, kind = self.state[name], values.get("type")
        if kind == "radio":
            return _with(values, "checked", values.get("value") == value)
        if kind == "checkbox":
            return _with(values, "checked", bool(value))
        return {**values, "value": str(value)}

    def _shown(self, values: dict[str, str | None]) -> dict[str, str | None]:
        if shown_by := values.get("data-shown-by"):
            name, chosen, value = shown_by.partition("=")
            now = self.state.get(name)
            return _with(values, "hidden", not (now == value if chosen else now))
        if hidden_by := values.get("data-hidden-by"):
            return _with(values, "hidden", bool(self.state.get(hidden_by)))
        return values


def _with(values: dict[str, str | None], name: str, present: bool) -> dict[str, str | None]:
    """The attributes with, or without, one that has no value."""
    others = {key: value for key, value in values.items() if key != name}
    return {**others, name: None} if present else others


def _start(tag: str, values: Mapping[str, str | None]) -> str:
    written = "".join(
        f" {name}" if value is None else f' {name}="{escape(value)}"'
        for name, value in values.items()
    )
    return f"<{tag}{written}>"
