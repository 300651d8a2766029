"""What must hold of the reasoning whatever the catalogue and whatever is answered."""

from __future__ import annotations

import math
from dataclasses import replace
from types import MappingProxyType

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from crampkit.catalogue import KINDS, SOMETHING_ELSE, Feature
from crampkit.reasoning import (
    BY_FIT,
    BY_LIKELIHOOD,
    answered_questions,
    can_be_none,
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
    raised_flags,
    robustness,
    what_would_change,
)
from crampkit.reasoning.robustness import varied_numbers
from tests.laws import by_hand
from tests.laws.strategies import (
    answer_to,
    answers_to,
    random_catalogues,
    random_stories,
    shipped_stories,
    stories,
)

both = pytest.mark.parametrize(
    "subject", [random_stories, shipped_stories], ids=["random", "shipped"]
)
modes = pytest.mark.parametrize("mode", [BY_FIT, BY_LIKELIHOOD])


def open_questions(catalogue, answers):
    answered = {catalogue.question_of(finding_id) for finding_id in answers}
    asked = dict.fromkeys(catalogue.question_of(f) for f in catalogue.findings)
    return [question_id for question_id in asked if question_id not in answered]


def without_cause(catalogue, cause_id):
    return replace(
        catalogue,
        causes=MappingProxyType({c: row for c, row in catalogue.causes.items() if c != cause_id}),
        features=MappingProxyType(
            {pair: row for pair, row in catalogue.features.items() if pair[0] != cause_id}
        ),
    )


# ------------------------------------------------------------------------------ evidence and fit


@both
@given(data=st.data())
def test_the_order_of_answers_never_matters(subject, data):
    catalogue, answers, flags = data.draw(subject)
    shuffled = dict(data.draw(st.permutations(list(answers.items()))))
    ticked = dict(data.draw(st.permutations(list(flags.items()))))
    assert differential(catalogue, answers, flags) == differential(catalogue, shuffled, ticked)
    assert evidence(catalogue, answers) == evidence(catalogue, shuffled)
    assert next_question(catalogue, answers) == next_question(catalogue, shuffled)
    assert robustness(catalogue, answers, draws=5) == robustness(catalogue, shuffled, draws=5)


@given(story=random_stories, data=st.data())
def test_the_order_of_answers_never_changes_what_would_change_it(story, data):
    shuffled = dict(data.draw(st.permutations(list(story.answers.items()))))
    assert what_would_change(story.catalogue, story.answers) == what_would_change(
        story.catalogue, shuffled
    )


@both
@given(data=st.data())
def test_fit_and_likelihood_are_what_they_are_by_hand(subject, data):
    catalogue, answers, _ = data.draw(subject)
    assert fit(catalogue, answers) == pytest.approx(by_hand.fits(catalogue, answers), abs=1e-9)
    assert likelihood(catalogue, answers) == pytest.approx(
        by_hand.likelihoods(catalogue, answers), abs=1e-9
    )


@both
@given(data=st.data())
def test_an_answer_that_speaks_for_a_cause_never_lowers_its_fit_and_one_against_never_raises_it(
    subject, data
):
    catalogue, answers, _ = data.draw(subject)
    questions = open_questions(catalogue, answers)
    assume(questions)
    further = data.draw(answer_to(catalogue, data.draw(st.sampled_from(questions))))
    before, alone = fit(catalogue, answers), fit(catalogue, further)
    after = fit(catalogue, {**answers, **further})
    for cause_id in catalogue.causes:
        change = after[cause_id] - before[cause_id]
        assert change >= -1e-12 if alone[cause_id] >= 0 else change <= 1e-12


@both
@given(data=st.data())
def test_the_contributions_of_the_answers_add_up_to_the_fit(subject, data):
    catalogue, answers, _ = data.draw(subject)
    found = fit(catalogue, answers)
    for cause_id, contributions in evidence(catalogue, answers).items():
        total = math.fsum(contribution.counted for contribution in contributions)
        assert total == pytest.approx(found[cause_id], abs=1e-9)


@both
@given(data=st.data())
def test_unlisted_pairs_say_nothing(subject, data):
    catalogue, answers, _ = data.draw(subject)
    for cause_id, contributions in evidence(catalogue, answers).items():
        for contribution in contributions:
            assert any((cause_id, f) in catalogue.features for f in contribution.finding_ids)


@both
@given(data=st.data())
def test_listing_a_pair_at_its_background_changes_nothing(subject, data):
    catalogue, answers, _ = data.draw(subject)
    cause_id = data.draw(st.sampled_from([c for c in catalogue.causes if c != SOMETHING_ELSE]))
    unlisted = [f for f in catalogue.findings if (cause_id, f) not in catalogue.features]
    assume(unlisted)
    finding_id = data.draw(st.sampled_from(unlisted))
    row = Feature(cause_id, finding_id, catalogue.findings[finding_id].background)
    features = MappingProxyType({**catalogue.features, (cause_id, finding_id): row})
    assert fit(replace(catalogue, features=features), answers) == fit(catalogue, answers)


@both
@given(data=st.data())
def test_something_else_is_always_a_row_at_zero(subject, data):
    catalogue, answers, flags = data.draw(subject)
    rows = {row.cause_id: row.fit for row in differential(catalogue, answers, flags).ranking}
    assert rows[SOMETHING_ELSE] == 0
    assert set(rows) == set(catalogue.causes)


@both
@given(data=st.data())
def test_a_cause_added_leaves_the_fit_of_the_others_unchanged(subject, data):
    catalogue, answers, _ = data.draw(subject)
    added = data.draw(st.sampled_from([c for c in catalogue.causes if c != SOMETHING_ELSE]))
    fewer = fit(without_cause(catalogue, added), answers)
    more = fit(catalogue, answers)
    assert fewer == {cause_id: more[cause_id] for cause_id in fewer}


@both
@given(data=st.data())
def test_not_asked_is_never_counted_as_absent(subject, data):
    catalogue, answers, _ = data.draw(subject)
    for finding_id, present in answers.items():
        if not present:
            fewer = {f: p for f, p in answers.items() if f != finding_id}
            question_id = catalogue.question_of(finding_id)
            assert finding_id not in {
                f for ids in answered_questions(catalogue, fewer).values() for f in ids
            }
            if question_id not in {catalogue.question_of(f) for f in fewer}:
                assert fit(catalogue, fewer) == pytest.approx(by_hand.fits(catalogue, fewer))
    assert set(fit(catalogue, {}).values()) == {0.0}


@given(st.lists(st.floats(-20, 20), max_size=8))
def test_shares_halve_from_the_strongest_on_each_side(weights):
    found = discounts(weights)
    assert len(found) == len(weights)
    for side in (1, -1):
        own = [(w * side, share) for w, share in zip(weights, found, strict=True) if w * side > 0]
        assert sorted((share for _, share in own), reverse=True) == [
            0.5**rank for rank in range(len(own))
        ]
        for weight, share in own:
            assert all(other <= weight for other, smaller in own if smaller < share)
    assert all(share == 0 for w, share in zip(weights, found, strict=True) if w == 0)


@given(st.floats(-30, 30, allow_nan=False))
def test_evidence_for_and_against_of_one_size_has_one_word(weight):
    assert evidence_band(weight) == evidence_band(-weight)


@given(st.floats(0, 30), st.floats(0, 30))
def test_more_evidence_never_has_a_weaker_word(one, other):
    bands = ["nothing", "barely", "small", "moderate", "strong"]
    weaker, stronger = sorted((one, other))
    assert bands.index(evidence_band(weaker)) <= bands.index(evidence_band(stronger))


@given(st.floats(0, 1), st.floats(0, 1))
def test_a_larger_likelihood_never_has_a_smaller_word(one, other):
    bands = ["under_1", "unlikely", "possible", "likely", "very_likely", "over_99"]
    smaller, larger = sorted((one, other))
    assert bands.index(likelihood_band(smaller)) <= bands.index(likelihood_band(larger))


# ------------------------------------------------------------------------------ likelihood


@both
@given(data=st.data())
def test_likelihoods_sum_to_one(subject, data):
    catalogue, answers, _ = data.draw(subject)
    pretest = data.draw(
        st.dictionaries(st.sampled_from(list(catalogue.causes)), st.floats(1e-6, 1e6), max_size=3)
    )
    found = likelihood(catalogue, answers, pretest)
    assert math.fsum(found.values()) == pytest.approx(1, abs=1e-12)
    assert all(0 <= share <= 1 for share in found.values())


@given(story=stories(random_catalogues(groups=False)))
def test_without_groups_likelihood_is_naive_bayes(story):
    exact = by_hand.naive_bayes(story.catalogue, story.answers)
    for cause_id, share in likelihood(story.catalogue, story.answers).items():
        assert abs(share - exact[cause_id]) < 1e-9


@both
@given(data=st.data())
def test_with_one_answer_a_group_likelihood_is_naive_bayes(subject, data):
    catalogue, answers, _ = data.draw(subject)
    one_a_group, taken = {}, set()
    for finding_id, present in answers.items():
        finding = catalogue.findings[finding_id]
        groups = {finding.overlap_group, finding.exclusive_group} - {""}
        if not groups & taken:
            one_a_group[finding_id] = present
            taken |= groups
    exact = by_hand.naive_bayes(catalogue, one_a_group)
    for cause_id, share in likelihood(catalogue, one_a_group).items():
        assert abs(share - exact[cause_id]) < 1e-9


# ------------------------------------------------------------------------------ red flags


@both
@given(data=st.data())
def test_adding_answers_never_removes_a_flag(subject, data):
    catalogue, answers, flags = data.draw(subject)
    questions = open_questions(catalogue, answers)
    assume(questions)
    further = data.draw(answer_to(catalogue, data.draw(st.sampled_from(questions))))
    more = {**answers, **further}
    raised = set(raised_flags(catalogue, answers, flags))
    assert raised <= set(raised_flags(catalogue, more, flags))
    # What was asked for at once is still asked for, unless it was raised meanwhile.
    asked = set(flags_to_ask_now(catalogue, answers, flags))
    still = set(flags_to_ask_now(catalogue, more, flags))
    assert asked <= still | set(raised_flags(catalogue, more, flags))


@both
@given(data=st.data())
def test_no_answer_to_the_safety_check_silences_a_flag_that_findings_raise(subject, data):
    catalogue, answers, _ = data.draw(subject)
    nothing_wrong = dict.fromkeys(catalogue.flags, False)
    assert raised_flags(catalogue, answers, nothing_wrong) == raised_flags(catalogue, answers, {})
    assert flags_to_ask_now(catalogue, answers, nothing_wrong) == flags_to_ask_now(
        catalogue, answers, {}
    )


@both
@given(data=st.data())
def test_withdrawing_an_answer_removes_at_most_the_flags_of_rules_that_name_it(subject, data):
    catalogue, answers, flags = data.draw(subject)
    assume(answers)
    withdrawn = data.draw(st.sampled_from(list(answers)))
    fewer = {f: present for f, present in answers.items() if f != withdrawn}
    question_id = catalogue.question_of(withdrawn)
    gone = set(raised_flags(catalogue, answers, flags)) - set(raised_flags(catalogue, fewer, flags))
    # An answer of an exclusive question speaks for the absence of the others, too.
    named = {
        rule.flag_id
        for rule in catalogue.rules
        if question_id in {catalogue.question_of(f) for f in rule.all_present + rule.all_absent}
    }
    assert gone <= named


@both
@given(data=st.data())
def test_a_ticked_flag_is_raised_whatever_is_answered(subject, data):
    catalogue, answers, flags = data.draw(subject)
    found = differential(catalogue, answers, flags)
    ticked = {flag_id for flag_id, present in flags.items() if present}
    assert ticked <= set(found.red_flags)
    assert found.refer == bool(flags_to_refer(catalogue, found.red_flags))
    assert (found.verdict == "refer") == found.refer


@both
@given(data=st.data())
def test_the_verdict_is_the_first_that_holds(subject, data):
    catalogue, answers, flags = data.draw(subject)
    done = data.draw(st.booleans())
    found = differential(catalogue, answers, flags, safety_check_done=done)
    causes = [row.fit for row in found.ranking if row.cause_id != SOMETHING_ELSE]
    leader = found.ranking[0].cause_id
    telling = {
        contribution.question_id
        for contributions in evidence(catalogue, answers).values()
        for contribution in contributions
        if evidence_band(contribution.weight) != "nothing"
    }
    conditions = {
        "refer": found.refer,
        "safety_first": not done,
        "ask_now": bool(found.ask_now),
        "look_alike": any(catalogue.flags[f].tier == "look_alike" for f in found.red_flags),
        "not_enough": len(telling) < 3
        or (leader != SOMETHING_ELSE and not by_hand.belongs(catalogue, answers, leader)),
        "none_fits": leader == SOMETHING_ELSE,
        "cannot_tell": round(causes[0], 9) < 1
        or (len(causes) > 1 and round(causes[0] - causes[1], 9) <= 1),
        "fits": True,
    }
    assert found.verdict == next(name for name, holds in conditions.items() if holds)
    assert found.none_fits == conditions["none_fits"]


@both
@modes
@given(data=st.data())
def test_the_ranking_goes_down_and_ties_keep_the_order_of_the_file(subject, mode, data):
    catalogue, answers, flags = data.draw(subject)
    rows = differential(catalogue, answers, flags).ordered(mode)
    order = list(catalogue.causes)
    keys = [(-round(getattr(row, mode), 9), order.index(row.cause_id)) for row in rows]
    assert keys == sorted(keys)


# ------------------------------------------------------------------------------ next question


@both
@given(data=st.data())
def test_the_gain_of_a_question_is_the_drop_in_entropy_by_hand(subject, data):
    catalogue, answers, _ = data.draw(subject)
    found = question_gains(catalogue, answers)
    assert [q.question_id for q in found] == [
        question_id
        for question_id in dict.fromkeys(catalogue.question_of(f) for f in catalogue.findings)
        if by_hand.further_answers(catalogue, answers, question_id)
    ]
    for question in found[:: max(1, len(found) // 8)]:
        assert question.gain == pytest.approx(
            by_hand.gain(catalogue, answers, question.question_id), abs=1e-9
        )
        assert catalogue.question_of(question.finding_id) == question.question_id
        assert question.finding_id not in answers


@both
@given(data=st.data())
def test_a_later_stage_wins_only_with_twice_the_best_earlier_gain(subject, data):
    catalogue, answers, _ = data.draw(subject)
    gains = question_gains(catalogue, answers)
    chosen = next_question(catalogue, answers)
    assume(not flags_to_refer(catalogue, raised_flags(catalogue, answers, {})))
    if chosen is None:
        assert all(question.gain <= 0.001 for question in gains)
        return
    stage = dict.fromkeys(KINDS, 0) | {"examination": 1, "test": 2}

    def stage_of(question):
        return stage[catalogue.findings[question.finding_id].kind]

    if chosen.owed_to or chosen.needed_by:
        return  # What is owed comes first, whatever it gains: a law of its own.
    assert chosen in gains
    assert chosen.gain > 0.001
    for question in gains:
        if stage_of(question) == stage_of(chosen):
            assert question.gain <= chosen.gain + 1e-9
        elif stage_of(question) < stage_of(chosen) and question.gain > 0.001:
            assert 2 * question.gain <= chosen.gain
        elif stage_of(question) > stage_of(chosen):
            earlier = max(q.gain for q in gains if stage_of(q) < stage_of(question))
            assert question.gain < 2 * earlier


@both
@given(data=st.data())
def test_what_is_owed_to_an_answer_or_to_a_cause_in_front_is_asked_first(subject, data):
    catalogue, answers, _ = data.draw(subject)
    chosen = next_question(catalogue, answers)
    assume(chosen is not None)
    open_ids = {question.question_id for question in question_gains(catalogue, answers)}
    owed = [
        next_id
        for finding_id, finding in catalogue.findings.items()
        if answers.get(finding_id)
        for next_id in finding.then_ask
        if next_id not in answers and catalogue.question_of(next_id) in open_ids
    ]
    assert bool(chosen.owed_to) == bool(owed)
    if owed:
        assert chosen.finding_id == owed[0]
    if chosen.needed_by:
        assert chosen.finding_id in catalogue.causes[chosen.needed_by].needs
        assert not by_hand.belongs(catalogue, answers, chosen.needed_by)


@both
@given(data=st.data())
def test_a_look_that_found_nothing_ends_that_look_and_nothing_else(subject, data):
    catalogue, answers, flags = data.draw(subject)
    found = differential(catalogue, answers, flags, safety_check_done=True)
    looked = set(data.draw(st.sets(st.sampled_from([*catalogue.flags] or [""]))))
    after = differential(catalogue, answers, flags, safety_check_done=True, looked=looked)
    assert after.red_flags == found.red_flags
    assert after.refer == found.refer
    assert set(after.ask_now) == set(found.ask_now) - looked
    assert after.ranking == found.ranking


@both
@given(data=st.data())
def test_no_best_fit_is_announced_over_a_danger_a_look_or_a_look_alike(subject, data):
    catalogue, answers, flags = data.draw(subject)
    found = differential(catalogue, answers, flags, safety_check_done=True)
    if found.verdict in ("fits", "cannot_tell", "none_fits", "not_enough"):
        assert not found.red_flags
        assert not found.ask_now


@both
@given(data=st.data())
def test_nothing_more_is_asked_of_a_woman_who_must_be_referred(subject, data):
    catalogue, answers, flags = data.draw(subject)
    if differential(catalogue, answers, flags).refer:
        assert next_question(catalogue, answers, flags) is None


# ------------------------------------------------------------------------------ what would change it


@modes
@given(story=stories(random_catalogues(largest=6), most=4))
def test_what_would_change_it_is_the_likeliest_of_the_smallest_sets_by_brute_force(mode, story):
    catalogue, answers, _ = story
    found = what_would_change(catalogue, answers, mode)
    all_smallest = by_hand.changes(catalogue, answers, mode, 3)
    if found is None:
        assert not all_smallest
        return
    chances = {tuple(sorted(further.items())): likely for further, likely in all_smallest}
    given_answers = tuple(sorted(found.answers))
    assert given_answers in chances
    assert found.probability == pytest.approx(chances[given_answers], abs=1e-9)
    assert found.probability == pytest.approx(max(chances.values()), abs=2e-9)


@both
@modes
@given(data=st.data())
@settings(max_examples=15)
def test_what_would_change_it_really_changes_it(subject, mode, data):
    catalogue, answers, _ = data.draw(subject)
    before = differential(catalogue, answers, {}).ordered(mode)
    found = what_would_change(catalogue, answers, mode)
    if found is None:
        return
    assert not set(dict(found.answers)) & set(answers)
    assert len(found.answers) <= 3
    after = differential(catalogue, {**answers, **dict(found.answers)}, {}).ordered(mode)
    assert after[0].cause_id == found.leader != before[0].cause_id
    assert 0 < found.probability <= 1 + 1e-12


@given(data=st.data())
@settings(max_examples=12)
def test_no_single_answer_changes_the_shipped_ranking_where_more_are_said_to_be_needed(data):
    catalogue, answers, _ = data.draw(shipped_stories)
    found = what_would_change(catalogue, answers)
    single = by_hand.changes(catalogue, answers, BY_FIT, 1)
    if found and len(found.answers) == 1:
        best = max(likely for _, likely in single)
        assert found.probability == pytest.approx(best, abs=2e-9)
    else:
        assert not single


# ------------------------------------------------------------------------------ robustness


@both
@modes
@given(data=st.data())
@settings(max_examples=30)
def test_robustness_is_a_share_and_the_same_each_time(subject, mode, data):
    catalogue, answers, _ = data.draw(subject)
    found = robustness(catalogue, answers, mode, draws=10)
    assert 0 <= found <= 1
    assert found == robustness(catalogue, answers, mode, draws=10)


@given(story=random_stories)
def test_published_numbers_do_not_vary(story):
    catalogue = story.catalogue
    published = replace(
        catalogue,
        findings=MappingProxyType(
            {f: replace(row, basis="published") for f, row in catalogue.findings.items()}
        ),
        features=MappingProxyType(
            {pair: replace(row, basis="published") for pair, row in catalogue.features.items()}
        ),
    )
    assert robustness(published, story.answers, draws=5) == 1.0


@both
@modes
@given(data=st.data())
@settings(max_examples=40)
def test_robustness_is_what_it_is_with_a_catalogue_for_each_draw(subject, mode, data):
    catalogue, answers, _ = data.draw(subject)
    seed = data.draw(st.integers(0, 1000))
    found = robustness(catalogue, answers, mode, draws=12, seed=seed)
    assert found == by_hand.robustness(catalogue, answers, mode, 12, seed)


@both
@given(data=st.data())
def test_varied_numbers_stay_in_range_and_keep_exclusive_groups_consistent(subject, data):
    catalogue = data.draw(subject).catalogue
    varied = varied_numbers(catalogue, list(catalogue.findings), 3, data.draw(st.integers(0, 1000)))
    for finding_id, background in varied.background.items():
        row = catalogue.findings[finding_id]
        for number in (background, *varied.probability[finding_id].values()):
            for value in number.column:
                assert 0 < value < 1
                assert number.least - 1e-12 <= value <= number.most + 1e-12
        # Scaling back a group may lower a number below its range, never raise it.
        assert row.high is None or max(background.column) <= row.high
    for draw in range(3):
        keeps_exclusive_groups_consistent(catalogue, varied, draw)


def keeps_exclusive_groups_consistent(catalogue, varied, draw):
    background = {f: number.column[draw] for f, number in varied.background.items()}
    probability = {
        finding_id: {cause_id: number.column[draw] for cause_id, number in numbers.items()}
        for finding_id, numbers in varied.probability.items()
    }
    for group_id, members in catalogue.exclusive_members.items():
        before = math.fsum(catalogue.background[member] for member in members)
        assert math.fsum(background[member] for member in members) <= before + 1e-9
        for cause_id in catalogue.causes:
            total = math.fsum(probability[m].get(cause_id, background[m]) for m in members)
            assert total < 1 if can_be_none(catalogue, group_id) else total <= 1 + 1e-5
            if all(cause_id in probability[member] for member in members):
                own = math.fsum(catalogue.probability[m][cause_id] for m in members)
                assert total <= own + 1e-9


@given(data=st.data())
def test_answers_drawn_by_these_laws_never_contradict(data):
    catalogue = data.draw(random_catalogues())
    check_answers(catalogue, data.draw(answers_to(catalogue)))
