"""Handing a woman over: what is offered to be said, what is missing of it, and what does not belong."""

from __future__ import annotations

import json
import re
from dataclasses import replace

import pytest

from crampkit.catalogue import Beside, Catalogue
from crampkit.panels.kit.panel import Panel
from crampkit.panels.practice.cases import case_panel
from crampkit.practice.desk import DeskInMemory
from crampkit.practice.handing_over import BESIDE, LINES, NEVER_ASKED, handed, pieces
from crampkit.practice.journal import Journal, JournalInMemory
from crampkit.practice.kept import Shelf
from crampkit.practice.own_lines import OwnLines
from crampkit.practice.record import Record
from crampkit.practice.session import Session
from crampkit.practice.toy import toy_cases
from crampkit.words import Words

BESIDE_HER = ("She keeps bees.", "Her hat is green.")


def toy(must_say: tuple[str, ...] = ("burn", "noon")) -> Catalogue:
    catalogue = toy_cases()
    cleo = replace(catalogue.cases["cleo"], must_say=must_say)
    return replace(
        catalogue,
        cases={**catalogue.cases, "cleo": cleo},
        beside={("cleo", text): Beside("cleo", text) for text in BESIDE_HER},
    )


@pytest.fixture
def words(shipped: Catalogue) -> Words:
    return Words(shipped.text)


def stopped(words: Words, session: Session, *asked: str) -> Panel:
    """Cleo's case at the handing over."""
    panel = case_panel(session, "cleo", words)
    for question_id in asked:
        panel.receive("ask", question_id)
    panel.receive("stop", None)
    for name, value in {"danger": "burn", "how_fast": "today", "sure": "80"}.items():
        panel.receive(name, value)
    panel.receive("commit", None)
    return panel


def marks(panel: Panel) -> list[tuple[str, str]]:
    """Each mark with the line that it stands in."""
    found = re.findall(r"<dt>([^<]*)</dt>|class=\"remark (\w+)\"", panel.html)
    line, of_line = "", []
    for named, mark in found:
        line = named or line
        if mark:
            of_line.append((line, mark))
    return of_line


# ------------------------------------------------------------------------------ what is offered


@pytest.mark.parametrize("asked_all", [True, False])
def test_each_urgent_woman_offers_all_that_was_asked_three_never_asked_and_two_beside_the_point(
    shipped, asked_all
):
    for case in shipped.cases.values():
        if case.answer != "refer":
            continue
        known = [shipped.question_of(f) for f in case.should_ask] if asked_all else []
        asked = [*shipped.safety_questions, *dict.fromkeys(known)]
        offered = pieces(shipped, case, asked)
        assert len({piece.piece_id for piece in offered}) == len(offered)
        never = [piece for piece in offered if not piece.asked]
        beside = [piece for piece in offered if piece.beside]
        assert len(never) == NEVER_ASKED, case.case_id
        assert len(beside) == BESIDE, case.case_id
        assert not {piece.question_id for piece in never} & set(asked)
        own = {piece.question_id for piece in offered if piece.asked and not piece.beside}
        assert own == set(asked)


def test_what_is_beside_the_point_is_true_of_urgent_women_alone(shipped):
    by_case: dict[str, list[str]] = {}
    for row in shipped.beside.values():
        by_case.setdefault(row.case_id, []).append(row.text)
    urgent = {c for c, case in shipped.cases.items() if case.answer == "refer"}
    assert set(by_case) == urgent
    assert {len(texts) for texts in by_case.values()} == {BESIDE}


def test_what_was_never_asked_and_must_be_said_is_offered_without_its_answer(words):
    panel = stopped(words, Session(toy()), "noon")
    assert 'name="line:burn"' in panel.html
    assert "It burns." not in panel.html
    assert "At noon, too." in panel.html


# ------------------------------------------------------------------------------ what is said of it


def test_missing_never_asked_and_beside_the_point_are_told_in_their_place(words):
    panel = stopped(words, Session(toy()), "skin", "noon")
    assert not marks(panel)
    for piece, line in {
        "burn": "situation",
        "beside_1": "background",
        "eyes": "assessment",
        "heat": "nowhere",
    }.items():
        panel.receive(f"line:{piece}", line)
    assert panel.state["line:heat"] == ""
    assert "remark" not in panel.html.split('class="decision')[1].split("script-card")[0]
    panel.receive("commit", None)
    lines = [words(f"sbar.{line}") for line in LINES]
    assert marks(panel) == [
        (lines[1], "beside"),
        (lines[1], "missing"),  # Noon, which was asked.
        (lines[2], "never_asked"),
    ]


def test_what_must_be_said_and_was_never_asked_is_told_as_both(words):
    panel = stopped(words, Session(toy()), "noon")
    panel.receive("line:noon", "background")
    panel.receive("commit", None)
    assert marks(panel) == [(words("sbar.assessment"), "missing_not_asked")]


def test_a_whole_handing_over_has_no_mark(words):
    panel = stopped(words, Session(toy()), "skin", "noon")
    panel.receive("line:noon", "background")
    panel.receive("line:burn", "assessment")
    panel.receive("commit", None)
    assert marks(panel) == []
    assert words("sbar.told") in panel.html


def test_every_line_is_kept_whole_in_the_order_in_which_it_was_offered():
    catalogue = toy()
    case = catalogue.cases["cleo"]
    offered = pieces(catalogue, case, ["skin", "noon", "night"])
    placed = {piece.piece_id: LINES[n % 4] for n, piece in enumerate(offered)}
    found = handed(catalogue, case, offered, placed)
    assert sorted(p.piece_id for of_line in found.lines.values() for p in of_line) == sorted(placed)
    for line, of_line in found.lines.items():
        assert [p for p in offered if placed[p.piece_id] == line] == list(of_line)
    nothing = handed(catalogue, case, offered, {})
    assert not any(nothing.lines.values())
    assert sum(map(len, nothing.missing.values())) == 2


# ------------------------------------------------------------------------------ the way there


def test_one_press_ends_the_asking_and_nothing_is_told_before_she_is_handed_over(words):
    catalogue = toy()
    case = catalogue.cases["cleo"]
    panel = stopped(words, Session(catalogue), "noon")
    assert 'data-phase="handing"' in panel.html
    for secret in (case.reasoning, case.next_step, case.teaching_point, words("sbar.mark.missing")):
        assert secret not in panel.html
    assert 'data-action="ask_more"' in panel.html
    panel.receive("commit", None)
    assert case.next_step in panel.html


def test_the_form_of_a_referral_lacking_something_is_not_left(words):
    panel = case_panel(Session(toy()), "cleo", words)
    panel.receive("stop", None)
    panel.receive("commit", None)
    assert 'data-phase="stopping"' in panel.html
    assert words("case.missing.danger") in panel.html


def test_whoever_refers_without_breaking_off_hands_nothing_over(words):
    panel = case_panel(Session(toy()), "cleo", words)
    panel.receive("decide", None)
    for name, value in {
        **{"answer": "refer", "danger": "burn", "how_fast": "today", "sure": "80"},
    }.items():
        panel.receive(name, value)
    panel.receive("commit", None)
    assert 'data-phase="told"' in panel.html
    assert words("sbar.told") not in panel.html


# ------------------------------------------------------------------------------ what is kept


def test_what_was_handed_over_is_kept_and_a_line_of_ones_own_is_never_handed_in(words):
    catalogue = toy()
    desk = DeskInMemory()
    record = Record(catalogue, Journal(JournalInMemory()))
    session = Session(catalogue, own_lines=OwnLines(desk))
    session.on_commit(record.note_case)
    panel = stopped(words, session, "noon")
    panel.receive("line:noon", "background")
    panel.receive("free", "I was afraid to ring.")
    panel.receive("commit", None)
    assert "I was afraid to ring." in panel.html
    (entry,) = record.entries
    assert entry.handed_over == ("background:noon",)
    for kept in (record.as_table(), record.journal.store.read().decode(), repr(entry)):
        assert "afraid" not in kept
    again = stopped(words, Session(catalogue, own_lines=OwnLines(desk)), "noon")
    assert again.state["free"] == "I was afraid to ring."
    again.receive("free", " ")
    assert OwnLines(desk).of("case cleo") == ""
    assert json.loads(json.dumps(desk.get("own_line:case cleo"))) is None


@pytest.mark.parametrize(
    ("how_fast", "phase"), [("today", "handing"), ("", "stopping"), ("whenever", "stopping")]
)
def test_a_woman_half_handed_over_comes_back_and_never_without_how_fast(how_fast, phase, words):
    desk = DeskInMemory()

    def page() -> Panel:
        return case_panel(Session(toy()), "cleo", words, Shelf(desk, "cases"))

    panel = page()
    refer = {"danger": "burn", "how_fast": "today", "sure": "80"}
    for name, value in {"stop": None, **refer, "commit": None}.items():
        panel.receive(name, value)
    line = re.findall(r'name="(line:[^"]+)"', panel.html)[0]
    panel.receive(line, "background")
    kept = desk.get("kept:cases:case:cleo")
    desk.put("kept:cases:case:cleo", kept | {"draft": kept["draft"] | {"how_fast": how_fast}})
    panel = page()
    assert f'data-phase="{phase}"' in panel.html
    assert (panel.state.get(line) == "background") or phase == "stopping"


def test_an_empty_form_to_print_has_the_four_lines_and_nothing_of_hers(words):
    panel = stopped(words, Session(toy()), "noon")
    (blank,) = re.findall(r'<article class="script-card sbar-blank">.*?</article>', panel.html)
    assert re.findall(r"<h4>([^<]*)</h4>", blank) == [words(f"sbar.{line}") for line in LINES]
    assert 'data-local="print-card"' in blank
    assert "Cleo" not in blank
    assert "noon" not in blank
