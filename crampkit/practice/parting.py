"""How near two women are: in which answers they differ, whatever is asked of them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from crampkit.catalogue import Catalogue
from crampkit.practice.encounter import (
    SAFETY,
    everything_in,
    known_from,
    members_of,
    questions_by_kind,
    reveal,
)
from crampkit.reasoning.flags import rules_met


@dataclass(frozen=True)
class Apart:
    """The answers in which two women differ.

    `questions` are ids of findings and exclusive groups, `signs` of danger signs that differ for
    another reason than these. A sign that a rule raises or asks for because of one of the questions
    is the same answer once more, and is in `following`.
    """

    questions: tuple[str, ...]
    signs: tuple[str, ...]
    following: tuple[str, ...]

    @property
    def answers(self) -> int:
        """In how many answers they differ."""
        return len(self.questions) + len(self.signs)


def apart(catalogue: Catalogue, one: str, other: str) -> Apart:
    """The answers in which the women of two cases differ, of all that can be asked, in file order.

    Yes, no and "cannot say" are three answers. What a case does not list is answered "no", as it is
    when it is asked; of an exclusive group, as which week or which leg, what counts is which member
    is so, and the group is one question.

    >>> from crampkit.practice.toy import toy_cases
    >>> found = apart(toy_cases(), "ada", "cleo")
    >>> found.questions, found.signs
    (('night', 'side', 'peeling'), ('burn',))
    >>> apart(toy_cases(), "ada", "ada").answers
    0
    """
    first, second = (_answers(catalogue, case_id) for case_id in (one, other))
    questions = tuple(q for q in first if first[q] != second[q])
    signs = _signs_apart(catalogue, one, other)
    following = _because_of(catalogue, questions, one, other)
    return Apart(
        questions,
        tuple(sign for sign in signs if sign not in following),
        tuple(sign for sign in signs if sign in following),
    )


def _answers(catalogue: Catalogue, case_id: str) -> Mapping[str, str | bool | None]:
    """The answer to each question but the safety questions: yes, no, None, or the member that is so."""
    told: dict[str, str | bool | None] = {}
    for kind, questions in questions_by_kind(catalogue).items():
        for question_id in questions if kind != SAFETY else ():
            response = reveal(catalogue, case_id, question_id)
            so = [finding_id for finding_id, present in response.findings if present]
            of_group = question_id in catalogue.exclusive_members
            told[question_id] = so[0] if so and of_group else response.present
    return told


def _signs_apart(catalogue: Catalogue, one: str, other: str) -> tuple[str, ...]:
    first, second = (
        {row.flag_id: row.present for row in catalogue.revealed_by[case_id] if row.flag_id}
        for case_id in (one, other)
    )
    return tuple(f for f in catalogue.flags if first.get(f, False) != second.get(f, False))


def _because_of(
    catalogue: Catalogue, questions: tuple[str, ...], one: str, other: str
) -> frozenset[str]:
    """The signs to which a rule leads in one of the two alone, by an answer to one of the questions."""
    differing = {finding for q in questions for finding in members_of(catalogue, q)}
    first, second = (
        {
            rule
            for effect in ("raise", "ask_now")
            for rule in rules_met(
                catalogue, known_from(everything_in(catalogue, case_id)).findings, effect
            )
        }
        for case_id in (one, other)
    )
    return frozenset(
        rule.flag_id for rule in first ^ second if differing & {*rule.all_present, *rule.all_absent}
    )
