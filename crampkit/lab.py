"""`Lab`: the notebooks' one door. It puts the parts together and contains no logic."""

from __future__ import annotations

from collections.abc import Callable, Collection
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from crampkit import hosts
from crampkit.case import Case
from crampkit.catalogue.asked import row_of
from crampkit.catalogue.unfinished import finished, unfinished_cases, with_signs_to_act_on
from crampkit.words import words_of

if TYPE_CHECKING:
    from pandas import DataFrame

    from crampkit.lesson import LessonDesk
    from crampkit.panels.explorer.state import ExplorerState
    from crampkit.panels.kit.moving import Moving
    from crampkit.panels.kit.panel import Part
    from crampkit.practice.desk import Desk
    from crampkit.practice.kept import Keepable, Shelf
    from crampkit.practice.record import Record
    from crampkit.practice.session import Session
    from crampkit.views.explorer.readout import Readout
    from crampkit.views.kit.tables import Said, Step
    from crampkit.views.lesson.steps import Steps


class Lab:
    """One learner's desk: a case that every part shown shares.

    `data` names another folder of CSV files than the set's own, `language` another language for the
    interface than `CRAMPKIT_LANGUAGE` does, or English. Raises `CatalogueError`, which names every
    problem, where they cannot be used.

    >>> Lab().shared_case.findings
    mappingproxy({})
    """

    def __init__(self, data: str | Path | None = None, language: str | None = None) -> None:
        self._data = data
        self.catalogue = with_signs_to_act_on(hosts.here().catalogue(data, language))
        self.words = words_of(self.catalogue)
        self._finished = finished(self.catalogue)
        self.shared_case = Case(self._finished)
        self._next_cases = 0
        self._charts = 0
        hosts.here().begin(self.words)

    @cached_property
    def _explorer(self) -> ExplorerState:
        from crampkit.panels.explorer.state import ExplorerState

        return ExplorerState(self.shared_case, self.words, hosts.here().later)

    @cached_property
    def _answered_explorer(self) -> ExplorerState:
        """The same, where it can be answered: what is answered is kept."""
        from crampkit.panels.explorer.kept_state import KeptExplorer

        self._shelf.hold("case", KeptExplorer(self._explorer))
        self._explorer.hold_chart = lambda one: self._hold_chart("charts", one)
        return self._explorer

    @cached_property
    def _shelf(self) -> Shelf:
        from crampkit.practice.kept import Shelf

        host = hosts.here()
        return Shelf(self._desk, host.place(), host.later)

    @cached_property
    def _desk(self) -> Desk:
        return hosts.here().desk(self.words)

    @property
    def differential(self) -> Readout:
        """The answer as a plain value: what the case that all parts share amounts to just now.

        Read only, and not kept up to date: ask again after a change. Where a danger sign is present it
        says so, and ranks nothing.
        """
        from crampkit.views.explorer.readout import readout
        from crampkit.views.explorer.safety import aged

        explorer, case = self._explorer, self.shared_case
        return readout(
            explorer.catalogue,
            explorer.differential,
            self.words,
            left=explorer.safety_left,
            unexplained=explorer.unexplained,
            looked=case.looked,
            aged=aged(self.catalogue, self.words, date.today()),
        )

    def table(self) -> DataFrame:
        """The same as a pandas table, one row a cause; with a danger sign, one row a danger.

        Raises `NoPandasError` where there is no pandas, as in a page.
        """
        from crampkit.views.explorer.readout import NoPandasError

        try:
            import pandas
        except ImportError:
            raise NoPandasError from None
        return pandas.DataFrame(self.differential.records())

    def lesson(self, lesson_id: str) -> LessonDesk:
        """One lesson by its id in `lessons.csv`, with a case of its own."""
        from crampkit.lesson import LessonDesk

        return LessonDesk(
            self.catalogue,
            self.words,
            lesson_id,
            self.record,
            hosts.here().later,
            self._shelf.of(lesson_id),
            hosts.here().address,
        )

    def load_example(self, example_id: str) -> None:
        """Take over the answers of one of the example stories into the case that all parts share."""
        self.shared_case.load_example(example_id)

    def case(self, case_id: str) -> Part:
        """One woman to practise on, named by her id in `cases.csv`: ask, decide, then read why."""
        from crampkit.panels.practice.cases import case_panel

        row_of(self.catalogue.cases, case_id, "cases.csv", "case")
        if case_id in unfinished_cases(self.catalogue):
            from crampkit.panels.practice.cases import preview

            return preview(self.catalogue, case_id, self.words)
        return case_panel(self.session, case_id, self.words, self._shelf)

    def first_case(self, case_id: str) -> Part:
        """The woman whom the address asks for (`crampkit open --case`), else this one."""
        asked = hosts.here().case()
        return self.case(asked if asked in self.catalogue.cases else case_id)

    def shown_first(self) -> Part:
        """From shown to alone: a worked example, then two women of whom less and less is done for you."""
        from crampkit.panels.practice.shown import shown_panel

        return shown_panel(self.session, self.words, self._shelf)

    def next_case(self) -> Part:
        """The woman to practise on next: not met in this session, and of another kind than the last."""
        from crampkit.panels.practice.cases import case_panel

        self._next_cases += 1
        name = f"next_case:{self._next_cases}"
        return case_panel(self.session, self.session.next_case(), self.words, self._shelf, name)

    def say(self, sentence: str) -> Said:
        """A sentence worked out in a lesson, shown as one."""
        from crampkit.views.kit.tables import Said

        return Said(self.words.in_own_language(sentence))

    def accuracy(self) -> Said:
        """The program beside the hand-written answers of the cases: a sentence of totals."""
        from crampkit.views.practice.agreement import agreement_sentence

        return self.say(agreement_sentence(self.catalogue, self.words))

    def accuracy_card(self) -> Step:
        """The same, and by name each miss in a woman this learner has decided on."""
        from crampkit.views.practice.agreement import agreement_card

        return agreement_card(self.catalogue, self.words, self.record.cases_decided)

    def guess(self, question_id: str, *parts: Callable[[], object]) -> Part:
        """A guess to enter and keep; the parts (named without brackets) appear beside it afterwards."""
        from crampkit.panels.practice.quiz import guess

        return guess(self.catalogue, question_id, parts, self.words, self.record, self._shelf)

    @cached_property
    def session(self) -> Session:
        """The cases of this session; every decision on one is told to its `on_commit`."""
        from crampkit.practice.own_lines import OwnLines
        from crampkit.practice.session import Session

        record = self.record
        session = Session(
            self._finished,
            record.due_cases,
            lambda: record.times_decided,
            record.last_time,
            record.note_marks,
            OwnLines(self._desk),
            lambda: record.cases_decided,
        )
        session.on_commit(record.note_case)
        return session

    @cached_property
    def record(self) -> Record:
        """What this learner has answered so far, in a journal of her own on this computer."""
        from crampkit.practice.journal import Journal
        from crampkit.practice.record import Record

        return Record(self.catalogue, Journal(hosts.here().journal(self.words)), self._desk)

    def due(self) -> Part:
        """The questions and women that are due again."""
        from crampkit.panels.practice.progress import due

        return due(self.record, self.words, self._shelf, hosts.here().address)

    def progress(self) -> Part:
        """Calibration, and how right by cause and by kind of miss."""
        from crampkit.panels.practice.progress import progress

        return progress(self.record, self.words)

    def record_on_paper(self) -> Part:
        """Dates, minutes, lessons and calibration to print, with room for a reflection."""
        from crampkit.panels.practice.progress import on_paper

        return on_paper(self.record, self.words)

    def journal(self) -> Part:
        """Where the journal lies; save it as a table, take one over, delete everything."""
        from crampkit.panels.practice.progress import journal

        return journal(self.record, self.words)

    def your_place(self) -> Part:
        """A form for the numbers, pathways and ranges of one's own place (`local.csv`)."""
        from crampkit.panels.practice.your_place import your_place

        return your_place(hosts.here().own_place(self._data), self.words)

    def explorer(self, lesson_id: str = "") -> Part:
        """Everything: safety check, checklist, ranking, reasons, next question, charts.

        With the id of a lesson, what that lesson sets to try stands above it.
        """
        from crampkit.panels.explorer.explorer import explorer_box

        return explorer_box(self._answered_explorer, lesson_id)

    def safety_check(self) -> Part:
        """The safety check that comes before any cause, said aloud line by line."""
        return self._parts.safety_check(self._answered_explorer)

    def safety_first(self, lesson_id: str = "") -> Part:
        """The same beside the order of the causes, which waits for it.

        With the id of a lesson, what that lesson sets to try stands above it.
        """
        from crampkit.panels.explorer.explorer import safety_first

        return safety_first(self._answered_explorer, lesson_id)

    def checklist(self, only: Collection[str] | None = None) -> Part:
        """The findings to ask, see and test; `only` limits it to some."""
        return self._parts.checklist(self._answered_explorer, only)

    def ranking(self) -> Part:
        """The causes in order, or what a red flag puts in their place."""
        return self._parts.ranking(self._answered_explorer)

    def why(self) -> Part:
        """Each answer's contribution for and against one cause."""
        return self._parts.why(self._answered_explorer)

    def next_question(self) -> Part:
        """What to ask next, and why."""
        return self._parts.next_question(self._answered_explorer)

    def what_would_change(self) -> Part:
        """What would put another cause first, and how robust it is that the first one leads."""
        return self._parts.what_would_change(self._answered_explorer)

    def toolbar(self) -> Part:
        """Undo, start again, examples, copy and paste, print."""
        return self._parts.toolbar(self._answered_explorer)

    def glossary(self) -> Part:
        """Every term with its meaning."""
        return self._parts.glossary(self._explorer)

    def story(self, example_id: str) -> Part:
        """One woman's story in her own words; her answers are not filled in."""
        return self._parts.story(self._explorer, example_id)

    def stamp(self) -> Part:
        """Not a medical device; which data these are; reviewed by whom."""
        return self._parts.stamp(self._explorer)

    def evidence_chart(self) -> Part:
        """What each answer does to the cause that is picked, as a chart, a sentence and a table."""
        from crampkit.panels.explorer.charts import evidence_chart

        return self._on_request("charts.evidence", lambda: evidence_chart(self._explorer))

    def map(self) -> Part:
        """All causes and all findings, as a chart, a sentence and a table."""
        from crampkit.panels.explorer.charts import map_chart

        return self._on_request("charts.map", lambda: map_chart(self._explorer))

    def steps(self, cause_id: str) -> Steps:
        """The arithmetic for one cause on the answers as they are now, a step at a time."""
        from crampkit.views.lesson.steps import Steps

        return Steps(self.catalogue, self.words, self.shared_case.findings, cause_id)

    def nomogram(self, cause_id: str) -> Part:
        """From before the answers to after, for one cause against something else."""
        from crampkit.panels.figures.nomogram import nomogram

        steps = self.steps(cause_id)
        return self._on_request("nomogram.name", lambda: nomogram(steps))

    def women(self, cause_id: str, finding_id: str) -> Part:
        """10,000 women: who has the cause, and who says yes to one finding."""
        from crampkit.panels.figures.nomogram import women

        row_of(self.catalogue.causes, cause_id, "causes.csv", "cause")
        row_of(self.catalogue.findings, finding_id, "findings.csv", "finding")
        return self._on_request(
            "women.caption", lambda: women(self._explorer, cause_id, finding_id)
        )

    def calcium_balance(self) -> Part:
        """What she takes up from food and what the baby takes up, by trimester."""
        return self._moved("calcium_balance", self._figures.calcium_balance(self._explorer))

    def vein_pressure(self) -> Part:
        """The womb on the great vein: drawn by position and trimester, with what was measured."""
        return self._moved("vein_pressure", self._figures.vein_pressure(self._explorer))

    def adjusted_calcium(self) -> Part:
        """Total calcium and albumin to move, the adjusted figure, and where the calcium is."""
        return self._moved("adjusted_calcium", self._figures.adjusted_calcium(self._explorer))

    def hundred_women(self, finding_id: str) -> Part:
        """A test in 100 who have something and 100 who have not, as icons."""
        women = self._figures.hundred_women(self._explorer, finding_id)
        return self._moved(f"hundred_women:{finding_id}", women)

    def where_clots_lie(self) -> Part:
        """Which leg a clot is in, and which part of it, as icons of 100 women."""
        return self._clots.where_clots_lie(self._explorer)

    def clots_by_points(self) -> Part:
        """How many women had a clot by their LEFt points, each with its 95 % range."""
        return self._clots.clots_by_points(self._explorer)

    def telling_apart(self) -> Part:
        """Every pair of causes: how well they can be told apart, by how much is known."""
        from crampkit.panels.lesson.contrast import telling_apart

        return self._on_request(
            "figure.apart.title",
            lambda: self._moved("telling_apart", telling_apart(self._explorer)),
        )

    def contrast(self, one: str = "", other: str = "") -> Part:
        """Two causes to choose, the widest gaps between them, and how well they can be told apart."""
        from crampkit.panels.lesson.contrast import contrast

        return self._moved(f"contrast:{one}:{other}", contrast(self._explorer, one, other))

    def pair(self, one: str, other: str) -> Step:
        """Two causes: of 100 imagined women with either, how often the right one comes first."""
        from crampkit.views.lesson.telling_apart import apart_pair

        return apart_pair(self.catalogue, one, other, self.words)

    def forest(self, *kinds: str) -> Part:
        """The trials of these kinds of outcome, or of all, as forest plots; nothing is pooled."""
        from crampkit.panels.figures.trials import forest

        return forest(self._explorer, kinds)

    def one_trial(self, trial_id: str) -> Part:
        """The women of one trial as icons, its ratio and interval, and a few women to move."""
        from crampkit.panels.figures.trials import one_trial

        return self._moved(f"one_trial:{trial_id}", one_trial(self._explorer, trial_id))

    def cramps_by_trimester(self) -> Part:
        """How common cramps and restless legs are in each trimester, as counted in surveys."""
        from crampkit.panels.figures.trials import cramps_by_trimester

        return self._on_request(
            "figure.by_trimester.title", lambda: cramps_by_trimester(self._explorer)
        )

    def _moved(self, name: str, figure: Moving) -> Part:
        """A figure whose controls come back to where they stood."""
        self._shelf.hold(name, figure)
        return figure

    def _on_request(self, title: str, draw: Callable[[], Part]) -> Part:
        from crampkit.panels.kit.chart import on_request

        self._charts += 1
        name = f"chart:{self._charts}:{title}"
        return on_request(
            self.words, self.words(title), draw, lambda one: self._hold_chart(name, one)
        )

    def _hold_chart(self, name: str, chart: Keepable) -> None:
        """A chart opens again where it was open, when the host has room for it."""
        from crampkit.practice.in_turn import InTurn

        self._shelf.hold(name, InTurn(chart, hosts.here().chart_comes_back))

    @property
    def _parts(self):  # type: ignore[no-untyped-def]  # A module: imported when a part is first shown.
        from crampkit.panels.explorer import parts

        return parts

    @property
    def _figures(self):  # type: ignore[no-untyped-def]  # A module, as above.
        from crampkit.panels.figures import figures

        return figures

    @property
    def _clots(self):  # type: ignore[no-untyped-def]  # A module, as above.
        from crampkit.panels.figures import clots

        return clots
