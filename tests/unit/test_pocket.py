"""The pocket ranking: the contract row by row, what moved, Undo, and what is said aloud."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from pathlib import Path

import pytest

import crampkit
from crampkit import Lab
from crampkit.case import Case
from crampkit.catalogue import Catalogue, FlagRule, SafetyPhrase, load
from crampkit.hosts.pages.host import value_of
from crampkit.lesson import LessonDesk
from crampkit.panels.explorer import parts
from crampkit.panels.explorer.body_map import body_map
from crampkit.panels.explorer.state import ExplorerState
from crampkit.panels.kit.panel import Panel
from crampkit.reasoning import BY_FIT, BY_LIKELIHOOD, differential, flags_to_refer
from crampkit.reasoning.shifting import shifts
from crampkit.views.kit.place import numbers_to_call
from crampkit.words import Words

WORDS = Words(load().text)


@pytest.fixture
def explorer(toy: Catalogue) -> ExplorerState:
    phrases = {
        flag_id: SafetyPhrase(
            flag_id, toy.flags[flag_id].question_id, f"Any {flag_id}?", (flag_id,)
        )
        for flag_id in ("burn", "blind")
    }
    rules = (*toy.rules, FlagRule("blind", ("noon", "night"), ("left",), "raise"))
    return ExplorerState(Case(replace(toy, phrases=phrases, rules=rules)), WORDS)


def finish_the_safety_check(explorer: ExplorerState) -> None:
    for question_id in explorer.catalogue.safety_questions:
        explorer.case.none_of_these(question_id)


def answer(explorer: ExplorerState, **answers: bool | None) -> None:
    for finding_id, present in answers.items():
        explorer.case.answer(finding_id, present)


def rows(panel: Panel) -> list[str]:
    return re.findall(r'<li[^>]* data-cause="(\w+)"', panel.html)


def row(panel: Panel, cause_id: str) -> str:
    return re.findall(rf'<li[^>]* data-cause="{cause_id}".*?</li>', panel.html)[0]


def text(html: str) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", html).split())


def folded(panel: Panel) -> str:
    """What is left in view when the rows are folded away."""
    return text(re.sub(r"(</summary>).*?(</details>)", r"\1\2", panel.html))


# ------------------------------------------------------------------------------ the contract, row by row


def test_a_danger_takes_its_place_by_name_with_what_to_do_and_how_fast(explorer):
    finish_the_safety_check(explorer)
    answer(explorer, noon=True)
    panel = parts.pocket(explorer)
    explorer.case.flag("burn", True)
    flag = explorer.catalogue.flags["burn"]
    for said in (flag.could_be, flag.action, flag.urgency, WORDS(f"tier.{flag.tier}")):
        assert said in text(panel.html)
    assert rows(panel) == []
    assert "<details" not in panel.html
    assert WORDS("safety.left.one") not in panel.html


def test_of_several_dangers_the_most_urgent_is_told_in_full_and_the_others_by_name(explorer):
    panel = parts.pocket(explorer)
    for flag_id in ("burn", "blind"):
        explorer.case.flag(flag_id, True)
    first, other = (
        explorer.catalogue.flags[f] for f in flags_to_refer(explorer.catalogue, ("burn", "blind"))
    )
    assert first.action in panel.html
    assert other.action not in panel.html
    assert other.could_be in panel.html


@pytest.mark.parametrize("findings", [{}, {"noon": True}])
def test_an_unfinished_safety_check_stands_in_it_folded_too(explorer, findings):
    panel = parts.pocket(explorer)
    answer(explorer, **findings)
    assert WORDS("safety.left.many", count=2) in folded(panel)
    explorer.case.none_of_these("skin")
    assert WORDS("safety.left.one") in folded(panel)
    explorer.case.none_of_these("eyes")
    assert "Safety check" not in panel.html


def test_a_look_that_is_owed_takes_its_place_below_an_unfinished_check(explorer):
    panel = parts.pocket(explorer)
    answer(explorer, glare=True, night=False)
    assert explorer.catalogue.flags["blind"].label in panel.html
    assert rows(panel) == []
    assert WORDS("safety.left.many", count=2) in panel.html
    finish_the_safety_check(explorer)
    assert explorer.catalogue.flags["blind"].label in panel.html
    assert rows(panel) == []
    explorer.case.look("blind", False)
    assert len(rows(panel)) == 3
    assert explorer.catalogue.flags["blind"].label not in panel.html


def test_a_yes_without_its_sign_takes_its_place(explorer):
    panel = parts.pocket(explorer)
    answer(explorer, noon=True)
    explorer.handle("phrase:burn", "open")
    assert "Any burn?" in panel.html
    assert rows(panel) == []
    explorer.handle("phrase:burn", "none")
    assert len(rows(panel)) == 3


def test_a_look_alike_stands_in_it_folded_too_and_no_best_fit(explorer):
    finish_the_safety_check(explorer)
    panel = parts.pocket(explorer)
    answer(explorer, noon=True, night=False, left=True)
    assert WORDS("verdict.fits", cause="sun") in folded(panel)
    answer(explorer, right=True)
    headline = WORDS("look_alike.headline", could_be=explorer.catalogue.flags["shade"].could_be)
    assert headline in folded(panel)
    assert WORDS("verdict.fits", cause="sun") not in panel.html
    assert len(rows(panel)) == 3
    explorer.case.reset()
    answer(explorer, noon=True, right=True)
    assert headline in folded(panel)
    assert WORDS("safety.left.many", count=2) in folded(panel)


def test_every_row_of_the_ranking_is_one_of_its_rows_in_the_same_order():
    lab = Lab()
    lab.load_example("night_cramp")
    panel = parts.pocket(lab._explorer)
    for mode in (BY_FIT, BY_LIKELIHOOD):
        lab._explorer.handle("view:mode", mode)
        assert rows(panel) == [one.cause_id for one in lab._explorer.differential.ordered(mode)]
        assert len(rows(panel)) == 6
        assert "something_else" in rows(panel)


def test_nothing_is_in_order_before_anything_is_asked(explorer):
    finish_the_safety_check(explorer)
    panel = parts.pocket(explorer)
    assert rows(panel) == []
    assert WORDS("ranking.nothing_yet") in panel.html
    answer(explorer, noon=True)
    assert len(rows(panel)) == 3
    assert 'class="was"' not in panel.html
    assert 'class="places"' not in panel.html


def test_no_percentage_stands_in_it():
    lab = Lab()
    panel = parts.pocket(lab._explorer)
    for example_id in lab.catalogue.examples:
        lab.load_example(example_id)
        for mode in (BY_FIT, BY_LIKELIHOOD):
            lab._explorer.handle("view:mode", mode)
            assert not re.search(r"\d ?%", text(panel.html)), example_id


# ------------------------------------------------------------------------------ what moved


def test_the_row_that_moved_furthest_is_marked_and_told_in_words(explorer):
    finish_the_safety_check(explorer)
    panel = parts.pocket(explorer)
    answer(explorer, noon=True, night=True)
    marked = [cause_id for cause_id in rows(panel) if "moved-most" in row(panel, cause_id)]
    assert len(marked) == 1
    before = differential(explorer.catalogue, {"noon": True}, {})
    moved = shifts(before, explorer.differential, BY_FIT)
    assert moved[marked[0]].furthest
    assert sum(one.furthest for one in moved.values()) == 1
    label = explorer.catalogue.causes[marked[0]].short_label
    told = re.findall(r'class="what-moved">(.*?)</p>', panel.html)[0]
    assert told.startswith(f"{label}: ")


def test_where_a_bar_was_is_drawn_for_what_moved_and_for_nothing_else(explorer):
    finish_the_safety_check(explorer)
    panel = parts.pocket(explorer)
    answer(explorer, noon=True, night=True)
    moved = shifts(
        differential(explorer.catalogue, {"noon": True}, {}), explorer.differential, BY_FIT
    )
    assert moved
    for cause_id in rows(panel):
        assert ('class="was"' in row(panel, cause_id)) == (cause_id in moved), cause_id


def test_places_up_and_down_are_told_by_arrow_and_word(explorer):
    finish_the_safety_check(explorer)
    panel = parts.pocket(explorer)
    answer(explorer, noon=True)
    first = rows(panel)
    answer(explorer, noon=False)
    for cause_id in first:
        by = first.index(cause_id) - rows(panel).index(cause_id)
        told = row(panel, cause_id)
        assert ("↑" in told, "↓" in told) == (by > 0, by < 0)
        if by:
            assert WORDS.plural("pocket.up" if by > 0 else "pocket.down", abs(by)) in text(told)


def test_a_change_that_moves_nothing_marks_nothing(explorer):
    finish_the_safety_check(explorer)
    panel = parts.pocket(explorer)
    answer(explorer, noon=True, night=True)
    assert "moved-most" in panel.html
    explorer.case.look("burn", False)
    for mark in ("moved-most", 'class="was"', 'class="places"'):
        assert mark not in panel.html


def table_row(panel: Panel, cause_id: str) -> str:
    return re.findall(rf'<tr[^>]* data-cause="{cause_id}".*?</tr>', panel.html)[0]


def test_the_ranking_marks_what_moved_as_the_pocket_does_until_the_next_answer(explorer):
    finish_the_safety_check(explorer)
    pocket, ranking = parts.pocket(explorer), parts.ranking(explorer)
    answer(explorer, noon=True)
    heard = ranking.state["heard"]
    for mark in ("moved-most", 'class="was"', 'class="places"'):
        assert mark not in ranking.html
    answer(explorer, noon=False)
    assert 'class="places"' in ranking.html
    for cause_id in rows(pocket):
        small, wide = row(pocket, cause_id), table_row(ranking, cause_id)
        for mark in ("moved-most", 'class="was"', "↑", "↓"):
            assert (mark in wide) == (mark in small), (cause_id, mark)
        told = re.findall(r'<span class="places">.*?</span></span>', small)
        assert re.findall(r'<span class="places">.*?</span></span>', wide) == told
    sentence = re.compile(r'class="what-moved">(.*?)</p>')
    assert sentence.findall(ranking.html) == sentence.findall(pocket.html) != [""]
    # By ear the new order is told, once: what moved stands there to be read.
    assert ranking.state["heard"] != heard
    assert sentence.findall(ranking.html)[0] not in ranking.state["heard"]
    explorer.case.look("burn", False)
    for mark in ("moved-most", 'class="was"', 'class="places"'):
        assert mark not in ranking.html
    assert sentence.findall(ranking.html) == [""]


@pytest.mark.parametrize("change", ["view:mode", "undo of a danger", "tools:example"])
def test_an_order_that_was_not_seen_before_shows_no_way_from_it(explorer, change):
    finish_the_safety_check(explorer)
    panel = parts.pocket(explorer)
    answer(explorer, noon=True, night=True)
    if change == "view:mode":
        explorer.handle("view:mode", BY_LIKELIHOOD)
    elif change == "undo of a danger":
        explorer.case.flag("burn", True)
        explorer.handle("take_back", "burn")
    else:
        explorer.look(before=None)
    assert len(rows(panel)) == 3
    assert 'class="was"' not in panel.html


# ------------------------------------------------------------------------------ Undo


def undo(panel: Panel, explorer: ExplorerState) -> None:
    """Press the button as it stands there."""
    action, value = re.findall(
        r'data-action="(undo|take_back)"(?: data-value="(\w+)")?', panel.html
    )[0]
    explorer.handle(action, value or None)


def test_undo_takes_back_the_tick_that_raised_the_danger_and_no_later_answer(explorer):
    finish_the_safety_check(explorer)
    panel = parts.pocket(explorer)
    explorer.case.flag("burn", True)
    answer(explorer, noon=True, left=True)
    assert (
        f'aria-label="{WORDS("pocket.take_back", answer=explorer.catalogue.flags["burn"].label)}"'
        in panel.html
    )
    undo(panel, explorer)
    assert dict(explorer.case.findings) == {"noon": True, "left": True}
    assert "burn" not in explorer.case.flags
    assert WORDS("safety.left.one") in panel.html


def test_undo_takes_back_the_finding_by_which_a_rule_raised_it(explorer):
    finish_the_safety_check(explorer)
    panel = parts.pocket(explorer)
    answer(explorer, heat=True, noon=True)
    label = explorer.catalogue.findings["heat"].label
    assert WORDS("pocket.take_back", answer=label) in panel.html
    undo(panel, explorer)
    assert dict(explorer.case.findings) == {"noon": True}
    assert len(rows(panel)) == 3


def test_of_the_findings_of_one_rule_undo_takes_back_the_last(explorer):
    finish_the_safety_check(explorer)
    panel = parts.pocket(explorer)
    answer(explorer, noon=True, left=False, night=True, glare=True)
    assert explorer.differential.refer
    undo(panel, explorer)
    assert dict(explorer.case.findings) == {"noon": True, "left": False, "glare": True}
    answer(explorer, night=True, left=None)
    assert not explorer.differential.refer
    answer(explorer, left=False)
    undo(panel, explorer)
    assert "left" not in explorer.case.findings
    assert explorer.case.findings["night"]


def test_undo_of_the_last_answer_brings_back_what_stood_there_before(explorer):
    finish_the_safety_check(explorer)
    panel = parts.pocket(explorer)
    answer(explorer, heat=False)
    answer(explorer, heat=True)
    undo(panel, explorer)
    assert dict(explorer.case.findings) == {"heat": False}


def test_undo_of_a_danger_by_tick_and_by_rule_takes_two_presses(explorer):
    panel = parts.pocket(explorer)
    answer(explorer, heat=True)
    explorer.case.flag("burn", True)
    undo(panel, explorer)
    assert explorer.differential.refer
    undo(panel, explorer)
    assert not explorer.differential.refer
    assert not explorer.case.findings


def test_undo_stays_in_its_place_where_there_is_nothing_to_undo(explorer):
    panel = parts.pocket(explorer)
    assert 'class="undo" aria-disabled="true"' in panel.html
    answer(explorer, noon=True)
    assert 'class="undo" aria-disabled' not in panel.html
    undo(panel, explorer)
    assert not explorer.case.findings
    assert 'class="undo" aria-disabled="true"' in panel.html


@pytest.mark.parametrize("value", ["nothing", "", 7, None, ["burn"]])
def test_no_other_message_takes_anything_back(explorer, value):
    explorer.case.flag("burn", True)
    explorer.handle("take_back", value)
    assert explorer.case.flags["burn"]


def test_several_changes_together_are_one_to_undo_and_one_to_see(explorer):
    told = []
    explorer.case.observe(lambda: told.append(dict(explorer.case.findings)))
    explorer.case.together(lambda: answer(explorer, noon=True, night=False, left=True))
    assert told == [{"noon": True, "night": False, "left": True}]
    explorer.case.undo()
    assert not explorer.case.findings


def test_a_new_start_among_several_changes_forgets_what_is_private(toy):
    private = {f: replace(flag, private=f == "burn") for f, flag in toy.flags.items()}
    case = Case(replace(toy, flags=private))
    case.flag("burn", True)
    case.answer("noon", True)
    case.together(lambda: (case.reset(), case.answer("night", True)))
    case.undo()
    assert dict(case.findings) == {"noon": True}
    assert "burn" not in case.flags
    case.undo()
    assert "burn" not in case.flags


# ------------------------------------------------------------------------------ said aloud


def test_the_order_is_said_when_it_or_a_band_changes_and_not_else(explorer):
    finish_the_safety_check(explorer)
    panel = parts.ranking(explorer)
    assert panel.state["heard"] == ""
    answer(explorer, noon=True)
    said = panel.state["heard"]
    first = explorer.differential.ranking[0].cause_id
    assert WORDS("aloud.order", first="", then="").split(":")[0] in said
    assert explorer.catalogue.causes[first].short_label in said
    explorer.case.look("burn", False)
    explorer.handle("view:numbers", True)
    assert panel.state["heard"] == said
    answer(explorer, night=True)
    assert panel.state["heard"] != said
    explorer.handle("undo", None)
    assert panel.state["heard"] == said
    explorer.handle("view:mode", BY_LIKELIHOOD)
    assert panel.state["heard"] != said


def test_a_look_alike_and_an_unfinished_check_are_said_before_the_order(explorer):
    panel = parts.ranking(explorer)
    answer(explorer, noon=True, right=True)
    assert panel.state["heard"].startswith(WORDS("aloud.unfinished"))
    finish_the_safety_check(explorer)
    could_be = explorer.catalogue.flags["shade"].could_be
    assert panel.state["heard"].startswith(WORDS("look_alike.headline", could_be=could_be))


def test_a_danger_is_said_by_name_with_what_to_do_and_how_fast_and_then_no_order(explorer):
    finish_the_safety_check(explorer)
    panel = parts.ranking(explorer)
    answer(explorer, noon=True)
    assert panel.state["alarm"] == ""
    explorer.case.flag("burn", True)
    flag = explorer.catalogue.flags["burn"]
    for said in (flag.could_be, flag.action, flag.urgency, WORDS(f"tier.{flag.tier}")):
        assert said in panel.state["alarm"]
    assert panel.state["heard"] == ""
    one = panel.state["alarm"]
    explorer.case.flag("blind", True)
    assert explorer.catalogue.flags["blind"].could_be in panel.state["alarm"]
    assert panel.state["alarm"] != one
    explorer.case.flag("blind", None)
    assert panel.state["alarm"] == one
    explorer.case.flag("burn", None)
    assert panel.state["alarm"] == ""


def test_a_look_that_is_owed_is_said_by_name(explorer):
    finish_the_safety_check(explorer)
    panel = parts.ranking(explorer)
    answer(explorer, glare=True, night=False)
    assert explorer.catalogue.flags["blind"].label in panel.state["alarm"]
    assert panel.state["heard"] == ""


def test_what_is_shown_twice_is_said_once(explorer):
    first, second = parts.ranking(explorer), parts.ranking(explorer)
    explorer.case.flag("burn", True)
    assert not first.state.get("alarm")
    assert second.state["alarm"]


def test_the_map_tells_of_a_danger_while_she_points_and_the_ranking_else():
    lesson = Lab().lesson("hypocalcaemia")
    points, ranking = body_map(lesson._explorer, "hypocalcaemia"), parts.ranking(lesson._explorer)
    finish_the_safety_check(lesson._explorer)
    place = next(
        f"place:{region.part}:{region.side}"
        for region in lesson.catalogue.regions.values()
        if "mouth_tingling" in region.finding_ids
    )
    points.receive(place, True)
    assert points.state["alarm"]
    assert not ranking.state.get("alarm")
    lesson._explorer.handle("undo", None)
    lesson._explorer.handle("finding:mouth_tingling", "yes")
    assert not points.state["alarm"]
    assert ranking.state["alarm"]


# ------------------------------------------------------------------------------ whom to ring


def with_number(toy: Catalogue, number: str) -> Catalogue:
    local = load().local
    entries = {key: replace(entry, value=number) for key, entry in local.items()}
    return replace(toy, local=entries)


def test_a_number_is_text_and_a_link_only_where_it_is_asked_for(toy):
    catalogue = with_number(toy, "+44 (0)1632 960961")
    assert "+44 (0)1632 960961" in numbers_to_call(catalogue, WORDS)
    assert "<a" not in numbers_to_call(catalogue, WORDS)
    html = numbers_to_call(catalogue, WORDS, dials=True)
    assert 'href="tel:+441632960961"' in html
    assert html.index(WORDS("dial.practice")) < html.index("href=")


@pytest.mark.parametrize("written", ["", "999 or 112", "ask the ward", "javascript:alert(1)", "9"])
def test_what_is_no_telephone_number_is_never_a_link(toy, written):
    assert "<a" not in numbers_to_call(with_number(toy, written), WORDS, dials=True)


def html_of(part: object) -> str:
    return getattr(part, "html", "") + "".join(map(html_of, getattr(part, "children", ())))


NOTEBOOKS = sorted((Path(crampkit.__file__).parents[1] / "notebooks").glob("*.ipynb"))


@pytest.mark.parametrize("notebook", NOTEBOOKS, ids=lambda path: path.stem)
def test_no_lesson_dials_but_the_one_with_the_explorer(notebook):
    cells = json.loads(notebook.read_text(encoding="utf-8"))["cells"]
    code = ["".join(cell["source"]) for cell in cells if cell["cell_type"] == "code"]
    names: dict[str, object] = {"__name__": "__main__"}
    shown = [value_of(source, names) for source in code]
    shown += [make() for part in shown for make in getattr(part, "behind", ())]
    for desk in (one for one in names.values() if isinstance(one, Lab | LessonDesk)):
        desk._explorer.case.flag("breathless_chest", True)
    dials = [html for html in map(html_of, shown) if "tel:" in html]
    assert bool(dials) == any(".explorer(" in source for source in code)
    for html in dials:
        assert html.count('href="tel:') == html.count(WORDS("dial.practice"))


def test_only_the_explorer_has_a_link_that_dials():
    lab = Lab()
    explorer = lab.explorer()
    shown = [
        lab.ranking(),
        lab.safety_check(),
        lab.why(),
    ]
    for lesson_id, row in lab.catalogue.lessons.items():
        if row.cause_id:
            lesson = lab.lesson(lesson_id)
            shown += [lesson.toggle_and_see(), lesson.body_map(), lesson.red_flags(), lesson.card()]
            lesson._explorer.case.flag("breathless_chest", True)
    lab.shared_case.flag("breathless_chest", True)
    assert 'href="tel:' in html_of(explorer)
    assert [part for part in shown if "tel:" in html_of(part)] == []
    assert "tel:" not in html_of(parts.pocket(lab._explorer))
