"""What the tests of the lessons share: where they are, and how to read one."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import nbformat

NOTEBOOKS = Path(__file__).resolve().parents[2] / "notebooks"
LESSONS = sorted(
    path
    for path in NOTEBOOKS.rglob("*.ipynb")
    if not any(part.startswith(".") for part in path.relative_to(NOTEBOOKS).parts)
)
CLAIM_TAGS = {"nbval-check-output", "keep_output"}

SOURCE_KEY = re.compile(r"[A-Z][A-Z0-9_]+")
BRACKETS = re.compile(r"\[([^\]]+)\](?!\()")
LINK = re.compile(r"\]\(([^)\s]+)\)")

FREE = re.compile(
    r"\bweeks?\s+\d+(?:\s*(?:to|–|-)\s*\d+)?"  # how far along she is
    r"|\b\d+(?:\s*(?:to|–|-)\s*\d+)?\s*(?:minutes?|hours?|days?|weeks?|months?|years?)\b",
    re.IGNORECASE,
)
FIGURE = re.compile(
    r"\d[\d.,]*\s*(?:%|per cent\b|percent\b)"
    r"|\d[\d.,]*\s+(?:in|of|out of|to)\s+(?:the\s+)?\d"
    r"|\d[\d.,]*(?:\s|-)?(?:times|fold|bits?)\b"
    r"|\d[\d.,]*\s?(?:micrograms?|mcg|µg|mg|g|mmol|mL|ml|IU|units)\b"
    r"|\d\s*[–-]\s*\d"
)


def read(lesson: Path) -> Any:
    return nbformat.read(lesson, as_version=4)


def code_cells(notebook: Any) -> list[Any]:
    return [cell for cell in notebook.cells if cell.cell_type == "code"]


def is_claim(cell: Any) -> bool:
    return cell.cell_type == "code" and "nbval-check-output" in cell.metadata.get("tags", ())


def figures(text: str) -> list[str]:
    """Percentages, ratios, doses and ranges; ages, weeks and times of the clock are free."""
    return FIGURE.findall(FREE.sub("", text))


def source_keys(text: str) -> list[str]:
    """The keys in brackets, as in [CHINA2018; one clinic]: capitals alone, and no link."""
    return [
        key
        for inside in BRACKETS.findall(text)
        for part in re.split(r"[;,]", inside)
        if SOURCE_KEY.fullmatch(key := part.strip())
    ]


def bare_figures(notebook: Any) -> Iterator[str]:
    """Paragraphs with a figure that neither carry a source key nor stand before a claim."""
    for cell, following in zip(notebook.cells, [*notebook.cells[1:], None], strict=True):
        if cell.cell_type != "markdown" or (following and is_claim(following)):
            continue
        for paragraph in re.split(r"\n\s*\n", cell.source):
            if figures(paragraph) and not source_keys(paragraph):
                yield paragraph
