"""The trials as they were: each by itself, none pooled, none that was not read."""

from __future__ import annotations

from dataclasses import replace
from types import MappingProxyType

import pytest

from crampkit import Lab
from crampkit.catalogue import Catalogue, Trial
from crampkit.views.figures import trials as views
from crampkit.views.figures.forest import forest_figure, scale_of
from crampkit.views.figures.one_trial import groups_of, one_trial, trial_table, trial_with_counts
from crampkit.views.figures.trimester import cramps_by_trimester, shares_by_trimester
from crampkit.views.kit.numbers import printed
from crampkit.views.kit.plot import Figure, Trace
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


def said_in(figure: Figure) -> str:
    return " ".join(text for trace in figure["data"] for text in trace.get("text", ()))


def marks_of(figure: Figure) -> list[Trace]:
    return [trace for trace in figure["data"] if trace.get("name") == "result"]


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
    figure = forest_figure(panels, words)
    marks = marks_of(figure)
    places = [
        scale_of(panel, panels).place(result.effect) for panel in panels for result in panel.results
    ]
    assert [mark["x"] for mark in marks] == [[place] for place in places]
    assert not {"pooled", "overall", "total", "sum of all"} & set(said_in(figure).lower().split())


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
    panels = views.forest_panels(shipped)
    results = [result for panel in panels for result in panel.results]
    marks = marks_of(forest_figure(panels, words))
    forms = {
        result.trial.trial_id: mark["marker"]["symbol"]
        for result, mark in zip(results, marks, strict=True)
    }
    assert forms["dahle_1995"] == "square"
    assert forms["hammar_1981"] == "diamond"
    placebo = views.against_text(shipped.trials["dahle_1995"], words)
    nothing = views.against_text(shipped.trials["hammar_1981"], words)
    assert placebo != nothing


def test_drawing_and_table_have_the_same_numbers(shipped, words):
    panels = views.forest_panels(shipped)
    _, rows = views.forest_table(panels, views.not_plotted(shipped), words)
    told = said_in(forest_figure(panels, words))
    for trial in drawn(shipped):
        effect = views.effect_text(trial, words)
        assert any(effect in cell for row in rows for cell in row), trial.trial_id
        assert printed(trial.ci_low) in told
    assert len(rows) == len(shipped.trials)


def test_an_outcome_that_no_table_knows_is_named(monkeypatch, tmp_path):
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
