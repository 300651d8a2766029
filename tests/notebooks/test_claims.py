"""What a lesson claims is compared with the data, and not only run."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.notebooks.lessons import NOTEBOOKS, is_claim, read

LESSON = "02_how_the_ranking_works.ipynb"
DATA = NOTEBOOKS.parent / "data"
TESTS_FAILED = 1  # pytest's exit code: some ran and failed, which is not "could not run"


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """The data and the lesson with the claims, where a change harms nothing."""
    shutil.copytree(DATA, tmp_path / "data")
    shutil.copy(NOTEBOOKS / LESSON, tmp_path)
    return tmp_path


def compare(copy: Path) -> subprocess.CompletedProcess[str]:
    options = ("-p", "no:cacheprovider", "--nbval-lax", "--nbval-current-env")
    return subprocess.run(
        [sys.executable, "-m", "pytest", "--quiet", "--color=no", *options, LESSON],
        cwd=copy,
        env={**os.environ, "CRAMPKIT_DATA": str(copy / "data")},
        capture_output=True,
        text=True,
        timeout=300,
    )


def test_the_claims_hold_on_the_data_as_they_are(copy: Path) -> None:
    done = compare(copy)
    assert done.returncode == 0, done.stdout


def test_a_changed_number_makes_its_claims_fail(copy: Path) -> None:
    table = copy / "data" / "cause_features.csv"
    before = table.read_text(encoding="utf-8")
    after = before.replace(
        "disc_herniation,shooting_below_knee,0.86", "disc_herniation,shooting_below_knee,0.80"
    )
    assert after != before
    table.write_text(after, encoding="utf-8")

    done = compare(copy)

    assert done.returncode == TESTS_FAILED, done.stdout
    claims = sum(is_claim(cell) for cell in read(NOTEBOOKS / LESSON).cells)
    failed = done.stdout.count("\nFAILED ")
    assert 1 <= failed <= claims, done.stdout
