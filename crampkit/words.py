"""The sentences of the interface, with their gaps filled."""

from __future__ import annotations

from collections.abc import Mapping

from crampkit.catalogue import GAP


class Words:
    """Look a sentence up by its key and fill its gaps by name.

    The text is only ever pasted in: unlike `str.format` this reaches no attribute and runs nothing.

    >>> words = Words({"left": "{count} questions left."})
    >>> words("left", count=3)
    '3 questions left.'
    """

    def __init__(self, text: Mapping[str, str]) -> None:
        self._text = text

    def __call__(self, key: str, /, **gaps: object) -> str:
        return GAP.sub(lambda match: str(gaps[match[1]]), self._text[key])

    def __contains__(self, key: str) -> bool:
        return key in self._text

    def plural(self, key: str, count: int, **gaps: object) -> str:
        """The sentence `key.one` for a count of one, else `key.many`.

        >>> Words({"left.one": "1 left", "left.many": "{count} left"}).plural("left", 1)
        '1 left'
        """
        return self(f"{key}.one" if count == 1 else f"{key}.many", count=count, **gaps)
