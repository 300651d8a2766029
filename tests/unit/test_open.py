"""What `crampkit open` works out before it starts a server."""

import json
import os
import shutil
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from crampkit import open as opening
from crampkit.cli import main
from crampkit.data import data_directory

FIRST = "00_start_here.ipynb"
PACKAGE = Path(opening.__file__).parent


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


def test_the_server_listens_on_this_machine_alone(lessons):
    command = opening.lab_command(lessons, 8123, "/", False, ())
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


@pytest.mark.parametrize("port", ["99999", "65536", "-1", "8888.0", "eighty", ""])
def test_a_number_that_no_port_has_is_refused_with_those_that_there_are(port, capsys):
    with pytest.raises(SystemExit) as ended:
        main(["open", f"--port={port}"])
    assert ended.value.code == 2
    said = capsys.readouterr().err
    assert f"argument --port: {port!r} is no port; use a number from 1 to 65535" in said
    assert "in use" not in said


@pytest.mark.parametrize("port", ["0", "1", "65535"])
def test_every_port_that_there_is_can_be_named(port):
    assert opening.port_number(port) == int(port)


def a_file(tmp_path):
    (tmp_path / "notes.txt").write_text("hers", encoding="utf-8")
    return tmp_path / "notes.txt"


@pytest.mark.parametrize(
    ("folder", "why"),
    [
        (a_file, "it is a file, not a folder"),
        (lambda tmp_path: a_file(tmp_path) / "lessons", "Not a directory"),
        (lambda tmp_path: tmp_path / ("long" * 100), "File name too long"),
        (lambda tmp_path: f"{tmp_path}/with\0nul", "embedded null byte"),
    ],
    ids=["a file", "below a file", "too long", "NUL"],
)
@pytest.mark.parametrize("way", [(), ("--learn",)], ids=["lab", "pages"])
@pytest.mark.skipif(os.name == "nt", reason="the reasons are a Unix system's words")
def test_a_folder_that_cannot_hold_the_lessons_is_named_with_the_reason_and_the_remedy(
    folder, why, way, tmp_path, capsys
):
    assert main(["open", "--folder", str(folder(tmp_path)), "--no-browser", *way]) == 1
    said = capsys.readouterr().err
    assert said.startswith("The lessons cannot be kept in ")
    assert f": {why}. Name a folder that you may write in: crampkit open --folder DIR" in said
    assert said.count("\n") == 1
    assert "\0" not in said


def test_a_file_named_as_the_folder_stays_as_it_is(tmp_path):
    main(["open", "--folder", str(a_file(tmp_path))])
    assert (tmp_path / "notes.txt").read_text(encoding="utf-8") == "hers"


@pytest.fixture
def installed(lessons, tmp_path):
    """A crampkit outside a checkout, which copies its lessons to where it is started."""
    site = tmp_path / "site"
    shutil.copytree(PACKAGE, site / "crampkit", ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copytree(lessons, site / "crampkit" / "_notebooks")
    return site


@pytest.mark.skipif(os.name == "nt", reason="the current folder is taken away by a Unix shell")
@pytest.mark.parametrize(
    ("before", "why"),
    [
        ("echo hers > crampkit-lessons", "it is a file, not a folder"),
        ('rmdir "$PWD"', "No such file or directory"),
    ],
    ids=["a file of that name", "gone"],
)
def test_a_current_folder_that_cannot_hold_the_lessons_is_told_in_a_sentence(
    installed, tmp_path, before, why
):
    current = tmp_path / "current"
    current.mkdir()
    ended = subprocess.run(
        ["sh", "-c", f'{before}\nexec "$0" -m crampkit.cli open --no-browser', sys.executable],
        cwd=current,
        env={**os.environ, "PYTHONPATH": str(installed)},
        capture_output=True,
        text=True,
    )
    assert ended.returncode == 1
    assert ended.stderr == (
        f"The lessons cannot be kept in 'crampkit-lessons': {why}. "
        "Name a folder that you may write in: crampkit open --folder DIR\n"
    )


def test_a_lesson_with_a_nul_in_its_name_is_a_lesson_that_is_not_there(lessons, capsys):
    assert main(["open", "01\0", "--folder", str(lessons)]) == 1
    said = capsys.readouterr().err
    assert said.startswith("No lesson '01\\x00' in ")
    assert "There are: 00_start_here" in said


def test_the_first_page_is_the_first_lesson_or_the_index(lessons):
    assert opening.first_page(lessons, None, learn=False) == f"/lab/tree/{FIRST}"
    assert opening.first_page(lessons, None, learn=True) == "/"
    (lessons / FIRST).unlink()
    after = min(path.name for path in lessons.glob("*.ipynb"))
    assert opening.first_page(lessons, None, learn=False) == f"/lab/tree/{after}"


@pytest.mark.parametrize("name", ["02_last.ipynb", "02"])
def test_a_lesson_is_found_by_its_name_or_number(lessons, name):
    assert opening.first_page(lessons, name, learn=True) == "/02_last.html"
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


def test_a_slip_in_a_table_is_named_where_pages_were_asked_for_and_nothing_is_served(
    tmp_path, monkeypatch, capsys
):
    folder = tmp_path / "data"
    shutil.copytree(data_directory(), folder)
    table = folder / "cause_features.csv"
    written = table.read_text(encoding="utf-8")
    table.write_text(written.replace(",mouth_tingling,", ",mouth_tinglign,", 1), encoding="utf-8")
    monkeypatch.setenv("CRAMPKIT_DATA", str(folder))
    assert main(["open", "--learn", "--no-browser", "--port", "0"]) == 1
    said = capsys.readouterr()
    assert "cause_features.csv row" in said.err
    assert "did you mean 'mouth_tingling'?" in said.err
    assert "http://" not in said.out


def test_the_lessons_speak_the_language_that_was_asked_for(tmp_path):
    hers = {"CRAMPKIT_LANGUAGE": "de"}
    for language, spoken in ((None, "de"), ("fr", "fr")):
        made = opening.child_environment(hers, tmp_path / "state", tmp_path / "passing", language)
        assert made["CRAMPKIT_LANGUAGE"] == spoken
    assert "CRAMPKIT_LANGUAGE" not in environment(tmp_path)


def test_pages_in_a_language_that_is_not_there_are_not_served(capsys):
    assert main(["open", "--learn", "--no-browser", "--port", "0", "--language", "qq"]) == 1
    said = capsys.readouterr()
    assert "language: there is no language 'qq'; use one of en" in said.err
    assert "http://" not in said.out


def test_the_terminal_says_that_a_lesson_runs_once_run_all_is_pressed(tmp_path, capsys):
    """Below its address, which is where whoever has just opened it looks."""
    port = opening.free_port(0)
    answers_once = (
        "import sys, http.server as h;"
        "h.HTTPServer(('127.0.0.1', int(sys.argv[1])), h.SimpleHTTPRequestHandler).handle_request()"
    )
    url = f"http://127.0.0.1:{port}/"
    assert (
        opening.serve([sys.executable, "-c", answers_once, str(port)], os.environ, tmp_path, url)
        == 0
    )
    _, below = capsys.readouterr().out.split(url)
    assert "press Run all" in below
    assert below.index("press Run all") < below.index("press Ctrl-C")


def test_what_jupyterlab_remembers_lies_where_it_is_said(tmp_path, monkeypatch):
    monkeypatch.setenv("CRAMPKIT_STATE", str(tmp_path / "hers"))
    made = opening.child_environment({}, opening.state_folder(), tmp_path / "passing")
    assert Path(made["JUPYTERLAB_SETTINGS_DIR"]) == tmp_path / "hers" / "settings"
    monkeypatch.delenv("CRAMPKIT_STATE")
    assert tmp_path not in opening.state_folder().parents
