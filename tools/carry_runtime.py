"""Put the runtime of the pages into a wheel, where `make wheel` has made it; hatchling calls this."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

MADE = "build/runtime"


class CarryRuntime(BuildHookInterface[Any]):
    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        if version == "editable":
            return
        if said := why_not(Path(self.root)):
            self.app.display_warning(
                f"{said}: this wheel can export no pages before `make runtime`"
            )
        else:
            build_data["force_include"][MADE] = "crampkit/_runtime"


def why_not(project: Path) -> str:
    """Why the runtime cannot be carried; nothing where it can."""
    sys.path.insert(0, str(project))
    from crampkit.hosts.pages.runtime import made_for_these_sources

    if not (project / MADE).is_dir():
        return "The runtime of the pages was not made"
    if not made_for_these_sources(project / MADE):
        return "The runtime of the pages was made for other sources"
    return ""
