"""What the rows become: frozen records, and the `Catalogue` that holds them all."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from crampkit.data import Problem

SOMETHING_ELSE = "something_else"
"""The row for every cause that is not on the list. It is obligatory and has no findings of its own."""

KINDS = ("history", "timing", "location", "examination", "test")
LEVELS = ("first", "core", "extended")
BASES = ("published", "expert_judgement", "seed")
"""What a number rests on, the strongest first: a study, our judgement, a claim of the seed article."""
STRENGTHS = ("strong", "moderate", "weak", "very_weak", "none")
TIERS = ("now", "today", "soon", "look_alike")
"""How fast to act on a flag, the most urgent first."""
REFER_TIERS = TIERS[:3]

PLACES = ("first_thought", "guess", "check", "drill")
"""Where a lesson asks a question: before all else, in its midst, at its end, or as one of many."""
QUESTION_KINDS = ("single", "multiple", "order", "script")
"""One right option, several, options in their right order, or how a new finding moves a thought."""
SCRIPT_STEPS = ("-2", "-1", "0", "1", "2")
"""From "much less likely" to "much more likely", the answers to a script-concordance question."""

FIGURES = ("calcium_balance", "vein_pressure", "calcium_parts")
"""The figures of the lessons that are drawn from measurements.csv."""
PERIODS = ("not_pregnant", "trimester_1", "trimester_2", "trimester_3", "after_birth")
POSITIONS = ("flat", "tilted", "left_side", "standing")
DRAWN = "drawn"
"""A series of measurements.csv whose name begins so holds steps of a drawing, not measurements."""

OUTCOME_KINDS = (
    *("no_cramps", "fewer_cramps", "less_pain", "cramp_count", "pain_score"),
    *("vein_symptoms", "swelling"),
)
"""Kinds of outcome of a trial: those of one kind share a panel, and none is added up with another."""
CONTROLS = ("placebo", "other", "nothing")
"""What a trial compared with: a dummy that looks alike, another treatment, or no treatment."""
EFFECT_TYPES = ("RR", "MD")
"""Risk ratio, whose "no difference" is 1, and mean difference, whose "no difference" is 0."""

VIEWS = ("front", "back")
"""The two drawings of the body map."""
SIDES = ("left", "right", "middle")
"""Her own left and right, not those of the picture."""
MARKS = ("felt", "seen")
MARKED_SIDES = ("both", "one", "either", "middle")
"""Both sides at once; always the same one; either or both; a place that has no sides."""

CASE_ANSWERS = ("causes", "something_else", "cannot_tell", "refer")
"""What the right answer to a practice case can be."""
ALSO_ACCEPTED = CASE_ANSWERS[1:]
"""What may be accepted beside the written answer; a cause would have to be named."""
CASE_KINDS = (
    *("typical", "atypical", "ordinary", "two_causes"),
    *("cannot_tell", "none_of_them", "urgent"),
)
"""Why a case is in the set: `ordinary` ones need reassurance with a safety net and no referral."""

SUM_TOLERANCE = 1e-9


@dataclass(frozen=True)
class Cause:
    cause_id: str
    label: str
    short_label: str
    seed_says: str
    evidence_says: str
    strength: str
    pretest: float
    low: float | None
    high: float | None
    basis: str
    source_ids: tuple[str, ...]
    note: str = ""
    needs: tuple[str, ...] = ()
    """Findings of which one must be present before the cause is named as the one that fits."""


@dataclass(frozen=True)
class Finding:
    """Something to ask, see or test.

    `general` facts (week, side, parity) are true of many women and name no cause by themselves.
    `words` are women's own, for the search box. `then_ask` are findings owed an answer once this
    one is present.
    """

    finding_id: str
    label: str
    kind: str
    level: str
    background: float
    low: float | None = None
    high: float | None = None
    basis: str = "expert_judgement"
    source_ids: tuple[str, ...] = ()
    overlap_group: str = ""
    exclusive_group: str = ""
    check: str = ""
    note: str = ""
    general: bool = False
    words: tuple[str, ...] = ()
    then_ask: tuple[str, ...] = ()


@dataclass(frozen=True)
class Feature:
    """How common one finding is with one cause."""

    cause_id: str
    finding_id: str
    probability: float
    low: float | None = None
    high: float | None = None
    basis: str = "expert_judgement"
    source_ids: tuple[str, ...] = ()
    note: str = ""


@dataclass(frozen=True)
class Group:
    """Findings that repeat each other (`overlap`), or answers to one question (`exclusive`)."""

    group_id: str
    kind: str
    label: str


@dataclass(frozen=True)
class SafetyQuestion:
    question_id: str
    label: str
    check: str = ""


@dataclass(frozen=True)
class SafetyPhrase:
    """One thing said aloud under a safety question, and the flags to tick when the answer is yes."""

    phrase_id: str
    question_id: str
    label: str
    flag_ids: tuple[str, ...]


@dataclass(frozen=True)
class RedFlag:
    """A danger sign or look-alike.

    `look` says in one sentence how to look for it. `more_urgent` are the flags for when it is worse
    than its own tier says. An answer to a `private` flag is never kept, copied or printed.
    """

    flag_id: str
    label: str
    could_be: str
    tier: str
    urgency: str
    action: str
    question_id: str = ""
    source_ids: tuple[str, ...] = ()
    note: str = ""
    look: str = ""
    words: tuple[str, ...] = ()
    more_urgent: tuple[str, ...] = ()
    private: bool = False


@dataclass(frozen=True)
class FlagRule:
    """Findings that raise a flag, or ask for it at once: all of these present, all of those absent."""

    flag_id: str
    all_present: tuple[str, ...]
    all_absent: tuple[str, ...]
    effect: str
    source_ids: tuple[str, ...] = ()
    note: str = ""


@dataclass(frozen=True)
class Source:
    source_id: str
    citation: str
    url: str
    year: str
    kind: str
    read: bool
    read_at: str = ""
    """Where the text was really seen, for whoever checks; learners are led to `url` alone."""


@dataclass(frozen=True)
class LocalEntry:
    """Something that differs by place. A blank value is shown as 'ask your unit'."""

    key: str
    label: str
    value: str
    note: str = ""


@dataclass(frozen=True)
class ManagementItem:
    item_id: str
    cause_id: str
    kind: str
    text: str
    strength: str
    source_ids: tuple[str, ...]


@dataclass(frozen=True)
class Term:
    term_id: str
    term: str
    definition: str


@dataclass(frozen=True)
class Example:
    example_id: str
    label: str
    story: str
    present: tuple[str, ...]
    absent: tuple[str, ...]
    flags_present: tuple[str, ...]
    safety_check: str
    flags_absent: tuple[str, ...] = ()


@dataclass(frozen=True)
class Lesson:
    """What a lesson is made of. Lessons on no single cause leave `cause_id` empty."""

    lesson_id: str
    cause_id: str
    look_alike: str
    example_id: str
    flag_ids: tuple[str, ...]
    source_ids: tuple[str, ...]


@dataclass(frozen=True)
class Claim:
    """One statement of the seed article, and what better sources say about the same thing."""

    claim_id: str
    cause_id: str
    topic: str
    seed_says: str
    seed_strength: str
    evidence_says: str
    evidence_strength: str
    source_ids: tuple[str, ...]


@dataclass(frozen=True)
class Option:
    """An answer that can be chosen, and why it is right or tempting.

    `answer` is "right" or "wrong"; for kind `order` its place from "1"; for kind `script` one of
    `SCRIPT_STEPS`. `panel` counts the midwives of the panel who chose it, None before any was asked.
    """

    question_id: str
    option_id: str
    text: str
    answer: str
    panel: int | None
    explanation: str


@dataclass(frozen=True)
class Question:
    """A question with its options. `hypothesis` and `new_finding` belong to kind `script` alone."""

    question_id: str
    lesson_id: str
    place: str
    kind: str
    stem: str
    hypothesis: str
    new_finding: str
    explanation: str
    source_ids: tuple[str, ...]


@dataclass(frozen=True)
class Region:
    """A place on the drawn body: where it is, its shape, and what is set when she points there.

    The regions of one `part` are the same place on the two sides, or seen from front and back.
    """

    region_id: str
    label: str
    part: str
    view: str
    side: str
    shape: str
    meaning: str
    finding_ids: tuple[str, ...]
    both_sides: tuple[str, ...]
    one_side: tuple[str, ...]


@dataclass(frozen=True)
class CauseRegion:
    """What is felt or seen in one part of the body with one cause."""

    cause_id: str
    part: str
    mark: str
    side: str
    words: str
    source_ids: tuple[str, ...]


@dataclass(frozen=True)
class PracticeCase:
    """One invented woman to work through. Its answer is written by hand, never by the program.

    `cause_ids` are the causes that fit: the answer, or what cannot yet be told apart. `flag_ids` are
    the dangers for which she must be referred. `should_ask` are the findings nobody may leave out.
    `also_accepted` are other answers that are safe and reasonable, too.
    """

    case_id: str
    woman: str
    story: str
    kind: str
    difficulty: int
    answer: str
    cause_ids: tuple[str, ...]
    flag_ids: tuple[str, ...]
    key_finding: str
    should_ask: tuple[str, ...]
    next_step: str
    reasoning: str
    teaching_point: str
    source_ids: tuple[str, ...]
    also_accepted: tuple[str, ...] = ()


@dataclass(frozen=True)
class CaseFinding:
    """What asking, examining or testing reveals of one woman: a finding or a danger sign.

    `present` is None where it stays unknown: she cannot say, or the result is not back.
    """

    case_id: str
    finding_id: str
    flag_id: str
    present: bool | None
    words: str


@dataclass(frozen=True)
class TestCost:
    """What a test or an unpleasant examination costs a woman, in words."""

    finding_id: str
    wait: str
    discomfort: str
    source_ids: tuple[str, ...]
    note: str = ""


def whole_number(written: str) -> bool:
    """Whether a number as it was printed counts something.

    >>> whole_number("12"), whole_number("12.5"), whole_number("")
    (True, False, False)
    """
    return written.isascii() and written.isdecimal()


@dataclass(frozen=True)
class Trial:
    """One result of one trial; its numbers stay as they were printed, `figures` has them to draw."""

    trial_id: str
    label: str
    year: str
    country: str
    intervention: str
    comparator: str
    control: str
    duration: str
    n_randomised: str
    n_analysed: str
    outcome: str
    outcome_kind: str
    favours_high: str
    effect_type: str
    effect: str
    ci_low: str
    ci_high: str
    events_treat: str
    n_treat: str
    events_control: str
    n_control: str
    counts_status: str
    certainty: str
    in_cochrane_2020: str
    read: bool
    not_plotted: str
    source_ids: tuple[str, ...]
    note: str

    @property
    def counted(self) -> bool:
        """Whether it can be shown woman by woman: a risk ratio, read, with its four counts."""
        groups = (self.n_treat, self.n_control)
        counts = (self.events_treat, self.events_control, *groups)
        return (
            self.read
            and self.effect_type == "RR"
            and all(map(whole_number, counts))
            and all(map(int, groups))
        )

    @property
    def figures(self) -> tuple[float, float, float] | None:
        """The effect and both ends of its interval; None where one is missing, or was not read."""
        written = (self.effect, self.ci_low, self.ci_high)
        if not (self.read and all(written) and self.effect_type):
            return None
        effect, low, high = map(float, written)
        return effect, low, high


@dataclass(frozen=True)
class Observation:
    """One figure of epidemiology.csv."""

    row_id: str
    topic: str
    group: str
    period: str
    events: str
    total: str
    percent: str
    low: str
    high: str
    certainty: str
    source_ids: tuple[str, ...]
    read: bool
    note: str


@dataclass(frozen=True)
class Measurement:
    """What one figure of a lesson draws, or says where no source gives a number.

    `spread` is one standard deviation; `low` and `high` are a range as it was printed or worked out.
    """

    measurement_id: str
    figure: str
    series: str
    period: str
    position: str
    label: str
    value: float | None
    spread: float | None
    low: float | None
    high: float | None
    unit: str
    says: str
    strength: str
    source_ids: tuple[str, ...]
    read: bool
    note: str = ""


@dataclass(frozen=True)
class DiagnosticAccuracy:
    """How often a test is positive in those who have something, and negative in those who have not."""

    accuracy_id: str
    finding_id: str
    label: str
    sensitivity: float | None
    sensitivity_low: float | None
    sensitivity_high: float | None
    specificity: float | None
    specificity_low: float | None
    specificity_high: float | None
    studied: str
    source_ids: tuple[str, ...]
    read: bool
    note: str = ""

    @property
    def whole(self) -> bool:
        """Whether it can be drawn: half a test tells nobody what a positive means."""
        return self.read and None not in (self.sensitivity, self.specificity)


@dataclass(frozen=True)
class Sentence:
    """A word or sentence of the interface. `{gaps}` in it are filled by name."""

    key: str
    text: str


GAP = re.compile(r"\{([a-z_]+)\}")
"""A gap in a sentence."""


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
    claims: Mapping[str, Claim] = field(default_factory=_nothing)
    questions: Mapping[str, Question] = field(default_factory=_nothing)
    options: Mapping[tuple[str, str], Option] = field(default_factory=dict)
    regions: Mapping[str, Region] = field(default_factory=_nothing)
    cause_regions: Mapping[tuple[str, str, str], CauseRegion] = field(default_factory=dict)
    cases: Mapping[str, PracticeCase] = field(default_factory=_nothing)
    case_findings: tuple[CaseFinding, ...] = ()
    test_costs: Mapping[str, TestCost] = field(default_factory=_nothing)
    text: Mapping[str, str] = field(default_factory=_nothing)
    warnings: tuple[str, ...] = ()

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


class CatalogueError(ValueError):
    """The files cannot be used; `problems` has every reason."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(problems)
        count = len(self.problems)
        heading = "1 problem in the data:" if count == 1 else f"{count} problems in the data:"
        super().__init__("\n".join([heading, *map(str, self.problems)]))

    def _render_traceback_(self) -> list[str]:
        """What a notebook shows: the problems, for whoever edits the tables, and no traceback."""
        return str(self).splitlines()
