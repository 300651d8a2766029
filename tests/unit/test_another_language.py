"""With words in another language nothing of the interface is left in English, whatever a learner presses.

Texts of the tables and the lessons are in English and say so: what does not was never looked up.
"""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from html import unescape
from html.parser import HTMLParser
from pathlib import Path
from random import Random
from typing import Any

import pytest

from crampkit import Lab
from crampkit.catalogue import Catalogue, load
from crampkit.data import own_directory
from crampkit.hosts import front_words
from crampkit.hosts.jupyter.still import still
from crampkit.hosts.pages import build
from crampkit.hosts.pages.host import PagesHost, value_of
from crampkit.hosts.pages.lessons import LessonFile, lesson_file
from crampkit.hosts.pages.page import Site
from crampkit.languages import END_OF_ISOLATE, ISOLATE, InEnglish
from crampkit.panels.kit.panel import Box, Chart, Panel, Part
from crampkit.panels.kit.still import still_html
from crampkit.views.kit.markup import EMPTY_ELEMENTS, TEXT_ALONE
from crampkit.words import words_of
from tests.folder import Folder
from tests.pseudo import LONGER, PSEUDO, RIGHT_TO_LEFT, write_pseudo

ITCHING = Path(__file__).parents[1] / "topics" / "itching"

PRESSED = 6
"""Controls that are pressed in each panel of a lesson, drawn by a seed."""

READ_ALOUD = ("aria-label", "aria-valuetext", "aria-description", "title", "alt", "placeholder")
SAID_BY_SCRIPT = ("data-filter-status", "data-done")
NOT_SHOWN = {"script", "style"}

IN_ENGLISH = re.compile(f"{ISOLATE}[^{END_OF_ISOLATE}]*{END_OF_ISOLATE}")
PLAIN_LETTERS = re.compile(r"[A-Za-z]{2}")
A_POINT_IN_A_NUMBER = re.compile(r"\d\.(?!\d{3}(?:\D|$))\d")
"""A decimal point; one before three digits parts thousands."""


class Shown(HTMLParser):
    """What a page says by itself: its texts, and those of attributes, outside of what is in English."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self._open: list[tuple[str, str | None]] = []
        self.texts: list[str] = []
        self.attributes: list[str] = []
        self.feed(html)
        self.close()

    @property
    def _is_english(self) -> bool:
        return next((lang == "en" for _, lang in reversed(self._open) if lang), False)

    def handle_starttag(self, element: str, attributes: list[tuple[str, str | None]]) -> None:
        values = dict(attributes)
        if not self._is_english and values.get("lang") != "en":
            names = (*READ_ALOUD, *SAID_BY_SCRIPT)
            self.attributes += [value for name in names if (value := values.get(name))]
        if element not in EMPTY_ELEMENTS:
            self._open.append((element, values.get("lang")))

    def handle_endtag(self, element: str) -> None:
        if element in EMPTY_ELEMENTS:  # It was closed as it was opened.
            return
        while self._open and self._open.pop()[0] != element:
            pass

    def handle_data(self, data: str) -> None:
        hidden = bool(self._open) and self._open[-1][0] in NOT_SHOWN
        alone = bool(self._open) and self._open[-1][0] in TEXT_ALONE
        if not (hidden or self._is_english):
            (self.attributes if alone else self.texts).append(data)


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    made = Folder(tmp_path_factory.mktemp("set") / "data", own_directory())
    for code in PSEUDO:
        write_pseudo(made.path, code)
    return made


@pytest.fixture(scope="module", params=PSEUDO)
def catalogue(request, folder) -> Catalogue:
    return load(folder.path, request.param)


@pytest.fixture(scope="module")
def of_tables(catalogue) -> frozenset[str]:
    """Every text of the tables, which may stand alone where no element can say that it is in English."""
    return frozenset(texts_in(catalogue))


def texts_in(value: Any) -> Iterator[str]:
    if isinstance(value, InEnglish):
        yield str(value)
    elif isinstance(value, tuple):
        for one in value:
            yield from texts_in(one)
    elif hasattr(value, "items"):
        yield from texts_in(tuple(value.values()))
    elif hasattr(value, "__dataclass_fields__"):
        yield from texts_in(tuple(vars(value).values()))


def never_looked_up(html: str, of_tables: frozenset[str], decimal: str) -> set[str]:
    """What a page says in plain letters, or with a point in a number where its language has a comma."""
    shown = Shown(html)
    said = {IN_ENGLISH.sub("", text) for text in shown.attributes if text not in of_tables}
    said |= set(shown.texts)
    numbers = {
        text
        for text in shown.texts
        if decimal == "," and A_POINT_IN_A_NUMBER.search(IN_ENGLISH.sub("", text))
    }
    return {text for text in said if PLAIN_LETTERS.search(text)} | numbers


def lessons() -> list[LessonFile]:
    return [lesson_file(path) for path in sorted(build.own_notebooks().glob("*.ipynb"))]


# ------------------------------------------------------------------------------ what a page says


def test_what_was_never_looked_up_is_found():
    said = '<p title="Why">Wħÿ <bdi lang="en">Cramp</bdi> not</p><p lang="en">All</p><p>0.5</p>'
    assert never_looked_up(said, frozenset(), ",") == {"Why", " not", "0.5"}
    assert never_looked_up(said, frozenset({"Why"}), ".") == {" not"}


def test_no_page_has_a_word_of_english_that_does_not_say_so(catalogue, of_tables):
    words = words_of(catalogue)
    named = tuple(
        LessonFile(one.name, InEnglish(one.title), one.cells[:1]) for one in lessons()[:3]
    )
    site = Site(catalogue, words, "1", "1", named)
    with build.chosen(PagesHost(catalogue)) as host:
        pages = [site.lesson(named[1], host), site.start()]
    for page in pages:
        assert f'<html lang="{words.language.code}" dir="{words.language.direction}"' in page
        assert not never_looked_up(page, of_tables, words.language.decimal)


def test_the_words_of_the_scripts_are_in_the_language(catalogue):
    words = words_of(catalogue)
    site = Site(catalogue, words, "1", "1", ())
    said = {key: text for key, text in site._said().items() if key not in ("lang", "dir")}
    assert not {key: text for key, text in said.items()
                if PLAIN_LETTERS.search(re.sub(r"\{\w+\}", "", text))}  # fmt: skip
    assert {f"find.{form}" for form in words.language.forms} <= said.keys()


# ------------------------------------------------------------------------------ what a learner presses


@pytest.mark.parametrize("lesson", lessons(), ids=lambda lesson: lesson.name)
def test_nothing_that_is_pressed_in_a_lesson_answers_in_english(lesson, catalogue, of_tables):
    pages, charts = pressed(lesson, catalogue)
    assert not left_in(pages, catalogue, of_tables)
    assert not [text for chart in charts for text in drawn_in_english(chart, of_tables)]


@pytest.mark.parametrize("code", PSEUDO)
def test_nothing_that_is_pressed_on_another_subject_answers_in_english(code, tmp_path):
    tables = Path(shutil.copytree(ITCHING / "data", tmp_path / "data"))
    write_pseudo(tables, code)
    itching = load(tables, code)
    (lesson,) = (lesson_file(path) for path in (ITCHING / "notebooks").glob("*.ipynb"))
    pages, _ = pressed(lesson, itching)
    assert any("Noor" in page for page in pages)
    assert not left_in(pages, itching, frozenset(texts_in(itching)))


def pressed(lesson: LessonFile, catalogue: Catalogue) -> tuple[set[str], list[Chart]]:
    """What a lesson shows, before and after some of its controls are pressed, and what it draws."""
    chance = Random(lesson.name)
    with build.chosen(PagesHost(catalogue)):
        names: dict[str, Any] = {}
        shown = [value for source in lesson.code if (value := value_of(source, names))]
        parts = [one for one in shown if isinstance(one, Part)]
        pages = {one._repr_html_() for one in shown if hasattr(one, "_repr_html_")}
        for panel in [panel for part in parts for panel in panels_in(part)]:
            for _ in range(PRESSED):
                if controls := sorted(controls_of(panel)):
                    panel.receive(*chance.choice(controls))
                pages.add(html_of(panel))
    pages |= {html_of(panel) for part in parts for panel in panels_in(part)}
    return pages, [chart for part in parts for chart in charts_in(part)]


def left_in(pages: set[str], catalogue: Catalogue, of_tables: frozenset[str]) -> set[str]:
    decimal = catalogue.language.decimal
    return {text for page in pages for text in never_looked_up(page, of_tables, decimal)}


def test_no_question_is_explained_in_english_nor_what_came_of_all_answers(catalogue, of_tables):
    chance = Random(1)
    pages: set[str] = set()
    with build.chosen(PagesHost(catalogue)):
        lab = Lab()
        for lesson_id in list(catalogue.lessons)[-5:]:
            lesson = lab.lesson(lesson_id)
            asked = (("check", lesson.check_yourself), ("drill", lesson.drill))
            for part in (
                make() for place, make in asked if catalogue.questions_at(lesson_id, place)
            ):
                for _ in range(6):
                    answer(part, chance)
                    pages.add(html_of(part))
                    press(part, "go", last=True)
        for part in (lab.progress(), lab.due(), lab.journal()):
            pages |= {html_of(panel) for panel in panels_in(part)}
        journal = lab.journal()
        for name, value in (("import", "no table"), ("delete", ""), ("delete", ""), ("delete", "")):
            journal.receive(name, value)
            pages.add(html_of(journal))
    verdicts = {found for page in pages for found in re.findall(r'class="verdict (\w+)', page)}
    assert {"right", "wrong"} <= verdicts
    assert not left_in(pages, catalogue, of_tables)


def answer(quiz: Panel, chance: Random) -> None:
    """Commit to any answer of the question that is shown."""
    controls = sorted(controls_of(quiz))
    for kinds in (("choose", "take:"), ("sure",), ("commit",)):
        if fitting := [one for one in controls if one[0].startswith(kinds)]:
            quiz.receive(*chance.choice(fitting))


def press(panel: Panel, kind: str, last: bool = False) -> None:
    if fitting := sorted(one for one in controls_of(panel) if one[0] == kind):
        panel.receive(*fitting[-1 if last else 0])


@pytest.mark.parametrize("decision", ["causes", "something_else", "cannot_tell", "refer"])
def test_no_case_is_told_in_english(decision, catalogue, of_tables):
    chance = Random(decision)
    pages: set[str] = set()
    with build.chosen(PagesHost(catalogue)):
        lab = Lab()
        for case_id in chance.sample(sorted(catalogue.cases), 2):
            panel = lab.case(case_id)
            for _ in range(chance.randrange(4, 40)):
                asked = sorted(one for one in controls_of(panel) if one[0] == "ask")
                panel.receive(*chance.choice(asked))
            pages.add(html_of(panel))
            panel.receive("stop" if decision == "refer" else "decide", "")
            pages.add(html_of(panel))
            for kind in ("answer", "cause", "danger", "how_fast", "for", "against", "sure"):
                own = [
                    one for one in sorted(controls_of(panel)) if one[0].partition(":")[0] == kind
                ]
                if own:
                    panel.receive(
                        *(("answer", decision) if kind == "answer" else chance.choice(own))
                    )
            press(panel, "commit")
            for _ in range(2):  # A danger may still be missing, and who stops hands her over.
                if "case-told" not in panel.html:
                    pages.add(html_of(panel))
                    panel.receive("danger", "not_named")
                    press(panel, "commit")
            pages.add(html_of(panel))
    assert any("case-told" in page for page in pages)
    assert not left_in(pages, catalogue, of_tables)


def panels_in(part: Part) -> Iterator[Panel]:
    if isinstance(part, Box):
        for child in part.children:
            yield from panels_in(child)
    elif isinstance(part, Panel):
        yield part


def charts_in(part: Part) -> Iterator[Chart]:
    if isinstance(part, Box):
        for child in part.children:
            yield from charts_in(child)
    elif isinstance(part, Chart):
        yield part


def html_of(panel: Panel) -> str:
    """What is shown, with what only its state says."""
    return still_html(panel.html, panel.state) if "data-text" in panel.html else panel.html


def controls_of(panel: Panel) -> set[tuple[str, Any]]:
    """The name and a value of each control of a panel, as its script would send them."""
    found: set[tuple[str, Any]] = set()
    for element in re.findall(r"<(?:input|button|option)[^>]*>", panel.html):
        values = {
            name: unescape(value) for name, value in re.findall(r'([\w-]+)="([^"]*)"', element)
        }
        name, kind = values.get("name", ""), values.get("type")
        if action := values.get("data-action"):
            found.add((action, values.get("data-value", "")))
        elif kind == "radio":
            found.add((name, values.get("value", "")))
        elif kind == "checkbox":
            found |= {(name, True)}
        elif kind == "range":
            found |= {(name, float(values[end])) for end in ("min", "max")}
    return found


def drawn_in_english(chart: Chart, of_tables: frozenset[str]) -> Iterator[str]:
    """What a chart says in plain letters beside the texts of the tables."""
    layout = chart.figure["layout"]
    drawn = [one["text"] for one in layout["annotations"]]
    for trace in chart.figure["data"]:
        for told in (trace.get("text", ()), trace.get("hovertext", ())):
            drawn += [text for row in told for text in ([row] if isinstance(row, str) else row)]
    # What is in bold and what is not may come from two places.
    for text in (piece for whole in drawn for piece in re.split(r"</?b>", whole)):
        said = unescape(re.sub(r"<[^>]*>", "", text.replace("<br>", " ")))
        said = IN_ENGLISH.sub("", said)
        if PLAIN_LETTERS.search(said) and " ".join(said.split()) not in of_tables:
            yield text


# ------------------------------------------------------------------------------ in Jupyter


def test_a_panel_in_jupyter_says_which_language_it_speaks(folder):
    lab = Lab(folder.path, language=RIGHT_TO_LEFT)
    kept = still(lab.stamp(), lab.words)
    assert f'<div class="crampkit-still" lang="{RIGHT_TO_LEFT}" dir="rtl">' in kept
    assert {"lang": RIGHT_TO_LEFT, "dir": "rtl"}.items() <= front_words(
        lab.words, "jupyter"
    ).items()
    in_english = Lab(folder.path)
    assert '<div class="crampkit-still">' in still(in_english.stamp(), in_english.words)
    assert not {"lang", "dir"} & front_words(in_english.words, "jupyter").keys()


@pytest.mark.parametrize("code", PSEUDO)
def test_the_answer_as_a_value_is_in_the_language(folder, code):
    catalogue = load(folder.path, code)
    of_tables = frozenset(texts_in(catalogue))
    lab = Lab(folder.path, language=code)
    told = {lab.differential._repr_html_()}
    safe = next(f for f, finding in catalogue.findings.items() if not finding.exclusive_group)
    lab.shared_case.answer(safe, True)
    told.add(lab.differential._repr_html_())
    for flag_id in catalogue.flags:
        lab.shared_case.flag(flag_id, True)
    told.add(lab.differential._repr_html_())
    assert sum("<table" in page for page in told) >= 1
    assert not left_in(told, catalogue, of_tables)


def test_a_sentence_of_a_notebook_is_in_english_and_one_of_ours_is_not(folder):
    lab = Lab(folder.path, language=LONGER)
    assert lab.say("Two women")._repr_html_() == '<p lang="en" dir="auto">Two women</p>'
    assert 'lang="en"' not in lab.say(lab.words("answer.no"))._repr_html_()
    assert Lab(folder.path).say("Two women")._repr_html_() == "<p>Two women</p>"


def test_a_text_of_the_tables_says_that_it_is_in_english_only_where_the_page_is_not(folder):
    finding = next(iter(load(folder.path).findings.values())).label
    for code, marked in ((None, False), (LONGER, True)):
        lab = Lab(folder.path, language=code)
        html = html_of(next(panels_in(lab.checklist())))
        assert (f'<legend lang="en" dir="auto">{finding}</legend>' in html) is marked
        assert (f"<legend>{finding}</legend>" in html) is not marked
