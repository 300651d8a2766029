"""The drawn woman under the body map, in two views, each an SVG file beside this module.

The places that can be pointed at are no part of her: they are rows of regions.csv.
"""

from __future__ import annotations

import os
import re
from functools import cache
from typing import Any

Layer = tuple[str, str]
"""What is painted, and its path."""

# Nothing else is taken out of a file, and none of it could become other markup.
PATH = re.compile(r'<path class="([a-z]+)" d="([A-Za-z0-9 .,-]+)"/>')


@cache
def layers(view: str) -> tuple[Layer, ...]:
    """What is painted of her in this view, one over the other.

    >>> layers("front")[0][0], layers("back")[0][0]
    ('skin', 'skin')
    """
    return tuple(PATH.findall(_text(f"body_{view}.svg")))


def _text(name: str) -> str:
    """A file beside this module; a page has both in a zip, which the loader of this module can read."""
    loader: Any = __spec__.loader
    written: bytes = loader.get_data(os.path.join(os.path.dirname(__file__), name))
    return written.decode("utf-8")
