"""The practice cases: the answer says what it has to say, and can be found out."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import NamedTuple

from crampkit.catalogue.checks.parsed import Place, Tables, excluding_pair, exclusive_group_of
from crampkit.catalogue.tables import REFER_TIERS, RIGHT, SOMETHING_ELSE, PracticeCase
from crampkit.data import Problem


def _case_problems(tables: Tables) -> Iterable[Problem]:
    """The answer of a case says what it has to say, and what it names can be found out."""
    rows = tables["case_findings.csv"].cells
    found = {(cells["case_id"], cells["finding_id"]) for cells in rows}
    up = {(cells["case_id"], cells["flag_id"]) for cells in rows if cells["present"] == "yes"}

    flags = {flag.flag_id: flag for flag in tables["red_flags.csv"].rows}
    told_of = {cells["case_id"] for cells in rows}

    for row, case in tables["cases.csv"].numbered:
        if case.case_id not in told_of:
            yield row.problem(
                "case_id",
                f"nothing can be found out about '{case.case_id}'; add rows to case_findings.csv",
            )
        for flag in [flags[flag_id] for flag_id in case.flag_ids if flag_id in flags]:
            if flag.private:
                yield row.problem(
                    "flag_ids",
                    f"'{flag.flag_id}' is private in red_flags.csv; no learner can name it",
                )
            if flag.tier not in REFER_TIERS:
                yield row.problem(
                    "flag_ids",
                    f"'{flag.flag_id}' is a look-alike in red_flags.csv; nobody is referred for it",
                )
        if case.answer == "causes" and not case.cause_ids:
            yield row.problem("cause_ids", "the cell is empty; name the cause or causes that fit")
        if SOMETHING_ELSE in case.cause_ids:
            yield row.problem(
                "cause_ids", f"'{SOMETHING_ELSE}' is an answer of its own; use it in 'answer'"
            )
        if case.answer == "something_else" and case.cause_ids:
            yield row.problem("cause_ids", "none of the causes is the answer; leave the cell empty")
        if (case.answer == "refer") != bool(case.flag_ids):
            remedy = "leave the cell empty" if case.flag_ids else "name the danger sign"
            yield row.problem("flag_ids", f"the answer is '{case.answer}'; {remedy}")
        if case.answer == "refer" and case.also_accepted:
            yield row.problem(
                "also_accepted", "she must be referred; nothing else is safe, leave it empty"
            )
        if case.answer in case.also_accepted:
            yield row.problem(
                "also_accepted", f"'{case.answer}' is the answer itself; leave it out here"
            )
        for flag_id in case.flag_ids:
            if (case.case_id, flag_id) not in up:
                yield row.problem(
                    "flag_ids",
                    f"'{flag_id}' is not present in case_findings.csv; add a row for it with yes",
                )
        for finding_id in filter(None, (case.key_finding, *case.should_ask)):
            if (case.case_id, finding_id) not in found:
                column = "key_finding" if finding_id == case.key_finding else "should_ask"
                yield row.problem(
                    column, f"'{finding_id}' is not in case_findings.csv; add a row for it"
                )


def _danger_problems(tables: Tables) -> Iterable[Problem]:
    """In whom a danger sign is present, she is referred."""
    tiers = {flag.flag_id: flag.tier for flag in tables["red_flags.csv"].rows}
    answers = {case.case_id: case.answer for case in tables["cases.csv"].rows}
    for row, found in tables["case_findings.csv"].numbered:
        answer, tier = answers.get(found.case_id, "refer"), tiers.get(found.flag_id)
        if found.present and tier in REFER_TIERS and answer != "refer":
            yield row.problem(
                "present",
                f"'{found.flag_id}' ({tier}) is present, yet the answer in cases.csv is '{answer}'; "
                "write refer there, or no here",
            )


def _case_finding_problems(tables: Tables) -> Iterable[Problem]:
    group_of = exclusive_group_of(tables)
    present: dict[str, list[str]] = {}
    for row, found in tables["case_findings.csv"].numbered:
        if bool(found.finding_id) == bool(found.flag_id):
            both = (
                "both are filled; leave one empty" if found.flag_id else "both are empty; fill one"
            )
            yield row.problem("flag_id", f"finding_id, flag_id: {both}")
            continue
        if not found.finding_id or not found.present:
            continue
        own = present.setdefault(found.case_id, [])
        own.append(found.finding_id)
        if pair := excluding_pair(own, group_of):
            own.pop()
            yield row.problem(
                "present",
                f"'{pair[0]}' and '{pair[1]}' exclude each other; write no for one of them",
            )


def _hand_over_problems(tables: Tables) -> Iterable[Problem]:
    """What must be said when a woman is handed over can be found out about her, and be kept."""
    told = {
        (cells["case_id"], cells["finding_id"] or cells["flag_id"])
        for cells in tables["case_findings.csv"].cells
    }
    private = {flag.flag_id for flag in tables["red_flags.csv"].rows if flag.private}
    for row, case in tables["cases.csv"].numbered:
        if case.must_say and case.answer != "refer":
            yield row.problem(
                "must_say", f"the answer is '{case.answer}', nobody is handed over; leave it empty"
            )
            continue
        for named in case.must_say:
            if named in private:
                yield row.problem(
                    "must_say", f"'{named}' is private in red_flags.csv; no learner can say it"
                )
            elif (case.case_id, named) not in told:
                yield row.problem(
                    "must_say", f"'{named}' is not in case_findings.csv; add a row for it"
                )


def _sibling_problems(tables: Tables) -> Iterable[Problem]:
    """From a sibling the same is learned, and no woman is her own."""
    cases = {case.case_id: case for case in tables["cases.csv"].rows}
    tiers = {flag.flag_id: flag.tier for flag in tables["red_flags.csv"].rows}
    for row, case in tables["cases.csv"].numbered:
        sibling = cases.get(case.sibling_of)
        if not sibling:
            continue
        if case.case_id in _from(sibling, cases):
            yield row.problem(
                "sibling_of",
                f"'{case.sibling_of}' leads back to '{case.case_id}'; leave one of them empty",
            )
        elif _right(sibling, tiers) != _right(case, tiers):
            yield row.problem(
                "sibling_of",
                f"what is right for '{case.sibling_of}' is {_said(sibling, tiers)}, here it is "
                f"{_said(case, tiers)}; name a woman for whom the same is right",
            )


def _from(case: PracticeCase | None, cases: Mapping[str, PracticeCase]) -> Iterable[str]:
    """A woman, the one whose sibling she is, and so on; each once."""
    met: list[str] = []
    while case and case.case_id not in met:
        met.append(case.case_id)
        case = cases.get(case.sibling_of)
    return met


class _Right(NamedTuple):
    """What is right for a woman: the answer, the causes that it names, and how fast she is sent."""

    answer: str
    causes: frozenset[str]
    tier: str


def _right(case: PracticeCase, tiers: Mapping[str, str]) -> _Right:
    named = case.cause_ids if case.answer in ("causes", "cannot_tell") else ()
    hers = [tiers.get(flag_id) for flag_id in case.flag_ids]
    tier = next((tier for tier in REFER_TIERS if tier in hers), "")
    return _Right(case.answer, frozenset(named), tier)


def _said(case: PracticeCase, tiers: Mapping[str, str]) -> str:
    answer, causes, tier = _right(case, tiers)
    more = ", ".join([*sorted(causes), *([tier] if tier else [])])
    return f"'{answer}'" + (f" ({more})" if more else "")


def _pair_problems(tables: Tables) -> Iterable[Problem]:
    """The two women of a pair differ in the answer that is named, and in what is right."""
    answers = {
        (row.case_id, row.finding_id): row.present
        for row in tables["case_findings.csv"].rows
        if row.finding_id
    }
    cases = {case.case_id: case for case in tables["cases.csv"].rows}
    tiers = {flag.flag_id: flag.tier for flag in tables["red_flags.csv"].rows}
    first: dict[frozenset[str], Place] = {}
    for row, pair in tables["pairs.csv"].numbered:
        if pair.one == pair.other:
            yield row.problem("other", f"'{pair.other}' is the same woman; name another one")
            continue
        earlier = first.setdefault(frozenset((pair.one, pair.other)), row)
        if earlier != row:
            yield row.problem(
                "other", f"the same two women stand in row {earlier.number} already; delete one"
            )
        both = [(case_id, pair.finding_id) for case_id in (pair.one, pair.other)]
        lacking = [case_id for case_id, finding_id in both if (case_id, finding_id) not in answers]
        if lacking:
            yield row.problem(
                "finding_id",
                f"'{pair.finding_id}' is not in case_findings.csv for '{lacking[0]}'; "
                "add a row for it",
            )
        elif sum(answers[answer] is True for answer in both) != 1:
            yield row.problem(
                "finding_id",
                f"'{pair.finding_id}' does not part '{pair.one}' and '{pair.other}'; name what is "
                "yes in one of them alone",
            )
        if {pair.one, pair.other} <= set(cases) and (
            _right(cases[pair.one], tiers) == _right(cases[pair.other], tiers)
        ):
            yield row.problem(
                "other",
                f"the same is right for '{pair.one}' and '{pair.other}'; name two women for whom it "
                "is not",
            )


def _next_day_problems(tables: Tables) -> Iterable[Problem]:
    """A next day follows a decision that can be taken, and beside every other there is the right one."""
    cases = {case.case_id: case for case in tables["cases.csv"].rows}
    told = {(cells["case_id"], cells["decision"]) for cells in tables["next_days.csv"].cells}
    for row, day in tables["next_days.csv"].numbered:
        case = cases.get(day.case_id)
        if not case or day.decision == RIGHT:
            continue
        if (day.case_id, RIGHT) not in told:
            yield row.problem(
                "case_id", f"'{day.case_id}' has no next day for '{RIGHT}'; add a row for it"
            )
        if day.decision in case.also_accepted:
            yield row.problem(
                "decision", f"'{day.decision}' is accepted for '{day.case_id}'; write '{RIGHT}'"
            )
        # A cause can be the wrong one, and a referral too slow; of the others there is one of each.
        if day.decision == case.answer and day.decision not in ("causes", "refer"):
            yield row.problem(
                "decision", f"'{day.decision}' is right for '{day.case_id}'; write '{RIGHT}'"
            )


def _thought_problems(tables: Tables) -> Iterable[Problem]:
    """A thought belongs to a moment, or to something that can be asked as one question."""
    group_of = exclusive_group_of(tables)
    overlap = {g.group_id for g in tables["groups.csv"].rows if g.kind != "exclusive"}
    for row, thought in tables["thoughts.csv"].numbered:
        if group := group_of.get(thought.step):
            yield row.problem(
                "step", f"'{thought.step}' is one answer of the question '{group}'; write '{group}'"
            )
        elif thought.step in overlap:
            yield row.problem(
                "step", f"'{thought.step}' is no question; name a finding, or an exclusive group"
            )


CHECKS = (
    _case_problems,
    _danger_problems,
    _case_finding_problems,
    _hand_over_problems,
    _sibling_problems,
    _pair_problems,
    _next_day_problems,
    _thought_problems,
)
