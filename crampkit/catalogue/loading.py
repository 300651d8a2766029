"""A folder of CSV files as a `Catalogue`, and its interface in one of the languages of `text/*.csv`."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from crampkit.catalogue.cells import Context
from crampkit.catalogue.checks import Parsed
from crampkit.catalogue.checks.place import unfit_sentences
from crampkit.catalogue.files import FILES
from crampkit.catalogue.reading import folder_of, parse, read
from crampkit.catalogue.records import Catalogue, CatalogueError
from crampkit.catalogue.shipping import shipped
from crampkit.catalogue.tables import GAP
from crampkit.catalogue.topic import OF_THE_SUBJECT, subject_of
from crampkit.catalogue.translating import NAMES, filled, stem_of, translated, wanted_rows
from crampkit.data import Problem, Row, nearest, own_directory, quoted, read_table, shown
from crampkit.languages import (
    ASKED_IN,
    FORMS,
    OWN,
    Language,
    asked_for,
    choose_from,
    code_of,
    known,
    language_of,
)

ENGLISH_FILE = f"text/{OWN}.csv"


def load(directory: str | Path | None = None, language: str | None = None) -> Catalogue:
    """The catalogue of a folder of CSV files (the set's own when none is named).

    The interface speaks `language`, else the one that is asked for. Raises `CatalogueError`, which names
    every problem, where any file has one.

    >>> "something_else" in load().causes
    True
    """
    asked = _code_asked_for(language)
    catalogue, found = read(directory)
    if catalogue is None:
        raise CatalogueError(found)
    folder = folder_of(directory)
    code = _code_there(folder, asked, "language" if language else ASKED_IN)
    if code == OWN:
        return catalogue
    own, found = read_words(folder, code, sentences_in(folder))
    if own is None:
        raise CatalogueError(found)
    said = {**lent_words(folder, code, own_directory()), **own.said}
    return translated(catalogue, own.language, filled(said, catalogue.text, own.language))


def _code_asked_for(language: object) -> str:
    """The code of the language that is asked for. Raises `CatalogueError` where it can be none."""
    by_variable = language is None or language == ""
    where = ASKED_IN if by_variable else "language"
    written: object = asked_for() if by_variable else language
    if not isinstance(written, str):
        remedy = "give the code of a language as a text, such as 'fr'"
        raise _refused(where, f"{shown(repr(written))} is not a text; {remedy}")
    code = code_of(written)
    if not code:
        remedy = "use the code of one, a few letters such as fr or pt-BR"
        raise _refused(where, f"there is no language {quoted(written)}; {remedy}")
    return code


def _code_there(folder: Path, asked: str, where: str) -> str:
    """The language of a folder that is meant. Raises `CatalogueError` where there is none."""
    there = (OWN, *languages_in(folder))
    code = choose_from(asked, there)
    if code:
        return code
    every = ", ".join(there)
    if language_of(asked) is None:
        said = f"there is no language {quoted(asked)}{nearest(asked, there)}; use one of {every}"
    else:
        said = f"the set has no words in {quoted(asked)}; use one of {every}, or copy {ENGLISH_FILE} to "
        said += f"text/{asked}.csv and translate its texts"
    raise _refused(where, said)


def _refused(where: str, said: str) -> CatalogueError:
    return CatalogueError([Problem(where, 0, "", said)], "The language cannot be used.")


def words_checked(
    directory: str | Path | None = None,
) -> tuple[tuple[Problem, ...], tuple[Problem, ...]]:
    """What is wrong with the words of every other language of a folder, and what they do not say yet."""
    folder = folder_of(directory)
    sentences, another = sentences_in(folder), subject_of(folder).another
    wrong: list[Problem] = []
    missing: list[Problem] = []
    english = {row.cells.get("key", ""): row for row in _rows(folder, ENGLISH_FILE)}
    for code in languages_in(folder):
        own, found = read_words(folder, code, sentences)
        wrong += found
        if own:
            # On another subject, crampkit's own words do for all that the set does not say in English.
            told = {key: sentences[key] for key in english if key in sentences}
            missing += _missing(own, told if another else sentences, english)
    return tuple(wrong), tuple(missing)


def _rows(folder: Path, file: str) -> tuple[Row, ...]:
    return read_table(folder, file, tuple(FILES[ENGLISH_FILE].columns))[0].rows


def _missing(
    own: OwnWords, sentences: Mapping[str, Collection[str]], english: Mapping[str, Row]
) -> Iterable[Problem]:
    """The sentences that a language shows in English, or with less in them than English has."""
    file = f"text/{own.language.code}.csv"
    for key, row in wanted_rows(sentences, own.language).items():
        number = own.rows.get(key, 0)
        if key in NAMES:
            continue
        if key in own.said:
            for gap in sorted(set(row.needed) - set(GAP.findall(own.said[key]))):
                said = f"{{{gap}}} is not in '{key}', so nobody reads what is filled in there"
                yield Problem(file, number, "text", f"{said}; put it in, if that is not meant")
            continue
        form = key.rpartition(".")[2]
        counts = own.language.examples(form) if key not in sentences or row.usual != key else ()
        shown_so = "in another form of it" if row.usual in own.said else "in English"
        source = english.get(row.english)
        said = f"the row '{key}' is missing" if not number else f"'{key}' has no text"
        place = (
            f" (row {source.number} of {ENGLISH_FILE}: {quoted(source.cells['text'])})"
            if source
            else ""
        )
        forms = f"; it is for {', '.join(map(str, counts))}" if counts else ""
        yield Problem(
            file,
            number,
            "text" if number else "key",
            f"{said}, so this is shown {shown_so}{forms}; translate it{place}",
        )


def sentences_in(folder: Path) -> Mapping[str, Collection[str]]:
    """Every sentence of the interface with its gaps, and those by which a set names its groups of lessons."""
    written = {
        row.cells["key"]: GAP.findall(row.cells["text"])
        for row in _rows(folder, ENGLISH_FILE)
        if row.cells.get("key") and row.cells.get("text")
    }
    needed = shipped().sentences
    if not needed:
        return written
    return {**{key: gaps for key, gaps in written.items() if key.startswith("group.")}, **needed}


def lent_words(folder: Path, code: str, lender: Path) -> Mapping[str, str]:
    """What crampkit's own words (of `lender`) say in a language, for a set on another subject.

    The sentences that speak of the subject are never lent. A set on crampkit's own has all its words.
    """
    if not subject_of(folder).another or code not in languages_in(lender):
        return {}
    sentences = shipped().sentences
    lent, _ = read_words(lender, code, sentences)
    if lent is None:
        return {}
    rows = wanted_rows(sentences, lent.language)
    return {key: text for key, text in lent.said.items() if rows[key].english not in OF_THE_SUBJECT}


@dataclass(frozen=True)
class OwnWords:
    """The rows of one language that can be shown: key to text, and each row's number."""

    language: Language
    said: Mapping[str, str]
    rows: Mapping[str, int]


def read_words(
    folder: Path, code: str, sentences: Mapping[str, Collection[str]]
) -> tuple[OwnWords | None, tuple[Problem, ...]]:
    """The words of a language, or None and every problem in its file; a row without text is none yet."""
    file = f"text/{code}.csv"
    language = language_of(code)
    if language is None:
        return None, (Problem(shown(file), 0, "", _unknown(code)),)
    table, found = read_table(folder, file, tuple(FILES[ENGLISH_FILE].columns))
    begun = replace(table, rows=tuple(row for row in table.rows if row.cells.get("text")))
    parsed, of_cells = parse(begun, FILES[ENGLISH_FILE], Context({}, table.decimal_comma))
    expected = {key: row.gaps for key, row in wanted_rows(sentences, language).items()}
    found += [*of_cells, *_other_forms(parsed, expected, sentences, language)]
    known = [
        one for one in parsed.numbered if not _is_of_other_form(one[1].key, expected, sentences)
    ]
    found += unfit_sentences(known, expected)
    if found:
        return None, tuple(sorted(set(found)))
    return OwnWords(
        language,
        {line.key: line.text for line in parsed.rows},
        {row.cells.get("key", ""): row.number for row in table.rows},
    ), ()


def languages_in(folder: Path) -> tuple[str, ...]:
    """The languages beside English of which a folder has words."""
    return tuple(sorted({path.stem for path in (folder / "text").glob("*.csv")} - {OWN}))


def _unknown(code: str) -> str:
    return (
        f"nobody has said how the language {quoted(code)} is written{nearest(code, known())}; "
        "call the file by the code of a language (text/fr.csv), or let tools/write_languages.py "
        "write its rules"
    )


def _is_of_other_form(key: str, expected: Collection[str], sentences: Collection[str]) -> bool:
    """Whether a row is of a sentence told by count, in a form that its language does not have."""
    stem, _, form = key.rpartition(".")
    return key not in expected and form in FORMS and bool(stem_of(f"{stem}.many", sentences))


def _other_forms(
    parsed: Parsed,
    expected: Collection[str],
    sentences: Collection[str],
    language: Language,
) -> Iterable[Problem]:
    for row, line in parsed.numbered:
        if _is_of_other_form(line.key, expected, sentences):
            forms = ", ".join(f".{form}" for form in language.forms)
            said = (
                f"{quoted(line.key)} is not used: whole numbers have {forms} here; delete the row"
            )
            yield row.problem("key", said)
