"""The script of the panels, on a page without Python: what it shows while messages go to and fro."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from crampkit.front import script

# Two panels of one Python, which answers when the test says so; the clock is the test's own, too.
BEGIN = """async (script) => {
  let passed = 0;
  const clock = performance.now.bind(performance);
  performance.now = () => clock() + passed;
  globalThis.pass = (milliseconds) => { passed += milliseconds; };
  const timer = globalThis.setTimeout;
  globalThis.setTimeout = () => 0; // The page was too busy for it to have run yet.
  globalThis.setInterval = (tick) => { globalThis.tick = tick; return 0; };
  const address = URL.createObjectURL(new Blob([script], { type: "text/javascript" }));
  const { default: view } = await import(address);
  const host = {};
  const made = (key, classes, html) => {
    const words = { waiting: "It waits.", busy: "At work.", lost: "Lost.", back: "Back.",
                    missed: "It did not arrive." };
    const values = { key, classes, html, state: {}, dark: false, words };
    const listeners = {};
    const model = {
      host, health: () => "ready", sent: [],
      get: (name) => values[name], set: (name, value) => { values[name] = value; },
      save_changes() {}, off() {},
      send: (content) => model.sent.push(content),
      on: (event, tell) => { (listeners[event] ??= []).push(tell); },
      update: (name, value) => {
        values[name] = value;
        for (const tell of listeners[`change:${name}`] ?? []) tell();
      },
      acknowledge: () => {
        const { page, number } = model.sent.at(-1);
        model.update("acknowledged", { [page]: number });
      },
    };
    const el = document.createElement("div");
    document.body.append(el);
    view.render({ model, el });
    return model;
  };
  const button = '<button type="button" data-action="yes">Yes</button>';
  globalThis.answers = made("a", ["crampkit-answers"], button);
  globalThis.ranking = made("b", ["crampkit-ranked", "crampkit-tells"], "<p>No order yet</p>");
  answers.acknowledge();
}"""


@pytest.fixture
def page(new_page):
    page = new_page()
    page.goto("about:blank")
    page.set_content("<!doctype html><title>Two panels</title>")
    page.evaluate(BEGIN, script())
    return page


def test_a_ranking_drawn_late_is_uncovered_when_its_answer_is_acknowledged(page):
    """On a busy machine the new ranking may come before anybody was told that it is covered."""
    page.get_by_role("button", name="Yes").click()
    page.evaluate(
        """() => {
          pass(1000);
          ranking.update("html", "<p>First: one cause</p>");
          answers.acknowledge();
        }"""
    )
    form = page.locator("form.crampkit", has_text="First: one cause")
    expect(form).to_have_attribute("aria-busy", "false", timeout=1000)
    expect(page.get_by_text("It waits.")).to_have_count(0)


def test_a_ranking_drawn_while_an_answer_waits_stays_covered(page):
    page.get_by_role("button", name="Yes").click()
    page.evaluate(
        """() => {
          pass(1000);
          ranking.update("html", "<p>Of the answer before</p>");
        }"""
    )
    form = page.locator("form.crampkit", has_text="Of the answer before")
    expect(form).to_have_attribute("aria-busy", "true", timeout=1000)
    expect(page.get_by_text("It waits.")).to_be_visible()


def test_an_answer_that_was_lost_on_its_way_is_told_once_a_later_one_has_arrived(page):
    """Python deals with messages in their order: what comes back for a later one passes the lost one by."""
    page.get_by_role("button", name="Yes").click()
    page.evaluate(
        "() => { pass(1000); ranking.send({ page: answers.sent.at(-1).page, number: 99 }); }"
    )
    expect(page.get_by_role("alert")).to_have_count(0)
    page.evaluate("() => ranking.acknowledge()")
    expect(page.get_by_role("alert")).to_have_text("It did not arrive.", timeout=1000)
    page.get_by_role("button", name="Yes").click()
    expect(page.get_by_role("alert")).to_have_count(0, timeout=1000)
    page.evaluate("() => answers.acknowledge()")
    expect(page.get_by_role("alert")).to_have_count(0, timeout=1000)


def test_answers_that_come_back_in_their_order_are_lost_by_nobody(page):
    page.get_by_role("button", name="Yes").click()
    page.get_by_role("button", name="Yes").click()
    page.evaluate(
        """() => {
          for (const { page, number } of answers.sent.slice(-2)) {
            answers.update("acknowledged", { [page]: number });
          }
        }"""
    )
    expect(page.get_by_role("alert")).to_have_count(0, timeout=1000)
    expect(page.locator("form.uncounted")).to_have_count(0)


def test_a_question_whether_anybody_is_there_is_nobodys_answer(page):
    """What was only asked may be lost: nothing that the learner did is."""
    page.evaluate("() => dispatchEvent(new Event('online'))")
    page.get_by_role("button", name="Yes").click()
    page.evaluate("() => answers.acknowledge()")
    expect(page.get_by_role("alert")).to_have_count(0, timeout=1000)


def test_what_was_lost_and_is_back_is_said_until_something_else_was(page):
    page.get_by_role("button", name="Yes").click()
    page.evaluate("() => { for (let n = 0; n < 40; n += 1) { pass(500); tick(); } }")
    expect(page.get_by_role("alert")).to_have_text("Lost.", timeout=1000)
    page.evaluate(
        """() => {
          for (const { page, number } of [...answers.sent]) {
            answers.update("acknowledged", { [page]: number });
          }
        }"""
    )
    expect(page.get_by_text("Back.")).to_have_count(1, timeout=1000)
    expect(page.get_by_role("alert")).to_have_count(0)


FOLDED = """
  <div data-key="night"><details id="first"><summary>Why 1</summary>One</details></div>
  <div data-key="day"><details id="second"><summary>Why 2</summary>Two</details></div>
  <details id="third"><summary>Why</summary>Three</details>
  <details id="fourth"><summary>Why</summary>Four</details>"""
OPEN = "[...document.querySelectorAll('details[open]')].map((part) => part.id)"


def test_what_is_folded_open_is_told_by_what_it_stands_in_and_opens_when_it_comes_back(page):
    draw = "html => ranking.update('html', html)"
    page.evaluate(draw, FOLDED)
    page.locator("#first summary").click()
    assert page.evaluate("ranking.get('folds')") is None  # Where nobody keeps it.

    page.evaluate(draw, "")
    page.evaluate("ranking.update('folds', {})")
    page.evaluate(draw, FOLDED)
    for part in ("first", "third", "fourth", "third"):
        page.locator(f"#{part} summary").click()
    assert page.evaluate(OPEN) == ["first", "fourth"]
    folds = {"night|Why": True, "|Why": False, "|Why|2": True}
    assert page.evaluate("ranking.get('folds')") == folds
    page.evaluate(
        "document.querySelector('#second').open = true"
    )  # As a search does, and no learner.
    assert page.evaluate("ranking.get('folds')") == folds

    page.evaluate(draw, "")
    page.evaluate(draw, FOLDED.replace("Why 1", "Why 21"))
    assert page.evaluate(OPEN) == ["first", "fourth"]


def test_what_is_typed_and_not_left_is_told_as_the_page_goes_where_a_host_keeps_it(page):
    page.evaluate("answers.update('html', '<textarea name=\"sentence\"></textarea>')")
    page.get_by_role("textbox").fill("She sleeps badly.")
    typed = "answers.sent.filter(({ name }) => name === 'sentence').map(({ value }) => value)"
    page.evaluate("dispatchEvent(new Event('pagehide'))")
    assert page.evaluate(typed) == []  # A page of ours keeps it in its own store.
    page.evaluate("answers.update('folds', {})")
    page.evaluate("dispatchEvent(new Event('pagehide'))")
    assert page.evaluate(typed) == ["She sleeps badly."]
    page.evaluate("answers.update('state', { sentence: 'She sleeps badly.' })")
    page.evaluate("dispatchEvent(new Event('pagehide'))")
    assert page.evaluate(typed) == ["She sleeps badly."]
