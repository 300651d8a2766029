"""A set on another subject in a browser: its own words, its own map, its own answers."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pytest

from crampkit.catalogue import load
from crampkit.practice.quiz import SURENESS
from crampkit.views.practice.quiz import sure_text
from crampkit.words import Words
from tests.browser.conftest import Server, long, serve
from tests.browser.test_explorer import Explorer, expect
from tests.unit.test_second_topic import DATA, LESSON, NOTEBOOKS, words_in

pytestmark = pytest.mark.browser

CATALOGUE = load(DATA)
WORDS = Words(CATALOGUE.text)


class LastExplorer(Explorer):
    """The explorer of the lesson; before it stands the smaller one of its cause."""

    @property
    def root(self) -> Any:
        return self.page.locator(".crampkit-explorer").last


@pytest.fixture(scope="module")
def itching(chromium: Any, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    folder = tmp_path_factory.mktemp("itching") / "notebooks"
    folder.symlink_to(NOTEBOOKS)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("CRAMPKIT_DATA", str(DATA))
        server = serve(folder, "--learn")
        yield next(server)
        next(server, None)


def opened(page: Any, server: Server) -> LastExplorer:
    page.goto(server.lesson(f"{LESSON}.ipynb"))
    page.locator("body[data-ready='1']").wait_for()
    return LastExplorer(page, CATALOGUE, WORDS, [], [], in_jupyterlab=False)


def test_a_finding_moves_the_ranking_and_a_danger_takes_it_away(itching, page, watch):
    explorer = opened(page, itching)
    explorer.finish_the_safety_check()
    explorer.answer("eases_with_cream", "yes")
    explorer.expect_leader("dry_skin")
    explorer.answer("eases_with_cream", "no")
    explorer.answer("itchy_palms_soles", "yes")
    explorer.expect_leader("cholestasis")
    explorer.phrase("fewer_movements", "open").check()
    explorer.flag("fewer_movements").check()
    expect(explorer.part("referral")).to_contain_text("a baby in danger")
    expect(explorer.part("referral")).to_contain_text("Testland")
    expect(explorer.rows()).to_have_count(0)
    explorer.flag("fewer_movements").uncheck()
    explorer.phrase("fewer_movements", "no").check()
    explorer.expect_leader("cholestasis")
    assert (watch.outside, watch.errors) == ([], [])


@pytest.mark.parametrize("name", ["index", *long(LESSON)])
def test_no_page_is_wider_than_a_phone_and_none_speaks_of_the_first_subject(
    itching, new_page, name
):
    page = new_page(width=390, height=844)
    page.goto(f"{itching.url}/{name}.html")
    if name == LESSON:
        page.locator("body[data-ready='1']").wait_for()
    for fold in page.locator("details:visible > summary").all():
        fold.click()
    width = page.evaluate("document.documentElement.scrollWidth")
    assert width <= 390
    read = page.locator("body").inner_text()
    assert len(read) > 500
    assert words_in(read) == []
    assert page.title() in ("Why do I itch?", "Obstetric cholestasis: when nothing is to be seen")


@pytest.mark.long
def test_the_map_takes_the_places_of_its_own_table(itching, page):
    opened(page, itching)
    body = page.locator("section.body-map")
    body.get_by_role("radio", name=WORDS("body_map.pick"), exact=True).check()
    palm = body.get_by_role("group", name=re.compile("^Palm"))
    expect(palm.get_by_role("checkbox")).to_have_count(2)
    palm.get_by_role("checkbox", name=WORDS("body_map.her_left"), exact=True).check()
    label = CATALOGUE.findings["itchy_palms_soles"].label
    expect(body).to_contain_text(WORDS("body_map.sets.yes", finding=label))


@pytest.mark.long
def test_its_answers_are_kept_by_its_own_name(itching, page):
    explorer = opened(page, itching)
    expect(page.locator("html")).to_have_attribute("data-set", "itching-in-pregnancy")
    quiz = page.locator(".cell").filter(has_text=CATALOGUE.questions["noor_check"].stem).first
    right = next(o for o in CATALOGUE.options_of["noor_check"] if o.answer == "right")
    quiz.get_by_role("radio", name=right.text).check()
    quiz.get_by_role("radio", name=sure_text(SURENESS[-2], WORDS), exact=True).check()
    quiz.get_by_role("button", name=WORDS("quiz.commit"), exact=True).click()
    expect(page.locator("section.strengths")).to_contain_text("Cholestasis")
    kept = page.evaluate("indexedDB.databases().then((all) => all.map((one) => one.name))")
    assert explorer.page is page
    assert [name for name in kept if "itching-in-pregnancy" in name]
    assert not [name for name in kept if "cramps-in" in name]
