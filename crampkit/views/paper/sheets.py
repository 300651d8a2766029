"""All sheets of some lessons by the names of their files, and the page that says what each is for."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from crampkit.catalogue import SOMETHING_ELSE, Catalogue, PracticeCase
from crampkit.views.kit.markup import Html, join, tag
from crampkit.views.paper import role_play, worksheet
from crampkit.views.paper.letters import letter_cards
from crampkit.views.paper.run_sheet import run_sheets
from crampkit.views.paper.script import script
from crampkit.views.paper.sheet import Print, document, foot, listed, part, sheet
from crampkit.words import Words

INDEX = "index.html"
NOWHERE: Mapping[str, Html] = {}


@dataclass(frozen=True)
class LessonOnPaper:
    """A lesson as paper needs it: the name of its notebook, its title, and its id in the tables."""

    page: str
    title: str
    lesson_id: str = ""


@dataclass(frozen=True)
class Made:
    """One file of sheets: what sort it is of, its name, what it is called, and the sheets.

    `beside` are the files that go with it and are printed apart: what each is called, by its name.
    """

    kind: str
    name: str
    title: str
    sheets: Sequence[Html]
    beside: Mapping[str, str] = field(default_factory=dict)


def sheets_of(
    catalogue: Catalogue,
    lessons: Sequence[LessonOnPaper],
    words: Words,
    everything: bool = True,
    on_a_phone: Mapping[str, Html] = NOWHERE,
) -> list[Made]:
    """The sheets of these lessons; `everything` says that they are all there are.

    `on_a_phone` has the way to the run sheet of each on a phone, where there is one.
    With a lesson on a cause or on dangers go the cases that show them, and whom its run sheet has played.
    """
    cases = [
        case
        for case in catalogue.cases.values()
        if everything or any(goes_with(catalogue, case, one) for one in lessons)
    ]
    causes = [
        cause_id
        for cause_id in catalogue.causes
        if cause_id != SOMETHING_ELSE
        and (everything or any(_teaches(catalogue, one, cause_id) for one in lessons))
    ]
    return [
        *_run_sheets(catalogue, lessons, words, on_a_phone),
        Made(
            "letters",
            "letters.html",
            words("sheet.letters.title"),
            [letter_cards(catalogue, words)],
        ),
        *_worksheets(catalogue, lessons, words),
        *_quizzes(catalogue, lessons, words),
        *(
            Made(
                "script",
                f"scripts/{cause_id}.html",
                catalogue.causes[cause_id].label,
                [script(catalogue, cause_id, words)],
            )
            for cause_id in causes
        ),
        *_cases(catalogue, cases, words),
    ]


def goes_with(catalogue: Catalogue, case: PracticeCase, one: LessonOnPaper) -> bool:
    """Whether a case shows what a lesson teaches (its cause, or where it has none, one of its dangers).

    So does whom its run sheet has played.
    """
    if _is_played(catalogue, case, one.page):
        return True
    lesson = catalogue.lessons.get(one.lesson_id)
    if lesson is None:
        return False
    if lesson.cause_id:
        return case.answer == "causes" and lesson.cause_id in case.cause_ids
    return bool(set(lesson.flag_ids) & set(case.flag_ids))


def _is_played(catalogue: Catalogue, case: PracticeCase, page: str) -> bool:
    name = case.woman.partition(",")[0]
    told = " ".join(row.text for row in catalogue.run_sheets.values() if row.page == page)
    return re.search(rf"\b{re.escape(name)}\b", told) is not None


def _teaches(catalogue: Catalogue, one: LessonOnPaper, cause_id: str) -> bool:
    lesson = catalogue.lessons.get(one.lesson_id)
    return lesson is not None and lesson.cause_id == cause_id


def _run_sheets(
    catalogue: Catalogue,
    lessons: Iterable[LessonOnPaper],
    words: Words,
    on_a_phone: Mapping[str, Html],
) -> Iterator[Made]:
    for one in lessons:
        way = on_a_phone.get(one.page, "")
        made = run_sheets(catalogue, one.page, one.title, words, way)
        if made:
            yield Made("run", f"run_sheets/{one.page}.html", one.title, made)


def _worksheets(
    catalogue: Catalogue, lessons: Iterable[LessonOnPaper], words: Words
) -> Iterator[Made]:
    for one in lessons:
        lesson = catalogue.lessons.get(one.lesson_id)
        if lesson is None or not worksheet.before_and_guesses(catalogue, one.lesson_id):
            continue
        name, key = f"worksheets/{one.page}.html", f"worksheets/{one.page}_key.html"
        asked = worksheet.worksheet(catalogue, lesson, one.title, words)
        told = worksheet.worksheet_key(catalogue, lesson, one.title, words)
        yield Made("worksheet", name, one.title, [asked], {key: words("sheet.index.its_key")})
        yield Made("key", key, one.title, [told])


def _quizzes(
    catalogue: Catalogue, lessons: Iterable[LessonOnPaper], words: Words
) -> Iterator[Made]:
    for one in lessons:
        questions = worksheet.checks(catalogue, one.lesson_id)
        if not questions:
            continue
        name, key = f"quizzes/{one.page}.html", f"quizzes/{one.page}_key.html"
        asked = worksheet.quiz(catalogue, questions, one.title, words)
        told = worksheet.quiz_key(catalogue, questions, one.title, words)
        yield Made("quiz", name, one.title, [asked], {key: words("sheet.index.its_key")})
        yield Made("key", key, one.title, [told])


def _cases(catalogue: Catalogue, cases: Iterable[PracticeCase], words: Words) -> Iterator[Made]:
    for case in cases:
        name, woman, key = (f"cases/{case.case_id}{part}.html" for part in ("", "_woman", "_key"))
        beside = {woman: words("sheet.index.her_card"), key: words("sheet.index.its_key")}
        yield Made(
            "case", name, case.woman, [role_play.midwife_card(catalogue, case, words)], beside
        )
        yield Made("woman", woman, case.woman, [role_play.woman_card(catalogue, case, words)])
        yield Made("key", key, case.woman, [role_play.key(catalogue, case, words)])


# ------------------------------------------------------------------------------ the files

KINDS = ("run", "letters", "worksheet", "quiz", "script", "case")
"""The sorts of sheets in the order in which a trainer needs them; a key stands beside what it answers."""


def files(
    catalogue: Catalogue, made: Sequence[Made], look: Html, how: Print, words: Words
) -> Mapping[str, str]:
    """Every file by its name, the page that leads to them first."""
    index = document(
        words("sheet.index.title"), [index_of(catalogue, made, words)], look, how, words
    )
    titled = {one.name: document(_title(one, words), one.sheets, look, how, words) for one in made}
    return {INDEX: index, **titled}


def _title(one: Made, words: Words) -> str:
    return words("sheet.title", kind=words(f"sheet.index.{one.kind}"), title=one.title)


def index_of(catalogue: Catalogue, made: Sequence[Made], words: Words) -> Html:
    """What there is, sort by sort, with what each is for; a key is a link of its own."""
    return sheet(
        words("sheet.index"),
        words("sheet.index.title"),
        tag("p", words("sheet.index.print")),
        *(
            part(
                words(f"sheet.index.{kind}"),
                tag("p", words(f"sheet.index.{kind}.what")),
                listed(_links(one) for one in made if one.kind == kind),
            )
            for kind in KINDS
            if any(one.kind == kind for one in made)
        ),
        foot=foot(catalogue, words),
        class_="index",
    )


def _links(one: Made) -> Html:
    links = [tag("a", title, href=name) for name, title in one.beside.items()]
    return join(_apart([tag("a", one.title, href=one.name), *links]))


def _apart(links: Sequence[Html]) -> Iterator[str]:
    for place, link in enumerate(links):
        yield from (" · ", link) if place else (link,)
