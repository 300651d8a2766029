"""What a lesson sets to try: done exactly when the state shows it, ticked for good, and told once."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from html import escape
from pathlib import Path

import pytest

from crampkit import Lab
from crampkit.case import Case
from crampkit.catalogue import Catalogue, Task, load, problems
from crampkit.panels.explorer import parts
from crampkit.panels.explorer.state import ExplorerState
from crampkit.panels.explorer.tasks import Tasks
from crampkit.panels.kit.panel import Panel
from crampkit.reasoning import differential
from crampkit.reasoning.tasks import is_done
from crampkit.reasoning.telling_apart import telling_findings
from crampkit.words import Words
from tests.folder import Folder
from tests.unit.test_pocket import html_of

PROJECT = Path(__file__).resolve().parents[2]

DONE = {"burn": False, "blind": False}


@pytest.fixture
def words() -> Words:
    return Words({**load().text})


@pytest.fixture(scope="module")
def shipped() -> Catalogue:
    return load()


def done(toy: Catalogue, task: Task, answers=None, flags=None, looked=()) -> bool:
    answers, flags = answers or {}, flags or {}
    found = differential(toy, answers, flags, looked=looked)
    return is_done(toy, task, answers, flags, looked, found)


# ------------------------------------------------------------------------------ its condition


@pytest.mark.parametrize(
    ("asked", "state", "others"),
    [
        ({"present": ("noon",)}, {"answers": {"noon": True}}, [{"answers": {"noon": False}}]),
        ({"absent": ("noon",)}, {"answers": {"noon": False}}, [{"answers": {"noon": True}}]),
        (
            {"present": ("night",), "not_asked": ("noon",)},
            {"answers": {"night": True}},
            [
                {"answers": {"night": True, "noon": False}},
                {"answers": {"night": True, "noon": True}},
            ],
        ),
        (
            {"raised": ("burn",)},
            {"flags": {"burn": True}},
            [{"flags": {"burn": False}}, {"flags": {"blind": True}}],
        ),
        ({"raised": ("burn",)}, {"answers": {"heat": True}}, [{"answers": {"heat": False}}]),
        (
            {"to_look_for": ("blind",)},
            {"answers": {"glare": True, "night": False}},
            [{"answers": {"glare": True, "night": False}, "looked": {"blind"}}],
        ),
        ({"looked": ("blind",)}, {"looked": {"blind"}}, [{"flags": {"blind": False}}]),
        ({"safety_check": "done"}, {"flags": DONE}, [{"flags": {"burn": False}}]),
        (
            {"raised": ("burn",), "safety_check": "one_left"},
            {"flags": {"burn": True}},
            [{"flags": {"burn": False}}, {"flags": {"burn": False, "blind": True}}],
        ),
        ({"leader": "sun"}, {"answers": {"noon": True}}, [{"answers": {"night": True}}]),
        (
            {"row": "sun", "at_least": "small_for"},
            {"answers": {"noon": True}},
            [{"answers": {"noon": False}}],
        ),
    ],
    ids=lambda value: "-".join(value) if isinstance(value, dict) else "",
)
def test_a_task_is_done_when_what_it_names_holds_and_only_then(toy, asked, state, others):
    task = Task("sky", "one", "Do it.", **asked)
    assert done(toy, task, **state)
    assert not done(toy, task)
    for other in others:
        assert not done(toy, task, **other)


def test_with_one_part_left_the_safety_check_is_nearly_done_and_with_two_it_is_not(toy):
    task = Task("sky", "one", "Do it.", present=("noon",), safety_check="one_left")
    noon = {"noon": True}
    assert [done(toy, task, noon, flags) for flags in ({}, {"burn": False}, DONE)] == [
        *(False, True, True)
    ]


def test_a_danger_that_was_never_raised_is_not_taken_back(toy, words):
    keyed = {("sky", "back"): Task("sky", "back", "Untick.", taken_back=("burn",))}
    explorer = ExplorerState(Case(replace(toy, tasks=keyed)), words)
    panel = parts.tasks(explorer, "sky")
    explorer.case.flag("blind", True)
    explorer.case.flag("blind", None)
    assert ticked(panel) == []
    explorer.case.flag("burn", True)
    assert ticked(panel) == []
    explorer.case.flag("burn", None)
    assert ticked(panel) == ["back"]


def test_all_that_a_task_names_must_hold_at_once(toy):
    task = Task("sky", "one", "Do it.", present=("noon",), absent=("night",), leader="sun")
    assert done(toy, task, {"noon": True, "night": False})
    for answers in ({"noon": True}, {"night": False}, {"noon": True, "night": True}):
        assert not done(toy, task, answers)


def test_a_row_that_is_not_ranked_here_comes_to_nothing(toy):
    task = Task("sky", "one", "Do it.", row="moon", at_least="strong_against")
    assert not done(toy.limited_to(["sun"]), task, {"noon": True})


# ------------------------------------------------------------------------------ ticked for good


@pytest.fixture
def explorer(toy: Catalogue) -> ExplorerState:
    tasks = (
        Task("sky", "noon", "Ask about noon.", present=("noon",)),
        Task("sky", "night", "Then about the night.", absent=("night",)),
        Task("sea", "swim", "Swim.", present=("heat",)),
    )
    words = Words({**load().text})
    keyed = {(task.lesson_id, task.task_id): task for task in tasks}
    return ExplorerState(Case(replace(toy, tasks=keyed, text=words._text)), words)


def ticked(panel: Panel) -> list[str]:
    return [
        one.split('data-task="')[1].split('"')[0]
        for one in panel.html.split("<li ")
        if "done" in one
    ]


def test_the_tasks_are_those_of_the_lesson_in_their_order(explorer):
    html = parts.tasks(explorer, "sky").html
    assert html.index("Ask about noon.") < html.index("Then about the night.")
    assert "Swim." not in html


def test_a_task_ticks_itself_and_stays_ticked_after_undo(explorer):
    panel = parts.tasks(explorer, "sky")
    heard = f'<span class="only-heard">{explorer.words("tasks.done")} </span>'
    assert (ticked(panel), panel.html.count(heard)) == ([], 0)
    explorer.case.answer("noon", True)
    assert (ticked(panel), panel.html.count(f"{heard}Ask about noon.")) == (["noon"], 1)
    assert panel.html.count(heard) == 1
    explorer.case.undo()
    assert not explorer.case.findings
    assert ticked(panel) == ["noon"]


def test_the_one_to_do_next_is_named_here_and_in_the_pocket(explorer):
    panel, pocket = parts.tasks(explorer, "sky"), parts.pocket(explorer)
    for answer, task, other in (
        (None, "Ask about noon.", "Then about the night."),
        ("noon", "Then about the night.", "Ask about noon."),
    ):
        if answer:
            explorer.case.answer(answer, True)
        marked = panel.html.split('aria-current="step"')[1].split("</li>")[0]
        assert task in marked
        assert other not in marked
        assert task in pocket.html
        assert other not in pocket.html
    explorer.case.answer("night", False)
    assert "aria-current" not in panel.html
    assert explorer.words("tasks.all_done") in pocket.html


def test_a_task_that_is_done_is_told_once(explorer):
    panel = parts.tasks(explorer, "sky")
    assert panel.state["heard"] == ""
    explorer.case.answer("noon", True)
    told = panel.state["heard"]
    assert "Ask about noon." in told
    assert "Then about the night." in told
    for change in (explorer.case.undo, lambda: explorer.case.answer("noon", True)):
        change()
        assert panel.state["heard"] == told


def test_what_was_done_is_kept_and_taken_over_again(explorer):
    tasks = Tasks(explorer.case, explorer.catalogue.tasks_of("sky"))
    told = []
    tasks.observe(lambda: told.append(tasks.kept()))
    assert tasks.kept() is None
    explorer.case.answer("noon", True)
    tasks.follow(explorer.differential)
    assert told == [["noon"]]
    again = Tasks(Case(explorer.catalogue), explorer.catalogue.tasks_of("sky"))
    assert again.take_back(["noon", "swim", 7]) == ()
    assert again.kept() == ["noon"]
    assert again.current is not None
    assert again.current.task_id == "night"
    for nonsense in (None, "noon", {"noon": 1}):
        again.take_back(nonsense)
    assert again.kept() == ["noon"]


def test_what_is_taken_over_is_shown_at_once_and_not_told(explorer):
    panel, pocket = parts.tasks(explorer, "sky"), parts.pocket(explorer)
    assert explorer.tasks is not None
    explorer.tasks.take_back(["noon"])
    assert ticked(panel) == ["noon"]
    assert "Then about the night." in pocket.html
    assert panel.state["heard"] == ""


# ------------------------------------------------------------------------------ its row


@pytest.mark.parametrize(
    ("changes", "column", "told"),
    [
        ({"present": "", "leader": ""}, "present", "is done before anything is tried"),
        ({"present": "", "leader": "", "not_asked": "noon"}, "present", "is done before"),
        (
            {"present": "", "leader": "", "row": "sun", "at_least": "nothing"},
            "present",
            "is done before",
        ),
        ({"absent": "noon"}, "absent", "stands in present too"),
        ({"not_asked": "noon"}, "not_asked", "stands in present too"),
        ({"present": "left;right"}, "present", "exclude each other"),
        ({"looked": "burn", "raised": "burn"}, "looked", "stands in raised too"),
        ({"row": "sun"}, "at_least", "row needs it"),
        ({"at_least": "small_for"}, "row", "at_least needs it"),
        ({"present": "noom"}, "present", "did you mean 'noon'?"),
        ({"at_least": "quite"}, "at_least", "'quite' is not allowed"),
    ],
)
def test_a_task_that_cannot_be_told_is_refused_with_its_row_and_column(
    tmp_path, changes, column, told
):
    folder = Folder(tmp_path)
    for name, value in changes.items():
        folder.set("tasks.csv", 2, name, value)
    told_of = [str(one) for one in problems(folder.path)]
    assert any(one.startswith(f"tasks.csv row 2, {column}: ") and told in one for one in told_of), (
        told_of
    )


def test_a_set_without_tasks_loads(tmp_path):
    folder = Folder(tmp_path)
    for row in (3, 2):
        folder.delete("tasks.csv", row)
    assert load(folder.path).tasks == {}


# ------------------------------------------------------------------------------ those of the set

LESSONS = sorted({task.lesson_id for task in load().tasks.values()})


def test_five_causes_the_explorer_and_the_safety_check_have_tasks():
    assert len(LESSONS) == 7


@pytest.mark.parametrize("lesson_id", LESSONS)
def test_no_task_is_done_at_the_start_and_each_can_be_reached_from_there(lesson_id, shipped):
    lab = Lab()
    if shipped.lessons[lesson_id].cause_id:
        lesson = lab.lesson(lesson_id)
        lesson.toggle_and_see()
        explorer = lesson._explorer
        row = lesson.row
        asked = telling_findings(shipped, row.cause_id, row.look_alike)
        shown = {shipped.question_of(finding_id) for finding_id in asked}
    else:
        lab.explorer(lesson_id)
        explorer = lab._explorer
        shown = {
            shipped.question_of(f) for f, one in shipped.findings.items() if one.level == "first"
        }
    assert explorer.tasks is not None
    assert explorer.tasks.done == frozenset()
    for task in explorer.tasks.tasks:
        named = (*task.present, *task.absent, *task.not_asked)
        assert {shipped.question_of(f) for f in named} <= shown, task.task_id
        explorer.case.together(lambda task=task: do(explorer, task, sorted(shown)))
        assert task.task_id in explorer.tasks.done, task.task_id


@pytest.mark.parametrize("lesson_id", LESSONS)
def test_a_lesson_that_sets_something_to_try_shows_it(lesson_id):
    path = next((PROJECT / "notebooks").glob(f"*_{lesson_id}.ipynb"))
    cells = "\n".join(
        "".join(one["source"]) for one in json.loads(path.read_text("utf-8"))["cells"]
    )
    named = re.search(rf'lab\.(explorer|safety_first)\("{lesson_id}"\)', cells)
    assert named or "lesson.toggle_and_see" in cells


def test_the_safety_check_shows_what_a_lesson_sets_to_try_and_nothing_where_none_is_named(shipped):
    task = next(one for one in shipped.tasks.values() if one.lesson_id == "safety_first")
    assert escape(task.text) in html_of(Lab().safety_first("safety_first"))
    assert escape(task.text) not in html_of(Lab().safety_first())


def do(explorer: ExplorerState, task: Task, shown: list[str]) -> None:
    """Answer as a task says, and where it says too little, whatever else brings its row up."""
    case, catalogue = explorer.case, explorer.catalogue
    if task.safety_check:
        for question_id in catalogue.safety_questions:
            case.none_of_these(question_id)
    answers = dict.fromkeys(task.present, True) | dict.fromkeys(task.absent, False)
    for finding_id, present in answers.items():
        case.answer(finding_id, present)
    for finding_id in task.not_asked:
        case.answer(finding_id, None)
    for flag_id in task.looked:
        case.look(flag_id, False)
    raised = differential(catalogue, case.findings, case.flags, looked=case.looked).red_flags
    for flag_id in (*task.raised, *task.taken_back):
        if flag_id not in raised:
            case.flag(flag_id, True)
    for flag_id in task.taken_back:
        case.flag(flag_id, None)

    def ahead() -> float:
        """By how much the row that must lead is ahead of the best other one."""
        found = differential(catalogue, case.findings, case.flags, looked=case.looked)
        fits = {row.cause_id: row.fit for row in found.ranking}
        return fits.pop(task.leader) - max(fits.values())

    free = [
        f
        for f in catalogue.findings
        if catalogue.question_of(f) in shown and f not in (*answers, *task.not_asked)
    ]
    for finding_id in free if task.leader else ():
        tried = {}
        for present in (None, True, False):
            case.answer(finding_id, present)
            tried[present] = ahead()
        case.answer(finding_id, max(tried, key=lambda present: tried[present]))


def test_each_task_is_one_short_sentence_for_the_foot_of_a_phone(shipped):
    for task in shipped.tasks.values():
        assert len(task.text) <= 60, task.text
