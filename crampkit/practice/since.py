"""What of a kept value has come since everything was erased: what is still on the page is not kept again."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Protocol, runtime_checkable

PARTS_OF_PARTS = 2
"""So deep a value has parts that come and go by themselves, such as answers; what lies deeper is one."""


@runtime_checkable
class InPart(Protocol):
    """What can be kept in part, where it needs more for that than the parts themselves."""

    def in_part(self, rest: dict[str, Any], whole: Mapping[str, Any]) -> dict[str, Any] | None:
        """What is to be kept of a `whole` of which nothing but the `rest` may be; None for nothing."""


def since(whole: Any, erased: Any, depth: int = 0) -> Any:
    """What a kept value holds that was not there when everything was erased; None for nothing.

    >>> since({"answers": {"one": "yes", "two": "no"}, "asked": ["a", "b"]},
    ...       {"answers": {"one": "yes", "two": "yes"}, "asked": ["a"]})
    {'answers': {'two': 'no'}, 'asked': ['b']}
    """
    if isinstance(whole, Mapping) and isinstance(erased, Mapping) and depth < PARTS_OF_PARTS:
        found = {
            name: rest
            for name, one in whole.items()
            if (rest := since(one, erased.get(name), depth + 1)) is not None
        }
        return found or None
    if isinstance(whole, list) and isinstance(erased, list):
        return [one for one in whole if one not in erased] or None
    return None if whole == erased else whole


def still_there(whole: Any, erased: Any, depth: int = 0) -> Any:
    """What was erased and is on the page as it was; what is taken back and given anew is new.

    >>> still_there({"answers": {"one": "yes"}}, {"answers": {"one": "yes", "two": "yes"}})
    {'answers': {'one': 'yes'}}
    """
    if isinstance(whole, Mapping) and isinstance(erased, Mapping) and depth < PARTS_OF_PARTS:
        both = {
            name: still_there(whole[name], one, depth + 1)
            for name, one in erased.items()
            if name in whole
        }
        return {name: one for name, one in both.items() if one is not None}
    if isinstance(whole, list) and isinstance(erased, list):
        return [one for one in erased if one in whole]
    return erased if whole == erased else None
