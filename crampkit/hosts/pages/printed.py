"""What of a lesson is on paper alone: a quiz shows one question at a time, and a page is printed whole."""

from __future__ import annotations

from crampkit.catalogue import Catalogue
from crampkit.hosts.pages.lessons import LessonFile, lesson_id
from crampkit.views.kit.markup import Html, tag
from crampkit.views.paper.questions import asked, numbered
from crampkit.words import Words

PLACES = {".check_yourself(": "check", ".drill(": "drill"}
"""The parts of a lesson that ask one question after the other, and where these stand in the tables."""


def on_paper(catalogue: Catalogue, lesson: LessonFile, code: str, words: Words) -> Html:
    """All questions of a quiz that a cell shows, with room for the answers; nothing for another cell.

    Hidden on a screen, where the quiz itself asks them.
    """
    place = next((place for part, place in PLACES.items() if part in code), "")
    questions = catalogue.questions_at(lesson_id(lesson), place) if place else ()
    if not questions:
        return Html()
    return tag(
        "div",
        *(asked(catalogue, question, number, words) for number, question in numbered(questions)),
        hidden=True,
        class_="questions-on-paper",
    )
