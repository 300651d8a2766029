"""How fast it is, as one table with the target beside each figure. Never a test: machines differ.

python tools/bench.py                  everything, in a few minutes
python tools/bench.py --only start     one part: toggle, start, reasoning, growth or journal
"""

from __future__ import annotations

import argparse
import random
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from typing import NamedTuple

import bench_browser
import pandas

from crampkit.case import Case
from crampkit.catalogue import SOMETHING_ELSE, Catalogue, Finding, load
from crampkit.hosts.jupyter.store import JournalFile
from crampkit.practice import SURENESS
from crampkit.practice.journal import Entry, Journal
from crampkit.practice.record import Record
from crampkit.reasoning import differential, next_question, sturdiness, what_would_change
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


class Line(NamedTuple):
    """One row of the table; `met` is None where nothing was aimed at."""

    what: str
    measured: str
    target: str = ""
    met: bool | None = None


def milliseconds(seconds: float) -> str:
    return f"{1000 * seconds:.2f} ms" if seconds < 0.1 else f"{1000 * seconds:,.0f} ms"


# ------------------------------------------------------------------------------ toggle to painted


def toggle() -> Iterator[Line]:
    """From the input event to the first frame after the ranking changed, ours beside the plain way."""
    for host, folders in bench_browser.toggles().items():
        ours, plain = folders["ours"], folders["plain"]
        mine, theirs = statistics.median(ours), statistics.median(plain)
        slow, slow_theirs = (bench_browser.percentile_95(times) for times in (ours, plain))
        aimed = host == "JupyterLab"
        yield Line(
            f"toggle to painted in {host}, median of {len(ours)}",
            f"{mine:.0f} ms; plain way {theirs:.0f} ms",
            "half of the plain way" if aimed else "",
            mine <= theirs / 2 if aimed else None,
        )
        yield Line(
            f"toggle to painted in {host}, 95th percentile",
            f"{slow:.0f} ms; plain way {slow_theirs:.0f} ms",
            "under 100 ms" if aimed else "",
            slow < 100 if aimed else None,
        )


# ------------------------------------------------------------------------------ start


def start() -> Iterator[Line]:
    """`import crampkit` to the first explorer, beside the import of the usual libraries."""
    times: dict[str, list[float]] = {OURS: [], PLAIN: []}
    for _ in range(STARTS):  # In turns, so that a busy moment hits both.
        for code, seconds in times.items():
            seconds.append(seconds_in_fresh_process(code))
    ours, plain = (statistics.median(times[code]) for code in (OURS, PLAIN))
    yield Line("import crampkit to the first explorer", f"{ours:.2f} s", "under 0.6 s", ours < 0.6)
    yield Line(
        "the same, beside: import pandas, plotly, ipywidgets",
        f"{ours:.2f} s; plain way {plain:.2f} s",
        "under half",
        ours < plain / 2,
    )


def seconds_in_fresh_process(code: str) -> float:
    timed = f"import time; began = time.perf_counter(); {code}; print(time.perf_counter() - began)"
    done = subprocess.run([sys.executable, "-c", timed], capture_output=True, text=True, check=True)
    return float(done.stdout.split()[-1])


# ------------------------------------------------------------------------------ reasoning


def median_time(call: Callable[[], object], times: int) -> float:
    taken = []
    for _ in range(times):
        began = time.perf_counter()
        call()
        taken.append(time.perf_counter() - began)
    return statistics.median(taken)


def reasoning() -> Iterator[Line]:
    """Each question of the explorer on the shipped catalogue: the slowest of the examples counts."""
    catalogue = load()
    cases = []
    for example_id in catalogue.examples:
        case = Case(catalogue)
        case.load_example(example_id)
        cases.append(case)

    def slowest(call: Callable[[Case], object], times: int) -> float:
        return max(median_time(lambda case=case: call(case), times) for case in cases)  # type: ignore[misc]

    seconds = slowest(lambda case: differential(catalogue, case.findings, case.flags), 50)
    yield Line("one differential", milliseconds(seconds), "under 1 ms", seconds < 0.001)
    # Without the flags, which would end it at once.
    seconds = slowest(lambda case: next_question(catalogue, case.findings), 10)
    yield Line("next question", milliseconds(seconds))
    seconds = slowest(lambda case: what_would_change(catalogue, case.findings), 3)
    yield Line("what would change it", milliseconds(seconds))
    seconds = slowest(lambda case: sturdiness(catalogue, case.findings), 3)
    yield Line("how sturdy, 200 draws", milliseconds(seconds))


# ------------------------------------------------------------------------------ growth


def growth() -> Iterator[Line]:
    """A differential and the next question on catalogues far beyond any lesson."""
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
        seconds = median_time(lambda c=catalogue, a=answers: differential(c, a, {}), 9)  # type: ignore[misc]
        yield Line(
            f"differential after {ANSWERS} answers, {size}",
            milliseconds(seconds),
            "under 50 ms" if largest else "",
            seconds < 0.05 if largest else None,
        )
        seconds = median_time(lambda c=catalogue, a=answers: next_question(c, a), 3)  # type: ignore[misc]
        yield Line(
            f"next question, {size}",
            milliseconds(seconds),
            "under 2 s" if largest else "",
            seconds < 2 if largest else None,
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


# ------------------------------------------------------------------------------ the table

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
                chance.choice(list(catalogue.quiz)),
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
            record.strengths()

        def with_pandas() -> None:
            pandas.read_json(store.path, lines=True)

        read = median_time(lambda: Journal(store).read(), 7)
        yield Line(
            f"{LINES:,} journal lines read",
            milliseconds(read),
            "under 1 s; plain way: " + milliseconds(median_time(with_pandas, 7)),
            read < 1,
        )
        opened = median_time(own_page, 7)
        yield Line(
            f"{LINES:,} journal lines: read, due, calibration, strengths",
            milliseconds(opened),
            "under 1 s",
            opened < 1,
        )


PARTS: dict[str, Callable[[], Iterator[Line]]] = {
    "toggle": toggle,
    "start": start,
    "reasoning": reasoning,
    "growth": growth,
    "journal": journal,
}


def table(lines: list[Line]) -> str:
    """
    >>> print(table([Line("one differential", "0.20 ms", "under 1 ms", True)]))
    what              measured  target      met
    ----------------  --------  ----------  ---
    one differential  0.20 ms   under 1 ms  yes
    """
    cells = [("what", "measured", "target", "met")] + [
        (line.what, line.measured, line.target, {True: "yes", False: "NO", None: ""}[line.met])
        for line in lines
    ]
    widths = [max(len(row[column]) for row in cells) for column in range(4)]
    cells.insert(1, tuple("-" * width for width in widths))  # type: ignore[arg-type]
    return "\n".join(
        "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip()
        for row in cells
    )


def main(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(description="How fast it is, as a table.")
    parser.add_argument("--only", choices=PARTS, help="measure one part")
    only = parser.parse_args(arguments).only
    lines: list[Line] = []
    for name, part in PARTS.items():
        if only in (None, name):
            print(f"Measuring: {name} ...", file=sys.stderr, flush=True)
            lines += part()
    print(table(lines))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
