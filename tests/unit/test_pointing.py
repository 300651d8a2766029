"""Where a woman points, and which answers that gives, on the toy catalogue with an ear and a nose."""

from __future__ import annotations

from dataclasses import replace
from types import MappingProxyType

import pytest

from crampkit.catalogue import Catalogue, Region
from crampkit.reasoning import AnswerError
from crampkit.reasoning.answers import other_answers, with_answer
from crampkit.reasoning.pointing import (
    Pointed,
    Setting,
    after_changes_elsewhere,
    findings_pointed_at,
    pick,
    places,
    settings,
    status,
)

LEFT_EAR, RIGHT_EAR, NOSE = ("ear", "left"), ("ear", "right"), ("nose", "middle")


@pytest.fixture
def body(toy: Catalogue) -> Catalogue:
    """An ear on each side (noon; one of them left, both night), and a nose in the middle (heat)."""
    ear = {"finding_ids": ("noon",), "both_sides": ("night",), "one_side": ("left",)}
    nose = {"finding_ids": ("heat",), "both_sides": (), "one_side": ()}
    regions = [
        *(
            Region(f"{side}_ear", "", "ear", "front", side, "", "", **ear)
            for side in ("left", "right")
        ),
        Region("ear_behind", "", "ear", "back", "left", "", "", **ear),
        Region("nose", "", "nose", "front", "middle", "", "", **nose),
    ]
    return replace(toy, regions=MappingProxyType({one.region_id: one for one in regions}))


def test_a_place_seen_from_both_sides_is_one_place(body):
    assert places(body) == (LEFT_EAR, RIGHT_EAR, NOSE)


@pytest.mark.parametrize(
    ("picked", "found"),
    [
        ((), ()),
        ((NOSE,), ("heat",)),
        ((LEFT_EAR,), ("noon", "left")),
        ((LEFT_EAR, RIGHT_EAR), ("noon", "night")),
        ((LEFT_EAR, NOSE), ("noon", "heat", "left")),
        ((("chin", "left"),), ()),
    ],
)
def test_one_side_and_both_sides_are_different_findings(body, picked, found):
    assert findings_pointed_at(body, picked) == found


def test_what_is_pointed_at_is_told_with_how_the_case_has_it(body):
    told = settings(body, {"noon": False, "right": True}, {LEFT_EAR})
    assert told == (Setting("noon", "no"), Setting("left", "other"))
    assert settings(body, {}, ()) == ()
    assert status(body, {"right": False}, "left") == "open"


def test_a_place_is_answered_and_taken_back_with_what_had_to_make_room(body):
    pointed, changes = pick(body, {"right": False}, Pointed(), {LEFT_EAR})
    assert changes == (("noon", True), ("left", True))
    assert pointed.own == {"noon": {}, "left": {"right": False}}
    now = {"noon": True, "left": True}
    gone, changes = pick(body, now, pointed, ())
    assert gone == Pointed()
    assert changes == (("noon", None), ("left", None), ("right", False))


def test_what_was_answered_elsewhere_is_neither_answered_nor_taken_back(body):
    pointed, changes = pick(body, {"noon": True, "right": True}, Pointed(), {LEFT_EAR})
    assert (pointed.own, changes) == ({}, ())
    assert pick(body, {"noon": True, "right": True}, pointed, ()) == (Pointed(), ())


def test_what_is_still_pointed_at_stays_as_it_is(body):
    one, _ = pick(body, {}, Pointed(), {LEFT_EAR})
    both, changes = pick(body, {"noon": True, "left": True}, one, {LEFT_EAR, RIGHT_EAR})
    assert changes == (("left", None), ("night", True))
    assert set(both.own) == {"noon", "night"}


def test_an_answer_taken_back_elsewhere_is_not_given_again_by_the_next_place(body):
    one, _ = pick(body, {}, Pointed(), {LEFT_EAR})
    left = after_changes_elsewhere(one, {"left": True})
    assert (set(left.own), left.picked) == ({"left"}, {LEFT_EAR})
    _, changes = pick(body, {"left": True}, left, {LEFT_EAR, NOSE})
    assert changes == (("heat", True),)


def test_a_new_start_lets_go_of_the_places_and_a_place_that_set_nothing_stays(body):
    one, _ = pick(body, {}, Pointed(), {NOSE})
    assert after_changes_elsewhere(one, {}) == Pointed()
    assert after_changes_elsewhere(one, {"heat": False}) == Pointed()
    nothing_set = Pointed(frozenset({NOSE}), {})
    assert after_changes_elsewhere(nothing_set, {}) == nothing_set


def test_answers_are_given_anew_and_never_edited(toy):
    before = {"left": True}
    after = with_answer(toy, before, "right", True)
    assert (before, after) == ({"left": True}, {"right": True})
    assert with_answer(toy, before, "left", None) == {}
    assert with_answer(toy, {}, "left", None) == {}
    assert with_answer(toy, {"right": False}, "left", True) == {"left": True}


def test_one_answer_of_a_question_that_needs_one_must_stay(toy):
    findings = {
        name: replace(finding, background=0.5) if finding.exclusive_group else finding
        for name, finding in toy.findings.items()
    }
    needing = replace(toy, findings=MappingProxyType(findings))
    assert other_answers(needing, "left") == ("right",)
    with pytest.raises(AnswerError, match="one answer of 'side' must hold"):
        with_answer(needing, {"left": False}, "right", False)
