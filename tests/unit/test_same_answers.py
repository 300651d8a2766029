"""A page tells the same as Python on this machine: its numbers, its words, every panel of every lesson."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from crampkit.catalogue import load
from crampkit.catalogue.travelling import as_json
from crampkit.data import data_directory
from crampkit.hosts.pages.build import own_notebooks, pages
from crampkit.hosts.pages.runtime import cache_folder
from crampkit.hosts.pages.travelling import PACKAGE
from tests import lessons_run, reckoned
from tests.in_the_pages import asked, require_runtime

CLOSE = 1e-9


def differences(ours: Any, theirs: Any, where: str = "") -> list[str]:
    """Where two values from JSON differ: numbers by more than 1e-9, all else at all."""
    if isinstance(ours, dict) and isinstance(theirs, dict) and ours.keys() == theirs.keys():
        return [d for key in ours for d in differences(ours[key], theirs[key], f"{where} > {key}")]
    if isinstance(ours, list) and isinstance(theirs, list) and len(ours) == len(theirs):
        pairs = enumerate(zip(ours, theirs, strict=True))
        return [d for n, (a, b) in pairs for d in differences(a, b, f"{where} > {n}")]
    if type(ours) is type(theirs) is float and abs(ours - theirs) <= CLOSE:
        return []
    if type(ours) is type(theirs) and ours == theirs:
        return []
    return [f"{where}: here {ours!r}, in a page {theirs!r}"]


@pytest.mark.parametrize(
    ("ours", "theirs", "same"),
    [
        (1.0, 1.0 + 9e-10, True),
        (1.0, 1.0 + 2e-9, False),
        (1, True, False),
        ({"a": [1.0]}, {"a": [1.0 + 1e-8]}, False),
        ({"a": 1}, {"b": 1}, False),
        ([1], [1, 2], False),
        ("fits", "fits ", False),
    ],
)
def test_numbers_may_differ_by_a_billionth_and_words_not_at_all(ours, theirs, same):
    assert (differences(ours, theirs) == []) is same


VERDICTS = {
    *("refer", "safety_first", "ask_now", "look_alike"),
    *("not_enough", "none_fits", "cannot_tell", "fits"),
}


AHEAD = 50


@pytest.mark.parametrize("states", [500, pytest.param(10_000, marks=pytest.mark.long)])
def test_random_states_are_reckoned_alike_in_a_page_and_here(states, capsys):
    seeds = f"seeds 0 to {states - 1}, looked ahead from 0 to {AHEAD - 1}"
    with capsys.disabled():
        print(f"\nReckoned in a page and here: {seeds}.")
    given = json.dumps({"catalogue": as_json(load()), "states": states, "ahead": AHEAD})
    with asked(Path(reckoned.__file__), given) as in_a_page:
        here = json.loads(reckoned.answer(given))
        there = json.loads(in_a_page.told())
    found = differences(here, there)
    assert found == [], f"{len(found)} differences in {seeds}"
    # Or else nothing of it was tried.
    told = here["at once"].values()
    assert len(told) == states
    assert {verdict for one in told for verdict in one["verdict"][:1]} == VERDICTS
    assert {one["next"] is None for one in told} == {True, False}
    ahead = here["ahead"].values()
    assert len({one["holds by fit"] for one in ahead}) > AHEAD / 2
    assert len({str(one["change by fit"]) for one in ahead}) > AHEAD / 2


# ------------------------------------------------------------------------------ panels


ONLY_IN_A_PAGE: dict[tuple[str, str], str] = {}
"""The panels that show something else in a page than what was built, each with its reason: none does."""


def parts(shown: Any) -> Iterator[Any]:
    """All that a cell shows: boxes, and what is in them."""
    if shown:
        yield shown
        for child in shown.get("children", ()):
            yield from parts(child)


@pytest.fixture(scope="module")
def built() -> dict[str, str]:
    """The pages of all lessons, and their catalogue."""
    require_runtime()
    files = pages(own_notebooks())
    return {
        name.rpartition("/")[2]: content.decode("utf-8")
        for name, content in files.items()
        if name.endswith((".html", "/catalogue.json"))
    }


@pytest.fixture(scope="module")
def lessons(built: dict[str, str]) -> dict[str, Any]:
    """What each page of a lesson hands to its script."""
    data = re.compile(r'<script [^>]*id="lesson-data"[^>]*>(.*?)</script>', re.DOTALL)
    found = {name: data.search(page) for name, page in built.items() if name.endswith(".html")}
    read = {name: json.loads(match[1]) for name, match in found.items() if match}
    return {name: lesson for name, lesson in read.items() if lesson["cells"]}


@pytest.fixture(scope="module")
def in_pages(built: dict[str, str], lessons: dict[str, Any]) -> dict[str, Any]:
    given = json.dumps({"catalogue": built["catalogue.json"], "lessons": lessons})
    with asked(Path(lessons_run.__file__), given) as running:
        read: dict[str, Any] = json.loads(running.told())
    return read


def test_every_panel_of_every_lesson_shows_in_a_page_what_was_built(lessons, in_pages):
    assert len(lessons) == len(list(own_notebooks().glob("*.ipynb")))
    panels = [
        (name, part)
        for name, cells in in_pages["shown"].items()
        for cell in cells
        for part in parts(cell)
        if part["kind"] == "panel"
    ]
    assert {name: sorted(lesson["sums"]) for name, lesson in lessons.items()} == {
        name: sorted({part["id"] for lesson, part in panels if lesson == name}) for name in lessons
    }
    assert len(panels) > 100
    differing = {(name, part["id"]) for name, part in panels if "html" in part}
    assert differing == ONLY_IN_A_PAGE.keys()


def test_nothing_of_a_lesson_fails_in_a_page_or_changes_by_itself(in_pages):
    found = [
        part["kind"]
        for cells in in_pages["shown"].values()
        for cell in cells
        for part in parts(cell)
    ]
    assert "failed" not in found
    assert in_pages["told"] == []


def test_every_chart_and_every_other_value_is_in_a_page_as_it_was_built(built, lessons, in_pages):
    for name, cells in in_pages["shown"].items():
        for part in (part for cell in cells for part in parts(cell)):
            if part["kind"] == "chart":
                assert differences(lessons[name]["figures"][part["id"]], part["figure"]) == []
            elif part["kind"] == "html":
                assert part["html"] in built[name]


def test_a_second_round_through_all_lessons_shows_the_same_and_leaves_nothing_behind(in_pages):
    assert in_pages["again"] == in_pages["shown"]
    first, second = in_pages["stays"]
    assert first["crampkit.panels.kit.panel.Panel"] > 0
    assert first["crampkit.catalogue.records.Catalogue"] == 1
    grown = {
        kind: (first.get(kind, 0), count)
        for kind, count in second.items()
        if count > first.get(kind, 0)
    }
    assert grown == {}


# ------------------------------------------------------------------------------ other ways to build


PAGE = """
import sys
from pathlib import Path
from crampkit.hosts.pages.build import pages
made = pages(Path(sys.argv[1]))
Path(sys.argv[2]).write_bytes(b"".join(made[name] for name in sorted(made)))
print(__debug__)
"""


@pytest.mark.long
def test_without_asserts_and_docstrings_the_same_bytes_are_built(tmp_path):
    require_runtime()
    lessons = tmp_path / "notebooks"
    lessons.mkdir()
    for name in ("01_which_cause_fits.ipynb", "21_my_progress.ipynb"):
        shutil.copy(own_notebooks() / name, lessons)
    made = []
    for options, asserts in (((), "True"), (("-OO",), "False")):
        place = tmp_path / f"made{len(made)}"
        command = [sys.executable, *options, "-c", PAGE, lessons, place]
        ended = subprocess.run(command, capture_output=True, text=True)
        assert ended.returncode == 0, ended.stderr
        assert ended.stdout.split() == [asserts]
        made.append(place.read_bytes())
    assert made[0] == made[1]


@pytest.mark.long
def test_a_module_that_a_lesson_needs_and_a_page_lacks_ends_the_build(tmp_path):
    require_runtime()
    copied = tmp_path / "crampkit"
    shutil.copytree(PACKAGE, copied, ignore=shutil.ignore_patterns("__pycache__"))
    if not (copied / "_notebooks").exists():
        shutil.copytree(own_notebooks(), copied / "_notebooks")
    with (copied / "views" / "figures" / "clots.py").open("a", encoding="utf-8") as module:
        module.write("\n\ndef kept() -> object:\n    import tkinter\n\n    return tkinter\n")
    cache = tmp_path / "cache"
    cache.mkdir()
    (cache / "fetched").symlink_to(cache_folder() / "fetched")
    environment = {**os.environ, "PYTHONPATH": str(tmp_path), "CRAMPKIT_RUNTIME": str(cache)}
    environment["CRAMPKIT_DATA"] = str(data_directory())
    command = [sys.executable, "-m", "crampkit.cli", "export", "pages", str(tmp_path / "pages")]
    ended = subprocess.run(command, env=environment, cwd=tmp_path, capture_output=True, text=True)
    told = "tkinter, which crampkit/views/figures/clots.py imports, is not in the pages"
    assert told in ended.stderr + ended.stdout
    assert ended.returncode == 1
    assert not (tmp_path / "pages").exists()
