"""The start page: a path of lessons and women, where to go on, and what comes back.

Without a script it is a list of links in the order of the lessons; `front/begun.js` fills in the rest
from what is kept in the browser.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from crampkit.catalogue import Catalogue
from crampkit.views.kit.markup import Html, tag
from crampkit.views.kit.portrait import portrait
from crampkit.words import Words

CASES, PROGRESS = "cases", "my_progress"
"""The lessons that are no lesson of questions, by their ids: women to decide on, and her own page."""


MOST_OF_HALF_AN_HOUR = 20  # minutes

TRAINERS = "for_trainers"
"""The lesson for those who teach, which is no part of the learner's path."""


@dataclass(frozen=True)
class Stop:
    """A lesson on the path: its id, its page's name and address, its title and how long it takes."""

    lesson_id: str
    name: str
    address: str
    title: str
    minutes: int = 0
    """0 where nobody has worked it out."""


@dataclass(frozen=True)
class Way:
    """A link behind the trainer's door: its key among the words, and where it leads."""

    key: str
    address: str


def home(
    catalogue: Catalogue, words: Words, stops: Sequence[Stop], door: Sequence[Way] = ()
) -> Html:
    """What the start page shows; `door` are the links for those who teach."""
    stops = [stop for stop in stops if stop.lesson_id != TRAINERS]
    return tag(
        "div",
        tag(
            "div",
            tag("h1", words("pages.title")),
            tag("p", words("pages.intro"), class_="intro"),
            _go_on(stops[0], words) if stops else Html(),
            _how_long(stops, words),
            tag("p", role="status", class_="begun"),
            tag("p", words("pages.what"), class_="note what"),
            class_="home-now",
        ),
        tag(
            "div",
            *(
                _stretch(key, part, catalogue, words)
                for key, part in stretches(catalogue, stops).items()
            ),
            _door(door, words),
            class_="home-path",
        ),
        class_="home",
    )


def _door(ways: Sequence[Way], words: Words) -> Html:
    """The trainer's door: a plain row of links, after all that is for learners."""
    if not ways:
        return Html()
    items = [tag("li", tag("a", words(f"pages.door.{way.key}"), href=way.address)) for way in ways]
    return tag(
        "section",
        tag("h2", words("pages.door"), id="door"),
        tag("p", words("pages.door.what"), class_="note"),
        tag("ul", *items),
        class_="door",
        aria_labelledby="door",
    )


def stretches(catalogue: Catalogue, stops: Sequence[Stop]) -> Mapping[str, Sequence[Stop]]:
    """The path in its parts: what comes before the lessons on one cause each, these, and what mixes them.

    >>> from crampkit.toy import toy_catalogue
    >>> list(stretches(toy_catalogue(), [Stop("intro", "00_intro", "00_intro.html", "Begin")]))
    ['all']
    """
    lessons = catalogue.lessons
    on_a_cause = [
        place
        for place, stop in enumerate(stops)
        if stop.lesson_id in lessons and lessons[stop.lesson_id].cause_id
    ]
    if not on_a_cause:
        return {"all": stops}
    first, last = on_a_cause[0], on_a_cause[-1] + 1
    parts = {"first": stops[:first], "causes": stops[first:last], "mix": stops[last:]}
    return {key: part for key, part in parts.items() if part}


def _go_on(first: Stop, words: Words) -> Html:
    """The one filled button of the page: at first to the beginning."""
    return tag(
        "section",
        tag("div", class_="face"),
        tag("h2", words("pages.start.begin"), id="lead"),
        tag("p", first.title, class_="where"),
        tag("a", words("pages.start.begin.press"), href=first.address, class_="main"),
        class_="lead-card",
        aria_labelledby="lead",
    )


def _how_long(stops: Sequence[Stop], words: Words) -> Html:
    """Two ways to use the time there is: one woman, or a lesson."""
    by_id = {stop.lesson_id: stop for stop in stops}
    first = next(iter(stops), None)
    ways = [("short", by_id.get(CASES)), ("long", next(filter(_is_long, stops), first))]
    items = [
        tag(
            "li",
            tag(
                "a",
                tag("strong", words(f"pages.start.time.{key}")),
                " ",
                tag("span", words(f"pages.start.time.{key}.what"), data_what=True),
                href=stop.address,
                data_time=key,
            ),
        )
        for key, stop in ways
        if stop
    ]
    return tag("ul", *items, class_="times", aria_label=words("pages.start.time"))


def _stretch(key: str, stops: Sequence[Stop], catalogue: Catalogue, words: Words) -> Html:
    heading = Html() if key == "all" else tag("h2", words(f"pages.path.{key}"))
    return tag(
        "section",
        heading,
        tag("ol", *(_stop(stop, catalogue, words) for stop in stops), class_="lessons"),
    )


def _is_long(stop: Stop) -> bool:
    """Whether it fills most of half an hour or more; the women have a way in of their own."""
    return stop.minutes >= MOST_OF_HALF_AN_HOUR and stop.lesson_id != CASES


def _minutes(stop: Stop, words: Words) -> str:
    return words("pages.start.minutes", minutes=stop.minutes) if stop.minutes else ""


def _stop(stop: Stop, catalogue: Catalogue, words: Words) -> Html:
    lesson = catalogue.lessons.get(stop.lesson_id)
    example = catalogue.examples[lesson.example_id] if lesson and lesson.example_id else None
    woman = woman_of(example.story) if example else ""
    face = portrait(example.portrait, "middle") if example else Html()
    label = [tag("strong", woman), " ", tag("span", stop.title)] if woman else [stop.title]
    return tag(
        "li",
        tag("span", face or _order(), _ring(), class_="token"),
        tag("a", *label, href=stop.address),
        tag("span", _minutes(stop, words), class_="minutes"),
        tag("span", class_="how-far"),
        data_lesson=stop.lesson_id,
        data_page=stop.name,
        data_long=_is_long(stop),
    )


def _order() -> Html:
    """Where no woman is drawn: the lesson's place, which the style sheet counts."""
    return tag("span", class_="order", aria_hidden="true")


def _ring() -> Html:
    """How far she has come, for the eye; the words beside it say the same."""
    circles = (
        tag(
            "circle",
            cx="36",
            cy="36",
            r="32",
            pathLength="100",
            stroke_dasharray=drawn,
            class_=kind,
        )
        for kind, drawn in (("whole", None), ("part", "0 100"))
    )
    return tag("svg", *circles, viewBox="0 0 72 72", class_="ring", aria_hidden="true")


def woman_of(story: str) -> str:
    """The name with which a story begins: what stands before its first comma, where it is a name.

    >>> woman_of("Zainab, 37, says: My legs ache."), woman_of("It is the veins, she says.")
    ('Zainab', '')
    """
    name, comma, _ = story.partition(",")
    return name if comma and len(name.split()) == 1 else ""
