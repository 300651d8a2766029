"""The pictures that open a lesson: drawn by us, in one style, each told in a sentence."""

from __future__ import annotations

import json
import re
from itertools import pairwise
from pathlib import Path
from xml.etree import ElementTree

import pytest

from crampkit.hosts.pages.build import own_notebooks
from crampkit.views.kit.portrait import SKINS

PICTURES = own_notebooks() / "pictures"
WITHIN = re.compile(r"!\[([^\]]*)\]\(pictures/(\w+\.svg)\)")
PRESSED = "run_all.svg"
"""Shows what to press in JupyterLab, and is drawn like it."""
PALETTE = {
    *("#2a1c2c", "#5f4fa0", "#8f80cf", "#efe8fb", "#a6203b", "#d06a58", "#a9473c", "#f8e6d3"),
    *("#f6ead2", "#cdb48a", "#156873", "#1a5730", "#98102c", "#f3b33e", "#3a6a95", "#e8a79b"),
    *("#fdf5ea", "#cadcec", "#9fb9d3", "#f3cdbd", "#f7d9cc", "#b9645a", "#f8d9cf", "#d98d80"),
    *("#fbe7b8", "#b57f20", "#7c1027", "#e9a9a0", "#7c5a6a", "#ffffff", "#bd5833", "#6a3077"),
    *("#e8d3bb", "#4d7c4e"),
} | {colour for skin in SKINS.values() for colour in skin[:2]}
OPENED = [
    *("01_which_cause_fits", "02_how_the_ranking_works"),
    *("10_safety_first", "11_calcium_demand", "12_uterine_compression", "13_hypocalcaemia"),
    *("14_varicose_veins", "15_disc_herniation", "16_compare_the_causes", "17_red_flags"),
    *("18_what_works", "20_cases", "21_my_progress"),
]


def opening(lesson: str) -> str:
    cells = json.loads((own_notebooks() / f"{lesson}.ipynb").read_text("utf-8"))["cells"]
    return "".join(cells[0]["source"])


def drawn() -> list[Path]:
    return sorted(path for path in PICTURES.glob("*.svg") if path.name != PRESSED)


@pytest.mark.parametrize("lesson", OPENED)
def test_a_lesson_opens_with_a_picture_below_its_title_told_in_a_sentence_and_in_a_line(lesson):
    title, picture, line, *_ = opening(lesson).split("\n\n")
    assert title.startswith("# ")
    found = WITHIN.fullmatch(picture)
    assert found, picture
    said = ElementTree.parse(PICTURES / found[2]).find("{*}title")
    assert said is not None
    assert found[1] == said.text
    assert found[1].count(".") >= 2
    assert re.fullmatch(r"\*[^*]+\.\*", line)
    assert len(line.split()) <= 24


def test_every_picture_opens_a_lesson_and_none_opens_two():
    used = [found[2] for lesson in OPENED for found in WITHIN.finditer(opening(lesson))]
    assert sorted(used) == [path.name for path in drawn()]


@pytest.mark.parametrize("path", drawn(), ids=lambda path: path.stem)
def test_a_picture_is_of_our_palette_and_asks_for_nothing(path):
    text = path.read_text("utf-8")
    assert len(text) < 5000
    assert set(re.findall(r"#[0-9a-f]{6}\b", text)) <= PALETTE
    root = ElementTree.fromstring(text)
    assert (root.get("role"), root.get("viewBox")) == ("img", "0 0 480 200")
    shapes = {one.tag.rpartition("}")[2] for one in root.iter()}
    assert shapes <= {"svg", "title", "g", "path", "circle", "clipPath", "rect"}  # no letters
    assert "href" not in text
    assert not re.search(r"url\((?!#)", text)


def skins_in(name: str) -> set[str]:
    text = (PICTURES / name).read_text("utf-8")
    return {number for number, skin in SKINS.items() if skin[0] in text}


def test_the_skin_of_drawn_legs_varies_over_the_lessons():
    pictures = [WITHIN.findall(opening(lesson))[0][1] for lesson in OPENED]
    of_skin = [skins for name in pictures if (skins := skins_in(name))]
    assert len(of_skin) >= 5
    assert all(len(skins) == 1 for skins in of_skin)
    assert all(one != other for one, other in pairwise(of_skin))
    tones = {int(number) for skins in of_skin for number in skins}
    assert min(tones) <= 3
    assert max(tones) >= 7
