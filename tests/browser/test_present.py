"""A lesson before a class: keys step and change no answer, nothing is kept of anybody's, all can be read."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest

from crampkit.catalogue import load
from crampkit.practice.lettering import lettered
from crampkit.views.lesson.dangers import dangers_of
from crampkit.words import Words
from tests.browser.conftest import PROJECT
from tests.browser.on_the_wall import FAULTS, SETTLED

CATALOGUE = load()
WORDS = Words(CATALOGUE.text)
LESSON = "10_safety_first"
FIRST = CATALOGUE.questions_at("safety_first", "first_thought")[0]
LETTERED = lettered(FIRST, CATALOGUE.options_of[FIRST.question_id])
STORES = """async () => {
    const areas = [localStorage, sessionStorage].map((area) => Object.entries(area));
    const found = Object.fromEntries(areas.flat());
    for (const { name } of await indexedDB.databases()) {
        const database = await new Promise((done) => {
            const asked = indexedDB.open(name);
            asked.onsuccess = () => done(asked.result);
        });
        for (const kind of database.objectStoreNames) {
            const kept = await new Promise((done) => {
                const asked = database.transaction(kind).objectStore(kind).getAll();
                asked.onsuccess = () => done(asked.result);
            });
            found[`${name} ${kind}`] = JSON.stringify(kept);
        }
        database.close();
    }
    return found;
}"""


def expect(subject: Any) -> Any:
    from playwright.sync_api import expect

    expect.set_options(timeout=60_000)
    return expect(subject)


def present(server: Any, page: Any, lesson: str = LESSON, slug: str = "") -> None:
    page.goto(f"{server.lesson(f'{lesson}.ipynb')}?present{slug and '#' + slug}")
    ready(page)


def ready(page: Any) -> None:
    page.locator("body[data-ready]").wait_for()
    page.evaluate(SETTLED)


def where(page: Any) -> str:
    return str(page.locator(".wall-where").text_content())


def at(page: Any, number: int, screen: int | None = None) -> None:
    """It is this step that is shown, and this screen of it."""
    screens = f", screen {screen} of " if screen else ""
    expect(page.locator(".wall-where")).to_have_text(re.compile(f"^Step {number} of 10{screens}"))


def press(page: Any, *keys: str) -> None:
    for key in keys:
        page.keyboard.press(key)


def stored(page: Any) -> dict[str, str]:
    """All that this address keeps, but for what is the class's own."""
    found: dict[str, str] = page.evaluate(STORES)
    return {name: text for name, text in found.items() if ":presenting" not in name}


@pytest.fixture
def projector(new_page: Any) -> Any:
    return new_page(1280, 720, steps=True)


WRITTEN = """() => {
  const page = document.documentElement.cloneNode(true);
  for (const part of page.querySelectorAll("[style]")) part.removeAttribute("style");
  const values = [...document.querySelectorAll("input")].map((one) => one.value);
  return [page.outerHTML, ...values].join("\\n");
}"""
"""The document as it stands but for where its parts are drawn, and what its fields hold."""


def told_of(page: Any) -> str:
    """All that the page says to whom looks, listens, or reads its address."""
    return "\n".join([page.evaluate(WRITTEN), page.locator("body").aria_snapshot(), page.url])


def two_counts(page: Any) -> tuple[list[int], list[int]]:
    """Of a large hall: numbers that stand nowhere on the page, so that they are found where they do."""
    said = told_of(page)
    free = [number for number in range(101, 230) if str(number) not in said]
    return free[:4], free[:-5:-1]


def count(page: Any, counts: list[int]) -> None:
    for (letter, _), number in zip(LETTERED, counts, strict=False):
        field = page.get_by_role("textbox", name=WORDS("pages.present.vote.field", letter=letter))
        field.focus()
        page.keyboard.type(str(number))
        expect(field).to_have_value("•")


def begin_to_vote(pages_server: Any, page: Any) -> None:
    """Before thirty people, on the question of a woman's story."""
    present(pages_server, page, slug="eilidh-s-story")
    press(page, "PageDown", "v")
    page.get_by_role("textbox", name=WORDS("pages.present.vote.room")).fill("30")


def opened(page: Any, key: str) -> None:
    page.get_by_role("button", name=WORDS(f"pages.present.{key}"), exact=True).click()


def test_an_hour_with_a_live_toggle_two_votes_and_a_reload_is_stepped_through_and_nobodys(
    pages_server, projector, tmp_path, watch
):
    page = projector
    page.goto(f"{pages_server.lesson(f'{LESSON}.ipynb')}#why-safety-comes-before-fit")
    page.locator("body[data-ready]").wait_for()
    guess = page.locator(".step:not([hidden]) .asked-question")
    guess.get_by_role("radio").first.check()
    guess.get_by_role("button", name=WORDS("quiz.commit")).click()
    page.get_by_role("button", name=WORDS("pages.keep.ask.yes"), exact=True).click()
    expect(page.locator(".page-heard")).to_have_text(WORDS("pages.keep.done.keep"))
    hers = stored(page)
    assert any("guess_scans" in text for text in hers.values())

    # The button of the lesson leads before the class, at the same step.
    page.get_by_role("link", name=WORDS("pages.present"), exact=True).click()
    page.wait_for_url("**?present#why-safety-comes-before-fit")
    ready(page)
    at(page, 5)
    before = page.locator(".step:not([hidden]) .asked-question")
    expect(before).to_have_count(1)  # Her answer is not on the wall.

    present(pages_server, page)
    at(page, 1, 1)
    press(page, "PageDown", "ArrowRight", "ArrowDown")
    at(page, 2, 2)
    options = page.locator("#eilidh-s-story input[type=radio][name=choose]")
    names = [f"{letter} {option.text}" for letter, option in LETTERED]
    for place, name in enumerate(names):
        press(page, "Tab")
        expect(options.nth(place)).to_be_focused()
        expect(options.nth(place)).to_have_accessible_name(name)
        expect(options.nth(place)).not_to_be_checked()
    press(page, "Space")
    expect(options.nth(3)).to_be_checked()
    for key in ("ArrowUp", "PageUp", "ArrowRight", "ArrowDown", "ArrowLeft", "PageDown"):
        press(page, key)
        expect(options.nth(3)).to_be_checked()
    at(page, 2, 2)

    # The first vote.
    reasons = [option.explanation for _, option in LETTERED]
    first, second = two_counts(page)
    secrets = [*map(str, (*first, *second)), *reasons, FIRST.explanation]
    room = sum(second) + 23
    none = room - sum(first)
    press(page, "v")
    page.get_by_role("textbox", name=WORDS("pages.present.vote.room")).fill(str(room))
    view = page.locator(".wall-view")
    status = view.get_by_role("status")
    count(page, [*first[:3], 999])
    expect(status).to_have_text(
        WORDS("pages.present.vote.too_many", cards=sum(first[:3]) + 999, people=room)
    )
    press(page, "Backspace")
    expect(status).to_have_text("")  # A sum with a field left open would tell the others.
    page.keyboard.type(str(first[3]))
    told = WORDS("pages.present.vote.sum", cards=sum(first), people=room, none=none)
    expect(status).to_have_text(told)
    assert page.evaluate(FAULTS) == []
    page.reload()  # What was typed is still there, and still a dot.
    ready(page)
    expect(status).to_have_text(told)
    opened(page, "vote.close.first")
    page.evaluate(SETTLED)

    # No way goes round the second vote: it says that it is open, and goes on.
    press(page, "Escape")
    expect(view).to_be_hidden()
    at(page, 2, 2)
    heard = page.locator(".wall-said")
    expect(heard).to_have_text("")
    press(page, "r")
    still = WORDS("pages.present.vote.open.second")
    expect(heard).to_have_text(still)
    expect(view.get_by_text(still)).to_be_visible()
    press(page, "PageDown", "r")
    page.evaluate(SETTLED)
    assert page.evaluate(FAULTS) == []
    assert not [secret for secret in secrets if secret in told_of(page)]
    page.locator(".wall-menu summary").click()
    opened(page, "report")
    expect(view).to_contain_text(WORDS("pages.present.report.open.one"))
    assert not [secret for secret in secrets if secret in told_of(page)]
    press(page, "Escape", "r")
    opened(page, "vote.on")
    count(page, second)
    page.locator(".wall-where").click()
    press(page, "PageDown", "r")
    expect(heard).to_have_text(still)
    assert not [secret for secret in secrets if secret in told_of(page)]
    page.reload()
    ready(page)
    expect(view.get_by_text(still)).to_be_visible()
    press(page, "v")
    expect(heard).to_have_text("")
    expect(
        page.get_by_role("button", name=WORDS("pages.present.vote.close.second"))
    ).to_be_visible()
    assert not [secret for secret in secrets if secret in told_of(page)]

    opened(page, "vote.close.second")
    rows = page.locator(".vote-both tbody tr")
    expect(rows).to_have_count(5)
    for row, one, other in zip(rows.all(), [*first, none], [*second, 23], strict=True):
        arrow = f"↑ {other - one}" if other > one else f"↓ {one - other}"
        expect(row.get_by_role("cell")).to_have_text([str(one), str(other), arrow])
    assert page.evaluate(FAULTS) == []
    right = page.locator(".vote-both [data-right]")
    expect(right).to_have_count(0)
    press(page, "PageDown")
    expect(right).to_have_count(1)
    assert not any(reason in page.content() for reason in reasons)
    press(page, "PageDown")
    expect(view).to_contain_text(reasons[0])
    press(page, "Escape")
    at(page, 2, 2)

    # By the clicker to what is asked live. A number is read; a danger stands where the order stood.
    while not where(page).startswith("Step 4"):
        press(page, "PageDown")
    at(page, 4, 1)
    yes = page.locator(".step:not([hidden]) .phrase").first.get_by_role("radio").nth(1)
    yes.focus()
    press(page, "Space")
    sign = page.locator(".step:not([hidden]) .phrase").first.get_by_role("checkbox").first
    expect(sign).to_be_visible()
    press(page, "Tab")
    expect(sign).to_be_focused()
    press(page, "Space")
    danger = page.get_by_role("heading", name=WORDS("refer.title"), exact=True)
    expect(danger.first).to_be_attached()
    order = page.get_by_role("heading", name=WORDS("ranking.title"), exact=True)
    expect(order).to_have_count(0)
    page.evaluate(SETTLED)
    expect(page.locator('main a[href^="tel:"]')).to_have_count(0)
    # What it could be, what to do and how fast stand on each screen, and leave room to go on asking.
    at_foot = page.locator(".step:not([hidden]) .pocket.danger")
    said_in_short = at_foot.locator("> p:visible").all_inner_texts()
    assert [line.partition(":")[0] for line in said_in_short] == [
        WORDS(f"refer.{key}", could_be="").partition(":")[0]
        for key in ("could_be", "what_to_do", "how_fast")
    ]
    assert at_foot.bounding_box()["height"] < 720 / 2
    assert page.evaluate(FAULTS) == []
    here = where(page)
    press(page, "b")
    expect(page.locator(".wall-black")).to_be_visible()
    press(page, "PageDown")
    expect(page.locator(".wall-black")).to_be_hidden()
    assert where(page) == here

    # All is found again, and still nothing of it is hers.
    page.reload()
    ready(page)
    # What came back says that it did, so that the screens of the step may be more.
    expect(page.locator(".wall-where")).to_have_text(
        re.compile(f"^{re.escape(here.split(',')[0])}")
    )
    expect(yes).to_be_checked()
    expect(sign).to_be_checked()
    expect(danger.first).to_be_attached()

    # At the end: the class's report, as a page and as a table; and the votes as a file.
    page.locator(".wall-menu summary").click()
    not_set = WORDS("pages.present.place.not_set", text="").strip()
    expect(page.locator(".wall-numbers")).to_contain_text(not_set)
    with page.expect_download() as saved:
        opened(page, "save")
    saved.value.save_as(tmp_path / "votes.json")
    opened(page, "report")
    right_at = [option.answer for _, option in LETTERED].index("right")
    told = WORDS(
        "pages.present.report.two", before=first[right_at], after=second[right_at], people=room
    )
    expect(view).to_contain_text(told)
    assert page.evaluate(FAULTS) == []
    page.locator(".wall-menu summary").click()
    with page.expect_download() as table:
        opened(page, "table")
    lines = table.value.path().read_text("utf-8-sig").splitlines()
    assert lines[0] == '"question_id","stem","letter","option","right","first","second","room"'
    assert [line.split(",")[-3:] for line in lines[1:]] == [
        [f'"{one}"', f'"{other}"', f'"{room}"'] for one, other in zip(first, second, strict=True)
    ]
    assert stored(page) == hers

    # After a crash, in a browser that knows nothing of it.
    page.evaluate("localStorage.clear()")
    page.reload()
    ready(page)
    page.locator(".wall-menu summary").click()
    page.get_by_label(WORDS("pages.present.votes.open")).set_input_files(tmp_path / "votes.json")
    expect(page.get_by_text(WORDS("pages.present.votes.taken.one"))).to_be_visible()
    opened(page, "report")
    expect(view).to_contain_text(told)
    assert watch.errors == []
    assert watch.outside == []


@pytest.mark.long
def test_a_vote_is_ended_without_a_second_count_on_purpose_alone(pages_server, projector):
    page = projector
    present(pages_server, page, slug="eilidh-s-story")
    press(page, "PageDown", "v")
    view, reasons = page.locator(".wall-view"), [option.explanation for _, option in LETTERED]
    page.get_by_role("textbox", name=WORDS("pages.present.vote.room")).fill("30")
    count(page, [7])
    press(page, "Escape", "r")  # What is begun to be counted is a vote as well.
    expect(view.get_by_text(WORDS("pages.present.vote.open.first"))).to_be_visible()
    press(page, "v")
    count(page, [7, 8, 9, 3])
    opened(page, "vote.close.first")
    press(page, "Escape", "r")
    expect(view.get_by_text(WORDS("pages.present.vote.open.second"))).to_be_visible()
    assert not any(reason in told_of(page) for reason in reasons)
    opened(page, "vote.end.second")
    cells = view.locator(".vote-both tbody td")
    expect(cells).to_have_text(["7", "8", "9", "3", "3"])
    expect(view.locator("[data-right]")).to_have_count(0)
    assert page.evaluate(FAULTS) == []
    page.reload()
    ready(page)
    expect(cells).to_have_count(5)
    press(page, "PageDown")
    expect(view.locator("[data-right]")).to_have_count(1)
    press(page, "PageDown")
    expect(view).to_contain_text(reasons[0])
    press(page, "Escape", "r")
    expect(view.locator("[data-right='true']")).to_have_count(1)
    page.locator(".wall-menu summary").click()
    opened(page, "report")
    expect(view.locator(".vote-line")).to_have_count(1)


HELD = """() => {
  const held = [];
  const { set } = Object.getOwnPropertyDescriptor(Worker.prototype, "onmessage");
  Object.defineProperty(Worker.prototype, "onmessage", {
    set(hear) {
      set.call(this, (event) => (event.data.told ? held.push(() => hear(event)) : hear(event)));
    },
  });
  window.release = () => held.splice(0).forEach((hear) => hear());
}"""
"""What is told of an answer stays on its way until it is released."""


def test_an_answer_that_was_asked_for_while_it_was_on_its_way_is_told_when_it_comes(
    pages_server, projector
):
    page = projector
    page.add_init_script(f"({HELD})()")
    begin_to_vote(pages_server, page)
    count(page, [7, 8, 9, 3])
    opened(page, "vote.close.first")
    press(page, "Escape", "r")
    opened(page, "vote.end.second")
    view = page.locator(".wall-view")
    right = view.locator("[data-right]")
    expect(view.locator(".vote-both tbody td")).to_have_count(5)
    press(page, "PageDown", "PageDown")
    expect(right).to_have_count(0)
    page.evaluate("release()")
    expect(right).to_have_count(1)
    expect(view.locator(".vote-both")).to_be_visible()  # Once, however often it was pressed.

    # Who has gone back to the lesson meanwhile stays there.
    page.reload()
    ready(page)
    press(page, "PageUp")
    expect(view.locator(".vote-both tbody td")).to_have_count(5)
    press(page, "PageDown", "Escape")
    page.evaluate("release()")
    expect(view).to_be_hidden()


@pytest.mark.long
def test_an_answer_comes_on_a_key_and_its_reasons_one_by_one(pages_server, projector):
    page = projector
    present(pages_server, page, slug="eilidh-s-story")
    press(page, "PageDown")
    reasons = [option.explanation for _, option in LETTERED]
    assert not any(reason in page.content() for reason in (*reasons, FIRST.explanation))
    press(page, "r")
    view = page.locator(".wall-view")
    expect(view.locator("[data-right='true']")).to_have_count(1)
    assert not any(reason in page.content() for reason in (*reasons, FIRST.explanation))
    for number, reason in enumerate(reasons):
        press(page, "PageDown")
        expect(view).to_contain_text(reason)
        assert page.evaluate(FAULTS) == []
        told = page.content()
        assert not any(later in told for later in (*reasons[number + 1 :], FIRST.explanation))
    press(page, "PageDown")
    expect(view).to_contain_text(FIRST.explanation)
    page.reload()
    ready(page)
    expect(view).to_contain_text(FIRST.explanation)
    press(page, "PageDown")
    expect(view).to_be_hidden()
    at(page, 2)


@pytest.mark.long
def test_letters_are_no_keys_where_that_is_chosen_and_what_is_typed_is_typed(
    pages_server, projector
):
    page = projector
    present(pages_server, page, "01_which_cause_fits", "now-ask")
    field = page.locator(".step:not([hidden])").get_by_role("searchbox").first
    field.focus()
    here = where(page).rpartition(" of ")[0]
    press(page, "b", ".", "r", "ArrowLeft", "PageDown")
    expect(field).to_have_value("b.r")
    assert where(page).startswith(here)
    page.locator(".wall-menu summary").click()
    letters = page.get_by_role("checkbox", name=WORDS("pages.present.letters"))
    letters.uncheck()
    page.get_by_role("radio", name=WORDS("pages.present.hour.minutes", minutes=50)).check()
    press(page, "Escape")
    opened(page, "talk")
    page.locator(".wall-view, h2:visible").first.focus()
    press(page, "b", ".")
    expect(page.locator(".wall-black")).to_be_hidden()
    page.reload()
    ready(page)
    press(page, "b")
    expect(page.locator(".wall-black")).to_be_hidden()
    expect(page.get_by_role("timer")).to_have_text(re.compile(r"^(50:00|4\d:\d\d) left$"))
    expect(page.get_by_role("button", name=re.compile(r"^Talk: [12]:\d\d$"))).to_be_visible()


MOST_OF_A_LIST = 14
"""Screens of a wall for every danger of the set."""


@pytest.mark.long
def test_every_danger_is_read_with_what_to_do_and_its_signs_open_on_a_press(
    pages_server, projector
):
    page = projector
    present(pages_server, page, "17_red_flags", "the-list-of-dangers")
    items = page.locator(".step:not([hidden]) .item")
    every = dangers_of(CATALOGUE.flags.values())
    expect(items).to_have_count(len(every))
    for item, danger in zip(items.all(), every, strict=True):
        read = item.inner_text()
        assert danger.could_be in read
        assert all(action in read for action in danger.by_action)
        expect(item.locator("li").first).to_be_hidden()
    screens = re.search(r"screen 1 of (\d+)", where(page))
    assert screens is not None
    assert 1 < int(screens[1]) <= MOST_OF_A_LIST
    press(page, "PageDown")
    here = where(page)
    items.first.locator("summary").focus()
    press(page, "Enter")
    expect(items.first).to_contain_text(every[0].signs[0].label)
    expect(items.first.locator("li").first).to_be_visible()
    page.evaluate(SETTLED)
    assert where(page).split(" of ")[:2] == here.split(" of ")[:2]
    assert page.evaluate(FAULTS) == []


def test_a_page_without_steps_is_as_it_is(pages_server, projector):
    page = projector
    page.goto(f"{pages_server.url}/index.html?present")
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    expect(page.locator(".wall-foot")).to_have_count(0)


LESSONS = sorted(path.stem for path in (PROJECT / "notebooks").glob("*.ipynb"))
USUAL = "16_compare_the_causes"


WALLS = {"usual": (1280, 720), "large": (1920, 1080)}


@pytest.mark.parametrize(
    ("lesson", "wall"),
    [
        pytest.param(one, wall, marks=() if (one, wall) == (USUAL, "usual") else pytest.mark.long)
        for one in LESSONS
        for wall in WALLS
    ]
    + [pytest.param("17_red_flags", "small", marks=pytest.mark.long)],
)
def test_every_screen_can_be_read_from_the_back_of_the_room(lesson, wall, pages_server, new_page):
    page = new_page(*{**WALLS, "small": (800, 600)}[wall], steps=True)
    present(pages_server, page, lesson)
    faults: dict[str, list[str]] = {}
    seen: list[str] = []
    while (here := where(page)) not in seen:
        seen.append(here)
        if found := page.evaluate(FAULTS):
            faults[here] = found
        press(page, "PageDown")
        page.evaluate(SETTLED)
    assert json.dumps(faults, indent=1, ensure_ascii=False) == "{}"
    assert len(seen) > page.locator("main .step").count()


HEAD = """() => {
  const [head, frame] = [".wall-head", "main .steps"]
    .map((one) => document.querySelector(one).getBoundingClientRect());
  const cells = [...document.querySelectorAll(".wall-head th")].map((one) => one.getBoundingClientRect());
  const shown = [...document.querySelectorAll("main .step:not([hidden]) table thead th")]
    .map((one) => one.getBoundingClientRect());
  return {
    over: head.bottom - frame.top,
    beside: Math.max(...cells.map((cell, place) => Math.abs(cell.left - shown[place].left))),
    foot: document.querySelector(".wall-foot").getBoundingClientRect().top - frame.bottom,
  };
}"""


@pytest.mark.long
def test_a_table_that_goes_on_has_its_head_on_each_screen(pages_server, projector):
    page = projector
    present(pages_server, page, "02_how_the_ranking_works", "two-rows-or-six")
    page.locator(".wall-where").wait_for()
    table = page.locator(".step:not([hidden]) table").first
    named = table.locator("thead th").all_inner_texts()
    head = page.locator(".wall-head")
    expect(head).to_be_hidden()
    heads = 0
    step = where(page).split(",")[0]
    for _ in range(9):
        if head.is_visible():
            heads += 1
            assert head.locator("th").all_inner_texts() == named
            found = page.evaluate(HEAD)
            assert abs(found["over"]) <= 1, "it stands right above the rows"
            assert found["beside"] <= 2
            assert found["foot"] >= 0
        assert page.evaluate(FAULTS) == []
        press(page, "PageDown")
        page.evaluate(SETTLED)
        if where(page).split(",")[0] != step:
            break
    assert heads
    expect(head).to_be_hidden()


CHART = """() => {
  const room = parseFloat(getComputedStyle(document.documentElement).getPropertyValue("--room"));
  const chart = document.querySelector(".step:not([hidden]) .crampkit-plot");
  return { room, height: chart.getBoundingClientRect().height, zoom: chart.currentCSSZoom };
}"""


@pytest.mark.long
def test_a_chart_taller_than_the_wall_is_seen_whole_and_never_too_small_to_read(
    pages_server, projector
):
    page = projector
    present(pages_server, page, "01_which_cause_fits", "now-ask")
    page.evaluate(
        "document.querySelectorAll('main details').forEach((one) => { one.open = true; })"
    )
    chart = page.locator(".step:not([hidden]) .crampkit-plot")

    def drawn(which: str) -> dict[str, float]:
        page.locator(f".step:not([hidden]) .charts input[value={which}]").focus()
        press(page, "Space")
        chart.locator("svg").first.wait_for()
        page.evaluate(SETTLED)
        page.evaluate(SETTLED)
        return page.evaluate(CHART)

    fitted = drawn("evidence")
    assert fitted["room"] - 3 <= fitted["height"] <= fitted["room"]
    # So much that no screen holds it and can be read as well.
    cut = drawn("map")
    assert cut["height"] > cut["room"]
    assert cut["zoom"] > fitted["zoom"]


BESIDE = """() => {
  const frame = document.querySelector("main .steps").getBoundingClientRect();
  const seen = (part) => {
    const { top, bottom } = part.getBoundingClientRect();
    return top >= frame.top - 1 && bottom <= frame.bottom + 1;
  };
  const figures = [...document.querySelectorAll(".step:not([hidden]) .body-map figure")];
  return figures.map((figure) => ["figcaption", "svg"].map((one) => seen(figure.querySelector(one))));
}"""


@pytest.mark.long
@pytest.mark.parametrize("wall", WALLS)
def test_a_map_of_the_body_stands_beside_what_says_which_side_is_which(
    wall, pages_server, new_page
):
    page = new_page(*WALLS[wall], steps=True)
    present(pages_server, page, "15_disc_herniation")
    seen: list[list[bool]] = []
    while (here := where(page)) and not seen:
        shown = page.evaluate(BESIDE)
        assert all(caption == drawing for caption, drawing in shown), here
        seen = [both for both in shown if all(both)]
        press(page, "PageDown")
        page.evaluate(SETTLED)
        assert where(page) != here
    assert len(seen) == 2


KEPT_OF_A_CLASS = "Object.entries(localStorage).filter(([key]) => key.includes(':presenting:'))"

DAMAGED = """(kept) => {
    for (const key of Object.keys(localStorage)) {
        const which = Object.keys(kept).find((one) => key.includes(`:${one}`));
        if (which) localStorage.setItem(key, kept[which]);
    }
}"""


@pytest.mark.long
def test_what_is_kept_of_a_class_and_was_damaged_stops_no_lesson(pages_server, projector, watch):
    page, name = projector, FIRST.question_id
    present(pages_server, page, slug="eilidh-s-story")
    press(page, "PageDown", "v")
    number = re.search(r"\d+", where(page))[0]
    step = json.loads(
        page.evaluate("Object.entries(localStorage).find(([key]) => key.includes(':place:'))[1]")
    )["step"]
    view = {"question": name, "vote": True, "told": 3, "from": "x"}
    # The votes are gone, and their place says that they had been counted.
    place = json.dumps({"step": step, "screen": -4, "view": view})
    clocks = json.dumps({"hour": "50", "hourEnds": "noon", "talkEnds": {}, "letters": "x"})
    page.evaluate(DAMAGED, {"votes": "{{", "place": place, "wall": clocks})
    page.reload()
    ready(page)
    expect(page.locator(".wall-hour")).to_have_text("")
    expect(page.locator(".wall-view form.vote")).to_be_visible()
    assert not any(option.explanation in told_of(page) for option in CATALOGUE.options_of[name])
    press(page, "Escape")
    expect(page.locator(".wall-view")).to_be_hidden()
    # Counts of more options than there are, of more cards than people, and no screen.
    votes = {name: {"room": "<b>", "first": [9, 0, 0, 0, 0, 0, 7], "second": [1]}}
    place = json.dumps({"step": step, "screen": "x", "view": "y"})
    page.evaluate(DAMAGED, {"votes": json.dumps({"votes": votes, "room": -1}), "place": place})
    page.reload()
    ready(page)
    expect(page.locator(".wall-where")).to_contain_text(f"Step {number} of")
    page.locator(".wall-menu summary").click()
    opened(page, "report")
    expect(page.locator(".wall-view")).to_contain_text(WORDS("pages.present.report.nothing"))
    assert (watch.outside, watch.errors) == ([], [])


COUNTED_ELSEWHERE = """([question, counts, gone]) => {
  const key = Object.keys(localStorage).find((one) => one.endsWith(":votes"));
  const kept = JSON.parse(localStorage.getItem(key));
  const vote = { lesson: "", room: 30, first: counts, second: counts };
  for (const one of [question, gone]) kept.votes[one] = vote;
  localStorage.setItem(key, JSON.stringify(kept));
}"""


@pytest.mark.long
def test_two_windows_that_count_at_once_lose_no_vote_and_a_table_is_whole_after_a_reload(
    pages_server, projector, watch
):
    page = projector
    begin_to_vote(pages_server, page)
    count(page, [7, 8, 9])
    other = next(
        one
        for one in CATALOGUE.questions
        if one != FIRST.question_id and CATALOGUE.questions[one].kind == "single"
    )
    counts = [5] + [1] * (len(CATALOGUE.options_of[other]) - 1)
    # In another window; and of a question that the tables do not have.
    page.evaluate(COUNTED_ELSEWHERE, [other, counts, "gone"])
    count(page, [7, 8, 9, 3])
    opened(page, "vote.close.first")
    count(page, [1, 2, 3, 20])
    opened(page, "vote.close.second")
    expect(page.locator(".vote-both")).to_be_visible()
    page.reload()
    ready(page)
    page.locator(".wall-menu summary").click()
    with page.expect_download() as table:
        opened(page, "table")
    _, *lines = table.value.path().read_text("utf-8-sig").splitlines()
    assert [line.split(",")[0] for line in lines].count(f'"{FIRST.question_id}"') == 4
    assert [line.split(",")[0] for line in lines].count(f'"{other}"') == len(counts)
    assert not any("gone" in line for line in lines)
    opened(page, "report")
    expect(page.locator(".vote-line")).to_have_count(2)
    assert watch.errors == []


@pytest.mark.long
def test_what_was_erased_in_another_tab_is_gone_from_the_wall_and_not_kept_once_more(
    pages_server, projector, watch
):
    page = projector
    begin_to_vote(pages_server, page)
    count(page, [7, 8])
    press(page, "Escape", "v")
    fields = page.locator(".wall-view .wall-option input")
    expect(fields.nth(1)).to_have_value("•")

    other = page.context.new_page()
    other.goto(pages_server.lesson("00_start_here.ipynb"))
    ready(other)
    other.locator(".foot .erase [data-erase=ask]").click()
    other.locator(".foot .erase [data-erase=yes]").click()
    expect(other.locator(".foot .erase [role=status]")).to_have_text(WORDS("pages.erase.done"))
    assert other.evaluate(KEPT_OF_A_CLASS) == []

    expect(page.locator(".wall-view")).to_be_hidden()
    press(page, "v")
    expect(fields.nth(1)).to_have_value("")
    count(page, [5])
    [votes] = [text for key, text in page.evaluate(KEPT_OF_A_CLASS) if key.endswith(":votes")]
    [vote] = json.loads(votes)["votes"].values()
    assert vote["draft"] == [5, None, None, None]
    assert watch.errors == []


KEPT_ELSEWHERE = """([suffix, question, vote]) => {
  const key = Object.keys(localStorage).find((one) => one.endsWith(suffix));
  const kept = JSON.parse(localStorage.getItem(key));
  kept.votes[question] = { ...kept.votes[question], ...vote, draft: null };
  localStorage.setItem(key, JSON.stringify(kept));
}"""


def test_what_another_window_counts_is_shown_here_and_no_answer_before_both_counts(
    pages_server, projector
):
    page = projector
    present(pages_server, page, slug="eilidh-s-story")
    other = page.context.new_page()
    other.goto(f"{pages_server.url}/versions.json")
    view = page.locator(".wall-view")
    right = view.locator("[data-right=true]")

    def counted_elsewhere(**vote: list[int]) -> None:
        other.evaluate(KEPT_ELSEWHERE, [":presenting:votes", FIRST.question_id, vote])

    # A field that stands open in this window writes over nothing that is closed in another.
    press(page, "PageDown", "v")
    page.get_by_role("textbox", name=WORDS("pages.present.vote.room")).fill("30")
    counted_elsewhere(first=[7, 8, 9, 3], room=30)
    expect(view).to_contain_text(WORDS("pages.present.vote.second"))
    count(page, [1])
    [votes] = [text for key, text in page.evaluate(KEPT_OF_A_CLASS) if key.endswith(":votes")]
    assert json.loads(votes)["votes"][FIRST.question_id]["first"] == [7, 8, 9, 3]

    # An answer that was asked for here waits for both counts, and for a press after them.
    press(page, "Escape", "r")
    expect(view).to_contain_text(WORDS("pages.present.vote.open.second"))
    counted_elsewhere(second=[1, 2, 3, 20])
    expect(view.locator(".vote-both tbody tr")).to_have_count(5)
    expect(right).to_have_count(0)
    press(page, "PageDown")
    expect(right).to_have_count(1)


@pytest.mark.long
def test_where_python_cannot_come_a_press_says_so_and_nothing_is_covered(pages_server, projector):
    page = projector
    page.route("**/*.wasm*", lambda route: route.abort())
    page.goto(f"{pages_server.lesson(f'{LESSON}.ipynb')}?present#the-six-questions")
    expect(page.locator('[data-notice="broken"]')).to_be_visible()
    page.evaluate(SETTLED)
    assert page.evaluate(COVERED) <= 1
    page.evaluate("location.hash = '#eilidh-s-story'")
    at(page, 2)
    while not page.locator("[data-wall=answer]").is_visible():
        press(page, "PageDown")
        at(page, 2)
    press(page, "r")
    view = page.locator(".wall-view")
    expect(view).to_have_text(WORDS("pages.present.never"))
    press(page, "Escape", "v")
    expect(view).to_have_text(WORDS("pages.present.never"))
    assert page.evaluate(COVERED) <= 1


COVERED = """() => {
  const seen = document.querySelector(".wall-view:not([hidden])") ?? document.querySelector("main .steps");
  const notices = document.querySelector(".notices");
  return notices.getBoundingClientRect().bottom - seen.getBoundingClientRect().top;
}"""


@pytest.mark.long
def test_what_comes_while_a_number_is_typed_takes_nobody_to_another_field(
    pages_server, projector, tmp_path
):
    page = projector
    page.add_init_script(f"({HELD})()")
    present(pages_server, page, slug="eilidh-s-story")
    press(page, "PageDown", "r", "Escape", "v")
    page.get_by_role("textbox", name=WORDS("pages.present.vote.room")).fill("30")
    fields = page.locator(".wall-view .wall-option input")
    fields.nth(1).focus()
    page.keyboard.type("1")
    page.evaluate("release()")
    page.evaluate(SETTLED)
    expect(fields.nth(1)).to_be_focused()
    page.keyboard.type("2")
    [votes] = [text for key, text in page.evaluate(KEPT_OF_A_CLASS) if key.endswith(":votes")]
    assert json.loads(votes)["votes"][FIRST.question_id]["draft"] == [None, 12, None, None]

    # What comes from a file is shown where its vote is open, and not written over.
    vote = {"lesson": LESSON, "room": 30, "first": [7, 8, 9, 3], "second": None}
    file = tmp_path / "votes.json"
    file.write_text(json.dumps({"crampkit_votes": 1, "votes": {FIRST.question_id: vote}}))
    page.locator(".wall-menu summary").click()
    page.locator(".wall-more [type=file]").set_input_files(file)
    expect(page.locator(".wall-view")).to_contain_text(WORDS("pages.present.vote.second"))
    expect(fields.nth(1)).to_have_value("")
