"""A case on a page: ask in any order, stop at any moment, decide, and only then read why."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from crampkit.catalogue import REFER_TIERS, Catalogue
from crampkit.observers import Observers, Stop
from crampkit.panels.kit.panel import Box, Panel, count
from crampkit.practice.encounter import Encounter, is_question
from crampkit.practice.feedback import feedback
from crampkit.practice.handing_over import LINES, Piece, handed, pieces
from crampkit.practice.kept import Shelf, day_of, mapping_of, name_of, texts_of
from crampkit.practice.kept_encounter import form_from, kept, plain, take_back, words_of_case
from crampkit.practice.saying import MOST_CAUSES, PARTS, Said, in_order
from crampkit.practice.session import Session
from crampkit.practice.suggesting import ask_next
from crampkit.views.kit.last_time import came_back, left_out
from crampkit.views.kit.markup import Html, join, tag
from crampkit.views.practice import case_told as told_view
from crampkit.views.practice import cases as view
from crampkit.views.practice import handing_over as handing_view
from crampkit.views.practice import saying as saying_view
from crampkit.words import Words

LONGEST_SENTENCE = 2000
"""So many letters of what a learner writes are kept."""
POINTS = 3


@dataclass(frozen=True)
class Draft:
    """What stands on the forms before it is committed; of `points` those ticked after it."""

    answer: str = ""
    cause_ids: frozenset[str] = frozenset()
    for_: frozenset[str] = frozenset()
    against: frozenset[str] = frozenset()
    sure: int | None = None
    danger: str = ""
    how_fast: str = ""
    sentence: str = ""
    ranked: tuple[str, ...] = ("",) * MOST_CAUSES
    passed: frozenset[str] = frozenset()
    points: frozenset[int] = frozenset()
    lines: tuple[tuple[str, str], ...] = ()
    free: str = ""


class CaseDesk:
    """The case that is shown, and the form that is being filled in; `panel` draws both.

    `intro` says before the decision what is done for the learner here, mostly nothing, and `in_full`
    that the woman is summed up whatever the count of cases.
    """

    intro = ""
    in_full = False

    def __init__(self, session: Session, case_id: str, words: Words) -> None:
        self._set_up(session, words)
        self._first = case_id
        self._open(case_id)

    def _set_up(self, session: Session, words: Words) -> None:
        self.session = session
        self.words = words
        self.panel = Panel(self.do, classes=("crampkit-case",))
        self.last_time: str | None = None
        """The day from which this case came back, "" where it is not known; None where it did not."""
        self.left_out: tuple[str, ...] = ()
        self._changed = Observers()

    def _open(self, case_id: str) -> None:
        self._show(self.session.open(case_id))

    def _show(self, encounter: Encounter, form: Mapping[str, Any] | None = None) -> None:
        """Show a case, with a form that was filled in before; the first drawing needs it already."""
        case_id = encounter.case.case_id
        self.draft = replace(self._blank(case_id), **(form or {}))
        before = self.session.last_time(case_id)
        self.said_before = before.sentence if before else ""
        self.encounter = encounter
        self._stop = encounter.observe(self._draw)

    def _blank(self, case_id: str) -> Draft:
        """A form on which stands what is the learner's alone, and nothing else."""
        return Draft(free=self.session.own_lines.of(_about(case_id)))

    # -------------------------------------------------------------------------- kept beyond the page

    def observe(self, changed: Callable[[], None]) -> Stop:
        """Call this after every change; what is returned ends that."""
        return self._changed.add(changed)

    def kept(self) -> dict[str, Any] | None:
        """The woman, what was asked and chosen; None where the first woman was not asked anything."""
        encounter, draft = self.encounter, self.draft
        blank = self._blank(encounter.case.case_id)
        begun = encounter.asked or encounter.phase != "asking" or draft != blank
        if not begun and encounter.case.case_id == self._first:
            return None
        # Free lines have a place of their own.
        form = plain(replace(draft, free=""))
        return {**kept(encounter), "draft": form, "met": list(self.session.met)}

    def in_part(self, rest: dict[str, Any], whole: Mapping[str, Any]) -> dict[str, Any] | None:
        """Of the woman who is on the page what was done since, or another woman as she is."""
        new = "case" in rest
        done = {} if new else {"asked": {}, "said": None, "told": None, "draft": {}, **rest}
        return {**whole, **done, "met": [whole["case"]]}

    def cannot_wait(self) -> object:
        """Whether the learner still asks her, stops, or has decided."""
        return self.encounter.case.case_id, self.encounter.phase

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
        form = form_from(Draft, given.get("draft"))
        form["ranked"] = (*form.get("ranked", ()), *Draft().ranked)[:MOST_CAUSES]
        form.pop("free", None)
        if given.get("phase") == "handing" and form.get("how_fast") not in REFER_TIERS:
            given = {**given, "phase": "stopping"}  # To be handed over, a woman must be referred.
        self._stop()
        self._show(
            self.session.resume(case_id, met, lambda one: left_out.extend(take_back(one, given))),
            form,
        )
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
        elif kind == "point":
            self._mark(count(target), value)
        elif kind == "afresh" and self.last_time is not None:
            self._afresh()
        elif self.encounter.told:
            return
        elif kind == "ask" and isinstance(value, str) and is_question(self._catalogue, value):
            self.encounter.ask(value)
        elif kind == "stop":
            self.encounter.stop_and_refer()
        elif kind == "decide":
            self.encounter.decide(self.in_full or self.session.in_full)
        elif kind == "in_full":
            self.encounter.decide(in_full=True)
        elif kind == "say":
            self.encounter.say(self._said())
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
        self._keep_marks()
        self._stop()
        self.last_time, self.left_out = None, ()
        self._open(self.session.next_case())

    def _keep_marks(self) -> None:
        if self.draft.points:
            self.session.mark(self.encounter.case.case_id, self.draft.points)

    def _mark(self, number: int, value: object) -> None:
        """The learner finds one of the three points in her own sentence, or not."""
        if self.encounter.told and 0 < number <= len(self.encounter.case.points):
            points = self.draft.points - {number}
            self.draft = replace(self.draft, points=points | {number} if value is True else points)
            self._draw()

    def _said(self) -> Said:
        draft, asked = self.draft, self.encounter.asked
        return Said(
            "" if "sentence" in draft.passed else draft.sentence.strip(),
            () if "ranked" in draft.passed else in_order(draft.ranked, self._catalogue.causes),
            tuple(q for q in asked if q in draft.for_),
            tuple(q for q in asked if q in draft.against),
            tuple(part for part in PARTS if part in draft.passed),
        )

    def _commit(self) -> None:
        draft = self.draft
        if self.encounter.phase == "stopping":
            self.encounter.hand_over(draft.sure, draft.danger, draft.how_fast)
            return
        self.encounter.commit(
            draft.answer,
            draft.cause_ids,
            draft.for_,
            draft.against,
            draft.sure,
            draft.danger,
            draft.how_fast,
            dict(draft.lines),
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
        elif kind == "sentence":
            self.draft = replace(draft, sentence=str(value)[:LONGEST_SENTENCE])
        elif kind == "free":
            self.draft = replace(draft, free=str(value)[:LONGEST_SENTENCE])
            self.session.own_lines.keep(_about(self.encounter.case.case_id), self.draft.free)
        elif kind == "line" and target in {piece.piece_id for piece in self._pieces()}:
            lines = dict(draft.lines) | {target: str(value) if value in LINES else ""}
            self.draft = replace(draft, lines=tuple(lines.items()))
        elif kind == "rank" and 0 < count(target) <= MOST_CAUSES:
            place = count(target) - 1
            ranked = (*draft.ranked[:place], str(value), *draft.ranked[place + 1 :])
            self.draft = replace(draft, ranked=ranked)
        elif kind == "pass" and target in PARTS:
            self.draft = replace(draft, passed=_set(draft.passed, target, value))
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
            back = came_back("case", self.last_time, date.today(), words)
        return join([back, left_out(named, words, unreadable=len(named) < len(self.left_out))])

    def _page(self) -> Html:
        encounter, words = self.encounter, self.words
        if encounter.phase == "told":
            told = told_view.told(
                self._catalogue,
                feedback(encounter),
                words,
                self.said_before,
                self._handed(),
                self.session.decided_on,
            )
            content = [_columns(told, self._heard())]
        elif encounter.phase == "asking":
            to_ask = view.asking(self._catalogue, encounter.log, encounter.tests_open, words)
            content = [_columns(self._heard(), to_ask, "talking"), self._bar()]
        elif encounter.phase == "handing":
            form = handing_view.handing_over(
                self._catalogue,
                encounter.case,
                self._pieces(),
                self._danger_text(),
                words(f"tier.{self.draft.how_fast}"),
                self._message(),
                words,
            )
            content = [_columns(form, self._heard()), self._bar()]
        elif encounter.phase == "saying":
            form = saying_view.saying(
                self._catalogue, encounter.case, encounter.log, self._message(), words
            )
            content = [_columns(form, self._heard()), self._bar()]
        else:
            stopping = encounter.phase == "stopping"
            form = view.decision(
                self._catalogue,
                encounter.log,
                stopping,
                self._message(),
                words,
                saying_view.said_so_far(encounter.said, words) if encounter.said else None,
                may_say=not stopping and encounter.may_say,
            )
            content = [_columns(form, self._heard()), self._bar()]
        return view.case_page(
            encounter.case,
            words,
            *content,
            phase=encounter.phase,
            starts_here=encounter.phase == "asking",
            safety=None if encounter.told else self._safety(),
            intro="" if encounter.told else self.intro,
        )

    def _pieces(self) -> tuple[Piece, ...]:
        return pieces(self._catalogue, self.encounter.case, self.encounter.asked)

    def _offered(self) -> tuple[Piece, ...]:
        return self._pieces() if self.encounter.phase == "handing" else ()

    def _danger_text(self) -> str:
        flag = self._catalogue.flags.get(self.draft.danger)
        return flag.could_be if flag else ""

    def _handed(self) -> Html | None:
        """What was handed over and what is to be said of it, where the learner stopped to refer."""
        encounter = self.encounter
        if not (encounter.told and encounter.told.stopped):
            return None
        found = handed(self._catalogue, encounter.case, self._pieces(), dict(self.draft.lines))
        return handing_view.handed_over(
            self._catalogue,
            encounter.case,
            found,
            self._danger_text(),
            self.words(f"tier.{encounter.told.how_fast}"),
            self.draft.free,
            self.words,
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
        if missing == "how_sure":
            return self.words("quiz.missing.how_sure")
        return self.words(
            f"{'say' if self.encounter.phase == 'saying' else 'case'}.missing.{missing}"
        )

    def _state(self) -> dict[str, object]:
        """The values of the controls by name."""
        draft = self.draft
        return {
            "answer": draft.answer,
            "danger": draft.danger,
            "how_fast": draft.how_fast,
            "sure": "" if draft.sure is None else str(draft.sure),
            "sentence": draft.sentence,
            "free": draft.free,
            **{f"line:{piece.piece_id}": "" for piece in self._offered()},
            **{f"line:{piece_id}": line for piece_id, line in draft.lines},
            **{f"rank:{place}": cause_id for place, cause_id in enumerate(draft.ranked, 1)},
            **{f"pass:{part}": part in draft.passed for part in PARTS},
            **{f"point:{number}": number in draft.points for number in range(1, POINTS + 1)},
            **{f"cause:{c}": c in draft.cause_ids for c in self._catalogue.causes},
            **{f"for:{q}": q in draft.for_ for q in self.encounter.asked},
            **{f"against:{q}": q in draft.against for q in self.encounter.asked},
        }


def _about(case_id: str) -> str:
    return f"case {case_id}"


def _set(chosen: frozenset[str], name: str, value: object) -> frozenset[str]:
    return chosen | {name} if value is True else chosen - {name}


def _columns(first: str, second: str, kind: str = "") -> Html:
    return tag("div", first, second, class_=f"case-columns {kind}".rstrip())


def case_panel(
    session: Session, case_id: str, words: Words, shelf: Shelf | None = None, name: str = ""
) -> Panel:
    """The panel of one case, and of the cases that follow it; kept on a shelf under its name."""
    desk = CaseDesk(session, case_id, words)
    if shelf:
        shelf.hold(name or f"case:{case_id}", desk)
    return desk.panel


def preview(catalogue: Catalogue, case_id: str, words: Words) -> Box:
    """A case that is still to be written, for whoever writes it: it says so, and nothing is kept."""
    said = tag("p", words("case.unfinished", case=case_id), class_="aged", role="alert")
    return Box(Panel(html=said), case_panel(Session(catalogue), case_id, words))
