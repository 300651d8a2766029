"""A question before a class: first what is asked, and one reason after another only when it is wanted."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from crampkit.catalogue import Catalogue, Option, Question
from crampkit.practice.lettering import lettered
from crampkit.views.kit.markup import join, tag
from crampkit.words import Words


def asked(question: Question, options: Sequence[Option]) -> dict[str, Any]:
    """The question and its options by their letters. Nothing of what is right or wrong stands in it.

    >>> from crampkit.practice.toy import toy_questions
    >>> toy = toy_questions()
    >>> shown = asked(toy.questions["single"], toy.options_of["single"])
    >>> [one["letter"] for one in shown["options"]], shown["one"]
    (['A', 'B', 'C'], True)
    """
    return {
        "stem": join([question.stem]),
        "one": question.kind == "single",
        "options": [
            {"letter": letter, "said": join([option.text])}
            for letter, option in lettered(question, options)
        ],
    }


def explained(catalogue: Catalogue, question_id: str, words: Words) -> dict[str, Any]:
    """Which options are right, why each of them is or tempts, and what is to be remembered."""
    question = catalogue.questions[question_id]
    return {
        "told": [
            {
                "letter": letter,
                "right": option.answer == "right",
                "label": words(f"quiz.option.{option.answer}"),
                "why": join([option.explanation]),
            }
            for letter, option in lettered(question, catalogue.options_of[question_id])
        ],
        "remember": join([tag("strong", words("quiz.remember")), " ", question.explanation]),
    }
