"""What is announced: nothing on general facts alone; nobody is turned away by an empty answer."""

from __future__ import annotations

import pytest

from crampkit.reasoning import differential, next_question

GENERAL = """
    parous family_varicose now_weeks_1_13 now_weeks_14_27 now_week_28_on after_birth
    both_legs same_one_leg low_back_pain
"""


def ranked(shipped, present, absent=()):
    answers = dict.fromkeys(present, True) | dict.fromkeys(absent, False)
    covered = {f: False for ids in shipped.questions_of_flags.values() for f in ids}
    return differential(shipped, answers, covered)


def test_week_side_parity_back_pain_and_family_are_general_and_the_night_is_not(shipped):
    assert all(shipped.findings[finding_id].general for finding_id in GENERAL.split())
    assert not shipped.findings["mainly_night"].general


@pytest.mark.parametrize(
    "present",
    [
        ("same_one_leg", "low_back_pain", "now_weeks_14_27"),
        ("parous", "past_back_trouble", "same_one_leg", "now_weeks_14_27"),
        ("both_legs", "now_week_28_on", "parous"),
        ("family_varicose", "parous", "both_legs"),
    ],
    ids="+".join,
)
def test_general_facts_alone_announce_no_cause(shipped, present):
    found = ranked(shipped, present)
    assert found.verdict not in ("fits", "cannot_tell")
    assert not found.named


@pytest.mark.parametrize(
    ("cause_id", "present"),
    [
        ("disc_herniation", ("lifting_onset", "worse_cough_bend", "past_back_trouble")),
        ("varicose_veins", ("end_of_day", "dull_ache_hours", "skin_change_itch")),
        ("hypocalcaemia", ("gut_or_drug_cause", "little_sun_no_vitamin_d", "weak_leg")),
        ("calcium_demand", ("low_calcium_diet", "after_tiring_day", "drinks_little")),
    ],
)
def test_a_cause_is_not_named_before_what_it_needs_was_told(shipped, cause_id, present):
    assert cause_id not in ranked(shipped, present).named


@pytest.mark.parametrize(
    ("present", "absent"),
    [
        (("mainly_night", "wakes_her"), ("low_calcium_diet",)),
        (("mainly_night", "now_week_28_on", "parous"), ("visible_varicose",)),
    ],
)
def test_the_commonest_woman_is_not_turned_away_by_an_answer_that_says_little(
    shipped, present, absent
):
    found = ranked(shipped, present, absent)
    assert found.ranking[0].cause_id == "calcium_demand"
    assert "calcium_demand" in found.named
    assert found.verdict in ("not_enough", "cannot_tell")


def test_none_fits_only_where_her_answers_speak_against_all_five(shipped):
    found = ranked(
        shipped,
        ["pubic_bone_pain"],
        ["short_sharp_cramp", "both_ankles_swollen", "numb_leg_or_foot"],
    )
    assert found.verdict == "none_fits"
    assert all(row.fit < 0 for row in found.ranking if row.cause_id != "something_else")


@pytest.mark.parametrize("sign", ["urge_to_move", "outer_thigh_patch"])
def test_a_look_alike_is_the_headline_whatever_fits(shipped, sign):
    present = ["mainly_night", "wakes_her", "short_sharp_cramp", "eases_with_stretch", sign]
    assert ranked(shipped, present).verdict == "look_alike"


def test_girdle_pain_is_a_look_alike_and_no_danger(shipped):
    found = ranked(shipped, ["pubic_bone_pain", "turning_in_bed_hurts"])
    assert (found.verdict, found.red_flags) == ("look_alike", ("girdle_pain",))


def test_what_she_means_by_cramp_is_asked_first(shipped):
    assert next_question(shipped, {}).finding_id == "hard_muscle"


def test_swollen_legs_are_asked_for_veins_before_any_calf_is_stretched(shipped):
    told = dict.fromkeys(("both_ankles_swollen", "end_of_day", "eases_legs_up"), True)
    asked = next_question(shipped, told)
    assert (asked.finding_id, asked.needed_by) == ("visible_varicose", "varicose_veins")
