"""HTML is looked at by its elements: a test that compares a stretch of it as text breaks at every comma."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.elements import read

TESTS = Path(__file__).parent.parent
OPENING = re.compile(r"<[a-z][a-z0-9]*[\s>/]")
AS_TEXT = {
    *("count", "find", "index", "partition", "rpartition", "split", "startswith", "endswith"),
    *("findall", "fullmatch", "match", "search"),
}
HOSTS = {"unit/test_same_answers.py"}
"""What two hosts show is compared letter for letter."""


def compared_as_text(source: str) -> Iterator[int]:
    """The lines in which more than one element is compared, or looked for, as text.

    >>> list(compared_as_text('assert "<p><b>" in html'))
    [1]
    """
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Compare):
            sides = [node.left, *node.comparators]
        elif isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            sides = node.args if node.func.attr in AS_TEXT else []
        else:
            continue
        yield from (side.lineno for side in sides if len(OPENING.findall(_text(side))) > 1)


def _text(node: ast.expr) -> str:
    """What is written of a text: a string, or the fixed parts of one that is filled in."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return node.value
    if isinstance(node, ast.JoinedStr):
        return "".join(_text(value) for value in node.values)
    return ""


@pytest.mark.parametrize("path", sorted(TESTS.rglob("*.py")), ids=lambda path: path.stem)
def test_no_test_compares_more_than_one_element_as_text(path):
    if path.relative_to(TESTS).as_posix() not in HOSTS:
        assert list(compared_as_text(path.read_text(encoding="utf-8"))) == []


@pytest.mark.parametrize(
    ("source", "lines"),
    [
        ("assert html == '<p>a</p><p>b</p>'", [1]),
        ("assert f'<li>{x}<b>' not in html", [1]),
        ("x = 1\nre.findall(r'<li><b>(.*?)</b>', html)", [2]),
        ("assert html == '<p>a</p>'", []),
        ("html.count('<p')", []),
        ("shown('<p><b>') == 1", []),
    ],
)
def test_one_element_may_be_compared_and_what_is_made_up_is_no_comparison(source, lines):
    assert list(compared_as_text(source)) == lines


# ------------------------------------------------------------------------------ reading


PAGE = (
    '<section class="a b"><p title="x &amp; y">One<br><b>two</b></p><p hidden>Three</p></section>'
)


def test_an_element_is_found_by_its_tag_its_class_and_its_attributes():
    page = read(PAGE)
    assert page.one("section").classes == ["a", "b"]
    assert [p.text for p in page.all("p")] == ["One two", "Three"]
    assert page.one(class_="b") is page.one("section")
    assert page.one("p", title="x & y").text == "One two"
    assert page.one("p", title=None).text == "Three"
    assert page.all("p", "a") == []
    assert "hidden" in page.all("p")[1]
    assert "hidden" not in page.all("p")[0]
    assert [e.tag for e in page.one("b").around] == ["p", "section", ""]


def test_what_is_not_there_once_is_no_one():
    for wanted in ("p", "i"):
        with pytest.raises(ValueError, match="values to unpack"):
            read(PAGE).one(wanted)


def test_an_end_without_a_beginning_is_told():
    with pytest.raises(AssertionError, match="</b> ends <p>"):
        read("<p>One</b>")
