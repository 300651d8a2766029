"""axe-core on every page: as it opens, all of it open, dark, narrow, in the reader's own colours, at work.

What it finds critical or serious fails; what is moderate or minor stands in `NAMED` with a reason, or fails.
"""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.browser.conftest import long
from tests.browser.every_page import (
    CATALOGUE,
    PAGES,
    PHONE,
    WORDS,
    EveryPage,
    case_at_work,
    commit,
    expect,
)
from tests.npm import npm_package

pytestmark = pytest.mark.browser

VERSION = "4.14.1"
SUM = "e6b0ce02b84d892e2e33e403485e7f3d6c29e2be6df65daf44d89ba564139745"

NAMED: dict[tuple[str, str], str] = {}
"""What is left, by rule and by a part of the element's address on the page, each with the reason."""

# It asks nothing of the page; a frame would have to be waited for.
RUN = """async (rules) => {
  const only = rules ? { runOnly: { type: "rule", values: rules } } : {};
  const { violations } = await axe.run(document, { resultTypes: ["violations"], iframes: false, ...only });
  return violations.flatMap(({ id, impact, nodes }) => nodes.map((node) => ({
    id, impact, target: node.target.flat().join(" "), html: node.html.slice(0, 160),
    why: [...node.any, ...node.all, ...node.none].map(({ message }) => message).join(" ").slice(0, 200),
  })));
}"""
OF_COLOUR = ("color-contrast", "link-in-text-block")
"""The rules that another theme can break."""

SCHEMES = ("light", "dark")
WIDTHS = (1366, 390, 320)


@pytest.fixture(scope="module")
def axe(tmp_path_factory: pytest.TempPathFactory) -> str:
    folder = npm_package("axe-core", VERSION, SUM, tmp_path_factory.mktemp("axe"))
    return (folder / "axe.min.js").read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def pages(axe, pages_server, chromium) -> Iterator[EveryPage]:
    context = chromium.new_context(viewport=PHONE, reduced_motion="reduce")
    yield EveryPage(context.new_page(), pages_server)
    context.close()


def found(pages: EveryPage, axe: str, rules: tuple[str, ...] | None = None) -> list[dict[str, str]]:
    """What axe has to say of the page as it stands, without what is named."""
    tab = pages.tab
    if not tab.evaluate("'axe' in globalThis"):
        tab.evaluate(f"() => {{ {axe} }}")
    pages.settle()
    return [one for one in tab.evaluate(RUN, rules) if not named(one)]


def named(one: dict[str, str]) -> bool:
    return one["impact"] in ("moderate", "minor") and any(
        rule == one["id"] and part in one["target"] for rule, part in NAMED
    )


def seen(pages: EveryPage, width: int = 390, scheme: str = "light", forced: str = "none") -> None:
    pages.tab.set_viewport_size({"width": width, "height": 844})
    pages.tab.emulate_media(color_scheme=scheme, forced_colors=forced)


# ------------------------------------------------------------------------------ as pages stand


AT_ONCE = ("17_red_flags", "index")


@pytest.mark.parametrize("name", [*AT_ONCE, *long(*sorted(set(PAGES) - set(AT_ONCE)))])
def test_axe_finds_nothing_on_a_page_as_it_opens_and_with_all_of_it_open(pages, axe, name):
    seen(pages)
    pages.open(name)
    assert found(pages, axe) == []
    pages.open_all()
    assert found(pages, axe) == []
    seen(pages, scheme="dark")
    assert found(pages, axe, OF_COLOUR) == []
    seen(pages, width=320, forced="active")
    assert found(pages, axe) == []


def test_axe_finds_what_is_wrong(pages, axe):
    pages.open("index")
    pages.tab.locator("main").evaluate(
        """(main) => main.insertAdjacentHTML("beforeend",
          '<img src="data:,"><p style="color:#eee;background:#fff">Pale words</p><h5>Deep</h5>')"""
    )
    assert {(one["id"], one["impact"]) for one in found(pages, axe)} >= {
        ("image-alt", "critical"),
        ("color-contrast", "serious"),
        ("heading-order", "moderate"),
    }


@pytest.mark.long
@pytest.mark.parametrize("name", PAGES)
def test_axe_finds_nothing_in_any_state_of_a_page(pages, axe, name):
    seen(pages)
    pages.open(name, ready=name[0].isdigit())
    for opened in (False, True):
        if opened:
            pages.answer_every_guess()
            pages.show_every_chart()
            pages.open_all()
        for width in WIDTHS:
            for scheme in SCHEMES:
                for forced in ("none", "active"):
                    seen(pages, width, scheme, forced)
                    assert found(pages, axe) == [], (opened, width, scheme, forced)


# ------------------------------------------------------------------------------ at work


def test_axe_finds_nothing_at_any_moment_of_a_case(pages, axe):
    seen(pages)
    pages.open("20_cases", ready=True)
    moments = []
    for moment in case_at_work(pages.tab.locator("section.case").first):
        pages.open_all()
        in_both_schemes(pages, axe, moment)
        seen(pages)
        moments.append(moment)
    assert moments == ["asked", "deciding", "decided"]


def in_both_schemes(pages: EveryPage, axe: str, state: str) -> None:
    seen(pages)
    assert found(pages, axe) == [], state
    seen(pages, scheme="dark")
    assert found(pages, axe, OF_COLOUR) == [], state


def test_axe_finds_nothing_when_a_danger_stands_in_place_of_the_order(pages, axe):
    seen(pages)
    pages.open("01_which_cause_fits", ready=True)
    explorer = pages.tab.locator(".crampkit-explorer")
    phrase = next(p for p in CATALOGUE.phrases.values() if "one_leg_swollen" in p.flag_ids)
    asked = explorer.get_by_role("group", name=phrase.label, exact=True)
    asked.get_by_role("radio", name=WORDS("safety.open"), exact=True).first.check()
    in_both_schemes(pages, axe, "a yes with no sign ticked")
    flag = CATALOGUE.flags["one_leg_swollen"]
    explorer.get_by_role("checkbox", name=flag.label, exact=True).check()
    expect(explorer.locator("section.referral")).to_be_visible()
    in_both_schemes(pages, axe, "a danger")


@pytest.mark.long
def test_axe_finds_nothing_when_questions_are_answered(pages, axe):
    seen(pages)
    pages.open("14_varicose_veins", ready=True)
    quizzes = pages.tab.locator("section.quiz")
    for quiz in quizzes.all():
        place = quiz.locator("xpath=..")
        if place.locator(".asked-question").count():
            place.get_by_role("button", name=WORDS("quiz.commit")).click()
            expect(place.locator(".message")).not_to_be_empty()
    assert found(pages, axe) == []
    pages.open("14_varicose_veins", ready=True)
    for quiz in quizzes.all():
        place = quiz.locator("xpath=..")
        if place.locator(".asked-question").count():
            commit(place)
            expect(place.locator(".asked-question")).to_have_count(0)
    assert pages.answer_every_guess()
    pages.open_all()
    in_both_schemes(pages, axe, "answered")


@pytest.mark.long
def test_axe_finds_nothing_when_charts_and_meanings_are_shown(pages, axe):
    seen(pages)
    pages.open("02_how_the_ranking_works", ready=True)
    pages.show_every_chart()
    pages.open_all()
    pages.tab.locator(".term button").locator("visible=true").first.click()
    in_both_schemes(pages, axe, "charts")
