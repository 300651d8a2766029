"""A toy catalogue whose arithmetic can be done by hand, for doctests and for the tests of the code.

Two causes and *something else*. Every likelihood ratio is a power of two: a finding with
probability 0.8 against a background of 0.2 weighs +2 bits when present and -2 when absent.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from types import MappingProxyType

from crampkit.catalogue import (
    SOMETHING_ELSE,
    Catalogue,
    Cause,
    Feature,
    Finding,
    FlagRule,
    Group,
    RedFlag,
    SafetyPhrase,
    SafetyQuestion,
)


def toy_catalogue() -> Catalogue:
    """Sun and moon pain: *night* speaks for the moon, *noon* for the sun, and so on.

    >>> list(toy_catalogue().causes)
    ['sun', 'moon', 'something_else']
    """
    return build(
        causes={"sun": 1.0, "moon": 1.0, SOMETHING_ELSE: 2.0},
        findings=[
            Finding("noon", "Worse at noon", "timing", "first", 0.2),
            Finding("glare", "Worse in glare", "timing", "core", 0.2, overlap_group="light"),
            Finding("heat", "Worse in heat", "history", "core", 0.2, overlap_group="light"),
            Finding("night", "Worse at night", "timing", "first", 0.2),
            Finding("left", "On the left", "location", "core", 0.25, exclusive_group="side"),
            Finding("right", "On the right", "location", "core", 0.25, exclusive_group="side"),
            Finding("sun_test", "Sun test positive", "test", "extended", 0.1),
        ],
        features={
            ("sun", "noon"): 0.8,
            ("sun", "glare"): 0.8,
            ("sun", "heat"): 0.4,
            ("moon", "night"): 0.8,
            ("moon", "noon"): 0.1,
            ("sun", "left"): 0.5,
            ("sun", "sun_test"): 0.9,
        },
        flags=[
            RedFlag("burn", "A burn", "a burn", "today", "same day", "Cool it.", "skin"),
            RedFlag("blind", "Blind spot", "a burnt eye", "now", "now", "Call.", "eyes"),
            RedFlag("shade", "Likes shade", "a preference", "look_alike", "routine", "Ask."),
        ],
        rules=[
            FlagRule("burn", ("heat",), (), "raise"),
            FlagRule("blind", ("glare",), ("night",), "ask_now"),
            FlagRule("shade", ("right",), (), "raise"),
        ],
    )


def build(
    causes: Mapping[str, float],
    findings: Iterable[Finding],
    features: Mapping[tuple[str, str], float],
    flags: Iterable[RedFlag] = (),
    rules: Iterable[FlagRule] = (),
) -> Catalogue:
    """A catalogue from plain values: pretest weights of the causes, and probabilities of the pairs.

    >>> build({"sun": 1.0, "something_else": 1.0}, [], {}).pretest["sun"]
    1.0
    """
    findings, flags = tuple(findings), tuple(flags)
    overlap = {finding.overlap_group for finding in findings} - {""}
    exclusive = {finding.exclusive_group for finding in findings} - {""}
    questions = dict.fromkeys(flag.question_id for flag in flags if flag.question_id)
    return Catalogue(
        causes=MappingProxyType({name: _cause(name, weight) for name, weight in causes.items()}),
        findings=MappingProxyType({finding.finding_id: finding for finding in findings}),
        features=MappingProxyType({pair: Feature(*pair, p) for pair, p in features.items()}),
        groups=MappingProxyType(
            {name: Group(name, "exclusive", f"Which {name}?") for name in sorted(exclusive)}
            | {name: Group(name, "overlap", name) for name in sorted(overlap - exclusive)}
        ),
        safety_questions=MappingProxyType(
            {name: SafetyQuestion(name, f"The {name}?") for name in questions}
        ),
        phrases=MappingProxyType(
            {
                flag.flag_id: SafetyPhrase(
                    flag.flag_id, flag.question_id, f"{flag.label}?", (flag.flag_id,)
                )
                for flag in flags
                if flag.question_id
            }
        ),
        flags=MappingProxyType({flag.flag_id: flag for flag in flags}),
        rules=tuple(rules),
    )


def _cause(cause_id: str, pretest: float) -> Cause:
    return Cause(
        cause_id=cause_id,
        label=cause_id,
        short_label=cause_id,
        article_says="",
        evidence_says="",
        strength="none",
        pretest=pretest,
        low=None,
        high=None,
        basis="expert_judgement",
        source_ids=(),
    )
