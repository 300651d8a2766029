"""`crampkit open --case` leads to one woman of the tables, and a page shows her first."""

from __future__ import annotations

import pytest

from crampkit import hosts
from crampkit.catalogue import load
from crampkit.cli import main
from crampkit.hosts.jupyter.host import JupyterHost
from crampkit.hosts.pages.build import chosen, own_notebooks
from crampkit.hosts.pages.host import PagesHost
from crampkit.hosts.pages.lessons import lesson_file
from crampkit.hosts.pages.ways import slug_above, slugs_of
from crampkit.open import CASES_BEGIN, page_of

CATALOGUE = load()
WANTED, USUAL = list(CATALOGUE.cases)[3], "amina"


def test_its_address_names_the_lesson_of_cases_the_woman_and_the_step():
    address = page_of(own_notebooks(), WANTED)
    assert address == f"/20_cases.html?case={WANTED}#your-first-case"
    assert "your-first-case" in slugs_of(lesson_file(own_notebooks() / "20_cases.ipynb")).values()


def test_an_unknown_woman_is_answered_with_the_nearest_name_and_nothing_is_opened(capsys):
    assert main(["open", "--case", "amiina", "--no-browser"]) == 1
    said = capsys.readouterr()
    assert "There is no case 'amiina'; did you mean 'amina'?" in said.err
    assert "open at" not in said.out


def test_lessons_in_which_no_case_is_shown_say_so(tmp_path):
    with pytest.raises(FileNotFoundError, match=r"No lesson in .* shows cases one by one"):
        page_of(tmp_path, WANTED)


def test_a_lesson_without_the_cell_has_no_step_for_it():
    progress = lesson_file(own_notebooks() / "21_my_progress.ipynb")
    assert slug_above(progress, CASES_BEGIN) is None


@pytest.mark.parametrize(
    ("asked", "shown"), [(WANTED, WANTED), ("", USUAL), ("<script>", USUAL), ("nobody", USUAL)]
)
def test_a_page_shows_the_woman_whom_its_address_names_and_nobody_who_is_not_there(asked, shown):
    lesson = lesson_file(own_notebooks() / "20_cases.ipynb")
    cell = next(code for code in lesson.code if CASES_BEGIN in code)
    with chosen(PagesHost(CATALOGUE)) as host:
        [told] = host.run([f"from crampkit import Lab\nlab = Lab()\n{cell}"], case=asked)
    assert CATALOGUE.cases[shown].woman in told["html"]
    others = {WANTED, USUAL} - {shown}
    assert not [other for other in others if CATALOGUE.cases[other].woman in told["html"]]


def test_in_jupyterlab_nobody_is_asked_for():
    assert JupyterHost().case() == ""
    assert hosts.here().case() == ""
