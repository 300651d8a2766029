"""A wrong id in a cell of a lesson is told in one sentence that says what to write, and no traceback."""

from __future__ import annotations

import pytest
from IPython.core.interactiveshell import InteractiveShell

from crampkit import Lab
from crampkit.catalogue import AuthorError, CatalogueError, PlainError
from crampkit.reasoning import AnswerError
from crampkit.views.explorer.readout import NoPandasError


@pytest.fixture(scope="module")
def lab() -> Lab:
    return Lab()


NOPE = {
    "lab.load_example({})": ("example", "examples.csv"),
    "lab.lesson({})": ("lesson", "lessons.csv"),
    "lab.lesson('varicose_veins').guess({})": ("guess", "questions.csv"),
    "lab.guess({})": ("guess", "questions.csv"),
    "lab.case({})": ("case", "cases.csv"),
    "lab.checklist([{}])": ("finding", "findings.csv"),
    "lab.checklist(['mainly_night', {}])": ("finding", "findings.csv"),
    "lab.women({}, 'mainly_night')": ("cause", "causes.csv"),
    "lab.women('varicose_veins', {})": ("finding", "findings.csv"),
    "lab.nomogram({})": ("cause", "causes.csv"),
    "lab.pair({}, 'varicose_veins')": ("cause", "causes.csv"),
    "lab.pair('varicose_veins', {})": ("cause", "causes.csv"),
    "lab.contrast({}, 'varicose_veins')": ("cause", "causes.csv"),
    "lab.steps({})": ("cause", "causes.csv"),
    "lab.steps('varicose_veins').how_common({})": ("finding", "findings.csv"),
    "lab.steps('varicose_veins').times_as_common({})": ("finding", "findings.csv"),
    "lab.story({})": ("example", "examples.csv"),
    "lab.shared_case.answer({}, True)": ("finding", "findings.csv"),
    "lab.shared_case.flag({}, True)": ("flag", "red_flags.csv"),
}
NEAR = {
    "example": "night_crampx",
    "lesson": "varicose_vein",
    "case": "amin",
    "finding": "mainly_nigth",
    "cause": "varicose_vein",
}


@pytest.mark.parametrize("cell", NOPE)
@pytest.mark.parametrize("wrong", ["'nope'", "5"])
def test_an_id_that_is_not_there_is_told_as_soon_as_it_is_asked_for(lab, cell, wrong):
    noun, file = NOPE[cell]
    with pytest.raises(AuthorError) as told:
        eval(cell.format(wrong), {"lab": lab})
    (sentence,) = told.value._render_traceback_()
    assert noun in sentence
    assert wrong in sentence
    assert file in sentence or "write its id as a text" in sentence
    assert len(sentence) < 150


@pytest.mark.parametrize("cell", [cell for cell, (noun, _) in NOPE.items() if noun in NEAR])
def test_an_id_that_is_nearly_there_is_told_with_the_one_that_is(lab, cell):
    with pytest.raises(AuthorError, match="; did you mean '"):
        eval(cell.format(repr(NEAR[NOPE[cell][0]])), {"lab": lab})


@pytest.mark.parametrize(
    "cell", ["lab.one_trial('nope')", "lab.forest('nope')", "lab.hundred_women('nope')"]
)
def test_what_cannot_be_drawn_is_told_with_all_that_can(lab, cell):
    with pytest.raises(AuthorError, match=r"'nope'.*; use one of \w+"):
        eval(cell, {"lab": lab})


def test_a_text_in_place_of_a_list_of_findings_is_not_taken_letter_by_letter(lab):
    with pytest.raises(AuthorError, match=r"write a list, as in only=\['mainly_night'\]"):
        lab.checklist("mainly_night")


def test_the_women_of_a_pair_that_is_not_listed_are_drawn(lab):
    cause_id, finding_id = next(
        (cause_id, finding_id)
        for cause_id in lab.catalogue.causes
        for finding_id in lab.catalogue.findings
        if cause_id != "something_else" and (cause_id, finding_id) not in lab.catalogue.features
    )
    from crampkit.panels.figures.nomogram import women

    assert women(lab._explorer, cause_id, finding_id)


@pytest.mark.parametrize("kind", [AuthorError, AnswerError])
def test_a_notebook_shows_the_sentence_and_no_traceback(kind, capsys):
    shell = InteractiveShell()
    shell.user_ns["error"] = kind("no finding 'nope'")
    shell.run_cell("raise error")
    printed = capsys.readouterr()
    assert printed.out + printed.err == "no finding 'nope'\n"
    shell.run_cell("raise ValueError('a fault of the program')")
    assert "Traceback" in capsys.readouterr().out


def test_whoever_catches_a_value_error_catches_those_for_authors_too():
    assert issubclass(AuthorError, ValueError)
    assert issubclass(CatalogueError, AuthorError)
    assert issubclass(AnswerError, AuthorError)
    assert issubclass(NoPandasError, PlainError)
