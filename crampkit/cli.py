"""The command line: `crampkit open | present | check | rank | share | export`, and others; see `--help`."""

from __future__ import annotations

import argparse
import difflib
import io
import json
import math
import os
import re
import sys
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from datetime import date
from pathlib import Path
from typing import Any, TextIO

from crampkit.catalogue import FILES, PLACES, SOMETHING_ELSE, Catalogue, CatalogueError, load, read
from crampkit.catalogue.unfinished import finished, waits
from crampkit.commands import class_report, present, review
from crampkit.commands.options import add_data, add_language, add_notebooks, named_path
from crampkit.data import (
    Problem,
    choices,
    data_directory,
    instead,
    nearest,
    own_directory,
    quoted,
    replace_file,
    replace_files,
    shown,
    tame,
    with_rows,
)
from crampkit.languages import OWN
from crampkit.reasoning import (
    BY_FIT,
    AnswerError,
    Differential,
    NextQuestion,
    differential,
    flags_to_refer,
    look_alikes_among,
    next_question,
)
from crampkit.views.explorer.ranking import verdict
from crampkit.views.explorer.safety import aged
from crampkit.views.kit.labels import fit_words
from crampkit.words import words_of


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; returns its exit code."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            # A letter that this terminal cannot write must not end the list of problems.
            stream.reconfigure(errors="backslashreplace")
    if sys.stderr is None:  # Closed by whoever started us; print would then write to the output.
        sys.stderr = io.StringIO()
    parser = _parser()
    chosen = parser.parse_args(arguments)
    try:
        code: int = chosen.run(chosen)
        if sys.stdout is not None:
            sys.stdout.flush()
    except CatalogueError as error:
        print(error, file=sys.stderr)
        return 1
    except KeyboardInterrupt:  # She has seen enough. A shell expects this code of what was stopped.
        return 130
    except BrokenPipeError:
        # Whoever read our output has had enough (`crampkit rank ... | head`).
        _drop_output()
        return 0
    except OSError as error:  # A full disk, a closed input: nothing in these lines is to be mended.
        _drop_output()
        reason = error.strerror or error
        place = f"{error.filename}: " if error.filename else ""
        _tell(f"crampkit: {place}{reason}")
        return 1
    return code


def _tell(text: str) -> None:
    """One line for whoever ran the command, beside the output; no word of it rules her terminal."""
    print(tame(text), file=sys.stderr)


def _drop_output() -> None:
    """What is left of the output goes nowhere: Python would try once more at its end, and complain."""
    with suppress(OSError, ValueError, AttributeError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _output() -> TextIO:
    """Standard output. Raises `OSError` where it is closed."""
    if sys.stdout is None:
        raise OSError("standard output is closed; there is nowhere to write the answer")
    return sys.stdout


def _parser() -> argparse.ArgumentParser:
    from crampkit import open as opening  # Not at the top: `rank` must not wait for its imports.
    from crampkit.commands import paper

    parser = argparse.ArgumentParser(
        prog="crampkit",
        description="Which cause fits, and when to refer: lessons that are made from tables. "
        "They teach; they never diagnose a patient.",
        epilog="Each command has a help of its own: crampkit check --help",
    )
    commands = parser.add_subparsers(title="commands", required=True, metavar="COMMAND")

    opened = commands.add_parser("open", help="open the lessons in JupyterLab, or as pages")
    opening.add_arguments(opened)
    add_language(opened)
    opened.set_defaults(run=opening.run)

    present.add_to(commands)

    check = commands.add_parser(
        "check",
        help="read the CSV files and name every problem",
        description="Reads the CSV files and names every problem: its file, row and column, and what "
        "is allowed there. A WARNING may be what you meant. Example: crampkit check my-data",
    )
    check.add_argument(
        "directory",
        nargs="?",
        type=named_path,
        metavar="DIR",
        help="the folder with the CSV files (when none is named: those that crampkit uses)",
    )
    check.add_argument(
        "--against",
        type=named_path,
        metavar="DIR",
        help="also list every row that differs from the tables in another folder, or from the "
        "'shipped' ones",
    )
    check.set_defaults(run=_check)

    _add_new(commands)

    rank = commands.add_parser(
        "rank",
        help="rank the causes for findings, or for many cases at once",
        description="Ranks the causes for what was found. The ids stand in the first columns of "
        "findings.csv and red_flags.csv. "
        "Example: crampkit rank --present mainly_night --absent visible_varicose",
    )
    rank.add_argument(
        "--present", action="append", default=[], metavar="IDS", help="findings present: a,b"
    )
    rank.add_argument(
        "--absent", action="append", default=[], metavar="IDS", help="findings absent: c,d"
    )
    rank.add_argument(
        "--flag", action="append", default=[], metavar="ID", help="a red flag present"
    )
    rank.add_argument(
        "--flag-absent",
        action="append",
        default=[],
        metavar="ID",
        help="a red flag that was looked for and is not there: it ends the asking for that look, "
        "and never a flag that the findings raise",
    )
    rank.add_argument(
        "--safety-check",
        choices=("done", "not_done"),
        help="done: every question of the safety check was asked, and answered 'none of these' but "
        "for the flags named. That is no look: where the findings ask for one they still do, "
        "until --flag or --flag-absent answers it. not_done (the default): no cause is announced",
    )
    form = rank.add_mutually_exclusive_group()
    form.add_argument("--json", action="store_true", help="one JSON object instead of text")
    form.add_argument(
        "--jsonl", action="store_true", help="cases from standard input, one JSON object a line"
    )
    add_data(rank)
    rank.set_defaults(run=_rank)

    class_report.add_to(commands)
    review.add_to(commands)

    share = commands.add_parser(
        "share",
        help="let the phones in the room read the pages",
        description="Serves a folder of pages to the network that this computer is in, read only, once "
        "you have said yes. Shows the address, and a QR code of it.",
    )
    share.add_argument(
        "directory",
        nargs="?",
        type=named_path,
        metavar="DIR",
        help="the folder with the pages (when none is named: they are made)",
    )
    share.add_argument("--address", metavar="ADDRESS", help="which of this computer's addresses")
    share.add_argument("--port", type=opening.port_number, metavar="N", help="the port to use")
    share.add_argument("--yes", action="store_true", help="do not ask")
    share.add_argument(
        "--collect",
        type=named_path,
        metavar="FOLDER",
        help="let learners hand in their answers, which are kept there; for: crampkit class-report",
    )
    share.add_argument("--no-qr", action="store_true", help="show the address in letters alone")
    share.add_argument(
        "--no-browser", action="store_true", help="do not open the page for the projector"
    )
    add_language(share)
    share.set_defaults(run=_share)

    export = commands.add_parser("export", help="write questions and lessons for other programs")
    exported = export.add_subparsers(title="what", required=True, metavar="WHAT")
    _add_export_questions(exported.add_parser("questions", help="for jupyterquiz or Moodle"))
    _add_export_scorm(
        exported.add_parser("scorm", help="a lesson as a package for a learning platform")
    )
    _add_export_pages(exported.add_parser("pages", help="the lessons as pages for any browser"))
    paper.add_to(exported)
    _add_export_single(exported.add_parser("single", help="the lessons in one file, for a stick"))
    taken = commands.add_parser("import", help="add questions from other programs to the tables")
    imported = taken.add_subparsers(title="what", required=True, metavar="WHAT")
    _add_import_questions(imported.add_parser("questions", help="from a file of jupyterquiz"))

    # The names of version 0.1, to go with the version after it. Without help, they are not listed.
    for old, add in (
        ("export-questions", _add_export_questions),
        ("import-questions", _add_import_questions),
    ):
        renamed = commands.add_parser(old)
        add(renamed)
        renamed.set_defaults(old_name=old)
    return parser


def _add_new(commands: Any) -> None:
    """The commands that begin something new in the tables, one for each recipe."""
    from crampkit import drafts

    def add(what: str, help_text: str, begin: Callable[..., drafts.Rows]) -> Any:
        parser = commands.add_parser(
            f"new-{what}",
            help=help_text,
            description=f"{help_text.capitalize()}: rows are added to the tables, all or none, in which "
            "TODO: stands wherever something is to be written, and says what. crampkit check lists what "
            "is left.",
        )
        parser.add_argument("id", metavar="ID", help="its id: small letters, digits and _")
        add_data(parser)
        parser.set_defaults(run=_new, what=what, begin=begin)
        return parser

    named = "the findings it is told by: a,b (those that are asked first)"
    lesson = add(
        "lesson",
        "begin a lesson on a cause, with its notebook",
        lambda catalogue, chosen: drafts.lesson(
            catalogue, chosen.id, chosen.look_alike, _ids(chosen.findings)
        ),
    )
    lesson.add_argument(
        "--look-alike", metavar="ID", default="", help="the cause that it is mistaken for"
    )
    lesson.add_argument("--findings", metavar="IDS", action="append", default=[], help=named)
    lesson.add_argument(
        "--like", metavar="LESSON", default="", help="the lesson that is its model (the fullest)"
    )
    lesson.add_argument(
        "--notebooks", type=named_path, metavar="DIR", help="the folder with the notebooks"
    )
    add(
        "cause",
        "begin a cause, with the findings it is told by",
        lambda catalogue, chosen: drafts.cause(catalogue, chosen.id, _ids(chosen.findings)),
    ).add_argument("--findings", metavar="IDS", action="append", default=[], help=named)
    add(
        "finding",
        "begin something that can be asked, seen or tested",
        lambda catalogue, chosen: drafts.finding(catalogue, chosen.id),
    )
    question = add(
        "question",
        "begin a question, with its options",
        lambda catalogue, chosen: drafts.question(
            catalogue, chosen.id, chosen.lesson, chosen.place
        ),
    )
    question.add_argument("--lesson", required=True, metavar="ID", help="the lesson that asks it")
    question.add_argument(
        "--place", choices=PLACES, default="check", help="where it is asked (check)"
    )
    add(
        "case",
        "begin a case, with what asking the woman reveals",
        lambda catalogue, chosen: drafts.case(catalogue, chosen.id),
    )
    add(
        "sign",
        "begin a danger sign, with what is said to ask for it",
        lambda catalogue, chosen: drafts.sign(catalogue, chosen.id, chosen.question),
    ).add_argument(
        "--question",
        required=True,
        metavar="ID",
        help="the part of the safety check that asks for it, an id of safety_questions.csv",
    )


def _notebooks(arguments: argparse.Namespace) -> Path | None:
    return Path(arguments.notebooks) if arguments.notebooks else None


def _add_export_pages(parser: argparse.ArgumentParser) -> None:
    parser.description = (
        "Makes a folder of pages in which every lesson runs in the reader's own browser. Put it on "
        "any web host, or show it to a room with: crampkit share. Example: crampkit export pages site"
    )
    parser.add_argument(
        "folder",
        type=named_path,
        metavar="DIR",
        help="a folder that is new, empty, or has pages in it",
    )
    add_data(parser)
    add_language(parser)
    add_notebooks(parser)
    parser.add_argument(
        "--with-single",
        action="store_true",
        help="beside the pages also all lessons in one file, for a stick (10 MB)",
    )
    parser.set_defaults(run=_export_pages)


def _export_pages(arguments: argparse.Namespace) -> int:
    from crampkit.hosts.pages import build

    if _refused_unfinished(arguments.data):
        return 1
    try:
        data = Path(arguments.data) if arguments.data else None
        files = build.made(
            _notebooks(arguments), data, _tell, arguments.with_single, arguments.language
        )
        build.write_pages(Path(arguments.folder), files)
    except build.PROBLEMS as error:
        _tell(f"crampkit: {error}")
        return 1
    size = sum(map(len, files.values())) / 1e6
    print(f"{len(files)} files, {size:.1f} MB, in {arguments.folder}. Begin at index.html.")
    return 0


def _add_export_single(parser: argparse.ArgumentParser) -> None:
    parser.description = (
        "Makes one file that opens from a disk or a stick in Chrome or Edge, with no server and no "
        "network. Example: crampkit export single 01"
    )
    parser.add_argument(
        "lesson",
        nargs="?",
        default="",
        metavar="LESSON",
        help="the name of a lesson, or how it alone begins; without it, all lessons",
    )
    parser.add_argument(
        "--output",
        type=named_path,
        metavar="FILE",
        help="a file that is made, or replaced as a whole",
    )
    add_data(parser)
    add_language(parser)
    add_notebooks(parser)
    parser.set_defaults(run=_export_single)


def _export_single(arguments: argparse.Namespace) -> int:
    from crampkit.hosts.pages import build

    if _refused_unfinished(arguments.data):
        return 1
    try:
        data = Path(arguments.data) if arguments.data else None
        name, content = build.made_single(
            arguments.lesson, data, _tell, _notebooks(arguments), arguments.language
        )
    except build.PROBLEMS as error:
        _tell(f"crampkit: {error}")
        return 1
    place = Path(arguments.output or name)
    try:
        replace_file(place, content)
    except OSError as error:
        _tell(f"crampkit: {place} cannot be written: {error.strerror or error}")
        return 1
    print(f"{len(content) / 1e6:.1f} MB, in {place}. Open it in Chrome or Edge.")
    return 0


def _add_export_questions(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "form",
        choices=("jupyterquiz", "gift", "moodle-xml"),
        help="moodle-xml and gift are forms that Moodle imports; the first has steps to put in order",
    )
    parser.add_argument("--lesson", metavar="ID", help="the questions of this lesson alone")
    parser.add_argument(
        "--output",
        type=named_path,
        metavar="FILE",
        help="write them there instead of printing them",
    )
    add_data(parser)
    parser.set_defaults(run=_export_questions, old_name="")


def _add_export_scorm(parser: argparse.ArgumentParser) -> None:
    parser.description = (
        "Writes lessons as packages for a learning platform (SCORM 1.2), each a file of its own. A "
        "lesson is complete when every question was committed; what was answered is not reported."
    )
    parser.add_argument(
        "lesson", nargs="?", metavar="LESSON", help="this lesson alone: 17_red_flags"
    )
    parser.add_argument(
        "--output", type=named_path, metavar="DIR", default=".", help="where to write them (here)"
    )
    add_data(parser)
    add_language(parser)
    add_notebooks(parser)
    parser.set_defaults(run=_export_scorm)


def _add_import_questions(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "file", type=named_path, metavar="FILE", help="the file of jupyterquiz, in JSON"
    )
    parser.add_argument(
        "--lesson",
        required=True,
        metavar="ID",
        help="the lesson that asks them, an id of lessons.csv",
    )
    parser.add_argument(
        "--place", choices=PLACES, default="check", help="where it asks them (check)"
    )
    parser.add_argument(
        "--source",
        required=True,
        metavar="ID",
        help="what they rest on, an id of sources.csv: EXPERT",
    )
    add_data(parser)
    parser.set_defaults(run=_import_questions, old_name="")


# ------------------------------------------------------------------------------ check


def _check(chosen: argparse.Namespace) -> int:
    from crampkit.catalogue.comparing import compared
    from crampkit.catalogue.hints import hints, local_numbers
    from crampkit.catalogue.loading import words_checked
    from crampkit.hosts.pages.named import named_in_vain

    folder = Path(chosen.directory) if chosen.directory else data_directory()
    catalogue, found = read(folder)
    wrong_words, missing_words = words_checked(folder)
    found += wrong_words
    for problem in found:
        print(problem)
    named = named_in_vain(folder, _notebooks_of(folder))
    for hint in (*hints(folder), *missing_words, *named):
        print(f"WARNING: {hint}")
    if catalogue:
        for warning in catalogue.warnings:
            print(f"WARNING, this set is a local edit: {warning}")
    waiting = _left_to_write(folder)
    if waiting:
        print(f"Left to write: {len(waiting)}")
        for one in waiting:
            print(f"  {one}")
    if numbers := local_numbers(folder):
        print("Numbers of your place. Is a zero lost, or a digit turned round?")
        for number in numbers:
            print(f"  {number}")
    if chosen.against:
        other = own_directory() if chosen.against == "shipped" else Path(chosen.against)
        for place in (folder, other):
            if not any(os.path.lexists(place / file) for file in FILES):
                _tell(f"crampkit check: nothing is compared; no table of a set lies in {place}")
                return 1
        print("\n".join(compared(folder, other)))
    if catalogue is None or found:
        print("1 problem found." if len(found) == 1 else f"{len(found)} problems found.")
        return 1
    print(
        f"Read {folder.name}/: {len(catalogue.causes)} causes, {len(catalogue.findings)} findings, "
        f"{len(catalogue.features)} pairs, {len(catalogue.flags)} flags, "
        f"{len(catalogue.rules)} flag rules, {len(catalogue.sources)} sources. {_end(len(waiting))}"
    )
    return 0


def _end(waiting: int) -> str:
    """How a check of a set that can be used ends."""
    if not waiting:
        return "No problem found."
    places = "1 place is" if waiting == 1 else f"{waiting} places are"
    return f"It can be used, and it is not finished: {places} left to write (listed above)."


def _left_to_write(folder: Path, notebooks: Path | None = None) -> list[Problem]:
    """What still says TODO: in the tables of a folder, and in the notebooks that go with it."""
    from crampkit.catalogue.hints import left_to_write
    from crampkit.drafts import notebook

    lessons = notebooks or _notebooks_of(folder)
    return [*left_to_write(folder), *notebook.left_to_write(lessons)]


def _notebooks_of(folder: Path) -> Path:
    """The notebooks beside the tables, or else those of this crampkit."""
    from crampkit.hosts.pages.build import own_notebooks

    beside = folder.resolve().parent / "notebooks"
    return beside if beside.is_dir() else own_notebooks()


def _refused_unfinished(data: str | None) -> bool:
    """Whether pages for learners are refused because something is not written yet; says what."""
    from crampkit.hosts.pages.build import own_notebooks

    waiting = _left_to_write(Path(data) if data else data_directory(), own_notebooks())
    if waiting:
        _tell(
            f"crampkit: {len(waiting)} places are not written yet, the first at {waiting[0]}. No page "
            "is made for learners before they are; crampkit check lists them, and crampkit open "
            "--learn shows you the lessons as they stand."
        )
    return bool(waiting)


# ------------------------------------------------------------------------------ new


def _new(chosen: argparse.Namespace) -> int:
    """Begin something new: its rows, and a lesson's notebook; all of it, or nothing."""
    from crampkit.drafts import DraftError

    folder = Path(chosen.data) if chosen.data else data_directory()
    catalogue = load(folder, OWN)
    begun: dict[Path, bytes] = {}
    try:
        rows = chosen.begin(catalogue, chosen)
        if chosen.what == "lesson":
            begun = _new_notebook(chosen, catalogue, folder, rows)
        for place, content in begun.items():
            replace_file(place, content)
        found: Sequence[object] = add_rows(folder, rows)
    except DraftError as error:
        found = [f"crampkit: {line}" for line in str(error).splitlines()]
    except OSError as error:
        found = [f"{error.filename or folder} cannot be written: {error.strerror}"]
    for told in found:
        _tell(str(told))
    if found:
        for place in begun:
            place.unlink(missing_ok=True)
        print("Nothing was added.", file=sys.stderr)
        return 1
    counted = ", ".join(f"{file} ({len(new)})" for file, new in rows.items())
    print(tame(f"Rows in {folder.name}/: {counted}."))
    for place in begun:
        print(tame(f"Its notebook: {place}."))
    print("Now run crampkit check: it lists what is left to write.")
    return 0


def _new_notebook(
    chosen: argparse.Namespace, catalogue: Catalogue, folder: Path, rows: Mapping[str, Any]
) -> dict[Path, bytes]:
    """The notebook of a new lesson by its place. Raises `DraftError` where it cannot be begun."""
    from crampkit.drafts import DraftError, notebook

    notebooks = Path(chosen.notebooks) if chosen.notebooks else _notebooks_of(folder)
    found = {
        lesson_id: path
        for lesson_id, path in notebook.models(notebooks).items()
        if lesson_id in catalogue.lessons and catalogue.lessons[lesson_id].cause_id
    }
    if not found:
        raise DraftError(f"no lesson on a cause is in {notebooks}; name a folder with --notebooks")
    like = chosen.like or notebook.fullest(found)
    if like not in found:
        raise DraftError(f"no notebook of a lesson {quoted(like)}{choices(like, found)}")
    told = [row["finding_id"] for row in rows.get("cause_features.csv", ())]
    told += [finding_id for cause_id, finding_id in catalogue.features if cause_id == chosen.id]
    title = chosen.id.replace("_", " ").capitalize()
    content = notebook.skeleton(
        found[like], chosen.id, title, told[0], catalogue.text["not_a_device"]
    )
    place = notebooks / notebook.free_name(found[like], chosen.id)
    # One with these very bytes was begun, and its rows were not: it is gone on with.
    if place.exists() and place.read_bytes() != content:
        raise DraftError(f"{place} is there already; move it away")
    return {place: content}


# ------------------------------------------------------------------------------ share


def _share(chosen: argparse.Namespace) -> int:
    # Not at the top: `rank` must not wait for them.
    from crampkit.hosts.pages import build
    from crampkit.hosts.pages.share import share

    if not chosen.directory and _refused_unfinished(None):
        return 1
    try:
        made = Path(chosen.directory) if chosen.directory else None
        folder = made or build.up_to_date(say=_tell, language=chosen.language)
    except build.PROBLEMS as error:
        _tell(f"crampkit: {error}")
        return 1
    words = None
    if not chosen.no_qr:
        try:
            words = words_of(load(language=chosen.language))
        except CatalogueError:  # The pages are made already, and a class is waiting.
            _tell(
                "crampkit: the tables have problems (crampkit check names them), so the address is "
                "shown without a QR code."
            )
    return share(
        folder,
        address=chosen.address,
        port=chosen.port,
        yes=chosen.yes,
        browser=not chosen.no_browser,
        words=words,
        collect=Path(chosen.collect) if chosen.collect else None,
    )


# ------------------------------------------------------------------------------ questions


def _export_questions(chosen: argparse.Namespace) -> int:
    from crampkit.practice.exchange import to_jupyterquiz
    from crampkit.practice.moodle import to_gift, to_moodle_xml

    _tell_new_name(chosen.old_name)
    catalogue = load(chosen.data)
    if chosen.lesson and chosen.lesson not in catalogue.lessons:
        hint = nearest(chosen.lesson, catalogue.lessons)
        _tell(f"crampkit: no lesson {quoted(chosen.lesson)}{hint}")
        return 1
    wanted = [q for q in catalogue.questions.values() if chosen.lesson in (None, q.lesson_id)]
    questions = [
        q for q in wanted if not any(map(waits, (q, *catalogue.options_of[q.question_id])))
    ]
    if waiting := [q.question_id for q in wanted if q not in questions]:
        _tell(f"Left out, because they are not written yet: {', '.join(waiting)}")
    if chosen.form == "gift":
        text, left_out = to_gift(catalogue, questions)
    elif chosen.form == "moodle-xml":
        text, left_out = to_moodle_xml(catalogue, questions)
    else:
        ready, left_out = to_jupyterquiz(catalogue, questions)
        text = json.dumps(ready, indent=1, ensure_ascii=False)
    if chosen.output:
        try:
            replace_file(Path(chosen.output), f"{text}\n".encode())
        except OSError as error:
            _tell(f"crampkit: {chosen.output} cannot be written: {error.strerror or error}")
            return 1
        print(tame(f"Wrote {len(questions) - len(left_out)} questions to {chosen.output}."))
    else:
        output = _output()
        if isinstance(output, io.TextIOWrapper):
            # Whatever this terminal speaks: the file that it is led into must be UTF-8 everywhere.
            output.reconfigure(encoding="utf-8", newline="\n")
        print(text, file=output)
    if left_out:
        print(
            f"Left out, because {chosen.form} has no form for them: {', '.join(left_out)}",
            file=sys.stderr,
        )
    if chosen.form == "moodle-xml" and any(q.kind == "order" for q in questions):
        print(
            "Steps to put in order need Moodle 4.4 or newer; as gift they are pairs of place and "
            "step, which any version reads.",
            file=sys.stderr,
        )
    return 0


def _export_scorm(chosen: argparse.Namespace) -> int:
    from importlib.metadata import version

    from crampkit.hosts.pages import build
    from crampkit.hosts.pages.scorm import ENDING, lessons_in, scorm_zip, title_of

    words = words_of(load(chosen.data, chosen.language))
    if _refused_unfinished(chosen.data):
        return 1
    output = Path(chosen.output)
    try:
        data = Path(chosen.data) if chosen.data else None
        files = build.made(
            _notebooks(chosen), data, _tell, language=chosen.language, for_learners=True
        )
    except build.PROBLEMS as error:
        _tell(f"crampkit: {error}")
        return 1
    lessons = lessons_in(files)
    if chosen.lesson and chosen.lesson not in lessons:
        _tell(f"crampkit: no lesson {quoted(chosen.lesson)}{choices(chosen.lesson, lessons)}")
        return 1
    output.mkdir(parents=True, exist_ok=True)
    for lesson in [chosen.lesson] if chosen.lesson else lessons:
        title = title_of(files[f"{lesson}.html"])
        try:
            package = scorm_zip(files, lesson, title, version("crampkit"), words)
        except ValueError as error:
            _tell(f"crampkit: {error}")
            return 1
        file = output / f"{lesson}{ENDING}"
        replace_file(file, package)
        print(tame(f"Wrote {file}."))
    return 0


def _tell_new_name(old: str) -> None:
    if old:
        new = old.replace("-", " ")
        print(f"'crampkit {old}' is now 'crampkit {new}'; use that name.", file=sys.stderr)


def _import_questions(chosen: argparse.Namespace) -> int:
    from crampkit.practice.exchange import ExchangeError, from_jupyterquiz

    _tell_new_name(chosen.old_name)
    folder = Path(chosen.data) if chosen.data else data_directory()
    catalogue = load(folder)
    for noun, named, known in (
        ("lesson", [chosen.lesson], catalogue.lessons),
        ("source", [part.strip() for part in chosen.source.split(";")], catalogue.sources),
    ):
        for name in named:
            if name not in known:
                # Here, and not of each row that the questions would make.
                _tell(f"crampkit: no {noun} {quoted(name)}{choices(name, known)}")
                print("Nothing was added.", file=sys.stderr)
                return 1
    try:
        text = Path(chosen.file).read_text(encoding="utf-8-sig")
        questions, options = from_jupyterquiz(
            text, chosen.lesson, chosen.place, chosen.source, catalogue.questions
        )
    except OSError as error:
        _tell(f"{chosen.file} cannot be read: {error.strerror}")
        return 1
    except UnicodeDecodeError:
        _tell(f"{chosen.file} is not in UTF-8; save it as UTF-8")
        return 1
    except ExchangeError as error:
        for problem in error.problems:
            _tell(f"{chosen.file}, {problem}")
        print("Nothing was added.", file=sys.stderr)
        return 1
    try:
        found: Sequence[object] = add_rows(
            folder, {"questions.csv": questions, "options.csv": options}
        )
    except OSError as error:
        found = [f"{folder} cannot be written: {error.strerror}"]
    for told in found:
        _tell(str(told))
    if found:
        print("Nothing was added.", file=sys.stderr)
        return 1
    print(f"Added {len(questions)} questions with {len(options)} options to {folder.name}/.")
    return 0


def add_rows(folder: Path, rows: Mapping[str, Sequence[Mapping[str, str]]]) -> tuple[Problem, ...]:
    """Add rows at the end of some files, or to none: the problems that they would make.

    A copy of the folder is made and checked as a whole before any file of it is replaced. The cause
    *something else* stays the last.
    """
    import shutil  # Not at the top, nor the next: `rank` must not wait for their imports.
    import tempfile

    above = {"causes.csv": ("cause_id", SOMETHING_ELSE)}
    changed = {
        file: with_rows((folder / file).read_bytes(), new, above.get(file, ("", "")))
        for file, new in rows.items()
    }
    with tempfile.TemporaryDirectory() as copied:
        copy = Path(copied)
        tables = [folder / file for file in FILES if (folder / file).exists()]
        for path in (*tables, *folder.glob("*.json")):
            place = copy / path.relative_to(folder)
            place.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(path, place)
        for file, content in changed.items():
            (copy / file).write_bytes(content)
        _, found = read(copy)
    if not found:
        replace_files(folder, changed)
    return found


# ------------------------------------------------------------------------------ rank


def _rank(chosen: argparse.Namespace) -> int:
    of_one_case = (chosen.present, chosen.absent, chosen.flag, chosen.flag_absent)
    if chosen.jsonl and (any(of_one_case) or chosen.safety_check):
        print(
            "crampkit rank: with --jsonl every case stands on a line of its own; leave out "
            "--present, --absent, --flag, --flag-absent and --safety-check",
            file=sys.stderr,
        )
        return 1
    output = _output()
    catalogue = finished(load(chosen.data))
    if chosen.jsonl:
        if sys.stdin is None:
            raise OSError("standard input is closed; give the cases with '< cases.jsonl'")
        # As bytes: one line that is not UTF-8 must not cost the others their answer.
        return rank_lines(catalogue, sys.stdin.buffer, output)
    case = {
        "id": None,
        "present": _ids(chosen.present),
        "absent": _ids(chosen.absent),
        "red_flags_present": _ids(chosen.flag),
        "red_flags_absent": _ids(chosen.flag_absent),
        "safety_check": chosen.safety_check or "not_done",
    }
    try:
        found, question = _ranked(catalogue, case)
    except AnswerError as error:
        for line in str(error).splitlines():
            _tell(f"crampkit rank: {line}")
        return 1
    if chosen.json:
        print(json.dumps(_as_values(case["id"], found, question)))
    else:
        print("\n".join(_as_text(catalogue, found, question)))
    return 0


def _ids(given: Iterable[str]) -> list[str]:
    """The ids of an option that may be given more than once, each time with one or more."""
    return [name for part in given for written in part.split(",") if (name := written.strip())]


def rank_lines(catalogue: Catalogue, lines: Iterable[bytes], output: TextIO) -> int:
    """Rank one case a line, in order; a bad line gives an error in its place and exit code 1."""
    code = 0
    for number, line in enumerate(lines, start=1):
        identity = None
        try:
            case = _case_of(line)
            identity = case.get("id")
            result = rank_case(catalogue, case)
        except AnswerError as error:
            result = {"id": identity, "line": number, "error": str(error)}
            code = 1
        output.write(json.dumps(result) + "\n")
    return code


def _case_of(line: bytes) -> dict[str, Any]:
    try:
        text = line.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise AnswerError("the line is not in UTF-8; save the file as UTF-8") from None
    try:
        case = json.loads(
            text,
            object_pairs_hook=_no_key_twice,
            parse_constant=_no_number,
            parse_float=_finite,
        )
    except (ValueError, RecursionError) as error:
        if isinstance(error, AnswerError):
            raise
        reason = error.msg.lower() if isinstance(error, json.JSONDecodeError) else str(error)
        raise AnswerError(f"the line is not JSON ({reason}); write one object a line") from None
    if not isinstance(case, dict):
        raise AnswerError('the line is not a JSON object; write {"id": ..., "present": [...], ...}')
    return case


def _no_key_twice(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """Of a key that stands twice JSON keeps the last and loses the first without a word."""
    given = dict(pairs)
    if len(given) < len(pairs):
        (twice, _), *_ = Counter(name for name, _ in pairs).most_common(1)
        raise AnswerError(f"the key {quoted(twice)} stands twice; keep one")
    return given


def _no_number(constant: str) -> None:
    raise AnswerError(f"{constant} is not a number in JSON")


def _finite(written: str) -> float:
    value = float(written)
    if not math.isfinite(value):
        raise AnswerError(f"{written} is too large a number")
    return value


def rank_case(catalogue: Catalogue, case: Mapping[str, Any]) -> dict[str, Any]:
    """The ranking of one case, as plain values for JSON; raises `AnswerError` as `_ranked` does."""
    return _as_values(case.get("id"), *_ranked(catalogue, case))


def _ranked(
    catalogue: Catalogue, case: Mapping[str, Any]
) -> tuple[Differential, NextQuestion | None]:
    """What the answers and flags of one case say, and what to ask next.

    Raises `AnswerError` for a missing key or one that is nearly ours, an unknown id, an id both
    present and absent, or two answers that exclude each other.
    """
    for key in case:
        if meant := _nearly_ours(key):
            raise AnswerError(f"no key {quoted(key)}; did you mean '{meant}'?")
    for key in ("id", "present", "absent", "red_flags_present"):
        if key not in case:
            raise AnswerError(f"the key '{key}' is missing")
    present = _list_of_ids(case, "present", "finding")
    absent = _list_of_ids(case, "absent", "finding")
    flags = _list_of_ids(case, "red_flags_present", "flag")
    looked = _list_of_ids({"red_flags_absent": [], **case}, "red_flags_absent", "flag")
    unknown = [
        *_unknown((*present, *absent), catalogue.findings, "finding", "findings.csv"),
        *_unknown((*flags, *looked), catalogue.flags, "flag", "red_flags.csv"),
    ]
    if unknown:
        raise AnswerError("\n".join(unknown))
    safety_check = case.get("safety_check", "not_done")
    if safety_check not in ("done", "not_done"):
        raise AnswerError(
            f"'safety_check' must be done or not_done, not {shown(repr(safety_check))}"
        )
    for flag_id in (*flags, *looked):
        if catalogue.flags[flag_id].private:
            raise AnswerError(f"an answer to '{flag_id}' is private and goes nowhere; leave it out")
    for yes, no in ((present, absent), (flags, looked)):
        if both := [name for name in yes if name in no]:
            raise AnswerError(f"'{both[0]}' is both present and absent; keep one")
    answers = dict.fromkeys(present, True) | dict.fromkeys(absent, False)
    ticked = dict.fromkeys(flags, True)
    found = differential(
        catalogue, answers, ticked, safety_check_done=safety_check == "done", looked=looked
    )
    return found, next_question(catalogue, answers, ticked)


def _as_values(
    identity: object, found: Differential, question: NextQuestion | None
) -> dict[str, Any]:
    return {
        "id": identity,
        "red_flags": list(found.red_flags),
        "refer": found.refer,
        "verdict": found.verdict,
        "ranking": [
            {"cause_id": row.cause_id, "fit": row.fit, "likelihood": row.likelihood}
            for row in found.ranking
        ],
        "none_fits": found.none_fits,
        "ask_now": list(found.ask_now),
        # A look that is owed comes first, as on the page.
        "next_question": question.finding_id
        if question and (found.refer or not found.ask_now)
        else None,
    }


SIGN_WORDS = {"flag", "redflag", "danger"}
NO_WORDS = {"absent", "not", "no", "none", "cleared", "false", "negative", "without"}
YES_WORDS = {"present", "yes", "found", "raised", "ticked", "true", "positive", "red", "sign", "id"}

OUR_KEYS = ("id", "present", "absent", "red_flags_present", "red_flags_absent", "safety_check")


def _nearly_ours(key: str) -> str:
    """The key of ours that was meant by one that is almost it, or nothing.

    A slip in the name of a key would lose a danger without a word. Other keys are somebody else's
    and are left alone.

    >>> [_nearly_ours(key) for key in ("red_flag_present", "flags", "present", "summary")]
    ['red_flags_present', 'red_flags_present', '', '']
    """
    if key in OUR_KEYS:
        return ""
    in_parts = re.sub(r"(?<=[a-z])(?=[A-Z])", "_", key).lower()
    words = {word.rstrip("s") for word in re.split(r"[_\W]+", in_parts) if word}
    said = "absent" if words & NO_WORDS else "present"
    for named, ours in ((SIGN_WORDS, f"red_flags_{said}"), ({"finding"}, said)):
        if words & named and words <= named | NO_WORDS | YES_WORDS:
            return ours
    for ours in OUR_KEYS:
        # A part of one of our names, such as "flags" or "Red-Flags", leaves out what matters.
        if words and words <= {word.rstrip("s") for word in ours.split("_")}:
            return ours
    close = difflib.get_close_matches(key.lower(), OUR_KEYS, n=1, cutoff=0.8)
    return close[0] if close else ""


def _list_of_ids(case: Mapping[str, Any], key: str, noun: str) -> tuple[str, ...]:
    given = case[key]
    if not isinstance(given, list) or not all(isinstance(name, str) for name in given):
        raise AnswerError(f"'{key}' must be a list of {noun} ids")
    return tuple(dict.fromkeys(given))


def _unknown(names: Iterable[str], allowed: Collection[str], noun: str, file: str) -> Iterator[str]:
    """A sentence for each of the ids that there is not."""
    for name in dict.fromkeys(names):
        if name not in allowed:
            yield f"no {noun} {quoted(name)}{instead(name, allowed, file)}"


def _as_text(catalogue: Catalogue, found: Differential, question: NextQuestion | None) -> list[str]:
    """The same for a person: a danger or a look that is owed stands in place of the ranking."""
    words = words_of(catalogue)
    left = len(catalogue.safety_questions) if found.verdict == "safety_first" else 0
    lines = [words("not_a_device"), *aged(catalogue, words, date.today()), ""]
    lines.append(verdict(catalogue, found, BY_FIT, words, left))
    for flag_id in flags_to_refer(catalogue, found.red_flags):
        flag = catalogue.flags[flag_id]
        lines.append(f"  {flag.label}: {flag.could_be} ({flag.urgency}). {flag.action}")
    if found.ask_now:
        # What is still to be looked for may be more urgent than what is known.
        lines += ["", words("ask_now.title")]
    for flag_id in found.ask_now:
        flag = catalogue.flags[flag_id]
        tier = words(f"tier.{flag.tier}")
        could_be = words("ask_now.could_be", could_be=flag.could_be, tier=tier)
        lines += [f"  {flag.label}. {flag.look}", f"    {could_be}"]
    if found.refer or found.ask_now:
        return lines
    for flag_id in look_alikes_among(catalogue, found.red_flags):
        flag = catalogue.flags[flag_id]
        lines.append(f"  {flag.label}: {flag.action}")
    lines.append("")
    for row in found.ranking:
        label = catalogue.causes[row.cause_id].short_label
        lines.append(f"  {label:<26} {row.fit:+6.2f} bits  {fit_words(row.fit, words)}")
    if question:
        asked = catalogue.question_label(question.question_id)
        lines += ["", f"{words('next.title')}: {asked}"]
    return lines


if __name__ == "__main__":
    sys.exit(main())
