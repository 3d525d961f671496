"""All that a mouse can do, without one."""

import pytest

from tests.browser.visits import DESKTOP, KINDS
from tests.browser.windows import Visiting

# Where the focus is, and whether anything on the screen tells: an outline, or a frame that the focus alone brings.
FOCUS = """() => {
    const element = document.activeElement;
    const tells = (one) => {
        const { outlineStyle, outlineWidth, boxShadow } = getComputedStyle(one);
        return (outlineStyle !== 'none' && parseFloat(outlineWidth) >= 2) || boxShadow !== 'none';
    };
    const { width, height } = element.getBoundingClientRect();
    return {
        name: element.outerHTML.slice(0, 120),
        seen: tells(element) || tells(element.parentElement), sized: width > 0 && height > 0,
    };
}"""


@pytest.mark.parametrize(
    "address", [case.address for case in KINDS if case.kind in ("home", "department", "indicator", "rankings")]
)
def test_the_focus_is_always_seen(visiting: Visiting, address: str) -> None:
    """The first forty stops of the Tab key, on a desk; all of a page that has fewer."""
    visit = visiting(viewport=DESKTOP)
    visit.open(address)
    stops = []
    for _ in range(40):
        visit.page.keyboard.press("Tab")
        stop = visit.page.evaluate(FOCUS)
        if stop["name"].startswith("<body"):  # Past the last: a short page has fewer.
            break
        stops.append(stop)
    assert len({stop["name"] for stop in stops}) > 20
    assert [stop["name"] for stop in stops if not (stop["seen"] and stop["sized"])] == []
