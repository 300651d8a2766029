"""Leaves: parts that lie one below the other, and are turned one at a time where a screen is small.

Nothing of them folds. Without the script of the pages, on paper and on a wide screen all of them are there.
"""

from __future__ import annotations

from collections.abc import Iterable

from crampkit.views.kit.markup import Html, join, tag
from crampkit.words import Words

LEAF = "leaf-"
"""What the class of a leaf begins with; the name of its book follows."""


def leaf_of(book: str) -> str:
    """The class of a leaf of this book."""
    return f"{LEAF}{book}"


def tabs(book: str, label: str, names: Iterable[Html], kind: str = "", opens_at: int = 0) -> Html:
    """What turns to a leaf: a button for each, in the order in which the leaves lie.

    >>> tabs("day", "Parts of a day", [tag("span", "Morning")]).count("<button")
    1
    """
    return tag(
        "nav",
        tag(
            "ol",
            *(
                tag("li", tag("button", name, type="button", data_leaf=place))
                for place, name in enumerate(names)
            ),
        ),
        class_=f"leaves {kind}".rstrip(),
        aria_label=label,
        data_leaves=book,
        data_opens_at=opens_at,
        data_leaf="tabs",
        hidden=True,
    )


def turning(book: str, words: Words) -> Html:
    """The way a leaf back and a leaf on, below them all."""
    return tag(
        "div",
        *(
            tag(
                "button",
                words(f"leaves.{way}"),
                type="button",
                class_=way,
                data_turns=step,
                data_book=book,
                data_leaf="turn",
            )
            for way, step in (("back", -1), ("on", 1))
        ),
        class_="turning",
        data_leaf="turning",
        data_turning=book,
        hidden=True,
    )


def numbered(
    book: str,
    label: str,
    titles: Iterable[str],
    words: Words,
    marks: Iterable[str] | None = None,
) -> Html:
    """Tabs with numbers alone; `marks` are the names in the state of what is told with each."""
    titles = list(titles)
    told = [_mark(mark) for mark in marks] if marks else [Html()] * len(titles)
    return tabs(
        book,
        label,
        (
            join(
                [
                    tag("span", str(number), aria_hidden="true"),
                    tag(
                        "span",
                        words("leaf.where", number=number, count=len(titles), title=title),
                        " ",
                        class_="only-heard",
                    ),
                    mark,
                ]
            )
            for number, (title, mark) in enumerate(zip(titles, told, strict=True), start=1)
        ),
        "numbered",
    )


def _mark(name: str) -> Html:
    return join(
        [
            tag("span", data_text=f"{name}:sign", class_="sign", aria_hidden="true"),
            tag("span", data_text=name, class_="only-heard"),
        ]
    )
