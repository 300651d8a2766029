"""Every file of a set: the record that its rows become, what names a row, and where its rows are kept.

The columns of a file are the fields of its record: what stands beside them in tables.py is read here.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from types import MappingProxyType
from typing import Annotated, Any, get_type_hints

from crampkit.catalogue import cells, tables
from crampkit.catalogue.cells import Cell, Formerly
from crampkit.data import Problem, Table, read_table


def by_key(rows: Iterable[Any], key: tuple[str, ...]) -> Mapping[Any, Any]:
    """Rows by their id; where several ids name one, by the tuple of them."""
    if len(key) == 1:
        return MappingProxyType({getattr(row, key[0]): row for row in rows})
    return MappingProxyType({tuple(getattr(row, name) for name in key): row for row in rows})


def in_order(rows: Iterable[Any], key: tuple[str, ...]) -> tuple[Any, ...]:
    return tuple(rows)


def texts_by_key(rows: Iterable[tables.Sentence], key: tuple[str, ...]) -> Mapping[str, str]:
    return MappingProxyType({row.key: row.text for row in rows})


@dataclass(frozen=True)
class File:
    """One file: the record of a row, the columns that name one, and the table of the `Catalogue`.

    `kept` makes that table of the rows.
    """

    record: type[Any]
    key: tuple[str, ...]
    table: str
    may_be_empty: bool = True
    """Nothing need stand in it; what refers to one of its rows says so itself."""
    kept: Callable[[Iterable[Any], tuple[str, ...]], Any] = by_key

    @cached_property
    def beside(self) -> Mapping[str, tuple[Any, ...]]:
        """What the record declares beside the type of each of its columns."""
        meant = {**vars(cells), "Annotated": Annotated}
        hints = get_type_hints(self.record, localns=meant, include_extras=True)
        return {name: hint.__metadata__ for name, hint in hints.items()}

    @cached_property
    def columns(self) -> Mapping[str, Cell]:
        """What the cells of each column may hold, in the order of the file."""
        return {
            name: next(one for one in beside if isinstance(one, Cell))
            for name, beside in self.beside.items()
        }

    @cached_property
    def renamed(self) -> Mapping[str, str]:
        """The columns that had another name before: the new name by the old."""
        return {
            one.name: name
            for name, beside in self.beside.items()
            for one in beside
            if isinstance(one, Formerly)
        }


FILES: Mapping[str, File] = {
    "sources.csv": File(tables.Source, ("source_id",), "sources", may_be_empty=False),
    "causes.csv": File(tables.Cause, ("cause_id",), "causes", may_be_empty=False),
    "groups.csv": File(tables.Group, ("group_id",), "groups"),
    "findings.csv": File(tables.Finding, ("finding_id",), "findings", may_be_empty=False),
    "cause_features.csv": File(
        tables.Feature, ("cause_id", "finding_id"), "features", may_be_empty=False
    ),
    "safety_questions.csv": File(
        tables.SafetyQuestion, ("question_id",), "safety_questions", may_be_empty=False
    ),
    "safety_phrases.csv": File(tables.SafetyPhrase, ("phrase_id",), "phrases", may_be_empty=False),
    "red_flags.csv": File(tables.RedFlag, ("flag_id",), "flags", may_be_empty=False),
    "flag_rules.csv": File(
        tables.FlagRule,
        ("flag_id", "all_present", "all_absent", "effect"),
        "rules",
        may_be_empty=False,
        kept=in_order,
    ),
    "local.csv": File(tables.LocalEntry, ("key",), "local", may_be_empty=False),
    "management.csv": File(tables.ManagementItem, ("item_id",), "management"),
    "trials.csv": File(tables.Trial, ("trial_id",), "trials"),
    "epidemiology.csv": File(tables.Observation, ("row_id",), "epidemiology"),
    "measurements.csv": File(tables.Measurement, ("measurement_id",), "measurements"),
    "accuracy.csv": File(tables.DiagnosticAccuracy, ("accuracy_id",), "test_accuracy"),
    "glossary.csv": File(tables.Term, ("term_id",), "glossary"),
    "examples.csv": File(tables.Example, ("example_id",), "examples"),
    "lessons.csv": File(tables.Lesson, ("lesson_id",), "lessons"),
    "tasks.csv": File(tables.Task, ("lesson_id", "task_id"), "tasks"),
    "claims.csv": File(tables.Claim, ("claim_id",), "claims"),
    "questions.csv": File(tables.Question, ("question_id",), "questions"),
    "options.csv": File(tables.Option, ("question_id", "option_id"), "options"),
    "regions.csv": File(tables.Region, ("region_id",), "regions"),
    "cause_regions.csv": File(tables.CauseRegion, ("cause_id", "part", "mark"), "cause_regions"),
    "cases.csv": File(tables.PracticeCase, ("case_id",), "cases"),
    "case_findings.csv": File(
        tables.CaseFinding, ("case_id", "finding_id", "flag_id"), "case_findings", kept=in_order
    ),
    "test_costs.csv": File(tables.TestCost, ("finding_id",), "test_costs"),
    "pairs.csv": File(tables.Pair, ("pair_id",), "pairs"),
    "next_days.csv": File(tables.NextDay, ("case_id", "decision"), "next_days"),
    "beside.csv": File(tables.Beside, ("case_id", "text"), "beside"),
    "thoughts.csv": File(tables.Thought, ("case_id", "step"), "thoughts"),
    "objectives.csv": File(tables.Objective, ("objective_id",), "objectives"),
    "reviews.csv": File(tables.Review, ("item_id",), "reviews"),
    "run_sheets.csv": File(tables.RunStep, ("page", "part"), "run_sheets"),
    "text/en.csv": File(tables.Sentence, ("key",), "text", may_be_empty=False, kept=texts_by_key),
}


def read_file(
    folder: Path, file: str, *, may_be_empty: bool | None = None
) -> tuple[Table, list[Problem]]:
    """One of these files in a folder as text, and all that is wrong with its form.

    A column under the name that it had before is no problem of its form; the table tells it.
    """
    description = FILES[file]
    return read_table(
        folder,
        file,
        tuple(description.columns),
        may_be_empty=description.may_be_empty if may_be_empty is None else may_be_empty,
        renamed=description.renamed,
    )
