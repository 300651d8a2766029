"""What `crampkit open` works out before it starts a server."""

import json
import socket
import sys
from pathlib import Path

import pytest

from crampkit import open as opening
from crampkit.hosts.jupyter.lessons import add_lessons, lesson_title

FIRST = opening.FIRST_LESSON


@pytest.fixture
def lessons(tmp_path):
    folder = tmp_path / "lessons"
    folder.mkdir()
    for name, text in (
        (FIRST, "# Start *here*"),
        ("01_which_cause.ipynb", "no heading"),
        ("02_last.ipynb", "Words before\n\n# The last one"),
    ):
        cells = [{"cell_type": "markdown", "source": [text]}]
        (folder / name).write_text(json.dumps({"cells": cells}), encoding="utf-8")
    return folder


def environment(tmp_path, given=None):
    return opening.child_environment(given or {}, tmp_path / "state", tmp_path / "passing")


@pytest.mark.parametrize("make", [opening.lab_command, opening.voila_command])
def test_the_server_listens_on_this_machine_alone(make, lessons):
    command = make(lessons, 8123, "/", False, ())
    assert command[0] == sys.executable
    assert any(part.endswith(".ip=127.0.0.1") for part in command)
    assert any(part.endswith(".port=8123") for part in command)
    assert any(part.endswith(".open_browser=False") for part in command)


def test_further_options_reach_the_server(lessons):
    assert opening.lab_command(lessons, 1, "/lab", True, ["--debug"])[-1] == "--debug"


def test_the_token_is_not_on_the_command_line_nor_in_the_environment(tmp_path):
    opening.write_token(tmp_path / "config", "secret")
    written = (tmp_path / "config" / "jupyter_server_config.json").read_text(encoding="utf-8")
    assert json.loads(written)["IdentityProvider"]["token"] == "secret"
    assert "JUPYTER_TOKEN" not in environment(tmp_path, {"JUPYTER_TOKEN": "another"})


def test_a_learners_own_jupyter_is_neither_read_nor_written(tmp_path):
    made = environment(tmp_path, {"HOME": "/home/her", "JUPYTER_CONFIG_DIR": "/home/her/.jupyter"})
    for name in (
        "JUPYTER_CONFIG_DIR",
        "JUPYTER_DATA_DIR",
        "JUPYTER_RUNTIME_DIR",
        "JUPYTERLAB_SETTINGS_DIR",
        "JUPYTERLAB_WORKSPACES_DIR",
        "IPYTHONDIR",
    ):
        assert Path(made[name]).is_relative_to(tmp_path), name
    assert made["HOME"] == "/home/her"


def test_our_settings_come_before_others_of_the_machine(tmp_path):
    paths = environment(tmp_path, {"JUPYTER_PATH": "/theirs"})["JUPYTER_PATH"]
    assert paths.split(opening.os.pathsep) == [str(opening.SETTINGS), "/theirs"]


def test_the_settings_shipped_are_there():
    config = opening.SETTINGS / "config"
    overrides = json.loads((config / "labconfig/default_setting_overrides.json").read_text("utf-8"))
    news = overrides["@jupyterlab/apputils-extension:notification"]
    assert news == {"checkForUpdates": False, "fetchNews": "false"}
    assert (opening.SETTINGS / "voila/templates/crampkit/index.html.j2").is_file()


def test_no_page_of_ours_names_another_host():
    for path in opening.SETTINGS.rglob("*"):
        if path.suffix in {".j2", ".html", ".css", ".js", ".json"}:
            assert "://" not in path.read_text(encoding="utf-8"), path.name


def test_a_port_in_use_is_not_chosen():
    with socket.socket() as taken:
        taken.bind((opening.HOST, 0))
        taken.listen()
        port = taken.getsockname()[1]
        assert opening.free_port(port) not in (port, 0)


def test_a_free_port_is_kept():
    free = opening.free_port(0)
    assert opening.free_port(free) == free


def test_the_first_page_is_the_first_lesson_or_the_index(lessons):
    assert opening.first_page(lessons, None, learn=False) == f"/lab/tree/{FIRST}"
    assert opening.first_page(lessons, None, learn=True) == "/"


@pytest.mark.parametrize("name", ["02_last.ipynb", "02"])
def test_a_lesson_is_found_by_its_name_or_number(lessons, name):
    assert opening.first_page(lessons, name, learn=True) == "/voila/render/02_last.ipynb"
    assert opening.first_page(lessons, name, learn=False) == "/lab/tree/02_last.ipynb"


def test_a_lesson_outside_the_folder_is_not_served(lessons):
    (lessons.parent / "other.ipynb").write_text("{}", encoding="utf-8")
    with pytest.raises(FileNotFoundError, match="There are: 00_start_here"):
        opening.first_page(lessons, "../other.ipynb", learn=True)


def test_a_copy_keeps_the_learners_own_work(lessons, tmp_path):
    hers = tmp_path / "hers"
    hers.mkdir()
    (hers / FIRST).write_text("{}", encoding="utf-8")
    assert opening.lessons_folder(hers, learn=False) == hers.resolve()
    assert (hers / FIRST).read_text(encoding="utf-8") == "{}"


def test_titles_come_from_the_heading_or_else_the_file_name(lessons):
    titles = [lesson_title(path) for path in sorted(lessons.glob("*.ipynb"))]
    assert titles == ["Start here", "Which cause", "The last one"]


def test_a_page_links_the_lessons_before_and_after_it(lessons):
    class Contents:
        root_dir = str(lessons)

    settings = {"contents_manager": Contents}
    page = add_lessons({}, settings=settings, notebook_path="01_which_cause.ipynb")["crampkit"]
    assert page["previous"]["path"] == FIRST
    assert page["next"]["title"] == "The last one"
    index = add_lessons({}, settings=settings, notebook_path="/")["crampkit"]
    assert len(index["lessons"]) == 3
    assert index["previous"] is None
