"""What is told of the women beside their stories: hand-overs, summaries, pairs, next days, thoughts."""

from __future__ import annotations

import re
from collections import Counter

import pytest

from crampkit.catalogue import MOMENTS, REFER_TIERS, RIGHT, Catalogue, PracticeCase
from crampkit.practice.choosing import next_case
from crampkit.practice.encounter import is_question, reveal
from crampkit.practice.judging import judge
from crampkit.practice.parting import apart

WHO_SHE_IS = {"now_weeks_1_13", "now_weeks_14_27", "now_week_28_on", "after_birth", "parous"}
"""Findings that stand in her line already: nobody has to ask for them, nor say them twice."""

NOT_CALM = re.compile(
    r"\b(?:die[sd]?|dying|dead|death|stillborn|amputat\w*|fault|blam\w*|careless\w*|stupid\w*"
    r"|should have known|disaster\w*|horr\w*|terrible|tragic\w*|negligen\w*|too late|paraly\w*"
    r"|you (?:missed|failed|forgot|sent))\b",
    re.IGNORECASE,
)
POSSIBLE = "It could go like this: "


def urgent(catalogue: Catalogue) -> list[PracticeCase]:
    return [case for case in catalogue.cases.values() if case.answer == "refer"]


def tier_of(catalogue: Catalogue, case: PracticeCase) -> str:
    hers = {catalogue.flags[flag_id].tier for flag_id in case.flag_ids}
    return next((tier for tier in REFER_TIERS if tier in hers), "")


def name_of(case: PracticeCase) -> str:
    return case.woman.partition(",")[0]


def words_of_case(catalogue: Catalogue, case: PracticeCase) -> str:
    """All that the case says of her."""
    own = (case.woman, case.story, case.next_step, case.reasoning, case.teaching_point)
    return " ".join([*own, *(row.words for row in catalogue.revealed_by[case.case_id])])


def sentences(text: str) -> list[str]:
    return re.split(r"(?<=[.?!])\s+", text)


def figures(text: str) -> set[str]:
    """The numbers that are written in figures.

    >>> sorted(figures("62 cm to 58.5, and 158/104."))
    ['104', '158', '58.5', '62']
    """
    return set(re.findall(r"\d+(?:\.\d+)?", text))


def syllables(word: str) -> int:
    """Groups of vowels, without a silent e at the end: near enough to compare texts.

    >>> [syllables(word) for word in ("calf", "home", "baby", "emergency")]
    [1, 1, 2, 4]
    """
    groups = len(re.findall(r"[aeiouy]+", word.lower()))
    silent = word.lower().endswith("e") and not word.lower().endswith(("le", "ee"))
    return max(1, groups - silent)


def reading_grade(text: str) -> float:
    """The school year in which it is read with ease, by the formula of Flesch and Kincaid."""
    words = re.findall(r"[A-Za-z']+", text)
    per_sentence = len(words) / len(sentences(text))
    return 0.39 * per_sentence + 11.8 * sum(map(syllables, words)) / len(words) - 15.59


def test_the_reading_grade_tells_plain_words_from_hard_ones():
    plain = "She goes home. The calf is sore. Her mum rings the ward, and they scan it."
    hard = (
        "Subsequent ultrasonographic investigation demonstrated unequivocal thromboembolic occlusion, "
        "necessitating immediate anticoagulation."
    )
    assert reading_grade(plain) < 4
    assert reading_grade(hard) > 12


# ------------------------------------------------------------------------------ handing over


def test_a_woman_who_is_sent_has_four_to_seven_things_that_must_be_said_and_no_other_has(shipped):
    for case in shipped.cases.values():
        if case.answer == "refer":
            assert 4 <= len(case.must_say) <= 7, case.case_id
        else:
            assert case.must_say == (), case.case_id


def test_what_must_be_said_has_the_danger_in_it_and_not_who_she_is(shipped):
    for case in urgent(shipped):
        assert set(case.flag_ids) & set(case.must_say), case.case_id
        assert not WHO_SHE_IS & set(case.must_say), case.case_id


def test_what_must_be_said_has_an_answer_in_words_and_a_yes_or_no(shipped):
    for case in urgent(shipped):
        rows = {row.finding_id or row.flag_id: row for row in shipped.revealed_by[case.case_id]}
        said = [rows[named] for named in case.must_say]
        assert all(row.present is not None and row.words for row in said), case.case_id
        # One fact is never asked for twice, as a finding and as a danger sign.
        words = [row.words for row in said]
        assert len(set(words)) == len(words), case.case_id


# ------------------------------------------------------------------------------ her in one sentence


def test_each_woman_has_three_points_each_short_and_whole(shipped):
    for case in shipped.cases.values():
        assert len(case.points) == 3, case.case_id
        for point in case.points:
            assert point[-1] == ".", (case.case_id, point)
            assert len(point.split()) <= 30, (case.case_id, point)


def test_the_first_point_says_who_she_is(shipped):
    for case in shipped.cases.values():
        age = re.findall(r", (\d+),", case.woman)[0]
        assert case.points[0].startswith(f"She is {age}"), case.case_id
        weeks = re.findall(r"(\d+) weeks", case.woman)
        assert all(re.search(rf"\b{week} weeks", case.points[0]) for week in weeks), case.case_id


def test_no_number_is_in_a_point_or_a_thought_or_a_next_day_that_is_not_in_her_case(shipped):
    invented = []
    told = [(case.case_id, point) for case in shipped.cases.values() for point in case.points]
    told += [(day.case_id, day.text) for day in shipped.next_days.values()]
    told += [(thought.case_id, thought.thought) for thought in shipped.thoughts.values()]
    for case_id, text in told:
        known = figures(words_of_case(shipped, shipped.cases[case_id]))
        invented += [(case_id, number) for number in figures(text) - known]
    assert invented == []


# ------------------------------------------------------------------------------ pairs and siblings


def test_at_least_twelve_pairs_differ_in_exactly_one_answer_and_in_what_is_right(shipped):
    near = [p for p in shipped.pairs.values() if apart(shipped, p.one, p.other).answers == 1]
    assert len(near) >= 12
    assert sum(what_is_right(shipped, p.one) != what_is_right(shipped, p.other) for p in near) >= 12
    # Not all of them turn on a danger, nor do all that do turn on the same one.
    assert len({p.finding_id for p in near}) >= 10
    kept = [p for p in near if "refer" not in {answer_of(shipped, c) for c in (p.one, p.other)}]
    assert len(kept) >= 3
    both = [p for p in near if {"refer"} == {answer_of(shipped, c) for c in (p.one, p.other)}]
    assert len(both) >= 2


def answer_of(catalogue: Catalogue, case_id: str) -> str:
    return catalogue.cases[case_id].answer


def what_is_right(catalogue: Catalogue, case_id: str) -> tuple[str, tuple[str, ...], str]:
    case = catalogue.cases[case_id]
    causes = case.cause_ids if case.answer != "refer" else ()
    return case.answer, causes, tier_of(catalogue, case)


def test_a_pair_says_in_how_many_answers_the_women_differ_and_names_one_of_them(shipped):
    said = {1: "One answer decides", 2: "They differ in two answers"}
    for pair in shipped.pairs.values():
        found = apart(shipped, pair.one, pair.other)
        assert said[found.answers] in pair.why, pair.pair_id
        assert shipped.question_of(pair.finding_id) in found.questions, pair.pair_id


def test_the_answer_that_parts_a_pair_is_another_when_it_is_asked(shipped):
    for pair in shipped.pairs.values():
        question = shipped.question_of(pair.finding_id)
        assert is_question(shipped, question), pair.pair_id
        answers = [
            dict(reveal(shipped, case_id, question).findings).get(pair.finding_id)
            for case_id in (pair.one, pair.other)
        ]
        assert answers.count(True) == 1, pair.pair_id


def test_what_is_right_for_one_of_a_pair_is_not_right_for_the_other(shipped):
    for pair in shipped.pairs.values():
        one, other = shipped.cases[pair.one], shipped.cases[pair.other]
        decided = [
            judge(of, by.answer, by.cause_ids, tier_of(shipped, by), tier_of(shipped, of)).right
            for of, by in ((one, other), (other, one))
        ]
        assert not all(decided), pair.pair_id


def test_a_pair_tells_of_both_women_by_name(shipped):
    for pair in shipped.pairs.values():
        for case_id in (pair.one, pair.other):
            assert name_of(shipped.cases[case_id]) in pair.why, pair.pair_id


def test_a_pair_is_not_of_siblings(shipped):
    for pair in shipped.pairs.values():
        assert shipped.cases[pair.one].sibling_of != pair.other, pair.pair_id
        assert shipped.cases[pair.other].sibling_of != pair.one, pair.pair_id


def test_a_sibling_is_one_step_away(shipped):
    siblings = {c.case_id: c.sibling_of for c in shipped.cases.values() if c.sibling_of}
    assert len(siblings) >= 12
    assert not set(siblings.values()) & set(siblings)


# ------------------------------------------------------------------------------ the next day


def test_each_woman_who_is_sent_has_a_next_day_for_each_way_to_decide_and_no_other_has(shipped):
    decisions: dict[str, set[str]] = {case.case_id: set() for case in shipped.cases.values()}
    for case_id, decision in shipped.next_days:
        decisions[case_id].add(decision)
    for case in shipped.cases.values():
        wanted = {RIGHT, "causes", "something_else", "cannot_tell"}
        if tier_of(shipped, case) != REFER_TIERS[-1]:  # Nobody can refer more slowly than that.
            wanted.add("refer")
        expected = wanted if case.answer == "refer" else set()
        assert decisions[case.case_id] == expected, case.case_id


def test_a_next_day_is_one_possible_story_in_two_to_four_short_sentences(shipped):
    for day in shipped.next_days.values():
        assert day.text.count(POSSIBLE) == 1, (day.case_id, day.decision)
        told = sentences(day.text)
        assert 2 <= len(told) <= 4, (day.case_id, day.decision)
        assert max(len(sentence.split()) for sentence in told) <= 25, (day.case_id, day.decision)


def test_a_next_day_is_calm_and_blames_nobody(shipped):
    assert NOT_CALM.search("She was sent home, and it was too late.")
    assert NOT_CALM.search("Nobody knew, and it was not her fault.")
    for day in shipped.next_days.values():
        assert not NOT_CALM.search(day.text), (day.case_id, day.decision)


def test_next_days_are_told_in_other_words_for_each_decision(shipped):
    texts = Counter(day.text for day in shipped.next_days.values())
    assert [text for text, count in texts.items() if count > 1] == []


def test_a_next_day_rests_on_sources_of_her_case(shipped):
    for day in shipped.next_days.values():
        own = shipped.cases[day.case_id].source_ids
        assert set(day.source_ids) <= set(own), (day.case_id, day.decision)


def test_next_days_points_and_pairs_are_read_with_ease(shipped):
    days = [day.text for day in shipped.next_days.values()]
    points = [" ".join(case.points) for case in shipped.cases.values()]
    pairs = [pair.why for pair in shipped.pairs.values()]
    thoughts = [one.thought for one in shipped.thoughts.values()]
    for texts in (days, points, pairs, thoughts):
        grades = [reading_grade(text) for text in texts]
        assert sum(grades) / len(grades) <= 6
        assert max(grades) <= 10, texts[grades.index(max(grades))]


# ------------------------------------------------------------------------------ thinking aloud


@pytest.fixture(scope="module")
def first_met(shipped) -> list[PracticeCase]:
    """The first three women of a learner who has met none, and the first who must be sent."""
    met: list[str] = []
    for _ in shipped.cases:
        met.append(next_case(shipped.cases, met))
    cases = [shipped.cases[case_id] for case_id in met]
    return [*cases[:3], next(case for case in cases if case.answer == "refer")]


def steps_of(catalogue: Catalogue, case: PracticeCase) -> list[str]:
    return [step for case_id, step in catalogue.thoughts if case_id == case.case_id]


def test_an_expert_thinks_aloud_over_the_first_women_from_the_safety_check_to_the_end(
    shipped, first_met
):
    for case in first_met:
        first, *asked, before_last, last = steps_of(shipped, case)
        assert (first, before_last, last) == MOMENTS, case.case_id
        assert len(asked) >= 2, case.case_id
        assert all(is_question(shipped, step) for step in asked), case.case_id


def test_what_nobody_may_leave_out_is_thought_about_where_nothing_stops_the_asking(
    shipped, first_met
):
    for case in first_met:
        if case.answer != "refer":
            should_ask = {shipped.question_of(finding_id) for finding_id in case.should_ask}
            assert should_ask <= set(steps_of(shipped, case)), case.case_id


def test_a_thought_is_short_and_nobody_elses(shipped, first_met):
    assert {thought.case_id for thought in shipped.thoughts.values()} == {
        case.case_id for case in first_met
    }
    for thought in shipped.thoughts.values():
        assert len(thought.thought.split()) <= 50, (thought.case_id, thought.step)
        assert len(sentences(thought.thought)) <= 3, (thought.case_id, thought.step)
    for case in first_met:
        told = " ".join(t.thought for t in shipped.thoughts.values() if t.case_id == case.case_id)
        assert re.search(r"\bI\b", told), case.case_id
