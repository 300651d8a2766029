"""`Sitting`: the women that one learner meets in one sitting, and who wants to hear of it."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from crampkit.catalogue import Catalogue
from crampkit.practice.choosing import next_case
from crampkit.practice.playing import CaseCommitment, Playing


class Sitting:
    """Which cases were met in this sitting, in order; every commitment passes through here.

    `due` is asked for the cases that a schedule wants back whenever a next one is chosen.

    >>> from crampkit.practice.toy import toy_cases
    >>> sitting = Sitting(toy_cases())
    >>> heard = []
    >>> sitting.on_commit(heard.append)
    >>> playing = sitting.open(sitting.next_case())
    >>> playing.commit("cannot_tell", sure=50)
    >>> [commitment.case_id for commitment in heard] == list(sitting.met)
    True
    """

    def __init__(self, catalogue: Catalogue, due: Callable[[], Iterable[str]] = tuple) -> None:
        self.catalogue = catalogue
        self.due = due
        self.met: tuple[str, ...] = ()
        self._commit_callbacks: list[Callable[[CaseCommitment], None]] = []

    def open(self, case_id: str) -> Playing:
        """Begin a case afresh. Raises `ValueError` where there is no such case."""
        playing = Playing(self.catalogue, case_id)
        playing.on_commit(self._tell)
        self.met += (case_id,)
        return playing

    def next_case(self) -> str:
        """The case to work next."""
        return next_case(self.catalogue.cases, self.met, self.due())

    def on_commit(self, callback: Callable[[CaseCommitment], None]) -> None:
        """Call this with every decision of this sitting, once."""
        self._commit_callbacks.append(callback)

    def _tell(self, commitment: CaseCommitment) -> None:
        for callback in self._commit_callbacks:
            callback(commitment)
