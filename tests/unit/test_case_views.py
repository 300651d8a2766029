"""The page of a case: nothing of the answer before the decision, all of it after."""

from __future__ import annotations

import re
from dataclasses import replace
from html import unescape

import pytest

from crampkit import Lab
from crampkit.catalogue import CASE_ANSWERS, Catalogue
from crampkit.panels.kit.panel import Panel
from crampkit.panels.practice.cases import case_panel
from crampkit.practice.encounter import (
    CaseCommitment,
    Encounter,
    kind_of,
    members_of,
    questions_by_kind,
    reveal,
)
from crampkit.practice.feedback import feedback
from crampkit.practice.journal import Journal, JournalInMemory
from crampkit.practice.judging import MISSES
from crampkit.practice.quiz import SURENESS
from crampkit.practice.record import Record
from crampkit.practice.session import Session
from crampkit.practice.suggesting import ask_next, usual_round
from crampkit.practice.toy import CASES, REVEALED, toy_cases
from crampkit.views.practice import case_told
from crampkit.views.practice import cases as cases_view
from crampkit.words import Words
from tests.elements import read
from tests.unit.test_views import spelled_out

TOY = toy_cases()
CHOSEN_FOR_LEARNING = "Cases are chosen for learning; most women you meet have ordinary cramp."


@pytest.fixture
def words(shipped: Catalogue) -> Words:
    return Words(shipped.text)


@pytest.fixture(autouse=True)
def nothing_raised(caplog):
    """The kernel only logs what a message raises; here it is a failure."""
    yield
    assert not [record.getMessage() for record in caplog.get_records("call") if record.exc_info]


def panel_of(case_id: str, words: Words, catalogue: Catalogue = TOY) -> Panel:
    return case_panel(Session(catalogue), case_id, words)


def send(panel: Panel, name: str, value: object = None) -> None:
    """What arrives when a learner uses a control of this panel in the browser."""
    panel.receive(name, value)


def ask(panel: Panel, *question_ids: str) -> None:
    for question_id in question_ids:
        send(panel, "ask", question_id)


def decide(panel: Panel, answer: str = "cannot_tell", sure: str = "70", **controls: object) -> None:
    send(panel, "decide")
    send(panel, "answer", answer)
    for name, value in controls.items():
        kind, _, target = name.partition("_")
        send(panel, f"{kind}:{target}" if target else kind, value)
    send(panel, "sure", sure)
    send(panel, "commit")


def text_of(panel: Panel) -> str:
    """What stands on the page, without its tags."""
    return unescape(re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", panel.html)))


# ------------------------------------------------------------------------------ before the decision


def test_her_story_stands_on_top_and_nothing_is_known_yet(words):
    panel = panel_of("ada", words)
    assert "Ada says: It hurts." in panel.html
    assert words("case.heard.nothing") in panel.html
    for found, said in REVEALED["ada"].items():
        assert said not in panel.html, found


@pytest.mark.parametrize("case_id", CASES)
@pytest.mark.parametrize("phase", ["asking", "decide", "stop"])
def test_before_the_decision_nothing_tells_what_kind_of_case_it_is(case_id, phase, words):
    """Two women who say the same have the same page, whatever the answer is."""
    twin = replace(TOY.cases[case_id], case_id="twin", woman="A woman")
    other = replace(
        TOY.cases["ben"], case_id="twin", woman="A woman", answer="something_else", cause_ids=()
    )
    rows = tuple(
        replace(row, case_id="twin") for row in TOY.case_findings if row.case_id == case_id
    )
    pages = []
    for case in (twin, other):
        panel = panel_of("twin", words, replace(TOY, cases={"twin": case}, case_findings=rows))
        ask(panel, "noon", "skin", "side", "peeling", "sun_test")
        if phase != "asking":
            send(panel, phase)
            send(panel, "commit")
        pages.append((panel.html, panel.state))
    assert pages[0] == pages[1]


@pytest.mark.parametrize("every", [10, pytest.param(1, marks=pytest.mark.long)])
def test_of_no_shipped_case_the_answer_is_told_before_the_decision(shipped, words, every):
    questions = [q for ids in questions_by_kind(shipped).values() for q in ids][::every]
    for case_id, case in shipped.cases.items():
        secrets = {case.reasoning, case.teaching_point, case.next_step, CHOSEN_FOR_LEARNING}
        panel = panel_of(case_id, words, shipped)
        unheard = {row.words for row in shipped.revealed_by[case_id]}
        page = text_of(panel)
        assert not [words for words in unheard if len(words) > 20 and words in page], case_id
        for step in (*questions, "decide", "commit", "stop", "commit"):
            if step in questions:
                ask(panel, step)
            else:
                send(panel, step)
            if step in (questions[0], questions[-1], "decide", "commit", "stop"):
                page = text_of(panel)
                assert not [secret for secret in secrets if secret in page], case_id
        send(panel, "ask_more")
        decide(panel)
        told = re.sub(r"\s", "", text_of(panel))
        assert re.sub(r"\s", "", case.next_step.split(",")[0])[:15] in told, case_id


def test_an_answer_stands_at_its_question_and_in_the_log(words):
    panel = panel_of("ada", words)
    ask(panel, "noon")
    assert panel.html.count("At noon.") == 2
    assert 'role="log"' in panel.html
    assert 'aria-live="polite"' in panel.html


def test_the_log_keeps_the_order_of_asking(words):
    panel = panel_of("ada", words)
    ask(panel, "night", "skin", "noon")
    assert re.findall(r'data-key="heard (\w+)"', panel.html) == ["night", "skin", "noon"]


@pytest.mark.parametrize(
    ("case_id", "question_id", "key"),
    [
        ("ben", "skin", "case.no.safety"),
        ("ada", "heat", "case.no.history"),
        ("ada", "glare", "case.no.timing"),
        ("cleo", "peeling", "case.no.examination"),
        ("ben", "side", "case.unknown.location"),
    ],
)
def test_what_has_no_words_of_its_own_is_answered_by_kind(case_id, question_id, key, words):
    panel = panel_of(case_id, words)
    ask(panel, question_id)
    assert words(key) in panel.html


def test_a_question_that_was_asked_keeps_its_button_for_the_focus(words):
    panel = panel_of("ada", words)
    before = buttons_in(listed_of(panel))
    ask(panel, "noon")
    assert buttons_in(listed_of(panel)) == before
    assert panel.html.count('aria-disabled="true"') == 1
    assert " disabled" not in panel.html


def listed_of(panel: Panel) -> str:
    """The list of all that can be asked, without the chips at the foot."""
    return panel.html.split('class="to-ask"')[1].split('class="case-bar"')[0]


def chips_of(panel: Panel) -> str:
    return panel.html.split('class="case-bar"')[1]


def buttons_in(html: str) -> list[str]:
    return re.findall(r'data-action="ask" data-value="(\w+)"', html)


def test_the_safety_check_stands_ready_first_and_what_was_just_asked_keeps_its_place(words):
    panel = panel_of("ada", words)
    safety = [*TOY.safety_questions]
    assert buttons_in(chips_of(panel))[: len(safety)] == safety
    for question_id in buttons_in(chips_of(panel)):
        assert 'aria-disabled="true"' not in chips_of(panel).split(f'"{question_id}"')[1][:30]
    before = buttons_in(chips_of(panel))
    ask(panel, before[1])
    now = buttons_in(chips_of(panel))
    assert now[: len(before)] == before
    assert len([one for one in now if one != before[1]]) == len(before)
    ask(panel, before[0])
    assert before[1] not in buttons_in(chips_of(panel))
    assert before[0] in buttons_in(chips_of(panel))


def test_what_stands_ready_is_alike_for_every_woman_and_never_a_test(shipped, words):
    _first, *_others = shipped.cases
    asked = [*shipped.safety_questions]
    for count in range(len(asked) + 1):
        ready = ask_next(shipped, asked[:count])
        assert 3 <= len(ready) <= 5
        left = list(asked[count:])
        assert [q for q in ready if q not in asked[:count]][: len(left)] == left[:3]
    every = everything_offered(shipped)
    assert not [q for q in every if kind_of(shipped, q) == "test"]
    assert len(every) == len(set(every)) == len(usual_round(shipped))


def everything_offered(catalogue: Catalogue) -> list[str]:
    """What stands ready first, asked one after another until nothing does."""
    asked: list[str] = []
    while left := [q for q in ask_next(catalogue, asked) if q not in asked]:
        asked.append(left[0])
    return asked


@pytest.mark.parametrize(
    ("case_id", "question_id", "side"),
    [
        ("ada", "noon", "her"),
        ("ada", "heat", "her"),
        ("ben", "side", "find"),  # She cannot say: told of her, not by her.
        ("ada", "peeling", "find"),
        ("cleo", "peeling", "find"),
        ("ada", "skin", "find"),
        ("dora", "sun_test", "find"),
    ],
)
def test_what_is_found_never_stands_as_her_own_words(case_id, question_id, side, words):
    told = reveal(TOY, case_id, question_id)
    html = cases_view.heard(TOY, [told], (), words)
    assert re.findall(r'class="(her|find)"', html) == [side]
    assert html.index('class="me"') < html.index(f'class="{side}"')
    assert cases_view.said(told, words) in html


def test_how_much_of_the_safety_check_is_asked_is_told_until_the_decision(words):
    panel = panel_of("ada", words)
    total = len(TOY.safety_questions)
    assert words("case.safety.open", asked=0, total=total) in panel.html
    send(panel, "decide")
    assert words.plural("safety.left", total) in panel.html
    send(panel, "ask_more")
    ask(panel, "noon", *TOY.safety_questions)
    assert words("case.safety.done", total=total) in panel.html
    decide(panel)
    assert "safety-left" not in panel.html
    assert "safety-so-far" not in panel.html


def test_tests_are_closed_until_she_was_asked_and_examined_and_show_their_cost_first(words):
    panel = panel_of("dora", words)
    assert words("checklist.tests_closed") in panel.html
    assert "Bright light" not in panel.html
    ask(panel, "sun_test", "noon", "peeling")
    assert "Positive." not in panel.html
    assert words("case.cost", wait="A day", discomfort="Bright light") in panel.html
    assert words.plural("case.costs", 1) not in panel.html
    ask(panel, "sun_test")
    assert "Positive." in panel.html
    assert words.plural("case.costs", 1) in panel.html


def test_the_way_out_is_there_until_it_was_taken(words):
    panel = panel_of("ada", words)
    for step in (None, "decide", "ask_more"):
        if step:
            send(panel, step)
        assert 'data-action="stop"' in panel.html
    send(panel, "stop")
    assert 'name="danger"' in panel.html
    assert 'name="how_fast"' in panel.html
    send(panel, "ask_more")
    assert 'data-action="stop"' in panel.html


@pytest.mark.parametrize(
    "name", ["ask", "answer", "sure", "cause:nobody", "for:nobody", "danger", "what", "next", ""]
)
@pytest.mark.parametrize("value", ["nobody", None, "-1", "75", {}, True])
def test_what_no_control_can_have_sent_tells_nothing(name, value, words):
    panel = panel_of("ada", words)
    before = panel.html
    send(panel, name, value)
    assert panel.html == before
    send(panel, "commit")
    assert CHOSEN_FOR_LEARNING not in panel.html


def test_a_decision_lacking_something_says_what(words):
    panel = panel_of("ada", words)
    send(panel, "decide")
    for name, value, missing in (
        ("answer", "", "case.missing.answer"),
        ("answer", "causes", "case.missing.cause"),
        ("answer", "refer", "case.missing.danger"),
        ("danger", "burn", "case.missing.how_fast"),
        ("how_fast", "today", "quiz.missing.how_sure"),
    ):
        send(panel, name, value)
        send(panel, "commit")
        assert words(missing) in panel.html
    assert panel.state["danger"] == "burn"


def test_a_finding_is_taken_for_or_against_and_not_both(words):
    panel = panel_of("ada", words)
    ask(panel, "noon")
    send(panel, "decide")
    send(panel, "for:noon", True)
    send(panel, "against:noon", True)
    assert (panel.state["for:noon"], panel.state["against:noon"]) == (False, True)
    send(panel, "for:noon", True)
    assert (panel.state["for:noon"], panel.state["against:noon"]) == (True, False)


# ------------------------------------------------------------------------------ thinking aloud

POINTS = ("She is 30.", "It hurts by day.", "Her skin is whole.")


def with_points(case_id: str = "ada", catalogue: Catalogue = TOY) -> Catalogue:
    case = replace(catalogue.cases[case_id], points=POINTS)
    return replace(catalogue, cases={**catalogue.cases, case_id: case})


def summed_up(
    words: Words, case_id: str = "ada", *asked: str, catalogue: Catalogue | None = None
) -> Panel:
    """A case at the form in which she is summed up."""
    catalogue = catalogue or with_points(case_id)
    panel = case_panel(Session(catalogue, decided=lambda: 2), case_id, words)
    ask(panel, *catalogue.safety_questions, *asked)
    send(panel, "decide")
    return panel


def say(panel: Panel, sentence: str = "Ada, 30, by day.", first: str = "sun") -> None:
    send(panel, "sentence", sentence)
    send(panel, "rank:1", first)
    send(panel, "for:noon", True)
    send(panel, "say")


def phase_of(panel: Panel) -> str:
    return re.findall(r'data-phase="(\w+)"', panel.html)[0]


def test_one_case_of_three_is_said_in_full_and_any_other_on_request(words):
    phases = []
    for decided in range(6):
        session = Session(with_points(), decided=lambda decided=decided: decided)
        panel = case_panel(session, "ada", words)
        ask(panel, *TOY.safety_questions, "noon")
        send(panel, "decide")
        phases.append(phase_of(panel))
        assert ('data-action="in_full"' in panel.html) == (phases[-1] == "deciding")
        if phases[-1] == "deciding":
            send(panel, "in_full")
            assert phase_of(panel) == "saying"
    assert phases == ["deciding", "deciding", "saying"] * 2


@pytest.mark.parametrize(
    ("case_id", "asked"),
    [
        ("ada", ["noon"]),  # The safety check is not done.
        ("cleo", ["skin", "eyes", "noon"]),  # A danger stands.
    ],
)
def test_nothing_is_to_be_said_before_the_safety_check_is_done_or_while_a_danger_stands(
    case_id, asked, words
):
    panel = case_panel(Session(TOY, decided=lambda: 2), case_id, words)
    ask(panel, *asked)
    send(panel, "decide")
    assert phase_of(panel) == "deciding"
    assert 'data-action="in_full"' not in panel.html
    send(panel, "in_full")
    assert phase_of(panel) == "deciding"


def test_to_stop_and_refer_needs_no_word(words):
    panel = summed_up(words)
    assert phase_of(panel) == "saying"
    assert 'data-action="stop"' in panel.html
    send(panel, "stop")
    assert phase_of(panel) == "stopping"
    assert 'name="sentence"' not in panel.html


def test_each_part_is_given_or_passed_and_what_is_lacking_is_said(words):
    panel = summed_up(words, "ada", "noon", "glare", "heat")
    for name, value, missing in (
        ("say", None, "sentence"),
        ("sentence", "Ada.", "ranked"),
        ("rank:2", "moon", "findings"),
        ("pass:findings", True, ""),
    ):
        send(panel, name, value)
        send(panel, "say")
        assert (phase_of(panel) == "deciding") == (not missing)
        if missing:
            assert words(f"say.missing.{missing}") in panel.html
    passed = summed_up(words, "ada", "noon", "glare", "heat")
    for part in ("sentence", "ranked", "findings"):
        assert f'name="pass:{part}"' in passed.html
        send(passed, f"pass:{part}", True)
    send(passed, "say")
    assert phase_of(passed) == "deciding"
    many = summed_up(words, "ada", "noon", "glare", "heat")
    for question_id in ("noon", "glare", "heat"):
        send(many, f"for:{question_id}", True)
    say(many)
    assert words("say.missing.too_many") in many.html
    send(many, "for:heat", False)
    send(many, "say")
    assert phase_of(many) == "deciding"


def test_three_points_ours_and_what_counts_stand_on_no_page_before_the_decision(words):
    panel = summed_up(words, "ada", "noon")
    pages = [panel.html]
    say(panel)
    pages.append(panel.html)
    for page in pages:
        for secret in (*POINTS, words("say.both"), words("say.counts"), words("say.we")):
            assert secret not in page
    assert "Ada, 30, by day." in pages[1]  # One's own sentence stays in view.
    decide(panel, "causes", cause_sun=True)
    for told in (*POINTS, words("say.both"), words("say.counts")):
        assert told in panel.html


def test_the_learners_side_stands_beside_ours_and_what_was_left_out_is_marked(words):
    panel = summed_up(words, "ada", "noon")
    say(panel, first="moon")
    decide(panel, "causes", cause_moon=True)
    rows = {
        unescape(name): (side, ours, "left-out" in attributes)
        for attributes, name, side, ours in re.findall(
            r"<tr([^>]*)><th[^>]*>([^<]*)</th><td[^>]*>([^<]*)</td><td[^>]*>([^<]*)</td></tr>",
            panel.html.split(words("say.both"))[1].split("<details")[0],
        )
    }
    label = TOY.causes
    left_out, named, not_named = (words(f"say.{k}") for k in ("left_out", "named", "not_named"))
    assert rows[label["sun"].short_label] == (left_out, named, True)
    assert rows[label["moon"].short_label] == (words("say.in_place", number=1), not_named, False)
    noon, night = (TOY.question_label(q) for q in ("noon", "night"))
    assert rows[noon] == (words("say.taken.for"), named, False)
    assert rows[night] == (words("say.not_asked"), named, True)
    assert len(rows) == 4


def test_a_case_that_was_not_said_in_full_is_compared_with_nothing(words):
    panel = panel_of("ada", words, with_points())
    decide(panel)
    for text in (words("say.both"), *POINTS):
        assert text not in panel.html


def test_the_learner_alone_marks_a_sentence_and_only_after_the_decision(words):
    kept: list[tuple[str, list[int]]] = []
    session = Session(
        with_points(), decided=lambda: 2, mark=lambda case, points: kept.append((case, [*points]))
    )
    panel = case_panel(session, "ada", words)
    ask(panel, *TOY.safety_questions, "noon")
    send(panel, "decide")
    send(panel, "point:1", True)
    assert panel.state["point:1"] is False
    say(panel)
    decide(panel)
    assert panel.html.count('name="point:') == len(POINTS)
    for name, value in (("point:1", True), ("point:3", True), ("point:1", False)):
        send(panel, name, value)
    send(panel, "point:9", True)
    assert [panel.state[f"point:{n}"] for n in (1, 2, 3)] == [False, False, True]
    send(panel, "next")
    assert kept == [("ada", [3])]


def test_without_a_sentence_or_without_points_there_is_nothing_to_mark(words):
    passed = summed_up(words, "ada", "noon")
    send(passed, "pass:sentence", True)
    say(passed)
    decide(passed)
    assert 'name="point:' not in passed.html
    assert POINTS[0] in passed.html
    without = summed_up(words, "ada", "noon", catalogue=TOY)
    say(without)
    decide(without)
    assert 'name="point:' not in without.html
    assert words("say.points.read") not in without.html


def test_what_was_said_comes_back_with_the_case(words):
    record = Record(with_points(), Journal(JournalInMemory()))
    for sentence, before in (("First thought.", ""), ("Second thought.", "First thought.")):
        session = Session(record.catalogue, decided=lambda: 2, last_time=record.last_time)
        session.on_commit(record.note_case)
        panel = case_panel(session, "ada", words)
        ask(panel, *TOY.safety_questions, "noon")
        send(panel, "decide")
        say(panel, sentence)
        assert not before or before not in panel.html
        decide(panel)
        assert sentence in panel.html
        assert (words("say.last_time") in panel.html) == bool(before)
        assert before in panel.html
    kept = record.entries[-1]
    assert (kept.sentence, kept.ranked, kept.speaks_for) == ("Second thought.", ("sun",), ("noon",))
    assert "Second thought." in record.as_table()
    record.note_marks("ada", {3, 1})
    assert (record.entries[-1].kind, record.entries[-1].chosen) == ("marks", ("1", "3"))
    assert record.times_decided == 2
    assert record.cases_decided == {"ada"}


# ------------------------------------------------------------------------------ each part, and nothing else


@pytest.mark.parametrize(
    ("case_id", "question_id", "text", "element"),
    [
        ("ada", "noon", "answer.yes", "span"),
        ("ada", "night", "answer.no", "span"),
        ("ada", "heat", "answer.no", "span"),
        ("ada", "side", "On the left", "strong"),
        ("fay", "side", "answer.no", "span"),
        ("ben", "side", "case.not_known", "span"),
        ("cleo", "skin", "answer.yes", "span"),
        ("ada", "skin", "answer.no", "span"),
    ],
)
def test_an_answer_is_told_as_the_yes_or_no_that_it_is(case_id, question_id, text, element):
    told = reveal(TOY, case_id, question_id)
    html = cases_view.answered(TOY, told, spelled_out())
    assert re.fullmatch(r"<(\w+)[^>]*>([^<]*)</\1>", html).groups() == (element, text)


def kinds_of(html: str) -> dict[str, str]:
    opening = r'<details(?: open)? class="ask-kind" data-kind="(\w+)"'
    _, *split = re.split(opening, html)
    return dict(zip(split[::2], split[1::2], strict=True))


def test_each_question_stands_under_its_kind_the_rarer_ones_folded(shipped):
    log = [reveal(shipped, next(iter(shipped.cases)), next(iter(shipped.safety_questions)))]
    html = cases_view.asking(shipped, log, tests_open=True, words=spelled_out())
    assert "<details open" not in html
    by_kind = questions_by_kind(shipped)
    shown = kinds_of(html)
    assert list(shown) == [kind for kind, ids in by_kind.items() if ids]
    for kind, part in shown.items():
        asked = sum(told.question_id in by_kind[kind] for told in log)
        assert f"case.ask.kind asked={asked} " in part
        assert f"total={len(by_kind[kind])}<" in part
        usual, folded, rarer = part.partition("<summary>case.ask.more")
        ids = [re.findall(r'data-action="ask" data-value="(\w+)"', one) for one in (usual, rarer)]
        rare = [
            question_id
            for question_id in by_kind[kind]
            if kind not in ("safety", "test")
            and all(
                shipped.findings[member].level == "extended"
                for member in members_of(shipped, question_id)
            )
        ]
        assert ids == [[q for q in by_kind[kind] if q not in rare], rare]
        assert bool(folded) == bool(rare)
    assert html.count('class="label">case.asked') == len(log)
    assert html.count('aria-disabled="true"') == len(log)


def test_a_safety_question_is_found_by_the_words_of_its_signs_and_reads_its_own_phrases(shipped):
    part = kinds_of(cases_view.asking(shipped, (), tests_open=False, words=spelled_out()))["safety"]
    items = dict(zip(shipped.safety_questions, part.split('<li class="item"')[1:], strict=True))
    for question_id, item in items.items():
        flags = [shipped.flags[f] for f in shipped.questions_of_flags[question_id]]
        expected = "; ".join(word for flag in flags for word in flag.words)
        assert unescape("".join(re.findall(r'^ data-words="([^"]*)"', item))) == expected
        (aloud,) = re.findall(r'class="note said-aloud">([^<]*)<', item)
        phrases = shipped.phrases_of[question_id]
        assert unescape(aloud) == " ".join(phrase.label for phrase in phrases)
    assert (
        "said-aloud"
        not in cases_view.asking(TOY, (), True, spelled_out()).split('data-kind="safety"')[0]
    )


@pytest.mark.parametrize("stopping", [True, False])
def test_whoever_stops_can_only_refer_and_gives_reasons_only_of_what_was_asked(stopping):
    log = [reveal(TOY, "ada", question_id) for question_id in ("noon", "skin")]
    html = cases_view.decision(TOY, log, stopping, "", spelled_out())
    assert 'name="how_fast"' in html
    assert ('name="answer"' in html) == (not stopping)
    causes = re.findall(r'name="cause:(\w+)"', html)
    assert causes == ([] if stopping else ["sun", "moon"])
    name = "stopping" if stopping else "decision"
    assert set(re.findall(r"case\.(?:stopping|decision)\.(?:title|intro)", html)) == {
        f"case.{name}.title",
        f"case.{name}.intro",
    }
    assert re.findall(r'name="for:(\w+)"', html) == ["noon", "skin"]
    assert ('<details open class="reasons-given"' in html) == (not stopping)
    nothing = cases_view.decision(TOY, (), stopping, "", spelled_out())
    assert "reasons-given" not in nothing


def test_the_way_out_has_its_place_in_every_phase_and_chips_stand_there_only_while_she_asks():
    log = [reveal(TOY, "ada", question_id) for question_id in ("night", "noon")]
    for phase, ways in (
        ("asking", ["stop", "decide"]),
        ("deciding", ["stop", "ask_more"]),
        ("stopping", ["ask_more"]),
    ):
        html = cases_view.bar(TOY, log, phase, ["noon", "skin"], spelled_out())
        chips = ["ask", "ask"] if phase == "asking" else []
        assert re.findall(r'data-action="(\w+)"', html) == [*chips, *ways]
        assert "At noon." not in html


def test_what_cost_her_nothing_is_told_without_a_list():
    assert "<ul" not in cases_view.heard(TOY, (), (), spelled_out()).split('class="costs"')[1]


# ------------------------------------------------------------------------------ the reveal


@pytest.mark.parametrize("case_id", CASES)
@pytest.mark.parametrize("answer", CASE_ANSWERS)
def test_every_reveal_explains_and_says_what_cases_are_for(case_id, answer, words):
    panel = panel_of(case_id, words)
    ask(panel, "noon")
    decide(panel, answer, cause_moon=True, danger="burn", how="now")
    send(panel, "how_fast", "now")
    send(panel, "commit")
    case = TOY.cases[case_id]
    for said in (case.reasoning, case.teaching_point, case.next_step, CHOSEN_FOR_LEARNING):
        assert panel.html.count(said) == 1
    assert 'data-action="next"' in panel.html


def test_a_missed_danger_and_a_needless_alarm_are_told_apart_and_both_say_what_costs_more(words):
    missed = panel_of("cleo", words)
    decide(missed, "causes", cause_sun=True)
    needless = panel_of("ada", words)
    for question_id in TOY.safety_questions:
        ask(needless, question_id)
    decide(needless, "refer", danger="burn")
    send(needless, "how_fast", "today")
    send(needless, "commit")
    assert words("case.miss.missed_urgent") in missed.html
    assert words("case.miss.needless_urgent") in needless.html
    for panel in (missed, needless):
        assert words("case.miss.costs") in panel.html


def test_to_refer_before_all_is_asked_is_called_the_safe_side_even_where_it_was_not_needed(words):
    panel = panel_of("ada", words)
    decide(panel, "refer", danger="burn")
    send(panel, "how_fast", "today")
    send(panel, "commit")
    assert words("case.miss.needless_urgent") in panel.html
    assert words("case.miss.not_known") in panel.html
    assert words("case.miss.costs") not in panel.html


def test_a_right_name_without_the_safety_questions_is_not_praised(words):
    heading = '<h4 class="verdict '
    skipped = panel_of("ada", words)
    decide(skipped, "causes", cause_sun=True)
    assert words("case.verdict.right_not_asked") in skipped.html
    assert words("case.miss.not_asked.many", count=len(TOY.safety_questions)) in skipped.html
    assert f"{heading}right" not in skipped.html
    asked = panel_of("ada", words)
    for question_id in TOY.safety_questions:
        ask(asked, question_id)
    decide(asked, "causes", cause_sun=True)
    assert f"{heading}right" in asked.html
    assert words("case.verdict.right_not_asked") not in asked.html


def test_a_missed_danger_names_the_question_that_shows_it(words):
    panel = panel_of("cleo", words)
    decide(panel)
    assert words("case.danger.not_found", questions="The skin?") in panel.html
    assert "Cool it." in panel.html
    panel = panel_of("cleo", words)
    ask(panel, "skin")
    decide(panel)
    assert words("case.danger.found", questions="The skin?") in panel.html


def test_each_kind_of_miss_has_its_words(words):
    for miss in MISSES:
        assert words(f"case.verdict.{miss}")
        assert words(f"case.miss.{miss}")


@pytest.mark.parametrize("sure", SURENESS)
def test_a_learner_who_was_wrong_and_ninety_percent_sure_or_more_gets_a_kind_word(sure, words):
    for answer, wrong in (("something_else", True), ("causes", False)):
        panel = panel_of("ada", words)
        decide(panel, answer, str(sure), cause_sun=True)
        assert (words("quiz.surely_wrong") in panel.html) == (wrong and sure >= 90)


def test_the_program_is_compared_and_says_so_where_it_differs(words):
    otherwise = replace(TOY.cases["ada"], cause_ids=("moon",))
    panel = panel_of("ada", words, replace(TOY, cases={**TOY.cases, "ada": otherwise}))
    decide(panel)
    assert words("case.program.everything") in panel.html
    assert words("case.program.disagrees") in panel.html
    panel = panel_of("ada", words)
    decide(panel)
    assert words("case.program.disagrees") not in panel.html


def test_the_next_woman_takes_the_place_of_this_one_only_after_the_decision(words):
    panel = panel_of("ada", words)
    send(panel, "next")
    assert "Ada, 30" in panel.html
    decide(panel)
    send(panel, "next")
    assert "Ada, 30" not in panel.html
    assert "Ben, 30" in panel.html
    assert words("case.heard.nothing") in panel.html
    assert panel.state["answer"] == ""


def test_text_of_a_case_stays_text(words):
    evil = replace(
        TOY.cases["ada"],
        **dict.fromkeys(("woman", "story", "reasoning", "next_step"), "<b>x</b>"),
        teaching_point="<b>x</b>",
    )
    rows = tuple(
        replace(row, words="<b>x</b>") for row in TOY.case_findings if row.case_id == "ada"
    )
    panel = panel_of("ada", words, replace(TOY, cases={"ada": evil}, case_findings=rows))
    ask(panel, "noon", "skin")
    assert "<b>" not in panel.html
    decide(panel)
    assert "<b>" not in panel.html
    assert "&lt;b&gt;" in panel.html


# ------------------------------------------------------------------------------ the lab


def test_the_lab_opens_a_case_and_then_another_and_tells_every_decision(shipped):
    lab = Lab()
    heard: list[CaseCommitment] = []
    lab.session.on_commit(heard.append)
    first = next(iter(shipped.cases))
    panel = lab.case(first)
    decide(panel)
    other = lab.next_case()
    decide(other)
    assert [commitment.case_id for commitment in heard] == list(lab.session.met)
    assert heard[0].case_id == first
    if len(shipped.cases) > 1:
        assert heard[1].case_id != first


def test_an_unknown_case_is_named_with_the_nearest():
    with pytest.raises(ValueError, match=r"cases\.csv has no case 'amin'; did you mean 'amina'\?"):
        Lab().case("amin")


def test_signs_of_one_danger_are_told_under_it_once(shipped, words):
    together = next(
        case
        for case in shipped.cases.values()
        if len(case.flag_ids) > 2
        and len({(shipped.flags[f].tier, shipped.flags[f].could_be) for f in case.flag_ids}) == 1
    )
    encounter = Encounter(shipped, together.case_id)
    encounter.commit("cannot_tell", sure=70)
    page = read(case_told.told(shipped, feedback(encounter), words))
    (danger,) = page.all("div", "one-danger")
    could_be = words("refer.could_be", could_be=shipped.flags[together.flag_ids[0]].could_be)
    assert danger.text.count(could_be) == 1
    assert len(danger.all("article", "flag")) == len(together.flag_ids)
