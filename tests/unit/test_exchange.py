"""Questions go to other programs and come back as they were; what cannot is told."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crampkit.catalogue import Catalogue, load
from crampkit.cli import main
from crampkit.practice.exchange import ExchangeError, from_jupyterquiz, to_gift, to_jupyterquiz
from crampkit.practice.toy import toy_questions
from tests.folder import Folder


@pytest.fixture
def toy() -> Catalogue:
    return toy_questions()


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


def imported(*questions: object) -> tuple[list, list]:
    return from_jupyterquiz(json.dumps(list(questions)), "sun", "check", "EXPERT")


def problems_of(*questions: object) -> tuple[str, ...]:
    with pytest.raises(ExchangeError) as told:
        imported(*questions)
    return told.value.problems


# ------------------------------------------------------------------------------ jupyterquiz


def test_what_goes_out_comes_back_the_same(shipped):
    kept = [q for q in shipped.quiz.values() if q.kind in ("single", "multiple")]
    ready, left_out = to_jupyterquiz(shipped, shipped.quiz.values())
    assert {*left_out, *(q.question_id for q in kept)} == set(shipped.quiz)
    questions, options = from_jupyterquiz(json.dumps(ready), "red_flags", "drill", "EXPERT")
    assert [(q["stem"], q["kind"]) for q in questions] == [(q.stem, q.kind) for q in kept]
    expected = [
        (option.text, option.answer, option.explanation)
        for q in kept
        for option in shipped.options_of[q.question_id]
    ]
    assert [(o["text"], o["answer"], o["explanation"]) for o in options] == expected


def test_the_exported_form_is_the_one_that_jupyterquiz_describes(shipped):
    ready, _ = to_jupyterquiz(shipped, shipped.quiz.values())
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


# ------------------------------------------------------------------------------ GIFT

SIGN = re.compile(r"(?<!\\)(?:\\\\)*[~=#{}]")


def test_gift_marks_the_right_option_and_explains_each(toy):
    text, _ = to_gift(toy, [toy.quiz["single"]])
    assert text.count("    =") == 1
    assert text.count("    ~") == 2
    assert text.count(" #Why ") == 3


def test_in_gift_the_right_options_share_the_whole_mark_and_wrong_ones_take_as_much_away(toy):
    text, _ = to_gift(toy, [toy.quiz["multiple"]])
    shares = [float(share) for share in re.findall(r"~%(-?[\d.]+)%", text)]
    assert sorted(shares) == [-100, 50, 50]
    twice = {
        ("multiple", f"{option.option_id}_{number}"): option
        for number in (1, 2)
        for option in toy.options_of["multiple"]
    }
    wider = replace(toy, options=twice)
    text, _ = to_gift(wider, [toy.quiz["multiple"]])
    assert "%25%" in text


def test_in_gift_steps_become_pairs_of_place_and_step(toy):
    text, left_out = to_gift(toy, [toy.quiz["order"], toy.quiz["script"]])
    assert re.findall(r"=(\d) -> (\w+)\.", text) == [("1", "hat"), ("2", "shade"), ("3", "water")]
    assert left_out == ("script",)


def test_no_text_of_a_question_means_anything_to_moodle(toy):
    odd = "~a = {b} # c: \\d -> e\n\nf"
    evil = replace(toy.quiz["single"], stem=odd, explanation=odd)
    options = {
        (option.question_id, option.option_id): replace(option, text=odd, explanation=odd)
        for option in toy.options_of["single"]
    }
    text, _ = to_gift(replace(toy, quiz={"single": evil}, options=options), [evil])
    body = text.partition("[plain]")[2]
    # One bracket each way, one mark and one feedback an option, and four signs before the summing up.
    assert len(SIGN.findall(body)) == 2 + 3 * 2 + 4
    assert "\n\n" not in text.rstrip()


def test_every_shipped_question_but_script_concordance_goes_to_moodle(shipped):
    text, left_out = to_gift(shipped, shipped.quiz.values())
    assert {shipped.quiz[question_id].kind for question_id in left_out} <= {"script"}
    assert text.count("[plain]") == len(shipped.quiz) - len(left_out)


# ------------------------------------------------------------------------------ on the command line


def test_the_questions_of_one_lesson_are_printed(capsys):
    assert main(["export-questions", "jupyterquiz", "--lesson", "varicose_veins"]) == 0
    printed = capsys.readouterr()
    catalogue = load()
    own = [q for q in catalogue.quiz.values() if q.lesson_id == "varicose_veins"]
    marked = [q for q in own if q.kind in ("single", "multiple")]
    assert len(json.loads(printed.out)) == len(marked)
    assert printed.err.startswith("Left out, because jupyterquiz has no form for them: ")


def test_a_lesson_that_is_not_there_is_told(capsys):
    assert main(["export-questions", "gift", "--lesson", "varicose_vein"]) == 1
    assert "did you mean 'varicose_veins'?" in capsys.readouterr().err


def test_imported_questions_are_in_the_tables_and_the_set_can_be_read(folder, tmp_path, capsys):
    file = tmp_path / "quiz.json"
    file.write_text(json.dumps([question(), question(type="many_choice")]), encoding="utf-8")
    arguments = ["import-questions", str(file), "--lesson", "sun", "--source", "EXPERT"]
    assert main([*arguments, "--data", str(folder.path)]) == 0
    assert "Added 2 questions with 4 options" in capsys.readouterr().out
    catalogue = load(folder.path)
    assert catalogue.quiz["is_it_day"].stem == "Is it day?"
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
    arguments = ["import-questions", str(file), "--lesson", lesson, "--source", "EXPERT"]
    assert main([*arguments, "--data", str(folder.path)]) == 1
    told = capsys.readouterr().err
    assert said in told
    assert "Nothing was added." in told
    assert before == {name: folder.bytes(name) for name in before}


def test_rows_are_added_in_the_form_of_the_file(folder, tmp_path):
    for name in ("questions.csv", "options.csv"):
        folder.write(name, folder.read(name), delimiter=";", end="\r\n")
    file = tmp_path / "quiz.json"
    file.write_text(json.dumps([question(question="Day; or night?")]), encoding="utf-8")
    arguments = ["import-questions", str(file), "--lesson", "sun", "--source", "EXPERT"]
    assert main([*arguments, "--data", str(folder.path)]) == 0
    assert load(folder.path).quiz["day_or_night"].stem == "Day; or night?"
