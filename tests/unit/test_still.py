"""A panel without its script shows what the script would show."""

from __future__ import annotations

import re
from copy import deepcopy

import pytest

from crampkit import Lab
from crampkit.hosts.jupyter.host import WIDGET_VIEW
from crampkit.hosts.jupyter.saving import keep_the_stills
from crampkit.hosts.jupyter.still import STILL, still
from crampkit.panels.kit.panel import Box, Chart, Panel
from crampkit.panels.kit.still import still_html
from tests.elements import read


def test_a_chosen_radio_button_is_checked_and_its_siblings_are_not():
    left, right = (f'<input type="radio" name="side" value="{side}"' for side in "lr")
    shown = read(still_html(f"{left} checked>{right}>", {"side": "r"})).elements
    assert [(radio["value"], "checked" in radio) for radio in shown] == [("l", False), ("r", True)]
    assert {(radio["type"], radio["name"]) for radio in shown} == {("radio", "side")}


@pytest.mark.parametrize(("value", "expected"), [(True, " checked"), (False, "")])
def test_a_checkbox_is_checked_when_its_value_is_true(value, expected):
    assert still_html('<input type="checkbox" name="clot" value="">', {"clot": value}) == (
        f'<input type="checkbox" name="clot" value=""{expected}>'
    )


def test_a_slider_stands_where_the_state_has_it():
    assert 'value="1.5"' in still_html(
        '<input type="range" name="total" value="2">', {"total": 1.5}
    )


def test_a_list_has_its_choice_selected():
    html = '<select name="one"><option value="a">A</option><option value="b">B</option></select>'
    shown = still_html(html, {"one": "b"})
    assert '<option value="b" selected>B' in shown
    assert shown.count("selected") == 1


def test_what_an_answer_opens_is_hidden_until_that_answer_stands():
    html = '<div data-shown-by="answer=refer">How fast?</div>'
    assert " hidden>" in still_html(html, {"answer": ""})
    assert " hidden>" in still_html(html, {})
    assert " hidden>" not in still_html(html, {"answer": "refer"})


def test_what_an_answer_hides_is_hidden_once_it_stands():
    html = '<p data-hidden-by="tests:open">Closed.</p>'
    assert " hidden>" in still_html(html, {"tests:open": True})
    assert " hidden>" not in still_html(html, {"tests:open": False})


def test_a_text_of_the_state_takes_the_place_of_what_stood_there_and_stays_text():
    html = '<p data-text="left">six <b>left</b></p><p>next</p>'
    shown = read(still_html(html, {"left": "<2 & less"})).elements
    assert [paragraph.text for paragraph in shown] == ["<2 & less", "next"]
    assert [paragraph.elements for paragraph in shown] == [[], []]
    assert shown[0]["data-text"] == "left"


@pytest.mark.parametrize(
    "html",
    [
        '<p title="&quot;x&quot; &amp; y">1 &lt; 2 &#8211; &nbsp;</p>',
        '<svg viewBox="0 0 1 1"></svg>',
        '<input type="text" name="free" value="&lt;b&gt;">',
    ],
)
def test_what_no_state_speaks_of_is_left_letter_for_letter(html):
    assert still_html(html, {"other": True}) == html


def test_controls_at_rest_are_disabled_and_a_link_is_not():
    html = '<button type="button">Go</button><input name="a"><select></select><a href="#x">x</a>'
    shown = still_html(html, {}, resting=True)
    assert shown.count(" disabled") == 3
    assert "<a href" in shown


@pytest.mark.parametrize("part", ["explorer", "safety_check", "ranking", "toolbar", "stamp"])
def test_a_still_holds_no_script_and_no_control_that_takes_an_answer(part):
    lab = Lab()
    page = still(getattr(lab, part)(), lab.words)
    assert "<script" not in page
    for control in re.findall(r"<(?:input|select|textarea|button)[^>]*>", page):
        assert " disabled" in control


def test_a_still_of_a_box_holds_all_its_parts_and_says_once_how_to_wake_them():
    lab = Lab()
    page = still(Box(Panel(html="<input>"), Box(Panel(html="<p>second</p>")), Chart({})), lab.words)
    assert "second" in page
    assert page.count(lab.words("host.jupyter.still")) == 1


def test_a_still_without_controls_asks_for_nothing():
    lab = Lab()
    assert lab.words("host.jupyter.still") not in still(Panel(html="<p>To read.</p>"), lab.words)


def test_only_a_styled_still_brings_the_style_sheet():
    lab = Lab()
    assert "<style>" in still(lab.stamp(), lab.words, styled=True)
    assert "<style>" not in still(lab.stamp(), lab.words)


# ------------------------------------------------------------------------------ a lesson is saved

OURS = f'<div class="{STILL}">A still.</div>'


def saved(outputs):
    model = {"type": "notebook", "content": {"cells": [{"outputs": outputs}]}}
    keep_the_stills(model)
    return model["content"]["cells"][0]["outputs"]


@pytest.mark.parametrize("page", [OURS, [OURS], [OURS[:5], OURS[5:]]], ids=["whole", "1", "lines"])
def test_a_saved_lesson_keeps_the_still_and_drops_its_view(page):
    (output,) = saved([{"data": {"text/html": page, WIDGET_VIEW: {}}}])
    assert output["data"] == {"text/html": page}


def test_the_view_of_somebody_elses_widget_is_kept():
    hers = {"data": {"text/html": "<div>hers</div>", WIDGET_VIEW: {}}}
    assert saved([deepcopy(hers), {"data": {WIDGET_VIEW: {}}}])[0] == hers


@pytest.mark.parametrize(
    "odd", [None, 0, "x", [], {}, [None], ["x"], [[]], {"a": 1}], ids=lambda odd: repr(odd)
)
def test_a_notebook_of_odd_shape_is_saved_as_it_is(odd):
    data = {"text/html": odd, WIDGET_VIEW: {}}
    contents = [odd, {"cells": odd}, {"cells": [odd]}, {"cells": [{"outputs": odd}]}]
    contents += [{"cells": [{"outputs": held}]} for held in ([odd], [{"data": odd}])]
    contents += [{"cells": [{"outputs": [{"data": data}]}]}]
    for content in contents:
        model = {"type": "notebook", "content": content}
        before = deepcopy(model)
        keep_the_stills(model, path="odd.ipynb", contents_manager=None)
        assert model == before
