"""What is due again: FSRS, worked out from the journal alone."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, date, datetime, timedelta, tzinfo
from typing import Any

from crampkit.practice.journal import Entry, moment

SURE_ENOUGH = 70
"""From this percentage on a right answer counts as known; below it, as found with difficulty."""

FIRST = datetime(2025, 1, 1, tzinfo=UTC)
"""No answer is older than this program; a date before it is that of a clock that has lost its time."""

APART = timedelta(days=1)
"""So far may two clocks be apart before a date in the future is told as wrong."""


def due_dates(entries: Iterable[Entry], now: datetime) -> Mapping[tuple[str, str], datetime]:
    """When each question and case that was worked is due again, by kind and item.

    Free Spaced Repetition Scheduler (FSRS), as the package `fsrs` has it, with its own parameters
    and without chance. Every entry is a review: a wrong answer is "again", a right one that the learner was
    hardly sure of is "hard", any other right one "good". What nobody can mark is not scheduled. What
    is dated in the future counts as `in_order` has it.

    >>> entry = Entry("question", "clot", ("refer",), 90, True, 1.0, at="2026-11-24T08:00:00+00:00")
    >>> (due,) = due_dates([entry], moment("2026-11-25T08:00:00+00:00")).values()
    >>> due > moment(entry.at)
    True
    """
    return {key: card.due for key, card in _cards(entries, now).items()}


def _cards(entries: Iterable[Entry], now: datetime) -> Mapping[tuple[str, str], Any]:
    """What FSRS knows of each item: among others `last_review` and, whole days after it, `due`."""
    from fsrs import Card, Rating, Scheduler

    scheduler = Scheduler(enable_fuzzing=False, learning_steps=(), relearning_steps=())
    cards: dict[tuple[str, str], Card] = {}
    for entry, at in in_order(entries, now):
        key = entry.kind, entry.item
        card = cards.get(key) or Card(card_id=len(cards))
        if not entry.right:
            rating = Rating.Again
        elif entry.sure is not None and entry.sure < SURE_ENOUGH:
            rating = Rating.Hard
        else:
            rating = Rating.Good
        cards[key], _ = scheduler.review_card(card, rating, at)
    return cards


def in_order(entries: Iterable[Entry], now: datetime) -> list[tuple[Entry, datetime]]:
    """The entries that were marked with when they were given, the oldest first.

    An import may have brought old ones late, so the dates count and not the order of the lines. But
    for a date that no right clock had: such an entry counts as given with the one before it in the
    journal, else with the one after it, and now at the latest.
    """
    return dated((entry for entry in entries if entry.right is not None), now)


def dated(entries: Iterable[Entry], now: datetime) -> list[tuple[Entry, datetime]]:
    """All entries with when they were given, the oldest first, wrong dates mended as `in_order` says."""
    written = [(entry, at) for entry in entries if (at := moment(entry.at))]
    given: list[tuple[Entry, datetime]] = []
    last = next((min(at, now) for _, at in written if _believed(at, now)), now)
    for entry, at in written:
        if _believed(at, now):
            last = min(at, now)
        given.append((entry, last))
    return sorted(given, key=lambda pair: pair[1])


def misdated(entries: Iterable[Entry], now: datetime) -> int:
    """How many answers have a date that no right clock had: in the future, or before this program.

    >>> ahead = Entry("question", "clot", ("refer",), 90, True, 1.0, at="2036-01-01T08:00:00+00:00")
    >>> misdated([ahead], moment("2026-11-24T08:00:00+00:00"))
    1
    """
    return sum(not _believed(at, now) for entry in entries if (at := moment(entry.at)))


def _believed(at: datetime, now: datetime) -> bool:
    return FIRST <= at <= now + APART


def due(
    entries: Iterable[Entry],
    group_of: Mapping[tuple[str, str], str],
    now: datetime,
    zone: tzinfo | None = None,
) -> tuple[tuple[str, str], ...]:
    """What is due today, as kind and item: the longest due first, but two of one group never in a row
    while another group has something left.

    A thing is due from the beginning of its day, as the clocks of `zone` (where the learner is, when none is
    named) have it: what was wrong on Tuesday evening is asked in Wednesday morning's class.
    `group_of` names the group (the cause, the lesson) of each item; what it does not know is no
    longer in the set and is left out.

    >>> def wrong(item):
    ...     return Entry("question", item, ("x",), 60, False, 0.0, at="2026-01-01T08:00:00+00:00")
    >>> groups = {("question", "a"): "one", ("question", "b"): "one", ("question", "c"): "two"}
    >>> now = moment("2026-11-24T08:00:00+00:00")
    >>> [item for _, item in due([wrong("a"), wrong("b"), wrong("c")], groups, now)]
    ['a', 'c', 'b']
    """
    today = now.astimezone(zone).date()
    cards = _cards(entries, now)
    waiting = sorted(
        (key for key, card in cards.items() if key in group_of and _day(card, zone) <= today),
        key=lambda key: cards[key].due,
    )
    return interleaved(waiting, group_of)


def due_days(
    entries: Iterable[Entry], now: datetime, zone: tzinfo | None = None
) -> Mapping[tuple[str, str], date]:
    """The day on which each question and case that was worked is due again, by kind and item.

    >>> entry = Entry("question", "clot", ("stay",), 90, False, 0.0, at="2026-11-24T08:00:00+00:00")
    >>> [day.isoformat() for day in due_days([entry], moment(entry.at), UTC).values()]
    ['2026-11-25']
    """
    return {key: _day(card, zone) for key, card in _cards(entries, now).items()}


def _day(card: Any, zone: tzinfo | None) -> date:
    """The day on which a card is due: counted in days, since not every day has 24 hours."""
    answered: datetime = card.last_review
    waits: timedelta = card.due - answered
    return answered.astimezone(zone).date() + timedelta(days=waits.days)


def interleaved(
    items: Sequence[tuple[str, str]], group_of: Mapping[tuple[str, str], str]
) -> tuple[tuple[str, str], ...]:
    """The items in their order, but with the groups mixed wherever that is possible.

    >>> groups = {("q", "a"): "one", ("q", "b"): "one", ("q", "c"): "two"}
    >>> [item for _, item in interleaved([("q", "a"), ("q", "b"), ("q", "c")], groups)]
    ['a', 'c', 'b']
    """
    left, mixed = list(items), []
    last = ""
    while left:
        chosen = min(left, key=lambda key: _repeats_after(key, left, group_of, last))
        left.remove(chosen)
        mixed.append(chosen)
        last = group_of[chosen]
    return tuple(mixed)


def _repeats_after(
    chosen: tuple[str, str],
    left: Sequence[tuple[str, str]],
    group_of: Mapping[tuple[str, str], str],
    last: str,
) -> int:
    """How often a group must follow itself if this item comes next, at best.

    Of n items, a group with c of them can be kept apart by the others while c is at most half of n,
    one more if it need not wait at the beginning.
    """
    groups = [group_of[key] for key in left if key != chosen]
    now = group_of[chosen]
    later = (2 * groups.count(g) - len(groups) - 1 + (g == now) for g in set(groups))
    return int(now == last) + max(0, *later, 0)
