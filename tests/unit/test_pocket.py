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
from crampkit.panels.explorer.screen import Screen
from crampkit.panels.kit.panel import Panel
from crampkit.reasoning import BY_FIT, BY_LIKELIHOOD, differential, flags_to_refer
from crampkit.reasoning.shifting import shifts
from crampkit.views.kit.place import numbers_to_call
from crampkit.words import Words

WORDS = Words(load().text)


@pytest.fixture
def screen(toy: Catalogue) -> Screen:
    phrases = {
        flag_id: SafetyPhrase(
            flag_id, toy.flags[flag_id].question_id, f"Any {flag_id}?", (flag_id,)
        )
        for flag_id in ("burn", "blind")
    }
    rules = (*toy.rules, FlagRule("blind", ("noon", "night"), ("left",), "raise"))
    return Screen(Case(replace(toy, phrases=phrases, rules=rules)), WORDS)


def finish_the_safety_check(screen: Screen) -> None:
    for question_id in screen.catalogue.safety_questions:
        screen.case.none_of_these(question_id)


def answer(screen: Screen, **answers: bool | None) -> None:
    for finding_id, present in answers.items():
        screen.case.answer(finding_id, present)


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


def test_a_danger_takes_its_place_by_name_with_what_to_do_and_how_fast(screen):
    finish_the_safety_check(screen)
    answer(screen, noon=True)
    panel = parts.pocket(screen)
    screen.case.flag("burn", True)
    flag = screen.catalogue.flags["burn"]
    for said in (flag.could_be, flag.action, flag.urgency, WORDS(f"tier.{flag.tier}")):
        assert said in text(panel.html)
    assert rows(panel) == []
    assert "<details" not in panel.html
    assert WORDS("safety.left.one") not in panel.html


def test_of_several_dangers_the_most_urgent_is_told_in_full_and_the_others_by_name(screen):
    panel = parts.pocket(screen)
    for flag_id in ("burn", "blind"):
        screen.case.flag(flag_id, True)
    first, other = (
        screen.catalogue.flags[f] for f in flags_to_refer(screen.catalogue, ("burn", "blind"))
    )
    assert first.action in panel.html
    assert other.action not in panel.html
    assert other.could_be in panel.html


@pytest.mark.parametrize("findings", [{}, {"noon": True}])
def test_an_unfinished_safety_check_stands_in_it_folded_too(screen, findings):
    panel = parts.pocket(screen)
    answer(screen, **findings)
    assert WORDS("safety.left.many", count=2) in folded(panel)
    screen.case.none_of_these("skin")
    assert WORDS("safety.left.one") in folded(panel)
    screen.case.none_of_these("eyes")
    assert "Safety check" not in panel.html


def test_a_look_that_is_owed_takes_its_place_below_an_unfinished_check(screen):
    panel = parts.pocket(screen)
    answer(screen, glare=True, night=False)
    assert screen.catalogue.flags["blind"].label in panel.html
    assert rows(panel) == []
    assert WORDS("safety.left.many", count=2) in panel.html
    finish_the_safety_check(screen)
    assert screen.catalogue.flags["blind"].label in panel.html
    assert rows(panel) == []
    screen.case.look("blind", False)
    assert len(rows(panel)) == 3
    assert screen.catalogue.flags["blind"].label not in panel.html


def test_a_yes_without_its_sign_takes_its_place(screen):
    panel = parts.pocket(screen)
    answer(screen, noon=True)
    screen.handle("phrase:burn", "open")
    assert "Any burn?" in panel.html
    assert rows(panel) == []
    screen.handle("phrase:burn", "none")
    assert len(rows(panel)) == 3


def test_a_look_alike_stands_in_it_folded_too_and_no_best_fit(screen):
    finish_the_safety_check(screen)
    panel = parts.pocket(screen)
    answer(screen, noon=True, night=False, left=True)
    assert WORDS("verdict.fits", cause="sun") in folded(panel)
    answer(screen, right=True)
    headline = WORDS("look_alike.headline", could_be=screen.catalogue.flags["shade"].could_be)
    assert headline in folded(panel)
    assert WORDS("verdict.fits", cause="sun") not in panel.html
    assert len(rows(panel)) == 3
    screen.case.reset()
    answer(screen, noon=True, right=True)
    assert headline in folded(panel)
    assert WORDS("safety.left.many", count=2) in folded(panel)


def test_every_row_of_the_ranking_is_one_of_its_rows_in_the_same_order():
    lab = Lab()
    lab.load_example("night_cramp")
    panel = parts.pocket(lab._screen)
    for mode in (BY_FIT, BY_LIKELIHOOD):
        lab._screen.handle("view:mode", mode)
        assert rows(panel) == [one.cause_id for one in lab._screen.differential.ordered(mode)]
        assert len(rows(panel)) == 6
        assert "something_else" in rows(panel)


def test_nothing_is_in_order_before_anything_is_asked(screen):
    finish_the_safety_check(screen)
    panel = parts.pocket(screen)
    assert rows(panel) == []
    assert WORDS("ranking.nothing_yet") in panel.html
    answer(screen, noon=True)
    assert len(rows(panel)) == 3
    assert 'class="was"' not in panel.html
    assert 'class="places"' not in panel.html


def test_no_percentage_stands_in_it():
    lab = Lab()
    panel = parts.pocket(lab._screen)
    for example_id in lab.catalogue.examples:
        lab.load_example(example_id)
        for mode in (BY_FIT, BY_LIKELIHOOD):
            lab._screen.handle("view:mode", mode)
            assert not re.search(r"\d ?%", text(panel.html)), example_id


# ------------------------------------------------------------------------------ what moved


def test_the_row_that_moved_furthest_is_marked_and_told_in_words(screen):
    finish_the_safety_check(screen)
    panel = parts.pocket(screen)
    answer(screen, noon=True, night=True)
    marked = [cause_id for cause_id in rows(panel) if "moved-most" in row(panel, cause_id)]
    assert len(marked) == 1
    before = differential(screen.catalogue, {"noon": True}, {})
    moved = shifts(before, screen.differential, BY_FIT)
    assert moved[marked[0]].furthest
    assert sum(one.furthest for one in moved.values()) == 1
    label = screen.catalogue.causes[marked[0]].short_label
    told = re.findall(r'class="what-moved">(.*?)</p>', panel.html)[0]
    assert told.startswith(f"{label}: ")


def test_where_a_bar_was_is_drawn_for_what_moved_and_for_nothing_else(screen):
    finish_the_safety_check(screen)
    panel = parts.pocket(screen)
    answer(screen, noon=True, night=True)
    moved = shifts(differential(screen.catalogue, {"noon": True}, {}), screen.differential, BY_FIT)
    assert moved
    for cause_id in rows(panel):
        assert ('class="was"' in row(panel, cause_id)) == (cause_id in moved), cause_id


def test_places_up_and_down_are_told_by_arrow_and_word(screen):
    finish_the_safety_check(screen)
    panel = parts.pocket(screen)
    answer(screen, noon=True)
    first = rows(panel)
    answer(screen, noon=False)
    for cause_id in first:
        by = first.index(cause_id) - rows(panel).index(cause_id)
        told = row(panel, cause_id)
        assert ("↑" in told, "↓" in told) == (by > 0, by < 0)
        if by:
            assert WORDS.plural("pocket.up" if by > 0 else "pocket.down", abs(by)) in text(told)


def test_a_change_that_moves_nothing_marks_nothing(screen):
    finish_the_safety_check(screen)
    panel = parts.pocket(screen)
    answer(screen, noon=True, night=True)
    assert "moved-most" in panel.html
    screen.case.look("burn", False)
    for mark in ("moved-most", 'class="was"', 'class="places"'):
        assert mark not in panel.html


def table_row(panel: Panel, cause_id: str) -> str:
    return re.findall(rf'<tr[^>]* data-cause="{cause_id}".*?</tr>', panel.html)[0]


def test_the_ranking_marks_what_moved_as_the_pocket_does_until_the_next_answer(screen):
    finish_the_safety_check(screen)
    pocket, ranking = parts.pocket(screen), parts.ranking(screen)
    answer(screen, noon=True)
    heard = ranking.state["heard"]
    for mark in ("moved-most", 'class="was"', 'class="places"'):
        assert mark not in ranking.html
    answer(screen, noon=False)
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
    screen.case.look("burn", False)
    for mark in ("moved-most", 'class="was"', 'class="places"'):
        assert mark not in ranking.html
    assert sentence.findall(ranking.html) == [""]


@pytest.mark.parametrize("change", ["view:mode", "undo of a danger", "tools:example"])
def test_an_order_that_was_not_seen_before_shows_no_way_from_it(screen, change):
    finish_the_safety_check(screen)
    panel = parts.pocket(screen)
    answer(screen, noon=True, night=True)
    if change == "view:mode":
        screen.handle("view:mode", BY_LIKELIHOOD)
    elif change == "undo of a danger":
        screen.case.flag("burn", True)
        screen.handle("take_back", "burn")
    else:
        screen.look(before=None)
    assert len(rows(panel)) == 3
    assert 'class="was"' not in panel.html


# ------------------------------------------------------------------------------ Undo


def undo(panel: Panel, screen: Screen) -> None:
    """Press the button as it stands there."""
    action, value = re.findall(
        r'data-action="(undo|take_back)"(?: data-value="(\w+)")?', panel.html
    )[0]
    screen.handle(action, value or None)


def test_undo_takes_back_the_tick_that_raised_the_danger_and_no_later_answer(screen):
    finish_the_safety_check(screen)
    panel = parts.pocket(screen)
    screen.case.flag("burn", True)
    answer(screen, noon=True, left=True)
    assert (
        f'aria-label="{WORDS("pocket.take_back", answer=screen.catalogue.flags["burn"].label)}"'
        in panel.html
    )
    undo(panel, screen)
    assert dict(screen.case.findings) == {"noon": True, "left": True}
    assert "burn" not in screen.case.flags
    assert WORDS("safety.left.one") in panel.html


def test_undo_takes_back_the_finding_by_which_a_rule_raised_it(screen):
    finish_the_safety_check(screen)
    panel = parts.pocket(screen)
    answer(screen, heat=True, noon=True)
    label = screen.catalogue.findings["heat"].label
    assert WORDS("pocket.take_back", answer=label) in panel.html
    undo(panel, screen)
    assert dict(screen.case.findings) == {"noon": True}
    assert len(rows(panel)) == 3


def test_of_the_findings_of_one_rule_undo_takes_back_the_last(screen):
    finish_the_safety_check(screen)
    panel = parts.pocket(screen)
    answer(screen, noon=True, left=False, night=True, glare=True)
    assert screen.differential.refer
    undo(panel, screen)
    assert dict(screen.case.findings) == {"noon": True, "left": False, "glare": True}
    answer(screen, night=True, left=None)
    assert not screen.differential.refer
    answer(screen, left=False)
    undo(panel, screen)
    assert "left" not in screen.case.findings
    assert screen.case.findings["night"]


def test_undo_of_the_last_answer_brings_back_what_stood_there_before(screen):
    finish_the_safety_check(screen)
    panel = parts.pocket(screen)
    answer(screen, heat=False)
    answer(screen, heat=True)
    undo(panel, screen)
    assert dict(screen.case.findings) == {"heat": False}


def test_undo_of_a_danger_by_tick_and_by_rule_takes_two_presses(screen):
    panel = parts.pocket(screen)
    answer(screen, heat=True)
    screen.case.flag("burn", True)
    undo(panel, screen)
    assert screen.differential.refer
    undo(panel, screen)
    assert not screen.differential.refer
    assert not screen.case.findings


def test_undo_stays_in_its_place_where_there_is_nothing_to_undo(screen):
    panel = parts.pocket(screen)
    assert 'class="undo" aria-disabled="true"' in panel.html
    answer(screen, noon=True)
    assert 'class="undo" aria-disabled' not in panel.html
    undo(panel, screen)
    assert not screen.case.findings
    assert 'class="undo" aria-disabled="true"' in panel.html


@pytest.mark.parametrize("value", ["nothing", "", 7, None, ["burn"]])
def test_no_other_message_takes_anything_back(screen, value):
    screen.case.flag("burn", True)
    screen.handle("take_back", value)
    assert screen.case.flags["burn"]


def test_several_changes_together_are_one_to_undo_and_one_to_see(screen):
    told = []
    screen.case.observe(lambda: told.append(dict(screen.case.findings)))
    screen.case.together(lambda: answer(screen, noon=True, night=False, left=True))
    assert told == [{"noon": True, "night": False, "left": True}]
    screen.case.undo()
    assert not screen.case.findings


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


def test_the_order_is_said_when_it_or_a_band_changes_and_not_else(screen):
    finish_the_safety_check(screen)
    panel = parts.ranking(screen)
    assert panel.state["heard"] == ""
    answer(screen, noon=True)
    said = panel.state["heard"]
    first = screen.differential.ranking[0].cause_id
    assert WORDS("aloud.order", first="", then="").split(":")[0] in said
    assert screen.catalogue.causes[first].short_label in said
    screen.case.look("burn", False)
    screen.handle("view:numbers", True)
    assert panel.state["heard"] == said
    answer(screen, night=True)
    assert panel.state["heard"] != said
    screen.handle("undo", None)
    assert panel.state["heard"] == said
    screen.handle("view:mode", BY_LIKELIHOOD)
    assert panel.state["heard"] != said


def test_a_look_alike_and_an_unfinished_check_are_said_before_the_order(screen):
    panel = parts.ranking(screen)
    answer(screen, noon=True, right=True)
    assert panel.state["heard"].startswith(WORDS("aloud.unfinished"))
    finish_the_safety_check(screen)
    could_be = screen.catalogue.flags["shade"].could_be
    assert panel.state["heard"].startswith(WORDS("look_alike.headline", could_be=could_be))


def test_a_danger_is_said_by_name_with_what_to_do_and_how_fast_and_then_no_order(screen):
    finish_the_safety_check(screen)
    panel = parts.ranking(screen)
    answer(screen, noon=True)
    assert panel.state["alarm"] == ""
    screen.case.flag("burn", True)
    flag = screen.catalogue.flags["burn"]
    for said in (flag.could_be, flag.action, flag.urgency, WORDS(f"tier.{flag.tier}")):
        assert said in panel.state["alarm"]
    assert panel.state["heard"] == ""
    one = panel.state["alarm"]
    screen.case.flag("blind", True)
    assert screen.catalogue.flags["blind"].could_be in panel.state["alarm"]
    assert panel.state["alarm"] != one
    screen.case.flag("blind", None)
    assert panel.state["alarm"] == one
    screen.case.flag("burn", None)
    assert panel.state["alarm"] == ""


def test_a_look_that_is_owed_is_said_by_name(screen):
    finish_the_safety_check(screen)
    panel = parts.ranking(screen)
    answer(screen, glare=True, night=False)
    assert screen.catalogue.flags["blind"].label in panel.state["alarm"]
    assert panel.state["heard"] == ""


def test_what_is_shown_twice_is_said_once(screen):
    first, second = parts.ranking(screen), parts.ranking(screen)
    screen.case.flag("burn", True)
    assert not first.state.get("alarm")
    assert second.state["alarm"]


def test_the_map_tells_of_a_danger_while_she_points_and_the_ranking_else():
    lesson = Lab().lesson("hypocalcaemia")
    points, ranking = body_map(lesson._screen, "hypocalcaemia"), parts.ranking(lesson._screen)
    finish_the_safety_check(lesson._screen)
    place = next(
        f"place:{region.part}:{region.side}"
        for region in lesson.catalogue.regions.values()
        if "mouth_tingling" in region.finding_ids
    )
    points.receive(place, True)
    assert points.state["alarm"]
    assert not ranking.state.get("alarm")
    lesson._screen.handle("undo", None)
    lesson._screen.handle("finding:mouth_tingling", "yes")
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
        desk._screen.case.flag("breathless_chest", True)
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
            lesson._screen.case.flag("breathless_chest", True)
    lab.shared_case.flag("breathless_chest", True)
    assert 'href="tel:' in html_of(explorer)
    assert [part for part in shown if "tel:" in html_of(part)] == []
    assert "tel:" not in html_of(parts.pocket(lab._screen))
