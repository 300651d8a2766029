"""A list holds its own rows and no other: what is in it, and what must be out.

Every row is made to say its own id, so that one which strays into another list, under another heading
or to another cause is seen there. What belongs where is read from the tables of the shipped set.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from html import unescape

import pytest

from crampkit.catalogue import KINDS, REFER_TIERS, TIERS, Catalogue, Lesson
from crampkit.reasoning import unexplained_phrases
from crampkit.views.explorer import safety as safety_view
from crampkit.views.explorer.safety import NEVER_PRINTED
from crampkit.views.figures.trimester import (
    cramps_by_trimester,
    shares_by_trimester,
    trimester_table,
)
from crampkit.views.lesson import lesson as lesson_view
from crampkit.views.lesson.card import ADVICE, ON_CARD, card
from crampkit.views.lesson.dangers import dangers, signs
from crampkit.words import Words
from tests.elements import read
from tests.unit.test_views import spelled_out

TEXTS = {
    "causes": ("label", "short_label"),
    "findings": ("label",),
    "safety_questions": ("label",),
    "phrases": ("label",),
    "flags": ("label", "action"),
    "management": ("text",),
    "claims": ("topic",),
}
"""What a row of each table is known by to a reader."""


def naming(catalogue: Catalogue) -> Catalogue:
    """A catalogue in which every row says its own id."""
    tables: Mapping[str, Mapping[str, object]] = {
        table: {
            key: replace(row, **dict.fromkeys(texts, f"«{table}:{key}»"))
            for key, row in getattr(catalogue, table).items()
        }
        for table, texts in TEXTS.items()
    }
    return replace(catalogue, glossary={}, **tables)


@pytest.fixture(scope="module")
def named(shipped: Catalogue) -> Catalogue:
    return naming(shipped)


@pytest.fixture
def words() -> Words:
    return spelled_out()


def ids(table: str, html: str) -> list[str]:
    """The rows of a table that are named in some HTML, in their order."""
    return re.findall(rf"«{table}:(\w+)»", html)


def parts(html: str, opening: str) -> dict[str, str]:
    """What stands from each opening tag to the next, by what the tag says."""
    _, *split = re.split(opening, html)
    return dict(zip(split[::2], split[1::2], strict=True))


def advice(catalogue: Catalogue, cause_id: str, kind: str) -> list[str]:
    return [
        item_id
        for item_id, item in catalogue.management.items()
        if item.cause_id == cause_id and item.kind == kind
    ]


def lessons_on_a_cause(catalogue: Catalogue) -> list[Lesson]:
    return [lesson for lesson in catalogue.lessons.values() if lesson.cause_id]


# ------------------------------------------------------------------------------ advice


def test_when_to_refer_is_that_of_the_cause_in_front_and_no_other_advice(named, words):
    for cause_id in named.causes:
        rows = advice(named, cause_id, "refer_when")
        html = safety_view.refer_when(named, cause_id, words)
        assert ids("management", html) == rows
        assert bool(html) == bool(rows), "a box without a row is no box"
        assert set(ids("causes", html)) <= {cause_id}
    assert safety_view.refer_when(named, None, words) == ""
    without = replace(named, management={})
    assert not any(safety_view.refer_when(without, cause_id, words) for cause_id in named.causes)


def test_each_advice_stands_under_its_own_heading_and_with_its_own_cause(named, words):
    for cause_id in named.causes:
        html = lesson_view.management(named, cause_id, words)
        shown = {
            kind: ids("management", part)
            for kind, part in parts(html, r'<div class="guidance (\w+)">').items()
        }
        listed = {kind: advice(named, cause_id, kind) for kind in lesson_view.GUIDANCE}
        assert shown == {kind: rows for kind, rows in listed.items() if rows}


def test_the_card_gives_the_advice_of_its_cause_under_its_headings(named, words):
    for lesson in lessons_on_a_cause(named):
        html = card(named, lesson.cause_id, words)
        shown = parts(html, r'<div class="(refer_when|do_not|do)">')
        for kind in lesson_view.GUIDANCE:
            rows = advice(named, lesson.cause_id, kind)
            own = rows if kind == "refer_when" else rows[:ADVICE]
            assert ids("management", shown.get(kind, "")) == own


# ------------------------------------------------------------------------------ a lesson's parts


def test_a_lesson_shows_the_claims_on_its_cause_and_on_no_other(named, words):
    for cause_id in named.causes:
        html = lesson_view.article_and_evidence(named, cause_id, words)
        assert ids("claims", html) == [
            claim_id for claim_id, claim in named.claims.items() if claim.cause_id == cause_id
        ]


def test_a_lesson_shows_the_findings_of_its_cause_once_under_their_kind(named, words):
    for cause_id in named.causes:
        html = lesson_view.features_table(named, cause_id, words)
        shown = re.findall(r'data-finding="(\w+)"', html)
        assert sorted(shown) == sorted(f for c, f in named.features if c == cause_id)
        kind = ""
        for heading, finding_id in re.findall(
            r'rowheader">kind\.(\w+)<|data-finding="(\w+)"', html
        ):
            kind = heading or kind
            assert not finding_id or named.findings[finding_id].kind == kind


def test_the_card_shows_findings_of_its_cause_under_their_kind_and_no_more_than_it_holds(
    named, words
):
    for lesson in lessons_on_a_cause(named):
        html = card(named, lesson.cause_id, words)
        for kind, part in parts(html, rf'<div class="({"|".join(KINDS)})">').items():
            shown = ids("findings", part.split("</ul>")[0])
            assert 0 < len(shown) <= ON_CARD[kind]
            assert {named.findings[finding_id].kind for finding_id in shown} == {kind}
            assert all((lesson.cause_id, finding_id) in named.features for finding_id in shown)


def test_the_card_names_the_dangers_of_its_lesson_and_its_look_alikes_apart(named, words):
    for lesson in lessons_on_a_cause(named):
        html = card(named, lesson.cause_id, words)
        shown = {
            part: ids("flags", text.split("</ul>")[0])
            for part, text in parts(html, r'<div class="(danger-first|apart)">').items()
        }
        urgent = [f for f in lesson.flag_ids if named.flags[f].tier in REFER_TIERS]
        others = [f for f in lesson.flag_ids if f not in urgent]
        assert sorted(shown.get("danger-first", ())) == sorted(urgent)
        assert sorted(shown.get("apart", ())) == sorted(others if lesson.look_alike else ())
        assert len(ids("flags", html)) == sum(map(len, shown.values()))


def test_a_lesson_shows_its_own_danger_signs_each_with_its_own_action(named, words):
    for lesson in named.lessons.values():
        page = read(lesson_view.red_flags_of_lesson(named, lesson.flag_ids, words))
        shown = []
        for group in page.all("div", class_="of-tier"):
            how_fast = group.one("h4")
            for item in group.all("article"):
                signs_of_it = [one["data-flag"] for one in item.all("li")]
                flags = [named.flags[flag_id] for flag_id in signs_of_it]
                shown += signs_of_it
                for flag_id, sign, action in zip(
                    signs_of_it, item.all("ul"), item.all("p", "to-do"), strict=True
                ):
                    assert ids("flags", sign.text) == ids("flags", action.text) == [flag_id]
                assert {flag.could_be for flag in flags} == {flags[0].could_be}
                assert {flag.tier for flag in flags} == {how_fast.one("span", "tier")["data-tier"]}
                assert all(flag.urgency in how_fast.text for flag in flags)
        assert sorted(shown) == sorted(lesson.flag_ids)


# ------------------------------------------------------------------------------ the safety check


def test_each_safety_question_opens_its_own_phrases_and_each_phrase_its_own_signs(named, words):
    questions = parts(safety_view.safety_check(named, words), r'data-question="(\w+)"')
    assert list(questions) == list(named.safety_questions)
    for question_id, html in questions.items():
        phrases = parts(html, r'data-phrase="(\w+)"')
        assert list(phrases) == [phrase.phrase_id for phrase in named.phrases_of[question_id]]
        for phrase_id, part in phrases.items():
            assert ids("flags", part) == list(named.phrases[phrase_id].flag_ids)


def test_a_check_is_told_with_the_question_that_has_one(named, words):
    checked = {
        key: replace(asked, check=f"«checks:{key}»" if number % 2 else "")
        for number, (key, asked) in enumerate(named.safety_questions.items())
    }
    html = safety_view.safety_check(replace(named, safety_questions=checked), words)
    for key, part in parts(html, r'data-question="(\w+)"').items():
        assert ids("checks", part) == [key] * bool(checked[key].check)
        assert part.count('<p class="note">') == bool(checked[key].check)


def test_one_sign_ticked_opens_its_phrase_and_its_question_and_no_other(named, words):
    for flag_id, flag in named.flags.items():
        if not flag.question_id:
            continue
        state = safety_view.safety_state(named, {flag_id: True}, (), (), words)
        told = {
            name
            for name, value in state.items()
            if value and not name.startswith(("safety:left", "part:"))
        }
        opened = {p for p, phrase in named.phrases.items() if flag_id in phrase.flag_ids}
        assert told == {f"flag:{flag_id}", *(f"phrase:{phrase_id}" for phrase_id in opened)}
        assert {state[f"phrase:{phrase_id}"] for phrase_id in opened} == {"open"}


def test_the_safety_check_says_how_much_is_left_unless_she_is_to_be_referred_by_a_tick_or_answers(
    named, words
):
    def left(flags, **other):
        return safety_view.safety_state(named, flags, (), (), words, **other)["safety:left"]

    urgent = next(f for f, flag in named.flags.items() if flag.tier in REFER_TIERS)
    alike = next(f for f, flag in named.flags.items() if flag.tier == "look_alike")
    assert left({}) == f"safety.left.many count={len(named.safety_questions)}"
    assert left({}, refer=True) == "safety.by_answers"
    assert left({urgent: True}, refer=True) == left({urgent: True}) == "safety.flagged"
    assert left({urgent: False, alike: True}) == left({})


@pytest.mark.parametrize(
    ("flags", "looked", "left"),
    [
        ({}, (), True),
        ({"burn": False}, (), True),
        ({}, {"burn"}, True),
        ({"burn": False}, {"blind"}, False),
        ({"burn": False, "blind": False}, (), False),
        ({}, {"burn", "blind"}, False),
        ({"burn": True}, (), False),
        ({"blind": True}, {"burn"}, False),
    ],
)
def test_a_yes_is_explained_by_a_sign_that_is_ticked_or_once_each_was_answered_or_looked_for(
    toy, flags, looked, left
):
    phrase = replace(toy.phrases["burn"], flag_ids=("burn", "blind"))
    catalogue = replace(toy, phrases={"burn": phrase, "blind": toy.phrases["blind"]})
    assert unexplained_phrases(catalogue, flags, looked, {"burn"}) == ("burn",) * left
    assert unexplained_phrases(catalogue, flags, looked, ()) == ()


def test_none_of_these_is_not_shown_beside_a_sign_that_is_ticked(named, words):
    for question_id, flag_ids in named.questions_of_flags.items():
        none = dict.fromkeys(flag_ids, False)
        assert (
            safety_view.safety_state(named, none, (), (), words)[f"safety:{question_id}"] == "none"
        )
        for flag_id in flag_ids:
            state = safety_view.safety_state(named, {**none, flag_id: True}, (), (), words)
            assert state[f"safety:{question_id}"] == ""


def test_a_phrase_says_no_once_all_its_signs_are_answered_and_not_before(named, words):
    for phrase_id, phrase in named.phrases.items():
        *first, last = phrase.flag_ids
        some = safety_view.safety_state(named, dict.fromkeys(first, False), (), (), words)
        assert some[f"phrase:{phrase_id}"] == ""
        every = safety_view.safety_state(named, dict.fromkeys(first, False), {last}, (), words)
        assert every[f"phrase:{phrase_id}"] == "none"
        assert [name for name in every if name.startswith("phrase:") and every[name]] == [
            f"phrase:{phrase_id}"
        ]


def test_what_was_looked_at_names_what_was_looked_for_and_nothing_else(named, words):
    for flag_id in named.flags:
        html = safety_view.looked_at(named, {flag_id}, words)
        assert ids("flags", html) == [flag_id]
        assert re.findall(r'data-value="(\w+)"', html) == [flag_id]
    assert safety_view.looked_at(named, (), words) == ""


def test_what_is_to_be_looked_at_says_how_where_a_look_is_told(named, words):
    html = safety_view.flags_asked_now(named, named.flags, words)
    for flag_id, part in parts(html, r'<li data-flag="(\w+)"').items():
        look = named.flags[flag_id].look
        assert ("ask_now.how" in part) == bool(look)
        assert not look or f"look={look}" in unescape(part)


def test_only_look_alikes_stand_above_the_ranking(named, words):
    html = safety_view.look_alikes(named, named.flags, words)
    own = [flag_id for flag_id, flag in named.flags.items() if flag.tier == "look_alike"]
    assert list(dict.fromkeys(ids("flags", html))) == own


def test_what_is_private_is_never_printed_and_the_rest_is(named, words):
    private = {flag_id for flag_id, flag in named.flags.items() if flag.private}
    told = {key for key, phrase in named.phrases.items() if private & {*phrase.flag_ids}}
    assert private
    assert told
    assert len(told) < len(named.phrases)
    check = safety_view.safety_check(named, words)
    never = rf'<fieldset class="phrase {NEVER_PRINTED}" data-phrase="(\w+)"'
    assert set(re.findall(never, check)) == told
    yes = safety_view.said_yes(named, list(named.phrases), words)
    assert set(re.findall(rf'<li class="{NEVER_PRINTED}">«phrases:(\w+)»', yes)) == told
    for flag_id, flag in named.flags.items():
        if flag.tier in REFER_TIERS:
            html = safety_view.referral(named, [flag_id], {}, words)
            assert (NEVER_PRINTED in html) == flag.private


def test_one_private_sign_of_a_phrase_keeps_it_from_print(toy, words):
    flags = {**toy.flags, "blind": replace(toy.flags["blind"], private=True)}
    phrase = replace(toy.phrases["burn"], flag_ids=("burn", "blind"))
    catalogue = replace(toy, flags=flags, phrases={"burn": phrase})
    assert f'class="phrase {NEVER_PRINTED}"' in safety_view.safety_check(catalogue, words)
    assert f'<li class="{NEVER_PRINTED}"' in safety_view.said_yes(catalogue, ["burn"], words)


# ------------------------------------------------------------------------------ all dangers


def test_each_danger_stands_under_its_tier_and_holds_the_signs_of_that_danger_alone(named, words):
    _, *split = re.split(r'class="of-tier" data-tier="(\w+)">', dangers(named, words))
    groups = list(zip(split[::2], split[1::2], strict=True))
    shown = list(dict.fromkeys(tier for tier, _ in groups))
    assert shown == [tier for tier in TIERS if tier in {f.tier for f in named.flags.values()}]
    for tier, html in groups:
        flags = [named.flags[flag_id] for flag_id in ids("flags", html)]
        assert {flag.tier for flag in flags} == {tier}
        assert len({flag.urgency for flag in flags}) == 1
        for article in html.split('<article class="item"')[1:]:
            flags = [named.flags[flag_id] for flag_id in ids("flags", article)]
            assert len({(flag.could_be, flag.urgency) for flag in flags}) == 1


def test_a_search_finds_a_danger_by_the_words_of_its_signs_and_by_no_others(named, words):
    for article in dangers(named, words).split('<article class="item"')[1:]:
        shown = re.findall(r'data-flag="(\w+)"', article)
        expected = [word for flag_id in shown for word in named.flags[flag_id].words]
        found = re.match(r' data-words="([^"]*)"', article)
        assert (unescape(found[1]).split("; ") if found else []) == expected


def test_each_sign_stands_under_its_own_question_and_look_alikes_apart(named, words):
    checked = {
        key: replace(row, check=f"«checks:{key}»") for key, row in named.safety_questions.items()
    }
    html = signs(replace(named, safety_questions=checked), words)
    asked = [
        ([q], [flag_id for flag_id, flag in named.flags.items() if flag.question_id == q])
        for q in named.safety_questions
    ]
    unasked = [flag_id for flag_id, flag in named.flags.items() if not flag.question_id]
    assert [
        (ids("checks", part), sorted(ids("flags", part)))
        for part in html.split('<details class="of-question">')[1:]
    ] == [
        (question, sorted(flag_ids)) for question, flag_ids in (*asked, ([], unasked)) if flag_ids
    ]


# ------------------------------------------------------------------------------ by trimester


def test_a_bar_stands_in_its_trimester_and_only_another_topic_than_the_first_is_striped(
    shipped, words
):
    rows = {
        row_id: replace(row, group=f"«rows:{row_id}»")
        for row_id, row in shipped.epidemiology.items()
    }
    shown, trimester = [], ""
    for element in read(cramps_by_trimester(replace(shipped, epidemiology=rows), words)).all():
        if element.tag == "h4":
            trimester = element.text.removeprefix("figure.period.")
        elif element.classes == ["measure"]:
            [row_id] = ids("rows", element.text)
            bar, *spread = element.one(None, "track").elements
            assert [piece.classes for piece in spread] in ([], [["spread"]])
            shown.append((trimester, row_id, " ".join(bar.classes), bool(spread)))
    counted = [row for row in rows.values() if row.read and row.percent]
    own = [row for row in counted if row.row_id.rpartition("_trimester_")[2] in {"1", "2", "3"}]
    assert sorted(shown) == sorted(
        (
            row.row_id[-len("trimester_1") :],
            row.row_id,
            "bar" if row.topic == own[0].topic else "bar range",
            bool(row.events and row.total),
        )
        for row in own
    )
    assert {bar for _, _, bar, _ in shown} == {"bar", "bar range"}


def test_the_range_of_a_share_holds_the_share_and_stands_in_the_table_where_it_was_counted(
    shipped, words
):
    counted = False
    shares = shares_by_trimester(shipped)
    _, rows = trimester_table(shares, words)
    for share, row in zip(shares, rows, strict=True):
        assert (share.interval is not None) == bool(share.row.events and share.row.total)
        if share.interval:
            counted = True
            low, high = share.interval
            assert 0 < low < share.percent < high < 100
            assert f"high={high:.1f} low={low:.1f}" in row[4]
        else:
            assert row[4] == ""
    assert counted


def test_a_share_that_was_not_read_or_has_no_number_is_left_out_of_the_figure(shipped):
    first, *others = shares_by_trimester(shipped)
    for spoilt in (replace(first.row, read=False), replace(first.row, percent="")):
        catalogue = replace(
            shipped, epidemiology={**shipped.epidemiology, first.row.row_id: spoilt}
        )
        assert list(shares_by_trimester(catalogue)) == others
