"""Random catalogues that keep every promise of a catalogue, and random answers that do not contradict."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from types import MappingProxyType
from typing import NamedTuple

from hypothesis import strategies as st

from crampkit.catalogue import (
    BASES,
    KINDS,
    SOMETHING_ELSE,
    TIERS,
    Catalogue,
    Finding,
    FlagRule,
    RedFlag,
    load,
)
from crampkit.reasoning import can_be_none
from crampkit.toy import build

FLAGS = ("flag_a", "flag_b", "flag_c")
LARGEST_GROUP = 4


class Story(NamedTuple):
    """A catalogue with what was answered and ticked in it."""

    catalogue: Catalogue
    answers: dict[str, bool]
    flags: dict[str, bool]


probabilities = st.integers(2, 98).map(lambda percent: percent / 100)
weights = st.integers(-30, 30).map(lambda tenths: round(10 ** (tenths / 10), 6))


@cache
def shipped_catalogue() -> Catalogue:
    return load()


@st.composite
def random_catalogues(draw, groups=True, largest=10):
    """One to six causes and *something else*, up to `largest` findings, pairs, flags and rules."""
    causes = {f"cause_{number}": draw(weights) for number in range(draw(st.integers(1, 6)))}
    causes[SOMETHING_ELSE] = draw(weights)
    names = [f"finding_{number}" for number in range(draw(st.integers(1, largest)))]
    listed = [cause for cause in causes if cause != SOMETHING_ELSE]
    findings: list[Finding] = []
    pairs: dict[tuple[str, str], float] = {}
    while len(findings) < len(names):
        left = names[len(findings) :]
        overlap = draw(st.sampled_from(("", "", "heap", "pile"))) if groups else ""
        if groups and len(left) > 1 and draw(st.integers(0, 3)) == 0:
            members = left[: draw(st.integers(2, LARGEST_GROUP))]
            group_id = f"choice_{len(findings)}"
            findings += draw(_exclusive_group(members, group_id, overlap, listed, pairs))
        else:
            findings.append(
                Finding(
                    left[0],
                    left[0],
                    draw(st.sampled_from(KINDS)),
                    "core",
                    draw(probabilities),
                    basis=draw(st.sampled_from(BASES)),
                    overlap_group=overlap,
                )
            )
            for cause_id in draw(st.lists(st.sampled_from(listed), unique=True)):
                pairs[cause_id, left[0]] = draw(probabilities)
    general = draw(st.sets(st.sampled_from(names), max_size=3))
    owed = draw(st.dictionaries(st.sampled_from(names), st.sampled_from(names), max_size=2))
    findings = [
        replace(
            finding,
            general=finding.finding_id in general,
            then_ask=(owed[finding.finding_id],)
            if owed.get(finding.finding_id, finding.finding_id) != finding.finding_id
            else (),
        )
        for finding in findings
    ]
    catalogue = build(causes, findings, pairs, draw(_flags()), draw(_rules(names)))
    needs = st.dictionaries(st.sampled_from(listed), st.sampled_from(names), max_size=2)
    needed = {} if general == set(names) else draw(needs)
    return replace(
        catalogue,
        causes=MappingProxyType(
            {
                cause_id: replace(cause, needs=(needed[cause_id],) if cause_id in needed else ())
                for cause_id, cause in catalogue.causes.items()
            }
        ),
    )


@st.composite
def _exclusive_group(draw, members, group_id, overlap, causes, pairs):
    """Answers to one question: no sum passes 1, and where background leaves room, causes do too."""
    parts = [draw(st.integers(1, 9)) for _ in members]
    room = draw(st.integers(0, 4))
    backgrounds = [part / (sum(parts) + room) for part in parts]
    for cause_id in causes:
        own = draw(st.lists(st.sampled_from(range(len(members))), unique=True))
        rest = sum(backgrounds[index] for index in range(len(members)) if index not in own)
        shares = [draw(st.integers(1, 9)) for _ in own]
        kept_free = draw(st.integers(1, 4))
        for index, share in zip(own, shares, strict=True):
            pairs[cause_id, members[index]] = (1 - rest) * share / (sum(shares) + kept_free)
    kind = draw(st.sampled_from(KINDS))
    return [
        Finding(
            member,
            member,
            kind,
            "core",
            background,
            overlap_group=overlap,
            exclusive_group=group_id,
        )
        for member, background in zip(members, backgrounds, strict=True)
    ]


@st.composite
def _flags(draw):
    tiers = [draw(st.sampled_from(TIERS)) for _ in range(draw(st.integers(0, len(FLAGS))))]
    return [
        RedFlag(name, name, name, tier, tier, name, "" if tier == "look_alike" else "question")
        for name, tier in zip(FLAGS, tiers, strict=False)
    ] or [RedFlag("flag_a", "A", "a", "now", "now", "Call", "question")]


@st.composite
def _rules(draw, names):
    rules = []
    for _ in range(draw(st.integers(0, 4))):
        named = draw(st.lists(st.sampled_from(names), min_size=1, max_size=3, unique=True))
        cut = draw(st.integers(0, len(named)))
        effect = draw(st.sampled_from(("raise", "ask_now")))
        rules.append(FlagRule("flag_a", tuple(named[:cut]), tuple(named[cut:]), effect))
    return rules


@st.composite
def answers_to(draw, catalogue, most=12):
    """Answers that do not contradict each other: some questions answered, in a random order."""
    questions = list(dict.fromkeys(catalogue.question_of(f) for f in catalogue.findings))
    chosen = draw(st.lists(st.sampled_from(questions), unique=True, max_size=most))
    answers: dict[str, bool] = {}
    for question_id in chosen:
        answers |= draw(answer_to(catalogue, question_id))
    return answers


@st.composite
def answer_to(draw, catalogue, question_id):
    """One answer to a question: present, absent, or some answers of an exclusive group ruled out."""
    members = catalogue.exclusive_members.get(question_id)
    if members is None:
        return {question_id: draw(st.booleans())}
    if draw(st.booleans()):
        return {draw(st.sampled_from(members)): True}
    most = len(members) if can_be_none(catalogue, question_id) else len(members) - 1
    absent = draw(st.lists(st.sampled_from(members), unique=True, min_size=1, max_size=most))
    return dict.fromkeys(absent, False)


@st.composite
def flags_of(draw, catalogue):
    return draw(st.dictionaries(st.sampled_from(list(catalogue.flags)), st.booleans(), max_size=6))


@st.composite
def stories(draw, catalogues, most=12):
    catalogue = draw(catalogues)
    return Story(catalogue, draw(answers_to(catalogue, most)), draw(flags_of(catalogue)))


random_stories = stories(random_catalogues())
shipped_stories = stories(st.builds(shipped_catalogue))
"""The two subjects of every law: code is tested on the first, content on the second."""
