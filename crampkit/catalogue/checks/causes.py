"""Causes, findings and their numbers: what they say of each other holds together."""

from __future__ import annotations

import math
from collections.abc import Iterable

from crampkit.catalogue.checks.parsed import Place, Tables, same_words
from crampkit.catalogue.tables import (
    SOMETHING_ELSE,
    SUM_TOLERANCE,
    Finding,
)
from crampkit.data import Problem


def _something_else_problems(tables: Tables) -> Iterable[Problem]:
    if SOMETHING_ELSE not in tables["causes.csv"].written("cause_id"):
        yield tables["causes.csv"].whole.problem(
            "cause_id",
            f"the row '{SOMETHING_ELSE}' is missing; put it back: no list of causes is complete",
        )
    for row, feature in tables["cause_features.csv"].numbered:
        if feature.cause_id == SOMETHING_ELSE:
            yield row.problem(
                "cause_id",
                f"'{SOMETHING_ELSE}' is the background itself; "
                "delete the row and change 'background' in findings.csv",
            )


def _range_problems(tables: Tables) -> Iterable[Problem]:
    for file, column in (
        ("causes.csv", "pretest"),
        ("findings.csv", "background"),
        ("cause_features.csv", "probability"),
    ):
        for row, record in tables[file].numbered:
            low, high, value = record.low, record.high, getattr(record, column)
            if (low is None) != (high is None):
                empty = "low" if low is None else "high"
                yield row.problem(empty, "fill both 'low' and 'high', or leave both empty")
            elif low is not None and not low <= value <= high:
                yield row.problem(column, f"{value:g} is not from {low:g} (low) to {high:g} (high)")


def _group_problems(tables: Tables) -> Iterable[Problem]:
    kinds = {group.group_id: group.kind for group in tables["groups.csv"].rows}
    members: dict[str, list[tuple[Place, Finding]]] = {}
    for row, finding in tables["findings.csv"].numbered:
        # The other way round is allowed: answers that exclude each other may also repeat each other.
        if kinds.get(finding.exclusive_group) == "overlap":
            yield row.problem(
                "exclusive_group",
                f"'{finding.exclusive_group}' is an overlap group in groups.csv; "
                "name an exclusive one",
            )
        if finding.exclusive_group:
            members.setdefault(finding.exclusive_group, []).append((row, finding))
    written = tables["findings.csv"].written("exclusive_group")
    for group_id, rows in members.items():
        first_row, first = rows[0]
        if written.count(group_id) == 1:
            yield first_row.problem(
                "exclusive_group",
                f"'{group_id}' has this one member; an exclusive group needs two or more",
            )
        for row, finding in rows[1:]:
            if finding.overlap_group != first.overlap_group:
                yield row.problem(
                    "overlap_group",
                    f"'{finding.overlap_group}' differs from '{first.overlap_group}' of row "
                    f"{first_row.number}; all answers of '{group_id}' need the same",
                )
    used = {*written, *tables["findings.csv"].written("overlap_group")}
    for row, group in tables["groups.csv"].numbered:
        if group.group_id not in used:
            yield row.problem("group_id", f"no finding is in '{group.group_id}'; delete the row")


def _listing_problems(tables: Tables) -> Iterable[Problem]:
    listed = set(tables["cause_features.csv"].written("cause_id"))
    for row, cause in tables["causes.csv"].numbered:
        if cause.cause_id not in listed and cause.cause_id != SOMETHING_ELSE:
            yield row.problem(
                "cause_id",
                f"'{cause.cause_id}' has no finding; add a row for it to cause_features.csv",
            )


def _exclusive_sum_problems(tables: Tables) -> Iterable[Problem]:
    """Answers that exclude each other cannot together be commoner than certain."""
    members: dict[str, list[tuple[Place, Finding]]] = {}
    for row, finding in tables["findings.csv"].numbered:
        if finding.exclusive_group:
            members.setdefault(finding.exclusive_group, []).append((row, finding))
    listed: dict[tuple[str, str], tuple[Place, float]] = {
        (feature.cause_id, feature.finding_id): (row, feature.probability)
        for row, feature in tables["cause_features.csv"].numbered
    }
    causes = [cause.cause_id for cause in tables["causes.csv"].rows]
    for group_id, rows in members.items():
        background = math.fsum(finding.background for _, finding in rows)
        if background > 1 + SUM_TOLERANCE:
            yield rows[-1][0].problem(
                "background",
                f"the backgrounds of '{group_id}' add up to {background:g}; they must not pass 1",
            )
        for cause_id in causes:
            pairs = [listed.get((cause_id, finding.finding_id)) for _, finding in rows]
            own = [pair[0] for pair in pairs if pair]
            if not own:
                continue
            total = math.fsum(
                pair[1] if pair else finding.background
                for pair, (_, finding) in zip(pairs, rows, strict=True)
            )
            rest = "what is not listed counts as background"
            if total > 1 + SUM_TOLERANCE:
                yield max(own).problem(
                    "probability",
                    f"'{cause_id}' adds up to {total:g} over '{group_id}'; it must not pass 1 ({rest})",
                )
            elif total > 1 - SUM_TOLERANCE and background < 1 - SUM_TOLERANCE:
                yield max(own).problem(
                    "probability",
                    f"'{cause_id}' adds up to 1 over '{group_id}', whose backgrounds leave room for "
                    f"'none of these'; leave it some too ({rest})",
                )


def _needs_problems(tables: Tables) -> Iterable[Problem]:
    """What is owed after an answer, or needed before a cause is named, can be given at all."""
    general = {f.finding_id for f in tables["findings.csv"].rows if f.general}
    for row, cause in tables["causes.csv"].numbered:
        for finding_id in cause.needs:
            if finding_id in general:
                yield row.problem(
                    "needs",
                    f"'{finding_id}' is general in findings.csv; name a finding that belongs to the cause",
                )
    for row, finding in tables["findings.csv"].numbered:
        if finding.finding_id in finding.then_ask:
            yield row.problem(
                "then_ask", f"'{finding.finding_id}' names itself; name another finding"
            )


def _label_problems(tables: Tables) -> Iterable[Problem]:
    """Two things of one name could not be told apart on the page."""
    for file, column in (
        ("causes.csv", "label"),
        ("causes.csv", "short_label"),
        ("findings.csv", "label"),
        ("red_flags.csv", "label"),
    ):
        yield from same_words(column, tables[file].numbered)


CHECKS = (
    _label_problems,
    _something_else_problems,
    _range_problems,
    _group_problems,
    _listing_problems,
    _exclusive_sum_problems,
    _needs_problems,
)
