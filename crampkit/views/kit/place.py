"""What differs by place: whom to call, and what only the unit knows."""

from __future__ import annotations

from crampkit.catalogue import Catalogue
from crampkit.views.kit.markup import Html, tag
from crampkit.words import Words


def numbers_to_call(catalogue: Catalogue, words: Words) -> Html:
    """Where to call: the emergency number, with the country it is for, and the maternity unit."""
    return tag(
        "p",
        tag(
            "strong",
            words(
                "emergency_number",
                number=local(catalogue, words, "emergency_number"),
                place=local(catalogue, words, "place"),
            ),
        ),
        " ",
        words("refer.maternity", number=local(catalogue, words, "maternity_triage")),
        class_="numbers-to-call",
    )


def local(catalogue: Catalogue, words: Words, key: str) -> str:
    """A value that differs by place; a blank one says whom to ask."""
    entry = catalogue.local.get(key)
    return entry.value if entry and entry.value else words("ask_your_unit")
