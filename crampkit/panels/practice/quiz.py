"""Questions on a page: commit and say how sure you are, then read why."""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

from crampkit.catalogue import Catalogue
from crampkit.panels.kit.panel import Box, Handler, Panel, Part, count, what_to_mend
from crampkit.practice import Quiz
from crampkit.practice.quiz import Commitment, guess_at
from crampkit.views.kit.markup import Html, tag
from crampkit.views.practice import quiz as view
from crampkit.words import Words

if TYPE_CHECKING:
    from crampkit.practice.record import Record

logger = logging.getLogger(__name__)


def quiz_panel(catalogue: Catalogue, quiz: Quiz, words: Words) -> Panel:
    """One question at a time, with the way to the others."""

    def page() -> Html:
        content = _told(catalogue, quiz, words) if quiz.told else _asked(catalogue, quiz, words)
        return view.paged(quiz.number, len(quiz), content, quiz.commitments, words)

    return _panel(quiz, page)


def first_thought(catalogue: Catalogue, quiz: Quiz, words: Words) -> Panel:
    """A question before the lesson: it is kept, and nothing is told yet."""

    def page() -> Html:
        if quiz.told:
            return view.kept(catalogue, quiz.question, quiz.options, quiz.told, words)
        return view.first(_asked(catalogue, quiz, words), words)

    return _panel(quiz, page)


def look_back(catalogue: Catalogue, quiz: Quiz, words: Words) -> Panel:
    """The first thought again, now with what is to be said about it."""

    def page() -> Html:
        if quiz.told:
            return view.first(_told(catalogue, quiz, words), words)
        return view.not_yet(words)

    return _panel(quiz, page)


def guess(
    catalogue: Catalogue,
    question_id: str,
    parts: Sequence[Callable[[], object]],
    words: Words,
    record: Record | None,
) -> Part:
    """A guess in the middle of a lesson: only when it stands do its truth and the parts appear.

    Raises `ValueError` where there is no such guess.
    """
    quiz = guess_at(catalogue, question_id)
    if record:
        quiz.on_commit(record.note_question)

    def page() -> Html:
        if quiz.told:
            return view.guessed(catalogue, quiz.question, quiz.options, quiz.told, words)
        return view.guess(_asked(catalogue, quiz, words), words)

    box = Box(_panel(quiz, page), classes=("crampkit-guess",))
    box.behind = tuple(parts)

    def reveal(_: Commitment) -> None:
        box.fill(*box.children, *(_shown_or_said(part, words) for part in parts))

    quiz.on_commit(reveal)
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


def _asked(catalogue: Catalogue, quiz: Quiz, words: Words) -> Html:
    return view.asked(
        catalogue,
        quiz.question,
        quiz.options,
        quiz.chosen,
        words,
        quiz.asks_how_sure,
        view.missing(quiz.lacks if quiz.missing else (), words),
    )


def _told(catalogue: Catalogue, quiz: Quiz, words: Words) -> Html:
    assert quiz.told
    return view.told(catalogue, quiz.question, quiz.options, quiz.told, words)


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

    return handle
