"""A drawn woman, of flat shapes: her traits in, a picture out that says nothing a reader must hear.

The colours are content of the drawing and the same on every ground: skin stays skin in the dark and
where the reader's own colours are forced. Nothing here has an id, so she may stand on a page many times.
Lines have three widths. Coordinates are in a square of a hundred, its middle at 50.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import lru_cache

from crampkit.catalogue.portraits import AGE, TRAITS, traits_of
from crampkit.views.kit.markup import Html, join, tag

SIZES = ("small", "middle", "large", "largest")
"""In a line of talk; beside a name; on the way on; over her own words."""

Cloth = tuple[str, str]
"""A colour and its shade."""
Skin = tuple[str, str, str, str]
"""Its colour, its shade, the lips, the cheeks."""
Circle = tuple[float, float, float]
"""Its middle and its radius."""

SKINS: Mapping[str, Skin] = {
    "1": ("#f9dccb", "#dda78f", "#b8555c", "#ee9f8e"),
    "2": ("#f1c8a5", "#cf9871", "#ae4f4e", "#e5957a"),
    "3": ("#e5b48a", "#bd855b", "#a24843", "#d8835f"),
    "4": ("#d59d70", "#ab7448", "#94433d", "#c67450"),
    "5": ("#bf865a", "#935d38", "#853a37", "#ae6140"),
    "6": ("#a56c46", "#7a492a", "#76323a", "#9a5134"),
    "7": ("#8a5739", "#613923", "#672c34", "#834429"),
    "8": ("#6e432f", "#472819", "#8b4247", "#7c3a2b"),
    "9": ("#553325", "#321b12", "#93494d", "#71382b"),
}
DEEP = ("7", "8", "9")
"""Where brows and pupils are darker than any hair, and a dark frame would not be seen."""

HAIRS: Mapping[str, Cloth] = {
    "black": ("#231b20", "#4f3f48"),
    "dark_brown": ("#3c2822", "#66493d"),
    "brown": ("#5e3d2b", "#876046"),
    "auburn": ("#7d4029", "#a66344"),
    "red": ("#a8482a", "#cc6d48"),
    "dark_blond": ("#a8783f", "#c99c63"),
    "blond": ("#d6ac68", "#efd8a2"),
    "grey": ("#7b747e", "#a8a1ab"),
}
PALE = ("dark_blond", "blond", "grey")
"""Hair that would make no brows."""
CLOTHS: Mapping[str, Cloth] = {
    "petrol": ("#156873", "#0b4a54"),
    "rust": ("#bd5833", "#954022"),
    "plum": ("#774084", "#5a2c66"),
    "saffron": ("#dda136", "#b57f20"),
    "blue": ("#3a6a95", "#284e72"),
    "berry": ("#a43757", "#7f2541"),
    "leaf": ("#4d7c4e", "#365c38"),
    "cream": ("#efe4d3", "#cdbb9e"),
    "coral": ("#d78a78", "#b06756"),
    "navy": ("#313c59", "#1d263d"),
}
COVER_OF = {
    **{"petrol": "coral", "rust": "navy", "plum": "saffron", "saffron": "petrol", "blue": "rust"},
    **{"berry": "blue", "leaf": "plum", "cream": "leaf", "coral": "navy", "navy": "berry"},
}
"""The colour of a cover by that of the clothes, so that the two are told apart."""
GROUNDS = {
    **{"sand": "#f5dfb9", "mist": "#cde5e3", "rose": "#f2d0c9"},
    **{"lilac": "#ddd3ea", "sage": "#d5e4c8", "sky": "#cadcec"},
}
INK, INK_ON_DEEP, WHITE, GOLD = "#2a1c22", "#1a1012", "#ffffff", "#f3b33e"
FRAME, FRAME_ON_DEEP = "#3a2430", "#f2dfbd"
FINE, LINE, THICK = "1.2", "1.8", "2.4"

LINES_FROM = 38
"""The age at which a face has lines."""

FACES = {
    "oval": (18.5, 68, 15, 10),
    "round": (20, 67.5, 16, 13),
    "long": (17.5, 70, 18, 10),
    "heart": (19.5, 69, 12, 7),
}
"""Half its width, the lowest point of the chin, how low the jaw is and how wide the chin."""


def portrait(traits: str, size: str) -> Html:
    """A woman as her traits say, in one of `SIZES`; nothing where no trait is named.

    >>> portrait("", "small")
    ''
    >>> portrait("skin=8 hair=locs age=26", "large").count("<svg")
    1
    """
    if not traits:
        return Html()
    return tag(
        "svg",
        _drawn(traits),
        class_=f"crampkit-portrait {size}",
        viewBox="0 0 100 100",
        stroke_width=LINE,
        stroke_linecap="round",
        aria_hidden="true",
        focusable="false",
    )


def beside_her_words(traits: str, words: Html) -> Html:
    """What a woman says, with her face beside it or above; alone where she has none."""
    if not traits:
        return words
    return tag("div", portrait(traits, "largest"), words, class_="her")


@lru_cache(maxsize=128)
def _drawn(traits: str) -> Html:
    """What stands in the square, from the ground to what lies over her clothes."""
    named = {name: values[0] for name, values in TRAITS.items()} | dict(traits_of(traits))
    skin, cover = SKINS[named["skin"]], named["cover"]
    behind, front, over = _hair(named["hair"], *HAIRS[named["colour"]])
    if cover in HIDING:
        behind = front = over = Html()
    cloth = CLOTHS[COVER_OF[named["clothes"]]]
    covered_behind, covered_over = _cover(cover, *cloth)
    ears_show = cover != "headscarf"
    return join(
        [
            _filled("M0 0H100V100H0Z", GROUNDS[named["ground"]]),
            covered_behind,
            behind,
            _clothes(named["neck"], *CLOTHS[named["clothes"]], skin),
            _ears(named["face"], skin) if ears_show else _filled(_SCARF_HOLE, skin[0]),
            _face(named["face"], skin[0]),
            _features(named, skin),
            front,
            _glasses(named["glasses"], named["skin"]),
            over,
            _at_the_ears(named) if ears_show else Html(),
            covered_over,
        ]
    )


# ------------------------------------------------------------------------------ shapes


def _filled(path: str, colour: str, **more: str) -> Html:
    return tag("path", d=path, fill=colour, **more)


def _line(path: str, colour: str, width: str | None = None) -> Html:
    """A line, as wide as most where nothing is said."""
    return tag("path", d=path, fill="none", stroke=colour, stroke_width=width)


def _circles(circles: Iterable[Circle], colour: str) -> Html:
    """Circles as one path, which may run into one another."""
    return _filled("".join(_round(*circle) for circle in circles), colour)


def _round(x: float, y: float, wide: float, high: float = 0) -> str:
    """The path of a circle, or of an ellipse that is so high."""
    half, across = f"a{wide:g} {high or wide:g} 0 1 0", f"{2 * wide:g} 0"
    return f"M{x - wide:.4g} {y:g}{half} {across}{half}-{across}"


# ------------------------------------------------------------------------------ face


def _face(shape: str, colour: str) -> Html:
    half, chin, low, jaw = FACES[shape]
    left, right = f"{50 - half:g}", f"{50 + half:g}"
    return _filled(
        f"M{left} 44C{left} 28 39 22 50 22S{right} 28 {right} 44"
        f"C{right} {44 + low:g} {50 + jaw:g} {chin:g} 50 {chin:g}S{left} {44 + low:g} {left} 44Z",
        colour,
    )


def _ears(shape: str, skin: Skin) -> Html:
    half = FACES[shape][0]
    return join(
        [
            _circles([(50 - half, 48, 3.6), (50 + half, 48, 3.6)], skin[0]),
            _circles([(49.4 - half, 48, 1.4), (50.6 + half, 48, 1.4)], skin[1]),
        ]
    )


def _features(named: Mapping[str, str], skin: Skin) -> Html:
    """What a face says: brows, eyes with their whites, nose, mouth, cheeks, and its years."""
    _, shade, lip, cheek = skin
    ink = INK_ON_DEEP if named["skin"] in DEEP else INK
    return join(
        [
            _marked(named["mark"], skin),
            _filled(_round(37.4, 55, 4.2, 3) + _round(62.6, 55, 4.2, 3), cheek, opacity=".4"),
            _years(named.get(AGE, ""), shade),
            _line("M50.4 47Q49 51.4 48.4 53.2Q49.4 55 52 54.2", shade),
            _mouth(named["mouth"], lip),
            _filled(_round(42.4, 46.6, 3.9, 3.3) + _round(57.6, 46.6, 3.9, 3.3), WHITE),
            _circles([(42.6, 46.6, 2.6), (57.4, 46.6, 2.6)], ink),
            _circles([(43.5, 45.6, 0.8), (58.3, 45.6, 0.8)], WHITE),
            _line("M38 45.8Q42 41.8 46.4 45M62 45.8Q58 41.8 53.6 45", ink, FINE),
            _line("M37.4 40.4Q41.6 37.4 46.4 39.2M62.6 40.4Q58.4 37.4 53.6 39.2", _brow(named)),
        ]
    )


def _brow(named: Mapping[str, str]) -> str:
    if named["skin"] in DEEP:
        return INK_ON_DEEP
    unknown = named["cover"] in HIDING or named["colour"] in PALE
    return HAIRS["brown" if unknown else named["colour"]][0]


def _years(age: str, shade: str) -> Html:
    if not age or int(age) < LINES_FROM:
        return Html()
    return _line("M41.4 57.6Q40 60 41 62.4M58.6 57.6Q60 60 59 62.4", shade, FINE)


def _mouth(kind: str, lip: str) -> Html:
    if kind == "line":
        return _line("M44.2 59.4Q50 64.4 55.8 59.4", lip, THICK)
    if kind == "open":
        return join(
            [
                _filled("M43.6 58.8Q50 60.6 56.4 58.8Q55 65.4 50 65.4T43.6 58.8Z", lip),
                _filled("M45.2 59.5Q50 60.8 54.8 59.5L54.2 61.4H45.8Z", WHITE),
            ]
        )
    return _filled("M43.6 59.4Q47.4 57.6 50 58.7Q52.6 57.6 56.4 59.4Q50 67 43.6 59.4Z", lip)


def _marked(mark: str, skin: Skin) -> Html:
    """What a skin may have of its own."""
    if mark == "freckles":
        dots = ((35.5, 53), (38.6, 55.4), (41.6, 53.2), (45.6, 55), (54.6, 55), (58.4, 53.2))
        return _circles([(x, y, 0.7) for x, y in (*dots, (61.4, 55.4), (64.5, 53))], skin[1])
    if mark == "vitiligo":
        patches = "M53 43Q58 38 64 41T64 51T55 51T53 43ZM46 57Q51 55 54 59T47 65T46 57Z"
        return _filled(patches, SKINS["1"][0], opacity=".55")
    return Html()


def _at_the_ears(named: Mapping[str, str]) -> Html:
    """Earrings, and what helps to hear."""
    half = FACES[named["face"]][0]
    left, right = 49.2 - half, 50.8 + half
    worn = Html()
    if named["earrings"] == "studs":
        worn = _circles([(left, 53, 1.6), (right, 53, 1.6)], GOLD)
    elif named["earrings"] == "hoops":
        worn = _line(_round(left, 55.4, 2.8) + _round(right, 55.4, 2.8), GOLD, FINE)
    if named["mark"] != "hearing_aid":
        return worn
    aid = f"M{right - 0.4:.4g} 47.6q-1-4.6 1.6-4.2q3.8 .8 2 7.6"
    return join([worn, _line(aid, CLOTHS["petrol"][0])])


def _glasses(kind: str, skin: str) -> Html:
    frame = FRAME_ON_DEEP if skin in DEEP else FRAME
    bridge = "M48.6 45.6q1.4-1.2 2.8 0M35.8 45 31 44M64.2 45 69 44"
    if kind == "round":
        return _line(_round(42.2, 46.8, 6.4) + _round(57.8, 46.8, 6.4) + bridge, frame)
    if kind == "square":
        glass = (
            "h9q2.4 0 2.2 2.4l-.8 5.4q-.4 2.2-2.6 2.2h-6.6q-2.2 0-2.6-2.2l-.8-5.4q-.2-2.4 2.2-2.4Z"
        )
        return _line(f"M37.8 41.8{glass}M53 41.8{glass}{bridge}", frame)
    return Html()


# ------------------------------------------------------------------------------ hair

_CAP = "M29 48C25 25 36 15 50 15S75 25 71 48"
_BACK = _CAP + "C69 36 61 29.5 50 29.5S31 36 29 48Z"
_PARTED = _CAP + "C68 39 59 35 50 25C41 35 32 39 29 48Z"
_ASIDE = _CAP + "C70 38 66 32 60 25C54 34 40 36 34 40Q30 43 29 48Z"
_FRINGE = _CAP + "L69 41 66 38.5 63 40 58 38 53 40 48 38 43 40 37 38.5 34 40.5 31 41Z"
_CLOUD = "M31 46C29 32 38 28 50 28S71 32 69 46C77 30 66 17 50 17S23 30 31 46Z"
_CROP = (
    "M29.5 46C24 24 37 14 52 14C69 14 75 28 70.5 46C69 40 67 36 63 33C54 35 42 34 37 30"
    "C33 35 31 40 29.5 46Z"
)
_SKULL = "M27.5 46C25 20 38 12.5 50 12.5S75 20 72.5 46"
_BESIDE = "M60 25Q62 20 61 17M40 22Q33 28 33 36"
_SWEPT = "M38 27Q43 21 50 20M56 21Q62 23 65 29"
_AFRO = (
    *((50, 36, 25), (50, 16, 9), (38, 18, 9), (62, 18, 9), (28, 27, 9.5), (72, 27, 9.5)),
    *((24, 40, 9), (76, 40, 9), (26, 53, 8), (74, 53, 8)),
)
_COILS = (
    *((50, 34, 20.5), (50, 15, 5), (41, 16, 5), (59, 16, 5), (34, 21, 5), (66, 21, 5)),
    *((29.5, 28, 5), (70.5, 28, 5), (28, 36, 4.5), (72, 36, 4.5), (29, 43, 3.5), (71, 43, 3.5)),
)
_CURLS = (
    *((50, 26, 17), (38, 21, 9), (62, 21, 9), (29, 31, 9), (71, 31, 9), (25, 44, 8.5)),
    *((75, 44, 8.5), (24, 57, 8.5), (76, 57, 8.5), (27, 70, 8.5), (73, 70, 8.5), (34, 79, 7)),
    (66, 79, 7),
)
_CURLED_FRONT = (
    *((35, 31, 6), (43, 26.5, 6.5), (52, 25.5, 6.5), (60, 28, 6), (66, 34, 5.5)),
    *((31.5, 38, 4.5), (69, 41, 4)),
)
_PLAITED = (
    *((70, 58, 4.6), (72, 65.5, 5.2), (70.5, 73, 5.4), (72, 80.5, 5.2), (70.5, 88, 4.6)),
    (71.5, 94, 3.2),
)
_BRAIDS = "M28.5 42V84M34 46V90M66 46V90M71.5 42V84"
_BANDS = "".join(f"M{x} {y}l3.8 2" for x in (26.6, 69.6) for y in (52, 62, 72, 82))
_LOCS = "M27 40Q23 54 26 70M32 46Q28 62 32 77M68 46Q72 62 68 77M73 40Q77 54 74 70"
_CURLED_LIGHTS = (
    "M38 20q4-4 8 0M56 17q4-4 8 0M24 34q3-4 7-1M70 34q3-4 7-1M21 56q3-4 7-1M73 56q3-4 7-1"
)


def _hair(style: str, hair: str, light: str) -> tuple[Html, Html, Html]:
    """What lies behind her head, what on it, and what over her clothes."""
    skull = _filled(_CAP + "Z", hair)
    match style:
        case "bob":
            behind = _filled(_SKULL + "L73.5 68Q66 72 60 70H40Q34 72 26.5 68Z", hair)
            return behind, _on(_PARTED, hair, "M50 25V16M36 33Q33 36 32 40", light), Html()
        case "straight":
            return _filled(_SKULL + "L77 92H23Z", hair), _on(_ASIDE, hair, _BESIDE, light), Html()
        case "fringe":
            behind = _filled(_SKULL + "L74 76Q66 79 60 77H40Q34 79 26 76Z", hair)
            return behind, _on(_FRINGE, hair, "M41 22 39 35M50 20V35M59 22 61 35", light), Html()
        case "waves":
            falls = "C79 54 72 60 77 68C82 76 78 87 71 87H29C22 87 18 76 23 68C28 60 21 54 27.5 46Z"
            lights = _BESIDE + "M25 58Q22 64 25 69M75 58Q78 64 75 69"
            return _filled(_SKULL + falls, hair), _on(_ASIDE, hair, lights, light), Html()
        case "curls":
            front = join([_circles(_CURLED_FRONT, hair), _line(_CURLED_LIGHTS, light, FINE)])
            return _circles(_CURLS, hair), front, Html()
        case "afro":
            lights = "M37 18q3-4 7-1M56 14q4-3 7 1M24 28q2-4 6-2M70 28q3-3 6 0M21 44q2-3 5-2M74 44q3-2 5 1"
            return _circles(_AFRO, hair), _on(_CLOUD, hair, lights, light), Html()
        case "coils":
            lights = "M38 19q2-3 5-1M48 16q2-3 5-1M58 18q3-2 5 1M31 26q1-3 4-2M65 25q3-1 4 2"
            return _circles(_COILS, hair), _on(_CLOUD, hair, lights, light), Html()
        case "bun":
            knot = _circles([(50, 11, 8.5)], hair)
            return (
                join([skull, knot, _line("M45 10Q50 4 55 8", light)]),
                _on(_BACK, hair, _SWEPT, light),
                Html(),
            )
        case "knot":
            knot = _circles([(70, 66, 8)], hair)
            return (
                join([skull, knot, _line("M68 62Q74 62 75 67", light)]),
                _on(_ASIDE, hair, _BESIDE, light),
                Html(),
            )
        case "ponytail":
            tail = "M64 22C84 18 92 42 84 62C81 72 84 78 78 86C68 78 72 62 72 50Q70 36 62 28Z"
            behind = join([skull, _filled(tail, hair), _line("M76 32Q83 46 78 64", light)])
            return behind, _on(_BACK, hair, _SWEPT, light), Html()
        case "braids":
            ropes = join(
                [
                    _filled(_SKULL + "L69 54H31Z", hair),
                    _line(_BRAIDS, hair, "4.8"),
                    _line(_BANDS, light, FINE),
                ]
            )
            rows = "M35 36Q38 24 46 18M43 31Q45 23 48 17M57 31Q55 23 52 17M65 36Q62 24 54 18"
            return ropes, _on(_BACK, hair, rows, light), Html()
        case "locs":
            ropes = join([_filled(_SKULL + "L69 54H31Z", hair), _line(_LOCS, hair, "5.4")])
            rows = "M34 38Q37 26 45 21M41 33Q44 25 50 21M63 36Q60 26 55 21"
            return ropes, _on(_PARTED, hair, rows, light), Html()
        case "plait":
            plaited = join(
                [
                    _circles(_PLAITED, hair),
                    _line(
                        "M67 62.4q4 2.4 8 .6M68 70q4 2 8 0M67 77q4 2.4 8 .6M68 84.6q3 2 7 0",
                        light,
                        FINE,
                    ),
                ]
            )
            behind = _filled(_SKULL + "Q74 56 71 60H32Q26 54 27.5 46Z", hair)
            return behind, _on(_PARTED, hair, "M50 25V16M62 33Q67 37 69 44", light), plaited
    return skull, _on(_CROP, hair, "M40 28Q50 31 60 27M62 20Q67 25 68 31", light), Html()


def _on(path: str, hair: str, lights: str, light: str) -> Html:
    return join([_filled(path, hair), _line(lights, light, FINE)])


# ------------------------------------------------------------------------------ covers and clothes

HIDING = ("headscarf", "wrap")
"""Covers under which no hair is seen."""

_SCARF = "M25.5 46C23 20 37 11 50 11S77 20 74.5 46C74.5 66 64 77 50 78C36 77 25.5 66 25.5 46Z"
_SCARF_HOLE = (
    "M32.5 45C32.5 60 40 69.5 50 69.5S67.5 60 67.5 45C67.5 33 60 28 50 28S32.5 33 32.5 45Z"
)
_SCARF_FALLS = "M27 57C34 77 66 77 73 57C75 71 80 79 89 87C78 101 22 101 11 87C20 79 25 71 27 57Z"
_SHAWL = "M24 50C20 18 36 8 50 8S80 18 76 50C76 70 80 80 86 90L71 99C73 82 71.5 68 71 52"
_SHAWL_HOLE = "C71.5 30 61 18.5 50 18.5S28.5 30 29 52C28.5 68 27 82 29 99L14 90C20 80 24 70 24 50Z"
_WRAP = "M29 43C20 18 35 4 51 4C68 4 80 18 71 43C67 33 61 29 50 29S33 33 29 43Z"


def _cover(kind: str, cloth: str, shade: str) -> tuple[Html, Html]:
    """What lies behind her, and what over all."""
    match kind:
        case "headscarf":
            over = join(
                [
                    _filled(_SCARF + _SCARF_HOLE, cloth, fill_rule="evenodd"),
                    _filled(_SCARF_FALLS, cloth),
                    _line("M29 66Q50 86 71 66M38 19Q31 26 30 37M20 86Q44 97 74 84", shade),
                ]
            )
            return _filled("M25 50Q25 70 12 88V100H88V88Q75 70 75 50Z", shade), over
        case "wrap":
            folds = "M33 34Q38 18 58 12M37 30Q50 20 68 31M30 26Q36 12 50 9M61 9Q67 5 70 10"
            knot = "M56 9C60-1 76 0 75 9C74 17 62 17 56 9Z"
            over = join([_filled(_WRAP, cloth), _filled(knot, cloth), _line(folds, shade)])
            return Html(), over
        case "shawl":
            over = join(
                [
                    _filled(_SHAWL + _SHAWL_HOLE, cloth),
                    _line(
                        "M27 50C25 24 37 13 50 13S75 24 73 50M74 66Q75 80 79 90M26 66Q25 80 21 90",
                        shade,
                        FINE,
                    ),
                ]
            )
            return Html(), over
    return Html(), Html()


def _clothes(neck: str, cloth: str, shade: str, skin: Skin) -> Html:
    """Shoulders and neck, in what she wears."""
    shapes = [
        _filled("M5 102C5 90 20 84.5 38 80Q50 91 62 80C80 84.5 95 90 95 102Z", cloth),
        _filled("M42 60H58V75Q59 79.5 62 80Q50 91 38 80Q41 79.5 42 75Z", skin[0]),
        _filled("M42 63H58V70Q50 77 42 70Z", skin[1]),
    ]
    match neck:
        case "vee":
            shapes += [
                _filled("M38 80 50 96 62 80Q50 84 38 80Z", skin[0]),
                _line("M38 80 50 96 62 80", shade),
            ]
        case "collar":
            shapes += [
                _filled("M38 78 50 90 42 97 33 82Z", shade),
                _filled("M62 78 50 90 58 97 67 82Z", shade),
            ]
        case "wide":
            shapes += [
                _filled("M31 82.5Q50 102 69 82.5L62 80Q50 84 38 80Z", skin[0]),
                _line("M31 82.5Q50 102 69 82.5", shade),
            ]
        case "roll":
            shapes += [
                _filled("M41 71Q50 77 59 71L62 83Q50 91 38 83Z", cloth),
                _line("M41 71Q50 77 59 71M38.5 82.5Q50 90 61.5 82.5", shade),
            ]
        case _:
            shapes.append(_line("M37.5 80.5Q50 93 62.5 80.5", shade, THICK))
    return join(shapes)
