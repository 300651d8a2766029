"""Every lesson keeps to the same form."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import nbformat
import pytest

from crampkit.catalogue import Catalogue
from tests.notebooks.lessons import (
    CLAIM_TAGS,
    LESSONS,
    LINK,
    NOTEBOOKS,
    bare_figures,
    code_cells,
    figures,
    is_claim,
    read,
    source_keys,
)

LONGEST_PROSE = 90
"""Words between two things to do."""
MOST_LINES = 5
LARGEST_FILE = 60_000

every_lesson = pytest.mark.parametrize("lesson", LESSONS, ids=lambda lesson: lesson.stem)


def test_the_first_three_lessons_are_there() -> None:
    assert [lesson.name for lesson in LESSONS][:3] == [
        "00_start_here.ipynb",
        "01_which_cause_fits.ipynb",
        "02_how_the_ranking_works.ipynb",
    ]


@every_lesson
def test_a_lesson_is_a_valid_notebook_of_the_same_kind(lesson: Path) -> None:
    notebook = read(lesson)
    nbformat.validate(notebook)
    assert (notebook.nbformat, notebook.nbformat_minor) == (4, 5)
    assert notebook.metadata.kernelspec.name == "python3"


@every_lesson
def test_a_lesson_begins_with_its_title_in_words(lesson: Path) -> None:
    first = read(lesson).cells[0]
    assert first.cell_type == "markdown"
    assert re.match(r"# [A-Z][\w']+:? [\w',;:? ]+\n", first.source)


@every_lesson
def test_a_lesson_says_near_its_top_that_it_is_no_medical_device(
    lesson: Path, shipped: Catalogue
) -> None:
    assert shipped.text["not_a_device"] in read(lesson).cells[0].source


@every_lesson
def test_cells_have_names_a_person_can_read(lesson: Path) -> None:
    names = [cell.id for cell in read(lesson).cells]
    assert len(set(names)) == len(names)
    for name in names:
        assert re.fullmatch(r"[a-z]+(-[a-z0-9]+)*", name)
        assert not re.fullmatch(r"(cell-?\d*)|([0-9a-f]{8}(-.*)?)", name)


@every_lesson
def test_code_is_folded_away_and_short(lesson: Path) -> None:
    for cell in code_cells(read(lesson)):
        assert cell.metadata.get("jupyter", {}).get("source_hidden") is True, cell.id
        assert len(cell.source.splitlines()) <= MOST_LINES, cell.id


@every_lesson
def test_a_lesson_imports_the_lab_alone(lesson: Path) -> None:
    imports = [
        ast.unparse(node)
        for cell in code_cells(read(lesson))
        for node in ast.walk(ast.parse(cell.source))
        if isinstance(node, (ast.Import, ast.ImportFrom))
    ]
    assert imports == ["from crampkit import Lab"]


@every_lesson
def test_no_state_of_widgets_is_saved(lesson: Path) -> None:
    notebook = read(lesson)
    assert "widgets" not in notebook.metadata
    assert lesson.stat().st_size < LARGEST_FILE
    for cell in code_cells(notebook):
        for output in cell.outputs:
            assert not any("widget" in kind for kind in output.get("data", {})), cell.id


@every_lesson
def test_outputs_are_kept_where_they_are_a_claim_and_nowhere_else(lesson: Path) -> None:
    for cell in code_cells(read(lesson)):
        if is_claim(cell):
            assert set(cell.metadata.tags) >= CLAIM_TAGS, cell.id
            # Without these two, nbval would compare nothing and pass.
            assert cell.outputs, cell.id
            assert cell.execution_count, cell.id
            assert all(output.output_type == "execute_result" for output in cell.outputs), cell.id
        else:
            assert not cell.outputs, f"{cell.id}: run tools/write_claims.py"


@every_lesson
def test_every_source_key_is_in_the_list_of_sources(lesson: Path, shipped: Catalogue) -> None:
    prose = [cell.source for cell in read(lesson).cells if cell.cell_type == "markdown"]
    unknown = {key for text in prose for key in source_keys(text)} - set(shipped.sources)
    assert not unknown


@every_lesson
def test_every_figure_has_its_source_or_stands_before_a_claim(lesson: Path) -> None:
    assert list(bare_figures(read(lesson))) == []


@every_lesson
def test_links_lead_to_files_that_the_lessons_page_can_show(lesson: Path) -> None:
    prose = [cell.source for cell in read(lesson).cells if cell.cell_type == "markdown"]
    for target in (target for text in prose for target in LINK.findall(text)):
        assert "://" not in target, target
        found = (lesson.parent / target.partition("#")[0]).resolve()
        assert found.is_file(), target
        assert found.is_relative_to(NOTEBOOKS), target


@every_lesson
def test_there_is_no_wall_of_text(lesson: Path) -> None:
    for cell in read(lesson).cells:
        # A picture's description is there instead of it, and its line belongs to it; an answer that opens on
        # request is something to do.
        shown = re.sub(r"(?s)!\[.*?\)(\n\n\*[^*]+\*)?|</summary>.*?</details>", "", cell.source)
        if cell.cell_type == "markdown":
            assert len(re.findall(r"[\w'’]+", shown)) <= LONGEST_PROSE, cell.id


@pytest.mark.parametrize(
    "text",
    [
        "About 40 % of women have them.",
        "It is found in 1 in 10,000 pregnancies.",
        "Odds of 1 to 580.",
        "She takes 300 mg a day.",
        "It is 8.6 times as common, or 3.1 bits.",
        "The range is 2.20–2.60.",
        "He saw 3 of 35 women.",
    ],
)
def test_a_figure_is_found(text: str) -> None:
    assert figures(text)


@pytest.mark.parametrize(
    "text",
    [
        "Meera, 26, in week 30, has a blood pressure of 112/70.",
        "It is commonest in weeks 14 to 27.",
        "Think of 100 women.",
        "Above 1 it speaks for the cause.",
    ],
)
def test_ages_weeks_and_readings_of_a_story_are_free(text: str) -> None:
    assert not figures(text)


def test_a_source_key_is_told_from_a_link() -> None:
    text = "So it is [CHINA2018; one survey], [SFE2016, SFE2019]. See [Start](00_start_here.ipynb)."
    assert source_keys(text) == ["CHINA2018", "SFE2016", "SFE2019"]


HARD = re.compile(r"\b(deaths?|died|dying|stillbirths?|violence|abused?)\b", re.IGNORECASE)
"""Words of what a learner may not want to meet unprepared."""


@every_lesson
def test_a_lesson_that_speaks_of_death_or_violence_says_so_first_and_offers_a_way_past(lesson):
    prose = [cell.source for cell in read(lesson).cells if cell.cell_type == "markdown"]
    if not HARD.search("\n".join(prose)):
        return
    head = "\n".join(prose[:2])
    ways = re.findall(rf"\({re.escape(lesson.name)}#([^)]+)\)", head)
    headings = re.findall(r"^#+ (.+)$", "\n".join(prose), re.MULTILINE)
    anchors = {heading.replace(" ", "-") for heading in headings}
    assert ways, "no way past is offered"
    assert set(ways) <= anchors
