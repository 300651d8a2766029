"""Toggle and see: a few telling questions, one cause, its look-alike and *something else*."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from crampkit.panels.explorer import parts
from crampkit.panels.explorer.explorer import column
from crampkit.panels.explorer.screen import Screen
from crampkit.panels.kit.panel import ANSWERS, Box, Panel
from crampkit.reasoning.telling_apart import telling_findings
from crampkit.views.kit.controls import choices
from crampkit.views.kit.markup import button, tag


def toggle_and_see(
    screen: Screen, cause_id: str, look_alike: str, example_id: str, lesson_id: str = ""
) -> Box:
    """The questions beside the order of the rows; the safety check is done, as in the woman's story.

    Above them, where a lesson is named, what it sets to try.
    """
    asked = telling_findings(screen.catalogue, cause_id, look_alike)
    _begin(screen)
    tools = _tools(screen, example_id, asked)
    tasks = (parts.tasks(screen, lesson_id),) if screen.catalogue.tasks_of(lesson_id) else ()
    left = column("left", *tasks, tools, parts.checklist(screen, asked))
    columns = Box(left, column("right", parts.ranking(screen)), classes=("crampkit-columns",))
    return Box(columns, parts.pocket(screen), classes=("crampkit-explorer",))


def _begin(screen: Screen) -> None:
    """The safety check counts as done; answers that came back from last time stay."""
    came_back = screen.case.parts() if screen.came_back else None
    _start_again(screen)
    screen.begin_here()
    if came_back:
        screen.case.resume(came_back, screen.fresh)


def _start_again(screen: Screen) -> None:
    """Nothing asked but the safety check."""
    screen.case.reset()
    for question_id in screen.catalogue.safety_questions:
        screen.case.none_of_these(question_id)


def _her_answers(screen: Screen, example_id: str, asked: Collection[str]) -> None:
    """What the woman answers to the questions shown: an answer out of sight must not move the bars."""
    _start_again(screen)
    example = screen.catalogue.examples[example_id]
    shown = {screen.catalogue.question_of(finding_id) for finding_id in asked}
    # What is absent first: a present answer of the same question then takes its place.
    for finding_ids, present in ((example.absent, False), (example.present, True)):
        for finding_id in finding_ids:
            if screen.catalogue.question_of(finding_id) in shown:
                screen.case.answer(finding_id, present)
    for flag_id in example.flags_absent:
        screen.case.look(flag_id, False)


def _tools(screen: Screen, example_id: str, asked: Collection[str]) -> Panel:
    words = screen.words

    def press(name: str, _: Any) -> None:
        screen.speaker = screen.ranking
        if name == "her_answers":
            screen.case.together(lambda: _her_answers(screen, example_id, asked))
        elif name == "start_again":
            screen.forget_last_time()
            screen.case.together(lambda: _start_again(screen))
        elif name == "undo":
            screen.case.undo()

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
