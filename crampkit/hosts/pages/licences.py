"""The licences of all that a folder of pages redistributes, from the list of what it does."""

from __future__ import annotations

import importlib.metadata
from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple

from crampkit.hosts.pages.node import NoRuntimeError
from crampkit.hosts.pages.runtime import lock_info, modules_there, pinned, runtime_folder
from crampkit.hosts.pages.travelling import PACKAGE, STAND_INS, travelling

TEXTS = Path(__file__).resolve().parent / "licences"


class Licence(NamedTuple):
    """Something that is redistributed: what it is, under which licence, and the whole of its text."""

    name: str
    version: str
    licence: str
    text: str


class LicensedPart(NamedTuple):
    """What stands under one licence: the npm packages, libraries and modules of Python that are it."""

    name: str
    licence: str
    file: str
    covers: tuple[str, ...]


IN_PYTHON = (
    LicensedPart("Emscripten", "MIT", "emscripten", ("posix",)),
    LicensedPart("musl", "MIT", "musl", ("math",)),
    LicensedPart(
        "LLVM's run-time libraries", "Apache-2.0 WITH LLVM-exception", "llvm", ("builtins",)
    ),
    LicensedPart("zlib", "Zlib", "zlib", ("zlib",)),
    LicensedPart("bzip2", "bzip2-1.0.6", "bzip2", ("_bz2",)),
    LicensedPart("liblzma (XZ Utils)", "public domain", "xz", ("_lzma",)),
    LicensedPart("Zstandard", "BSD-3-Clause", "zstd", ("_zstd",)),
    LicensedPart("SQLite", "public domain", "sqlite", ("_sqlite3",)),
    LicensedPart("libffi", "MIT", "libffi", ("_ctypes",)),
    LicensedPart("libmpdec", "BSD-2-Clause", "mpdecimal", ("_decimal",)),
    LicensedPart("Expat", "MIT", "expat", ("pyexpat",)),
    LicensedPart("HACL*", "MIT", "hacl", ("_sha1", "_sha2", "_sha3", "_md5", "_blake2", "_hmac")),
)
"""What is linked into Python's own program, each with modules that show that it is there."""

PYODIDE = "pyodide"
PLOTLY = "plotly.js-cartesian-dist-min"
TYPEFACE = "@fontsource-variable/atkinson-hyperlegible-next"


def licences() -> list[Licence]:
    """Everything that a folder of pages redistributes, by name.

    Raises `NoRuntimeError` where something is redistributed whose licence is not known here.
    """
    version = {package["name"]: package["version"] for package in pinned()["packages"]}
    inside = f"as in Pyodide {version[PYODIDE]}"
    runtime = runtime_folder()
    found = [
        Licence("crampkit", _version("crampkit"), "BSD-3-Clause", _own("LICENSE")),
        Licence("crampkit's lessons and tables", _version("crampkit"), *_content()),
        Licence("Pyodide", version[PYODIDE], "MPL-2.0", _mpl(version[PYODIDE])),
        Licence("error-stack-parser", inside, "MIT", _text("error-stack-parser")),
        Licence("Python", lock_info()["python"], "PSF-2.0", _text("cpython")),
        Licence("plotly.js", version[PLOTLY], "MIT", _read(runtime / "licences/plotly.js.txt")),
        Licence(
            "Atkinson Hyperlegible Next",
            version[TYPEFACE],
            "OFL-1.1",
            _read(runtime / "licences/typeface.txt"),
        ),
        Licence("fsrs", _version("fsrs"), "MIT", _of_library("fsrs")),
        *(Licence(part.name, inside, part.licence, _text(part.file)) for part in IN_PYTHON),
    ]
    known = {PYODIDE, PLOTLY, TYPEFACE, "crampkit", "fsrs", *STAND_INS}
    _must_be_known({*version, *(name.partition("/")[0] for name in travelling())} - known)
    return found


def linked() -> list[str]:
    """The modules of Python's program that show which libraries are linked into it.

    All are in `IN_PYTHON`'s lists; one that is gone would name a library that is gone.
    """
    there = modules_there()
    return [module for part in IN_PYTHON for module in part.covers if module in there]


def _must_be_known(unknown: Iterable[str]) -> None:
    if unknown := sorted(unknown):
        raise NoRuntimeError(
            f"These are in the pages, and their licences are not: {', '.join(unknown)}. "
            "Add each to crampkit/hosts/pages/licences.py."
        )


def _text(name: str) -> str:
    return _read(TEXTS / f"{name}.txt")


def _read(path: Path) -> str:
    try:
        text = path.read_text(encoding="utf-8").strip()
    except OSError:
        text = ""
    if not text:
        raise NoRuntimeError(f"The text of a licence is missing: {path.name}.")
    return text


def _mpl(version: str) -> str:
    """Who hands it on must say where its source is, and what was changed."""
    return (
        f"Its source: github.com/pyodide/pyodide, version {version}. What the pages do not use was "
        "left out, by crampkit/hosts/pages/lean.py and compiling.py, which come with crampkit.\n\n"
        + _text("mpl-2.0")
    )


def _version(name: str) -> str:
    return importlib.metadata.version(name)


def _own(name: str) -> str:
    """One of crampkit's own licences: beside a checkout, or with what was installed."""
    beside = PACKAGE.parent / name
    return _read(beside) if beside.is_file() else _of_library("crampkit", name)


def _content() -> tuple[str, str]:
    return "CC-BY-4.0", _own("LICENSE-content")


def _of_library(name: str, file: str = "LICENSE") -> str:
    """The licence that an installed package brings."""
    for path in importlib.metadata.files(name) or ():
        if path.name == file:
            return _read(Path(str(path.locate())))
    raise NoRuntimeError(f"The package {name} brings no {file}.")
