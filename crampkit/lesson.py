"""`LessonDesk`: what one lesson puts before a learner, part by part; it contains no logic."""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property
from typing import TYPE_CHECKING

from crampkit.case import Case
from crampkit.catalogue import AuthorError, Catalogue, Lesson
from crampkit.catalogue.asked import row_of
from crampkit.catalogue.unfinished import (
    but_for_unfinished,
    is_unfinished,
    unfinished_questions,
)
from crampkit.observers import Later, at_once
from crampkit.practice.again import Address, nowhere
from crampkit.practice.desk import DeskInMemory
from crampkit.practice.kept import Shelf
from crampkit.practice.quiz import Quiz
from crampkit.words import Words

if TYPE_CHECKING:
    from crampkit.panels.explorer.state import ExplorerState
    from crampkit.panels.kit.panel import Part
    from crampkit.practice.record import Record
    from crampkit.views.kit.markup import Html
    from crampkit.views.kit.tables import Step


class LessonDesk:
    """One lesson, named by its id in `lessons.csv`; its parts share one case and one set of answers.

    What is committed to goes to `record`, where there is one; what would be lost is kept on `shelf`.
    `address` says where the answer to a question is taught.
    Raises `AuthorError` where there is no such lesson.
    """

    def __init__(
        self,
        catalogue: Catalogue,
        words: Words,
        lesson_id: str,
        record: Record | None = None,
        later: Later = at_once,
        shelf: Shelf | None = None,
        address: Address = nowhere,
    ) -> None:
        self.catalogue = catalogue
        self.words = words
        self.record = record
        self._later = later
        self._shelf = shelf or Shelf(DeskInMemory(), lesson_id, later)
        self._address = address
        self.row: Lesson = row_of(catalogue.lessons, lesson_id, "lessons.csv", "lesson")
        if not is_unfinished(catalogue, lesson_id):
            self.catalogue = but_for_unfinished(catalogue)

    @property
    def case(self) -> Case:
        """The case whose findings are toggled: what was answered is in `lesson.case.findings`."""
        return self._explorer.case

    @property
    def cause_id(self) -> str:
        """The cause it teaches. Raises `AuthorError` for a lesson on no single cause."""
        return self._has(self.row.cause_id, "cause_id")

    @property
    def look_alike_id(self) -> str:
        return self._has(self.row.look_alike, "look_alike")

    @property
    def example_id(self) -> str:
        return self._has(self.row.example_id, "example_id")

    def _has(self, value: str, column: str) -> str:
        if not value:
            raise AuthorError(
                f"lessons.csv, '{self.row.lesson_id}': {column} is empty; fill it to show this part"
            )
        return value

    # ------------------------------------------------------------------ the woman, and a first thought

    def story(self) -> Part:
        """The woman of the lesson, in her own words; above it, whether the lesson is finished."""
        from crampkit.panels.explorer import parts

        story = parts.story(self._explorer, self.example_id)
        if not is_unfinished(self.catalogue, self.row.lesson_id):
            return story
        from crampkit.panels.kit.panel import Box
        from crampkit.views.lesson.lesson import unfinished

        return Box(self._shown(unfinished(self.words)), story)

    def first_thought(self) -> Part:
        """What does the learner think before she reads on? Kept, and not yet explained."""
        from crampkit.panels.practice.quiz import first_thought

        return first_thought(self.catalogue, self._first_thought, self.words)

    def guess(self, question_id: str, *parts: Callable[[], object]) -> Part:
        """A guess to enter and keep; the parts (named without brackets) appear beside it afterwards."""
        from crampkit.panels.practice.quiz import guess

        return guess(self.catalogue, question_id, parts, self.words, self.record, self._shelf)

    def look_back(self) -> Part:
        """The first thought again, now explained."""
        from crampkit.panels.practice.quiz import look_back

        return look_back(self.catalogue, self._first_thought, self.words, self._address)

    # ------------------------------------------------------------------ what happens in the body, and where

    def what_seeing_says(self) -> Part:
        """Its commonest finding: how much it says, and how little once many others have it too."""
        from crampkit.panels.figures.figures import what_seeing_says

        figure = what_seeing_says(self._explorer, self.cause_id)
        self._shelf.hold("what_seeing_says", figure)
        return figure

    def body_map(self) -> Part:
        """Where the cause is felt and seen, and what pointing at a place sets."""
        from crampkit.panels.explorer.body_map import body_map

        return body_map(
            self._answered_explorer,
            self.cause_id,
            lambda pointing: self._shelf.hold("body_map", pointing),
        )

    # ------------------------------------------------------------------ what the tables say

    def features(self) -> Part:
        """How common each finding is with this cause and without it, and what that rests on."""
        from crampkit.views.lesson.lesson import features_table

        return self._shown(features_table(self.catalogue, self.cause_id, self.words))

    def look_alike(self) -> Step:
        """What tells this cause from its look-alike: the findings with the widest gap, worked out."""
        from crampkit.views.lesson.lesson import look_alike

        return look_alike(self.catalogue, self.cause_id, self.look_alike_id, self.words)

    def red_flags(self, *tiers: str, piece: tuple[int, int] = (1, 1)) -> Part:
        """The dangers of this lesson, each with its signs, how fast to act, and what to do.

        Where tiers are named these alone; of a `piece`, as (1, 2), the first of two.
        """
        from crampkit.views.lesson.lesson import red_flags_of_lesson

        flags = self.catalogue.flags
        wanted = [one for one in self.row.flag_ids if not tiers or flags[one].tier in tiers]
        return self._shown(red_flags_of_lesson(self.catalogue, wanted, self.words, piece))

    def dangers(self) -> Part:
        """Every danger of the set, the most urgent first; to search and to print."""
        from crampkit.views.lesson.dangers import dangers

        return self._shown(dangers(self.catalogue, self.words))

    def signs(self) -> Part:
        """Every danger sign under the spoken question that looks for it."""
        from crampkit.views.lesson.dangers import signs

        return self._shown(signs(self.catalogue, self.words))

    def article_and_evidence(self, *, piece: tuple[int, int] = (1, 1)) -> Part:
        """What the article says beside what better sources say, each with its strength; or a piece of it."""
        from crampkit.views.lesson.lesson import article_and_evidence

        shown = article_and_evidence(self.catalogue, self.cause_id, self.words, piece)
        return self._shown(shown)

    def management(self, *kinds: str, piece: tuple[int, int] = (1, 1)) -> Part:
        """Do, do not, refer when; where any is named these alone, and of a `piece` its part of each."""
        from crampkit.views.lesson.lesson import GUIDANCE, management

        return self._shown(
            management(self.catalogue, self.cause_id, self.words, kinds or GUIDANCE, piece)
        )

    def card(self) -> Part:
        """The illness script on one card, which prints on one page."""
        from crampkit.views.kit.markup import more
        from crampkit.views.lesson.card import card

        # Once she has said it from memory: all that it holds stands open above it.
        shown = card(self.catalogue, self.cause_id, self.words)
        return self._shown(more(self.words("lesson.card.open"), shown))

    def sources(self) -> Part:
        """Every source of this lesson."""
        from crampkit.views.lesson.lesson import sources_of_lesson

        return self._shown(sources_of_lesson(self.catalogue, self.row.lesson_id, self.words))

    def _shown(self, html: Html) -> Part:
        from crampkit.panels.kit.panel import Panel

        return Panel(html=html)

    # ------------------------------------------------------------------ try it

    def toggle_and_see(self) -> Part:
        """Her answers to toggle, and how this cause and its look-alike move."""
        from crampkit.panels.lesson.toggle import toggle_and_see

        return toggle_and_see(
            self._answered_explorer,
            self.cause_id,
            self.look_alike_id,
            self.example_id,
            self.row.lesson_id,
        )

    # ------------------------------------------------------------------ questions

    def check_yourself(self) -> Part:
        """The questions at the end: commit and say how sure you are, then read why."""
        return self._quiz("check")

    def drill(self) -> Part:
        """Many short questions in a row."""
        return self._quiz("drill")

    def _quiz(self, place: str) -> Part:
        from crampkit.panels.practice.quiz import quiz_panel

        quiz = self._questions(place)
        self._shelf.hold(place, quiz)
        return quiz_panel(self.catalogue, quiz, self.words, self.record, self._address)

    def _questions(self, place: str, most: int | None = None) -> Quiz:
        """What is still to be written is left out; where nothing else is there, it is not kept."""
        questions = self.catalogue.questions_at(self.row.lesson_id, place)
        waiting = unfinished_questions(self.catalogue)
        written = tuple(q for q in questions if q.question_id not in waiting)
        quiz = Quiz(self.catalogue, (written or questions)[:most])
        if self.record and written:
            quiz.on_commit(self.record.note_question)
        return quiz

    @cached_property
    def _first_thought(self) -> Quiz:
        quiz = self._questions("first_thought", most=1)
        self._shelf.hold("first_thought", quiz)
        return quiz

    @cached_property
    def _answered_explorer(self) -> ExplorerState:
        """The same, where it can be answered: what is answered is kept."""
        from crampkit.panels.explorer.kept_state import KeptExplorer

        self._shelf.hold("case", KeptExplorer(self._explorer))
        return self._explorer

    @cached_property
    def _explorer(self) -> ExplorerState:
        """The lesson's own case, over its cause and the look-alike alone."""
        from crampkit.panels.explorer.state import ExplorerState

        causes = [cause_id for cause_id in (self.row.cause_id, self.row.look_alike) if cause_id]
        limited = self.catalogue.limited_to(causes) if causes else self.catalogue
        return ExplorerState(Case(limited), self.words, self._later)
