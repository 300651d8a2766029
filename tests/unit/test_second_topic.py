"""A set on another subject: the tables it needs and no others, and nothing of the first one in it."""

from __future__ import annotations

import ast
import csv
import json
import re
import shutil
from pathlib import Path

import pytest

import crampkit
from crampkit import Lab
from crampkit.catalogue import FILES, Catalogue, CatalogueError, Problem, load, problems, read
from crampkit.catalogue.checks.place import ASKED_FOR
from crampkit.catalogue.hints import hints
from crampkit.catalogue.shipping import RECORD, record_of
from crampkit.catalogue.topic import NEEDED, OF_THE_SUBJECT, own_words
from crampkit.cli import main
from crampkit.data import data_directory, read_table
from crampkit.hosts.jupyter.host import JupyterHost
from crampkit.hosts.pages import build
from crampkit.hosts.pages.host import PagesHost
from crampkit.hosts.pages.lessons import BuildError
from crampkit.panels.kit.panel import Panel
from crampkit.practice.journal import Entry, Journal
from crampkit.practice.record import Record
from crampkit.words import Words
from tests.folder import Folder
from tests.in_the_pages import require_runtime

TOPIC = Path(__file__).parents[1] / "topics" / "itching"
DATA, NOTEBOOKS = TOPIC / "data", TOPIC / "notebooks"
LESSON = "01_cholestasis"


@pytest.fixture
def tables(tmp_path: Path) -> Path:
    return Path(shutil.copytree(DATA, tmp_path / "data"))


def told(folder: Path) -> list[str]:
    return [str(problem) for problem in problems(folder)]


def edit(folder: Path, file: str, old: str, new: str) -> None:
    written = (folder / file).read_text(encoding="utf-8")
    assert written.count(old), f"{file} has no {old!r}"
    (folder / file).write_text(written.replace(old, new), encoding="utf-8")


def ship(folder: Path) -> None:
    """Write down what the tables were shipped with, as `tools/write_shipped.py` does."""
    tables = {
        file: read_table(folder, file, tuple(FILES[file].columns))[0]
        for file in FILES
        if (folder / file).exists()
    }
    lacking = {file: read_table(folder, file, ("key",))[0] for file in FILES if file not in tables}
    (folder / RECORD).write_text(record_of({**tables, **lacking}), encoding="utf-8")


# ------------------------------------------------------------------------------ its tables


def test_it_is_small_and_complete():
    itching = load(DATA)
    causes = [cause_id for cause_id in itching.causes if cause_id != "something_else"]
    assert (len(causes), len(itching.findings), len(itching.flags)) == (3, 8, 3)
    assert (len(itching.lessons), len(itching.questions), len(itching.cases)) == (1, 2, 1)


def test_every_number_says_that_it_was_invented():
    itching = load(DATA)
    (source,) = itching.sources.values()
    assert "was invented to test the program" in source.citation
    numbered = (*itching.causes.values(), *itching.findings.values(), *itching.features.values())
    assert all(row.note.startswith("Invented for a test") for row in numbered)
    assert all(row.source_ids == (source.source_id,) for row in numbered)


def test_it_raises_no_problem_no_warning_and_no_question():
    assert told(DATA) == []
    assert load(DATA).warnings == ()
    assert hints(DATA) == ()


@pytest.mark.parametrize("file", [file for file in FILES if file not in NEEDED])
def test_a_table_that_it_can_be_taught_without_need_not_be_there(tables, file):
    (tables / file).unlink(missing_ok=True)
    assert not [line for line in told(tables) if line.startswith(f"{file}: the file is missing")]


def test_it_can_be_loaded_from_the_needed_tables_alone(tables):
    for file in FILES:
        if file not in NEEDED:
            (tables / file).unlink(missing_ok=True)
    edit(tables, "findings.csv", ",bile,", ",,")
    catalogue = load(tables)
    assert catalogue.lessons == {}
    assert catalogue.rules == ()
    assert catalogue.warnings == ()


@pytest.mark.parametrize("file", NEEDED)
def test_a_table_that_every_set_needs_is_told_where_it_is_missing(tables, file):
    (tables / file).unlink()
    assert any(line.startswith(f"{file}: the file is missing") for line in told(tables))


def test_a_table_of_almost_its_name_is_told_and_not_taken_for_none(tables):
    (tables / "management.csv").rename(tables / "managment.csv")
    (line,) = told(tables)
    assert line.startswith("management.csv: the file is missing; did you mean 'managment.csv'?")


def test_a_table_that_is_not_there_and_yet_named_is_told(tables):
    (tables / "groups.csv").unlink()
    assert [line for line in told(tables) if line.startswith("groups.csv: ")] == [
        "groups.csv: it has a header but no rows, yet findings.csv names some; put them back"
    ]


# ------------------------------------------------------------------------------ its words


def test_it_says_what_is_its_own_and_takes_the_rest_over():
    text = load(DATA).text
    own = {row["key"] for row in rows_of(DATA / "text" / "en.csv")}
    assert own == set(OF_THE_SUBJECT)
    assert text["pages.title"] == "Why do I itch?"
    assert {key: text[key] for key in own_words() if key not in own} == {
        key: words for key, words in own_words().items() if key not in own
    }


@pytest.mark.parametrize("key", OF_THE_SUBJECT)
def test_a_sentence_on_the_subject_is_never_taken_over(tables, key):
    rows = [row for row in rows_of(tables / "text" / "en.csv") if row["key"] != key]
    write_rows(tables / "text" / "en.csv", rows)
    assert told(tables) == [
        f"text/en.csv, key: the row '{key}' is missing; add it: it speaks of the subject, and a set "
        "has its own words there"
    ]


def test_an_unknown_sentence_is_told(tables):
    edit(tables, "text/en.csv", "pages.short_title", "pages.short_titel")
    lines = told(tables)
    assert any("'pages.short_titel' is not used; did you mean" in line for line in lines)
    assert any("the row 'pages.short_title' is missing" in line for line in lines)


def test_a_lesson_on_no_cause_can_be_named(tables):
    edit(tables, "lessons.csv", "cholestasis,cholestasis,", "all_about_skin,,")
    edit(tables, "questions.csv", ",cholestasis,", ",all_about_skin,")
    with (tables / "text" / "en.csv").open("a", encoding="utf-8") as file:
        file.write("group.all_about_skin,Skin\n")
    assert told(tables) == []


def test_two_sets_of_one_name_are_told(tables):
    edit(tables, "text/en.csv", "itching-in-pregnancy", own_words()["pages.set"])
    assert [str(hint) for hint in hints(tables) if "name of crampkit's own set" in str(hint)]


@pytest.mark.parametrize("name", ["Itching", "../itching", "a" * 100])
def test_a_name_by_which_no_file_can_be_kept_is_refused(tables, name):
    edit(tables, "text/en.csv", "itching-in-pregnancy", name)
    assert any("names no set" in line for line in told(tables))


# ------------------------------------------------------------------------------ whose set it is


def warnings_of(folder: Path) -> tuple[str, ...]:
    catalogue, found = read(folder)
    assert catalogue, found
    return catalogue.warnings


def test_its_own_record_tells_what_was_changed_in_it(tables):
    ship(tables)
    assert warnings_of(tables) == ()
    edit(
        tables,
        "red_flags.csv",
        "less than before,a baby in danger,now",
        "less,a baby in danger,soon",
    )
    changed = warnings_of(tables)
    assert any("'fewer_movements' is less urgent than shipped" in line for line in changed)
    assert not any("one_leg_swollen" in line for line in changed)


def test_a_table_that_it_was_shipped_with_may_not_go(tables):
    ship(tables)
    (tables / "cases.csv").unlink()
    assert "cases.csv: the file is missing; put it back" in told(tables)


def test_a_record_of_another_set_is_not_held_against_it_and_is_told(tables):
    shutil.copy(data_directory() / RECORD, tables)
    assert warnings_of(tables) == ()
    assert [str(hint) for hint in hints(tables)] == [
        "shipped.json: it says what a set on another subject was shipped with; write this set's own, "
        "or delete it"
    ]


def test_a_damaged_record_of_its_own_is_told(tables):
    (tables / RECORD).write_text("{", encoding="utf-8")
    assert "not a record that this program wrote" in warnings_of(tables)[0]


OTHER_CAUSES = ("calcium_demand", "uterine_compression", "hypocalcaemia", "varicose_veins")
"""All but one of the causes of crampkit's own set."""


def renamed(tmp_path: Path, *ids: str) -> Path:
    """An edited copy of crampkit's own set, without its record, under a name and with ids of its own."""
    folder = Path(shutil.copytree(data_directory(), tmp_path / "edited"))
    (folder / RECORD).unlink()
    for file in folder.rglob("*.csv"):
        written = file.read_text(encoding="utf-8")
        for one in ids:
            written = re.sub(rf"(?<![\w]){one}(?![\w])", f"my_{one}", written)
        file.write_text(written, encoding="utf-8")
    edit(folder, "text/en.csv", own_words()["pages.set"], "a-set-of-mine")
    return folder


@pytest.mark.parametrize(
    "ids",
    [
        pytest.param((), id="its name alone"),
        pytest.param(OTHER_CAUSES, id="all causes but one"),
        pytest.param((*OTHER_CAUSES, "disc_herniation"), id="every cause"),
    ],
)
def test_an_edited_copy_stays_one_whatever_it_calls_itself(tmp_path, ids):
    assert "nobody can tell what was changed" in warnings_of(renamed(tmp_path, *ids))[0]


def test_an_edited_copy_is_told_each_danger_that_it_lacks(tmp_path):
    folder = Folder(tmp_path / "data", data_directory())
    folder.delete("flag_rules.csv", 2)
    edit(folder.path, "text/en.csv", own_words()["pages.set"], "a-set-of-mine")
    assert any("flag_rules.csv: the rule" in line for line in warnings_of(folder.path))


@pytest.mark.parametrize("file", ["cases.csv", "trials.csv", "flag_rules.csv"])
def test_an_edited_copy_needs_every_table(tmp_path, file):
    folder = renamed(tmp_path)
    (folder / file).unlink()
    assert any(line.startswith(f"{file}: the file is missing") for line in told(folder))


@pytest.mark.parametrize("file", ["causes.csv", "red_flags.csv", "text/en.csv"])
def test_a_copy_that_cannot_be_read_counts_as_edited(tmp_path, file):
    folder = renamed(tmp_path)
    (folder / file).write_bytes(b"\xff\xfe")
    (folder / "trials.csv").unlink()
    assert any(line.startswith("trials.csv: the file is missing") for line in told(folder))


# ------------------------------------------------------------------------------ what a lesson asks for


@pytest.mark.parametrize(
    ("asked", "message"),
    [
        ("lab.calcium_balance()", "measurements.csv, figure: there is no 'calcium_balance'"),
        ("lab.vein_pressure()", "measurements.csv, series: there is no 'drawn_vein'"),
        ("lab.adjusted_calcium()", "measurements.csv, measurement_id: there is no 'start_total'"),
        ("lab.where_clots_lie()", "epidemiology.csv, row_id: there is no 'clot_left'"),
        ("lab.clots_by_points()", "epidemiology.csv, row_id: there is no 'left_0_points'"),
        ("lab.hundred_women('no_rash')", "accuracy.csv has no row on 'no_rash'"),
        ("lab.one_trial('first')", "trials.csv has no trial 'first'"),
        ("lab.forest()", "trials.csv, outcome_kind: there is none of"),
        ("lab.story('noor')", "examples.csv has no example 'noor'"),
        ("lab.case('noor')", "cases.csv has no case 'noor'"),
        ("lab.steps('bile')", "causes.csv has no cause 'bile'"),
        ("lab.pair('bile', 'dry_skin')", "causes.csv has no cause 'bile'"),
        (
            "lab.steps('dry_skin').how_common('rash')",
            "findings.csv has no finding 'rash'; did you mean 'no_rash'?",
        ),
        ("lab.guess('noor')", "questions.csv has no guess 'noor'"),
        ("lab.lesson('dry_skin')", "lessons.csv has no lesson 'dry_skin'"),
    ],
)
def test_what_no_table_has_is_told_by_table_and_row(asked, message):
    with pytest.raises(ValueError, match=re.escape(message)):
        eval(asked, {"lab": Lab(DATA)})


def test_the_lesson_runs_in_jupyter():
    names: dict[str, object] = {}
    notebook = json.loads((NOTEBOOKS / f"{LESSON}.ipynb").read_text(encoding="utf-8"))
    for cell in notebook["cells"]:
        if cell["cell_type"] == "code":
            source = "".join(cell["source"]).replace("Lab()", f"Lab({str(DATA)!r})")
            exec(source, names)
    lab = names["lab"]
    assert isinstance(lab, Lab)
    assert lab.catalogue.causes["cholestasis"].short_label == "Cholestasis"


def test_an_article_that_the_set_does_not_discuss_is_not_spoken_of():
    lesson = Lab(DATA).lesson("cholestasis")
    shown = lesson.features().html + lesson.sources().html  # type: ignore[attr-defined]
    assert "Judged, not measured" in shown
    assert "article" not in shown.replace("<article", "").replace("</article", "")
    own = Lab().lesson("varicose_veins").features().html  # type: ignore[attr-defined]
    assert "claim of the article" in own


def test_a_finding_moves_the_ranking_and_a_danger_ends_it():
    lab = Lab(DATA)
    for question_id in lab.catalogue.safety_questions:
        lab.shared_case.none_of_these(question_id)
    ranking = lab.ranking()
    before = ranking.html  # type: ignore[attr-defined]
    lab.shared_case.answer("bile_acids_raised", True)
    after = ranking.html  # type: ignore[attr-defined]
    assert after != before
    assert lab._explorer.differential.ranking[0].cause_id == "cholestasis"
    lab.shared_case.flag("fewer_movements", True)
    stopped = ranking.html  # type: ignore[attr-defined]
    assert "a baby in danger" in stopped
    pocket = lab._parts.pocket(lab._explorer).html
    assert "a baby in danger" in pocket
    assert "Cholestasis" not in pocket
    assert "Cholestasis" not in stopped


def test_its_map_has_its_own_places():
    html = Lab(DATA).lesson("cholestasis").body_map().html  # type: ignore[attr-defined]
    assert "Palm" in html
    assert "Belly" not in html, "nothing is felt or seen there with this cause"


def test_a_side_of_the_body_without_a_place_is_not_drawn():
    panel = Lab(DATA).lesson("cholestasis").body_map()
    panel.receive("map:view", "pick")  # type: ignore[attr-defined]
    html = panel.html  # type: ignore[attr-defined]
    assert "Belly" in html
    assert "Front" in html
    assert "Back" not in html


def test_a_set_without_regions_has_no_map(tables):
    for file in ("regions.csv", "cause_regions.csv"):
        (tables / file).unlink()
    panel = Lab(tables).lesson("cholestasis").body_map()
    html = panel.html  # type: ignore[attr-defined]
    assert Words(load(tables).text)("body_map.no_marks") in html
    assert "<path" not in html
    assert "<input" not in html


# ------------------------------------------------------------------------------ its journal


def record_in(folder: Path, data: Path | None) -> Record:
    catalogue = load(data)
    return Record(catalogue, Journal(JupyterHost().journal(Words(catalogue.text))))


def test_answers_of_one_set_are_in_no_other_ones_progress(tmp_path, monkeypatch):
    monkeypatch.setenv("CRAMPKIT_JOURNAL", str(tmp_path))
    itching, cramps = record_in(tmp_path, DATA), record_in(tmp_path, None)
    itching.journal.add(Entry("question", "noor_check", ("feel",), 80, True, 1.0))
    cramps.journal.add(Entry("case", "amina", ("calcium_demand",), 60, False, 0.0))
    for data, item in ((DATA, "noor_check"), (None, "amina")):
        again = record_in(tmp_path, data)
        assert [entry.item for entry in again.entries] == [item]
        assert sum(one.answers for one in again.group_scores()) == 1
    assert (tmp_path / "journal.jsonl").is_file()


def test_a_set_from_somebody_else_cannot_choose_where_its_journal_lies(tmp_path, monkeypatch):
    monkeypatch.setenv("CRAMPKIT_JOURNAL", str(tmp_path / "journals"))
    journal = JupyterHost().journal(Words({"pages.set": "/../../elsewhere"}))
    assert journal.path.parent == tmp_path / "journals"


def rows_of(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


def write_rows(path: Path, rows: list[dict[str, str]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as lines:
        writer = csv.DictWriter(lines, list(rows[0]), lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)


# ------------------------------------------------------------------------------ what went wrong is told


def notebooks_with(tmp_path: Path, *sources: str) -> Path:
    """A folder with one lesson, whose code cells are these."""
    cells = [
        {"cell_type": "code", "id": f"c{number}", "metadata": {}, "source": source, "outputs": []}
        for number, source in enumerate(sources)
    ]
    folder = tmp_path / "notebooks"
    folder.mkdir()
    (folder / "01_one.ipynb").write_text(json.dumps({"cells": cells}), encoding="utf-8")
    return folder


DESK = "from crampkit import Lab\nlab = Lab()\nlesson = lab.lesson('cholestasis')"


@pytest.fixture
def with_a_guess(tables: Path) -> Path:
    """A lesson that has no example, and a guess before the part that needs one."""
    edit(
        tables,
        "questions.csv",
        "noor_first,cholestasis,first_thought",
        "noor_first,cholestasis,guess",
    )
    edit(tables, "lessons.csv", ",itching_at_night,", ",,")
    return tables


LACKS = "lessons.csv, 'cholestasis': example_id is empty; fill it to show this part"


def test_pages_are_not_made_with_a_row_missing_behind_a_guess_and_it_is_named(
    with_a_guess, tmp_path
):
    require_runtime()
    notebooks = notebooks_with(tmp_path, DESK, "lesson.guess('noor_first', lesson.toggle_and_see)")
    with pytest.raises(BuildError) as raised:
        build.pages(notebooks, with_a_guess)
    assert f"01_one.ipynb: a part behind a guess failed: AuthorError: {LACKS}" in str(raised.value)


def test_pages_are_not_made_with_a_row_missing_behind_a_button_and_it_is_named(tables, tmp_path):
    require_runtime()
    notebooks = notebooks_with(tmp_path, DESK, "lab.cramps_by_trimester()")
    with pytest.raises(BuildError, match=r"epidemiology\.csv, row_id: there is no"):
        build.pages(notebooks, tables)


def test_a_row_missing_behind_a_guess_is_named_where_the_part_would_be(with_a_guess):
    lesson = Lab(with_a_guess).lesson("cholestasis")
    box = lesson.guess("noor_first", lesson.toggle_and_see)
    asked = box.children[0]  # type: ignore[attr-defined]
    for name, value in (("choose", "bile"), ("sure", "80"), ("commit", None)):
        asked.receive(name, value)
    instead = box.children[-1].html  # type: ignore[attr-defined]
    assert "One part of this page could not be shown" in instead
    assert LACKS in instead


def broken(_: str, __: object) -> None:
    raise CatalogueError([Problem("causes.csv", 3, "label", "the cell is empty; write a text")])


WHY = "1 problem in the data: causes.csv row 3, label: the cell is empty; write a text"
SENT = {"page": "a", "number": 1, "name": "finding:x", "value": "yes"}


def test_it_is_not_your_doing_hides_no_row_in_jupyter():
    from crampkit.hosts.jupyter.widgets import PanelWidget

    words = Words(load(DATA).text)
    widget = PanelWidget(Panel(broken), words)
    assert widget.why == ""
    widget._receive(None, SENT, None)
    assert widget.failed == {"a": 1}
    assert widget.why == WHY
    assert widget.words["why"] == words("host.why")


def test_it_is_not_your_doing_hides_no_row_in_a_page():
    told: list[str] = []
    host = PagesHost(load(DATA), told.append)
    panel = Panel(broken)
    host.show(panel)
    host.receive({"to": host._ids[panel], "turn": 0, **SENT})
    (update,) = json.loads(told[0])["updates"].values()
    assert (update["failed"], update["why"]) == ({"a": 1}, WHY)


def test_a_cell_that_asks_for_what_is_not_there_names_it_to_who_exports(tables, tmp_path, capsys):
    require_runtime()
    notebooks = notebooks_with(tmp_path, DESK, "lab.adjusted_calcium()")
    asked = ["export", "pages", str(tmp_path / "site"), "--data", str(tables)]
    assert main([*asked, "--notebooks", str(notebooks)]) == 1
    assert "measurements.csv, measurement_id: there is no 'start_total'" in capsys.readouterr().err
    assert not (tmp_path / "site").exists()


# ------------------------------------------------------------------------------ nothing of the first


OF_THE_FIRST = re.compile(
    r"cramp(?!kit)|\bcal(?:f|ves)\b|calcium|\blegs?\b|\bveins?\b|\bclots?\b|stocking|\bdisc\b"
    r"|\bwombs?\b|albumin|magnesium|restless|sciatica|\bthighs?\b",
    re.IGNORECASE,
)
"""Words of crampkit's own subject; `crampkit` is the program's name."""

OF_ONE_FIGURE = (
    *("figure.calcium_balance.", "figure.vein_pressure.", "figure.adjusted_calcium."),
    *("figure.part.drawn_", "figure.measured.", "figure.result.", "figure.means."),
    *("figure.albumin.", "figure.by_trimester.", "trimester.", "clots.", "forest.kind."),
)
"""Sentences of figures on one subject: a set that has nothing to draw with them shows none."""


@pytest.fixture(scope="module")
def pages() -> dict[str, bytes]:
    require_runtime()
    return build.pages(NOTEBOOKS, DATA)


def words_in(text: str) -> list[str]:
    return [text[max(0, m.start() - 40) : m.end() + 40] for m in OF_THE_FIRST.finditer(text)]


def test_its_pages_are_whole(pages):
    page = pages[f"{LESSON}.html"].decode()
    assert {name for name in pages if name.endswith(".html")} == {
        *("index.html", "class.html", "licences.html", f"{LESSON}.html")
    }
    assert "Why do I itch?" in pages["index.html"].decode()
    for shown in ("Noor, 31, says", "Palm", "Bile acids in the blood are raised", "Testland"):
        assert shown in page, shown
    assert 'data-set="itching-in-pregnancy"' in page


def test_no_word_of_the_first_subject_is_on_its_pages(pages):
    read = [name for name in pages if "/" not in name or name.endswith("search.json")]
    assert {"index.html", f"{LESSON}.html", "manifest.webmanifest", "sw.js"} <= set(read)
    for name in read:
        assert words_in(pages[name].decode()) == [], name


def test_no_row_of_the_first_subject_goes_with_its_pages(pages):
    (name,) = (name for name in pages if name.endswith("catalogue.json"))
    tables = json.loads(pages[name])
    text = tables.pop("text")
    assert words_in(json.dumps(tables)) == []
    left = {key for key, sentence in text.items() if words_in(sentence)}
    assert {key for key in left if not key.startswith(OF_ONE_FIGURE)} == set()


def test_the_search_for_words_finds_those_of_the_first_subject():
    """Else the tests above could not fail."""
    own = Lab().lesson("varicose_veins")
    shown = own.features().html + own.red_flags().html  # type: ignore[attr-defined]
    assert len(words_in(shown)) > 10
    spoken = {key for key, sentence in own_words().items() if words_in(sentence)}
    assert {"pages.title", "verdict.refer", "steps.how_common"} <= spoken


def test_every_sentence_on_the_subject_is_known_as_one():
    spoken = {key for key, sentence in own_words().items() if words_in(sentence)}
    assert {key for key in spoken if not key.startswith(OF_ONE_FIGURE)} <= set(OF_THE_SUBJECT)


PACKAGE = Path(crampkit.__file__).parent

OF_ANY_SUBJECT = {
    "something_else": "the row that every set has",
    "red_flags": "the name of a table, a key of `rank`'s JSON, and the group of all urgent cases",
    "safety_first": "a verdict",
    "after_birth": "one of the fixed times of measurements.csv",
    **dict.fromkeys(ASKED_FOR, "a key of local.csv that is asked for whatever the subject"),
}
"""Ids that crampkit's own set has, and that are words of the program as well."""

OF_ONE_SUBJECT = {
    "needs.py": "what the figures on one subject draw, in one place; nothing of it is asked of others",
    "calcium.py": "a figure on one subject",
    "figures.py": "figures on one subject, and their checks",
    "asked.py": "the key under which a set has the article that it discusses, where it does",
    "cells.py": "an example in a message on how an id is written",
    "cli.py": "examples in the help, for the set that comes with crampkit",
    "toy.py": "the toy set has a source of this name, too",
}
"""Modules that may name rows of crampkit's own set, each with the reason."""


def ids_of(catalogue: Catalogue) -> set[str]:
    """The ids of a set by which a program could know its subject: no single words of everyday English."""
    tables = (
        *(catalogue.causes, catalogue.findings, catalogue.groups, catalogue.safety_questions),
        *(catalogue.phrases, catalogue.flags, catalogue.sources, catalogue.local),
        *(catalogue.management, catalogue.trials, catalogue.epidemiology, catalogue.measurements),
        *(catalogue.test_accuracy, catalogue.examples, catalogue.lessons, catalogue.claims),
        *(catalogue.questions, catalogue.regions, catalogue.cases),
    )
    ids = {row_id for table in tables for row_id in table}
    ids |= {row.series for row in catalogue.measurements.values()}
    ids |= {path.stem for path in build.own_notebooks().glob("*.ipynb")}
    words = {row_id for row_id in ids if row_id.isalpha() and row_id.islower()}
    return ids - (words - {*catalogue.causes, *catalogue.lessons}) - {*OF_ANY_SUBJECT}


def texts_in(module: Path) -> list[str]:
    """The texts of a module; what a docstring says is an example."""
    tree = ast.parse(module.read_text(encoding="utf-8"))
    told = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    return [
        node.value
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in told
    ]


def named_in(module: Path, ids: set[str]) -> set[str]:
    """The ids that stand in the texts of a module."""
    return {word for text in texts_in(module) for word in re.findall(r"\w+", text)} & ids


def test_no_module_knows_a_row_of_the_first_subject(shipped):
    ids = ids_of(shipped)
    assert {"calcium_demand", "one_leg_swollen", "SEED", "00_start_here", "hypocalcaemia"} <= ids
    found = {
        path.relative_to(PACKAGE).as_posix(): named
        for path in PACKAGE.rglob("*.py")
        if (named := named_in(path, ids))
    }
    assert {
        name: named for name, named in found.items() if Path(name).name not in OF_ONE_SUBJECT
    } == {}
    needed = {Path(name).name for name in found}
    assert set(OF_ONE_SUBJECT) == needed, "a reason that nothing needs any more"


def test_no_script_or_style_knows_a_row_of_the_first_subject(shipped):
    ids = ids_of(shipped)
    for path in (PACKAGE / "front").rglob("*"):
        if path.suffix in (".js", ".css", ".svg"):
            words = set(re.findall(r"\w+", path.read_text(encoding="utf-8")))
            assert words & ids == set(), path.name


def test_no_module_has_a_sentence_on_the_first_subject():
    for path in PACKAGE.rglob("*.py"):
        sentences = [text for text in texts_in(path) if len(text.split()) > 2]
        assert [text for text in sentences if words_in(text)] == [], path.name
