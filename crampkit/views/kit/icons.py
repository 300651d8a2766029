"""So many women as icons in rows of twenty, with a key: an icon array."""

from __future__ import annotations

import math
from collections.abc import Sequence

from crampkit.views.kit.markup import Html, tag
from crampkit.words import Words

PER_ROW = 20


_WIDE, _HIGH = 15, 30


def icon_array(title: str, shown: Sequence[tuple[str, int, str]], words: Words) -> Html:
    """A hundred women, or so many as `shown` adds up to, as icons in rows of twenty, with a key.

    `shown` has each kind ("yes", "maybe", "no") with its number and what is said of it; each is
    drawn in its own way.
    """
    total = sum(count for _, count, _ in shown)
    places = iter(range(total))
    drawn = [
        tag("path", d="".join(_woman(next(places)) for _ in range(count)), class_=f"icon {kind}")
        for kind, count, _ in shown
        if count
    ]
    return tag(
        "div",
        tag("p", tag("strong", title)),
        tag(
            "svg",
            *drawn,
            viewBox=f"0 0 {PER_ROW * _WIDE} {math.ceil(total / PER_ROW) * _HIGH}",
            role="img",
            aria_label=f"{title}. {words.listed((said for _, _, said in shown), longer=True)}.",
        ),
        tag("ul", *(tag("li", _key_icon(kind), said) for kind, _, said in shown), class_="key"),
        class_="hundred",
    )


def _woman(place: int) -> str:
    """The outline of one woman at her place in the grid: a head, and a dress below it."""
    x = place % PER_ROW * _WIDE + _WIDE / 2
    y = place // PER_ROW * _HIGH
    return f"M{x - 4:g} {y + 6}a4 4 0 1 0 8 0a4 4 0 1 0-8 0M{x:g} {y + 12}l5 15h-10z"


def _key_icon(kind: str) -> Html:
    return tag(
        "svg",
        tag("path", d=_woman(0), class_=f"icon {kind}"),
        viewBox=f"0 0 {_WIDE} {_HIGH}",
        aria_hidden="true",
        class_="key-icon",
    )
