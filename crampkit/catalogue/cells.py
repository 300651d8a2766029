"""What a cell may hold: from its text to its value, or to one sentence on what is wrong.

The records of tables.py name these beside their fields, in annotations that stay text until files.py
asks what they mean: where a checked catalogue is only read, nothing of this is loaded.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import chain
from typing import Any, NamedTuple

from crampkit.catalogue.portraits import AGE, AGES, TRAITS
from crampkit.catalogue.tables import GAP
from crampkit.data import quoted, shown


@dataclass(frozen=True)
class Context:
    """What a cell may refer to: the ids of every file, and how numbers are written in this one."""

    ids: Mapping[str, Collection[str]]
    decimal_comma: bool


class CellError(ValueError):
    """One sentence on what is wrong with a cell and what would be right.

    Where a `word` was sought among `allowed`, whoever tells the sentence adds the nearest: finding it
    takes its time. `blames` is the file in which it was sought, `others` what else is wrong.
    """

    others: Sequence[CellError] = ()

    def __init__(
        self, message: str, word: str = "", allowed: Iterable[str] = (), blames: str = ""
    ) -> None:
        super().__init__(message)
        self.word = word
        self.allowed = allowed
        self.blames = blames


Parse = Callable[[str, Context], Any]


@dataclass(frozen=True, eq=False)
class Cell:
    """What the cells of a column may hold: how one is read, and the same in words and as a Table Schema.

    `refers` is the file whose ids stand in them, `several` whether more than one may.
    """

    parse: Parse
    allowed: str
    may_be_blank: bool = False
    type: str = "string"
    constraints: Mapping[str, Any] = field(default_factory=dict)
    refers: str = ""
    several: bool = False

    def __call__(self, cell: str, context: Context) -> Any:
        return self.parse(cell, context)


class Formerly(NamedTuple):
    """The name that a column had before: in a header with that name, the new one is told."""

    name: str


def allowing(allowed: str, **described: Any) -> Callable[[Parse], Cell]:
    """Makes a `Cell` of the function that reads it."""
    return lambda parse: Cell(parse, allowed, **described)


def fitting(pattern: str) -> Mapping[str, Any]:
    return {"constraints": {"pattern": pattern}}


# ------------------------------------------------------------------------------ texts and ids


@allowing("text")
def required(cell: str, _: Context) -> str:
    if not cell:
        raise CellError("the cell is empty; write a text")
    return cell


@allowing("text, or empty", may_be_blank=True)
def optional(cell: str, _: Context) -> str:
    return cell


ID = "[a-z][a-z0-9_]{0,79}"
SOURCE_ID = "[A-Z][A-Z0-9_]{0,79}"
TEXT_KEY = "[a-z][a-z0-9_.]{0,79}"


@allowing("id", **fitting(ID))
def identifier(cell: str, _: Context) -> str:
    if not re.fullmatch(ID, cell):
        raise CellError(
            f"{quoted(cell)} is not an id; use small letters, digits and _, 80 at most (low_back_pain)"
        )
    return cell


@allowing("capitals, digits, `_`", **fitting(SOURCE_ID))
def source_identifier(cell: str, _: Context) -> str:
    if not re.fullmatch(SOURCE_ID, cell):
        raise CellError(
            f"{quoted(cell)} is not a source id; use capitals, digits and _, 80 at most (CHINA2018)"
        )
    return cell


@allowing("as it is", **fitting(TEXT_KEY))
def text_key(cell: str, _: Context) -> str:
    if not re.fullmatch(TEXT_KEY, cell):
        raise CellError(
            f"{quoted(cell)} is not a key; use small letters, digits, _ and ., 80 at most (rank.title)"
        )
    return cell


@allowing("text")
def sentence(cell: str, context: Context) -> str:
    text: str = required(cell, context)
    if re.search(r"[{}]", GAP.sub("", text)):
        raise CellError("a curly bracket stands alone; a gap is written {name}")
    return text


@allowing("words joined by `;`, or empty", may_be_blank=True, several=True)
def wordings(cell: str, _: Context) -> tuple[str, ...]:
    return tuple(word for part in cell.split(";") if (word := part.strip()))


@allowing("three points joined by `;`, or empty", may_be_blank=True, several=True)
def three_points(cell: str, context: Context) -> tuple[str, ...]:
    written: tuple[str, ...] = wordings(cell, context)
    if len(written) not in (0, 3):
        raise CellError(f"it has {len(written)} of three points; join three by semicolons")
    return written


WEB_ADDRESS = r"""https?://[^\s<>"']+"""


@allowing("`https://...`, or empty", may_be_blank=True, **fitting(WEB_ADDRESS))
def web_address(cell: str, _: Context) -> str:
    """The address of a page, which can be made a link; or none."""
    if cell and not re.fullmatch(WEB_ADDRESS, cell):
        raise CellError(f"{quoted(cell)} is not a web address; write https://... or leave it empty")
    return cell


@allowing("path letters, digits, point, comma, minus, space")
def shape(cell: str, context: Context) -> str:
    """SVG path data, and no character that could make it anything else."""
    path: str = required(cell, context)
    if strange := re.search(r"[^MmLlHhVvCcSsQqTtAaZz0-9., -]", path):
        raise CellError(
            f"{quoted(strange[0])} has no place in a shape; use path letters, digits, point, comma, "
            "minus and space only (M10 20L30 40L30 20Z)"
        )
    if path[0] not in "Mm":
        raise CellError("a shape begins with M and its first point (M10 20L30 40L30 20Z)")
    return path


# ------------------------------------------------------------------------------ one or some of a few words


def one_of(*allowed: str) -> Cell:
    """One of these words; or none, where the empty word is among them."""
    words = [word for word in allowed if word]

    def parse(cell: str, _: Context) -> str:
        if cell not in allowed:
            said = f"{quoted(cell)} is not allowed" if cell else "the cell is empty"
            raise CellError(said, cell, allowed)
        return cell

    said = ", ".join(f"`{word}`" for word in words)
    blank = "" in allowed
    return Cell(parse, said + ", or empty" * blank, blank, constraints={"enum": words})


_YES_OR_NO = one_of("yes", "no")


@allowing(_YES_OR_NO.allowed, type="boolean")
def yes_or_no(cell: str, context: Context) -> bool:
    return _YES_OR_NO(cell, context) == "yes"


_YES_NO_OR_UNKNOWN = one_of("yes", "no", "unknown")


@allowing(_YES_NO_OR_UNKNOWN.allowed, constraints=_YES_NO_OR_UNKNOWN.constraints)
def yes_no_or_unknown(cell: str, context: Context) -> bool | None:
    return {"yes": True, "no": False}.get(_YES_NO_OR_UNKNOWN(cell, context))


_DIFFICULTY = one_of("1", "2", "3")


@allowing(_DIFFICULTY.allowed, type="integer", constraints={"minimum": 1, "maximum": 3})
def difficulty(cell: str, context: Context) -> int:
    return int(_DIFFICULTY(cell, context))


def some_of(*allowed: str) -> Cell:
    """Some of a few fixed words, joined by semicolons; or none."""
    one = one_of(*allowed)

    def parse(cell: str, context: Context) -> tuple[str, ...]:
        words = tuple(one(word, context) for word in wordings(cell, context))
        if len(set(words)) < len(words):
            raise CellError(f"{quoted(cell)} names the same twice; name it once")
        return words

    return Cell(parse, f"{one.allowed} joined by `;`, or empty", may_be_blank=True, several=True)


@allowing("traits as `skin=5 hair=braids age=40`, or empty", may_be_blank=True)
def portrait(cell: str, _: Context) -> str:
    """The traits of a drawn woman, each named once and with one of its values."""
    seen: set[str] = set()
    for part in cell.split():
        name, given, value = part.partition("=")
        if not given:
            raise CellError(f"{quoted(part)} is no trait; write skin=5 hair=braids age=40")
        if name != AGE and name not in TRAITS:
            raise CellError(f"no trait {quoted(name)}", name, (AGE, *TRAITS))
        if name in seen:
            raise CellError(f"{quoted(name)} is named twice; name it once")
        seen.add(name)
        if name == AGE and not (re.fullmatch("[0-9]{2}", value) and int(value) in AGES):
            between = f"{AGES.start} to {AGES.stop - 1}"
            raise CellError(f"{quoted(part)}: an age is a whole number, {between}")
        if name in TRAITS and value not in TRAITS[name]:
            raise CellError(
                f"{quoted(part)} is not allowed; {name} is one of {', '.join(TRAITS[name])}"
            )
    return cell


# ------------------------------------------------------------------------------ numbers


@allowing("number", type="number")
def number(cell: str, context: Context) -> float:
    if not cell:
        raise CellError("the cell is empty; write a number like 0.35")
    # A point before three digits parts thousands where commas are decimal: 1.000 could be either.
    if context.decimal_comma and re.fullmatch(r"-?[1-9]\d{0,2}\.\d{3}", cell, re.ASCII):
        raise CellError(
            f"{quoted(cell)} is not a number for certain; write {cell.replace('.', '')} or 1,5"
        )
    written = cell.replace(",", ".") if context.decimal_comma else cell
    if not re.fullmatch(r"-?\d{1,12}(\.\d{1,15})?|-?\.\d{1,15}", written, re.ASCII):
        raise CellError(f"{quoted(cell)} is not a number{_number_hint(cell)}")
    return float(written)


def _number_hint(cell: str) -> str:
    percent = re.fullmatch(r"(\d{1,3})\s*%", cell, re.ASCII)
    if percent:
        return f"; write it as a share: {int(percent[1]) / 100:g}"
    # 1,000 could be a thousand: no hint rather than a wrong one.
    if re.fullmatch(r"0,\d+|\d+,\d{1,2}", cell, re.ASCII):
        return f"; write it with a point: {cell.replace(',', '.')}"
    return "; write it like 0.35"


@allowing("probability", type="number", constraints={"minimum": 0, "maximum": 1})
def probability(cell: str, context: Context) -> float:
    value: float = number(cell, context)
    if not 0 < value < 1:
        raise CellError(
            f"{cell} is not between 0 and 1; use 0.01 for almost never, 0.99 for almost always"
        )
    return value


@allowing("number above 0", type="number", constraints={"minimum": 0})
def positive(cell: str, context: Context) -> float:
    value: float = number(cell, context)
    if value <= 0:
        raise CellError(f"{cell} must be above 0; a small weight is written 0.0001")
    return value


@allowing("number, or empty", may_be_blank=True, type="number")
def numeral(cell: str, context: Context) -> str:
    """A number as it was printed, digits and all, or nothing; with a decimal point."""
    if cell:
        number(cell, context)
    return cell.replace(",", ".")


@allowing("whole number", type="integer", constraints={"minimum": 0})
def count(cell: str, _: Context) -> int:
    if not re.fullmatch(r"\d{1,6}", cell, re.ASCII):
        raise CellError(f"{quoted(cell)} is not a count; write a whole number such as 12")
    return int(cell)


def blank_or(one: Cell) -> Cell:
    """What another cell allows, or nothing."""

    def parse(cell: str, context: Context) -> Any:
        return one(cell, context) if cell else None

    return replace(one, parse=parse, allowed=f"{one.allowed}, or empty", may_be_blank=True)


# ------------------------------------------------------------------------------ ids of other files

NOUNS = {
    "causes.csv": "cause",
    "findings.csv": "finding",
    "groups.csv": "group",
    "safety_questions.csv": "safety question",
    "red_flags.csv": "flag",
    "sources.csv": "source",
    "examples.csv": "example",
    "lessons.csv": "lesson",
    "questions.csv": "question",
    "cases.csv": "case",
}


def reference(*files: str, words: tuple[str, ...] = (), blank: bool = False) -> Cell:
    """An id of another file, or of one of several (or one of these words; or, where `blank`, none)."""
    noun = _noun(files)

    def parse(cell: str, context: Context) -> str:
        if cell in words or (not cell and blank):
            return cell
        if _stands_in(files, cell, context):
            return cell
        of_each = {file: context.ids.get(file, ()) for file in files}
        allowed = tuple(dict.fromkeys(chain(words, *of_each.values())))
        # What stands in a file that cannot be read is not known.
        blames = next((file for file, ids in of_each.items() if not ids), files[0])
        raise CellError(f"no {noun} {quoted(cell)}", cell, allowed, blames)

    said = "".join(f"`{word}`, " for word in words) + f"id in {' or '.join(files)}"
    return Cell(parse, said + ", or empty" * blank, blank, refers=_only(files, words))


def _stands_in(files: Sequence[str], cell: str, context: Context) -> bool:
    return any(cell in context.ids.get(file, ()) for file in files)


def _noun(files: Sequence[str]) -> str:
    return " or ".join(NOUNS[file] for file in files)


def _only(files: Sequence[str], words: Sequence[str] = ()) -> str:
    """The file that ids refer to; nothing where it may be another one, too."""
    return files[0] if len(files) == 1 and not words else ""


def references(*files: str, blank: bool = False) -> Cell:
    """Ids of another file, or of one of several, joined by semicolons."""
    one, noun = reference(*files), _noun(files)

    def sought(part: str, context: Context) -> CellError | None:
        if _stands_in(files, part, context):
            return None
        try:
            one(part, context)
        except CellError as error:
            several = [name.strip() for name in part.split(",")]
            if len(several) > 1 and all(name in error.allowed for name in several):
                joined = shown(";".join(several))
                return CellError(f"{quoted(part)} has commas between its ids; write {joined}")
            return error
        return None

    def parse(cell: str, context: Context) -> tuple[str, ...]:
        ids = tuple(part.strip() for part in cell.split(";")) if cell else ()
        if not ids and not blank:
            raise CellError(f"the cell is empty; name a {noun}")
        if "" in ids:
            kept = ";".join(filter(None, ids))
            raise CellError(f"{quoted(cell)} has a semicolon too many; write {shown(kept)}")
        wrong = [error for part in ids if (error := sought(part, context))]
        if wrong:
            first, *first.others = wrong
            raise first
        if len(set(ids)) < len(ids):
            raise CellError(f"{quoted(cell)} names the same {noun} twice")
        return ids

    allowed = f"ids in {' or '.join(files)} joined by `;`" + ", or empty" * blank
    return Cell(parse, allowed, blank, refers=_only(files), several=True)
