"""What a learner chooses with: radio buttons, checkboxes, lists, sliders, files, and a box to search in."""

from __future__ import annotations

from collections.abc import Iterable
from urllib.parse import quote

from crampkit.views.kit.markup import Html, choice, join, question, tag

Options = Iterable[tuple[str, str]]
"""Each value that can be chosen, and what it is called."""


def choices(*controls: str, kind: str = "", **attributes: object) -> Html:
    """Controls beside one another, as many as fit in a line."""
    return tag("div", *controls, class_=f"choices {kind}".rstrip(), **attributes)


def radio_buttons(name: str, options: Options, kind: str = "") -> Html:
    """One of several.

    >>> radio_buttons("side", [("left", "Left")]).count("<input")
    1
    """
    return choices(*(choice("radio", name, value, label) for value, label in options), kind=kind)


def checkboxes(options: Options, kind: str = "") -> Html:
    """Any of several, each with a name of its own."""
    return choices(*(choice("checkbox", name, "yes", label) for name, label in options), kind=kind)


def radios(name: str, legend: str, options: Options, kind: str = "", **attributes: object) -> Html:
    """One of several, below what is asked."""
    return question(legend, radio_buttons(name, options, kind), **attributes)


def picker(
    name: str, label: str, options: Options, *, kind: str = "picker", label_kind: str | None = None
) -> Html:
    """One of many, in a list that opens."""
    return tag(
        "label",
        tag("span", label, class_=label_kind),
        tag("select", *(tag("option", said, value=value) for value, said in options), name=name),
        class_=kind,
    )


def saved_as(file: str, table: str, label: str) -> Html:
    """A link that saves a table as a file of this name.

    >>> 'href="data:text/csv;charset=utf-8,a%2Cb"' in saved_as("ab.csv", "a,b", "Save")
    True
    """
    address = f"data:text/csv;charset=utf-8,{quote(table)}"
    return tag("a", label, href=address, download=file, class_="like-button")


def file_chosen(label: str, **attributes: object) -> Html:
    """A file to choose."""
    chooser = tag("input", type="file", **attributes)
    return tag("label", tag("span", label), chooser, class_="file")


def slider(
    name: str,
    label: str,
    said: str,
    low: float,
    high: float,
    step: float,
) -> Html:
    """A number to move, with what it comes to in words."""
    return tag(
        "label",
        tag("span", label),
        tag(
            "input",
            type="range",
            name=name,
            min=low,
            max=high,
            step=step,
            aria_label=label,  # Without the value, which is told apart.
            aria_valuetext=said,
        ),
        tag("output", said),
        class_="slider",
    )


def sliders(*some: Html) -> Html:
    return tag("div", *some, class_="sliders")


def search_box(label: str, found: str) -> Html:
    """A box that leaves in view what has a word in it; `found` says how many, with # for the number."""
    return join(
        [
            tag(
                "label",
                tag("span", label),
                tag("input", type="search", data_filter="items", autocomplete="off"),
                class_="filter",
            ),
            tag("p", role="status", class_="note", data_filter_status=found),
        ]
    )
