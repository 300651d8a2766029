"""What a lesson sets to try: a list that ticks itself, and which of it comes next."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from crampkit.catalogue import Task
from crampkit.languages import joined
from crampkit.views.kit.markup import Html, tag
from crampkit.words import Words


def task_list(
    tasks: Sequence[Task], done: Collection[str], current: Task | None, words: Words
) -> Html:
    """Every task of a lesson in order, ticked where it was done; nobody ticks one by hand."""
    return tag(
        "section",
        tag("h3", words("tasks.title")),
        tag("ol", *(_task(task, task.task_id in done, task is current, words) for task in tasks)),
        class_="tasks",
    )


def _task(task: Task, done: bool, current: bool, words: Words) -> Html:
    return tag(
        "li",
        tag("span", "✓" if done else "", class_="tickbox", aria_hidden="true"),
        tag(
            "span",
            tag("span", words("tasks.done"), " ", class_="only-heard") if done else Html(),
            task.text,
        ),
        class_="done" if done else "current" if current else None,
        aria_current="step" if current else None,
        data_task=task.task_id,
    )


def where_she_is(current: Task | None, words: Words) -> str:
    """The task to do now, or that all are done."""
    return words("tasks.next", task=current.text) if current else words("tasks.all_done")


def tasks_aloud(just_done: Sequence[Task], current: Task | None, words: Words) -> str:
    """What was done just now, and what comes next; nothing where nothing was done."""
    if not just_done:
        return ""
    done = joined(" ", (task.text for task in just_done))
    return words("tasks.aloud", task=done, next=where_she_is(current, words))
