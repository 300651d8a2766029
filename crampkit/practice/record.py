"""`Record`: what this learner has answered so far, kept in the journal, and what follows from it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cached_property

from crampkit.catalogue import SOMETHING_ELSE, Catalogue
from crampkit.catalogue.unfinished import unfinished_cases, unfinished_questions
from crampkit.observers import Observers
from crampkit.practice.calibration import Calibration, calibration
from crampkit.practice.desk import Desk, DeskInMemory
from crampkit.practice.encounter import UNSAFE_WAY, CaseCommitment, unsafe_way
from crampkit.practice.journal import Entry, Journal
from crampkit.practice.quiz import Commitment
from crampkit.practice.review import due, due_days, misdated
from crampkit.practice.siblings import as_families, sibling_to_meet
from crampkit.practice.sittings import Day, days_at_work
from crampkit.practice.spreadsheet import from_csv, to_csv

DANGERS = "red_flags"
"""The group of everything in which the right answer is to refer."""


@dataclass(frozen=True)
class GroupScore:
    """How often a learner was right in one group: a cause, *something else*, or a lesson on no one cause.

    `last_right` counts what was right the last time it was met: what was wrong once and right
    since is learnt.
    """

    group: str
    answers: int
    right: int
    items: int
    last_right: int

    @property
    def share_right(self) -> float:
        """The share of what was met, at least one thing, that was right the last time.

        >>> GroupScore("sun", 5, 2, 4, 3).share_right
        0.75
        """
        return self.last_right / self.items


class Record:
    """The journal, read once and then followed; every page of a lesson shares one.

    >>> from crampkit.practice.journal import JournalInMemory
    >>> from crampkit.practice.toy import toy_questions, toy_quiz
    >>> record = Record(toy_questions(), Journal(JournalInMemory()))
    >>> quiz = toy_quiz("single")
    >>> quiz.on_commit(record.note_question)
    >>> quiz.choose("yes", True)
    >>> quiz.be_sure(80)
    >>> quiz.commit()
    >>> [(entry.item, entry.right) for entry in record.entries]
    [('single', True)]
    """

    def __init__(self, catalogue: Catalogue, journal: Journal, desk: Desk | None = None) -> None:
        self.catalogue = catalogue
        self.journal = journal
        self._desk = desk or DeskInMemory()
        self._observers = Observers()
        self._read()
        journal.store.follow(self._take_in)

    def _read(self) -> None:
        kept = self.journal.read()
        self.entries = kept.entries
        self.unreadable = kept.unreadable

    def _take_in(self) -> None:
        self._read()
        self._observers()

    def observe(self, draw: Callable[[], None]) -> Callable[[], None]:
        """Draw now, and again after every change; what is returned ends that."""
        stop = self._observers.add(draw)
        draw()
        return stop

    @property
    def cases_decided(self) -> frozenset[str]:
        """The women the learner has decided on at least once."""
        return frozenset(entry.item for entry in self.entries if entry.kind == "case")

    @property
    def times_decided(self) -> int:
        """How often the learner has decided on a woman."""
        return sum(entry.kind == "case" for entry in self.entries)

    def last_time(self, case_id: str) -> Entry | None:
        """What was last decided on a woman, and said of her; None where she was never met."""
        own = (e for e in reversed(self.entries) if (e.kind, e.item) == ("case", case_id))
        return next(own, None)

    def times_answered(self, question_id: str) -> int:
        """How often the learner has answered a question."""
        own = ("question", question_id)
        return sum((entry.kind, entry.item) == own for entry in self.entries)

    @property
    def _marked(self) -> tuple[Entry, ...]:
        return marked(self.entries, self.catalogue)

    # ------------------------------------------------------------------ writing

    def note_question(self, commitment: Commitment) -> None:
        """Write down an answer to a question."""
        self._note(
            Entry(
                "question",
                commitment.question_id,
                commitment.chosen,
                commitment.sure,
                commitment.mark.right,
                commitment.mark.score,
                data_version=self._data_version,
            )
        )

    def note_case(self, commitment: CaseCommitment) -> None:
        """Write down a decision on a case; a right one with the safety check unfinished is a miss."""
        by_luck = unsafe_way(self.catalogue, commitment)
        right = commitment.right and not by_luck
        self._note(
            Entry(
                "case",
                commitment.case_id,
                commitment.cause_ids or (commitment.answer,),
                commitment.sure,
                right,
                float(right),
                asked=commitment.asked,
                stopped=commitment.stopped,
                miss=UNSAFE_WAY if by_luck else commitment.miss,
                data_version=self._data_version,
                sentence=commitment.said.sentence if commitment.said else "",
                ranked=commitment.said.ranked if commitment.said else (),
                speaks_for=commitment.for_,
                speaks_against=commitment.against,
                handed_over=commitment.lines,
            )
        )

    def note_marks(self, case_id: str, points: Iterable[int]) -> None:
        """Write down which of the three points a learner found in a sentence of one's own on a case."""
        chosen = tuple(str(number) for number in sorted(points))
        self._note(
            Entry("marks", case_id, chosen, None, None, None, data_version=self._data_version)
        )

    def _note(self, entry: Entry) -> None:
        self.journal.add(entry)
        self.entries += (entry,)
        self._observers()

    def read_again(self) -> None:
        """Take in what another open page has written, and try to write what is unsaved."""
        self.journal.save()
        self._take_in()

    def add_table(self, text: str) -> int:
        """Take over an exported table; returns how many entries were new.

        Raises `SpreadsheetError` with every row that is no entry; then nothing is taken over.
        """
        before = len(self.entries)
        known = {entry.id for entry in self.entries}
        self.journal.add_all(entry for entry in from_csv(text) if entry.id not in known)
        self._take_in()
        return len(self.entries) - before

    def as_table(self) -> str:
        """All entries as a table for a spreadsheet."""
        return to_csv(self.entries)

    def delete_everything(self) -> None:
        """Remove the journal, and all that lies on the desk. Raises `OSError` where it cannot be done."""
        self.journal.delete_everything()
        self._desk.clear()
        self._take_in()

    # ------------------------------------------------------------------ what follows

    def due(self, now: datetime | None = None) -> tuple[tuple[str, str], ...]:
        """The questions and cases that are due again, as kind and id, mixed.

        A woman comes back as a sibling, where she has one: the one not met, or met longest ago.
        """
        cases = self.catalogue.cases
        families = as_families(self._marked, cases)
        met = [entry.item for entry in self.entries if entry.kind == "case"]
        return tuple(
            (kind, sibling_to_meet(cases, item, met) if kind == "case" else item)
            for kind, item in due(families, self.groups, now or datetime.now(UTC))
        )

    def days_until_due(
        self, question_ids: Iterable[str], now: datetime | None = None
    ) -> Mapping[str, int]:
        """In how many days each of these questions that was answered comes back; 0 is today or overdue."""
        at = now or datetime.now(UTC)
        days, today = due_days(self._marked, at), at.astimezone().date()
        return {
            question_id: max((days["question", question_id] - today).days, 0)
            for question_id in question_ids
            if ("question", question_id) in days
        }

    def misdated(self) -> int:
        """How many answers have the date of a clock that was wrong."""
        return misdated(self.entries, datetime.now(UTC))

    def due_cases(self) -> tuple[str, ...]:
        """The ids of the cases that are due again."""
        return tuple(item for kind, item in self.due() if kind == "case")

    def days_at_work(self, now: datetime | None = None) -> tuple[Day, ...]:
        """The days on which something was answered, each with how long at least."""
        return days_at_work(self.entries, self.groups, now or datetime.now(UTC))

    def calibration(self) -> Calibration:
        """Calibration over all that was marked."""
        return calibration(self.entries)

    def group_scores(self) -> tuple[GroupScore, ...]:
        """How often the learner was right, by group, in the order of the causes and lessons."""
        by_group: dict[str, list[Entry]] = {}
        for entry in self._marked:
            group = self.groups.get((entry.kind, entry.item))
            if group is not None and entry.right is not None:
                by_group.setdefault(group, []).append(entry)
        found = []
        for group in dict.fromkeys([*self.catalogue.causes, *self.groups.values()]):
            if own := by_group.get(group):
                last = {(entry.kind, entry.item): bool(entry.right) for entry in own}
                right = sum(bool(entry.right) for entry in own)
                found.append(GroupScore(group, len(own), right, len(last), sum(last.values())))
        return tuple(found)

    def misses(self) -> Mapping[str, int]:
        """How often each kind of miss happened in cases, the commonest first."""
        counts: dict[str, int] = {}
        for entry in self.entries:
            if entry.miss:
                counts[entry.miss] = counts.get(entry.miss, 0) + 1
        return dict(sorted(counts.items(), key=lambda pair: -pair[1]))

    @cached_property
    def groups(self) -> Mapping[tuple[str, str], str]:
        """The group of each question and case of the set, by kind and id."""
        return groups_of(self.catalogue)

    @property
    def _data_version(self) -> str:
        entry = self.catalogue.local.get("data_version")
        return entry.value if entry else ""


def marked(entries: Iterable[Entry], catalogue: Catalogue) -> tuple[Entry, ...]:
    """All that can be right or wrong: a guess in the midst of a lesson is neither."""
    guesses = {q for q, row in catalogue.questions.items() if row.place == "guess"}
    return tuple(e for e in entries if e.kind != "question" or e.item not in guesses)


def groups_of(catalogue: Catalogue) -> Mapping[tuple[str, str], str]:
    """The group of each question and case of a set, by kind and id: a cause, or a lesson on no one.

    What is still to be written is in no group: it is given to no learner.
    """
    unwritten = unfinished_questions(catalogue)
    groups = {
        ("question", question_id): catalogue.lessons[question.lesson_id].cause_id
        or question.lesson_id
        for question_id, question in catalogue.questions.items()
        if question.lesson_id in catalogue.lessons and question_id not in unwritten
    }
    unfinished = unfinished_cases(catalogue)
    for case_id, case in catalogue.cases.items():
        if case_id in unfinished:
            continue
        if case.answer == "refer":
            groups["case", case_id] = DANGERS
        else:
            groups["case", case_id] = case.cause_ids[0] if case.cause_ids else SOMETHING_ELSE
    return groups
