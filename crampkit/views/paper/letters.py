"""Cards with a letter each, to be cut out and raised: an answer that only the trainer sees."""

from __future__ import annotations

from string import ascii_uppercase

from crampkit.catalogue import Catalogue
from crampkit.views.kit.markup import Html, tag
from crampkit.views.paper.sheet import foot, sheet
from crampkit.words import Words

LETTERS = ascii_uppercase[:5]
"""A class raises one of so many; a question with more options is read aloud as pairs."""


def letter_cards(catalogue: Catalogue, words: Words) -> Html:
    """One card for each letter, and one that says how they are used."""
    return sheet(
        words("sheet.letters"),
        words("sheet.letters.title"),
        tag(
            "ul",
            *(
                tag("li", tag("span", letter, class_="letter"), class_="letter-card")
                for letter in LETTERS
            ),
            tag("li", tag("p", words("sheet.letters.how")), class_="letter-card"),
            class_="letter-cards",
        ),
        foot=foot(catalogue, words),
        class_="letters",
    )
