"""What a screen reader says while a lesson is worked at, heard by a virtual one: each thing once, by name.

The reader is Guidepup's; it follows the standards and no product. Words that a view may choose are not held
here: that a verdict, a question, a change of the order, a danger and an answer are said is.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from tests.browser.every_page import (
    CATALOGUE,
    PHONE,
    WORDS,
    EveryPage,
    case_at_work,
    commit,
    expect,
    paged,
)
from tests.npm import npm_package

pytestmark = pytest.mark.browser

NAME = "@guidepup/virtual-screen-reader"
VERSION = "0.33.0"
SUM = "b3059bf43915bb79dbdc7de2c3d1d1b34eadb4a60feca16c3cf6bea88d55dddc"

QUIZ = "14_varicose_veins"
EXPLORER = "01_which_cause_fits"

START = """async () => {
  const { virtual } = await import(new URL("guidepup.js", location.href));
  globalThis.reader = virtual;
  await virtual.start({ container: document.body });
}"""

LOUD, QUIETLY = "assertive: ", "polite: "


@pytest.fixture(scope="module")
def guidepup(tmp_path_factory: pytest.TempPathFactory) -> str:
    folder = npm_package(NAME, VERSION, SUM, tmp_path_factory.mktemp("guidepup"))
    return Path(folder, "lib/esm/index.browser.js").read_text(encoding="utf-8")


class Reader:
    """What was said since it was last asked."""

    def __init__(self, tab: Any) -> None:
        self._tab = tab
        tab.evaluate(START)
        self.said: list[str] = []
        self.forget()

    def forget(self) -> None:
        self._tab.evaluate("reader.clearSpokenPhraseLog()")
        self.said = []

    def listen(self, until: Callable[[list[str]], bool]) -> list[str]:
        """All that was said, once it holds what was waited for; after a while as it is."""
        for _ in range(100):
            log = self._tab.evaluate("reader.spokenPhraseLog()")
            # Guidepup says a polite place again when nothing but an attribute of it changes.
            self.said = [
                said
                for before, said in pairwise(["", *log])
                if said.strip() and not (said == before and said.startswith(QUIETLY))
            ]
            if until(self.said):
                break
            self._tab.evaluate("() => new Promise((done) => setTimeout(done, 50))")
        return self.said

    def hears(self, *words: str) -> list[str]:
        """What was said; fails where any of these words was not."""
        said = self.listen(lambda log: all(any(w in one for one in log) for w in words))
        missing = [word for word in words if not any(word in one for one in said)]
        assert missing == [], said
        return said


@pytest.fixture
def tab(guidepup, pages_server, new_page) -> Iterator[EveryPage]:
    page = new_page(**PHONE, reduced_motion="reduce", service_workers="block")
    page.route(
        "**/guidepup.js",
        lambda route: route.fulfill(body=guidepup, content_type="text/javascript"),
    )
    return EveryPage(page, pages_server)


def times(said: list[str], word: str, kind: str = "") -> int:
    return sum(word in one and one.startswith(kind) for one in said)


# ------------------------------------------------------------------------------ questions


def test_a_verdict_is_said_when_an_answer_stands_and_a_question_when_it_is_shown(tab):
    tab.open(QUIZ, ready=True)
    quiz = paged(tab.tab)
    reader = Reader(tab.tab)
    quiz.get_by_role("button", name=WORDS("quiz.commit")).press("Enter")
    said = reader.hears(WORDS("quiz.missing.choose"), WORDS("quiz.missing.how_sure"))
    assert times(said, WORDS("quiz.missing.choose")) == 1
    reader.forget()
    commit(quiz.locator("xpath=.."))
    expect(quiz.locator(".verdict")).to_be_focused()
    verdict = quiz.locator(".verdict").inner_text()
    said = reader.hears(WORDS("quiz.was_sure", percent=80))
    assert times(said, verdict) == 1
    # Nothing before it: the question is known, and what is right must not be searched for.
    assert times(said, quiz.locator(".stem").inner_text()) == 0
    reader.forget()
    total = int(quiz.get_by_role("heading", level=3).inner_text().split()[-1])
    quiz.get_by_role("button", name=WORDS("quiz.next")).press("Enter")
    second = WORDS("quiz.number", number=2, total=total)
    assert times(reader.hears(second), second) == 1
    reader.forget()
    quiz.get_by_role("button", name=WORDS("quiz.back")).press("Enter")
    said = reader.hears(WORDS("quiz.number", number=1, total=total))
    assert times(said, verdict) == 0


@pytest.mark.long
def test_a_first_thought_and_a_guess_say_what_became_of_them(tab):
    tab.open(QUIZ, ready=True)
    reader = Reader(tab.tab)
    first = tab.tab.locator("section.quiz").first.locator("xpath=..")
    option = " ".join(first.locator(".several .choice").first.inner_text().split())
    commit(first)
    assert times(reader.hears(option), WORDS("quiz.verdict.right")) == 0  # Nothing is told yet.
    guess = tab.tab.locator(".crampkit-guess").first
    reader.forget()
    commit(guess)
    expect(guess.locator(".verdict")).to_be_focused()
    reader.hears(guess.locator(".verdict").inner_text())


# ------------------------------------------------------------------------------ the order of the causes


def finding(explorer: Any, finding_id: str, answer: str = "yes") -> Any:
    label = CATALOGUE.findings[finding_id].label
    group = explorer.get_by_role("group", name=label, exact=True)
    return group.get_by_role("radio", name=WORDS(f"answer.{answer}"), exact=True)


@pytest.mark.long
def test_what_an_answer_makes_of_the_order_is_said_once_and_politely(tab):
    tab.open(EXPLORER, ready=True)
    explorer = tab.tab.locator(".crampkit-explorer")
    for check in explorer.get_by_role("radio", name=WORDS("safety.none"), exact=True).all():
        check.check()
    expect(explorer.locator(".safety").get_by_role("status")).to_have_text(WORDS("safety.done"))
    for finding_id in ("mainly_night", "eases_with_stretch"):
        finding(explorer, finding_id).check()
    cause = CATALOGUE.causes["calcium_demand"].short_label
    expect(explorer.locator(".bars tbody th").first).to_have_text(cause)
    reader = Reader(tab.tab)
    side = CATALOGUE.findings["both_legs"]
    group = CATALOGUE.groups[side.exclusive_group].label
    asked = explorer.get_by_role("group", name=group, exact=True)
    asked.get_by_role("radio", name=side.label, exact=True).check()
    headline = WORDS("verdict.fits", cause=cause)
    said = reader.hears(headline)
    assert times(said, headline, QUIETLY) == 1
    assert times(said, "", LOUD) == 0


def test_a_danger_is_said_at_once_by_name_with_what_to_do_and_only_once(tab):
    tab.open(EXPLORER, ready=True)
    explorer = tab.tab.locator(".crampkit-explorer")
    phrase = next(p for p in CATALOGUE.phrases.values() if "one_leg_swollen" in p.flag_ids)
    asked = explorer.get_by_role("group", name=phrase.label, exact=True)
    asked.get_by_role("radio", name=WORDS("safety.open"), exact=True).first.check()
    flag = CATALOGUE.flags["one_leg_swollen"]
    sign = explorer.get_by_role("checkbox", name=flag.label, exact=True)
    expect(sign).to_be_visible()
    reader = Reader(tab.tab)
    sign.check()
    expect(explorer.locator("section.referral")).to_be_visible()
    parts = (flag.could_be, flag.action, flag.urgency)
    # An alert that comes whole is told by the browser; Guidepup hears only what changes in one that is there.
    alerts = [LOUD + text for text in tab.tab.get_by_role("alert").all_inner_texts()]
    said = reader.listen(lambda log: all(times(log + alerts, part, LOUD) for part in parts))
    for part in parts:
        assert times(said + alerts, part, LOUD) == 1, said
    # Another answer, which changes nothing of the danger, is no reason to say it again.
    reader.forget()
    finding(explorer, "mainly_night").check()
    sign.focus()
    said = reader.hears(flag.label)
    assert times(said, flag.could_be, LOUD) == 0, said


# ------------------------------------------------------------------------------ a case


def test_a_case_says_each_answer_as_it_comes_and_what_was_decided(tab):
    tab.open("20_cases", ready=True)
    case = tab.tab.locator("section.case").first
    kept = case.get_by_role("log").element_handle()
    reader = Reader(tab.tab)
    for moment in case_at_work(case):
        if moment == "asked":
            # The log that was there before is what speaks.
            assert kept.evaluate("(log) => log.isConnected")
            answer = case.get_by_role("log").locator(".answer").last.inner_text()
            said = reader.hears(answer.split(maxsplit=1)[-1][:40])
            assert times(said, answer.split(maxsplit=1)[-1][:40], QUIETLY) == 1
        elif moment == "deciding":
            reader.hears(WORDS("case.stopping.title"))
        else:
            verdict = case.locator(".case-told .verdict").first
            expect(verdict).to_be_focused()
            reader.hears(verdict.inner_text())
        reader.forget()
