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
    in.) What the learner has on the screen is not touched, nor is anybody else's widget.
    """
    if model.get("type") != "notebook":
        return
    # What has an odd shape is none of ours, and no reason to trouble whoever saves it.
    for cell in _dicts_in(model.get("content"), "cells"):
        for output in _dicts_in(cell, "outputs"):
            data = output.get("data")
            if isinstance(data, dict) and _is_ours(data):
                data.pop(WIDGET_VIEW, None)


def _dicts_in(holder: Any, name: str) -> list[dict[str, Any]]:
    held = holder.get(name) if isinstance(holder, dict) else None
    return [one for one in held if isinstance(one, dict)] if isinstance(held, list) else []


def _is_ours(data: dict[str, Any]) -> bool:
    page = data.get("text/html")
    # A notebook's file has a long text line by line.
    lines = page if isinstance(page, list) else [page]
    return f'class="{STILL}"' in "".join(line for line in lines if isinstance(line, str))
