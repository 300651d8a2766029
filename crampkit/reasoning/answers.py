"""Answers: which questions they settle, and what cannot be true together."""

from __future__ import annotations

import math
from collections.abc import Mapping

from crampkit.catalogue import SUM_TOLERANCE, AuthorError, Catalogue
from crampkit.data import instead, shown

Answers = Mapping[str, bool]


class AnswerError(AuthorError):
    """The answers contradict each other, or name something that is not in the catalogue."""


def check_answer(name: str, present: bool | None) -> None:
    """Raise `AnswerError` where an answer is not yes, no or not asked: a text such as "no" is not.

    >>> check_answer("noon", "no")
    Traceback (most recent call last):
    ...
    crampkit.reasoning.answers.AnswerError: the answer to 'noon' is 'no'; use True, False or None (not asked)
    """
    if not (present is None or isinstance(present, bool)):
        raise AnswerError(
            f"the answer to '{name}' is {shown(repr(present))}; use True, False or None (not asked)"
        )


def check_answers(catalogue: Catalogue, answers: Answers) -> None:
    """Raise `AnswerError` where answers cannot all be true, or name an unknown finding.

    >>> from crampkit.toy import toy_catalogue
    >>> check_answers(toy_catalogue(), {"left": True, "right": True})
    Traceback (most recent call last):
    ...
    crampkit.reasoning.answers.AnswerError: 'left' and 'right' exclude each other; keep one
    """
    for finding_id in answers:
        if finding_id not in catalogue.findings:
            hint = instead(finding_id, catalogue.findings, "findings.csv")
            raise AnswerError(f"no finding '{finding_id}'{hint}")
    for group_id in {catalogue.findings[f].exclusive_group for f in answers} - {""}:
        members = catalogue.exclusive_members[group_id]
        present = [member for member in members if answers.get(member) is True]
        if len(present) > 1:
            raise AnswerError(f"'{present[0]}' and '{present[1]}' exclude each other; keep one")
        everything_absent = all(answers.get(member) is False for member in members)
        if everything_absent and not can_be_none(catalogue, group_id):
            raise AnswerError(f"one answer of '{group_id}' must hold; not all can be absent")


def other_answers(catalogue: Catalogue, finding_id: str) -> tuple[str, ...]:
    """The other answers of the question that a finding answers, which it rules out when present.

    >>> from crampkit.toy import toy_catalogue
    >>> other_answers(toy_catalogue(), "left"), other_answers(toy_catalogue(), "noon")
    (('right',), ())
    """
    members = catalogue.exclusive_members.get(catalogue.findings[finding_id].exclusive_group, ())
    return tuple(member for member in members if member != finding_id)


def with_answer(
    catalogue: Catalogue, answers: Answers, finding_id: str, present: bool | None
) -> dict[str, bool]:
    """The answers with one finding present, absent, or (None) not asked.

    A present answer replaces every other answer of its exclusive group and rules them out, so saying
    no to one of those changes nothing. Raises `AnswerError` when no answer of a group that needs one
    would be left.

    >>> from crampkit.toy import toy_catalogue
    >>> with_answer(toy_catalogue(), {"left": True}, "right", True)
    {'right': True}
    >>> with_answer(toy_catalogue(), {"left": True}, "right", False)
    {'left': True}
    """
    check_answer(finding_id, present)
    others = other_answers(catalogue, finding_id)
    changed = dict(answers)
    if present:
        changed = {f: answer for f, answer in changed.items() if f not in others}
    elif present is not None and any(changed.get(other) for other in others):
        return changed
    if present is None:
        changed.pop(finding_id, None)
    else:
        changed[finding_id] = present
    check_answers(catalogue, changed)
    return changed


def can_be_none(catalogue: Catalogue, group_id: str) -> bool:
    """Whether an exclusive group leaves room for 'none of these'.

    >>> from crampkit.toy import toy_catalogue
    >>> can_be_none(toy_catalogue(), "side")
    True
    """
    members = catalogue.exclusive_members[group_id]
    return math.fsum(catalogue.background[member] for member in members) < 1 - SUM_TOLERANCE


def answered_questions(catalogue: Catalogue, answers: Answers) -> Mapping[str, tuple[str, ...]]:
    """The questions that were answered, each with the findings that count for it.

    For an exclusive group that is its present member alone, or else all members said to be absent.

    >>> from crampkit.toy import toy_catalogue
    >>> answered_questions(toy_catalogue(), {"left": False, "right": True, "noon": True})
    {'noon': ('noon',), 'side': ('right',)}
    """
    questions: dict[str, tuple[str, ...]] = {}
    for finding_id in sorted(answers):
        group_id = catalogue.findings[finding_id].exclusive_group
        if not group_id:
            questions[finding_id] = (finding_id,)
        elif group_id not in questions:
            given = [m for m in catalogue.exclusive_members[group_id] if m in answers]
            present = tuple(member for member in given if answers[member])
            questions[group_id] = present or tuple(given)
    return dict(sorted(questions.items()))


def ruled_out(catalogue: Catalogue, answers: Answers) -> frozenset[str]:
    """Findings that cannot be present because another answer of their exclusive group is.

    >>> from crampkit.toy import toy_catalogue
    >>> sorted(ruled_out(toy_catalogue(), {"left": True}))
    ['right']
    """
    return frozenset(
        member
        for finding_id, present in answers.items()
        if present and (group_id := catalogue.findings[finding_id].exclusive_group)
        for member in catalogue.exclusive_members[group_id]
        if member != finding_id
    )
