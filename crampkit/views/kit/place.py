"""What differs by place: whom to call, and what only the unit knows."""

from __future__ import annotations

import re

from crampkit.catalogue import Catalogue
from crampkit.catalogue.local_values import TO_CALL, OfThisDevice
from crampkit.views.kit.markup import Html, join, tag
from crampkit.words import Words


def numbers_to_call(catalogue: Catalogue, words: Words, dials: bool = False) -> Html:
    """Where to call: the emergency number, with the country it is for, and the maternity unit.

    They are text; where one `dials`, each stands once more as a link, after what it is for.
    """
    numbers = {key: local(catalogue, words, key) for key in TO_CALL}
    emergency = words(
        "emergency_number",
        number=numbers["emergency_number"],
        place=local(catalogue, words, "place"),
    )
    text = tag(
        "p",
        tag("strong", emergency),
        " ",
        words("refer.maternity", number=numbers["maternity_triage"]),
        class_="numbers-to-call",
    )
    written = [catalogue.local[key].value for key in TO_CALL if key in catalogue.local]
    links = [_link(number) for number in written if DIALLED.fullmatch(number)]
    if not (dials and links):
        return text
    return join([text, tag("p", words("dial.practice"), " ", *links, class_="dials")])


DIALLED = re.compile(r"\+?[0-9][0-9 ()/-]{1,24}")
"""What is one telephone number and nothing else."""


def _link(number: str) -> Html:
    # "+44 (0)20 ..." is dialled without the nought that it is written with.
    dialled = re.sub(r"[^0-9+]", "", number.replace("(0)", "") if number[0] == "+" else number)
    return tag("a", number, href=f"tel:{dialled}")


def local(catalogue: Catalogue, words: Words, key: str) -> str:
    """A value that differs by place; a blank one says whom to ask, one of this device that it is."""
    entry = catalogue.local.get(key)
    if not entry or not entry.value:
        return words("ask_your_unit")
    if isinstance(entry.value, OfThisDevice):
        return words("pages.place.here", value=entry.value)
    return entry.value


def typed_ranges(catalogue: Catalogue, words: Words) -> Html:
    """The ranges that were typed in on this device, below what is drawn by them; empty where none was."""
    typed = [
        entry
        for entry in catalogue.local.values()
        if isinstance(entry.value, OfThisDevice)
        and entry.key not in TO_CALL
        and RANGED.fullmatch(entry.value)
    ]
    if not typed:
        return Html()
    items = [
        tag("li", words.in_own_language(entry.label), ": ", local(catalogue, words, entry.key))
        for entry in typed
    ]
    return tag("ul", *items, class_="typed-here note")


RANGED = re.compile(r"\d{1,3}([.,]\d+)?(\s*[-–]\s*\d{1,3}([.,]\d+)?)?")
"""What is a number or a range of numbers, and no telephone number."""
