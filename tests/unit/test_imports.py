"""Who may import whom: each layer can be read, tested and started without the ones above it."""

from __future__ import annotations

import ast
import json
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

import pytest

import crampkit
from crampkit.hosts.pages.travelling import own_sources

PACKAGE = Path(crampkit.__file__).parent
MODULES = sorted(path.relative_to(PACKAGE) for path in PACKAGE.rglob("*.py"))

# A layer is a module or a folder of modules; views know no case, and panels no toolkit.
MAY_IMPORT = {
    "data": set(),
    "observers": set(),
    "languages": set(),
    "catalogue": {"data", "languages"},
    "words": {"catalogue", "languages"},
    "toy": {"catalogue"},
    "reasoning": {"data", "catalogue"},
    "case": {"data", "catalogue", "observers", "reasoning"},
    # What was asked in a case is weighed once it is decided, so practice stands above the reasoning.
    "practice": {"catalogue", "data", "observers", "reasoning", "toy"},
    "views": {"catalogue", "languages", "practice", "reasoning", "words"},
    "panels": {"case", "catalogue", "observers", "practice", "reasoning", "views", "words"},
    "front": set(),
    "hosts": {
        *("catalogue", "data", "front", "languages", "observers", "panels", "practice", "views"),
        "words",
    },
    "lesson": {
        *("case", "catalogue", "data", "observers", "panels", "practice", "views", "words"),
    },
    "lab": {"case", "catalogue", "hosts", "lesson", "panels", "practice", "views", "words"},
    "open": {"catalogue", "data", "hosts"},
    "drafts": {"catalogue", "data"},
    # A command of the command line that has a module of its own.
    "commands": {
        *("catalogue", "data", "drafts", "front", "hosts", "languages", "open", "practice"),
        *("views", "words"),
    },
    "cli": {
        *("catalogue", "commands", "data", "drafts", "hosts", "languages", "open", "practice"),
        *("reasoning", "views", "words"),
    },
    "__init__": {"lab"},
}
# Views and panels are rooms: what two of them need stands in the kit, which needs none of them.
ROOMS = {
    "views": {
        "kit": set(),
        "explorer": {"kit"},
        "figures": {"kit"},
        "lesson": {"kit", "figures"},
        "practice": {"kit", "explorer"},
        "paper": {"kit", "lesson", "practice"},
    },
    "panels": {
        "kit": set(),
        "explorer": {"kit"},
        "figures": {"kit"},
        "lesson": {"kit", "explorer"},
        "practice": {"kit"},
    },
}
# A library beats our own code here; each is imported when first needed.
BUT_FOR = {"practice/review.py": {"fsrs"}, "lab.py": {"pandas"}}
HOSTS_ALONE = {"asyncio"}
"""Of the standard library: a host says when something is called, and a page has another loop."""
CHECKING = {"cells", "files", "reading", "shipping", "checks", "hints", "comparing"}
"""Of the catalogue: what reads tables and checks them, where a page has none."""
HEAVY = {"pandas", "plotly", "numpy", "ipywidgets", "anywidget", "IPython"}


def layer_of(module: Path) -> str:
    return module.parts[0].removesuffix(".py")


def imports_of(source: str, for_types=True) -> set[str]:
    """Dotted names of all that a source imports, at its top or inside a function.

    Without `for_types` those are left out that only a type checker reads and that are never run.
    """
    names: set[str] = set()
    left = [ast.parse(source)]
    while left:
        node = left.pop()
        if isinstance(node, ast.If) and ast.unparse(node.test) == "TYPE_CHECKING" and not for_types:
            continue
        left += ast.iter_child_nodes(node)
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, "a relative import; write it out"
            whole = node.module == "crampkit"
            names |= {f"crampkit.{a.name}" for a in node.names} if whole else {node.module or ""}
    return names


def source_of(module: Path) -> str:
    return (PACKAGE / module).read_text(encoding="utf-8")


def loaded_after(statement: str) -> set[str]:
    """The top-level packages that are loaded in a new Python after a statement."""
    return {name.partition(".")[0] for name in modules_after(statement)}


def modules_after(statement: str) -> set[str]:
    code = f"import json, sys\n{statement}\nprint(json.dumps(sorted(sys.modules)))"
    ended = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True)
    return set(json.loads(ended.stdout))


@pytest.mark.parametrize("module", MODULES, ids=str)
def test_a_module_imports_only_layers_below_it(module):
    layers = {
        name.split(".")[1] for name in imports_of(source_of(module)) if name.startswith("crampkit.")
    } - {layer_of(module)}
    assert layers <= MAY_IMPORT[layer_of(module)]


@pytest.mark.parametrize(
    "module", [m for m in MODULES if layer_of(m) in ROOMS and len(m.parts) > 2], ids=str
)
def test_a_room_imports_only_rooms_below_it(module):
    layer, room, _ = module.parts
    inside = f"crampkit.{layer}."
    rooms = {n.split(".")[2] for n in imports_of(source_of(module)) if n.startswith(inside)}
    assert rooms - {room} <= ROOMS[layer][room]


@pytest.mark.parametrize("module", [m for m in MODULES if layer_of(m) != "hosts"], ids=str)
def test_everything_below_the_hosts_needs_the_standard_library_alone(module):
    outside = {name.partition(".")[0] for name in imports_of(source_of(module))} - {"crampkit"}
    assert outside <= sys.stdlib_module_names - HOSTS_ALONE | BUT_FOR.get(module.as_posix(), set())


@pytest.mark.parametrize(
    "statement",
    [
        *("import crampkit", "import crampkit.reasoning", "import crampkit.case"),
        *("import crampkit.cli", "from crampkit import Lab; Lab().explorer(); Lab().map()"),
        "from crampkit import Lab; Lab().forest(); Lab().one_trial('dahle_1995')",
    ],
)
def test_nothing_heavy_is_loaded_before_it_is_needed(statement):
    assert not loaded_after(statement) & HEAVY


def test_a_page_starts_without_what_is_slow_to_load_and_seldom_needed():
    loaded = loaded_after(
        "import crampkit.lesson, crampkit.panels.explorer.explorer, crampkit.practice.record"
    )
    assert "crampkit" in loaded
    assert not loaded & {"difflib", "html", "uuid"}


def test_a_ranking_on_the_command_line_loads_nothing_heavy():
    loaded = loaded_after(
        "import contextlib, io, crampkit.cli\n"
        "with contextlib.redirect_stdout(io.StringIO()):\n"
        "    crampkit.cli.main(['rank', '--json'])"
    )
    assert not loaded & HEAVY


def test_a_catalogue_that_was_checked_is_read_without_what_checks_it():
    loaded = modules_after("import crampkit.catalogue.travelling")
    assert "crampkit.catalogue.records" in loaded
    assert not loaded & {f"crampkit.catalogue.{name}" for name in CHECKING}
    assert "difflib" not in loaded


def test_a_page_carries_the_catalogue_and_nothing_that_checks_it():
    carried = {name.removesuffix(".py").replace("/", ".") for name in own_sources()}
    assert {f"crampkit.catalogue.{name}" for name in ("records", "tables")} <= carried
    for name in CHECKING:
        module = f"crampkit.catalogue.{name}"
        assert find_spec(module)
        assert not [one for one in carried if one == module or one.startswith(f"{module}.")]


def test_notebooks_import_the_lab_and_nothing_else():
    lessons = sorted((PACKAGE.parent / "notebooks").glob("*.ipynb"))
    assert lessons
    for lesson in lessons:
        cells = json.loads(lesson.read_text(encoding="utf-8"))["cells"]
        code = ["".join(cell["source"]) for cell in cells if cell["cell_type"] == "code"]
        assert set().union(*map(imports_of, code)) == {"crampkit.Lab"}, lesson.name


def test_a_notebook_needs_one_name():
    assert crampkit.__all__ == ["Lab"]
    assert all(hasattr(crampkit, name) for name in crampkit.__all__)
