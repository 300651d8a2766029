"""Portraits: drawn from readable traits, none of which ever goes with what a woman has."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterable, Iterator, Mapping
from itertools import combinations, pairwise
from math import comb
from pathlib import Path

import pytest
import write_portraits

from crampkit.catalogue import Catalogue, PracticeCase, load, problems
from crampkit.catalogue.portraits import AGE, TRAITS, traits_of
from crampkit.data import own_directory
from crampkit.views.explorer.why import example_story
from crampkit.views.kit import portrait as kit
from crampkit.views.kit.markup import tag
from crampkit.views.kit.portrait import SIZES, portrait
from crampkit.views.practice.cases import case_page
from crampkit.words import Words, words_of
from tests.elements import read
from tests.folder import Folder

MOST = 3500
"""Letters of one face."""
NEVER_BY_CHANCE = 0.002
"""So odd a share comes about once in five hundred shuffles."""
WIDTHS = {"1.2", "1.8", "2.4", "4.8", "5.4"}
"""Three of lines, and two of ropes of hair."""


@pytest.fixture(scope="module")
def women(shipped: Catalogue) -> dict[str, Mapping[str, str]]:
    """The traits of every woman of the shipped set, in the order of the tables."""
    return {
        **{one.example_id: traits_of(one.portrait) for one in shipped.examples.values()},
        **{one.case_id: traits_of(one.portrait) for one in shipped.cases.values()},
    }


@pytest.fixture
def words(toy: Catalogue) -> Words:
    return words_of(toy)


@pytest.fixture(scope="module")
def faces(shipped: Catalogue) -> list[str]:
    told = [*shipped.examples.values(), *shipped.cases.values()]
    return [portrait(one.portrait, "small") for one in told]


# ------------------------------------------------------------------------------ the drawing


def test_who_has_no_traits_is_not_drawn():
    assert [portrait("", size) for size in SIZES] == ["", "", "", ""]


@pytest.mark.parametrize("size", SIZES)
def test_a_face_is_no_content_for_a_screen_reader_and_takes_no_focus(size):
    drawn = read(portrait("skin=3 hair=bob", size)).one("svg")
    assert drawn.classes == ["crampkit-portrait", size]
    assert (drawn["aria-hidden"], drawn["focusable"]) == ("true", "false")
    assert drawn.text == ""


def every_face() -> Iterator[str]:
    """A face for each value of each trait, on the palest and on the deepest skin."""
    for skin in ("1", "9"):
        for name, values in TRAITS.items():
            if name != "skin":
                yield from (f"skin={skin} {name}={value} age=45" for value in values)


def test_a_face_is_light_has_no_ids_and_lines_of_few_widths(faces):
    for face in [*faces, *(portrait(one, "small") for one in every_face())]:
        assert len(face) <= MOST
        assert not re.search(r"\s(id|style|xlink:href|href)=", face)
        assert set(re.findall(r'stroke-width="([^"]*)"', face)) <= WIDTHS


def test_every_trait_is_seen():
    for name, values in TRAITS.items():
        drawn = [portrait(f"skin=3 {name}={value}", "small") for value in values]
        if name == "skin":
            drawn = [portrait(f"skin={value}", "small") for value in values]
        assert len(set(drawn)) == len(values), name
    young, old = (portrait(f"skin=3 age={age}", "small") for age in (20, 45))
    assert young != old


def test_what_covers_her_hair_hides_all_of_it_and_a_shawl_does_not():
    for cover in ("headscarf", "wrap"):
        assert len({portrait(f"cover={cover} hair={one}", "small") for one in TRAITS["hair"]}) == 1
    assert len({portrait(f"cover=shawl hair={one}", "small") for one in ("bob", "crop")}) == 2


def test_every_value_has_a_colour():
    assert tuple(kit.SKINS) == TRAITS["skin"]
    assert tuple(kit.HAIRS) == TRAITS["colour"]
    assert tuple(kit.CLOTHS) == TRAITS["clothes"]
    assert tuple(kit.GROUNDS) == TRAITS["ground"]
    assert tuple(kit.FACES) == TRAITS["face"]
    assert set(kit.COVER_OF) == set(TRAITS["clothes"]) >= set(kit.COVER_OF.values())
    assert all(cover != clothes for clothes, cover in kit.COVER_OF.items())


# ------------------------------------------------------------------------------ the column


@pytest.mark.parametrize("file", ["cases.csv", "examples.csv"])
@pytest.mark.parametrize(
    ("cell", "told"),
    [
        ("skin=12", "'skin=12' is not allowed; skin is one of 1, 2, 3, 4, 5, 6, 7, 8, 9"),
        ("skin=1 hair=bald", "'hair=bald' is not allowed; hair is one of bob, straight, fringe"),
        ("hat=red", "no trait 'hat'"),
        ("skin=1 skin=2", "'skin' is named twice; name it once"),
        ("young", "'young' is no trait; write skin=5 hair=braids age=40"),
        ("age=old", "'age=old': an age is a whole number, 13 to 60"),
        ("age=99", "'age=99': an age is a whole number, 13 to 60"),
    ],
)
def test_a_wrong_trait_is_told_with_its_row_and_what_is_allowed(tmp_path, file, cell, told):
    folder = Folder(tmp_path)
    folder.set(file, 3, "portrait", cell)
    (line,) = map(str, problems(folder.path))
    assert line.startswith(f"{file} row 3, portrait: {told}")


def test_a_set_without_portraits_is_as_good(tmp_path):
    folder = Folder(tmp_path)
    assert folder.read("cases.csv")[1][-1] == ""
    assert problems(folder.path) == ()


# ------------------------------------------------------------------------------ the women of the set


def test_every_woman_has_a_face_and_her_own_age(shipped, women):
    for one in shipped.cases.values():
        assert one.portrait, f"{one.case_id}: run tools/write_portraits.py"
        (age,) = re.findall(r"^\w+, (\d\d)\b", one.woman)
        assert women[one.case_id][AGE] == age, one.case_id
    for one in shipped.examples.values():
        (age,) = re.findall(r"^\w+, (\d\d)\b", one.story)
        assert women[one.example_id][AGE] == age, one.example_id


def test_no_face_contradicts_her_story(women):
    for woman_id, told in write_portraits.TOLD.items():
        for trait, allowed in told.items():
            assert women[woman_id][trait] in allowed, (woman_id, trait)


def test_hair_is_within_what_is_natural_for_her(women):
    for woman_id, traits in women.items():
        for trait in ("hair", "colour", "mark"):
            assert write_portraits.may_be(trait, traits[trait], traits), (woman_id, trait)


def seen(traits: Mapping[str, str]) -> dict[str, str]:
    """What tells one face from another."""
    names = ("skin", "cover", "glasses", "clothes", "mouth", "mark", "ground")
    shown = {name: traits[name] for name in names}
    if traits["cover"] not in kit.HIDING:
        shown |= {name: traits[name] for name in ("hair", "colour")}
    return shown


def test_no_two_women_look_alike(women, faces):
    assert len(set(faces)) == len(faces)
    for (one_id, one), (other_id, other) in combinations(women.items(), 2):
        differ = set(seen(one).items()) ^ set(seen(other).items())
        assert len({name for name, _ in differ}) >= 2, (one_id, other_id)


def test_women_in_a_row_differ_most_of_all(women):
    for one, other in pairwise(map(seen, women.values())):
        differ = {name for name, _ in set(one.items()) ^ set(other.items())}
        assert len(differ) >= 4, (one, other)


# ------------------------------------------------------------------------------ and nothing more


def groups_of(case: PracticeCase) -> Iterator[str]:
    """What a face must say nothing about."""
    yield f"kind {case.kind}"
    yield f"answer {case.answer}"
    if case.answer == "causes":
        yield from (f"cause {cause_id}" for cause_id in case.cause_ids)


def chance(total: int, have: int, group: int, both: int) -> float:
    """How likely so odd a share is, or an odder one, where faces are dealt blindly.

    >>> chance(20, 10, 10, 5)
    1.0
    """
    ways = {
        k: comb(have, k) * comb(total - have, group - k)
        for k in range(max(0, group - total + have), min(have, group) + 1)
    }
    return sum(n for n in ways.values() if n <= ways[both]) / comb(total, group)


def told_by_faces(
    cases: Iterable[PracticeCase], faces: Mapping[str, Mapping[str, str]]
) -> list[tuple[str, str, str]]:
    """Each value of a trait that goes with a kind, an answer or a cause oftener or rarer than by chance."""
    cases = list(cases)
    groups = {one.case_id: set(groups_of(one)) for one in cases}
    found = []
    for trait, values in TRAITS.items():
        for value in values:
            have = {one.case_id for one in cases if faces[one.case_id][trait] == value}
            for group in sorted(set().union(*groups.values())):
                within = {case_id for case_id, own in groups.items() if group in own}
                if chance(len(cases), len(have), len(within), len(have & within)) < NEVER_BY_CHANCE:
                    found.append((trait, value, group))
    return found


def test_no_feature_goes_with_a_condition(shipped, women):
    assert told_by_faces(shipped.cases.values(), women) == []


def test_a_feature_that_went_with_a_condition_would_be_found(shipped, women):
    urgent = [one.case_id for one in shipped.cases.values() if one.kind == "urgent"]
    spoilt = women | {one: {**women[one], "ground": "rose"} for one in urgent[:12]}
    assert ("ground", "rose", "kind urgent") in told_by_faces(shipped.cases.values(), spoilt)


def test_nobody_who_must_be_referred_can_be_told_by_her_face(shipped, women):
    for trait, values in TRAITS.items():
        for value in values:
            have = [one for one in shipped.cases.values() if women[one.case_id][trait] == value]
            if len(have) >= 6:
                assert len({one.answer == "refer" for one in have}) == 2, (trait, value)


# ------------------------------------------------------------------------------ the dealing


def test_a_face_that_is_there_stays_and_only_who_has_none_is_dealt_one(tmp_path):
    folder = Path(shutil.copytree(own_directory(), tmp_path / "data"))
    before = (folder / "cases.csv").read_bytes()
    assert write_portraits.write(folder) == 0
    assert (folder / "cases.csv").read_bytes() == before
    copied = Folder(tmp_path / "copied", own_directory())
    copied.set("cases.csv", 5, "portrait", "")
    kept = copied.read("cases.csv")
    assert write_portraits.write(copied.path) == 1
    dealt = copied.read("cases.csv")
    assert [row for row in range(len(dealt)) if dealt[row] != kept[row]] == [4]
    assert problems(copied.path) == ()


def test_a_table_without_the_column_is_given_it(tmp_path):
    folder = Folder(tmp_path)
    rows = folder.read("cases.csv")
    folder.write("cases.csv", [row[:-1] for row in rows])
    assert write_portraits.write(folder.path) == 4
    assert folder.read("cases.csv")[0] == rows[0]
    assert problems(folder.path) == ()


def test_every_card_comes_before_any_comes_again():
    dealt = write_portraits.dealt([(f"w{n}", f"Ada, {20 + n}, says", "") for n in range(18)])
    skins = [traits_of(one)["skin"] for one in dealt]
    assert sorted(skins[:9]) == sorted(skins[9:]) == list(TRAITS["skin"])
    assert traits_of(dealt[0])[AGE] == "20"


# ------------------------------------------------------------------------------ where she is seen


def test_her_face_stands_beside_her_words_and_is_no_part_of_them():
    traits = "skin=4 hair=waves"
    shown = read(kit.beside_her_words(traits, tag("blockquote", "It hurts."))).one("div", "her")
    assert [one.tag for one in shown.elements] == ["svg", "blockquote"]
    assert shown.one("blockquote").text == "It hurts."
    assert kit.beside_her_words("", tag("p", "Hm.")) == "<p>Hm.</p>"


def test_a_lesson_and_a_case_show_the_woman_of_the_table(tmp_path, words):
    folder = Folder(tmp_path)
    folder.set("examples.csv", 2, "portrait", "skin=8 hair=locs")
    folder.set("cases.csv", 2, "portrait", "skin=2 hair=bun")
    tables = load(folder.path)
    told = example_story(tables, "walk")
    assert portrait("skin=8 hair=locs", "largest") in told
    assert "<svg" not in example_story(tables, "swim")
    noon, burnt = tables.cases.values()
    assert portrait("skin=2 hair=bun", "largest") in shown_case(noon, words)
    assert "<svg" not in shown_case(burnt, words)


def shown_case(case: PracticeCase, words: Words) -> str:
    return case_page(case, words, phase="asking", starts_here=True)
