"""The room that a picture of a lesson takes, known before it has come.

Without it what stands below a picture is moved when it comes: under a thumb, or away from where a learner
was when she comes back.
"""

from __future__ import annotations

import re
import struct
from collections.abc import Mapping
from xml.etree import ElementTree

from crampkit.views.kit.markup import Html

PICTURE = re.compile(r'<img src="(pictures/[^"]+)"')
PNG = b"\x89PNG\r\n\x1a\n"


def with_room(made: str, pictures: Mapping[str, bytes]) -> Html:
    """A lesson's HTML in which each picture says its width and height.

    >>> drawn = b'<svg xmlns="http://www.w3.org/2000/svg" width="480" height="200"/>'
    >>> with_room('<img src="pictures/a.svg" alt="A">', {"pictures/a.svg": drawn})
    '<img src="pictures/a.svg" width="480" height="200" alt="A">'
    """

    def room(found: re.Match[str]) -> str:
        size = size_of(pictures.get(found[1], b""))
        return f'{found[0]} width="{size[0]}" height="{size[1]}"' if size else found[0]

    return Html(PICTURE.sub(room, made))


def size_of(picture: bytes) -> tuple[int, int] | None:
    """Width and height of a PNG or an SVG, in pixels; None where a picture does not say them.

    >>> size_of(b"GIF89a") is None
    True
    """
    try:
        if picture.startswith(PNG):
            width, height = struct.unpack(">II", picture[16:24])
            return width, height
        root = ElementTree.fromstring(picture)
        return round(float(root.attrib["width"])), round(float(root.attrib["height"]))
    except (ElementTree.ParseError, KeyError, ValueError, struct.error):
        return None
