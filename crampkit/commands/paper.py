"""`crampkit export paper DIR`: what a class does on paper, as pages to print and as PDF."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import Any

from crampkit.commands.options import add_data, add_language, add_notebooks
from crampkit.data import data_directory, tame

SIZES = ("a4", "letter")
"""The sizes of paper; more is not asked of the views before anything is to be printed."""


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
    add_data(parser)
    add_language(parser)
    add_notebooks(parser)
    parser.set_defaults(run=run)


def run(chosen: argparse.Namespace) -> int:
    """Make the sheets; returns the exit code."""
    # Not at the top: `rank` must not wait for what only this command needs.
    from crampkit.catalogue import load
    from crampkit.catalogue.unfinished import finished
    from crampkit.commands import making_sheets as making
    from crampkit.commands import printing
    from crampkit.hosts.pages.build import own_notebooks
    from crampkit.hosts.pages.lessons import BuildError
    from crampkit.views.paper.sheet import Print
    from crampkit.words import words_of

    folder = Path(chosen.folder)
    data = Path(chosen.data) if chosen.data else data_directory()
    catalogue = finished(load(data, chosen.language))
    try:
        words = words_of(catalogue)
        every = making.lessons_in(
            Path(chosen.notebooks) if chosen.notebooks else own_notebooks(), words
        )
        lessons = making.named(chosen.lesson, every)
        made = making.sheets(
            catalogue,
            lessons,
            words,
            Print(chosen.paper, chosen.large),
            everything=not chosen.lesson,
            on_a_phone=making.on_a_phone(chosen.at, lessons, words) if chosen.at else {},
        )
        making.write(folder, made)
    except (BuildError, making.PaperError) as error:
        print(tame(f"crampkit: {error}"), file=sys.stderr)
        return 1
    print(tame(f"{len(made)} files in {folder}. Begin at index.html."))
    return printing.print_all(folder, list(made)) if chosen.pdf else 0
