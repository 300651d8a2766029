"""A learner hands in what is shown, and a trainer reads a class's files in a page that sends nothing."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from crampkit.catalogue import load
from crampkit.hosts.pages.collect import Collection, rules, write_that_it_collects
from crampkit.hosts.pages.serve import PageServer
from crampkit.practice.handed_in import read_handed_in
from crampkit.practice.spreadsheet import to_csv
from crampkit.words import Words

pytestmark = pytest.mark.browser

CATALOGUE = load()
WORDS = Words(CATALOGUE.text)
LESSON = "10_safety_first"
QUESTION, WRONG = "clot_first", "stretch"


@pytest.fixture
def collecting(pages_folder: Path, tmp_path: Path):
    """The pages from a trainer who collects, and the folder in which it is kept."""
    shown, collection = tmp_path / "shown", Collection(tmp_path / "handed-in", pages_folder)
    shown.mkdir()
    collection.make()
    write_that_it_collects(shown, pages_folder)
    server = PageServer(shown, pages_folder)
    server.also = rules(collection, server.hosts)
    with server.in_background():
        yield server.url, collection.folder


def test_a_learner_hands_in_what_is_shown_and_a_trainer_sees_what_the_class_got_wrong(
    collecting, new_page, watch, tmp_path
):
    url, folder = collecting
    page = new_page()
    page.goto(f"{url}/{LESSON}.html")
    quiz = page.locator(".crampkit-panel").filter(has=page.get_by_text(_stem()))
    quiz.get_by_label(CATALOGUE.options[QUESTION, WRONG].text).check()
    quiz.get_by_label(WORDS("quiz.sure.percent", percent=90)).check()
    quiz.get_by_role("button", name=WORDS("quiz.commit")).click()
    page.get_by_text(CATALOGUE.options[QUESTION, WRONG].explanation).first.wait_for()
    shown = _handed_in(page)
    [file] = folder.iterdir()
    assert file.read_text(encoding="utf-8") == shown
    [entry] = read_handed_in(shown.encode())
    assert (entry.item, entry.chosen, entry.sure) == (QUESTION, (WRONG,), 90)
    _handed_in(page)
    assert list(folder.iterdir()) == [file]  # The second in place of the first.

    files = _files_of_a_class(tmp_path, entry)
    sent: list[str] = []
    page.goto(f"{url}/index.html")
    page.get_by_role("link", name=WORDS("pages.door.class")).click()
    page.on("request", lambda request: sent.append(request.method))
    page.get_by_label(WORDS("pages.class.files"), exact=True).last.set_input_files(files)
    page.get_by_text(WORDS.plural("class.told", 5)).wait_for()
    first = page.locator(".slips article").first.inner_text()
    for told in (_stem(), CATALOGUE.options[QUESTION, WRONG].explanation):
        assert told in first
    refused = page.locator(".refused").inner_text()
    assert WORDS("class.file", number=1, why=WORDS("handed_in.packed")) in refused
    assert "Beth" not in page.locator("main").inner_text()
    assert set(sent) <= {"GET"}
    assert watch.errors == []
    assert watch.outside == []


def test_where_nobody_collects_there_is_nothing_to_hand_in_with(pages_server, new_page):
    page = new_page()
    with page.expect_response("**/versions.json") as answer:
        page.goto(pages_server.lesson(f"{LESSON}.ipynb"))
    assert "collects" not in answer.value.json()
    assert page.locator(".hand-in").count() == 1
    assert not page.locator(".hand-in").is_visible()


def _stem() -> str:
    return CATALOGUE.questions[QUESTION].stem


def _handed_in(page: Any) -> str:
    """Open the fold and press; what was shown before anything was sent."""
    fold = page.locator(".hand-in")
    fold.locator("summary").click()
    page.get_by_text(WORDS.plural("pages.hand_in.ready", 1)).wait_for()
    shown = fold.locator("textarea").input_value()
    fold.get_by_role("button", name=WORDS("pages.hand_in.press")).click()
    page.get_by_text(WORDS("pages.hand_in.done")).wait_for()
    fold.locator("summary").click()
    return str(shown)


def _files_of_a_class(folder: Path, entry: Any) -> list[str]:
    """Five learners with the same wrong answer, and before them, by its name, a file that is packed."""
    (folder / "A Beth.zip").write_bytes(b"PK\x03\x04" + b"\xff" * 50)
    for number in range(5):
        table = to_csv([replace(entry, id=str(number))])
        (folder / f"Beth {number}.csv").write_text(table, encoding="utf-8")
    return [str(path) for path in sorted(folder.glob("*Beth*"))]
