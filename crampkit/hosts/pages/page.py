"""A page as HTML: what it says of itself, its links, the lesson, and what its script needs."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass

from crampkit.catalogue import Catalogue
from crampkit.hosts.pages.around import around, said_by_scripts
from crampkit.hosts.pages.host import PagesHost
from crampkit.hosts.pages.lessons import LessonFile, Taken, lesson_id, prose, run, written
from crampkit.views.charts import CONFIG
from crampkit.views.markup import Html, tag
from crampkit.words import Words

POLICY = (
    "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; "
    "style-src-attr 'unsafe-inline'; img-src 'self' data:; connect-src 'self'; worker-src 'self'; "
    "manifest-src 'self'; font-src 'self'; base-uri 'none'; form-action 'none'"
)
"""What a page may load: what lies beside it, and nothing else."""


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

    >>> print(in_script("</script><!--"))
    "\\u003c/script>\\u003c!--"
    """
    written = json.dumps(value, ensure_ascii=False, separators=(",", ":"), sort_keys=True)
    return Html(written.replace("<", "\\u003c"))


@dataclass(frozen=True)
class Site:
    """What every page of one set has in common."""

    catalogue: Catalogue
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
            *(tag("link", rel="modulepreload", href=f"{below}/{script}") for script in MODULES),
        )
        inside = (
            tag("a", self.words("pages.skip"), class_="skip", href="#lesson"),
            self._notices(),
            around(
                self._links(name),
                tag("main", Html(body), id="lesson", tabindex="-1"),
                self.catalogue,
                self.words,
                self.version,
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
            data_tables=self.catalogue.local["data_version"].value
            if "data_version" in self.catalogue.local
            else "",
        )
        return f"<!DOCTYPE html>\n{document}\n"

    def _said(self) -> dict[str, str]:
        return {**front_words(self.words), **said_by_scripts(self.catalogue)}

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
            for step, rel, said in ((-1, "prev", "pages.prev"), (1, "next", "pages.next")):
                if 0 <= here + step < len(names):
                    other = self.lessons[here + step]
                    label = self.words(said, lesson=other.title)
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
        own = lesson_id(lesson)
        asked = [key for key, one in self.catalogue.quiz.items() if one.lesson_id == own]
        data = {
            "lesson": lesson.name,
            "questions": asked,
            "cells": lesson.code,
            "panels": taken.panels,
            "figures": taken.figures,
            "sums": taken.sums,
        }
        return self.page(lesson.title, lesson.name, "\n".join(body), data)

    def start(self) -> str:
        """The start page: what this is, and the lessons in order."""
        items = [
            tag(
                "li",
                tag("a", lesson.title, href=f"{lesson.name}.html"),
                tag("span"),
                data_lesson=lesson_id(lesson),
            )
            for lesson in self.lessons
        ]
        body = [
            tag("h1", self.words("pages.title")),
            tag("p", self.words("pages.intro")),
            tag("p", role="status", class_="begun"),
            tag("ol", *items, class_="lessons"),
        ]
        nothing: dict[str, object] = {"cells": [], "panels": {}, "figures": {}, "sums": {}}
        return self.page(
            self.words("pages.title"), "index", tag("div", *body, class_="prose"), nothing
        )


MODULES = (
    *("page.js", "panel.js", "connection.js", "store.js"),
    *("said.js", "reading.js", "search.js", "keeping.js", "begun.js", "wrong.js"),
)
"""What the page's script imports: asked for at once, and not one after another."""

NOTICES = ("file", "old", "wasm", "worker", "blocked", "broken")
