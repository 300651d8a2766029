"""A case on a page: ask in any order, stop at any moment, decide, and only then read why."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from crampkit.catalogue import Catalogue
from crampkit.observers import Observers, Stop
from crampkit.panels.kit.panel import Panel, count
from crampkit.practice import Encounter, Session, feedback
from crampkit.practice.encounter import is_question
from crampkit.practice.kept import Shelf, day_of, mapping_of, name_of, texts_of
from crampkit.practice.kept_encounter import form_from, kept, plain, take_back, words_of_case
from crampkit.views.kit.last_time import came_back, left_out
from crampkit.views.kit.markup import Html, join, tag
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
        self.last_time: str | None = None
        """The day from which this case came back, "" where it is not known; None where it did not."""
        self.left_out: tuple[str, ...] = ()
        self._first = case_id
        self._changed = Observers()
        self._open(case_id)

    def _open(self, case_id: str) -> None:
        self._show(self.session.open(case_id))

    def _show(self, encounter: Encounter) -> None:
        self.draft = Draft()
        self.encounter = encounter
        self._stop = encounter.observe(self._draw)

    # -------------------------------------------------------------------------- kept beyond the page

    def observe(self, changed: Callable[[], None]) -> Stop:
        """Call this after every change; what is returned ends that."""
        return self._changed.add(changed)

    def kept(self) -> dict[str, Any] | None:
        """The woman, what was asked and chosen; None where the first woman was not asked anything."""
        encounter, draft = self.encounter, self.draft
        begun = encounter.asked or encounter.phase != "asking" or draft != Draft()
        if not begun and encounter.case.case_id == self._first:
            return None
        return {**kept(encounter), "draft": plain(draft), "met": list(self.session.met)}

    def take_back(self, value: Any) -> tuple[str, ...]:
        """Go on where `kept` was; a woman who is gone or tells another story is named, and left out."""
        given = mapping_of(value)
        case_id, catalogue = given.get("case"), self._catalogue
        if case_id not in list(catalogue.cases) or given.get("words") != words_of_case(
            catalogue, str(case_id)
        ):
            self.left_out = (name_of(given.get("woman")),)
            self._draw()
            return self.left_out
        day = day_of(given)
        # Another day is another session: what is due again must come, although it was met.
        met = texts_of(given.get("met")) if day == date.today().isoformat() else (case_id,)
        left_out: list[str] = []
        self._stop()
        self._show(
            self.session.resume(case_id, met, lambda one: left_out.extend(take_back(one, given)))
        )
        self.draft = Draft(**form_from(Draft, given.get("draft")))
        self.last_time, self.left_out = day, tuple(left_out)
        self._draw()
        return self.left_out

    def _afresh(self) -> None:
        self._stop()
        self.last_time, self.left_out = None, ()
        self._show(self.session.resume(self.encounter.case.case_id, (), lambda _: None))

    def do(self, name: str, value: Any) -> None:
        """Carry out what a control says; what no control of ours can have sent is left alone."""
        kind, _, target = name.partition(":")
        if kind == "next":
            self._next()
        elif kind == "afresh" and self.last_time is not None:
            self._afresh()
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
        self.last_time, self.left_out = None, ()
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
        self.panel.show(join([self._last_time(), self._page()]), self._state())
        self._changed()

    def _last_time(self) -> Html:
        """That this case is from last time, until it is decided, and what no longer fits."""
        words, named = self.words, [name for name in self.left_out if name]
        back = Html()
        if self.last_time is not None and not self.encounter.told:
            back = came_back("kept.case", self.last_time, words)
        return join([back, left_out(named, words, unreadable=len(named) < len(self.left_out))])

    def _page(self) -> Html:
        encounter, words = self.encounter, self.words
        if encounter.phase == "told":
            told = told_view.told(self._catalogue, feedback(encounter), words)
            content = [_columns(told, self._heard())]
        elif encounter.phase == "asking":
            to_ask = view.asking(self._catalogue, encounter.log, encounter.tests_open, words)
            content = [_columns(to_ask, self._heard()), self._bar()]
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
        )

    def _heard(self) -> Html:
        # After the decision, costs are a part of what is told.
        costs = () if self.encounter.told else self.encounter.costs
        return view.heard(self._catalogue, self.encounter.log, costs, self.words)

    def _bar(self) -> Html:
        return view.bar(self.encounter.log, self.encounter.phase, self.words)

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


def _columns(left: str, right: str) -> Html:
    return tag("div", left, right, class_="case-columns")


def case_panel(
    session: Session, case_id: str, words: Words, shelf: Shelf | None = None, name: str = ""
) -> Panel:
    """The panel of one case, and of the cases that follow it; kept on a shelf under its name."""
    desk = CaseDesk(session, case_id, words)
    if shelf:
        shelf.hold(name or f"case:{case_id}", desk)
    return desk.panel
