"""Each page with all that it can show: what a screen reader is given, what a keyboard reaches and sees."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from itertools import combinations, pairwise
from typing import Any

import pytest

from tests.browser.conftest import long
from tests.browser.every_page import PAGES, PHONE, WORDS, EveryPage

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def pages(pages_server, chromium) -> Iterator[EveryPage]:
    # What scrolls is there at once, and so is what a test looks at.
    context = chromium.new_context(viewport=PHONE, reduced_motion="reduce")
    yield EveryPage(context.new_page(), pages_server)
    context.close()


AT_ONCE = ("index", "01_which_cause_fits", "14_varicose_veins", "18_what_works", "20_cases")
"""One of each kind; `make test-all` takes every page."""


@pytest.fixture(
    scope="module",
    params=[*AT_ONCE, *long(*(name for name in PAGES if name not in AT_ONCE))],
)
def whole(pages, request) -> EveryPage:
    """A page on a phone: every guess answered, every fold open, every chart shown."""
    pages.open(request.param, ready=request.param[0].isdigit())
    pages.answer_every_guess()
    pages.show_every_chart()
    pages.open_all()
    return pages


@pytest.fixture(autouse=True)
def as_it_was(pages) -> Iterator[None]:
    yield
    pages.tab.set_viewport_size(PHONE)
    pages.tab.emulate_media(forced_colors="none", color_scheme="light")
    pages.tab.evaluate("document.adoptedStyleSheets = []")


# ------------------------------------------------------------------------------ what a screen reader is given


class Tree:
    """The accessibility tree of a page, as Chromium hands it to a screen reader."""

    def __init__(self, tab: Any) -> None:
        session = tab.context.new_cdp_session(tab)
        nodes = session.send("Accessibility.getFullAXTree")["nodes"]
        session.detach()
        self._by_id = {node["nodeId"]: node for node in nodes}
        self.nodes = [node for node in self._in_order(nodes[0]) if not node.get("ignored")]

    def _in_order(self, node: dict[str, Any]) -> Iterator[dict[str, Any]]:
        yield node
        for child in node.get("childIds", ()):
            if child in self._by_id:
                yield from self._in_order(self._by_id[child])

    def of(self, *roles: str) -> list[dict[str, Any]]:
        return [node for node in self.nodes if role(node) in roles]

    def inside(self, node: dict[str, Any]) -> str:
        """What stands in it, in its first words."""
        within = (name(self._by_id[child]) for child in node.get("childIds", ()))
        return " ".join(within)[:80]

    def groups(self, node: dict[str, Any]) -> list[str]:
        """The names of the groups round it, from the inside out."""
        names = []
        while node := self._by_id.get(node.get("parentId", "")):  # type: ignore[assignment]
            if role(node) in ("group", "radiogroup") and name(node):
                names.append(name(node))
        return names


def role(node: dict[str, Any]) -> str:
    return str(node.get("role", {}).get("value", ""))


def name(node: dict[str, Any]) -> str:
    return str(node.get("name", {}).get("value", "")).strip()


def known(node: dict[str, Any], what: str) -> Any:
    return next(
        (one["value"].get("value") for one in node.get("properties", ()) if one["name"] == what),
        None,
    )


CONTROLS = (
    *("button", "radio", "checkbox", "slider", "textbox", "searchbox", "combobox", "link"),
    *("spinbutton", "progressbar", "DisclosureTriangle", "switch", "listbox", "menuitem"),
)
PICTURES = ("img", "image", "graphics-document", "SvgRoot")
LANDMARKS = (*("banner", "navigation", "main", "region", "complementary", "contentinfo", "search"),)


def test_every_control_and_picture_has_a_role_and_a_name_and_every_answer_its_question(whole):
    tree = Tree(whole.tab)
    nameless = [node for node in tree.of(*CONTROLS, *PICTURES) if not name(node)]
    assert [(role(node), tree.inside(node)) for node in nameless] == []
    # What takes the focus is something: no bare stretch of text.
    bare = tree.of("generic", "none", "", "StaticText")
    assert [tree.inside(node) for node in bare if known(node, "focusable")] == []
    alone = {name(node) for node in tree.of("radio", "checkbox") if not tree.groups(node)}
    # To show more of a table or a figure is an answer to no question.
    assert alone <= {WORDS("ranking.numbers"), WORDS("figure.hundred_women.show_range")}


def test_headings_are_in_order_and_landmarks_have_names_of_their_own(whole):
    tree = Tree(whole.tab)
    levels = [known(node, "level") for node in tree.of("heading")]
    assert levels.count(1) == 1
    main = levels[levels.index(1) :]
    assert [(one, other) for one, other in pairwise(main) if other > one + 1] == []
    assert all(name(node) for node in tree.of("heading"))
    for kind in LANDMARKS:
        names = [name(node) for node in tree.of(kind)]
        assert len(names) == len(set(names)), (kind, names)
        if kind in ("region", "complementary", "navigation"):
            assert all(names), kind
    assert len(tree.of("main")) == len(tree.of("contentinfo")) == 1


ONCE = """() => ({
  ids: [...document.querySelectorAll("[id]")].map((one) => one.id),
  lacking: ["aria-labelledby", "aria-describedby", "aria-controls", "for"]
    .flatMap((name) => [...document.querySelectorAll(`[${name}]`)].map((one) => one.getAttribute(name)))
    .flatMap((ids) => ids.split(" "))
    .filter((id) => !document.getElementById(id)),
  silent: [...document.querySelectorAll("[role=status], [role=log], [role=alert], [aria-live]")]
    .filter((one) => getComputedStyle(one).display === "none" && !one.closest("[hidden]"))
    .map((one) => one.outerHTML.slice(0, 120)),
  empty: [...document.querySelectorAll("[tabindex='0']")]
    .filter((one) => one.checkVisibility() && one.getBoundingClientRect().height < 4)
    .map((one) => one.outerHTML.slice(0, 120)),
  plots: [...document.querySelectorAll(".js-plotly-plot:not([aria-hidden=true])")].length,
  lang: document.documentElement.lang,
})"""


def test_no_id_stands_twice_no_stop_is_empty_and_what_will_speak_is_there_before_it_speaks(whole):
    found = whole.tab.evaluate(ONCE)
    assert [one for one, count in Counter(found["ids"]).items() if count > 1] == []
    assert (found["lacking"], found["silent"], found["empty"], found["plots"]) == ([], [], [], 0)
    assert found["lang"] == "en"


# ------------------------------------------------------------------------------ what a keyboard reaches


FOCUS_EACH = """() => {
  const all = [...document.querySelectorAll(
    "a[href], button, input, select, textarea, summary, [tabindex='0']")]
    .filter((one) => one.checkVisibility({ visibilityProperty: true }) && !one.disabled
      && one.tabIndex >= 0 && one.getClientRects().length);
  const hidden = [];
  for (const one of [...all, ...all.toReversed()]) {
    one.focus();
    // What is laid over the whole of its part is as large as that part.
    const seen = one.closest(".choice") ?? one;
    const [box] = seen.getClientRects();
    const [left, top] = [Math.max(box.left, 0), Math.max(box.top, 0)];
    const [right, bottom] = [Math.min(box.right, innerWidth), Math.min(box.bottom, innerHeight)];
    const points = [0.5, 0.05, 0.95].flatMap((x) => [0.5, 0.05, 0.95].map((y) => [
      left + 2 + x * (right - left - 4), top + 2 + y * (bottom - top - 4)]));
    const shows = points.some(([x, y]) => {
      const there = document.elementFromPoint(x, y);
      return there && (seen.contains(there) || there.contains(seen));
    });
    if (!shows) hidden.push(one.outerHTML.slice(0, 120));
  }
  return { stops: all.length, hidden };
}"""


@pytest.mark.long
@pytest.mark.parametrize("height", [844, 420])
def test_nothing_that_sticks_hides_what_has_the_focus(whole, height):
    """Each control in turn, forwards and backwards, on a phone and on a screen half as high."""
    whole.tab.set_viewport_size({"width": 390, "height": height})
    found = whole.tab.evaluate(FOCUS_EACH)
    assert found["stops"] > 5
    assert found["hidden"] == []


# ------------------------------------------------------------------------------ narrow, low, enlarged


SPACED = """() => {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(`* { line-height: 1.5 !important; letter-spacing: 0.12em !important;
    word-spacing: 0.16em !important; } p { margin-block-end: 2em !important; }`);
  document.adoptedStyleSheets = [sheet];
}"""
SIDEWAYS = "() => document.documentElement.scrollWidth - document.documentElement.clientWidth"
# A line of reading is some words long: text in a column of two or three letters is unreadable.
SQUEEZED = """() => [...document.querySelectorAll("main :is(p, li, dd, td)")]
  .filter((one) => one.checkVisibility() && one.innerText.trim().length > 40
    && !one.closest(".only-heard, caption, .scroll")
    && one.getBoundingClientRect().width < 6 * parseFloat(getComputedStyle(one).fontSize))
  .map((one) => [one.parentElement.className, one.innerText.slice(0, 40)])"""


def test_no_page_scrolls_sideways_and_no_text_is_squeezed(whole):
    tab = whole.tab
    for width, height in ((1366, 768), (390, 844), (320, 256)):
        tab.set_viewport_size({"width": width, "height": height})
        whole.settle()
        assert tab.evaluate(SIDEWAYS) <= 0, width
        assert tab.evaluate(SQUEEZED) == [], width
    tab.set_viewport_size(PHONE)
    tab.evaluate(SPACED)
    whole.settle()
    assert tab.evaluate(SIDEWAYS) <= 0


STUCK = """() => [...document.querySelectorAll("body *")]
  .filter((one) => one.checkVisibility() && ["sticky", "fixed"].includes(getComputedStyle(one).position))
  .map((one) => [one.className, one.getBoundingClientRect()])
  .filter(([, box]) => box.height && box.bottom > 0 && box.top < innerHeight)
  .map(([name, box]) => [name, Math.min(box.bottom, innerHeight) - Math.max(box.top, 0)])"""


def test_on_a_low_screen_two_thirds_are_left_to_read_in(whole):
    """320 by 256 is a laptop at 400 %."""
    whole.tab.set_viewport_size({"width": 320, "height": 256})
    for part in (0, 0.3, 0.6):
        whole.tab.evaluate("(part) => scrollTo(0, part * document.body.scrollHeight)", part)
        taken = whole.tab.evaluate(STUCK)
        assert sum(height for _, height in taken) <= 256 / 3, taken


# ------------------------------------------------------------------------------ colour alone


LINKS = """() => [...document.querySelectorAll("main :is(p, li, td, dd) a")]
  .filter((one) => one.checkVisibility() && !one.closest(".go-on, .lessons, nav")
    && [...one.parentElement.childNodes].some((by) => by.nodeName === "#text" && by.data.trim().length > 2))
  .filter((one) => getComputedStyle(one).textDecorationLine !== "underline")
  .map((one) => one.outerHTML.slice(0, 120))"""


def test_a_link_in_a_sentence_is_underlined(whole):
    assert whole.tab.evaluate(LINKS) == []


def test_in_the_readers_own_colours_what_a_key_tells_apart_still_differs(whole):
    """What two signs of a key stand for is told by their pattern, where no colour of ours is left."""
    keys = [
        [sign for sign in key.locator(":scope > li > :first-child").all() if sign.is_visible()]
        for key in whole.tab.locator(".key").all()
    ]
    if not any(keys):
        return
    for scheme in ("light", "dark"):
        whole.tab.emulate_media(forced_colors="active", color_scheme=scheme)
        for signs in keys:
            shots = [sign.screenshot(animations="disabled") for sign in signs]
            assert all(one != other for one, other in combinations(shots, 2)), scheme


# ------------------------------------------------------------------------------ lists and words


NESTED = """() => [...document.querySelectorAll(":is(.twin-list, .guidance > ul) li li")]
  .filter((one) => one.checkVisibility())
  .map((one) => [getComputedStyle(one), getComputedStyle(one, "::before").content])
  .filter(([own, mark]) => `${own.counterIncrement} ${mark} ${own.display}`.match(/place|grid/))
  .length"""


def test_a_list_inside_a_list_is_neither_counted_nor_laid_out_as_the_one_round_it(whole):
    """Else opening the sources of a place would give the next place another number."""
    assert whole.tab.evaluate(NESTED) == 0


def test_a_page_without_code_does_not_speak_of_running_it(whole):
    assert "run all" not in whole.tab.locator("main").inner_text().lower()
