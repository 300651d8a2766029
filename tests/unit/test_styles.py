"""The style sheets: one room each, colours and sizes by their meaning, no left and no right."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from itertools import product
from pathlib import Path

import pytest

import crampkit
from crampkit import front
from crampkit.views.kit import plot
from tests.sheets import (
    EYES,
    SHEETS,
    apart,
    classes,
    contrast,
    difference,
    rules,
    tokens,
    without_comments,
)

PACKAGE = Path(crampkit.__file__).parent
ROOMS = ("explorer", "lesson", "figures", "practice")
AROUND = (
    *("page", "steps", "class_report", "review", "jupyter", "address"),
    *("paper", "present", "print"),
)
THEMES = ("light", "dark")
GROUNDS = ("paper", "card", "linen")
MEANINGS = ("act", "against", "done", "again", "caution", "danger")
OTHERS_CLASSES = {"jupyter-widgets-disconnected"}
"""Classes that a toolkit writes, beside JupyterLab's `jp-`."""


# ------------------------------------------------------------------------------ one place each


def test_every_sheet_is_joined_into_a_page_and_the_order_is_fixed():
    assert set(SHEETS) == {*front.PANEL_SHEETS, *AROUND}
    assert list(front.PANEL_SHEETS) == ["tokens", "kit", *ROOMS]
    joined = front.style("page")
    places = [joined.index(front.sheet(name)) for name in (*front.PANEL_SHEETS, "page")]
    assert places == sorted(places)


def test_panels_in_somebody_elses_page_change_nothing_round_them():
    for name in (*front.PANEL_SHEETS, "jupyter"):
        for rule in rules(name):
            for selector in rule.selectors:
                ours = any(one.startswith("crampkit") for one in classes(selector))
                assert ours or selector.startswith(":root[data-"), selector


def written_by(*rooms: str) -> set[str]:
    """Every word that may be a class in what these rooms write: of short strings, not of sentences."""
    folders = [PACKAGE / kind / room for kind in ("views", "panels") for room in rooms]
    python = {
        word
        for folder in folders
        for path in folder.glob("*.py")
        for text in strings(path)
        for word in class_words(text)
    }
    drawn = {
        word
        for folder in folders
        for path in folder.glob("*.svg")
        for text in re.findall(r'class="([^"]*)"', path.read_text(encoding="utf-8"))
        for word in text.split()
    }
    return python | drawn


def written_around() -> set[str]:
    """The same of the hosts and of the scripts, which may be at work in any room."""
    python = {
        word
        for path in (PACKAGE / "hosts").rglob("*.py")
        for text in strings(path)
        for word in class_words(text)
    }
    scripts = {
        word
        for path in front.FOLDER.glob("*.js")
        for text in re.findall(r"\"[^\"\n]*\"|'[^'\n]*'|`[^`\n]*`", path.read_text("utf-8"))
        for word in class_words(text[1:-1])
    }
    return python | scripts


def strings(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield node.value


def class_words(text: str) -> Iterator[str]:
    """What of a string can be classes; part of a name that ends or begins with a hyphen counts too."""
    if re.fullmatch(r"[\w .<>=\"-]*", text) and len(text) < 120:
        yield from re.findall(r"[\w-]+", text)


NAMED_ELSEWHERE = {"complexed": "figures", "maybe": "figures", "missed_urgent": "practice"}
"""Classes that are an id of the tables or a name of the layers below, and the room that shows them."""


def is_written(name: str, words: set[str]) -> bool:
    """Whether the class is one of the words, or is put together from one: `f"crampkit-{side}"`."""
    front_part, hyphen, back_part = name.partition("-")
    return name in words or {front_part + hyphen, back_part} <= words


@pytest.mark.parametrize("room", ROOMS)
def test_a_rooms_sheet_styles_what_that_room_writes(room):
    words = written_by(room, "kit") | written_around() | {"crampkit"}
    words |= {name for name, of in NAMED_ELSEWHERE.items() if of == room}
    used = {name for rule in rules(room) for text in rule.selectors for name in classes(text)}
    assert sorted(name for name in used if not is_written(name, words)) == []


@pytest.mark.parametrize("room", ROOMS)
def test_what_only_the_kit_writes_is_styled_in_the_kits_sheet(room):
    own = written_by(room) | {name for name, of in NAMED_ELSEWHERE.items() if of == room}
    elsewhere = written_by("kit") - own - written_around()
    for rule in rules(room):
        for selector in rule.selectors:
            named = classes(selector) - {"crampkit"}
            assert not named or not named <= elsewhere, selector


def test_the_kits_sheet_styles_what_the_kit_or_two_rooms_write():
    shared = written_by("kit") | written_around() | {"crampkit"}
    by_room = [written_by(room) for room in ROOMS]
    used = {name for rule in rules("kit") for text in rule.selectors for name in classes(text)}
    assert (
        sorted(
            name
            for name in used
            if not is_written(name, shared)
            and sum(is_written(name, words) for words in by_room) < 2
        )
        == []
    )


@pytest.mark.parametrize("name", AROUND)
def test_no_rule_round_the_panels_styles_what_nobody_writes(name):
    words = written_around() | written_by("kit", "paper", *ROOMS) | {"crampkit"} | OTHERS_CLASSES
    used = {one for rule in rules(name) for text in rule.selectors for one in classes(text)}
    assert sorted(one for one in used if not is_written(one, words) and one[:3] != "jp-") == []


def test_every_token_that_is_used_is_there_and_none_lies_about():
    used: set[str] = set()
    for sheet in SHEETS:
        text = without_comments(sheet)
        own = [] if sheet == "tokens" else re.findall(r"--([\w-]+):", text)
        used |= set(re.findall(r"var\(--([\w-]+)\)", text)).difference(own)
    assert used == set(tokens("light"))


# ------------------------------------------------------------------------------ colours and sizes

SYSTEM_COLOURS = {"Canvas", "CanvasText", "Highlight", "HighlightText", "LinkText"}
"""The reader's own colours, which forced colours leave."""
COLOURED = re.compile(r"(^|-)(color|background|fill|stroke|border|outline|shadow)")
COLOUR = re.compile(
    r"#[0-9a-f]{3,8}\b|\b(?:rgba?|hsla?|oklch|lab|color-mix)\("
    r"|(?<![\w-])(?:white|black|red|green|blue|gr[ae]y|orange|yellow|brown|purple)(?![\w-])",
    re.IGNORECASE,
)
MIXED_IN_DRAWINGS = {"explorer"}
"""Clothes and belly of the body map are faint edges, mixed where they are drawn."""


@pytest.mark.parametrize("name", [name for name in SHEETS if name != "tokens"])
def test_no_colour_is_written_outside_the_tokens(name):
    for rule in rules(name):
        for prop, value in rule.declarations:
            mixed = name in MIXED_IN_DRAWINGS and "color-mix(" in value and prop == "fill"
            assert mixed or not (COLOURED.search(prop) and COLOUR.search(value)), (rule, value)


SPACES = re.compile(r"(margin|padding|gap|border-radius|border-\w+-\w+-radius)(-|$)")
IN_LETTERS = {"inherit", "1em !important", "1.3em"}
"""A size that goes by the letters round it: a card is made to fit one sheet of paper."""


@pytest.mark.parametrize("name", [name for name in SHEETS if name != "tokens"])
def test_sizes_of_letters_and_spaces_are_tokens(name):
    for rule in rules(name):
        for prop, value in rule.declarations:
            if prop == "font-size":
                of_the_room = name == "address" and value.startswith("clamp(")
                of_the_paper = name == "paper" and value in ("10.5pt", "17pt", "9em", "6em")
                of_the_page = name == "page" and value == "calc(112.5% * var(--letters, 1))"
                of_the_wall = (
                    name == "present" and value == "max(100%, min(100vh / 24, 100vw / 30))"
                )
                token = re.fullmatch(r"var\(--t-\w+\)", value)
                given = (token, of_the_room, of_the_page, of_the_paper, of_the_wall)
                assert any(given) or value in IN_LETTERS, (
                    rule,
                    value,
                )
            elif SPACES.match(prop) and not prop.startswith("scroll"):
                assert not re.search(r"\d(px|rem|pt|em)\b", value), (rule, prop, value)


def test_the_dark_theme_has_its_own_of_every_colour():
    light, dark = tokens("light"), tokens("dark")
    colours = {name for name, value in light.items() if value.startswith("#")}
    assert {name for name in colours if light[name] == dark[name]} == {"sun"}
    assert {name for name in light if light[name] != dark[name]} - colours == {
        *("shadow", "shadow-above")
    }


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("ground", GROUNDS)
def test_text_is_easy_to_read_on_every_ground(theme, ground):
    colours = tokens(theme)
    for name in ("ink", "quiet", *MEANINGS):
        assert contrast(colours[name], colours[ground]) >= 7, name


@pytest.mark.parametrize("theme", THEMES)
def test_text_is_easy_to_read_on_the_wash_of_its_meaning(theme):
    colours = tokens(theme)
    for name in MEANINGS:
        for text in ("ink", "quiet", name):
            assert contrast(colours[text], colours[f"{name}-wash"]) >= 7, (text, name)


@pytest.mark.parametrize("theme", THEMES)
def test_edges_and_bars_stand_out_from_every_ground(theme):
    colours = tokens(theme)
    washes = [f"{name}-wash" for name in MEANINGS]
    for name, ground in product(("edge", "act", "against"), (*GROUNDS, *washes)):
        assert contrast(colours[name], colours[ground]) >= 3, (name, ground)


def colour_of(value: str, colours: dict[str, str]) -> str | None:
    """The colour that a value names or mixes; None where it is drawn in none or in several."""
    if match := re.fullmatch(r"var\(--([\w-]+)\)", value):
        return colour_of(colours[match[1]], colours)
    if match := re.fullmatch(
        r"color-mix\(in srgb, var\(--([\w-]+)\) (\d+)%, var\(--([\w-]+)\)\)", value
    ):
        return plot.blend(colours[match[1]], colours[match[3]], int(match[2]) / 100)
    return value if value.startswith("#") else None


@pytest.mark.parametrize("theme", THEMES)
def test_every_rule_that_says_ink_and_ground_can_be_read(theme):
    colours, pairs = tokens(theme), 0
    for name in SHEETS:
        for rule in rules(name):
            said = dict(rule.declarations)
            ink = colour_of(said.get("color", ""), colours)
            ground = colour_of(said.get("background", ""), colours)
            if ink and ground:
                pairs += 1
                assert contrast(ink, ground) >= 7, rule
    assert pairs > 20


@pytest.mark.parametrize("theme", THEMES)
def test_a_table_of_pairs_can_be_read_on_its_deepest_shade(theme):
    colours = tokens(theme)
    for name, value in colours.items():
        if name.startswith("apart-"):
            assert contrast(colours["ink"], colour_of(value, colours) or "") >= 4.5, name


def test_what_is_filled_keeps_its_two_colours_where_the_readers_own_are_forced():
    filled = {
        rule.selectors: dict(rule.declarations)
        for name in SHEETS
        for rule in rules(name)
        if {"var(--on-act)", "var(--on-danger)"} & {value for _, value in rule.declarations}
    }
    assert len(filled) >= 5
    for selectors, said in filled.items():
        assert said["forced-color-adjust"] == "none", selectors


def test_the_sun_is_never_text():
    for name in SHEETS:
        for rule in rules(name):
            for prop, value in rule.declarations:
                assert not (prop == "color" and "--sun" in value), rule


@pytest.mark.parametrize("eye", EYES)
@pytest.mark.parametrize("theme", THEMES)
def test_for_and_against_differ_to_every_eye(theme, eye):
    colours = tokens(theme)
    assert difference(colours["act"], colours["against"], eye) > 30
    assert difference(colours["done"], colours["again"], eye) > 30


@pytest.mark.parametrize("theme", THEMES)
def test_charts_are_drawn_in_the_colours_of_the_sheets(theme):
    colours = tokens(theme)
    assert plot.ink(theme == "dark") == plot.Ink(
        paper=colours["paper"],
        text=colours["ink"],
        muted=colours["quiet"],
        line=colours["edge"],
        empty=colours["linen"],
        supports=colours["act"],
        against=colours["against"],
    )


# ------------------------------------------------------------------------------ no left, no right

PHYSICAL = re.compile(
    r"^(?:min-|max-)?(?:width|height)$|^(?:left|right|top|bottom)$"
    r"|^(?:margin|padding|border|scroll-margin|scroll-padding)-(?:left|right|top|bottom)\b"
    r"|^border-(?:top|bottom)-(?:left|right)-radius$"
)
SIDES = re.compile(r"(?<![\w-])(?:left|right)(?![\w-])")
PHYSICAL_ALLOWED = {
    ("kit", "float", "left"): "a legend is laid out when it floats, and is as wide as its set",
    ("explorer", "float", "left"): "the grid has the say on the side of a legend",
}


@pytest.mark.parametrize("name", SHEETS)
def test_no_rule_knows_left_from_right(name):
    found = {
        (name, prop, value)
        for rule in rules(name)
        for prop, value in rule.declarations
        if prop[:2] != "--" and (PHYSICAL.match(prop) or SIDES.search(value))
    }
    assert found == {one for one in PHYSICAL_ALLOWED if one[0] == name}


FOUR = re.compile(r"^(margin|padding|inset|border-width|border-color|border-style)$")


@pytest.mark.parametrize("name", SHEETS)
def test_what_has_four_values_has_the_same_on_both_sides(name):
    for rule in rules(name):
        for prop, value in rule.declarations:
            values = list(apart(value, " "))
            if FOUR.match(prop) and len(values) == 4:
                assert values[1] == values[3], rule


def test_what_is_right_is_a_disc_what_is_not_a_square_and_a_missed_danger_the_octagon():
    drawn: dict[str, dict[str, str]] = {}
    for rule in rules("practice"):
        for selector in rule.selectors:
            if ".verdict" in selector and selector.endswith("::before"):
                drawn.setdefault(selector, {}).update(rule.declarations)
    (first, right, danger) = drawn.values()
    assert (first["border-radius"], first["content"][:3]) == ("var(--r-s)", '"✗"')
    assert (right["border-radius"], right["content"][:3]) == ("var(--r-pill)", '"✓"')
    assert (danger["clip-path"], danger["content"][:3]) == ("var(--octagon)", '"!"')
    # The word says it, and nobody hears the shape beside it as well.
    assert all(said["content"].endswith('/ ""') for said in (first, right, danger))
    grounds = [
        selector
        for rule in rules("practice")
        for selector in rule.selectors
        if "background" in dict(rule.declarations)
    ]
    assert grounds.index(".crampkit .verdict.wrong") < grounds.index(
        ".crampkit .verdict:is(.missed_urgent, .too_slow)"
    )


# ------------------------------------------------------------------------------ what a toggle costs

ROUND_A_LESSON = re.compile(
    r"(?:^|[\s>+~,(])((?:html|body|main|#page)(?![\w-])[^\s>+~,:]*:has\(.*)"
)
ASKS_ANYWAY = {
    'html:has(.notices p[data-notice="progress"]:not([hidden]))': "stands while Python comes",
    "html:has(body.crampkit-prints-card)": "for the printer",
    "main:has(.crampkit-answers :is(input:checked:not([checked]),": "where no script is",
    "main:has(.step:not([hidden]) :is(.ways,": "of what panels draw, whenever they do",
}


@pytest.mark.parametrize("name", SHEETS)
def test_what_stands_round_a_lesson_is_asked_for_nothing_in_it(name):
    """Each change in a lesson would have all of it styled and laid out anew: attributes say it."""
    every = (selector for rule in rules(name) for selector in rule.selectors)
    asks = [found[1] for selector in every if (found := ROUND_A_LESSON.search(selector))]
    assert [one for one in asks if not one.startswith(tuple(ASKS_ANYWAY))] == []


def test_every_rule_that_asks_a_whole_lesson_anyway_is_there():
    every = " ".join(", ".join(rule.selectors) for name in SHEETS for rule in rules(name))
    assert all(one in every for one in ASKS_ANYWAY)
