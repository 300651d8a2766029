"""What schools are told: objectives that are asked for and practised, and links to what is there."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
import write_for_schools

from crampkit.catalogue import Catalogue
from crampkit.hosts.pages.build import own_notebooks
from crampkit.hosts.pages.lessons import lesson_file, lesson_id

SCHOOLS = write_for_schools.TARGET.parent
PAGES = sorted(SCHOOLS.glob("*.md"))


def test_each_objective_has_two_questions_and_a_woman(shipped: Catalogue):
    assert shipped.objectives
    for one in shipped.objectives.values():
        assert len(set(one.question_ids)) >= 2, one.objective_id
        assert one.case_ids, one.objective_id


def test_each_question_of_an_objective_is_asked_in_a_lesson_that_teaches_it(shipped: Catalogue):
    for one in shipped.objectives.values():
        asked = {shipped.questions[question_id].lesson_id for question_id in one.question_ids}
        assert asked == set(one.lesson_ids), one.objective_id


def test_no_lesson_with_questions_is_without_an_objective(shipped: Catalogue):
    served = {lesson for one in shipped.objectives.values() for lesson in one.lesson_ids}
    assert served == {question.lesson_id for question in shipped.questions.values()}
    notebooks = {lesson_id(lesson_file(path)) for path in own_notebooks().glob("*.ipynb")}
    assert served <= notebooks


def test_each_objective_serves_a_standard_and_none_is_told_in_anybodys_words(shipped: Catalogue):
    for one in shipped.objectives.values():
        assert one.icm, one.objective_id
        assert one.nmc, one.objective_id
        assert re.fullmatch(r"[A-Z][a-z]+\b[^.]{10,110}", one.text), one.objective_id


def test_the_page_of_objectives_is_made_from_the_tables(shipped: Catalogue):
    assert write_for_schools.TARGET.read_text(encoding="utf-8") == write_for_schools.content(
        shipped
    ), "run tools/write_for_schools.py"


def test_a_changed_table_makes_another_page(shipped: Catalogue, toy: Catalogue):
    page = write_for_schools.content(shipped)
    for one in shipped.objectives.values():
        assert page.count(f"| {one.text} |") == 1
    assert all(
        f"`{case_id}`" in page for o in shipped.objectives.values() for case_id in o.case_ids
    )


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_link_of_the_pages_leads_to_a_file(page: Path):
    links = re.findall(r"\]\(([^)#\s]+)", page.read_text(encoding="utf-8"))
    for link in links:
        assert "://" not in link
        assert (page.parent / link).resolve().is_file(), link


def test_the_first_page_leads_to_all_others():
    first = (SCHOOLS / "README.md").read_text(encoding="utf-8")
    for page in PAGES:
        assert page.name == "README.md" or f"]({page.name})" in first
    for file in ("ACCESSIBILITY.md", "LICENSE", "LICENSE-content", "CITATION.cff"):
        assert f"](../../{file})" in first


def test_the_way_to_cite_names_the_versions_that_these_are(shipped: Catalogue):
    first = (SCHOOLS / "README.md").read_text(encoding="utf-8")
    cited = (SCHOOLS.parents[1] / "CITATION.cff").read_text(encoding="utf-8")
    version = re.search(r"^version: (\S+)$", cited, re.MULTILINE)
    assert version
    assert f"Version {version[1]}, data version {shipped.local['data_version'].value}." in first
