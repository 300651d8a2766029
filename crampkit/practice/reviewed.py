"""What reviewers have answered: read from files, laid side by side, held against what the set says."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from crampkit.catalogue.local_values import date_problem
from crampkit.catalogue.tables import TIERS
from crampkit.data import shown
from crampkit.practice.reviewing import Item, in_the_table

LARGEST = 5 * 1024 * 1024
"""A larger file, in bytes, is none that the form saved."""
LONGEST_NAME, LONGEST_COMMENT = 200, 2000


class ReviewError(ValueError):
    """A file that is none of a review; says what is wrong with it."""


@dataclass(frozen=True)
class Answer:
    """What one reviewer said of one item: what was chosen, or a number with its range, and a comment."""

    chosen: tuple[str, ...] = ()
    number: float | None = None
    low: float | None = None
    high: float | None = None
    comment: str = ""


@dataclass(frozen=True)
class Reviewer:
    """One reviewer's file: who, when, and what was answered, by item; `stale` items read otherwise now."""

    name: str
    day: str
    answers: Mapping[str, Answer]
    stale: tuple[str, ...] = ()


def read_review(path: Path, items: Iterable[Item]) -> Reviewer:
    """What a reviewer's file says of these items; what it says of others is left out.

    Raises `ReviewError` where it is no file of a review, `OSError` where it cannot be read.
    """
    if not path.is_file():  # A pipe would be waited for, without end.
        raise ReviewError(f"{path.name}: there is no such file")
    if path.stat().st_size > LARGEST:
        raise ReviewError(f"{path.name}: it is larger than a review can be")
    try:
        said = json.loads(path.read_text(encoding="utf-8-sig"))
        name, day, answers = said["reviewer"], said["on"], said["answers"]
    except (ValueError, KeyError, TypeError, RecursionError):
        raise ReviewError(f"{path.name}: this is no file that the review form saved") from None
    name = _plain(name, LONGEST_NAME).replace(";", ",") if isinstance(name, str) else ""
    if not (name.strip(", ") and isinstance(answers, dict)):
        raise ReviewError(
            f"{path.name}: it does not say who reviewed; fill in the name and save again"
        )
    found, stale = {}, []
    for item in items:
        given = answers.get(item.item_id)
        if not isinstance(given, dict):
            continue
        if given.get("as_read") != item.as_read:
            stale.append(item.item_id)
        elif answer := _answer(item, given):
            found[item.item_id] = answer
    if told := date_problem(str(day)):
        raise ReviewError(f"{path.name}, on: {told}")
    return Reviewer(name, str(day), found, tuple(stale))


def _plain(text: str, longest: int) -> str:
    """What somebody wrote, on one line, and nothing that a spreadsheet would run or no file can hold."""
    seen = "".join(letter if letter.isprintable() else " " for letter in text)
    return " ".join(seen.split()).lstrip("=+-@ ")[:longest].strip()


def _answer(item: Item, given: Mapping[str, Any]) -> Answer | None:
    """What was answered, where it can have been; a comment alone is an answer, too."""
    chosen = given.get("chosen")
    number, low, high = (_number(given.get(name), item) for name in ("number", "low", "high"))
    one = Answer(
        tuple(sorted(c for c in map(str, chosen) if c in item.options))
        if isinstance(chosen, list)
        else (),
        number,
        low,
        high,
        _plain(str(given.get("comment") or ""), LONGEST_COMMENT),
    )
    return one if one != Answer() else None


def _number(given: object, item: Item) -> float | None:
    if not isinstance(given, (int, float)) or isinstance(given, bool):
        return None
    # Compared first: a whole number can be longer than any float. No comparison holds for NaN.
    return in_the_table(item, float(given)) if 0 <= given <= item.of else None


# ------------------------------------------------------------------------------ side by side


@dataclass(frozen=True)
class Beside:
    """One item with the answers of all who gave one, and what there is to talk about."""

    item: Item
    answers: tuple[Answer | None, ...]
    differ: bool
    outside: bool
    """Everybody who answered lies outside of what the set says."""


def beside(items: Iterable[Item], reviewers: Sequence[Reviewer]) -> tuple[Beside, ...]:
    """The items that somebody answered, each with all answers."""
    found = []
    for item in items:
        answers = tuple(one.answers.get(item.item_id) for one in reviewers)
        given = [one for one in answers if one and (one.chosen or one.number is not None)]
        if any(answers):
            outside = bool(given) and all(is_outside(item, one) for one in given)
            found.append(Beside(item, answers, _differ(item, given), outside))
    return tuple(found)


def is_outside(item: Item, answer: Answer) -> bool:
    """Whether an answer is another than the set's own: for a number, outside of its range.

    Where the set gives no range, its number must lie in the reviewer's own.
    """
    if answer.number is None:
        return bool(answer.chosen) and ";".join(answer.chosen) != item.ours
    if item.low is not None and item.high is not None:
        return not item.low <= answer.number <= item.high
    low, high = range_of(answer)
    return not low <= float(item.ours) <= high


def range_of(answer: Answer) -> tuple[float, float]:
    """From the lowest to the highest that a reviewer thinks possible, the answer itself within."""
    ends = [one for one in (answer.low, answer.number, answer.high) if one is not None]
    return min(ends), max(ends)


def _differ(item: Item, given: Sequence[Answer]) -> bool:
    if len(given) < 2:
        return False
    if item.kind != "number":
        return len({one.chosen for one in given}) > 1
    ranges = [range_of(one) for one in given if one.number is not None]
    if len(ranges) < 2:
        return False
    # Ranges that do not meet.
    return max(low for low, _ in ranges) > min(high for _, high in ranges)


def more_urgent(item: Item, answer: Answer) -> bool:
    """Whether a reviewer would act faster on a danger than the set says."""
    if item.kind != "danger" or len(answer.chosen) != 1:
        return False
    return TIERS.index(answer.chosen[0]) < TIERS.index(item.ours)


def spread(item: Item, answers: Iterable[Answer | None]) -> tuple[float, float] | None:
    """The range of a number that holds every reviewer's; None where nobody gave one.

    Raises `ReviewError` where the set's own number lies outside of it: that is settled first.
    """
    ranges = [range_of(one) for one in answers if one and one.number is not None]
    if not ranges:
        return None
    low, high = min(low for low, _ in ranges), max(high for _, high in ranges)
    if not low <= float(item.ours) <= high:
        raise ReviewError(
            f"{item.table}, {shown(':'.join(item.key))}: our {item.ours} lies outside of {low:g} to "
            f"{high:g}; settle the number first, write it into the table, and let it be reviewed again"
        )
    return low, high
