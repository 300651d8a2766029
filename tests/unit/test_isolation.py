"""No test sees what another process of the tests has kept."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

PROJECT = Path(__file__).resolve().parents[2]


def test_each_process_of_the_tests_has_a_learners_folder_of_its_own(tmp_path):
    command = "import os, tests.conftest; print(os.environ['CRAMPKIT_JOURNAL'])"
    folders = [
        Path(
            subprocess.run(
                [sys.executable, "-c", command],
                cwd=PROJECT,
                env={**os.environ, "CRAMPKIT_JOURNAL": str(tmp_path / "not yet there")},
                capture_output=True,
                text=True,
                check=True,
            ).stdout.strip()
        )
        for _ in range(2)
    ]
    assert folders[0] != folders[1]
    # Whoever names a folder finds all of it there, and can take it away as a whole.
    assert [folder.parent for folder in folders] == [tmp_path / "not yet there"] * 2
