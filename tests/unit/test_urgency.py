"""How fast: no sign says one thing in its tier and another in its action; a look can be answered."""

from __future__ import annotations

import re
from datetime import date

import pytest

from crampkit.case import Case
from crampkit.catalogue import TIERS, problems
from crampkit.reasoning import differential
from crampkit.views.explorer import safety as safety_view
from crampkit.views.explorer.aloud import danger_aloud
from crampkit.views.explorer.body_map import danger_signs
from crampkit.views.kit.place import numbers_to_call
from crampkit.words import Words
from tests.folder import Folder

FASTER = {
    "today": r"\b(emergency|999|go now|at once by ambulance)\b",
    "soon": r"\b(emergency|999|go now|go today)\b",
}
"""What an action says that is faster than its tier."""


def ranked(shipped, present=(), absent=(), flags=(), looked=()):
    covered = {f: False for ids in shipped.questions_of_flags.values() for f in ids}
    answers = dict.fromkeys(present, True) | dict.fromkeys(absent, False)
    return differential(shipped, answers, covered | dict.fromkeys(flags, True), looked=looked)


def test_an_action_faster_than_its_tier_has_a_more_urgent_sign_of_its_own(shipped):
    for flag in shipped.flags.values():
        pattern = FASTER.get(flag.tier)
        if pattern and re.search(pattern, flag.action, re.IGNORECASE):
            assert flag.more_urgent, flag.flag_id


def test_a_more_urgent_sign_is_more_urgent(shipped, tmp_path):
    for flag in shipped.flags.values():
        for other in flag.more_urgent:
            assert TIERS.index(shipped.flags[other].tier) < TIERS.index(flag.tier)
    folder = Folder(tmp_path / "data")
    folder.set("red_flags.csv", 3, "more_urgent", "burn")
    (line,) = [str(problem) for problem in problems(folder.path)]
    assert "'burn' (today) is not more urgent than 'blind' (now)" in line


def test_urgency_in_words_agrees_with_the_tier(shipped):
    for flag in shipped.flags.values():
        if flag.tier == "now":
            assert flag.urgency.startswith("now"), flag.flag_id
        else:
            assert not flag.urgency.startswith("now"), flag.flag_id


def test_what_is_to_be_looked_for_says_how_to_look(shipped, tmp_path):
    for rule in shipped.rules:
        if rule.effect == "ask_now":
            assert shipped.flags[rule.flag_id].look, rule.flag_id
    folder = Folder(tmp_path / "data")
    folder.set("red_flags.csv", 3, "look", "")
    (line,) = [str(problem) for problem in problems(folder.path)]
    assert "say how in the column 'look' of red_flags.csv" in line


# ------------------------------------------------------------------------------ low calcium


NOW = [
    ("hand_spasm_week",),
    ("adjusted_calcium_severe",),
    *(
        ("adjusted_calcium_low", sign)
        for sign in (
            *("mouth_tingling", "hand_tingling_day", "hand_spasm_history", "hands_or_face_too"),
            *("heart_flutters", "long_qt"),
        )
    ),
]
TODAY = [("adjusted_calcium_low",), ("mouth_tingling",)]
A_LOOK = [("hand_spasm_history",), ("hand_tingling_day", "gut_or_drug_cause")]


def tiers_of(shipped, found):
    return {shipped.flags[flag_id].tier for flag_id in found.red_flags}


@pytest.mark.parametrize("present", NOW, ids="+".join)
def test_low_calcium_that_cannot_wait_is_an_emergency(shipped, present):
    assert "now" in tiers_of(shipped, ranked(shipped, present))


@pytest.mark.parametrize("present", TODAY, ids="+".join)
def test_low_calcium_with_cramps_alone_or_tingling_lips_are_seen_the_same_day(shipped, present):
    assert tiers_of(shipped, ranked(shipped, present)) == {"today"}


@pytest.mark.parametrize("present", A_LOOK, ids="+".join)
def test_an_older_spasm_or_a_reason_for_low_calcium_asks_for_a_look(shipped, present):
    found = ranked(shipped, present)
    assert not found.refer
    assert "hand_spasm_now" in found.ask_now


def test_tingling_fingers_alone_are_no_emergency_and_the_mouth_is_asked_about_next(shipped):
    from crampkit.reasoning import next_question

    found = ranked(shipped, ["hand_tingling_day", "mainly_night", "wakes_her"])
    assert (found.refer, found.ask_now) == (False, ())
    asked = next_question(shipped, {"hand_tingling_day": True})
    assert (asked.finding_id, asked.owed_to) == ("mouth_tingling", "hand_tingling_day")


# ------------------------------------------------------------------------------ the other new dangers


@pytest.mark.parametrize(
    ("present", "flag_id", "tier"),
    [
        (("sickle_cell", "severe_unrelieved"), "sickle_crisis", "now"),
        (("severe_unrelieved", "fever_or_unwell"), "deep_infection", "now"),
        (("severe_unrelieved",), "severe_pain_nothing_helps", "today"),
        (("after_birth", "gives_way"), "nerve_after_birth", "today"),
        (("after_birth", "weak_leg"), "nerve_after_birth", "today"),
        (("blood_thinner_or_epidural", "weak_leg"), "blood_thinner_back", "now"),
        (("unsteady_confused",), "wernicke", "now"),
        (("potassium_low", "weak_all_over"), "potassium_low_weak", "now"),
        (("both_legs", "heel_toe_walk_weak"), "foot_drop", "now"),
    ],
)
def test_a_danger_that_was_missing_is_raised(shipped, present, flag_id, tier):
    found = ranked(shipped, present)
    assert flag_id in found.red_flags
    assert shipped.flags[flag_id].tier == tier


@pytest.mark.parametrize(
    ("present", "asked"),
    [
        (("same_one_leg", "worse_day_by_day"), {"one_leg_swollen", "one_leg_pain_stays"}),
        (("same_one_leg", "limps"), {"one_leg_swollen"}),
        (("same_one_leg", "pain_on_walking_only"), {"one_leg_swollen"}),
        (("gives_way",), {"new_weakness"}),
        (("chest_or_breath",), {"breathless_chest"}),
        (("after_birth", "both_ankles_swollen", "both_legs"), {"sudden_swelling"}),
        (("after_birth", "blood_thinner_or_epidural", "both_legs"), {"blood_thinner_back"}),
        (("lifting_onset", "numb_leg_or_foot", "low_back_pain"), {"bladder_bowel", "saddle_numb"}),
        (("sickle_cell",), {"sickle_crisis"}),
        (("fever_or_unwell", "same_one_leg"), {"deep_infection", "sepsis_signs"}),
    ],
)
def test_what_the_stories_told_asks_for_a_look(shipped, present, asked):
    assert asked <= set(ranked(shipped, present).ask_now)


@pytest.mark.parametrize(
    "present",
    [
        ("sore_after_cramp", "mainly_night", "wakes_her", "short_sharp_cramp", "hard_muscle"),
        ("legs_kick_in_sleep", "mainly_night"),
        ("turning_in_bed_hurts", "stairs_hurt", "pubic_bone_pain"),
        ("shoes_no_longer_fit", "worse_in_heat", "end_of_day", "both_ankles_swollen"),
        ("cramps_before_pregnancy", "drinks_little", "mainly_night"),
        ("itchy_legs", "visible_varicose"),
        ("hand_tingling_night",),
    ],
    ids=lambda present: present[0],
)
def test_what_is_harmless_asks_for_nothing(shipped, present):
    found = ranked(shipped, present)
    assert (found.refer, found.ask_now) == (False, ())


# ------------------------------------------------------------------------------ looks and private answers


def test_no_answer_elsewhere_ends_a_look_but_looking_does(shipped):
    present = ("same_one_leg", "dull_ache_hours")
    assert ranked(shipped, present).verdict == "ask_now"
    asked = ranked(shipped, present).ask_now
    assert ranked(shipped, present, looked=asked).verdict != "ask_now"
    # A further answer that asks for another look is not ended by it.
    assert (
        "vte_risk_leg_pain"
        in ranked(shipped, (*present, "own_or_family_clot"), looked=asked).ask_now
    )


def test_an_answer_to_a_private_sign_is_neither_copied_nor_taken_over(shipped):
    case = Case(shipped)
    (private,) = (flag_id for flag_id, flag in shipped.flags.items() if flag.private)
    assert private == "injury_story"
    case.flag(private, True)
    assert private not in case.as_text()
    case.look(private, False)
    assert private not in case.as_text()
    copied = Case(shipped)
    assert copied.load_text(f"crampkit1 flags={private} looked={private}") == (private, private)
    assert private not in copied.flags


def test_a_private_sign_is_no_danger_that_a_case_can_be_decided_on(shipped):
    from crampkit.practice.encounter import dangers

    assert "injury_story" not in dangers(shipped)
    assert not any(row.flag_id == "injury_story" for row in shipped.case_findings)
    assert not any("injury_story" in case.flag_ids for case in shipped.cases.values())


def test_a_private_sign_is_drawn_so_that_it_is_never_printed(shipped):
    words = Words(shipped.text)
    html = safety_view.safety_check(shipped, words)
    # The question itself, and the line that would tell that a danger is ticked.
    before = html[: html.index('name="phrase:alone_with_her"')]
    assert 'class="phrase never-printed"' in before[before.rindex("<fieldset") :]
    assert html.count("never-printed") == 2
    assert 'class="status never-printed"' in html


def test_a_referral_for_a_private_sign_is_never_printed_beside_or_without_others(shipped):
    words = Words(shipped.text)
    alone = safety_view.referral(shipped, ["injury_story"], {}, words)
    assert alone.startswith('<section class="referral never-printed"')
    both = safety_view.referral(shipped, ["injury_story", "fit"], {}, words)
    assert both.startswith('<section class="referral"')
    assert 'class="flag never-printed"' in both
    assert "never-printed" not in safety_view.referral(shipped, ["fit"], {}, words)
    assert '<li class="never-printed"' in danger_signs(shipped, ["injury_story"], words)


# ------------------------------------------------------------------------------ a copy ages, and travels


def test_after_its_day_a_copy_says_that_it_should_have_been_read_again(shipped):
    words = Words(shipped.text)
    day = date.fromisoformat(shipped.local["review_by"].value)
    assert safety_view.aged(shipped, words, day) == ()
    (line,) = safety_view.aged(shipped, words, date.fromordinal(day.toordinal() + 1))
    assert day.isoformat() in line


def test_a_day_that_is_none_is_named(tmp_path):
    folder = Folder(tmp_path / "data")
    folder.add("local.csv", key="review_by", value="30.11.2027")
    (line,) = [str(problem) for problem in problems(folder.path)]
    assert "'30.11.2027' is not a date; write year-month-day (2027-11-30)" in line


def test_the_emergency_number_stands_beside_its_country(shipped):
    html = numbers_to_call(shipped, Words(shipped.text))
    assert shipped.local["emergency_number"].value in html
    assert shipped.local["place"].value in html


def test_a_dangers_alert_names_it_and_says_how_fast_and_what_to_do(shipped):
    for flag in shipped.flags.values():
        if flag.tier == "look_alike":
            continue
        found = differential(shipped, {}, {flag.flag_id: True})
        said = danger_aloud(shipped, found, Words({**shipped.text}))
        for part in (flag.could_be, flag.urgency, flag.action):
            assert part in said
