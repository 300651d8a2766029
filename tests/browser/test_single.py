"""The lessons in one file, opened from a disk: Python runs, answers stay, nothing is asked for."""

from __future__ import annotations

import csv
import shutil
from pathlib import Path
from typing import Any

import pytest

from crampkit.catalogue import load
from crampkit.cli import main
from crampkit.words import Words
from tests.browser.conftest import PROJECT
from tests.browser.test_lessons import expect
from tests.in_the_pages import require_runtime

pytestmark = pytest.mark.browser

WORDS = Words(load().text)
LESSON = "12_uterine_compression"
WITH_CHARTS = "02_how_the_ranking_works"
CANARY = "<img src=x onerror=\"document.title = 'the canary sang'\"></noscript>"


@pytest.fixture(scope="session")
def stick(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder as a stick has it, in whose name an address has something to escape."""
    require_runtime()
    return tmp_path_factory.mktemp("stick") / "Leg cramps #1"


@pytest.fixture(scope="session")
def all_lessons(stick: Path) -> str:
    """The address of all lessons in one file; beside them lies the folder of pages."""
    assert main(["export", "pages", str(stick), "--with-single"]) == 0
    return (stick / "all-lessons.html").as_uri()


@pytest.fixture(scope="session")
def one_lesson(stick: Path) -> str:
    stick.parent.mkdir(exist_ok=True)
    place = stick.parent / "one.html"
    assert main(["export", "single", LESSON, "--output", str(place)]) == 0
    return place.as_uri()


def is_ready(page: Any, turn: int = 1) -> None:
    page.locator(f'body[data-ready="{turn}"]').wait_for()


def commit_first_quiz(page: Any) -> Any:
    """Answer the last question of a lesson; returns it."""
    quiz = page.locator("section.quiz").filter(has=page.locator(".ways")).last
    quiz.locator(".asked-question .several input").first.check()
    sure = quiz.get_by_role("group", name=WORDS("quiz.how_sure"))
    if sure.count():
        sure.get_by_role("radio", name=WORDS("quiz.sure.percent", percent=80)).check()
    quiz.get_by_role("button", name=WORDS("quiz.commit")).click()
    expect(quiz.get_by_text(WORDS("quiz.remember"))).to_be_visible()
    return quiz


def test_one_lesson_runs_and_asks_for_nothing(page, watch, one_lesson):
    page.goto(one_lesson)
    is_ready(page)
    ranking = page.locator(".crampkit-right").last
    before = ranking.inner_text()
    yes = page.locator("section.checklist").last.get_by_role("radio", name=WORDS("answer.yes"))
    yes.first.check()
    expect(ranking).not_to_have_text(before, use_inner_text=True)
    commit_first_quiz(page)
    assert (watch.outside, watch.errors) == ([one_lesson], [])


@pytest.mark.long
def test_the_licences_fit_a_phone_and_lead_back_to_the_lesson(new_page, watch, one_lesson):
    page = new_page(width=390, height=844)
    page.goto(f"{one_lesson}#licences")
    is_ready(page)
    for summary in page.locator("main summary").all():
        summary.click()
    expect(page.locator("pre.licence").last).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth") == 390
    page.locator("main p a").first.click()
    is_ready(page, 2)
    assert page.locator("section.checklist").count()
    assert watch.errors == []


@pytest.mark.long
def test_a_chart_is_drawn_with_its_notes_in_their_place(page, watch, all_lessons):
    page.goto(f"{all_lessons}#{WITH_CHARTS}")
    is_ready(page)
    page.locator('[data-action="chart"]').last.click()
    chart = page.locator(".js-plotly-plot").first
    note = chart.locator(".annotation-text").first
    expect(note).to_be_visible()
    layers = [layer.bounding_box() for layer in chart.locator(".main-svg").all()]
    assert len({(layer["x"], layer["y"]) for layer in layers}) == 1
    inside, outside = note.bounding_box(), chart.bounding_box()
    assert outside["x"] <= inside["x"] <= outside["x"] + outside["width"]
    assert outside["y"] <= inside["y"] <= outside["y"] + outside["height"]
    assert watch.errors == []


@pytest.mark.long
def test_answers_stay_in_the_tab_and_once_she_says_so_on_the_device(page, all_lessons):
    page.goto(f"{all_lessons}#{LESSON}")
    is_ready(page)
    commit_first_quiz(page)
    page.goto(f"{all_lessons}#21_my_progress")
    page.reload()
    is_ready(page)
    expect(page.get_by_text(WORDS("host.pages.session.one"))).to_be_visible()

    page.goto(f"{all_lessons}#{LESSON}")
    is_ready(page, 2)
    quiz = page.locator("section.quiz").filter(has=page.locator(".ways")).last
    expect(quiz.get_by_text(WORDS("quiz.remember"))).to_be_visible()  # What was told stays told.
    quiz.get_by_role("button", name=WORDS("quiz.next")).click()
    commit_first_quiz(page)
    page.get_by_role("button", name=WORDS("pages.keep.ask.yes")).click()
    expect(page.locator(".page-heard")).to_have_text(WORDS("pages.keep.done.keep"))
    again = page.context.new_page()
    again.goto(f"{all_lessons}#21_my_progress")
    is_ready(again)
    expect(again.get_by_text(WORDS("host.pages.where.many", count=2))).to_be_visible()


@pytest.mark.long
def test_what_is_searched_for_leads_to_its_place_in_the_file(page, watch, all_lessons):
    page.goto(all_lessons)
    is_ready(page)
    page.locator("summary").get_by_text(WORDS("pages.find"), exact=True).click()
    page.get_by_role("searchbox").fill("clot called a cramp")
    page.get_by_role("link", name="The clot that is called a cramp").click()
    is_ready(page, 2)
    expect(page.get_by_role("heading", name="The clot that is called a cramp")).to_be_in_viewport()
    assert watch.errors == []


@pytest.mark.long
def test_lessons_are_swapped_back_and_forth_in_one_python(page, watch, all_lessons):
    page.goto(all_lessons)
    is_ready(page)
    titles = [page.title()]
    page.locator(".lessons a").nth(2).click()
    is_ready(page, 2)
    titles.append(page.title())
    page.locator("a[rel=next]").click()
    is_ready(page, 3)
    titles.append(page.title())
    expect(page.locator("main h1")).to_have_text(titles[-1])
    assert page.locator("main h1").evaluate("one => one === document.activeElement")
    assert len(set(titles)) == 3

    page.go_back()
    is_ready(page, 4)
    assert page.title() == titles[1]
    page.go_back()
    is_ready(page, 5)
    assert (page.title(), page.url) == (titles[0], all_lessons)
    page.go_forward()
    is_ready(page, 6)
    assert page.title() == titles[1]
    page.reload()
    is_ready(page)
    assert page.title() == titles[1]
    assert (set(watch.outside), watch.errors) == ({all_lessons}, [])


# Keeps the page's own modules from being unpacked until the test lets them.
SLOW_TO_UNPACK = """() => {
  const held = new Promise((done) => { globalThis.unpack = done; });
  const { text } = Response.prototype;
  Response.prototype.text = async function () { await held; return text.call(this); };
}"""


@pytest.mark.long
def test_a_link_pressed_before_the_page_can_listen_leads_to_its_lesson(page, watch, all_lessons):
    page.add_init_script(f"({SLOW_TO_UNPACK})()")
    page.goto(all_lessons)
    link = page.locator(".lessons a").nth(2)
    name = link.get_attribute("href").lstrip("#")
    link.click()
    assert page.url.endswith(f"#{name}")
    page.evaluate("unpack()")
    is_ready(page, 2)
    expect(page.locator("main .lessons")).to_have_count(0)
    assert (
        page.evaluate("JSON.parse(document.querySelector('#lesson-data').textContent).lesson")
        == name
    )
    page.go_back()
    is_ready(page, 3)
    expect(page.locator("main .lessons li").first).to_be_visible()
    assert (page.url, watch.errors) == (all_lessons, [])


@pytest.mark.long
def test_a_link_leads_to_a_heading_of_another_lesson(page, all_lessons):
    page.goto(all_lessons)
    is_ready(page)
    page.locator(".lessons a").nth(2).click()
    is_ready(page, 2)
    page.evaluate("location.hash = '#17_red_flags/Look-back'")
    is_ready(page, 3)
    heading = page.locator('h2[id="17_red_flags/Look-back"]')
    expect(heading).to_be_in_viewport()
    page.reload()
    expect(heading).to_be_in_viewport()


def test_skipping_to_the_lesson_leaves_the_address_with_it(page, all_lessons):
    page.goto(f"{all_lessons}#{LESSON}")
    page.locator("body[data-drawn]").wait_for()
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.locator("main")).to_be_focused()
    assert page.url.endswith(f"#{LESSON}")


@pytest.mark.long
@pytest.mark.parametrize(
    "address",
    ["<img src=x onerror=alert()>", "%E0%A4%A", "__proto__", "nowhere", "/", "lesson"],
)
def test_an_address_that_names_no_lesson_shows_the_first_page(page, watch, all_lessons, address):
    page.on("dialog", lambda dialog: pytest.fail("the address ran"))
    page.goto(f"{all_lessons}#{address}")
    is_ready(page)
    expect(page.locator(".lessons li").first).to_be_visible()
    assert watch.errors == []


def test_without_scripts_every_lesson_can_be_read(new_page, all_lessons):
    page = new_page(java_script_enabled=False)
    page.goto(all_lessons)
    told = page.locator(".notices noscript p")
    expect(told).to_be_visible()
    assert told.inner_text().endswith(WORDS("pages.single.noscript"))
    for path in (PROJECT / "notebooks").glob("*.ipynb"):
        assert page.locator(f'[id="{path.stem}"] main h1').is_visible(), path.name
    page.locator(".lessons a").nth(3).click()
    expect(page.locator('[id="10_safety_first"] h1')).to_be_in_viewport()


@pytest.mark.long
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_page_fits_a_phone_and_follows_its_theme(new_page, watch, all_lessons, scheme):
    page = new_page(width=390, height=844, color_scheme=scheme)
    page.goto(f"{all_lessons}#{LESSON}")
    is_ready(page)
    assert page.evaluate("document.documentElement.scrollWidth") == 390
    expect(page.locator("html")).to_have_attribute("data-theme", scheme)
    colour = page.locator("body").evaluate("body => getComputedStyle(body).backgroundColor")
    shade = sum(map(int, colour.removeprefix("rgb(").removesuffix(")").split(", ")))
    assert (shade < 128) == (scheme == "dark")
    letters = "document.fonts.check('16px \"Atkinson Hyperlegible Next\"')"
    assert page.evaluate(letters)
    assert watch.errors == []


def test_a_browser_that_cannot_unpack_is_told_and_can_read(new_page, all_lessons):
    page = new_page()
    page.add_init_script("delete globalThis.DecompressionStream")
    page.goto(all_lessons)
    expect(page.get_by_text(WORDS("pages.notice.old"))).to_be_visible()
    expect(page.locator(".lessons li").first).to_be_visible()


def test_a_folder_on_a_stick_leads_to_the_one_file(page, all_lessons):
    folder = all_lessons.removesuffix("all-lessons.html")
    page.goto(f"{folder}{LESSON}.html")
    expect(page.get_by_text(WORDS("pages.notice.file"))).to_be_visible()
    page.get_by_role("link", name=WORDS("pages.notice.open_file")).click()
    is_ready(page)
    assert page.url == all_lessons
    expect(page.get_by_text(WORDS("pages.notice.file"))).to_be_hidden()


@pytest.mark.long
def test_a_canary_in_the_tables_never_runs(page, watch, stick):
    data = stick.parent / "data"
    shutil.copytree(PROJECT / "data", data)
    for name in ("text/en.csv", "findings.csv", "questions.csv", "options.csv", "red_flags.csv"):
        spoil(data / name)
    place = stick.parent / "canary.html"
    assert main(["export", "single", "--output", str(place), "--data", str(data)]) == 0
    page.goto(f"{place.as_uri()}#{LESSON}")
    is_ready(page)
    assert page.locator("img[src=x]").count() == 0
    assert page.get_by_text("<img src=x").count() > 10
    page.evaluate("location.hash = '#20_cases'")
    is_ready(page, 2)
    assert page.locator("img[src=x]").count() == 0
    assert page.title() != "the canary sang"
    assert watch.errors == []


def spoil(table: Path) -> None:
    """Put the canary before every text that a learner reads."""
    with table.open(encoding="utf-8", newline="") as file:
        header, *rows = csv.reader(file)
    texts = [i for i, name in enumerate(header) if name in ("text", "label", "explanation")]
    for row in rows:
        for place in texts:
            if row[place] and len(row[place]) > 3 and "." not in row[place][:3]:
                row[place] = f"{CANARY}{row[place]}"
    with table.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, lineterminator="\n").writerows([header, *rows])
