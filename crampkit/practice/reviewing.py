"""What a clinician is asked about a set, item by item, and what share of it has been answered.

An item names a number, a danger, an advice or a question. Whoever reviews is not shown what the set says.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from crampkit.catalogue import SOMETHING_ELSE, Catalogue
from crampkit.catalogue.tables import REFER_TIERS

KINDS = ("danger", "number", "advice", "question")
"""What can be reviewed, the most important first."""
CHOSEN_FROM = ("single", "multiple", "script")
"""The kinds of question whose answer is chosen."""


@dataclass(frozen=True)
class Item:
    """One thing to review: its id, what is asked (a key among the words), and what fills its gaps.

    `ours` is what the set says, which no reviewer is shown; of a number `low` and `high` are its range.
    `options` are what is chosen from, by id; of a number there are none.
    """

    item_id: str
    kind: str
    ask: str
    gaps: Mapping[str, str]
    ours: str
    options: Mapping[str, str]
    of: float = 0
    """A number is asked as so many of these; 0 where nothing is counted."""
    low: float | None = None
    high: float | None = None
    several: bool = False

    @property
    def as_read(self) -> str:
        """Changes whenever what is asked, or what the set says, is another."""
        told = "|".join([self.ask, *self.gaps.values(), self.ours, *self.options.values()])
        return f"{zlib.crc32(told.encode()):08x}"

    @property
    def table(self) -> str:
        return f"{self.item_id.partition(':')[0]}.csv"

    @property
    def key(self) -> tuple[str, ...]:
        return tuple(self.item_id.split(":")[1:])


ADVICE = {
    "stands": "review.advice.stands",
    "reword": "review.advice.reword",
    "wrong": "review.advice.wrong",
    "cannot_say": "review.advice.cannot_say",
}
"""What can be said of an advice, and the words for it."""

ASKED = {
    "do": "review.ask.do",
    "do_not": "review.ask.do_not",
    "refer_when": "review.ask.refer_when",
}
"""How an advice is shown, by its kind."""


def items(catalogue: Catalogue) -> tuple[Item, ...]:
    """Everything that can be reviewed, dangers first."""
    found = [*_dangers(catalogue), *_numbers(catalogue), *_advice(catalogue)]
    return (*found, *_questions(catalogue))


def _dangers(catalogue: Catalogue) -> Iterator[Item]:
    for flag_id, flag in catalogue.flags.items():
        gaps = {"sign": flag.label, "could_be": flag.could_be}
        options = {tier: f"tier.{tier}" for tier in REFER_TIERS} | {
            "look_alike": "review.no_danger"
        }
        yield Item(f"red_flags:{flag_id}", "danger", "review.ask.danger", gaps, flag.tier, options)


def _numbers(catalogue: Catalogue) -> Iterator[Item]:
    for cause_id, cause in catalogue.causes.items():
        if cause_id != SOMETHING_ELSE:
            yield Item(
                f"causes:{cause_id}",
                "number",
                "review.ask.cause",
                {"cause": cause.label},
                f"{cause.pretest:g}",
                {},
                1000,
                cause.low,
                cause.high,
            )
    for finding_id, finding in catalogue.findings.items():
        yield Item(
            f"findings:{finding_id}",
            "number",
            "review.ask.background",
            {"finding": finding.label},
            f"{finding.background:g}",
            {},
            100,
            finding.low,
            finding.high,
        )
    for (cause_id, finding_id), feature in catalogue.features.items():
        yield Item(
            f"cause_features:{cause_id}:{finding_id}",
            "number",
            "review.ask.feature",
            {
                "cause": catalogue.causes[cause_id].label,
                "finding": catalogue.findings[finding_id].label,
            },
            f"{feature.probability:g}",
            {},
            100,
            feature.low,
            feature.high,
        )


def _advice(catalogue: Catalogue) -> Iterator[Item]:
    for item_id, one in catalogue.management.items():
        gaps = {"cause": catalogue.causes[one.cause_id].label, "advice": one.text}
        yield Item(f"management:{item_id}", "advice", ASKED[one.kind], gaps, "stands", ADVICE)


def _questions(catalogue: Catalogue) -> Iterator[Item]:
    for question_id, question in catalogue.questions.items():
        if question.kind not in CHOSEN_FROM:
            continue
        own = catalogue.options_of[question_id]
        right = [one.option_id for one in own if one.answer == "right"]
        stem = " ".join(filter(None, [question.stem, question.hypothesis, question.new_finding]))
        yield Item(
            f"questions:{question_id}",
            "question",
            "review.ask.question",
            {"question": stem},
            ";".join(sorted(right)),
            {one.option_id: one.text for one in own},
            several=question.kind == "multiple",
        )


def in_the_table(item: Item, answered: float) -> float:
    """A number as the table has it, of one that was answered as so many of 100 women.

    A weight is so many of 1,000 and stands in the table as that.
    """
    return answered / 100 if item.of == 100 else answered


def share(catalogue: Catalogue) -> tuple[int, int]:
    """How many items somebody has reviewed as they now stand, and of how many.

    >>> from crampkit.toy import toy_catalogue
    >>> share(toy_catalogue())[0]
    0
    """
    every = items(catalogue)
    done = [
        one
        for one in every
        if (review := catalogue.reviews.get(one.item_id)) and review.as_read == one.as_read
    ]
    return len(done), len(every)
