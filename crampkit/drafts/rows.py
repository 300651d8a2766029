"""The rows of something new, by file: each can be read at once, and says what to write in its place."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterable, Mapping

from crampkit.catalogue import SOMETHING_ELSE, Catalogue
from crampkit.catalogue.unfinished import TODO
from crampkit.data import choices, instead, quoted

Rows = dict[str, list[dict[str, str]]]
"""Rows to add, by file, each as text by column; what is not named stays empty."""

STAND_IN_WEIGHT = "0.001"
"""A pretest weight that moves no other cause."""


class DraftError(ValueError):
    """What was asked for cannot be begun; says what to choose instead."""


def cause(catalogue: Catalogue, cause_id: str, finding_ids: Collection[str] = ()) -> Rows:
    """A cause, with the findings that are asked of every woman first, or those that are named.

    Each is so far as common with it as without it, so it speaks neither for nor against.
    """
    _new(cause_id, catalogue.causes, "cause", "causes.csv")
    _known(finding_ids, catalogue.findings, "finding", "findings.csv")
    asked = finding_ids or _asked_first(catalogue)
    name, source = _name(cause_id), _judgement(catalogue)
    return {
        "causes.csv": [
            {
                "cause_id": cause_id,
                "label": f"{TODO} {name}",
                "short_label": f"{TODO} {name}",
                "article_says": f"{TODO} what the article says, in our words; or that it does not name it",
                "evidence_says": f"{TODO} what better sources say",
                "strength": "none",
                "pretest": STAND_IN_WEIGHT,
                "basis": "expert_judgement",
                "source_ids": source,
                "note": f"{TODO} strength, pretest (so many of 1,000 women who complain) and "
                "source_ids are stand-ins; then say here what they rest on",
            }
        ],
        "cause_features.csv": [
            {
                "cause_id": cause_id,
                "finding_id": finding_id,
                "probability": f"{catalogue.findings[finding_id].background:.15g}",
                "basis": "expert_judgement",
                "source_ids": source,
                "note": f"{TODO} of 100 women with this cause, how many have it? Now as many as "
                "without it: write the number, and here what it rests on, or delete the row",
            }
            for finding_id in asked
        ],
    }


def lesson(
    catalogue: Catalogue, lesson_id: str, look_alike: str = "", finding_ids: Collection[str] = ()
) -> Rows:
    """A lesson on the cause of the same id, with that cause where it is not there yet."""
    _new(lesson_id, catalogue.lessons, "lesson", "lessons.csv")
    if lesson_id == SOMETHING_ELSE:
        raise DraftError(f"{quoted(SOMETHING_ELSE)} has no findings to teach; choose another id")
    _known([look_alike] if look_alike else [], catalogue.causes, "cause", "causes.csv")
    if lesson_id == look_alike:
        raise DraftError(f"{quoted(look_alike)} is the lesson's own cause; name another look-alike")
    rows: Rows = {}
    if lesson_id not in catalogue.causes:
        rows |= cause(catalogue, lesson_id, finding_ids)
    elif finding_ids:
        raise DraftError(
            f"the cause {quoted(lesson_id)} has its findings already; leave out --findings"
        )
    rows |= _claims(catalogue, lesson_id) | _advice(catalogue, lesson_id)
    rows |= _places(catalogue, lesson_id)
    example_id = _free(lesson_id, catalogue.examples)
    rows["examples.csv"] = [
        {
            "example_id": example_id,
            "label": f"{TODO} a title for her story",
            "story": f"{TODO} her name, her age and her own words; then name in 'present' and "
            "'absent' the findings that she tells",
            "safety_check": "done",
        }
    ]
    rows["lessons.csv"] = [
        {
            "lesson_id": lesson_id,
            "cause_id": lesson_id,
            "look_alike": look_alike or SOMETHING_ELSE,
            "example_id": example_id,
            "source_ids": _judgement(catalogue),
        }
    ]
    for place in ("first_thought", "check"):
        _extend(rows, _question(catalogue, f"{lesson_id}_{place}", lesson_id, place))
    return rows


def question(catalogue: Catalogue, question_id: str, lesson_id: str, place: str = "check") -> Rows:
    """A question with one right option and one that tempts."""
    _new(question_id, catalogue.questions, "question", "questions.csv")
    _known([lesson_id], catalogue.lessons, "lesson", "lessons.csv")
    return _question(catalogue, question_id, lesson_id, place)


def case(catalogue: Catalogue, case_id: str) -> Rows:
    """A woman to practise on, and what asking her first reveals."""
    _new(case_id, catalogue.cases, "case", "cases.csv")
    return {
        "cases.csv": [
            {
                "case_id": case_id,
                "woman": f"{TODO} who she is, without a hint at the answer",
                "story": f"{TODO} her own words, with family and worry",
                "kind": "cannot_tell",
                "difficulty": "2",
                "answer": "cannot_tell",
                "next_step": f"{TODO} what to do now",
                "reasoning": f"{TODO} how an expert thinks it through; kind, difficulty, answer and "
                "what goes with them (cause_ids, flag_ids, key_finding, should_ask) are stand-ins",
                "teaching_point": f"{TODO} what to take away",
                "source_ids": _judgement(catalogue),
            }
        ],
        "case_findings.csv": [
            {
                "case_id": case_id,
                "finding_id": finding_id,
                "present": "unknown",
                "words": f"{TODO} her answer in her own words, and yes or no in 'present'; or delete "
                "the row",
            }
            for finding_id in _asked_first(catalogue)
        ],
    }


def sign(catalogue: Catalogue, flag_id: str, question_id: str) -> Rows:
    """A danger sign of a part of the safety check, with a phrase of its own to ask for it."""
    _new(flag_id, catalogue.flags, "danger sign", "red_flags.csv")
    _known(
        [question_id],
        catalogue.safety_questions,
        "part of the safety check",
        "safety_questions.csv",
    )
    return {
        "red_flags.csv": [
            {
                "flag_id": flag_id,
                "label": f"{TODO} {_name(flag_id)}: the sign, so that it holds on every skin colour",
                "could_be": f"{TODO} what it could be",
                "tier": "today",
                "urgency": f"{TODO} how fast, in words; 'tier' is a stand-in",
                "action": f"{TODO} what to do, in order",
                "question_id": question_id,
                "private": "no",
                "source_ids": _judgement(catalogue),
            }
        ],
        "safety_phrases.csv": [
            {
                "phrase_id": _free(flag_id, catalogue.phrases),
                "question_id": question_id,
                "label": f"{TODO} what you say to her, one short thing",
                "flag_ids": flag_id,
            }
        ],
    }


def finding(catalogue: Catalogue, finding_id: str) -> Rows:
    """A finding that no cause lists yet, so it says nothing."""
    _new(finding_id, catalogue.findings, "finding", "findings.csv")
    return {
        "findings.csv": [
            {
                "finding_id": finding_id,
                "label": f"{TODO} {_name(finding_id)}: what is asked, one thing only",
                "kind": "history",
                "level": "extended",
                "background": "0.5",
                "basis": "expert_judgement",
                "source_ids": _judgement(catalogue),
                "general": "no",
                "check": f"{TODO} how to ask, look or test, in one or two short sentences",
                "note": f"{TODO} kind, level and background (of 100 women with none of "
                "the causes, how many?) are stand-ins; then say here what they rest on",
            }
        ]
    }


# ------------------------------------------------------------------------------ parts of a lesson


def _claims(catalogue: Catalogue, cause_id: str) -> Rows:
    if any(claim.cause_id == cause_id for claim in catalogue.claims.values()):
        return {}
    row = {
        "claim_id": _free(f"{cause_id}_claim", catalogue.claims),
        "cause_id": cause_id,
        "topic": f"{TODO} what it is about, in a few words",
        "article_says": f"{TODO} what the article says, in our words",
        "article_strength": "none",
        "evidence_says": f"{TODO} what better sources say; both strengths are stand-ins",
        "evidence_strength": "none",
        "source_ids": _judgement(catalogue),
    }
    return {"claims.csv": [row]}


ADVICE = {
    "do": "what to do",
    "do_not": "what not to do, and why",
    "refer_when": "when to refer, where to and how fast",
}


def _advice(catalogue: Catalogue, cause_id: str) -> Rows:
    given = {item.kind for item in catalogue.management.values() if item.cause_id == cause_id}
    rows = [
        {
            "item_id": _free(f"{cause_id}_{kind}", catalogue.management),
            "cause_id": cause_id,
            "kind": kind,
            "text": f"{TODO} {what}; 'strength' is a stand-in",
            "strength": "none",
            "source_ids": _judgement(catalogue),
        }
        for kind, what in ADVICE.items()
        if kind not in given
    ]
    return {"management.csv": rows} if rows else {}


def _places(catalogue: Catalogue, cause_id: str) -> Rows:
    """One place on the drawn body, where one is drawn."""
    place = next(iter(catalogue.regions.values()), None)
    if place is None or any(row.cause_id == cause_id for row in catalogue.cause_regions.values()):
        return {}
    row = {
        "cause_id": cause_id,
        "part": place.part,
        "mark": "felt",
        "side": "middle" if place.side == "middle" else "either",
        "words": f"{TODO} what is felt or seen there; part, mark and side are stand-ins",
        "source_ids": _judgement(catalogue),
    }
    return {"cause_regions.csv": [row]}


def _question(catalogue: Catalogue, wanted: str, lesson_id: str, place: str) -> Rows:
    question_id = _free(wanted, catalogue.questions)
    options = {
        "right": ("the right answer", "why it is right"),
        "wrong": ("an answer that tempts", "why it tempts, and is wrong"),
    }
    return {
        "questions.csv": [
            {
                "question_id": question_id,
                "lesson_id": lesson_id,
                "place": place,
                "kind": "single",
                "stem": f"{TODO} what is asked",
                "explanation": f"{TODO} what to remember",
                "source_ids": _judgement(catalogue),
            }
        ],
        "options.csv": [
            {
                "question_id": question_id,
                "option_id": answer,
                "text": f"{TODO} {text}",
                "answer": answer,
                "explanation": f"{TODO} {why}",
            }
            for answer, (text, why) in options.items()
        ],
    }


# ------------------------------------------------------------------------------ ids


def _new(name: str, taken: Collection[str], noun: str, file: str) -> None:
    if not re.fullmatch(r"[a-z][a-z0-9_]{0,59}", name):
        raise DraftError(
            f"{quoted(name)} is not an id; use small letters, digits and _, 60 at most (a_new_one)"
        )
    if name in taken:
        raise DraftError(f"{file} has a {noun} {quoted(name)} already; choose another id")


def _known(names: Iterable[str], known: Collection[str], noun: str, file: str) -> None:
    """Raise `DraftError`, a line for each of the ids that there is not."""
    wrong = [
        f"no {noun} {quoted(name)}{choices(name, known) or instead(name, known, file)}"
        for name in dict.fromkeys(names)
        if name not in known
    ]
    if wrong:
        raise DraftError("\n".join(wrong))


def _free(name: str, taken: Collection[str]) -> str:
    """The id, or with a number where it is taken.

    >>> _free("sun", {"sun", "sun_2"})
    'sun_3'
    """
    number, free = 1, name
    while free in taken:
        number += 1
        free = f"{name}_{number}"
    return free


def _name(name: str) -> str:
    """An id as words.

    >>> _name("pelvic_girdle_pain")
    'Pelvic girdle pain'
    """
    words = name.replace("_", " ").strip()
    return words[:1].upper() + words[1:]


def _asked_first(catalogue: Catalogue) -> list[str]:
    return [key for key, one in catalogue.findings.items() if one.level == "first"]


def _judgement(catalogue: Catalogue) -> str:
    """The source that judged numbers of the set rest on most often, or else its first one."""
    judged = Counter(
        source_id
        for row in catalogue.features.values()
        if row.basis == "expert_judgement"
        for source_id in row.source_ids
    )
    ((source_id, _),) = judged.most_common(1) or [(next(iter(catalogue.sources)), 0)]
    return source_id


def _extend(rows: Rows, more: Mapping[str, list[dict[str, str]]]) -> None:
    for file, new in more.items():
        rows.setdefault(file, []).extend(new)
