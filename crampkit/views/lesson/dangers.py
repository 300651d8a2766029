"""Dangers by how fast to act, each with its signs and what to do; and the signs by question."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby

from crampkit.catalogue import TIERS, Catalogue, RedFlag, Term
from crampkit.languages import joined
from crampkit.views.kit.controls import search_box
from crampkit.views.kit.labels import tier_label
from crampkit.views.kit.leaves import leaf_of, numbered, turning
from crampkit.views.kit.markup import Html, explained, join, more, tag
from crampkit.views.kit.place import numbers_to_call
from crampkit.views.kit.sources import sources_by_key
from crampkit.words import Words

BOOK = "dangers"
"""On a small screen the dangers are turned a few at a time. Nothing of them folds: no sign, no advice."""
MOST_OF_ALL = 1400
"""Letters of a leaf where every danger of the set is listed."""
MOST_OF_A_LESSON = 1100
"""Letters of a leaf in a lesson on something else, whose step has words of its own."""


@dataclass(frozen=True)
class Danger:
    """One thing that it could be, how fast to act on it, and every sign of it."""

    could_be: str
    tier: str
    urgency: str
    signs: tuple[RedFlag, ...]

    @property
    def how_fast(self) -> tuple[str, str]:
        return self.tier, self.urgency

    @property
    def by_action(self) -> Mapping[str, Sequence[RedFlag]]:
        """Its signs by what to do, which may differ though the danger and the speed are the same."""
        same: dict[str, list[RedFlag]] = {}
        for flag in self.signs:
            same.setdefault(flag.action, []).append(flag)
        return same

    @property
    def length(self) -> int:
        """How many letters are read of it."""
        signs = (flag.label for flag in self.signs)
        return sum(map(len, (self.could_be, *signs, *self.by_action)))


def dangers_of(flags: Iterable[RedFlag]) -> tuple[Danger, ...]:
    """Those flags together that are the same danger and as urgent; the most urgent first.

    >>> from crampkit.toy import toy_catalogue
    >>> [(danger.tier, danger.could_be) for danger in dangers_of(toy_catalogue().flags.values())]
    [('now', 'a burnt eye'), ('today', 'a burn'), ('look_alike', 'a preference')]
    """
    signs: dict[tuple[str, str], dict[str, list[RedFlag]]] = {}
    for flag in sorted(flags, key=lambda flag: TIERS.index(flag.tier)):
        as_urgent = signs.setdefault((flag.tier, flag.urgency), {})
        as_urgent.setdefault(flag.could_be, []).append(flag)
    return tuple(
        Danger(could_be, *how_fast, tuple(same))
        for how_fast, as_urgent in signs.items()
        for could_be, same in as_urgent.items()
    )


def laid(dangers: Iterable[Danger], most: int) -> list[list[Danger]]:
    """The dangers in leaves of so many letters at most, or of one danger that is longer.

    Those that are as urgent as each other begin a leaf of their own, save where all of them have room.

    >>> from crampkit.toy import toy_catalogue
    >>> dangers = dangers_of(toy_catalogue().flags.values())
    >>> [[danger.tier for danger in leaf] for leaf in laid(dangers, 1)]
    [['now'], ['today'], ['look_alike']]
    >>> [[danger.tier for danger in leaf] for leaf in laid(dangers, 1000)]
    [['now', 'today', 'look_alike']]
    """
    leaves: list[list[Danger]] = [[]]

    def turned_for(wanted: int) -> None:
        if leaves[-1] and sum(one.length for one in leaves[-1]) + wanted > most:
            leaves.append([])

    for _, same in groupby(dangers, key=lambda danger: danger.how_fast):
        as_urgent = list(same)
        turned_for(sum(danger.length for danger in as_urgent))
        for danger in as_urgent:
            turned_for(danger.length)
            leaves[-1].append(danger)
    return leaves if leaves[0] else []


def dangers(catalogue: Catalogue, words: Words) -> Html:
    """Each danger of the set under how fast to act, with its signs and what to do; to search and to print."""
    every = dangers_of(catalogue.flags.values())
    return tag(
        "section",
        tag("h3", words("dangers.title")),
        tag("p", words("dangers.intro", dangers=len(every), signs=len(catalogue.flags))),
        numbers_to_call(catalogue, words),
        search_box(words("dangers.filter"), words("dangers.found")),
        # A term that is explained would be found by the words of its meaning.
        *in_leaves(catalogue, every, MOST_OF_ALL, {}, words),
        class_="dangers",
    )


def in_leaves(
    catalogue: Catalogue,
    every: Sequence[Danger],
    most: int,
    glossary: Mapping[str, Term],
    words: Words,
) -> Iterator[Html]:
    """The dangers, all of them open: below one another, and on a small screen a leaf at a time."""
    leaves = [
        [list(same) for _, same in groupby(leaf, key=lambda danger: danger.how_fast)]
        for leaf in laid(every, most)
    ]
    speeds = [[as_urgent[0].how_fast for as_urgent in leaf] for leaf in leaves]
    headings = [
        [_heading(speed, place, speeds, words) for speed in leaf]
        for place, leaf in enumerate(speeds)
    ]
    if len(leaves) > 1:
        titles = (joined("; ", leaf) for leaf in headings)
        yield numbered(BOOK, words("dangers.parts"), titles, words)
    for leaf, told in zip(leaves, headings, strict=True):
        yield tag(
            "div",
            *(
                _as_urgent(catalogue, as_urgent, heading, glossary, words)
                for as_urgent, heading in zip(leaf, told, strict=True)
            ),
            class_=leaf_of(BOOK),
            data_leaf="leaf",
        )
    if len(leaves) > 1:
        yield turning(BOOK, words)


def _heading(
    speed: tuple[str, str], place: int, speeds: Sequence[Sequence[tuple[str, str]]], words: Words
) -> str:
    """How fast to act and, where those that are as urgent lie on several leaves, on which of them this is."""
    lies_on = [at for at, leaf in enumerate(speeds) if speed in leaf]
    if len(lies_on) == 1:
        return speed[1]
    number = lies_on.index(place) + 1
    return words("dangers.part", how_fast=speed[1], number=number, count=len(lies_on))


def _as_urgent(
    catalogue: Catalogue,
    as_urgent: Sequence[Danger],
    heading: str,
    glossary: Mapping[str, Term],
    words: Words,
) -> Html:
    tier = as_urgent[0].tier
    by_danger = (
        tag("p", tag("strong", danger.could_be), " ", joined(", ", keys))
        for danger in as_urgent
        if (keys := _keys(danger))
    )
    keys = [key for danger in as_urgent for key in _keys(danger)]
    return tag(
        "div",
        tag("h4", tier_label(tier, words), " ", heading),
        *(_danger(danger, glossary, words) for danger in as_urgent),
        sources_by_key(catalogue, keys, words, *by_danger),
        class_="of-tier",
        data_tier=tier,
    )


def _keys(danger: Danger) -> list[str]:
    return list(dict.fromkeys(key for flag in danger.signs for key in flag.source_ids))


def _danger(danger: Danger, glossary: Mapping[str, Term], words: Words) -> Html:
    return tag(
        "article",
        tag("h5", explained(danger.could_be, glossary)),
        *(_same(action, flags, words) for action, flags in danger.by_action.items()),
        class_="item",
        data_words="; ".join(word for flag in danger.signs for word in flag.words) or None,
    )


def _same(action: str, flags: Iterable[RedFlag], words: Words) -> Html:
    """Signs, and what to do where any of them is there."""
    return join(
        [
            tag("ul", *(tag("li", flag.label, data_flag=flag.flag_id) for flag in flags)),
            tag("p", tag("strong", words("refer.what_to_do")), " ", action, class_="to-do"),
        ]
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
