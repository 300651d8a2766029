"""The steps that a lesson shows are the arithmetic that the ranking does."""

from __future__ import annotations

import pytest

from crampkit.catalogue import Catalogue
from crampkit.reasoning import Answers
from crampkit.views.kit.tables import Step
from crampkit.views.lesson.steps import Steps
from crampkit.words import Words

HOT_NOON = {"noon": True, "glare": True, "heat": True, "night": False, "left": True}


@pytest.fixture
def sun(toy: Catalogue, shipped: Catalogue) -> Steps:
    return Steps(toy, Words(shipped.text), HOT_NOON, "sun")


def column(step: Step, index: int) -> list[str]:
    return [row[index] for row in step.rows]


def test_one_finding_is_shown_with_the_cause_and_with_something_else(sun: Steps) -> None:
    assert column(sun.how_common("noon"), 1) == ["80 in 100", "20 in 100"]


def test_a_pair_that_is_not_listed_is_as_common_as_with_something_else(sun: Steps) -> None:
    assert column(sun.how_common("night"), 1) == ["20 in 100", "20 in 100"]


def test_a_ratio_is_the_first_number_divided_by_the_second(sun: Steps) -> None:
    ((_, with_cause, without, times, _),) = sun.times_as_common("noon").rows
    assert (with_cause, without, times) == ("80 in 100", "20 in 100", "4")


def test_a_no_divides_the_women_who_do_not_have_it(toy: Catalogue, shipped: Catalogue) -> None:
    steps = Steps(toy, Words(shipped.text), {"noon": False}, "sun")
    ((_, with_cause, without, times, _),) = steps.times_as_common("noon").rows
    assert (with_cause, without, times) == ("20 in 100", "80 in 100", "0.25")


def test_answers_that_say_nothing_are_counted_and_left_out(sun: Steps) -> None:
    assert column(sun.weights(), 2) == ["+2.0", "+2.0", "+1.0", "+1.0"]
    assert sun.weights().sentence.startswith("5 questions were answered. 1 of them")


def test_only_answers_of_a_group_with_repeats_are_listed_as_repeats(sun: Steps) -> None:
    assert column(sun.repeats(), 2) == ["+2.0", "+1.0"]
    assert column(sun.repeats(), 4) == ["+2.0", "+0.5"]


def test_the_groups_add_up_to_the_last_line(sun: Steps) -> None:
    *parts, total = column(sun.together(), 1)
    assert sum(map(float, parts)) == float(total) == 5.5


def test_odds_before_times_the_ratio_are_the_odds_after(sun: Steps) -> None:
    before, ratio = sun.against_something_else()
    assert (before, ratio) == (pytest.approx(1 / 3), pytest.approx(2**5.5))
    assert column(sun.before_and_after(), 1) == ["1 to 2", "45 times", "23 to 1"]


def test_all_parts_add_up_to_the_whole(sun: Steps) -> None:
    *parts, whole = column(sun.two_rows_or_six(), 3)
    assert sum(map(float, parts)) == pytest.approx(float(whole), abs=0.5)


def test_every_row_of_the_list_is_in_both_orders(sun: Steps, toy: Catalogue) -> None:
    assert sorted(column(sun.two_orders(), 0)) == sorted(toy.causes)


def test_text_and_page_show_the_same_cells(sun: Steps) -> None:
    step = sun.together()
    for cell in (cell for row in step.rows for cell in row):
        assert cell in repr(step)
        assert cell in step._repr_html_()


def test_what_a_table_says_stays_text_on_the_page() -> None:
    assert "<b>" not in Step("<b>", "<b>", ("<b>",), (("<b>",),))._repr_html_()


@pytest.mark.parametrize("answers", [{}, {"night": True}])
def test_no_step_needs_an_answer_that_says_something(
    toy: Catalogue, shipped: Catalogue, answers: Answers
) -> None:
    steps = Steps(toy, Words(shipped.text), answers, "sun")
    for step in (steps.weights(), steps.repeats(), steps.together(), steps.two_orders()):
        assert repr(step)
