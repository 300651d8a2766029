"""The cases are the oracle: their answers were written by hand, and the program is held against them."""

from __future__ import annotations

from collections import Counter

from crampkit.catalogue import SOMETHING_ELSE
from crampkit.practice.agreement import compare_all
from crampkit.practice.encounter import differential_from, everything_in
from crampkit.practice.toy import toy_cases
from crampkit.views.practice.agreement import (
    agreement_card,
    agreement_sentence,
    by_hand,
    by_program,
)
from crampkit.words import Words


def test_the_program_refers_every_woman_who_must_be_referred(shipped):
    compared = compare_all(shipped)
    missed = [c for c, row in compared.items() if shipped.cases[c].answer == "refer" != row.said]
    assert missed == []


def test_the_program_refers_no_woman_who_need_not_be(shipped):
    compared = compare_all(shipped)
    needless = [
        c
        for c, row in compared.items()
        if row.said == "refer"
        and "refer" not in (shipped.cases[c].answer, *shipped.cases[c].also_accepted)
    ]
    assert needless == []


def test_every_miss_of_the_program_is_printed_and_stands_on_the_card(shipped, capsys):
    words = Words(shipped.text)
    misses = [row for row in compare_all(shipped).values() if not row.agrees]
    with capsys.disabled():
        print(f"\nThe program differs from the hand-written answer in {len(misses)} cases:")
        for row in misses:
            told = by_hand(shipped, shipped.cases[row.case_id], words)
            print(f"  {row.case_id}: {told} | program: {by_program(shipped, row, words)}")
    card = agreement_card(shipped, words, shipped.cases)
    assert [woman for woman, _, _ in card.rows] == [
        shipped.cases[row.case_id].woman for row in misses
    ]


def test_the_card_names_no_woman_whom_the_learner_has_not_decided_on(shipped):
    words = Words(shipped.text)
    missed = next(row.case_id for row in compare_all(shipped).values() if not row.agrees)
    assert agreement_card(shipped, words, ()).rows == ()
    (row,) = agreement_card(shipped, words, {missed}).rows
    assert row[0] == shipped.cases[missed].woman
    sentence = agreement_sentence(shipped, words)
    assert not any(case.woman in sentence for case in shipped.cases.values())


def test_the_program_announces_a_cause_no_less_often_than_it_did(shipped):
    """Thirteen of fifty before looks could be answered; many others stopped at a look."""
    verdicts = Counter(
        differential_from(shipped, everything_in(shipped, case_id)).verdict
        for case_id in shipped.cases
    )
    assert verdicts["fits"] >= 13, verdicts


def test_a_card_counts_agreement_apart_from_dangers(shipped):
    toy = toy_cases()
    card = agreement_card(toy, Words(shipped.text), toy.cases)
    compared = compare_all(toy)
    others = [row for c, row in compared.items() if toy.cases[c].answer != "refer"]
    assert f"in {sum(row.agrees for row in others)}." in card.sentence
    assert len(card.rows) == sum(not row.agrees for row in compared.values())


# ------------------------------------------------------------------------------ the spread of the cases


def test_there_are_enough_cases_of_every_kind(shipped):
    kinds = Counter(case.kind for case in shipped.cases.values())
    assert len(shipped.cases) >= 40
    for kind, least in {
        "ordinary": 5,
        "two_causes": 4,
        "cannot_tell": 5,
        "none_of_them": 6,
        "urgent": 10,
    }.items():
        assert kinds[kind] >= least, kind


def test_every_cause_has_five_cases_of_its_own_two_of_them_atypical(shipped):
    single = [
        case
        for case in shipped.cases.values()
        if case.kind in ("typical", "atypical", "ordinary") and len(case.cause_ids) == 1
    ]
    for cause_id in shipped.causes:
        if cause_id != SOMETHING_ELSE:
            own = [case for case in single if case.cause_ids == (cause_id,)]
            assert len(own) >= 5, cause_id
            assert sum(case.kind == "atypical" for case in own) >= 2, cause_id


def test_ordinary_cases_need_no_referral_and_urgent_ones_do(shipped):
    for case in shipped.cases.values():
        if case.kind == "ordinary":
            assert case.answer == "causes", case.case_id
        if case.kind == "urgent":
            assert case.answer == "refer", case.case_id


def test_every_degree_of_difficulty_is_there(shipped):
    degrees = Counter(case.difficulty for case in shipped.cases.values())
    assert all(degrees[degree] >= 8 for degree in (1, 2, 3)), degrees


def test_no_two_women_have_one_name(shipped):
    names = [case.woman.partition(",")[0] for case in shipped.cases.values()]
    assert len(set(names)) == len(names)
