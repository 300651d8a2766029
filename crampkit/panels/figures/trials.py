"""The trials and surveys: forest plots, one trial woman by woman, cramps by trimester."""

from __future__ import annotations

from collections.abc import Collection

from crampkit.catalogue import OUTCOME_KINDS, AuthorError
from crampkit.catalogue.asked import demand
from crampkit.panels.kit.moving import Moving, between, moving
from crampkit.panels.kit.panel import Panel
from crampkit.panels.kit.shared import Shared
from crampkit.reasoning.counting import Groups
from crampkit.views.figures import one_trial as trial_views
from crampkit.views.figures.forest import forest as forest_view
from crampkit.views.figures.trimester import cramps_by_trimester as trimester_view


def forest(explorer: Shared, kinds: Collection[str]) -> Panel:
    """The trials as forest plots. Raises `AuthorError` at a kind that no table knows."""
    for kind in kinds:
        if kind not in OUTCOME_KINDS:
            raise AuthorError(f"no outcome '{kind}'; use one of {', '.join(OUTCOME_KINDS)}")
    drawn = {trial.outcome_kind for trial in explorer.catalogue.trials.values()}
    if not drawn & set(kinds or OUTCOME_KINDS):
        raise AuthorError(
            f"trials.csv, outcome_kind: there is none of {', '.join(kinds or OUTCOME_KINDS)}"
        )
    return Panel(html=forest_view(explorer.catalogue, kinds, explorer.words))


def one_trial(explorer: Shared, trial_id: str) -> Moving:
    """The women of one trial, and what a few other answers would have made of it."""
    catalogue = explorer.catalogue
    counted = trial_views.groups_of(trial_views.trial_with_counts(catalogue, trial_id))
    return moving(
        lambda state: trial_views.one_trial(
            catalogue,
            trial_id,
            Groups(
                round(state["events_treat"]),
                counted.n_treat,
                round(state["events_control"]),
                counted.n_control,
            ),
            explorer.words,
        ),
        {"events_treat": counted.events_treat, "events_control": counted.events_control},
        {
            "events_treat": between(0, counted.n_treat),
            "events_control": between(0, counted.n_control),
        },
    )


def cramps_by_trimester(explorer: Shared) -> Panel:
    """How common cramps are, and restless legs, in each third of pregnancy."""
    demand(explorer.catalogue, "cramps_by_trimester")
    return Panel(html=trimester_view(explorer.catalogue, explorer.words))
