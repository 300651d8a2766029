"""A lesson that was run shows something where no kernel is: saved and opened again, or exported to HTML."""

from __future__ import annotations

import copy
import json
import re
from html.parser import HTMLParser
from pathlib import Path

import nbformat
import pytest
from nbclient import NotebookClient
from nbconvert import HTMLExporter
from traitlets.config import Config

import crampkit
from crampkit.hosts.jupyter.host import WIDGET_VIEW
from crampkit.hosts.jupyter.saving import keep_the_stills
from crampkit.hosts.jupyter.still import STILL
from tests.notebooks.lessons import LESSONS, read

SETTINGS = Path(crampkit.__file__).parent / "hosts" / "jupyter" / "config"
SERVER = json.loads((SETTINGS / "jupyter_server_config.json").read_text(encoding="utf-8"))

# One of each kind; those on the other causes are made of the same parts.
AT_ONCE = ("00", "01", "02", "14", "16", "20", "21")
EACH = [
    pytest.param(one, id=one.stem, marks=() if one.stem.startswith(AT_ONCE) else pytest.mark.long)
    for one in LESSONS
]


@pytest.fixture(scope="module", params=EACH)
def executed(request) -> nbformat.NotebookNode:
    """A lesson after "Run all"."""
    notebook = read(request.param)
    NotebookClient(notebook, timeout=60, store_widget_state=False).execute()
    return notebook


@pytest.fixture
def saved(executed) -> nbformat.NotebookNode:
    model = {"type": "notebook", "content": copy.deepcopy(executed)}
    keep_the_stills(model=model, path="lesson.ipynb", contents_manager=None)
    return model["content"]


def outputs(notebook: nbformat.NotebookNode) -> list[nbformat.NotebookNode]:
    return [output for cell in notebook.cells for output in cell.get("outputs", ())]


def test_every_widget_of_a_lesson_has_a_still_beside_it(executed):
    shown = [output.data for output in outputs(executed) if WIDGET_VIEW in output.get("data", {})]
    assert shown
    assert all(f'class="{STILL}"' in data["text/html"] for data in shown)


def test_a_saved_lesson_holds_the_stills_and_no_view_of_a_widget(executed, saved):
    stills = [o.data["text/html"] for o in outputs(executed) if WIDGET_VIEW in o.get("data", {})]
    kept = [
        o.data["text/html"]
        for o in outputs(saved)
        if STILL in o.get("data", {}).get("text/html", "")
    ]
    assert kept == stills
    assert WIDGET_VIEW not in json.dumps(saved)
    assert "widgets" not in saved.metadata


def test_an_exported_lesson_shows_every_panel_and_no_code(executed):
    """Even where it was never saved, so that the views of widgets are still in it."""
    page, _ = HTMLExporter(config=Config(SERVER)).from_notebook_node(executed)
    panels = sum(WIDGET_VIEW in output.get("data", {}) for output in outputs(executed))
    assert page.count(f'class="{STILL}"') == panels
    text = Text.of(page)
    assert "import Lab" not in text
    assert not re.search(r"\blab(\.\w+)?\(", text)
    assert not re.search(r"\blesson\.\w+\(", text)


def test_an_exported_lesson_asks_for_nothing_elsewhere(executed):
    page, _ = HTMLExporter(config=Config(SERVER)).from_notebook_node(executed)
    loaded = re.findall(r'<(?:script|link|img|iframe)[^>]*(?:src|href)="(https?://[^"]*)"', page)
    assert loaded == []


class Text(HTMLParser):
    """The words of a page, without its scripts and styles."""

    def __init__(self) -> None:
        super().__init__()
        self.words: list[str] = []
        self._aside = 0

    @classmethod
    def of(cls, page: str) -> str:
        reader = cls()
        reader.feed(page)
        return " ".join(reader.words)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._aside += tag in ("script", "style")

    def handle_endtag(self, tag: str) -> None:
        self._aside -= tag in ("script", "style")

    def handle_data(self, data: str) -> None:
        if not self._aside:
            self.words.append(data)


# ------------------------------------------------------------------------------ saving


def notebook_with(data: dict[str, object]) -> dict[str, object]:
    return {"type": "notebook", "content": {"cells": [{"outputs": [{"data": data}]}]}}


def test_saving_leaves_the_widgets_of_others_alone():
    model = notebook_with({WIDGET_VIEW: {"model_id": "a"}, "text/html": "<p>a slider</p>"})
    before = copy.deepcopy(model)
    keep_the_stills(model=model)
    assert model == before


def test_saving_knows_a_still_that_is_kept_line_by_line():
    model = notebook_with(
        {WIDGET_VIEW: {}, "text/html": ["<style>\n", f'<div class="{STILL}"></div>']}
    )
    keep_the_stills(model=model)
    assert WIDGET_VIEW not in json.dumps(model)


@pytest.mark.parametrize(
    "model",
    [
        {"type": "file", "content": "text"},
        {"type": "notebook", "content": None},
        {"type": "notebook", "content": {"cells": [{"outputs": [{"text": "x"}]}, {}]}},
    ],
)
def test_saving_anything_else_changes_nothing(model):
    before = copy.deepcopy(model)
    keep_the_stills(model=model)
    assert model == before


def test_the_server_calls_it_on_every_save():
    from jupyter_server.services.contents.largefilemanager import AsyncLargeFileManager

    manager = AsyncLargeFileManager(config=Config(SERVER))
    assert manager.pre_save_hook is keep_the_stills
