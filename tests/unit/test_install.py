"""Two set-ups at once do not destroy each other's work: one waits, says so, and finds it done."""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

PROJECT = Path(__file__).resolve().parents[2]

# The set-up itself, with an environment that is one empty file and an installation that waits for a word.
CHEAP = """
import sys
sys.path.insert(0, sys.argv[1])
import install

def make_environment():
    install.environment_python().parent.mkdir(parents=True, exist_ok=True)
    install.environment_python().touch()

def cheap(test):
    install.say("installing")
    sys.stdin.readline()

install.make_environment, install.install = make_environment, cheap
sys.exit(install.main(sys.argv[2:]))
"""


@pytest.fixture
def start(tmp_path: Path) -> Iterator[Callable[..., subprocess.Popen[str]]]:
    """Starts a set-up of a folder that has what a set-up reads."""
    (tmp_path / "tools").mkdir()
    for name in ("tools/install.py", "pyproject.toml", "constraints.txt"):
        shutil.copyfile(PROJECT / name, tmp_path / name)
    started = []

    def start(*arguments: str) -> subprocess.Popen[str]:
        command = [sys.executable, "-c", CHEAP, str(tmp_path / "tools"), *arguments]
        pipe = subprocess.PIPE
        started.append(subprocess.Popen(command, stdin=pipe, stdout=pipe, text=True))
        return started[-1]

    yield start
    for process in started:
        process.kill()
        process.communicate()


def read_until(process: subprocess.Popen[str], words: str) -> None:
    assert process.stdout
    assert any(words in line for line in process.stdout), f"it never said {words!r}"


def test_the_second_waits_says_so_and_finds_the_work_done(start):
    first = start()
    read_until(first, "installing")
    second = start()
    read_until(second, "Another set-up is at work in this folder")
    first.communicate("go on\n")
    said, _ = second.communicate()
    assert (first.returncode, second.returncode) == (0, 0)
    assert said == ""


def test_the_second_installs_what_the_first_did_not(start):
    first = start()
    read_until(first, "installing")
    second = start("--test")
    read_until(second, "Another set-up is at work in this folder")
    first.communicate("go on\n")
    said, _ = second.communicate("go on\n")
    assert "installing" in said
    assert second.returncode == 0


def test_a_set_up_that_was_killed_is_not_waited_for(start):
    first = start()
    read_until(first, "installing")
    first.kill()
    first.communicate()
    said, _ = start().communicate("go on\n")
    assert "installing" in said
    assert "Another set-up" not in said
