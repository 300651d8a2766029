"""What was forgotten comes back, mixed; and how sure she was is held against how right."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crampkit.practice.calibration import ENOUGH, calibration
from crampkit.practice.journal import Entry
from crampkit.practice.review import due, due_dates, interleaved

START = datetime(2026, 11, 24, 8, tzinfo=UTC)


def answered(
    item: str = "clot", right: bool | None = True, sure: int | None = 90, days: float = 0
) -> Entry:
    at = (START + timedelta(days=days)).isoformat()
    share = None if right is None else float(right)
    return Entry("question", item, ("refer",), sure, right, share, at=at)


def days_until_due(*entries: Entry, item: str = "clot") -> float:
    return (due_dates(entries)["question", item] - START) / timedelta(days=1)


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
    assert due_dates([first, second]) == due_dates([second, first])


def test_what_nobody_can_mark_is_not_scheduled():
    assert due_dates([answered(right=None)]) == {}


def test_a_question_without_sureness_that_was_right_is_known():
    assert days_until_due(answered(sure=None)) == days_until_due(answered(sure=90))


def test_only_what_is_due_and_still_in_the_set_is_asked():
    entries = [answered("clot", right=False), answered("gone", right=False), answered("vein")]
    groups = {("question", "clot"): "danger", ("question", "vein"): "veins"}
    assert due(entries, groups, START) == ()
    assert due(entries, groups, START + timedelta(days=1.5)) == (("question", "clot"),)
    later = due(entries, groups, START + timedelta(days=400))
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


@given(st.lists(st.tuples(st.sampled_from([50, 60, 70, 80, 90, 100]), st.booleans()), min_size=1))
def test_the_levels_add_up_to_all_answers(said):
    found = calibration([answered(sure=sure, right=right) for sure, right in said])
    assert found.answers == len(said)
    assert found.right == sum(right for _, right in said)
    assert [level.sure for level in found.levels] == sorted({sure for sure, _ in said})
    assert 0 <= found.mean_right <= 100
