"""The runtime of the pages is exactly what was pinned, and holds whatever the lessons need."""

from __future__ import annotations

import ast
import io
import json
import marshal
import os
import re
import shutil
import subprocess
import sys
import tarfile
import zipfile
from importlib.metadata import version
from pathlib import Path

import plotly
import pytest

from crampkit.catalogue import VIEWS
from crampkit.hosts.pages import runtime as pages_runtime
from crampkit.hosts.pages.compiling import compiled, packed
from crampkit.hosts.pages.lean import lean
from crampkit.hosts.pages.licences import IN_PYTHON, TEXTS, licences, linked
from crampkit.hosts.pages.node import Node, NoRuntimeError, find_node
from crampkit.hosts.pages.plotly_rules import plotly_css
from crampkit.hosts.pages.runtime import (
    FILES,
    package_zip,
    pinned,
    runtime_folder,
    sha256,
)
from crampkit.hosts.pages.travelling import missing_modules, own_sources, python_of, travelling
from crampkit.views.explorer.body_outline import layers
from tests.in_the_pages import asked, require_runtime

PROJECT = Path(__file__).resolve().parents[2]
MODULES_LOADED = PROJECT / "tests" / "modules_loaded.py"
DRAWINGS_READ = PROJECT / "tests" / "drawings_read.py"


@pytest.fixture(scope="session")
def runtime() -> Path:
    """The runtime, made into the cache of this machine where it is not there yet."""
    return require_runtime()


def node() -> Node:
    found = find_node(pages_runtime.node_folder())
    assert found, "ensure_runtime() leaves a Node.js where there is none"
    return found


# ---------------------------------------------------------------- what is pinned


def test_every_file_of_the_runtime_is_there(runtime):
    assert [name for name in FILES if not (runtime / name).is_file()] == []


def test_every_module_of_a_page_is_named_js():
    assert [name for name in FILES if name.endswith((".mjs", ".cjs"))] == []


def test_the_page_and_plotlys_own_package_carry_the_same_plotly_js(runtime):
    script = Path(plotly.__file__).parent / "package_data" / "plotly.min.js"
    theirs, ours = (
        re.search(r"plotly\.js (?:\(.*?\) )?v([0-9.]+)", path.read_text(encoding="utf-8")[:300])
        for path in (script, runtime / "plotly.min.js")
    )
    assert theirs
    assert ours
    assert theirs[1] == ours[1]
    assert ours[1] in [package["version"] for package in pinned()["packages"]]


# ---------------------------------------------------------------- fetched, checked and kept


class Registry:
    """Stands where npm stands, and has one package, in which one file is not as pinned."""

    def __init__(self, content: bytes) -> None:
        made = io.BytesIO()
        with tarfile.open(fileobj=made, mode="w:gz") as archive:
            info = tarfile.TarInfo("package/a.js")
            info.size = len(content)
            archive.addfile(info, io.BytesIO(content))
        self.archive = made.getvalue()

    def pack(self, package: str, version: str, folder: Path) -> Path:
        (folder / "a.tgz").write_bytes(self.archive)
        return folder / "a.tgz"

    def pin(self, archive: bytes | None = None, file: bytes = b"good") -> dict:
        return {
            "name": "a",
            "version": "1",
            "size": 1,
            "sha256": sha256(self.archive if archive is None else archive),
            "files": {"a.js": {"as": "b.js", "sha256": sha256(file)}},
        }


def files_of(pin: dict, registry: Registry) -> dict[str, bytes]:
    return pages_runtime.files_of(pin, registry, lambda line: None)  # type: ignore[arg-type]


def test_what_is_as_pinned_is_taken_and_fetched_once(tmp_path, monkeypatch):
    monkeypatch.setenv("CRAMPKIT_RUNTIME", str(tmp_path))
    registry = Registry(b"good")
    pin = registry.pin()
    assert files_of(pin, registry) == {"b.js": b"good"}
    registry.archive = b"the registry is gone"
    assert files_of(pin, registry) == {"b.js": b"good"}


@pytest.mark.parametrize("changed", ["archive", "file"])
def test_what_is_not_as_pinned_is_refused_in_words(changed, tmp_path, monkeypatch):
    monkeypatch.setenv("CRAMPKIT_RUNTIME", str(tmp_path))
    registry = Registry(b"good" if changed == "archive" else b"evil")
    pin = registry.pin(archive=b"another" if changed == "archive" else None)
    with pytest.raises(NoRuntimeError, match="is not what was tried") as told:
        files_of(pin, registry)
    assert "must be" in str(told.value)
    if changed == "archive":
        assert list(tmp_path.rglob("*.tgz")) == []


def test_an_archive_that_was_spoilt_in_the_cache_is_fetched_again(tmp_path, monkeypatch):
    monkeypatch.setenv("CRAMPKIT_RUNTIME", str(tmp_path))
    registry = Registry(b"good")
    files_of(registry.pin(), registry)
    (kept,) = tmp_path.rglob("*.tgz")
    kept.write_bytes(kept.read_bytes()[:-9])
    assert files_of(registry.pin(), registry) == {"b.js": b"good"}
    assert sha256(kept.read_bytes()) == registry.pin()["sha256"]


def test_without_a_runtime_the_first_sentence_says_what_to_type(tmp_path, monkeypatch):
    monkeypatch.setenv("CRAMPKIT_RUNTIME", str(tmp_path))
    with pytest.raises(NoRuntimeError, match="make runtime"):
        runtime_folder()


# ---------------------------------------------------------------- Python's program


def program_with(*names: str) -> bytes:
    """A program of WebAssembly in which one function has these names."""
    entries = b"".join(bytes([len(name)]) + name.encode() + b"\0\0" for name in names)
    exports = bytes([len(names)]) + entries
    head = b"\0asm\1\0\0\0" + b"\1\4\1\x60\0\0" + b"\3\2\1\0"
    return head + b"\7" + bytes([len(exports)]) + exports + b"\x0a\4\1\2\0\x0b"


def test_only_the_doors_that_a_script_uses_are_left():
    script = (
        "var _a,_b,_c;function assignWasmExports(wasmExports)"
        '{_a=Module["_a"]=wasmExports["a"];_b=Module["_b"]=wasmExports["b"];_c=wasmExports["c"]}_a()'
    )
    loader = "Module._c()"
    program, shorter = lean(program_with("a", "b", "c"), script, loader)
    assert program == program_with("a", "c")
    assert "_b=" not in shorter
    assert '_a=Module["_a"]=wasmExports["a"]' in shorter
    assert shorter.endswith('_c=wasmExports["c"]}_a()')


def test_a_pyodide_that_names_its_doors_in_another_way_is_refused():
    with pytest.raises(NoRuntimeError, match="in another way"):
        lean(program_with("a"), "wasmExports.a()", "")


def test_most_doors_of_pythons_program_are_gone(runtime):
    script = (runtime / "pyodide/pyodide.asm.js").read_text(encoding="utf-8")
    left = re.findall(r'=wasmExports\["([^"]+)"\]', script)
    assert "malloc" in left
    assert 100 < len(left) < 500


# ---------------------------------------------------------------- plotly's rules


def test_every_rule_of_plotly_js_is_in_the_style_sheet_in_plotlys_own_order(runtime):
    bundle = (runtime / "plotly.min.js").read_text(encoding="utf-8")
    start = bundle.index('"X,X div":')
    rules = bundle[start : bundle.index("};for(", start)]
    sheet = (runtime / "plotly.css").read_text(encoding="utf-8").splitlines()
    assert len(sheet) > 50
    bodies = [line.partition("{")[2].removesuffix("}") for line in reversed(sheet)]
    places = [rules.find(body) for body in bodies]
    assert -1 not in places
    left = rules
    for (
        body
    ) in bodies:  # Nothing but names and signs is left when every body is taken out, in order.
        before, found, left = left.partition(body)
        assert found
        assert "{" not in before
        assert ";" not in before, before
    assert left.strip("\"'") == ""
    assert not any(re.search(r"(^|[ ,])[XY]([ .,:]|$)", line.partition("{")[0]) for line in sheet)


def test_a_plotly_js_that_keeps_its_rules_in_another_way_is_refused():
    with pytest.raises(NoRuntimeError, match="style rules"):
        plotly_css("nothing of the kind")


def test_the_link_that_stands_for_plotlys_rules_is_known_to_this_plotly_js(runtime):
    bundle = (runtime / "plotly.min.js").read_text(encoding="utf-8")
    assert '"plotly.js-style-"' in bundle
    assert '.matches(".no-inline-styles")' in bundle


# ---------------------------------------------------------------- what travels


def test_what_a_page_never_needs_stays_behind():
    names = own_sources().keys()
    assert {"crampkit/case.py", "crampkit/data.py", "crampkit/practice/review.py"} <= names
    behind = ("jupyter", "cli.py", "open.py", "toy.py", "front/", "runtime.py", "node.py")
    assert [name for name in names if name.endswith(behind) or "jupyter" in name] == []


def test_nothing_that_travels_imports_what_a_page_lacks(runtime):
    assert pages_runtime.missing() == []


@pytest.mark.parametrize(
    ("source", "lacks"),
    [
        ("import torch", "torch"),
        ("def f():\n    import sqlite3", "sqlite3"),
        ("from email.message import Message", "email.message"),
        ("try:\n    import ssl\nexcept ImportError:\n    ssl = None", "ssl"),
        ("from crampkit.hosts import jupyter", "crampkit.hosts.jupyter"),
        ("from crampkit import toy", "crampkit.toy"),
        ("import crampkit.cli", "crampkit.cli"),
    ],
)
def test_a_module_that_a_page_lacks_is_named_with_who_asks_for_it(runtime, source, lacks):
    sources = {**travelling(), "crampkit/views/new.py": source.encode()}
    assert pages_runtime.missing(sources) == [
        f"{lacks}, which crampkit/views/new.py imports, is not in the pages"
    ]


def test_what_only_a_type_checker_reads_need_not_travel():
    source = b"from typing import TYPE_CHECKING\nif TYPE_CHECKING:\n    import torch\n"
    assert missing_modules({"a.py": source}, ["typing"]) == []


def test_the_same_sources_make_the_same_package_and_no_folder_of_this_machine_is_in_it(runtime):
    package = package_zip()
    assert package == package_zip()
    with zipfile.ZipFile(io.BytesIO(package)) as archive:
        names = archive.namelist()
        contents = b"".join(map(archive.read, names))
    assert names == sorted(names)
    drawings = {name for name in travelling() if name.endswith(".svg")}
    assert {name for name in names if not name.endswith(".pyc")} == drawings
    assert "crampkit/views/explorer/body_front.svg" in drawings
    folders = {str(PROJECT), str(Path.home()), str(Path(pytest.__file__).parents[1])} - {"/"}
    assert [folder for folder in folders if folder.encode() in contents] == []
    assert b"crampkit/case.py" in contents


def test_compiling_twice_makes_the_same_bytes(runtime):
    sources = {name: source for name, source in travelling().items() if "reasoning" in name}
    made = {pages_runtime.compiled_package(node(), sources) for _ in range(2)}
    assert len(made) == 1


def test_without_node_changed_sources_travel_as_they_are(runtime, tmp_path, monkeypatch):
    (tmp_path / runtime.name).symlink_to(runtime)
    monkeypatch.setenv("CRAMPKIT_RUNTIME", str(tmp_path))
    monkeypatch.setenv("PATH", "")
    said: list[str] = []
    changed = {"a.py": b"print(1)"}
    assert package_zip(said.append, changed) == packed(changed)
    assert "Node.js" in said[0]


# ---------------------------------------------------------------- in the browser's Python


def loaded(runtime: Path, package: bytes) -> dict:
    with asked(MODULES_LOADED, "", runtime, package) as question:
        found: dict = json.loads(question.told())
    return found


def test_every_module_loads_in_the_browsers_python(runtime):
    found = loaded(runtime, package_zip())
    assert found["failed"] == {}
    assert len(found["modules"]) == len(python_of(travelling())) > 80


def test_the_pages_read_the_drawings_that_lie_in_the_zip(runtime):
    with asked(DRAWINGS_READ, "", runtime) as question:
        read = json.loads(question.told())
    assert read == {view: [list(layer) for layer in layers(view)] for view in VIEWS}


def test_the_sources_themselves_load_in_the_browsers_python(runtime):
    assert loaded(runtime, packed(travelling()))["failed"] == {}


def test_a_module_that_does_not_load_is_noticed(runtime):
    found = loaded(runtime, packed({"a.py": b"import torch"}))
    assert "torch" in found["failed"]["a"]


def test_a_folder_of_pages_needs_no_file_named_mjs(runtime, tmp_path):
    """Copied to where nothing else is, and no `.mjs` beside it, Python starts all the same."""
    copied = tmp_path / "runtime"
    shutil.copytree(runtime, copied)
    assert list(copied.rglob("*.mjs")) == []
    (copied / "python_stdlib.zip").unlink()
    assert loaded(copied, package_zip())["failed"] == {}


def test_the_trimmed_library_is_less_than_half_of_the_whole_one(runtime):
    whole = (runtime / "python_stdlib.zip").stat().st_size
    assert (runtime / "stdlib.zip").stat().st_size < whole / 2


def test_a_fault_is_found_by_its_line_in_our_own_modules_and_by_its_function_in_the_library():
    source = (
        b'"""What it is."""\n\ndef f(x: int) -> int:\n    """Why."""\n    y = x\n    return 1 / y\n'
    )
    for every_line, lines in ((True, {3, 5, 6}), (False, {3})):
        code = marshal.loads(compiled(source, "a.py", every_line)[16:])
        (inner,) = (const for const in code.co_consts if isinstance(const, type(code)))
        found = {line for *_, line in inner.co_lines()}
        assert lines <= found if every_line else lines == found
        assert inner.co_filename == "a.py"
        names: dict = {}
        exec(code, names)
        assert names["f"](2) == 0.5
        assert (names.get("__doc__"), names["f"].__doc__) == (None, None)
        assert names["f"].__annotations__ == {}


def test_nothing_that_travels_reads_a_docstring_or_what_annotates_a_function():
    """Both are left out of what is compiled; a dataclass still knows its fields."""
    readers = ("__doc__", "__annotations__", "get_type_hints", "signature(", "singledispatch")
    for name, source in travelling().items():
        assert [reader for reader in readers if reader.encode() in source] == [], name


def test_no_assert_that_travels_does_anything():
    """Asserts are left out of what is compiled."""
    doing = (ast.Call, ast.NamedExpr, ast.Await)
    asserts = [
        (name, ast.unparse(node))
        for name, source in python_of(travelling()).items()
        for node in ast.walk(ast.parse(source))
        if isinstance(node, ast.Assert) and any(isinstance(part, doing) for part in ast.walk(node))
    ]
    assert [found for found in asserts if found[0].startswith("crampkit/")] == []


# ---------------------------------------------------------------- licences


def test_everything_that_is_redistributed_has_its_licence_whole(runtime):
    found = {licence.name: licence for licence in licences()}
    assert len(found) == len(licences())
    beginnings = {
        "Pyodide": "Mozilla Public License Version 2.0",
        "Python": "PYTHON SOFTWARE FOUNDATION LICENSE VERSION 2",
        "plotly.js": "Plotly",
        "fsrs": "MIT License",
        "Atkinson Hyperlegible Next": "SIL OPEN FONT LICENSE Version 1.1",
        "crampkit": "Redistribution and use in source and binary forms",
        "crampkit's lessons and tables": "Attribution 4.0 International",
        "zlib": "Mark Adler",
    }
    assert {name: words in found[name].text for name, words in beginnings.items()} == dict.fromkeys(
        beginnings, True
    )
    assert [name for name, licence in found.items() if not all(licence)] == []
    assert (found["Python"].version, found["fsrs"].version) == ("3.14.2", version("fsrs"))
    assert "github.com/pyodide/pyodide" in found["Pyodide"].text


def test_every_library_named_as_linked_into_python_is_there(runtime):
    assert linked() == [module for part in IN_PYTHON for module in part.covers]


def test_every_text_of_a_licence_is_used(runtime):
    used = {licence.text for licence in licences()}
    kept = {path.name: path.read_text(encoding="utf-8").strip() for path in TEXTS.iterdir()}
    unused = [name for name, text in kept.items() if not any(text in one for one in used)]
    assert (unused, len(kept)) == ([], 15)


def test_something_that_travels_without_a_licence_is_refused(runtime, monkeypatch):
    package = {"name": "left-pad", "version": "1"}
    monkeypatch.setitem(pinned(), "packages", [*pinned()["packages"], package])
    with pytest.raises(NoRuntimeError, match="left-pad"):
        licences()


# ---------------------------------------------------------------- made, carried, killed, twice at once


def test_the_pin_of_node_is_the_one_that_was_tried():
    pins = (PROJECT / "constraints.txt").read_text(encoding="utf-8").splitlines()
    assert "{name}=={version}".format(**pinned()["node"]) in pins


def test_what_a_wheel_carries_is_whole_and_knows_its_sources(runtime, tmp_path):
    folder = tmp_path / "carried"
    pages_runtime.carry(folder)
    assert [name for name in FILES if not (folder / name).is_file()] == []
    assert [path.read_bytes() for path in folder.glob("crampkit-*.zip")] == [package_zip()]
    assert not (folder / "python_stdlib.zip").exists()
    assert pages_runtime.made_for_these_sources(folder)
    (folder / "sources").write_text("of another day", encoding="utf-8")
    assert not pages_runtime.made_for_these_sources(folder)


@pytest.mark.long
def test_a_making_that_is_killed_leaves_nothing_half_and_two_at_once_make_one(runtime, tmp_path):
    shutil.copytree(pages_runtime.cache_folder() / "fetched", tmp_path / "fetched")
    command = [sys.executable, "-m", "crampkit.hosts.pages.runtime"]
    environment = {**os.environ, "CRAMPKIT_RUNTIME": str(tmp_path)}

    def start() -> subprocess.Popen[str]:
        return subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, text=True)

    killed = start()
    assert killed.stdout
    assert any("Compiling" in line for line in killed.stdout)
    killed.kill()
    killed.communicate()
    assert list(tmp_path.glob("runtime-*")) == []
    assert list(tmp_path.glob("making-*"))

    both = [start(), start()]
    said = [process.communicate()[0] for process in both]
    assert [process.returncode for process in both] == [0, 0]
    assert "".join(said).count("Compiling the standard library") == 1
    (made,) = tmp_path.glob("runtime-*")
    assert list(tmp_path.glob("making-*")) == []
    same = {name: (made / name).read_bytes() == (runtime / name).read_bytes() for name in FILES}
    assert same == dict.fromkeys(FILES, True)
