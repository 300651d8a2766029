"""Whom an answer helps, what raised a flag, and how well the order holds, on the toy catalogue."""

from __future__ import annotations

from dataclasses import replace

import pytest

from crampkit.catalogue import SOMETHING_ELSE, FlagRule
from crampkit.reasoning.asking import most_helped
from crampkit.reasoning.changing import Outlook, outlook
from crampkit.reasoning.flags import raised_by_findings
from crampkit.reasoning.robustness import DRAWS, draws_kept, sturdiness_band


def test_an_answer_helps_the_cause_that_it_speaks_for_most(toy):
    assert most_helped(toy, {}, "noon", True) == "sun"
    assert most_helped(toy, {}, "noon", False) == "moon"


def test_an_answer_that_says_nothing_helps_nobody_and_something_else_is_never_named(toy):
    silent = next(f for f in toy.findings if not toy.probability[f])
    assert most_helped(toy, {}, silent, True) is None
    assert most_helped(toy.limited_to(["sun"]), {}, "noon", False) is None


def test_a_flag_is_put_down_to_every_finding_that_raised_it_and_to_no_other(toy):
    rules = (*toy.rules, FlagRule("burn", ("glare", "noon"), (), "raise"))
    catalogue = replace(toy, rules=rules)
    told = {"heat": True, "glare": True, "noon": True, "night": True}
    assert raised_by_findings(catalogue, told, {}) == {"burn": ("heat", "glare", "noon")}
    assert raised_by_findings(catalogue, {"heat": True, "glare": True}, {}) == {"burn": ("heat",)}
    assert raised_by_findings(catalogue, {"glare": True, "noon": False}, {}) == {}


def test_a_no_to_a_flag_does_not_hide_what_raised_it_and_a_tick_does(toy):
    assert raised_by_findings(toy, {"heat": True}, {"burn": False}) == {"burn": ("heat",)}
    assert raised_by_findings(toy, {"heat": True}, {"burn": True}) == {}


def test_what_only_asks_for_a_look_raises_nothing(toy):
    assert raised_by_findings(toy, {"glare": True, "night": False}, {}) == {}


def test_without_a_leader_and_without_a_telling_answer_there_is_no_order_to_be_sure_of(toy):
    assert outlook(toy, {}, {}, None) == Outlook(None)
    assert outlook(toy, {"right": True}, {}, "sun") == Outlook(None)
    assert outlook(toy, {"noon": True}, {}, SOMETHING_ELSE) == Outlook(None)


@pytest.mark.parametrize(("flag_id", "refers"), [("burn", True), ("blind", True), ("shade", False)])
def test_a_change_that_would_raise_a_danger_asks_for_referral_and_a_look_alike_does_not(
    toy, flag_id, refers
):
    change = outlook(toy, {"noon": True}, {}, "sun").change
    told = [tuple(f for f, yes in change.answers if yes is answer) for answer in (True, False)]
    catalogue = replace(toy, rules=(FlagRule(flag_id, *told, "raise"),))
    assert outlook(catalogue, {"noon": True}, {}, "sun").refers is refers
    assert not outlook(replace(toy, rules=()), {"noon": True}, {}, "sun").refers


def test_a_danger_that_is_ticked_already_asks_for_referral_whatever_changes(toy):
    assert outlook(toy, {"noon": True}, {"burn": True}, "sun").refers
    assert not outlook(toy, {"noon": True}, {"burn": False}, "sun").refers


@pytest.mark.parametrize(
    ("stays", "band"),
    [
        *((1.0, "very"), (0.95, "very"), (0.949, "mostly"), (0.75, "mostly")),
        *((0.749, "barely"), (0.5, "barely"), (0.499, "not"), (0.0, "not")),
    ],
)
def test_a_leader_is_as_sturdy_as_the_draws_say(stays, band):
    assert sturdiness_band(stays) == band


def test_the_draws_kept_are_whole_and_no_more_than_all():
    assert [draws_kept(stays) for stays in (0.0, 0.5, 1.0)] == [0, DRAWS // 2, DRAWS]
