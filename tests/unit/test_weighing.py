"""What answers weigh together, and each row's part in the whole, by hand on the toy catalogue."""

from __future__ import annotations

import pytest

from crampkit.catalogue import SOMETHING_ELSE
from crampkit.reasoning import discounts, evidence, fit, likelihood
from crampkit.reasoning.weighing import (
    Contribution,
    PartsOfAll,
    against_something_else,
    answer_shares,
    by_overlap,
    counts_one_in,
    in_proportion,
    parts_of_all,
    total_counted,
    total_weight,
)

REPEATING = {"glare": True, "heat": True, "noon": True}


def contribution(
    finding_id: str, weight: float, share: float = 1.0, present: bool = True
) -> Contribution:
    return Contribution("sun", finding_id, (finding_id,), present, weight, share, "seed")


def test_what_repeats_counts_less_and_nothing_weighs_nothing():
    contributions = [
        contribution("glare", 2.0),
        contribution("heat", 1.0, share=0.5),
        contribution("night", -1.0),
    ]
    assert (total_weight(contributions), total_counted(contributions)) == (2.0, 1.5)
    assert (total_weight([]), total_counted([])) == (0.0, 0.0)


def test_what_counts_of_all_answers_is_the_fit(toy):
    for cause_id, contributions in evidence(toy, REPEATING).items():
        assert total_counted(contributions) == pytest.approx(fit(toy, REPEATING)[cause_id])


def test_only_answers_of_one_overlap_group_stand_together(toy):
    groups = by_overlap(
        toy, [contribution("glare", 2.0), contribution("noon", 2.0), contribution("heat", 1.0)]
    )
    assert [[one.question_id for one in group] for group in groups.values()] == [
        ["glare", "heat"],
        ["noon"],
    ]
    assert by_overlap(toy, []) == {}


def test_a_finding_that_is_called_as_a_group_stands_alone(toy):
    group_id = toy.findings["glare"].overlap_group
    alone = Contribution("sun", group_id, ("noon",), True, 1.0, 1.0, "seed")
    assert len(by_overlap(toy, [contribution("glare", 2.0), alone])) == 2


def test_each_further_repeat_counts_half_as_much():
    assert [counts_one_in(share) for share in discounts([5.0, 4.0, 3.0, 2.0])] == [1, 2, 4, 8]


def test_the_answers_of_a_group_that_were_ruled_out_are_as_common_as_none_of_them(toy):
    yes = answer_shares(toy, contribution("noon", 2.0))
    assert yes == (toy.probability["noon"]["sun"], toy.background["noon"])
    no = answer_shares(toy, contribution("noon", -2.0, present=False))
    assert no == pytest.approx((1 - yes[0], 1 - yes[1]))
    both = Contribution("sun", "side", ("left", "right"), False, 1.0, 1.0, "seed")
    without = 1 - toy.background["left"] - toy.background["right"]
    assert answer_shares(toy, both)[1] == pytest.approx(without)


def test_a_finding_that_a_cause_does_not_list_is_as_common_as_without_it(toy):
    (finding_id,) = [f for f in ("night",) if "sun" not in toy.probability[f]]
    with_cause, without = answer_shares(toy, contribution(finding_id, 0.0))
    assert with_cause == without


def test_weights_in_proportion_add_up_to_one():
    assert in_proportion({"sun": 1.0, "moon": 3.0}) == {"sun": 0.25, "moon": 0.75}
    assert in_proportion({"sun": 0.02}) == {"sun": 1.0}


def test_the_parts_in_proportion_are_the_likelihood(toy):
    parts = parts_of_all(toy, REPEATING)
    assert in_proportion(parts.part) == pytest.approx(likelihood(toy, REPEATING))
    assert parts.total == pytest.approx(sum(parts.part.values()))


def test_before_any_answer_each_part_is_its_pretest_weight(toy):
    assert parts_of_all(toy, {}).part == toy.pretest


def test_two_rows_alone_leave_the_others_out():
    parts = PartsOfAll(
        {"sun": 1.0, "moon": 3.0, "star": 96.0}, {"sun": 2.0, "moon": 2.0, "star": 1.0}
    )
    assert parts.total == 104.0
    assert parts.shares_of_two("sun", "moon") == {"sun": 0.25, "moon": 0.75}


def test_before_and_ratio_give_the_share_of_two_rows_after(toy):
    before, ratio = against_something_else(toy, REPEATING, "sun")
    after = parts_of_all(toy, REPEATING).shares_of_two("sun", SOMETHING_ELSE)["sun"]
    assert before * ratio / (1 - before + before * ratio) == pytest.approx(after)
    assert against_something_else(toy, {}, "sun")[1] == 1.0
