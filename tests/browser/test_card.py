"""The card of each cause, printed from a page that holds far more: always one sheet of paper."""

from __future__ import annotations

import re

import pytest

from crampkit.catalogue import load
from crampkit.front import script, style
from crampkit.views.kit.answers import mapped_causes
from crampkit.views.lesson.card import card
from crampkit.words import Words

CATALOGUE = load()

# A page like those that show a panel, with a page of other text before and after it.
PAGE = """<!doctype html><title>A lesson</title><style>{style}</style>
<main style="height: 100vh; overflow: auto"><div style="height: 3000px">Before</div>
<div id="panel"></div><div style="height: 3000px">After</div></main>"""
SHOW = """async ([script, html]) => {
  const address = URL.createObjectURL(new Blob([script], { type: "text/javascript" }));
  const { default: widget } = await import(address);
  const values = { html, state: {}, acknowledged: {}, dark: true };
  const model = { get: (name) => values[name], set() {}, save_changes() {}, send() {}, on() {}, off() {} };
  widget.render({ model, el: document.querySelector("#panel") });
}"""


@pytest.fixture
def page(chromium):
    page = chromium.new_page(viewport={"width": 390, "height": 800})
    page.add_init_script("window.print = () => { window.printed = true; }")
    yield page
    page.close()


def show_card(page, cause_id: str) -> None:
    page.goto("about:blank")
    page.set_content(PAGE.format(style=style()))
    html = card(CATALOGUE, cause_id, Words(CATALOGUE.text))
    page.evaluate(SHOW, [script(), html])


def press_print(page) -> None:
    page.get_by_role("button", name=CATALOGUE.text["lesson.card.print"]).click()
    assert page.evaluate("window.printed")


def pages_of(pdf: bytes) -> int:
    return len(re.findall(rb"/Type\s*/Page\b", pdf))


@pytest.mark.parametrize("cause_id", mapped_causes(CATALOGUE))
@pytest.mark.parametrize("paper", ["A4", "Letter"])
def test_a_card_prints_on_one_page(page, cause_id, paper):
    show_card(page, cause_id)
    assert pages_of(page.pdf(format=paper)) > 1
    press_print(page)
    # A browser that does not know named pages uses the printer's own paper.
    assert pages_of(page.pdf(format=paper, prefer_css_page_size=paper == "A4")) == 1


def test_a_card_that_has_grown_still_prints_on_one_page(page):
    show_card(page, mapped_causes(CATALOGUE)[0])
    page.evaluate(
        """() => { for (let n = 0; n < 12; n += 1) {
          const list = document.querySelector(".parts ul");
          list.append(list.querySelector("li").cloneNode(true)); } }"""
    )
    press_print(page)
    assert pages_of(page.pdf(prefer_css_page_size=True)) == 1


def test_after_printing_nothing_of_the_sheet_is_left(page):
    show_card(page, mapped_causes(CATALOGUE)[0])
    press_print(page)
    page.pdf()
    assert page.locator(".crampkit-sheet").count() == 0
    assert not page.evaluate("document.body.classList.contains('crampkit-prints-card')")


def test_the_sheet_makes_the_page_no_wider_and_is_not_read_out(page):
    show_card(page, mapped_causes(CATALOGUE)[0])
    press_print(page)
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert page.get_by_role("button", name=CATALOGUE.text["lesson.card.print"]).count() == 1
