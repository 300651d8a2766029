"""Take from Python's program the doors that nobody enters.

Pyodide exports every function of Python for libraries that are loaded later, and its script gives each a
name: more than eight thousand. The pages load no library, so only what the scripts use is left. What
is left out is no code; the program behind the doors stays as it is.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator

from crampkit.hosts.pages.node import NoRuntimeError

IMPORTS, EXPORTS = 2, 7
FUNCTION, GLOBAL = 0, 3
"""Of the WebAssembly format: sections, and kinds of what is exported."""

_WORD = re.compile(r"[\w$]+")
_GIVEN = re.compile(r'([\w$]+)=(?:Module\["[^"]+"\]=)?wasmExports\["([^"]+)"\]')
_ASKED_LATER = re.compile(rb"(?:\x08GOT\.func|\x07GOT\.mem)")


def lean(program: bytes, script: str, loader: str) -> tuple[bytes, str]:
    """The program and the script that starts it, without the exports that neither script uses.

    Raises `NoRuntimeError` where Pyodide is made in another way than the one that was tried.
    """
    if not program.startswith(b"\0asm\1\0\0\0"):
        raise NoRuntimeError("Pyodide's program is not WebAssembly of version 1.")
    start, end = _giving_of_names(script)
    names = {name: alias for alias, name in _GIVEN.findall(script[start:end])}
    # Each name that is given is declared once besides; whatever is used stands once more.
    words = Counter(_WORD.findall(script[:start] + script[end:] + loader))
    words.subtract(names.values())
    asked_later = set(_asked_later(program))

    def used(name: str) -> bool:
        return name in asked_later or any(
            words[word] > 0 for word in (name, f"_{name}", names.get(name, name))
        )

    kept = [part for part in script[start:end].split(";") if all(map(used, _exports_in(part)))]
    return _with_exports(program, used), script[:start] + ";".join(kept) + script[end:]


def _giving_of_names(script: str) -> tuple[int, int]:
    """Where the function stands, inside its braces, that gives the exports their names."""
    head = "function assignWasmExports(wasmExports){"
    start = script.find(head)
    if start < 0:
        raise NoRuntimeError("Pyodide's script gives its exports their names in another way.")
    start += len(head)
    return start, script.index("}", start)


def _exports_in(part: str) -> list[str]:
    return re.findall(r'wasmExports\["([^"]+)"\]', part)


def _asked_later(program: bytes) -> Iterator[str]:
    """The names that the program itself looks up among the exports while it starts."""
    for kind, start, end in _sections(program):
        if kind == IMPORTS:
            for found in _ASKED_LATER.finditer(program, start, end):
                yield _name(program, found.end())[0]


def _with_exports(program: bytes, used: Callable[[str], bool]) -> bytes:
    made = [program[:8]]
    for kind, start, end in _sections(program):
        body = program[start:end]
        if kind == EXPORTS:
            kept = [
                entry
                for name, what, entry in _exports(program, start)
                if what not in (FUNCTION, GLOBAL) or used(name)
            ]
            body = _encoded(len(kept)) + b"".join(kept)
        made.append(bytes([kind]) + _encoded(len(body)) + body)
    return b"".join(made)


def _sections(program: bytes) -> Iterator[tuple[int, int, int]]:
    at = 8
    while at < len(program):
        kind = program[at]
        length, start = _number(program, at + 1)
        at = start + length
        yield kind, start, at


def _exports(program: bytes, at: int) -> Iterator[tuple[str, int, bytes]]:
    """Each export: its name, what kind of thing it is, and its bytes."""
    count, at = _number(program, at)
    for _ in range(count):
        begun = at
        name, at = _name(program, at)
        what = program[at]
        _, at = _number(program, at + 1)
        yield name, what, program[begun:at]


def _name(program: bytes, at: int) -> tuple[str, int]:
    length, at = _number(program, at)
    return program[at : at + length].decode(), at + length


def _number(program: bytes, at: int) -> tuple[int, int]:
    """A number of the format (LEB128), and where the next thing begins.

    >>> _number(bytes([0xE5, 0x8E, 0x26]), 0)
    (624485, 3)
    """
    value = shift = 0
    while True:
        byte = program[at]
        at += 1
        value |= (byte & 0x7F) << shift
        shift += 7
        if byte < 0x80:
            return value, at


def _encoded(number: int) -> bytes:
    """The same in bytes.

    >>> _encoded(624485) == bytes([0xE5, 0x8E, 0x26])
    True
    """
    made = bytearray()
    while number > 0x7F:
        made.append(number & 0x7F | 0x80)
        number >>= 7
    return bytes([*made, number])
