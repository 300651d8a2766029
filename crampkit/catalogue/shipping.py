"""What a set was shipped with, as the file shipped.json in its folder says, and what was changed since."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from crampkit.catalogue.files import FILES
from crampkit.catalogue.tables import GAP, TIERS, FlagRule
from crampkit.data import (
    LARGEST_FILE,
    LONGEST_SHOWN,
    Problem,
    Row,
    Table,
    own_directory,
    quoted,
    shown,
)

RECORD = "shipped.json"
NO_RECORD = "there is no such file"
NOTHING: Mapping[str, Any] = {}

WORDED = {
    "red_flags.csv": (
        *("label", "could_be", "tier", "urgency", "action", "question_id", "look"),
        *("more_urgent", "private"),
    ),
    "safety_questions.csv": ("label", "check"),
    "safety_phrases.csv": ("question_id", "label", "flag_ids"),
}
"""The columns that keep a woman safe: shipped.json has their words, to be told when they change."""


@dataclass(frozen=True)
class Shipped:
    """The rows of a set as it was shipped: each by its key, with a digest of its cells.

    `worded` has the cells of `WORDED` by file, key and column, `gaps` those of each sentence that has
    some. `missing` says why there is no record.
    """

    version: str
    rows: Mapping[str, Mapping[str, str]]
    worded: Mapping[str, Mapping[str, Mapping[str, str]]]
    gaps: Mapping[str, tuple[str, ...]]
    missing: str = ""

    @cached_property
    def sentences(self) -> Mapping[str, tuple[str, ...]]:
        """Every sentence by its key, with the gaps that are filled in it."""
        return {key: self.gaps.get(key, ()) for key in self.rows.get("text/en.csv", NOTHING)}


def shipped(folder: Path | None = None) -> Shipped:
    """What the set in a folder was shipped with; without a folder, the set of this crampkit."""
    path = (own_directory() if folder is None else folder) / RECORD
    try:
        # A named pipe would be waited for, without end.
        if path.exists() and not (path.is_file() and path.stat().st_size <= LARGEST_FILE):
            return Shipped("", NOTHING, NOTHING, NOTHING, missing="it is no file of such a record")
        written = json.loads(path.read_text(encoding="utf-8-sig"))
        if not all(written["rows"].get(file) and written["worded"].get(file) for file in WORDED):
            # Emptied, it would let every change of a danger pass.
            why = "it says nothing of the dangers that the set was shipped with"
            return Shipped("", NOTHING, NOTHING, NOTHING, missing=why)
        return Shipped(
            shown(str(written["version"])),
            {file: dict(rows) for file, rows in written["rows"].items()},
            {
                file: {
                    key: {column: str(text) for column, text in cells.items()}
                    for key, cells in rows.items()
                }
                for file, rows in written["worded"].items()
            },
            {key: tuple(map(str, gaps)) for key, gaps in written["gaps"].items()},
        )
    except FileNotFoundError:
        why = NO_RECORD
    except OSError as error:
        why = f"it cannot be read ({error.strerror})"
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        why = "it is not a record that this program wrote"
    return Shipped("", NOTHING, NOTHING, NOTHING, missing=why)


def row_key(file: str, cells: Mapping[str, str]) -> str:
    """What names a row: its id, or the ids that stand for one.

    >>> row_key("options.csv", {"question_id": "first", "option_id": "yes", "text": "Yes"})
    'first / yes'
    """
    if file == "flag_rules.csv":
        present, absent = (
            tuple(part.strip() for part in cells[name].split(";")) if cells[name] else ()
            for name in ("all_present", "all_absent")
        )
        return rule_key(FlagRule(cells["flag_id"], present, absent, cells["effect"]))
    return " / ".join(filter(None, (cells[name] for name in FILES[file].key)))


def rule_key(rule: FlagRule) -> str:
    """A rule in one line, whatever the order of its findings.

    >>> rule_key(FlagRule("clot", ("one_leg", "ache"), ("eases",), "ask_now"))
    'ask_now clot: ache + one_leg without eases'
    """
    absent = f" without {' + '.join(sorted(rule.all_absent))}" if rule.all_absent else ""
    return f"{rule.effect} {rule.flag_id}: {' + '.join(sorted(rule.all_present))}{absent}"


def plain(cell: str, decimal_comma: bool = False) -> str:
    """A cell without what a spreadsheet changes and nobody means: line ends, spaces, decimal commas.

    >>> plain("noon; night"), plain("0,5", decimal_comma=True)
    ('noon;night', '0.5')
    """
    text = " ".join(cell.split())
    if re.fullmatch(r"\w+( ?; ?\w+)+", text):
        return text.replace(" ", "")
    if decimal_comma and re.fullmatch(r"-?\d+,\d+", text):
        return text.replace(",", ".")
    return text


def plain_rows(table: Table, columns: Collection[str] = ()) -> dict[str, dict[str, str]]:
    """The cells of each row of a table, in plain form, by the row's key; of all columns, or of some."""
    names = columns or FILES[table.file].columns
    return {
        row_key(table.file, row.cells): {
            name: plain(row.cells[name], table.decimal_comma) for name in names
        }
        for row in table.rows
    }


def digest(cells: Mapping[str, str]) -> str:
    """A short word that changes with any cell of a row, and not with a new column that is empty.

    >>> digest({"id": "noon", "label": "At noon", "note": ""})
    '1e4e938c'
    """
    filled = sorted((name, cell) for name, cell in cells.items() if cell)
    written = json.dumps(filled, ensure_ascii=False)
    return hashlib.sha256(written.encode()).hexdigest()[:8]


def record_of(tables: Mapping[str, Table]) -> str:
    """What shipped.json says of these tables, one entry a line."""
    rows = {file: plain_rows(table) for file, table in tables.items()}
    return _one_entry_a_line(
        {
            "version": rows["local.csv"].get("data_version", {}).get("value", ""),
            "worded": {
                file: {
                    key: {name: cells[name] for name in columns}
                    for key, cells in rows[file].items()
                }
                for file, columns in WORDED.items()
            },
            "gaps": {
                key: sorted(gaps)
                for key, cells in rows["text/en.csv"].items()
                if (gaps := set(GAP.findall(cells["text"])))
            },
            "rows": {
                file: {key: digest(cells) for key, cells in own.items()}
                for file, own in rows.items()
            },
        }
    )


def _one_entry_a_line(record: Mapping[str, Any]) -> str:
    deep = {"version": 0, "gaps": 1, "worded": 2, "rows": 2}
    parts = [f' "{name}": {_lines(value, deep[name], 1)}' for name, value in record.items()]
    return "{\n" + ",\n".join(parts) + "\n}\n"


def _lines(value: Any, deep: int, indent: int) -> str:
    """JSON of which the first levels have a line for each entry, and what is below stands in one."""
    if not deep or not value:
        return json.dumps(value, ensure_ascii=False)
    inner = " " * (indent + 1)
    parts = [
        f"{inner}{json.dumps(key, ensure_ascii=False)}: {_lines(one, deep - 1, indent + 1)}"
        for key, one in value.items()
    ]
    return "{\n" + ",\n".join(parts) + f"\n{' ' * indent}}}"


# ------------------------------------------------------------------------------ local edits


def local_edits(record: Shipped, rows_of: Mapping[str, Iterable[Row]]) -> tuple[str, ...]:
    """What was changed of that which keeps a woman safe: a trainer may, but never without being told.

    `rows_of` has the rows of each file as text.
    """
    if record.missing:
        return (
            f"{RECORD}: {record.missing}, so nobody can tell what was changed in these tables; "
            "put back the one that came with them",
        )
    problems = [
        problem
        for file in WORDED
        for problem in _changed_words(file, record.worded.get(file, NOTHING), rows_of[file])
    ]
    rules = {row_key("flag_rules.csv", row.cells) for row in rows_of["flag_rules.csv"]}
    problems += [
        Problem("flag_rules.csv", 0, "", f"the rule {quoted(key)} of the shipped set is missing")
        for key in record.rows.get("flag_rules.csv", NOTHING)
        if key not in rules
    ]
    return tuple(map(str, problems))


_NAMES = {
    "safety_questions.csv": "safety question",
    "safety_phrases.csv": "phrase",
    "red_flags.csv": "flag",
}


def _changed_words(
    file: str,
    shipped_rows: Mapping[str, Mapping[str, str]],
    rows: Iterable[Row],
) -> Iterable[Problem]:
    now = {row_key(file, row.cells): row for row in rows}
    for key, was in shipped_rows.items():
        if key not in now:
            tier = f" ({shown(was['tier'])})" if "tier" in was else ""
            yield Problem(
                file, 0, "", f"the {_NAMES[file]} {quoted(key)}{tier} of the shipped set is missing"
            )
            continue
        for column, old in was.items():
            new = plain(now[key].cells.get(column, ""))
            if new == old:
                continue
            if column == "tier" and old in TIERS and TIERS.index(new) > TIERS.index(old):
                message = f"the flag '{key}' is less urgent than shipped ({new} instead of {old})"
            else:
                message = f"'{key}' was changed: {instead_of(new, old)}"
            yield Problem(file, now[key].number, column, message)


def instead_of(new: str, old: str) -> str:
    """Two texts side by side; of long ones, what stands around the first difference.

    >>> instead_of("now", "today")
    "'now' instead of 'today'"
    """
    alike = next(
        (at for at, (one, other) in enumerate(zip(new, old, strict=False)) if one != other),
        min(len(new), len(old)),
    )
    if max(len(new), len(old)) <= LONGEST_SHOWN or alike < LONGEST_SHOWN // 2:
        return f"{quoted(new)} instead of {quoted(old)}"
    start = alike - LONGEST_SHOWN // 4
    return f"{quoted('...' + new[start:])} instead of {quoted('...' + old[start:])}"
