"""The drawn body: each place has its sides and one meaning."""

from __future__ import annotations

from collections.abc import Iterable

from crampkit.catalogue.checks.parsed import Place, Tables, excluding_pair, exclusive_group_of
from crampkit.catalogue.tables import (
    Region,
)
from crampkit.data import Problem, nearest


def _region_problems(tables: Tables) -> Iterable[Problem]:
    """The regions of one part are one place: with both its sides or none, and of one meaning."""
    group_of = exclusive_group_of(tables)
    written = {(cells["part"], cells["side"]) for cells in tables["regions.csv"].cells}
    first: dict[str, tuple[Place, Region]] = {}
    for row, region in tables["regions.csv"].numbered:
        earlier_row, earlier = first.setdefault(region.part, (row, region))
        for column in ("label", "meaning", "finding_ids", "both_sides", "one_side"):
            if getattr(region, column) != getattr(earlier, column):
                yield row.problem(
                    column,
                    f"differs from row {earlier_row.number}; all rows of '{region.part}' need the same",
                )
        for side in {"left": ("right",), "right": ("left",)}.get(region.side, ()):
            if row == earlier_row and (region.part, side) not in written:
                yield row.problem(
                    "side", f"'{region.part}' has no {side} side; add a row for it, or write middle"
                )
        if region.side == "middle":
            if {(region.part, "left"), (region.part, "right")} & written:
                yield row.problem(
                    "side",
                    f"'{region.part}' has a left or right side in another row; "
                    "a part has two sides, or is in the middle",
                )
            for column in ("both_sides", "one_side"):
                if getattr(region, column):
                    yield row.problem(
                        column, "a place in the middle has no sides; leave the cell empty"
                    )
        for column in ("both_sides", "one_side"):
            set_at_once = (*region.finding_ids, *getattr(region, column))
            if pair := excluding_pair(dict.fromkeys(set_at_once), group_of):
                yield row.problem(
                    column if getattr(region, column) else "finding_ids",
                    f"'{pair[0]}' and '{pair[1]}' exclude each other",
                )


def _cause_region_problems(tables: Tables) -> Iterable[Problem]:
    parts = dict.fromkeys(tables["regions.csv"].written("part"))
    in_the_middle = {r.part for r in tables["regions.csv"].rows if r.side == "middle"}
    for row, marked in tables["cause_regions.csv"].numbered:
        if marked.part not in parts:
            yield row.problem(
                "part", f"no part '{marked.part}' in regions.csv{nearest(marked.part, parts)}"
            )
        elif (marked.side == "middle") != (marked.part in in_the_middle):
            remedy = "write middle" if marked.part in in_the_middle else "write both, one or either"
            yield row.problem("side", f"'{marked.side}' does not fit '{marked.part}'; {remedy}")


CHECKS = (
    _region_problems,
    _cause_region_problems,
)
