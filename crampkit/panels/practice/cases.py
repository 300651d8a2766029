"""A case on a page: ask in any order, stop at any moment, decide, and only then read why."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from crampkit.catalogue import Catalogue
from crampkit.panels.kit.panel import Panel, count
from crampkit.practice import Session, feedback
from crampkit.practice.encounter import is_question
from crampkit.practice.suggesting import ask_next
from crampkit.views.kit.markup import Html, tag
from crampkit.views.practice import case_told as told_view
from crampkit.views.practice import cases as view
from crampkit.words import Words


@dataclass(frozen=True)
class Draft:
    """What stands on the form of a decision before it is committed."""

    answer: str = ""
    cause_ids: frozenset[str] = frozenset()
    for_: frozenset[str] = frozenset()
    against: frozenset[str] = frozenset()
    sure: int | None = None
    danger: str = ""
    how_fast: str = ""


class CaseDesk:
    """The case that is shown, and the form that is being filled in; `panel` draws both."""

    def __init__(self, session: Session, case_id: str, words: Words) -> None:
        self.session = session
        self.words = words
        self.panel = Panel(self.do, classes=("crampkit-case",))
        self._open(case_id)

    def _open(self, case_id: str) -> None:
        self.draft = Draft()
        self.encounter = self.session.open(case_id)
        self._stop = self.encounter.observe(self._draw)

    def do(self, name: str, value: Any) -> None:
        """Carry out what a control says; what no control of ours can have sent is left alone."""
        kind, _, target = name.partition(":")
        if kind == "next":
            self._next()
        elif self.encounter.told:
            return
        elif kind == "ask" and isinstance(value, str) and is_question(self._catalogue, value):
            self.encounter.ask(value)
        elif kind == "stop":
            self.encounter.stop_and_refer()
        elif kind == "decide":
            self.encounter.decide()
        elif kind == "ask_more":
            self.encounter.ask_more()
        elif kind == "commit":
            self._commit()
        else:
            self._fill_in(kind, target, value)

    @property
    def _catalogue(self) -> Catalogue:
        return self.session.catalogue

    def _next(self) -> None:
        if not self.encounter.told:
            return
        self._stop()
        self._open(self.session.next_case())

    def _commit(self) -> None:
        draft = self.draft
        self.encounter.commit(
            draft.answer,
            draft.cause_ids,
            draft.for_,
            draft.against,
            draft.sure,
            draft.danger,
            draft.how_fast,
        )

    def _fill_in(self, kind: str, target: str, value: Any) -> None:
        draft = self.draft
        if kind == "answer":
            self.draft = replace(draft, answer=str(value))
        elif kind == "danger":
            self.draft = replace(draft, danger=str(value))
        elif kind == "how_fast":
            self.draft = replace(draft, how_fast=str(value))
        elif kind == "sure":
            self.draft = replace(draft, sure=count(value) or None)
        elif kind == "cause":
            self.draft = replace(draft, cause_ids=_set(draft.cause_ids, target, value))
        elif kind == "for":
            # A finding speaks for the learner's answer or against it, not both.
            against = draft.against - {target} if value is True else draft.against
            self.draft = replace(draft, for_=_set(draft.for_, target, value), against=against)
        elif kind == "against":
            for_ = draft.for_ - {target} if value is True else draft.for_
            self.draft = replace(draft, against=_set(draft.against, target, value), for_=for_)
        else:
            return
        self.encounter.missing = ""  # It was said of what was chosen before.
        self._draw()

    # -------------------------------------------------------------------------- what is shown

    def _draw(self) -> None:
        self.panel.show(self._page(), self._state())

    def _page(self) -> Html:
        encounter, words = self.encounter, self.words
        if encounter.phase == "told":
            told = told_view.told(self._catalogue, feedback(encounter), words)
            content = [_columns(told, self._heard())]
        elif encounter.phase == "asking":
            to_ask = view.asking(self._catalogue, encounter.log, encounter.tests_open, words)
            content = [_columns(self._heard(), to_ask, "talking"), self._bar()]
        else:
            form = view.decision(
                self._catalogue,
                encounter.log,
                encounter.phase == "stopping",
                self._message(),
                words,
            )
            content = [_columns(form, self._heard()), self._bar()]
        return view.case_page(
            encounter.case,
            words,
            *content,
            phase=encounter.phase,
            starts_here=encounter.phase == "asking",
            safety=None if encounter.told else self._safety(),
        )

    def _heard(self) -> Html:
        # After the decision, costs are a part of what is told.
        costs = () if self.encounter.told else self.encounter.costs
        return view.heard(self._catalogue, self.encounter.log, costs, self.words)

    def _bar(self) -> Html:
        encounter = self.encounter
        ready = ask_next(self._catalogue, encounter.asked)
        return view.bar(self._catalogue, encounter.log, encounter.phase, ready, self.words)

    def _safety(self) -> Html:
        return view.safety_so_far(self._catalogue, self.encounter.log, self.words)

    def _message(self) -> str:
        missing = self.encounter.missing
        if not missing:
            return ""
        return self.words(
            "quiz.missing.how_sure" if missing == "how_sure" else f"case.missing.{missing}"
        )

    def _state(self) -> dict[str, object]:
        """The values of the controls by name."""
        draft = self.draft
        return {
            "answer": draft.answer,
            "danger": draft.danger,
            "how_fast": draft.how_fast,
            "sure": "" if draft.sure is None else str(draft.sure),
            **{f"cause:{c}": c in draft.cause_ids for c in self._catalogue.causes},
            **{f"for:{q}": q in draft.for_ for q in self.encounter.asked},
            **{f"against:{q}": q in draft.against for q in self.encounter.asked},
        }


def _set(chosen: frozenset[str], name: str, value: object) -> frozenset[str]:
    return chosen | {name} if value is True else chosen - {name}


def _columns(first: str, second: str, kind: str = "") -> Html:
    return tag("div", first, second, class_=f"case-columns {kind}".rstrip())


def case_panel(session: Session, case_id: str, words: Words) -> Panel:
    """The panel of one case, and of the cases that follow it."""
    return CaseDesk(session, case_id, words).panel
