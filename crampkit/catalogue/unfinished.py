"""What is still to be written: a cell that says `TODO:` keeps its place in a set that can be used.

A lesson under way opens and says that it is not finished; a cause under way is ranked in its own lesson
alone, because its numbers are stand-ins. A woman, a question, a finding, an example, a task, a term or a
comparison under way is given to no learner. A danger
sign under way is asked for and holds the ranking back like any other, and says what is safe meanwhile.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from types import MappingProxyType
from typing import Any, TypeVar

from crampkit.catalogue.records import Catalogue
from crampkit.catalogue.tables import (
    SOMETHING_ELSE,
    Cause,
    CauseRegion,
    Claim,
    Feature,
    Lesson,
    ManagementItem,
    RedFlag,
    SafetyPhrase,
)

Row = TypeVar("Row", RedFlag, SafetyPhrase)

TODO = "TODO:"
"""Begins what is to be written where it stands."""


def waits(row: object) -> bool:
    """Whether a row has a cell that is still to be written."""
    return any(isinstance(value, str) and TODO in value for value in vars(row).values())


def unfinished_causes(catalogue: Catalogue) -> frozenset[str]:
    """The causes whose row, or one of whose numbers, is still to be written.

    >>> from crampkit.toy import toy_catalogue
    >>> unfinished_causes(toy_catalogue())
    frozenset()
    """
    rows: tuple[Cause | Feature, ...] = (
        *catalogue.causes.values(),
        *catalogue.features.values(),
    )
    return frozenset(row.cause_id for row in rows if waits(row)) - {SOMETHING_ELSE}


def is_unfinished(catalogue: Catalogue, lesson_id: str) -> bool:
    """Whether a lesson shows something that is still to be written.

    Its own rows alone are looked at: a browser asks this while a learner waits for the page.
    """
    lesson = catalogue.lessons[lesson_id]
    return lesson.look_alike == SOMETHING_ELSE or any(map(waits, _rows_of(catalogue, lesson)))


def _rows_of(catalogue: Catalogue, lesson: Lesson) -> Iterator[object]:
    if lesson.cause_id:
        yield catalogue.causes[lesson.cause_id]
    if lesson.example_id:
        yield catalogue.examples[lesson.example_id]
    tables: tuple[Mapping[Any, Feature | Claim | ManagementItem | CauseRegion], ...] = (
        *(catalogue.features, catalogue.claims, catalogue.management, catalogue.cause_regions),
    )
    for table in tables:
        yield from (row for row in table.values() if row.cause_id == lesson.cause_id)
    for question_id, question in catalogue.questions.items():
        if question.lesson_id == lesson.lesson_id:
            yield question
            yield from catalogue.options_of[question_id]


def unfinished_questions(catalogue: Catalogue) -> frozenset[str]:
    """The questions that are still to be written, or one of whose options is.

    >>> from crampkit.practice.toy import toy_questions
    >>> unfinished_questions(toy_questions())
    frozenset()
    """
    options = {option.question_id for option in catalogue.options.values() if waits(option)}
    return frozenset(q for q, row in catalogue.questions.items() if q in options or waits(row))


def unfinished_findings(catalogue: Catalogue) -> frozenset[str]:
    """The findings that are still to be written.

    >>> from crampkit.toy import toy_catalogue
    >>> unfinished_findings(toy_catalogue())
    frozenset()
    """
    return frozenset(f for f, finding in catalogue.findings.items() if waits(finding))


def unfinished_cases(catalogue: Catalogue) -> frozenset[str]:
    """The women to practise on who are still to be written, or one of whose answers, findings or causes is.

    A cause or a finding that is not in the catalogue, as in a `finished` one, counts as not written.

    >>> from crampkit.practice.toy import toy_cases
    >>> unfinished_cases(toy_cases())
    frozenset()
    """
    written = set(catalogue.causes) - unfinished_causes(catalogue)
    asked = set(catalogue.findings) - unfinished_findings(catalogue)
    answers = {
        row.case_id
        for row in catalogue.case_findings
        if waits(row) or (row.finding_id and row.finding_id not in asked)
    }
    return frozenset(
        case_id
        for case_id, case in catalogue.cases.items()
        if case_id in answers or waits(case) or not written.issuperset(case.cause_ids)
    )


SAID_OF_A_SIGN = {
    "label": "unfinished.sign.label",
    "could_be": "unfinished.sign.could_be",
    "urgency": "unfinished.sign.urgency",
    "action": "unfinished.sign.action",
}
"""The sentence of the interface that stands in each column of a danger sign while it is to be written."""

SAID_OF_A_PHRASE = {"label": "unfinished.phrase.label"}


def with_signs_to_act_on(catalogue: Catalogue) -> Catalogue:
    """The same catalogue, in which every danger sign says what to do, also one that is not written yet.

    None is left out: a sign that is ticked holds the ranking back, however little is written of it.
    """
    flags = {f: flag for f, flag in catalogue.flags.items() if waits(flag)}
    phrases = {p: phrase for p, phrase in catalogue.phrases.items() if waits(phrase)}
    if not flags and not phrases:
        return catalogue
    said = {f: _said(catalogue, flag, f, SAID_OF_A_SIGN) for f, flag in flags.items()}
    asked = {p: _said(catalogue, phrase, p, SAID_OF_A_PHRASE) for p, phrase in phrases.items()}
    return replace(
        catalogue,
        flags=MappingProxyType({**catalogue.flags, **said}),
        phrases=MappingProxyType({**catalogue.phrases, **asked}),
    )


def _said(catalogue: Catalogue, row: Row, name: str, sentences: Mapping[str, str]) -> Row:
    told: dict[str, Any] = {
        column: catalogue.text[key].replace("{sign}", name)
        for column, key in sentences.items()
        if TODO in getattr(row, column)
    }
    return replace(row, **told)


def finished(catalogue: Catalogue) -> Catalogue:
    """The same catalogue without what is to be written, and with all signs as they can be acted on."""
    catalogue = with_signs_to_act_on(catalogue)
    if waiting := unfinished_causes(catalogue):
        catalogue = catalogue.limited_to([c for c in catalogue.causes if c not in waiting])
    return but_for_unfinished(catalogue)


def but_for_unfinished(catalogue: Catalogue) -> Catalogue:
    """The same catalogue without the findings, and without what is of use by itself, to be written."""
    if any(waits(row) for table in _given(catalogue).values() for row in table.values()):
        written: dict[str, Any] = {
            name: _written(table) for name, table in _given(catalogue).items()
        }
        catalogue = replace(catalogue, **written)
    return _without_findings(catalogue, unfinished_findings(catalogue))


def _given(catalogue: Catalogue) -> Mapping[str, Mapping[Any, object]]:
    """The tables, by their names in the catalogue, of which each row is of use without the others."""
    names = ("examples", "glossary", "tasks", "pairs", "next_days", "thoughts", "beside")
    return {name: getattr(catalogue, name) for name in names}


def _written(table: Mapping[Any, Any]) -> Mapping[Any, Any]:
    return MappingProxyType({key: row for key, row in table.items() if not waits(row)})


def _without_findings(catalogue: Catalogue, left_out: frozenset[str]) -> Catalogue:
    """The same catalogue, in which nobody is asked for some findings, and nothing rests on them."""
    if not left_out:
        return catalogue

    def asked(finding_ids: tuple[str, ...]) -> tuple[str, ...]:
        return tuple(one for one in finding_ids if one not in left_out)

    return replace(
        catalogue,
        findings=_but_for(catalogue.findings, left_out.__contains__),
        features=_but_for(catalogue.features, lambda pair: pair[1] in left_out),
        test_costs=_but_for(catalogue.test_costs, left_out.__contains__),
        rules=tuple(
            rule
            for rule in catalogue.rules
            if not left_out.intersection((*rule.all_present, *rule.all_absent))
        ),
        examples=MappingProxyType(
            {
                key: replace(row, present=asked(row.present), absent=asked(row.absent))
                for key, row in catalogue.examples.items()
            }
        ),
        thoughts=_but_for(catalogue.thoughts, lambda key: key[1] in left_out),
        pairs=MappingProxyType(
            {key: row for key, row in catalogue.pairs.items() if row.finding_id not in left_out}
        ),
        tasks=MappingProxyType(
            {
                key: row
                for key, row in catalogue.tasks.items()
                if not left_out.intersection((*row.present, *row.absent, *row.not_asked))
            }
        ),
    )


def _but_for(table: Mapping[Any, Any], left_out: Callable[[Any], bool]) -> Mapping[Any, Any]:
    return MappingProxyType({key: row for key, row in table.items() if not left_out(key)})
