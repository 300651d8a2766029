"""The end of a quiz: what went well, what to look at again, and when it comes back."""

from __future__ import annotations

from collections.abc import Iterator

from crampkit.practice.again import Address, nowhere
from crampkit.practice.ending import Back, Ending, Missed
from crampkit.practice.review import SURE_ENOUGH
from crampkit.views.kit.markup import Html, button, tag
from crampkit.views.practice.again import read_again
from crampkit.words import Words

HEADINGS = {"well": "ending.well", "missed": "ending.look"}
"""What stands over each list."""


def how_it_went(went: Ending, back: Back, words: Words, address: Address = nowhere) -> Html:
    """What the learner answered, all in all; she goes on from here, or back to what was missed."""
    return tag(
        "section",
        tag("h3", words("ending.title")),
        tag("p", _in_one_line(went, words), class_="verdict open"),
        *_list("well", _what_went_well(went, words), words),
        *_list("missed", (_missed(one, words, address) for one in went.missed), words),
        *(tag("p", said, class_="note back") for said in _back(back, words)),
        *([button(words("ending.again"), "again", class_="main")] if went.missed else []),
        class_="quiz ending",
    )


def _in_one_line(went: Ending, words: Words) -> str:
    if not went.marked:
        return words("ending.unmarked", answered=went.answered)
    if went.right == went.marked:
        return words("ending.all_right", marked=went.marked)
    return words("ending.right", right=went.right, marked=went.marked)


def _what_went_well(went: Ending, words: Words) -> Iterator[str]:
    for key, count in (
        ("ending.known", went.known),
        ("ending.found", went.found),
        ("ending.careful", went.careful),
    ):
        if count:
            yield words.plural(key, count, sure=SURE_ENOUGH)


def _list(kind: str, lines: Iterator[str], words: Words) -> list[Html]:
    items = [tag("li", line) for line in lines]
    if not items:
        return []
    return [tag("h4", words(HEADINGS[kind])), tag("ul", *items, class_=kind)]


def _missed(one: Missed, words: Words, address: Address) -> Html:
    number = button(words("ending.question", number=one.number), "go", str(one.number))
    sure = "" if one.sure is None else words("quiz.was_sure", percent=one.sure)
    return tag(
        "div",
        tag("p", one.question.stem),
        tag("p", number, " ", sure, class_="note"),
        read_again(one.question, address(one.question.question_id), words),
    )


def _back(back: Back, words: Words) -> Iterator[str]:
    if back.missed is not None:
        yield words("ending.back.missed", day=in_days(back.missed, words))
    if back.soonest is not None and back.latest is not None:
        key = "others" if back.missed is not None else "all"
        if back.soonest == back.latest:
            yield words(f"ending.back.{key}", day=in_days(back.soonest, words))
        else:
            days = {"first": in_days(back.soonest, words), "last": in_days(back.latest, words)}
            yield words(f"ending.back.{key}.from_to", **days)


def in_days(days: int, words: Words) -> str:
    """A day as one says it: today, tomorrow, in 5 days."""
    if days < 2:
        return words("day.tomorrow" if days else "day.today")
    return words.plural("day.in", days)
