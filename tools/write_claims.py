"""Run the lessons and store in each what its claims say now; every other output is taken out.

A claim is a cell tagged `nbval-check-output`. Run this (`python tools/write_claims.py`) after a
deliberate change of the data, and read what changed: the prose beside a claim may need changing, too.
"""

from __future__ import annotations

import sys
from pathlib import Path

import nbformat
from nbclient import NotebookClient

NOTEBOOKS = Path(__file__).resolve().parent.parent / "notebooks"
CLAIM = "nbval-check-output"


def write_claims(notebook: Path) -> None:
    lesson = nbformat.read(notebook, as_version=4)
    NotebookClient(
        lesson, resources={"metadata": {"path": str(notebook.parent)}}, store_widget_state=False
    ).execute()
    for cell in lesson.cells:
        if cell.cell_type != "code":
            continue
        cell.metadata.pop("execution", None)  # the time of the run is no part of what is claimed
        if CLAIM not in cell.metadata.get("tags", ()):
            cell.outputs, cell.execution_count = [], None
    lesson.metadata.language_info = {"name": "python"}  # not the version that happened to run it
    # Letters such as an en dash stay readable, and the file ends as an editor would end it.
    notebook.write_text(nbformat.writes(lesson).rstrip() + "\n", encoding="utf-8")


if __name__ == "__main__":
    for path in map(Path, sys.argv[1:] or sorted(map(str, NOTEBOOKS.glob("*.ipynb")))):
        write_claims(path)
        print(f"Wrote {path.name}")
