"""Two causes side by side: the findings with the widest gap, and how well the two can be told apart."""

from __future__ import annotations

from crampkit.catalogue import SOMETHING_ELSE, Catalogue
from crampkit.reasoning import Gap
from crampkit.reasoning.telling_apart import telling_gaps
from crampkit.views.kit.answers import mapped_causes
from crampkit.views.kit.bars import lane, piece
from crampkit.views.kit.controls import picker
from crampkit.views.kit.figure import figure
from crampkit.views.kit.labels import gap_text
from crampkit.views.kit.markup import Html, tag
from crampkit.views.kit.numbers import in_100
from crampkit.views.kit.tables import scrolling
from crampkit.views.lesson.lesson import look_alike
from crampkit.views.lesson.telling_apart import apart_pair
from crampkit.words import Words

NAME = "contrast"


def contrast(catalogue: Catalogue, one: str, other: str, words: Words) -> Html:
    """What tells two causes apart, as bars, and how well; of one cause twice, that it takes two."""
    pickers = tag(
        "div",
        _picker(catalogue, "one", words("contrast.one")),
        _picker(catalogue, "other", words("contrast.other")),
        class_="pickers",
    )
    if one == other:
        return tag(
            "section",
            tag("h3", words("figure.contrast.title")),
            pickers,
            tag("p", words("contrast.same"), role="status"),
            class_="figure contrast",
        )
    gaps = look_alike(catalogue, one, other, words)
    apart = apart_pair(catalogue, one, other, words)
    return figure(
        NAME,
        [
            _gap(catalogue, gap, (one, other), row[-1], words)
            for gap, row in zip(telling_gaps(catalogue, one, other), gaps.rows, strict=True)
        ],
        gaps.sentence,
        (gaps.header, gaps.rows),
        words,
        controls=[pickers],
        below=[
            tag("h4", words("contrast.how_well")),
            tag("p", apart.sentence),
            scrolling(apart.caption, apart.header, apart.rows),
        ],
    )


def _picker(catalogue: Catalogue, name: str, label: str) -> Html:
    causes = (*mapped_causes(catalogue), SOMETHING_ELSE)
    return picker(name, label, ((c, catalogue.causes[c].short_label) for c in causes))


def _gap(catalogue: Catalogue, gap: Gap, causes: tuple[str, str], says: str, words: Words) -> Html:
    """One finding: a bar for each cause, and what a yes and a no speak for."""
    bars = (
        lane(
            catalogue.causes[cause_id].short_label,
            piece(kind, 0, share),
            said=in_100(share, words),
        )
        for cause_id, share, kind in zip(
            causes, (gap.one, gap.other), ("bar", "bar range"), strict=True
        )
    )
    return tag(
        "div",
        tag("h4", gap_text(catalogue, gap, words)),
        *bars,
        tag("p", says, class_="note"),
        class_="gap",
    )
