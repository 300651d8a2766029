"""Toggle and see: a few telling questions, one cause, its look-alike and *something else*."""

from __future__ import annotations

from typing import Any

import ipywidgets

from crampkit.catalogue import SOMETHING_ELSE, Catalogue
from crampkit.reasoning.telling_apart import ASKED, widest_gaps
from crampkit.views.markup import button, tag
from crampkit.widgets import parts
from crampkit.widgets.explorer import column
from crampkit.widgets.panel import Panel
from crampkit.widgets.screen import Screen

BETWEEN = 8
"""So many questions that tell the two apart,"""
AGAINST_THE_REST = 3
"""and so many that tell the cause from everything else: what a learner takes in at one sitting."""


def toggle_and_see(
    screen: Screen, cause_id: str, look_alike: str, example_id: str
) -> ipywidgets.Widget:
    """The questions beside the order of the rows; the safety check is done, as in the woman's story."""
    asked = telling_findings(screen.catalogue, cause_id, look_alike)
    start_again(screen, "")
    left = column("left", _tools(screen, example_id), parts.checklist(screen, asked))
    columns = ipywidgets.Box([left, column("right", parts.ranking(screen))])
    columns.add_class("crampkit-columns")
    box = ipywidgets.Box([columns, parts.summary(screen)])
    box.add_class("crampkit-explorer")
    return box


def telling_findings(catalogue: Catalogue, cause_id: str, look_alike: str) -> tuple[str, ...]:
    """The findings whose answers move the two causes most, without tests."""
    between = widest_gaps(catalogue, cause_id, look_alike, ASKED)[:BETWEEN]
    against = widest_gaps(catalogue, cause_id, SOMETHING_ELSE, ASKED)[:AGAINST_THE_REST]
    return tuple(dict.fromkeys(gap.finding_id for gap in (*between, *against)))


def start_again(screen: Screen, example_id: str) -> None:
    """Nothing asked but the safety check; with an example, her answers as well."""
    if example_id:
        screen.case.load_example(example_id)
    else:
        screen.case.reset()
    for question_id in screen.catalogue.questions:
        screen.case.none_of_these(question_id)


def _tools(screen: Screen, example_id: str) -> Panel:
    words = screen.words

    def press(name: str, _: Any) -> None:
        if name == "her_answers":
            start_again(screen, example_id)
        elif name == "start_again":
            start_again(screen, "")

    return Panel(
        press,
        html=tag(
            "section",
            tag("p", words("toggle.intro"), class_="note"),
            tag(
                "div",
                button(words("toggle.her_answers"), "her_answers"),
                button(words("toggle.start_again"), "start_again"),
                class_="choices",
            ),
            class_="toggle-tools",
        ),
    )
