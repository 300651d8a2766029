"""`ExplorerState`: what all parts of one lesson share, the case and how it is being looked at."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from crampkit.case import Case
from crampkit.catalogue import LEVELS, Catalogue
from crampkit.observers import Later, Observers, Stop, at_once
from crampkit.reasoning import (
    BY_FIT,
    BY_LIKELIHOOD,
    AnswerError,
    Differential,
    differential,
    flags_to_refer,
    safety_questions_left,
    unexplained_phrases,
)
from crampkit.views.explorer.ranking import LARGEST_WEIGHT, SMALLEST_WEIGHT, weight_at
from crampkit.words import Words

if TYPE_CHECKING:
    from crampkit.panels.explorer.tasks import Tasks
    from crampkit.practice.kept import Keepable

PAINT_FIRST = 0.03
"""Seconds that slower parts wait, so that the ranking is on the learner's screen before them."""


class ExplorerState:
    """A case, the words, and what is looked at: one place that every part draws itself from.

    `before` is the order that stood on the screen before the last change, None where none was to be
    read. `speaker` is the part that says aloud what has changed, so that it is said once: the
    `ranking`, or the map while she points.

    Parts come in two speeds: `observe(draw)` draws at once, `observe(draw, later=True)` once the
    browser has had time to paint, and only once for several quick changes.
    """

    def __init__(self, case: Case, words: Words, later: Later = at_once) -> None:
        self.case = case
        self.words = words
        self.mode = BY_FIT
        self.picked: str | None = None
        self.level = "first"
        self.numbers = False
        self.opened: frozenset[str] = frozenset()
        self.example: str | None = None
        self.dropped: tuple[str, ...] = ()
        self.message = ""
        self.last_time: str | None = None
        """The day from which answers came back, "" where it is not known; None where none did."""
        self.left_out: tuple[str, ...] = ()
        self.left_out_dangers: tuple[str, ...] = ()
        self.unreadable = False
        self.dangers_then: frozenset[str] = frozenset()
        """The dangers that came back with those answers, and were raised without a break since."""
        self.differential: Differential = self._reckon()
        self.before: Differential | None = None
        self.tasks: Tasks | None = None
        self.hold_chart: Callable[[Keepable], None] = lambda _: None
        """Given what is to be kept of a chart, where charts come back."""
        self.speaker: object = None
        self.ranking: object = None
        self.begin_here()
        self._names = 0
        self._at_once = Observers()
        self._slower = Observers()
        self._later = later
        self._stop_waiting: Stop | None = None
        case.observe(self._case_changed)

    @property
    def catalogue(self) -> Catalogue:
        return self.case.catalogue

    @property
    def replaced(self) -> bool:
        """Whether a danger, a look that is owed or an unexplained yes stands where the ranking stood."""
        return self.differential.refer or bool(self.differential.ask_now) or bool(self.unexplained)

    @property
    def unexplained(self) -> tuple[str, ...]:
        """Phrases of the safety check that got a yes while none of their signs is ticked."""
        case = self.case
        return unexplained_phrases(self.catalogue, case.flags, case.looked, self.opened)

    @property
    def safety_left(self) -> int:
        """How many questions of the safety check are still open."""
        return len(safety_questions_left(self.catalogue, self.case.flags, self.case.looked))

    @property
    def leader(self) -> str | None:
        """The first row in the mode shown, once something speaks for or against anything."""
        rows = self.differential.ordered(self.mode)
        return rows[0].cause_id if self.case.findings else None

    @property
    def cause(self) -> str:
        """The cause that is being explained: the one that was picked, or else the leader."""
        return self.picked or self.leader or next(iter(self.catalogue.causes))

    def because(self) -> dict[str, str]:
        """For each danger that is raised, the answer that raises it, in the words of the tables."""
        catalogue, answers = self.catalogue, {}
        for flag_id in self.differential.red_flags:
            answer = self.case.raised_by(flag_id)
            if answer == flag_id:
                answers[flag_id] = catalogue.flags[flag_id].label
            elif answer:
                answers[flag_id] = catalogue.findings[answer].label
        return answers

    def begin_here(self) -> None:
        """Take what is answered now for the start, to which `afresh` leads back."""
        self.fresh = self.case.state
        self.fresh_parts = self.case.parts()

    def afresh(self) -> None:
        """As at the start; `undo` brings the answers back."""
        self.forget_last_time()
        self.case.begin_anew(self.fresh)
        self.look()

    def resumed_from(
        self, day: str, answers: tuple[str, ...], dangers: tuple[str, ...], unreadable: bool
    ) -> None:
        """Answers came back that were given on this day; those that no longer fit are named."""
        self.last_time, self.unreadable = day, unreadable
        self.left_out, self.left_out_dangers = answers, dangers
        self.dangers_then = frozenset(flags_to_refer(self.catalogue, self.differential.red_flags))
        self._draw()

    @property
    def came_back(self) -> bool:
        """Whether some of what is answered is from last time."""
        case = self.case
        answered = case.state != self.fresh or bool(self.opened)
        return self.last_time is not None and answered

    @property
    def dangers_from_last_time(self) -> frozenset[str]:
        """The dangers to ask about again, for nobody has answered to them since."""
        return self.dangers_then if self.came_back else frozenset()

    @property
    def never_kept(self) -> tuple[str, ...]:
        """The parts of a safety check, by their headings, that a private answer holds open after last time.

        It is told by what is asked, never by what was answered: whoever reads it learns nothing of her.
        """
        flags = self.case.flags
        if not flags:
            return ()
        catalogue = self.catalogue
        parts = {
            phrase.question_id: None
            for phrase in catalogue.phrases.values()
            if any(catalogue.flags[f].private and f not in flags for f in phrase.flag_ids)
        }
        return tuple(catalogue.safety_questions[part].label for part in parts)

    def forget_last_time(self) -> None:
        """What comes now is another story."""
        self.opened, self.picked, self.example = frozenset(), None, None
        self.last_time, self.left_out, self.left_out_dangers = None, (), ()
        self.unreadable, self.dangers_then = False, frozenset()

    def new_name(self) -> str:
        """A name that no other part drawn from this explorer has, for the ids of a drawing."""
        self._names += 1
        return f"drawn-{self._names}"

    def observe(self, draw: Callable[[], None], later: bool = False) -> Stop:
        """Draw now, and again after every change; what is returned ends that."""
        stop = (self._slower if later else self._at_once).add(draw)
        draw()
        return stop

    def look(self, **changes: Any) -> None:
        """Change how the case is looked at, not the case."""
        for name, value in changes.items():
            setattr(self, name, value)
        self._draw()

    def handle(self, name: str, value: Any) -> None:
        """Carry out what a control of any part says; the case's own rules decide what is possible.

        What no control of ours can have sent is left alone.
        """
        self.speaker = self.ranking
        kind, _, target = name.partition(":")
        action, takes = ACTIONS.get(kind, (_nothing, object))
        if not isinstance(value, takes):
            return
        try:
            action(self, target, value)
        except AnswerError as error:
            self.look(message=self.words.in_own_language(str(error)), dropped=())

    def _case_changed(self) -> None:
        self.dropped, self.message = (), ""
        seen = self.differential
        # What stood where the order stands hid it: nobody saw it move.
        self.before = None if seen.refer or seen.ask_now else seen
        self.differential = self._reckon()
        self.dangers_then &= frozenset(self.differential.red_flags)
        self._draw()

    def _reckon(self) -> Differential:
        case = self.case
        return differential(
            case.catalogue, case.findings, case.flags, case.pretest, looked=case.looked
        )

    def _draw(self) -> None:
        self._at_once()
        if self._stop_waiting:
            self._stop_waiting()
        self._stop_waiting = self._later(PAINT_FIRST, self._slower)


def _nothing(explorer: ExplorerState, _: str, __: object) -> None:
    pass


def _finding(explorer: ExplorerState, finding_id: str, value: str) -> None:
    explorer.case.answer(finding_id, {"yes": True, "no": False}.get(value))


def _group(explorer: ExplorerState, group_id: str, value: str) -> None:
    explorer.case.answer_group(group_id, value or None)


def _flag(explorer: ExplorerState, flag_id: str, value: bool) -> None:
    explorer.case.flag(flag_id, True if value else None)


def _raise(explorer: ExplorerState, _: str, value: str) -> None:
    explorer.case.flag(value, True)


def _looked(explorer: ExplorerState, _: str, value: str) -> None:
    explorer.case.look(value, False)


def _not_looked(explorer: ExplorerState, _: str, value: str) -> None:
    explorer.case.look(value, None)


def _safety(explorer: ExplorerState, question_id: str, value: str) -> None:
    if question_id in explorer.catalogue.safety_questions and value == "none":
        # "All the rest": a phrase that got a yes is answered by its signs, or by a no of its own.
        said_yes = explorer.unexplained

        def all_the_rest() -> None:
            for phrase in explorer.catalogue.phrases_of[question_id]:
                if phrase.phrase_id not in said_yes:
                    explorer.case.no_to_phrase(phrase.phrase_id)

        explorer.case.together(all_the_rest)
        explorer.look()


def _phrase(explorer: ExplorerState, phrase_id: str, value: str) -> None:
    if phrase_id not in explorer.catalogue.phrases:
        return
    if value == "none":
        explorer.opened -= {phrase_id}
        explorer.case.no_to_phrase(phrase_id)
        explorer.look()  # A sign that is ticked keeps its phrase open, whatever was pressed.
    elif value == "open":
        explorer.opened |= {phrase_id}
        explorer.case.reopen_phrase(phrase_id)
        explorer.look()


def _pretest(explorer: ExplorerState, cause_id: str, value: float) -> None:
    if SMALLEST_WEIGHT <= value <= LARGEST_WEIGHT:
        explorer.case.set_pretest(cause_id, weight_at(value))


def _pretest_back(explorer: ExplorerState, _: str, __: object) -> None:
    explorer.case.restore_pretest()


def _view(explorer: ExplorerState, what: str, value: str | bool) -> None:
    if what == "mode" and value in (BY_FIT, BY_LIKELIHOOD):
        explorer.look(mode=value, before=None)
    elif what == "cause":
        _pick(explorer, "", str(value))
    elif what == "level" and value in LEVELS:
        explorer.look(level=value)
    elif what == "numbers" and isinstance(value, bool):
        explorer.look(numbers=value)


def _pick(explorer: ExplorerState, _: str, value: str) -> None:
    if value in explorer.catalogue.causes:
        explorer.look(picked=value)


def _undo(explorer: ExplorerState, _: str, __: object) -> None:
    explorer.case.undo()


def _take_back(explorer: ExplorerState, _: str, value: str) -> None:
    if value in explorer.catalogue.flags:
        explorer.case.take_back(value)


def _reset(explorer: ExplorerState, _: str, __: object) -> None:
    explorer.forget_last_time()
    explorer.case.reset()
    explorer.look(message=explorer.words("tools.was_reset"), before=None)


def _afresh(explorer: ExplorerState, _: str, __: object) -> None:
    explorer.afresh()


def _tools(explorer: ExplorerState, what: str, value: str) -> None:
    if what == "example" and value in explorer.catalogue.examples:
        explorer.forget_last_time()
        explorer.example = value
        explorer.case.load_example(value)
        explorer.look(before=None)


def _paste(explorer: ExplorerState, _: str, value: str) -> None:
    dropped = explorer.case.load_text(value)
    explorer.forget_last_time()
    explorer.look(dropped=dropped, message=explorer.words("tools.pasted"), before=None)


NUMBER = int | float

ACTIONS: dict[str, tuple[Callable[[ExplorerState, str, Any], None], Any]] = {
    "finding": (_finding, str),
    "group": (_group, str),
    "flag": (_flag, bool),
    "raise": (_raise, str),
    "looked": (_looked, str),
    "not_looked": (_not_looked, str),
    "phrase": (_phrase, str),
    "safety": (_safety, str),
    "pretest": (_pretest, NUMBER),
    "pretest_back": (_pretest_back, object),
    "view": (_view, str | bool),
    "pick": (_pick, str),
    "undo": (_undo, object),
    "take_back": (_take_back, str),
    "reset": (_reset, object),
    "afresh": (_afresh, object),
    "tools": (_tools, str),
    "paste": (_paste, str),
}
"""What each kind of control does, and which values it can send."""
