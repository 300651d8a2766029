"""Questions on a page: commit and say how sure you are, then read why."""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

from crampkit.catalogue import Catalogue
from crampkit.catalogue.unfinished import unfinished_questions
from crampkit.panels.kit.panel import Box, Handler, Panel, Part, count, what_to_mend
from crampkit.practice.again import Address, nowhere
from crampkit.practice.ending import back, ending
from crampkit.practice.kept import Shelf
from crampkit.practice.lettering import letters_of
from crampkit.practice.quiz import Quiz, Times, first_time, guess_at
from crampkit.views.kit.last_time import came_back, left_out
from crampkit.views.kit.markup import Html, join, tag
from crampkit.views.practice import ending as ending_view
from crampkit.views.practice import quiz as view
from crampkit.words import Words

if TYPE_CHECKING:
    from crampkit.practice.record import Record

logger = logging.getLogger(__name__)


def quiz_panel(
    catalogue: Catalogue,
    quiz: Quiz,
    words: Words,
    record: Record | None = None,
    address: Address = nowhere,
    times: Times = first_time,
    lettered: bool = True,
) -> Panel:
    """One question at a time; in the end how it went, and once more what was missed.

    Where the options are `lettered`, each is called by the letter that it has everywhere.
    """
    return QuizDesk(catalogue, quiz, words, record, address, times, lettered).panel


class QuizDesk:
    """The round of questions that is asked: at first all, then as often as is wished the missed ones."""

    def __init__(
        self,
        catalogue: Catalogue,
        quiz: Quiz,
        words: Words,
        record: Record | None,
        address: Address = nowhere,
        times: Times = first_time,
        lettered: bool = True,
    ) -> None:
        self.lettered = lettered
        self.catalogue = catalogue
        self.words = words
        self.record = record
        self.address = address
        self.times = times
        self.panel = Panel(self.do)
        self._begin(quiz)

    def _begin(self, quiz: Quiz) -> None:
        self.quiz = quiz
        self._stop = quiz.observe(self._draw)

    def do(self, name: str, value: Any) -> None:
        if name == "end":
            self.quiz.end()
        elif name == "again" and self.quiz.ended:
            self._again()
        else:
            _handler(self.quiz)(name, value)

    def _again(self) -> None:
        missed = [one.question for one in ending(self.quiz).missed]
        if not missed:
            return
        self._stop()
        quiz = Quiz(self.catalogue, missed, self.times)
        if self.record:
            quiz.on_commit(self.record.note_question)
        self._begin(quiz)

    def _draw(self) -> None:
        self.panel.show(self._page(), _state(self.quiz))

    def _page(self) -> Html:
        quiz, words = self.quiz, self.words
        if quiz.ended:
            return self._how_it_went()
        if quiz.told:
            content = _told(self.catalogue, quiz, words, self.address, self.lettered)
        else:
            content = _asked(self.catalogue, quiz, words, self.lettered)
        paged = view.paged(
            quiz.number, len(quiz), content, quiz.commitments, quiz.still_open, words
        )
        return join([_last_time(quiz, words), paged])

    def _how_it_went(self) -> Html:
        went = ending(self.quiz)
        ids = [question.question_id for question in self.quiz.questions]
        days = self.record.days_until_due(ids) if self.record else {}
        return ending_view.how_it_went(went, back(went.missed, days), self.words, self.address)


def first_thought(catalogue: Catalogue, quiz: Quiz, words: Words) -> Panel:
    """A question before the lesson: it is kept, and nothing is told yet."""

    def page() -> Html:
        if quiz.told:
            return view.kept(catalogue, quiz.question, quiz.options, quiz.told, words)
        return view.first(join([_left_out(quiz, words), _asked(catalogue, quiz, words)]), words)

    return _panel(quiz, page)


def look_back(catalogue: Catalogue, quiz: Quiz, words: Words, address: Address = nowhere) -> Panel:
    """The first thought again, now with what is to be said about it."""

    def page() -> Html:
        if quiz.told:
            return view.first(_told(catalogue, quiz, words, address), words)
        return view.not_yet(words)

    return _panel(quiz, page)


def guess(
    catalogue: Catalogue,
    question_id: str,
    parts: Sequence[Callable[[], object]],
    words: Words,
    record: Record | None,
    shelf: Shelf | None = None,
) -> Part:
    """A guess in the middle of a lesson: only when it stands do its truth and the parts appear.

    Raises `ValueError` where there is no such guess.
    """
    quiz = guess_at(catalogue, question_id)
    if record and question_id not in unfinished_questions(catalogue):
        quiz.on_commit(record.note_question)

    def page() -> Html:
        if quiz.told:
            return view.guessed(catalogue, quiz.question, quiz.options, quiz.told, words)
        return view.guess(join([_left_out(quiz, words), _asked(catalogue, quiz, words)]), words)

    box = Box(_panel(quiz, page), classes=("crampkit-guess",))
    box.behind = tuple(parts)

    revealed = False

    def reveal() -> None:
        # A guess that stood last time stands: nobody commits to it again.
        nonlocal revealed
        if quiz.told and not revealed:
            revealed = True
            box.fill(*box.children, *(_shown_or_said(part, words) for part in parts))

    quiz.observe(reveal)
    if shelf:
        shelf.hold(f"guess:{question_id}", quiz)
    return box


def _shown_or_said(part: Callable[[], object], words: Words) -> Part:
    """The part, or one sentence in its place: a fault in one must not hide the others."""
    try:
        return _shown(part())
    except Exception as error:
        logger.exception("A part behind a guess could not be shown.")
        said = what_to_mend(error)
        why = tag("small", " ", words("host.why"), " ", said) if said else Html()
        return Panel(html=tag("p", words("quiz.guess.broken"), why, class_="note"))


def _shown(part: object) -> Part:
    """A part of a lesson as it is; a worked step shows itself as HTML, a sentence as text."""
    if isinstance(part, Part):
        return part
    written = getattr(part, "_repr_html_", None)
    return Panel(html=Html(written()) if written else tag("p", str(part)))


def _panel(quiz: Quiz, page: Callable[[], Html]) -> Panel:
    panel = Panel(_handler(quiz))
    quiz.observe(lambda: panel.show(page(), _state(quiz)))
    return panel


def _last_time(quiz: Quiz, words: Words) -> Html:
    """That answers are from last time, with the way to start afresh, and which no longer fit."""
    if quiz.last_time is None:
        return _left_out(quiz, words)
    return join([came_back("quiz", quiz.last_time, date.today(), words), _left_out(quiz, words)])


def _left_out(quiz: Quiz, words: Words) -> Html:
    named = [stem for stem in quiz.left_out if stem]
    return left_out(named, words, unreadable=len(named) < len(quiz.left_out))


def _letters(catalogue: Catalogue, quiz: Quiz) -> dict[str, str]:
    question = quiz.question
    return letters_of(question, catalogue.options_of[question.question_id])


def _asked(catalogue: Catalogue, quiz: Quiz, words: Words, lettered: bool = True) -> Html:
    return view.asked(
        catalogue,
        quiz.question,
        quiz.options,
        quiz.chosen,
        words,
        quiz.asks_how_sure,
        view.missing(quiz.lacks if quiz.missing else (), words),
        _letters(catalogue, quiz) if lettered else {},
    )


def _told(
    catalogue: Catalogue, quiz: Quiz, words: Words, address: Address, lettered: bool = True
) -> Html:
    assert quiz.told
    where = address(quiz.question.question_id)
    letters = _letters(catalogue, quiz) if lettered else {}
    return view.told(catalogue, quiz.question, quiz.options, quiz.told, words, where, letters)


def _state(quiz: Quiz) -> dict[str, object]:
    """The values of the controls by name."""
    return {
        "choose": quiz.chosen[0] if quiz.chosen else "",
        "sure": "" if quiz.sure is None else str(quiz.sure),
        **{f"take:{o.option_id}": o.option_id in quiz.chosen for o in quiz.options},
    }


def _handler(quiz: Quiz) -> Handler:
    """What each control does; what no control of ours can have sent is left alone."""

    def handle(name: str, value: Any) -> None:
        kind, _, option_id = name.partition(":")
        number = count(value)
        if kind == "choose":
            quiz.choose(str(value), True)
        elif kind == "take":
            quiz.choose(option_id, value is True)
        elif kind in ("up", "down"):
            quiz.move(option_id, -1 if kind == "up" else 1)
        elif kind == "sure":
            quiz.be_sure(number)
        elif kind == "go":
            quiz.go_to(number)
        elif kind == "commit":
            quiz.commit()
        elif kind == "afresh" and quiz.last_time is not None:
            quiz.start_afresh()

    return handle
