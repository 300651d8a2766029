"""Whatever stands in the tables, in a journal or in the address is shown as text, and never runs."""

from __future__ import annotations

import csv
import io
import re
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlsplit

import pytest

from crampkit.catalogue import load
from crampkit.catalogue.cells import Cell, optional, required, sentence, wordings
from crampkit.catalogue.files import FILES
from crampkit.data import data_directory
from crampkit.practice.spreadsheet import COLUMNS
from crampkit.words import Words
from tests.browser.conftest import Server, Watch, long, serve
from tests.browser.test_pages import EXPLORER, PATIENCE, expect, ready, toggle

pytestmark = pytest.mark.browser

WORDS = Words(load().text)
RUNS = "window.canary=1"
CANARY = (
    f"canary</script><script>{RUNS}</script><img src=canary.png onerror='{RUNS}'>"
    f"""</textarea><!--" onfocus="{RUNS}" autofocus="' onfocus='{RUNS}' autofocus='"""
)
"""Ends an element of data, a value in either kind of quotes, a comment; begins what would run."""

TEXTS: tuple[Cell, ...] = (required, optional, sentence, wordings)
"""The columns in which anybody may write what she likes."""
BUT_FOR = ("options.csv", "answer")  # Places and words with a meaning; the loader refuses others.

HARM = """() => [
  ...document.querySelectorAll("[onerror], [onfocus], [autofocus], [src*='canary']"),
  ...document.querySelectorAll("script:not([src]):not([type='application/json'])"),
].map((found) => found.outerHTML.slice(0, 300))"""


NUMBER = re.compile(r"[-+0-9.]+")


def text_columns(name: str) -> list[str]:
    """The columns of text of a table."""
    columns = FILES[name].columns
    return [one for one in columns if columns[one] in TEXTS and (name, one) != BUT_FOR]


def spoil(folder: Path) -> int:
    """Put the canary behind every text of every table; how many cells now hold it."""
    count = 0
    for name in FILES:
        columns = text_columns(name)
        with (folder / name).open(encoding="utf-8", newline="") as table:
            reader = csv.DictReader(table)
            rows, names = list(reader), list(reader.fieldnames or ())
        for row in rows:
            for column in columns:
                if row[column] and not NUMBER.fullmatch(row[column]):
                    row[column] += CANARY
                    count += 1
        with (folder / name).open("w", encoding="utf-8", newline="") as table:
            writer = csv.DictWriter(table, names)
            writer.writeheader()
            writer.writerows(rows)
    return count


@pytest.fixture(scope="module")
def hostile_server(
    chromium: Any, served_folder: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Server]:
    folder = tmp_path_factory.mktemp("hostile") / "data"
    shutil.copytree(data_directory(), folder)
    assert spoil(folder) > 8000
    server = serve(served_folder, "--learn")
    # While it starts alone: whatever else is served in the meantime has the tables as they are.
    with pytest.MonkeyPatch.context() as environment:
        environment.setenv("CRAMPKIT_DATA", str(folder))
        started = next(server)
    yield started
    next(server, None)


@pytest.fixture
def tame(page: Any, watch: Watch) -> Iterator[Any]:
    """A page in which nothing hostile has run, asked for anything, or become an element, to the end."""
    asked: list[str] = []
    dialogs: list[Any] = []
    page.set_default_timeout(PATIENCE)
    page.on("request", lambda request: asked.append(request.url))
    page.on("dialog", lambda dialog: dialogs.append(dialog) or dialog.dismiss())
    yield page
    assert page.evaluate("window.canary === undefined")
    assert page.evaluate(HARM) == []
    # What the policy of the pages has stopped is an error in the console.
    assert (watch.errors, watch.outside, dialogs) == ([], [], [])
    assert not any(urlsplit(url).path.endswith("canary.png") for url in asked)


def test_the_columns_of_text_are_found():
    texts = {(name, column) for name in FILES for column in text_columns(name)}
    assert {("findings.csv", "label"), ("text/en.csv", "text"), ("options.csv", "text")} <= texts
    assert {("findings.csv", "finding_id"), ("findings.csv", "background")} & texts == set()


@pytest.mark.parametrize(
    "name",
    [
        "index",
        *long("17_red_flags", "01_which_cause_fits", "20_cases", "18_what_works", "21_my_progress"),
    ],
)
def test_a_text_of_the_tables_stays_text(hostile_server, tame, name):
    tame.goto(hostile_server.lesson(name))
    ready(tame)
    assert "onerror=" in tame.locator("body").inner_text()
    for summary in tame.locator("summary:visible").all():
        summary.click()
    for group in tame.locator("form.crampkit fieldset:visible").all()[:10]:
        if (choice := group.get_by_role("radio").first).count():
            choice.check()
    for button in tame.locator(".crampkit-guess button:visible").all()[:3]:
        button.click()


# ------------------------------------------------------------------------------ a journal, an address


def table_of(*rows: dict[str, str], header: tuple[str, ...] = COLUMNS) -> bytes:
    """A saved journal with these rows, as somebody may have changed it."""
    written = io.StringIO()
    writer = csv.DictWriter(written, header, restval="")
    writer.writeheader()
    writer.writerows(rows)
    return written.getvalue().encode("utf-8")


ANSWER = {"at": "2026-11-24T09:30:00+00:00", "kind": "question", "item": "clot_first", "id": "x"}
GOOD = {
    **ANSWER,
    "chosen": "yes",
    "sure": "80",
    "right": "no",
    "share": "0",
    "asked": "",
    "stopped": "no",
}
JOURNALS = {
    "in every text of an answer": table_of(
        {
            **GOOD,
            "item": CANARY,
            "chosen": CANARY,
            "data_version": CANARY,
            "miss": CANARY,
            "id": CANARY,
        }
    ),
    "in what must be a number or a date": table_of(
        {**GOOD, "at": CANARY, "sure": CANARY, "kind": CANARY}
    ),
    "in the names of columns": table_of(GOOD, header=(*COLUMNS, CANARY)),
    "instead of a table": CANARY.encode(),
}


AT_ONCE = "in every text of an answer"


@pytest.mark.parametrize("where", [AT_ONCE, *long(*sorted(set(JOURNALS) - {AT_ONCE}))])
def test_a_journal_from_elsewhere_stays_text(pages_server, tame, where):
    tame.goto(pages_server.lesson("21_my_progress.ipynb"))
    ready(tame)
    file = {"name": f"{CANARY[:60]}.csv", "mimeType": "text/csv", "buffer": JOURNALS[where]}
    journal = tame.locator("section.journal")
    journal.locator("input[type=file]").set_input_files(file)
    expect(journal.get_by_role("status")).not_to_have_text("")
    tame.get_by_role("link", name=WORDS("pages.all")).click()
    ready(tame, 2)
    tame.go_back()
    ready(tame, 3)


@pytest.mark.parametrize("place", ["?theme=dark#{}", *long("?theme={}", "?{}", "#{}", "#%E0%A4%A")])
def test_an_address_says_nothing_but_where_to_go(pages_server, tame, place):
    tame.goto(f"{pages_server.url}/{EXPLORER}.html{place.format(quote(CANARY))}")
    ready(tame)
    assert "onerror" not in tame.locator("body").inner_text()
    toggle(tame).check()
    expect(toggle(tame)).to_be_checked()


def test_an_address_that_leads_nowhere_is_not_repeated(pages_server, page):
    answer = page.goto(f"{pages_server.url}/{quote(CANARY, safe='')}.html")
    assert answer.status == 404
    assert "canary" not in page.content()
    assert page.evaluate("window.canary === undefined")
