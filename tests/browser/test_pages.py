"""The lessons as pages: readable before any script, swapped in one worker, and kind on a bad day."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import expect

from crampkit.catalogue import load
from crampkit.words import Words
from tests.browser.conftest import long

pytestmark = pytest.mark.browser

CATALOGUE = load()
WORDS = Words(CATALOGUE.text)
EXPLORER = "01_which_cause_fits"
NEXT = "02_how_the_ranking_works"
PATIENCE = 20_000


def ready(page: Any, turn: int = 1) -> None:
    page.locator(f"body[data-ready='{turn}']").wait_for()


def notice(name: str) -> str:
    return WORDS(f"pages.notice.{name}")


def toggle(page: Any, finding_id: str = "mainly_night", answer: str = "yes") -> Any:
    label = CATALOGUE.findings[finding_id].label
    group = page.locator(".crampkit-explorer").get_by_role("group", name=label, exact=True)
    return group.get_by_role("radio", name=WORDS(f"answer.{answer}"), exact=True)


def ranked(page: Any) -> Any:
    return page.locator(".crampkit-explorer section.ranking")


@pytest.fixture
def without_scripts(chromium: Any) -> Iterator[Any]:
    context = chromium.new_context(
        java_script_enabled=False, viewport={"width": 390, "height": 844}
    )
    yield context.new_page()
    context.close()


# ------------------------------------------------------------------------------ before any script


def test_a_lesson_reads_whole_with_scripts_off(pages_server, without_scripts):
    page = without_scripts
    page.goto(pages_server.lesson("14_varicose_veins.ipynb"))
    body = page.locator("body").inner_text()
    assert notice("noscript") in body
    story = CATALOGUE.examples[CATALOGUE.lessons["varicose_veins"].example_id].story
    assert story[:60] in body
    # The controls stand as they are at first.
    chosen = page.locator("input[type=radio][checked]")
    assert chosen.count()
    assert page.locator("[data-notice]:not([hidden])").count() == 0


@pytest.mark.parametrize("lesson", [EXPLORER, "10_safety_first"])
@pytest.mark.parametrize("scripts", ["off", "blocked"])
def test_no_ranking_stands_beside_an_answer_that_nobody_counts(
    pages_server, request, page, lesson, scripts
):
    if scripts == "off":
        page = request.getfixturevalue("without_scripts")
    else:
        page.route("**/page.js", lambda route: route.abort())
    page.goto(pages_server.lesson(f"{lesson}.ipynb"))
    ranking = page.locator("section.ranking").first
    expect(ranking).to_be_visible()
    sign = page.locator("main input[name^='flag:']").first
    page.locator("main summary").evaluate_all(
        "all => all.forEach(one => one.parentElement.open = true)"
    )
    sign.dispatch_event("click")
    expect(ranking).to_be_hidden()
    sign.dispatch_event("click")
    expect(ranking).to_be_visible()


def test_what_is_pressed_before_python_is_there_counts_once_it_is(pages_server, page, watch):
    held: list[Any] = []
    page.route("**/catalogue.json", lambda route: held.append(route))
    with page.expect_request("**/catalogue.json"):
        page.goto(pages_server.lesson(f"{EXPLORER}.ipynb"))
    page.locator("body[data-drawn]").wait_for()
    toggle(page).check()
    form = page.locator("form.uncounted", has=page.locator("section.ranking"))
    expect(form).to_have_count(1)
    held[0].continue_()
    ready(page)
    expect(form).to_have_count(0)
    expect(toggle(page)).to_be_checked()
    expect(ranked(page)).not_to_contain_text(WORDS("ranking.nothing_yet"))
    assert (watch.outside, watch.errors) == ([], [])


@pytest.mark.long
def test_a_panel_that_said_that_it_is_starting_takes_it_back_by_itself(pages_server, page):
    held: list[Any] = []
    page.route("**/catalogue.json", lambda route: held.append(route))
    page.goto(pages_server.lesson(f"{EXPLORER}.ipynb"))
    starting = page.locator("main .starting").locator("visible=true")
    expect(starting).to_have_count(1)
    held[0].continue_()
    ready(page)
    expect(starting).to_have_count(0)


@pytest.mark.long
def test_a_table_stands_once_when_python_has_run_the_lesson(pages_server, page):
    page.goto(pages_server.lesson("14_varicose_veins.ipynb"))
    tables = page.locator("main .cell > .prose table")
    built = tables.count()
    assert built
    ready(page)
    assert tables.count() == built


# ------------------------------------------------------------------------------ another lesson


def test_another_lesson_takes_the_place_of_this_one_and_keeps_python(pages_server, page, watch):
    workers: list[Any] = []
    page.on("worker", lambda worker: workers.append(worker))
    page.goto(pages_server.lesson(f"{EXPLORER}.ipynb"))
    ready(page)
    page.evaluate("document.title")
    page.locator("a[rel=next]").click()
    ready(page, 2)
    assert page.url.endswith(f"/{NEXT}.html")
    heading = page.get_by_role("heading", level=1)
    assert page.title() == heading.inner_text()
    expect(heading).to_be_focused()
    assert page.evaluate("scrollY") == 0
    assert len(workers) == 1
    assert page.evaluate("document.documentElement.lang") == "en"
    assert (watch.outside, watch.errors) == ([], [])


TOGGLE = """(finding) => {
  const [yes, no] = document.querySelectorAll(`.crampkit-explorer input[name="finding:${finding}"]`);
  const ranking = () => document.querySelector(".crampkit-explorer section.ranking").innerHTML;
  const before = ranking();
  (yes.checked ? no : yes).click();
  return new Promise((done) => {
    const look = () => (ranking() === before ? setTimeout(look, 20) : setTimeout(done, 300));
    look();
  });
}"""


@pytest.mark.parametrize("size", [(1366, 768), *long(((390, 844),))])
def test_a_toggle_has_a_small_part_of_a_lesson_styled_anew(pages_server, new_page, size):
    page = new_page(*size, steps=True)
    page.goto(pages_server.lesson("01_which_cause_fits.ipynb"))
    page.locator("body[data-ready]").wait_for()
    step = page.locator(".step", has=page.locator(".crampkit-explorer")).get_attribute("id")
    page.evaluate("id => { location.hash = id; }", step)
    page.evaluate(TOGGLE, "mainly_night")
    browser = page.context.browser
    browser.start_tracing(page=page, categories=["devtools.timeline"])
    for finding in ("mainly_night", "eases_with_stretch", "visible_varicose"):
        page.evaluate(TOGGLE, finding)
    events = json.loads(browser.stop_tracing())["traceEvents"]
    styled = [
        event["args"].get("elementCount", 0)
        for event in events
        if event["name"] == "UpdateLayoutTree" and event.get("ph") == "X"
    ]
    assert len(styled) >= 3
    assert max(styled) < page.locator("main *").count() / 5


def test_back_and_forward_lead_to_the_lessons_and_to_where_she_was(pages_server, page):
    page.goto(pages_server.lesson(f"{EXPLORER}.ipynb"))
    ready(page)
    page.evaluate("scrollTo({ top: 700, behavior: 'instant' })")
    page.evaluate("document.querySelector('a[rel=next]').click()")
    ready(page, 2)
    page.go_back()
    ready(page, 3)
    assert page.url.endswith(f"/{EXPLORER}.html")
    expect(page.get_by_role("heading", level=1)).to_have_text("Which cause fits?")
    assert page.evaluate("scrollY") == 700
    page.go_forward()
    ready(page, 4)
    assert page.url.endswith(f"/{NEXT}.html")
    page.reload()
    ready(page, 1)
    assert page.url.endswith(f"/{NEXT}.html")


def test_two_lessons_share_no_answers_and_each_keeps_its_own(pages_server, page):
    page.goto(pages_server.lesson(f"{EXPLORER}.ipynb"))
    ready(page)
    toggle(page).check()
    expect(ranked(page)).not_to_contain_text(WORDS("ranking.nothing_yet"))
    page.evaluate("document.querySelector('a[rel=next]').click()")
    ready(page, 2)
    expect(page.locator(".from-last-time")).to_have_count(0)
    page.go_back()
    ready(page, 3)
    expect(toggle(page)).to_be_checked()
    expect(ranked(page)).not_to_contain_text(WORDS("ranking.nothing_yet"))


def test_who_goes_on_while_python_is_on_its_way_gets_the_lesson_she_went_to(pages_server, page):
    held: list[Any] = []
    page.route("**/catalogue.json", lambda route: held.append(route))
    with page.expect_request("**/catalogue.json"):
        page.goto(pages_server.lesson(f"{EXPLORER}.ipynb"))
    page.locator("body[data-drawn='1']").wait_for()
    toggle(page).check()  # Of a lesson that she leaves: it reaches nobody.
    page.locator("a[rel=next]").click()
    page.locator("body[data-drawn='2']").wait_for()
    held[0].continue_()
    ready(page, 2)
    guess = page.locator(".crampkit-guess").first
    guess.get_by_role("radio").first.check()
    guess.get_by_role("button", name=WORDS("quiz.commit")).click()
    expect(guess.locator(".told")).to_be_visible()


@pytest.mark.long
@pytest.mark.parametrize(
    "trouble",
    [
        *("another version",),
        *long("the worker has failed", "gone", "no page"),
    ],
)
def test_where_a_swap_cannot_be_the_browser_goes_there_itself(pages_server, page, trouble):
    page.goto(pages_server.lesson(f"{EXPLORER}.ipynb"))
    ready(page)
    page.evaluate("window.before = true")

    def other(route: Any) -> None:
        if route.request.resource_type == "document":
            route.continue_()
        elif trouble == "gone":
            route.abort()
        elif trouble == "no page":
            route.fulfill(body="<p>Sign in to this network</p>", content_type="text/html")
        else:
            answer = route.fetch()
            body = answer.text().replace('data-version="', 'data-version="x', 1)
            route.fulfill(response=answer, body=body)

    page.route(f"**/{NEXT}.html", other)
    if trouble == "the worker has failed":
        page.unroute(f"**/{NEXT}.html")
        page.workers[0].evaluate("setTimeout(() => { throw new Error('out of memory'); })")
        expect(page.get_by_text(notice("broken"))).to_be_visible()
    page.evaluate("document.querySelector('a[rel=next]').click()")
    expect(page.get_by_role("heading", level=1)).to_have_text("How the ranking works")
    ready(page, 1)
    assert page.evaluate("window.before") is None


@pytest.mark.long
def test_a_link_that_opens_a_tab_is_left_to_the_browser(pages_server, page):
    page.goto(pages_server.lesson(f"{EXPLORER}.ipynb"))
    ready(page)
    with page.context.expect_page() as opened:
        page.locator("a[rel=next]").click(modifiers=["ControlOrMeta"])
    opened.value.wait_for_load_state()
    assert opened.value.url.endswith(f"/{NEXT}.html")
    assert page.url.endswith(f"/{EXPLORER}.html")


@pytest.mark.long
def test_the_start_page_leads_into_a_lesson_with_python_on_its_way_already(pages_server, page):
    workers: list[Any] = []
    page.on("worker", lambda worker: workers.append(worker))
    page.goto(f"{pages_server.url}/index.html")
    ready(page)
    page.get_by_role("link", name="Which cause fits?").click()
    ready(page, 2)
    assert len(workers) == 1
    toggle(page).check()
    expect(ranked(page)).not_to_contain_text(WORDS("ranking.nothing_yet"))


# ------------------------------------------------------------------------------ editions


def edition(page: Any) -> str:
    return page.locator("html").get_attribute("data-edition")


@pytest.mark.parametrize(
    ("listed", "told"),
    [
        *long(
            (
                lambda mine: {"newest": "x", "withdrawn": {mine: "<b>A dose was wrong."}},
                "withdrawn",
            ),
            (lambda mine: {"newest": mine, "withdrawn": {}}, None),
            (lambda mine: {"newest": "x", "withdrawn": {"y": "Not this one."}}, "newer"),
            (lambda mine: "no list", None),
        ),
    ],
    ids=["withdrawn", "the newest", "an older one", "no list"],
)
def test_a_page_says_when_its_edition_was_withdrawn_or_is_old(pages_server, page, listed, told):
    address = pages_server.lesson(f"{EXPLORER}.ipynb")
    page.goto(address)
    mine = edition(page)
    page.context.route("**/versions.json", lambda route: route.fulfill(json=listed(mine)))
    page.goto(address)
    ready(page)
    for name in ("newer", "withdrawn"):
        place = page.locator(f"[data-notice={name}]")
        if name == told:
            expect(place).to_be_visible()
        else:
            assert place.is_hidden()
    if told == "withdrawn":
        expect(page.locator("[data-notice=withdrawn]")).to_contain_text("<b>A dose was wrong.")


def test_the_first_visit_shows_how_much_has_come_and_a_later_one_does_not(pages_server, page):
    held: list[Any] = []
    page.context.route("**/stdlib.zip", lambda route: held.append(route))
    address = pages_server.lesson(f"{EXPLORER}.ipynb")
    with page.expect_request("**/stdlib.zip"):
        page.goto(address)
    progress = page.get_by_role("progressbar", name=WORDS("pages.notice.progress"))
    expect(progress).to_be_visible()
    top = page.locator("main :is(h1, h2)").first
    stood = top.bounding_box()
    # All but the file that is held back, in the end: most of it is Python's own program.
    until = time.monotonic() + 60
    while (come := progress.evaluate("(bar) => bar.value")) < 0.9:
        assert time.monotonic() < until, come
    assert come < 1
    held[0].continue_()
    ready(page)
    expect(progress).to_be_hidden()
    # A bar that came and went above the links would have led a thumb to the next of them.
    assert top.bounding_box() == stood


@pytest.mark.long
@pytest.mark.parametrize("width", [390, 1366])
def test_a_meaning_that_opens_stays_on_the_screen_and_above_what_comes_next(
    pages_server, new_page, width
):
    page = new_page(width=width, height=844)
    page.goto(pages_server.lesson(f"{EXPLORER}.ipynb"))
    ready(page)
    terms = page.locator(".crampkit-explorer .safety .term")
    for term in terms.all():
        term.get_by_role("button").click()
        term.evaluate("(one) => one.scrollIntoView({ block: 'center', behavior: 'instant' })")
        meaning = term.locator(".meaning")
        box = meaning.bounding_box()
        assert box["x"] >= 0
        assert box["x"] + box["width"] <= width
        on_top = "(one) => { const r = one.getBoundingClientRect(); return one.contains("
        on_top += "document.elementFromPoint(r.x + r.width / 2, r.y + r.height - 4)); }"
        assert meaning.evaluate(on_top)


# ------------------------------------------------------------------------------ charts


def test_a_chart_is_drawn_as_plotly_means_it_though_no_style_may_be_written(
    pages_server, page, watch
):
    page.goto(pages_server.lesson("02_how_the_ranking_works.ipynb"))
    ready(page)
    show = page.locator(".crampkit-on-request button").first
    show.click()
    plot = page.locator(".js-plotly-plot").first
    plot.wait_for()
    box = plot.bounding_box()
    drawing = plot.locator("svg.main-svg").first
    # Without plotly's own rules the drawings stand one below the other.
    for layer in plot.locator("svg.main-svg").all():
        assert layer.bounding_box()["y"] == drawing.bounding_box()["y"]
    assert abs(drawing.bounding_box()["width"] - box["width"]) <= 1
    assert watch.errors == []
    show.click()
    expect(plot).to_have_count(0)


# ------------------------------------------------------------------------------ bad days

REFUSE = "Object.defineProperty(window, '{}', {{ get() {{ throw new DOMException('no'); }} }});"
BAD_DAYS = {
    "wasm": "delete window.WebAssembly",
    "worker": "delete window.Worker",
    "storage": "".join(
        REFUSE.format(name) for name in ("indexedDB", "localStorage", "sessionStorage")
    ),
}


@pytest.mark.parametrize("lacks", ["wasm", "worker"])
def test_a_browser_that_cannot_run_it_says_what_still_works(pages_server, page, lacks):
    page.add_init_script(BAD_DAYS[lacks])
    page.goto(pages_server.lesson(f"{EXPLORER}.ipynb"))
    expect(page.get_by_text(notice(lacks))).to_be_visible()
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    # Nothing dead looks alive.
    expect(ranked(page)).to_be_hidden()
    expect(toggle(page)).to_be_disabled()


def test_a_browser_too_old_for_modules_reads_the_lesson_and_is_told_what_to_do(pages_server, page):
    def seen_by_old(route: Any) -> None:
        answer = route.fetch()
        # A type that a browser does not know is no script to it.
        route.fulfill(
            response=answer, body=answer.text().replace('type="module"', 'type="unknown"')
        )

    page.add_init_script("delete HTMLScriptElement.prototype.noModule")
    page.route("**/*.html", seen_by_old)
    page.goto(pages_server.lesson(f"{EXPLORER}.ipynb"))
    expect(page.get_by_text(notice("old"))).to_be_visible()
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    assert page.locator("[data-notice]:not([hidden])").count() == 1
    assert page.locator("body[data-drawn]").count() == 0


def test_without_any_storage_a_lesson_works(pages_server, page, watch):
    page.add_init_script(BAD_DAYS["storage"])
    page.goto(pages_server.lesson(f"{EXPLORER}.ipynb"))
    ready(page)
    page.get_by_role("button", name=WORDS("pages.steps.all")).click()
    toggle(page).check()
    expect(ranked(page)).not_to_contain_text(WORDS("ranking.nothing_yet"))


@pytest.mark.parametrize(
    ("file", "told"),
    [
        ("page.js", "blocked"),
        ("worker.js", "broken"),
        ("catalogue.json", "broken"),
        *long(
            ("panel.js", "blocked"),
            ("stdlib.zip", "broken"),
            ("crampkit.zip", "broken"),
            ("pyodide.asm.wasm", "broken"),
            ("pyodide.asm.js", "broken"),
        ),
    ],
)
@pytest.mark.parametrize("how", ["blocked", *long("cut short")])
def test_a_file_that_does_not_arrive_is_told_in_a_sentence(pages_server, page, file, told, how):
    def spoilt(route: Any) -> None:
        if how == "blocked":
            route.abort()
            return
        answer = route.fetch()
        content = answer.body()
        route.fulfill(response=answer, body=content[: len(content) // 2])

    page.context.route(f"**/{file}", spoilt)
    page.goto(pages_server.lesson(f"{EXPLORER}.ipynb"))
    expect(page.get_by_text(notice(told))).to_be_visible()
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    if told == "broken":
        expect(toggle(page)).to_be_disabled()


def test_a_folder_opened_from_a_disk_says_that_its_controls_do_not_work(
    pages_folder: Path, page, watch
):
    page.goto((pages_folder / f"{EXPLORER}.html").as_uri())
    expect(page.get_by_text(notice("file"))).to_be_visible()
    first = page.locator("[data-notice]:not([hidden])").first
    assert first.inner_text() == f"{notice('file')} {notice('file_alone')}"
