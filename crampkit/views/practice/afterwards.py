"""What comes after a decision: the next day, and the woman who differs in one answer."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from crampkit.catalogue import RIGHT, Catalogue, Pair, PracticeCase
from crampkit.practice import CaseCommitment
from crampkit.practice.encounter import reveal
from crampkit.views.kit.labels import label_of
from crampkit.views.kit.markup import Html, explained, more, tag
from crampkit.views.practice.cases import answered, said
from crampkit.words import Words


def next_day(
    catalogue: Catalogue, case: PracticeCase, commitment: CaseCommitment, words: Words
) -> Html:
    """One possible next day for what the learner decided, and one for what is right."""
    days = catalogue.next_days
    right = days.get((case.case_id, RIGHT))
    hers = None if commitment.right else days.get((case.case_id, commitment.answer))
    told = [("next_day.hers", hers), ("next_day.right", right)]
    parts = [
        part
        for key, day in told
        if day
        for part in (tag("h5", words(key)), tag("p", explained(day.text, catalogue.glossary)))
    ]
    if not parts:
        return Html()
    return more(words("next_day.title"), *parts, data_key="next day", class_="next-day")


def pairs_decided(catalogue: Catalogue, case_id: str, decided: Collection[str]) -> tuple[Pair, ...]:
    """The pairs to which this woman belongs and of which the other is decided, too."""
    return tuple(
        pair
        for pair in catalogue.pairs.values()
        if case_id in (pair.one, pair.other) and {pair.one, pair.other} <= {case_id, *decided}
    )


def near_pairs(catalogue: Catalogue, pairs: Sequence[Pair], words: Words) -> list[Html]:
    """Two women side by side who differ in the answer that decides."""
    return [_pair(catalogue, pair, words) for pair in pairs]


def _pair(catalogue: Catalogue, pair: Pair, words: Words) -> Html:
    one, other = (catalogue.cases[case_id] for case_id in (pair.one, pair.other))
    return more(
        words("pair.title", one=one.woman, other=other.woman),
        tag(
            "div",
            *(_woman(catalogue, case, pair.finding_id, words) for case in (one, other)),
            class_="pair",
        ),
        tag("p", explained(pair.why, catalogue.glossary)),
        data_key=f"pair {pair.pair_id}",
    )


def _woman(catalogue: Catalogue, case: PracticeCase, finding_id: str, words: Words) -> Html:
    told = reveal(catalogue, case.case_id, catalogue.question_of(finding_id))
    return tag(
        "div",
        tag("h5", case.woman),
        tag(
            "p",
            tag("strong", label_of(catalogue, told.question_id)),
            " ",
            answered(catalogue, told, words),
            " ",
            said(told, words),
        ),
        tag("p", words("pair.right", answer=words(f"pair.answer.{case.answer}"))),
        tag("p", explained(case.next_step, catalogue.glossary), class_="note"),
    )
