"""A lesson as a package that a learning platform takes: SCORM 1.2, the static pages and a small script."""

from __future__ import annotations

import io
import re
import xml.etree.ElementTree as ElementTree
import zipfile
from collections.abc import Iterable
from html import escape, unescape
from pathlib import Path
from urllib.parse import quote

from crampkit import front
from crampkit.practice.moodle import cut, legal
from crampkit.words import Words

CONTENT = "http://www.imsproject.org/xsd/imscp_rootv1p1p2"
SCORM = "http://www.adlnet.org/xsd/adlcp_rootv1p2"
"""The names of the two vocabularies; nothing is asked for there."""

SAID = ("told", "silent", "lost")
"""What the script can say: the platform is told, does not answer, did not take a report."""

ENDING = ".scorm.zip"

NOT_IN_A_PACKAGE = ("sw.js", ENDING)
"""What answers offline would answer for the whole platform, whose address is not ours; and packages."""


def lessons_in(folder: Path) -> list[str]:
    """The lessons of a built folder, by the name of their page."""
    return sorted(path.stem for path in folder.glob("*.html") if path.stem != "index")


def title_of(page: str) -> str:
    """The title of a page, as text.

    >>> title_of("<title>Cramps &amp; clots</title>")
    'Cramps & clots'
    """
    found = re.search(r"<title>(.*?)</title>", page, re.DOTALL)
    return " ".join(unescape(found[1]).split()) if found else ""


def scorm_zip(folder: Path, lesson: str, title: str, version: str, words: Words) -> bytes:
    """The package of one lesson, from a folder of built pages; the same folder makes the same bytes.

    It opens at the page of the lesson and reports this lesson alone, also where the folder holds
    more. Raises `FileNotFoundError` where the lesson has no page, `ValueError` where a page is none.
    """
    page = f"{lesson}.html"
    if not (folder / page).is_file():
        raise FileNotFoundError(f"{folder} has no page {page}")
    tag = _script_tag(page, words)
    files = {}
    for path in folder.rglob("*"):
        name = path.relative_to(folder).as_posix()
        if path.is_file() and not name.endswith(NOT_IN_A_PACKAGE):
            content = path.read_bytes()
            files[name] = _with_script(name, content, tag) if _is_page(name) else content
    files["scorm.js"] = (front.FOLDER / "scorm.js").read_bytes()
    files["imsmanifest.xml"] = manifest(files, lesson, title, version)
    return _zipped(files)


def manifest(files: Iterable[str], lesson: str, title: str, version: str) -> bytes:
    """What the platform reads of the package: its one lesson, the page to open, and every file."""
    name = "crampkit." + re.sub(r"[^A-Za-z0-9_.-]", "_", lesson)
    shown = cut(legal(title), 200) or lesson
    root = ElementTree.Element(
        "manifest",
        {
            "xmlns": CONTENT,
            "xmlns:adlcp": SCORM,
            "identifier": name,
            "version": version[:20],
        },
    )
    metadata = ElementTree.SubElement(root, "metadata")
    ElementTree.SubElement(metadata, "schema").text = "ADL SCORM"
    ElementTree.SubElement(metadata, "schemaversion").text = "1.2"
    organizations = ElementTree.SubElement(root, "organizations", default=f"{name}.set")
    organization = ElementTree.SubElement(organizations, "organization", identifier=f"{name}.set")
    ElementTree.SubElement(organization, "title").text = shown
    item = ElementTree.SubElement(
        organization, "item", identifier=f"{name}.item", identifierref=f"{name}.page"
    )
    ElementTree.SubElement(item, "title").text = shown
    resource = ElementTree.SubElement(
        ElementTree.SubElement(root, "resources"),
        "resource",
        {
            "identifier": f"{name}.page",
            "type": "webcontent",
            "adlcp:scormtype": "sco",
            "href": quote(f"{lesson}.html"),
        },
    )
    for file in sorted(files):
        ElementTree.SubElement(resource, "file", href=quote(file))
    ElementTree.indent(root)
    body: bytes = ElementTree.tostring(root, encoding="utf-8", xml_declaration=True)
    return body + b"\n"


def _is_page(name: str) -> bool:
    """Every page beside the lesson has the script as well: none may keep answers past the sitting."""
    return "/" not in name and name.endswith(".html")


def _script_tag(page: str, words: Words) -> str:
    said = "".join(f' data-{what}="{escape(words(f"scorm.{what}"))}"' for what in SAID)
    return f'<script src="scorm.js" data-page="{escape(page)}"{said}></script>'


def _with_script(name: str, page: bytes, tag: str) -> bytes:
    """The page with our script before any other, so that they find what it sets."""
    place = re.search(rb"<script\b|</head>", page)
    if place is None:
        raise ValueError(f"{name} is no built page: it has neither a script nor the end of a head")
    return page[: place.start()] + tag.encode() + page[place.start() :]


def _zipped(files: dict[str, bytes]) -> bytes:
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w") as package:
        for name in sorted(files):
            # The earliest date that a zip can have: when it was made says nothing.
            entry = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
            entry.create_system = 3  # The same on every system.
            entry.external_attr = 0o644 << 16
            package.writestr(entry, files[name], zipfile.ZIP_DEFLATED, 9)
    return written.getvalue()
