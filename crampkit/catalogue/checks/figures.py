"""What the figures draw: within its range, read at its source, and all there."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable
from itertools import product

from crampkit.catalogue import needs
from crampkit.catalogue.checks.parsed import Tables
from crampkit.catalogue.tables import DRAWN, whole_number
from crampkit.data import Problem, quoted


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
                    yield row.problem(
                        empty, f"fill both '{low_column}' and '{high_column}', or leave both empty"
                    )
                elif low is not None and not low <= (low if value is None else value) <= high:
                    shown = low if value is None else value
                    yield row.problem(column, f"{shown:g} is not from {low:g} to {high:g}")
            unread = [s for s in record.source_ids if not read.get(s, True)]
            # A step of a drawing is ours, and a row without a number draws nothing.
            judged = file == "measurements.csv" and (
                record.series.startswith(DRAWN) or (record.value, record.low) == (None, None)
            )
            if record.read and unread and not judged:
                yield row.problem(
                    "read",
                    f"'{unread[0]}' was not read, says sources.csv; write no, or name a source that was",
                )


def _trial_problems(tables: Tables) -> Iterable[Problem]:
    """A result is drawn, with all that a drawing needs, or the row says why it is not."""
    for row, trial in tables["trials.csv"].numbered:
        found = trial.figures
        if found is None:
            if not trial.not_plotted:
                yield row.problem(
                    "not_plotted",
                    "the cell is empty; say why this row is not plotted, or fill in 'effect_type', "
                    "'effect', 'ci_low' and 'ci_high' and read them at the source",
                )
            continue
        if trial.not_plotted:
            yield row.problem("not_plotted", "the row is plotted; leave this cell empty")
        for column in ("control", "outcome_kind", "favours_high"):
            if not getattr(trial, column):
                yield row.problem(column, "the cell is empty; a row that is plotted needs it")
        effect, low, high = found
        if not low <= effect <= high:
            yield row.problem(
                "effect", f"{effect:g} is not from {low:g} (ci_low) to {high:g} (ci_high)"
            )
        if trial.effect_type == "RR" and low <= 0:
            yield row.problem("ci_low", f"{low:g}: a risk ratio is above 0")
        for events, total in (("events_treat", "n_treat"), ("events_control", "n_control")):
            counts = getattr(trial, events), getattr(trial, total)
            if all(counts) and not 0 <= float(counts[0]) <= float(counts[1]):
                yield row.problem(events, f"{counts[0]} is not from 0 to {counts[1]} ({total})")


def _counted_problems(tables: Tables) -> Iterable[Problem]:
    """Women are counted in whole numbers, and no more of them than there are."""
    for row, observed in tables["epidemiology.csv"].numbered:
        for column in ("events", "total"):
            written = getattr(observed, column)
            if written and not whole_number(written):
                yield row.problem(column, f"{quoted(written)} is not a whole number")
        if not (whole_number(observed.events) and whole_number(observed.total)):
            continue
        if not 0 <= int(observed.events) <= int(observed.total) > 0:
            yield row.problem(
                "events", f"{observed.events} is not from 0 to {observed.total} (total)"
            )


# ------------------------------------------------------------------------------ what lessons show


def _shown(tables: Tables, figure: str, file: str, ids: Iterable[str]) -> bool:
    """Whether the lesson that shows a figure is taught, in a set that came with the figure's rows.

    In a set on another subject a lesson of the same name owes no figure.
    """
    if tables.another:
        return False
    taught = needs.TAUGHT_IN[figure] in tables["lessons.csv"].written("lesson_id")
    shipped = tables.record.rows.get(file, {})
    return taught and (bool(tables.record.missing) or any(row_id in shipped for row_id in ids))


def _all_known(tables: Tables, *files: str) -> bool:
    """Whether every row could be read: of one with a slip of its own nobody knows what it says."""
    return all(len(tables[file].numbered) == len(tables[file].text) for file in files)


def _drawn_in(figure: str) -> str:
    return f"lesson '{needs.TAUGHT_IN[figure]}' draws it"


def _vein_problems(tables: Tables) -> Iterable[Problem]:
    """The drawing of the great vein has a step for every period and position."""
    file, rows = "measurements.csv", tables["measurements.csv"].numbered
    steps = [one for _, one in rows if one.series in needs.VEIN_STEPS]
    wanted = list(product(needs.VEIN_STEPS, needs.VEIN_PERIODS, needs.VEIN_POSITIONS))
    shown = bool(steps) or _shown(tables, "vein_pressure", file, map("_".join, wanted))
    if not shown or not _all_known(tables, file):
        return
    drawn = {
        (one.series, one.period, one.position)
        for one in steps
        if one.read and one.value in (1, 2, 3)
    }
    for series, period, position in wanted:
        if (series, period, position) not in drawn:
            yield tables[file].whole.problem(
                "value",
                f"no row of '{series}' for {period}, {position} with a step of 1, 2 or 3 and "
                f"read = yes; add one: {_drawn_in('vein_pressure')}",
            )


def _calcium_problems(tables: Tables) -> Iterable[Problem]:
    """The calcium sliders have their ends, the parts their shares, and the formula its numbers."""
    file, why = "measurements.csv", _drawn_in("adjusted_calcium")
    found = {
        one.measurement_id: (row, one)
        for row, one in tables[file].numbered
        if one.figure == "calcium_parts"
    }
    ids = (*needs.CALCIUM_STARTS, *needs.CALCIUM_PARTS)
    shown = bool(found) or _shown(tables, "adjusted_calcium", file, ids)
    if not shown or not _all_known(tables, file, "local.csv"):
        return
    for row_id in ids:
        series = "drawn_start" if row_id in needs.CALCIUM_STARTS else "part"
        if row_id not in found:
            yield tables[file].whole.problem(
                "measurement_id", f"the row '{row_id}' is missing; {why}"
            )
            continue
        row, one = found[row_id]
        if one.series != series:
            yield row.problem("series", f"'{row_id}' needs '{series}'; {why}")
        if not one.read:
            yield row.problem("read", f"'{row_id}' needs yes; {why}")
        if one.value is None:
            yield row.problem("value", f"'{row_id}' needs a number; {why}")
        if series == "drawn_start" and (one.low is None or not one.low < one.high):
            yield row.problem("low", f"'{row_id}' needs two ends, low below high; {why}")
    local = {entry.key: (row, entry) for row, entry in tables["local.csv"].numbered}
    for key in needs.CALCIUM_FORMULA:
        row, entry = local.get(key, (tables["local.csv"].whole, None))
        if entry is None or not re.fullmatch(r"\d+([.,]\d+)?", entry.value):
            yield row.problem("value", f"'{key}' needs a number such as 0.02; {why}")


def _clot_problems(tables: Tables) -> Iterable[Problem]:
    """What the figures of clots draw was counted and read."""
    file, ids = "epidemiology.csv", (*needs.CLOTS_WHERE, *needs.CLOTS_BY_POINTS)
    found = {one.row_id: (row, one) for row, one in tables[file].numbered if one.row_id in ids}
    shown = bool(found) or _shown(tables, "clots", file, ids)
    if not shown or not _all_known(tables, file):
        return
    for row_id in ids:
        row, one = found.get(row_id, (tables[file].whole, None))
        if one is None or not (one.read and whole_number(one.events) and whole_number(one.total)):
            yield row.problem(
                "events",
                f"'{row_id}' needs whole numbers in events and total, and read = yes; "
                f"{_drawn_in('clots')}",
            )


def _missing(
    tables: Tables,
    figure: str,
    file: str,
    column: str,
    ids: Collection[str],
    found: Collection[str],
) -> Iterable[Problem]:
    """The rows that a figure draws and that are not there, where it is shown and all rows were understood."""
    if _shown(tables, figure, file, ids) and _all_known(tables, file):
        why = _drawn_in(figure)
        for row_id in ids:
            if row_id not in found:
                yield tables[file].whole.problem(column, f"the row '{row_id}' is missing; {why}")


def _test_problems(tables: Tables) -> Iterable[Problem]:
    """Half a test tells nobody what a positive means."""
    file, why = "accuracy.csv", _drawn_in("hundred_women")
    found = {one.accuracy_id: (row, one) for row, one in tables[file].numbered}
    yield from _missing(tables, "hundred_women", file, "accuracy_id", needs.TESTS, found)
    for row_id in filter(found.__contains__, needs.TESTS):
        row, one = found[row_id]
        for column in ("sensitivity", "specificity"):
            if getattr(one, column) is None:
                yield row.problem(column, f"'{row_id}' has no number; {why}")
        if not one.read:
            yield row.problem("read", f"'{row_id}' was not read at its source; {why}")


def _counted_trial_problems(tables: Tables) -> Iterable[Problem]:
    """A trial that is shown woman by woman has them all counted."""
    file, why = "trials.csv", _drawn_in("one_trial")
    found = {one.trial_id: (row, one) for row, one in tables[file].numbered}
    yield from _missing(tables, "one_trial", file, "trial_id", needs.TRIALS, found)
    for row_id in filter(found.__contains__, needs.TRIALS):
        row, one = found[row_id]
        if not one.read:
            yield row.problem("read", f"'{row_id}' was not read at its source; {why}")
        if one.effect_type != "RR":
            yield row.problem("effect_type", f"'{row_id}' needs RR; {why}")
        for column in ("events_treat", "n_treat", "events_control", "n_control"):
            written = getattr(one, column)
            if not whole_number(written) or (column.startswith("n_") and not int(written)):
                yield row.problem(column, f"'{row_id}' needs a whole number; {why}")


CHECKS = (
    _measured_problems,
    _trial_problems,
    _counted_problems,
    _vein_problems,
    _calcium_problems,
    _clot_problems,
    _test_problems,
    _counted_trial_problems,
)
