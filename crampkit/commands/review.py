"""`crampkit review`: a form for whoever reviews the tables, and what becomes of the answers."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from crampkit.commands.options import add_data

FORM = "review.html"


def add_to(commands: Any) -> None:
    """Add the command to the others."""
    parser = commands.add_parser(
        "review",
        help="a form for a clinician who reviews the tables; answers side by side",
        description="Writes a form for a reviewer, one file that opens in any browser without a network: "
        "one number, danger, advice or question a screen, without what the tables say. Each reviewer "
        "saves her answers as a file. Example: crampkit review forms, then crampkit review --compare "
        "first.json second.json",
    )
    parser.add_argument(
        "directory",
        nargs="?",
        type=Path,
        metavar="DIR",
        help="where the form is written (this folder, when none is named)",
    )
    parser.add_argument(
        "--compare",
        nargs="+",
        type=Path,
        metavar="FILE",
        help="lay the files of reviewers side by side: where they differ, and where all lie outside of ours",
    )
    parser.add_argument(
        "--write",
        action="store_true",
        help="with --compare: ask row by row whether the range, the names and the date go into the tables",
    )
    parser.add_argument(
        "--all", action="store_true", help="with --compare: list also where they agree with us"
    )
    add_data(parser)
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    if arguments.compare:
        return _compare(arguments)
    if arguments.write or arguments.all:
        print("crampkit: name the files of the reviewers: --compare FILE FILE", file=sys.stderr)
        return 2
    return _write_form(arguments.directory or Path(), _tables(arguments))


def _tables(arguments: argparse.Namespace) -> Path | None:
    return Path(arguments.data) if arguments.data else None


def _write_form(folder: Path, data: Path | None) -> int:
    from crampkit.catalogue import load
    from crampkit.data import replace_file
    from crampkit.front import FOLDER, sheet, tokens_without_script
    from crampkit.practice.reviewing import items
    from crampkit.views.practice.review_form import page
    from crampkit.words import words_of

    catalogue = load(data)
    every = items(catalogue)
    entry = catalogue.local.get("data_version")
    styles = "\n".join([tokens_without_script(), sheet("kit"), sheet("review")])
    script = (FOLDER / "review.js").read_text(encoding="utf-8")
    form = page(every, words_of(catalogue), entry.value if entry else "", script, styles)
    folder.mkdir(parents=True, exist_ok=True)
    replace_file(folder / FORM, form.encode("utf-8"))
    print(f"{folder / FORM}: {len(every)} items. Send it to each reviewer; it needs no network.")
    return 0


# ------------------------------------------------------------------------------ what was answered


def _compare(arguments: argparse.Namespace) -> int:
    from crampkit.catalogue import load
    from crampkit.data import tame
    from crampkit.practice.reviewed import ReviewError, beside, read_review
    from crampkit.practice.reviewing import items

    catalogue = load(arguments.data)
    every = items(catalogue)
    try:
        reviewers = [read_review(path, every) for path in arguments.compare]
    except ReviewError as error:
        print(tame(f"crampkit: {error}"), file=sys.stderr)
        return 1
    names = [reviewer.name for reviewer in reviewers]
    for name in sorted({name for name in names if names.count(name) > 1}):
        said = f"{names.count(name)} files are by {name!r}: one name counts as one reviewer"
        print(tame(f"crampkit: {said}; two people need two names"), file=sys.stderr)
    found = beside(every, reviewers)
    for reviewer in reviewers:
        stale = f"; {len(reviewer.stale)} read otherwise now" if reviewer.stale else ""
        print(tame(f"{reviewer.name}, {reviewer.day}: {len(reviewer.answers)} answered{stale}"))
    to_tell = [one for one in found if arguments.all or one.differ or one.outside]
    for one in to_tell:
        print("\n".join(["", *_told(one, names)]))
    differ, outside = (sum(getattr(one, name) for one in found) for name in ("differ", "outside"))
    print(
        f"\n{len(found)} items answered: they differ in {differ}; in {outside} all lie outside of ours."
    )
    if arguments.write:
        return _write(_tables(arguments), catalogue, reviewers, found, _yes)
    return 0


def _told(one: Any, names: Sequence[str]) -> list[str]:
    from crampkit.data import tame
    from crampkit.practice.reviewed import more_urgent

    item = one.item
    marks = [
        text
        for held, text in ((one.differ, "THEY DIFFER"), (one.outside, "ALL OUTSIDE OURS"))
        if held
    ]
    lines = [f"{item.item_id}  {'  '.join(marks)}".rstrip(), f"  {', '.join(item.gaps.values())}"]
    low_high = (
        f" ({item.low:g} to {item.high:g})"
        if item.low is not None and item.high is not None
        else ""
    )
    lines.append(f"  ours: {item.ours}{low_high}")
    for name, answer in zip(names, one.answers, strict=True):
        if answer:
            faster = "  MORE URGENT THAN OURS" if more_urgent(item, answer) else ""
            lines.append(f"  {name}: {_said(answer)}{faster}")
    return [tame(line) for line in lines]


def _said(answer: Any) -> str:
    from crampkit.practice.reviewed import range_of

    parts = [";".join(answer.chosen)] if answer.chosen else []
    if answer.number is not None:
        low, high = range_of(answer)
        parts.append(f"{answer.number:g} ({low:g} to {high:g})")
    return "  ".join([*parts, *([f'"{answer.comment}"'] if answer.comment else [])])


def _yes(question: str) -> bool:
    try:
        return input(f"{question} [y/N] ").strip().lower() in ("y", "yes")
    except EOFError:  # Nobody is there to say yes.
        return False


def _write(
    data: Path | None,
    catalogue: Any,
    reviewers: Sequence[Any],
    found: Iterable[Any],
    ask: Callable[[str], bool],
) -> int:
    """Put ranges, names and dates into the tables, each row as somebody says yes; at the end all or none."""
    from crampkit.catalogue.files import FILES
    from crampkit.data import data_directory, replace_files, tame, with_cells, with_rows
    from crampkit.practice.reviewed import ReviewError, spread

    folder = data or data_directory()
    changes: dict[str, dict[tuple[str, ...], dict[str, str]]] = {}
    reviews: dict[str, dict[str, str]] = {}
    for one in found:
        item = one.item
        given = [
            (who, answer) for who, answer in zip(reviewers, one.answers, strict=True)
            if answer and (answer.chosen or answer.number is not None)
        ]  # fmt: skip
        if not given:
            continue
        print("\n".join(["", *_told(one, [who.name for who in reviewers])]))
        try:
            ends = spread(item, one.answers)
        except ReviewError as error:
            print(tame(f"  not written: {error}"))
            continue
        told = f"low = {ends[0]:g}, high = {ends[1]:g}, and" if ends else "that"
        if not ask(f"  Write {told} it was reviewed?"):
            continue
        if ends:
            row = {"low": f"{ends[0]:g}", "high": f"{ends[1]:g}"}
            changes.setdefault(item.table, {})[item.key] = row
        reviews[item.item_id] = {
            "item_id": item.item_id,
            "as_read": item.as_read,
            "reviewed_by": "; ".join(dict.fromkeys(who.name for who, _ in given)),
            "reviewed_on": max(who.day for who, _ in given),
            "note": " ".join(answer.comment for _, answer in given if answer.comment),
        }
    if not reviews:
        print("\nNothing was written.")
        return 0
    files = {
        file: with_cells((folder / file).read_bytes(), FILES[file].key, rows)
        for file, rows in changes.items()
    }
    files["reviews.csv"] = _with_reviews(folder, catalogue.reviews, reviews, with_cells, with_rows)
    if wrong := _refused(folder, files):
        print("\n".join(["", "Nothing was written:", *map(tame, wrong)]), file=sys.stderr)
        return 1
    replace_files(folder, files)
    print(f"\n{len(reviews)} rows reviewed, written into {folder}.")
    return 0


def _with_reviews(
    folder: Path,
    there: Mapping[str, Any],
    reviews: Mapping[str, Mapping[str, str]],
    with_cells: Callable[..., bytes],
    with_rows: Callable[..., bytes],
) -> bytes:
    was = (folder / "reviews.csv").read_bytes()
    again = {(one,): dict(row) for one, row in reviews.items() if one in there}
    return with_rows(
        with_cells(was, ("item_id",), again),
        [row for one, row in reviews.items() if one not in there],
    )


def _refused(folder: Path, files: Mapping[str, bytes]) -> list[str]:
    """What the checks say of the folder with these files in it."""
    import shutil
    import tempfile

    from crampkit.catalogue import problems

    with tempfile.TemporaryDirectory(prefix="crampkit-") as passing:
        copy = Path(passing) / "data"
        shutil.copytree(folder, copy)
        for file, content in files.items():
            (copy / file).write_bytes(content)
        return [str(one) for one in problems(copy)]
