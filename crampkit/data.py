"""Where the CSV files are, and how one of them becomes rows of text with the row numbers of a spreadsheet.

Nothing here knows what the columns mean: that is `catalogue`'s business.
"""

from __future__ import annotations

import csv
import io
import os
import re
import stat
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from types import MappingProxyType

LARGEST_FILE = 20 * 1024 * 1024
"""A larger file, in bytes, is refused unread: no table of this set comes near it."""

SAVE_AS_UTF8 = "open it in the spreadsheet and save it as 'CSV UTF-8 (comma delimited)'"

LONGEST_SHOWN = 80
"""Of a longer cell a message shows so many characters."""

FEW = 12
"""So many allowed words are all listed; of more, the nearest alone."""


@dataclass(frozen=True, order=True)
class Problem:
    """Something wrong in a file, for the person who can mend it.

    `row` is the spreadsheet's row, the header being 1; 0 speaks of the file as a whole. `blames` is
    the other file in which something was sought and not found.

    >>> str(Problem("findings.csv", 9, "kind", "'sign' is not allowed"))
    "findings.csv row 9, kind: 'sign' is not allowed"
    """

    file: str
    row: int
    column: str
    message: str
    blames: str = field(default="", compare=False)

    def __str__(self) -> str:
        place = self.file + (f" row {self.row}" if self.row else "")
        return tame(f"{place}{f', {self.column}' if self.column else ''}: {self.message}")


@dataclass(frozen=True)
class Row:
    """One row as text: its number in the spreadsheet and its cells by column name."""

    number: int
    cells: Mapping[str, str]


@dataclass(frozen=True)
class Table:
    """One file as text. `decimal_comma` is true where semicolons part the cells, as in many languages.

    It is not `complete` where rows may be missing from it. `old_names` are those in its header that
    were read as the columns they are now called.
    """

    file: str
    rows: tuple[Row, ...]
    decimal_comma: bool = False
    complete: bool = True
    old_names: tuple[str, ...] = ()


def data_directory() -> Path:
    """The folder of the CSV files: `CRAMPKIT_DATA`, else `data/` of a checkout, else the packaged copy.

    >>> data_directory().is_dir()
    True
    """
    chosen = os.environ.get("CRAMPKIT_DATA")
    return Path(chosen) if chosen else own_directory()


def own_directory() -> Path:
    """The folder of the CSV files that came with this crampkit, whichever are used.

    >>> (own_directory() / "causes.csv").is_file()
    True
    """
    package = Path(__file__).resolve().parent
    checkout = package.parent / "data"
    # pyproject.toml beside data/ tells a checkout from a stranger's data/ in site-packages.
    if checkout.is_dir() and (package.parent / "pyproject.toml").is_file():
        return checkout
    return package / "_data"


def nearest(word: str, allowed: Iterable[str], cutoff: float = 0.6) -> str:
    """A hint that names the allowed word most like this one, or nothing.

    >>> nearest("calf_warmht", ["calf_warmth", "saddle_numb"])
    "; did you mean 'calf_warmth'?"
    >>> nearest("zzz", ["calf_warmth"])
    ''
    """
    close = closest(word, allowed, cutoff)
    return f"; did you mean {quoted(close)}?" if close else ""


def instead(name: str, ids: Iterable[str], file: str) -> str:
    """What to write in place of an id that is not there: the nearest, else where to find them all.

    >>> instead("nooon", ["noon", "night"], "findings.csv")
    "; did you mean 'noon'?"
    >>> instead("nope", ["noon", "night"], "findings.csv")
    '; the ids are the first column of findings.csv'
    """
    return nearest(str(name), ids) or f"; the ids are the first column of {file}"


def closest(word: str, allowed: Iterable[str], cutoff: float = 0.6) -> str:
    """The allowed word most like this one, or nothing where none is.

    >>> closest("calf_warmht", ["calf_warmth", "saddle_numb"])
    'calf_warmth'
    """
    if len(word) > LONGEST_SHOWN:  # No word of ours is so long, and a long one takes long.
        return ""
    import difflib  # Only where a word is wrong: a page starts without it.

    return next(iter(difflib.get_close_matches(word, list(allowed), n=1, cutoff=cutoff)), "")


def choices(word: str, allowed: Iterable[str]) -> str:
    """The nearest allowed word, and all of them where they are few.

    >>> choices("sunn", ["sun", "moon"])
    "; did you mean 'sun'? (use one of sun, moon)"
    >>> choices("rain", ["sun", "moon"])
    '; use one of sun, moon'
    """
    every_word = list(allowed)
    # What stands in a table in place of an id, such as a sentence, is no advice.
    words = [one for one in every_word if re.fullmatch(r"[\w.-]{1,80}", one)]
    hint = nearest(word, words)
    if not 0 < len(words) <= FEW:
        return hint
    every = f"use one of {', '.join(words)}"
    if "" in every_word:
        every += ", or leave it empty"
    return f"{hint} ({every})" if hint else f"; {every}"


def tame(text: str) -> str:
    """A text with all spelled out that a terminal would obey, or that nobody could see.

    >>> print(tame("red\x1b[31m"))
    red\\x1b[31m
    """
    return "".join(c if c.isprintable() else c.encode("unicode_escape").decode() for c in text)


def shown(text: str, mark: str = "") -> str:
    """A text as a message shows it: tamed, and cut where it is long.

    >>> shown("late"), shown("a" * 3000)[-21:]
    ('late', 'aa... (3,000 letters)')
    """
    if len(text) <= LONGEST_SHOWN:
        return f"{mark}{tame(text)}{mark}"
    return f"{mark}{tame(text[: LONGEST_SHOWN - 3])}...{mark} ({len(text):,} letters)"


def quoted(cell: str) -> str:
    """A cell as a message shows it, between quotation marks.

    >>> quoted("late")
    "'late'"
    """
    return shown(cell, "'")


def read_table(
    folder: Path,
    file: str,
    columns: tuple[str, ...],
    *,
    may_be_empty: bool = False,
    renamed: Mapping[str, str] = MappingProxyType({}),
) -> tuple[Table, list[Problem]]:
    """The rows of one file of the folder, and all that is wrong with its form.

    A byte order mark, CRLF line ends and semicolons with decimal commas are read as they are. What
    cannot be read for certain is refused with a reason, and the table is not `complete`; where a
    column is missing, its rows have the cells of the others. `renamed` has the columns by the names
    that they had before: a header with such a name is read as if it had the new one.
    """
    empty = Table(file, (), complete=False)
    text, problem = _text(folder / file, file)
    if problem:
        return empty, [problem]
    delimiter = _delimiter(text, (*columns, *renamed))
    records, problems = _records(text, file, delimiter)
    if not records:
        return empty, problems or [
            Problem(file, 0, "", "the file is empty; put the shipped one back")
        ]
    written = [name.strip() for name in records[0][1]]
    old_names = tuple(old for old, new in renamed.items() if old in written and new not in written)
    header = [renamed[name] if name in old_names else name for name in written]
    known = [name for name in header if name in columns]
    if not known:
        return empty, [Problem(file, 1, "", _no_header(records[0][1], columns))]
    problems += _header_problems(file, header, columns)
    if len(set(known)) < len(known):
        return empty, problems
    rows: list[Row] = []
    complete = True
    if nameless := _without_names(header, (record for _, record in records[1:])):
        cells = "1 cell" if nameless == 1 else f"{nameless} cells"
        said = f"{cells} without a name at the end of the header; delete what stands after"
        problems.append(Problem(file, 1, "", f"{said} {quoted(header[-nameless - 1])}"))
        header = header[:-nameless]
    for number, record in records[1:]:
        if nameless and not any(cell.strip() for cell in record[len(header) :]):
            record = record[: len(header)]
        problem = _shape_problem(file, number, record, header, delimiter)
        if problem:
            problems.append(problem)
            complete = False
        else:
            named = {name: cell.strip() for name, cell in zip(header, record, strict=False) if name}
            rows.append(Row(number, named))
    if not records[1:] and not may_be_empty:
        problems.append(Problem(file, 0, "", "it has a header but no rows; put the rows back"))
        complete = False
    return Table(file, tuple(rows), delimiter == ";", complete, old_names), problems


def with_rows(
    content: bytes, rows: Iterable[Mapping[str, str]], above: tuple[str, str] = ("", "")
) -> bytes:
    """A file that can be read with rows at its end, in its own order of columns and its own form.

    `above` names a column and a cell: where a row has it, the new ones stand above that row. Every
    other byte stays as it is.

    >>> with_rows(b"b;a\\r\\n2;1\\r\\n", [{"a": "3", "b": "4"}])
    b'b;a\\r\\n2;1\\r\\n4;3\\r\\n'
    >>> with_rows(b"a\\n1\\n9\\n", [{"a": "2"}], above=("a", "9"))
    b'a\\n1\\n2\\n9\\n'
    """
    text = content.decode("utf-8-sig")
    first_line = re.split(r"[\r\n]", text, maxsplit=1)[0]
    delimiter = ";" if first_line.count(";") > first_line.count(",") else ","
    after = text[len(first_line) :]
    end = "\r\n" if after.startswith("\r\n") else "\r" if after.startswith("\r") else "\n"
    header = next(csv.reader([first_line], delimiter=delimiter))
    written = io.StringIO()
    writer = csv.DictWriter(written, header, restval="", delimiter=delimiter, lineterminator=end)
    writer.writerows(rows)
    place = _begin_of(text, delimiter, above)
    if place is not None:
        mark = content[: len(content) - len(text.encode("utf-8"))]
        return mark + (text[:place] + written.getvalue() + text[place:]).encode("utf-8")
    missing = "" if text.endswith(("\r", "\n")) else end
    return content + (missing + written.getvalue()).encode("utf-8")


def with_cells(
    content: bytes, key: tuple[str, ...], changed: Mapping[tuple[str, ...], Mapping[str, str]]
) -> bytes:
    """A file that can be read with other cells in some of its rows, in its own order and form.

    `changed` has the new cells by column, by what stands in the columns of `key`.

    >>> with_cells(b"key;value\\r\\na;1\\r\\nb;2\\r\\n", ("key",), {("a",): {"value": "3"}})
    b'key;value\\r\\na;3\\r\\nb;2\\r\\n'
    """
    text = content.decode("utf-8-sig")
    mark = content[: len(content) - len(text.encode("utf-8"))]
    first_line = re.split(r"[\r\n]", text, maxsplit=1)[0]
    delimiter = ";" if first_line.count(";") > first_line.count(",") else ","
    end = "\r\n" if "\r\n" in text else "\n"
    rows = list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter))
    names = [name.strip() for name in rows[0]]
    places = [names.index(name) for name in key]
    for row in rows[1:]:
        own = tuple(row[place].strip() for place in places) if len(row) == len(names) else ()
        for column, cell in changed.get(own, {}).items():
            row[names.index(column)] = cell
    written = io.StringIO()
    csv.writer(written, delimiter=delimiter, lineterminator=end).writerows(rows)
    return mark + written.getvalue().encode("utf-8")


def _begin_of(text: str, delimiter: str, above: tuple[str, str]) -> int | None:
    """Where the row with this cell in this column begins; None where there is none."""
    column, wanted = above
    lines = list(io.StringIO(text, newline=""))
    reader = csv.DictReader(lines, delimiter=delimiter)
    if column not in [name.strip() for name in reader.fieldnames or ()]:
        return None
    begins = sum(map(len, lines[: reader.line_num]))
    for row in reader:
        cells = {(name or "").strip(): cell for name, cell in row.items()}
        if (cells.get(column) or "").strip() == wanted:
            return begins
        begins = sum(map(len, lines[: reader.line_num]))
    return None


REPLACING = "replacing"
"""A folder beside the files that is there only while some of them are replaced by those in it."""


def replace_files(folder: Path, contents: Mapping[str, bytes]) -> None:
    """Replace several files of a folder: all or none, also where this is killed on its way.

    The new ones are written into a folder beside them. Once that has its name, it is decided: whoever
    comes next finishes what was cut off (`finish_replacing`). Raises `OSError` where it cannot be done.
    """
    import shutil  # Not at the top, nor the next: only who writes tables waits for their imports.
    import tempfile

    finish_replacing(folder)
    for left in folder.glob(f"{REPLACING}-*"):  # Killed before it was decided.
        shutil.rmtree(left)
    beside = Path(tempfile.mkdtemp(prefix=f"{REPLACING}-", dir=folder))
    try:
        for file, content in contents.items():
            (beside / file).parent.mkdir(parents=True, exist_ok=True)
            replace_file(beside / file, content, stat.S_IMODE((folder / file).stat().st_mode))
        beside.rename(folder / REPLACING)
    except BaseException:
        shutil.rmtree(beside, ignore_errors=True)
        raise
    finish_replacing(folder)


def finish_replacing(folder: Path) -> None:
    """Finish what a `replace_files` has decided and could not finish; nothing where there is none."""
    decided = folder / REPLACING
    # A link of that name, in a set from somebody else, would move here whatever it points to.
    if decided.is_symlink() or not decided.is_dir():
        return
    import shutil

    for new in [path for path in decided.rglob("*") if path.is_file()]:
        with suppress(FileNotFoundError):  # Another process is finishing it, too.
            os.replace(new, folder / new.relative_to(decided))
    shutil.rmtree(decided, ignore_errors=True)


def replace_file(path: Path, content: bytes, mode: int | None = None) -> None:
    """Write a file as a whole or not at all: whoever reads it, or kills this, finds the old or the new.

    A new file has the rights `mode`, else the usual ones; one that is there keeps its own. What is no
    file, such as a pipe, is written to. Raises `OSError` where it cannot be done.
    """
    path = path.resolve()  # What a link points to is replaced, not the link.
    if path.exists() and not path.is_file():
        path.write_bytes(content)
        return
    beside = path.with_name(f"{path.name}.{os.getpid()}.new")
    try:
        with beside.open("wb") as file:
            if mode is not None:
                beside.chmod(mode)
            elif path.exists():
                beside.chmod(stat.S_IMODE(path.stat().st_mode))
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        os.replace(beside, path)
    except BaseException:
        beside.unlink(missing_ok=True)
        raise


def _text(path: Path, file: str) -> tuple[str, Problem | None]:
    try:
        if not path.exists():
            return "", Problem(file, 0, "", "the file is missing; put it back")
        # A named pipe would be waited for, without end.
        if not path.is_file():
            return "", Problem(file, 0, "", "this is not a file; put the shipped one back")
        if path.stat().st_size > LARGEST_FILE:
            size = LARGEST_FILE // 1024 // 1024
            return "", Problem(
                file, 0, "", f"the file is larger than {size} MB; this is not a table of the set"
            )
        content = path.read_bytes()
    except OSError as error:
        return "", Problem(
            file, 0, "", f"the file cannot be read ({error.strerror}); check its rights"
        )
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        row = _row_at(content, error.start)
        return "", Problem(file, row, "", f"a letter is not in UTF-8; {SAVE_AS_UTF8}")
    if "\0" in text:
        return "", Problem(file, 0, "", f"this is not a text file in UTF-8; {SAVE_AS_UTF8}")
    return text, None


def _row_at(content: bytes, position: int) -> int:
    """The spreadsheet's row of a byte; a cell of several lines is one row."""
    before = content[:position].decode("latin-1") + "x"
    try:
        return sum(1 for _ in csv.reader(io.StringIO(before, newline="")))
    except csv.Error:
        return before.count("\n") + 1


def _delimiter(text: str, columns: tuple[str, ...]) -> str:
    """Comma or semicolon: whichever finds more of the columns in the first line."""
    first_line = text.partition("\n")[0].replace('"', "").strip()

    def found(delimiter: str) -> int:
        return len({name.strip() for name in first_line.split(delimiter)} & set(columns))

    return ";" if found(";") > found(",") else ","


def _records(
    text: str, file: str, delimiter: str
) -> tuple[list[tuple[int, list[str]]], list[Problem]]:
    records: list[tuple[int, list[str]]] = []
    # strict: a quotation mark left open must be an error, or it would swallow the rows below it.
    reader: Iterator[list[str]] = csv.reader(
        io.StringIO(text, newline=""), delimiter=delimiter, strict=True
    )
    try:
        for number, record in enumerate(reader, start=1):
            records.append((number, record))
    except csv.Error as error:
        row = len(records) + 1
        remedy = "look for a quotation mark that is not closed, or not doubled inside a text"
        if "end of data" in str(error):
            remedy += "; or the file was cut short"
        return [], [Problem(file, row, "", f"the row cannot be read ({error}); {remedy}")]
    return records, []


def _no_header(first: list[str], columns: tuple[str, ...]) -> str:
    """What is wrong with a first row in which no column has its name."""
    for sign, name in (("\t", "tabs"), ("|", "bars")):
        if set(sign.join(first).split(sign)) & set(columns):
            return f"{name} stand between the cells; {SAVE_AS_UTF8}"
    return (
        f"this row must have the names of the columns ({', '.join(columns)}); "
        "delete what stands above them, or put them back"
    )


def _header_problems(file: str, header: list[str], columns: tuple[str, ...]) -> list[Problem]:
    problems = []
    strangers = [name for name in header if name and name not in columns]
    for name in columns:
        if name not in header:
            # What is mistyped is one fault with one remedy: to delete it would lose its cells.
            meant = closest(name, strangers)
            if meant and strangers.count(meant) == 1:
                strangers.remove(meant)
                said = f"the column {quoted(meant)} is not known, and '{name}' is missing"
                problems.append(Problem(file, 1, meant, f"{said}; rename it to '{name}'"))
            else:
                said = f"the column '{name}' is missing; put it back"
                problems.append(Problem(file, 1, name, said))
        elif header.count(name) > 1:
            problems.append(Problem(file, 1, name, f"the column '{name}' stands twice; delete one"))
    for name in strangers:
        said = f"the column {quoted(name)} is not known; delete it or use 'note'"
        problems.append(Problem(file, 1, shown(name), said))
    return problems


def _without_names(header: list[str], records: Iterable[list[str]]) -> int:
    """How many cells at the end of a header have no name, where there are rows that end before them."""
    named = len(header)
    while named and not header[named - 1]:
        named -= 1
    too_long = any(named <= len(record) < len(header) and any(record) for record in records)
    return len(header) - named if too_long else 0


def _shape_problem(
    file: str, number: int, record: list[str], header: list[str], delimiter: str
) -> Problem | None:
    if not any(map(str.strip, record)):
        return Problem(file, number, "", "the row is empty; fill it or delete it")
    if len(record) != len(header):
        cells = "1 cell" if len(record) == 1 else f"{len(record)} cells"
        sign = "semicolon" if delimiter == ";" else "comma"
        remedy = (
            f"look for a {sign} in a text without quotation marks"
            if len(record) > len(header)
            else "look for cells that are lost, or a line that was broken"
        )
        return Problem(file, number, "", f"the row has {cells}, the header {len(header)}; {remedy}")
    if all(header):
        return None
    for name, cell in zip(header, record, strict=True):
        if not name and cell.strip():
            return Problem(file, number, "", f"{quoted(cell.strip())} stands under no column name")
    return None
