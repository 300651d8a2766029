"""The case: one learner's answers, replaced and never edited, undone step by step, carried as text."""

from __future__ import annotations

import math
from dataclasses import replace
from types import MappingProxyType

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crampkit.case import NONE_OF_THESE, Case
from crampkit.catalogue import Example
from crampkit.reasoning import AnswerError, differential, raised_flags
from crampkit.toy import toy_catalogue
from tests.laws.strategies import answers_to, flags_of, random_catalogues, shipped_catalogue

EXAMPLES = {
    "walk": Example("walk", "A walk", "Sore", ("noon", "left"), ("night", "right"), (), "done"),
    "swim": Example("swim", "A swim", "Wet", (), ("glare",), ("burn",), "not_done"),
    "both": Example("both", "Both", "Sore and wet", (), (), ("blind",), "done"),
}


@pytest.fixture
def case(toy):
    return Case(replace(toy, examples=MappingProxyType(EXAMPLES)))


def state(case):
    return dict(case.findings), dict(case.flags), dict(case.pretest)


# ------------------------------------------------------------------------------ answers


def test_a_new_case_has_no_answers(case):
    assert state(case) == ({}, {}, {})
    assert not case.can_undo


def test_an_answer_is_yes_no_or_not_asked(case):
    case.answer("noon", True)
    assert case.findings == {"noon": True}
    case.answer("noon", False)
    assert case.findings == {"noon": False}
    case.answer("noon", None)
    assert case.findings == {}


@pytest.mark.parametrize("wrong", ["no", "yes", "", 0, 1, "False", [], math.nan])
def test_what_is_not_yes_no_or_not_asked_is_refused_and_means_nothing(case, wrong):
    case.answer("noon", True)
    case.flag("burn", True)
    case.look("blind", False)
    before = case.as_text()
    for ask in (
        lambda: case.answer("noon", wrong),
        lambda: case.flag("burn", wrong),
        lambda: case.look("blind", wrong),
        lambda: case.look("burn", wrong),
    ):
        with pytest.raises(AnswerError, match=r"use True, False or None \(not asked\)$") as told:
            ask()
        assert repr(wrong) in str(told.value)
        assert case.as_text() == before


@pytest.mark.parametrize("wrong", [True, False, 5, ["left"], "", "lefft"])
def test_a_choice_that_is_no_answer_of_its_question_is_refused(case, wrong):
    case.answer_group("side", "left")
    with pytest.raises(AnswerError, match="no answer "):
        case.answer_group("side", wrong)
    assert case.findings == {"left": True}


@pytest.mark.parametrize("wrong", [True, False, "3", "no", [3]])
def test_a_pretest_weight_that_is_no_number_is_refused(case, wrong):
    with pytest.raises(AnswerError, match="use a number, or None for the catalogue's own"):
        case.set_pretest("sun", wrong)
    assert case.pretest == {}


@pytest.mark.parametrize("wrong", [5, None, ["noon"], {}])
def test_an_id_that_is_no_text_is_refused_with_a_sentence(case, wrong):
    for ask in (
        lambda: case.answer(wrong, True),
        lambda: case.answer_group(wrong, "left"),
        lambda: case.flag(wrong, True),
        lambda: case.look(wrong, True),
        lambda: case.none_of_these(wrong),
        lambda: case.set_pretest(wrong, 1),
        lambda: case.load_example(wrong),
    ):
        with pytest.raises(AnswerError, match=r"write its id as a text$"):
            ask()


def test_yes_replaces_the_other_answers_of_its_question(case):
    case.answer("left", False)
    case.answer("right", True)
    assert case.findings == {"right": True}
    case.answer("left", True)
    assert case.findings == {"left": True}


def test_no_to_another_answer_of_the_question_keeps_the_yes(case):
    case.answer("right", True)
    case.answer("left", False)
    assert case.findings == {"right": True}
    case.answer("right", False)
    case.answer("left", False)
    assert case.findings == {"right": False, "left": False}


def test_no_answer_but_a_yes_to_the_same_question_takes_a_raised_flag_away(case):
    case.answer("right", True)
    assert "shade" in raised_flags(case.catalogue, case.findings, case.flags)
    for name in case.catalogue.findings:
        if name != "right":
            case.answer(name, False)
            assert "shade" in raised_flags(case.catalogue, case.findings, case.flags)


def test_a_group_is_answered_as_one_question(case):
    case.answer_group("side", "left")
    assert case.findings == {"left": True}
    case.answer_group("side", "right")
    assert case.findings == {"right": True}
    case.answer_group("side", NONE_OF_THESE)
    assert case.findings == {"left": False, "right": False}
    case.answer_group("side", None)
    assert case.findings == {}


def certain(toy):
    """The toy with a question of which one answer must hold."""
    findings = {
        **toy.findings,
        "left": replace(toy.findings["left"], background=0.5),
        "right": replace(toy.findings["right"], background=0.5),
    }
    return replace(toy, findings=MappingProxyType(findings), features=MappingProxyType({}))


def test_none_of_these_is_refused_where_one_answer_must_hold(toy):
    case = Case(certain(toy))
    with pytest.raises(AnswerError, match="one answer of 'side' must hold"):
        case.answer_group("side", NONE_OF_THESE)
    case.answer("left", False)
    with pytest.raises(AnswerError, match="one answer of 'side' must hold"):
        case.answer("right", False)
    assert case.findings == {"left": False}


@pytest.mark.parametrize(
    ("call", "words"),
    [
        (lambda case: case.answer("nooon", True), "no finding 'nooon'; did you mean 'noon'?"),
        (lambda case: case.answer_group("sied", "left"), "no question 'sied'; did you mean 'side'"),
        (lambda case: case.answer_group("side", "noon"), "no answer 'noon'"),
        (lambda case: case.flag("bern", True), "no flag 'bern'; did you mean 'burn'?"),
        (lambda case: case.none_of_these("skn"), "no safety question 'skn'; did you mean 'skin'?"),
        (lambda case: case.reopen_phrase("brun"), "no phrase 'brun'; did you mean 'burn'?"),
        (lambda case: case.set_pretest("sum", 1), "no cause 'sum'; did you mean 'sun'?"),
        (lambda case: case.load_example("wlak"), "no example 'wlak'; did you mean 'walk'?"),
        (lambda case: case.set_pretest("sun", 0), "must be above 0"),
        (lambda case: case.set_pretest("sun", -1), "must be above 0"),
        (lambda case: case.set_pretest("sun", math.nan), "must be above 0"),
        (lambda case: case.set_pretest("sun", math.inf), "must be above 0"),
        (lambda case: case.set_pretest("sun", 1e-10), "at least 1e-09 and at most 1e+09"),
        (lambda case: case.set_pretest("sun", 1e10), "at least 1e-09 and at most 1e+09"),
        (lambda case: case.load_text("noon"), "begins with crampkit1"),
        (lambda case: case.load_text(""), "begins with crampkit1"),
    ],
)
def test_what_is_not_known_is_refused_with_the_nearest_and_changes_nothing(case, call, words):
    case.answer("noon", True)
    calls = []
    case.observe(lambda: calls.append(1))
    with pytest.raises(AnswerError) as raised:
        call(case)
    assert words in str(raised.value)
    assert state(case) == ({"noon": True}, {}, {})
    assert not calls


# ------------------------------------------------------------------------------ flags and weights


def test_a_flag_is_yes_no_or_not_asked(case):
    case.flag("burn", True)
    assert case.flags == {"burn": True}
    case.flag("burn", False)
    assert case.flags == {"burn": False}
    case.flag("burn", None)
    assert case.flags == {}


def test_none_of_these_answers_the_rest_and_keeps_what_was_ticked(case):
    case.flag("burn", True)
    case.none_of_these("skin")
    case.none_of_these("eyes")
    assert case.flags == {"burn": True, "blind": False}


def test_a_phrase_can_be_opened_again(case):
    case.none_of_these("skin")
    case.none_of_these("eyes")
    case.reopen_phrase("burn")
    assert case.flags == {"blind": False}


def test_the_safety_check_is_done_when_every_question_is_answered(case):
    assert differential(case.catalogue, case.findings, case.flags).verdict == "safety_first"
    case.none_of_these("skin")
    assert differential(case.catalogue, case.findings, case.flags).verdict == "safety_first"
    case.none_of_these("eyes")
    assert differential(case.catalogue, case.findings, case.flags).verdict == "not_enough"


def test_only_weights_that_were_moved_are_kept(case):
    case.set_pretest("sun", 5.0)
    case.set_pretest("moon", 1.0)
    assert case.pretest == {"sun": 5.0}
    case.set_pretest("sun", None)
    assert case.pretest == {}


def test_all_weights_can_be_given_back_at_once(case):
    case.set_pretest("sun", 5.0)
    case.set_pretest("moon", 6.0)
    case.answer("noon", True)
    case.restore_pretest()
    assert state(case) == ({"noon": True}, {}, {})


# ------------------------------------------------------------------------------ examples


def test_an_example_brings_its_answers_and_its_safety_check(case):
    case.answer("heat", True)
    case.load_example("walk")
    assert case.findings == {"noon": True, "left": True, "night": False}
    assert case.flags == {"burn": False, "blind": False}
    case.load_example("swim")
    assert case.findings == {"glare": False}
    assert case.flags == {"burn": True}
    case.load_example("both")
    assert case.flags == {"burn": False, "blind": True}


# ------------------------------------------------------------------------------ safety answers


def test_a_ticked_danger_outlives_a_no_and_a_yes_to_its_phrase_and_a_look(case):
    case.flag("burn", True)
    case.no_to_phrase("burn")
    case.reopen_phrase("burn")
    case.look("burn", False)
    assert case.flags == {"burn": True}
    assert not case.looked


def test_a_yes_to_a_phrase_takes_back_the_no_and_the_look_behind_it(case):
    case.look("burn", False)
    case.reopen_phrase("burn")
    assert not case.looked
    case.no_to_phrase("burn")
    case.reopen_phrase("burn")
    assert case.flags == {}


@pytest.fixture
def private(case):
    """The toy case in which *burn* is private and stands beside *ember* under one question."""
    toy = case.catalogue
    flags = {
        **toy.flags,
        "burn": replace(toy.flags["burn"], private=True),
        "ember": replace(toy.flags["burn"], flag_id="ember"),
    }
    phrases = {**toy.phrases, "ember": replace(toy.phrases["burn"], flag_ids=("ember",))}
    return Case(replace(toy, flags=MappingProxyType(flags), phrases=MappingProxyType(phrases)))


@pytest.mark.parametrize("answer", [True, False, None])
def test_a_private_answer_leaves_no_trace_in_the_text_and_comes_back_not_asked(private, answer):
    private.flag("ember", False)
    without = private.as_text()
    private.flag("burn", answer)
    assert private.as_text() == without
    copied = Case(private.catalogue)
    assert copied.load_text(without) == ()
    assert copied.flags == {"ember": False}


@pytest.mark.parametrize("leave", ["reset", "load_example", "load_text"])
def test_a_private_answer_does_not_outlive_her_story(private, leave):
    private.flag("burn", True)
    private.answer("noon", True)
    {
        "reset": private.reset,
        "load_example": lambda: private.load_example("both"),
        "load_text": lambda: private.load_text("crampkit1 present=heat"),
    }[leave]()
    while private.can_undo:
        private.undo()
        assert not private.flags.get("burn")


# ------------------------------------------------------------------------------ undo

CHANGES = {
    "answer": lambda case: case.answer("noon", False),
    "withdraw": lambda case: case.answer("night", None),
    "replace": lambda case: case.answer("right", True),
    "answer_group": lambda case: case.answer_group("side", "right"),
    "none of a group": lambda case: case.answer_group("side", NONE_OF_THESE),
    "flag": lambda case: case.flag("burn", True),
    "none_of_these": lambda case: case.none_of_these("skin"),
    "reopen_phrase": lambda case: case.reopen_phrase("blind"),
    "set_pretest": lambda case: case.set_pretest("sun", 7),
    "restore_pretest": lambda case: case.restore_pretest(),
    "load_example": lambda case: case.load_example("walk"),
    "load_text": lambda case: case.load_text("crampkit1 present=heat"),
    "reset": lambda case: case.reset(),
}


def begin(case):
    case.answer("night", True)
    case.answer("left", True)
    case.flag("blind", False)
    case.set_pretest("moon", 3)


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
def test_every_change_can_be_undone_and_is_told_once_each_way(case, change):
    begin(case)
    before = state(case)
    calls = []
    case.observe(lambda: calls.append(state(case)))
    change(case)
    after = state(case)
    assert after != before
    assert calls == [after]
    case.undo()
    assert state(case) == before
    assert calls == [after, before]


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
def test_the_same_change_again_is_no_change(case, change):
    begin(case)
    change(case)
    after = state(case)
    calls = []
    case.observe(lambda: calls.append(1))
    change(case)
    assert state(case) == after
    assert not calls
    case.undo()
    assert state(case) != after


def test_undo_at_the_beginning_does_nothing(case):
    calls = []
    case.observe(lambda: calls.append(1))
    case.undo()
    assert state(case) == ({}, {}, {})
    assert not calls


def test_undo_goes_back_to_the_very_beginning(case):
    begin(case)
    for change in CHANGES.values():
        change(case)
    steps = 0
    while case.can_undo:
        case.undo()
        steps += 1
    assert state(case) == ({}, {}, {})
    assert steps > len(CHANGES)


def test_reset_withdraws_everything(case):
    begin(case)
    case.reset()
    assert state(case) == ({}, {}, {})


# ------------------------------------------------------------------------------ observing


def test_an_observer_can_stop_and_stop_again(case):
    calls = []
    stop = case.observe(lambda: calls.append(1))
    case.answer("noon", True)
    stop()
    stop()
    case.answer("noon", False)
    assert calls == [1]


def test_one_observer_may_stop_another_while_it_is_told(case):
    calls = []
    stops = []
    case.observe(lambda: [stop() for stop in stops])
    stops.append(case.observe(lambda: calls.append(1)))
    case.answer("noon", True)
    case.answer("noon", False)
    assert len(calls) == 1


def test_the_mappings_cannot_be_edited(case):
    begin(case)
    for mapping in (case.findings, case.flags, case.pretest):
        with pytest.raises(TypeError):
            mapping["noon"] = True
        with pytest.raises(AttributeError):
            mapping.clear()


def test_a_mapping_taken_before_a_change_stays_as_it_was(case):
    before = case.findings
    case.answer("noon", True)
    assert before == {}


# ------------------------------------------------------------------------------ as text


def test_a_case_is_one_line_of_words(case):
    begin(case)
    case.answer("glare", False)
    case.flag("shade", False)
    assert case.as_text() == (
        "crampkit1 present=night,left absent=glare none=eyes clear=shade weights=moon:3"
    )


@pytest.mark.parametrize(
    ("line", "findings", "flags", "dropped"),
    [
        ("crampkit1", {}, {}, ()),
        ("  crampkit1   present=noon \n", {"noon": True}, {}, ()),
        ("crampkit1 present=noon,dusk", {"noon": True}, {}, ("dusk",)),
        ("crampkit1 absent=dusk,noon", {"noon": False}, {}, ("dusk",)),
        ("crampkit1 present=noon absent=noon", {"noon": True}, {}, ("noon",)),
        ("crampkit1 present=left,right", {"left": True}, {}, ("right",)),
        ("crampkit1 present=left absent=right", {"left": True}, {}, ()),
        ("crampkit1 flags=burn,itch", {}, {"burn": True}, ("itch",)),
        ("crampkit1 none=skin,ears", {}, {"burn": False}, ("ears",)),
        ("crampkit1 none=skin flags=burn", {}, {"burn": True}, ()),
        ("crampkit1 flags=burn clear=burn", {}, {"burn": True}, ()),
        ("crampkit1 clear=shade,itch", {}, {"shade": False}, ("itch",)),
        ("crampkit1 colour=red noon", {}, {}, ("colour=red", "noon")),
        ("crampkit1 present= absent=,,", {}, {}, ()),
    ],
)
def test_what_a_line_says_is_taken_over_and_what_is_not_known_is_named(
    case, line, findings, flags, dropped
):
    case.answer("heat", True)
    assert case.load_text(line) == dropped
    assert (dict(case.findings), dict(case.flags)) == (findings, flags)


def test_where_one_answer_must_hold_the_last_no_is_dropped_and_named(toy):
    case = Case(certain(toy))
    assert case.load_text("crampkit1 absent=left,right") == ("right",)
    assert case.findings == {"left": False}


@pytest.mark.parametrize(
    "weight", ["0", "-1", "nan", "inf", "1e999", "", "one", "1e-9999", "٣", "1_0", "0x1", "9" * 400]
)
def test_a_weight_that_is_no_number_above_nothing_is_dropped(case, weight):
    assert case.load_text(f"crampkit1 weights=sun:{weight},moon:2.5") == (f"sun:{weight}",)
    assert case.pretest == {"moon": 2.5}


def test_a_weight_of_no_cause_is_dropped(case):
    assert case.load_text("crampkit1 weights=star:2,sun") == ("star:2", "sun")


@pytest.mark.parametrize("weight", ["0", "1e-323", "1e-10", "1e10", "1e308"])
def test_a_weight_that_nothing_can_be_reckoned_with_is_dropped(case, weight):
    assert case.load_text(f"crampkit1 weights=sun:{weight}") == (f"sun:{weight}",)


@pytest.mark.parametrize("weight", [1e-9, 0.000123456789, 1 / 3, 2_000_000, 1e9, 7])
def test_a_weight_comes_back_as_it_was(case, weight):
    case.set_pretest("sun", weight)
    copied = Case(case.catalogue)
    assert copied.load_text(case.as_text()) == ()
    assert copied.pretest == case.pretest
    assert copied.pretest["sun"] == pytest.approx(weight, rel=1e-5)


@given(st.text(max_size=60), st.booleans())
def test_no_line_ends_in_anything_but_a_case_or_an_answer_error(text, marked):
    case = Case(toy_catalogue())
    try:
        case.load_text(f"crampkit1 {text}" if marked else text)
    except AnswerError:
        assert not marked
    differential(case.catalogue, case.findings, case.flags, case.pretest)


@pytest.mark.parametrize(
    "catalogues", [random_catalogues(), st.builds(shipped_catalogue)], ids=["random", "shipped"]
)
@given(data=st.data())
def test_a_case_comes_back_from_its_text_as_it_was(catalogues, data):
    catalogue = data.draw(catalogues)
    case = Case(catalogue)
    for finding_id, present in data.draw(answers_to(catalogue)).items():
        case.answer(finding_id, present)
    private = {flag_id for flag_id, flag in catalogue.flags.items() if flag.private}
    for flag_id, present in data.draw(flags_of(catalogue)).items():
        if flag_id not in private:
            case.flag(flag_id, present)
    for flag_id in data.draw(st.sets(st.sampled_from([*catalogue.flags] or [None]), max_size=3)):
        if flag_id and flag_id not in private:
            case.look(flag_id, False)
    for question_id in data.draw(
        st.sets(st.sampled_from(list(catalogue.safety_questions) or [None]))
    ):
        if question_id:
            case.none_of_these(question_id)
    for cause_id in data.draw(st.sets(st.sampled_from(list(catalogue.causes)), max_size=3)):
        case.set_pretest(cause_id, data.draw(st.floats(1e-9, 1e9)))
    for flag_id in private:  # It is never copied, and so comes back not asked.
        case.flag(flag_id, None)
    line = case.as_text()
    assert "\n" not in line
    copied = Case(catalogue)
    assert copied.load_text(line) == ()
    assert state(copied) == state(case)
    assert differential(catalogue, copied.findings, copied.flags, copied.pretest) == differential(
        catalogue, case.findings, case.flags, case.pretest
    )
