"""Sheets of paper in a browser: nothing is cut, each begins on a page of its own, a PDF is made."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest

from crampkit.cli import main
from crampkit.commands import printing

pytestmark = pytest.mark.browser

INSIDE_A4 = 688
"""The width of A4 between its margins, in pixels of 1/96 inch."""
SHEETS = (
    *("index", "letters", "run_sheets/10_safety_first", "scripts/varicose_veins"),
    *("worksheets/14_varicose_veins", "worksheets/14_varicose_veins_key"),
    *("quizzes/10_safety_first", "quizzes/10_safety_first_key"),
    *("cases/rosalind", "cases/rosalind_woman", "cases/rosalind_key"),
)

CUT = """() => [...document.querySelectorAll("main *")].filter((one) => {
  const box = one.getBoundingClientRect();
  const hidden = one.scrollWidth > one.clientWidth + 1 && getComputedStyle(one).overflowX !== "visible";
  return box.width && (box.right > innerWidth + 1 || box.left < -1 || hidden);
}).map((one) => one.outerHTML.slice(0, 80))"""


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("paper") / "sheets"
    assert main(["export", "paper", str(made), "--at", "https://lessons.example/cramps"]) == 0
    return made


def pages_of(pdf: bytes) -> int:
    return len(re.findall(rb"/Type\s*/Page\b", pdf))


def size_of(pdf: bytes) -> tuple[int, int]:
    found = re.search(rb"/MediaBox\s*\[\s*0\s+0\s+([\d.]+)\s+([\d.]+)", pdf)
    assert found
    return round(float(found[1])), round(float(found[2]))


@pytest.mark.parametrize("large", [False, True], ids=["usual letters", "large letters"])
def test_no_sheet_is_cut_on_a4_or_on_a_phone(large: bool, folder: Path, chromium: Any) -> None:
    tab = chromium.new_context().new_page()
    for name in SHEETS:
        tab.goto((folder / f"{name}.html").as_uri())
        if large:
            tab.evaluate("document.documentElement.dataset.letters = 'large'")
        for media, width in (("print", INSIDE_A4), ("screen", 320)):
            tab.emulate_media(media=media)
            tab.set_viewport_size({"width": width, "height": 800})
            assert tab.evaluate("document.documentElement.scrollWidth") <= width, (name, media)
            assert tab.evaluate(CUT) == [], (name, media)
    tab.context.close()


def test_each_length_of_class_begins_on_paper_of_its_own(folder: Path, chromium: Any) -> None:
    tab = chromium.new_context().new_page()
    tab.goto((folder / "run_sheets/10_safety_first.html").as_uri())
    whole = pages_of(tab.pdf(prefer_css_page_size=True))
    alone = 0
    for hour in (20, 50, 90):
        tab.goto((folder / "run_sheets/10_safety_first.html").as_uri())
        others = f".sheet:not(#minutes-{hour})"
        tab.evaluate(
            "(others) => document.querySelectorAll(others).forEach((one) => one.remove())", others
        )
        alone += pages_of(tab.pdf(prefer_css_page_size=True))
    assert whole == alone
    tab.context.close()


def test_a_pdf_is_made_in_the_size_of_the_paper(
    folder: Path, tmp_path: Path, chromium: Any
) -> None:
    program = printing.browser()
    assert program
    made = tmp_path / "letters.pdf"
    assert printing.print_one(program, folder / "letters.html", made, tmp_path / "own") == ""
    assert pages_of(made.read_bytes()) == 1
    width, height = size_of(made.read_bytes())
    assert abs(width - 595) <= 1
    assert abs(height - 842) <= 1
    letter = (folder / "letters.html").read_text(encoding="utf-8")
    (tmp_path / "letter.html").write_text(
        letter.replace('data-paper="a4"', 'data-paper="letter"'), encoding="utf-8"
    )
    made = tmp_path / "letter.pdf"
    assert printing.print_one(program, tmp_path / "letter.html", made, tmp_path / "own") == ""
    assert size_of(made.read_bytes()) == (612, 792)
    assert pages_of(made.read_bytes()) == 1


def test_a_lesson_is_printed_with_all_its_questions_and_no_quiz_that_cannot_be_pressed(
    pages_server: Any, new_page: Any
) -> None:
    tab = new_page(width=INSIDE_A4)
    tab.goto(pages_server.lesson("10_safety_first.ipynb"))
    printed = tab.locator(".questions-on-paper")
    assert printed.count() == 1
    assert not printed.is_visible()
    quiz = tab.locator(".questions-on-paper + .cell")
    assert quiz.is_visible()
    tab.emulate_media(media="print")
    assert printed.is_visible()
    assert printed.locator("article:visible").count() == 7
    assert not quiz.is_visible()
    # A bar keeps its colour, and what is folded in the text is there.
    assert (
        tab.locator(".bar").first.evaluate("(el) => getComputedStyle(el).printColorAdjust")
        == "exact"
    )
    assert tab.locator(".prose details p").first.is_visible()
