"""After a wrong answer a learner is told which step to read again, and led there where that can be."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from types import MappingProxyType

import pytest

from crampkit.catalogue import Catalogue
from crampkit.hosts.jupyter.host import JupyterHost
from crampkit.hosts.pages.host import PagesHost
from crampkit.hosts.pages.lessons import Cell, LessonFile
from crampkit.hosts.pages.ways import slugs_of, ways
from crampkit.panels.practice.quiz import look_back, quiz_panel
from crampkit.practice.again import nowhere
from crampkit.practice.quiz import Quiz
from crampkit.practice.toy import OPTIONS, toy_questions
from crampkit.views.practice.quiz import guessed
from crampkit.words import Words
from tests.elements import Element, read
from tests.unit.test_pages_page import chosen, data_of, site
from tests.unit.test_single import lesson, written

STEP = 'What "noon" & <heat> do'
WAY = "#what-noon-heat-do"
RIGHT = {"single": ("yes",), "multiple": ("noon", "glare")}
WRONG = {"single": ("no",), "multiple": ("night",)}


@pytest.fixture
def words(shipped: Catalogue) -> Words:
    return Words(shipped.text)


def with_steps(**steps: str) -> Catalogue:
    """The toy questions, of which these are taught under a heading."""
    toy = toy_questions()
    questions = {
        key: replace(one, step=steps.get(key, ""), lesson_id="sun")
        for key, one in toy.questions.items()
    }
    return replace(toy, questions=MappingProxyType(questions))


TAUGHT = with_steps(single=STEP, multiple=STEP, script=STEP)


def address(question_id: str) -> str:
    return {"single": WAY, "multiple": f"14_sun.html{WAY}", "script": WAY}.get(question_id, "")


def answer(panel, kind: str, chosen: tuple[str, ...]) -> None:
    for option_id in chosen:
        name, value = (f"take:{option_id}", True) if kind == "multiple" else ("choose", option_id)
        panel.receive(name, value)
    panel.receive("sure", "80")
    panel.receive("commit", None)


def asked(words: Words, *kinds: str, catalogue: Catalogue = TAUGHT, where=address):
    quiz = Quiz(catalogue, [catalogue.questions[kind] for kind in kinds])
    return quiz_panel(catalogue, quiz, words, None, where)


def to_read(html: str) -> list[Element]:
    return read(html).all(class_="read-again")


# ------------------------------------------------------------------------------ after one answer


@pytest.mark.parametrize("kind", ["single", "multiple"])
def test_a_wrong_answer_is_told_its_step_and_a_right_one_is_not(kind, words):
    panel = asked(words, kind)
    answer(panel, kind, WRONG[kind])
    [told] = to_read(panel.html)
    assert told.text == f"{words('quiz.read_again')} {STEP}"
    assert told.one("a").attributes["href"] == address(kind)
    panel = asked(words, kind)
    answer(panel, kind, RIGHT[kind])
    assert words("quiz.remember") in panel.html
    assert to_read(panel.html) == []
    assert STEP not in read(panel.html).text


@pytest.mark.parametrize("kind", OPTIONS)
def test_no_step_is_named_before_the_commitment(kind, words):
    panel = asked(words, kind, catalogue=with_steps(**dict.fromkeys(OPTIONS, STEP)))
    panel.receive("commit", None)
    panel.receive("sure", "80")
    assert STEP not in read(panel.html).text
    assert WAY not in panel.html


def test_what_nobody_marks_names_no_step(words):
    panel = asked(words, "script")
    panel.receive("choose", "more")
    panel.receive("commit", None)
    assert words("quiz.remember") in panel.html
    assert to_read(panel.html) == []


def test_a_guess_is_not_marked_and_names_no_step(words):
    quiz = Quiz(TAUGHT, [TAUGHT.questions["single"]])
    quiz.choose("no", True)
    quiz.be_sure(80)
    quiz.commit()
    html = guessed(TAUGHT, quiz.question, quiz.options, quiz.told, words)
    assert to_read(html) == []


def test_a_wrong_first_thought_is_led_to_its_step_only_when_it_is_looked_back_at(words):
    quiz = Quiz(TAUGHT, [TAUGHT.questions["single"]])
    panel = look_back(TAUGHT, quiz, words, address)
    assert STEP not in read(panel.html).text
    quiz.choose("no", True)
    quiz.be_sure(80)
    quiz.commit()
    assert [one.one("a").attributes["href"] for one in to_read(panel.html)] == [WAY]


def test_where_no_address_is_known_the_step_is_told_in_words(words):
    panel = asked(words, "single", where=nowhere)
    answer(panel, "single", WRONG["single"])
    [told] = to_read(panel.html)
    assert STEP in told.text
    assert told.all("a") == []


def test_a_question_that_names_no_step_says_nothing_of_one(words):
    panel = asked(words, "single", catalogue=with_steps())
    answer(panel, "single", WRONG["single"])
    assert to_read(panel.html) == []
    assert words("quiz.read_again") not in panel.html


# ------------------------------------------------------------------------------ at the end


def test_the_end_leads_to_the_step_of_each_missed_question_and_of_no_other(words):
    catalogue = with_steps(single="Seen by day", multiple="Seen by night")
    panel = asked(words, "single", "multiple", catalogue=catalogue)
    answer(panel, "single", RIGHT["single"])
    panel.receive("go", "2")
    answer(panel, "multiple", WRONG["multiple"])
    panel.receive("end", None)
    [missed] = read(panel.html).one(class_="missed").all("li")
    assert "A multiple question?" in missed.text
    assert [(one.text, one.attributes["href"]) for one in missed.all("a")] == [
        ("Seen by night", address("multiple"))
    ]
    assert "Seen by day" not in read(panel.html).text


# ------------------------------------------------------------------------------ where it is

LESSON = LessonFile(
    "14_sun",
    "Sun",
    (
        Cell("markdown", "a", "# Sun\n\nHer story.\n\n## *Not asked* is not *no*\n\nText."),
        Cell("markdown", "b", "## Look\n\nOnce.\n\n### Not a step\n\n## Look\n\nTwice."),
    ),
)
CHECKED = LessonFile("21_due", "Due", (Cell("code", "c", "lab.due()"),))
PLAIN = LessonFile("15_moon", "Moon", (Cell("markdown", "a", "# Moon\n\n## Look"),))


def leads(name: str, slug: str) -> str:
    return f"{name}:{slug}"


def test_a_step_is_found_by_its_words_without_their_marks_and_the_first_of_two_alike():
    assert dict(slugs_of(LESSON)) == {
        "Sun": "sun",
        "Not asked is not no": "not-asked-is-not-no",
        "Look": "look",
    }


def test_a_lesson_knows_the_way_for_its_own_questions_and_a_page_of_what_is_due_for_all():
    catalogue = with_steps(single="Look", multiple="Nowhere")
    every = (LESSON, PLAIN, CHECKED)
    assert ways(LESSON, every, catalogue, leads) == {"single": "14_sun:look"}
    assert ways(PLAIN, every, catalogue, leads) == {}
    assert ways(CHECKED, every, catalogue, leads) == {"single": "14_sun:look"}
    assert ways(CHECKED, (PLAIN, CHECKED), catalogue, leads) == {}, "its lesson is not there"


def test_a_page_knows_the_ways_of_the_lesson_that_it_shows_and_a_notebook_none():
    host = PagesHost(toy_questions())
    host.run([], ways={"single": WAY})
    assert (host.address("single"), host.address("multiple")) == (WAY, "")
    host.run([], turn=2)
    assert host.address("single") == ""
    assert JupyterHost().address("single") == ""


def data_in(page: str) -> list[dict]:
    """What the scripts of each lesson in one file are told, in the order of the lessons."""
    found = re.findall(r'id="lesson-data">(.*?)</script>', page)
    return [data for text in found if "ways" in (data := json.loads(text))]


TAUGHT_HERE = lesson("17_red_flags", "## How fast?")
ELSEWHERE = LessonFile("21_due", "Due", (Cell("code", "c", '"lab.due()"'),))
QUESTION = "flags_how_fast"


def test_the_address_of_a_step_is_short_on_its_own_page_and_names_the_page_on_another(shipped):
    made = site(shipped, TAUGHT_HERE, ELSEWHERE)
    with chosen(PagesHost(shipped)) as host:
        here, elsewhere = (data_of(made.lesson(one, host))["ways"] for one in made.lessons)
    assert here == {QUESTION: "#how-fast"}
    assert elsewhere == {QUESTION: "17_red_flags.html#how-fast"}


def test_in_one_file_an_address_names_lesson_and_step_and_a_lesson_alone_has_its_own_only():
    both = data_in(written(TAUGHT_HERE, ELSEWHERE))
    assert [one["ways"] for one in both] == [{QUESTION: "#17_red_flags/how-fast"}] * 2
    assert [one["ways"] for one in data_in(written(ELSEWHERE))] == [{}]
