"""The style sheets as tests read them: rules, tokens, and how well two colours are told apart."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator
from typing import NamedTuple

from crampkit.front import STYLES, sheet

SHEETS = tuple(sorted(path.stem for path in STYLES.glob("*.css")))


class Rule(NamedTuple):
    """What stands before the braces, each selector by itself, and what stands in them."""

    selectors: tuple[str, ...]
    declarations: tuple[tuple[str, str], ...]


def without_comments(name: str) -> str:
    return re.sub(r"/\*.*?\*/", "", sheet(name), flags=re.DOTALL)


def rules(name: str) -> Iterator[Rule]:
    """Every rule of a sheet, also those that hold on paper or on a small screen alone."""
    for before, inside in re.findall(r"([^{}]+)\{([^{}]*)\}", without_comments(name)):
        if before.lstrip().startswith(
            "@"
        ):  # The letters of a page, or its paper: no rule of an element.
            continue
        yield Rule(tuple(apart(before, ",")), tuple(declarations(inside)))


def apart(text: str, mark: str) -> Iterator[str]:
    """What such a mark separates; one in brackets separates nothing.

    >>> list(apart("a, :is(b, c) d", ","))
    ['a', ':is(b, c) d']
    """
    depth, begun = 0, 0
    for place, letter in enumerate(text + mark):
        depth += (letter == "(") - (letter == ")")
        if letter == mark and not depth:
            yield text[begun:place].strip()
            begun = place + 1


def declarations(inside: str) -> Iterator[tuple[str, str]]:
    """Properties with their values.

    >>> list(declarations("color: red; margin: 0 auto"))
    [('color', 'red'), ('margin', '0 auto')]
    """
    for one in filter(str.strip, inside.split(";")):
        name, _, value = one.partition(":")
        yield name.strip(), " ".join(value.split())


def classes(text: str) -> set[str]:
    """The classes that selectors name.

    >>> sorted(classes('.bar:not(.for) [data-x=".y"]'))
    ['bar', 'for']
    """
    return set(re.findall(r"\.([a-zA-Z_][\w-]*)", re.sub(r'"[^"]*"', "", text)))


def tokens(theme: str) -> dict[str, str]:
    """The tokens of a theme by name, without their hyphens; dark ones stand in for light ones."""
    light, dark = (
        dict(declarations(inside))
        for inside in re.findall(r"\{([^{}]*)\}", without_comments("tokens"))[:2]
    )
    found = light if theme == "light" else {**light, **dark}
    return {name.removeprefix("--"): value for name, value in found.items() if name[:2] == "--"}


# ------------------------------------------------------------------------------ colours


def parts(colour: str) -> tuple[float, float, float]:
    """Red, green and blue in linear light (WCAG 2, sRGB)."""
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4
        for part in (int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5))
    )
    return red, green, blue


def contrast(one: str, other: str) -> float:
    """The contrast of two colours, as WCAG 2 defines it.

    >>> contrast("#000000", "#ffffff")
    21.0
    """
    darker, lighter = sorted(
        0.2126 * red + 0.7152 * green + 0.0722 * blue
        for red, green, blue in (parts(one), parts(other))
    )
    return round((lighter + 0.05) / (darker + 0.05), 9)


EYES = {
    "without red": (
        (0.152286, 1.052583, -0.204868),
        (0.114503, 0.786281, 0.099216),
        (-0.003882, -0.048116, 1.051998),
    ),
    "without green": (
        (0.367322, 0.860646, -0.227968),
        (0.280085, 0.672501, 0.047413),
        (-0.011820, 0.042940, 0.968881),
    ),
    "without blue": (
        (1.255528, -0.076749, -0.178779),
        (-0.078411, 0.930809, 0.147602),
        (0.004733, 0.691367, 0.303900),
    ),
}
"""What is left of red, green and blue (Machado, Oliveira and Fernandes, 2009)."""


def difference(one: str, other: str, eye: str) -> float:
    """How far apart two colours are to such an eye (CIE 1976): 2 is just seen, 100 is black on white."""
    return math.dist(_seen(one, eye), _seen(other, eye))


def _seen(colour: str, eye: str) -> tuple[float, float, float]:
    light = parts(colour)
    red, green, blue = (sum(a * b for a, b in zip(row, light, strict=True)) for row in EYES[eye])
    x = (0.4124 * red + 0.3576 * green + 0.1805 * blue) / 0.9505
    y = 0.2126 * red + 0.7152 * green + 0.0722 * blue
    z = (0.0193 * red + 0.1192 * green + 0.9505 * blue) / 1.089
    x, y, z = (max(t, 0) ** (1 / 3) if t > 0.008856 else 7.787 * t + 16 / 116 for t in (x, y, z))
    return 116 * y - 16, 500 * (x - y), 200 * (y - z)
