"""Lessons and headings that are named and are not there: whoever follows them comes to nothing."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from html import unescape
from pathlib import Path
from urllib.parse import unquote

from crampkit.catalogue.files import FILES
from crampkit.data import Problem, nearest, quoted, read_table
from crampkit.hosts.pages.lessons import BuildError, Cell, LessonFile, lesson_file, lesson_id, prose
from crampkit.hosts.pages.ways import slugs_of

QUESTIONS = "questions.csv"
RUN_SHEETS = "run_sheets.csv"

_HEADING = re.compile(r'<h\d\b[^>]*\bid="([^"]*)"')
_LINK = re.compile(r'href="(?:([\w.-]+)\.html)?(?:#([^"]*))?"')


def named_in_vain(folder: Path, notebooks: Path) -> tuple[Problem, ...]:
    """What the tables of a folder and the lessons themselves name of lessons, and is not there."""
    lessons = {one.name: one for one in _readable(notebooks)}
    return (*_steps(folder, lessons), *_parts(folder, lessons), *_links(lessons))


def _readable(notebooks: Path) -> Iterator[LessonFile]:
    for path in sorted(notebooks.glob("*.ipynb")):
        try:
            yield lesson_file(path)
        except (OSError, BuildError):
            continue  # Whoever opens it is told.


def _steps(folder: Path, lessons: Mapping[str, LessonFile]) -> Iterator[Problem]:
    by_id = {lesson_id(lesson): lesson for lesson in lessons.values()}
    table, _ = read_table(folder, QUESTIONS, tuple(FILES[QUESTIONS].columns))
    for row in table.rows:
        step, lesson = row.cells.get("step", "").strip(), by_id.get(row.cells.get("lesson_id", ""))
        if step and lesson and step not in slugs_of(lesson):
            said = f"no heading {quoted(step)} in {lesson.name}.ipynb"
            yield Problem(QUESTIONS, row.number, "step", f"{said}{nearest(step, slugs_of(lesson))}")


def _parts(folder: Path, lessons: Mapping[str, LessonFile]) -> Iterator[Problem]:
    """Each part of a class in a lesson that is not there, or at a heading that it does not have."""
    table, _ = read_table(folder, RUN_SHEETS, tuple(FILES[RUN_SHEETS].columns))
    if not any(row.cells.get("page") in lessons for row in table.rows):
        return  # They are for the notebooks of another set.
    for row in table.rows:
        page, step = (row.cells.get(column, "").strip() for column in ("page", "step"))
        if page and page not in lessons:
            said = f"no lesson {quoted(page)}; use the name of a notebook without its ending"
            yield Problem(RUN_SHEETS, row.number, "page", f"{said}{nearest(page, lessons)}")
        elif page and step and step not in (headings := slugs_of(lessons[page])):
            said = f"no heading {quoted(step)} in {page}.ipynb; use the words of a heading of this lesson"
            said += ", or leave the cell empty"
            yield Problem(RUN_SHEETS, row.number, "step", f"{said}{nearest(step, headings)}")


def _links(lessons: Mapping[str, LessonFile]) -> Iterator[Problem]:
    """Each link to a lesson that is not there, or to a heading that it does not have."""
    told = {
        name: [(c.id, prose(c.source)) for c in _markdown(one)] for name, one in lessons.items()
    }
    headings = {
        name: [unescape(found) for _, html in cells for found in _HEADING.findall(html)]
        for name, cells in told.items()
    }
    for name, cells in told.items():
        for cell_id, html in cells:
            for other, place in _LINK.findall(html):
                to, heading = other or name, unquote(unescape(place))
                said = ""
                if to not in lessons:
                    said = f"it leads to {to}.ipynb, which is not there{nearest(to, lessons)}"
                elif heading and heading not in headings[to]:
                    said = f"no heading {quoted(heading)} in {to}.ipynb"
                    said += nearest(heading, headings[to])
                if said:
                    yield Problem(f"{name}.ipynb", 0, f"cell {cell_id}", said)


def _markdown(lesson: LessonFile) -> Iterator[Cell]:
    return (cell for cell in lesson.cells if cell.kind == "markdown")
