"""A learner's own page tells what her journal says, and never forgets to ask before it deletes."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from html import unescape
from itertools import pairwise
from urllib.parse import unquote

import pytest

from crampkit import Lab
from crampkit.catalogue import Catalogue, Lesson, Question
from crampkit.hosts.jupyter.store import JOURNAL, JournalFile
from crampkit.panels.kit.panel import Panel
from crampkit.panels.practice.progress import due, journal, progress
from crampkit.panels.practice.quiz import quiz_panel
from crampkit.practice.encounter import UNSAFE_WAY, Encounter
from crampkit.practice.journal import Entry, Journal, JournalInMemory
from crampkit.practice.judging import MISSES
from crampkit.practice.quiz import Quiz
from crampkit.practice.record import Record
from crampkit.practice.siblings import family_of
from crampkit.practice.spreadsheet import from_csv
from crampkit.practice.toy import toy_cases, toy_questions
from crampkit.views.practice import progress as view
from crampkit.words import Words

LONG_AGO = (datetime.now(UTC) - timedelta(days=90)).isoformat(timespec="seconds")


@pytest.fixture
def words(shipped: Catalogue) -> Words:
    return Words(shipped.text)


@pytest.fixture
def record(shipped: Catalogue) -> Record:
    return Record(shipped, Journal(JournalInMemory()))


def send(panel: Panel, name: str, value: object = None) -> None:
    panel.receive(name, value)


def answered(record: Record, lesson_id: str, *rights: bool, sure: int = 80) -> None:
    """Answer the questions of a lesson, one after another, some time ago."""
    questions = record.catalogue.questions_at(lesson_id, "check")
    for question, right in zip(questions, rights, strict=False):
        entry = Entry(
            "question", question.question_id, ("x",), sure, right, float(right), at=LONG_AGO
        )
        record.journal.add(entry)
    record.read_again()


# ------------------------------------------------------------------------------ what is written down


def test_what_a_learner_commits_to_in_a_lesson_is_in_her_journal(monkeypatch, tmp_path):
    monkeypatch.setenv("CRAMPKIT_JOURNAL", str(tmp_path))
    lab = Lab()
    panel = lab.lesson("varicose_veins").check_yourself()
    question = lab.catalogue.questions_at("varicose_veins", "check")[0]
    assert question.kind == "single"
    option = lab.catalogue.options_of[question.question_id][0]
    send(panel, "choose", option.option_id)
    send(panel, "sure", "70")
    assert not (tmp_path / JOURNAL).exists()
    send(panel, "commit")
    (entry,) = Journal(JournalFile(tmp_path)).read().entries
    assert (entry.kind, entry.item, entry.sure) == ("question", question.question_id, 70)
    assert entry.chosen == (option.option_id,)
    assert entry.right is (option.answer == "right")
    assert entry.data_version == lab.catalogue.local["data_version"].value


def test_a_decision_on_a_case_is_in_her_journal_with_what_was_asked(monkeypatch, tmp_path):
    monkeypatch.setenv("CRAMPKIT_JOURNAL", str(tmp_path))
    lab = Lab()
    encounter = lab.session.open("amina")
    encounter.ask("mainly_night")
    encounter.commit("cannot_tell", sure=60)
    (entry,) = Journal(JournalFile(tmp_path)).read().entries
    assert (entry.kind, entry.item, entry.chosen, entry.sure) == (
        "case",
        "amina",
        ("cannot_tell",),
        60,
    )
    assert entry.asked == ("mainly_night",)
    assert entry.right is False
    assert entry.miss in MISSES


def test_opening_a_lesson_alone_writes_nothing(monkeypatch, tmp_path):
    monkeypatch.setenv("CRAMPKIT_JOURNAL", str(tmp_path / "nowhere"))
    lab = Lab()
    lab.lesson("varicose_veins").check_yourself()
    lab.due()
    lab.progress()
    lab.journal()
    assert not (tmp_path / "nowhere").exists()


# ------------------------------------------------------------------------------ what is due


def test_what_was_wrong_long_ago_is_due_and_can_be_answered_on_the_spot(record, words):
    answered(record, "varicose_veins", False)
    listed, quiz = due(record, words).children
    assert words("due.questions.one") in listed.html
    question_id = record.due()[0][1]
    assert record.catalogue.questions[question_id].kind == "single"
    send(quiz, "choose", record.catalogue.options_of[question_id][0].option_id)
    send(quiz, "sure", "90")
    send(quiz, "commit")
    assert words("due.nothing") in listed.html
    assert len(record.entries) == 2


def test_what_is_due_again_has_no_letters(record, words):
    """What is remembered is to be the answer, and not where it stood."""
    answered(record, "varicose_veins", False)
    _, quiz = due(record, words).children
    assert 'name="choose"' in quiz.html
    assert 'class="letter"' not in quiz.html


def test_nothing_is_due_for_someone_who_is_new(record, words):
    assert words("due.nothing") in due(record, words).html


def test_an_answer_dated_in_the_future_is_told_in_words(record, words):
    entry = Entry("case", "amina", ("x",), 90, True, 1.0, at="2099-01-01T08:00:00+00:00")
    record.journal.add(entry)
    record.read_again()
    assert words("due.misdated.one") in due(record, words).html


def test_answers_with_sound_dates_are_told_nothing_of_clocks(record, words):
    record.journal.add(Entry("case", "amina", ("x",), 90, True, 1.0))
    record.read_again()
    html = due(record, words).html
    assert words("due.misdated.one") not in html
    assert words("due.misdated.many", count=0) not in html


def test_due_questions_of_two_lessons_are_mixed(record):
    answered(record, "varicose_veins", False, False, False)
    answered(record, "disc_herniation", False, False, False)
    groups = [record.groups[key] for key in record.due()]
    assert sorted(set(groups)) == ["disc_herniation", "varicose_veins"]
    assert all(first != second for first, second in pairwise(groups))


def shown_in_order(html: str) -> list[str]:
    return re.findall(r'name="choose"[^>]* value="([^"]+)"', html)


def test_what_is_due_shows_its_options_in_another_order_than_the_last_time(record, words):
    answered(record, "varicose_veins", False)
    question = record.catalogue.questions_at("varicose_veins", "check")[0]
    assert question.kind == "single"
    orders = [
        shown_in_order(quiz_panel(record.catalogue, Quiz(record.catalogue, [question]), words).html)
    ]
    for _ in range(3):
        (_, quiz) = due(record, words).children
        orders.append(shown_in_order(quiz.html))
        answered(record, "varicose_veins", False)
    assert len(orders[0]) > 1
    for before, now in pairwise(orders):
        assert sorted(before) == sorted(now)
        assert all(one != other for one, other in zip(before, now, strict=True))


def test_what_was_missed_in_the_review_is_asked_again_in_another_order(record, words):
    answered(record, "varicose_veins", False)
    (_, quiz) = due(record, words).children
    before = shown_in_order(quiz.html)
    question = record.catalogue.questions_at("varicose_veins", "check")[0]
    wrong = next(
        o.option_id
        for o in record.catalogue.options_of[question.question_id]
        if o.answer == "wrong"
    )
    for name, value in (("choose", wrong), ("sure", "80"), ("commit", None), ("end", None)):
        send(quiz, name, value)
    send(quiz, "again")
    again = shown_in_order(quiz.html)
    assert sorted(again) == sorted(before)
    assert all(one != other for one, other in zip(before, again, strict=True))


def test_a_lesson_shows_its_options_in_one_order_however_often_they_were_answered(
    monkeypatch, tmp_path
):
    monkeypatch.setenv("CRAMPKIT_JOURNAL", str(tmp_path))
    before = shown_in_order(Lab().lesson("varicose_veins").check_yourself().html)
    answered(Lab().record, "varicose_veins", False, False)
    assert shown_in_order(Lab().lesson("varicose_veins").check_yourself().html) == before != []


def test_a_woman_who_is_due_comes_first_among_the_cases(record, monkeypatch, tmp_path):
    monkeypatch.setenv("CRAMPKIT_JOURNAL", str(tmp_path))
    last = list(record.catalogue.cases)[-1]
    Journal(JournalFile(tmp_path)).add(Entry("case", last, ("x",), 90, False, 0.0, at=LONG_AGO))
    lab = Lab()
    assert lab.record.due_cases() == (last,)
    assert lab.session.next_case() == last


def test_what_is_no_longer_in_the_set_is_not_asked_for(record):
    record.journal.add(Entry("question", "gone", ("x",), 90, False, 0.0, at=LONG_AGO))
    record.read_again()
    assert record.due() == ()
    assert record.group_scores() == ()


def test_a_question_answered_is_no_woman_decided_on_nor_a_woman_who_is_due(record):
    question = record.catalogue.questions_at("varicose_veins", "check")[0]
    record.journal.add(Entry("question", question.question_id, ("x",), 90, False, 0.0, at=LONG_AGO))
    record.journal.add(Entry("case", "amina", ("x",), 90, False, 0.0, at=LONG_AGO))
    record.read_again()
    assert record.cases_decided == {"amina"}
    (due,) = record.due_cases()
    assert family_of(record.catalogue.cases, due) == "amina"


def test_a_guess_is_neither_due_nor_a_strength_and_a_case_of_its_name_is_both():
    toy = toy_cases()
    guess = Question("ada", "sun", "guess", "single", "How many?", "", "", "So many.", ())
    lesson = Lesson("sun", "sun", "", "", (), ())
    catalogue = replace(toy, questions={"ada": guess}, lessons={"sun": lesson})
    for kind, counts in (("question", False), ("case", True)):
        record = Record(catalogue, Journal(JournalInMemory()))
        record.journal.add(Entry(kind, "ada", ("x",), None, False, 0.0, at=LONG_AGO))
        record.read_again()
        assert bool(record.due()) == bool(record.group_scores()) == counts


def test_what_nobody_can_mark_is_no_strength(record):
    question = record.catalogue.questions_at("varicose_veins", "check")[0]
    record.journal.add(Entry("question", question.question_id, ("x",), None, None, None))
    record.read_again()
    assert record.group_scores() == ()


def test_each_case_belongs_to_the_dangers_to_its_first_cause_or_to_something_else():
    toy = toy_cases()
    record = Record(toy, Journal(JournalInMemory()))
    assert {case_id: record.groups["case", case_id] for case_id in toy.cases} == {
        **{"ada": "sun", "ben": "moon", "cleo": "red_flags"},
        **{"dora": "sun", "eve": "sun", "fay": "something_else"},
    }


def test_each_question_belongs_to_the_cause_of_its_lesson_or_to_the_lesson():
    toy = toy_questions()
    for cause_id, group in (("moon", "moon"), ("", "night")):
        lesson = Lesson("night", cause_id, "", "", (), ())
        quiz = {key: replace(row, lesson_id="night") for key, row in toy.questions.items()}
        catalogue = replace(toy, lessons={"night": lesson}, questions=quiz)
        groups = Record(catalogue, Journal(JournalInMemory())).groups
        assert groups == {("question", question_id): group for question_id in quiz}


def test_the_causes_she_named_are_in_her_journal_and_else_her_answer():
    for answer, chosen in (("causes", ("sun", "moon")), ("something_else", ("something_else",))):
        toy = toy_cases()
        record = Record(toy, Journal(JournalInMemory()))
        encounter = Encounter(toy, "dora")
        encounter.on_commit(record.note_case)
        encounter.commit(answer, cause_ids=["moon", "sun"], sure=60)
        assert [entry.chosen for entry in record.entries] == [chosen]


def test_what_is_due_hangs_on_the_day_that_is_asked_for(record):
    answered(record, "varicose_veins", False)
    (entry,) = record.entries
    assert record.due()
    assert not record.due(datetime.fromisoformat(entry.at))


def test_a_table_that_brings_nothing_new_makes_the_journal_no_longer(record):
    answered(record, "varicose_veins", True, False)
    before = record.journal.store.read()
    assert record.add_table(record.as_table()) == 0
    assert record.journal.store.read() == before


# ------------------------------------------------------------------------------ calibration, strengths


def test_sentence_table_and_plot_tell_the_same(record, words):
    answered(record, "varicose_veins", *[True] * 6, sure=90)
    answered(record, "disc_herniation", *[False] * 6, sure=60)
    found = record.calibration()
    html = view.calibration_part(found, words)
    assert words("calibration.too_sure", answers=12, sure=75, right=50) in html
    cells = re.findall(r"<td>(\d+)</td>", html)
    assert cells == ["6", "0", "6", "6"]
    dots = [float(y) for y in re.findall(r'<circle cx="[\d.]+" cy="([\d.]+)"', html)]
    assert dots == [view._up(0), view._up(100)]


def test_before_ten_answers_no_word_is_said_about_her(record, words):
    assert words("calibration.none") in progress(record, words).html
    answered(record, "varicose_veins", True)
    html = progress(record, words).html
    assert words("calibration.too_few.one") in html
    assert words("calibration.none") not in html


def test_strengths_count_all_answers_and_the_last_of_each(record, words):
    answered(record, "varicose_veins", False, True)
    answered(record, "varicose_veins", True)
    (strength,) = record.group_scores()
    assert (strength.answers, strength.right, strength.items, strength.last_right) == (3, 2, 2, 2)
    html = progress(record, words).html
    assert words("strengths.of", right=2, answers=3) in html
    assert words("strengths.all_right") in html


def test_what_to_come_back_to_first_is_what_was_last_known_least(record, words):
    answered(record, "varicose_veins", True, True)
    answered(record, "disc_herniation", True, False)
    label = record.catalogue.causes["disc_herniation"].short_label
    assert words("strengths.weakest", group=label) in progress(record, words).html


def test_dangers_come_back_before_what_is_weaker(record, words):
    answered(record, "red_flags", True, True, False)
    answered(record, "disc_herniation", False, False)
    html = progress(record, words).html
    assert words("strengths.weakest", group=words("group.red_flags")) in html


def test_missed_dangers_and_needless_alarms_are_counted_apart(record, words):
    for miss in ("missed_urgent", "missed_urgent", "needless_urgent"):
        record.journal.add(Entry("case", "amina", ("x",), 80, False, 0.0, miss=miss))
    record.read_again()
    assert record.misses() == {"missed_urgent": 2, "needless_urgent": 1}
    html = progress(record, words).html
    assert html.index(words("misses.missed_urgent")) < html.index(words("misses.needless_urgent"))


def test_every_kind_of_miss_and_every_group_has_its_words(record, words):
    assert all(f"misses.{miss}" in words for miss in (*MISSES, UNSAFE_WAY))
    for group in set(record.groups.values()):
        assert view.group_name(record.catalogue, group, words) != group


@pytest.mark.parametrize(
    ("case_id", "answer"),
    [("ada", "causes"), ("eve", "cannot_tell"), ("fay", "something_else"), ("also", "causes")],
)
def test_the_right_name_with_the_safety_check_unfinished_is_a_miss_and_never_praised(
    case_id, answer, words
):
    toy = toy_cases()
    also = replace(toy.cases["eve"], case_id="also", also_accepted=("causes",))
    toy = replace(
        toy,
        cases={**toy.cases, "also": also},
        case_findings=(*toy.case_findings, replace(toy.case_findings[0], case_id="also")),
    )
    for asked in ((), ("skin",), ("skin", "eyes")):
        safe = len(asked) == len(toy.safety_questions)
        record = Record(toy, Journal(JournalInMemory()))
        encounter = Encounter(toy, case_id)
        encounter.on_commit(record.note_case)
        for question_id in asked:
            encounter.ask(question_id)
        encounter.commit(answer, ["sun"], sure=90)
        (entry,) = record.entries
        assert (entry.right, entry.miss, entry.share) == (
            (True, "", 1.0) if safe else (False, UNSAFE_WAY, 0.0)
        )
        html = progress(record, words).html
        assert (words("strengths.all_right") in html) is safe
        assert (words(f"misses.{UNSAFE_WAY}") in html) is not safe
        assert record.calibration().right == safe
        tomorrow = datetime.now(UTC) + timedelta(days=1)
        assert (("case", case_id) in record.due(tomorrow)) is not safe


def test_to_stop_and_refer_rightly_needs_no_safety_check(words):
    record = Record(toy_cases(), Journal(JournalInMemory()))
    encounter = Encounter(record.catalogue, "cleo")
    encounter.on_commit(record.note_case)
    encounter.stop_and_refer()
    encounter.commit("refer", sure=90, danger="burn", how_fast="today")
    assert [(entry.right, entry.miss) for entry in record.entries] == [(True, "")]
    assert words("strengths.all_right") in progress(record, words).html


# ------------------------------------------------------------------------------ the journal's part


def test_deleting_is_asked_twice(record, words):
    answered(record, "varicose_veins", True)
    panel = journal(record, words)
    send(panel, "delete")
    assert words("journal.delete_sure.one") in panel.html
    send(panel, "delete")
    assert words("journal.delete_really.one") in panel.html
    assert len(Journal(record.journal.store).read().entries) == 1
    send(panel, "delete")
    assert words("journal.deleted") in panel.html
    assert Journal(record.journal.store).read().entries == ()


@pytest.mark.parametrize("presses", [1, 2])
def test_a_no_at_either_question_keeps_everything_and_begins_anew(record, words, presses):
    answered(record, "varicose_veins", True)
    panel = journal(record, words)
    for _ in range(presses):
        send(panel, "delete")
    send(panel, "keep")
    for _ in range(2):
        send(panel, "delete")
    assert len(Journal(record.journal.store).read().entries) == 1


def test_the_saved_table_is_the_whole_journal(record, words):
    answered(record, "varicose_veins", True, False)
    panel = journal(record, words)
    saved = unquote(re.search(r'href="data:text/csv;charset=utf-8,([^"]*)"', panel.html)[1])
    assert from_csv(saved) == record.entries


def test_a_table_of_another_computer_is_taken_over_once(record, words):
    answered(record, "varicose_veins", True, False)
    text = record.as_table()
    elsewhere = Record(record.catalogue, Journal(JournalInMemory()))
    panel = journal(elsewhere, words)
    send(panel, "import", text)
    assert words("journal.imported.many", count=2) in panel.html
    send(panel, "import", text)
    assert words("journal.imported.many", count=0) in panel.html
    assert elsewhere.entries == record.entries


def test_the_page_says_where_the_journal_lies(shipped, words, record, tmp_path):
    kept = Record(shipped, Journal(JournalFile(tmp_path)))
    assert words("journal.where.many", count=0, folder=tmp_path) in journal(kept, words).html
    in_memory = journal(record, words).html
    assert words("journal.nowhere.many", count=0) in in_memory
    assert "folder" not in in_memory


def test_a_date_that_no_clock_can_have_is_told_by_row_column_and_value(record, words):
    answered(record, "varicose_veins", True)
    text = record.as_table().replace(LONG_AGO, "9999-12-31T23:59:59+00:00")
    panel = journal(record, words)
    send(panel, "import", text)
    assert "row 2, at: '9999-12-31T23:59:59+00:00' is not allowed" in unescape(panel.html)
    assert len(record.entries) == 1


def test_a_file_that_is_no_table_changes_nothing_and_is_told(record, words):
    panel = journal(record, words)
    send(panel, "import", "<script>alert(1)</script>")
    assert "Nothing was taken over" in panel.html
    assert "<script>" not in panel.html
    assert record.entries == ()


def test_an_answer_that_could_not_be_saved_is_told_with_a_way_to_try_again(
    shipped, words, tmp_path
):
    blocked = tmp_path / "blocked"
    blocked.write_text("", encoding="utf-8")
    record = Record(shipped, Journal(JournalFile(blocked / "journal")))
    panel = journal(record, words)
    answered(record, "varicose_veins", True)
    assert words("journal.try_again") in panel.html
    assert "1 answer could not be saved" in panel.html
    blocked.unlink()
    send(panel, "save")
    assert words("journal.try_again") not in panel.html
    assert len(Journal(JournalFile(blocked / "journal")).read().entries) == 1


def test_a_line_that_could_not_be_read_is_shown_as_text(record, words):
    record.journal.store.append(b'<b>{"version": 1, "cut')
    record.read_again()
    html = journal(record, words).html
    assert words("journal.aside.one") in html
    assert "<b>" not in html


def test_what_another_page_wrote_is_taken_in(record):
    Journal(record.journal.store).add(Entry("case", "amina", ("x",), 80, True, 1.0))
    record.read_again()
    assert [entry.item for entry in record.entries] == ["amina"]


def test_a_set_without_a_version_is_no_trouble():
    catalogue = replace(toy_questions(), local={})
    assert Record(catalogue, Journal(JournalInMemory())).groups == {}
