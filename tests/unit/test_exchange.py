"""Questions go to other programs and come back as they were; what cannot is told."""

from __future__ import annotations

import errno
import json
import os
import re
import signal
import stat
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crampkit.catalogue import FILES, load, problems
from crampkit.cli import main
from crampkit.data import with_rows
from crampkit.practice.exchange import ExchangeError, from_jupyterquiz, to_jupyterquiz
from tests.folder import Folder


@pytest.fixture
def folder(tmp_path: Path) -> Folder:
    (tmp_path / "data").mkdir()
    return Folder(tmp_path / "data")


def question(**changes: object) -> dict[str, object]:
    return {
        "question": "Is it day?",
        "type": "multiple_choice",
        "answers": [
            {"answer": "Yes", "correct": True, "feedback": "The sun is up."},
            {"answer": "No", "correct": False, "feedback": "Look outside."},
        ],
        **changes,
    }


def import_of(file: Path, folder: Folder, lesson: str = "sun") -> list[str]:
    """The command that adds the questions of a file to a folder."""
    of_a_lesson = ["--lesson", lesson, "--source", "EXPERT", "--data", str(folder.path)]
    return ["import", "questions", str(file), *of_a_lesson]


def imported(*questions: object) -> tuple[list, list]:
    return from_jupyterquiz(json.dumps(list(questions)), "sun", "check", "EXPERT")


def problems_of(*questions: object) -> tuple[str, ...]:
    with pytest.raises(ExchangeError) as told:
        imported(*questions)
    return told.value.problems


# ------------------------------------------------------------------------------ jupyterquiz


def test_what_goes_out_comes_back_the_same(shipped):
    kept = [q for q in shipped.questions.values() if q.kind in ("single", "multiple")]
    ready, left_out = to_jupyterquiz(shipped, shipped.questions.values())
    assert {*left_out, *(q.question_id for q in kept)} == set(shipped.questions)
    questions, options = from_jupyterquiz(json.dumps(ready), "red_flags", "drill", "EXPERT")
    assert [(q["stem"], q["kind"]) for q in questions] == [(q.stem, q.kind) for q in kept]
    expected = [
        (option.text, option.answer, option.explanation)
        for q in kept
        for option in shipped.options_of[q.question_id]
    ]
    assert [(o["text"], o["answer"], o["explanation"]) for o in options] == expected


def test_the_exported_form_is_the_one_that_jupyterquiz_describes(shipped):
    ready, _ = to_jupyterquiz(shipped, shipped.questions.values())
    for given_question in ready:
        assert set(given_question) == {"question", "type", "answers"}
        assert re.fullmatch("multiple_choice|many_choice", given_question["type"])
        for answer in given_question["answers"]:
            assert set(answer) == {"answer", "correct", "feedback"}
            assert isinstance(answer["correct"], bool)


def test_a_taken_id_gets_a_number():
    (first, second), _ = imported(question(), question())
    assert (first["question_id"], second["question_id"]) == ("is_it_day", "is_it_day_2")


def answer(correct: object = False, **changes: object) -> dict[str, object]:
    return {"answer": "a", "correct": correct, "feedback": "b", **changes}


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"type": "numeric"}, "the type 'numeric' has no place here; use multiple_choice"),
        ({"question": " "}, "'question' is missing or empty"),
        ({"code": "x = 1"}, "'code' cannot be shown here"),
        ({"answers": []}, "'answers' must list two answers or more"),
        ({"type": "many_choice", "answers": [answer()] * 2}, "no answer is correct"),
        ({"answers": [answer(True)] * 2}, "2 answers are correct"),
        ({"answers": [answer(True), answer(feedback="")]}, "answer 2 has no 'feedback'"),
        ({"answers": [answer("yes"), answer()]}, "answer 1: 'correct' must be true or false"),
        ({"answers": [answer(True), answer(answer=7)]}, "answer 2 has no text in 'answer'"),
    ],
)
def test_a_question_that_cannot_be_taken_over_is_told_by_its_number(changes, said):
    (told,) = [p for p in problems_of(question(), question(**changes)) if said in p]
    assert told.startswith("question 2: ")


def test_every_question_that_cannot_be_taken_over_is_told_at_once():
    assert len(problems_of(question(type="string"), "no question", question(type="numeric"))) == 3


def deep(depth: int) -> list:
    nested: list = []
    for _ in range(depth):
        nested = [nested]
    return nested


@pytest.mark.parametrize("name", ["question", "type", "answers"])
@pytest.mark.parametrize("depth", [1, 400, 900])
def test_brackets_in_brackets_are_told_and_no_traceback(name, depth):
    try:
        text = json.dumps([question(**{name: deep(depth)})])
    except RecursionError:
        text = json.dumps([question(**{name: "X"})]).replace('"X"', "[" * depth + "]" * depth)
    with pytest.raises(ExchangeError) as told:
        from_jupyterquiz(text, "sun", "check", "EXPERT")
    assert all(len(problem) < 200 for problem in told.value.problems)


@pytest.mark.parametrize("sign", ["\ud800", "a\udfffb", "x\0y"])
@pytest.mark.parametrize("name", ["question", "answer", "feedback"])
def test_what_no_table_can_hold_is_told_by_its_place(sign, name):
    if name == "question":
        (told,) = problems_of(question(question=sign))
        assert told.startswith("question 1: 'question' holds half a letter")
    else:
        (told,) = problems_of(question(answers=[answer(True), answer(**{name: sign})]))
        assert told.startswith(f"question 1: answer 2: '{name}' holds half a letter")
    assert told.isprintable()


def test_a_letter_of_two_codes_is_a_letter_like_any_other():
    (row,), _ = from_jupyterquiz(
        json.dumps([question(question="A leg \U0001f9b5?")]), "sun", "check", "EXPERT"
    )
    assert row["stem"] == "A leg \U0001f9b5?"


@pytest.mark.parametrize(
    "text", ["=1+1", " =1", "@SUM(A1)", "+cmd|'/C calc'!A0", "-2+3", "＝1", '"=1']
)
def test_what_a_trainers_spreadsheet_would_run_is_not_taken_over(text):
    (told,) = problems_of(question(question=text))
    assert told == (
        "question 1: 'question' begins like a spreadsheet's formula; put a word before it"
    )
    told = problems_of(question(answers=[answer(True, feedback=text), answer(answer=text)]))
    assert [problem.partition(" begins")[0] for problem in told] == [
        "question 1: answer 1: 'feedback'",
        "question 1: answer 2: 'answer'",
    ]


@pytest.mark.parametrize("text", ["-5", "+2.5 %", "- 3", "a = b", "1+1", "−2 °C"])
def test_a_number_with_its_sign_is_no_formula(text):
    _, options = imported(question(answers=[answer(True, answer=text), answer()]))
    assert options[0]["text"] == text


def test_a_carriage_return_ends_no_row(folder, tmp_path):
    file = tmp_path / "quiz.json"
    file.write_text(json.dumps([question(question="Day\ror\r\nnight?")]), encoding="utf-8")
    assert main(import_of(file, folder)) == 0
    assert load(folder.path).questions["day_or_night"].stem == "Day\nor\nnight?"
    assert b"\r" not in folder.bytes("questions.csv")


@pytest.mark.parametrize("text", ["", "{}", "[]", "not json", "[" * 100_000])
def test_a_file_of_another_kind_is_told(text):
    with pytest.raises(ExchangeError, match="the file is not"):
        from_jupyterquiz(text, "sun", "check", "EXPERT")


KEYS = st.sampled_from(["question", "type", "answers", "answer", "correct", "feedback"])
ANY_JSON = st.recursive(
    st.none() | st.booleans() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(KEYS, inner, max_size=4),
)


@given(ANY_JSON)
def test_no_json_of_another_kind_is_taken_for_questions(content):
    with pytest.raises(ExchangeError):
        from_jupyterquiz(json.dumps(content), "sun", "check", "EXPERT")


# ------------------------------------------------------------------------------ on the command line


def test_the_questions_of_one_lesson_are_printed(capsys):
    assert main(["export", "questions", "jupyterquiz", "--lesson", "varicose_veins"]) == 0
    printed = capsys.readouterr()
    catalogue = load()
    own = [q for q in catalogue.questions.values() if q.lesson_id == "varicose_veins"]
    marked = [q for q in own if q.kind in ("single", "multiple")]
    assert len(json.loads(printed.out)) == len(marked)
    assert printed.err.startswith("Left out, because jupyterquiz has no form for them: ")


def test_a_lesson_that_is_not_there_is_told(capsys):
    assert main(["export", "questions", "gift", "--lesson", "varicose_vein"]) == 1
    assert "did you mean 'varicose_veins'?" in capsys.readouterr().err


def test_imported_questions_are_in_the_tables_and_the_set_can_be_read(folder, tmp_path, capsys):
    file = tmp_path / "quiz.json"
    file.write_text(json.dumps([question(), question(type="many_choice")]), encoding="utf-8")
    assert main(import_of(file, folder)) == 0
    assert "Added 2 questions with 4 options" in capsys.readouterr().out
    catalogue = load(folder.path)
    assert catalogue.questions["is_it_day"].stem == "Is it day?"
    assert len(catalogue.options_of["is_it_day_2"]) == 2


@pytest.mark.parametrize(
    ("lesson", "content", "said"),
    [
        ("son", [question()], "no lesson 'son'"),
        ("sun", [question(type="numeric")], "question 1: the type 'numeric'"),
        ("sun", "broken", "the file is not a list"),
    ],
)
def test_an_import_that_cannot_be_changes_nothing(folder, tmp_path, capsys, lesson, content, said):
    file = tmp_path / "quiz.json"
    file.write_text(json.dumps(content), encoding="utf-8")
    before = {name: folder.bytes(name) for name in ("questions.csv", "options.csv")}
    assert main(import_of(file, folder, lesson)) == 1
    told = capsys.readouterr().err
    assert said in told
    assert "Nothing was added." in told
    assert before == {name: folder.bytes(name) for name in before}


@pytest.mark.parametrize(
    ("option", "value", "said"),
    [
        ("--lesson", "son", "crampkit: no lesson 'son'; did you mean 'sun'? (use one of sun, sky)"),
        ("--source", "EXPERT;WIKI", "crampkit: no source 'WIKI'; use one of EXPERT, ALMANAC"),
    ],
)
def test_a_wrong_lesson_or_source_is_told_once_and_not_for_each_question(
    folder, tmp_path, capsys, option, value, said
):
    file = tmp_path / "quiz.json"
    file.write_text(json.dumps([question()] * 50), encoding="utf-8")
    arguments = import_of(file, folder)
    arguments[arguments.index(option) + 1] = value
    assert main(arguments) == 1
    assert capsys.readouterr().err.splitlines() == [said, "Nothing was added."]


def test_no_link_in_a_set_from_elsewhere_moves_what_it_points_to(folder, tmp_path):
    letters = tmp_path / "letters"
    letters.mkdir()
    for name in ("letter.txt", "causes.csv"):
        (letters / name).write_text("mine", encoding="utf-8")
    (folder.path / "replacing").symlink_to(letters, target_is_directory=True)
    assert load(folder.path).causes
    assert sorted(path.name for path in letters.iterdir()) == ["causes.csv", "letter.txt"]
    assert not (folder.path / "letter.txt").exists()


def test_rows_are_added_in_the_form_of_the_file(folder, tmp_path):
    for name in ("questions.csv", "options.csv"):
        folder.write(name, folder.read(name), delimiter=";", end="\r\n")
    file = tmp_path / "quiz.json"
    file.write_text(json.dumps([question(question="Day; or night?")]), encoding="utf-8")
    assert main(import_of(file, folder)) == 0
    assert load(folder.path).questions["day_or_night"].stem == "Day; or night?"


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("mark", [b"", b"\xef\xbb\xbf"])
def test_a_row_is_added_whatever_ends_the_lines(end, mark):
    content = mark + end.join(["name;note", "sun;hot"]).encode()
    for before in (content, content + end.encode()):
        expected = content + f"{end}moon;{end}".encode()
        assert with_rows(before, [{"name": "moon"}]) == expected


def test_many_questions_of_the_same_words_each_get_an_id_of_their_own():
    rows, _ = imported(*[question()] * 20_000)  # Counting anew for each would take minutes.
    assert len({row["question_id"] for row in rows}) == 20_000


# ------------------------------------------------------------------------------ killed on the way

KILLED = """
import os, signal, sys
from crampkit.cli import main
name, times, how = sys.argv[1], int(sys.argv[2]), getattr(signal, sys.argv[3])
real = getattr(os, name)
def killed(*arguments, **named):
    global times
    times -= 1
    if not times:
        os.kill(os.getpid(), how)
    return real(*arguments, **named)
setattr(os, name, killed)
main(sys.argv[4:])
"""


def tables(folder: Folder) -> dict[str, bytes]:
    return {name: folder.bytes(name) for name in FILES}


@pytest.mark.skipif(os.name != "posix", reason="processes end otherwise on this system")
@pytest.mark.parametrize(
    ("call", "times", "signal_name", "decided"),
    [
        ("fsync", 1, "SIGTERM", False),
        ("fsync", 2, "SIGKILL", False),
        ("replace", 2, "SIGKILL", False),
        ("rename", 1, "SIGTERM", False),
        # The first table is still the old one; then one is new and the other old.
        ("replace", 3, "SIGKILL", True),
        ("replace", 4, "SIGKILL", True),
        ("replace", 4, "SIGTERM", True),
        # The copy that was checked is removed; then the folder of what was decided.
        ("rmdir", 1, "SIGKILL", False),
        ("rmdir", 3, "SIGKILL", True),
    ],
)
def test_an_import_killed_at_any_moment_has_added_all_or_nothing(
    folder, tmp_path, call, times, signal_name, decided
):
    file = tmp_path / "quiz.json"
    file.write_text(json.dumps([question()]), encoding="utf-8")
    before = tables(folder)
    code = [sys.executable, "-c", KILLED, call, str(times), signal_name]
    ended = subprocess.run([*code, *import_of(file, folder)], capture_output=True)
    assert ended.returncode == -getattr(signal, signal_name), ended.stderr
    catalogue = load(folder.path)
    assert ("is_it_day" in catalogue.questions) is decided
    assert (tables(folder) == before) is not decided
    # The next import finds nothing in its way, and leaves nothing behind.
    assert main(import_of(file, folder)) == 0
    assert ("is_it_day_2" in load(folder.path).questions) is decided
    assert not [path for path in folder.path.iterdir() if path.name.startswith("replacing")]


def test_an_import_that_was_cut_off_and_cannot_be_finished_is_told(folder):
    (folder.path / "replacing").mkdir()
    (folder.path / "replacing" / "questions.csv").touch()
    (folder.path / "questions.csv").unlink()
    (folder.path / "questions.csv").mkdir()  # No file can take the place of a folder.
    (told,) = problems(folder.path)
    assert told.message.startswith("an import was cut off and cannot be finished here (")


def test_a_table_keeps_its_rights_when_rows_are_added(folder, tmp_path):
    file = tmp_path / "quiz.json"
    file.write_text(json.dumps([question()]), encoding="utf-8")
    table = folder.path / "questions.csv"
    table.chmod(0o640)
    before = stat.S_IMODE(table.stat().st_mode)
    assert main(import_of(file, folder)) == 0
    assert stat.S_IMODE(table.stat().st_mode) == before


# ------------------------------------------------------------------------------ one family of commands


@pytest.mark.parametrize("form", ["gift", "jupyterquiz", "moodle-xml"])
def test_the_old_name_does_the_same_and_names_the_new_one(capsys, form):
    assert main(["export", "questions", form]) == 0
    new = capsys.readouterr()
    assert main(["export-questions", form]) == 0
    old = capsys.readouterr()
    assert old.out == new.out
    told = "'crampkit export-questions' is now 'crampkit export questions'; use that name.\n"
    assert old.err == told + new.err


def test_the_old_name_of_the_import_does_the_same_and_names_the_new_one(folder, tmp_path, capsys):
    file = tmp_path / "quiz.json"
    file.write_text(json.dumps([question()]), encoding="utf-8")
    assert main(["import-questions", *import_of(file, folder)[2:]]) == 0
    assert "use that name" in capsys.readouterr().err
    assert "is_it_day" in load(folder.path).questions


@pytest.mark.parametrize(
    ("arguments", "listed"),
    [([], ["export", "import"]), (["export"], ["questions", "scorm"]), (["import"], ["questions"])],
)
def test_help_lists_what_there_is_and_no_old_name(capsys, arguments, listed):
    with pytest.raises(SystemExit):
        main([*arguments, "--help"])
    words = re.findall(r"^ {2,4}(\S+)", capsys.readouterr().out, re.MULTILINE)
    assert {*listed} <= {*words}
    assert not {*words} & {"export-questions", "import-questions"}


@pytest.mark.parametrize("form", ["gift", "jupyterquiz", "moodle-xml"])
@pytest.mark.parametrize(
    "encoding",
    ["cp1252", *(pytest.param(one, marks=pytest.mark.long) for one in ("ascii", "utf-8"))],
)
def test_an_export_is_utf_8_with_plain_line_ends_whatever_the_locale(tmp_path, form, encoding):
    command = [sys.executable, "-m", "crampkit.cli", "export", "questions", form]
    environment = {**os.environ, "PYTHONIOENCODING": encoding}
    printed = subprocess.run(command, capture_output=True, env=environment, check=True).stdout
    file = tmp_path / "out"
    subprocess.run([*command, "--output", str(file)], env=environment, check=True)
    assert printed == file.read_bytes()
    assert not printed.decode("utf-8").isascii()
    assert b"\r" not in printed
    if form == "jupyterquiz":
        assert from_jupyterquiz(printed.decode("utf-8"), "sun", "check", "EXPERT")


def test_output_replaces_a_file_as_a_whole_or_leaves_it(tmp_path, capsys, monkeypatch):
    file = tmp_path / "quiz.gift"
    file.write_text("old", encoding="utf-8")
    arguments = ["export", "questions", "gift", "--lesson", "varicose_veins", "--output", str(file)]

    def full(_: int) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    with monkeypatch.context() as without_room:
        without_room.setattr(os, "fsync", full)
        assert main(arguments) == 1
    assert os.strerror(errno.ENOSPC) in capsys.readouterr().err
    assert file.read_text(encoding="utf-8") == "old"
    assert main(arguments) == 0
    printed = capsys.readouterr()
    assert re.fullmatch(rf"Wrote \d+ questions to {re.escape(str(file))}\.\n", printed.out)
    assert file.read_text(encoding="utf-8").startswith("$CATEGORY: ")
    assert [path.name for path in tmp_path.iterdir()] == ["quiz.gift"]


def test_an_output_that_cannot_be_is_told(tmp_path, capsys):
    missing = tmp_path / "nowhere" / "quiz.gift"
    assert main(["export", "questions", "gift", "--output", str(missing)]) == 1
    told = capsys.readouterr().err
    assert told.startswith("crampkit: ")
    assert "nowhere" in told
