"""How near two women are: which answers differ, and which signs are the same answer once more."""

from __future__ import annotations

from dataclasses import replace

import pytest

from crampkit.catalogue import CaseFinding, Catalogue, FlagRule
from crampkit.practice.parting import Apart, apart
from crampkit.practice.toy import toy_cases


def two(first: dict[str, bool | None], second: dict[str, bool | None]) -> Catalogue:
    """The toy women, of whom Ada and Ben have these answers alone: of findings, or of danger signs."""
    toy = toy_cases()
    rows = tuple(
        CaseFinding(
            case_id,
            named if named in toy.findings else "",
            "" if named in toy.findings else named,
            present,
            "She says so.",
        )
        for case_id, answers in (("ada", first), ("ben", second))
        for named, present in answers.items()
    )
    return replace(toy, case_findings=rows)


@pytest.mark.parametrize(
    ("first", "second", "questions", "signs"),
    [
        ({"noon": True}, {"noon": True}, (), ()),
        ({"noon": True}, {"noon": False}, ("noon",), ()),
        ({"noon": True}, {}, ("noon",), ()),  # What is not listed is answered no ...
        ({"noon": False}, {}, (), ()),
        ({"noon": False}, {"noon": None}, ("noon",), ()),  # ... and "cannot say" is another answer.
        ({"noon": True}, {"noon": None}, ("noon",), ()),
        ({"left": True}, {"right": True}, ("side",), ()),  # One question, two of its answers.
        ({"left": True, "right": False}, {"left": True}, (), ()),
        ({"left": True}, {"left": None}, ("side",), ()),
        ({"noon": True}, {"night": True}, ("noon", "night"), ()),
        ({"burn": True}, {"burn": False}, (), ("burn",)),
        ({"burn": None}, {}, (), ("burn",)),
        ({"burn": False}, {}, (), ()),
    ],
)
def test_yes_no_and_cannot_say_are_three_answers_and_a_group_is_one_question(
    first, second, questions, signs
):
    for catalogue in (two(first, second), two(second, first)):
        assert apart(catalogue, "ada", "ben") == Apart(questions, signs, ())


def test_a_sign_to_which_a_rule_leads_from_an_answer_is_no_second_answer():
    found = apart(two({"heat": True, "burn": True}, {}), "ada", "ben")
    assert found == Apart(("heat",), (), ("burn",))
    assert found.answers == 1
    # The rule for the burn does not lead to blindness, nor is there one from noon to the burn.
    assert apart(two({"heat": True, "blind": True}, {}), "ada", "ben").signs == ("blind",)
    assert apart(two({"noon": True, "burn": True}, {}), "ada", "ben").answers == 2


def test_a_sign_that_a_rule_asks_for_in_both_is_an_answer_of_its_own():
    both = {"heat": True}
    assert apart(two({**both, "burn": True}, both), "ada", "ben") == Apart((), ("burn",), ())


def test_a_sign_that_is_asked_for_where_something_is_absent_follows_as_well():
    catalogue = two({"noon": True, "night": False, "blind": True}, {"noon": True, "night": True})
    rule = FlagRule("blind", ("noon",), ("night",), "ask_now")
    catalogue = replace(catalogue, rules=(rule,))
    assert apart(catalogue, "ada", "ben") == Apart(("night",), (), ("blind",))
