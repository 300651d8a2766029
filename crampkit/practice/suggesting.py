"""What stands ready to be asked next: the safety check first, then a usual round, alike for every woman."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import chain, zip_longest

from crampkit.catalogue import KINDS, LEVELS, Catalogue
from crampkit.practice.encounter import SAFETY, members_of, questions_by_kind

AT_ONCE = 3
"""So many questions that were not asked stand ready; the one asked last keeps its place beside them."""


def usual_round(catalogue: Catalogue) -> tuple[str, ...]:
    """Everything that is usually asked, in the order in which it is offered.

    The safety questions come first, then one of each kind in turn, the first level before the
    others. Nothing of it depends on the woman, so it tells nothing of her. Tests come last in a
    visit and are never offered unasked.

    >>> from crampkit.toy import toy_catalogue
    >>> usual_round(toy_catalogue())[:4]
    ('skin', 'eyes', 'heat', 'noon')
    """
    by_kind = questions_by_kind(catalogue)
    kinds = [
        sorted(
            (question_id for question_id in by_kind[kind] if is_usual(catalogue, question_id)),
            key=lambda question_id: _first_level(catalogue, question_id),
        )
        for kind in KINDS
        if kind != "test"
    ]
    in_turn = chain.from_iterable(zip_longest(*kinds))
    return (*by_kind[SAFETY], *(question_id for question_id in in_turn if question_id))


def is_usual(catalogue: Catalogue, question_id: str) -> bool:
    """Whether one of the findings that a question asks for is asked in every woman."""
    return any(
        catalogue.findings[member].level != "extended"
        for member in members_of(catalogue, question_id)
    )


def _first_level(catalogue: Catalogue, question_id: str) -> int:
    return min(
        LEVELS.index(catalogue.findings[member].level)
        for member in members_of(catalogue, question_id)
    )


def ask_next(catalogue: Catalogue, asked: Iterable[str]) -> tuple[str, ...]:
    """The questions that stand ready after these were asked, in their order.

    What was asked last stays in its place until the next is asked: it has the focus.

    >>> from crampkit.toy import toy_catalogue
    >>> toy = toy_catalogue()
    >>> ask_next(toy, []), ask_next(toy, ["skin"])
    (('skin', 'eyes', 'heat'), ('skin', 'eyes', 'heat', 'noon'))
    >>> ask_next(toy, ["skin", "heat"])
    ('eyes', 'heat', 'noon', 'side')
    """
    order = usual_round(catalogue)
    before: set[str] = set()
    ready = order[:AT_ONCE]
    for question_id in asked:
        left = [one for one in ready if one not in before]
        before.add(question_id)
        waiting = [one for one in order if one not in before and one not in left]
        room = AT_ONCE - len([one for one in left if one not in before])
        ready = (*left, *waiting[:room])
    return ready
