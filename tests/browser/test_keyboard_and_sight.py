"""What a learner needs who reads by keyboard, enlarged, in colours of her own, or by ear: on every page."""

from __future__ import annotations

import pytest

from tests.browser.every_page import (
    CATALOGUE,
    PHONE,
    WORDS,
    EveryPage,
    commit,
    expect,
    number,
    paged,
)

pytestmark = pytest.mark.browser

QUIZ = "14_varicose_veins"
EXPLORER = "01_which_cause_fits"


@pytest.fixture
def pages(pages_server, new_page) -> EveryPage:
    # What scrolls is there at once, and so is what a test looks at.
    return EveryPage(new_page(**PHONE, reduced_motion="reduce"), pages_server)


# ------------------------------------------------------------------------------ where the focus goes


def test_an_answer_that_stands_takes_the_focus_to_what_is_told_of_it(pages):
    pages.open(QUIZ, ready=True)
    for quiz in (pages.tab.locator("section.quiz").first, paged(pages.tab)):
        place = quiz.locator("xpath=..")
        commit(place)
        told = place.locator("[data-starts-here]:not(h3)")
        expect(told).to_be_focused()
        expect(told).to_be_in_viewport()
    assert pages.answer_every_guess()
    expect(pages.tab.locator(".guess .verdict").last).to_be_focused()


@pytest.mark.long
def test_another_question_takes_the_focus_to_its_own_heading_at_both_ends_too(pages):
    pages.open(QUIZ, ready=True)
    quiz = paged(pages.tab)
    forward, back = (
        quiz.get_by_role("button", name=WORDS(f"quiz.{way}")) for way in ("next", "back")
    )
    commit(quiz.locator("xpath=.."))
    expect(quiz.locator(".verdict")).to_be_focused()
    total = int(quiz.get_by_role("heading", level=3).inner_text().split()[-1])
    way = [*range(2, total + 1), total - 1]
    for place in [*way, *range(total - 2, 0, -1)]:
        there = int(quiz.get_by_role("heading", level=3).inner_text().split()[1])
        (forward if place > there else back).press("Enter")
        heading = quiz.get_by_role("heading", name=number(place, total))
        expect(heading).to_be_focused()
        expect(heading).to_be_in_viewport()
    # At the first question, which is answered: its heading, and not its verdict.
    expect(quiz.locator(".verdict")).to_be_visible()


@pytest.mark.long
def test_what_an_answer_lacks_is_told_at_once_and_in_one_place(pages):
    pages.open(QUIZ, ready=True)
    quiz = paged(pages.tab)
    told = quiz.get_by_role("status")
    expect(told).to_have_text("")
    quiz.get_by_role("button", name=WORDS("quiz.commit")).press("Enter")
    both = [WORDS(f"quiz.missing.{one}") for one in ("choose", "how_sure")]
    expect(told).to_have_text(" ".join(both))


@pytest.mark.long
def test_the_tab_key_alone_shows_each_control_of_the_explorer(pages):
    pages.open(EXPLORER, ready=True)
    seen = set()
    for _ in range(150):
        pages.tab.keyboard.press("Tab")
        stop = pages.tab.evaluate(
            """() => {
              const one = document.activeElement;
              if (one === document.body) return null;
              const box = (one.closest(".choice") ?? one).getBoundingClientRect();
              const top = document.elementFromPoint(box.x + box.width / 2, box.y + box.height / 2);
              const outline = getComputedStyle(one.closest(".choice") ?? one);
              const bar = (it) => Boolean(it?.closest(".crampkit-pocket, .crampkit-notice, .dock"));
              return { html: one.outerHTML.slice(0, 120), height: box.height,
                shows: bar(one) || !bar(top),
                drawn: parseFloat(outline.outlineWidth) >= 2 && outline.outlineStyle !== "none" };
            }"""
        )
        if stop is None:
            break
        seen.add(stop["html"])
        assert stop["shows"], stop
        assert stop["drawn"], stop
        assert stop["height"] >= 4, stop
    assert len(seen) > 30


# ------------------------------------------------------------------------------ colour alone


@pytest.mark.long
def test_in_the_readers_own_colours_a_bar_is_not_its_track(pages):
    pages.tab.emulate_media(forced_colors="active")
    pages.open(EXPLORER, ready=True)
    label = CATALOGUE.findings["mainly_night"].label
    group = pages.tab.locator(".crampkit-explorer").get_by_role("group", name=label, exact=True)
    group.get_by_role("radio", name=WORDS("answer.yes"), exact=True).check()
    bar = pages.tab.locator(".bars .bar").first
    bar.wait_for()
    drawn = bar.evaluate(
        """(bar) => [bar, bar.closest(".track")].map((one) => {
          const { backgroundColor, backgroundImage } = getComputedStyle(one);
          return `${backgroundColor} ${backgroundImage}`;
        })"""
    )
    assert drawn[0] != drawn[1]
    assert "rgba(0, 0, 0, 0) none" not in drawn[0]


# ------------------------------------------------------------------------------ a word with its meaning


def test_the_meaning_of_a_word_opens_by_keyboard_and_goes_by_escape_by_pressing_again_and_by_going_on(
    pages,
):
    tab = pages.tab
    pages.open("01_which_cause_fits", ready=True)
    shown = tab.locator(".term").locator("visible=true")
    word, other = (shown.nth(place).get_by_role("button") for place in (0, 1))
    meaning = shown.first.locator(".meaning")
    for ends in ("Escape", "Enter", "Tab"):
        word.focus()
        expect(meaning).to_be_hidden()  # Focus alone lays nothing over the next line.
        tab.keyboard.press("Enter")
        expect(meaning).to_be_visible()
        expect(word).to_have_attribute("aria-expanded", "true")
        tab.keyboard.press(ends)
        expect(meaning).to_be_hidden()
        expect(word).to_have_attribute("aria-expanded", "false")
    word.click()
    other.click()
    expect(meaning).to_be_hidden()
    expect(shown.nth(1).locator(".meaning")).to_be_visible()


def test_a_word_with_its_meaning_reads_on_where_nothing_runs(pages_server, chromium):
    context = chromium.new_context(java_script_enabled=False, viewport=PHONE)
    page = context.new_page()
    page.goto(pages_server.lesson("01_which_cause_fits"))
    term = page.locator(".term").locator("visible=true").first
    term.get_by_role("button").focus()
    expect(term.locator(".meaning")).to_be_visible()
    context.close()


# ------------------------------------------------------------------------------ searching a list


@pytest.mark.long
def test_how_many_were_found_is_said_once_when_the_typing_rests(pages):
    pages.open(EXPLORER, ready=True)
    pages.tab.evaluate(
        """() => {
          globalThis.said = [];
          for (const place of document.querySelectorAll("[data-filter-status]")) {
            new MutationObserver(() => said.push(place.textContent))
              .observe(place, { childList: true, characterData: true, subtree: true });
          }
        }"""
    )
    box = pages.tab.locator(".crampkit-explorer").get_by_role("searchbox")
    box.press_sequentially("charley", delay=20)
    found = WORDS("checklist.found").replace("#", "3")
    expect(pages.tab.locator(".crampkit-explorer [data-filter-status]")).to_have_text(found)
    assert pages.tab.evaluate("said") == [found]


# ------------------------------------------------------------------------------ charts


@pytest.mark.long
def test_a_chart_says_nothing_beside_its_words(pages):
    """Its numbers and letters lie loose in the drawing: the sentence and the table below say the same."""
    pages.open("02_how_the_ranking_works", ready=True)
    pages.tab.locator(".crampkit-on-request button").first.click()
    plot = pages.tab.locator(".js-plotly-plot").first
    plot.wait_for()
    expect(plot).to_have_attribute("aria-hidden", "true")
    assert plot.locator("a, button, [tabindex='0']").count() == 0
    words = pages.tab.locator(".chart-words").first
    expect(words.locator(".sentence")).not_to_be_empty()
    words.get_by_text(WORDS("chart.as_table")).click()
    expect(words.get_by_role("table")).to_be_visible()
