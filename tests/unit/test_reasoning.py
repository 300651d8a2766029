"""The reasoning on the toy catalogue, whose arithmetic can be done by hand."""

from __future__ import annotations

import math
from dataclasses import replace
from types import MappingProxyType

import pytest

from crampkit.catalogue import SOMETHING_ELSE, Finding
from crampkit.reasoning import (
    BY_FIT,
    BY_LIKELIHOOD,
    AnswerError,
    answered_questions,
    check_answers,
    differential,
    discounts,
    evidence,
    evidence_band,
    fit,
    flags_to_ask_now,
    flags_to_refer,
    likelihood,
    likelihood_band,
    next_question,
    question_gains,
    question_weights,
    raised_flags,
    robustness,
    ruled_out,
    safety_questions_left,
    weights_before,
    what_would_change,
)
from crampkit.toy import build
from tests.laws import by_hand


def finding(name, background=0.2, kind="history", overlap="", exclusive=""):
    return Finding(
        name, name, kind, "core", background, overlap_group=overlap, exclusive_group=exclusive
    )


# ------------------------------------------------------------------------------ answers


def test_answers_must_be_of_known_findings(toy):
    with pytest.raises(AnswerError, match="no finding 'nihgt'; did you mean 'night'"):
        check_answers(toy, {"nihgt": True})


def test_two_answers_of_an_exclusive_group_contradict_each_other(toy):
    with pytest.raises(AnswerError, match="'left' and 'right' exclude each other"):
        fit(toy, {"left": True, "right": True})


def test_all_absent_is_an_error_only_where_one_answer_must_hold(toy):
    both_absent = {"left": False, "right": False}
    check_answers(toy, both_absent)
    certain = replace(
        toy,
        findings=MappingProxyType(
            {
                **toy.findings,
                **{side: replace(toy.findings[side], background=0.5) for side in both_absent},
            }
        ),
        features=MappingProxyType({}),
    )
    with pytest.raises(AnswerError, match="one answer of 'side' must hold"):
        check_answers(certain, both_absent)
    check_answers(certain, {"left": False})


def test_an_exclusive_group_is_one_question(toy):
    assert answered_questions(toy, {"left": False, "right": False}) == {"side": ("left", "right")}
    assert answered_questions(toy, {"right": False, "left": True}) == {"side": ("left",)}


def test_only_a_present_answer_rules_the_others_out(toy):
    assert ruled_out(toy, {"left": True}) == {"right"}
    assert ruled_out(toy, {"left": False, "noon": True}) == set()


# ------------------------------------------------------------------------------ fit


def test_a_present_finding_weighs_probability_over_background(toy):
    assert fit(toy, {"noon": True}) == pytest.approx({"sun": 2, "moon": -1, SOMETHING_ELSE: 0})


def test_an_absent_finding_weighs_the_complements(toy):
    assert fit(toy, {"noon": False}) == pytest.approx(
        {"sun": -2, "moon": math.log2(0.9 / 0.8), SOMETHING_ELSE: 0}
    )


def test_a_repeat_counts_half(toy):
    assert fit(toy, {"glare": True, "heat": True})["sun"] == pytest.approx(2 + 1 / 2)


def test_for_and_against_are_discounted_apart(toy):
    against = math.log2((1 - 0.4) / (1 - 0.2))
    assert fit(toy, {"glare": True, "heat": False})["sun"] == pytest.approx(2 + against)
    assert discounts([3.0, 1.0, -1.0, -3.0, 0.0]) == (1.0, 0.5, 0.5, 1.0, 0.0)


def test_explicit_absents_of_an_exclusive_group_weigh_together(toy):
    # sun: left 0.5 and, not listed, right at its background 0.25.
    assert fit(toy, {"left": False, "right": False})["sun"] == pytest.approx(
        math.log2((1 - 0.75) / (1 - 0.5))
    )
    assert fit(toy, {"left": False})["sun"] == pytest.approx(math.log2((1 - 0.5) / (1 - 0.25)))


def test_a_present_answer_silences_the_absent_ones_of_its_group(toy):
    assert fit(toy, {"left": True, "right": False}) == fit(toy, {"left": True})


def test_an_exclusive_group_enters_its_overlap_group_as_one_weight():
    catalogue = build(
        {"sun": 1.0, SOMETHING_ELSE: 1.0},
        [
            finding("east", 0.2, overlap="sky", exclusive="where"),
            finding("west", 0.2, overlap="sky", exclusive="where"),
            finding("high", 0.2, overlap="sky"),
        ],
        {("sun", "east"): 0.4, ("sun", "west"): 0.1, ("sun", "high"): 0.8},
    )
    assert fit(catalogue, {"east": True, "high": True})["sun"] == pytest.approx(2 + 1 / 2)


def test_the_basis_of_a_contribution_is_the_weaker_of_its_numbers(toy):
    features = {
        **toy.features,
        ("sun", "noon"): replace(toy.features["sun", "noon"], basis="published"),
        ("moon", "noon"): replace(toy.features["moon", "noon"], basis="seed"),
    }
    findings = {**toy.findings, "noon": replace(toy.findings["noon"], basis="published")}
    catalogue = replace(
        toy, features=MappingProxyType(features), findings=MappingProxyType(findings)
    )
    contributions = evidence(catalogue, {"noon": True, "glare": True})
    assert {p.question_id: p.basis for p in contributions["sun"]} == {
        "noon": "published",
        "glare": "expert_judgement",
    }
    assert [p.basis for p in contributions["moon"]] == ["seed"]


# ------------------------------------------------------------------------------ likelihood


def test_likelihood_is_pretest_times_evidence(toy):
    assert likelihood(toy, {"noon": True}) == pytest.approx(
        {"sun": 4 / 6.5, "moon": 0.5 / 6.5, SOMETHING_ELSE: 2 / 6.5}
    )


def test_the_learners_own_weights_replace_those_of_the_catalogue(toy):
    assert likelihood(toy, {}, {"sun": 7.0}) == pytest.approx(
        {"sun": 0.7, "moon": 0.1, SOMETHING_ELSE: 0.2}
    )


@pytest.mark.parametrize("weight", [0.0, -1.0, math.nan, math.inf])
def test_a_pretest_weight_must_be_above_nothing(toy, weight):
    with pytest.raises(AnswerError, match="'sun' must be above 0"):
        weights_before(toy, {"sun": weight})


def test_a_pretest_weight_must_be_of_a_known_cause(toy):
    with pytest.raises(AnswerError, match="no cause 'mooon'; did you mean 'moon'"):
        weights_before(toy, {"mooon": 1.0})


def test_a_thousand_answers_do_not_overflow():
    names = [f"f{number}" for number in range(2000)]
    catalogue = build(
        {"sun": 1.0, SOMETHING_ELSE: 1.0},
        [finding(name, 0.001) for name in names],
        {("sun", name): 0.999 for name in names},
    )
    assert likelihood(catalogue, dict.fromkeys(names, True))["sun"] == 1.0
    assert likelihood(catalogue, dict.fromkeys(names, False))["sun"] == 0.0


# ------------------------------------------------------------------------------ words


@pytest.mark.parametrize(
    ("ratio", "band"),
    [
        (10, "strong"),
        (9.99, "moderate"),
        (5, "moderate"),
        (4.99, "small"),
        (2, "small"),
        (1.99, "barely"),
        (1.06, "barely"),
        (1.05, "nothing"),
        (1, "nothing"),
        (1 / 1.05, "nothing"),
        (1 / 1.06, "barely"),
        (0.5, "small"),
        (0.2, "moderate"),
        (0.1, "strong"),
        (1e300, "strong"),
    ],
)
def test_a_band_begins_at_its_lower_edge(ratio, band):
    assert evidence_band(math.log2(ratio)) == band


@pytest.mark.parametrize(
    ("share", "band"),
    [
        (0.0, "under_1"),
        (0.0099, "under_1"),
        (0.01, "unlikely"),
        (0.0999, "unlikely"),
        (0.1, "possible"),
        (0.3999, "possible"),
        (0.4, "likely"),
        (0.7499, "likely"),
        (0.75, "very_likely"),
        (0.99, "very_likely"),
        (0.9901, "over_99"),
        (1.0, "over_99"),
    ],
)
def test_no_likelihood_is_called_none_or_certain(share, band):
    assert likelihood_band(share) == band


# ------------------------------------------------------------------------------ red flags


def test_no_answer_can_silence_a_red_flag(toy):
    # heat raises the burn; every other answer and every tick is tried against it.
    for name in toy.findings:
        for present in (True, False):
            answers = {name: present, "heat": True}
            nothing_ticked = dict.fromkeys(toy.flags, False)
            assert "burn" in raised_flags(toy, answers, nothing_ticked)
            assert differential(toy, answers, nothing_ticked).verdict == "refer"


def test_none_of_these_does_not_silence_what_a_rule_asks_for(toy):
    answers = {"glare": True, "night": False}
    assert flags_to_ask_now(toy, answers, {"blind": False}) == ("blind",)
    assert differential(toy, answers, {"blind": False, "burn": False}).verdict == "ask_now"


def test_a_raised_flag_is_no_longer_asked_for(toy):
    answers = {"glare": True, "night": False}
    assert flags_to_ask_now(toy, answers, {"blind": True}) == ()
    assert raised_flags(toy, answers, {"blind": True}) == ("blind",)


def test_a_rule_does_not_take_not_asked_for_absent(toy):
    assert flags_to_ask_now(toy, {"glare": True}, {}) == ()
    assert flags_to_ask_now(toy, {"glare": True, "night": True}, {}) == ()


def test_a_rule_takes_a_ruled_out_answer_for_absent(toy):
    rule = replace(toy.rules[1], all_present=(), all_absent=("right",))
    catalogue = replace(toy, rules=(rule,))
    assert flags_to_ask_now(catalogue, {"left": True}, {}) == ("blind",)
    assert flags_to_ask_now(catalogue, {"right": False}, {}) == ("blind",)
    assert flags_to_ask_now(catalogue, {"right": True}, {}) == ()


def test_a_look_alike_is_raised_and_refers_nobody(toy):
    found = differential(toy, {"right": True}, {})
    assert found.red_flags == ("shade",)
    assert not found.refer
    assert next_question(toy, {"right": True}) is not None


def test_the_most_urgent_flag_comes_first(toy):
    assert flags_to_refer(toy, ("shade", "burn", "blind")) == ("blind", "burn")


def test_the_safety_check_is_left_until_every_flag_of_every_question_is_answered(toy):
    assert safety_questions_left(toy, {}) == ("skin", "eyes")
    assert safety_questions_left(toy, {"burn": True}) == ("eyes",)
    assert safety_questions_left(toy, {"burn": False, "blind": False}) == ()


# ------------------------------------------------------------------------------ verdicts

DONE = {"burn": False, "blind": False}


@pytest.mark.parametrize(
    ("answers", "flags", "verdict"),
    [
        ({"heat": True, "glare": True, "night": False}, {}, "refer"),
        ({}, {"burn": True}, "refer"),
        ({"glare": True, "night": False}, {}, "safety_first"),
        ({"noon": True, "night": False, "left": True}, {"burn": False}, "safety_first"),
        ({"glare": True, "night": False}, DONE, "ask_now"),
        ({}, DONE, "not_enough"),
        ({"noon": True, "night": False}, DONE, "not_enough"),
        ({"left": False, "right": False, "noon": True}, DONE, "not_enough"),
        ({"noon": False, "night": False, "sun_test": False}, DONE, "none_fits"),
        ({"noon": True, "night": True, "left": True}, DONE, "fits"),
        ({"noon": True, "night": False, "left": True}, DONE, "fits"),
    ],
)
def test_the_first_verdict_that_holds_is_given(toy, answers, flags, verdict):
    assert differential(toy, answers, flags).verdict == verdict


def verdict_of(sun, moon):
    """The verdict where sun and moon have these likelihood ratios, on three answers that say something."""
    star = {("star", name): 0.005 for name in ("ray", "sand", "sea")}
    catalogue = build(
        {"sun": 1.0, "moon": 1.0, "star": 1.0, SOMETHING_ELSE: 1.0},
        [finding("ray", 0.01), finding("sand", 0.01), finding("sea", 0.01)],
        {("sun", "ray"): 0.01 * sun, ("moon", "ray"): 0.01 * moon, **star},
    )
    answers = {"ray": True, "sand": True, "sea": True}
    return differential(catalogue, answers, {}, safety_check_done=True).verdict


def test_exactly_one_bit_is_enough_to_fit():
    assert verdict_of(2, 0.5) == "fits"
    assert verdict_of(1.999, 0.5) == "cannot_tell"
    assert verdict_of(1.001, 0.5) == "cannot_tell"
    assert verdict_of(0.999, 0.5) == "none_fits"


def test_exactly_one_bit_apart_cannot_be_told():
    assert verdict_of(8, 4) == "cannot_tell"
    assert verdict_of(8, 3.999) == "fits"
    assert verdict_of(8, 8) == "cannot_tell"


def test_something_else_close_behind_does_not_make_it_cannot_tell():
    assert verdict_of(2, 0.25) == "fits"


def test_three_answers_of_one_group_are_one_question():
    catalogue = build(
        {"sun": 1.0, SOMETHING_ELSE: 1.0},
        [finding(name, 0.1, exclusive="where") for name in ("east", "west", "north")],
        {("sun", "east"): 0.4},
    )
    answers = dict.fromkeys(catalogue.findings, False)
    assert differential(catalogue, answers, {}, safety_check_done=True).verdict == "not_enough"


def test_the_ranking_is_filled_even_where_she_must_be_referred(toy):
    found = differential(toy, {"heat": True}, {})
    assert {row.cause_id for row in found.ranking} == set(toy.causes)


def test_ties_keep_the_order_of_the_file_by_fit_and_by_likelihood():
    catalogue = build(
        {"common": 2.0, "rare": 1.0, SOMETHING_ELSE: 2.0},
        [finding("ray")],
        {("rare", "ray"): 0.4},
    )
    found = differential(catalogue, {"ray": True}, {})
    order = ["common", "rare", SOMETHING_ELSE]
    assert [row.cause_id for row in found.ordered(BY_LIKELIHOOD)] == order
    assert [row.cause_id for row in found.ordered(BY_FIT)] == ["rare", "common", SOMETHING_ELSE]
    untouched = differential(catalogue, {}, {}).ordered(BY_FIT)
    assert [row.cause_id for row in untouched] == order


# ------------------------------------------------------------------------------ next question


def test_the_gain_of_a_question_is_what_it_is_by_hand(toy):
    answers = {"noon": True, "heat": False, "left": False}
    found = {q.question_id: q.gain for q in question_gains(toy, answers)}
    assert set(found) == {"glare", "night", "side", "sun_test"}
    for question_id, gain in found.items():
        assert gain == pytest.approx(by_hand.gain(toy, answers, question_id), abs=1e-12)


def stage_catalogue(ask, examine, test):
    """One cause and three questions, one a stage, with these probabilities against 0.2."""
    return build(
        {"sun": 1.0, SOMETHING_ELSE: 1.0},
        [
            finding("asked", kind="timing"),
            finding("examined", kind="examination"),
            finding("tested", kind="test"),
        ],
        {("sun", "asked"): ask, ("sun", "examined"): examine, ("sun", "tested"): test},
    )


@pytest.mark.parametrize(
    ("probabilities", "question_id"),
    [
        ((0.5, 0.55, 0.6), "asked"),  # A little more gain later is not worth it.
        ((0.3, 0.8, 0.8), "examined"),  # Twice as much is.
        ((0.3, 0.4, 0.95), "tested"),
        ((0.2, 0.3, 0.3), "examined"),  # Asking promises nothing.
        ((0.2, 0.2, 0.3), "tested"),
    ],
)
def test_asking_comes_before_examining_and_examining_before_testing(probabilities, question_id):
    assert next_question(stage_catalogue(*probabilities), {}).question_id == question_id


def test_no_question_is_asked_that_promises_nothing():
    assert next_question(stage_catalogue(0.2, 0.2, 0.21), {}) is None


def test_no_question_is_left_when_all_are_answered(toy):
    answers = dict.fromkeys(("noon", "glare", "night", "heat", "sun_test", "left"), False)
    assert next_question(toy, {**answers, "right": False}) is None
    assert question_gains(toy, {**answers, "left": True}) == ()


def test_she_who_must_be_referred_is_asked_nothing_more(toy):
    assert next_question(toy, {}, {"blind": True}) is None
    assert next_question(toy, {"heat": True}) is None
    assert next_question(toy, {}, {"shade": True}) is not None


def test_a_group_asked_next_is_named_by_its_likeliest_open_answer():
    catalogue = build(
        {"sun": 1.0, SOMETHING_ELSE: 1.0},
        [finding("east", 0.1, exclusive="where"), finding("west", 0.3, exclusive="where")],
        {("sun", "east"): 0.5, ("sun", "west"): 0.1},
    )
    question = next_question(catalogue, {})
    assert (question.question_id, question.finding_id) == ("where", "east")
    assert next_question(catalogue, {"east": False}).finding_id == "west"


# ------------------------------------------------------------------------------ what would change it


@pytest.mark.parametrize("mode", [BY_FIT, BY_LIKELIHOOD])
@pytest.mark.parametrize(
    "answers",
    [
        {},
        {"noon": True},
        {"noon": True, "left": True},
        {"noon": True, "left": True, "glare": True},
        {"night": True, "left": False},
        {"noon": True, "glare": True, "left": True, "sun_test": True},
        {"noon": False, "night": False, "right": True},
    ],
)
def test_what_would_change_it_is_the_likeliest_of_the_smallest_sets(toy, answers, mode):
    found = what_would_change(toy, answers, mode)
    smallest = by_hand.changes(toy, answers, mode, 3)
    if found is None:
        assert smallest == []
        return
    chances = {frozenset(further.items()): likely for further, likely in smallest}
    assert found.probability == pytest.approx(chances[frozenset(found.answers)])
    assert found.probability == pytest.approx(max(chances.values()))


def test_two_answers_that_repeat_each_other_do_not_hide_a_better_pair():
    catalogue = build(
        {"sun": 1.0, "moon": 1.0, SOMETHING_ELSE: 1.0},
        [
            finding("seen"),
            finding("one", overlap="heap"),
            finding("two", overlap="heap"),
            finding("apart", 0.1),
        ],
        {
            ("sun", "seen"): 0.8,
            ("moon", "one"): 0.4,
            ("moon", "two"): 0.4,
            ("moon", "apart"): 0.3,
        },
    )
    # one and two together bring 1.5 bits; one and apart 2.6, enough to pass the sun's 2.
    found = what_would_change(catalogue, {"seen": True})
    assert dict(found.answers) == {"one": True, "apart": True}
    assert found.leader == "moon"


def test_the_row_said_to_lead_after_a_change_is_the_one_that_does():
    catalogue = build(
        {"sun": 1.0, "moon": 1.0, SOMETHING_ELSE: 1.0},
        [finding("ray")],
        {("sun", "ray"): 0.4, ("moon", "ray"): 0.3},
    )
    # Without the ray the moon passes the sun too, but something else passes both.
    found = what_would_change(catalogue, {})
    assert found.answers == (("ray", False),)
    assert found.leader == SOMETHING_ELSE


def test_an_answer_that_takes_back_what_was_ruled_out_before_can_change_it():
    catalogue = build(
        {"sun": 1.0, "moon": 1.0, SOMETHING_ELSE: 1.0},
        [
            finding("left", 0.25, exclusive="side"),
            finding("right", 0.25, exclusive="side"),
            finding("noon"),
        ],
        {("sun", "left"): 0.05, ("moon", "noon"): 0.22},
    )
    # Not on the left says 0.3 bits for the sun; on the right, which the sun does not list, says none.
    found = what_would_change(catalogue, {"left": False, "noon": True})
    assert found.answers == (("right", True),)
    assert found.leader == "moon"


def test_nothing_is_said_to_change_it_where_three_answers_cannot():
    names = ("ray", "sand", "sea", "sky")
    catalogue = build(
        {"sun": 1.0, SOMETHING_ELSE: 1.0},
        [finding("seen", 0.01), *(finding(name, 0.2) for name in names)],
        {("sun", "seen"): 0.99, **{("sun", name): 0.25 for name in names}},
    )
    assert what_would_change(catalogue, {"seen": True}) is None


# ------------------------------------------------------------------------------ worked out once


def test_what_a_catalogue_was_asked_before_is_not_told_of_another(toy):
    before = fit(toy, {"noon": True})["sun"]
    gains = question_gains(toy, {})
    changed = replace(toy.features["sun", "noon"], probability=0.4)
    other = replace(toy, features=MappingProxyType({**toy.features, ("sun", "noon"): changed}))
    assert fit(other, {"noon": True})["sun"] == pytest.approx(before - 1)
    assert question_gains(other, {}) != gains
    assert fit(toy, {"noon": True})["sun"] == before


def test_what_is_worked_out_once_cannot_be_changed_by_whoever_gets_it(toy):
    weights = question_weights(toy, ("noon",), True)
    with pytest.raises(TypeError):
        weights["sun"] = 0.0


# ------------------------------------------------------------------------------ robustness


def test_robustness_is_the_same_each_time(toy):
    answers = {"noon": True, "night": True}
    assert robustness(toy, answers) == robustness(toy, answers)


def test_a_close_race_is_less_robust_than_a_clear_one(toy):
    close = robustness(toy, {"noon": True, "night": True, "glare": False})
    clear = robustness(toy, {"noon": True, "glare": True, "sun_test": True, "night": False})
    assert close < clear == 1.0


def test_numbers_vary_within_their_range_where_one_is_given():
    wide = finding("ray")
    certain = replace(wide, low=0.2, high=0.2)
    pairs = {("sun", "ray"): 0.25}
    causes = {"sun": 1.0, SOMETHING_ELSE: 1.0}

    def stays(row):
        catalogue = build(causes, [row], pairs)
        feature = replace(catalogue.features["sun", "ray"], low=0.24, high=0.26)
        return robustness(
            replace(catalogue, features=MappingProxyType({("sun", "ray"): feature})), {"ray": True}
        )

    assert stays(certain) == 1.0
    assert stays(wide) < 1.0
