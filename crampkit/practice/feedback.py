"""What is said after a decision: as values, for a view to put into words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from crampkit.catalogue import SOMETHING_ELSE, Catalogue, PracticeCase, TestCost
from crampkit.practice.encounter import (
    NOT_NAMED,
    SAFETY,
    CaseCommitment,
    Encounter,
    Response,
    differential_from,
    everything_in,
    known_from,
)
from crampkit.practice.saying import Both, side_by_side
from crampkit.reasoning import (
    Contribution,
    Differential,
    evidence,
    evidence_band,
    raised_flags,
    rules_met,
)

URGENT_MISSES = ("missed_urgent", "too_slow", "needless_urgent")
"""Misses about urgency: to miss it and to see it where it is not both cost, the first costs more."""


@dataclass(frozen=True)
class CaseDanger:
    """One danger of the woman, and how asking comes upon it.

    `questions` are those that show it, or that raise it together; `found` tells that enough of them
    was asked.
    """

    flag_id: str
    questions: tuple[str, ...]
    found: bool


@dataclass(frozen=True)
class Effect:
    """What one finding did to a cause, whether it was asked, and what the learner took it for.

    `taken` is "for", "against" or nothing.
    """

    contribution: Contribution
    asked: bool
    taken: str


@dataclass(frozen=True)
class Feedback:
    """All that is said of one commitment.

    `left_out` and `named_wrongly` are causes. `danger_named` says of the danger the learner named:
    "right", "near" (found by the same question), "other", "none" (to refer was safe, and not for this),
    or nothing. `sooner` tells that the learner referred faster than needed. `did` holds, for each cause
    explained, what each finding did; where no cause is the answer, those the learner named are explained.
    `key` is the question of the finding that separates the two likeliest. `not_asked` are questions of
    findings, `safety_left` safety questions, `uninformative` questions that told nothing. `by_asked` and
    `by_everything` are how the ranking sees what the learner had asked, and all there was. `both` is what
    was said of the woman beside what is written, where anything was said.
    """

    case: PracticeCase
    commitment: CaseCommitment
    left_out: tuple[str, ...]
    named_wrongly: tuple[str, ...]
    dangers: tuple[CaseDanger, ...]
    danger_named: str
    sooner: bool
    did: Mapping[str, tuple[Effect, ...]]
    key: Response | None
    not_asked: tuple[str, ...]
    safety_left: tuple[str, ...]
    uninformative: tuple[str, ...]
    costs: tuple[TestCost, ...]
    by_asked: Differential
    by_everything: Differential
    program_agrees: bool | None
    both: Both | None


def feedback(encounter: Encounter) -> Feedback:
    """What is to be said of a case once it is decided. Raises `ValueError` before that.

    >>> from crampkit.practice.toy import toy_cases
    >>> encounter = Encounter(toy_cases(), "cleo")
    >>> encounter.commit("causes", ["moon"], sure=70)
    >>> said = feedback(encounter)
    >>> said.commitment.miss, said.dangers[0].questions, said.dangers[0].found
    ('missed_urgent', ('skin',), False)
    """
    commitment = encounter.told
    if commitment is None:
        raise ValueError("nothing is told before the decision")
    catalogue, case = encounter.catalogue, encounter.case
    everything = everything_in(catalogue, case.case_id)
    by_everything = differential_from(catalogue, everything)
    right = case.cause_ids if case.answer == "causes" else ()
    key = case.key_finding and catalogue.question_of(case.key_finding)
    return Feedback(
        case=case,
        commitment=commitment,
        left_out=tuple(c for c in right if c not in commitment.cause_ids),
        named_wrongly=tuple(c for c in commitment.cause_ids if c not in right),
        dangers=tuple(_danger(encounter, flag_id) for flag_id in case.flag_ids),
        danger_named=_danger_named(catalogue, case, commitment),
        sooner=bool(
            commitment.right and encounter.needed and commitment.how_fast != encounter.needed
        ),
        did=_did(encounter, everything),
        key=next((told for told in everything if told.question_id == key), None),
        not_asked=_not_asked(encounter),
        safety_left=tuple(q for q in catalogue.safety_questions if q not in encounter.asked),
        uninformative=uninformative(catalogue, case, encounter.log),
        costs=encounter.costs,
        by_asked=differential_from(catalogue, encounter.log),
        by_everything=by_everything,
        program_agrees=program_agrees(case, by_everything),
        both=_both(encounter, everything, by_everything),
    )


def _both(encounter: Encounter, everything: Sequence[Response], found: Differential) -> Both | None:
    if encounter.said is None:
        return None
    answered = [told.question_id for told in everything if told.words]
    return side_by_side(
        encounter.catalogue,
        encounter.case,
        encounter.said,
        encounter.asked,
        [*answered, *encounter.asked],
        found,
    )


def _danger(encounter: Encounter, flag_id: str) -> CaseDanger:
    """Asked by its safety question, or raised by findings that were asked."""
    catalogue = encounter.catalogue
    question_id = catalogue.flags[flag_id].question_id
    found = flag_id in raised_flags(catalogue, encounter.findings, encounter.flags)
    if question_id:
        return CaseDanger(flag_id, (question_id,), found)
    known = known_from(everything_in(catalogue, encounter.case.case_id)).findings
    by_findings = dict.fromkeys(
        catalogue.question_of(finding_id)
        for rule in rules_met(catalogue, known, "raise")
        if rule.flag_id == flag_id
        for finding_id in rule.all_present
    )
    return CaseDanger(flag_id, tuple(by_findings), found)


def _danger_named(catalogue: Catalogue, case: PracticeCase, commitment: CaseCommitment) -> str:
    if commitment.danger in ("", NOT_NAMED):
        return ""
    if not case.flag_ids:  # Where the referral was not needed, that says it.
        return "none" if commitment.also else ""
    named = catalogue.flags[commitment.danger]
    real = [catalogue.flags[flag_id] for flag_id in case.flag_ids]
    if named.could_be in {flag.could_be for flag in real}:
        return "right"
    return "near" if named.question_id in {flag.question_id for flag in real} else "other"


def _did(encounter: Encounter, everything: Sequence[Response]) -> dict[str, tuple[Effect, ...]]:
    """What each finding that was asked, or that has a row, did to the causes to be explained."""
    commitment = encounter.told
    assert commitment
    asked = set(encounter.asked)
    known = known_from(told for told in everything if told.words)
    # What was asked is known, even where the case has no row for it.
    answers = {**known.findings, **encounter.findings}
    contributions = evidence(encounter.catalogue, answers)
    causes = encounter.case.cause_ids or commitment.cause_ids

    def taken(question_id: str) -> str:
        if question_id in commitment.for_:
            return "for"
        return "against" if question_id in commitment.against else ""

    return {
        cause_id: tuple(
            Effect(contribution, contribution.question_id in asked, taken(contribution.question_id))
            for contribution in contributions[cause_id]
        )
        for cause_id in causes
    }


def _not_asked(encounter: Encounter) -> tuple[str, ...]:
    case, catalogue = encounter.case, encounter.catalogue
    wanted = dict.fromkeys(map(catalogue.question_of, case.should_ask))
    return tuple(question_id for question_id in wanted if question_id not in encounter.asked)


def uninformative(
    catalogue: Catalogue, case: PracticeCase, log: Sequence[Response]
) -> tuple[str, ...]:
    """The questions that told nothing: no row of the case, and little weight for any cause.

    A safety question is never in vain; a test without a row always is, because it costs the woman.

    >>> from crampkit.practice.encounter import reveal
    >>> from crampkit.practice.toy import toy_cases
    >>> toy = toy_cases()
    >>> uninformative(toy, toy.cases["ada"], [reveal(toy, "ada", q) for q in ("skin", "noon", "heat")])
    ('heat',)
    """
    findings = known_from(log).findings
    strongest: dict[str, float] = {}
    for contributions in evidence(catalogue, findings).values():
        for contribution in contributions:
            weight = max(abs(contribution.weight), strongest.get(contribution.question_id, 0.0))
            strongest[contribution.question_id] = weight
    listed = {
        catalogue.question_of(row.finding_id)
        for row in catalogue.revealed_by[case.case_id]
        if row.finding_id
    }
    return tuple(
        told.question_id
        for told in log
        if told.kind != SAFETY
        and told.question_id not in listed
        and (told.kind == "test" or _says_little(strongest.get(told.question_id, 0.0)))
    )


def _says_little(weight: float) -> bool:
    return evidence_band(weight) in ("barely", "nothing")


def program_agrees(case: PracticeCase, found: Differential) -> bool | None:
    """Whether the ranking says what was written by hand; None where it asks for a look first.

    >>> from crampkit.practice.toy import toy_cases
    >>> toy = toy_cases()
    >>> program_agrees(toy.cases["ada"], differential_from(toy, everything_in(toy, "ada")))
    True
    """
    if found.verdict in ("ask_now", "safety_first"):
        return None
    causes = [row.cause_id for row in found.ranking if row.cause_id != SOMETHING_ELSE]
    if case.answer == "causes":
        right = set(case.cause_ids)
        front = set(causes[: len(right)])
        return found.verdict in ("fits", "cannot_tell") and front == right
    said = {
        **{"refer": "refer", "fits": "causes"},
        **{"none_fits": "something_else", "look_alike": "something_else"},
    }.get(found.verdict, "cannot_tell")
    return said in (case.answer, *case.also_accepted)
