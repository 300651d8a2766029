"""Write docs/for_schools/objectives.md from the tables: objectives, their questions, cases and standards.

A test fails until it was run after a change of the tables it is made from.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from crampkit.catalogue import Catalogue, load
from crampkit.hosts.pages.home import woman_of

TARGET = Path(__file__).resolve().parent.parent / "docs" / "for_schools" / "objectives.md"

TOP = """# Objectives

Made from the tables of data version {version} (`data/objectives.csv`) by
`python tools/write_for_schools.py`. {count} objectives; each has two questions or more and a woman to
practise on. Questions are named by their id in `data/questions.csv`, women by their name, with the id
in `data/cases.csv`: `crampkit open --case ID` opens one.

**The two columns on the right** point to the standards of others, by number alone; their words are not
repeated here:

- **ICM**: the category of the *Essential Competencies for Midwifery Practice* (International
  Confederation of Midwives, 2024). They have five categories; the numbers were seen on the ICM's own
  page about them. Single competencies within a category were not seen, so none is named.
- **NMC**: the domain of the *Standards of proficiency for midwives* (Nursing and Midwifery Council,
  United Kingdom, 2019). They have six domains; the numbers were seen on a page of *elearning for
  healthcare* about them. Single proficiencies were not seen, so none is named.

Which objective serves which category or domain is our judgement. Nobody of either body has looked at
it. Read the standards themselves before you write it into a curriculum.
"""


def content(catalogue: Catalogue) -> str:
    """The whole page."""
    version = catalogue.local["data_version"].value
    lines = [
        TOP.format(version=version, count=len(catalogue.objectives)),
        "| after the lessons a learner can | lessons | questions | women | ICM | NMC |",
        "| --- | --- | --- | --- | --- | --- |",
        *(_row(catalogue, one) for one in catalogue.objectives),
    ]
    return "\n".join(lines) + "\n"


def _row(catalogue: Catalogue, objective_id: str) -> str:
    one = catalogue.objectives[objective_id]
    women = [f"{woman_of(catalogue.cases[key].woman)} (`{key}`)" for key in one.case_ids]
    cells = (
        one.text,
        _code(one.lesson_ids),
        _code(one.question_ids),
        ", ".join(women),
        ", ".join(one.icm),
        ", ".join(one.nmc),
    )
    return f"| {' | '.join(cells)} |"


def _code(ids: Iterable[str]) -> str:
    return ", ".join(f"`{one}`" for one in ids)


if __name__ == "__main__":
    TARGET.write_text(content(load()), encoding="utf-8")
    print(f"Wrote {TARGET.name}")
