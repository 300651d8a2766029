"""Make `.venv`, the lessons' own Python, and install what they need into it.

    python3 tools/install.py           what the lessons need
    python3 tools/install.py --test    and what the tests need

Standard library only, because it runs before anything is installed. It can be called again at any
time: when nothing has changed it returns at once, and what an interrupted call left is made anew.
"""

from __future__ import annotations

import argparse
import ast
import hashlib
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path
from typing import IO

OLDEST_PYTHON = (3, 11)
NEWER_PYTHONS = ("python3.14", "python3.13", "python3.12", "python3.11", "python3", "python")
HOW_TO_GET_PYTHON = (
    "On Debian or Ubuntu: sudo apt install python3-venv. Elsewhere: install Python from python.org."
)
PROJECT = Path(__file__).resolve().parent.parent
ENVIRONMENT = PROJECT / ".venv"
UNFINISHED = ENVIRONMENT / "unfinished"
LOCK = PROJECT / ".venv.lock"
"""Held by the set-up that is at work here; beside `.venv`, which it may remove."""

# pip's name for a setting -> uv's. uv reads neither pip's files nor pip's variables, so a college's
# mirror, written down for pip, would be passed by.
UV_SETTINGS = {
    "index-url": ("UV_INDEX_URL", " "),
    "extra-index-url": ("UV_EXTRA_INDEX_URL", " "),
    "find-links": ("UV_FIND_LINKS", ","),
    "trusted-host": ("UV_INSECURE_HOST", " "),
    "no-index": ("UV_NO_INDEX", " "),
    "cert": ("SSL_CERT_FILE", " "),
    "proxy": ("ALL_PROXY", " "),
}


class SetupError(Exception):
    """Why the set-up cannot go on, and what to do, for the person in front of the screen."""


def say(line: str = "") -> None:
    print(line, flush=True)


def environment_python(environment: Path = ENVIRONMENT, system: str = os.name) -> Path:
    """Where a virtual environment keeps its Python, which is another place on Windows."""
    if system == "nt":
        return environment / "Scripts" / "python.exe"
    return environment / "bin" / "python"


def stamp(test: bool) -> Path:
    return ENVIRONMENT / ("ready-test" if test else "ready")


def fingerprint(test: bool) -> str:
    """Changes whenever an installed environment is out of date, or was moved to another folder."""
    digest = hashlib.sha256()
    digest.update(f"{PROJECT} test={test}\n".encode())
    for name in ("pyproject.toml", "constraints.txt"):
        digest.update((PROJECT / name).read_bytes())
    return digest.hexdigest()


def is_ready(test: bool) -> bool:
    try:
        return (
            stamp(test).read_text(encoding="utf-8").strip() == fingerprint(test)
            and environment_python().exists()  # gone when the system's Python was replaced
            and not UNFINISHED.exists()
        )
    except OSError:
        return False


def newer_python() -> str | None:
    """Another Python on this machine that is new enough, when the one in use is not."""
    question = f"import sys; sys.exit(sys.version_info[:2] < {OLDEST_PYTHON})"
    for name in NEWER_PYTHONS:
        path = shutil.which(name)
        if path and subprocess.run([path, "-c", question], capture_output=True).returncode == 0:
            return path
    return None


def run(command: list[str], environment: dict[str, str] | None = None) -> bool:
    """Run a step with its progress on the screen; True when it worked."""
    try:
        return subprocess.run(command, cwd=PROJECT, env=environment).returncode == 0
    except OSError as error:
        say(f"  could not start {command[0]}: {error}")
        return False


def works(command: list[str]) -> bool:
    try:
        return subprocess.run(command, capture_output=True, timeout=120).returncode == 0
    except (OSError, subprocess.TimeoutExpired):
        return False


def remove_environment() -> None:
    if not ENVIRONMENT.exists() and not ENVIRONMENT.is_symlink():
        return
    ours = ENVIRONMENT.is_dir() and (
        (ENVIRONMENT / "pyvenv.cfg").exists()
        or UNFINISHED.exists()
        or not any(ENVIRONMENT.iterdir())
    )
    if not ours or ENVIRONMENT.is_symlink():
        raise SetupError(
            f"{ENVIRONMENT} is in the way and was not made by this set-up.\n"
            "Rename or remove it, then run the same command again."
        )
    try:
        shutil.rmtree(ENVIRONMENT)
    except OSError as error:
        raise SetupError(
            f"The old .venv could not be removed ({error}).\n"
            "Close every JupyterLab or Python window that uses it, then run the same command again."
        ) from error


def make_environment() -> None:
    """Leave a `.venv` whose Python starts; a sound one is kept, anything else is made anew."""
    python = environment_python()
    question = f"import sys; sys.exit(sys.version_info[:2] < {OLDEST_PYTHON})"
    if not UNFINISHED.exists() and python.exists() and works([str(python), "-c", question]):
        home = ENVIRONMENT / "home"
        if not home.exists() or home.read_text(encoding="utf-8") == str(PROJECT):
            return
    if ENVIRONMENT.exists():
        say("  The .venv that is here was interrupted, moved or broken: making it anew.")
    remove_environment()
    if find_spec("venv") is None:
        raise SetupError(f"This Python comes without its `venv` part.\n{HOW_TO_GET_PYTHON}")
    ENVIRONMENT.mkdir()
    UNFINISHED.touch()  # stays when this is cut off anywhere on the way
    command = [sys.executable, "-m", "venv", str(ENVIRONMENT)]
    # Debian and Ubuntu split ensurepip off into python3-venv; see pip_command() for the other way.
    made = find_spec("ensurepip") is not None and works(command)
    if not made and not run([*command[:3], "--without-pip", str(ENVIRONMENT)]):
        raise SetupError(
            f"Python could not make {ENVIRONMENT}.\n"
            "Is the disk full, or the folder read-only? Free some room, or copy the folder."
        )
    (ENVIRONMENT / "home").write_text(str(PROJECT), encoding="utf-8")


def pip_command() -> list[str] | None:
    """pip for `.venv`: its own, or else the one outside working on it (pip 22.3 or newer)."""
    inside = [str(environment_python()), "-m", "pip"]
    if works([*inside, "--version"]):
        return inside
    outside = [sys.executable, "-m", "pip", "--python", str(environment_python())]
    return outside if works([*outside, "--version"]) else None


def parse_pip_configuration(listing: str) -> dict[str, list[str]]:
    """What `pip config list` prints, as setting -> values; what comes later in it wins.

    >>> parse_pip_configuration("global.index-url='https://mirror.example/simple'")
    {'index-url': ['https://mirror.example/simple']}
    """
    settings: dict[str, list[str]] = {}
    for line in listing.splitlines():
        name, equals, value = line.partition("=")
        section, _, setting = name.rpartition(".")
        if not equals or section not in ("global", "install", ":env:"):
            continue
        try:
            settings[setting] = str(ast.literal_eval(value)).split()
        except (SyntaxError, ValueError):
            settings[setting] = value.split()
    return settings


def uv_environment(settings: dict[str, list[str]], given: dict[str, str]) -> dict[str, str]:
    """The variables for uv that say what pip's configuration says; what is set already stays."""
    environment = dict(given)
    for setting, (variable, separator) in UV_SETTINGS.items():
        if settings.get(setting):
            environment.setdefault(variable, separator.join(settings[setting]))
    if "UV_EXTRA_INDEX_URL" in environment:
        # As pip does: the best version of all indexes, not of the first that knows the name.
        environment.setdefault("UV_INDEX_STRATEGY", "unsafe-best-match")
    environment.setdefault("UV_PYTHON_DOWNLOADS", "never")
    environment.setdefault("UV_LINK_MODE", "copy" if os.name == "nt" else "hardlink")
    return environment


def install(test: bool) -> None:
    constraints = str(PROJECT / "constraints.txt")
    wanted = f"{PROJECT}[test]" if test else str(PROJECT)
    python = str(environment_python())
    pip = pip_command()
    if pip is None:
        raise SetupError(
            "Neither pip nor Python's ensurepip was found, so nothing can be installed.\n"
            f"{HOW_TO_GET_PYTHON}"
        )
    # A user's `user = true` or `target` is meant for her own packages, never for this folder.
    plain = {name: value for name, value in os.environ.items() if name not in OUT_OF_PLACE}
    plain["PIP_USER"] = "0"
    plain["PIP_DISABLE_PIP_VERSION_CHECK"] = "1"

    say("2 of 3  Fetching uv, a fast installer (25 MB)")
    quiet = ["--quiet", "--no-warn-script-location"]
    has_uv = works([python, "-m", "uv", "--version"]) or run(
        [*pip, "install", *quiet, "--constraint", constraints, "uv"], plain
    )

    say("3 of 3  Installing JupyterLab and the lessons (about 100 packages, 110 MB to fetch)")
    if has_uv:
        listing = subprocess.run([*pip, "config", "list"], capture_output=True, text=True).stdout
        with_uv = [python, "-m", "uv", "pip", "install", "--python", python]
        with_uv += ["--constraint", constraints, "--build-constraint", constraints]
        if run(
            [*with_uv, "--editable", wanted],
            uv_environment(parse_pip_configuration(listing), plain),
        ):
            return
        say("  uv did not manage it; trying with pip, which is slower (one to five minutes).")
    else:
        say("  uv is not to be had here; using pip, which is slower (one to five minutes).")
    if not run([*pip, "install", *quiet[1:], "-c", constraints, "-e", wanted], plain):
        raise SetupError(
            "The packages could not be installed; the lines above say which, and why.\n"
            "  - Is this machine online? A browser page that opens is the quickest test.\n"
            "  - Behind a college proxy: set HTTPS_PROXY.\n"
            "  - With a mirror of one's own: pip config set global.index-url ...\n"
            "  - A full disk: about 700 MB are needed.\n"
            "Then run the same command again; what was fetched already is not fetched twice."
        )


OUT_OF_PLACE = {"PIP_TARGET", "PIP_PREFIX", "PIP_ROOT", "PYTHONHOME", "PYTHONPATH", "VIRTUAL_ENV"}


if sys.platform == "win32":
    import msvcrt

    def takes(lock: IO[str]) -> bool:
        """Take the lock unless another process has it; the system lets go of it when this one ends."""
        try:
            lock.seek(0)
            msvcrt.locking(lock.fileno(), msvcrt.LK_NBLCK, 1)
        except OSError:
            return False
        return True
else:
    import fcntl

    def takes(lock: IO[str]) -> bool:
        """Take the lock unless another process has it; the system lets go of it when this one ends."""
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        except OSError:
            return True  # This disk knows no locks: as well as can be done here.
        return True


@contextmanager
def alone() -> Iterator[None]:
    """While no other set-up is at work in this folder; says what is waited for."""
    try:
        lock = LOCK.open("a", encoding="utf-8")
    except OSError:  # A folder that cannot be written; the set-up itself says so better.
        yield
        return
    with lock:
        waited = False
        while not takes(lock):
            if not waited:
                say("Another set-up is at work in this folder; waiting until it is done.")
            waited = True
            time.sleep(0.2)
        yield


def set_up(test: bool) -> None:
    started = time.monotonic()
    what = "what the tests need" if test else "the lessons"
    say(f"Setting up {what}. This happens once; with a good connection it takes under a minute.")
    say("1 of 3  Making a Python of the lessons' own in the folder .venv")
    make_environment()
    for old in (stamp(False), stamp(True)):
        old.unlink(missing_ok=True)
    UNFINISHED.touch()
    try:
        install(test)
    except SetupError:
        UNFINISHED.unlink()  # an orderly end: what is there may still be kept and mended
        raise
    UNFINISHED.unlink()
    stamp(False).write_text(fingerprint(False) + "\n", encoding="utf-8")
    if test:
        stamp(True).write_text(fingerprint(True) + "\n", encoding="utf-8")
    say(f"Ready, after {time.monotonic() - started:.0f} seconds.")


def main(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--test", action="store_true", help="install what the tests need, too")
    test = parser.parse_args(arguments).test
    if is_ready(test):
        return 0
    if sys.version_info[:2] < OLDEST_PYTHON:
        newer = newer_python()
        if newer:
            return subprocess.run([newer, str(Path(__file__).resolve()), *arguments]).returncode
        have = ".".join(map(str, sys.version_info[:2]))
        want = ".".join(map(str, OLDEST_PYTHON))
        say(f"The lessons need Python {want} or newer; this is {have}, and no newer one was found.")
        say("Install one from python.org or your system's package manager, then run this again.")
        return 1
    try:
        with alone():
            if not is_ready(test):  # It is, where the one that was waited for has done it.
                set_up(test)
    except SetupError as problem:
        say()
        say(f"The set-up stopped.\n{problem}")
        return 1
    except KeyboardInterrupt:
        say("\nStopped. Run the same command again to go on.")
        return 130
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
