"""What a decision about a woman is worth, and what kind of miss it is."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from crampkit.catalogue import REFER_TIERS, PracticeCase

MISSES = (
    "missed_urgent",
    "too_slow",
    "needless_urgent",
    "wrong_cause",
    "one_of_two",
    "too_sure_too_soon",
    "needless_doubt",
)
"""The kinds of miss, the costliest first."""


@dataclass(frozen=True)
class Judgement:
    """Whether a decision is right; where it is not, `miss` is one of `MISSES`.

    `also` tells that it is not the answer that was written, and as safe.
    """

    right: bool
    miss: str
    also: bool = False


def judge(
    case: PracticeCase, answer: str, cause_ids: Collection[str], how_fast: str, needed: str
) -> Judgement:
    """Compare a decision with the one that was written for the case.

    `how_fast` is the tier the learner refers with, `needed` the most urgent one among the woman's dangers.
    To refer sooner than needed is right; to refer later than needed is a miss of its own. To name a
    wrong cause beside a right one is a wrong cause. An answer that the case also accepts is right.

    >>> from crampkit.practice.toy import toy_case
    >>> judge(toy_case(answer="refer", flag_ids=("burn",)), "causes", ("sun",), "", "today")
    Judgement(right=False, miss='missed_urgent', also=False)
    >>> judge(toy_case(cause_ids=("sun", "moon")), "causes", ("moon",), "", "")
    Judgement(right=False, miss='one_of_two', also=False)
    >>> judge(toy_case(also_accepted=("refer",)), "refer", (), "today", "")
    Judgement(right=True, miss='', also=True)
    """
    if answer in case.also_accepted:
        return Judgement(True, "", also=True)
    miss = _miss(case, answer, set(cause_ids), how_fast, needed)
    return Judgement(not miss, miss)


def _miss(case: PracticeCase, answer: str, cause_ids: set[str], how_fast: str, needed: str) -> str:
    if case.answer == "refer" and answer != "refer":
        return "missed_urgent"
    if answer == "refer":
        if case.answer != "refer":
            return "needless_urgent"
        return "too_slow" if _later(how_fast, needed) else ""
    if case.answer == "cannot_tell":
        return "" if answer == "cannot_tell" else "too_sure_too_soon"
    if answer == "cannot_tell":
        return "needless_doubt"
    if answer != case.answer:
        return "wrong_cause"
    right = set(case.cause_ids)
    if cause_ids == right:
        return ""
    return "one_of_two" if cause_ids < right else "wrong_cause"


def _later(how_fast: str, needed: str) -> bool:
    """Whether a tier is less urgent than another; no tier at all is the least urgent."""

    def place(tier: str) -> int:
        return REFER_TIERS.index(tier) if tier in REFER_TIERS else len(REFER_TIERS)

    return place(how_fast) > place(needed)
