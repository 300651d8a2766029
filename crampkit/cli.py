"""The command line: `crampkit open | check | rank | export-questions | import-questions`."""

from __future__ import annotations

import argparse
import io
import json
import math
import os
import sys
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any, TextIO

from crampkit.catalogue import PLACES, SOMETHING_ELSE, Catalogue, CatalogueError, load, read
from crampkit.data import Problem, append_rows, data_directory, nearest
from crampkit.reasoning import (
    AnswerError,
    differential,
    flags_to_refer,
    next_question,
)
from crampkit.views.ranking import fit_words
from crampkit.words import Words


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; returns its exit code."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            # A letter that this terminal cannot write must not end the list of problems.
            stream.reconfigure(errors="backslashreplace")
    parser = _parser()
    chosen = parser.parse_args(arguments)
    try:
        code: int = chosen.run(chosen)
        sys.stdout.flush()
    except CatalogueError as error:
        print(error, file=sys.stderr)
        return 1
    except BrokenPipeError:
        # Whoever read our output has had enough (`crampkit rank ... | head`). What is left of it
        # goes nowhere: Python would try once more at its end, and complain.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    return code


def _parser() -> argparse.ArgumentParser:
    from crampkit import open as opening  # Not at the top: `rank` must not wait for its imports.

    parser = argparse.ArgumentParser(
        prog="crampkit",
        description="Leg cramps in pregnancy: which cause fits, and when to refer. "
        "It teaches; it never diagnoses a patient.",
    )
    commands = parser.add_subparsers(title="commands", required=True, metavar="COMMAND")

    opened = commands.add_parser("open", help="open the lessons in JupyterLab, or as pages")
    opening.add_arguments(opened)
    opened.set_defaults(run=opening.run)

    check = commands.add_parser("check", help="read the CSV files and name every problem")
    check.add_argument("directory", nargs="?", metavar="DIR", help="the folder with the CSV files")
    check.set_defaults(run=_check)

    rank = commands.add_parser(
        "rank", help="rank the causes for findings, or for many cases at once"
    )
    rank.add_argument("--present", default="", metavar="IDS", help="findings present: a,b")
    rank.add_argument("--absent", default="", metavar="IDS", help="findings absent: c,d")
    rank.add_argument(
        "--flag", action="append", default=[], metavar="ID", help="a red flag present"
    )
    rank.add_argument(
        "--safety-check",
        choices=("done", "not_done"),
        default="not_done",
        help="done: every red flag was asked for, and those not named are absent",
    )
    form = rank.add_mutually_exclusive_group()
    form.add_argument("--json", action="store_true", help="one JSON object instead of text")
    form.add_argument(
        "--jsonl", action="store_true", help="cases from standard input, one JSON object a line"
    )
    rank.add_argument("--data", metavar="DIR", help="the folder with the CSV files")
    rank.set_defaults(run=_rank)

    export = commands.add_parser(
        "export-questions", help="print the questions for jupyterquiz, or as GIFT for Moodle"
    )
    export.add_argument("form", choices=("jupyterquiz", "gift"))
    export.add_argument("--lesson", metavar="ID", help="the questions of this lesson alone")
    export.add_argument("--data", metavar="DIR", help="the folder with the CSV files")
    export.set_defaults(run=_export_questions)

    taken = commands.add_parser(
        "import-questions", help="add the questions of a jupyterquiz file to the tables"
    )
    taken.add_argument("file", metavar="FILE", help="the JSON file")
    taken.add_argument("--lesson", required=True, metavar="ID", help="the lesson that asks them")
    taken.add_argument("--place", choices=PLACES, default="check", help="where it asks them")
    taken.add_argument("--source", required=True, metavar="ID", help="what they rest on: EXPERT")
    taken.add_argument("--data", metavar="DIR", help="the folder with the CSV files")
    taken.set_defaults(run=_import_questions)
    return parser


# ------------------------------------------------------------------------------ check


def _check(chosen: argparse.Namespace) -> int:
    folder = Path(chosen.directory) if chosen.directory else data_directory()
    catalogue, found = read(folder)
    if catalogue is None:
        for problem in found:
            print(problem)
        print("1 problem found." if len(found) == 1 else f"{len(found)} problems found.")
        return 1
    for warning in catalogue.warnings:
        print(f"WARNING, this set is a local edit: {warning}")
    print(
        f"Read {folder.name}/: {len(catalogue.causes)} causes, {len(catalogue.findings)} findings, "
        f"{len(catalogue.features)} pairs, {len(catalogue.flags)} flags, "
        f"{len(catalogue.rules)} flag rules, {len(catalogue.sources)} sources. No problem found."
    )
    return 0


# ------------------------------------------------------------------------------ questions


def _export_questions(chosen: argparse.Namespace) -> int:
    from crampkit.practice.exchange import to_gift, to_jupyterquiz

    catalogue = load(chosen.data)
    if chosen.lesson and chosen.lesson not in catalogue.lessons:
        hint = nearest(chosen.lesson, catalogue.lessons)
        print(f"crampkit: no lesson '{chosen.lesson}'{hint}", file=sys.stderr)
        return 1
    questions = [q for q in catalogue.quiz.values() if chosen.lesson in (None, q.lesson_id)]
    if chosen.form == "gift":
        text, left_out = to_gift(catalogue, questions)
        print(text)
    else:
        ready, left_out = to_jupyterquiz(catalogue, questions)
        print(json.dumps(ready, indent=1, ensure_ascii=False))
    if left_out:
        print(
            f"Left out, because {chosen.form} has no form for them: {', '.join(left_out)}",
            file=sys.stderr,
        )
    return 0


def _import_questions(chosen: argparse.Namespace) -> int:
    from crampkit.practice.exchange import ExchangeError, from_jupyterquiz

    folder = Path(chosen.data) if chosen.data else data_directory()
    taken = load(folder).quiz
    try:
        text = Path(chosen.file).read_text(encoding="utf-8-sig")
        questions, options = from_jupyterquiz(
            text, chosen.lesson, chosen.place, chosen.source, taken
        )
    except OSError as error:
        print(f"{chosen.file} cannot be read: {error.strerror}", file=sys.stderr)
        return 1
    except UnicodeDecodeError:
        print(f"{chosen.file} is not in UTF-8; save it as UTF-8", file=sys.stderr)
        return 1
    except ExchangeError as error:
        for problem in error.problems:
            print(f"{chosen.file}, {problem}", file=sys.stderr)
        print("Nothing was added.", file=sys.stderr)
        return 1
    found = add_rows(folder, {"questions.csv": questions, "options.csv": options})
    for told in found:
        print(told, file=sys.stderr)
    if found:
        print("Nothing was added.", file=sys.stderr)
        return 1
    print(f"Added {len(questions)} questions with {len(options)} options to {folder.name}/.")
    return 0


def add_rows(folder: Path, rows: Mapping[str, Sequence[Mapping[str, str]]]) -> tuple[Problem, ...]:
    """Add rows at the end of some files, or to none: the problems that they would make."""
    before = {file: (folder / file).read_bytes() for file in rows}
    found: tuple[Problem, ...] | None = None
    try:
        for file, added in rows.items():
            append_rows(folder, file, added)
        _, found = read(folder)
    finally:
        if found != ():  # A problem, or the disk was full: every file as it was.
            for file, content in before.items():
                (folder / file).write_bytes(content)
    return found


# ------------------------------------------------------------------------------ rank


def _rank(chosen: argparse.Namespace) -> int:
    catalogue = load(chosen.data)
    if chosen.jsonl:
        # As bytes: one line that is not UTF-8 must not cost the others their answer.
        return rank_lines(catalogue, sys.stdin.buffer, sys.stdout)
    case = {
        "id": None,
        "present": _ids(chosen.present),
        "absent": _ids(chosen.absent),
        "red_flags_present": [f for given in chosen.flag for f in _ids(given)],
        "safety_check": chosen.safety_check,
    }
    try:
        result = rank_case(catalogue, case)
    except AnswerError as error:
        print(f"crampkit rank: {error}", file=sys.stderr)
        return 1
    if chosen.json:
        print(json.dumps(result))
    else:
        print("\n".join(_as_text(catalogue, result)))
    return 0


def _ids(given: str) -> list[str]:
    return [part.strip() for part in given.split(",") if part.strip()]


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
        twice = next(name for name, _ in pairs if [n for n, _ in pairs].count(name) > 1)
        raise AnswerError(f"the key '{twice}' stands twice; keep one")
    return given


def _no_number(constant: str) -> None:
    raise AnswerError(f"{constant} is not a number in JSON")


def _finite(written: str) -> float:
    value = float(written)
    if not math.isfinite(value):
        raise AnswerError(f"{written} is too large a number")
    return value


def rank_case(catalogue: Catalogue, case: Mapping[str, Any]) -> dict[str, Any]:
    """The ranking of one case, as plain values for JSON.

    Raises `AnswerError` for a missing key, an unknown id, an id both present and absent, or two
    answers that exclude each other.
    """
    for key in ("id", "present", "absent", "red_flags_present"):
        if key not in case:
            raise AnswerError(f"the key '{key}' is missing")
    present = _list_of_ids(case, "present", catalogue.findings, "finding")
    absent = _list_of_ids(case, "absent", catalogue.findings, "finding")
    flags = _list_of_ids(case, "red_flags_present", catalogue.flags, "flag")
    safety_check = case.get("safety_check", "not_done")
    if safety_check not in ("done", "not_done"):
        raise AnswerError(f"'safety_check' must be done or not_done, not {safety_check!r}")
    for finding_id in present:
        if finding_id in absent:
            raise AnswerError(f"'{finding_id}' is both present and absent; keep one")
    answers = dict.fromkeys(present, True) | dict.fromkeys(absent, False)
    ticked = dict.fromkeys(flags, True)
    found = differential(catalogue, answers, ticked, safety_check_done=safety_check == "done")
    question = next_question(catalogue, answers, ticked)
    return {
        "id": case["id"],
        "red_flags": list(found.red_flags),
        "refer": found.refer,
        "verdict": found.verdict,
        "ranking": [
            {"cause_id": row.cause_id, "fit": row.fit, "likelihood": row.likelihood}
            for row in found.ranking
        ],
        "none_fits": found.none_fits,
        "ask_now": list(found.ask_now),
        "next_question": question.finding_id if question else None,
    }


def _list_of_ids(
    case: Mapping[str, Any], key: str, allowed: Iterable[str], noun: str
) -> tuple[str, ...]:
    given = case[key]
    if not isinstance(given, list) or not all(isinstance(name, str) for name in given):
        raise AnswerError(f"'{key}' must be a list of {noun} ids")
    for name in given:
        if name not in allowed:
            raise AnswerError(f"no {noun} '{name}'{nearest(name, allowed)}")
    return tuple(dict.fromkeys(given))


def _verdict(catalogue: Catalogue, result: Mapping[str, Any], words: Words) -> str:
    if result["verdict"] == "safety_first":
        return words.plural("safety.left", len(catalogue.questions))
    causes = [row["cause_id"] for row in result["ranking"] if row["cause_id"] != SOMETHING_ELSE]
    first, other = (catalogue.causes[cause_id].short_label for cause_id in (causes * 2)[:2])
    return words(f"verdict.{result['verdict']}", cause=first, other=other)


def _as_text(catalogue: Catalogue, result: Mapping[str, Any]) -> list[str]:
    """The same for a person: the flags first, and no ranking where she must be referred."""
    words = Words(catalogue.text)
    lines = [words("not_a_device"), "", _verdict(catalogue, result, words)]
    for flag_id in flags_to_refer(catalogue, result["red_flags"]):
        flag = catalogue.flags[flag_id]
        lines.append(f"  {flag.label}: {flag.could_be} ({flag.urgency}). {flag.action}")
    if result["refer"]:
        return lines
    for flag_id in result["red_flags"]:
        flag = catalogue.flags[flag_id]
        lines.append(f"  {flag.could_be}: {flag.action}")
    lines += [f"  {catalogue.flags[flag_id].label}" for flag_id in result["ask_now"]]
    lines.append("")
    for row in result["ranking"]:
        label = catalogue.causes[row["cause_id"]].short_label
        lines.append(f"  {label:<26} {row['fit']:+6.2f} bits  {fit_words(row['fit'], words)}")
    if result["next_question"]:
        question = catalogue.question_of(result["next_question"])
        lines += ["", f"{words('next.title')}: {catalogue.question_label(question)}"]
    return lines


if __name__ == "__main__":
    sys.exit(main())
