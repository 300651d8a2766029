"""Shares, odds, likelihood ratios and weights of evidence: from one to another, and Bayes' rule.

A share is a probability, from 0 to 1. Odds are a share over the rest. A likelihood ratio says how many
times as common an answer is with a cause as without it; its base-2 logarithm is the weight of evidence,
in bits. The tables hold no share of 0 or 1, of which no ratio can be made.
"""

from __future__ import annotations

import math

ALMOST_CERTAIN = math.nextafter(1.0, 0.0)
"""The largest share that has odds: more is rounded to it, since nothing learnt from answers is certain."""


def odds_of(share: float) -> float:
    """A share over the rest of the whole. Raises `ValueError` for a certainty, which has no odds.

    >>> odds_of(0.2), odds_of(0.5), odds_of(0.8)
    (0.25, 1.0, 4.000000000000001)
    """
    if not 0 <= share < 1:
        raise ValueError(f"a share of {share:g} has no odds")
    return share / (1 - share)


def share_of(odds: float) -> float:
    """The share at these odds, the other way round.

    >>> share_of(0.25), share_of(1.0), share_of(0.0)
    (0.2, 0.5, 0.0)
    """
    return min(odds / (1 + odds), ALMOST_CERTAIN)


def odds_as_pair(share: float) -> tuple[float, float]:
    """The odds as one says them, so many to so many, of which the smaller is 1.

    >>> odds_as_pair(0.2), odds_as_pair(0.75), odds_as_pair(0.5)
    ((1.0, 4.0), (3.0, 1.0), (1.0, 1.0))
    """
    odds = odds_of(share)
    return (1.0, 1 / odds) if odds < 1 else (odds, 1.0)


def log_odds(share: float) -> float:
    """Odds as a power of ten: even odds are 0.

    >>> round(log_odds(10 / 11), 9)
    1.0
    """
    return math.log10(odds_of(share))


def posttest(pretest: float, ratio: float) -> float:
    """Bayes' rule for one cause against *something else*: odds before times the likelihood ratio.

    By hand: 0.2 is odds of 1 to 4; times 4 they are even.

    >>> round(posttest(0.2, 4), 9)
    0.5
    """
    return share_of(odds_of(pretest) * ratio)


def weight_of(ratio: float) -> float:
    """The weight of evidence of a likelihood ratio, in bits; negative where it speaks against.

    >>> weight_of(8), weight_of(1), weight_of(0.25)
    (3.0, 0.0, -2.0)
    """
    return math.log2(ratio)


def ratio_of(weight: float) -> float:
    """The likelihood ratio of a weight of evidence in bits, the other way round.

    >>> ratio_of(3.0), ratio_of(0.0), ratio_of(-2.0)
    (8.0, 1.0, 0.25)
    """
    return 2.0**weight


def likelihood_ratios(probability: float, background: float) -> tuple[float, float]:
    """How many times as common it is to have a finding, and not to have it, with a cause as without.

    `probability` is how common it is with the cause, `background` without.

    >>> likelihood_ratios(0.75, 0.5)
    (1.5, 0.5)
    """
    return probability / background, (1 - probability) / (1 - background)


def ratios_of_test(sensitivity: float, specificity: float) -> tuple[float, float]:
    """How many times as common a positive, and a negative, is in those who have it.

    Sensitivity is the share of them who test positive, specificity the share of the others who test
    negative. By hand: 0.75 / 0.25, and 0.25 / 0.75.

    >>> positive, negative = ratios_of_test(0.75, 0.75)
    >>> positive, round(negative, 9)
    (3.0, 0.333333333)
    """
    return sensitivity / (1 - specificity), (1 - sensitivity) / specificity
