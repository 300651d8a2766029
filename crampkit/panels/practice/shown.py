"""From shown to alone: a worked example, two cases that are partly done, and then the learner's own."""

from __future__ import annotations

from typing import Any

from crampkit.panels.kit.panel import Panel
from crampkit.panels.practice.cases import CaseDesk
from crampkit.practice import Session
from crampkit.practice.showing import (
    STAGES,
    asked_already,
    first_stage,
    next_stage,
    shown_women,
    thoughts_on,
)
from crampkit.views.practice import shown as view
from crampkit.words import Words


class ShownDesk(CaseDesk):
    """A case desk that does less for the learner from woman to woman."""

    def __init__(self, session: Session, words: Words) -> None:
        self._set_up(session, words)
        self.stage = first_stage(session.catalogue, session.decided_on)
        self.step = 0
        self._begin()

    def _begin(self) -> None:
        """The woman of this stage, with what is done for the learner."""
        name = STAGES[self.stage]
        if name == "alone":
            self.panel.show(view.alone(self.words), {})
            return
        case_id = shown_women(self._catalogue)[self.stage]
        if name == "worked":
            self._show_worked(case_id)
            return
        self.in_full = name == "last_steps"
        self.intro = self.words(f"shown.{name}")
        self._open(case_id)
        for question_id in asked_already(self._catalogue, case_id, self.stage):
            self.encounter.ask(question_id)

    def _show_worked(self, case_id: str) -> None:
        thoughts = thoughts_on(self._catalogue, case_id)
        case = self._catalogue.cases[case_id]
        is_last = self.step + 1 >= len(thoughts)
        shown = thoughts[: self.step + 1]
        self.panel.show(view.worked(self._catalogue, case, shown, is_last, self.words), {})

    def do(self, name: str, value: Any) -> None:
        """Carry out what a control says; before the first own case there are two."""
        if STAGES[self.stage] == "alone":
            return
        if STAGES[self.stage] != "worked":
            super().do(name, value)
            return
        case_id = shown_women(self._catalogue)[0]
        steps = len(thoughts_on(self._catalogue, case_id))
        if name == "more" and self.step + 1 < steps:
            self.step += 1
            self._show_worked(case_id)
        elif name == "next" and self.step + 1 >= steps:
            self.stage = next_stage(self.stage, None)
            self._begin()

    def _next(self) -> None:
        told = self.encounter.told
        if not told:
            return
        self._keep_marks()
        self._stop()
        self.stage = next_stage(self.stage, told)
        self._begin()


def shown_panel(session: Session, words: Words) -> Panel:
    """The panel of the worked example and of the cases that lead from it."""
    return ShownDesk(session, words).panel
