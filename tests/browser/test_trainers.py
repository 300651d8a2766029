"""The trainer's door: the numbers of her place, one woman by her address, and the form for a reviewer."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest

from crampkit.catalogue import load
from crampkit.cli import main
from crampkit.practice.reviewed import Answer, read_review
from crampkit.practice.reviewing import items
from crampkit.words import Words
from tests.browser.test_pages import expect, ready

pytestmark = pytest.mark.browser

CATALOGUE = load()
WORDS = Words(CATALOGUE.text)
TRIAGE, LOST, MENDED = CATALOGUE.local["maternity_triage"].label, "1632960961", "01632 960961"
MARKED = WORDS("pages.place.here", value=MENDED)


TAKEN_OUT = """async () => {
  const at = (file) => import(new URL(file, document.querySelector("script[src$='page.js']").src));
  const [{ name, place }, { openStore }] = [await at("keeping.js"), await at("store.js")];
  const store = await openStore(name, { session: place.kind === "session" });
  await store.put("local", JSON.stringify({ emergency_number: "" }));
  store.close();
}"""


def press(page: Any, key: str) -> None:
    page.get_by_role("button", name=WORDS(key), exact=True).click()


@pytest.mark.long
def test_a_number_goes_from_the_door_to_the_page_of_a_woman_and_is_erased_again(
    pages_server, new_page, watch
):
    page = new_page(width=390, height=844, steps=True)
    page.goto(f"{pages_server.url}/index.html")
    whom = page.locator(".foot .of-place")
    expect(whom).to_contain_text(WORDS("ask_your_unit"))
    page.get_by_role("link", name=WORDS("pages.door.place"), exact=True).click()
    form = page.locator(".your-place")
    field = form.get_by_label(TRIAGE)
    expect(field).to_be_visible()
    ready(page, 2)
    expect(page.locator("main .step:visible")).to_have_count(1)
    emergency = CATALOGUE.local["emergency_number"]
    wrong = form.get_by_label(emergency.label, exact=True)
    wrong.fill("ring us")
    press(page, "place.read_back")
    expect(wrong).to_have_attribute("aria-invalid", "true")
    danger = form.locator(".wrong-value").evaluate(
        "(it) => getComputedStyle(it).borderInlineStartColor"
    )
    expect(wrong).to_have_css("border-block-start-color", danger)
    expect(field).not_to_have_css("border-block-start-color", danger)
    wrong.fill(emergency.value)
    field.fill(LOST)
    press(page, "place.read_back")
    expect(form).to_contain_text(WORDS("place.ask.zero"))
    press(page, "place.keep")
    expect(form.get_by_role("alert")).to_have_text(WORDS("place.open"))
    expect(whom).not_to_contain_text(LOST)
    press(page, "place.back")
    field.fill(MENDED)
    press(page, "place.read_back")
    expect(form).not_to_contain_text(WORDS("place.ask.zero"))
    press(page, "place.keep")
    expect(form.get_by_role("status")).to_have_text(WORDS("place.kept"))
    expect(whom).to_contain_text(MARKED)
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")

    # It holds before a class as well, which is told whether it is set.
    page.goto(f"{pages_server.lesson('17_red_flags.ipynb')}?present#the-list-of-dangers")
    ready(page)
    page.locator(".wall-menu summary").click()
    told = page.locator(".wall-numbers")
    expect(told).to_contain_text(MARKED)
    expect(told).not_to_contain_text("{text}")
    not_set = WORDS("pages.present.place.not_set", text="").strip()
    expect(told).not_to_contain_text(not_set)
    expect(page.locator("main").get_by_text(MENDED).first).to_be_attached()
    page.get_by_role("link", name=WORDS("pages.door.place"), exact=True).click()
    expect(form).to_be_visible()
    assert "present" not in page.url

    one = CATALOGUE.cases["padma"]
    page.goto(f"{pages_server.url}/20_cases.html?case={one.case_id}#your-first-case")
    ready(page)
    expect(whom).to_contain_text(MARKED)
    expect(page.locator("main .step:visible")).to_contain_text(one.woman)
    expect(page.get_by_text(CATALOGUE.cases["amina"].woman)).to_have_count(0)
    page.emulate_media(media="print")
    expect(whom).to_be_visible()
    page.emulate_media(media="screen")
    number = CATALOGUE.local["emergency_number"].value
    expect(whom).to_contain_text(number)
    page.evaluate(TAKEN_OUT)
    page.reload()
    expect(whom).not_to_contain_text(number)
    press(page, "pages.erase")
    press(page, "pages.erase.yes")
    expect(whom).to_contain_text(WORDS("ask_your_unit"))
    expect(whom).to_contain_text(number)
    expect(whom).not_to_contain_text(MENDED)
    assert (watch.outside, watch.errors) == ([], [])


def test_a_reviewer_answers_offline_comes_back_and_saves_a_file_that_is_read(
    new_page, tmp_path: Path, watch
):
    assert main(["review", str(tmp_path)]) == 0
    page = new_page(width=390, height=844)
    page.goto((tmp_path / "review.html").as_uri())
    asked = page.get_by_role("heading", level=2)
    name, message = page.get_by_label(WORDS("review.name")), page.locator(".message")
    # Nothing is asked before it is known of whom.
    expect(asked).to_be_hidden()
    expect(page.get_by_role("button", name=WORDS("review.save"), exact=True)).to_be_hidden()
    press(page, "review.begin")
    expect(message).to_have_text(WORDS("review.who_first"))
    expect(name).to_be_focused()
    name.fill("Ada Example, midwife")
    press(page, "review.begin")
    expect(asked).to_be_focused()
    first = asked.inner_text()
    page.get_by_role("radio", name=WORDS("tier.today"), exact=True).check()
    press(page, "review.next")
    expect(asked).to_be_focused()
    expect(asked).not_to_have_text(first)
    page.get_by_role("radio", name=WORDS("review.kind.number"), exact=True).check()
    page.get_by_label(WORDS("review.answer"), exact=True).fill("25")
    page.get_by_label(WORDS("review.low")).fill("40")
    press(page, "review.next")
    expect(page.locator(".message")).to_contain_text(WORDS("review.range_wrong", number="1,000"))
    page.get_by_label(WORDS("review.low")).fill("20")
    press(page, "review.next")
    page.reload()
    ada = WORDS("review.who", name="Ada Example, midwife")
    expect(page.get_by_text(ada, exact=True)).to_be_visible()
    # Whoever comes next on this computer is shown nothing of it; who comes back goes on.
    answered = page.locator(".how-far")
    press(page, "review.other")
    expect(name).to_be_focused()
    expect(name).to_have_value("")
    expect(asked).to_be_hidden()
    assert "Ada Example" not in page.content()
    name.fill("Cara Example")
    page.keyboard.press("Enter")
    expect(asked).to_have_text(first)
    expect(answered).to_have_text(re.compile(r"\b0 answered$"))
    expect(page.get_by_role("radio", name=WORDS("tier.today"), exact=True)).not_to_be_checked()
    expect(message).to_have_text("")
    press(page, "review.other")
    name.fill("ada  example, Midwife ")
    press(page, "review.begin")
    expect(message).to_have_text(WORDS("review.here", count=2))
    expect(answered).to_have_text(re.compile(r"\b1 answered$"))
    press(page, "review.other")
    name.fill("Ada Example, midwife")
    press(page, "review.begin")
    with page.expect_download() as download:
        press(page, "review.save")
    download.value.save_as(tmp_path / "ada.json")
    every = items(CATALOGUE)
    danger = next(one for one in every if one.kind == "danger")
    number = next(one for one in every if one.kind == "number")
    reviewer = read_review(tmp_path / "ada.json", every)
    assert reviewer.answers == {
        danger.item_id: Answer(("today",)),
        number.item_id: Answer((), 25, 20, None),
    }
    assert json.loads((tmp_path / "ada.json").read_text("utf-8"))["reviewer"] == reviewer.name
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    # A damaged file leaves a form that works, now and after the next opening.
    odd = {danger.item_id: {"chosen": 5, "comment": {}}, number.item_id: None, "gone": {}}
    (tmp_path / "odd.json").write_text(json.dumps({"reviewer": "Beth Example", "answers": odd}))
    page.get_by_label(WORDS("review.load")).set_input_files(tmp_path / "odd.json")
    expect(page.get_by_text(WORDS("review.who", name="Beth Example"), exact=True)).to_be_visible()
    expect(answered).to_have_text(re.compile(r"\b1 answered$"))
    page.evaluate("""() => {
        const key = Object.keys(localStorage).find((one) => one.endsWith(":beth example"));
        const kept = JSON.parse(localStorage.getItem(key));
        localStorage.setItem(key, JSON.stringify({ ...kept, at: { danger: -5 }, reviewer: 7 }));
    }""")
    page.reload()
    expect(asked).to_have_text(first)
    press(page, "review.next")
    expect(asked).not_to_have_text(first)
    assert {url.rpartition("/")[2] for url in watch.outside} == {"review.html"}
    assert watch.errors == []
