"""The journal as a table for a spreadsheet, and back."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import UTC, datetime, tzinfo

from crampkit.practice.journal import LATER, NAMES, Entry, entry_from, moment, wrong_names

COLUMNS = (
    *("at", "kind", "item", "chosen", "sure", "right", "share"),
    *("asked", "stopped", "miss", "data_version", "id", *LATER),
)
QUOTE = "'"
"""What is put before a cell that could run. It shows, and is taken off again by an import."""

# A spreadsheet runs a cell that begins with = + - @, some also with | or %, and in East Asia with their
# wide forms. Where one takes semicolons, tabs or lines for the ends of cells, each part begins anew.
_BEGINS_A_FORMULA = re.compile(r"""(?:\A|(?<=[;\t\r\n]))(?=[\s"]*[=+\-@|%'＝＋－＠]|[\t\r\n])""")
_MADE_SAFE = re.compile(r"(?:\A|(?<=[;\t\r\n]))'")


class SpreadsheetError(ValueError):
    """The file cannot be taken over: `problems` names every row, column and remedy."""

    def __init__(self, problems: Sequence[str]) -> None:
        self.problems = tuple(problems)
        super().__init__("\n".join(self.problems))


def to_csv(entries: Iterable[Entry]) -> str:
    """One row for each entry, none of whose cells a spreadsheet would run as a formula.

    >>> print(to_csv([Entry("question", "=1+1", ("a", "b"), 80, True, 1.0, at="", id="x")]))
    at,kind,item,chosen,sure,right,share,asked,stopped,miss,data_version,id,sentence,ranked,speaks_for,speaks_against,handed_over
    ,question,'=1+1,a;b,80,yes,1.0,,no,,,x,,,,,
    <BLANKLINE>
    """
    return "".join(
        row_of(COLUMNS if entry is None else [_cell(getattr(entry, name)) for name in COLUMNS])
        for entry in (None, *entries)
    )


def row_of(cells: Iterable[str]) -> str:
    """A row of a table, with its end; no cell of it can run as a formula."""
    written = io.StringIO()
    # With "\n" alone Python leaves a bare carriage return without quotation marks, and a spreadsheet
    # takes it for the end of a row.
    csv.writer(written, lineterminator="\r\n").writerow(map(safe, cells))
    return written.getvalue().removesuffix("\r\n") + "\n"


def safe(cell: str) -> str:
    """A cell that stays text: what could begin a formula, or looks like it was made safe, is quoted.

    >>> safe("=HYPERLINK(1)"), safe("80"), safe("'tis"), safe("a;=1+1")
    ("'=HYPERLINK(1)", '80', "''tis", "a;'=1+1")
    """
    return _BEGINS_A_FORMULA.sub(QUOTE, cell)


def _cell(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, tuple):
        # Ids never hold a semicolon; where one does, the list keeps its form by JSON.
        plain = all(value) and not any(";" in part or part.startswith("[") for part in value)
        return ";".join(value) if plain else json.dumps(value, ensure_ascii=False)
    return str(value)


# ------------------------------------------------------------------------------ back again


def from_csv(text: str, zone: tzinfo | None = None) -> tuple[Entry, ...]:
    """The entries of an exported table, also where a spreadsheet has saved it again in its own form.

    Whatever the order of the columns; semicolons, tabs, decimal commas, TRUE for yes and local dates
    are read wherever they mean one thing. A date without its zone is one of `zone`, or of this
    computer. Raises `SpreadsheetError` with every cell that cannot be; then nothing of it is taken.
    """
    header, rows = _rows(text)
    at = header.index("at")
    day_first = _day_first(row[at] for _, row in rows if len(row) > at)
    entries, problems = [], []
    for number, row in rows:
        if any(row[len(header) :]) or len(row) < len(header):
            problems.append(
                f"row {number} has {len(row)} cells, the header {len(header)}; "
                "look for a cell that was moved, or a comma without quotation marks"
            )
            continue
        cells = {n: _MADE_SAFE.sub("", row[header.index(n)]) for n in COLUMNS if n in header}
        values = {name: _value(name, cell, day_first, zone) for name, cell in cells.items()}
        wrong = [name for name in NAMES if name in wrong_names(values)]
        problems += [_problem(number, name, cells[name]) for name in wrong]
        if entry := entry_from(values):
            entries.append(entry)
    if problems:
        raise SpreadsheetError(problems)
    return tuple(entries)


def _rows(text: str) -> tuple[list[str], list[tuple[int, list[str]]]]:
    """The header, and the rows that are not empty with their numbers in the spreadsheet."""
    text = text.removeprefix("\ufeff")
    delimiter, table = "", text
    if named := re.match(
        r'"?sep=(.)"?\r?\n', text
    ):  # A line by which Excel is told; it shows none.
        delimiter, table = named[1], text[named.end() :]
    first = table.partition("\n")[0].lower()
    delimiter = delimiter or max(",;\t", key=lambda sign: len(_names(first, sign) & {*COLUMNS}))
    try:
        # strict: a quotation mark left open must be an error, or it would swallow the rows below it.
        written = list(csv.reader(io.StringIO(table, newline=""), delimiter=delimiter, strict=True))
    except (csv.Error, ValueError) as error:
        raise SpreadsheetError(
            [f"the file is no table ({error}); look for a quotation mark that is not closed"]
        ) from None
    header = [name.strip().lower() for name in written[0]] if written else []
    while header and not header[-1]:
        header.pop()
    problems = [
        f"row 1: the column '{c}' is missing; put it back"
        for c in COLUMNS
        if c not in header and c not in LATER
    ]
    problems += [
        f"row 1: the column '{c}' stands twice; delete one" for c in COLUMNS if header.count(c) > 1
    ]
    if problems:
        raise SpreadsheetError(problems)
    return header, [
        (number, row)
        for number, row in enumerate(written[1:], start=2)
        if any(cell.strip() for cell in row)
    ]


def _names(first_line: str, delimiter: str) -> set[str]:
    return {name.strip(' "\r') for name in first_line.split(delimiter)}


REMEDIES: Mapping[str, str] = {
    "at": "write the date and time, such as 2026-11-24 09:30",
    "kind": "write question, case or marks",
    "item": "write the id of a question or case",
    "chosen": "write ids with semicolons between them",
    "sure": "write a whole number from 0 to 100, or nothing",
    "right": "write yes or no, or nothing",
    "share": "write a number from 0 to 1, or nothing",
    "asked": "write ids with semicolons between them",
    "stopped": "write yes or no",
    "miss": "write plain text",
    "data_version": "write plain text",
    "id": "write a name that no other row has",
    "sentence": "write plain text",
    "ranked": "write ids with semicolons between them",
    "speaks_for": "write ids with semicolons between them",
    "speaks_against": "write ids with semicolons between them",
    "handed_over": "write lines and ids, such as situation:id, with semicolons between them",
}
LONGEST_SHOWN = 60
"""So many letters of a cell are shown where it is told of."""


def _problem(row: int, column: str, cell: str) -> str:
    plain = "".join(letter if letter.isprintable() else " " for letter in cell)
    shown = plain if len(plain) <= LONGEST_SHOWN else f"{plain[:LONGEST_SHOWN]} ..."
    remedy = REMEDIES[column]
    if column == "at" and (found := _LOCAL_DATE.fullmatch(cell.strip())) and _either(found):
        remedy = "the day and the month could be either; write the date as 2026-11-24 09:30"
    return f"row {row}, {column}: '{shown}' is not allowed; {remedy}"


_WRONG = object()
_YES_NO = {"yes": True, "true": True, "no": False, "false": False, "": None}


def _value(name: str, cell: str, day_first: bool | None, zone: tzinfo | None) -> object:
    """A cell as the journal has it; `_WRONG` where it cannot be."""
    if name == "at":
        return _date(cell.strip(), day_first, zone)
    try:
        return _READ[name](cell) if name in _READ else cell
    except (ValueError, KeyError, RecursionError):
        return _WRONG


def _list(cell: str) -> object:
    return json.loads(cell) if cell.startswith("[") else cell.split(";") if cell else []


def _percent(cell: str) -> int | None:
    """A whole number, also as 80.0, 80,0 or 80 %."""
    if not cell.strip():
        return None
    found = re.fullmatch(r"(\d{1,3})(?:[.,]0+)?\s*%?", cell.strip(), re.ASCII)
    if not found:
        raise ValueError(cell)
    return int(found[1])


def _share(cell: str) -> float | None:
    return float(cell.replace(",", ".")) if cell.strip() else None


_READ: Mapping[str, Callable[[str], object]] = {
    "kind": lambda cell: cell.strip().lower(),
    "chosen": _list,
    "asked": _list,
    "ranked": _list,
    "speaks_for": _list,
    "speaks_against": _list,
    "handed_over": _list,
    "sure": _percent,
    "share": _share,
    "right": lambda cell: _YES_NO[cell.strip().lower()],
    "stopped": lambda cell: _YES_NO[cell.strip().lower()],
}

# 2026-11-24, 2026/11/24; 24.11.2026; 24/11/2026, 11/24/2026, 24-11-2026; and after it 09:30, 9:30:15 PM.
_LOCAL_DATE = re.compile(
    r"(?:(?P<year>\d{4})[-/](?P<month>\d\d?)[-/](?P<day>\d\d?)"
    r"|(?P<first>\d\d?)(?P<sign>[-/.])(?P<second>\d\d?)(?P=sign)(?P<last>\d{4}))"
    r"(?:[ T,]+(?P<hour>\d\d?):(?P<minute>\d\d)(?::(?P<seconds>\d\d)(?:\.\d+)?)?"
    r"(?:\s*(?P<half>[AP]M))?)?",
    re.ASCII | re.IGNORECASE,
)


def _date(cell: str, day_first: bool | None, zone: tzinfo | None) -> str:
    """A date with its zone as it stands, a local one in UTC, and anything else as it stands."""
    found = None if moment(cell) else _LOCAL_DATE.fullmatch(cell)
    if not found:
        return cell
    if found["year"]:
        year, month, day = found["year"], found["month"], found["day"]
    elif found["sign"] == "." or day_first is True or not _either(found):
        day, month, year = found["first"], found["second"], found["last"]
        if found["sign"] != "." and int(month) > 12:
            day, month = month, day
    elif day_first is False:
        month, day, year = found["first"], found["second"], found["last"]
    else:
        return cell
    # A spreadsheet that shows the day alone has dropped the hour; for what is due, the day decides.
    hour, minute, seconds = (int(found[p] or 0) for p in ("hour", "minute", "seconds"))
    if not found["hour"]:
        hour = 12
    if half := (found["half"] or "").upper():
        hour = hour % 12 + (12 if half == "PM" else 0)
    try:
        local = datetime(int(year), int(month), int(day), hour, minute, seconds)
        there = local.replace(tzinfo=zone) if zone else local.astimezone()
        return there.astimezone(UTC).isoformat()
    except (ValueError, OverflowError, OSError):
        return cell


def _either(found: re.Match[str]) -> bool:
    """Whether the day and the month of 04/11/2026 could be either."""
    if found["year"] or found["sign"] == ".":
        return False
    first, second = int(found["first"]), int(found["second"])
    return first <= 12 and second <= 12 and first != second


def _day_first(cells: Iterable[str]) -> bool | None:
    """Whether this file writes the day before the month; None where no date of it tells, or two disagree.

    >>> _day_first(["04/11/2026 09:30", "24/11/2026 09:30"])
    True
    """
    said = set()
    for cell in cells:
        found = _LOCAL_DATE.fullmatch(cell.strip())
        if found and found["sign"] in ("/", "-"):
            first, second = int(found["first"]), int(found["second"])
            if (first > 12) != (second > 12):
                said.add(first > 12)
    return said.pop() if len(said) == 1 else None
