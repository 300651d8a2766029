"""The report on a class as a table for a spreadsheet."""

from __future__ import annotations

from collections.abc import Iterator

from crampkit.catalogue import Catalogue
from crampkit.practice.class_report import Change, ClassReport, OfQuestion
from crampkit.practice.spreadsheet import row_of

COLUMNS = (
    *("kind", "lesson", "id", "text", "answers", "right_first", "right_latest"),
    *("sure_and_wrong_first", "sure_and_wrong_latest", "mean_sure_when_wrong"),
    *("commonest_wrong", "left_out", "chosen_by", "why", "never_chosen"),
    *("missed_first", "missed_latest", "not_asked"),
)


def class_table(catalogue: Catalogue, found: ClassReport) -> str:
    """One row for each question, danger sign and safety question, in the order of the report.

    No cell can run as a formula, and an empty one is what is not known.

    >>> from crampkit.practice.class_report import class_report
    >>> from crampkit.practice.toy import toy_questions
    >>> class_table(toy_questions(), class_report(toy_questions(), [])).startswith("kind,lesson,id")
    True
    """
    rows = [*_questions(catalogue, found), *_dangers(catalogue, found), *_safety(catalogue, found)]
    return "".join(row_of(cells) for cells in (COLUMNS, *rows))


def _row(**cells: object) -> list[str]:
    return ["" if (cell := cells.get(name)) is None else str(cell) for name in COLUMNS]


def _both(name: str, change: Change) -> dict[str, object]:
    last = change.last.count if change.last else None
    return {f"{name}_first": change.first.count, f"{name}_latest": last}


def _questions(catalogue: Catalogue, found: ClassReport) -> Iterator[list[str]]:
    for of in found.questions:
        question = catalogue.questions[of.question_id]
        yield _row(
            kind="question",
            lesson=question.lesson_id,
            id=of.question_id,
            text=question.stem,
            answers=of.learners,
            **_both("right", of.right),
            **_both("sure_and_wrong", of.sure_and_wrong),
            mean_sure_when_wrong=of.mean_sure,
            **_slip(catalogue, of),
            never_chosen=";".join(of.never_chosen),
        )


def _slip(catalogue: Catalogue, of: OfQuestion) -> dict[str, object]:
    if not of.commonest:
        return {}
    option = catalogue.options[of.question_id, of.commonest.option_id]
    return {
        "commonest_wrong": option.text,
        "left_out": "yes" if of.commonest.left_out else "no",
        "chosen_by": of.commonest.learners,
        "why": option.explanation,
    }


def _dangers(catalogue: Catalogue, found: ClassReport) -> Iterator[list[str]]:
    for of in found.dangers:
        yield _row(
            kind="danger",
            id=of.flag_id,
            text=catalogue.flags[of.flag_id].label,
            answers=of.right.first.of,
            **_both("right", of.right),
            **_both("missed", of.missed),
        )


def _safety(catalogue: Catalogue, found: ClassReport) -> Iterator[list[str]]:
    for of in found.safety:
        yield _row(
            kind="safety",
            id=of.question_id,
            text=catalogue.safety_questions[of.question_id].label,
            answers=of.left_out.of,
            not_asked=of.left_out.count,
        )
