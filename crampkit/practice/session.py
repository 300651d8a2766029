"""`Session`: the women that one learner meets in one session, and who wants to hear of it."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from crampkit.catalogue import Catalogue
from crampkit.catalogue.unfinished import unfinished_cases
from crampkit.practice.choosing import next_case
from crampkit.practice.desk import DeskInMemory
from crampkit.practice.encounter import CaseCommitment, Encounter
from crampkit.practice.journal import Entry
from crampkit.practice.own_lines import OwnLines
from crampkit.practice.saying import in_full


def _never(case_id: str) -> Entry | None:
    return None


def _nowhere(case_id: str, points: Iterable[int]) -> None:
    pass


class Session:
    """Which cases were met in this session, in order; every commitment passes through here.

    `due` is asked for the cases that a schedule wants back whenever a next one is chosen, `decided` for
    how often the learner has decided on a woman, and `last_time` for what was said of one then. `mark`
    is told which of the three points a learner found in a sentence of one's own. `own_lines` keeps what
    is the learner's alone, `known` are women decided on before this session.

    >>> from crampkit.practice.toy import toy_cases
    >>> session = Session(toy_cases())
    >>> heard = []
    >>> session.on_commit(heard.append)
    >>> encounter = session.open(session.next_case())
    >>> encounter.commit("cannot_tell", sure=50)
    >>> [commitment.case_id for commitment in heard] == list(session.met)
    True
    """

    def __init__(
        self,
        catalogue: Catalogue,
        due: Callable[[], Iterable[str]] = tuple,
        decided: Callable[[], int] = int,
        last_time: Callable[[str], Entry | None] = _never,
        mark: Callable[[str, Iterable[int]], None] = _nowhere,
        own_lines: OwnLines | None = None,
        known: Callable[[], Iterable[str]] = tuple,
    ) -> None:
        self.catalogue = catalogue
        self.due = due
        self.decided = decided
        self.last_time = last_time
        self.mark = mark
        self.known = known
        self.own_lines = own_lines or OwnLines(DeskInMemory())
        self.met: tuple[str, ...] = ()
        self._decided: set[str] = set()
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
        """The case to work next, among those that are written."""
        waiting = unfinished_cases(self.catalogue)
        written = {c: case for c, case in self.catalogue.cases.items() if c not in waiting}
        return next_case(written, self.met, self.due())

    @property
    def in_full(self) -> bool:
        """Whether the case that is decided now is one that is said in full."""
        return in_full(self.decided())

    def on_commit(self, callback: Callable[[CaseCommitment], None]) -> None:
        """Call this with every decision of this session, once."""
        self._commit_callbacks.append(callback)

    @property
    def decided_on(self) -> frozenset[str]:
        """The women on whom the learner has decided, now or before."""
        return frozenset((*self._decided, *self.known()))

    def _tell(self, commitment: CaseCommitment) -> None:
        self._decided.add(commitment.case_id)
        for callback in self._commit_callbacks:
            callback(commitment)
