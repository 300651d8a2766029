"""Toggle and see: a few telling questions, one cause, its look-alike and *something else*."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from crampkit.panels.explorer import parts
from crampkit.panels.explorer.explorer import column
from crampkit.panels.explorer.state import ExplorerState
from crampkit.panels.kit.panel import ANSWERS, Box, Panel
from crampkit.reasoning.telling_apart import telling_findings
from crampkit.views.kit.controls import choices
from crampkit.views.kit.markup import button, tag


def toggle_and_see(
    explorer: ExplorerState, cause_id: str, look_alike: str, example_id: str, lesson_id: str = ""
) -> Box:
    """The questions beside the order of the rows; the safety check is done, as in the woman's story.

    Above them, where a lesson is named, what it sets to try.
    """
    asked = telling_findings(explorer.catalogue, cause_id, look_alike)
    _begin(explorer)
    tools = _tools(explorer, example_id, asked)
    tasks = (parts.tasks(explorer, lesson_id),) if explorer.catalogue.tasks_of(lesson_id) else ()
    left = column("left", *tasks, tools, parts.checklist(explorer, asked))
    columns = Box(left, column("right", parts.ranking(explorer)), classes=("crampkit-columns",))
    return Box(columns, parts.pocket(explorer), classes=("crampkit-explorer",))


def _begin(explorer: ExplorerState) -> None:
    """The safety check counts as done; answers that came back from last time stay."""
    came_back = explorer.case.parts() if explorer.came_back else None
    _start_again(explorer)
    explorer.begin_here()
    if came_back:
        explorer.case.resume(came_back, explorer.fresh)


def _start_again(explorer: ExplorerState) -> None:
    """Nothing asked but the safety check."""
    explorer.case.reset()
    for question_id in explorer.catalogue.safety_questions:
        explorer.case.none_of_these(question_id)


def _her_answers(explorer: ExplorerState, example_id: str, asked: Collection[str]) -> None:
    """What the woman answers to the questions shown: an answer out of sight must not move the bars."""
    _start_again(explorer)
    example = explorer.catalogue.examples[example_id]
    shown = {explorer.catalogue.question_of(finding_id) for finding_id in asked}
    # What is absent first: a present answer of the same question then takes its place.
    for finding_ids, present in ((example.absent, False), (example.present, True)):
        for finding_id in finding_ids:
            if explorer.catalogue.question_of(finding_id) in shown:
                explorer.case.answer(finding_id, present)
    for flag_id in example.flags_absent:
        explorer.case.look(flag_id, False)


def _tools(explorer: ExplorerState, example_id: str, asked: Collection[str]) -> Panel:
    words = explorer.words

    def press(name: str, _: Any) -> None:
        explorer.speaker = explorer.ranking
        if name == "her_answers":
            explorer.case.together(lambda: _her_answers(explorer, example_id, asked))
        elif name == "start_again":
            explorer.forget_last_time()
            explorer.case.together(lambda: _start_again(explorer))
        elif name == "undo":
            explorer.case.undo()

    return Panel(
        press,
        html=tag(
            "section",
            tag("p", words("toggle.intro"), class_="note"),
            choices(
                button(words("toggle.her_answers"), "her_answers"),
                button(words("toggle.start_again"), "start_again"),
                button(words("tools.undo"), "undo", class_="beside-order"),
            ),
            class_="toggle-tools",
        ),
        classes=(ANSWERS,),
    )
