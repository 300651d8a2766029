"""Examples, lessons, questions: each can be shown, and marked."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable

from crampkit.catalogue.checks.parsed import (
    Place,
    Tables,
    excluding_pair,
    exclusive_group_of,
    same_words,
)
from crampkit.catalogue.tables import (
    HOURS,
    SCRIPT_STEPS,
    SOMETHING_ELSE,
    STEPS_OF_FIT,
    SUM_TOLERANCE,
    Option,
)
from crampkit.data import Problem

GUESSES = ("single", "multiple")
"""Kinds of question whose answer can stand beside what she guessed."""


def _example_problems(tables: Tables) -> Iterable[Problem]:
    group_of = exclusive_group_of(tables)
    backgrounds: dict[str, dict[str, float]] = {}
    for finding in tables["findings.csv"].rows:
        if finding.exclusive_group:
            group = backgrounds.setdefault(finding.exclusive_group, {})
            group[finding.finding_id] = finding.background
    certain = {
        group_id: set(group)
        for group_id, group in backgrounds.items()
        if math.fsum(group.values()) > 1 - SUM_TOLERANCE
    }
    for row, example in tables["examples.csv"].numbered:
        for finding_id in set(example.present) & set(example.absent):
            yield row.problem("absent", f"'{finding_id}' cannot be present and absent at once")
        for flag_id in set(example.flags_present) & set(example.flags_absent):
            yield row.problem(
                "flags_absent", f"'{flag_id}' cannot be ticked and looked for in vain at once"
            )
        if pair := excluding_pair(example.present, group_of):
            yield row.problem("present", f"'{pair[0]}' and '{pair[1]}' exclude each other")
        for group_id, members in certain.items():
            if members <= set(example.absent):
                yield row.problem(
                    "absent", f"one answer of '{group_id}' must hold; not all can be absent"
                )


def _lesson_problems(tables: Tables) -> Iterable[Problem]:
    for row, lesson in tables["lessons.csv"].numbered:
        if lesson.look_alike and lesson.look_alike == lesson.cause_id:
            yield row.problem(
                "look_alike",
                f"'{lesson.look_alike}' is the cause of the lesson itself; name another cause",
            )
        if lesson.cause_id == SOMETHING_ELSE:
            yield row.problem(
                "cause_id",
                f"'{SOMETHING_ELSE}' has no findings to teach; name a cause, or leave the cell empty",
            )
        if lesson.cause_id and not lesson.look_alike:
            yield row.problem(
                "look_alike",
                f"the cell is empty; name the cause that '{lesson.cause_id}' is mistaken for",
            )


SETTLES = (
    *("present", "absent", "raised", "to_look_for", "looked", "safety_check", "leader"),
    "taken_back",
)
"""Columns of tasks.csv that do not hold before anything is answered."""


def _task_problems(tables: Tables) -> Iterable[Problem]:
    """A task can be done, and is not done before anything was tried."""
    group_of = exclusive_group_of(tables)
    lessons = {lesson.lesson_id: lesson for lesson in tables["lessons.csv"].rows}
    for row, task in tables["tasks.csv"].numbered:
        rises = task.at_least and STEPS_OF_FIT.index(task.at_least) > STEPS_OF_FIT.index("nothing")
        if not rises and not any(getattr(task, column) for column in SETTLES):
            yield row.problem(
                "present",
                f"'{task.task_id}' is done before anything is tried; name what must be so, "
                f"in one of {', '.join(SETTLES)}, at_least",
            )
        for one, other in (
            ("absent", "present"),
            ("not_asked", "present"),
            ("not_asked", "absent"),
        ):
            for finding_id in dict.fromkeys(getattr(task, one)):
                if finding_id in getattr(task, other):
                    yield row.problem(
                        one, f"'{finding_id}' stands in {other} too; it cannot be both at once"
                    )
        if pair := excluding_pair(task.present, group_of):
            yield row.problem("present", f"'{pair[0]}' and '{pair[1]}' exclude each other")
        for flag_id in dict.fromkeys(task.looked):
            for column in ("raised", "to_look_for"):
                if flag_id in getattr(task, column):
                    yield row.problem(
                        "looked", f"'{flag_id}' stands in {column} too; it cannot be both at once"
                    )
        for flag_id in dict.fromkeys(task.taken_back):
            if flag_id in task.raised:
                yield row.problem(
                    "taken_back", f"'{flag_id}' stands in raised too; it cannot be both at once"
                )
        for named, needs in (("row", "at_least"), ("at_least", "row")):
            if getattr(task, named) and not getattr(task, needs):
                yield row.problem(needs, f"the cell is empty; {named} needs it")
        lesson = lessons.get(task.lesson_id)
        shown = {lesson.cause_id, lesson.look_alike, SOMETHING_ELSE} if lesson else set()
        for column in ("leader", "row"):
            cause_id = getattr(task, column)
            if cause_id and lesson and lesson.cause_id and cause_id not in shown:
                yield row.problem(
                    column,
                    f"'{cause_id}' is no row of this lesson; "
                    f"use {lesson.cause_id}, {lesson.look_alike} or {SOMETHING_ELSE}",
                )


def _question_problems(tables: Tables) -> Iterable[Problem]:
    """The cells of a script-concordance question are filled, and those of the others empty."""
    asked = set(tables["options.csv"].written("question_id"))
    for row, question in tables["questions.csv"].numbered:
        for column in ("hypothesis", "new_finding"):
            filled = bool(getattr(question, column))
            if filled and question.kind != "script":
                yield row.problem(
                    column, f"a question of kind '{question.kind}' has none; leave the cell empty"
                )
            if not filled and question.kind == "script":
                yield row.problem(column, "the cell is empty; a question of kind 'script' needs it")
        if question.place == "guess" and question.kind not in GUESSES:
            yield row.problem(
                "kind",
                f"a guess cannot be of kind '{question.kind}'; use one of {', '.join(GUESSES)}",
            )
        if question.question_id not in asked:
            yield row.problem(
                "question_id", f"'{question.question_id}' has no options; add them to options.csv"
            )


def _option_problems(tables: Tables) -> Iterable[Problem]:
    """The options of a question can be marked: what is right is there, and only as often as it may be."""
    kinds = {question.question_id: question.kind for question in tables["questions.csv"].rows}
    own: dict[str, list[tuple[Place, Option]]] = {}
    for row, option in tables["options.csv"].numbered:
        own.setdefault(option.question_id, []).append((row, option))
    written = Counter(tables["options.csv"].written("question_id"))
    for question_id, rows in own.items():
        # A row with a slip of its own is told already; what it would have said is not known.
        if question_id not in kinds or len(rows) < written[question_id]:
            continue
        yield from same_words("text", rows, f" of '{question_id}'")
        kind = kinds[question_id]
        answers = [option.answer for _, option in rows]
        wanted = _answers_wanted(kind, len(rows))
        earlier: set[str] = set()
        for row, option in rows:
            if option.answer not in wanted:
                yield row.problem(
                    "answer",
                    f"'{option.answer}' is not allowed for kind '{kind}'; "
                    f"use one of {', '.join(wanted)}",
                )
            elif kind in ("order", "script") and option.answer in earlier:
                yield row.problem(
                    "answer",
                    f"'{option.answer}' stands more than once in '{question_id}'; use each once",
                )
            elif kind == "single" and "right" in earlier and option.answer == "right":
                yield row.problem(
                    "answer",
                    f"'{question_id}' has more than one right option; a 'single' question has one",
                )
            earlier.add(option.answer)
        if remedy := _options_missing(kind, answers):
            yield rows[0][0].problem("answer", f"'{question_id}' {remedy}")
        panel = [option.panel for _, option in rows]
        if None in panel and any(votes is not None for votes in panel):
            yield rows[panel.index(None)][0].problem(
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


ASKING = ("ask", "vote")
"""Kinds of a part of a class in which a question is asked."""


def _run_sheet_problems(tables: Tables) -> Iterable[Problem]:
    """The parts of a class fill it to the minute, and what is asked has its question."""
    whole: dict[tuple[str, int], list[tuple[Place, int]]] = {}
    for row, part in tables["run_sheets.csv"].numbered:
        if (part.kind in ASKING) != bool(part.question_id):
            remedy = (
                f"the cell is empty; a part of kind '{part.kind}' asks a question"
                if part.kind in ASKING
                else f"a part of kind '{part.kind}' asks none; leave the cell empty"
            )
            yield row.problem("question_id", remedy)
        if not part.minutes:
            yield row.problem(
                f"minutes_{HOURS[-1]}", f"'{part.part}' is in no class; give it minutes"
            )
        for hour, minutes in part.minutes.items():
            whole.setdefault((part.page, hour), []).append((row, minutes))
    written = Counter(tables["run_sheets.csv"].written("page"))
    read = Counter(part.page for part in tables["run_sheets.csv"].rows)
    for (page, hour), rows in whole.items():
        total = sum(minutes for _, minutes in rows)
        # A row with a slip of its own is told already; how long it takes is not known.
        if total != hour and read[page] == written[page]:
            yield rows[-1][0].problem(
                f"minutes_{hour}",
                f"the parts of '{page}' take {total} minutes of a class of {hour}; make them {hour}",
            )


CHECKS = (
    _example_problems,
    _lesson_problems,
    _task_problems,
    _question_problems,
    _option_problems,
    _run_sheet_problems,
)
