"""The content of data/: what it must hold whatever is added, and what the stories must come to."""

from __future__ import annotations

import importlib.util
import math
import re
from pathlib import Path

import pytest

from crampkit.catalogue import SOMETHING_ELSE, TIERS, FlagRule, load, rule_key
from crampkit.reasoning import differential, fit, likelihood
from tests.folder import Folder

PROJECT = Path(__file__).parents[2]

# The ids of the researched evidence. Learners' records and other tables refer to them: rows may be
# added, never renamed.
CAUSES = [
    "calcium_demand",
    "uterine_compression",
    "hypocalcaemia",
    "varicose_veins",
    "disc_herniation",
    "something_else",
]
FINDINGS = """
    low_calcium_diet little_sun_no_vitamin_d gut_or_drug_cause neck_surgery mouth_tingling
    hand_spasm_history long_standing_sitting lifting_onset past_back_trouble family_varicose
    parous big_uterus after_tiring_day wakes_her eases_with_stretch eases_legs_up eases_on_side
    worse_cough_bend set_off_by_toe_point mainly_night end_of_day now_weeks_1_13 now_weeks_14_27
    now_week_28_on short_sharp_cramp dull_ache_hours both_legs same_one_leg calf_or_foot
    shooting_below_knee low_back_pain numb_leg_or_foot hands_or_face_too outer_thigh_patch
    visible_varicose skin_change_itch both_ankles_swollen legs_normal_between trousseau_positive
    chvostek_positive slr_positive crossed_slr_positive strip_of_dull_touch ankle_jerk_reduced
    heel_toe_walk_weak p4_positive adjusted_calcium_low total_low_adjusted_normal magnesium_low
    vitamin_d_low duplex_reflux mri_disc calcium_normal total_low_adjusted_unknown urge_to_move
    after_birth little_sun_on_skin potassium_low hand_tingling_night
"""

TIERS_OF_THE_EVIDENCE = {
    "now": """
        breathless_chest saddle_numb bladder_bowel both_legs_sciatica hand_spasm_now
        noisy_breathing fit palpitations_cramps headache_vision bleeding_vein
        cold_pale_leg cramps_in_waves bleeding_fluid_movements weak_jerks_mg
        cramps_after_mgso4 bp_severe low_calcium_result climbing_weakness tense_shin
        blood_thinner_back
    """,
    "today": """
        one_leg_swollen calf_2cm groin_buttock_pain vte_risk_leg_pain new_weakness bp_high
        tender_cord hot_spreading_red weak_vomiting neck_scar_tingle fever_back_hip
        cannot_bear_weight both_legs_swollen_painful calf_injury
    """,
    "soon": """
        daytime_all_over
    """,
    "look_alike": """
        urge_to_move outer_thigh_burn
    """,
}

SOURCES = """
    SEED COCH2020 COCH2020_T1 COCH2020_SUPA COCH2015 COCH2002 COCH2002_CHAR COCH_MG2020
    COCH2020_REST WHO2016_P97 WHO2016_REC WHO2016_BG WHO2016_VV BMJCE_CRAMPS DAHLE1995
    NYGAARD2008 SUPAKATISANT2015 LAHORE_MG MGMETA2021 BUSHEHR_CA TABRIZ_VITD KARLI_VITD
    SOHRABVAND2006 THAI_STRETCH KERALA_STRETCH HALLEGRAEFF2017 MILLER_LAYZER MERCK_CRAMP
    OPENLEARN_CRAMP ALLIN_STRETCH KEMH CHINA2018 IRAN_PREV JORDAN2024 TABRIZ_PREV LAHORE_PREV
    HENSLEY2009 VALBO1999 ISRCTN_MG SFE2016 SFE2019 CA_REF_TOTAL CA_REF_ION MOSUL2009 PITKIN1977
    CA_LONGI CA_PHYS CA_PHYS_TAB INDIA_HYPOCA JAIPUR_HYPOCA EGYPT_HYPOCA CASE_PET_HYPOPARA
    CASE_SEIZURE WHO_CA WHO_CA2013 UK_CA_RNI NICE_CG62_VITD TROUSSEAU_PACS TROUSSEAU_WIKI
    CHVOSTEK_FP FONSECA1967 KOONTZ2004 MG_TOX MG_LABEL_UK HYPOK2024 EVS1999 NICE_CG168
    NICE_CG168_PREG NICE_CG168_SUM BRAZIL2010 VV_META2016 GK_JAMES2005 COCH_VV COCH_VV_SUM
    THALER2001 SALIBA2020 RCOG37B CHAN2010 LEFT_DERIV LEFT_RIGHINI LEFT_OPTIMEV WELLS_TAB
    UTD_DVT_FIG GOODACRE2005 DIPEP2019 LEGAL2012 DDIMER_PREG ASH2012 SULTAN2013 PE_ACUTEMED
    THROMBOSISUK DVT_HEALTHLINE SVT_BALKAN SVT_BMJBP HOMANS IVC_KERR ILIAC_ANAT ALI_HIGHLAND
    ALI_DEVON CELLULITIS_BMJ LDH_HUSSEIN LDH_CHAN2024 LDH_GSJ2019 SLR_COCH NEURO_EXAM2016
    IVERSEN2013 P4_2009 LPP_AUS CES_BMJBP CES_OBG NICE_NG59 NG59_DEVON MHRA_NSAID ACOG723
    RLS2018 RLS_T3 MERALGIA NICE_PET_IFP APEC TOMMYS_PTL QUININE_UKTIS QUININE_MHRA NG201_SLEEP
    NZ_SLEEP GK_ADJCA GK_MGREF GK_NG133 GK_NG201 GK_IRLSSG GK_GIRFT GK_NG25 GK_COMPRESS
    GK_RCOGBARI EXPERT GK_CHECK
"""

RULES = [
    FlagRule("hand_spasm_now", ("trousseau_positive",), (), "raise"),
    FlagRule("new_weakness", ("heel_toe_walk_weak",), (), "raise"),
    FlagRule("neck_scar_tingle", ("neck_surgery",), (), "raise"),
    FlagRule(
        "both_legs_sciatica",
        (
            "both_legs",
            "shooting_below_knee",
        ),
        (),
        "raise",
    ),
    # A low result with cramps alone is seen the same day: leg cramp is not on the list of SFE2016.
    FlagRule("low_calcium_cramps", ("adjusted_calcium_low",), (), "raise"),
    FlagRule("low_calcium_result", ("adjusted_calcium_low", "mouth_tingling"), (), "raise"),
    FlagRule(
        "one_leg_swollen",
        (
            "same_one_leg",
            "dull_ache_hours",
        ),
        (),
        "ask_now",
    ),
    FlagRule("one_leg_swollen", ("same_one_leg",), ("eases_with_stretch",), "ask_now"),
    FlagRule("one_leg_swollen", ("same_one_leg",), ("legs_normal_between",), "ask_now"),
]

# ------------------------------------------------------------------------------ as a whole


def test_it_loads_with_no_warning(shipped):
    assert shipped.warnings == ()


def test_what_it_was_shipped_with_is_written_down_anew():
    path = PROJECT / "tools" / "write_shipped.py"
    spec = importlib.util.spec_from_file_location("write_shipped", path)
    tool = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(tool)
    written = (PROJECT / "data" / "shipped.json").read_text(encoding="utf-8")
    assert written == tool.content(), "run `python tools/write_shipped.py`"


def test_the_causes_are_the_articles_five_and_something_else(shipped):
    assert list(shipped.causes) == CAUSES
    assert not any(cause_id == SOMETHING_ELSE for cause_id, _ in shipped.features)


def test_eight_findings_make_a_first_story(shipped):
    assert sum(finding.level == "first" for finding in shipped.findings.values()) == 8


def test_the_ids_of_the_evidence_are_kept(shipped):
    assert set(FINDINGS.split()) <= set(shipped.findings)
    assert set(SOURCES.split()) <= set(shipped.sources)
    assert {flag_id for ids in TIERS_OF_THE_EVIDENCE.values() for flag_id in ids.split()} <= set(
        shipped.flags
    )


def test_no_flag_is_less_urgent_than_in_the_evidence(shipped):
    for tier, flag_ids in TIERS_OF_THE_EVIDENCE.items():
        for flag_id in flag_ids.split():
            assert TIERS.index(shipped.flags[flag_id].tier) <= TIERS.index(tier), flag_id


def test_the_rules_of_the_evidence_are_kept(shipped):
    assert {rule_key(rule) for rule in RULES} <= {rule_key(rule) for rule in shipped.rules}


def test_six_questions_make_the_safety_check_and_ask_for_every_danger(shipped):
    assert list(shipped.safety_questions) == [
        "one_leg_different",
        "breath_or_chest",
        "bladder_wiping_weak_foot",
        "head_eyes_ribs",
        "hands_mouth_throat",
        "tummy_bleeding_movements",
    ]
    asked = {flag_id for ids in shipped.questions_of_flags.values() for flag_id in ids}
    assert asked == {f for f, flag in shipped.flags.items() if flag.tier != "look_alike"}


def test_no_finding_is_asked_for_nothing(shipped):
    """It speaks for or against a cause, is another answer to a question that does, or is in a rule."""
    speaks = {shipped.question_of(finding_id) for _, finding_id in shipped.features}
    in_rules = {f for rule in shipped.rules for f in rule.all_present + rule.all_absent}
    idle = [
        finding_id
        for finding_id in shipped.findings
        if shipped.question_of(finding_id) not in speaks and finding_id not in in_rules
    ]
    # Kept to be told apart from tingling that counts (carpal tunnel), and as a known trigger.
    assert idle == ["hand_tingling_night", "cramp_medicine"]


def test_every_flag_says_what_to_do_in_whole_sentences(shipped):
    for flag in shipped.flags.values():
        assert flag.action.endswith("."), flag.flag_id


def test_nothing_is_called_suspect(shipped):
    for flag in shipped.flags.values():
        assert "suspect" not in f"{flag.label} {flag.could_be}".lower(), flag.flag_id


def test_it_is_stamped_as_not_reviewed_until_somebody_signs(shipped):
    assert shipped.local["data_version"].value
    signed = {bool(shipped.local[key].value) for key in ("reviewed_by", "reviewed_on")}
    assert len(signed) == 1, "who reviewed the data, and when, are filled in together"


# ------------------------------------------------------------------------------ numbers


def likelihood_ratios(catalogue, cause_id, finding_id):
    probability = catalogue.features[cause_id, finding_id].probability
    background = catalogue.findings[finding_id].background
    return probability / background, (1 - probability) / (1 - background)


@pytest.mark.parametrize(
    ("cause_id", "finding_id", "present", "absent"),
    [
        ("disc_herniation", "slr_positive", 1.3, 0.29),  # SLR_COCH
        ("disc_herniation", "crossed_slr_positive", 2.8, 0.80),  # SLR_COCH
        ("disc_herniation", "strip_of_dull_touch", 1.6, 0.62),  # NEURO_EXAM2016
    ],
)
def test_published_likelihood_ratios_are_met(shipped, cause_id, finding_id, present, absent):
    found = likelihood_ratios(shipped, cause_id, finding_id)
    assert found == (pytest.approx(present, rel=0.1), pytest.approx(absent, rel=0.1))


NERVE_SIGNS = [
    "slr_positive",
    "crossed_slr_positive",
    "strip_of_dull_touch",
    "ankle_jerk_reduced",
    "heel_toe_walk_weak",
    "numb_leg_or_foot",
]


@pytest.mark.parametrize("finding_id", NERVE_SIGNS)
def test_no_single_nerve_sign_for_a_slipped_disc_passes_four(shipped, finding_id):
    present, _ = likelihood_ratios(shipped, "disc_herniation", finding_id)
    assert 1 < present <= 4


def test_visible_veins_and_a_twitching_face_claim_no_more_than_is_known(shipped):
    veins, _ = likelihood_ratios(shipped, "varicose_veins", "visible_varicose")
    assert veins <= 2.5
    twitch, _ = likelihood_ratios(shipped, "hypocalcaemia", "chvostek_positive")
    assert twitch <= 4


def test_what_is_published_is_not_sourced_by_judgement_alone(shipped):
    for row in [*shipped.features.values(), *shipped.findings.values(), *shipped.causes.values()]:
        if row.basis == "published":
            assert set(row.source_ids) - {"EXPERT", "SEED"}, row


def test_rare_causes_are_rare_before_anything_is_asked(shipped):
    before = likelihood(shipped, {})
    assert before["disc_herniation"] < before["hypocalcaemia"] < before["varicose_veins"]
    assert before["disc_herniation"] < 0.01
    assert before[SOMETHING_ELSE] > 0.1


# ------------------------------------------------------------------------------ stories

ORDINARY = {
    "an ordinary night cramp at 30 weeks": (
        "mainly_night wakes_her both_legs calf_or_foot short_sharp_cramp eases_with_stretch "
        "low_calcium_diet now_week_28_on legs_normal_between",
        "both_ankles_swollen",
        "calcium_demand",
    ),
    "twins at 33 weeks and a day on her feet": (
        "big_uterus now_week_28_on long_standing_sitting both_legs dull_ache_hours end_of_day "
        "eases_on_side both_ankles_swollen",
        "",
        "uterine_compression",
    ),
    "one leg with veins that itches by evening": (
        "same_one_leg visible_varicose end_of_day eases_legs_up skin_change_itch family_varicose "
        "parous now_weeks_14_27",
        "",
        "varicose_veins",
    ),
    "creeping legs in the evening": (
        "urge_to_move both_legs now_week_28_on",
        "short_sharp_cramp",
        SOMETHING_ELSE,
    ),
}
DANGEROUS = {
    "low calcium after neck surgery": (
        "neck_surgery both_legs mouth_tingling trousseau_positive adjusted_calcium_low "
        "magnesium_low now_weeks_14_27",
        "",
        {"hand_spasm_now", "low_calcium_result", "neck_scar_tingle"},
    ),
    "the same before any test": ("both_legs mouth_tingling", "", {"hand_spasm_now"}),
    "a clot at 13 weeks after a flight": (
        "same_one_leg calf_or_foot now_weeks_1_13 long_journey_bed_rest dull_ache_hours",
        "eases_with_stretch",
        {"one_leg_swollen", "vte_risk_leg_pain"},
    ),
    "sciatica in both legs and weak heels": (
        "both_legs shooting_below_knee heel_toe_walk_weak now_week_28_on",
        "",
        {"both_legs_sciatica", "new_weakness"},
    ),
    "clenched hands the day after magnesium": (
        "magnesium_treatment hands_or_face_too adjusted_calcium_low now_week_28_on",
        "",
        {"cramps_after_mgso4", "low_calcium_result", "low_calcium_cramps", "hand_spasm_now"},
    ),
    "swollen legs and tight rings": (
        "both_legs both_ankles_swollen rings_tight now_week_28_on",
        "",
        {"sudden_swelling"},
    ),
    "leg and tummy cramps": ("tummy_cramps_too low_back_pain", "", {"cramps_in_waves"}),
    "tingling lips after neck surgery": (
        "neck_surgery mouth_tingling",
        "",
        {"neck_scar_spasm", "neck_scar_tingle", "hand_spasm_now"},
    ),
    "a clot, side not known": (
        "calf_or_foot long_journey_bed_rest own_or_family_clot",
        "short_sharp_cramp eases_with_stretch",
        {"one_leg_pain_stays", "vte_risk_leg_pain"},
    ),
    "a leg that does not look normal, side not known": (
        "calf_or_foot",
        "legs_normal_between both_ankles_swollen visible_varicose",
        {"one_leg_swollen"},
    ),
    "swelling that no rest eases": (
        "both_ankles_swollen now_week_28_on",
        "end_of_day eases_legs_up",
        {"sudden_swelling"},
    ),
    "tingling fingers and no vitamin D": (
        "hand_tingling_day vitamin_d_low",
        "",
        {"hand_spasm_now"},
    ),
}


def answers(present, absent):
    return dict.fromkeys(present.split(), True) | dict.fromkeys(absent.split(), False)


@pytest.fixture(scope="module")
def nothing_ticked(shipped):
    """Every question of the safety check answered "none of these"."""
    return dict.fromkeys((f for ids in shipped.questions_of_flags.values() for f in ids), False)


@pytest.mark.parametrize(("present", "absent", "leader"), ORDINARY.values(), ids=ORDINARY)
def test_an_ordinary_story_asks_for_nothing(shipped, nothing_ticked, present, absent, leader):
    found = differential(shipped, answers(present, absent), nothing_ticked)
    assert not found.refer
    assert found.ask_now == ()
    assert found.verdict in ("fits", "none_fits", "look_alike")
    assert found.ranking[0].cause_id == leader


@pytest.mark.parametrize(("present", "absent", "dangers"), DANGEROUS.values(), ids=DANGEROUS)
def test_a_dangerous_story_is_stopped_though_none_was_ticked(
    shipped, nothing_ticked, present, absent, dangers
):
    found = differential(shipped, answers(present, absent), nothing_ticked)
    assert found.verdict in ("refer", "ask_now")
    assert dangers <= {*found.red_flags, *found.ask_now}


def test_the_slipped_disc_without_danger_fits_and_stays_unlikely(shipped, nothing_ticked):
    story = answers(
        "lifting_onset shooting_below_knee same_one_leg worse_cough_bend slr_positive "
        "strip_of_dull_touch ankle_jerk_reduced now_week_28_on",
        "heel_toe_walk_weak p4_positive",
    )
    found = differential(shipped, story, nothing_ticked)
    assert (found.verdict, found.ranking[0].cause_id) == ("fits", "disc_herniation")
    assert found.ranking[0].likelihood < 0.5


@pytest.mark.parametrize(
    ("example_id", "leader"),
    [
        ("night_cramp", "calcium_demand"),
        ("heavy_legs", "uterine_compression"),
        ("veins_by_evening", "varicose_veins"),
        ("shooting_leg_pain", "disc_herniation"),
        ("creeping_legs", SOMETHING_ELSE),
    ],
)
def test_an_example_without_danger_comes_to_its_cause(shipped, nothing_ticked, example_id, leader):
    example = shipped.examples[example_id]
    given = answers(" ".join(example.present), " ".join(example.absent))
    found = differential(shipped, given, nothing_ticked, looked=example.flags_absent)
    assert not found.refer
    assert found.ask_now == ()
    assert found.ranking[0].cause_id == leader


@pytest.mark.parametrize("example_id", ["tingling_lips", "clot_as_cramp"])
def test_an_example_with_danger_is_stopped(shipped, nothing_ticked, example_id):
    example = shipped.examples[example_id]
    given = answers(" ".join(example.present), " ".join(example.absent))
    ticked = dict.fromkeys(example.flags_present, True)
    assert differential(shipped, given, ticked).verdict == "refer"
    assert differential(shipped, given, nothing_ticked).verdict in ("refer", "ask_now")


# ------------------------------------------------------------------------------ by rows only


def test_a_sixth_cause_needs_rows_and_no_code(shipped, tmp_path):
    folder = Folder(tmp_path / "data", source=PROJECT / "data")
    row = folder.add(
        "causes.csv", cause_id="pelvic_girdle_pain", label="Pelvic girdle pain", pretest="40"
    )
    for column in ("low", "high"):
        folder.set("causes.csv", row, column, "")
    for finding_id, probability in (("p4_positive", "0.85"), ("pain_on_standing_on_it", "0.7")):
        folder.add(
            "cause_features.csv",
            cause_id="pelvic_girdle_pain",
            finding_id=finding_id,
            probability=probability,
            low="",
            high="",
        )
    catalogue = load(folder.path)
    assert catalogue.warnings == ()
    given = {"p4_positive": True, "mainly_night": False, "same_one_leg": True}
    found = fit(catalogue, given)
    assert found["pelvic_girdle_pain"] == pytest.approx(
        math.log2(0.85 / catalogue.findings["p4_positive"].background)
    )
    ranking = differential(catalogue, given, {}, safety_check_done=True).ranking
    assert ranking[0].cause_id == "pelvic_girdle_pain"
    before = fit(shipped, given)
    assert {cause_id: found[cause_id] for cause_id in before} == before


def test_a_new_rule_and_a_new_flag_need_rows_and_no_code(tmp_path):
    folder = Folder(tmp_path / "data", source=PROJECT / "data")
    folder.add(
        "red_flags.csv", flag_id="odd_gait", tier="today", question_id="one_leg_different",
        more_urgent="", private="no",
    )  # fmt: skip
    folder.add(
        "safety_phrases.csv", phrase_id="gait", question_id="one_leg_different", flag_ids="odd_gait"
    )
    folder.add(
        "flag_rules.csv", flag_id="odd_gait", all_present="parous;mri_disc", all_absent="",
        effect="raise",
    )  # fmt: skip
    catalogue = load(folder.path)
    found = differential(catalogue, {"parous": True, "mri_disc": True}, {})
    assert found.red_flags == ("odd_gait",)
    assert found.verdict == "refer"


def test_a_no_to_a_spoken_safety_question_always_means_no_danger(shipped):
    # "No, none of these" under "Can you pass water?" would call a danger harmless.
    for question in shipped.safety_questions.values():
        parts = [part for part in question.label.split("?") if part.strip()]
        assert not any(re.match(r"\s*(and )?can you\b", part, re.IGNORECASE) for part in parts)
        assert "as usual" not in question.label
