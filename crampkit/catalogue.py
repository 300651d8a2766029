"""The CSV files of `data/` as one frozen `Catalogue`, or every problem in them at once.

Standard library only: it loads in milliseconds and can be read by a student. Each file is described
in `FILES`, column by column; what a column allows is a small function that returns the value or
says in one sentence what is wrong.
"""

from __future__ import annotations

import json
import math
import os
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from types import MappingProxyType
from typing import Any

from crampkit.data import Problem, Row, Table, data_directory, nearest, read_table

SOMETHING_ELSE = "something_else"
"""The row for every cause that is not on the list. It is obligatory and has no findings of its own."""

KINDS = ("history", "timing", "location", "examination", "test")
LEVELS = ("first", "core", "extended")
BASES = ("published", "expert_judgement", "seed")
"""What a number rests on, the strongest first: a study, our judgement, a claim of the seed article."""
STRENGTHS = ("strong", "moderate", "weak", "very_weak", "none")
TIERS = ("now", "today", "soon", "look_alike")
"""How fast to act on a flag, the most urgent first."""
REFER_TIERS = TIERS[:3]

SUM_TOLERANCE = 1e-9


# ------------------------------------------------------------------------------ what the rows become


@dataclass(frozen=True)
class Cause:
    cause_id: str
    label: str
    short_label: str
    seed_says: str
    evidence_says: str
    strength: str
    pretest: float
    low: float | None
    high: float | None
    basis: str
    source_ids: tuple[str, ...]
    note: str = ""


@dataclass(frozen=True)
class Finding:
    finding_id: str
    label: str
    kind: str
    level: str
    background: float
    low: float | None = None
    high: float | None = None
    basis: str = "expert_judgement"
    source_ids: tuple[str, ...] = ()
    overlap_group: str = ""
    exclusive_group: str = ""
    check: str = ""
    note: str = ""


@dataclass(frozen=True)
class Feature:
    """How common one finding is with one cause."""

    cause_id: str
    finding_id: str
    probability: float
    low: float | None = None
    high: float | None = None
    basis: str = "expert_judgement"
    source_ids: tuple[str, ...] = ()
    note: str = ""


@dataclass(frozen=True)
class Group:
    """Findings that repeat each other (`overlap`), or answers to one question (`exclusive`)."""

    group_id: str
    kind: str
    label: str


@dataclass(frozen=True)
class SafetyQuestion:
    question_id: str
    label: str
    check: str = ""


@dataclass(frozen=True)
class RedFlag:
    flag_id: str
    label: str
    could_be: str
    tier: str
    urgency: str
    action: str
    question_id: str = ""
    source_ids: tuple[str, ...] = ()
    note: str = ""


@dataclass(frozen=True)
class FlagRule:
    """Findings that raise a flag, or ask for it at once: all of these present, all of those absent."""

    flag_id: str
    all_present: tuple[str, ...]
    all_absent: tuple[str, ...]
    effect: str
    source_ids: tuple[str, ...] = ()
    note: str = ""


@dataclass(frozen=True)
class Source:
    source_id: str
    citation: str
    url: str
    year: str
    kind: str
    read: bool


@dataclass(frozen=True)
class LocalEntry:
    """Something that differs by place. A blank value is shown as 'ask your unit'."""

    key: str
    label: str
    value: str
    note: str = ""


@dataclass(frozen=True)
class ManagementItem:
    item_id: str
    cause_id: str
    kind: str
    text: str
    strength: str
    source_ids: tuple[str, ...]


@dataclass(frozen=True)
class Term:
    term_id: str
    term: str
    definition: str


@dataclass(frozen=True)
class Example:
    example_id: str
    label: str
    story: str
    present: tuple[str, ...]
    absent: tuple[str, ...]
    flags_present: tuple[str, ...]
    safety_check: str


@dataclass(frozen=True)
class Trial:
    trial_id: str
    year: str
    country: str
    intervention: str
    comparator: str
    duration: str
    n_randomised: str
    n_analysed: str
    outcome: str
    favours_high: str
    effect_type: str
    effect: str
    ci_low: str
    ci_high: str
    events_treat: str
    n_treat: str
    events_control: str
    n_control: str
    counts_status: str
    certainty: str
    in_cochrane_2020: str
    read: bool
    source_ids: tuple[str, ...]
    note: str


@dataclass(frozen=True)
class Observation:
    """One figure of epidemiology.csv."""

    row_id: str
    topic: str
    group: str
    period: str
    events: str
    total: str
    percent: str
    low: str
    high: str
    certainty: str
    source_ids: tuple[str, ...]
    read: bool
    note: str


@dataclass(frozen=True)
class Sentence:
    """A word or sentence of the interface. `{gaps}` in it are filled by name."""

    key: str
    text: str


def _nothing() -> Mapping[str, Any]:
    return MappingProxyType({})


@dataclass(frozen=True)
class Catalogue:
    """All of the content, frozen, each table as a mapping from id to row in file order."""

    causes: Mapping[str, Cause]
    findings: Mapping[str, Finding]
    features: Mapping[tuple[str, str], Feature]
    groups: Mapping[str, Group] = field(default_factory=_nothing)
    questions: Mapping[str, SafetyQuestion] = field(default_factory=_nothing)
    flags: Mapping[str, RedFlag] = field(default_factory=_nothing)
    rules: tuple[FlagRule, ...] = ()
    sources: Mapping[str, Source] = field(default_factory=_nothing)
    local: Mapping[str, LocalEntry] = field(default_factory=_nothing)
    management: Mapping[str, ManagementItem] = field(default_factory=_nothing)
    trials: Mapping[str, Trial] = field(default_factory=_nothing)
    epidemiology: Mapping[str, Observation] = field(default_factory=_nothing)
    glossary: Mapping[str, Term] = field(default_factory=_nothing)
    examples: Mapping[str, Example] = field(default_factory=_nothing)
    text: Mapping[str, str] = field(default_factory=_nothing)
    warnings: tuple[str, ...] = ()

    @cached_property
    def background(self) -> Mapping[str, float]:
        """How common each finding is in a pregnant woman with leg cramps from none of the causes."""
        return {finding_id: finding.background for finding_id, finding in self.findings.items()}

    @cached_property
    def probability(self) -> Mapping[str, Mapping[str, float]]:
        """For each finding, how common it is with each cause that lists it."""
        listed: dict[str, dict[str, float]] = {finding_id: {} for finding_id in self.findings}
        for (cause_id, finding_id), feature in self.features.items():
            listed[finding_id][cause_id] = feature.probability
        return listed

    @cached_property
    def exclusive_members(self) -> Mapping[str, tuple[str, ...]]:
        """The findings of each exclusive group, in file order."""
        members: dict[str, list[str]] = {}
        for finding_id, finding in self.findings.items():
            if finding.exclusive_group:
                members.setdefault(finding.exclusive_group, []).append(finding_id)
        return {group_id: tuple(ids) for group_id, ids in members.items()}

    @cached_property
    def pretest(self) -> Mapping[str, float]:
        """The relative weight of each row before anything is asked; judged."""
        return MappingProxyType(
            {cause_id: cause.pretest for cause_id, cause in self.causes.items()}
        )

    @cached_property
    def questions_of_flags(self) -> Mapping[str, tuple[str, ...]]:
        """The flags that each question of the safety check asks for, in file order."""
        return {
            question_id: tuple(
                flag_id
                for flag_id, flag in self.flags.items()
                if flag.question_id == question_id and flag.tier != "look_alike"
            )
            for question_id in self.questions
        }

    def question_of(self, finding_id: str) -> str:
        """The question a finding answers: its exclusive group, or the finding itself."""
        return self.findings[finding_id].exclusive_group or finding_id

    def question_label(self, question_id: str) -> str:
        """What is asked, as the learner reads it."""
        if question_id in self.groups:
            return self.groups[question_id].label
        return self.findings[question_id].label


class CatalogueError(ValueError):
    """The files cannot be used; `problems` has every reason."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(problems)
        count = len(self.problems)
        heading = "1 problem in the data:" if count == 1 else f"{count} problems in the data:"
        super().__init__("\n".join([heading, *map(str, self.problems)]))


# ------------------------------------------------------------------------------ what a column allows


@dataclass(frozen=True)
class Context:
    """What a cell may refer to: the ids of every file, and how numbers are written in this one."""

    ids: Mapping[str, tuple[str, ...]]
    decimal_comma: bool


Parser = Callable[[str, Context], Any]


class CellError(ValueError):
    """One sentence on what is wrong with a cell and what would be right."""


def required(cell: str, _: Context) -> str:
    if not cell:
        raise CellError("the cell is empty; write a text")
    return cell


def optional(cell: str, _: Context) -> str:
    return cell


def identifier(cell: str, _: Context) -> str:
    if not re.fullmatch(r"[a-z][a-z0-9_]*", cell):
        raise CellError(f"'{cell}' is not an id; use small letters, digits and _ (low_back_pain)")
    return cell


def source_identifier(cell: str, _: Context) -> str:
    if not re.fullmatch(r"[A-Z][A-Z0-9_]*", cell):
        raise CellError(f"'{cell}' is not a source id; use capitals, digits and _ (CHINA2018)")
    return cell


def text_key(cell: str, _: Context) -> str:
    if not re.fullmatch(r"[a-z][a-z0-9_.]*", cell):
        raise CellError(f"'{cell}' is not a key; use small letters, digits, _ and . (rank.title)")
    return cell


GAP = re.compile(r"\{([a-z_]+)\}")


def sentence(cell: str, context: Context) -> str:
    text = required(cell, context)
    if re.search(r"[{}]", GAP.sub("", text)):
        raise CellError("a curly bracket stands alone; a gap is written {name}")
    return text


def one_of(*allowed: str) -> Parser:
    def parse(cell: str, _: Context) -> str:
        if cell not in allowed:
            hint = nearest(cell, allowed)
            raise CellError(f"'{cell}' is not allowed; use one of {', '.join(allowed)}{hint}")
        return cell

    return parse


def yes_or_no(cell: str, context: Context) -> bool:
    return one_of("yes", "no")(cell, context) == "yes"


def number(cell: str, context: Context) -> float:
    # A point before three digits parts thousands where commas are decimal: 1.000 could be either.
    if context.decimal_comma and re.fullmatch(r"-?[1-9]\d{0,2}\.\d{3}", cell, re.ASCII):
        raise CellError(
            f"'{cell}' is not a number for certain; write {cell.replace('.', '')} or 1,5"
        )
    written = cell.replace(",", ".") if context.decimal_comma else cell
    if not re.fullmatch(r"-?\d{1,12}(\.\d{1,15})?|-?\.\d{1,15}", written, re.ASCII):
        raise CellError(f"'{cell}' is not a number{_number_hint(cell)}")
    return float(written)


def _number_hint(cell: str) -> str:
    percent = re.fullmatch(r"(\d{1,3})\s*%", cell, re.ASCII)
    if percent:
        return f"; write it as a share: {int(percent[1]) / 100:g}"
    # 1,000 could be a thousand: no hint rather than a wrong one.
    if re.fullmatch(r"0,\d+|\d+,\d{1,2}", cell, re.ASCII):
        return f"; write it with a point: {cell.replace(',', '.')}"
    return "; write it like 0.35"


def probability(cell: str, context: Context) -> float:
    value = number(cell, context)
    if not 0 < value < 1:
        raise CellError(
            f"{cell} is not between 0 and 1; use 0.01 for almost never, 0.99 for almost always"
        )
    return value


def positive(cell: str, context: Context) -> float:
    value = number(cell, context)
    if value <= 0:
        raise CellError(f"{cell} must be above 0; a small weight is written 0.0001")
    return value


def numeral(cell: str, context: Context) -> str:
    """A number as it was printed, digits and all, or nothing; with a decimal point."""
    if cell:
        number(cell, context)
    return cell.replace(",", ".")


def blank_or(parse: Parser) -> Parser:
    def parse_or_none(cell: str, context: Context) -> Any:
        return parse(cell, context) if cell else None

    return parse_or_none


def reference(file: str, *, blank: bool = False) -> Parser:
    """An id of another file (or, where `blank`, none)."""
    noun = NOUNS[file]

    def parse(cell: str, context: Context) -> str:
        if not cell and blank:
            return ""
        allowed = context.ids.get(file, ())
        if cell not in allowed:
            raise CellError(f"no {noun} '{cell}'{nearest(cell, allowed)}")
        return cell

    return parse


def references(file: str, *, blank: bool = False) -> Parser:
    """Ids of another file, joined by semicolons."""
    one = reference(file)

    def parse(cell: str, context: Context) -> tuple[str, ...]:
        ids = tuple(part.strip() for part in cell.split(";")) if cell else ()
        if not ids and not blank:
            raise CellError(f"the cell is empty; name a {NOUNS[file]}")
        for part in ids:
            one(part, context)
        if len(set(ids)) < len(ids):
            raise CellError(f"'{cell}' names the same {NOUNS[file]} twice")
        return ids

    return parse


NOUNS = {
    "causes.csv": "cause",
    "findings.csv": "finding",
    "groups.csv": "group",
    "safety_questions.csv": "safety question",
    "red_flags.csv": "flag",
    "sources.csv": "source",
}


@dataclass(frozen=True)
class File:
    """What one file holds: the row it makes, the columns that name a row, and what each column allows."""

    make: Callable[..., Any]
    key: tuple[str, ...]
    columns: Mapping[str, Parser]


_SOURCES = references("sources.csv")
_ESTIMATE: Mapping[str, Parser] = {
    "low": blank_or(probability),
    "high": blank_or(probability),
    "basis": one_of(*BASES),
    "source_ids": _SOURCES,
}

FILES: Mapping[str, File] = {
    "sources.csv": File(
        Source,
        ("source_id",),
        {
            "source_id": source_identifier,
            "citation": required,
            "url": optional,
            "year": optional,
            "kind": required,
            "read": yes_or_no,
        },
    ),
    "causes.csv": File(
        Cause,
        ("cause_id",),
        {
            "cause_id": identifier,
            "label": required,
            "short_label": required,
            "seed_says": required,
            "evidence_says": required,
            "strength": one_of(*STRENGTHS),
            "pretest": positive,
            "low": blank_or(positive),
            "high": blank_or(positive),
            "basis": one_of(*BASES),
            "source_ids": _SOURCES,
            "note": optional,
        },
    ),
    "groups.csv": File(
        Group,
        ("group_id",),
        {"group_id": identifier, "kind": one_of("overlap", "exclusive"), "label": required},
    ),
    "findings.csv": File(
        Finding,
        ("finding_id",),
        {
            "finding_id": identifier,
            "label": required,
            "kind": one_of(*KINDS),
            "level": one_of(*LEVELS),
            "background": probability,
            **_ESTIMATE,
            "overlap_group": reference("groups.csv", blank=True),
            "exclusive_group": reference("groups.csv", blank=True),
            "check": required,
            "note": optional,
        },
    ),
    "cause_features.csv": File(
        Feature,
        ("cause_id", "finding_id"),
        {
            "cause_id": reference("causes.csv"),
            "finding_id": reference("findings.csv"),
            "probability": probability,
            **_ESTIMATE,
            "note": optional,
        },
    ),
    "safety_questions.csv": File(
        SafetyQuestion,
        ("question_id",),
        {"question_id": identifier, "label": required, "check": optional},
    ),
    "red_flags.csv": File(
        RedFlag,
        ("flag_id",),
        {
            "flag_id": identifier,
            "label": required,
            "could_be": required,
            "tier": one_of(*TIERS),
            "urgency": required,
            "action": required,
            "question_id": reference("safety_questions.csv", blank=True),
            "source_ids": _SOURCES,
            "note": optional,
        },
    ),
    "flag_rules.csv": File(
        FlagRule,
        ("flag_id", "all_present", "all_absent", "effect"),
        {
            "flag_id": reference("red_flags.csv"),
            "all_present": references("findings.csv", blank=True),
            "all_absent": references("findings.csv", blank=True),
            "effect": one_of("raise", "ask_now"),
            "source_ids": _SOURCES,
            "note": optional,
        },
    ),
    "local.csv": File(
        LocalEntry,
        ("key",),
        {"key": identifier, "label": required, "value": optional, "note": optional},
    ),
    "management.csv": File(
        ManagementItem,
        ("item_id",),
        {
            "item_id": identifier,
            "cause_id": reference("causes.csv"),
            "kind": one_of("do", "do_not", "refer_when"),
            "text": required,
            "strength": one_of(*STRENGTHS),
            "source_ids": _SOURCES,
        },
    ),
    "trials.csv": File(
        Trial,
        ("trial_id",),
        {
            **dict.fromkeys(Trial.__dataclass_fields__, optional),
            **dict.fromkeys(("n_randomised", "n_analysed", "effect", "ci_low", "ci_high"), numeral),
            **dict.fromkeys(("events_treat", "n_treat", "events_control", "n_control"), numeral),
            "trial_id": identifier,
            "read": yes_or_no,
            "source_ids": _SOURCES,
        },
    ),
    "epidemiology.csv": File(
        Observation,
        ("row_id",),
        {
            **dict.fromkeys(Observation.__dataclass_fields__, optional),
            **dict.fromkeys(("events", "total", "percent", "low", "high"), numeral),
            "row_id": identifier,
            "topic": required,
            "read": yes_or_no,
            "source_ids": _SOURCES,
        },
    ),
    "glossary.csv": File(
        Term,
        ("term_id",),
        {"term_id": identifier, "term": required, "definition": required},
    ),
    "examples.csv": File(
        Example,
        ("example_id",),
        {
            "example_id": identifier,
            "label": required,
            "story": required,
            "present": references("findings.csv", blank=True),
            "absent": references("findings.csv", blank=True),
            "flags_present": references("red_flags.csv", blank=True),
            "safety_check": one_of("done", "not_done"),
        },
    ),
    "text/en.csv": File(Sentence, ("key",), {"key": text_key, "text": sentence}),
}


# ------------------------------------------------------------------------------ reading


@dataclass(frozen=True)
class Parsed:
    """The rows of one file, each with its row number in the spreadsheet.

    `numbered` has the rows without a problem, `cells` all of them as text: only there can be seen
    that something is missing, and not merely spelt wrong.
    """

    numbered: tuple[tuple[int, Any], ...]
    cells: tuple[Mapping[str, str], ...]

    @property
    def rows(self) -> tuple[Any, ...]:
        return tuple(row for _, row in self.numbered)

    def written(self, column: str) -> list[str]:
        """What stands in a column, in every row."""
        return [cells[column] for cells in self.cells]


def load(directory: str | Path | None = None) -> Catalogue:
    """The catalogue of a folder of CSV files (the set's own when none is named).

    Raises `CatalogueError`, which names every problem, where any file has one.

    >>> SOMETHING_ELSE in load().causes
    True
    """
    catalogue, found = read(directory)
    if catalogue is None:
        raise CatalogueError(found)
    return catalogue


def problems(directory: str | Path | None = None) -> tuple[Problem, ...]:
    """Every problem in a folder of CSV files, in file and row order; none when it can be used."""
    return read(directory)[1]


def read(directory: str | Path | None = None) -> tuple[Catalogue | None, tuple[Problem, ...]]:
    """The catalogue of a folder, or None and every problem in its files."""
    folder = Path(directory) if directory is not None else data_directory()
    # os.path, not Path: it says no to a name that no folder can have, where Path raises.
    if not os.path.isdir(folder):
        return None, (
            Problem(str(folder), 0, "", "there is no such folder; name the one with the CSV files"),
        )
    tables: dict[str, Table] = {}
    found: list[Problem] = []
    for file, description in FILES.items():
        table, form_problems = read_table(folder, file, tuple(description.columns))
        tables[file] = table
        found += form_problems
    unreadable = {problem.file for problem in found}
    ids = {
        file: tuple(row.cells[description.key[0]] for row in tables[file].rows)
        for file, description in FILES.items()
        if len(description.key) == 1
    }
    parsed: dict[str, Parsed] = {}
    for file, description in FILES.items():
        context = Context(ids, tables[file].decimal_comma)
        parsed[file], cell_problems = _parse(tables[file], description, context)
        # An id of a file that could not be read is unknown, but that is not this row's fault.
        found += [p for p in cell_problems if not _blames_unreadable(p, unreadable)]
    if not unreadable:
        found += _meaning_problems(parsed)
    if found:
        order = list(FILES)
        return None, tuple(
            sorted(set(found), key=lambda p: (order.index(p.file), p.row, p.column, p.message))
        )
    return _assemble(parsed), ()


def _blames_unreadable(problem: Problem, unreadable: set[str]) -> bool:
    return any(
        problem.message.startswith(f"no {NOUNS[file]} '") for file in unreadable if file in NOUNS
    )


def _parse(table: Table, description: File, context: Context) -> tuple[Parsed, list[Problem]]:
    numbered: list[tuple[int, Any]] = []
    found: list[Problem] = []
    first_row: dict[tuple[str, ...], int] = {}
    for row in table.rows:
        values, row_problems = _parse_row(table.file, row, description, context)
        key = tuple(row.cells[name] for name in description.key)
        if any(key) and key in first_row:
            repeated = " with ".join(f"'{part}'" for part in key if part)
            row_problems.append(
                Problem(
                    table.file,
                    row.number,
                    description.key[0],
                    f"{repeated} stands in row {first_row[key]} already; delete one of the two",
                )
            )
        first_row.setdefault(key, row.number)
        found += row_problems
        if not row_problems:
            numbered.append((row.number, description.make(**values)))
    return Parsed(tuple(numbered), tuple(row.cells for row in table.rows)), found


def _parse_row(
    file: str, row: Row, description: File, context: Context
) -> tuple[dict[str, Any], list[Problem]]:
    values: dict[str, Any] = {}
    found: list[Problem] = []
    for name, parse in description.columns.items():
        try:
            values[name] = parse(row.cells[name], context)
        except CellError as error:
            found.append(Problem(file, row.number, name, str(error)))
    return values, found


# ------------------------------------------------------------------------------ what must hold between rows


def _meaning_problems(parsed: Mapping[str, Parsed]) -> list[Problem]:
    """What is wrong although each cell is allowed: each check yields the problems of one promise."""
    checks = (
        _something_else_problems,
        _range_problems,
        _group_problems,
        _listing_problems,
        _exclusive_sum_problems,
        _flag_problems,
        _rule_problems,
        _example_problems,
        _sentence_problems,
    )
    return [problem for check in checks for problem in check(parsed)]


def _something_else_problems(parsed: Mapping[str, Parsed]) -> Iterable[Problem]:
    if SOMETHING_ELSE not in parsed["causes.csv"].written("cause_id"):
        yield Problem(
            "causes.csv",
            0,
            "cause_id",
            f"the row '{SOMETHING_ELSE}' is missing; put it back: no list of causes is complete",
        )
    for row, feature in parsed["cause_features.csv"].numbered:
        if feature.cause_id == SOMETHING_ELSE:
            yield Problem(
                "cause_features.csv",
                row,
                "cause_id",
                f"'{SOMETHING_ELSE}' is the background itself; "
                "delete the row and change 'background' in findings.csv",
            )


def _range_problems(parsed: Mapping[str, Parsed]) -> Iterable[Problem]:
    for file, column in (
        ("causes.csv", "pretest"),
        ("findings.csv", "background"),
        ("cause_features.csv", "probability"),
    ):
        for row, record in parsed[file].numbered:
            low, high, value = record.low, record.high, getattr(record, column)
            if (low is None) != (high is None):
                empty = "low" if low is None else "high"
                yield Problem(file, row, empty, "fill both 'low' and 'high', or leave both empty")
            elif low is not None and not low <= value <= high:
                yield Problem(
                    file, row, column, f"{value:g} is not from {low:g} (low) to {high:g} (high)"
                )


def _group_problems(parsed: Mapping[str, Parsed]) -> Iterable[Problem]:
    kinds = {group.group_id: group.kind for group in parsed["groups.csv"].rows}
    members: dict[str, list[tuple[int, Finding]]] = {}
    for row, finding in parsed["findings.csv"].numbered:
        # The other way round is allowed: answers that exclude each other may also repeat each other.
        if kinds.get(finding.exclusive_group) == "overlap":
            yield Problem(
                "findings.csv",
                row,
                "exclusive_group",
                f"'{finding.exclusive_group}' is an overlap group in groups.csv; "
                "name an exclusive one",
            )
        if finding.exclusive_group:
            members.setdefault(finding.exclusive_group, []).append((row, finding))
    written = parsed["findings.csv"].written("exclusive_group")
    for group_id, rows in members.items():
        first_row, first = rows[0]
        if written.count(group_id) == 1:
            yield Problem(
                "findings.csv",
                first_row,
                "exclusive_group",
                f"'{group_id}' has this one member; an exclusive group needs two or more",
            )
        for row, finding in rows[1:]:
            if finding.overlap_group != first.overlap_group:
                yield Problem(
                    "findings.csv",
                    row,
                    "overlap_group",
                    f"'{finding.overlap_group}' differs from '{first.overlap_group}' of row {first_row}; "
                    f"all answers of '{group_id}' need the same",
                )
    used = {*written, *parsed["findings.csv"].written("overlap_group")}
    for row, group in parsed["groups.csv"].numbered:
        if group.group_id not in used:
            yield Problem(
                "groups.csv",
                row,
                "group_id",
                f"no finding is in '{group.group_id}'; delete the row",
            )


def _listing_problems(parsed: Mapping[str, Parsed]) -> Iterable[Problem]:
    listed = set(parsed["cause_features.csv"].written("cause_id"))
    for row, cause in parsed["causes.csv"].numbered:
        if cause.cause_id not in listed and cause.cause_id != SOMETHING_ELSE:
            yield Problem(
                "causes.csv",
                row,
                "cause_id",
                f"'{cause.cause_id}' has no finding; add a row for it to cause_features.csv",
            )


def _exclusive_sum_problems(parsed: Mapping[str, Parsed]) -> Iterable[Problem]:
    """Answers that exclude each other cannot together be commoner than certain."""
    members: dict[str, list[tuple[int, Finding]]] = {}
    for row, finding in parsed["findings.csv"].numbered:
        if finding.exclusive_group:
            members.setdefault(finding.exclusive_group, []).append((row, finding))
    listed: dict[tuple[str, str], tuple[int, float]] = {
        (feature.cause_id, feature.finding_id): (row, feature.probability)
        for row, feature in parsed["cause_features.csv"].numbered
    }
    causes = [cause.cause_id for cause in parsed["causes.csv"].rows]
    for group_id, rows in members.items():
        background = math.fsum(finding.background for _, finding in rows)
        if background > 1 + SUM_TOLERANCE:
            yield Problem(
                "findings.csv",
                rows[-1][0],
                "background",
                f"the backgrounds of '{group_id}' add up to {background:g}; they must not pass 1",
            )
        for cause_id in causes:
            pairs = [listed.get((cause_id, finding.finding_id)) for _, finding in rows]
            own = [pair[0] for pair in pairs if pair]
            if not own:
                continue
            total = math.fsum(
                pair[1] if pair else finding.background
                for pair, (_, finding) in zip(pairs, rows, strict=True)
            )
            rest = "what is not listed counts as background"
            if total > 1 + SUM_TOLERANCE:
                yield Problem(
                    "cause_features.csv",
                    max(own),
                    "probability",
                    f"'{cause_id}' adds up to {total:g} over '{group_id}'; it must not pass 1 ({rest})",
                )
            elif total > 1 - SUM_TOLERANCE and background < 1 - SUM_TOLERANCE:
                yield Problem(
                    "cause_features.csv",
                    max(own),
                    "probability",
                    f"'{cause_id}' adds up to 1 over '{group_id}', whose backgrounds leave room for "
                    f"'none of these'; leave it some too ({rest})",
                )


def _flag_problems(parsed: Mapping[str, Parsed]) -> Iterable[Problem]:
    asked = set(parsed["red_flags.csv"].written("question_id"))
    for row, flag in parsed["red_flags.csv"].numbered:
        if flag.tier != "look_alike" and not flag.question_id:
            yield Problem(
                "red_flags.csv",
                row,
                "question_id",
                "the cell is empty; name the safety question that asks for this flag",
            )
        if flag.tier == "look_alike" and flag.question_id:
            yield Problem(
                "red_flags.csv",
                row,
                "question_id",
                "a look-alike is not a danger; leave the cell empty",
            )
    for row, question in parsed["safety_questions.csv"].numbered:
        if question.question_id not in asked:
            yield Problem(
                "safety_questions.csv",
                row,
                "question_id",
                f"no flag in red_flags.csv belongs to '{question.question_id}'; delete the row or add one",
            )


def _excluding_pair(
    finding_ids: Iterable[str], group_of: Mapping[str, str]
) -> tuple[str, str] | None:
    """The first two of these findings that cannot both be present."""
    taken: dict[str, str] = {}
    for finding_id in finding_ids:
        group_id = group_of.get(finding_id, "")
        if group_id and group_id in taken:
            return taken[group_id], finding_id
        taken[group_id] = finding_id
    return None


def _exclusive_group_of(parsed: Mapping[str, Parsed]) -> Mapping[str, str]:
    return {f.finding_id: f.exclusive_group for f in parsed["findings.csv"].rows}


def _rule_problems(parsed: Mapping[str, Parsed]) -> Iterable[Problem]:
    group_of = _exclusive_group_of(parsed)
    for row, rule in parsed["flag_rules.csv"].numbered:
        if pair := _excluding_pair(rule.all_present, group_of):
            yield Problem(
                "flag_rules.csv",
                row,
                "all_present",
                f"'{pair[0]}' and '{pair[1]}' exclude each other, so the rule would never hold",
            )
        if not rule.all_present and not rule.all_absent:
            yield Problem(
                "flag_rules.csv", row, "all_present", "the rule names no finding; name one"
            )
        for finding_id in set(rule.all_present) & set(rule.all_absent):
            yield Problem(
                "flag_rules.csv",
                row,
                "all_absent",
                f"'{finding_id}' cannot be present and absent at once",
            )


def _example_problems(parsed: Mapping[str, Parsed]) -> Iterable[Problem]:
    group_of = _exclusive_group_of(parsed)
    backgrounds: dict[str, dict[str, float]] = {}
    for finding in parsed["findings.csv"].rows:
        if finding.exclusive_group:
            group = backgrounds.setdefault(finding.exclusive_group, {})
            group[finding.finding_id] = finding.background
    certain = {
        group_id: set(group)
        for group_id, group in backgrounds.items()
        if math.fsum(group.values()) > 1 - SUM_TOLERANCE
    }
    for row, example in parsed["examples.csv"].numbered:
        for finding_id in set(example.present) & set(example.absent):
            yield Problem(
                "examples.csv",
                row,
                "absent",
                f"'{finding_id}' cannot be present and absent at once",
            )
        if pair := _excluding_pair(example.present, group_of):
            yield Problem(
                "examples.csv", row, "present", f"'{pair[0]}' and '{pair[1]}' exclude each other"
            )
        for group_id, members in certain.items():
            if members <= set(example.absent):
                yield Problem(
                    "examples.csv",
                    row,
                    "absent",
                    f"one answer of '{group_id}' must hold; not all can be absent",
                )


def _sentence_problems(parsed: Mapping[str, Parsed]) -> Iterable[Problem]:
    expected = shipped()["text"]
    present = set(parsed["text/en.csv"].written("key"))
    for row, line in parsed["text/en.csv"].numbered:
        if line.key not in expected:
            yield Problem(
                "text/en.csv",
                row,
                "key",
                f"'{line.key}' is not used{nearest(line.key, expected)}; delete the row",
            )
            continue
        for gap in set(GAP.findall(line.text)) - set(expected[line.key]):
            allowed = ", ".join(f"{{{name}}}" for name in expected[line.key]) or "no gap"
            yield Problem(
                "text/en.csv", row, "text", f"nothing fills {{{gap}}}; allowed here: {allowed}"
            )
    for key in expected:
        if key not in present:
            yield Problem("text/en.csv", 0, "key", f"the row '{key}' is missing; put it back")


def shipped() -> dict[str, Any]:
    """What the set was shipped with and must not lose unseen: flags with tier, rules, sentences with gaps."""
    path = Path(__file__).with_name("shipped.json")
    content: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return content


def _safety_warnings(flags: Mapping[str, RedFlag], rules: Iterable[FlagRule]) -> tuple[str, ...]:
    """A trainer may change the flags, but never without being told."""
    expected = shipped()
    warnings = []
    for flag_id, tier in expected["flags"].items():
        if flag_id not in flags:
            warnings.append(
                f"red_flags.csv: the flag '{flag_id}' ({tier}) of the shipped set is missing"
            )
        elif TIERS.index(flags[flag_id].tier) > TIERS.index(tier):
            warnings.append(
                f"red_flags.csv: the flag '{flag_id}' is less urgent than shipped "
                f"({flags[flag_id].tier} instead of {tier})"
            )
    present = {rule_key(rule) for rule in rules}
    for key in expected["rules"]:
        if key not in present:
            warnings.append(f"flag_rules.csv: the rule '{key}' of the shipped set is missing")
    return tuple(warnings)


def rule_key(rule: FlagRule) -> str:
    """A rule in one line, whatever the order of its findings.

    >>> rule_key(FlagRule("clot", ("one_leg", "ache"), ("eases",), "ask_now"))
    'ask_now clot: ache + one_leg without eases'
    """
    absent = f" without {' + '.join(sorted(rule.all_absent))}" if rule.all_absent else ""
    return f"{rule.effect} {rule.flag_id}: {' + '.join(sorted(rule.all_present))}{absent}"


def _assemble(parsed: Mapping[str, Parsed]) -> Catalogue:
    def keyed(file: str) -> Mapping[Any, Any]:
        names = FILES[file].key
        return MappingProxyType(
            {
                getattr(row, names[0])
                if len(names) == 1
                else tuple(getattr(row, n) for n in names): row
                for row in parsed[file].rows
            }
        )

    flags = keyed("red_flags.csv")
    rules = parsed["flag_rules.csv"].rows
    return Catalogue(
        causes=keyed("causes.csv"),
        findings=keyed("findings.csv"),
        features=keyed("cause_features.csv"),
        groups=keyed("groups.csv"),
        questions=keyed("safety_questions.csv"),
        flags=flags,
        rules=rules,
        sources=keyed("sources.csv"),
        local=keyed("local.csv"),
        management=keyed("management.csv"),
        trials=keyed("trials.csv"),
        epidemiology=keyed("epidemiology.csv"),
        glossary=keyed("glossary.csv"),
        examples=keyed("examples.csv"),
        text=MappingProxyType({line.key: line.text for line in parsed["text/en.csv"].rows}),
        warnings=_safety_warnings(flags, rules),
    )
