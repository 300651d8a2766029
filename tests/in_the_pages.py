"""The pages' own Python, in Node.js instead of a browser: a script of the tests runs there and tells."""

from __future__ import annotations

import os
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from crampkit.hosts.pages.node import NoRuntimeError, find_node
from crampkit.hosts.pages.runtime import ensure_runtime, node_folder, package_zip

IN_NODE = Path(__file__).with_suffix(".mjs")


def require_runtime() -> Path:
    """The runtime, made into the cache of this machine where it is not there; or a skipped test."""
    try:
        return ensure_runtime()
    except NoRuntimeError as problem:
        if os.environ.get("CRAMPKIT_REQUIRE_BROWSER") == "1":
            raise
        pytest.skip(f"the runtime of the pages cannot be had here: {problem}")


class Asked:
    """A script that was asked something and is at work."""

    def __init__(self, process: subprocess.Popen[str], told: Path) -> None:
        self._process = process
        self._told = told

    def told(self) -> str:
        """What it answers, once it is done."""
        said, problem = self._process.communicate()
        assert self._process.returncode == 0, f"{said}\n{problem}"[-3000:]
        return self._told.read_text(encoding="utf-8")


@contextmanager
def asked(
    script: Path, given: str, runtime: Path | None = None, package: bytes | None = None
) -> Iterator[Asked]:
    """`answer(given)` of a script, in the pages' own Python, while this Python goes on.

    With another `runtime` or `package` than the pages have, those are tried.
    """
    runtime = runtime or require_runtime()
    node = find_node(node_folder())
    assert node, "ensure_runtime() leaves a Node.js where there is none"
    with tempfile.TemporaryDirectory() as name:
        sent, question, told = (Path(name) / file for file in ("package.zip", "given", "told"))
        sent.write_bytes(package or package_zip())
        question.write_text(given, encoding="utf-8")
        process = subprocess.Popen(
            [node.node, IN_NODE, runtime, sent, script, question, told],
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        try:
            yield Asked(process, told)
        finally:
            process.kill()
            process.wait()
