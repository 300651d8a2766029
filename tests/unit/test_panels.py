"""What the panels do with what a learner sends, without a browser."""

from __future__ import annotations

import dataclasses
import math
import re
from itertools import product

import pytest

from crampkit import Lab
from crampkit.case import Case
from crampkit.catalogue import Catalogue, Example, FlagRule, ManagementItem
from crampkit.catalogue import shipped as shipped_form
from crampkit.panels.explorer import parts
from crampkit.panels.explorer.charts import charts
from crampkit.panels.explorer.explorer import explorer_box
from crampkit.panels.explorer.state import ACTIONS, ExplorerState
from crampkit.panels.kit.moving import between
from crampkit.panels.kit.panel import Box, Panel, Part
from crampkit.reasoning import flags_to_refer, raised_flags, what_would_change
from crampkit.words import Words


@pytest.fixture
def explorer(toy: Catalogue) -> ExplorerState:
    keys = shipped_form().sentences
    words = Words(
        {key: key + "".join(f" {gap}={{{gap}}}" for gap in gaps) for key, gaps in keys.items()}
    )
    example = Example("midday", "Midday", "It hurts at noon.", ("noon",), ("night",), (), "done")
    catalogue = Catalogue(
        **{**vars(toy), "examples": {"midday": example}, "text": dict.fromkeys(keys, "")}
    )
    return ExplorerState(Case(catalogue), words)


def send(panel: Panel, name: str, value: object = None) -> None:
    """What arrives when a learner uses a control of this panel in the browser."""
    panel.receive(name, value)


def finish_the_safety_check(panel: Panel) -> None:
    for question_id in ("skin", "eyes"):
        send(panel, f"safety:{question_id}", "none")


ALL_PARTS = (
    parts.safety_check,
    parts.checklist,
    parts.ranking,
    parts.pocket,
    parts.why,
    parts.next_question,
    parts.what_would_change,
    parts.toolbar,
)


# ------------------------------------------------------------------------------ at once, or later


def test_what_stands_in_the_rankings_place_is_drawn_at_once_and_what_takes_longer_after_it(
    explorer,
):
    waiting: list = []
    slower = ExplorerState(
        explorer.case, explorer.words, lambda _, call: waiting.append(call) or list
    )
    at_once = (parts.safety_check, parts.checklist, parts.ranking, parts.pocket)
    drawn = {part.__name__: part(slower) for part in ALL_PARTS}
    before = {name: (panel.html, panel.state) for name, panel in drawn.items()}

    def changed() -> set[str]:
        return {
            name for name, was in before.items() if was != (drawn[name].html, drawn[name].state)
        }

    send(drawn["checklist"], "finding:heat", "yes")
    assert changed() == {part.__name__ for part in at_once}
    waiting[-1]()
    assert changed() == set(drawn) - {"what_would_change"}


def test_what_would_change_speaks_of_a_danger_only_where_the_change_would_raise_one(explorer):
    panel = parts.what_would_change(explorer)
    finish_the_safety_check(parts.safety_check(explorer))
    seen = set()
    for answers in (
        {
            "noon": True,
            "night": False,
            "glare": False,
            "heat": False,
            "sun_test": True,
            "left": True,
        },
        {"night": True},
        {"noon": True},
    ):
        explorer.case.reset()
        finish_the_safety_check(parts.safety_check(explorer))
        for finding_id, present in answers.items():
            explorer.case.answer(finding_id, present)
        change = what_would_change(explorer.catalogue, answers)
        raised = raised_flags(
            explorer.catalogue, {**answers, **dict(change.answers if change else ())}, {}
        )
        refers = bool(flags_to_refer(explorer.catalogue, raised))
        assert ("change.refers" in panel.html) == refers
        seen.add((bool(change), refers))
    assert (False, False) in seen


# ------------------------------------------------------------------------------ what a control does


def test_yes_no_and_not_asked_answer_a_finding(explorer):
    panel = parts.checklist(explorer)
    for value, expected in (("yes", {"noon": True}), ("no", {"noon": False}), ("", {})):
        send(panel, "finding:noon", value)
        assert dict(explorer.case.findings) == expected
        assert panel.state["finding:noon"] == value


def test_an_answer_of_a_group_takes_the_place_of_another(explorer):
    panel = parts.checklist(explorer)
    send(panel, "group:side", "left")
    send(panel, "group:side", "right")
    assert dict(explorer.case.findings) == {"right": True}
    send(panel, "group:side", "none")
    assert dict(explorer.case.findings) == {"left": False, "right": False}
    send(panel, "group:side", "")
    assert not explorer.case.findings


def test_a_ticked_flag_puts_the_referral_in_place_of_the_ranking(explorer):
    check, ranking = parts.safety_check(explorer), parts.ranking(explorer)
    finish_the_safety_check(check)
    assert 'class="ranking"' in ranking.html
    send(check, "flag:burn", True)
    assert 'class="referral"' in ranking.html
    assert 'class="ranking"' not in ranking.html
    send(check, "flag:burn", False)
    assert 'class="ranking"' in ranking.html


def test_a_flag_that_is_unticked_is_not_asked_and_not_absent(explorer):
    check = parts.safety_check(explorer)
    send(check, "flag:burn", True)
    send(check, "flag:burn", False)
    assert dict(explorer.case.flags) == {}
    assert check.state["safety:left"] == "safety.left.many count=2"


def test_a_finding_stops_the_ranking_although_every_safety_question_says_none(explorer):
    check, ranking = parts.safety_check(explorer), parts.ranking(explorer)
    finish_the_safety_check(check)
    send(parts.checklist(explorer), "finding:heat", "yes")
    assert 'class="referral"' in ranking.html
    assert "refer.from_findings findings=Worse in heat" in ranking.html
    finish_the_safety_check(check)
    assert 'class="referral"' in ranking.html


def test_a_look_alike_stands_above_the_ranking(explorer):
    ranking = parts.ranking(explorer)
    send(parts.checklist(explorer), "group:side", "right")
    assert re.findall(r'class="(look-alike|ranking)"', ranking.html) == ["look-alike", "ranking"]


def test_what_the_answers_ask_for_now_can_be_raised_from_the_ranking(explorer):
    ranking, checklist = parts.ranking(explorer), parts.checklist(explorer)
    send(checklist, "finding:glare", "yes")
    send(checklist, "finding:night", "no")
    finish_the_safety_check(parts.safety_check(explorer))
    assert 'class="ask-now"' in ranking.html
    assert 'class="ranking"' not in ranking.html
    send(ranking, "looked", "blind")
    assert 'class="ask-now"' not in ranking.html
    assert re.findall(r'class="(looked-at|ranking)"', ranking.html) == ["looked-at", "ranking"]
    send(ranking, "not_looked", "blind")
    assert 'class="ask-now"' in ranking.html
    send(ranking, "raise", "blind")
    assert explorer.case.flags["blind"] is True
    assert 'class="referral"' in ranking.html


def test_yes_or_not_sure_opens_a_question_and_withdraws_none(explorer):
    check = parts.safety_check(explorer)
    send(check, "safety:skin", "none")
    send(check, "phrase:burn", "open")
    assert dict(explorer.case.flags) == {}
    assert (check.state["phrase:burn"], check.state["safety:skin"]) == ("open", "")
    send(check, "phrase:burn", "none")
    assert dict(explorer.case.flags) == {"burn": False}
    assert (check.state["phrase:burn"], check.state["safety:skin"]) == ("none", "none")


def test_none_of_these_never_unticks_a_flag(explorer):
    check = parts.safety_check(explorer)
    send(check, "flag:burn", True)
    send(check, "safety:skin", "none")
    send(check, "phrase:burn", "none")
    assert explorer.case.flags["burn"] is True
    assert (check.state["phrase:burn"], check.state["safety:skin"]) == ("open", "")


def test_the_order_switches_between_fit_and_likelihood(explorer):
    ranking = parts.ranking(explorer)
    send(parts.checklist(explorer), "finding:noon", "yes")
    send(ranking, "view:mode", "likelihood")
    assert "ranking.likelihood_means" in ranking.html
    assert ranking.state["view:mode"] == "likelihood"
    send(ranking, "view:mode", "fit")
    assert "ranking.fit_means" in ranking.html


def test_a_slider_sets_a_pretest_weight_and_a_button_gives_them_all_back(explorer):
    ranking = parts.ranking(explorer)
    send(ranking, "pretest:sun", -2)
    assert dict(explorer.case.pretest) == {"sun": 0.01}
    assert ranking.state["pretest:sun"] == -2
    send(ranking, "pretest_back")
    assert dict(explorer.case.pretest) == {}


def test_undo_brings_all_the_sliders_back_that_one_button_moved(explorer):
    ranking = parts.ranking(explorer)
    send(ranking, "pretest:sun", -2)
    send(ranking, "pretest:moon", 1)
    send(ranking, "pretest_back")
    send(parts.toolbar(explorer), "undo")
    assert dict(explorer.case.pretest) == {"sun": 0.01, "moon": 10.0}


def test_the_cause_she_picks_is_the_one_explained(explorer):
    ranking, why = parts.ranking(explorer), parts.why(explorer)
    send(parts.checklist(explorer), "finding:noon", "yes")
    assert 'data-cause="sun"' in why.html
    send(ranking, "pick", "moon")
    assert 'data-cause="moon"' in why.html
    assert why.state["view:cause"] == "moon"
    send(why, "view:cause", "sun")
    assert 'data-cause="sun"' in why.html


def test_undo_takes_back_one_change_and_start_again_all_of_them(explorer):
    tools, checklist = parts.toolbar(explorer), parts.checklist(explorer)
    send(checklist, "finding:noon", "yes")
    send(checklist, "finding:night", "no")
    send(tools, "undo")
    assert dict(explorer.case.findings) == {"noon": True}
    send(tools, "reset")
    assert not explorer.case.findings
    assert "tools.was_reset" in tools.html
    send(tools, "undo")
    assert dict(explorer.case.findings) == {"noon": True}


def test_a_danger_that_is_present_does_not_hide_one_that_is_to_be_looked_for(explorer):
    checklist, ranking = parts.checklist(explorer), parts.ranking(explorer)
    for finding_id, value in {"heat": "yes", "glare": "yes", "night": "no"}.items():
        send(checklist, f"finding:{finding_id}", value)
    assert explorer.differential.red_flags == ("burn",)
    assert "refer.title" in ranking.html
    assert "ask_now.title" in ranking.html
    assert "Blind spot" in ranking.html


def test_every_answer_that_raised_a_danger_is_named(explorer):
    rules = (*explorer.catalogue.rules, FlagRule("burn", ("noon", "heat"), (), "raise"))
    rules += (FlagRule("burn", ("glare",), (), "raise"),)
    catalogue = dataclasses.replace(explorer.catalogue, rules=rules)
    explorer = ExplorerState(Case(catalogue), explorer.words)
    checklist, ranking = parts.checklist(explorer), parts.ranking(explorer)
    for finding_id in ("heat", "glare", "noon"):
        send(checklist, f"finding:{finding_id}", "yes")
    labels = [catalogue.findings[finding_id].label for finding_id in ("heat", "noon", "glare")]
    assert f"findings={' · '.join(labels)}" in ranking.html


def test_an_example_brings_its_story_and_its_answers(explorer):
    tools = parts.toolbar(explorer)
    send(tools, "tools:example", "midday")
    assert dict(explorer.case.findings) == {"noon": True, "night": False}
    assert "It hurts at noon." in tools.html
    assert tools.state["tools:example"] == "midday"
    send(tools, "reset")
    assert "It hurts at noon." not in tools.html


def test_a_pasted_line_is_loaded_and_what_it_lost_is_named(explorer):
    tools = parts.toolbar(explorer)
    send(tools, "paste", "crampkit1 present=noon,dusk none=skin")
    assert dict(explorer.case.findings) == {"noon": True}
    assert "tools.dropped.one" in tools.html
    assert "dusk" in tools.html


def test_a_line_that_is_no_case_changes_nothing_and_says_so(explorer):
    tools = parts.toolbar(explorer)
    send(parts.checklist(explorer), "finding:noon", "yes")
    send(tools, "paste", "<script>alert(1)</script>")
    assert dict(explorer.case.findings) == {"noon": True}
    assert "crampkit1" in re.search(r'class="message">([^<]*)<', tools.html)[1]
    assert "<script>" not in tools.html


def test_the_message_goes_when_the_next_answer_comes(explorer):
    tools, checklist = parts.toolbar(explorer), parts.checklist(explorer)
    send(tools, "paste", "crampkit1 present=dusk,noon")
    send(checklist, "finding:noon", "no")
    assert "dusk" not in tools.html


def test_the_line_to_copy_is_the_case_as_text(explorer):
    tools = parts.toolbar(explorer)
    send(parts.checklist(explorer), "finding:noon", "yes")
    assert 'value="crampkit1 present=noon"' in tools.html


def test_how_much_is_shown_is_no_change_of_the_case(explorer):
    checklist = parts.checklist(explorer)
    send(checklist, "view:level", "extended")
    assert checklist.state["view:level"] == "extended"
    assert not explorer.case.can_undo


def test_tests_open_once_she_was_asked_and_examined(explorer):
    checklist = parts.checklist(explorer)
    assert checklist.state["tests:open"] is False
    send(checklist, "finding:sun_test", "yes")
    assert checklist.state["tests:open"] is True


def test_a_short_checklist_is_not_gated(explorer):
    assert parts.checklist(explorer, only=("noon", "sun_test")).state["tests:open"] is True


def test_only_none_of_these_answers_the_rest_of_a_safety_question(explorer):
    check = parts.safety_check(explorer)
    for name, value in (("safety:skin", "open"), ("safety:skin", ""), ("safety:gone", "none")):
        send(check, name, value)
        assert dict(explorer.case.flags) == {}
    for value in ("open", "none"):
        send(check, "phrase:gone", value)
        assert (dict(explorer.case.flags), explorer.opened) == ({}, frozenset())
    send(check, "safety:skin", "none")
    assert dict(explorer.case.flags) == {"burn": False}


def test_a_slider_moves_within_its_ends_and_not_past_them(explorer):
    ranking = parts.ranking(explorer)
    for value, weight in ((-5, 1e-5), (2, 100.0), (2.1, 100.0), (-5.1, 100.0)):
        send(ranking, "pretest:sun", value)
        assert explorer.case.pretest["sun"] == pytest.approx(weight)


@pytest.mark.parametrize(
    ("name", "value", "changed"),
    [
        ("view:mode", "likelihood", {"mode": "likelihood"}),
        ("view:level", "core", {"level": "core"}),
        ("view:numbers", True, {"numbers": True}),
        ("view:cause", "moon", {"picked": "moon"}),
        ("view:gone", "likelihood", {}),
        ("view:gone", "core", {}),
        ("view:gone", True, {}),
        ("view:level", "likelihood", {}),
        ("view:mode", "core", {}),
        ("view:numbers", "core", {}),
        ("view:cause", "gone", {}),
        ("tools:gone", "midday", {}),
        ("tools:example", "gone", {}),
    ],
)
def test_a_control_changes_what_it_is_for_and_nothing_else(explorer, name, value, changed):
    kept = ("mode", "level", "numbers", "picked", "example", "opened", "message")
    before = {one: getattr(explorer, one) for one in kept}
    ranking = parts.ranking(explorer)
    send(ranking, name, value)
    assert {one: getattr(explorer, one) for one in kept} == before | changed
    assert not explorer.case.findings
    assert ranking.state["view:numbers"] is explorer.numbers


def test_the_cause_explained_is_the_leader_in_the_mode_shown_once_something_is_told(explorer):
    assert (explorer.leader, explorer.cause) == (None, "sun")
    explorer.case.answer("night", True)
    assert (explorer.leader, explorer.cause) == ("moon", "moon")
    explorer.case.set_pretest("moon", 1e-5)
    assert explorer.leader == "moon"
    send(parts.ranking(explorer), "view:mode", "likelihood")
    assert (explorer.leader, explorer.cause) == ("something_else", "something_else")
    send(parts.ranking(explorer), "pick", "sun")
    assert (explorer.leader, explorer.cause) == ("something_else", "sun")


# ------------------------------------------------------------------------------ each state, and nothing else


SHOWN = (
    *("aged", "referral", "ask-now", "looked-at", "look-alike", "ranking", "refer-when", "pretest"),
    *("said_yes.title", "ask_now.title", "safety_first", "refer.from_flag", "refer.from_findings"),
)
"""What can stand in the place of the ranking, by a class or a sentence of its own."""


def stands(html: str) -> set[str]:
    return {one for one in SHOWN if f'class="{one}"' in html or f">{one}" in html}


STATES = [
    {**dict(zip(("heat", "glare", "night", "right"), findings, strict=True)), "flags": flags}
    for findings in product((None, True), (None, True), (None, False), (None, True))
    for flags in product((None, True, False), (None, True, False, "looked", "opened"))
]
"""Answers that raise a danger (heat), ask for a look (glare, no night) or show a look-alike (right)."""


def test_what_stands_in_place_of_the_ranking_is_what_her_answers_ask_for_and_no_more(explorer):
    item = ManagementItem("a", "sun", "refer_when", "It burns.", "strong", ())
    catalogue = dataclasses.replace(explorer.catalogue, management={"a": item})
    for state in STATES:
        burn, blind = state["flags"]
        case = Case(catalogue)
        explorer = ExplorerState(case, explorer.words)
        ranking, why, then = (
            make(explorer) for make in (parts.ranking, parts.why, parts.next_question)
        )
        for finding_id in ("heat", "glare", "night", "right"):
            case.answer(finding_id, state[finding_id])
        case.flag("burn", burn)
        if blind in (True, False, None):
            case.flag("blind", blind)
        elif blind == "looked":
            case.look("blind", False)
        else:
            send(ranking, "phrase:blind", "open")

        ticked, by_answers = True in (burn, blind), bool(state["heat"])
        look = bool(state["glare"]) and state["night"] is False and blind not in (True, "looked")
        yes = blind == "opened"
        free = not (ticked or by_answers or look or yes)
        expected = {
            "referral": ticked or by_answers,
            "refer.from_flag": ticked,
            "refer.from_findings": by_answers and burn is not True,
            "ask_now.title": look,
            "said_yes.title": yes,
            "ask-now": look or yes,
            "looked-at": blind == "looked",
            "look-alike": free and bool(state["right"]),
            "ranking": free,
            "pretest": free,
            "refer-when": free and bool(state["glare"]),
        }
        seen = stands(ranking.html) - {"safety_first"}
        assert seen == {one for one, is_there in expected.items() if is_there}, state
        assert (why.html == "") == (not free)
        assert ("next.refer" in then.html) == (ticked or by_answers)
        assert ("next.look_first" in then.html) == (not free and not (ticked or by_answers))
        left = (burn is None) + (blind is None or blind == "opened")
        between = not free and not (ticked or by_answers) and left > 0
        assert ('class="verdict safety_first"' in ranking.html) == (
            between or (free and left > 0)
        ), state


@pytest.mark.parametrize(
    ("answers", "asked", "yes", "no"),
    [
        ({}, "noon", "sun", "moon"),
        ({"noon": True}, "glare", "sun", None),
        ({"noon": True, "glare": True, "sun_test": True}, "side", "sun", None),
    ],
)
def test_the_next_question_names_whom_a_yes_and_whom_a_no_would_help(
    explorer, answers, asked, yes, no
):
    then = parts.next_question(explorer)
    finish_the_safety_check(parts.safety_check(explorer))
    for finding_id, present in answers.items():
        explorer.case.answer(finding_id, present)
    assert f'data-next="{asked}"' in then.html
    named = re.findall(r"next\.if_(yes|no|answer)(?: answer=On the \w+)? cause=(\w+)", then.html)
    expected = (("answer" if asked == "side" else "yes", yes), ("no", no))
    assert named == [(key, cause) for key, cause in expected if cause]


def test_nothing_is_said_of_an_order_that_no_answer_speaks_for(explorer):
    change, checklist = parts.what_would_change(explorer), parts.checklist(explorer)
    send(checklist, "group:side", "right")
    assert "change.nothing_yet" in change.html
    assert "sturdy" not in change.html
    send(checklist, "finding:noon", "yes")
    assert "change.nothing_yet" not in change.html
    assert "sturdy" in change.html


@pytest.mark.parametrize("refers", [True, False])
def test_answers_that_would_turn_the_order_say_whether_they_would_refer_her(explorer, refers):
    rule = FlagRule("burn", ("sun_test",), (), "raise")
    catalogue = dataclasses.replace(explorer.catalogue, rules=(rule,) if refers else ())
    explorer = ExplorerState(Case(catalogue), explorer.words)
    change = parts.what_would_change(explorer)
    for finding_id, present in {"night": True, "glare": True, "heat": False}.items():
        explorer.case.answer(finding_id, present)
    assert "<li>why.answer_yes finding=Sun test positive</li>" in change.html
    assert ("change.refers" in change.html) == refers


def test_once_her_answers_ask_for_more_than_an_order_nothing_is_said_of_what_would_change_it(
    explorer,
):
    change, checklist = parts.what_would_change(explorer), parts.checklist(explorer)
    send(checklist, "finding:noon", "yes")
    assert "change.nothing_yet" not in change.html
    send(parts.safety_check(explorer), "phrase:blind", "open")
    assert "change.nothing_yet" in change.html
    assert "sturdy" not in change.html


# ------------------------------------------------------------------------------ what parts share


def test_parts_of_one_screen_share_one_case(explorer):
    first, second = parts.checklist(explorer), parts.checklist(explorer, only=("noon",))
    send(first, "finding:noon", "yes")
    assert second.state["finding:noon"] == "yes"
    send(second, "finding:noon", "no")
    assert first.state["finding:noon"] == "no"


def test_two_labs_share_nothing():
    one, other = Lab(), Lab()
    finding_id = next(iter(one.catalogue.findings))
    one.shared_case.answer(finding_id, True)
    assert not other.shared_case.findings


def test_the_parts_of_a_lab_share_its_case():
    lab = Lab()
    check, ranking = lab.safety_check(), lab.ranking()
    question_id = next(iter(lab.catalogue.safety_questions))
    send(check, f"safety:{question_id}", "open")
    flag_id = lab.catalogue.questions_of_flags[question_id][0]
    send(check, f"flag:{flag_id}", True)
    assert 'class="referral"' in ranking.html
    assert lab.shared_case.flags[flag_id] is True


def test_a_change_made_in_a_cell_is_seen_by_every_part(explorer):
    drawn = [make(explorer) for make in (parts.checklist, parts.ranking, parts.why)]
    explorer.case.answer("noon", True)
    assert drawn[0].state["finding:noon"] == "yes"
    assert 'data-leader="sun"' in drawn[1].html
    assert 'data-cause="sun"' in drawn[2].html


def test_drawing_again_changes_nothing(explorer):
    explorer.case.load_example("midday")
    panels = [make(explorer) for make in ALL_PARTS]
    before = [(panel.html, panel.state) for panel in panels]
    explorer.look()
    assert [(panel.html, panel.state) for panel in panels] == before


def test_a_part_shown_late_looks_like_one_shown_first(explorer):
    early = [make(explorer) for make in ALL_PARTS]
    for finding_id in ("noon", "night", "left"):
        explorer.case.answer(finding_id, True)
    explorer.look(mode="likelihood")
    late = [make(explorer) for make in ALL_PARTS]
    assert [(p.html, p.state) for p in late] == [(p.html, p.state) for p in early]


def test_the_structure_of_the_checklist_never_changes_with_an_answer(explorer):
    """So focus, scroll and what was opened stay as they are: only states of controls are sent."""
    checklist, check = parts.checklist(explorer), parts.safety_check(explorer)
    before = checklist.html, check.html
    send(checklist, "finding:noon", "yes")
    send(check, "flag:burn", True)
    send(checklist, "view:level", "core")
    assert (checklist.html, check.html) == before


def test_the_explorer_shows_every_part_once(explorer):
    def panels(part: Part) -> list[Panel]:
        if isinstance(part, Panel):
            return [part]
        assert isinstance(part, Box)
        return [panel for child in part.children for panel in panels(child)]

    html = "".join(panel.html for panel in panels(explorer_box(explorer)))
    shown = [
        "safety",
        "checklist",
        "ranking",
        "next",
        "why",
        "change",
        "toolbar",
        "charts",
        "stamp",
    ]
    assert [html.count(f'class="{name}"') for name in shown] == [1] * len(shown)


def test_charts_are_not_drawn_before_they_are_asked_for(explorer):
    chooser, place = charts(explorer).children
    assert place.children == ()
    send(chooser, "charts", "map")
    assert len(place.children) == 1
    assert chooser.state["charts"] == "map"


def test_a_chart_that_gave_way_to_another_is_drawn_no_more(explorer):
    chooser, place = charts(explorer).children
    send(chooser, "charts", "map")
    map_words = place.children[0].children[1]
    send(chooser, "charts", "evidence")
    assert len(place.children) == 1
    before = map_words.html
    explorer.case.answer("noon", True)
    assert map_words.html == before
    assert "sun" in place.children[0].children[1].html


@pytest.mark.parametrize("value", [None, "", "dusk", "__class__", 3, [], {}])
def test_a_chart_that_there_is_not_is_not_drawn(explorer, value):
    chooser, place = charts(explorer).children
    send(chooser, "charts", value)
    assert place.children == ()


# ------------------------------------------------------------------------------ messages


def test_quick_clicks_are_all_carried_out_in_order(explorer):
    panel = parts.checklist(explorer)
    for value in ("yes", "no", "yes", "", "no"):
        send(panel, "finding:noon", value)
    assert panel.state["finding:noon"] == "no"


STRANGE = ("", "dusk", "yes", "constructor", "__class__", "../x", "<script>", "a:b", "\0")
VALUES = (None, "", "dusk", True, 0, -1, 1e308, float("nan"), float("inf"), [], {}, ["noon"])


@pytest.mark.parametrize("kind", [*ACTIONS, "nothing", "", "__init__"])
def test_a_message_from_nowhere_raises_nothing_and_breaks_nothing(explorer, kind):
    panels = [make(explorer) for make in ALL_PARTS]
    known = ("noon", "side", "burn", "skin", "sun", "mode", "level", "numbers", "cause", "example")
    for target in (*STRANGE, *known):
        for value in VALUES:
            for panel in (panels[0], panels[2]):
                send(panel, f"{kind}:{target}", value)
    assert explorer.case.findings.keys() <= explorer.catalogue.findings.keys()
    assert explorer.case.flags.keys() <= explorer.catalogue.flags.keys()
    assert all(0 < weight < float("inf") for weight in explorer.case.pretest.values())
    assert explorer.level in ("first", "core", "extended")
    assert explorer.mode in ("fit", "likelihood")
    assert explorer.numbers in (True, False)
    assert explorer.opened <= explorer.catalogue.safety_questions.keys()
    for make in ALL_PARTS:
        make(explorer)


@pytest.mark.parametrize("how", ["looked", "pasted"])
def test_a_yes_after_a_look_opens_the_signs_and_unfinishes_the_check(explorer, how):
    check = parts.safety_check(explorer)
    if how == "pasted":
        explorer.handle("paste", "crampkit1 looked=burn clear=blind")
    else:
        finish_the_safety_check(check)
        send(parts.ranking(explorer), "not_looked", "burn")
        send(parts.ranking(explorer), "looked", "burn")
    assert check.state["phrase:burn"] == "none"
    send(check, "phrase:burn", "open")
    assert check.state["phrase:burn"] == "open"
    assert check.state["safety:left"] == "safety.left.one"
    send(check, "flag:burn", True)
    assert explorer.differential.refer


def test_all_the_rest_is_no_leaves_a_yes_alone(explorer):
    check = parts.safety_check(explorer)
    send(check, "phrase:burn", "open")
    finish_the_safety_check(check)
    assert check.state["phrase:burn"] == "open"
    assert check.state["safety:left"] == "safety.left.one"
    assert "burn" not in explorer.case.flags


def test_a_yes_without_a_tick_stands_where_the_ranking_stood(explorer):
    check, ranking, change = (
        parts.safety_check(explorer),
        parts.ranking(explorer),
        parts.why(explorer),
    )
    explorer.case.answer("noon", True)
    send(check, "phrase:burn", "open")
    finish_the_safety_check(check)
    assert "said_yes.title" in ranking.html
    assert "A burn?" in ranking.html
    assert "emergency_number" in ranking.html
    assert 'class="ranking"' not in ranking.html
    assert change.html == ""
    send(check, "phrase:burn", "none")
    assert "said_yes.title" not in ranking.html
    send(check, "phrase:burn", "open")
    send(check, "flag:burn", True)
    assert "said_yes.title" not in ranking.html
    assert explorer.differential.refer


def test_a_check_without_a_tick_says_that_her_answers_are_a_danger(explorer):
    check = parts.safety_check(explorer)
    finish_the_safety_check(check)
    assert check.state["safety:left"] == "safety.done"
    explorer.case.answer("heat", True)
    assert check.state["safety:left"] == "safety.by_answers"


def test_a_ticked_danger_is_not_lost_between_a_no_and_a_yes(explorer):
    check = parts.safety_check(explorer)
    send(check, "phrase:burn", "open")
    send(check, "flag:burn", True)
    for pressed in ("none", "open", "none", "open"):
        send(check, "phrase:burn", pressed)
        assert explorer.differential.refer
    send(parts.ranking(explorer), "looked", "burn")
    assert explorer.differential.refer


@pytest.mark.parametrize("value", ["x", [], {}, True, None, math.nan, 10**400, -(10**400)])
def test_a_reader_of_numbers_takes_numbers_alone_and_keeps_them_in_range(value):
    read = between(-1.0, 1.0)(value)
    assert read is None or abs(read) == 1.0


def test_a_panel_without_a_handler_takes_messages_and_does_nothing(explorer):
    panel = parts.glossary(explorer)
    send(panel, "finding:noon", "yes")
    assert not explorer.case.findings
