"""The CSV files of `data/` as one frozen `Catalogue`, or every problem in them at once.

Standard library only: it loads in milliseconds and can be read by a student. `tables` declares each
column once, as a field of the record that a row becomes; `records` has the `Catalogue`, `files` the list
of files, `cells` what a cell may hold, `needs` what figures draw, `checks` what must hold between rows,
`shipping` what was changed since a set was shipped; `reading` puts them together, `loading` adds the
words of another language. `hints` and `comparing` are for `crampkit check` alone. `unfinished` says what
is still to be written. `travelling` takes a catalogue to where there are no tables.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

from crampkit.catalogue.records import AuthorError, Catalogue, CatalogueError, PlainError
from crampkit.catalogue.tables import (
    BASES,
    CASE_ANSWERS,
    CASE_KINDS,
    CONTROLS,
    DECISIONS,
    DRAWN,
    EFFECT_TYPES,
    GAP,
    HOURS,
    KINDS,
    LEVELS,
    MOMENTS,
    OUTCOME_KINDS,
    PERIODS,
    PLACES,
    POSITIONS,
    QUESTION_KINDS,
    REFER_TIERS,
    RIGHT,
    SCRIPT_STEPS,
    SIDES,
    SOMETHING_ELSE,
    STEPS_OF_FIT,
    STRENGTHS,
    SUM_TOLERANCE,
    TIERS,
    VIEWS,
    Beside,
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
    NextDay,
    Observation,
    Option,
    Pair,
    PracticeCase,
    Question,
    RedFlag,
    Region,
    RunStep,
    SafetyPhrase,
    SafetyQuestion,
    Sentence,
    Source,
    Task,
    Term,
    TestCost,
    Thought,
    Trial,
)

if TYPE_CHECKING:
    from crampkit.catalogue.files import FILES
    from crampkit.catalogue.loading import load
    from crampkit.catalogue.reading import problems, read
    from crampkit.catalogue.shipping import rule_key, shipped
    from crampkit.data import Problem

_OF_TABLES = {
    "FILES": "crampkit.catalogue.files",
    "load": "crampkit.catalogue.loading",
    **dict.fromkeys(("problems", "read"), "crampkit.catalogue.reading"),
    **dict.fromkeys(("rule_key", "shipped"), "crampkit.catalogue.shipping"),
    "Problem": "crampkit.data",
}
"""What reads and checks the tables: loaded when first needed, so never in a page, which has none."""

__all__ = [
    "BASES",
    "CASE_ANSWERS",
    "CASE_KINDS",
    "CONTROLS",
    "DECISIONS",
    "DRAWN",
    "EFFECT_TYPES",
    "FILES",
    "GAP",
    "HOURS",
    "KINDS",
    "LEVELS",
    "MOMENTS",
    "OUTCOME_KINDS",
    "PERIODS",
    "PLACES",
    "POSITIONS",
    "QUESTION_KINDS",
    "REFER_TIERS",
    "RIGHT",
    "SCRIPT_STEPS",
    "SIDES",
    "SOMETHING_ELSE",
    "STEPS_OF_FIT",
    "STRENGTHS",
    "SUM_TOLERANCE",
    "TIERS",
    "VIEWS",
    "AuthorError",
    "Beside",
    "CaseFinding",
    "Catalogue",
    "CatalogueError",
    "Cause",
    "CauseRegion",
    "Claim",
    "DiagnosticAccuracy",
    "Example",
    "Feature",
    "Finding",
    "FlagRule",
    "Group",
    "Lesson",
    "LocalEntry",
    "ManagementItem",
    "Measurement",
    "NextDay",
    "Observation",
    "Option",
    "Pair",
    "PlainError",
    "PracticeCase",
    "Problem",
    "Question",
    "RedFlag",
    "Region",
    "RunStep",
    "SafetyPhrase",
    "SafetyQuestion",
    "Sentence",
    "Source",
    "Task",
    "Term",
    "TestCost",
    "Thought",
    "Trial",
    "load",
    "problems",
    "read",
    "rule_key",
    "shipped",
]


def __getattr__(name: str) -> Any:
    if name in _OF_TABLES:
        return getattr(import_module(_OF_TABLES[name]), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
