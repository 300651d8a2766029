"""From shown to alone: who is shown, and how much of the next cases is done for the learner."""

from __future__ import annotations

from collections.abc import Collection

from crampkit.catalogue import Catalogue, Thought
from crampkit.practice.encounter import CaseCommitment, is_question

STAGES = ("worked", "last_steps", "safety_done", "alone")
"""A worked example; the last steps left to the learner; all but the safety check; alone."""
SURE_ENOUGH = 80
"""Who is right, and so sure, needs no more to be shown."""


def shown_women(catalogue: Catalogue) -> tuple[str, ...]:
    """The women of the stages before the last, in the order in which an expert thinks about them."""
    women = tuple(dict.fromkeys(case_id for case_id, _ in catalogue.thoughts))
    return women[: len(STAGES) - 1]


def thoughts_on(catalogue: Catalogue, case_id: str) -> tuple[Thought, ...]:
    """What the expert thinks about a woman, step by step."""
    return tuple(t for t in catalogue.thoughts.values() if t.case_id == case_id)


def first_stage(catalogue: Catalogue, decided: Collection[str]) -> int:
    """The stage at which a learner begins who has decided on these women.

    >>> from crampkit.practice.toy import toy_cases
    >>> from dataclasses import replace
    >>> thoughts = {(c, "noon"): Thought(c, "noon", "Noon?") for c in ("ada", "ben", "dora")}
    >>> toy = replace(toy_cases(), thoughts=thoughts)
    >>> [first_stage(toy, decided) for decided in ((), ("ben",), ("ben", "dora"), ("dora",))]
    [0, 2, 3, 3]
    """
    women = shown_women(catalogue)
    met = [stage for stage, case_id in enumerate(women) if case_id in decided]
    return met[-1] + 1 if met else (0 if len(women) == len(STAGES) - 1 else len(STAGES) - 1)


def next_stage(stage: int, commitment: CaseCommitment | None) -> int:
    """The stage after this one; who was right and sure works alone from here on.

    >>> next_stage(0, None)
    1
    """
    if commitment and commitment.right and commitment.sure >= SURE_ENOUGH:
        return len(STAGES) - 1
    return stage + 1


def asked_already(catalogue: Catalogue, case_id: str, stage: int) -> tuple[str, ...]:
    """The questions that are asked for the learner at a stage: the safety check, and in the one before
    it what the expert asked, too.
    """
    if STAGES[stage] == "alone":
        return ()
    asked = [*catalogue.safety_questions]
    if STAGES[stage] != "safety_done":
        asked += [t.step for t in thoughts_on(catalogue, case_id) if is_question(catalogue, t.step)]
    return tuple(dict.fromkeys(asked))
