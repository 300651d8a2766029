"""The explorer as a learner meets it, in JupyterLab and as a page: by label, and by keyboard alone."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import expect

from crampkit.catalogue import Catalogue, load
from crampkit.reasoning import next_question
from crampkit.views.figures import findings_map
from crampkit.words import Words
from tests.browser.conftest import long

pytestmark = pytest.mark.browser

LESSON = "01_which_cause_fits.ipynb"
PATIENCE = 60_000  # milliseconds; a busy machine with two cores


@dataclass
class Explorer:
    """The explorer on an open page. Whatever a learner reads, she finds it by its words."""

    page: Any
    catalogue: Catalogue
    words: Words
    outside: list[str]
    errors: list[str]
    in_jupyterlab: bool

    @property
    def root(self) -> Any:
        return self.page.locator(".crampkit-explorer")

    def part(self, name: str) -> Any:
        return self.root.locator(f"section.{name}")

    def group(self, question: str) -> Any:
        return self.root.get_by_role("group", name=question, exact=True)

    def radio(self, question: str, answer: str) -> Any:
        return self.group(question).get_by_role("radio", name=answer, exact=True)

    def label(self, finding_id: str) -> str:
        return self.catalogue.findings[finding_id].label

    def finding(self, finding_id: str, answer: str) -> Any:
        """The radio button of one answer to a finding: `yes`, `no` or `not_asked`."""
        group_id = self.catalogue.findings[finding_id].exclusive_group
        if group_id:
            assert answer == "yes"
            return self.radio(self.catalogue.groups[group_id].label, self.label(finding_id))
        return self.radio(self.label(finding_id), self.words(f"answer.{answer}"))

    def answer(self, finding_id: str, answer: str) -> None:
        self.finding(finding_id, answer).check()

    def safety_question(self, question_id: str) -> Any:
        number = list(self.catalogue.safety_questions).index(question_id) + 1
        question = self.catalogue.safety_questions[question_id].label
        return self.group(self.words("safety.question", number=number, question=question))

    def none_of(self, question_id: str) -> Any:
        """The one answer that says no to all that is left of a part of the safety check."""
        name = self.words("safety.none")
        return self.safety_question(question_id).get_by_role("radio", name=name, exact=True)

    def phrase(self, flag_id: str, answer: str) -> Any:
        """The answer, `no` or `open`, to the phrase that asks for a sign."""
        phrase = next(p for p in self.catalogue.phrases.values() if flag_id in p.flag_ids)
        return self.radio(phrase.label, self.words(f"safety.{answer}"))

    def finish_the_safety_check(self) -> None:
        for question_id in self.catalogue.safety_questions:
            self.none_of(question_id).check()
        expect(self.part("safety").get_by_role("status")).to_have_text(self.words("safety.done"))

    def flag(self, flag_id: str) -> Any:
        name = self.catalogue.flags[flag_id].label
        return self.root.get_by_role("checkbox", name=name, exact=True)

    def button(self, key: str) -> Any:
        return self.root.get_by_role("button", name=self.words(key), exact=True)

    def rows(self) -> Any:
        table = self.root.get_by_role("table", name=self.words("ranking.caption"))
        return table.get_by_role("row").filter(has=self.page.get_by_role("rowheader"))

    def expect_leader(self, cause_id: str) -> None:
        name = self.catalogue.causes[cause_id].short_label
        expect(self.rows().first.get_by_role("rowheader")).to_have_text(name)

    def expect_verdict(self, sentence: str) -> None:
        expect(self.part("ranking").locator(".verdict")).to_have_text(sentence)

    def choose(self, key: str, option: str) -> None:
        name = self.words(key)
        self.root.get_by_role("combobox", name=name, exact=True).select_option(label=option)

    def load_example(self, example_id: str) -> None:
        self.choose("tools.example", self.catalogue.examples[example_id].label)
        story = self.catalogue.examples[example_id].story
        expect(self.root.get_by_role("blockquote")).to_have_text(story)

    def shared_text(self) -> Any:
        share = self.part("toolbar").get_by_text(self.words("tools.share"), exact=True)
        field = self.root.get_by_label(self.words("tools.copy_label"), exact=True)
        if not field.is_visible():
            share.click()
        return field

    def expect_focus_on(self, control: Any) -> None:
        expect(control).to_be_focused()

    def start_again(self) -> None:
        """The explorer as it was when it was opened."""
        self.page.set_viewport_size({"width": 1400, "height": 900})
        self.page.emulate_media(color_scheme="light")
        self.button("tools.reset").click()
        expect(self.part("safety").get_by_role("status")).to_have_text(
            self.words("safety.left.many", count=len(self.catalogue.safety_questions))
        )
        expect(self.part("ranking")).to_contain_text(self.words("ranking.nothing_yet"))
        self.root.get_by_role("searchbox").fill("")
        self.radio(self.words("checklist.show"), self.words("level.first")).check()
        self.radio(self.words("ranking.order_by"), self.words("ranking.fit")).check()


def open_explorer(browser: Any, server: Any, in_jupyterlab: bool) -> Iterator[Explorer]:
    context = browser.new_context(viewport={"width": 1400, "height": 900}, color_scheme="light")
    page = context.new_page()
    page.set_default_timeout(PATIENCE)
    outside: list[str] = []
    errors: list[str] = []

    def note(url: str) -> None:
        parts = urlsplit(url)
        if parts.scheme not in ("data", "blob", "about") and parts.netloc not in server.url:
            outside.append(url)

    page.on("request", lambda request: note(request.url))
    page.on("websocket", lambda socket: note(socket.url))
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.on(
        "console", lambda said: errors.append(said.text) if said.type in ("error", "warning") else 0
    )
    # A workspace of its own: another test's JupyterLab would open this lesson's tab, too.
    page.goto(server.lesson(LESSON).replace("/lab/tree/", "/lab/workspaces/explorer/tree/"))
    if in_jupyterlab:
        # The indicator above the lesson says "idle" before there is a kernel; the status bar does not.
        page.locator("#jp-bottom-panel").get_by_text("| Idle").wait_for()
        page.locator(".jp-NotebookPanel-toolbar").get_by_text("Run all", exact=True).locator(
            "visible=true"
        ).click()
    else:
        page.locator("body[data-ready]").wait_for()
    catalogue = load()
    explorer = Explorer(page, catalogue, Words(catalogue.text), outside, errors, in_jupyterlab)
    expect(explorer.part("ranking")).to_be_visible()
    expect(explorer.part("change")).to_be_visible()
    yield explorer
    context.close()


@pytest.fixture(scope="module", params=["pages", *long("jupyterlab")])
def opened(request: pytest.FixtureRequest, chromium: Any) -> Iterator[Explorer]:
    in_jupyterlab = request.param == "jupyterlab"
    server = request.getfixturevalue("lab_server" if in_jupyterlab else "pages_server")
    yield from open_explorer(chromium, server, in_jupyterlab)


@pytest.fixture
def explorer(opened: Explorer) -> Explorer:
    opened.start_again()
    return opened


# ------------------------------------------------------------------------------ the main job


def test_toggling_answers_moves_the_cause_that_fits_to_the_front(explorer):
    explorer.finish_the_safety_check()
    explorer.expect_verdict(explorer.words("verdict.not_enough"))
    for finding_id in ("mainly_night", "eases_with_stretch", "both_legs"):
        explorer.answer(finding_id, "yes")
    explorer.expect_leader("calcium_demand")
    explorer.expect_verdict(
        explorer.words(
            "verdict.fits", cause=explorer.catalogue.causes["calcium_demand"].short_label
        )
    )
    explorer.answer("mainly_night", "no")
    explorer.answer("eases_with_stretch", "no")
    explorer.answer("visible_varicose", "yes")
    explorer.expect_leader("varicose_veins")
    expect(explorer.rows()).to_have_count(len(explorer.catalogue.causes))


def test_until_the_safety_check_is_finished_the_ranking_says_so(explorer):
    explorer.answer("mainly_night", "yes")
    questions = list(explorer.catalogue.safety_questions)
    explorer.expect_verdict(explorer.words("safety.left.many", count=len(questions)))
    for question_id in questions[:-1]:
        explorer.none_of(question_id).check()
    explorer.expect_verdict(explorer.words("safety.left.one"))


def test_a_ticked_red_flag_takes_the_place_of_the_ranking_until_it_is_taken_back(explorer):
    explorer.answer("mainly_night", "yes")
    explorer.expect_leader("calcium_demand")
    flag = explorer.catalogue.flags["one_leg_swollen"]
    explorer.phrase("one_leg_swollen", "open").check()
    explorer.flag("one_leg_swollen").check()
    referral = explorer.part("referral")
    for said in (
        explorer.words("refer.could_be", could_be=flag.could_be),
        flag.urgency,
        flag.action,
        explorer.catalogue.local["emergency_number"].value,
    ):
        expect(referral).to_contain_text(said)
    expect(explorer.rows()).to_have_count(0)
    explorer.flag("one_leg_swollen").uncheck()
    expect(referral).to_have_count(0)
    # Her yes still stands, with nothing ticked: no order is read past it.
    yes = explorer.root.get_by_role("complementary").filter(
        has_text=explorer.words("said_yes.title")
    )
    expect(yes).to_be_visible()
    expect(explorer.rows()).to_have_count(0)
    explorer.phrase("one_leg_swollen", "no").check()
    expect(yes).to_have_count(0)
    explorer.expect_leader("calcium_demand")


def test_a_finding_stops_the_ranking_although_every_safety_question_says_none(explorer):
    explorer.finish_the_safety_check()
    explorer.radio(explorer.words("checklist.show"), explorer.words("level.extended")).check()
    explorer.answer("fever_or_unwell", "yes")
    referral = explorer.part("referral")
    could_be = explorer.catalogue.flags["fever_unwell"].could_be
    expect(referral).to_contain_text(explorer.words("refer.could_be", could_be=could_be))
    expect(referral).to_contain_text(
        explorer.words("refer.from_findings", findings=explorer.label("fever_or_unwell"))
    )
    explorer.answer("mainly_night", "yes")
    expect(referral).to_be_visible()
    explorer.answer("fever_or_unwell", "not_asked")
    explorer.expect_leader("calcium_demand")


def test_a_look_alike_stands_above_the_ranking(explorer):
    explorer.load_example("creeping_legs")
    flag = explorer.catalogue.flags["urge_to_move"]
    title = explorer.words("look_alike.title", could_be=flag.could_be)
    aside = explorer.root.get_by_role("complementary").filter(has_text=title)
    expect(aside).to_contain_text(flag.action)
    assert aside.bounding_box()["y"] < explorer.part("ranking").bounding_box()["y"]


# ------------------------------------------------------------------------------ keyboard, tree


def press_until_focused(
    explorer: Explorer, control: Any, key: str = "Tab", most: int = 120
) -> None:
    for _ in range(most):
        explorer.page.keyboard.press(key)
        if control.evaluate("control => control === document.activeElement"):
            return
    pytest.fail(f"{most} times {key} did not lead there")


def notebook_state(explorer: Explorer) -> Any:
    """In JupyterLab: how many cells there are, and which of them is the active one."""
    return explorer.page.evaluate(
        """() => [...document.querySelectorAll(".jp-Notebook .jp-Cell")]
              .map((cell) => [cell.className.includes("jp-mod-active"), cell.textContent.length > 0])"""
    )


@pytest.mark.long
def test_the_keyboard_alone_answers_ticks_and_undoes(explorer):
    page = explorer.page
    before = notebook_state(explorer)
    explorer.button("tools.reset").focus()
    flag_id = next(iter(explorer.catalogue.phrases.values())).flag_ids[0]
    no, opened = explorer.phrase(flag_id, "no"), explorer.phrase(flag_id, "open")
    press_until_focused(explorer, no)
    page.keyboard.press("Space")
    expect(no).to_be_checked()
    page.keyboard.press("ArrowRight")
    expect(opened).to_be_checked()
    page.keyboard.press("Tab")
    explorer.expect_focus_on(explorer.flag(flag_id))
    page.keyboard.press("Space")
    expect(explorer.part("referral")).to_be_visible()
    page.keyboard.press("Space")
    expect(explorer.part("referral")).to_have_count(0)
    page.keyboard.press("Shift+Tab")
    page.keyboard.press("ArrowLeft")
    expect(no).to_be_checked()

    yes, no = (explorer.finding("mainly_night", answer) for answer in ("yes", "no"))
    # An unanswered group is entered at the answer it shows: not asked.
    press_until_focused(explorer, explorer.finding("mainly_night", "not_asked"))
    page.keyboard.press("ArrowDown")
    expect(yes).to_be_checked()
    explorer.expect_leader("calcium_demand")
    page.keyboard.press("ArrowDown")
    expect(no).to_be_checked()
    explorer.expect_focus_on(no)
    page.keyboard.press("ArrowUp")
    expect(yes).to_be_checked()
    explorer.expect_leader("calcium_demand")
    for key in ("a", "b", "d", "d", "m", "j", "k"):  # JupyterLab's commands for cells.
        page.keyboard.press(key)
    assert notebook_state(explorer) == before
    press_until_focused(explorer, explorer.button("tools.undo"), "Shift+Tab")
    page.keyboard.press("Enter")
    expect(no).to_be_checked()


def accessibility_tree(explorer: Explorer) -> list[dict[str, Any]]:
    session = explorer.page.context.new_cdp_session(explorer.page)
    nodes = session.send("Accessibility.getFullAXTree")["nodes"]
    session.detach()
    return nodes


def test_focus_goes_on_to_the_danger_that_takes_the_place_of_what_was_pressed(explorer):
    explorer.radio(explorer.words("checklist.show"), explorer.words("level.extended")).check()
    explorer.answer("hand_spasm_history", "yes")
    yes = explorer.button("ask_now.present").first
    yes.focus()
    explorer.page.keyboard.press("Enter")
    heading = explorer.root.get_by_role("heading", name=explorer.words("refer.title"), exact=True)
    expect(heading).to_be_focused()


def test_a_look_stands_in_place_of_the_ranking_until_somebody_has_looked(explorer):
    explorer.finish_the_safety_check()
    explorer.radio(explorer.words("checklist.show"), explorer.words("level.extended")).check()
    explorer.answer("hand_spasm_history", "yes")
    explorer.answer("mainly_night", "yes")
    flag = explorer.catalogue.flags["hand_spasm_now"]
    look = explorer.root.get_by_role("complementary").filter(
        has_text=explorer.words("ask_now.title")
    )
    expect(look).to_contain_text(flag.look)
    expect(explorer.rows()).to_have_count(0)
    explorer.button("ask_now.absent").click()
    expect(look).to_have_count(0)
    expect(explorer.rows()).to_have_count(len(explorer.catalogue.causes))
    seen = explorer.words("looked.not_so", label=flag.label)
    expect(explorer.root.get_by_text(seen)).to_be_visible()
    explorer.button("looked.take_back").click()
    expect(look).to_be_visible()
    expect(explorer.rows()).to_have_count(0)


def test_a_womans_own_word_finds_what_she_means(explorer):
    explorer.root.get_by_role("searchbox").fill("charley horse")
    expect(explorer.group(explorer.label("short_sharp_cramp"))).to_be_visible()
    expect(explorer.group(explorer.label("visible_varicose"))).to_be_hidden()
    explorer.root.get_by_role("searchbox").fill("")


def test_the_accessibility_tree_names_question_answer_and_state(explorer):
    explorer.finish_the_safety_check()
    flag = explorer.catalogue.flags["one_leg_swollen"]
    explorer.answer("mainly_night", "yes")
    explorer.phrase("one_leg_swollen", "open").check()
    explorer.flag("one_leg_swollen").check()
    expect(explorer.part("referral")).to_be_visible()
    nodes = accessibility_tree(explorer)
    by_id = {node["nodeId"]: node for node in nodes}

    def text(node: dict[str, Any], what: str) -> str:
        return str(node.get(what, {}).get("value", ""))

    def groups(node: dict[str, Any]) -> list[str]:
        above = by_id.get(node.get("parentId", ""))
        if above is None:
            return []
        here = [text(above, "name")] if text(above, "role") in ("group", "radiogroup") else []
        return [name for name in here if name] + groups(above)

    def state(node: dict[str, Any]) -> str:
        return next(
            str(known["value"].get("value"))
            for known in node["properties"]
            if known["name"] == "checked"
        )

    ours = explorer.catalogue
    controls = {
        (groups(node)[0] if groups(node) else "", text(node, "name")): state(node)
        for node in nodes
        if not node.get("ignored") and text(node, "role") in ("radio", "checkbox")
    }
    night = explorer.label("mainly_night")
    assert controls[night, explorer.words("answer.yes")] == "true"
    assert controls[night, explorer.words("answer.no")] == "false"
    assert controls[night, explorer.words("answer.not_asked")] == "false"
    assert controls[explorer.words("safety.tick"), flag.label] == "true"
    first_level = [f for f, finding in ours.findings.items() if finding.level == "first"]
    for finding_id in first_level:
        group_id = ours.findings[finding_id].exclusive_group
        question = ours.groups[group_id].label if group_id else explorer.label(finding_id)
        answer = explorer.label(finding_id) if group_id else explorer.words("answer.yes")
        assert (question, answer) in controls
    # Only "Show numbers" stands in no group: it belongs to no question.
    alone = {name for question, name in controls if not question}
    assert alone <= {explorer.words("ranking.numbers")}
    assert all(name for _, name in controls)


def test_every_control_of_the_explorer_has_a_name(explorer):
    for pretest in explorer.root.get_by_text(explorer.words("pretest.title")).all():
        pretest.click()
    named = {"button", "radio", "checkbox", "slider", "textbox", "searchbox", "combobox", "link"}
    nameless = [
        node["role"]["value"]
        for node in accessibility_tree(explorer)
        if not node.get("ignored")
        and node.get("role", {}).get("value") in named
        and not node.get("name", {}).get("value")
    ]
    explorer.root.get_by_text(explorer.words("pretest.title")).click()
    # JupyterLab's own window has nameless controls; none of them may be ours.
    if not explorer.in_jupyterlab:
        assert not nameless
    for role in ("slider", "searchbox"):
        for control in explorer.root.get_by_role(role).all():
            assert control.evaluate("c => c.labels.length > 0 && c.labels[0].textContent.trim()")


# ------------------------------------------------------------------------------ tools


def test_undo_takes_back_one_answer_and_start_again_all(explorer):
    explorer.answer("mainly_night", "yes")
    explorer.answer("visible_varicose", "yes")
    explorer.button("tools.undo").click()
    expect(explorer.finding("visible_varicose", "not_asked")).to_be_checked()
    expect(explorer.finding("mainly_night", "yes")).to_be_checked()
    explorer.button("tools.reset").click()
    expect(explorer.finding("mainly_night", "not_asked")).to_be_checked()
    expect(explorer.part("toolbar").get_by_role("status")).to_have_text(
        explorer.words("tools.was_reset")
    )


def test_an_example_brings_her_story_her_answers_and_the_cause_that_fits(explorer):
    explorer.load_example("veins_by_evening")
    explorer.expect_leader("varicose_veins")
    expect(explorer.finding("visible_varicose", "yes")).to_be_checked()
    expect(explorer.finding("mainly_night", "no")).to_be_checked()


def test_a_case_is_copied_as_text_and_pasted_back_and_what_is_unknown_is_named(explorer):
    explorer.answer("mainly_night", "yes")
    field = explorer.shared_text()
    expect(field).to_have_value("crampkit1 present=mainly_night")
    line = field.input_value()
    explorer.button("tools.reset").click()
    expect(field).to_have_value("crampkit1")
    pasted = explorer.root.get_by_label(explorer.words("tools.paste_label"), exact=True)
    pasted.fill(f"{line},green_toes")
    explorer.button("tools.paste").click()
    expect(explorer.finding("mainly_night", "yes")).to_be_checked()
    message = explorer.part("toolbar").get_by_role("status")
    expect(message).to_have_text(explorer.words("tools.dropped.one", ids="green_toes"))
    pasted.fill("a shopping list")
    explorer.button("tools.paste").click()
    expect(message).to_contain_text("crampkit1")
    expect(explorer.finding("mainly_night", "yes")).to_be_checked()
    pasted.fill("")


def test_copying_says_that_it_was_done(explorer):
    explorer.shared_text()
    explorer.button("tools.copy").click()
    expect(explorer.part("toolbar").get_by_role("status")).to_have_text(
        explorer.words("tools.copied")
    )


# ------------------------------------------------------------------------------ the checklist


def test_the_filter_finds_a_question_of_any_level(explorer):
    sought = explorer.group(explorer.label("crossed_slr_positive"))
    expect(sought).to_be_hidden()
    explorer.root.get_by_role("searchbox").fill("Shoots from the back")
    expect(explorer.group(explorer.label("shooting_below_knee"))).to_be_visible()
    expect(explorer.group(explorer.label("mainly_night"))).to_be_hidden()
    expect(explorer.root.get_by_text(found_words(explorer, 1), exact=True)).to_be_visible()
    explorer.root.get_by_role("searchbox").fill("crossed straight")
    expect(sought).to_be_visible()
    explorer.root.get_by_role("searchbox").fill("")
    expect(sought).to_be_hidden()
    expect(explorer.group(explorer.label("mainly_night"))).to_be_visible()


def found_words(explorer: Explorer, count: int) -> str:
    return explorer.words("checklist.found").replace("#", str(count))


def test_eight_findings_are_shown_first_and_the_rest_on_request(explorer):
    shown = explorer.part("checklist").locator(".item:visible")
    first = {
        explorer.catalogue.question_of(finding_id)
        for finding_id, finding in explorer.catalogue.findings.items()
        if finding.level == "first"
    }
    expect(shown).to_have_count(len(first))
    core = explorer.group(explorer.label("low_back_pain"))
    rare = explorer.group(explorer.label("over_breathing"))
    for level, core_shown, rare_shown in (
        ("first", False, False),
        ("core", True, False),
        ("extended", True, True),
    ):
        explorer.radio(explorer.words("checklist.show"), explorer.words(f"level.{level}")).check()
        expect(core).to_be_visible(visible=core_shown)
        expect(rare).to_be_visible(visible=rare_shown)


def test_an_answered_question_stays_in_view_on_every_level(explorer):
    show = explorer.words("checklist.show")
    explorer.radio(show, explorer.words("level.extended")).check()
    explorer.answer("over_breathing", "no")
    explorer.radio(show, explorer.words("level.first")).check()
    expect(explorer.group(explorer.label("over_breathing"))).to_be_visible()
    expect(explorer.group(explorer.label("weak_all_over"))).to_be_hidden()


def test_an_exclusive_group_holds_one_answer(explorer):
    both, one = (explorer.finding(f, "yes") for f in ("both_legs", "same_one_leg"))
    both.check()
    one.check()
    expect(both).not_to_be_checked()
    field = explorer.shared_text()
    expect(field).to_have_value("crampkit1 present=same_one_leg")


def test_how_to_check_a_finding_opens_on_request(explorer):
    group = explorer.group(explorer.label("both_ankles_swollen"))
    check = explorer.catalogue.findings["both_ankles_swollen"].check
    expect(group.get_by_text(check[:20])).to_be_hidden()
    group.get_by_text(explorer.words("checklist.how"), exact=True).click()
    expect(group.get_by_text(check[:20])).to_be_visible()
    explorer.answer("both_ankles_swollen", "yes")
    expect(group.get_by_text(check[:20])).to_be_visible()


def test_tests_are_closed_until_she_was_asked_and_examined(explorer):
    explorer.radio(explorer.words("checklist.show"), explorer.words("level.extended")).check()
    closed = explorer.root.get_by_text(explorer.words("checklist.tests_closed"), exact=True)
    test = explorer.group(explorer.label("magnesium_low"))
    expect(closed).to_be_visible()
    expect(test).to_be_hidden()
    explorer.answer("mainly_night", "yes")
    explorer.answer("visible_varicose", "no")
    expect(test).to_be_visible()
    expect(closed).to_be_hidden()


# ------------------------------------------------------------------------------ reasons


def test_what_fits_best_and_what_is_likeliest_are_two_orders(explorer):
    explorer.load_example("shooting_leg_pain")
    explorer.expect_leader("disc_herniation")
    order = explorer.words("ranking.order_by")
    explorer.radio(order, explorer.words("ranking.likelihood")).check()
    explorer.expect_leader("something_else")
    explorer.radio(order, explorer.words("ranking.fit")).check()
    explorer.expect_leader("disc_herniation")


def test_a_slider_makes_a_rare_cause_likelier(explorer):
    explorer.load_example("shooting_leg_pain")
    order = explorer.words("ranking.order_by")
    explorer.radio(order, explorer.words("ranking.likelihood")).check()
    explorer.root.get_by_text(explorer.words("pretest.title")).click()
    name = explorer.catalogue.causes["disc_herniation"].short_label
    slider = explorer.root.get_by_role("slider", name=name, exact=True)
    slider.focus()
    before = slider.input_value()
    explorer.page.keyboard.press("End")
    explorer.expect_leader("disc_herniation")
    explorer.expect_focus_on(slider)
    explorer.button("pretest.back").click()
    explorer.expect_leader("something_else")
    expect(slider).to_have_value(before)
    explorer.root.get_by_text(explorer.words("pretest.title")).click()


def test_the_cause_she_picks_is_explained_with_its_sources(explorer):
    explorer.load_example("veins_by_evening")
    explorer.expect_leader("varicose_veins")
    name = explorer.catalogue.causes["calcium_demand"].short_label
    explorer.rows().get_by_role("button", name=name, exact=True).click()
    why = explorer.part("why")
    expect(why.locator(".reasons")).to_contain_text(name)
    expect(why.get_by_role("heading", name=explorer.words("why.against"))).to_be_visible()
    expect(why.get_by_text(explorer.words("basis.expert_judgement")).first).to_be_visible()
    explorer.choose("why.choose", explorer.catalogue.causes["varicose_veins"].short_label)
    expect(why.get_by_text(re.compile("counts half")).first).to_be_visible()


def test_show_me_this_question_brings_the_next_question_into_view_and_focus(explorer):
    explorer.finish_the_safety_check()
    explorer.answer("mainly_night", "yes")
    explorer.answer("eases_with_stretch", "yes")
    flags = dict.fromkeys(explorer.catalogue.flags, False)
    findings = {"mainly_night": True, "eases_with_stretch": True}
    best = next_question(explorer.catalogue, findings, flags)
    assert best is not None
    asked = explorer.part("next")
    expect(asked).to_contain_text(explorer.catalogue.question_label(best.question_id))
    asked.get_by_role("button", name=explorer.words("next.show")).click()
    group = explorer.group(explorer.catalogue.question_label(best.question_id))
    expect(group).to_be_in_viewport()
    explorer.expect_focus_on(group.get_by_role("radio", checked=True))
    # She has seen it; on another level it is shown only if it belongs there.
    for level in ("extended", "first"):
        explorer.radio(explorer.words("checklist.show"), explorer.words(f"level.{level}")).check()
    expect(group).to_be_hidden()


def test_what_would_change_the_answer_is_told_and_how_robust_it_is(explorer):
    explorer.load_example("veins_by_evening")
    change = explorer.part("change")
    label = explorer.catalogue.causes["varicose_veins"].short_label
    expect(change).to_contain_text(label)
    expect(change).to_contain_text(re.compile(r"\d+ of 200"))


def test_the_page_names_itself_no_device_and_not_yet_reviewed(explorer):
    stamp = explorer.root.get_by_text(explorer.words("not_a_device"))
    expect(stamp.first).to_be_visible()
    expect(explorer.root).to_contain_text(explorer.words("reviewed_not_yet"))


def test_a_chart_is_drawn_when_it_is_asked_for_with_its_sentence_and_its_table(explorer):
    explorer.load_example("veins_by_evening")
    which = explorer.words("charts.which")
    explorer.radio(which, explorer.words("charts.evidence")).check()
    chart = explorer.root.locator(".crampkit-chart")
    expect(chart.locator(".js-plotly-plot .main-svg").first).to_be_visible()
    cause = explorer.catalogue.causes["varicose_veins"].short_label
    expect(chart.locator(".sentence")).to_contain_text(cause)
    chart.get_by_text(explorer.words("chart.as_table"), exact=True).click()
    table = chart.get_by_role("table", name=explorer.words("charts.evidence"))
    expect(table).to_contain_text(explorer.label("visible_varicose"))
    explorer.radio(which, explorer.words("charts.map")).check()
    expect(chart.locator(".sentence")).to_have_text(map_sentence(explorer))
    chart.get_by_text(explorer.words("chart.as_table"), exact=True).click()
    expect(chart.get_by_role("table", name=explorer.words("charts.map"))).to_be_visible()
    expect(chart).to_have_count(1)
    expect(explorer.root.locator(".js-plotly-plot .main-svg").first).to_be_visible()


def map_sentence(explorer: Explorer) -> str:
    example = explorer.catalogue.examples["veins_by_evening"]
    answers = dict.fromkeys(example.present, True) | dict.fromkeys(example.absent, False)
    return findings_map.map_sentence(explorer.catalogue, answers, explorer.words)


# ------------------------------------------------------------------------------ quick hands


def test_quick_clicks_end_in_the_last_answer_on_the_page_and_in_the_case(explorer):
    clicks = ["yes", "no", "yes", "no", "not_asked", "yes", "no"]
    handles = [explorer.finding("mainly_night", answer).element_handle() for answer in clicks]
    explorer.page.evaluate("controls => controls.forEach((control) => control.click())", handles)
    field = explorer.shared_text()
    expect(field).to_have_value("crampkit1 absent=mainly_night")
    expect(explorer.finding("mainly_night", "no")).to_be_checked()


def test_a_double_click_is_one_answer(explorer):
    explorer.finding("mainly_night", "yes").dblclick()
    explorer.expect_leader("calcium_demand")
    explorer.button("tools.undo").click()
    expect(explorer.finding("mainly_night", "not_asked")).to_be_checked()
    expect(explorer.finding("mainly_night", "yes")).not_to_be_checked()


def test_a_flag_that_is_double_clicked_ends_unticked(explorer):
    explorer.phrase("one_leg_swollen", "open").check()
    explorer.flag("one_leg_swollen").dblclick()
    expect(explorer.flag("one_leg_swollen")).not_to_be_checked()
    expect(explorer.part("referral")).to_have_count(0)
    explorer.phrase("one_leg_swollen", "no").check()
    explorer.answer("mainly_night", "yes")
    explorer.expect_leader("calcium_demand")


def test_answers_given_in_one_breath_all_arrive(explorer):
    chosen = ["mainly_night", "eases_with_stretch", "visible_varicose", "both_ankles_swollen"]
    handles = [explorer.finding(finding_id, "yes").element_handle() for finding_id in chosen]
    explorer.page.evaluate("controls => controls.forEach((control) => control.click())", handles)
    field = explorer.shared_text()
    expect(field).to_have_value(f"crampkit1 present={','.join(chosen)}")
    for finding_id in chosen:
        expect(explorer.finding(finding_id, "yes")).to_be_checked()


# ------------------------------------------------------------------------------ small, dark, alone


def test_a_chart_keeps_its_height_and_takes_the_width_there_is_when_the_screen_is_turned(explorer):
    explorer.load_example("veins_by_evening")
    which = explorer.words("charts.which")
    drawing = explorer.root.locator(".crampkit-chart .svg-container").first
    drawn = """drawing => {
        const { width, height } = drawing.getBoundingClientRect();
        const { height: wanted, width: drawn } = drawing.closest(".js-plotly-plot")._fullLayout;
        return Math.abs(height - wanted) < 1 && Math.abs(width - drawn) < 1 && height;
    }"""
    for name in ("charts.map", "charts.evidence"):
        explorer.page.set_viewport_size({"width": 1400, "height": 900})
        explorer.radio(which, explorer.words(name)).check()
        caption = explorer.root.locator(".crampkit-chart caption")
        expect(caption).to_contain_text(explorer.words(name))
        expect(drawing).to_be_visible()
        height = drawing.evaluate("drawing => drawing.getBoundingClientRect().height")
        for width in (390, 844, 1400):
            explorer.page.set_viewport_size({"width": width, "height": 844})
            explorer.page.wait_for_function(drawn, arg=drawing.element_handle())
            assert drawing.evaluate(drawn) == height


def test_a_chart_that_is_too_wide_scrolls_by_itself_and_not_the_page(explorer):
    explorer.radio(explorer.words("charts.which"), explorer.words("charts.evidence")).check()
    drawing = explorer.root.locator(".crampkit-chart .svg-container").first
    expect(drawing).to_be_visible()
    explorer.page.set_viewport_size({"width": 390, "height": 844})
    drawing.evaluate("drawing => { drawing.style.minWidth = '900px' }")
    explorer.page.wait_for_function("document.documentElement.scrollWidth <= 390")
    drawing.evaluate("drawing => { drawing.style.minWidth = '' }")


def test_on_a_phone_the_page_scrolls_in_one_direction_only(explorer):
    explorer.load_example("veins_by_evening")
    explorer.expect_leader("varicose_veins")
    explorer.page.set_viewport_size({"width": 390, "height": 844})
    expect(explorer.part("ranking")).to_be_visible()
    # plotly draws a chart that is open anew a moment later.
    explorer.page.wait_for_function("document.documentElement.scrollWidth <= 390")
    if not explorer.in_jupyterlab:
        too_wide = explorer.root.evaluate(
            """root => [...root.querySelectorAll(".crampkit section, .crampkit fieldset")]
                  .filter((part) => part.getBoundingClientRect().right > innerWidth + 1)
                  .map((part) => part.className)"""
        )
        assert not too_wide


def test_on_a_phone_the_verdict_stays_in_view_and_leads_to_the_ranking(explorer):
    explorer.finish_the_safety_check()
    explorer.page.set_viewport_size({"width": 390, "height": 844})
    explorer.finding("mainly_night", "yes").scroll_into_view_if_needed()
    line = explorer.root.locator(".crampkit-pocket")
    expect(line).to_contain_text(explorer.words("verdict.not_enough"))
    if not explorer.in_jupyterlab:  # On a phone one learns with pages, not in JupyterLab.
        expect(line).to_be_in_viewport()
    line.get_by_role("button", name=explorer.words("summary.show"), exact=True).click()
    expect(explorer.part("ranking").locator(".verdict")).to_be_in_viewport()


def test_on_a_phone_the_line_leads_to_the_danger_that_took_the_rankings_place(explorer):
    explorer.page.set_viewport_size({"width": 390, "height": 844})
    explorer.phrase("breathless_chest", "open").check()
    explorer.flag("breathless_chest").check()
    line = explorer.root.locator(".crampkit-pocket")
    expect(line).to_contain_text(explorer.words("refer.title"))
    line.get_by_role("button", name=explorer.words("summary.show"), exact=True).click()
    heading = explorer.root.get_by_role("heading", name=explorer.words("refer.title"), exact=True)
    expect(heading).to_be_focused()
    expect(heading).to_be_in_viewport()


def test_the_dark_theme_reaches_every_panel(explorer):
    panels = explorer.root.locator("form.crampkit")
    dark = explorer.root.locator("form.crampkit.dark")
    expect(dark).to_have_count(0)
    explorer.page.emulate_media(color_scheme="dark")
    expect(dark).to_have_count(panels.count())
    paper = explorer.part("ranking").evaluate("part => getComputedStyle(part).backgroundColor")
    assert max(int(number) for number in re.findall(r"\d+", paper)[:3]) < 60
    explorer.page.emulate_media(color_scheme="light")
    expect(dark).to_have_count(0)


def test_nothing_that_the_page_did_left_its_origin_or_failed(explorer):
    """The last of all tests here: it looks back on what the page did in all of them."""
    assert explorer.outside == []
    assert [error for error in explorer.errors if "crampkit" in error or "panel" in error] == []
    assert [error for error in explorer.errors if "Uncaught" in error] == []
