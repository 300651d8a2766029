"""Compile Python for the pages. It runs in the pages' own Python, whose bytecode no other Python writes.

`compile.mjs` starts that Python in Node and calls `run`. What is compiled is read by `zipimport`.
"""

from __future__ import annotations

import contextlib
import importlib.util
import io
import json
import marshal
import sys
import zipfile
from collections.abc import Iterable, Mapping

LONG_AGO = (1980, 1, 1, 0, 0, 0)
"""The date of every file: the same sources must make the same bytes."""

UNCHECKED_HASH = (1).to_bytes(4, "little")
"""Says in a compiled file that nobody need look for its source."""


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


def compiled(source: bytes, name: str) -> bytes:
    """A module as bytecode, without docstrings and asserts; it knows its `name` and no folder."""
    code = compile(source, name, "exec", optimize=2, dont_inherit=True)
    digest = importlib.util.source_hash(source)
    return importlib.util.MAGIC_NUMBER + UNCHECKED_HASH + digest + marshal.dumps(code)


def compiled_files(sources: Mapping[str, bytes]) -> dict[str, bytes]:
    """Every `.py` compiled to a `.pyc`; other files as they are."""
    return dict(
        (name + "c", compiled(source, name)) if name.endswith(".py") else (name, source)
        for name, source in sorted(sources.items())
    )


def modules_in(names: Iterable[str]) -> list[str]:
    """The modules that these files are.

    >>> modules_in(["json/__init__.pyc", "json/decoder.pyc", "re.py"])
    ['json', 'json.decoder', 're']
    """
    stems = (name.rpartition(".py")[0].replace("/", ".") for name in names if ".py" in name)
    return sorted(stem.removesuffix(".__init__") for stem in stems)


def loaded_with(wanted: Iterable[str]) -> set[str]:
    """All modules that are loaded once these are; one that is not there is left to who asks for it."""
    for module in sorted(wanted):
        with contextlib.suppress(ImportError):
            importlib.import_module(module)
    return set(sys.modules)


def run(task: str, given: bytes) -> bytes:
    """One task: `package` compiles a zip of sources; `library` trims the standard library."""
    files = unpacked(given)
    if task == "package":
        return packed(compiled_files(files))
    job = json.loads(files["job.json"])
    whole = next(path for path in sys.path if path.endswith(".zip"))
    with open(whole, "rb") as file:
        library = unpacked(file.read())
    loaded = loaded_with(job["wanted"]) - set(job["unwanted"])
    kept = {name: library[name] for name in library if loaded & set(modules_in([name]))}
    there = json.dumps(sorted(loaded | set(sys.builtin_module_names)))
    return packed({"stdlib.zip": packed(compiled_files(kept)), "modules.json": there.encode()})
