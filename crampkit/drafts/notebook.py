"""A lesson's notebook without what it said: its parts and its headings stay, to be filled anew."""

from __future__ import annotations

import ast
import json
import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from crampkit.catalogue.unfinished import TODO
from crampkit.data import Problem

CLAIM = "nbval-check-output"
"""The tag of a cell whose output is compared with what it says now."""

Cell = dict[str, Any]


def lesson_of(notebook: Path) -> str:
    """The lesson that a notebook asks for; nothing where it asks for none, or cannot be read."""
    try:
        cells = json.loads(notebook.read_text(encoding="utf-8"))["cells"]
        code = "\n".join(source_of(cell) for cell in cells if cell["cell_type"] == "code")
    except (OSError, ValueError, KeyError, TypeError):
        return ""
    found = ASKS_FOR.search(code)
    return found[1] if found else ""


ASKS_FOR = re.compile(r"""\.lesson\(["'](\w+)["']\)""")


def models(folder: Path) -> dict[str, Path]:
    """The notebook of each lesson in a folder, by the lesson's id."""
    found = {lesson_of(path): path for path in sorted(folder.glob("*.ipynb"), reverse=True)}
    return {lesson_id: path for lesson_id, path in found.items() if lesson_id}


def fullest(notebooks: dict[str, Path]) -> str:
    """The lesson whose notebook has most parts that any lesson could have, the first of equals."""
    parts = {name: len(_kept_code(path)) for name, path in notebooks.items()}
    return max(sorted(parts, key=lambda name: notebooks[name].name), key=parts.__getitem__)


def _kept_code(notebook: Path) -> set[str]:
    cells = json.loads(notebook.read_text(encoding="utf-8"))["cells"]
    return {part for cell in cells if cell["cell_type"] == "code" for part, _ in _parts(cell)}


def free_name(model: Path, lesson_id: str) -> str:
    """The name of the new notebook: with the next number after its model's that is free."""
    number = re.match(r"\d+", model.name)
    if not number:
        return f"{lesson_id}.ipynb"
    taken = {
        int(found[0])
        for path in model.parent.glob("*.ipynb")
        # One that was begun and not ended keeps its number.
        if (found := re.match(r"\d+", path.name)) and path.stem != f"{found[0]}_{lesson_id}"
    }
    free = int(number[0]) + 1
    while free in taken:
        free += 1
    return f"{free:02d}_{lesson_id}.ipynb"


def skeleton(model: Path, lesson_id: str, title: str, finding_id: str, not_a_device: str) -> bytes:
    """The notebook of a new lesson: the set-up and the parts of its model, and what to write where.

    What only the model shows (its own figures, guesses and prose) is left out, and so are outputs.
    `finding_id` is the one whose number the lesson's claim tells.
    """
    notebook = json.loads(model.read_text(encoding="utf-8"))
    opening = (
        f"# {TODO} {title}\n\n"
        f"**{TODO} this lesson is not finished; take this line out when it is.**\n\n"
        "When you have worked through this, you can\n\n"
        f"- {TODO} **explain**, **show**, **say** ...\n\n"
        f"*{not_a_device}*"
    )
    cells = [_markdown("title", opening)]
    cells += _body(notebook["cells"][1:], lesson_id, finding_id)
    cells.append(_markdown("next", f"{TODO} what comes next, with a link to its notebook."))
    made = {**notebook, "cells": cells}
    return (json.dumps(made, ensure_ascii=False, indent=1, sort_keys=True) + "\n").encode("utf-8")


def _body(cells: Iterable[Cell], lesson_id: str, finding_id: str) -> Iterator[Cell]:
    parts = 0
    claimed = False
    for cell in cells:
        source = source_of(cell)
        if cell["cell_type"] == "markdown" and source.startswith("## "):
            parts += 1
            yield _markdown(f"part-{parts}", _to_write(source))
        elif cell["cell_type"] != "code":
            continue
        elif ASKS_FOR.search(source):
            yield _code("set-up", ASKS_FOR.sub(f'.lesson("{lesson_id}")', source))
        elif CLAIM in cell["metadata"].get("tags", ()):
            if not claimed:
                claim = f'lab.steps(lesson.cause_id).how_common("{finding_id}")'
                yield _code("the-number", claim, cell["metadata"]["tags"])
            claimed = True
        else:
            for part, which in _parts(cell):
                name = "-".join([part, *re.findall(r"\w+", which)]).replace("_", "-")
                yield _code(name, f"lesson.{part}({which})")


def _to_write(source: str) -> str:
    """A heading, and what to write below it; one with nothing below it says all that it has to."""
    heading, _, below = source.partition("\n")
    if not below.strip():
        return heading
    number, dot, words = heading.removeprefix("## ").rpartition(" · ")
    return f"## {number}{dot}{TODO} {words}\n\n{TODO} write this part."


def _parts(cell: Cell) -> list[tuple[str, str]]:
    """The parts of a lesson that a cell shows, called or named to stand behind a guess; and which of each.

    A cell that is not plain Python, as one with a magic of IPython, shows none that could be kept.
    """
    try:
        nodes = list(ast.walk(ast.parse(source_of(cell))))
    except (SyntaxError, ValueError):
        return []
    which = {
        one.func: ", ".join(map(ast.unparse, [*one.args, *one.keywords])).replace("'", '"')
        for one in nodes
        if isinstance(one, ast.Call)
    }
    return [
        (node.attr, which.get(node, ""))
        for node in nodes
        if isinstance(node, ast.Attribute)
        and isinstance(node.value, ast.Name)
        and node.value.id == "lesson"
        and node.attr not in ("guess", "cause_id", "case")
    ]


def source_of(cell: Cell) -> str:
    """What stands in a cell, which a file may keep as one text or line by line."""
    return "".join(cell["source"])


def _markdown(name: str, source: str) -> Cell:
    lines = source.splitlines(keepends=True)
    return {"cell_type": "markdown", "id": name, "metadata": {}, "source": lines}


def _code(name: str, source: str, tags: Iterable[str] = ()) -> Cell:
    metadata: dict[str, object] = {"jupyter": {"source_hidden": True}}
    if tags:
        metadata["tags"] = list(tags)
    return {
        "cell_type": "code",
        "execution_count": None,
        "id": name,
        "metadata": metadata,
        "outputs": [],
        "source": source.splitlines(keepends=True),
    }


def left_to_write(folder: Path) -> Iterator[Problem]:
    """Every cell of the notebooks in a folder that is still to be written."""
    for path in sorted(folder.glob("*.ipynb")):
        try:
            cells = json.loads(path.read_text(encoding="utf-8"))["cells"]
            for cell in cells:
                for line in source_of(cell).splitlines():
                    if TODO in line:
                        yield Problem(path.name, 0, f"cell {cell.get('id')}", line.strip("#*- "))
        except (OSError, ValueError, KeyError, TypeError):
            continue  # Whoever opens it is told.
