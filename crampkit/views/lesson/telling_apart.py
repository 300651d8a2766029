"""How well two causes can be told apart, in a sentence and a table."""

from __future__ import annotations

from crampkit.catalogue import Catalogue
from crampkit.catalogue.asked import row_of
from crampkit.reasoning import HOW_MUCH, SIMULATED, told_apart
from crampkit.reasoning.telling_apart import (
    APART_BANDS,
    Told,
    apart_band,
    hardest_and_easiest,
    told_both_ways,
)
from crampkit.views.kit.answers import mapped_causes
from crampkit.views.kit.controls import radios
from crampkit.views.kit.figure import figure
from crampkit.views.kit.markup import Html, tag
from crampkit.views.kit.numbers import in_100
from crampkit.views.kit.tables import Step, Table, TableCell, TableRow, stacking
from crampkit.words import Words


def apart_pair(catalogue: Catalogue, one: str, other: str, words: Words) -> Step:
    """Two causes: in how many of 100 imagined women the right one of the two comes first."""
    labels = {
        c: row_of(catalogue.causes, c, "causes.csv", "cause").short_label for c in (one, other)
    }
    told = {
        (one, other): told_apart(catalogue, one, other),
        (other, one): told_apart(catalogue, other, one),
    }
    seen = told_both_ways(told, one, other, "examined")
    return Step(
        words(
            "lesson.apart.pair",
            one=labels[one],
            other=labels[other],
            how_well=apart_words(seen, words),
        )
        + " "
        + words("lesson.apart.imagined", women=SIMULATED),
        words("lesson.apart.pair_caption", one=labels[one], other=labels[other]),
        (
            words("lesson.column.known"),
            words("lesson.column.first", cause=labels[one]),
            words("lesson.column.first", cause=labels[other]),
            words("lesson.column.how_well"),
        ),
        tuple(
            (
                words(f"lesson.apart.{known}"),
                whole_in_100(told[one, other][known], words),
                whole_in_100(told[other, one][known], words),
                apart_words(told_both_ways(told, one, other, known), words),
            )
            for known in HOW_MUCH
        ),
    )


def apart_words(share: float, words: Words) -> str:
    return words(f"lesson.apart.{apart_band(share)}")


def whole_in_100(share: float, words: Words) -> str:
    """Imagined women in whole numbers, which is all that 200 allow; never none and never all.

    >>> words = Words({"lesson.in_100": "{count} in 100"})
    >>> whole_in_100(1.0, words), whole_in_100(0.875, words)
    ('99 in 100', '88 in 100')
    """
    return in_100(min(max(round(share, 2), 0.01), 0.99), words)


def apart_sentence(catalogue: Catalogue, told: Told, known: str, words: Words) -> str:
    """The pair told apart least well, and the one told apart best."""
    causes = mapped_causes(catalogue)
    found = hardest_and_easiest(told, causes, known)
    if found is None:
        return words("lesson.apart.no_pair")
    worst, best = found
    gaps = {
        f"{place}_{name}": catalogue.causes[cause_id].short_label
        for place, pair in (("worst", worst), ("best", best))
        for name, cause_id in zip(("one", "other"), pair, strict=True)
    }
    shares = {
        place: whole_in_100(told_both_ways(told, pair[0], pair[1], known), words)
        for place, pair in (("worst", worst), ("best", best))
    }
    return (
        words("lesson.apart.map", known=words(f"lesson.apart.{known}"), **gaps, **shares)
        + " "
        + words("lesson.apart.imagined", women=SIMULATED)
    )


def apart_table(catalogue: Catalogue, told: Told, known: str, words: Words) -> Table:
    """Each pair of causes: in how many of 100 the right one of the two comes first, with its words."""
    causes = mapped_causes(catalogue)
    header = (
        words("lesson.column.women_with"),
        *(words("lesson.column.before", cause=catalogue.causes[c].short_label) for c in causes),
    )
    rows = tuple(
        (
            catalogue.causes[one].short_label,
            *(
                words("lesson.apart.itself")
                if one == other
                else words(
                    "lesson.apart.cell",
                    share=whole_in_100(told[one, other][known], words),
                    how_well=apart_words(told[one, other][known], words),
                )
                for other in causes
            ),
        )
        for one in causes
    )
    return header, rows


# ------------------------------------------------------------------------------ as a map


def apart_map(catalogue: Catalogue, told: Told, known: str, words: Words) -> Html:
    """Every pair of causes once: the share put right, in words, with marks and a shade."""
    return figure(
        "apart",
        [_map(catalogue, told, known, words), _key(words)],
        apart_sentence(catalogue, told, known, words),
        apart_table(catalogue, told, known, words),
        words,
        controls=[
            radios(
                "known",
                words("apart.known"),
                [(one, words(f"lesson.apart.{one}")) for one in HOW_MUCH],
            )
        ],
    )


def _map(catalogue: Catalogue, told: Told, known: str, words: Words) -> Html:
    """A staircase of pairs; where there is little room each row stands as a card."""
    causes = mapped_causes(catalogue)
    labels = {cause_id: catalogue.causes[cause_id].short_label for cause_id in causes}
    rows = []
    for place, one in enumerate(causes[1:], start=1):
        cells = [_pair(told, one, other, known, labels[other], words) for other in causes[:place]]
        empty = [TableCell([], attributes={"class_": "empty"})] * (len(causes) - 1 - place)
        rows.append(TableRow(labels[one], [*cells, *empty]))
    return stacking(
        words("apart.caption", known=words(f"lesson.apart.{known}")),
        [words("apart.pair"), *(labels[cause_id] for cause_id in causes[:-1])],
        rows,
        "pairs",
    )


def _pair(told: Told, one: str, other: str, known: str, label: str, words: Words) -> TableCell:
    share = told_both_ways(told, one, other, known)
    band = apart_band(share)
    return TableCell(
        [
            tag("strong", whole_in_100(share, words)),
            tag("span", apart_words(share, words)),
            tag("span", _marks(band), aria_hidden="true", class_="marks"),
        ],
        label,
        {"data_band": band},
    )


def _marks(band: str) -> str:
    """As many filled marks as the band deserves, of four."""
    filled = APART_BANDS.index(band)
    return "●" * filled + "○" * (len(APART_BANDS) - 1 - filled)


def _key(words: Words) -> Html:
    items = (
        tag(
            "li",
            tag("span", _marks(band), class_="swatch", data_band=band, aria_hidden="true"),
            words(f"lesson.apart.{band}"),
        )
        for band in reversed(APART_BANDS)
    )
    return tag("ul", *items, class_="key")
