"""Where a clot lies in pregnancy, and what the points of the LEFt rule tell: counts, never a verdict.

The counts are rows of epidemiology.csv; a range is worked out from them, because the studies are small.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from crampkit.catalogue import Catalogue, Observation, needs
from crampkit.languages import joined
from crampkit.reasoning.counting import in_100, wilson_range
from crampkit.views.kit.bars import ends, lane, mark, piece
from crampkit.views.kit.figure import framed
from crampkit.views.kit.icons import icon_array
from crampkit.views.kit.markup import Html, join, tag
from crampkit.views.kit.numbers import HUNDRED
from crampkit.views.kit.sources import sources
from crampkit.views.kit.tables import Table
from crampkit.words import Words

WHERE, BY_POINTS = needs.CLOTS_WHERE, needs.CLOTS_BY_POINTS


@dataclass(frozen=True)
class ClotShare:
    """So many of so many women, with the row that says where they were counted."""

    row: Observation
    events: int
    total: int

    @property
    def in_100(self) -> int:
        return in_100(self.events, self.total)

    @property
    def range_in_100(self) -> tuple[int, int]:
        low, high = wilson_range(self.events, self.total)
        return round(HUNDRED * low), round(HUNDRED * high)


def shares(catalogue: Catalogue, row_ids: Iterable[str]) -> tuple[ClotShare, ...]:
    """The counts of some rows of epidemiology.csv; that they are there is checked with the tables."""
    rows = [catalogue.epidemiology[row_id] for row_id in row_ids]
    return tuple(ClotShare(row, int(row.events), int(row.total)) for row in rows)


# ------------------------------------------------------------------------------ where they lie


def where_clots_lie(catalogue: Catalogue, words: Words) -> Html:
    """A hundred women each: the left leg, the calf spared, and the vein of groin or pelvis alone."""
    found = shares(catalogue, WHERE)
    left, spared, above = (share.in_100 for share in found)
    drawn = (
        icon_array(
            words("clots.hundred", group=share.row.group),
            [
                (
                    "yes",
                    share.in_100,
                    words("clots.yes", what=share.row.topic, count=share.in_100, **_ends(share)),
                ),
                ("no", HUNDRED - share.in_100, words("clots.no", count=HUNDRED - share.in_100)),
            ],
            words,
        )
        for share in found
    )
    return _figure(
        words("clots.where.title"),
        tag("div", *drawn, class_="hundreds"),
        words("clots.where.sentence", left=left, spared=spared, above=above),
        words("clots.where.caption"),
        found,
        catalogue,
        words,
    )


# ------------------------------------------------------------------------------ by LEFt points


def clots_by_points(catalogue: Catalogue, words: Words) -> Html:
    """How many women had a clot, by their LEFt points, each with its 95 % range."""
    found = shares(catalogue, BY_POINTS)
    drawing = [
        tag("p", words("clots.points.key"), class_="note"),
        *(_lane(share, words) for share in found),
        ends(*(words("figure.in_100", count=end) for end in (0, HUNDRED))),
    ]
    return _figure(
        words("clots.points.title"),
        tag("div", *drawing),
        points_sentence(found, words),
        words("clots.points.caption"),
        found,
        catalogue,
        words,
    )


def _lane(share: ClotShare, words: Words) -> Html:
    """One number of points on the line from 0 to 100: its mark, and its range as a striped band."""
    low, high = wilson_range(share.events, share.total)
    told = words("clots.in_100", count=share.in_100, **_ends(share))
    return lane(
        share.row.group,
        piece("normal", low, high),
        mark("mark", share.events, "◆", of=share.total),
        said=join([tag("strong", _counted(share, words)), " ", told]),
        kind="line",
    )


def _counted(share: ClotShare, words: Words) -> str:
    return words("clots.counted", events=share.events, total=share.total)


def _ends(share: ClotShare) -> dict[str, int]:
    return dict(zip(("low", "high"), share.range_in_100, strict=True))


def points_sentence(found: Sequence[ClotShare], words: Words) -> str:
    """What was counted for each number of points, and how much stays possible with none."""
    told = [
        words("clots.points.of", points=share.row.group, counted=_counted(share, words))
        for share in found
    ]
    none = found[0]
    limits = words("clots.points.limits", points=none.row.group, high=none.range_in_100[1])
    counted = words("clots.points.sentence", counts=words.listed(told, longer=True))
    return joined(" ", [counted, limits])


# ------------------------------------------------------------------------------ what both share


def _figure(
    title: str,
    picture: Html,
    sentence: str,
    caption: str,
    found: Sequence[ClotShare],
    catalogue: Catalogue,
    words: Words,
) -> Html:
    source_ids = dict.fromkeys(s for share in found for s in share.row.source_ids)
    return framed(
        title,
        [picture],
        sentence,
        caption,
        share_table(found, words),
        words,
        below=[
            tag("p", words("clots.range"), class_="note"),
            sources(catalogue, source_ids, words),
        ],
        kind="clots",
    )


def share_table(found: Iterable[ClotShare], words: Words) -> Table:
    """What was counted, in whom, the share with its range, and what a reader must know."""
    return (
        (
            words("figure.column.what"),
            words("clots.column.group"),
            words("figure.column.number"),
            words("figure.column.women"),
            words("clots.column.certainty"),
            words("figure.column.sources"),
            words("clots.column.note"),
        ),
        tuple(
            (
                share.row.topic,
                share.row.group,
                _counted(share, words),
                words("figure.with_range", count=share.in_100, **_ends(share)),
                words(f"clots.certainty.{share.row.certainty}"),
                words.listed(share.row.source_ids),
                share.row.note,
            )
            for share in found
        ),
    )
