"""A lesson is rows: what `lab.lesson(id)` puts before a learner comes from the tables."""

from __future__ import annotations

import pytest

from crampkit.catalogue import SOMETHING_ELSE, Catalogue, load
from crampkit.lesson import LessonDesk
from crampkit.reasoning import safety_questions_left
from crampkit.reasoning.telling_apart import telling_findings
from crampkit.words import Words
from tests.folder import Folder


@pytest.fixture(scope="module")
def catalogue(tmp_path_factory: pytest.TempPathFactory) -> Catalogue:
    folder = tmp_path_factory.mktemp("data")
    Folder(folder)
    return load(folder)


def desk(catalogue: Catalogue, lesson_id: str = "sun") -> LessonDesk:
    return LessonDesk(catalogue, Words(catalogue.text), lesson_id)


def send(panel: object, name: str, value: object = None) -> None:
    panel.receive(name, value)


def test_a_lesson_that_is_not_there_is_told_with_the_nearest(catalogue):
    with pytest.raises(ValueError, match=r"lessons\.csv has no lesson 'snu'; did you mean 'sun'\?"):
        desk(catalogue, "snu")


def test_a_part_that_needs_an_empty_cell_says_which(catalogue):
    with pytest.raises(ValueError, match=r"'sky': example_id is empty; fill it"):
        desk(catalogue, "sky").story()


def test_only_the_cause_and_its_look_alike_are_ranked_and_both_as_in_the_whole_set(catalogue):
    explorer = desk(catalogue)._explorer
    assert list(explorer.catalogue.causes) == ["sun", "moon", SOMETHING_ELSE]
    assert explorer.catalogue.probability == catalogue.probability


def test_leaving_causes_out_changes_no_fit_of_those_that_stay(shipped):
    from crampkit.reasoning import fit

    answers = dict.fromkeys(shipped.examples["shooting_leg_pain"].present, True)
    whole = fit(shipped, answers)
    part = fit(shipped.limited_to(["disc_herniation"]), answers)
    assert set(part) == {"disc_herniation", SOMETHING_ELSE}
    assert all(part[cause_id] == whole[cause_id] for cause_id in part)


def test_what_is_toggled_tells_the_two_apart_and_needs_no_laboratory(shipped):
    for lesson in shipped.lessons.values():
        if lesson.cause_id:
            asked = telling_findings(shipped, lesson.cause_id, lesson.look_alike)
            assert 8 <= len(asked) <= 11, lesson.lesson_id
            assert all(shipped.findings[finding_id].kind != "test" for finding_id in asked)


def test_her_answers_are_filled_in_on_request_and_taken_back(catalogue):
    opened = desk(catalogue)
    (columns, _) = opened.toggle_and_see().children
    _, tools, checklist = columns.children[0].children
    case = opened._explorer.case
    assert not case.findings
    send(tools, "her_answers")
    assert dict(case.findings) == {"noon": True, "left": True, "night": False}
    assert checklist.state["finding:noon"] == "yes"
    send(tools, "start_again")
    assert not case.findings
    send(tools, "undo")
    assert dict(case.findings) == {"noon": True, "left": True, "night": False}


def test_no_danger_sign_is_left_unasked_when_a_learner_toggles(catalogue):
    opened = desk(catalogue)
    (columns, _) = opened.toggle_and_see().children
    _, tools, _ = columns.children[0].children
    for name in ("her_answers", "start_again"):
        send(tools, name)
        assert not safety_questions_left(catalogue, opened._explorer.case.flags)


def test_a_danger_sign_takes_the_place_of_the_order_in_a_lesson_too(catalogue):
    opened = desk(catalogue)
    opened.toggle_and_see()
    opened._explorer.case.answer("heat", True)
    assert opened._explorer.differential.refer


def test_what_she_thought_first_is_what_she_looks_back_at(catalogue):
    opened = desk(catalogue)
    first, back = opened.first_thought(), opened.look_back()
    send(first, "choose", "no")
    send(first, "sure", "60")
    send(first, "commit")
    assert catalogue.options["first", "no"].explanation in back.html


def test_a_lesson_asks_its_own_questions_alone(catalogue):
    assert "1" in desk(catalogue).check_yourself().html
    assert len(catalogue.questions_at("sun", "check")) == 3
    assert [q.question_id for q in catalogue.questions_at("sky", "drill")] == ["quick"]
