"""The practice cases: the answer says what it has to say, and can be found out."""

from __future__ import annotations

from collections.abc import Iterable

from crampkit.catalogue.checks.parsed import Tables, excluding_pair, exclusive_group_of
from crampkit.catalogue.tables import REFER_TIERS, SOMETHING_ELSE
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


CHECKS = (
    _case_problems,
    _danger_problems,
    _case_finding_problems,
)
