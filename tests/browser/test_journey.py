"""A lesson and a case from home to home on a phone, by touch alone and by keyboard alone.

Each step is loaded again where it stands, after something was done in it, and nothing is lost. The lesson is
the one of least steps that has all of them: a first thought, the order of causes, the safety check, a guess,
what is opened, questions and a look back.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Protocol

import pytest

from crampkit.catalogue import load
from crampkit.words import Words
from tests.browser.conftest import long
from tests.browser.test_steps import expect, seen

pytestmark = pytest.mark.browser

CATALOGUE = load()
WORDS = Words(CATALOGUE.text)
PATIENCE = 20_000  # milliseconds; a busy machine with two cores
LESSON, CASES = "safety_first", "cases"
WOMAN = "Eilidh"
FIRST_CASE = CATALOGUE.cases["amina"]
SURE = WORDS("quiz.sure.percent", percent=80)

STEP = "main .step:not([hidden])"

STANDS = """() => {
  const step = document.querySelector("main .step:not([hidden])");
  const last = ".from-last-time, [data-last-time]";
  const passing = `${last}, [role=status], [data-aside], .kept-here, .only-heard, .crampkit-notice`;
  const all = (selector) => [...step.querySelectorAll(selector)].filter((one) => !one.closest(passing));
  const words = [];
  const texts = document.createTreeWalker(step, NodeFilter.SHOW_TEXT);
  while (texts.nextNode()) {
    const { parentElement: place, data } = texts.currentNode;
    if (data.trim() && !place.closest(passing) && place.checkVisibility({ visibilityProperty: true })) {
      words.push(data.trim().replace(/\\s+/g, " "));
    }
  }
  return {
    chosen: all("input:checked, option:checked").map((one) => `${one.name ?? ""} ${one.value}`),
    typed: all("textarea, input:is([type=text], [type=search])").map(({ name, value }) => `${name} ${value}`),
    open: all("details[open]").map((one) => one.querySelector("summary").textContent),
    words,
  };
}"""
"""What stands in the step that is shown: chosen, typed, open and read; not that it is from last time."""

KEPT = """async ([texts, most]) => {
  const until = performance.now() + most;
  const { name, place } = await import(document.querySelector("link[href$='keeping.js']").href);
  const { openStore } = await import(document.querySelector("link[href$='store.js']").href);
  for (;;) {
    const store = await openStore(name, { session: place.kind === "session" });
    const kept = Object.values(await store.values());
    store.close();
    if (kept.some((value) => texts.every((text) => value.includes(text)))) return;
    if (performance.now() > until) throw new Error(`${texts} is not kept, but ${kept.join()}`);
    await new Promise(requestAnimationFrame);
  }
}"""
"""Waits until one of the values that are kept holds all of these texts."""

FOCUS = """() => {
  const one = document.activeElement;
  if (!one || one === document.body) return { lost: true };
  const { top, bottom, left, right } = (one.closest("label") ?? one).getBoundingClientRect();
  // Of what is tall the beginning, and of a field of lines the one to write in.
  const line = one.matches("textarea") && one.getBoundingClientRect().top + 24;
  const must = line || (bottom - top < innerHeight / 2 ? bottom : top);
  const foot = [...document.querySelectorAll("main .dock, .case-bar, .pocket")]
    .filter((at) => at.checkVisibility() && !at.contains(one)).map((at) => at.getBoundingClientRect());
  return {
    name: (one.labels?.[0] ?? one).textContent.trim().slice(0, 60) || one.name,
    covered: foot.some((at) => top < at.bottom - 1 && must > at.top + 1),
    away: bottom <= 0 || top >= innerHeight || right <= 0 || left >= innerWidth,
  };
}"""


class Hand(Protocol):
    """The one way in which a learner uses the page."""

    page: Any

    def press(self, control: Any) -> None: ...

    def choose(self, radio: Any) -> None: ...

    def select(self, field: Any, label: str) -> None: ...


class Thumb:
    """By touch alone."""

    def __init__(self, page: Any) -> None:
        self.page = page

    def press(self, control: Any) -> None:
        control.tap()

    choose = press

    def select(self, field: Any, label: str) -> None:
        field.tap()
        field.select_option(label=label)  # The list itself is the phone's own.


class Keys:
    """By keyboard alone; wherever the focus comes to, it is there to be seen."""

    def __init__(self, page: Any) -> None:
        self.page = page

    def press(self, control: Any, key: str = "Enter") -> None:
        self.to(control)
        self.page.keyboard.press(key)

    def choose(self, radio: Any) -> None:
        """A group is entered at its chosen or its first one, and gone through by the arrows."""
        if radio.get_attribute("type") != "radio":
            return self.press(radio, "Space")
        name = radio.get_attribute("name")
        self.to(radio, lambda: self.page.evaluate("document.activeElement.name") == name)
        self.page.keyboard.press("Space")
        for _ in range(12):
            if radio.is_checked():
                return None
            self.page.keyboard.press("ArrowDown")
        pytest.fail(f"no arrow leads to {radio}")

    def select(self, field: Any, label: str) -> None:
        self.to(field)
        for _ in range(40):
            if field.evaluate("field => field.selectedOptions[0].label") == label:
                return
            self.page.keyboard.press("ArrowDown")
        pytest.fail(f"no arrow leads to {label}")

    def to(self, control: Any, there: Callable[[], bool] | None = None) -> None:
        expect(control).to_be_visible()
        wanted = control.element_handle()
        is_there = "control => control === document.activeElement"
        for _ in range(150):
            if there() if there else wanted.evaluate(is_there):
                return
            self.page.keyboard.press("Tab")
            focus = self.page.evaluate(FOCUS)
            if not focus.get("lost"):  # After the last control the browser's own follow.
                assert (focus["covered"], focus["away"]) == (False, False), focus
        pytest.fail(f"no Tab leads to {control}")


class Journey:
    """A learner on the way, and what must be the same after each reload."""

    def __init__(self, hand: Hand, server: Any) -> None:
        self.hand, self.page, self.server = hand, hand.page, server

    # ------------------------------------------------------------------ finding

    @property
    def step(self) -> Any:
        return self.page.locator(STEP)

    def button(self, key: str, place: Any = None) -> Any:
        return (place or self.step).get_by_role("button", name=WORDS(key), exact=True)

    def line(self, lesson_id: str) -> Any:
        return self.page.locator(f'main [data-lesson="{lesson_id}"]')

    # ------------------------------------------------------------------ going

    def home(self) -> None:
        self.hand.press(self.page.locator("header.head a:not([rel])").first)
        expect(self.page.locator(".lead-card")).to_be_visible()

    def heading(self) -> str:
        heading = self.step.locator(":is(h1, h2)").first
        expect(self.step).to_have_count(1)
        return str(heading.inner_text())

    def on(self) -> None:
        """To the next step, by the dock; its heading has the focus."""
        on = self.page.locator("main .dock .on")
        heading = on.inner_text().partition(": ")[2]
        self.hand.press(on)
        seen(self.page, heading)
        self.again()

    def again(self, *kept: str) -> None:
        """Load the page where it stands, once this is kept; all that was there is there."""
        if kept:
            self.page.evaluate(KEPT, [list(kept), PATIENCE])
        self.ready()
        before = (self.page.url, self.heading(), self.page.evaluate(STANDS))
        self.page.reload()
        self.page.locator("body[data-drawn='1']").wait_for()
        expect(self.step.locator(":is(h1, h2)").first).to_have_text(before[1])
        self.ready()
        after = (self.page.url, self.heading(), self.page.evaluate(STANDS))
        assert after == before

    def opened(self, link: Any) -> None:
        """A lesson, from the start page."""
        self.hand.press(link)
        expect(self.page.locator("main .dock")).to_be_visible()
        self.page.locator("body[data-ready]").wait_for()

    def ready(self) -> None:
        """Python is waited for where the step has something to press."""
        if self.step.locator(".crampkit-panel").count():
            self.page.locator("body[data-ready]").wait_for()

    # ------------------------------------------------------------------ doing

    def answer(self, place: Any) -> None:
        """The question of a place with its first answer, fairly sure; loaded again before and after."""
        question = f'"{place.locator("[data-question]").first.get_attribute("data-question")}"'
        self.hand.choose(place.get_by_role("radio").first)
        sure = place.get_by_role("group", name=WORDS("quiz.how_sure"))
        draft = [question, '"chosen": ["']
        if sure.count():
            self.hand.choose(sure.get_by_role("radio", name=SURE))
            draft.append('"sure": 80')
        self.again(*draft)
        self.hand.press(self.button("quiz.commit", place))
        expect(self.button("quiz.commit", place)).to_have_count(0)
        self.again(question, '"committed": true')

    def open(self, part: Any) -> None:
        """What is folded."""
        words = part.locator("summary").first
        self.hand.press(words)
        expect(part).to_have_attribute("open", "")
        self.again("true", words.inner_text().strip()[:20])


# ------------------------------------------------------------------------------ what is done in each step


def first_thought(way: Journey) -> None:
    way.answer(way.step.locator(".crampkit-panel").filter(has=way.page.get_by_role("radio")))


def look_at_the_order(way: Journey) -> None:
    ranking = way.step.locator("section.ranking")
    way.hand.choose(ranking.locator('[name="view:numbers"]'))
    way.again('"numbers": ')
    way.open(way.step.locator(".crampkit-panel details").first)


def ask_about_dangers(way: Journey) -> None:
    flag = next(one for one in CATALOGUE.flags.values() if one.tier == "today" and not one.private)
    phrase = next(one for one in CATALOGUE.phrases.values() if flag.flag_id in one.flag_ids)
    asked = way.step.get_by_role("group", name=phrase.label, exact=True)
    sign = way.step.get_by_role("checkbox", name=flag.label, exact=True)
    danger = way.step.locator(".pocket.danger")
    way.hand.choose(asked.get_by_role("radio", name=WORDS("safety.open"), exact=True))
    way.hand.choose(sign)
    expect(danger).to_be_visible()
    way.again(flag.flag_id)
    expect(sign).to_be_checked()
    expect(danger).to_be_visible()
    expect(way.step.locator(".from-last-time").first).to_be_visible()


def guess(way: Journey) -> None:
    way.answer(way.step.locator(".crampkit-guess").first)


def open_what_is_folded(way: Journey) -> None:
    way.open(way.step.locator("details").first)


def check_yourself(way: Journey) -> None:
    quiz = way.step.locator(".crampkit-panel").filter(has=way.page.locator("section.quiz"))
    way.answer(quiz)
    way.hand.press(way.button("quiz.next", quiz))
    second = quiz.locator("[data-question]").first
    expect(way.button("quiz.commit", quiz)).to_be_visible()
    thought = quiz.get_by_role("radio").nth(2)
    way.hand.choose(thought)
    chosen = f'"chosen": ["{thought.get_attribute("value")}"]'
    way.again(f'"shown": "{second.get_attribute("data-question")}"', chosen)


IN_THE_LESSON = {
    "eilidh-s-story": first_thought,
    "step-one-believe-the-word-cramp": look_at_the_order,
    "step-two-ask-one-thing-at-a-time": ask_about_dangers,
    "why-safety-comes-before-fit": guess,
    "a-cramp-or-a-clot": open_what_is_folded,
    "check-yourself": check_yourself,
}
WENT_HOME_AFTER = "step-two-ask-one-thing-at-a-time"


def play_the_lesson(way: Journey) -> None:
    page = way.page
    page.goto(f"{way.server.url}/index.html")
    expect(way.line(LESSON).locator(".how-far")).to_have_text("")
    way.opened(way.line(LESSON).get_by_role("link"))
    steps = page.locator("main .step").count()
    done = []
    for number in range(1, steps + 1):
        expect(page.locator("main .dock summary strong")).to_have_text(
            WORDS("pages.steps.where", number=number, count=steps)
        )
        slug = page.url.partition("#")[2]
        if slug in IN_THE_LESSON:
            page.locator("body[data-ready]").wait_for()
            IN_THE_LESSON[slug](way)
            done.append(slug)
        if slug == WENT_HOME_AFTER:
            go_home_and_on(way, number, steps)
        if number < steps:
            way.on()
    assert done == [*IN_THE_LESSON]
    way.home()
    line = way.line(LESSON)
    expect(line.locator(".how-far")).to_contain_text(WORDS("pages.part", number=steps, of=steps))
    expect(line.locator(".ring .part")).to_have_attribute("stroke-dasharray", "100 100")


def go_home_and_on(way: Journey, number: int, steps: int) -> None:
    """The start page says where she was, and leads back there; after a reload as well."""
    before = (way.page.url, way.heading(), way.page.evaluate(STANDS))
    way.home()
    way.page.reload()
    card = way.page.locator(".lead-card")
    expect(card.get_by_role("heading")).to_have_text(WORDS("pages.start.on", woman=WOMAN))
    expect(card).to_contain_text(before[1])
    expect(way.line(LESSON)).to_contain_text(WORDS("pages.part", number=number, of=steps))
    way.opened(card.get_by_role("link"))
    expect(way.step.locator(":is(h1, h2)").first).to_have_text(before[1])
    assert (way.page.url, way.heading(), way.page.evaluate(STANDS)) == before


# ------------------------------------------------------------------------------ a case


def follow_the_expert(way: Journey) -> None:
    """A worked example, loaded again in the middle."""
    for shown in (2, 3):
        way.hand.press(way.button("shown.more"))
        expect(way.step.locator(".log > ol > li")).to_have_count(shown)
    way.again('"stage": "worked"', '"step": 2')


def decide_on_a_case(way: Journey) -> None:
    """Ask, stop to refer, hand her over: what was asked, chosen and told comes back each time."""
    case = way.step.locator("section.case")
    expect(case.get_by_role("heading", level=3)).to_have_text(FIRST_CASE.woman)
    asked = list(CATALOGUE.safety_questions.values())[:2]
    for question in asked:
        chip = case.locator(".chips button").filter(has_text=question.label)
        way.hand.press(chip)
        expect(chip).to_have_attribute("aria-disabled", "true")
        expect(way.button("case.stop", case)).to_be_in_viewport(ratio=1)
    log = case.get_by_role("log")
    expect(log).to_contain_text(asked[1].label)
    way.again(asked[1].question_id, '"phase": "asking"')

    way.hand.press(way.button("case.stop", case))
    danger = case.get_by_role("combobox", name=WORDS("case.danger"), exact=True)
    way.hand.select(danger, danger.locator("option").nth(1).text_content())
    how_fast = case.get_by_role("group", name=WORDS("case.how_fast"), exact=True)
    way.hand.choose(how_fast.get_by_role("radio", name=WORDS("tier.today")))
    sure = case.get_by_role("group", name=WORDS("quiz.how_sure"), exact=True)
    way.hand.choose(sure.get_by_role("radio", name=SURE))
    way.again('"phase": "stopping"', '"sure": 80')
    way.hand.press(way.button("case.hand_over", case))
    said = case.locator(".piece select").first
    expect(said).to_be_visible()
    way.hand.select(said, WORDS("sbar.background"))
    way.again('"phase": "handing"', '"background"')
    way.hand.press(way.button("sbar.done", case))
    told = case.locator(".case-told")
    expect(told.locator(".sbar dd")).to_have_count(4)
    way.again('"told": {')
    expect(told).to_contain_text(WORDS("case.miss.needless_urgent"))


IN_THE_CASES = {"watch-one-first": follow_the_expert, "your-first-case": decide_on_a_case}


def play_a_case(way: Journey) -> None:
    page = way.page
    page.goto(f"{way.server.url}/index.html")
    way.opened(way.line(CASES).get_by_role("link"))
    steps = page.locator("main .step").count()
    for slug in ("how-it-works", *IN_THE_CASES):
        way.on()
        page.wait_for_url(f"**#{slug}")
        IN_THE_CASES.get(slug, lambda _: None)(way)
    way.home()
    page.reload()
    where = WORDS("pages.part", number=len(IN_THE_CASES) + 2, of=steps)
    expect(page.locator(".lead-card .where")).to_contain_text(where)
    expect(way.line(CASES).locator(".how-far")).to_have_text(where)
    status = page.get_by_role("main").get_by_role("status")
    expect(status).to_contain_text(WORDS("pages.begun.all", begun=1, done=0))


# ------------------------------------------------------------------------------ on a phone


NAMES = {Thumb: "by touch alone", Keys: "by keyboard alone"}


@pytest.fixture
def way(request: pytest.FixtureRequest, pages_server: Any, new_page: Any) -> Journey:
    touch = {"has_touch": True, "is_mobile": True} if request.param is Thumb else {}
    page = new_page(390, 844, steps=True, reduced_motion="reduce", **touch)
    page.set_default_timeout(PATIENCE)
    return Journey(request.param(page), pages_server)


@pytest.mark.parametrize("way", [Thumb, *long(Keys)], indirect=True, ids=NAMES.get)
def test_a_lesson_is_played_from_home_to_home_and_no_reload_loses_anything(way, watch):
    play_the_lesson(way)
    assert (watch.errors, watch.outside) == ([], [])


@pytest.mark.parametrize("way", [Keys, *long(Thumb)], indirect=True, ids=NAMES.get)
def test_a_case_is_played_from_home_to_home_and_no_reload_loses_anything(way, watch):
    play_a_case(way)
    assert (watch.errors, watch.outside) == ([], [])
