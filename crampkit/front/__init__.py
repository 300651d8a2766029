"""What the pages of every host share: the script that draws panels, and the styles."""

import re
from functools import cache
from pathlib import Path

FOLDER = Path(__file__).parent

IMPORTS = re.compile(r"^import .*\n", re.MULTILINE)
EXPORTED = re.compile(r"^export (?!default)", re.MULTILINE)


@cache
def script() -> str:
    """`panel.js` with what it imports, as one module: a host that is given a text has no second file.

    >>> "import " in script().split("export default")[0].split("\\n//")[0]
    False
    """
    *imported, panel = (
        (FOLDER / name).read_text(encoding="utf-8")
        for name in ("connection.js", "folds.js", "panel.js")
    )
    own, taken = IMPORTS.subn("", panel)
    assert taken == len(imported)
    return "".join(EXPORTED.sub("", one) for one in imported) + own


STYLES = FOLDER / "styles"

PANEL_SHEETS = ("tokens", "kit", "explorer", "lesson", "figures", "practice")
"""The sheets of the panels in their order: what means something, what rooms share, and each room's own."""


@cache
def style(*around: str) -> str:
    """The style sheet of the panels, and of what is around them: a page of ours, or JupyterLab's.

    >>> style("jupyter").startswith(style())
    True
    """
    return "\n".join(sheet(name) for name in (*PANEL_SHEETS, *around))


def sheet(name: str) -> str:
    """One sheet alone."""
    return (STYLES / f"{name}.css").read_text(encoding="utf-8")


DARK = """@media screen {
  :root[data-theme="dark"],
  :root[data-theme="dark"] .crampkit,
  .crampkit.dark {"""


LIGHT = re.compile(r":root\[data-edition\],\n\s*\.crampkit \{")


def tokens_without_script() -> str:
    """The tokens for a page in which no script says whether it is dark: as the reader's system has it."""
    tokens = sheet("tokens")
    assert DARK in tokens
    assert LIGHT.search(tokens)
    system = "@media screen and (prefers-color-scheme: dark) {\n  :root {"
    # On the root alone: on what is ours as well, the light ones would stand over the dark.
    return LIGHT.sub(":root {", tokens.replace(DARK, system))
