"""All dangers in sentences, and the signs by question: nothing of the catalogue is left out."""

from __future__ import annotations

import re
from dataclasses import replace
from types import MappingProxyType

import pytest

from crampkit.catalogue import TIERS, Catalogue, RedFlag
from crampkit.views.lesson.dangers import dangers, dangers_of, in_leaves, laid, signs
from crampkit.words import Words
from tests.elements import read
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
    tiers = [danger.tier for danger in dangers_of(shipped.flags.values())]
    assert tiers == sorted(tiers, key=TIERS.index)
    shown = re.findall(r'class="of-tier" data-tier="(\w+)"', dangers(shipped, spelled_out()))
    assert list(dict.fromkeys(shown)) == list(TIERS)
    assert shown == sorted(shown, key=TIERS.index)


def test_each_danger_says_what_it_could_be_its_signs_how_fast_and_what_to_do(shipped, words):
    shown = {
        tuple(one["data-flag"] for one in item.all("li")): (item, item.inside)
        for item in read(dangers(shipped, words)).all("article", class_="item")
    }
    every = dangers_of(shipped.flags.values())
    assert len(shown) == len(every)
    for danger in every:
        item, as_urgent = shown[tuple(flag.flag_id for flag in danger.signs)]
        assert item.one("h5").text == danger.could_be
        assert as_urgent.elements[0].tag == "h4"
        assert danger.urgency in (unescaped := as_urgent.elements[0].text)
        assert words(f"tier.{danger.tier}") in unescaped
        assert [one.text for one in item.all("li")] == [flag.label for flag in danger.signs]
        told = [one.text for one in item.all("p", class_="to-do")]
        assert told == [f"refer.what_to_do {action}" for action in danger.by_action]


def test_each_sign_stands_above_what_to_do_for_it_and_what_is_the_same_is_said_once(toy, words):
    flag = RedFlag("a", "Hot", "a burn", "now", "now", "Cool it.")
    other = replace(flag, flag_id="b", label="White", action="Call.")
    again = replace(flag, flag_id="c", label="Red")
    (item,) = read("".join(in_leaves(toy, dangers_of([flag, other, again]), 100, {}, words))).all(
        "article"
    )
    name, *told = (part.text for part in item.elements)
    assert name == "a burn"
    assert told == ["Hot Red", "refer.what_to_do Cool it.", "White", "refer.what_to_do Call."]


def flag_of(name: str, urgency: str, letters: int) -> RedFlag:
    """A flag of a danger of its own, of so many letters in all."""
    return RedFlag(name, "", name, "now", urgency, "x" * (letters - len(name)))


def test_a_leaf_holds_no_more_than_it_may_and_how_fast_begins_a_leaf_where_it_does_not_fit():
    flags = [flag_of(name, "at once", 40) for name in "abc"]
    flags += [flag_of(name, "to the unit", 40) for name in "de"]
    flags += [flag_of("f", "in two days", 10), flag_of("g", "some day", 500)]
    leaves = ["".join(danger.could_be for danger in leaf) for leaf in laid(dangers_of(flags), 100)]
    assert leaves == ["ab", "c", "def", "g"]
    assert laid([], 100) == []


def test_those_as_urgent_that_lie_on_several_leaves_say_which_of_them_this_is(toy, words):
    flags = [flag_of(name, "at once", 40) for name in "abc"] + [flag_of("d", "later", 90)]
    page = read("".join(in_leaves(toy, dangers_of(flags), 100, {}, words)))
    leaves = page.all("div", data_leaf="leaf")
    assert ["at once" in leaf.one("h4").text for leaf in leaves] == [True, True, False]
    assert ["dangers.part" in leaf.one("h4").text for leaf in leaves] == [True, True, False]
    assert len(page.one("nav").all("button")) == len(leaves)
    alone = read("".join(in_leaves(toy, dangers_of(flags), 1000, {}, words)))
    assert (len(alone.all("div", data_leaf="leaf")), alone.all("button")) == (1, [])


def test_nothing_of_a_danger_folds_but_what_it_rests_on(shipped, words):
    page = read(dangers(shipped, words))
    assert {tuple(one.classes) for one in page.all("details")} == {("sources",)}
    for folded in page.all("details"):
        group = folded.inside
        keys = {
            key
            for one in group.all("li")
            if "data-flag" in one.attributes
            for key in shipped.flags[one["data-flag"]].source_ids
        }
        cited = {one.one("strong").text for one in folded.one("ul").elements}
        assert cited == keys & set(shipped.sources)


def test_signs_of_one_danger_stand_together_only_where_they_are_as_urgent(shipped):
    for danger in dangers_of(shipped.flags.values()):
        assert {(f.could_be, f.tier, f.urgency) for f in danger.signs} == {
            (danger.could_be, danger.tier, danger.urgency)
        }
    could_be = [
        (danger.could_be, danger.tier, danger.urgency)
        for danger in dangers_of(shipped.flags.values())
    ]
    assert len(set(could_be)) == len(could_be)


def test_several_signs_of_one_danger_stand_together_and_what_to_do_is_said_once(toy, words):
    two = dict(toy.flags)
    two["redness"] = replace(two["burn"], flag_id="redness", label="Red skin", action="Cool it.")
    catalogue = replace(toy, flags=MappingProxyType(two))
    (_, burn, _) = items_of(dangers(catalogue, words))
    assert "Red skin" in burn
    assert burn.count("Cool it.") == 1


def test_the_list_can_be_searched_and_says_how_much_it_found(toy, words):
    outline = Outline(dangers(toy, words))
    boxes = [names for element, names in outline.elements if element == "input"]
    assert [sorted(names) for names in boxes] == [["autocomplete", "data-filter", "type"]]
    assert "data-filter-status" in dangers(toy, words)


def test_the_emergency_number_stands_above_the_dangers(shipped, words):
    html = dangers(shipped, words)
    assert html.index("numbers-to-call") < html.index('class="of-tier"')


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
