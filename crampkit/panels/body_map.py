"""The body map as a panel: where a cause is felt and seen, and where the woman points."""

from __future__ import annotations

from typing import Any

from crampkit.case import Case
from crampkit.catalogue import SIDES
from crampkit.panels.panel import ANSWERS, Panel
from crampkit.panels.screen import Screen
from crampkit.reasoning import flags_to_refer
from crampkit.views import body_map as view
from crampkit.views import safety as safety_view
from crampkit.views.body_map import MARKS_SHOWN, PICKING, Place, Setting
from crampkit.views.markup import Html, join


class Pointing:
    """The places she points at, and which answers in the case are there because of them.

    Only what the map itself has answered is ever taken back by it; what was answered elsewhere
    stays, and is told.
    """

    def __init__(self, case: Case) -> None:
        self._case = case
        self.picked: frozenset[Place] = frozenset()
        # Findings answered by the map, with the answers that had to make room for each.
        self._own: dict[str, dict[str, bool]] = {}
        self._busy = False

    def point(self, place: Place, picked: bool) -> None:
        """Pick a place or let go of it, and bring the case up to date."""
        if place not in view.places(self._case.catalogue):
            return
        self._set(self.picked | {place} if picked else self.picked - {place})

    def tap(self, place: Place) -> None:
        """Pick a place that is not picked, let go of one that is."""
        self.point(place, place not in self.picked)

    def clear(self) -> None:
        """Let go of every place."""
        self._set(frozenset())

    def settings(self) -> list[Setting]:
        """What the places picked ask to be answered Yes, and how the case has it."""
        catalogue = self._case.catalogue
        wanted = view.findings_pointed_at(catalogue, self.picked)
        return [Setting(finding_id, self._status(finding_id)) for finding_id in wanted]

    def _status(self, finding_id: str) -> str:
        findings = self._case.findings
        if finding_id in findings:
            return "yes" if findings[finding_id] else "no"
        return "other" if any(findings.get(f) for f in self._rivals(finding_id)) else "open"

    def follow(self) -> bool:
        """Take note of what was changed elsewhere; False while the map itself is changing the case.

        An answer that was taken back elsewhere is no longer the map's. When nothing that it had set
        is left, as after a new start, the places are let go of too.
        """
        if self._busy:
            return False
        left = {f: room for f, room in self._own.items() if self._case.findings.get(f)}
        if self._own and not left:
            self.picked = frozenset()
        self._own = left
        return True

    def _rivals(self, finding_id: str) -> list[str]:
        """The other answers of the question that a finding answers."""
        catalogue = self._case.catalogue
        group_id = catalogue.findings[finding_id].exclusive_group
        return [f for f in catalogue.exclusive_members.get(group_id, ()) if f != finding_id]

    def _set(self, picked: frozenset[Place]) -> None:
        before = set(view.findings_pointed_at(self._case.catalogue, self.picked))
        wanted = view.findings_pointed_at(self._case.catalogue, picked)
        self.picked = picked
        self._busy = True
        try:
            for finding_id in [f for f in self._own if f not in wanted]:
                self._take_back(finding_id)
            for finding_id in wanted:
                if finding_id not in before and self._status(finding_id) == "open":
                    self._answer(finding_id)
        finally:
            self._busy = False

    def _answer(self, finding_id: str) -> None:
        findings = self._case.findings
        self._own[finding_id] = {f: findings[f] for f in self._rivals(finding_id) if f in findings}
        self._case.answer(finding_id, True)

    def _take_back(self, finding_id: str) -> None:
        self._case.answer(finding_id, None)
        for other, answer in self._own.pop(finding_id).items():
            self._case.answer(other, answer)


def body_map(screen: Screen, cause_id: str | None = None) -> Panel:
    """Where a cause is felt and seen; the same drawing takes the places where she points.

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
        panel.show(
            view.body_map(shown, content, words, switch=bool(cause_id)),
            {**state, "map:view": shown},
        )

    def do(name: str, value: Any) -> None:
        nonlocal shown
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
            screen.do(name, value)
            return
        draw()

    panel = Panel(do, classes=(ANSWERS,))
    screen.observe(draw)
    return panel


def _place(written: str) -> Place | None:
    part, _, side = written.partition(":")
    return (part, side) if side in SIDES else None


def _danger(screen: Screen) -> Html:
    """What her answers raise or ask for, in short: the ranking has it at length."""
    catalogue, words, found = screen.catalogue, screen.words, screen.found
    return join(
        [
            view.danger_signs(catalogue, flags_to_refer(catalogue, found.red_flags), words),
            safety_view.flags_asked_now(catalogue, found.ask_now, words),
            safety_view.look_alikes(catalogue, found.red_flags, words),
        ]
    )
