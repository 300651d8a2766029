"""A hundred women as icons: what seeing something says, and what a test tells."""

from __future__ import annotations

import math
from dataclasses import dataclass

from crampkit.catalogue import (
    SOMETHING_ELSE,
    Catalogue,
    DiagnosticAccuracy,
    Feature,
)
from crampkit.views.kit.controls import checkboxes, slider, sliders
from crampkit.views.kit.figure import figure
from crampkit.views.kit.icons import hundred
from crampkit.views.kit.labels import fit_words
from crampkit.views.kit.markup import Html, button, tag
from crampkit.views.kit.numbers import HUNDRED, ratio_text
from crampkit.views.kit.sources import sources
from crampkit.views.kit.tables import Table
from crampkit.words import Words

# ------------------------------------------------------------------------------ what seeing says

SEEING = "what_seeing_says"
LEAST_COMMON, MOST_COMMON = 5, 95
SHOWN_BACKGROUNDS = (5, 20, 40, 60, 80, 95)
"""Women in 100, at which the table shows what seeing it would say."""


def commonest_finding(catalogue: Catalogue, cause_id: str) -> Feature:
    """The finding that most women with this cause have; the first of equals.

    Every cause has one; *something else* has none and cannot be asked for.
    """
    own = [feature for feature in catalogue.features.values() if feature.cause_id == cause_id]
    return max(own, key=lambda feature: feature.probability)


def what_seeing_says(catalogue: Catalogue, cause_id: str, background: int, words: Words) -> Html:
    """How the commonest finding of a cause loses its force as it becomes common in everyone.

    `background` is how many of 100 women with something else have it.
    """
    feature = commonest_finding(catalogue, cause_id)
    finding = catalogue.findings[feature.finding_id]
    own, cause = set_background(catalogue, cause_id), catalogue.causes[cause_id].short_label
    with_cause = round(HUNDRED * feature.probability)
    said = words("figure.in_100", count=background)
    return figure(
        SEEING,
        [
            tag(
                "div",
                *(
                    hundred(words("figure.women_with", cause=label), _seen(count, words))
                    for label, count in (
                        (cause, with_cause),
                        (catalogue.causes[SOMETHING_ELSE].label, background),
                    )
                ),
                class_="hundreds",
            )
        ],
        seeing_sentence(catalogue, cause_id, background, words),
        seeing_table(catalogue, cause_id, background, words),
        words,
        controls=[
            tag("p", words("figure.what_seeing_says.finding", finding=finding.label)),
            sliders(
                slider(
                    "background",
                    words("figure.what_seeing_says.background"),
                    said,
                    LEAST_COMMON,
                    MOST_COMMON,
                    1,
                )
            ),
            button(words("figure.what_seeing_says.back", count=own), "back"),
        ],
        below=[
            tag(
                "p",
                words(
                    "figure.what_seeing_says.basis",
                    with_cause=with_cause,
                    with_basis=words(f"basis.{feature.basis}"),
                    background=own,
                    background_basis=words(f"basis.{finding.basis}"),
                ),
                class_="note",
            ),
            sources(catalogue, dict.fromkeys(feature.source_ids + finding.source_ids), words),
        ],
    )


def set_background(catalogue: Catalogue, cause_id: str) -> int:
    """How many of 100 women with something else have the cause's commonest finding, by the tables."""
    finding_id = commonest_finding(catalogue, cause_id).finding_id
    return min(max(round(HUNDRED * catalogue.background[finding_id]), LEAST_COMMON), MOST_COMMON)


def _seen(count: int, words: Words) -> list[tuple[str, int, str]]:
    return [
        (kind, number, words(f"figure.seen.{kind}", count=number))
        for kind, number in Counted(count, None, None).kinds
    ]


def _seeing(catalogue: Catalogue, cause_id: str, background: int) -> tuple[float, float]:
    """How many times as common it is to have the finding, and not to have it, with the cause."""
    probability = commonest_finding(catalogue, cause_id).probability
    without = background / HUNDRED
    return probability / without, (1 - probability) / (1 - without)


def seeing_sentence(catalogue: Catalogue, cause_id: str, background: int, words: Words) -> str:
    """The two shares, their ratio, and what it says by the bands."""
    feature = commonest_finding(catalogue, cause_id)
    ratio, _ = _seeing(catalogue, cause_id, background)
    return words(
        "figure.what_seeing_says.sentence",
        cause=catalogue.causes[cause_id].short_label,
        with_cause=round(HUNDRED * feature.probability),
        background=background,
        ratio=ratio_text(ratio),
        strength=fit_words(math.log2(ratio), words),
    )


def seeing_table(catalogue: Catalogue, cause_id: str, background: int, words: Words) -> Table:
    """What having it and not having it would say, were it rarer or commoner in everyone."""
    rows = []
    for count in sorted({*SHOWN_BACKGROUNDS, background, set_background(catalogue, cause_id)}):
        present, absent = _seeing(catalogue, cause_id, count)
        shown = words("figure.in_100", count=count)
        if count == background:
            shown = words("figure.what_seeing_says.chosen", count=shown)
        rows.append(
            (
                shown,
                ratio_text(present),
                fit_words(math.log2(present), words),
                ratio_text(absent),
                fit_words(math.log2(absent), words),
            )
        )
    header = ("background", "ratio", "says", "absent_ratio", "absent_says")
    return tuple(words(f"figure.column.{name}") for name in header), tuple(rows)


# ------------------------------------------------------------------------------ a hundred women

WOMEN = "hundred_women"


@dataclass(frozen=True)
class Counted:
    """Of 100 people: the number as measured, and the two ends of its 95 % range where it has one."""

    count: int
    low: int | None
    high: int | None

    @property
    def kinds(self) -> tuple[tuple[str, int], ...]:
        """How many are surely counted, how many perhaps, how many surely not.

        >>> Counted(92, 87, 95).kinds
        (('yes', 87), ('maybe', 8), ('no', 5))
        """
        if self.low is None or self.high is None:
            return (("yes", self.count), ("no", HUNDRED - self.count))
        return (("yes", self.low), ("maybe", self.high - self.low), ("no", HUNDRED - self.high))

    @property
    def as_measured(self) -> Counted:
        return Counted(self.count, None, None)

    @property
    def others(self) -> Counted:
        """The rest of the hundred, whose range runs the other way."""
        return Counted(
            HUNDRED - self.count,
            None if self.high is None else HUNDRED - self.high,
            None if self.low is None else HUNDRED - self.low,
        )


def accuracy_of_test(catalogue: Catalogue, finding_id: str) -> DiagnosticAccuracy:
    """The row of accuracy.csv on a finding. Raises `ValueError`, which names those that can be drawn."""
    whole = [row for row in catalogue.test_accuracy.values() if row.whole]
    for row in whole:
        if finding_id in (row.finding_id, row.accuracy_id):
            return row
    raise ValueError(
        f"accuracy.csv has no row on '{finding_id}' that can be drawn; "
        f"use one of {', '.join(row.accuracy_id for row in whole)}"
    )


def positives(row: DiagnosticAccuracy) -> tuple[Counted, Counted]:
    """Of 100 with it and of 100 without it, how many test positive."""
    sensitive = _counted(row.sensitivity, row.sensitivity_low, row.sensitivity_high)
    specific = _counted(row.specificity, row.specificity_low, row.specificity_high)
    return sensitive, specific.others


def _counted(share: float | None, low: float | None, high: float | None) -> Counted:
    in_100 = [None if number is None else round(HUNDRED * number) for number in (share, low, high)]
    return Counted(in_100[0] or 0, in_100[1], in_100[2])


def hundred_women(catalogue: Catalogue, finding_id: str, show_range: bool, words: Words) -> Html:
    """100 who have it and 100 who have not, and how many of each test positive."""
    row = accuracy_of_test(catalogue, finding_id)
    groups = positives(row)
    has_range = any(group.low is not None for group in groups)
    return figure(
        WOMEN,
        [
            tag(
                "div",
                *(
                    hundred(
                        words(f"figure.tested.{name}"),
                        [
                            (kind, count, words(f"figure.test.{kind}", count=count))
                            for kind, count in (group if show_range else group.as_measured).kinds
                        ],
                    )
                    for name, group in zip(("with", "without"), groups, strict=True)
                ),
                class_="hundreds",
            )
        ],
        hundred_sentence(row, words),
        hundred_table(row, words),
        words,
        controls=[
            tag("p", tag("strong", row.label)),
            checkboxes([("range", words("figure.hundred_women.show_range"))])
            if has_range
            else tag("p", words("figure.hundred_women.no_range"), class_="note"),
        ],
        below=[
            tag("p", words("figure.hundred_women.studied", studied=row.studied), class_="note"),
            tag("p", row.note, class_="note") if row.note else Html(),
            sources(catalogue, row.source_ids, words),
        ],
    )


def likelihood_ratios(row: DiagnosticAccuracy) -> tuple[float, float]:
    """How many times as common a positive, and a negative, is in those who have it."""
    sensitivity, specificity = row.sensitivity or 0.0, row.specificity or 0.0
    return sensitivity / (1 - specificity), (1 - sensitivity) / specificity


def hundred_sentence(row: DiagnosticAccuracy, words: Words) -> str:
    """How many test positive in either hundred, and what a positive and a negative say."""
    with_it, without = positives(row)
    positive, negative = likelihood_ratios(row)
    return words(
        "figure.hundred_women.sentence",
        with_it=_with_range(with_it, words),
        without=_with_range(without, words),
        missed=HUNDRED - with_it.count,
        positive=ratio_text(positive),
        positive_says=fit_words(math.log2(positive), words),
        negative=ratio_text(negative),
        negative_says=fit_words(math.log2(negative), words),
    )


def _with_range(group: Counted, words: Words) -> str:
    if group.low is None or group.high is None:
        return str(group.count)
    return words("figure.with_range", count=group.count, low=group.low, high=group.high)


def hundred_table(row: DiagnosticAccuracy, words: Words) -> Table:
    """Positive and negative in either hundred, and the two likelihood ratios."""
    ratios = likelihood_ratios(row)
    return (
        tuple(words(f"figure.column.{name}") for name in ("women", "positive", "negative")),
        (
            *(
                (
                    words(f"figure.tested.{name}"),
                    _with_range(group, words),
                    _with_range(group.others, words),
                )
                for name, group in zip(("with", "without"), positives(row), strict=True)
            ),
            (words("figure.hundred_women.ratio"), *(ratio_text(ratio) for ratio in ratios)),
            (
                words("figure.hundred_women.it_says"),
                *(fit_words(math.log2(ratio), words) for ratio in ratios),
            ),
        ),
    )
