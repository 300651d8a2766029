"""All dangers by how fast to act, each with its signs and what to do; and the signs by question."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from crampkit.catalogue import TIERS, Catalogue, RedFlag
from crampkit.views.kit.controls import search_box
from crampkit.views.kit.labels import tier_label
from crampkit.views.kit.leaves import leaf_of, numbered, turning
from crampkit.views.kit.markup import Html, more, tag
from crampkit.views.kit.place import numbers_to_call
from crampkit.views.kit.sources import sources_by_key
from crampkit.words import Words

BOOK = "dangers"
"""On a small screen, those that are as urgent as each other are one leaf."""


@dataclass(frozen=True)
class Danger:
    """One thing that it could be, how fast to act on it, and every sign of it."""

    could_be: str
    tier: str
    urgency: str
    signs: tuple[RedFlag, ...]


def dangers_of(catalogue: Catalogue) -> tuple[Danger, ...]:
    """Every flag of the catalogue, those of the same danger together; the most urgent first.

    >>> from crampkit.toy import toy_catalogue
    >>> [(danger.tier, danger.could_be) for danger in dangers_of(toy_catalogue())]
    [('now', 'a burnt eye'), ('today', 'a burn'), ('look_alike', 'a preference')]
    """
    signs: dict[tuple[str, str, str], list[RedFlag]] = {}
    for flag in sorted(catalogue.flags.values(), key=lambda flag: TIERS.index(flag.tier)):
        signs.setdefault((flag.could_be, flag.tier, flag.urgency), []).append(flag)
    return tuple(Danger(*same, tuple(flags)) for same, flags in signs.items())


def dangers(catalogue: Catalogue, words: Words) -> Html:
    """Each danger by name, under how fast to act; its signs and what to do open with it.

    To search and to print.
    """
    every = dangers_of(catalogue)
    as_urgent = list(dict.fromkeys((danger.tier, danger.urgency) for danger in every))
    return tag(
        "section",
        tag("h3", words("dangers.title")),
        tag("p", words("dangers.intro", dangers=len(every), signs=len(catalogue.flags))),
        numbers_to_call(catalogue, words),
        search_box(words("dangers.filter"), words("dangers.found")),
        numbered(BOOK, words("dangers.tiers"), (urgency for _, urgency in as_urgent), words),
        *(_as_urgent(catalogue, *one, every, words) for one in as_urgent),
        turning(BOOK, words),
        class_="dangers",
    )


def _as_urgent(
    catalogue: Catalogue, tier: str, urgency: str, every: Iterable[Danger], words: Words
) -> Html:
    return tag(
        "div",
        tag("h4", tier_label(tier, words), " ", urgency),
        *(
            _danger(catalogue, danger, words)
            for danger in every
            if (danger.tier, danger.urgency) == (tier, urgency)
        ),
        class_=f"of-tier {leaf_of(BOOK)}",
        data_leaf="leaf",
        data_tier=tier,
    )


def _danger(catalogue: Catalogue, danger: Danger, words: Words) -> Html:
    return tag(
        "article",
        more(
            danger.could_be,
            tag("p", words("dangers.any_one"), class_="note") if len(danger.signs) > 1 else Html(),
            tag("ul", *(tag("li", flag.label, data_flag=flag.flag_id) for flag in danger.signs)),
            tag("p", tag("strong", words("refer.what_to_do"))),
            *(tag("p", action) for action in dict.fromkeys(f.action for f in danger.signs)),
            sources_by_key(
                catalogue, (key for flag in danger.signs for key in flag.source_ids), words
            ),
            data_filter_opens=True,
        ),
        class_="item",
        data_words="; ".join(word for flag in danger.signs for word in flag.words) or None,
    )


def signs(catalogue: Catalogue, words: Words) -> Html:
    """Every sign under the spoken question that looks for it, closed until it is asked for."""
    questions = enumerate(catalogue.safety_questions.values(), start=1)
    asked = [
        _signs(
            words("safety.question", number=number, question=question.label),
            [phrase.label for phrase in catalogue.phrases_of[question.question_id]]
            + ([question.check] if question.check else []),
            [catalogue.flags[f] for f in catalogue.questions_of_flags[question.question_id]],
            words,
        )
        for number, question in questions
    ]
    unasked = [flag for flag in catalogue.flags.values() if not flag.question_id]
    if unasked:
        asked.append(_signs(words("dangers.look_alikes"), [], unasked, words))
    return tag(
        "section",
        tag("h3", words("dangers.signs.title")),
        tag("p", words("dangers.signs.intro")),
        *asked,
        class_="signs",
    )


def _signs(asked: str, notes: Iterable[str], flags: Iterable[RedFlag], words: Words) -> Html:
    most_urgent_first = sorted(flags, key=lambda flag: TIERS.index(flag.tier))
    return more(
        asked,
        *(tag("p", note, class_="note") for note in notes),
        tag(
            "ul",
            *(
                tag(
                    "li",
                    tier_label(flag.tier, words),
                    tag("span", flag.label, class_="sign"),
                    tag("span", words("refer.could_be", could_be=flag.could_be), class_="note"),
                    data_flag=flag.flag_id,
                )
                for flag in most_urgent_first
            ),
        ),
        class_="of-question",
    )
