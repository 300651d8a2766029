"""One advice, one label: what a table and a lesson both say is as well supported in the one as in the other.

In prose a label stands in a bracket, `[SOURCE; weak]`. In management.csv it is the column strength. What
rests on our judgement alone is `judged` in prose; the table, which has no such word, says weak.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

import pytest

from crampkit.catalogue import Catalogue
from tests.notebooks.lessons import BRACKETS, LESSONS, read, source_keys

OURS = "EXPERT"
# A sentence that holds this share of a row's words gives the same advice. Short rows say too little.
SAME, ENOUGH_WORDS = 0.65, 5
# Advice that is worded differently from place to place: all these words, in any order.
ADVICE = {
    "leave the leg alone": ("might hold a clot|newly swollen|leave the leg alone", "rub|stocking"),
    "tip her to her left": ("30 degrees", "left", "wedge|tip|tilt"),
    "settle on either side": ("from 28 weeks", "side"),
    "not flat on her back": ("flat", "late in pregnancy"),
    "the stretch by day": ("stretch", "by day", "likes"),
    "magnesium or calcium, as she wishes": ("magnesium", "calcium", "may (be tried|try)|she may"),
    "the calcium ceiling": ("2,500 mg",),
    "the magnesium ceiling": ("magnesium", r"(?<![,\d])250 mg"),
    "no quinine": ("quinine",),
    "calcium away from iron and thyroid tablets": ("calcium", "iron", "hours"),
    "vitamin D": ("10 micrograms",),
    "painkillers": ("28 weeks|week 28", "ibuprofen|NSAID"),
    "blood pressure and urine": ("blood pressure", "urine", "every time"),
    "hands that locked this week": ("spasm|lock", "last seven days"),
    "tingling round the mouth": ("tingling round the mouth", "today|same day"),
    "a low result with cramps alone": ("cramps alone", "today|same day"),
    "stockings ease the legs": ("stocking", "7 of 27|may ease"),
    "whom NICE refers": ("NICE (refers|sends all)",),
    "a vein that bleeds": ("bleed", "press", "raise"),
    "massage": ("massage", "package"),
    "lifting": ("heavy lifting", "comfort"),
    "itching without a rash": ("itch", "without a rash|no rash", "bile"),
    "a cramp that does not let go": ("longer than 10 minutes", "same day"),
}


class Said(NamedTuple):
    """Words with their label, and where they stand."""

    place: str
    words: str
    label: str
    sources: tuple[str, ...]


def in_lessons() -> Iterator[Said]:
    """What stands before each bracket with a label, back to the bracket before it."""
    for lesson in LESSONS:
        for cell in read(lesson).cells:
            if cell.cell_type != "markdown":
                continue
            for paragraph in re.split(r"\n\s*\n|\n(?=[-*|\d])", cell.source):
                since = 0
                for bracket in BRACKETS.finditer(paragraph):
                    sources = tuple(source_keys(bracket[0]))
                    label = bracket[1].rpartition(";")[2].strip()
                    if sources and label not in sources:
                        yield Said(lesson.stem, paragraph[since : bracket.start()], label, sources)
                        since = bracket.end()


def in_tables(shipped: Catalogue) -> list[Said]:
    return [
        Said(
            item.item_id,
            item.text,
            "judged" if set(item.source_ids) == {OURS} else item.strength.replace("_", " "),
            item.source_ids,
        )
        for item in shipped.management.values()
    ]


def stems(text: str) -> set[str]:
    """Numbers, and the beginnings of words of four letters and more."""
    return {word[:5] for word in re.findall(r"[a-z]{4,}|\d+", text.lower())}


def named(parts: tuple[str, ...], said: Said) -> bool:
    return all(re.search(part, said.words, re.IGNORECASE) for part in parts)


def repeated(row: Said, said: Said) -> bool:
    words = stems(row.words)
    return len(words) >= ENOUGH_WORDS and len(words & stems(said.words)) >= SAME * len(words)


def test_a_sentence_that_repeats_an_advice_of_the_tables_has_its_label(shipped: Catalogue) -> None:
    pairs = [
        (row, said) for row in in_tables(shipped) for said in in_lessons() if repeated(row, said)
    ]
    assert len(pairs) > 10
    assert [pair for pair in pairs if pair[0].label != pair[1].label] == []


def test_two_rows_that_say_the_same_have_one_label(shipped: Catalogue) -> None:
    rows = in_tables(shipped)
    pairs = [(one, other) for one in rows for other in rows if repeated(one, other)]
    assert [pair for pair in pairs if pair[0].label != pair[1].label] == []


@pytest.mark.parametrize("advice", ADVICE)
def test_one_advice_has_one_label_wherever_it_is_given(advice: str, shipped: Catalogue) -> None:
    rows = [said for said in in_tables(shipped) if named(ADVICE[advice], said)]
    given = [*rows, *(said for said in in_lessons() if named(ADVICE[advice], said))]
    assert rows
    assert len({said.label for said in given}) == 1, given


def test_what_rests_on_our_judgement_is_called_judged(shipped: Catalogue) -> None:
    for said in in_lessons():
        assert OURS in said.sources or said.label != "judged", said
        assert said.sources != (OURS,) or said.label == "judged", said
    for item in shipped.management.values():
        if not any(shipped.sources[key].read for key in item.source_ids):
            assert item.strength in ("weak", "very_weak", "none"), item.item_id


def test_no_guideline_is_named_for_leaving_the_leg_alone(shipped: Catalogue) -> None:
    """RCOG37B was read in its summary, and says nothing of rubbing, heat or stockings."""
    for said in [*in_tables(shipped), *in_lessons()]:
        if named(ADVICE["leave the leg alone"], said):
            assert "RCOG37B" not in said.sources, said


def test_expert_guidance_on_low_calcium_is_never_called_strong(shipped: Catalogue) -> None:
    for said in [*in_tables(shipped), *in_lessons()]:
        assert not {"SFE2016", "SFE2019"} & set(said.sources) or said.label != "strong", said


@pytest.mark.parametrize("ceiling", ["3 g", "3,000 mg"])
def test_no_advice_names_the_dose_at_which_a_woman_fell_ill_as_the_ceiling(
    ceiling: str, shipped: Catalogue
) -> None:
    assert not any(ceiling in item.text for item in shipped.management.values())


EMERGENCY = re.compile(
    r"breathless|short of breath|chest pain|collapse|\bfaint(?!ing on)|\bfit\b"
    r"|hands? (?:that )?lock|tight throat|vein bleeds"
)
"""What is an emergency call in red_flags.csv, as women and lessons say it."""


def sentences() -> Iterator[tuple[str, str]]:
    for lesson in LESSONS:
        for cell in read(lesson).cells:
            if cell.cell_type == "markdown":
                for part in re.split(r"(?<=[.?!])\s|\n", cell.source):
                    yield lesson.stem, part


def test_no_sentence_makes_an_emergency_a_matter_of_the_same_day(shipped: Catalogue) -> None:
    told = [*sentences(), *((item.item_id, item.text) for item in shipped.management.values())]
    for place, text in told:
        for part in re.split(r"(?<=[.:;])\s", text):
            if re.search(r"same day|\btoday\b", part):
                assert not EMERGENCY.search(part), f"{place}: {part}"


def test_the_number_of_one_country_is_named_with_its_country() -> None:
    for place, text in sentences():
        if re.search(r"\b999\b", text):
            assert re.search(r"in the UK|your own emergency number", text), f"{place}: {text}"
