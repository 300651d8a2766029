"""The way to a clinician's name: a form that leads nobody, answers side by side, rows written on request."""

from __future__ import annotations

import json
import os
import re
from html import unescape
from pathlib import Path
from typing import Any

import pytest

from crampkit import cli
from crampkit.catalogue import load
from crampkit.commands import review
from crampkit.practice.reviewed import (
    Answer,
    Reviewer,
    ReviewError,
    beside,
    is_outside,
    more_urgent,
    read_review,
    spread,
)
from crampkit.practice.reviewing import KINDS, Item, items, share
from crampkit.views.explorer.safety import stamp
from crampkit.words import words_of
from tests.elements import read
from tests.folder import Folder
from tests.pseudo import LONGER, write_pseudo
from tests.unit.test_another_language import IN_ENGLISH, PLAIN_LETTERS, Shown

RANGED, BARE, DANGER = "findings:night", "findings:noon", "red_flags:burn"


@pytest.fixture
def folder(tmp_path: Path) -> Folder:
    return Folder(tmp_path / "data")


@pytest.fixture
def every(folder: Folder) -> dict[str, Item]:
    return {item.item_id: item for item in items(load(folder.path))}


def saved(path: Path, every: dict[str, Item], name="Ann Example", **answers: Any) -> Path:
    """A reviewer's file, as the form saves it."""
    given = {
        item_id: {"as_read": every[item_id].as_read, **answer}
        for item_id, answer in answers.pop("of", {}).items()
    }
    said = {"reviewer": name, "on": "2026-11-20", "version": "1", "answers": given, **answers}
    path.write_text(json.dumps(said), encoding="utf-8")
    return path


# ------------------------------------------------------------------------------ the form


def test_each_danger_number_advice_and_question_of_the_set_is_an_item(shipped):
    found = {item.item_id: item for item in items(shipped)}
    assert {one.kind for one in found.values()} == set(KINDS)
    for flag_id in shipped.flags:
        assert f"red_flags:{flag_id}" in found
    for pair in shipped.features:
        assert f"cause_features:{':'.join(pair)}" in found
    assert {f"management:{one}" for one in shipped.management} <= found.keys()
    assert "causes:something_else" not in found
    assert [one.kind for one in found.values()].index("danger") == 0


def the_form(folder: Path, data: Path | None = None) -> tuple[str, dict[str, Any]]:
    given = ["review", str(folder), *(["--data", str(data)] if data else [])]
    assert cli.main(given) == 0
    form = (folder / "review.html").read_text(encoding="utf-8")
    found = re.search(r'<script type="application/json" id="data">(.*?)</script>', form, re.DOTALL)
    assert found
    return form, json.loads(found[1])


def test_the_form_says_nothing_of_what_the_set_says(tmp_path, folder):
    row = folder.row_of("findings.csv", "finding_id", "noon")
    before = the_form(tmp_path / "one", folder.path)[1]["items"]
    folder.set("findings.csv", row, "background", "0.2173")
    row = folder.row_of("red_flags.csv", "flag_id", "burn")
    folder.set("red_flags.csv", row, "tier", "soon")
    form, data = the_form(tmp_path / "two", folder.path)
    assert "2173" not in form
    shown = [{**one, "as_read": ""} for one in data["items"]]
    assert shown == [{**one, "as_read": ""} for one in before]
    changed = {one["id"] for one, was in zip(data["items"], before, strict=True) if one != was}
    assert changed == {BARE, DANGER}


def test_the_form_needs_no_network_and_runs_its_own_script_alone(tmp_path):
    form, data = the_form(tmp_path)
    assert "default-src 'none'" in unescape(form)
    assert not re.search(r'(?:src|href)="', form)
    assert "://" not in re.sub(r'<script type="application/json".*?</script>', "", form)
    assert len(data["items"]) == len(items(load()))


# ------------------------------------------------------------------------------ what was answered


def test_a_number_is_answered_as_women_and_kept_as_the_table_has_it(tmp_path, every):
    path = saved(tmp_path / "a.json", every, of={BARE: {"number": 25, "low": 10, "high": 40}})
    assert read_review(path, every.values()).answers == {BARE: Answer((), 0.25, 0.1, 0.4)}


def test_what_was_read_otherwise_is_told_and_does_not_count(tmp_path, every):
    path = saved(tmp_path / "a.json", every, of={BARE: {"number": 25, "as_read": "old"}})
    reviewer = read_review(path, every.values())
    assert (reviewer.answers, reviewer.stale) == ({}, (BARE,))


@pytest.mark.parametrize(
    "answer",
    [
        *(
            {"number": value}
            for value in (-1, 101, True, "many", None, 1e400, 10**400, float("nan"))
        ),
        *({"chosen": value} for value in (["sideways"], "today", [3], {})),
        {},
        {"comment": "  "},
    ],
)
def test_what_nobody_could_have_answered_is_left_out(tmp_path, every, answer):
    path = saved(tmp_path / "a.json", every, of={BARE: answer, DANGER: answer})
    assert read_review(path, every.values()).answers == {}


@pytest.mark.parametrize(
    "content",
    [b"", b"[]", b"{", b'{"reviewer": 3, "on": "", "answers": {}}', b"\xff", b"[" * 5000],
)
def test_a_file_that_is_no_review_is_refused_by_its_name(tmp_path, every, content):
    (tmp_path / "odd.json").write_bytes(content)
    with pytest.raises(ReviewError, match=r"^odd\.json"):
        read_review(tmp_path / "odd.json", every.values())


def test_a_review_without_a_name_or_a_day_is_refused(tmp_path, every):
    for wrong in ({"name": " "}, {"on": "yesterday"}):
        with pytest.raises(ReviewError):
            read_review(saved(tmp_path / "a.json", every, **wrong), every.values())


def test_nothing_that_a_reviewer_writes_is_a_formula_in_a_table(tmp_path, every):
    given = {BARE: {"number": 25, "comment": "=1+1\n so"}}
    reviewer = read_review(
        saved(tmp_path / "a.json", every, name="@Ann; B", of=given), every.values()
    )
    assert reviewer.name == "Ann, B"
    assert reviewer.answers[BARE].comment == "1+1 so"


@pytest.mark.parametrize("name", ["=", "@ -", ";;", "\0", "\u200b", "\ud800"])
def test_a_name_of_which_nothing_can_be_written_is_none(tmp_path, every, name):
    with pytest.raises(ReviewError, match="does not say who reviewed"):
        read_review(saved(tmp_path / "a.json", every, name=name), every.values())


def test_letters_that_no_table_can_hold_are_left_out_of_a_comment(tmp_path, every):
    given = {BARE: {"number": 25, "comment": "\0=so\ud800 it\x1b is"}}
    reviewer = read_review(saved(tmp_path / "a.json", every, of=given), every.values())
    assert reviewer.answers[BARE].comment == "so it is"


@pytest.mark.skipif(os.name == "nt", reason="no pipes")
def test_a_review_that_is_no_file_is_told_and_no_pipe_is_waited_for(tmp_path, folder, capsys):
    os.mkfifo(tmp_path / "pipe.json")
    for name in ("pipe.json", "nowhere.json", "."):
        assert compared(folder, [str(tmp_path / name)]) == 1
        assert "there is no such file" in capsys.readouterr().err


# ------------------------------------------------------------------------------ side by side


def reviewers(**answers: tuple[Answer | None, Answer | None]) -> list[Reviewer]:
    both = zip(*answers.values(), strict=True)
    return [
        Reviewer(
            name, "2026-11-20", {key: one for key, one in zip(answers, own, strict=True) if one}
        )
        for name, own in zip(("Ann", "Bea"), both, strict=True)
    ]


@pytest.mark.parametrize(
    ("one", "other", "differ", "outside"),
    [
        ((0.15, 0.1, 0.2), (0.12, 0.1, 0.3), False, False),
        ((0.05, 0.01, 0.08), (0.15, 0.1, 0.2), True, False),
        ((0.5, 0.4, 0.6), (0.55, 0.45, 0.7), False, True),
        ((0.05, 0.01, 0.08), (0.9, 0.8, 0.95), True, True),
    ],
)
def test_numbers_differ_where_ranges_do_not_meet_and_lie_outside_of_ours(
    every, one, other, differ, outside
):
    both = reviewers(**{RANGED: (Answer((), *one), Answer((), *other))})
    (found,) = beside(every.values(), both)
    assert (found.differ, found.outside) == (differ, outside)


def test_where_we_give_no_range_our_number_must_lie_in_theirs(every):
    assert every[BARE].ours == "0.2"
    assert not is_outside(every[BARE], Answer((), 0.25, 0.15, 0.3))
    assert is_outside(every[BARE], Answer((), 0.25, 0.21, 0.3))


def test_one_answer_alone_differs_from_nobody(every):
    (found,) = beside(every.values(), reviewers(**{DANGER: (Answer(("now",)), None)}))
    assert not found.differ
    assert found.outside
    assert more_urgent(found.item, Answer(("now",)))
    assert not more_urgent(found.item, Answer(("soon",)))


def test_a_comment_alone_is_shown_and_no_answer(every):
    (found,) = beside(every.values(), reviewers(**{DANGER: (Answer(comment="Cold?"), None)}))
    assert (found.differ, found.outside) == (False, False)


def test_a_spread_holds_all_ranges_and_our_own_number(every):
    near, far = Answer((), 0.25, 0.15, 0.3), Answer((), 0.5, None, None)
    assert spread(every[BARE], [near, far, None]) == (0.15, 0.5)
    assert spread(every[DANGER], [Answer(("now",))]) is None
    with pytest.raises(ReviewError, match=r"our 0\.2 lies outside of 0\.5 to 0\.5"):
        spread(every[BARE], [far])


# ------------------------------------------------------------------------------ written


@pytest.fixture
def files(tmp_path: Path, every: dict[str, Item]) -> list[str]:
    one = {BARE: {"number": 25, "low": 15, "high": 30}, DANGER: {"chosen": ["today"]}}
    other = {BARE: {"number": 20}, DANGER: {"chosen": ["now"], "comment": "A burn?"}}
    return [
        str(saved(tmp_path / "a.json", every, "Ann", of=one)),
        str(saved(tmp_path / "b.json", every, "Bea", of=other)),
    ]


def compared(folder: Folder, files: list[str], *more: str) -> int:
    return cli.main(["review", "--compare", *files, "--data", str(folder.path), *more])


def test_the_comparison_lists_what_there_is_to_talk_about(folder, files, capsys):
    was = folder.bytes("findings.csv")
    assert compared(folder, files) == 0
    said = capsys.readouterr().out
    assert "red_flags:burn  THEY DIFFER" in said
    assert 'Bea: now  "A burn?"  MORE URGENT THAN OURS' in said
    assert "findings:noon" not in said
    assert "2 items answered: they differ in 1; in 0 all lie outside of ours." in said
    assert folder.bytes("findings.csv") == was
    assert compared(folder, files, "--all") == 0
    assert "findings:noon" in capsys.readouterr().out


def test_two_files_of_one_name_are_told(folder, files, capsys):
    assert compared(folder, files) == 0
    assert capsys.readouterr().err == ""
    assert compared(folder, [files[0], *files]) == 0
    assert "one name counts as one reviewer" in capsys.readouterr().err


def test_only_the_rows_that_somebody_says_yes_to_are_written(folder, files, monkeypatch):
    monkeypatch.setattr("builtins.input", lambda asked: "y" if "low = 0.15" in asked else "")
    assert compared(folder, files, "--write") == 0
    catalogue = load(folder.path)
    noon = catalogue.findings["noon"]
    assert (noon.background, noon.low, noon.high) == (0.2, 0.15, 0.3)
    assert catalogue.reviews[BARE].reviewed_by == "Ann; Bea"
    assert catalogue.reviews[BARE].reviewed_on == "2026-11-20"
    assert catalogue.reviews[DANGER].reviewed_by == "?"


def test_where_nobody_says_yes_nothing_is_written(folder, files, monkeypatch, capsys):
    def nobody(asked: str) -> str:
        raise EOFError

    was = {file: folder.bytes(file) for file in ("findings.csv", "reviews.csv")}
    monkeypatch.setattr("builtins.input", nobody)
    assert compared(folder, files, "--write") == 0
    assert "Nothing was written." in capsys.readouterr().out
    assert {file: folder.bytes(file) for file in was} == was


def test_a_second_review_of_a_row_takes_the_place_of_the_first(folder, files, monkeypatch):
    monkeypatch.setattr("builtins.input", lambda asked: "y")
    assert compared(folder, files, "--write") == 0
    rows = folder.read("reviews.csv")
    assert [row[0] for row in rows[1:]] == [DANGER, BARE]
    assert load(folder.path).reviews[DANGER].note == "A burn?"


def test_writing_without_files_of_reviewers_is_refused(capsys):
    assert cli.main(["review", "--write"]) == 2
    assert "--compare FILE" in capsys.readouterr().err


# ------------------------------------------------------------------------------ the stamp


def test_the_stamp_says_what_share_is_reviewed_and_a_changed_row_is_not(folder, files, monkeypatch):
    monkeypatch.setattr("builtins.input", lambda asked: "y")
    before = load(folder.path)
    assert share(before)[0] == 0
    assert compared(folder, files, "--write") == 0
    after = load(folder.path)
    of = len(items(after))
    assert share(after) == (2, of)
    assert words_of(after)("stamp.share", done=2, of=of) in read(stamp(after, words_of(after))).text
    row = folder.row_of("red_flags.csv", "flag_id", "burn")
    folder.set("red_flags.csv", row, "tier", "soon")
    assert share(load(folder.path)) == (1, of)


def test_a_set_that_nobody_has_reviewed_says_so_and_names_no_share(shipped):
    assert not shipped.reviews
    said = read(stamp(shipped, words_of(shipped))).text
    assert words_of(shipped)("reviewed_not_yet") in said
    assert "reviewed as they stand" not in said


def test_the_command_is_listed(capsys):
    assert review.FORM == "review.html"
    with pytest.raises(SystemExit):
        cli.main(["--help"])
    assert "a form for a clinician" in capsys.readouterr().out


# ------------------------------------------------------------------------------ another language


def test_in_another_language_nothing_of_the_form_is_left_in_english(tmp_path, folder, monkeypatch):
    write_pseudo(folder.path, LONGER)
    monkeypatch.setenv("CRAMPKIT_LANGUAGE", LONGER)
    form, data = the_form(tmp_path, folder.path)
    assert f'lang="{LONGER}"' in form
    said = [*Shown(form).texts, *(re.sub(r"\{\w+\}", "", one) for one in data["words"].values())]
    said += [
        label for item in data["items"] if item["kind"] == "danger" for _, label in item["options"]
    ]
    said += [IN_ENGLISH.sub("", item["asked"]) for item in data["items"]]
    assert len(said) > 60
    assert not [text for text in said if PLAIN_LETTERS.search(text)]
