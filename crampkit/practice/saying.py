"""What a learner says of a woman before deciding: she is summed up, and her causes are put in order."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from crampkit.catalogue import SOMETHING_ELSE, Catalogue, PracticeCase
from crampkit.reasoning import Differential, parting_question

PARTS = ("sentence", "ranked", "findings")
"""What is asked for; each can be passed."""
MOST_CAUSES = 3
MOST_FOR, MOST_AGAINST = 2, 1
"""So many findings for the first cause, and against it."""
EVERY = 3
"""One case of so many is said in full."""


@dataclass(frozen=True)
class Said:
    """One sentence, the causes with the likeliest first, and questions whose answers speak for the
    first of them and against it. `passed` are the parts of which nothing can be said yet.
    """

    sentence: str = ""
    ranked: tuple[str, ...] = ()
    for_: tuple[str, ...] = ()
    against: tuple[str, ...] = ()
    passed: tuple[str, ...] = ()


def in_full(decided: int) -> bool:
    """Whether the next case is said in full, after so many that were decided.

    >>> [in_full(decided) for decided in range(6)]
    [False, False, True, False, False, True]
    """
    return decided % EVERY == EVERY - 1


def lacking(said: Said) -> str:
    """What is neither given nor passed, or given too often: a part, too_many, or nothing.

    >>> lacking(Said()), lacking(Said(passed=PARTS))
    ('sentence', '')
    >>> lacking(Said("Ada, 30.", ("sun",), ("noon", "glare", "heat"), ("night",)))
    'too_many'
    """
    given = {
        "sentence": bool(said.sentence.strip()),
        "ranked": bool(said.ranked),
        "findings": bool(said.for_),
    }
    for part in PARTS:
        if part not in said.passed and not given[part]:
            return part
    if len(said.for_) > MOST_FOR or len(said.against) > MOST_AGAINST:
        return "" if "findings" in said.passed else "too_many"
    return ""


@dataclass(frozen=True)
class CauseNamed:
    """A cause that the learner, the expert or both name; `place` is the learner's, 0 for none."""

    cause_id: str
    place: int
    ours: bool


@dataclass(frozen=True)
class FindingNamed:
    """A question whose answer counts for the learner, the expert or both.

    `taken` is "for", "against" or nothing; `asked` tells whether the learner asked it.
    """

    question_id: str
    taken: str
    ours: bool
    asked: bool


@dataclass(frozen=True)
class Both:
    """What was said beside what is written: the causes, the findings, and what parts the first two.

    `first_two` are the learner's, or else those of the ranking; `parting` is the question of this
    woman whose answer keeps them farthest apart, and may be nothing.
    """

    said: Said
    causes: tuple[CauseNamed, ...]
    findings: tuple[FindingNamed, ...]
    first_two: tuple[str, ...]
    parting: str


def side_by_side(
    catalogue: Catalogue,
    case: PracticeCase,
    said: Said,
    asked: Collection[str],
    answered: Collection[str],
    found: Differential,
) -> Both:
    """Compare what was said with what is written for the case.

    `answered` are the questions of which this woman has an answer, `found` is how the ranking sees her.

    >>> from crampkit.practice.encounter import differential_from, everything_in
    >>> from crampkit.practice.toy import toy_cases
    >>> toy = toy_cases()
    >>> everything = everything_in(toy, "ada")
    >>> both = side_by_side(
    ...     toy, toy.cases["ada"], Said("Ada.", ("moon", "sun"), ("noon",)), ["noon"],
    ...     [told.question_id for told in everything], differential_from(toy, everything))
    >>> [(one.cause_id, one.place, one.ours) for one in both.causes]
    [('sun', 2, True), ('moon', 1, False)]
    >>> [(one.question_id, one.taken, one.asked) for one in both.findings]
    [('noon', 'for', True), ('night', '', False)]
    >>> both.first_two, both.parting
    (('moon', 'sun'), 'noon')
    """
    ours = case.cause_ids
    if case.answer == "something_else":
        ours = (SOMETHING_ELSE,)
    counts = dict.fromkeys(
        catalogue.question_of(finding_id)
        for finding_id in (case.key_finding, *case.should_ask)
        if finding_id
    )
    hers = {**dict.fromkeys(said.for_, "for"), **dict.fromkeys(said.against, "against")}
    first_two = said.ranked[:2]
    if len(first_two) < 2:
        first_two = tuple(row.cause_id for row in found.ranking if row.cause_id != SOMETHING_ELSE)[
            :2
        ]
    parting = parting_question(catalogue, *first_two, answered) if len(first_two) == 2 else ""
    return Both(
        said,
        tuple(
            CauseNamed(cause_id, _place(said.ranked, cause_id), cause_id in ours)
            for cause_id in dict.fromkeys((*ours, *said.ranked))
        ),
        tuple(
            FindingNamed(
                question_id,
                hers.get(question_id, ""),
                question_id in counts,
                question_id in asked,
            )
            for question_id in dict.fromkeys((*counts, *hers))
        ),
        first_two,
        parting,
    )


def _place(ranked: tuple[str, ...], cause_id: str) -> int:
    return ranked.index(cause_id) + 1 if cause_id in ranked else 0


def in_order(causes: Iterable[str], known: Collection[str]) -> tuple[str, ...]:
    """The causes that were put in order, each once, without gaps and without what is no cause.

    >>> in_order(["", "moon", "moon", "cheese"], ["sun", "moon"])
    ('moon',)
    """
    return tuple(dict.fromkeys(cause_id for cause_id in causes if cause_id in known))[:MOST_CAUSES]
