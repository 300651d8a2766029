"""A field that is typed into is in view as a whole, above what sticks at the foot of a small screen."""

from __future__ import annotations

import pytest

from crampkit.front import FOLDER, style

pytestmark = pytest.mark.browser

PAGE = """<!doctype html><html data-steps="one"><title>A case</title>
<style>{style} body {{ margin: 0; }} p {{ block-size: 900px; }}</style>
<main><div class="step"><div class="crampkit"><section class="case">
<p>She speaks.</p><textarea rows="4"></textarea><p>And on.</p><input type="checkbox"><p>And on.</p>
<div class="case-bar"><button style="block-size: 48px">Stop and refer</button></div>
</section></div></div><nav class="dock"><a href="#" style="block-size: 60px">Next</a></nav></main>"""
BEGIN = """async (script) => {
  document.documentElement.style.setProperty("--dock", document.querySelector(".dock").offsetHeight + "px");
  await import(URL.createObjectURL(new Blob([script], { type: "text/javascript" })));
}"""
HALF_UNDER = """(name) => {
  const field = document.querySelector(name);
  const bar = document.querySelector(".case-bar").getBoundingClientRect();
  scrollTo({ top: scrollY + field.getBoundingClientRect().top - bar.top + 20, behavior: "instant" });
  const { left, top } = field.getBoundingClientRect();
  return [left + 8, top + 8];
}"""
BELOW = """(name) => {
  const field = document.querySelector(name).getBoundingClientRect();
  const bar = document.querySelector(".case-bar").getBoundingClientRect();
  return field.top >= 0 && field.bottom <= Math.min(bar.top, innerHeight);
}"""
PLACES = """() => [".dock", ".case-bar"].map((name) => (
  document.querySelector(name).getBoundingClientRect().top))"""


@pytest.fixture
def page(new_page):
    page = new_page(390, 844, has_touch=True)
    page.set_content(PAGE.format(style=style("page", "steps")))
    page.evaluate(BEGIN, (FOLDER / "typing.js").read_text(encoding="utf-8"))
    return page


def test_a_field_is_above_the_bar_when_it_is_tapped_and_when_a_keyboard_opens(page):
    x, y = page.evaluate(HALF_UNDER, "textarea")
    assert not page.evaluate(BELOW, "textarea")
    page.touchscreen.tap(x, y)
    assert page.evaluate("document.activeElement.localName") == "textarea"
    assert page.evaluate(BELOW, "textarea")
    for height in (600, 430):
        page.set_viewport_size({"width": 390, "height": height})
        page.wait_for_function(BELOW, arg="textarea")
    assert page.evaluate("document.activeElement.localName") == "textarea"


def test_whoever_reads_on_is_not_brought_back_by_the_bars_of_the_browser(page):
    page.locator("textarea").focus()
    page.evaluate("scrollTo({ top: 0, behavior: 'instant' })")
    page.set_viewport_size({"width": 390, "height": 760})
    page.evaluate(
        "() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))"
    )
    assert page.evaluate("scrollY") == 0


def test_what_sticks_stays_where_it_is_when_a_field_loses_the_focus(page):
    # Else a button in it would move away between the moment it is pressed and the moment it is let go.
    page.set_viewport_size({"width": 390, "height": 600})
    page.locator("textarea").focus()
    bar = page.evaluate(PLACES)
    page.locator("[type=checkbox]").evaluate("box => box.focus({ preventScroll: true })")
    assert page.evaluate(PLACES) == bar
