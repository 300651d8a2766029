"""Packages of npm that tests alone need: fetched when a test runs, held against a sum, never committed."""

from __future__ import annotations

import hashlib
import shutil
import subprocess
import tarfile
from pathlib import Path

import pytest


def npm_package(name: str, version: str, sha256: str, folder: Path) -> Path:
    """The unpacked files of one version; the test is skipped with a sentence where there is no npm."""
    npm = shutil.which("npm")
    if npm is None:
        pytest.skip("npm was not found (on Debian or Ubuntu: sudo apt install npm).")
    command = [npm, "pack", f"{name}@{version}", "--silent", "--pack-destination", str(folder)]
    subprocess.run(command, cwd=folder, check=True, capture_output=True)
    (packed,) = folder.glob(f"*{version}.tgz")
    assert hashlib.sha256(packed.read_bytes()).hexdigest() == sha256, f"{name} {version} is another"
    with tarfile.open(packed) as archive:
        archive.extractall(folder, filter="data")
    return folder / "package"
