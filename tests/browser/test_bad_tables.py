"""What a class sees when a trainer has saved a table with a slip in it."""

from __future__ import annotations

import shutil

import pytest

from crampkit.data import data_directory
from tests.browser.conftest import serve

pytestmark = pytest.mark.browser


@pytest.fixture
def lesson_on_a_bad_table(chromium, served_folder, tmp_path, monkeypatch):
    folder = tmp_path / "data"
    shutil.copytree(data_directory(), folder)
    table = folder / "cause_features.csv"
    table.write_text(
        table.read_text(encoding="utf-8").replace(",mouth_tingling,", ",mouth_tinglign,", 1),
        encoding="utf-8",
    )
    monkeypatch.setenv("CRAMPKIT_DATA", str(folder))
    server = serve(served_folder, "--learn")
    yield next(server).lesson("01_which_cause_fits.ipynb")
    next(server, None)


def test_a_slip_in_a_table_is_named_on_the_page_and_no_traceback_shows(lesson_on_a_bad_table, page):
    page.goto(lesson_on_a_bad_table)
    alert = page.get_by_role("alert")
    alert.wait_for()
    assert "did you mean 'mouth_tingling'?" in alert.inner_text()
    page.wait_for_selector("body[data-ready]")
    assert page.get_by_role("alert").count() == 1
    assert "Traceback" not in page.locator("body").inner_text()
