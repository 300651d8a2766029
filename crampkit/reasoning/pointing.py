"""Where a woman points on the body, and which answers that gives."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field

from crampkit.catalogue import Catalogue
from crampkit.reasoning.answers import Answers, other_answers, with_answer

Place = tuple[str, str]
"""A part of the body and her side of it: ("calf", "left")."""


@dataclass(frozen=True)
class Setting:
    """A finding that pointing asks to be answered Yes, and how the case has it now.

    `status` is "yes", "no" (answered so elsewhere), "other" (another answer of its question was
    given) or "open" (taken back elsewhere).
    """

    finding_id: str
    status: str


@dataclass(frozen=True)
class Pointed:
    """The places that are picked, and which answers are there because of them.

    `own` has each finding that was answered so, with the answers that had to make room for it. Only
    these are ever taken back; what was answered elsewhere stays, and is told.
    """

    picked: frozenset[Place] = frozenset()
    own: Mapping[str, Answers] = field(default_factory=dict)


def places(catalogue: Catalogue) -> tuple[Place, ...]:
    """Every part with each of its sides, in file order of the parts."""
    sides: dict[str, dict[str, None]] = {}
    for region in catalogue.regions.values():
        sides.setdefault(region.part, {})[region.side] = None
    return tuple((part, side) for part, own in sides.items() for side in own)


def findings_pointed_at(catalogue: Catalogue, picked: Collection[Place]) -> tuple[str, ...]:
    """The findings that are present in a woman who points at these places, in file order.

    Places with the same `both_sides` and `one_side` count together, so that the left calf and the
    right foot are both legs.
    """
    wanted: dict[str, None] = {}
    sides: dict[tuple[tuple[str, ...], tuple[str, ...]], set[str]] = {}
    for region in catalogue.regions.values():
        if (region.part, region.side) in picked:
            wanted.update(dict.fromkeys(region.finding_ids))
            if region.side != "middle":
                sides.setdefault((region.both_sides, region.one_side), set()).add(region.side)
    for (both, one), touched in sides.items():
        wanted.update(dict.fromkeys(both if len(touched) == 2 else one))
    return tuple(finding_id for finding_id in catalogue.findings if finding_id in wanted)


def settings(
    catalogue: Catalogue, answers: Answers, picked: Collection[Place]
) -> tuple[Setting, ...]:
    """What the places picked ask to be answered Yes, and how the answers have it."""
    return tuple(
        Setting(finding_id, status(catalogue, answers, finding_id))
        for finding_id in findings_pointed_at(catalogue, picked)
    )


def status(catalogue: Catalogue, answers: Answers, finding_id: str) -> str:
    """How the answers have a finding, as in `Setting`.

    >>> from crampkit.toy import toy_catalogue
    >>> [status(toy_catalogue(), {"left": True, "noon": False}, f)
    ...  for f in ("left", "right", "noon", "heat")]
    ['yes', 'other', 'no', 'open']
    """
    if finding_id in answers:
        return "yes" if answers[finding_id] else "no"
    others = other_answers(catalogue, finding_id)
    return "other" if any(answers.get(other) for other in others) else "open"


def pick(
    catalogue: Catalogue, answers: Answers, pointed: Pointed, picked: Collection[Place]
) -> tuple[Pointed, tuple[tuple[str, bool | None], ...]]:
    """What is pointed at once just these places are picked, and what that changes, in this order.

    A change is a finding with its new answer; None takes it back. What the earlier places alone had
    set is taken back first, and what had to make room comes back; then each finding that is newly
    pointed at is answered Yes, if its question is open.
    """
    before = findings_pointed_at(catalogue, pointed.picked)
    wanted = findings_pointed_at(catalogue, picked)
    known, own = dict(answers), dict(pointed.own)
    changes: list[tuple[str, bool | None]] = []
    for finding_id in [f for f in own if f not in wanted]:
        for back, answer in ((finding_id, None), *own.pop(finding_id).items()):
            changes.append((back, answer))
            known = with_answer(catalogue, known, back, answer)
    for finding_id in wanted:
        if finding_id not in before and status(catalogue, known, finding_id) == "open":
            others = other_answers(catalogue, finding_id)
            own[finding_id] = {other: known[other] for other in others if other in known}
            changes.append((finding_id, True))
            known = with_answer(catalogue, known, finding_id, True)
    return Pointed(frozenset(picked), own), tuple(changes)


def after_changes_elsewhere(pointed: Pointed, answers: Answers) -> Pointed:
    """What is pointed at once the answers were changed by something else.

    An answer that was taken back elsewhere is no longer the map's. When nothing that it had set is
    left, as after a new start, the places are let go of too.
    """
    left = {finding_id: room for finding_id, room in pointed.own.items() if answers.get(finding_id)}
    return Pointed(frozenset() if pointed.own and not left else pointed.picked, left)
