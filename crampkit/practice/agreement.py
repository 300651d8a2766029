"""How the program does on the practice cases, whose answers were written by hand."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from crampkit.catalogue import SOMETHING_ELSE, Catalogue, PracticeCase
from crampkit.catalogue.unfinished import unfinished_cases
from crampkit.practice.encounter import everything_in, known_from
from crampkit.reasoning import Differential, differential
from crampkit.reasoning.verdict import CANNOT_TELL_WITHIN
from crampkit.reasoning.weighing import DECIMALS


@dataclass(frozen=True)
class Compared:
    """One case: what the program says once everything was asked, beside what was written by hand.

    `said` is "refer", "something_else", "cannot_tell" or "causes", the last with `said_causes` in
    order. `looks_first` tells that it still asks for a look at a danger that the case does not answer
    in words.
    """

    case_id: str
    said: str
    said_causes: tuple[str, ...]
    looks_first: bool
    agrees: bool


def compare_all(catalogue: Catalogue) -> Mapping[str, Compared]:
    """The program beside the hand-written answer of every case that is written, in file order.

    Everything that can be found out about the woman is answered, apart from tests that nobody
    would do. Such agreement is no accuracy in real women: the cases are invented, and a ranking was
    built by those who know what cases look like.

    >>> from crampkit.practice.toy import toy_cases
    >>> [compared.case_id for compared in compare_all(toy_cases()).values() if not compared.agrees]
    ['eve']
    """
    waiting = unfinished_cases(catalogue)
    return MappingProxyType(
        {c: compare(catalogue, case) for c, case in catalogue.cases.items() if c not in waiting}
    )


def compare(catalogue: Catalogue, case: PracticeCase) -> Compared:
    """The program beside the hand-written answer of one case."""
    known = known_from(everything_in(catalogue, case.case_id))
    found = differential(catalogue, known.findings, known.flags, looked=known.looked)
    # As if the looks that are still owed had been taken, and had shown nothing.
    beyond = differential(
        catalogue,
        known.findings,
        known.flags,
        safety_check_done=True,
        looked=known.looked | set(found.ask_now),
    )
    said, causes = _said(beyond)
    return Compared(case.case_id, said, causes, bool(found.ask_now), _agrees(case, said, causes))


def _said(found: Differential) -> tuple[str, tuple[str, ...]]:
    """The verdict as an answer to a case, with the causes in front."""
    causes = [row for row in found.ranking if row.cause_id != SOMETHING_ELSE]
    front = tuple(
        row.cause_id
        for row in causes
        if round(causes[0].fit - row.fit, DECIMALS) <= CANNOT_TELL_WITHIN
    )
    if found.refer:
        return "refer", ()
    if found.verdict in ("look_alike", "none_fits"):
        return "something_else", ()
    return ("causes" if found.verdict == "fits" else "cannot_tell"), front


def _agrees(case: PracticeCase, said: str, causes: tuple[str, ...]) -> bool:
    """Two causes at once agree where just these two stand in front, not to be told apart."""
    if case.answer == "causes" and said in ("causes", "cannot_tell"):
        return set(causes) == set(case.cause_ids) or said in case.also_accepted
    return said in (case.answer, *case.also_accepted)
