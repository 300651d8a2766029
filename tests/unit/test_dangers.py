"""All dangers in sentences, and the signs by question: nothing of the catalogue is left out."""

from __future__ import annotations

import re
from dataclasses import replace
from html import unescape
from types import MappingProxyType

import pytest

from crampkit.catalogue import TIERS, Catalogue
from crampkit.views.lesson.dangers import dangers, dangers_of, signs
from crampkit.words import Words
from tests.unit.test_views import HOSTILE, Outline, rewritten, spelled_out, text_of


@pytest.fixture
def words() -> Words:
    return spelled_out()


def items_of(html: str) -> list[str]:
    """Each danger as text, in the order in which it is shown."""
    return [text_of(item) for item in re.findall(r'<article class="item"[^>]*>.*?</article>', html)]


def flags_in(html: str) -> list[str]:
    return re.findall(r'data-flag="(\w+)"', html)


@pytest.mark.parametrize("view", [dangers, signs])
def test_every_flag_of_the_catalogue_is_shown_once(shipped, view):
    shown = flags_in(view(shipped, Words(shipped.text)))
    assert sorted(shown) == sorted(shipped.flags)


def test_the_most_urgent_come_first_and_look_alikes_last(shipped):
    tiers = [danger.tier for danger in dangers_of(shipped)]
    assert tiers == sorted(tiers, key=TIERS.index)
    shown = re.findall(r'data-leaf="leaf" data-tier="(\w+)"', dangers(shipped, spelled_out()))
    assert list(dict.fromkeys(shown)) == list(TIERS)
    assert shown == sorted(shown, key=TIERS.index)


def test_each_danger_says_what_it_could_be_its_signs_how_fast_and_what_to_do(shipped, words):
    _, *groups = dangers(shipped, words).split('data-leaf="leaf"')
    shown = {
        tuple(flags_in(article)): (re.sub(r"\s+", " ", text_of(article)), text_of(group))
        for group in groups
        for article in re.findall(r'<article class="item"[^>]*>.*?</article>', group)
    }
    every = dangers_of(shipped)
    assert len(shown) == len(every)
    for danger in every:
        item, group = shown[tuple(flag.flag_id for flag in danger.signs)]
        assert item.startswith(danger.could_be)
        assert danger.urgency in group
        for flag in danger.signs:
            assert flag.label in item
            assert flag.action in item


def test_what_it_could_be_and_how_fast_stand_open_and_what_opens_is_found_by_a_search(
    shipped, words
):
    html = dangers(shipped, words)
    closed = re.sub(
        r"<details data-filter-opens><summary>(.*?)</summary>.*?</details>", r"\1", html
    )
    for danger in dangers_of(shipped):
        assert danger.could_be in unescape(closed)
        assert danger.urgency in closed
    assert html.count("<details data-filter-opens") == len(dangers_of(shipped))


def test_signs_of_one_danger_stand_together_only_where_they_are_as_urgent(shipped):
    for danger in dangers_of(shipped):
        assert {(f.could_be, f.tier, f.urgency) for f in danger.signs} == {
            (danger.could_be, danger.tier, danger.urgency)
        }
    could_be = [(danger.could_be, danger.tier, danger.urgency) for danger in dangers_of(shipped)]
    assert len(set(could_be)) == len(could_be)


def test_several_signs_of_one_danger_are_told_as_any_one_is_enough(toy, words):
    two = dict(toy.flags)
    two["redness"] = replace(two["burn"], flag_id="redness", label="Red skin", action="Cool it.")
    catalogue = replace(toy, flags=MappingProxyType(two))
    (blind, burn, shade) = items_of(dangers(catalogue, words))
    assert "dangers.any_one" in burn
    assert "dangers.any_one" not in blind + shade
    # What to do is said once where it is the same.
    assert burn.count("Cool it.") == 1


def test_the_list_can_be_searched_and_says_how_much_it_found(toy, words):
    outline = Outline(dangers(toy, words))
    boxes = [names for element, names in outline.elements if element == "input"]
    assert [sorted(names) for names in boxes] == [["autocomplete", "data-filter", "type"]]
    assert "data-filter-status" in dangers(toy, words)


def test_the_emergency_number_stands_above_the_dangers(shipped, words):
    html = dangers(shipped, words)
    assert html.index("numbers-to-call") < html.index('class="of-tier ')


def test_how_urgent_is_told_in_a_word_and_not_by_colour_alone(shipped):
    html = signs(shipped, Words(shipped.text))
    for item in re.findall(r"<li data-flag.*?</li>", html):
        assert any(shipped.text[f"tier.{tier}"] in text_of(item) for tier in TIERS)


def test_each_sign_stands_under_the_question_that_looks_for_it(shipped, words):
    groups = signs(shipped, words).split("<details")[1:]
    for group, flag_ids in zip(groups, shipped.questions_of_flags.values(), strict=False):
        assert sorted(flags_in(group)) == sorted(flag_ids)
    unasked = [flag.flag_id for flag in shipped.flags.values() if not flag.question_id]
    assert flags_in(groups[-1]) == unasked


def test_the_signs_stay_closed_until_a_learner_opens_them(shipped, words):
    assert "<details open" not in signs(shipped, words)


def test_a_set_without_look_alikes_has_no_empty_heading(toy: Catalogue, words):
    flags = {key: flag for key, flag in toy.flags.items() if flag.tier != "look_alike"}
    catalogue = replace(toy, flags=MappingProxyType(flags))
    assert "look_alike" not in dangers(catalogue, words)
    assert "dangers.look_alikes" not in signs(catalogue, words)


@pytest.mark.parametrize("view", [dangers, signs])
def test_text_from_the_tables_stays_text(toy, words, view):
    plain, hostile = (view(rewritten(toy, text), words) for text in ("plain x", HOSTILE))
    assert Outline(hostile).elements == Outline(plain).elements
    assert HOSTILE in "".join(Outline(hostile).texts)
