"""What the figures draw: within its range, read at its source, and all there."""

from __future__ import annotations

from collections.abc import Iterable

from crampkit.catalogue.checks.parsed import Tables
from crampkit.catalogue.records import (
    DRAWN,
)
from crampkit.data import Problem


def _measured_problems(tables: Tables) -> Iterable[Problem]:
    """What a figure draws lies within its own range, and was read where it says it was."""
    read = {source.source_id: source.read for source in tables["sources.csv"].rows}
    for file, columns in (
        ("measurements.csv", (("value", "low", "high"),)),
        (
            "accuracy.csv",
            tuple((c, f"{c}_low", f"{c}_high") for c in ("sensitivity", "specificity")),
        ),
    ):
        for row, record in tables[file].numbered:
            for column, low_column, high_column in columns:
                value, low, high = (getattr(record, c) for c in (column, low_column, high_column))
                if (low is None) != (high is None):
                    empty = low_column if low is None else high_column
                    yield Problem(
                        file,
                        row,
                        empty,
                        f"fill both '{low_column}' and '{high_column}', or leave both empty",
                    )
                elif low is not None and not low <= (low if value is None else value) <= high:
                    shown = low if value is None else value
                    yield Problem(file, row, column, f"{shown:g} is not from {low:g} to {high:g}")
            unread = [s for s in record.source_ids if not read.get(s, True)]
            # A step of a drawing is ours, and a row without a number draws nothing.
            judged = file == "measurements.csv" and (
                record.series.startswith(DRAWN) or (record.value, record.low) == (None, None)
            )
            if record.read and unread and not judged:
                yield Problem(
                    file,
                    row,
                    "read",
                    f"'{unread[0]}' was not read, says sources.csv; write no, or name a source that was",
                )


def _trial_problems(tables: Tables) -> Iterable[Problem]:
    """A result is drawn, with all that a drawing needs, or the row says why it is not."""
    for row, trial in tables["trials.csv"].numbered:

        def problem(column: str, message: str, row: int = row) -> Problem:
            return Problem("trials.csv", row, column, message)

        found = trial.figures
        if found is None:
            if not trial.not_plotted:
                yield problem(
                    "not_plotted",
                    "the cell is empty; say why this row is not plotted, or fill in 'effect_type', "
                    "'effect', 'ci_low' and 'ci_high' and read them at the source",
                )
            continue
        if trial.not_plotted:
            yield problem("not_plotted", "the row is plotted; leave this cell empty")
        for column in ("control", "outcome_kind", "favours_high"):
            if not getattr(trial, column):
                yield problem(column, "the cell is empty; a row that is plotted needs it")
        effect, low, high = found
        if not low <= effect <= high:
            yield problem(
                "effect", f"{effect:g} is not from {low:g} (ci_low) to {high:g} (ci_high)"
            )
        if trial.effect_type == "RR" and low <= 0:
            yield problem("ci_low", f"{low:g}: a risk ratio is above 0")
        for events, total in (("events_treat", "n_treat"), ("events_control", "n_control")):
            counts = getattr(trial, events), getattr(trial, total)
            if all(counts) and not 0 <= float(counts[0]) <= float(counts[1]):
                yield problem(events, f"{counts[0]} is not from 0 to {counts[1]} ({total})")


CHECKS = (
    _measured_problems,
    _trial_problems,
)
