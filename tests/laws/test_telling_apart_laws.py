"""What must hold of telling two causes apart, whatever the catalogue."""

from __future__ import annotations

import math
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crampkit.catalogue import SOMETHING_ELSE
from crampkit.reasoning import (
    ASKED,
    HOW_MUCH,
    TESTED,
    AnswerError,
    all_told_apart,
    check_answers,
    divergence,
    fit,
    imagined_women,
    told_apart,
    widest_gaps,
)
from crampkit.reasoning.telling_apart import _fits_of_women
from tests.laws.strategies import random_catalogues

CHANCE = 0.12
"""Four times the error of a share counted in 200 women."""


@st.composite
def pairs(draw):
    catalogue = draw(random_catalogues())
    causes = st.sampled_from(sorted(catalogue.causes))
    return catalogue, draw(causes), draw(causes)


def questions(catalogue):
    return dict.fromkeys(map(catalogue.question_of, catalogue.findings))


# ------------------------------------------------------------------------------ one question


@given(pairs())
def test_a_gap_is_never_negative_and_does_not_depend_on_who_is_named_first(pair):
    catalogue, one, other = pair
    for question_id in questions(catalogue):
        there = divergence(catalogue, question_id, one, other)
        assert there >= -1e-12
        assert there == pytest.approx(divergence(catalogue, question_id, other, one))


@given(random_catalogues())
def test_no_question_tells_a_cause_from_itself(catalogue):
    for cause_id in catalogue.causes:
        assert widest_gaps(catalogue, cause_id, cause_id) == ()


@given(pairs())
def test_a_gap_is_the_weight_of_evidence_to_be_expected_in_both_women(pair):
    catalogue, one, other = pair
    for finding_id, finding in catalogue.findings.items():
        if finding.exclusive_group:
            continue
        expected = 0.0
        for true, false in ((one, other), (other, one)):
            p = catalogue.probability[finding_id].get(true, finding.background)
            for present, chance in ((True, p), (False, 1 - p)):
                fits = fit(catalogue, {finding_id: present})
                expected += chance * (fits[true] - fits[false])
        assert divergence(catalogue, finding_id, one, other) == pytest.approx(expected, abs=1e-9)


@given(pairs())
def test_the_gaps_come_widest_first_and_each_is_either_asked_or_tested(pair):
    catalogue, one, other = pair
    gaps = widest_gaps(catalogue, one, other)
    assert all(a.bits >= b.bits - 1e-9 for a, b in pairwise(gaps))
    apart = (
        *widest_gaps(catalogue, one, other, ASKED),
        *widest_gaps(catalogue, one, other, TESTED),
    )
    assert set(apart) == set(gaps)


# ------------------------------------------------------------------------------ imagined women


@given(random_catalogues())
def test_imagined_women_answer_every_question_and_never_contradict_themselves(catalogue):
    for cause_id in catalogue.causes:
        for woman in imagined_women(catalogue, cause_id, 5):
            check_answers(catalogue, woman)
            assert {catalogue.question_of(f) for f in woman} == set(questions(catalogue))


@given(random_catalogues())
@settings(max_examples=10)
def test_imagined_women_have_a_finding_as_often_as_the_catalogue_says(catalogue):
    for cause_id in catalogue.causes:
        women = imagined_women(catalogue, cause_id, 2000)
        for finding_id, finding in catalogue.findings.items():
            share = sum(woman.get(finding_id, False) for woman in women) / len(women)
            chance = catalogue.probability[finding_id].get(cause_id, finding.background)
            # A group whose background is full leaves no room for "none": its shares are scaled to 1.
            assert share >= chance - 0.06
            if not finding.exclusive_group:
                assert share <= chance + 0.06


@given(random_catalogues())
def test_the_fit_of_imagined_women_is_the_fit_of_the_ranking(catalogue):
    cause_id = next(iter(catalogue.causes))
    fits = _fits_of_women(catalogue, cause_id, 5, seed=1)
    for woman, quick in zip(imagined_women(catalogue, cause_id, 5), fits["tested"], strict=True):
        for cause, bits in fit(catalogue, woman).items():
            assert quick[cause] == pytest.approx(bits, abs=1e-9)


# ------------------------------------------------------------------------------ all answers


@given(random_catalogues())
@settings(max_examples=20)
def test_a_cause_against_itself_is_a_toss_of_a_coin(catalogue):
    for cause_id in catalogue.causes:
        told = told_apart(catalogue, cause_id, cause_id, women=20)
        assert told == dict.fromkeys(HOW_MUCH, 0.5)


@given(random_catalogues())
@settings(max_examples=20)
def test_a_pair_is_told_apart_as_well_whichever_others_are_compared(catalogue):
    causes = [cause_id for cause_id in catalogue.causes if cause_id != SOMETHING_ELSE]
    told = all_told_apart(catalogue, causes, women=20)
    backwards = all_told_apart(catalogue, causes[::-1], women=20)
    assert told == backwards
    for one, other in told:
        assert told[one, other] == told_apart(catalogue, one, other, women=20)


@given(random_catalogues(groups=False))
@settings(max_examples=20)
def test_where_nothing_repeats_answers_are_on_average_no_worse_than_a_coin_and_more_help(catalogue):
    causes = list(catalogue.causes)
    told = all_told_apart(catalogue, causes)
    for one in causes:
        for other in causes:
            both = [(told[one, other][known] + told[other, one][known]) / 2 for known in HOW_MUCH]
            assert both[0] >= 0.5 - CHANCE
            assert both[1] >= both[0] - CHANCE
            assert both[2] >= both[1] - CHANCE


def test_more_answers_never_make_the_shipped_pairs_clearly_worse(shipped):
    causes = [cause_id for cause_id in shipped.causes if cause_id != SOMETHING_ELSE]
    told = all_told_apart(shipped, causes)
    average = [
        math.fsum(shares[known] for shares in told.values()) / len(told) for known in HOW_MUCH
    ]
    assert average[1] >= average[0] - 0.01
    assert average[2] >= average[1] - 0.01


def test_a_cause_that_is_not_there_is_named_with_its_nearest(toy):
    with pytest.raises(AnswerError, match="did you mean 'moon'"):
        told_apart(toy, "sun", "mon")
    with pytest.raises(AnswerError, match="did you mean 'sun'"):
        widest_gaps(toy, "sum", "moon")
