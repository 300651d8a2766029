"""The women of cases.csv: who they are, what is right for them, and in which words it is said."""

from __future__ import annotations

import re
from collections import Counter

import pytest

from crampkit.catalogue import REFER_TIERS, Catalogue, PracticeCase
from crampkit.practice.encounter import differential_from, everything_in
from crampkit.reasoning import flags_to_refer

# Findings that no answer but a referral is safe for.
NEVER_CALM = """
    mouth_tingling hand_spasm_week hand_spasm_history hands_or_face_too trousseau_positive
    adjusted_calcium_low adjusted_calcium_severe potassium_low long_qt neck_surgery
    magnesium_treatment severe_unrelieved chest_or_breath heart_flutters unsteady_confused
    weak_all_over weak_leg gives_way heel_toe_walk_weak fever_or_unwell rings_tight tummy_cramps_too
    sickle_cell
"""

# Dangers that each need a woman to practise on.
TAUGHT = """
    tingling_mouth low_calcium_cramps calcium_severe low_calcium_result hand_spasm_now
    potassium_low_weak wernicke sickle_crisis deep_infection severe_pain_nothing_helps
    nerve_after_birth foot_drop blood_thinner_back headache_vision daytime_all_over
    one_leg_swollen breathless_chest tender_cord cold_pale_leg
"""

# In maternity some of these mean something else, and none of them is natural English.
NOT_ENGLISH = re.compile(
    r"bad sight|heart stumbles|stumbling heart|asthma spray|\bits twin\b|short breath\b"
    r"|\bno water\b|pass(?:es|ing)? (?:my |her |your )?water|\bon water\b|fever tablet|afterbirth"
    r"|with her leave|\bnought\b|middle woman|\bthe set\b|\bsparks\b|mouth and hands free"
    r"|hold (?:it|them) against|\bsuspect"
    r"|\bglows?\b|back on my legs|\bno smoker|\bhave peace|must wee|\bfat feet|feet were fat"
    r"|thin again|legs like anybody|tired to death|breath enough|have breath,|good breath"
    r"|breath gets|a heartburn|are in the drawer since|(?<!ard )as a board|if nobody is in\b",
    re.IGNORECASE,
)

# Where somebody in her story fears the worst, and where somebody waves it away: neither tells
# what is right.
AFRAID = {
    "anjali": "she is sure that it is a clot",
    "ayesha": "sucking the strength out of my bones",
    "consuelo": "if the baby's bones are in danger",
    "corinne": "it is my brother who wanted me to come",
    "delphine": "they must have missed something",
    "dervla": "nobody at home lets me laugh about it",
    "greta": "my boyfriend says that this is not right",
    "harriet": "It was my partner who made me come",
    "jamila": "such legs are full of clots",
    "keziah": "my husband rang you behind my back",
    "lerato": "legs like these mean a bad heart",
    "linnea": "he keeps asking if he should ring somebody",
    "lorna": "looked it up and says a blood clot",
    "margit": "My dad made me come",
    "noemi": "My mum thinks that it is something worse",
    "odile": "My flatmate wants me in A&E",
    "philippa": "it means the baby is on its way",
    "siobhan": "swollen feet mean poison in the blood",
    "sunita": "he would not let me take the bus",
    "tereza": "drove through a red light",
    "yolanda": "exactly how it started with him",
}
WAVED_AWAY = {
    "agnes": "it is only my veins",
    "akosua": "found nothing",
    "astrid": "says I worry too much",
    "carys": "read my tea leaves and said sleep",
    "greta": "slept it off",
    "hatice": "that is what veins do",
    "katarzyna": "it is only the blood I lost",
    "marisol": "I was told it is my pelvis",
    "oona": "everybody laughs",
    "padma": "nobody sleeps or breathes in the first month",
    "roza": "books know nothing",
    "ruta": "up and cooking after all four of hers",
    "simran": "it is only the lad growing",
    "sunita": "that is pregnancy cramp",
    "vashti": "it is nothing",
    "verity": "that I can live with",
    "yvette": "it is only fluid",
}

# What is said on when to call. Each of these dangers is an emergency call in red_flags.csv ...
EMERGENCY_CALL = re.compile(
    r"breathless|short(?:ness)? of breath|breathing gets|chest (?:hurts|pain)|pain in the chest"
    r"|\bfaint|\ba fit\b|stiff hand|hand that|tight throat|bleeding vein|vein (?:that )?bleeds"
    r"|foot (?:that )?(?:drops|slaps)|wip(?:es|ing)|passing urine|numb(?:ness)? between|bladder"
    r"|pain down both|heart races|skips beats"
)
# ... each of these asks for the maternity unit at once ...
MATERNITY_UNIT = re.compile(
    r"headache|flashing|blurred|puffy|under the ribs|come and go|bleeding(?! vein)|face or hands"
)
# ... and each of these is seen the same day.
SAME_DAY = re.compile(
    r"one leg|a leg (?:that|swells)|swells|pain that stays|\bcord\b|\bweak|tingling lips|fever|dark urine"
)
SHE_CALLS = re.compile(
    r"same day|\brings?\b|\bcalls\b|\bto (?:call|ring)\b|safety net|should make her|would change that"
)

# Words of a label that any story of a leg that hurts may hold, and little words.
OF_ANY_STORY = {"cramp", "leg", "night", "back", "first", "that", "with", "week", "after"}


def rows_of(catalogue: Catalogue, case: PracticeCase):
    return [row for row in catalogue.case_findings if row.case_id == case.case_id]


def present_in(catalogue: Catalogue, case: PracticeCase) -> set[str]:
    """Findings and flags that are so in this woman."""
    return {row.finding_id or row.flag_id for row in rows_of(catalogue, case) if row.present}


def tier_of(catalogue: Catalogue, flag_ids) -> str:
    """The most urgent tier among these flags; nothing where none stops the ranking."""
    tiers = [catalogue.flags[flag_id].tier for flag_id in flag_ids]
    return next((tier for tier in REFER_TIERS if tier in tiers), "")


def pieces_on_calling(case: PracticeCase) -> list[str]:
    """The parts of the next step that say when she calls, each with one speed."""
    sentences = [part for part in re.split(r"[.;]", case.next_step) if SHE_CALLS.search(part)]
    cut = r", and (?=at once|the same day|makes? an emergency)"
    return [piece for sentence in sentences for piece in re.split(cut, sentence)]


def all_words(catalogue: Catalogue, case: PracticeCase) -> str:
    own = (case.woman, case.story, case.next_step, case.reasoning, case.teaching_point)
    return "\n".join([*own, *(row.words for row in rows_of(catalogue, case))])


@pytest.fixture(scope="module")
def after_birth(shipped):
    return [case for case in shipped.cases.values() if "after_birth" in present_in(shipped, case)]


# ------------------------------------------------------------------------------ who they are


def test_every_woman_of_a_case_or_an_example_has_a_name_of_her_own(shipped):
    stories = [row.story for row in (*shipped.cases.values(), *shipped.examples.values())]
    women = [case.woman.partition(",")[0] for case in shipped.cases.values()]
    women += [example.story.partition(",")[0] for example in shipped.examples.values()]
    twice = [name for name, count in Counter(women).items() if count > 1]
    assert twice == []
    for name, story in zip(women, stories, strict=True):
        assert name in story or "nephew" in story, name


def test_neither_the_woman_nor_the_start_of_her_story_names_what_is_right(shipped):
    given_away = []
    for case in shipped.cases.values():
        labels = [shipped.flags[flag_id].could_be for flag_id in case.flag_ids]
        if case.answer == "causes":
            causes = [shipped.causes[cause_id] for cause_id in case.cause_ids]
            labels = [f"{cause.label} {cause.short_label}" for cause in causes]
        told = {_stem(word) for label in labels for word in _words(label)} - OF_ANY_STORY
        _, _, story = case.story.partition("says")
        start = re.split(r"(?<=[.?!])\s+", story, maxsplit=2)[:2]
        heard = {_stem(word) for word in _words(" ".join([case.woman, *start]))}
        given_away += [(case.case_id, word) for word in sorted(told & heard)]
    assert given_away == []


@pytest.mark.parametrize("told", [AFRAID, WAVED_AWAY], ids=["afraid", "waved away"])
def test_neither_fear_nor_a_shrug_at_home_tells_what_is_right(shipped, told):
    for case_id, words in told.items():
        assert words in shipped.cases[case_id].story, case_id
    sent = sum(shipped.cases[case_id].answer == "refer" for case_id in told)
    assert len(told) / 3 <= sent <= len(told) * 2 / 3


def test_her_line_and_her_answers_tell_the_same(shipped):
    for case in shipped.cases.values():
        so = present_in(shipped, case)
        later = re.search(r"second baby|third|fourth|fifth", case.woman) is not None
        assert later == ("parous" in so), case.case_id
        age = int(re.findall(r", (\d+),", case.woman)[0])
        if age > 35 or re.search(r"twins|triplets|fourth|fifth", case.woman):
            assert "clot_risk_other" in so, case.case_id
        born = re.search(r"\bborn\b", case.woman) is not None
        assert born == ("after_birth" in so), case.case_id
        if not born:
            week = int(re.findall(r"(\d+) weeks", case.woman)[0])
            third = ("now_weeks_1_13", "now_weeks_14_27", "now_week_28_on")
            assert third[(week >= 14) + (week >= 28)] in so, case.case_id


def _words(text: str) -> list[str]:
    return re.findall(r"[a-z-]{4,}", text.lower())


def _stem(word: str) -> str:
    return word.removesuffix("s")


# ------------------------------------------------------------------------------ which of them there are


def test_there_are_women_to_reassure_as_well_as_women_to_send(shipped):
    kinds = Counter(case.kind for case in shipped.cases.values())
    for kind, least in {"ordinary": 10, "none_of_them": 11, "urgent": 17}.items():
        assert kinds[kind] >= least, kind
    calm = [case for case in shipped.cases.values() if case.answer != "refer"]
    assert len(calm) >= 40
    # Whoever sends every woman must be wrong often enough to notice it.
    assert sum("refer" not in case.also_accepted for case in calm) >= 20


def test_the_weeks_after_birth_have_cases_of_their_own_and_are_not_always_danger(after_birth):
    answers = Counter(case.answer for case in after_birth)
    assert len(after_birth) >= 7
    assert answers["refer"] >= 6
    assert answers["causes"] >= 1
    assert answers["something_else"] >= 1


def test_each_danger_that_is_taught_has_a_woman_to_practise_on(shipped):
    practised = {flag_id for case in shipped.cases.values() for flag_id in case.flag_ids}
    assert [flag_id for flag_id in TAUGHT.split() if flag_id not in practised] == []


def test_there_is_a_woman_for_every_speed(shipped):
    speeds = {tier_of(shipped, case.flag_ids) for case in shipped.cases.values()}
    assert set(REFER_TIERS) <= speeds


def test_no_case_turns_on_an_answer_that_is_never_kept(shipped):
    private = {flag_id for flag_id, flag in shipped.flags.items() if flag.private}
    used = {row.flag_id for row in shipped.case_findings}
    assert not private & used


# ------------------------------------------------------------------------------ what is right for them


def test_every_one_legged_woman_who_may_stay_may_also_be_sent(shipped):
    for case in shipped.cases.values():
        if case.answer != "refer" and "same_one_leg" in present_in(shipped, case):
            assert "refer" in case.also_accepted, case.case_id
            assert re.search(r"safe, too", case.next_step), case.case_id


def test_a_case_that_accepts_another_answer_says_so(shipped):
    for case in shipped.cases.values():
        if case.also_accepted:
            said = f"{case.next_step} {case.reasoning}"
            assert re.search(r"safe, too|right, too|fair, too", said), case.case_id


def test_a_referral_that_is_needed_has_no_other_answer_beside_it(shipped):
    assert [c for c in shipped.cases.values() if c.answer == "refer" and c.also_accepted] == []


def test_no_woman_with_a_finding_that_is_never_calm_is_kept(shipped):
    never_calm = set(NEVER_CALM.split())
    assert never_calm <= set(shipped.findings)
    for case in shipped.cases.values():
        if case.answer != "refer":
            assert not present_in(shipped, case) & never_calm, case.case_id


def test_a_danger_sign_that_is_present_means_a_referral_and_no_slower_than_it_says(shipped):
    for case in shipped.cases.values():
        signs = {flag_id for flag_id in present_in(shipped, case) if flag_id in shipped.flags}
        assert tier_of(shipped, signs) == tier_of(shipped, case.flag_ids), case.case_id


def test_the_program_is_as_urgent_as_the_woman_needs(shipped):
    for case in shipped.cases.values():
        found = differential_from(shipped, everything_in(shipped, case.case_id))
        raised = flags_to_refer(shipped, found.red_flags)
        assert tier_of(shipped, raised) == tier_of(shipped, case.flag_ids), case.case_id


def test_a_woman_who_may_stay_answers_every_look_that_her_findings_ask_for(shipped):
    for case in shipped.cases.values():
        if case.answer != "refer":
            found = differential_from(shipped, everything_in(shipped, case.case_id))
            open_in_her = {row.flag_id for row in rows_of(shipped, case) if row.present is None}
            assert set(found.ask_now) <= open_in_her, case.case_id


def test_every_sign_that_is_so_is_one_of_her_dangers(shipped):
    for case in shipped.cases.values():
        so = {f for f in present_in(shipped, case) if f in shipped.flags}
        dangers = {flag_id for flag_id in so if shipped.flags[flag_id].tier in REFER_TIERS}
        assert dangers == set(case.flag_ids), case.case_id


def test_every_sign_that_her_answers_raise_or_ask_for_is_answered_in_words(shipped):
    for case in shipped.cases.values():
        found = differential_from(shipped, everything_in(shipped, case.case_id))
        raised = {f for f in found.red_flags if shipped.flags[f].tier in REFER_TIERS}
        answered = {row.flag_id for row in rows_of(shipped, case)}
        assert raised | set(found.ask_now) <= answered, case.case_id


def test_a_hand_that_locks_now_has_locked_within_the_last_week(shipped):
    for case in shipped.cases.values():
        if "hand_spasm_now" in present_in(shipped, case):
            week = [r.present for r in rows_of(shipped, case) if r.finding_id == "hand_spasm_week"]
            assert week == [True], case.case_id


def test_what_must_be_asked_next_after_a_birth_is_answered(shipped, after_birth):
    """Trouble with her breath is the question that follows in findings.csv."""
    (asked_next,) = shipped.findings["after_birth"].then_ask
    for case in after_birth:
        own = [row for row in rows_of(shipped, case) if row.finding_id == asked_next]
        assert len(own) == 1, case.case_id


def test_when_she_calls_no_danger_is_slower_than_its_sign(shipped):
    too_slow = []
    for case in shipped.cases.values():
        for piece in pieces_on_calling(case):
            slow = EMERGENCY_CALL.search(piece) and "mergency" not in piece
            slow = slow or (
                MATERNITY_UNIT.search(piece) and not re.search(r"at once|mergency", piece)
            )
            slow = slow or (
                SAME_DAY.search(piece) and not re.search(r"same day|at once|mergency|today", piece)
            )
            too_slow += [(case.case_id, piece.strip())] if slow else []
    assert too_slow == []


def test_the_words_on_calling_are_as_urgent_as_the_table_of_signs(shipped):
    """If a tier changes in red_flags.csv, the words of this test have to change with it."""
    tiers = {flag_id: flag.tier for flag_id, flag in shipped.flags.items()}
    now = """breathless_chest heart_failure palpitations_cramps fit hand_spasm_now noisy_breathing
        bleeding_vein foot_drop saddle_numb bladder_bowel both_legs_sciatica headache_vision rib_pain_vomiting
        sudden_swelling cramps_in_waves bleeding_fluid_movements"""
    today = """one_leg_swollen one_leg_pain_stays tender_cord new_weakness tingling_mouth
        fever_unwell dark_urine"""
    assert {tiers[flag_id] for flag_id in now.split()} == {"now"}
    assert {tiers[flag_id] for flag_id in today.split()} == {"today"}


def test_low_calcium_has_two_speeds(shipped):
    for case in shipped.cases.values():
        so = present_in(shipped, case)
        if so & {"adjusted_calcium_severe", "hand_spasm_week", "trousseau_positive"}:
            assert tier_of(shipped, case.flag_ids) == "now", case.case_id
        elif "adjusted_calcium_low" in so and not so & {"mouth_tingling", "hand_tingling_day"}:
            assert tier_of(shipped, case.flag_ids) == "today", case.case_id
        elif "mouth_tingling" in so and "adjusted_calcium_low" not in so:
            assert "tingling_mouth" in case.flag_ids, case.case_id


def test_a_ferritin_below_the_pregnancy_limit_is_treated(shipped):
    for case in shipped.cases.values():
        for figure in re.findall(r"ferritin (\d+)", all_words(shipped, case)):
            if int(figure) < 30:  # micrograms per litre: BSH_IRON2020
                assert "iron starts" in case.next_step, case.case_id


def test_a_ferritin_that_decides_is_found_without_asking_for_calcium(shipped):
    found = [case for case in shipped.cases.values() if "ferritin" in case.next_step]
    assert found
    for case in found:
        told = {row.finding_id for row in rows_of(shipped, case) if "ferritin" in row.words}
        assert told & set(case.should_ask), case.case_id


def test_veins_that_trouble_her_earn_a_routine_letter_and_no_hurry(shipped):
    for case in shipped.cases.values():
        if case.answer == "causes" and "varicose_veins" in case.cause_ids:
            assert "vascular service" in case.next_step, case.case_id
            assert "routine" in case.next_step, case.case_id
            assert "after the birth" in case.next_step, case.case_id
            assert "NICE_CG168_KEY" in case.source_ids, case.case_id


def test_after_weeks_of_vomiting_the_vitamin_comes_before_the_sugar(shipped):
    found = [
        case
        for case in shipped.cases.values()
        if {"wernicke", "weak_vomiting"} & set(case.flag_ids)
        and "vomiting_or_dry" in present_in(shipped, case)
    ]
    assert len(found) >= 2
    for case in found:
        assert re.search(r"vitamin B1 .*before any sugar drip", case.next_step), case.case_id
        if "wernicke" in case.flag_ids:
            assert "Wernicke" in case.next_step, case.case_id
            assert "Wernicke" in case.reasoning, case.case_id


def test_tablets_taken_before_she_came_are_counted(shipped):
    told = [
        case for case in shipped.cases.values() if "paracetamol" in all_words(shipped, case).lower()
    ]
    for case in told:
        if "severe_unrelieved" in present_in(shipped, case):
            assert re.search(r"(?:every tablet|what) she has taken", case.next_step), case.case_id


# ------------------------------------------------------------------------------ how they can be worked


def test_every_case_has_a_finding_that_decides_and_that_nobody_may_leave_out(shipped):
    for case in shipped.cases.values():
        assert case.key_finding in case.should_ask, case.case_id
        asked_by_name = {row.finding_id for row in rows_of(shipped, case)}
        assert set(case.should_ask) <= asked_by_name, case.case_id


def test_every_case_is_told_in_enough_answers_and_some_of_them_are_no(shipped):
    for case in shipped.cases.values():
        rows = rows_of(shipped, case)
        assert sum(bool(row.finding_id) for row in rows) >= 9, case.case_id
        assert any(row.present is False for row in rows), case.case_id
        assert any(row.flag_id == "bp_high" for row in rows), case.case_id


def test_a_woman_with_a_danger_shows_it_and_denies_another(shipped):
    for case in shipped.cases.values():
        if case.answer == "refer":
            flags = [row for row in rows_of(shipped, case) if row.flag_id]
            assert {row.flag_id for row in flags if row.present} >= set(case.flag_ids)
            assert any(row.present is False for row in flags), case.case_id


def told_besides(catalogue: Catalogue, case: PracticeCase) -> str:
    """What else a learner reads of a woman, once she has decided or where an expert thinks aloud."""
    of_her = [day.text for day in catalogue.next_days.values() if day.case_id == case.case_id]
    of_her += [one.thought for one in catalogue.thoughts.values() if one.case_id == case.case_id]
    of_her += [pair.why for pair in catalogue.pairs.values() if pair.one == case.case_id]
    return "\n".join([*case.points, *of_her])


def test_no_case_speaks_translated_english(shipped):
    found = [
        (case.case_id, match.group())
        for case in shipped.cases.values()
        for text in (all_words(shipped, case), told_besides(shipped, case))
        for match in NOT_ENGLISH.finditer(text)
    ]
    assert found == []


def test_every_text_of_a_case_is_whole_sentences(shipped):
    for case in shipped.cases.values():
        texts = (case.story, case.next_step, case.reasoning, case.teaching_point)
        for text in (*texts, *(row.words for row in rows_of(shipped, case))):
            assert text[-1] in ".?!'", (case.case_id, text)
            assert "  " not in text, (case.case_id, text)


def test_an_example_ticks_what_its_story_tells(shipped):
    for example in shipped.examples.values():
        if "mouth_tingling" in example.present:
            assert "tingling_mouth" in example.flags_present, example.example_id
        if "hand_spasm_week" in example.present:
            assert "hand_spasm_now" in example.flags_present, example.example_id
        assert not {"hand_spasm_week", "hand_spasm_history"} <= set(example.present)
