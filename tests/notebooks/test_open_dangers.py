"""No danger folds: its name, how fast to act and what to do are read without a press, in every lesson."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from pathlib import Path
from types import MappingProxyType

import pytest

from crampkit import Lab
from crampkit.catalogue import Catalogue, RedFlag
from crampkit.views.kit.markup import Html, more, tag
from crampkit.views.lesson import lesson as lesson_view
from crampkit.words import Words
from tests.elements import Element, read
from tests.notebooks.lessons import code_cells
from tests.notebooks.lessons import read as read_notebook
from tests.notebooks.test_taught_lessons import TAUGHT, lesson_id

LISTS = ("red_flags", "dangers")
"""The parts that list dangers; the signs by question fold under a question of the safety check."""


@cache
def _lab() -> Lab:
    return Lab()


def lists_of(lesson: Path) -> Iterator[str]:
    """The HTML of each list of dangers that a notebook shows, as its cells ask for it."""
    desk = _lab().lesson(lesson_id(lesson))
    for cell in code_cells(read_notebook(lesson)):
        for node in ast.walk(ast.parse(cell.source)):
            if isinstance(node, ast.Call) and ast.unparse(node.func).startswith("lesson."):
                name = ast.unparse(node.func).removeprefix("lesson.")
                if name in LISTS:
                    given = [ast.literal_eval(one) for one in node.args]
                    named = {one.arg: ast.literal_eval(one.value) for one in node.keywords}
                    yield getattr(desk, name)(*given, **named).html


def open_text(element: Element) -> str:
    """What is read in it before anything is opened, without spaces; of a term, no meaning."""
    closed = element.tag == "details" and "open" not in element.attributes
    told = []
    for child in element.children:
        if isinstance(child, str):
            told.append("" if closed else "".join(child.split()))
        elif "meaning" not in child.classes and (not closed or child.tag == "summary"):
            told.append(open_text(child))
    return "".join(told)


@cache
def seen_in(html: str) -> str:
    return open_text(read(html))


def folded(html: str, flag: RedFlag) -> set[str]:
    """What of a danger is not read in a list of dangers until something is opened."""
    seen = seen_in(html)
    wanted = {
        "name": [flag.could_be],
        "sign": [flag.label],
        "how fast": [flag.urgency],
        "what to do": re.split(r"(?<=[.!?]) +", flag.action),
    }
    return {
        what
        for what, texts in wanted.items()
        if not all("".join(text.split()) in seen for text in texts)
    }


@pytest.mark.parametrize("lesson", TAUGHT, ids=lambda lesson: lesson.stem)
def test_in_no_list_of_a_lesson_does_a_danger_fold(lesson: Path, shipped: Catalogue) -> None:
    told = set()
    for html in lists_of(lesson):
        shown = set(re.findall(r'data-flag="(\w+)"', html))
        folds = {one: folded(html, shipped.flags[one]) for one in shown}
        assert {one: what for one, what in folds.items() if what} == {}
        told |= shown
    assert told >= set(shipped.lessons[lesson_id(lesson)].flag_ids)


def test_the_lessons_that_list_dangers_are_those_on_the_causes_and_on_dangers(
    shipped: Catalogue,
) -> None:
    listing = {lesson_id(lesson) for lesson in TAUGHT if any(lists_of(lesson))}
    on_a_cause = {row.lesson_id for row in shipped.lessons.values() if row.cause_id}
    assert listing == on_a_cause | {"red_flags"}


def test_what_folds_is_found(shipped: Catalogue) -> None:
    flag = next(iter(shipped.flags.values()))
    first, _, rest = flag.action.partition(". ")
    name, sign, fast = (tag("p", text) for text in (flag.could_be, flag.label, flag.urgency))
    to_do = tag("p", flag.action)
    whole = Html(name + sign + fast + to_do)
    assert folded(whole, flag) == set()
    assert folded(more("Open", whole), flag) == {"name", "sign", "how fast", "what to do"}
    assert folded(more("Open", whole, open=True), flag) == set()
    assert folded(Html(name + fast + more("Signs", sign, to_do)), flag) == {"sign", "what to do"}
    part = Html(name + sign + fast + tag("p", f"{first}.") + more("More", rest))
    assert folded(part, flag) == {"what to do"}
    assert folded(more(flag.could_be, sign, fast, to_do), flag) == {
        "sign",
        "how fast",
        "what to do",
    }


def test_nor_does_a_danger_that_no_question_of_the_safety_check_looks_for(
    shipped: Catalogue,
) -> None:
    lesson = shipped.lessons["disc_herniation"]
    alone = replace(shipped.flags[lesson.flag_ids[0]], question_id="")
    flags = MappingProxyType({**shipped.flags, alone.flag_id: alone})
    html = lesson_view.red_flags_of_lesson(
        replace(shipped, flags=flags), lesson.flag_ids, Words(shipped.text)
    )
    assert folded(html, alone) == set()
