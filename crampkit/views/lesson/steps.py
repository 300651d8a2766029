"""The arithmetic of the ranking on one woman's answers, a step at a time, each as a small table.

A step is a sentence with a table below it: what a lesson claims, so that it can be compared.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from crampkit.catalogue import BASES, SOMETHING_ELSE, Catalogue
from crampkit.catalogue.asked import row_of
from crampkit.reasoning import (
    BY_FIT,
    BY_LIKELIHOOD,
    DRAWS,
    Answers,
    Contribution,
    answered_questions,
    evidence,
    fit,
    likelihood,
    robustness,
)
from crampkit.reasoning.odds import odds_as_pair, posttest, ratio_of
from crampkit.reasoning.robustness import draws_kept
from crampkit.reasoning.weighing import (
    against_something_else,
    answer_shares,
    by_overlap,
    counts_one_in,
    parts_of_all,
    total_counted,
    total_weight,
)
from crampkit.views.kit.answers import contribution_answer
from crampkit.views.kit.labels import fit_words, likelihood_words
from crampkit.views.kit.numbers import bits_text, frequency_text, ratio_text
from crampkit.views.kit.tables import Step
from crampkit.words import Words


@dataclass(frozen=True)
class Steps:
    """One woman's answers and one cause, to be followed from the first number to the last."""

    catalogue: Catalogue
    words: Words
    answers: Answers
    cause_id: str
    contributions: tuple[Contribution, ...] = field(init=False, repr=False)

    def __post_init__(self) -> None:
        row_of(self.catalogue.causes, self.cause_id, "causes.csv", "cause")
        contributions = evidence(self.catalogue, self.answers)[self.cause_id]
        strongest_first = sorted(contributions, key=lambda contribution: -abs(contribution.weight))
        object.__setattr__(self, "contributions", tuple(strongest_first))

    # ---------------------------------------------------------------------- one answer

    def how_common(self, finding_id: str) -> Step:
        """How many women have one finding, with the cause and with something else."""
        finding = row_of(self.catalogue.findings, finding_id, "findings.csv", "finding")
        feature = self.catalogue.features.get((self.cause_id, finding_id))
        without = (finding.background, finding.basis)
        # A pair that is not listed is as common as with something else.
        with_cause = (feature.probability, feature.basis) if feature else without
        return self._step(
            "how_common",
            ("women", "have_it", "basis"),
            [
                (
                    self._cause(row),
                    self._women(share),
                    self.words(f"lesson.basis.{basis}"),
                )
                for row, (share, basis) in (
                    (self.cause_id, with_cause),
                    (SOMETHING_ELSE, without),
                )
            ],
            finding=finding.label,
            with_cause=self._women(with_cause[0]),
            with_else=self._women(without[0]),
        )

    def times_as_common(self, *finding_ids: str) -> Step:
        """How many times as common each answer is with the cause: its likelihood ratio."""
        for finding_id in finding_ids:
            row_of(self.catalogue.findings, finding_id, "findings.csv", "finding")
        chosen = [
            contribution
            for f in finding_ids
            for contribution in self.contributions
            if f in contribution.finding_ids
        ]
        rows = []
        for contribution in chosen:
            with_cause, without = answer_shares(self.catalogue, contribution)
            rows.append(
                (
                    self._answer(contribution),
                    self._women(with_cause),
                    self._women(without),
                    ratio_text(ratio_of(contribution.weight)),
                    fit_words(contribution.weight, self.words),
                )
            )
        return self._step("times", ("answer", "with_cause", "with_else", "times", "words"), rows)

    # ---------------------------------------------------------------------- all answers

    def weights(self) -> Step:
        """Every answer that says something, as a likelihood ratio and in bits."""
        asked = len(answered_questions(self.catalogue, self.answers))
        return self._step(
            "weights",
            ("answer", "times", "bits", "words"),
            [
                (
                    self._answer(contribution),
                    ratio_text(ratio_of(contribution.weight)),
                    bits_text(contribution.weight),
                    fit_words(contribution.weight, self.words),
                )
                for contribution in self.contributions
            ],
            asked=asked,
            silent=asked - len(self.contributions),
        )

    def repeats(self) -> Step:
        """What is left of the answers that repeat each other."""
        repeating = [
            contribution
            for contributions in by_overlap(self.catalogue, self.contributions).values()
            if any(contribution.discount < 1 for contribution in contributions)
            for contribution in contributions
        ]
        return self._step(
            "repeats",
            ("answer", "group", "bits", "counts", "counted"),
            [
                (
                    self._answer(contribution),
                    self._group(contribution),
                    bits_text(contribution.weight),
                    self._share(contribution.discount),
                    bits_text(contribution.counted),
                )
                for contribution in repeating
            ],
            all_bits=bits_text(total_weight(repeating)),
            counted=bits_text(total_counted(repeating)),
        )

    def together(self) -> Step:
        """The sum: what each group of answers adds, and what all of them come to."""
        groups = [
            (self._group(contributions[0]), total_counted(contributions))
            for contributions in by_overlap(self.catalogue, self.contributions).values()
        ]
        groups.sort(key=lambda group: -abs(group[1]))
        total = self._fit()
        rows = [(label, bits_text(bits), ratio_text(ratio_of(bits))) for label, bits in groups]
        rows.append(
            (self.words("steps.all_answers"), bits_text(total), ratio_text(ratio_of(total)))
        )
        return self._step(
            "together",
            ("said", "bits", "times"),
            rows,
            bits=bits_text(total),
            times=ratio_text(ratio_of(total)),
            strength=fit_words(total, self.words),
        )

    # ---------------------------------------------------------------------- before and after

    def before_and_after(self) -> Step:
        """From before her answers to after, for the cause against something else alone."""
        before, ratio = self.against_something_else()
        after = posttest(before, ratio)
        return self._step(
            "before_after",
            ("step", "odds", "women"),
            [
                (
                    self.words("steps.before"),
                    self._odds(before),
                    frequency_text(before, self.words),
                ),
                (self.words("steps.answers"), self._times(ratio), ""),
                (self.words("steps.after"), self._odds(after), frequency_text(after, self.words)),
            ],
            cause=self._cause(self.cause_id),
            before=frequency_text(before, self.words),
            after=frequency_text(after, self.words),
        )

    def against_something_else(self) -> tuple[float, float]:
        """The share before her answers, of two rows alone, and the likelihood ratio of them all."""
        return against_something_else(self.catalogue, self.answers, self.cause_id)

    def two_orders(self) -> Step:
        """All rows: how well each fits, and how likely it is before her answers and after."""
        fits = fit(self.catalogue, self.answers)
        before = likelihood(self.catalogue, {})
        after = likelihood(self.catalogue, self.answers)
        best = max(fits, key=lambda c: fits[c])
        likeliest = max(after, key=lambda c: after[c])
        return self._step(
            "two_orders",
            ("cause", "bits", "before", "after", "words"),
            [
                (
                    self._cause(c),
                    bits_text(fits[c]) if c != SOMETHING_ELSE else "0",
                    frequency_text(before[c], self.words),
                    frequency_text(after[c], self.words),
                    likelihood_words(after[c], self.words),
                )
                for c in sorted(fits, key=lambda c: -fits[c])
            ],
            best=self._cause(best),
            likeliest=self._cause(likeliest),
        )

    def two_rows_or_six(self) -> Step:
        """Why the ranking differs from a pair: every row's part, and all parts together."""
        all_rows = parts_of_all(self.catalogue, self.answers)
        parts = all_rows.part
        of_two = all_rows.shares_of_two(self.cause_id, SOMETHING_ELSE)
        shares = likelihood(self.catalogue, self.answers)
        rows = [
            (
                self._cause(c),
                f"{all_rows.pretest[c]:g}",
                ratio_text(all_rows.ratio[c]),
                _amount(parts[c]),
                frequency_text(shares[c], self.words),
                frequency_text(of_two[c], self.words) if c in of_two else "",
            )
            for c in sorted(parts, key=lambda c: -parts[c])
        ]
        rows.append((self.words("steps.sum"), "", "", _amount(all_rows.total), "", ""))
        return self._step(
            "two_or_six",
            ("cause", "weight", "times", "part", "of_six", "of_two"),
            rows,
            cause=self._cause(self.cause_id),
            of_six=frequency_text(shares[self.cause_id], self.words),
            of_two=frequency_text(of_two[self.cause_id], self.words),
        )

    # ---------------------------------------------------------------------- how far to trust it

    def what_it_rests_on(self) -> Step:
        """How many of the weights rest on a study, and whether the leaders outlast other numbers."""
        rows = [
            (
                self.words(f"basis.{basis}"),
                str(sum(contribution.basis == basis for contribution in self.contributions)),
            )
            for basis in BASES
        ]
        for mode in (BY_FIT, BY_LIKELIHOOD):
            stays = robustness(self.catalogue, self.answers, mode)
            tries = self.words("steps.tries", count=draws_kept(stays), total=DRAWS)
            rows.append((self.words(f"steps.stays.{mode}"), tries))
        return self._step("rests_on", ("what", "count"), rows, count=len(self.contributions))

    # ---------------------------------------------------------------------- inside

    def _step(
        self,
        key: str,
        columns: Iterable[str],
        rows: Iterable[tuple[str, ...]],
        **gaps: object,
    ) -> Step:
        cause = self._cause(self.cause_id)
        header = tuple(self.words(f"steps.column.{name}", cause=cause) for name in columns)
        gaps = {"cause": cause, **gaps}
        return Step(
            self.words(f"steps.{key}", **gaps),
            self.words(f"steps.{key}.caption", **gaps),
            header,
            self.words.cells(rows),
        )

    def _fit(self) -> float:
        return fit(self.catalogue, self.answers)[self.cause_id]

    def _cause(self, cause_id: str) -> str:
        return self.catalogue.causes[cause_id].short_label

    def _answer(self, contribution: Contribution) -> str:
        return contribution_answer(self.catalogue, contribution, self.words)

    def _group(self, contribution: Contribution) -> str:
        group_id = self.catalogue.findings[contribution.finding_ids[0]].overlap_group
        return self.catalogue.groups[group_id].label if group_id else self._answer(contribution)

    def _women(self, share: float) -> str:
        return frequency_text(share, self.words)

    def _times(self, ratio: float) -> str:
        return self.words("chart.fagan.times", ratio=ratio_text(ratio))

    def _share(self, share: float) -> str:
        one_in = counts_one_in(share)
        if one_in == 1:
            return self.words("steps.in_full")
        return self.words(f"share.{one_in}" if one_in <= 4 else "share.little")

    def _odds(self, share: float) -> str:
        first, second = map(ratio_text, odds_as_pair(share))
        return self.words("steps.odds", first=first, second=second)


def _amount(part: float) -> str:
    """Two figures that mean something, or whole numbers.

    >>> _amount(290.0), _amount(39.4), _amount(1.82), _amount(0.054)
    ('290', '39', '1.8', '0.054')
    """
    return f"{part:,.0f}" if part >= 10 else ratio_text(part)
