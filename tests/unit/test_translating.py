"""The words of the interface in another language: what `check` says of them, and what a learner reads."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from crampkit import Lab
from crampkit.catalogue import CatalogueError, load
from crampkit.catalogue.loading import lent_words, words_checked
from crampkit.catalogue.topic import OF_THE_SUBJECT, SET
from crampkit.catalogue.travelling import as_json, from_json
from crampkit.cli import main
from crampkit.data import own_directory
from crampkit.languages import InEnglish
from crampkit.words import words_of
from tests.folder import Folder, as_csv
from tests.pseudo import LONGER, RIGHT_TO_LEFT, pseudo_text, write_pseudo

POLISH = "text/pl.csv"


@pytest.fixture
def folder(tmp_path) -> Folder:
    return Folder(tmp_path / "data")


def translate(folder: Folder, file: str, *rows: tuple[str, str]) -> None:
    folder.put(file, as_csv([["key", "text"], *map(list, rows)]))


def told(folder: Folder) -> tuple[list[str], list[str]]:
    """What `check` calls wrong in the words of other languages, and what it warns of."""
    wrong, missing = words_checked(folder.path)
    return [str(one) for one in wrong], [str(one) for one in missing]


def test_a_set_in_english_alone_has_nothing_to_tell(folder):
    assert told(folder) == ([], [])


@pytest.mark.parametrize("code", [LONGER, RIGHT_TO_LEFT])
def test_a_language_with_a_row_for_every_sentence_has_nothing_to_tell(folder, code):
    write_pseudo(folder.path, code)
    assert told(folder) == ([], [])
    text = load(folder.path, code).text
    assert not [key for key in load(folder.path).text if isinstance(text[key], InEnglish)
                and not key.endswith((".one", ".many", ".set"))]  # fmt: skip


def test_a_row_that_is_missing_is_named_with_its_english_row(folder):
    write_pseudo(folder.path, LONGER, without=("not_a_device",))
    english = folder.row_of("text/en.csv", "key", "not_a_device")
    wrong, [missing] = told(folder)
    assert not wrong
    assert missing.startswith(
        f"text/{LONGER}.csv, key: the row 'not_a_device' is missing, so this is shown in English; "
        f"translate it (row {english} of text/en.csv: "
    )


def test_a_row_without_text_is_a_row_that_nobody_has_translated_yet(folder):
    write_pseudo(folder.path, LONGER)
    file = f"text/{LONGER}.csv"
    row = folder.row_of(file, "key", "safety.no")
    folder.set(file, row, "text", "")
    wrong, [missing] = told(folder)
    assert not wrong
    assert missing.startswith(f"{file} row {row}, text: 'safety.no' has no text, so")
    assert isinstance(load(folder.path, LONGER).text["safety.no"], InEnglish)


def test_a_sentence_told_by_count_has_a_row_for_each_form_of_the_language(folder):
    translate(folder, POLISH, ("safety.left.one", "1"), ("safety.left.many", "{count}"))
    wrong, missing = told(folder)
    assert not wrong
    [few] = [line for line in missing if "'safety.left.few'" in line]
    assert "shown in another form of it; it is for 2, 3, 4, 22; translate it" in few
    assert not [line for line in missing if "safety.left.o" in line or "safety.left.m" in line]


def test_a_form_that_is_missing_is_told_in_the_usual_one(folder):
    translate(folder, POLISH, ("safety.left.many", "jeszcze {count}"))
    words = words_of(load(folder.path, "pl"))
    assert [words.plural("safety.left", count) for count in (1, 3, 5)] == [
        f"jeszcze {count}" for count in (1, 3, 5)
    ]


@pytest.mark.parametrize(
    ("row", "said"),
    [
        (("safety.left.two", "{count}"), "key: 'safety.left.two' is not used: whole numbers have "
         ".one, .few, .many here; delete the row"),
        (("safety.noo", "Nie"), "key: 'safety.noo' is not used; did you mean 'safety.no'?"),
        (("pages.find.few", "{x}"), "text: nothing fills {x}; allowed here: {count}"),
        (("safety.no", "Nie {why}"), "text: nothing fills {why}; allowed here: no gap"),
        (("safety.no", "Nie {"), "text: a curly bracket stands alone"),
    ],
)  # fmt: skip
def test_what_nothing_could_use_is_a_problem_in_its_row(folder, row, said):
    translate(folder, POLISH, ("answer.no", "Nie"), row)
    [wrong], missing = told(folder)
    assert wrong.startswith(f"{POLISH} row 3, {said}")
    assert not missing
    with pytest.raises(CatalogueError, match=r"text/pl\.csv row 3"):
        load(folder.path, "pl")
    assert load(folder.path).text  # English does not suffer for it.


def test_a_gap_that_is_left_out_is_warned_of_but_where_the_word_says_the_count(folder):
    translate(
        folder, POLISH,
        ("safety.left.one", "jedna"), ("safety.left.few", "kilka"), ("safety.left.many", "{count}"),
        ("verdict.fits", "pasuje"),
    )  # fmt: skip
    wrong, missing = told(folder)
    assert not wrong
    lost = [line for line in missing if "is not in" in line]
    assert [line.partition(",")[0] for line in lost] == [f"{POLISH} row 5", f"{POLISH} row 3"]
    assert "{cause} is not in 'verdict.fits', so nobody reads" in lost[0]
    assert "{count} is not in 'safety.left.few', so nobody reads" in lost[1]


def test_a_file_that_is_called_after_no_language_is_a_problem(folder):
    folder.put("text/polish.csv", as_csv([["key", "text"], ["safety.no", "Nie"]]))
    [wrong], _ = told(folder)
    assert wrong.startswith("text/polish.csv: nobody has said how the language 'polish' is written")


REFUSED = [
    ("fr", "the set has no words in 'fr'; use one of {there}, or copy text/en.csv to text/fr.csv"),
    ("xx", "there is no language 'xx'; use one of {there}"),
    ("../../en", "there is no language '../../en'; use the code of one, a few letters such as fr"),
    ("../sources", "there is no language '../sources'; use the code of one, a few letters such as"),
    ("no such", "there is no language 'no such'; use the code of one"),
]


@pytest.mark.parametrize(("code", "said"), REFUSED)
def test_a_language_that_is_not_there_is_refused_with_those_that_are(
    folder, code, said, monkeypatch
):
    write_pseudo(folder.path, LONGER)
    told = said.format(there=f"en, {LONGER}")
    with pytest.raises(CatalogueError) as refused:
        load(folder.path, code)
    heading, line = str(refused.value).splitlines()
    assert heading == "The language cannot be used."
    assert line.startswith(f"language: {told}")
    monkeypatch.setenv("CRAMPKIT_LANGUAGE", code)
    with pytest.raises(CatalogueError) as refused:
        load(folder.path)
    assert str(refused.value).splitlines()[1].startswith(f"CRAMPKIT_LANGUAGE: {told}")


@pytest.mark.parametrize("wrong", [5, ["fr"], True])
def test_a_language_that_is_no_text_is_refused_with_a_sentence(folder, wrong):
    with pytest.raises(CatalogueError) as refused:
        Lab(folder.path, language=wrong)
    assert str(refused.value).splitlines()[1] == (
        f"language: {wrong!r} is not a text; give the code of a language as a text, such as 'fr'"
    )


@pytest.mark.parametrize(
    ("asked", "spoken"),
    [
        *(("EN", "en"), ("en_GB", "en"), ("en-GB.UTF-8", "en"), (" en ", "en"), ("", "en")),
        *(("pl", "pl"), ("PL", "pl"), ("pl_PL", "pl"), ("pl-PL", "pl"), ("pl_PL.UTF-8", "pl")),
        *(("pt-BR", "pt-BR"), ("pt_br", "pt-BR"), ("pt-BR-x1", "pt-BR")),
    ],
)
def test_a_language_is_found_whatever_its_case_and_by_the_language_of_its_region(
    folder, asked, spoken, monkeypatch
):
    for code in ("pl", "pt-BR"):
        folder.put(f"text/{code}.csv", as_csv([["key", "text"], ["answer.no", f"No {code}"]]))
    assert load(folder.path, asked).language.code == spoken
    monkeypatch.setenv("CRAMPKIT_LANGUAGE", asked)
    assert load(folder.path).language.code == spoken


def test_the_language_of_a_region_does_not_do_for_that_of_another(folder):
    folder.put("text/pt-BR.csv", as_csv([["key", "text"], ["answer.no", "Nao"]]))
    with pytest.raises(CatalogueError, match="the set has no words in 'pt-PT'"):
        load(folder.path, "pt_PT")


# ------------------------------------------------------------------------------ what is read


def test_a_sentence_that_is_missing_is_shown_in_english(folder):
    write_pseudo(folder.path, LONGER, without=("answer.yes",))
    english, words = load(folder.path).text, words_of(load(folder.path, LONGER))
    assert words("answer.yes").parts == (english["answer.yes"],)
    assert [type(part) is InEnglish for part in words("answer.yes").parts] == [True]
    assert words("answer.no") == pseudo_text(english["answer.no"], LONGER)


def test_the_name_by_which_a_browser_finds_her_answers_is_the_same_in_every_language(folder):
    english = load(folder.path).text["pages.set"]
    translate(folder, POLISH, ("answer.no", "Nie"), ("pages.set", "kurcze"))
    assert load(folder.path, "pl").text["pages.set"] == english
    wrong, missing = told(folder)
    assert not [line for line in (*wrong, *missing) if "pages.set" in line]


def test_what_the_tables_say_knows_that_it_is_in_english(folder):
    write_pseudo(folder.path, LONGER)
    english, other = load(folder.path), load(folder.path, LONGER)
    for finding_id, finding in other.findings.items():
        assert type(finding.label) is InEnglish
        assert finding == english.findings[finding_id]
    assert type(next(iter(english.findings.values())).label) is str


def test_the_language_is_asked_for_in_the_lab_or_in_the_environment(folder, monkeypatch):
    write_pseudo(folder.path, LONGER)
    write_pseudo(folder.path, RIGHT_TO_LEFT)
    assert Lab(folder.path).words.language.code == "en"
    monkeypatch.setenv("CRAMPKIT_LANGUAGE", LONGER)
    assert Lab(folder.path).words.language.code == LONGER
    assert Lab(folder.path, language=RIGHT_TO_LEFT).words.language.direction == "rtl"
    assert Lab(folder.path, language="en").words.language.code == "en"


@pytest.mark.parametrize("without", [(), ("answer.yes",)])
def test_a_catalogue_in_another_language_travels_as_it_is(folder, without):
    write_pseudo(folder.path, RIGHT_TO_LEFT, without)
    catalogue = load(folder.path, RIGHT_TO_LEFT)
    arrived = from_json(as_json(catalogue))
    assert arrived == catalogue
    assert arrived.language == catalogue.language
    for one in (arrived, catalogue):
        assert isinstance(one.text["answer.yes"], InEnglish) is bool(without)
        assert type(one.findings["noon"].label) is InEnglish


def test_a_catalogue_in_english_travels_without_a_word_on_languages(folder):
    assert "language" not in json.loads(as_json(load(folder.path)))


# ------------------------------------------------------------------------------ the command


def test_check_names_what_is_wrong_in_every_language_and_what_is_missing(folder, capsys):
    translate(folder, POLISH, ("answer.no", "Nie {why}"))
    write_pseudo(folder.path, LONGER, without=("answer.yes",))
    assert main(["check", str(folder.path)]) == 1
    lines = capsys.readouterr().out.splitlines()
    assert f"{POLISH} row 2, text: nothing fills {{why}}; allowed here: no gap" in lines
    assert [line for line in lines if line.startswith("WARNING: text/")] == [
        f"WARNING: text/{LONGER}.csv, key: the row 'answer.yes' is missing, so this is shown in "
        f"English; translate it (row {folder.row_of('text/en.csv', 'key', 'answer.yes')} of "
        "text/en.csv: 'Words')"
    ]
    assert "1 problem found." in lines


def test_an_incomplete_language_is_no_problem(folder, capsys):
    write_pseudo(folder.path, LONGER, without=("answer.yes",))
    assert main(["check", str(folder.path)]) == 0
    assert "No problem found." in capsys.readouterr().out


# ------------------------------------------------------------------------------ a set on another subject

ITCHING = Path(__file__).parents[1] / "topics" / "itching" / "data"


@pytest.fixture
def itching(tmp_path) -> Path:
    return Path(shutil.copytree(ITCHING, tmp_path / "itching"))


@pytest.fixture
def lender(tmp_path) -> Path:
    """crampkit's own set, as it would be with words in two more languages."""
    own = Path(shutil.copytree(own_directory(), tmp_path / "own"))
    for code in (LONGER, RIGHT_TO_LEFT):
        write_pseudo(own, code)
    return own


def say(itching: Path, code: str, *rows: tuple[str, str]) -> None:
    written = as_csv([["key", "text"], *map(list, rows)])
    (itching / "text" / f"{code}.csv").write_bytes(written)


@pytest.mark.parametrize("code", [LONGER, RIGHT_TO_LEFT])
def test_a_set_on_another_subject_is_lent_every_word_but_those_on_the_subject(
    itching, lender, code
):
    lent = lent_words(itching, code, lender)
    assert lent["answer.no"] == pseudo_text("No", code)
    assert lent.keys() >= {"safety.left.one", "safety.left.many"}
    assert not lent.keys() & set(OF_THE_SUBJECT)
    assert not [key for key in lent if key.startswith("case.miss.not_asked.")]


def test_nothing_is_lent_to_crampkits_own_set_nor_in_a_language_that_it_does_not_have(
    itching, lender
):
    assert not lent_words(lender, LONGER, lender)
    assert not lent_words(itching, "fr", lender)


def test_what_a_set_on_another_subject_says_itself_comes_before_what_is_lent(itching):
    say(itching, "de", ("if_worried", "Ruf an."), ("answer.no", "Nee"))
    text = load(itching, "de").text
    assert (text["if_worried"], text["answer.no"]) == ("Ruf an.", "Nee")
    assert isinstance(text["verdict.refer"], InEnglish)
    assert text[SET] == "itching-in-pregnancy"


def test_check_asks_a_set_on_another_subject_for_its_own_sentences_alone(itching):
    say(itching, "de", ("if_worried", "Ruf an."))
    wrong, missing = words_checked(itching)
    assert not wrong
    named = {one.message.split("'")[1] for one in missing}
    assert named == set(OF_THE_SUBJECT) - {SET, "if_worried"}


def test_a_language_that_another_subject_lacks_is_refused_with_what_to_do(itching):
    with pytest.raises(CatalogueError, match=r"copy text/en\.csv to text/de\.csv"):
        load(itching, "de")


def test_the_name_of_a_lesson_on_no_cause_can_be_translated(itching):
    for name, old, new in (
        ("lessons.csv", "cholestasis,cholestasis,", "warnings,,"),
        ("questions.csv", ",cholestasis,", ",warnings,"),
    ):
        written = (itching / name).read_text(encoding="utf-8").replace(old, new)
        (itching / name).write_text(written, encoding="utf-8")
    with (itching / "text" / "en.csv").open("a", encoding="utf-8") as file:
        file.write("group.warnings,Warnings\n")
    say(itching, "de", ("group.warnings", "Warnungen"))
    assert words_checked(itching)[0] == ()
    assert load(itching, "de").text["group.warnings"] == "Warnungen"
    say(itching, "de", ("group.warning", "Warnung"))
    (wrong,) = words_checked(itching)[0]
    assert "'group.warning' is not used" in str(wrong)
