"""A toy question of each kind and a toy case of each answer, for doctests and tests of the code."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from types import MappingProxyType
from typing import Any

from crampkit.catalogue import (
    CaseFinding,
    Catalogue,
    Feature,
    Finding,
    Option,
    PracticeCase,
    Question,
    TestCost,
)
from crampkit.practice.quiz import Quiz
from crampkit.toy import toy_catalogue

OPTIONS = {
    "single": {"yes": "right", "no": "wrong", "maybe": "wrong"},
    "multiple": {"noon": "right", "glare": "right", "night": "wrong"},
    "order": {"hat": "1", "shade": "2", "water": "3"},
    "script": {"much_less": "-2", "less": "-1", "same": "0", "more": "1", "much_more": "2"},
}


def toy_questions() -> Catalogue:
    """The toy catalogue with a question of every kind, each named after its kind."""
    questions = {
        kind: Question(kind, "sun", "check", kind, f"A {kind} question?", "", "", "Remember.", ())
        for kind in OPTIONS
    }
    questions["script"] = replace(
        questions["script"], hypothesis="the sun", new_finding="it is night"
    )
    options = {
        (kind, option_id): Option(
            kind, option_id, f"{option_id}.", answer, None, f"Why {option_id}."
        )
        for kind, answers in OPTIONS.items()
        for option_id, answer in answers.items()
    }
    return replace(
        toy_catalogue(), questions=MappingProxyType(questions), options=MappingProxyType(options)
    )


def toy_quiz(*kinds: str) -> Quiz:
    """A quiz of these kinds, or of a single question.

    >>> toy_quiz("order").question.kind
    'order'
    """
    catalogue = toy_questions()
    return Quiz(catalogue, [catalogue.questions[kind] for kind in kinds or ("single",)])


def toy_case(**changes: Any) -> PracticeCase:
    """A case of sun pain, with what is to be different.

    >>> toy_case(kind="atypical").kind
    'atypical'
    """
    case = PracticeCase(
        case_id="ada",
        woman="Ada, 30",
        story="Ada says: It hurts.",
        kind="typical",
        difficulty=1,
        answer="causes",
        cause_ids=("sun",),
        flag_ids=(),
        key_finding="noon",
        should_ask=("noon", "night"),
        next_step="Offer a hat.",
        reasoning="It is the sun, and so on.",
        teaching_point="Think of the sun.",
        source_ids=(),
    )
    return replace(case, **changes)


CASES: Mapping[str, dict[str, Any]] = {
    "ada": {},
    "ben": {"kind": "ordinary", "cause_ids": ("moon",), "key_finding": "night"},
    "cleo": {
        **{"kind": "urgent", "difficulty": 2, "answer": "refer", "cause_ids": ()},
        **{"flag_ids": ("burn",), "key_finding": ""},
    },
    "dora": {"kind": "two_causes", "difficulty": 2, "cause_ids": ("sun", "moon")},
    "eve": {
        **{"kind": "cannot_tell", "difficulty": 2, "answer": "cannot_tell"},
        **{"cause_ids": ("sun", "moon")},
    },
    "fay": {
        **{"kind": "none_of_them", "difficulty": 3, "answer": "something_else"},
        **{"cause_ids": (), "key_finding": "noon"},
    },
}
"""What is different in each toy case; of every answer there is one."""

REVEALED = {
    "ada": {
        "noon": "At noon.",
        "left": "My left.",
        "peeling": "Peels.",
        "-night": "Never at night.",
        "-burn": "Whole.",
    },
    "ben": {"night": "At night.", "-noon": "Not at noon.", "-peeling": "Smooth skin."},
    "cleo": {"noon": "At noon, too.", "night": "And at night.", "burn": "It burns."},
    "dora": {"noon": "By day.", "night": "By night.", "sun_test": "Positive."},
    "eve": {"noon": "I think at noon.", "night": "Or at night."},
    "fay": {"-noon": "No time of day.", "-night": "No night.", "-left": "Not left."},
}
"""What is found out in each toy case: a finding or flag, after a hyphen if it is absent, and its words."""


def toy_cases() -> Catalogue:
    """The toy catalogue with an examination and a case of every answer.

    >>> list(toy_cases().cases)
    ['ada', 'ben', 'cleo', 'dora', 'eve', 'fay']
    """
    catalogue = toy_catalogue()
    peeling = Finding("peeling", "Skin peels", "examination", "core", 0.2)
    rows = []
    for case_id, response in REVEALED.items():
        for name, words in response.items():
            found = name.removeprefix("-")
            ids = ("", found) if found in catalogue.flags else (found, "")
            rows.append(CaseFinding(case_id, *ids, not name.startswith("-"), words))
    return replace(
        catalogue,
        findings=MappingProxyType({**catalogue.findings, "peeling": peeling}),
        features=MappingProxyType(
            {**catalogue.features, ("sun", "peeling"): Feature("sun", "peeling", 0.8)}
        ),
        cases=MappingProxyType(
            {
                name: toy_case(case_id=name, woman=f"{name.title()}, 30", **changes)
                for name, changes in CASES.items()
            }
        ),
        case_findings=tuple(rows),
        test_costs=MappingProxyType(
            {"sun_test": TestCost("sun_test", "A day", "Bright light", ("EXPERT",))}
        ),
    )
