"""ACCESSIBILITY.md speaks of every criterion once, and each test that it names is there."""

from __future__ import annotations

import re
from pathlib import Path

from tests.browser.test_announced import VERSION as GUIDEPUP
from tests.browser.test_axe import NAMED
from tests.browser.test_axe import VERSION as AXE

PROJECT = Path(__file__).resolve().parents[2]
STATEMENT = (PROJECT / "ACCESSIBILITY.md").read_text(encoding="utf-8")

# WCAG 2.2, levels A and AA. 4.1.1 Parsing is obsolete and removed from it.
LEVEL_A = [
    "1.1.1",
    "1.2.1",
    "1.2.2",
    "1.2.3",
    "1.3.1",
    "1.3.2",
    "1.3.3",
    "1.4.1",
    "1.4.2",
    "2.1.1",
    "2.1.2",
    "2.1.4",
    "2.2.1",
    "2.2.2",
    "2.3.1",
    "2.4.1",
    "2.4.2",
    "2.4.3",
    "2.4.4",
    "2.5.1",
    "2.5.2",
    "2.5.3",
    "2.5.4",
    "3.1.1",
    "3.2.1",
    "3.2.2",
    "3.2.6",
    "3.3.1",
    "3.3.2",
    "3.3.7",
    "4.1.2",
]
LEVEL_AA = [
    "1.2.4",
    "1.2.5",
    "1.3.4",
    "1.3.5",
    "1.4.3",
    "1.4.4",
    "1.4.5",
    "1.4.10",
    "1.4.11",
    "1.4.12",
    "1.4.13",
    "2.4.5",
    "2.4.6",
    "2.4.7",
    "2.4.11",
    "2.5.7",
    "2.5.8",
    "3.1.2",
    "3.2.3",
    "3.2.4",
    "3.3.3",
    "3.3.4",
    "3.3.8",
    "4.1.3",
]

ROW = re.compile(r"^\| (\d\.\d\.\d+) [^|]+ \| (A{1,2}) \| (met|part|none here) \| (.*?) ?\|$", re.M)


def test_every_criterion_of_level_a_and_aa_is_stated_once_at_its_level_and_no_other():
    stated = [(number, level) for number, level, _, _ in ROW.findall(STATEMENT)]
    expected = [*((n, "A") for n in LEVEL_A), *((n, "AA") for n in LEVEL_AA)]
    assert sorted(stated) == sorted(expected)
    assert len(expected) == 55
    assert "4.1.1" not in STATEMENT


def test_what_is_met_is_said_how():
    for number, _, state, how in ROW.findall(STATEMENT):
        assert state == "none here" or len(how) > 10, number


def test_each_test_and_file_that_is_named_is_there():
    named = set(re.findall(r"`(test_\w+)`", STATEMENT))
    assert len(named) > 20
    sources = "\n".join(
        path.read_text(encoding="utf-8") for path in sorted((PROJECT / "tests").rglob("test_*.py"))
    )
    defined = set(re.findall(r"^def (test_\w+)\(", sources, re.M))
    assert named - defined == set()
    files = set(re.findall(r"`(tests/\S+\.py)`", STATEMENT))
    assert files
    assert {file for file in files if not (PROJECT / file).is_file()} == set()


def test_it_says_what_was_not_tried_and_when_it_was_written():
    for name in ("NVDA", "JAWS", "VoiceOver", "TalkBack", "Safari", "switch devices", "people"):
        assert name in STATEMENT.partition("## Criterion")[0]
    assert re.search(r"on \d{1,2} [A-Z][a-z]+ 20\d\d", STATEMENT)


def test_the_programs_it_names_are_those_that_are_run_and_nothing_named_by_axe_is_kept_from_it():
    assert f"axe-core {AXE}" in STATEMENT
    assert f"virtual screen reader {GUIDEPUP}" in STATEMENT
    assert all(rule in STATEMENT for rule, _ in NAMED)


def test_the_readme_leads_to_it():
    assert "(ACCESSIBILITY.md)" in (PROJECT / "README.md").read_text(encoding="utf-8")
