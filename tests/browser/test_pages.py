"""What holds of every kind of page: accessible, fits a phone, light to load, silent in the console."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache

import pytest
from playwright.sync_api import Browser, Page, Route, ViewportSize

from tests import colours
from tests.browser.visits import DESKTOP, KINDS, PHONE, ROOT, PageKind, Visit, weight
from tests.browser.windows import Visiting

AXE = ROOT / "node_modules" / "axe-core" / "axe.min.js"
LIGHT, DARK = "default", "slate"
NARROWEST: ViewportSize = {"width": 320, "height": 640}

DRAWN = (
    "home", "department", "commune of today without figures", "rankings", "indicator of communes", "plan",
    "document read with doubt",
)  # fmt: skip
"""Kinds of pages with charts, folds and tables of their own."""

each_kind = pytest.mark.parametrize("case", KINDS, ids=[case.kind for case in KINDS])

FAULTS = """async (rules) => {
    const options = { resultTypes: ['violations'], rules: { 'target-size': { enabled: true } } };
    if (rules) Object.assign(options, { runOnly: rules, rules: {} });
    const tell = (rule, node) => `${rule.id}: ${node.html.slice(0, 200)} ${node.failureSummary.split('\\n')[1]}`;
    const { violations } = await axe.run(document, options);
    return violations.flatMap((rule) => rule.nodes.slice(0, 4).map((node) => tell(rule, node)));
}"""

# What repeats is made by one template: the first two and the last one stand for all between them. Cells stay, for a
# row without some of them would be no row of its table; so does what a picture over time writes its figures into.
SHORTEN = """() => document.querySelectorAll(`
    main :is(
        tbody > tr, li, option, .cmb-objective, .cmb-card, .cmb-details, .cmb-fold, .cmb-fold__content > div,
        .cmb-finding, .cmb-compare__table, .cmb-map__drawing > a, .cmb-strip__drawing circle
    ):nth-child(n+3):nth-last-child(n+2):not([data-trend] > *)`,
).forEach((element) => element.remove())"""

# A palette changes colours only, so that the other rules need not be asked again in the dark.
OF_COLOURS = ["color-contrast", "link-in-text-block"]

# A width changes where things stand and what scrolls; to machines a page says the same on a phone and on a desk.
OF_LAYOUT = ["target-size", "scrollable-region-focusable"]

# What sticks out of the window, but for frames that scroll by themselves.
STICKING_OUT = """() => {
    const page = document.documentElement;
    if (page.scrollWidth <= page.clientWidth) return [];
    const out = (element) => element.getBoundingClientRect().right > page.clientWidth + 1;
    return [...document.querySelectorAll('body *')]
        .filter((element) => out(element) && !element.closest('.cmb-table__scroll'))
        .slice(0, 5).map((element) => element.outerHTML.slice(0, 150))
        .concat(`the page is ${page.scrollWidth} wide`);
}"""

# Scripts answer a new width in the frame after it.
SETTLED = "() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))"

FONTS_CAME = "() => document.fonts.status === 'loaded'"

SHIFTS = """
globalThis.shifts = [];
const note = (entry) => shifts.push({
    value: entry.value, of: entry.sources.map((source) => source.node?.outerHTML?.slice(0, 120)),
});
new PerformanceObserver((list) => list.getEntries().filter((entry) => !entry.hadRecentInput).forEach(note))
    .observe({ type: 'layout-shift', buffered: true });
"""


def paint(page: Page, palette: str) -> None:
    """Puts on a palette without its transitions: axe would measure colours on their way."""
    page.add_style_tag(content="*, *::before, *::after { transition: none !important; animation: none !important; }")
    page.evaluate("(name) => document.body.setAttribute('data-md-color-scheme', name)", palette)


@dataclass(frozen=True)
class Seen:
    """A page of a kind: bytes moved before the visitor does anything, what sticks out of the window at each width, and
    what axe finds in it."""

    moved: int
    sticking_out: Mapping[int, list[str]]
    faults: list[str]


@pytest.fixture(scope="module")
def seen(browser: Browser, origin: str) -> Callable[[PageKind], Seen]:
    """Looks at a page once for all tests: opening it takes as long as each of them."""

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
    """Faults on a phone in light, and on a desk in the dark those of colours and layout; of a thorough look, by every
    rule at both widths, and those of colours in both palettes."""
    page.evaluate(SHORTEN)
    page.evaluate(AXE.read_text(encoding="utf-8"))  # As a script element the site's own policy would refuse it.
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
    red, green, blue = bytes.fromhex(colours.palette(scheme)["paper"].removeprefix("#"))
    shown = visit.page.evaluate("() => getComputedStyle(document.body).backgroundColor")
    assert shown == f"rgb({red}, {green}, {blue})"


def test_what_is_left_out_is_nothing_that_scripts_write_into(visiting: Visiting) -> None:
    """Of four entries the third goes; the table of a picture over time stays wherever it stands."""
    page = visiting().page
    shown = []
    for content in (TREND, LIST):
        page.set_content(content)
        page.evaluate(SHORTEN)
        shown.append(page.locator("main").text_content())
    assert shown == ["1234", "124"]


@each_kind
def test_axe_finds_nothing(seen: Callable[[PageKind], Seen], case: PageKind) -> None:
    """No violation of any rule of axe-core, on a phone and on a desk, in light and in dark."""
    faults = seen(case).faults
    assert not faults, "\n".join(faults)


@each_kind
def test_no_page_scrolls_sideways(seen: Callable[[PageKind], Seen], case: PageKind) -> None:
    """Down to 320 pixels; wide tables scroll within their own frame."""
    assert seen(case).sticking_out == {PHONE["width"]: [], NARROWEST["width"]: []}


@each_kind
def test_a_page_is_light(seen: Callable[[PageKind], Seen], case: PageKind) -> None:
    """Budgets of its HTML, and of all that comes before the visitor does anything."""
    html, moved = weight(case.path), seen(case).moved
    print(f"{case.kind}: HTML {html / 1000:.1f} KB, in all {moved / 1000:.1f} KB")
    assert (html <= case.html, moved <= case.moved) == (True, True), f"HTML {html}, in all {moved}"


def open_with_late_fonts(visit: Visit, address: str) -> None:
    """Opens a page that is laid out, and brought to life, before the font of plain letters comes, as a slow line may
    bring it; that of Vietnamese letters stands in the styles."""
    held: list[Route] = []
    visit.page.route("**/*.woff2", lambda route: held.append(route))  # noqa: PLW0108 - Playwright knows functions only
    visit.page.goto(visit.origin + address, wait_until="domcontentloaded")
    visit.page.locator("header [data-search][data-ready]").wait_for(state="attached")
    visit.page.evaluate(SETTLED)
    (font,) = held
    font.continue_()
    visit.page.wait_for_function(FONTS_CAME)
    visit.page.evaluate(SETTLED)


@pytest.mark.parametrize("address", [case.address for case in KINDS if case.kind in DRAWN])
@pytest.mark.parametrize("viewport", [PHONE, DESKTOP], ids=["phone", "desk"])
def test_nothing_jumps(first_visiting: Visiting, address: str, viewport: ViewportSize) -> None:
    """Layout shifts of loading, fonts last, and of scrolling to the end, charts drawn, add up to no more than 0.02."""
    visit = first_visiting(viewport=viewport)
    visit.page.add_init_script(SHIFTS)
    open_with_late_fonts(visit, address)
    visit.read_through()
    shifts = visit.page.evaluate("() => globalThis.shifts")
    assert sum(shift["value"] for shift in shifts) <= 0.02, shifts
