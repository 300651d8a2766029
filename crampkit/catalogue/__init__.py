"""The CSV files of `data/` as one frozen `Catalogue`, or every problem in them at once.

Standard library only: it loads in milliseconds and can be read by a student. `records` has what the
rows become, `columns` what each column allows, `checks` what must hold between rows, `reading` puts
them together.
"""

from crampkit.catalogue.checks import rule_key, shipped
from crampkit.catalogue.columns import FILES, GAP
from crampkit.catalogue.reading import load, problems, read
from crampkit.catalogue.records import (
    BASES,
    KINDS,
    LEVELS,
    REFER_TIERS,
    SOMETHING_ELSE,
    STRENGTHS,
    SUM_TOLERANCE,
    TIERS,
    Catalogue,
    CatalogueError,
    Cause,
    Example,
    Feature,
    Finding,
    FlagRule,
    Group,
    LocalEntry,
    ManagementItem,
    Observation,
    RedFlag,
    SafetyQuestion,
    Sentence,
    Source,
    Term,
    Trial,
)

__all__ = [
    "BASES",
    "FILES",
    "GAP",
    "KINDS",
    "LEVELS",
    "REFER_TIERS",
    "SOMETHING_ELSE",
    "STRENGTHS",
    "SUM_TOLERANCE",
    "TIERS",
    "Catalogue",
    "CatalogueError",
    "Cause",
    "Example",
    "Feature",
    "Finding",
    "FlagRule",
    "Group",
    "LocalEntry",
    "ManagementItem",
    "Observation",
    "RedFlag",
    "SafetyQuestion",
    "Sentence",
    "Source",
    "Term",
    "Trial",
    "load",
    "problems",
    "read",
    "rule_key",
    "shipped",
]
