"""The mutants of a source: each is the same program with one small thing in it changed.

Changed are comparisons, `and` / `or` / `not`, True and False, sums, conditions, the numbers in conditions
and what is returned. Strings, docstrings, annotations and decorators stay as they are.

Its own, because neither library fits: cosmic-ray brings some thirty packages (a database and a web server
among them) to run one command for every mutant, where only the tests that reach its line are wanted;
mutmut rewrites each function into a set of copies, which hides the examples in docstrings, and needs fork,
which Windows has not.
"""

from __future__ import annotations

import ast
import copy
from collections.abc import Iterator
from itertools import accumulate
from typing import NamedTuple

COMPARED: dict[type[ast.cmpop], tuple[type[ast.cmpop], ...]] = {
    ast.Eq: (ast.NotEq,),
    ast.NotEq: (ast.Eq,),
    ast.Lt: (ast.LtE, ast.GtE),
    ast.LtE: (ast.Lt, ast.Gt),
    ast.Gt: (ast.GtE, ast.LtE),
    ast.GtE: (ast.Gt, ast.Lt),
    ast.Is: (ast.IsNot,),
    ast.IsNot: (ast.Is,),
    ast.In: (ast.NotIn,),
    ast.NotIn: (ast.In,),
}
SUMS: dict[type[ast.operator], type[ast.operator]] = {
    ast.Add: ast.Sub,
    ast.Sub: ast.Add,
    ast.Mult: ast.Div,
    ast.Div: ast.Mult,
    ast.FloorDiv: ast.Div,
    ast.Mod: ast.FloorDiv,
    ast.Pow: ast.Mult,
    ast.BitOr: ast.BitAnd,
    ast.BitAnd: ast.BitOr,
}
SIGNS: dict[type[ast.AST], str] = {
    **{ast.Eq: "==", ast.NotEq: "!=", ast.Lt: "<", ast.LtE: "<=", ast.Gt: ">", ast.GtE: ">="},
    **{ast.Is: "is", ast.IsNot: "is not", ast.In: "in", ast.NotIn: "not in"},
    **{ast.Add: "+", ast.Sub: "-", ast.Mult: "*", ast.Div: "/", ast.FloorDiv: "//", ast.Mod: "%"},
    **{ast.Pow: "**", ast.BitOr: "|", ast.BitAnd: "&", ast.And: "and", ast.Or: "or"},
}
LEFT_ALONE = {"annotation", "returns", "decorator_list", "bases", "type_params"}
"""The parts of a node that hold no program of ours: types, and what is said about a function."""


class Mutant(NamedTuple):
    """One change of one file: the bytes from `start` to `end` become `after`."""

    file: str
    line: int
    start: int
    end: int
    what: str
    text: str
    """The line as it is written."""
    after: str
    lines: tuple[int, ...]
    """A test that runs one of these lines reaches it."""
    once: bool
    """Run on import, or kept once it was worked out: every test that reaches the file may rest on it."""


class _Place(NamedTuple):
    """Where in a program a node stands."""

    statement: ast.stmt | None = None
    condition: bool = False
    once: bool = True


Change = tuple[ast.expr | ast.stmt, _Place, str, str]


def mutants_of(file: str, source: str) -> list[Mutant]:
    """Every mutant of a source, from its beginning to its end.

    >>> for mutant in mutants_of("ripe.py", "def ripe(days):\\n    return days > 3"):
    ...     print(mutant.line, mutant.what)
    2 return nothing
    2 > becomes >=
    2 > becomes <=
    2 3 becomes 4
    """
    encoded = source.encode("utf-8")
    written = encoded.splitlines(keepends=True)
    starts = [0, *accumulate(map(len, written))]
    found = []
    for node, place, what, after in _changes(ast.parse(source), _Place()):
        start = starts[node.lineno - 1] + node.col_offset
        end = starts[(node.end_lineno or node.lineno) - 1] + (node.end_col_offset or 0)
        # As many lines as before, so that what a report says of a line stays true.
        gap = encoded[start:end].count(b"\n") - after.count("\n")
        lines = {*range(node.lineno, (node.end_lineno or node.lineno) + 1)}
        if isinstance(node, ast.stmt) or place.statement is None:
            lines = {node.lineno}
        first = place.statement.lineno if place.statement else node.lineno
        found.append(
            Mutant(
                file,
                node.lineno,
                start,
                end,
                what,
                written[node.lineno - 1].decode("utf-8").strip(),
                after[:-1] + "\n" * gap + after[-1:],
                (*sorted(lines), first),
                place.once,
            )
        )
    return found


def mutated(source: str, mutant: Mutant) -> str:
    """
    >>> source = "ripe = 4 > 3"
    >>> mutated(source, mutants_of("ripe.py", source)[0])
    'ripe = (4 >= 3)'
    """
    encoded = source.encode("utf-8")
    changed = encoded[: mutant.start] + mutant.after.encode("utf-8") + encoded[mutant.end :]
    return changed.decode("utf-8")


def _changes(node: ast.AST, place: _Place) -> Iterator[Change]:
    """The changes of a node, then those of all that is in it."""
    if isinstance(node, ast.JoinedStr) or _changes_nothing(node):
        return
    if isinstance(node, ast.stmt):
        place = place._replace(statement=node)
    if isinstance(node, ast.expr | ast.stmt):
        for what, after in _own(node, place.condition):
            yield node, place, what, after
    around = place
    if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
        place = place._replace(once=any("cache" in ast.unparse(d) for d in node.decorator_list))
    elif isinstance(node, ast.Lambda):
        place = place._replace(once=False)
    for name, value in ast.iter_fields(node):
        if name in LEFT_ALONE:
            continue
        asked = name in ("test", "ifs", "guard")
        inherited = place.condition and not isinstance(node, ast.stmt)
        # What is given by default is worked out where the function is made.
        here = around if name == "args" else place
        within = here._replace(condition=inherited or asked or isinstance(node, ast.Compare))
        for child in value if isinstance(value, list) else [value]:
            if isinstance(child, ast.expr) and asked:
                for what, after in _as_condition(child, of_many=name == "ifs"):
                    yield child, place, what, after
            if isinstance(child, ast.AST):
                yield from _changes(child, within)


def _own(node: ast.expr | ast.stmt, condition: bool) -> Iterator[tuple[str, str]]:
    """What a node is changed to, for its own sake."""
    match node:
        case ast.Compare():
            for place, operator in enumerate(node.ops):
                for other in COMPARED[type(operator)]:
                    changed = copy.deepcopy(node)
                    changed.ops[place] = other()
                    yield _becomes(operator, other), f"({ast.unparse(changed)})"
        case ast.BoolOp():
            other_way = ast.Or if isinstance(node.op, ast.And) else ast.And
            changed_bool = ast.BoolOp(other_way(), node.values)
            yield _becomes(node.op, other_way), f"({ast.unparse(changed_bool)})"
        case ast.UnaryOp(op=ast.Not() | ast.USub()):
            sign = "not" if isinstance(node.op, ast.Not) else "-"
            yield f"without {sign}", f"({ast.unparse(node.operand)})"
        case ast.BinOp() if type(node.op) in SUMS and not _says(node):
            other_sum = SUMS[type(node.op)]
            changed_sum = ast.BinOp(node.left, other_sum(), node.right)
            yield _becomes(node.op, other_sum), f"({ast.unparse(changed_sum)})"
        case ast.AugAssign() if type(node.op) in SUMS and not _says(node.value):
            other_sum = SUMS[type(node.op)]
            value = f"({ast.unparse(node.value)})"
            after = f"{ast.unparse(node.target)} {SIGNS[other_sum]}= {value}"
            yield f"{SIGNS[type(node.op)]}= becomes {SIGNS[other_sum]}=", after
        case ast.Constant(value=bool(so)):
            yield f"{so} becomes {not so}", f"({not so})"
        case ast.Constant(value=int(number)) if condition:
            yield f"{number} becomes {number + 1}", f"({number + 1})"
        case ast.Constant(value=float(share)) if condition:
            yield f"{share} becomes {share * 2 or 1.0}", f"({share * 2 or 1.0})"
        case ast.Return(value=ast.expr()) if not _is_nothing(node.value):
            yield "return nothing", "return (None)"


def _as_condition(node: ast.expr, of_many: bool) -> Iterator[tuple[str, str]]:
    """What a condition is changed to as a whole; `of_many` chooses which of many rows are in."""
    text = ast.unparse(node)
    if not isinstance(node, ast.Compare | ast.BoolOp | ast.UnaryOp | ast.Constant):
        yield "the condition turned round", f"(not ({text}))"
    if of_many:
        yield "without the condition", "(True)"


def _becomes(operator: ast.AST, other: type[ast.AST]) -> str:
    return f"{SIGNS[type(operator)]} becomes {SIGNS[other]}"


def _says(node: ast.AST) -> bool:
    """Whether a sum is one of texts."""
    return any(
        isinstance(part, ast.JoinedStr) or (isinstance(part, ast.Constant) and _is_text(part.value))
        for part in (node, *ast.iter_child_nodes(node))
    )


def _is_text(value: object) -> bool:
    return isinstance(value, str | bytes)


def _is_nothing(node: ast.AST | None) -> bool:
    return isinstance(node, ast.Constant) and node.value is None


def _changes_nothing(node: ast.AST) -> bool:
    """Whether it changes nothing that is right: `if TYPE_CHECKING`, `Child = str | None`, `strict=True`."""
    if isinstance(node, ast.keyword):
        return node.arg == "strict"  # Of zip: it only finds mistakes.
    if isinstance(node, ast.If):
        return ast.unparse(node.test) == "TYPE_CHECKING"
    if not isinstance(node, ast.Assign | ast.AnnAssign) or not isinstance(node.value, ast.BinOp):
        return False
    names = {part.id for part in ast.walk(node.value) if isinstance(part, ast.Name)}
    return isinstance(node.value.op, ast.BitOr) and bool(names & {"str", "int", "float", "bool"})
