"""A case is asked in any order and decided before anything is told."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise, permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crampkit.catalogue import CASE_ANSWERS, CaseFinding, Catalogue
from crampkit.practice.choosing import next_case
from crampkit.practice.encounter import (
    NOT_NAMED,
    SAFETY,
    CaseCommitment,
    Encounter,
    costs_of,
    dangers,
    everything_in,
    known_from,
    questions_by_kind,
    reveal,
)
from crampkit.practice.judging import MISSES, judge
from crampkit.practice.session import Session
from crampkit.practice.toy import CASES, toy_case, toy_cases

TOY = toy_cases()
QUESTIONS = tuple(q for ids in questions_by_kind(TOY).values() for q in ids)

every_toy_case = pytest.mark.parametrize("case_id", CASES)


def play(case_id: str, *asked: str) -> Encounter:
    encounter = Encounter(TOY, case_id)
    for question_id in asked:
        encounter.ask(question_id)
    return encounter


# ------------------------------------------------------------------------------ what asking reveals


def test_an_answer_brings_her_words_and_sets_the_finding():
    encounter = play("ada", "noon")
    (response,) = encounter.log
    assert (response.present, response.words) == (True, ("At noon.",))
    assert dict(encounter.findings) == {"noon": True}
    assert dict(encounter.flags) == {}


def test_what_the_case_does_not_list_is_absent_and_has_no_words_of_its_own():
    (response,) = play("ada", "heat").log
    assert (response.present, response.words) == (False, ())
    assert response.findings == (("heat", False),)


def test_what_was_never_asked_stays_unknown():
    encounter = play("ada", "noon", "skin")
    assert set(encounter.findings) == {"noon"}
    assert set(encounter.flags) == set()
    assert known_from(encounter.log).looked == {"burn"}


def test_one_answer_of_a_group_is_set_and_the_others_are_not_stored():
    assert dict(play("ada", "side").findings) == {"left": True}


def test_a_group_without_a_row_stays_unknown():
    encounter = play("ben", "side")
    assert encounter.log[0].present is None
    assert dict(encounter.findings) == {}


def test_of_a_group_only_the_denied_answer_is_absent():
    encounter = play("fay", "side")
    assert encounter.log[0].present is False
    assert dict(encounter.findings) == {"left": False}


def test_a_group_that_must_have_an_answer_is_never_absent_as_a_whole():
    sure = replace(
        TOY,
        findings={
            **TOY.findings,
            "left": replace(TOY.findings["left"], background=0.5),
            "right": replace(TOY.findings["right"], background=0.5),
        },
        case_findings=(
            *TOY.case_findings,
            replace(TOY.case_findings[-1], case_id="fay", finding_id="right", present=False),
        ),
    )
    assert reveal(sure, "fay", "side").findings == ()
    assert reveal(sure, "fay", "side").present is None
    one = replace(sure, case_findings=sure.case_findings[:-1])
    assert reveal(one, "fay", "side").findings == (("left", False),)


@pytest.mark.parametrize(
    ("burn", "blind", "present", "flags", "looked"),
    [
        (True, False, True, {"burn": True}, {"blind"}),
        (False, True, True, {"blind": True}, {"burn"}),
        (True, None, True, {"burn": True}, set()),
        (False, None, None, {}, {"burn"}),
        (False, False, False, {}, {"burn", "blind"}),
    ],
)
def test_one_sign_of_a_safety_question_makes_it_a_yes_and_only_all_of_them_a_no(
    burn, blind, present, flags, looked
):
    same = {**TOY.flags, "blind": replace(TOY.flags["blind"], question_id="skin")}
    rows = [
        CaseFinding("ada", "", flag_id, is_so, flag_id)
        for flag_id, is_so in (("burn", burn), ("blind", blind))
    ]
    told = reveal(replace(TOY, flags=same, case_findings=tuple(rows)), "ada", "skin")
    assert told.present is present
    assert (dict(told.flags), set(told.looked)) == (flags, looked)


def test_a_safety_question_sets_all_its_flags_and_says_the_danger_first():
    encounter = play("cleo", "skin")
    assert encounter.log[0].present is True
    assert dict(encounter.flags) == {"burn": True}
    assert encounter.log[0].words == ("It burns.",)


def test_a_denied_danger_with_words_of_its_own_shows_them():
    (response,) = play("ada", "skin").log
    assert (response.present, response.words) == (False, ("Whole.",))


@every_toy_case
def test_no_order_of_asking_changes_what_is_known(case_id):
    questions = ("skin", "noon", "side", "peeling", "night")
    known = {
        (tuple(sorted(encounter.findings.items())), tuple(sorted(encounter.flags.items())))
        for encounter in (play(case_id, *order) for order in permutations(questions))
    }
    assert len(known) == 1


@given(st.lists(st.sampled_from(QUESTIONS), max_size=12), st.sampled_from(list(CASES)))
def test_asking_again_adds_nothing_and_the_order_is_kept(asked, case_id):
    encounter = play(case_id, *asked)
    first_time = [q for q in dict.fromkeys(asked) if q != "sun_test"]
    assert [q for q in encounter.asked if q != "sun_test"] == first_time
    known = known_from(encounter.log)
    assert (dict(known.findings), dict(known.flags)) == (
        dict(encounter.findings),
        dict(encounter.flags),
    )


def test_everything_leaves_out_only_tests_that_the_case_does_not_list():
    assert {told.question_id for told in everything_in(TOY, "ada")} == set(QUESTIONS) - {"sun_test"}
    assert {told.question_id for told in everything_in(TOY, "dora")} == set(QUESTIONS)


def test_questions_come_by_kind_with_safety_first():
    by_kind = questions_by_kind(TOY)
    assert next(iter(by_kind)) == SAFETY
    assert by_kind[SAFETY] == ("skin", "eyes")
    assert by_kind["location"] == ("side",)


@pytest.mark.parametrize("question_id", ["nobody", "left", "", "burn"])
def test_what_is_no_question_is_refused(question_id):
    with pytest.raises(ValueError, match="no question"):
        play("ada", question_id)


def test_a_case_that_is_not_there_is_refused_with_the_nearest():
    with pytest.raises(ValueError, match=r"cases\.csv has no case 'adda'; did you mean 'ada'\?"):
        Encounter(TOY, "adda")


# ------------------------------------------------------------------------------ tests and their cost


@pytest.mark.parametrize(
    ("asked", "opened"),
    [
        ((), False),
        (("noon",), False),
        (("peeling",), False),
        (("skin", "peeling"), False),
        (("noon", "peeling"), True),
    ],
)
def test_tests_open_when_she_was_asked_and_examined(asked, opened):
    encounter = play("dora", *asked)
    assert encounter.tests_open is opened
    encounter.ask("sun_test")
    assert ("sun_test" in encounter.asked) is opened


def test_costs_are_known_before_a_test_and_added_up_after_it():
    assert [cost.wait for cost in costs_of(TOY, "sun_test")] == ["A day"]
    encounter = play("dora", "noon", "peeling")
    assert encounter.costs == ()
    encounter.ask("sun_test")
    assert [cost.discomfort for cost in encounter.costs] == ["Bright light"]


def test_results_of_one_test_that_cost_the_same_are_told_once():
    cost = TOY.test_costs["sun_test"]
    both = replace(
        TOY,
        test_costs={
            "left": replace(cost, finding_id="left"),
            "right": replace(cost, finding_id="right"),
        },
    )
    assert [c.finding_id for c in costs_of(both, "side")] == ["left"]


# ------------------------------------------------------------------------------ the decision


def test_nothing_is_told_before_the_decision_and_nothing_changes_after_it():
    encounter = play("ada", "noon")
    assert encounter.told is None
    encounter.commit("causes", ["moon"], sure=60)
    told = encounter.told
    encounter.commit("causes", ["sun"], sure=100)
    encounter.ask("night")
    encounter.stop_and_refer()
    assert (encounter.told, encounter.asked, encounter.phase) == (told, ("noon",), "told")


@pytest.mark.parametrize(
    ("decision", "missing"),
    [
        ({"answer": ""}, "answer"),
        ({"answer": "nobody"}, "answer"),
        ({"answer": "causes"}, "cause"),
        ({"answer": "causes", "cause_ids": ["something_else", "nobody"]}, "cause"),
        ({"answer": "refer"}, "danger"),
        ({"answer": "refer", "danger": "shade"}, "danger"),
        ({"answer": "refer", "danger": "burn"}, "how_fast"),
        ({"answer": "refer", "danger": NOT_NAMED, "how_fast": "look_alike"}, "how_fast"),
        ({"answer": "cannot_tell"}, "how_sure"),
        ({"answer": "cannot_tell", "sure": 55}, "how_sure"),
    ],
)
def test_a_decision_says_what_it_lacks(decision, missing):
    encounter = play("ada")
    encounter.commit(**{"sure": None, **decision})
    assert encounter.missing == missing
    assert encounter.told is None


def test_a_commitment_carries_the_reasons_in_the_order_of_asking_and_the_order_itself():
    encounter = play("ada", "night", "noon", "skin")
    heard: list[CaseCommitment] = []
    encounter.on_commit(heard.append)
    encounter.commit(
        "causes", ["sun"], for_=["noon", "night", "heat"], against=["skin", "noon"], sure=80
    )
    assert heard == [
        CaseCommitment(
            case_id="ada",
            answer="causes",
            cause_ids=("sun",),
            for_=("night", "noon"),
            against=("skin",),
            sure=80,
            asked=("night", "noon", "skin"),
            stopped=False,
            right=True,
            miss="",
        )
    ]


def test_she_can_stop_before_anything_was_asked_and_can_then_only_refer():
    encounter = play("cleo")
    encounter.stop_and_refer()
    encounter.commit("causes", ["sun"], sure=90, danger="burn", how_fast="today")
    assert encounter.told is not None
    assert (encounter.told.answer, encounter.told.stopped, encounter.told.right) == (
        "refer",
        True,
        True,
    )
    assert encounter.told.cause_ids == ()


def test_she_can_go_back_from_the_decision_and_from_stopping():
    encounter = play("ada")
    for go in (encounter.decide, encounter.stop_and_refer):
        go()
        encounter.ask_more()
        encounter.ask("noon")
        assert encounter.phase == "asking"
    encounter.commit("cannot_tell", sure=50)
    assert encounter.told is not None
    assert not encounter.told.stopped


def test_what_does_not_belong_to_the_answer_is_left_out():
    encounter = play("ada")
    encounter.commit("something_else", ["sun"], sure=50, danger="burn", how_fast="now")
    assert encounter.told is not None
    assert (encounter.told.cause_ids, encounter.told.danger, encounter.told.how_fast) == (
        (),
        "",
        "",
    )


def test_a_decision_is_told_to_the_page_even_if_the_record_of_it_fails():
    encounter = play("ada")
    drawn: list[str] = []
    encounter.observe(lambda: drawn.append(encounter.phase))

    def full_disk(_: CaseCommitment) -> None:
        raise OSError("full")

    encounter.on_commit(full_disk)
    with pytest.raises(OSError, match="full"):
        encounter.commit("cannot_tell", sure=50)
    assert drawn[-1] == "told"


def test_each_danger_is_offered_once_and_no_look_alike():
    assert dangers(TOY) == ("burn", "blind")


# ------------------------------------------------------------------------------ what it is worth


def miss_of(case: dict, answer: str, causes: tuple[str, ...] = (), how_fast: str = "now") -> str:
    needed = "today" if case.get("answer") == "refer" else ""
    judged = judge(toy_case(**case), answer, causes, how_fast, needed)
    assert judged.right == (judged.miss == "")
    return judged.miss


URGENT = {"answer": "refer", "cause_ids": (), "flag_ids": ("burn",)}
BOTH = {"cause_ids": ("sun", "moon")}
OPEN = {"answer": "cannot_tell", "cause_ids": ("sun", "moon")}
ELSE = {"answer": "something_else", "cause_ids": ()}


@pytest.mark.parametrize(
    ("miss", "answer", "causes", "case"),
    [
        ("", "causes", ("sun",), {}),
        ("", "causes", ("moon", "sun"), BOTH),
        ("", "something_else", (), ELSE),
        ("", "cannot_tell", (), OPEN),
        ("", "refer", (), URGENT),
        ("missed_urgent", "causes", ("sun",), URGENT),
        ("missed_urgent", "something_else", (), URGENT),
        ("missed_urgent", "cannot_tell", (), URGENT),
        ("needless_urgent", "refer", (), {}),
        ("needless_urgent", "refer", (), OPEN),
        ("needless_urgent", "refer", (), ELSE),
        ("wrong_cause", "causes", ("moon",), {}),
        ("wrong_cause", "causes", ("sun", "moon"), {}),
        ("wrong_cause", "causes", ("sun",), ELSE),
        ("wrong_cause", "something_else", (), {}),
        ("one_of_two", "causes", ("sun",), BOTH),
        ("too_sure_too_soon", "causes", ("sun",), OPEN),
        ("too_sure_too_soon", "something_else", (), OPEN),
        ("needless_doubt", "cannot_tell", (), {}),
        ("needless_doubt", "cannot_tell", (), ELSE),
    ],
)
def test_each_kind_of_miss_is_told_apart(miss, answer, causes, case):
    assert miss_of(case, answer, causes) == miss


@pytest.mark.parametrize(
    ("how_fast", "miss"), [("now", ""), ("today", ""), ("soon", "too_slow"), ("", "too_slow")]
)
def test_to_refer_later_than_needed_is_a_miss_and_sooner_is_not(how_fast, miss):
    assert miss_of(URGENT, "refer", how_fast=how_fast) == miss


@given(
    st.sampled_from(CASE_ANSWERS),
    st.sets(st.sampled_from(["sun", "moon"]), min_size=1),
    st.sampled_from([{}, BOTH, OPEN, ELSE, URGENT]),
)
def test_every_decision_is_right_or_one_of_the_known_misses(answer, causes, case):
    judged = judge(toy_case(**case), answer, causes, "now", "today")
    assert judged.right or judged.miss in MISSES


# ------------------------------------------------------------------------------ who comes next


def in_order(catalogue: Catalogue, count: int, due: tuple[str, ...] = ()) -> list[str]:
    met: list[str] = []
    for _ in range(count):
        met.append(next_case(catalogue.cases, met, due))
    return met


def test_every_case_is_met_once_before_any_comes_back():
    met = in_order(TOY, 2 * len(CASES))
    assert sorted(met[: len(CASES)]) == sorted(CASES)
    assert sorted(met) == sorted([*CASES, *CASES])


def test_two_in_a_row_are_never_of_a_kind_where_that_can_be():
    more = {
        f"{case_id}{number}": replace(case, case_id=f"{case_id}{number}")
        for case_id, case in TOY.cases.items()
        for number in range(4)
    }
    met = in_order(replace(TOY, cases=more), len(more))
    kinds = [more[case_id].kind for case_id in met]
    assert all(one != other for one, other in pairwise(kinds))


def test_the_easier_cases_come_first():
    met = in_order(TOY, len(CASES))
    levels = [TOY.cases[case_id].difficulty for case_id in met]
    assert levels == sorted(levels)


def test_what_is_due_comes_before_what_is_easier():
    assert next_case(TOY.cases, (), due=("fay", "gone")) == "fay"


def test_a_single_case_comes_back_and_none_says_what_to_add():
    one = {"ada": TOY.cases["ada"]}
    assert next_case(one, ["ada"]) == "ada"
    assert next_case(one, ["gone", "gone"]) == "ada"
    with pytest.raises(ValueError, match=r"add rows to cases\.csv"):
        next_case({}, ())


def test_the_shipped_cases_alternate(shipped):
    met = in_order(shipped, len(shipped.cases))
    assert sorted(met) == sorted(shipped.cases)
    kinds = [shipped.cases[case_id].kind for case_id in met]
    if 2 * max(map(kinds.count, kinds)) > len(kinds) + 1:
        pytest.skip("more than half of the cases are of one kind")
    assert all(one != other for one, other in pairwise(kinds))


def test_a_session_hears_every_decision_once_and_asks_what_is_due():
    heard: list[str] = []
    session = Session(TOY, due=lambda: ["fay"])
    session.on_commit(lambda commitment: heard.append(commitment.case_id))
    for _ in CASES:
        encounter = session.open(session.next_case())
        encounter.commit("cannot_tell", sure=50)
        encounter.commit("cannot_tell", sure=50)
    assert heard == list(session.met)
    assert heard[0] == "fay"
    assert sorted(heard) == sorted(CASES)


# ------------------------------------------------------------------------------ what nobody can say


def unknown(finding_id: str = "", flag_id: str = "") -> Catalogue:
    """The toy cases, in which one thing about ada stays unknown."""
    catalogue = toy_cases()
    rows = [
        row
        for row in catalogue.case_findings
        if row.case_id != "ada" or (row.finding_id, row.flag_id) != (finding_id, flag_id)
    ]
    row = CaseFinding("ada", finding_id, flag_id, None, "Nobody can say.")
    return replace(catalogue, case_findings=(*rows, row))


def test_what_nobody_can_say_is_told_in_words_and_stays_unknown():
    encounter = Encounter(unknown("noon"), "ada")
    encounter.ask("noon")
    assert encounter.log[0].words == ("Nobody can say.",)
    assert encounter.log[0].present is None
    assert "noon" not in encounter.findings


def test_an_answer_of_a_group_that_nobody_can_say_is_not_a_no():
    encounter = Encounter(unknown("left"), "ben")
    encounter.ask("side")
    assert not encounter.findings
    assert encounter.log[0].present is None
    encounter = Encounter(unknown("left"), "ada")
    encounter.ask("side")
    assert "left" not in encounter.findings


def test_a_danger_sign_that_nobody_could_look_for_stays_open_in_the_safety_check():
    encounter = Encounter(unknown(flag_id="burn"), "ada")
    encounter.ask("skin")
    assert "burn" not in encounter.flags
