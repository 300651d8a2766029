"""The run sheets among the pages: for a trainer's phone or second window, and no lesson of the path."""

from __future__ import annotations

from collections.abc import Iterable

from crampkit.catalogue import Catalogue
from crampkit.hosts.pages.lessons import LessonFile
from crampkit.hosts.pages.policy import POLICY
from crampkit.views.kit.markup import Html, join, tag
from crampkit.views.paper.run_sheet import run_sheets
from crampkit.views.paper.sheet import Print, document, foot, listed, sheet
from crampkit.words import Words

FOLDER = "trainer"
FIRST = f"{FOLDER}/index"
"""The page that lists them, without its ending, as an address of the pages names one."""


def for_trainers(
    catalogue: Catalogue, lessons: Iterable[LessonFile], words: Words, version: str
) -> dict[str, bytes]:
    """A page with the run sheets of each lesson that has any, and one that lists them; by their names."""
    look = join(
        [
            tag("meta", http_equiv="Content-Security-Policy", content=POLICY),
            tag("meta", name="referrer", content="no-referrer"),
            tag("link", rel="icon", href=f"../v/{version}/icon.svg", type="image/svg+xml"),
            tag("link", rel="stylesheet", href=f"../v/{version}/paper.css"),
        ]
    )
    kind = words("sheet.index.run")
    made: dict[str, bytes] = {}
    links: list[Html] = []
    for one in lessons:
        sheets = run_sheets(catalogue, one.name, one.title, words)
        if sheets:
            title = words("sheet.title", kind=kind, title=one.title)
            page = document(title, sheets, look, Print(), words)
            made[f"{FOLDER}/{one.name}.html"] = page.encode("utf-8")
            links.append(tag("a", one.title, href=f"{one.name}.html"))
    if not made:
        return {}
    listing = sheet(
        kind,
        words("sheet.index.title"),
        tag("p", tag("a", words("pages.all"), href="../index.html")),
        tag("p", words("sheet.index.run.what")),
        listed(links),
        foot=foot(catalogue, words),
    )
    page = document(kind, [listing], look, Print(), words)
    return {**made, f"{FIRST}.html": page.encode("utf-8")}
