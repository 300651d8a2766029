"""A hundred women as icons: what seeing something says, and what a test tells."""

from __future__ import annotations

from crampkit.catalogue import (
    SOMETHING_ELSE,
    AuthorError,
    Catalogue,
    DiagnosticAccuracy,
)
from crampkit.reasoning.counting import InHundred, in_hundred
from crampkit.reasoning.odds import likelihood_ratios, ratios_of_test, weight_of
from crampkit.reasoning.typical import commonest_finding
from crampkit.views.kit.controls import checkboxes, slider, sliders
from crampkit.views.kit.figure import figure
from crampkit.views.kit.icons import icon_array
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
                    icon_array(words("figure.women_with", cause=label), _seen(count, words), words)
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
        for kind, number in InHundred(count, None, None).kinds
    ]


def _seeing(catalogue: Catalogue, cause_id: str, background: int) -> tuple[float, float]:
    """How many times as common it is to have the finding, and not to have it, with the cause."""
    probability = commonest_finding(catalogue, cause_id).probability
    return likelihood_ratios(probability, background / HUNDRED)


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
        strength=fit_words(weight_of(ratio), words),
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
                fit_words(weight_of(present), words),
                ratio_text(absent),
                fit_words(weight_of(absent), words),
            )
        )
    header = ("background", "ratio", "says", "absent_ratio", "absent_says")
    return tuple(words(f"figure.column.{name}") for name in header), tuple(rows)


# ------------------------------------------------------------------------------ a hundred women

HUNDRED_WOMEN = "hundred_women"


def accuracy_of_test(catalogue: Catalogue, finding_id: str) -> DiagnosticAccuracy:
    """The row of accuracy.csv on a finding. Raises `AuthorError`, which names those that can be drawn."""
    whole = [row for row in catalogue.test_accuracy.values() if row.whole]
    for row in whole:
        if finding_id in (row.finding_id, row.accuracy_id):
            return row
    raise AuthorError(
        f"accuracy.csv has no row on '{finding_id}' that can be drawn; "
        f"use one of {', '.join(row.accuracy_id for row in whole)}"
    )


def positives(row: DiagnosticAccuracy) -> tuple[InHundred, InHundred]:
    """Of 100 with it and of 100 without it, how many test positive."""
    sensitive = in_hundred(row.sensitivity or 0.0, row.sensitivity_low, row.sensitivity_high)
    specific = in_hundred(row.specificity or 0.0, row.specificity_low, row.specificity_high)
    return sensitive, specific.others


def hundred_women(catalogue: Catalogue, finding_id: str, show_range: bool, words: Words) -> Html:
    """100 who have it and 100 who have not, and how many of each test positive."""
    row = accuracy_of_test(catalogue, finding_id)
    groups = positives(row)
    has_range = any(group.low is not None for group in groups)
    return figure(
        HUNDRED_WOMEN,
        [
            tag(
                "div",
                *(
                    icon_array(
                        words(f"figure.tested.{name}"),
                        [
                            (kind, count, words(f"figure.test.{kind}", count=count))
                            for kind, count in (group if show_range else group.as_measured).kinds
                        ],
                        words,
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


def _says(row: DiagnosticAccuracy) -> tuple[float, float]:
    """The likelihood ratios of a positive and of a negative; a row that is drawn has both shares."""
    return ratios_of_test(row.sensitivity or 0.0, row.specificity or 0.0)


def hundred_sentence(row: DiagnosticAccuracy, words: Words) -> str:
    """How many test positive in either hundred, and what a positive and a negative say."""
    with_it, without = positives(row)
    positive, negative = _says(row)
    return words(
        "figure.hundred_women.sentence",
        with_it=_with_range(with_it, words),
        without=_with_range(without, words),
        missed=HUNDRED - with_it.count,
        positive=ratio_text(positive),
        positive_says=fit_words(weight_of(positive), words),
        negative=ratio_text(negative),
        negative_says=fit_words(weight_of(negative), words),
    )


def _with_range(group: InHundred, words: Words) -> str:
    if group.low is None or group.high is None:
        return str(group.count)
    return words("figure.with_range", count=group.count, low=group.low, high=group.high)


def hundred_table(row: DiagnosticAccuracy, words: Words) -> Table:
    """Positive and negative in either hundred, and the two likelihood ratios."""
    ratios = _says(row)
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
                *(fit_words(weight_of(ratio), words) for ratio in ratios),
            ),
        ),
    )
