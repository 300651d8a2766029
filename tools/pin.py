"""Write constraints.txt: every version that was tried together, for every system at once."""

import subprocess
import sys
from pathlib import Path

PROJECT = Path(__file__).resolve().parent.parent
HEADER = """\
# Every version that was tried together, for Python 3.11 or newer on Linux, macOS and Windows.
# Made anew from pyproject.toml with: make pins
"""
COMMAND = [sys.executable, "-m", "uv", "pip", "compile", "--universal", "--python-version", "3.11"]
OPTIONS = [
    "--all-extras",
    "--group",
    "setup",
    "--group",
    "runtime",
    "--upgrade",
    "--no-annotate",
    "--no-header",
    "--quiet",
]

if __name__ == "__main__":
    # No address is written: where packages come from is the reader's own affair.
    pins = subprocess.run(
        [*COMMAND, *OPTIONS, "--no-emit-index-url", "--no-emit-find-links", "pyproject.toml"],
        cwd=PROJECT,
        check=True,
        capture_output=True,
        text=True,
    ).stdout
    (PROJECT / "constraints.txt").write_text(HEADER + pins, encoding="utf-8")
