"""PDF of pages, by a browser that is on this computer: nothing is fetched, and nothing is sent."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

from crampkit.data import tame

NAMES = (
    *("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome"),
    *("microsoft-edge", "microsoft-edge-stable", "msedge"),
)
PLACES = (
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
    "/Applications/Microsoft Edge.app/Contents/MacOS/Microsoft Edge",
    r"C:\Program Files\Google\Chrome\Application\chrome.exe",
    r"C:\Program Files (x86)\Google\Chrome\Application\chrome.exe",
    r"C:\Program Files (x86)\Microsoft\Edge\Application\msedge.exe",
    r"C:\Program Files\Microsoft\Edge\Application\msedge.exe",
)
"""Where a browser is that no command leads to."""

QUIET = (
    *("--headless", "--disable-gpu", "--no-first-run", "--disable-extensions", "--disable-sync"),
    *("--disable-background-networking", "--disable-component-update", "--no-pdf-header-footer"),
)
"""A browser that prints asks nobody anything, on the screen or over the network."""

SECONDS = 120
"""A page that takes longer than this is not printed, and the next one is."""


def browser() -> str | None:
    """The Chromium, Chrome or Edge of this computer; None where there is none."""
    found = next((place for name in NAMES if (place := shutil.which(name))), None)
    return found or next((place for place in PLACES if Path(place).is_file()), None)


def print_all(folder: Path, names: Sequence[str]) -> int:
    """A PDF beside each page; with no browser it is said how to print, and all is well."""
    program = browser()
    if program is None:
        print(
            "No Chromium, Chrome or Edge was found to make PDF files. Open index.html in the browser "
            "you have, open a sheet, and print it from there: Ctrl P (on a Mac Cmd P), then choose "
            "'Save as PDF' or your printer."
        )
        return 0
    print(f"Printing {len(names)} pages, about one a second.")
    left = []
    with tempfile.TemporaryDirectory(prefix="crampkit-print-") as profile:
        for name in names:
            page = folder / name
            if problem := print_one(program, page, page.with_suffix(".pdf"), Path(profile)):
                left.append(name)
                print(tame(f"crampkit: {name} was not printed: {problem}"), file=sys.stderr)
    print(tame(f"{len(names) - len(left)} PDF files in {folder}, each beside its page."))
    return 1 if left else 0


def print_one(program: str, page: Path, pdf: Path, profile: Path) -> str:
    """Print one page; says what went wrong, or nothing."""
    is_root = hasattr(os, "geteuid") and os.geteuid() == 0
    told = [
        program,
        *QUIET,
        *(["--no-sandbox"] if is_root else []),  # As root a browser does not start with it.
        f"--user-data-dir={profile}",
        f"--print-to-pdf={pdf.resolve()}",
        page.resolve().as_uri(),
    ]
    pdf.unlink(missing_ok=True)
    try:
        ended = subprocess.run(told, capture_output=True, timeout=SECONDS, check=False)
    except (OSError, subprocess.TimeoutExpired) as error:
        return str(error)
    if pdf.is_file() and pdf.read_bytes()[:5] == b"%PDF-":
        return ""
    last = ended.stderr.decode("utf-8", "replace").strip().splitlines()
    return last[-1] if last else f"{Path(program).name} ended with {ended.returncode}"
