"""A folder of pages: made anew where something changed, and never over anything of somebody else's."""

from __future__ import annotations

import json
import os
import shutil
import time
from pathlib import Path

import pytest

from crampkit.catalogue import CatalogueError
from crampkit.data import data_directory
from crampkit.hosts.pages import build
from crampkit.hosts.pages.lessons import BuildError
from tests.pseudo import LONGER, RIGHT_TO_LEFT, write_pseudo

LESSON = {
    "cells": [
        {"cell_type": "markdown", "id": "a", "metadata": {}, "source": ["# One lesson\n"]},
        {
            "cell_type": "code",
            "id": "b",
            "metadata": {},
            "outputs": [],
            "execution_count": None,
            "source": ["from crampkit import Lab\n", "Lab().stamp()"],
        },
    ],
    "metadata": {},
    "nbformat": 4,
    "nbformat_minor": 5,
}


@pytest.fixture
def notebooks(tmp_path: Path) -> Path:
    folder = tmp_path / "notebooks"
    folder.mkdir()
    (folder / "01_one.ipynb").write_text(json.dumps(LESSON), encoding="utf-8")
    return folder


@pytest.fixture
def tables(tmp_path: Path) -> Path:
    return Path(shutil.copytree(data_directory(), tmp_path / "data"))


def silent(_: str) -> None:
    """Nobody reads what is said while pages are made."""


def change(folder: Path) -> None:
    """Another sentence at the foot of each page."""
    file = folder / "text" / "en.csv"
    written = file.read_text(encoding="utf-8")
    file.write_text(written.replace("These lessons teach;", "These lessons TEACH;"), "utf-8")


def foot(folder: Path) -> str:
    return (folder / "01_one.html").read_text(encoding="utf-8")


def sets_of_pages(cache: Path, count: int, asked_for: float) -> set[str]:
    """So many sets in the cache, each asked for a second after the one before it; those that are left."""
    for number in range(count):
        (cache / f"pages-{number}").mkdir()
        stamp = cache / f"pages-{number}.made-from"
        stamp.touch()
        os.utime(stamp, (asked_for + number, asked_for + number))
    (cache / "runtime-1").mkdir()
    build._forget_old_pages(cache)
    return {path.name for path in cache.iterdir() if path.is_dir()}


def test_of_many_sets_of_pages_the_newest_stay(tmp_path):
    left = sets_of_pages(tmp_path, build.PAGES_KEPT + 2, asked_for=0)
    assert left == {"runtime-1", *(f"pages-{n}" for n in range(2, build.PAGES_KEPT + 2))}


def test_what_was_asked_for_today_stays_since_it_may_be_being_served(tmp_path):
    left = sets_of_pages(tmp_path, build.PAGES_KEPT + 2, asked_for=time.time() - 3600)
    assert left == {"runtime-1", *(f"pages-{n}" for n in range(build.PAGES_KEPT + 2))}


def test_pages_that_are_asked_for_again_count_as_asked_for_now(notebooks, tables):
    folder = build.up_to_date(notebooks, tables, silent)
    stamp = folder.with_suffix(".made-from")
    os.utime(stamp, (0, 0))
    build.up_to_date(notebooks, tables, silent)
    assert stamp.stat().st_mtime > 0


def test_pages_are_made_once_and_again_when_a_table_or_a_lesson_has_changed(notebooks, tables):
    folder = build.up_to_date(notebooks, tables, silent)
    made = (folder / "01_one.html").stat().st_mtime_ns
    assert build.up_to_date(notebooks, tables, silent) == folder
    assert (folder / "01_one.html").stat().st_mtime_ns == made
    change(tables)
    assert build.up_to_date(notebooks, tables, silent) == folder
    assert "These lessons TEACH;" in foot(folder)
    lesson = (notebooks / "01_one.ipynb").read_text(encoding="utf-8")
    (notebooks / "01_one.ipynb").write_text(lesson.replace("One lesson", "Another"), "utf-8")
    build.up_to_date(notebooks, tables, silent)
    assert "<title>Another</title>" in foot(folder)


def test_pages_of_other_tables_lie_in_another_folder(notebooks, tables, monkeypatch):
    one = build.up_to_date(notebooks, say=silent)
    change(tables)
    monkeypatch.setenv("CRAMPKIT_DATA", str(tables))
    other = build.up_to_date(notebooks, say=silent)
    assert other != one
    assert "These lessons teach;" in foot(one)
    assert "These lessons TEACH;" in foot(other)


@pytest.mark.long
def test_pages_in_another_language_lie_in_another_folder_with_its_words(notebooks, tables):
    write_pseudo(tables, RIGHT_TO_LEFT)
    one = build.up_to_date(notebooks, tables, silent)
    other = build.up_to_date(notebooks, tables, silent, RIGHT_TO_LEFT)
    assert other != one
    assert '<html lang="en" dir="ltr"' in foot(one)
    assert f'<html lang="{RIGHT_TO_LEFT}" dir="rtl"' in foot(other)
    assert '<title lang="en" dir="auto">One lesson</title>' in foot(other)
    manifest = json.loads((other / "manifest.webmanifest").read_text(encoding="utf-8"))
    assert (manifest["lang"], manifest["dir"]) == (RIGHT_TO_LEFT, "rtl")
    assert (
        not {"lang", "dir"} & json.loads((one / "manifest.webmanifest").read_text("utf-8")).keys()
    )


@pytest.mark.long
def test_the_words_of_a_language_make_other_pages(notebooks, tables):
    write_pseudo(tables, LONGER)
    first = build.pages(notebooks, tables, language=LONGER)
    assert build.pages(notebooks, tables, language=LONGER) == first
    write_pseudo(tables, LONGER, without=("pages.foot",))
    assert build.pages(notebooks, tables, language=LONGER) != first
    with pytest.raises(CatalogueError, match="there is no language 'qq'; use one of en, de-XA"):
        build.pages(notebooks, tables, language="qq")


def test_the_same_input_makes_the_same_bytes(notebooks, tables):
    first = build.pages(notebooks, tables)
    assert build.pages(notebooks, tables) == first
    change(tables)
    assert build.pages(notebooks, tables) != first


def test_a_cell_that_fails_is_named_and_no_page_is_made(notebooks, tables):
    lesson = json.dumps(LESSON).replace("Lab().stamp()", "Lab().stampp()")
    (notebooks / "01_one.ipynb").write_text(lesson, encoding="utf-8")
    with pytest.raises(BuildError, match=r"01_one\.ipynb: cell 0 failed: AttributeError.*stampp"):
        build.pages(notebooks, tables)


def test_a_file_that_is_no_notebook_is_named(notebooks, tables):
    (notebooks / "02_two.ipynb").write_text("no JSON", encoding="utf-8")
    with pytest.raises(BuildError, match=r"02_two\.ipynb is no notebook"):
        build.pages(notebooks, tables)


def test_what_was_withdrawn_stays_withdrawn(tmp_path):
    files = {
        "index.html": b"<p>New",
        "sw.js": b"",
        "v/two/a.js": b"",
        "versions.json": b'{"newest": "two", "withdrawn": {}}',
    }
    build.write_pages(tmp_path / "site", {**files, "v/one/a.js": b""})
    list_of_editions = tmp_path / "site" / "versions.json"
    list_of_editions.write_text('{"newest": "one", "withdrawn": {"one": "A slip"}}', "utf-8")
    build.write_pages(tmp_path / "site", files)
    assert json.loads(list_of_editions.read_bytes()) == {
        "newest": "two",
        "withdrawn": {"one": "A slip"},
    }
    list_of_editions.write_text("{", encoding="utf-8")
    with pytest.raises(BuildError, match="mend it, or delete it"):
        build.write_pages(tmp_path / "site", files)
