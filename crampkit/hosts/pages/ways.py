"""Where the steps are that teach the answers of a lesson's questions."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping
from functools import cache
from types import MappingProxyType

from crampkit.catalogue import Catalogue, Question
from crampkit.hosts.pages.lessons import LessonFile, lesson_id, prose
from crampkit.hosts.pages.steps import Step, Steps
from crampkit.views.kit.markup import Html

ASKS_WHAT_IS_DUE = ".due("
"""A lesson with this part may ask a question of any lesson."""


@cache
def slugs_of(lesson: LessonFile) -> Mapping[str, str]:
    """The slug of each step by its heading; of headings that are alike, the first one's."""
    steps = Steps(lesson.title)
    for cell in lesson.cells:
        if cell.kind == "markdown":
            for _ in steps.add_prose(prose(cell.source)):
                pass
    return MappingProxyType({step.title: step.slug for step in reversed(steps.all)})


@cache
def steps_of_cells(lesson: LessonFile) -> Mapping[str, Step]:
    """The step in which each cell begins, by the cell's id."""
    steps, found = Steps(lesson.title), {}
    for cell in lesson.cells:
        told = prose(cell.source) if cell.kind == "markdown" else ""
        begun = iter(steps.add_prose(told))
        next(begun, None)
        if not steps.all:
            steps.add(Html())
        found[cell.id] = steps.all[-1]
        for _ in begun:
            pass
    return MappingProxyType(found)


def slug_above(lesson: LessonFile, code: str) -> str | None:
    """The slug of the step in which a cell with this code stands; None where there is no such cell."""
    cell = next((one for one in lesson.cells if one.kind == "code" and code in one.source), None)
    return steps_of_cells(lesson)[cell.id].slug if cell else None


def ways(
    lesson: LessonFile,
    lessons: Collection[LessonFile],
    catalogue: Catalogue,
    leads: Callable[[str, str], str],
) -> dict[str, str]:
    """By question that this lesson asks, the address of its step; where there is none, no way.

    `leads` makes an address of a lesson's name and a slug.
    """
    by_id = {lesson_id(one): one for one in lessons}
    found = {}
    for question in _asked(lesson, catalogue):
        taught = by_id.get(question.lesson_id)
        slug = slugs_of(taught).get(question.step) if taught and question.step else None
        if taught and slug:
            found[question.question_id] = leads(taught.name, slug)
    return found


def _asked(lesson: LessonFile, catalogue: Catalogue) -> Iterator[Question]:
    asks_any = any(ASKS_WHAT_IS_DUE in cell for cell in lesson.code)
    own = lesson_id(lesson)
    return (q for q in catalogue.questions.values() if asks_any or q.lesson_id == own)
