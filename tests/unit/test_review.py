"""What was forgotten comes back, mixed; and how sure she was is held against how right."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crampkit.practice.calibration import ENOUGH, calibration
from crampkit.practice.journal import Entry
from crampkit.practice.review import due, due_dates, interleaved, misdated

START = datetime(2026, 11, 24, 8, tzinfo=UTC)
LATER = START + timedelta(days=1000)


def answered(
    item: str = "clot", right: bool | None = True, sure: int | None = 90, days: float = 0
) -> Entry:
    at = (START + timedelta(days=days)).isoformat()
    share = None if right is None else float(right)
    return Entry("question", item, ("refer",), sure, right, share, at=at)


def days_until_due(*entries: Entry, item: str = "clot") -> float:
    return (due_dates(entries, LATER)["question", item] - START) / timedelta(days=1)


def test_a_wrong_answer_comes_back_before_an_unsure_one_and_that_before_a_sure_one():
    wrong, unsure, sure = (
        days_until_due(answered(right=False)),
        days_until_due(answered(sure=50)),
        days_until_due(answered()),
    )
    assert 0 < wrong <= unsure < sure


def test_each_right_answer_in_time_makes_the_next_wait_longer():
    entries = [answered()]
    waits = [days_until_due(*entries)]
    for _ in range(3):
        last = sum(waits)
        entries.append(answered(days=last))
        waits.append(days_until_due(*entries) - last)
    assert waits == sorted(waits)
    assert waits[-1] > 4 * waits[0]


def test_a_wrong_answer_shortens_the_wait_again():
    known = [answered(), answered(days=3)]
    forgotten = [*known, answered(days=20, right=False)]
    assert days_until_due(*forgotten) - 20 < days_until_due(*known) - 3


def test_an_old_entry_that_was_imported_late_counts_when_it_was_answered():
    first, second = answered(), answered(days=5, right=False)
    assert due_dates([first, second], LATER) == due_dates([second, first], LATER)


def test_what_nobody_can_mark_is_not_scheduled():
    assert due_dates([answered(right=None)], LATER) == {}


def test_a_question_without_sureness_that_was_right_is_known():
    assert days_until_due(answered(sure=None)) == days_until_due(answered(sure=90))


def test_only_what_is_due_and_still_in_the_set_is_asked():
    entries = [answered("clot", right=False), answered("gone", right=False), answered("vein")]
    groups = {("question", "clot"): "danger", ("question", "vein"): "veins"}
    assert due(entries, groups, START, UTC) == ()
    assert due(entries, groups, START + timedelta(days=1.5), UTC) == (("question", "clot"),)
    later = due(entries, groups, START + timedelta(days=400), UTC)
    assert [item for _, item in later] == ["clot", "vein"]


@given(st.lists(st.sampled_from(["one", "two", "three"]), max_size=12))
def test_groups_are_mixed_wherever_that_is_possible(groups):
    items = [("question", str(number)) for number in range(len(groups))]
    group_of = dict(zip(items, groups, strict=True))
    mixed = interleaved(items, group_of)
    assert sorted(mixed) == sorted(items)
    in_a_row = sum(group_of[a] == group_of[b] for a, b in pairwise(mixed))
    most = max(map(groups.count, groups), default=0)
    assert in_a_row == max(0, 2 * most - len(groups) - 1)


# ------------------------------------------------------------------------------ by the day


def asked_at(written: str, *entries: Entry, zone: str = "Europe/London") -> bool:
    """Whether the clot is asked about at this time on the clocks of a zone."""
    now = datetime.fromisoformat(written).replace(tzinfo=ZoneInfo(zone))
    return bool(due(entries, {("question", "clot"): "danger"}, now, ZoneInfo(zone)))


def wrong_at(written: str, zone: str = "Europe/London") -> Entry:
    at = datetime.fromisoformat(written).replace(tzinfo=ZoneInfo(zone))
    return Entry("question", "clot", ("x",), 90, False, 0.0, at=at.astimezone(UTC).isoformat())


def test_what_was_wrong_on_tuesday_evening_is_asked_in_wednesdays_class_and_not_on_tuesday():
    entry = wrong_at("2026-11-24 20:00")
    assert not asked_at("2026-11-24 23:59", entry)
    assert asked_at("2026-11-25 00:00", entry)
    assert asked_at("2026-11-25 09:00", entry)


@pytest.mark.parametrize(
    ("answered", "day"),
    [
        ("2026-03-28 20:00", "2026-03-29"),  # the night in which an hour is left out
        ("2026-03-28 23:30", "2026-03-29"),  # 24 hours later it is half past midnight of the 30th
        ("2026-10-24 20:00", "2026-10-25"),  # the night in which an hour comes twice
        ("2026-10-25 00:30", "2026-10-26"),  # 24 hours later it is still the 25th
    ],
)
def test_a_night_in_which_the_clocks_change_moves_no_day(answered, day):
    entry = wrong_at(answered)
    first = datetime.fromisoformat(day)
    assert not asked_at((first - timedelta(minutes=1)).isoformat(), entry)
    assert asked_at(first.isoformat(), entry)


@pytest.mark.parametrize(
    ("zone", "before", "from_then_on"),
    [
        ("Pacific/Auckland", "2026-11-25 23:59", "2026-11-26 00:00"),
        ("America/Los_Angeles", "2026-11-24 23:59", "2026-11-25 00:00"),
        ("Asia/Kathmandu", "2026-11-25 23:59", "2026-11-26 00:00"),
    ],
)
def test_who_has_moved_goes_by_the_day_where_she_is(zone, before, from_then_on):
    entry = wrong_at("2026-11-24 20:00", "Europe/London")
    assert not asked_at(before, entry, zone=zone)
    assert asked_at(from_then_on, entry, zone=zone)


# ------------------------------------------------------------------------------ clocks set wrong

CLOCK = datetime(2026, 11, 26, 8, tzinfo=UTC)


def dated(at: str, right: bool = True, item: str = "clot") -> Entry:
    return Entry("question", item, ("x",), 90, right, float(right), at=at)


@pytest.mark.parametrize("wrong", ["2036-01-01T08:00:00+00:00", "1970-01-01T00:00:00+00:00"])
def test_an_answer_of_a_wrong_clock_counts_as_given_with_the_one_before_it(wrong):
    before = dated("2026-11-20T08:00:00+00:00", item="vein")
    dates = due_dates([before, dated(wrong)], CLOCK)
    assert dates["question", "clot"] == dates["question", "vein"]
    assert misdated([before, dated(wrong)], CLOCK) == 1


def test_where_none_stands_before_it_the_one_after_it_counts():
    after = dated("2026-11-20T08:00:00+00:00", item="vein")
    dates = due_dates([dated("2036-01-01T08:00:00+00:00"), after], CLOCK)
    assert dates["question", "clot"] == dates["question", "vein"]


def test_an_answer_dated_in_the_future_alone_counts_as_given_now():
    ahead = due_dates([dated("2036-01-01T08:00:00+00:00", right=False)], CLOCK)
    assert ahead == due_dates([dated(CLOCK.isoformat(), right=False)], CLOCK)


def test_a_wrong_clock_once_does_not_outlast_a_right_answer_since():
    known = [dated("2026-11-20T08:00:00+00:00"), dated("2026-11-25T08:00:00+00:00")]
    with_wrong = [known[0], dated("2036-01-01T08:00:00+00:00"), known[1]]
    (due_then,) = due_dates(with_wrong, CLOCK).values()
    assert due_then < CLOCK + timedelta(days=60)


def test_clocks_that_are_a_little_apart_are_no_matter():
    entry = dated("2026-11-26T09:00:00+00:00", right=False)
    assert misdated([entry], CLOCK) == 0
    assert due_dates([entry], CLOCK) == due_dates([dated(CLOCK.isoformat(), right=False)], CLOCK)


@given(
    st.lists(
        st.builds(
            dated,
            (
                st.datetimes(timezones=st.timezones()).map(datetime.isoformat)
                | st.sampled_from(["9999-12-31T23:59:59+00:00", "0001-01-01T00:00:00+14:00", ""])
            ),
            st.booleans(),
            st.sampled_from(["clot", "vein"]),
        ),
        max_size=6,
    )
)
def test_no_date_makes_the_schedule_fail_or_pushes_anything_out_of_a_lifetime(entries):
    groups = {("question", "clot"): "danger", ("question", "vein"): "veins"}
    due(entries, groups, CLOCK)
    hundred_years = timedelta(days=36501)
    assert all(date <= CLOCK + hundred_years for date in due_dates(entries, CLOCK).values())


@pytest.mark.parametrize("sure", [50, 60, 69, 70, 80, 100, None])
def test_a_right_answer_is_known_from_seventy_percent_sure_on(sure):
    (hard,) = due_dates([answered(sure=50)], CLOCK).values()
    (good,) = due_dates([answered(sure=100)], CLOCK).values()
    assert hard < good
    (asked_again,) = due_dates([answered(sure=sure)], CLOCK).values()
    assert asked_again == (hard if sure is not None and sure < 70 else good)


# ------------------------------------------------------------------------------ calibration


@pytest.mark.parametrize(
    ("right_of_ten", "verdict"),
    [(10, "meets"), (9, "meets"), (8, "meets"), (7, "too_sure"), (2, "too_sure")],
)
def test_ninety_percent_sure_is_met_by_about_nine_right_of_ten(right_of_ten, verdict):
    entries = [answered(right=number < right_of_ten) for number in range(10)]
    assert calibration(entries).verdict == verdict


def test_a_guess_that_is_always_right_could_be_surer():
    assert calibration([answered(sure=50)] * ENOUGH).verdict == "not_sure_enough"


def test_a_few_answers_say_nothing():
    found = calibration([answered(right=False)] * (ENOUGH - 1))
    assert found.verdict == "too_few"
    assert found.answers == ENOUGH - 1


def test_what_was_not_marked_or_not_asked_for_is_left_out():
    assert calibration([answered(right=None), answered(sure=None)]).levels == ()
    few = [answered()] * (ENOUGH - 1)
    assert calibration([*few, answered(right=None), answered(sure=None)]).verdict == "too_few"


@given(st.lists(st.tuples(st.sampled_from([50, 60, 70, 80, 90, 100]), st.booleans()), min_size=1))
def test_the_levels_add_up_to_all_answers(said):
    found = calibration([answered(sure=sure, right=right) for sure, right in said])
    assert found.answers == len(said)
    assert found.right == sum(right for _, right in said)
    assert [level.sure for level in found.levels] == sorted({sure for sure, _ in said})
    assert 0 <= found.mean_right <= 100
