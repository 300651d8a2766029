"""One toy question of each kind, for doctests and for the tests of the code."""

from __future__ import annotations

from dataclasses import replace
from types import MappingProxyType

from crampkit.catalogue import Catalogue, Option, Question
from crampkit.practice.quiz import Quiz
from crampkit.toy import toy_catalogue

OPTIONS = {
    "single": {"yes": "right", "no": "wrong", "maybe": "wrong"},
    "multiple": {"noon": "right", "glare": "right", "night": "wrong"},
    "order": {"hat": "1", "shade": "2", "water": "3"},
    "script": {"much_less": "-2", "less": "-1", "same": "0", "more": "1", "much_more": "2"},
}


def toy_questions() -> Catalogue:
    """The toy catalogue with a question of every kind, each named after its kind."""
    questions = {
        kind: Question(kind, "sun", "check", kind, f"A {kind} question?", "", "", "Remember.", ())
        for kind in OPTIONS
    }
    questions["script"] = replace(
        questions["script"], hypothesis="the sun", new_finding="it is night"
    )
    options = {
        (kind, option_id): Option(
            kind, option_id, f"{option_id}.", answer, None, f"Why {option_id}."
        )
        for kind, answers in OPTIONS.items()
        for option_id, answer in answers.items()
    }
    return replace(
        toy_catalogue(), quiz=MappingProxyType(questions), options=MappingProxyType(options)
    )


def toy_quiz(*kinds: str) -> Quiz:
    """A quiz of these kinds, or of a single question.

    >>> toy_quiz("order").question.kind
    'order'
    """
    catalogue = toy_questions()
    return Quiz(catalogue, [catalogue.quiz[kind] for kind in kinds or ("single",)])
