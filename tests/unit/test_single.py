"""The lessons in one file: all that they need is inside it, and nothing of it is asked for elsewhere."""

from __future__ import annotations

import base64
import gzip
import hashlib
import json
import re
from html.parser import HTMLParser
from pathlib import Path

import pytest

from crampkit.catalogue import load
from crampkit.front import FOLDER as FRONT
from crampkit.hosts.pages import build
from crampkit.hosts.pages.build import Parts, chosen, named, own_notebooks, parts_of
from crampkit.hosts.pages.for_trainers import FIRST
from crampkit.hosts.pages.host import PagesHost
from crampkit.hosts.pages.lessons import BuildError, Cell, LessonFile
from crampkit.hosts.pages.page import LICENCES, MODULES, Site
from crampkit.hosts.pages.runtime import cache_folder
from crampkit.hosts.pages.single import IMPORT, OneFile
from crampkit.toy import toy_catalogue
from crampkit.words import Words
from tests.elements import read
from tests.in_the_pages import require_runtime

CATALOGUE = load()
WORDS = Words(CATALOGUE.text)
CANARY = '</script></noscript><img src=x onerror="canary()">'
SMALL = {
    "page.css": b'body { color: red } @font-face { src: url("font.woff2") }',
    "plotly.css": b".plot { color: blue }",
    "font.woff2": b"letters",
    "icon.svg": b"<svg/>",
    "page.js": b'import * as files from "./files.js";\n',
    "worker.js": b'import { folder } from "./files.js";\n',
    "plotly.min.js": b"Plotly",
    "pyodide/pyodide.asm.wasm": b"wasm",
    "stdlib.zip": b"library",
    "crampkit.zip": b"package",
    "catalogue.json": b"{}",
    "search.json": b"[]",
}
PANEL = "from crampkit.panels.kit.panel import Panel\nPanel(lambda *told: None, '<p>Her calf?</p>')"


def lesson(name: str, *prose: str, title: str = "") -> LessonFile:
    cells = [Cell("markdown", "m", text) for text in (f"# {name}", *prose)]
    return LessonFile(name, title or name, (*cells, Cell("code", "c", PANEL)))


def written(*lessons: LessonFile, **more: object) -> str:
    """One file of these lessons, with small files in the place of Python and the charts."""
    site = OneFile(CATALOGUE, WORDS, "1", "1", lessons, shared=SMALL, **more)  # type: ignore[arg-type]
    with chosen(PagesHost(toy_catalogue())) as host:
        return site.whole(host)


class Elements(HTMLParser):
    """The elements of a page: name, attributes and text, as a browser that runs scripts reads them."""

    CDATA_CONTENT_ELEMENTS = ("script", "style", "noscript")

    def __init__(self, page: str) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None], list[str]]] = []
        self.feed(page)

    def handle_starttag(self, tag, attributes):
        self.found.append((tag, dict(attributes), []))

    def handle_data(self, data):
        if self.found:
            self.found[-1][2].append(data)

    def all(self, name: str) -> list[tuple[dict[str, str | None], str]]:
        return [(attributes, "".join(text)) for tag, attributes, text in self.found if tag == name]


def packed(page: str) -> dict[str, bytes]:
    return {
        str(attributes["data-part"]): gzip.decompress(base64.b64decode(text))
        for attributes, text in Elements(page).all("script")
        if "data-part" in attributes
    }


def kept(page: str) -> dict[str, str]:
    """The pages behind the first."""
    found = Elements(page).all("noscript")
    return {str(a["data-page"]): text for a, text in found if "data-page" in a}


def policy(page: str) -> dict[str, list[str]]:
    said = next(
        str(attributes["content"])
        for attributes, _ in Elements(page).all("meta")
        if attributes.get("http-equiv") == "Content-Security-Policy"
    )
    return {name: rest for name, *rest in (part.split() for part in said.split("; "))}


# ------------------------------------------------------------------------------ what is in it


def test_all_that_the_page_and_its_worker_read_is_inside():
    files = packed(written(lesson("a")))
    assert files.pop("files.js") == (FRONT / "single_files.js").read_bytes()
    # What can be searched for is what this file holds.
    assert [name for _, name, _ in json.loads(files.pop("search.json"))["lessons"]] == ["a"]
    wanted = SMALL.keys() - {"page.css", "plotly.css", "font.woff2", "icon.svg", "search.json"}
    assert files == {name: SMALL[name] for name in wanted}


def test_the_worker_is_sent_what_it_reads_and_not_what_the_page_alone_reads():
    scripts = Elements(written(lesson("a"))).all("script")
    sent = {a["data-part"] for a, _ in scripts if "data-worker" in a}
    kept_by_page = {a["data-part"] for a, _ in scripts if "data-keep" in a}
    assert "plotly.min.js" not in sent
    assert "page.js" not in sent
    assert sent >= {"worker.js", "files.js", "stdlib.zip", "pyodide/pyodide.asm.wasm"}
    assert kept_by_page == {"files.js"}


def test_the_letters_are_inside_the_style_sheet():
    styles = "".join(text for _, text in Elements(written(lesson("a"))).all("style"))
    letters = base64.b64encode(SMALL["font.woff2"]).decode()
    assert f'url("data:font/woff2;base64,{letters}")' in styles
    assert "font.woff2" not in styles


def test_a_picture_of_a_lesson_is_inside_it():
    page = written(
        lesson("a", "![A calf.](pictures/calf.png)"), pictures={"pictures/calf.png": b"calf"}
    )
    assert "data:image/png;base64,Y2FsZg==" in page
    assert "pictures/" not in page


def test_a_picture_that_is_not_there_is_told():
    with pytest.raises(BuildError, match=r"no picture pictures/calf\.png"):
        written(lesson("a", "![A calf.](pictures/calf.png)"))


def test_one_lesson_stands_alone_and_several_behind_a_start_page():
    alone = written(lesson("a"))
    assert 'data-first="a"' in alone
    assert list(kept(alone)) == [LICENCES]
    assert "Her calf?" in alone

    several = written(lesson("a"), lesson("b"))
    assert 'data-first="index"' in several
    assert list(kept(several)) == ["a", "b", LICENCES]
    assert all("Her calf?" in kept(several)[name] for name in ("a", "b"))
    start, _, _ = several.partition("<noscript data-page")
    assert "Her calf?" not in start


def test_the_page_says_who_else_could_read_her_answers():
    for page in (written(lesson("a")), written(lesson("a"), lesson("b"))):
        [foot] = re.findall(r"<footer.*?</footer>", page, re.DOTALL)
        assert WORDS("pages.single.kept") in foot
    in_folder = Site(CATALOGUE, WORDS, "1", "1", (lesson("a"),)).start()
    assert WORDS("pages.single.kept") not in in_folder


# ------------------------------------------------------------------------------ addresses


def test_links_between_lessons_stay_in_the_file():
    page = written(lesson("a", "See [b](b.ipynb) and [its end](b.ipynb#End)."), lesson("b"))
    links = [(link["href"], link.text) for link in read(kept(page)["a"]).all("a")]
    assert ("#b", "b") in links
    assert ("#b/End", "its end") in links
    assert 'href="#index"' in kept(page)["a"]
    assert ".html" not in "".join(kept(page).values())


def test_a_link_to_a_lesson_that_is_not_in_the_file_is_words():
    page = written(lesson("a", "See [the *other*](b.ipynb#End) first."))
    assert "<em>other</em>" in page
    assert [p.text for p in read(page).all("p") if p.all("em")] == ["See the other first."]
    assert "b.html" not in page
    assert 'href="index' not in page
    assert 'href="#index"' not in page


def test_headings_of_two_lessons_are_two_places():
    page = written(lesson("a", "## End", "To [the end](#End)."), lesson("b", "## End"))
    assert 'id="a/End"' in kept(page)["a"]
    assert 'href="#a/End"' in kept(page)["a"]
    assert 'id="b/End"' in kept(page)["b"]


def test_links_out_of_the_file_are_left_as_they_are():
    page = written(lesson("a", "[WHO](https://www.who.int/a.html#b)"))
    assert 'href="https://www.who.int/a.html#b"' in page


# ------------------------------------------------------------------------------ what may run


def test_the_policy_names_each_script_and_style_that_stands_in_the_file_and_no_other():
    page = written(lesson("a"), lesson("b"))
    said = policy(page)
    hashes = {
        name: {
            f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"
            for attributes, text in Elements(page).all(name)
            if attributes.get("type") in (None, "text/javascript")
        }
        for name in ("script", "style")
    }
    assert len(hashes["script"]) == len(hashes["style"]) == 2
    assert set(said["script-src"]) == hashes["script"] | {"blob:", "'wasm-unsafe-eval'"}
    assert set(said["style-src"]) == hashes["style"]


def test_the_policy_lets_nothing_in_from_elsewhere():
    said = policy(written(lesson("a")))
    for name in ("script-src", "style-src"):
        del said[name]
    assert said == {
        "default-src": ["'none'"],
        "style-src-attr": ["'unsafe-inline'"],
        "img-src": ["data:"],
        "font-src": ["data:"],
        "worker-src": ["blob:"],
        "base-uri": ["'none'"],
        "form-action": ["'none'"],
    }


def test_words_of_a_lesson_end_no_element_and_begin_none():
    page = written(lesson("a", title=CANARY), lesson("b", title="b"))
    assert "<img" not in page
    # Two lessons, the licences, and the sentence for who runs no scripts.
    assert len(Elements(page).all("noscript")) == 4


def test_a_lesson_that_would_end_its_own_keeping_place_is_refused():
    with pytest.raises(BuildError, match="a has </noscript in it"):
        written(lesson("a", "<b></NoScript>"), lesson("b"))


# ------------------------------------------------------------------------------ which lessons


LESSONS = tuple(map(lesson, ("01_calf", "01_calf_again", "02_foot")))


@pytest.mark.parametrize("wanted", ["02", "02_foot", "02_foot.ipynb"])
def test_a_lesson_is_named_by_its_name_or_its_beginning(wanted):
    assert named(wanted, LESSONS) is LESSONS[2]


def test_the_whole_name_of_a_lesson_is_enough_though_another_begins_so():
    assert named("01_calf", LESSONS) is LESSONS[0]


@pytest.mark.parametrize(
    ("wanted", "problem"), [("03", "there is no lesson 03"), ("01", "more than one")]
)
def test_a_name_that_fits_no_lesson_or_several_is_told_with_those_that_are_there(wanted, problem):
    with pytest.raises(BuildError, match=f"{problem}.*01_calf, 01_calf_again, 02_foot"):
        named(wanted, LESSONS)


# ------------------------------------------------------------------------------ beside a folder of pages


def test_a_page_from_a_folder_leads_to_the_one_file_where_there_is_one():
    with_file = Site(CATALOGUE, WORDS, "1", "1", LESSONS, "all.html").start()
    without = Site(CATALOGUE, WORDS, "1", "1", LESSONS).start()
    link = f'<a href="all.html">{WORDS("pages.notice.open_file")}</a>'
    ask = WORDS("pages.notice.file_alone")
    assert link in with_file
    assert ask not in with_file
    assert ask in without
    assert WORDS("pages.notice.open_file") not in without


# ------------------------------------------------------------------------------ the shipped lessons


@pytest.fixture(scope="module")
def parts() -> Parts:
    require_runtime()
    return parts_of(own_notebooks(), None)


@pytest.fixture(scope="module")
def one(parts: Parts) -> bytes:
    return parts.in_one_file((named("01", parts.lessons),))


@pytest.fixture(scope="module")
def all_lessons(parts: Parts) -> bytes:
    return parts.in_one_file(parts.lessons)


def test_one_lesson_is_at_most_10_mb_and_all_are_at_most_14(one, all_lessons):
    assert len(one) <= 10e6
    assert len(all_lessons) <= 14e6


def test_the_same_lessons_make_the_same_bytes(parts, one):
    assert parts.in_one_file((named("01", parts.lessons),)) == one


def test_every_lesson_is_in_the_file(parts, all_lessons):
    assert list(kept(all_lessons.decode())) == [
        *(one.name for one in parts.lessons),
        LICENCES,
    ]


def test_no_run_sheet_is_in_the_file_and_nothing_leads_to_one(parts, all_lessons):
    page = all_lessons.decode()
    said = [part.text.encode() for part in parts.catalogue.run_sheets.values() if part.question_id]
    assert said
    for content in (page.encode(), *packed(page).values()):
        assert not [text for text in said if text in content]
    assert f"#{FIRST}" not in page
    assert parts.words("pages.door.run_sheets") not in page


def test_no_path_of_this_machine_is_in_the_file(all_lessons):
    page = all_lessons.decode()
    project = Path(__file__).resolve().parents[2]
    here = [str(path).encode() for path in (project, cache_folder())]
    for content in (page.encode(), *packed(page).values()):
        assert not any(path in content for path in here)


LOADING = ("src", "srcset", "poster", "data", "action", "formaction", "background")


def test_nothing_in_the_file_is_loaded_from_elsewhere(all_lessons):
    page = all_lessons.decode()
    for seen in (page, *kept(page).values()):
        for name, attributes, _ in Elements(seen).found:
            loads = [attributes[a] for a in LOADING if a in attributes]
            loads += [attributes.get("href")] if name in ("link", "image", "use") else []
            assert all(str(address).startswith(("data:", "#")) for address in loads), (name, loads)


def test_every_import_of_our_scripts_is_one_that_the_file_can_follow(parts):
    for name in (*(set(MODULES) - {"files.js", "offline.js", "versions.js"}), "worker.js"):
        source = (FRONT / name).read_text(encoding="utf-8")
        statements = re.findall(r'^(?:import|export)\b[^;(]*"\./', source, re.MULTILINE)
        assert len(IMPORT.findall(source)) == len(statements), name
        assert "import(" not in source, name
        assert set(IMPORT.findall(source)) <= parts.shared.keys()


def test_both_modules_of_files_offer_what_page_and_worker_ask_for():
    source = "".join((FRONT / n).read_text(encoding="utf-8") for n in (*MODULES, "worker.js"))
    named = re.findall(r'^import \{ (.*) \} from "\./files\.js";$', source, re.MULTILINE)
    asked = set(re.findall(r"\bfiles\.(?!js\b)(\w+)", source)) | set(", ".join(named).split(", "))
    folder = (FRONT / "files.js").read_text(encoding="utf-8")
    single = (FRONT / "single_files.js").read_text(encoding="utf-8")
    own = set(re.findall(r"^export const (\w+) =", single, re.MULTILINE))
    [listed] = re.findall(r"export const \{ ([^}]*) \}", single)
    assert {*listed.split(", "), *own} == asked
    offered = re.findall(
        r"^export (?:(?:async )?(?:const|function)|\{) (\w+)", folder, re.MULTILINE
    )
    assert set(offered) == asked


@pytest.mark.long
def test_the_folder_holds_the_one_file_only_when_it_is_asked_for(monkeypatch, parts):
    monkeypatch.setattr(build, "parts_of", lambda *asked: parts)
    name = build.ALL_LESSONS
    assert name not in build.pages(own_notebooks())
    files = build.pages(own_notebooks(), with_single=True)
    assert f'href="{name}"' in files["01_which_cause_fits.html"].decode()
    assert len(files[name]) > 1e6
