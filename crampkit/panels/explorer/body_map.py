"""The body map as a panel: where a cause is felt and seen, and where the woman points."""

from __future__ import annotations

from typing import Any

from crampkit.case import Case
from crampkit.catalogue import SIDES
from crampkit.panels.explorer.parts import last_time
from crampkit.panels.explorer.screen import Screen
from crampkit.panels.kit.panel import ALARM, ANSWERS, Panel
from crampkit.reasoning import flags_to_refer
from crampkit.reasoning.pointing import (
    Place,
    Pointed,
    Setting,
    after_changes_elsewhere,
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

    def __init__(self, case: Case) -> None:
        self._case = case
        self._pointed = Pointed()
        self._busy = False

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

    def _pick(self, picked: frozenset[Place]) -> None:
        case = self._case
        self._pointed, changes = pick(case.catalogue, case.findings, self._pointed, picked)
        self._busy = True
        try:
            for finding_id, answer in changes:
                case.answer(finding_id, answer)
        finally:
            self._busy = False


def body_map(screen: Screen, cause_id: str | None = None) -> Panel:
    """Where a cause is felt and seen; the same drawing takes the places where the woman points.

    Without a cause there is nothing to mark, and the map is for pointing alone; a set without
    regions has no map.
    """
    catalogue, words = screen.catalogue, screen.words
    if not catalogue.regions:
        without = view.marks(catalogue, None, words)
        return Panel(html=view.body_map(MARKS_SHOWN, without, words, switch=False))
    pointing = Pointing(screen.case)
    shown = MARKS_SHOWN if cause_id else PICKING
    name = screen.new_name()

    def draw() -> None:
        if not pointing.follow():
            return
        danger = _danger(screen)
        content = (
            join([danger, view.marks(catalogue, cause_id, words, name)])
            if shown == MARKS_SHOWN
            else view.pick(catalogue, pointing.picked, pointing.settings(), danger, words, name)
        )
        state = view.pick_state(catalogue, pointing.picked)
        alarm = danger_aloud(catalogue, screen.differential, words, screen.unexplained)
        panel.show(
            view.body_map(shown, join([last_time(screen), content]), words, switch=bool(cause_id)),
            {**state, "map:view": shown, ALARM: alarm if screen.speaker is panel else ""},
        )

    def do(name: str, value: Any) -> None:
        nonlocal shown
        screen.speaker = (
            panel  # While she points, the map tells of a danger, and no ranking elsewhere does.
        )
        kind, _, target = name.partition(":")
        if name == "map:view" and value in (MARKS_SHOWN, PICKING):
            shown = value
        elif kind == "place" and isinstance(value, bool) and (place := _place(target)):
            pointing.point(place, value)
        elif name == "tap" and isinstance(value, str) and (place := _place(value)):
            pointing.tap(place)
        elif name == "clear":
            pointing.clear()
        else:
            screen.handle(name, value)
            return
        draw()

    panel = Panel(do, classes=(ANSWERS,))
    screen.observe(draw)
    return panel


def _place(written: str) -> Place | None:
    part, _, side = written.partition(":")
    return (part, side) if side in SIDES else None


def _danger(screen: Screen) -> Html:
    """What the woman's answers raise or ask for, in short: the ranking has it at length."""
    catalogue, words, found = screen.catalogue, screen.words, screen.differential
    return join(
        [
            view.danger_signs(catalogue, flags_to_refer(catalogue, found.red_flags), words),
            safety_view.flags_asked_now(catalogue, found.ask_now, words),
            safety_view.look_alikes(catalogue, found.red_flags, words),
        ]
    )
