"""Sources stand in a lesson's prose as small numbers that open: each with its support, none with a key."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from crampkit.catalogue import STRENGTHS, Catalogue, load
from crampkit.hosts.pages.build import own_notebooks
from crampkit.hosts.pages.lessons import lesson_file, prose
from crampkit.hosts.pages.marks import JUDGED, MARK, Marks
from crampkit.words import words_of
from tests.elements import Element, read
from tests.folder import Folder
from tests.pseudo import LONGER, write_pseudo

ODDITIES = {None, "one old figure, often repeated"}
"""What stands in a lesson in place of a strength of support."""


@pytest.fixture
def tables(tmp_path: Path) -> Catalogue:
    folder = Folder(tmp_path / "data")
    folder.set("sources.csv", 3, "url", "https://example.org/almanac")
    return load(folder.path)


@pytest.fixture
def marks(shipped: Catalogue, tables: Catalogue) -> Marks:
    return Marks(tables, words_of(shipped))


def placed(marks: Marks, markdown: str) -> Element:
    return read(marks.placed(prose(markdown)))


def buttons(page: Element) -> list[Element]:
    return page.all("button", "cite")


def test_a_key_becomes_a_number_that_says_its_support(marks):
    page = placed(marks, "It is hot at noon [ALMANAC; weak].")
    (mark,) = buttons(page)
    assert (mark.text, mark["aria-label"], mark["type"]) == (
        "1",
        "Source 1: weak support",
        "button",
    )
    assert "ALMANAC" not in page.text
    assert "[" not in page.text


def test_a_mark_opens_what_stands_beside_it_and_closes_it_again(marks):
    page = placed(marks, "It is hot [ALMANAC; weak].")
    (mark,) = buttons(page)
    sheet = page.one("span", "source-sheet")
    assert mark["popovertarget"] == sheet["id"]
    assert "popover" in sheet
    assert (sheet["role"], sheet["aria-label"]) == ("group", "Source 1")
    shut = sheet.one("button")
    assert (shut["popovertarget"], shut["popovertargetaction"]) == (sheet["id"], "hide")
    assert sheet.text.startswith("Source 1 Close weak support Almanac")
    assert "(recalled or judged, not read)" in sheet.text
    assert sheet.one("a")["href"] == "https://example.org/almanac"
    # A paragraph can hold it.
    assert {one.tag for one in sheet.all()} <= {"span", "strong", "button", "em", "a"}
    assert page.one("p").text.startswith("It is hot")


@pytest.mark.parametrize(
    ("strength", "full"), [("strong", 4), ("moderate", 3), ("weak", 2), ("very weak", 1)]
)
def test_support_is_told_in_boxes_and_in_a_word(marks, strength, full):
    sheet = placed(marks, f"So [ALMANAC; {strength}].").one("span", "source-sheet")
    boxes = sheet.one("span", "boxes")
    assert boxes["aria-hidden"] == "true"
    assert [len(boxes.elements), len(boxes.all(class_="full"))] == [4, full]
    assert sheet.one("span", "support").text == f"{strength} support"


def test_what_is_judged_says_so_and_has_no_boxes(marks):
    sheet = placed(marks, "So [EXPERT; judged].").one("span", "source-sheet")
    assert sheet.one("span", "support").text == "our own judgement"
    assert sheet.all(class_="box") == []


def test_a_source_keeps_its_number_through_a_lesson(marks):
    first = placed(marks, "A [ALMANAC; weak]. B [EXPERT; judged].")
    second = placed(marks, "C [EXPERT, ALMANAC; strong].")
    assert [one.text for one in buttons(first)] == ["1", "2"]
    (both,) = buttons(second)
    assert (both.text, both["aria-label"]) == ("2,1", "Sources 2, 1: strong support")
    names = [
        one["id"] for one in [*first.all(class_="source-sheet"), *second.all(class_="source-sheet")]
    ]
    assert len(set(names)) == 3


def test_a_mark_stays_on_the_line_of_its_word_and_of_the_point_after_it(marks):
    kept = placed(marks, "Low at the **ankle** now [ALMANAC; weak]. Then").one("span", "cited")
    assert re.sub(r"\s", "", kept.text) == "now11."
    bold = placed(marks, "It is **hot** [ALMANAC; weak], today.").one("span", "cited")
    assert re.sub(r"\s", "", bold.text) == "11,"


def test_where_nothing_can_open_a_link_leads_to_the_list(marks):
    page = placed(marks, "A [EXPERT; judged]. B [ALMANAC; weak].")
    links = page.all("a", "cite")
    assert [one["aria-label"] for one in links] == [one["aria-label"] for one in buttons(page)]
    listed = read(marks.listed())
    places = [one["id"] for one in listed.all("li")]
    assert [one["href"] for one in links] == [f"#{place}" for place in places]
    assert [one.text.split()[0] for one in listed.all("li")] == ["Our", "Almanac"]


@pytest.mark.parametrize(
    "text",
    ["So [GONE; weak].", "So [EXPERT, GONE; weak].", "See [x](y.md).", "A [note] here.", "[1]"],
)
def test_what_names_no_source_stays_as_it_is(marks, text):
    page = placed(marks, text)
    assert buttons(page) == []
    assert marks.listed() == ""
    assert page.text == read(prose(text)).text


def test_text_of_a_table_stays_text(shipped, tmp_path):
    folder = Folder(tmp_path / "data")
    folder.set("sources.csv", 3, "citation", "<b>x</b> & y")
    marks = Marks(load(folder.path), words_of(shipped))
    assert "&lt;b&gt;x&lt;/b&gt; &amp; y" in marks.placed(prose("A [ALMANAC; weak]."))


def test_in_another_language_a_mark_speaks_it_amid_english_prose(tmp_path):
    folder = Folder(tmp_path / "data")
    write_pseudo(folder.path, LONGER)
    tables = load(folder.path, LONGER)
    page = placed(Marks(tables, words_of(tables)), "A [ALMANAC; one old book].")
    (mark,) = buttons(page)
    assert mark["lang"] == LONGER
    assert "Source" not in (mark["aria-label"] or "")
    assert page.one("span", "source-sheet")["lang"] == LONGER


# ------------------------------------------------------------------------------ the lessons


@pytest.mark.parametrize(
    "path", sorted(own_notebooks().glob("*.ipynb")), ids=lambda path: path.stem
)
def test_no_lesson_shows_a_key_in_its_prose_and_every_strength_has_its_word(shipped, path):
    marks, words = Marks(shipped, words_of(shipped)), words_of(shipped)
    for cell in lesson_file(path).cells:
        if cell.kind != "markdown":
            continue
        told = {found["strength"] for found in MARK.finditer(prose(cell.source))}
        known = {one.replace("_", " ") for one in STRENGTHS} | {JUDGED}
        assert told <= known | ODDITIES
        page = placed(marks, cell.source)
        assert not re.search(r"\b[A-Z]+\d*_[A-Z0-9_]+\b|\[[A-Z]{3}", without_sheets(page)), cell.id
    assert words("source.close") == "Close"


def without_sheets(element: Element) -> str:
    return " ".join(
        child if isinstance(child, str) else without_sheets(child)
        for child in element.children
        if isinstance(child, str) or "source-sheet" not in child.classes
    )
