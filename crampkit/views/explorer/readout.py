"""The answer as a plain value: what a notebook gets where a learner gets the explorer."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import asdict, dataclass

from crampkit.catalogue import SOMETHING_ELSE, Catalogue, PlainError
from crampkit.reasoning import Differential, flags_to_refer, look_alikes_among
from crampkit.views.explorer.ranking import verdict
from crampkit.views.kit.labels import fit_words, likelihood_words
from crampkit.views.kit.markup import Html, join, tag
from crampkit.views.kit.numbers import percent
from crampkit.views.kit.place import local
from crampkit.views.kit.tables import LEFT, table
from crampkit.words import Words


class NoPandasError(PlainError, ImportError):
    """There is no pandas here to make a table with."""

    def __init__(self) -> None:
        super().__init__(
            "a table needs pandas, which is not there (a page in a browser has none); "
            "the same rows stand in lab.differential.rows"
        )


@dataclass(frozen=True)
class ReadoutRow:
    """One cause: its fit in bits and its likelihood as a share of all rows, each in words too."""

    cause_id: str
    cause: str
    fit: float
    fit_words: str
    likelihood: float
    likelihood_words: str


@dataclass(frozen=True)
class ReadoutDanger:
    """What stands in place of the ranking: a sign to act on, or to look for."""

    danger: str
    could_be: str
    how_fast: str
    what_to_do: str


@dataclass(frozen=True, repr=False)
class Readout:
    """The differential as it was when it was asked for, in numbers and in words.

    `verdict` is the word for it (`refer`, `safety_first`, `fits` ...) and `headline` the same for a
    person; `says` are the sentences that go with it. `rows` has one row for each cause, best fit
    first. Where a danger sign is present, or somebody must look for one, `dangers` has it and there
    are no rows.
    """

    verdict: str
    headline: str
    says: tuple[str, ...]
    rows: tuple[ReadoutRow, ...]
    dangers: tuple[ReadoutDanger, ...]
    columns: tuple[str, ...]
    """The headings of what is shown as a table."""
    cells: tuple[tuple[str, ...], ...]
    """What is shown as a table: of the dangers, or else of the rows once something was told."""

    def records(self) -> list[dict[str, object]]:
        """One dictionary for each row of a table: the causes, or the dangers in their place.

        The headline stands in each, so that no row is read without it.
        """
        told = [asdict(one) for one in (self.dangers or self.rows)]
        return [{"verdict": self.headline, **one} for one in told or [{}]]

    def __repr__(self) -> str:
        return "\n".join([*self.says, *(" | ".join(row) for row in self._table())])

    def _table(self) -> Iterator[tuple[str, ...]]:
        if self.cells:
            yield self.columns
            yield from self.cells

    def _repr_html_(self) -> str:
        return join([*(tag("p", sentence) for sentence in self.says), self._as_table()])

    def _as_table(self) -> Html:
        if not self.cells:
            return Html()
        named = {"aria_label": self.headline}  # It stands above: as a caption it would stand twice.
        return table("", self.columns, self.cells, attributes=named, every_cell=LEFT)


def readout(
    catalogue: Catalogue,
    found: Differential,
    words: Words,
    *,
    left: int = 0,
    unexplained: Sequence[str] = (),
    looked: Collection[str] = (),
    aged: Sequence[str] = (),
) -> Readout:
    """What a differential amounts to, with the safety of the page: a danger leaves nothing ranked.

    `left` safety questions are open; `unexplained` are phrases of the check that got a yes while no
    sign of theirs is ticked, `looked` signs that were looked for and are not so, `aged` that the tables
    should have been read again.
    """
    headline = verdict(catalogue, found, "fit", words, left)
    says = [*aged, headline]
    if found.refer or found.ask_now or unexplained:
        dangers, more = _in_its_place(catalogue, found, words, unexplained)
        columns = tuple(words(f"lesson.column.{name}") for name in DANGER_COLUMNS)
        cells: tuple[tuple[str, ...], ...] = tuple(
            (one.danger, one.could_be, one.how_fast, one.what_to_do) for one in dangers
        )
        says += [*more, *_numbers_to_call(catalogue, words), *_looked(catalogue, looked, words)]
        return Readout(found.verdict, headline, tuple(says), (), dangers, columns, cells)
    for flag_id in look_alikes_among(catalogue, found.red_flags):
        flag = catalogue.flags[flag_id]
        says += [words("look_alike.because", label=flag.label), flag.action]
    told = any(row.fit for row in found.ranking)
    rows = tuple(
        ReadoutRow(
            row.cause_id,
            catalogue.causes[row.cause_id].short_label,
            row.fit,
            words("ranking.zero") if row.cause_id == SOMETHING_ELSE else fit_words(row.fit, words),
            row.likelihood,
            # How common it is beforehand is no word on this woman.
            likelihood_words(row.likelihood, words) if told else words("readout.only_common"),
        )
        for row in found.ranking
    )
    says += [*_looked(catalogue, looked, words), *([] if told else [words("ranking.nothing_yet")])]
    columns = tuple(words(f"ranking.{name}") for name in RANKING_COLUMNS)
    cells = tuple(_cells(row, words) for row in rows) if told else ()
    return Readout(found.verdict, headline, tuple(says), rows, (), columns, cells)


DANGER_COLUMNS = ("sign", "could_be", "how_fast", "what_to_do")
RANKING_COLUMNS = ("cause", "fit", "fit_number", "likelihood", "likelihood_number")


def _cells(row: ReadoutRow, words: Words) -> tuple[str, ...]:
    # Adding zero takes the sign off a rounded -0.0.
    bits = words("ranking.bits", bits=f"{round(row.fit, 1) + 0.0:+.1f}")
    share = percent(row.likelihood, words)
    return row.cause, row.fit_words, bits, row.likelihood_words, share


def _in_its_place(
    catalogue: Catalogue, found: Differential, words: Words, unexplained: Sequence[str]
) -> tuple[tuple[ReadoutDanger, ...], list[str]]:
    """The dangers in the order of the page, and the sentences that go with them.

    A value is saved and copied: a private sign is acted on, and not named.
    """
    raised = [catalogue.flags[flag_id] for flag_id in flags_to_refer(catalogue, found.red_flags)]
    phrases = [catalogue.phrases[phrase_id] for phrase_id in unexplained]
    asked = [catalogue.flags[flag_id] for flag_id in found.ask_now]
    named = [one for one in phrases if not any(catalogue.flags[f].private for f in one.flag_ids)]
    dangers = (
        *(
            ReadoutDanger(flag.label, flag.could_be, flag.urgency, flag.action)
            for flag in raised
            if not flag.private
        ),
        *(ReadoutDanger(phrase.label, "", "", words("said_yes.intro")) for phrase in named),
        *(
            ReadoutDanger(flag.label, flag.could_be, words(f"tier.{flag.tier}"), flag.look)
            for flag in asked
            if not flag.private
        ),
    )
    unnamed = len(dangers) < len(raised) + len(phrases) + len(asked)
    says = [
        *([words("refer.replaces")] if raised else []),
        *([words("said_yes.intro")] if phrases else []),
        *([words("ask_now.intro")] if asked else []),
        *([words("readout.private")] if unnamed else []),
    ]
    return dangers, says


def _numbers_to_call(catalogue: Catalogue, words: Words) -> list[str]:
    number = local(catalogue, words, "emergency_number")
    place = local(catalogue, words, "place")
    return [
        words("emergency_number", number=number, place=place),
        words("refer.maternity", number=local(catalogue, words, "maternity_triage")),
    ]


def _looked(catalogue: Catalogue, looked: Collection[str], words: Words) -> list[str]:
    return [
        words("looked.not_so", label=flag.label)
        for flag_id, flag in catalogue.flags.items()
        if flag_id in looked and not flag.private
    ]
