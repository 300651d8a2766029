"""What can be searched for on a page: danger signs, the headings of the lessons, words explained.

Made with the pages, and fetched at the first search. Values without names, since it is sent over
slow lines: `search.js` knows their places.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from html import unescape
from urllib.parse import quote

from crampkit.catalogue import Catalogue
from crampkit.hosts.pages.lessons import LessonFile, prose

HEADING = re.compile(r'<h([1-4])[^>]*\bid="([^"]*)"[^>]*>(.*?)</h\1>', re.DOTALL)
DANGERS = ".dangers("
"""The part of a lesson in which all dangers stand."""


def index_of(catalogue: Catalogue, lessons: Iterable[LessonFile]) -> str:
    """The index of one set as JSON."""
    lessons = tuple(lessons)
    read_on = [[one.title, one.name] for one in lessons if DANGERS in "\n".join(one.code)]
    found = {
        "dangers": [
            [flag.label, flag.could_be, flag.urgency, flag.action, " ".join(flag.words)]
            for flag in catalogue.flags.values()
        ],
        "read_on": read_on[0] if read_on else None,
        "lessons": [[lesson.title, lesson.name, headings(lesson)] for lesson in lessons],
        "terms": [[term.term, term.definition] for term in catalogue.glossary.values()],
    }
    return json.dumps(found, ensure_ascii=False, separators=(",", ":"))


def headings(lesson: LessonFile) -> list[list[str]]:
    """The headings of a lesson below its title: what each says, and the address of its place.

    >>> from crampkit.hosts.pages.lessons import Cell
    >>> headings(LessonFile("sky", "Sky", (Cell("markdown", "a", "# Sky\\n## 1 · *Sun* & moon"),)))
    [['Sun & moon', '1-%25C2%25B7-Sun-%26-moon']]
    """
    found = []
    for cell in lesson.cells:
        if cell.kind != "markdown":
            continue
        for level, place, inside in HEADING.findall(prose(cell.source)):
            text = unescape(re.sub(r"<[^>]*>", "", inside)).strip()
            if level != "1":
                # The place holds what is encoded already: once more, and a link leads to it.
                address = quote(unescape(place))
                found.append([re.sub(r"^\d+\s*·\s*", "", text), address])
    return found
