"""`crampkit present`: a lesson before a class, a step at a time, in large letters."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import Any

from crampkit.commands.options import add_language


def add_to(commands: Any) -> None:
    """Add the command to the others."""
    parser = commands.add_parser(
        "present",
        help="show a lesson to a class: a step at a time, for a clicker",
        description="Makes the pages of the lessons and opens one of them for a projector. A clicker or "
        "the arrow keys step; nothing is written into a journal. Example: crampkit present 10",
    )
    parser.add_argument(
        "lesson",
        nargs="?",
        metavar="LESSON",
        help="its file, or how that begins (when none is named: the first one)",
    )
    parser.add_argument(
        "--no-browser", action="store_true", help="print the address; open no browser"
    )
    parser.add_argument("--port", type=int, metavar="N", help="the port to use on this machine")
    parser.add_argument("--folder", metavar="DIR", help="where the notebooks are")
    add_language(parser)
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    from crampkit.open import lessons_folder, open_pages

    folder = Path(arguments.folder) if arguments.folder else None
    try:
        lessons = lessons_folder(folder, learn=True)
        first = presented(lessons, arguments.lesson)
    except OSError as error:
        print(error, file=sys.stderr)
        return 1
    return open_pages(lessons, not arguments.no_browser, arguments.port, first, arguments.language)


def presented(lessons: Path, lesson: str | None) -> str:
    """The path in the address of a lesson before a class. Raises `OSError` where there is no such lesson."""
    from crampkit.hosts.pages.page import PRESENT
    from crampkit.open import first_page

    wanted = lesson or min((path.name for path in lessons.glob("*.ipynb")), default="")
    return f"{first_page(lessons, wanted, learn=True)}?{PRESENT}"
