"""Makes the lessons as static pages: `crampkit export pages DIR`.

Each notebook is run once, here, and what its cells show is written into the page, so that it can be read
before any script runs. The same bytes come from the same input.
"""

from __future__ import annotations

import json
import re
import shutil
import time
from collections.abc import Callable, Collection, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from pathlib import Path

import crampkit
from crampkit import hosts
from crampkit.catalogue import Catalogue, load
from crampkit.catalogue.travelling import as_json
from crampkit.data import data_directory, own_directory, replace_file
from crampkit.front import FOLDER as FRONT
from crampkit.front import sheet, style
from crampkit.hosts.pages import runtime
from crampkit.hosts.pages.finding import index_of
from crampkit.hosts.pages.for_trainers import for_trainers
from crampkit.hosts.pages.home import TRAINERS
from crampkit.hosts.pages.host import PagesHost
from crampkit.hosts.pages.lessons import BuildError, LessonFile, lesson_file, lesson_id
from crampkit.hosts.pages.licences import licences
from crampkit.hosts.pages.node import NoRuntimeError
from crampkit.hosts.pages.offline import service_worker
from crampkit.hosts.pages.page import MODULES, Site
from crampkit.hosts.pages.single import OneFile
from crampkit.hosts.pages.travelling import KINDS
from crampkit.languages import OWN, RULES, InEnglish, asked_for
from crampkit.words import Words, words_of

PROBLEMS = (BuildError, NoRuntimeError)
"""What may stand in the way of pages, beside tables that need mending; each says what to do."""


FRONT_FILES = ("worker.js", "snapshot.js", "theme.js", *MODULES, "icon.svg", "icon.png")
"""What goes into the pages from `front/` as it is."""
FETCHED = ("pyodide/pyodide.asm.wasm", "stdlib.zip", "crampkit.zip", "catalogue.json")
"""What the worker counts while it comes."""


def shared_files(catalogue: str) -> dict[str, bytes]:
    """What all pages of one version share, by its name below `v/<version>/`.

    Raises `BuildError` where a lesson would miss a module, `NoRuntimeError` where there is no runtime.
    """
    if missing := runtime.missing():
        raise BuildError("\n".join(missing))
    files = {
        **{name: (FRONT / name).read_bytes() for name in FRONT_FILES},
        **{name: path.read_bytes() for name, path in runtime.runtime_files().items()},
        "page.css": style("page", "steps", "class_report", "present", "print").encode("utf-8"),
        "paper.css": f"{sheet('tokens')}\n{sheet('paper')}".encode(),
        "crampkit.zip": runtime.package_zip(),
        "catalogue.json": catalogue.encode("utf-8"),
    }
    built = {"lock": runtime.lock_info(), "sizes": {name: len(files[name]) for name in FETCHED}}
    files["built.js"] = "".join(
        f"export const {name} = {json.dumps(value, sort_keys=True)};\n"
        for name, value in built.items()
    ).encode("utf-8")
    return files


def version_of(files: Mapping[str, bytes]) -> str:
    """The name of this version: another byte in any file makes another name."""
    return runtime.digest_of(files)[:10]


# ---------------------------------------------------------------------------- the folder


def made(
    notebooks: Path | None = None,
    data: Path | None = None,
    say: Callable[[str], None] = print,
    with_single: bool = False,
    language: str | None = None,
    *,
    for_learners: bool = False,
) -> dict[str, bytes]:
    """Every file of the pages, of these lessons or crampkit's own; a missing runtime is fetched first."""
    runtime.ensure_runtime(say)
    return pages(
        notebooks or own_notebooks(), data, with_single, language, for_learners=for_learners
    )


def made_single(
    lesson: str = "",
    data: Path | None = None,
    say: Callable[[str], None] = print,
    notebooks: Path | None = None,
    language: str | None = None,
) -> tuple[str, bytes]:
    """One file of these lessons, or of one of them, and its name; a missing runtime is fetched first."""
    runtime.ensure_runtime(say)
    return single(notebooks or own_notebooks(), data, lesson, language)


def up_to_date(
    notebooks: Path | None = None,
    data: Path | None = None,
    say: Callable[[str], None] = print,
    language: str | None = None,
) -> Path:
    """A folder of these pages in the cache, made anew where anything they are made of has changed."""
    notebooks = notebooks or own_notebooks()
    runtime.ensure_runtime(say)
    data, language = data or data_directory(), language or asked_for()
    inputs = inputs_of(notebooks, data)
    # Pages of other tables, or in another language, are other pages: whoever is served the ones keeps them.
    name = runtime.sha256(f"{notebooks.resolve()} {data.resolve()} {language}".encode())[:16]
    folder = runtime.cache_folder() / f"pages-{name}"
    stamp = folder.with_suffix(".made-from")
    if not (stamp.is_file() and stamp.read_text(encoding="utf-8") == inputs and folder.is_dir()):
        say("Making the pages of the lessons.")
        write_pages(folder, pages(notebooks, data, language=language))
        replace_file(stamp, inputs.encode("utf-8"))
        _forget_old_pages(stamp.parent)
    else:
        with suppress(OSError):
            stamp.touch()
    return folder


PAGES_KEPT = 8
"""So many sets of pages stay in the cache, and"""
KEPT_FOR = 24 * 3600.0
"""so many seconds whatever their number: what was asked for today may still be being served."""


def _forget_old_pages(cache: Path) -> None:
    last_asked_for = {one: one.stat().st_mtime for one in cache.glob("pages-*.made-from")}
    for stamp in sorted(last_asked_for, key=lambda one: last_asked_for[one])[:-PAGES_KEPT]:
        if last_asked_for[stamp] < time.time() - KEPT_FOR:
            shutil.rmtree(stamp.with_suffix(""), ignore_errors=True)
            stamp.unlink(missing_ok=True)


def inputs_of(notebooks: Path, tables: Path) -> str:
    """Changes with whatever goes into the pages: lessons, tables, this crampkit and its runtime."""
    package = Path(crampkit.__file__).parent
    found = [
        *(path for path in notebooks.rglob("*") if ".ipynb_checkpoints" not in path.parts),
        *tables.rglob("*.csv"),
        # A set on another subject takes over most of its words.
        *own_directory().glob("text/*.csv"),
        *(path for kind in KINDS for path in package.rglob(kind)),
        RULES,
        *FRONT.rglob("*"),
    ]
    files = {str(path): path.read_bytes() for path in found if path.is_file()}
    return runtime.digest_of({**files, "runtime": str(runtime.runtime_folder()).encode()})


def own_notebooks() -> Path:
    """The lessons of this checkout, or of this installation."""
    package = Path(crampkit.__file__).resolve().parent
    checkout = package.parent / "notebooks"
    return checkout if (package.parent / "pyproject.toml").is_file() else package / "_notebooks"


VERSIONS_KEPT = 3
"""So many versions stay in a folder that is made anew: an open lesson ends on the one it began with."""


def pages(
    notebooks: Path,
    data: Path | None = None,
    with_single: bool = False,
    language: str | None = None,
    *,
    for_learners: bool = False,
) -> dict[str, bytes]:
    """Every file of the pages by its name, from the notebooks of a folder and the tables of another.

    `for_learners` leaves out what is for those who teach, and every way to it.

    Raises `CatalogueError`, `BuildError` or `NoRuntimeError`; each says what to do.
    """
    parts = parts_of(notebooks, data, language, for_learners=for_learners)
    beside = {ALL_LESSONS: parts.in_one_file(parts.lessons)} if with_single else {}
    one_file = next(iter(beside), "")
    site = Site(
        parts.catalogue,
        parts.words,
        parts.version,
        parts.edition,
        parts.lessons,
        one_file,
        pictures=parts.pictures,
        for_learners=for_learners,
    )
    with chosen(PagesHost(parts.catalogue)) as host:
        made = {f"{one.name}.html": site.lesson(one, host) for one in parts.lessons}
    licensed = {f"licences/{slug(one.name)}.txt": one for one in licences()}
    made["index.html"] = site.start()
    made["licences.html"] = site.licences(licensed)
    sheets: Mapping[str, bytes] = {}
    if not for_learners:
        made["class.html"] = site.class_view()
        sheets = for_trainers(parts.catalogue, parts.lessons, parts.words, parts.version)
    files = {
        **{f"v/{parts.version}/{name}": content for name, content in parts.shared.items()},
        **parts.pictures,
        **{name: one.text.encode("utf-8") for name, one in licensed.items()},
        "manifest.webmanifest": site.manifest(),
        # Last: when a page is there, all that it needs is.
        **sheets,
        **{name: page.encode("utf-8") for name, page in made.items()},
    }
    return {
        **files,
        **beside,  # Not among what a browser keeps for a time without network: it has all of it.
        VERSIONS: json.dumps({"newest": parts.edition, "withdrawn": {}}).encode("utf-8"),
        "sw.js": service_worker(str(parts.catalogue.text["pages.set"]), files),
    }


ALL_LESSONS = "all-lessons.html"
"""What the one file with all lessons is called, where nobody says otherwise."""


def single(
    notebooks: Path, data: Path | None = None, lesson: str = "", language: str | None = None
) -> tuple[str, bytes]:
    """All lessons of a folder in one file, or the one that has this name or alone begins so; and its name.

    Raises as `pages` does, and `BuildError` where there is no such lesson.
    """
    parts = parts_of(notebooks, data, language)
    if not lesson:
        return ALL_LESSONS, parts.in_one_file(parts.lessons)
    one = named(lesson, parts.lessons)
    return f"{one.name}.html", parts.in_one_file((one,))


def named(wanted: str, lessons: Collection[LessonFile]) -> LessonFile:
    """The one lesson of this name, or whose name alone begins so."""
    exactly = [one for one in lessons if one.name == wanted.removesuffix(".ipynb")]
    match exactly or [one for one in lessons if one.name.startswith(wanted)]:
        case [one]:
            return one
        case []:
            problem = f"there is no lesson {wanted}"
        case _:
            problem = f"more than one lesson begins with {wanted}"
    raise BuildError(f"{problem}; there are {', '.join(one.name for one in lessons)}")


@dataclass(frozen=True)
class Parts:
    """What a set of pages is made of."""

    catalogue: Catalogue
    edition: str
    lessons: tuple[LessonFile, ...]
    shared: Mapping[str, bytes]
    pictures: Mapping[str, bytes]

    @property
    def words(self) -> Words:
        return words_of(self.catalogue)

    @property
    def version(self) -> str:
        return version_of(self.shared)

    def in_one_file(self, lessons: tuple[LessonFile, ...]) -> bytes:
        """These lessons in one file."""
        site = OneFile(
            self.catalogue,
            self.words,
            self.version,
            self.edition,
            lessons,
            shared=self.shared,
            pictures=self.pictures,
            licensed=tuple(licences()),
        )
        with chosen(PagesHost(self.catalogue)) as host:
            return site.whole(host).encode()


def parts_of(
    notebooks: Path, data: Path | None, language: str | None = None, *, for_learners: bool = False
) -> Parts:
    catalogue = load(data, language)
    lessons = tuple(lesson_file(path) for path in sorted(notebooks.glob("*.ipynb")))
    if for_learners:
        lessons = tuple(one for one in lessons if lesson_id(one) != TRAINERS)
    if catalogue.language.code != OWN:
        lessons = tuple(replace(one, title=InEnglish(one.title)) for one in lessons)
    if not lessons:
        raise BuildError(f"there are no lessons in {notebooks}")
    pictures = {
        f"pictures/{path.name}": path.read_bytes()
        for path in sorted((notebooks / "pictures").glob("*"))
        if path.is_file()
    }
    # No panel shows a run sheet: it is a page of its own, made here.
    shared = shared_files(as_json(replace(catalogue, run_sheets={})))
    shared["search.json"] = index_of(catalogue, lessons).encode("utf-8")
    read = {path.name: path.read_bytes() for path in notebooks.glob("*.ipynb")}
    return Parts(catalogue, version_of({**shared, **pictures, **read}), lessons, shared, pictures)


def slug(name: str) -> str:
    """A name as part of a file's name.

    >>> slug("LLVM's run-time libraries")
    'llvm-s-run-time-libraries'
    """
    return re.sub(r"[^a-z0-9]+", "-", name.lower()).strip("-")


@contextmanager
def chosen(host: PagesHost) -> Iterator[PagesHost]:
    """While pages are made, the lessons find this host, and not the one of this Python."""
    before = hosts.here()
    hosts.choose(host)
    try:
        yield host
    finally:
        hosts.choose(before)


def write_pages(folder: Path, files: Mapping[str, bytes]) -> None:
    """Put the pages into a folder that is new, empty, or was made by this before.

    Raises `BuildError` where something else lies in it or in the way, or a link leads out of it: nothing
    of anybody's is ever overwritten. What was cut off is finished by the next making.
    """
    # Looked at before the list is read: another making lists what it puts there, and then puts it there.
    there = [name for name in files if name[:2] != "v/" and (folder / name).exists()]
    before = _names_in(folder)
    files = {**files, VERSIONS: _with_withdrawn(folder / VERSIONS, files[VERSIONS])}
    changed = {name: content for name, content in files.items() if _differs(folder / name, content)}
    for name in (*files, LIST):
        if not _is_within(folder, name):
            raise BuildError(f"{folder / name} is a link, or lies behind one; nothing was written")
    if others := [name for name in there if name in changed and name not in before]:
        raise BuildError(f"{folder / others[0]} was not put there by crampkit; move it away")
    current = {name for name in files if not name.startswith("v/")}
    folder.mkdir(parents=True, exist_ok=True)
    _list(
        folder, before | current
    )  # First: whatever stops this, the folder is known as one of pages.
    for name, content in changed.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        replace_file(folder / name, content)
    for name in before - current:
        (folder / name).unlink(missing_ok=True)
    _list(folder, current)
    _forget_old_versions(folder / "v", {name.split("/")[1] for name in files if name[:2] == "v/"})


VERSIONS = "versions.json"
"""Names the newest edition; whoever keeps the folder may withdraw others in it, each with a reason."""

LIST = "files.txt"
"""Lists what was put into a folder, so that what is no longer made can be taken out of it."""


def _differs(place: Path, content: bytes) -> bool:
    return not (place.is_file() and place.read_bytes() == content)


def _is_within(folder: Path, name: str) -> bool:
    """Whether a name means a place in the folder itself, by its parts and with every link followed."""
    try:
        place = folder.resolve() / name
        return place.is_relative_to(folder.resolve()) and (folder / name).resolve() == place
    except (OSError, ValueError):  # No file can have this name.
        return False


def _is_file_within(folder: Path, name: str) -> bool:
    try:
        return _is_within(folder, name) and (folder / name).is_file()
    except OSError:  # Too long a name.
        return False


def _list(folder: Path, names: Collection[str]) -> None:
    replace_file(folder / LIST, "".join(f"{name}\n" for name in sorted(names)).encode("utf-8"))


def _with_withdrawn(there: Path, new: bytes) -> bytes:
    """The new list of editions, with what was withdrawn in the one that is there."""
    if not there.is_file():
        return new
    try:
        withdrawn = json.loads(there.read_bytes())["withdrawn"]
        assert isinstance(withdrawn, dict)
    except (ValueError, KeyError, TypeError, AssertionError, RecursionError) as error:
        raise BuildError(
            f"{there} cannot be read, so what it withdraws would be lost; mend it, or delete it"
        ) from error
    return json.dumps({**json.loads(new), "withdrawn": withdrawn}).encode("utf-8")


def _names_in(folder: Path) -> set[str]:
    """The files that were put into the folder before. Raises `BuildError` where it is none of pages."""
    if not folder.is_dir() or not any(folder.iterdir()):
        return set()
    listed = folder / LIST
    names = listed.read_text("utf-8", "replace").split("\n") if listed.is_file() else []
    if not {VERSIONS, "sw.js"} <= set(names):  # Somebody's own list may have this name.
        raise BuildError(
            f"{folder} has other things in it; name a folder that is new, empty, or has pages in it"
        )
    # A list that was edited must lead to nothing outside, and to no folder.
    return {name for name in names if _is_file_within(folder, name)}


def _forget_old_versions(folder: Path, current: Collection[str]) -> None:
    old = [
        path
        for path in folder.iterdir()
        if re.fullmatch("[0-9a-f]{10}", path.name)
        and path.name not in current
        and path.is_dir()
        and not path.is_symlink()
    ]
    for path in sorted(old, key=lambda one: one.stat().st_mtime, reverse=True)[VERSIONS_KEPT - 1 :]:
        shutil.rmtree(path, ignore_errors=True)  # Another making may be at it.
