"""The runtime of the pages: Python for the browser, the charts' script, the typeface.

    python -m crampkit.hosts.pages.runtime

It is fetched once, exactly as pinned in `runtime.json`, and kept in a cache folder; from then on
neither network nor Node.js is needed, until crampkit's own sources change.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import shutil
import sys
import tarfile
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import Any

from crampkit.hosts.pages.compiling import packed, unpacked
from crampkit.hosts.pages.lean import lean
from crampkit.hosts.pages.node import Node, NoRuntimeError, find_node, get_node
from crampkit.hosts.pages.plotly_rules import plotly_css
from crampkit.hosts.pages.travelling import (
    PACKAGE,
    missing_modules,
    own_sources,
    python_of,
    travelling,
    wanted_modules,
)

HERE = Path(__file__).resolve().parent
VARIABLE = "CRAMPKIT_RUNTIME"
"""Names another folder to keep the runtime in."""

CARRIED = PACKAGE / "_runtime"
"""In a wheel the runtime lies here, made."""

FILES = (
    "pyodide/pyodide.js",
    "pyodide/pyodide.asm.js",
    "pyodide/pyodide.asm.wasm",
    "stdlib.zip",
    "plotly.min.js",
    "plotly.css",
    "font.woff2",
)
"""What of the runtime goes into a folder of pages, by its name there; `crampkit.zip` beside it."""

ALWAYS = {
    "difflib": "the nearest word",
    "encodings.ascii": "a codec is found by its name, as the four that follow",
    "encodings.cp437": "names in a zip",
    "encodings.latin_1": "",
    "encodings.utf_8_sig": "",
    "linecache": "traceback",
    "pyodide.code": "runs a cell",
    "pyodide.ffi": "speaks with the page",
    "traceback": "what went wrong",
}
"""What is loaded only when something is asked for, or goes wrong, and why it must be there then."""

NEVER = {
    "_ssl": "a page opens no sockets; asyncio does without",
    "ssl": "the same",
    "bz2": "no zip of ours is packed so; zipfile and shutil do without",
    "lzma": "the same",
    "compression": "the same",
    "compression._common": "the same",
    "compression._common._streams": "the same",
    "compression.zstd": "the same",
    "compression.zstd._zstdfile": "the same",
}
"""What Pyodide loads at its start where it is there, and does without where it is not."""


@cache
def pinned() -> dict[str, Any]:
    """The pinned packages: name, version, and the sha256 of each and of every file taken from it."""
    read: dict[str, Any] = json.loads((HERE / "runtime.json").read_text(encoding="utf-8"))
    return read


def sha256(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def digest_of(files: Mapping[str, bytes]) -> str:
    """Changes with any name and any byte.

    >>> digest_of({"ab": b"c"}) == digest_of({"a": b"bc"})
    False
    """
    return sha256("".join(f"{name} {sha256(files[name])}\n" for name in sorted(files)).encode())


def cache_folder() -> Path:
    """Where the runtime is kept: `CRAMPKIT_RUNTIME`, or the place that this system has for such."""
    if named := os.environ.get(VARIABLE):
        return Path(named)
    from platformdirs import user_cache_path

    return user_cache_path("crampkit", appauthor=False)


def runtime_folder() -> Path:
    """The runtime that this crampkit carries, or that was made here before.

    Raises `NoRuntimeError` where there is none.
    """
    for folder in (CARRIED, _made_folder()):
        if folder.is_dir():
            return folder
    raise NoRuntimeError(
        "The pages need their runtime, which was not made yet. Make it first, once and with a "
        "network: make runtime (or: python -m crampkit.hosts.pages.runtime)"
    )


def ensure_runtime(say: Callable[[str], None] = print) -> Path:
    """The runtime's folder; where there is none yet, it is fetched and made. Two at once do not collide."""
    try:
        return runtime_folder()
    except NoRuntimeError:
        pass
    folder = _made_folder()
    with _alone(say) as kept:
        if not folder.is_dir():  # It is, where the one that was waited for has done it.
            node = get_node(node_folder(), *_node_package(), say)
            with tempfile.TemporaryDirectory(dir=kept, prefix="making-") as making:
                made = Path(making) / "runtime"
                _make(made, node, say)
                os.replace(made, folder)
            _forget_older(kept, "runtime-*")
    return folder


def runtime_files() -> dict[str, Path]:
    """The files of the runtime by their names in a folder of pages."""
    folder = runtime_folder()
    return {name: folder / name for name in FILES}


def lock_info() -> dict[str, str]:
    """What Pyodide wants to read about itself: `lockFileContents: {info, packages: {}}`."""
    info: dict[str, str] = json.loads((runtime_folder() / "lock.json").read_bytes())["info"]
    return info


def modules_there() -> set[str]:
    """The modules that the pages' Python has without our package."""
    return set(json.loads((runtime_folder() / "modules.json").read_bytes()))


def missing(sources: Mapping[str, bytes] | None = None) -> list[str]:
    """A sentence for each import of the travelling package that would fail in a page."""
    return missing_modules(travelling() if sources is None else sources, modules_there())


def package_zip(
    say: Callable[[str], None] = print, sources: Mapping[str, bytes] | None = None
) -> bytes:
    """crampkit as it travels to the browser, compiled; the same sources make the same bytes.

    Needs Node.js where the sources have changed. Without it the sources travel as they are, which works
    too, and starts more slowly.
    """
    sources = travelling() if sources is None else sources
    name = _package_name(sources)
    for folder in (runtime_folder(), cache_folder()):
        if (folder / name).is_file():
            return (folder / name).read_bytes()
    node = find_node(node_folder())
    if node is None:
        say(
            "The sources have changed and Node.js is not here to compile them: they travel as they "
            "are, and a page starts more slowly. With Node.js (or make runtime) it is quick again."
        )
        return packed(sources)
    made = compiled_package(node, sources)
    with _alone(say) as kept:
        _write(kept / name, made)
        _forget_older(kept, "crampkit-*.zip")
    return made


def _package_name(sources: Mapping[str, bytes]) -> str:
    return f"crampkit-{digest_of({**sources, **_compilers()})[:16]}.zip"


def compiled_package(node: Node, sources: Mapping[str, bytes]) -> bytes:
    """These sources as a zip of bytecode, and what is no Python as it is."""
    modules = python_of(sources)
    compiled = unpacked(_compiled(node, runtime_folder(), "package", modules))
    return packed({**compiled, **{n: sources[n] for n in sources if n not in modules}})


# ---------------------------------------------------------------- making


def _compilers() -> dict[str, bytes]:
    names = ("runtime.json", "compile.mjs", "compiling.py")
    return {name: (HERE / name).read_bytes() for name in names}


def _job() -> bytes:
    """What of the standard library is wanted, as `compiling.py` reads it."""
    wanted = sorted({*wanted_modules(travelling()), *ALWAYS})
    return json.dumps({"wanted": wanted, "unwanted": sorted(NEVER)}).encode()


def _made_folder() -> Path:
    makers = {name: (HERE / name).read_bytes() for name in ("lean.py", "plotly_rules.py")}
    inputs = {**_compilers(), **makers, "job": _job()}
    return cache_folder() / f"runtime-{digest_of(inputs)[:16]}"


def _node_package() -> tuple[str, str]:
    return pinned()["node"]["name"], pinned()["node"]["version"]


def node_folder() -> Path:
    return cache_folder() / f"node-{pinned()['node']['version']}"


def _make(folder: Path, node: Node, say: Callable[[str], None]) -> None:
    for package in pinned()["packages"]:
        for name, content in files_of(package, node, say).items():
            _write(folder / name, content)
    program, script = folder / "pyodide/pyodide.asm.wasm", folder / "pyodide/pyodide.asm.js"
    loader = (folder / "pyodide/pyodide.js").read_text(encoding="utf-8")
    less, shorter = lean(program.read_bytes(), script.read_text(encoding="utf-8"), loader)
    _write(program, less)
    _write(script, shorter.encode())
    # Node.js reads a module named .js as one only where this says so.
    _write(folder / "pyodide/package.json", b'{"type": "module"}\n')
    lock = json.loads((folder / "pyodide-lock.json").read_bytes())
    _write(folder / "lock.json", json.dumps({"info": lock["info"], "packages": {}}).encode())
    (folder / "pyodide-lock.json").unlink()
    bundle = (folder / "plotly.min.js").read_text(encoding="utf-8")
    _write(folder / "plotly.css", plotly_css(bundle).encode())
    say("Compiling the standard library")
    job = {"job.json": _job()}
    for name, content in unpacked(_compiled(node, folder, "library", job)).items():
        _write(folder / name, content)


def files_of(package: dict[str, Any], node: Node, say: Callable[[str], None]) -> dict[str, bytes]:
    """The files that are taken from a package, each exactly as pinned."""
    archive = _fetched(package, node, say)
    found = {}
    with tarfile.open(archive) as opened:
        for name, file in package["files"].items():
            member = opened.extractfile(f"package/{name}")
            assert member, f"{name} is no file"
            content = member.read()
            _must_match(content, file["sha256"], f"{name} of {package['name']}")
            found[file["as"]] = content
    return found


def _fetched(package: dict[str, Any], node: Node, say: Callable[[str], None]) -> Path:
    """The archive of a package, from the cache or from npm; nothing else than what is pinned is kept."""
    name, version = package["name"], package["version"]
    kept = cache_folder() / "fetched" / f"{package['sha256']}.tgz"
    if kept.is_file() and sha256(kept.read_bytes()) == package["sha256"]:
        return kept
    say(f"Fetching {name} {version} ({package['size'] / 1e6:.1f} MB)")
    with tempfile.TemporaryDirectory() as folder:
        content = node.pack(name, version, Path(folder)).read_bytes()
    _must_match(content, package["sha256"], f"{name} {version}")
    _write(kept, content)
    return kept


def _must_match(content: bytes, digest: str, what: str) -> None:
    if sha256(content) != digest:
        raise NoRuntimeError(
            f"What was fetched as {what} is not what was tried: its sha256 is {sha256(content)} "
            f"and must be {digest}. Nothing was kept. A proxy or a mirror may have changed it: "
            "try another network, and tell whoever keeps crampkit."
        )


def _compiled(node: Node, folder: Path, task: str, files: Mapping[str, bytes]) -> bytes:
    """One task of `compiling.py`, done in the pages' own Python."""
    with tempfile.TemporaryDirectory() as making:
        given, made = Path(making) / "given.zip", Path(making) / "made.zip"
        given.write_bytes(packed(files))
        library = folder / ("python_stdlib.zip" if task == "library" else "stdlib.zip")
        node.run(HERE / "compile.mjs", folder, library, task, given, made)
        return made.read_bytes()


def _write(path: Path, content: bytes) -> None:
    """Write a file whole or not at all."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.NamedTemporaryFile(dir=path.parent, prefix="making-", delete=False) as beside:
        beside.write(content)
    os.chmod(beside.name, 0o644)
    os.replace(beside.name, path)


def _forget_older(folder: Path, pattern: str, keep: int = 10) -> None:
    """Keep the newest; each change of a source leaves one."""
    for old in sorted(folder.glob(pattern), key=lambda path: path.stat().st_mtime)[:-keep]:
        if old.is_dir():
            shutil.rmtree(old)
        else:
            old.unlink()


@contextmanager
def _alone(say: Callable[[str], None]) -> Iterator[Path]:
    """The cache folder, while nobody else writes into it; leftovers of whoever was killed are gone."""
    from filelock import FileLock, Timeout

    kept = cache_folder()
    kept.mkdir(parents=True, exist_ok=True)
    lock = FileLock(kept / "lock")
    try:
        lock.acquire(timeout=0)
    except Timeout:
        say("Another is making the runtime of the pages; waiting until it is done.")
        lock.acquire()
    try:
        for leftover in kept.glob("making-*"):
            shutil.rmtree(leftover) if leftover.is_dir() else leftover.unlink()
        yield kept
    finally:
        lock.release()


# ---------------------------------------------------------------- carrying


def carry(folder: Path, say: Callable[[str], None] = print) -> None:
    """Put what a wheel carries into a folder: the runtime, and this crampkit compiled."""
    runtime = ensure_runtime(say)
    shutil.rmtree(folder, ignore_errors=True)
    shutil.copytree(runtime, folder, ignore=shutil.ignore_patterns("python_stdlib.zip"))
    sources = travelling()
    _write(folder / _package_name(sources), package_zip(say, sources))
    _write(folder / "sources", _own_digest().encode())


def made_for_these_sources(folder: Path) -> bool:
    """Whether what `carry` put into a folder is still what this crampkit needs."""
    noted = folder / "sources"
    return noted.is_file() and noted.read_text(encoding="utf-8") == _own_digest()


def _own_digest() -> str:
    return digest_of({**own_sources(), **_compilers()})


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(
        description="Fetch and make what a reader's browser needs to run the lessons; once, with a network."
    )
    parser.add_argument("--carry", type=Path, help="and put it into this folder, for a wheel")
    carried: Path | None = parser.parse_args(arguments).carry
    try:
        folder = ensure_runtime(_say)
        _say(f"The runtime of the pages is ready: {folder}")
        package_zip(_say)
        if carried:
            carry(carried, _say)
    except NoRuntimeError as problem:
        print(problem, file=sys.stderr)
        return 1
    return 0


def _say(line: str) -> None:
    print(line, flush=True)


if __name__ == "__main__":
    sys.exit(main())
