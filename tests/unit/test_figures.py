"""The figures of what happens in the body: picture, sentence and table say the same, from the tables."""

from __future__ import annotations

import html
import math
import re
import time
from dataclasses import replace

import pytest

from crampkit import Lab
from crampkit.case import Case
from crampkit.catalogue import (
    SOMETHING_ELSE,
    Catalogue,
    DiagnosticAccuracy,
    Finding,
    LocalEntry,
    Measurement,
)
from crampkit.catalogue import shipped as shipped_form
from crampkit.panels.explorer.state import ExplorerState
from crampkit.panels.figures import figures as widgets
from crampkit.panels.kit.panel import Panel
from crampkit.reasoning.calcium import calcium_of, local_range
from crampkit.reasoning.typical import commonest_finding
from crampkit.views.figures import calcium, figures, icon_arrays
from crampkit.views.kit.icons import icon_array
from crampkit.views.kit.labels import fit_words, period_label
from crampkit.views.kit.numbers import number_text, ratio_text
from crampkit.words import Words
from tests.elements import read

# ------------------------------------------------------------------------------ helpers


@pytest.fixture
def words() -> Words:
    """Words that show their own key and gaps."""
    keys = shipped_form().sentences
    return Words(
        {key: key + "".join(f" {gap}={{{gap}}}" for gap in gaps) for key, gaps in keys.items()}
    )


def text_of(markup: str) -> str:
    return html.unescape(" ".join(re.sub(r"<[^>]+>", " ", markup).split()))


def sentence_of(markup: str) -> str:
    found = re.search(r'<p class="sentence" role="status">(.*?)</p>', markup)
    assert found
    return text_of(found[1])


def picture_of(markup: str) -> str:
    """What stands before the sentence, the controls with it."""
    return markup.split('<p class="sentence"')[0]


def table_of(markup: str) -> list[list[str]]:
    """The rows of the last table, the header among them."""
    rows = re.findall(r"<tr>(.*?)</tr>", markup.rsplit("<table", 1)[1])
    return [
        [text_of(cell) for cell in re.findall(r"<t[hd][^>]*>(.*?)</t[hd]>", row)] for row in rows
    ]


def bars_of(markup: str) -> list[tuple[str, float | None, str]]:
    """Each bar's name, how far its solid part reaches in per cent, and what stands beside it."""
    bars = []
    for measure in read(markup).all("div", "measure"):
        name, track, said = measure.elements
        assert (name.classes, said.classes) == (["name"], ["said"])
        assert track["aria-hidden"] == "true"
        solid = [bar["style"] or "" for bar in track.all(class_="bar") if bar.classes == ["bar"]]
        width = (
            re.fullmatch(r"inset-inline-start:0.0%;width:([\d.]+)%", solid[0]) if solid else None
        )
        bars.append((name.text, float(width[1]) if width else None, said.text))
    return bars


def icons_of(markup: str) -> list[dict[str, int]]:
    """How many women of each kind are drawn, for each group of a hundred."""
    pictures = [group.all("svg")[0] for group in read(markup).all("div", "hundred")]
    return [
        {path.classes[1]: (path["d"] or "").count("z") for path in picture.all("path", "icon")}
        for picture in pictures
    ]


def screen_of(catalogue: Catalogue, words: Words) -> ExplorerState:
    return ExplorerState(Case(catalogue), words)


def send(panel: Panel, name: str, value: object = None) -> None:
    panel.receive(name, value)


def with_rows(catalogue: Catalogue, *rows: Measurement) -> Catalogue:
    return replace(
        catalogue, measurements=catalogue.measurements | {row.measurement_id: row for row in rows}
    )


def every_figure(catalogue: Catalogue, words: Words) -> list[str]:
    """Each figure of the set in each of its states, as HTML."""
    return [
        *(figures.calcium_balance(catalogue, one, words) for one in figures.BALANCE_PERIODS),
        *(
            figures.vein_pressure(catalogue, period, position, words)
            for period in figures.VEIN_PERIODS
            for position in figures.VEIN_POSITIONS
        ),
        *(
            calcium.adjusted_calcium(catalogue, total, 28, one, words)
            for one in calcium.CALCIUM_PERIODS
            for total in (1.4, 1.98, 2.2, 2.9)
        ),
        *(
            icon_arrays.what_seeing_says(catalogue, cause_id, background, words)
            for cause_id in catalogue.causes
            if cause_id != SOMETHING_ELSE
            for background in (5, 40, 95)
        ),
        *(
            icon_arrays.hundred_women(catalogue, finding_id, show, words)
            for finding_id in ("slr_positive", "crossed_slr_positive", "p4_positive")
            for show in (False, True)
        ),
    ]


# ------------------------------------------------------------------------------ all of them


def test_every_figure_has_a_picture_a_sentence_and_a_table(shipped):
    for markup in every_figure(shipped, Words(shipped.text)):
        assert 'class="picture"' in markup
        assert sentence_of(markup).endswith(".")
        assert len(table_of(markup)) > 2
        assert "<caption>" in markup


def test_every_drawing_has_a_name_for_who_cannot_see_it(shipped):
    for markup in every_figure(shipped, Words(shipped.text)):
        for drawing in re.findall(r"<svg[^>]*>", markup):
            named = 'role="img"' in drawing and re.search(r'aria-label="[^"]+"', drawing)
            assert named or 'aria-hidden="true"' in drawing


def test_every_group_of_controls_has_a_legend_and_every_slider_says_its_value(shipped):
    for markup in every_figure(shipped, Words(shipped.text)):
        assert markup.count("<fieldset") == markup.count("<legend>")
        assert all("aria-valuetext=" in s for s in re.findall(r'<input type="range"[^>]*>', markup))


def test_text_from_a_table_stays_text(shipped, words):
    rows = [replace(row, says="<b>!</b>", label="<i>") for row in shipped.measurements.values()]
    spoilt = replace(
        with_rows(shipped, *rows),
        test_accuracy={
            k: replace(row, label="<b>!</b>") for k, row in shipped.test_accuracy.items()
        },
    )
    for markup in every_figure(spoilt, words):
        assert "<b>" not in markup
        assert "<i>" not in markup


def test_what_was_not_read_is_neither_drawn_nor_said(shipped, words):
    for row in shipped.measurements.values():
        if row.series in ("absorbed", "uptake", "extra", "great_vein", "caution"):
            marked = replace(row, label="LABEL", says="SAYS", note="NOTE", read=False)
            for markup in (
                figures.calcium_balance(with_rows(shipped, marked), "trimester_3", words),
                figures.vein_pressure(with_rows(shipped, marked), "trimester_3", "flat", words),
            ):
                assert not re.search("LABEL|SAYS|NOTE", markup)


def test_the_tables_of_the_figures_rest_on_nothing_recalled(shipped):
    for row in (*shipped.measurements.values(), *shipped.test_accuracy.values()):
        unread = [s for s in row.source_ids if not shipped.sources[s].read]
        assert set(unread) <= {"EXPERT"}, row


# ------------------------------------------------------------------------------ calcium in and out


@pytest.mark.parametrize("period", figures.BALANCE_PERIODS)
def test_the_bars_the_sentence_and_the_table_of_the_balance_agree(shipped, period):
    words = Words(shipped.text)
    markup = figures.calcium_balance(shipped, period, words)
    rows = [
        row
        for row in shipped.measurements.values()
        if row.figure == "calcium_balance" and row.period == period
    ]
    bars = bars_of(picture_of(markup))
    assert {name for name, _, _ in bars} == {row.label for row in rows}
    for row in rows:
        (said,) = [said for name, _, said in bars if name == row.label]
        assert said == number_text(row, words)
        assert row.says in sentence_of(markup)
        told = [
            cells[2]
            for cells in table_of(markup)
            if cells[:2] == [row.label, period_label(period, words)]
        ]
        (cell,) = told
        assert cell.startswith(said if row.value or row.low else row.says)
        assert row.spread is None or f"{row.spread:g}" in cell


def test_a_bar_is_as_long_as_its_number(shipped, words):
    markup = figures.calcium_balance(shipped, "trimester_3", words)
    numbers = {
        row.series: row
        for row in shipped.measurements.values()
        if row.figure == "calcium_balance" and row.period == "trimester_3"
    }
    lengths = {name: width for name, width, _ in bars_of(markup)}
    absorbed, extra, uptake = (numbers[s] for s in ("absorbed", "extra", "uptake"))
    assert lengths[absorbed.label] == pytest.approx(absorbed.value, abs=0.1)
    # Hers and the baby's share one scale, or the eye would compare what cannot be compared.
    assert lengths[extra.label] / lengths[uptake.label] == pytest.approx(
        extra.value / uptake.low, rel=0.01
    )


def test_a_row_without_a_number_draws_no_bar(shipped, words):
    bars = bars_of(figures.calcium_balance(shipped, "trimester_1", words))
    assert (None, "figure.no_number") in [(width, said) for _, width, said in bars]


# ------------------------------------------------------------------------------ the great vein


@pytest.mark.parametrize("period", figures.VEIN_PERIODS)
@pytest.mark.parametrize("position", figures.VEIN_POSITIONS)
def test_the_drawing_the_sentence_and_the_table_of_the_vein_agree(shipped, period, position):
    words = Words(shipped.text)
    markup = figures.vein_pressure(shipped, period, position, words)
    rows = [row for row in shipped.measurements.values() if row.figure == "vein_pressure"]
    vein = figures.drawn_step(rows, "drawn_vein", period, position)
    leg = figures.drawn_step(rows, "drawn_leg", period, position)
    said = words("figure.vein_pressure.state", vein=vein.label, leg=leg.label)
    assert said in sentence_of(markup)
    assert vein.says in sentence_of(markup)
    assert f"{said}" in re.search(r'aria-label="(A drawing[^"]*)"', markup)[1]
    when = f"{period_label(period, words)}, {words(f'figure.position.{position}')}"
    told = [cells[2] for cells in table_of(markup) if cells[1] == when]
    assert {vein.label, leg.label} <= set(told)
    assert f'stroke-width="{3 * int(leg.value)}"' in markup


def test_the_more_open_the_vein_the_more_of_it_is_drawn(shipped, words):
    sizes = {}
    rows = [row for row in shipped.measurements.values() if row.figure == "vein_pressure"]
    for period in figures.VEIN_PERIODS:
        for position in figures.VEIN_POSITIONS:
            markup = figures.vein_pressure(shipped, period, position, words)
            wide, high = re.search(r'rx="(\d+)" ry="(\d+)" class="vein"', markup).groups()
            step = figures.drawn_step(rows, "drawn_vein", period, position).value
            sizes.setdefault(step, set()).add(int(wide) * int(high))
    assert all(len(size) == 1 for size in sizes.values())
    assert [min(sizes[step]) for step in sorted(sizes)] == sorted(min(s) for s in sizes.values())
    assert len(sizes) == 3


def test_the_drawing_says_that_it_is_one(shipped):
    markup = figures.vein_pressure(shipped, "trimester_3", "flat", Words(shipped.text))
    assert "A drawing, not a measurement" in text_of(picture_of(markup))


# ------------------------------------------------------------------------------ adjusted calcium


def test_a_total_of_1_98_with_an_albumin_of_28_adjusts_to_2_22_and_is_normal(shipped):
    found = calcium_of(shipped, 1.98, 28, "trimester_3")
    assert found.adjusted == 2.22
    assert (found.total_verdict, found.adjusted_verdict) == ("below", "within")


@pytest.mark.parametrize("period", calcium.CALCIUM_PERIODS)
@pytest.mark.parametrize("total", [1.2, 1.5, 1.98, 2.05, 2.2, 2.43, 2.6, 3.0])
@pytest.mark.parametrize("albumin", [15, 28, 40, 50])
def test_the_line_the_sentence_and_the_table_of_calcium_agree(shipped, period, total, albumin):
    words = Words(shipped.text)
    markup = calcium.adjusted_calcium(shipped, total, albumin, period, words)
    found = calcium_of(shipped, total, albumin, period)
    sentence, rows = sentence_of(markup), table_of(markup)
    for number, verdict, row, limits in (
        (found.total, found.total_verdict, rows[1], found.total_range),
        (found.adjusted, found.adjusted_verdict, rows[2], found.adjusted_range),
    ):
        shown_range = words("figure.range", low=f"{limits[0]:.2f}", high=f"{limits[1]:.2f}")
        said = words(f"figure.verdict.{verdict}", range=shown_range)
        assert f"{number:.2f} {said}" in text_of(picture_of(markup))
        assert f"{number:.2f} mmol/L, {said}" in sentence
        assert row[1:] == [f"{number:.2f}", shown_range, words(f"figure.is.{verdict}")]
    amounts = [float(row[1]) for row in rows[3:]]
    assert sum(amounts) == pytest.approx(total, abs=0.02)


def test_the_marks_stand_where_the_numbers_are(shipped, words):
    markup = calcium.adjusted_calcium(shipped, 2.1, 40, "trimester_1", words)
    marks = re.findall(r'class="mark" style="inset-inline-start:([\d.]+)%"', markup)
    assert [float(mark) for mark in marks] == [50.0, 50.0]  # Half way from 1.2 to 3.
    start, width = re.search(
        r'class="normal" style="inset-inline-start:([\d.]+)%;width:([\d.]+)%"', markup
    ).groups()
    low, high = local_range(shipped, "calcium_total_trimester_1")
    assert float(start) == pytest.approx(100 * (low - 1.2) / 1.8, abs=0.1)
    assert float(width) == pytest.approx(100 * (high - low) / 1.8, abs=0.1)


def test_below_the_range_the_danger_sign_says_what_to_do(shipped):
    words = Words(shipped.text)
    flag = shipped.flags["low_calcium_result"]
    low = calcium.adjusted_calcium(shipped, 1.98, 40, "trimester_3", words)
    assert flag.action in text_of(low)
    assert "emergency" in sentence_of(low)
    normal = calcium.adjusted_calcium(shipped, 1.98, 28, "trimester_3", words)
    assert flag.action not in text_of(normal)
    assert "emergency" not in sentence_of(normal)


def test_a_severe_result_is_an_emergency_with_or_without_symptoms(shipped, words):
    severe = float(shipped.local["calcium_adjusted_severe"].value)
    for total, told in ((severe - 0.01, True), (severe, False)):
        markup = calcium.adjusted_calcium(shipped, total, 40, "trimester_3", words)
        assert ("figure.adjusted_calcium.severe" in sentence_of(markup)) is told


def test_albumin_changes_what_is_held_and_not_what_is_free(shipped):
    shares = calcium.shares_in_100(figures.measured(shipped, "calcium_parts"))
    # The same adjusted calcium throughout, as in a woman whose albumin falls and nothing else.
    parts = [
        calcium_of(shipped, total, albumin, "trimester_3").parts(shares)
        for total, albumin in ((2.4, 40), (2.2, 30), (2.1, 25))
    ]
    assert len({round(part["free"], 6) for part in parts}) == 1
    assert [part["bound"] for part in parts] == sorted((p["bound"] for p in parts), reverse=True)


@pytest.mark.parametrize("blank", ["", "ask", "2.2", "2.20 - x"])
def test_without_a_range_of_the_place_no_verdict_is_given(shipped, words, blank):
    local = dict(shipped.local) | {
        key: LocalEntry(key, key, blank)
        for key in ("calcium_adjusted", "calcium_total_trimester_3")
    }
    markup = calcium.adjusted_calcium(replace(shipped, local=local), 1.98, 28, "trimester_3", words)
    assert "figure.means.unknown" in sentence_of(markup)
    assert "refer-when" not in markup


@pytest.mark.parametrize("written", ["2.20-2.60", "2,20-2,60", "2.20 – 2.60"])
def test_a_range_is_read_as_people_write_it(shipped, written):
    local = dict(shipped.local) | {"calcium_adjusted": LocalEntry("", "", written)}
    assert local_range(replace(shipped, local=local), "calcium_adjusted") == (2.2, 2.6)


# ------------------------------------------------------------------------------ what seeing says


@pytest.mark.parametrize("background", [5, 17, 40, 95])
def test_the_icons_the_sentence_and_the_table_of_seeing_agree(toy, words, background):
    markup = icon_arrays.what_seeing_says(toy, "sun", background, words)
    feature = commonest_finding(toy, "sun")
    with_cause = round(100 * feature.probability)
    assert icons_of(markup) == [
        {"yes": with_cause, "no": 100 - with_cause},
        {"yes": background, "no": 100 - background},
    ]
    ratio = ratio_text(feature.probability / (background / 100))
    strength = fit_words(math.log2(feature.probability / (background / 100)), words)
    assert f"with_cause={with_cause}" in sentence_of(markup)
    assert f"background={background}" in sentence_of(markup)
    assert f"ratio={ratio} " in sentence_of(markup)
    assert f"strength={strength}" in sentence_of(markup)
    (chosen,) = [row for row in table_of(markup) if "figure.what_seeing_says.chosen" in row[0]]
    assert chosen[1:3] == [ratio, strength]


def test_each_woman_is_drawn_once_at_a_place_of_her_own_within_the_picture():
    kinds = [("yes", 30, "a"), ("maybe", 0, "b"), ("no", 70, "c")]
    markup = icon_array("Women", kinds, Words({}))
    picture = re.search(r'<svg viewBox="0 0 (\d+) (\d+)" role="img"[^>]*>(.*?)</svg>', markup)
    assert picture
    wide, high = int(picture[1]), int(picture[2])
    drawn = re.findall(r'<path d="([^"]*)" class="icon (\w+)"', picture[3])
    assert [(kind, shape.count("a4 4 0 1 0 8 0")) for shape, kind in drawn] == [
        ("yes", 30),
        ("no", 70),
    ]
    heads = [
        (float(x) + 4, float(y))
        for shape, _ in drawn
        for x, y in re.findall(r"M([\d.-]+) ([\d.-]+)a4 4", shape)
    ]
    dresses = [
        (float(x), float(y))
        for shape, _ in drawn
        for x, y in re.findall(r"M([\d.-]+) ([\d.-]+)l5 15", shape)
    ]
    assert dresses == [(x, y + 6) for x, y in heads]
    assert len(set(heads)) == 100
    assert {x for x, _ in heads} == {15 * column + 7.5 for column in range(20)}
    assert {y for _, y in heads} == {30 * row + 6 for row in range(5)}
    assert (wide, high) == (300, 150)


def test_having_a_finding_and_not_having_it_are_weighed_each_against_the_same_women(toy, words):
    header, rows = icon_arrays.seeing_table(toy, "sun", 20, words)
    assert len(header) == 5
    (chosen,) = (row for row in rows if "chosen" in row[0])
    feature = commonest_finding(toy, "sun")
    assert feature.probability == 0.9
    assert chosen[1] == ratio_text(0.9 / 0.2)
    assert chosen[3] == ratio_text(0.1 / 0.8)
    assert chosen[2].endswith(".for")
    assert chosen[4].endswith(".against")


@pytest.mark.parametrize(("background", "count"), [(0.001, 5), (0.2, 20), (0.999, 95)])
def test_a_finding_stands_at_its_own_background_within_the_ends_of_the_slider(
    toy, background, count
):
    findings = {
        name: replace(finding, background=background) for name, finding in toy.findings.items()
    }
    assert icon_arrays.set_background(replace(toy, findings=findings), "sun") == count


def test_the_commoner_a_finding_in_everyone_the_less_it_says(shipped):
    words = Words(shipped.text)
    markup = icon_arrays.what_seeing_says(shipped, "varicose_veins", 40, words)
    ratios = [float(row[1]) for row in table_of(markup)[1:]]
    assert ratios == sorted(ratios, reverse=True)
    assert "2.4 times as common" in sentence_of(markup)


def test_the_finding_is_the_one_most_women_with_the_cause_have(shipped):
    for cause_id in shipped.causes:
        if cause_id != SOMETHING_ELSE:
            found = commonest_finding(shipped, cause_id)
            own = [f.probability for (c, _), f in shipped.features.items() if c == cause_id]
            assert found.probability == max(own)
    assert commonest_finding(shipped, "varicose_veins").finding_id == "visible_varicose"


# ------------------------------------------------------------------------------ a hundred women

TEST = DiagnosticAccuracy(
    *("lamp", "noon", "Lamp"),
    *(0.8, 0.7, 0.9),
    *(0.75, 0.5, 0.875),
    *("moths", ("EXPERT",), True),
)


def toy_with(toy: Catalogue, row: DiagnosticAccuracy) -> Catalogue:
    other = replace(row, accuracy_id="other", finding_id="night")
    return replace(toy, test_accuracy={"other": other, row.accuracy_id: row})


def test_the_icons_the_sentence_and_the_table_of_a_test_agree(toy, words):
    markup = icon_arrays.hundred_women(toy_with(toy, TEST), "noon", False, words)
    assert icons_of(markup) == [{"yes": 80, "no": 20}, {"yes": 25, "no": 75}]
    sentence = sentence_of(markup)
    for said in (
        "missed=20",
        "positive=3.2",
        "negative=0.27",
        "count=80 high=90 low=70",
        "count=25 high=50 low=12",
    ):
        assert said in sentence
    rows = table_of(markup)
    assert rows[1][1:] == [
        "figure.with_range count=80 high=90 low=70",
        "figure.with_range count=20 high=30 low=10",
    ]
    assert rows[3][1:] == ["3.2", "0.27"]


def test_the_range_turns_certain_icons_into_perhaps(toy, words):
    markup = icon_arrays.hundred_women(toy_with(toy, TEST), "noon", True, words)
    assert icons_of(markup) == [
        {"yes": 70, "maybe": 20, "no": 10},
        {"yes": 12, "maybe": 38, "no": 50},
    ]


def test_a_test_without_a_range_offers_none_and_says_so(toy, words):
    row = replace(
        TEST,
        sensitivity_low=None,
        sensitivity_high=None,
        specificity_low=None,
        specificity_high=None,
    )
    markup = icon_arrays.hundred_women(toy_with(toy, row), "noon", True, words)
    assert 'type="checkbox"' not in markup
    assert "figure.hundred_women.no_range" in markup
    assert icons_of(markup)[0] == {"yes": 80, "no": 20}


@pytest.mark.parametrize(
    "changes", [{"sensitivity": None}, {"specificity": None}, {"read": False}], ids=str
)
def test_half_a_test_is_refused_with_those_that_can_be_drawn(toy, words, changes):
    half = toy_with(toy, replace(TEST, **changes))
    with pytest.raises(ValueError, match="no row on 'noon' that can be drawn; use one of"):
        icon_arrays.hundred_women(half, "noon", False, words)


def test_every_row_of_accuracy_is_drawn_or_refused_by_name(shipped):
    words = Words(shipped.text)
    whole = {
        accuracy_id
        for accuracy_id, row in shipped.test_accuracy.items()
        if row.read and row.sensitivity is not None and row.specificity is not None
    }
    for accuracy_id in whole:
        markup = icon_arrays.hundred_women(shipped, accuracy_id, True, words)
        assert [sum(group.values()) for group in icons_of(markup)] == [100, 100]
    for accuracy_id in set(shipped.test_accuracy) - whole:
        with pytest.raises(ValueError, match=f"'{accuracy_id}'.*slr_positive"):
            icon_arrays.hundred_women(shipped, accuracy_id, True, words)
    assert {"slr_positive", "crossed_slr_positive"} <= whole
    assert "chvostek_positive" not in whole  # Its sources conflict.


def test_the_numbers_of_a_leg_raise_are_those_of_the_ranking(shipped):
    """The lesson's figure and the ranking must not tell two stories of one test."""
    for finding_id in ("slr_positive", "crossed_slr_positive"):
        row = icon_arrays.accuracy_of_test(shipped, finding_id)
        assert row.sensitivity == shipped.probability[finding_id]["disc_herniation"]
        assert 1 - row.specificity == pytest.approx(shipped.background[finding_id])


# ------------------------------------------------------------------------------ moving them


@pytest.fixture
def panels(shipped: Catalogue) -> dict[str, Panel]:
    lab = Lab()
    return {
        "balance": lab.calcium_balance(),
        "vein": lab.vein_pressure(),
        "calcium": lab.adjusted_calcium(),
        "women": lab.hundred_women("slr_positive"),
        "seeing": widgets.what_seeing_says(
            screen_of(shipped, Words(shipped.text)), "varicose_veins"
        ),
    }


MOVES = [
    ("balance", "period", "trimester_2"),
    ("vein", "period", "trimester_1"),
    ("vein", "position", "left_side"),
    ("calcium", "total", 2.31),
    ("calcium", "albumin", 35),
    ("calcium", "period", "not_pregnant"),
    ("women", "range", True),
    ("seeing", "background", 80),
]


@pytest.mark.parametrize(("name", "control", "value"), MOVES)
def test_a_move_changes_the_picture_and_back_undoes_it(panels, name, control, value):
    panel = panels[name]
    first, state = panel.html, dict(panel.state)
    send(panel, control, value)
    assert panel.html != first
    assert panel.state[control] == value
    send(panel, "back")
    assert (panel.html, panel.state) == (first, state)


@pytest.mark.parametrize(("name", "control", "value"), MOVES)
def test_a_move_is_drawn_well_before_a_learner_feels_it(panels, name, control, value):
    start = time.process_time()
    for _ in range(10):
        send(panels[name], control, value)
    assert (time.process_time() - start) / 10 < 0.05


@pytest.mark.parametrize("nonsense", ["no such", None, [], {}, float("nan"), -1e9, 1e9, "1.98"])
def test_nonsense_from_a_control_breaks_nothing(panels, nonsense):
    for panel in panels.values():
        for name in (*panel.state, "unknown"):
            send(panel, name, nonsense)
        assert "section" in panel.html
    assert 1.2 <= panels["calcium"].state["total"] <= 3.0
    assert panels["balance"].state["period"] in figures.BALANCE_PERIODS


def test_the_calcium_sliders_begin_at_the_worked_example(panels):
    assert "= 2.22 mmol/L" in sentence_of(panels["calcium"].html)


def test_a_slider_at_1_98_is_1_98_although_the_browser_counts_in_halves(panels):
    send(panels["calcium"], "total", 1.9799999999999998)
    assert "Total calcium is 1.98" in sentence_of(panels["calcium"].html)


def test_a_new_finding_with_its_accuracy_needs_rows_alone(shipped, words):
    catalogue = replace(
        shipped,
        findings=dict(shipped.findings) | {"new": Finding("new", "New", "test", "extended", 0.1)},
        test_accuracy=dict(shipped.test_accuracy)
        | {"new": replace(TEST, accuracy_id="new", finding_id="new")},
    )
    panel = widgets.hundred_women(screen_of(catalogue, words), "new")
    assert icons_of(panel.html)[0] == {"yes": 80, "no": 20}
