"""Run every test and end with one line that counts them: `N passed, N failed, N skipped`.

python tools/run_tests.py                      everything
python tools/run_tests.py --only lint          one part: lint, unit, notebooks or browser
python tools/run_tests.py --all                also what takes long: ten times as many catalogues
"""

from __future__ import annotations

import argparse
import os
import shutil
import subprocess
import sys
import tempfile
import time
import xml.etree.ElementTree as ElementTree
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

PROJECT = Path(__file__).resolve().parent.parent
CHROMIUM_NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
NOTHING_COLLECTED = 5  # pytest's exit code


class Count(NamedTuple):
    passed: int = 0
    failed: int = 0
    skipped: int = 0

    def plus(self, other: Count) -> Count:
        return Count(*(mine + theirs for mine, theirs in zip(self, other, strict=True)))

    def __str__(self) -> str:
        return f"{self.passed} passed, {self.failed} failed, {self.skipped} skipped"


def call(*arguments: str) -> int:
    return subprocess.run([sys.executable, "-m", *arguments], cwd=PROJECT).returncode


def check(*arguments: str) -> Count:
    """A tool that is right or wrong as a whole counts as one test."""
    return Count(passed=1) if call(*arguments) == 0 else Count(failed=1)


def count_report(report: Path) -> Count:
    """What a pytest run's JUnit report counts; an error outside a test is a failure, too."""
    suites = ElementTree.parse(report).getroot().iter("testsuite")
    total = Count()
    for suite in suites:
        tests, failures, errors, skipped = (
            int(suite.get(name, "0")) for name in ("tests", "failures", "errors", "skipped")
        )
        failed = failures + errors
        total = total.plus(Count(max(tests - failed - skipped, 0), failed, skipped))
    return total


def pytest(*arguments: str) -> Count:
    """One pytest run; one that ends badly without a failed test, or finds none, is a failure."""
    with tempfile.TemporaryDirectory() as folder:
        report = Path(folder) / "report.xml"
        code = call("pytest", "--quiet", f"--junit-xml={report}", *arguments)
        counted = count_report(report) if report.exists() else Count()
    if code == NOTHING_COLLECTED:
        print(f"No test was found in: {' '.join(arguments)}", flush=True)
    return counted.plus(Count(failed=1)) if code != 0 and counted.failed == 0 else counted


def lint() -> Count:
    return (
        check("ruff", "format", "--check", "--quiet", ".")
        .plus(check("ruff", "check", "--quiet", "."))
        .plus(check("mypy"))
    )


NO_NOTEBOOKS = ("-p", "no:nbval")  # It takes seconds to load, in each process.

# A file's tests stay together: they share what is slow to start.
ON_EVERY_CORE = ("-n", str(min(4, os.cpu_count() or 1)), "--dist", "loadfile")


def unit() -> Count:
    not_imported = (
        "--ignore=crampkit/hosts/jupyter/config",  # read by Jupyter
        "--ignore=tools/carry_runtime.py",  # run by hatchling, which need not be here
    )
    found = ("--doctest-modules", "tests", "crampkit", "tools")
    return pytest("--ignore=tests/browser", *NO_NOTEBOOKS, *not_imported, *ON_EVERY_CORE, *found)


def notebooks() -> Count:
    found = sorted(str(path.relative_to(PROJECT)) for path in PROJECT.glob("notebooks/*.ipynb"))
    if not found:
        print("No notebook was found in notebooks/.", flush=True)
        return Count(failed=1)
    # lax: cells tagged as a claim are compared, every other is run; current-env: this very Python.
    return pytest("-p", "no:cacheprovider", "--nbval-lax", "--nbval-current-env", *found)


def find_chromium() -> str | None:
    return next((path for name in CHROMIUM_NAMES if (path := shutil.which(name))), None)


def browser() -> Count:
    if find_chromium() is None and os.environ.get("CRAMPKIT_REQUIRE_BROWSER") != "1":
        print("No Chromium was found, so the browser tests are skipped.", flush=True)
        print("On Debian or Ubuntu: sudo apt install chromium", flush=True)
    # In the order in which they are collected: what takes longest first, so that no core waits for it.
    return pytest("tests/browser", *NO_NOTEBOOKS, *ON_EVERY_CORE, "--no-loadscope-reorder")


PARTS: dict[str, Callable[[], Count]] = {
    "lint": lint,
    "unit": unit,
    "notebooks": notebooks,
    "browser": browser,
}


def main(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(description="Run every test, and count them.")
    parser.add_argument("--only", choices=PARTS, help="run one part")
    parser.add_argument("--all", action="store_true", help="also what takes long")
    chosen = parser.parse_args(arguments)
    if chosen.all:
        os.environ["HYPOTHESIS_PROFILE"] = "thorough"
        os.environ["CRAMPKIT_LONG_TESTS"] = "1"
    with tempfile.TemporaryDirectory() as journal:
        os.environ["CRAMPKIT_JOURNAL"] = journal  # no test reads or writes anyone's own journal
        total = run(chosen.only)
    print(f"\n{total}", flush=True)
    return 0 if total.failed == 0 and total.passed > 0 else 1


def run(only: str | None) -> Count:
    """Run every part, or only one."""
    total = Count()
    for name, part in PARTS.items():
        if only in (None, name):
            print(f"\n== {name}", flush=True)
            started = time.monotonic()
            counted = part()
            print(f"== {name}: {counted} ({time.monotonic() - started:.0f} s)", flush=True)
            total = total.plus(counted)
    return total


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
