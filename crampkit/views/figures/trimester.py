"""Cramps by trimester: what surveys counted, with how far each share could be off."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from crampkit.catalogue import Catalogue, Observation
from crampkit.languages import joined
from crampkit.reasoning.counting import wilson_range
from crampkit.views.kit.bars import lane, piece
from crampkit.views.kit.figure import figure
from crampkit.views.kit.labels import period_label
from crampkit.views.kit.markup import Html, tag
from crampkit.views.kit.numbers import HUNDRED
from crampkit.views.kit.sources import sources
from crampkit.views.kit.tables import Table
from crampkit.words import Words

NAME = "by_trimester"
TRIMESTERS = ("trimester_1", "trimester_2", "trimester_3")


@dataclass(frozen=True)
class CrampShare:
    """One share of one trimester, in 100, with its interval where the women were counted."""

    row: Observation
    series: str
    trimester: str
    percent: float
    interval: tuple[float, float] | None


def shares_by_trimester(catalogue: Catalogue) -> tuple[CrampShare, ...]:
    """Every share that was read and belongs to one trimester, in the order of the file."""
    shares = []
    for row in catalogue.epidemiology.values():
        named = re.fullmatch(r"(\w+)_(trimester_[123])", row.row_id)
        if named and row.read and row.percent:
            interval = None
            if row.events and row.total:
                low, high = wilson_range(int(row.events), int(row.total))
                interval = HUNDRED * low, HUNDRED * high
            shares.append(CrampShare(row, named[1], named[2], float(row.percent), interval))
    return tuple(shares)


def series_label(share: CrampShare, words: Words) -> str:
    """What was counted, and in whom."""
    topic = share.row.topic
    topic = type(topic)(topic[:1].upper() + topic[1:])  # In the language that it is in.
    return words("trimester.series", topic=topic, group=share.row.group)


def share_text(share: CrampShare, words: Words) -> str:
    """So many in 100, with the interval where there is one."""
    count = words("figure.in_100", count=round(share.percent))
    if share.interval is None:
        return count
    low, high = (round(end) for end in share.interval)
    return words("trimester.with_interval", count=count, low=low, high=high)


def cramps_by_trimester(catalogue: Catalogue, words: Words) -> Html:
    """For each trimester a bar for every survey: cramps full, their look-alike striped."""
    shares = shares_by_trimester(catalogue)
    picture: list[Html] = []
    for trimester in TRIMESTERS:
        own = [share for share in shares if share.trimester == trimester]
        picture.append(tag("h4", period_label(trimester, words)))
        picture += [_bar(share, _is_look_alike(share, shares), words) for share in own]
    return figure(
        NAME,
        [*picture, tag("p", words("trimester.key"), class_="note")],
        trimester_sentence(shares, words),
        trimester_table(shares, words),
        words,
        below=[
            tag("p", words("trimester.caution"), class_="note"),
            sources(catalogue, dict.fromkeys(s for sh in shares for s in sh.row.source_ids), words),
        ],
    )


def _is_look_alike(share: CrampShare, shares: Iterable[CrampShare]) -> bool:
    """Whether it counts something else than the first survey does."""
    return share.row.topic != next(iter(shares)).row.topic


def _bar(share: CrampShare, look_alike: bool, words: Words) -> Html:
    pieces = [piece("bar range" if look_alike else "bar", 0, share.percent / HUNDRED)]
    if share.interval:
        pieces.append(piece("spread", *(end / HUNDRED for end in share.interval)))
    return lane(series_label(share, words), *pieces, said=share_text(share, words))


def trimester_sentence(shares: Iterable[CrampShare], words: Words) -> str:
    """Each survey with its shares, in the order of the trimesters."""
    by_series: dict[str, list[CrampShare]] = {}
    for share in shares:
        by_series.setdefault(share.series, []).append(share)
    return joined(
        " ",
        (
            words(
                "trimester.sentence",
                series=series_label(own[0], words),
                shares=words.listed(
                    (
                        words(
                            "trimester.share",
                            trimester=words(f"trimester.within.{share.trimester}"),
                            share=share_text(share, words),
                        )
                        for share in own
                    ),
                    longer=True,
                ),
            )
            for own in by_series.values()
        ),
    )


def trimester_table(shares: Iterable[CrampShare], words: Words) -> Table:
    """Each share with its counts, as printed, and what the interval is."""
    columns = (
        "trimester",
        "series",
        "counted",
        "percent",
        "interval",
        "certainty",
        "note",
        "sources",
    )
    rows = []
    for share in shares:
        row = share.row
        counted = words("trial.of", events=row.events, total=row.total) if row.events else row.total
        interval = ""
        if share.interval:
            low, high = (f"{end:.1f}" for end in share.interval)
            interval = words("figure.range", low=low, high=high)
        rows.append(
            (
                period_label(share.trimester, words),
                series_label(share, words),
                counted,
                row.percent,
                interval,
                row.certainty,
                row.note,
                words.listed(row.source_ids),
            )
        )
    return tuple(words(f"trimester.column.{name}") for name in columns), tuple(rows)
