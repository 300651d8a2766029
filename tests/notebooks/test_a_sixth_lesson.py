"""A sixth lesson is one command, and what is written in the place of each TODO: no code."""

from __future__ import annotations

import csv
import os
import shutil
import subprocess
import sys
from itertools import groupby
from pathlib import Path

import nbformat
import pytest

from crampkit import Lab
from crampkit.catalogue import load
from crampkit.catalogue.hints import hints, left_to_write
from crampkit.catalogue.unfinished import TODO
from crampkit.cli import main
from crampkit.panels.kit.panel import Box
from tests.notebooks.lessons import NOTEBOOKS, code_cells, is_claim, read
from tests.notebooks.test_taught_lessons import SKELETON, parts

CAUSE = "pelvic_girdle_pain"
MODEL = NOTEBOOKS / "14_varicose_veins.ipynb"
LESSON = f"19_{CAUSE}.ipynb"
TOLD_BY = {
    "p4_positive": "0.85",
    "pain_on_standing_on_it": "0.6",
    "short_sharp_cramp": "0.1",
    "eases_with_stretch": "0.08",
    "mainly_night": "0.3",
    "parous": "0.7",
    "low_back_pain": "0.75",
}
"""Of women with it, how many have each finding."""
TOOLS = NOTEBOOKS.parent / "tools"

# What a lecturer writes over each TODO and the stand-ins beside it, by file and column.
WRITTEN: dict[str, dict[str, str]] = {
    "causes.csv": {
        "label": "Pelvic girdle pain",
        "short_label": "Pelvic girdle pain",
        "article_says": "The article does not name it.",
        "evidence_says": "Pain of the joints of the pelvis; it is no cramp.",
        "strength": "moderate",
        "pretest": "60",
        "note": "Common in pregnancy.",
    },
    "cause_features.csv": {"note": "Judged."},
    "management.csv": {"text": "What to know about the pelvis: {kind}.", "strength": "weak"},
    "claims.csv": {
        "topic": "Its place",
        "article_says": "Nothing.",
        "evidence_says": "The pelvis.",
    },
    "cause_regions.csv": {"words": "It catches when she turns."},
    "examples.csv": {
        "label": "A pelvis that hurts",
        "story": "Una, 30, says: It catches me in the hip when I turn in bed.",
        "present": "p4_positive",
        "absent": "eases_with_stretch",
    },
    "lessons.csv": {"flag_ids": "cannot_bear_weight;hip_groin_pain_weight"},
    "questions.csv": {"stem": "What is it?", "explanation": "Pain of the joints."},
    "options.csv": {"text": "It is the {option_id} one.", "explanation": "As {option_id}."},
}


def begin(copy: Path) -> None:
    """Step 1: the command that README names."""
    shutil.copytree(NOTEBOOKS.parent / "data", copy / "data")
    shutil.copytree(NOTEBOOKS, copy / "notebooks")
    named = ["--look-alike", "disc_herniation", "--findings", ",".join(TOLD_BY)]
    assert main(["new-lesson", CAUSE, *named, "--data", str(copy / "data")]) == 0


def write(copy: Path) -> None:
    """Step 2: the rows that say TODO are written, and so is the notebook."""
    for file, cells in WRITTEN.items():
        table = copy / "data" / file
        with table.open(encoding="utf-8", newline="") as lines:
            rows = [*csv.DictReader(lines)]
        for row in rows:
            if any(TODO in cell for cell in row.values()) or row.get("lesson_id") == CAUSE:
                row.update({name: text.format(**row) for name, text in cells.items()})
            if row.get("cause_id") == CAUSE and file == "cause_features.csv":
                row["probability"] = TOLD_BY[row["finding_id"]]
        with table.open("w", encoding="utf-8", newline="") as lines:
            writer = csv.DictWriter(lines, [*rows[0]], lineterminator="\n")
            writer.writeheader()
            writer.writerows(rows)
    lesson = copy / "notebooks" / LESSON
    prose = lesson.read_text(encoding="utf-8").replace(TODO, "Told:")
    lesson.write_text(prose, encoding="utf-8")


@pytest.fixture(scope="module")
def begun(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the set in which a lesson on a sixth cause was begun."""
    copy = tmp_path_factory.mktemp("begun")
    begin(copy)
    return copy


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The same once all is written, with what the lesson claims worked out."""
    copy = tmp_path_factory.mktemp("written")
    begin(copy)
    write(copy)
    subprocess.run(
        [sys.executable, str(TOOLS / "write_claims.py"), str(copy / "notebooks" / LESSON)],
        env={**os.environ, "CRAMPKIT_DATA": str(copy / "data")},
        check=True,
        timeout=300,
    )
    return copy


def test_a_lesson_that_was_only_begun_opens_with_all_its_parts_and_says_so(begun: Path) -> None:
    lab = Lab(begun / "data")
    lesson = lab.lesson(CAUSE)
    shown = {part: getattr(lesson, part)() for part in SKELETON}
    assert isinstance(shown["story"], Box)
    assert 'role="alert"' in shown["story"].children[0].html
    assert CAUSE not in lab.shared_case.catalogue.causes
    assert len(left_to_write(begun / "data")) > 20


def test_the_notebook_has_every_part_of_a_lesson_in_order(begun: Path) -> None:
    shown = [p for p, _ in groupby(parts(begun / "notebooks" / LESSON)) if p in SKELETON]
    assert shown == SKELETON


def test_once_it_is_written_nothing_is_left_and_nothing_is_asked(written: Path) -> None:
    assert len(load(written / "data").causes) == 7
    assert left_to_write(written / "data") == ()
    assert hints(written / "data") == ()


def test_the_lesson_runs_and_its_claims_are_those_of_the_new_cause(written: Path) -> None:
    cells = code_cells(nbformat.read(written / "notebooks" / LESSON, as_version=4))
    claims = [cell for cell in cells if is_claim(cell)]
    said = "".join(output["data"]["text/plain"] for cell in claims for output in cell.outputs)
    assert "85 in 100 women with this cause have it (Pelvic girdle pain)" in said


def test_what_the_model_said_is_nowhere_in_it(written: Path) -> None:
    text = (written / "notebooks" / LESSON).read_text(encoding="utf-8")
    assert "varicose" not in text
    prose = [c.source for c in read(MODEL).cells[1:] if c.cell_type == "markdown"]
    said = [line for source in prose for line in source.splitlines() if len(line) > 40]
    assert said
    assert not [line for line in said if line in text]


def test_every_part_of_the_lesson_speaks_of_the_new_cause(written: Path) -> None:
    lab = Lab(written / "data")
    lesson = lab.lesson(CAUSE)
    assert "catches me in the hip" in lesson.story().html  # type: ignore[attr-defined]
    assert "What is it?" in lesson.first_thought().html  # type: ignore[attr-defined]
    for part in (lesson.features, lesson.article_and_evidence, lesson.management, lesson.card):
        assert "pelvi" in part().html.lower(), part.__name__  # type: ignore[attr-defined]
    ranked = [*lesson.case.catalogue.causes]
    assert ranked == ["disc_herniation", CAUSE, "something_else"]
    lab.load_example(CAUSE)
    assert lab.differential.rows[0].cause_id == CAUSE
