"""An indicator's page with three years of figures, on a phone without scripts. The real portal has no such history yet,
so the page is made from the mini portal with the styles of the theme."""

import re
from collections.abc import Iterator
from pathlib import Path

import markdown
import material
import pytest
from playwright.sync_api import Browser, Page, ViewportSize, expect

from generator.assets import assets
from generator.rendering import make_environment, render_page
from tests.browser.visits import DESKTOP, PHONE
from tests.pages.test_level_timeline import enter, page_of, settle
from tests.support.folders import ROOT

MONTHS = [f"{year}-{month:02}" for year in (2021, 2022, 2023) for month in range(1, 13)]
FRAME = """<!doctype html><html lang="vi"><head><style>{styles}</style></head>
<body data-md-color-scheme="default"><main class="md-main"><div class="md-main__inner md-grid"><div class="md-content">
<article class="md-content__inner md-typeset">{article}</article></div></div></main></body></html>"""

OPEN_ALL = "() => document.querySelectorAll('details').forEach((details) => { details.open = true; })"

# Finds elements that are wider than the window or than the frame of their table.
WIDE = """() => [document.documentElement, ...document.querySelectorAll('.cmb-table__scroll')]
    .filter((frame) => frame.scrollWidth > frame.clientWidth)
    .map((frame) => `${frame.tagName}: ${frame.scrollWidth} in ${frame.clientWidth}`)"""

# Finds labels of a picture that overlap or that are outside the window.
CROWDED = """() => [...document.querySelectorAll('.cmb-curve__drawing')].flatMap((drawing) => {
    const labels = [...drawing.querySelectorAll('text')].map((one) => [one.textContent, one.getBoundingClientRect()]);
    const out = labels.filter(([, box]) => box.left < 0 || box.right > innerWidth).map(([text]) => text);
    const meet = (a, b) => a.left < b.right && b.left < a.right && a.top + 4 < b.bottom && b.top + 4 < a.bottom;
    return out.concat(labels.flatMap(([text, box], at) =>
        labels.slice(at + 1).filter(([, other]) => meet(box, other)).map(([other]) => `${text} on ${other}`)));
})"""


@pytest.fixture
def article(mini: Path) -> str:
    """The HTML of a page with six communes and figures of 36 months; the best figures are near 100."""
    settle(mini)
    figures = {month: [at + 10 * place for place in range(1, 7)] for at, month in enumerate(MONTHS)}
    enter(mini, figures)
    text = render_page(make_environment(), page_of(mini))
    html: str = markdown.markdown(re.sub(r"\A---\n.*?\n---\n", "", text, flags=re.DOTALL), extensions=["attr_list"])
    return html


@pytest.fixture
def page(browser: Browser, article: str) -> Iterator[Page]:
    folder = Path(material.__file__).parent / "templates" / "assets" / "stylesheets"
    own = next(one.content.decode() for one in assets(ROOT) if one.path == "assets/portal.css")
    styles = "".join(file.read_text(encoding="utf-8") for file in sorted(folder.glob("*.css"))) + own
    context = browser.new_context(viewport=PHONE, java_script_enabled=False)
    page = context.new_page()
    page.set_content(FRAME.format(styles=styles, article=article), wait_until="load")
    yield page
    context.close()


@pytest.mark.parametrize("window", [PHONE, DESKTOP], ids=["phone", "desktop"])
def test_nothing_is_cut_off_when_all_folds_are_open(page: Page, window: ViewportSize) -> None:
    page.set_viewport_size(window)
    expect(page.locator(".cmb-curve__drawing")).to_be_visible()
    assert page.evaluate(CROWDED) == []
    page.evaluate(OPEN_ALL)
    assert page.locator(".cmb-table--course tbody tr").count() == len(MONTHS)
    assert page.evaluate(WIDE) == []


# Returns the texts whose letters could be cut off at the top, in a drawing that shows nothing outside its edges.
CUT = """() => [...document.querySelectorAll('.cmb-curve__drawing')].flatMap((drawing) => {
    const text = document.createElementNS('http://www.w3.org/2000/svg', 'text');
    text.setAttribute('class', 'cmb-curve__label');
    text.setAttribute('y', '10');
    text.textContent = 'sắp xếp đơn vị hành chính';
    drawing.append(text);
    const above = text.getBoundingClientRect().top < drawing.getBoundingClientRect().top;
    return above && getComputedStyle(drawing).overflow !== 'visible' ? [text.textContent] : [];
})"""


def test_the_marks_of_a_text_at_a_break_are_not_cut_off(page: Page) -> None:
    """The text is at the top of the drawing, like the one that names the merger of units."""
    assert page.evaluate(CUT) == []


def test_lines_differ_without_colours(page: Page) -> None:
    """All lines, and all samples in the key, have different dashes."""
    for place in ("drawing", "key"):
        lines = page.locator(f".cmb-curve__{place} .cmb-curve__line").all()
        dashes = [line.evaluate("(line) => getComputedStyle(line).strokeDasharray") for line in lines]
        assert len(dashes) == len(set(dashes)) == 3


def test_units_that_rose_are_shown_when_the_fold_is_open(page: Page) -> None:
    """All six units rose by one point, so the page counts them instead of naming them."""
    fold = page.locator("details", has_text="Tăng, giảm nhiều nhất").last
    expect(fold.locator(".cmb-movers").first).to_be_hidden()
    fold.locator("summary").click()
    expect(fold.locator(".cmb-movers").first).to_contain_text("6 đơn vị cùng tăng 1")
