"""How a language is written: plurals, numbers, lists and days; and texts of two languages in one sentence."""

from __future__ import annotations

import importlib.util
import json
import re
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from babel import Locale
from babel.dates import format_date
from babel.numbers import format_decimal

from crampkit.languages import (
    ENGLISH,
    FORMS,
    RULES,
    InEnglish,
    Language,
    Mixed,
    joined,
    known,
    language_of,
)
from crampkit.words import Words

COUNTS = range(2_000)
TOOL = Path(__file__).parents[2] / "tools" / "write_languages.py"


def tool():
    spec = importlib.util.spec_from_file_location("write_languages", TOOL)
    made = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(made)
    return made


@pytest.mark.parametrize("code", known())
def test_every_count_takes_the_form_that_cldr_gives_it(code):
    rule, own = Locale.parse(code).plural_form, language_of(code)
    told_apart = {"many", "other"} <= {rule(count) for count in COUNTS}
    for count in COUNTS:
        form = rule(count)
        assert own.form(count) == ("many" if form == "other" and not told_apart else form)


@pytest.mark.parametrize("code", known())
def test_a_language_has_no_form_that_no_count_takes(code):
    own = language_of(code)
    assert {own.form(count) for count in COUNTS} == set(own.forms) <= set(FORMS)
    assert list(own.forms)[-1] == own.usual_form
    assert [form for form, when in own.forms.items() if not when] == [own.usual_form]


@pytest.mark.parametrize("code", known())
def test_numbers_have_the_marks_that_cldr_gives_them(code):
    words = Words({}, language_of(code))
    written = format_decimal(
        1234.5, format="#,##0.0", locale=code, numbering_system="latn", group_separator=True
    )
    assert words.number("1,234.5") == written


def test_the_rules_are_as_the_tool_writes_them():
    written = tool()
    rules = json.loads(RULES.read_text(encoding="utf-8"))
    assert {code: written.rules_of(code) for code in rules} == rules
    assert "en" not in rules


def test_a_language_of_a_region_is_written_as_the_language_is():
    assert language_of("pt-BR") == replace(language_of("pt"), code="pt-BR")


@pytest.mark.parametrize("code", ["xx", "", "de-/../en", "../en", "DE", "de_AT", "de\n"])
def test_what_is_no_known_language_has_no_rules(code):
    assert language_of(code) is None


@pytest.mark.parametrize(
    "condition", ["", "__import__('os')", "n", "n in", "n mod 0 in x", "i in 1 or True"]
)
def test_a_condition_is_read_and_never_run(condition):
    strange = Language("xx", forms={"one": condition, "many": ""})
    if condition:
        with pytest.raises(ValueError, match="condition"):
            strange.form(1)
    else:
        assert strange.form(1) == "one"


# ------------------------------------------------------------------------------ words


def words(code: str, **text: str) -> Words:
    return Words({key.replace("_", "."): said for key, said in text.items()}, language_of(code))


def test_a_sentence_told_by_count_has_the_form_of_the_language():
    polish = words("pl", left_one="{count} a", left_few="{count} b", left_many="{count} c")
    assert [polish.plural("left", count) for count in (1, 3, 5, 22)] == [
        "1 a",
        "3 b",
        "5 c",
        "22 b",
    ]


def test_a_number_in_a_gap_has_the_marks_of_the_language():
    german = words("de", said="{one} und {two}, Version {version}")
    said = german("said", one="1,234.5", two="−0.25", version="a1.2")
    assert said == "1.234,5 und −0,25, Version \u2068a1.2\u2069"


def test_a_sign_stays_before_its_number_where_letters_run_from_right_to_left():
    assert words("he").number("+1.5") == "\u200e+1.5"
    assert words("he").number("1.5") == "1.5"
    assert words("de").number("+1.5") == "+1,5"


def test_a_list_has_the_comma_of_the_language():
    assert words("ar").listed(["a", "b"]) == "a، b"
    assert words("ja").listed(["a", "b"], longer=True) == "a；b"
    assert Words({}).listed(["a", "b"]) == "a, b"


@pytest.mark.parametrize(
    ("code", "written"),
    [("de", "5.1.2027"), ("bg", "5.01.2027\u202fг."), ("hu", "2027. 01. 05."), ("ja", "2027/1/5")],
)
def test_a_day_is_written_as_the_language_does(code, written):
    assert words(code).date("2027-01-05") == written
    assert words(code).date("next year") == "next year"
    assert Words({}).date("2027-01-05") == "2027-01-05"


@pytest.mark.parametrize(
    ("code", "written"),
    [
        ("de", "Dienstag, 5. Januar 2027"),
        ("es", "martes, 5 de enero de 2027"),
        ("fi", "tiistai 5. tammikuuta 2027"),
        ("ja", "2027年1月5日火曜日"),
        ("th", "วันอังคารที่ 5 มกราคม 2027"),
    ],
)
def test_a_day_in_words_has_the_names_and_the_order_of_the_language(code, written):
    assert words(code).long_date("2027-01-05") == written
    assert words(code).long_date("2027-02-30") == "2027-02-30"


@pytest.mark.parametrize("code", known())
def test_a_day_in_words_is_the_one_that_cldr_writes(code):
    day = date(2027, 11, 25)
    full = Locale.parse(code).date_formats["full"].pattern
    written = format_date(day, full.replace("G ", ""), locale=code)
    ours = words(code).long_date(day.isoformat())
    if re.search(r"(?<!M)MMM(?!M)", full):  # A shorter name of the month.
        written = format_date(day, full.replace("MMM", "MMMM"), locale=code)
    assert ours == written


def test_today_and_yesterday_have_words_of_their_own_and_no_other_day_has():
    said = words("nl", day_earlier="vandaag", day_yesterday="gisteren")
    today = date(2027, 3, 1)
    days = ["2027-03-01", "2027-02-28", "2027-02-27", "2027-03-02", "soon", ""]
    assert [said.day(day, today) for day in days] == [
        "vandaag",
        "gisteren",
        "zaterdag 27 februari 2027",
        "dinsdag 2 maart 2027",
        "soon",
        "",
    ]


def test_in_english_everything_stays_as_it_was_written():
    own = Words({"said": "{one}, {two}"}, ENGLISH)
    assert own("said", one="1,234.5", two="x") == "1,234.5, x"
    assert type(own("said", one="1", two="2")) is str


def test_a_text_of_the_tables_is_told_apart_in_a_sentence_of_another_language():
    said = words("de", said="Ursache: {cause}.")("said", cause=InEnglish("Leg cramp"))
    assert said.parts == ("Ursache: ", "Leg cramp", ".")
    assert [type(part) is InEnglish for part in said.parts] == [False, True, False]
    assert said == "Ursache: \u2068Leg cramp\u2069."


def test_a_sentence_within_a_sentence_keeps_its_parts_apart():
    german = words("de", outer="({inner})", inner="{cause}!")
    said = german("outer", inner=german("inner", cause=InEnglish("Leg cramp")))
    assert said.parts == ("(", "Leg cramp", "!", ")")


def test_a_sentence_that_is_not_translated_is_in_english_but_for_what_is():
    german = Words({"outer": InEnglish("Why {why}?"), "own": "ja"}, language_of("de"))
    said = german("outer", why=german("own"))
    assert [(part, type(part) is InEnglish) for part in said.parts] == [
        ("Why ", True),
        ("ja", False),
        ("?", True),
    ]


def test_texts_that_are_joined_stay_in_their_language():
    assert type(joined(", ", ["a", "b"])) is str
    assert joined(" · ", [InEnglish("a"), "b"]).parts == ("a", " · ", "b")
    assert joined(" · ", [InEnglish("a"), Mixed(["b", InEnglish("c")])]).parts[-1] == "c"
    assert type(joined(" · ", [InEnglish("a")])) is InEnglish
    assert joined(" · ", []) == ""
