"""What a notebook shows where no kernel is there: in a saved lesson, on a repository's page, on paper."""

from __future__ import annotations

from crampkit.front import style
from crampkit.panels.kit.panel import Box, Panel, Part
from crampkit.panels.kit.still import still_html
from crampkit.views.kit.markup import Html, tag
from crampkit.words import Words

STILL = "crampkit-still"
"""The class of every still, by which it is known again."""


def still(part: Part, words: Words, styled: bool = False) -> str:
    """A part with its controls disabled and one sentence on how to wake it.

    `styled` puts the style sheet before it, which holds for every other still of the page too.
    """
    page = tag("p", words("host.jupyter.still"), class_="note crampkit-still-note")
    # Twice the class: JupyterLab has a say of its own in every saved output, and sets tables to the right.
    sheet = style("jupyter").replace(".crampkit ", ".crampkit.crampkit ")
    return (f"<style>{sheet}</style>" if styled else "") + tag(
        "div", page if _has_controls(part) else "", _inside(part), class_=STILL
    )


def _inside(part: Part) -> Html:
    names = " ".join(part.classes)
    if isinstance(part, Box):
        inside = [_inside(child) for child in part.children]
        return tag("div", *inside, class_=f"crampkit-box {names}".strip())
    if isinstance(part, Panel):
        form = tag("div", Html(still_html(part.html, part.state, resting=True)), class_="crampkit")
        return tag("div", form, class_=names) if names else form
    return Html()  # A chart is drawn by a script; its sentence and its table stand beside it.


def _has_controls(part: Part) -> bool:
    if isinstance(part, Box):
        return any(_has_controls(child) for child in part.children)
    return isinstance(part, Panel) and any(
        f"<{control}" in part.html for control in ("input", "select", "button", "textarea")
    )
