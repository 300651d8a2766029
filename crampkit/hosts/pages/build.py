"""Makes the lessons as static pages: `crampkit export pages DIR`.

Each notebook is run once, here, and what its cells show is written into the page, so that it can be read
before any script runs. The same bytes come from the same input.
"""

from __future__ import annotations

import hashlib
import html
import json
import re
import shutil
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from crampkit import hosts
from crampkit.catalogue import load
from crampkit.catalogue.travelling import as_json
from crampkit.data import replace_file
from crampkit.front import FOLDER as FRONT
from crampkit.hosts.pages.host import PagesHost, Shown
from crampkit.panels.still import still_html
from crampkit.views.charts import CONFIG
from crampkit.views.markup import Html, tag
from crampkit.words import Words

ONLY_JUPYTER = "only-jupyter"
"""The tag of a cell that speaks of Jupyter, or works there alone."""

POLICY = (
    "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; "
    "style-src-attr 'unsafe-inline'; img-src 'self' data:; connect-src 'self'; worker-src 'self'; "
    "manifest-src 'self'; font-src 'self'; base-uri 'none'; form-action 'none'"
)
"""What a page may load: what lies beside it, and nothing else."""

HEADING = re.compile(r"^#\s+(.+?)\s*#*\s*$", re.MULTILINE)


class BuildError(Exception):
    """The pages cannot be made; says what to mend."""


# ---------------------------------------------------------------------------- a lesson


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


def prose(markdown: str) -> Html:
    """Markdown as JupyterLab shows it; links to other lessons lead to their pages."""
    from nbconvert.filters.markdown_mistune import markdown2html_mistune

    made = markdown2html_mistune(markdown)
    made = re.sub(r'<a class="anchor-link"[^>]*>.*?</a>', "", made)
    return Html(re.sub(r'href="([\w.-]+)\.ipynb(#[^"]*)?"', r'href="\1.html\2"', made))


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
    """What the code cells of a lesson show. Raises `BuildError` where one of them fails."""
    shown = host.run(lesson.code)
    for one in shown:
        if one and one["kind"] == "failed":
            raise BuildError(f"{lesson.name}.ipynb: {one['why']}")
    return shown


# ---------------------------------------------------------------------------- pages


def front_words(words: Words) -> dict[str, str]:
    """What the page itself must say: before Python is there, and when it is gone."""
    said = {key: words(f"host.{key}") for key in ("starting", "waiting", "busy", "back", "resting")}
    with_remedy = {
        key: f"{words(f'host.{key}')} {words(f'host.pages.{key}')}"
        for key in ("lost", "ended", "failed")
    }
    return {**said, **with_remedy}


def in_script(value: object) -> Html:
    """A value as JSON that ends no script element and begins no comment.

    >>> in_script("</script><!--")
    '"<\\\\/script><\\\\!--"'
    """
    written = json.dumps(value, ensure_ascii=False, separators=(",", ":"), sort_keys=True)
    return Html(written.replace("</", "<\\/").replace("<!--", "<\\!--"))


@dataclass(frozen=True)
class Assets:
    """The files below `v/<version>/`, by name: none of them ever changes under its name."""

    files: Mapping[str, bytes]

    @property
    def version(self) -> str:
        total = hashlib.sha256()
        for name, content in sorted(self.files.items()):
            total.update(f"{name} {len(content)} ".encode())
            total.update(content)
        return total.hexdigest()[:10]


SCRIPTS = ("page.js", "worker.js", "store.js", "panel.js", "connection.js", "theme.js")


def assets(
    catalogue: str, runtime: Mapping[str, bytes], package: bytes, lock: Mapping[str, str]
) -> Assets:
    """Everything that the pages of one version share."""
    style = (FRONT / "panel.css").read_bytes() + (FRONT / "page.css").read_bytes()
    files = {
        **{name: (FRONT / name).read_bytes() for name in SCRIPTS},
        **runtime,
        "page.css": style,
        "crampkit.zip": package,
        "catalogue.json": catalogue.encode("utf-8"),
    }
    counted = ("pyodide/pyodide.asm.wasm", "stdlib.zip", "crampkit.zip", "catalogue.json")
    built = {"lock": lock, "sizes": {name: len(files[name]) for name in counted}}
    files["built.js"] = "".join(
        f"export const {name} = {json.dumps(value, sort_keys=True)};\n"
        for name, value in sorted(built.items())
    ).encode("utf-8")
    return Assets(files)


@dataclass(frozen=True)
class Site:
    """What every page of one set has in common."""

    words: Words
    version: str
    lessons: tuple[LessonFile, ...]

    def page(self, title: str, name: str, body: str, data: Mapping[str, object]) -> str:
        """One page, whole."""
        below = f"v/{self.version}"
        head = (
            tag("meta", charset="utf-8"),
            tag("meta", name="viewport", content="width=device-width, initial-scale=1"),
            tag("meta", http_equiv="Content-Security-Policy", content=POLICY),
            tag("meta", name="referrer", content="no-referrer"),
            tag("meta", name="color-scheme", content="light dark"),
            tag("title", title),
            tag("link", rel="icon", href="data:,"),
            tag("link", rel="stylesheet", href=f"{below}/page.css"),
            tag("script", src=f"{below}/theme.js"),
            *(
                tag("link", rel="modulepreload", href=f"{below}/{script}")
                for script in ("page.js", "panel.js", "connection.js")
            ),
        )
        inside = (
            tag("a", self.words("pages.skip"), class_="skip", href="#lesson"),
            self._notices(),
            tag(
                "div",
                self._links(name),
                tag("main", Html(body), id="lesson", tabindex="-1"),
                tag("footer", tag("p", self.words("pages.foot")), class_="foot"),
                id="page",
            ),
            tag(
                "script",
                in_script({**data, "words": self._said(), "chart": dict(CONFIG)}),
                type="application/json",
                id="lesson-data",
            ),
            tag("script", type="module", src=f"{below}/page.js"),
        )
        document = tag(
            "html",
            tag("head", *head),
            tag("body", *inside),
            lang="en",
            dir="ltr",
            data_version=self.version,
            data_set=self.words("pages.set"),
        )
        return f"<!DOCTYPE html>\n{document}\n"

    def _said(self) -> dict[str, str]:
        own = {key: self.words(f"pages.{key}") for key in ("cell_failed", "no_chart")}
        return {**front_words(self.words), **own}

    def _notices(self) -> Html:
        said = [
            tag("p", self.words(f"pages.notice.{name}"), hidden=True, data_notice=name)
            for name in NOTICES
        ]
        loading = tag(
            "p",
            tag("label", self.words("pages.notice.progress"), for_="progress"),
            tag("progress", id="progress", max="1", value="0"),
            hidden=True,
            data_notice="progress",
        )
        without = tag("noscript", tag("p", self.words("pages.notice.noscript")))
        return tag("div", *said, loading, without, class_="notices", role="status")

    def _links(self, name: str) -> Html:
        names = [lesson.name for lesson in self.lessons]
        links = []
        if name in names:
            links.append(tag("a", self.words("pages.all"), href="index.html"))
            here = names.index(name)
            for step, rel in ((-1, "prev"), (1, "next")):
                if 0 <= here + step < len(names):
                    other = self.lessons[here + step]
                    label = self.words(f"pages.{rel}", lesson=other.title)
                    links.append(tag("a", label, href=f"{other.name}.html", rel=rel))
        return tag(
            "header", tag("nav", *links, aria_label=self.words("pages.lessons")), class_="head"
        )

    def lesson(self, lesson: LessonFile, host: PagesHost) -> str:
        """The page of one lesson."""
        shown = iter(enumerate(run(host, lesson)))
        taken, body = Taken(), []
        for cell in lesson.cells:
            if cell.kind == "markdown":
                body.append(tag("div", prose(cell.source), class_="prose"))
            else:
                index, value = next(shown)
                body.append(
                    tag(
                        "div",
                        written(value, taken),
                        class_="cell",
                        data_cell=str(index),
                        data_id_of=cell.id,
                    )
                )
        data = {
            "cells": lesson.code,
            "panels": taken.panels,
            "figures": taken.figures,
            "sums": taken.sums,
        }
        return self.page(lesson.title, lesson.name, "\n".join(body), data)

    def start(self) -> str:
        """The start page: what this is, and the lessons in order."""
        items = [
            tag("li", tag("a", lesson.title, href=f"{lesson.name}.html")) for lesson in self.lessons
        ]
        body = [
            tag("h1", self.words("pages.title")),
            tag("p", self.words("pages.intro")),
            tag("ol", *items, class_="lessons"),
        ]
        nothing: dict[str, object] = {"cells": [], "panels": {}, "figures": {}, "sums": {}}
        return self.page(
            self.words("pages.title"), "index", tag("div", *body, class_="prose"), nothing
        )


NOTICES = ("file", "old", "wasm", "worker", "blocked", "broken")


def write_pages(
    out: Path,
    notebooks: Path,
    runtime: Mapping[str, bytes],
    package: bytes,
    lock: Mapping[str, str],
) -> None:
    """Make the folder of pages."""
    catalogue = load(None)
    before = hosts.here()
    host = PagesHost(catalogue)
    hosts.choose(host)
    try:
        shared = assets(as_json(catalogue), runtime, package, lock)
        lessons = tuple(lesson_file(path) for path in sorted(notebooks.glob("*.ipynb")))
        site = Site(Words(catalogue.text), shared.version, lessons)
        pages = {f"{one.name}.html": site.lesson(one, host) for one in lessons}
        pages["index.html"] = site.start()
    finally:
        hosts.choose(before)
    for name, content in shared.files.items():
        place = out / "v" / shared.version / name
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(content)
    for name, page in pages.items():
        (out / name).write_text(page, encoding="utf-8")
    shutil.copytree(notebooks / "pictures", out / "pictures", dirs_exist_ok=True)
