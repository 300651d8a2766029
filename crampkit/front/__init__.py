"""What the pages of every host share: the script that draws panels, and the styles."""

from functools import cache
from pathlib import Path

FOLDER = Path(__file__).parent


@cache
def script() -> str:
    """`panel.js` with what it imports, as one module: a host that is given a text has no second file.

    >>> "import " in script().split("export default")[0].split("\\n//")[0]
    False
    """
    connection, panel = (
        (FOLDER / name).read_text(encoding="utf-8") for name in ("connection.js", "panel.js")
    )
    imports = 'import { connect } from "./connection.js";\n'
    assert imports in panel
    assert connection.count("export ") == 1
    return connection.replace("export ", "", 1) + panel.replace(imports, "", 1)


@cache
def style() -> str:
    """The style sheet of the panels."""
    return (FOLDER / "panel.css").read_text(encoding="utf-8")
