"""What of a lesson is saved: the stills, and no view of a widget that nobody is behind any more."""

from __future__ import annotations

from typing import Any

from crampkit.hosts.jupyter.host import WIDGET_VIEW
from crampkit.hosts.jupyter.still import STILL


def keep_the_stills(model: dict[str, Any], **_: Any) -> None:
    """JupyterLab's hook before a notebook is saved: takes the widget views of our parts out of it.

    A view names a model of this kernel; in the next one it is "model not found", while the still
    beside it can be read by everyone: JupyterLab, a repository's page, an export. (A form of output
    of our own, which JupyterLab would show first, needs an extension that every reader has built
    in.) What the learner has on her screen is not touched, nor is anybody else's widget.
    """
    if model.get("type") != "notebook" or not isinstance(model.get("content"), dict):
        return
    for cell in model["content"].get("cells", ()):
        for output in cell.get("outputs", ()):
            if _is_ours(output.get("data", {})):
                output["data"].pop(WIDGET_VIEW, None)


def _is_ours(data: dict[str, Any]) -> bool:
    page = data.get("text/html", "")
    return f'class="{STILL}"' in (page if isinstance(page, str) else "".join(page))
