"""What a class got right and wrong, for its trainer: what is sure and wrong first, dangers, lessons."""

from __future__ import annotations

from collections.abc import Sequence

from crampkit.catalogue import Catalogue
from crampkit.practice.class_report import (
    FEWEST,
    SURE,
    Change,
    ClassReport,
    OfDanger,
    OfLesson,
    OfQuestion,
    OfSafetyQuestion,
    Part,
)
from crampkit.practice.handed_in import NotReadError
from crampkit.views.kit.bars import lane, length
from crampkit.views.kit.markup import Html, join, tag
from crampkit.views.kit.tables import TableCell, TableRow, stacking
from crampkit.views.practice.progress import group_name
from crampkit.words import Words

COLUMNS = ("class.lesson.question", "class.lesson.right", "class.lesson.sure", "class.lesson.slip")

FIRST = 10
"""So many questions stand at the top, each with its commonest wrong answer in full."""


def report(catalogue: Catalogue, found: ClassReport, refused: Sequence[str], words: Words) -> Html:
    """The whole report; `refused` are sentences on the files that could not be read."""
    return tag(
        "div",
        tag("p", words.plural("class.learners", found.learners), class_="how-many"),
        tag("p", words("class.hidden", fewest=FEWEST), class_="note"),
        _refused(refused, words),
        *_found(catalogue, found, words),
        class_="class-report",
    )


def refusal(error: NotReadError, words: Words) -> str:
    """Why a file was not read, and what to do; without what stands in it, which may be a name."""
    return words(f"handed_in.{error.key}", **error.gaps)


def _refused(refused: Sequence[str], words: Words) -> Html:
    if not refused:
        return Html()
    return tag(
        "div",
        tag("p", tag("strong", words.plural("class.refused", len(refused)))),
        tag("ul", *(tag("li", sentence) for sentence in refused)),
        class_="refused",
    )


def _found(catalogue: Catalogue, found: ClassReport, words: Words) -> Sequence[Html]:
    if not (found.questions or found.dangers or found.safety):
        return [tag("p", words("class.nothing", fewest=FEWEST))]
    return [
        *_slips(catalogue, found.questions, words),
        *_dangers(catalogue, found.dangers, words),
        *_safety(catalogue, found.safety, words),
        *_lessons(catalogue, found.lessons, words),
        tag("p", words("class.guesses"), class_="note"),
    ]


# ------------------------------------------------------------------------------ sure and wrong first


def _slips(catalogue: Catalogue, questions: Sequence[OfQuestion], words: Words) -> list[Html]:
    wrong = [of for of in questions if of.commonest][:FIRST]
    if not wrong:
        return [tag("h2", words("class.slips")), tag("p", words("class.slips.none"))]
    return [
        tag("h2", words("class.slips")),
        tag("p", words("class.slips.how", sure=SURE), class_="note"),
        tag("ol", *(tag("li", _slip(catalogue, of, words)) for of in wrong), class_="slips"),
    ]


def _slip(catalogue: Catalogue, of: OfQuestion, words: Words) -> Html:
    question = catalogue.questions[of.question_id]
    lesson = _lesson_name(catalogue, question.lesson_id, words)
    return tag(
        "article",
        tag("p", lesson, class_="where"),
        tag("h3", question.stem),
        _lanes(of.right, words),
        tag("p", *_said(of, words)),
        *_commonest(catalogue, of, words),
        *_never_chosen(catalogue, of, words),
    )


def _lanes(right: Change, words: Words) -> Html:
    """How many were right at first and at last, as bars with their words."""
    shown = [("first", right.first)] + ([("last", right.last)] if right.last else [])
    return join(
        lane(words(f"class.right.{when}"), length("bar", part.share), said=_of(part, words))
        for when, part in shown
    )


def _of(part: Part, words: Words) -> str:
    return words("class.of", count=part.count, of=part.of)


def _said(of: OfQuestion, words: Words) -> list[str]:
    """How many were sure and wrong, and how sure those were who were wrong."""
    sure = of.sure_and_wrong
    said = [words("class.sure_and_wrong", part=_of(sure.first, words))]
    if sure.last:
        said = [
            words(
                "class.sure_and_wrong.again",
                part=_of(sure.first, words),
                last=_of(sure.last, words),
            )
        ]
    if of.mean_sure is not None:
        said.append(words("class.mean_sure", percent=of.mean_sure))
    return [piece for sentence in said for piece in (sentence, " ")][:-1]


def _commonest(catalogue: Catalogue, of: OfQuestion, words: Words) -> list[Html]:
    if not of.commonest:
        return []
    option = catalogue.options[of.question_id, of.commonest.option_id]
    key = "class.left_out" if of.commonest.left_out else "class.commonest"
    return [
        tag("p", words.plural(key, of.commonest.learners), class_="slip-made"),
        tag(
            "blockquote",
            tag("p", tag("strong", option.text)),
            tag("p", option.explanation) if option.explanation else Html(),
        ),
    ]


def _never_chosen(catalogue: Catalogue, of: OfQuestion, words: Words) -> list[Html]:
    if not of.never_chosen:
        return []
    texts = [catalogue.options[of.question_id, option_id].text for option_id in of.never_chosen]
    return [
        tag("p", words("class.never_chosen")),
        tag("ul", *(tag("li", text) for text in texts)),
    ]


# ------------------------------------------------------------------------------ tables


def _dangers(catalogue: Catalogue, dangers: Sequence[OfDanger], words: Words) -> list[Html]:
    if not dangers:
        return []
    columns = [words(f"class.dangers.{name}") for name in ("sign", "right", "missed")]
    rows = [
        TableRow(
            catalogue.flags[of.flag_id].label,
            [
                TableCell([_change(change, words)], column=column)
                for change, column in zip((of.right, of.missed), columns[1:], strict=True)
            ],
        )
        for of in dangers
    ]
    return [
        tag("h2", words("class.dangers")),
        tag("p", words("class.dangers.how"), class_="note"),
        stacking(words("class.dangers"), columns, rows, "class-table"),
    ]


def _change(change: Change, words: Words) -> str:
    if change.last is None:
        return _of(change.first, words)
    return words("class.change", first=_of(change.first, words), last=_of(change.last, words))


def _safety(catalogue: Catalogue, safety: Sequence[OfSafetyQuestion], words: Words) -> list[Html]:
    if not safety:
        return []
    columns = [words(f"class.safety.{name}") for name in ("question", "left_out")]
    rows = [
        TableRow(
            catalogue.safety_questions[of.question_id].label,
            [TableCell([_of(of.left_out, words)], column=columns[1])],
        )
        for of in safety
    ]
    return [
        tag("h2", words("class.safety")),
        tag("p", words("class.safety.how"), class_="note"),
        stacking(words("class.safety"), columns, rows, "class-table"),
    ]


def _lessons(catalogue: Catalogue, lessons: Sequence[OfLesson], words: Words) -> list[Html]:
    if not lessons:
        return []
    columns = [words(key) for key in COLUMNS]
    parts = [tag("h2", words("class.lessons"))]
    for of in lessons:
        name = _lesson_name(catalogue, of.lesson_id, words)
        rows = [_row(catalogue, one, columns, words) for one in of.questions]
        parts += [
            tag("h3", name),
            tag("p", words("class.lesson.all", part=_change(of.right, words))),
            stacking(name, columns, rows, "class-table"),
        ]
    return parts


def _row(catalogue: Catalogue, of: OfQuestion, columns: Sequence[str], words: Words) -> TableRow:
    slip = ""
    if of.commonest:
        option = catalogue.options[of.question_id, of.commonest.option_id]
        key = "class.slip.left_out" if of.commonest.left_out else "class.slip"
        slip = words(key, option=option.text, count=of.commonest.learners)
    told = (_change(of.right, words), _change(of.sure_and_wrong, words), slip)
    cells = [
        TableCell([text], column=column) for text, column in zip(told, columns[1:], strict=True)
    ]
    return TableRow(catalogue.questions[of.question_id].stem, cells)


def _lesson_name(catalogue: Catalogue, lesson_id: str, words: Words) -> str:
    lesson = catalogue.lessons.get(lesson_id)
    return group_name(
        catalogue, lesson.cause_id if lesson and lesson.cause_id else lesson_id, words
    )
