"""A sixth lesson is rows, and a copy of one notebook with its id changed: no code."""

from __future__ import annotations

import csv
import os
import shutil
import subprocess
import sys
from pathlib import Path

import nbformat
import pytest

from crampkit.catalogue import load
from tests.notebooks.lessons import NOTEBOOKS, code_cells, is_claim, read

COPIED, CAUSE = "varicose_veins", "pelvic_girdle_pain"
NOTEBOOK = "14_varicose_veins.ipynb"
TOOLS = NOTEBOOKS.parent / "tools"

# What a lecturer types into a spreadsheet, one dictionary a row; ids but for `SEED` and `EXPERT` are new.
ROWS: dict[str, list[dict[str, str]]] = {
    "causes.csv": [
        {
            "cause_id": CAUSE,
            "label": "Pelvic girdle pain",
            "short_label": "Pelvic girdle pain",
            "article_says": "The article does not name it.",
            "evidence_says": "Pain of the joints of the pelvis; it is no cramp.",
            "strength": "moderate",
            "pretest": "60",
            "basis": "expert_judgement",
            "source_ids": "EXPERT",
        }
    ],
    "cause_features.csv": [
        {
            "cause_id": CAUSE,
            "finding_id": finding_id,
            "probability": probability,
            "basis": "expert_judgement",
            "source_ids": "EXPERT",
        }
        for finding_id, probability in (
            ("p4_positive", "0.85"),
            ("pain_on_standing_on_it", "0.6"),
            ("short_sharp_cramp", "0.1"),
            ("eases_with_stretch", "0.08"),
            ("mainly_night", "0.3"),
            ("parous", "0.7"),
            ("low_back_pain", "0.75"),
        )
    ],
    "management.csv": [
        {
            "item_id": f"girdle_{kind}",
            "cause_id": CAUSE,
            "kind": kind,
            "text": f"What to know about this: {kind}.",
            "strength": "weak",
            "source_ids": "EXPERT",
        }
        for kind in ("do", "do_not", "refer_when")
    ],
    "claims.csv": [
        {
            "claim_id": "girdle_claim",
            "cause_id": CAUSE,
            "topic": "Its place",
            "article_says": "Nothing.",
            "article_strength": "none",
            "evidence_says": "It is common.",
            "evidence_strength": "moderate",
            "source_ids": "EXPERT",
        }
    ],
    "cause_regions.csv": [],
    "examples.csv": [
        {
            "example_id": "girdle",
            "label": "A pelvis that hurts",
            "story": "Una, 30, says: It catches me in the hip when I turn in bed.",
            "present": "p4_positive",
            "absent": "eases_with_stretch",
            "safety_check": "done",
        }
    ],
    "lessons.csv": [
        {
            "lesson_id": CAUSE,
            "cause_id": CAUSE,
            "look_alike": "disc_herniation",
            "example_id": "girdle",
            "flag_ids": "cannot_bear_weight;hip_groin_pain_weight",
            "source_ids": "EXPERT",
        }
    ],
    "questions.csv": [
        {
            "question_id": f"girdle_{place}",
            "lesson_id": CAUSE,
            "place": place,
            "kind": "single",
            "stem": "What is it?",
            "explanation": "Pain of the joints.",
            "source_ids": "EXPERT",
        }
        for place in ("first_thought", "check")
    ],
    "options.csv": [
        {
            "question_id": f"girdle_{place}",
            "option_id": option_id,
            "text": f"It is {option_id}.",
            "answer": "right" if option_id == "girdle" else "wrong",
            "explanation": f"Because of {option_id}.",
        }
        for place in ("first_thought", "check")
        for option_id in ("girdle", "cramp")
    ],
}


def add_rows(table: Path, rows: list[dict[str, str]]) -> None:
    with table.open(encoding="utf-8", newline="") as lines:
        header = next(csv.reader(lines))
        old = list(csv.DictReader(lines, header))
    if table.name == "causes.csv":  # *something else* comes last
        rows, old = [*old[:-1], *rows, old[-1]], []
    elif table.name == "cause_regions.csv":  # drawn where another cause is, in words of its own
        rows = [{**row, "cause_id": CAUSE} for row in old if row["cause_id"] == COPIED]
    with table.open("w", encoding="utf-8", newline="") as lines:
        writer = csv.DictWriter(lines, header, restval="", lineterminator="\n")
        writer.writeheader()
        writer.writerows([*old, *rows])


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the set with a sixth cause in its tables, and the lesson on it."""
    copy = tmp_path_factory.mktemp("sixth")
    shutil.copytree(NOTEBOOKS.parent / "data", copy / "data")
    for file, rows in ROWS.items():
        add_rows(copy / "data" / file, rows)
    source = (NOTEBOOKS / NOTEBOOK).read_text(encoding="utf-8")
    assert f'lab.lesson(\\"{COPIED}\\")' in source
    lesson = copy / "19_pelvic_girdle_pain.ipynb"
    lesson.write_text(
        source.replace(f'lab.lesson(\\"{COPIED}\\")', f'lab.lesson(\\"{CAUSE}\\")'),
        encoding="utf-8",
    )
    subprocess.run(
        [sys.executable, str(TOOLS / "write_claims.py"), str(lesson)],
        env={**os.environ, "CRAMPKIT_DATA": str(copy / "data")},
        check=True,
        timeout=300,
    )
    return copy


def test_the_tables_of_six_causes_can_be_read(written: Path) -> None:
    assert len(load(written / "data").causes) == 7


def test_the_copied_lesson_runs_and_its_claims_are_those_of_the_new_cause(written: Path) -> None:
    notebook = nbformat.read(written / "19_pelvic_girdle_pain.ipynb", as_version=4)
    said = "".join(
        output["data"]["text/plain"]
        for cell in code_cells(notebook)
        if is_claim(cell)
        for output in cell.outputs
    )
    assert "Pelvic girdle pain" in said
    assert "Varicose" not in said


def test_nothing_but_the_id_was_changed_in_the_code(written: Path) -> None:
    before = [cell.source for cell in code_cells(read(NOTEBOOKS / NOTEBOOK))]
    after = [cell.source for cell in code_cells(read(written / "19_pelvic_girdle_pain.ipynb"))]
    changed = [pair for pair in zip(before, after, strict=True) if pair[0] != pair[1]]
    assert len(changed) == 1


def test_every_part_of_the_lesson_speaks_of_the_new_cause(written: Path) -> None:
    from crampkit import Lab

    lesson = Lab(written / "data").lesson(CAUSE)
    assert "catches me in the hip" in lesson.story().html  # type: ignore[attr-defined]
    assert "What is it?" in lesson.first_thought().html  # type: ignore[attr-defined]
    for part in (lesson.features, lesson.article_and_evidence, lesson.management, lesson.card):
        assert "pelvi" in part().html.lower(), part.__name__  # type: ignore[attr-defined]
    ranked = lesson._screen.differential.file_order
    assert ranked == ("disc_herniation", CAUSE, "something_else")
