"""How the program does on the practice cases, whose answers were written by hand."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from crampkit.catalogue import SOMETHING_ELSE, Catalogue, PracticeCase
from crampkit.practice.playing import everything_in, known_from
from crampkit.reasoning import Differential, differential
from crampkit.reasoning.verdict import CANNOT_TELL_WITHIN
from crampkit.reasoning.weighing import DECIMALS


@dataclass(frozen=True)
class Compared:
    """One case: what the program says once everything was asked, beside what was written by hand.

    `said` is "refer", "something_else", "cannot_tell" or "causes", the last with `said_causes` in
    order. `looks_first` tells that it asks for a look at a danger above all that; in these women the
    look was taken, and denied in words.
    """

    case_id: str
    said: str
    said_causes: tuple[str, ...]
    looks_first: bool
    agrees: bool


def compare_all(catalogue: Catalogue) -> Mapping[str, Compared]:
    """The program beside the hand-written answer of every case, in file order.

    Everything that can be found out about the woman is answered, apart from tests that nobody
    would do. Such agreement is no accuracy in real women: the cases are invented, and a ranking was
    built by those who know what cases look like.

    >>> from crampkit.practice.toy import toy_cases
    >>> [compared.case_id for compared in compare_all(toy_cases()).values() if not compared.agrees]
    ['eve']
    """
    return MappingProxyType(
        {case_id: compare(catalogue, case) for case_id, case in catalogue.cases.items()}
    )


def compare(catalogue: Catalogue, case: PracticeCase) -> Compared:
    """The program beside the hand-written answer of one case."""
    found = differential(catalogue, *known_from(everything_in(catalogue, case.case_id)))
    said, causes = _said(found)
    return Compared(case.case_id, said, causes, bool(found.ask_now), _agrees(case, said, causes))


def _said(found: Differential) -> tuple[str, tuple[str, ...]]:
    """What the ranking says once the look that it asks for has been taken."""
    causes = [row for row in found.ranking if row.cause_id != SOMETHING_ELSE]
    front = tuple(
        row.cause_id
        for row in causes
        if round(causes[0].fit - row.fit, DECIMALS) <= CANNOT_TELL_WITHIN
    )
    if found.refer:
        return "refer", ()
    if found.none_fits:
        return "something_else", ()
    return ("cannot_tell" if len(front) > 1 else "causes"), front


def _agrees(case: PracticeCase, said: str, causes: tuple[str, ...]) -> bool:
    """Two causes at once agree where just these two stand in front, not to be told apart."""
    if case.answer == "causes":
        return set(causes) == set(case.cause_ids)
    return said == case.answer
