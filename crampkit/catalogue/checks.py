"""What must hold between rows: each check yields the problems of one promise."""

from __future__ import annotations

import json
import math
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from crampkit.catalogue.columns import GAP
from crampkit.catalogue.records import (
    DRAWN,
    SCRIPT_STEPS,
    SOMETHING_ELSE,
    SUM_TOLERANCE,
    TIERS,
    Finding,
    FlagRule,
    Option,
    RedFlag,
    Region,
)
from crampkit.data import Problem, nearest

GUESSES = ("single", "multiple")
"""Kinds of question whose answer can stand beside what she guessed."""

DATES = ("reviewed_on", "review_by")
"""Keys of local.csv whose value is a date."""


@dataclass(frozen=True)
class Parsed:
    """The rows of one file, each with its row number in the spreadsheet.

    `numbered` has the rows without a problem, `cells` all of them as text: only there can be seen
    that something is missing, and not merely spelt wrong.
    """

    numbered: tuple[tuple[int, Any], ...]
    cells: tuple[Mapping[str, str], ...]

    @property
    def rows(self) -> tuple[Any, ...]:
        return tuple(row for _, row in self.numbered)

    def written(self, column: str) -> list[str]:
        """What stands in a column, in every row."""
        return [cells[column] for cells in self.cells]


def meaning_problems(parsed: Mapping[str, Parsed]) -> list[Problem]:
    """What is wrong although each cell is allowed: each check yields the problems of one promise."""
    checks = (
        _something_else_problems,
        _range_problems,
        _measured_problems,
        _trial_problems,
        _group_problems,
        _listing_problems,
        _exclusive_sum_problems,
        _flag_problems,
        _phrase_problems,
        _more_urgent_problems,
        _rule_problems,
        _needs_problems,
        _local_problems,
        _example_problems,
        _lesson_problems,
        _question_problems,
        _option_problems,
        _case_problems,
        _case_finding_problems,
        _region_problems,
        _cause_region_problems,
        _sentence_problems,
    )
    return [problem for check in checks for problem in check(parsed)]


def _something_else_problems(parsed: Mapping[str, Parsed]) -> Iterable[Problem]:
    if SOMETHING_ELSE not in parsed["causes.csv"].written("cause_id"):
        yield Problem(
            "causes.csv",
            0,
            "cause_id",
            f"the row '{SOMETHING_ELSE}' is missing; put it back: no list of causes is complete",
        )
    for row, feature in parsed["cause_features.csv"].numbered:
        if feature.cause_id == SOMETHING_ELSE:
            yield Problem(
                "cause_features.csv",
                row,
                "cause_id",
                f"'{SOMETHING_ELSE}' is the background itself; "
                "delete the row and change 'background' in findings.csv",
            )


def _range_problems(parsed: Mapping[str, Parsed]) -> Iterable[Problem]:
    for file, column in (
        ("causes.csv", "pretest"),
        ("findings.csv", "background"),
        ("cause_features.csv", "probability"),
    ):
        for row, record in parsed[file].numbered:
            low, high, value = record.low, record.high, getattr(record, column)
            if (low is None) != (high is None):
                empty = "low" if low is None else "high"
                yield Problem(file, row, empty, "fill both 'low' and 'high', or leave both empty")
            elif low is not None and not low <= value <= high:
                yield Problem(
                    file, row, column, f"{value:g} is not from {low:g} (low) to {high:g} (high)"
                )


def _measured_problems(parsed: Mapping[str, Parsed]) -> Iterable[Problem]:
    """What a figure draws lies within its own range, and was read where it says it was."""
    read = {source.source_id: source.read for source in parsed["sources.csv"].rows}
    for file, columns in (
        ("measurements.csv", (("value", "low", "high"),)),
        (
            "accuracy.csv",
            tuple((c, f"{c}_low", f"{c}_high") for c in ("sensitivity", "specificity")),
        ),
    ):
        for row, record in parsed[file].numbered:
            for column, low_column, high_column in columns:
                value, low, high = (getattr(record, c) for c in (column, low_column, high_column))
                if (low is None) != (high is None):
                    empty = low_column if low is None else high_column
                    yield Problem(
                        file,
                        row,
                        empty,
                        f"fill both '{low_column}' and '{high_column}', or leave both empty",
                    )
                elif low is not None and not low <= (low if value is None else value) <= high:
                    shown = low if value is None else value
                    yield Problem(file, row, column, f"{shown:g} is not from {low:g} to {high:g}")
            unread = [s for s in record.source_ids if not read.get(s, True)]
            # A step of a drawing is ours, and a row without a number draws nothing.
            judged = file == "measurements.csv" and (
                record.series.startswith(DRAWN) or (record.value, record.low) == (None, None)
            )
            if record.read and unread and not judged:
                yield Problem(
                    file,
                    row,
                    "read",
                    f"'{unread[0]}' was not read, says sources.csv; write no, or name a source that was",
                )


def _trial_problems(parsed: Mapping[str, Parsed]) -> Iterable[Problem]:
    """A result is drawn, with all that a drawing needs, or the row says why it is not."""
    for row, trial in parsed["trials.csv"].numbered:

        def problem(column: str, message: str, row: int = row) -> Problem:
            return Problem("trials.csv", row, column, message)

        found = trial.figures
        if found is None:
            if not trial.not_plotted:
                yield problem(
                    "not_plotted",
                    "the cell is empty; say why this row is not plotted, or fill in 'effect_type', "
                    "'effect', 'ci_low' and 'ci_high' and read them at the source",
                )
            continue
        if trial.not_plotted:
            yield problem("not_plotted", "the row is plotted; leave this cell empty")
        for column in ("control", "outcome_kind", "favours_high"):
            if not getattr(trial, column):
                yield problem(column, "the cell is empty; a row that is plotted needs it")
        effect, low, high = found
        if not low <= effect <= high:
            yield problem(
                "effect", f"{effect:g} is not from {low:g} (ci_low) to {high:g} (ci_high)"
            )
        if trial.effect_type == "RR" and low <= 0:
            yield problem("ci_low", f"{low:g}: a risk ratio is above 0")
        for events, total in (("events_treat", "n_treat"), ("events_control", "n_control")):
            counts = getattr(trial, events), getattr(trial, total)
            if all(counts) and not 0 <= float(counts[0]) <= float(counts[1]):
                yield problem(events, f"{counts[0]} is not from 0 to {counts[1]} ({total})")


def _group_problems(parsed: Mapping[str, Parsed]) -> Iterable[Problem]:
    kinds = {group.group_id: group.kind for group in parsed["groups.csv"].rows}
    members: dict[str, list[tuple[int, Finding]]] = {}
    for row, finding in parsed["findings.csv"].numbered:
        # The other way round is allowed: answers that exclude each other may also repeat each other.
        if kinds.get(finding.exclusive_group) == "overlap":
            yield Problem(
                "findings.csv",
                row,
                "exclusive_group",
                f"'{finding.exclusive_group}' is an overlap group in groups.csv; "
                "name an exclusive one",
            )
        if finding.exclusive_group:
            members.setdefault(finding.exclusive_group, []).append((row, finding))
    written = parsed["findings.csv"].written("exclusive_group")
    for group_id, rows in members.items():
        first_row, first = rows[0]
        if written.count(group_id) == 1:
            yield Problem(
                "findings.csv",
                first_row,
                "exclusive_group",
                f"'{group_id}' has this one member; an exclusive group needs two or more",
            )
        for row, finding in rows[1:]:
            if finding.overlap_group != first.overlap_group:
                yield Problem(
                    "findings.csv",
                    row,
                    "overlap_group",
                    f"'{finding.overlap_group}' differs from '{first.overlap_group}' of row {first_row}; "
                    f"all answers of '{group_id}' need the same",
                )
    used = {*written, *parsed["findings.csv"].written("overlap_group")}
    for row, group in parsed["groups.csv"].numbered:
        if group.group_id not in used:
            yield Problem(
                "groups.csv",
                row,
                "group_id",
                f"no finding is in '{group.group_id}'; delete the row",
            )


def _listing_problems(parsed: Mapping[str, Parsed]) -> Iterable[Problem]:
    listed = set(parsed["cause_features.csv"].written("cause_id"))
    for row, cause in parsed["causes.csv"].numbered:
        if cause.cause_id not in listed and cause.cause_id != SOMETHING_ELSE:
            yield Problem(
                "causes.csv",
                row,
                "cause_id",
                f"'{cause.cause_id}' has no finding; add a row for it to cause_features.csv",
            )


def _exclusive_sum_problems(parsed: Mapping[str, Parsed]) -> Iterable[Problem]:
    """Answers that exclude each other cannot together be commoner than certain."""
    members: dict[str, list[tuple[int, Finding]]] = {}
    for row, finding in parsed["findings.csv"].numbered:
        if finding.exclusive_group:
            members.setdefault(finding.exclusive_group, []).append((row, finding))
    listed: dict[tuple[str, str], tuple[int, float]] = {
        (feature.cause_id, feature.finding_id): (row, feature.probability)
        for row, feature in parsed["cause_features.csv"].numbered
    }
    causes = [cause.cause_id for cause in parsed["causes.csv"].rows]
    for group_id, rows in members.items():
        background = math.fsum(finding.background for _, finding in rows)
        if background > 1 + SUM_TOLERANCE:
            yield Problem(
                "findings.csv",
                rows[-1][0],
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
                yield Problem(
                    "cause_features.csv",
                    max(own),
                    "probability",
                    f"'{cause_id}' adds up to {total:g} over '{group_id}'; it must not pass 1 ({rest})",
                )
            elif total > 1 - SUM_TOLERANCE and background < 1 - SUM_TOLERANCE:
                yield Problem(
                    "cause_features.csv",
                    max(own),
                    "probability",
                    f"'{cause_id}' adds up to 1 over '{group_id}', whose backgrounds leave room for "
                    f"'none of these'; leave it some too ({rest})",
                )


def _flag_problems(parsed: Mapping[str, Parsed]) -> Iterable[Problem]:
    asked = set(parsed["red_flags.csv"].written("question_id"))
    for row, flag in parsed["red_flags.csv"].numbered:
        if flag.tier != "look_alike" and not flag.question_id:
            yield Problem(
                "red_flags.csv",
                row,
                "question_id",
                "the cell is empty; name the safety question that asks for this flag",
            )
        if flag.tier == "look_alike" and flag.question_id:
            yield Problem(
                "red_flags.csv",
                row,
                "question_id",
                "a look-alike is not a danger; leave the cell empty",
            )
    for row, question in parsed["safety_questions.csv"].numbered:
        if question.question_id not in asked:
            yield Problem(
                "safety_questions.csv",
                row,
                "question_id",
                f"no flag in red_flags.csv belongs to '{question.question_id}'; delete the row or add one",
            )


def _phrase_problems(parsed: Mapping[str, Parsed]) -> Iterable[Problem]:
    """Nothing is asked aloud without a sign to tick, and no sign is left unasked or asked twice."""
    question_of = {flag.flag_id: flag.question_id for flag in parsed["red_flags.csv"].rows}
    asked: dict[str, int] = {}
    for row, phrase in parsed["safety_phrases.csv"].numbered:
        for flag_id in phrase.flag_ids:
            question_id = question_of.get(flag_id, phrase.question_id)
            if question_id != phrase.question_id:
                yield Problem(
                    "safety_phrases.csv",
                    row,
                    "flag_ids",
                    f"'{flag_id}' belongs to '{question_id}' in red_flags.csv; "
                    f"this phrase to '{phrase.question_id}'"
                    if question_id
                    else f"'{flag_id}' has no safety question in red_flags.csv; leave it out here",
                )
            if flag_id in asked:
                yield Problem(
                    "safety_phrases.csv",
                    row,
                    "flag_ids",
                    f"'{flag_id}' stands in row {asked[flag_id]} already; a sign needs one phrase",
                )
            asked.setdefault(flag_id, row)
    named = {
        part.strip()
        for cell in parsed["safety_phrases.csv"].written("flag_ids")
        for part in cell.split(";")
    }
    for row, flag in parsed["red_flags.csv"].numbered:
        if flag.question_id and flag.flag_id not in named:
            yield Problem(
                "red_flags.csv",
                row,
                "flag_id",
                f"nothing that is said aloud asks for '{flag.flag_id}'; "
                "name it in flag_ids of safety_phrases.csv",
            )


def _more_urgent_problems(parsed: Mapping[str, Parsed]) -> Iterable[Problem]:
    tiers = {flag.flag_id: flag.tier for flag in parsed["red_flags.csv"].rows}
    for row, flag in parsed["red_flags.csv"].numbered:
        for other in flag.more_urgent:
            if other in tiers and TIERS.index(tiers[other]) >= TIERS.index(flag.tier):
                yield Problem(
                    "red_flags.csv",
                    row,
                    "more_urgent",
                    f"'{other}' ({tiers[other]}) is not more urgent than '{flag.flag_id}' ({flag.tier})",
                )


def _needs_problems(parsed: Mapping[str, Parsed]) -> Iterable[Problem]:
    """What is owed after an answer, or needed before a cause is named, can be given at all."""
    general = {f.finding_id for f in parsed["findings.csv"].rows if f.general}
    for row, cause in parsed["causes.csv"].numbered:
        for finding_id in cause.needs:
            if finding_id in general:
                yield Problem(
                    "causes.csv",
                    row,
                    "needs",
                    f"'{finding_id}' is general in findings.csv; name a finding that belongs to the cause",
                )
    for row, finding in parsed["findings.csv"].numbered:
        if finding.finding_id in finding.then_ask:
            yield Problem(
                "findings.csv",
                row,
                "then_ask",
                f"'{finding.finding_id}' names itself; name another finding",
            )


def _local_problems(parsed: Mapping[str, Parsed]) -> Iterable[Problem]:
    known = shipped()["local"]
    for row, entry in parsed["local.csv"].numbered:
        if entry.key not in known and (hint := nearest(entry.key, known)):
            yield Problem("local.csv", row, "key", f"nothing is called '{entry.key}'{hint}")
        if entry.key in DATES and entry.value:
            try:
                # Python also reads forms that people do not, such as 2027-W48-2.
                day = date.fromisoformat(entry.value).isoformat()
            except ValueError:
                day = ""
            if day != entry.value:
                yield Problem(
                    "local.csv",
                    row,
                    "value",
                    f"'{entry.value}' is not a date; write year-month-day (2027-11-30)",
                )


def _excluding_pair(
    finding_ids: Iterable[str], group_of: Mapping[str, str]
) -> tuple[str, str] | None:
    """The first two of these findings that cannot both be present."""
    taken: dict[str, str] = {}
    for finding_id in finding_ids:
        group_id = group_of.get(finding_id, "")
        if group_id and group_id in taken:
            return taken[group_id], finding_id
        taken[group_id] = finding_id
    return None


def _exclusive_group_of(parsed: Mapping[str, Parsed]) -> Mapping[str, str]:
    return {f.finding_id: f.exclusive_group for f in parsed["findings.csv"].rows}


def _rule_problems(parsed: Mapping[str, Parsed]) -> Iterable[Problem]:
    group_of = _exclusive_group_of(parsed)
    no_look = {flag.flag_id for flag in parsed["red_flags.csv"].rows if not flag.look}
    for row, rule in parsed["flag_rules.csv"].numbered:
        if rule.effect == "ask_now" and rule.flag_id in no_look:
            yield Problem(
                "flag_rules.csv",
                row,
                "flag_id",
                f"'{rule.flag_id}' is to be looked for; say how in the column 'look' of red_flags.csv",
            )
        if pair := _excluding_pair(rule.all_present, group_of):
            yield Problem(
                "flag_rules.csv",
                row,
                "all_present",
                f"'{pair[0]}' and '{pair[1]}' exclude each other, so the rule would never hold",
            )
        if not rule.all_present:
            yield Problem(
                "flag_rules.csv",
                row,
                "all_present",
                "the rule names no finding; name one that must be present",
            )
        for finding_id in set(rule.all_present) & set(rule.all_absent):
            yield Problem(
                "flag_rules.csv",
                row,
                "all_absent",
                f"'{finding_id}' cannot be present and absent at once",
            )


def _example_problems(parsed: Mapping[str, Parsed]) -> Iterable[Problem]:
    group_of = _exclusive_group_of(parsed)
    backgrounds: dict[str, dict[str, float]] = {}
    for finding in parsed["findings.csv"].rows:
        if finding.exclusive_group:
            group = backgrounds.setdefault(finding.exclusive_group, {})
            group[finding.finding_id] = finding.background
    certain = {
        group_id: set(group)
        for group_id, group in backgrounds.items()
        if math.fsum(group.values()) > 1 - SUM_TOLERANCE
    }
    for row, example in parsed["examples.csv"].numbered:
        for finding_id in set(example.present) & set(example.absent):
            yield Problem(
                "examples.csv",
                row,
                "absent",
                f"'{finding_id}' cannot be present and absent at once",
            )
        for flag_id in set(example.flags_present) & set(example.flags_absent):
            yield Problem(
                "examples.csv",
                row,
                "flags_absent",
                f"'{flag_id}' cannot be ticked and looked for in vain at once",
            )
        if pair := _excluding_pair(example.present, group_of):
            yield Problem(
                "examples.csv", row, "present", f"'{pair[0]}' and '{pair[1]}' exclude each other"
            )
        for group_id, members in certain.items():
            if members <= set(example.absent):
                yield Problem(
                    "examples.csv",
                    row,
                    "absent",
                    f"one answer of '{group_id}' must hold; not all can be absent",
                )


def _lesson_problems(parsed: Mapping[str, Parsed]) -> Iterable[Problem]:
    for row, lesson in parsed["lessons.csv"].numbered:
        if lesson.look_alike and lesson.look_alike == lesson.cause_id:
            yield Problem(
                "lessons.csv",
                row,
                "look_alike",
                f"'{lesson.look_alike}' is the cause of the lesson itself; name another cause",
            )
        if lesson.cause_id and not lesson.look_alike:
            yield Problem(
                "lessons.csv",
                row,
                "look_alike",
                f"the cell is empty; name the cause that '{lesson.cause_id}' is mistaken for",
            )


def _question_problems(parsed: Mapping[str, Parsed]) -> Iterable[Problem]:
    """The cells of a script-concordance question are filled, and those of the others empty."""
    asked = set(parsed["options.csv"].written("question_id"))
    for row, question in parsed["questions.csv"].numbered:
        for column in ("hypothesis", "new_finding"):
            filled = bool(getattr(question, column))
            if filled and question.kind != "script":
                yield Problem(
                    "questions.csv",
                    row,
                    column,
                    f"a question of kind '{question.kind}' has none; leave the cell empty",
                )
            if not filled and question.kind == "script":
                yield Problem(
                    "questions.csv",
                    row,
                    column,
                    "the cell is empty; a question of kind 'script' needs it",
                )
        if question.place == "guess" and question.kind not in GUESSES:
            yield Problem(
                "questions.csv",
                row,
                "kind",
                f"a guess cannot be of kind '{question.kind}'; use one of {', '.join(GUESSES)}",
            )
        if question.question_id not in asked:
            yield Problem(
                "questions.csv",
                row,
                "question_id",
                f"'{question.question_id}' has no options; add them to options.csv",
            )


def _option_problems(parsed: Mapping[str, Parsed]) -> Iterable[Problem]:
    """The options of a question can be marked: what is right is there, and only as often as it may be."""
    kinds = {question.question_id: question.kind for question in parsed["questions.csv"].rows}
    own: dict[str, list[tuple[int, Option]]] = {}
    for row, option in parsed["options.csv"].numbered:
        own.setdefault(option.question_id, []).append((row, option))
    written = Counter(parsed["options.csv"].written("question_id"))
    for question_id, rows in own.items():
        # A row with a slip of its own is told already; what it would have said is not known.
        if question_id not in kinds or len(rows) < written[question_id]:
            continue
        kind = kinds[question_id]
        answers = [option.answer for _, option in rows]
        wanted = _answers_wanted(kind, len(rows))
        earlier: set[str] = set()
        for row, option in rows:
            if option.answer not in wanted:
                yield Problem(
                    "options.csv",
                    row,
                    "answer",
                    f"'{option.answer}' is not allowed for kind '{kind}'; "
                    f"use one of {', '.join(wanted)}",
                )
            elif kind in ("order", "script") and option.answer in earlier:
                yield Problem(
                    "options.csv",
                    row,
                    "answer",
                    f"'{option.answer}' stands more than once in '{question_id}'; use each once",
                )
            elif kind == "single" and "right" in earlier and option.answer == "right":
                yield Problem(
                    "options.csv",
                    row,
                    "answer",
                    f"'{question_id}' has more than one right option; a 'single' question has one",
                )
            earlier.add(option.answer)
        if remedy := _options_missing(kind, answers):
            yield Problem("options.csv", rows[0][0], "answer", f"'{question_id}' {remedy}")
        panel = [option.panel for _, option in rows]
        if None in panel and any(votes is not None for votes in panel):
            yield Problem(
                "options.csv",
                rows[panel.index(None)][0],
                "panel",
                f"fill it for all options of '{question_id}' (0 where nobody chose one), or for none",
            )


def _answers_wanted(kind: str, options: int) -> tuple[str, ...]:
    if kind == "order":
        return tuple(str(place) for place in range(1, options + 1))
    return SCRIPT_STEPS if kind == "script" else ("right", "wrong")


def _options_missing(kind: str, answers: list[str]) -> str:
    """What the options of a question lack, with the remedy; nothing where they can be marked."""
    if kind == "script" and len(answers) < len(SCRIPT_STEPS):
        return f"needs one option for each of {', '.join(SCRIPT_STEPS)}"
    if len(answers) < 2:
        return "has one option only; add another"
    if kind in ("single", "multiple") and "right" not in answers:
        return "has no right option; mark one 'right'"
    return ""


def _region_problems(parsed: Mapping[str, Parsed]) -> Iterable[Problem]:
    """The regions of one part are one place: with both its sides or none, and of one meaning."""
    group_of = _exclusive_group_of(parsed)
    written = {(cells["part"], cells["side"]) for cells in parsed["regions.csv"].cells}
    first: dict[str, tuple[int, Region]] = {}
    for row, region in parsed["regions.csv"].numbered:
        earlier_row, earlier = first.setdefault(region.part, (row, region))
        for column in ("label", "meaning", "finding_ids", "both_sides", "one_side"):
            if getattr(region, column) != getattr(earlier, column):
                yield Problem(
                    "regions.csv",
                    row,
                    column,
                    f"differs from row {earlier_row}; all rows of '{region.part}' need the same",
                )
        for side in {"left": ("right",), "right": ("left",)}.get(region.side, ()):
            if row == earlier_row and (region.part, side) not in written:
                yield Problem(
                    "regions.csv",
                    row,
                    "side",
                    f"'{region.part}' has no {side} side; add a row for it, or write middle",
                )
        if region.side == "middle":
            if {(region.part, "left"), (region.part, "right")} & written:
                yield Problem(
                    "regions.csv",
                    row,
                    "side",
                    f"'{region.part}' has a left or right side in another row; "
                    "a part has two sides, or is in the middle",
                )
            for column in ("both_sides", "one_side"):
                if getattr(region, column):
                    yield Problem(
                        "regions.csv",
                        row,
                        column,
                        "a place in the middle has no sides; leave the cell empty",
                    )
        for column in ("both_sides", "one_side"):
            set_at_once = (*region.finding_ids, *getattr(region, column))
            if pair := _excluding_pair(dict.fromkeys(set_at_once), group_of):
                yield Problem(
                    "regions.csv",
                    row,
                    column if getattr(region, column) else "finding_ids",
                    f"'{pair[0]}' and '{pair[1]}' exclude each other",
                )


def _cause_region_problems(parsed: Mapping[str, Parsed]) -> Iterable[Problem]:
    parts = dict.fromkeys(parsed["regions.csv"].written("part"))
    in_the_middle = {r.part for r in parsed["regions.csv"].rows if r.side == "middle"}
    for row, marked in parsed["cause_regions.csv"].numbered:
        if marked.part not in parts:
            yield Problem(
                "cause_regions.csv",
                row,
                "part",
                f"no part '{marked.part}' in regions.csv{nearest(marked.part, parts)}",
            )
        elif (marked.side == "middle") != (marked.part in in_the_middle):
            remedy = "write middle" if marked.part in in_the_middle else "write both, one or either"
            yield Problem(
                "cause_regions.csv",
                row,
                "side",
                f"'{marked.side}' does not fit '{marked.part}'; {remedy}",
            )


def _case_problems(parsed: Mapping[str, Parsed]) -> Iterable[Problem]:
    """The answer of a case says what it has to say, and what it names can be found out."""
    rows = parsed["case_findings.csv"].cells
    found = {(cells["case_id"], cells["finding_id"]) for cells in rows}
    up = {(cells["case_id"], cells["flag_id"]) for cells in rows if cells["present"] == "yes"}

    private = {flag.flag_id for flag in parsed["red_flags.csv"].rows if flag.private}

    def problem(row: int, column: str, message: str) -> Problem:
        return Problem("cases.csv", row, column, message)

    for row, case in parsed["cases.csv"].numbered:
        for flag_id in private.intersection(case.flag_ids):
            yield problem(
                row, "flag_ids", f"'{flag_id}' is private in red_flags.csv; no learner can name it"
            )
        if case.answer == "causes" and not case.cause_ids:
            yield problem(row, "cause_ids", "the cell is empty; name the cause or causes that fit")
        if SOMETHING_ELSE in case.cause_ids:
            yield problem(
                row, "cause_ids", f"'{SOMETHING_ELSE}' is an answer of its own; use it in 'answer'"
            )
        if case.answer == "something_else" and case.cause_ids:
            yield problem(
                row, "cause_ids", "none of the causes is the answer; leave the cell empty"
            )
        if (case.answer == "refer") != bool(case.flag_ids):
            remedy = "leave the cell empty" if case.flag_ids else "name the danger sign"
            yield problem(row, "flag_ids", f"the answer is '{case.answer}'; {remedy}")
        if case.answer == "refer" and case.also_accepted:
            yield problem(
                row, "also_accepted", "she must be referred; nothing else is safe, leave it empty"
            )
        if case.answer in case.also_accepted:
            yield problem(
                row, "also_accepted", f"'{case.answer}' is the answer itself; leave it out here"
            )
        for flag_id in case.flag_ids:
            if (case.case_id, flag_id) not in up:
                yield problem(
                    row,
                    "flag_ids",
                    f"'{flag_id}' is not present in case_findings.csv; add a row for it with yes",
                )
        for finding_id in filter(None, (case.key_finding, *case.should_ask)):
            if (case.case_id, finding_id) not in found:
                column = "key_finding" if finding_id == case.key_finding else "should_ask"
                yield problem(
                    row, column, f"'{finding_id}' is not in case_findings.csv; add a row for it"
                )


def _case_finding_problems(parsed: Mapping[str, Parsed]) -> Iterable[Problem]:
    group_of = _exclusive_group_of(parsed)
    present: dict[str, list[str]] = {}
    for row, found in parsed["case_findings.csv"].numbered:
        if bool(found.finding_id) == bool(found.flag_id):
            both = (
                "both are filled; leave one empty" if found.flag_id else "both are empty; fill one"
            )
            yield Problem("case_findings.csv", row, "flag_id", f"finding_id, flag_id: {both}")
            continue
        if not found.finding_id or not found.present:
            continue
        own = present.setdefault(found.case_id, [])
        own.append(found.finding_id)
        if pair := _excluding_pair(own, group_of):
            own.pop()
            yield Problem(
                "case_findings.csv",
                row,
                "present",
                f"'{pair[0]}' and '{pair[1]}' exclude each other; write no for one of them",
            )


def _sentence_problems(parsed: Mapping[str, Parsed]) -> Iterable[Problem]:
    expected = shipped()["text"]
    present = set(parsed["text/en.csv"].written("key"))
    for row, line in parsed["text/en.csv"].numbered:
        if line.key not in expected:
            yield Problem(
                "text/en.csv",
                row,
                "key",
                f"'{line.key}' is not used{nearest(line.key, expected)}; delete the row",
            )
            continue
        for gap in set(GAP.findall(line.text)) - set(expected[line.key]):
            allowed = ", ".join(f"{{{name}}}" for name in expected[line.key]) or "no gap"
            yield Problem(
                "text/en.csv", row, "text", f"nothing fills {{{gap}}}; allowed here: {allowed}"
            )
    for key in expected:
        if key not in present:
            yield Problem("text/en.csv", 0, "key", f"the row '{key}' is missing; put it back")


def shipped() -> dict[str, Any]:
    """What the set was shipped with and must not lose unseen: flags with tier, rules, sentences with gaps."""
    path = Path(__file__).parent.with_name("shipped.json")
    content: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return content


def safety_warnings(flags: Mapping[str, RedFlag], rules: Iterable[FlagRule]) -> tuple[str, ...]:
    """A trainer may change the flags, but never without being told."""
    expected = shipped()
    warnings = []
    for flag_id, tier in expected["flags"].items():
        if flag_id not in flags:
            warnings.append(
                f"red_flags.csv: the flag '{flag_id}' ({tier}) of the shipped set is missing"
            )
        elif TIERS.index(flags[flag_id].tier) > TIERS.index(tier):
            warnings.append(
                f"red_flags.csv: the flag '{flag_id}' is less urgent than shipped "
                f"({flags[flag_id].tier} instead of {tier})"
            )
    for flag_id, flag in flags.items():
        if flag.private != (flag_id in expected["private"]):
            warnings.append(
                f"red_flags.csv: the flag '{flag_id}' is {'' if flag.private else 'not '}private, "
                f"{'so its answers are never copied' if flag.private else 'as it was when shipped'}"
            )
    present = {rule_key(rule) for rule in rules}
    for key in expected["rules"]:
        if key not in present:
            warnings.append(f"flag_rules.csv: the rule '{key}' of the shipped set is missing")
    return tuple(warnings)


def rule_key(rule: FlagRule) -> str:
    """A rule in one line, whatever the order of its findings.

    >>> rule_key(FlagRule("clot", ("one_leg", "ache"), ("eases",), "ask_now"))
    'ask_now clot: ache + one_leg without eases'
    """
    absent = f" without {' + '.join(sorted(rule.all_absent))}" if rule.all_absent else ""
    return f"{rule.effect} {rule.flag_id}: {' + '.join(sorted(rule.all_present))}{absent}"
