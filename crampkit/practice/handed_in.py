"""Saved answers of learners, handed in to a trainer: what is in such a file, and what of it is read."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace

from crampkit.catalogue import Catalogue
from crampkit.practice.journal import Entry, entries_of, moment
from crampkit.practice.spreadsheet import SpreadsheetError, from_csv, to_csv

LARGEST_FILE = 4_000_000
"""Bytes: a learner who answers 50 questions a day fills so many in a year."""
LARGEST_HAND_IN = 256_000
"""Bytes of what is handed in over a network: twice every question and every woman take half of it."""
LONGEST_LINE = 20_000
MOST_BRACKETS = 200
"""So many stand in a line: more are lists in lists, which no journal holds."""
MOST_LINES = 20_000
"""Of a file; each answer has one."""
MOST_FILES = 500
"""Of one class."""
LARGEST_CLASS = 50_000_000
"""Bytes, or in a page letters, of all files of a class together."""

HANDED_IN = ("question", "case")
"""The kinds of entries that are handed in: what a learner ticked beside a sentence of one's own is not."""

_ID = re.compile(r"[A-Za-z0-9_.-]{1,80}")


class NotReadError(ValueError):
    """A file that holds no answers.

    `key` and `gaps` say what it is and what to do, by the words of `handed_in.KEY`; `problem` says in
    English what stands in the file, which may be a name.
    """

    def __init__(self, key: str, problem: str = "", **gaps: object) -> None:
        self.key, self.problem, self.gaps = key, problem, gaps
        super().__init__(key)


def read_handed_in(content: bytes) -> tuple[Entry, ...]:
    """The answers of a saved table or of a journal's own file, each once.

    Raises `NotReadError` where anything of it is no answer: then nothing of it is read.

    >>> read_handed_in(b"PK\\x03\\x04")
    Traceback (most recent call last):
    crampkit.practice.handed_in.NotReadError: packed
    """
    if len(content) > LARGEST_FILE:
        raise NotReadError("too_large", most=LARGEST_FILE // 1_000_000)
    if content.startswith((b"PK\x03\x04", b"\x1f\x8b", b"7z\xbc\xaf", b"Rar!")):
        raise NotReadError("packed")
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise NotReadError("not_utf8") from None
    lines = text.split("\n")
    if len(lines) > MOST_LINES:
        raise NotReadError("too_many", most=MOST_LINES)
    for number, line in enumerate(lines, start=1):
        if len(line) > LONGEST_LINE or line.count("[") + line.count("{") > MOST_BRACKETS:
            raise NotReadError("line", line=number)
    read = _lines_in(text) if text.lstrip().startswith("{") else _table_in(text)
    entries = {entry.id: entry for entry in reversed(read)}  # Of two with one id the first counts.
    if not entries:
        raise NotReadError("empty")
    return tuple(reversed(entries.values()))


def _lines_in(text: str) -> tuple[Entry, ...]:
    kept = entries_of(text.encode("utf-8"))
    for number, _ in kept.unreadable:
        raise NotReadError("line", line=number)
    return kept.entries


def _table_in(text: str) -> tuple[Entry, ...]:
    if not text.strip():
        return ()
    try:
        return from_csv(text)
    except SpreadsheetError as error:
        raise NotReadError("table", problem=error.problems[0]) from None


# ------------------------------------------------------------------------------ what is handed in


def hand_in(catalogue: Catalogue, entries: Iterable[Entry]) -> str:
    """What a learner hands in, as a table: the first and the latest try of each question and case.

    Without anything the learner wrote, without decisions on a woman in whom a private sign plays a
    part, or who is not in this set, and with the day alone of each answer. Nothing where there is no
    answer.

    >>> from crampkit.practice.toy import toy_cases
    >>> own = Entry("case", "ada", ("sun",), 80, True, 1.0, sentence="She is like my sister.")
    >>> "sister" in to_csv([own]), "sister" in hand_in(toy_cases(), [own])
    (True, False)
    """
    # Nobody knows whether a woman of another set is private.
    women = catalogue.cases.keys() - private_cases(catalogue)
    known = {"question": catalogue.questions.keys(), "case": women}
    tries: dict[tuple[str, str], list[Entry]] = {}
    for entry in in_order(entries):
        if entry.kind in HANDED_IN and entry.item in known[entry.kind]:
            tries.setdefault((entry.kind, entry.item), []).append(entry)
    kept = [own for of_one in tries.values() for own in (of_one[0], of_one[-1])]
    once = {entry.id: entry for entry in kept}
    return to_csv(map(without_own_words, once.values())) if once else ""


def private_cases(catalogue: Catalogue) -> frozenset[str]:
    """The women with whom a private sign plays a part."""
    private = {flag_id for flag_id, flag in catalogue.flags.items() if flag.private}
    return frozenset(
        case_id
        for case_id, case in catalogue.cases.items()
        if private & {*case.flag_ids, *(row.flag_id for row in catalogue.revealed_by[case_id])}
    )


def without_own_words(entry: Entry) -> Entry:
    """An entry without what a learner wrote or said of a woman, and without the hour and the version,
    in which a place may have its name.

    >>> without_own_words(Entry("question", "q", (), 80, True, 1.0, at="2026-11-24T09:30:00+01:00")).at
    '2026-11-24T00:00:00+00:00'
    """
    at = moment(entry.at)
    return replace(
        entry,
        at=f"{at:%Y-%m-%d}T00:00:00+00:00" if at else entry.at,
        data_version="",
        sentence="",
        ranked=(),
        speaks_for=(),
        speaks_against=(),
        handed_over=(),
    )


def taken(content: bytes) -> bytes:
    """What of a hand-in is kept: what `hand_in` would have left of it, whoever sent it.

    Raises `NotReadError` where it is no table of answers, or has anything but ids where ids belong.
    """
    if len(content) > LARGEST_HAND_IN:
        raise NotReadError("too_large", most=1)
    entries = read_handed_in(content)
    for entry in entries:
        ids = [entry.item, entry.id, *entry.chosen, *entry.asked, *filter(None, [entry.miss])]
        if entry.kind not in HANDED_IN or not all(map(_ID.fullmatch, ids)):
            raise NotReadError("table")
    return to_csv(map(without_own_words, entries)).encode("utf-8")


def in_order(entries: Iterable[Entry]) -> list[Entry]:
    """Entries from the earliest on; those of one moment as they stand."""
    return sorted(entries, key=_at)


def _at(entry: Entry) -> float:
    at = moment(entry.at)
    return at.timestamp() if at else 0.0
