"""No weight, ratio, interval or posterior is worked out in views or panels: `reasoning` has the sums.

What is drawn needs sums of its own, of pixels, places on an axis and colours. These stay, each in a
function that is named here with its reason; a sum of what is known about women is none of them.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator

import pytest

from tests.unit.test_imports import MODULES, PACKAGE, layer_of

DRAWN = [module for module in MODULES if layer_of(module) in ("views", "panels")]

ALLOWED = {
    # An axis may take a log: where a number stands on it, and which number stands at a place.
    "ratio_scale": "an axis on which twice as many stands as far from 1 as half as many",
    "difference_scale": "an even axis, its ticks at round numbers",
    "slider_position": "a slider that goes by powers of ten",
    "weight_at": "the number at a place on that slider",
    "_position": "the nomogram's sliders, by powers of ten",
    "_number_at": "the number at a place on these",
    "_place_of_ratio": "the nomogram's middle axis, at half the scale of the odds",
    # Where on the screen, how large, which colour.
    "place": "a place on the line of calcium results",
    "piece": "a bar as a part of its track",
    "mark": "a place on a track",
    "scale_end": "the end of a scale, at a whole step",
    "_map_cells": "the steps of a colour scale",
    "blend": "so much of a colour on the paper",
    "calibration_plot": "the radius of a dot whose area is a count",
    "_across": "a place on the axis of how sure",
    "_up": "a place on the axis of how often right",
    # A share in letters, not a new one.
    "percent_text": "as many decimals as the smaller side of a share deserves",
}
"""Each function of views and panels that may do such sums, and what it does them for."""

FUNCTIONS = {
    *("log", "log2", "log10", "log1p", "exp", "exp2", "expm1", "sqrt", "cbrt", "pow"),
    *("fsum", "prod", "sumprod", "dist", "hypot", "erf", "erfc", "gamma"),
}
SIGNS = {"side", "inward"}
"""Names of a factor that is 1 or -1: it turns round, and weighs nothing."""


def sums_in(source: str) -> Iterator[tuple[str, str]]:
    """Each sum of a kind that is forbidden: the innermost function it stands in, and the sum itself.

    Forbidden are: a function of `FUNCTIONS`, as `math.log2` or imported by its name, `math` under
    another name, and all of `statistics`; a power; a division by what varies; 1 less what varies; a
    product of two things that vary. What varies is neither a literal nor a constant in capitals: half
    a lane's height, a share in 100 and a sign are no such sums.
    """
    yield from _sums(ast.parse(source), "")


def _sums(node: ast.AST, function: str) -> Iterator[tuple[str, str]]:
    if isinstance(node, ast.FunctionDef):
        function = node.name
    if _forbidden(node):
        yield function, ast.unparse(node)
    for child in ast.iter_child_nodes(node):
        yield from _sums(child, function)


def _forbidden(node: ast.AST) -> bool:
    match node:
        case ast.Attribute(value=ast.Name(id="math"), attr=name):
            return name in FUNCTIONS
        case ast.Call(func=ast.Name(id="pow")) | ast.ImportFrom(module="statistics"):
            return True
        case ast.ImportFrom(module="math", names=names):
            return any(one.name in FUNCTIONS for one in names)
        case ast.Import(names=names):
            return any(
                one.name == "statistics" or (one.name == "math" and one.asname) for one in names
            )
        case ast.BinOp(op=ast.Pow()) | ast.AugAssign(op=ast.Pow()):
            return True
        case ast.BinOp(op=ast.Div(), right=by) | ast.AugAssign(op=ast.Div(), value=by):
            return _varies(by)
        case ast.BinOp(left=ast.Constant(value=1), op=ast.Sub(), right=less):
            return _varies(less)
        case ast.BinOp(left=one, op=ast.Mult(), right=other):
            return _varies(one) and _varies(other)
        case ast.AugAssign(op=ast.Mult(), value=by):
            return _varies(by)
    return False


def _varies(node: ast.AST) -> bool:
    match node:
        case ast.Constant() | ast.List():  # A list is not multiplied but repeated.
            return False
        case ast.UnaryOp(operand=inner):
            return _varies(inner)
        case ast.BinOp(left=left, right=right):
            return _varies(left) or _varies(right)
        case ast.Name(id=name) | ast.Attribute(attr=name):
            return not (name.isupper() or name in SIGNS)
    return True


@pytest.mark.parametrize("module", DRAWN, ids=str)
def test_what_is_drawn_was_worked_out_in_reasoning(module):
    source = (PACKAGE / module).read_text(encoding="utf-8")
    found = [f"{name}: {told}" for name, told in sums_in(source) if name not in ALLOWED]
    assert not found, f"move these sums to crampkit/reasoning/: {found}"


def test_each_function_that_may_do_sums_does_some():
    doing = {
        name
        for module in DRAWN
        for name, _ in sums_in((PACKAGE / module).read_text(encoding="utf-8"))
    }
    assert set(ALLOWED) <= doing, "strike what no view needs any more"


@pytest.mark.parametrize(
    "written",
    [
        "math.log2(probability / 2)",
        "from math import log2",
        "import statistics",
        "import math as sums",
        "math.exp(half_width)",
        "pow(2, bits)",
        "math.fsum(parts)",
        "2**bits",
        "probability / background",
        "odds / (1 + odds)",
        "100 * events / total",
        "1 - share",
        "1.0 - finding.background",
        "pretest[cause_id] * ratio",
        "odds_before * ratios[finding_id]",
        "odds *= ratio",
        "odds /= total",
    ],
)
def test_a_sum_of_what_is_known_is_found(written):
    assert list(sums_in(f"def told(share):\n    {written}"))


@pytest.mark.parametrize(
    "written",
    [
        "self.y + LANE / 2",
        "100 * share",
        "share / HUNDRED",
        "len(rows) - 1",
        "row.weight * side > 0",
        "[''] * columns",
        "'●' * filled",
        "HUNDRED - count",
        "place // PER_ROW * HIGH",
        "events + others",
        "encounter.log",
        "math.ceil(total / PER_ROW)",
        "max(ends) - min(ends)",
    ],
)
def test_a_place_on_the_screen_and_a_share_in_100_are_no_such_sums(written):
    assert not list(sums_in(f"def drawn(at):\n    {written}"))


def test_a_sum_is_told_with_the_function_that_it_stands_in():
    source = "class Bar:\n    def width(self):\n        return self.part / self.whole\n"
    assert list(sums_in(source)) == [("width", "self.part / self.whole")]
