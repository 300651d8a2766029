"""When a learner worked with the set, read from the dates of the answers alone."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta, tzinfo

from crampkit.practice.journal import Entry
from crampkit.practice.review import dated

AT_WORK = timedelta(minutes=15)
"""Two answers no further apart are of one sitting: the learner was at work between them."""

FOR_ONE = timedelta(minutes=2)
"""What a sitting's first answer counts: what was read before it is not known."""


@dataclass(frozen=True)
class Day:
    """A day with answers: how many, how long at least, and the groups they were about."""

    day: date
    answers: int
    minutes: int
    groups: tuple[str, ...]


def days_at_work(
    entries: Iterable[Entry],
    group_of: Mapping[tuple[str, str], str],
    now: datetime,
    zone: tzinfo | None = None,
) -> tuple[Day, ...]:
    """The days on which something was answered, the first one first, as the clocks of `zone` have them.

    The minutes are a lower bound: the time between two answers that are at most `AT_WORK` apart, and
    `FOR_ONE` for the first answer of each sitting.

    >>> from datetime import UTC
    >>> times = ("08:00", "08:10", "12:00")
    >>> answers = [
    ...     Entry("question", "a", ("x",), 60, True, 1.0, at=f"2026-11-24T{t}:00+00:00") for t in times
    ... ]
    >>> now = datetime(2026, 11, 25, tzinfo=UTC)
    >>> days_at_work(answers, {("question", "a"): "sun"}, now, UTC)
    (Day(day=datetime.date(2026, 11, 24), answers=3, minutes=14, groups=('sun',)),)
    """
    worked: dict[date, timedelta] = {}
    counts: dict[date, int] = {}
    groups: dict[date, dict[str, None]] = {}
    before: datetime | None = None
    for entry, at in dated(entries, now):
        day = at.astimezone(zone).date()
        goes_on = before is not None and at - before <= AT_WORK
        worked[day] = worked.get(day, timedelta()) + (
            at - before if goes_on and before else FOR_ONE
        )
        counts[day] = counts.get(day, 0) + 1
        if group := group_of.get((entry.kind, entry.item)):
            groups.setdefault(day, {})[group] = None
        before = at
    return tuple(
        Day(day, counts[day], round(worked[day] / timedelta(minutes=1)), tuple(groups.get(day, ())))
        for day in counts
    )
