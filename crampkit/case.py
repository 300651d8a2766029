"""`Case`: one woman's story as the learner has asked it, and the one thing that widgets observe."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from types import MappingProxyType
from typing import Any

from crampkit.catalogue import Catalogue
from crampkit.data import instead, shown
from crampkit.observers import Observers
from crampkit.reasoning import AnswerError, can_be_none, check_answers
from crampkit.reasoning.answers import check_answer, with_answer
from crampkit.reasoning.flags import answers_behind

NONE_OF_THESE = "none"
"""The answer to an exclusive group that says no to all of its findings."""

TEXT_FORM = "crampkit1"
"""The first word of a case as text; its number changes when the form does."""

TEXT_PARTS = ("present", "absent", "flags", "none", "clear", "looked", "weights")

WEIGHT_FORM = ".6g"

SMALLEST_WEIGHT, LARGEST_WEIGHT = 1e-9, 1e9
"""Far outside what is sensible, and still numbers that can be added and shown."""


OF_TABLE = {
    **{"finding": "findings.csv", "answer": "findings.csv", "question": "groups.csv"},
    **{"flag": "red_flags.csv", "safety question": "safety_questions.csv"},
    **{"phrase": "safety_phrases.csv", "cause": "causes.csv", "example": "examples.csv"},
}
"""The table whose first column has the ids of each noun."""


def _frozen(mapping: Mapping[str, Any]) -> Mapping[str, Any]:
    return MappingProxyType(dict(mapping))


@dataclass(frozen=True)
class State:
    """What copy-as-text carries: replaced as a whole, never edited."""

    findings: Mapping[str, bool] = field(default_factory=lambda: _frozen({}))
    flags: Mapping[str, bool] = field(default_factory=lambda: _frozen({}))
    looked: frozenset[str] = frozenset()
    pretest: Mapping[str, float] = field(default_factory=lambda: _frozen({}))


class Case:
    """The findings, the flags and the pretest weights, in one observable place.

    >>> from crampkit.toy import toy_catalogue
    >>> case = Case(toy_catalogue())
    >>> case.answer("left", True)
    >>> case.answer("right", True)
    >>> dict(case.findings)
    {'right': True}
    >>> case.undo()
    >>> dict(case.findings)
    {'left': True}
    """

    def __init__(self, catalogue: Catalogue) -> None:
        self.catalogue = catalogue
        self._state = State()
        self._earlier: list[State] = []
        self._observers = Observers()
        self._telling = True
        self._begun_anew = False

    @property
    def findings(self) -> Mapping[str, bool]:
        """Finding id to present (True) or absent (False); what was not asked is not in it."""
        return self._state.findings

    @property
    def flags(self) -> Mapping[str, bool]:
        """Flag id to ticked (True) or covered by "none of these" (False); the rest was not asked."""
        return self._state.flags

    @property
    def looked(self) -> frozenset[str]:
        """Flags that somebody looked for and did not find; none of them is in `flags`."""
        return self._state.looked

    @property
    def pretest(self) -> Mapping[str, float]:
        """The pretest weights that the learner moved; the others are the catalogue's."""
        return self._state.pretest

    @property
    def state(self) -> State:
        """All of these at once."""
        return self._state

    @property
    def can_undo(self) -> bool:
        return bool(self._earlier)

    def observe(self, callback: Callable[[], None]) -> Callable[[], None]:
        """Call back after every change; what is returned ends that."""
        return self._observers.add(callback)

    def answer(self, finding_id: str, present: bool | None) -> None:
        """Set a finding present, absent, or (None) not asked.

        A present answer replaces every other answer of its exclusive group and rules them out, so
        saying no to one of those changes nothing: it could otherwise silence a flag. Raises
        `AnswerError` for an unknown finding, for any other answer, or when no answer of a group that
        needs one would be left.
        """
        self._known(finding_id, self.catalogue.findings, "finding")
        findings = with_answer(self.catalogue, self.findings, finding_id, present)
        self._replace(findings=_frozen(findings))

    def answer_group(self, group_id: str, choice: str | None) -> None:
        """Answer an exclusive group: one of its findings, "none" of them, or (None) not asked."""
        self._known(group_id, self.catalogue.exclusive_members, "question")
        members = self.catalogue.exclusive_members[group_id]
        findings = {f: present for f, present in self.findings.items() if f not in members}
        if choice == NONE_OF_THESE:
            findings.update(dict.fromkeys(members, False))
        elif choice is not None:
            self._known(choice, members, "answer")
            findings[choice] = True
        check_answers(self.catalogue, findings)
        self._replace(findings=_frozen(findings))

    def flag(self, flag_id: str, present: bool | None) -> None:
        """Set a red flag ticked, covered by "none of these", or (None) not asked."""
        self._known(flag_id, self.catalogue.flags, "flag")
        check_answer(flag_id, present)
        flags = dict(self.flags)
        self._put(flags, flag_id, present)
        self._replace(flags=_frozen(flags), looked=self.looked - {flag_id})

    def look(self, flag_id: str, found: bool | None) -> None:
        """Say what looking for a red flag showed: it is so, it is not so, or (None) nobody looked.

        "Not so" ends that the answers ask for this look; it takes back no flag that they raise, and
        none that is ticked.
        """
        self._known(flag_id, self.catalogue.flags, "flag")
        check_answer(flag_id, found)
        if found is False and self.flags.get(flag_id):
            return
        flags = {f: present for f, present in self.flags.items() if f != flag_id}
        looked = self.looked - {flag_id}
        if found:
            flags[flag_id] = True
        elif found is not None:
            looked |= {flag_id}
        self._replace(flags=_frozen(flags), looked=looked)

    def none_of_these(self, question_id: str) -> None:
        """Answer the rest of a safety question: what was not ticked and not looked for is covered."""
        self._known(question_id, self.catalogue.safety_questions, "safety question")
        self._cover(self.catalogue.questions_of_flags[question_id])

    def no_to_phrase(self, phrase_id: str) -> None:
        """Answer one phrase of a safety question with no: what it asks for is covered."""
        self._known(phrase_id, self.catalogue.phrases, "phrase")
        self._cover(self.catalogue.phrases[phrase_id].flag_ids)

    def _cover(self, flag_ids: Iterable[str]) -> None:
        rest = {f: False for f in flag_ids if f not in self.looked}
        self._replace(flags=_frozen({**rest, **self.flags}))

    def reopen_phrase(self, phrase_id: str) -> None:
        """Withdraw every no to one phrase of a safety question, and every look behind it; ticks stay."""
        self._known(phrase_id, self.catalogue.phrases, "phrase")
        flag_ids = self.catalogue.phrases[phrase_id].flag_ids
        flags = {f: ticked for f, ticked in self.flags.items() if ticked or f not in flag_ids}
        self._replace(flags=_frozen(flags), looked=self.looked - set(flag_ids))

    def set_pretest(self, cause_id: str, weight: float | None) -> None:
        """Set the learner's pretest weight of a row, 1e-9 to 1e9; None gives the catalogue's back."""
        self._known(cause_id, self.catalogue.causes, "cause")
        if weight is not None and (isinstance(weight, bool) or not isinstance(weight, int | float)):
            raise AnswerError(
                f"the pretest weight of '{cause_id}' is {shown(repr(weight))}; "
                "use a number, or None for the catalogue's own"
            )
        if weight is not None and not SMALLEST_WEIGHT <= weight <= LARGEST_WEIGHT:
            raise AnswerError(
                f"the pretest weight of '{cause_id}' must be above 0, "
                f"at least {SMALLEST_WEIGHT} and at most {LARGEST_WEIGHT:g}"
            )
        weights = {c: w for c, w in self.pretest.items() if c != cause_id}
        if weight is not None:
            # As many digits as a case as text carries, so that it comes back the same.
            weight = float(f"{weight:{WEIGHT_FORM}}")
            if weight != self.catalogue.pretest[cause_id]:
                weights[cause_id] = weight
        self._replace(pretest=_frozen(weights))

    def restore_pretest(self) -> None:
        """Give every row the catalogue's pretest weight back, as one change."""
        self._replace(pretest=_frozen({}))

    def undo(self) -> None:
        """Go back by one change; nothing happens at the beginning."""
        if self._earlier:
            self._state = self._earlier.pop()
            if self._telling:
                self._observers()

    def together(self, change: Callable[[], None]) -> None:
        """Carry out several changes as one: observers are told once, and one `undo` takes all back."""
        before = self._earlier, self._state
        self._earlier, self._telling = [], False
        try:
            change()
        finally:
            earlier, state = before
            begun_anew, self._begun_anew, self._telling = self._begun_anew, False, True
            self._earlier = earlier
            if state != self._state:
                self._earlier = [*earlier, state]
            if begun_anew:
                self._earlier = self._forgetting(self._earlier, self._state)
            if state != self._state:
                self._observers()

    def raised_by(self, flag_id: str) -> str | None:
        """The answer that raises a flag: the flag itself where it is ticked, else the id of a finding.

        Of several findings it is the one answered last; None where nothing raises it.
        """
        self._known(flag_id, self.catalogue.flags, "flag")
        if self.flags.get(flag_id):
            return flag_id
        behind = answers_behind(self.catalogue, self.findings, flag_id)
        states = [*self._earlier, self._state]
        for older, newer in zip(states[-2::-1], states[:0:-1], strict=True):
            for finding_id in reversed(behind):
                if older.findings.get(finding_id) != newer.findings.get(finding_id):
                    return finding_id
        return behind[-1] if behind else None

    def take_back(self, flag_id: str) -> None:
        """Withdraw the answer that raises a flag; every other answer stays, later ones too.

        Where it was the last of all, what she had answered before comes back.

        >>> from crampkit.toy import toy_catalogue
        >>> case = Case(toy_catalogue())
        >>> case.answer("heat", True)
        >>> case.answer("noon", True)
        >>> case.take_back("burn")
        >>> dict(case.findings)
        {'noon': True}
        """
        answer = self.raised_by(flag_id)
        if answer is None:
            return
        if self._earlier and self._only_change(self._earlier[-1]) == answer:
            self.undo()
        elif answer == flag_id:
            self.flag(flag_id, None)
        else:
            self.answer(answer, None)

    def _only_change(self, earlier: State) -> str | None:
        """The one answer by which the state differs from an earlier one; None where it is not one."""
        now = self._state
        if earlier.pretest != now.pretest:
            return None
        flags = {f for f, _ in earlier.flags.items() ^ now.flags.items()}
        flags |= earlier.looked ^ now.looked
        findings = {f for f, _ in earlier.findings.items() ^ now.findings.items()}
        changed = flags | findings
        if (flags and findings) or len({self.catalogue.question_of(f) for f in findings}) > 1:
            return None
        if len(changed) == 1:
            return changed.pop()
        given = [f for f in findings if now.findings.get(f)]
        return given[0] if len(given) == 1 else None

    def reset(self) -> None:
        """Withdraw every answer, flag and weight; `undo` brings all but the private ones back."""
        self._begin_anew(State())

    def load_example(self, example_id: str) -> None:
        """Take over the answers of one of the example stories."""
        self._known(example_id, self.catalogue.examples, "example")
        example = self.catalogue.examples[example_id]
        findings = dict.fromkeys(example.present, True) | dict.fromkeys(example.absent, False)
        flags = dict.fromkeys(example.flags_present, True)
        if example.safety_check == "done":
            asked = (f for ids in self.catalogue.questions_of_flags.values() for f in ids)
            flags = dict.fromkeys(asked, False) | flags
        looked = frozenset(example.flags_absent)
        self._begin_anew(
            replace(
                self._state,
                findings=_frozen(self._without_ruled_out(findings)),
                flags=_frozen({f: present for f, present in flags.items() if f not in looked}),
                looked=looked,
            )
        )

    def _without_ruled_out(self, findings: Mapping[str, bool]) -> dict[str, bool]:
        """An absent answer beside a present one of the same question is not stored."""
        settled = {
            self.catalogue.findings[f].exclusive_group for f, present in findings.items() if present
        } - {""}
        return {
            f: present
            for f, present in findings.items()
            if present or self.catalogue.findings[f].exclusive_group not in settled
        }

    # -------------------------------------------------------------------------- as text

    def as_text(self) -> str:
        """The state as one line, to copy, send and paste; of private flags it holds nothing.

        >>> from crampkit.toy import toy_catalogue
        >>> case = Case(toy_catalogue())
        >>> case.answer("noon", True)
        >>> case.none_of_these("skin")
        >>> case.as_text()
        'crampkit1 present=noon none=skin'
        """
        kept, parts = self._public_flags(), self.parts()
        questions = self._copied_questions()
        none = [
            q
            for q, ids in questions.items()
            if any(kept.get(f) is False for f in ids)
            and all(f in kept or f in self.looked for f in ids)
        ]
        covered = {flag_id for question_id in none for flag_id in questions[question_id]}
        parts = {**parts, "none": none, "clear": [f for f in parts["clear"] if f not in covered]}
        return " ".join([TEXT_FORM, *(f"{k}={','.join(parts[k])}" for k in TEXT_PARTS if parts[k])])

    def parts(self) -> dict[str, list[str]]:
        """The state in plain lists of ids by `TEXT_PARTS`; of private flags they hold nothing.

        Each flag stands for itself: "none of these" would speak for one that is only asked later.
        """
        kept = self._public_flags()
        return {
            "present": [f for f, present in self.findings.items() if present],
            "absent": [f for f, present in self.findings.items() if not present],
            "flags": [f for f, present in kept.items() if present],
            "none": [],
            "clear": [f for f, present in kept.items() if not present],
            "looked": [f for f in self.catalogue.flags if f in self.looked - self._private],
            "weights": [
                f"{cause_id}:{weight:{WEIGHT_FORM}}" for cause_id, weight in self.pretest.items()
            ],
        }

    def _public_flags(self) -> dict[str, bool]:
        # Whether somebody may be hurting her is nobody's to copy: a private flag leaves no trace.
        return {f: present for f, present in self.flags.items() if f not in self._private}

    def load_text(self, line: str) -> tuple[str, ...]:
        """Take over a line that `as_text` wrote; returns what in it was not known and so dropped.

        Raises `AnswerError` when the line is not a case as text at all; nothing is changed then.

        >>> from crampkit.toy import toy_catalogue
        >>> case = Case(toy_catalogue())
        >>> case.load_text("crampkit1 present=noon,dusk")
        ('dusk',)
        >>> dict(case.findings)
        {'noon': True}
        """
        words = line.split()
        if not words or words[0] != TEXT_FORM:
            raise AnswerError(f"this is not a copied case: such a line begins with {TEXT_FORM}")
        dropped: list[str] = []
        given: dict[str, list[str]] = {}
        for word in words[1:]:
            name, equals, ids = word.partition("=")
            if equals and name in TEXT_PARTS:
                given.setdefault(name, []).extend(part for part in ids.split(",") if part)
            else:
                dropped.append(word)
        self._begin_anew(self._state_from(given, dropped))
        return tuple(dropped)

    def resume(self, parts: Mapping[str, list[str]], start: State) -> tuple[str, ...]:
        """Take over what `parts` gave, with nothing to undo; returns what was not known and so dropped.

        A flag that nothing is said of is as in `start`: there it may count as answered.

        >>> from crampkit.toy import toy_catalogue
        >>> case = Case(toy_catalogue())
        >>> case.resume({"present": ["noon", "dusk"]}, case.state)
        ('dusk',)
        >>> dict(case.findings), case.can_undo
        ({'noon': True}, False)
        """
        dropped: list[str] = []
        state = self._state_from(parts, dropped)
        flags = {f: present for f, present in start.flags.items() if f not in state.looked}
        looked = state.looked | (start.looked - set(state.flags))
        self._state = replace(state, flags=_frozen({**flags, **state.flags}), looked=looked)
        self._earlier = []
        self._observers()
        return tuple(dropped)

    def begin_anew(self, state: State) -> None:
        """Begin once more from a state; `undo` brings back all but what is private."""
        self._begin_anew(state)

    def _state_from(self, given: Mapping[str, list[str]], dropped: list[str]) -> State:
        findings = self._findings_from(given, dropped)
        flags = self._flags_from(given, dropped)
        looked = frozenset(self._looked_from(given, flags, dropped))
        return State(
            _frozen(findings),
            _frozen({f: present for f, present in flags.items() if f not in looked}),
            looked,
            _frozen(self._weights_from(given.get("weights", ()), dropped)),
        )

    @cached_property
    def _private(self) -> frozenset[str]:
        return frozenset(f for f, flag in self.catalogue.flags.items() if flag.private)

    def _copied_questions(self) -> dict[str, tuple[str, ...]]:
        """The signs of each safety question that a case as text speaks of."""
        return {
            question_id: tuple(f for f in flag_ids if f not in self._private)
            for question_id, flag_ids in self.catalogue.questions_of_flags.items()
        }

    def _findings_from(self, given: Mapping[str, list[str]], dropped: list[str]) -> dict[str, bool]:
        findings: dict[str, bool] = {}
        taken: set[str] = set()
        for finding_id in given.get("present", ()):
            finding = self.catalogue.findings.get(finding_id)
            if finding is None or (finding.exclusive_group in taken):
                dropped.append(finding_id)
                continue
            findings[finding_id] = True
            taken |= {finding.exclusive_group} - {""}
        for finding_id in given.get("absent", ()):
            if finding_id not in self.catalogue.findings or finding_id in findings:
                dropped.append(finding_id)
            else:
                findings[finding_id] = False
        findings = self._without_ruled_out(findings)
        for group_id, members in self.catalogue.exclusive_members.items():
            if all(findings.get(m) is False for m in members) and not can_be_none(
                self.catalogue, group_id
            ):
                dropped.append(members[-1])
                del findings[members[-1]]
        return findings

    def _flags_from(self, given: Mapping[str, list[str]], dropped: list[str]) -> dict[str, bool]:
        flags: dict[str, bool] = {}
        questions = self._copied_questions()
        for question_id in given.get("none", ()):
            if question_id in questions:
                flags |= dict.fromkeys(questions[question_id], False)
            else:
                dropped.append(question_id)
        # Ticked flags come last: where a line contradicts itself, the danger wins.
        for name, present in (("clear", False), ("flags", True)):
            for flag_id in given.get(name, ()):
                if flag_id in self.catalogue.flags and flag_id not in self._private:
                    flags[flag_id] = present
                else:
                    dropped.append(flag_id)
        return flags

    def _looked_from(
        self, given: Mapping[str, list[str]], flags: Mapping[str, bool], dropped: list[str]
    ) -> Iterable[str]:
        for flag_id in given.get("looked", ()):
            flag = self.catalogue.flags.get(flag_id)
            if flag is None or flag.private or flags.get(flag_id):
                dropped.append(flag_id)
            else:
                yield flag_id

    def _weights_from(self, given: Iterable[str], dropped: list[str]) -> dict[str, float]:
        weights: dict[str, float] = {}
        for part in given:
            cause_id, _, weight = part.partition(":")
            written = re.fullmatch(r"\d{1,12}(\.\d+)?(e[+-]?\d{1,3})?", weight, re.ASCII)
            if (
                cause_id in self.catalogue.causes
                and written
                and (SMALLEST_WEIGHT <= float(weight) <= LARGEST_WEIGHT)
            ):
                weights[cause_id] = float(weight)
            else:
                dropped.append(part)
        return weights

    # -------------------------------------------------------------------------- inside

    @staticmethod
    def _put(answers: dict[str, bool], name: str, present: bool | None) -> None:
        if present is None:
            answers.pop(name, None)
        else:
            answers[name] = present

    @staticmethod
    def _known(name: str, allowed: Iterable[str], noun: str) -> None:
        if not isinstance(name, str):
            raise AnswerError(f"no {noun} {shown(repr(name))}; write its id as a text")
        if name not in allowed:
            raise AnswerError(f"no {noun} '{name}'{instead(name, allowed, OF_TABLE[noun])}")

    def _replace(self, **changes: Any) -> None:
        self._remember(replace(self._state, **changes))

    def _begin_anew(self, state: State) -> None:
        """Another story: what was private in this one is forgotten, in what `undo` brings back too."""
        changed = state != self._state
        self._earlier = self._forgetting([*self._earlier, self._state], state)
        self._state = state
        self._begun_anew = not self._telling
        if changed and self._telling:
            self._observers()

    def _forgetting(self, earlier: list[State], now: State) -> list[State]:
        """Earlier states without what was private in them, and none twice in a row."""
        earlier = [self._without_private(old) for old in earlier]
        following = [*earlier[1:], now]
        return [old for old, newer in zip(earlier, following, strict=True) if old != newer]

    def _without_private(self, state: State) -> State:
        flags = {f: ticked for f, ticked in state.flags.items() if f not in self._private}
        return replace(state, flags=_frozen(flags), looked=state.looked - self._private)

    def _remember(self, state: State) -> None:
        if state != self._state:
            self._earlier.append(self._state)
            self._state = state
            if self._telling:
                self._observers()
