"""For `make mutants`, inside pytest: which tests reach which lines, and a run of some tests alone.

Loaded with `-p reaching`. Named by the environment:

REACHING_OF    folders whose lines count, one a line; REACHING_INTO is the folder the answer is written to
REACHING_ONLY  a file with the tests to run, in their order
"""

from __future__ import annotations

import json
import os
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from coverage import Coverage

WIDE = "fixture "
"""How the name of what several tests share begins: a fixture of a module or of the whole run."""


class Reached:
    """The lines that each test runs, by itself, in a fixture it shares, and as its file is read."""

    def __init__(self, folders: list[str], into: Path) -> None:
        self.into = into
        self.coverage = Coverage(
            data_file=None, config_file=False, include=[f"{folder}/*" for folder in folders]
        )
        self.seconds: dict[str, float] = defaultdict(float)
        self.failed: set[str] = set()
        self.shared: dict[str, set[str]] = {}
        self.now = ""
        self.coverage.start()

    @pytest.hookimpl(wrapper=True)
    def pytest_make_collect_report(self, collector: pytest.Collector) -> Iterator[None]:
        return (yield from self._within(collector.nodeid))

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_protocol(self, item: pytest.Item) -> Iterator[None]:
        path = item.nodeid.partition("::")[0]
        self.shared[item.nodeid] = {path}
        return (yield from self._within(item.nodeid))

    @pytest.hookimpl(wrapper=True)
    def pytest_fixture_setup(
        self, fixturedef: Any, request: pytest.FixtureRequest
    ) -> Iterator[None]:
        if fixturedef.scope == "function":
            return (yield from self._within(self.now))
        return (yield from self._within(_name(fixturedef)))

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_teardown(self, item: pytest.Item) -> Iterator[None]:
        known = getattr(item, "_fixtureinfo", None)
        for fixtures in (known.name2fixturedefs if known else {}).values():
            wide = (_name(each) for each in fixtures if each.scope != "function")
            self.shared[item.nodeid].update(wide)
        return (yield from self._within(self.now))

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        self.seconds[report.nodeid] += report.duration
        if report.failed:
            self.failed.add(report.nodeid)

    def pytest_sessionfinish(self) -> None:
        self.coverage.stop()
        data = self.coverage.get_data()
        lines = {
            path: {
                str(line): sorted(set(contexts) - {""})
                for line, contexts in data.contexts_by_lineno(path).items()
            }
            for path in data.measured_files()
        }
        answer = {
            "lines": lines,
            "seconds": self.seconds,
            "failed": sorted(self.failed),
            "shared": {test: sorted(names) for test, names in self.shared.items()},
        }
        self.into.mkdir(parents=True, exist_ok=True)
        (self.into / f"{os.getpid()}.json").write_text(json.dumps(answer), encoding="utf-8")

    def _within(self, name: str) -> Iterator[None]:
        before, self.now = self.now, name
        self.coverage.switch_context(name)
        try:
            return (yield)
        finally:
            self.now = before
            self.coverage.switch_context(before)


class Only:
    """Some tests and no other, in the order they are named in."""

    def __init__(self, names: Path) -> None:
        listed = names.read_text(encoding="utf-8").splitlines()
        self.places = {name: place for place, name in enumerate(listed)}

    @pytest.hookimpl(trylast=True)
    def pytest_collection_modifyitems(self, items: list[pytest.Item]) -> None:
        own = (item for item in items if item.nodeid in self.places)
        items[:] = sorted(own, key=lambda item: self.places[item.nodeid])


def _name(fixturedef: Any) -> str:
    return f"{WIDE}{fixturedef.baseid}::{fixturedef.argname}"


def pytest_configure(config: pytest.Config) -> None:
    folders = os.environ.get("REACHING_OF", "").splitlines()
    # With several processes, the one that hands out the tests runs none.
    runs_tests = hasattr(config, "workerinput") or not getattr(config.option, "numprocesses", None)
    if folders and runs_tests:
        config.pluginmanager.register(Reached(folders, Path(os.environ["REACHING_INTO"])))
    if only := os.environ.get("REACHING_ONLY"):
        config.pluginmanager.register(Only(Path(only)))
