"""What the views show. Code is tested on the toy catalogue, in words that show their own key and gaps."""

from __future__ import annotations

import ast
import html as standard
import re
from collections.abc import Iterator
from dataclasses import fields, replace
from datetime import date
from html.parser import HTMLParser
from pathlib import Path

import pytest

import crampkit
from crampkit.case import Case
from crampkit.catalogue import (
    GAP,
    SOMETHING_ELSE,
    Catalogue,
    Example,
    Finding,
    LocalEntry,
    Source,
    Term,
)
from crampkit.catalogue import shipped as shipped_form
from crampkit.practice.encounter import UNSAFE_WAY
from crampkit.practice.judging import MISSES
from crampkit.reasoning import (
    BY_FIT,
    BY_LIKELIHOOD,
    Change,
    NextQuestion,
    differential,
    evidence,
    evidence_band,
    fit,
    flags_to_refer,
    next_question,
    raised_flags,
    robustness,
    safety_questions_left,
    weights_before,
    what_would_change,
)
from crampkit.toy import build
from crampkit.views.explorer import checklist as checklist_view
from crampkit.views.explorer import ranking as ranking_view
from crampkit.views.explorer import safety as safety_view
from crampkit.views.explorer import why as why_view
from crampkit.views.explorer.aloud import danger_aloud, order_aloud
from crampkit.views.explorer.pocket import Standing, pocket
from crampkit.views.kit.answers import evidence_rows
from crampkit.views.kit.figure import text_alternative
from crampkit.views.kit.labels import fit_words, likelihood_words
from crampkit.views.kit.markup import Html, escape, explained, join, tag
from crampkit.views.kit.numbers import one_in, percent
from crampkit.views.kit.place import numbers_to_call
from crampkit.views.kit.sources import sources
from crampkit.words import Words
from tests.elements import read

PACKAGE = Path(crampkit.__file__).parent
VERDICTS = (
    *("refer", "safety_first", "ask_now", "look_alike"),
    *("not_enough", "none_fits", "cannot_tell", "fits"),
)
SENTENCES = (*VERDICTS, "so_far", "barely")


def spelled_out() -> Words:
    """A translation in which every sentence is its own key and what fills its gaps."""
    keys = shipped_form().sentences
    return Words(
        {key: key + "".join(f" {gap}={{{gap}}}" for gap in gaps) for key, gaps in keys.items()}
    )


@pytest.fixture
def words() -> Words:
    return spelled_out()


class Outline(HTMLParser):
    """The elements of some HTML with the names of their attributes, and the text apart."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, tuple[str, ...]]] = []
        self.texts: list[str] = []
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, tuple(name for name, _ in attrs)))

    def handle_data(self, data: str) -> None:
        self.texts.append(data)


def text_of(html: str) -> str:
    """What a reader sees of some HTML, all of it on one line."""
    return " ".join(" ".join(Outline(html).texts).split())


def classes_of(html: str) -> list[str]:
    return re.findall(r'class="([^"]*)"', html)


DONE = {"burn": False, "blind": False}


def found(toy: Catalogue, findings: dict[str, bool], flags: dict[str, bool] | None = None):
    return differential(toy, findings, DONE if flags is None else flags)


# ------------------------------------------------------------------------------ text stays text


def everything_drawn(catalogue: Catalogue, words: Words, case: Case) -> Iterator[Html]:
    """Every view there is, of one case."""
    findings, flags = case.findings, case.flags
    found = differential(catalogue, findings, flags, case.pretest, looked=case.looked)
    raised = raised_flags(catalogue, findings, flags)
    left = len(safety_questions_left(catalogue, flags, case.looked))
    contributions, fits = evidence(catalogue, findings), fit(catalogue, findings)
    asked = next_question(catalogue, findings, flags, case.pretest)
    first = next(iter(catalogue.causes))

    yield safety_view.safety_check(catalogue, words)
    labels = [finding.label for finding in catalogue.findings.values()]
    if flags_to_refer(catalogue, raised):
        yield safety_view.referral(catalogue, raised, {}, words, dials=True)
        yield safety_view.referral(catalogue, raised, dict.fromkeys(raised, labels), words)
    yield safety_view.looked_at(catalogue, catalogue.flags, words)
    yield join(map(str, safety_view.aged(catalogue, words, date(2200, 1, 1))))
    yield why_view.look_first(words)
    yield safety_view.look_alikes(catalogue, raised, words)
    yield safety_view.flags_asked_now(catalogue, catalogue.flags, words)
    yield safety_view.stamp(catalogue, words)
    yield safety_view.stamp(
        replace(
            catalogue,
            warnings=(catalogue.findings["noon"].label,)
            if "noon" in catalogue.findings
            else ("A flag is missing.",),
        ),
        words,
    )
    yield checklist_view.checklist(catalogue, words)
    for mode in (BY_FIT, BY_LIKELIHOOD):
        yield ranking_view.ranking(catalogue, found, mode, words, left=left, picked=first)
        standing = Standing(left, tuple(catalogue.phrases), dict.fromkeys(raised, labels[0]), True)
        for before, shown in ((None, replace(standing, unexplained=())), (found, standing)):
            yield pocket(catalogue, found, before, mode, words, shown)
        said = (order_aloud(catalogue, found, mode, words), danger_aloud(catalogue, found, words))
        yield join(said)
        change = what_would_change(catalogue, findings, mode, case.pretest)
        for stays in (1.0, 0.8, 0.6, 0.1):
            yield why_view.what_would_change(
                catalogue, found.ordered(mode)[0].cause_id, change, stays, words
            )
    yield ranking_view.pretest_weights(catalogue, weights_before(catalogue, case.pretest), words)
    for cause_id in catalogue.causes:
        yield why_view.why(catalogue, cause_id, contributions[cause_id], fits[cause_id], words)
        yield why_view.next_question(catalogue, asked, cause_id, cause_id, found.refer, words)
        yield why_view.what_would_change(catalogue, cause_id, None, 0.9, words)
    yield why_view.next_question(catalogue, asked, None, None, found.refer, words)
    yield why_view.what_would_change(catalogue, None, None, 1.0, words)
    for example_id, example in catalogue.examples.items():
        yield why_view.toolbar(catalogue, words, example.label, (), example.label, True)
        yield why_view.toolbar(catalogue, words, "", (example.label,), "", False)
        yield why_view.example_story(catalogue, example_id)
    yield why_view.glossary(catalogue, words)
    label = next(iter(catalogue.causes.values())).label
    yield text_alternative(label, label, ((label, label), ((label, label),)), words)


KEPT = (
    "id",
    "ids",
    "kind",
    "level",
    "tier",
    "basis",
    "effect",
    "group",
    "key",
    "check",
    "strength",
)
"""How the names of columns end that hold ids and fixed words; `check` is a text, see below."""


def rewritten(catalogue: Catalogue, text: str) -> Catalogue:
    """The catalogue with `text` in place of every word that a person wrote."""

    def is_free(name: str) -> bool:
        return name in ("check", "value") or name.rpartition("_")[2] not in KEPT

    def row(old):
        return replace(
            old,
            **{
                field.name: text
                for field in fields(old)
                if isinstance(getattr(old, field.name), str)
                and is_free(field.name)
                and field.name != "note"
            },
        )

    tables = {
        name: {key: row(value) for key, value in getattr(catalogue, name).items()}
        for name in (
            "causes",
            "findings",
            "groups",
            "questions",
            "flags",
            "sources",
            "local",
            "glossary",
            "examples",
        )
    }
    return replace(catalogue, **tables)


def furnished(toy: Catalogue) -> Catalogue:
    """The toy catalogue with the tables that it leaves empty."""
    features = {
        pair: replace(feature, source_ids=("BOOK",)) for pair, feature in toy.features.items()
    }
    return replace(
        toy,
        features=features,
        sources={"BOOK": Source("BOOK", "A book", "", "2000", "book", read=False)},
        local={
            key: LocalEntry(key, "label", "a value")
            for key in ("emergency_number", "maternity_triage", "data_version", "reviewed_by")
        },
        glossary={"noon": Term("noon", "noon", "Twelve o'clock.")},
        examples={"one": Example("one", "One", "Her story.", ("noon",), (), (), "done")},
        findings={
            name: replace(finding, check="Look at noon.") for name, finding in toy.findings.items()
        },
        safety_questions={
            name: replace(asked, check="Look at noon.")
            for name, asked in toy.safety_questions.items()
        },
    )


def stories_of(toy: Catalogue) -> Iterator[Case]:
    """Toy cases that between them reach every verdict."""
    for findings, flags in (
        ({}, {}),
        ({"noon": True, "night": False, "left": True}, DONE),
        ({"glare": True, "night": True, "left": True}, DONE),
        ({"noon": False, "night": False, "left": False}, DONE),
        ({"noon": True}, DONE),
        ({"right": True}, DONE),
        ({"noon": False, "night": False, "glare": False}, DONE),
        ({"glare": True, "night": False}, DONE),
        ({"heat": True, "right": True}, {"blind": True}),
        ({"glare": True, "noon": True, "right": True, "sun_test": False}, DONE),
    ):
        case = Case(toy)
        for finding_id, present in findings.items():
            case.answer(finding_id, present)
        for flag_id, present in flags.items():
            case.flag(flag_id, present)
        yield case


HOSTILE = (
    '</p><script>alert(1)</script><img src=x onerror=alert(2)>"\' onfocus="alert(3)" &lt;b&gt; x'
)


def test_a_script_in_any_text_of_a_table_adds_no_element_and_no_attribute(toy):
    full = furnished(toy)
    plain, hostile = rewritten(full, "plain x"), rewritten(full, HOSTILE)
    for harmless, harmful in zip(stories_of(plain), stories_of(hostile), strict=True):
        expected = join(everything_drawn(plain, spelled_out(), harmless))
        got = join(everything_drawn(hostile, spelled_out(), harmful))
        assert Outline(got).elements == Outline(expected).elements
        assert HOSTILE in "".join(Outline(got).texts)


def test_a_script_in_a_translation_adds_no_element_and_no_attribute(toy):
    full = furnished(toy)
    keys = shipped_form().sentences
    plain, hostile = (Words(dict.fromkeys(keys, text)) for text in ("plain", HOSTILE))
    for case in stories_of(full):
        expected = join(everything_drawn(full, plain, case))
        got = join(everything_drawn(full, hostile, case))
        assert Outline(got).elements == Outline(expected).elements


def test_a_gap_that_stands_in_a_label_is_not_filled_a_second_time():
    words = Words({"greeting": "Hello {name}."})
    assert words("greeting", name="{name} {count}") == "Hello {name} {count}."


def test_markup_escapes_all_that_is_not_html_already():
    inner = tag("b", '"c"')
    assert inner == '<b>"c"</b>'
    outer = tag("p", "a < b", inner, title='"><i>')
    assert outer.replace(inner, "") == '<p title="&quot;&gt;&lt;i&gt;">a &lt; b</p>'
    assert inner in outer


# ------------------------------------------------------------------------------ the verdict


@pytest.mark.parametrize(
    ("findings", "flags", "sentence"),
    [
        ({}, {}, "safety.left.many count=2"),
        ({}, {"burn": False}, "safety.left.one"),
        ({"glare": True, "night": False}, DONE, "verdict.ask_now"),
        ({"right": True}, DONE, "look_alike.headline could_be=a preference"),
        ({"left": False}, DONE, "verdict.not_enough"),
        ({"noon": True}, DONE, "verdict.so_far cause=sun"),
        ({"noon": False, "night": False, "glare": False}, DONE, "verdict.none_fits"),
        (
            {"glare": True, "night": True, "left": True},
            DONE,
            "verdict.cannot_tell cause=sun other=moon",
        ),
        ({"noon": True, "night": False, "left": True}, DONE, "verdict.fits cause=sun"),
    ],
)
def test_each_verdict_has_its_sentence(toy, words, findings, flags, sentence):
    left = len(safety_questions_left(toy, flags))
    seen = found(toy, findings, flags)
    html = ranking_view.ranking(toy, seen, BY_FIT, words, left=left)
    assert sentence in text_of(html)
    assert seen.verdict in " ".join(classes_of(html))


def test_a_leader_under_one_bit_is_said_to_lead_but_barely(words):
    catalogue = build(
        {"sun": 1.0, "moon": 1.0, SOMETHING_ELSE: 1.0},
        [Finding(name, name, "timing", "core", 0.4) for name in ("ray", "sand", "sea")],
        {("sun", "ray"): 0.5, ("moon", "sand"): 0.2, ("moon", "sea"): 0.2},
    )
    said = found(catalogue, {"ray": True, "sand": True, "sea": True}, {})
    assert ranking_view.verdict(catalogue, said, BY_FIT, words, 0) == ("verdict.barely cause=sun")


def test_a_leader_at_one_bit_is_not_said_to_lead_barely(words):
    both = {(cause_id, name): 0.4 for cause_id in ("sun", "moon") for name in ("ray", "sand")}
    catalogue = build(
        {"sun": 1.0, "moon": 1.0, SOMETHING_ELSE: 1.0},
        [Finding(name, name, "timing", "core", 0.2) for name in ("ray", "sand", "sea")],
        {**both, ("sun", "sea"): 0.1, ("moon", "sea"): 0.1},
    )
    seen = differential(catalogue, {"ray": True, "sand": True, "sea": True}, {})
    assert round(seen.ranking[0].fit, 9) == 1
    said = ranking_view.verdict(catalogue, seen, BY_FIT, words, left=0)
    assert said == "verdict.cannot_tell cause=sun other=moon"


def test_a_rare_row_without_a_word_told_for_it_is_not_named_as_the_likeliest(words):
    catalogue = build(
        {"sun": 1.0, "moon": 1000.0, SOMETHING_ELSE: 1.0},
        [Finding(name, name, "timing", "core", 0.2) for name in ("ray", "sand", "sea")],
        {("sun", "ray"): 0.8, ("sun", "sand"): 0.8, ("sun", "sea"): 0.8},
    )
    said = found(catalogue, {"ray": True, "sand": True, "sea": True}, {})
    assert said.ordered(BY_LIKELIHOOD)[0].cause_id == "moon"
    assert ranking_view.verdict(catalogue, said, BY_LIKELIHOOD, words, 0) == (
        "verdict.fits cause=sun"
    )


def test_the_likeliest_row_is_named_with_its_likelihood(toy, words):
    sun_first = found(toy, {"noon": True, "night": False, "left": True})
    said = ranking_view.verdict(toy, sun_first, BY_LIKELIHOOD, words, 0)
    assert said == "verdict.likeliest cause=sun likelihood=likelihood.very_likely"


def test_the_likeliest_row_is_named_only_where_the_answers_fit(toy, words):
    for case in stories_of(toy):
        seen = differential(toy, case.findings, case.flags)
        by_fit, by_likelihood = (
            ranking_view.verdict(toy, seen, mode, words, left=0) for mode in (BY_FIT, BY_LIKELIHOOD)
        )
        named = seen.ordered(BY_LIKELIHOOD)[0].cause_id in seen.named
        if seen.verdict == "fits" and named:
            assert by_likelihood.startswith("verdict.likeliest ")
        else:
            assert by_likelihood == by_fit
        assert "verdict.likeliest" not in by_fit


def test_no_cause_is_named_so_far_by_a_general_fact_nor_where_as_much_speaks_against_it(words):
    for general, findings in ((True, {"noon": True}), (False, {"noon": True, "night": False})):
        catalogue = build(
            {"sun": 1.0, SOMETHING_ELSE: 1.0},
            [
                Finding("noon", "Noon", "timing", "core", 0.2, general=general),
                Finding("night", "Night", "timing", "core", 0.2),
            ],
            {("sun", "noon"): 0.8, ("sun", "night"): 0.8},
        )
        seen = differential(catalogue, findings, {})
        assert seen.ranking[0].cause_id == "sun"
        assert ranking_view.verdict(catalogue, seen, BY_FIT, words, 0) == "verdict.not_enough"


def test_a_cause_is_named_so_far_however_little_speaks_for_it(words):
    catalogue = build(
        {"sun": 1.0, SOMETHING_ELSE: 1.0},
        [Finding("noon", "Noon", "timing", "core", 0.2)],
        {("sun", "noon"): 0.28},
    )
    seen = differential(catalogue, {"noon": True}, {})
    assert 0 < seen.ranking[0].fit < 1
    assert ranking_view.verdict(catalogue, seen, BY_FIT, words, 0) == "verdict.so_far cause=sun"


@pytest.mark.parametrize("weight", [0.1, 0.5, 0.9, 1.5, 2.7, 5.0])
def test_a_weight_speaks_for_a_cause_above_zero_and_against_it_below(weight, words):
    assert fit_words(weight, words).endswith(".for")
    assert fit_words(-weight, words).endswith(".against")


def test_the_two_causes_that_cannot_be_told_apart_leave_out_something_else(toy, words):
    draw = found(toy, {"glare": True, "night": True, "left": True})
    said = ranking_view.verdict(toy, draw, BY_FIT, words, 0)
    assert toy.causes[SOMETHING_ELSE].short_label not in said


# ------------------------------------------------------------------------------ the ranking


def rows_of(html: str) -> list[str]:
    return re.findall(r'<tr data-cause="(\w+)"', html)


def test_something_else_is_always_a_row(toy, words):
    html = ranking_view.ranking(toy, found(toy, {"noon": True}), BY_FIT, words)
    assert rows_of(html) == ["sun", SOMETHING_ELSE, "moon"]


def test_before_anything_is_asked_there_is_no_order_to_read(toy, words):
    html = ranking_view.ranking(toy, found(toy, {}), BY_FIT, words)
    assert "<table" not in html
    assert "ranking.nothing_yet" in text_of(html)
    assert 'data-leader=""' in html


def test_each_row_says_in_words_what_its_bar_shows(toy, words):
    html = ranking_view.ranking(toy, found(toy, {"noon": True, "night": False}), BY_FIT, words)
    for row, said in zip(
        html.split("<tr data-cause")[1:],
        ["strength.small.for", "ranking.zero", "strength.moderate.against"],
        strict=True,
    ):
        assert said in row
        assert 'aria-hidden="true"' in row


def test_a_bar_is_as_long_as_its_number_and_on_its_own_side(toy, words):
    for findings in ({"noon": True, "night": False}, {"noon": True, "glare": True, "left": True}):
        seen = found(toy, findings)
        for mode in (BY_FIT, BY_LIKELIHOOD):
            html = ranking_view.ranking(toy, seen, mode, words)
            bars = re.findall(r'<span class="bar (\w+)" style="width:([\d.]+)%"', html)
            assert bars == [
                ("against" if row.fit < 0 else "for", f"{100 * min(abs(row.fit) / 6, 1) / 2:.1f}")
                if mode == BY_FIT
                else ("for", f"{100 * row.likelihood:.1f}")
                for row in seen.ordered(mode)
            ]


def test_the_row_that_is_picked_is_marked_and_no_other(toy, words):
    for picked in (None, *toy.causes):
        html = ranking_view.ranking(toy, found(toy, {"noon": True}), BY_FIT, words, picked=picked)
        marked = re.findall(r'<tr data-cause="(\w+)" data-picked', html)
        assert marked == ([picked] if picked else [])


def test_the_bars_never_leave_their_track(toy, words):
    huge = found(toy, {"noon": True, "glare": True, "sun_test": True, "left": True})
    for mode in (BY_FIT, BY_LIKELIHOOD):
        html = ranking_view.ranking(toy, huge, mode, words)
        widths = [float(width) for width in re.findall(r"width:([\d.]+)%", html)]
        assert len(widths) == len(toy.causes)
        assert max(widths) <= (50 if mode == BY_FIT else 100)


@pytest.mark.parametrize(
    "share", [1e-12, 0.0001, 0.0049, 0.00999, 0.01, 0.5, 0.99, 0.995, 1 - 1e-12]
)
def test_a_percentage_is_never_0_or_100(words, share):
    said = percent(share, words)
    assert said in ("percent.under_1", "percent.over_99") or 1 <= int(said.split("=")[1]) <= 99


@pytest.mark.parametrize("share", [1e-9, 0.0003, 0.01, 0.149, 0.151, 0.5, 0.97, 1 - 1e-9])
def test_a_share_of_women_is_never_nobody_and_never_everybody(words, share):
    said = one_in(share, words)
    count = float(said.split("=")[1].replace(",", ""))
    assert 1 <= count <= 9 if said.startswith("pretest.in_ten") else count >= 6


def test_each_slider_tells_the_share_of_its_own_row_among_all(toy, words):
    html = ranking_view.pretest_weights(toy, {"sun": 1.0, "moon": 2.0, SOMETHING_ELSE: 17.0}, words)
    told = ["pretest.one_in count=20", "pretest.one_in count=10", "pretest.in_ten count=8"]
    assert re.findall(r"<output>([^<]*)</output>", html) == told
    assert re.findall(r'aria-valuetext="([^"]*)"', html) == told


def test_a_weight_of_nothing_has_no_minus_before_it(toy, words):
    even = differential(toy, {"noon": True}, DONE)
    nearly = replace(even, ranking=tuple(replace(row, fit=-1e-17) for row in even.ranking))
    text = text_of(ranking_view.ranking(toy, nearly, BY_FIT, words))
    assert "bits=-0.0" not in text


@pytest.mark.parametrize("weight", [1e-300, 1e-6, 0.01, 1.0, 60.0, 1e12])
def test_a_slider_stands_within_its_ends(weight):
    position = ranking_view.slider_position(weight)
    assert ranking_view.SMALLEST_WEIGHT <= position <= ranking_view.LARGEST_WEIGHT


def test_each_slider_says_its_value_in_words(toy, words):
    html = ranking_view.pretest_weights(toy, toy.pretest, words)
    assert html.count('type="range"') == len(toy.causes)
    assert html.count('aria-valuetext="pretest.in_ten count=2"') == 2
    assert html.count('aria-valuetext="pretest.in_ten count=5"') == 1


# ------------------------------------------------------------------------------ safety


def test_a_referral_says_what_it_could_be_how_fast_what_to_do_and_whom_to_call(toy, words):
    text = text_of(safety_view.referral(furnished(toy), ("burn",), {}, words))
    for said in (
        "refer.could_be could_be=a burn",
        "same day",
        "Cool it.",
        "tier.today",
        "refer.from_flag flag=A burn",
        "emergency_number number=a value",
        "refer.maternity number=a value",
    ):
        assert said in text


def test_a_referral_puts_the_most_urgent_flag_first(toy, words):
    html = safety_view.referral(toy, ("burn", "blind", "shade"), {}, words)
    assert re.findall(r'data-tier="(\w+)"', html) == ["now", "today"]


def test_a_referral_names_the_findings_that_raised_the_flag(toy, words):
    html = safety_view.referral(toy, ("burn",), {"burn": ["Worse in heat"]}, words)
    assert "refer.from_findings findings=Worse in heat" in text_of(html)
    assert "refer.from_flag" not in text_of(html)


def test_a_number_that_is_not_filled_in_says_whom_to_ask(toy, words):
    assert "number=ask_your_unit" in text_of(safety_view.referral(toy, ("burn",), {}, words))
    blank = {"emergency_number": LocalEntry("emergency_number", "Emergency number", "")}
    html = numbers_to_call(replace(toy, local=blank), words)
    assert text_of(html).count("number=ask_your_unit") == 2
    given = {"emergency_number": LocalEntry("emergency_number", "Emergency number", "999")}
    html = numbers_to_call(replace(toy, local=given), words)
    assert "number=999" in text_of(html)
    assert text_of(html).count("number=ask_your_unit") == 1


def test_a_look_alike_is_shown_with_what_to_do_and_no_other_flag_is(toy, words):
    html = safety_view.look_alikes(toy, ("burn", "shade"), words)
    assert classes_of(html) == ["look-alike"]
    text = text_of(html)
    assert "look_alike.title could_be=a preference" in text
    assert "Ask." in text


def test_a_flag_to_be_looked_at_now_can_be_said_to_be_there(toy, words):
    html = safety_view.flags_asked_now(toy, ("blind",), words)
    assert 'data-action="raise" data-value="blind"' in html
    assert "Blind spot" in text_of(html)
    assert safety_view.flags_asked_now(toy, (), words) == ""


def test_the_safety_check_asks_each_flag_once_and_no_look_alike(toy, words):
    html = safety_view.safety_check(toy, words)
    assert sorted(re.findall(r'name="flag:(\w+)"', html)) == ["blind", "burn"]
    assert re.findall(r'data-shown-by="([^"]+)"', html) == [
        f"phrase:{phrase_id}=open" for phrase_id in toy.phrases
    ]


def test_what_was_not_asked_is_shown_as_neither_yes_nor_no(toy, words):
    state = safety_view.safety_state(toy, {}, (), (), words)
    assert state["safety:skin"] == state["safety:eyes"] == ""
    assert state["phrase:burn"] == state["phrase:blind"] == ""
    assert state["safety:left"] == "safety.left.many count=2"


def test_a_question_answered_with_none_shows_none_and_a_ticked_one_stays_open(toy, words):
    state = safety_view.safety_state(toy, {"burn": True, "blind": False}, (), (), words)
    assert (state["phrase:burn"], state["phrase:blind"]) == ("open", "none")
    assert (state["safety:skin"], state["safety:eyes"]) == ("", "none")
    assert (state["flag:burn"], state["flag:blind"]) == (True, False)


def test_the_safety_check_says_that_it_is_done_only_when_nothing_is_ticked(toy, words):
    def status(flags: dict[str, bool]) -> object:
        return safety_view.safety_state(toy, flags, (), (), words)["safety:left"]

    assert status({"burn": False, "blind": False}) == "safety.done"
    assert status({"burn": True, "blind": False}) == "safety.flagged"
    assert status({"blind": True}) == "safety.flagged"


def test_a_phrase_that_was_said_yes_to_is_open_with_nothing_ticked(toy, words):
    state = safety_view.safety_state(toy, {}, (), ("burn",), words)
    assert (state["phrase:burn"], state["safety:skin"]) == ("open", "")


def test_what_was_looked_for_and_not_found_answers_its_phrase(toy, words):
    state = safety_view.safety_state(toy, {}, {"burn"}, (), words)
    assert (state["phrase:burn"], state["safety:skin"], state["flag:burn"]) == (
        "none",
        "none",
        False,
    )


def test_the_stamp_says_not_a_device_and_not_yet_reviewed(toy, words):
    text = text_of(safety_view.stamp(toy, words))
    assert "not_a_device" in text
    assert "reviewed=reviewed_not_yet" in text
    assert "stamp.local_edit" not in text
    blank = {"reviewed_by": LocalEntry("reviewed_by", "Reviewed by", "")}
    text = text_of(safety_view.stamp(replace(toy, local=blank), words))
    assert "reviewed=reviewed_not_yet" in text


def test_a_set_that_names_no_day_of_review_is_never_called_old(toy, words):
    blank = replace(toy, local={"review_by": LocalEntry("review_by", "Review by", "")})
    for catalogue in (toy, blank):
        assert safety_view.aged(catalogue, words, date(2200, 1, 1)) == ()


def test_the_stamp_shows_every_warning_about_a_local_edit(toy, words):
    edited = replace(toy, warnings=("a flag is missing", "a rule is missing"))
    html = safety_view.stamp(edited, words)
    assert re.findall(r"<details[^>]*>", html) == ['<details open class="local-edit">']
    text = text_of(html)
    assert "stamp.local_edit" in text
    assert "a flag is missing" in text
    assert "a rule is missing" in text


# ------------------------------------------------------------------------------ the checklist


def test_each_finding_is_one_group_of_yes_no_and_not_asked(toy, words):
    html = checklist_view.checklist(toy, words)
    values = re.findall(r'name="finding:noon" value="(\w*)"', html)
    assert values == ["yes", "no", ""]
    assert html.count("<legend>Worse at noon</legend>") == 1


def test_an_exclusive_group_is_one_question_with_its_findings_as_answers(toy, words):
    html = checklist_view.checklist(toy, words)
    assert re.findall(r'name="group:side" value="(\w*)"', html) == ["left", "right", "none", ""]
    assert "finding:left" not in html


def test_none_of_these_is_no_answer_where_one_must_hold(toy, words):
    sure = {
        name: replace(finding, background=0.5) if finding.exclusive_group else finding
        for name, finding in toy.findings.items()
    }
    html = checklist_view.checklist(replace(toy, findings=sure), words)
    assert re.findall(r'name="group:side" value="(\w*)"', html) == ["left", "right", ""]


def test_a_checklist_of_some_findings_shows_only_their_questions(toy, words):
    html = checklist_view.checklist(toy, words, only=("right", "noon"))
    assert re.findall(r'data-question="(\w+)"', html) == ["noon", "side"]
    assert "view:level" not in html


def test_the_state_of_the_checklist_is_what_was_answered(toy):
    state = checklist_view.checklist_state(toy, {"noon": True, "night": False, "right": True})
    assert state["finding:noon"] == "yes"
    assert state["finding:night"] == "no"
    assert state["finding:heat"] == ""
    assert state["group:side"] == "right"


def test_the_state_of_a_group_tells_none_from_not_asked(toy):
    none = checklist_view.checklist_state(toy, {"left": False, "right": False})
    part = checklist_view.checklist_state(toy, {"left": False})
    assert (none["group:side"], part["group:side"]) == ("none", "")


def test_the_names_of_controls_and_of_states_are_the_same(toy, words):
    html = safety_view.safety_check(toy, words) + checklist_view.checklist(toy, words)
    names = set(re.findall(r'<input type="(?:radio|checkbox)" name="([^"]+)"', html))
    states = checklist_view.checklist_state(toy, {}) | safety_view.safety_state(
        toy, {}, (), (), words
    )
    assert names - {"view:level"} <= states.keys()


@pytest.mark.parametrize(
    ("kinds", "open_"),
    [((), False), (("history",), False), (("examination",), False), (("test",), True)],
)
def test_tests_stay_closed_until_she_was_asked_and_examined(toy, kinds, open_):
    by_kind = {finding.kind: name for name, finding in toy.findings.items()}
    examined = replace(toy.findings["noon"], finding_id="looks_red", kind="examination")
    catalogue = replace(toy, findings={**toy.findings, "looks_red": examined})
    findings = {({**by_kind, "examination": "looks_red"})[kind]: True for kind in kinds}
    assert checklist_view.tests_open(catalogue, findings) is open_
    assert checklist_view.tests_open(catalogue, {"noon": False, "looks_red": False})


# ------------------------------------------------------------------------------ why, next, change


def test_why_parts_what_speaks_for_from_what_speaks_against(toy, words):
    findings = {"noon": True, "left": False}
    contributions = evidence(toy, findings)["sun"]
    text = text_of(why_view.why(toy, "sun", contributions, fit(toy, findings)["sun"], words))
    before, against = text.split("why.against")
    assert "why.for" in before
    assert "why.answer_yes finding=Worse at noon" in before
    assert "why.answer_no finding=On the left" in against


def test_why_says_what_an_answer_repeats_and_how_much_of_it_counts(toy, words):
    findings = {"glare": True, "heat": True}
    contributions = evidence(toy, findings)["sun"]
    text = text_of(why_view.why(toy, "sun", contributions, 2.5, words))
    assert "why.counts" in text
    assert "share=share.2" in text
    assert "finding=Worse in glare" in text
    assert text.count("why.counts") == 1


def test_each_answer_stands_on_the_side_on_which_it_weighs_and_on_no_other(toy, words):
    findings = {"noon": True, "heat": False, "left": True}
    html = why_view.why(toy, "sun", evidence(toy, findings)["sun"], 2.6, words)
    sides = {
        part.split("<")[0]: re.findall(r'class="answer">(?:[^<]*finding=)?([^<]*)<', part)
        for part in html.split("<h4>")[1:]
    }
    assert sides["why.against"] == ["Worse in heat"]
    assert len(sides["why.for"]) == 2
    assert "Worse in heat" not in " ".join(sides["why.for"])


def test_each_further_repeat_counts_half_of_the_one_before(words):
    names = ("a", "b", "c", "d")
    catalogue = build(
        {"sun": 1.0, SOMETHING_ELSE: 1.0},
        [Finding(name, name, "timing", "core", 0.1, overlap_group="all") for name in names],
        {("sun", name): 0.8 - 0.1 * place for place, name in enumerate(names)},
    )
    contributions = evidence(catalogue, dict.fromkeys(names, True))["sun"]
    said = [row.discount for row in evidence_rows(catalogue, contributions, words)]
    shares = [re.findall(r"share=([\w.]+)", discount) for discount in said]
    assert shares == [[], ["share.2"], ["share.4"], ["share.little"]]
    assert all("finding=a" in discount for discount in said[1:])


def test_where_nothing_is_known_of_sources_nothing_opens(toy, words):
    assert sources(toy, ("GONE",), words) == ""


def test_an_answer_repeats_the_strongest_of_its_own_group_on_its_own_side(words):
    shares = {"far": 0.9, "ray": 0.8, "sand": 0.4, "sea": 0.99}
    catalogue = build(
        {"sun": 1.0, SOMETHING_ELSE: 1.0},
        [
            Finding(
                name, name, "timing", "core", 0.2, overlap_group="" if name == "far" else "beach"
            )
            for name in shares
        ],
        {("sun", name): share for name, share in shares.items()},
    )
    findings = {"far": True, "ray": True, "sand": True, "sea": False}
    rows = evidence_rows(catalogue, evidence(catalogue, findings)["sun"], words)
    discounts = {row.answer.partition("=")[2]: row.discount for row in rows}
    assert [name for name, discount in discounts.items() if discount] == ["sand"]
    assert "finding=ray" in discounts["sand"]


def test_why_names_the_basis_and_says_what_was_only_recalled(toy, words):
    full = furnished(toy)
    contributions = evidence(full, {"noon": True})["sun"]
    text = text_of(why_view.why(full, "sun", contributions, 2.0, words))
    assert "basis.expert_judgement" in text
    assert "A book" in text
    assert "sources.not_read" in text


def test_why_says_when_nothing_speaks_and_what_something_else_means(toy, words):
    assert "why.nothing cause=moon" in text_of(why_view.why(toy, "moon", (), 0.0, words))
    text = text_of(why_view.why(toy, SOMETHING_ELSE, (), 0.0, words))
    assert "why.something_else" in text


def test_the_next_question_says_what_either_answer_would_help(toy, words):
    asked = next_question(toy, {})
    text = text_of(why_view.next_question(toy, asked, "sun", "moon", False, words))
    for said in ("Worse at noon", "next.if_yes cause=sun", "next.if_no cause=moon", "next.show"):
        assert said in text


@pytest.mark.parametrize(
    ("asked", "reasons"),
    [
        (NextQuestion("noon", "noon", 1.0), ["because", "if_yes", "if_no"]),
        (NextQuestion("noon", "noon", 1.0, owed_to="heat"), ["owed"]),
        (NextQuestion("noon", "noon", 1.0, needed_by="sun"), ["needed"]),
        (
            NextQuestion("sun_test", "sun_test", 1.0),
            ["because", "if_yes", "if_no", "worth_test"],
        ),
    ],
)
def test_why_a_question_comes_next_is_its_own_reason_and_no_other(toy, words, asked, reasons):
    html = why_view.next_question(toy, asked, "sun", "moon", False, words)
    assert re.findall(r"next\.(because|if_\w+|owed|needed|worth_\w+)", html) == reasons
    nobody = why_view.next_question(
        toy, NextQuestion("side", "left", 1.0), None, None, False, words
    )
    assert re.findall(r"next\.(because|if_\w+)", nobody) == ["because"]


def test_there_is_nothing_to_ask_when_she_must_be_referred(toy, words):
    assert "next.refer" in text_of(why_view.next_question(toy, None, None, None, True, words))
    assert "next.none" in text_of(why_view.next_question(toy, None, None, None, False, words))


def test_what_would_change_names_the_answers_and_the_new_leader(toy, words):
    findings = {"noon": True, "left": True}
    change = what_would_change(toy, findings)
    text = text_of(why_view.what_would_change(toy, "sun", change, 1.0, words))
    assert "change.if.one" in text
    assert f"cause={toy.causes[change.leader].short_label}" in text
    assert "why.answer_no finding=Sun test positive" in text
    assert "sturdy.very" in text
    assert "draws=200" in text
    often = text_of(why_view.what_would_change(toy, "sun", change, 0.8, words))
    assert "draws=160" in often


def test_undo_is_a_dead_button_at_the_beginning(toy, words):
    def undo(possible: bool) -> str:
        html = why_view.toolbar(toy, words, "", (), "", possible)
        return re.search(r"<button[^>]*undo[^>]*>", html)[0]

    assert " disabled" in undo(False)
    assert " disabled" not in undo(True)


def test_what_a_pasted_case_lost_is_named(toy, words):
    text = text_of(why_view.toolbar(toy, words, "", ("dusk", "dawn"), "", True))
    assert "tools.dropped.many" in text
    assert "ids=dusk, dawn" in text


# ------------------------------------------------------------------------------ the glossary

TERMS = {
    "leg": Term("leg", "leg raise", "A raised leg."),
    "crossed": Term("crossed", "crossed leg raise", "The other leg raised."),
}


def test_a_term_is_explained_where_it_is_first_used_and_can_be_reached_by_keyboard():
    html = explained("A leg raise, then a Leg raise.", TERMS)
    button, meaning = read(html).one("span", "term").elements
    assert (button.tag, button["type"], button.text) == ("button", "button", "leg raise")
    assert button["aria-expanded"] == "false"
    assert (meaning.classes, meaning.text) == (["meaning"], "A raised leg.")
    assert text_of(html) == "A leg raise A raised leg. , then a Leg raise."


def test_the_longest_term_wins():
    assert "The other leg raised." in explained("A crossed leg raise.", TERMS)
    assert "A raised leg." not in explained("A crossed leg raise.", TERMS)


def test_a_name_with_capitals_inside_is_not_the_common_word():
    glossary = {"left_rule": Term("left_rule", "LEFt", "A rule for a clot.")}
    assert 'class="term"' not in str(explained("My left calf hurts.", glossary))
    assert 'class="term"' in str(explained("No point of LEFt.", glossary))


def test_brackets_round_a_term_stay_with_it_on_its_line_and_are_not_heard():
    for text, inside, after in (
        ("A test (leg raise).", "( leg raise )", "."),
        ("A test (leg raise, lying).", "( leg raise", ", lying)."),
        ("A test (so a leg raise).", "leg raise", ")."),
    ):
        html = explained(text, TERMS)
        button = read(html).one("button")
        assert (text_of(button_html(html)), html.rpartition("</span>")[2]) == (inside, after)
        heard = [part for part in button.children if isinstance(part, str)]
        assert heard == ["leg raise"]
        assert all(part["aria-hidden"] == "true" for part in button.elements)


def button_html(html):
    return Html(re.search(r"<button.*?</button>", html)[0])


def test_a_word_that_only_contains_a_term_is_left_alone():
    assert "term" not in explained("Two leg raises.", TERMS)


def test_each_term_of_the_glossary_stands_with_its_meaning(shipped, words):
    text = text_of(why_view.glossary(shipped, words))
    for term in shipped.glossary.values():
        assert f"{term.term} {term.definition}" in text


# ------------------------------------------------------------------------------ the words in use

VALUES_OF_A_KEY = {
    "body_map.{}": ("front", "back", "felt", "seen", "marks", "pick"),
    "lesson.management.{}": ("do", "do_not", "refer_when"),
    "lesson.article.{}": ("article", "better"),
    "lesson.column.{}": ("sign", "could_be", "how_fast", "what_to_do"),
    "quiz.{}": ("single", "multiple"),
    "lesson.apart.{}": (
        *("asked", "examined", "tested"),
        *("nearly_always", "mostly", "often", "seldom", "hardly"),
    ),
    "quiz.verdict.{}": ("right", "wrong", "partly", "open", "sooner"),
    "quiz.missing.{}": ("choose", "how_sure"),
    "quiz.option.{}": ("right", "wrong"),
    "lesson.card.{}": ("history", "timing", "location", "examination", "test"),
    "calibration.{}": ("meets", "too_sure", "not_sure_enough"),
    "misses.{}": (*MISSES, UNSAFE_WAY),
    "case.{}.{}": tuple(
        key.removeprefix("case.")
        for key in shipped_form().sentences
        if key.startswith(("case.no.", "case.unknown."))
    ),
    "basis.{}": ("published", "expert_judgement", "seed"),
    "chart.axis.{}": ("strong", "moderate", "small", "nothing", "for", "against"),
    "chart.base_rate.{}": ("with_both", "cause_only", "finding_only", "with_neither"),
    "chart.evidence.column.{}": (
        "answer",
        "strength",
        "discount",
        "weight",
        "counted",
        "basis",
        "sources",
    ),
    "chart.evidence.strongest_{}": ("for", "against"),
    "chart.fagan.column.{}": ("step", "number", "words"),
    "chart.fagan.{}": ("before", "ratio", "after"),
    "chart.map.strongest_{}": ("for", "against"),
    "charts.{}": ("evidence", "map"),
    "kind.{}": ("history", "timing", "location", "examination", "test"),
    "level.{}": ("first", "core", "extended"),
    "likelihood.{}": ("under_1", "unlikely", "possible", "likely", "very_likely", "over_99"),
    "next.worth_{}": ("examination", "test"),
    "pages.steps.{}": ("all", "one"),
    "percent.{}": ("under_1", "over_99"),
    "ranking.{}": ("fit", "likelihood"),
    "ranking.{}_means": ("fit", "likelihood"),
    "ranking.{}_number": ("fit", "likelihood"),
    "sbar.{}": ("situation", "background", "assessment", "recommendation"),
    "share.{}": ("2", "4"),
    "strength.{}.{}": tuple(
        f"{band}.{side}"
        for band in ("strong", "moderate", "small", "barely")
        for side in ("for", "against")
    ),
    "sturdy.{}": ("very", "mostly", "barely", "not"),
    "tier.{}": ("now", "today", "soon", "look_alike"),
    "verdict.{}": tuple(n for n in SENTENCES if n not in ("safety_first", "look_alike")),
}
"""What can stand in the gaps of a key that is put together in the code."""


def keys_of(template: str) -> tuple[str, ...]:
    """The keys that a template can make: as listed above, or else whatever fits it in the table."""
    if template in VALUES_OF_A_KEY:
        head, _, tail = template.partition("{}")
        tail = tail.rpartition("{}")[2]
        return tuple(f"{head}{value}{tail}" for value in VALUES_OF_A_KEY[template])
    pattern = re.escape(template).replace(r"\{\}", "[a-z0-9_]+")
    return tuple(key for key in shipped_form().sentences if re.fullmatch(pattern, key))


def calls_of_words() -> Iterator[tuple[str, ast.Call, tuple[str, ...]]]:
    """Each call that looks a sentence up: where, the call, and the keys it can ask for."""
    for path in sorted(PACKAGE.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and (called := name_called(node)):
                where = f"{path.relative_to(PACKAGE)}:{node.lineno}"
                plural = called == "plural"
                keys = [key for argument in node.args[:1] for key in keys_written(argument, where)]
                if plural:
                    keys = [f"{key}.{number}" for key in keys for number in ("one", "many")]
                yield where, node, tuple(keys)


def name_called(node: ast.Call) -> str:
    """`words` for words(...) and x.words(...), `plural` for words.plural(...), else nothing."""
    function = node.func
    if isinstance(function, ast.Name):
        return "words" if function.id == "words" else ""
    if isinstance(function, ast.Attribute) and function.attr in ("words", "plural"):
        return function.attr
    return ""


def keys_written(argument: ast.expr, where: str) -> list[str]:
    if isinstance(argument, ast.Constant):
        return [str(argument.value)]
    if isinstance(argument, ast.IfExp):
        return keys_written(argument.body, where) + keys_written(argument.orelse, where)
    if isinstance(argument, ast.JoinedStr):
        parts = argument.values
        simple = "".join(str(p.value) if isinstance(p, ast.Constant) else "{}" for p in parts)
        if simple == "{}.one" or simple == "{}.many":
            return []  # `plural` itself.
        assert keys_of(simple), f"{where}: no sentence fits '{simple}'"
        return list(keys_of(simple))
    return []  # A variable: its values are strings elsewhere in the code.


def test_every_sentence_that_the_code_asks_for_exists(shipped):
    missing = {
        (where, key)
        for where, _, keys in calls_of_words()
        for key in keys
        if key not in shipped.text
    }
    assert not missing


def test_every_sentence_of_the_table_is_asked_for_by_the_code(shipped):
    asked = {key for _, _, keys in calls_of_words() for key in keys}
    strings = {
        node.value
        for path in PACKAGE.rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    }
    plurals = {f"{text}.{number}" for text in strings for number in ("one", "many")}
    unused = set(shipped.text) - asked - strings - plurals
    assert not unused


def test_every_gap_of_a_sentence_is_filled_by_those_who_ask_for_it(shipped):
    unfilled = []
    for where, call, keys in calls_of_words():
        given = {keyword.arg for keyword in call.keywords}
        if None in given:
            continue  # `**gaps`: what is in it is only known when it runs.
        if name_called(call) == "plural":
            given |= {"count"}
        for key in keys:
            gaps = set(GAP.findall(shipped.text[key]))
            if gaps - given:
                unfilled.append((where, key, gaps - given))
    assert not unfilled


# ------------------------------------------------------------------------------ the shipped content


def shipped_cases(shipped: Catalogue) -> Iterator[Case]:
    """The examples as they are, and, with a finished safety check, in steps: all verdicts occur."""
    for example_id in shipped.examples:
        case = Case(shipped)
        case.load_example(example_id)
        yield case
    for findings in (
        {},
        {"mouth_tingling": True},
        {"mainly_night": False, "visible_varicose": False, "both_ankles_swollen": False},
        {"mainly_night": True},
        {"heel_toe_walk_weak": True},
        {"urge_to_move": True},
        {"mainly_night": True, "wakes_her": True, "low_calcium_diet": False},
        {
            **{"pubic_bone_pain": True, "short_sharp_cramp": False},
            **{"both_ankles_swollen": False, "numb_leg_or_foot": False},
        },
        {"low_calcium_diet": True, "end_of_day": True, "long_standing_sitting": True},
    ):
        for finished in (True, False):
            case = Case(shipped)
            for finding_id, present in findings.items():
                case.answer(finding_id, present)
            for question_id in shipped.safety_questions if finished else ():
                case.none_of_these(question_id)
            yield case
    for cause_id in shipped.causes:  # All that a cause lists, present: the longest of all reasons.
        case = Case(shipped)
        for cause, finding_id in shipped.features:
            if cause == cause_id:
                case.answer(finding_id, True)
        for question_id in shipped.safety_questions:
            case.none_of_these(question_id)
        yield case


def verdict_of(case: Case) -> str:
    return differential(case.catalogue, case.findings, case.flags).verdict


def test_the_shipped_cases_reach_every_verdict(shipped):
    assert {verdict_of(case) for case in shipped_cases(shipped)} == set(VERDICTS)


def test_no_gap_is_left_open_in_any_view_of_any_case(shipped):
    words = Words(shipped.text)
    for case in shipped_cases(shipped):
        for html in everything_drawn(shipped, words, case):
            assert not re.search(r"[{}]", html), html


def test_the_shipped_red_flags_each_show_their_action_and_the_emergency_number(shipped):
    words = Words(shipped.text)
    number = shipped.local["emergency_number"].value
    assert number
    shipped = replace(shipped, glossary={})  # The meanings of terms stand between the words.
    for flag_id, flag in shipped.flags.items():
        if flag.tier == "look_alike":
            text = text_of(safety_view.look_alikes(shipped, (flag_id,), words))
            assert flag.action in text
            continue
        text = text_of(safety_view.referral(shipped, (flag_id,), {}, words))
        for said in (flag.could_be, flag.urgency, flag.action, number):
            assert " ".join(said.split()) in text


def test_no_shipped_weight_or_likelihood_is_without_words(shipped):
    words = Words(shipped.text)
    for case in shipped_cases(shipped):
        for row in differential(shipped, case.findings, case.flags).ranking:
            assert fit_words(row.fit, words)
            assert likelihood_words(row.likelihood, words)
            assert evidence_band(row.fit)
            assert not re.search(r"\b(0|100) %", percent(row.likelihood, words))


def test_the_toy_cases_reach_every_verdict(toy):
    assert {verdict_of(case) for case in stories_of(toy)} == set(VERDICTS)


def test_a_shipped_leader_is_drawn_however_often_it_stays(shipped):
    words = Words(shipped.text)
    for example_id in shipped.examples:
        case = Case(shipped)
        case.load_example(example_id)
        stays = robustness(shipped, case.findings, draws=20)
        leader = differential(shipped, case.findings, case.flags).ranking[0].cause_id
        html = why_view.what_would_change(shipped, leader, None, stays, words)
        assert shipped.causes[leader].short_label in text_of(html)


def test_when_to_refer_is_said_even_when_an_ordinary_cause_is_in_front(shipped):
    words = Words(shipped.text)
    shown = safety_view.refer_when(shipped, "hypocalcaemia", words)
    rows = [
        item.text
        for item in shipped.management.values()
        if item.cause_id == "hypocalcaemia" and item.kind == "refer_when"
    ]
    assert rows
    assert all(join([row]) in shown for row in rows)
    assert safety_view.refer_when(shipped, None, words) == ""


def test_answers_that_would_change_the_order_say_so_when_they_would_refer_her(shipped):
    words = Words(shipped.text)
    change = Change((("trousseau_positive", True),), "hypocalcaemia", 0.1)

    def shown(refers: bool) -> str:
        return why_view.what_would_change(shipped, "calcium_demand", change, 1.0, words, refers)

    assert words("change.refers") in shown(True)
    assert words("change.refers") not in shown(False)


def test_text_is_escaped_as_the_standard_library_does_it():
    for text in ("", "a & b < c > d", '"\'"&amp;', "".join(map(chr, range(256))), "é–…🙂"):
        assert escape(text) == standard.escape(text)
        assert escape(text, quote=False) == standard.escape(text, quote=False)
