"""The kit of the views: each thing is drawn in one place, and drawn rightly there."""

from __future__ import annotations

import ast
import re
from html.parser import HTMLParser
from pathlib import Path

import pytest

import crampkit
from crampkit.views.kit import bars, controls, tables
from crampkit.views.kit.markup import tag

PACKAGE = Path(crampkit.__file__).parent

ONE_PLACE = {
    "a table": (r"table|thead|tbody|tr|td", "kit/tables.py"),
    "a list that opens": (r"select|option", "kit/controls.py"),
    "a line of choices": (r"choices( .*)?", "kit/controls.py"),
    "a slider": (r"range|sliders?", "kit/controls.py"),
    "a box to search in": (r"search", "kit/controls.py"),
    "a lane": (r"measure( scale)?|track( .*)?", "kit/bars.py"),
    "a woman as an icon": (r"hundred|icon( .*)?", "kit/icons.py"),
    "a list of sources": (r"sources", "kit/sources.py"),
    "how urgent something is, with its mark": (r"!!!", "kit/labels.py"),
}
"""By what it is known in the code that draws it, and the one module that draws it."""


class Elements(HTMLParser):
    """The elements of some HTML, each with its attributes, in their order."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, dict(attrs)))


def drawn_texts(path: Path) -> set[str]:
    """The elements that a module draws, and their types and classes, as far as it spells them."""
    found = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Dict):
            found |= {v.value for v in node.values if isinstance(v, ast.Constant)}
        if not isinstance(node, ast.Call):
            continue
        element = node.args[:1] if getattr(node.func, "id", "") == "tag" else []
        named = [k.value for k in node.keywords if k.arg in ("class_", "type")]
        for value in [*element, *named]:
            # Of a text that is put together, what it begins with.
            texts = [part.value for part in ast.walk(value) if isinstance(part, ast.Constant)]
            found |= set(texts[:1])
    return {text for text in found if isinstance(text, str)}


@pytest.mark.parametrize("thing", ONE_PLACE)
def test_each_thing_is_drawn_in_one_place(thing):
    texts, place = ONE_PLACE[thing]
    drawers = [
        path.relative_to(PACKAGE / layer).as_posix()
        for layer in ("views", "panels")
        for path in (PACKAGE / layer).rglob("*.py")
        if any(re.fullmatch(texts, text.strip()) for text in drawn_texts(path))
    ]
    assert drawers == [place]


# ------------------------------------------------------------------------------ tables


def test_a_table_is_named_has_heads_for_columns_and_rows_and_no_other_head():
    html = tables.table("Women", ["Name", "Weeks"], [("Ada", "30"), ("Bo", "<8>")])
    found = Elements(html).found
    heads = [attributes["scope"] for element, attributes in found if element == "th"]
    assert heads == ["col", "col", "row", "row"]
    assert html.count("<caption>Women</caption>") == 1
    assert "&lt;8&gt;" in html
    assert "role=" not in html, "a table that stays one needs to say so nowhere"


def test_a_table_whose_rows_are_stacked_stays_one_to_a_screen_reader():
    row = tables.TableRow(
        "Ada", [tables.TableCell(["30"], "Weeks"), tables.TableCell(["well"])], {"id": "ada"}
    )
    html = tables.stacking("Women", ["Name", "Weeks", ""], [row], "women")
    roles = {
        element: {attributes.get("role") for e, attributes in Elements(html).found if e == element}
        for element in ("table", "thead", "tbody", "tr", "td")
    }
    assert roles == {
        "table": {"table"},
        "thead": {"rowgroup"},
        "tbody": {"rowgroup"},
        "tr": {"row"},
        "td": {"cell"},
    }
    cells = [attributes for element, attributes in Elements(html).found if element == "td"]
    assert [cell.get("data-column") for cell in cells] == ["Weeks", None]
    assert html.count('id="ada"') == 1


def test_rows_of_a_group_stand_below_its_heading_and_others_do_not():
    groups = [
        tables.TableGroup("Told", [tables.TableRow("Night", ["yes"])]),
        tables.TableGroup("Seen", [tables.TableRow("Vein", ["no"])]),
    ]
    bodies = re.findall(r"<tbody.*?</tbody>", tables.stacking("Findings", ["", ""], groups, "x"))
    assert [re.findall(r">([^<>]+)<", body) for body in bodies] == [
        ["Told", "Night", "yes"],
        ["Seen", "Vein", "no"],
    ]
    assert all('scope="rowgroup"' in body and 'colspan="2"' in body for body in bodies)


# ------------------------------------------------------------------------------ controls and lanes


def test_the_name_of_a_slider_holds_no_number_and_its_value_is_said_in_words():
    html = controls.slider("total", "Total calcium", "1.98 mmol/L", 1.2, 3.0, 0.01)
    ((_, moved),) = (found for found in Elements(html).found if found[0] == "input")
    assert moved["aria-label"] == "Total calcium"
    assert moved["aria-valuetext"] == "1.98 mmol/L"


def test_choices_are_each_of_their_kind_and_have_the_names_they_send():
    one = Elements(controls.radios("side", "Which?", [("left", "Left"), ("right", "Right")])).found
    some = Elements(controls.checkboxes([("a", "A"), ("b", "B")])).found
    sent = [
        [(a["type"], a["name"], a["value"]) for element, a in found if element == "input"]
        for found in (one, some)
    ]
    assert sent == [
        [("radio", "side", "left"), ("radio", "side", "right")],
        [("checkbox", "a", "yes"), ("checkbox", "b", "yes")],
    ]


def test_what_lies_on_a_track_never_leaves_it_and_is_for_eyes_alone():
    html = bars.lane("Ada", bars.piece("bar", -1, 4), bars.mark("mark", 7, "◆"), said="full")
    assert re.findall(r"inset-inline-start:([\d.]+)%", html) == ["0.0", "100.0"]
    assert re.findall(r"width:([\d.]+)%", html) == ["100.0"]
    track = re.search(r'<span class="track"[^>]*>', html)
    assert track
    assert "aria-hidden" in track[0]
    before, after = html[: track.start()], html[track.end() :]
    assert "Ada" in before
    assert "full" in after


def test_a_place_between_the_ends_is_where_its_share_says():
    assert str(bars.mark("tick", 0.25)) == str(
        tag("span", class_="tick", style="inset-inline-start:25.0%")
    )
