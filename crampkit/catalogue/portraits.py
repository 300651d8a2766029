"""The traits of a drawn woman: a readable value such as `skin=5 hair=braids colour=black age=40`.

Each trait is dealt for itself and says nothing of what she has. A trait that is not named is as the
first of its values, and no age draws no lines.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from types import MappingProxyType

TRAITS: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "skin": ("1", "2", "3", "4", "5", "6", "7", "8", "9"),
        "hair": (
            *("bob", "straight", "fringe", "waves", "curls", "afro", "coils", "bun"),
            *("knot", "ponytail", "braids", "locs", "plait", "crop"),
        ),
        "colour": (
            *("black", "dark_brown", "brown", "auburn", "red", "dark_blond", "blond"),
            "grey",
        ),
        "cover": ("none", "headscarf", "wrap", "shawl"),
        "face": ("oval", "round", "long", "heart"),
        "glasses": ("no", "round", "square"),
        "clothes": (
            *("petrol", "rust", "plum", "saffron", "blue", "berry", "leaf", "cream", "coral"),
            "navy",
        ),
        "neck": ("round", "vee", "collar", "wide", "roll"),
        "mouth": ("line", "full", "open"),
        "earrings": ("none", "studs", "hoops"),
        "mark": ("none", "freckles", "vitiligo", "hearing_aid"),
        "ground": ("sand", "mist", "rose", "lilac", "sage", "sky"),
    }
)
"""What each trait but her age may be."""
AGE = "age"
AGES = range(13, 61)


@cache
def traits_of(text: str) -> Mapping[str, str]:
    """Each trait that a portrait names, with its value; unknown ones stay, for whoever checks them.

    >>> traits_of("skin=5 hair=braids")["hair"]
    'braids'
    """
    named = (part.partition("=") for part in text.split())
    return MappingProxyType({name: value for name, _, value in named})
