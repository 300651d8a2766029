"""Sources in a lesson's prose as small numbered marks: of `[KEY; weak]` comes "Source 1: weak support".

A mark is a button, and what it opens stands beside it in the page: the browser shows it without any
script. Where the browser cannot, a link stands in its place, to the list of all of them at the end.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from crampkit.catalogue import STRENGTHS, Catalogue, Source
from crampkit.languages import InEnglish
from crampkit.views.kit.markup import Html, join, more, tag, written_in
from crampkit.views.kit.sources import address_of, citation, known
from crampkit.words import Words

KEY = "[A-Z][A-Z0-9_]+"
MARK = re.compile(
    rf"(?P<word>[^\s<>\[\]]*)\s*"
    rf"\[(?P<keys>{KEY}(?:, {KEY})*)(?:; (?P<strength>[^\]<>]+))?\](?P<after>[.,;:?!)]*)"
)
"""A mark in prose, with the word before it and the point behind, on whose line it stays."""
JUDGED = "judged"
"""Said of what rests on nothing but our own judgement."""


class Marks:
    """The marks of one lesson: each source has one number, by the order in which it is named first.

    `anchor` makes the name of a place in the page of what it is called.
    """

    def __init__(
        self, catalogue: Catalogue, words: Words, anchor: Callable[[str], str] = str
    ) -> None:
        self._catalogue = catalogue
        self.words = words
        self._anchor = anchor
        self._own = written_in(words.language)
        """What an element says that speaks the page's language among the prose of another."""
        self._numbers: dict[str, int] = {}
        self._count = 0

    def placed(self, html: str) -> Html:
        """Prose with its keys as marks; what names no source of the tables stays as it is."""
        return Html(MARK.sub(self._mark, html))

    def listed(self) -> Html:
        """All sources that were named, by their number; nothing where there is none."""
        sources = known(self._catalogue, self._numbers)
        if not sources:
            return Html()
        items = (
            tag("li", *_cited(source, self.words), id=self._place(number))
            for number, source in enumerate(sources, start=1)
        )
        listed = more(self.words("source.list"), tag("ol", *items), class_="sources-by-number")
        return tag("div", listed, class_="prose", **self._own)

    def _mark(self, found: re.Match[str]) -> str:
        keys = found["keys"].split(", ")
        sources = known(self._catalogue, keys)
        if len(sources) < len(keys):
            return found[0]
        numbers = [self._number(source) for source in sources]
        title = self.words.plural(
            "source.number", len(numbers), numbers=self.words.listed(map(str, numbers))
        )
        support = self._support(found["strength"])
        said = self.words("source.said", source=title, support=support) if support else title
        self._count += 1
        sheet = self._anchor(f"cited-{self._count}")
        shown = ",".join(map(str, numbers))
        same = {"class_": "cite", "aria_label": said, **self._own}
        mark = (
            tag("button", shown, type="button", popovertarget=sheet, **same),
            tag("a", shown, href=f"#{self._place(numbers[0])}", **same),
        )
        kept = tag("span", Html(found["word"]), *mark, Html(found["after"]), class_="cited")
        opened = tag(
            "span",
            self._head(title, sheet),
            _boxes(found["strength"] or "", support),
            *(tag("span", *_cited(source, self.words), class_="source") for source in sources),
            id=sheet,
            popover=True,
            role="group",
            aria_label=title,
            class_="source-sheet",
            **self._own,
        )
        return join([kept, opened])

    def _head(self, title: str, sheet: str) -> Html:
        """What a sheet begins with: its name, and how to close it."""
        shut = {"type": "button", "popovertarget": sheet, "popovertargetaction": "hide"}
        close = tag("button", self.words("source.close"), **shut)
        return tag("span", tag("strong", title), close, class_="head-of-sheet")

    def _number(self, source: Source) -> int:
        return self._numbers.setdefault(source.source_id, len(self._numbers) + 1)

    def _place(self, number: int) -> str:
        """Where a source stands in the list."""
        return self._anchor(f"source-{number}")

    def _support(self, strength: str | None) -> str:
        """The strength of support in words; what the tables have no word for, as it is written."""
        if not strength:
            return ""
        key = strength.replace(" ", "_")
        if key == JUDGED or key in STRENGTHS:
            return self.words(f"source.support.{key}")
        return InEnglish(strength) if self._own else strength


def _boxes(strength: str, support: str) -> Html:
    """Four boxes, as many of them full as the support deserves, and the word."""
    if not support:
        return Html()
    key, best = strength.replace(" ", "_"), len(STRENGTHS) - 1
    boxes = Html()
    if key in STRENGTHS:
        full = best - STRENGTHS.index(key)
        shapes = (tag("span", class_=f"box{' full' * (at < full)}") for at in range(best))
        boxes = tag("span", *shapes, class_="boxes", aria_hidden="true")
    return tag("span", boxes, tag("span", support), class_="support")


def _cited(source: Source, words: Words) -> tuple[str, ...]:
    return citation(source, words, *address_of(source))
