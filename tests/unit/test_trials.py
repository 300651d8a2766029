"""The trials as they were: each by itself, none pooled, none that was not read."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from html import escape, unescape
from types import MappingProxyType

import pytest

from crampkit import Lab
from crampkit.catalogue import Catalogue, Trial
from crampkit.panels.kit.panel import Panel
from crampkit.views.figures import trials as views
from crampkit.views.figures.forest import forest, scale_of
from crampkit.views.figures.one_trial import groups_of, one_trial, trial_table, trial_with_counts
from crampkit.views.figures.trimester import cramps_by_trimester, shares_by_trimester
from crampkit.views.lesson.contrast import contrast
from crampkit.words import Words


@pytest.fixture
def words(shipped: Catalogue) -> Words:
    return Words(shipped.text)


def with_trial(shipped: Catalogue, trial_id: str, **changes: object) -> Catalogue:
    trials = {**shipped.trials, trial_id: replace(shipped.trials[trial_id], **changes)}
    return replace(shipped, trials=MappingProxyType(trials))


def drawn(catalogue: Catalogue) -> list[Trial]:
    return [r.trial for panel in views.forest_panels(catalogue) for r in panel.results]


@dataclass(frozen=True)
class Lane:
    """One trial as it is drawn: its words, and where its mark, its interval and no difference lie."""

    name: str
    said: str
    mark: str
    place: float
    interval: tuple[float, float]
    no_difference: float


def text_of(html: str) -> str:
    return unescape(" ".join(re.sub("<[^>]*>", " ", html).split()))


def lanes_of(html: str) -> list[Lane]:
    """The lanes of a forest plot, from the top down."""
    whole = re.compile(
        r'<div class="measure"><span class="name">(?P<name>.*?)</span><span class="track line" '
        r'aria-hidden="true">(?P<track>.*?)</span><span class="said">(?P<said>.*?)</span></div>'
    )
    lanes = []
    for found in whole.finditer(html):
        places = {
            kind.split()[0]: (kind, float(start) / 100, float(width or 0) / 100)
            for kind, start, width in re.findall(
                r'class="([^"]*)" style="inset-inline-start:([\d.]+)%(?:;width:([\d.]+)%)?"',
                found["track"],
            )
        }
        _, low, width = places["interval"]
        kind, place, _ = places["found"]
        no_difference = places["same"][1]
        name, said = text_of(found["name"]), text_of(found["said"])
        lanes.append(Lane(name, said, kind, place, (low, low + width), no_difference))
    return lanes


# ------------------------------------------------------------------------------ what is drawn


def test_every_trial_is_drawn_or_listed_with_the_reason_and_never_both(shipped, words):
    left_out = views.not_plotted(shipped)
    ids = [trial.trial_id for trial in (*drawn(shipped), *left_out)]
    assert sorted(ids) == sorted(shipped.trials)
    html = views.not_plotted_list(left_out, words)
    assert html.count("<li") == len(left_out)


def test_a_trial_that_was_not_read_is_not_drawn(shipped):
    assert all(trial.read for trial in drawn(shipped))
    assert any(not trial.read for trial in views.not_plotted(shipped))
    unread = with_trial(shipped, "dahle_1995", read=False)
    assert "dahle_1995" not in [trial.trial_id for trial in drawn(unread)]


@pytest.mark.parametrize("column", ["effect", "ci_low", "ci_high"])
def test_a_trial_without_an_effect_or_its_range_is_not_drawn(shipped, column):
    less = with_trial(shipped, "dahle_1995", **{column: ""})
    assert "dahle_1995" not in [trial.trial_id for trial in drawn(less)]
    assert "dahle_1995" in [trial.trial_id for trial in views.not_plotted(less)]


def test_one_panel_has_one_kind_of_outcome_measured_in_one_way(shipped):
    panels = views.forest_panels(shipped)
    keys = [(p.outcome_kind, p.effect_type, p.high_is_good) for p in panels]
    assert len(set(keys)) == len(keys) > 2
    for panel in panels:
        for result in panel.results:
            assert result.trial.outcome_kind == panel.outcome_kind
            assert result.trial.effect_type == panel.effect_type


def test_nothing_is_pooled_each_mark_is_one_trial(shipped, words):
    panels = views.forest_panels(shipped)
    html = forest(shipped, (), words)
    lanes = lanes_of(html)
    results = [(panel, result) for panel in panels for result in panel.results]
    for lane, (panel, result) in zip(lanes, results, strict=True):
        place = scale_of(panel, panels).place
        assert lane.name.startswith(result.trial.label)
        assert lane.place == pytest.approx(place(result.effect), abs=0.001)
        assert lane.interval == pytest.approx((place(result.low), place(result.high)), abs=0.002)
        assert lane.no_difference == pytest.approx(place(result.no_difference), abs=0.001)
    assert html.count('class="found') == len(results)
    told = " ".join(lane.name + lane.said for lane in lanes)
    assert not {"pooled", "overall", "total", "sum of all"} & set(told.lower().split())


def test_each_interval_crosses_no_difference_where_neither_side_is_favoured(shipped, words):
    results = [result for panel in views.forest_panels(shipped) for result in panel.results]
    sides = set()
    for lane, result in zip(lanes_of(forest(shipped, (), words)), results, strict=True):
        low, high = lane.interval
        # Drawn to a thousandth of the track: what ends at no difference may look as if it crossed.
        if abs(low - lane.no_difference) > 0.002 and abs(high - lane.no_difference) > 0.002:
            assert (low < lane.no_difference < high) == (result.favours == "neither")
        assert lane.mark.endswith(f" {result.favours}")
        assert words(f"forest.favours.{result.favours}") in lane.said
        sides.add(result.favours)
    assert {"treatment", "neither"} <= sides


def test_only_the_trials_of_the_outcomes_asked_for_are_drawn(shipped, words):
    html = forest(shipped, ["no_cramps"], words)
    asked = [t for t in drawn(shipped) if t.outcome_kind == "no_cramps"]
    assert len(lanes_of(html)) == len(asked) < len(drawn(shipped))
    assert words("forest.kind.no_cramps") in html
    assert words("forest.kind.swelling") not in html
    others = {t.label for t in drawn(shipped)} - {t.label for t in asked}
    assert not any(escape(label, quote=False) in html for label in others)


def test_where_no_trial_can_be_drawn_a_sentence_says_so(shipped, words):
    unread = {key: replace(trial, read=False) for key, trial in shipped.trials.items()}
    html = forest(replace(shipped, trials=MappingProxyType(unread)), (), words)
    assert words("forest.none") in html
    assert words("forest.key") not in html
    assert not lanes_of(html)


def test_the_trials_are_there_at_once_with_their_sentence_and_table():
    panel = Lab().forest("no_cramps")
    assert type(panel) is Panel
    assert lanes_of(panel.html)
    assert "<button" not in panel.html
    assert 'class="sentence"' in panel.html
    assert panel.html.count("<table") == 1


def test_ratios_stand_on_a_log_axis_and_differences_on_an_even_one(shipped):
    panels = views.forest_panels(shipped)
    ratios = [p for p in panels if p.effect_type == "RR"]
    differences = [p for p in panels if p.effect_type == "MD"]
    assert ratios
    assert differences
    place = scale_of(ratios[0], panels).place
    assert place(2) - place(1) == pytest.approx(place(4) - place(2))
    place = scale_of(differences[0], panels).place
    assert place(2) - place(1) == pytest.approx(place(3) - place(2))


def test_the_better_side_is_written_on_both_sides_whichever_way_is_good(shipped, words):
    for panel in views.forest_panels(shipped):
        left, right = views.sides(panel, words)
        assert left != right
        better = right if panel.high_is_good else left
        other = left if panel.high_is_good else right
        assert better.replace("→", "").replace("←", "").strip() != other.strip()
        flipped = replace(panel, high_is_good=not panel.high_is_good)
        assert views.sides(flipped, words) != (left, right)


@pytest.mark.parametrize(
    ("trial_id", "favours"),
    [("dahle_1995", "treatment"), ("nygaard_2008_freq", "neither"), ("hammar_1987", "neither")],
)
def test_a_whole_interval_on_one_side_favours_it_and_one_that_crosses_favours_neither(
    shipped, trial_id, favours
):
    assert views.result_of(shipped.trials[trial_id]).favours == favours


def test_more_cramps_with_the_treatment_favour_the_control(shipped):
    worse = replace(shipped.trials["nygaard_2008_freq"], effect="3", ci_low="1", ci_high="5")
    assert views.result_of(worse).favours == "control"


def test_a_trial_without_a_placebo_is_marked_by_form_and_in_words(shipped, words):
    trials = drawn(shipped)
    lanes = lanes_of(forest(shipped, (), words))
    forms = set()
    for lane, trial in zip(lanes, trials, strict=True):
        placebo = trial.control == views.PLACEBO
        assert ("square" in lane.mark, "diamond" in lane.mark) == (placebo, not placebo)
        assert views.against_text(trial, words) in lane.name
        forms.add(placebo)
    assert forms == {True, False}


def test_drawing_and_table_have_the_same_numbers(shipped, words):
    panels = views.forest_panels(shipped)
    _, rows = views.forest_table(panels, views.not_plotted(shipped), words)
    lanes = lanes_of(forest(shipped, (), words))
    for trial, lane, row in zip(drawn(shipped), lanes, rows, strict=False):
        effect = views.effect_text(trial, words)
        assert row[0] == trial.label
        assert any(effect in cell for cell in row), trial.trial_id
        assert effect in lane.said
        assert views.women_text(trial, words) in lane.name
    assert len(rows) == len(shipped.trials)


def test_an_outcome_that_no_table_knows_is_named():
    with pytest.raises(ValueError, match="no outcome 'sleep'; use one of"):
        Lab().forest("sleep")


# ------------------------------------------------------------------------------ one trial


def test_the_women_of_a_trial_make_the_ratio_that_was_printed(shipped):
    """Where the counts are known, they give the printed ratio and interval to the last digit."""
    for trial in shipped.trials.values():
        if trial.read and trial.effect_type == "RR" and trial.events_treat and trial.events_control:
            groups = groups_of(trial)
            if "0" in (trial.events_treat, trial.events_control):
                continue
            assert round(groups.ratio, 2) == float(trial.effect), trial.trial_id
            ends = [round(end, 2) for end in groups.interval]
            assert ends == [float(trial.ci_low), float(trial.ci_high)], trial.trial_id


def test_icons_sentence_and_table_of_a_trial_say_the_same(shipped, words):
    groups = groups_of(trial_with_counts(shipped, "dahle_1995"))
    html = one_trial(shipped, "dahle_1995", groups, words)
    for said in ("11", "34", "2", "35", "5.66", "1.35", "23.68"):
        assert said in html
    _, rows = trial_table(groups, words)
    assert {"11", "23"} <= set(rows[0]) or {"11", "34"} <= set(rows[0])


@pytest.mark.parametrize("trial_id", ["sohrabvand_2006_b", "nygaard_2008_freq", "hammar"])
def test_a_trial_that_cannot_be_counted_is_named(shipped, trial_id):
    with pytest.raises(ValueError, match=f"'{trial_id}'.*use one of dahle_1995"):
        trial_with_counts(shipped, trial_id)


def test_women_can_be_moved_but_not_beyond_their_group():
    panel = Lab().one_trial("dahle_1995")
    before = panel.html
    for value in [10_000, -3, "many", None]:
        panel.receive("events_control", value)
    assert "10,000" not in panel.html
    panel.receive("events_control", 8)
    assert panel.html != before


# ------------------------------------------------------------------------------ by trimester, two causes


def test_a_survey_that_was_not_read_is_in_no_bar(shipped, words):
    assert all(share.row.read for share in shares_by_trimester(shipped))
    unread = replace(
        shipped,
        epidemiology=MappingProxyType(
            {k: replace(row, read=False) for k, row in shipped.epidemiology.items()}
        ),
    )
    assert shares_by_trimester(unread) == ()


def test_the_shares_by_trimester_are_those_that_were_counted(shipped, words):
    china = {s.trimester: s for s in shares_by_trimester(shipped) if s.series == "china"}
    assert [round(china[f"trimester_{n}"].percent) for n in (1, 2, 3)] == [12, 28, 50]
    for share in china.values():
        low, high = share.interval
        counted = 100 * int(share.row.events) / int(share.row.total)
        assert low < counted < high
        assert abs(counted - share.percent) < 0.1
    html = cramps_by_trimester(shipped, words)
    for share in china.values():
        assert f"{share.row.events} of {share.row.total}" in html or share.row.events in html


def test_two_causes_are_contrasted_and_one_twice_asks_for_another(shipped, words):
    html = contrast(shipped, "calcium_demand", "disc_herniation", words)
    assert shipped.findings["shooting_below_knee"].label in html
    assert words("contrast.same") in contrast(shipped, "hypocalcaemia", "hypocalcaemia", words)


def test_choosing_another_cause_changes_what_is_shown_and_nonsense_does_not():
    panel = Lab().contrast()
    before = panel.html
    for value in ["nobody", 3, None]:
        panel.receive("one", value)
    assert panel.html == before
    panel.receive("one", "varicose_veins")
    assert panel.html != before
