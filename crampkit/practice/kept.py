"""What is kept of a lesson besides its committed answers, so that a reload or a week later loses nothing."""

from __future__ import annotations

import logging
import zlib
from collections.abc import Callable, Mapping
from datetime import date
from typing import Any, Protocol, runtime_checkable

from crampkit.observers import Later, Stop, at_once
from crampkit.practice.desk import Desk
from crampkit.practice.journal import HALF_LETTER
from crampkit.practice.since import InPart, since, still_there

logger = logging.getLogger(__name__)

ANYWHERE = "explorer"
"""Stands for the lesson where the host knows no better."""

DAY = "day"
"""Under this name each kept value has the day on which it was kept."""

LONGEST = 300
"""Letters of a name that is told again."""


class Keepable(Protocol):
    """What holds something that would be lost with the page."""

    def kept(self) -> dict[str, Any] | None:
        """What would be lost, in plain JSON; None where it is as it was at the start."""

    def take_back(self, value: Any) -> tuple[str, ...]:
        """Be again as `kept` said; returns by name what no longer fits and was left out.

        Never fails, whatever the value: a desk can be damaged, or written by another version.
        """

    def observe(self, changed: Callable[[], None]) -> Stop:
        """Call this after each change; what is returned ends that."""


@runtime_checkable
class Pressing(Protocol):
    """What holds something besides that is written at once: a page, or its kernel, can end any moment."""

    def cannot_wait(self) -> object:
        """Differs from what it was before where a danger or a decision has come or gone."""


class Shelf:
    """The part of the desk that belongs to one lesson; what stands on it is known by name.

    >>> from crampkit.practice.desk import DeskInMemory
    >>> from crampkit.practice.toy import toy_quiz
    >>> shelf, quiz = Shelf(DeskInMemory(), "sun"), toy_quiz()
    >>> shelf.hold("check", quiz)
    >>> quiz.choose("yes", True)
    >>> another = toy_quiz()
    >>> shelf.hold("check", another)
    >>> another.chosen
    ('yes',)
    """

    def __init__(self, desk: Desk, place: str, later: Later = at_once) -> None:
        self._desk = desk
        self._place = place or ANYWHERE
        self._later = later

    def of(self, place: str) -> Shelf:
        """The part of the same desk that belongs to another lesson."""
        return Shelf(self._desk, place, self._later)

    def hold(self, name: str, thing: Keepable) -> None:
        """Give a thing back what was kept of it, and keep it from now on.

        Not before the cell that shows it is through: what is saved with a notebook, and what a cell
        claims, are never about one learner.
        """
        self._later(0.0, _Held(self._desk, f"kept:{self._place}:{name}", thing, self._later).begin)


class _Held:
    """One thing on a shelf, and what the desk holds of it as far as this page knows."""

    def __init__(self, desk: Desk, key: str, thing: Keepable, later: Later) -> None:
        self._desk = desk
        self._key = key
        self._thing = thing
        self._later = later
        self._written: Any = None
        self._pressing: object = None
        self._cleared = desk.times_cleared
        self._whole: Any = None
        self._erased: Any = None
        self._stop: Stop | None = None
        self._begun = False

    def begin(self) -> None:
        value = self._desk.get(self._key)
        if value is not None:
            self._thing.take_back(value)
            self._written = self._whole = _without_day(value)
        self._pressing = self._cannot_wait()
        self._thing.observe(self._changed)
        self._begun = True
        if value is None:
            self._changed()  # Somebody may have been quicker.

    def _changed(self) -> None:
        if not self._begun:
            return  # Most draw once as they begin: what was left out stays on the desk till a change.
        if self._stop:
            self._stop()
        cleared = self._desk.times_cleared
        if cleared != self._cleared:
            self._was_erased(self._whole)
        # What is painted comes first, and what one press changes is written once.
        pause = self._desk.pause if self._cannot_wait() == self._pressing else 0.0
        self._stop = self._later(pause, lambda: self._write(cleared))

    def _cannot_wait(self) -> object:
        return self._thing.cannot_wait() if isinstance(self._thing, Pressing) else None

    def _write(self, cleared: int) -> None:
        self._pressing = self._cannot_wait()
        whole = self._thing.kept()
        if self._desk.times_cleared != cleared:
            self._was_erased(whole)
            return  # It was done before everything was erased, and is not to come back.
        self._whole = whole
        value = self._since_erased(whole)
        if value == self._written:
            return
        try:
            if value is None:
                self._desk.erase(self._key)
            else:
                self._desk.put(self._key, {**value, DAY: date.today().isoformat()})
        except OSError:  # The desk says why; what is on the page is not harmed.
            logger.warning("What was answered could not be kept.", exc_info=True)
        else:
            self._written = value

    def _was_erased(self, whole: Any) -> None:
        """Everything was erased; the page still shows this, but it is not to be kept again."""
        self._cleared, self._erased, self._written = self._desk.times_cleared, whole, None

    def _since_erased(self, whole: dict[str, Any] | None) -> dict[str, Any] | None:
        if whole is None or self._erased is None:
            self._erased = None  # It has begun afresh.
            return whole
        self._erased = still_there(whole, self._erased)
        rest: dict[str, Any] | None = since(whole, self._erased)
        if rest is None or not isinstance(self._thing, InPart):
            return rest
        return self._thing.in_part(rest, whole)


def _without_day(value: Any) -> Any:
    return {k: v for k, v in value.items() if k != DAY} if isinstance(value, Mapping) else value


# ---------------------------------------------------------------------------- reading what was kept


def mapping_of(value: Any) -> Mapping[str, Any]:
    """A value that should be a mapping; an empty one for anything else.

    >>> mapping_of({"sure": 80}), mapping_of([1]), mapping_of(None)
    ({'sure': 80}, {}, {})
    """
    return value if isinstance(value, Mapping) else {}


def texts_of(value: Any) -> tuple[str, ...]:
    """The texts of a value that should be a list of them, each once.

    >>> texts_of(["a", 3, "a", "b"]), texts_of("ab")
    (('a', 'b'), ())
    """
    listed = value if isinstance(value, list | tuple) else ()
    return tuple(dict.fromkeys(one for one in listed if is_text(one)))


def is_text(value: Any) -> bool:
    """Whether this is a text that can be sent to any page: JSON can hold half a letter.

    >>> is_text("sun"), is_text(3), is_text("\\ud800")
    (True, False, False)
    """
    return isinstance(value, str) and not HALF_LETTER.search(value)


def name_of(value: Any, otherwise: str = "") -> str:
    """A name that was kept, fit to be told.

    >>> name_of("Night cramp"), name_of(None, "night")
    ('Night cramp', 'night')
    """
    text = value if isinstance(value, str) and value.strip() else otherwise
    return HALF_LETTER.sub("", text)[:LONGEST]


def day_of(value: Any) -> str:
    """The day on which a value was kept; empty where none is written.

    >>> day_of({"day": "2026-11-26"}), day_of({"day": "soon"}), day_of(3)
    ('2026-11-26', '', '')
    """
    day = mapping_of(value).get(DAY)
    if not isinstance(day, str):
        return ""
    try:
        return date.fromisoformat(day).isoformat()
    except ValueError:
        return ""


def wording(*texts: object) -> str:
    """Changes with any of these texts: what was answered to other words is no answer to these.

    >>> wording("Does it hurt?") == wording("Does it hurt at noon?")
    False
    """
    return f"{zlib.crc32(repr(texts).encode('utf-8', 'replace')):08x}"
