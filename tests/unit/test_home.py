"""The start page: lessons and women in order, one way to begin, and what the set is and is not."""

from __future__ import annotations

from dataclasses import replace

import pytest

from crampkit.catalogue import Catalogue
from crampkit.hosts.pages.home import Stop, home, stretches, woman_of
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


def test_the_trainers_door_leads_to_what_is_there_and_is_left_out_where_nothing_is(shipped, words):
    page = home(shipped, words, STOPS, {"class": "class.html"})
    door = page[page.index("for-trainers") :].partition("</nav>")[0]
    assert f'href="class.html">{words("pages.trainers.class")}</a>' in door
    assert "for-trainers" not in shown(shipped, words)


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
