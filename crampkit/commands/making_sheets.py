"""The sheets of a class: which are made, of what, and how they get into a folder."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from pathlib import Path

from crampkit.catalogue import Catalogue
from crampkit.data import nearest, quoted, replace_file
from crampkit.views.kit.markup import Html, tag
from crampkit.views.paper.run_sheet import on_your_phone
from crampkit.views.paper.sheet import Print
from crampkit.views.paper.sheets import NOWHERE, LessonOnPaper, files, sheets_of
from crampkit.words import Words

LONGEST_ADDRESS = 500
"""Letters: no phone reads the QR code of a longer one from paper."""
LIST = "sheets.txt"
"""Lists what was put into a folder, so that what is no longer made can be taken out of it."""


class PaperError(Exception):
    """The sheets cannot be made, or not put there; says what to do."""


def lessons_in(notebooks: Path, words: Words) -> tuple[LessonOnPaper, ...]:
    """The lessons of a folder with notebooks, whose titles are in English as they are."""
    from crampkit.hosts.pages.lessons import lesson_file, lesson_id

    found = [lesson_file(path) for path in sorted(notebooks.glob("*.ipynb"))]
    return tuple(
        LessonOnPaper(one.name, words.in_own_language(one.title), lesson_id(one)) for one in found
    )


def named(wanted: Sequence[str], lessons: Sequence[LessonOnPaper]) -> list[LessonOnPaper]:
    """The lessons of these names, ids or beginnings in the order of the lessons; all where none is named.

    Raises `PaperError` where one means no lesson, or more than one.
    """
    if not wanted:
        return list(lessons)
    found = set()
    for name in wanted:
        meant = [one for one in lessons if name in (one.page, one.lesson_id)]
        meant = meant or [one for one in lessons if one.page.startswith(name)]
        if len(meant) != 1:
            pages = [one.page for one in lessons]
            problem = "more than one lesson begins with" if meant else "there is no lesson"
            raise PaperError(
                f"{problem} {quoted(name)}{nearest(name, pages)}; there are {', '.join(pages)}"
            )
        found.add(meant[0])
    return [one for one in lessons if one in found]


def sheets(
    catalogue: Catalogue,
    lessons: Sequence[LessonOnPaper],
    words: Words,
    how: Print,
    everything: bool = True,
    on_a_phone: Mapping[str, Html] = NOWHERE,
) -> Mapping[str, bytes]:
    """Every file by its name; the same input gives the same bytes."""
    made = sheets_of(catalogue, lessons, words, everything, on_a_phone)
    written = files(catalogue, made, look(), how, words)
    return {name: page.encode("utf-8") for name, page in written.items()}


def on_a_phone(at: str, lessons: Sequence[LessonOnPaper], words: Words) -> dict[str, Html]:
    """The way to the run sheet of each lesson where the pages are: its address, and a QR code of it.

    Raises `PaperError` where the address is none of the web.
    """
    from crampkit.hosts.pages.share import drawn_code  # Without an address nobody needs it.

    if not re.fullmatch(r"https?://[^\s<>\"]+", at):
        raise PaperError(f"{quoted(at)} is no address of the web; write https://...")
    found = {}
    for one in lessons:
        address = f"{at.rstrip('/')}/trainer/{one.page}.html"
        if len(address) > LONGEST_ADDRESS:
            raise PaperError(
                f"the address {quoted(at)} is too long for a QR code; name the folder of the pages"
            )
        found[one.page] = on_your_phone(address, Html(drawn_code(address)), words)
    return found


def look() -> Html:
    """The styles inside each page, so that one sheet alone can be sent on."""
    from crampkit.front import sheet

    return tag("style", Html(_short(f"{sheet('tokens')}\n{sheet('paper')}")))


def _short(styles: str) -> str:
    """The styles without comments and without the room between rules."""
    return re.sub(r"\s+", " ", re.sub(r"/\*.*?\*/", "", styles, flags=re.DOTALL)).strip()


def write(folder: Path, made: Mapping[str, bytes]) -> None:
    """Put sheets into a folder that is new, empty, or has sheets in it.

    Raises `PaperError` where something else lies in it: nothing of anybody's is overwritten.
    """
    inside = folder.rglob("*") if folder.is_dir() else ()
    # A link counts as what it is: through it, something that lies elsewhere would be overwritten.
    there = [path for path in inside if path.is_symlink() or not path.is_dir()]
    before = _listed(folder / LIST)
    sheets_before = {folder / name for name in before}
    others = [
        path
        for path in there
        if path.is_symlink()
        or not path.is_file()
        or not ((path == folder / LIST and before) or path.with_suffix(".html") in sheets_before)
    ]
    if others or (folder.exists() and not folder.is_dir()):
        raise PaperError(
            f"{folder} has other things in it ({others[0].name if others else 'it is a file'}); "
            "name a folder that is new, empty, or has sheets in it"
        )
    for name in before - set(made):
        for old in (folder / name, (folder / name).with_suffix(".pdf")):
            old.unlink(missing_ok=True)
    for name, content in {LIST: "\n".join(made).encode("utf-8"), **made}.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        replace_file(folder / name, content)


def _listed(path: Path) -> set[str]:
    """The sheets that a list names; none where it is no list of ours, but somebody's own file.

    What stands in a list is deleted once it is no longer made: so no name may lead out of the folder.
    """
    if path.is_symlink() or not path.is_file():
        return set()
    try:
        names = set(path.read_text("utf-8").split("\n")) - {""}
    except UnicodeDecodeError:
        return set()
    return names if all(map(_SHEET.fullmatch, names)) else set()


_SHEET = re.compile(r"([^/\\\0.][^/\\\0]*/)?[^/\\\0.][^/\\\0]*\.html")
