"""`crampkit class-report`: what a class got right and wrong, from the files it handed in."""

from __future__ import annotations

import argparse
import os
import stat
import sys
from collections.abc import Collection, Iterator, Sequence
from pathlib import Path
from typing import Any

from crampkit.catalogue import load
from crampkit.commands.options import add_data, add_language
from crampkit.data import replace_file, tame
from crampkit.practice.handed_in import (
    LARGEST_CLASS,
    LARGEST_FILE,
    MOST_FILES,
    NotReadError,
    read_handed_in,
)
from crampkit.practice.journal import Entry
from crampkit.views.practice.class_report import refusal
from crampkit.words import words_of

DEEPEST = 3
"""A school's platform packs what each learner handed in into a folder of its own, or into two; a folder
that lies deeper is refused by its name, as a file is."""
USUAL = "class_report.html"


def add_to(commands: Any) -> None:
    """Add the command to the command line."""
    parser = commands.add_parser(
        "class-report",
        help="what a class got right and wrong, from the files it handed in",
        description="Reads the answers that learners saved (My progress, Save for your trainer) or handed in "
        "(crampkit share --collect) and writes a page and a table: what most are sure of and wrong about, "
        "dangers missed, safety questions not asked. No names; what fewer than five answered is hidden. "
        "Example: crampkit class-report handed-in",
    )
    parser.add_argument("folder", metavar="FOLDER", help="the folder with the files of one class")
    parser.add_argument(
        "--output",
        metavar="FILE",
        default=USUAL,
        help=f"the page that is made, or replaced as a whole; the table lies beside it ({USUAL})",
    )
    add_data(parser)
    add_language(parser)
    parser.set_defaults(run=run)


def run(chosen: argparse.Namespace) -> int:
    """Read the folder, say which files were refused and why, and write the report."""
    from crampkit.hosts.pages.class_page import class_page
    from crampkit.practice.class_report import class_report
    from crampkit.practice.class_table import class_table

    folder, page = Path(chosen.folder), Path(chosen.output)
    if not folder.is_dir():
        raise NotADirectoryError(0, "there is no such folder", str(folder))
    table = page.with_suffix(".csv")
    if table == page:
        raise OSError(0, "name a file for the page; the table lies beside it as .csv", str(page))
    catalogue = load(chosen.data, chosen.language)
    words = words_of(catalogue)
    read, refused = read_folder(folder, {page.resolve(), table.resolve()})
    for name, error in refused:
        print(tame(f"{name}: {refusal(error, words)} {error.problem}".strip()), file=sys.stderr)
    if not read:
        print(tame(f"crampkit: in {folder} no file could be read."), file=sys.stderr)
        return 1
    found = class_report(catalogue, read)
    told = [refusal(error, words) for _, error in refused]
    replace_file(page, class_page(catalogue, found, told, words).encode("utf-8"))
    replace_file(table, class_table(catalogue, found).encode("utf-8-sig"))
    print(tame(f"{found.learners} learners, in {page} and {table}."))
    return 0


def read_folder(
    folder: Path, but_for: Collection[Path] = ()
) -> tuple[list[Sequence[Entry]], list[tuple[str, NotReadError]]]:
    """The answers of each file of a folder and those below it, and the files that were refused, by name.

    Hidden files are passed over: a system puts them there.
    """
    read: list[Sequence[Entry]] = []
    refused: list[tuple[str, NotReadError]] = []
    come = 0
    for number, path in enumerate(_files_of(folder, DEEPEST)):
        name = path.relative_to(folder).as_posix()
        if number >= MOST_FILES:
            refused.append((name, NotReadError("too_many_files", most=MOST_FILES)))
            break
        if not path.is_symlink() and path.resolve() in but_for:
            continue
        try:
            content = _content(path)
            come += len(content)
            if come > LARGEST_CLASS:
                refused.append((name, NotReadError("too_much", most=LARGEST_CLASS // 1_000_000)))
                break
            read.append(read_handed_in(content))
        except NotReadError as error:
            refused.append((name, error))
    return read, refused


def _files_of(folder: Path, depth: int) -> Iterator[Path]:
    """What lies in a folder and those below it, by name; a link to a folder is not followed.

    A folder that is too deep, or cannot be looked into, comes as itself.
    """
    try:
        with os.scandir(folder) as there:
            entries = sorted(there, key=lambda entry: entry.name)
    except OSError:
        if depth == DEEPEST:
            raise
        yield folder
        return
    for entry in entries:
        if entry.name.startswith("."):
            continue
        if entry.is_dir(follow_symlinks=False):
            if depth > 1:
                yield from _files_of(Path(entry.path), depth - 1)
            else:
                yield Path(entry.path)
        else:
            yield Path(entry.path)


def _content(path: Path) -> bytes:
    """What a file holds, at most one byte more than is allowed; no pipe is waited for, no link followed."""
    if path.is_symlink():
        raise NotReadError("link")
    if path.is_dir():
        raise NotReadError("folder")
    flags = os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0)
    try:
        number = os.open(path, flags | getattr(os, "O_BINARY", 0))
    except OSError:
        raise NotReadError("no_file") from None
    with os.fdopen(number, "rb") as file:
        if not stat.S_ISREG(os.fstat(file.fileno()).st_mode):
            raise NotReadError("no_file")
        try:
            return file.read(LARGEST_FILE + 1)
        except OSError:
            raise NotReadError("no_file") from None
