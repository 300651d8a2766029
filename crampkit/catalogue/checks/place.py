"""What differs by place, and the sentences of the interface."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping

from crampkit.catalogue.checks.parsed import Place, Tables
from crampkit.catalogue.files import FILES
from crampkit.catalogue.local_values import DATES, contact_problem, date_problem
from crampkit.catalogue.shipping import NOTHING
from crampkit.catalogue.tables import GAP, Sentence
from crampkit.catalogue.topic import OF_THE_SUBJECT
from crampkit.data import Problem, choices, nearest, quoted, shown

ASKED_FOR = (
    *("place", "emergency_number", "maternity_triage", "contact"),
    *("data_version", "reviewed_by", *DATES),
)
"""Keys of local.csv that are asked for whatever the subject."""

MOST_HINTS = 100
"""So many unknown sentences are told with the nearest; with more, the search takes too long."""


def _local_problems(tables: Tables) -> Iterable[Problem]:
    known = ASKED_FOR if tables.another else tables.needed.rows.get("local.csv", NOTHING)
    for row, entry in tables["local.csv"].numbered:
        if entry.key not in known and (hint := nearest(entry.key, known)):
            yield row.problem("key", f"nothing is called '{entry.key}'{hint}")
        if entry.key in DATES and entry.value and (told := date_problem(entry.value)):
            yield row.problem("value", told)


def _review_problems(tables: Tables) -> Iterable[Problem]:
    for row, review in tables["reviews.csv"].numbered:
        if told := date_problem(review.reviewed_on):
            yield row.problem("reviewed_on", told)
        name, *key = review.item_id.split(":")
        file = f"{name}.csv"
        if file not in REVIEWED:
            yield row.problem(
                "item_id", f"no table '{name}' is reviewed{choices(name, REVIEWED_NAMES)}"
            )
            continue
        columns = FILES[file].key
        ids = {":".join(cells[one] for one in columns) for cells in tables[file].cells}
        if ":".join(key) not in ids:
            told = f"no row '{':'.join(key)}' in {file}{nearest(':'.join(key), ids)}"
            yield row.problem("item_id", told)


REVIEWED = (
    *("red_flags.csv", "causes.csv", "findings.csv", "cause_features.csv", "management.csv"),
    "questions.csv",
)
"""The tables of which rows can be reviewed one by one."""
REVIEWED_NAMES = tuple(file.removesuffix(".csv") for file in REVIEWED)


def _contact_problems(tables: Tables) -> Iterable[Problem]:
    for row, entry in tables["local.csv"].numbered:
        if entry.key == "contact" and entry.value and (told := contact_problem(entry.value)):
            yield row.problem("value", told)


def _sentence_problems(tables: Tables) -> Iterable[Problem]:
    expected = tables.needed.sentences
    if not expected:
        return  # This crampkit's own set has lost its record: that is told as a local edit.
    present = set(tables["text/en.csv"].written("key"))
    lessons = tables.get("lessons.csv")
    of_lessons = {f"group.{one}" for one in lessons.written("lesson_id")} if lessons else set()
    yield from unfit_sentences(tables["text/en.csv"].numbered, expected, of_lessons)
    for key in expected:
        if key not in present:
            yield tables["text/en.csv"].whole.problem(
                "key", f"the row '{key}' is missing; {_remedy(key, tables)}"
            )


def unfit_sentences(
    numbered: Iterable[tuple[Place, Sentence]],
    expected: Mapping[str, Collection[str]],
    allowed: Collection[str] = (),
) -> Iterable[Problem]:
    """Rows that nothing asks for, save those `allowed`, and gaps that nothing fills.

    `expected` has the gaps of each key.
    """
    unused = 0
    for row, line in numbered:
        if line.key not in expected and line.key in allowed:
            continue
        if line.key not in expected:
            unused += 1
            hint = nearest(line.key, expected) if unused <= MOST_HINTS else ""
            yield row.problem("key", f"{quoted(line.key)} is not used{hint}; delete the row")
            continue
        for gap in set(GAP.findall(line.text)) - set(expected[line.key]):
            fitting = ", ".join(f"{{{name}}}" for name in expected[line.key]) or "no gap"
            yield row.problem(
                "text", f"nothing fills {shown(f'{{{gap}}}')}; allowed here: {fitting}"
            )


def _remedy(key: str, tables: Tables) -> str:
    record = tables.record
    if tables.another:
        said = "it speaks of the subject" if key in OF_THE_SUBJECT else "it is always shown"
        return f"add it: {said}, and a set has its own words there"
    if record.missing or key in record.rows.get("text/en.csv", NOTHING):
        return "put it back"
    return (
        f"it is newer than these tables (version {record.version}); copy it from the data/ of this "
        f"crampkit (version {tables.needed.version})"
    )


CHECKS = (
    _local_problems,
    _contact_problems,
    _review_problems,
    _sentence_problems,
)
