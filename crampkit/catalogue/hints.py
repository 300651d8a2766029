"""What `crampkit check` asks about a set that can be used: slips that somebody may have meant.

They are for the person who edits the tables; a learner is shown none of them.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from crampkit.catalogue.cells import optional, required, wordings
from crampkit.catalogue.checks import Place
from crampkit.catalogue.files import FILES, read_file
from crampkit.catalogue.loading import ENGLISH_FILE, languages_in
from crampkit.catalogue.reading import folder_of, read_tables
from crampkit.catalogue.shipping import RECORD, Shipped, row_key
from crampkit.catalogue.tables import GAP, SOMETHING_ELSE
from crampkit.catalogue.topic import NO_ROWS, SET, WORDS, Subject, subject_of
from crampkit.catalogue.unfinished import TODO
from crampkit.data import Problem, Row, Table, nearest, quoted, read_table, shown

LEAST_WEIGHT, MOST_WEIGHT = 0.001, 1000
"""Weights are about so many in 1,000 women who complain of what the set is about."""
LEAST_SHARE, MOST_SHARE = 0.001, 0.999

_MONTH = (
    r"(jan|feb|fév|mar|mär|apr|avr|abr|may|mai|jun|jui|jul|aug|aoû|ago|sep|oct|okt|nov|dec|dez|déc"
    r"|dic|ene)[a-zû]{0,6}\.?"
)
SPREADSHEET = {
    r"[+-]?\d+([.,]\d+)?E[+-]?\d+": "a spreadsheet writes a long number so, and its digits are lost",
    rf"\d{{1,2}}[-./ ]{_MONTH}([-./ ]\d{{2,4}})?|{_MONTH}[-./ ]\d{{2,4}}": (
        "a spreadsheet makes such a date of a range or a fraction"
    ),
    r"\d{1,2}[-./]\d{1,2}[-./](\d{2}|\d{4})": (
        "a spreadsheet turns dates round so; a date is written year-month-day (2027-11-30)"
    ),
    r"(19|20)\d\d[.,]\d": "a spreadsheet cuts the zero at the end (2026.10 becomes 2026.1)",
    r"#(NAME|REF|VALUE|DIV/0|NUM|NULL|N/A)[!?]?|#{3,}": (
        "a spreadsheet writes so what it could not work out or show"
    ),
}
"""What a cell looks like that a spreadsheet has changed, and what happened to it."""

TEXT = (required, optional, wordings)
"""Columns that take any text: in the others such a cell is refused."""


@dataclass(frozen=True)
class _Set:
    """The files of a folder as text, beside what it and this crampkit's own set were shipped with."""

    tables: Mapping[str, Table]
    record: Shipped
    needed: Shipped

    def rows(self, file: str) -> tuple[Row, ...]:
        return self.tables[file].rows

    def cells(self, file: str) -> Iterable[tuple[Place, Mapping[str, str]]]:
        return ((Place(file, row.number), row.cells) for row in self.rows(file))

    def column(self, file: str, column: str) -> Iterable[tuple[Place, str]]:
        return ((row, cells.get(column, "")) for row, cells in self.cells(file))


def hints(directory: str | Path | None = None) -> tuple[Problem, ...]:
    """What may be a slip in the files of a folder, in file and row order, whatever else is wrong."""
    folder = folder_of(directory)
    if not os.path.isdir(folder):
        return ()
    subject = subject_of(folder)
    checked = _Set(read_tables(folder, subject)[0], subject.record, subject.needed)
    found = [
        *_whose_set(folder, subject, checked),
        *_strangers(folder),
        *_row_counts(checked),
        *_emergency_number(checked),
        *_place(checked),
        *_lost_zeros(checked),
        *_changed_by_a_spreadsheet(checked),
        *_lost_gaps(checked),
        *_weights(checked),
        *_links(checked),
        *_bare_lessons(checked),
    ]
    order = {file: number for number, file in enumerate([RECORD, *FILES])}
    last = len(order)
    return tuple(sorted(found, key=lambda p: (order.get(p.file, last), p.row, p.column)))


def left_to_write(directory: str | Path | None = None) -> tuple[Problem, ...]:
    """Every cell of the files of a folder that is still to be written, in file and row order.

    A lesson whose look-alike is *something else* is one: a cause stands there in its place.
    """
    folder = folder_of(directory)
    if not os.path.isdir(folder):
        return ()
    tables = dict(read_tables(folder, subject_of(folder))[0])
    order = list(FILES)
    for code in languages_in(folder):
        order.append(f"text/{code}.csv")
        tables[order[-1]], _ = read_table(folder, order[-1], tuple(FILES[ENGLISH_FILE].columns))
    found = [
        Problem(file, row.number, column, shown(cell[cell.index(TODO) :]))
        for file, table in tables.items()
        for row in table.rows
        for column, cell in row.cells.items()
        if TODO in cell
    ]
    found += [
        Problem("lessons.csv", row.number, "look_alike", f"{TODO} the cause it is mistaken for")
        for row in tables["lessons.csv"].rows
        if row.cells.get("look_alike") == SOMETHING_ELSE
    ]
    return tuple(sorted(found, key=lambda p: (order.index(p.file), p.row)))


def local_numbers(directory: str | Path | None = None) -> tuple[str, ...]:
    """Every number of local.csv as a learner reads it, for somebody who knows it by heart."""
    folder = folder_of(directory)
    table, _ = read_file(folder, "local.csv")
    return tuple(
        f"{shown(row.cells.get('label', ''))}: {shown(value)}"
        for row in table.rows
        if re.search(r"\d", value := row.cells.get("value", ""))
    )


def _whose_set(folder: Path, subject: Subject, checked: _Set) -> Iterable[Problem]:
    if subject.another and subject.record == NO_ROWS and (folder / RECORD).exists():
        told = "it says what a set on another subject was shipped with"
        yield Problem(RECORD, 0, "", f"{told}; write this set's own, or delete it")
    if subject.misnamed and not all((folder / file).exists() for file in FILES):
        row = next(row for row in checked.rows(WORDS) if row.cells.get("key") == SET)
        told = (
            "this is the name of crampkit's own set, and these causes and danger signs are others"
        )
        remedy = "give a set on another subject a name of its own"
        yield Problem(WORDS, row.number, "text", f"{told}; {remedy}")


def _strangers(folder: Path) -> Iterable[Problem]:
    """Tables that are none of the set's: nobody reads what stands in them."""
    for path in sorted(folder.iterdir()):
        if path.suffix.lower() == ".csv" and path.name not in FILES:
            close = nearest(path.name, FILES, cutoff=0.75)
            told = f"it is none of the tables of a set, and nothing reads it{close}"
            yield Problem(shown(path.name), 0, "", f"{told}; if it is of no use, move it away")


def _place(checked: _Set) -> Iterable[Problem]:
    for row, cells in checked.cells("local.csv"):
        if cells.get("key") == "place" and not cells.get("value"):
            told = "the cell is empty, so nobody reads where the emergency number holds"
            yield row.problem("value", f"{told}; write the country or the hospital")


def _row_counts(checked: _Set) -> Iterable[Problem]:
    for file, was in checked.record.rows.items():
        if file not in FILES or not checked.tables[file].complete:
            continue
        fewer = len(was) - len(checked.rows(file))
        if fewer > 0:
            yield Place(file, 0).problem(
                "",
                f"it has {len(checked.rows(file))} rows, shipped with {len(was)}: {fewer} fewer; "
                f"if you did not delete them, the file was cut short{_lost(file, was, checked)}",
            )


def _lost(file: str, was: Mapping[str, str], checked: _Set) -> str:
    """The first of the rows that are gone, by name."""
    if any(set(FILES[file].key) - row.cells.keys() for row in checked.rows(file)):
        return ""
    present = {row_key(file, row.cells) for row in checked.rows(file)}
    lost = [key for key in was if key not in present]
    more = f" and {len(lost) - 3} more" if len(lost) > 3 else ""
    return f" (gone: {', '.join(lost[:3])}{more})"


def _emergency_number(checked: _Set) -> Iterable[Problem]:
    keys = [key for _, key in checked.column("local.csv", "key")]
    if keys and checked.tables["local.csv"].complete and "emergency_number" not in keys:
        yield Place("local.csv", 0).problem(
            "key",
            "the row 'emergency_number' is missing; put it back, with the number to call in an "
            "emergency",
        )
    for row, cells in checked.cells("local.csv"):
        value = cells.get("value", "")
        if cells.get("key") == "emergency_number" and not re.search(r"\d", value):
            said = f"{quoted(value)} has no digit" if value else "the cell is empty"
            yield row.problem("value", f"{said}; write the number to call in an emergency")


def _lost_zeros(checked: _Set) -> Iterable[Problem]:
    for row, value in checked.column("local.csv", "value"):
        if re.fullmatch(r"[1-9]\d{6,}", value):
            yield row.problem(
                "value",
                f"{quoted(value)} begins with neither 0 nor +: did a spreadsheet take the zero away? "
                "Write it with a space in it (01632 960961)",
            )


def _changed_by_a_spreadsheet(checked: _Set) -> Iterable[Problem]:
    for file, description in FILES.items():
        for column, parse in description.columns.items():
            if parse not in TEXT:
                continue
            for row, cell in checked.column(file, column):
                for looks, why in SPREADSHEET.items():
                    if len(cell) < 40 and re.fullmatch(looks, cell, re.IGNORECASE):
                        yield row.problem(column, f"{quoted(cell)}: {why}; if so, write it anew")


def _lost_gaps(checked: _Set) -> Iterable[Problem]:
    for row, cells in checked.cells("text/en.csv"):
        key, text = cells.get("key", ""), cells.get("text", "")
        lost = set(checked.needed.sentences.get(key, ())) - set(GAP.findall(text))
        for gap in sorted(lost) if text else ():
            yield row.problem(
                "text",
                f"{{{gap}}} is gone from '{key}', so nobody reads what was filled in there; "
                "put it back, if you did not leave it out on purpose",
            )


def _weights(checked: _Set) -> Iterable[Problem]:
    for file, column, least, most, meaning in (
        (
            "causes.csv",
            "pretest",
            LEAST_WEIGHT,
            MOST_WEIGHT,
            "so many in 1,000 women who complain of it",
        ),
        (
            "findings.csv",
            "background",
            LEAST_SHARE,
            MOST_SHARE,
            "so many of all women, from 0 to 1",
        ),
        (
            "cause_features.csv",
            "probability",
            LEAST_SHARE,
            MOST_SHARE,
            "so many of 1 with the cause",
        ),
    ):
        decimal_comma = checked.tables[file].decimal_comma
        for row, cell in checked.column(file, column):
            written = cell.replace(",", ".") if decimal_comma else cell
            if re.fullmatch(r"\d*\.?\d+", written) and not least <= float(written) <= most:
                yield row.problem(
                    column,
                    f"{cell} is out of reason: it means {meaning}; {least:g} to {most:g} is usual",
                )


def _links(checked: _Set) -> Iterable[Problem]:
    for row, url in checked.column("sources.csv", "url"):
        if url.startswith("http:"):
            yield row.problem(
                "url",
                f"{quoted(url)} can be changed on its way to a learner; write https, or leave it empty",
            )


def _bare_lessons(checked: _Set) -> Iterable[Problem]:
    """What the notebook of a lesson on a cause asks for, and its rows do not have."""
    asked = {
        (cells.get("lesson_id", ""), cells.get("place", ""))
        for _, cells in checked.cells("questions.csv")
    }
    stories = {
        cells.get("example_id", ""): [cells.get(name) for name in ("present", "absent")]
        for _, cells in checked.cells("examples.csv")
    }
    for row, cells in checked.cells("lessons.csv"):
        lesson_id = cells.get("lesson_id", "")
        if not cells.get("cause_id"):
            continue
        if "example_id" in cells and not cells["example_id"]:
            yield row.problem(
                "example_id",
                "the cell is empty; the notebook's `story()` and `toggle_and_see()` need a row of "
                "examples.csv",
            )
        elif not any(stories.get(cells.get("example_id", ""), ("known",))):
            yield row.problem(
                "example_id",
                f"nothing is answered in the example '{cells.get('example_id')}'; name findings "
                "in its 'present' and 'absent', or *Fill in her answers* fills in none",
            )
        if "flag_ids" in cells and not cells["flag_ids"]:
            yield row.problem(
                "flag_ids",
                "the cell is empty; the notebook's `red_flags()` names no danger sign",
            )
        for place, parts in (
            ("first_thought", "`first_thought()` and `look_back()` need"),
            ("check", "`check_yourself()` needs"),
        ):
            if (lesson_id, place) not in asked:
                yield row.problem(
                    "lesson_id",
                    f"'{lesson_id}' has no question of place '{place}' in questions.csv; "
                    f"the notebook's {parts} one",
                )
