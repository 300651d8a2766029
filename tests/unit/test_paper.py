"""Sheets of paper: what stands on each, what must not, and how they are put into a folder."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import pytest

from crampkit.catalogue import (
    HOURS,
    REFER_TIERS,
    SOMETHING_ELSE,
    Catalogue,
    Lesson,
    RunStep,
    load,
)
from crampkit.cli import main
from crampkit.commands import making_sheets as paper
from crampkit.commands import printing
from crampkit.hosts.pages import build
from crampkit.hosts.pages.for_trainers import for_trainers
from crampkit.hosts.pages.lessons import LessonFile, lesson_file, lesson_id
from crampkit.hosts.pages.policy import POLICY
from crampkit.hosts.pages.printed import on_paper
from crampkit.hosts.pages.steps import text_of
from crampkit.practice.lettering import lettered
from crampkit.practice.toy import toy_cases, toy_questions
from crampkit.views.paper.questions import asked, key_of
from crampkit.views.paper.role_play import key, midwife_card, told_on_asking, woman_card
from crampkit.views.paper.run_sheet import parts_of, run_sheet
from crampkit.views.paper.script import script
from crampkit.views.paper.sheet import Print
from crampkit.views.paper.sheets import LessonOnPaper, goes_with, sheets_of
from crampkit.words import Words, words_of
from tests.elements import Element, read
from tests.pseudo import LONGER, write_pseudo
from tests.unit.test_another_language import never_looked_up, texts_in
from tests.unit.test_views import spelled_out

HOSTILE = '<script>alert("x")</script><img src=x onerror=alert(1)> & "quoted"'


@pytest.fixture
def words() -> Words:
    return spelled_out()


@pytest.fixture(scope="module")
def written(shipped: Catalogue) -> Mapping[str, bytes]:
    """Every file that is made of the shipped set."""
    own = words_of(shipped)
    return paper.sheets(shipped, paper.lessons_in(build.own_notebooks(), own), own, Print())


@pytest.fixture(scope="module")
def pages(written: Mapping[str, bytes]) -> Mapping[str, Element]:
    return {name: read(page.decode("utf-8")) for name, page in written.items()}


# ------------------------------------------------------------------------------ role-plays


def test_nothing_of_the_key_is_on_the_cards_that_are_played(shipped, pages):
    for case in shipped.cases.values():
        for name in (f"cases/{case.case_id}.html", f"cases/{case.case_id}_woman.html"):
            told = pages[name].text
            for answer in (case.reasoning, case.next_step, case.teaching_point):
                assert answer not in told, name
            for flag_id in case.flag_ids:
                flag = shipped.flags[flag_id]
                assert flag.action not in told, name
                assert flag.label not in told, name


def test_the_midwife_reads_the_story_and_nothing_that_asking_reveals(shipped, pages):
    for case in shipped.cases.values():
        card = pages[f"cases/{case.case_id}.html"].text
        assert " ".join(case.story.split()) in card
        for row in shipped.revealed_by[case.case_id]:
            assert " ".join(row.words.split()) not in card, (case.case_id, row.finding_id)


def test_the_woman_has_an_answer_to_each_part_of_the_safety_check_and_all_her_words(shipped, pages):
    for case in shipped.cases.values():
        card = pages[f"cases/{case.case_id}_woman.html"]
        for question in shipped.safety_questions.values():
            assert question.label in card.text
        for row in shipped.revealed_by[case.case_id]:
            if not (row.flag_id and shipped.flags[row.flag_id].private):
                assert " ".join(row.words.split()) in card.text, (case.case_id, row)


def test_every_danger_of_a_case_is_on_its_key_with_how_fast_and_what_to_do(shipped, pages):
    assert any(case.flag_ids for case in shipped.cases.values())
    for case in shipped.cases.values():
        told = pages[f"cases/{case.case_id}_key.html"]
        dangers = {one.attributes["data-flag"]: one.text for one in told.all("article", "danger")}
        assert list(dangers) == list(case.flag_ids)
        for flag_id, text in dangers.items():
            flag = shipped.flags[flag_id]
            assert flag.tier in REFER_TIERS
            for part in (flag.label, flag.could_be, flag.urgency, flag.action):
                assert " ".join(part.split()) in text


def test_a_private_answer_is_not_printed():
    toy = toy_cases()
    flags = {**toy.flags, "burn": replace(toy.flags["burn"], private=True)}
    said = [row for row in toy.case_findings if row.flag_id == "burn" and row.present]
    assert said
    secret = replace(toy, flags=flags)
    for case_id in {row.case_id for row in said}:
        words = [word for one in told_on_asking(secret, case_id) for word in one.words]
        assert not {row.words for row in said} & set(words)
        assert {row.words for row in said} & {
            word for one in told_on_asking(toy, case_id) for word in one.words
        }


# ------------------------------------------------------------------------------ questions


def test_every_option_has_the_letter_and_the_place_that_it_has_in_a_lesson(shipped, pages):
    found = set()
    for name, page in pages.items():
        if name.startswith(("worksheets/", "quizzes/")) and not name.endswith("_key.html"):
            for one in page.all("article", "question"):
                question = shipped.questions[one.attributes["data-question"]]
                found.add(question.question_id)
                shown = [item.text for item in one.one("ul", "options").all("li")]
                options = shipped.options_of[question.question_id]
                for text, (letter, option) in zip(shown, lettered(question, options), strict=True):
                    assert text.endswith(" ".join(option.text.split()))
                    assert not letter or text.split()[0] == letter
    assert found == set(shipped.questions)
    assert len(found) > 200


def test_no_sheet_with_questions_tells_what_is_right(shipped, pages):
    for name, page in pages.items():
        if name.startswith(("worksheets/", "quizzes/")) and not name.endswith("_key.html"):
            for one in page.all("article", "question"):
                question = shipped.questions[one.attributes["data-question"]]
                assert question.explanation not in one.text
                assert not one.all(class_="right")
                for option in shipped.options_of[question.question_id]:
                    assert option.explanation not in one.text


@pytest.mark.parametrize("kind", ["single", "multiple", "order", "script"])
def test_a_key_explains_every_option_and_marks_what_is_right_in_words_too(kind, words):
    toy = toy_questions()
    question = toy.questions[kind]
    told = read(key_of(toy, question, 1, words)).one("ul", "told").all("li")
    by_text = {
        option.text: item
        for item in told
        for option in toy.options_of[kind]
        if item.one("strong").text.split()[-1] == option.text
    }
    assert len(by_text) == len(toy.options_of[kind])
    for option in toy.options_of[kind]:
        item = by_text[option.text]
        assert option.explanation in item.text
        if kind in ("single", "multiple"):
            said = "right" if option.answer == "right" else "wrong"
            assert f"quiz.option.{said}" in item.text
    if kind == "order":
        assert [option.answer for option in toy.options_of[kind]] == ["1", "2", "3"]
        assert [item.one("strong").text for item in told] == ["hat.", "shade.", "water."]


def test_question_and_key_have_the_same_number_and_letters(words):
    toy = toy_questions()
    question = toy.questions["single"]
    shown = read(asked(toy, question, 7, words)).one("ul", "options").all("li")
    told = read(key_of(toy, question, 7, words)).one("ul", "told").all("li")
    assert [item.text.split()[0] for item in shown] == ["A", "B", "C"]
    assert [item.text.split()[:2] for item in shown] == [item.text.split()[:2] for item in told]


# ------------------------------------------------------------------------------ scripts and run sheets


def test_each_cause_has_a_script_that_begins_with_its_dangers(shipped, pages):
    causes = [cause_id for cause_id in shipped.causes if cause_id != SOMETHING_ELSE]
    assert [name for name in pages if name.startswith("scripts/")] == [
        f"scripts/{cause_id}.html" for cause_id in causes
    ]
    by_cause = {one.cause_id: one for one in shipped.lessons.values()}
    for cause_id in causes:
        first, *_ = pages[f"scripts/{cause_id}.html"].one("div", "on-sheet").all("section")
        assert "danger" in first.classes
        for flag_id in by_cause[cause_id].flag_ids:
            flag = shipped.flags[flag_id]
            assert (" ".join(flag.label.split()) in first.text) == (flag.tier in REFER_TIERS)


def test_a_script_says_what_argues_against_its_cause(toy, words):
    told = read(script(toy, "moon", words)).text
    assert "sheet.script.absent" in told
    assert "Worse at night" in told


def toy_class() -> Catalogue:
    parts = (
        RunStep("01_sun", "story", "say", 5, 10, None, False, "", "", "Read it aloud."),
        RunStep("01_sun", "first", "vote", 15, 30, None, False, "single", "The sun", "Wait."),
        RunStep("01_sun", "more", "talk", None, 10, None, True, "", "", "Talk in pairs."),
    )
    return replace(toy_questions(), run_sheets={(one.page, one.part): one for one in parts})


def test_a_run_sheet_has_its_parts_at_their_minute_and_what_is_left_out_last(shipped):
    toy = toy_class()
    assert [one.part for one in parts_of(toy, "01_sun", 20)] == ["story", "first"]
    assert parts_of(toy, "01_sun", 90) == []
    parts = parts_of(toy, "01_sun", 50)
    sheet = read(run_sheet(toy, "Sun", 50, parts, words_of(shipped)))
    steps = sheet.one("ol", "run").elements
    assert [one.attributes["data-part"] for one in steps] == ["story", "first", "more"]
    assert [one.one(class_="at").text for one in steps] == ["0 min", "10 min", "40 min"]
    assert ["may-go" in one.classes for one in steps] == [False, False, True]
    late = sheet.one("section", "late").text
    assert "Talk in pairs. 10 minutes" in late
    assert "Read it aloud" not in late


def test_a_run_sheet_says_what_to_answer_to_each_option_and_never_twice(words):
    toy = toy_class()
    sheet = read(run_sheet(toy, "Sun", 20, parts_of(toy, "01_sun", 20), words))
    answers = [item.text for item in sheet.one("ul", "told").all("li")]
    shown = lettered(toy.questions["single"], toy.options_of["single"])
    assert len(answers) == len(shown)
    for text, (letter, option) in zip(answers, shown, strict=True):
        assert text.startswith(f"{letter} {option.text}")
        assert text.count(option.explanation) == 1
    assert "sheet.run.two_votes" in sheet.text
    assert "sheet.run.reminder.bereaved" in sheet.text
    assert "sheet.run.reminder.chest" in sheet.text


TAUGHT = {
    *("00_start_here", "01_which_cause_fits", "02_how_the_ranking_works", "10_safety_first"),
    *("11_calcium_demand", "12_uterine_compression", "13_hypocalcaemia", "14_varicose_veins"),
    *("15_disc_herniation", "16_compare_the_causes", "17_red_flags", "18_what_works", "20_cases"),
}


def test_every_teaching_lesson_has_a_run_sheet_for_each_length_of_class(shipped):
    assert {one.page for one in shipped.run_sheets.values()} == TAUGHT
    for page in TAUGHT:
        for hour in HOURS:
            parts = parts_of(shipped, page, hour)
            assert sum(one.minutes[hour] for one in parts) == hour
            assert parts[-1].part == "close"
            assert any(one.kind in ("ask", "vote") for one in parts) or page == "20_cases"
        long = parts_of(shipped, page, 90)
        assert any(one.kind == "break" for one in long)
        assert any(one.leave_out for one in long)
        assert not any(one.leave_out for one in parts_of(shipped, page, 20))


def test_a_run_sheet_names_questions_of_its_lesson_and_steps_that_are_in_it(shipped):
    for page in TAUGHT:
        lesson = lesson_file(build.own_notebooks() / f"{page}.ipynb")
        headings = {
            text_of(line[3:].replace("*", ""))
            for cell in lesson.cells
            if cell.kind == "markdown"
            for line in cell.source.splitlines()
            if line.startswith("## ")
        }
        code = "\n".join(lesson.code)
        for one in shipped.run_sheets.values():
            if one.page == page:
                assert not one.step or one.step in headings, (page, one.part)
                if one.question_id and page != "00_start_here":
                    question = shipped.questions[one.question_id]
                    assert question.lesson_id == lesson_id(lesson) or f'"{one.question_id}"' in code


def test_the_clot_that_is_told_as_a_cramp_comes_before_the_six_questions(shipped):
    for page in ("01_which_cause_fits", "10_safety_first"):
        for hour in HOURS:
            parts = [one.part for one in parts_of(shipped, page, hour)]
            story, vote = ("clot_story", "clot_vote") if page[0] == "0" else ("story", "vote")
            assert parts.index(story) < parts.index(vote) < parts.index("six")


def test_no_run_sheet_asks_more_than_five_findings_in_nine_minutes(shipped):
    shown = [one for one in shipped.run_sheets.values() if one.text.startswith("Five findings")]
    assert len(shown) >= 6
    assert all(one.minutes[50] == one.minutes[90] == 9 for one in shown)


# ------------------------------------------------------------------------------ every sheet


def test_every_sheet_says_that_it_teaches_which_data_it_is_of_and_whom_to_call(pages, shipped):
    own = words_of(shipped)
    for name, page in pages.items():
        feet = page.all("footer")
        assert len(feet) == len(page.all("section", "sheet")), name
        for foot in feet:
            assert own("not_a_device") in foot.text
            assert shipped.local["data_version"].value in foot.text
            assert own("reviewed_not_yet") in foot.text
            assert shipped.local["emergency_number"].value in foot.text


def test_a_number_of_the_place_and_a_reviewer_stand_on_the_sheets(shipped):
    value = {"maternity_triage": "01632 960961", "reviewed_by": "Dr Ada Bell"}
    local = {k: replace(row, value=value.get(k, row.value)) for k, row in shipped.local.items()}
    told = midwife_card(
        replace(shipped, local=local), next(iter(shipped.cases.values())), words_of(shipped)
    )
    foot = read(told).one("footer").text
    assert "01632 960961" in foot
    assert "Dr Ada Bell" in foot


def test_every_link_of_the_index_leads_to_a_sheet_and_every_sheet_is_linked(pages):
    linked = {one.attributes["href"] for one in pages["index.html"].all("a")}
    assert linked == set(pages) - {"index.html"}


def test_a_sheet_has_no_script_and_asks_for_nothing_over_the_network(written):
    for name, page in written.items():
        text = page.decode("utf-8")
        assert "<script" not in text, name
        assert "url(" not in text, name
        assert not read(text).all("img"), name


def test_the_same_input_gives_the_same_bytes(written, shipped):
    own = words_of(shipped)
    lessons = paper.lessons_in(build.own_notebooks(), own)
    assert paper.sheets(load(), lessons, own, Print()) == written
    letter = paper.sheets(shipped, lessons, own, Print("letter", True))
    assert letter.keys() == written.keys()
    first = read(letter["index.html"].decode("utf-8")).one("html")
    assert (first.attributes["data-paper"], first.attributes["data-letters"]) == ("letter", "large")


def test_hostile_text_is_text_on_every_sheet(words):
    toy = toy_class()
    cases = toy_cases()
    case = replace(cases.cases["ada"], woman=HOSTILE, story=HOSTILE, reasoning=HOSTILE)
    question = replace(toy.questions["single"], stem=HOSTILE, explanation=HOSTILE)
    hostile = replace(toy, questions={**toy.questions, "single": question})
    parts = [
        replace(one, text=HOSTILE, step=HOSTILE, minutes_20=20)
        for one in parts_of(toy, "01_sun", 20)
    ]
    for told in (
        midwife_card(cases, case, words),
        woman_card(cases, case, words),
        key(cases, case, words),
        asked(hostile, question, 1, words),
        key_of(hostile, question, 1, words),
        run_sheet(hostile, HOSTILE, 20, parts, words),
    ):
        assert HOSTILE in read(told).text
        assert not read(told).all("script")
        assert not read(told).all("img")


def test_no_sheet_has_a_word_of_english_that_does_not_say_so(tmp_path):
    folder = Path(shutil.copytree(Path(build.own_notebooks()).parent / "data", tmp_path / "data"))
    write_pseudo(folder, LONGER)
    other = load(folder, LONGER)
    of_tables = frozenset(texts_in(other))
    said = words_of(other)
    lessons = paper.lessons_in(build.own_notebooks(), said)
    for name, page in paper.sheets(other, lessons, said, Print()).items():
        text = page.decode("utf-8")
        assert f'lang="{LONGER}"' in text
        found = never_looked_up(text, of_tables, ",")
        # A script's and an option's letter, and the page's own styles, are no words.
        left = {one for one in found if len(one) > 1 and "{" not in one}
        assert left == set(), name


# ------------------------------------------------------------------------------ among the pages


def notebook(name: str) -> LessonFile:
    return lesson_file(build.own_notebooks() / f"{name}.ipynb")


def test_the_pages_have_the_run_sheet_of_each_lesson_that_has_one(shipped):
    lessons = [notebook("10_safety_first"), notebook("21_my_progress")]
    made = for_trainers(shipped, lessons, words_of(shipped), "abc")
    assert list(made) == ["trainer/10_safety_first.html", "trainer/index.html"]
    page = read(made["trainer/10_safety_first.html"].decode("utf-8"))
    assert [one.attributes["id"] for one in page.all("section", "sheet")] == [
        f"minutes-{hour}" for hour in HOURS
    ]
    assert POLICY in {one.attributes.get("content") for one in page.all("meta")}
    assert "../v/abc/paper.css" in {one.attributes["href"] for one in page.all("link")}
    links = read(made["trainer/index.html"].decode("utf-8")).all("a")
    assert [one.attributes["href"] for one in links] == ["../index.html", "10_safety_first.html"]


def test_a_set_without_run_sheets_has_no_page_for_them(shipped):
    without = replace(shipped, run_sheets={})
    assert for_trainers(without, [notebook("10_safety_first")], words_of(shipped), "abc") == {}


def test_a_page_has_every_question_of_its_quiz_for_paper_alone(shipped, words):
    lesson = notebook("17_red_flags")
    for code, place in (("lesson.check_yourself()", "check"), ("lesson.drill()", "drill")):
        printed = read(on_paper(shipped, lesson, code, words)).one("div", "questions-on-paper")
        assert "hidden" in printed.attributes
        asked = [one.attributes["data-question"] for one in printed.all("article")]
        assert asked == [q.question_id for q in shipped.questions_at("red_flags", place)]
        assert not printed.all("input")
        assert not printed.all(class_="right")
    assert on_paper(shipped, lesson, "lesson.story()", words) == ""
    assert on_paper(shipped, notebook("20_cases"), "lesson.check_yourself()", words) == ""


# ------------------------------------------------------------------------------ which sheets, and where to

LESSONS = (
    LessonOnPaper("01_sun", "Sun", "sun"),
    LessonOnPaper("01_moon", "Moon", ""),
    LessonOnPaper("10_sky", "Sky", "sky"),
)


def test_a_lesson_is_named_by_its_notebook_its_id_or_how_it_alone_begins():
    assert paper.named([], LESSONS) == list(LESSONS)
    assert [one.page for one in paper.named(["10", "sun"], LESSONS)] == ["01_sun", "10_sky"]
    with pytest.raises(paper.PaperError, match="more than one lesson begins with '01'"):
        paper.named(["01"], LESSONS)
    with pytest.raises(paper.PaperError, match="there is no lesson '10_skye'; did you mean"):
        paper.named(["10_skye"], LESSONS)


def test_the_sheets_of_one_lesson_have_its_questions_its_cause_and_its_cases_alone(words):
    toy = toy_class()
    cases = toy_cases()
    lessons = {"sun": Lesson("sun", "sun", "moon", "", ("burn",), ())}
    both = replace(toy, lessons=lessons, cases=cases.cases, case_findings=cases.case_findings)
    one = LESSONS[:1]
    names = [made.name for made in sheets_of(both, one, words, everything=False)]
    assert names[0] == "run_sheets/01_sun.html"
    assert "scripts/sun.html" in names
    assert "scripts/moon.html" not in names
    shown = {case.case_id for case in both.cases.values() if goes_with(both, case, one[0])}
    assert 0 < len(shown) < len(both.cases)
    assert {name for name in names if name.startswith("cases/")} == {
        f"cases/{case_id}{part}.html" for case_id in shown for part in ("", "_woman", "_key")
    }


def test_whom_a_run_sheet_has_played_comes_with_its_lesson(shipped):
    def played(page: str, lesson_id: str) -> set[str]:
        one = LessonOnPaper(page, page, lesson_id)
        return {case.case_id for case in shipped.cases.values() if goes_with(shipped, case, one)}

    assert played("01_which_cause_fits", "") == {"amina"}
    assert "rosalind" in played("10_safety_first", "safety_first")
    assert "amina" not in played("10_safety_first", "safety_first")


def run(*arguments: str) -> int:
    return main(["export", "paper", *arguments])


def test_a_folder_is_made_anew_and_nothing_of_anybodys_is_overwritten(tmp_path, capsys):
    folder = tmp_path / "sheets"
    assert run(str(folder)) == 0
    assert "Begin at index.html" in capsys.readouterr().out
    assert (folder / "cases").is_dir()
    (folder / "index.pdf").write_bytes(b"%PDF-")
    assert run(str(folder), "--lesson", "10") == 0
    left = {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}
    assert "quizzes/10_safety_first.html" in left
    assert "quizzes/14_varicose_veins.html" not in left
    (folder / "own.txt").write_text("mine")
    assert run(str(folder)) == 1
    assert "has other things in it (own.txt)" in capsys.readouterr().err
    assert (folder / "own.txt").read_text() == "mine"
    assert "quizzes/14_varicose_veins.html" not in {
        path.relative_to(folder).as_posix() for path in folder.rglob("*")
    }


@pytest.mark.parametrize(
    "listed",
    [
        b"../precious.html\nindex.html",
        b"index.html\n{}/precious.html",
        "Bring the cards.\n".encode("utf-16"),
        b"Bring the cards.\n",
        b"index\0.html\n",
        b"",
    ],
    ids=["out", "absolute", "utf-16", "own", "nul", "empty"],
)
def test_a_list_that_is_not_ours_deletes_nothing_and_is_not_overwritten(tmp_path, capsys, listed):
    folder, precious = tmp_path / "sheets", tmp_path / "precious.html"
    folder.mkdir()
    precious.write_text("mine")
    listed = listed.replace(b"{}", os.fsencode(tmp_path))
    (folder / "sheets.txt").write_bytes(listed)
    assert run(str(folder), "--lesson", "10") == 1
    assert "has other things in it (sheets.txt)" in capsys.readouterr().err
    assert precious.read_text() == "mine"
    assert [path.name for path in folder.iterdir()] == ["sheets.txt"]
    assert (folder / "sheets.txt").read_bytes() == listed


@pytest.mark.skipif(os.name == "nt", reason="links need rights")
def test_no_sheet_is_written_through_a_link(tmp_path, capsys):
    folder, precious = tmp_path / "sheets", tmp_path / "precious.html"
    assert run(str(folder), "--lesson", "10") == 0
    precious.write_text("mine")
    (folder / "index.html").unlink()
    (folder / "index.html").symlink_to(precious)
    assert run(str(folder), "--lesson", "10") == 1
    assert "has other things in it (index.html)" in capsys.readouterr().err
    assert precious.read_text() == "mine"


def test_an_address_too_long_for_a_code_is_told_and_nothing_is_made(tmp_path, capsys):
    address = f"https://lessons.example/{'a' * 5000}"
    assert run(str(tmp_path / "sheets"), "--lesson", "10", "--at", address) == 1
    assert "is too long for a QR code" in capsys.readouterr().err
    assert not (tmp_path / "sheets").exists()


def test_a_run_sheet_shows_its_address_where_the_pages_are(tmp_path, capsys):
    folder, address = tmp_path / "sheets", "https://lessons.example/cramps/"
    assert run(str(folder), "--lesson", "10", "--at", address) == 0
    name = "run_sheets/10_safety_first.html"
    page = read((folder / name).read_text(encoding="utf-8"))
    links = {one.attributes["href"] for one in page.all("figcaption")[0].all("a")}
    assert links == {"https://lessons.example/cramps/trainer/10_safety_first.html"}
    assert len(page.all("svg")) == len(HOURS)
    assert run(str(tmp_path / "other"), "--at", "javascript:alert(1)") == 1
    assert "is no address of the web" in capsys.readouterr().err
    assert not (tmp_path / "other").exists()


def test_an_unknown_lesson_is_told_and_nothing_is_made(tmp_path, capsys):
    assert run(str(tmp_path / "sheets"), "--lesson", "19") == 1
    assert "there is no lesson '19'" in capsys.readouterr().err
    assert not (tmp_path / "sheets").exists()


def test_with_no_browser_it_is_said_how_to_print_and_all_is_well(tmp_path, capsys, monkeypatch):
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setattr(printing, "PLACES", ())
    assert run(str(tmp_path / "sheets"), "--lesson", "10", "--pdf") == 0
    told = capsys.readouterr().out
    assert "Save as PDF" in told
    assert not list((tmp_path / "sheets").rglob("*.pdf"))


def a_browser(place: Path, does: str) -> Path:
    """A program that stands for a browser, and does this with what it is told."""
    place.write_text(f"#!{sys.executable}\nimport sys\n{does}\n", encoding="utf-8")
    place.chmod(0o755)
    return place


WRITES = """
import pathlib
told = dict(one.split("=", 1) for one in sys.argv if "=" in one)
pathlib.Path(told["--print-to-pdf"]).write_bytes(b"%PDF-1.4 " + " ".join(sys.argv).encode())
"""


@pytest.mark.skipif(sys.platform == "win32", reason="a script is no program there")
def test_each_page_is_printed_by_the_browser_that_is_found(tmp_path, monkeypatch, capsys):
    a_browser(tmp_path / "chromium", WRITES)
    monkeypatch.setenv("PATH", str(tmp_path))
    folder = tmp_path / "sheets"
    assert run(str(folder), "--lesson", "00", "--pdf") == 0
    made = {path.with_suffix(".html") for path in folder.rglob("*.pdf")}
    assert made == set(folder.rglob("*.html"))
    told = (folder / "index.pdf").read_bytes().decode("utf-8")
    assert (folder / "index.html").as_uri() in told
    assert "--disable-background-networking" in told
    monkeypatch.setattr("os.geteuid", lambda: 1000)
    assert (
        printing.print_one(
            str(tmp_path / "chromium"), folder / "index.html", folder / "x.pdf", tmp_path
        )
        == ""
    )
    assert "--no-sandbox" not in (folder / "x.pdf").read_bytes().decode("utf-8")


@pytest.mark.skipif(sys.platform == "win32", reason="a script is no program there")
def test_a_page_that_is_not_printed_is_named_and_the_others_are(tmp_path, monkeypatch, capsys):
    a_browser(tmp_path / "chromium", f"if 'letters' in sys.argv[-1]: sys.exit('no ink')\n{WRITES}")
    monkeypatch.setenv("PATH", str(tmp_path))
    folder = tmp_path / "sheets"
    assert run(str(folder), "--lesson", "00", "--pdf") == 1
    assert "letters.html was not printed: no ink" in capsys.readouterr().err
    assert (folder / "index.pdf").is_file()
    assert not (folder / "letters.pdf").exists()


def test_paper_is_exported_without_anything_heavy():
    code = "import crampkit.cli, sys; print({'pandas', 'plotly', 'segno'} & set(sys.modules))"
    ended = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True)
    assert ended.stdout.split() == [b"set()"]
