"""From shown to alone: an expert at work, the last steps, all but the safety check, and then nothing done."""

from __future__ import annotations

import re
from dataclasses import replace
from html import unescape

import pytest

from crampkit.catalogue import Catalogue, Thought
from crampkit.panels.kit.panel import Panel
from crampkit.panels.practice.shown import shown_panel
from crampkit.practice.desk import DeskInMemory
from crampkit.practice.encounter import Encounter
from crampkit.practice.kept import Shelf
from crampkit.practice.session import Session
from crampkit.practice.showing import asked_already, shown_women, thoughts_on
from crampkit.practice.toy import toy_cases
from crampkit.words import Words

STEPS = ("safety", "noon", "peeling", "summary", "decide")


def toy() -> Catalogue:
    women = ("ada", "ben", "dora")
    return replace(
        toy_cases(),
        thoughts={(c, s): Thought(c, s, f"{c} thinks of {s}.") for c in women for s in STEPS},
    )


@pytest.fixture
def words(shipped: Catalogue) -> Words:
    return Words(shipped.text)


def at_second(words: Words, session: Session) -> Panel:
    panel = shown_panel(session, words)
    for _ in STEPS[1:]:
        panel.receive("more", None)
    panel.receive("next", None)
    return panel


def decided(panel: Panel, cause: str, sure: str) -> None:
    panel.receive("decide", None)
    if 'data-phase="saying"' in panel.html:
        for part in ("sentence", "ranked", "findings"):
            panel.receive(f"pass:{part}", True)
        panel.receive("say", None)
    for name, value in {"answer": "causes", f"cause:{cause}": True, "sure": sure}.items():
        panel.receive(name, value)
    panel.receive("commit", None)
    assert 'data-phase="told"' in panel.html


def log_of(panel: Panel) -> list[str]:
    return re.findall(r'data-key="(?:heard|shown) (\w+)"', panel.html)


def test_the_expert_thinks_one_step_at_a_time_and_no_later_step_is_on_the_page(words):
    panel = shown_panel(Session(toy()), words)
    for number, step in enumerate(STEPS, start=1):
        assert log_of(panel) == [*STEPS[:number]]
        assert f"ada thinks of {step}." in panel.html
        for later in STEPS[number:]:
            assert f"ada thinks of {later}." not in panel.html
        assert (words("shown.now_you") in panel.html) == (step == STEPS[-1])
        assert ("Think of the sun." in panel.html) == (step == STEPS[-1])
        if step == "noon":
            assert "At noon." in panel.html
        panel.receive("next" if step != STEPS[-1] else "nothing", None)
        panel.receive("more", None)
    assert "Ada, 30" in panel.html


def test_with_the_second_woman_the_last_steps_are_the_learners(words):
    panel = at_second(words, Session(toy()))
    assert "Ben, 30" in panel.html
    assert 'data-phase="asking"' in panel.html  # Her answers are read first.
    assert words("shown.last_steps") in panel.html
    assert log_of(panel) == [*toy().safety_questions, "noon", "peeling"]
    assert "thinks of" not in panel.html
    panel.receive("decide", None)
    assert 'data-phase="saying"' in panel.html
    assert panel.html.count("<fieldset") - panel.html.count('class="reason"') == 3


def test_with_the_third_all_but_the_safety_check_and_then_everything(words):
    session = Session(toy())
    panel = at_second(words, session)
    decided(panel, "sun", "90")  # Not right.
    panel.receive("next", None)
    assert "Dora, 30" in panel.html
    assert words("shown.safety_done") in panel.html
    assert 'data-phase="asking"' in panel.html
    assert log_of(panel) == [*toy().safety_questions]
    decided(panel, "moon", "60")
    panel.receive("next", None)
    assert words("shown.alone") in panel.html
    assert "<button" not in panel.html
    before = panel.html
    for name in ("next", "more", "commit"):
        panel.receive(name, None)
    assert panel.html == before


@pytest.mark.parametrize(("sure", "skips"), [("80", True), ("100", True), ("70", False)])
def test_who_is_right_and_sure_skips_what_is_left(sure, skips, words):
    panel = at_second(words, Session(toy()))
    decided(panel, "moon", sure)
    panel.receive("next", None)
    assert (words("shown.alone") in panel.html) == skips


def test_every_decision_is_told_to_the_session_and_the_worked_example_is_none(words):
    session = Session(toy())
    heard: list[str] = []
    session.on_commit(lambda commitment: heard.append(commitment.case_id))
    panel = at_second(words, session)
    assert heard == []
    decided(panel, "moon", "60")
    assert heard == ["ben"]


@pytest.mark.parametrize(
    ("known", "shows"), [((), "Ada, 30"), (("ben",), "Dora, 30"), (("dora",), "shown.alone.title")]
)
def test_a_learner_goes_on_where_the_record_says(known, shows, words):
    panel = shown_panel(Session(toy(), known=lambda: known), words)
    assert (words(shows) if "." in shows else shows) in panel.html


@pytest.fixture
def desk() -> DeskInMemory:
    return DeskInMemory()


def again(desk: DeskInMemory, words: Words, known=(), catalogue=None) -> Panel:
    """The same panel on a page that was loaded again."""
    session = Session(catalogue or toy(), known=lambda: known)
    return shown_panel(session, words, Shelf(desk, "cases"))


def test_how_far_the_expert_was_followed_is_kept(desk, words):
    panel = again(desk, words)
    assert desk.get("kept:cases:shown_first") is None
    for step in STEPS[1:]:
        panel.receive("more", None)
        panel = again(desk, words)
        assert log_of(panel)[-1] == step
    assert words("shown.now_you") in panel.html


def test_a_woman_who_is_partly_done_comes_back_as_she_was_left(desk, words):
    panel = again(desk, words)
    for name in (*["more"] * len(STEPS[1:]), "next"):
        panel.receive(name, None)
    for name, value in (("decide", None), ("pass:ranked", True), ("sentence", "She is tired.")):
        panel.receive(name, value)
    panel = again(desk, words)
    assert "Ben, 30" in panel.html
    assert 'data-phase="saying"' in panel.html
    assert words("shown.last_steps") in panel.html
    assert 'class="from-last-time"' in panel.html
    assert panel.state["sentence"] == "She is tired."

    panel.receive("afresh", None)
    assert 'class="from-last-time"' not in panel.html
    assert log_of(panel) == [*toy().safety_questions, "noon", "peeling"]
    decided(panel, "sun", "60")
    panel = again(desk, words, known=("ben",))
    assert "Ben, 30" in panel.html
    assert 'data-phase="told"' in panel.html  # What was told stays told.
    panel.receive("next", None)
    panel = again(desk, words, known=("ben",))
    assert "Dora, 30" in panel.html
    decided(panel, "moon", "60")
    panel.receive("next", None)
    assert words("shown.alone") in again(desk, words, known=("ben", "dora")).html


def test_who_skipped_what_was_left_is_still_alone(desk, words):
    panel = again(desk, words)
    for name in (*["more"] * len(STEPS[1:]), "next"):
        panel.receive(name, None)
    decided(panel, "moon", "90")
    panel.receive("next", None)
    assert words("shown.alone") in again(desk, words, known=("ben",)).html


def test_what_was_kept_of_other_thoughts_is_let_go_and_told(desk, words):
    again(desk, words).receive("more", None)
    thoughts = {k: replace(t, thought="Otherwise.") for k, t in toy().thoughts.items()}
    panel = again(desk, words, catalogue=replace(toy(), thoughts=thoughts))
    assert log_of(panel) == ["safety"]
    assert "Ada, 30" in panel.html.partition('class="worked"')[0]
    without = again(desk, words, catalogue=toy_cases())
    assert words("shown.alone") in without.html
    assert "Ada, 30" in without.html


@pytest.mark.parametrize(
    "damaged",
    [
        3,
        {},
        {"stage": 3},
        {"stage": ["worked"]},
        {"stage": "worked", "step": "1"},
        {"stage": "last_steps", "case": "ada"},
        {"stage": "alone", "step": -1},
    ],
)
def test_a_damaged_place_does_no_harm(damaged, desk, words):
    desk.put("kept:cases:shown_first", damaged)
    panel = again(desk, words)
    assert log_of(panel) == ["safety"]
    assert words("kept.unreadable") in panel.html
    panel.receive("more", None)
    assert log_of(again(desk, words)) == ["safety", "noon"]


def test_a_set_without_thoughts_shows_nobody(words):
    panel = shown_panel(Session(toy_cases()), words)
    assert words("shown.alone") in panel.html


def test_the_women_who_are_shown_have_all_that_their_stage_needs(shipped, words):
    women = shown_women(shipped)
    assert len(women) == 3
    for stage, case_id in enumerate(women):
        steps = [thought.step for thought in thoughts_on(shipped, case_id)]
        assert (steps[0], *steps[-2:]) == ("safety", "summary", "decide")
        encounter = Encounter(shipped, case_id)
        for question_id in asked_already(shipped, case_id, stage):
            encounter.ask(question_id)
        assert encounter.may_say, case_id  # No danger stands: there is time to sum her up.
    panel = shown_panel(Session(shipped), words)
    assert unescape(thoughts_on(shipped, women[0])[0].thought)[:30] in unescape(panel.html)
