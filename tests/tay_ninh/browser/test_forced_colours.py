"""Tests pages with forced colours, as in contrast themes: information in background colours is still visible."""

from playwright.sync_api import expect

from tests.browser.visits import DESKTOP
from tests.browser.windows import Visiting

# Colours of the arrow of a fold and of its background.
ARROW = """(summary) => [
    getComputedStyle(summary, '::before').backgroundColor, getComputedStyle(document.body).backgroundColor]"""


def test_the_arrows_of_folds_are_visible_with_forced_colours(first_visiting: Visiting) -> None:
    """This holds in light and dark mode."""
    visit = first_visiting(viewport=DESKTOP)
    for scheme in ("light", "dark"):
        visit.page.emulate_media(forced_colors="active", color_scheme=scheme)
        visit.open("/xep-hang/")
        arrow, ground = visit.page.locator(".cmb-fold > summary").first.evaluate(ARROW)
        assert arrow != ground


def test_the_active_search_option_has_an_outline_with_forced_colours(first_visiting: Visiting) -> None:
    visit = first_visiting(viewport=DESKTOP)
    visit.page.emulate_media(forced_colors="active")
    visit.open("/")
    box = visit.page.locator("header").get_by_role("combobox")
    box.press_sequentially("tay ninh")
    expect(visit.page.locator("header").get_by_role("option").first).to_be_visible()
    visit.page.keyboard.press("ArrowDown")
    chosen = visit.page.locator("header [role=option][aria-selected=true]")
    expect(chosen).to_have_count(1)
    expect(chosen).to_have_css("outline-style", "solid")


def test_the_targets_of_bars_are_visible_with_forced_colours(first_visiting: Visiting) -> None:
    """They have the system's text colour, whatever palette was chosen before."""
    visit = first_visiting(viewport=DESKTOP)
    visit.page.emulate_media(forced_colors="active", color_scheme="dark")
    visit.open("/chi-tieu/")
    visit.page.evaluate("() => document.body.setAttribute('data-md-color-scheme', 'default')")
    target = visit.page.locator(".cmb-bar > rect[x]:not([class])").first
    ink = visit.page.evaluate("() => getComputedStyle(document.body).color")
    expect(target).to_have_css("fill", ink)


def test_with_forced_colours_the_palette_follows_the_device(first_visiting: Visiting) -> None:
    """Curves in the colours of a palette for the opposite background would not be visible."""
    visit = first_visiting(viewport=DESKTOP)
    visit.open("/")
    body, button = visit.page.locator("body"), visit.page.locator("[data-palette]")
    button.click()
    expect(body).to_have_attribute("data-md-color-scheme", "slate")
    visit.page.emulate_media(forced_colors="active", color_scheme="light")
    expect(body).to_have_attribute("data-md-color-scheme", "default")
    expect(button).to_be_hidden()
    visit.open("/gioi-thieu/")
    expect(body).to_have_attribute("data-md-color-scheme", "default")
