"""The illness script of a cause: what it looks like on the front, what to do on the back."""

from __future__ import annotations

from collections.abc import Iterable

from crampkit.catalogue import KINDS, Catalogue, Feature
from crampkit.reasoning.typical import against, strongest_first, typical_findings
from crampkit.views.kit.labels import finding_text
from crampkit.views.kit.markup import Html, tag
from crampkit.views.kit.numbers import in_100
from crampkit.views.lesson.card import signs_by_danger
from crampkit.views.lesson.lesson import guidance, lesson_of, most_urgent_first
from crampkit.views.paper.sheet import foot, lines, listed, part, sheet
from crampkit.words import Words

WHO = 5
KEY_FEATURES = 6
AGAINST = 5
"""So many lines of each part, the strongest first; dangers and what to do are never shortened."""


def script(catalogue: Catalogue, cause_id: str, words: Words) -> Html:
    """One cause as it is kept in mind; each line comes from the tables."""
    cause = catalogue.causes[cause_id]
    typical = [one for kind in KINDS for one in typical_findings(catalogue, cause_id, kind)]
    who = strongest_first(catalogue, (f for f in typical if _is_about_her(catalogue, f)))
    when = [one for one in typical if _kind(catalogue, one) == "timing" and one not in who]
    rest = strongest_first(catalogue, (f for f in typical if f not in who and f not in when))
    return sheet(
        words("sheet.script"),
        cause.label,
        tag("p", words("sheet.script.means"), class_="note"),
        _dangers(catalogue, cause_id, words),
        tag(
            "div",
            part(words("sheet.script.who"), _findings(catalogue, who[:WHO], words)),
            part(words("sheet.script.when"), _findings(catalogue, when, words)),
            part(words("sheet.script.features"), _findings(catalogue, rest[:KEY_FEATURES], words)),
            part(words("sheet.script.against"), _against(catalogue, cause_id, words)),
            class_="two-columns",
        ),
        tag("h2", words("sheet.script.to_do"), class_="overleaf"),
        tag(
            "div",
            *(
                part(
                    words(f"lesson.management.{kind}"),
                    listed(item.text for item in guidance(catalogue, cause_id, kind)),
                    class_=kind,
                )
                for kind in ("refer_when", "do", "do_not")
            ),
            class_="two-columns",
        ),
        part(
            words("sheet.script.met"),
            tag("p", words("sheet.script.met.how")),
            lines(3),
            class_="own-lines",
        ),
        foot=foot(catalogue, words),
        class_="script",
    )


def _kind(catalogue: Catalogue, feature: Feature) -> str:
    return catalogue.findings[feature.finding_id].kind


def _is_about_her(catalogue: Catalogue, feature: Feature) -> bool:
    """Whether it says who she is rather than what she feels: her history, and what is true of many."""
    return _kind(catalogue, feature) == "history" or catalogue.findings[feature.finding_id].general


def _findings(catalogue: Catalogue, features: Iterable[Feature], words: Words) -> Html:
    return listed(
        words(
            "sheet.script.finding",
            finding=finding_text(catalogue, catalogue.findings[one.finding_id], words),
            women=in_100(one.probability, words),
        )
        for one in features
    )


def _against(catalogue: Catalogue, cause_id: str, words: Words) -> Html:
    return listed(
        words(
            "sheet.script.present" if present else "sheet.script.absent",
            finding=finding_text(catalogue, catalogue.findings[feature.finding_id], words),
        )
        for feature, present in against(catalogue, cause_id)[:AGAINST]
    )


def _dangers(catalogue: Catalogue, cause_id: str, words: Words) -> Html:
    """The danger signs of its lesson, those together that could be the same danger."""
    lesson = lesson_of(catalogue, cause_id)
    flags = most_urgent_first(catalogue, lesson.flag_ids if lesson else ())
    return part(words("sheet.script.dangers"), signs_by_danger(flags, words), class_="danger")
