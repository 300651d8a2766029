"""The command line: a folder checked, a case ranked, many cases in bulk with no line lost."""

from __future__ import annotations

import errno
import io
import json
import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crampkit import cli
from crampkit.catalogue import load
from crampkit.cli import main, rank_case, rank_lines
from crampkit.reasoning import AnswerError, differential, next_question
from crampkit.toy import toy_catalogue
from tests.folder import Folder

PROJECT = Path(__file__).resolve().parents[2]


@pytest.fixture
def folder(tmp_path):
    return Folder(tmp_path / "data")


def lines_out(catalogue, *lines):
    """Exit code and answers, one a line, to these lines of text or bytes."""
    output = io.StringIO()
    given = [line if isinstance(line, bytes) else line.encode() for line in lines]
    code = rank_lines(catalogue, [line + b"\n" for line in given], output)
    return code, [json.loads(line) for line in output.getvalue().splitlines()]


def case(**given):
    return {"id": "a", "present": [], "absent": [], "red_flags_present": [], **given}


# ------------------------------------------------------------------------------ check


def test_check_says_what_it_read(folder, capsys):
    assert main(["check", str(folder.path)]) == 0
    assert (
        "Read data/: 3 causes, 6 findings, 5 pairs, 3 flags, 3 flag rules, 2 sources. "
        "No problem found." in capsys.readouterr().out
    )


def test_check_names_every_problem_and_counts_them(folder, capsys):
    folder.set("causes.csv", 2, "pretest", "many")
    assert main(["check", str(folder.path)]) == 1
    folder.set("findings.csv", 2, "kind", "sign")
    assert main(["check", str(folder.path)]) == 1
    one, two = capsys.readouterr().out.split("1 problem found.\n")
    assert one.startswith("causes.csv row 2, pretest: 'many' is not a number")
    assert two.splitlines()[-1] == "2 problems found."


def test_check_warns_of_a_local_edit_and_goes_on(folder, capsys):
    folder.ship()
    folder.set("red_flags.csv", 2, "action", "Wait and see")
    assert main(["check", str(folder.path)]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[0] == (
        "WARNING, this set is a local edit: red_flags.csv row 2, action: 'burn' was changed: "
        "'Wait and see' instead of '?'"
    )
    assert lines[-1].endswith("No problem found.")


def test_a_checkout_that_lost_its_record_is_a_local_edit_and_works_on(tmp_path):
    for name in ("crampkit", "data"):
        shutil.copytree(PROJECT / name, tmp_path / name)
    shutil.copy(PROJECT / "pyproject.toml", tmp_path)
    (tmp_path / "data" / "shipped.json").unlink()
    ended = subprocess.run(
        [sys.executable, "-m", "crampkit.cli", "check"],
        cwd=tmp_path,
        env=os.environ | {"PYTHONPATH": str(tmp_path)},
        capture_output=True,
        text=True,
    )
    assert ended.returncode == 0, ended.stderr
    assert "WARNING, this set is a local edit: shipped.json: there is no such file" in ended.stdout


def test_check_asks_about_likely_slips_and_echoes_the_numbers_of_the_place(folder, capsys):
    folder.ship()
    folder.set("local.csv", 3, "value", "1632960961")
    assert main(["check", str(folder.path)]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[0].startswith("WARNING: local.csv row 3, value: '1632960961' begins with neither")
    assert lines[1:4] == [
        "Numbers of your place. Is a zero lost, or a digit turned round?",
        "  Emergency number: 999",
        "  Triage: 1632960961",
    ]


def test_20_000_rows_too_many_take_a_check_two_seconds_at_most(folder, capsys):
    rows = folder.read("glossary.csv")

    def cost() -> float:
        started = time.process_time()
        assert main(["check", str(folder.path), "--against", str(folder.path)]) == 0
        return time.process_time() - started

    cost()  # Brings in whatever is imported once.
    without = cost()
    extra = [[f"term_{number}", f"Term {number}", "Too much"] for number in range(20_000)]
    folder.write("glossary.csv", rows + extra)
    assert cost() - without < 2
    assert "No row differs." in capsys.readouterr().out


def test_no_number_of_the_place_can_colour_the_terminal(folder, capsys):
    folder.set("local.csv", 3, "value", "\x1b[31m12" + "3" * 3000)
    main(["check", str(folder.path)])
    assert all(
        line.isprintable() and len(line) < 300 for line in capsys.readouterr().out.splitlines()
    )


def test_check_of_no_folder_is_refused(tmp_path, capsys):
    assert main(["check", str(tmp_path / "nowhere")]) == 1
    assert "there is no such folder" in capsys.readouterr().out


def test_check_reads_the_folder_of_the_environment(folder, capsys, monkeypatch):
    monkeypatch.setenv("CRAMPKIT_DATA", str(folder.path))
    assert main(["check"]) == 0
    assert "3 causes, 6 findings" in capsys.readouterr().out


# ------------------------------------------------------------------------------ one case


def test_rank_gives_json_like_the_reasoning(folder, capsys):
    arguments = ["--present", "noon,left", "--absent", " night ,", "--safety-check", "done"]
    assert main(["rank", *arguments, "--json", "--data", str(folder.path)]) == 0
    result = json.loads(capsys.readouterr().out)
    catalogue = cli.load(folder.path)
    answers = {"noon": True, "left": True, "night": False}
    expected = differential(catalogue, answers, {}, safety_check_done=True)
    assert result == {
        "id": None,
        "red_flags": [],
        "refer": False,
        "verdict": "fits",
        "ranking": [vars(row) for row in expected.ranking],
        "none_fits": False,
        "ask_now": [],
        "next_question": next_question(catalogue, answers).finding_id,
    }


def test_rank_says_in_words_what_fits(folder, capsys):
    arguments = ["--present", "noon,left", "--absent", "night", "--safety-check", "done"]
    assert main(["rank", *arguments, "--data", str(folder.path)]) == 0
    output = capsys.readouterr().out
    assert "bits" in output
    assert output.count("\n") > 5


@pytest.mark.parametrize(
    "arguments",
    [
        [],
        ["--present", "noon"],
        ["--present", "glare,noon", "--absent", "night", "--safety-check", "done"],
        ["--absent", "noon,night,glare", "--safety-check", "done"],
        ["--present", "noon,night,glare", "--safety-check", "done"],
        ["--present", "right", "--safety-check", "done"],
    ],
    ids=["nothing", "safety_first", "ask_now", "none_fits", "fits", "a look-alike"],
)
def test_every_verdict_has_its_words(folder, capsys, arguments):
    assert main(["rank", *arguments, "--data", str(folder.path)]) == 0
    # A look that is owed stands in place of the ranking.
    assert ("bits" in capsys.readouterr().out) == ("glare,noon" not in arguments)


def test_a_look_that_found_nothing_gives_the_ranking_back(folder, capsys):
    arguments = ["--present", "glare,noon", "--absent", "night", "--safety-check", "done"]
    arguments += ["--data", str(folder.path)]
    assert main(["rank", *arguments, "--flag-absent", "blind"]) == 0
    assert "bits" in capsys.readouterr().out


def test_no_look_ends_a_flag_that_the_findings_raise(folder, capsys):
    case = {"id": 1, "present": ["heat"], "absent": [], "red_flags_present": []}
    looked = {**case, "red_flags_absent": ["burn"], "safety_check": "done"}
    result = rank_case(load(folder.path), looked)
    assert (result["refer"], result["red_flags"]) == (True, ["burn"])


def test_a_flag_cannot_be_there_and_looked_for_in_vain(folder):
    case = {"id": 1, "present": [], "absent": [], "red_flags_present": ["burn"]}
    with pytest.raises(AnswerError, match="'burn' is both present and absent"):
        rank_case(load(folder.path), {**case, "red_flags_absent": ["burn"]})


@pytest.mark.parametrize(
    ("key", "meant"),
    [
        ("red_flag_present", "red_flags_present"),
        ("red_flags", "red_flags_present"),
        ("flags", "red_flags_present"),
        ("Red-Flags-Absent", "red_flags_absent"),
        ("flags_absent", "red_flags_absent"),
        *(
            (key, "red_flags_present")
            for key in (
                "redFlags",
                "redflags",
                "RedFlags",
                "redflag",
                "flag_ids",
                "red_flag_ids",
                "red_flags_found",
                "flags_raised",
                "flags_ticked",
                "danger_signs",
                "red_flags_yes",
            )
        ),
        ("red_flags_not_present", "red_flags_absent"),
        ("noFlags", "red_flags_absent"),
        ("findings", "present"),
        ("present_findings", "present"),
        ("findings_absent", "absent"),
        ("presents", "present"),
        ("saftey_check", "safety_check"),
    ],
)
def test_a_key_that_is_nearly_ours_is_an_error(folder, key, meant):
    case = {"id": 1, "present": [], "absent": [], "red_flags_present": [], key: ["burn"]}
    with pytest.raises(AnswerError, match=f"no key '{key}'; did you mean '{meant}'"):
        rank_case(load(folder.path), case)


def test_other_keys_are_somebody_elses_and_are_ignored(folder):
    case = {"id": 1, "present": ["noon"], "absent": [], "red_flags_present": []}
    others = {
        "summary": "x",
        "pregnant": True,
        "literal_flags": ["?"],
        "red_flags_since": ["?"],
        "truth": {},
        "group": "y",
    }
    catalogue = load(folder.path)
    assert rank_case(catalogue, {**case, **others}) == rank_case(catalogue, case)


def test_a_red_flag_replaces_the_ranking_in_words(folder, capsys):
    folder.set("red_flags.csv", 3, "could_be", "a burnt eye")
    folder.set("red_flags.csv", 3, "action", "Cool it. Call.")
    arguments = ["--present", "noon", "--flag", "burn", "--flag", "blind"]
    assert main(["rank", *arguments, "--data", str(folder.path)]) == 0
    output = capsys.readouterr().out
    assert "a burnt eye (?). Cool it. Call.\n" in output
    assert "bits" not in output


@pytest.mark.parametrize("option", ["--present", "--absent"])
def test_findings_named_twice_add_up(folder, capsys, option):
    shown = []
    for arguments in ([option, "noon,night"], [option, "noon", option, "night"]):
        assert main(["rank", *arguments, "--json", "--data", str(folder.path)]) == 0
        shown.append(capsys.readouterr().out)
    assert shown[0] == shown[1]


@pytest.mark.parametrize(
    "option",
    [
        ["--present", "noon"],
        ["--absent", "noon"],
        ["--flag", "burn"],
        ["--flag-absent", "burn"],
        ["--safety-check", "done"],
        ["--safety-check", "not_done"],
    ],
)
def test_what_is_said_of_one_case_is_not_lost_among_many(folder, capsys, option):
    assert main(["rank", "--jsonl", *option, "--data", str(folder.path)]) == 1
    assert "leave out --present" in capsys.readouterr().err


def test_while_a_look_is_owed_no_next_question_is_given(shipped):
    case = {"id": 1, "present": [], "absent": [], "red_flags_present": [], "safety_check": "done"}
    asked = rank_case(shipped, {**case, "present": ["hand_spasm_history"]})
    assert (asked["verdict"], asked["next_question"]) == ("ask_now", None)
    assert rank_case(shipped, {**case, "present": ["mainly_night"]})["next_question"]


def test_several_flags_may_stand_in_one_list_or_each_alone(folder, capsys):
    for arguments in (["--flag", "blind,burn"], ["--flag", "blind", "--flag", "burn"]):
        assert main(["rank", *arguments, "--json", "--data", str(folder.path)]) == 0
        assert json.loads(capsys.readouterr().out)["red_flags"] == ["burn", "blind"]


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["--present", "nooon"], "no finding 'nooon'; did you mean 'noon'?"),
        (["--flag", "bern"], "no flag 'bern'; did you mean 'burn'?"),
        (["--flag", "nope"], "no flag 'nope'; the ids are the first column of red_flags.csv"),
        (["--present", "noon", "--absent", "noon"], "'noon' is both present and absent"),
        (["--present", "left,right"], "'left' and 'right' exclude each other"),
    ],
)
def test_a_bad_case_ends_in_one_sentence_and_exit_code_1(folder, capsys, arguments, words):
    assert main(["rank", *arguments, "--data", str(folder.path)]) == 1
    output = capsys.readouterr()
    assert words in output.err
    assert output.err.count("\n") == 1
    assert output.out == ""


def test_every_id_that_there_is_not_is_told_at_once(folder, capsys):
    wrong = ["--present", "nope,nooon", "--absent", "zzz,noon", "--flag", "nope,burn"]
    assert main(["rank", *wrong, "--data", str(folder.path)]) == 1
    assert capsys.readouterr().err.splitlines() == [
        "crampkit rank: no finding 'nope'; the ids are the first column of findings.csv",
        "crampkit rank: no finding 'nooon'; did you mean 'noon'?",
        "crampkit rank: no finding 'zzz'; the ids are the first column of findings.csv",
        "crampkit rank: no flag 'nope'; the ids are the first column of red_flags.csv",
    ]


def test_bad_data_end_in_their_problems_and_exit_code_1(folder, capsys):
    folder.set("causes.csv", 2, "pretest", "many")
    assert main(["rank", "--json", "--data", str(folder.path)]) == 1
    output = capsys.readouterr()
    assert "causes.csv row 2, pretest" in output.err
    assert output.out == ""


@pytest.mark.parametrize("arguments", [[], ["rnak"], ["rank", "--json", "--jsonl"], ["rank", "-x"]])
def test_a_command_that_is_not_understood_shows_how_it_is_used(capsys, arguments):
    with pytest.raises(SystemExit) as ended:
        main(arguments)
    assert ended.value.code == 2
    assert "usage: crampkit" in capsys.readouterr().err


# ------------------------------------------------------------------------------ in bulk

GOOD = json.dumps(case(present=["noon"]))
BAD_LINES = [
    ("", None, "not JSON"),
    ("   ", None, "not JSON"),
    ("noon", None, "not JSON"),
    ('{"id": "x"', None, "not JSON"),
    (GOOD + GOOD, None, "not JSON"),
    ("[1]", None, "not a JSON object"),
    ("null", None, "not a JSON object"),
    ("[" * 100_000, None, "not JSON"),
    (b'{"id": "\xff"}', None, "not in UTF-8"),
    ("{}", None, "the key 'id' is missing"),
    ('{"id": "x", "absent": [], "red_flags_present": []}', "x", "the key 'present' is missing"),
    ('{"id": "x", "present": [], "red_flags_present": []}', "x", "the key 'absent' is missing"),
    ('{"id": "x", "present": [], "absent": []}', "x", "the key 'red_flags_present' is missing"),
    (case(present=["nooon"]), "a", "no finding 'nooon'; did you mean 'noon'?"),
    (case(absent=["nihgt"]), "a", "no finding 'nihgt'; did you mean 'night'?"),
    (case(red_flags_present=["bern"]), "a", "no flag 'bern'; did you mean 'burn'?"),
    (case(red_flags_present=["noon"]), "a", "no flag 'noon'"),
    (case(present=["noon"], absent=["noon"]), "a", "'noon' is both present and absent; keep one"),
    (case(present=["left", "right"]), "a", "'left' and 'right' exclude each other; keep one"),
    (case(present="noon"), "a", "'present' must be a list of finding ids"),
    (case(absent=[["noon"]]), "a", "'absent' must be a list of finding ids"),
    (case(absent=None), "a", "'absent' must be a list of finding ids"),
    (case(present=[1]), "a", "'present' must be a list of finding ids"),
    (case(red_flags_present={"burn": True}), "a", "must be a list of flag ids"),
    (case(safety_check="yes"), "a", "'safety_check' must be done or not_done"),
    (case(safety_check=None), "a", "'safety_check' must be done or not_done"),
    (case(safety_check=["done"]), "a", "'safety_check' must be done or not_done"),
    ('{"id": NaN, "present": [], "absent": [], "red_flags_present": []}', None, "NaN"),
    ('{"id": 1e999, "present": [], "absent": [], "red_flags_present": []}', None, "too large"),
    ('{"id": 1, "id": 2, "present": [], "absent": [], "red_flags_present": []}', None, "twice"),
    ('{"id": ' + "9" * 5000 + "}", None, "not JSON"),
]


@pytest.mark.parametrize(("line", "identity", "words"), BAD_LINES)
def test_a_bad_line_gives_its_error_in_its_place_and_the_rest_goes_on(toy, line, identity, words):
    line = json.dumps(line) if isinstance(line, dict) else line
    code, (before, error, after) = lines_out(toy, GOOD, line, GOOD)
    assert code == 1
    assert before == after
    assert before["verdict"] == "safety_first"
    assert set(error) == {"id", "line", "error"}
    assert (error["id"], error["line"]) == (identity, 2)
    assert words in error["error"]


def test_no_line_is_lost_and_the_order_is_kept(toy):
    lines = [GOOD.replace('"a"', str(number)) for number in range(50)]
    lines[::7] = [""] * len(lines[::7])
    code, answers = lines_out(toy, *lines)
    assert code == 1
    assert [answer["id"] for answer in answers] == [
        None if number % 7 == 0 else number for number in range(50)
    ]


def test_good_lines_alone_end_in_exit_code_0(toy):
    code, (answer,) = lines_out(toy, json.dumps(case(present=["heat"], absent=["night"])))
    assert code == 0
    assert answer["red_flags"] == ["burn"]
    assert answer["refer"] is True
    assert answer["verdict"] == "refer"
    assert answer["next_question"] is None
    assert [row["cause_id"] for row in answer["ranking"]] == ["sun", "something_else", "moon"]
    assert list(answer) == [
        *("id", "red_flags", "refer", "verdict", "ranking", "none_fits", "ask_now"),
        "next_question",
    ]


def test_the_safety_check_is_not_done_unless_it_is_said_to_be(toy):
    present = ["noon", "night", "left"]
    _, answers = lines_out(
        toy,
        json.dumps(case(present=present)),
        json.dumps(case(present=present, safety_check="not_done")),
        json.dumps(case(present=present, safety_check="done")),
    )
    assert [answer["verdict"] for answer in answers] == ["safety_first", "safety_first", "fits"]


def test_a_flag_asked_for_at_once_is_named(toy):
    line = json.dumps(case(present=["glare"], absent=["night"], safety_check="done"))
    _, (answer,) = lines_out(toy, line)
    assert (answer["verdict"], answer["ask_now"]) == ("ask_now", ["blind"])


@pytest.mark.parametrize("identity", [None, 7, 1.5, "ü", "\ud800", ["a"], {"b": [1]}, True, ""])
def test_an_id_comes_back_as_it_was_and_further_keys_are_ignored(toy, identity):
    code, (answer,) = lines_out(toy, json.dumps(case(id=identity, note="x", fit=[1, 2])))
    assert code == 0
    assert answer["id"] == identity
    assert type(answer["id"]) is type(identity)


@pytest.mark.parametrize("depth", [300, 700, 900, 960, 990, 2000])
def test_an_id_of_any_depth_costs_no_other_line(toy, depth):
    deep = GOOD.replace('"a"', "[" * depth + "]" * depth)
    code, answers = lines_out(toy, deep, GOOD)
    assert len(answers) == 2
    assert answers[1]["id"] == "a"
    assert code == (1 if "error" in answers[0] else 0)


def test_windows_lines_and_a_byte_order_mark_are_read(toy):
    code, answers = lines_out(toy, b"\xef\xbb\xbf" + GOOD.encode() + b"\r", GOOD + "\r")
    assert code == 0
    assert answers[0] == answers[1]


def test_the_same_id_twice_in_a_list_is_one_answer(toy):
    assert rank_case(toy, case(present=["noon", "noon"])) == rank_case(toy, case(present=["noon"]))


@given(st.lists(st.binary(max_size=60), max_size=6))
def test_whatever_the_lines_each_has_one_answer(lines):
    lines = [line.replace(b"\n", b"") for line in lines]
    _, answers = lines_out(toy_catalogue(), *lines)
    assert len(answers) == len(lines)


def test_rank_case_raises_where_bulk_goes_on(toy):
    with pytest.raises(AnswerError, match="the key 'id' is missing"):
        rank_case(toy, {})


# ------------------------------------------------------------------------------ as a process


def run(*arguments, given=b"", encoding="utf-8"):
    return subprocess.run(
        [sys.executable, "-m", "crampkit.cli", *arguments],
        input=given,
        capture_output=True,
        env={**os.environ, "PYTHONIOENCODING": encoding},
        timeout=60,
    )


def test_bulk_reads_standard_input(folder):
    given = b"\xff\n" + GOOD.encode() + b"\n"
    ended = run("rank", "--jsonl", "--data", str(folder.path), given=given)
    assert ended.returncode == 1
    assert [json.loads(line)["id"] for line in ended.stdout.splitlines()] == [None, "a"]
    assert ended.stderr == b""


def test_no_letter_in_a_bad_cell_ends_in_a_traceback(folder):
    folder.set("causes.csv", 2, "pretest", "٣ 🦵")
    ended = run("check", str(folder.path), encoding="ascii")
    assert ended.returncode == 1
    assert b"causes.csv row 2, pretest" in ended.stdout
    assert ended.stderr == b""


@pytest.mark.parametrize("count", [1, 3000], ids=["a few lines", "more than a pipe holds"])
@pytest.mark.skipif(os.name == "nt", reason="a closed pipe ends a process otherwise on Windows")
def test_a_reader_who_has_had_enough_is_no_error(folder, tmp_path, count):
    (tmp_path / "cases.jsonl").write_bytes((GOOD + "\n").encode() * count)
    read_end, write_end = os.pipe()
    os.close(read_end)
    with (tmp_path / "cases.jsonl").open("rb") as cases:
        process = subprocess.Popen(
            [sys.executable, "-m", "crampkit.cli", "rank", "--jsonl", "--data", str(folder.path)],
            stdin=cases,
            stdout=write_end,
            stderr=subprocess.PIPE,
            # Buffered, as it is for a learner: what is left is written only at the very end.
            env={k: v for k, v in os.environ.items() if k != "PYTHONUNBUFFERED"},
        )
        os.close(write_end)
        _, error = process.communicate(timeout=60)
    assert error == b""
    assert process.returncode == 0


def shell(folder, redirections, *arguments):
    """What a command ends with when a shell has closed or led elsewhere what it reads and writes."""
    command = [sys.executable, "-m", "crampkit.cli", *arguments, "--data", str(folder.path)]
    return subprocess.run(
        ["sh", "-c", f'exec "$@" {redirections}', "sh", *command],
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=60,
    )


@pytest.mark.skipif(os.name != "posix", reason="closes its streams with a shell")
@pytest.mark.parametrize(
    ("redirections", "arguments", "said"),
    [
        (
            "<&-",
            ["rank", "--jsonl"],
            "standard input is closed; give the cases with '< cases.jsonl'",
        ),
        (">&-", ["rank", "--jsonl"], "standard output is closed; there is nowhere to write"),
        (">&-", ["rank", "--json"], "standard output is closed; there is nowhere to write"),
        (">&-", ["export", "questions", "gift"], "standard output is closed"),
        ("<&- >&-", ["rank", "--jsonl"], "standard output is closed"),
    ],
)
def test_a_closed_stream_is_told_in_one_sentence(folder, redirections, arguments, said):
    ended = shell(folder, redirections, *arguments)
    assert ended.returncode == 1
    assert ended.stderr.startswith("crampkit: ")
    assert said in ended.stderr
    assert ended.stderr.count("\n") == 1


@pytest.mark.skipif(os.name != "posix", reason="closes its streams with a shell")
@pytest.mark.parametrize("redirections", ["2>&-", "<&- >&- 2>&-"])
def test_with_nowhere_to_tell_it_the_exit_code_tells(folder, redirections):
    folder.set("causes.csv", 2, "pretest", "many")
    ended = shell(folder, redirections, "rank", "--json")
    assert (ended.returncode, ended.stdout) == (1, "")


@pytest.mark.skipif(not os.path.exists("/dev/full"), reason="this system has no full device")
@pytest.mark.parametrize("count", [1, 3000], ids=["a few lines", "more than a buffer holds"])
@pytest.mark.parametrize("command", ["--jsonl", "--json"])
def test_a_full_device_is_told_in_one_sentence(folder, tmp_path, command, count):
    (tmp_path / "cases.jsonl").write_bytes((GOOD + "\n").encode() * count)
    led = f"< '{tmp_path / 'cases.jsonl'}' > /dev/full"
    ended = shell(folder, led, "rank", command)
    assert ended.returncode == 1
    assert ended.stderr == f"crampkit: {os.strerror(errno.ENOSPC)}\n"


@pytest.mark.parametrize(
    "arguments",
    [
        ["rank", "--data", "a\0b"],
        ["check", "a\0b"],
        ["check", "--against", "a\0b"],
        ["export", "questions", "gift", "--data", "a\0b"],
        ["export", "questions", "gift", "--output", "a\0b"],
        ["import", "questions", "a\0b", "--lesson", "sun", "--source", "EXPERT"],
        ["import", "questions", "x", "--lesson", "sun", "--source", "EXPERT", "--data", "a\0b"],
    ],
)
def test_a_name_that_no_file_can_have_is_refused(capsys, arguments):
    with pytest.raises(SystemExit) as ended:
        main(arguments)
    assert ended.value.code == 2
    assert "no name of a file or folder holds a NUL" in capsys.readouterr().err


@pytest.mark.parametrize(
    "arguments",
    [
        ["check", ""],
        ["check", "--against", ""],
        ["rank", "--data", ""],
        ["export", "questions", "gift", "--output", ""],
    ],
)
def test_an_empty_name_is_refused_and_not_taken_for_none(capsys, arguments):
    with pytest.raises(SystemExit) as ended:
        main(arguments)
    assert ended.value.code == 2
    told = capsys.readouterr()
    assert "the name is empty; write the file or folder" in told.err
    assert told.out == ""


@pytest.mark.parametrize(
    "arguments",
    [
        ["rank", "--present", "\x1b[31mnoon"],
        ["rank", "--flag", "\x1b[31m" + "b" * 5000],
        ["export", "questions", "gift", "--lesson", "\x1b[31msun"],
        ["export", "questions", "gift", "--output", "/\x1b[31m/x"],
        ["import", "questions", "/\x1b[31m", "--lesson", "sun", "--source", "EXPERT"],
    ],
)
def test_no_word_of_a_command_can_colour_or_fill_the_terminal(folder, capsys, arguments):
    assert main([*arguments, "--data", str(folder.path)]) == 1
    (line,) = capsys.readouterr().err.splitlines()
    assert "\\x1b[31m" in line
    assert line.isprintable()
    assert len(line) < 300


def test_a_file_that_cannot_be_written_is_told_by_its_own_name(folder, tmp_path, capsys):
    output = tmp_path / "nowhere" / "quiz.txt"
    arguments = ["export", "questions", "gift", "--output", str(output)]
    assert main([*arguments, "--data", str(folder.path)]) == 1
    reason = os.strerror(errno.ENOENT)
    assert capsys.readouterr().err == f"crampkit: {output} cannot be written: {reason}\n"


@pytest.mark.skipif(os.name != "posix", reason="this system has other signals")
def test_a_command_that_is_stopped_at_the_keyboard_ends_without_a_traceback(folder):
    process = subprocess.Popen(
        [sys.executable, "-m", "crampkit.cli", "rank", "--jsonl", "--data", str(folder.path)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env={**os.environ, "PYTHONUNBUFFERED": "1"},
        # A run in the background hands on that Ctrl-C is to be ignored.
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),
    )
    process.stdin.write(GOOD.encode() + b"\n")
    process.stdin.flush()
    answered = process.stdout.readline()
    process.send_signal(signal.SIGINT)
    _, error = process.communicate(timeout=60)
    assert json.loads(answered)["id"] == "a"
    assert (error, process.returncode) == (b"", 130)


def test_a_line_of_30_000_keys_with_one_twice_is_told_at_once(folder):
    keys = ",".join(f'"key_{number}": 1' for number in (*range(30_000), 29_999))
    started = time.process_time()
    code, (answer,) = lines_out(load(folder.path), "{" + keys + "}")
    assert time.process_time() - started < 2
    assert (code, answer["error"]) == (1, "the key 'key_29999' stands twice; keep one")


def test_of_a_giant_word_in_a_line_the_answer_shows_its_beginning(folder):
    catalogue = load(folder.path)
    for giant in ({"safety_check": "x" * 5000}, {"red_" * 5000: 1}, {"present": ["x" * 5000]}):
        code, (answer,) = lines_out(catalogue, json.dumps(case(**giant)))
        assert code == 1
        assert len(answer["error"]) < 300
