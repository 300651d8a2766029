"""`crampkit export paper DIR`: what a class does on paper, as pages to print and as PDF."""

from __future__ import annotations

import argparse
import re
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from crampkit.catalogue import Catalogue, load
from crampkit.catalogue.unfinished import finished
from crampkit.data import data_directory, nearest, quoted, replace_file, tame
from crampkit.views.kit.markup import Html, tag
from crampkit.views.paper.run_sheet import on_your_phone
from crampkit.views.paper.sheet import SIZES, Print
from crampkit.views.paper.sheets import NOWHERE, LessonOnPaper, files, sheets_of
from crampkit.words import Words, words_of

LIST = "sheets.txt"
"""Lists what was put into a folder, so that what is no longer made can be taken out of it."""


def add_to(exported: Any) -> None:
    """Add it to the things that are exported."""
    parser = exported.add_parser(
        "paper", help="sheets for a class: role-plays, quizzes, run sheets"
    )
    parser.description = (
        "Makes sheets to print: run sheets, letter cards, worksheets, quizzes, illness scripts and "
        "cases as role-plays, each key apart. Begin at its index.html. "
        "Example: crampkit export paper sheets --lesson 10"
    )
    parser.add_argument(
        "folder", metavar="DIR", help="a folder that is new, empty, or has sheets in it"
    )
    parser.add_argument(
        "--lesson",
        action="append",
        default=[],
        metavar="LESSON",
        help="the sheets of this lesson alone: its name, or how it alone begins; may be given again",
    )
    parser.add_argument("--paper", choices=SIZES, default=SIZES[0], help="the size of the paper")
    parser.add_argument("--large", action="store_true", help="large letters, for all to read")
    parser.add_argument(
        "--pdf",
        action="store_true",
        help="each sheet also as PDF, by the Chromium, Chrome or Edge that is found here",
    )
    parser.add_argument(
        "--at",
        metavar="ADDRESS",
        default="",
        help="where your pages are (https://...): each run sheet shows its own address there, also "
        "as a QR code for your phone",
    )
    parser.add_argument("--data", metavar="DIR", help="the folder with the CSV files")
    parser.add_argument("--language", metavar="CODE", help="the language of the interface")
    parser.add_argument(
        "--notebooks", metavar="DIR", help="the folder with the lessons (crampkit's own)"
    )
    parser.set_defaults(run=run)


def run(chosen: argparse.Namespace) -> int:
    """Make the sheets; returns the exit code."""
    from crampkit.commands import printing  # Not at the top: no other command needs it.
    from crampkit.hosts.pages.build import own_notebooks
    from crampkit.hosts.pages.lessons import BuildError

    folder = Path(chosen.folder)
    data = Path(chosen.data) if chosen.data else data_directory()
    catalogue = finished(load(data, chosen.language))
    try:
        words = words_of(catalogue)
        every = lessons_in(Path(chosen.notebooks) if chosen.notebooks else own_notebooks(), words)
        lessons = named(chosen.lesson, every)
        made = sheets(
            catalogue,
            lessons,
            words,
            Print(chosen.paper, chosen.large),
            everything=not chosen.lesson,
            on_a_phone=on_a_phone(chosen.at, lessons, words) if chosen.at else {},
        )
        write(folder, made)
    except (BuildError, PaperError) as error:
        print(tame(f"crampkit: {error}"), file=sys.stderr)
        return 1
    print(tame(f"{len(made)} files in {folder}. Begin at index.html."))
    return printing.print_all(folder, list(made)) if chosen.pdf else 0


class PaperError(Exception):
    """The sheets cannot be made, or not put there; says what to do."""


def lessons_in(notebooks: Path, words: Words) -> tuple[LessonOnPaper, ...]:
    """The lessons of a folder with notebooks, whose titles are in English as they are."""
    from crampkit.hosts.pages.lessons import lesson_file, lesson_id

    found = [lesson_file(path) for path in sorted(notebooks.glob("*.ipynb"))]
    return tuple(
        LessonOnPaper(one.name, words.in_own_language(one.title), lesson_id(one)) for one in found
    )


def named(wanted: Sequence[str], lessons: Sequence[LessonOnPaper]) -> list[LessonOnPaper]:
    """The lessons of these names, ids or beginnings in the order of the lessons; all where none is named.

    Raises `PaperError` where one means no lesson, or more than one.
    """
    if not wanted:
        return list(lessons)
    found = set()
    for name in wanted:
        meant = [one for one in lessons if name in (one.page, one.lesson_id)]
        meant = meant or [one for one in lessons if one.page.startswith(name)]
        if len(meant) != 1:
            pages = [one.page for one in lessons]
            problem = "more than one lesson begins with" if meant else "there is no lesson"
            raise PaperError(
                f"{problem} {quoted(name)}{nearest(name, pages)}; there are {', '.join(pages)}"
            )
        found.add(meant[0])
    return [one for one in lessons if one in found]


def sheets(
    catalogue: Catalogue,
    lessons: Sequence[LessonOnPaper],
    words: Words,
    how: Print,
    everything: bool = True,
    on_a_phone: Mapping[str, Html] = NOWHERE,
) -> Mapping[str, bytes]:
    """Every file by its name; the same input gives the same bytes."""
    made = sheets_of(catalogue, lessons, words, everything, on_a_phone)
    written = files(catalogue, made, look(), how, words)
    return {name: page.encode("utf-8") for name, page in written.items()}


def on_a_phone(at: str, lessons: Sequence[LessonOnPaper], words: Words) -> dict[str, Html]:
    """The way to the run sheet of each lesson where the pages are: its address, and a QR code of it.

    Raises `PaperError` where the address is none of the web.
    """
    from crampkit.hosts.pages.share import drawn_code  # Without an address nobody needs it.

    if not re.fullmatch(r"https?://[^\s<>\"]+", at):
        raise PaperError(f"{quoted(at)} is no address of the web; write https://...")
    found = {}
    for one in lessons:
        address = f"{at.rstrip('/')}/trainer/{one.page}.html"
        found[one.page] = on_your_phone(address, Html(drawn_code(address)), words)
    return found


def look() -> Html:
    """The styles inside each page, so that one sheet alone can be sent on."""
    from crampkit.front import sheet

    return tag("style", Html(_short(f"{sheet('tokens')}\n{sheet('paper')}")))


def _short(styles: str) -> str:
    """The styles without comments and without the room between rules."""
    return re.sub(r"\s+", " ", re.sub(r"/\*.*?\*/", "", styles, flags=re.DOTALL)).strip()


def write(folder: Path, made: Mapping[str, bytes]) -> None:
    """Put sheets into a folder that is new, empty, or has sheets in it.

    Raises `PaperError` where something else lies in it: nothing of anybody's is overwritten.
    """
    there = [path for path in folder.rglob("*") if path.is_file()] if folder.is_dir() else []
    listed = folder / LIST
    before = set(listed.read_text("utf-8").split("\n")) if listed.is_file() else set()
    others = [
        path
        for path in there
        if path != listed and path.relative_to(folder).with_suffix(".html").as_posix() not in before
    ]
    if others or (folder.exists() and not folder.is_dir()):
        raise PaperError(
            f"{folder} has other things in it ({others[0].name if others else 'it is a file'}); "
            "name a folder that is new, empty, or has sheets in it"
        )
    for name in before - set(made) - {""}:
        for old in (folder / name, (folder / name).with_suffix(".pdf")):
            old.unlink(missing_ok=True)
    for name, content in {LIST: "\n".join(made).encode("utf-8"), **made}.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        replace_file(folder / name, content)
