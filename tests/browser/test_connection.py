"""A page that cannot reach its Python says so, and nothing that waits looks as if it were counted."""

from __future__ import annotations

import os
import re
import signal
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

import nbformat
import pytest
from nbformat.sign import NotebookNotary
from nbformat.v4 import new_code_cell, new_notebook, new_output
from playwright.sync_api import expect

from crampkit.catalogue import load
from crampkit.hosts.jupyter.host import WIDGET_VIEW
from crampkit.open import state_folder
from crampkit.words import Words
from tests.browser.conftest import wait_until_kept

WORDS = Words(load().text)
FLAG = load().flags["one_leg_swollen"]
SOON = 4000
"""Milliseconds: sooner than silence is called a loss."""
LOST = 60_000
"""Milliseconds: five visible seconds of silence make a loss, thirty where the kernel was stopped at work."""

SLOW = """
import time
from crampkit.panels.kit.panel import ANSWERS, Panel
def handle(name, value):
    if name == "broken": raise RuntimeError("a fault of ours")
    time.sleep({"slow": 4, "short": 0}[name])
Panel(handle, classes=(ANSWERS,), html="".join(
    f'<button type="button" data-action="{name}">{name}</button>' for name in ("slow", "short", "broken")
))
"""
CELLS = (
    "from crampkit import Lab\nlab = Lab()",
    "import os\nos.getpid()",
    "lab.safety_check()",
    "lab.ranking()",
    SLOW,
)


@dataclass
class Lesson:
    """A lesson of a safety check, a ranking and a slow panel, open in JupyterLab."""

    page: Any
    path: str

    @property
    def kernel(self) -> int:
        return int(self.page.locator(".jp-OutputArea-output pre").first.inner_text())

    @property
    def ranking(self) -> Any:
        """What Python has drawn of the ranking."""
        return self.page.locator(".crampkit-tells > form")

    @property
    def alert(self) -> Any:
        said = re.compile(
            "|".join(re.escape(WORDS(f"host.{state}")) for state in ("lost", "ended"))
        )
        return self.page.get_by_role("alert").filter(has_text=said)

    @property
    def notice(self) -> Any:
        """What the page itself says beside the ranking."""
        return self.page.locator(".crampkit-tells > .crampkit-notice")

    @property
    def safety(self) -> Any:
        return self.page.locator("form.crampkit:has(section.safety)")

    @property
    def yes(self) -> Any:
        """The yes that opens the signs of a swollen leg."""
        return self.phrase("open")

    def phrase(self, answer: str) -> Any:
        phrase = next(p for p in load().phrases.values() if FLAG.flag_id in p.flag_ids)
        group = self.page.get_by_role("group", name=phrase.label, exact=True)
        words = {"open": "safety.open", "none": "safety.no"}
        return group.get_by_role("radio", name=WORDS(words[answer]), exact=True)

    @property
    def flag(self) -> Any:
        return self.page.get_by_role("checkbox", name=FLAG.label, exact=True)

    def button(self, name: str) -> Any:
        return self.page.get_by_role("button", name=name, exact=True)

    def run_all(self) -> None:
        button = self.page.locator(".jp-NotebookPanel-toolbar").get_by_text("Run all", exact=True)
        button.locator("visible=true").click()

    def expect_alive(self) -> None:
        expect(self.ranking).to_be_visible(timeout=LOST)
        expect(self.alert).to_have_count(0)
        expect(self.safety.locator("input:disabled")).to_have_count(0)

    def expect_lost(self, state: str = "lost") -> None:
        expect(self.alert).to_have_count(1, timeout=LOST)
        expect(self.alert).to_be_visible()
        expect(self.alert).to_have_text(
            f"{WORDS(f'host.{state}')} {WORDS(f'host.jupyter.{state}')}"
        )
        expect(self.ranking).to_be_hidden()
        expect(self.safety.locator("input:enabled")).to_have_count(0)

    def expect_covered(self) -> None:
        """Nothing of the ranking can be seen, and the page says why."""
        expect(self.ranking).to_have_attribute("aria-busy", "true")
        self.page.wait_for_function(
            "form => [...form.children].every(part => getComputedStyle(part).opacity === '0')",
            arg=self.ranking.element_handle(),
        )


@pytest.fixture
def open_lesson(lab_server: Any, new_page: Callable[..., Any], request: Any) -> Iterator[Any]:
    made = []
    name = request.node.name.removeprefix("test_")

    def make(
        cells: tuple[str, ...] = CELLS,
        path: str = f"{name}.ipynb",
        run: bool = True,
        lay: Callable[[Any], None] = lambda page: None,
    ) -> Lesson:
        notebook = new_notebook(cells=[new_code_cell(cell) for cell in cells])
        notebook.metadata["kernelspec"] = {"name": "python3", "display_name": "Python 3"}
        if not made:
            nbformat.write(notebook, lab_server.folder / path)
        page = new_page()
        lay(page)
        # A workspace of its own: another test's JupyterLab would open this lesson's tab, too.
        workspace = f"/lab/workspaces/{name}-{len(made)}/tree/"
        page.goto(lab_server.lesson(path).replace("/lab/tree/", workspace))
        lesson = Lesson(page, path)
        made.append(lesson)
        page.locator("#jp-bottom-panel").get_by_text("| Idle").wait_for()
        if run:
            lesson.run_all()
            lesson.expect_alive()
            expect(lesson.button("broken")).to_be_visible()
        return lesson

    yield make
    for path in lab_server.folder.glob(f"{name}*.ipynb"):
        path.unlink()


@pytest.fixture
def lesson(open_lesson: Any) -> Lesson:
    return open_lesson()


@pytest.fixture
def stopped() -> Iterator[Callable[[int], None]]:
    """Stops processes as a machine under heavy load does; whatever happens, they go on in the end."""
    pids = []

    def stop(pid: int) -> None:
        pids.append(pid)
        os.kill(pid, signal.SIGSTOP)

    yield stop
    for pid in pids:
        with suppress(ProcessLookupError):
            os.kill(pid, signal.SIGCONT)


def test_a_kernel_that_was_killed_takes_the_ranking_away_and_the_controls_with_it(lesson):
    os.kill(lesson.kernel, signal.SIGKILL)
    lesson.expect_lost("ended")


@pytest.mark.long
def test_what_stood_beside_the_safety_check_stays_beside_it_when_the_kernel_was_killed(open_lesson):
    lesson = open_lesson((CELLS[0], CELLS[1], "lab.explorer()", SLOW))
    left, right = (lesson.page.locator(f".crampkit-{side}") for side in ("left", "right"))
    stood = left.bounding_box()["x"], right.bounding_box()["x"]
    assert stood[0] < stood[1]
    os.kill(lesson.kernel, signal.SIGKILL)
    lesson.page.locator(".jupyter-widgets-disconnected").first.wait_for()
    assert (left.bounding_box()["x"], right.bounding_box()["x"]) == stood


def test_after_a_restart_nothing_counts_until_the_lesson_is_run_again(lesson):
    lesson.yes.check()
    lesson.flag.check()
    expect(
        lesson.page.get_by_role("heading", name=WORDS("refer.title"), exact=True)
    ).to_be_visible()
    wait_until_kept(lesson.page, FLAG.flag_id)
    lesson.page.locator('.jp-NotebookPanel-toolbar [data-jp-item-name="restart"]').click()
    lesson.page.get_by_role("button", name="Confirm Kernel Restart").click()
    lesson.expect_lost("ended")
    lesson.page.locator("#jp-bottom-panel").get_by_text("| Idle").wait_for()
    expect(lesson.alert).to_be_visible()
    lesson.run_all()
    lesson.expect_alive()
    # What was answered is there again, and said to be from last time.
    expect(lesson.flag).to_be_checked()
    expect(
        lesson.page.get_by_role("heading", name=WORDS("refer.title"), exact=True)
    ).to_be_visible()
    expect(lesson.button(WORDS("kept.afresh"))).to_be_visible()
    lesson.flag.uncheck()
    expect(lesson.page.get_by_role("heading", name=WORDS("refer.title"), exact=True)).to_have_count(
        0
    )


def test_a_danger_that_waits_covers_the_ranking_and_counts_when_python_comes_back(lesson, stopped):
    lesson.yes.check()
    expect(lesson.ranking).to_have_attribute("aria-busy", "false")
    stopped(lesson.kernel)
    lesson.flag.check()
    lesson.expect_covered()
    expect(lesson.notice).to_have_text(WORDS("host.waiting"), timeout=SOON)
    expect(lesson.alert).to_have_count(0)
    lesson.expect_lost()
    expect(lesson.flag).to_be_checked()
    os.kill(lesson.kernel, signal.SIGCONT)
    lesson.expect_alive()
    expect(lesson.flag).to_be_checked()
    expect(lesson.flag).to_be_focused()
    expect(lesson.page.get_by_role("status").filter(has_text=WORDS("host.back"))).to_have_count(1)
    expect(
        lesson.page.get_by_role("heading", name=WORDS("refer.title"), exact=True)
    ).to_be_visible()


@pytest.mark.long
def test_a_page_that_wakes_asks_whether_anybody_is_there_before_she_presses_anything(
    lesson, stopped
):
    """The network came back, the lid was opened: what has died meanwhile must not look alive."""
    stopped(lesson.kernel)
    lesson.page.evaluate("dispatchEvent(new Event('online'))")
    expect(lesson.ranking).to_have_attribute("aria-busy", "false")  # No answer of hers waits.
    lesson.expect_lost()
    os.kill(lesson.kernel, signal.SIGCONT)
    lesson.expect_alive()


class Line:
    """The sockets between a page and its kernel, which can be cut and mended."""

    def __init__(self) -> None:
        self.is_cut = False
        self._sockets: list[Any] = []

    def lay(self, page: Any) -> None:
        page.route_web_socket(re.compile("/channels"), self._connect)

    def _connect(self, socket: Any) -> None:
        if self.is_cut:
            socket.close()
        else:
            socket.connect_to_server()
            self._sockets.append(socket)

    def cut(self) -> None:
        self.is_cut = True
        for socket in self._sockets:
            socket.close()


@pytest.mark.long
def test_a_socket_that_closes_is_told_before_she_presses_anything_and_all_comes_back(open_lesson):
    line = Line()
    lesson = open_lesson(lay=line.lay)
    line.cut()
    lesson.expect_lost()
    line.is_cut = False
    lesson.expect_alive()


@pytest.mark.long
def test_a_handler_of_four_seconds_is_work_and_no_loss(lesson):
    lesson.button("slow").click()
    lesson.expect_covered()
    expect(lesson.notice).to_have_text(WORDS("host.busy"), timeout=SOON)
    expect(lesson.page.get_by_role("status").filter(has_text=WORDS("host.busy"))).to_have_count(1)
    expect(lesson.notice).to_be_empty(timeout=LOST)
    expect(lesson.ranking).to_have_attribute("aria-busy", "false")
    assert lesson.alert.count() == 0


@pytest.mark.long
def test_a_fault_in_a_handler_is_told_beside_its_control_and_the_next_answer_counts(lesson):
    lesson.button("broken").click()
    expect(lesson.page.get_by_role("alert")).to_contain_text(WORDS("host.failed"))
    expect(lesson.ranking).to_have_attribute("aria-busy", "false")
    lesson.button("short").click()
    expect(lesson.page.get_by_role("alert")).to_have_count(0)


@pytest.mark.long
def test_where_nothing_is_ranked_the_panel_that_was_used_says_it(open_lesson):
    """As in a quiz or a case."""
    lesson = open_lesson((CELLS[0], CELLS[1], "lab.stamp()", SLOW), run=False)
    lesson.run_all()
    lesson.button("slow").click()
    notice = lesson.page.locator(".crampkit-answers > .crampkit-notice")
    expect(notice).to_have_text(WORDS("host.busy"), timeout=SOON)
    expect(notice).to_be_empty(timeout=LOST)
    os.kill(lesson.kernel, signal.SIGKILL)
    expect(lesson.alert).to_have_count(1, timeout=LOST)
    expect(notice.get_by_role("alert")).to_be_visible()
    for name in ("slow", "short", "broken"):
        expect(lesson.button(name)).to_be_disabled()


@pytest.mark.long
def test_what_the_page_says_stays_in_view_in_a_panel_longer_than_the_window(open_lesson):
    long = SLOW.replace('html="', 'html=\'<p style="height: 300vh"></p>\' + "')
    lesson = open_lesson((CELLS[0], CELLS[1], long), run=False)
    lesson.run_all()
    lesson.button("slow").scroll_into_view_if_needed()
    stood = lesson.button("slow").bounding_box()["y"]
    lesson.button("slow").click()
    notice = lesson.page.locator(".crampkit-answers > .crampkit-notice > p")
    for said in ("busy", "ended"):
        expect(notice).to_contain_text(WORDS(f"host.{said}"), timeout=LOST)
        expect(notice).to_be_in_viewport(ratio=1)
        assert abs(lesson.button("slow").bounding_box()["y"] - stood) < 1
        if said == "busy":
            expect(notice).to_have_count(0, timeout=LOST)
            os.kill(lesson.kernel, signal.SIGKILL)


@pytest.mark.long
def test_while_the_lesson_still_runs_a_click_waits_and_is_counted_afterwards(open_lesson):
    lesson = open_lesson((*CELLS, "import time\ntime.sleep(7)"), run=False)
    lesson.run_all()
    lesson.yes.check()
    lesson.expect_covered()
    expect(lesson.notice).to_have_text(WORDS("host.starting"), timeout=SOON)
    expect(lesson.alert).to_have_count(0)
    expect(lesson.notice).to_be_empty(timeout=LOST)
    expect(lesson.flag).to_be_visible()
    lesson.expect_alive()


@pytest.mark.long
def test_a_page_whose_timers_stood_still_asks_before_it_gives_up(lesson):
    """A phone in a pocket: ten seconds without a tick are no ten seconds of silence."""
    lesson.page.evaluate(
        """() => {
          window.heard = [];
          new MutationObserver(() => window.heard.push(document.body.innerText))
            .observe(document.querySelector(".crampkit-tells .crampkit-notice"), { childList: true });
          for (const end = performance.now() + 10_000; performance.now() < end;);  // Nothing else runs.
        }"""
    )
    lesson.yes.check()
    expect(lesson.flag).to_be_visible()
    lesson.expect_alive()
    assert not any(WORDS("host.lost") in text for text in lesson.page.evaluate("window.heard"))


def show_again(server: Any, path: str, shown: Sequence[str]) -> None:
    """Write a notebook whose outputs are widgets of a living kernel, as it is before it is saved."""
    notebook = nbformat.read(server.folder / path, 4)
    for cell, model_id in zip(notebook.cells, ["", "", *shown], strict=False):
        if model_id:
            view = {"version_major": 2, "version_minor": 0, "model_id": model_id}
            cell.outputs = [new_output("display_data", {WIDGET_VIEW: view, "text/plain": ""})]
    nbformat.write(notebook, server.folder / path)
    NotebookNotary(data_dir=str(state_folder() / "data")).sign(notebook)


@pytest.mark.long
def test_two_tabs_on_one_panel_never_contradict_each_other(open_lesson, lab_server):
    """A projector and a laptop: each numbers its own clicks, and shows what the other has ticked."""
    named = (
        "from crampkit import Lab\nlab = Lab()\nshown = lab.safety_check(), lab.ranking()",
        "import os\nos.getpid()",
        "shown[0]",
        "shown[1]",
        SLOW,
        "from crampkit.hosts.jupyter.widgets import widget_of\n"
        "print(*(widget_of(part, lab.words).model_id for part in shown))",
    )
    laptop = open_lesson(named)
    for answer in ("open", "none", "open", "none"):
        laptop.phrase(answer).check()
    ids = laptop.page.locator(".jp-OutputArea-output pre").last.inner_text().split()
    show_again(lab_server, laptop.path, ids)
    projector = open_lesson(run=False)
    projector.expect_alive()
    projector.yes.check()
    projector.flag.check()
    title = WORDS("refer.title")
    for lesson in (projector, laptop):
        expect(lesson.flag).to_be_checked()
        expect(lesson.page.get_by_role("heading", name=title, exact=True)).to_be_visible()
    laptop.flag.uncheck()
    for lesson in (laptop, projector):
        expect(lesson.flag).not_to_be_checked()
        expect(lesson.page.get_by_role("heading", name=title, exact=True)).to_have_count(0)
        lesson.expect_alive()


@pytest.mark.long
def test_a_lesson_that_is_run_in_two_tabs_of_one_kernel_is_two_lessons(open_lesson):
    laptop = open_lesson()
    projector = open_lesson()
    projector.yes.check()
    projector.flag.check()
    title = WORDS("refer.title")
    expect(projector.page.get_by_role("heading", name=title, exact=True)).to_be_visible()
    laptop.yes.check()
    expect(laptop.flag).to_be_visible()
    expect(laptop.flag).not_to_be_checked()
    expect(laptop.page.get_by_role("heading", name=title, exact=True)).to_have_count(0)
    laptop.expect_alive()


def style_of(page: Any, part: str) -> Any:
    """How the last table of a lesson stands, or a heading or cell of it."""
    return page.locator(f".crampkit section:has(td) {part}").last.evaluate(
        """part => {
          const style = getComputedStyle(part);
          return [style.margin, style.padding, style.textAlign, style.lineHeight, style.font, style.color];
        }"""
    )


@pytest.mark.long
def test_a_lesson_that_was_saved_shows_its_stills_when_it_is_opened_again(open_lesson):
    """Never "model not found", and nothing that could take a tick."""
    table = "<section><h3>Signs</h3><table><tr><th>Sign</th><td>Speed</td></tr></table></section>"
    lesson = open_lesson((*CELLS, f"Panel(html={table!r})"))
    shown = {part: style_of(lesson.page, part) for part in ("h3", "th", "td")}
    lesson.page.keyboard.press("Control+s")
    lesson.page.locator(".jp-mod-dirty").wait_for(state="detached")
    again = open_lesson(run=False)
    still = again.page.locator(".crampkit-still").filter(has=again.page.locator("section.safety"))
    expect(still).to_be_visible()
    expect(still.get_by_text(WORDS("host.jupyter.still"), exact=True)).to_be_visible()
    expect(still.locator("input:enabled, button:enabled")).to_have_count(0)
    expect(again.page.get_by_text("model not found")).to_have_count(0)
    for part, style in shown.items():
        assert style_of(again.page, part) == style
