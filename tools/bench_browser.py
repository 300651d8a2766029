"""Toggle to painted in JupyterLab, measured inside Chromium: our explorer beside the plain way."""

from __future__ import annotations

import contextlib
import os
import re
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import nbformat
from run_tests import find_chromium

from crampkit.catalogue import load

TOGGLES = 20
"""In one block; each page gets two blocks, in turns with the other, and a few toggles to warm up."""
WARM_UP = 5
PAUSE = 250
"""Milliseconds between two toggles: the parts that follow the ranking must be done."""
PATIENCE = 120_000

CHROMIUM_OPTIONS = [
    "--no-sandbox",  # it may run as root in a container
    "--disable-quic",
    "--disable-background-networking",  # what Chromium asks for itself is not ours to measure
    "--disable-component-update",
    "--no-first-run",
]

TOGGLED = ("mainly_night", "eases_with_stretch", "visible_varicose", "both_ankles_swollen")

OURS = ("from crampkit import Lab\n\nlab = Lab()", "lab.explorer()")
PLAIN = (
    """\
import ipywidgets
import plotly.graph_objects as go
from crampkit.catalogue import load
from crampkit.reasoning import differential

catalogue = load()


def show(**ticked):
    present = {finding_id: True for finding_id, on in ticked.items() if on}
    rows = differential(catalogue, present, {}).ranking[::-1]
    labels = [catalogue.causes[row.cause_id].short_label for row in rows]
    go.Figure(go.Bar(x=[row.fit for row in rows], y=labels, orientation="h")).show()
""",
    """\
ipywidgets.interact(
    show,
    **{
        finding_id: ipywidgets.Checkbox(description=finding.label)
        for finding_id, finding in catalogue.findings.items()
    },
);
""",
)

# `part` is what stands for the ranking; it has changed when `print` of it has.
WATCHING = {
    "ours": """
        const inputs = (label) => [...document.querySelectorAll(".checklist fieldset.item")]
          .find((item) => item.querySelector("legend").textContent === label)
          .querySelectorAll("input");
        const next = (label) => {
          const [yes, no] = inputs(label);
          return yes.checked ? no : yes;
        };
        const seen = () => document.querySelector("section.ranking").innerHTML;
    """,
    # A new bar is a new element: plotly draws the whole figure anew.
    "plain": """
        const next = (label) => [...document.querySelectorAll(".widget-checkbox")]
          .find((box) => box.textContent.includes(label)).querySelector("input");
        const seen = () => document.querySelector(".js-plotly-plot .barlayer .point path");
    """,
}
MEASURE = """
async ([labels, times, pause]) => {
  %s
  const wait = (milliseconds) => new Promise((done) => setTimeout(done, milliseconds));
  const taken = [];
  for (let index = 0; index < times; index++) {
    const input = next(labels[index %% labels.length]);
    const before = seen();
    const painted = new Promise((done) => {
      const observer = new MutationObserver(() => {
        const now = seen();
        if (!now || now === before) return;
        observer.disconnect();
        requestAnimationFrame(() => done(performance.now()));
      });
      observer.observe(document.body, { childList: true, subtree: true, characterData: true,
                                        attributes: true });
    });
    let began;
    document.addEventListener("click", () => { began = performance.now(); },
                              { capture: true, once: true });
    input.click();
    taken.push(await painted - began);
    await wait(pause);
  }
  return taken;
}
"""


def toggles() -> dict[str, list[float]]:
    """Milliseconds of each toggle, by which way; empty where no Chromium is found."""
    chromium = find_chromium()
    if chromium is None:
        print("No Chromium was found: no toggle is measured.", file=sys.stderr)
        return {}
    from playwright.sync_api import sync_playwright

    labels = [load().findings[finding_id].label for finding_id in TOGGLED]
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        write_notebook(Path(folder) / "ours.ipynb", OURS)
        write_notebook(Path(folder) / "plain.ipynb", PLAIN)
        browser = playwright.chromium.launch(executable_path=chromium, args=CHROMIUM_OPTIONS)
        with served(Path(folder)) as address:
            pages = {way: opened(browser, address, way) for way in ("ours", "plain")}
            taken = in_turns(pages, labels)
        browser.close()
    return taken


def in_turns(pages: dict[str, Any], labels: Sequence[str]) -> dict[str, list[float]]:
    taken: dict[str, list[float]] = {way: [] for way in pages}
    for times in (WARM_UP, TOGGLES, TOGGLES):
        for way, page in pages.items():
            page.bring_to_front()
            block = page.evaluate(MEASURE % WATCHING[way], [list(labels), times, PAUSE])
            taken[way] += block if times == TOGGLES else []
    return taken


def opened(browser: Any, address: str, name: str) -> Any:
    """A page of its own with the notebook run, whatever is to be measured on it."""
    page = browser.new_context(viewport={"width": 1400, "height": 900}).new_page()
    page.set_default_timeout(PATIENCE)
    parts = urlsplit(address)
    root = f"{parts.scheme}://{parts.netloc}"
    page.goto(f"{root}/lab/workspaces/{name}/tree/{name}.ipynb?{parts.query}")
    # Before the kernel is there, "Run all" would be lost.
    page.locator("#jp-bottom-panel").get_by_text("| Idle").wait_for()
    page.locator(".jp-NotebookPanel-toolbar").get_by_text("Run all", exact=True).click()
    page.locator("section.ranking, .barlayer .point").first.wait_for(state="attached")
    page.wait_for_timeout(1000)  # What was drawn first is on the screen.
    return page


@contextlib.contextmanager
def served(folder: Path) -> Iterator[str]:
    """The address of a server that `crampkit open` started on this folder."""
    command = ("open", "--no-browser", "--port", "0", "--folder", str(folder))
    process = subprocess.Popen(
        [sys.executable, "-m", "crampkit.cli", *command],
        stdout=subprocess.PIPE,
        text=True,
        cwd=folder,
        env={**os.environ, "PYTHONUNBUFFERED": "1"},
    )
    try:
        yield address_from(process)
    finally:
        process.terminate()
        process.wait()


def address_from(process: subprocess.Popen[str]) -> str:
    """The first address that a server prints, which is when it answers."""
    assert process.stdout is not None
    for line in process.stdout:
        if found := re.search(r"http://\S+", line):
            return found[0]
    raise RuntimeError("The server printed no address.")


def write_notebook(path: Path, cells: Sequence[str]) -> None:
    notebook = nbformat.v4.new_notebook(
        cells=[nbformat.v4.new_code_cell(cell) for cell in cells],
        metadata={
            "kernelspec": {"name": "python3", "language": "python", "display_name": "Python 3"}
        },
    )
    nbformat.write(notebook, path)
