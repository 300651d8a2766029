"""The charts on the toy catalogue: figure, sentence and table say the same, and never by colour alone."""

from __future__ import annotations

import json
import math
from dataclasses import replace
from importlib import import_module
from itertools import combinations, pairwise
from pkgutil import iter_modules

import plotly.graph_objects as go
import pytest

from crampkit.catalogue import Catalogue, Finding, load
from crampkit.reasoning import Contribution, evidence
from crampkit.reasoning.counting import POPULATION, count_women
from crampkit.toy import build, toy_catalogue
from crampkit.views import figures
from crampkit.views.figures import base_rate, fagan, findings_map
from crampkit.views.figures import evidence as evidence_views
from crampkit.views.kit import plot
from crampkit.views.kit.labels import fit_words
from crampkit.views.kit.numbers import bits_text, frequency_text, percent_text
from crampkit.views.kit.plot import Figure, Trace
from crampkit.words import Words
from tests.sheets import contrast
from tests.unit.test_views import spelled_out

ANSWERS = {"glare": True, "heat": True, "night": True, "left": True, "noon": False}


@pytest.fixture(scope="module")
def toy() -> Catalogue:
    return toy_catalogue()


@pytest.fixture(scope="module")
def words() -> Words:
    return Words(load().text)


@pytest.fixture(scope="module")
def contributions(toy: Catalogue) -> tuple[Contribution, ...]:
    return evidence(toy, ANSWERS)["sun"]


def trace(figure: Figure, name: str) -> Trace:
    (found,) = (drawn for drawn in figure["data"] if drawn.get("name") == name)
    return found


def heatmap(figure: Figure) -> Trace:
    (found,) = (drawn for drawn in figure["data"] if drawn["type"] == "heatmap")
    return found


def written(figure: Figure) -> list[Trace]:
    """The traces that are text."""
    return [drawn for drawn in figure["data"] if drawn.get("mode") == "text"]


def shown(figure: Figure) -> str:
    """All text of a figure, without plotly's tags, in one line."""
    texts = [text for drawn in written(figure) for text in drawn["text"]]
    texts += [annotation["text"] for annotation in figure["layout"]["annotations"]]
    joined = " ".join(texts).replace("<br>", " ").replace("<b>", "").replace("</b>", "")
    return " ".join(joined.split())


def all_figures(toy: Catalogue, words: Words, dark: bool) -> list[Figure]:
    """Some of each function that makes a figure."""
    contributions = evidence(toy, ANSWERS)["sun"]
    return [
        evidence_views.evidence_figure(toy, "sun", contributions, words, dark),
        evidence_views.evidence_figure(toy, "sun", (), words, dark),
        findings_map.map_figure(toy, ANSWERS, words, dark),
        findings_map.map_figure(toy, {}, words, dark),
        fagan.fagan_figure(0.01, 20, words, dark),
        base_rate.base_rate_figure(count_women(0.01, 0.8, 0.1), words, dark),
    ]


# ------------------------------------------------------------------------------ colours


@pytest.mark.parametrize("dark", [False, True])
def test_signs_can_be_read_on_every_colour_of_the_map(dark: bool) -> None:
    # Nine answers to one question weigh from strong against over nothing to strong for.
    ratios = (0.05, 0.15, 0.3, 0.7, 1, 1.4, 3, 7, 15)
    findings = [Finding(f"f{i}", f"F {i}", "history", "core", 0.06) for i in range(9)]
    catalogue = build(
        {"sun": 1.0, "something_else": 1.0},
        findings,
        {("sun", f"f{i}"): 0.06 * ratio for i, ratio in enumerate(ratios)},
    )
    figure = findings_map.map_figure(catalogue, {}, Words(load().text), dark)
    colours = findings_map.level_colours(dark)
    signs = next(d for d in written(figure) if d["textposition"] == "middle center")
    assert signs["text"] == [findings_map.sign_text(level) for level in range(-4, 5)]
    for level, ink in zip(range(-4, 5), signs["textfont"]["color"], strict=True):
        assert contrast(ink, colours[level + 4]) >= 4.5


# ------------------------------------------------------------------------------ every chart


@pytest.mark.parametrize("dark", [False, True])
def test_every_chart_fits_a_phone_and_leaves_scrolling_to_the_page(
    toy: Catalogue, words: Words, dark: bool
) -> None:
    for figure in all_figures(toy, words, dark):
        layout = figure["layout"]
        assert layout["autosize"]
        assert "width" not in layout
        assert layout["height"] >= plot.LINE
        assert layout["font"]["size"] >= 13
        assert layout["margin"]["l"] + layout["margin"]["r"] <= 40
        assert layout["dragmode"] is False
        assert layout["xaxis"]["fixedrange"]
        assert layout["yaxis"]["fixedrange"]
        assert layout["paper_bgcolor"] == "rgba(0,0,0,0)"
        assert layout["font"]["color"] == plot.ink(dark).text


def test_every_function_that_makes_a_figure_is_held_to_the_laws_of_all() -> None:
    modules = [
        import_module(f"{figures.__name__}.{module.name}")
        for module in iter_modules(figures.__path__)
    ]
    names = {name for module in modules for name in vars(module) if name.endswith("_figure")}
    made = {name for name in names if not name.startswith("_")}
    assert made == {"evidence_figure", "map_figure", "fagan_figure", "base_rate_figure"}


@pytest.mark.parametrize("dark", [False, True])
def test_a_figure_is_plain_data_and_comes_back_from_json_as_it_was(
    toy: Catalogue, words: Words, dark: bool
) -> None:
    for figure in all_figures(toy, words, dark):
        assert set(figure) == {"data", "layout"}
        # A tuple, a number of numpy's or a key that is no text would not come back the same.
        assert json.loads(json.dumps(figure, allow_nan=False)) == figure


@pytest.mark.parametrize("dark", [False, True])
def test_plotly_accepts_every_figure_and_loses_nothing_of_it(
    toy: Catalogue, words: Words, dark: bool
) -> None:
    for figure in all_figures(toy, words, dark):
        accepted = go.Figure(figure).to_plotly_json()  # Refuses what its schema does not know.
        for drawn, given in zip(accepted["data"], figure["data"], strict=True):
            assert set(drawn) == set(given)
        layout = {key: value for key, value in figure["layout"].items() if value != []}
        assert set(accepted["layout"]) == set(layout)


def test_no_line_of_a_label_is_wider_than_a_phone(toy: Catalogue, words: Words) -> None:
    for figure in all_figures(toy, words, dark=False):
        for drawn in written(figure):
            for text in drawn["text"]:
                for line in text.replace("<b>", "").replace("</b>", "").split("<br>"):
                    assert len(line) <= plot.LABEL_WIDTH


def test_text_from_a_file_never_becomes_markup_or_a_formula(words: Words) -> None:
    label = 'A <a href="x">trap</a> & $\\alpha$'
    catalogue = build(
        {"sun": 1.0, "something_else": 1.0},
        [Finding("trap", label, "history", "core", 0.1)],
        {("sun", "trap"): 0.8},
    )
    contributions = evidence(catalogue, {"trap": True})["sun"]
    for figure in (
        evidence_views.evidence_figure(catalogue, "sun", contributions, words),
        findings_map.map_figure(catalogue, {"trap": True}, words),
    ):
        assert "<a " not in json.dumps(figure)
        assert "$" not in shown(figure)
        assert "&lt;a" in shown(figure)


# ------------------------------------------------------------------------------ evidence


def test_the_length_of_each_bar_is_the_weight_that_counts(
    toy: Catalogue, words: Words, contributions: tuple[Contribution, ...]
) -> None:
    figure = evidence_views.evidence_figure(toy, "sun", contributions, words)
    bars = trace(figure, "counts")
    # heat weighs 1 bit and repeats glare; left is 1 bit; noon absent is (1 - .8) / (1 - .2), -2 bits.
    assert [round(x, 6) for x in bars["x"]] == [2.0, -2.0, 1.0, 0.5]
    assert bars["y"] == sorted(bars["y"]), "the strongest stands on top"
    bottom, top = figure["layout"]["yaxis"]["range"]
    assert bottom > top


def test_what_is_discounted_is_drawn_striped_behind_what_counts(
    toy: Catalogue, words: Words, contributions: tuple[Contribution, ...]
) -> None:
    figure = evidence_views.evidence_figure(toy, "sun", contributions, words)
    striped = trace(figure, "discounted")
    assert [round(x, 6) for x in striped["x"]] == [0.5]
    assert [round(x, 6) for x in striped["base"]] == [0.5]
    assert striped["y"][0] == trace(figure, "counts")["y"][-1]
    assert striped["marker"]["pattern"]["shape"]
    assert words("chart.evidence.striped") in shown(figure)


def test_a_chart_without_repeats_explains_no_stripes(toy: Catalogue, words: Words) -> None:
    figure = evidence_views.evidence_figure(toy, "sun", evidence(toy, {"noon": True})["sun"], words)
    assert not trace(figure, "discounted")["x"]
    assert words("chart.evidence.striped") not in shown(figure)


def test_for_and_against_differ_by_side_and_by_word_besides_colour(
    toy: Catalogue, words: Words, contributions: tuple[Contribution, ...]
) -> None:
    figure = evidence_views.evidence_figure(toy, "sun", contributions, words)
    bars = trace(figure, "counts")
    for length, colour in zip(bars["x"], bars["marker"]["color"], strict=True):
        assert colour == (plot.LIGHT.supports if length > 0 else plot.LIGHT.against)
    assert fit_words(2.0, words) in shown(figure)
    assert fit_words(-2.0, words) in shown(figure)


def test_the_axis_names_the_bands_where_they_begin(
    toy: Catalogue, words: Words, contributions: tuple[Contribution, ...]
) -> None:
    axis = evidence_views.evidence_figure(toy, "sun", contributions, words)["layout"]["xaxis"]
    named = {
        round(2**value, 6): text.split("<br>")[0]
        for value, text in zip(axis["tickvals"], axis["ticktext"], strict=True)
        if value >= 0
    }
    assert named == {
        1: words("chart.axis.nothing"),
        2: words("chart.axis.small"),
        5: words("chart.axis.moderate"),
        10: words("chart.axis.strong"),
    }
    assert axis["range"][0] == -axis["range"][1]
    assert axis["range"][1] > math.log2(10)


def test_figure_sentence_and_table_of_the_evidence_say_the_same(
    toy: Catalogue, words: Words, contributions: tuple[Contribution, ...]
) -> None:
    figure = evidence_views.evidence_figure(toy, "sun", contributions, words)
    sentence = evidence_views.evidence_sentence(toy, "sun", contributions, words)
    header, rows = evidence_views.evidence_table(toy, contributions, words)
    assert len(rows) == len(trace(figure, "counts")["x"])
    for row, length, hover in zip(
        rows, trace(figure, "counts")["x"], trace(figure, "counts")["hovertext"], strict=True
    ):
        assert len(row) == len(header)
        answer, strength, _, _, counted, _, _ = row
        assert answer in shown(figure)
        assert strength in shown(figure)
        assert counted == bits_text(length)
        assert counted in hover
    assert rows[0][0] in sentence
    assert rows[1][0] in sentence, "the strongest against is named too"
    assert fit_words(math.fsum(trace(figure, "counts")["x"]), words) in sentence


def test_the_table_names_what_is_repeated(
    toy: Catalogue, words: Words, contributions: tuple[Contribution, ...]
) -> None:
    _, rows = evidence_views.evidence_table(toy, contributions, words)
    (heat,) = (row for row in rows if row[0].startswith(toy.findings["heat"].label))
    assert toy.findings["glare"].label in heat[2]
    assert words("share.2") in heat[2]


def test_nothing_answered_is_said_in_figure_and_sentence(toy: Catalogue, words: Words) -> None:
    said = evidence_views.evidence_sentence(toy, "moon", (), words)
    assert shown(evidence_views.evidence_figure(toy, "moon", (), words)) == said
    assert evidence_views.evidence_table(toy, (), words)[1] == ()


# ------------------------------------------------------------------------------ map


def test_the_map_has_every_finding_and_every_cause(toy: Catalogue, words: Words) -> None:
    figure = findings_map.map_figure(toy, {}, words)
    header, rows = findings_map.map_table(toy, {}, words)
    assert header[1:] == ("sun", "moon")
    assert [row[0] for row in rows] == [f.label for f in toy.findings.values()]
    for finding in toy.findings.values():
        assert finding.label in shown(figure)
    for cause_id in ("sun", "moon"):
        assert cause_id in shown(figure)


def test_the_map_names_the_strongest_on_a_side_only_where_something_stands_there(
    toy: Catalogue,
) -> None:
    words = spelled_out()
    said = findings_map.map_sentence(toy, {}, words)
    assert "chart.map.strongest_for cause=sun finding=Sun test positive" in said
    assert "chart.map.strongest_against cause=moon finding=Worse at noon" in said
    as_common = replace(toy.features["moon", "noon"], probability=toy.findings["noon"].background)
    features = {**toy.features, ("moon", "noon"): as_common}
    without = findings_map.map_sentence(replace(toy, features=features), {}, words)
    assert "chart.map.strongest_for" in without
    assert "chart.map.strongest_against" not in without


def test_a_pair_that_is_not_listed_is_left_empty_and_gets_a_dot(
    toy: Catalogue, words: Words
) -> None:
    figure = findings_map.map_figure(toy, {}, words)
    cells = heatmap(figure)
    filled = sum(level is not None for row in cells["z"] for level in row)
    pairs = len(toy.findings) * 2
    assert filled == len(toy.features)
    assert len(trace(figure, "not listed")["x"]) == pairs - filled
    _, rows = findings_map.map_table(toy, {}, words)
    empty = [cell for row in rows for cell in row[1:] if cell == words("chart.map.not_listed")]
    assert len(empty) == pairs - filled


def test_a_cell_has_the_sign_and_the_colour_of_its_weight(toy: Catalogue, words: Words) -> None:
    figure = findings_map.map_figure(toy, {}, words)
    cells = heatmap(figure)
    levels = [level for row in cells["z"] for level in row if level is not None]
    (signs,) = (d for d in written(figure) if d["textposition"] == "middle center")
    assert signs["text"] == [findings_map.sign_text(level) for level in levels]
    assert cells["zmin"] == -cells["zmax"], "nothing stands in the middle of the colours"
    assert len({colour for _, colour in cells["colorscale"]}) == 9


def test_the_edges_of_the_cells_never_run_backwards(toy: Catalogue, words: Words) -> None:
    cells = heatmap(findings_map.map_figure(toy, ANSWERS, words))
    assert len(cells["y"]) == len(cells["z"]) + 1
    assert all(upper < lower for upper, lower in pairwise(cells["y"]))


def test_answered_findings_are_framed_and_marked(toy: Catalogue, words: Words) -> None:
    figure = findings_map.map_figure(toy, ANSWERS, words)
    assert len(figure["layout"]["shapes"]) == len(ANSWERS)
    assert f"{findings_map.ANSWERED} {words('answer.no')}" in shown(figure)
    assert words.plural("chart.map.answered", len(ANSWERS)) in findings_map.map_sentence(
        toy, ANSWERS, words
    )
    assert not findings_map.map_figure(toy, {}, words)["layout"]["shapes"]


def test_the_map_grows_with_its_findings() -> None:
    words = Words(load().text)
    heights = [
        findings_map.map_figure(
            build(
                {"sun": 1.0, "something_else": 1.0},
                [Finding(f"f{i}", f"F {i}", "history", "core", 0.1) for i in range(count)],
                {("sun", "f0"): 0.5},
            ),
            {},
            words,
        )["layout"]["height"]
        for count in (1, 10, 100)
    ]
    assert heights[1] - heights[0] < heights[2] - heights[1]
    assert sorted(heights) == heights


# ------------------------------------------------------------------------------ nomogram


@pytest.mark.parametrize("pretest", [0.0001, 0.0017, 0.1, 0.5, 0.9])
@pytest.mark.parametrize("ratio", [0.01, 0.5, 1, 8, 300])
def test_a_straight_line_through_before_and_the_ratio_hits_bayes(
    words: Words, pretest: float, ratio: float
) -> None:
    line = trace(fagan.fagan_figure(pretest, ratio, words), "line")
    (x0, x1, x2), (y0, y1, y2) = line["x"], line["y"]
    assert (y1 - y0) / (x1 - x0) == pytest.approx((y2 - y1) / (x2 - x1))
    # Read the end of the line off the right-hand scale, which is the log of the odds.
    odds = 10**y2
    with_cause = pretest * ratio
    assert odds / (1 + odds) == pytest.approx(with_cause / (with_cause + 1 - pretest))


def test_the_scales_of_the_nomogram_fit_its_line(words: Words) -> None:
    figure = fagan.fagan_figure(0.2, 10, words)
    line = trace(figure, "line")
    before, ratios, after = (
        dict(zip(drawn["text"], drawn["y"], strict=True)) for drawn in written(figure)
    )
    assert before[percent_text(0.2, words)] == pytest.approx(line["y"][0])
    assert ratios["10"] == pytest.approx(line["y"][1])
    # Odds of 1 to 4, times 10, are 2.5 to 1: between one half and 80 in 100.
    assert after[percent_text(0.5, words)] < line["y"][2] < after[percent_text(0.8, words)]


def test_figure_sentence_and_table_of_the_nomogram_say_the_same(words: Words) -> None:
    figure = shown(fagan.fagan_figure(0.0001, 20, words))
    sentence = fagan.fagan_sentence("Sun", 0.0001, 20, words)
    header, rows = fagan.fagan_table("Sun", 0.0001, 20, words)
    before = words("chart.frequency", count="1", total="10,000")
    after = words("chart.frequency", count="1", total="500")
    for said in (figure, sentence):
        assert before in said
        assert after in said
        assert "20" in said
    assert [row[-1] for row in rows] == [before, fit_words(math.log2(20), words), after]
    assert all(len(row) == len(header) for row in rows)


@pytest.mark.parametrize("share", [1e-12, 0.00001, 0.3, 0.99996, 1 - 1e-12])
def test_no_share_is_ever_told_as_never_or_always(words: Words, share: float) -> None:
    told = percent_text(share, words)
    assert told not in {words("chart.percent", percent=number) for number in ("0", "100")}
    count, total = (part for part in frequency_text(share, words).split() if part[0].isdigit())
    assert count not in {"0", total}


# ------------------------------------------------------------------------------ women counted


def test_every_woman_is_drawn_once_and_those_with_the_cause_come_first(words: Words) -> None:
    women = count_women(0.0123, 0.8, 0.1)
    square = heatmap(base_rate.base_rate_figure(women, words))
    kinds = [int(kind) for row in square["z"] for kind in row]
    assert kinds == sorted(kinds)
    assert [kinds.count(kind) for kind in range(4)] == [
        women.with_both,
        women.cause_only,
        women.finding_only,
        women.with_neither,
    ]


def test_figure_sentence_and_table_of_the_women_say_the_same(words: Words) -> None:
    women = count_women(0.0025, 0.8, 0.1)
    sentence = base_rate.base_rate_sentence("Sun", "Noon", women, words)
    figure = shown(base_rate.base_rate_figure(women, words))
    header, rows = base_rate.base_rate_table("Sun", "Noon", women, words)
    for number in ("20", "998"):
        assert number in sentence
        assert number in figure
        assert any(number in row for row in rows)
    assert rows[-1][-1] == f"{POPULATION:,}"
    assert all(len(row) == len(header) for row in rows)


@pytest.mark.parametrize("pretest", [0.0, 0.0001, 0.0099, 0.01, 0.0101, 0.5, 1.0])
def test_no_woman_is_lost_in_the_count_or_left_out_of_the_frame(
    words: Words, pretest: float
) -> None:
    women = count_women(pretest, 0.7, 0.3)
    assert women.total == POPULATION
    corners = base_rate._staircase(*divmod(women.with_both + women.cause_only, base_rate.SIDE))
    area = sum(x0 * y1 - x1 * y0 for (x0, y0), (x1, y1) in pairwise(corners)) / 2
    assert abs(area) == women.with_both + women.cause_only


def test_the_four_kinds_of_women_have_four_colours() -> None:
    words = Words(load().text)
    for dark in (False, True):
        figure = base_rate.base_rate_figure(count_women(0.1, 0.8, 0.1), words, dark)
        square = heatmap(figure)
        colours = list(dict.fromkeys(colour for _, colour in square["colorscale"]))
        assert len(colours) == 4
        assert all(one != other for one, other in combinations(colours, 2))
