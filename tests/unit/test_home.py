"""The start page: lessons and women in order, one way to begin, and what the set is and is not."""

from __future__ import annotations

from dataclasses import replace

import pytest

from crampkit.catalogue import Catalogue
from crampkit.hosts.pages.build import own_notebooks
from crampkit.hosts.pages.home import TRAINERS, Stop, Way, home, stretches, woman_of
from crampkit.hosts.pages.lessons import lesson_file
from crampkit.hosts.pages.page import DOOR, Site
from crampkit.views.kit.portrait import portrait
from crampkit.words import Words
from tests.elements import read

STOPS = [
    Stop("start_here", "00_start_here", "00_start_here.html", "Start here"),
    Stop("safety_first", "10_safety_first", "10_safety_first.html", "Safety first"),
    Stop("varicose_veins", "14_varicose_veins", "14_varicose_veins.html", "Varicose veins"),
    Stop("cases", "20_cases", "20_cases.html", "Cases"),
]


@pytest.fixture
def words(shipped: Catalogue) -> Words:
    return Words(shipped.text)


def shown(shipped: Catalogue, words: Words, stops=STOPS) -> str:
    return home(shipped, words, stops)


def test_the_path_has_the_lessons_on_a_cause_between_what_comes_first_and_what_mixes(shipped):
    parts = stretches(shipped, STOPS)
    assert {key: [stop.lesson_id for stop in part] for key, part in parts.items()} == {
        "first": ["start_here", "safety_first"],
        "causes": ["varicose_veins"],
        "mix": ["cases"],
    }


def test_without_a_lesson_on_a_cause_the_path_is_one_list_without_headings(shipped, words):
    page = shown(shipped, words, STOPS[:2])
    assert words("pages.path.first") not in read(page).text
    assert page.count("<ol") == 1


def test_each_lesson_is_one_link_and_its_woman_is_shown_beside_it(shipped, words):
    page = shown(shipped, words)
    path = page[page.index("home-path") :]
    for stop in STOPS:
        assert path.count(f'href="{stop.address}"') == 1
    woman = woman_of(shipped.examples["veins_and_night_cramp"].story)
    assert woman == "Zainab"
    assert woman in read(page).text
    for example_id in ("veins_and_night_cramp", "clot_as_cramp"):
        assert page.count(portrait(shipped.examples[example_id].portrait, "middle")) == 1
    assert page.count("crampkit-portrait") == 2


def test_one_filled_button_leads_to_the_beginning_and_ten_minutes_to_a_woman(shipped, words):
    page = shown(shipped, words)
    assert page.count('class="main"') == 1
    assert f'<a href="{STOPS[0].address}" class="main">' in page
    assert '<a href="20_cases.html" data-time="short">' in page


def test_half_an_hour_leads_to_a_lesson_that_fills_it_and_not_to_the_welcome(shipped, words):
    known = [
        replace(stop, minutes=minutes)
        for stop, minutes in zip(STOPS, (10, 30, 45, 30), strict=True)
    ]
    page = shown(shipped, words, known)
    assert f'<a href="{STOPS[1].address}" data-time="long">' in page
    assert page.count("data-long") == 2, "neither the welcome nor the women, who have their own way"
    unknown = shown(shipped, words)
    assert f'<a href="{STOPS[0].address}" data-time="long">' in unknown
    assert "data-long" not in unknown


def test_where_there_are_no_women_to_decide_on_no_ten_minutes_are_offered(shipped, words):
    page = shown(shipped, words, STOPS[:3])
    assert words("pages.start.time.short") not in read(page).text


def test_an_empty_set_is_no_fault(shipped, words):
    assert words("pages.title") in read(shown(shipped, words, [])).text


def test_it_says_what_it_is_and_what_it_is_not(shipped, words):
    said = read(shown(shipped, words)).text
    assert "never diagnoses" in said
    assert "invented" in said


def test_a_ring_is_for_the_eye_alone(shipped, words):
    page = shown(shipped, words)
    assert page.count('class="ring"') == page.count('class="ring" aria-hidden="true"') == len(STOPS)


def test_a_story_that_begins_with_no_name_has_no_woman():
    assert woman_of("My legs hurt, she says") == ""
    assert woman_of("No name at all") == ""


def test_where_no_woman_is_drawn_the_lesson_has_its_number(shipped, words):
    plain = {key: replace(one, portrait="") for key, one in shipped.examples.items()}
    page = home(replace(shipped, examples=plain), words, STOPS)
    assert "crampkit-portrait" not in page
    assert page.count('class="order"') == len(STOPS)
    assert shown(shipped, words).count('class="order"') == len(STOPS) - 2


def test_a_lesson_says_how_long_it_takes_where_that_is_known(shipped, words):
    known = [replace(STOPS[0], minutes=5), *STOPS[1:]]
    page = read(shown(shipped, words, known)).text
    assert words("pages.start.minutes", minutes=5) in page
    assert page.count("minutes") == read(shown(shipped, words)).text.count("minutes") + 1


# ------------------------------------------------------------------------------ the trainer's door

DOORWAY = [Way("place", "90_for_trainers.html#your-place"), Way("all", "90_for_trainers.html")]
LESSON = Stop(TRAINERS, "90_for_trainers", "90_for_trainers.html", "For trainers")


@pytest.fixture
def site(shipped: Catalogue, words: Words) -> Site:
    names = ("00_start_here", "20_cases", "21_my_progress", "90_for_trainers")
    lessons = tuple(lesson_file(own_notebooks() / f"{name}.ipynb") for name in names)
    return Site(shipped, words, "version", "edition", lessons)


def test_the_lesson_for_those_who_teach_is_no_stop_on_the_path(shipped, words):
    page = shown(shipped, words, [*STOPS, LESSON])
    assert LESSON.title not in read(page).text
    assert page.count("data-lesson=") == len(STOPS)


def test_the_trainers_door_is_a_row_of_links_after_the_path_and_no_part_of_it(shipped, words):
    page = home(shipped, words, [*STOPS, LESSON], DOORWAY)
    door = page[page.index('class="door"') :]
    assert page.index("home-path") < page.index('class="door"')
    for way in DOORWAY:
        assert f'<a href="{way.address}">{words(f"pages.door.{way.key}")}</a>' in door
    assert "data-lesson" not in door
    assert page.count("<a ") == shown(shipped, words).count("<a ") + len(DOORWAY)


def test_without_a_lesson_for_those_who_teach_the_door_leads_to_what_lies_beside_the_lessons(
    shipped, words, site
):
    assert 'class="door"' not in shown(shipped, words)
    assert replace(site, lessons=site.lessons[:-1]).door() == (
        Way("run_sheets", "trainer/index.html"),
        Way("class", "class.html"),
    )


def test_each_way_through_the_door_leads_to_a_step_of_its_lesson(site):
    ways = {way.key: way.address for way in site.door()}
    assert list(ways) == [*DOOR, "run_sheets", "class", "all"]
    assert ways["class"] == "class.html"
    assert ways["run_sheets"] == "trainer/index.html"
    assert ways["place"] == "90_for_trainers.html#your-place"
    assert ways["all"] == "90_for_trainers.html"
    assert len(set(ways.values())) == len(ways)


def test_nobody_comes_from_the_last_lesson_of_the_path_to_the_trainers_by_going_on(site):
    data = {"cells": [], "panels": {}, "figures": {}, "sums": {}}
    header, main, _ = site.content("21_my_progress", "", data)
    assert 'rel="next"' not in header
    assert 'rel="prev"' in header
    assert "90_for_trainers" not in main
    alone, main, _ = site.content("90_for_trainers", "", data)
    assert "index.html" in alone
    assert "rel=" not in alone
    assert "20_cases" in site.content("00_start_here", "", data)[1]
