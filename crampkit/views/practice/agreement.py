"""The program beside the hand-written answers of the cases, with every miss by name."""

from __future__ import annotations

from collections.abc import Collection

from crampkit.catalogue import Catalogue, PracticeCase
from crampkit.practice.agreement import Compared, compare_all
from crampkit.views.kit.tables import Step
from crampkit.words import Words


def agreement_card(catalogue: Catalogue, words: Words, decided: Collection[str]) -> Step:
    """How often the program agrees, and by name each miss in a woman she has decided on.

    The others would tell her the answers before she has met them.
    """
    compared = compare_all(catalogue)
    cases = catalogue.cases
    misses = [row for row in compared.values() if not row.agrees]
    named = [row for row in misses if row.case_id in decided]
    return Step(
        " ".join(
            [
                agreement_sentence(catalogue, words),
                words("accuracy.named", misses=len(misses), named=len(named)),
            ]
        ),
        words("accuracy.caption"),
        tuple(words(f"accuracy.column.{name}") for name in ("woman", "by_hand", "program")),
        tuple(
            (
                cases[row.case_id].woman,
                by_hand(catalogue, cases[row.case_id], words),
                by_program(catalogue, row, words),
            )
            for row in named
        ),
    )


def agreement_sentence(catalogue: Catalogue, words: Words) -> str:
    """How often the program agrees with the answers written by hand, dangers apart: totals alone."""
    compared = compare_all(catalogue)
    cases = catalogue.cases
    urgent = [row for row in compared.values() if cases[row.case_id].answer == "refer"]
    others = [row for row in compared.values() if cases[row.case_id].answer != "refer"]
    return words(
        "accuracy.sentence",
        cases=len(compared),
        urgent=len(urgent),
        referred=sum(row.said == "refer" for row in urgent),
        others=len(others),
        needless=sum(row.said == "refer" and not row.agrees for row in others),
        agrees=sum(row.agrees for row in others),
        looks=sum(row.looks_first for row in others),
    )


def by_hand(catalogue: Catalogue, case: PracticeCase, words: Words) -> str:
    """The answer of a case in words."""
    return _answer(catalogue, case.answer, case.cause_ids, words)


def by_program(catalogue: Catalogue, row: Compared, words: Words) -> str:
    """What the program says in words."""
    return _answer(catalogue, row.said, row.said_causes, words)


def _answer(catalogue: Catalogue, answer: str, cause_ids: tuple[str, ...], words: Words) -> str:
    causes = ", ".join(catalogue.causes[cause_id].short_label for cause_id in cause_ids)
    if answer == "causes":
        return causes
    said = words(f"case.answer_is.{answer}")
    return f"{said} ({causes})" if causes else said
