"""A catalogue whose interface speaks another language than its tables, row by row of `text/*.csv`."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, fields, is_dataclass
from types import MappingProxyType
from typing import Any

from crampkit.catalogue.records import Catalogue
from crampkit.languages import InEnglish, Language

ENGLISH_FORMS = ("one", "many")
"""The endings of a sentence that is told by count, in English."""

NAMES = ("pages.set",)
"""Rows by which a browser finds again what it has kept: the same in every language."""

NAMED_IN_WORDS = ("zero", "one", "two")
"""Forms of the plural that may name their count in words, and so leave its gap out."""


@dataclass(frozen=True)
class Wanted:
    """A row that a language needs: its English row, the gaps that are filled, those nobody may miss.

    `usual` is the row of the same sentence that does in its place.
    """

    english: str
    usual: str
    gaps: tuple[str, ...]
    needed: tuple[str, ...]


def wanted_rows(
    sentences: Mapping[str, Collection[str]], language: Language
) -> Mapping[str, Wanted]:
    """The rows that a language needs, by key, from those of English with their gaps.

    A sentence that English tells by count has one row for each form of the plural.

    >>> polish = Language("pl", forms={"one": "n in 1", "few": "n in 2..4", "many": ""})
    >>> list(wanted_rows({"title": (), "left.one": (), "left.many": ("count",)}, polish))
    ['title', 'left.one', 'left.few', 'left.many']
    """
    rows: dict[str, Wanted] = {}
    for key, gaps in sentences.items():
        stem = stem_of(key, sentences)
        if not stem:
            rows[key] = Wanted(key, key, tuple(gaps), tuple(gaps))
            continue
        both = (sentences[f"{stem}.{form}"] for form in ENGLISH_FORMS)
        all_gaps = tuple(dict.fromkeys(gap for gaps in both for gap in gaps))
        usual = f"{stem}.{language.usual_form}"
        for form in language.forms:
            english = f"{stem}.{form if form == 'one' else 'many'}"
            in_words = ("count",) if form in NAMED_IN_WORDS else ()
            needed = tuple(gap for gap in sentences[english] if gap not in in_words)
            rows[f"{stem}.{form}"] = Wanted(english, usual, all_gaps, needed)
    return rows


def stem_of(key: str, sentences: Collection[str]) -> str:
    """The key of a sentence that is told by count, without its form; empty for any other."""
    stem, _, form = key.rpartition(".")
    both = form in ENGLISH_FORMS and all(f"{stem}.{one}" in sentences for one in ENGLISH_FORMS)
    return stem if both else ""


def filled(
    own: Mapping[str, str], english: Mapping[str, str], language: Language
) -> Mapping[str, str]:
    """Every sentence by its key: in the language where it is translated, else in English.

    A form of the plural that is missing is told in the usual form.

    >>> filled({"yes": "ja"}, {"yes": "yes", "no": "no"}, Language("de"))
    {'yes': 'ja', 'no': 'no'}
    """
    said: dict[str, str] = {key: InEnglish(text) for key, text in english.items()}
    for key, row in wanted_rows(dict.fromkeys(english, ()), language).items():
        said[key] = own.get(key) or own.get(row.usual) or InEnglish(english[row.english])
    return said | {key: InEnglish(english[key]) for key in NAMES if key in english}


def translated(catalogue: Catalogue, language: Language, text: Mapping[str, str]) -> Catalogue:
    """The catalogue with an interface in another language: what its tables say knows that it is English."""
    tables = {
        table.name: _in_english(getattr(catalogue, table.name))
        for table in fields(Catalogue)
        if table.name not in ("text", "language")
    }
    return Catalogue(**tables, text=MappingProxyType(dict(text)), language=language)


def _in_english(value: Any) -> Any:
    """A table, a row or a cell in which every text is marked."""
    if isinstance(value, str):
        return InEnglish(value)
    if isinstance(value, tuple):
        return tuple(map(_in_english, value))
    if isinstance(value, Mapping):
        return MappingProxyType({key: _in_english(row) for key, row in value.items()})
    if is_dataclass(value):
        row: Any = object.__new__(type(value))
        row.__dict__.update(
            {one.name: _in_english(getattr(value, one.name)) for one in fields(value)}
        )
        return row
    return value
