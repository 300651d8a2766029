"""What a learner commits to is kept: a file in Jupyter, the browser's own storage in a page."""

from __future__ import annotations

import os
import signal
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from crampkit.catalogue import load
from crampkit.hosts.jupyter.store import JournalFile
from crampkit.practice.journal import Journal
from crampkit.practice.spreadsheet import from_csv
from crampkit.words import Words
from tests.browser.conftest import Server, serve, wait_until_kept
from tests.browser.test_lessons import expect, run

pytestmark = pytest.mark.browser

PATIENCE = 60_000  # milliseconds; a busy machine with two cores
CATALOGUE = load()
WORDS = Words(CATALOGUE.text)


@pytest.fixture
def journal(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Journal:
    monkeypatch.setenv("CRAMPKIT_JOURNAL", str(tmp_path / "journal"))
    return Journal(JournalFile(tmp_path / "journal"))


@pytest.fixture
def server(served_folder: Path, journal: Journal) -> Iterator[Server]:
    """A JupyterLab that writes to this test's own journal."""
    with_server = serve(served_folder)
    yield next(with_server)
    next(with_server, None)


@pytest.fixture
def open_lesson(chromium: Any, server: Server) -> Iterator[Any]:
    contexts = []

    def opened(name: str) -> Any:
        context = chromium.new_context(viewport={"width": 1400, "height": 4000})
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(PATIENCE)
        run(page, server, name, in_jupyterlab=True)
        return page

    yield opened
    for context in contexts:
        context.close()


def decide(page: Any) -> None:
    """Say of the first woman on the page that it cannot be told yet."""
    root = page.locator("section.case").first
    root.get_by_role("button", name=WORDS("case.decide"), exact=True).click()
    root.get_by_role("radio", name=WORDS("case.answer.cannot_tell"), exact=True).check()
    sure = root.get_by_role("group", name=WORDS("quiz.how_sure"))
    sure.get_by_role("radio", name=WORDS("quiz.sure.percent", percent=60)).check()
    root.get_by_role("button", name=WORDS("quiz.commit"), exact=True).click()
    expect(root.locator(".case-told")).to_be_visible()


def kernels(server: Server) -> list[int]:
    """The processes of the kernels that a server has started, itself or through another."""
    waiting, found = [server.process.pid], []
    while waiting:
        pid = waiting.pop()
        if b"ipykernel" in Path(f"/proc/{pid}/cmdline").read_bytes():
            found.append(pid)
        for task in Path(f"/proc/{pid}/task").iterdir():
            waiting += map(int, (task / "children").read_text(encoding="ascii").split())
    return found


@pytest.mark.long
@pytest.mark.skipif(not Path("/proc/self/task").exists(), reason="finds kernels by /proc")
def test_a_kernel_killed_in_mid_case_leaves_the_journal_whole(
    open_lesson: Any, server: Server, journal: Journal
) -> None:
    page = open_lesson("20_cases.ipynb")
    decide(page)
    assert [entry.item for entry in journal.read().entries] == ["amina"]
    # In the middle of the second woman: asked, and not decided.
    second = page.locator("section.case").nth(1)
    second.locator('[data-action="ask"]:visible').first.click()
    expect(second.get_by_role("log").get_by_role("listitem")).to_have_count(1)
    wait_until_kept(page, '"phase": "told"')
    (kernel,) = kernels(server)
    os.kill(kernel, signal.SIGKILL)
    page.close()
    kept = journal.read()
    assert [entry.item for entry in kept.entries] == ["amina"]
    assert kept.unreadable == ()
    # What was told stays told: nobody decides on her a second time by closing a page.
    again = open_lesson("20_cases.ipynb")
    expect(again.locator("section.case").first.locator(".case-told")).to_be_visible()
    assert [entry.item for entry in journal.read().entries] == ["amina"]


@pytest.fixture
def her_phone(new_page: Any, pages_server: Server) -> Any:
    """One browser, in which each lesson is opened in a tab of its own."""
    context = new_page(width=390).context
    # It is hers: she has said so.
    key = f"crampkit:{WORDS('pages.set')}:/:choice"
    context.add_init_script(f"localStorage.setItem('{key}', 'keep')")

    def opened(name: str) -> Any:
        page = context.new_page()
        page.set_default_timeout(PATIENCE)
        run(page, pages_server, name, in_jupyterlab=False)
        return page

    return opened


def journal_of(page: Any) -> Any:
    return page.locator("section.journal")


def kept(count: int) -> str:
    return WORDS.plural("host.pages.where", count)


@pytest.mark.long
def test_what_she_answered_in_a_page_is_there_in_the_next_tab(her_phone: Any) -> None:
    page = her_phone("20_cases.ipynb")
    decide(page)
    page.close()
    expect(journal_of(her_phone("21_my_progress.ipynb"))).to_contain_text(kept(1))


@pytest.mark.long
def test_two_open_pages_write_one_journal(her_phone: Any) -> None:
    first, second = (her_phone("20_cases.ipynb") for _ in range(2))
    decide(first)
    decide(second)
    expect(journal_of(her_phone("21_my_progress.ipynb"))).to_contain_text(kept(2))


@pytest.mark.long
def test_a_page_that_is_open_hears_of_an_answer_in_another_tab(her_phone: Any) -> None:
    hers = her_phone("21_my_progress.ipynb")
    decide(her_phone("20_cases.ipynb"))
    expect(journal_of(hers)).to_contain_text(kept(1))


@pytest.mark.long
def test_her_own_page_saves_what_she_answered_and_deletes_it_when_asked_twice(
    her_phone: Any,
) -> None:
    decide(her_phone("20_cases.ipynb"))
    page = her_phone("21_my_progress.ipynb")
    part = journal_of(page)
    expect(part).to_contain_text(kept(1))
    with page.expect_download() as saved:
        part.get_by_role("link", name=WORDS("journal.export")).click()
    table = Path(saved.value.path())
    part.get_by_role("button", name=WORDS("journal.delete"), exact=True).click()
    part.get_by_role("button", name=WORDS("journal.delete_yes_1"), exact=True).click()
    expect(part).to_contain_text(kept(1))
    part.get_by_role("button", name=WORDS("journal.delete_yes_2"), exact=True).click()
    expect(part).to_contain_text(WORDS("journal.deleted"))
    part.locator("input[type=file]").set_input_files(table)
    expect(part).to_contain_text(WORDS("journal.imported.one"))
    page.reload()
    expect(journal_of(page)).to_contain_text(kept(1))


@pytest.mark.long
def test_a_table_saved_in_a_page_is_taken_over_in_jupyter(her_phone: Any) -> None:
    decide(her_phone("20_cases.ipynb"))
    page = her_phone("21_my_progress.ipynb")
    with page.expect_download() as saved:
        journal_of(page).get_by_role("link", name=WORDS("journal.export")).click()
    table = Path(saved.value.path()).read_text(encoding="utf-8")
    assert [entry.item for entry in from_csv(table)] == ["amina"]
