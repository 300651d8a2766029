"""Whether what a lesson sets to try is done, as the state shows it."""

from __future__ import annotations

from collections.abc import Collection

from crampkit.catalogue import STEPS_OF_FIT, Catalogue, Task
from crampkit.reasoning.answers import Answers
from crampkit.reasoning.flags import safety_questions_left
from crampkit.reasoning.verdict import Differential
from crampkit.reasoning.weighing import evidence_band


def is_done(
    catalogue: Catalogue,
    task: Task,
    answers: Answers,
    flags: Answers,
    looked: Collection[str],
    found: Differential,
    raised_before: Collection[str] = (),
) -> bool:
    """Whether all that a task names holds at once; `found` is the differential on these answers.

    `raised_before` are the flags that other answers have raised since the task was set.

    >>> from crampkit.reasoning import differential
    >>> from crampkit.toy import toy_catalogue
    >>> toy, task = toy_catalogue(), Task("sky", "look_up", "Look up.", present=("noon",), leader="sun")
    >>> [is_done(toy, task, asked, {}, (), differential(toy, asked, {}))
    ...  for asked in ({}, {"noon": True}, {"noon": True, "sun_test": False})]
    [False, True, False]
    """
    left = safety_questions_left(catalogue, flags, looked) if task.safety_check else ()
    steps = {row.cause_id: STEPS_OF_FIT.index(step_of(row.fit)) for row in found.ranking}
    return (
        all(answers.get(finding_id) is True for finding_id in task.present)
        and all(answers.get(finding_id) is False for finding_id in task.absent)
        and not any(finding_id in answers for finding_id in task.not_asked)
        and set(task.raised) <= set(found.red_flags)
        and set(task.to_look_for) <= set(found.ask_now)
        and set(task.looked) <= set(looked)
        and set(task.taken_back) <= set(raised_before) - set(found.red_flags)
        and len(left) <= (task.safety_check == "one_left")
        and (not task.leader or (bool(answers) and found.ranking[0].cause_id == task.leader))
        and (not task.row or steps.get(task.row, -1) >= STEPS_OF_FIT.index(task.at_least))
    )


def step_of(fit: float) -> str:
    """What a row comes to, as tasks.csv names it.

    >>> step_of(1.0), step_of(-4.0), step_of(0.0)
    ('small_for', 'strong_against', 'nothing')
    """
    band = evidence_band(fit)
    return band if band == "nothing" else f"{band}_{'for' if fit > 0 else 'against'}"
