"""The numbers of a place: typed, asked about, read back, and only then kept."""

from __future__ import annotations

import csv
import io
import json
import shutil
from pathlib import Path

import pytest

from crampkit.catalogue import Catalogue, load, problems
from crampkit.catalogue.local_values import (
    OF_THE_TABLES,
    OfThisDevice,
    as_table,
    asked_about,
    of_a_place,
    unfit,
    with_values,
)
from crampkit.data import own_directory, with_cells
from crampkit.hosts.jupyter import own_place
from crampkit.hosts.jupyter.own_place import PlaceFile
from crampkit.hosts.pages.host import PagesHost
from crampkit.panels.practice.your_place import PlaceForm
from crampkit.practice.desk import DeskInMemory
from crampkit.practice.your_place import KEY, OnDesk
from crampkit.views.figures.calcium import adjusted_calcium
from crampkit.views.kit.place import local, numbers_to_call
from crampkit.words import words_of
from tests.elements import read
from tests.folder import Folder

TRIAGE, EMERGENCY = "maternity_triage", "emergency_number"
NUMBER = "01632 960961"


@pytest.fixture
def folder(tmp_path: Path) -> Folder:
    made = Folder(tmp_path / "data")
    made.ship()
    return made


@pytest.fixture
def desk() -> DeskInMemory:
    return DeskInMemory()


@pytest.fixture
def form(shipped: Catalogue, desk: DeskInMemory) -> PlaceForm:
    return PlaceForm(OnDesk(shipped, desk), words_of(shipped))


def type_in(form: PlaceForm, **values: str) -> None:
    for key, value in values.items():
        form.do(f"local:{key}", value)


def shown(form: PlaceForm) -> str:
    return read(form.panel.html).text


# ------------------------------------------------------------------------------ what may be typed


def test_what_the_tables_say_of_themselves_is_on_no_form(shipped):
    offered = {entry.key for entry in of_a_place(shipped)}
    assert offered == set(shipped.local) - set(OF_THE_TABLES)
    assert {TRIAGE, EMERGENCY, "place"} <= offered
    assert "reviewed_by" not in offered


@pytest.mark.parametrize(
    ("key", "value", "told"),
    [
        (EMERGENCY, "", "the cell is empty; write the number to call in an emergency"),
        (EMERGENCY, "call us", "'call us' has no digit"),
        (EMERGENCY, "9" * 200, "it has 200 digits, and a telephone number at most 20; write one"),
        (TRIAGE, "01632 960961 01632 960962", "it has 22 digits"),
        ("place", "", "the cell is empty"),
        ("contact", "ask Ann", "'ask Ann' is no e-mail address"),
        ("calcium_adjusted", "2.20", "'2.20' is not a range; write it as 2.20-2.60"),
        ("calcium_adjusted", "2.60-2.20", "'2.60-2.20' ends below where it begins"),
        ("calcium_adjusted_severe", "low", "'low' is not a number"),
        ("calcium_adjustment_albumin", "", "needs a number such as 0.02"),
        ("clot_pathway", '=HYPERLINK("x")', "begins like a formula"),
        ("clot_pathway", "+cmd|' /C calc'!A0", "begins like a formula"),
        ("clot_pathway", "a\x1b[31mb", "nobody can see"),
        ("clot_pathway", "x" * 301, "it has 301 letters; write at most 300"),
    ],
)
def test_a_value_that_cannot_stand_is_refused_with_a_sentence(shipped, key, value, told):
    assert told in unfit(shipped.local[key], value)


@pytest.mark.parametrize(
    ("key", "value"),
    [
        *((TRIAGE, number) for number in (NUMBER, "+44 1632 960961", "(01632) 960961", "")),
        (EMERGENCY, "112"),
        ("calcium_adjusted", "2.10-2.55"),
        ("calcium_adjusted", ""),
        ("contact", "midwives@example.org"),
        ("clot_pathway", "Ring the ambulatory unit <b>first</b>"),
    ],
)
def test_what_the_tables_allow_can_be_typed(shipped, folder, key, value):
    assert unfit(shipped.local[key], value) == ""


@pytest.mark.parametrize(
    ("number", "asked"),
    [
        ("1632960961", {"zero"}),
        ("01632960961", set()),
        ("+441632960961", set()),
        ("(01632) 960961", set()),
        ("4321", {"short"}),
        ("Ward 4, ext. 12", set()),
        ("", set()),
    ],
)
def test_a_telephone_number_that_lost_a_digit_is_asked_about(shipped, number, asked):
    assert set(asked_about(shipped.local[TRIAGE], number)) == asked


def test_a_number_with_fewer_digits_than_before_is_asked_about(shipped):
    was = with_values(shipped, {TRIAGE: NUMBER}).local[TRIAGE]
    assert "fewer" in asked_about(was, "01632 96096")
    assert asked_about(was, "01632 960962") == ()


def test_an_emergency_number_may_be_short_and_a_range_is_no_telephone(shipped):
    assert asked_about(shipped.local[EMERGENCY], "112") == ()
    assert asked_about(shipped.local["calcium_adjusted"], "2.10-2.55") == ()


# ------------------------------------------------------------------------------ the form


def test_nothing_is_kept_before_it_was_read_back(form, desk):
    type_in(form, maternity_triage=NUMBER)
    form.do("keep", None)
    assert desk.get(KEY) is None
    form.do("read_back", None)
    assert f"{form.catalogue.local[TRIAGE].label} {NUMBER}" in " ".join(shown(form).split())
    assert desk.get(KEY) is None
    form.do("keep", None)
    assert desk.get(KEY) == {TRIAGE: NUMBER}
    assert form.words("place.kept") in shown(form)


def test_a_doubtful_number_is_kept_only_once_somebody_says_that_it_is_meant(form, desk):
    type_in(form, maternity_triage="1632960961")
    form.do("read_back", None)
    assert form.words("place.ask.zero") in shown(form)
    assert "download=" not in form.panel.html
    form.do("keep", None)
    assert desk.get(KEY) is None
    assert form.words("place.open") in shown(form)
    form.do(f"sure:{TRIAGE}", True)
    assert "download=" in form.panel.html
    form.do("keep", None)
    assert desk.get(KEY) == {TRIAGE: "1632960961"}


def test_what_was_said_of_one_number_does_not_hold_for_the_next(form, desk):
    type_in(form, maternity_triage="1632960961")
    form.do("read_back", None)
    form.do(f"sure:{TRIAGE}", True)
    form.do("back", None)
    type_in(form, maternity_triage="1632960962")
    form.do("read_back", None)
    form.do("keep", None)
    assert desk.get(KEY) is None


def test_a_value_that_cannot_stand_is_named_at_its_field_and_not_read_back(form, desk):
    type_in(form, emergency_number="ask", maternity_triage=NUMBER)
    form.do("read_back", None)
    assert form.words.plural("place.wrong", 1) in shown(form)
    assert "'ask' has no digit" in shown(form)
    assert form.panel.html.count('aria-invalid="true"') == 1
    assert form.panel.state[f"local:{TRIAGE}"] == NUMBER
    form.do("keep", None)
    assert desk.get(KEY) is None


def test_a_form_that_nobody_changed_says_so(form):
    form.do("read_back", None)
    assert form.words("place.nothing") in shown(form)


def test_a_field_that_is_not_on_the_form_is_written_by_nobody(form, desk):
    type_in(form, reviewed_by="Dr No", nothing="x", maternity_triage=NUMBER)
    form.do("read_back", None)
    assert "Dr No" not in form.panel.html
    form.do("keep", None)
    assert desk.get(KEY) == {TRIAGE: NUMBER}


def test_text_that_is_typed_is_shown_as_text(form):
    type_in(form, clot_pathway="Ring <script>x</script> first")
    form.do("read_back", None)
    assert "<script" not in form.panel.html
    assert "Ring <script>x</script> first" in shown(form)


def test_what_was_kept_is_erased_once_it_was_asked_for_twice(form, desk):
    type_in(form, maternity_triage=NUMBER)
    for press in ("read_back", "keep", "forget"):
        form.do(press, None)
    assert desk.get(KEY) == {TRIAGE: NUMBER}
    assert "data-starts-here" in form.panel.html  # Where a listener goes on.
    form.do("back", None)
    assert desk.get(KEY) == {TRIAGE: NUMBER}
    for _ in range(2):
        form.do("forget", None)
    assert desk.get(KEY) is None
    assert form.panel.state[f"local:{TRIAGE}"] == ""


def test_the_file_it_saves_is_a_table_that_can_be_used(form, shipped, tmp_path):
    copy = Path(shutil.copytree(own_directory(), tmp_path / "data"))
    (copy / "local.csv").write_text(as_table(shipped, {TRIAGE: NUMBER}), encoding="utf-8")
    assert problems(copy) == ()
    assert load(copy).local[TRIAGE].value == NUMBER
    others = {key: one for key, one in load(copy).local.items() if key != TRIAGE}
    assert others == {key: one for key, one in shipped.local.items() if key != TRIAGE}


# ------------------------------------------------------------------------------ on this device


def test_a_number_of_this_device_says_so_wherever_it_is_shown_and_is_dialled_as_it_is(shipped):
    changed, words = with_values(shipped, {TRIAGE: NUMBER}), words_of(shipped)
    marked = words("pages.place.here", value=NUMBER)
    assert local(changed, words, TRIAGE) == marked
    page = numbers_to_call(changed, words, dials=True)
    assert marked in page
    assert 'href="tel:01632960961"' in page
    assert marked not in numbers_to_call(shipped, words)
    assert local(changed, words, EMERGENCY) == shipped.local[EMERGENCY].value


def test_a_range_of_this_device_is_drawn_by_and_says_so_below_the_figure(shipped):
    words, key = words_of(shipped), "calcium_adjusted"
    changed = with_values(shipped, {key: "2.05-2.45", TRIAGE: NUMBER, EMERGENCY: "112"})
    page = adjusted_calcium(changed, 2.3, 40, "trimester_1", words)
    assert words("pages.place.here", value="2.05-2.45") in read(page).text
    listed = page[page.index("typed-here") :].partition("</ul>")[0]
    assert listed.count("<li>") == 1
    assert "typed-here" not in adjusted_calcium(shipped, 2.3, 40, "trimester_1", words)


@pytest.mark.parametrize(
    "kept",
    [
        *(None, 3, [], "x", {TRIAGE: 3}, {"nobody": "1"}, {"reviewed_by": "Dr No"}),
        {EMERGENCY: "ask"},
        {EMERGENCY: "999"},
    ],
)
def test_what_cannot_stand_or_changes_nothing_is_left_out(shipped, kept):
    assert with_values(shipped, kept) is shipped


def test_the_next_lesson_of_a_page_has_what_was_kept(shipped, desk):
    host = PagesHost(shipped, desk=desk)
    assert host.catalogue(None) is shipped
    host.own_place(None).keep({TRIAGE: NUMBER})
    value = host.catalogue(None).local[TRIAGE].value
    assert value == NUMBER
    assert isinstance(value, OfThisDevice)
    assert host.own_place(None).read()[0] is shipped


# ------------------------------------------------------------------------------ in a folder


def test_a_folder_has_the_new_file_and_beside_it_the_one_before(folder):
    keeper, was = PlaceFile(folder.path), (folder.path / "local.csv").read_bytes()
    assert not keeper.can_forget
    keeper.keep({TRIAGE: NUMBER})
    assert load(folder.path).local[TRIAGE].value == NUMBER
    assert (folder.path / "local.csv.old").read_bytes() == was
    keeper.keep({TRIAGE: "01632 960962"})
    assert (folder.path / "local.csv.old").read_bytes() == was
    keeper.forget()
    assert load(folder.path).local[TRIAGE].value == NUMBER
    keeper.forget()
    assert (folder.path / "local.csv").read_bytes() == was
    assert not keeper.can_forget


def test_where_an_older_file_was_deleted_no_other_one_is_overwritten(folder):
    keeper = PlaceFile(folder.path)
    for last in "123":
        keeper.keep({TRIAGE: f"01632 96096{last}"})
    kept = (folder.path / "local.csv.old3").read_bytes()
    (folder.path / "local.csv.old").unlink()
    keeper.keep({TRIAGE: "01632 960964"})
    assert (folder.path / "local.csv.old3").read_bytes() == kept
    keeper.forget()
    assert load(folder.path).local[TRIAGE].value == "01632 960963"


def test_a_file_that_the_checks_refuse_is_not_written(folder):
    keeper, was = PlaceFile(folder.path), (folder.path / "local.csv").read_bytes()
    folder.add("local.csv", key="contact", label="Contact")
    was = (folder.path / "local.csv").read_bytes()
    with pytest.raises(ValueError, match=r"local\.csv row \d+, value: 'ask Ann' is no e-mail"):
        keeper.keep({"contact": "ask Ann"})
    assert (folder.path / "local.csv").read_bytes() == was
    assert [path.name for path in folder.path.glob("local.csv*")] == ["local.csv"]


def test_the_tables_that_came_with_the_program_are_not_written(folder, monkeypatch):
    installed = folder.path.rename(folder.path.with_name("_data"))
    monkeypatch.setattr(own_place, "own_directory", lambda: installed)
    keeper, was = PlaceFile(installed), (installed / "local.csv").read_bytes()
    assert "came with the program" in keeper.refused
    with pytest.raises(OSError, match="came with the program"):
        keeper.keep({TRIAGE: NUMBER})
    assert (installed / "local.csv").read_bytes() == was
    form = PlaceForm(keeper, words_of(load()))
    assert "came with the program" in shown(form)
    type_in(form, maternity_triage=NUMBER)
    form.do("read_back", None)
    assert 'data-action="keep"' not in form.panel.html
    assert "download=" in form.panel.html


def test_every_other_cell_stays_as_it_was():
    was = '\ufeffkey;label;value;note\r\na;"A; b";1;"x ""y"""\r\nb;B;2;\r\n'.encode()
    new = with_cells(was, ("key",), {("a",): {"value": "0; 3"}}).decode("utf-8-sig")
    rows = list(csv.reader(io.StringIO(new, newline=""), delimiter=";"))
    assert rows == [
        ["key", "label", "value", "note"],
        ["a", "A; b", "0; 3", 'x "y"'],
        ["b", "B", "2", ""],
    ]
    assert with_cells(was, ("key",), {}).startswith(b"\xef\xbb\xbf")


def test_what_is_kept_has_a_form_in_json(form, desk):
    type_in(form, place="São Tomé")
    form.do("read_back", None)
    form.do("keep", None)
    assert json.loads(json.dumps(desk.get(KEY))) == {"place": "São Tomé"}
