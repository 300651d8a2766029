"""The page for the projector: the address and its code, within the policy, in both themes and sizes."""

from __future__ import annotations

import pytest

from crampkit.hosts.pages.serve import PageServer
from crampkit.hosts.pages.share import write_address_page
from crampkit.words import Words
from tests.sheets import tokens

pytestmark = pytest.mark.browser

URL = "http://192.168.100.200:8000"


@pytest.mark.parametrize("width", [390, 1366])
@pytest.mark.parametrize("theme", ["light", "dark"])
def test_the_address_and_its_code_stand_large_on_the_page(
    new_page, watch, tmp_path, shipped, width, theme
):
    write_address_page(tmp_path, URL, Words(shipped.text))
    with PageServer(tmp_path).in_background() as server:
        page = new_page(width=width, height=768, color_scheme=theme)
        page.goto(f"{server.url}/address.html")
        address = page.get_by_role("link", name=URL)
        code = page.get_by_role("img", name=shipped.text["share.code"])
        assert address.bounding_box()["width"] <= width
        drawn = code.locator("svg").bounding_box()
        assert drawn["width"] >= 200
        assert drawn["width"] == pytest.approx(drawn["height"], abs=1)
        assert drawn["x"] >= 0
        if width > 1000:  # read from the last row without scrolling
            assert drawn["y"] + drawn["height"] <= 768
            assert float(address.evaluate("a => parseFloat(getComputedStyle(a).fontSize)")) >= 60
        paper = page.locator("body").evaluate("body => getComputedStyle(body).backgroundColor")
        ground = bytes.fromhex(tokens(theme)["paper"].removeprefix("#"))
        assert paper == f"rgb({', '.join(map(str, ground))})"
        assert page.locator("html").evaluate("html => html.scrollWidth") <= width
    assert watch.errors == []
    assert watch.outside == []
