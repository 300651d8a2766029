"""What depends on the catalogue alone is worked out once: a catalogue is frozen."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import TypeVar, TypeVarTuple

from crampkit.catalogue import Catalogue

Given = TypeVarTuple("Given")
Made = TypeVar("Made")


def remembered(
    function: Callable[[Catalogue, *Given], Made],
) -> Callable[[Catalogue, *Given], Made]:
    """Work a function of a catalogue out once for each of its further arguments.

    The results lie with the catalogue, as its cached properties do: they go when it goes, and no
    other catalogue, not even one made of it by `replace`, ever sees them. Whoever gets one may not
    change it. Arguments are given by position.

    >>> from crampkit.toy import toy_catalogue
    >>> @remembered
    ... def asked_for(catalogue, finding_id):
    ...     print("worked out")
    ...     return catalogue.findings[finding_id].label
    >>> toy = toy_catalogue()
    >>> asked_for(toy, "noon"), asked_for(toy, "noon")
    worked out
    ('Worse at noon', 'Worse at noon')
    """
    name = f"{function.__module__}.{function.__qualname__}"

    @wraps(function)
    def call(catalogue: Catalogue, *given: *Given) -> Made:
        results = vars(catalogue).setdefault(name, {})
        try:
            return results[given]
        except KeyError:
            results[given] = made = function(catalogue, *given)
            return made

    return call
