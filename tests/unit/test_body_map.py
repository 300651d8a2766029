"""The body map: what is drawn, what it says in words, and what pointing does to the case."""

from __future__ import annotations

import re
from pathlib import Path
from xml.etree import ElementTree

import pytest

from crampkit import Lab
from crampkit.case import Case
from crampkit.catalogue import SOMETHING_ELSE, VIEWS, load, shipped
from crampkit.panels.explorer.body_map import body_map
from crampkit.panels.explorer.kept_state import KeptExplorer
from crampkit.panels.explorer.state import ExplorerState
from crampkit.practice.desk import DeskInMemory
from crampkit.practice.kept import Shelf
from crampkit.views.explorer import body_map as view
from crampkit.views.explorer import body_outline
from crampkit.views.explorer.body_outline import layers
from crampkit.words import Words
from tests.elements import read
from tests.folder import Folder


@pytest.fixture
def folder(tmp_path) -> Folder:
    return Folder(tmp_path)


@pytest.fixture
def explorer(folder) -> ExplorerState:
    """The toy body: an ear on each side (noon, and left or right), a nose in the middle (heat)."""
    return screen_of(folder)


def screen_of(folder: Folder) -> ExplorerState:
    gaps = shipped().sentences
    words = {key: key + "".join(f" {gap}={{{gap}}}" for gap in own) for key, own in gaps.items()}
    return ExplorerState(Case(load(folder.path)), Words(words))


def pointing(explorer: ExplorerState, cause_id: str = "sun"):
    panel = body_map(explorer, cause_id)
    send(panel, "map:view", view.PICKING)
    return panel


def send(panel, name: str, value: object = None) -> None:
    panel.receive(name, value)


def answers(explorer: ExplorerState) -> dict[str, bool]:
    return dict(explorer.case.findings)


# -------------------------------------------------------------------------- shipped content


@pytest.fixture(scope="module")
def lab() -> Lab:
    return Lab()


def causes_of(lab: Lab) -> list[str]:
    return [cause_id for cause_id in lab.catalogue.causes if cause_id != SOMETHING_ELSE]


def test_every_cause_has_places_where_it_is_felt_or_seen(lab):
    for cause_id in lab.catalogue.causes:
        assert view.marks_of(lab.catalogue, cause_id), cause_id


def test_every_region_is_drawn_and_named(lab):
    html = view.pick(lab.catalogue, (), (), view.Html(), lab.words)
    for region in lab.catalogue.regions.values():
        place = f"{region.part}:{region.side}"
        assert f'd="{region.shape}"' in html
        assert f'data-value="{place}"' in html
        assert f'name="place:{place}"' in html
        assert view.place_label(region.label, region.side, lab.words) in html


def test_every_region_lies_on_the_drawing(lab):
    left, top, width, height = (float(number) for number in view.VIEW_BOX.split())
    for region in lab.catalogue.regions.values():
        box = view.bounds(region.shape)
        assert left < box[0] < box[2] < left + width, region.region_id
        assert top < box[1] < box[3] < top + height, region.region_id


def test_her_left_is_on_the_right_of_the_picture_in_front_and_on_its_left_at_the_back(lab):
    middle = 150
    for region in lab.catalogue.regions.values():
        box = view.bounds(region.shape)
        centre = (box[0] + box[2]) / 2
        if region.side == "middle":
            assert abs(centre - middle) < 1, region.region_id
        else:
            on_the_right = (region.side == "left") == (region.view == "front")
            assert (centre > middle) == on_the_right, region.region_id


def test_each_side_of_the_picture_says_which_of_hers_it_is(lab):
    html = view.marks(lab.catalogue, "varicose_veins", lab.words)
    sides = {
        figure["data-view"]: [side.text for side in figure.one("figcaption").all("span")]
        for figure in read(html).all("figure")
    }
    left, right = (lab.words(f"body_map.her_{side}") for side in ("left", "right"))
    assert sides == {"front": [right, left], "back": [left, right]}


def test_the_two_sides_of_a_part_mirror_each_other(lab):
    boxes = {(r.part, r.view, r.side): view.bounds(r.shape) for r in lab.catalogue.regions.values()}
    for (part, where, side), box in boxes.items():
        if side == "left":
            mirrored = (300 - box[2], box[1], 300 - box[0], box[3])
            assert boxes[part, where, "right"] == pytest.approx(mirrored, abs=0.2)


def test_the_drawing_and_the_words_mark_the_same_places(lab):
    for cause_id in lab.catalogue.causes:
        html = view.marks(lab.catalogue, cause_id, lab.words)
        drawn = set(re.findall(r'class="place-mark (\w+)"[^>]*data-part="(\w+)"', html))
        marked = view.marks_of(lab.catalogue, cause_id)
        assert drawn == {(mark.mark, part) for part, own in marked.items() for mark in own}
        words = read(html).all("ol", "twin-list")
        twin = html.partition("<ol")[2]
        for own in marked.values():
            for mark in own:
                assert view.join([mark.words]) in twin
                assert lab.words(f"body_map.{mark.mark}") in twin
                assert all(source_id in twin for source_id in mark.source_ids)
        assert sum(len(one.elements) for one in words) == len(marked)


def test_each_place_has_one_number_in_the_drawing_and_in_the_list(lab):
    html = view.marks(lab.catalogue, "disc_herniation", lab.words)
    numbers = {int(number) for number in re.findall(r"<text[^>]*>(\d+)</text>", html)}
    assert numbers == set(range(1, len(view.marks_of(lab.catalogue, "disc_herniation")) + 1))


def test_what_has_one_side_only_is_drawn_once_and_says_so(lab):
    html = view.marks(lab.catalogue, "disc_herniation", lab.words)
    assert html.count('data-part="nerve_line"') == 1
    assert lab.words("body_map.drawn_on_one") in html
    assert lab.words("body_map.drawn_on_one") not in view.marks(
        lab.catalogue, "hypocalcaemia", lab.words
    )


def test_stripes_and_dots_are_explained_beside_the_drawing(lab):
    html = view.marks(lab.catalogue, "varicose_veins", lab.words)
    for mark in ("felt", "seen"):
        assert f'id="body-map-front-{mark}"' in html
        assert lab.words(f"body_map.legend_{mark}") in html


def test_the_picture_shows_no_skin_colour():
    for where in VIEWS:
        assert {kind for kind, _ in layers(where)} <= {"skin", "clothes", "belly", "edge", "line"}


@pytest.mark.parametrize("where", VIEWS)
def test_every_path_of_the_drawing_is_painted_and_nothing_else_of_its_file(lab, where):
    drawing = ElementTree.parse(Path(body_outline.__file__).with_name(f"body_{where}.svg"))
    paths = [path.attrib for path in drawing.iter("{http://www.w3.org/2000/svg}path")]
    assert layers(where) == tuple((path["class"], path["d"]) for path in paths)
    assert len(drawing.getroot()) == len(paths) > 5
    html = view.pick(lab.catalogue, (), (), view.Html(), lab.words)
    assert all(f'<path d="{path}" class="{kind}">' in html for kind, path in layers(where))


def test_no_place_sets_an_answer_that_is_not_in_its_words(lab):
    """Where pointing means more than a cramp, the label says what."""
    for region in lab.catalogue.regions.values():
        for finding_id in region.finding_ids:
            finding = lab.catalogue.findings[finding_id]
            assert region.meaning or finding.kind == "location", region.region_id


def test_both_legs_shooting_is_a_danger_sign_on_the_map_itself():
    lab = Lab()
    panel = pointing(lab._explorer, "disc_herniation")
    send(panel, "place:nerve_line:left", True)
    assert "danger-sign" not in panel.html
    send(panel, "place:nerve_line:right", True)
    assert "danger-sign" in panel.html
    assert lab.catalogue.flags["both_legs_sciatica"].action in panel.html
    send(panel, "place:nerve_line:right", False)
    assert "danger-sign" not in panel.html


# -------------------------------------------------------------------------- pointing


def test_a_place_sets_its_findings_and_lets_them_go(explorer):
    panel = pointing(explorer)
    send(panel, "place:ear:left", True)
    assert answers(explorer) == {
        "noon": True,
        "right": True,
    }  # One side only is "right" in the toy.
    assert panel.state["place:ear:left"] is True
    send(panel, "place:ear:left", False)
    assert answers(explorer) == {}


def test_one_side_and_then_both_sides_set_different_answers(explorer):
    panel = pointing(explorer)
    send(panel, "place:ear:left", True)
    send(panel, "place:ear:right", True)
    assert answers(explorer) == {"noon": True, "left": True}
    send(panel, "place:ear:left", False)
    assert answers(explorer) == {"noon": True, "right": True}


def test_a_tap_on_the_drawing_does_what_the_checkbox_does(explorer):
    panel = pointing(explorer)
    send(panel, "tap", "nose:middle")
    assert answers(explorer) == {"heat": True}
    assert panel.state["place:nose:middle"] is True
    assert 'class="region picked"' in panel.html
    send(panel, "tap", "nose:middle")
    assert answers(explorer) == {}


def test_what_is_set_is_said_in_words(explorer):
    panel = pointing(explorer)
    assert "body_map.nothing_picked" in panel.html
    send(panel, "place:nose:middle", True)
    label = explorer.catalogue.findings["heat"].label
    assert f"body_map.sets.yes finding={label}" in panel.html
    assert 'role="status"' in panel.html


def test_an_answer_given_elsewhere_is_neither_overwritten_nor_taken_back(explorer):
    explorer.case.answer("noon", True)
    explorer.case.answer("heat", False)
    panel = pointing(explorer)
    send(panel, "place:ear:left", True)
    send(panel, "place:nose:middle", True)
    assert answers(explorer)["heat"] is False
    assert "body_map.sets.no" in panel.html
    send(panel, "clear")
    assert answers(explorer) == {"noon": True, "heat": False}


def test_another_answer_to_the_same_question_stays_until_the_learner_changes_it(explorer):
    explorer.case.answer("left", True)
    panel = pointing(explorer)
    send(panel, "place:ear:left", True)
    assert answers(explorer) == {"left": True, "noon": True}
    assert "body_map.sets.other" in panel.html
    send(panel, "finding:right", "yes")
    assert answers(explorer) == {"noon": True, "right": True}


def test_a_no_that_had_to_make_room_comes_back(explorer):
    explorer.case.answer("left", False)
    panel = pointing(explorer)
    send(panel, "place:ear:left", True)
    assert answers(explorer) == {"noon": True, "right": True}
    send(panel, "clear")
    assert answers(explorer) == {"left": False}


def test_an_answer_taken_back_elsewhere_is_not_set_again_by_the_next_place(explorer):
    panel = pointing(explorer)
    send(panel, "place:ear:left", True)
    explorer.case.answer("noon", None)
    assert "body_map.sets.open" in panel.html
    send(panel, "place:nose:middle", True)
    assert "noon" not in answers(explorer)


def test_a_new_start_clears_the_places(explorer):
    panel = pointing(explorer)
    send(panel, "place:ear:left", True)
    explorer.case.reset()
    assert panel.state["place:ear:left"] is False
    assert "body_map.nothing_picked" in panel.html


def test_a_danger_sign_raised_by_a_place_is_shown_with_what_to_do(explorer):
    panel = pointing(explorer)
    send(panel, "place:nose:middle", True)
    assert explorer.catalogue.flags["burn"].action in panel.html
    assert explorer.catalogue.flags["burn"].action in panel.state["alarm"]
    send(panel, "map:view", view.MARKS_SHOWN)
    assert "danger-sign" in panel.html


def test_a_look_alike_is_shown_but_is_no_danger(explorer):
    panel = pointing(explorer)
    send(panel, "place:ear:left", True)
    assert 'class="look-alike"' in panel.html
    assert "danger-sign" not in panel.html


def test_messages_that_no_control_of_ours_sends_change_nothing(explorer):
    panel = pointing(explorer)
    for name, value in (
        ("place:tail:left", True),
        ("place:ear:middle", True),
        ("place:ear:left", "yes"),
        ("place:ear", True),
        ("tap", "tail"),
        ("tap", 3),
        ("map:view", "upside_down"),
    ):
        send(panel, name, value)
        assert answers(explorer) == {}


# -------------------------------------------------------------------------- after a reload


def loaded(folder: Folder, desk: DeskInMemory):
    """The map of a lesson whose page was loaded: the case comes back first."""
    explorer, shelf = screen_of(folder), Shelf(desk, "sun")
    shelf.hold("case", KeptExplorer(explorer))
    return explorer, body_map(explorer, "sun", lambda one: shelf.hold("body_map", one))


def test_the_places_come_back_and_letting_go_of_them_takes_back_what_they_had_set(folder):
    desk = DeskInMemory()
    explorer, panel = loaded(folder, desk)
    send(panel, "map:view", view.PICKING)
    send(panel, "place:ear:left", True)
    set_by_it = answers(explorer)
    assert len(set_by_it) == 2
    explorer, panel = loaded(folder, desk)
    assert panel.state["map:view"] == view.PICKING
    assert panel.state["place:ear:left"] is True
    assert answers(explorer) == set_by_it
    send(panel, "place:ear:left", False)
    assert answers(explorer) == {}
    send(panel, "map:view", view.MARKS_SHOWN)
    assert desk.get("kept:sun:body_map") is None
    explorer, panel = loaded(folder, desk)
    assert panel.state["map:view"] == view.MARKS_SHOWN
    assert answers(explorer) == {}


def test_places_whose_answers_did_not_come_back_are_let_go_of(folder):
    desk = DeskInMemory()
    _, panel = loaded(folder, desk)
    send(panel, "place:ear:left", True)
    desk.erase("kept:sun:case")
    explorer, panel = loaded(folder, desk)
    assert panel.state["place:ear:left"] is False
    assert answers(explorer) == {}


@pytest.mark.parametrize(
    "damaged",
    [
        *(3, [], {"places": 3}, {"places": [["ear"], [[], {}], 7, ["tail", "left"]]}),
        *({"own": {"noon": 3}}, {"places": [["ear", "left"]], "own": {"noon": {"x": "y"}}}),
        {"shown": []},
    ],
)
def test_a_damaged_map_breaks_no_page(folder, damaged):
    desk = DeskInMemory()
    desk.put("kept:sun:body_map", damaged)
    explorer, panel = loaded(folder, desk)
    send(panel, "place:ear:left", True)
    send(panel, "place:ear:left", False)
    assert "tail" not in str(panel.state)
    assert set(answers(explorer).values()) <= {True}


def test_without_a_cause_the_map_is_for_pointing_alone(explorer):
    panel = body_map(explorer)
    assert "map:view" not in panel.html
    assert 'name="place:nose:middle"' in panel.html


def test_a_cause_without_a_place_says_that_nothing_is_drawn(explorer):
    assert "body_map.no_marks" in body_map(explorer, "moon").html


# -------------------------------------------------------------------------- text stays text


def test_text_from_the_tables_stays_text(folder):
    for row in (2, 3):
        folder.set("regions.csv", row, "label", "<b>Ear</b>")
        folder.set("regions.csv", row, "meaning", "<script>1</script>")
    folder.set("cause_regions.csv", 2, "words", "<img src=x>")
    explorer = screen_of(folder)
    panel = body_map(explorer, "sun")
    shown = panel.html
    send(panel, "map:view", view.PICKING)
    send(panel, "place:ear:left", True)
    for html in (shown, panel.html):
        assert "<b>" not in html
        assert "<script" not in html
        assert "<img" not in html
    assert "&lt;b&gt;Ear&lt;/b&gt;" in shown


@pytest.mark.parametrize("shape", ['M1 2"/><script>', "M1 2<a>", "M1 2;L3 4", "M1e5 2", "M1 2#"])
def test_a_shape_with_other_characters_is_refused_with_row_and_remedy(folder, shape):
    folder.set("regions.csv", 3, "shape", shape)
    with pytest.raises(Exception, match=r"regions\.csv row 3, shape: '.' has no place in a shape"):
        load(folder.path)


def test_a_part_moved_in_the_table_moves_in_the_drawing(folder):
    folder.set("regions.csv", 2, "shape", "M11 22L33 44Z")
    assert "M11 22L33 44Z" in body_map(screen_of(folder), "sun").html
