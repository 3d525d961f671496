"""Rules for every kind of page: it is accessible, fits a phone, loads little, and writes nothing to the console."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache

import pytest
from playwright.sync_api import Browser, Page, Route, ViewportSize

from tests.browser.late_fonts import SETTLED, let_font_come, open_without_font
from tests.browser.visits import DESKTOP, KINDS, PHONE, PageKind, Visit, weight
from tests.browser.windows import Visiting
from tests.support.folders import ROOT

AXE = ROOT / "node_modules" / "axe-core" / "axe.min.js"
LIGHT, DARK = "default", "slate"
SCRIPTS = "**/assets/js/*.js"
NARROWEST: ViewportSize = {"width": 320, "height": 640}

DRAWN = (
    "home", "department", "commune of today without figures", "rankings", "indicator of communes", "plan",
    "document read with doubt",
)  # fmt: skip
"""Kinds of pages that have charts, folds and tables."""

each_kind = pytest.mark.parametrize("case", KINDS, ids=[case.kind for case in KINDS])

FAULTS = """async (rules) => {
    const options = { resultTypes: ['violations'], rules: { 'target-size': { enabled: true } } };
    if (rules) Object.assign(options, { runOnly: rules, rules: {} });
    const tell = (rule, node) => `${rule.id}: ${node.html.slice(0, 200)} ${node.failureSummary.split('\\n')[1]}`;
    const { violations } = await axe.run(document, options);
    return violations.flatMap((rule) => rule.nodes.slice(0, 4).map((node) => tell(rule, node)));
}"""

# Removes repeated elements. One template makes all of them, so the first two and the last one represent the others.
# Cells stay, because a row without some of its cells would be invalid. The elements that a chart over time fills stay
# too.
SHORTEN = """() => document.querySelectorAll(`
    main :is(
        tbody > tr, li, option, .cmb-objective, .cmb-card, .cmb-details, .cmb-fold, .cmb-fold__content > div,
        .cmb-finding, .cmb-compare__table, .cmb-map__drawing > a, .cmb-strip__drawing circle
    ):nth-child(n+3):nth-last-child(n+2):not([data-trend] > *)`,
).forEach((element) => element.remove())"""

# A palette changes only colours, so the other rules need not be checked again in dark mode.
OF_COLOURS = ["color-contrast", "link-in-text-block"]

# A width changes positions and scrolling only. The content for screen readers is the same on a phone and on a desktop.
OF_LAYOUT = ["target-size", "scrollable-region-focusable"]

# Finds elements that stick out of the window, except inside frames that scroll.
STICKING_OUT = """() => {
    const page = document.documentElement;
    if (page.scrollWidth <= page.clientWidth) return [];
    const out = (element) => element.getBoundingClientRect().right > page.clientWidth + 1;
    return [...document.querySelectorAll('body *')]
        .filter((element) => out(element) && !element.closest('.cmb-table__scroll'))
        .slice(0, 5).map((element) => element.outerHTML.slice(0, 150))
        .concat(`the page is ${page.scrollWidth} wide`);
}"""

# Returns the background colour of a palette.
PAPER = """(scheme) => {
    const part = document.createElement('div');
    part.dataset.mdColorScheme = scheme;
    part.style.backgroundColor = 'var(--cmb-paper)';
    document.body.append(part);
    return getComputedStyle(part).backgroundColor;
}"""

SHIFTS = """
globalThis.shifts = [];
const note = (entry) => shifts.push({
    value: entry.value, of: entry.sources.map((source) => source.node?.outerHTML?.slice(0, 120)),
});
new PerformanceObserver((list) => list.getEntries().filter((entry) => !entry.hadRecentInput).forEach(note))
    .observe({ type: 'layout-shift', buffered: true });
"""


def paint(page: Page, palette: str) -> None:
    """Sets a palette without transitions, because axe would measure intermediate colours."""
    page.add_style_tag(content="*, *::before, *::after { transition: none !important; animation: none !important; }")
    page.evaluate("(name) => document.body.setAttribute('data-md-color-scheme', name)", palette)


@dataclass(frozen=True)
class Seen:
    """The measurements of one page.

    `moved`: bytes loaded before the visitor does anything; `sticking_out`: elements that stick out of the window, by
    width in pixels; `faults`: violations that axe found.
    """

    moved: int
    sticking_out: Mapping[int, list[str]]
    faults: list[str]


@pytest.fixture(scope="module")
def seen(browser: Browser, origin: str) -> Callable[[PageKind], Seen]:
    """Measures a page once for all tests, because opening a page takes as long as a test."""

    @cache
    def look(case: PageKind) -> Seen:
        visit = Visit.begin(browser, origin, PHONE)
        visit.open(case.address)
        visit.settle()
        found = Seen(visit.moved(), sticking_out(visit.page), axe(visit.page, thorough=case.kind in DRAWN))
        visit.page.context.close()
        assert not visit.complaints, "\n".join(visit.complaints)
        return found

    return look


def sticking_out(page: Page) -> Mapping[int, list[str]]:
    found = {}
    for viewport in (PHONE, NARROWEST):
        page.set_viewport_size(viewport)
        page.evaluate(SETTLED)
        found[viewport["width"]] = page.evaluate(STICKING_OUT)
    return found


def axe(page: Page, *, thorough: bool) -> list[str]:
    """Returns the faults that axe finds on a phone in light mode (all rules) and on a desktop in dark mode (rules of
    colours and layout only). A thorough check uses all rules at both widths, and the rules of colours in both
    palettes."""
    page.evaluate(SHORTEN)
    page.evaluate(AXE.read_text(encoding="utf-8"))  # The site's policy (CSP) would refuse it as a script element.
    faults = []
    on_desk = None if thorough else [*OF_COLOURS, *OF_LAYOUT]
    for viewport, palette, asked, other in ((PHONE, LIGHT, None, DARK), (DESKTOP, DARK, on_desk, LIGHT)):
        page.set_viewport_size(viewport)
        for scheme, rules in ((palette, asked), *([(other, OF_COLOURS)] if thorough else [])):
            paint(page, scheme)
            faults += [f"{viewport['width']}, {scheme}: {fault}" for fault in page.evaluate(FAULTS, rules)]
    return faults


TREND = "<main><section data-trend><p>1</p><p>2</p><details class='cmb-details'>3</details><p>4</p></section></main>"
LIST = "<main><ul><li>1</li><li>2</li><li>3</li><li>4</li></ul></main>"


@pytest.mark.parametrize(("device", "scheme"), [("light", LIGHT), ("dark", DARK)])
def test_without_scripts_the_device_chooses_the_colours(visiting: Visiting, device: str, scheme: str) -> None:
    visit = visiting(scripts=False)
    visit.page.emulate_media(color_scheme="dark" if device == "dark" else "light")
    visit.open("/")
    shown = visit.page.evaluate("() => getComputedStyle(document.body).backgroundColor")
    assert shown == visit.page.evaluate(PAPER, scheme)


def test_shortening_keeps_elements_that_scripts_fill(visiting: Visiting) -> None:
    """The third of four entries is removed, but the table of a chart over time stays."""
    page = visiting().page
    shown = []
    for content in (TREND, LIST):
        page.set_content(content)
        page.evaluate(SHORTEN)
        shown.append(page.locator("main").text_content())
    assert shown == ["1234", "124"]


@each_kind
def test_axe_finds_no_fault(seen: Callable[[PageKind], Seen], case: PageKind) -> None:
    """No rule of axe-core is violated, on a phone and on a desktop, in light and in dark mode."""
    faults = seen(case).faults
    assert not faults, "\n".join(faults)


@each_kind
def test_no_page_scrolls_sideways(seen: Callable[[PageKind], Seen], case: PageKind) -> None:
    """Holds down to 320 pixels; wide tables scroll in their own frame."""
    assert seen(case).sticking_out == {PHONE["width"]: [], NARROWEST["width"]: []}


@each_kind
def test_a_page_keeps_its_weight_budget(seen: Callable[[PageKind], Seen], case: PageKind) -> None:
    """Checks the budgets of its HTML and of everything that is loaded before the visitor does anything."""
    html, moved = weight(case.path), seen(case).moved
    print(f"{case.kind}: HTML {html / 1000:.1f} KB, in all {moved / 1000:.1f} KB")
    assert (html <= case.html, moved <= case.moved) == (True, True), f"HTML {html}, in all {moved}"


@pytest.mark.parametrize("address", [case.address for case in KINDS if case.kind in DRAWN])
@pytest.mark.parametrize("viewport", [PHONE, DESKTOP], ids=["phone", "desk"])
def test_the_layout_does_not_shift(first_visiting: Visiting, address: str, viewport: ViewportSize) -> None:
    """All layout shifts sum up to at most 0.02, while loading and while scrolling to the end with charts drawn.

    If a line of the data's text only just fits, the late font wraps it elsewhere. The shifts of that moment are limited
    to 0.25, above which web.dev/articles/cls calls a page poor.
    """
    visit = first_visiting(viewport=viewport)
    visit.page.add_init_script(SHIFTS)
    font = open_without_font(visit, address)
    visit.page.evaluate("() => { globalThis.before = shifts.length; }")
    let_font_come(visit, font)
    of_font = visit.page.evaluate("() => shifts.splice(before)")
    visit.read_through()
    shifts = visit.page.evaluate("() => shifts")
    assert sum(shift["value"] for shift in shifts) <= 0.02, shifts
    assert sum(shift["value"] for shift in of_font) <= 0.25, of_font


@pytest.mark.parametrize("address", [case.address for case in KINDS if case.kind in DRAWN])
def test_late_scripts_do_not_move_what_is_read(first_visiting: Visiting, address: str) -> None:
    """The reader is already at the end of the page when the scripts of its elements arrive."""
    visit = first_visiting(viewport=PHONE)
    visit.page.add_init_script(SHIFTS)
    visit.open(address)
    held: list[Route] = []
    visit.page.route(SCRIPTS, lambda route: held.append(route))  # noqa: PLW0108 - Playwright accepts only functions
    visit.page.evaluate("() => { shifts.length = 0; scrollTo({ top: 1e6, behavior: 'instant' }); }")
    visit.page.wait_for_timeout(200)
    visit.page.route(SCRIPTS, lambda route: route.continue_())
    for route in held:
        route.continue_()
    visit.settle()
    assert visit.page.evaluate("() => shifts") == []
