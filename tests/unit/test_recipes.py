"""README's recipes are walked as they are written, on a copy of the shipped set."""

from __future__ import annotations

import re
import shlex
import shutil
from collections.abc import Callable, Iterable
from pathlib import Path

import pytest

from crampkit.catalogue import FILES, Catalogue, Problem, load, problems
from crampkit.catalogue.hints import hints, left_to_write
from crampkit.catalogue.unfinished import TODO, finished, is_unfinished
from crampkit.cli import main
from tests.folder import Folder

ROOT = Path(__file__).parents[2]
README = (ROOT / "README.md").read_text(encoding="utf-8")


def table(heading: str) -> list[list[str]]:
    """The rows of the first table below a heading of README, without its head."""
    below = README.split(f" {heading}\n")[1]
    lines = re.search(r"(?m)(^\|.*\n)+", below)
    assert lines, heading
    return [
        [cell.strip() for cell in line.strip("|\n").split(" | ")]
        for line in lines[0].splitlines()[2:]
    ]


RECIPES = {row[0]: row[1] for row in table("Change what it teaches")}
COMMANDS = {
    what: shlex.split(command.strip("`").removeprefix("crampkit "))
    for what, command in RECIPES.items()
    if command.startswith("`crampkit ")
}
FILES_OF_A_LESSON = {row[0].strip("`"): row[2] for row in table("The files of a lesson")}
IS_THERE: dict[str, Callable[[Catalogue, str], bool]] = {
    "a cause": lambda catalogue, key: key in finished(catalogue).causes,
    "a finding": lambda catalogue, key: key in catalogue.findings,
    "a lesson": lambda catalogue, key: not is_unfinished(catalogue, key),
    "a question": lambda catalogue, key: bool(catalogue.options_of[key]),
    "a case": lambda catalogue, key: bool(catalogue.revealed_by[key]),
    "a danger sign": lambda catalogue, key: any(
        key in flags for flags in catalogue.questions_of_flags.values()
    ),
}


@pytest.fixture
def copy(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Folder:
    """The shipped tables, used as README says, with the notebooks beside them."""
    (tmp_path / "data").mkdir()
    shutil.copytree(ROOT / "notebooks", tmp_path / "notebooks")
    monkeypatch.setenv("CRAMPKIT_DATA", str(tmp_path / "data"))
    return Folder(tmp_path / "data", ROOT / "data")


def write(copy: Folder, files: Iterable[str]) -> None:
    """Step 2: something is written over each TODO, in these files and in no others."""
    for file in files:
        rows = copy.read(file)
        copy.write(
            file,
            [
                [c.replace(TODO, f"Told {n}.{m}") for m, c in enumerate(r)]
                for n, r in enumerate(rows)
            ],
        )


def checked(capsys: pytest.CaptureFixture[str]) -> str:
    capsys.readouterr()
    assert main(["check"]) == 0
    return capsys.readouterr().out


def test_readme_has_a_recipe_for_each_thing() -> None:
    assert set(RECIPES) == {*IS_THERE, "the numbers of your place"}
    assert set(COMMANDS) == set(IS_THERE)


@pytest.mark.parametrize("what", COMMANDS)
def test_three_steps_add_it(copy, capsys, what):
    before = {file: copy.bytes(file) for file in FILES}
    command = COMMANDS[what]
    capsys.readouterr()
    assert main(command) == 0  # 1. The command
    named = re.findall(r"([\w/]+\.csv) \(\d+\)", capsys.readouterr().out)
    assert named == [file for file in dict.fromkeys(named) if copy.bytes(file) != before[file]]
    assert {f for f in FILES if copy.bytes(f) != before[f]} == set(named)
    left = len(left_to_write()) + in_notebooks(copy)
    assert f"Left to write: {left}\n" in checked(capsys)
    write(copy, named)  # 2. Written
    for path in (copy.path.parent / "notebooks").glob("*.ipynb"):
        path.write_text(path.read_text(encoding="utf-8").replace(TODO, "Told"), encoding="utf-8")
    told = checked(capsys)  # 3. The check
    assert "Left to write" not in told
    assert "No problem found" in told
    assert IS_THERE[what](load(), command[1])


def in_notebooks(copy: Folder) -> int:
    notebooks = (copy.path.parent / "notebooks").glob("*.ipynb")
    return sum(path.read_text(encoding="utf-8").count(TODO) for path in notebooks)


def test_the_recipes_can_follow_one_another(copy, capsys):
    for command in COMMANDS.values():
        assert main(command) == 0
    write(copy, FILES)
    assert all(IS_THERE[what](load(), command[1]) for what, command in COMMANDS.items())


def test_the_numbers_of_a_place_are_filled_in_and_read_back(copy, capsys):
    recipe = RECIPES["the numbers of your place"]
    column, file = re.findall(r"`(?:data/)?([\w.]+)`", recipe)
    row = copy.row_of(file, "key", "maternity_triage")
    copy.set(file, row, column, "01632 960961")
    told = checked(capsys)
    assert f"  {load().local['maternity_triage'].label}: 01632 960961\n" in told


def test_the_files_of_a_lesson_are_those_that_are_begun(copy):
    before = {file: copy.bytes(file) for file in FILES}
    notebooks = set((copy.path.parent / "notebooks").iterdir())
    assert main(["new-lesson", "una"]) == 0
    begun = {file for file in FILES if copy.bytes(file) != before[file]}
    (notebook,) = set((copy.path.parent / "notebooks").iterdir()) - notebooks
    named = {file for file in FILES_OF_A_LESSON if file.endswith(".csv")}
    assert begun == named
    (written,) = set(FILES_OF_A_LESSON) - named
    assert written == "notebooks/..._ID.ipynb"
    assert re.fullmatch(r"\d+_una\.ipynb", notebook.name)


def test_a_file_that_a_lesson_needs_is_missed_and_no_other(copy):
    before = {file: copy.bytes(file) for file in FILES}
    assert main(COMMANDS["a lesson"]) == 0
    begun = {file: copy.bytes(file) for file in FILES}
    whole = told()
    for file, needed in FILES_OF_A_LESSON.items():
        if file.endswith(".csv"):
            copy.put(file, before[file])
            missed = told() - whole
            assert bool(missed) is {"needed": True, "optional": False}[needed], file
            copy.put(file, begun[file])


def told() -> set[Problem]:
    """The problems and warnings of the check, without what is merely to be written."""
    return {*problems(), *hints()}
