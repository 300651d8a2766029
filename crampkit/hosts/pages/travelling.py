"""What of crampkit travels to the reader's browser, and which modules it needs there."""

from __future__ import annotations

import ast
import importlib.util
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from pathlib import Path

PACKAGE = Path(__file__).resolve().parents[2]

STAYS = (
    "cli.py",
    "commands/",
    "open.py",
    "toy.py",
    "practice/toy.py",
    "commands/",
    "drafts/",
    "commands/",
    "practice/reviewed.py",
    "views/practice/review_form.py",
    *(f"catalogue/{name}.py" for name in ("cells", "files", "loading", "reading", "shipping")),
    *("catalogue/checks/", "catalogue/comparing.py", "catalogue/hints.py", "catalogue/topic.py"),
    "front/",
    "hosts/jupyter/",
    "views/paper/",
    "_data/",
    "_notebooks/",
    "_runtime/",
)
"""What no page needs: commands, what reads and checks tables, Jupyter, and what only doctests use."""

OF_THE_PAGES = tuple(
    f"hosts/pages/{name}.py" for name in ("__init__", "asked", "browser", "host", "store")
)
"""Of `hosts/pages/` these travel; the rest makes the pages."""

KINDS = ("*.py", "*.svg")
"""What a module may need of the package: modules, and the drawings that some read."""

STAND_INS = {"typing_extensions.py": b"from typing import Self\n"}
"""fsrs wants one name of typing_extensions, which this Python's own typing has."""

NOT_REACHED = {
    ("crampkit/hosts/__init__.py", "crampkit.hosts.jupyter.host"): "a page chooses its own host",
    ("crampkit/lab.py", "pandas"): "a table for an analyst; a page says that it has none",
    ("fsrs/__init__.py", "fsrs.optimizer"): "fits parameters, with torch; nobody asks for it",
}
"""Imports that stand in the sources and that no page comes to, each with its reason."""


def travelling() -> dict[str, bytes]:
    """Every source that travels, by its name in the package."""
    return {**own_sources(), **_library("fsrs", but_for=("optimizer.py",)), **STAND_INS}


def own_sources(package: Path = PACKAGE) -> dict[str, bytes]:
    """crampkit's own sources that travel.

    >>> {"crampkit/case.py", "crampkit/cli.py"} & own_sources().keys()
    {'crampkit/case.py'}
    """
    found = {}
    for path in sorted(path for kind in KINDS for path in package.rglob(kind)):
        name = path.relative_to(package).as_posix()
        if name.startswith("hosts/pages/") and name not in OF_THE_PAGES:
            continue
        if not name.startswith(STAYS):
            found[f"crampkit/{name}"] = path.read_bytes()
    return found


def python_of(sources: Mapping[str, bytes]) -> dict[str, bytes]:
    """The modules among these sources.

    >>> python_of({"a.py": b"1", "a.svg": b"<svg/>"})
    {'a.py': b'1'}
    """
    return {name: source for name, source in sources.items() if name.endswith(".py")}


def _library(name: str, but_for: tuple[str, ...]) -> dict[str, bytes]:
    """The sources of a library that is pure Python."""
    spec = importlib.util.find_spec(name)
    if not spec or not spec.origin:
        raise ModuleNotFoundError(f"{name} is not installed, and the pages need it")
    folder = Path(spec.origin).parent
    return {
        f"{name}/{path.relative_to(folder).as_posix()}": path.read_bytes()
        for path in sorted(folder.rglob("*.py"))
        if path.relative_to(folder).as_posix() not in but_for
    }


@cache  # A build asks several times, and nothing of it takes as long.
def imports(name: str, source: bytes) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """What a source imports when it runs, also inside a function: modules, and what is taken of each.

    >>> imports("a/b.py", b"import json, os.path\\ndef f():\\n    from . import c\\n")
    (('json', ()), ('os.path', ()), ('a', ('c',)))
    """
    found: list[tuple[str, tuple[str, ...]]] = []
    left: list[ast.AST] = [ast.parse(source, name)]
    while left:
        node = left.pop(0)
        if isinstance(node, ast.If) and ast.unparse(node.test) == "TYPE_CHECKING":
            left += node.orelse  # What only a type checker reads.
            continue
        left += ast.iter_child_nodes(node)
        if isinstance(node, ast.Import):
            found += ((alias.name, ()) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            taken = tuple(alias.name for alias in node.names)
            found.append(
                (".".join([*_above(name, node.level), *filter(None, [node.module])]), taken)
            )
    return tuple(found)


def _above(name: str, level: int) -> list[str]:
    """The package that so many dots mean in this source."""
    return name.split("/")[:-level] if level else []


def wanted_modules(sources: Mapping[str, bytes]) -> set[str]:
    """The modules outside these sources that they import.

    >>> sorted(wanted_modules({"a.py": b"import b, json", "b.py": b"from html import escape"}))
    ['html', 'json']
    """
    sources = python_of(sources)
    ours = {module.partition(".")[0] for module in _modules(sources)}
    return {
        module
        for name, source in sources.items()
        for module, _ in imports(name, source)
        if module.partition(".")[0] not in ours
    }


def missing_modules(sources: Mapping[str, bytes], there: Iterable[str]) -> list[str]:
    """A sentence for each import that would fail in a page; `there` are the modules it has beside these.

    >>> missing_modules({"a.py": b"import json, torch"}, ["json"])
    ['torch, which a.py imports, is not in the pages']
    """
    sources = python_of(sources)
    ours = set(_modules(sources))
    known = ours | set(there)
    packages = {module.rpartition(".")[0] for module in known}
    found = {}
    for name, source in sources.items():
        for module, taken in imports(name, source):
            # `from package import name`: in a package of ours, a name may be a module that stays behind.
            parts = [f"{module}.{part}" for part in taken if module in ours & packages]
            left_behind = [part for part in parts if _exists(part) and part not in known]
            for lacks in [module] * (module not in known) + left_behind:
                if (name, lacks) not in NOT_REACHED:
                    found[lacks, name] = f"{lacks}, which {name} imports, is not in the pages"
    return [found[key] for key in sorted(found)]


def _exists(module: str) -> bool:
    path = PACKAGE.parent / module.replace(".", "/")
    return path.is_dir() or path.with_suffix(".py").is_file()


def _modules(names: Iterable[str]) -> Iterator[str]:
    for name in names:
        yield name.removesuffix(".py").replace("/", ".").removesuffix(".__init__")
