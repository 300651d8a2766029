"""What a learner commits to is kept: a kernel killed in mid-case loses no answer."""

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
from crampkit.words import Words
from tests.browser.conftest import Server, serve
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
    """Pages that write to this test's own journal."""
    with_server = serve(served_folder, "--learn")
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
        run(page, server, name, in_jupyterlab=False)
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


@pytest.mark.skipif(not Path("/proc/self/task").exists(), reason="finds kernels by /proc")
def test_a_kernel_killed_in_mid_case_leaves_the_journal_whole(
    open_lesson: Any, server: Server, journal: Journal
) -> None:
    page = open_lesson("20_cases.ipynb")
    decide(page)
    assert [entry.item for entry in journal.read().entries] == ["amina"]
    # In the middle of the second woman: asked, and not decided.
    second = page.locator("section.case").nth(1)
    second.locator(".asks button").first.click()
    expect(second.get_by_role("log").get_by_role("listitem")).to_have_count(1)
    (kernel,) = kernels(server)
    os.kill(kernel, signal.SIGKILL)
    page.close()
    kept = journal.read()
    assert [entry.item for entry in kept.entries] == ["amina"]
    assert kept.aside == ()
    again = open_lesson("20_cases.ipynb")
    decide(again)
    assert [entry.item for entry in journal.read().entries] == ["amina", "amina"]


def test_two_open_pages_write_one_journal(open_lesson: Any, journal: Journal) -> None:
    pages = [open_lesson("20_cases.ipynb") for _ in range(2)]
    for page in pages:
        decide(page)
    assert len(journal.read().entries) == 2


def test_her_own_page_shows_what_she_answered_and_deletes_it_when_asked_twice(
    open_lesson: Any, journal: Journal
) -> None:
    decide(open_lesson("20_cases.ipynb"))
    page = open_lesson("21_my_progress.ipynb")
    part = page.locator("section.journal")
    expect(part).to_contain_text(WORDS("journal.where.one", **journal.store.whereabouts.gaps))
    with page.expect_download() as saved:
        part.get_by_role("link", name=WORDS("journal.export")).click()
    table = Path(saved.value.path())
    part.get_by_role("button", name=WORDS("journal.delete"), exact=True).click()
    part.get_by_role("button", name=WORDS("journal.delete_yes_1"), exact=True).click()
    assert len(journal.read().entries) == 1
    part.get_by_role("button", name=WORDS("journal.delete_yes_2"), exact=True).click()
    expect(part).to_contain_text(WORDS("journal.deleted"))
    assert journal.read().entries == ()
    part.locator("input[type=file]").set_input_files(table)
    expect(part).to_contain_text(WORDS("journal.imported.one"))
    assert [entry.item for entry in journal.read().entries] == ["amina"]
