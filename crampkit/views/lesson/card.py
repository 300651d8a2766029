"""The illness script: one cause on one card, computed from the tables, which prints on one page."""

from __future__ import annotations

from collections.abc import Iterable

from crampkit.catalogue import KINDS, REFER_TIERS, Catalogue, Lesson, RedFlag
from crampkit.languages import joined
from crampkit.reasoning.telling_apart import telling_gaps
from crampkit.reasoning.typical import typical_findings
from crampkit.views.kit.labels import gap_text, tier_label
from crampkit.views.kit.markup import Html, button, tag
from crampkit.views.kit.numbers import in_100
from crampkit.views.kit.place import local
from crampkit.views.lesson.lesson import (
    guidance,
    guidance_heading,
    lesson_of,
    most_urgent_first,
)
from crampkit.words import Words

ON_CARD = {"history": 5, "timing": 3, "location": 3, "examination": 4, "test": 1}
"""So many findings of a kind, the strongest: a card is for what is typical, the table for all of it."""
ADVICE = 6
"""So many things to do, and not to do, in the order of the file; when to refer is never shortened."""


def card(catalogue: Catalogue, cause_id: str, words: Words) -> Html:
    """Danger first; what it looks like; what tells it from its look-alike; do, do not, refer when."""
    cause = catalogue.causes[cause_id]
    return tag(
        "section",
        tag("h3", words("lesson.card.title", cause=cause.label)),
        tag("p", words("lesson.card.means"), " ", words("not_a_device"), class_="note"),
        _danger(catalogue, cause_id, words),
        tag(
            "div",
            *(_typical(catalogue, cause_id, kind, words) for kind in KINDS),
            _apart(catalogue, cause_id, words),
            *(
                _listed(
                    guidance_heading(kind, words),
                    [item.text for item in guidance(catalogue, cause_id, kind)[:most]],
                    class_=kind,
                )
                for kind, most in (("refer_when", None), ("do_not", ADVICE), ("do", ADVICE))
            ),
            class_="parts",
        ),
        tag(
            "p",
            words("lesson.card.stamp", version=local(catalogue, words, "data_version")),
            class_="note",
        ),
        button(words("lesson.card.print"), "", data_local="print-card"),
        class_="script-card",
        data_cause=cause_id,
    )


def _danger(catalogue: Catalogue, cause_id: str, words: Words) -> Html:
    """The lesson's danger signs, those together that mean the same danger."""
    signs = signs_by_danger(_flags(catalogue, lesson_of(catalogue, cause_id)), words)
    if not signs:
        return Html()
    return tag("div", tag("h4", words("lesson.card.danger")), signs, class_="danger-first")


def signs_by_danger(flags: Iterable[RedFlag], words: Words) -> Html:
    """The flags that ask for a referral as a list, a line for each danger; empty where there are none."""
    signs: dict[tuple[str, str], list[str]] = {}
    for flag in flags:
        if flag.tier in REFER_TIERS:
            signs.setdefault((flag.tier, flag.could_be), []).append(flag.label)
    lines = [
        tag(
            "li",
            tier_label(tier, words),
            " ",
            tag("strong", words("lesson.card.could_be", could_be=could_be)),
            " ",
            joined(" · ", labels),
        )
        for (tier, could_be), labels in signs.items()
    ]
    return tag("ul", *lines) if lines else Html()


def _typical(catalogue: Catalogue, cause_id: str, kind: str, words: Words) -> Html:
    found = typical_findings(catalogue, cause_id, kind)[: ON_CARD[kind]]
    labels = [catalogue.findings[feature.finding_id].label for feature in found]
    return _listed(tag("h4", words(f"lesson.card.{kind}")), labels, class_=kind)


def _apart(catalogue: Catalogue, cause_id: str, words: Words) -> Html:
    lesson = lesson_of(catalogue, cause_id)
    if lesson is None or not lesson.look_alike:
        return Html()
    other = catalogue.causes[lesson.look_alike].short_label
    lines = [
        words(
            "lesson.card.gap",
            finding=gap_text(catalogue, gap, words),
            one=in_100(gap.one, words),
            other=in_100(gap.other, words),
        )
        for gap in telling_gaps(catalogue, cause_id, lesson.look_alike)
    ]
    lines += [
        words("lesson.card.also", sign=flag.label, could_be=flag.could_be)
        for flag in _flags(catalogue, lesson)
        if flag.tier not in REFER_TIERS
    ]
    return _listed(tag("h4", words("lesson.card.apart", other=other)), lines, class_="apart")


def _flags(catalogue: Catalogue, lesson: Lesson | None) -> list[RedFlag]:
    return most_urgent_first(catalogue, lesson.flag_ids if lesson else ())


def _listed(heading: Html, items: Iterable[str], class_: str) -> Html:
    items = list(items)
    if not items:
        return Html()
    return tag("div", heading, tag("ul", *(tag("li", item) for item in items)), class_=class_)
