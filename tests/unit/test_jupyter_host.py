"""Jupyter's host: parts become widgets, messages come back to them, and answers are acknowledged."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from IPython import get_ipython
from IPython.testing.globalipapp import start_ipython

from crampkit import Lab, hosts
from crampkit.catalogue import load
from crampkit.hosts.jupyter.host import WIDGET_VIEW, JupyterHost
from crampkit.hosts.jupyter.turns import Turns
from crampkit.hosts.jupyter.widgets import (
    DRAWN,
    PAGES_REMEMBERED,
    PanelWidget,
    drawn,
    widget_of,
)
from crampkit.observers import Observers, at_once
from crampkit.panels.kit.panel import Box, Chart, Panel, Part
from crampkit.words import Words

WORDS = Words(load().text)


@pytest.fixture
def told() -> list[tuple[str, object]]:
    return []


@pytest.fixture
def panel(told) -> Panel:
    panel = Panel(lambda name, value: told.append((name, value)), "<p>Cramps?</p>", ("some-class",))
    panel.show(state={"a": 1})
    return panel


@pytest.fixture
def widget(panel) -> PanelWidget:
    return widget_of(panel, WORDS)


def send(widget: PanelWidget, page: object = "one", number: object = 1, **content: object) -> None:
    """What arrives from a page in the browser."""
    widget._handle_custom_msg({"page": page, "number": number, **content}, [])


# ------------------------------------------------------------------------------ showing


def test_a_widget_has_what_its_panel_has_and_follows_it(panel, widget):
    assert (widget.html, widget.state) == ("<p>Cramps?</p>", {"a": 1})
    assert widget.classes == ["some-class"]
    panel.show("<p>Veins?</p>", {"a": 2})
    assert (widget.html, widget.state) == ("<p>Veins?</p>", {"a": 2})


def test_a_part_that_is_shown_twice_is_one_widget(panel, widget):
    assert widget_of(panel, WORDS) is widget


def test_a_box_follows_its_parts(panel):
    other = Panel(html="other")
    box = Box(panel, classes=("crampkit-left",))
    shown = widget_of(box, WORDS)
    assert {"crampkit-box", "crampkit-left"} <= set(shown._dom_classes)
    box.fill(other, panel)
    assert [child.html for child in shown.children] == ["other", "<p>Cramps?</p>"]


def test_a_chart_is_drawn_anew_when_its_figure_changes():
    chart = Chart({"data": [{"type": "bar", "y": [1]}], "layout": {"title": {"text": "One"}}})
    shown = widget_of(chart, WORDS)
    chart.show({"data": [{"type": "bar", "y": [2]}], "layout": {"title": {"text": "Two"}}})
    assert (shown.data[0].y, len(shown.data), shown.layout.title.text) == ((2,), 1, "Two")


def test_a_chart_tells_once_that_a_page_has_drawn_it():
    told = []
    stop = drawn.add(lambda: told.append("drawn"))
    shown = widget_of(Chart({"data": [{"type": "bar", "y": [1]}], "layout": {}}), WORDS)
    assert told == []
    for _ in range(2):
        shown.set_state({DRAWN: {"trace_deltas": [], "trace_edit_id": 0}})
    stop()
    assert told == ["drawn"]


def test_what_is_closed_is_closed_with_all_that_is_in_it(panel, widget):
    box = Box(Box(panel))
    shown = widget_of(box, WORDS)
    box.close()
    assert shown.comm is None
    assert widget.comm is None


def test_a_part_of_no_kind_is_an_error():
    with pytest.raises(TypeError, match="no widget shows a Part"):
        widget_of(Part(), WORDS)


def test_the_page_has_the_words_that_only_it_can_say(widget):
    assert set(widget.words) == {
        *("starting", "waiting", "busy", "lost", "ended", "resting", "back", "failed", "missed"),
        "why",
    }
    assert all(widget.words.values())


def test_the_theme_of_the_page_reaches_what_is_drawn_in_colours():
    dark = []
    widget_of(Panel(themed=dark.append), WORDS).dark = True
    assert dark == [True]


# ------------------------------------------------------------------------------ messages


def test_a_message_reaches_the_panel_and_is_acknowledged_to_its_page(widget, told):
    send(widget, number=7, name="finding:night", value="yes")
    assert told == [("finding:night", "yes")]
    assert widget.acknowledged == {"one": 7}


def test_a_message_is_acknowledged_after_the_state_that_answers_it():
    panel = Panel(lambda name, value: panel.show(state={name: value}))
    widget = widget_of(panel, WORDS)
    seen = []
    widget.observe(lambda change: seen.append(change.name), names=("state", "acknowledged"))
    send(widget, name="a", value=1)
    assert seen == ["state", "acknowledged"]


def test_two_pages_number_their_messages_apart(widget):
    """A projector and a laptop, or two tabs: neither believes that its own click was dealt with."""
    send(widget, "laptop", 9, name="a")
    send(widget, "projector", 1, name="a")
    assert widget.acknowledged == {"laptop": 9, "projector": 1}
    send(widget, "laptop", 10, name="a")
    assert widget.acknowledged == {"projector": 1, "laptop": 10}


def test_of_many_pages_the_one_that_was_silent_longest_is_forgotten(widget):
    for number in range(PAGES_REMEMBERED + 3):
        send(widget, f"page {number}", 1, name="a")
    assert len(widget.acknowledged) == PAGES_REMEMBERED
    assert "page 0" not in widget.acknowledged
    assert f"page {PAGES_REMEMBERED + 2}" in widget.acknowledged


def test_a_page_that_asks_whether_anybody_is_there_is_answered_and_nothing_is_done(widget, told):
    send(widget, number=3)
    assert widget.acknowledged == {"one": 3}
    assert told == []


def test_a_control_that_fails_is_told_to_its_page_and_the_next_one_works(told, caplog):
    def handle(name: str, value: object) -> None:
        if name == "bad":
            raise RuntimeError("broken")
        told.append((name, value))

    widget = widget_of(Panel(handle), WORDS)
    send(widget, number=1, name="bad")
    assert (widget.failed, widget.acknowledged) == ({"one": 1}, {"one": 1})
    assert "broken" in caplog.text
    send(widget, number=2, name="good")
    assert (widget.failed, widget.acknowledged) == ({"one": 1}, {"one": 2})
    assert told == [("good", None)]


@pytest.mark.parametrize(
    "content", [None, [], "x", 5, {}, {"name": "a"}, {"name": "a", "number": 1}]
)
def test_what_no_page_of_ours_has_sent_is_left_alone(widget, told, content):
    widget._handle_custom_msg(content, [])
    assert told == []
    assert widget.acknowledged == {}


@pytest.mark.parametrize(("page", "number"), [(1, 1), ("one", "1"), ("one", None), (None, 2)])
def test_a_message_without_page_or_number_is_left_alone(widget, told, page, number):
    send(widget, page, number, name="a")
    assert told == []


# ------------------------------------------------------------------------------ the host


@pytest.fixture
def shell():
    # One shell for the whole process: IPython makes no second one.
    return start_ipython() or __import__("IPython").get_ipython()


def test_a_kernel_shows_a_part_as_a_widget_with_a_still_beside_it(shell, panel):
    JupyterHost().begin(WORDS)
    data, _ = shell.display_formatter.format(panel)
    assert data[WIDGET_VIEW]["model_id"] == widget_of(panel, WORDS).model_id
    assert "Cramps?" in data["text/html"]
    assert data["text/plain"] == WORDS("host.jupyter.text")


def test_the_first_still_of_a_lesson_brings_the_style_sheet_and_no_other(shell, panel):
    host = JupyterHost()
    for _ in range(2):  # The lesson is run a second time in the same kernel.
        host.begin(WORDS)
        styled = ["<style>" in host.show(panel)[0]["text/html"] for _ in range(3)]
        assert styled == [True, False, False]


def apart(call: Callable[[], object]) -> None:
    """In a thread of its own: whoever runs these tests may have a loop."""
    with ThreadPoolExecutor(1) as thread:
        thread.submit(call).result()


def test_a_call_comes_later_where_a_loop_runs_and_can_be_taken_back():
    called = []

    async def run() -> None:
        last = asyncio.get_running_loop().create_future()
        host = JupyterHost()
        host.later(0.0, lambda: called.append("taken back"))()
        host.later(0.0, lambda: called.append("kept"))
        host.later(0.001, lambda: last.set_result(None))
        assert called == []
        await last

    apart(lambda: asyncio.run(run()))
    assert called == ["kept"]


def test_a_call_comes_at_once_where_no_loop_runs():
    called = []
    apart(lambda: JupyterHost().later(60.0, lambda: called.append("called")))
    assert called == ["called"]


def test_of_charts_that_come_back_the_next_begins_when_one_is_drawn_or_is_never_seen():
    told, opened = Observers(), []
    waiting: list[Callable[[], None]] = []

    def later(_: float, call: Callable[[], None]) -> Callable[[], None]:
        waiting.append(call)
        return lambda: None

    turns = Turns(later, told)
    for number in range(4):
        turns.ask(lambda number=number: opened.append(number))
    assert opened == [0]
    told()
    assert opened == [0, 1]
    waiting[0]()  # The patience with the first, which is over already.
    assert opened == [0, 1]
    waiting[1]()
    assert opened == [0, 1, 2]
    told(), told(), told()
    assert opened == [0, 1, 2, 3]
    turns.ask(lambda: opened.append(4))
    assert opened == [0, 1, 2, 3, 4]


def test_a_chart_that_cannot_be_drawn_holds_up_no_other():
    opened = []

    def fail() -> None:
        raise ValueError("no figure")

    turns = Turns(at_once, Observers())
    with pytest.raises(ValueError, match="no figure"):
        turns.ask(fail)
    turns.ask(lambda: opened.append("opened"))
    assert opened == ["opened"]


def test_the_host_is_jupyter_where_no_other_was_chosen():
    assert isinstance(hosts.here(), JupyterHost)
    assert hosts.here() is hosts.here()


# ------------------------------------------------------------------------------ nothing is lost


@pytest.fixture
def in_kernel(tmp_path, monkeypatch) -> None:
    """A notebook's Python, with a journal of this test's own."""
    monkeypatch.setenv("CRAMPKIT_JOURNAL", str(tmp_path))
    monkeypatch.setattr(start_ipython() or get_ipython(), "kernel", object(), raising=False)
    monkeypatch.setattr(hosts, "_chosen", JupyterHost())


def test_each_set_has_a_desk_of_its_own_and_a_python_without_a_notebook_keeps_nothing(
    in_kernel, tmp_path, monkeypatch
):
    host = hosts.here()
    other = Words({**load().text, "pages.set": "skin"})
    host.desk(WORDS).put("place", 3)
    assert host.desk(other).get("place") is None
    host.desk(other).put("place", 4)
    assert host.desk(WORDS).get("place") == 3
    monkeypatch.setattr(get_ipython(), "kernel", None)
    assert host.desk(WORDS).get("place") is None


@pytest.mark.parametrize("name", ["lessons/01_which_cause_fits.ipynb", None])
def test_after_a_restart_answers_come_back_once_the_cell_is_shown_and_never_in_what_is_saved(
    in_kernel, monkeypatch, name
):
    monkeypatch.delenv("JPY_SESSION_NAME", raising=False)
    if name:
        monkeypatch.setenv("JPY_SESSION_NAME", name)
    flag = next(f for f, row in load().flags.items() if row.tier == "now" and not row.private)

    key = f"kept:{Path(name).stem if name else 'explorer'}:case"
    restored = 'class="from-last-time"'

    async def until(is_so: Callable[[], object]) -> None:
        while not is_so():
            await asyncio.sleep(0)

    async def first() -> str:
        ranked = Lab().ranking()
        saved = hosts.here().show(ranked)[0]["text/html"]
        await asyncio.sleep(0)  # The cell is through.
        ranked.receive(f"flag:{flag}", True)
        await until(lambda: hosts.here().desk(WORDS).get(key))
        return saved

    async def second() -> str:
        ranked = Lab().ranking()
        saved = hosts.here().show(ranked)[0]["text/html"]
        await until(lambda: restored in ranked.html)
        assert load().flags[flag].action in ranked.html
        return saved

    fresh = asyncio.run(first())
    assert restored not in fresh
    assert hosts.here().desk(WORDS).get(key)["case"]["flags"] == [flag]
    assert asyncio.run(second()) == fresh


class Kernel:
    """What a notebook's kernel says of the cell that runs."""

    def __init__(self) -> None:
        self.cell: object = ""
        self.page = "laptop"
        self.run = 0

    def get_parent(self, _: str) -> dict[str, object]:
        header = {"session": self.page, "msg_id": str(self.run)}
        return {"header": header, "metadata": {"cellId": self.cell}}


class Notebook:
    """One that is run again and again, each time in another kernel."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self._monkeypatch = monkeypatch
        self.restart()

    def restart(self) -> None:
        self.kernel = Kernel()
        self._monkeypatch.setattr(get_ipython(), "kernel", self.kernel)
        self.host = JupyterHost()
        self.host.begin(WORDS)

    def shows(self, cell: object, *parts: Part, page: str = "laptop") -> Part:
        """Run a cell that shows these; the last of them."""
        self.kernel.cell, self.kernel.page = cell, page
        self.kernel.run += 1
        for part in parts:
            self.host.show(part)
        return parts[-1]


@pytest.fixture
def notebook(in_kernel, monkeypatch) -> Notebook:
    return Notebook(monkeypatch)


def fold(part: Part, **opened: bool) -> None:
    """What arrives from a page where a learner opens, or closes, something."""
    widget = widget_of(part, WORDS)
    widget.set_state({"folds": {**widget.folds, **opened}})


def folds(part: Part) -> object:
    return widget_of(part, WORDS).folds


def test_what_was_folded_open_is_open_again_in_its_cell_and_place_and_nowhere_else(notebook):
    first, second = Panel(), Panel()
    notebook.shows("one", Box(first, Box(second)))
    fold(second, why=True)
    fold(second, how=False)
    notebook.restart()
    again, other = Panel(), Panel()
    box = Box(again, Box())
    notebook.shows("one", box)
    box.children[1].fill(other)  # As what opens on request, or after a guess.
    elsewhere = notebook.shows("two", Box(Panel(), Box(Panel()))).children[1].children[0]
    assert (folds(other), folds(again)) == ({"why": True, "how": False}, {})
    assert folds(elsewhere) == {}
    assert "why" not in notebook.host.show(other)[0]["text/html"]


def test_where_no_page_says_which_cell_runs_nothing_folded_is_kept(notebook, tmp_path):
    for cell in ("", None, 3):
        fold(notebook.shows(cell, Panel()), why=True)
    assert not (tmp_path / "desk.json").exists()


def test_what_was_opened_before_everything_was_erased_is_not_kept_again(notebook):
    panel = notebook.shows("one", Panel())
    fold(panel, why=True)
    notebook.host.desk(WORDS).clear()
    fold(panel, how=True)
    assert folds(notebook.shows("one", Panel())) == {"how": True}


@pytest.mark.parametrize("kept", [3, {"one": 3}, {"one": {"why": "yes", "\ud800": True}}])
def test_what_else_lies_on_the_desk_opens_nothing(notebook, kept):
    notebook.host.desk(WORDS).put(f"open:{notebook.host.place() or 'explorer'}", kept)
    panel = notebook.shows("one", Panel())
    assert folds(panel) == {}
    fold(panel, how=True)
    assert folds(notebook.shows("one", Panel())) == {"how": True}


def test_outside_a_notebook_a_panel_has_no_folds_to_tell(widget):
    assert widget.folds is None


# ------------------------------------------------------------------------------ run again


def is_there(widget: object) -> bool:
    """Whether a page that is loaded again would bring it back."""
    return getattr(widget, "comm") is not None  # noqa: B009


def test_a_cell_that_is_run_again_lets_go_of_all_it_showed_before_and_of_nothing_else(notebook):
    inside, beside, other, figure = Panel(), Panel(), Panel(), Chart({"data": [], "layout": {}})
    parts = (beside, Box(inside, figure))
    notebook.shows("one", *parts)
    notebook.shows("two", other)
    gone = [widget_of(part, WORDS) for part in (*parts, inside, figure)]
    assert all(is_there(widget) for widget in gone)
    again = widget_of(notebook.shows("one", Panel()), WORDS)
    assert not any(is_there(widget) for widget in gone)
    assert not is_there(gone[1].layout)
    assert is_there(again)
    assert is_there(widget_of(other, WORDS))


def test_what_is_still_shown_by_the_cell_or_by_another_stays(notebook):
    same, elsewhere = Panel(), Panel()
    before = [widget_of(part, WORDS) for part in (same, elsewhere)]
    notebook.shows("one", same, Box(elsewhere))
    notebook.shows("two", elsewhere)
    notebook.shows("one", same)
    assert [widget_of(part, WORDS) for part in (same, elsewhere)] == before
    assert all(is_there(widget) for widget in before)


def test_two_pages_that_run_a_lesson_keep_what_each_shows_and_of_three_the_first_does_not(notebook):
    laptop, projector = Panel(), Panel()
    of_laptop = widget_of(notebook.shows("one", laptop), WORDS)
    of_projector = widget_of(notebook.shows("one", projector, page="projector"), WORDS)
    assert is_there(of_laptop)
    notebook.shows("one", Panel(), page="loaded again")
    assert (is_there(of_laptop), is_there(of_projector)) == (False, True)


def test_where_no_page_says_which_cell_runs_nothing_is_let_go_of(notebook):
    shown = widget_of(notebook.shows("", Panel()), WORDS)
    notebook.shows("", Panel())
    assert is_there(shown)


def test_what_was_let_go_of_gets_another_widget_where_it_is_shown_again(notebook):
    panel = Panel(html="before")
    first = widget_of(notebook.shows("one", panel), WORDS)
    notebook.shows("one", Panel())
    panel.show("after")
    second = widget_of(notebook.shows("two", panel), WORDS)
    assert (first.html, second.html, is_there(second)) == ("before", "after", True)
    panel.show("later")
    assert (first.html, second.html) == ("before", "later")
