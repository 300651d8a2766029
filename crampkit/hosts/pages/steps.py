"""The steps of a lesson: what stands from one heading of the second order to the next."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from html import unescape
from html.parser import HTMLParser
from itertools import pairwise

from crampkit.views.kit.markup import EMPTY_ELEMENTS, Html

WORDS_A_MINUTE = 130
"""How fast a lesson is read: slower than a story, for its terms are new, and many read a second language."""

MINUTES_A_QUESTION = 1.0
"""To think about a question or a guess before the answer is stated."""

MINUTES_IN_A_DRILL = 0.25
"""For each line of a drill: what it asks is always the same."""

MINUTES_A_CASE = 10.0
"""To ask, examine and decide, for one woman."""

ROUNDED_TO = 5
"""Minutes are told in fives: more exactly nobody knows them."""


@dataclass
class Step:
    """A part of a lesson that is shown by itself: its heading, and what stands below it."""

    title: str
    slug: str
    heading_id: str = ""
    parts: list[Html] = field(default_factory=list)


@dataclass
class Steps:
    """The steps of a lesson as they are put together, the opening one first."""

    title: str
    all: list[Step] = field(default_factory=list)

    def add_prose(self, told: str) -> Iterator[Html]:
        """Prose cut at its headings; whoever takes a piece puts it into `add`, and so into its own step."""
        for piece in at_headings(told):
            if found := HEADING.match(piece):
                self._begin(text_of(found["inside"]), unescape(found["id"] or ""))
            elif not self.all:
                found = TITLE.search(piece)
                self._begin(
                    text_of(found["inside"]) if found else self.title,
                    unescape(found["id"] or "") if found else "",
                )
            if piece.strip():
                yield Html(piece)

    def add(self, part: Html) -> None:
        """A part of the step that has begun."""
        if not self.all:
            self._begin(self.title, "")
        self.all[-1].parts.append(part)

    def _begin(self, title: str, heading_id: str) -> None:
        slug = slug_of(title)
        alike = sum(
            re.fullmatch(rf"{re.escape(slug)}(-\d+)?", one.slug) is not None for one in self.all
        )
        self.all.append(Step(title, f"{slug}-{alike + 1}" if alike else slug, heading_id))


def heading_of(level: str) -> str:
    return rf'<h{level}\b(?:[^>]*\bid="(?P<id>[^"]*)")?[^>]*>(?P<inside>.*?)</h{level}>'


HEADING = re.compile(rf"\s*{heading_of('2')}", re.DOTALL)
TITLE = re.compile(heading_of("1"), re.DOTALL)


def text_of(inside: str) -> str:
    """What a heading says, without a number: the number of a step comes from its order.

    >>> text_of("3 · Why <em>night</em>?")
    'Why night?'
    """
    text = " ".join(unescape(re.sub(r"<[^>]*>", "", inside)).split())
    return re.sub(r"^\d+\s*·\s*", "", text)


OURS = frozenset({"lesson", "page", "kept", "progress", "wrong", "lesson-data", "find-hint"})
"""Ids of what stands round a lesson."""


def slug_of(title: str) -> str:
    """A heading as part of an address; letters of every language stay.

    >>> slug_of("Zainab's story: a cramp?"), slug_of("?"), slug_of("Lesson")
    ('zainab-s-story-a-cramp', 'step', 'lesson-step')
    """
    slug = re.sub(r"[\W_]+", "-", title.lower()).strip("-") or "step"
    return f"{slug}-step" if slug in OURS else slug


def at_headings(told: str) -> list[str]:
    """HTML cut before each heading of the second order that stands in nothing else.

    >>> at_headings("<p>a<h2>b</h2><details><h2>c</h2></details><h2>d</h2>")
    ['<p>a', '<h2>b</h2><details><h2>c</h2></details>', '<h2>d</h2>']
    """
    finder = _Finder()
    finder.feed(told)
    places = [finder.position(told, *place) for place in finder.found]
    cuts = [0, *places, len(told)]
    return [told[a:b] for a, b in pairwise(cuts) if b > a]


NEED_NO_END = EMPTY_ELEMENTS | {"p", "li"}


class _Finder(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.depth = 0
        self.found: list[tuple[int, int]] = []

    def handle_starttag(self, tag: str, attrs: object) -> None:
        if tag == "h2" and not self.depth:
            self.found.append(self.getpos())
        if tag not in NEED_NO_END:
            self.depth += 1

    def handle_startendtag(self, tag: str, attrs: object) -> None:
        """It holds nothing."""

    def handle_endtag(self, tag: str) -> None:
        if tag not in NEED_NO_END:
            self.depth -= 1

    @staticmethod
    def position(told: str, line: int, column: int) -> int:
        return sum(len(one) for one in told.split("\n")[: line - 1]) + line - 1 + column


def words_in(told: str) -> int:
    """How many words are read as a lesson opens: none of what is folded, hidden, or a control's own.

    >>> words_in("<p>Her calf is <b>tight</b></p><details><summary>Why?</summary>Long.</details><p hidden>No")
    5
    """
    reader = _Reader()
    reader.feed(told)
    return sum(bool(re.search(r"\w", word)) for word in " ".join(reader.read).split())


SEEN_BY_NOBODY = frozenset({"script", "style", "option", "template", "svg", "title"})


OPENS_LATER = frozenset({"hidden", "data-shown-by"})
"""Attributes of what an answer opens."""


class _Reader(HTMLParser):
    """Collects what can be read."""

    def __init__(self) -> None:
        super().__init__()
        self.within: list[tuple[str, str]] = []
        self.read: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        names = dict(attrs)
        unseen = tag in SEEN_BY_NOBODY or not OPENS_LATER.isdisjoint(names)
        if unseen or "only-heard" in (names.get("class") or "").split():
            kind = "unseen"
        else:
            kind = "folded" if tag == "details" and "open" not in names else "seen"
        if tag not in EMPTY_ELEMENTS:
            self.within.append((tag, kind))

    def handle_endtag(self, tag: str) -> None:
        if tag in (name for name, _ in self.within):
            while self.within.pop()[0] != tag:
                pass  # What needs no end of its own ends with what holds it.

    def handle_data(self, data: str) -> None:
        inside = [name for name, _ in self.within[1:]] + [""]
        for (_, kind), child in zip(self.within, inside, strict=False):
            if kind == "unseen" or (kind == "folded" and child != "summary"):
                return
        self.read.append(data)


def minutes_for(words: int, questions: int, cases: int = 0, drilled: int = 0) -> int:
    """How long a lesson takes: its words, a minute to think for each question, its cases, its drill.

    >>> minutes_for(1950, 12)
    30
    """
    exactly = words / WORDS_A_MINUTE + questions * MINUTES_A_QUESTION
    exactly += cases * MINUTES_A_CASE + drilled * MINUTES_IN_A_DRILL
    return max(ROUNDED_TO, math.ceil(exactly / ROUNDED_TO) * ROUNDED_TO)
