"""A question is answered first, with how sure, and only then explained."""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import permutations

import pytest

from crampkit.catalogue import Catalogue, Option
from crampkit.panels.kit.panel import Panel
from crampkit.panels.practice.quiz import first_thought, look_back, quiz_panel
from crampkit.practice.lettering import lettered, letters_of
from crampkit.practice.marking import Mark, mark
from crampkit.practice.quiz import SURENESS, Commitment, Quiz, mixed
from crampkit.practice.toy import OPTIONS, toy_questions, toy_quiz
from crampkit.views.kit.markup import Html
from crampkit.views.practice import quiz as view
from crampkit.words import Words
from tests.elements import read
from tests.unit.test_views import spelled_out

KINDS = tuple(OPTIONS)


@pytest.fixture
def words(shipped: Catalogue) -> Words:
    return Words(shipped.text)


def options(kind: str) -> tuple[Option, ...]:
    return toy_questions().options_of[kind]


def send(panel: Panel, name: str, value: object = None) -> None:
    """What arrives when a learner uses a control of this panel in the browser."""
    panel.receive(name, value)


def answer(quiz: Quiz) -> None:
    """Commit to some answer of the question that is shown."""
    if not quiz.chosen:
        quiz.choose(quiz.options[0].option_id, True)
    quiz.be_sure(70)
    quiz.commit()


# ------------------------------------------------------------------------------ marking


def test_the_right_option_alone_is_right():
    assert mark("single", options("single"), ["yes"]) == Mark(True, 1.0)
    assert mark("single", options("single"), ["no"]) == Mark(False, 0.0)


@pytest.mark.parametrize(
    ("chosen", "share"),
    [
        (["noon", "glare"], 1.0),
        (["noon"], 2 / 3),
        (["noon", "glare", "night"], 2 / 3),
        (["night"], 0.0),
        (["noon", "night"], 1 / 3),
    ],
)
def test_of_several_every_option_must_be_judged_rightly(chosen, share):
    assert mark("multiple", options("multiple"), chosen) == Mark(share == 1, share)


def test_leaving_out_what_is_wrong_is_no_merit_when_nothing_right_was_chosen():
    wider = (*options("multiple"), Option("multiple", "rain", "Rain", "wrong", None, "Why rain."))
    assert mark("multiple", wider, ["night"]) == Mark(False, 0.0)


def test_only_one_order_is_right_and_the_reverse_is_worth_nothing():
    marks = {
        order: mark("order", options("order"), order) for order in permutations(OPTIONS["order"])
    }
    assert [order for order, found in marks.items() if found.right] == [("hat", "shade", "water")]
    assert marks["water", "shade", "hat"].score == 0


def test_nobody_is_marked_by_an_empty_panel():
    assert mark("script", options("script"), ["less"]) == Mark(None, None)


def test_a_panel_gives_part_of_the_mark_to_what_few_of_it_chose():
    votes = dict(zip(OPTIONS["script"], (0, 2, 6, 0, 0), strict=True))
    panel = [replace(option, panel=votes[option.option_id]) for option in options("script")]
    assert mark("script", panel, ["same"]) == Mark(True, 1.0)
    assert mark("script", panel, ["less"]) == Mark(False, 1 / 3)
    assert mark("script", panel, ["more"]) == Mark(False, 0.0)


# ------------------------------------------------------------------------------ commit before reveal


@pytest.mark.parametrize("kind", KINDS)
def test_nothing_is_told_before_the_commitment(kind, words):
    quiz = toy_quiz(kind)
    panel = quiz_panel(toy_questions(), quiz, words)
    for _ in range(3):
        assert quiz.told is None
        assert "Why " not in panel.html
        assert "Remember." not in panel.html
        assert "right" not in panel.html.replace(words("quiz.multiple"), "")
        send(panel, "choose", quiz.options[0].option_id)
        send(panel, f"take:{quiz.options[0].option_id}", True)
        send(panel, "sure", "100")
    send(panel, "commit")
    assert "Why " in panel.html
    assert "Remember." in panel.html


CONTROLS = {
    "single": {("radio", "choose")},
    "multiple": {("checkbox", f"take:{option_id}") for option_id in OPTIONS["multiple"]},
    "order": {
        (way, f"{way}:{option_id}") for option_id in OPTIONS["order"] for way in ("up", "down")
    },
    "script": {("radio", "choose")},
}


@pytest.mark.parametrize("kind", KINDS)
def test_a_question_has_the_controls_of_its_kind_and_no_others(kind):
    asked, chosen = toy_quiz(kind), list(OPTIONS[kind])
    html = view.asked(toy_questions(), asked.question, asked.options, chosen, spelled_out(), False)
    inputs = set(re.findall(r'<input type="(\w+)" name="([^"]*)"', html))
    moves = {(way, f"{way}:{to}") for way, to in re.findall(r'data-action="(up|down):(\w+)"', html)}
    assert inputs | moves == CONTROLS[kind]
    assert re.findall(r"quiz\.(single|multiple|order|script\.becomes)", html) == [
        "script.becomes" if kind == "script" else kind
    ]
    assert ("quiz.script.if" in html) == ("quiz.script.then" in html) == (kind == "script")
    assert "sureness" not in html


@pytest.mark.parametrize("kind", KINDS)
def test_of_each_option_is_told_whether_it_is_right_and_whether_it_was_hers(kind):
    asked = toy_quiz(kind)
    chosen = list(OPTIONS[kind])[:2] if kind != "order" else ["shade", "hat", "water"]
    options = [replace(o, panel=3 if o.option_id == "less" else None) for o in asked.options]
    said = Commitment(kind, tuple(chosen), None, mark(kind, options, chosen))
    html = view.told(toy_questions(), asked.question, options, said, spelled_out())
    assert "quiz.was_sure" not in html
    listed = read(html).one(class_="told")
    told = {
        item.one("strong").text.removesuffix("."): (
            " ".join(item.classes),
            {label.text.removeprefix("quiz.") for label in item.elements[0].all("span", "label")},
        )
        for item in listed.elements
    }
    if kind == "order":
        assert list(told) == ["hat", "shade", "water"]
        assert told["water"] == ("right", {"in_place"})
        assert told["hat"] == ("wrong", {"out_of_place place=2"})
        assert listed.tag == "ol"
        return
    assert listed.tag == "ul"
    for option_id, answer in OPTIONS[kind].items():
        labels = {f"option.{answer}"} if kind != "script" else set()
        labels |= {"votes.many count=3"} if kind == "script" and option_id == "less" else set()
        labels |= {"option.yours"} if option_id in chosen else set()
        assert told[option_id] == (answer if kind != "script" else "open", labels)
    assert ("quiz.panel total=3" in html) == (kind == "script")


def test_the_truth_beside_a_guess_is_what_is_right_and_nothing_else():
    for kind, truth in (("single", "yes."), ("multiple", "noon. · glare.")):
        asked = toy_quiz(kind)
        chosen = (list(OPTIONS[kind])[-1],)
        said = Commitment(kind, chosen, None, Mark(False, 0.0))
        options = [toy_questions().options[kind, option_id] for option_id in OPTIONS[kind]]
        html = view.guessed(toy_questions(), asked.question, options, said, spelled_out())
        assert re.findall(r"quiz\.guess\.truth answer=([^<]*)<", html) == [truth]
        assert re.findall(r"quiz\.guess\.yours answer=([^<]*)<", html) == [f"{chosen[0]}."]


def test_only_in_a_drill_is_a_sooner_tier_the_safe_side():
    options = [
        Option("single", tier, f"{tier}.", "right" if tier == "today" else "wrong", None, "")
        for tier in TIER_OPTIONS
    ]
    question = toy_quiz("single").question
    said = Commitment("single", ("now",), 60, Mark(False, 0.0))
    for place, verdict in (("drill", "sooner"), ("check", "wrong")):
        html = view.told(
            toy_questions(), replace(question, place=place), options, said, spelled_out()
        )
        assert re.findall(r"quiz\.verdict\.(\w+)", html) == [verdict]


@pytest.mark.parametrize("kind", KINDS)
def test_every_option_is_explained_after_it(kind, words):
    quiz = toy_quiz(kind)
    panel = quiz_panel(toy_questions(), quiz, words)
    answer(quiz)
    for option in quiz.options:
        assert panel.html.count(option.explanation) == 1


@pytest.mark.parametrize("kind", ["single", "multiple"])
def test_an_answer_needs_a_choice_and_how_sure_she_is(kind, words):
    quiz = toy_quiz(kind)
    panel = quiz_panel(toy_questions(), quiz, words)
    send(panel, "commit")
    # All that is missing is told at once.
    assert words("quiz.missing.choose") in panel.html
    assert words("quiz.missing.how_sure") in panel.html
    quiz.choose(quiz.options[0].option_id, True)
    assert words("quiz.missing.choose") not in panel.html
    assert words("quiz.missing.how_sure") not in panel.html
    send(panel, "commit")
    assert words("quiz.missing.choose") not in panel.html
    assert words("quiz.missing.how_sure") in panel.html
    assert quiz.told is None


def test_a_commitment_stands():
    quiz = toy_quiz("single")
    answer(quiz)
    told = quiz.told
    quiz.choose("maybe", True)
    quiz.be_sure(100)
    quiz.commit()
    assert quiz.told == told
    assert quiz.chosen == told.chosen


def test_a_script_question_asks_for_no_sureness_and_says_that_no_panel_has_answered(words):
    quiz = toy_quiz("script")
    panel = quiz_panel(toy_questions(), quiz, words)
    assert words("quiz.how_sure") not in panel.html
    send(panel, "choose", "less")
    send(panel, "commit")
    assert words("quiz.no_panel") in panel.html
    assert words("quiz.verdict.open") in panel.html


def test_every_commitment_is_told_once_to_who_asked():
    quiz = toy_quiz(*KINDS)
    heard: list[Commitment] = []
    quiz.on_commit(heard.append)
    for number in range(1, len(quiz) + 1):
        quiz.go_to(number)
        answer(quiz)
        answer(quiz)
    assert [commitment.question_id for commitment in heard] == list(KINDS)
    assert tuple(heard) == quiz.commitments


def test_a_quiz_without_a_question_says_what_to_add():
    with pytest.raises(ValueError, match=r"add rows to questions\.csv"):
        Quiz(toy_questions(), [])


# ------------------------------------------------------------------------------ choosing


def test_of_one_answer_the_next_choice_takes_the_place_of_the_last():
    quiz = toy_quiz("single")
    quiz.choose("yes", True)
    quiz.choose("no", True)
    assert quiz.chosen == ("no",)


def test_of_several_answers_each_can_be_taken_and_left():
    quiz = toy_quiz("multiple")
    for option_id in ("noon", "night"):
        quiz.choose(option_id, True)
    quiz.choose("night", False)
    assert quiz.chosen == ("noon",)


def test_a_step_moves_up_and_down_and_stays_at_the_ends():
    quiz = toy_quiz("order")
    first, second, third = quiz.chosen
    quiz.move(third, -1)
    assert quiz.chosen == (first, third, second)
    quiz.move(first, -1)
    quiz.move(second, 1)
    assert quiz.chosen == (first, third, second)


@pytest.mark.parametrize("name", ["choose", "take:nobody", "up:nobody", "sure", "go", "what", ""])
@pytest.mark.parametrize("value", ["nobody", None, "-1", "75", "99", {}, True])
def test_what_no_control_can_have_sent_changes_nothing(name, value, words):
    quiz = toy_quiz(*KINDS)
    panel = quiz_panel(toy_questions(), quiz, words)
    before = panel.html, panel.state
    send(panel, name, value)
    assert (panel.html, panel.state) == before


@pytest.mark.parametrize("sure", SURENESS)
def test_each_degree_of_sureness_can_be_said(sure, words):
    quiz = toy_quiz("single")
    panel = quiz_panel(toy_questions(), quiz, words)
    assert f'value="{sure}"' in panel.html
    send(panel, "sure", str(sure))
    assert quiz.sure == sure
    assert panel.state["sure"] == str(sure)


# ------------------------------------------------------------------------------ the order shown


def test_options_are_mixed_the_same_way_each_time():
    assert toy_quiz("single").options == toy_quiz("single").options
    assert sorted(o.option_id for o in toy_quiz("single").options) == ["maybe", "no", "yes"]


def test_steps_never_start_in_the_right_order():
    catalogue = toy_questions()
    for name in "abcdefghijklmnop":
        shown = mixed(replace(catalogue.questions["order"], question_id=name), options("order"))
        assert [option.answer for option in shown] != ["1", "2", "3"]


def test_a_scale_keeps_its_order():
    assert [option.answer for option in toy_quiz("script").options] == ["-2", "-1", "0", "1", "2"]


NAMES = "abcdefghijkl"


def places(kind: str, name: str, times: int) -> dict[str, int]:
    """Where each option stands, for a question of this name that was answered so many times."""
    question = replace(toy_questions().questions[kind], question_id=name)
    shown = mixed(question, options(kind), times)
    return {option.option_id: place for place, option in enumerate(shown)}


@pytest.mark.parametrize("kind", ["single", "multiple", "order"])
@pytest.mark.parametrize("name", NAMES)
def test_no_option_stands_where_it_stood_when_the_question_was_answered_last(kind, name):
    for times in range(6):
        before, now = places(kind, name, times), places(kind, name, times + 1)
        assert sorted(now) == sorted(OPTIONS[kind])
        assert not before.items() & now.items()
        assert now == places(kind, name, times + 1)


@pytest.mark.parametrize("times", [1, 2, 3, 8])
def test_another_order_of_steps_is_not_the_right_one_and_a_scale_has_no_other(times):
    for name in NAMES:
        assert places("order", name, times) != {"hat": 0, "shade": 1, "water": 2}
        assert places("script", name, times) == places("script", name, 0)


def test_two_steps_stay_the_wrong_way_round_and_a_single_option_stays_at_all():
    order, single = toy_questions().questions["order"], toy_questions().questions["single"]
    for times in range(4):
        assert [o.answer for o in mixed(order, options("order")[:2], times)] == ["2", "1"]
        assert mixed(single, options("single")[:1], times) == options("single")[:1]


# ------------------------------------------------------------------------------ letters


def letters_in(html: str) -> list[tuple[str, str]]:
    """Each letter that stands in it, and what it stands before."""
    said = [one.inside for one in read(html).all("span", "letter") if one.inside]
    return [(one.text[:1], one.text[1:].strip()) for one in said]


@pytest.mark.parametrize("kind", ["single", "multiple"])
def test_options_have_their_letters_in_the_order_shown_before_and_after_the_answer(kind, words):
    quiz = toy_quiz(kind)
    panel = quiz_panel(toy_questions(), quiz, words)
    expected = [(letter, one.text) for letter, one in zip("ABC", quiz.options, strict=True)]
    assert letters_in(panel.html) == expected
    answer(quiz)
    assert letters_in(panel.html) == expected
    assert [(at, one.text) for at, one in lettered(quiz.question, options(kind))] == expected


@pytest.mark.parametrize("kind", ["order", "script"])
def test_steps_and_a_scale_have_no_letters(kind, words):
    quiz = toy_quiz(kind)
    panel = quiz_panel(toy_questions(), quiz, words)
    assert not letters_in(panel.html)
    answer(quiz)
    assert not letters_in(panel.html)
    assert {letter for letter, _ in lettered(quiz.question, options(kind))} == {""}


def test_a_letter_hides_no_text_of_a_table(words):
    tempting = replace(options("single")[0], text="<b>Yes</b>")
    asked = view.asked(
        toy_questions(), toy_quiz().question, [tempting], [], words, letters={"yes": "A"}
    )
    assert "<b>Yes</b>" not in asked
    assert letters_in(asked) == [("A", "<b>Yes</b>")]


def test_an_option_has_one_letter_wherever_it_is_asked_for():
    for kind in KINDS:
        question = toy_questions().questions[kind]
        shown = lettered(question, options(kind))
        assert letters_of(question, options(kind)) == {o.option_id: at for at, o in shown if at}


# ------------------------------------------------------------------------------ on the page


def test_the_ways_to_other_questions_end_at_both_ends(words):
    quiz = toy_quiz("single", "order")
    panel = quiz_panel(toy_questions(), quiz, words)
    send(panel, "go", "0")
    assert quiz.number == 1
    send(panel, "go", "2")
    send(panel, "go", "3")
    assert words("quiz.number", number=2, total=2) in panel.html


@pytest.mark.parametrize(
    ("number", "still_open", "on"),
    [
        (1, (1, 2, 3), ("go", "2", "")),
        (2, (), ("go", "3", "")),
        (3, (1, 3), ("go", "1", "")),
        (3, (3,), ("go", "3", " disabled")),
        (3, (), ("end", "", "")),
    ],
)
def test_a_way_leads_on_to_what_is_still_open_and_at_last_to_how_it_went(number, still_open, on):
    html = view.paged(number, 3, Html(), [], still_open, spelled_out())
    ways = re.findall(r'data-action="(\w+)"(?: data-value="(\d)")?[^>]*?( disabled)?>', html)
    assert ways == [("go", str(number - 1), " disabled" if number == 1 else ""), on]


def test_before_anything_is_marked_no_count_of_right_ones_is_told():
    unmarked = Commitment("script", ("same",), None, Mark(None, None))
    for commitments in ([], [unmarked]):
        said = view.progress(2, commitments, spelled_out())
        assert said == f"quiz.progress answered={len(commitments)} total=2"


def test_an_answer_without_how_sure_is_told_back_without_it():
    said = Commitment("single", ("no",), None, Mark(False, 0.0))
    assert view.said_text(options("single"), said, spelled_out()) == "quiz.said answers=no."
    sure = replace(said, sure=70)
    told = view.said_text(options("single"), sure, spelled_out())
    assert told == "quiz.said_sure answers=no. percent=70"


def test_the_page_counts_what_was_answered_and_what_was_right(words):
    quiz = toy_quiz("single", "script")
    panel = quiz_panel(toy_questions(), quiz, words)
    quiz.choose("yes", True)
    quiz.be_sure(90)
    quiz.commit()
    quiz.go_to(2)
    quiz.choose("same", True)
    quiz.commit()
    assert words("quiz.progress", answered=2, total=2) in panel.html
    assert words("quiz.progress.right", right=1, marked=1) in panel.html


@pytest.mark.parametrize("sure", SURENESS)
def test_being_sure_and_wrong_gets_a_kind_word_from_ninety_percent_on(sure, words):
    for option_id, wrong in (("no", True), ("yes", False)):
        quiz = toy_quiz("single")
        panel = quiz_panel(toy_questions(), quiz, words)
        quiz.choose(option_id, True)
        quiz.be_sure(sure)
        quiz.commit()
        assert (words("quiz.surely_wrong") in panel.html) == (wrong and sure >= 90)


def test_a_first_thought_is_kept_and_only_looked_back_at(words):
    catalogue, quiz = toy_questions(), toy_quiz("single")
    first, back = first_thought(catalogue, quiz, words), look_back(catalogue, quiz, words)
    assert words("quiz.first.not_yet") in back.html
    send(first, "choose", "no")
    send(first, "sure", "80")
    send(first, "commit")
    assert "no. (80 % sure)" in first.html
    assert "Why " not in first.html
    assert back.html.count("Why ") == 3


def test_text_of_a_question_stays_text(words):
    catalogue, quiz = toy_questions(), toy_quiz("single")
    evil = replace(quiz.question, stem="<b>bold</b>", explanation="<i>it</i>")
    evil_options = [replace(o, text="<u>a</u>", explanation="<s>b</s>") for o in quiz.options]
    answer(quiz)
    for html in (
        view.asked(catalogue, evil, evil_options, (), words),
        view.told(catalogue, evil, evil_options, quiz.told, words),
    ):
        assert not any(f"<{name}>" in html for name in "bius")
        assert "&lt;b&gt;" in html


TIER_OPTIONS = ("now", "today", "soon", "none")


@pytest.mark.parametrize(
    ("right", "chosen", "said"),
    [
        ("today", "now", "quiz.verdict.sooner"),
        ("soon", "today", "quiz.verdict.sooner"),
        ("today", "soon", "quiz.verdict.wrong"),
        ("none", "today", "quiz.verdict.wrong"),
        ("today", "none", "quiz.verdict.wrong"),
        ("today", "today", "quiz.verdict.right"),
    ],
)
def test_in_a_drill_sooner_than_needed_is_the_safe_side_and_a_needless_alarm_is_not(
    right, chosen, said
):
    toy = toy_questions()
    drill = replace(toy.questions["single"], question_id="drill", place="drill")
    options = {
        ("drill", tier): Option(
            "drill", tier, f"{tier}.", "right" if tier == right else "wrong", None, f"Why {tier}."
        )
        for tier in TIER_OPTIONS
    }
    catalogue = replace(toy, questions={"drill": drill}, options=options)
    quiz = Quiz(catalogue, [drill])
    quiz.choose(chosen, True)
    quiz.be_sure(60)
    quiz.commit()
    html = view.told(catalogue, quiz.question, quiz.options, quiz.told, spelled_out())
    assert said in html
