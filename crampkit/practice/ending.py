"""What a quiz amounts to once each of its questions has an answer: what went well, what to look at again."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from crampkit.catalogue import Question
from crampkit.practice.quiz import Commitment, Quiz
from crampkit.practice.review import SURE_ENOUGH


@dataclass(frozen=True)
class Missed:
    """A question whose answer was not right: its number in the quiz, and how sure the learner was."""

    number: int
    question: Question
    sure: int | None


@dataclass(frozen=True)
class Ending:
    """The answers of a quiz by how they went; what nobody marks is in none but `answered`.

    `known` were right and sure, `found` right and not so sure, `careful` not right and not sure either.
    """

    answered: int
    marked: int
    known: int
    found: int
    careful: int
    missed: tuple[Missed, ...]

    @property
    def right(self) -> int:
        return self.known + self.found


@dataclass(frozen=True)
class Back:
    """In how many days the questions come back: what was missed, and the others, soonest and latest."""

    missed: int | None
    soonest: int | None
    latest: int | None


def ending(quiz: Quiz) -> Ending:
    """How a quiz went.

    >>> from crampkit.practice.toy import toy_quiz
    >>> quiz = toy_quiz("single")
    >>> quiz.choose("no", True)
    >>> quiz.be_sure(60)
    >>> quiz.commit()
    >>> went = ending(quiz)
    >>> went.answered, went.right, went.careful, [one.number for one in went.missed]
    (1, 0, 1, [1])
    """
    given = [one for one in quiz.commitments if one.mark.right is not None]
    right = [one for one in given if one.mark.right]
    sure = [one for one in right if _is_sure(one)]
    wrong = {one.question_id: one for one in given if not one.mark.right}
    return Ending(
        answered=len(quiz.commitments),
        marked=len(given),
        known=len(sure),
        found=len(right) - len(sure),
        careful=sum(not _is_sure(one) for one in wrong.values()),
        missed=tuple(
            Missed(number, question, wrong[question.question_id].sure)
            for number, question in enumerate(quiz.questions, 1)
            if question.question_id in wrong
        ),
    )


def _is_sure(commitment: Commitment) -> bool:
    return (commitment.sure or 0) >= SURE_ENOUGH


def back(missed: Sequence[Missed], days: Mapping[str, int]) -> Back:
    """When the questions come back, from the days until each is due, by question.

    >>> back((), {"one": 3, "other": 8})
    Back(missed=None, soonest=3, latest=8)
    """
    again = {one.question.question_id for one in missed}
    of_missed = [day for question_id, day in days.items() if question_id in again]
    others = [day for question_id, day in days.items() if question_id not in again]
    return Back(min(of_missed, default=None), min(others, default=None), max(others, default=None))
