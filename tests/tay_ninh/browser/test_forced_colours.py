"""Where the reader's system sets the colours, as contrast themes do: what a ground tells is told still."""

from playwright.sync_api import expect

from tests.browser.visits import DESKTOP
from tests.browser.windows import Visiting

# The arrow of what unfolds, and the ground that it stands on.
ARROW = """(summary) => [
    getComputedStyle(summary, '::before').backgroundColor, getComputedStyle(document.body).backgroundColor]"""


def test_the_arrows_of_folds_are_seen(first_visiting: Visiting) -> None:
    """In the light and in the dark."""
    visit = first_visiting(viewport=DESKTOP)
    for scheme in ("light", "dark"):
        visit.page.emulate_media(forced_colors="active", color_scheme=scheme)
        visit.open("/xep-hang/")
        arrow, ground = visit.page.locator(".cmb-fold > summary").first.evaluate(ARROW)
        assert arrow != ground


def test_the_answer_that_enter_opens_is_framed(first_visiting: Visiting) -> None:
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


def test_the_targets_of_bars_stand_out_from_the_ground(first_visiting: Visiting) -> None:
    """They are drawn in the system's colour of text, whatever palette was chosen before."""
    visit = first_visiting(viewport=DESKTOP)
    visit.page.emulate_media(forced_colors="active", color_scheme="dark")
    visit.open("/chi-tieu/")
    visit.page.evaluate("() => document.body.setAttribute('data-md-color-scheme', 'default')")
    target = visit.page.locator(".cmb-bar > rect[x]:not([class])").first
    if target.count():
        ink = visit.page.evaluate("() => getComputedStyle(document.body).color")
        expect(target).to_have_css("fill", ink)
