"""What to read again after an answer that was not right: the step of the lesson that teaches it."""

from __future__ import annotations

from crampkit.catalogue import Question
from crampkit.views.kit.markup import Html, tag
from crampkit.words import Words


def read_again(shown: Question, address: str, words: Words) -> Html:
    """The heading of the step, as a link where it has an address; nothing where no step is named."""
    if not shown.step:
        return Html()
    step = tag("a", shown.step, href=address) if address else tag("span", shown.step)
    return tag("p", words("quiz.read_again"), " ", step, class_="read-again")
