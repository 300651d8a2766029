"""Questions on paper, with room for an answer; and their key, which goes on a sheet of its own."""

from __future__ import annotations

from collections.abc import Iterable

from crampkit.catalogue import Catalogue, Option, Question
from crampkit.practice.lettering import lettered
from crampkit.practice.quiz import SURENESS
from crampkit.views.kit.markup import Html, tag
from crampkit.views.paper.sheet import boxes
from crampkit.views.practice.quiz import sure_text
from crampkit.words import Words

UNLETTERED = {"order": "___", "script": "☐"}
"""What stands before an option that has no letter: room for its place, or a box."""


def asked(catalogue: Catalogue, question: Question, number: int, words: Words) -> Html:
    """One question with its options, and nothing of what is right."""
    in_a_drill = question.place == "drill"
    return tag(
        "article",
        *_stem(question, number, words),
        tag("p", words(f"sheet.how.{'drill' if in_a_drill else question.kind}"), class_="note"),
        tag(
            "ul",
            *(
                tag("li", _letter(letter, question), " ", option.text)
                for letter, option in lettered(question, catalogue.options_of[question.question_id])
            ),
            class_="options in-a-row" if in_a_drill else "options",
        ),
        _how_sure(words) if asks_how_sure(question) else Html(),
        class_="question of-drill" if in_a_drill else "question",
        data_question=question.question_id,
    )


def key_of(catalogue: Catalogue, question: Question, number: int, words: Words) -> Html:
    """What is right, why each option is right or tempting, and what to remember."""
    options = lettered(question, catalogue.options_of[question.question_id])
    if question.kind == "order":
        options = tuple(sorted(options, key=lambda one: int(one[1].answer)))
    return tag(
        "article",
        *_stem(question, number, words),
        tag(
            "ul",
            *(_told(letter, option, question, words) for letter, option in options),
            class_="told",
        ),
        tag("p", tag("strong", words("quiz.remember")), " ", question.explanation),
        class_="question",
        data_question=question.question_id,
    )


def asks_how_sure(question: Question) -> bool:
    """Whether it is worth a line of its own to say how sure one is."""
    return question.kind != "script" and question.place not in ("guess", "drill")


def is_right(option: Option, question: Question) -> bool:
    """Whether an option is the answer, or one of them; of steps each is, at its own place."""
    return option.answer == "right" or question.kind == "order"


def _stem(question: Question, number: int, words: Words) -> list[Html]:
    stem = [
        tag("p", words("sheet.question", number=number), class_="number"),
        tag("p", question.stem, class_="stem"),
    ]
    if question.kind == "script":
        stem += [
            tag("p", words("quiz.script.if", hypothesis=question.hypothesis)),
            tag("p", words("quiz.script.then", finding=question.new_finding)),
            tag("p", words("quiz.script.becomes", hypothesis=question.hypothesis)),
        ]
    return stem


def _letter(letter: str, question: Question) -> Html:
    return tag("span", letter or UNLETTERED[question.kind], class_="letter")


def _told(letter: str, option: Option, question: Question, words: Words) -> Html:
    """One option of a key: its letter or place, its mark with the word for it, and why."""
    if question.kind == "script":
        said, mark = "", ""
    elif question.kind == "order":
        said, mark = words("sheet.place", place=option.answer), ""
    else:
        right = is_right(option, question)
        said, mark = words(f"quiz.option.{'right' if right else 'wrong'}"), "✓" if right else "✗"
    return tag(
        "li",
        tag("strong", letter, " ", option.text) if letter else tag("strong", option.text),
        " ",
        tag("span", f"{mark} " if mark else "", said, class_="label") if said else Html(),
        " ",
        tag("span", option.explanation),
        class_="right" if option.answer == "right" else None,
    )


def _how_sure(words: Words) -> Html:
    return tag(
        "div",
        tag("p", words("quiz.how_sure"), class_="note"),
        boxes((sure_text(percent, words) for percent in SURENESS), "in-a-row"),
        class_="how-sure",
    )


def numbered(questions: Iterable[Question]) -> list[tuple[int, Question]]:
    """Questions with their numbers, which are the same on a sheet and on its key."""
    return list(enumerate(questions, start=1))
