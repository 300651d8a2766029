"""The run sheet of a lesson: what to say and ask, minute by minute, and which wrong answers to expect."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import accumulate

from crampkit.catalogue import HOURS, Catalogue, RunStep
from crampkit.practice.lettering import lettered
from crampkit.views.kit.markup import Html, join, tag
from crampkit.views.paper.questions import is_right
from crampkit.views.paper.sheet import foot, listed, part, sheet
from crampkit.words import Words

REMINDERS = ("chest", "bereaved", "voices", "local")
"""What a trainer is reminded of before every class."""


def parts_of(catalogue: Catalogue, page: str, hour: int) -> list[RunStep]:
    """The parts of one length of class with a lesson, in the order of the file."""
    return [
        one for one in catalogue.run_sheets.values() if one.page == page and hour in one.minutes
    ]


def run_sheets(
    catalogue: Catalogue, page: str, title: str, words: Words, on_a_phone: str = ""
) -> list[Html]:
    """A sheet for each length of class that there is.

    `on_a_phone` is the way to the same on a phone, where it is known.
    """
    found = [(hour, parts_of(catalogue, page, hour)) for hour in HOURS]
    hours = [hour for hour, parts in found if parts]
    return [
        run_sheet(catalogue, title, hour, parts, words, hours, on_a_phone)
        for hour, parts in found
        if parts
    ]


def run_sheet(
    catalogue: Catalogue,
    title: str,
    hour: int,
    parts: Sequence[RunStep],
    words: Words,
    hours: Sequence[int] = (),
    on_a_phone: str = "",
) -> Html:
    """One length of class: when each part begins, what to do, and what may be left out.

    `hours` are the lengths that stand on the same page, to each of which a link leads on a screen.
    """
    begins = [0, *accumulate(one.minutes[hour] for one in parts)]
    return sheet(
        words("sheet.run", minutes=hour),
        title,
        _to_each(hours, words),
        on_a_phone,
        part(
            words("sheet.run.before"),
            listed(words(f"sheet.run.reminder.{name}") for name in REMINDERS),
            class_="reminders",
        ),
        _when_late(list(zip(parts, begins, strict=False)), hour, words),
        tag(
            "ol",
            *(
                _part(catalogue, one, begin, hour, words)
                for one, begin in zip(parts, begins, strict=False)
            ),
            class_="run",
        ),
        foot=foot(catalogue, words),
        class_="run-sheet",
        place=f"minutes-{hour}",
    )


def on_your_phone(address: str, code: Html, words: Words) -> Html:
    """Where a run sheet is among the pages: its address, and that as a code for a camera."""
    return tag(
        "figure",
        tag("div", code, class_="code", aria_hidden="true"),
        tag("figcaption", words("sheet.run.phone"), " ", tag("a", address, href=address)),
        class_="on-a-phone",
    )


def _to_each(hours: Sequence[int], words: Words) -> Html:
    links = [tag("a", words("sheet.run", minutes=hour), href=f"#minutes-{hour}") for hour in hours]
    return tag("nav", *(part for one in links for part in (one, " "))) if links else Html()


def _part(catalogue: Catalogue, one: RunStep, begin: int, hour: int, words: Words) -> Html:
    minutes = words.plural("sheet.run.minutes", one.minutes[hour])
    return tag(
        "li",
        tag(
            "p",
            tag("span", words("sheet.run.at", minute=begin), class_="at"),
            " ",
            tag("strong", words(f"sheet.run.kind.{one.kind}")),
            " ",
            tag("span", minutes, class_="label"),
            *(
                (" ", tag("span", words("sheet.run.leave_out"), class_="label"))
                if one.leave_out
                else ()
            ),
            class_="when",
        ),
        tag("p", one.text),
        tag("p", words("sheet.run.step", step=one.step), class_="note") if one.step else Html(),
        _question(catalogue, one, words),
        class_="may-go" if one.leave_out else None,
        data_part=one.part,
    )


def _question(catalogue: Catalogue, one: RunStep, words: Words) -> Html:
    """What is asked, how it goes where there are two votes, and what to say to each answer."""
    question = catalogue.questions.get(one.question_id)
    if question is None:
        return Html()
    options = lettered(question, catalogue.options_of[question.question_id])
    return tag(
        "div",
        tag("p", tag("strong", question.stem), class_="stem"),
        tag("p", words("sheet.run.two_votes"), class_="note") if one.kind == "vote" else Html(),
        tag(
            "ul",
            *(
                tag(
                    "li",
                    tag("strong", _name(letter, option.text)),
                    " ",
                    tag(
                        "span",
                        "✓ " if is_right(option, question) else "✗ ",
                        words(f"quiz.option.{'right' if is_right(option, question) else 'wrong'}"),
                        class_="label",
                    )
                    if question.kind in ("single", "multiple")
                    else Html(),
                    " ",
                    option.explanation,
                )
                for letter, option in options
            ),
            class_="told",
        ),
        tag("p", tag("strong", words("quiz.remember")), " ", question.explanation),
        class_="asks",
        data_question=question.question_id,
    )


def _name(letter: str, text: str) -> Html:
    return join([letter, " ", text]) if letter else join([text])


def _when_late(parts: Sequence[tuple[RunStep, int]], hour: int, words: Words) -> Html:
    """What is left out, from when on, and how many minutes that gives."""
    out = [(one, begin) for one, begin in parts if one.leave_out]
    if not out:
        return Html()
    return part(
        words("sheet.run.late"),
        tag(
            "ul",
            *(
                tag(
                    "li",
                    tag("span", words("sheet.run.at", minute=begin), class_="at"),
                    " ",
                    one.text,
                    " ",
                    tag("strong", words.plural("sheet.run.minutes", one.minutes[hour])),
                )
                for one, begin in out
            ),
        ),
        class_="late",
    )
