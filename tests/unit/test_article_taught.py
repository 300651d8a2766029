"""All that the article says is taught: a table of data/README.md, held against claims and lessons."""

from __future__ import annotations

import re
from pathlib import Path
from typing import NamedTuple

import pytest

from crampkit.catalogue import Catalogue
from tests.notebooks.lessons import NOTEBOOKS, read

README = Path(__file__).parents[2] / "data" / "README.md"
NAMED = re.compile(r"`([a-z0-9_]+)`")
LESSON = re.compile(r"`(\w+)` (\*[^*]+\*(?:, \*[^*]+\*)*)")
THE_ARTICLES_OWN_WORDS = [
    *("water", "fatigue", "balanced", "antenatal check", "lifting", "strenuous", "carbonate"),
    *("gluconate", "lactate", "overdose", "blood volume", "massage", "heat", "stockings", "sun"),
]


class Taught(NamedTuple):
    """One row: a statement of the article, and where it is taught."""

    statement: str
    claims: list[str]
    parts: list[tuple[str, str]]
    advice: list[str]


def taught() -> list[Taught]:
    text = README.read_text(encoding="utf-8")
    section = text.split("## Where the article is taught")[1].split("\n## ")[0]
    cells = [
        [cell.strip() for cell in line.strip("|").split("|")]
        for line in section.splitlines()
        if line.startswith("|")
    ][2:]
    return [
        Taught(
            statement,
            NAMED.findall(claims),
            [
                (lesson, part)
                for lesson, headings in LESSON.findall(parts)
                for part in re.findall(r"\*([^*]+)\*", headings)
            ],
            NAMED.findall(advice),
        )
        for statement, claims, parts, advice in cells
    ]


def test_every_claim_stands_in_the_table_and_every_claim_in_it_exists(shipped: Catalogue) -> None:
    named = [claim for row in taught() for claim in row.claims]
    assert sorted(set(named)) == sorted(shipped.claims)
    assert len(named) == len(set(named))


def test_every_advice_in_the_table_exists_and_every_statement_leads_to_one(
    shipped: Catalogue,
) -> None:
    for row in taught():
        assert row.advice, row.statement
        assert set(row.advice) <= set(shipped.management), row.statement


@pytest.mark.parametrize("row", taught(), ids=lambda row: row.claims[0])
def test_the_lesson_and_the_part_that_teach_a_statement_exist(
    row: Taught, shipped: Catalogue
) -> None:
    assert row.parts
    for lesson, part in row.parts:
        path = NOTEBOOKS / f"{lesson}.ipynb"
        assert path.is_file(), lesson
        headings = "\n".join(
            cell.source for cell in read(path).cells if cell.cell_type == "markdown"
        )
        assert f"## {part}" in headings.splitlines(), f"{lesson}, {part}"
    shown = {lesson.split("_", 1)[1] for lesson, _ in row.parts}
    for claim in row.claims:
        assert shipped.claims[claim].cause_id in shown, claim


@pytest.mark.parametrize("word", THE_ARTICLES_OWN_WORDS)
def test_what_the_article_names_is_named_in_a_claim_and_in_the_table(
    word: str, shipped: Catalogue
) -> None:
    said = [claim.article_says.lower() for claim in shipped.claims.values()]
    assert any(word in text for text in said)
    assert any(word in row.statement.lower() for row in taught())


@pytest.mark.parametrize(
    "word", ["drink", "tires", "balanced", "antenatal check", "lifting", "antacids", "redden"]
)
def test_what_the_article_advises_is_an_advice(word: str, shipped: Catalogue) -> None:
    assert any(word in item.text for item in shipped.management.values())


@pytest.mark.parametrize("salt", ["carbonate", "gluconate", "lactate"])
def test_each_named_preparation_comes_with_how_much_calcium_it_holds(
    salt: str, shipped: Catalogue
) -> None:
    evidence = shipped.claims["hypocalcaemia_preparations"].evidence_says
    assert re.search(rf"{salt} (?:holds |about )*\d+", evidence), salt
    assert salt in shipped.management["hypocalcaemia_do_compare_salts"].text
