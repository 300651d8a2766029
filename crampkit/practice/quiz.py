"""`Quiz`: some questions, what the learner committed to, and the gate before every answer."""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from crampkit.catalogue import AuthorError, Catalogue, Option, Question
from crampkit.catalogue.asked import row_of
from crampkit.observers import Observers
from crampkit.practice.marking import Mark, mark

SURENESS = (50, 60, 70, 80, 90, 100)
"""How sure a learner can say to be, in percent; 50 is a guess."""


@dataclass(frozen=True)
class Commitment:
    """An answer that stands: what was chosen, and how sure the learner was (None where it is not asked)."""

    question_id: str
    chosen: tuple[str, ...]
    sure: int | None
    mark: Mark


class Quiz:
    """Questions in order; what is right is told only once the learner has said a thought.

    >>> from crampkit.practice.toy import toy_quiz
    >>> quiz = toy_quiz()
    >>> quiz.choose("yes", True)
    >>> quiz.told is None
    True
    >>> quiz.be_sure(80)
    >>> quiz.commit()
    >>> quiz.told.mark.right
    True
    """

    def __init__(self, catalogue: Catalogue, questions: Sequence[Question]) -> None:
        if not questions:
            raise AuthorError(
                "there is no question here; add rows to questions.csv and options.csv"
            )
        self._questions = tuple(questions)
        self._options = {
            q.question_id: mixed(q, catalogue.options_of[q.question_id]) for q in questions
        }
        self._chosen: dict[str, tuple[str, ...]] = {
            q.question_id: self._first_order(q) for q in questions
        }
        self._sure: dict[str, int] = {}
        self._commitments: dict[str, Commitment] = {}
        self._observers = Observers()
        self._commit_callbacks: list[Callable[[Commitment], None]] = []
        self.number = 1
        self.missing = ""
        """What the last commitment lacked: "choose", "how_sure" or nothing."""

    def _first_order(self, question: Question) -> tuple[str, ...]:
        """Steps to put in order are all there from the start."""
        if question.kind != "order":
            return ()
        return tuple(option.option_id for option in self._options[question.question_id])

    def __len__(self) -> int:
        return len(self._questions)

    @property
    def question(self) -> Question:
        """The question that is shown."""
        return self._questions[self.number - 1]

    @property
    def options(self) -> tuple[Option, ...]:
        """Its options, in the order in which they are shown."""
        return self._options[self.question.question_id]

    @property
    def chosen(self) -> tuple[str, ...]:
        return self._chosen[self.question.question_id]

    @property
    def sure(self) -> int | None:
        return self._sure.get(self.question.question_id)

    @property
    def told(self) -> Commitment | None:
        """What the learner committed to and its mark; None before, and then nothing may be shown."""
        return self._commitments.get(self.question.question_id)

    @property
    def commitments(self) -> tuple[Commitment, ...]:
        """Every commitment so far, in the order of the questions."""
        return tuple(
            self._commitments[q.question_id]
            for q in self._questions
            if q.question_id in self._commitments
        )

    @property
    def asks_how_sure(self) -> bool:
        """A script-concordance question has no right answer to be sure of; a guess is a guess."""
        return self.question.kind != "script" and self.question.place != "guess"

    def observe(self, draw: Callable[[], None]) -> Callable[[], None]:
        """Draw now, and again after every change; what is returned ends that."""
        stop = self._observers.add(draw)
        draw()
        return stop

    def on_commit(self, callback: Callable[[Commitment], None]) -> None:
        """Call this with every commitment, once."""
        self._commit_callbacks.append(callback)

    def choose(self, option_id: str, chosen: bool) -> None:
        """Take one option, or leave it; on a question of one answer it takes the place of another."""
        if self.told or option_id not in {option.option_id for option in self.options}:
            return
        kind = self.question.kind
        if kind == "order":
            return
        others = () if kind != "multiple" else tuple(o for o in self.chosen if o != option_id)
        self._set((*others, option_id) if chosen else others)

    def move(self, option_id: str, places: int) -> None:
        """Move one step of an order up (-1) or down (+1); at an end it stays."""
        if self.told or self.question.kind != "order" or option_id not in self.chosen:
            return
        order = [o for o in self.chosen if o != option_id]
        place = self.chosen.index(option_id) + places
        order.insert(min(max(place, 0), len(order)), option_id)
        self._set(tuple(order))

    def be_sure(self, percent: int) -> None:
        if percent in SURENESS and not self.told:
            self._sure[self.question.question_id] = percent
            self._changed()

    def commit(self) -> None:
        """Let the answer stand, or say in `missing` what it still needs."""
        if self.told:
            return
        self.missing = self._missing()
        if not self.missing:
            question = self.question
            commitment = Commitment(
                question.question_id,
                self.chosen,
                self.sure,
                mark(question.kind, self.options, self.chosen),
            )
            self._commitments[question.question_id] = commitment
            try:
                for callback in self._commit_callbacks:
                    callback(commitment)
            finally:  # What was committed is told, whatever befalls those who listen.
                self._observers()
        else:
            self._observers()

    def _missing(self) -> str:
        if not self.chosen:
            return "choose"
        return "how_sure" if self.asks_how_sure and self.sure is None else ""

    def go_to(self, number: int) -> None:
        """Show another question; beyond either end is nothing."""
        if 1 <= number <= len(self):
            self.number = number
            self._changed()

    def _set(self, chosen: tuple[str, ...]) -> None:
        self._chosen[self.question.question_id] = chosen
        self._changed()

    def _changed(self) -> None:
        self.missing = ""
        self._observers()


def guess_at(catalogue: Catalogue, question_id: str) -> Quiz:
    """One guess in the midst of a lesson. Raises `AuthorError` where there is no such guess.

    >>> from crampkit.practice.toy import toy_questions
    >>> guess_at(toy_questions(), "one")  # doctest: +ELLIPSIS
    Traceback (most recent call last):
    ...
    crampkit.catalogue.records.AuthorError: questions.csv has no guess 'one'; the ids ...
    """
    guesses = {q: row for q, row in catalogue.questions.items() if row.place == "guess"}
    return Quiz(catalogue, [row_of(guesses, question_id, "questions.csv", "guess")])


def mixed(question: Question, options: Sequence[Option]) -> tuple[Option, ...]:
    """The options in an order that tells nothing, the same each time; a scale stays a scale.

    An order that happens to be the right one is turned round.
    """
    if question.kind == "script":
        return tuple(sorted(options, key=lambda option: int(option.answer)))
    shuffled = random.Random(question.question_id).sample(list(options), len(options))
    if question.kind == "order" and [int(o.answer) for o in shuffled] == sorted(
        int(o.answer) for o in shuffled
    ):
        shuffled.reverse()
    return tuple(shuffled)
