"""What differs by place and may be typed in by whoever teaches there, and what is wrong with a value.

The sentences are those of the table's own checks, in English as these are.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Mapping
from dataclasses import fields, replace
from datetime import date
from types import MappingProxyType

from crampkit.catalogue.needs import CALCIUM_FORMULA
from crampkit.catalogue.records import Catalogue
from crampkit.catalogue.tables import LocalEntry
from crampkit.data import quoted

FILE = "local.csv"

DATES = ("reviewed_on", "review_by")
"""Keys of local.csv whose value is a date."""

OF_THE_TABLES = ("data_version", "reviewed_by", *DATES)
"""Keys that say what the tables are, and not where they are used: whoever edits them writes these."""

TO_CALL = ("emergency_number", "maternity_triage")
"""Keys of the numbers that every page shows."""

CONTACT = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+|https?://\S+|\+?[\d ()/-]{3,}")
"""What a reader can write to or call: an e-mail address, a page, a telephone number."""

RANGE = re.compile(r"\d+[.,]?\d*\s*[-–]\s*\d+[.,]?\d*")
NUMBER = re.compile(r"\d+([.,]\d+)?")

TELEPHONE = re.compile(r"\+?[\d ()/]*\d[\d ()/-]*")
SHORTEST = 7
"""A telephone number of fewer digits may have lost some; that of an emergency has fewer."""

MOST_DIGITS = 20
"""Of a telephone number: it has 15 at most (ITU-T E.164), and what stands before it to call abroad."""

LONGEST = 300
"""So many letters a value may have: a pathway is a sentence or two."""


class OfThisDevice(str):
    """A value that was typed in on this device, and is in no table: whoever shows it says so."""

    __slots__ = ()


def of_a_place(catalogue: Catalogue) -> tuple[LocalEntry, ...]:
    """The rows that a place fills in for itself, in the order of the table."""
    return tuple(one for key, one in catalogue.local.items() if key not in OF_THE_TABLES)


def kind_of(entry: LocalEntry) -> str:
    """What a value is, to be found on a form: `numbers` to call, `ranges`, or `pathways` and all else.

    >>> kind_of(LocalEntry("week", "Week", "16-18", "")), kind_of(LocalEntry("ward", "Ward", "", ""))
    ('ranges', 'pathways')
    """
    if entry.key in TO_CALL or entry.key in ("place", "contact"):
        return "numbers"
    if RANGE.fullmatch(entry.value) or NUMBER.fullmatch(entry.value):
        return "ranges"
    return "numbers" if re.search(r"\btelephone\b", entry.label, re.IGNORECASE) else "pathways"


def date_problem(value: str) -> str:
    """What is wrong with a date, or nothing.

    >>> date_problem("30.11.2027")
    "'30.11.2027' is not a date; write year-month-day (2027-11-30)"
    """
    try:
        # Python also reads forms that people do not, such as 2027-W48-2.
        day = date.fromisoformat(value).isoformat()
    except ValueError:
        day = ""
    return (
        "" if day == value else f"{quoted(value)} is not a date; write year-month-day (2027-11-30)"
    )


def contact_problem(value: str) -> str:
    """What is wrong with an address to write to, or nothing."""
    if CONTACT.fullmatch(value):
        return ""
    return (
        f"{quoted(value)} is no e-mail address, telephone number or address of a page "
        "(https://...); write one, or leave it blank"
    )


def unfit(before: LocalEntry, value: str) -> str:
    """Why a value cannot stand in this row, in a sentence; empty where it can.

    `before` is the row as the tables have it: where it is a range or a number, the value must be one.

    >>> unfit(LocalEntry("emergency_number", "Emergency", "999", ""), "ask")
    "'ask' has no digit; write the number to call in an emergency"
    >>> unfit(LocalEntry("emergency_number", "Emergency", "999", ""), "112")
    ''
    """
    key = before.key
    if len(value) > LONGEST:
        return f"it has {len(value):,} letters; write at most {LONGEST}"
    if not value.isprintable():
        return "it has a letter in it that nobody can see; type it anew, on one line"
    if value[:1] in tuple("=@+-") and not TELEPHONE.fullmatch(value):
        told = "begins like a formula, which a spreadsheet would run"
        return f"{quoted(value)} {told}; begin with a letter or a digit"
    if key == "place" and not value:
        told = "the cell is empty, so nobody reads where the emergency number holds"
        return f"{told}; write the country or the hospital"
    if key == "emergency_number" and not re.search(r"\d", value):
        said = f"{quoted(value)} has no digit" if value else "the cell is empty"
        return f"{said}; write the number to call in an emergency"
    digits = sum(map(str.isdigit, value))
    if kind_of(before) == "numbers" and digits > MOST_DIGITS and TELEPHONE.fullmatch(value):
        return f"it has {digits} digits, and a telephone number at most {MOST_DIGITS}; write one"
    if key == "contact" and value:
        return contact_problem(value)
    if key in CALCIUM_FORMULA and not NUMBER.fullmatch(value):
        return f"'{key}' needs a number such as 0.02"
    if not value:
        return ""
    if RANGE.fullmatch(before.value):
        if not RANGE.fullmatch(value):
            return f"{quoted(value)} is not a range; write it as {before.value}, or leave it blank"
        low, high = (float(end.replace(",", ".")) for end in re.split(r"\s*[-–]\s*", value))
        return "" if low < high else f"{quoted(value)} ends below where it begins"
    if NUMBER.fullmatch(before.value) and key not in TO_CALL and not NUMBER.fullmatch(value):
        return f"{quoted(value)} is not a number; write it as {before.value}"
    return ""


def asked_about(entry: LocalEntry, value: str) -> tuple[str, ...]:
    """What to ask about a telephone number before it is believed: `zero`, `short`, `fewer`.

    >>> triage = LocalEntry("maternity_triage", "Telephone", "", "")
    >>> asked_about(triage, "1632960961"), asked_about(triage, "01632 960961")
    (('zero',), ())
    >>> asked_about(triage, "0163")
    ('short',)
    """
    if kind_of(entry) != "numbers" or not TELEPHONE.fullmatch(value):
        return ()
    digits, before = (re.sub(r"\D", "", one) for one in (value, entry.value))
    asked = []
    if len(digits) >= SHORTEST and value[0] not in "0+(":
        asked.append("zero")
    if len(digits) < SHORTEST and entry.key != "emergency_number":
        asked.append("short")
    if TELEPHONE.fullmatch(entry.value or "-") and len(digits) < len(before):
        asked.append("fewer")
    return tuple(asked)


def fitting(catalogue: Catalogue, values: object) -> dict[str, str]:
    """Of what was kept, the values that differ from the tables and can stand in them.

    Whatever was kept by hand, by another version or for other tables is left out.
    """
    if not isinstance(values, Mapping):
        return {}
    rows = {entry.key: entry for entry in of_a_place(catalogue)}
    return {
        key: value
        for key, value in values.items()
        if key in rows
        and isinstance(value, str)
        and value != rows[key].value
        and not unfit(rows[key], value)
    }


def with_values(catalogue: Catalogue, values: object) -> Catalogue:
    """The same catalogue with values that were kept on this device, each marked as that."""
    fit = fitting(catalogue, values)
    if not fit:
        return catalogue
    local = {
        key: replace(entry, value=OfThisDevice(fit[key])) if key in fit else entry
        for key, entry in catalogue.local.items()
    }
    return replace(catalogue, local=MappingProxyType(local))


def as_table(catalogue: Catalogue, values: Mapping[str, str]) -> str:
    """The whole table with these values, as the text of a file `local.csv`."""
    columns = [one.name for one in fields(LocalEntry)]
    written = io.StringIO()
    writer = csv.writer(written, lineterminator="\n")
    writer.writerow(columns)
    for key, entry in catalogue.local.items():
        row = replace(entry, value=values.get(key, entry.value))
        writer.writerow([getattr(row, name) for name in columns])
    return written.getvalue()
