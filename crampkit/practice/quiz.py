"""`Quiz`: some questions, what the learner committed to, and the gate before every answer."""

from __future__ import annotations

import random
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from crampkit.catalogue import AuthorError, Catalogue, Option, Question
from crampkit.catalogue.asked import row_of
from crampkit.observers import Observers
from crampkit.practice.kept import day_of, mapping_of, name_of, texts_of, wording
from crampkit.practice.marking import Mark, mark

SURENESS = (50, 60, 70, 80, 90, 100)
"""How sure a learner can say to be, in percent; 50 is a guess."""

ONE_ANSWER = ("single", "script")
"""The kinds of question of which one option is the answer."""


@dataclass(frozen=True)
class Commitment:
    """An answer that stands: what was chosen, and how sure the learner was (None where it is not asked)."""

    question_id: str
    chosen: tuple[str, ...]
    sure: int | None
    mark: Mark


Times = Callable[[str], int]
"""By the id of a question: how often its options have come in another order before."""


def first_time(_: str) -> int:
    """`Times` where options stand in the one order that they have in every lesson.

    >>> first_time("any")
    0
    """
    return 0


class Quiz:
    """Questions in order; what is right is told only once the learner has said a thought.

    `times` says of each question how often it was answered, where that puts its options in another order.

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

    def __init__(
        self, catalogue: Catalogue, questions: Sequence[Question], times: Times = first_time
    ) -> None:
        if not questions:
            raise AuthorError(
                "there is no question here; add rows to questions.csv and options.csv"
            )
        self._questions = tuple(questions)
        self._options = {
            q.question_id: mixed(q, catalogue.options_of[q.question_id], times(q.question_id))
            for q in questions
        }
        self._chosen: dict[str, tuple[str, ...]] = {
            q.question_id: self._first_order(q) for q in questions
        }
        self._sure: dict[str, int] = {}
        self._commitments: dict[str, Commitment] = {}
        self._observers = Observers()
        self._commit_callbacks: list[Callable[[Commitment], None]] = []
        self.number = 1
        self.ended = False
        """Whether the learner looks at how it went: once each question has an answer."""
        self.missing = ""
        """What the last commitment lacked first: "choose", "how_sure" or nothing."""
        self.left_out: tuple[str, ...] = ()
        """Questions answered last time that are no longer asked, or no longer in these words."""
        self.last_time: str | None = None
        """The day from which answers came back, "" where it is not known; None where none did."""

    def _first_order(self, question: Question) -> tuple[str, ...]:
        """Steps to put in order are all there from the start."""
        if question.kind != "order":
            return ()
        return tuple(option.option_id for option in self._options[question.question_id])

    def __len__(self) -> int:
        return len(self._questions)

    @property
    def questions(self) -> tuple[Question, ...]:
        """All of them, in order."""
        return self._questions

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
    def still_open(self) -> tuple[int, ...]:
        """The numbers of the questions without an answer."""
        return tuple(
            number
            for number, question in enumerate(self._questions, 1)
            if question.question_id not in self._commitments
        )

    @property
    def asks_how_sure(self) -> bool:
        """A script-concordance question has no right answer to be sure of; a guess is a guess."""
        return _asks_how_sure(self.question)

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
        self.missing = next(iter(self.lacks), "")
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

    @property
    def lacks(self) -> tuple[str, ...]:
        """All that an answer still needs before it can stand: "choose", "how_sure"."""
        choose = () if self.chosen else ("choose",)
        return (*choose, *(("how_sure",) if self.asks_how_sure and self.sure is None else ()))

    def go_to(self, number: int) -> None:
        """Show another question; beyond either end is nothing."""
        if 1 <= number <= len(self):
            self.number = number
            self.ended = False
            self._changed()

    def end(self) -> None:
        """Look at how it went; while a question is open there is nothing to look at."""
        if not self.still_open:
            self.ended = True
            self._changed()

    # ------------------------------------------------------------------ kept beyond the page

    def kept(self) -> dict[str, Any] | None:
        """What was chosen, committed to or not, and which question is shown; None at the start."""
        answers = {
            question.question_id: {
                "stem": question.stem,
                "words": self._wording(question),
                "chosen": list(self._chosen[question.question_id]),
                "sure": self._sure.get(question.question_id),
                "committed": question.question_id in self._commitments,
            }
            for question in self._questions
            if self._is_begun(question)
        }
        if not answers and self.number == 1:
            return None
        return {"shown": self.question.question_id, "answers": answers}

    def in_part(self, rest: dict[str, Any], whole: Mapping[str, Any]) -> dict[str, Any] | None:
        """Some of the answers, and which question is shown."""
        return {**whole, "answers": rest["answers"]} if "answers" in rest else None

    def cannot_wait(self) -> object:
        """Which answers stand."""
        return tuple(self._commitments)

    def take_back(self, value: Any) -> tuple[str, ...]:
        """Be again as `kept` said; returns the questions whose answers no longer fit.

        What was told stays told; those who listen for commitments have heard of it long ago.
        """
        kept = mapping_of(value)
        by_id = {question.question_id: question for question in self._questions}
        left_out = [] if kept and isinstance(kept.get("answers"), dict) else [""]
        for question_id, answer in mapping_of(kept.get("answers")).items():
            answer = mapping_of(answer)
            question = by_id.get(question_id)
            if question is None or answer.get("words") != self._wording(question):
                left_out.append(question.stem if question else name_of(answer.get("stem")))
            elif not self._answer_back(question, answer):
                left_out.append(question.stem)
            else:
                self.last_time = day_of(kept)
        self.left_out = tuple(left_out)
        if (shown := kept.get("shown")) in list(by_id):
            self.number = list(by_id).index(shown) + 1
        self._changed()
        return self.left_out

    def start_afresh(self) -> None:
        """Withdraw every answer, committed to or not; what was written down of them stays so."""
        self._chosen = {q.question_id: self._first_order(q) for q in self._questions}
        self._sure, self._commitments = {}, {}
        self.number, self.left_out, self.last_time = 1, (), None
        self._changed()

    def _is_begun(self, question: Question) -> bool:
        return (
            question.question_id in self._commitments
            or question.question_id in self._sure
            or self._chosen[question.question_id] != self._first_order(question)
        )

    def _wording(self, question: Question) -> str:
        options = self._options[question.question_id]
        told = [(option.option_id, option.text) for option in options]
        return wording(question.kind, question.stem, question.hypothesis, sorted(told))

    def _answer_back(self, question: Question, answer: Mapping[str, Any]) -> bool:
        """Give one answer that was kept; False where it cannot have been given here."""
        chosen, sure = texts_of(answer.get("chosen")), answer.get("sure")
        known = {option.option_id for option in self._options[question.question_id]}
        fits = set(chosen) <= known and (
            len(chosen) <= 1 if question.kind in ONE_ANSWER else question.kind != "order"
        )
        if question.kind == "order":
            fits = set(chosen) == known
        if not fits or not (sure is None or (type(sure) is int and sure in SURENESS)):
            return False
        self._chosen[question.question_id] = chosen
        if sure is not None:
            self._sure[question.question_id] = sure
        whole = chosen and (sure is not None or not _asks_how_sure(question))
        if whole and answer.get("committed") is True:
            found = mark(question.kind, self._options[question.question_id], chosen)
            commitment = Commitment(question.question_id, chosen, sure, found)
            self._commitments[question.question_id] = commitment
        return True

    def _set(self, chosen: tuple[str, ...]) -> None:
        self._chosen[self.question.question_id] = chosen
        self._changed()

    def _changed(self) -> None:
        self.missing = ""
        self._observers()


class Drafts:
    """Of a quiz, what is chosen and not committed to: where what was told is not to be told again.

    What is due today is due again in a week, to be answered afresh.
    """

    def __init__(self, quiz: Quiz) -> None:
        self._quiz = quiz
        self.observe = quiz.observe
        self.cannot_wait = quiz.cannot_wait
        self.in_part = quiz.in_part

    def kept(self) -> dict[str, Any] | None:
        """As of a quiz, without what was committed to."""
        answers = mapping_of((self._quiz.kept() or {}).get("answers"))
        drafts = {q: answer for q, answer in answers.items() if not answer["committed"]}
        return {"answers": drafts} if drafts else None

    def take_back(self, value: Any) -> tuple[str, ...]:
        """As of a quiz; what is asked no more today is nothing to be told."""
        answers = mapping_of(mapping_of(value).get("answers"))
        known = {question.question_id for question in self._quiz.questions}
        drafts = {
            q: answer
            for q, answer in answers.items()
            if q in known and mapping_of(answer).get("committed") is False
        }
        return self._quiz.take_back({**mapping_of(value), "answers": drafts})


def _asks_how_sure(question: Question) -> bool:
    return question.kind != "script" and question.place != "guess"


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


def mixed(question: Question, options: Sequence[Option], times: int = 0) -> tuple[Option, ...]:
    """The options in an order that tells nothing, the same each time; a scale stays a scale.

    An order that happens to be the right one is turned round. After a question was answered so many
    `times`, no option stands where it stood the time before: what is known again is what it says.
    """
    if question.kind == "script":
        return tuple(sorted(options, key=lambda option: int(option.answer)))
    shuffled = random.Random(question.question_id).sample(list(options), len(options))
    if question.kind == "order" and _is_solved(shuffled):
        shuffled.reverse()
    for time in range(1, times + 1):
        shuffled = _moved(question, shuffled, time)
    return tuple(shuffled)


def _moved(question: Question, before: list[Option], time: int) -> list[Option]:
    """Every option at another place; two steps stay, since the other way round they would be solved."""
    steps = question.kind == "order"
    if len(before) < (3 if steps else 2):
        return before
    chance = random.Random(f"{question.question_id} {time}")
    while True:  # About one order in three will do.
        order = chance.sample(before, len(before))
        elsewhere = all(one is not other for one, other in zip(order, before, strict=True))
        if elsewhere and not (steps and _is_solved(order)):
            return order


def _is_solved(steps: Sequence[Option]) -> bool:
    places = [int(step.answer) for step in steps]
    return places == sorted(places)
