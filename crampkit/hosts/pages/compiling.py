"""Compile Python for the pages. It runs in the pages' own Python, whose bytecode no other Python writes.

`compile.mjs` starts that Python in Node and calls `run`. What is compiled is read by `zipimport`.
"""

from __future__ import annotations

import ast
import contextlib
import importlib.util
import io
import json
import marshal
import sys
import zipfile
from collections.abc import Iterable, Mapping
from types import CodeType

LONG_AGO = (1980, 1, 1, 0, 0, 0)
"""The date of every file: the same sources must make the same bytes."""

UNCHECKED_HASH = (1).to_bytes(4, "little")
"""Says in a compiled file that nobody need look for its source."""

NO_COLUMNS = 13
"""Of an entry in a table of lines: it has a line and no column (CPython's `location info`)."""


def packed(files: Mapping[str, bytes]) -> bytes:
    """These files as a zip: the same files make the same bytes, whatever their order and age.

    >>> packed({"b": b"2", "a": b"1"}) == packed({"a": b"1", "b": b"2"})
    True
    """
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        for name in sorted(files):
            info = zipfile.ZipInfo(name, LONG_AGO)
            info.compress_type = zipfile.ZIP_DEFLATED
            info.create_system = 3
            archive.writestr(info, files[name], compresslevel=9)
    return made.getvalue()


def unpacked(archive: bytes) -> dict[str, bytes]:
    """The files of a zip by name.

    >>> unpacked(packed({"a": b"1"}))
    {'a': b'1'}
    """
    with zipfile.ZipFile(io.BytesIO(archive)) as opened:
        return {name: opened.read(name) for name in opened.namelist() if not name.endswith("/")}


def compiled(source: bytes, name: str, every_line: bool = True) -> bytes:
    """A module as bytecode, without docstrings, asserts and what annotates functions.

    It knows its `name` and no folder. Without `every_line` it knows for each function the first alone,
    which leaves out a fifth of the bytes.
    """
    tree = _WithoutAnnotations().visit(ast.parse(source, name))
    code = compile(tree, name, "exec", optimize=2, dont_inherit=True)
    digest = importlib.util.source_hash(source)
    kept = code if every_line else with_first_lines(code)
    return importlib.util.MAGIC_NUMBER + UNCHECKED_HASH + digest + marshal.dumps(kept)


class _WithoutAnnotations(ast.NodeTransformer):
    """Takes the annotations from functions, where nothing reads them; fields of classes keep theirs."""

    def visit_FunctionDef(self, node: ast.FunctionDef) -> ast.FunctionDef:
        self.generic_visit(node)
        node.returns = None
        return node

    def visit_AsyncFunctionDef(self, node: ast.AsyncFunctionDef) -> ast.AsyncFunctionDef:
        self.generic_visit(node)
        node.returns = None
        return node

    def visit_arg(self, node: ast.arg) -> ast.arg:
        node.annotation = None
        return node


def with_first_lines(code: CodeType) -> CodeType:
    """The same code, all of which stands in the first line of its function.

    Each entry of the table is two bytes: so many instructions (at most 8), no column, no line further on.
    """
    instructions = len(code.co_code) // 2
    lengths = [8] * (instructions // 8) + [instructions % 8] * (instructions % 8 > 0)
    table = b"".join(bytes([0x80 | NO_COLUMNS << 3 | length - 1, 0]) for length in lengths)
    inner = [with_first_lines(c) if isinstance(c, CodeType) else c for c in code.co_consts]
    return code.replace(co_linetable=table, co_consts=tuple(inner))


def compiled_files(sources: Mapping[str, bytes], every_line: bool = True) -> dict[str, bytes]:
    """Every source compiled, by name."""
    return {name + "c": compiled(sources[name], name, every_line) for name in sorted(sources)}


def modules_in(names: Iterable[str]) -> list[str]:
    """The modules that these files are.

    >>> modules_in(["json/__init__.pyc", "json/decoder.pyc", "re.py"])
    ['json', 'json.decoder', 're']
    """
    stems = (name.rpartition(".py")[0].replace("/", ".") for name in names if ".py" in name)
    return sorted(stem.removesuffix(".__init__") for stem in stems)


def loaded_with(wanted: Iterable[str]) -> dict[str, bool]:
    """All modules that are loaded once these are, and whether each is part of Python's program.

    One that is not there is left to who asks for it.
    """
    for module in sorted(wanted):
        with contextlib.suppress(ImportError):
            importlib.import_module(module)
    built_in = ("built-in", "frozen")
    specs = {name: getattr(module, "__spec__", None) for name, module in sys.modules.items()}
    return {name: bool(spec and spec.origin in built_in) for name, spec in specs.items()}


def run(task: str, given: bytes) -> bytes:
    """One task: `package` compiles a zip of sources; `library` trims the standard library."""
    files = unpacked(given)
    if task == "package":
        return packed(compiled_files(files))
    job = json.loads(files["job.json"])
    whole = next(path for path in sys.path if path.endswith(".zip"))
    with open(whole, "rb") as file:
        library = unpacked(file.read())
    loaded = loaded_with(job["wanted"])
    there = (loaded.keys() | sys.builtin_module_names) - set(job["unwanted"])
    from_file = {name for name in there if not loaded.get(name, True)}
    kept = {name: library[name] for name in library if from_file & set(modules_in([name]))}
    return packed(
        {
            "stdlib.zip": packed(compiled_files(kept, every_line=False)),
            "modules.json": json.dumps(sorted(there)).encode(),
        }
    )
