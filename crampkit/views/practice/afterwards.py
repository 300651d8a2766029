"""What comes after a decision: the next day, and the woman who differs in one answer."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from crampkit.catalogue import REFER_TIERS, RIGHT, Catalogue, Pair, PracticeCase
from crampkit.languages import joined
from crampkit.practice.encounter import CaseCommitment, reveal
from crampkit.practice.parting import apart
from crampkit.views.kit.labels import label_of
from crampkit.views.kit.markup import Html, explained, more, tag
from crampkit.views.kit.portrait import portrait
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
    """Two women side by side: the answer that decides, what else differs, and what is right for each."""
    return [_pair(catalogue, pair, words) for pair in pairs]


def _pair(catalogue: Catalogue, pair: Pair, words: Words) -> Html:
    both = [catalogue.cases[case_id] for case_id in (pair.one, pair.other)]
    one, other = both
    found = apart(catalogue, pair.one, pair.other)
    decides = catalogue.question_of(pair.finding_id)
    return more(
        words("pair.title", one=one.woman, other=other.woman),
        tag("p", words.plural("pair.apart", found.answers)),
        _beside(
            words("pair.decides", question=label_of(catalogue, decides)),
            [(case, _answer(catalogue, case, decides, words)) for case in both],
            class_="compared decides",
        ),
        *(
            _beside(
                words("pair.also", question=label_of(catalogue, question_id)),
                [(case, _answer(catalogue, case, question_id, words)) for case in both],
            )
            for question_id in found.questions
            if question_id != decides
        ),
        *(
            _beside(
                words("pair.also", question=catalogue.flags[sign].label),
                [(case, _sign(catalogue, case, sign, words)) for case in both],
            )
            for sign in found.signs
        ),
        tag("p", explained(pair.why, catalogue.glossary)),
        _beside(words("pair.right"), [(case, _right(catalogue, case, words)) for case in both]),
        data_key=f"pair {pair.pair_id}",
    )


def _beside(
    heading: str, told: Sequence[tuple[PracticeCase, Html]], class_: str = "compared"
) -> Html:
    """What is told of each of the two, beside one another, below what it is about."""
    cells = [
        tag("div", tag("p", portrait(case.portrait, "small"), case.woman, class_="who"), of_her)
        for case, of_her in told
    ]
    return tag("div", tag("h5", heading), tag("div", *cells, class_="pair"), class_=class_)


def _answer(catalogue: Catalogue, case: PracticeCase, question_id: str, words: Words) -> Html:
    told = reveal(catalogue, case.case_id, question_id)
    return tag("p", answered(catalogue, told, words), " ", said(told, words))


def _sign(catalogue: Catalogue, case: PracticeCase, sign: str, words: Words) -> Html:
    """Whether a danger sign is so; where the case has no row for it, it is not."""
    rows = [row for row in catalogue.revealed_by[case.case_id] if row.flag_id == sign]
    row = rows[0] if rows else None
    key = "case.not_known" if row and row.present is None else "answer.no"
    key = "answer.yes" if row and row.present else key
    return tag("p", tag("span", words(key), class_="label"), " ", row.words if row else "")


def _right(catalogue: Catalogue, case: PracticeCase, words: Words) -> Html:
    return tag(
        "div",
        tag("p", tag("strong", _decision(catalogue, case, words))),
        tag("p", explained(case.next_step, catalogue.glossary), class_="note"),
    )


def _decision(catalogue: Catalogue, case: PracticeCase, words: Words) -> str:
    """What is right for a woman, in a line: the causes, or for what and how fast she is referred."""
    if case.answer == "causes":
        return joined(" · ", (catalogue.causes[cause_id].label for cause_id in case.cause_ids))
    if case.answer == "refer":
        hers = [catalogue.flags[flag_id] for flag_id in case.flag_ids]
        first = min(hers, key=lambda flag: REFER_TIERS.index(flag.tier))
        return words("case.said_refer", danger=first.could_be, how_fast=words(f"tier.{first.tier}"))
    return words(f"case.answer_is.{case.answer}")
