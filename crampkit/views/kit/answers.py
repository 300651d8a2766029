"""Answers and what each does to a cause, in words: for the reasons, the chart and its table alike."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from crampkit.catalogue import SOMETHING_ELSE, Catalogue
from crampkit.reasoning import Contribution
from crampkit.reasoning.weighing import counts_one_in
from crampkit.views.kit.labels import fit_words
from crampkit.words import Words


def answer_text(
    catalogue: Catalogue, finding_ids: Iterable[str], present: bool, words: Words
) -> str:
    """An answer as a learner gave it: the finding and yes or no."""
    return words(
        "why.answer_yes" if present else "why.answer_no",
        finding=finding_labels(catalogue, finding_ids),
    )


def finding_labels(catalogue: Catalogue, finding_ids: Iterable[str]) -> str:
    return " · ".join(catalogue.findings[finding_id].label for finding_id in finding_ids)


@dataclass(frozen=True)
class EvidenceRow:
    """What one answered question does to a cause, ready to be drawn or told."""

    answer: str
    strength: str
    discount: str
    basis: str
    source_ids: tuple[str, ...]
    weight: float
    counted: float


def evidence_rows(
    catalogue: Catalogue, contributions: Sequence[Contribution], words: Words
) -> tuple[EvidenceRow, ...]:
    """One row for each contribution, in the order of `evidence`: the one that counts most first."""
    return tuple(
        EvidenceRow(
            answer=contribution_answer(catalogue, contribution, words),
            strength=fit_words(contribution.weight, words),
            discount=_discount(catalogue, contribution, contributions, words),
            basis=words(f"basis.{contribution.basis}"),
            source_ids=_source_ids(catalogue, contribution),
            weight=contribution.weight,
            counted=contribution.counted,
        )
        for contribution in contributions
    )


def contribution_answer(catalogue: Catalogue, contribution: Contribution, words: Words) -> str:
    """The answer as it was given; of an exclusive group the question comes first."""
    answer = answer_text(catalogue, contribution.finding_ids, contribution.present, words)
    if contribution.question_id in catalogue.exclusive_members:
        question = catalogue.question_label(contribution.question_id)
        return words("chart.question_answer", question=question, answer=answer)
    return answer


def _discount(
    catalogue: Catalogue,
    contribution: Contribution,
    contributions: Sequence[Contribution],
    words: Words,
) -> str:
    """How much of a repeat counts and what it repeats; empty where all of it counts."""
    if contribution.discount == 1:
        return ""
    group = catalogue.findings[contribution.finding_ids[0]].overlap_group
    repeated = next(
        other
        for other in contributions
        if other.discount == 1
        and (other.weight > 0) == (contribution.weight > 0)
        and catalogue.findings[other.finding_ids[0]].overlap_group == group
    )
    one_in = counts_one_in(contribution.discount)
    return words(
        "why.counts",
        share=words(f"share.{one_in}" if one_in <= 4 else "share.little"),
        finding=finding_labels(catalogue, repeated.finding_ids),
    )


def _source_ids(catalogue: Catalogue, contribution: Contribution) -> tuple[str, ...]:
    ids: dict[str, None] = {}
    for finding_id in contribution.finding_ids:
        feature = catalogue.features.get((contribution.cause_id, finding_id))
        ids.update(dict.fromkeys(feature.source_ids if feature else ()))
        ids.update(dict.fromkeys(catalogue.findings[finding_id].source_ids))
    return tuple(ids)


def mapped_causes(catalogue: Catalogue) -> tuple[str, ...]:
    """The causes that can have evidence: *something else* never has any."""
    return tuple(cause_id for cause_id in catalogue.causes if cause_id != SOMETHING_ELSE)
