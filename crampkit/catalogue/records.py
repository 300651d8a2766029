"""The `Catalogue` that holds the rows of all the files, and the error that names every problem in them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from crampkit.catalogue.tables import (
    SOMETHING_ELSE,
    Beside,
    CaseFinding,
    Cause,
    CauseRegion,
    Claim,
    DiagnosticAccuracy,
    Example,
    Feature,
    Finding,
    FlagRule,
    Group,
    Lesson,
    LocalEntry,
    ManagementItem,
    Measurement,
    NextDay,
    Objective,
    Observation,
    Option,
    Pair,
    PracticeCase,
    Question,
    RedFlag,
    Region,
    Review,
    RunStep,
    SafetyPhrase,
    SafetyQuestion,
    Source,
    Task,
    Term,
    TestCost,
    Thought,
    Trial,
)
from crampkit.languages import ENGLISH, Language

if TYPE_CHECKING:
    from crampkit.data import Problem


def _nothing() -> Mapping[str, Any]:
    return MappingProxyType({})


@dataclass(frozen=True)
class Catalogue:
    """All of the content, frozen, each table as a mapping from id to row in file order."""

    causes: Mapping[str, Cause]
    findings: Mapping[str, Finding]
    features: Mapping[tuple[str, str], Feature]
    groups: Mapping[str, Group] = field(default_factory=_nothing)
    safety_questions: Mapping[str, SafetyQuestion] = field(default_factory=_nothing)
    phrases: Mapping[str, SafetyPhrase] = field(default_factory=_nothing)
    flags: Mapping[str, RedFlag] = field(default_factory=_nothing)
    rules: tuple[FlagRule, ...] = ()
    sources: Mapping[str, Source] = field(default_factory=_nothing)
    local: Mapping[str, LocalEntry] = field(default_factory=_nothing)
    management: Mapping[str, ManagementItem] = field(default_factory=_nothing)
    trials: Mapping[str, Trial] = field(default_factory=_nothing)
    epidemiology: Mapping[str, Observation] = field(default_factory=_nothing)
    measurements: Mapping[str, Measurement] = field(default_factory=_nothing)
    test_accuracy: Mapping[str, DiagnosticAccuracy] = field(default_factory=_nothing)
    glossary: Mapping[str, Term] = field(default_factory=_nothing)
    examples: Mapping[str, Example] = field(default_factory=_nothing)
    lessons: Mapping[str, Lesson] = field(default_factory=_nothing)
    tasks: Mapping[tuple[str, str], Task] = field(default_factory=dict)
    claims: Mapping[str, Claim] = field(default_factory=_nothing)
    questions: Mapping[str, Question] = field(default_factory=_nothing)
    options: Mapping[tuple[str, str], Option] = field(default_factory=dict)
    regions: Mapping[str, Region] = field(default_factory=_nothing)
    cause_regions: Mapping[tuple[str, str, str], CauseRegion] = field(default_factory=dict)
    cases: Mapping[str, PracticeCase] = field(default_factory=_nothing)
    case_findings: tuple[CaseFinding, ...] = ()
    test_costs: Mapping[str, TestCost] = field(default_factory=_nothing)
    pairs: Mapping[str, Pair] = field(default_factory=_nothing)
    next_days: Mapping[tuple[str, str], NextDay] = field(default_factory=dict)
    beside: Mapping[tuple[str, str], Beside] = field(default_factory=dict)
    thoughts: Mapping[tuple[str, str], Thought] = field(default_factory=dict)
    objectives: Mapping[str, Objective] = field(default_factory=_nothing)
    reviews: Mapping[str, Review] = field(default_factory=_nothing)
    run_sheets: Mapping[tuple[str, str], RunStep] = field(default_factory=dict)
    text: Mapping[str, str] = field(default_factory=_nothing)
    warnings: tuple[str, ...] = ()
    language: Language = ENGLISH
    """That of `text`; the other tables are in English."""

    @cached_property
    def background(self) -> Mapping[str, float]:
        """How common each finding is in a pregnant woman with leg cramps from none of the causes."""
        return MappingProxyType(
            {finding_id: finding.background for finding_id, finding in self.findings.items()}
        )

    @cached_property
    def probability(self) -> Mapping[str, Mapping[str, float]]:
        """For each finding, how common it is with each cause that lists it."""
        listed: dict[str, dict[str, float]] = {finding_id: {} for finding_id in self.findings}
        for (cause_id, finding_id), feature in self.features.items():
            listed[finding_id][cause_id] = feature.probability
        return MappingProxyType({f: MappingProxyType(pairs) for f, pairs in listed.items()})

    @cached_property
    def exclusive_members(self) -> Mapping[str, tuple[str, ...]]:
        """The findings of each exclusive group, in file order."""
        members: dict[str, list[str]] = {}
        for finding_id, finding in self.findings.items():
            if finding.exclusive_group:
                members.setdefault(finding.exclusive_group, []).append(finding_id)
        return MappingProxyType({group_id: tuple(ids) for group_id, ids in members.items()})

    @cached_property
    def pretest(self) -> Mapping[str, float]:
        """The relative weight of each row before anything is asked; judged."""
        return MappingProxyType(
            {cause_id: cause.pretest for cause_id, cause in self.causes.items()}
        )

    @cached_property
    def questions_of_flags(self) -> Mapping[str, tuple[str, ...]]:
        """The flags that each question of the safety check asks for, in file order."""
        return MappingProxyType(
            {
                question_id: tuple(
                    flag_id
                    for flag_id, flag in self.flags.items()
                    if flag.question_id == question_id and flag.tier != "look_alike"
                )
                for question_id in self.safety_questions
            }
        )

    @cached_property
    def phrases_of(self) -> Mapping[str, tuple[SafetyPhrase, ...]]:
        """What is said aloud under each question of the safety check, in file order."""
        return MappingProxyType(
            {
                question_id: tuple(
                    phrase for phrase in self.phrases.values() if phrase.question_id == question_id
                )
                for question_id in self.safety_questions
            }
        )

    @cached_property
    def options_of(self) -> Mapping[str, tuple[Option, ...]]:
        """The options of each question, in file order."""
        options: dict[str, list[Option]] = {question_id: [] for question_id in self.questions}
        for option in self.options.values():
            options[option.question_id].append(option)
        return MappingProxyType({question_id: tuple(own) for question_id, own in options.items()})

    @cached_property
    def revealed_by(self) -> Mapping[str, tuple[CaseFinding, ...]]:
        """What can be found out about the woman of each case, in file order."""
        rows: dict[str, list[CaseFinding]] = {case_id: [] for case_id in self.cases}
        for row in self.case_findings:
            rows[row.case_id].append(row)
        return MappingProxyType({case_id: tuple(own) for case_id, own in rows.items()})

    def tasks_of(self, lesson_id: str) -> tuple[Task, ...]:
        """What a lesson sets to try with its toggles, in file order."""
        return tuple(task for task in self.tasks.values() if task.lesson_id == lesson_id)

    def questions_at(self, lesson_id: str, place: str) -> tuple[Question, ...]:
        """The questions of one place of a lesson, in file order."""
        return tuple(
            question
            for question in self.questions.values()
            if (question.lesson_id, question.place) == (lesson_id, place)
        )

    def limited_to(self, cause_ids: Iterable[str]) -> Catalogue:
        """The same catalogue with these causes and *something else* alone; findings and flags stay.

        A cause's evidence rests on a fixed background, so leaving others out changes none of it.
        """
        kept = {*cause_ids, SOMETHING_ELSE}
        return replace(
            self,
            causes=MappingProxyType({c: cause for c, cause in self.causes.items() if c in kept}),
            features=MappingProxyType(
                {pair: feature for pair, feature in self.features.items() if pair[0] in kept}
            ),
        )

    def question_of(self, finding_id: str) -> str:
        """The question a finding answers: its exclusive group, or the finding itself."""
        return self.findings[finding_id].exclusive_group or finding_id

    def question_label(self, question_id: str) -> str:
        """What is asked, as the learner reads it."""
        if question_id in self.groups:
            return self.groups[question_id].label
        return self.findings[question_id].label


class PlainError(Exception):
    """An error whose sentence is all that a notebook shows: no traceback helps whoever mends it."""

    def _render_traceback_(self) -> list[str]:
        """What a notebook shows."""
        return str(self).splitlines()


class AuthorError(PlainError, ValueError):
    """What was asked for is not in the tables, or is not enough; says what to change in a cell or a table."""


class CatalogueError(AuthorError):
    """The files cannot be used; `problems` has every reason."""

    def __init__(self, problems: Iterable[Problem], heading: str = "") -> None:
        self.problems = tuple(problems)
        count = len(self.problems)
        in_data = "1 problem in the data:" if count == 1 else f"{count} problems in the data:"
        super().__init__("\n".join([heading or in_data, *map(str, self.problems)]))
