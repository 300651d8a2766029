"""`make mutants` on a package of three functions: what survives, what is killed, what is left alone."""

from __future__ import annotations

import ast
from collections import Counter
from pathlib import Path
from threading import Event

import pytest
from mutants import Plan, Result, Suite, beside, draw, report, run, try_out
from mutating import mutants_of, mutated

SOURCE = '''\
"""Fruit: red == ripe and sweet > sour."""

from __future__ import annotations

SAYS = "ripe == red" + " or not"


def ripe(days: int, sweet: bool | None = None) -> bool:
    """Ripe or not.

    >>> ripe(9)
    True
    """
    return days > 3


def basket(fruit):
    return [
        f"{one == 'apple'}: {one}"
        for one in fruit
        if one != "stone"
    ]


def forgotten(fruit):
    return not fruit
'''
TESTS = """\
from orchard.fruit.picked import basket, ripe


def test_a_fruit_is_ripe_after_some_days():
    assert ripe(9)
    assert not ripe(1)


def test_an_apple_goes_into_the_basket():
    assert basket(["apple"]) == ["True: apple"]


def test_that_fails_as_it_is():
    assert not ripe(9)
"""
SURVIVORS = {
    ("> becomes >=", 14),
    ("3 becomes 4", 14),
    ("without the condition", 21),
    ("return nothing", 26),
    ("without not", 26),
}


@pytest.fixture(scope="module")
def orchard(tmp_path_factory) -> Plan:
    project = tmp_path_factory.mktemp("project")
    for path, text in {
        "orchard/fruit/picked.py": SOURCE,
        "orchard/fruit/toy.py": "RIPE = 4 > 3\n",
        "tests/test_picked.py": TESTS,
    }.items():
        (project / path).parent.mkdir(parents=True, exist_ok=True)
        (project / path).write_text(text, encoding="utf-8")
    return Plan(
        project=project,
        groups={"fruit and more": ("orchard/fruit",)},
        tests=("--doctest-modules", "tests", "orchard"),
        processes=2,
        slack=600,
    )


@pytest.fixture(scope="module")
def results(orchard) -> list[Result]:
    said: list[str] = []
    [found] = run(orchard, said.append).values()
    assert any("test_that_fails_as_it_is" in line for line in said)
    return found


@pytest.mark.long
def test_a_change_that_no_test_notices_is_found_and_no_other(results):
    survived = {(r.mutant.what, r.mutant.line) for r in results if r.survived}
    assert survived == SURVIVORS


@pytest.mark.long
def test_a_line_that_no_test_reaches_is_told_as_such(results):
    assert {r.mutant.line for r in results if r.ended == "unreached"} == {26}


def test_a_change_that_never_ends_is_killed_by_the_clock(tmp_path):
    source = "def eaten(left):\n    while left > 0:\n        left -= 1\n    return left\n"
    copy = tmp_path / "copy"
    for path, text in {
        "copy/eating.py": source,
        "copy/test_eating.py": "import eating\n\ndef test_eaten():\n    eating.eaten(3)\n",
    }.items():
        (tmp_path / path).parent.mkdir(exist_ok=True)
        (tmp_path / path).write_text(text, encoding="utf-8")
    beside(copy).mkdir()
    endless = next(m for m in mutants_of("eating.py", source) if m.what == "-= becomes +=")
    test = "test_eating.py::test_eaten"
    tests = Suite({("eating.py", 3): frozenset({test})}, {}, {test: 0.0}, frozenset())
    ended = try_out(endless, copy, tests, 0.0, Event())
    assert ended == Result(endless, "timeout")
    assert not ended.survived
    assert (copy / "eating.py").read_text("utf-8") == source


@pytest.mark.long
def test_the_report_counts_what_was_killed_and_shows_what_survived(orchard, results):
    drawn = {group: len(mutants) for group, mutants in draw(orchard).items()}
    text = report({"fruit and more": results}, drawn)
    assert f"{len(results) - len(SURVIVORS)} of {len(results)} killed" in text
    assert "orchard/fruit/picked.py:14  > becomes >=\n    return days > 3" in text
    assert "0 of them by the clock; 2 reached by no test" in text
    assert "tried out" not in text


@pytest.mark.long
def test_nothing_of_the_project_itself_is_changed(orchard, results):
    files = [path for path in orchard.project.rglob("*") if path.is_file()]
    assert sorted(path.name for path in files) == ["picked.py", "test_picked.py", "toy.py"]
    assert (orchard.project / "orchard/fruit/picked.py").read_text("utf-8") == SOURCE


@pytest.mark.long
def test_what_was_found_is_told_when_it_is_interrupted(orchard):
    def interrupt(line: str) -> None:
        if line.startswith("orchard/"):
            raise KeyboardInterrupt

    [found] = run(orchard._replace(processes=1), interrupt).values()
    assert any(result.survived for result in found)
    [drawn] = draw(orchard).values()
    assert len(found) < len(drawn)
    text = report({"fruit and more": found}, {"fruit and more": len(drawn)})
    assert f"Only {len(found)} of the {len(drawn)} drawn in fruit and more were tried out." in text


def test_one_seed_draws_one_sample_and_another_seed_another(orchard):
    def sample(seed: int):
        return draw(orchard._replace(sample=8, seed=seed))

    assert sample(1) == sample(1) != sample(2)
    assert [len(mutants) for mutants in sample(1).values()] == [8]


def test_only_the_package_asked_for_is_drawn_from(orchard):
    plan = orchard._replace(groups={"all": ("orchard/fruit", "orchard/trees")})
    assert plan._replace(only="trees").folders() == {"all": ("orchard/trees",)}
    assert plan._replace(groups={"a": ("orchard/fruit",), "b": ("x/y",)}, only="y").folders() == {
        "b": ("x/y",)
    }


# ------------------------------------------------------------------------------ what is changed


def whats(source: str) -> list[str]:
    return [mutant.what for mutant in mutants_of("file.py", source)]


def strings(source: str) -> Counter[str]:
    nodes = ast.walk(ast.parse(source))
    return Counter(
        node.value
        for node in nodes
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    )


@pytest.mark.parametrize("path", ["reasoning/flags.py", "views/explorer/safety.py"])
def test_a_mutant_is_a_program_of_as_many_lines_in_which_no_string_is_new(path):
    import crampkit

    source = (Path(crampkit.__file__).parent / path).read_text(encoding="utf-8")
    for mutant in mutants_of(path, source)[::5]:
        changed = mutated(source, mutant)
        assert ast.dump(ast.parse(changed)) != ast.dump(ast.parse(source)), mutant
        assert not strings(changed) - strings(source)
        assert changed.count("\n") == source.count("\n")


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("a = b == c", ["== becomes !="]),
        ("a = b < c <= d", ["< becomes <=", "< becomes >=", "<= becomes <", "<= becomes >"]),
        ("a = b in c", ["in becomes not in"]),
        ("a = b and not c", ["and becomes or", "without not"]),
        ("a = b + 3", ["+ becomes -"]),
        ("a -= 1", ["-= becomes +="]),
        ("if a: pass", ["the condition turned round"]),
        ("a = b if c else d", ["the condition turned round"]),
        ("a = True", ["True becomes False"]),
        ("a = b == 3", ["== becomes !=", "3 becomes 4"]),
        ("a = b == 0.25", ["== becomes !=", "0.25 becomes 0.5"]),
        (
            "a = [b for b in c if b]",
            ["the condition turned round", "without the condition"],
        ),
        ("a = [b for b in c if b.d == 'e']", ["without the condition", "== becomes !="]),
        ("def a():\n return b", ["return nothing"]),
    ],
)
def test_what_is_changed(source, expected):
    assert whats(source) == expected


@pytest.mark.parametrize(
    "source",
    [
        "a = 'b == c'",
        "'''a > b'''",
        "a = f'{b == c}'",
        "a = b + 'c'",
        "a = f'{b}' + c",
        "a: b | c = d",
        "a = str | None",
        "zip(a, b, strict=True)",
        "def a(b: c | d) -> e | f: pass",
        "@a(b=True)\ndef c(): pass",
        "if TYPE_CHECKING:\n a = True",
        "a = 3",
        "def a():\n return None",
        "def a():\n return",
    ],
)
def test_what_is_left_alone(source):
    assert whats(source) == []


def test_only_its_own_bytes_are_changed_after_letters_of_two_bytes():
    source = "wörter = 'ä' if ö else ü == 1"
    assert mutated(source, mutants_of("file.py", source)[0]) == (
        "wörter = 'ä' if (not (ö)) else ü == 1"
    )
