"""Random states of the explorer, and all that is reckoned of them: the same text runs in both Pythons.

It needs only what travels to a page, and draws with `random()` alone, which every Python draws alike.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from random import Random
from typing import Any

from crampkit.catalogue import Catalogue
from crampkit.catalogue.travelling import from_json
from crampkit.reasoning import (
    BY_FIT,
    BY_LIKELIHOOD,
    can_be_none,
    differential,
    next_question,
    robustness,
    what_would_change,
)

MOST_ANSWERS = 8


@dataclass(frozen=True)
class State:
    """What one seed draws."""

    answers: dict[str, bool]
    flags: dict[str, bool] = field(default_factory=dict)
    looked: tuple[str, ...] = ()
    pretest: dict[str, float] = field(default_factory=dict)


def state_of(catalogue: Catalogue, seed: int) -> State:
    """By turns a state without flags, with some ticked, and with all denied or looked for."""
    chance = Random(seed)
    questions = list(dict.fromkeys(map(catalogue.question_of, catalogue.findings)))
    cause_id = some(chance, catalogue.causes, 1)[0]
    answers: dict[str, bool] = {}
    for question_id in some(chance, questions, below(chance, MOST_ANSWERS + 1)):
        answers |= answer_to(catalogue, question_id, cause_id, chance)
    pretest = {
        cause_id: round(10 ** (4 * chance.random() - 2), 6)
        for cause_id in catalogue.causes
        if seed % 4 == 0 and chance.random() < 0.5
    }
    all_flags = list(catalogue.flags)
    if seed % 3 == 1:
        flags = {f: chance.random() < 0.3 for f in some(chance, all_flags, 1 + below(chance, 6))}
        return State(answers, flags, (), pretest)
    if seed % 3 == 2:
        looked = some(chance, all_flags, below(chance, len(all_flags) // 2))
        flags = {flag_id: False for flag_id in all_flags if flag_id not in looked}
        return State(answers, flags, tuple(looked), pretest)
    return State(answers, pretest=pretest)


def answer_to(
    catalogue: Catalogue, question_id: str, cause_id: str, chance: Random
) -> dict[str, bool]:
    """Present or absent as with this cause, or some answers of an exclusive group ruled out."""
    members = catalogue.exclusive_members.get(question_id)
    if members is None:
        background = catalogue.background[question_id]
        likely = catalogue.probability[question_id].get(cause_id, background)
        return {question_id: chance.random() < likely}
    if chance.random() < 0.5:
        return {members[below(chance, len(members))]: True}
    most = len(members) if can_be_none(catalogue, question_id) else len(members) - 1
    return dict.fromkeys(some(chance, members, 1 + below(chance, most)), False)


def below(chance: Random, limit: int) -> int:
    return int(chance.random() * limit)


def some(chance: Random, things: Any, count: int) -> list[str]:
    """So many of some things, in any order."""
    left = list(things)
    return [left.pop(below(chance, len(left))) for _ in range(min(count, len(left)))]


def reckoned(catalogue: Catalogue, seed: int) -> dict[str, Any]:
    """What a learner is told of a state at once."""
    state = state_of(catalogue, seed)
    found = differential(catalogue, state.answers, state.flags, state.pretest, None, state.looked)
    following = next_question(catalogue, state.answers, state.flags, state.pretest)
    return {
        "state": [state.answers, state.flags, state.looked, state.pretest],
        "fit": {row.cause_id: row.fit for row in found.ranking},
        "likelihood": {row.cause_id: row.likelihood for row in found.ranking},
        "by fit": [row.cause_id for row in found.ordered(BY_FIT)],
        "by likelihood": [row.cause_id for row in found.ordered(BY_LIKELIHOOD)],
        "flags": [found.red_flags, found.refer, found.ask_now],
        "verdict": [found.verdict, found.none_fits, sorted(found.named)],
        "next": following and vars(following),
    }


def looked_ahead(catalogue: Catalogue, seed: int) -> dict[str, Any]:
    """What takes longer: how well the leader holds, and what would change it."""
    state = state_of(catalogue, seed)
    told: dict[str, Any] = {}
    for mode in (BY_FIT, BY_LIKELIHOOD):
        change = what_would_change(catalogue, state.answers, mode, state.pretest)
        told[f"change by {mode}"] = change and vars(change)
        told[f"holds by {mode}"] = robustness(catalogue, state.answers, mode, state.pretest)
    return told


def answer(given: str) -> str:
    """All that is reckoned of these seeds, as JSON; `given` holds them, and the catalogue as it travels."""
    asked = json.loads(given)
    catalogue = from_json(asked["catalogue"])
    told = {
        "at once": {seed: reckoned(catalogue, seed) for seed in range(asked["states"])},
        "ahead": {seed: looked_ahead(catalogue, seed) for seed in range(asked["ahead"])},
    }
    return json.dumps(told)
