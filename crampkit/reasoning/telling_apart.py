"""How well two causes can be told apart: by one question, and by all that can be answered."""

from __future__ import annotations

import math
import random
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate, combinations

from crampkit.catalogue import KINDS, SOMETHING_ELSE, Catalogue
from crampkit.data import instead
from crampkit.reasoning.answers import AnswerError, can_be_none
from crampkit.reasoning.asking import STAGES
from crampkit.reasoning.odds import likelihood_ratios, weight_of
from crampkit.reasoning.weighing import (
    DECIMALS,
    discounted,
    evidence_band,
    overlap_key,
    question_weights,
)

SIMULATED = 200
"""Imagined women with each cause: enough for a figure in 100 that is good to about 3."""
ASKED, TESTED = (*STAGES[0], *STAGES[1]), STAGES[2]
"""What a midwife can ask and see herself, and what a laboratory or a scanner must say."""
HOW_MUCH = ("asked", "examined", "tested")
"""How much of a woman is known: all that can be asked; examined as well; tested as well."""

TELLING = 3
"""So many findings tell two causes apart: more than that nobody keeps in mind, and two may do."""
BETWEEN = 8
"""So many questions that tell two causes apart,"""
AGAINST_THE_REST = 3
"""and so many that tell one of them from everything else: what a learner takes in at one session."""
APART_BANDS = ("hardly", "seldom", "often", "mostly", "nearly_always")
"""How well two causes are told apart, the worst first."""

Told = Mapping[tuple[str, str], Mapping[str, float]]
"""By ordered pair of causes and how much is known: in what share the first stands before the other."""


@dataclass(frozen=True)
class Gap:
    """How far apart one question keeps two causes.

    `finding_id` is the answer that does most of it, `one` and `other` how common that answer is with
    either cause, and `bits` the whole question's divergence.
    """

    question_id: str
    finding_id: str
    bits: float
    one: float
    other: float


def divergence(catalogue: Catalogue, question_id: str, one: str, other: str) -> float:
    """How far apart one question keeps two causes on average, in bits: Jeffreys' divergence.

    With p and q the probabilities of an answer with the one cause and with the other, the sum over
    the question's answers of (p - q) * log2(p / q). A yes-or-no question has two answers, an exclusive
    group its members and, where there is room, "none of these"; a pair that is not listed is at
    background. It is the evidence to be expected from the answer for the true cause of the two, added
    up over a woman with the one and a woman with the other; never below 0, and 0 only when the
    question says nothing about the pair. Repeats of other questions are not discounted.

    H. Jeffreys, *Theory of Probability*; S. Kullback, *Information Theory and Statistics* (1959);
    expected weight of evidence: I. J. Good, *Probability and the Weighing of Evidence* (1950).

    By hand: noon is 0.8 with the sun and 0.1 with the moon, so (0.8 - 0.1) * log2(8)
    + (0.2 - 0.9) * log2(2 / 9) = 2.1 + 1.519.

    >>> from crampkit.toy import toy_catalogue
    >>> round(divergence(toy_catalogue(), "noon", "sun", "moon"), 3)
    3.619
    """
    pairs = zip(
        _chances(catalogue, question_id, one), _chances(catalogue, question_id, other), strict=True
    )
    return math.fsum((p - q) * math.log2(p / q) for p, q in pairs)


def widest_gaps(
    catalogue: Catalogue, one: str, other: str, kinds: Sequence[str] = KINDS
) -> tuple[Gap, ...]:
    """The questions that tell two causes apart, the widest gap first, then in file order.

    Only questions of these kinds, and only those that say something about the pair.

    >>> from crampkit.toy import toy_catalogue
    >>> gaps = widest_gaps(toy_catalogue(), "sun", "moon", ASKED)
    >>> [(gap.question_id, round(gap.bits, 3)) for gap in gaps]
    [('noon', 3.619), ('glare', 2.4), ('night', 2.4), ('side', 0.5), ('heat', 0.283)]
    >>> [gap.question_id for gap in widest_gaps(toy_catalogue(), "sun", "moon", TESTED)]
    ['sun_test']
    """
    check_causes(catalogue, one, other)
    gaps = []
    for question_id, members in _questions(catalogue).items():
        if catalogue.findings[members[0]].kind not in kinds:
            continue
        bits = divergence(catalogue, question_id, one, other)
        if round(bits, DECIMALS) > 0:
            shares = {
                m: (_chance(catalogue, m, one), _chance(catalogue, m, other)) for m in members
            }
            telling = max(members, key=lambda m: _pull(*shares[m]))
            gaps.append(Gap(question_id, telling, bits, *shares[telling]))
    return tuple(sorted(gaps, key=lambda gap: -round(gap.bits, DECIMALS)))


def parting_question(catalogue: Catalogue, one: str, other: str, among: Collection[str]) -> str:
    """Of some questions the one that keeps two causes farthest apart; empty where none says anything.

    >>> from crampkit.toy import toy_catalogue
    >>> parting_question(toy_catalogue(), "sun", "moon", ["heat", "night"])
    'night'
    """
    gaps = widest_gaps(catalogue, one, other)
    return next((gap.question_id for gap in gaps if gap.question_id in among), "")


def _pull(p: float, q: float) -> float:
    return (p - q) * math.log2(p / q)


def gap_weights(gap: Gap) -> tuple[float, float]:
    """What having the finding of a gap, and not having it, says for the one cause over the other.

    In bits: log2(p / q) and log2((1 - p) / (1 - q)), with p how common it is with the one and q with
    the other. By hand: 0.75 against 0.5 is half as common again, and 0.25 is half of 0.5.

    >>> one_half_more, half = gap_weights(Gap("noon", "noon", 0.4, 0.75, 0.5))
    >>> round(one_half_more, 3), half
    (0.585, -1.0)
    """
    present, absent = likelihood_ratios(gap.one, gap.other)
    return weight_of(present), weight_of(absent)


def telling_gaps(catalogue: Catalogue, one: str, other: str) -> tuple[Gap, ...]:
    """The two widest gaps of all that can be asked, seen and felt; the third if it says enough.

    >>> from crampkit.toy import toy_catalogue
    >>> [gap.finding_id for gap in telling_gaps(toy_catalogue(), "sun", "moon")]
    ['noon', 'glare', 'night']
    """
    gaps = widest_gaps(catalogue, one, other, ASKED)[:TELLING]
    return (*gaps[:2], *(gap for gap in gaps[2:] if _says_enough(gap)))


def _says_enough(gap: Gap) -> bool:
    """Whether a yes or a no speaks at least a little for one of the two."""
    bands = {evidence_band(weight) for weight in gap_weights(gap)}
    return not bands <= {"barely", "nothing"}


def telling_findings(catalogue: Catalogue, one: str, other: str) -> tuple[str, ...]:
    """The findings whose answers move two causes most, without tests.

    Those that tell the two apart come first, then those that tell the one from *something else*.

    >>> from crampkit.toy import toy_catalogue
    >>> telling_findings(toy_catalogue(), "sun", "moon")
    ('noon', 'glare', 'night', 'left', 'heat')
    """
    between = widest_gaps(catalogue, one, other, ASKED)[:BETWEEN]
    against = widest_gaps(catalogue, one, SOMETHING_ELSE, ASKED)[:AGAINST_THE_REST]
    return tuple(dict.fromkeys(gap.finding_id for gap in (*between, *against)))


def told_both_ways(told: Told, one: str, other: str, known: str) -> float:
    """The share put right of women with either cause, half with the one and half with the other.

    >>> told_both_ways({("a", "b"): {"asked": 0.9}, ("b", "a"): {"asked": 0.7}}, "a", "b", "asked")
    0.8
    """
    return (told[one, other][known] + told[other, one][known]) / 2


def hardest_and_easiest(
    told: Told, causes: Sequence[str], known: str
) -> tuple[tuple[str, str], tuple[str, str]] | None:
    """The pair of causes told apart least well, and the one told apart best; None without a pair.

    >>> told = {pair: {"asked": share} for pair, share in
    ...     {"ab": 0.9, "ba": 0.7, "ac": 0.6, "ca": 0.6, "bc": 1.0, "cb": 1.0}.items()}
    >>> hardest_and_easiest({(p[0], p[1]): by for p, by in told.items()}, "abc", "asked")
    (('a', 'c'), ('b', 'c'))
    """
    by_share = sorted(
        combinations(causes, 2), key=lambda pair: told_both_ways(told, pair[0], pair[1], known)
    )
    return (by_share[0], by_share[-1]) if by_share else None


def apart_band(share: float) -> str:
    """The words' band of a share put right; a half is the toss of a coin.

    >>> [apart_band(share) for share in (0.99, 0.9, 0.75, 0.6, 0.5)]
    ['nearly_always', 'mostly', 'often', 'seldom', 'hardly']
    """
    for edge, band in ((0.95, "nearly_always"), (0.85, "mostly"), (0.7, "often"), (0.6, "seldom")):
        if round(share, DECIMALS) >= edge:
            return band
    return "hardly"


def told_apart(
    catalogue: Catalogue, one: str, other: str, women: int = SIMULATED, seed: int = 1
) -> Mapping[str, float]:
    """In what share of imagined women with the one cause the ranking puts it before the other.

    For each of "asked" (story, timing, place), "examined" (these and what is seen and felt) and
    "tested" (everything), all questions answered. A tie counts half. The women are drawn by chance, with
    a fixed seed, from the catalogue's own numbers; one answer does not depend on another, apart from
    those that exclude each other. Real women are less tidy and the numbers are mostly judged, so the
    shares say how well the *set* keeps two causes apart and are, if anything, too good.

    >>> from crampkit.toy import toy_catalogue
    >>> told_apart(toy_catalogue(), "sun", "moon")
    {'asked': 0.8975, 'examined': 0.8975, 'tested': 0.97}
    >>> told_apart(toy_catalogue(), "sun", "sun")
    {'asked': 0.5, 'examined': 0.5, 'tested': 0.5}
    """
    check_causes(catalogue, one, other)
    return _shares_right(_fits_of_women(catalogue, one, women, seed), one, other)


def all_told_apart(
    catalogue: Catalogue, causes: Sequence[str], women: int = SIMULATED, seed: int = 1
) -> Mapping[tuple[str, str], Mapping[str, float]]:
    """`told_apart` for every ordered pair of causes, with the same women throughout.

    >>> from crampkit.toy import toy_catalogue
    >>> told = all_told_apart(toy_catalogue(), ("sun", "moon"))
    >>> told["sun", "moon"] == told_apart(toy_catalogue(), "sun", "moon")
    True
    """
    check_causes(catalogue, *causes)
    fits = {cause_id: _fits_of_women(catalogue, cause_id, women, seed) for cause_id in causes}
    return {
        (one, other): _shares_right(fits[one], one, other) for one in causes for other in causes
    }


def imagined_women(
    catalogue: Catalogue, cause_id: str, count: int = SIMULATED, seed: int = 1
) -> tuple[dict[str, bool], ...]:
    """Women with one cause, every question answered, drawn from the catalogue's own numbers.

    Of an exclusive group one answer is present, or all are absent where that can be.

    >>> from crampkit.toy import toy_catalogue
    >>> women = imagined_women(toy_catalogue(), "sun", 1000)
    >>> round(sum(woman["noon"] for woman in women) / 1000, 1)
    0.8
    >>> any(woman.get("left") and woman.get("right") for woman in women)
    False
    """
    check_causes(catalogue, cause_id)
    # The name is part of the seed, so that two causes do not get the same luck.
    chance = random.Random(f"{seed} {cause_id}")
    questions = [
        (members, list(accumulate(_chances(catalogue, question_id, cause_id))))
        for question_id, members in _questions(catalogue).items()
    ]
    women = []
    for _ in range(count):
        woman: dict[str, bool] = {}
        for members, bounds in questions:
            # What a group's shares lack to 1, by rounding or by intent, is shared out in proportion.
            drawn = chance.random() * bounds[-1]
            place = sum(drawn >= bound for bound in bounds)
            present = members[place] if place < len(members) else None
            if present and len(members) > 1:
                woman[present] = True  # Its other answers are ruled out, which is never stored.
            else:
                woman |= {member: member == present for member in members}
        women.append(woman)
    return tuple(women)


def check_causes(catalogue: Catalogue, *cause_ids: str) -> None:
    """Raise `AnswerError` at a cause that the catalogue does not have.

    >>> from crampkit.toy import toy_catalogue
    >>> check_causes(toy_catalogue(), "son")
    Traceback (most recent call last):
    ...
    crampkit.reasoning.answers.AnswerError: no cause 'son'; did you mean 'sun'?
    """
    for cause_id in cause_ids:
        if cause_id not in catalogue.causes:
            raise AnswerError(
                f"no cause '{cause_id}'{instead(cause_id, catalogue.causes, 'causes.csv')}"
            )


# ------------------------------------------------------------------------------ inside


def _questions(catalogue: Catalogue) -> Mapping[str, tuple[str, ...]]:
    """Every question with the findings it asks for, in file order."""
    return {
        question_id: catalogue.exclusive_members.get(question_id, (question_id,))
        for question_id in dict.fromkeys(map(catalogue.question_of, catalogue.findings))
    }


def _chance(catalogue: Catalogue, finding_id: str, cause_id: str) -> float:
    return catalogue.probability[finding_id].get(cause_id, catalogue.background[finding_id])


def _chances(catalogue: Catalogue, question_id: str, cause_id: str) -> tuple[float, ...]:
    """How common each answer of a question is: its findings, then none of them where that can be."""
    members = catalogue.exclusive_members.get(question_id, (question_id,))
    chances = tuple(_chance(catalogue, member, cause_id) for member in members)
    if question_id in catalogue.exclusive_members and not can_be_none(catalogue, question_id):
        return chances
    return (*chances, 1 - math.fsum(chances))


Fits = Mapping[str, Sequence[Mapping[str, float]]]
"""By how much is known: the fit of every cause, for each woman."""


def _fits_of_women(catalogue: Catalogue, cause_id: str, count: int, seed: int) -> Fits:
    """The same fits as `fit`, many at a time: a group of questions is weighed once per set of answers."""
    women = imagined_women(catalogue, cause_id, count, seed)
    weighed: dict[tuple[tuple[str, bool], ...], dict[str, float]] = {}

    def of_group(answers: tuple[tuple[str, bool], ...]) -> dict[str, float]:
        if answers not in weighed:
            questions: dict[str, tuple[tuple[str, ...], bool]] = {}
            for finding_id, present in answers:
                question_id = catalogue.question_of(finding_id)
                named, _ = questions.get(question_id, ((), present))
                questions[question_id] = (*named, finding_id), present
            by_cause: dict[str, list[float]] = {}
            for named, present in questions.values():
                for cause, weight in question_weights(catalogue, named, present).items():
                    by_cause.setdefault(cause, []).append(weight)
            weighed[answers] = {cause: discounted(weights) for cause, weights in by_cause.items()}
        return weighed[answers]

    group_of = {
        finding_id: overlap_key(catalogue, catalogue.question_of(finding_id), finding_id)
        for finding_id in catalogue.findings
    }
    result: dict[str, list[Mapping[str, float]]] = {}
    for number, known in enumerate(HOW_MUCH, start=1):
        kinds = {kind for stage in STAGES[:number] for kind in stage}
        result[known] = []
        for woman in women:
            groups: dict[str, list[tuple[str, bool]]] = {}
            for finding_id, present in woman.items():
                if catalogue.findings[finding_id].kind in kinds:
                    groups.setdefault(group_of[finding_id], []).append((finding_id, present))
            fits = dict.fromkeys(catalogue.causes, 0.0)
            for answers in groups.values():
                for cause, weight in of_group(tuple(answers)).items():
                    fits[cause] += weight
            result[known].append(fits)
    return result


def _shares_right(fits: Fits, one: str, other: str) -> dict[str, float]:
    return {
        known: math.fsum(_first(fit[one], fit[other]) for fit in women) / max(len(women), 1)
        for known, women in fits.items()
    }


def _first(one: float, other: float) -> float:
    """1 where the one stands before the other, a half where they tie.

    >>> _first(2.0, 1.0), _first(1.0, 2.0), _first(1.0, 1.0)
    (1.0, 0.0, 0.5)
    """
    ahead = round(one - other, DECIMALS)
    return 0.5 if ahead == 0 else float(ahead > 0)
