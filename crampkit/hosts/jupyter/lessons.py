"""What the pages' template must know beside the notebook it shows: the other lessons."""

from __future__ import annotations

import json
import re
from functools import lru_cache
from pathlib import Path
from typing import Any

HEADING = re.compile(r"^#\s+(.+?)\s*#*\s*$", re.MULTILINE)
LEADING_NUMBER = re.compile(r"^\d+[_\-\s]+")


def lesson_title(notebook: Path) -> str:
    """The first heading of a notebook, or its file's name in words where it has none."""
    return _title_at(notebook, notebook.stat().st_mtime_ns)


@lru_cache(maxsize=256)  # one entry for each saved version: every page lists every lesson
def _title_at(notebook: Path, saved_at: int) -> str:
    try:
        cells = json.loads(notebook.read_text(encoding="utf-8"))["cells"]
        prose = ("".join(cell["source"]) for cell in cells if cell["cell_type"] == "markdown")
        found = next((match for text in prose if (match := HEADING.search(text))), None)
    except (OSError, ValueError, KeyError, TypeError):  # being saved just now, or no notebook
        found = None
    if found:
        return re.sub(r"[*_`]", "", found.group(1))
    words = LEADING_NUMBER.sub("", notebook.stem).replace("_", " ").replace("-", " ").strip()
    return words[:1].upper() + words[1:]


def lessons_in(folder: Path, below: str = "") -> list[dict[str, str]]:
    """The lessons of one folder, in order, each with its title and its path for an address."""
    return [
        {"title": lesson_title(notebook), "path": f"{below}{notebook.name}"}
        for notebook in sorted(folder.glob("*.ipynb"))
    ]


def folders_in(folder: Path, below: str = "") -> list[dict[str, str]]:
    """The folders of further lessons, such as those in another language."""
    return [
        {"title": inside.name, "path": f"{below}{inside.name}"}
        for inside in sorted(folder.iterdir())
        if inside.is_dir() and not inside.name.startswith(".") and any(inside.glob("*.ipynb"))
    ]


def add_lessons(page_config: dict[str, Any], **page: Any) -> dict[str, Any]:
    """Voila's hook for each page: lists the lessons beside the one that is shown, for links."""
    root = Path(page["settings"]["contents_manager"].root_dir)
    shown = Path(page["notebook_path"].strip("/"))
    is_lesson = shown.suffix == ".ipynb"
    inside = shown.parent if is_lesson else shown
    below = "" if inside == Path() else f"{inside.as_posix()}/"
    folder = root / inside
    if not folder.is_dir():
        return page_config  # Voila itself answers that there is no such page
    lessons = lessons_in(folder, below)
    paths = [lesson["path"] for lesson in lessons]
    here = paths.index(shown.as_posix()) if shown.as_posix() in paths else None
    page_config["crampkit"] = {
        "lessons": lessons,
        "folders": folders_in(folder, below),
        "below": below.rstrip("/"),
        "title": lessons[here]["title"] if here is not None else None,
        "previous": lessons[here - 1] if here else None,
        "next": lessons[here + 1] if here is not None and here + 1 < len(lessons) else None,
    }
    return page_config


def hand_out_cookie(handler: Any, notebook: Any, cwd: str) -> None:
    """Voila's hook before a kernel starts: sets the cookie that a closing page must show.

    Without it, Voila refuses the page's request to end its kernel, and 100 MB stay in use.
    """
    handler.xsrf_token  # noqa: B018 - reading it is what sets it
