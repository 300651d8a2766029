"""What a start page shows of a journal without any Python: small, plain values."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from datetime import datetime, tzinfo
from typing import Any

from crampkit.catalogue import Catalogue
from crampkit.catalogue.unfinished import unfinished_cases, unfinished_questions
from crampkit.practice.journal import Entry
from crampkit.practice.record import groups_of, marked
from crampkit.practice.review import due_days
from crampkit.practice.siblings import as_families

CASES = "cases"
"""What the women to decide on are counted under."""


def summary(
    catalogue: Catalogue, entries: Iterable[Entry], now: datetime, zone: tzinfo | None = None
) -> dict[str, Any]:
    """How far each lesson has come, and how many answers are due on which day.

    A lesson is begun with its first answer and done when each of its questions has one. `due` counts by
    day, and `returning` the same for each lesson, so that it still holds when the page is opened a week
    later: what is due today is all up to today, as the clocks of `zone` (where the learner is, when none
    is named) have it.

    >>> from crampkit.practice.toy import toy_questions
    >>> from crampkit.practice.journal import moment
    >>> entry = Entry("question", "single", ("yes",), 90, True, 1.0, at="2026-11-24T08:00:00+00:00")
    >>> summary(toy_questions(), [entry], moment(entry.at))["lessons"]
    {'sun': {'answered': 1, 'of': 4}}
    """
    kept = tuple(entries)
    met = {(entry.kind, entry.item) for entry in kept}
    lessons: dict[str, dict[str, int]] = {}
    unwritten, unfinished = unfinished_questions(catalogue), unfinished_cases(catalogue)
    for question_id, question in catalogue.questions.items():
        if question_id in unwritten:
            continue
        lesson = lessons.setdefault(question.lesson_id, {"answered": 0, "of": 0})
        lesson["of"] += 1
        lesson["answered"] += ("question", question_id) in met
    known = groups_of(catalogue)
    families = as_families(marked(kept, catalogue), catalogue.cases)
    days: Counter[str] = Counter()
    returning: dict[str, Counter[str]] = {}
    for key, day in due_days(families, now, zone).items():
        if key in known:
            days[day.isoformat()] += 1
            returning.setdefault(_lesson_of(catalogue, *key), Counter())[day.isoformat()] += 1
    return {
        "answers": sum(entry.kind != "marks" for entry in kept),
        "lessons": lessons,
        "cases": {
            "decided": sum(
                ("case", case_id) in met for case_id in catalogue.cases.keys() - unfinished
            ),
            "of": len(catalogue.cases.keys() - unfinished),
        },
        "due": dict(sorted(days.items())),
        "returning": {lesson: dict(sorted(of.items())) for lesson, of in returning.items()},
    }


def _lesson_of(catalogue: Catalogue, kind: str, item: str) -> str:
    """Where something is asked: the lesson of a question; all women stand in one."""
    return catalogue.questions[item].lesson_id if kind == "question" else CASES
