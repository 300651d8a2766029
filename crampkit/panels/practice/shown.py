"""From shown to alone: a worked example, two cases that are partly done, and then the learner's own."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from crampkit.observers import Stop
from crampkit.panels.kit.panel import Panel
from crampkit.panels.practice.cases import CaseDesk
from crampkit.practice.encounter import Encounter
from crampkit.practice.kept import Shelf, mapping_of, name_of, wording
from crampkit.practice.kept_encounter import words_of_case
from crampkit.practice.session import Session
from crampkit.practice.showing import (
    STAGES,
    asked_already,
    first_stage,
    next_stage,
    shown_women,
    thoughts_on,
)
from crampkit.views.kit.markup import Html, join
from crampkit.views.practice import shown as view
from crampkit.words import Words

WORKED, ALONE = STAGES[0], STAGES[-1]


def _nothing() -> None:
    pass


class ShownDesk(CaseDesk):
    """A case desk that does less for the learner from woman to woman."""

    def __init__(self, session: Session, words: Words) -> None:
        self._set_up(session, words)
        self._first = ""  # Of each of these women it is kept what was asked.
        self._stop: Stop = _nothing
        self.step = 0
        self.stage = self._began_at = first_stage(session.catalogue, session.decided_on)
        self._begin()

    @property
    def _name(self) -> str:
        return STAGES[self.stage]

    @property
    def _is_own(self) -> bool:
        """Whether something of this stage is left to the learner."""
        return self._name not in (WORKED, ALONE)

    def _begin(self) -> None:
        """The woman of this stage, with what is done for the learner."""
        if not self._is_own:
            self._draw()
            return
        self._help()
        self._open(shown_women(self._catalogue)[self.stage])
        self._ask_already(self.encounter)

    def _help(self) -> None:
        self.in_full = self._name == "last_steps"
        self.intro = self.words(f"shown.{self._name}")

    def _ask_already(self, encounter: Encounter) -> None:
        for question_id in asked_already(self._catalogue, encounter.case.case_id, self.stage):
            encounter.ask(question_id)

    # -------------------------------------------------------------------------- kept beyond the page

    def kept(self) -> dict[str, Any] | None:
        """The stage, and how far the learner has come in it; None where nothing was pressed yet."""
        if self._is_own:
            return {**(super().kept() or {}), "stage": self._name}
        if (self.stage, self.step) == (self._began_at, 0):
            return None
        return {"stage": self._name, "step": self.step, **self._shown()}

    def in_part(self, rest: dict[str, Any], whole: Mapping[str, Any]) -> dict[str, Any] | None:
        """As of a case desk in a stage of one's own; else how far the learner has come, which is whole."""
        return super().in_part(rest, whole) if "asked" in whole else dict(whole)

    def cannot_wait(self) -> object:
        """The stage, and in a stage of one's own what a case desk says."""
        return self.stage, super().cannot_wait() if self._is_own else None

    def _shown(self) -> dict[str, str]:
        """The woman of the worked example, and what changes with the expert's thoughts about her."""
        if self._name == ALONE:
            return {}
        case_id = shown_women(self._catalogue)[0]
        return {
            "case": case_id,
            "woman": self._catalogue.cases[case_id].woman,
            "words": wording(words_of_case(self._catalogue, case_id), self._thoughts()),
        }

    def take_back(self, value: Any) -> tuple[str, ...]:
        """Go on where `kept` was; where other women are shown now, begin as the record says."""
        given = mapping_of(value)
        before, self.stage = self.stage, _stage_of(given)
        if not self._fits(given):
            self.stage = before
            self.left_out = (name_of(given.get("woman")),)
            self._draw()
            return self.left_out
        if self._is_own:
            self._help()
            return super().take_back(value)
        self._stop()
        self._stop = _nothing
        self.step = given["step"]
        self._draw()
        return ()

    def _fits(self, given: Mapping[str, Any]) -> bool:
        """Whether it was kept of the women who are shown now."""
        women, step = shown_women(self._catalogue), given.get("step")
        if given.get("stage") != self._name or not (self._name == ALONE or self.stage < len(women)):
            return False
        if self._is_own:
            case_id = women[self.stage]
            now = (case_id, words_of_case(self._catalogue, case_id))
            return (given.get("case"), given.get("words")) == now
        last = len(self._thoughts()) if self._name == WORKED else 1
        same = all(given.get(name) == now for name, now in self._shown().items())
        return same and type(step) is int and 0 <= step < last

    def _afresh(self) -> None:
        self._stop()
        self.last_time, self.left_out = None, ()
        case_id = self.encounter.case.case_id
        self._show(self.session.resume(case_id, (), self._ask_already))

    # -------------------------------------------------------------------------- what is done and shown

    def do(self, name: str, value: Any) -> None:
        """Carry out what a control says; before the first own case there are two."""
        if self._is_own:
            super().do(name, value)
        elif self._name == ALONE:
            return
        elif name == "more" and not self._is_last:
            self.step += 1
            self._draw()
        elif name == "next" and self._is_last:
            self._on(next_stage(self.stage, None))

    def _next(self) -> None:
        told = self.encounter.told
        if not told:
            return
        self._keep_marks()
        self._stop()
        self._on(next_stage(self.stage, told))

    def _on(self, stage: int) -> None:
        self.last_time, self.left_out, self.step, self.stage = None, (), 0, stage
        self._begin()

    def _thoughts(self) -> tuple[Any, ...]:
        return thoughts_on(self._catalogue, shown_women(self._catalogue)[0])

    @property
    def _is_last(self) -> bool:
        return self.step + 1 >= len(self._thoughts())

    def _draw(self) -> None:
        if self._is_own:
            super()._draw()
            return
        self.panel.show(join([self._last_time(), self._without_a_case()]), {})
        self._changed()

    def _without_a_case(self) -> Html:
        if self._name == ALONE:
            return view.alone(self.words)
        case = self._catalogue.cases[shown_women(self._catalogue)[0]]
        shown = self._thoughts()[: self.step + 1]
        return view.worked(self._catalogue, case, shown, self._is_last, self.words)


def _stage_of(given: Mapping[str, Any]) -> int:
    """The stage that was kept; the last one where none can be read."""
    name = given.get("stage")
    return STAGES.index(name) if name in STAGES else STAGES.index(ALONE)


def shown_panel(session: Session, words: Words, shelf: Shelf | None = None) -> Panel:
    """The panel of the worked example and of the cases that lead from it; kept on a shelf."""
    desk = ShownDesk(session, words)
    if shelf:
        shelf.hold("shown_first", desk)
    return desk.panel
