"""The report on a class: what stays wrong comes out on top, and no number tells of fewer than five."""

from __future__ import annotations

import csv
import io
import os
import random
import re
from dataclasses import replace
from html import escape, unescape
from types import MappingProxyType
from urllib.parse import unquote

import pytest

from crampkit.catalogue import Lesson, load
from crampkit.cli import main
from crampkit.commands import class_report as command
from crampkit.data import own_directory
from crampkit.panels.practice import progress as panels
from crampkit.practice.class_report import FEWEST, Part, class_report, learners_of
from crampkit.practice.class_table import class_table
from crampkit.practice.handed_in import (
    LARGEST_FILE,
    LONGEST_LINE,
    MOST_LINES,
    NotReadError,
    hand_in,
    read_handed_in,
)
from crampkit.practice.journal import Entry, Journal, JournalInMemory, line_of
from crampkit.practice.record import Record
from crampkit.practice.spreadsheet import to_csv
from crampkit.practice.toy import toy_cases, toy_questions
from crampkit.views.practice.class_report import report
from crampkit.words import Words, words_of
from tests.folder import Folder
from tests.pseudo import PSEUDO, write_pseudo
from tests.unit.test_another_language import never_looked_up, texts_in

PLANTED, PLANTED_ANSWER = "clot_first", "stretch"


def with_a_lesson():
    """The toy questions, all of one lesson."""
    lesson = Lesson("sun", "sun", "", "", (), ())
    return replace(toy_questions(), lessons=MappingProxyType({"sun": lesson}))


def answered(item="single", chosen=("no",), sure=90, **more) -> Entry:
    return Entry("question", item, tuple(chosen), sure, None, None, **more)


def decided(item="cleo", chosen=("refer",), right=True, miss="", asked=(), **more) -> Entry:
    answer = (tuple(chosen), 80, right, float(right), asked)
    return Entry("case", item, *answer, miss=miss, **more)


def on_day(day: int) -> str:
    return f"2026-11-{day:02}T09:00:00+00:00"


def journals_of_a_class(catalogue, size: int = 30) -> list[list[Entry]]:
    """Made-up journals: most know most, each errs here and there, and two of three share one error."""
    marked = [q for q in catalogue.questions.values() if q.kind == "single" and q.place != "guess"]
    chance = random.Random(13)
    journals = []
    for learner in range(size):
        journal = []
        for question in marked:
            options = catalogue.options_of[question.question_id]
            right = next(one.option_id for one in options if one.answer == "right")
            errs = chance.random() < 0.2
            chosen = chance.choice(options).option_id if errs else right
            sure = chance.choice((50, 60, 70)) if errs else chance.choice((70, 80, 90))
            if question.question_id == PLANTED and learner % 3:
                chosen, sure = PLANTED_ANSWER, 90
            journal.append(answered(question.question_id, [chosen], sure))
        journals.append(journal)
    return journals


# ------------------------------------------------------------------------------ what a class got wrong


def test_a_misconception_that_two_of_three_share_comes_out_on_top(shipped):
    report = class_report(shipped, journals_of_a_class(shipped))
    first = report.questions[0]
    assert report.learners == 30
    assert (first.question_id, first.commonest.option_id) == (PLANTED, PLANTED_ANSWER)
    assert first.commonest.learners >= 20
    assert first.sure_and_wrong.first.count >= 20
    assert first.mean_sure >= 80
    assert first.learners == 30
    others = [of.sure_and_wrong.now.share for of in report.questions[1:]]
    assert max(others) < first.sure_and_wrong.now.share / 2


def test_the_first_and_the_latest_try_stand_side_by_side():
    files = [
        [answered(chosen=["no"], at=on_day(9)), answered(chosen=["yes"], at=on_day(11))],
        *([answered(chosen=["no"], at=on_day(9)), answered(chosen=["maybe"], at=on_day(8))]
          for _ in range(3)),
        [answered(chosen=["yes"], at=on_day(1)), answered(chosen=["yes"], at=on_day(2))],
    ]  # fmt: skip
    (of,) = class_report(toy_questions(), files).questions
    assert (of.right.first, of.right.last) == (Part(1, 5), Part(2, 5))
    assert (of.commonest.option_id, of.commonest.learners) == ("maybe", 3)
    assert of.sure_and_wrong.last == Part(3, 5)
    assert of.never_chosen == ()


def test_what_fewer_than_five_tried_again_has_no_latest_try():
    files = [[answered()], *([answered(), answered(chosen=["yes"])] for _ in range(4))]
    (of,) = class_report(toy_questions(), files).questions
    assert of.right.first == of.right.now == Part(0, 5)
    assert of.right.last is None
    assert of.never_chosen == ("yes", "maybe")


def test_how_sure_those_were_who_were_wrong_is_a_mean_of_theirs_alone():
    files = [[answered(sure=sure)] for sure in (60, 90, 100)]
    files += [[answered(chosen=["yes"], sure=50)], [answered(sure=None)]]
    (of,) = class_report(toy_questions(), files).questions
    assert of.mean_sure == 83
    assert of.sure_and_wrong.first == Part(2, 5)


def test_of_a_question_with_several_answers_what_was_left_out_can_be_the_commonest_slip():
    files = [[answered("multiple", ["noon"])] for _ in range(5)]
    (of,) = class_report(toy_questions(), files).questions
    assert (of.commonest.option_id, of.commonest.left_out) == ("glare", True)
    assert of.never_chosen == ("glare", "night")


def test_a_guess_is_neither_right_nor_wrong():
    toy = toy_questions()
    guess = replace(toy.questions["single"], place="guess")
    toy = replace(toy, questions=MappingProxyType({**toy.questions, "single": guess}))
    assert class_report(toy, [[answered()] for _ in range(5)]).questions == ()


@pytest.mark.parametrize(
    "entry",
    [
        answered("gone"),
        answered(chosen=["gone"]),
        answered(chosen=["yes", "no"]),
        answered(chosen=[]),
        answered("order", ["hat", "shade"]),
        answered("multiple", ["noon", "noon"]),
        answered("multiple", []),
        decided("gone"),
        decided(miss="<b>"),
    ],
    ids=lambda entry: f"{entry.item}-{'_'.join(entry.chosen)}{entry.miss}",
)
def test_what_does_not_fit_the_tables_is_left_out(entry):
    toy = replace(toy_questions(), cases=toy_cases().cases, case_findings=())
    empty = class_report(toy, [[replace(entry, id=str(n))] for n in range(9)])
    assert (empty.questions, empty.dangers) == ((), ())


def test_a_danger_sign_is_told_by_the_decisions_on_women_who_have_it():
    missed = {"chosen": ("sun",), "right": False, "miss": "missed_urgent"}
    files = [
        *([decided(**missed, at=on_day(1)), decided(at=on_day(2))] for _ in range(2)),
        *([decided(at=on_day(1)), decided(at=on_day(2))] for _ in range(2)),
        [decided(right=False, miss="too_slow"), decided(right=False, miss="too_slow")],
    ]
    report = class_report(toy_cases(), files)
    (of,) = report.dangers
    assert of.flag_id == "burn"
    assert (of.right.first, of.right.last) == (Part(2, 5), Part(4, 5))
    assert (of.missed.first, of.missed.last) == (Part(2, 5), Part(0, 5))


def test_a_safety_question_that_is_never_asked_comes_first_and_whoever_refers_need_not_ask():
    toy = toy_cases()
    asked, left_out = tuple(toy.safety_questions)[1:], next(iter(toy.safety_questions))
    kept = [[decided("ada", ("sun",), asked=asked)] for _ in range(5)]
    referred = [[decided(asked=())] for _ in range(5)]
    first, *others = class_report(toy, kept + referred).safety
    assert (first.question_id, first.left_out) == (left_out, Part(5, 5))
    assert all(of.left_out == Part(0, 5) for of in others)
    assert len(others) == len(asked)
    assert class_report(toy, referred).safety == ()


def test_a_private_sign_is_told_of_nowhere():
    toy = toy_cases()
    burn = replace(toy.flags["burn"], private=True)
    toy = replace(toy, flags=MappingProxyType({**toy.flags, "burn": burn}))
    report = class_report(toy, [[decided()] for _ in range(9)])
    assert (report.dangers, report.safety) == ((), ())


def test_the_questions_of_a_lesson_are_summed_up():
    files = [[answered(chosen=["yes"]), answered("multiple", ["noon"])] for _ in range(5)]
    (lesson,) = class_report(with_a_lesson(), files).lessons
    assert lesson.right.first == Part(5, 10)
    assert [of.question_id for of in lesson.questions] == ["single", "multiple"]


# ------------------------------------------------------------------------------ fewer than five


def test_a_question_of_four_is_hidden_and_of_five_is_shown():
    for learners in range(1, 7):
        report = class_report(with_a_lesson(), [[answered()] for _ in range(learners)])
        assert bool(report.questions) == bool(report.lessons) == (learners >= FEWEST)


@pytest.mark.parametrize("seed", range(20))
def test_nothing_in_the_report_changes_with_the_answers_to_what_is_hidden(seed):
    """So no difference of two numbers tells of them either."""
    toy = replace(toy_cases(), questions=toy_questions().questions, options=toy_questions().options)
    chance = random.Random(seed)
    files = []
    for learner in range(9):
        tries = [answered("single", [chance.choice(["yes", "no"])]) for _ in range(2)]
        if learner < chance.choice((4, 5)):
            tries.append(answered("multiple", [chance.choice(["noon", "night"])], sure=100))
        for case in ("ada", "cleo", "ben"):
            if chance.random() < 0.5:
                right = chance.random() < 0.5
                answer = chance.choice(["refer", "sun"])
                miss = "" if right else "missed_urgent"
                tries.append(decided(case, (answer,), right, miss, ("skin",)))
        files.append(tries)
    counts = {
        key: sum(any((e.kind, e.item) == key for e in own) for own in files)
        for own in files
        for key in {(e.kind, e.item) for e in own}
    }
    without = [[e for e in own if counts[e.kind, e.item] >= FEWEST] for own in files]
    assert class_report(toy, files) == class_report(toy, without)


def test_two_files_that_share_an_answer_are_of_one_learner():
    own = [answered(id="a"), answered(id="b")]
    files = [own, own[:1], [answered(id="c")], [*own, answered(id="d")]]
    assert sorted(len(one) for one in learners_of(files)) == [1, 3]
    assert class_report(toy_questions(), [own] * 9).questions == ()


# ------------------------------------------------------------------------------ broken and hostile files


def journal(*entries: Entry) -> bytes:
    return "".join(f"{line_of(entry)}\n" for entry in entries).encode()


def test_a_journal_and_a_saved_table_are_read_alike():
    entries = (answered(), decided(), answered("order", ["hat", "shade", "water"], None))
    assert read_handed_in(journal(*entries)) == entries
    assert read_handed_in(to_csv(entries).encode()) == entries
    saved_again = to_csv(entries[:1]).replace(",", ";").replace("\n", "\r\n")
    assert read_handed_in(b"\xef\xbb\xbf" + saved_again.encode())[0].item == "single"


def test_an_answer_that_stands_twice_in_a_file_counts_once():
    table = to_csv([answered(id="a", sure=50), answered(id="a", sure=100), answered(id="b")])
    assert [(e.id, e.sure) for e in read_handed_in(table.encode())] == [("a", 50), ("b", 90)]


DEEP = '{"version": 1, "kind": ' + "[" * 15_000
HUGE_NUMBER = line_of(answered()).replace('"sure": 90', f'"sure": {"9" * 9000}')


@pytest.mark.parametrize(
    ("content", "key"),
    [
        (b"", "empty"),
        (b"\xef\xbb\xbf \n", "empty"),
        (to_csv([]).encode(), "empty"),
        (b"PK\x03\x04" + bytes(100), "packed"),
        (b"\x1f\x8b" + bytes(100), "packed"),
        ("Größe".encode("latin-1"), "not_utf8"),
        ("at,kind".encode("utf-16"), "not_utf8"),
        (bytes(LARGEST_FILE + 1), "too_large"),
        (b"x" * (LONGEST_LINE + 1), "line"),
        (DEEP.encode(), "line"),
        (("{" * 150).encode(), "line"),
        (HUGE_NUMBER.encode(), "line"),
        (journal(answered()) + b'{"version": 1, "kind": "que', "line"),
        (journal(answered()).replace(b"null", b"NaN", 1), "line"),
        (b"\0" * 50, "table"),
        (b"<html><body>Not found</body></html>", "table"),
        (to_csv([answered()]).replace("90", "=1+1").encode(), "table"),
        (to_csv([answered()]).encode() + b'"', "table"),
        (to_csv([answered()]).replace("no", "[" * 100).encode(), "table"),
        (b"\n" * (MOST_LINES + 1), "too_many"),
    ],
)
def test_a_broken_or_hostile_file_is_refused_as_a_whole_with_what_to_do(content, key, shipped):
    with pytest.raises(NotReadError) as refused:
        read_handed_in(content)
    assert refused.value.key == key
    assert f"handed_in.{key}" in shipped.text


# ------------------------------------------------------------------------------ what is handed in


def test_what_is_handed_in_holds_nothing_that_was_written_and_no_hour():
    own = decided(
        "ada",
        ("sun",),
        at="2026-11-24T22:17:05+00:00",
        asked=("skin",),
        data_version="St Mary's, 2",
        sentence="She reminds me of my sister Beth.",
        ranked=("sun", "moon"),
        speaks_for=("noon",),
        speaks_against=("night",),
        handed_over=("situation:burn",),
    )
    marks = Entry("marks", "ada", ("1",), None, None, None)
    text = hand_in(toy_cases(), [own, marks])
    for secret in ("Beth", "22:17", "Mary", "moon", "night", "situation", "marks"):
        assert secret not in text
    (read,) = read_handed_in(text.encode())
    assert (read.item, read.chosen, read.sure, read.asked) == ("ada", ("sun",), 80, ("skin",))
    assert hand_in(toy_cases(), [marks]) == ""


def test_of_many_tries_the_first_and_the_latest_are_handed_in():
    tries = [answered(id=str(n), at=on_day(n)) for n in (3, 1, 2)]
    assert [e.id for e in read_handed_in(hand_in(toy_questions(), tries).encode())] == ["1", "3"]


def test_a_decision_in_which_a_private_sign_plays_a_part_is_not_handed_in():
    toy = toy_cases()
    burn = replace(toy.flags["burn"], private=True)
    toy = replace(toy, flags=MappingProxyType({**toy.flags, "burn": burn}))
    text = hand_in(toy, [decided("cleo"), decided("ben", ("moon",))])
    assert [entry.item for entry in read_handed_in(text.encode())] == ["ben"]


def test_what_is_not_of_this_set_is_not_handed_in():
    own = [decided("my_sister"), answered("my_question")]
    assert hand_in(toy_cases(), own) == ""
    assert "my_" not in hand_in(toy_cases(), [decided("ada"), *own])


def test_what_was_handed_in_makes_the_same_report_as_the_journals(shipped):
    files = journals_of_a_class(shipped, 6)
    handed = [read_handed_in(hand_in(shipped, own).encode()) for own in files]
    assert class_report(shipped, handed) == class_report(shipped, files)


# ------------------------------------------------------------------------------ the command


@pytest.fixture
def handed_in(tmp_path, shipped):
    """A folder with what a class of thirty handed in, a learner a file."""
    folder = tmp_path / "handed-in"
    folder.mkdir()
    for number, own in enumerate(journals_of_a_class(shipped)):
        (folder / f"Beth Smith {number}.csv").write_text(to_csv(own), encoding="utf-8")
    return folder


def made(folder, *options) -> tuple[int, str, str]:
    """What the command returns, and the page and the table that it makes."""
    page = folder.parent / "report.html"
    code = main(["class-report", str(folder), "--output", str(page), *options])
    read = [path.read_text(encoding="utf-8-sig") if path.exists() else "" for path in
            (page, page.with_suffix(".csv"))]  # fmt: skip
    return code, *read


def test_the_page_and_the_table_begin_with_what_most_are_sure_of_and_wrong_about(
    handed_in, shipped, capsys
):
    code, page, table = made(handed_in)
    option = shipped.options[PLANTED, PLANTED_ANSWER]
    first = page.partition("<article>")[2].partition("</article>")[0]
    assert code == 0
    assert "30 learners" in page
    for told in (shipped.questions[PLANTED].stem, option.text, option.explanation):
        assert escape(told, quote=False) in first
    rows = list(csv.DictReader(io.StringIO(table)))
    assert (rows[0]["id"], rows[0]["commonest_wrong"]) == (PLANTED, option.text)
    assert rows[0]["answers"] == "30"
    assert "Beth" not in page + table
    assert "<script" not in page
    assert "http" not in page.replace("http-equiv", "")
    assert "30 learners" in capsys.readouterr().out


def test_a_broken_file_is_refused_by_its_name_and_the_rest_is_read(handed_in, capsys):
    (handed_in / "class 2").mkdir()
    (handed_in / "class 2" / "Ann\x1b[31m.csv").write_text("at,kind\n<b>Ann</b>,x\n")
    (handed_in / ".DS_Store").write_bytes(b"\0")
    code, page, table = made(handed_in)
    told = capsys.readouterr().err
    assert code == 0
    assert told.startswith("class 2/Ann\\x1b[31m.csv: The file is no table of answers. Ask for")
    assert ".DS_Store" not in told
    assert "1 file was not read" in page
    assert "Ann" not in page + table
    assert "30 learners" in page


@pytest.mark.skipif(os.name == "nt", reason="no pipes, and links need rights")
def test_no_link_is_followed_and_no_pipe_is_waited_for(handed_in, tmp_path, capsys):
    secret = tmp_path / "secret.csv"
    secret.write_text(to_csv([answered(PLANTED, ["refer"])]))
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "elsewhere" / "secret.csv").write_text("secret")
    (handed_in / "link.csv").symlink_to(secret)
    (handed_in / "folder").symlink_to(tmp_path / "elsewhere")
    (handed_in / "round").symlink_to(handed_in)
    (handed_in / "dead.csv").symlink_to("nowhere")
    os.mkfifo(handed_in / "pipe.csv")
    code, page, _ = made(handed_in)
    told = capsys.readouterr().err.splitlines()
    assert code == 0
    assert "30 learners" in page
    assert [line.partition(":")[0] for line in told] == [
        *("dead.csv", "folder", "link.csv", "pipe.csv", "round"),
    ]


def test_a_folder_too_deep_or_closed_is_refused_by_its_name_and_the_rest_is_read(
    handed_in, monkeypatch, capsys
):
    (handed_in / "a" / "b" / "c").mkdir(parents=True)
    (handed_in / "a" / "b" / "own.csv").write_text(to_csv([answered(PLANTED, ["stretch"])]))
    (handed_in / "a" / "b" / "c" / "lost.csv").write_text(to_csv([answered(PLANTED)]))
    (handed_in / "closed").mkdir()
    look = os.scandir

    def scandir(path):
        if os.path.basename(path) == "closed":
            raise PermissionError(13, "Permission denied", str(path))
        return look(path)

    monkeypatch.setattr(os, "scandir", scandir)
    code, page, _ = made(handed_in)
    told = capsys.readouterr().err.splitlines()
    assert code == 0
    assert [line.partition(":")[0] for line in told] == ["a/b/c", "closed"]
    assert all("Put the files in it into the folder above." in line for line in told)
    assert "31 learners" in page
    assert "2 files were not read" in page


def test_a_report_that_lies_in_the_folder_is_not_taken_for_a_file_of_a_learner(handed_in, capsys):
    inside = str(handed_in / "report.html")
    for _ in range(2):
        assert main(["class-report", str(handed_in), "--output", inside]) == 0
    assert capsys.readouterr().err == ""


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["nowhere"], "nowhere: there is no such folder"),
        (["."], "no file could be read"),
        ([".", "--output", "table.csv"], "table.csv: name a file for the page"),
    ],
)
def test_what_cannot_be_done_is_said_and_nothing_is_written(
    arguments, told, tmp_path, monkeypatch, capsys
):
    monkeypatch.chdir(tmp_path)
    assert main(["class-report", *arguments]) == 1
    assert told in capsys.readouterr().err
    assert list(tmp_path.iterdir()) == []


def test_no_cell_of_the_table_runs_and_no_text_of_it_is_markup():
    toy = toy_questions()
    stem = replace(toy.questions["single"], stem='=HYPERLINK("x")<img src=x>')
    toy = replace(toy, questions=MappingProxyType({**toy.questions, "single": stem}))
    found = class_report(toy, [[answered()] for _ in range(5)])
    assert "'=HYPERLINK" in class_table(toy, found)
    assert ",=" not in class_table(toy, found)
    page = str(report(toy, found, ["<b>"], Words(load().text)))
    assert "<img" not in page
    assert "<b>" not in page


def test_where_nothing_can_be_shown_the_page_says_why(shipped):
    page = report(shipped, class_report(shipped, [[answered(PLANTED)]]), [], Words(shipped.text))
    assert "1 learner" in page
    assert "There is nothing to show yet" in page
    assert "<h2>" not in page


@pytest.mark.parametrize("code", PSEUDO)
def test_the_report_says_nothing_in_english_that_is_not_of_the_tables(code, tmp_path):
    folder = Folder(tmp_path / "data", own_directory())
    write_pseudo(folder.path, code)
    catalogue = load(folder.path, code)
    files = [
        [*own, decided("rosalind", ("refer",), asked=("one_leg_different",)),
         decided("amina", ("calcium_demand",))]
        for own in journals_of_a_class(catalogue, 6)
    ]  # fmt: skip
    found = class_report(catalogue, files)
    assert found.dangers
    assert found.safety
    page = report(catalogue, found, [], words_of(catalogue))
    of_tables = frozenset(texts_in(catalogue))
    assert not never_looked_up(page, of_tables, catalogue.language.decimal)


def test_too_many_files_are_not_read_and_neither_is_too_much(handed_in, monkeypatch, capsys):
    monkeypatch.setattr(command, "MOST_FILES", 20)
    assert "20 learners" in made(handed_in)[1]
    assert "There are more than 20 files, and the rest was not read." in capsys.readouterr().err
    monkeypatch.setattr(command, "LARGEST_CLASS", 40_000)
    assert "20 learners" not in made(handed_in)[1]
    assert "Together the files are larger" in capsys.readouterr().err


def test_my_progress_saves_for_a_trainer_what_would_be_handed_in():
    toy = toy_cases()
    own = decided("ada", ("sun",), sentence="Like my sister Beth.")
    record = Record(toy, Journal(JournalInMemory()))
    record.journal.add(own)
    record.read_again()
    page = panels.journal(record, Words(load().text)).html
    [saved] = re.findall(r'href="data:text/csv;charset=utf-8,([^"]*)" download="for_trainer', page)
    assert unquote(unescape(saved)) == hand_in(toy, [own])
    assert "Beth" not in unquote(saved)
