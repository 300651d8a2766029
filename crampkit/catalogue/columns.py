"""What each column of each file allows: a small function that returns the value or says what is wrong."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from crampkit.catalogue.records import (
    ALSO_ACCEPTED,
    BASES,
    CASE_ANSWERS,
    CASE_KINDS,
    CONTROLS,
    EFFECT_TYPES,
    FIGURES,
    GAP,
    KINDS,
    LEVELS,
    MARKED_SIDES,
    MARKS,
    OUTCOME_KINDS,
    PERIODS,
    PLACES,
    POSITIONS,
    QUESTION_KINDS,
    SIDES,
    STRENGTHS,
    TIERS,
    VIEWS,
    CaseFinding,
    Cause,
    CauseRegion,
    Claim,
    DiagnosticAccuracy,
    Example,
    Feature,
    Finding,
    FlagRule,
    Group,
    Lesson,
    LocalEntry,
    ManagementItem,
    Measurement,
    Observation,
    Option,
    PracticeCase,
    Question,
    RedFlag,
    Region,
    SafetyPhrase,
    SafetyQuestion,
    Sentence,
    Source,
    Term,
    TestCost,
    Trial,
)
from crampkit.data import quoted, shown


@dataclass(frozen=True)
class Context:
    """What a cell may refer to: the ids of every file, and how numbers are written in this one."""

    ids: Mapping[str, Collection[str]]
    decimal_comma: bool


Parser = Callable[[str, Context], Any]


class CellError(ValueError):
    """One sentence on what is wrong with a cell and what would be right.

    Where a `word` was sought among `allowed`, whoever tells the sentence adds the nearest: finding it
    takes its time. `blames` is the file in which it was sought, `others` what else is wrong.
    """

    others: Sequence[CellError] = ()

    def __init__(
        self, message: str, word: str = "", allowed: Iterable[str] = (), blames: str = ""
    ) -> None:
        super().__init__(message)
        self.word = word
        self.allowed = allowed
        self.blames = blames


def required(cell: str, _: Context) -> str:
    if not cell:
        raise CellError("the cell is empty; write a text")
    return cell


def optional(cell: str, _: Context) -> str:
    return cell


def identifier(cell: str, _: Context) -> str:
    if not re.fullmatch(r"[a-z][a-z0-9_]{0,79}", cell):
        raise CellError(
            f"{quoted(cell)} is not an id; use small letters, digits and _, 80 at most (low_back_pain)"
        )
    return cell


def source_identifier(cell: str, _: Context) -> str:
    if not re.fullmatch(r"[A-Z][A-Z0-9_]{0,79}", cell):
        raise CellError(
            f"{quoted(cell)} is not a source id; use capitals, digits and _, 80 at most (CHINA2018)"
        )
    return cell


def text_key(cell: str, _: Context) -> str:
    if not re.fullmatch(r"[a-z][a-z0-9_.]{0,79}", cell):
        raise CellError(
            f"{quoted(cell)} is not a key; use small letters, digits, _ and ., 80 at most (rank.title)"
        )
    return cell


def sentence(cell: str, context: Context) -> str:
    text = required(cell, context)
    if re.search(r"[{}]", GAP.sub("", text)):
        raise CellError("a curly bracket stands alone; a gap is written {name}")
    return text


def one_of(*allowed: str) -> Parser:
    def parse(cell: str, _: Context) -> str:
        if cell not in allowed:
            said = f"{quoted(cell)} is not allowed" if cell else "the cell is empty"
            raise CellError(said, cell, allowed)
        return cell

    return parse


def yes_or_no(cell: str, context: Context) -> bool:
    return one_of("yes", "no")(cell, context) == "yes"


def yes_no_or_unknown(cell: str, context: Context) -> bool | None:
    return {"yes": True, "no": False}.get(one_of("yes", "no", "unknown")(cell, context))


def number(cell: str, context: Context) -> float:
    if not cell:
        raise CellError("the cell is empty; write a number like 0.35")
    # A point before three digits parts thousands where commas are decimal: 1.000 could be either.
    if context.decimal_comma and re.fullmatch(r"-?[1-9]\d{0,2}\.\d{3}", cell, re.ASCII):
        raise CellError(
            f"{quoted(cell)} is not a number for certain; write {cell.replace('.', '')} or 1,5"
        )
    written = cell.replace(",", ".") if context.decimal_comma else cell
    if not re.fullmatch(r"-?\d{1,12}(\.\d{1,15})?|-?\.\d{1,15}", written, re.ASCII):
        raise CellError(f"{quoted(cell)} is not a number{_number_hint(cell)}")
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


def count(cell: str, _: Context) -> int:
    if not re.fullmatch(r"\d{1,6}", cell, re.ASCII):
        raise CellError(f"{quoted(cell)} is not a count; write a whole number such as 12")
    return int(cell)


def shape(cell: str, context: Context) -> str:
    """SVG path data, and no character that could make it anything else."""
    path = required(cell, context)
    if strange := re.search(r"[^MmLlHhVvCcSsQqTtAaZz0-9., -]", path):
        raise CellError(
            f"{quoted(strange[0])} has no place in a shape; use path letters, digits, point, comma, "
            "minus and space only (M10 20L30 40L30 20Z)"
        )
    if path[0] not in "Mm":
        raise CellError("a shape begins with M and its first point (M10 20L30 40L30 20Z)")
    return path


def wordings(cell: str, _: Context) -> tuple[str, ...]:
    """Words or short phrases, joined by semicolons; or none."""
    return tuple(word for part in cell.split(";") if (word := part.strip()))


def some_of(*allowed: str) -> Parser:
    """Some of a few fixed words, joined by semicolons; or none."""
    one = one_of(*allowed)

    def parse(cell: str, context: Context) -> tuple[str, ...]:
        words = tuple(one(word, context) for word in wordings(cell, context))
        if len(set(words)) < len(words):
            raise CellError(f"{quoted(cell)} names the same twice; name it once")
        return words

    return parse


def web_address(cell: str, _: Context) -> str:
    """The address of a page, which can be made a link; or none."""
    if cell and not re.fullmatch(r"https?://[^\s<>\"']+", cell):
        raise CellError(f"{quoted(cell)} is not a web address; write https://... or leave it empty")
    return cell


def difficulty(cell: str, context: Context) -> int:
    return int(one_of("1", "2", "3")(cell, context))


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
            raise CellError(f"no {noun} {quoted(cell)}", cell, allowed, blames=file)
        return cell

    return parse


def references(file: str, *, blank: bool = False) -> Parser:
    """Ids of another file, joined by semicolons."""
    one = reference(file)

    def _sought(part: str, context: Context) -> CellError | None:
        try:
            one(part, context)
        except CellError as error:
            several = [name.strip() for name in part.split(",")]
            if len(several) > 1 and all(name in error.allowed for name in several):
                joined = shown(";".join(several))
                return CellError(f"{quoted(part)} has commas between its ids; write {joined}")
            return error
        return None

    def parse(cell: str, context: Context) -> tuple[str, ...]:
        ids = tuple(part.strip() for part in cell.split(";")) if cell else ()
        if not ids and not blank:
            raise CellError(f"the cell is empty; name a {NOUNS[file]}")
        if "" in ids:
            kept = ";".join(filter(None, ids))
            raise CellError(f"{quoted(cell)} has a semicolon too many; write {shown(kept)}")
        wrong = [error for part in ids if (error := _sought(part, context))]
        if wrong:
            first, *first.others = wrong
            raise first
        if len(set(ids)) < len(ids):
            raise CellError(f"{quoted(cell)} names the same {NOUNS[file]} twice")
        return ids

    return parse


NOUNS = {
    "causes.csv": "cause",
    "findings.csv": "finding",
    "groups.csv": "group",
    "safety_questions.csv": "safety question",
    "red_flags.csv": "flag",
    "sources.csv": "source",
    "examples.csv": "example",
    "lessons.csv": "lesson",
    "questions.csv": "question",
    "cases.csv": "case",
}


@dataclass(frozen=True)
class File:
    """What one file holds: the row it makes, the columns that name a row, and what each column allows."""

    make: Callable[..., Any]
    key: tuple[str, ...]
    columns: Mapping[str, Parser]
    may_be_empty: bool = True
    """Nothing need stand in it; what refers to one of its rows says so itself."""


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
            "url": web_address,
            "read_at": web_address,
            "year": optional,
            "kind": required,
            "read": yes_or_no,
        },
        may_be_empty=False,
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
            "needs": references("findings.csv", blank=True),
            "note": optional,
        },
        may_be_empty=False,
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
            "general": yes_or_no,
            "check": required,
            "words": wordings,
            "then_ask": references("findings.csv", blank=True),
            "note": optional,
        },
        may_be_empty=False,
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
        may_be_empty=False,
    ),
    "safety_questions.csv": File(
        SafetyQuestion,
        ("question_id",),
        {"question_id": identifier, "label": required, "check": optional},
        may_be_empty=False,
    ),
    "safety_phrases.csv": File(
        SafetyPhrase,
        ("phrase_id",),
        {
            "phrase_id": identifier,
            "question_id": reference("safety_questions.csv"),
            "label": required,
            "flag_ids": references("red_flags.csv"),
        },
        may_be_empty=False,
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
            "look": optional,
            "words": wordings,
            "more_urgent": references("red_flags.csv", blank=True),
            "private": yes_or_no,
            "source_ids": _SOURCES,
            "note": optional,
        },
        may_be_empty=False,
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
        may_be_empty=False,
    ),
    "local.csv": File(
        LocalEntry,
        ("key",),
        {"key": identifier, "label": required, "value": optional, "note": optional},
        may_be_empty=False,
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
            "label": required,
            "control": one_of("", *CONTROLS),
            "outcome_kind": one_of("", *OUTCOME_KINDS),
            "favours_high": one_of("", "yes", "no"),
            "effect_type": one_of("", *EFFECT_TYPES),
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
            "certainty": one_of("good", "fair", "weak"),
            "read": yes_or_no,
            "source_ids": _SOURCES,
        },
    ),
    "measurements.csv": File(
        Measurement,
        ("measurement_id",),
        {
            "measurement_id": identifier,
            "figure": one_of(*FIGURES),
            "series": identifier,
            "period": one_of("", *PERIODS),
            "position": one_of("", *POSITIONS),
            "label": required,
            **dict.fromkeys(("value", "spread", "low", "high"), blank_or(number)),
            "unit": optional,
            "says": required,
            "strength": one_of(*STRENGTHS),
            "source_ids": _SOURCES,
            "read": yes_or_no,
            "note": optional,
        },
    ),
    "accuracy.csv": File(
        DiagnosticAccuracy,
        ("accuracy_id",),
        {
            "accuracy_id": identifier,
            "finding_id": reference("findings.csv", blank=True),
            "label": required,
            **dict.fromkeys(
                (
                    *("sensitivity", "sensitivity_low", "sensitivity_high"),
                    *("specificity", "specificity_low", "specificity_high"),
                ),
                blank_or(probability),
            ),
            "studied": required,
            "source_ids": _SOURCES,
            "read": yes_or_no,
            "note": optional,
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
            "flags_absent": references("red_flags.csv", blank=True),
            "safety_check": one_of("done", "not_done"),
        },
    ),
    "lessons.csv": File(
        Lesson,
        ("lesson_id",),
        {
            "lesson_id": identifier,
            "cause_id": reference("causes.csv", blank=True),
            "look_alike": reference("causes.csv", blank=True),
            "example_id": reference("examples.csv", blank=True),
            "flag_ids": references("red_flags.csv", blank=True),
            "source_ids": references("sources.csv", blank=True),
        },
    ),
    "claims.csv": File(
        Claim,
        ("claim_id",),
        {
            "claim_id": identifier,
            "cause_id": reference("causes.csv"),
            "topic": required,
            "seed_says": required,
            "seed_strength": one_of(*STRENGTHS),
            "evidence_says": required,
            "evidence_strength": one_of(*STRENGTHS),
            "source_ids": _SOURCES,
        },
    ),
    "questions.csv": File(
        Question,
        ("question_id",),
        {
            "question_id": identifier,
            "lesson_id": reference("lessons.csv"),
            "place": one_of(*PLACES),
            "kind": one_of(*QUESTION_KINDS),
            "stem": required,
            "hypothesis": optional,
            "new_finding": optional,
            "explanation": required,
            "source_ids": _SOURCES,
        },
    ),
    "options.csv": File(
        Option,
        ("question_id", "option_id"),
        {
            "question_id": reference("questions.csv"),
            "option_id": identifier,
            "text": required,
            "answer": required,
            "panel": blank_or(count),
            "explanation": required,
        },
    ),
    "regions.csv": File(
        Region,
        ("region_id",),
        {
            "region_id": identifier,
            "label": required,
            "part": identifier,
            "view": one_of(*VIEWS),
            "side": one_of(*SIDES),
            "shape": shape,
            "meaning": optional,
            "finding_ids": references("findings.csv", blank=True),
            "both_sides": references("findings.csv", blank=True),
            "one_side": references("findings.csv", blank=True),
        },
    ),
    "cause_regions.csv": File(
        CauseRegion,
        ("cause_id", "part", "mark"),
        {
            "cause_id": reference("causes.csv"),
            "part": identifier,
            "mark": one_of(*MARKS),
            "side": one_of(*MARKED_SIDES),
            "words": required,
            "source_ids": _SOURCES,
        },
    ),
    "cases.csv": File(
        PracticeCase,
        ("case_id",),
        {
            "case_id": identifier,
            "woman": required,
            "story": required,
            "kind": one_of(*CASE_KINDS),
            "difficulty": difficulty,
            "answer": one_of(*CASE_ANSWERS),
            "also_accepted": some_of(*ALSO_ACCEPTED),
            "cause_ids": references("causes.csv", blank=True),
            "flag_ids": references("red_flags.csv", blank=True),
            "key_finding": reference("findings.csv", blank=True),
            "should_ask": references("findings.csv", blank=True),
            "next_step": required,
            "reasoning": required,
            "teaching_point": required,
            "source_ids": _SOURCES,
        },
    ),
    "case_findings.csv": File(
        CaseFinding,
        ("case_id", "finding_id", "flag_id"),
        {
            "case_id": reference("cases.csv"),
            "finding_id": reference("findings.csv", blank=True),
            "flag_id": reference("red_flags.csv", blank=True),
            "present": yes_no_or_unknown,
            "words": required,
        },
    ),
    "test_costs.csv": File(
        TestCost,
        ("finding_id",),
        {
            "finding_id": reference("findings.csv"),
            "wait": required,
            "discomfort": required,
            "source_ids": _SOURCES,
            "note": optional,
        },
    ),
    "text/en.csv": File(
        Sentence, ("key",), {"key": text_key, "text": sentence}, may_be_empty=False
    ),
}
