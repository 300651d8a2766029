"""What each chart says, as a sentence and as a table: the same content for whoever cannot see it.

It asks for no plotting library, so that the words are there before the chart is.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from crampkit.catalogue import SOMETHING_ELSE, Catalogue
from crampkit.reasoning import (
    Answers,
    Push,
    question_weights,
    strength_of_evidence,
)
from crampkit.views.kit.answers import answer_text, evidence_rows
from crampkit.views.kit.labels import fit_words
from crampkit.views.kit.numbers import bits_text, frequency_text, percent_text, ratio_text
from crampkit.views.kit.tables import Table
from crampkit.words import Words

# ------------------------------------------------------------------------------ numbers as text


# ------------------------------------------------------------------------------ evidence for one cause


def evidence_sentence(
    catalogue: Catalogue, cause_id: str, pushes: Sequence[Push], words: Words
) -> str:
    """The strongest answer on either side, what repeats, and what all of it comes to."""
    cause = catalogue.causes[cause_id].short_label
    if not pushes:
        return words("chart.evidence.none", cause=cause)
    rows = evidence_rows(catalogue, pushes, words)
    sentences = [words.plural("chart.evidence.count", len(rows), cause=cause)]
    for side, key in ((1, "for"), (-1, "against")):
        strongest = next((row for row in rows if row.weight * side > 0), None)
        if strongest:
            sentences.append(
                words(
                    f"chart.evidence.strongest_{key}",
                    answer=strongest.answer,
                    strength=strongest.strength,
                )
            )
    repeats = sum(bool(row.discount) for row in rows)
    if repeats:
        sentences.append(words.plural("chart.evidence.repeats", repeats))
    total = math.fsum(row.counted for row in rows)
    sentences.append(words("chart.evidence.together", strength=fit_words(total, words)))
    return " ".join(sentences)


def evidence_table(catalogue: Catalogue, pushes: Sequence[Push], words: Words) -> Table:
    """Each answer with its strength, what was discounted, and what the numbers rest on."""
    columns = ("answer", "strength", "discount", "weight", "counted", "basis", "sources")
    header = tuple(words(f"chart.evidence.column.{name}") for name in columns)
    return header, tuple(
        (
            row.answer,
            row.strength,
            row.discount or words("chart.counts_all"),
            bits_text(row.weight),
            bits_text(row.counted),
            row.basis,
            ", ".join(row.source_ids),
        )
        for row in evidence_rows(catalogue, pushes, words)
    )


# ------------------------------------------------------------------------------ all causes x findings


def mapped_causes(catalogue: Catalogue) -> tuple[str, ...]:
    """The causes that can have evidence: *something else* never has any."""
    return tuple(cause_id for cause_id in catalogue.causes if cause_id != SOMETHING_ELSE)


def weights_when_present(catalogue: Catalogue, finding_id: str) -> dict[str, float]:
    """What a present finding weighs, in bits, for each cause that lists it.

    >>> from crampkit.toy import toy_catalogue
    >>> weights_when_present(toy_catalogue(), "noon")
    {'sun': 2.0, 'moon': -1.0}
    """
    return dict(question_weights(catalogue, (finding_id,), True))


def finding_words(catalogue: Catalogue, finding_id: str, answers: Answers, words: Words) -> str:
    """The finding, with the answer where it was asked."""
    if finding_id not in answers:
        return catalogue.findings[finding_id].label
    return answer_text(catalogue, (finding_id,), answers[finding_id], words)


def map_sentence(catalogue: Catalogue, answers: Answers, words: Words) -> str:
    """How large the map is, its strongest pair on either side, and what was answered."""
    pairs = [
        (weight, finding_id, cause_id)
        for finding_id in catalogue.findings
        for cause_id, weight in weights_when_present(catalogue, finding_id).items()
    ]
    sentences = [
        words(
            "chart.map.size",
            findings=len(catalogue.findings),
            causes=len(mapped_causes(catalogue)),
            pairs=len(pairs),
        )
    ]
    for side, key in ((1, "for"), (-1, "against")):
        on_side = [pair for pair in pairs if pair[0] * side > 0]
        if on_side:
            weight, finding_id, cause_id = max(on_side, key=lambda pair: pair[0] * side)
            sentences.append(
                words(
                    f"chart.map.strongest_{key}",
                    finding=catalogue.findings[finding_id].label,
                    cause=catalogue.causes[cause_id].short_label,
                    strength=fit_words(weight, words),
                )
            )
    answered = sum(finding_id in catalogue.findings for finding_id in answers)
    sentences.append(words.plural("chart.map.answered", answered))
    return " ".join(sentences)


def map_table(catalogue: Catalogue, answers: Answers, words: Words) -> Table:
    """For each finding what it says, when present, about each cause; in words."""
    causes = mapped_causes(catalogue)
    header = (
        words("chart.map.column.finding"),
        *(catalogue.causes[cause_id].short_label for cause_id in causes),
    )
    rows = []
    for finding_id in catalogue.findings:
        weights = weights_when_present(catalogue, finding_id)
        cells = (
            fit_words(weights[cause_id], words)
            if cause_id in weights
            else words("chart.map.not_listed")
            for cause_id in causes
        )
        rows.append((finding_words(catalogue, finding_id, answers, words), *cells))
    return header, tuple(rows)


# ------------------------------------------------------------------------------ from before to after


def posttest(pretest: float, ratio: float) -> float:
    """Bayes' rule for one cause against *something else*: odds before times the likelihood ratio.

    >>> round(posttest(0.2, 4), 9)
    0.5
    """
    odds = pretest / (1 - pretest) * ratio
    return odds / (1 + odds)


def fagan_sentence(cause: str, pretest: float, ratio: float, words: Words) -> str:
    """How likely before, what the answers say, how likely after."""
    return words(
        "chart.fagan.sentence",
        cause=cause,
        before=frequency_text(pretest, words),
        ratio=ratio_text(ratio),
        strength=fit_words(math.log2(ratio), words),
        after=frequency_text(posttest(pretest, ratio), words),
    )


def fagan_table(cause: str, pretest: float, ratio: float, words: Words) -> Table:
    """The three points of the line, as numbers and in words."""
    after = posttest(pretest, ratio)
    header = tuple(words(f"chart.fagan.column.{name}") for name in ("step", "number", "words"))
    return header, (
        (
            words("chart.fagan.before_cause", cause=cause),
            percent_text(pretest, words),
            frequency_text(pretest, words),
        ),
        (words("chart.fagan.ratio"), ratio_text(ratio), fit_words(math.log2(ratio), words)),
        (
            words("chart.fagan.after_cause", cause=cause),
            percent_text(after, words),
            frequency_text(after, words),
        ),
    )


# ------------------------------------------------------------------------------ women counted


@dataclass(frozen=True)
class Counted:
    """So many women, split by whether they have the cause and whether they have the finding."""

    with_both: int
    cause_only: int
    finding_only: int
    with_neither: int

    @property
    def total(self) -> int:
        return self.with_both + self.cause_only + self.finding_only + self.with_neither


WOMEN = 10_000


def count_women(pretest: float, probability: float, background: float) -> Counted:
    """10,000 women, of whom a share has the cause; the finding is so common with it and without.

    >>> count_women(0.0025, 0.8, 0.1)
    Counted(with_both=20, cause_only=5, finding_only=998, with_neither=8977)
    """
    with_cause = round(WOMEN * pretest)
    with_both = round(with_cause * probability)
    finding_only = round((WOMEN - with_cause) * background)
    return Counted(
        with_both, with_cause - with_both, finding_only, WOMEN - with_cause - finding_only
    )


def base_rate_sentence(cause: str, finding: str, women: Counted, words: Words) -> str:
    """The story of the counts, in the order in which one counts."""
    return words(
        "chart.base_rate.sentence",
        cause=cause,
        finding=finding,
        **{name: f"{count:,}" for name, count in _counts(women).items()},
    )


def base_rate_table(cause: str, finding: str, women: Counted, words: Words) -> Table:
    """The counts as a table of two by two, with sums."""
    header = (
        words("chart.base_rate.column.women"),
        words("chart.base_rate.column.finding", finding=finding),
        words("chart.base_rate.column.no_finding", finding=finding),
        words("chart.base_rate.column.sum"),
    )
    lines = (
        (words("chart.base_rate.row.cause", cause=cause), women.with_both, women.cause_only),
        (words("chart.base_rate.row.else"), women.finding_only, women.with_neither),
        (
            words("chart.base_rate.row.all"),
            women.with_both + women.finding_only,
            women.cause_only + women.with_neither,
        ),
    )
    return header, tuple(
        (label, f"{present:,}", f"{absent:,}", f"{present + absent:,}")
        for label, present, absent in lines
    )


def _counts(women: Counted) -> dict[str, int]:
    return {
        "total": women.total,
        "with_cause": women.with_both + women.cause_only,
        "with_both": women.with_both,
        "without_cause": women.finding_only + women.with_neither,
        "finding_only": women.finding_only,
        "with_finding": women.with_both + women.finding_only,
    }


def band_level(weight: float) -> int:
    """The band of a weight as a step from −4 (strong against) over 0 (nothing) to 4 (strong for).

    >>> [band_level(weight) for weight in (4.0, 1.0, 0.01, -2.5)]
    [4, 2, 0, -3]
    """
    step = ("nothing", "barely", "small", "moderate", "strong").index(strength_of_evidence(weight))
    return step if weight > 0 else -step
