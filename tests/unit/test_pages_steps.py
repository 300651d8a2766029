"""The steps of a lesson in the pages: one section for each heading of the second order, and nothing lost."""

from __future__ import annotations

import json
import re

import pytest

from crampkit.catalogue import Catalogue
from crampkit.hosts.pages.build import chosen, own_notebooks
from crampkit.hosts.pages.host import PagesHost
from crampkit.hosts.pages.lessons import Cell, LessonFile, cases_of, lesson_file, questions_of
from crampkit.hosts.pages.page import Site
from crampkit.hosts.pages.single import OneFile
from crampkit.hosts.pages.steps import Steps, minutes_for, words_in
from crampkit.words import Words

OPENING = Cell("markdown", "title", "# A sore calf\n\nBegin.\n\n- one")
STORY = Cell(
    "markdown", "story", "## 3 · Her *story*\n\nRead it.\n\n## Look & say\n\n### Closer\n\nEnd."
)
SHOWN = Cell("code", "shown", "lab = None")
FOLDED = Cell("markdown", "folded", "<details><summary>Open</summary>\n\n## Inside\n\n</details>")
AGAIN = Cell("markdown", "again", "## Her story\n\nOnce more.")
LESSON = LessonFile("11_calf", "A sore calf", (OPENING, SHOWN, STORY, SHOWN, FOLDED, AGAIN))


def page_of(catalogue: Catalogue, lesson: LessonFile = LESSON, kind: type[Site] = Site) -> str:
    made = kind(catalogue, Words(catalogue.text), "abc123", "def456", (lesson,))
    with chosen(PagesHost(catalogue)) as host:
        body, _ = made.shown(lesson, host)
    return body


def sections(body: str) -> dict[str, str]:
    found = re.findall(r'<section class="step" id="([^"]*)"[^>]*>(.*?)</section>', body, re.DOTALL)
    assert len(found) == body.count('class="step"')
    return dict(found)


def test_each_heading_of_the_second_order_begins_a_step_and_the_opening_is_the_first(shipped):
    steps = sections(page_of(shipped))
    assert list(steps) == ["a-sore-calf", "her-story", "look-say", "her-story-2"]
    assert "<li>one</li>" in steps["a-sore-calf"]
    assert "Closer" in steps["look-say"]
    assert "Inside" in steps["look-say"], "what is folded begins no step"
    assert "Read it" not in steps["look-say"]


def test_what_a_cell_shows_stays_in_its_step_and_keeps_its_number(shipped):
    body = page_of(shipped)
    steps = sections(body)
    numbers = {name: re.findall(r'data-cell="(\d+)"', step) for name, step in steps.items()}
    assert numbers == {"a-sore-calf": ["0"], "her-story": [], "look-say": ["1"], "her-story-2": []}
    outside = re.sub(r"<section.*?</section>", "", body, flags=re.DOTALL)
    assert "data-cell" not in outside


def test_a_step_is_named_by_its_heading_and_the_list_names_all_of_them_without_numbers(shipped):
    body = page_of(shipped)
    named = re.findall(r'<section class="step" id="[^"]*" aria-labelledby="([^"]*)"', body)
    assert [body.count(f'id="{one}"') for one in named[:3]] == [1, 1, 1]
    assert len(named) == 4
    [listed] = re.findall(r'<nav class="rail".*?</nav>', body, re.DOTALL)
    assert re.findall(r'href="#([^"]*)"', listed) == list(sections(body))
    assert re.findall(r"<a[^>]*><span>(.*?)</span>", listed) == [
        "A sore calf",
        "Her story",
        "Look &amp; say",
        "Her story",
    ]


def test_nothing_of_a_step_is_hidden_before_a_script_hides_it(shipped):
    for step in sections(page_of(shipped)).values():
        assert " hidden" not in step
    assert re.search(r'<nav class="dock" hidden', page_of(shipped))


def test_in_one_file_a_step_is_named_after_its_lesson(shipped):
    body = page_of(shipped, kind=OneFile)
    assert list(sections(body))[1] == "11_calf/her-story"
    assert 'href="#11_calf/her-story"' in body


def test_a_lesson_of_one_step_has_no_way_from_step_to_step(shipped):
    body = page_of(shipped, LessonFile("21_end", "The end", (Cell("markdown", "a", "# The end"),)))
    assert list(sections(body)) == ["the-end"]
    assert "dock" not in body
    assert "rail" not in body


def test_prose_cut_at_its_headings_is_the_same_prose():
    told = "<p>a</p>\n<h2 id='x'>b</h2><br><img src='x'><div>\n<h2>c</h2></div>\n<h2>d</h2><p>e"
    steps = Steps("a")
    assert "".join(steps.add_prose(told)) == told
    assert [one.title for one in steps.all] == ["a", "b", "d"]


# ------------------------------------------------------------------------------ how long


def test_words_that_are_folded_hidden_or_only_heard_are_not_read():
    assert words_in("<p>one <b>two</b> – three</p>") == 3
    told = "<details><summary>one</summary><p>no</p><details open>no</details></details> two"
    assert words_in(told) == 2
    assert words_in("<details open><summary>one</summary>two</details>") == 2
    assert (
        words_in("<p hidden>no</p><svg><text>no</text></svg><span class='only-heard x'>no</span>")
        == 0
    )
    assert words_in("<ul><li>one<li>two</ul><p>three") == 3
    assert words_in('<div data-shown-by="a=yes"><p>no</p></div>') == 0


@pytest.mark.parametrize("more", [{"words": 700}, {"questions": 20}, {"cases": 2}, {"drilled": 60}])
def test_more_to_read_and_more_to_answer_take_longer_and_fives_are_told(more):
    little = {"words": 100, "questions": 1, "cases": 0, "drilled": 0}
    assert minutes_for(**little) == 5
    assert minutes_for(**{**little, **more}) > 5
    assert minutes_for(**{**little, **more}) % 5 == 0


def test_no_notebook_says_how_long_it_takes():
    """A number that somebody wrote once is wrong after the next change."""
    stated = re.compile(r"\btakes (?:about |five to )?\w+ minutes|ten minutes", re.IGNORECASE)
    for path in sorted(own_notebooks().glob("*.ipynb")):
        cells = json.loads(path.read_text(encoding="utf-8"))["cells"]
        prose = "\n".join("".join(c["source"]) for c in cells if c["cell_type"] == "markdown")
        assert not stated.search(prose), path.name


def test_how_long_is_said_once_below_the_title(shipped):
    body = page_of(shipped)
    assert body.count("how-long") == 1
    assert re.search(r"</h1><p class=\"how-long\">About 5 minutes, in 4 parts\.</p>", body)


def test_no_heading_of_a_notebook_carries_a_number_of_its_own():
    """The number of a step comes from its order."""
    for path in sorted(own_notebooks().glob("*.ipynb")):
        for cell in lesson_file(path).cells:
            if cell.kind == "markdown":
                assert not re.search(r"^##+ \d+ ·", cell.source, re.MULTILINE), path.name


def test_women_and_questions_are_counted_as_the_lesson_brings_them(shipped):
    lesson = lesson_file(own_notebooks() / "20_cases.ipynb")
    assert cases_of(lesson) == 2
    assert cases_of(LESSON) == 0
    assert questions_of(lesson, shipped)
