"""A page as HTML: what it says of itself, its links, the lesson, and what its script needs."""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from functools import partial
from typing import ClassVar

from crampkit.catalogue import Catalogue
from crampkit.hosts import front_words
from crampkit.hosts.pages.around import around, said_by_scripts
from crampkit.hosts.pages.class_files import class_files
from crampkit.hosts.pages.for_trainers import FIRST
from crampkit.hosts.pages.home import TRAINERS, Stop, Way, home
from crampkit.hosts.pages.host import PagesHost
from crampkit.hosts.pages.lessons import (
    LessonFile,
    Taken,
    cases_of,
    lesson_id,
    prose,
    questions_of,
    run,
    short_title,
    written,
)
from crampkit.hosts.pages.licences import Licence
from crampkit.hosts.pages.marks import Marks
from crampkit.hosts.pages.pictures import with_room
from crampkit.hosts.pages.policy import POLICY
from crampkit.hosts.pages.printed import on_paper
from crampkit.hosts.pages.steps import Step, Steps, minutes_for, words_in
from crampkit.hosts.pages.ways import steps_of_cells, ways
from crampkit.languages import OWN
from crampkit.views.kit.markup import IN_ENGLISH, Html, join, tag, written_in
from crampkit.views.kit.plot import CONFIG, LIGHT
from crampkit.words import Words

RAIL = "rail"
"""The class of the list of steps, which a lesson of one step has not."""


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
    """Changes with whatever the pages share, and so with what runs in them."""
    edition: str
    """Changes with anything."""
    lessons: tuple[LessonFile, ...]
    one_file: str = ""
    """The name of the file beside the pages that holds all of them, where there is one."""
    minutes: dict[str, int] = field(default_factory=dict)
    """How long each lesson takes, by its name: known once its page is made."""
    pictures: Mapping[str, bytes] = field(default_factory=dict)
    """What the lessons show beside their words, by its address from a page."""
    for_learners: bool = False
    """Whether nothing is here for those who teach."""

    foot: ClassVar[tuple[str, ...]] = ("pages.foot",)
    """What the foot says first."""
    marks: ClassVar[Mapping[str, object]] = {}
    """What the page's element says of itself beside its version and its set."""

    def page(self, title: str, name: str, body: str, data: Mapping[str, object]) -> str:
        """One page, whole."""
        header, main, for_script = self.content(name, body, data)
        inside = (
            tag("a", self.words("pages.skip"), class_="skip", href="#lesson"),
            self._notices(),
            around(
                header,
                main,
                self.catalogue,
                self.words,
                self.edition,
                self.foot,
                self.address(LICENCES),
                *self.beside(),
                to_place=self._to_place(),
            ),
            for_script,
            *self.started(),
        )
        head = (
            tag("meta", charset="utf-8"),
            tag("meta", name="viewport", content="width=device-width, initial-scale=1"),
            tag("meta", http_equiv="Content-Security-Policy", content=self.policy()),
            tag("meta", name="referrer", content="no-referrer"),
            tag("meta", name="color-scheme", content="light dark"),
            tag("title", title),
            *self.loaded(),
        )
        document = tag(
            "html",
            tag("head", *head),
            tag("body", *inside),
            lang=self.words.language.code,
            dir=self.words.language.direction,
            data_version=self.version,
            data_edition=self.edition,
            data_set=str(self.catalogue.text["pages.set"]),
            data_tables=self.catalogue.local["data_version"].value
            if "data_version" in self.catalogue.local
            else "",
            data_steps="" if f'class="{RAIL}"' in body else None,
            **self.marks,
        )
        return f"<!DOCTYPE html>\n{document}\n"

    def content(self, name: str, body: str, data: Mapping[str, object]) -> tuple[Html, Html, Html]:
        """What of a page is another's in each lesson: its links, the lesson, and what its script needs."""
        said = in_script({**data, "words": self._said(), "chart": dict(CONFIG)})
        return (
            self._links(name),
            tag("main", Html(body), self._way_on(name), id="lesson", tabindex="-1"),
            tag("script", said, type="application/json", id="lesson-data"),
        )

    # What a page in one file does otherwise.

    def policy(self) -> str:
        return POLICY

    def address(self, name: str) -> str | None:
        """Where a link to a page leads; None where the page is not there."""
        return f"{name}.html"

    def presented(self, name: str) -> str:
        """Where a lesson is shown to a class."""
        return f"{name}.html?{PRESENT}"

    def place(self, name: str, slug: str) -> str:
        """The id of a place in one lesson; with a # before it, its address on the page."""
        return slug

    def step_address(self, here: str, name: str, slug: str) -> str:
        """Where a link on the page of one lesson leads to a step of this or another."""
        return f"#{slug}" if name == here else f"{name}.html#{slug}"

    def prose(self, name: str, markdown: str) -> Html:
        """A cell of prose of one lesson."""
        return with_room(prose(markdown), self.pictures)

    def loaded(self) -> tuple[Html, ...]:
        """What comes before anything is painted."""
        below = f"v/{self.version}"
        return (
            tag("link", rel="icon", href=f"{below}/icon.svg", type="image/svg+xml"),
            tag("link", rel="apple-touch-icon", href=f"{below}/icon.png"),
            tag("link", rel="manifest", href="manifest.webmanifest"),
            tag("link", rel="stylesheet", href=f"{below}/page.css"),
            tag("script", src=f"{below}/theme.js"),
            *(tag("link", rel="modulepreload", href=f"{below}/{script}") for script in MODULES),
        )

    def notice(self, name: str) -> Html:
        """What the page can say without Python."""
        said = self.words(f"pages.notice.{name}")
        if name != "file":
            return join([said])
        if self.one_file:
            way_out = tag("a", self.words("pages.notice.open_file"), href=self.one_file)
        else:
            way_out = join([self.words("pages.notice.file_alone")])
        return join([said, " ", way_out])

    def beside(self) -> tuple[Html, ...]:
        """What stands after the lesson."""
        return ()

    def started(self) -> tuple[Html, ...]:
        """What takes the page over, at its end."""
        return (tag("script", type="module", src=f"v/{self.version}/page.js"),)

    def _said(self) -> dict[str, str]:
        return {**front_words(self.words, "pages"), **said_by_scripts(self.catalogue)}

    def _notices(self) -> Html:
        said = [tag("p", self.notice(name), hidden=True, data_notice=name) for name in NOTICES]
        loading = tag(
            "p",
            tag("label", self.notice("progress"), for_="progress"),
            tag("progress", id="progress", max="1", value="0"),
            hidden=True,
            data_notice="progress",
        )
        without = tag("noscript", tag("p", self.notice("noscript")))
        return tag("div", *said, loading, without, class_="notices", role="status")

    def _links(self, name: str) -> Html:
        path = self._path(name)
        names = [lesson.name for lesson in path]
        links = []
        if name in names:
            if first := self.address("index"):
                links.append(tag("a", self.words("pages.all"), href=first))
            here = names.index(name)
            for step, rel, said in ((-1, "prev", "pages.prev"), (1, "next", "pages.next")):
                if 0 <= here + step < len(names):
                    other = path[here + step]
                    label = self.words(said, lesson=other.title)
                    links.append(
                        tag(
                            "a",
                            label,
                            href=self.address(other.name),
                            rel=rel,
                            data_title=short_title(other.title),
                        )
                    )
        return tag(
            "header", tag("nav", *links, aria_label=self.words("pages.lessons")), class_="head"
        )

    def _path(self, name: str) -> tuple[LessonFile, ...]:
        """The learner's path; the lesson for those who teach is none of it and has no neighbours."""
        path = [one for one in self.lessons if lesson_id(one) != TRAINERS]
        aside = [one for one in self.lessons if one.name == name and one not in path]
        return tuple(aside or path)

    def _way_on(self, name: str) -> Html:
        """A lesson is long: who has come to its end need not go back up to find the next one."""
        path = self._path(name)
        names = [lesson.name for lesson in path]
        if name not in names[:-1]:
            return Html()
        other = path[names.index(name) + 1]
        label = self.words("pages.next_lesson", lesson=other.title)
        return tag("p", tag("a", label, href=self.address(other.name)), class_="go-on")

    def lesson(self, lesson: LessonFile, host: PagesHost) -> str:
        """The page of one lesson."""
        return self.page(lesson.title, lesson.name, *self.shown(lesson, host))

    def shown(self, lesson: LessonFile, host: PagesHost) -> tuple[str, dict[str, object]]:
        """What a lesson shows when it is run, as HTML, and what the page's script needs of it."""
        shown = iter(enumerate(run(host, lesson)))
        taken, steps = Taken(), Steps(lesson.title)
        marks = Marks(self.catalogue, self.words, lambda name: self.place(lesson.name, name))
        for cell in lesson.cells:
            if cell.kind == "markdown":
                prose = marks.placed(self.prose(lesson.name, cell.source))
                for told in steps.add_prose(prose):
                    steps.add(tag("div", told, class_="prose", **self._as_written()))
            else:
                index, value = next(shown)
                if printed := on_paper(self.catalogue, lesson, cell.source, self.words):
                    steps.add(printed)
                steps.add(
                    tag(
                        "div",
                        written(value, taken),
                        class_="cell",
                        data_cell=str(index),
                        data_id_of=cell.id,
                    )
                )
        steps.add(marks.listed())
        questions = questions_of(lesson, self.catalogue)
        return self._stepped(lesson, steps.all, questions), {
            "lesson": lesson.name,
            "questions": questions,
            "ways": ways(
                lesson, self.lessons, self.catalogue, partial(self.step_address, lesson.name)
            ),
            "cells": lesson.code,
            "panels": taken.panels,
            "figures": taken.figures,
            "sums": taken.sums,
        }

    # ------------------------------------------------------------------ its steps

    def _stepped(self, lesson: LessonFile, steps: list[Step], questions: Collection[str]) -> Html:
        """The steps one after another, and round them what leads from one to the next."""
        sections = [self._section(lesson.name, step) for step in steps]
        told = self._how_long(lesson, steps, questions)
        sections[:1] = [Html(one.replace("</h1>", f"</h1>{told}", 1)) for one in sections[:1]]
        whole = tag("div", join(sections), class_="steps")
        if len(steps) < 2:
            return whole
        return join([self._top(lesson), self._rail(lesson.name, steps), whole, self._dock()])

    def _section(self, name: str, step: Step) -> Html:
        named = (
            {"aria_labelledby": step.heading_id} if step.heading_id else {"aria_label": step.title}
        )
        return tag(
            "section", join(step.parts), class_="step", id=self.place(name, step.slug), **named
        )

    def _how_long(self, lesson: LessonFile, steps: list[Step], questions: Collection[str]) -> Html:
        words = sum(words_in(part) for step in steps for part in step.parts)
        drilled = sum(self.catalogue.questions[one].place == "drill" for one in questions)
        minutes = minutes_for(words, len(questions) - drilled, cases_of(lesson), drilled)
        self.minutes[lesson.name] = minutes
        said = self.words("pages.steps.minutes", minutes=str(minutes), count=str(len(steps)))
        return tag("p", said, class_="how-long", **written_in(self.words.language))

    def _top(self, lesson: LessonFile) -> Html:
        """Above each step: whose it is, the way to see all of them, and what an address did not find."""
        ways = [tag("span", self.words(f"pages.steps.{way}")) for way in ("all", "one")]
        switch = tag("button", *ways, type="button", hidden=True)
        present = tag(
            "a",
            self.words("pages.present"),
            href=self.presented(lesson.name),
            class_="to-present",
            hidden=True,  # Until a script shows it.
        )
        told = tag("p", role="status", class_="steps-told")
        return tag("div", tag("p", lesson.title), present, switch, told, class_="steps-top")

    def _rail(self, name: str, steps: list[Step]) -> Html:
        in_english = self._as_written()
        items = [
            tag(
                "li",
                tag(
                    "a",
                    tag("span", step.title, **in_english),
                    tag("span", class_="only-heard"),
                    href=f"#{self.place(name, step.slug)}",
                ),
            )
            for step in steps
        ]
        return tag("nav", tag("ol", *items), class_=RAIL, aria_label=self.words("pages.steps"))

    def _dock(self) -> Html:
        """At the foot: back and on, and between them where this is, which opens the contents."""
        contents = tag(
            "details", tag("summary", self.words("pages.steps.contents")), class_="contents"
        )
        return tag(
            "nav",
            tag("a", tag("span", self.words("pages.steps.back")), class_="back"),
            contents,
            tag("a", class_="on"),
            class_="dock",
            hidden=True,
            aria_label=self.words("pages.steps.ways"),
        )

    def _as_written(self) -> dict[str, str]:
        """What an element says that holds prose, where the page speaks another language."""
        return {} if self.words.language.code == OWN else IN_ENGLISH

    def manifest(self) -> bytes:
        """What makes the pages installable: on a phone they then stand beside other programs."""
        icons = [
            {"src": f"v/{self.version}/icon.svg", "sizes": "any", "type": "image/svg+xml"},
            {"src": f"v/{self.version}/icon.png", "sizes": "512x512", "type": "image/png"},
        ]
        made = {
            "name": self.words("pages.title"),
            "short_name": self.words("pages.short_title"),
            **written_in(self.words.language),
            "start_url": "index.html",
            "display": "standalone",
            "background_color": LIGHT.paper,
            "theme_color": LIGHT.supports,
            "icons": icons,
        }
        return json.dumps(made, ensure_ascii=False).encode("utf-8")

    def licences(self, licensed: Mapping[str, Licence]) -> str:
        """What a folder of pages redistributes, each with its licence; by the names of their files."""
        own = self.words.in_own_language
        items = [
            tag(
                "li",
                tag("a", own(f"{one.name} {one.version}".strip()), href=file),
                ": ",
                own(one.licence),
            )
            for file, one in licensed.items()
        ]
        title = self.words("pages.licences")
        back = tag("p", tag("a", self.words("pages.all"), href="index.html"))
        body = tag("div", tag("h1", title), back, tag("ul", *items), class_="prose")
        return self.page(title, LICENCES, body, dict(NOTHING_TO_RUN))

    def start(self) -> str:
        """The start page."""
        return self.page(self.words("pages.title"), "index", *self.shown_first())

    def shown_first(self) -> tuple[str, dict[str, object]]:
        """What the start page shows: what this is, and the lessons in order."""
        stops = [
            Stop(
                lesson_id(one),
                one.name,
                str(self.address(one.name)),
                one.title,
                self.minutes.get(one.name, 0),
            )
            for one in self.lessons
        ]
        return home(self.catalogue, self.words, stops, self.door()), dict(NOTHING_TO_RUN)

    def class_view(self) -> str:
        """The page on which a trainer reads a class's files."""
        body = class_files(self.words, self.address("index"))
        return self.page(self.words("class.title"), CLASS, body, dict(NOTHING_TO_RUN))

    def door(self) -> tuple[Way, ...]:
        """Where the trainer's door leads: into the lesson for those who teach, and beside the lessons."""
        if self.for_learners:
            return ()
        ways = [
            Way(key, address)
            for key, address in (("run_sheets", self._run_sheets()), ("class", self.address(CLASS)))
            if address
        ]
        lesson = next((one for one in self.lessons if lesson_id(one) == TRAINERS), None)
        address = self.address(lesson.name) if lesson else None
        if lesson is None or address is None:
            return tuple(ways)
        steps = steps_of_cells(lesson)
        led = [
            Way(key, self.step_address("index", lesson.name, steps[cell].slug))
            for key, cell in DOOR.items()
            if cell in steps
        ]
        return (*led, *ways, Way("all", address))

    def _to_place(self) -> str | None:
        """Where the numbers of a place are set."""
        return next((way.address for way in self.door() if way.key == "place"), None)

    def _run_sheets(self) -> str | None:
        """Where the run sheets begin, if any lesson has one and they lie beside the pages."""
        there = {one.name for one in self.lessons}
        runs = {one.page for one in self.catalogue.run_sheets.values()}
        return None if there.isdisjoint(runs) else self.address(FIRST)


DOOR = {
    "present": "present-heading",
    "paper": "paper-heading",
    "place": "place-heading",
}
"""What the trainer's door names, and the cell of the lesson for those who teach where it begins."""

NOTICES = ("file", "withdrawn", "newer", "old", "wasm", "worker", "blocked", "broken")

MODULES = (
    *("page.js", "files.js", "panel.js", "connection.js", "store.js", "offline.js", "versions.js"),
    *("said.js", "reading.js", "search.js", "keeping.js", "begun.js", "wrong.js", "steps.js"),
    *("asking.js", "class_view.js", "hand_in.js", "leaves.js", "openings.js", "place.js"),
    *("present.js", "screens.js", "class.js", "vote.js", "folds.js", "typing.js"),
)
"""What the page's script imports: asked for at once, and not one after another."""

CLASS = "class"
"""The page on which a trainer reads a class's files."""

PRESENT = "present"
"""What an address asks for that shows a lesson to a class."""

LICENCES = "licences"
"""The page of what is redistributed."""

NOTHING_TO_RUN: Mapping[str, object] = {"cells": [], "panels": {}, "figures": {}, "sums": {}}
"""A page without a lesson."""
