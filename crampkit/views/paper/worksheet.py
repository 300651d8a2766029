"""The worksheet of a lesson and its quiz, each with a key on a sheet of its own."""

from __future__ import annotations

from collections.abc import Sequence

from crampkit.catalogue import KINDS, REFER_TIERS, Catalogue, Feature, Lesson, Question
from crampkit.reasoning.typical import typical_findings
from crampkit.views.kit.labels import finding_text
from crampkit.views.kit.markup import Html, tag
from crampkit.views.kit.tables import table
from crampkit.views.lesson.lesson import most_urgent_first
from crampkit.views.paper.questions import asked, key_of, numbered
from crampkit.views.paper.sheet import foot, lines, part, sheet
from crampkit.words import Words

BOX = "☐"
SORTED = 4
"""So many findings of each of two causes are to be told apart."""


def before_and_guesses(catalogue: Catalogue, lesson_id: str) -> list[Question]:
    """The first thought, and the guesses in the midst of a lesson."""
    return [
        *catalogue.questions_at(lesson_id, "first_thought"),
        *catalogue.questions_at(lesson_id, "guess"),
    ]


def checks(catalogue: Catalogue, lesson_id: str) -> list[Question]:
    """The questions at the end of a lesson, and its drill."""
    return [
        *catalogue.questions_at(lesson_id, "check"),
        *catalogue.questions_at(lesson_id, "drill"),
    ]


# ------------------------------------------------------------------------------ the worksheet


def worksheet(catalogue: Catalogue, lesson: Lesson, title: str, words: Words) -> Html:
    """A woman's story, questions with room for an answer, findings to sort, and how fast to act."""
    questions = numbered(before_and_guesses(catalogue, lesson.lesson_id))
    return sheet(
        words("sheet.worksheet"),
        title,
        tag("p", words("sheet.name"), class_="to-fill-in"),
        _story(catalogue, lesson),
        *(asked(catalogue, question, number, words) for number, question in questions),
        _to_sort(catalogue, lesson, words, told=False),
        _how_fast(catalogue, lesson, words, told=False),
        part(words("sheet.worksheet.own"), lines(3), class_="own"),
        foot=foot(catalogue, words),
        class_="worksheet",
    )


def worksheet_key(catalogue: Catalogue, lesson: Lesson, title: str, words: Words) -> Html:
    """The answers of the worksheet."""
    questions = numbered(before_and_guesses(catalogue, lesson.lesson_id))
    return sheet(
        words("sheet.worksheet.key"),
        title,
        *(key_of(catalogue, question, number, words) for number, question in questions),
        _to_sort(catalogue, lesson, words, told=True),
        _how_fast(catalogue, lesson, words, told=True),
        foot=foot(catalogue, words),
        class_="key",
    )


def _story(catalogue: Catalogue, lesson: Lesson) -> Html:
    example = catalogue.examples.get(lesson.example_id)
    if example is None:
        return Html()
    return tag("blockquote", tag("p", example.story))


def _to_sort(catalogue: Catalogue, lesson: Lesson, words: Words, *, told: bool) -> Html:
    """Findings of the cause and of its look-alike in one list: with which of the two is each commoner?"""
    if not (lesson.cause_id and lesson.look_alike):
        return Html()
    pair = (lesson.cause_id, lesson.look_alike)
    labels = [catalogue.causes[cause_id].short_label for cause_id in pair]
    commoner = findings_to_sort(catalogue, *pair)
    rows = [
        (
            finding_text(catalogue, catalogue.findings[finding_id], words),
            *("✓" if told and cause_id == which else "" if told else BOX for cause_id in pair),
        )
        for finding_id, which in commoner.items()
    ]
    caption = words("sheet.sort", one=labels[0], other=labels[1])
    return part(caption, table("", [words("sheet.sort.finding"), *labels], rows))


def findings_to_sort(catalogue: Catalogue, one: str, other: str) -> dict[str, str]:
    """The strongest findings of two causes, by the order of the tables, each with the one it belongs to.

    What is as common with both tells nothing apart and is left out.
    """
    found: dict[str, str] = {}
    for cause_id, against in ((one, other), (other, one)):
        own: list[Feature] = []
        for kind in KINDS:
            own += typical_findings(catalogue, cause_id, kind)
        telling = [
            feature.finding_id
            for feature in own
            if feature.probability > _share(catalogue, against, feature.finding_id)
        ]
        found |= dict.fromkeys(telling[:SORTED], cause_id)
    return {
        finding_id: found[finding_id] for finding_id in catalogue.findings if finding_id in found
    }


def _share(catalogue: Catalogue, cause_id: str, finding_id: str) -> float:
    return catalogue.probability[finding_id].get(cause_id, catalogue.background[finding_id])


def _how_fast(catalogue: Catalogue, lesson: Lesson, words: Words, *, told: bool) -> Html:
    """The danger signs of a lesson in the order of the tables: how fast is each of them?"""
    listed = set(lesson.flag_ids)
    flags = [
        flag
        for flag in catalogue.flags.values()
        if flag.flag_id in listed and flag.tier in REFER_TIERS
    ]
    if not flags:
        return Html()
    if told:
        flags = [f for f in most_urgent_first(catalogue, lesson.flag_ids) if f in flags]
        header = [
            words("sheet.sign"),
            words("sheet.how_fast.could_be"),
            words("sheet.how_fast.speed"),
        ]
        rows = [(flag.label, flag.could_be, words(f"tier.{flag.tier}")) for flag in flags]
        return part(words("sheet.how_fast.key"), table("", header, rows))
    header = [words("sheet.sign"), *(words(f"tier.{tier}") for tier in REFER_TIERS)]
    return part(
        words("sheet.how_fast"),
        table("", header, [(flag.label, *[BOX] * len(REFER_TIERS)) for flag in flags]),
    )


# ------------------------------------------------------------------------------ the quiz


def quiz(catalogue: Catalogue, questions: Sequence[Question], title: str, words: Words) -> Html:
    """Questions with room for an answer; nothing of what is right stands on it."""
    return sheet(
        words("sheet.quiz"),
        title,
        tag("p", words("sheet.name"), class_="to-fill-in"),
        *(asked(catalogue, question, number, words) for number, question in numbered(questions)),
        foot=foot(catalogue, words),
        class_="quiz",
    )


def quiz_key(catalogue: Catalogue, questions: Sequence[Question], title: str, words: Words) -> Html:
    """The answers of a quiz, each option explained."""
    return sheet(
        words("sheet.quiz.key"),
        title,
        *(key_of(catalogue, question, number, words) for number, question in numbered(questions)),
        foot=foot(catalogue, words),
        class_="key",
    )
