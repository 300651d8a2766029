"""The lessons in one file that opens from a disk, with no server: `crampkit export single`.

What lies beside a page in a folder is inside it here. Every page but the first stands in a `noscript`: a
browser that runs scripts takes it for text and shows none of it, until `single.js` puts one of them in place;
one that runs none shows them all, one after another.
"""

from __future__ import annotations

import base64
import gzip
import hashlib
import mimetypes
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import ClassVar

from crampkit.front import FOLDER as FRONT
from crampkit.hosts.pages.finding import index_of
from crampkit.hosts.pages.host import PagesHost
from crampkit.hosts.pages.lessons import BuildError
from crampkit.hosts.pages.licences import Licence
from crampkit.hosts.pages.page import LICENCES, NOTHING_TO_RUN, PRESENT, Site
from crampkit.views.kit.markup import Html, join, more, tag

IMPORT = re.compile(r'^import (?:.+? from )?"\./([\w./]+)";$', re.MULTILINE)
"""How our scripts name another; `single.js` reads it alike."""

READ_BY_WORKER = ("pyodide/pyodide.asm.wasm", "stdlib.zip", "crampkit.zip", "catalogue.json")


@dataclass(frozen=True)
class OneFile(Site):
    """One file with one lesson, or with the start page and all of them."""

    shared: Mapping[str, bytes] = field(default_factory=dict)
    """What the pages of a folder share, by its name there."""
    licensed: tuple[Licence, ...] = ()
    others: tuple[Html, ...] = ()
    """The pages behind the first one."""

    foot: ClassVar[tuple[str, ...]] = (*Site.foot, "pages.single.kept")
    marks: ClassVar[Mapping[str, object]] = {"data_single": True}

    def whole(self, host: PagesHost) -> str:
        """The file."""
        title, told = self.words("pages.licences"), self.licences_in_full()
        licences = self._kept(LICENCES, title, *self.content(LICENCES, *told))
        if len(self.lessons) == 1:
            return replace(self, others=(licences,)).lesson(self.lessons[0], host)
        others = tuple(
            self._kept(one.name, one.title, *self.content(one.name, *self.shown(one, host)))
            for one in self.lessons
        )
        return replace(self, others=(*others, licences)).start()

    def licences_in_full(self) -> tuple[str, dict[str, object]]:
        """What the file redistributes, each with the whole of its licence."""
        texts = (
            more(
                self.words.in_own_language(f"{one.name} {one.version}: {one.licence}"),
                tag("pre", self.words.in_own_language(one.text), class_="licence"),
            )
            for one in self.licensed
        )
        words = self.words("pages.all") if len(self.lessons) > 1 else self.lessons[0].title
        back = tag("p", tag("a", words, href=self.address(self.first)))
        body = tag("div", tag("h1", self.words("pages.licences")), back, *texts, class_="prose")
        return body, dict(NOTHING_TO_RUN)

    @property
    def first(self) -> str:
        """The page that is shown when the address names none."""
        return self.lessons[0].name if len(self.lessons) == 1 else "index"

    def _kept(self, name: str, title: str, *content: Html) -> Html:
        inside = tag("div", *content, id=name)
        if "</noscript" in inside.lower():
            raise BuildError(f"{name} has </noscript in it, and cannot stand in one file")
        return tag("noscript", inside, data_page=name, data_title=title)

    # ------------------------------------------------------------------ addresses inside the file

    def address(self, name: str) -> str | None:
        there = {self.first, LICENCES, *(lesson.name for lesson in self.lessons)}
        return f"#{name}" if name in there else None

    def presented(self, name: str) -> str:
        return f"?{PRESENT}#{name}"

    def place(self, name: str, slug: str) -> str:
        return f"{name}/{slug}"

    def step_address(self, here: str, name: str, slug: str) -> str:
        return f"#{self.place(name, slug)}"

    def prose(self, name: str, markdown: str) -> Html:
        """Prose with its links and headings as addresses of this file: `#lesson/heading`."""
        made: str = super().prose(name, markdown)
        made = re.sub(r'(<h\d[^>]* id=")', rf"\g<1>{name}/", made)
        made = re.sub(r'(<a[^>]* href="#)', rf"\g<1>{name}/", made)
        made = re.sub(r'<a href="([\w.-]+)\.html(?:#([^"]*))?">(.*?)</a>', self._link, made)
        return Html(re.sub(r'src="(pictures/[^"]+)"', self._picture, made))

    def _link(self, found: re.Match[str]) -> str:
        name, heading, words = found.groups()
        address = self.address(name)
        if address is None:
            return str(words)  # A lesson that is not in this file.
        return tag("a", Html(words), href=f"{address}/{heading}" if heading else address)

    def _picture(self, found: re.Match[str]) -> str:
        name = found[1]
        if name not in self.pictures:
            raise BuildError(f"there is no picture {name}")
        kind = mimetypes.guess_type(name)[0] or "application/octet-stream"
        return f'src="{data_address(kind, self.pictures[name])}"'

    # ------------------------------------------------------------------ what is inside it

    def policy(self) -> str:
        styles = " ".join(digest(style) for style in self._styles())
        scripts = " ".join(digest(own(name)) for name in ("theme.js", "single.js"))
        return (
            f"default-src 'none'; script-src {scripts} blob: 'wasm-unsafe-eval'; "
            f"style-src {styles}; style-src-attr 'unsafe-inline'; img-src data:; font-src data:; "
            "worker-src blob:; base-uri 'none'; form-action 'none'"
        )

    def _styles(self) -> tuple[str, str]:
        """The page's style sheet with its letters inside, and plotly's."""
        letters = data_address("font/woff2", self.shared["font.woff2"])
        page = self.shared["page.css"].decode().replace("font.woff2", letters)
        return page, self.shared["plotly.css"].decode()

    def loaded(self) -> tuple[Html, ...]:
        page, plotly = self._styles()
        # Plotly takes a sheet with this id and class for its own, and writes none.
        ours = {"id": "plotly.js-style-global", "class_": "no-inline-styles"}
        icon = data_address("image/svg+xml", self.shared["icon.svg"])
        return (
            tag("link", rel="icon", href=icon, type="image/svg+xml"),
            tag("style", Html(page)),
            tag("style", Html(plotly), **ours),
            tag("script", Html(own("theme.js"))),
        )

    def notice(self, name: str) -> Html:
        if name == "progress":
            return join([self.words("pages.single.progress")])
        said = super().notice(name)
        if name == "noscript" and self.others:
            return join([said, " ", self.words("pages.single.noscript")])
        return said

    def beside(self) -> tuple[Html, ...]:
        return self.others

    def started(self) -> tuple[Html, ...]:
        """First what draws the page, then its script, and behind it all that takes long to read."""
        files = {
            **self.shared,
            "files.js": (FRONT / "single_files.js").read_bytes(),
            "search.json": index_of(self.catalogue, self.lessons).encode("utf-8"),
        }
        page = set(with_imports("page.js", files))
        worker = {*with_imports("worker.js", files), *READ_BY_WORKER}
        small = [self._packed(name, files, page, worker) for name in sorted(page)]
        large = [
            self._packed(name, files, page, worker)
            for name in ("search.json", "plotly.min.js", *sorted(worker - page))
        ]
        begin = tag("script", Html(own("single.js")), data_first=self.first)
        return (*small, begin, *large)

    def _packed(
        self, name: str, files: Mapping[str, bytes], page: set[str], worker: set[str]
    ) -> Html:
        packed = base64.b64encode(gzip.compress(files[name], 9, mtime=0)).decode("ascii")
        return tag(
            "script",
            Html(packed),
            type="text/plain",
            data_part=name,
            data_worker=name in worker,
            data_keep=name in page and name in worker,
        )


def own(name: str) -> str:
    """A script of ours that stands in the file as it is."""
    return (FRONT / name).read_text(encoding="utf-8")


def digest(text: str) -> str:
    """As a policy names what may stand in a page.

    >>> digest("")
    "'sha256-47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU='"
    """
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode('ascii')}'"


def data_address(kind: str, content: bytes) -> str:
    """A file as an address.

    >>> data_address("text/plain", b"cramp")
    'data:text/plain;base64,Y3JhbXA='
    """
    return f"data:{kind};base64,{base64.b64encode(content).decode('ascii')}"


def with_imports(name: str, files: Mapping[str, bytes]) -> Iterator[str]:
    """A script, and all that it imports.

    >>> files = {"a.js": b'import { b } from "./b.js";', "b.js": b"", "c.js": b""}
    >>> list(with_imports("a.js", files))
    ['a.js', 'b.js']
    """
    yield name
    for found in IMPORT.findall(files[name].decode()):
        yield from with_imports(found, files)
