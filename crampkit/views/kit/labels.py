"""What tables and bands are called, in words, with a mark beside the word where it has one."""

from __future__ import annotations

from crampkit.catalogue import STRENGTHS, Catalogue, Finding
from crampkit.reasoning import Gap, evidence_band, likelihood_band
from crampkit.views.kit.markup import Html, tag
from crampkit.words import Words


def fit_words(weight: float, words: Words) -> str:
    """How strongly the evidence speaks for or against, by the bands of a likelihood ratio."""
    band = evidence_band(weight)
    if band == "nothing":
        return words("strength.nothing")
    return words(f"strength.{band}.{'for' if weight > 0 else 'against'}")


def likelihood_words(share: float, words: Words) -> str:
    return words(f"likelihood.{likelihood_band(share)}")


def period_label(period: str, words: Words) -> str:
    return words(f"figure.period.{period}")


TIER_MARKS = {"now": "!!!", "today": "!!", "soon": "!", "look_alike": "≈"}


def tier_label(tier: str, words: Words) -> Html:
    """How urgent, as a mark and a word."""
    return tag(
        "span",
        tag("span", TIER_MARKS[tier], aria_hidden="true"),
        " ",
        words(f"tier.{tier}"),
        class_="tier",
        data_tier=tier,
    )


BASIS_MARKS = {"published": "■", "expert_judgement": "○", "seed": "△"}
"""Beside the word and the colour, so that nothing is told by colour alone."""


def basis_label(basis: str, words: Words) -> Html:
    """What a number rests on, as a mark, a word and a colour."""
    return tag(
        "span",
        tag("span", BASIS_MARKS[basis], aria_hidden="true"),
        " ",
        words(f"lesson.basis.{basis}"),
        class_=f"basis-label {basis}",
    )


def strength_label(strength: str, words: Words) -> Html:
    """How well something is supported: the word, and as many filled marks as it deserves."""
    best = len(STRENGTHS) - 1
    filled = best - STRENGTHS.index(strength)
    return tag(
        "span",
        tag("span", "●" * filled + "○" * (best - filled), class_="marks", aria_hidden="true"),
        " ",
        words(f"source.support.{strength}"),
        class_="strength",
        data_strength=strength,
    )


def finding_text(catalogue: Catalogue, finding: Finding, words: Words) -> str:
    """The finding; of one question with several answers the question comes first."""
    if not finding.exclusive_group:
        return finding.label
    question = catalogue.question_label(finding.exclusive_group)
    return words("chart.question_answer", question=question, answer=finding.label)


def gap_text(catalogue: Catalogue, gap: Gap, words: Words) -> str:
    """The answer that tells most, with its question where it is one of several answers."""
    return finding_text(catalogue, catalogue.findings[gap.finding_id], words)


def label_of(catalogue: Catalogue, question_id: str) -> str:
    """What is asked, in the words of the tables."""
    if question_id in catalogue.safety_questions:
        return catalogue.safety_questions[question_id].label
    return catalogue.question_label(question_id)
