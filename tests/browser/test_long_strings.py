"""A word that never ends, in a table of the data, widens no page: it is broken where the screen ends."""

from __future__ import annotations

import csv
import shutil
from pathlib import Path
from typing import Any

import pytest

from crampkit.catalogue import load
from crampkit.data import data_directory
from crampkit.words import Words
from tests.browser.conftest import serve

pytestmark = pytest.mark.browser

PHONE = 390
ENDLESS = "W" * 3000
WORDS = Words(load().text)
SPOILT = {
    "causes.csv": ("label", "short_label", "evidence_says"),
    "examples.csv": ("label", "story"),
    "findings.csv": ("label", "check"),
    "measurements.csv": ("label",),
    "options.csv": ("text", "explanation"),
    "questions.csv": ("stem", "explanation"),
    "red_flags.csv": ("label", "could_be", "action"),
    "safety_phrases.csv": ("label",),
}
TOO_WIDE = """width => [...document.querySelectorAll("main, .crampkit, .crampkit-guess, p, select")]
    .filter((part) => part.getBoundingClientRect().right > width + 1)
    .map((part) => part.outerHTML.slice(0, 200))"""


def lengthen(table: Path, columns: tuple[str, ...]) -> None:
    with table.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    for row in rows:
        row.update({column: f"{row[column]} {ENDLESS}" for column in columns if row[column]})
    with table.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)


@pytest.fixture(scope="module")
def endless_data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("endless") / "data"
    shutil.copytree(data_directory(), folder)
    for name, columns in SPOILT.items():
        lengthen(folder / name, columns)
    return folder


@pytest.fixture(scope="module")
def endless_server(chromium: Any, served_folder: Path, endless_data: Path):
    server = serve(served_folder, "--learn")
    # While it starts alone: whatever else is served in the meantime has the tables as they are.
    with pytest.MonkeyPatch.context() as environment:
        environment.setenv("CRAMPKIT_DATA", str(endless_data))
        started = next(server)
    yield started
    next(server, None)


@pytest.fixture
def phone(new_page: Any, endless_server: Any):
    def open_lesson(name: str) -> Any:
        page = new_page(width=PHONE)
        page.goto(endless_server.lesson(name))
        page.locator("body[data-ready]").wait_for()
        page.locator("form.crampkit").first.wait_for()
        return page

    return open_lesson


def assert_no_wider_than_its_screen(page: Any) -> None:
    assert page.get_by_text("W" * 100).count()
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE
    assert page.evaluate(TOO_WIDE, PHONE) == []


@pytest.mark.long
def test_the_explorer_is_no_wider_than_a_phone_whatever_its_labels_hold(phone):
    page = phone("01_which_cause_fits.ipynb")
    page.locator("section.checklist").first.wait_for()
    assert_no_wider_than_its_screen(page)

    page.locator(".crampkit-explorer select").first.select_option(index=1)
    page.locator("section.ranking").first.wait_for()
    assert_no_wider_than_its_screen(page)


@pytest.mark.long
def test_what_a_guess_opens_stands_below_it_and_is_no_wider_than_a_phone(phone):
    page = phone("13_hypocalcaemia.ipynb")
    boxes = page.locator(".crampkit-guess")
    boxes.first.wait_for()
    for number in range(boxes.count()):
        boxes.nth(number).get_by_role("radio").first.check()
        boxes.nth(number).get_by_role("button", name=WORDS("quiz.commit")).click()
        boxes.nth(number).locator("section.guess.told").wait_for()

    assert_no_wider_than_its_screen(page)
    toggle = boxes.filter(has=page.locator(".crampkit-explorer"))
    told, opened = toggle.locator(".told").bounding_box(), toggle.locator(".crampkit-explorer")
    below = opened.bounding_box()
    assert below["y"] >= told["y"] + told["height"]
    assert below["width"] >= told["width"]
