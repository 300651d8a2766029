"""What stands round every lesson: the same in the same place, no code in the HTML, text that stays text."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from types import MappingProxyType

import pytest

from crampkit import hosts
from crampkit.catalogue import Catalogue
from crampkit.catalogue.travelling import as_json
from crampkit.front import FOLDER
from crampkit.hosts.pages import around
from crampkit.hosts.pages.browser import Door
from crampkit.hosts.pages.build import FRONT_FILES, chosen, own_notebooks
from crampkit.hosts.pages.finding import index_of
from crampkit.hosts.pages.host import PagesHost
from crampkit.hosts.pages.lessons import Cell, LessonFile, lesson_file, questions_of
from crampkit.hosts.pages.page import MODULES, Site
from crampkit.hosts.pages.pictures import size_of
from crampkit.practice.journal import Entry, line_of
from crampkit.practice.spreadsheet import from_csv, to_csv
from crampkit.words import Words

LESSON = LessonFile(
    "17_red_flags",
    "Danger signs",
    (
        Cell("markdown", "title", "# Danger signs\n\nSome story.\n\n## 1 · Who & *why*"),
        Cell("markdown", "more", "### Look back\n\nThe end."),
    ),
)
OTHER = LessonFile("20_cases", "Cases", (Cell("markdown", "title", "# Cases"),))
CANARY = "</script><img src=x onerror=sing()><!--"


def site(catalogue: Catalogue, *lessons: LessonFile) -> Site:
    return Site(catalogue, Words(catalogue.text), "abc123", "def456", lessons or (LESSON, OTHER))


def pages(catalogue: Catalogue, *lessons: LessonFile) -> list[str]:
    """The start page and every lesson."""
    made = site(catalogue, *lessons)
    with chosen(PagesHost(catalogue)) as host:
        return [made.start(), *(made.lesson(one, host) for one in made.lessons)]


def with_local(catalogue: Catalogue, key: str, value: str) -> Catalogue:
    entry = replace(catalogue.local[key], value=value)
    return replace(catalogue, local=MappingProxyType({**catalogue.local, key: entry}))


def element(page: str, name: str, marked: str = "") -> str:
    [found] = re.findall(rf"<{name}\b[^>]*{marked}[^>]*>.*?</{name}>", page, re.DOTALL)
    return found


def data_of(page: str) -> dict[str, object]:
    found = re.search(r'<script type="application/json" id="lesson-data">(.*?)</script>', page)
    return json.loads(found[1])


# ------------------------------------------------------------------------------ the same everywhere


def test_search_reading_and_help_stand_in_the_same_place_on_every_page(shipped):
    made = pages(shipped)
    assert len({element(page, "section", "page-tools") for page in made}) == 1
    assert len({element(page, "footer") for page in made}) == 1
    for page in made:
        order = [page.index(mark) for mark in ("<nav", "page-tools", "<main", "<footer")]
        assert order == sorted(order)


def test_help_can_be_read_without_a_script_and_what_needs_one_waits_for_it(shipped):
    [start, *_] = pages(shipped)
    assert 'class="help"><summary>' in start
    assert 'class="find" hidden><summary>' in start
    assert 'class="reading" hidden><summary>' in start
    scripted = re.findall(r"<[^>]* data-scripted[^>]*>", start)
    assert scripted
    assert all(" hidden" in one for one in scripted)
    reachable = re.sub(r"<(details|div)[^>]* hidden.*?</\1>", "", element(start, "footer"))
    assert "button" not in reachable


def test_a_lesson_ends_with_the_way_to_the_next_one_and_the_last_with_none(shipped):
    start, first, last = pages(shipped)
    on = element(element(first, "main"), "p", "go-on")
    assert 'href="20_cases.html"' in on
    assert OTHER.title in on
    assert "go-on" not in start + last


def test_no_page_has_code_or_style_in_its_html(shipped):
    for page in pages(shipped):
        scripts = re.findall(r"<script([^>]*)>", page)
        assert len(scripts) == 3
        assert all(" src=" in one or "application/json" in one for one in scripts)
        assert "<style" not in page
        assert not re.search(r"<[^>]*\son\w+=", page)
        assert not re.search(r"<[^>]*\sstyle=", page)


def test_the_text_of_the_tables_stays_text_on_every_page(shipped):
    text = {key: f"{value} {CANARY}" for key, value in shipped.text.items()}
    local = {key: replace(one, value=CANARY) for key, one in shipped.local.items()}
    spoilt = replace(shipped, text=MappingProxyType(text), local=MappingProxyType(local))
    titled = LessonFile(LESSON.name, CANARY, LESSON.cells)
    for page in pages(spoilt, titled, OTHER):
        assert "<img" not in page
        assert data_of(page)["words"]["begun.done"].endswith(CANARY)
        assert page.rstrip().endswith("</html>")


# ------------------------------------------------------------------------------ the foot


def test_the_foot_names_the_version_and_until_when_the_tables_hold(shipped):
    dated = with_local(shipped, "review_by", "2031-02-03")
    foot = element(pages(dated)[1], "footer")
    assert "def456" in foot
    assert shipped.local["data_version"].value in foot
    assert "2031-02-03" in foot


def test_the_foot_is_silent_on_a_review_that_nobody_has_planned(shipped):
    foot = element(pages(with_local(shipped, "review_by", ""))[1], "footer")
    assert shipped.text["pages.review_by"].split("{")[0] not in foot


@pytest.mark.parametrize("contact", ["maria@school.example", ""])
def test_who_is_to_be_told_of_a_mistake_is_named(shipped, contact):
    fold = element(pages(with_local(shipped, "contact", contact))[1], "template", 'id="wrong"')
    whoever = shipped.text["pages.wrong.whoever"]
    assert (contact or whoever) in fold
    assert (whoever in fold) is (not contact)


# ------------------------------------------------------------------------------ what the scripts find


def test_a_page_tells_its_scripts_which_questions_a_lesson_asks(shipped):
    """A learning platform counts them: one that is never asked would keep the lesson open for good."""
    asked_anywhere: list[str] = []
    for path in sorted(own_notebooks().glob("*.ipynb")):
        lesson = lesson_file(path)
        asked = questions_of(lesson, shipped)
        asked_anywhere += asked
        code = "\n".join(lesson.code)
        for question_id in asked:
            question = shipped.questions[question_id]
            assert question.place != "guess" or f'guess("{question_id}"' in code.replace(
                "\n    ", ""
            )
    assert sorted(asked_anywhere) == sorted(shipped.questions)


def test_each_page_names_its_lesson_to_its_scripts_and_the_start_page_all_of_them(shipped):
    [start, lesson, _] = pages(shipped)
    assert data_of(lesson)["lesson"] == "17_red_flags"
    assert "questions" not in data_of(start)
    assert re.findall(r'<li data-lesson="(\w+)"', start) == ["red_flags", "cases"]


def scripts_of(name: str) -> set[str]:
    source = (FOLDER / name).read_text(encoding="utf-8")
    return set(re.findall(r'^(?:import|export) .*?"\./([\w.]+)";$', source, re.MULTILINE))


def test_whatever_the_page_imports_is_asked_for_at_once(shipped):
    needed, left = set(), {"page.js"}
    while left:
        needed |= left
        left = set().union(*map(scripts_of, left)) - needed
    assert needed == set(MODULES)
    assert needed < set(FRONT_FILES)
    for page in pages(shipped):
        loaded = re.findall(r'rel="modulepreload" href="v/abc123/([\w.]+)"', page)
        assert sorted(loaded) == sorted(needed)


def test_the_page_brings_each_sentence_that_its_scripts_say_and_no_other():
    source = "".join((FOLDER / name).read_text(encoding="utf-8") for name in MODULES)
    said = set(re.findall(r"\bsaid\(\"([\w.]+)\"", source))
    said |= {
        f"{key}.{n}"
        for key in re.findall(r"\bcounted\(\"([\w.]+)\"", source)
        for n in ("one", "many")
    }
    brought = {key.removeprefix("pages.") for key in around.SAID_BY_SCRIPTS}
    assert said <= brought
    put_together = {key for key in brought - said if key.split(".")[0] in ("find", "keep", "begun")}
    assert brought - said - put_together == {"cell_failed", "no_chart"}


# ------------------------------------------------------------------------------ the index


def test_the_index_holds_every_danger_heading_and_word(shipped):
    signs = Cell("code", "signs", "lesson.dangers()")
    lesson = LessonFile("17_red_flags", "Danger signs", (*LESSON.cells, signs))
    index = json.loads(index_of(shipped, (lesson, OTHER)))
    flag = shipped.flags["one_leg_swollen"]
    assert [flag.label, flag.could_be, flag.urgency, flag.action, " ".join(flag.words)] in index[
        "dangers"
    ]
    assert len(index["dangers"]) == len(shipped.flags)
    assert len(index["terms"]) == len(shipped.glossary)
    assert index["read_on"] == ["Danger signs", "17_red_flags"]
    assert index["lessons"] == [
        [
            "Danger signs",
            "17_red_flags",
            [["Who & why", "1-%25C2%25B7-Who-%26-why"], ["Look back", "Look-back"]],
        ],
        ["Cases", "20_cases", []],
    ]


def test_a_set_without_a_lesson_that_shows_all_dangers_links_to_none(shipped):
    assert json.loads(index_of(shipped, (LESSON, OTHER)))["read_on"] is None


# ------------------------------------------------------------------------------ what Python does for it


@pytest.fixture
def told_to_keep() -> list[dict[str, object]]:
    return []


@pytest.fixture
def door(shipped, told_to_keep):
    before = hosts.here()
    door = Door(as_json(shipped))
    entry = Entry("question", "clot_first", ("a",), 80, True, 1.0, id="one")
    door.open(
        lambda text: None,
        lambda wish: told_to_keep.append(json.loads(wish)),
        f"{line_of(entry)}\nno entry",
        "{}",
        True,
    )
    yield door
    hosts.choose(before)


def test_her_answers_come_as_a_table_that_can_be_taken_over(door):
    [entry] = from_csv(door.table())
    assert (entry.item, entry.id) == ("clot_first", "one")


def test_without_an_answer_there_is_no_table(shipped):
    before = hosts.here()
    door = Door(as_json(shipped))
    door.open(lambda text: None, lambda wish: None, "", "{}", False)
    hosts.choose(before)
    assert door.table() == ""


def test_each_answer_is_kept_with_what_the_start_page_shows(door, told_to_keep):
    entry = Entry("question", "guess_scans", ("a",), 80, True, 1.0)
    hosts.here().journal(Words({})).append(f"{line_of(entry)}\n".encode())
    [wish] = told_to_keep
    assert wish["summary"]["lessons"]["safety_first"]["answered"] == 2
    assert wish["summary"]["lessons"]["red_flags"]["answered"] == 0


def test_files_of_a_class_become_a_report_and_a_broken_one_is_named_by_its_number(door):
    entry = Entry("question", "clot_first", ("stretch",), 90, False, 0.0)
    files = [{"text": to_csv([replace(entry, id=str(number))])} for number in range(5)]
    files += [{"text": "at,kind\n<b>Beth</b>,x"}, {"problem": "too_large"}]
    made = json.loads(door.answer("class_report", json.dumps(files)))
    assert "5 files were read" in made["told"]
    assert "From the answers of 5 learners" in made["html"]
    for refused in ("File 6: The file is no table", "File 7: The file is larger than 4 MB"):
        assert refused in made["html"]
    assert "Beth" not in made["html"]
    assert "question,safety_first,clot_first," in made["table"]


def test_the_page_for_a_class_sends_nothing_and_is_closed_without_a_script(shipped):
    page = site(shipped).class_view()
    section = page[page.index('<section class="class-files"') :].partition("</section>")[0]
    assert section.startswith('<section class="class-files" hidden')
    assert "<form" not in section
    assert "Nothing leaves this device" in page
    assert 'href="class.html"' in site(shipped).start()


def test_where_her_answers_are_kept_changes_with_her_choice(door):
    assert hosts.here().journal(Words({})).whereabouts.key == "host.pages.session"
    door.keep_for_session(False)
    assert hosts.here().journal(Words({})).whereabouts.key == "host.pages.where"


def test_each_picture_of_a_lesson_keeps_its_room_until_it_has_come(shipped):
    folder = own_notebooks()
    pictures = {f"pictures/{one.name}": one.read_bytes() for one in folder.glob("pictures/*")}
    with_pictures = replace(site(shipped), pictures=pictures)
    shown = [
        found
        for path in folder.glob("*.ipynb")
        for cell in lesson_file(path).cells
        if cell.kind == "markdown"
        for found in re.findall(r"<img[^>]*>", with_pictures.prose(path.stem, cell.source))
    ]
    assert len(shown) > 10
    assert [one for one in shown if not re.search(r' width="\d+" height="\d+"', one)] == []


@pytest.mark.parametrize(
    ("picture", "size"),
    [
        (b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00\x05\x00\x00\x00\x03\xe8", (1280, 1000)),
        (b"\x89PNG\r\n\x1a\ncut", None),
        (b'<svg xmlns="http://www.w3.org/2000/svg" width="100%" height="1"/>', None),
        (b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1 1"/>', None),
        (b"<svg", None),
        (b"", None),
    ],
)
def test_a_picture_that_does_not_say_its_size_has_no_room_made_up(picture, size):
    assert size_of(picture) == size
