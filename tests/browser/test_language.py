"""Pages in another language: no wider than their screen with long words, and mirrored from right to left."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import expect

from crampkit.catalogue import load
from crampkit.data import own_directory
from crampkit.hosts.pages import build
from crampkit.words import Words, words_of
from tests.browser.conftest import long
from tests.browser.static_hosts import plain_host
from tests.pseudo import LONGER, PSEUDO, RIGHT_TO_LEFT, write_pseudo

pytestmark = pytest.mark.browser

EXPLORER = "01_which_cause_fits"
LESSONS = (EXPLORER, "14_varicose_veins", "20_cases", "21_my_progress")
TOO_WIDE = """width => [...document.querySelectorAll("html, main, .crampkit, p, select, h1, a, li")]
    .filter((part) => part.scrollWidth > width || part.getBoundingClientRect().right > width + 1
                      || part.getBoundingClientRect().left < -1)
    .filter((part) => !part.closest(".scroll, .chips, .skip, .only-heard, [aria-hidden]"))
    .map((part) => part.outerHTML.slice(0, 200))"""


@pytest.fixture(scope="module")
def tables(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = Path(shutil.copytree(own_directory(), tmp_path_factory.mktemp("set") / "data"))
    for code in PSEUDO:
        write_pseudo(folder, code)
    return folder


@pytest.fixture(scope="module")
def hosts(chromium: Any, tables: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    """The address of these lessons in each of the two languages."""
    notebooks = tmp_path_factory.mktemp("lessons")
    for name in LESSONS:
        shutil.copy(build.own_notebooks() / f"{name}.ipynb", notebooks)
    shutil.copytree(build.own_notebooks() / "pictures", notebooks / "pictures")
    folder = tmp_path_factory.mktemp("pages")
    for code in PSEUDO:
        build.write_pages(folder / code, build.pages(notebooks, tables, language=code))
    with plain_host(folder) as url:
        yield {code: f"{url}/{code}" for code in PSEUDO}


def words(tables: Path, code: str) -> Words:
    return words_of(load(tables, code))


@pytest.mark.parametrize("width", [390, *long(1366)])
@pytest.mark.parametrize("code", PSEUDO)
def test_no_page_is_wider_than_its_screen(hosts, new_page, code, width):
    page = new_page(width=width, java_script_enabled=False)
    for name in ("index", *LESSONS):
        page.goto(f"{hosts[code]}/{name}.html")
        page.locator("main").evaluate(
            "main => main.querySelectorAll('details').forEach((one) => { one.open = true; })"
        )
        assert page.evaluate(TOO_WIDE, width) == [], name


def test_a_page_from_right_to_left_is_mirrored(hosts, new_page, tables):
    page = new_page(width=1366, java_script_enabled=False)
    page.goto(f"{hosts[RIGHT_TO_LEFT]}/{EXPLORER}.html")
    assert page.evaluate("getComputedStyle(document.querySelector('main')).direction") == "rtl"
    first, second = (page.locator(f".crampkit-{side}").first for side in ("left", "right"))
    assert first.bounding_box()["x"] > second.bounding_box()["x"]
    legend = page.locator("main legend[lang=en]").first
    assert legend.evaluate("one => getComputedStyle(one).direction") == "ltr"

    page.goto(f"{hosts[LONGER]}/{EXPLORER}.html")
    assert first.bounding_box()["x"] < second.bounding_box()["x"]


def test_what_python_answers_and_what_the_page_says_by_itself_is_in_the_language(
    hosts, new_page, tables, watch
):
    said = words(tables, RIGHT_TO_LEFT)
    page = new_page(width=1366)
    page.goto(f"{hosts[RIGHT_TO_LEFT]}/{EXPLORER}.html")
    page.locator("body[data-ready]").wait_for()
    ranking = page.locator("section.ranking").first
    expect(ranking).to_contain_text(said("ranking.nothing_yet"))
    page.locator("main input[name='finding:mainly_night'][value=yes]").first.check(force=True)
    expect(ranking).not_to_contain_text(said("ranking.nothing_yet"))
    expect(ranking.locator("button.cause").first).to_have_attribute("lang", "en")

    page.locator(".page-tools .find summary").click()
    page.get_by_role("searchbox").first.fill("leg")
    found = page.locator(".page-tools .find [role=status]")
    page.locator(".results h3").first.wait_for()
    assert page.locator(".results h3").first.get_attribute("lang") == "en"
    count = int(re.search(r"\d+", found.inner_text())[0])
    expect(found).to_have_text(said.plural("pages.find", count))
    assert (watch.outside, watch.errors) == ([], [])
