"""What is said aloud: one thing at a time, each tied to its signs, fit for an interpreter."""

from __future__ import annotations

import re

import pytest

from tests.folder import Folder


def test_every_phrase_has_a_sign_to_tick_and_every_danger_sign_one_phrase(shipped):
    named = [flag_id for phrase in shipped.phrases.values() for flag_id in phrase.flag_ids]
    assert all(phrase.flag_ids for phrase in shipped.phrases.values())
    assert sorted(named) == sorted(
        f for f, flag in shipped.flags.items() if flag.tier != "look_alike"
    )


def test_tingling_lips_have_a_phrase_of_their_own(shipped):
    asked = [p for p in shipped.phrases.values() if "tingling_mouth" in p.flag_ids]
    assert [phrase.flag_ids for phrase in asked] == [("tingling_mouth",)]


def test_a_phrase_is_one_short_question(shipped):
    for phrase in shipped.phrases.values():
        assert phrase.label.count("?") == 1, phrase.phrase_id
        assert len(phrase.label.split()) <= 20, phrase.phrase_id
        assert not re.match(r"(and )?can you\b", phrase.label, re.IGNORECASE), phrase.phrase_id


def test_no_phrase_asks_after_more_than_three_things_at_once(shipped):
    for phrase in shipped.phrases.values():
        parts = len(re.findall(r",|\bor\b", phrase.label))
        assert parts <= 4, phrase.label


@pytest.mark.parametrize(
    ("column", "value", "told"),
    [
        ("flag_ids", "", "flag_ids: the cell is empty; name a flag"),
        ("flag_ids", "blind", "flag_ids: 'blind' belongs to 'eyes' in red_flags.csv"),
        ("question_id", "skn", "no safety question 'skn'; did you mean 'skin'?"),
    ],
)
def test_a_phrase_without_a_sign_of_its_part_is_named(tmp_path, column, value, told):
    from crampkit.catalogue import problems

    folder = Folder(tmp_path / "data")
    folder.set("safety_phrases.csv", 2, column, value)
    lines = [str(problem) for problem in problems(folder.path)]
    assert any(line.startswith("safety_phrases.csv row 2") and told in line for line in lines)


def test_a_sign_that_nobody_asks_for_is_named(tmp_path):
    from crampkit.catalogue import problems

    folder = Folder(tmp_path / "data")
    folder.add("red_flags.csv", flag_id="burnt_hair", tier="today", question_id="skin")
    (line,) = [str(problem) for problem in problems(folder.path)]
    assert "nothing that is said aloud asks for 'burnt_hair'" in line


def test_a_sign_asked_for_twice_is_named(tmp_path):
    from crampkit.catalogue import problems

    folder = Folder(tmp_path / "data")
    folder.add("safety_phrases.csv", phrase_id="again", question_id="eyes", flag_ids="blind")
    (line,) = [str(problem) for problem in problems(folder.path)]
    assert "'blind' stands in row 3 already; a sign needs one phrase" in line
