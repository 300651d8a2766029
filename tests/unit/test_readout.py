"""The answer as a value: `lab.differential` and `lab.table()` keep the safety of the page."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import FrozenInstanceError, replace
from pathlib import Path

import pandas
import pytest

from crampkit import Lab
from crampkit.catalogue import Catalogue
from crampkit.panels.explorer.state import ExplorerState
from crampkit.reasoning import differential
from crampkit.views.explorer.readout import NoPandasError, Readout, readout
from crampkit.words import Words
from tests.folder import Folder
from tests.unit.test_case_views import ask, decide
from tests.unit.test_views import spelled_out

FITS = {"noon": True, "night": False, "left": True}


def read_off(
    catalogue: Catalogue,
    answers: dict[str, bool],
    flags: dict[str, bool] | None = None,
    done: bool = True,
    looked: tuple[str, ...] = (),
    **more,
) -> Readout:
    found = differential(catalogue, answers, flags or {}, safety_check_done=done, looked=looked)
    return readout(catalogue, found, spelled_out(), looked=looked, **more)


def shown(told: Readout) -> tuple[str, ...]:
    """All forms in which a notebook may show it."""
    return repr(told), told._repr_html_(), pandas.DataFrame(told.records()).to_html()


# ------------------------------------------------------------------------------ the ranking


def test_there_is_a_row_for_each_cause_the_best_fit_first_in_numbers_and_in_words(toy):
    told = read_off(toy, FITS)
    assert told.verdict == "fits"
    assert [row.cause_id for row in told.rows] == ["sun", "something_else", "moon"]
    first = told.rows[0]
    assert first.fit == pytest.approx(3)
    assert first.fit_words == "strength.moderate.for"
    assert 0 < first.likelihood < 1
    assert first.likelihood_words.startswith("likelihood.")
    assert sum(row.likelihood for row in told.rows) == pytest.approx(1)
    assert not told.dangers


def test_the_headline_stands_in_every_form_and_in_every_row(toy):
    told = read_off(toy, FITS)
    assert all(told.headline in form for form in shown(told))
    assert [row["verdict"] for row in told.records()] == [told.headline] * 3
    assert all(row.cause in form for row in told.rows for form in shown(told))


def test_nothing_can_be_changed_in_it(toy):
    told = read_off(toy, FITS)
    with pytest.raises(FrozenInstanceError):
        told.verdict = "fits"  # type: ignore[misc]
    with pytest.raises(FrozenInstanceError):
        told.rows[0].fit = 9.0  # type: ignore[misc]
    assert isinstance(told.rows, tuple)


def test_before_anything_was_told_no_table_is_shown(toy):
    told = read_off(toy, {}, done=False, left=2)
    assert "<table" not in told._repr_html_()
    assert "ranking.nothing_yet" in repr(told)


@pytest.mark.parametrize("done", [True, False])
def test_before_anything_was_told_a_row_says_how_common_it_is_and_not_how_likely(toy, done):
    flags = dict.fromkeys(toy.flags, False) if done else {}
    told = read_off(toy, {}, flags, done=done, left=0 if done else 2)
    assert {row.likelihood_words for row in told.rows} == {"readout.only_common"}
    assert "likelihood." not in " ".join(map(str, told.records()))
    answered = read_off(toy, {"noon": True}, flags, done=done, left=0 if done else 2)
    assert "readout.only_common" not in " ".join(map(str, answered.records()))


def test_what_a_table_of_the_set_says_stays_text(toy):
    causes = {c: replace(cause, short_label="<b>x</b>") for c, cause in toy.causes.items()}
    told = read_off(replace(toy, causes=causes), FITS)
    assert "<b>" not in told._repr_html_()
    assert "&lt;b&gt;" in told._repr_html_()


# ------------------------------------------------------------------------------ safety before fit


@pytest.mark.parametrize(
    ("answers", "flags"),
    [(FITS, {"burn": True}), ({**FITS, "heat": True}, {}), (FITS, {"blind": True, "burn": True})],
)
@pytest.mark.parametrize("done", [True, False])
def test_a_danger_sign_says_refer_and_nothing_is_ranked(toy, answers, flags, done):
    told = read_off(toy, answers, flags, done)
    assert told.verdict == "refer"
    assert told.rows == ()
    flag = toy.flags["burn"]
    danger = next(one for one in told.dangers if one.danger == flag.label)
    assert (danger.could_be, danger.how_fast, danger.what_to_do) == (
        *(flag.could_be, flag.urgency),
        flag.action,
    )
    for form in shown(told):
        assert "verdict.refer" in form
        assert flag.action in form
        # "bits" would be a fit, and "likelihood." its words.
        assert not [cause for cause in toy.causes if f">{cause}<" in form or f"{cause} |" in form]
        assert "bits" not in form
        assert "likelihood." not in form
    assert "emergency_number" in repr(told)


def test_a_look_that_is_owed_stands_in_place_of_the_ranking(toy):
    told = read_off(toy, {**FITS, "glare": True})
    assert told.verdict == "ask_now"
    assert told.rows == ()
    assert [danger.danger for danger in told.dangers] == ["Blind spot"]
    assert "ask_now.intro" in repr(told)


def test_a_look_that_was_taken_ends_that_and_stays_in_view(toy):
    told = read_off(toy, {**FITS, "glare": True}, looked=("blind",))
    assert told.verdict == "fits"
    assert told.rows
    assert not told.dangers
    assert "looked.not_so label=Blind spot" in told.says


def test_a_yes_that_nobody_explained_stands_in_place_of_the_ranking(toy):
    told = read_off(toy, FITS, done=False, left=1, unexplained=("burn",))
    assert told.rows == ()
    assert [danger.danger for danger in told.dangers] == ["A burn?"]
    assert "said_yes.intro" in told.says


def test_an_unfinished_safety_check_is_said_above_the_rows(toy):
    told = read_off(toy, FITS, done=False, left=2)
    assert told.verdict == "safety_first"
    assert told.says[0] == told.headline == "safety.left.many count=2"
    assert repr(told).startswith(told.headline)
    assert told._repr_html_().startswith(f"<p>{told.headline}</p>")


def test_a_look_alike_is_the_headline_and_no_cause_fits_best(toy):
    told = read_off(toy, {**FITS, "left": False, "right": True})
    assert told.verdict == "look_alike"
    assert told.headline == "look_alike.headline could_be=a preference"
    assert told.rows[0].cause_id == "sun"
    assert not any("verdict.fits" in form for form in shown(told))


def test_tables_that_are_too_old_are_told_first(toy):
    assert read_off(toy, FITS, aged=("Old.",)).says[0] == "Old."


def test_a_private_sign_is_acted_on_and_not_named(toy):
    private = replace(toy.flags["burn"], private=True)
    told = read_off(replace(toy, flags={**toy.flags, "burn": private}), FITS, {"burn": True})
    assert told.verdict == "refer"
    assert told.rows == ()
    assert "readout.private" in told.says
    assert told.records() == [{"verdict": "verdict.refer"}]
    for form in shown(told):
        assert "verdict.refer" in form
        assert not [text for text in (private.label, private.action) if text in form]


def test_every_sign_of_the_shipped_set_leaves_nothing_ranked(shipped):
    words = Words(shipped.text)
    answers = dict.fromkeys(shipped.examples["night_cramp"].present, True)
    for flag_id, flag in shipped.flags.items():
        found = differential(shipped, answers, {flag_id: True}, safety_check_done=True)
        told = readout(shipped, found, words)
        assert bool(told.rows) is (flag.tier == "look_alike"), flag_id
        assert "verdict" in told.records()[0]


# ------------------------------------------------------------------------------ in the lab


@pytest.fixture
def lab(tmp_path: Path) -> Lab:
    Folder(tmp_path)
    return Lab(tmp_path)


def test_the_lab_tells_what_its_shared_case_amounts_to_now_and_not_later(lab):
    before = lab.differential
    lab.load_example("walk")
    after = lab.differential
    assert (before.verdict, after.verdict) == ("safety_first", "fits")
    assert lab.differential == after
    with pytest.raises(AttributeError):
        lab.differential = before


def test_the_table_has_a_row_for_each_cause_and_keeps_the_same_safety(lab):
    lab.load_example("walk")
    table = lab.table()
    assert isinstance(table, pandas.DataFrame)
    assert sorted(table["cause_id"]) == ["moon", "something_else", "sun"]
    assert list(table["fit"]) == sorted(table["fit"], reverse=True)
    lab.shared_case.flag("burn", True)
    danger = lab.table()
    assert "cause_id" not in danger.columns
    assert len(danger) == 1


def test_a_yes_in_the_explorer_reaches_the_value(lab):
    lab.load_example("walk")
    lab.shared_case.reopen_phrase("sore")
    explorer: ExplorerState = lab._explorer
    explorer.handle("phrase:sore", "open")
    assert lab.differential.rows == ()


@pytest.mark.parametrize("statement", ["lab.differential", "repr(lab.differential)"])
def test_pandas_is_loaded_by_the_table_alone(statement):
    code = f"import sys; from crampkit import Lab; lab = Lab(); {statement}; print('pandas' in sys.modules)"
    ended = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert ended.stdout == "False\n"


def test_where_there_is_no_pandas_one_sentence_says_so(lab, monkeypatch):
    monkeypatch.setitem(sys.modules, "pandas", None)
    with pytest.raises(NoPandasError, match=r"needs pandas, which is not there.*lab\.differential"):
        lab.table()
    assert NoPandasError()._render_traceback_() == [str(NoPandasError())]


def test_a_lesson_gives_the_case_whose_findings_are_toggled(lab):
    lesson = lab.lesson("sun")
    assert dict(lesson.case.findings) == {}
    (columns, _) = lesson.toggle_and_see().children
    _, tools, _ = columns.children[0].children
    tools.receive("her_answers", None)
    assert dict(lesson.case.findings) == {"noon": True, "left": True, "night": False}
    assert dict(lab.shared_case.findings) == {}
    with pytest.raises(TypeError):
        lesson.case.findings["noon"] = False  # type: ignore[index]


def test_no_woman_to_practise_on_reaches_a_value_before_or_after_her_answer(lab):
    before = lab.differential
    panel = lab.case("noon_pain")
    ask(panel, "noon", "night")
    assert lab.differential == before
    decide(panel)
    assert lab.differential == before
    assert dict(lab.lesson("sun").case.findings) == {}
