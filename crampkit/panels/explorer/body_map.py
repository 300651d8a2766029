"""The body map as a panel: where a cause is felt and seen, and where the woman points."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from crampkit.case import Case
from crampkit.catalogue import SIDES
from crampkit.observers import Observers, Stop
from crampkit.panels.explorer.parts import last_time
from crampkit.panels.explorer.state import ExplorerState
from crampkit.panels.kit.panel import ALARM, ANSWERS, Panel
from crampkit.practice.kept import Keepable, mapping_of
from crampkit.reasoning import flags_to_refer
from crampkit.reasoning.pointing import (
    Place,
    Pointed,
    Setting,
    after_changes_elsewhere,
    findings_pointed_at,
    pick,
    places,
    settings,
)
from crampkit.views.explorer import body_map as view
from crampkit.views.explorer import safety as safety_view
from crampkit.views.explorer.aloud import danger_aloud
from crampkit.views.explorer.body_map import MARKS_SHOWN, PICKING
from crampkit.views.kit.markup import Html, join


class Pointing:
    """What is pointed at on one map, and the case that follows it."""

    def __init__(self, case: Case, shown: str = PICKING) -> None:
        self._case = case
        self._pointed = Pointed()
        self._busy = False
        self._first = shown
        self.shown = shown
        """Whether the map shows where a cause is felt, or takes the places where she points."""
        self._changed = Observers()

    def look(self, shown: str) -> None:
        """Turn the map to the other of the two."""
        self.shown = shown
        self._changed()

    @property
    def picked(self) -> frozenset[Place]:
        return self._pointed.picked

    def point(self, place: Place, picked: bool) -> None:
        """Pick a place or let go of it, and bring the case up to date."""
        if place not in places(self._case.catalogue):
            return
        self._pick(self.picked | {place} if picked else self.picked - {place})

    def tap(self, place: Place) -> None:
        """Pick a place that is not picked, let go of one that is."""
        self.point(place, place not in self.picked)

    def clear(self) -> None:
        """Let go of every place."""
        self._pick(frozenset())

    def settings(self) -> tuple[Setting, ...]:
        """What the places picked ask to be answered Yes, and how the case has it."""
        return settings(self._case.catalogue, self._case.findings, self.picked)

    def follow(self) -> bool:
        """Take note of what was changed elsewhere; False while the map itself is changing the case."""
        if self._busy:
            return False
        self._pointed = after_changes_elsewhere(self._pointed, self._case.findings)
        return True

    # -------------------------------------------------------------------------- kept beyond the page

    def observe(self, changed: Callable[[], None]) -> Stop:
        """Call this after each place that is picked or let go of."""
        return self._changed.add(changed)

    def kept(self) -> dict[str, Any] | None:
        """The places, which answers are there because of them, and how the map is looked at."""
        if not self.picked and self.shown == self._first:
            return None
        own = {finding_id: dict(room) for finding_id, room in self._pointed.own.items()}
        return {"places": [list(p) for p in sorted(self.picked)], "own": own, "shown": self.shown}

    def take_back(self, value: Any) -> tuple[str, ...]:
        """Point where `kept` said; what the case has not, and a part that is gone, is let go of.

        The case itself comes back by itself: nothing is answered here.
        """
        kept, catalogue = mapping_of(value), self._case.catalogue
        listed = kept.get("places")
        listed = listed if isinstance(listed, list) else []
        wanted = [tuple(one) for one in listed if isinstance(one, list)]
        picked = frozenset(place for place in places(catalogue) if place in wanted)
        pointed_at = findings_pointed_at(catalogue, picked)
        own = {
            finding_id: {f: a for f, a in mapping_of(room).items() if type(a) is bool}
            for finding_id, room in mapping_of(kept.get("own")).items()
            if finding_id in pointed_at
        }
        self._pointed = after_changes_elsewhere(Pointed(picked, own), self._case.findings)
        if kept.get("shown") in (MARKS_SHOWN, PICKING):
            self.shown = kept["shown"]
        self._changed()
        return ()

    def _pick(self, picked: frozenset[Place]) -> None:
        case = self._case
        self._pointed, changes = pick(case.catalogue, case.findings, self._pointed, picked)
        self._busy = True
        try:
            for finding_id, answer in changes:
                case.answer(finding_id, answer)
        finally:
            self._busy = False
        self._changed()


def body_map(
    explorer: ExplorerState,
    cause_id: str | None = None,
    hold: Callable[[Keepable], None] = lambda _: None,
) -> Panel:
    """Where a cause is felt and seen; the same drawing takes the places where the woman points.

    Without a cause there is nothing to mark, and the map is for pointing alone; a set without
    regions has no map. `hold` is given what is to be kept of it.
    """
    catalogue, words = explorer.catalogue, explorer.words
    if not catalogue.regions:
        without = view.marks(catalogue, None, words)
        return Panel(html=view.body_map(MARKS_SHOWN, without, words, switch=False))
    pointing = Pointing(explorer.case, MARKS_SHOWN if cause_id else PICKING)
    name = explorer.new_name()

    def draw() -> None:
        if not pointing.follow():
            return
        danger = _danger(explorer)
        content = (
            join([danger, view.marks(catalogue, cause_id, words, name)])
            if pointing.shown == MARKS_SHOWN
            else view.pick(catalogue, pointing.picked, pointing.settings(), danger, words, name)
        )
        state = view.pick_state(catalogue, pointing.picked)
        alarm = danger_aloud(catalogue, explorer.differential, words, explorer.unexplained)
        panel.show(
            view.body_map(
                pointing.shown, join([last_time(explorer), content]), words, switch=bool(cause_id)
            ),
            {
                **state,
                "map:view": pointing.shown,
                ALARM: alarm if explorer.speaker is panel else "",
            },
        )

    def do(name: str, value: Any) -> None:
        explorer.speaker = (
            panel  # While she points, the map tells of a danger, and no ranking elsewhere does.
        )
        kind, _, target = name.partition(":")
        if name == "map:view" and value in (MARKS_SHOWN, PICKING):
            pointing.look(value)
        elif kind == "place" and isinstance(value, bool) and (place := _place(target)):
            pointing.point(place, value)
        elif name == "tap" and isinstance(value, str) and (place := _place(value)):
            pointing.tap(place)
        elif name == "clear":
            pointing.clear()
        else:
            explorer.handle(name, value)

    panel = Panel(do, classes=(ANSWERS,))
    explorer.observe(draw)
    pointing.observe(draw)
    hold(pointing)
    return panel


def _place(written: str) -> Place | None:
    part, _, side = written.partition(":")
    return (part, side) if side in SIDES else None


def _danger(explorer: ExplorerState) -> Html:
    """What the woman's answers raise or ask for, in short: the ranking has it at length."""
    catalogue, words, found = explorer.catalogue, explorer.words, explorer.differential
    return join(
        [
            view.danger_signs(catalogue, flags_to_refer(catalogue, found.red_flags), words),
            safety_view.flags_asked_now(catalogue, found.ask_now, words),
            safety_view.look_alikes(catalogue, found.red_flags, words),
        ]
    )
