"""`Encounter`: one woman being asked, examined and decided about; what is right is told only then."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import NamedTuple

from crampkit.catalogue import (
    CASE_ANSWERS,
    KINDS,
    REFER_TIERS,
    SOMETHING_ELSE,
    AuthorError,
    Catalogue,
    TestCost,
)
from crampkit.catalogue.asked import row_of
from crampkit.data import nearest
from crampkit.observers import Observers
from crampkit.practice.judging import judge
from crampkit.practice.quiz import SURENESS
from crampkit.practice.saying import Said, lacking
from crampkit.reasoning import Differential, can_be_none, differential

SAFETY = "safety"
"""The kind of the spoken safety questions; every other question is of a kind of finding."""

UNSAFE_WAY = "unsafe_way"
"""The kind of miss in a journal where the decision was right, and the safety check not finished."""

NOT_NAMED = "not_named"
"""What stands for the danger where a learner refers without being able to name one."""


@dataclass(frozen=True)
class Response:
    """What one request brought to light.

    `present` is yes, no, or None where the woman cannot say. `words` are her own, or what is seen; there
    are none where the case has no row, and then a plain sentence is said by kind. `looked` are danger
    signs that the case denies in words: looked for, and not so.
    """

    question_id: str
    kind: str
    present: bool | None
    words: tuple[str, ...]
    findings: tuple[tuple[str, bool], ...] = ()
    flags: tuple[tuple[str, bool], ...] = ()
    looked: tuple[str, ...] = ()


@dataclass(frozen=True)
class CaseCommitment:
    """A decision that stands, whether it is right, and what kind of miss it is if not.

    `for_`, `against` and `asked` are ids of questions, `asked` in the order of asking. `stopped`
    tells that the learner broke off to refer, `said` what was said of the woman before, or nothing,
    `lines` what was handed over, each piece after its line and a colon.
    `danger` is the flag that names the danger referred for, and
    `how_fast` its tier. `also` tells that it is not the written answer, and safe all the same.
    """

    case_id: str
    answer: str
    cause_ids: tuple[str, ...]
    for_: tuple[str, ...]
    against: tuple[str, ...]
    sure: int
    asked: tuple[str, ...]
    stopped: bool
    right: bool
    miss: str
    danger: str = ""
    how_fast: str = ""
    also: bool = False
    said: Said | None = None
    lines: tuple[str, ...] = ()


def questions_by_kind(catalogue: Catalogue) -> Mapping[str, tuple[str, ...]]:
    """Everything that can be asked, by kind, the safety questions first, then in file order.

    A question is a safety question, an exclusive group, or a finding.

    >>> from crampkit.toy import toy_catalogue
    >>> dict(questions_by_kind(toy_catalogue()))["timing"]
    ('noon', 'glare', 'night')
    """
    by_kind: dict[str, list[str]] = {
        SAFETY: list(catalogue.safety_questions),
        **{k: [] for k in KINDS},
    }
    for question_id in dict.fromkeys(map(catalogue.question_of, catalogue.findings)):
        by_kind[kind_of(catalogue, question_id)].append(question_id)
    return MappingProxyType({kind: tuple(ids) for kind, ids in by_kind.items()})


def kind_of(catalogue: Catalogue, question_id: str) -> str:
    """The kind of a question; a group is of the kind of its first finding."""
    if question_id in catalogue.safety_questions:
        return SAFETY
    return catalogue.findings[members_of(catalogue, question_id)[0]].kind


def members_of(catalogue: Catalogue, question_id: str) -> tuple[str, ...]:
    """The findings that a question other than a safety question asks for."""
    return catalogue.exclusive_members.get(question_id, (question_id,))


def is_question(catalogue: Catalogue, question_id: str) -> bool:
    """Whether this can be asked: a finding of an exclusive group cannot be asked alone."""
    return any(question_id in ids for ids in questions_by_kind(catalogue).values())


def reveal(catalogue: Catalogue, case_id: str, question_id: str) -> Response:
    """What asking one question brings to light in the woman of a case.

    A finding or danger sign that the case does not list is absent. A question with several answers
    of which the case lists none stays unknown.

    >>> from crampkit.practice.toy import toy_cases
    >>> response = reveal(toy_cases(), "ada", "noon")
    >>> response.present, response.words, response.findings
    (True, ('At noon.',), (('noon', True),))
    >>> reveal(toy_cases(), "ada", "glare").findings
    (('glare', False),)
    >>> reveal(toy_cases(), "ben", "side").present is None
    True
    """
    rows = catalogue.revealed_by[case_id]
    if question_id in catalogue.safety_questions:
        own = catalogue.questions_of_flags[question_id]
        listed = [row for row in rows if row.flag_id in own]
        told = dict.fromkeys(own, False) | {row.flag_id: row.present for row in listed}
        looked = tuple(row.flag_id for row in listed if row.present is False)
        known = any(told.values()) or (None if None in told.values() else False)
        flags = tuple((f, yes) for f, yes in told.items() if yes is not None and f not in looked)
        words = _words((row.present, row.words) for row in listed)
        return Response(question_id, SAFETY, known, words, flags=flags, looked=looked)
    members = members_of(catalogue, question_id)
    listed = [row for row in rows if row.finding_id in members]
    kind = kind_of(catalogue, question_id)
    words = _words((row.present, row.words) for row in listed)
    findings = {row.finding_id: row.present for row in listed}
    if question_id not in catalogue.exclusive_members:
        present = findings.get(question_id, False)
        answer = () if present is None else ((question_id, present),)
        return Response(question_id, kind, present, words, answer)
    true = tuple((member, True) for member in members if findings.get(member))
    if true:
        return Response(question_id, kind, True, words, true[:1])
    settled = tuple((f, False) for f, present in findings.items() if present is False)
    if not settled or (len(settled) == len(members) and not can_be_none(catalogue, question_id)):
        return Response(question_id, kind, None, words)
    return Response(question_id, kind, False, words, settled)


def _words(said: Iterable[tuple[bool | None, str]]) -> tuple[str, ...]:
    """What is present first, then what is absent; the same words are said once."""
    ordered = sorted(said, key=lambda line: not line[0])
    return tuple(dict.fromkeys(words for _, words in ordered))


class Known(NamedTuple):
    """What a log of requests settles; what was not asked is in none of the three."""

    findings: Mapping[str, bool]
    flags: Mapping[str, bool]
    looked: frozenset[str]


def known_from(log: Iterable[Response]) -> Known:
    """The findings, the flags, and the flags looked for and not found, that a log settles.

    >>> from crampkit.practice.toy import toy_cases
    >>> known = known_from([reveal(toy_cases(), "ada", q) for q in ("noon", "skin")])
    >>> dict(known.findings), dict(known.flags), sorted(known.looked)
    ({'noon': True}, {}, ['burn'])
    """
    findings: dict[str, bool] = {}
    flags: dict[str, bool] = {}
    looked: set[str] = set()
    for response in log:
        findings.update(response.findings)
        flags.update(response.flags)
        looked.update(response.looked)
    return Known(MappingProxyType(findings), MappingProxyType(flags), frozenset(looked))


def differential_from(catalogue: Catalogue, log: Iterable[Response]) -> Differential:
    """How the ranking sees what a log of requests brought to light.

    >>> from crampkit.practice.toy import toy_cases
    >>> toy = toy_cases()
    >>> differential_from(toy, everything_in(toy, "ada")).ranking[0].cause_id
    'sun'
    """
    known = known_from(log)
    return differential(catalogue, known.findings, known.flags, looked=known.looked)


def everything_in(catalogue: Catalogue, case_id: str) -> tuple[Response, ...]:
    """All that can be found out about the woman of a case.

    Tests that the case does not list are left out: nobody has to do them all.

    >>> from crampkit.practice.toy import toy_cases
    >>> len(everything_in(toy_cases(), "ada"))
    8
    """
    log = [
        reveal(catalogue, case_id, question_id)
        for ids in questions_by_kind(catalogue).values()
        for question_id in ids
    ]
    return tuple(response for response in log if response.kind != "test" or response.words)


class Encounter:
    """One case being worked: what was asked, what is known, and the gate before the answer.

    >>> from crampkit.practice.toy import toy_cases
    >>> encounter = Encounter(toy_cases(), "ada")
    >>> encounter.ask("noon")
    >>> dict(encounter.findings)
    {'noon': True}
    >>> encounter.told is None
    True
    >>> encounter.commit("causes", ["sun"], for_=["noon"], sure=80)
    >>> encounter.told.right
    True
    """

    def __init__(self, catalogue: Catalogue, case_id: str) -> None:
        self.catalogue = catalogue
        self.case = row_of(catalogue.cases, case_id, "cases.csv", "case")
        self.phase = "asking"
        """"asking", "saying" (summing up), "deciding" (at the form), "stopping" (at the form of a
        referral), "handing" (saying what is handed over) or "told"."""
        self.missing = ""
        """What was lacking when it was to go on: of what is said sentence, ranked, findings or too_many;
        of a decision answer, cause, danger, how_fast, how_sure; or nothing."""
        self.said: Said | None = None
        """What was said of the woman before deciding; None where it was not asked for."""
        self._log: tuple[Response, ...] = ()
        self._told: CaseCommitment | None = None
        self._observers = Observers()
        self._commit_callbacks: list[Callable[[CaseCommitment], None]] = []

    # -------------------------------------------------------------------------- what is known

    @property
    def log(self) -> tuple[Response, ...]:
        """What was brought to light, in the order of asking."""
        return self._log

    @property
    def asked(self) -> tuple[str, ...]:
        """The ids of the questions, in the order of asking."""
        return tuple(response.question_id for response in self._log)

    @property
    def findings(self) -> Mapping[str, bool]:
        """Finding id to present or absent; what was not asked, or is not known, is not in it."""
        return known_from(self._log).findings

    @property
    def flags(self) -> Mapping[str, bool]:
        """Flag id to present or covered by "none of that"; what was not asked is not in it."""
        return known_from(self._log).flags

    @property
    def tests_open(self) -> bool:
        """Tests come after asking the woman something and examining something."""
        kinds = {response.kind for response in self._log}
        return "examination" in kinds and bool(kinds & {"history", "timing", "location"})

    @property
    def costs(self) -> tuple[TestCost, ...]:
        """What was asked of the woman in time and discomfort, in the order of asking."""
        return tuple(cost for q in self.asked for cost in costs_of(self.catalogue, q))

    @property
    def may_say(self) -> bool:
        """Whether she can be summed up: the safety check is done, no danger stands, no look is owed."""
        if not set(self.catalogue.safety_questions) <= set(self.asked):
            return False
        known = known_from(self._log)
        found = differential(
            self.catalogue,
            known.findings,
            known.flags,
            safety_check_done=True,
            looked=known.looked,
        )
        return found.verdict not in ("refer", "ask_now")

    @property
    def told(self) -> CaseCommitment | None:
        """What the learner decided and what it is worth; None before, and then nothing may be shown."""
        return self._told

    # -------------------------------------------------------------------------- what the learner does

    def observe(self, draw: Callable[[], None]) -> Callable[[], None]:
        """Draw now, and again after every change; what is returned ends that."""
        stop = self._observers.add(draw)
        draw()
        return stop

    def on_commit(self, callback: Callable[[CaseCommitment], None]) -> None:
        """Call this with the decision, once it stands."""
        self._commit_callbacks.append(callback)

    def ask(self, question_id: str) -> None:
        """Ask, examine or test; nothing happens a second time, or at a test that is still closed.

        Raises `AuthorError` where there is no such question.
        """
        if not is_question(self.catalogue, question_id):
            known = [
                *self.catalogue.safety_questions,
                *self.catalogue.findings,
                *self.catalogue.groups,
            ]
            raise AuthorError(f"no question '{question_id}'{nearest(question_id, known)}")
        if self.phase == "told" or question_id in self.asked:
            return
        if kind_of(self.catalogue, question_id) == "test" and not self.tests_open:
            return
        self._log += (reveal(self.catalogue, self.case.case_id, question_id),)
        self._observers()

    def stop_and_refer(self) -> None:
        """Break off at any moment: all that is left is for which danger, and how fast."""
        self._go_to("stopping")

    def decide(self, in_full: bool = False) -> None:
        """Go to the decision; `in_full` by way of summing the woman up, where there is time for it."""
        self._go_to("saying" if in_full and self.may_say else "deciding")

    def say(self, said: Said) -> None:
        """Let stand what is said of the woman and go to the decision, or say in `missing` what it lacks."""
        if self.phase != "saying":
            return
        if lack := lacking(said):
            self.missing = lack
            self._observers()
            return
        self.said = said
        self._go_to("deciding")

    def hand_over(self, sure: int | None, danger: str, how_fast: str) -> None:
        """Go on from the form of a referral to handing the woman over, or say what the form lacks."""
        if self.phase != "stopping":
            return
        self.missing = self._missing("refer", (), self._danger(danger), how_fast, sure)
        if self.missing:
            self._observers()
        else:
            self._go_to("handing")

    def resume(self, phase: str, said: Said | None) -> None:
        """Be again in a phase that was kept, after its questions were asked anew."""
        self.said = said
        if phase == "saying":
            self.decide(in_full=True)
        elif phase in ("deciding", "stopping", "handing"):
            self._go_to(phase)

    def ask_more(self) -> None:
        """Go back from the decision to asking."""
        self._go_to("asking")

    def _go_to(self, phase: str) -> None:
        if self.phase not in ("told", phase):
            self.phase, self.missing = phase, ""
            self._observers()

    def commit(
        self,
        answer: str,
        cause_ids: Iterable[str] = (),
        for_: Iterable[str] = (),
        against: Iterable[str] = (),
        sure: int | None = None,
        danger: str = "",
        how_fast: str = "",
        lines: Mapping[str, str] = MappingProxyType({}),
    ) -> None:
        """Let the decision stand, or say in `missing` what it still needs.

        What does not belong to the answer is left out: causes count for the answer `causes`, danger
        and tier for `refer`. Whoever pressed stop can only refer. `lines` says in which line of the handing
        over each piece of what is known stands.
        """
        if self._told:
            return
        stopped = self.phase in ("stopping", "handing")
        answer = "refer" if stopped else answer
        causes = self._causes(cause_ids) if answer == "causes" else ()
        if answer != "refer":
            danger = how_fast = ""
        else:
            danger = self._danger(danger)
        self.missing = self._missing(answer, causes, danger, how_fast, sure)
        if self.missing or sure is None:
            self._observers()
            return
        found = judge(self.case, answer, causes, how_fast, self.needed)
        reasons_for, reasons_against = set(for_), set(against)
        self._told = CaseCommitment(
            case_id=self.case.case_id,
            answer=answer,
            cause_ids=causes,
            for_=tuple(q for q in self.asked if q in reasons_for),
            against=tuple(q for q in self.asked if q in reasons_against - reasons_for),
            sure=sure,
            asked=self.asked,
            stopped=stopped,
            right=found.right,
            miss=found.miss,
            danger=danger,
            how_fast=how_fast,
            also=found.also,
            said=self.said,
            lines=tuple(f"{line}:{piece}" for piece, line in lines.items() if line),
        )
        self.phase = "told"
        try:
            for callback in self._commit_callbacks:
                callback(self._told)
        finally:  # Whatever becomes of the record, the learner has decided and is to be told.
            self._observers()

    @property
    def needed(self) -> str:
        """The most urgent tier among the dangers of this woman; nothing where there is none."""
        tiers = {self.catalogue.flags[flag_id].tier for flag_id in self.case.flag_ids}
        return next((tier for tier in REFER_TIERS if tier in tiers), "")

    def _danger(self, danger: str) -> str:
        return danger if danger in (NOT_NAMED, *dangers(self.catalogue)) else ""

    def _causes(self, cause_ids: Iterable[str]) -> tuple[str, ...]:
        chosen = set(cause_ids) - {SOMETHING_ELSE}
        return tuple(cause_id for cause_id in self.catalogue.causes if cause_id in chosen)

    def _missing(
        self, answer: str, causes: tuple[str, ...], danger: str, how_fast: str, sure: int | None
    ) -> str:
        if answer not in CASE_ANSWERS:
            return "answer"
        if answer == "causes" and not causes:
            return "cause"
        if answer == "refer" and not danger:
            return "danger"
        if answer == "refer" and how_fast not in REFER_TIERS:
            return "how_fast"
        return "" if sure in SURENESS else "how_sure"


def costs_of(catalogue: Catalogue, question_id: str) -> tuple[TestCost, ...]:
    """What a question costs the woman; results of one blood test that cost the same are told once.

    >>> from crampkit.practice.toy import toy_cases
    >>> [cost.discomfort for cost in costs_of(toy_cases(), "sun_test")]
    ['Bright light']
    """
    if question_id in catalogue.safety_questions:
        return ()
    costs = {
        (cost.wait, cost.discomfort): cost
        for member in reversed(members_of(catalogue, question_id))
        if (cost := catalogue.test_costs.get(member))
    }
    return tuple(reversed(costs.values()))


def unsafe_way(catalogue: Catalogue, commitment: CaseCommitment) -> bool:
    """Whether a woman was rightly kept here without having been asked whether there is a danger.

    >>> from crampkit.practice.toy import toy_cases
    >>> encounter = Encounter(toy_cases(), "ada")
    >>> encounter.commit("causes", ["sun"], sure=80)
    >>> unsafe_way(encounter.catalogue, encounter.told)
    True
    """
    return (
        commitment.right
        and commitment.answer != "refer"
        and not set(catalogue.safety_questions) <= set(commitment.asked)
    )


def story_alone(catalogue: Catalogue, commitment: CaseCommitment) -> bool:
    """Whether a right decision rests on her story alone: after the safety check nothing was asked.

    A referral rests on its danger, and needs nothing besides.

    >>> from crampkit.practice.toy import toy_cases
    >>> encounter = Encounter(toy_cases(), "ada")
    >>> for question_id in encounter.catalogue.safety_questions:
    ...     encounter.ask(question_id)
    >>> encounter.commit("causes", ["sun"], sure=80)
    >>> story_alone(encounter.catalogue, encounter.told)
    True
    """
    return (
        commitment.right
        and commitment.answer != "refer"
        and set(catalogue.safety_questions) == set(commitment.asked)
    )


def dangers(catalogue: Catalogue) -> tuple[str, ...]:
    """One flag for each danger that a woman can be referred for, in file order.

    >>> from crampkit.toy import toy_catalogue
    >>> dangers(toy_catalogue())
    ('burn', 'blind')
    """
    by_danger: dict[str, str] = {}
    for flag_id, flag in catalogue.flags.items():
        # A decision is kept in the learner's journal, and a private answer is kept nowhere.
        if flag.tier in REFER_TIERS and not flag.private:
            by_danger.setdefault(flag.could_be, flag_id)
    return tuple(by_danger.values())
