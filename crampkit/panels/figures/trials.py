"""The trials and surveys: forest plots, one trial woman by woman, cramps by trimester."""

from __future__ import annotations

from collections.abc import Collection

from crampkit.catalogue import OUTCOME_KINDS
from crampkit.panels.kit.chart import chart, on_request
from crampkit.panels.kit.moving import between, moving
from crampkit.panels.kit.panel import Box, Panel, Part
from crampkit.panels.kit.shared import Shared
from crampkit.views.figures import one_trial as trial_views
from crampkit.views.figures import trials as views
from crampkit.views.figures.forest import forest_figure
from crampkit.views.figures.trimester import cramps_by_trimester as trimester_view


def forest_on_request(screen: Shared, kinds: Collection[str]) -> Part:
    """A button that shows the trials. Raises `ValueError` at a kind that no table knows."""
    words = screen.words
    for kind in kinds:
        if kind not in OUTCOME_KINDS:
            raise ValueError(f"no outcome '{kind}'; use one of {', '.join(OUTCOME_KINDS)}")
    named = [words(f"forest.kind.{kind}") for kind in kinds or OUTCOME_KINDS]
    return on_request(
        words, words("forest.title", kinds="; ".join(named)), lambda: forest(screen, kinds)
    )


def forest(screen: Shared, kinds: Collection[str]) -> Box:
    """The trials of these kinds of outcome, and below them what is not plotted, and why."""
    words = screen.words
    panels = views.forest_panels(screen.catalogue, kinds)
    left_out = views.not_plotted(screen.catalogue, kinds)
    drawn = chart(
        words,
        lambda dark: forest_figure(panels, words, dark),
        lambda: views.forest_sentence(panels, words),
        lambda: views.forest_table(panels, left_out, words),
        words("forest.caption"),
    )
    return Box(
        drawn, Panel(html=views.not_plotted_list(left_out, words)), classes=("crampkit-chart",)
    )


def one_trial(screen: Shared, trial_id: str) -> Panel:
    """The women of one trial, and what a few other answers would have made of it."""
    catalogue = screen.catalogue
    counted = trial_views.groups_of(trial_views.trial_with_counts(catalogue, trial_id))
    return moving(
        lambda state: trial_views.one_trial(
            catalogue,
            trial_id,
            trial_views.Groups(
                round(state["events_treat"]),
                counted.n_treat,
                round(state["events_control"]),
                counted.n_control,
            ),
            screen.words,
        ),
        {"events_treat": counted.events_treat, "events_control": counted.events_control},
        {
            "events_treat": between(0, counted.n_treat),
            "events_control": between(0, counted.n_control),
        },
    )


def cramps_by_trimester(screen: Shared) -> Panel:
    """How common cramps are, and restless legs, in each third of pregnancy."""
    return Panel(html=trimester_view(screen.catalogue, screen.words))
