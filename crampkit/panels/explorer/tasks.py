"""`Tasks`: which of a lesson's tasks were done, as the case has shown it."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from crampkit.case import Case
from crampkit.catalogue import Task
from crampkit.observers import Observers, Stop
from crampkit.reasoning import Differential
from crampkit.reasoning.tasks import is_done


class Tasks:
    """The tasks of one lesson on one case; what was done once stays done."""

    def __init__(self, case: Case, tasks: Sequence[Task]) -> None:
        self._case = case
        self.tasks = tuple(tasks)
        self.done: frozenset[str] = frozenset()
        self.just_done: tuple[Task, ...] = ()
        """Those that the last change has done."""
        self._raised: frozenset[str] = frozenset()
        self._observers = Observers()

    @property
    def current(self) -> Task | None:
        """The first that is not done yet."""
        return next((task for task in self.tasks if task.task_id not in self.done), None)

    def follow(self, found: Differential) -> None:
        """Tick what the case shows to be done; `found` is the differential on its answers."""
        case = self._case
        self.just_done = tuple(
            task
            for task in self.tasks
            if task.task_id not in self.done
            and is_done(
                *(case.catalogue, task, case.findings, case.flags, case.looked, found),
                raised_before=self._raised,
            )
        )
        self._raised |= set(found.red_flags)
        if self.just_done:
            self.done |= {task.task_id for task in self.just_done}
            self._observers()

    def observe(self, callback: Callable[[], None]) -> Stop:
        """Call back whenever one was done or taken over; what is returned ends that."""
        return self._observers.add(callback)

    def kept(self) -> list[str] | None:
        """What would be lost: the ids of those done, in order; None where there are none."""
        return [task.task_id for task in self.tasks if task.task_id in self.done] or None

    def take_back(self, value: object) -> tuple[str, ...]:
        """Take over what was kept. A task that is set no more leaves no gap, so nothing is told of it."""
        ids = {task.task_id for task in self.tasks}
        if isinstance(value, list):
            self.done |= {one for one in value if isinstance(one, str)} & ids
            self.just_done = ()
            self._observers()
        return ()
