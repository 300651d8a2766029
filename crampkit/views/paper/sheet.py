"""One document of sheets, and what stands on each of them: what it is, its title, its foot."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from crampkit.catalogue import Catalogue
from crampkit.views.kit.markup import Html, join, tag, written_in
from crampkit.views.kit.place import local, numbers_to_call
from crampkit.words import Words


@dataclass(frozen=True)
class Print:
    """How sheets are printed: the size of the paper, and whether in large letters."""

    size: str = "a4"
    large: bool = False


def document(title: str, sheets: Iterable[Html], look: Html, how: Print, words: Words) -> str:
    """A whole page of HTML with some sheets, each of which begins on paper of its own.

    `look` is the element that brings the styles, so that the sheets stand alone or share a file.
    """
    about = written_in(words.language) or {"lang": words.language.code}
    head = tag(
        "head",
        tag("meta", charset="utf-8"),
        tag("meta", name="viewport", content="width=device-width, initial-scale=1"),
        tag("meta", name="robots", content="noindex"),
        tag("title", title),
        look,
    )
    page = tag(
        "html",
        head,
        tag("body", tag("main", *sheets)),
        **about,
        data_edition=True,
        data_paper=how.size,
        data_letters="large" if how.large else None,
    )
    return f"<!doctype html>\n{page}\n"


def sheet(
    kind: str, title: str, *content: str, foot: Html, class_: str = "", place: str | None = None
) -> Html:
    """One sheet: what sort of sheet it is, its title, what stands on it, and its foot on every page.

    `place` is the name by which a link leads to it.
    """
    return tag(
        "section",
        tag(
            "header",
            tag("p", kind, class_="kind"),
            tag("h1", title),
        ),
        tag("div", *content, class_="on-sheet"),
        foot,
        class_=f"sheet {class_}".rstrip(),
        id=place,
    )


def foot(catalogue: Catalogue, words: Words) -> Html:
    """That it teaches and does not diagnose, which data these are, who reviewed them, whom to call."""
    reviewer = catalogue.local.get("reviewed_by")
    reviewed = reviewer.value if reviewer and reviewer.value else words("reviewed_not_yet")
    said = [
        words("stamp", version=local(catalogue, words, "data_version"), reviewed=reviewed),
        *([words("stamp.local_edit")] if catalogue.warnings else []),
        words("not_a_device"),
    ]
    return tag(
        "footer",
        numbers_to_call(catalogue, words),
        tag("p", *_apart(said)),
    )


def _apart(texts: Iterable[str]) -> list[str]:
    return [part for text in texts for part in (text, " ")]


def listed(items: Iterable[str], class_: str | None = None) -> Html:
    """A list; nothing where it has no items."""
    made = [tag("li", item) for item in items]
    return tag("ul", *made, class_=class_) if made else Html()


def part(title: str, *content: str, class_: str | None = None) -> Html:
    """A part of a sheet below its heading; nothing where it is empty."""
    if not any(content):
        return Html()
    return tag("section", tag("h2", title), *content, class_=class_)


def lines(count: int) -> Html:
    """Lines to write on."""
    return tag("div", *([tag("div", class_="line")] * count), class_="lines", aria_hidden="true")


def boxes(texts: Iterable[str], kind: str = "") -> Html:
    """Things to tick, each with its box."""
    made = (
        tag("li", tag("span", "☐", class_="box", aria_hidden="true"), " ", text) for text in texts
    )
    return tag("ul", *made, class_=f"boxes {kind}".rstrip())


def pair(name: str, *told: str) -> Html:
    """A name in bold, and what is told of it."""
    return tag("p", tag("strong", name), " ", join(told))
