"""`Session`: the women that one learner meets in one session, and who wants to hear of it."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from crampkit.catalogue import Catalogue
from crampkit.practice.choosing import next_case
from crampkit.practice.encounter import CaseCommitment, Encounter


class Session:
    """Which cases were met in this session, in order; every commitment passes through here.

    `due` is asked for the cases that a schedule wants back whenever a next one is chosen.

    >>> from crampkit.practice.toy import toy_cases
    >>> session = Session(toy_cases())
    >>> heard = []
    >>> session.on_commit(heard.append)
    >>> encounter = session.open(session.next_case())
    >>> encounter.commit("cannot_tell", sure=50)
    >>> [commitment.case_id for commitment in heard] == list(session.met)
    True
    """

    def __init__(self, catalogue: Catalogue, due: Callable[[], Iterable[str]] = tuple) -> None:
        self.catalogue = catalogue
        self.due = due
        self.met: tuple[str, ...] = ()
        self._commit_callbacks: list[Callable[[CaseCommitment], None]] = []

    def open(self, case_id: str) -> Encounter:
        """Begin a case afresh. Raises `ValueError` where there is no such case."""
        encounter = Encounter(self.catalogue, case_id)
        encounter.on_commit(self._tell)
        self.met += (case_id,)
        return encounter

    def resume(
        self, case_id: str, met: Iterable[str], prepare: Callable[[Encounter], object]
    ) -> Encounter:
        """A case that was begun before this page: `prepare` brings it to where it was.

        `met` are the cases of that session in order. Raises `ValueError` where there is no such case.
        """
        encounter = Encounter(self.catalogue, case_id)
        prepare(encounter)
        encounter.on_commit(self._tell)
        known = tuple(one for one in met if one in self.catalogue.cases)
        # Several cases of one session come back, and the last one to be begun knows of all.
        if len(known) >= len(self.met):
            self.met = known
        if case_id not in self.met:
            self.met += (case_id,)
        return encounter

    def next_case(self) -> str:
        """The case to work next."""
        return next_case(self.catalogue.cases, self.met, self.due())

    def on_commit(self, callback: Callable[[CaseCommitment], None]) -> None:
        """Call this with every decision of this session, once."""
        self._commit_callbacks.append(callback)

    def _tell(self, commitment: CaseCommitment) -> None:
        for callback in self._commit_callbacks:
            callback(commitment)
