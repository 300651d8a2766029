"""The three lists of what to install agree: pyproject.toml, environment.yml and constraints.txt."""

import re
import tomllib
from pathlib import Path

import pytest

PROJECT = Path(__file__).resolve().parents[2]
PYPROJECT_TEXT = (PROJECT / "pyproject.toml").read_text(encoding="utf-8")
PYPROJECT = tomllib.loads(PYPROJECT_TEXT)
REQUIREMENT = re.compile(r"^([A-Za-z0-9._-]+)>=([0-9.]+)$")


def name_and_lower_bound(requirement: str) -> tuple[str, str]:
    match = REQUIREMENT.match(requirement.strip())
    assert match, f"{requirement!r} is not of the form name>=version"
    return match[1].lower(), match[2]


def pinned_names() -> set[str]:
    lines = (PROJECT / "constraints.txt").read_text(encoding="utf-8").splitlines()
    return {line.partition("==")[0] for line in lines if "==" in line and line[0] != "#"}


def conda_requirements() -> list[str]:
    """What conda installs, and what it leaves to pip."""
    lines = (PROJECT / "environment.yml").read_text(encoding="utf-8").splitlines()
    found = [line.strip().removeprefix("- ") for line in lines if line.lstrip().startswith("- ")]
    return [line for line in found if line not in ("conda-forge", "pip", "pip:", "--editable .")]


def test_conda_installs_the_same_packages_with_the_same_lower_bounds():
    with_pip = {name_and_lower_bound(line) for line in PYPROJECT["project"]["dependencies"]}
    python = PYPROJECT["project"]["requires-python"].removeprefix(">=")
    with_conda = {name_and_lower_bound(line) for line in conda_requirements()}
    assert with_conda == with_pip | {("python", python)}


def all_requirements() -> list[str]:
    project = PYPROJECT["project"]
    return [
        *project["dependencies"],
        *(line for extra in project["optional-dependencies"].values() for line in extra),
        *(line for group in PYPROJECT["dependency-groups"].values() for line in group),
    ]


@pytest.mark.parametrize("requirement", all_requirements())
def test_each_package_is_pinned(requirement):
    assert name_and_lower_bound(requirement)[0] in pinned_names()


@pytest.mark.parametrize("requirement", all_requirements())
def test_each_package_says_why_it_is_needed(requirement):
    quoted = re.escape(f'"{requirement}",')
    assert re.search(rf"^ *{quoted} # \S+", PYPROJECT_TEXT, re.MULTILINE)


def test_constraints_are_pins_without_any_address():
    for line in (PROJECT / "constraints.txt").read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            assert re.match(r"^[a-z0-9._-]+==[^\s@/]+( ; .+)?$", line), line
        assert "://" not in line
