"""`ClassReport`: what a class got right and wrong, from the saved answers of many learners, without names.

A question or a woman whom fewer than five learners answered is hidden, and every number here is a sum
over things that at least five answered: no difference of two numbers tells of a hidden one.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from crampkit.catalogue import REFER_TIERS, Catalogue, Option, Question
from crampkit.practice.encounter import UNSAFE_WAY
from crampkit.practice.handed_in import in_order, private_cases
from crampkit.practice.journal import Entry
from crampkit.practice.judging import MISSES
from crampkit.practice.marking import mark

FEWEST = 5
"""Learners: what fewer have answered is hidden."""
SURE = 80
"""Percent: a wrong answer given with this, or more, is sure and wrong."""
NOT_REFERRED = "missed_urgent"


@dataclass(frozen=True)
class Part:
    """So many of so many.

    >>> Part(3, 12).share
    0.25
    """

    count: int
    of: int

    @property
    def share(self) -> float:
        """From 0 to 1; 0 of none is 0."""
        return self.count / self.of if self.of else 0.0


@dataclass(frozen=True)
class Change:
    """How many of the first tries, and of the latest ones: None where fewer than five tried again."""

    first: Part
    last: Part | None = None

    @property
    def now(self) -> Part:
        """How it stands: by the latest tries, where there are such."""
        return self.last or self.first


@dataclass(frozen=True)
class WrongAnswer:
    """The commonest slip of a question, in the first tries: an option, and how many learners made it.

    `left_out` tells that the option is right and was not chosen, on a question with more than one answer.
    """

    option_id: str
    learners: int
    left_out: bool = False


@dataclass(frozen=True)
class OfQuestion:
    """A question: right, and wrong while sure, before and after; its commonest slip in the first tries.

    `mean_sure` is how sure those were who were wrong at first, in percent, None where nobody said.
    `never_chosen` are options that nobody ever chose.
    """

    question_id: str
    right: Change
    sure_and_wrong: Change
    commonest: WrongAnswer | None
    mean_sure: int | None
    never_chosen: tuple[str, ...]

    @property
    def learners(self) -> int:
        return self.right.first.of


@dataclass(frozen=True)
class OfDanger:
    """A danger sign, over the decisions on women who have it: referred in time, and not referred at all."""

    flag_id: str
    right: Change
    missed: Change


@dataclass(frozen=True)
class OfSafetyQuestion:
    """A safety question, and in how many first decisions to keep a woman here it was not asked."""

    question_id: str
    left_out: Part


@dataclass(frozen=True)
class OfLesson:
    """A lesson with the questions that can be shown, and how many of their answers were right."""

    lesson_id: str
    right: Change
    questions: tuple[OfQuestion, ...]


@dataclass(frozen=True)
class ClassReport:
    """What a class knows. `questions` have those first that most are sure of and wrong about.

    Safety questions are there only where at least five decisions kept a woman here.
    """

    learners: int
    questions: tuple[OfQuestion, ...]
    dangers: tuple[OfDanger, ...]
    safety: tuple[OfSafetyQuestion, ...]
    lessons: tuple[OfLesson, ...]


@dataclass(frozen=True)
class _Tries:
    """What at least five learners tried: each one's first and latest try, in the same order.

    Where fewer than five tried again, the latest are the first.
    """

    first: tuple[Entry, ...]
    last: tuple[Entry, ...]
    again: bool


def class_report(catalogue: Catalogue, files: Iterable[Sequence[Entry]]) -> ClassReport:
    """The report on these saved files; two files that share an answer are of one learner.

    What no longer fits the tables, such as an option that is gone, is left out. A guess in the midst of
    a lesson is neither right nor wrong, and is left out too.

    >>> from crampkit.practice.toy import toy_questions
    >>> class_report(toy_questions(), [[Entry("question", "single", ("no",), 90, False, 0.0)]])
    ClassReport(learners=1, questions=(), dangers=(), safety=(), lessons=())
    """
    learners = learners_of(files)
    tries = _tries_of(catalogue, learners)
    asked = {item: of for (kind, item), of in tries.items() if kind == "question"}
    met = {item: of for (kind, item), of in tries.items() if kind == "case"}
    found = [
        _of_question(catalogue, catalogue.questions[item], of)
        for item in catalogue.questions
        if (of := asked.get(item))
    ]
    return ClassReport(
        len(learners),
        tuple(sorted(found, key=_sure_and_wrong_first)),
        tuple(_dangers(catalogue, met)),
        tuple(_safety(catalogue, met)),
        tuple(_lessons(catalogue, found)),
    )


def learners_of(files: Iterable[Sequence[Entry]]) -> tuple[tuple[Entry, ...], ...]:
    """The answers of each learner: files that share an answer belong together, and it counts once.

    >>> one, other = (Entry("case", "ada", (), 80, True, 1.0, id=name) for name in "ab")
    >>> [len(own) for own in learners_of([[one], [other], [one]])]
    [1, 1]
    """
    learners: dict[int, dict[str, Entry]] = {}
    whose: dict[str, int] = {}
    for number, entries in enumerate(files):
        own: dict[str, Entry] = {}
        for earlier in sorted({whose[entry.id] for entry in entries if entry.id in whose}):
            own |= learners.pop(earlier)
        for entry in entries:
            own.setdefault(entry.id, entry)
        if own:
            learners[number] = own
            whose |= dict.fromkeys(own, number)
    return tuple(tuple(own.values()) for own in learners.values())


# ------------------------------------------------------------------------------ who tried what


def _tries_of(
    catalogue: Catalogue, learners: Iterable[Sequence[Entry]]
) -> Mapping[tuple[str, str], _Tries]:
    """By kind and id, what at least five learners tried."""
    private = private_cases(catalogue)
    pairs: dict[tuple[str, str], list[tuple[Entry, Entry, bool]]] = {}
    for entries in learners:
        own: dict[tuple[str, str], list[Entry]] = {}
        for entry in in_order(entries):
            if _fits(catalogue, entry) and not (entry.kind == "case" and entry.item in private):
                own.setdefault((entry.kind, entry.item), []).append(entry)
        for key, of_one in own.items():
            pairs.setdefault(key, []).append((of_one[0], of_one[-1], len(of_one) > 1))
    return {key: _together(of_all) for key, of_all in pairs.items() if len(of_all) >= FEWEST}


def _together(tries: Sequence[tuple[Entry, Entry, bool]]) -> _Tries:
    first = tuple(one for one, _, _ in tries)
    again = sum(again for _, _, again in tries) >= FEWEST
    return _Tries(first, tuple(last for _, last, _ in tries) if again else first, again)


def _fits(catalogue: Catalogue, entry: Entry) -> bool:
    """Whether an entry is a whole answer to something of this set that can be right or wrong."""
    if entry.kind == "case":
        misses = ("", *MISSES, UNSAFE_WAY)
        return entry.item in catalogue.cases and entry.right is not None and entry.miss in misses
    question = catalogue.questions.get(entry.item) if entry.kind == "question" else None
    if question is None or question.place == "guess":
        return False
    options = catalogue.options_of[question.question_id]
    known, chosen = {option.option_id for option in options}, set(entry.chosen)
    if not chosen <= known or len(chosen) < len(entry.chosen):
        return False
    whole = {"order": chosen == known, "multiple": bool(chosen)}.get(
        question.kind, len(chosen) == 1
    )
    return whole and mark(question.kind, options, entry.chosen).right is not None


# ------------------------------------------------------------------------------ what is told of them


def _of_question(catalogue: Catalogue, question: Question, tries: _Tries) -> OfQuestion:
    options = catalogue.options_of[question.question_id]

    def right(entry: Entry) -> bool:
        return bool(mark(question.kind, options, entry.chosen).right)

    def sure_and_wrong(entry: Entry) -> bool:
        return not right(entry) and (entry.sure or 0) >= SURE

    wrong = [entry for entry in tries.first if not right(entry)]
    sure = [entry.sure for entry in wrong if entry.sure is not None]
    chosen = {option_id for entry in (*tries.first, *tries.last) for option_id in entry.chosen}
    return OfQuestion(
        question.question_id,
        _change(tries, right),
        _change(tries, sure_and_wrong),
        None if question.kind == "order" else _commonest(question, options, wrong),
        round(sum(sure) / len(sure)) if sure else None,
        tuple(option.option_id for option in options if option.option_id not in chosen),
    )


def _change(tries: _Tries, holds: Callable[[Entry], bool]) -> Change:
    first, last = (Part(sum(map(holds, of)), len(of)) for of in (tries.first, tries.last))
    return Change(first, last if tries.again else None)


def _commonest(
    question: Question, options: Sequence[Option], wrong: Iterable[Entry]
) -> WrongAnswer | None:
    """What most of the wrong answers have in common; of two as common, the one that stands first."""
    counts: Counter[tuple[str, bool]] = Counter()
    for entry in wrong:
        for option in options:
            chosen = option.option_id in entry.chosen
            if question.kind != "multiple":
                counts[option.option_id, False] += chosen
            elif chosen != (option.answer == "right"):
                counts[option.option_id, not chosen] += 1
    (slip, learners) = next(iter(counts.most_common(1)), (("", False), 0))
    return WrongAnswer(slip[0], learners, slip[1]) if learners else None


def _sure_and_wrong_first(of: OfQuestion) -> tuple[float, ...]:
    sure, wrong = of.sure_and_wrong, of.right
    return -sure.now.share, -sure.first.share, wrong.now.share, wrong.first.share


def _sum(changes: Sequence[Change]) -> Change:
    first, now = ([getattr(change, name) for change in changes] for name in ("first", "now"))
    again = any(change.last for change in changes)
    return Change(_sum_of(first), _sum_of(now) if again else None)


def _sum_of(parts: Iterable[Part]) -> Part:
    listed = list(parts)
    return Part(sum(part.count for part in listed), sum(part.of for part in listed))


def _dangers(catalogue: Catalogue, met: Mapping[str, _Tries]) -> Iterable[OfDanger]:
    """Those that are missed most come first; a private sign is not among them."""
    found = []
    for flag_id, flag in catalogue.flags.items():
        if flag.private or flag.tier not in REFER_TIERS:
            continue
        urgent = [
            of
            for case_id, of in met.items()
            if catalogue.cases[case_id].answer == "refer"
            and flag_id in catalogue.cases[case_id].flag_ids
        ]
        if urgent:
            found.append(
                OfDanger(
                    flag_id,
                    _sum([_change(of, lambda entry: bool(entry.right)) for of in urgent]),
                    _sum([_change(of, lambda entry: entry.miss == NOT_REFERRED) for of in urgent]),
                )
            )
    return sorted(found, key=lambda of: (-of.missed.now.share, of.right.now.share))


def _safety(catalogue: Catalogue, met: Mapping[str, _Tries]) -> Iterable[OfSafetyQuestion]:
    """What is left out most comes first. Whoever stops to refer need not ask the rest."""
    kept_here = [
        set(entry.asked) for of in met.values() for entry in of.first if entry.chosen != ("refer",)
    ]
    if len(kept_here) < FEWEST:
        return []
    found = [
        OfSafetyQuestion(
            question_id, Part(sum(question_id not in asked for asked in kept_here), len(kept_here))
        )
        for question_id in catalogue.safety_questions
    ]
    return sorted(found, key=lambda of: -of.left_out.share)


def _lessons(catalogue: Catalogue, found: Sequence[OfQuestion]) -> Iterable[OfLesson]:
    for lesson_id in catalogue.lessons:
        own = [of for of in found if catalogue.questions[of.question_id].lesson_id == lesson_id]
        if own:
            yield OfLesson(lesson_id, _sum([of.right for of in own]), tuple(own))
