"""An indicator's page with three years behind it, on a phone without scripts. The real portal has no such history yet,
so the page is made of the mini portal, in the styles of the theme."""

import re
from collections.abc import Iterator
from pathlib import Path

import markdown
import material
import pytest
from playwright.sync_api import Browser, Page, ViewportSize, expect

from generator.assets import assets
from generator.rendering import make_environment, render_page
from tests.browser.visits import DESKTOP, PHONE, ROOT
from tests.test_indicator_course import enter, page_of, settle

MONTHS = [f"{year}-{month:02}" for year in (2021, 2022, 2023) for month in range(1, 13)]
FRAME = """<!doctype html><html lang="vi"><head><style>{styles}</style></head>
<body data-md-color-scheme="default"><main class="md-main"><div class="md-main__inner md-grid"><div class="md-content">
<article class="md-content__inner md-typeset">{article}</article></div></div></main></body></html>"""

OPEN_ALL = "() => document.querySelectorAll('details').forEach((details) => { details.open = true; })"

# What is wider than the window, or than the frame of its table.
WIDE = """() => [document.documentElement, ...document.querySelectorAll('.cmb-table__scroll')]
    .filter((frame) => frame.scrollWidth > frame.clientWidth)
    .map((frame) => `${frame.tagName}: ${frame.scrollWidth} in ${frame.clientWidth}`)"""

# Labels of a picture that run into one another or out of the window.
CROWDED = """() => [...document.querySelectorAll('.cmb-curve__drawing')].flatMap((drawing) => {
    const labels = [...drawing.querySelectorAll('text')].map((one) => [one.textContent, one.getBoundingClientRect()]);
    const out = labels.filter(([, box]) => box.left < 0 || box.right > innerWidth).map(([text]) => text);
    const meet = (a, b) => a.left < b.right && b.left < a.right && a.top + 4 < b.bottom && b.top + 4 < a.bottom;
    return out.concat(labels.flatMap(([text, box], at) =>
        labels.slice(at + 1).filter(([, other]) => meet(box, other)).map(([other]) => `${text} on ${other}`)));
})"""


@pytest.fixture
def article(mini: Path) -> str:
    """Six communes with figures of 36 months, the best of them near 100."""
    settle(mini)
    figures = {month: [at + 10 * place for place in range(1, 7)] for at, month in enumerate(MONTHS)}
    enter(mini, figures)
    text = render_page(make_environment(), page_of(mini))
    return markdown.markdown(re.sub(r"\A---\n.*?\n---\n", "", text, flags=re.DOTALL), extensions=["attr_list"])


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
def test_nothing_is_cut_off_when_all_is_unfolded(page: Page, window: ViewportSize) -> None:
    page.set_viewport_size(window)
    expect(page.locator(".cmb-curve__drawing")).to_be_visible()
    assert page.evaluate(CROWDED) == []
    page.evaluate(OPEN_ALL)
    assert page.locator(".cmb-table--course tbody tr").count() == len(MONTHS)
    assert page.evaluate(WIDE) == []


def test_the_lines_are_told_apart_without_colours(page: Page) -> None:
    """No two of the lines and of their samples in the key have the same dashes."""
    for place in ("drawing", "key"):
        lines = page.locator(f".cmb-curve__{place} .cmb-curve__line").all()
        dashes = [line.evaluate("(line) => getComputedStyle(line).strokeDasharray") for line in lines]
        assert len(dashes) == len(set(dashes)) == 3


def test_who_rose_is_named_when_unfolded(page: Page) -> None:
    """All six gained one point alike, so they are counted."""
    fold = page.locator("details", has_text="Tăng, giảm nhiều nhất").last
    expect(fold.locator(".cmb-movers").first).to_be_hidden()
    fold.locator("summary").click()
    expect(fold.locator(".cmb-movers").first).to_contain_text("6 đơn vị cùng tăng 1")
