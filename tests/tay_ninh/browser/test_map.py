"""Tests maps in the browser: without scripts, by keyboard, and with tiles that are large enough for a finger."""

import re

import pytest
from playwright.sync_api import Locator, expect

from tests.browser.visits import PHONE
from tests.browser.windows import Visiting

INDICATOR = "/chi-tieu/ty-le-ho-so-nop-xu-ly-tra-ket-qua-truc-tuyen/"
MAP = "#ban-do-cap-xa"
SMALLEST = 24

SIZES = """(map) => [...map.querySelectorAll('a > use')]
    .map((tile) => tile.getBoundingClientRect()).map(({ width, height }) => Math.min(width, height))"""


def open_map(visiting: Visiting, *, scripts: bool = False) -> Locator:
    visit = visiting(scripts=scripts)
    visit.open(INDICATOR)
    found = visit.page.locator(MAP)
    found.locator("summary").click()
    return found


def test_each_commune_is_a_tile_large_enough_for_a_finger(visiting: Visiting) -> None:
    """On a phone, 94 tiles are at least 24 pixels wide and high, and the map is not wider than the page."""
    found = open_map(visiting)
    expect(found.locator("svg a")).to_have_count(94)
    assert min(found.evaluate(SIZES)) >= SMALLEST
    box = found.locator(".cmb-map__drawing").bounding_box()
    assert box is not None
    assert box["x"] + box["width"] <= PHONE["width"]


@pytest.mark.parametrize("scripts", [True, False])
def test_the_reader_can_choose_what_tiles_show(visiting: Visiting, scripts: bool) -> None:  # noqa: FBT001 - a parameter
    """Assessments are shown first. The arrow key changes to five steps and their key."""
    found = open_map(visiting, scripts=scripts)
    tile = found.locator("svg a > use").first
    expect(tile).to_have_css("--cmb-map-steps", "0")
    expect(tile).to_have_css("--cmb-map-marks", "1")
    expect(found.get_by_text("Chưa đạt: 93")).to_be_visible()
    expect(found.get_by_text("từ 70,71% đến dưới 76,57%")).to_be_hidden()
    found.get_by_label("Đánh giá").focus()
    found.page.keyboard.press("ArrowRight")
    expect(tile).to_have_css("--cmb-map-steps", "1")
    expect(tile).to_have_css("--cmb-map-marks", "0")
    expect(found.get_by_text("Chưa đạt: 93")).to_be_hidden()
    expect(found.get_by_text("từ 70,71% đến dưới 76,57%")).to_be_visible()


def test_the_keyboard_reaches_each_unit_and_shows_its_name(visiting: Visiting) -> None:
    """After the link past the map, the tile in the upper left is first. Only its name is visible."""
    found = open_map(visiting)
    found.get_by_label("Đánh giá").focus()
    found.page.keyboard.press("Tab")
    expect(found.get_by_role("link", name="Bỏ qua bản đồ")).to_be_focused()
    found.page.keyboard.press("Tab")
    first, second = found.locator("svg a").nth(0), found.locator("svg a").nth(1)
    expect(first).to_be_focused()
    expect(first.locator("text")).to_have_css("opacity", "1")
    expect(second.locator("text")).to_have_css("opacity", "0")
    expect(first).to_have_accessible_name("Xã Tân Lập: 84,58%, chưa đạt")
    found.page.keyboard.press("Enter")
    expect(found.page).to_have_url(re.compile(r"^http://[^/]+/don-vi/xa-tan-lap-tan-bien/$"))
