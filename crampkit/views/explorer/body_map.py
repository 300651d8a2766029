"""The body map: where a cause is felt and seen, and where a woman points; drawn, and in words."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping, Sequence

from crampkit.catalogue import VIEWS, Catalogue, CauseRegion, Region
from crampkit.languages import joined
from crampkit.reasoning.pointing import Place, Setting, places
from crampkit.views.explorer.body_outline import layers
from crampkit.views.explorer.safety import NEVER_PRINTED
from crampkit.views.kit.controls import checkboxes, radios
from crampkit.views.kit.markup import Html, button, choice, join, more, question, tag
from crampkit.views.kit.sources import sources_by_key
from crampkit.words import Words

MARKS_SHOWN, PICKING = "marks", "pick"
"""The two things the map is for."""

VIEW_BOX = "26 10 248 624"
NUMBERS_ON = "right"
"""Her side on which the numbers stand, and on which what has only one side is drawn."""
NUMBER_APART = 25.0
NUMBER_RADIUS = 11.5
NUMBER_X = {"front": 39.0, "back": 261.0}
"""Where the numbers stand: beside her right, which is on the left of the picture in front."""
BODY_TOP, BODY_FOOT = 30.0, 612.0


# ------------------------------------------------------------------------------- places


def parts(catalogue: Catalogue) -> dict[str, Region]:
    """The parts of the body in file order, each with the first of its regions."""
    found: dict[str, Region] = {}
    for region in catalogue.regions.values():
        found.setdefault(region.part, region)
    return found


def views_of(catalogue: Catalogue) -> list[str]:
    """The drawings on which there is a place."""
    return [v for v in VIEWS if any(region.view == v for region in catalogue.regions.values())]


def marks_of(catalogue: Catalogue, cause_id: str | None) -> dict[str, list[CauseRegion]]:
    """What a cause marks in each part, in the order in which the table tells it."""
    own: dict[str, list[CauseRegion]] = {}
    for mark in catalogue.cause_regions.values():
        if mark.cause_id == cause_id:
            own.setdefault(mark.part, []).append(mark)
    return own


# ------------------------------------------------------------------------------- geometry

_ARGUMENTS = {"m": 2, "l": 2, "h": 1, "v": 1, "c": 6, "s": 4, "q": 4, "t": 2, "a": 7, "z": 0}


def bounds(shape: str) -> tuple[float, float, float, float]:
    """The box round a path: left, top, right and bottom. Points that only bend a curve count too.

    >>> bounds("M10 20l5 5h-10v30z")
    (5.0, 20.0, 15.0, 55.0)
    """
    points: list[tuple[float, float]] = []
    x = y = 0.0
    start = (0.0, 0.0)
    for letter, numbers in re.findall(r"([A-Za-z])([^A-Za-z]*)", shape):
        values = [float(number) for number in re.findall(r"-?(?:\d+\.?\d*|\.\d+)", numbers)]
        kind, relative = letter.lower(), letter.islower()
        if kind == "z":
            x, y = start
            continue
        size = _ARGUMENTS[kind]
        for first in range(0, len(values) - size + 1, size):
            given = values[first : first + size]
            from_x, from_y = (x, y) if relative else (0.0, 0.0)
            if kind == "h":
                reached = [(from_x + given[0], y)]
            elif kind == "v":
                reached = [(x, from_y + given[0])]
            else:
                pairs = given[-2:] if kind == "a" else given
                reached = [
                    (from_x + px, from_y + py)
                    for px, py in zip(pairs[::2], pairs[1::2], strict=True)
                ]
            points += reached
            x, y = reached[-1]
            if kind == "m" and first == 0:
                start = (x, y)
    if not points:
        return (0.0, 0.0, 0.0, 0.0)
    across, down = [px for px, _ in points], [py for _, py in points]
    return (min(across), min(down), max(across), max(down))


def spread(wanted: Sequence[float], apart: float, top: float, bottom: float) -> list[float]:
    """Heights as near as may be to those wanted, in their order, and so far apart.

    >>> spread([100, 105, 200], 20, 0, 300)
    [100, 120, 200]
    >>> spread([290, 295], 20, 0, 300)
    [280, 300]
    """
    placed: list[float] = []
    for height in wanted:
        lowest = placed[-1] + apart if placed else top
        placed.append(max(height, lowest))
    limit = bottom
    for index in reversed(range(len(placed))):
        placed[index] = min(placed[index], limit)
        limit = placed[index] - apart
    return placed


# ------------------------------------------------------------------------------- drawing


def _figure(
    view: str, name: str, words: Words, *content: Html, below: str = "", **attributes: object
) -> Html:
    """One view of her, with what is drawn on it, and her left and right written above."""
    first, last = ("right", "left") if view == "front" else ("left", "right")
    return tag(
        "figure",
        tag(
            "figcaption",
            tag("span", words(f"body_map.her_{first}")),
            tag("strong", words(f"body_map.{view}")),
            tag("span", words(f"body_map.her_{last}")),
        ),
        tag(
            "svg",
            _patterns(name),
            *(tag("path", d=path, class_=kind) for kind, path in layers(view)),
            *content,
            viewBox=VIEW_BOX,
            **attributes,
        ),
        tag("p", below, class_=f"drawn-on-one {view}") if below else Html(),
        data_view=view,
    )


def _patterns(name: str) -> Html:
    """Stripes for what is felt, dots for what is seen: they tell apart without any colour.

    A page may show several maps, and a pattern is found by its id, so each map names its own.
    """
    return tag(
        "defs",
        tag(
            "pattern",
            tag("path", d="M-1 1L1 -1M0 7L7 0M6 8L8 6", class_="stripe"),
            id=f"{name}-felt",
            width=7,
            height=7,
            patternUnits="userSpaceOnUse",
        ),
        tag(
            "pattern",
            tag("circle", cx=3, cy=3, r=1.9, class_="dot"),
            id=f"{name}-seen",
            width=6,
            height=6,
            patternUnits="userSpaceOnUse",
        ),
    )


def marks(catalogue: Catalogue, cause_id: str | None, words: Words, name: str = "body-map") -> Html:
    """Where one cause is felt and seen: the drawing with its numbers, and the same in words."""
    marked = marks_of(catalogue, cause_id)
    if not marked:
        return tag("p", words("body_map.no_marks"), class_="note")
    numbers = {part: number for number, part in enumerate(marked, start=1)}
    return tag(
        "div",
        tag(
            "div",
            tag(
                "div",
                *(
                    _marked_view(catalogue, view, marked, numbers, words, name)
                    for view in views_of(catalogue)
                ),
                class_="views",
            ),
            _legend(words, name),
            _whose_sides(words),
            class_="drawing",
        ),
        more(words("body_map.in_words"), _twin(catalogue, marked, words), class_="words"),
        class_="map marks",
        data_key="marks",
    )


def _marked_view(
    catalogue: Catalogue,
    view: str,
    marked: Mapping[str, Sequence[CauseRegion]],
    numbers: Mapping[str, int],
    words: Words,
    name: str,
) -> Html:
    shown: list[Html] = []
    numbered: dict[str, Region] = {}
    on_one_side = False
    for region in catalogue.regions.values():
        if region.view != view or region.part not in marked:
            continue
        for mark in marked[region.part]:
            if mark.side == "one" and region.side != NUMBERS_ON:
                continue
            on_one_side |= mark.side == "one"
            shown.append(
                tag(
                    "path",
                    d=region.shape,
                    class_=f"place-mark {mark.mark}",
                    fill=f"url(#{name}-{view}-{mark.mark})",
                    data_part=region.part,
                    data_side=region.side,
                )
            )
            if region.side in (NUMBERS_ON, "middle"):
                numbered.setdefault(region.part, region)
    return _figure(
        view,
        f"{name}-{view}",
        words,
        *shown,
        *_numbers(numbered, numbers, view),
        below=words("body_map.drawn_on_one") if on_one_side else "",
        role="img",
        aria_label=words(f"body_map.alt_{view}", places=_places_named(numbered, words)),
    )


def _places_named(numbered: Mapping[str, Region], words: Words) -> str:
    named = words.listed(region.label for region in numbered.values())
    return named or words("body_map.nothing_marked")


def _numbers(
    numbered: Mapping[str, Region], numbers: Mapping[str, int], view: str
) -> Iterable[Html]:
    """The number of each part beside the body, with a thin line to it."""
    boxes = {part: bounds(region.shape) for part, region in numbered.items()}
    in_order = sorted(boxes, key=lambda part: boxes[part][1] + boxes[part][3])
    wanted = [(boxes[part][1] + boxes[part][3]) / 2 for part in in_order]
    x = NUMBER_X[view]
    inward = 1.0 if view == "front" else -1.0
    for part, height, y in zip(
        in_order, wanted, spread(wanted, NUMBER_APART, BODY_TOP, BODY_FOOT), strict=True
    ):
        left, _, right, _ = boxes[part]
        reach = (left if view == "front" else right) + inward * min(4.0, (right - left) / 2)
        yield tag(
            "path",
            d=f"M{x + inward * NUMBER_RADIUS:g} {y:g}L{reach:.1f} {height:.1f}",
            class_="leader",
        )
        yield tag("circle", cx=f"{x:g}", cy=f"{y:g}", r=f"{NUMBER_RADIUS:g}", class_="badge")
        yield tag("text", str(numbers[part]), x=f"{x:g}", y=f"{y + 5.3:g}", text_anchor="middle")


def _whose_sides(words: Words) -> Html:
    return tag("p", words("body_map.sides"), class_="note")


def _legend(words: Words, name: str) -> Html:
    return tag(
        "p",
        *(
            tag(
                "span",
                tag(
                    "svg",
                    tag(
                        "rect",
                        x=1,
                        y=1,
                        width=34,
                        height=18,
                        rx=4,
                        class_=f"place-mark {mark}",
                        fill=f"url(#{name}-front-{mark})",
                    ),
                    viewBox="0 0 36 20",
                    aria_hidden="true",
                ),
                words(f"body_map.legend_{mark}"),
            )
            for mark in ("felt", "seen")
        ),
        class_="map-legend",
    )


def _twin(catalogue: Catalogue, marked: Mapping[str, Sequence[CauseRegion]], words: Words) -> Html:
    """Place, felt or seen, side, words and sources of every mark: all that the drawing says."""
    known = parts(catalogue)
    return tag(
        "ol",
        *(
            tag(
                "li",
                tag("strong", known[part].label),
                *(
                    tag(
                        "div",
                        tag(
                            "p",
                            tag("span", words(f"body_map.{mark.mark}"), class_=f"kind {mark.mark}"),
                            ""
                            if mark.side == "middle"
                            else words(
                                "body_map.on_side", side=words(f"body_map.side.{mark.side}")
                            ),
                            class_="where",
                        ),
                        tag("p", mark.words),
                        sources_by_key(catalogue, mark.source_ids, words),
                    )
                    for mark in own
                ),
            )
            for part, own in marked.items()
        ),
        class_="twin-list",
    )


# ------------------------------------------------------------------------------- pointing


def pick(
    catalogue: Catalogue,
    picked: Collection[Place],
    settings: Sequence[Setting],
    danger: Html,
    words: Words,
    name: str = "body-map",
) -> Html:
    """The drawing to tap, what the places picked set and raise, and a checkbox for every place."""
    return tag(
        "div",
        tag("p", words("body_map.prompt"), class_="prompt"),
        tag(
            "div",
            tag(
                "div",
                tag(
                    "div",
                    *(
                        _picking_view(catalogue, view, picked, words, name)
                        for view in views_of(catalogue)
                    ),
                    class_="views",
                ),
                _whose_sides(words),
                tag("div", danger, class_="danger-here"),
                what_it_sets(catalogue, picked, settings, words),
                class_="drawing",
            ),
            tag("div", _checkboxes(catalogue, words), class_="words"),
            class_="map",
        ),
        class_="picking",
        data_key="pick",
    )


def _picking_view(
    catalogue: Catalogue, view: str, picked: Collection[Place], words: Words, name: str
) -> Html:
    # The checkboxes say it all to a keyboard and a screen reader: the drawing is for fingers and eyes.
    return _figure(
        view,
        f"{name}-{view}",
        words,
        *(
            tag(
                "path",
                tag("title", place_label(region.label, region.side, words)),
                d=region.shape,
                class_="region picked" if (region.part, region.side) in picked else "region",
                data_action="tap",
                data_value=f"{region.part}:{region.side}",
            )
            for region in catalogue.regions.values()
            if region.view == view
        ),
        *(
            _tick(region.shape)
            for region in catalogue.regions.values()
            if region.view == view and (region.part, region.side) in picked
        ),
        aria_hidden="true",
    )


def _tick(shape: str) -> Html:
    left, top, right, bottom = bounds(shape)
    x, y = (left + right) / 2, (top + bottom) / 2
    return tag("path", d=f"M{x - 5:.1f} {y:.1f}l3.5 4l6.5 -8", class_="tick")


def place_label(label: str, side: str, words: Words) -> str:
    """A place with her side of it: "Calf, her left"."""
    if side == "middle":
        return label
    return words("body_map.place", place=label, side=words(f"body_map.her_{side}"))


def _checkboxes(catalogue: Catalogue, words: Words) -> Html:
    """A native checkbox for each side of each part, under the view in which it stands first."""
    known = parts(catalogue)
    sides: dict[str, list[str]] = {part: [] for part in known}
    for part, side in places(catalogue):
        sides[part].append(side)
    return join(
        question(
            words(f"body_map.{view}"),
            tag(
                "div",
                *(
                    _part(region, sides[part], words)
                    for part, region in known.items()
                    if region.view == view
                ),
                class_="parts",
            ),
            class_="of-view",
        )
        for view in views_of(catalogue)
    )


def _part(region: Region, sides: Sequence[str], words: Words) -> Html:
    name = tag(
        "span",
        tag("strong", region.label),
        words("body_map.meaning", meaning=region.meaning) if region.meaning else "",
    )
    if sides == ["middle"]:
        return tag("div", choice("checkbox", _control(region.part, "middle"), "yes", name))
    return question(
        name,
        checkboxes((_control(region.part, side), words(f"body_map.her_{side}")) for side in sides),
    )


def _control(part: str, side: str) -> str:
    return f"place:{part}:{side}"


def pick_state(catalogue: Catalogue, picked: Collection[Place]) -> dict[str, object]:
    """Which checkboxes are ticked, by their names."""
    return {_control(*place): place in picked for place in places(catalogue)}


def what_it_sets(
    catalogue: Catalogue,
    picked: Collection[Place],
    settings: Sequence[Setting],
    words: Words,
) -> Html:
    """In words: which findings the places picked answer, and which of them are not ours to change."""
    labels = {part: region.label for part, region in parts(catalogue).items()}
    chosen = [
        place_label(labels[part], side, words)
        for part, side in places(catalogue)
        if (part, side) in picked
    ]
    if not chosen:
        said = tag("p", words("body_map.nothing_picked"))
    else:
        said = join(
            [
                tag("p", words("body_map.picked", places=joined(" · ", chosen))),
                _settings_list(catalogue, settings, words)
                if settings
                else tag("p", words("body_map.sets_nothing")),
                button(words("body_map.clear"), "clear"),
            ]
        )
    return tag("div", said, class_="sets", role="status", data_key="sets")


def _settings_list(catalogue: Catalogue, settings: Sequence[Setting], words: Words) -> Html:
    return join(
        [
            tag("p", words("body_map.sets")),
            tag("ul", *(_setting(catalogue, setting, words) for setting in settings)),
        ]
    )


def _setting(catalogue: Catalogue, setting: Setting, words: Words) -> Html:
    label = catalogue.findings[setting.finding_id].label
    said = words(f"body_map.sets.{setting.status}", finding=label)
    if setting.status == "yes":
        return tag("li", said)
    change = button(words("body_map.answer_yes"), f"finding:{setting.finding_id}", "yes")
    return tag("li", said, " ", change, class_="kept")


# ------------------------------------------------------------------------------- the whole


def body_map(shown: str, content: Html, words: Words, switch: bool = True) -> Html:
    """The switch between the two uses of the map, and the map itself."""
    return tag(
        "section",
        tag("h3", words("body_map.title")),
        radios(
            "map:view",
            words("body_map.show"),
            ((use, words(f"body_map.{use}")) for use in (MARKS_SHOWN, PICKING)),
            class_="uses",
        )
        if switch
        else Html(),
        content,
        class_="body-map",
        data_shown=shown,
    )


def danger_signs(catalogue: Catalogue, flag_ids: Iterable[str], words: Words) -> Html:
    """In short, what could be dangerous and what to do, where a finding has raised it."""
    flags = [catalogue.flags[flag_id] for flag_id in flag_ids]
    if not flags:
        return Html()
    return tag(
        "aside",
        tag("h4", words("body_map.danger")),
        tag(
            "ul",
            *(
                tag(
                    "li",
                    tag("span", words(f"tier.{flag.tier}"), class_="tier"),
                    " ",
                    tag("strong", words("refer.could_be", could_be=flag.could_be)),
                    tag("p", tag("strong", words("refer.what_to_do")), " ", flag.action),
                    class_=NEVER_PRINTED if flag.private else None,
                )
                for flag in flags
            ),
        ),
        tag("p", words("refer.withdraw"), class_="note"),
        class_="danger-sign",
    )
