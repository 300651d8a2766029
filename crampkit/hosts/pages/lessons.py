"""A notebook as a lesson of the pages: its prose as HTML, and what its cells show when they are run once."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from crampkit.catalogue import Catalogue
from crampkit.hosts.pages.host import PagesHost, Shown
from crampkit.panels.kit.panel import in_one_line
from crampkit.panels.kit.still import still_html
from crampkit.views.kit.markup import Html, tag
from crampkit.views.kit.tables import each_scrolling

ONLY_JUPYTER = "only-jupyter"
"""The tag of a cell that speaks of Jupyter, or works there alone."""

HEADING = re.compile(r"^#\s+(.+?)\s*#*\s*$", re.MULTILINE)


class BuildError(Exception):
    """The pages cannot be made; says what to mend."""


@dataclass(frozen=True)
class Cell:
    """A cell of a notebook: its id, and what it says or does."""

    kind: str
    id: str
    source: str


@dataclass(frozen=True)
class LessonFile:
    """A notebook as far as a page needs it."""

    name: str
    title: str
    cells: tuple[Cell, ...]

    @property
    def code(self) -> tuple[str, ...]:
        return tuple(cell.source for cell in self.cells if cell.kind == "code")


def lesson_file(path: Path) -> LessonFile:
    """Read a notebook, without the cells that are for Jupyter alone.

    Raises `BuildError` where it is no notebook.
    """
    try:
        notebook = json.loads(path.read_text(encoding="utf-8"))
        cells = tuple(
            Cell(cell["cell_type"], cell.get("id", str(number)), "".join(cell["source"]))
            for number, cell in enumerate(notebook["cells"])
            if ONLY_JUPYTER not in cell["metadata"].get("tags", [])
            and cell["cell_type"] in ("markdown", "code")
        )
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise BuildError(f"{path.name} is no notebook that can be read: {error}") from error
    return LessonFile(path.stem, title_of(path.stem, cells), cells)


def title_of(stem: str, cells: Iterable[Cell]) -> str:
    """The first heading of a notebook, or its file's name in words where it has none.

    >>> title_of("11_calcium_demand", [])
    'Calcium demand'
    """
    prose = (cell.source for cell in cells if cell.kind == "markdown")
    if found := next((match for text in prose if (match := HEADING.search(text))), None):
        return re.sub(r"[*_`]", "", found.group(1))
    words = re.sub(r"^\d+[_\-\s]+", "", stem).replace("_", " ").replace("-", " ").strip()
    return words[:1].upper() + words[1:]


def short_title(title: str) -> str:
    """A title up to its first colon or semicolon: what a button has room for.

    >>> short_title("Slipped disc: is it a cramp or a nerve?"), short_title("Start here")
    ('Slipped disc', 'Start here')
    """
    return re.split(r"[:;]\s", title, maxsplit=1)[0]


def lesson_id(lesson: LessonFile) -> str:
    """What the tables call a lesson: its file's name without the number.

    >>> lesson_id(LessonFile("11_calcium_demand", "Ordinary night cramp", ()))
    'calcium_demand'
    """
    return re.sub(r"^\d+_", "", lesson.name)


ASKS = {"first_thought": "first_thought", "check_yourself": "check", "drill": "drill"}
"""The parts of a lesson that ask all of its questions of one place."""


def questions_of(lesson: LessonFile, catalogue: Catalogue) -> list[str]:
    """The ids of the questions that a lesson asks: those it names, and those of the parts it has."""
    code = "\n".join(lesson.code)
    own = lesson_id(lesson)
    places = {place for part, place in ASKS.items() if f".{part}(" in code}
    return [
        key
        for key, one in catalogue.questions.items()
        if f'"{key}"' in code or (one.lesson_id == own and one.place in places)
    ]


CASE = re.compile(r"\.(?:next_|first_)?case\(")


def cases_of(lesson: LessonFile) -> int:
    """How many women a lesson brings to ask and to decide about.

    >>> cases_of(LessonFile("20_cases", "", (Cell("code", "", "lab.next_case()"),)))
    1
    """
    return sum(len(CASE.findall(code)) for code in lesson.code)


def prose(markdown: str) -> Html:
    """Markdown as JupyterLab shows it; links to other lessons lead to their pages."""
    from nbconvert.filters.markdown_mistune import markdown2html_mistune

    made = markdown2html_mistune(markdown)
    made = re.sub(r'<a class="anchor-link"[^>]*>.*?</a>', "", made)
    made = re.sub(r'href="([\w.-]+)\.ipynb(#[^"]*)?"', r'href="\1.html\2"', made)
    return each_scrolling(made)


# ---------------------------------------------------------------------------- what its cells show


@dataclass
class Taken:
    """What the page's script needs beside the HTML, to take the parts of a lesson over."""

    panels: dict[str, Shown] = field(default_factory=dict)
    figures: dict[str, Mapping[str, Any]] = field(default_factory=dict)
    sums: dict[str, int] = field(default_factory=dict)


def written(shown: Shown | None, taken: Taken) -> Html:
    """What a cell shows, as HTML that can be read before any script runs."""
    if shown is None:
        return Html()
    kind = shown["kind"]
    if kind == "html":
        return tag("div", Html(shown["html"]), class_="prose")
    if kind == "text":
        return tag("div", shown["text"])
    inside = Html()
    if kind == "box":
        inside = Html("".join(written(child, taken) for child in shown["children"]))
    elif kind == "chart":
        taken.figures[shown["id"]] = shown["figure"]
    else:
        taken.sums[shown["id"]] = shown["sum"]
        taken.panels[shown["id"]] = {
            name: shown[name] for name in ("state", "classes", "themed") if shown.get(name)
        }
        form = Html(still_html(shown["html"], shown["state"]))
        inside = tag("form", form, class_="crampkit")
    names = " ".join([CLASSES[kind], *shown["classes"]])
    return tag("div", inside, class_=names, data_id=shown["id"])


CLASSES = {"box": "crampkit-box", "panel": "crampkit-panel", "chart": "crampkit-plot"}


def run(host: PagesHost, lesson: LessonFile) -> list[Shown | None]:
    """What the code cells of a lesson show.

    Raises `BuildError` where one of them fails, or what stands behind one of its guesses.
    """
    shown = host.run(lesson.code)
    for one in shown:
        if one and one["kind"] == "failed":
            raise BuildError(f"{lesson.name}.ipynb: {one['why']}")
    for part in host.behind():
        try:
            part()
        except Exception as error:
            why = f"a part behind a guess failed: {in_one_line(error)}"
            raise BuildError(f"{lesson.name}.ipynb: {why}") from error
    return shown
