"""A case as a role-play: a card for the midwife, one for who plays the woman, and the key apart."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from crampkit.catalogue import (
    CASE_ANSWERS,
    REFER_TIERS,
    SOMETHING_ELSE,
    Catalogue,
    PracticeCase,
    RedFlag,
)
from crampkit.practice.encounter import Response, everything_in
from crampkit.views.kit.labels import finding_text, label_of, tier_label
from crampkit.views.kit.markup import Html, tag
from crampkit.views.kit.sources import sources
from crampkit.views.kit.tables import table
from crampkit.views.paper.sheet import boxes, foot, lines, listed, pair, part, sheet
from crampkit.views.practice.cases import answer_text, said
from crampkit.words import Words

HER_WORDS = ("history", "timing", "location")
"""The kinds of question that the woman alone answers; the rest is looked at, measured or read."""

ROOM = 8
"""Lines to write down what was asked and heard."""


def midwife_card(catalogue: Catalogue, case: PracticeCase, words: Words) -> Html:
    """What the midwife knows, with room for what is asked and decided; nothing of what is right."""
    causes = [c.label for c in catalogue.causes.values() if c.cause_id != SOMETHING_ELSE]
    return sheet(
        words("sheet.role_play.midwife"),
        case.woman,
        tag("blockquote", tag("p", case.story)),
        tag("p", words("sheet.role_play.midwife.how")),
        part(
            words("sheet.role_play.safety"),
            boxes((one.label for one in catalogue.safety_questions.values()), "in-a-row"),
        ),
        part(words("sheet.role_play.notes"), lines(ROOM)),
        part(
            words("sheet.role_play.decision"),
            boxes((words(f"case.answer.{answer}") for answer in CASE_ANSWERS), "in-a-row"),
            tag("p", words("sheet.role_play.which"), class_="note"),
            boxes(causes, "in-a-row"),
            tag("p", words("sheet.role_play.how_fast"), class_="note"),
            boxes((words(f"tier.{tier}") for tier in REFER_TIERS), "in-a-row"),
            tag("p", words("sheet.role_play.why"), class_="note"),
            lines(2),
            class_="decision",
        ),
        foot=foot(catalogue, words),
        class_="midwife",
    )


def woman_card(catalogue: Catalogue, case: PracticeCase, words: Words) -> Html:
    """What whoever plays the woman tells on asking; nothing of what is right."""
    told = told_on_asking(catalogue, case.case_id)
    spoken = [one for one in told if one.kind in HER_WORDS]
    found = [one for one in told if one.kind not in (*HER_WORDS, "safety")]
    return sheet(
        words("sheet.role_play.woman"),
        words("sheet.role_play.you_are", woman=case.woman),
        tag("blockquote", tag("p", case.story)),
        tag("p", words("sheet.role_play.woman.how")),
        _told(
            catalogue,
            words("sheet.role_play.if_safety"),
            [one for one in told if one.kind == "safety"],
            words,
        ),
        _told(catalogue, words("sheet.role_play.if_asked"), spoken, words),
        _told(catalogue, words("sheet.role_play.if_examined"), found, words),
        tag("p", tag("strong", words("sheet.role_play.else"))),
        foot=foot(catalogue, words),
        class_="woman",
    )


def told_on_asking(catalogue: Catalogue, case_id: str) -> tuple[Response, ...]:
    """All that the case has words for, the whole safety check first; a private answer is not printed."""
    public = tuple(
        row
        for row in catalogue.case_findings
        if not (row.flag_id and catalogue.flags[row.flag_id].private)
    )
    log = everything_in(replace(catalogue, case_findings=public), case_id)
    return tuple(one for one in log if one.words or one.kind == "safety")


def _told(catalogue: Catalogue, caption: str, log: Iterable[Response], words: Words) -> Html:
    rows = [
        (label_of(catalogue, one.question_id), answer_text(catalogue, one, words), said(one, words))
        for one in log
    ]
    if not rows:
        return Html()
    header = [words(f"sheet.role_play.column.{name}") for name in ("asked", "answer", "words")]
    return part(caption, table("", header, rows, attributes={"class_": "asked-and-told"}))


# ------------------------------------------------------------------------------ the key


def key(catalogue: Catalogue, case: PracticeCase, words: Words) -> Html:
    """What is right for her and how fast, what had to be asked and said, and how an expert thinks."""
    flags = [catalogue.flags[flag_id] for flag_id in case.flag_ids]
    return sheet(
        words("sheet.role_play.key"),
        case.woman,
        part(words("case.told.answer"), tag("p", tag("strong", _answer(catalogue, case, words)))),
        _accepted(case, words),
        *(_danger(flag, words) for flag in flags),
        pair(words("case.told.next_step"), case.next_step),
        part(
            words("case.told.not_asked"),
            listed(finding_text(catalogue, catalogue.findings[f], words) for f in case.should_ask),
        ),
        part(
            words("sheet.role_play.must_say"),
            listed(_named(catalogue, case.must_say, words)),
        ),
        part(words("case.told.reasoning"), tag("p", case.reasoning)),
        pair(words("quiz.remember"), case.teaching_point),
        tag("p", words("case.told.chosen_for_learning"), class_="note"),
        sources(catalogue, case.source_ids, words, are_open=True),
        foot=foot(catalogue, words),
        class_="key",
    )


def _answer(catalogue: Catalogue, case: PracticeCase, words: Words) -> str:
    labels = words.listed([catalogue.causes[c].label for c in case.cause_ids], longer=True)
    if case.answer == "causes":
        return labels
    said = words(f"case.answer_is.{case.answer}")
    if not labels:
        return said
    return words("sheet.role_play.perhaps", answer=said, causes=labels)


def _accepted(case: PracticeCase, words: Words) -> Html:
    if not case.also_accepted:
        return Html()
    also = words.listed([words(f"case.answer_is.{answer}") for answer in case.also_accepted])
    return tag("p", words("sheet.role_play.also", answers=also))


def _danger(flag: RedFlag, words: Words) -> Html:
    return tag(
        "article",
        tag(
            "p", tier_label(flag.tier, words), " ", words("refer.could_be", could_be=flag.could_be)
        ),
        pair(words("sheet.sign.is"), flag.label),
        pair(words("refer.how_fast"), flag.urgency),
        pair(words("refer.what_to_do"), flag.action),
        class_="danger",
        data_flag=flag.flag_id,
    )


def _named(catalogue: Catalogue, ids: Iterable[str], words: Words) -> Iterator[str]:
    for one in ids:
        if one in catalogue.flags:
            yield catalogue.flags[one].label
        else:
            yield finding_text(catalogue, catalogue.findings[one], words)
