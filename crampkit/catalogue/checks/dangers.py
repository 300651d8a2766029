"""Danger signs: each is asked for, once, and a rule for it can hold."""

from __future__ import annotations

from collections.abc import Iterable

from crampkit.catalogue.checks.parsed import Place, Tables, excluding_pair, exclusive_group_of
from crampkit.catalogue.tables import (
    TIERS,
)
from crampkit.data import Problem


def _flag_problems(tables: Tables) -> Iterable[Problem]:
    asked = set(tables["red_flags.csv"].written("question_id"))
    for row, flag in tables["red_flags.csv"].numbered:
        if flag.tier != "look_alike" and not flag.question_id:
            yield row.problem(
                "question_id", "the cell is empty; name the safety question that asks for this flag"
            )
        if flag.tier == "look_alike" and flag.question_id:
            yield row.problem("question_id", "a look-alike is not a danger; leave the cell empty")
    for row, question in tables["safety_questions.csv"].numbered:
        if question.question_id not in asked:
            yield row.problem(
                "question_id",
                f"no flag in red_flags.csv belongs to '{question.question_id}'; delete the row or add one",
            )


def _phrase_problems(tables: Tables) -> Iterable[Problem]:
    """Nothing is asked aloud without a sign to tick, and no sign is left unasked or asked twice."""
    question_of = {flag.flag_id: flag.question_id for flag in tables["red_flags.csv"].rows}
    asked: dict[str, Place] = {}
    for row, phrase in tables["safety_phrases.csv"].numbered:
        for flag_id in phrase.flag_ids:
            question_id = question_of.get(flag_id, phrase.question_id)
            if question_id != phrase.question_id:
                yield row.problem(
                    "flag_ids",
                    f"'{flag_id}' belongs to '{question_id}' in red_flags.csv; "
                    f"this phrase to '{phrase.question_id}'"
                    if question_id
                    else f"'{flag_id}' has no safety question in red_flags.csv; leave it out here",
                )
            if flag_id in asked:
                yield row.problem(
                    "flag_ids",
                    f"'{flag_id}' stands in row {asked[flag_id].number} already; a sign needs one phrase",
                )
            asked.setdefault(flag_id, row)
    named = {
        part.strip()
        for cell in tables["safety_phrases.csv"].written("flag_ids")
        for part in cell.split(";")
    }
    for row, flag in tables["red_flags.csv"].numbered:
        if flag.question_id and flag.flag_id not in named:
            yield row.problem(
                "flag_id",
                f"nothing that is said aloud asks for '{flag.flag_id}'; "
                "name it in flag_ids of safety_phrases.csv",
            )


def _more_urgent_problems(tables: Tables) -> Iterable[Problem]:
    tiers = {flag.flag_id: flag.tier for flag in tables["red_flags.csv"].rows}
    for row, flag in tables["red_flags.csv"].numbered:
        for other in flag.more_urgent:
            if other in tiers and TIERS.index(tiers[other]) >= TIERS.index(flag.tier):
                yield row.problem(
                    "more_urgent",
                    f"'{other}' ({tiers[other]}) is not more urgent than '{flag.flag_id}' ({flag.tier})",
                )


def _rule_problems(tables: Tables) -> Iterable[Problem]:
    group_of = exclusive_group_of(tables)
    no_look = {flag.flag_id for flag in tables["red_flags.csv"].rows if not flag.look}
    for row, rule in tables["flag_rules.csv"].numbered:
        if rule.effect == "ask_now" and rule.flag_id in no_look:
            yield row.problem(
                "flag_id",
                f"'{rule.flag_id}' is to be looked for; say how in the column 'look' of red_flags.csv",
            )
        if pair := excluding_pair(rule.all_present, group_of):
            yield row.problem(
                "all_present",
                f"'{pair[0]}' and '{pair[1]}' exclude each other, so the rule would never hold",
            )
        if not rule.all_present:
            yield row.problem(
                "all_present", "the rule names no finding; name one that must be present"
            )
        for finding_id in set(rule.all_present) & set(rule.all_absent):
            yield row.problem("all_absent", f"'{finding_id}' cannot be present and absent at once")


CHECKS = (
    _flag_problems,
    _phrase_problems,
    _more_urgent_problems,
    _rule_problems,
)
