"""Open the lessons: in JupyterLab, or as pages without code (`--learn`)."""

from __future__ import annotations

import argparse
import contextlib
import errno
import http.client
import importlib.resources
import json
import os
import secrets
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.parse
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from types import FrameType

HOST = "127.0.0.1"  # this machine alone: nobody else on the network may run code here
USUAL_PORT = 8888
HIGHEST_PORT = 65535
STARTS_WITHIN = 120.0  # seconds; a first start on an old, scanned laptop takes long
ENDS_WITHIN = 10.0

SETTINGS = Path(__file__).parent / "hosts" / "jupyter"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The options of `crampkit open`."""
    parser.add_argument("notebook", nargs="?", metavar="NOTEBOOK", help="the lesson to open first")
    parser.add_argument(
        "--case",
        metavar="ID",
        help="open this woman among the cases, as a page (cases.csv has the ids)",
    )
    parser.add_argument(
        "--learn", action="store_true", help="as pages, no code in sight, not in JupyterLab"
    )
    parser.add_argument(
        "--no-browser", action="store_true", help="print the address; open no browser"
    )
    parser.add_argument(
        "--port", type=port_number, metavar="N", help="the port to use on this machine"
    )
    parser.add_argument(
        "--folder",
        metavar="DIR",
        help="where the notebooks are, or are copied to (a checkout's notebooks/, "
        "else ./crampkit-lessons)",
    )


def port_number(text: str) -> int:
    """The number of a port; 0 stands for any that is free."""
    number = int(text) if text.isdecimal() else -1
    if not 0 <= number <= HIGHEST_PORT:
        raise argparse.ArgumentTypeError(
            f"{text!r} is no port; use a number from 1 to {HIGHEST_PORT}, or 0 for any that is free"
        )
    return number


def run(arguments: argparse.Namespace) -> int:
    return open_lessons(
        learn=arguments.learn,
        browser=not arguments.no_browser,
        port=arguments.port,
        notebook=arguments.notebook,
        folder=Path(arguments.folder) if arguments.folder else None,
        language=arguments.language,
        case=arguments.case,
    )


def open_lessons(
    learn: bool = False,
    browser: bool = True,
    port: int | None = None,
    notebook: str | None = None,
    extra: Sequence[str] = (),
    folder: Path | None = None,
    language: str | None = None,
    case: str | None = None,
) -> int:
    """Serve the lessons until Ctrl-C; returns the exit code.

    `extra` goes to JupyterLab unread. A `case` is opened as a page: an address names it there.
    """
    learn = learn or case is not None
    try:
        lessons = lessons_folder(folder, learn)
        first = first_page(lessons, notebook, learn) if case is None else page_of(lessons, case)
    except (OSError, ValueError) as error:
        print(error, file=sys.stderr)
        return 1
    if learn:
        return open_pages(lessons, browser, port, first, language)
    used = free_port(port if port is not None else USUAL_PORT)
    if port and used != port:
        print(f"Port {port} is in use or not allowed here, so this is port {used}.")
    token = secrets.token_hex(24)
    with tempfile.TemporaryDirectory(prefix="crampkit-") as passing:
        shutil.copytree(SETTINGS / "ipython", Path(passing) / "ipython")
        write_token(Path(passing) / "config", token)
        environment = child_environment(os.environ, state_folder(), Path(passing), language)
        command = lab_command(lessons, used, first, browser, extra)
        return serve(command, environment, lessons, address(used, first, token))


def open_pages(
    lessons: Path, browser: bool, port: int | None, first: str, language: str | None = None
) -> int:
    """Make the pages of these lessons, as far as anything has changed, and serve them."""
    from crampkit.hosts.pages import build
    from crampkit.hosts.pages.serve import serve_pages

    try:
        folder = build.up_to_date(lessons, language=language)
    except build.PROBLEMS as error:
        print(error, file=sys.stderr)
        return 1
    return serve_pages(folder, port, browser, first)


def lessons_folder(chosen: Path | None, learn: bool) -> Path:
    """The folder to serve; an installed crampkit copies its lessons where they can be edited.

    A copy that is there already is kept: it may hold the learner's own work.
    """
    shipped = Path(str(importlib.resources.files("crampkit"))) / "_notebooks"
    checkout = Path(__file__).resolve().parent.parent / "notebooks"
    if chosen is None and checkout.is_dir():
        return checkout
    source = next((folder for folder in (shipped, checkout) if folder.is_dir()), None)
    try:
        target = chosen if chosen is not None else Path.cwd() / "crampkit-lessons"
        if target.exists() and not target.is_dir():
            raise NotADirectoryError(errno.ENOTDIR, "it is a file, not a folder")
        if target.is_dir() and any(target.glob("*.ipynb")):
            return target.resolve()
        if source and learn and chosen is None:
            return source  # pages are only read, so nothing need be copied
        if source:
            print(f"Copying the lessons to {target}")
            copy_lessons(source, target)
            return target.resolve()
    except (OSError, ValueError) as error:  # ValueError: a path with a NUL in it
        place = str(chosen) if chosen is not None else "crampkit-lessons"
        raise OSError(
            f"The lessons cannot be kept in {place!r}: {reason(error)}. "
            "Name a folder that you may write in: crampkit open --folder DIR"
        ) from error
    raise FileNotFoundError(f"No lessons were found in {target} nor in crampkit itself.")


def reason(error: OSError | ValueError) -> str:
    """Why a file or folder could not be had, without numbers and lists of the system's own.

    >>> reason(PermissionError(13, "Permission denied"))
    'Permission denied'
    """
    if isinstance(error, shutil.Error):  # one for each file; the first will do
        return str(error.args[0][0][-1])
    return getattr(error, "strerror", None) or str(error)


def copy_lessons(source: Path, target: Path) -> None:
    unwanted = shutil.ignore_patterns(".ipynb_checkpoints", "__pycache__")
    shutil.copytree(source, target, dirs_exist_ok=True, ignore=unwanted)


def first_page(lessons: Path, notebook: str | None, learn: bool) -> str:
    """The path in the address to begin with: a lesson, or the index page of all of them."""
    if notebook is None:
        if learn:
            return "/"
        first = min((path.name for path in lessons.glob("*.ipynb")), default="")
        return f"/lab/tree/{urllib.parse.quote(first)}" if first else "/lab"
    found = find_notebook(lessons, notebook)
    if found is None:
        known = ", ".join(sorted(path.name for path in lessons.glob("*.ipynb")))
        raise FileNotFoundError(f"No lesson {notebook!r} in {lessons}. There are: {known}")
    quoted = urllib.parse.quote(found.as_posix())
    return f"/{quoted.removesuffix('.ipynb')}.html" if learn else f"/lab/tree/{quoted}"


CASES_BEGIN = ".first_case("
"""What the cell has that shows the woman whom an address asks for."""


def page_of(lessons: Path, case_id: str) -> str:
    """The path in the address that shows this woman first.

    Raises `ValueError` where the tables have no such case, `OSError` where no lesson shows any.
    """
    from crampkit.catalogue import load
    from crampkit.data import instead
    from crampkit.hosts.pages.lessons import lesson_file
    from crampkit.hosts.pages.ways import slug_above

    cases = load().cases
    if case_id not in cases:
        raise ValueError(f"There is no case {case_id!r}{instead(case_id, cases, 'cases.csv')}")
    for path in sorted(lessons.glob("*.ipynb")):
        lesson = lesson_file(path)
        if (slug := slug_above(lesson, CASES_BEGIN)) is not None:
            place = f"#{slug}" if slug else ""
            return (
                f"/{urllib.parse.quote(path.stem)}.html?case={urllib.parse.quote(case_id)}{place}"
            )
    raise FileNotFoundError(f"No lesson in {lessons} shows cases one by one ({CASES_BEGIN[1:-1]}).")


def find_notebook(lessons: Path, notebook: str) -> Path | None:
    """The lesson meant by a path, a file name, or the beginning of one (`01`), within `lessons`."""
    for candidate in (lessons / notebook, Path(notebook)):
        with contextlib.suppress(ValueError):
            if candidate.is_file():
                return candidate.resolve().relative_to(lessons.resolve())
    begins = sorted(lessons.glob("*.ipynb"))
    return next((Path(path.name) for path in begins if path.name.startswith(notebook)), None)


def free_port(wanted: int) -> int:
    """`wanted`, or where it is in use any other free one."""
    for port in (wanted, 0):
        with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as probe:
            if os.name != "nt":  # there the option means something else: to share a port in use
                probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            with contextlib.suppress(OSError):
                probe.bind((HOST, port))
                return int(probe.getsockname()[1])
    raise OSError("No port is free on this machine.")


def state_folder() -> Path:
    """Where JupyterLab remembers a learner's choices (dark theme), apart from her other Jupyter.

    In the folder that `CRAMPKIT_STATE` names, else beside this Python.
    """
    if named := os.environ.get("CRAMPKIT_STATE"):
        return Path(named).absolute()
    own = Path(sys.prefix) / "var" / "crampkit"
    if sys.prefix != sys.base_prefix or os.environ.get("CONDA_PREFIX") == sys.prefix:
        with contextlib.suppress(OSError):
            own.mkdir(parents=True, exist_ok=True)
            if os.access(own, os.W_OK):
                return own
    return Path(tempfile.gettempdir()) / f"crampkit-{os.getuid() if hasattr(os, 'getuid') else 0}"


def write_token(folder: Path, token: str) -> None:
    """Tell JupyterLab its token in a file that only this user can read.

    Neither on the command line, where others see it, nor in the environment, which the kernels get.
    """
    folder.mkdir(mode=0o700)
    settings = {"IdentityProvider": {"token": token}}
    (folder / "jupyter_server_config.json").write_text(json.dumps(settings), encoding="utf-8")


def child_environment(
    given: Mapping[str, str], state: Path, passing: Path, language: str | None = None
) -> dict[str, str]:
    """The environment of the server: our settings first, and the learner's own Jupyter left alone.

    Her settings, extensions, kernels and start-up scripts could break a lesson, and a lesson must
    not change hers; so both keep their things in folders of their own.
    """
    environment = dict(given)
    environment["JUPYTER_CONFIG_DIR"] = str(state / "config")
    environment["JUPYTER_DATA_DIR"] = str(state / "data")
    environment["JUPYTER_RUNTIME_DIR"] = str(passing / "runtime")
    environment["JUPYTERLAB_SETTINGS_DIR"] = str(state / "settings")
    # Passing, so that each start shows the first lesson and not last week's half-open files.
    environment["JUPYTERLAB_WORKSPACES_DIR"] = str(passing / "workspaces")
    environment["IPYTHONDIR"] = str(passing / "ipython")  # a copy of ours, see open_lessons()
    environment.setdefault("PYTHONWARNINGS", "ignore::DeprecationWarning")  # of no use to learners
    environment["JUPYTER_PREFER_ENV_PATH"] = "1"  # the kernel of this Python, not of another
    for name, folders in (
        ("JUPYTER_CONFIG_PATH", (passing / "config", SETTINGS / "config")),
        ("JUPYTER_PATH", (SETTINGS,)),
    ):
        ours = [str(folder) for folder in folders]
        environment[name] = os.pathsep.join(filter(None, [*ours, given.get(name)]))
    environment.pop("JUPYTER_TOKEN", None)
    if language:
        environment["CRAMPKIT_LANGUAGE"] = language
    return environment


def lab_command(
    lessons: Path, port: int, first: str, browser: bool, extra: Sequence[str]
) -> list[str]:
    return [
        *(sys.executable, "-m", "jupyterlab"),
        f"--ServerApp.ip={HOST}",
        f"--ServerApp.port={port}",
        "--ServerApp.port_retries=0",
        f"--ServerApp.root_dir={lessons}",
        f"--ServerApp.open_browser={browser}",
        f"--LabApp.default_url={first}",
        "--ServerApp.answer_yes=True",  # Ctrl-C ends it, without a question
        "--Application.log_level=ERROR",
        *(["--allow-root"] if hasattr(os, "geteuid") and os.geteuid() == 0 else []),
        *extra,
    ]


def address(port: int, first: str, token: str) -> str:
    return f"http://{HOST}:{port}{first}" + (f"?token={token}" if token else "")


RUN_ALL = "A lesson does not run by itself: press Run all, above it."


def serve(command: Sequence[str], environment: Mapping[str, str], lessons: Path, url: str) -> int:
    """Run the server until it ends or Ctrl-C; says when the lessons are there."""
    print("Starting the lessons. The first start can take half a minute.", flush=True)
    child = subprocess.Popen(command, env=dict(environment), cwd=lessons)
    with passing_on_the_end(child):
        try:
            if not wait_until_answering(child, url):
                print("The lessons did not start; the lines above say why.", file=sys.stderr)
                end(child)
                return child.returncode or 1
            print(
                f"The lessons are open at\n\n    {url}\n\n{RUN_ALL}\nTo end them, press Ctrl-C here."
            )
            sys.stdout.flush()
            return max(child.wait(), 0)  # ended by a signal is ended as asked
        except KeyboardInterrupt:
            # The terminal has sent Ctrl-C to the server as well: it is tidying up its kernels.
            print("\nEnding the lessons.", flush=True)
            end(child)
            return 0


@contextlib.contextmanager
def passing_on_the_end(child: subprocess.Popen[bytes]) -> Iterator[None]:
    """Whoever ends this process ends the server, too."""

    def pass_on(signal_number: int, frame: FrameType | None) -> None:
        child.terminate()
        raise KeyboardInterrupt

    before = signal.signal(signal.SIGTERM, pass_on)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)


def wait_until_answering(child: subprocess.Popen[bytes], url: str) -> bool:
    parts = urllib.parse.urlsplit(url)
    until = time.monotonic() + STARTS_WITHIN
    while time.monotonic() < until and child.poll() is None:
        with contextlib.suppress(OSError, http.client.HTTPException):
            connection = http.client.HTTPConnection(HOST, parts.port or 80, timeout=5)
            connection.request("GET", "/")
            connection.getresponse()  # any answer will do: it is there
            connection.close()
            return True
        time.sleep(0.1)
    return False


def end(child: subprocess.Popen[bytes]) -> None:
    """End the server, kindly first."""
    for ask in (lambda: None, child.terminate, child.kill):
        ask()
        with contextlib.suppress(subprocess.TimeoutExpired):
            child.wait(timeout=ENDS_WITHIN / 2)
            return
