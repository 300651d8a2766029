"""What stands round every lesson: search, reading settings and help before it, the foot after it.

Always in the same place, and not part of what is swapped. What needs a script is `hidden` until a script
shows it; the words of both stand here.
"""

from __future__ import annotations

from collections.abc import Iterable

from crampkit.catalogue import Catalogue
from crampkit.catalogue.translating import wanted_rows
from crampkit.hosts.pages.wall import SAID_ON_THE_WALL, wall
from crampkit.languages import joined
from crampkit.views.kit.markup import Html, join, more, question, tag
from crampkit.views.kit.place import local
from crampkit.words import Words

READING = {
    "size": ("usual", "large", "larger"),
    "theme": ("device", "light", "dark"),
    "motion": ("device", "calm"),
}
"""What can be set for reading; the first of each is what a browser does by itself."""

WAYS_HOME = {"save": "pages.home.save", "copy": "pages.home.copy", "share": "pages.home.share"}

SAID_BY_SCRIPTS = (
    "pages.cell_failed",
    "pages.no_chart",
    "pages.place.here",
    "pages.place.numbers",
    "pages.find.one",
    "pages.find.many",
    "pages.find.none",
    "pages.find.failed",
    "pages.find.more",
    "pages.find.dangers",
    "pages.find.lessons",
    "pages.find.terms",
    "pages.find.could_be",
    "pages.find.how_fast",
    "pages.find.first",
    "pages.find.read",
    "pages.keep.done.keep",
    "pages.keep.done.session",
    "pages.keep.refused",
    "pages.home.saved",
    "pages.home.copied",
    "pages.home.shared",
    "pages.home.nothing",
    "pages.home.none",
    "pages.erase.done",
    "pages.erase.failed",
    "pages.begun",
    "pages.begun.cases",
    "pages.begun.done",
    "pages.begun.all",
    "pages.due.one",
    "pages.due.many",
    "pages.start.on",
    "pages.start.on.alone",
    "pages.start.on.where",
    "pages.start.on.press",
    "pages.start.next",
    "pages.start.next.press",
    "pages.start.time.long.on",
    "pages.start.time.long.next",
    "pages.part",
    "pages.again.one",
    "pages.again.many",
    "pages.back.one",
    "pages.back.many",
    "pages.back.nothing",
    "pages.back.tomorrow",
    "pages.back.later",
    "pages.wrong.copied",
    "pages.wrong.set",
    "pages.wrong.version",
    "pages.wrong.lesson",
    "pages.wrong.part",
    "pages.wrong.shown",
    "pages.wrong.what",
    "pages.hand_in.ready.one",
    "pages.hand_in.ready.many",
    "pages.hand_in.nothing",
    "pages.hand_in.done",
    "pages.hand_in.busy",
    "pages.hand_in.full",
    "pages.hand_in.failed",
    "pages.class.reading",
    "pages.class.failed",
    "pages.steps.on",
    "pages.steps.on_lesson",
    "pages.steps.end",
    "pages.steps.where",
    "pages.steps.unknown",
    "pages.steps.state.done",
    "pages.steps.state.here",
    "pages.steps.state.ahead",
    *SAID_ON_THE_WALL,
)
"""Sentences whose gaps the page's scripts fill."""


def said_by_scripts(catalogue: Catalogue) -> dict[str, str]:
    """The sentences by their key without its `pages.`, gaps and all."""
    keys = wanted_rows(dict.fromkeys(SAID_BY_SCRIPTS, ()), catalogue.language)
    return {key.removeprefix("pages."): catalogue.text[key] for key in keys}


# ---------------------------------------------------------------------------- before the lesson


def tools(words: Words) -> Html:
    """Search, reading settings, help, and where a trainer collects, handing in: each folded away."""
    return tag(
        "section", _search(words), _reading(words), _help(words), _hand_in(words),
        class_="page-tools", aria_label=words("pages.tools"),
    )  # fmt: skip


def _search(words: Words) -> Html:
    field = tag(
        "input", type="search", name="sought", autocomplete="off", spellcheck="false",
        aria_describedby="find-hint",
    )  # fmt: skip
    return more(
        words("pages.find"),
        tag(
            "form",
            tag("label", tag("span", words("pages.find.label")), field),
            tag("p", words("pages.find.hint"), id="find-hint", class_="hint"),
            role="search",
        ),
        tag("p", role="status"),
        tag("div", class_="results"),
        class_="find",
        hidden=True,
    )


def _reading(words: Words) -> Html:
    groups = [
        _choices(
            words(f"pages.reading.{name}"),
            name,
            [(value, words(f"pages.reading.{name}.{value}")) for value in values],
        )
        for name, values in READING.items()
    ]
    return more(
        words("pages.reading"),
        tag("form", *groups),
        tag("p", words("pages.reading.kept"), class_="hint"),
        class_="reading",
        hidden=True,
    )


def _choices(legend: str, name: str, labels: Iterable[tuple[str, str]]) -> Html:
    return question(
        legend,
        *(
            tag("label", tag("input", type="radio", name=name, value=value), tag("span", label))
            for value, label in labels
        ),
    )


def _help(words: Words) -> Html:
    where = (("keep", "pages.keep.device"), ("session", "pages.keep.tab"))
    keeping = tag(
        "div",
        tag(
            "form",
            _choices(words("pages.keep"), "kept", [(value, words(key)) for value, key in where]),
        ),
        tag("p", role="status", class_="kept-told"),
        take_home(words),
        hidden=True,
        data_scripted=True,
    )
    return more(
        words("pages.help"),
        tag("h2", words("pages.help.use")),
        _list(words(f"pages.help.use.{name}") for name in ("read", "answer", "find", "wrong")),
        tag("h2", words("pages.help.keys")),
        _list(
            words(f"pages.help.keys.{name}") for name in ("tab", "arrows", "space", "enter", "none")
        ),
        tag("h2", words("pages.help.kept")),
        tag("p", words("pages.help.kept.what")),
        tag("p", words("pages.help.kept.where")),
        keeping,
        tag("h2", words("pages.help.erase")),
        tag("p", tag("a", words("pages.help.erase.how"), href="#kept")),
        class_="help",
    )


def _hand_in(words: Words) -> Html:
    """What is handed in to a trainer, all of it shown; `front/hand_in.js` opens it where one collects."""
    return more(
        words("pages.hand_in"),
        tag("p", tag("strong", words("pages.hand_in.open"))),
        tag("p", words("pages.hand_in.what")),
        tag(
            "label",
            tag("span", words("pages.hand_in.table")),
            tag("textarea", readonly=True, rows="6"),
        ),
        tag("p", tag("button", words("pages.hand_in.press"), type="button"), class_="page-ways"),
        tag("p", role="status"),
        class_="hand-in",
        hidden=True,
    )


def _list(lines: Iterable[str]) -> Html:
    return tag("ul", *(tag("li", line) for line in lines))


def take_home(words: Words, why: str = "pages.home.why") -> Html:
    """Her answers as a file, as a text, or to another program: whatever the browser can."""
    return tag(
        "div",
        tag("p", tag("strong", words("pages.home"))) if why == "pages.home.why" else Html(),
        tag("p", words(why)),
        tag(
            "p",
            *(
                tag("button", words(label), type="button", data_home=way)
                for way, label in WAYS_HOME.items()
            ),
            class_="page-ways",
        ),
        tag(
            "label",
            tag("span", words("pages.home.table")),
            tag("textarea", readonly=True, rows="3"),
            hidden=True,
        ),
        tag("p", role="status"),
        class_="take-home",
    )


# ---------------------------------------------------------------------------- after the lesson


def foot(
    catalogue: Catalogue, words: Words, version: str, said: Iterable[str], licences: str | None
) -> Html:
    """What these pages are, which version, until when to be trusted, and how to erase what is kept."""
    until = _local(catalogue, "review_by")
    about = [words("pages.version", version=version, data=_local(catalogue, "data_version"))]
    if until:
        about.append(words("pages.review_by", date=words.date(until)))
    erase = tag(
        "div",
        _button(words("pages.erase"), "ask"),
        tag(
            "div",
            tag("p", words("pages.erase.sure"), tabindex="-1"),
            tag("p", *(_button(words(f"pages.erase.{name}"), name) for name in ("yes", "no")),
                class_="page-ways"),
            class_="sure",
            hidden=True,
        ),
        tag("p", role="status"),
        class_="erase",
        hidden=True,
        data_scripted=True,
    )  # fmt: skip
    return tag(
        "footer",
        *(tag("p", words(key)) for key in said),
        _of_place(catalogue, words),
        tag("p", joined(" ", about), " ", tag("a", words("pages.licences"), href=licences)),
        tag("div", erase, id="kept", tabindex="-1", role="group", aria_label=words("pages.erase")),
        class_="foot",
    )


def _of_place(catalogue: Catalogue, words: Words) -> Html:
    """Whom to call, on every page and on paper; front/place.js fills in what was typed on this device."""
    gaps = {
        "place": local(catalogue, words, "place"),
        "emergency": local(catalogue, words, "emergency_number"),
        "triage": local(catalogue, words, "maternity_triage"),
    }
    own = {f"data_{gap}": str(value) for gap, value in gaps.items()}
    own["data_blank"] = words("ask_your_unit")  # Where a value was taken out on this device.
    return tag("p", words("pages.place.numbers", **gaps), class_="of-place", **own)


def _button(label: str, action: str) -> Html:
    return tag("button", label, type="button", data_erase=action)


def _local(catalogue: Catalogue, key: str) -> str:
    entry = catalogue.local.get(key)
    return entry.value if entry else ""


def asides(words: Words) -> Html:
    """What is asked or told once, below the part of a lesson where the learner has just committed."""
    choice = tag(
        "aside",
        tag("p", tag("strong", words("pages.keep.ask"))),
        tag("p", words("pages.keep.ask.why")),
        tag(
            "p",
            *(
                tag("button", words(f"pages.keep.ask.{label}"), type="button", data_keep=value)
                for value, label in (("keep", "yes"), ("session", "no"))
            ),
            class_="page-ways",
        ),
        tag("p", words("pages.keep.ask.later"), class_="hint"),
        data_aside="choice",
        aria_label=words("pages.keep.ask"),
    )
    read = tag("p", tag("button", words("pages.keep.read"), type="button", data_read=True))
    home_screen = tag(
        "aside",
        tag("p", words("pages.keep.home_screen")),
        read,
        data_aside="home-screen",
        aria_label=words("pages.help.kept"),
    )
    room = tag(
        "aside",
        take_home(words, "pages.home.room"),
        read,
        data_aside="room",
        aria_label=words("pages.home"),
    )
    refused = tag(
        "aside",
        take_home(words, "pages.keep.refused"),
        read,
        data_aside="refused",
        aria_label=words("pages.help.kept"),
    )
    return tag(
        "div",
        tag("p", role="status", class_="page-heard"),
        tag("div", choice, home_screen, room, refused, hidden=True),
        class_="asides",
    )


def wrong(catalogue: Catalogue, words: Words) -> Html:
    """The fold below each part of a lesson: which part of which version it is, to copy and send."""
    contact = _local(catalogue, "contact") or words("pages.wrong.whoever")
    fold = more(
        words("pages.wrong"),
        tag("p", words("pages.wrong.how", contact=contact)),
        tag(
            "label",
            tag("span", words("pages.wrong.lines")),
            tag("textarea", readonly=True, rows="8"),
        ),
        tag("p", tag("button", words("pages.wrong.copy"), type="button")),
        tag("p", role="status"),
        class_="tell-wrong",
    )
    return tag("template", fold, id="wrong")


def around(
    before: Html,
    lesson: Html,
    catalogue: Catalogue,
    words: Words,
    version: str,
    said: Iterable[str],
    licences: str | None,
    *beside: Html,
    to_place: str | None = None,
) -> Html:
    """A whole page's body: `before` are its links, and `lesson` is what is swapped.

    The foot begins with these sentences, `said`, and links the `licences`; `beside` stands before it.
    `to_place` is where the numbers of a place are set.
    """
    below = foot(catalogue, words, version, said, licences)
    return join(
        [
            tag("div", before, tools(words), lesson, *beside, below, id="page"),
            asides(words),
            wrong(catalogue, words),
            wall(words, to_place),
        ]
    )
