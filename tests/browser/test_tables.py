"""No word of a table is broken to make it fit: a wide one scrolls, and shows that it does."""

from __future__ import annotations

import pytest

from crampkit.catalogue import load
from crampkit.front import style
from crampkit.views.kit.tables import scrolling

pytestmark = pytest.mark.browser

CATALOGUE = load()
PAGE = """<!doctype html><title>A table</title><style>{style}</style>
<form class="crampkit" style="margin: 0; padding: 1rem">{html}</form>"""
BROKEN = """() => [...document.querySelectorAll("td, th")].flatMap((cell) => {
  const text = cell.firstChild;
  const found = [];
  for (const { 0: word, index } of (text?.data ?? "").matchAll(/[^\\s-]+/g)) {
    const range = document.createRange();
    range.setStart(text, index);
    range.setEnd(text, index + word.length);
    const lines = new Set([...range.getClientRects()].map(({ top }) => Math.round(top)));
    if (lines.size > 1) found.push(word);
  }
  return found;
})"""


def show(page, columns: list[str], rows: list[tuple[str, ...]]) -> None:
    html = scrolling("All of it", columns, rows)
    page.set_content(PAGE.format(style=style(), html=html))


@pytest.mark.parametrize("width", [320, 390, 1366])
def test_words_and_numbers_of_a_wide_table_stay_whole(new_page, width):
    page = new_page(width=width)
    causes = [cause.short_label for cause in CATALOGUE.causes.values()]
    rows = [(finding.label, *("+0.41" for _ in causes)) for finding in CATALOGUE.findings.values()]
    show(page, ["Finding", *causes], rows)
    assert page.evaluate(BROKEN) == []
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_a_table_that_scrolls_is_shaded_where_more_follows_and_one_that_fits_is_not(new_page):
    page = new_page(width=390)
    shades = []
    for columns in (12, 2):
        show(
            page,
            ["A", *(f"Column {n}" for n in range(columns))],
            [("Row", *["wordless"] * columns)],
        )
        scrolls = page.evaluate(
            "() => { const { scrollWidth, clientWidth } = document.querySelector('.scroll');"
            " return scrollWidth > clientWidth; }"
        )
        box = page.locator(".scroll").bounding_box()
        edge = {"x": box["x"] + box["width"] - 3, "y": box["y"] + 4, "width": 2, "height": 2}
        shades.append((scrolls, page.screenshot(clip=edge)))
    (wide, shaded), (narrow, plain) = shades
    assert (wide, narrow) == (True, False)
    assert shaded != plain
