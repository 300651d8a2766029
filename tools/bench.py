"""How fast and how large it is, with the aim beside each figure. Never a test: machines differ.

python tools/bench.py                         everything, in ten minutes on a quiet machine
python tools/bench.py --only swapping room    some groups; --help names them all

Each figure stands beside a yardstick that was measured in the same run, and is the median of several where
its name says nothing else. What falls short is named at the end.
"""

from __future__ import annotations

import argparse
import os
import random
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from functools import partial

import bench_browser
import bench_pages
import pandas
from bench_table import Line, median, milliseconds, missed, percentile_95, seconds, table, times

from crampkit.case import Case
from crampkit.catalogue import SOMETHING_ELSE, Catalogue, Finding, load
from crampkit.hosts.jupyter.store import JournalFile
from crampkit.practice.journal import Entry, Journal
from crampkit.practice.quiz import SURENESS
from crampkit.practice.record import Record
from crampkit.reasoning import differential, next_question, robustness, what_would_change
from crampkit.toy import build

STARTS = 7
"""Fresh processes for each way to start; the median counts."""

OURS = "from crampkit import Lab, hosts; hosts.here().show(Lab().explorer())"
PLAIN = "import pandas, plotly.graph_objects, ipywidgets"

SIZES = ((10, 100), (100, 1_000), (300, 3_000), (1_000, 10_000))
"""Causes and findings of the synthetic catalogues."""
PAIRS = 10
ANSWERS = 20
LINES = 10_000
"""Years of a keen learner's answers."""
CHANGE_BEFORE, ROBUSTNESS_BEFORE = 6.5, 12
"""How many spins they took before they were made cheaper, on the same examples."""


# ------------------------------------------------------------------------------ toggle to painted


def toggle() -> Iterator[Line]:
    """In JupyterLab, from the event to the first frame after the ranking changed, beside the plain way."""
    taken = bench_browser.toggles()
    if not taken:
        return
    ours, plain = ([one / 1000 for one in taken[way]] for way in ("ours", "plain"))
    mine, theirs = median(ours), median(plain)
    yield Line("JupyterLab, plain way: toggle to painted, median", milliseconds(theirs))
    yield Line(
        f"JupyterLab: toggle to painted, median of {len(ours)}",
        milliseconds(mine),
        times(mine, theirs, "the plain way"),
        "half of the plain way",
        mine <= theirs / 2,
    )
    slow, slow_theirs = percentile_95(ours), percentile_95(plain)
    yield Line(
        "JupyterLab: toggle to painted, 95th percentile",
        milliseconds(slow),
        times(slow, slow_theirs, "the plain way"),
        "under 100 ms",
        slow < 0.1,
    )


# ------------------------------------------------------------------------------ start


def start() -> Iterator[Line]:
    """`import crampkit` to the first explorer, beside the import of the usual libraries.

    Python compiles what it imports for the first time, and keeps that where it may.
    """
    with tempfile.TemporaryDirectory() as folder:
        first = {"PYTHONPYCACHEPREFIX": f"{folder}/none", "PYTHONDONTWRITEBYTECODE": "1"}
        later = {"PYTHONPYCACHEPREFIX": folder}
        for code in (OURS, PLAIN):
            seconds_in_fresh_process(code, later)
        half = ("half of the plain way", lambda ours, plain: ours < plain / 2)
        yield from _starts("first start", first, *half)
        yield from _starts("later starts", later, "0.6 s", lambda ours, _: ours < 0.6)


def _starts(
    when: str, settings: dict[str, str], aim: str, is_met: Callable[[float, float], bool]
) -> Iterator[Line]:
    taken: dict[str, list[float]] = {OURS: [], PLAIN: []}
    for _ in range(STARTS):  # In turns, so that a busy moment hits both.
        for code, found in taken.items():
            found.append(seconds_in_fresh_process(code, settings))
    ours, plain = (median(taken[code]) for code in (OURS, PLAIN))
    yield Line(f"plain way, {when}: import pandas, plotly, ipywidgets", seconds(plain))
    yield Line(
        f"{when}: import crampkit to the first explorer",
        seconds(ours),
        times(ours, plain, "the plain way"),
        aim,
        is_met(ours, plain),
    )


def seconds_in_fresh_process(code: str, settings: dict[str, str]) -> float:
    timed = f"import time; began = time.perf_counter(); {code}; print(time.perf_counter() - began)"
    own = {name: value for name, value in os.environ.items() if not name.startswith("PYTHON")}
    done = subprocess.run(
        [sys.executable, "-c", timed],
        capture_output=True,
        text=True,
        check=True,
        env={**own, **settings},
    )
    return float(done.stdout.split()[-1])


# ------------------------------------------------------------------------------ reasoning


def median_time(call: Callable[[], object], count: int) -> float:
    taken = []
    for _ in range(count):
        began = time.perf_counter()
        call()
        taken.append(time.perf_counter() - began)
    return median(taken)


def spin() -> int:
    """A loop that asks Python alone: the yardstick of all that is reckoned."""
    return sum(number * number for number in range(100_000))


def reasoning() -> Iterator[Line]:
    """Each question of the explorer on the shipped catalogue: the slowest of the examples counts."""
    catalogue = load()
    cases = []
    for example_id in catalogue.examples:
        case = Case(catalogue)
        case.load_example(example_id)
        cases.append(case)

    def slowest(call: Callable[[Case], object], count: int) -> float:
        return max(median_time(partial(call, case), count) for case in cases)

    yardstick = median_time(spin, 50)
    yield Line("a spin: a hundred thousand steps of Python", milliseconds(yardstick))
    taken = slowest(lambda case: differential(catalogue, case.findings, case.flags), 50)
    yield Line(
        "one differential",
        milliseconds(taken),
        times(taken, yardstick, "a spin"),
        "under 1 ms",
        taken < 0.001,
    )
    # Without the flags, which would end it at once.
    taken = slowest(lambda case: next_question(catalogue, case.findings), 10)
    yield Line("next question", milliseconds(taken), times(taken, yardstick, "a spin"))
    for what, call, before in (
        ("what would change it", what_would_change, CHANGE_BEFORE),
        ("robustness, 200 draws", robustness, ROBUSTNESS_BEFORE),
    ):
        taken = slowest(lambda case, call=call: call(catalogue, case.findings), 5)  # type: ignore[misc]
        yield Line(
            what,
            milliseconds(taken),
            times(taken, yardstick, "a spin"),
            f"a tenth of {before:g} x a spin",
            taken <= before * yardstick / 10,
        )


# ------------------------------------------------------------------------------ growth


def growth() -> Iterator[Line]:
    """A differential and the next question on catalogues far beyond any lesson."""
    yardstick = median_time(spin, 50)
    for causes, findings in SIZES:
        catalogue = synthetic(causes, findings)
        chance = random.Random(2)
        answers = {
            finding_id: chance.random() < 0.5
            for finding_id in chance.sample(list(catalogue.findings), ANSWERS)
        }
        largest = (causes, findings) == SIZES[-1]
        size = f"{causes:,} causes x {findings:,} findings"
        differential(catalogue, answers, {})  # The tables that every later one shares.
        taken = median_time(partial(differential, catalogue, answers, {}), 9)
        yield Line(
            f"differential after {ANSWERS} answers, {size}",
            milliseconds(taken),
            times(taken, yardstick, "a spin"),
            "under 50 ms" if largest else "",
            taken < 0.05 if largest else None,
        )
        taken = median_time(partial(next_question, catalogue, answers), 3)
        yield Line(
            f"next question, {size}",
            milliseconds(taken),
            times(taken, yardstick, "a spin"),
            "under 2 s" if largest else "",
            taken < 2 if largest else None,
        )


def synthetic(causes: int, findings: int) -> Catalogue:
    """A catalogue by chance, always the same: ten listed pairs a finding, a third of them repeating."""
    chance = random.Random(1)
    names = [f"cause_{number}" for number in range(causes)]
    kinds = ("history", "timing", "location", "examination", "test")
    return build(
        causes={**{name: chance.uniform(0.1, 10) for name in names}, SOMETHING_ELSE: 5.0},
        findings=[
            Finding(
                f"finding_{number}",
                f"Finding {number}",
                kinds[number % len(kinds)],
                "core",
                chance.uniform(0.02, 0.6),
                overlap_group=f"group_{number // 15}" if number % 3 == 0 else "",
            )
            for number in range(findings)
        ],
        features={
            (name, f"finding_{number}"): chance.uniform(0.02, 0.95)
            for number in range(findings)
            for name in chance.sample(names, min(PAIRS, causes))
        },
    )


# ------------------------------------------------------------------------------ the journal


def journal() -> Iterator[Line]:
    """Opening a long journal: reading it, and all that a learner's own page works out from it."""
    catalogue = load()
    chance = random.Random(3)
    start = datetime(2026, 1, 1, tzinfo=UTC)
    with tempfile.TemporaryDirectory() as folder:
        store = JournalFile(folder)
        written = Journal(store)
        written.add_all(
            Entry(
                "question",
                chance.choice(list(catalogue.questions)),
                ("a",),
                chance.choice(SURENESS),
                right := chance.random() < 0.7,
                float(right),
                at=(start + timedelta(minutes=number)).isoformat(),
            )
            for number in range(LINES)
        )

        def own_page() -> None:
            record = Record(catalogue, Journal(store))
            record.due()
            record.calibration()
            record.group_scores()

        def with_pandas() -> None:
            pandas.read_json(store.path, lines=True)

        plain = median_time(with_pandas, 7)
        yield Line(f"plain way: {LINES:,} lines of JSON read by pandas", milliseconds(plain))
        read = median_time(lambda: Journal(store).read(), 7)
        yield Line(
            f"{LINES:,} journal lines read",
            milliseconds(read),
            times(read, plain, "the plain way"),
            "under 1 s",
            read < 1,
        )
        opened = median_time(own_page, 7)
        yield Line(
            f"{LINES:,} journal lines: read, due, calibration, strengths",
            milliseconds(opened),
            times(opened, plain, "the plain way"),
            "under 1 s",
            opened < 1,
        )


# ------------------------------------------------------------------------------ all of it

GROUPS: dict[str, Callable[[], Iterator[Line]]] = {
    **{
        group.__name__: partial(bench_pages.measured, group)
        for group in (
            bench_pages.opening,
            bench_pages.swapping,
            bench_pages.toggling,
            bench_pages.line,
            bench_pages.memory,
            bench_pages.room,
        )
    },
    **{group.__name__: group for group in (toggle, start, reasoning, growth, journal)},
}


def main(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(description="How fast and how large it is, as tables.")
    parser.add_argument(
        "--only", nargs="+", choices=GROUPS, metavar="GROUP", help=", ".join(GROUPS)
    )
    only = parser.parse_args(arguments).only or GROUPS
    lines: list[Line] = []
    for name in only:
        print(f"Measuring: {name} ...", file=sys.stderr, flush=True)
        try:
            found = list(GROUPS[name]())
        except RuntimeError as error:  # The others can be measured all the same.
            found = [Line(f"{name}: could not be measured", str(error), met=False)]
        print(f"{table(found)}\n", flush=True)
        lines += found
    print(missed(lines))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
