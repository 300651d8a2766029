"""Where a clot lies, and what LEFt points tell: picture, sentence and table say the same."""

from __future__ import annotations

import re
from dataclasses import replace
from types import MappingProxyType

import pytest

from crampkit import Lab
from crampkit.catalogue import Catalogue, Observation
from crampkit.reasoning.counting import wilson_range
from crampkit.views.figures import clots
from crampkit.words import Words
from tests.unit.test_figures import icons_of, table_of, text_of
from tests.unit.test_views import HOSTILE, Outline, spelled_out

FIGURES = [(clots.where_clots_lie, clots.WHERE), (clots.clots_by_points, clots.BY_POINTS)]
each_figure = pytest.mark.parametrize(
    ("view", "row_ids"), FIGURES, ids=["where_clots_lie", "clots_by_points"]
)


@pytest.fixture
def words() -> Words:
    return spelled_out()


def with_row(catalogue: Catalogue, row_id: str, **changes: object) -> Catalogue:
    rows = dict(catalogue.epidemiology)
    rows[row_id] = replace(rows[row_id], **changes)
    return replace(catalogue, epidemiology=MappingProxyType(rows))


# ------------------------------------------------------------------------------ the range


@pytest.mark.parametrize(
    ("events", "total", "low", "high"),
    [
        # Newcombe 1998, the four examples of his Table I, method 3.
        (81, 263, 0.2553, 0.3662),
        (15, 148, 0.0624, 0.1605),
        (0, 20, 0.0000, 0.1611),
        (1, 29, 0.0061, 0.1718),
    ],
)
def test_the_range_agrees_with_published_examples(events, total, low, high):
    assert wilson_range(events, total) == pytest.approx((low, high), abs=5e-5)


def test_the_range_holds_the_share_and_stays_between_none_and_all():
    for total in range(1, 40):
        for events in range(total + 1):
            low, high = wilson_range(events, total)
            assert 0 <= low <= events / total <= high <= 1
            assert high > low


def test_the_range_narrows_as_more_women_are_counted():
    widths = [high - low for low, high in (wilson_range(n, 10 * n) for n in range(1, 30))]
    assert widths == sorted(widths, reverse=True)


@pytest.mark.parametrize(("events", "total"), [(0, 0), (2, 1), (-1, 4)])
def test_what_is_no_share_has_no_range(events, total):
    with pytest.raises(ValueError, match="is no share"):
        wilson_range(events, total)


# ------------------------------------------------------------------------------ the figures


@each_figure
def test_every_figure_has_a_sentence_and_a_table_with_every_count(shipped, view, row_ids):
    html = view(shipped, Words(shipped.text))
    assert text_of(re.search(r'<p class="sentence">(.*?)</p>', html)[1])
    header, *rows = table_of(html)
    assert len(rows) == len(row_ids)
    for row, row_id in zip(rows, row_ids, strict=True):
        observed = shipped.epidemiology[row_id]
        assert f"{observed.events} of {observed.total}" in row
        assert len(row) == len(header)
        assert all(key in " ".join(row) for key in observed.source_ids)


def test_the_icons_show_what_was_counted(shipped, words):
    drawn = icons_of(clots.where_clots_lie(shipped, words))
    counted = [share.in_100 for share in clots.shares(shipped, clots.WHERE)]
    assert [icons["yes"] for icons in drawn] == counted
    assert all(sum(icons.values()) == 100 for icons in drawn)


def test_what_is_counted_agrees_with_what_the_study_printed(shipped):
    for share in clots.shares(shipped, (*clots.WHERE, *clots.BY_POINTS)):
        assert abs(share.in_100 - float(share.row.percent)) <= 0.5


def test_each_number_of_points_is_drawn_with_its_range(shipped, words):
    html = clots.clots_by_points(shipped, words)
    bands = re.findall(r'class="normal" style="inset-inline-start:([\d.]+)%;width:([\d.]+)%"', html)
    marks = re.findall(r'class="mark" style="inset-inline-start:([\d.]+)%"', html)
    found = clots.shares(shipped, clots.BY_POINTS)
    for (left, width), mark, share in zip(bands, marks, found, strict=True):
        low, high = (100 * end for end in wilson_range(share.events, share.total))
        assert float(left) == pytest.approx(low, abs=0.06)
        assert float(left) + float(width) == pytest.approx(high, abs=0.11)
        assert float(left) <= float(mark) <= float(left) + float(width)


def test_no_point_is_never_told_without_what_stays_possible(shipped):
    html = clots.clots_by_points(shipped, Words(shipped.text))
    none = clots.shares(shipped, clots.BY_POINTS)[0]
    assert none.events == 1
    said = text_of(re.search(r'<p class="sentence">(.*?)</p>', html)[1])
    assert f"as high as {none.range_in_100[1]} in 100" in said
    assert "every woman who might have a clot gets her scan, whatever her points" in said


@each_figure
def test_text_from_the_table_stays_text(shipped, words, view, row_ids):
    def spoilt(text: str) -> Catalogue:
        rows = {
            key: replace(row, topic=text, group=text, note=text)
            for key, row in shipped.epidemiology.items()
        }
        return replace(shipped, epidemiology=MappingProxyType(rows))

    plain, hostile = (view(spoilt(text), words) for text in ("plain x", HOSTILE))
    assert Outline(hostile).elements == Outline(plain).elements


def test_the_lab_shows_both_figures():
    lab = Lab()
    assert "clots" in lab.where_clots_lie().html
    assert "normal" in lab.clots_by_points().html


def test_each_word_for_certainty_of_the_table_has_a_sentence(shipped):
    rows: list[Observation] = list(shipped.epidemiology.values())
    assert {f"clots.certainty.{row.certainty}" for row in rows} <= set(shipped.text)
