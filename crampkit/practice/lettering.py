"""The letters that the options of a question have, the same on a page, on a wall and on paper."""

from __future__ import annotations

from collections.abc import Sequence
from string import ascii_uppercase

from crampkit.catalogue import Option, Question
from crampkit.practice.quiz import mixed

LETTERED = ("single", "multiple")
"""The kinds of question whose options have a letter: steps have a place, and a scale has its words."""


def lettered(question: Question, options: Sequence[Option]) -> tuple[tuple[str, Option], ...]:
    """The options in the order in which they are shown, each after its letter; "" where there is none.

    >>> from crampkit.practice.toy import toy_questions
    >>> toy = toy_questions()
    >>> shown = lettered(toy.questions["single"], toy.options_of["single"])
    >>> [(letter, option.text) for letter, option in shown]
    [('A', 'yes.'), ('B', 'maybe.'), ('C', 'no.')]
    """
    shown = mixed(question, options)
    letters = ascii_uppercase if question.kind in LETTERED else [""] * len(shown)
    return tuple(zip(letters, shown, strict=False))


def letters_of(question: Question, options: Sequence[Option]) -> dict[str, str]:
    """The letters by the id of their option; nothing where the options have none."""
    return {one.option_id: letter for letter, one in lettered(question, options) if letter}
