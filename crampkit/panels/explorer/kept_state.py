"""What is kept of an explorer: the answers of its case, how it is looked at, and which tasks were done."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cached_property
from typing import Any

from crampkit.case import TEXT_PARTS
from crampkit.catalogue import LEVELS
from crampkit.observers import Stop
from crampkit.panels.explorer.state import ExplorerState
from crampkit.practice.kept import day_of, mapping_of, name_of, texts_of
from crampkit.reasoning import BY_FIT, BY_LIKELIHOOD

ANSWERED = {
    "present": "finding",
    "absent": "finding",
    "flags": "flag",
    "clear": "flag",
    "looked": "flag",
}
"""The parts of a case whose ids have words that were answered to, and of what kind the ids are."""


class KeptExplorer:
    """An explorer as something to keep: from where it is now on, which is its fresh state.

    Of private flags nothing is kept, nor of a phrase that leads to one.
    """

    def __init__(self, explorer: ExplorerState) -> None:
        self._explorer = explorer
        explorer.begin_here()

    def observe(self, changed: Callable[[], None]) -> Stop:
        return self._explorer.observe(changed)

    def kept(self) -> dict[str, Any] | None:
        explorer = self._explorer
        parts = explorer.case.parts()
        changed = parts != explorer.fresh_parts
        opened = [
            p for p in explorer.catalogue.phrases if p in explorer.opened - self._private_phrases
        ]
        look = {
            name: value
            for name, value in (
                ("level", explorer.level),
                ("mode", explorer.mode),
                ("numbers", explorer.numbers),
                ("picked", explorer.picked),
                ("example", explorer.example),
            )
            if value != LOOKS[name][0]
        }
        tasks = explorer.tasks.kept() if explorer.tasks else None
        if not (changed or opened or look or tasks):
            return None
        answered = [f"{ANSWERED[part]}:{i}" for part in ANSWERED if changed for i in parts[part]]
        words = {name: self._words[name] for name in (*answered, *map(_phrase, opened))}
        kept = {"case": parts if changed else None, "opened": opened, "words": words, "look": look}
        return {**kept, "tasks": tasks} if tasks else kept

    def in_part(self, rest: dict[str, Any], whole: Mapping[str, Any]) -> dict[str, Any] | None:
        """Some of the answers, with their own words alone."""
        case, opened = rest.get("case"), rest.get("opened", [])
        answered = [f"{ANSWERED[p]}:{i}" for p in ANSWERED if case for i in case.get(p, [])]
        words = {name: self._words[name] for name in (*answered, *map(_phrase, opened))}
        look = rest.get("look", {})
        tasks = {"tasks": rest["tasks"]} if "tasks" in rest else {}
        if not (case or opened or look or tasks):
            return None
        return {"case": case, "opened": opened, "words": words, "look": look, **tasks}

    def cannot_wait(self) -> object:
        """What the safety check was answered, and which dangers and looks that comes to."""
        explorer = self._explorer
        found = explorer.differential
        case = explorer.case
        return case.flags, case.looked, explorer.opened, found.red_flags, found.ask_now

    def take_back(self, value: Any) -> tuple[str, ...]:
        """It says what was left out until it begins afresh, danger signs apart."""
        explorer, kept = self._explorer, mapping_of(value)
        words = mapping_of(kept.get("words"))
        fits, unfit = self._fitting(mapping_of(kept.get("case")), words)
        opened = texts_of(kept.get("opened"))
        explorer.opened = frozenset(
            p for p in opened if p in explorer.catalogue.phrases and self._same(_phrase(p), words)
        )
        unfit += [_phrase(p) for p in opened if p not in explorer.opened]
        for name, (_, fitting) in LOOKS.items():
            one = mapping_of(kept.get("look")).get(name)
            if fitting(explorer, one):
                setattr(explorer, name, one)
        if isinstance(kept.get("case"), Mapping):
            unfit += explorer.case.resume(fits, explorer.fresh)
        if explorer.tasks:
            explorer.tasks.take_back(kept.get("tasks"))
        flags = texts_of(mapping_of(kept.get("case")).get("flags"))
        ticked = {*(f"flag:{flag_id}" for flag_id in flags), *map(_phrase, opened)}
        named = {one: name_of(words.get(one), one) for one in dict.fromkeys(unfit)}
        explorer.resumed_from(
            day_of(kept),
            answers=tuple(name for one, name in named.items() if one not in ticked),
            dangers=tuple(name for one, name in named.items() if one in ticked),
            unreadable=not (kept and isinstance(kept.get("look"), dict)),
        )
        return (*explorer.left_out_dangers, *explorer.left_out)

    def _fitting(
        self, case: Mapping[str, Any], words: Mapping[str, Any]
    ) -> tuple[dict[str, list[str]], list[str]]:
        """The parts of a case whose words are still the same, and the names of the others."""
        fits: dict[str, list[str]] = {}
        unfit: list[str] = []
        for part in TEXT_PARTS:
            for one in texts_of(case.get(part)):
                name = f"{ANSWERED[part]}:{one}" if part in ANSWERED else one
                if part == "weights" or (part in ANSWERED and self._same(name, words)):
                    fits.setdefault(part, []).append(one)
                else:
                    unfit.append(name)
        return fits, unfit

    def _same(self, name: str, words: Mapping[str, Any]) -> bool:
        return name in self._words and words.get(name) == self._words[name]

    @cached_property
    def _words(self) -> Mapping[str, str]:
        """What is answered, by kind and id, as a learner reads it."""
        catalogue = self._explorer.catalogue
        findings = {
            f"finding:{finding_id}": catalogue.question_label(question_id)
            if (question_id := catalogue.question_of(finding_id)) == finding_id
            else f"{catalogue.question_label(question_id)}: {finding.label}"
            for finding_id, finding in catalogue.findings.items()
        }
        flags = {f"flag:{flag_id}": flag.label for flag_id, flag in catalogue.flags.items()}
        phrases = {_phrase(phrase_id): row.label for phrase_id, row in catalogue.phrases.items()}
        return {**phrases, **findings, **flags}

    @cached_property
    def _private_phrases(self) -> frozenset[str]:
        catalogue = self._explorer.catalogue
        private = {flag_id for flag_id, flag in catalogue.flags.items() if flag.private}
        return frozenset(p for p, row in catalogue.phrases.items() if private & set(row.flag_ids))


def _phrase(phrase_id: str) -> str:
    return f"phrase:{phrase_id}"


def _one_of(*allowed: str) -> Callable[[ExplorerState, Any], bool]:
    return lambda _, value: value in allowed


LOOKS: Mapping[str, tuple[Any, Callable[[ExplorerState, Any], bool]]] = {
    "level": ("first", _one_of(*LEVELS)),
    "mode": (BY_FIT, _one_of(BY_FIT, BY_LIKELIHOOD)),
    "numbers": (False, lambda _, value: value is True),
    "picked": (None, lambda explorer, value: value in list(explorer.catalogue.causes)),
    "example": (None, lambda explorer, value: value in list(explorer.catalogue.examples)),
}
"""How a case is looked at: as it is at the start, and what may be kept of it."""
