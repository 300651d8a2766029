"""What several commands ask for: the name of a file or folder, the tables, the language, the lessons."""

from __future__ import annotations

import argparse


def named_path(written: str) -> str:
    """The name of a file or folder, as it was written.

    >>> named_path("site")
    'site'
    """
    if not written:
        raise argparse.ArgumentTypeError("the name is empty; write the file or folder")
    if "\0" in written:
        raise argparse.ArgumentTypeError("no name of a file or folder holds a NUL; write it again")
    return written


def add_data(parser: argparse.ArgumentParser) -> None:
    """`--data`: the folder of tables."""
    parser.add_argument(
        "--data", type=named_path, metavar="DIR", help="the folder with the CSV files"
    )


def add_language(parser: argparse.ArgumentParser) -> None:
    """`--language`: that of the interface."""
    parser.add_argument(
        "--language",
        metavar="CODE",
        help="the language of the interface, whose words are in text/CODE.csv beside the tables "
        "(when none is named_path: what CRAMPKIT_LANGUAGE says, else en)",
    )


def add_notebooks(parser: argparse.ArgumentParser) -> None:
    """`--notebooks`: the folder of lessons."""
    parser.add_argument(
        "--notebooks",
        type=named_path,
        metavar="DIR",
        help="the folder with the lessons (when none is named_path: crampkit's own)",
    )
