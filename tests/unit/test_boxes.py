"""Each box that gathers rows holds its own rows, in their order, and nothing else.

The table at the end names every such box of the interface with the test that holds it to this; a box
without a line there fails.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from dataclasses import replace

import pytest

from crampkit import Lab
from crampkit.case import Case
from crampkit.catalogue import KINDS, REFER_TIERS, SOMETHING_ELSE, Catalogue, Source
from crampkit.panels.explorer import parts
from crampkit.panels.explorer.explorer import explorer_box
from crampkit.panels.explorer.state import ExplorerState
from crampkit.panels.figures import figures as figure_panels
from crampkit.panels.kit.panel import Box, Panel, Part
from crampkit.panels.practice import progress as own
from crampkit.panels.practice.cases import case_panel
from crampkit.panels.practice.quiz import quiz_panel
from crampkit.practice.encounter import Encounter
from crampkit.practice.feedback import feedback
from crampkit.practice.handing_over import LINES, handed, pieces
from crampkit.practice.journal import Entry, Journal, JournalInMemory
from crampkit.practice.quiz import Quiz
from crampkit.practice.record import Record
from crampkit.practice.saying import PARTS, Both, CauseNamed, FindingNamed, Said
from crampkit.practice.session import Session
from crampkit.practice.toy import OPTIONS, toy_cases, toy_questions
from crampkit.reasoning import BY_FIT, BY_LIKELIHOOD, Change, differential, evidence, next_question
from crampkit.views.explorer import body_map as body_map_view
from crampkit.views.explorer import checklist as checklist_view
from crampkit.views.explorer import ranking as ranking_view
from crampkit.views.explorer import safety as safety_view
from crampkit.views.explorer import why as why_view
from crampkit.views.kit.answers import evidence_rows
from crampkit.views.kit.markup import Html
from crampkit.views.lesson import contrast as contrast_view
from crampkit.views.lesson import lesson as lesson_view
from crampkit.views.lesson.dangers import dangers
from crampkit.views.practice import case_told as told_view
from crampkit.views.practice import cases as cases_view
from crampkit.views.practice import handing_over as handing_view
from crampkit.views.practice import progress as progress_view
from crampkit.views.practice import quiz as quiz_view
from crampkit.views.practice import saying as saying_view
from crampkit.words import Words
from tests.elements import Element, read
from tests.unit import (
    test_clots,
    test_figures,
    test_leaves,
    test_lesson_views,
    test_own_rows,
    test_pocket,
    test_progress,
    test_tasks,
)
from tests.unit.test_own_rows import ids, naming
from tests.unit.test_views import spelled_out


@pytest.fixture(scope="module")
def named(shipped: Catalogue) -> Catalogue:
    """The shipped set in which every row says its own id, and has a source of its own."""
    return with_own_sources(naming(shipped))


@pytest.fixture
def words() -> Words:
    return spelled_out()


def own_source(table: str, key: object) -> str:
    return f"{table}:{key}"


def with_own_sources(catalogue: Catalogue) -> Catalogue:
    """Every row rests on one source, which no other row rests on."""
    tables: dict[str, object] = {}
    sources: dict[str, Source] = {}
    for table, rows in vars(catalogue).items():
        if not isinstance(rows, dict) and not hasattr(rows, "items"):
            continue
        changed = {}
        for key, row in rows.items():
            if hasattr(row, "source_ids"):
                name = own_source(table, key)
                sources[name] = Source(name, f"«source {name}»", "", "2020", "book", True)
                row = replace(row, source_ids=(name,))
            changed[key] = row
        tables[table] = changed
    return replace(catalogue, **{**tables, "sources": {**catalogue.sources, **sources}})


def cited(element: Element) -> list[str]:
    """The sources that are named in an element, in their order."""
    return [part.partition("»")[0] for part in element.text.split("«source ")[1:]]


def texts(elements: Iterable[Element]) -> list[str]:
    return [element.text for element in elements]


# ------------------------------------------------------------------------------ sources


def test_what_opens_beside_a_row_is_the_sources_of_that_row(named, words):
    for cause_id in named.causes:
        table = read(lesson_view.features_table(named, cause_id, words))
        for row in table.all("tr", role="row"):
            if finding_id := row.attributes.get("data-finding"):
                assert cited(row) == [
                    own_source("features", (cause_id, finding_id)),
                    own_source("findings", finding_id),
                ]
        for claim in read(lesson_view.article_and_evidence(named, cause_id, words)).all("article"):
            [better] = claim.all(class_="better")
            assert cited(better) == [own_source("claims", claim["data-claim"])]
            assert cited(claim) == cited(better), "the article's side names the article alone"
        for item in read(lesson_view.management(named, cause_id, words)).all(class_="guidance"):
            rows = [li for li in item.all("li") if ids("management", li.text)]
            for row in rows:
                [item_id] = ids("management", row.text)
                assert cited(row) == [own_source("management", item_id)]
    lists = [
        lesson_view.red_flags_of_lesson(named, lesson.flag_ids, words)
        for lesson in named.lessons.values()
    ]
    for shown in (*lists, dangers(named, words)):
        for group in read(shown).all("div", class_="of-tier"):
            items = group.all("article", class_="item")
            own = [
                [own_source("flags", sign["data-flag"]) for sign in item.all("li")]
                for item in items
            ]
            assert cited(group) == [key for keys in own for key in keys]
            beside = group.one("details", class_="sources").all("p")
            for item, keys, told in zip(items, own, beside, strict=True):
                assert told.text == f"{item.one('h5').text} {', '.join(keys)}"


def test_the_sources_of_a_lesson_are_those_of_its_rows_and_of_no_other(named, words):
    for lesson_id, lesson in named.lessons.items():
        cause_id = lesson.cause_id
        own = {own_source("lessons", lesson_id)}
        own |= {own_source("flags", flag_id) for flag_id in lesson.flag_ids}
        own |= {
            own_source("questions", q)
            for q, row in named.questions.items()
            if row.lesson_id == lesson_id
        }
        if cause_id:
            own.add(own_source("causes", cause_id))
            for table in ("claims", "management", "cause_regions"):
                rows = getattr(named, table).items()
                own |= {own_source(table, key) for key, row in rows if row.cause_id == cause_id}
            for cause, finding_id in named.features:
                if cause == cause_id:
                    own.add(own_source("features", (cause, finding_id)))
                    own.add(own_source("findings", finding_id))
        shown = read(lesson_view.sources_of_lesson(named, lesson_id, words))
        assert cited(shown) == sorted(own)


def test_an_answer_that_is_told_names_the_sources_of_its_question_and_of_no_other(named, words):
    for question in named.questions.values():
        quiz = answered(named, question.question_id)
        html = quiz_view.told(named, question, quiz.options, quiz.told, words)
        assert cited(read(html)) == [own_source("questions", question.question_id)]


def answered(catalogue: Catalogue, question_id: str) -> Quiz:
    quiz = Quiz(catalogue, [catalogue.questions[question_id]])
    if not quiz.chosen:
        quiz.choose(quiz.options[0].option_id, True)
    quiz.be_sure(70)
    quiz.commit()
    return quiz


# ------------------------------------------------------------------------------ reasons


ANSWERS = {"noon": True, "heat": True, "glare": True, "night": False, "left": False}
"""Two of them of one group, and one against the sun."""


def test_each_answer_stands_under_for_or_against_by_its_weight_and_an_answer_of_none_under_neither(
    toy, words
):
    both_sides = False
    for cause_id, contributions in evidence(toy, ANSWERS).items():
        if cause_id == SOMETHING_ELSE:
            continue
        page = read(why_view.why(toy, cause_id, contributions, 1.0, words))
        rows = evidence_rows(toy, contributions, words)
        shown = dict(
            zip(
                texts(page.all("h4")),
                (texts(ul.all(class_="answer")) for ul in page.all("ul", "contributions")),
                strict=True,
            )
        )
        sides = {
            "why.for": [row.answer for row in rows if row.weight > 0],
            "why.against": [row.answer for row in rows if row.weight < 0],
        }
        assert shown == {side: answers for side, answers in sides.items() if answers}
        both_sides |= all(sides.values())
    assert both_sides


def test_what_counts_half_names_the_stronger_answer_of_its_own_group_and_side(toy, words):
    """*Heat* and *glare* repeat each other for the sun; *noon* is stronger and of no group."""
    rows = {
        row.answer: row.discount for row in evidence_rows(toy, evidence(toy, ANSWERS)["sun"], words)
    }
    halved = {answer: discount for answer, discount in rows.items() if discount}
    assert list(halved) == ["why.answer_yes finding=Worse in heat"]
    assert list(halved.values()) == ["why.counts finding=Worse in glare share=share.2"]


def test_what_counts_half_never_names_an_answer_of_the_other_side(toy, words):
    features = {**toy.features}
    features["sun", "cold"] = replace(toy.features["sun", "heat"], finding_id="cold")
    cold = replace(toy.findings["heat"], finding_id="cold", label="Worse in cold")
    catalogue = replace(toy, features=features, findings={**toy.findings, "cold": cold})
    answers = {"glare": False, "heat": True, "cold": True}
    rows = evidence_rows(catalogue, evidence(catalogue, answers)["sun"], words)
    [discount] = [row.discount for row in rows if row.discount]
    assert "Worse in heat" in discount or "Worse in cold" in discount
    assert "Worse in glare" not in discount


def test_what_would_change_lists_the_answers_of_the_change_and_no_others(toy, words):
    change = Change((("night", True), ("noon", False)), "moon", 0.1)
    page = read(why_view.what_would_change(toy, "sun", change, 0.9, words))
    assert texts(page.one("ul").elements) == [
        "why.answer_yes finding=Worse at night",
        "why.answer_no finding=Worse at noon",
    ]
    assert not read(why_view.what_would_change(toy, "sun", None, 0.9, words)).all("ul")


def test_the_question_to_ask_next_is_named_alone(toy, words):
    asked = why_view.next_question(toy, next_of(toy), None, None, False, words)
    page = read(asked)
    question = toy.question_label(next_of(toy).question_id)
    assert page.one("p", "asked").text == question
    others = [f.label for f in toy.findings.values() if f.label != question]
    assert not [label for label in others if label in page.text]


def next_of(catalogue: Catalogue):
    asked = next_question(catalogue, {"noon": True}, {"burn": False, "blind": False})
    assert asked
    return asked


# ------------------------------------------------------------------------------ the ranking


def test_each_row_of_the_ranking_is_one_cause_and_every_cause_has_one(toy, words):
    found = differential(toy, ANSWERS, {"burn": False, "blind": False})
    for mode in (BY_FIT, BY_LIKELIHOOD):
        page = read(ranking_view.ranking(toy, found, mode, words, picked="moon"))
        rows = page.one("tbody").elements
        order = [row.cause_id for row in found.ordered(mode)]
        assert [row["data-cause"] for row in rows] == order
        assert texts(row.one("button", "cause") for row in rows) == order
        assert [row["data-cause"] for row in rows if "data-picked" in row] == ["moon"]


def test_each_cause_has_one_slider_of_its_own(toy, words):
    page = read(ranking_view.pretest_weights(toy, toy.pretest, words))
    sliders = page.all("label", "slider")
    assert [slider.one("input")["name"] for slider in sliders] == [
        f"pretest:{cause_id}" for cause_id in toy.causes
    ]
    assert [slider.elements[0].text for slider in sliders] == [*toy.causes]


def test_the_cause_to_explain_is_picked_from_all_causes_once(named, words):
    page = read(why_view.why(named, next(iter(named.causes)), (), 0.0, words))
    options = page.one("select").elements
    assert [option["value"] for option in options] == [*named.causes]
    assert [ids("causes", option.text) for option in options] == [[c] for c in named.causes]


def test_the_stories_to_load_are_the_examples_of_the_set_each_under_its_own_name(named, words):
    page = read(why_view.toolbar(named, words, "", (), "", False))
    first, *options = page.one("select").elements
    assert (first["value"], first.text) == ("", "tools.choose")
    assert {option["value"]: option.text for option in options} == {
        example_id: example.label for example_id, example in named.examples.items()
    }


def test_the_glossary_explains_each_term_by_its_own_meaning(shipped, words):
    page = read(why_view.glossary(shipped, words))
    children = page.one("dl").elements
    assert [child.tag for child in children] == ["dt", "dd"] * len(shipped.glossary)
    pairs = list(zip(texts(children[::2]), texts(children[1::2]), strict=True))
    terms = {(term.term, " ".join(term.definition.split())) for term in shipped.glossary.values()}
    assert set(pairs) == terms
    assert [term.lower() for term, _ in pairs] == sorted(term.lower() for term, _ in terms)


# ------------------------------------------------------------------------------ the checklist


def members(catalogue: Catalogue, question_id: str) -> list[str]:
    group = catalogue.exclusive_members.get(question_id)
    return list(group) if group else [question_id]


def test_each_question_stands_under_its_kind_with_its_own_answers(named, words):
    page = read(checklist_view.checklist(named, words))
    shown = {
        section["data-kind"]: [item["data-question"] for item in section.all("fieldset", "item")]
        for section in page.all("section", "kind")
    }
    questions = dict.fromkeys(map(named.question_of, named.findings))
    assert shown == {
        kind: own
        for kind in KINDS
        if (own := [q for q in questions if named.findings[members(named, q)[0]].kind == kind])
    }
    for item in page.all("fieldset", "item"):
        question_id = item["data-question"]
        values = [choice["value"] for choice in item.all("input")]
        labels = [label for text in texts(item.all("label")) for label in ids("findings", text)]
        if question_id in named.exclusive_members:
            own = members(named, question_id)
            assert [value for value in values if value not in ("none", "")] == own == labels
            assert {choice["name"] for choice in item.all("input")} == {f"group:{question_id}"}
        else:
            assert values == ["yes", "no", ""]
            assert labels == []
            assert {choice["name"] for choice in item.all("input")} == {f"finding:{question_id}"}


def test_a_short_checklist_asks_what_it_is_for_and_nothing_else(named, words):
    only = ["mainly_night", next(iter(named.exclusive_members.values()))[1]]
    page = read(checklist_view.checklist(named, words, only))
    shown = {item["data-question"] for item in page.all("fieldset", "item")}
    assert shown == {named.question_of(finding_id) for finding_id in only}
    assert not page.all("input", type="search")


def test_a_search_finds_a_question_by_the_words_of_its_own_findings(named, words):
    findings = {key: replace(row, words=(f"word of {key}",)) for key, row in named.findings.items()}
    page = read(checklist_view.checklist(replace(named, findings=findings), words))
    for item in page.all("fieldset", "item"):
        own = members(named, item["data-question"] or "")
        assert item["data-words"] == "; ".join(f"word of {key}" for key in own)


def test_how_to_look_is_told_with_the_findings_that_have_it(named, words):
    findings = {key: replace(row, check=f"«checks:{key}»") for key, row in named.findings.items()}
    page = read(checklist_view.checklist(replace(named, findings=findings), words))
    for item in page.all("fieldset", "item"):
        own = members(named, item["data-question"] or "")
        assert [key for p in item.one("details").all("p") for key in ids("checks", p.text)] == own


# ------------------------------------------------------------------------------ where it is


def test_each_place_in_words_is_marked_for_this_cause_and_once(named, words):
    for cause_id in named.causes:
        rows = {
            key: replace(mark, words=f"«cause_regions:{mark.cause_id}_{mark.part}_{mark.mark}»")
            for key, mark in named.cause_regions.items()
        }
        html = body_map_view.marks(replace(named, cause_regions=rows), cause_id, words)
        listed = [item for ol in read(html).all("ol", "twin-list") for item in ol.elements]
        shown = [place for item in listed for place in ids("cause_regions", item.text)]
        own = [mark for mark in named.cause_regions.values() if mark.cause_id == cause_id]
        assert sorted(shown) == sorted(f"{cause_id}_{mark.part}_{mark.mark}" for mark in own)
        assert len(listed) == len({mark.part for mark in own})


def test_pointing_offers_every_place_of_the_body_once(shipped, words):
    page = read(body_map_view.pick(shipped, (), (), Html(), words))
    ticks = [box["name"] for box in page.all("input", type="checkbox")]
    places = {(region.part, region.side) for region in shipped.regions.values()}
    assert sorted(ticks) == sorted(f"place:{part}:{side}" for part, side in places)


def test_two_causes_are_picked_from_those_of_the_map_and_something_else(named, words):
    causes = [c for c in named.causes if c != SOMETHING_ELSE]
    one, other = causes[:2]
    for picker in read(contrast_view.contrast(named, one, other, words)).all("select"):
        values = [option["value"] for option in picker.elements]
        assert sorted(values) == sorted(named.causes)
        assert [ids("causes", option.text) for option in picker.elements] == [[c] for c in values]


# ------------------------------------------------------------------------------ figures


@pytest.mark.parametrize("figure", ["calcium_balance", "vein_pressure", "calcium_parts"])
def test_a_figure_warns_of_what_is_written_for_it_and_of_nothing_else(shipped, figure):
    says = {
        key: replace(row, says=f"«measurements:{key}»") for key, row in shipped.measurements.items()
    }
    catalogue = replace(shipped, measurements=says)
    draw = {
        "calcium_balance": figure_panels.calcium_balance,
        "vein_pressure": figure_panels.vein_pressure,
        "calcium_parts": figure_panels.adjusted_calcium,
    }[figure]
    page = read(html_of(draw(ExplorerState(Case(catalogue), spelled_out()))))
    listed = [key for ul in page.all("ul", "cautions") for key in ids("measurements", ul.text)]
    own = [
        key
        for key, row in shipped.measurements.items()
        if (row.figure, row.series) == (figure, "caution")
    ]
    assert listed == own
    assert own


# ------------------------------------------------------------------------------ what is raised


def test_a_referral_names_the_dangers_that_are_raised_and_no_look_alike(named, words):
    for tier in REFER_TIERS:
        raised = [f for f, flag in named.flags.items() if flag.tier in (tier, "look_alike")]
        labels = {flag_id: [f"«because:{flag_id}»"] for flag_id in raised[::2]}
        page = read(safety_view.referral(named, raised, labels, words))
        own = [flag_id for flag_id in raised if named.flags[flag_id].tier == tier]
        articles = page.all("article", "flag")
        assert len(articles) == len(own)
        # The danger says what to do, and the sign or the findings that it was raised by.
        assert [ids("flags", article.text) for article in articles] == [
            [f] if f in labels else [f, f] for f in own
        ]
        assert [ids("because", article.text) for article in articles] == [
            [f] if f in labels else [] for f in own
        ]


def test_the_body_map_names_the_dangers_it_was_given_and_no_others(named, words):
    given = list(named.flags)[1:4]
    page = read(body_map_view.danger_signs(named, given, words))
    assert [ids("flags", item.text) for item in page.one("ul").elements] == [[f] for f in given]
    assert body_map_view.danger_signs(named, (), words) == ""


def test_what_got_a_yes_without_a_sign_is_listed_and_no_other_phrase(named, words):
    for count in (1, 2, 3):
        given = list(named.phrases)[count : 2 * count]
        page = read(safety_view.said_yes(named, given, words))
        listed = [ids("phrases", item.text) for item in page.one("ul").elements]
        assert listed == [[phrase_id] for phrase_id in given]
        assert len(ids("phrases", page.text)) == count


def test_what_is_to_be_looked_at_is_listed_each_with_its_own_two_answers(named, words):
    given = list(named.flags)[2:5]
    page = read(safety_view.flags_asked_now(named, given, words))
    items = page.one("ul").elements
    assert [item["data-flag"] for item in items] == given
    for flag_id, item in zip(given, items, strict=True):
        assert ids("flags", item.text) == [flag_id]
        assert [(b["data-action"], b["data-value"]) for b in item.all("button")] == [
            ("raise", flag_id),
            ("looked", flag_id),
        ]


def test_what_was_changed_here_is_listed_as_it_was_told(toy, words):
    page = read(safety_view.stamp(replace(toy, warnings=("One.", "Two.")), words))
    assert texts(page.one("ul").elements) == ["One.", "Two."]
    assert not read(safety_view.stamp(toy, words)).all("ul")


# ------------------------------------------------------------------------------ questions


@pytest.mark.parametrize("kind", OPTIONS)
def test_a_question_offers_its_own_options_and_no_other(kind, words):
    catalogue = toy_questions()
    quiz = Quiz(catalogue, [catalogue.questions[kind]])
    page = read(quiz_panel(catalogue, quiz, words).html)
    own = [f"{option_id}." for option_id in OPTIONS[kind]]
    if kind == "order":
        steps = page.one("ol").elements
        assert sorted(step["data-key"] or "" for step in steps) == sorted(OPTIONS[kind])
        assert sorted(step.elements[0].text for step in steps) == sorted(own)
    else:
        [choices] = [c for c in page.all("div", "choices") if "sureness" not in c.classes][:1]
        without_letters = [re.sub(r"^[A-E] ", "", text) for text in texts(choices.elements)]
        assert sorted(without_letters) == sorted(own)
    others = {f"{o}." for options in OPTIONS.values() for o in options} - {*own}
    assert not [text for text in others if text in page.text.split()]


@pytest.mark.parametrize("kind", OPTIONS)
def test_what_is_told_of_each_option_is_its_own(kind, words):
    catalogue = toy_questions()
    quiz = answered(catalogue, kind)
    html = quiz_view.told(catalogue, catalogue.questions[kind], quiz.options, quiz.told, words)
    items = read(html).one(None, "told").elements
    shown = [(item.one("strong").text, item.elements[1].text) for item in items]
    own = [(f"{option_id}.", f"Why {option_id}.") for option_id in OPTIONS[kind]]
    assert sorted(shown) == sorted(own)
    hers = [item.one("strong").text for item in items if "quiz.option.yours" in item.text]
    chosen = [] if kind == "order" else [f"{option_id}." for option_id in quiz.chosen]
    assert hers == chosen


# ------------------------------------------------------------------------------ cases


def test_each_thing_to_ask_stands_under_its_kind_once(named, words):
    page = read(cases_view.asking(named, (), True, words))
    asked = {
        kind["data-kind"]: [b["data-value"] for b in kind.all("button")]
        for kind in page.all("details", "ask-kind")
    }
    questions = dict.fromkeys(map(named.question_of, named.findings))
    expected = {"safety": sorted(named.safety_questions)} | {
        kind: sorted(q for q in questions if named.findings[members(named, q)[0]].kind == kind)
        for kind in KINDS
    }
    assert {kind: sorted(own) for kind, own in asked.items()} == {
        k: v for k, v in expected.items() if v
    }


def test_the_chips_are_the_questions_that_stand_ready_and_no_others(words):
    catalogue = toy_cases()
    encounter = Encounter(catalogue, "ada")
    encounter.ask("skin")
    foot = read(cases_view.bar(catalogue, encounter.log, "asking", ("skin", "noon"), words))
    chips = foot.one("ul", "chips").all("button")
    assert [chip["data-value"] for chip in chips] == ["skin", "noon"]
    assert ["aria-disabled" in chip.attributes for chip in chips] == [True, False]
    assert ["class" in chip.attributes for chip in chips] == [True, False]


def test_she_is_summed_up_from_what_was_asked_and_her_causes_are_those_of_the_set(words):
    catalogue = toy_cases()
    encounter = Encounter(catalogue, "ada")
    for question_id in ("noon", "skin"):
        encounter.ask(question_id)
    form = read(saying_view.saying(catalogue, encounter.case, encounter.log, "", words))
    picked = [
        box["name"] for reason in form.all("fieldset", "reason") for box in reason.all("input")
    ]
    assert picked == ["for:noon", "against:noon", "for:skin", "against:skin"]
    places = form.all("select")
    assert [place["name"] for place in places] == ["rank:1", "rank:2", "rank:3"]
    for place in places:
        assert [option["value"] or "" for option in place.elements] == ["", *catalogue.causes]
    passes = [box["name"] for box in form.all("input") if box["name"].startswith("pass:")]
    assert passes == [f"pass:{part}" for part in PARTS]


def test_both_sides_list_what_either_names_and_the_points_of_the_case(
    words,
):
    catalogue = toy_cases()
    case = replace(catalogue.cases["ada"], points=("One.", "Two.", "Three."))
    causes = (CauseNamed("sun", 0, True), CauseNamed("moon", 1, False))
    findings = (FindingNamed("noon", "", True, False), FindingNamed("glare", "for", False, True))
    both = Both(Said("Ada.", ("moon",)), causes, findings, ("sun", "moon"), "noon")
    page = read("".join(saying_view.both_sides(catalogue, case, both, "", words)))
    first, second = page.all("tbody")
    assert texts([row.one("th") for row in first.elements]) == [
        catalogue.causes[cause_id].short_label for cause_id in ("sun", "moon")
    ]
    assert texts([row.one("th") for row in second.elements]) == [
        catalogue.question_label(q) for q in ("noon", "glare")
    ]
    ticks = [box["name"] for box in page.all("input")]
    assert ticks == ["point:1", "point:2", "point:3"]
    silent = replace(both, said=Said(passed=PARTS))
    page = read("".join(saying_view.both_sides(catalogue, case, silent, "", words)))
    assert texts(page.one("ul", "points").elements) == list(case.points)
    assert not page.all("input")


def test_what_can_be_handed_over_is_each_piece_once_with_the_four_lines(words):
    catalogue = toy_cases()
    case = catalogue.cases["cleo"]
    offered = pieces(catalogue, case, ["skin", "noon"])
    form = read(handing_view.handing_over(catalogue, case, offered, "", "", "", words))
    picked = form.all("select")
    assert [one["name"] for one in picked] == [f"line:{piece.piece_id}" for piece in offered]
    for one in picked:
        assert [option["value"] or "" for option in one.elements] == ["", *LINES]
    said = form.one("ul", "already-said").elements
    assert texts(said) == [f"sbar.first.unnamed woman={case.woman}", "sbar.how_fast how_fast="]


def test_the_four_lines_hold_what_was_said_in_each_and_nothing_else(words):
    catalogue = toy_cases()
    case = catalogue.cases["cleo"]
    offered = pieces(catalogue, case, ["skin", "noon"])
    found = handed(catalogue, case, offered, {"burn": "assessment", "noon": "background"})
    page = read(handing_view.handed_over(catalogue, case, found, "", "", "", words))
    lines = dict(zip(texts(page.all("dt")), page.all("dd"), strict=True))
    assert list(lines) == [f"sbar.{line}" for line in LINES]
    by_id = {piece.piece_id: piece for piece in offered}
    for line, piece_id in {"assessment": "burn", "background": "noon"}.items():
        text = handing_view.piece_text(catalogue, by_id[piece_id], words)
        assert texts(lines[f"sbar.{line}"].elements) == [text]


def test_what_is_known_is_what_was_asked_in_its_order_and_the_reasons_are_of_the_same(words):
    catalogue = toy_cases()
    encounter = Encounter(catalogue, "ada")
    for question_id in ("noon", "skin", "peeling", "sun_test"):
        encounter.ask(question_id)
    heard = read(cases_view.heard(catalogue, encounter.log, encounter.costs, words))
    assert [item["data-key"] for item in heard.one("ol").elements] == [
        f"heard {question_id}" for question_id in encounter.asked
    ]
    costs = heard.one(None, "costs").one("ul").elements
    assert texts(costs) == ["case.cost discomfort=Bright light wait=A day"]
    form = read(cases_view.decision(catalogue, encounter.log, False, "", words))
    reasons = form.all("fieldset", "reason")
    assert [[box["name"] for box in reason.all("input")] for reason in reasons] == [
        [f"for:{question_id}", f"against:{question_id}"] for question_id in encounter.asked
    ]


def test_a_decision_names_causes_and_dangers_of_the_set_and_never_something_else_as_a_cause(
    named, words
):
    form = read(cases_view.decision(named, (), False, "", words))
    causes = [box["name"] for box in form.all("input", type="checkbox")]
    assert causes == [f"cause:{c}" for c in named.causes if c != SOMETHING_ELSE]
    options = form.one("select", name="danger").elements
    assert (options[0]["value"], options[-1].text) == ("", "case.danger.not_named")
    offered = [option["value"] or "" for option in options[1:-1]]
    could_be = [named.flags[flag_id].could_be for flag_id in offered]
    assert all(named.flags[flag_id].tier in REFER_TIERS for flag_id in offered)
    assert texts(options[1:-1]) == could_be
    # A decision is kept in a journal, and what is private is kept nowhere.
    every = {
        flag.could_be
        for flag in named.flags.values()
        if flag.tier in REFER_TIERS and not flag.private
    }
    assert len(could_be) == len(set(could_be))
    assert {*could_be} == every
    stopping = read(cases_view.decision(named, (), True, "", words))
    assert stopping.all("input", type="checkbox") == []


def test_after_a_decision_each_list_holds_what_it_is_headed_by(words):
    catalogue = toy_cases()
    encounter = Encounter(catalogue, "ada")
    for question_id in ("noon", "heat", "peeling", "sun_test"):
        encounter.ask(question_id)
    encounter.commit("causes", ["moon"], for_=["noon"], sure=70)
    said = feedback(encounter)
    page = read(told_view.told(catalogue, said, words))
    lists = {p.text: texts(ul.elements) for p, ul in followed_by_a_list(page)}
    label = catalogue.question_label
    assert lists == {
        f"case.told.safety_left.many count={len(catalogue.safety_questions)}": [
            f"{question.label} {question.check}".strip()
            for question in catalogue.safety_questions.values()
        ],
        "case.told.not_asked": [label("night")],
        "case.told.in_vain": [label("heat"), label("sun_test")],
        "case.costs.one": ["case.cost discomfort=Bright light wait=A day"],
    }


def followed_by_a_list(page: Element) -> Iterator[tuple[Element, Element]]:
    """Each paragraph that a list stands directly after, with the list."""
    for element in [page, *page.all()]:
        for first, second in zip(element.elements, element.elements[1:], strict=False):
            if first.tag == "p" and second.tag == "ul":
                yield first, second


def test_each_danger_of_the_case_is_told_and_no_other(named, words):
    for case_id, case in named.cases.items():
        encounter = Encounter(named, case_id)
        encounter.commit("cannot_tell", sure=70)
        page = read(told_view.told(named, feedback(encounter), words))
        told = page.all("article", "flag")
        # The sign, and what to do.
        assert sorted(ids("flags", article.text) for article in told) == sorted(
            [f, f] for f in case.flag_ids
        )
        for danger in page.all("div", "one-danger"):
            signs = [ids("flags", sign.text)[0] for sign in danger.all("article", "flag")]
            assert len({(named.flags[f].tier, named.flags[f].could_be) for f in signs}) == 1
        assert sorted(ids("flags", page.text)) == sorted([*case.flag_ids] * 2)


def test_what_each_finding_did_is_told_of_the_causes_of_the_case_by_side(words):
    catalogue = toy_cases()
    encounter = Encounter(catalogue, "dora")
    encounter.ask("noon")
    encounter.commit("causes", ["sun", "moon"], for_=["noon"], sure=70)
    said = feedback(encounter)
    page = read(told_view.told(catalogue, said, words))
    boxes = page.all("details", "did")
    assert [box["data-key"] for box in boxes] == ["sun", "moon"]
    for box in boxes:
        contributions = [did.contribution for did in said.did[box["data-key"] or ""]]
        rows = evidence_rows(catalogue, contributions, words)
        sides = [[row.answer for row in rows if row.weight * side > 0] for side in (1, -1)]
        lists = [texts(ul.all(None, "answer")) for ul in box.all("ul", "contributions")]
        assert lists == [side for side in sides if side]
    asked = [
        li.one(None, "answer").text for li in page.all("li") if "case.asked" in li.text.split()
    ]
    assert {*asked} == {"why.answer_yes finding=Worse at noon"}


def test_the_program_ranks_the_causes_and_not_something_else(words):
    catalogue = toy_cases()
    encounter = Encounter(catalogue, "ada")
    encounter.commit("causes", ["sun"], sure=70)
    page = read(told_view.told(catalogue, feedback(encounter), words))
    rows = page.one("details", "program").one("tbody").elements
    assert sorted(row.elements[0].text for row in rows) == ["moon", "sun"]


# ------------------------------------------------------------------------------ her own page


def test_only_women_are_listed_as_due_and_only_questions_are_counted(named, words):
    women, questions = list(named.cases)[:2], list(named.questions)[:3]
    due = [*(("question", q) for q in questions), *(("case", c) for c in women)]
    page = read(progress_view.due_list(named, due, 0, words))
    assert texts(page.one("ul").elements) == [named.cases[c].woman for c in women]
    assert "due.questions.many count=3" in texts(page.all("p"))
    without = read(progress_view.due_list(named, due[:3], 0, words))
    assert not without.all("ul")


def test_the_lines_that_could_not_be_read_are_listed_as_they_are(words):
    aside = ((2, "<b>cut"), (7, "off"))
    page = read(progress_view.keeping(3, "", "", 0, aside, "", "", 0, "", words))
    assert texts(page.one("ul").elements) == [
        "journal.line number=2 text=<b>cut",
        "journal.line number=7 text=off",
    ]
    assert not read(progress_view.keeping(3, "", "", 0, (), "", "", 0, "", words)).all("ul")


# ------------------------------------------------------------------------------ every box


ROWS = ("ul", "ol", "dl", "tbody", "select")
LIKE_ROWS = ("label", "fieldset", "article")
"""Where several of these stand in one element, it gathers rows, too."""


def boxes(html: str) -> Iterator[str]:
    """Each list, table and set of choices, as its own class or tag after that of what it stands in."""
    for element in read(html).all():
        tags = Counter(child.tag for child in element.elements)
        if element.tag in ROWS or any(tags[tag] > 1 for tag in LIKE_ROWS):
            near = next((e.classes[0] for e in element.around if e.classes), "")
            yield f"{near} > {element.classes[0] if element.classes else element.tag}"


def html_of(part: object) -> str:
    if isinstance(part, Box):
        return "".join(map(html_of, part.children))
    if isinstance(part, Panel):
        return part.html
    written: Callable[[], str] | None = getattr(part, "_repr_html_", None)
    return written() if written else ""


LESSON_PARTS = (
    *("story", "first_thought", "look_back", "what_seeing_says", "body_map", "features"),
    *("look_alike", "red_flags", "dangers", "signs", "article_and_evidence", "management", "card"),
    *("sources", "toggle_and_see", "check_yourself", "drill"),
)
LAB_PARTS = (
    *("calcium_balance", "vein_pressure", "adjusted_calcium", "where_clots_lie", "clots_by_points"),
    *("contrast", "accuracy_card", "stamp", "glossary"),
)


def lesson_parts() -> Iterator[object]:
    lab = Lab()
    for name in LAB_PARTS:
        yield getattr(lab, name)()
    # Two on a cause, and two on none; the others have the same parts.
    for lesson_id in ("varicose_veins", "disc_herniation", "red_flags", "compare_the_causes"):
        desk = lab.lesson(lesson_id)
        for name in LESSON_PARTS:
            with suppress(ValueError):  # A lesson has not every part.
                yield getattr(desk, name)()


def explorers(catalogue: Catalogue, words: Words) -> Iterator[Part]:
    """The explorer before anything is answered, and with each thing that can take the ranking's place."""
    urgent = next(f for f, flag in catalogue.flags.items() if flag.tier in REFER_TIERS)
    by_rule = next(rule for rule in catalogue.rules if rule.effect == "ask_now")
    alike = next(
        rule for rule in catalogue.rules if catalogue.flags[rule.flag_id].tier == "look_alike"
    )
    told: list[list[tuple[str, object]]] = [
        [],
        [(f"flag:{urgent}", True)],
        [(f"phrase:{next(iter(catalogue.phrases))}", "open")],
        [(f"finding:{f}", "yes") for f in by_rule.all_present],
        [*((f"finding:{f}", "yes") for f in by_rule.all_present), ("looked", by_rule.flag_id)],
        [(f"finding:{f}", "yes") for f in alike.all_present],
        [("tools:example", next(iter(catalogue.examples)))],
    ]
    for sent in told:
        explorer = ExplorerState(Case(catalogue), words)
        shown = explorer_box(explorer)
        for name, value in sent:
            explorer.handle(name, value)
        yield shown


def case_pages(catalogue: Catalogue, words: Words) -> Iterator[Part]:
    of_each_answer = {case.answer: case_id for case_id, case in catalogue.cases.items()}
    of_most_dangers = max(catalogue.cases, key=lambda c: len(catalogue.cases[c].flag_ids))
    for case_id in (*of_each_answer.values(), of_most_dangers):
        panel = case_panel(Session(catalogue), case_id, words)
        for question_id in (*catalogue.safety_questions, *catalogue.findings):
            panel.receive("ask", question_id)
            if question_id == "mainly_night":
                yield Panel(html=panel.html)
        yield panel
        panel.receive("decide", None)
        yield Panel(html=panel.html)
        yield from said_in_full(catalogue, case_id, words)
        yield from handed_over(catalogue, case_id, words)
        for name, value in {"answer": "cannot_tell", "sure": "70", "commit": None}.items():
            panel.receive(name, value)
        yield panel


def handed_over(catalogue: Catalogue, case_id: str, words: Words) -> Iterator[Part]:
    """The handing over, before and after, with something said, something missing and something beside."""
    panel = case_panel(Session(catalogue), case_id, words)
    panel.receive("stop", None)
    danger = next(f for f, flag in catalogue.flags.items() if flag.tier in REFER_TIERS)
    for name, value in {"danger": danger, "how_fast": "now", "sure": "70", "commit": None}.items():
        panel.receive(name, value)
    panel.receive("line:beside_1", "background")
    yield Panel(html=panel.html)
    panel.receive("commit", None)
    yield panel


def said_in_full(catalogue: Catalogue, case_id: str, words: Words) -> Iterator[Part]:
    """Where no danger stands: the form in which she is summed up, passed and not, and what follows."""
    rows = tuple(row for row in catalogue.case_findings if not row.flag_id)
    calm = replace(catalogue, case_findings=rows)
    for passed in (True, False):
        panel = case_panel(Session(calm), case_id, words)
        for question_id in (*calm.safety_questions, "mainly_night"):
            panel.receive("ask", question_id)
        panel.receive("in_full", None)
        yield Panel(html=panel.html)
        first = next(iter(calm.causes))
        for part in ("sentence", "ranked", "findings"):
            panel.receive(f"pass:{part}", passed)
        for name, value in {
            **{"sentence": "She is 30.", "rank:1": first, "for:mainly_night": True},
            **{"say": None, "answer": "cannot_tell", "sure": "70"},
        }.items():
            panel.receive(name, value)
        yield Panel(html=panel.html)
        panel.receive("commit", None)
        yield panel


def questions_told(catalogue: Catalogue, words: Words) -> Iterator[Part]:
    of_each_kind = {question.kind: question for question in catalogue.questions.values()}
    for question in of_each_kind.values():
        yield quiz_panel(catalogue, Quiz(catalogue, [question]), words)
        quiz = answered(catalogue, question.question_id)
        yield Panel(html=quiz_view.told(catalogue, question, quiz.options, quiz.told, words))


def rarer(catalogue: Catalogue, words: Words) -> Iterator[Part]:
    """What is seen only by who points at a danger, or has changed the tables."""
    urgent = [f for f, flag in catalogue.flags.items() if flag.tier in REFER_TIERS]
    yield Panel(html=body_map_view.danger_signs(catalogue, urgent[:2], words))
    yield parts.stamp(ExplorerState(Case(replace(catalogue, warnings=("One.", "Two."))), words))


def own_pages(catalogue: Catalogue, words: Words) -> Iterator[Part]:
    store = JournalInMemory()
    store.append(b"not a line\n")
    record = Record(catalogue, Journal(store))
    for lesson_id in ("varicose_veins", "red_flags"):
        test_progress.answered(record, lesson_id, *[True, False] * 4)
    woman = next(iter(catalogue.cases))
    record.journal.add(
        Entry("case", woman, ("cannot_tell",), 70, False, 0.0, at=test_progress.LONG_AGO)
    )
    record.read_again()
    yield from (f(record, words) for f in (own.due, own.progress, own.journal))


WORDS_ALONE = "its lines are words of the program, no rows of a table"
own_rows = test_own_rows
CARD = own_rows.test_the_card_shows_findings_of_its_cause_under_their_kind_and_no_more_than_it_holds
ON_CARD = own_rows.test_the_card_gives_the_advice_of_its_cause_under_its_headings
DANGERS = own_rows.test_the_card_names_the_dangers_of_its_lesson_and_its_look_alikes_apart
TABLES = (
    test_figures.test_every_figure_has_a_picture_a_sentence_and_a_table,
    test_figures.test_the_bars_the_sentence_and_the_table_of_the_balance_agree,
    test_figures.test_the_drawing_the_sentence_and_the_table_of_the_vein_agree,
    test_figures.test_the_line_the_sentence_and_the_table_of_calcium_agree,
    test_figures.test_the_icons_the_sentence_and_the_table_of_seeing_agree,
    test_clots.test_every_figure_has_a_sentence_and_a_table_with_every_count,
    test_progress.test_sentence_table_and_plot_tell_the_same,
    test_progress.test_strengths_count_all_answers_and_the_last_of_each,
    test_progress.test_missed_dangers_and_needless_alarms_are_counted_apart,
    test_lesson_views.test_a_pair_is_told_apart_in_three_rows_of_growing_knowledge,
)
BOXES: dict[str, object] = {
    # A lesson.
    " > lesson-claims": own_rows.test_a_lesson_shows_the_claims_on_its_cause_and_on_no_other,
    "pocket > mini": (
        test_pocket.test_every_row_of_the_ranking_is_one_of_its_rows_in_the_same_order
    ),
    "tasks > ol": test_tasks.test_the_tasks_are_those_of_the_lesson_in_their_order,
    " > tbody": test_lesson_views.test_the_look_alike_shows_the_widest_gaps_of_what_can_be_asked,
    "apart > ul": DANGERS,
    "danger-first > ul": DANGERS,
    "leaf-dangers > of-tier": (
        own_rows.test_a_lesson_shows_its_own_danger_signs_each_with_its_own_action,
        own_rows.test_each_danger_stands_under_its_tier_and_holds_the_signs_of_that_danger_alone,
    ),
    "do > ul": ON_CARD,
    "do_not > ul": ON_CARD,
    "refer_when > ul": ON_CARD,
    **dict.fromkeys([f"{kind} > ul" for kind in KINDS], CARD),
    "guidance > ul": (
        own_rows.test_each_advice_stands_under_its_own_heading_and_with_its_own_cause
    ),
    "item > ul": (
        own_rows.test_each_danger_stands_under_its_tier_and_holds_the_signs_of_that_danger_alone
    ),
    "leaves > ol": test_leaves.test_each_part_of_the_safety_check_is_a_leaf_with_a_tab_that_names_it,
    "lesson-features > legend-of-bases": WORDS_ALONE,
    "lesson-sources > ul": (test_the_sources_of_a_lesson_are_those_of_its_rows_and_of_no_other),
    "of-question > ul": own_rows.test_each_sign_stands_under_its_own_question_and_look_alikes_apart,
    "sources > ul": (
        test_what_opens_beside_a_row_is_the_sources_of_that_row,
        test_an_answer_that_is_told_names_the_sources_of_its_question_and_of_no_other,
        test_each_place_in_words_is_marked_for_this_cause_and_once,
    ),
    "stacks > tbody": (
        own_rows.test_a_lesson_shows_the_findings_of_its_cause_once_under_their_kind,
    ),
    "words > twin-list": test_each_place_in_words_is_marked_for_this_cause_and_once,
    # The safety check, and what can stand in place of the ranking.
    " > safety": (
        own_rows.test_each_safety_question_opens_its_own_phrases_and_each_phrase_its_own_signs
    ),
    "safety > item": (
        own_rows.test_each_safety_question_opens_its_own_phrases_and_each_phrase_its_own_signs
    ),
    "phrase > choices": WORDS_ALONE,
    "phrase > flags": (
        own_rows.test_each_safety_question_opens_its_own_phrases_and_each_phrase_its_own_signs
    ),
    "ask-now > ul": (
        test_what_got_a_yes_without_a_sign_is_listed_and_no_other_phrase,
        test_what_is_to_be_looked_at_is_listed_each_with_its_own_two_answers,
    ),
    "looked-at > ul": (own_rows.test_what_was_looked_at_names_what_was_looked_for_and_nothing_else),
    "refer-when > ul": (
        own_rows.test_when_to_refer_is_that_of_the_cause_in_front_and_no_other_advice
    ),
    "danger-sign > ul": test_the_body_map_names_the_dangers_it_was_given_and_no_others,
    "local-edit > ul": test_what_was_changed_here_is_listed_as_it_was_told,
    # The explorer.
    "bars > tbody": test_each_row_of_the_ranking_is_one_cause_and_every_cause_has_one,
    "change > ul": test_what_would_change_lists_the_answers_of_the_change_and_no_others,
    "charts > choices": WORDS_ALONE,
    " > figure": WORDS_ALONE,
    "figure > pickers": test_two_causes_are_picked_from_those_of_the_map_and_something_else,
    "glossary > dl": test_the_glossary_explains_each_term_by_its_own_meaning,
    "item > choices": test_each_question_stands_under_its_kind_with_its_own_answers,
    "kind > items": test_each_question_stands_under_its_kind_with_its_own_answers,
    "levels > choices": WORDS_ALONE,
    "picker > select": (
        test_the_cause_to_explain_is_picked_from_all_causes_once,
        test_the_stories_to_load_are_the_examples_of_the_set_each_under_its_own_name,
        test_two_causes_are_picked_from_those_of_the_map_and_something_else,
    ),
    "pretest > sliders": test_each_cause_has_one_slider_of_its_own,
    "reasons > contributions": (
        test_each_answer_stands_under_for_or_against_by_its_weight_and_an_answer_of_none_under_neither
    ),
    "switch > choices": WORDS_ALONE,
    "toolbar > share": WORDS_ALONE,
    "uses > choices": WORDS_ALONE,
    # Questions and cases.
    "ask-kind > asks": test_each_thing_to_ask_stands_under_its_kind_once,
    "ask-next > chips": test_the_chips_are_the_questions_that_stand_ready_and_no_others,
    "asked-question > choices": test_a_question_offers_its_own_options_and_no_other,
    "asked-question > steps": test_a_question_offers_its_own_options_and_no_other,
    "case-told > choices": test_both_sides_list_what_either_names_and_the_points_of_the_case,
    "case-told > sbar": test_the_four_lines_hold_what_was_said_in_each_and_nothing_else,
    "decision > already-said": test_what_can_be_handed_over_is_each_piece_once_with_the_four_lines,
    "piece > select": test_what_can_be_handed_over_is_each_piece_once_with_the_four_lines,
    "case-told > points": test_both_sides_list_what_either_names_and_the_points_of_the_case,
    "decision > fieldset": (
        test_she_is_summed_up_from_what_was_asked_and_her_causes_are_those_of_the_set
    ),
    "case-told > ul": test_after_a_decision_each_list_holds_what_it_is_headed_by,
    "costs > ul": test_what_is_known_is_what_was_asked_in_its_order_and_the_reasons_are_of_the_same,
    "decision > choices": (
        test_a_decision_names_causes_and_dangers_of_the_set_and_never_something_else_as_a_cause
    ),
    "did > contributions": test_what_each_finding_did_is_told_of_the_causes_of_the_case_by_side,
    "due > ul": test_only_women_are_listed_as_due_and_only_questions_are_counted,
    "journal > ul": test_the_lines_that_could_not_be_read_are_listed_as_they_are,
    "log > ol": test_what_is_known_is_what_was_asked_in_its_order_and_the_reasons_are_of_the_same,
    "case-columns > decision": WORDS_ALONE,
    "quiz > asked-question": WORDS_ALONE,
    "danger-sign > one-danger": test_each_danger_of_the_case_is_told_and_no_other,
    "program > dl": WORDS_ALONE,
    "program > tbody": test_the_program_ranks_the_causes_and_not_something_else,
    "reason > choices": WORDS_ALONE,
    "decision > reasons-given": (
        test_what_is_known_is_what_was_asked_in_its_order_and_the_reasons_are_of_the_same
    ),
    "told-question > told": test_what_is_told_of_each_option_is_its_own,
    "wide > select": (
        test_a_decision_names_causes_and_dangers_of_the_set_and_never_something_else_as_a_cause
    ),
    # Figures.
    "figure > cautions": test_a_figure_warns_of_what_is_written_for_it_and_of_nothing_else,
    "figure > choices": WORDS_ALONE,
    "figure > sliders": WORDS_ALONE,
    "hundred > key": WORDS_ALONE,
    "measures > key": WORDS_ALONE,
    "twin > tbody": TABLES,
}
"""Every box, by the class of what it stands in and its own: the tests of what is in it and what is not."""


def test_every_box_that_gathers_rows_has_a_test_of_what_is_in_it_and_what_is_not(shipped):
    words = Words(shipped.text)
    shown = [
        *lesson_parts(),
        *explorers(shipped, words),
        *case_pages(shipped, words),
        *questions_told(shipped, words),
        *own_pages(shipped, words),
        *rarer(shipped, words),
    ]
    found = {box for part in shown for box in boxes(html_of(part))}
    assert found - {*BOXES} == set(), "a new box: write its test, and its line in BOXES"
    assert {*BOXES} - found == set(), "no such box is shown"
