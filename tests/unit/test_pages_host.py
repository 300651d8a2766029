"""The host of the pages: it runs a lesson's cells, tells what they show, and brings back what was done."""

from __future__ import annotations

import asyncio
import json
import random
from typing import Any

import pytest

from crampkit import hosts
from crampkit.catalogue import load
from crampkit.catalogue.travelling import as_json
from crampkit.hosts.jupyter.host import JupyterHost
from crampkit.hosts.pages.browser import Door
from crampkit.hosts.pages.host import PagesHost, value_of
from crampkit.panels.kit.panel import Box, Chart, Panel
from crampkit.toy import toy_catalogue

PAGE = {"page": "one", "number": 1}


class Cells:
    """A lesson whose cells show these values, and what the page was told by it."""

    def __init__(self, *values: object, known: dict[str, int] | None = None) -> None:
        self.told: list[dict[str, Any]] = []
        self.host = PagesHost(toy_catalogue(), lambda text: self.told.append(json.loads(text)))
        self.values = dict(enumerate(values))
        self.shown = self.run(known)

    def run(self, known: dict[str, int] | None = None, turn: int = 1) -> list[Any]:
        # Cells are text: they find what they show in a module of the test's own.
        SHOWN.clear()
        SHOWN.update(self.values)
        source = "from tests.unit.test_pages_host import SHOWN\nSHOWN[{}]"
        return self.host.run([source.format(n) for n in self.values], known, turn)

    def receive(self, to: str, turn: int = 1, **content: object) -> None:
        self.host.receive({"turn": turn, "to": to, **PAGE, **content})


SHOWN: dict[int, object] = {}


@pytest.fixture
def told() -> list[tuple[str, object]]:
    return []


@pytest.fixture
def panel(told: list[tuple[str, object]]) -> Panel:
    return Panel(lambda name, value: told.append((name, value)), "<p>Cramps?</p>", ("some",))


# ------------------------------------------------------------------------------ running


def test_a_cell_shows_the_value_of_its_last_line_and_nothing_otherwise():
    assert value_of("a = 1\na + 1", {}) == 2
    assert value_of("a = 1", {}) is None
    assert value_of("", {}) is None


def test_a_panel_comes_with_all_that_a_page_needs_to_draw_it(panel):
    panel.show(state={"night": "yes"})
    [shown] = Cells(panel).shown
    assert shown.pop("sum")
    assert shown == {
        "kind": "panel",
        "id": "w0-1",
        "classes": ["some"],
        "html": "<p>Cramps?</p>",
        "state": {"night": "yes"},
    }


def test_a_panel_that_the_page_shows_already_comes_without_its_html(panel):
    [first] = Cells(panel).shown
    [again] = Cells(panel, known={"w0-1": first["sum"]}).shown
    assert "html" not in again
    assert "state" not in again
    [other] = Cells(panel, known={"w0-1": first["sum"] + 1}).shown
    assert other["html"] == "<p>Cramps?</p>"


def test_ids_are_counted_anew_in_each_cell(panel):
    chart = Chart({"data": [], "layout": {}})
    first, second = Cells(Box(Panel(), panel), Box(chart)).shown
    assert (first["id"], [c["id"] for c in first["children"]]) == ("w0-1", ["w0-2", "w0-3"])
    assert (second["id"], [c["id"] for c in second["children"]]) == ("w1-1", ["w1-2"])
    assert second["children"][0]["figure"] == {"data": [], "layout": {}}


def test_a_part_that_is_shown_twice_has_one_id(panel):
    first, second = Cells(panel, panel).shown
    assert first["id"] == second["id"]


def test_what_is_no_part_is_shown_as_its_html_or_as_text():
    class Table:
        def _repr_html_(self) -> str:
            return "<table></table>"

    html, text, nothing = Cells(Table(), "<b>", None).shown
    # A table stands in a place that scrolls by itself, which the keyboard can reach.
    assert html == {
        "kind": "html",
        "html": '<div class="scroll" tabindex="0"><table></table></div>',
    }
    assert text == {"kind": "text", "text": "'<b>'"}
    assert nothing is None


def test_a_cell_that_fails_says_so_and_the_next_one_runs():
    host = PagesHost(toy_catalogue())
    failed, fine = host.run(["1 / 0", "'fine'"])
    assert failed is not None
    assert failed["kind"] == "failed"
    assert "cell 0" in failed["why"]
    assert "ZeroDivisionError" in failed["why"]
    assert fine == {"kind": "text", "text": "'fine'"}


def test_two_lessons_share_no_names():
    host = PagesHost(toy_catalogue())
    host.run(["kept = 1"])
    [shown] = host.run(["kept"])
    assert shown is not None
    assert shown["kind"] == "failed"


def test_what_waits_for_a_paint_is_done_before_a_lesson_is_shown(panel):
    cells = Cells()
    SHOWN.clear()
    SHOWN.update(host=cells.host, panel=panel)
    source = (
        "from tests.unit.test_pages_host import SHOWN as s\n"
        "s['host'].later(9.0, lambda: s['panel'].show('later'))\ns['panel']"
    )
    [shown] = cells.host.run([source])
    assert shown is not None
    assert shown["html"] == "later"


def test_a_call_that_was_stopped_is_not_made(panel):
    cells = Cells()
    SHOWN.clear()
    SHOWN.update(host=cells.host, panel=panel)
    source = (
        "from tests.unit.test_pages_host import SHOWN as s\n"
        "stop = s['host'].later(9.0, lambda: s['panel'].show('later'))\nstop(), stop()\ns['panel']"
    )
    [shown] = cells.host.run([source])
    assert shown is not None
    assert shown["html"] == "<p>Cramps?</p>"


# ------------------------------------------------------------------------------ messages


def test_what_a_learner_does_reaches_the_panel_and_is_acknowledged(panel, told):
    cells = Cells(panel)
    cells.receive("w0-1", name="finding:night", value="yes")
    assert told == [("finding:night", "yes")]
    assert cells.told == [{"turn": 1, "updates": {"w0-1": {"acknowledged": {"one": 1}}}}]


def test_all_that_one_action_changes_goes_to_the_page_as_one_message(panel):
    def press(name: str, value: object) -> None:
        panel.show("first")
        panel.show("second")
        box.fill(panel)

    button = Panel(press)
    box = Box()
    cells = Cells(button, panel, box)
    cells.receive("w0-1", name="press")
    [message] = cells.told
    assert set(message["updates"]) == {"w0-1", "w1-1", "w2-1"}
    assert message["updates"]["w1-1"]["html"] == "second"
    [child] = message["updates"]["w2-1"]["children"]
    assert child["id"] == "w1-1"


def test_a_handler_that_fails_is_told_at_its_panel_and_acknowledged():
    def broken(name: str, value: object) -> None:
        raise ZeroDivisionError

    cells = Cells(Panel(broken))
    cells.receive("w0-1", name="press")
    [message] = cells.told
    assert message["updates"]["w0-1"] == {
        "failed": {"one": 1},
        "why": "",
        "acknowledged": {"one": 1},
    }


def test_a_message_that_only_asks_is_acknowledged_and_does_nothing(panel, told):
    cells = Cells(panel)
    cells.receive("w0-1")
    assert told == []
    assert cells.told[0]["updates"] == {"w0-1": {"acknowledged": {"one": 1}}}


def test_a_message_of_another_lesson_is_dropped(panel, told):
    cells = Cells(panel)
    cells.receive("w0-1", turn=0, name="finding:night", value="yes")
    cells.receive("w9-9", name="finding:night", value="yes")
    assert told == []
    assert cells.told == []


def test_what_did_not_come_from_our_script_is_dropped(panel, told):
    cells = Cells(panel)
    for content in ({"page": 1, "number": 1}, {"page": "one", "number": "1"}, {}):
        cells.host.receive({"turn": 1, "to": "w0-1", "name": "finding:night", **content})
    cells.host.receive({})
    assert told == []
    assert cells.told == []


def test_the_theme_reaches_a_panel_that_follows_it():
    seen: list[bool] = []
    cells = Cells(Panel(themed=seen.append), Panel())
    assert [shown.get("themed") for shown in cells.shown] == [True, None]
    cells.receive("w0-1", dark=True)
    cells.receive("w1-1", dark=True)
    assert seen == [True]


def test_a_part_of_a_lesson_that_was_left_tells_nothing(panel):
    cells = Cells(panel)
    old = panel
    cells.values = {0: Panel(html="new")}
    cells.run(turn=2)
    old.show("too late")
    cells.host.tell_changes()
    assert cells.told == []


def test_a_part_that_was_closed_is_forgotten(panel, told):
    cells = Cells(panel)
    panel.close()
    cells.receive("w0-1", name="finding:night", value="yes")
    assert told == []


def test_a_change_that_nobody_asked_for_is_told_when_python_is_free(panel):
    async def lesson() -> list[dict[str, Any]]:
        cells = Cells(panel)
        panel.show("one")
        panel.show("two")
        assert cells.told == []
        await asyncio.sleep(0)
        return cells.told

    [message] = asyncio.run(lesson())
    assert message["updates"]["w0-1"]["html"] == "two"


def test_what_is_called_later_is_told_as_one_message(panel):
    async def lesson() -> list[dict[str, Any]]:
        cells = Cells(panel)
        done = asyncio.Event()

        def call() -> None:
            panel.show("later")
            done.set()

        cells.host.later(0.0, call)
        cells.host.later(0.0, lambda: panel.show("never"))()
        await done.wait()
        return cells.told

    [message] = asyncio.run(lesson())
    assert message["updates"]["w0-1"]["html"] == "later"


def test_a_page_has_no_other_tables_than_its_own():
    host = PagesHost(toy_catalogue())
    assert host.catalogue(None) == toy_catalogue()
    with pytest.raises(ValueError, match="no others"):
        host.catalogue("elsewhere")


def test_a_page_speaks_no_other_language_than_its_own():
    host = PagesHost(toy_catalogue())
    assert host.catalogue(None, "en") == toy_catalogue()
    with pytest.raises(ValueError, match="no other"):
        host.catalogue(None, "fr")


@pytest.fixture
def shipped_host():
    before = hosts.here()
    host = PagesHost(load())
    hosts.choose(host)
    yield host
    hosts.choose(before)


def test_a_lesson_run_twice_shows_the_same_twice(shipped_host):
    cells = ["from crampkit import Lab\nlab = Lab()", "lab.explorer()"]
    assert shipped_host.run(cells) == shipped_host.run(cells)


def test_two_starts_from_one_picture_of_the_memory_draw_differently():
    door = Door(as_json(toy_catalogue()))
    drawn = []
    for _ in range(2):
        random.seed(1)  # As the picture has it.
        door.open(lambda _: None, lambda _: None, "", "{}", False)
        drawn.append(random.random())
    hosts.choose(JupyterHost())
    assert drawn[0] != drawn[1]
