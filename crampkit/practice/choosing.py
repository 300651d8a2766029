"""Which woman comes next: not yet met, by rising difficulty, and never two alike in a row."""

from __future__ import annotations

import random
from collections.abc import Iterable, Mapping, Sequence

from crampkit.catalogue import AuthorError, PracticeCase


def next_case(
    cases: Mapping[str, PracticeCase], met: Sequence[str], due: Iterable[str] = ()
) -> str:
    """The id of the case to work next; the same history always gives the same case.

    `met` are the cases of this session in order, the last one last; `due` are those that a schedule
    wants back now. What was met least often comes first, so that every case is met once before any
    comes back. Then the kind differs from that of the case before, wherever another kind is left
    and even at the price of a harder case; then a kind that is more than half of what is left, or
    it would be alone at the end; then what is due, what is easier, what has other causes
    than the case before, the kind met least often, and an order that tells nothing. Raises
    `ValueError` where there is no case.

    >>> from crampkit.practice.toy import toy_cases
    >>> cases = toy_cases().cases
    >>> met = []
    >>> for _ in cases:
    ...     met.append(next_case(cases, met))
    >>> [(cases[case_id].difficulty, cases[case_id].kind) for case_id in met][:2]
    [(1, 'ordinary'), (1, 'typical')]
    """
    if not cases:
        raise AuthorError(
            "there is no case here that is written; add rows to cases.csv and case_findings.csv, "
            "or write what crampkit check lists as still to write"
        )
    wanted = set(due)
    before = next((cases[case_id] for case_id in reversed(met) if case_id in cases), None)
    kinds_met = [cases[case_id].kind for case_id in met if case_id in cases]
    fewest = min(map(met.count, cases))
    kinds_left = [case.kind for case_id, case in cases.items() if met.count(case_id) == fewest]

    def order(case_id: str) -> tuple[int | float | bool | str, ...]:
        case = cases[case_id]
        return (
            case is before,
            met.count(case_id),
            before is not None and case.kind == before.kind,
            2 * kinds_left.count(case.kind) <= len(kinds_left),
            case_id not in wanted,
            case.difficulty,
            before is not None and bool(set(case.cause_ids) & set(before.cause_ids)),
            kinds_met.count(case.kind),
            random.Random(case_id).random(),
            case_id,
        )

    return min(cases, key=order)
