"""Something new is begun by a command: rows that say TODO:, all or none, and nothing else touched."""

from __future__ import annotations

import csv
import io
import json
import os
import re
import signal
import subprocess
import sys
from datetime import UTC, datetime
from html import unescape
from pathlib import Path

import pytest

from crampkit import Lab
from crampkit.catalogue import FILES, load
from crampkit.catalogue.hints import left_to_write
from crampkit.catalogue.unfinished import TODO, finished, is_unfinished, unfinished_causes
from crampkit.cli import main
from crampkit.data import own_directory, with_rows
from crampkit.drafts import notebook
from crampkit.panels.kit.panel import Box, Part
from crampkit.practice.agreement import compare_all
from crampkit.practice.summary import summary
from crampkit.reasoning import fit
from tests.folder import Folder

MODEL = [
    ("markdown", "# Sun pain\n\nThe sun burns."),
    ("code", 'from crampkit import Lab\n\nlab = Lab()\nlesson = lab.lesson("sun")'),
    ("markdown", "## 1 · Her story\n\nShe was out at noon."),
    ("code", "lesson.story()"),
    ("code", 'lesson.guess("guess_sun", lesson.features)'),
    ("markdown", "Between two parts."),
    ("code", 'lesson.guess("guess_alone")'),
    ("code", 'lab.hundred_women("glare")'),
    ("claim", 'lab.steps("sun").how_common("glare")'),
    ("markdown", "## Sources"),
    ("code", "lesson.sources()"),
    ("markdown", "Next: the moon."),
]
COMMANDS = {
    "lesson": ["new-lesson", "rain"],
    "cause": ["new-cause", "rain"],
    "finding": ["new-finding", "rain"],
    "question": ["new-question", "rain", "--lesson", "sun"],
    "case": ["new-case", "rain"],
    "sign": ["new-sign", "rain", "--question", "skin"],
}
every_command = pytest.mark.parametrize("what", COMMANDS)


def write_model(folder: Path, name: str = "14_sun.ipynb") -> Path:
    cells = []
    for number, (kind, source) in enumerate(MODEL):
        cell = {"id": f"cell-{number}", "metadata": {}, "source": source.splitlines(True)}
        if kind == "markdown":
            cells.append({"cell_type": "markdown", **cell})
            continue
        if kind == "claim":
            cell["metadata"] = {"tags": ["nbval-check-output", "keep_output"]}
        shown = [{"output_type": "execute_result", "data": {"text/plain": "old"}}]
        cells.append({"cell_type": "code", **cell, "outputs": shown, "execution_count": 7})
    made = {"cells": cells, "metadata": {}, "nbformat": 4, "nbformat_minor": 5}
    folder.mkdir(exist_ok=True)
    (folder / name).write_text(json.dumps(made), encoding="utf-8")
    return folder / name


@pytest.fixture
def folder(tmp_path: Path) -> Folder:
    """A toy set with the notebook of one lesson beside it."""
    (tmp_path / "data").mkdir()
    write_model(tmp_path / "notebooks")
    return Folder(tmp_path / "data")


def begin(folder: Folder, what: str, *more: str) -> int:
    return main([*COMMANDS[what], *more, "--data", str(folder.path)])


def everything(folder: Folder) -> dict[str, bytes]:
    root = folder.path.parent
    return {str(path.relative_to(root)): path.read_bytes() for path in root.rglob("*.*")}


def write_all(folder: Folder) -> None:
    """Write something in the place of each TODO, as a person would."""
    for file in FILES:
        rows = folder.read(file)
        told = [[cell.replace(TODO, f"Told {n}") for cell in row] for n, row in enumerate(rows)]
        folder.write(file, told)


# ------------------------------------------------------------------------------ rows


@every_command
def test_what_was_begun_can_be_read_and_says_what_is_left(folder, what, capsys):
    before = {file: len(folder.read(file)) for file in FILES}
    assert begin(folder, what) == 0
    assert load(folder.path)
    left = left_to_write(folder.path)
    assert left
    for problem in left:
        assert problem.row > before[problem.file] or problem.file == "causes.csv"
        assert problem.column in FILES[problem.file].columns
        assert problem.message.startswith(TODO)
    capsys.readouterr()
    assert main(["check", str(folder.path)]) == 0
    printed = capsys.readouterr().out
    assert all(str(problem) in printed for problem in left)
    # The notebook of a new lesson has some, too.
    waiting = re.search(r"Left to write: (\d+)\n", printed)[1]
    assert "No problem found" not in printed
    assert printed.endswith(f"not finished: {waiting} places are left to write (listed above).\n")


@every_command
def test_once_each_is_written_nothing_is_left(folder, what):
    begin(folder, what)
    write_all(folder)
    assert load(folder.path)
    left = left_to_write(folder.path)
    # A cause cannot be written for its author; it is named until it stands there.
    assert [problem.column for problem in left] == (["look_alike"] if what == "lesson" else [])


def test_a_set_with_nothing_begun_has_nothing_left(folder):
    assert left_to_write(folder.path) == ()


def test_a_sentence_of_another_language_that_is_to_be_written_is_named(folder):
    (folder.path / "text" / "fr.csv").write_text(f"key,text\napp.title,{TODO} le titre\n", "utf-8")
    (left,) = left_to_write(folder.path)
    assert (left.file, left.row, left.column) == ("text/fr.csv", 2, "text")


@every_command
def test_the_command_says_which_files_have_how_many_rows(folder, what, capsys):
    before = {file: len(folder.read(file)) for file in FILES}
    begin(folder, what)
    printed = capsys.readouterr().out
    for file in FILES:
        more = len(folder.read(file)) - before[file]
        assert (f"{file} ({more})" in printed) is (more > 0)


def test_a_lesson_has_the_rows_of_its_cause_where_that_is_not_there_yet(folder):
    begin(folder, "lesson")
    catalogue = load(folder.path)
    lesson = catalogue.lessons["rain"]
    assert (lesson.cause_id, lesson.example_id) == ("rain", "rain")
    assert list(catalogue.causes) == ["sun", "moon", "rain", "something_else"]
    assert [q.place for q in catalogue.questions.values() if q.lesson_id == "rain"] == [
        "first_thought",
        "check",
    ]
    assert {i.kind for i in catalogue.management.values() if i.cause_id == "rain"} == {
        *("do", "do_not", "refer_when")
    }
    assert [claim.cause_id for claim in catalogue.claims.values()] == ["sun", "rain"]


def test_a_lesson_on_a_cause_that_is_there_takes_its_rows_over(folder):
    """The moon has its row and its findings, and no advice, claims or places."""
    before = {name: folder.bytes(name) for name in ("causes.csv", "cause_features.csv")}
    assert main(["new-lesson", "moon", "--look-alike", "sun", "--data", str(folder.path)]) == 0
    assert {name: folder.bytes(name) for name in before} == before
    catalogue = load(folder.path)
    assert catalogue.lessons["moon"].look_alike == "sun"
    assert not unfinished_causes(catalogue)
    assert is_unfinished(catalogue, "moon")


def test_the_findings_of_a_cause_can_be_named(folder):
    assert begin(folder, "cause", "--findings", "night,heat") == 0
    named = [pair[1] for pair in load(folder.path).features if pair[0] == "rain"]
    assert named == ["night", "heat"]


def test_without_a_drawn_body_no_place_is_begun(folder):
    for file in ("cause_regions.csv", "regions.csv"):
        folder.write(file, folder.read(file)[:1])
    assert begin(folder, "lesson") == 0
    assert not load(folder.path).cause_regions


# ------------------------------------------------------------------------------ the form of a file


def test_a_row_goes_above_another_and_every_other_byte_stays(tmp_path):
    quoted = 'name;note\r\n"sun";"hot; or\r\nwarm"\r\n moon ;""\r\nlast;x'
    for mark in (b"", b"\xef\xbb\xbf"):
        content = mark + quoted.encode()
        new = with_rows(content, [{"name": "rain", "note": "a;b"}], above=("name", "moon"))
        assert new == content.replace(b" moon ", b'rain;"a;b"\r\n moon ')
        assert with_rows(content, [], above=("name", "moon")) == content


def test_where_no_row_has_the_cell_the_new_ones_go_to_the_end():
    for above in (("name", "nobody"), ("nothing", "sun"), ("note", "sun")):
        assert with_rows(b"name,note\nsun,hot\n", [{"name": "rain"}], above) == (
            b"name,note\nsun,hot\nrain,\n"
        )


@every_command
@pytest.mark.parametrize("end", ["\n", "\r\n"])
@pytest.mark.parametrize("mark", [b"", b"\xef\xbb\xbf"])
def test_untouched_rows_keep_their_bytes(folder, what, end, mark):
    for file in FILES:
        rows = [
            [cell.replace(".", ",") if is_number(cell) else cell for cell in row]
            for row in folder.read(file)
        ]
        output = io.StringIO()
        csv.writer(output, delimiter=";", lineterminator=end, quoting=csv.QUOTE_ALL).writerows(rows)
        folder.put(file, mark + output.getvalue().encode())
    before = {file: folder.bytes(file) for file in FILES}
    assert begin(folder, what) == 0
    load(folder.path)
    for file, old in before.items():
        new = folder.bytes(file)
        if file != "causes.csv":
            assert new.startswith(old)
        place = old.index(b'"something_else"') if file == "causes.csv" else len(old)
        assert new[:place] + new[place + len(new) - len(old) :] == old


def is_number(cell: str) -> bool:
    return cell.replace(".", "", 1).isdigit()


# ------------------------------------------------------------------------------ all or nothing


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["new-lesson", "sun"], "lessons.csv has a lesson 'sun' already; choose another id"),
        (["new-cause", "moon"], "causes.csv has a cause 'moon' already"),
        (["new-finding", "noon"], "findings.csv has a finding 'noon' already"),
        (
            ["new-question", "first", "--lesson", "sun"],
            "questions.csv has a question 'first' already",
        ),
        (["new-case", "burnt"], "cases.csv has a case 'burnt' already"),
        (
            ["new-sign", "burn", "--question", "skin"],
            "red_flags.csv has a danger sign 'burn' already",
        ),
        (["new-lesson", "Rain"], "'Rain' is not an id; use small letters, digits and _"),
        (["new-lesson", "../rain"], "'../rain' is not an id"),
        (["new-cause", "1st"], "'1st' is not an id"),
        (["new-case", ""], "'' is not an id"),
        (["new-lesson", "something_else"], "'something_else' has no findings to teach"),
        (["new-lesson", "rain", "--look-alike", "sum"], "no cause 'sum'; did you mean 'sun'?"),
        (["new-lesson", "moon", "--look-alike", "moon"], "is the lesson's own cause"),
        (["new-lesson", "moon", "--findings", "noon"], "has its findings already"),
        (["new-lesson", "rain", "--like", "moon"], "no notebook of a lesson 'moon'"),
        (["new-lesson", "rain", "--notebooks", "nowhere"], "no lesson on a cause is in nowhere"),
        (["new-cause", "rain", "--findings", "non"], "no finding 'non'; did you mean 'noon'?"),
        (["new-question", "rain", "--lesson", "snu"], "no lesson 'snu'; did you mean 'sun'?"),
        (["new-sign", "rain", "--question", "skim"], "no part of the safety check 'skim'"),
    ],
)
def test_what_cannot_be_begun_is_refused_with_a_sentence_and_changes_nothing(
    folder, capsys, arguments, said
):
    before = everything(folder)
    assert main([*arguments, "--data", str(folder.path)]) == 1
    told = capsys.readouterr().err
    assert said in told
    assert told.endswith("Nothing was added.\n")
    assert everything(folder) == before


def test_every_finding_that_there_is_not_is_told_at_once(tmp_path, capsys):
    """In a set of so many that they are not all listed."""
    folder = Folder(tmp_path / "data", own_directory())
    before = everything(folder)
    named = ["--findings", "nope,mainly_night,mainly_nigth,zzz"]
    assert main(["new-cause", "rain", *named, "--data", str(folder.path)]) == 1
    assert capsys.readouterr().err.splitlines() == [
        "crampkit: no finding 'nope'; the ids are the first column of findings.csv",
        "crampkit: no finding 'mainly_nigth'; did you mean 'mainly_night'?",
        "crampkit: no finding 'zzz'; the ids are the first column of findings.csv",
        "Nothing was added.",
    ]
    assert everything(folder) == before


@every_command
def test_a_set_with_a_problem_is_left_as_it_is(folder, what, capsys):
    folder.set("causes.csv", 2, "pretest", "much")
    before = everything(folder)
    assert begin(folder, what) == 1
    assert "causes.csv row 2, pretest: 'much' is not a number" in capsys.readouterr().err
    assert everything(folder) == before


def test_where_the_tables_cannot_be_written_no_notebook_is_left(folder, capsys):
    (folder.path / "replacing").write_text("a file where a folder is needed", encoding="utf-8")
    before = everything(folder)
    assert begin(folder, "lesson") == 1
    assert "cannot be written" in capsys.readouterr().err
    assert everything(folder) == before


def test_a_second_time_the_id_is_there_already(folder, capsys):
    assert begin(folder, "lesson") == 0
    before = everything(folder)
    assert begin(folder, "lesson") == 1
    assert "has a lesson 'rain' already" in capsys.readouterr().err
    assert everything(folder) == before


KILLED = """
import os, signal, sys
from crampkit.cli import main
times = int(sys.argv[1])
real = os.replace
def killed(*arguments):
    global times
    times -= 1
    if not times:
        os.kill(os.getpid(), signal.SIGKILL)
    return real(*arguments)
os.replace = killed
main(sys.argv[2:])
"""


@pytest.mark.skipif(os.name != "posix", reason="processes end otherwise on this system")
@pytest.mark.parametrize(
    ("times", "decided"),
    # The notebook; the first and the last table beside the others; the first and a later one for good.
    [(1, False), (2, False), (10, False), (11, True), (14, True)],
)
def test_a_lesson_whose_beginning_was_killed_is_there_as_a_whole_or_can_be_begun_again(
    folder, times, decided
):
    command = [*COMMANDS["lesson"], "--data", str(folder.path)]
    code = [sys.executable, "-c", KILLED, str(times), *command]
    assert subprocess.run(code, capture_output=True).returncode == -signal.SIGKILL
    assert ("rain" in load(folder.path).lessons) is decided
    assert begin(folder, "lesson") == (1 if decided else 0)
    assert "rain" in load(folder.path).lessons
    assert [path.name for path in sorted((folder.path.parent / "notebooks").glob("*.ipynb"))] == [
        "14_sun.ipynb",
        "15_rain.ipynb",
    ]


# ------------------------------------------------------------------------------ while it is written


def test_a_cause_under_way_is_ranked_in_its_own_lesson_alone(folder):
    begin(folder, "lesson")
    lab = Lab(folder.path)
    ranked = [row.cause_id for row in lab.differential.rows]
    assert sorted(ranked) == ["moon", "something_else", "sun"]
    assert list(lab.lesson("rain").case.catalogue.causes) == ["rain", "something_else"]
    assert "rain" in lab.catalogue.causes
    write_all(folder)
    assert "rain" in [row.cause_id for row in Lab(folder.path).differential.rows]


def test_what_is_ranked_on_the_command_line_is_finished(folder, capsys):
    begin(folder, "lesson")
    capsys.readouterr()
    assert main(["rank", "--json", "--data", str(folder.path)]) == 0
    ranked = [row["cause_id"] for row in json.loads(capsys.readouterr().out)["ranking"]]
    assert sorted(ranked) == ["moon", "something_else", "sun"]


def test_a_cause_under_way_speaks_neither_for_nor_against(folder):
    begin(folder, "cause", "--findings", "noon,heat,night")
    catalogue = load(folder.path)
    for present in (True, False):
        answers = dict.fromkeys(("noon", "heat", "night"), present)
        assert fit(catalogue, answers)["rain"] == pytest.approx(0)


def test_a_finished_set_stays_the_very_same(folder):
    catalogue = load(folder.path)
    assert finished(catalogue) is catalogue


def test_a_lesson_says_that_it_is_not_finished_until_it_is(folder):
    begin(folder, "lesson")
    lab = Lab(folder.path)
    (told, _) = lab.lesson("rain").story().children
    assert 'role="alert"' in told.html
    assert not isinstance(lab.lesson("sun").story(), Box)
    write_all(folder)
    folder.set(
        "lessons.csv", folder.row_of("lessons.csv", "lesson_id", "rain"), "look_alike", "sun"
    )
    assert not isinstance(Lab(folder.path).lesson("rain").story(), Box)


@pytest.mark.parametrize(
    "cell",
    [
        *(("causes.csv", "note"), ("cause_features.csv", "note"), ("examples.csv", "story")),
        *(("claims.csv", "topic"), ("management.csv", "text"), ("cause_regions.csv", "words")),
        *(("questions.csv", "stem"), ("options.csv", "explanation")),
    ],
)
def test_a_lesson_with_anything_to_write_is_not_finished_and_no_other(folder, cell):
    folder.add(
        "lessons.csv", lesson_id="moon", cause_id="moon", look_alike="sun", example_id="swim"
    )
    catalogue = load(folder.path)
    assert not any(is_unfinished(catalogue, lesson_id) for lesson_id in catalogue.lessons)
    folder.set(cell[0], 2, cell[1], f"{TODO} write")
    catalogue = load(folder.path)
    assert [key for key in catalogue.lessons if is_unfinished(catalogue, key)] == ["sun"]


@pytest.mark.parametrize("command", [["pages", "site"], ["single"], ["scorm"]])
def test_no_page_is_made_for_learners_of_what_is_not_written(folder, tmp_path, capsys, command):
    begin(folder, "question")
    capsys.readouterr()
    output = [] if command[0] == "pages" else ["--output", str(tmp_path / "made")]
    named = [str(tmp_path / name) if name == "site" else name for name in command]
    assert main(["export", *named, *output, "--data", str(folder.path)]) == 1
    told = capsys.readouterr().err
    assert "questions.csv row 7, stem: TODO: what is asked" in told
    assert "crampkit check lists them" in told
    assert not (tmp_path / "site").exists()
    assert not (tmp_path / "made").exists()


def test_a_question_that_is_not_written_is_not_exported(folder, capsys):
    begin(folder, "question")
    capsys.readouterr()
    assert main(["export", "questions", "jupyterquiz", "--data", str(folder.path)]) == 0
    printed = capsys.readouterr()
    assert TODO not in printed.out
    assert len(json.loads(printed.out)) == 3
    assert "Left out, because they are not written yet: rain\n" in printed.err


def given_women(lab: Lab, rounds: int) -> set[str]:
    met = set()
    for _ in range(rounds):
        case_id = lab.session.next_case()
        lab.session.open(case_id)
        met.add(case_id)
    return met


@pytest.mark.parametrize(
    "cell",
    [
        *(("cases.csv", "story"), ("cases.csv", "reasoning"), ("case_findings.csv", "words")),
        ("causes.csv", "note"),
    ],
)
def test_a_woman_with_anything_to_write_is_given_to_no_learner_and_counted_nowhere(folder, cell):
    folder.set(cell[0], 2, cell[1], f"{TODO} write")
    lab = Lab(folder.path)
    assert given_women(lab, 4) == {"burnt"}
    assert ("case", "noon_pain") not in lab.record.groups
    assert ("case", "burnt") in lab.record.groups
    assert list(compare_all(lab.catalogue)) == ["burnt"]
    write_all(folder)
    lab = Lab(folder.path)
    assert given_women(lab, 2) == {"burnt", "noon_pain"}
    assert ("case", "noon_pain") in lab.record.groups
    assert list(compare_all(lab.catalogue)) == ["noon_pain", "burnt"]


def test_a_woman_who_is_not_written_is_shown_to_her_author_and_nothing_is_kept(
    folder, monkeypatch, tmp_path
):
    monkeypatch.setenv("CRAMPKIT_JOURNAL", str(tmp_path / "journal"))
    begin(folder, "case")
    lab = Lab(folder.path)
    told, panel = lab.case("rain").children
    assert 'role="alert"' in told.html
    assert lab.words("case.unfinished", case="rain") in unescape(told.html)
    for name, value in (("decide", None), ("answer", "cannot_tell"), ("sure", "80")):
        panel.receive(name, value)
    panel.receive("commit", None)
    assert 'data-action="next"' in panel.html
    assert lab.record.entries == ()
    assert not isinstance(lab.case("burnt"), Box)


def test_where_no_woman_is_written_one_sentence_says_what_to_do(folder):
    for row in (2, 3):
        folder.set("cases.csv", row, "story", f"{TODO} write")
    with pytest.raises(ValueError, match=r"no case here that is written.* crampkit check lists"):
        Lab(folder.path).next_case()


@pytest.mark.parametrize("cell", [("questions.csv", "stem"), ("options.csv", "explanation")])
def test_a_question_with_anything_to_write_is_asked_of_no_learner(folder, cell):
    row = folder.row_of(cell[0], "question_id", "which")
    folder.set(cell[0], row, cell[1], f"{TODO} write")
    lab = Lab(folder.path)
    asked = lab.lesson("sun").check_yourself().html
    assert TODO not in asked
    assert lab.words("quiz.number", number=1, total=2) in asked
    assert ("question", "which") not in lab.record.groups
    assert ("question", "steps") in lab.record.groups


def test_the_start_page_counts_what_is_written_alone(folder):
    def counted():
        told = summary(load(folder.path), [], datetime.now(UTC))
        return told["lessons"]["sun"]["of"], told["cases"]["of"]

    assert counted() == (4, 2)
    folder.set("options.csv", 2, "text", f"{TODO} write")
    folder.set("case_findings.csv", 2, "words", f"{TODO} write")
    assert counted() == (3, 1)


def test_where_no_question_is_written_the_answers_are_not_kept(folder, monkeypatch, tmp_path):
    monkeypatch.setenv("CRAMPKIT_JOURNAL", str(tmp_path / "journal"))
    begin(folder, "lesson")
    lab = Lab(folder.path)
    for lesson_id, kept in (("rain", 0), ("sky", 1)):
        lesson = lab.lesson(lesson_id)
        panel = lesson.check_yourself() if lesson_id == "rain" else lesson.drill()
        panel.receive("choose", "right" if lesson_id == "rain" else "burn")
        panel.receive("sure", "80")
        panel.receive("commit", None)
        assert len(lab.record.entries) == kept


def test_a_danger_sign_that_is_not_written_holds_the_ranking_back_and_says_what_is_safe(folder):
    begin(folder, "sign")
    meanwhile = [key for key in Lab(folder.path).catalogue.text if key.startswith("unfinished.")]
    for key in meanwhile:
        row = folder.row_of("text/en.csv", "key", key)
        gap = "{sign}" if key.endswith("label") else ""
        folder.set("text/en.csv", row, "text", f"Meanwhile {key} {gap}.")
    lab = Lab(folder.path)
    explorer, check = lab.ranking(), lab.safety_check()
    assert TODO not in check.html
    assert lab.words("unfinished.phrase.label", sign="rain") in unescape(check.html)
    lab.shared_case.flag("rain", True)
    assert lab.differential.verdict == "refer"
    html = unescape(explorer.html)
    assert TODO not in html
    for name in ("could_be", "action", "urgency"):
        assert lab.words(f"unfinished.sign.{name}") in html
    for part in (lab.lesson("sun").dangers(), lab.lesson("sun").signs()):
        assert TODO not in part.html
    write_all(folder)
    written = Lab(folder.path)
    assert "Meanwhile" not in written.safety_check().html
    assert written.catalogue.flags["rain"].action.startswith("Told ")


def test_a_half_written_danger_sign_keeps_what_is_written(folder):
    folder.set("red_flags.csv", 2, "action", f"{TODO} what to do")
    lab = Lab(folder.path)
    before = load(folder.path).flags["burn"]
    flag = lab.catalogue.flags["burn"]
    assert (flag.label, flag.tier, flag.could_be) == (before.label, before.tier, before.could_be)
    assert flag.action == lab.words("unfinished.sign.action")


def test_the_command_that_ranks_says_what_is_safe_of_a_sign_that_is_not_written(folder, capsys):
    begin(folder, "sign")
    capsys.readouterr()
    assert main(["rank", "--flag", "rain", "--data", str(folder.path)]) == 0
    assert TODO not in capsys.readouterr().out


def everything_in(part: Part) -> str:
    """The HTML of a part and of all in it."""
    inside = part.children if isinstance(part, Box) else ()
    return "".join([getattr(part, "html", ""), *map(everything_in, inside)])


def parts_with_findings(lab: Lab) -> str:
    lesson = lab.lesson("sun")
    parts = [lab.explorer("sun"), lab.why(), lab.next_question(), lab.what_would_change()]
    parts += [lab.glossary(), lab.toolbar(), lesson.features(), lesson.toggle_and_see()]
    return unescape("".join(map(everything_in, parts)))


def test_a_finding_that_is_not_written_is_asked_of_no_learner_and_rests_nothing_on_it(folder):
    begin(folder, "finding")
    folder.add("cause_features.csv", cause_id="sun", finding_id="rain", probability="0.5")
    folder.add("flag_rules.csv", flag_id="burn", all_present="rain", all_absent="", effect="raise")
    folder.add(
        "tasks.csv", lesson_id="sun", task_id="wet", text="Set rain.", present="rain", absent=""
    )
    folder.set("examples.csv", 2, "present", "noon;rain")
    lab = Lab(folder.path)
    html = parts_with_findings(lab)
    assert TODO not in html
    assert "Set rain." not in html
    assert "rain" not in lab.shared_case.catalogue.findings
    assert lab.shared_case.catalogue.findings.keys() == load(folder.path).findings.keys() - {"rain"}
    lab.load_example(next(iter(lab.catalogue.examples)))
    assert dict(lab.shared_case.findings)["noon"]
    write_all(folder)
    assert "Told " in parts_with_findings(Lab(folder.path))
    assert "Set rain." in parts_with_findings(Lab(folder.path))


@pytest.mark.parametrize(
    "cell", [("examples.csv", "label"), ("glossary.csv", "definition"), ("tasks.csv", "text")]
)
def test_nothing_else_that_is_not_written_stands_in_the_explorer(folder, cell):
    assert TODO not in parts_with_findings(Lab(folder.path))
    folder.set(cell[0], 2, cell[1], f"{TODO} write")
    assert TODO not in parts_with_findings(Lab(folder.path))


def test_a_woman_of_whom_an_unwritten_finding_is_asked_is_given_to_no_learner(folder):
    begin(folder, "finding")
    folder.add(
        *("case_findings.csv",),
        case_id="noon_pain",
        finding_id="rain",
        flag_id="",
        present="yes",
        words="It is.",
    )
    assert given_women(Lab(folder.path), 4) == {"burnt"}
    write_all(folder)
    assert given_women(Lab(folder.path), 2) == {"burnt", "noon_pain"}


# ------------------------------------------------------------------------------ the notebook


def read(path: Path) -> list[dict]:
    return json.loads(path.read_text(encoding="utf-8"))["cells"]


@pytest.fixture
def begun(folder: Folder) -> Path:
    begin(folder, "lesson")
    return folder.path.parent / "notebooks" / "15_rain.ipynb"


def test_the_notebook_has_the_parts_of_its_model_with_its_own_id(begun):
    code = ["".join(cell["source"]) for cell in read(begun) if cell["cell_type"] == "code"]
    assert code == [
        'from crampkit import Lab\n\nlab = Lab()\nlesson = lab.lesson("rain")',
        *("lesson.story()", "lesson.features()"),
        'lab.steps(lesson.cause_id).how_common("noon")',
        "lesson.sources()",
    ]


def test_nothing_that_the_model_said_or_showed_is_left(begun):
    text = begun.read_text(encoding="utf-8")
    for gone in ("burns", "out at noon", "Between", "moon", "guess", "glare", '"old"', '"sun'):
        assert gone not in text
    for cell in read(begun):
        assert not cell.get("outputs")
        assert cell.get("execution_count") is None


@pytest.mark.parametrize(
    "source",
    ["%matplotlib inline\nlesson.card()", "!ls\n", "lesson.card(", "%%html\n<p>", "a\0", "f?"],
)
def test_a_cell_that_is_no_plain_python_is_passed_over(folder, source):
    """In any notebook beside it, its model or not, and the rest of the model is taken over."""
    place = folder.path.parent / "notebooks" / "14_sun.ipynb"
    notebook = json.loads(place.read_text(encoding="utf-8"))
    cell = {"cell_type": "code", "id": "magic", "metadata": {}, "source": [source], "outputs": []}
    notebook["cells"].insert(4, cell)
    place.write_text(json.dumps(notebook), encoding="utf-8")
    other = json.loads(place.read_text(encoding="utf-8"))
    other["cells"][1]["source"] = ['lesson = lab.lesson("moon")']
    place.with_name("20_moon.ipynb").write_text(json.dumps(other), encoding="utf-8")
    assert begin(folder, "lesson") == 0
    sources = ["".join(one["source"]) for one in read(place.with_name("15_rain.ipynb"))]
    assert "lesson.story()" in sources
    assert "lesson.sources()" in sources
    assert source not in sources


def test_its_headings_stay_and_each_says_what_to_write(begun):
    prose = ["".join(cell["source"]) for cell in read(begun) if cell["cell_type"] == "markdown"]
    assert prose[0].startswith("# TODO: Rain\n")
    assert prose[1:] == [
        "## 1 · TODO: Her story\n\nTODO: write this part.",
        "## Sources",
        "TODO: what comes next, with a link to its notebook.",
    ]


def test_what_is_left_in_a_notebook_is_listed_by_its_cell(begun, capsys):
    capsys.readouterr()
    assert main(["check", str(begun.parent.parent / "data")]) == 0
    listed = capsys.readouterr().out
    assert "  15_rain.ipynb, cell part-1: TODO: write this part.\n" in listed
    assert "14_sun.ipynb" not in listed


def test_its_number_is_the_next_free_one(folder):
    write_model(folder.path.parent / "notebooks", "15_summer_rain.ipynb")
    begin(folder, "lesson", "--like", "sun")
    assert (folder.path.parent / "notebooks" / "16_rain.ipynb").is_file()


def test_a_notebook_of_that_name_is_never_overwritten(folder, capsys):
    mine = folder.path.parent / "notebooks" / "15_rain.ipynb"
    mine.write_text("mine", encoding="utf-8")
    before = everything(folder)
    assert begin(folder, "lesson") == 1
    assert "15_rain.ipynb is there already; move it away" in capsys.readouterr().err
    assert everything(folder) == before


def test_the_model_is_the_lesson_with_most_parts_where_none_is_named(folder):
    notebooks = folder.path.parent / "notebooks"
    (notebooks / "broken.ipynb").write_text("{", encoding="utf-8")
    assert notebook.fullest(notebook.models(notebooks)) == "sun"
    assert begin(folder, "lesson") == 0
