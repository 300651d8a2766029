"""What a learner answered, chose and began comes back after a reload; what no longer fits is told."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from types import MappingProxyType
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crampkit import hosts
from crampkit.case import Case
from crampkit.catalogue import Catalogue, Task
from crampkit.hosts.jupyter.host import JupyterHost
from crampkit.hosts.pages.host import PagesHost
from crampkit.hosts.pages.store import DeskInBrowser
from crampkit.panels.explorer import parts
from crampkit.panels.explorer.charts import charts
from crampkit.panels.explorer.kept_state import KeptExplorer
from crampkit.panels.explorer.parts import ranking, tasks
from crampkit.panels.explorer.state import ExplorerState
from crampkit.panels.kit.chart import on_request
from crampkit.panels.kit.moving import Moving, between, moving, one_of
from crampkit.panels.kit.panel import Panel
from crampkit.panels.practice.cases import CaseDesk
from crampkit.panels.practice.quiz import guess, quiz_panel
from crampkit.practice.desk import Desk, DeskInMemory
from crampkit.practice.in_turn import InTurn
from crampkit.practice.journal import Journal, JournalInMemory
from crampkit.practice.kept import Shelf
from crampkit.practice.quiz import Drafts, Quiz
from crampkit.practice.record import Record
from crampkit.practice.session import Session
from crampkit.practice.toy import OPTIONS, toy_cases, toy_questions, toy_quiz
from crampkit.toy import toy_catalogue
from crampkit.views.kit.markup import Html
from tests.unit.test_views import spelled_out

KEY = "kept:sun:thing"


def keep(desk: Desk, thing: Any) -> Any:
    """A thing as it is after a load of its page."""
    Shelf(desk, "sun").hold("thing", thing)
    return thing


def screen_of(catalogue: Catalogue, desk: DeskInMemory) -> ExplorerState:
    explorer = ExplorerState(Case(catalogue), spelled_out())
    keep(desk, KeptExplorer(explorer))
    return explorer


# What can come to lie on a desk: another version's, a damaged one, somebody's own.
hostile = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=9),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(
            st.sampled_from(
                (
                    *("case", "present", "flags", "opened", "words", "look", "level", "picked"),
                    *("answers", "single", "order", "chosen", "sure", "committed", "stem", "shown"),
                    *("asked", "phase", "told", "draft", "met", "day", "weights", "noon", "ada"),
                )
            ),
            inner,
            max_size=6,
        )
    ),
    max_leaves=20,
)


# ------------------------------------------------------------------------------ the shelf


class Waiting:
    """A host's `later`: what waits is called when the test says so."""

    def __init__(self) -> None:
        self.calls: list[Callable[[], None]] = []

    def __call__(self, _: float, call: Callable[[], None]) -> Callable[[], None]:
        self.calls.append(call)
        return lambda: self.calls.remove(call) if call in self.calls else None

    def over(self) -> None:
        while self.calls:
            self.calls.pop(0)()


def test_quick_changes_are_written_once_and_a_thing_as_at_the_start_is_erased():
    told: list[dict[str, Any]] = []
    later, quiz = Waiting(), toy_quiz("multiple")
    Shelf(DeskInBrowser(told.append, {}), "sun", later).hold("thing", quiz)
    later.over()
    assert told == []
    for option_id in ("noon", "glare", "night"):
        quiz.choose(option_id, True)
    later.over()
    [wish] = told
    assert json.loads(wish["put"][KEY])["answers"]["multiple"]["chosen"] == [
        *("noon", "glare", "night")
    ]
    for option_id in ("noon", "glare", "night"):
        quiz.choose(option_id, False)
    later.over()
    assert told[1:] == [{"remove": [KEY]}]


def test_nothing_comes_back_before_the_cell_that_shows_it_is_through():
    desk, later = DeskInMemory(), Waiting()
    keep(desk, toy_quiz()).choose("yes", True)
    quiz = toy_quiz()
    Shelf(desk, "sun", later).hold("thing", quiz)
    assert quiz.chosen == ()
    later.over()
    assert quiz.chosen == ("yes",)


def test_each_lesson_and_each_name_has_its_own():
    desk = DeskInMemory()
    keep(desk, toy_quiz()).choose("yes", True)
    for place, name in (("moon", "thing"), ("sun", "other"), ("", "thing")):
        quiz = toy_quiz()
        Shelf(desk, place).hold(name, quiz)
        assert quiz.chosen == ()


def test_the_last_change_counts_and_another_tab_overwrites_nothing_on_this_page():
    told: list[dict[str, Any]] = []
    desk, here = DeskInBrowser(told.append, {}), toy_quiz()
    keep(desk, here).choose("yes", True)
    elsewhere = toy_quiz()
    other = DeskInBrowser(lambda wish: desk.taken(wish["put"]), {})
    keep(other, elsewhere).choose("no", True)
    assert here.chosen == ("yes",)
    assert keep(desk, toy_quiz()).chosen == ("no",)
    here.choose("maybe", True)
    assert keep(desk, toy_quiz()).chosen == ("maybe",)


def test_what_was_erased_everywhere_does_not_come_back():
    desk = DeskInBrowser(lambda wish: None, {})
    keep(desk, toy_quiz()).choose("yes", True)
    desk.erased()
    assert keep(desk, toy_quiz()).chosen == ()


def test_what_waits_to_be_written_when_everything_is_erased_is_never_written():
    desk, later, quiz = DeskInBrowser(lambda wish: None, {}), Waiting(), toy_quiz()
    Shelf(desk, "sun", later).hold("thing", quiz)
    later.over()
    quiz.choose("yes", True)
    desk.erased()
    later.over()
    assert desk.get(KEY) is None
    quiz.choose("no", True)
    later.over()
    assert desk.get(KEY)["answers"]["single"]["chosen"] == ["no"]


def test_what_the_page_still_shows_is_not_kept_again_with_the_next_answer():
    desk, quiz = DeskInMemory(), toy_quiz(*OPTIONS)
    keep(desk, quiz)
    quiz.choose("yes", True)
    quiz.be_sure(80)
    quiz.commit()
    desk.clear()
    quiz.go_to(2)
    assert desk.get(KEY) is None
    quiz.choose("noon", True)
    assert list(desk.get(KEY)["answers"]) == ["multiple"]
    after = keep(desk, toy_quiz(*OPTIONS))
    assert after.commitments == ()
    assert (after.question.question_id, after.chosen) == ("multiple", ("noon",))
    assert after.left_out == ()


def test_of_a_case_that_the_page_still_shows_only_what_is_answered_since_is_kept():
    desk = DeskInMemory()
    explorer = screen_of(toy_catalogue(), desk)
    for name, value in (("finding:noon", "yes"), ("flag:burn", True), ("view:numbers", True)):
        explorer.handle(name, value)
    desk.clear()
    explorer.handle("finding:night", "no")
    assert json.dumps(desk.get(KEY)).count("noon") == 0
    assert "burn" not in json.dumps(desk.get(KEY))
    after = screen_of(toy_catalogue(), desk)
    assert (dict(after.case.findings), dict(after.case.flags)) == ({"night": False}, {})
    assert not after.numbers
    assert (after.left_out, after.left_out_dangers, after.unreadable) == ((), (), False)


def test_a_danger_that_is_withdrawn_and_raised_again_since_is_kept():
    desk = DeskInMemory()
    explorer = screen_of(toy_catalogue(), desk)
    explorer.handle("flag:burn", True)
    desk.clear()
    explorer.handle("flag:burn", False)
    explorer.handle("flag:burn", True)
    assert screen_of(toy_catalogue(), desk).differential.red_flags == ("burn",)


def test_of_a_woman_whom_the_page_still_shows_only_what_is_asked_since_is_kept():
    desk = DeskInMemory()
    case = keep(desk, CaseDesk(Session(toy_cases()), "ada", spelled_out()))
    case.do("ask", "noon")
    case.do("sentence", "Said before.")
    desk.clear()
    case.do("ask", "night")
    kept = desk.get(KEY)
    assert list(kept["asked"]) == ["night"]
    assert "Said before." not in json.dumps(kept)
    after = keep(desk, CaseDesk(Session(toy_cases()), "ada", spelled_out()))
    assert list(after.encounter.asked) == ["night"]
    assert after.draft.sentence == ""


def test_a_figure_and_who_begins_afresh_are_kept_as_ever_once_everything_was_erased():
    desk, quiz = DeskInMemory(), toy_quiz()
    keep(desk, quiz).choose("yes", True)
    desk.clear()
    quiz.start_afresh()
    quiz.choose("yes", True)
    assert desk.get(KEY)["answers"]["single"]["chosen"] == ["yes"]


@pytest.mark.parametrize("makes", [DeskInMemory, lambda: DeskInBrowser(lambda wish: None, {})])
def test_every_way_to_erase_is_noticed(makes):
    desk = makes()
    for erase in filter(None, (desk.clear, getattr(desk, "erased", None))):
        before = desk.times_cleared
        erase()
        assert desk.times_cleared == before + 1


def test_deleting_the_journal_clears_the_desk():
    desk = DeskInMemory()
    keep(desk, toy_quiz()).choose("yes", True)
    Record(toy_questions(), Journal(JournalInMemory()), desk).delete_everything()
    assert desk.get(KEY) is None


class Slow(DeskInMemory):
    """A desk of files, on which a value waits for more before it is put."""

    pause = 0.3


class Timed(Waiting):
    """A host's `later` that knows how long each call is to wait."""

    def __init__(self) -> None:
        super().__init__()
        self.seconds: dict[Callable[[], None], float] = {}

    def __call__(self, seconds: float, call: Callable[[], None]) -> Callable[[], None]:
        self.seconds[call] = seconds
        return super().__call__(seconds, call)

    @property
    def waits(self) -> list[float]:
        return [self.seconds[call] for call in self.calls]


def timed(thing: Any) -> tuple[Any, Timed, DeskInMemory]:
    """A thing that is kept on a desk of files, with nothing that waits yet."""
    desk, later = Slow(), Timed()
    Shelf(desk, "sun", later).hold("thing", thing)
    later.over()
    return thing, later, desk


def timed_explorer() -> tuple[ExplorerState, Timed, DeskInMemory]:
    explorer = ExplorerState(Case(toy_catalogue()), spelled_out())
    _, later, desk = timed(KeptExplorer(explorer))
    return explorer, later, desk


def test_answers_wait_for_more_so_that_none_of_them_is_felt():
    explorer, later, _ = timed_explorer()
    for name, value in (("finding:noon", "yes"), ("view:mode", "likelihood"), ("pick", "moon")):
        explorer.handle(name, value)
        assert later.waits == [0.3]


def test_a_danger_waits_for_nothing_neither_raised_nor_withdrawn():
    explorer, later, desk = timed_explorer()
    for ticked in (True, False):
        explorer.handle("flag:burn", ticked)
        assert later.waits == [0.0]
        explorer.handle("finding:noon", "yes" if ticked else "")
        assert later.waits == [0.0]
        later.over()
    explorer.handle("phrase:burn", "open")
    assert later.waits == [0.0]
    later.over()
    explorer.handle("finding:noon", "yes")
    assert later.waits == [0.3]
    assert desk.get(KEY)["opened"] == ["burn"]


def test_a_danger_that_an_answer_raises_waits_for_nothing():
    explorer, later, _ = timed_explorer()
    explorer.handle("finding:heat", "yes")
    assert explorer.differential.red_flags == ("burn",)
    assert later.waits == [0.0]


def test_an_answer_that_stands_waits_for_nothing_and_one_that_is_chosen_does():
    for quiz in (toy_quiz(), toy_quiz("single", "multiple")):
        _, later, desk = timed(quiz)
        quiz.choose("yes", True)
        quiz.be_sure(80)
        assert later.waits == [0.3]
        quiz.commit()
        assert later.waits == [0.0]
        later.over()
        assert desk.get(KEY)["answers"]["single"]["committed"]


def test_a_decision_on_a_woman_waits_for_nothing_and_a_question_to_her_does():
    case, later, desk = timed(CaseDesk(Session(toy_cases()), "ada", spelled_out()))
    case.do("ask", "noon")
    assert later.waits == [0.3]
    later.over()
    case.do("stop", None)
    assert later.waits == [0.0]
    later.over()
    case.do("sure", "80")
    assert later.waits == [0.3]
    assert desk.get(KEY)["phase"] == "stopping"


class FullDesk(DeskInMemory):
    def put(self, key: str, value: Any) -> None:
        raise OSError("the disk is full")


def test_a_desk_that_keeps_nothing_harms_nothing_on_the_page():
    quiz = toy_quiz()
    Shelf(FullDesk(), "sun").hold("thing", quiz)
    quiz.choose("yes", True)
    assert quiz.chosen == ("yes",)


@given(hostile)
def test_no_value_on_the_desk_breaks_a_page(value):
    for make in (
        lambda: toy_quiz(*OPTIONS),
        lambda: Drafts(toy_quiz(*OPTIONS)),
        lambda: KeptExplorer(ExplorerState(Case(toy_catalogue()), spelled_out())),
        lambda: CaseDesk(Session(toy_cases()), "ada", spelled_out()),
        figure,
    ):
        # As it may lie there: JSON as Python reads it knows numbers that it would not write.
        desk = DeskInBrowser(lambda wish: None, {KEY: json.dumps(value)})
        thing = keep(desk, make())
        assert thing.kept() is None or isinstance(thing.kept(), dict)


@pytest.mark.parametrize("value", [3, "crampkit1", [], {}, {"answers": 3}])
def test_what_cannot_be_read_is_told(value):
    desk = DeskInMemory()
    desk.put(KEY, value)
    quiz = keep(desk, toy_quiz())
    assert "kept.unreadable" in quiz_panel(toy_questions(), quiz, spelled_out()).html
    explorer = screen_of(toy_catalogue(), desk)
    assert "kept.unreadable" in ranking(explorer).html


# ------------------------------------------------------------------------------ a case of her own

TOY = toy_catalogue()
steps = st.lists(
    st.one_of(
        st.tuples(st.just("finding:noon"), st.sampled_from(("yes", "no", ""))),
        st.tuples(st.just("finding:heat"), st.sampled_from(("yes", "no", ""))),
        st.tuples(st.just("group:side"), st.sampled_from(("left", "right", "none", ""))),
        st.tuples(st.sampled_from(("flag:burn", "flag:blind")), st.booleans()),
        st.tuples(
            st.sampled_from(("phrase:burn", "phrase:blind")), st.sampled_from(("none", "open"))
        ),
        st.tuples(st.just("looked"), st.just("blind")),
        st.tuples(st.just("pretest:sun"), st.floats(-1, 1)),
        st.tuples(st.just("view:mode"), st.sampled_from(("fit", "likelihood"))),
        st.tuples(st.just("view:level"), st.sampled_from(("first", "core", "extended"))),
        st.tuples(st.just("view:numbers"), st.booleans()),
        st.tuples(st.just("pick"), st.sampled_from(("sun", "moon"))),
    ),
    max_size=12,
)


@given(steps)
def test_whatever_was_answered_comes_back_with_all_that_it_comes_to(pressed):
    desk = DeskInMemory()
    before = screen_of(TOY, desk)
    for name, value in pressed:
        before.handle(name, value)
    after = screen_of(TOY, desk)
    assert after.case.state == before.case.state
    assert after.differential == before.differential
    looked_at = ("mode", "level", "numbers", "picked", "opened")
    assert [getattr(after, name) for name in looked_at] == [
        getattr(before, name) for name in looked_at
    ]
    assert not after.case.can_undo
    assert (after.left_out, after.left_out_dangers, after.unreadable) == ((), (), False)


def test_a_task_that_was_done_stays_done_although_the_answers_no_longer_show_it():
    set_to_try = {("sky", "noon"): Task("sky", "noon", "Ask about noon.", present=("noon",))}
    toy, desk = replace(toy_catalogue(), tasks=set_to_try), DeskInMemory()

    def loaded() -> ExplorerState:
        explorer = ExplorerState(Case(toy), spelled_out())
        tasks(explorer, "sky")
        keep(desk, KeptExplorer(explorer))
        return explorer

    explorer = loaded()
    explorer.handle("finding:noon", "yes")
    explorer.handle("finding:noon", "no")
    assert loaded().tasks.done == {"noon"}
    loaded().handle("afresh", None)
    again = loaded()
    assert (again.tasks.done, dict(again.case.findings)) == ({"noon"}, {})
    assert not again.came_back


def test_a_danger_that_came_back_is_said_to_and_start_afresh_ends_it_until_undone():
    desk = DeskInMemory()
    screen_of(TOY, desk).handle("flag:burn", True)
    explorer = screen_of(TOY, desk)
    panel = ranking(explorer)
    assert "A burn" in panel.html
    assert "kept.danger.dated date=day.earlier" in panel.html
    assert 'data-action="afresh"' in panel.html
    panel.receive("afresh", None)
    assert not explorer.differential.refer
    assert "kept." not in panel.html
    assert desk.get(KEY) is None
    panel.receive("undo", None)
    assert explorer.differential.refer


def test_the_pocket_says_of_a_danger_that_it_is_from_last_time_and_of_another_does_not():
    desk = DeskInMemory()
    first = screen_of(TOY, desk)
    pocket = parts.pocket(first)
    first.handle("flag:burn", True)
    assert "A burn" in pocket.html
    assert "pocket.last_time" not in pocket.html
    assert "afresh" not in pocket.html
    explorer = screen_of(TOY, desk)
    pocket = parts.pocket(explorer)
    assert "A burn" in pocket.html
    assert "pocket.last_time" in pocket.html
    pocket.receive("afresh", None)
    assert not explorer.differential.refer
    assert "pocket.last_time" not in pocket.html


def test_only_a_danger_that_came_back_is_said_to_be_from_last_time_not_one_that_is_raised_beside_it():
    desk = DeskInMemory()
    screen_of(TOY, desk).handle("flag:burn", True)
    explorer = screen_of(TOY, desk)
    pocket, panel = parts.pocket(explorer), ranking(explorer)
    explorer.handle("flag:blind", True)
    fresh, _, back = pocket.html.partition("pocket.also could_be=a burn")
    assert "a burnt eye" in fresh
    assert "pocket.last_time" not in fresh
    assert "pocket.last_time" in back, "of the burn it is still so"
    assert "kept.danger" not in panel.html
    assert "kept.answers" in panel.html

    explorer.handle("flag:blind", False)
    assert "kept.danger" in panel.html
    explorer.handle("flag:burn", False)
    explorer.handle("flag:burn", True)
    assert "A burn" in pocket.html
    assert "pocket.last_time" not in pocket.html, "she was asked again"
    assert "kept.danger" not in panel.html


@pytest.mark.parametrize("answer", [True, False], ids=["ticked", "covered by none of these"])
def test_what_is_never_kept_is_asked_for_again_whatever_the_answer_was(answer):
    toy = replace(
        TOY,
        flags=MappingProxyType({**TOY.flags, "blind": replace(TOY.flags["blind"], private=True)}),
    )
    part = toy.safety_questions[toy.flags["blind"].question_id].label
    desk = DeskInMemory()
    explorer = screen_of(toy, desk)
    explorer.case.flag("burn", False)
    explorer.case.flag("blind", answer)
    assert "never_kept" not in ranking(explorer).html, "nothing came back"

    again = screen_of(toy, desk)
    panel = ranking(again)
    assert f"never_kept parts={part}" in panel.html
    again.case.flag("blind", answer)
    assert "never_kept" not in panel.html
    assert "never_kept" not in ranking(screen_of(TOY, desk)).html, "nothing here is private"


def test_a_page_that_nothing_came_back_to_speaks_of_no_last_time():
    explorer = screen_of(TOY, DeskInMemory())
    panel = ranking(explorer)
    explorer.handle("flag:burn", True)
    assert "kept." not in panel.html
    assert "afresh" not in panel.html


def test_what_the_lesson_itself_has_answered_is_the_start_and_is_not_kept():
    desk = DeskInMemory()

    def load() -> ExplorerState:
        explorer = ExplorerState(Case(TOY), spelled_out())
        explorer.case.answer("night", True)
        keep(desk, KeptExplorer(explorer))
        return explorer

    explorer = load()
    assert desk.get(KEY) is None
    explorer.handle("finding:night", "")
    assert dict(load().case.findings) == {}
    again = load()
    again.handle("afresh", None)
    assert dict(again.case.findings) == {"night": True}
    assert desk.get(KEY) is None


def without(catalogue: Catalogue, table: str, key: str) -> Catalogue:
    rows = {k: row for k, row in getattr(catalogue, table).items() if k != key}
    pairs = {pair: row for pair, row in catalogue.features.items() if key not in pair}
    return replace(catalogue, **{table: MappingProxyType(rows)}, features=MappingProxyType(pairs))


def reworded(catalogue: Catalogue, table: str, key: str) -> Catalogue:
    rows = dict(getattr(catalogue, table))
    rows[key] = replace(rows[key], label="Other words")
    return replace(catalogue, **{table: MappingProxyType(rows)})


@pytest.mark.parametrize("change", [without, reworded])
def test_an_answer_that_no_longer_fits_is_left_out_and_told_by_its_name(change):
    desk = DeskInMemory()
    before = screen_of(TOY, desk)
    before.handle("finding:night", "yes")
    before.handle("finding:noon", "no")
    after = screen_of(change(TOY, "findings", "night"), desk)
    assert dict(after.case.findings) == {"noon": False}
    html = ranking(after).html
    assert "kept.left_out.one names=Worse at night<" in html
    assert "Worse at noon" not in html[: html.index("kept.left_out.one")]
    assert "kept.left_out_danger" not in html
    # It is told until something is answered again.
    again = screen_of(change(TOY, "findings", "night"), desk)
    assert again.left_out == ("Worse at night",)
    again.handle("finding:noon", "yes")
    assert screen_of(change(TOY, "findings", "night"), desk).left_out == ()


@pytest.mark.parametrize("change", [without, reworded])
def test_a_danger_that_no_longer_fits_is_told_as_a_danger_by_its_name(change):
    desk = DeskInMemory()
    screen_of(TOY, desk).handle("flag:blind", True)
    after = screen_of(change(TOY, "flags", "blind"), desk)
    assert "blind" not in after.case.flags
    html = ranking(after).html
    assert "kept.left_out_danger.one names=Blind spot<" in html
    assert "kept.left_out.one" not in html


def test_a_sign_that_is_only_asked_since_is_not_answered_by_the_none_of_last_time():
    desk = DeskInMemory()
    before = screen_of(TOY, desk)
    before.handle("safety:skin", "none")
    before.handle("safety:eyes", "none")
    assert before.safety_left == 0
    sting = replace(TOY.flags["burn"], flag_id="sting", label="A sting")
    grown = replace(TOY, flags=MappingProxyType({**TOY.flags, "sting": sting}))
    after = screen_of(grown, desk)
    assert "sting" not in after.case.flags
    assert after.safety_left == 1


PRIVATE = replace(
    TOY,
    flags=MappingProxyType({**TOY.flags, "burn": replace(TOY.flags["burn"], private=True)}),
)


@given(
    st.lists(
        st.sampled_from(
            [
                ("flag:burn", True),
                ("flag:burn", False),
                ("phrase:burn", "open"),
                ("phrase:burn", "none"),
                ("safety:skin", "none"),
                ("looked", "burn"),
                ("raise", "burn"),
            ]
        ),
        max_size=4,
    ),
    st.booleans(),
)
def test_of_a_private_sign_nothing_ever_lies_on_the_desk(pressed, other):
    with_it, without_it = DeskInMemory(), DeskInMemory()
    one, two = screen_of(PRIVATE, with_it), screen_of(PRIVATE, without_it)
    for name, value in pressed:
        one.handle(name, value)
    for explorer in (one, two) if other else ():
        explorer.handle("finding:noon", "yes")
    assert with_it.get(KEY) == without_it.get(KEY)
    after = screen_of(PRIVATE, with_it)
    assert "burn" not in {*after.case.flags, *after.case.looked, *after.opened}


# ------------------------------------------------------------------------------ questions

answers = st.lists(
    st.one_of(
        st.tuples(st.just("choose"), st.sampled_from(("yes", "no", "noon", "glare", "less"))),
        st.tuples(st.just("up"), st.sampled_from(("hat", "shade", "water"))),
        st.tuples(st.just("sure"), st.sampled_from(("50", "80"))),
        st.tuples(st.just("go"), st.sampled_from(("1", "2", "3", "4"))),
        st.tuples(st.just("commit"), st.none()),
    ),
    max_size=12,
)


def do(quiz: Quiz, pressed: list[tuple[str, Any]]) -> None:
    for kind, value in pressed:
        if kind == "choose":
            quiz.choose(value, True)
        elif kind == "up":
            quiz.move(value, -1)
        elif kind == "sure":
            quiz.be_sure(int(value))
        elif kind == "go":
            quiz.go_to(int(value))
        else:
            quiz.commit()


def all_of(quiz: Quiz) -> list[object]:
    shown, found = quiz.number, []
    for number in range(1, len(quiz) + 1):
        quiz.go_to(number)
        found.append((quiz.chosen, quiz.sure, quiz.told))
    quiz.go_to(shown)
    return [shown, found, quiz.commitments]


@given(answers)
def test_a_quiz_comes_back_as_it_stood_and_what_was_told_stays_told(pressed):
    desk = DeskInMemory()
    before = keep(desk, toy_quiz(*OPTIONS))
    do(before, pressed)
    after, heard = toy_quiz(*OPTIONS), []
    after.on_commit(heard.append)
    keep(desk, after)
    assert all_of(after) == all_of(before)
    assert after.left_out == ()
    assert heard == [], "what was committed to is in the journal already"


def committed(desk: DeskInMemory, kind: str = "single", option_id: str = "no") -> None:
    do(keep(desk, toy_quiz(kind)), [("choose", option_id), ("sure", "80"), ("commit", None)])


def test_a_reload_gives_no_second_first_try_and_start_afresh_is_a_try_of_its_own():
    desk, catalogue = DeskInMemory(), toy_questions()
    committed(desk)
    quiz, heard = toy_quiz(), []
    quiz.on_commit(heard.append)
    panel = quiz_panel(catalogue, keep(desk, quiz), spelled_out())
    assert "Why no." in panel.html
    do(quiz, [("choose", "yes"), ("commit", None)])
    assert quiz.told.chosen == ("no",)
    assert heard == []
    panel.receive("afresh", None)
    assert "Why no." not in panel.html
    assert "kept." not in panel.html
    assert desk.get(KEY) is None
    do(quiz, [("choose", "yes"), ("sure", "80"), ("commit", None)])
    assert [one.chosen for one in heard] == [("yes",)]


def test_only_what_came_back_can_be_begun_afresh():
    quiz = keep(DeskInMemory(), toy_quiz())
    panel = quiz_panel(toy_questions(), quiz, spelled_out())
    do(quiz, [("choose", "yes"), ("sure", "80"), ("commit", None)])
    assert "afresh" not in panel.html
    panel.receive("afresh", None)
    assert quiz.told


@pytest.mark.parametrize("where", ["stem", "option"])
def test_an_answer_to_other_words_is_left_out_and_its_question_named(where):
    desk, catalogue = DeskInMemory(), toy_questions()
    committed(desk)
    if where == "stem":
        row = replace(catalogue.questions["single"], stem="Another question?")
        changed = {"questions": {**catalogue.questions, "single": row}}
    else:
        key = ("single", "no")
        changed = {
            "options": {**catalogue.options, key: replace(catalogue.options[key], text="Never.")}
        }
    catalogue = replace(catalogue, **{k: MappingProxyType(v) for k, v in changed.items()})
    quiz = keep(desk, Quiz(catalogue, [catalogue.questions["single"]]))
    assert quiz.told is None
    assert quiz.chosen == ()
    stem = catalogue.questions["single"].stem
    html = quiz_panel(catalogue, quiz, spelled_out()).html
    assert f"kept.left_out.one names={stem}<" in html


def test_a_question_that_is_gone_is_named_as_it_was():
    desk = DeskInMemory()
    committed(desk)
    assert keep(desk, toy_quiz("order")).left_out == ("A single question?",)


def test_of_what_is_due_only_drafts_come_back():
    desk = DeskInMemory()
    quiz = toy_quiz("single", "multiple")
    keep(desk, Drafts(quiz))
    do(quiz, [("choose", "yes"), ("sure", "80"), ("commit", None), ("go", "2"), ("choose", "noon")])
    again = toy_quiz("single", "multiple")
    keep(desk, Drafts(again))
    assert again.commitments == ()
    again.go_to(2)
    assert again.chosen == ("noon",)
    # Tomorrow others are due: nothing is amiss with that.
    other = toy_quiz("order")
    keep(desk, Drafts(other))
    assert other.left_out == ()


def test_a_guess_that_stands_shows_its_parts_again_and_is_written_down_once():
    catalogue = toy_questions()
    row = replace(catalogue.questions["single"], place="guess")
    catalogue = replace(
        catalogue, questions=MappingProxyType({**catalogue.questions, "single": row})
    )
    record = Record(catalogue, Journal(JournalInMemory()))
    desk = DeskInMemory()

    def load() -> Any:
        shelf = Shelf(desk, "sun")
        return guess(catalogue, "single", [lambda: "The part."], spelled_out(), record, shelf)

    box = load()
    box.children[0].receive("choose", "no")
    half = load()
    assert len(half.children) == 1
    assert half.children[0].state["choose"] == "no"
    half.children[0].receive("commit", None)
    again = load()
    assert "The part." in again.children[1].html
    assert "quiz.guess.yours answer=no." in again.children[0].html
    assert len(record.entries) == 1


# ------------------------------------------------------------------------------ women


def case_desk(desk: DeskInMemory, heard: list[Any] | None = None, first: str = "ada") -> CaseDesk:
    session = Session(toy_cases())
    if heard is not None:
        session.on_commit(heard.append)
    return keep(desk, CaseDesk(session, first, spelled_out()))


case_steps = st.lists(
    st.one_of(
        st.tuples(st.just("ask"), st.sampled_from(("noon", "side", "peeling", "skin", "sun_test"))),
        st.tuples(st.sampled_from(("stop", "decide", "ask_more", "commit", "next")), st.none()),
        st.tuples(st.just("answer"), st.sampled_from(("causes", "refer", "cannot_tell"))),
        st.tuples(
            st.sampled_from(("cause:sun", "cause:moon", "for:noon", "against:noon")), st.booleans()
        ),
        st.tuples(st.just("sure"), st.sampled_from(("50", "80"))),
        st.tuples(st.just("danger"), st.sampled_from(("burn", "blind", "not_named"))),
        st.tuples(st.just("how_fast"), st.sampled_from(("now", "today"))),
    ),
    max_size=14,
)


@given(case_steps)
def test_a_case_comes_back_half_played_or_decided(pressed):
    desk, heard = DeskInMemory(), []
    before = case_desk(desk)
    for name, value in pressed:
        before.do(name, value)
    after = case_desk(desk, heard)
    one, two = before.encounter, after.encounter
    assert two.case == one.case
    assert two.log == one.log
    assert two.costs == one.costs
    assert two.phase == one.phase
    assert two.told == one.told
    assert after.draft == before.draft
    assert after.left_out == ()
    assert heard == []
    assert after.session.met == before.session.met
    assert after.session.next_case() == before.session.next_case()


def test_a_case_from_last_time_says_so_until_it_is_decided_and_can_begin_afresh():
    desk = DeskInMemory()
    case_desk(desk).do("ask", "noon")
    after = case_desk(desk)
    assert "kept.case.dated" in after.panel.html
    after.do("afresh", None)
    assert after.encounter.asked == ()
    assert "kept." not in after.panel.html
    assert desk.get(KEY) is None
    assert after.session.met == ("ada",)


def test_no_reload_gives_a_second_decision():
    desk = DeskInMemory()
    first = case_desk(desk)
    for name, value in (("decide", None), ("answer", "cannot_tell"), ("sure", "80")):
        first.do(name, value)
    first.do("commit", None)
    heard: list[Any] = []
    after = case_desk(desk, heard)
    assert after.encounter.told
    assert "afresh" not in after.panel.html
    after.do("commit", None)
    assert heard == []


def test_another_day_is_another_session_in_which_a_woman_met_before_can_be_due():
    desk = DeskInMemory()
    before = case_desk(desk)
    for name, value in (("decide", None), ("answer", "cannot_tell"), ("sure", "80")):
        before.do(name, value)
    before.do("commit", None)
    before.do("next", None)
    shown = before.encounter.case.case_id
    before.do("ask", "noon")
    desk.put(KEY, {**desk.get(KEY), "day": "2026-01-05"})
    after = case_desk(desk)
    assert after.encounter.case.case_id == shown
    assert "ada" in before.session.met
    assert after.session.met[-1] == shown
    assert "kept.case.dated date=Monday 5 January 2026" in after.panel.html


def test_a_woman_who_tells_another_story_begins_again_and_is_named():
    desk, cases = DeskInMemory(), toy_cases()
    case_desk(desk).do("ask", "noon")
    ada = replace(cases.cases["ada"], story="Ada says: it itches.")
    changed = replace(cases, cases=MappingProxyType({**cases.cases, "ada": ada}))
    after = keep(desk, CaseDesk(Session(changed), "ada", spelled_out()))
    assert after.encounter.asked == ()
    assert "kept.left_out.one names=Ada, 30<" in after.panel.html


def test_a_question_that_nobody_asks_any_more_is_named_and_the_rest_stands():
    desk, cases = DeskInMemory(), toy_cases()
    before = case_desk(desk)
    before.do("ask", "glare")
    before.do("ask", "noon")
    after = keep(desk, CaseDesk(Session(without(cases, "findings", "glare")), "ada", spelled_out()))
    assert after.encounter.asked == ("noon",)
    assert after.left_out == ("Worse in glare",)


# ------------------------------------------------------------------------------ figures


def figure() -> Moving:
    return moving(
        lambda state: Html(repr(state)),
        {"week": 1.0, "side": "left"},
        {"week": between(0, 40), "side": one_of("left", "right")},
    )


def chart_on(desk: Desk) -> Any:
    """A chart to open, as it is after a load of its page; with how often it was drawn."""
    shelf, drawn = Shelf(desk, "sun"), []

    def draw() -> Panel:
        drawn.append(1)
        return Panel(html=Html("drawn"))

    box = on_request(spelled_out(), "Chart", draw, lambda one: shelf.hold("chart", one))
    return box, drawn


def test_a_chart_that_was_open_opens_again_and_one_that_was_closed_does_not():
    desk = DeskInMemory()
    box, drawn = chart_on(desk)
    assert drawn == []
    box.children[0].receive("chart", None)
    box, drawn = chart_on(desk)
    assert (drawn, box.children[1].children[0].html) == ([1], "drawn")
    assert "chart.hide" in box.children[0].html
    box.children[0].receive("chart", None)
    box, drawn = chart_on(desk)
    assert (drawn, box.children[1].children) == ([], ())
    assert "chart.show" in box.children[0].html
    desk.put("kept:sun:chart", {"shown": 3})
    assert chart_on(desk)[1] == []


def test_the_chart_of_the_explorer_that_was_shown_is_shown_again():
    desk = DeskInMemory()

    def loaded() -> Any:
        explorer = ExplorerState(Case(toy_catalogue()), spelled_out())
        explorer.hold_chart = lambda one: Shelf(desk, "sun").hold("charts", one)
        return charts(explorer)

    chooser, place = loaded().children
    assert place.children == ()
    chooser.receive("charts", "map")
    chooser, place = loaded().children
    assert chooser.state["charts"] == "map"
    assert len(place.children) == 1
    desk.put("kept:sun:charts", {"shown": ["map"]})
    assert loaded().children[1].children == ()


def test_a_chart_whose_turn_has_not_come_is_kept_and_comes_unless_a_learner_was_quicker():
    desk, turns = DeskInMemory(), Waiting()

    def loaded() -> tuple[Any, list[int]]:
        shelf, drawn = Shelf(desk, "sun"), []

        def draw() -> Panel:
            drawn.append(1)
            return Panel()

        def hold(one: Any) -> None:
            shelf.hold("chart", InTurn(one, lambda call: turns(0.0, call)))

        return on_request(spelled_out(), "Chart", draw, hold), drawn

    box, _ = loaded()
    box.children[0].receive("chart", None)
    kept = desk.get("kept:sun:chart")
    assert kept["shown"] is True
    _, drawn = loaded()
    assert (drawn, desk.get("kept:sun:chart")) == ([], kept)
    turns.over()
    assert (drawn, desk.get("kept:sun:chart")) == ([1], kept)

    box, drawn = loaded()
    for _ in range(2):
        box.children[0].receive("chart", None)
    turns.over()
    assert (drawn, box.children[1].children) == ([1], ())
    assert desk.get("kept:sun:chart") is None
    assert loaded()[1] == []
    turns.over()


def test_every_host_opens_a_chart_again_that_was_open():
    for host in (PagesHost(TOY_IN_WORDS), JupyterHost()):
        opened: list[str] = []
        host.chart_comes_back(lambda: opened.append("opened"))  # noqa: B023
        assert opened == ["opened"]


def test_a_figure_comes_back_as_its_controls_stood_and_what_is_gone_stays_where_it_begins():
    desk = DeskInMemory()
    moved = keep(desk, figure())
    moved.receive("week", 12)
    moved.receive("side", "right")
    again = keep(desk, figure())
    assert again.state == {"week": 12.0, "side": "right"}
    assert again.html == repr({"week": 12.0, "side": "right"})
    desk.put(KEY, {"week": "soon", "side": "both", "gone": 3})
    assert keep(desk, figure()).state == {"week": 1.0, "side": "left"}
    again.receive("back", None)
    assert desk.get(KEY) is None


# ------------------------------------------------------------------------------ a whole lesson

CELLS = (
    "from crampkit.lab import Lab; lab = Lab()",
    "lab.safety_check()",
    "lab.checklist()",
    "lab.ranking()",
)


def test_a_lesson_that_is_loaded_again_shows_what_was_answered_and_one_that_is_built_does_not(
    monkeypatch,
):
    desk = DeskInMemory()

    def load(place: str, known: DeskInMemory | None) -> tuple[PagesHost, str]:
        host = PagesHost(TOY_IN_WORDS, None, desk=known)
        monkeypatch.setattr(hosts, "_chosen", host)
        return host, json.dumps(host.run(CELLS, place=place))

    host, fresh = load("01_sun", desk)
    ranked = next(
        identity
        for identity, part in host._parts.items()
        if isinstance(part, Panel) and "crampkit-tells" in part.classes
    )
    host.receive(
        {"turn": 0, "to": ranked, "page": "one", "number": 1, "name": "flag:burn", "value": True}
    )
    _, again = load("01_sun", desk)
    assert "kept.danger" in again
    assert load("02_moon", desk)[1] == fresh
    assert load("01_sun", None)[1] == fresh


class SpelledOut(dict[str, str]):
    """A sentence for every key: the key itself."""

    def __missing__(self, key: str) -> str:
        return key

    def __contains__(self, key: object) -> bool:
        return True


TOY_IN_WORDS = replace(TOY, text=SpelledOut())
