"""Women from whom the same is learned: what is due again comes back as another of them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from crampkit.catalogue import PracticeCase
from crampkit.practice.journal import Entry


def family_of(cases: Mapping[str, PracticeCase], case_id: str) -> str:
    """The woman by whom a family of siblings is named; one without a sibling is her own.

    >>> from crampkit.practice.toy import toy_case
    >>> cases = {"ada": toy_case(), "bea": toy_case(case_id="bea", sibling_of="ada")}
    >>> family_of(cases, "bea"), family_of(cases, "ada"), family_of(cases, "gone")
    ('ada', 'ada', 'gone')
    """
    seen: set[str] = set()
    while case_id in cases and cases[case_id].sibling_of in cases and case_id not in seen:
        seen.add(case_id)
        case_id = cases[case_id].sibling_of
    return case_id


def as_families(entries: Iterable[Entry], cases: Mapping[str, PracticeCase]) -> tuple[Entry, ...]:
    """The entries with each woman counted as her family: who has met one sibling has met them all."""
    return tuple(
        replace(entry, item=family) if (family := _family(entry, cases)) != entry.item else entry
        for entry in entries
    )


def _family(entry: Entry, cases: Mapping[str, PracticeCase]) -> str:
    return family_of(cases, entry.item) if entry.kind == "case" else entry.item


def sibling_to_meet(cases: Mapping[str, PracticeCase], family: str, met: Sequence[str]) -> str:
    """The woman as whom a family comes back: the one not met, or met longest ago.

    `met` are the women in the order in which they were decided on.

    >>> from crampkit.practice.toy import toy_case
    >>> cases = {"ada": toy_case(), "bea": toy_case(case_id="bea", sibling_of="ada")}
    >>> sibling_to_meet(cases, "ada", ["ada"]), sibling_to_meet(cases, "ada", ["ada", "bea"])
    ('bea', 'ada')
    """
    last = {case_id: place for place, case_id in enumerate(met)}
    own = [case_id for case_id in cases if family_of(cases, case_id) == family]
    return min(own, key=lambda case_id: last.get(case_id, -1), default=family)
