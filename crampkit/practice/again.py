"""Where a learner reads again what she did not know."""

from __future__ import annotations

from collections.abc import Callable

Address = Callable[[str], str]
"""By the id of a question: where a link to the step leads that teaches its answer, or nothing."""


def nowhere(_: str) -> str:
    """`Address` where no step can be linked to.

    >>> nowhere("any")
    ''
    """
    return ""
