"""A phone with the browser's text at twice the usual size: the window stays as narrow as before."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser

from tests.browser.test_pages import STICKING_OUT, each_kind
from tests.browser.visits import FLAGS, OPEN_ALL, PHONE, PageKind, Visit

TWICE_AS_LARGE = "--blink-settings=defaultFontSize=32"

# Finds words in a row of figures that overlap.
COVERED = """() => [...document.querySelectorAll(
        'main :is(.cmb-board__row, .cmb-card, .cmb-table--standings tbody tr, .cmb-table--lines tbody tr)',
    )].flatMap((row) => {
        const boxes = [];
        const walker = document.createTreeWalker(row, NodeFilter.SHOW_TEXT);
        for (let text = walker.nextNode(); text; text = walker.nextNode()) {
            if (!text.data.trim() || text.parentElement.closest('.cmb-hidden, svg, [hidden]')) continue;
            const range = document.createRange();
            range.selectNodeContents(text);
            for (const box of range.getClientRects()) boxes.push([text.data.trim(), box]);
        }
        const meet = (a, b) =>
            a.left + 2 < b.right && b.left + 2 < a.right && a.top + 12 < b.bottom && b.top + 12 < a.bottom;
        return boxes.flatMap(([text, box], at) => boxes.slice(at + 1)
            .filter(([, other]) => meet(box, other)).map(([other]) => `${text} on ${other}`));
    }).slice(0, 5)"""


@pytest.fixture(scope="module")
def large(browser: Browser, program: str, origin: str) -> Iterator[Visit]:
    """A window of a separate browser, used for all pages."""
    other = browser.browser_type.launch(executable_path=program, args=[*FLAGS, TWICE_AS_LARGE])
    visit = Visit.begin(other, origin, PHONE)
    yield visit
    other.close()
    assert not visit.complaints, "\n".join(visit.complaints)


@each_kind
def test_a_page_with_text_at_twice_the_size_fits_a_phone(large: Visit, case: PageKind) -> None:
    """With all folds open, nothing scrolls sideways and no words in the row of a figure overlap."""
    large.anew(case.address)
    large.page.evaluate(OPEN_ALL)
    assert large.page.evaluate("() => getComputedStyle(document.documentElement).fontSize") == "40px"
    assert large.page.evaluate(STICKING_OUT) == []
    assert large.page.evaluate(COVERED) == []


# The figures of the first rows that are covered or cut off, after they have been scrolled into sight.
OUT_OF_SIGHT = """() => [...document.querySelectorAll('main .cmb-heat tbody tr:nth-child(-n+3)')].flatMap((row) => {
        const cell = [...row.cells].slice(1).find((one) => one.offsetWidth);
        cell.scrollIntoView({ behavior: 'instant', block: 'center', inline: 'nearest' });
        const { left, top, width, height } = cell.getBoundingClientRect();
        const seen = (part) => cell.contains(document.elementFromPoint(left + width * part, top + height / 2));
        return seen(0.2) && seen(0.8) ? [] : [row.textContent.trim()];
    })"""


def test_the_figures_of_a_ranking_are_in_sight_with_text_at_twice_the_size(large: Visit) -> None:
    """The column of names must not fill the frame in which the table scrolls."""
    large.anew("/xep-hang/")
    large.page.evaluate(OPEN_ALL)
    large.read_through()
    assert large.page.evaluate(OUT_OF_SIGHT) == []
