"""A learner's own page: what is due, calibration, scores by group, and the journal."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from crampkit.panels.kit.panel import Box, Panel, Part
from crampkit.panels.practice.quiz import quiz_panel
from crampkit.practice.again import Address, nowhere
from crampkit.practice.handed_in import hand_in
from crampkit.practice.kept import Shelf
from crampkit.practice.quiz import Drafts, Quiz
from crampkit.practice.record import Record
from crampkit.practice.spreadsheet import SpreadsheetError
from crampkit.views.kit.markup import Html, join
from crampkit.views.practice import progress as view
from crampkit.words import Words

AT_ONCE = 12
"""So many due questions in one session; the others wait for the next."""


def due(
    record: Record, words: Words, shelf: Shelf | None = None, address: Address = nowhere
) -> Part:
    """What is due again; the questions can be answered on the spot."""
    listed = Panel()
    waiting = record.due()

    def page() -> Html:
        return view.due_list(record.catalogue, record.due(), record.misdated(), words)

    record.observe(lambda: listed.show(page()))
    questions = [record.catalogue.questions[item] for kind, item in waiting if kind == "question"]
    if not questions:
        return listed
    # In another order than the last time: what is asked is what an answer says, not where it stood.
    quiz = Quiz(record.catalogue, questions[:AT_ONCE], record.times_answered)
    quiz.on_commit(record.note_question)
    if shelf:
        shelf.hold("due", Drafts(quiz))
    # Without letters: what is remembered is the answer, and not where it stood.
    return Box(
        listed,
        quiz_panel(
            record.catalogue, quiz, words, record, address, record.times_answered, lettered=False
        ),
    )


def progress(record: Record, words: Words) -> Panel:
    """Calibration, and how right by cause and by kind of miss."""

    def page() -> Html:
        return join(
            [
                view.calibration_part(record.calibration(), words),
                view.strengths_part(
                    record.catalogue, record.group_scores(), record.misses(), words
                ),
            ]
        )

    panel = Panel()
    record.observe(lambda: panel.show(page()))
    return panel


def on_paper(record: Record, words: Words) -> Panel:
    """The learner's record to print, with room for her reflection."""

    def page() -> Html:
        return view.on_paper(record.catalogue, record.days_at_work(), record.calibration(), words)

    panel = Panel()
    record.observe(lambda: panel.show(page()))
    return panel


def journal(record: Record, words: Words) -> Panel:
    """Where the journal lies, and to save, take over or delete it."""
    keeping = JournalPanel(record, words)
    panel = Panel(keeping.do)
    keeping.draw = lambda: panel.show(keeping.page())
    record.observe(lambda: keeping.draw())
    return panel


class JournalPanel:
    """What was asked and said about the journal; deleting is asked twice."""

    def __init__(self, record: Record, words: Words) -> None:
        self.record = record
        self.words = words
        self.asked = 0
        self.message = ""
        self.draw: Callable[[], None] = lambda: None

    def do(self, name: str, value: Any) -> None:
        self.message = ""
        if name == "delete":
            self._delete()
        elif name == "import" and isinstance(value, str):
            self._take_over(value)
        elif name == "save":
            self.record.read_again()
        if name != "delete":
            self.asked = 0
        self.draw()

    def _delete(self) -> None:
        self.asked += 1
        if self.asked <= 2:
            return
        self.asked = 0
        try:
            self.record.delete_everything()
            self.message = self.words("journal.deleted")
        except OSError as error:
            problem = self.words.in_own_language(error.strerror or str(error))
            self.message = self.words("journal.not_deleted", problem=problem)

    def _take_over(self, text: str) -> None:
        try:
            new = self.record.add_table(text)
            self.message = self.words.plural("journal.imported", new)
        except SpreadsheetError as error:
            told = self.words.in_own_language("; ".join(error.problems[:3]))
            self.message = self.words("journal.not_imported", problem=told)

    def page(self) -> Html:
        record = self.record
        where = record.journal.store.whereabouts
        problem = record.journal.problem
        answers = sum(entry.kind != "marks" for entry in record.entries)
        return view.keeping(
            answers,
            self.words.plural(where.key, answers, **where.gaps),
            self.words(problem) if problem in self.words else self.words.in_own_language(problem),
            len(record.journal.unsaved),
            record.unreadable,
            record.as_table(),
            hand_in(record.catalogue, record.entries),
            self.asked,
            self.message,
            self.words,
        )
