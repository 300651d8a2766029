"""A lesson as a package that a learning platform takes: SCORM 1.2, the static pages and a small script."""

from __future__ import annotations

import io
import re
import xml.etree.ElementTree as ElementTree
import zipfile
from collections.abc import Iterable, Mapping
from html import escape, unescape
from urllib.parse import quote

from crampkit import front
from crampkit.practice.moodle import cut, legal
from crampkit.words import Words

CONTENT = "http://www.imsproject.org/xsd/imscp_rootv1p1p2"
SCORM = "http://www.adlnet.org/xsd/adlcp_rootv1p2"
"""The names of the two vocabularies; nothing is asked for there."""

SAID = ("told", "silent", "lost")
"""What the script can say: the platform is told, does not answer, did not take a report."""

NO_LESSONS = ("index.html", "licences.html")
"""Pages of the set that teach nothing by themselves."""

ENDING = ".scorm.zip"

NOT_IN_A_PACKAGE = ("sw.js", ENDING)
"""What answers offline would answer for the whole platform, whose address is not ours; and packages."""


def lessons_in(files: Iterable[str]) -> list[str]:
    """The lessons among the files of built pages, by the name of their page.

    >>> lessons_in(["index.html", "17_red_flags.html", "licences/list.html"])
    ['17_red_flags']
    """
    pages = (name for name in files if _is_page(name) and name not in NO_LESSONS)
    return sorted(name.removesuffix(".html") for name in pages)


def title_of(page: bytes) -> str:
    """The title of a page, as text.

    >>> title_of(b"<title>Cramps &amp; clots</title>")
    'Cramps & clots'
    """
    found = re.search(r"<title>(.*?)</title>", page.decode("utf-8", "replace"), re.DOTALL)
    return " ".join(unescape(found[1]).split()) if found else ""


def scorm_zip(
    files: Mapping[str, bytes], lesson: str, title: str, version: str, words: Words
) -> bytes:
    """The package of one lesson, from the files of built pages; the same files make the same bytes.

    It opens at the page of the lesson and reports this lesson alone, also where there are more.
    Raises `KeyError` where the lesson has no page, `ValueError` where a page is none.
    """
    page = f"{lesson}.html"
    if page not in files:
        raise KeyError(page)
    tag = _script_tag(page, words)
    packed = {
        name: _with_script(name, content, tag) if _is_page(name) else content
        for name, content in files.items()
        if not name.endswith(NOT_IN_A_PACKAGE)
    }
    packed["scorm.js"] = (front.FOLDER / "scorm.js").read_bytes()
    packed["imsmanifest.xml"] = manifest(packed, lesson, title, version)
    return _zipped(packed)


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
    """Every page beside the lesson has the script as well: none may keep answers past the session."""
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
