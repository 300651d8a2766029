"""Change the program in one small place after another, and see which changes no test notices.

make mutants                                   300 in reasoning/, 300 in views/, panels/ and practice/
make mutants ARGS="--sample 60 --seed 2"       fewer, and others
make mutants ARGS="--only views"               one package
make mutants ARGS="--minutes 20"               what can be done in this time

First every unit test, law and example in a docstring is run once, to see which lines it reaches. Then,
for one mutant after another, those that reach its line are run until one fails: it is killed. A run that
takes much longer than it should is ended, and killed, too. All this is done in copies of the tree; the
tree itself is not touched. When the time is up, or at Ctrl+C, what was found until then is told.

Tests that start another Python, a notebook or a browser are not counted for the lines they reach there.
"""

from __future__ import annotations

import argparse
import contextlib
import json
import math
import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from concurrent.futures import FIRST_EXCEPTION, ThreadPoolExecutor, wait
from itertools import accumulate
from pathlib import Path
from queue import Queue
from threading import Event
from typing import NamedTuple

import psutil
from mutating import Mutant, mutants_of, mutated

PROJECT = Path(__file__).resolve().parent.parent
GROUPS = {
    "reasoning": ("crampkit/reasoning",),
    "elsewhere": ("crampkit/views", "crampkit/panels", "crampkit/practice"),
}
"""A sample is drawn from each."""
TESTS = (
    *("--doctest-modules", "tests/unit", "tests/laws", "tests/notebooks/test_steps.py", "crampkit"),
    "--ignore=crampkit/hosts/jupyter/config",
)
PLUGINS = ("-p", "reaching", "-p", "no:cacheprovider", "-p", "no:nbval", "-p", "no:anyio")
"""Without what runs notebooks: to load it takes longer than most tests."""
NOT_COPIED = (
    ".git",
    ".venv",
    ".hypothesis",
    ".*_cache",
    "build",
    "dist",
    "node_modules",
    "__pycache__",
)
NOT_CHANGED = ("toy.py",)
"""What tests are made of."""
FEW, FEW_FILES = 3.0, 3
"""Seconds and files of the tests that are run first: most mutants are killed by these."""
PATIENCE = 5.0
"""A run may take so many times as long as its tests took before it is ended, and the plan's slack."""
LONGEST_WAIT = 20
"""So many times as long a run may take by the clock on the wall."""
PASSED, NOTHING_RUN, MISUSED = 0, 5, 4  # pytest's exit codes


class Suite(NamedTuple):
    """What is known of the tests after one run of all of them."""

    reaching: Mapping[tuple[str, int], frozenset[str]]
    """The tests that run a line of a file."""
    of_file: Mapping[str, frozenset[str]]
    seconds: Mapping[str, float]
    failed: frozenset[str]

    def of(self, mutant: Mutant) -> list[str]:
        """The tests that may notice a mutant: the fastest file first, in it the fastest test."""
        lines = [self.reaching.get((mutant.file, line), frozenset()) for line in mutant.lines]
        found = frozenset[str]().union(*lines)
        if mutant.once:
            found |= self.of_file.get(mutant.file, frozenset())
        by_file: dict[str, list[str]] = defaultdict(list)
        for test in sorted(found - self.failed, key=lambda test: (self.seconds[test], test)):
            by_file[_file(test)].append(test)
        files = sorted(by_file.values(), key=lambda tests: (self.took(tests), tests))
        return [test for tests in files for test in tests]

    def took(self, tests: Iterable[str]) -> float:
        return sum(self.seconds[test] for test in tests)


class Result(NamedTuple):
    mutant: Mutant
    ended: str
    """killed, timeout, alive, or unreached where no test runs the line."""

    @property
    def survived(self) -> bool:
        return self.ended in ("alive", "unreached")

    def told(self) -> str:
        unreached = ", which no test reaches" if self.ended == "unreached" else ""
        return f"{self.mutant.file}:{self.mutant.line}  {self.mutant.what}{unreached}\n    {self.mutant.text}"


class Plan(NamedTuple):
    """What is changed, by which tests it should be noticed, and how long that may take."""

    project: Path = PROJECT
    groups: Mapping[str, Sequence[str]] = GROUPS
    tests: Sequence[str] = TESTS
    sample: int = 300
    seed: int = 1
    minutes: float = 60
    processes: int = os.cpu_count() or 1
    only: str | None = None
    slack: float = 20
    """Seconds of a processor to start in."""

    def folders(self) -> dict[str, tuple[str, ...]]:
        """The folders of each group, all or those of one package."""
        found = {
            group: tuple(f for f in folders if self.only in (None, f.rpartition("/")[2]))
            for group, folders in self.groups.items()
        }
        return {group: folders for group, folders in found.items() if folders}


def _file(test: str) -> str:
    return test.partition("::")[0]


def draw(plan: Plan) -> dict[str, list[Mutant]]:
    """The sample of each group: the same for the same seed and the same program."""
    drawn = {}
    for group, folders in plan.folders().items():
        paths = [path for folder in folders for path in (plan.project / folder).rglob("*.py")]
        every = [
            mutant
            for path in sorted(paths)
            if path.name not in NOT_CHANGED
            for mutant in mutants_of(
                path.relative_to(plan.project).as_posix(), path.read_text(encoding="utf-8")
            )
        ]
        chance = random.Random(f"{plan.seed} {group}")
        drawn[group] = chance.sample(every, min(plan.sample, len(every)))
    return drawn


def copied(project: Path, to: Path) -> Path:
    shutil.copytree(project, to, ignore=shutil.ignore_patterns(*NOT_COPIED), symlinks=True)
    beside(to).mkdir()
    return to


def beside(copy: Path) -> Path:
    """Where the files of a run are that are no part of the tree."""
    return copy.with_name(f"{copy.name}-files")


class Run:
    """A run of pytest in a copy of the tree, which can be ended with all that it has started."""

    def __init__(self, copy: Path, arguments: Sequence[str], **environment: str) -> None:
        files = beside(copy)
        self.said_in = files / "said.txt"
        options = ("-q", *PLUGINS, f"--basetemp={files / 'tmp'}")
        with self.said_in.open("wb") as output:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "pytest", *options, *arguments],
                cwd=copy,
                stdout=output,
                stderr=subprocess.STDOUT,
                stdin=subprocess.DEVNULL,
                start_new_session=True,
                env={
                    **os.environ,
                    "PYTHONPATH": os.pathsep.join((str(copy), str(PROJECT / "tools"))),
                    "PYTHONDONTWRITEBYTECODE": "1",
                    "HYPOTHESIS_PROFILE": "first_failure",
                    "CRAMPKIT_JOURNAL": str(files / "journal"),
                    **environment,
                },
            )

    def wait(self, stop: Event, until: float, work: float = math.inf) -> int | None:
        """The exit code; None where it was ended.

        It is ended at a moment of the clock, or once it has worked so many seconds, whatever else the
        machine does meanwhile, or where all is to stop.
        """
        try:
            while time.monotonic() < until and self._worked() < work and not stop.is_set():
                try:
                    return self.process.wait(0.1)
                except subprocess.TimeoutExpired:
                    pass
            return None
        finally:
            self.end()

    def _worked(self) -> float:
        """The seconds of a processor that it has had."""
        try:
            return sum(psutil.Process(self.process.pid).cpu_times()[:4])
        except psutil.NoSuchProcess:
            return 0.0

    def end(self) -> None:
        """End it, and what it has left behind."""
        if hasattr(os, "killpg"):
            with contextlib.suppress(ProcessLookupError):
                os.killpg(self.process.pid, signal.SIGKILL)
        else:
            self.process.kill()
        self.process.wait()

    def said(self) -> str:
        return self.said_in.read_text(encoding="utf-8", errors="replace")


def look(plan: Plan, copy: Path, stop: Event, until: float) -> Suite:
    """Run every test once, to see which lines it reaches and how long it takes."""
    into = beside(copy) / "reached"
    folders = [str(copy / folder) for group in plan.folders().values() for folder in group]
    several = ("-n", str(plan.processes), "--dist", "loadfile") if plan.processes > 1 else ()
    run = Run(
        copy,
        [*several, *plan.tests],
        REACHING_OF="\n".join(folders),
        REACHING_INTO=str(into),
    )
    run.wait(stop, until)
    reaching: dict[tuple[str, int], set[str]] = defaultdict(set)
    seconds: dict[str, float] = {}
    failed: set[str] = set()
    for answer in into.glob("*.json"):
        seen = json.loads(answer.read_text(encoding="utf-8"))
        seconds |= seen["seconds"]
        failed |= {*seen["failed"]}
        sharing: dict[str, set[str]] = defaultdict(set)
        for test, names in seen["shared"].items():
            for name in names:
                sharing[name].add(test)
        for path, lines in seen["lines"].items():
            file = Path(path).relative_to(copy).as_posix()
            for line, names in lines.items():
                for name in names:
                    own = {name} if name in seen["shared"] else sharing[name]
                    reaching[file, int(line)] |= own
    if not seconds:
        raise SystemExit(f"No test was run.\n{run.said()}")
    of_file: dict[str, set[str]] = defaultdict(set)
    for (file, _), tests in reaching.items():
        of_file[file] |= tests
    return Suite(
        {place: frozenset(tests) for place, tests in reaching.items()},
        {file: frozenset(tests) for file, tests in of_file.items()},
        seconds,
        frozenset(failed),
    )


def try_out(mutant: Mutant, copy: Path, tests: Suite, slack: float, stop: Event) -> Result | None:
    """Put a mutant into a copy of the tree and run what may notice it; None when stopped."""
    chosen = tests.of(mutant)
    if not chosen:
        return Result(mutant, "unreached")
    path = copy / mutant.file
    source = path.read_text(encoding="utf-8")
    path.write_text(mutated(source, mutant), encoding="utf-8")
    try:
        for part in _few_and_rest(chosen, tests):
            names = beside(copy) / "tests_to_run.txt"
            names.write_text("\n".join(part), encoding="utf-8")
            files = dict.fromkeys(map(_file, part))
            run = Run(
                copy,
                ["-x", "--doctest-modules", "-p", "no:xdist", *files],
                REACHING_ONLY=str(names),
            )
            work = slack + PATIENCE * tests.took(part)
            ended = run.wait(stop, time.monotonic() + LONGEST_WAIT * work, work)
            if stop.is_set():
                return None
            if ended is None:
                return Result(mutant, "timeout")
            if ended == MISUSED:
                stop.set()
                raise SystemExit(run.said())
            if ended not in (PASSED, NOTHING_RUN):
                return Result(mutant, "killed")
        return Result(mutant, "alive")
    finally:
        path.write_text(source, encoding="utf-8")


def _few_and_rest(chosen: Sequence[str], tests: Suite) -> list[Sequence[str]]:
    """The files that are done in a few seconds, and those that remain."""
    files = {_file(test): None for test in chosen}
    first = {*list(files)[:FEW_FILES]}
    few = [
        test
        for test, took in zip(
            chosen, accumulate(map(tests.seconds.__getitem__, chosen)), strict=True
        )
        if took < FEW and _file(test) in first
    ]
    return [part for part in (few, chosen[len(few) :]) if part]


def run(plan: Plan, say: Callable[[str], None] = print) -> dict[str, list[Result]]:
    """Try out a sample of each group for as long as there is time; the results by group."""
    started, stop = time.monotonic(), Event()
    until = started + plan.minutes * 60
    drawn = draw(plan)
    results: dict[str, list[Result]] = {group: [] for group in drawn}
    with tempfile.TemporaryDirectory(prefix="mutants-", ignore_cleanup_errors=True) as folder:
        copies: Queue[Path] = Queue()
        for number in range(plan.processes):
            copies.put(copied(plan.project, Path(folder).resolve() / str(number)))
        try:
            say("Looking which tests reach which line ...")
            first = copies.get()
            tests = look(plan, first, stop, until)
            copies.put(first)
            say(
                f"{len(tests.seconds)} tests in {time.monotonic() - started:.0f} s."
                + "".join(
                    f"\nFails as it is, and is left out: {name}" for name in sorted(tests.failed)
                )
            )

            def one(group: str, mutant: Mutant) -> None:
                if stop.is_set():
                    return
                copy = copies.get()
                try:
                    if result := try_out(mutant, copy, tests, plan.slack, stop):
                        results[group].append(result)
                        if result.survived:
                            say(result.told())
                finally:
                    copies.put(copy)

            # By turns, so that whatever time allows is a sample of each.
            in_turn = sorted(
                (
                    (place / len(mutants), group, mutant)
                    for group, mutants in drawn.items()
                    for place, mutant in enumerate(mutants)
                ),
                key=lambda turn: turn[:2],
            )
            with ThreadPoolExecutor(plan.processes) as pool:
                try:
                    begun = [pool.submit(one, group, mutant) for _, group, mutant in in_turn]
                    wait(begun, max(until - time.monotonic(), 0), FIRST_EXCEPTION)
                    for each in begun:
                        if each.done():
                            each.result()
                finally:
                    stop.set()
        except KeyboardInterrupt:
            stop.set()
            say("Interrupted; this is what was found until then.")
    return results


def report(results: Mapping[str, Sequence[Result]], drawn: Mapping[str, int]) -> str:
    """What survived, and the share that was killed of each package and group."""
    every = [result for found in results.values() for result in found]
    lines = [result.told() for result in sorted(every) if result.survived]
    for group, found in results.items():
        if len(found) < drawn[group]:
            lines.append(
                f"Only {len(found)} of the {drawn[group]} drawn in {group} were tried out."
            )
    lines.append("")
    by_package: dict[str, Counter[str]] = defaultdict(Counter)
    for group, found in results.items():
        for result in found:
            package = result.mutant.file.split("/")[1]
            for name in dict.fromkeys((package, group)):
                by_package[name][result.ended] += 1
    for name, ended in by_package.items():
        total = ended.total()
        killed = ended["killed"] + ended["timeout"]
        lines.append(
            f"{name}: {killed} of {total} killed ({killed / total:.0%}),"
            f" {ended['timeout']} of them by the clock; {ended['unreached']} reached by no test"
        )
    return "\n".join(lines)


def main(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(description="Which small changes does no test notice?")
    packages = [folder.rpartition("/")[2] for folders in GROUPS.values() for folder in folders]
    parser.add_argument("--sample", type=int, default=300, metavar="N", help="of each group")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--only", choices=packages, help="one package")
    parser.add_argument("--minutes", type=float, default=60, metavar="M", help="at most, in all")
    chosen = parser.parse_args(arguments)
    plan = Plan(sample=chosen.sample, seed=chosen.seed, only=chosen.only, minutes=chosen.minutes)
    drawn = {group: len(mutants) for group, mutants in draw(plan).items()}
    print(f"Sample {drawn}, seed {plan.seed}, {plan.processes} at once.", flush=True)
    print(report(run(plan, lambda line: print(line, flush=True)), drawn), flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
