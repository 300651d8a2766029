"""After a decision: the next day, near pairs side by side, and who comes back as a sibling."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from html import unescape

import pytest

from crampkit.catalogue import Catalogue, NextDay, Pair
from crampkit.panels.practice.cases import case_panel
from crampkit.practice.journal import Entry, Journal, JournalInMemory
from crampkit.practice.record import Record
from crampkit.practice.session import Session
from crampkit.practice.siblings import family_of
from crampkit.practice.toy import toy_cases
from crampkit.views.practice.afterwards import near_pairs
from crampkit.words import Words
from tests.elements import Element, read

TOY = toy_cases()
DAYS = {"right": "The day is calm.", "causes": "She rings again.", "refer": "She waited too long."}
WHY = "Ada hurts at noon, and Ben does not."


def with_days() -> Catalogue:
    pair = Pair("noon", "ada", "ben", "noon", WHY, ())
    days = {("cleo", key): NextDay("cleo", key, text, ()) for key, text in DAYS.items()}
    return replace(TOY, next_days=days, pairs={"noon": pair})


@pytest.fixture
def words(shipped: Catalogue) -> Words:
    return Words(shipped.text)


def decided(session: Session, words: Words, case_id: str, **controls: str) -> str:
    """The page of a case after this decision."""
    panel = case_panel(session, case_id, words)
    panel.receive("decide", None)
    before = panel.html
    assert not [text for text in (*DAYS.values(), WHY) if text in before]
    for name, value in {"answer": "cannot_tell", "sure": "70", **controls}.items():
        panel.receive(name, value)
    panel.receive("cause:sun", True)
    panel.receive("commit", None)
    assert 'data-phase="told"' in panel.html
    return unescape(panel.html)


@pytest.mark.parametrize(
    ("controls", "told"),
    [
        ({"answer": "causes"}, ["causes", "right"]),
        ({"answer": "cannot_tell"}, ["right"]),  # No day was written for it.
        ({"answer": "refer", "danger": "burn", "how_fast": "now"}, ["right"]),
        ({"answer": "refer", "danger": "burn", "how_fast": "soon"}, ["refer", "right"]),
    ],
)
def test_the_next_day_is_told_for_the_decision_and_for_the_right_one(controls, told, words):
    page = decided(Session(with_days()), words, "cleo", **controls)
    assert [key for key, text in DAYS.items() if text in page] == sorted(told, key=[*DAYS].index)
    assert (words("next_day.hers") in page) == (len(told) == 2)


def test_a_woman_without_a_next_day_is_told_none(words):
    assert words("next_day.title") not in decided(Session(with_days()), words, "ada")


def test_two_women_stand_side_by_side_only_once_both_are_decided(words):
    session = Session(with_days())
    assert WHY not in decided(session, words, "ada")
    page = decided(session, words, "ben")
    beside = page.split(WHY)[0].split('class="pair"')[1]
    for text in ("Ada, 30", "Ben, 30", "At noon.", "Not at noon."):
        assert text in beside
    assert WHY not in decided(session, words, "cleo")
    later = Session(with_days(), known=lambda: ["ben"])
    assert WHY in decided(later, words, "ada")


def compared(words: Words, one: str, other: str, finding_id: str) -> tuple[str, list[Element]]:
    """Of a pair, all that is shown, and the blocks in which the two stand beside one another."""
    pair = Pair("pair", one, other, finding_id, WHY, ())
    shown = read(near_pairs(TOY, [pair], words)[0])
    return shown.text, shown.all("div", "compared")


def test_the_answer_that_decides_comes_first_and_is_marked_and_what_else_differs_is_shown(words):
    shown, blocks = compared(words, "ada", "ben", "noon")
    others = ("Worse at night", "Which side?", "Skin peels")
    assert [block.one("h5").text for block in blocks] == [
        words("pair.decides", question="Worse at noon"),
        *(words("pair.also", question=question) for question in others),
        words("pair.right"),
    ]
    assert ["decides" in block.classes for block in blocks] == [True, False, False, False, False]
    assert words.plural("pair.apart", 4) in shown
    for block in blocks:
        assert [one.text for one in block.all("p", "who")] == ["Ada, 30", "Ben, 30"]
    for told in ("Yes At noon.", "No Not at noon."):
        assert told in blocks[0].text
        assert shown.count(told) == 1


def test_a_danger_sign_that_differs_is_shown_too_and_what_is_right_says_how_fast(words):
    _, blocks = compared(words, "ada", "cleo", "night")
    burn = TOY.flags["burn"]
    sign = blocks[-2]
    assert sign.one("h5").text == words("pair.also", question=burn.label)
    assert "No Whole." in sign.text
    assert "Yes It burns." in sign.text
    fast = words("case.said_refer", danger=burn.could_be, how_fast=words(f"tier.{burn.tier}"))
    ada, cleo = blocks[-1].one("div", "pair").elements
    assert fast in cleo.text
    assert fast not in ada.text
    assert TOY.causes["sun"].label in ada.text


# ------------------------------------------------------------------------------ siblings


def family() -> Catalogue:
    """Ben is Ada's sister, and Fay is Ben's; Cleo has none."""
    cases = dict(TOY.cases)
    cases["ben"] = replace(cases["ben"], sibling_of="ada")
    cases["fay"] = replace(cases["fay"], sibling_of="ben")
    return replace(TOY, cases=cases)


def missed(*case_ids: str) -> Record:
    """A record in which these women were missed, one a day, the last of them a week ago."""
    record = Record(family(), Journal(JournalInMemory()))
    start = datetime.now(UTC) - timedelta(days=7 + len(case_ids))
    for number, case_id in enumerate(case_ids):
        at = (start + timedelta(days=number)).isoformat(timespec="seconds")
        record.journal.add(Entry("case", case_id, ("sun",), 60, False, 0.0, at=at))
    record.read_again()
    return record


@pytest.mark.parametrize(
    ("met", "due"),
    [
        (["ada"], ("ben",)),
        (["ben"], ("ada",)),
        (["ada", "ben"], ("fay",)),
        (["ada", "ben", "fay"], ("ada",)),
        (["cleo"], ("cleo",)),
    ],
)
def test_what_is_due_comes_back_as_the_sibling_not_met_or_met_longest_ago(met, due):
    assert missed(*met).due_cases() == due


def test_siblings_of_the_set_have_the_same_answer_and_are_led_to_one_woman(shipped):
    for case_id, case in shipped.cases.items():
        first = family_of(shipped.cases, case_id)
        assert not shipped.cases[first].sibling_of
        assert (first == case_id) == (not case.sibling_of)
        assert shipped.cases[first].answer == case.answer
