"""The trials as forest plots: a mark for what was found, a line for its 95 % interval."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from crampkit.catalogue import OUTCOME_KINDS, Catalogue
from crampkit.views.figures.trials import (
    ForestPanel,
    Result,
    against_text,
    certainty_text,
    effect_text,
    favours_text,
    forest_panels,
    forest_sentence,
    forest_table,
    measure,
    not_plotted,
    not_plotted_list,
    panel_title,
    sides,
    women_text,
)
from crampkit.views.kit.bars import ends, lane, mark, piece, ticks
from crampkit.views.kit.figure import framed
from crampkit.views.kit.markup import Html, join, tag
from crampkit.views.kit.numbers import printed
from crampkit.views.kit.scales import Scale, difference_scale, ratio_scale
from crampkit.words import Words


def forest(catalogue: Catalogue, kinds: Collection[str], words: Words) -> Html:
    """The trials of these kinds of outcome, or of all; below them what is not plotted, and why."""
    panels, left_out = forest_panels(catalogue, kinds), not_plotted(catalogue, kinds)
    named = "; ".join(words(f"forest.kind.{kind}") for kind in kinds or OUTCOME_KINDS)
    key = [tag("p", words("forest.key"), class_="note")] if panels else []
    return framed(
        words("forest.title", kinds=named),
        [*(drawn(panel, scale_of(panel, panels), words) for panel in panels), *key],
        forest_sentence(panels, words),
        words("forest.caption"),
        forest_table(panels, left_out, words),
        words,
        below=[not_plotted_list(left_out, words)],
        kind="forest",
    )


def scale_of(panel: ForestPanel, panels: Sequence[ForestPanel]) -> Scale:
    """All ratios of a figure share an axis; a difference has the unit of its own panel."""
    together = panels if panel.effect_type == "RR" else (panel,)
    numbers = [
        end
        for one in together
        if one.effect_type == panel.effect_type
        for result in one.results
        for end in (result.low, result.high)
    ]
    return (ratio_scale if panel.effect_type == "RR" else difference_scale)(numbers)


def drawn(panel: ForestPanel, scale: Scale, words: Words) -> Html:
    """One lane for each trial, below an axis and what its two sides mean; no sum and no diamond of all."""
    return tag(
        "div",
        tag("h4", panel_title(panel, words)),
        tag("p", words(f"forest.axis.{measure(panel.effect_type)}"), class_="note"),
        ends(*(tag("strong", side) for side in sides(panel, words))),
        ticks((scale.place(tick), printed(f"{tick:g}")) for tick in scale.ticks),
        *(_trial(result, scale, words) for result in panel.results),
        class_="measures",
    )


def _trial(result: Result, scale: Scale, words: Words) -> Html:
    """Who and against what; the interval; what was found, and how sure the reviewers are.

    A full square was compared with a placebo, an open diamond was not.
    """
    trial = result.trial
    form = "square" if result.against_placebo else "diamond"
    found = words(
        "forest.found", effect=effect_text(trial, words), favours=favours_text(result, words)
    )
    return lane(
        _lines(tag("strong", trial.label), against_text(trial, words), women_text(trial, words)),
        *(mark("tick", scale.place(tick)) for tick in scale.ticks),
        mark("same", scale.place(result.no_difference)),
        piece(f"interval {result.favours}", scale.place(result.low), scale.place(result.high)),
        mark(f"found {form} {result.favours}", scale.place(result.effect)),
        said=_lines(found, certainty_text(trial, words)),
        kind="line",
    )


def _lines(*texts: str) -> Html:
    return join(tag("span", text, class_="line-of") for text in texts)
