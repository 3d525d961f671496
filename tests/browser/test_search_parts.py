"""A parted index: what is typed leads to the parts that are loaded, and to the same answers as a whole one."""

from typing import Any

import pytest

from tests.browser.visits import Visit
from tests.browser.windows import Visiting

INDEX: dict[str, Any] = {
    "entries": [["Tỉnh Tây Ninh", "/don-vi/tay-ninh/", "Cấp tỉnh", "", [], 40]],
    "parts": {"bi": 2, "tan": 2, "th": 1},
}
TAN_BINH = ["Xã Tân Bình", "/don-vi/xa-tan-binh/", "Cấp xã", "Tỉnh Tây Ninh", ["25459"], 20]
TAN_LAP = ["Xã Tân Lập", "/don-vi/xa-tan-lap/", "Cấp xã", "Tỉnh Tây Ninh", [], 20]
BINH_THANH = ["Xã Bình Thạnh", "/don-vi/xa-binh-thanh/", "Cấp xã", "Tỉnh Tây Ninh", [], 20]
PARTS = {"bi": [TAN_BINH, BINH_THANH], "tan": [TAN_BINH, TAN_LAP], "th": [BINH_THANH]}

ASK = """async ([index, parts, query]) => {
  const { answering, load } = await import("/assets/js/search.js");
  await load(); // and with it the library that knows slips of the finger
  const loaded = [];
  const whole = new Map();
  const withPart = (letters) => {
    if (!whole.has(letters)) {
      loaded.push(letters);
      whole.set(letters, [...index.entries, ...parts[letters]]);
    }
    return whole.get(letters);
  };
  const found = await answering(index, query, withPart);
  return [loaded, found.map((entry) => entry[0])];
}"""

QUERIES = [
    ("xã tân bình", ["tan"], "Xã Tân Bình"),
    ("tan lap", ["tan"], "Xã Tân Lập"),
    ("bình thạnh, tây ninh", ["bi"], "Xã Bình Thạnh"),
    ("tây ninh", [], "Tỉnh Tây Ninh"),
    ("tây ninh, bình thạnh", ["bi"], "Xã Bình Thạnh"),
    ("ty", [], ""),
    ("binh thanhj", ["bi", "th"], "Xã Bình Thạnh"),
]


@pytest.fixture
def visit(visiting: Visiting) -> Visit:
    """A page that has the search."""
    found = visiting()
    found.open("/gioi-thieu/")
    found.settle()
    return found


@pytest.mark.parametrize(("query", "loaded", "first"), QUERIES, ids=[query for query, *_ in QUERIES])
def test_the_first_word_leads_to_its_part(visit: Visit, query: str, loaded: list[str], first: str) -> None:
    """Other parts are loaded only where that one has no answer; then slips of the finger are looked for."""
    asked, found = visit.page.evaluate(ASK, [INDEX, PARTS, query])
    assert asked == loaded
    assert (found or [""])[0] == first
