"""A lane: what is measured at one side, bars and marks on a track, and the words for it at the other.

Places on a track are shares of its length, from 0 at its beginning to 1 at its end; where `of` is
given, shares of that number.
"""

from __future__ import annotations

from collections.abc import Iterable

from crampkit.views.kit.markup import Html, tag


def lane(name: str, *pieces: Html, said: str, kind: str = "") -> Html:
    """One line of a picture. The track is for eyes alone: `said` tells all that it shows."""
    return tag(
        "div",
        tag("span", name, class_="name"),
        track(*pieces, kind=kind),
        tag("span", said, class_="said"),
        class_="measure",
    )


def track(*pieces: Html, kind: str = "") -> Html:
    """Where bars and marks lie; `kind` says which sort of track it is."""
    return tag("span", *pieces, class_=f"track {kind}".rstrip(), aria_hidden="true")


def piece(kind: str, start: float, end: float, of: float = 1.0) -> Html:
    """From one place to another, as far as the track goes.

    >>> piece("bar", -2, 1, of=4)
    '<span class="bar" style="inset-inline-start:0.0%;width:25.0%"></span>'
    """
    start, end = inside(start / of), inside(end / of)
    style = f"inset-inline-start:{100 * start:.1f}%;width:{100 * (end - start):.1f}%"
    return tag("span", class_=kind, style=style)


def mark(kind: str, place: float, *content: str, of: float = 1.0) -> Html:
    """A sign, or a line, at one place."""
    start = inside(place / of)
    return tag("span", *content, class_=kind, style=f"inset-inline-start:{100 * start:.1f}%")


def length(kind: str, share: float) -> Html:
    """A bar of a length; where it begins is for the style sheet to say."""
    return tag("span", class_=kind, style=f"width:{100 * inside(share):.1f}%")


def inside(place: float) -> float:
    return min(max(place, 0.0), 1.0)


def ends(*named: str, note: str = "") -> Html:
    """What stands at the ends of the tracks that it belongs to."""
    return _beside_tracks(tag("span", *(tag("span", name) for name in named), class_="ends"), note)


def ticks(named: Iterable[tuple[float, str]]) -> Html:
    """The numbers of an axis, each at its place on the tracks below it."""
    return _beside_tracks(
        tag("span", *(mark("number-at", place, number) for place, number in named), class_="ticks")
    )


def _beside_tracks(content: Html, note: str = "") -> Html:
    return tag(
        "div",
        tag("span"),
        content,
        tag("span", note, class_="note") if note else Html(),
        class_="measure scale",
        aria_hidden="true",
    )
