"""Loading a folder: every problem is told at once, for the person who can mend it."""

from __future__ import annotations

import csv
import json
import os
import shutil
import time
from pathlib import Path

import pytest

from crampkit.catalogue import (
    FILES,
    CatalogueError,
    Finding,
    FlagRule,
    load,
    problems,
    read,
    rule_key,
    shipped,
)
from crampkit.catalogue.shipping import RECORD
from crampkit.data import LARGEST_FILE, Problem
from tests.folder import LISTS, NUMBERS, Folder, as_csv


@pytest.fixture
def folder(tmp_path):
    return Folder(tmp_path / "data")


def told(folder) -> list[str]:
    return [str(problem) for problem in problems(folder.path)]


def test_a_good_folder_loads_whole(folder):
    catalogue = load(folder.path)
    assert list(catalogue.causes) == ["sun", "moon", "something_else"]
    assert catalogue.findings["night"] == Finding(
        "night", "? night", "timing", "core", 0.15, 0.1, 0.2, source_ids=("EXPERT",), check="Ask."
    )
    assert catalogue.rules[1] == FlagRule(
        "blind", ("glare", "noon"), ("night",), "ask_now", ("EXPERT",)
    )
    assert catalogue.features["moon", "night"].note == 'By day, "no"'
    assert catalogue.sources["EXPERT"].read is True
    assert catalogue.sources["ALMANAC"].read is False


def test_what_was_loaded_cannot_be_changed(folder):
    catalogue = load(folder.path)
    with pytest.raises(AttributeError):
        catalogue.causes = {}
    with pytest.raises(TypeError):
        catalogue.causes["star"] = catalogue.causes["sun"]
    with pytest.raises(AttributeError):
        catalogue.causes["sun"].pretest = 2.0


# ------------------------------------------------------------------------------ one bad cell

ONE_BAD_CELL = [
    # Numbers.
    ("findings.csv", 2, "background", "0", "0 is not between 0 and 1"),
    ("findings.csv", 2, "background", "1", "1 is not between 0 and 1"),
    ("findings.csv", 2, "background", "-1", "-1 is not between 0 and 1"),
    ("findings.csv", 2, "background", "1.5", "1.5 is not between 0 and 1; use 0.01"),
    ("findings.csv", 2, "background", "", "the cell is empty; write a number like 0.35"),
    ("cause_features.csv", 3, "probability", "nan", "'nan' is not a number"),
    ("cause_features.csv", 3, "probability", "inf", "'inf' is not a number"),
    ("cause_features.csv", 3, "probability", "1e-3", "'1e-3' is not a number"),
    ("cause_features.csv", 3, "probability", "٠.٥", "is not a number"),
    ("cause_features.csv", 3, "probability", "abc", "'abc' is not a number; write it like 0.35"),
    ("cause_features.csv", 3, "probability", "35%", "write it as a share: 0.35"),
    ("cause_features.csv", 3, "probability", "0,35", "write it with a point: 0.35"),
    ("cause_features.csv", 3, "low", "0.1", "leave both empty"),
    ("findings.csv", 7, "low", "0.18", "0.15 is not from 0.18 (low) to 0.2 (high)"),
    ("findings.csv", 7, "high", "", "fill both 'low' and 'high', or leave both empty"),
    ("causes.csv", 2, "pretest", "0", "0 must be above 0"),
    ("causes.csv", 2, "pretest", "-2", "-2 must be above 0"),
    ("causes.csv", 2, "pretest", "1,000", "'1,000' is not a number; write it like 0.35"),
    ("trials.csv", 2, "effect", "about 2", "'about 2' is not a number"),
    ("trials.csv", 2, "effect", "3", "3 is not from -1.32 (ci_low) to 2.5 (ci_high)"),
    (
        "trials.csv",
        2,
        "effect_type",
        "OR",
        "'OR' is not allowed; use one of RR, MD, or leave it empty",
    ),
    ("trials.csv", 2, "outcome_kind", "", "a row that is plotted needs it"),
    ("trials.csv", 2, "control", "", "a row that is plotted needs it"),
    ("trials.csv", 2, "not_plotted", "Too small.", "the row is plotted; leave this cell empty"),
    ("trials.csv", 3, "not_plotted", "", "say why this row is not plotted"),
    ("epidemiology.csv", 2, "percent", "33%", "'33%' is not a number"),
    ("measurements.csv", 2, "value", "25", "25 is not from 0.125 to 20"),
    ("measurements.csv", 2, "high", "", "fill both 'low' and 'high', or leave both empty"),
    ("measurements.csv", 2, "read", "maybe", "use one of yes, no"),
    ("accuracy.csv", 2, "specificity", "0.6", "0.6 is not from 0.125 to 0.5"),
    ("accuracy.csv", 2, "sensitivity", "90%", "write it as a share: 0.9"),
    # Ids and words.
    ("causes.csv", 2, "label", "", "the cell is empty; write a text"),
    ("findings.csv", 2, "label", "  ", "the cell is empty; write a text"),
    ("findings.csv", 2, "kind", "sign", "'sign' is not allowed; use one of history, timing"),
    ("findings.csv", 2, "kind", "timming", "did you mean 'timing'?"),
    ("findings.csv", 2, "level", "advanced", "use one of first, core, extended"),
    ("findings.csv", 2, "basis", "guess", "use one of published, expert_judgement, seed"),
    ("findings.csv", 3, "overlap_group", "lihgt", "no group 'lihgt'; did you mean 'light'?"),
    ("findings.csv", 5, "exclusive_group", "sied", "no group 'sied'; did you mean 'side'?"),
    ("findings.csv", 2, "source_ids", "ALMANACK", "no source 'ALMANACK'; did you mean 'ALMANAC'?"),
    ("findings.csv", 2, "source_ids", "", "the cell is empty; name a source"),
    ("findings.csv", 2, "source_ids", "EXPERT;EXPERT", "names the same source twice"),
    ("findings.csv", 2, "source_ids", "EXPERT;", "has a semicolon too many; write EXPERT"),
    (
        "findings.csv",
        2,
        "source_ids",
        "EXPERT, ALMANAC",
        "'EXPERT, ALMANAC' has commas between its ids; write EXPERT;ALMANAC",
    ),
    (
        "findings.csv",
        2,
        "source_ids",
        "WIKI",
        "no source 'WIKI'; use one of EXPERT, ALMANAC",
    ),
    ("findings.csv", 2, "general", "", "the cell is empty; use one of yes, no"),
    ("causes.csv", 2, "cause_id", "The Sun", "'The Sun' is not an id; use small letters"),
    ("sources.csv", 3, "source_id", "almanac", "'almanac' is not a source id; use capitals"),
    ("sources.csv", 3, "read", "maybe", "use one of yes, no"),
    ("groups.csv", 2, "kind", "other", "use one of overlap, exclusive"),
    ("cause_features.csv", 2, "cause_id", "sunn", "no cause 'sunn'; did you mean 'sun'?"),
    ("cause_features.csv", 2, "finding_id", "nooon", "no finding 'nooon'; did you mean 'noon'?"),
    ("red_flags.csv", 2, "action", "", "the cell is empty; write a text"),
    ("red_flags.csv", 2, "tier", "later", "use one of now, today, soon, look_alike"),
    ("red_flags.csv", 2, "question_id", "skn", "no safety question 'skn'; did you mean 'skin'?"),
    ("red_flags.csv", 2, "question_id", "", "name the safety question that asks for this flag"),
    ("red_flags.csv", 4, "question_id", "skin", "a look-alike is not a danger"),
    ("flag_rules.csv", 2, "flag_id", "bern", "no flag 'bern'; did you mean 'burn'?"),
    ("flag_rules.csv", 2, "all_present", "heet", "no finding 'heet'; did you mean 'heat'?"),
    ("flag_rules.csv", 2, "all_present", "", "the rule names no finding; name one"),
    ("sources.csv", 3, "url", "javascript:alert(1)", "is not a web address; write https://"),
    ("sources.csv", 3, "read_at", "yes", "'yes' is not a web address; write https://"),
    ("epidemiology.csv", 2, "certainty", "Good", "use one of good, fair, weak"),
    ("cases.csv", 2, "also_accepted", "cannot_tell;cannot_tell", "names the same twice"),
    ("flag_rules.csv", 3, "all_absent", "noon", "'noon' cannot be present and absent at once"),
    ("flag_rules.csv", 2, "effect", "warn", "use one of raise, ask_now"),
    ("management.csv", 2, "cause_id", "sum", "no cause 'sum'; did you mean 'sun'?"),
    ("management.csv", 2, "kind", "dont", "use one of do, do_not, refer_when"),
    ("management.csv", 2, "strength", "hard", "use one of strong, moderate, weak, very_weak, none"),
    ("trials.csv", 2, "read", "", "use one of yes, no"),
    ("glossary.csv", 2, "definition", "", "the cell is empty"),
    ("local.csv", 2, "label", "", "the cell is empty"),
    ("examples.csv", 2, "absent", "noon", "'noon' cannot be present and absent at once"),
    ("examples.csv", 2, "present", "left;right", "'left' and 'right' exclude each other"),
    ("examples.csv", 3, "flags_present", "burnt", "no flag 'burnt'; did you mean 'burn'?"),
    ("examples.csv", 3, "safety_check", "perhaps", "use one of done, not_done"),
    ("lessons.csv", 2, "cause_id", "sum", "no cause 'sum'; did you mean 'sun'?"),
    ("lessons.csv", 2, "look_alike", "", "name the cause that 'sun' is mistaken for"),
    ("lessons.csv", 2, "look_alike", "sun", "'sun' is the cause of the lesson itself"),
    ("lessons.csv", 2, "example_id", "wolk", "no example 'wolk'; did you mean 'walk'?"),
    ("claims.csv", 2, "article_strength", "hard", "use one of strong, moderate, weak"),
    ("claims.csv", 2, "evidence_says", "", "the cell is empty; write a text"),
    ("questions.csv", 2, "lesson_id", "sunn", "no lesson 'sunn'; did you mean 'sun'?"),
    ("questions.csv", 2, "place", "end", "use one of first_thought, guess, check, drill"),
    ("questions.csv", 2, "kind", "open", "use one of single, multiple, order, script"),
    ("questions.csv", 2, "hypothesis", "rain", "of kind 'single' has none; leave the cell empty"),
    ("questions.csv", 5, "new_finding", "", "a question of kind 'script' needs it"),
    ("questions.csv", 6, "question_id", "quik", "'quik' has no options; add them"),
    ("options.csv", 2, "question_id", "frist", "no question 'frist'; did you mean 'first'?"),
    ("options.csv", 2, "explanation", "", "the cell is empty; write a text"),
    ("options.csv", 2, "answer", "yes", "'yes' is not allowed for kind 'single'; use one of right"),
    ("options.csv", 2, "answer", "wrong", "'first' has no right option; mark one 'right'"),
    ("options.csv", 3, "answer", "right", "'first' has more than one right option"),
    ("options.csv", 8, "answer", "2", "'2' stands more than once in 'steps'; use each once"),
    ("options.csv", 7, "answer", "4", "'4' is not allowed for kind 'order'; use one of 1, 2, 3"),
    ("options.csv", 10, "answer", "3", "'3' is not allowed for kind 'script'; use one of -2"),
    (
        "regions.csv",
        2,
        "side",
        "right",
        "'ear' has no left side; add a row for it, or write middle",
    ),
    ("regions.csv", 2, "side", "middle", "'ear' has a left or right side in another row"),
    ("regions.csv", 2, "shape", '"><script>', "has no place in a shape; use path letters, digits"),
    ("regions.csv", 2, "shape", "L1 2Z", "a shape begins with M and its first point"),
    ("regions.csv", 3, "label", "Eye", "differs from row 2; all rows of 'ear' need the same"),
    ("regions.csv", 4, "one_side", "left", "a place in the middle has no sides; leave the cell"),
    ("regions.csv", 4, "finding_ids", "left;right", "'left' and 'right' exclude each other"),
    ("cause_regions.csv", 2, "part", "eer", "no part 'eer' in regions.csv; did you mean 'ear'?"),
    ("cause_regions.csv", 2, "side", "middle", "does not fit 'ear'; write both, one or either"),
    ("cause_regions.csv", 3, "side", "both", "'both' does not fit 'nose'; write middle"),
    ("cause_regions.csv", 3, "mark", "smelt", "use one of felt, seen"),
    ("cases.csv", 2, "difficulty", "4", "'4' is not allowed; use one of 1, 2, 3"),
    ("cases.csv", 2, "answer", "maybe", "use one of causes, something_else, cannot_tell, refer"),
    ("cases.csv", 2, "kind", "urgend", "did you mean 'urgent'?"),
    ("cases.csv", 2, "cause_ids", "", "name the cause or causes that fit"),
    ("cases.csv", 2, "cause_ids", "something_else", "'something_else' is an answer of its own"),
    ("cases.csv", 2, "cause_ids", "sunn", "no cause 'sunn'; did you mean 'sun'?"),
    ("cases.csv", 2, "flag_ids", "burn", "the answer is 'causes'; leave the cell empty"),
    ("cases.csv", 2, "key_finding", "heat", "'heat' is not in case_findings.csv; add a row"),
    ("cases.csv", 2, "should_ask", "glare", "'glare' is not in case_findings.csv; add a row"),
    ("cases.csv", 3, "flag_ids", "", "the answer is 'refer'; name the danger sign"),
    ("cases.csv", 3, "flag_ids", "blind", "'blind' is not present in case_findings.csv"),
    ("case_findings.csv", 2, "flag_id", "burn", "both are filled; leave one empty"),
    ("case_findings.csv", 2, "present", "perhaps", "use one of yes, no, unknown"),
    ("case_findings.csv", 6, "flag_id", "", "both are empty; fill one"),
    ("case_findings.csv", 3, "case_id", "noon", "no case 'noon'"),
    ("cases.csv", 2, "must_say", "noon", "the answer is 'causes', nobody is handed over"),
    ("cases.csv", 3, "must_say", "bern", "no finding or flag 'bern'; did you mean 'burn'?"),
    ("cases.csv", 3, "must_say", "blind", "'blind' is not in case_findings.csv; add a row for it"),
    ("cases.csv", 2, "points", "Who.;What.", "it has 2 of three points; join three by"),
    ("cases.csv", 2, "points", "A.;B.;C.;D.", "it has 4 of three points"),
    ("cases.csv", 2, "sibling_of", "burned", "no case 'burned'; did you mean 'burnt'?"),
    (
        "cases.csv",
        2,
        "sibling_of",
        "burnt",
        "right for 'burnt' is 'refer' (today), here it is 'causes' (sun)",
    ),
    ("cases.csv", 3, "sibling_of", "burnt", "'burnt' leads back to 'burnt'; leave one of them"),
    ("reviews.csv", 2, "item_id", "red_flags:brun", "no row 'brun' in red_flags.csv; did you mean"),
    ("reviews.csv", 2, "item_id", "red_flag:burn", "no table 'red_flag' is reviewed; did you mean"),
    ("reviews.csv", 2, "item_id", "cases:burnt", "no table 'cases' is reviewed"),
    ("reviews.csv", 2, "reviewed_on", "1.10.2026", "'1.10.2026' is not a date"),
    ("reviews.csv", 2, "reviewed_by", "", "the cell is empty; write a text"),
    ("pairs.csv", 2, "one", "burned", "no case 'burned'; did you mean 'burnt'?"),
    ("pairs.csv", 2, "other", "burnt", "'burnt' is the same woman; name another one"),
    ("pairs.csv", 2, "finding_id", "nooon", "no finding 'nooon'; did you mean 'noon'?"),
    ("pairs.csv", 2, "finding_id", "left", "'left' is not in case_findings.csv for 'burnt'"),
    ("pairs.csv", 2, "why", "", "the cell is empty; write a text"),
    ("next_days.csv", 2, "case_id", "burned", "no case 'burned'; did you mean 'burnt'?"),
    ("next_days.csv", 3, "decision", "cuases", "did you mean 'causes'?"),
    ("thoughts.csv", 2, "step", "safty", "did you mean 'safety'?"),
    (
        "thoughts.csv",
        3,
        "step",
        "left",
        "'left' is one answer of the question 'side'; write 'side'",
    ),
    ("thoughts.csv", 3, "step", "light", "'light' is no question; name a finding, or an exclusive"),
    (
        "run_sheets.csv",
        2,
        "minutes_50",
        "49",
        "the parts of '01_sun' take 49 minutes of a class of 50; make them 50",
    ),
    ("run_sheets.csv", 2, "minutes_50", "a few", "'a few' is not a count; write a whole number"),
    ("run_sheets.csv", 2, "kind", "sing", "use one of say, ask, vote, talk, show, break"),
    ("run_sheets.csv", 2, "question_id", "first", "a part of kind 'say' asks none; leave the cell"),
    ("run_sheets.csv", 3, "question_id", "", "a part of kind 'vote' asks a question"),
    ("run_sheets.csv", 3, "question_id", "frist", "no question 'frist'; did you mean 'first'?"),
    ("test_costs.csv", 2, "discomfort", "", "the cell is empty; write a text"),
    ("options.csv", 10, "panel", "some", "'some' is not a count; write a whole number"),
]


@pytest.mark.parametrize(("file", "row", "column", "value", "words"), ONE_BAD_CELL)
def test_one_bad_cell_is_told_with_its_place_and_remedy(folder, file, row, column, value, words):
    folder.set(file, row, column, value)
    (line,) = [line for line in told(folder) if words in line]
    # The place may be the partner's: of a range, of two answers that exclude each other.
    place = line.partition(":")[0]
    assert place.startswith(f"{file} row {row}, ")
    if column not in ("low", "high"):
        assert place == f"{file} row {row}, {column}"
    with pytest.raises(CatalogueError, match="in the data:"):
        load(folder.path)


ALONE = [
    ("causes.csv", 4, "pretest", "many"),
    ("findings.csv", 5, "background", "much"),
    ("findings.csv", 3, "kind", "sign"),
    ("cause_features.csv", 5, "probability", "high"),
    ("red_flags.csv", 2, "tier", "later"),
    ("causes.csv", 2, "label", ""),
    ("text/en.csv", 2, "text", "a { alone"),
]


@pytest.mark.parametrize(("file", "row", "column", "value"), ALONE)
def test_one_bad_cell_is_told_once_and_blamed_on_no_other_row(folder, file, row, column, value):
    folder.delete("cause_features.csv", 6)  # The moon now rests on one row alone.
    folder.set(file, row, column, value)
    (line,) = told(folder)
    assert line.startswith(f"{file} row {row}, {column}: ")


def test_a_guess_is_of_a_kind_whose_answer_can_stand_beside_hers(folder):
    folder.set("questions.csv", 5, "place", "guess")
    assert any(
        line == "questions.csv row 5, kind: a guess cannot be of kind 'script'; "
        "use one of single, multiple"
        for line in told(folder)
    )


def test_no_case_rests_on_a_danger_that_is_private(folder):
    folder.set("red_flags.csv", 2, "private", "yes")
    assert any(
        line.startswith("cases.csv row 3, flag_ids: 'burn' is private in red_flags.csv")
        for line in told(folder)
    )


@pytest.mark.parametrize(
    ("key", "value", "words"),
    [
        ("review_by", "20271130", "value: '20271130' is not a date; write year-month-day"),
        ("review_by", "2027-W48-2", "value: '2027-W48-2' is not a date"),
        ("review_bye", "", "key: nothing is called 'review_bye'; did you mean 'review_by'?"),
        ("emergency_numbr", "112", "did you mean 'emergency_number'?"),
        ("contact", "Maria", "value: 'Maria' is no e-mail address, telephone number or address"),
        ("contact", "javascript:alert(1)", "write one, or leave it blank"),
    ],
)
def test_a_slip_in_what_differs_by_place_is_told(folder, key, value, words):
    row = folder.add("local.csv", key=key, value=value)
    assert [line for line in told(folder) if f"local.csv row {row}, " in line and words in line]


@pytest.mark.parametrize(
    "value", ["", "maria@school.example", "+44 20 7946 0000", "https://school.example/cramps"]
)
def test_a_reader_can_be_asked_to_write_to_any_address(folder, value):
    folder.add("local.csv", key="contact", value=value)
    assert told(folder) == []


def test_a_key_of_the_trainers_own_is_let_alone(folder):
    folder.add("local.csv", key="canteen", value="open")
    assert told(folder) == []


def test_a_change_of_what_is_private_is_warned_of(shipped_copy):
    rows = shipped_copy.read("cases.csv")
    rests_on = [rows[0].index(column) for column in ("flag_ids", "must_say")]
    decided = ";".join(row[index] for row in rows for index in rests_on).split(";")
    for flag in load(shipped_copy.path).flags.values():
        if flag.flag_id in decided:
            continue  # A sign that a case rests on may not be private at all.
        row = shipped_copy.row_of("red_flags.csv", "flag_id", flag.flag_id)
        shipped_copy.set("red_flags.csv", row, "private", "no" if flag.private else "yes")
        (warning,) = load(shipped_copy.path).warnings
        assert warning.startswith(
            f"red_flags.csv row {row}, private: '{flag.flag_id}' was changed: "
        )
        shipped_copy.set("red_flags.csv", row, "private", "yes" if flag.private else "no")


# ------------------------------------------------------------------------------ rows and groups


def test_a_duplicate_id_is_told_with_the_first_row(folder):
    row = folder.add("causes.csv", cause_id="sun")
    assert f"causes.csv row {row}, cause_id: 'sun' stands in row 2 already" in told(folder)[0]


def test_a_duplicate_pair_is_told_with_the_first_row(folder):
    row = folder.add("cause_features.csv", cause_id="sun", finding_id="noon")
    assert told(folder) == [
        f"cause_features.csv row {row}, cause_id: 'sun' with 'noon' stands in row 2 already; "
        "delete one of the two"
    ]


def test_two_rows_without_an_id_are_not_called_the_same(folder):
    for row in (2, 3):
        folder.set("glossary.csv", row, "term_id", "")
    assert [line.partition(":")[0] for line in told(folder)] == [
        "glossary.csv row 2, term_id",
        "glossary.csv row 3, term_id",
    ]


def test_the_same_rule_twice_is_told(folder):
    folder.add("flag_rules.csv")
    assert "stands in row 4 already" in told(folder)[0]


def test_something_else_must_be_a_row(folder):
    folder.delete("causes.csv", 4)
    assert told(folder) == [
        "causes.csv, cause_id: the row 'something_else' is missing; put it back: "
        "no list of causes is complete"
    ]


def test_something_else_has_no_findings_of_its_own(folder):
    row = folder.add("cause_features.csv", cause_id="something_else", finding_id="noon")
    assert f"cause_features.csv row {row}, cause_id: 'something_else' is the background" in "".join(
        told(folder)
    )


def test_a_cause_without_a_finding_is_told(folder):
    row = folder.add("causes.csv", cause_id="star")
    assert told(folder) == [
        f"causes.csv row {row}, cause_id: 'star' has no finding; "
        "add a row for it to cause_features.csv"
    ]


def test_an_exclusive_group_needs_two_members(folder):
    folder.set("findings.csv", 6, "exclusive_group", "")
    assert told(folder) == [
        "findings.csv row 5, exclusive_group: 'side' has this one member; "
        "an exclusive group needs two or more"
    ]


def test_a_group_without_members_is_told(folder):
    row = folder.add("groups.csv", group_id="weather")
    assert told(folder) == [
        f"groups.csv row {row}, group_id: no finding is in 'weather'; delete the row"
    ]


def test_an_overlap_group_cannot_exclude(folder):
    folder.set("findings.csv", 2, "exclusive_group", "light")
    assert any("'light' is an overlap group in groups.csv" in line for line in told(folder))


def test_all_answers_of_an_exclusive_group_share_their_overlap_group(folder):
    folder.set("findings.csv", 6, "overlap_group", "light")
    assert "findings.csv row 6, overlap_group: 'light' differs from '' of row 5" in told(folder)[0]


def test_backgrounds_of_an_exclusive_group_must_not_pass_one(folder):
    folder.set("findings.csv", 6, "background", "0.8")
    assert any(
        line.startswith("findings.csv row 6, background: the backgrounds of 'side' add up to 1.05")
        for line in told(folder)
    )


def test_probabilities_over_an_exclusive_group_must_not_pass_one(folder):
    folder.set("cause_features.csv", 4, "probability", "0.75")
    assert any(
        line.startswith(
            "cause_features.csv row 4, probability: 'sun' adds up to 1.05 over 'side'; "
            "it must not pass 1"
        )
        for line in told(folder)
    )


def test_a_cause_must_leave_room_for_none_of_these_where_background_does(folder):
    folder.set("cause_features.csv", 4, "probability", "0.7")
    assert "leave room for 'none of these'" in told(folder)[0]


def test_an_example_may_not_deny_every_answer_where_one_must_hold(folder):
    folder.set("findings.csv", 5, "background", "0.7")
    folder.set("examples.csv", 2, "present", "noon")
    folder.set("examples.csv", 2, "absent", "left;right")
    assert any(
        line.startswith("examples.csv row 2, absent: one answer of 'side' must hold")
        for line in told(folder)
    )


def test_a_rule_that_two_excluding_answers_must_meet_is_refused(folder):
    folder.set("flag_rules.csv", 2, "all_present", "left;right")
    assert told(folder) == [
        "flag_rules.csv row 2, all_present: 'left' and 'right' exclude each other, "
        "so the rule would never hold"
    ]


def test_a_safety_question_without_a_flag_is_told(folder):
    row = folder.add("safety_questions.csv", question_id="ears")
    assert told(folder) == [
        f"safety_questions.csv row {row}, question_id: no flag in red_flags.csv belongs to 'ears'; "
        "delete the row or add one"
    ]


# ------------------------------------------------------------------------------ words of the interface


def first_key(folder):
    return folder.read("text/en.csv")[1][0]


def test_a_missing_sentence_is_told_by_its_key(folder):
    key = first_key(folder)
    folder.delete("text/en.csv", 2)
    assert told(folder) == [f"text/en.csv, key: the row '{key}' is missing; put it back"]


def test_a_sentence_that_is_newer_than_the_set_is_told_to_be_so(folder):
    key = first_key(folder)
    folder.delete("text/en.csv", 2)
    folder.ship()
    (line,) = told(folder)
    assert line.startswith(f"text/en.csv, key: the row '{key}' is missing; it is newer than these")
    assert f"copy it from the data/ of this crampkit (version {shipped().version})" in line


def test_an_unknown_sentence_is_told_with_the_nearest(folder):
    key = first_key(folder)
    row = folder.add("text/en.csv", key=f"{key}x")
    assert told(folder) == [
        f"text/en.csv row {row}, key: '{key}x' is not used; did you mean '{key}'?; delete the row"
    ]


def test_a_gap_that_nothing_fills_is_told_with_the_gaps_that_are(folder):
    key, gaps = next((key, gaps) for key, gaps in shipped().sentences.items() if gaps)
    row = folder.row_of("text/en.csv", "key", key)
    folder.set("text/en.csv", row, "text", "{hidden_gap} left")
    (line,) = told(folder)
    assert line.startswith(f"text/en.csv row {row}, text: nothing fills {{hidden_gap}}")
    assert f"{{{gaps[0]}}}" in line


def test_a_gap_may_be_left_out(folder):
    key = next(key for key, gaps in shipped().sentences.items() if gaps)
    folder.set("text/en.csv", folder.row_of("text/en.csv", "key", key), "text", "No gap")
    assert load(folder.path).text[key] == "No gap"


@pytest.mark.parametrize("text", ["a { alone", "{0}", "{name!r}", "{a.b}", "{UP}", "{{a}}", ""])
def test_only_named_gaps_may_stand_in_a_sentence(folder, text):
    folder.set("text/en.csv", 2, "text", text)
    (line,) = [line for line in told(folder) if line.startswith("text/en.csv row 2, text: ")]
    assert line


# ------------------------------------------------------------------------------ files


def test_a_missing_folder_is_named(tmp_path):
    assert told(Folder(tmp_path / "data")) == []
    (problem,) = problems(tmp_path / "nowhere")
    assert "nowhere: there is no such folder" in str(problem)


@pytest.mark.parametrize("name", ["a" * 5000, "a\0b"], ids=["too long", "a NUL"])
def test_a_name_that_no_folder_can_have_is_refused_too(name):
    (problem,) = problems(name)
    assert "there is no such folder" in str(problem)


@pytest.mark.parametrize("file", list(FILES))
def test_a_missing_file_is_the_one_thing_told(folder, file):
    (folder.path / file).unlink()
    (line,) = told(folder)
    assert line.startswith(f"{file}: the file is missing; put it back: copy it from the data/ that")


@pytest.mark.parametrize(
    ("file", "named"),
    [("glossary.csv", "glossary (1).csv"), ("trials.csv", "Trials.csv"), ("text/en.csv", "en.cvs")],
)
def test_a_file_of_almost_its_name_is_told_where_it_is_missing(folder, file, named):
    (folder.path / file).rename((folder.path / file).with_name(named))
    (line,) = told(folder)
    assert line.startswith(
        f"{file}: the file is missing; did you mean '{named}'? If so, rename it; put it back: "
    )


def test_every_wrong_id_of_a_cell_is_told(folder):
    folder.set("findings.csv", 2, "source_ids", "ALMANACK;EXPERT;EXPERTS")
    assert [line.partition(";")[0] for line in told(folder)] == [
        "findings.csv row 2, source_ids: no source 'ALMANACK'",
        "findings.csv row 2, source_ids: no source 'EXPERTS'",
    ]


def test_where_no_id_is_near_it_is_told_where_they_stand(shipped_copy):
    shipped_copy.set("cause_features.csv", 2, "source_ids", "QQQQ")
    assert told(shipped_copy) == [
        "cause_features.csv row 2, source_ids: no source 'QQQQ'; name one that stands in "
        "sources.csv, or add it there"
    ]


def test_20_000_wrong_ids_in_a_cell_are_told_in_time(shipped_copy):
    ids = [f"S{number}" for number in range(20_000)]
    shipped_copy.set("cause_features.csv", 2, "source_ids", ";".join(ids))
    started = time.process_time()
    assert len(problems(shipped_copy.path)) == len(ids)
    assert time.process_time() - started < 3


def test_no_sentence_is_offered_as_an_id(folder):
    folder.set("causes.csv", 2, "cause_id", "A sentence, not an id.")
    lines = [line for line in told(folder) if "no cause 'sun'" in line]
    assert lines
    assert not [line for line in lines if "A sentence" in line]


def test_a_missing_file_is_told_with_the_version_of_the_tables_that_had_it(folder):
    folder.set("local.csv", 3, "key", "data_version")
    folder.set("local.csv", 3, "value", "2024.05")
    folder.ship()
    (folder.path / "trials.csv").unlink()
    (line,) = told(folder)
    assert "from the data/ that you downloaded, version 2024.05 (crampkit's own is of " in line
    assert f"version {shipped().version} by now)" in line


def test_a_file_that_an_older_set_never_had_is_told_to_be_new(folder):
    folder.ship()
    record = json.loads((folder.path / RECORD).read_text(encoding="utf-8"))
    del record["rows"]["trials.csv"]
    (folder.path / RECORD).write_text(json.dumps(record | {"version": "2024.05"}))
    (folder.path / "trials.csv").unlink()
    (line,) = told(folder)
    assert "these tables are of version 2024.05, which had none yet; copy it from the data/" in line
    assert "`crampkit check --against shipped`" in line


@pytest.mark.parametrize("file", list(FILES))
def test_a_file_of_no_bytes_is_refused(folder, file):
    folder.put(file, b"")
    assert told(folder) == [f"{file}: the file is empty; put the shipped one back"]


NEEDED = [file for file, description in FILES.items() if not description.may_be_empty]


@pytest.mark.parametrize("file", NEEDED)
def test_a_file_without_which_nothing_can_be_ranked_or_said_may_not_be_empty(folder, file):
    folder.write(file, folder.read(file)[:1])
    assert told(folder) == [f"{file}: it has a header but no rows; put the rows back"]


NAMED_BY_NONE = [
    *("management.csv", "trials.csv", "epidemiology.csv", "measurements.csv", "accuracy.csv"),
    *("glossary.csv", "claims.csv", "cause_regions.csv", "test_costs.csv", "reviews.csv"),
    "objectives.csv",
    *("pairs.csv", "next_days.csv", "beside.csv", "thoughts.csv", "run_sheets.csv"),
]


@pytest.mark.parametrize("file", NAMED_BY_NONE)
def test_a_file_to_which_nothing_refers_may_be_empty(folder, file):
    folder.write(file, folder.read(file)[:1])
    assert told(folder) == []


def test_files_that_name_each_other_may_be_empty_together(folder):
    for file in (
        *("questions.csv", "options.csv", "lessons.csv", "examples.csv", "tasks.csv"),
        *("cases.csv", "case_findings.csv", "regions.csv", "cause_regions.csv"),
        *("pairs.csv", "next_days.csv", "beside.csv", "thoughts.csv", "objectives.csv"),
        "run_sheets.csv",
    ):
        folder.write(file, folder.read(file)[:1])
    assert told(folder) == []
    assert load(folder.path).cases == {}


@pytest.mark.parametrize(
    ("file", "by"),
    [
        ("groups.csv", "findings.csv"),
        ("examples.csv", "lessons.csv"),
        ("lessons.csv", "tasks.csv, questions.csv, objectives.csv"),
        ("questions.csv", "options.csv, objectives.csv, run_sheets.csv"),
        (
            "cases.csv",
            "case_findings.csv, pairs.csv, next_days.csv, beside.csv, thoughts.csv, objectives.csv",
        ),
    ],
)
def test_an_empty_file_whose_rows_are_named_is_the_one_thing_told(folder, file, by):
    folder.write(file, folder.read(file)[:1])
    assert told(folder) == [
        f"{file}: it has a header but no rows, yet {by} names some; put them back"
    ]


@pytest.mark.parametrize("file", list(FILES))
def test_a_missing_column_is_told_and_an_unknown_one_too(folder, file):
    rows = folder.read(file)
    missing = rows[0][-1]
    rows[0][-1] = "surprise"
    folder.write(file, rows)
    lines = sorted(told(folder), key=lambda line: "surprise:" in line)
    assert f"{file} row 1, {missing}: the column '{missing}' is missing" in lines[0]
    assert f"{file} row 1, surprise: the column 'surprise' is not known" in lines[1]
    assert len(lines) == 2


def test_a_folder_called_text_is_read_like_any_other(tmp_path):
    folder = Folder(tmp_path / "text")
    assert told(folder) == []
    folder.set("causes.csv", 2, "label", "")
    assert told(folder) == ["causes.csv row 2, label: the cell is empty; write a text"]


def test_a_file_of_over_20_megabytes_is_refused_quickly(folder):
    with (folder.path / "sources.csv").open("r+b") as file:
        file.truncate(LARGEST_FILE * 50)
    started = time.process_time()
    assert "sources.csv: the file is larger than 20 MB" in told(folder)[0]
    assert time.process_time() - started < 5  # It would take far longer, and a gigabyte, to read.


def test_a_row_number_is_that_of_the_spreadsheet(folder):
    folder.set("sources.csv", 2, "citation", "Our\njudgement\nalone")
    folder.set("sources.csv", 3, "kind", "")
    assert told(folder) == ["sources.csv row 3, kind: the cell is empty; write a text"]


@pytest.mark.parametrize("mark", [b"", b"\xef\xbb\xbf"], ids=["", "BOM"])
@pytest.mark.parametrize("end", ["\n", "\r\n"], ids=["LF", "CRLF"])
def test_a_byte_order_mark_and_windows_lines_change_nothing(folder, mark, end):
    expected = load(folder.path)
    for file in FILES:
        folder.put(file, mark + as_csv(folder.read(file), end=end))
    assert load(folder.path) == expected


@pytest.mark.parametrize("mark", [b"", b"\xef\xbb\xbf"], ids=["", "BOM"])
def test_semicolons_and_decimal_commas_give_the_same_numbers(folder, mark):
    expected = load(folder.path)
    for file in FILES:
        folder.put(file, mark + with_decimal_commas(folder.read(file)))
    assert load(folder.path) == expected


def test_a_thousands_point_is_not_read_as_a_decimal_one(folder):
    rows = folder.read("causes.csv")
    rows[1][rows[0].index("pretest")] = "1.000"
    folder.put("causes.csv", as_csv(rows, delimiter=";"))
    (line,) = [line for line in told(folder) if "row 2, pretest" in line]
    assert "'1.000' is not a number" in line


def with_decimal_commas(rows):
    """The rows as a spreadsheet of a country with decimal commas writes them."""
    return as_csv(
        [rows[0], *([_with_comma(cell) for cell in row] for row in rows[1:])],
        delimiter=";",
        end="\r\n",
    )


def _with_comma(cell):
    try:
        float(cell)
    except ValueError:
        return cell
    return cell.replace(".", ",")


def test_quotes_of_windows_1252_are_refused_by_row(folder):
    content = folder.bytes("glossary.csv").replace(b"Light; too", b"\x93Light\x94; too")
    folder.put("glossary.csv", content)
    (line,) = told(folder)
    assert line.startswith("glossary.csv row 3: ")
    assert "CSV UTF-8" in line


# ------------------------------------------------------------------------------ all at once


def test_all_problems_are_told_at_once_in_the_order_of_files_and_rows(folder):
    folder.set("text/en.csv", 2, "text", "{")
    folder.set("cause_features.csv", 4, "probability", "2")
    folder.set("cause_features.csv", 2, "finding_id", "nooon")
    folder.set("cause_features.csv", 4, "basis", "guess")
    folder.set("causes.csv", 3, "pretest", "none")
    folder.add("glossary.csv", term_id="glare_term")
    lines = told(folder)
    assert [line.partition(":")[0] for line in lines] == [
        "causes.csv row 3, pretest",
        "cause_features.csv row 2, finding_id",
        "cause_features.csv row 4, basis",
        "cause_features.csv row 4, probability",
        "glossary.csv row 4, term_id",
        "text/en.csv row 2, text",
    ]
    with pytest.raises(CatalogueError) as raised:
        load(folder.path)
    assert str(raised.value).splitlines() == ["6 problems in the data:", *lines]


def test_problems_of_form_and_of_cells_are_told_together(folder):
    folder.set("causes.csv", 2, "pretest", "many")
    folder.put("trials.csv", b"")
    (folder.path / "local.csv").unlink()
    assert [line.partition(":")[0] for line in told(folder)] == [
        "causes.csv row 2, pretest",
        "local.csv",
        "trials.csv",
    ]


def test_a_file_that_cannot_be_read_is_not_blamed_on_the_rows_that_name_its_ids(folder):
    (folder.path / "findings.csv").unlink()
    (line,) = told(folder)
    assert line.startswith("findings.csv: the file is missing; put it back")


# ------------------------------------------------------------------------------ local edits


@pytest.fixture
def shipped_copy(tmp_path):
    """A trainer's copy of the set as it is shipped, if that is whole."""
    return Folder(tmp_path / "data", source=Path(__file__).parents[2] / "data")


@pytest.fixture
def shipped_toy(folder):
    """The toy set with a record of what it was shipped with."""
    folder.ship()
    assert load(folder.path).warnings == ()
    return folder


def test_a_lost_flag_phrase_question_and_rule_are_warned_of(shipped_toy):
    for file, row in (
        *(("red_flags.csv", 3), ("safety_phrases.csv", 3), ("safety_questions.csv", 3)),
        ("flag_rules.csv", 3),
    ):
        shipped_toy.delete(file, row)
    shipped_toy.set("lessons.csv", 2, "flag_ids", "burn")
    assert load(shipped_toy.path).warnings == (
        "red_flags.csv: the flag 'blind' (now) of the shipped set is missing",
        "safety_questions.csv: the safety question 'eyes' of the shipped set is missing",
        "safety_phrases.csv: the phrase 'dark' of the shipped set is missing",
        "flag_rules.csv: the rule 'ask_now blind: glare + noon without night' "
        "of the shipped set is missing",
    )


def test_a_less_urgent_flag_is_warned_of_in_so_many_words(shipped_toy):
    shipped_toy.set("red_flags.csv", 2, "tier", "soon")
    assert load(shipped_toy.path).warnings == (
        "red_flags.csv row 2, tier: the flag 'burn' is less urgent than shipped "
        "(soon instead of today)",
    )
    shipped_toy.set("red_flags.csv", 2, "tier", "now")
    (warning,) = load(shipped_toy.path).warnings
    assert warning == "red_flags.csv row 2, tier: 'burn' was changed: 'now' instead of 'today'"


@pytest.mark.parametrize(
    ("file", "row", "column", "value"),
    [
        ("red_flags.csv", 2, "label", "A rash"),
        ("red_flags.csv", 2, "could_be", "nothing much"),
        ("red_flags.csv", 2, "urgency", "when it suits"),
        ("red_flags.csv", 2, "action", "Wait and see"),
        ("red_flags.csv", 3, "look", "Do not look"),
        ("red_flags.csv", 2, "more_urgent", "blind"),
        ("safety_questions.csv", 2, "label", "Are you well?"),
        ("safety_questions.csv", 2, "check", "Look away"),
        ("safety_phrases.csv", 2, "label", "All well?"),
    ],
)
def test_a_changed_word_of_a_danger_is_warned_of_with_both_wordings(
    shipped_toy, file, row, column, value
):
    before = shipped_toy.read(file)[row - 1][shipped_toy.read(file)[0].index(column)]
    shipped_toy.set(file, row, column, value)
    (warning,) = load(shipped_toy.path).warnings
    assert warning.startswith(f"{file} row {row}, {column}: ")
    assert warning.endswith(f"'{value}' instead of '{before}'")


def test_a_sign_moved_to_another_safety_question_is_warned_of(shipped_toy):
    shipped_toy.set("red_flags.csv", 2, "question_id", "eyes")
    shipped_toy.set("safety_phrases.csv", 2, "question_id", "eyes")
    shipped_toy.delete("safety_questions.csv", 2)
    warnings = load(shipped_toy.path).warnings
    assert (
        "red_flags.csv row 2, question_id: 'burn' was changed: 'eyes' instead of 'skin'" in warnings
    )
    assert any(w.startswith("safety_phrases.csv row 2, question_id: 'sore' was") for w in warnings)


def test_words_that_differ_far_into_a_long_text_are_shown_where_they_differ(folder):
    folder.set("red_flags.csv", 2, "action", "Cool it. " * 30 + "Call the doctor.")
    folder.ship()
    folder.set("red_flags.csv", 2, "action", "Cool it. " * 30 + "Wait and see.")
    (warning,) = load(folder.path).warnings
    assert "Wait and see.' instead of '..." in warning
    assert warning.endswith("Call the doctor.'")
    assert len(warning) < 300


def test_what_a_spreadsheet_does_to_spaces_and_line_ends_is_no_change(shipped_toy):
    shipped_toy.set("red_flags.csv", 2, "label", " ?  burn ")
    shipped_toy.set("flag_rules.csv", 3, "all_present", "noon; glare")
    for file in FILES:
        shipped_toy.put(file, as_csv(shipped_toy.read(file), end="\r\n"))
    assert load(shipped_toy.path).warnings == ()


def test_what_a_trainer_adds_is_no_local_edit(shipped_toy):
    shipped_toy.add("red_flags.csv", flag_id="haze", tier="look_alike")
    shipped_toy.add("flag_rules.csv", flag_id="haze", all_present="noon")
    shipped_toy.add("glossary.csv", term_id="haze", term="Haze")
    shipped_toy.set("management.csv", 2, "text", "Cool it well")
    assert load(shipped_toy.path).warnings == ()


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (None, "there is no such file"),
        (b"", "it is not a record that this program wrote"),
        (
            b'{"version": "2026.11", "rows": {}, "worded": {}, "gaps": {}}',
            "it says nothing of the dangers that the set was shipped with",
        ),
        (b"[]", "it is not a record that this program wrote"),
        (b'{"version": "1", "rows": [1], "worded": {}, "gaps": {}}', "it is not a record"),
        (b"[" * 100_000, "it is not a record that this program wrote"),
        (b"\xff", "it is not a record that this program wrote"),
    ],
    ids=["none", "empty", "emptied", "a list", "other rows", "deep", "no text"],
)
def test_a_set_without_a_record_is_a_local_edit_and_no_error(shipped_toy, content, why):
    path = shipped_toy.path / RECORD
    path.unlink() if content is None else path.write_bytes(content)
    shipped_toy.set("red_flags.csv", 2, "action", "Wait and see")
    (warning,) = load(shipped_toy.path).warnings
    assert warning.startswith(f"shipped.json: {why}")
    assert "so nobody can tell what was changed in these tables; put back the one" in warning


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="this system has no named pipes")
def test_a_record_that_is_a_pipe_is_not_waited_for(shipped_toy):
    path = shipped_toy.path / RECORD
    path.unlink()
    os.mkfifo(path)
    (warning,) = load(shipped_toy.path).warnings
    assert warning.startswith("shipped.json: it is no file of such a record")


def test_a_record_that_an_editor_saved_with_its_mark_is_the_same_record(shipped_toy):
    path = shipped_toy.path / RECORD
    path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes())
    assert load(shipped_toy.path).warnings == ()


def test_a_woman_of_a_case_cannot_have_two_answers_that_exclude_each_other(folder):
    row = folder.add("case_findings.csv", case_id="noon_pain", finding_id="right", flag_id="")
    (line,) = told(folder)
    assert line.startswith(f"case_findings.csv row {row}, present: 'left' and 'right' exclude")


def test_options_that_cannot_be_marked_are_told(folder):
    for row in (6, 5, 4, 3):
        folder.delete("options.csv", row)
    lines = told(folder)
    assert any("'first' has one option only; add another" in line for line in lines)
    assert any("'which' has no options" in line for line in lines)


def test_a_panel_that_answered_in_part_is_told_where_a_count_is_missing(folder):
    folder.set("options.csv", 10, "panel", "4")
    (line,) = told(folder)
    assert line.startswith("options.csv row 11, panel: fill it for all options of 'turn'")


def test_a_script_question_needs_all_five_steps(folder):
    folder.delete("options.csv", folder.row_of("options.csv", "answer", "-2"))
    assert any(
        "'turn' needs one option for each of -2, -1, 0, 1, 2" in line for line in told(folder)
    )


def test_a_multiple_question_without_a_right_option_is_told(folder):
    for row in (4, 5):
        folder.set("options.csv", row, "answer", "wrong")
    assert any("'which' has no right option" in line for line in told(folder))


def test_a_rule_is_the_same_whatever_the_order_of_its_findings():
    one = FlagRule("burn", ("a", "b"), ("c", "d"), "raise")
    other = FlagRule("burn", ("b", "a"), ("d", "c"), "raise")
    assert rule_key(one) == rule_key(other) == "raise burn: a + b without c + d"
    assert rule_key(FlagRule("burn", ("a",), (), "ask_now")) == "ask_now burn: a"


def test_a_copy_with_a_flag_deleted_loads_with_a_warning(shipped_copy):
    if problems(shipped_copy.path):
        pytest.fail("the shipped data has problems; see `crampkit check`")
    # One that no case is about: a woman who has it would have to be rewritten.
    rows = shipped_copy.read("case_findings.csv")
    used = {row[rows[0].index("flag_id")] for row in rows}
    # Nor the only one that a phrase of the safety check asks for: the phrase would be left empty.
    alone = {row[-1] for row in shipped_copy.read("safety_phrases.csv")}
    flag_id = next(
        row[0] for row in shipped_copy.read("red_flags.csv")[1:] if row[0] not in used | alone
    )
    shipped_copy.delete("red_flags.csv", shipped_copy.row_of("red_flags.csv", "flag_id", flag_id))
    rules = shipped_copy.read("flag_rules.csv")
    shipped_copy.write("flag_rules.csv", [row for row in rules if row[0] != flag_id])
    for file, column in (
        *(("examples.csv", "flags_present"), ("lessons.csv", "flag_ids")),
        *(("safety_phrases.csv", "flag_ids"), ("red_flags.csv", "more_urgent")),
    ):
        rows = shipped_copy.read(file)
        index = rows[0].index(column)
        for row in rows:
            row[index] = ";".join(named for named in row[index].split(";") if named != flag_id)
        shipped_copy.write(file, rows)
    (warning, *_) = load(shipped_copy.path).warnings
    assert f"the flag '{flag_id}'" in warning
    assert "is missing" in warning


# ------------------------------------------------------------------------------ what was loaded


@pytest.mark.parametrize("file", list(FILES))
def test_every_row_is_loaded_as_it_is_written(folder, file):
    catalogue, _ = read(folder.path)
    with (folder.path / file).open(encoding="utf-8", newline="") as lines:
        written = list(csv.DictReader(lines))
    loaded = loaded_rows(catalogue)[file]
    assert len(loaded) == len(written)
    for row, cells in zip(loaded, written, strict=True):
        assert row == {name: literal(name, cell, file) for name, cell in cells.items()}


def loaded_rows(catalogue):
    """Every row of a catalogue as plain values, by file."""
    tables = {
        "sources.csv": catalogue.sources.values(),
        "causes.csv": catalogue.causes.values(),
        "groups.csv": catalogue.groups.values(),
        "findings.csv": catalogue.findings.values(),
        "cause_features.csv": catalogue.features.values(),
        "safety_questions.csv": catalogue.safety_questions.values(),
        "safety_phrases.csv": catalogue.phrases.values(),
        "red_flags.csv": catalogue.flags.values(),
        "flag_rules.csv": catalogue.rules,
        "local.csv": catalogue.local.values(),
        "management.csv": catalogue.management.values(),
        "trials.csv": catalogue.trials.values(),
        "epidemiology.csv": catalogue.epidemiology.values(),
        "measurements.csv": catalogue.measurements.values(),
        "accuracy.csv": catalogue.test_accuracy.values(),
        "glossary.csv": catalogue.glossary.values(),
        "examples.csv": catalogue.examples.values(),
        "lessons.csv": catalogue.lessons.values(),
        "tasks.csv": catalogue.tasks.values(),
        "claims.csv": catalogue.claims.values(),
        "questions.csv": catalogue.questions.values(),
        "options.csv": catalogue.options.values(),
        "cases.csv": catalogue.cases.values(),
        "case_findings.csv": catalogue.case_findings,
        "test_costs.csv": catalogue.test_costs.values(),
        "pairs.csv": catalogue.pairs.values(),
        "objectives.csv": catalogue.objectives.values(),
        "reviews.csv": catalogue.reviews.values(),
        "next_days.csv": catalogue.next_days.values(),
        "beside.csv": catalogue.beside.values(),
        "thoughts.csv": catalogue.thoughts.values(),
        "run_sheets.csv": catalogue.run_sheets.values(),
        "regions.csv": catalogue.regions.values(),
        "cause_regions.csv": catalogue.cause_regions.values(),
    }
    rows = {file: [dict(vars(row)) for row in table] for file, table in tables.items()}
    rows["text/en.csv"] = [{"key": key, "text": text} for key, text in catalogue.text.items()]
    return rows


def literal(name, cell, file):
    """What a cell says, read without any of the package's code."""
    cell = cell.strip()
    if name == "present" and file == "case_findings.csv":
        return {"yes": True, "no": False, "unknown": None}[cell]
    if name in LISTS or (name == "words" and file in ("findings.csv", "red_flags.csv")):
        return tuple(part.strip() for part in cell.split(";")) if cell else ()
    if name in ("read", "general", "private", "leave_out"):
        return cell == "yes"
    if name in ("panel", "difficulty") or name.startswith("minutes_"):
        return int(cell) if cell else None
    if name in NUMBERS and file not in ("trials.csv", "epidemiology.csv", "local.csv"):
        return float(cell) if cell else None
    return cell


def test_the_folder_copied_elsewhere_loads_the_same(folder, tmp_path):
    shutil.copytree(folder.path, tmp_path / "elsewhere")
    assert load(tmp_path / "elsewhere") == load(folder.path)


def test_a_notebook_shows_the_problems_of_a_bad_set_and_no_traceback():
    error = CatalogueError([Problem("causes.csv", 2, "label", "the cell is empty; write a text")])
    assert error._render_traceback_() == [
        "1 problem in the data:",
        "causes.csv row 2, label: the cell is empty; write a text",
    ]


def test_a_row_cannot_be_read_in_a_source_that_was_not(folder):
    folder.set("accuracy.csv", 2, "source_ids", "ALMANAC")
    (line,) = told(folder)
    assert line.startswith("accuracy.csv row 2, read: 'ALMANAC' was not read, says sources.csv")


def test_a_trial_without_a_number_says_why_it_is_not_plotted(folder):
    folder.set("trials.csv", 2, "ci_high", "")
    (line,) = told(folder)
    assert line.startswith("trials.csv row 2, not_plotted: the cell is empty; say why")


def test_a_risk_ratio_is_above_nought(folder):
    folder.set("trials.csv", 2, "effect_type", "RR")
    (line,) = told(folder)
    assert line == "trials.csv row 2, ci_low: -1.32: a risk ratio is above 0"


@pytest.mark.parametrize(
    ("row", "value", "said"),
    [
        (2, "causes", "also_accepted: 'causes' is not allowed"),
        (3, "cannot_tell", "also_accepted: she must be referred; nothing else is safe"),
    ],
)
def test_what_a_case_accepts_beside_its_answer_is_checked(folder, row, value, said):
    folder.set("cases.csv", row, "also_accepted", value)
    (line,) = told(folder)
    assert line.startswith(f"cases.csv row {row}, {said}")


def test_what_must_be_said_is_never_what_nobody_may_keep(folder):
    folder.set("red_flags.csv", 3, "private", "yes")
    folder.set("cases.csv", 3, "must_say", "blind")
    (line,) = [line for line in told(folder) if line.startswith("cases.csv")]
    assert (
        line
        == "cases.csv row 3, must_say: 'blind' is private in red_flags.csv; no learner can say it"
    )


def test_a_hand_over_names_findings_and_danger_signs_alike(folder):
    folder.set("cases.csv", 3, "must_say", "burn;noon")
    assert told(folder) == []
    assert load(folder.path).cases["burnt"].must_say == ("burn", "noon")


def test_siblings_in_a_ring_are_told_and_in_a_line_they_are_not(folder):
    for file in ("cases.csv", "case_findings.csv"):
        rows = folder.read(file)
        hers = [row for row in rows if row[0] == "noon_pain"]
        folder.write(file, [*rows, *(["ada", *row[1:]] for row in hers)])
    folder.set("cases.csv", 4, "sibling_of", "noon_pain")
    assert told(folder) == []
    folder.set("cases.csv", 2, "sibling_of", "ada")
    assert told(folder) == [
        "cases.csv row 2, sibling_of: 'ada' leads back to 'noon_pain'; leave one of them empty",
        "cases.csv row 4, sibling_of: 'noon_pain' leads back to 'ada'; leave one of them empty",
    ]


def test_a_pair_is_of_two_women_who_differ_there_and_in_what_is_right(folder):
    folder.set("case_findings.csv", 5, "present", "yes")
    (line,) = told(folder)
    assert line.startswith(
        "pairs.csv row 2, finding_id: 'noon' does not part 'burnt' and 'noon_pain'"
    )
    folder.set("case_findings.csv", 5, "present", "unknown")
    assert told(folder) == []
    for file in ("cases.csv", "case_findings.csv"):
        rows = folder.read(file)
        folder.write(file, [*rows, *(["ada", *row[1:]] for row in rows if row[0] == "noon_pain")])
    folder.set("case_findings.csv", 7, "present", "no")
    folder.set("pairs.csv", 2, "one", "ada")
    (line,) = told(folder)
    assert line.startswith("pairs.csv row 2, other: the same is right for 'ada' and 'noon_pain'")


def test_two_women_are_paired_once_whoever_comes_first(folder):
    row = folder.add("pairs.csv", pair_id="again", one="noon_pain", other="burnt")
    assert told(folder) == [
        f"pairs.csv row {row}, other: the same two women stand in row 2 already; delete one"
    ]


def test_a_part_without_minutes_is_in_no_class(folder):
    row = folder.add("run_sheets.csv", part="more", minutes_20="")
    (line,) = told(folder)
    assert line == f"run_sheets.csv row {row}, minutes_90: 'more' is in no class; give it minutes"


def test_parts_that_cannot_be_read_are_not_added_up(folder):
    folder.set("run_sheets.csv", 2, "minutes_20", "five")
    (line,) = told(folder)
    assert line.startswith("run_sheets.csv row 2, minutes_20: 'five' is not a count")


def test_a_next_day_follows_a_decision_that_is_not_right_by_another_name(folder):
    folder.delete("next_days.csv", 2)
    (line,) = told(folder)
    assert line.startswith("next_days.csv row 2, case_id: 'burnt' has no next day for 'right'")
    folder.add("next_days.csv", decision="right")
    folder.set("cases.csv", 2, "also_accepted", "cannot_tell")
    folder.add("next_days.csv", case_id="noon_pain", decision="right")
    row = folder.add("next_days.csv", case_id="noon_pain", decision="cannot_tell")
    (line,) = told(folder)
    assert line.startswith(f"next_days.csv row {row}, decision: 'cannot_tell' is accepted")
    folder.set("cases.csv", 2, "also_accepted", "")
    folder.set("next_days.csv", row, "decision", "causes")
    assert told(folder) == []


def test_a_finding_that_asks_for_itself_next_is_named(folder):
    folder.set("findings.csv", 2, "then_ask", "noon")
    (line,) = told(folder)
    assert line == "findings.csv row 2, then_ask: 'noon' names itself; name another finding"


def test_a_general_fact_is_nothing_that_a_cause_can_need(folder):
    folder.set("findings.csv", 2, "general", "yes")
    folder.set("causes.csv", 2, "needs", "noon")
    (line,) = told(folder)
    assert line.startswith("causes.csv row 2, needs: 'noon' is general in findings.csv")


def test_a_sign_cannot_be_ticked_and_looked_for_in_vain_in_one_example(folder):
    folder.set("examples.csv", 3, "flags_absent", "burn")
    (line,) = told(folder)
    assert line.startswith("examples.csv row 3, flags_absent: 'burn' cannot be ticked")


# ------------------------------------------------------------------------------ contradictions


def test_a_woman_in_whom_a_danger_is_present_is_referred(folder):
    row = folder.add("case_findings.csv", case_id="noon_pain", finding_id="", flag_id="blind")
    assert told(folder) == [
        f"case_findings.csv row {row}, present: 'blind' (now) is present, yet the answer in "
        "cases.csv is 'causes'; write refer there, or no here"
    ]
    for harmless in ("no", "unknown"):
        folder.set("case_findings.csv", row, "present", harmless)
        assert told(folder) == []
    folder.set("case_findings.csv", row, "present", "yes")
    folder.set("case_findings.csv", row, "flag_id", "shade")
    assert told(folder) == []  # A look-alike is no danger.


def test_nobody_is_referred_for_a_look_alike(folder):
    row = folder.add("case_findings.csv", flag_id="shade")
    folder.set("cases.csv", 3, "flag_ids", "burn;shade")
    assert told(folder) == [
        "cases.csv row 3, flag_ids: 'shade' is a look-alike in red_flags.csv; "
        "nobody is referred for it"
    ]
    assert row == 7


def test_a_case_about_which_nothing_can_be_found_out_is_told(folder):
    folder.add("cases.csv", case_id="empty", answer="cannot_tell", flag_ids="")
    assert told(folder) == [
        "cases.csv row 4, case_id: nothing can be found out about 'empty'; "
        "add rows to case_findings.csv"
    ]


@pytest.mark.parametrize("words", ["? yes", "?  YES "])
def test_an_answer_that_stands_twice_in_one_question_is_told(folder, words):
    folder.set("options.csv", 3, "text", words)
    assert told(folder) == [
        "options.csv row 3, text: the same words stand in row 2 of 'first'; "
        "nobody could tell the two apart"
    ]


def test_the_same_answer_may_stand_in_two_questions(folder):
    folder.set("options.csv", 4, "text", "? yes")
    assert told(folder) == []


@pytest.mark.parametrize(
    ("file", "column"),
    [
        *(("causes.csv", "label"), ("causes.csv", "short_label")),
        *(("findings.csv", "label"), ("red_flags.csv", "label")),
    ],
)
def test_two_things_of_one_name_are_told(folder, file, column):
    first = folder.read(file)[1][folder.read(file)[0].index(column)]
    folder.set(file, 3, column, first.upper())
    assert told(folder) == [
        f"{file} row 3, {column}: the same words stand in row 2; nobody could tell the two apart"
    ]


def test_a_lesson_cannot_be_about_something_else(folder):
    folder.set("lessons.csv", 2, "cause_id", "something_else")
    assert told(folder) == [
        "lessons.csv row 2, cause_id: 'something_else' has no findings to teach; "
        "name a cause, or leave the cell empty"
    ]


# ------------------------------------------------------------------------------ as it is told


def test_where_few_are_allowed_all_are_told_and_of_many_the_nearest(folder):
    folder.set("cause_features.csv", 2, "cause_id", "rain")
    assert told(folder) == [
        "cause_features.csv row 2, cause_id: no cause 'rain'; use one of sun, moon, something_else"
    ]
    folder.set("cause_features.csv", 2, "cause_id", "sunn")
    assert told(folder)[0].endswith("did you mean 'sun'? (use one of sun, moon, something_else)")


def test_of_many_allowed_words_the_nearest_alone_is_told(shipped_copy):
    shipped_copy.set("cause_features.csv", 2, "finding_id", "mainly_nigth")
    (line,) = [line for line in told(shipped_copy) if "mainly_nigth" in line]
    assert line.endswith("no finding 'mainly_nigth'; did you mean 'mainly_night'?")


def test_every_problem_of_a_row_is_told_although_a_column_is_missing(folder):
    rows = folder.read("findings.csv")
    index = rows[0].index("check")
    folder.write("findings.csv", [row[:index] + row[index + 1 :] for row in rows])
    folder.set("findings.csv", 2, "kind", "sign")
    folder.set("findings.csv", 2, "background", "2")
    folder.set("findings.csv", 3, "basis", "guess")
    folder.set("cause_features.csv", 2, "finding_id", "nooon")
    folder.set("lessons.csv", 2, "look_alike", "")
    assert [line.partition(":")[0] for line in told(folder)] == [
        "findings.csv row 1, check",
        "findings.csv row 2, background",
        "findings.csv row 2, kind",
        "findings.csv row 3, basis",
        "cause_features.csv row 2, finding_id",
        "lessons.csv row 2, look_alike",
    ]


def test_a_problem_blames_a_file_by_a_field_and_not_by_its_words(folder):
    folder.set("cause_features.csv", 2, "finding_id", "nooon")
    (problem,) = problems(folder.path)
    assert problem.blames == "findings.csv"
    folder.put("findings.csv", b"")
    assert told(folder) == ["findings.csv: the file is empty; put the shipped one back"]


NASTY = "\x1b[31mred\x07\u202e"


@pytest.mark.parametrize(
    ("file", "column"),
    [
        *(("causes.csv", "cause_id"), ("findings.csv", "kind"), ("findings.csv", "background")),
        *(("findings.csv", "source_ids"), ("sources.csv", "url"), ("options.csv", "panel")),
        *(("cases.csv", "also_accepted"), ("text/en.csv", "key")),
        *(("local.csv", "value"), ("cause_regions.csv", "part"), ("flag_rules.csv", "flag_id")),
    ],
)
def test_no_cell_can_colour_or_fill_the_terminal(folder, file, column):
    if file == "local.csv":
        folder.set(file, 2, "key", "review_by")
    for nasty in (NASTY, "a" * 3000, "A" * 3000):
        folder.set(file, 2, column, nasty)
        assert told(folder)
        for line in told(folder):
            assert line.isprintable()
            assert len(line) < 500
    assert any("AAA...' (3,000 letters)" in line for line in told(folder))


def test_no_column_name_can_colour_or_fill_the_terminal(folder):
    rows = folder.read("causes.csv")
    for nasty in (NASTY, "A" * 3000):
        folder.write("causes.csv", [[*rows[0], nasty], *([*row, ""] for row in rows[1:])])
        (line,) = told(folder)
        assert "is not known; delete it" in line
        assert line.isprintable()
        assert len(line) < 500


def test_a_table_with_20_000_rows_too_many_is_checked_in_two_seconds(folder):
    rows = folder.read("text/en.csv")
    extra = [[f"rank.title_{number}", "Too much"] for number in range(20_000)]
    folder.write("text/en.csv", rows + extra)
    started = time.process_time()
    found = problems(folder.path)
    assert time.process_time() - started < 2
    assert len(found) == 20_000
    assert any("did you mean 'rank" in problem.message for problem in found)


def test_rows_by_the_thousand_that_name_nothing_are_checked_in_two_seconds(folder):
    rows = folder.read("options.csv")
    extra = [[f"frist{number}", "a", "b", "right", "", "c"] for number in range(10_000)]
    folder.write("options.csv", rows + extra)
    started = time.process_time()
    assert len(problems(folder.path)) == 10_000
    assert time.process_time() - started < 2
