"""What a lesson shows of its cause. Code is tested on the toy catalogue with a lesson put into it."""

from __future__ import annotations

import re
from dataclasses import fields, replace
from types import MappingProxyType

import pytest

from crampkit.catalogue import (
    REFER_TIERS,
    SOMETHING_ELSE,
    Catalogue,
    Claim,
    Feature,
    Finding,
    Lesson,
    LocalEntry,
    ManagementItem,
    Question,
    SafetyQuestion,
    Source,
    Term,
)
from crampkit.reasoning import HOW_MUCH, all_told_apart
from crampkit.reasoning.telling_apart import telling_gaps, told_both_ways
from crampkit.reasoning.typical import features_of, typical_findings
from crampkit.views.kit.answers import mapped_causes
from crampkit.views.kit.labels import BASIS_MARKS, TIER_MARKS, strength_label
from crampkit.views.kit.markup import Html
from crampkit.views.kit.sources import sources_by_key, supported
from crampkit.views.kit.tables import Step
from crampkit.views.lesson import lesson as lesson_view
from crampkit.views.lesson import telling_apart as apart_view
from crampkit.views.lesson.card import ON_CARD, card
from crampkit.words import Words
from tests.elements import read
from tests.unit.test_views import Outline, classes_of, spelled_out, text_of


@pytest.fixture
def words() -> Words:
    return spelled_out()


@pytest.fixture
def lessons(toy: Catalogue) -> Catalogue:
    """The toy catalogue with a lesson on the sun, whose look-alike is the moon."""
    sources = [
        Source("SEED", "The article", "", "2025", "article", True),
        Source("STUDY", "A study of the sun", "https://sun.example/1", "2001", "study", True),
        Source("RECALLED", "A book, as we recall it", "", "", "book", False),
    ]
    features = dict(toy.features)
    features["sun", "noon"] = replace(
        features["sun", "noon"], basis="published", source_ids=("STUDY",), note="Counted at noon."
    )
    features["sun", "glare"] = replace(
        features["sun", "glare"], basis="seed", source_ids=("SEED", "RECALLED")
    )
    claims = [
        Claim("one", "sun", "Light", "Light hurts.", "weak", "Light warms.", "strong", ("STUDY",)),
        Claim("two", "moon", "Night", "Night hurts.", "none", "Nobody knows.", "weak", ("SEED",)),
    ]
    management = [
        ManagementItem("a", "sun", "refer_when", "It burns.", "strong", ("STUDY",)),
        ManagementItem("b", "sun", "do", "Find shade.", "weak", ("RECALLED",)),
        ManagementItem("c", "sun", "do_not", "Do not stare.", "moderate", ()),
        ManagementItem("d", "moon", "do", "Sleep.", "very_weak", ()),
    ]
    lesson = Lesson("sunny", "sun", "moon", "", ("shade", "burn", "blind"), ("STUDY",))
    question = Question("q", "sunny", "check", "single", "Why?", "", "", "So.", ("RECALLED",))
    return replace(
        toy,
        sources=MappingProxyType({source.source_id: source for source in sources}),
        features=MappingProxyType(features),
        claims=MappingProxyType({claim.claim_id: claim for claim in claims}),
        management=MappingProxyType({item.item_id: item for item in management}),
        lessons=MappingProxyType({"sunny": lesson}),
        questions=MappingProxyType({"q": question}),
    )


def everything_of(catalogue: Catalogue, words: Words, lesson: Lesson) -> list[Html]:
    cause_id = lesson.cause_id
    return [
        lesson_view.features_table(catalogue, cause_id, words),
        Html(lesson_view.look_alike(catalogue, cause_id, lesson.look_alike, words)._repr_html_()),
        lesson_view.red_flags_of_lesson(catalogue, lesson.flag_ids, words),
        lesson_view.article_and_evidence(catalogue, cause_id, words),
        lesson_view.management(catalogue, cause_id, words),
        card(catalogue, cause_id, words),
        lesson_view.sources_of_lesson(catalogue, lesson.lesson_id, words),
        Html(apart_view.apart_pair(catalogue, cause_id, lesson.look_alike, words)._repr_html_()),
    ]


# ------------------------------------------------------------------------------ all of them


HOSTILE = '<img src=x onerror="alert(1)"> & <b>'


def hostile(row):
    """A row in which every text that is no id is hostile."""
    ids = {"kind", "tier", "strength", "basis", "level", "place", "answer"}
    named = {
        field.name: HOSTILE
        for field in fields(row)
        if isinstance(getattr(row, field.name), str)
        and not field.name.endswith(("_id", "_group", "_strength"))
        and field.name not in ids | {"look_alike"}
    }
    return replace(row, **named)


def test_text_from_the_tables_stays_text_in_every_part_of_a_lesson(lessons):
    tables = {
        name: MappingProxyType({key: hostile(row) for key, row in getattr(lessons, name).items()})
        for name in ("causes", "findings", "features", "flags", "sources", "claims", "management")
    }
    local = {key: LocalEntry(key, "", HOSTILE) for key in ("emergency_number", "data_version")}
    catalogue = replace(lessons, **tables, local=MappingProxyType(local))
    words = Words({key: HOSTILE + text for key, text in spelled_out()._text.items()})
    for html in everything_of(catalogue, words, lessons.lessons["sunny"]):
        outline = Outline(html)
        assert not {element for element, _ in outline.elements} & {"img", "b", "script"}
        assert not any(name.startswith("on") for _, names in outline.elements for name in names)


@pytest.mark.parametrize("part", range(8))
def test_every_shipped_lesson_on_a_cause_shows_every_part(shipped, part):
    words = Words(shipped.text)
    shown = [lesson for lesson in shipped.lessons.values() if lesson.cause_id and lesson.look_alike]
    assert shown
    for lesson in shown:
        assert text_of(everything_of(shipped, words, lesson)[part])


def test_every_cause_shows_what_its_tables_have_even_without_a_lesson(toy, words):
    for cause_id in mapped_causes(toy):
        for view in (
            lesson_view.features_table,
            lesson_view.article_and_evidence,
            lesson_view.management,
            card,
        ):
            assert view(toy, cause_id, words)


# ------------------------------------------------------------------------------ findings


def test_the_features_table_has_every_listed_finding_once(lessons, words):
    html = lesson_view.features_table(lessons, "sun", words)
    listed = [finding_id for cause_id, finding_id in lessons.features if cause_id == "sun"]
    assert sorted(re.findall(r'data-finding="([^"]*)"', html)) == sorted(listed)


def test_findings_stand_by_kind_and_the_one_that_says_most_comes_first(lessons, words):
    html = lesson_view.features_table(lessons, "sun", words)
    assert re.findall(r'data-finding="([^"]*)"', html) == [
        "heat",
        "noon",
        "glare",
        "left",
        "sun_test",
    ]
    assert re.findall(r"kind\.\w+", html) == [
        "kind.history",
        "kind.timing",
        "kind.location",
        "kind.test",
    ]


def test_a_finding_that_says_most_when_absent_can_come_first(lessons, words):
    features = dict(lessons.features)
    features["sun", "night"] = Feature("sun", "night", 0.01)
    features["sun", "noon"] = Feature("sun", "noon", 0.99)
    catalogue = replace(lessons, features=MappingProxyType(features))
    ordered = [feature.finding_id for feature in features_of(catalogue, "sun")]
    assert ordered[0] == "noon"  # absent: 0.01 against 0.8


def test_the_sentence_above_the_table_counts_the_judged_numbers(lessons, words):
    html = lesson_view.features_table(lessons, "sun", words)
    # Five findings, each with its own number and the background; one of the ten is published.
    (sentence,) = re.findall(r'<p class="sentence">(.*?)</p>', html)
    counts = "findings=5 judged=9 published=1 seed=1 total=10"
    assert sentence == f"lesson.features.judged {counts}"


def test_each_basis_is_told_by_a_mark_a_word_and_a_class(lessons, words):
    html = lesson_view.features_table(lessons, "sun", words)
    assert len(set(BASIS_MARKS.values())) == len(BASIS_MARKS)
    for basis, mark in BASIS_MARKS.items():
        assert mark in text_of(html)
        assert f"lesson.basis.{basis}" in text_of(html)
        assert f"basis-label {basis}" in classes_of(html)


def test_a_finding_says_what_a_yes_and_a_no_would_mean(lessons, words):
    html = lesson_view.features_table(lessons, "sun", words)
    (noon,) = re.findall(r'<tr role="row" data-finding="noon">.*?</tr>', html)
    assert "lesson.says.yes strength=strength.small.for" in text_of(noon)
    assert "lesson.says.no strength=strength.small.against" in text_of(noon)


def test_one_answer_of_several_has_its_question_and_no_no(lessons, words):
    html = lesson_view.features_table(lessons, "sun", words)
    (left,) = re.findall(r'<tr role="row" data-finding="left">.*?</tr>', html)
    assert "question=Which side?" in text_of(left)
    assert "lesson.says.answer" in text_of(left)
    assert "lesson.says.no" not in text_of(left)


def test_where_a_number_comes_from_opens_on_request_with_its_note(lessons, words):
    html = lesson_view.features_table(lessons, "sun", words)
    (noon,) = re.findall(r'<tr role="row" data-finding="noon">.*?</tr>', html)
    (details,) = re.findall(r"<details.*?</details>", noon)
    assert " open" not in details.partition(">")[0]
    summary, opened = re.findall(r"<summary>(.*?)</summary>(.*)", details)[0]
    assert "STUDY" not in summary
    assert "STUDY" in opened
    assert "A study of the sun" in text_of(details)
    assert "Counted at noon." in text_of(details)


def test_a_source_that_was_only_recalled_says_so(lessons, words):
    html = sources_by_key(lessons, ("STUDY", "RECALLED"), words)
    read, recalled = re.findall(r"<li>.*?</li>", html)
    assert "sources.not_read" not in read
    assert "sources.not_read" in recalled


def test_each_bar_is_as_long_as_the_share_beside_it(lessons, words):
    html = lesson_view.features_table(lessons, "sun", words)
    cells = re.findall(
        r'count=([\d.]+)</span><span class="track"[^>]*><span[^>]*width:([^%]*)%', html
    )
    assert len(cells) == 10
    assert all(float(count) == float(width) for count, width in cells)


def test_a_note_stands_with_the_number_that_has_one_and_nowhere_else(lessons, words):
    html = lesson_view.features_table(lessons, "sun", words)
    assert re.findall(r"lesson\.note\.(\w+) note=([^<]*)", html) == [("with", "Counted at noon.")]


def test_what_rests_on_no_source_and_has_no_note_opens_nothing(lessons, words):
    assert sources_by_key(lessons, (), words) == ""
    assert sources_by_key(lessons, ("GONE",), words) == ""
    noted = sources_by_key(lessons, (), words, Html("<p>So.</p>"))
    assert text_of(noted) == "lesson.sources.why So."
    assert "<ul" not in noted


def test_the_findings_that_say_most_open_first_and_few_others_open_with_them(toy, words):
    for others in range(lesson_view.WORTH_FOLDING + 1):
        count = lesson_view.SAY_MOST + others
        findings = {
            f"f{number}": Finding(f"f{number}", f"F{number}", "timing", "core", 0.1)
            for number in range(count)
        }
        features = {
            ("sun", name): Feature("sun", name, 0.2 + 0.04 * number)
            for number, name in enumerate(findings)
        }
        catalogue = replace(toy, findings=findings, features=features)
        html = lesson_view.features_table(catalogue, "sun", words)
        open_, folded, rest = html.partition("<summary>lesson.features.rest count=")
        strongest_first = [f"f{number}" for number in reversed(range(count))]
        folds = others >= lesson_view.WORTH_FOLDING
        shown = re.findall(r'data-finding="(\w+)"', open_)
        assert shown == (strongest_first[: lesson_view.SAY_MOST] if folds else strongest_first)
        assert bool(folded) == folds
        if folds:
            assert rest.startswith(str(others))
            assert re.findall(r'data-finding="(\w+)"', rest) == strongest_first[-others:]


def test_a_table_stays_a_table_when_its_rows_are_stacked(lessons, words):
    html = lesson_view.features_table(lessons, "sun", words)
    for element, role in (("table", "table"), ("tr", "row"), ("td", "cell")):
        openings = re.findall(rf"<{element}\b[^>]*>", html)
        assert openings
        assert all(f'role="{role}"' in opening for opening in openings)
    for opening in re.findall(r"<th\b[^>]*>", html):
        assert 'scope="' in opening
        assert 'role="columnheader"' in opening or 'role="rowheader"' in opening


def test_the_rows_open_on_request_and_how_many_were_measured_is_told_before(lessons, words):
    page = read(lesson_view.features_table(lessons, "sun", words))
    assert page.all("tr", role="row")
    assert all(any(e.tag == "details" for e in row.around) for row in page.all("tr", role="row"))
    assert not any(e.tag == "details" for e in page.one("p", "sentence").around)
    assert not any("open" in part for part in page.all("details"))


# ------------------------------------------------------------------------------ look-alike


def test_the_look_alike_shows_the_widest_gaps_of_what_can_be_asked(lessons, words):
    step = lesson_view.look_alike(lessons, "sun", "moon", words)
    assert [row[0] for row in step.rows] == ["Worse at noon", "Worse in glare", "Worse at night"]
    assert "count=80" in step.rows[0][1]
    assert "count=10" in step.rows[0][2]
    assert "Worse at noon" in step.sentence


def test_a_test_is_named_only_where_it_would_tell_more(lessons, words):
    step = lesson_view.look_alike(lessons, "sun", "moon", words)
    assert "lesson.look_alike.test" in step.sentence
    assert "finding=Sun test positive" in step.sentence
    assert all(row[0] != "Sun test positive" for row in step.rows)
    features = {**lessons.features, ("sun", "sun_test"): Feature("sun", "sun_test", 0.2)}
    weaker = replace(lessons, features=MappingProxyType(features))
    assert "look_alike.test" not in lesson_view.look_alike(weaker, "sun", "moon", words).sentence


def test_each_answer_points_to_the_cause_that_it_speaks_for(lessons, words):
    noon, _, night = lesson_view.look_alike(lessons, "sun", "moon", words).rows
    yes, no = "yes=lesson.points_to", "no=lesson.points_to"
    assert re.search(rf"{no}.* cause=moon .*{yes}.* cause=sun", noon[3])
    assert re.search(rf"{no}.* cause=sun .*{yes}.* cause=moon", night[3])


def test_the_look_alike_read_backwards_has_the_same_rows_with_the_columns_swapped(lessons, words):
    there = lesson_view.look_alike(lessons, "sun", "moon", words).rows
    back = lesson_view.look_alike(lessons, "moon", "sun", words).rows
    assert [(row[0], row[2], row[1]) for row in back] == [row[:3] for row in there]


def test_findings_that_repeat_each_other_are_said_to(lessons, words):
    assert "repeats" not in lesson_view.look_alike(lessons, "sun", "moon", words).sentence
    findings = dict(lessons.findings)
    findings["noon"] = replace(findings["noon"], overlap_group="light")
    repeating = replace(lessons, findings=MappingProxyType(findings))
    assert "repeats" in lesson_view.look_alike(repeating, "sun", "moon", words).sentence


def test_findings_of_two_groups_repeat_nothing(lessons, words):
    groups = {"noon": "day", "glare": "light", "night": ""}
    findings = {
        name: replace(finding, overlap_group=groups.get(name, ""))
        for name, finding in lessons.findings.items()
    }
    apart = replace(lessons, findings=findings)
    assert "repeats" not in lesson_view.look_alike(apart, "sun", "moon", words).sentence


def test_the_sentence_on_a_look_alike_counts_the_judged_numbers(lessons, words):
    step = lesson_view.look_alike(lessons, "sun", "moon", words)
    # Three gaps of two numbers; that of noon with the sun is published.
    assert "lesson.look_alike.judged judged=5 total=6" in step.sentence
    nothing = replace(lessons, features={})
    assert "judged" not in lesson_view.look_alike(nothing, "sun", "moon", words).sentence


@pytest.mark.parametrize(
    ("one", "other", "shown"),
    [
        (0.5, 0.45, False),  # A yes and a no barely say anything.
        (0.12, 0.1, False),  # A yes barely, a no nothing.
        (0.95, 0.8, True),  # A no says more than a yes.
        (0.4, 0.1, True),
    ],
)
def test_a_third_gap_is_shown_where_a_yes_or_a_no_says_enough(toy, words, one, other, shown):
    wide = {
        ("sun", "noon"): 0.95,
        ("moon", "noon"): 0.05,
        ("sun", "glare"): 0.94,
        ("moon", "glare"): 0.06,
    }
    shares = {**wide, ("sun", "night"): one, ("moon", "night"): other}
    features = {pair: Feature(*pair, share) for pair, share in shares.items()}
    gaps = telling_gaps(replace(toy, features=features), "sun", "moon")
    assert [gap.finding_id for gap in gaps] == ["noon", "glare", "night"][: 3 if shown else 2]


@pytest.mark.parametrize(
    ("one", "other", "yes", "no"),
    [(0.8, 0.6, "sun", "moon"), (0.6, 0.8, "moon", "sun"), (0.13, 0.1, "sun", None)],
)
def test_an_answer_that_says_little_points_to_its_cause_and_one_that_says_nothing_to_none(
    toy, words, one, other, yes, no
):
    features = {
        pair: Feature(*pair, p)
        for pair, p in {("sun", "noon"): one, ("moon", "noon"): other}.items()
    }
    (row,) = lesson_view.look_alike(replace(toy, features=features), "sun", "moon", words).rows
    said = re.fullmatch(r"lesson\.yes_and_no no=(.*) yes=(.*)", row[3])
    for text, cause in zip(said.groups(), (no, yes), strict=True):
        if cause:
            assert text.startswith(f"lesson.points_to cause={cause} strength=")
        else:
            assert text == "strength.nothing"


def test_two_causes_that_nothing_tells_apart_say_so(lessons, words):
    step = lesson_view.look_alike(lessons, "sun", "sun", words)
    assert step.rows == ()
    assert "lesson.look_alike.none" in step.sentence
    assert repr(step)


def test_a_third_gap_that_barely_says_anything_is_left_out(lessons):
    features = {pair: row for pair, row in lessons.features.items() if pair[1] in ("noon", "glare")}
    features["sun", "heat"] = Feature("sun", "heat", 0.25)
    catalogue = replace(lessons, features=MappingProxyType(features))
    gaps = telling_gaps(catalogue, "sun", "moon")
    assert [gap.finding_id for gap in gaps] == ["noon", "glare"]


# ------------------------------------------------------------------------------ danger signs


def test_the_most_urgent_danger_sign_comes_first_whatever_the_order_given(lessons, words):
    flags = ("shade", "burn", "blind")
    together = {f: replace(lessons.flags[f], question_id="eyes") for f in flags}
    catalogue = replace(
        lessons,
        flags=MappingProxyType(together),
        safety_questions=MappingProxyType({"eyes": SafetyQuestion("eyes", "Her eyes")}),
    )
    html = lesson_view.red_flags_of_lesson(catalogue, flags, words)
    assert re.findall(r'data-flag="([^"]*)"', html) == ["blind", "burn", "shade"]


def test_a_danger_sign_has_its_sign_danger_speed_and_action(lessons, words):
    text = text_of(lesson_view.red_flags_of_lesson(lessons, ("burn",), words))
    for part in ("A burn", "a burn", "!! tier.today", "same day", "Cool it."):
        assert part in text
    assert "emergency_number" in text


def test_each_tier_has_a_mark_of_its_own():
    assert len(set(TIER_MARKS.values())) == 4


def test_a_lesson_without_danger_signs_says_so_and_lists_none(lessons, words):
    html = lesson_view.red_flags_of_lesson(lessons, (), words)
    assert "lesson.flags.none" in text_of(html)
    assert "<article" not in html
    assert "data-leaf" not in html


# ------------------------------------------------------------------------------ claims, guidance


def test_the_article_stands_beside_better_evidence_each_with_its_strength(lessons, words):
    html = lesson_view.article_and_evidence(lessons, "sun", words)
    assert re.findall(r'data-claim="([^"]*)"', html) == ["one"]
    assert re.findall(r'data-strength="([^"]*)"', html) == ["weak", "strong"]
    text = text_of(html)
    assert text.index("Light hurts.") < text.index("The article") < text.index("Light warms.")


@pytest.mark.parametrize(
    ("strength", "marks"),
    [
        ("strong", "●●●●"),
        ("moderate", "●●●○"),
        ("weak", "●●○○"),
        ("very_weak", "●○○○"),
        ("none", "○○○○"),
    ],
)
def test_a_strength_is_a_word_and_as_many_filled_marks(strength, marks, words):
    html = strength_label(strength, words)
    assert re.findall("[●○]+", html) == [marks]
    assert f"source.support.{strength}" in text_of(html)


def test_how_well_something_is_supported_is_one_line_that_opens_its_sources(lessons, words):
    page = read(supported(lessons, "weak", ("STUDY", "RECALLED"), words))
    [summary, listed] = page.one("details", "sources").elements
    assert [one.text for one in summary.all("span", "strength")] == ["●●○○ source.support.weak"]
    assert "sources.many count=2" in summary.one("span", "only-heard").text
    assert [item.one("strong").text for item in listed.all("li")] == ["STUDY", "RECALLED"]
    alone = read(supported(lessons, "weak", ("GONE",), words))
    assert alone.all("details") == []
    assert alone.text == "●●○○ source.support.weak"


def test_a_cause_without_claims_says_so(toy, words):
    assert "lesson.article.none" in lesson_view.article_and_evidence(toy, "sun", words)


def test_guidance_comes_as_do_then_do_not_then_refer_when(lessons, words):
    text = text_of(lesson_view.management(lessons, "sun", words))
    places = [text.index(part) for part in ("Find shade.", "Do not stare.", "It burns.")]
    assert places == sorted(places)
    assert "Sleep." not in text


# ------------------------------------------------------------------------------ the card


def test_the_card_says_danger_before_anything_else(lessons, words):
    text = text_of(card(lessons, "sun", words))
    assert text.index("A burn") < text.index("Worse at noon")
    assert text.index("tier.now") < text.index("tier.today")


def test_a_look_alike_is_not_called_a_danger_on_the_card(lessons, words):
    html = card(lessons, "sun", words)
    (danger,) = re.findall(r'<div class="danger-first">.*?</div>', html)
    assert "Likes shade" not in danger
    assert "sign=Likes shade" in text_of(html)


def test_every_danger_sign_of_the_lesson_is_on_its_card(shipped):
    words = Words(shipped.text)
    for lesson in shipped.lessons.values():
        if lesson.cause_id:
            html = card(shipped, lesson.cause_id, words)
            (danger,) = re.findall(r'<div class="danger-first">.*?</div>', html) or [""]
            for flag_id in lesson.flag_ids:
                flag = shipped.flags[flag_id]
                assert flag.label in text_of(danger if flag.tier in REFER_TIERS else html)


def test_the_card_shows_only_findings_that_speak_for_the_cause(shipped):
    for cause_id in mapped_causes(shipped):
        for kind in ON_CARD:
            for feature in typical_findings(shipped, cause_id, kind):
                assert feature.probability > shipped.background[feature.finding_id]


def test_the_card_has_what_to_do_and_what_tells_it_from_its_look_alike(lessons, words):
    text = text_of(card(lessons, "sun", words))
    for part in ("Find shade.", "Do not stare.", "It burns.", "lesson.card.apart other=moon"):
        assert part in text


def test_a_card_has_no_heading_without_a_line_under_it(toy, words):
    for lesson in ({}, {"sunny": Lesson("sunny", "sun", "", "", ("shade",), ())}):
        html = card(replace(toy, lessons=MappingProxyType(lesson)), "sun", words)
        assert text_of(html).count("lesson.card.timing") == 1
        for heading in ("danger", "apart", "also", "examination"):
            assert f"lesson.card.{heading}" not in html
        assert not any(f"lesson.management.{kind}" in html for kind in lesson_view.GUIDANCE)
        assert "<ul></ul>" not in html


def test_a_finding_is_typical_from_its_likelihood_ratio_on_and_not_below(toy):
    for probability, shown in ((0.30, True), (0.29, False)):  # Against a background of 0.2.
        features = {("sun", "night"): Feature("sun", "night", probability)}
        typical = typical_findings(replace(toy, features=features), "sun", "timing")
        assert [feature.finding_id for feature in typical] == ["night"] * shown


def test_the_strongest_finding_of_a_kind_comes_first_on_the_card(toy):
    backgrounds = {"noon": 0.5, "glare": 0.1, "night": 0.3}
    findings = {
        name: replace(finding, background=backgrounds.get(name, 0.2))
        for name, finding in toy.findings.items()
    }
    features = {("sun", name): Feature("sun", name, 0.8) for name in backgrounds}
    catalogue = replace(toy, findings=findings, features=features)
    typical = typical_findings(catalogue, "sun", "timing")
    assert [feature.finding_id for feature in typical] == ["glare", "night", "noon"]


def test_the_card_has_one_button_which_prints_it(lessons, words):
    html = card(lessons, "sun", words)
    assert re.findall(r"<button[^>]*>", html) == re.findall(
        r'<button[^>]*data-local="print-card"[^>]*>', html
    )


# ------------------------------------------------------------------------------ sources


def test_the_sources_of_a_lesson_are_those_of_all_that_it_shows(lessons):
    keys = lesson_view.source_ids_of_lesson(lessons, "sunny")
    assert set(keys) == {"SEED", "STUDY", "RECALLED"}


def test_every_source_that_a_shipped_lesson_shows_is_in_its_list(shipped):
    words = Words(shipped.text)
    for lesson in shipped.lessons.values():
        if lesson.cause_id and lesson.look_alike:
            *parts, _, _ = everything_of(shipped, words, lesson)
            cited = sources_in("".join(parts))
            assert cited
            assert cited <= sources_in(
                lesson_view.sources_of_lesson(shipped, lesson.lesson_id, words)
            )


def sources_in(html: str) -> set[str]:
    """The keys of the sources that are named in some HTML."""
    firsts = (item.elements[0] for item in read(html).all("li") if item.elements)
    return {first.text for first in firsts if re.fullmatch("[A-Z0-9_]+", first.text)}


def test_a_lesson_on_no_single_cause_lists_its_own_sources(lessons, words):
    lesson = Lesson("general", "", "", "", ("burn",), ("STUDY",))
    catalogue = replace(lessons, lessons=MappingProxyType({"general": lesson}))
    assert lesson_view.source_ids_of_lesson(catalogue, "general") == ("STUDY",)
    assert "A study of the sun" in lesson_view.sources_of_lesson(catalogue, "general", words)


def test_the_list_of_sources_is_closed_and_counts_what_was_recalled(lessons, words):
    html = lesson_view.sources_of_lesson(lessons, "sunny", words)
    assert re.findall(r"<details[^>]*>", html) == ['<details data-key="sources">']
    assert "count=3 recalled=1" in text_of(html)


def test_a_link_tells_the_other_site_nothing_of_this_page(lessons, words):
    html = lesson_view.sources_of_lesson(lessons, "sunny", words)
    (link,) = re.findall(r"<a [^>]*>[^<]*</a>", html)
    assert 'rel="noopener noreferrer"' in link
    assert ">https://sun.example/1</a>" in link


def test_an_address_that_is_not_of_the_web_is_no_link(lessons, words):
    sources = dict(lessons.sources)
    sources["STUDY"] = replace(sources["STUDY"], url="javascript:alert(1)")
    catalogue = replace(lessons, sources=MappingProxyType(sources))
    assert "<a " not in lesson_view.sources_of_lesson(catalogue, "sunny", words)


# ------------------------------------------------------------------------------ told apart


def test_a_pair_is_told_apart_in_three_rows_of_growing_knowledge(toy, words):
    step = apart_view.apart_pair(toy, "sun", "moon", words)
    assert isinstance(step, Step)
    assert [row[0] for row in step.rows] == [f"lesson.apart.{known}" for known in HOW_MUCH]


def test_the_map_of_pairs_has_a_row_and_a_column_for_each_cause(toy, words):
    told = all_told_apart(toy, mapped_causes(toy))
    header, rows = apart_view.apart_table(toy, told, "asked", words)
    assert len(header) == 3
    assert [row[0] for row in rows] == ["sun", "moon"]
    assert rows[0][1] == rows[1][2] == "lesson.apart.itself"


def test_a_pair_of_causes_has_as_many_marks_of_four_as_it_is_told_apart(shipped):
    told = all_told_apart(shipped, mapped_causes(shipped))
    drawn = apart_view.apart_map(shipped, told, "examined", Words(shipped.text))
    marks = dict(re.findall(r'data-band="(\w+)"[^>]*>([●○]+)<', drawn))
    assert marks == {
        "hardly": "○○○○",
        "seldom": "●○○○",
        "often": "●●○○",
        "mostly": "●●●○",
        "nearly_always": "●●●●",
    }
    bands = re.findall(r'<td [^>]*data-band="(\w+)".*?class="marks">([●○]+)<', drawn)
    assert len(bands) == len(mapped_causes(shipped)) * (len(mapped_causes(shipped)) - 1) / 2
    assert all(marks[band] == shown for band, shown in bands)


def test_the_sentence_of_the_map_names_the_hardest_and_the_easiest_pair(shipped):
    words = Words(shipped.text)
    told = all_told_apart(shipped, mapped_causes(shipped))
    sentence = apart_view.apart_sentence(shipped, told, "examined", words)
    shares = {(a, b): told_both_ways(told, a, b, "examined") for a, b in told if a != b}
    for pair in (min(shares, key=shares.__getitem__), max(shares, key=shares.__getitem__)):
        assert all(shipped.causes[cause_id].short_label in sentence for cause_id in pair)


def test_a_map_of_one_cause_has_no_pair(toy, words):
    alone = toy.limited_to(["sun"])
    assert list(alone.causes) == ["sun", SOMETHING_ELSE]
    told = all_told_apart(alone, mapped_causes(alone))
    assert "lesson.apart.no_pair" in apart_view.apart_sentence(alone, told, "asked", words)


def test_nobody_is_told_apart_always_or_never():
    words = Words({"lesson.in_100": "{count}"})
    assert [apart_view.whole_in_100(share, words) for share in (0.0, 1.0)] == ["1", "99"]


def test_a_glossary_term_in_a_claim_opens_its_meaning(lessons, words):
    term = Term("warm", "warms", "Makes warm.")
    catalogue = replace(lessons, glossary=MappingProxyType({"warm": term}))
    assert "Makes warm." in lesson_view.article_and_evidence(catalogue, "sun", words)
