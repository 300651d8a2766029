"""What is said after a decision explains it."""

from __future__ import annotations

import re
from dataclasses import replace
from types import MappingProxyType

import pytest

from crampkit.catalogue import FlagRule
from crampkit.practice.encounter import Encounter, Response, reveal
from crampkit.practice.feedback import Feedback, feedback, program_agrees, uninformative
from crampkit.practice.judging import MISSES
from crampkit.practice.toy import CASES, toy_cases
from crampkit.reasoning import differential
from crampkit.views.practice import case_told as told_view
from tests.unit.test_views import spelled_out

TOY = toy_cases()


def said_of(
    case_id: str, *asked: str, answer: str = "cannot_tell", catalogue=TOY, **decision
) -> Feedback:
    encounter = Encounter(catalogue, case_id)
    for question_id in asked:
        encounter.ask(question_id)
    encounter.commit(answer, **{"sure": 70, **decision})
    return feedback(encounter)


def test_before_the_decision_there_is_no_feedback():
    with pytest.raises(ValueError, match="before the decision"):
        feedback(Encounter(TOY, "ada"))


# ------------------------------------------------------------------------------ danger


def test_a_danger_that_was_not_asked_for_names_its_question():
    (danger,) = said_of("cleo", "noon").dangers
    assert (danger.flag_id, danger.questions, danger.found) == ("burn", ("skin",), False)


def test_a_danger_that_was_asked_for_was_found():
    (danger,) = said_of("cleo", "skin").dangers
    assert danger.found


def test_a_danger_without_a_safety_question_names_the_findings_that_raise_it():
    no_question = replace(
        TOY,
        flags={**TOY.flags, "burn": replace(TOY.flags["burn"], question_id="")},
        rules=(FlagRule("burn", ("noon", "night"), (), "raise"),),
    )
    for asked, found in ((("noon",), False), (("noon", "night"), True)):
        (danger,) = said_of("cleo", *asked, catalogue=no_question).dangers
        assert (danger.questions, danger.found) == (("noon", "night"), found)


def test_a_danger_names_the_findings_of_its_own_rules_and_of_no_other_danger():
    no_question = {**TOY.flags, "burn": replace(TOY.flags["burn"], question_id="")}
    rules = (FlagRule("burn", ("night",), (), "raise"), FlagRule("blind", ("noon",), (), "raise"))
    catalogue = replace(TOY, flags=no_question, rules=rules)
    (danger,) = said_of("cleo", catalogue=catalogue).dangers
    assert danger.questions == ("night",)


def test_a_safe_referral_where_there_is_no_danger_is_not_said_to_be_sooner_than_needed():
    accepts = replace(TOY.cases["ada"], also_accepted=("refer",))
    catalogue = replace(TOY, cases={**TOY.cases, "ada": accepts})
    said = said_of("ada", answer="refer", danger="burn", how_fast="today", catalogue=catalogue)
    assert said.commitment.right
    assert not said.sooner


@pytest.mark.parametrize(
    ("danger", "how_fast", "named", "sooner", "miss"),
    [
        ("burn", "today", "right", False, ""),
        ("burn", "now", "right", True, ""),
        ("blind", "today", "other", False, ""),
        ("not_named", "today", "", False, ""),
        ("burn", "soon", "right", False, "too_slow"),
    ],
)
def test_the_danger_named_and_its_haste_are_judged_apart(danger, how_fast, named, sooner, miss):
    said = said_of("cleo", answer="refer", danger=danger, how_fast=how_fast)
    assert (said.danger_named, said.sooner, said.commitment.miss) == (named, sooner, miss)


def test_a_danger_of_the_same_question_is_near():
    flags = {**TOY.flags, "blind": replace(TOY.flags["blind"], question_id="skin")}
    near = replace(TOY, flags=flags)
    said = said_of("cleo", answer="refer", danger="blind", how_fast="now", catalogue=near)
    assert said.danger_named == "near"


def test_a_needless_referral_names_no_danger_as_right():
    said = said_of("ada", answer="refer", danger="burn", how_fast="now")
    assert (said.danger_named, said.sooner, said.dangers) == ("", False, ())


# ------------------------------------------------------------------------------ findings


def test_each_finding_says_what_it_did_whether_it_was_asked_and_what_she_took_it_for():
    said = said_of(
        "ada", "noon", "side", answer="causes", cause_ids=["sun"], for_=["noon"], against=["side"]
    )
    did = {
        one.contribution.question_id: (one.contribution.present, one.asked, one.taken)
        for one in said.did["sun"]
    }
    assert did == {
        "noon": (True, True, "for"),
        "side": (True, True, "against"),
        "peeling": (True, False, ""),
    }


def test_what_was_asked_without_a_row_does_something_too():
    said = said_of("ada", "glare", answer="causes", cause_ids=["sun"])
    absent = {one.contribution.question_id: one.contribution.present for one in said.did["sun"]}
    assert absent["glare"] is False


def test_where_no_cause_is_right_those_she_named_are_explained():
    assert set(said_of("fay", answer="causes", cause_ids=["moon"]).did) == {"moon"}
    assert said_of("fay", answer="something_else").did == {}
    assert set(said_of("eve").did) == {"sun", "moon"}


def test_what_she_left_out_and_what_she_named_wrongly():
    said = said_of("dora", answer="causes", cause_ids=["moon"])
    assert (said.left_out, said.named_wrongly) == (("sun",), ())
    said = said_of("ada", answer="causes", cause_ids=["moon"])
    assert (said.left_out, said.named_wrongly) == (("sun",), ("moon",))


def test_the_finding_that_separates_comes_with_her_words():
    key = said_of("ada").key
    assert isinstance(key, Response)
    assert (key.question_id, key.words) == ("noon", ("At noon.",))
    assert said_of("cleo").key is None


def test_the_answer_of_several_that_separates_comes_with_its_question():
    by_side = replace(TOY.cases["ada"], key_finding="left")
    said = said_of("ada", catalogue=replace(TOY, cases={**TOY.cases, "ada": by_side}))
    assert said.key is not None
    assert said.key.question_id == "side"
    without = replace(TOY.cases["ada"], key_finding="")
    assert said_of("ada", catalogue=replace(TOY, cases={**TOY.cases, "ada": without})).key is None


# ------------------------------------------------------------------------------ asking


def test_what_nobody_may_leave_out_and_the_safety_questions_left():
    said = said_of("ada", "noon", "skin")
    assert said.not_asked == ("night",)
    assert said.safety_left == ("eyes",)
    said = said_of("ada", "noon", "night", "skin", "eyes")
    assert (said.not_asked, said.safety_left) == ((), ())


def test_in_vain_is_what_has_no_row_and_little_weight():
    log = [reveal(TOY, "ada", q) for q in ("skin", "noon", "heat", "glare", "sun_test")]
    assert uninformative(TOY, TOY.cases["ada"], log) == ("heat", "sun_test")


def test_a_test_that_the_case_lists_is_not_in_vain_and_costs_all_the_same():
    said = said_of("dora", "noon", "peeling", "sun_test")
    assert "sun_test" not in said.uninformative
    assert [cost.finding_id for cost in said.costs] == ["sun_test"]


# ------------------------------------------------------------------------------ the program


def test_the_ranking_is_told_with_what_was_asked_and_with_everything():
    said = said_of("ada", "noon")
    assert said.by_asked == differential(TOY, {"noon": True}, {})
    assert said.by_asked.verdict == "safety_first"
    assert said.by_everything.verdict == "fits"


@pytest.mark.parametrize(
    ("case_id", "findings", "agrees"),
    [
        ("ada", {"noon": True, "night": False, "left": True}, True),
        ("ben", {"noon": True, "night": False, "left": True}, False),
        ("fay", {"noon": False, "night": False, "left": False}, True),
        ("ada", {"noon": False, "night": False, "left": False}, False),
        ("eve", {"noon": True}, True),
        ("cleo", {"heat": True}, True),
        ("ada", {"heat": True}, False),
        ("ada", {"glare": True, "night": False}, None),
    ],
)
def test_the_program_agrees_or_not_or_asks_for_a_look(case_id, findings, agrees):
    found = differential(TOY, findings, {}, safety_check_done=True)
    assert program_agrees(TOY.cases[case_id], found) is agrees


def test_the_program_agrees_on_two_causes_whatever_place_something_else_has():
    found = differential(TOY, {"noon": True, "night": True}, {}, safety_check_done=True)
    sun, moon, other = (
        next(row for row in found.ranking if row.cause_id == cause_id)
        for cause_id in ("sun", "moon", "something_else")
    )
    between = replace(found, ranking=(sun, other, moon), verdict="cannot_tell")
    assert program_agrees(TOY.cases["dora"], between) is True


@pytest.mark.parametrize("case_id", CASES)
def test_every_case_has_feedback_on_every_answer(case_id):
    for answer in ("causes", "something_else", "cannot_tell", "refer"):
        said = said_of(
            *(case_id, "noon", "skin"),
            **{"answer": answer, "cause_ids": ["sun"], "danger": "burn", "how_fast": "now"},
        )
        assert said.commitment.answer == answer
        assert bool(said.dangers) == (said.case.answer == "refer")


def test_a_safe_answer_that_is_not_the_written_one_is_right_and_told_what_else_would_do():
    toy = toy_cases()
    accepting = replace(toy.cases["ada"], also_accepted=("refer",))
    catalogue = replace(toy, cases=MappingProxyType({**toy.cases, "ada": accepting}))
    encounter = Encounter(catalogue, "ada")
    encounter.stop_and_refer()
    encounter.commit("refer", sure=80, danger="burn", how_fast="today")
    assert (encounter.told.right, encounter.told.miss, encounter.told.also) == (True, "", True)
    html = told_view.told(catalogue, feedback(encounter), spelled_out())
    assert "case.verdict.also" in html
    assert accepting.next_step in html
    assert re.findall(r"case\.miss\.\w+", html) == ["case.miss.not_known"]  # Nothing was asked.


def test_a_referral_that_a_case_does_not_accept_is_a_needless_alarm():
    encounter = Encounter(toy_cases(), "ada")
    encounter.stop_and_refer()
    encounter.commit("refer", sure=80, danger="burn", how_fast="today")
    assert (encounter.told.right, encounter.told.miss) == (False, "needless_urgent")


# ------------------------------------------------------------------------------ told, and nothing else


ALL = tuple(TOY.safety_questions)
BURN = {"danger": "burn", "how_fast": "today"}


@pytest.mark.parametrize(
    ("case_id", "asked", "answer", "decision", "told"),
    [
        ("ada", ALL, "causes", {"cause_ids": ["sun"]}, "verdict.right"),
        (
            "ada",
            (),
            "causes",
            {"cause_ids": ["sun"]},
            "verdict.right_not_asked miss.not_asked.many",
        ),
        (
            "ada",
            (),
            "causes",
            {"cause_ids": ["moon"]},
            "wrong_cause told.left_out told.named_wrongly",
        ),
        ("ada", ALL, "causes", {"cause_ids": ["moon", "sun"]}, "wrong_cause told.named_wrongly"),
        ("ada", (), "cannot_tell", {}, "needless_doubt"),
        ("ada", ALL, "refer", BURN, "needless_urgent miss.costs"),
        ("ada", (), "refer", BURN, "needless_urgent miss.not_known"),
        ("cleo", (), "causes", {"cause_ids": ["sun"]}, "missed_urgent miss.costs danger.not_found"),
        ("cleo", ALL, "something_else", {}, "missed_urgent miss.costs danger.found"),
        ("cleo", ALL, "refer", BURN, "verdict.right danger_named.right danger.found"),
        ("cleo", (), "refer", BURN, "verdict.right danger_named.right danger.not_found"),
        (
            *("cleo", ALL, "refer", {**BURN, "how_fast": "now"}),
            "verdict.right danger_named.right sooner danger.found",
        ),
        (
            *("cleo", ALL, "refer", {**BURN, "how_fast": "soon"}),
            "too_slow miss.costs danger_named.right danger.found",
        ),
        (
            *("cleo", ALL, "refer", {**BURN, "danger": "blind"}),
            "verdict.right danger_named.other danger.found",
        ),
        (
            *("cleo", ALL, "refer", {**BURN, "danger": "not_named"}),
            "verdict.right danger.found",
        ),
        ("dora", ALL, "causes", {"cause_ids": ["sun", "moon"]}, "verdict.right"),
        ("dora", ALL, "causes", {"cause_ids": ["moon"]}, "one_of_two told.left_out"),
        ("eve", ALL, "cannot_tell", {}, "verdict.right told.could_be"),
        ("eve", ALL, "causes", {"cause_ids": ["sun"]}, "too_sure_too_soon told.could_be"),
        ("fay", ALL, "something_else", {}, "verdict.right"),
        ("fay", (), "something_else", {}, "verdict.right_not_asked miss.not_asked.many"),
        ("fay", ALL, "causes", {"cause_ids": ["sun"]}, "wrong_cause"),
    ],
)
def test_of_a_decision_is_told_what_it_was_worth_and_nothing_that_it_was_not(
    case_id, asked, answer, decision, told
):
    html = told_view.told(TOY, said_of(case_id, *asked, answer=answer, **decision), spelled_out())
    of_told = "left_out|named_wrongly|could_be"
    keys = rf"case\.((?:verdict|miss|danger_named|danger)\.[\w.]+|sooner|told\.(?:{of_told}))"
    expected = {
        key
        for one in told.split()
        for key in ([f"verdict.{one}", f"miss.{one}"] if one in MISSES else [one])
    }
    assert set(re.findall(keys, html)) == expected
    assert "surely_wrong" not in html


@pytest.mark.parametrize(
    ("asked", "danger", "told"),
    [
        ((), "burn", ["case.miss.not_known", "case.danger_named.none"]),
        (ALL, "burn", ["case.danger_named.none"]),
        (ALL, "not_named", []),
    ],
)
def test_to_a_safe_referral_is_told_that_its_danger_does_not_fit_and_what_was_not_asked(
    asked, danger, told
):
    accepts = replace(TOY.cases["ada"], also_accepted=("refer",))
    catalogue = replace(TOY, cases={**TOY.cases, "ada": accepts})
    said = said_of(
        "ada", *asked, answer="refer", danger=danger, how_fast="today", catalogue=catalogue
    )
    html = told_view.told(catalogue, said, spelled_out())
    assert "case.verdict.also" in html
    assert re.findall(r"case\.(?:miss|danger_named)\.\w+", html) == told


@pytest.mark.parametrize(
    ("case_id", "asked", "answer", "decision", "alone"),
    [
        ("ada", ALL, "causes", {"cause_ids": ["sun"]}, True),
        ("eve", ALL, "cannot_tell", {}, True),
        ("fay", ALL, "something_else", {}, True),
        ("ada", (*ALL, "noon"), "causes", {"cause_ids": ["sun"]}, False),
        ("ada", ("heat", *ALL), "causes", {"cause_ids": ["sun"]}, False),
        ("ada", ALL[:1], "causes", {"cause_ids": ["sun"]}, False),  # That is told in its own words.
        ("ada", (), "causes", {"cause_ids": ["sun"]}, False),
        ("ada", ALL, "causes", {"cause_ids": ["moon"]}, False),
        ("cleo", ALL, "refer", BURN, False),
    ],
)
def test_a_right_answer_after_the_safety_check_alone_is_told_to_rest_on_her_story(
    case_id, asked, answer, decision, alone
):
    html = told_view.told(TOY, said_of(case_id, *asked, answer=answer, **decision), spelled_out())
    assert ("case.story_alone" in html) == alone
    if alone:
        assert "case.verdict.right " in html
        assert html.index("case.story_alone") < html.index("case.told.answer")


@pytest.mark.parametrize("asked", [(), ("noon",), ("noon", "night"), (*ALL, "noon", "night")])
def test_what_she_should_have_asked_is_listed_and_what_she_asked_is_not(asked):
    html = told_view.told(TOY, said_of("ada", *asked), spelled_out())
    _, _, listed = html.partition("case.told.asking")
    safety = [TOY.safety_questions[q].label for q in ALL if q not in asked]
    others = [TOY.findings[f].label for f in ("noon", "night") if f not in asked]
    listed = listed.split('class="program"')[0]
    assert re.findall(r"<li>([^<]*?) ?<", listed) == [*safety, *others]
    assert ("case.told.safety_left" in listed) == bool(safety)
    assert ("case.told.not_asked" in listed) == bool(others)
    assert ("case.told.all_asked" in listed) == (not safety and not others)
    assert "case.told.in_vain" not in listed
    key = "case.key.asked" if "noon" in asked else "case.key.not_asked"
    assert re.findall(r"case\.key\.\w+", html) == [key]


@pytest.mark.parametrize(
    ("answer", "decision", "said"),
    [
        ("causes", {"cause_ids": ["sun", "moon"]}, "answer=sun · moon"),
        ("cannot_tell", {}, "answer=case.answer.cannot_tell"),
        ("something_else", {}, "answer=case.answer.something_else"),
        ("refer", BURN, "answer=case.said_refer danger=a burn how_fast=tier.today"),
        (
            "refer",
            {**BURN, "danger": "not_named"},
            "answer=case.said_refer_unnamed how_fast=tier.today",
        ),
    ],
)
def test_she_is_told_her_own_decision_and_no_other(answer, decision, said):
    html = told_view.told(TOY, said_of("ada", answer=answer, **decision), spelled_out())
    assert re.findall(r"case\.you_said ([^<]*)<", html) == [said]


def test_each_finding_stands_on_the_side_on_which_it_weighed_with_what_she_made_of_it():
    said = said_of("ada", "noon", "side", "glare", "heat", for_=["noon"], against=["heat"])
    html = told_view.told(TOY, said, spelled_out())
    (did,) = re.findall(r'<details class="did" data-key="sun">.*?</details>', html)
    found = {
        side: [
            (answer, re.findall(r'class="label">case\.([\w.]+)', marks))
            for answer, marks in re.findall(r'class="answer">([^<]*)<(.*?)</li>', part)
        ]
        for side, part in (part.split("<", 1) for part in did.split("<h5>")[1:])
    }
    assert found == {
        "why.for": [
            ("why.answer_yes finding=Worse at noon", ["asked", "taken.for"]),
            ("why.answer_yes finding=Skin peels", ["not_asked"]),
            (
                "chart.question_answer answer=why.answer_yes finding=On the left question=Which side?",
                ["asked"],
            ),
        ],
        "why.against": [
            ("why.answer_no finding=Worse in glare", ["asked"]),
            ("why.answer_no finding=Worse in heat", ["asked", "taken.against"]),
        ],
    }
    halves = re.findall(r'class="answer">([^<]*)<(?:(?!</li>).)*class="discount"', did)
    assert halves == ["why.answer_no finding=Worse in heat"]


def test_a_cause_that_nothing_told_of_says_so_and_has_no_side():
    said = said_of("fay", "side", answer="causes", cause_ids=["moon"])
    nothing = replace(said, did={"moon": ()})
    html = told_view.told(TOY, nothing, spelled_out())
    (did,) = re.findall(r'<details class="did".*?</details>', html)
    assert "why.nothing cause=moon" in did
    assert "<h5>" not in did


def test_what_was_asked_in_vain_and_what_a_test_cost_are_told_where_they_were():
    for asked, vain, costs in (
        (("noon",), [], []),
        (("noon", "heat"), ["Worse in heat"], []),
        (("noon", "peeling", "sun_test"), ["Sun test positive"], ["A day"]),
    ):
        html = told_view.told(TOY, said_of("ada", *asked), spelled_out())
        _, _, told = html.split('class="program"')[0].partition("case.told.in_vain")
        assert re.findall(r"<li>([^<]*)</li>", told)[: len(vain)] == vain
        assert bool(told) == bool(vain)
        assert re.findall(r"case\.cost discomfort=Bright light wait=([^<]*)<", html) == costs
        assert ("case.costs" in html) == bool(costs)


def test_all_that_should_be_asked_was_asked_only_with_the_safety_questions():
    for asked, all_asked in (
        ((*ALL, "noon"), False),
        (ALL, False),
        ((*ALL, "noon", "night"), True),
    ):
        html = told_view.told(TOY, said_of("ada", *asked), spelled_out())
        assert ("case.told.all_asked" in html) == all_asked


def test_beside_a_danger_no_order_of_causes_is_told_after_the_decision_either():
    for case_id, rows in (("cleo", []), ("ada", ["sun", "moon"])):
        html = told_view.told(TOY, said_of(case_id, "noon"), spelled_out())
        _, _, program = html.partition('class="program"')
        assert re.findall(r'<th scope="row">(\w+)</th>', program) == rows
    asked, everything = re.findall(r"<dd>([^<]*)</dd>", program)
    assert asked == "safety.left.many count=2"
    assert "safety.left" not in everything
