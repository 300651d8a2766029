"""What each row of each file becomes: a frozen record that declares the columns of its file.

A field is a column: its name, its type, what its cells may hold (cells.py), and below it what it means,
as data/README.md tells it. All else is made of that: how the file is read and checked, the tables of
columns in data/README.md and data/datapackage.json (`make shipped` writes both).
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:  # The annotations stay text: files.py asks what they mean, and a page never does.
    from typing import Annotated

    from crampkit.catalogue.cells import (
        Formerly,
        blank_or,
        count,
        difficulty,
        identifier,
        number,
        numeral,
        one_of,
        optional,
        portrait,
        positive,
        probability,
        reference,
        references,
        required,
        sentence,
        shape,
        some_of,
        source_identifier,
        text_key,
        three_points,
        web_address,
        wordings,
        yes_no_or_unknown,
        yes_or_no,
    )

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

STEPS_OF_FIT = (
    *("strong_against", "moderate_against", "small_against", "barely_against", "nothing"),
    *("barely_for", "small_for", "moderate_for", "strong_for"),
)
"""What a row of the ranking can come to, from most against to most for."""

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

RIGHT = "right"
DECISIONS = (RIGHT, *CASE_ANSWERS)
"""What a next day follows: what is right; or another answer, of which `refer` came too slowly."""
HOURS = (20, 50, 90)
"""How many minutes a class may have: a run sheet is written for each."""
RUN_KINDS = ("say", "ask", "vote", "talk", "show", "break")
"""What a trainer does: say something, ask with one raised card, ask with two votes and talk between them,
let them talk, show a step of the lesson, or let them rest."""

MOMENTS = ("safety", "summary", "decide")
"""When an expert thinks aloud beside the questions: at the safety check, summing up, and deciding."""

SUM_TOLERANCE = 1e-9

GAP = re.compile(r"\{([a-z_]+)\}")
"""A gap in a sentence."""


@dataclass(frozen=True)
class Source:
    """A source."""

    source_id: Annotated[str, source_identifier]
    """its id"""
    citation: Annotated[str, required]
    """author, title, journal; or what it is"""
    url: Annotated[str, web_address]
    """its own address (DOI, PubMed, NICE, RCOG, NHS, WHO ...), if it was seen to lead to it.
    **Never a mirror, a blog or a company: learners follow it**"""
    read_at: Annotated[str, web_address] = field(default="", kw_only=True)
    """where its text was really read, for those who check; not shown"""
    year: Annotated[str, optional]
    """year, empty if not shown"""
    kind: Annotated[str, required]
    """what sort of source, and how much of it was seen"""
    read: Annotated[bool, yes_or_no]
    """`yes`: the statement was read there, often in the abstract only. `no`: recalled; check
    before you rely on it"""


@dataclass(frozen=True)
class Cause:
    """A cause."""

    cause_id: Annotated[str, identifier]
    """its id"""
    label: Annotated[str, required]
    """full name"""
    short_label: Annotated[str, required]
    """short name, for charts"""
    article_says: Annotated[str, required, Formerly("seed_says")]
    """what the article says, in our words, in one or two sentences"""
    evidence_says: Annotated[str, required]
    """what better sources say"""
    strength: Annotated[str, one_of(*STRENGTHS)]
    """how well it is shown that this causes cramps"""
    pretest: Annotated[float, positive]
    """relative weight among women who *complain of leg cramps*, before anything is asked"""
    low: Annotated[float | None, blank_or(positive)]
    """lower end of the range of the weight; give both ends or neither"""
    high: Annotated[float | None, blank_or(positive)]
    """its upper end"""
    basis: Annotated[str, one_of(*BASES)]
    """basis of the weight"""
    source_ids: Annotated[tuple[str, ...], references("sources.csv")]
    """sources of the row"""
    needs: Annotated[tuple[str, ...], references("findings.csv", blank=True)] = ()
    """findings of which one must be present before the cause is announced as the one that fits;
    empty: any finding that is commoner with it and is not `general`"""
    note: Annotated[str, optional] = ""
    """reasons"""


@dataclass(frozen=True)
class Group:
    """Findings that repeat each other (`overlap`), or answers to one question (`exclusive`)."""

    group_id: Annotated[str, identifier]
    """its id"""
    kind: Annotated[str, one_of("overlap", "exclusive")]
    """what sort of group"""
    label: Annotated[str, required]
    """overlap: what its members have in common. Exclusive: the question"""


@dataclass(frozen=True)
class Finding:
    """Something to ask, see, feel or test.

    `general` facts (week, side, parity) are true of many women and name no cause by themselves.
    `words` are women's own, for the search box. `then_ask` are findings owed an answer once this
    one is present.
    """

    finding_id: Annotated[str, identifier]
    """its id"""
    label: Annotated[str, required]
    """what is asked; one thing only"""
    kind: Annotated[str, one_of(*KINDS)]
    """where it belongs"""
    level: Annotated[str, one_of(*LEVELS)]
    """when it is shown; exactly eight are `first`"""
    background: Annotated[float, probability]
    """how common it is in pregnant women with leg cramps from **none** of the causes"""
    low: Annotated[float | None, blank_or(probability)] = None
    """lower end of the range of background; give both ends or neither"""
    high: Annotated[float | None, blank_or(probability)] = None
    """its upper end"""
    basis: Annotated[str, one_of(*BASES)] = "expert_judgement"
    """where background comes from"""
    source_ids: Annotated[tuple[str, ...], references("sources.csv")] = ()
    """its sources"""
    overlap_group: Annotated[str, reference("groups.csv", blank=True)] = ""
    """overlap group: findings that repeat each other; the second counts half, the third a
    quarter"""
    exclusive_group: Annotated[str, reference("groups.csv", blank=True)] = ""
    """exclusive group: answers of one question, of which at most one is true"""
    general: Annotated[bool, yes_or_no] = False
    """true of many women (week, side, parity, back pain, family): it counts, and names no cause by
    itself"""
    check: Annotated[str, required] = ""
    """how to ask, look or test, in one or two short sentences"""
    words: Annotated[tuple[str, ...], wordings] = ()
    """what women call it, for the search box; not shown"""
    then_ask: Annotated[tuple[str, ...], references("findings.csv", blank=True)] = ()
    """what is asked next, before anything else, once this is answered Yes"""
    note: Annotated[str, optional] = ""
    """reasons"""


@dataclass(frozen=True)
class Feature:
    """How common one finding is with one cause."""

    cause_id: Annotated[str, reference("causes.csv")]
    """the cause; never `something_else`"""
    finding_id: Annotated[str, reference("findings.csv")]
    """the finding; each pair once"""
    probability: Annotated[float, probability]
    """how many of 100 women with this cause have it, divided by 100"""
    low: Annotated[float | None, blank_or(probability)] = None
    """lower end of the range; give both ends or neither"""
    high: Annotated[float | None, blank_or(probability)] = None
    """its upper end"""
    basis: Annotated[str, one_of(*BASES)] = "expert_judgement"
    """where it comes from"""
    source_ids: Annotated[tuple[str, ...], references("sources.csv")] = ()
    """its sources"""
    note: Annotated[str, optional] = ""
    """reasons, and who was studied"""


@dataclass(frozen=True)
class SafetyQuestion:
    """A part of the safety check, before anything else."""

    question_id: Annotated[str, identifier]
    """its id"""
    label: Annotated[str, required]
    """its heading, short"""
    check: Annotated[str, optional] = ""
    """what you look at and measure meanwhile"""


@dataclass(frozen=True)
class SafetyPhrase:
    """One thing said aloud under a safety question, and the flags to tick when the answer is yes."""

    phrase_id: Annotated[str, identifier]
    """its id"""
    question_id: Annotated[str, reference("safety_questions.csv")]
    """the part of the safety check it belongs to"""
    label: Annotated[str, required]
    """what you say"""
    flag_ids: Annotated[tuple[str, ...], references("red_flags.csv")]
    """the signs to tick when she says Yes; all of the same part"""


@dataclass(frozen=True)
class RedFlag:
    """A danger sign, or a look-alike.

    `look` says in one sentence how to look for it. `more_urgent` are the flags for when it is worse
    than its own tier says. An answer to a `private` flag is never kept, copied or printed.
    """

    flag_id: Annotated[str, identifier]
    """its id"""
    label: Annotated[str, required]
    """the sign; works on every skin colour"""
    could_be: Annotated[str, required]
    """what it could be"""
    tier: Annotated[str, one_of(*TIERS)]
    """how urgent"""
    urgency: Annotated[str, required]
    """the same in words"""
    action: Annotated[str, required]
    """what to do, in order; never empty"""
    question_id: Annotated[str, reference("safety_questions.csv", blank=True)] = ""
    """the part of the safety check that asks for it; empty for a look-alike only"""
    look: Annotated[str, optional] = ""
    """how to look for it, in one sentence; needed where a rule says `ask_now`"""
    words: Annotated[tuple[str, ...], wordings] = ()
    """what women call it, for the search box; not shown"""
    more_urgent: Annotated[tuple[str, ...], references("red_flags.csv", blank=True)] = ()
    """the signs for when it is worse than its own tier says (its action names them)"""
    private: Annotated[bool, yes_or_no] = False
    """`yes`: an answer to it is never kept, copied or printed"""
    source_ids: Annotated[tuple[str, ...], references("sources.csv")] = ()
    """sources"""
    note: Annotated[str, optional] = ""
    """reasons"""


@dataclass(frozen=True)
class FlagRule:
    """Findings that raise a flag, or ask for it at once: all of these present, all of those absent."""

    flag_id: Annotated[str, reference("red_flags.csv")]
    """the flag"""
    all_present: Annotated[tuple[str, ...], references("findings.csv", blank=True)]
    """findings that must all be present; at least one"""
    all_absent: Annotated[tuple[str, ...], references("findings.csv", blank=True)]
    """findings that must all be **answered No**"""
    effect: Annotated[str, one_of("raise", "ask_now")]
    """`raise`: the answers are the sign itself. `ask_now`: look for it at once; until somebody has
    looked, the look stands where the ranking stood"""
    source_ids: Annotated[tuple[str, ...], references("sources.csv")] = ()
    """sources"""
    note: Annotated[str, optional] = ""
    """the reason for the rule"""


@dataclass(frozen=True)
class LocalEntry:
    """Something that differs by place. A blank value is shown as 'ask your unit'."""

    key: Annotated[str, identifier]
    """its id"""
    label: Annotated[str, required]
    """what it is"""
    value: Annotated[str, optional]
    """yours, ranges as `2.20-2.65`; where it is empty, "ask your unit" is printed"""
    note: Annotated[str, optional] = ""
    """source, or where it applies"""


@dataclass(frozen=True)
class ManagementItem:
    """One thing to do, not to do, or to refer for."""

    item_id: Annotated[str, identifier]
    """its id"""
    cause_id: Annotated[str, reference("causes.csv")]
    """the cause"""
    kind: Annotated[str, one_of("do", "do_not", "refer_when")]
    """what it is"""
    text: Annotated[str, required]
    """one sentence or two"""
    strength: Annotated[str, one_of(*STRENGTHS)]
    """how well it is supported"""
    source_ids: Annotated[tuple[str, ...], references("sources.csv")]
    """sources"""


def whole_number(written: str) -> bool:
    """Whether a number as it was printed counts something.

    >>> whole_number("12"), whole_number("12.5"), whole_number("")
    (True, False, False)
    """
    return written.isascii() and written.isdecimal()


@dataclass(frozen=True)
class Trial:
    """One result of one trial; its numbers stay as they were printed, `figures` has them to draw."""

    trial_id: Annotated[str, identifier]
    """its id"""
    label: Annotated[str, required]
    """its short name in a figure"""
    year: Annotated[str, optional]
    """when"""
    country: Annotated[str, optional]
    """where"""
    intervention: Annotated[str, optional]
    """what was tried"""
    comparator: Annotated[str, optional]
    """what it was compared with, in words"""
    control: Annotated[str, one_of("", *CONTROLS)]
    """what it was compared with: a placebo, another treatment, no treatment; empty where not
    known"""
    duration: Annotated[str, optional]
    """for how long"""
    n_randomised: Annotated[str, numeral]
    """women who started"""
    n_analysed: Annotated[str, numeral]
    """women who were counted"""
    outcome: Annotated[str, optional]
    """what was counted"""
    outcome_kind: Annotated[str, one_of("", *OUTCOME_KINDS)]
    """the panel it is drawn in; empty where not known"""
    favours_high: Annotated[str, one_of("", "yes", "no")]
    """is more of it good?"""
    effect_type: Annotated[str, one_of("", *EFFECT_TYPES)]
    """RR risk ratio, MD mean difference"""
    effect: Annotated[str, numeral]
    """the effect"""
    ci_low: Annotated[str, numeral]
    """lower end of its 95% interval"""
    ci_high: Annotated[str, numeral]
    """its upper end"""
    events_treat: Annotated[str, numeral]
    """in how many of those treated it happened"""
    n_treat: Annotated[str, numeral]
    """how many were treated"""
    events_control: Annotated[str, numeral]
    """in how many of those compared it happened"""
    n_control: Annotated[str, numeral]
    """how many were compared"""
    counts_status: Annotated[str, optional]
    """printed, or worked out again by us; means of an MD"""
    certainty: Annotated[str, optional]
    """as graded by the review; or that it was "not graded" there"""
    in_cochrane_2020: Annotated[str, optional]
    """is it in the Cochrane review of 2020?"""
    read: Annotated[bool, yes_or_no]
    """`yes` only if the effect and all that a chart would show were read by us. **Rows with `no`
    are never plotted**"""
    not_plotted: Annotated[str, optional]
    """why a row is not plotted, in one sentence; empty where it is"""
    source_ids: Annotated[tuple[str, ...], references("sources.csv")]
    """sources"""
    note: Annotated[str, optional]
    """what a reader must know"""

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
    """One share that was counted somewhere."""

    row_id: Annotated[str, identifier]
    """its id; rows that end in `_trimester_1` to `_trimester_3` are drawn by trimester"""
    topic: Annotated[str, required]
    """what was counted"""
    group: Annotated[str, optional]
    """who was counted"""
    period: Annotated[str, optional]
    """when"""
    events: Annotated[str, numeral]
    """how many"""
    total: Annotated[str, numeral]
    """of how many"""
    percent: Annotated[str, numeral]
    """share in 100, as printed or worked out"""
    low: Annotated[str, numeral]
    """lower end of its range in 100"""
    high: Annotated[str, numeral]
    """its upper end"""
    certainty: Annotated[str, one_of("good", "fair", "weak")]
    """our grade"""
    source_ids: Annotated[tuple[str, ...], references("sources.csv")]
    """sources"""
    read: Annotated[bool, yes_or_no]
    """`no` rows are never plotted nor stated as fact"""
    note: Annotated[str, optional]
    """what a reader must know"""


@dataclass(frozen=True)
class Measurement:
    """What a figure of a lesson draws, or says where no source gives a number.

    `spread` is one standard deviation; `low` and `high` are a range as it was printed or worked out.
    """

    measurement_id: Annotated[str, identifier]
    """its id"""
    figure: Annotated[str, one_of(*FIGURES)]
    """the figure that shows it"""
    series: Annotated[str, identifier]
    """which of the figure's rows belong together; as it is"""
    period: Annotated[str, one_of("", *PERIODS)]
    """when"""
    position: Annotated[str, one_of("", *POSITIONS)]
    """how she lay or stood"""
    label: Annotated[str, required]
    """its name in the figure"""
    value: Annotated[float | None, blank_or(number)]
    """the number; empty where no source gives one"""
    spread: Annotated[float | None, blank_or(number)]
    """one standard deviation"""
    low: Annotated[float | None, blank_or(number)]
    """lower end of a range, as printed or worked out; give both ends or neither"""
    high: Annotated[float | None, blank_or(number)]
    """its upper end"""
    unit: Annotated[str, optional]
    """of all four"""
    says: Annotated[str, required]
    """the sentence that stands under the figure"""
    strength: Annotated[str, one_of(*STRENGTHS)]
    """how well it is shown"""
    source_ids: Annotated[tuple[str, ...], references("sources.csv")]
    """sources"""
    read: Annotated[bool, yes_or_no]
    """`yes` only if it was read there by us. **Rows with `no` are never drawn**"""
    note: Annotated[str, optional] = ""
    """who was studied; how it was worked out"""


@dataclass(frozen=True)
class DiagnosticAccuracy:
    """How well a test tells two groups apart.

    How often it is positive in those who have something, and negative in those who have not.
    """

    accuracy_id: Annotated[str, identifier]
    """its id"""
    finding_id: Annotated[str, reference("findings.csv", blank=True)]
    """the finding that a positive test is"""
    label: Annotated[str, required]
    """the test, and what for"""
    sensitivity: Annotated[float | None, blank_or(probability)]
    """share positive with it; empty where not seen"""
    sensitivity_low: Annotated[float | None, blank_or(probability)]
    """lower end of its 95% range; give both ends or neither"""
    sensitivity_high: Annotated[float | None, blank_or(probability)]
    """its upper end"""
    specificity: Annotated[float | None, blank_or(probability)]
    """share negative without it; empty where not seen"""
    specificity_low: Annotated[float | None, blank_or(probability)]
    """lower end of its 95% range; give both ends or neither"""
    specificity_high: Annotated[float | None, blank_or(probability)]
    """its upper end"""
    studied: Annotated[str, required]
    """who was studied"""
    source_ids: Annotated[tuple[str, ...], references("sources.csv")]
    """sources"""
    read: Annotated[bool, yes_or_no]
    """`yes` only if the numbers were read there by us. **Rows with `no` are never drawn**"""
    note: Annotated[str, optional] = ""
    """what a reader must know"""

    @property
    def whole(self) -> bool:
        """Whether it can be drawn: half a test tells nobody what a positive means."""
        return self.read and None not in (self.sensitivity, self.specificity)


@dataclass(frozen=True)
class Term:
    """A term."""

    term_id: Annotated[str, identifier]
    """its id"""
    term: Annotated[str, required]
    """the word"""
    definition: Annotated[str, required]
    """one or two plain sentences"""


@dataclass(frozen=True)
class Example:
    """A woman to try the explorer with."""

    example_id: Annotated[str, identifier]
    """its id"""
    label: Annotated[str, required]
    """title"""
    story: Annotated[str, required]
    """her own words"""
    present: Annotated[tuple[str, ...], references("findings.csv", blank=True)]
    """findings answered Yes; what is named in neither is not asked"""
    absent: Annotated[tuple[str, ...], references("findings.csv", blank=True)]
    """findings answered No"""
    flags_present: Annotated[tuple[str, ...], references("red_flags.csv", blank=True)]
    """danger signs ticked"""
    flags_absent: Annotated[tuple[str, ...], references("red_flags.csv", blank=True)] = field(
        default=(), kw_only=True
    )
    """danger signs that were looked for and are not so"""
    safety_check: Annotated[str, one_of("done", "not_done")]
    """`done`: every other sign was asked and is absent"""
    portrait: Annotated[str, portrait] = field(default="", kw_only=True)
    """how she is drawn; empty: not at all. `tools/write_portraits.py` deals the traits of who has none.
    **None ever goes with what a woman has**"""


@dataclass(frozen=True)
class Lesson:
    """What a lesson is made of."""

    lesson_id: Annotated[str, identifier]
    """its id"""
    cause_id: Annotated[str, reference("causes.csv", blank=True)]
    """the cause it teaches; empty for a lesson on no single cause"""
    look_alike: Annotated[str, reference("causes.csv", blank=True)]
    """the cause it is mistaken for; needed where there is a cause"""
    example_id: Annotated[str, reference("examples.csv", blank=True)]
    """the woman whose story it tells; the skeleton of a lesson on a cause needs one"""
    flag_ids: Annotated[tuple[str, ...], references("red_flags.csv", blank=True)]
    """the danger signs it names"""
    source_ids: Annotated[tuple[str, ...], references("sources.csv", blank=True)]
    """the sources that its text cites"""


@dataclass(frozen=True)
class Task:
    """Something to try with the toggles of a lesson, and by which state it is done.

    All that is named must hold at once; a column that is empty asks for nothing.
    """

    lesson_id: Annotated[str, reference("lessons.csv")]
    """the lesson that sets it; its tasks come in the order of the file"""
    task_id: Annotated[str, identifier]
    """its id, once within the lesson"""
    text: Annotated[str, required]
    """what to do, in one short sentence"""
    present: Annotated[tuple[str, ...], references("findings.csv", blank=True)] = ()
    """findings that are answered Yes"""
    absent: Annotated[tuple[str, ...], references("findings.csv", blank=True)] = ()
    """findings that are answered No"""
    not_asked: Annotated[tuple[str, ...], references("findings.csv", blank=True)] = ()
    """findings without an answer"""
    raised: Annotated[tuple[str, ...], references("red_flags.csv", blank=True)] = ()
    """flags that are ticked, or that answers raise"""
    to_look_for: Annotated[tuple[str, ...], references("red_flags.csv", blank=True)] = ()
    """flags that answers ask to be looked for, and nobody has"""
    looked: Annotated[tuple[str, ...], references("red_flags.csv", blank=True)] = ()
    """flags that were looked for and are not so"""
    safety_check: Annotated[str, one_of("", "done", "one_left")] = ""
    """`done`: every part of the safety check is answered; `one_left`: every part but one at most"""
    leader: Annotated[str, reference("causes.csv", blank=True)] = ""
    """the row that fits best"""
    row: Annotated[str, reference("causes.csv", blank=True)] = ""
    """a row that comes to something; what, stands in the next column"""
    at_least: Annotated[str, one_of("", *STEPS_OF_FIT)] = ""
    """what that row comes to, or more"""
    taken_back: Annotated[tuple[str, ...], references("red_flags.csv", blank=True)] = ()
    """flags that were raised before, and are not any more"""


@dataclass(frozen=True)
class Claim:
    """A statement of the seed article, and what better sources say about the same thing."""

    claim_id: Annotated[str, identifier]
    """its id"""
    cause_id: Annotated[str, reference("causes.csv")]
    """the cause it is about"""
    topic: Annotated[str, required]
    """what it is about, in a few words"""
    article_says: Annotated[str, required, Formerly("seed_says")]
    """the article, in our words, in one or two sentences"""
    article_strength: Annotated[str, one_of(*STRENGTHS), Formerly("seed_strength")]
    """how well that is supported"""
    evidence_says: Annotated[str, required]
    """better sources, in one or two sentences"""
    evidence_strength: Annotated[str, one_of(*STRENGTHS)]
    """how well that is supported"""
    source_ids: Annotated[tuple[str, ...], references("sources.csv")]
    """the sources of what the evidence says"""


@dataclass(frozen=True)
class Question:
    """A question to the learner, with its options.

    `hypothesis` and `new_finding` belong to kind `script` alone.
    """

    question_id: Annotated[str, identifier]
    """its id"""
    lesson_id: Annotated[str, reference("lessons.csv")]
    """the lesson that asks it"""
    place: Annotated[str, one_of(*PLACES)]
    """before all else; a guess in the midst of a lesson; at the end; or one of many in a row"""
    kind: Annotated[str, one_of(*QUESTION_KINDS)]
    """one right option, several, options to put in order, or script concordance"""
    stem: Annotated[str, required]
    """what is asked"""
    hypothesis: Annotated[str, optional]
    """kind `script` only: what "If you were thinking of" is followed by"""
    new_finding: Annotated[str, optional]
    """kind `script` only: what "and then find" is followed by"""
    explanation: Annotated[str, required]
    """what to remember, shown after the answer, in one or two sentences"""
    source_ids: Annotated[tuple[str, ...], references("sources.csv")]
    """sources"""
    step: Annotated[str, optional] = ""
    """where the answer is taught: the words of a heading of this lesson, without its number. Shown
    after a wrong answer, in the pages with a link to it"""


@dataclass(frozen=True)
class Option:
    """An answer that can be chosen, and why it is right or tempting.

    `answer` is "right" or "wrong"; for kind `order` its place from "1"; for kind `script` one of
    `SCRIPT_STEPS`. `panel` counts the midwives of the panel who chose it, None before any was asked.
    """

    question_id: Annotated[str, reference("questions.csv")]
    """the question"""
    option_id: Annotated[str, identifier]
    """its id, once within the question"""
    text: Annotated[str, required]
    """the answer"""
    answer: Annotated[str, required]
    """`single`, `multiple`: `right` or `wrong`. `order`: its place, `1`, `2`, ... `script`: how
    the thought moves, `-2` to `2`"""
    panel: Annotated[int | None, blank_or(count)]
    """kind `script`: how many midwives of a panel chose it. **Empty until real midwives have
    answered**"""
    explanation: Annotated[str, required]
    """why it is right, or why it is tempting and wrong; never empty"""


@dataclass(frozen=True)
class Region:
    """A place on the drawn body: where it is, its shape, and what is set when she points there.

    The regions of one `part` are the same place on the two sides, or seen from front and back.
    """

    region_id: Annotated[str, identifier]
    """its id"""
    label: Annotated[str, required]
    """the place, in plain words; the side is added"""
    part: Annotated[str, identifier]
    """what is the same place on both sides, and from front and back"""
    view: Annotated[str, one_of(*VIEWS)]
    """the drawing it is in"""
    side: Annotated[str, one_of(*SIDES)]
    """her side; a part has a left **and** a right, or is in the middle"""
    shape: Annotated[str, shape]
    """the outline: SVG path data in a drawing 300 wide and 640 high"""
    meaning: Annotated[str, optional]
    """what she feels there, when pointing means more than a cramp"""
    finding_ids: Annotated[tuple[str, ...], references("findings.csv", blank=True)]
    """findings that are answered Yes when she points there"""
    both_sides: Annotated[tuple[str, ...], references("findings.csv", blank=True)]
    """findings that are answered Yes when she points at both sides"""
    one_side: Annotated[tuple[str, ...], references("findings.csv", blank=True)]
    """findings that are answered Yes when she points at one side only"""


@dataclass(frozen=True)
class CauseRegion:
    """What is felt or seen in one part of the body with one cause."""

    cause_id: Annotated[str, reference("causes.csv")]
    """the cause"""
    part: Annotated[str, identifier]
    """the place, a `part` of regions.csv; each once per cause and mark"""
    mark: Annotated[str, one_of(*MARKS)]
    """what the drawing shows there"""
    side: Annotated[str, one_of(*MARKED_SIDES)]
    """both at once; always the same one; either or both; a place in the middle"""
    words: Annotated[str, required]
    """what is felt or seen there, in one or two sentences"""
    source_ids: Annotated[tuple[str, ...], references("sources.csv")]
    """sources"""


@dataclass(frozen=True)
class PracticeCase:
    """An invented woman to practise on. Her answer is written by hand, never by the program.

    `cause_ids` are the causes that fit: the answer, or what cannot yet be told apart. `flag_ids` are
    the dangers for which she must be referred. `should_ask` are the findings nobody may leave out.
    `also_accepted` are other answers that are safe and reasonable, too.
    """

    case_id: Annotated[str, identifier]
    """its id"""
    woman: Annotated[str, required]
    """who she is, without a hint at the answer"""
    story: Annotated[str, required]
    """her own words, with family and worry"""
    kind: Annotated[str, one_of(*CASE_KINDS)]
    """why it is in the set; `ordinary` needs reassurance and no referral"""
    difficulty: Annotated[int, difficulty]
    """1 easy, 2 medium, 3 hard"""
    answer: Annotated[str, one_of(*CASE_ANSWERS)]
    """what is right"""
    also_accepted: Annotated[tuple[str, ...], some_of(*ALSO_ACCEPTED)] = field(
        default=(), kw_only=True
    )
    """other answers that are safe and reasonable, too; empty where she must be referred"""
    cause_ids: Annotated[tuple[str, ...], references("causes.csv", blank=True)]
    """the cause or causes; for `cannot_tell` what it could be; else empty"""
    flag_ids: Annotated[tuple[str, ...], references("red_flags.csv", blank=True)]
    """`refer` only: the danger signs for which"""
    key_finding: Annotated[str, reference("findings.csv", blank=True)]
    """the one finding of this case that separates the two likeliest"""
    should_ask: Annotated[tuple[str, ...], references("findings.csv", blank=True)]
    """findings of this case that nobody may leave out here"""
    next_step: Annotated[str, required]
    """what to do now"""
    reasoning: Annotated[str, required]
    """how an expert thinks it through"""
    teaching_point: Annotated[str, required]
    """what to take away"""
    source_ids: Annotated[tuple[str, ...], references("sources.csv")]
    """sources"""
    must_say: Annotated[
        tuple[str, ...], references("findings.csv", "red_flags.csv", blank=True)
    ] = ()
    """`refer` only: what of this case, beside who she is, must be named when she is handed over"""
    points: Annotated[tuple[str, ...], three_points] = ()
    """what a summary in one sentence should hold, in three points: who she is; what kind of pain, and
    since when; what was looked for"""
    sibling_of: Annotated[str, reference("cases.csv", blank=True)] = ""
    """another woman from whom the same is learned; the answer is the same"""
    portrait: Annotated[str, portrait] = field(default="", kw_only=True)
    """how she is drawn; empty: not at all. `tools/write_portraits.py` deals the traits of who has none.
    **None ever goes with what a woman has**"""


@dataclass(frozen=True)
class CaseFinding:
    """What asking, examining or testing reveals of one woman: a finding or a danger sign.

    `present` is None where it stays unknown: she cannot say, or the result is not back.
    """

    case_id: Annotated[str, reference("cases.csv")]
    """the woman"""
    finding_id: Annotated[str, reference("findings.csv", blank=True)]
    """the finding; exactly one of this and the next"""
    flag_id: Annotated[str, reference("red_flags.csv", blank=True)]
    """the danger sign"""
    present: Annotated[bool | None, yes_no_or_unknown]
    """is it so? `unknown`: she cannot say, nobody could look, or the result is not back"""
    words: Annotated[str, required]
    """her answer, or what you see, feel or read"""


@dataclass(frozen=True)
class TestCost:
    """What a test or an unpleasant examination costs a woman, in words."""

    finding_id: Annotated[str, reference("findings.csv")]
    """the test or examination"""
    wait: Annotated[str, required]
    """how long until it is known"""
    discomfort: Annotated[str, required]
    """what she feels"""
    source_ids: Annotated[tuple[str, ...], references("sources.csv")]
    """sources"""
    note: Annotated[str, optional] = ""
    """reasons"""


@dataclass(frozen=True)
class Pair:
    """Two women who differ in one answer that decides, and so in what is right."""

    pair_id: Annotated[str, identifier]
    """its id"""
    one: Annotated[str, reference("cases.csv")]
    """one woman"""
    other: Annotated[str, reference("cases.csv")]
    """the other"""
    finding_id: Annotated[str, reference("findings.csv")]
    """the answer that decides: yes in one of them, and not in the other; both have a row for it"""
    why: Annotated[str, required]
    """why it decides, and in how many answers they differ, in a few sentences"""
    source_ids: Annotated[tuple[str, ...], references("sources.csv")]
    """sources"""


@dataclass(frozen=True)
class NextDay:
    """What may happen to the woman of a case after a decision."""

    case_id: Annotated[str, reference("cases.csv")]
    """the woman"""
    decision: Annotated[str, one_of(*DECISIONS)]
    """what was decided: `right`, or another answer than hers; `refer` where she had to be referred and
    it came too slowly"""
    text: Annotated[str, required]
    """the day after, calm, as one possible story, in two to four sentences"""
    source_ids: Annotated[tuple[str, ...], references("sources.csv")]
    """sources"""


@dataclass(frozen=True)
class Thought:
    """What an expert thinks aloud at one step of a case."""

    case_id: Annotated[str, reference("cases.csv")]
    """the woman"""
    step: Annotated[
        str, reference("findings.csv", "groups.csv", "safety_questions.csv", words=MOMENTS)
    ]
    """when: at a question asked (by its id; of an exclusive group, the id of the group), at the safety
    check, when summing up, or when deciding"""
    thought: Annotated[str, required]
    """what the expert thinks, in the first person, in one or two sentences"""


@dataclass(frozen=True)
class Beside:
    """Something true of a woman that only makes a call longer when she is handed over."""

    case_id: Annotated[str, reference("cases.csv")]
    """the woman"""
    text: Annotated[str, required]
    """what is true of her, told by her or seen, and beside the point"""


@dataclass(frozen=True)
class Objective:
    """What a learner can do afterwards, as a school asks for it, with what practises and shows it."""

    objective_id: Annotated[str, identifier]
    """its id"""
    text: Annotated[str, required]
    """what she can do, beginning with a verb"""
    lesson_ids: Annotated[tuple[str, ...], references("lessons.csv")]
    """the lessons that teach it"""
    question_ids: Annotated[tuple[str, ...], references("questions.csv")]
    """questions that ask for it, two or more"""
    case_ids: Annotated[tuple[str, ...], references("cases.csv")]
    """women with whom it is practised"""
    icm: Annotated[tuple[str, ...], some_of("1", "2", "3", "4", "5")] = ()
    """categories of the ICM Essential Competencies for Midwifery Practice (2024), by number"""
    nmc: Annotated[tuple[str, ...], some_of("1", "2", "3", "4", "5", "6")] = ()
    """domains of the NMC Standards of proficiency for midwives (2019), by number"""


@dataclass(frozen=True)
class Review:
    """What a named clinician has reviewed, written by `crampkit review --write`."""

    item_id: Annotated[str, required]
    """the table and the row, as `red_flags:foot_drop` or `cause_features:CAUSE:FINDING`"""
    as_read: Annotated[str, required]
    """what was read, in short: once the row says something else, it counts as not reviewed"""
    reviewed_by: Annotated[str, required]
    """who; several are parted by `;`"""
    reviewed_on: Annotated[str, required]
    """when, as year-month-day"""
    note: Annotated[str, optional] = ""
    """what they said to it"""


@dataclass(frozen=True)
class RunStep:
    """One part of a trainer's hour with a lesson, and how long it takes in each length of class.

    `minutes` has the three lengths together. `question_id` is what is asked, `step` where the page shows it.
    """

    page: Annotated[str, required]
    """the lesson's notebook, by the name of its file without its ending; its parts come in the order of
    the file"""
    part: Annotated[str, identifier]
    """its id, once within the page"""
    kind: Annotated[str, one_of(*RUN_KINDS)]
    """what is done: `say`; `ask` (one raised card); `vote` (a card, talk in pairs, a card again); `talk`
    (in pairs or groups); `show` (a step of the lesson); `break`"""
    minutes_20: Annotated[int | None, blank_or(count)]
    """its minutes in a class of 20; empty: not in it"""
    minutes_50: Annotated[int | None, blank_or(count)]
    """its minutes in a class of 50; empty: not in it"""
    minutes_90: Annotated[int | None, blank_or(count)]
    """its minutes in a class of 90; empty: not in it"""
    leave_out: Annotated[bool, yes_or_no]
    """`yes`: this is what is left out when the class is late"""
    question_id: Annotated[str, reference("questions.csv", blank=True)]
    """what is asked; needed for `ask` and `vote`. **The wrong answers to expect come from its options**"""
    step: Annotated[str, optional]
    """where it stands in the lesson: the words of a heading, without its number"""
    text: Annotated[str, required]
    """what to say or do, in one to three short sentences"""

    @property
    def minutes(self) -> dict[int, int]:
        """Its minutes by the length of the class, where it is in it."""
        given = zip(HOURS, (self.minutes_20, self.minutes_50, self.minutes_90), strict=True)
        return {hour: minutes for hour, minutes in given if minutes}


@dataclass(frozen=True)
class Sentence:
    """A word or sentence of the interface. `{gaps}` in it are filled by name."""

    key: Annotated[str, text_key]
    """its name"""
    text: Annotated[str, sentence]
    """whole sentences; `{names}` are filled in and must stay"""
