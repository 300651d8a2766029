"""Charts that load when a learner asks for them: plotly takes seconds, the ranking must not wait."""

from __future__ import annotations

import ipywidgets

from crampkit.widgets.screen import Screen


def charts(screen: Screen) -> ipywidgets.Widget:
    return ipywidgets.Box([])
