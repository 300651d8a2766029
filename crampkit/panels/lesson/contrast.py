"""Every pair of causes as a map, and two causes of the learner's choice side by side."""

from __future__ import annotations

from crampkit.catalogue import SOMETHING_ELSE
from crampkit.panels.kit.moving import Moving, moving, one_of
from crampkit.panels.kit.shared import Shared
from crampkit.reasoning import HOW_MUCH, all_told_apart
from crampkit.reasoning.telling_apart import check_causes
from crampkit.views.kit.answers import mapped_causes
from crampkit.views.lesson.contrast import contrast as contrast_view
from crampkit.views.lesson.telling_apart import apart_map


def telling_apart(explorer: Shared) -> Moving:
    """How well each pair can be told apart, by how much is known; worked out once, when shown."""
    catalogue = explorer.catalogue
    told = all_told_apart(catalogue, mapped_causes(catalogue))
    return moving(
        lambda state: apart_map(catalogue, told, state["known"], explorer.words),
        {"known": HOW_MUCH[0]},
        {"known": one_of(*HOW_MUCH)},
    )


def contrast(explorer: Shared, one: str, other: str) -> Moving:
    """The widest gaps between two causes, the first two to begin with, drawn anew at each choice."""
    catalogue = explorer.catalogue
    causes = (*mapped_causes(catalogue), SOMETHING_ELSE)
    choose = one_of(*causes)
    check_causes(catalogue, *filter(None, (one, other)))
    return moving(
        lambda state: contrast_view(catalogue, state["one"], state["other"], explorer.words),
        {"one": one or causes[0], "other": other or causes[1]},
        {"one": choose, "other": choose},
    )
