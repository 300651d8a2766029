"""What stands round a lesson that is shown to a class: where it is, the clocks, and what can be pressed."""

from __future__ import annotations

from crampkit.views.kit.markup import Html, more, question, tag
from crampkit.words import Words

VOTES = ("pages.present.report", "pages.present.table", "pages.present.save")
"""What can be made of the votes of a class."""

HOURS = (20, 50, 90)
"""Minutes for which the clock of the hour can be set."""

SAID_ON_THE_WALL = (
    "pages.present.where",
    "pages.present.screen",
    "pages.present.end",
    "pages.present.left",
    "pages.present.over",
    "pages.present.talk.left",
    "pages.present.talk.over",
    "pages.present.why",
    "pages.present.remember",
    "pages.present.no_answer",
    "pages.present.coming",
    "pages.present.never",
    "pages.present.vote.first",
    "pages.present.vote.second",
    "pages.present.vote.field",
    "pages.present.vote.room",
    "pages.present.vote.close.first",
    "pages.present.vote.close.second",
    "pages.present.vote.missing",
    "pages.present.vote.no_room",
    "pages.present.vote.too_many",
    "pages.present.vote.sum",
    "pages.present.vote.both",
    "pages.present.vote.one",
    "pages.present.vote.open.first",
    "pages.present.vote.open.second",
    "pages.present.vote.on",
    "pages.present.vote.end.first",
    "pages.present.vote.end.second",
    "pages.present.vote.leave",
    "pages.present.vote.next",
    "pages.present.vote.option",
    "pages.present.vote.before",
    "pages.present.vote.after",
    "pages.present.vote.moved",
    "pages.present.vote.none",
    "pages.present.report",
    "pages.present.report.nothing",
    "pages.present.report.open.one",
    "pages.present.report.open.many",
    "pages.present.report.one",
    "pages.present.report.two",
    "pages.present.report.wrong",
    "pages.present.place.not_set",
    "pages.present.votes.unknown",
    "pages.present.votes.taken.one",
    "pages.present.votes.taken.many",
)
"""Sentences whose gaps the script fills."""


def wall(words: Words, to_place: str | None = None) -> Html:
    """The parts as a template: no lesson that is read by oneself has them.

    `to_place` is where a trainer sets the numbers of the place, if these pages have it.
    """
    return tag(
        "template",
        tag(
            "div",
            tag("p", class_="wall-where", role="status"),
            tag("div", class_="wall-parts", aria_hidden="true"),
            tag("p", class_="wall-hour", role="timer", aria_label=words("pages.present.hour")),
            class_="wall-top",
        ),
        tag("section", class_="wall-view", hidden=True, tabindex="-1"),
        tag("p", class_="wall-said only-heard", role="status"),
        tag("div", class_="wall-head", hidden=True, aria_hidden="true"),
        tag(
            "nav",
            _press("pages.present.back", words),
            _press("pages.present.vote", words, hidden=True),
            _press("pages.present.answer", words, hidden=True),
            tag("span", class_="wall-room"),
            _press("pages.present.talk", words),
            _press("pages.present.next", words),
            _menu(words, to_place),
            class_="wall-foot",
            aria_label=words("pages.present.ways"),
        ),
        tag(
            "button",
            tag("span", words("pages.present.black.end"), class_="only-heard"),
            type="button",
            class_="wall-black",
            hidden=True,
        ),
        id="wall",
    )


def _press(key: str, words: Words, **attributes: object) -> Html:
    way = key.rpartition(".")[2]
    return tag("button", words(key), type="button", data_wall=way, **attributes)


def _menu(words: Words, to_place: str | None) -> Html:
    return more(
        words("pages.present.more"),
        tag(
            "div",
            tag(
                "p",
                _press("pages.present.full", words),
                _press("pages.present.black", words),
                tag("a", words("pages.present.leave"), class_="wall-leave"),
            ),
            _hour(words),
            tag(
                "label",
                tag("input", type="checkbox", name="letters"),
                tag("span", words("pages.present.letters")),
            ),
            tag("p", words("pages.present.keys")),
            _votes(words),
            _place(words, to_place),
            class_="wall-more",
        ),
        class_="wall-menu",
    )


def _votes(words: Words) -> Html:
    """The class's report, and the votes as a file: to keep, and to go on with after a crash."""
    taken = tag(
        "label",
        tag("span", words("pages.present.votes.open")),
        tag("input", type="file", accept=".json"),
    )
    presses = (_press(key, words) for key in VOTES)
    return question(words("pages.present.votes"), *presses, taken, tag("p", role="status"))


def _place(words: Words, to_place: str | None) -> Html:
    """Whom learners are told to call here, which front/place.js fills in, and where that is set."""
    link = tag("a", words("pages.door.place"), href=to_place, class_="wall-place")
    return tag("p", link if to_place else Html(), " ", tag("span", class_="wall-numbers"))


def _hour(words: Words) -> Html:
    none = tag(
        "label",
        tag("input", type="radio", name="hour", value=""),
        tag("span", words("pages.present.hour.none")),
    )
    set_to = (
        tag(
            "label",
            tag("input", type="radio", name="hour", value=minutes),
            tag("span", words("pages.present.hour.minutes", minutes=minutes)),
        )
        for minutes in HOURS
    )
    return question(words("pages.present.hour"), none, *set_to)
