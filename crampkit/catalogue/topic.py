"""On what subject a set is: crampkit's own, however edited, or another one with tables of its own.

A set on another subject brings the tables that it needs and the sentences that speak of its subject;
all other words of the interface are crampkit's. It has a name of its own and is never measured against
crampkit's own danger signs. An edited copy of crampkit's own set always is, whatever it calls itself.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from crampkit.catalogue.files import FILES, read_file
from crampkit.catalogue.shipping import NO_RECORD, NOTHING, Shipped, shipped
from crampkit.catalogue.tables import SOMETHING_ELSE
from crampkit.data import Problem, Row, Table, own_directory, quoted

NEEDED = (
    *("sources.csv", "causes.csv", "findings.csv", "cause_features.csv"),
    *("safety_questions.csv", "safety_phrases.csv", "red_flags.csv", "local.csv", "text/en.csv"),
)
"""The tables without which nothing can be taught. Of another subject the rest need not be there."""

WORDS = "text/en.csv"
SET = "pages.set"
"""The sentence that names a set: what a learner answers is kept under this name."""

OF_THE_SUBJECT = (
    *(SET, "pages.title", "pages.short_title", "pages.intro", "pages.find.hint"),
    *("if_worried", "verdict.refer", "pretest.intro", "steps.how_common"),
    *("lesson.features.reading", "body_map.drawn_on_one"),
    *("case.miss.not_asked.one", "case.miss.not_asked.many", "case.told.chosen_for_learning"),
)
"""The sentences that speak of the subject: a set on another one has its own words for each."""


@dataclass(frozen=True)
class Subject:
    """Whether a set is on `another` subject than crampkit's own, and what both were shipped with.

    `record` is the set's, `needed` that of crampkit's own. `misnamed` has another set's rows under the
    name of crampkit's own.
    """

    record: Shipped
    needed: Shipped
    another: bool = False
    misnamed: bool = False

    def may_lack(self, file: str) -> bool:
        """Whether a table need not be there: this subject can be taught without, and never had it."""
        return self.another and file not in NEEDED and not self.record.rows.get(file)


def subject_of(folder: Path) -> Subject:
    """The subject of the set in a folder."""
    needed = shipped()
    if folder == own_directory():
        return Subject(needed, needed)
    record = shipped(folder)
    ids = {file: _ids(folder, file) for file in ("causes.csv", "red_flags.csv")}
    if not _is_of_another(ids, needed):
        return Subject(record, needed)
    words, _ = read_file(folder, WORDS)
    name, own = named(words), own_words().get(SET)
    if not words.complete or name == own:
        return Subject(record, needed, misnamed=name == own)
    if record.missing == NO_RECORD or _is_of_another(ids, record):
        record = NO_ROWS
    return Subject(record, needed, another=True)


NO_ROWS = Shipped("", NOTHING, NOTHING, NOTHING)
"""What a set on another subject was shipped with, where nobody wrote it down."""


def _is_of_another(ids: Mapping[str, Collection[str]], record: Shipped) -> bool:
    """Whether these causes and danger signs are another set's than those of a record.

    An edited set keeps some of its causes, or half of its danger signs. Where either cannot be read
    for certain it counts as edited: no warning of a danger may be lost.
    """
    causes, flags = (
        set(record.rows.get(file, NOTHING)) for file in ("causes.csv", "red_flags.csv")
    )
    if not (causes and flags and ids["causes.csv"] and ids["red_flags.csv"]):
        return False
    in_common = causes.intersection(ids["causes.csv"]) - {SOMETHING_ELSE}
    return not in_common and 2 * len(flags.intersection(ids["red_flags.csv"])) < len(flags)


def _ids(folder: Path, file: str) -> Collection[str]:
    """The ids of a table; none where one may be missing."""
    key = FILES[file].key[0]
    table, _ = read_file(folder, file)
    ids = [row.cells.get(key, "") for row in table.rows]
    return ids if table.complete and all(ids) else ()


# ------------------------------------------------------------------------------ its words


@cache
def own_words() -> Mapping[str, str]:
    """Every sentence of crampkit's own set by its key."""
    table, _ = read_file(own_directory(), WORDS)
    return {row.cells["key"]: row.cells["text"] for row in table.rows}


def with_own_words(table: Table) -> Table:
    """The sentences of a set on another subject, and crampkit's own where it says nothing else."""
    said = {row.cells.get("key") for row in table.rows}
    lent = [
        Row(0, {"key": key, "text": text})
        for key, text in own_words().items()
        if key not in said and key not in OF_THE_SUBJECT
    ]
    return Table(table.file, (*table.rows, *lent), table.decimal_comma, table.complete)


def named(table: Table) -> str:
    """The name of a set, as its sentences say it."""
    return next(
        (row.cells.get("text", "") for row in table.rows if row.cells.get("key") == SET), ""
    )


def name_problems(table: Table) -> Iterable[Problem]:
    """The name of a set can be part of a file's name: answers are kept by it."""
    for row in table.rows:
        name = row.cells.get("text", "")
        if row.cells.get("key") != SET or not name:
            continue
        if not re.fullmatch(r"[a-z][a-z0-9-]{0,79}", name):
            yield Problem(
                WORDS,
                row.number,
                "text",
                f"{quoted(name)} names no set; use small letters, digits and -, 80 at most "
                "(itching-in-pregnancy)",
            )
