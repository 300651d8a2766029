"""Stories that nobody here wrote: no danger passes as a cramp, and no ordinary woman is alarmed."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from crampkit.cli import rank_case

FOLDER = Path(__file__).parents[1] / "stories"
STORIES = [
    json.loads(line)
    for name in ("outside", "own_danger", "own_ordinary")
    for line in (FOLDER / f"{name}.jsonl").read_text(encoding="utf-8").splitlines()
]
BEFORE = json.loads((FOLDER / "before.json").read_text(encoding="utf-8"))
"""The verdicts before the rules were changed: "ticked" as told, and "none" by mistake."""

DANGERS = [s for s in STORIES if s["truth"]["type"] in ("danger", "red_flag")]
# "Routine; same day if the leg is weak" asks for the look itself.
ROUTINE = [
    s
    for s in STORIES
    if s["safe_triage"].startswith("routine") and "same day" not in s["safe_triage"]
]
ORDINARY = [s for s in STORIES if s["group"] == "ordinary"]
LOOK_ALIKES = [
    s for s in STORIES if s["truth"]["name"] in ("restless legs", "meralgia paraesthetica")
]
LOOK_ALIKES += [s for s in STORIES if s["truth"]["type"] == "look_alike"]
KNOWN = [s for s in STORIES if s["truth"]["type"] == "cause"]

both_ways = pytest.mark.parametrize("way", ["ticked", "none"])
codings = pytest.mark.parametrize("since", [False, True], ids=["as first coded", "with new ids"])


def ranked(shipped, story, way="ticked", since=True):
    """The program's answer, the safety check done; its flags as told, or "none" by mistake."""
    flags = [*story["red_flags_present"], *(story["red_flags_since"] if since else ())]
    return rank_case(
        shipped,
        {
            "id": story["id"],
            "present": [*story["present"], *(story["present_since"] if since else ())],
            "absent": story["absent"],
            "red_flags_present": flags if way == "ticked" else [],
            "red_flags_absent": story["red_flags_absent"] if way == "ticked" else [],
            "safety_check": "done",
        },
    )


def ids(stories):
    return [story["id"] for story in stories]


def test_there_are_twenty_dangers_and_twenty_ordinary_stories_of_our_own():
    own = [s for s in STORIES if s["id"][0] in "DN"]
    assert sum(s["truth"]["type"] == "danger" for s in own) == 20
    assert sum(s["safe_triage"] == "routine" for s in own) == 20


@codings
@both_ways
@pytest.mark.parametrize("story", DANGERS, ids=ids(DANGERS))
def test_no_danger_is_announced_as_a_benign_cause(shipped, story, way, since):
    assert ranked(shipped, story, way, since)["verdict"] not in ("fits", "look_alike")


@pytest.mark.parametrize("story", DANGERS, ids=ids(DANGERS))
def test_a_danger_that_is_ticked_is_referred(shipped, story):
    if story["red_flags_present"] or story["red_flags_since"]:
        assert ranked(shipped, story)["refer"]


@pytest.mark.parametrize(
    ("since", "most"), [(False, 8), (True, 2)], ids=["as first coded", "new ids"]
)
def test_most_dangers_are_stopped_although_none_was_ticked(shipped, since, most):
    """What her own answers do not tell no rule can see: a cord, a swelling that nobody looked at."""
    passed = [
        story["id"]
        for story in DANGERS
        if ranked(shipped, story, "none", since)["verdict"] not in ("refer", "ask_now")
    ]
    assert len(passed) <= most, passed


@codings
@both_ways
@pytest.mark.parametrize("story", ROUTINE, ids=ids(ROUTINE))
def test_no_woman_whose_care_is_routine_is_newly_referred_or_asked(shipped, story, way, since):
    verdict = ranked(shipped, story, way, since)["verdict"]
    earlier = BEFORE[story["id"]][way]
    if verdict == "refer":
        assert earlier == "refer"
    if verdict == "ask_now":
        assert earlier in ("refer", "ask_now")


@codings
@pytest.mark.parametrize("story", ORDINARY, ids=ids(ORDINARY))
def test_no_ordinary_woman_is_turned_away(shipped, story, since):
    assert ranked(shipped, story, since=since)["verdict"] != "none_fits"


@codings
@both_ways
@pytest.mark.parametrize("story", LOOK_ALIKES, ids=ids(LOOK_ALIKES))
def test_no_best_fit_is_announced_over_a_look_alike(shipped, story, way, since):
    assert ranked(shipped, story, way, since)["verdict"] == "look_alike"


@codings
def test_known_causes_are_announced_no_less_often_than_before(shipped, since):
    """The exceptions have a clinical reason, told beside each."""
    lost = [
        story["id"]
        for story in KNOWN
        if BEFORE[story["id"]]["ticked"] == "fits"
        and ranked(shipped, story, since=since)["verdict"] != "fits"
    ]
    assert lost == []


NOT_THE_STRETCH = [
    s
    for s in STORIES
    if s["truth"]["causes"] != ["calcium_demand"] and "calcium_demand" not in s["truth"]["causes"]
]


@pytest.mark.parametrize("story", NOT_THE_STRETCH, ids=ids(NOT_THE_STRETCH))
def test_nobody_is_asked_for_a_calf_stretch_who_told_of_no_cramp(shipped, story):
    assert ranked(shipped, story, since=False)["next_question"] != "eases_with_stretch"


SWOLLEN = [s for s in STORIES if s["truth"]["causes"] == ["uterine_compression"]]


@pytest.mark.parametrize("story", SWOLLEN, ids=ids(SWOLLEN))
def test_swollen_legs_are_asked_for_bulging_veins(shipped, story):
    assert ranked(shipped, story, since=False)["next_question"] == "visible_varicose"
