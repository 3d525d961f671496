"""A search index with parts: the typed words decide which parts are loaded, and the answers are those of an index
without parts."""

import pytest

from tests.browser.visits import Visit
from tests.browser.windows import Visiting

INDEX: dict[str, object] = {
    "entries": [["Tỉnh Tây Ninh", "/don-vi/tay-ninh/", "Cấp tỉnh", "", [], 40]],
    "parts": {"bi": 2, "tan": 2, "th": 1},
}
TAN_BINH = ["Xã Tân Bình", "/don-vi/xa-tan-binh/", "Cấp xã", "Tỉnh Tây Ninh", ["25459"], 20]
TAN_LAP = ["Xã Tân Lập", "/don-vi/xa-tan-lap/", "Cấp xã", "Tỉnh Tây Ninh", [], 20]
BINH_THANH = ["Xã Bình Thạnh", "/don-vi/xa-binh-thanh/", "Cấp xã", "Tỉnh Tây Ninh", [], 20]
PARTS = {"bi": [TAN_BINH, BINH_THANH], "tan": [TAN_BINH, TAN_LAP], "th": [BINH_THANH]}

HOA_LOC = ["Xã Hoa Lộc", "/don-vi/xa-hoa-loc/", "Cấp xã", "Huyện Hậu Lộc, tỉnh Thanh Hóa", [], 24]
HOA_LOC_WITH_TONE = ["Xã Hòa Lộc", "/don-vi/xa-hoa-loc-16075/", "Cấp xã", "Huyện Hậu Lộc, tỉnh Thanh Hóa", [], 24]
IN_DONG_DA = ["Phường Quang Trung", "/don-vi/mot/", "Cấp xã", "Quận Đống Đa, thành phố Hà Nội", [], 24]
IN_HA_DONG = ["Phường Quang Trung", "/don-vi/hai/", "Cấp xã", "Quận Hà Đông, thành phố Hà Nội", [], 24]
THANH_HOA = ["Xã Thanh Hòa", "/don-vi/ba/", "Cấp xã", "Huyện Như Xuân, tỉnh Thanh Hóa", [], 24]
THANH_XUAN = ["Xã Thanh Xuân", "/don-vi/bon/", "Cấp xã", "Huyện Như Xuân, tỉnh Thanh Hóa", [], 24]

ASK = """async ([index, parts, query]) => {
  const { answering, load } = await import("/assets/js/search.js");
  await load(); // also loads the library that finds similar words
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

ASK_WHOLE = """async ([index, query]) => {
  const { answering } = await import("/assets/js/search.js");
  return (await answering(index, query)).map((entry) => entry[1]);
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
    """A page with the search."""
    found = visiting()
    found.open("/du-lieu/")
    found.settle()
    return found


@pytest.mark.parametrize(("query", "loaded", "first"), QUERIES, ids=[query for query, *_ in QUERIES])
def test_the_first_word_decides_which_part_is_loaded(visit: Visit, query: str, loaded: list[str], first: str) -> None:
    """Other parts are loaded only if the first one has no answer. Then typing errors are considered."""
    asked, found = visit.page.evaluate(ASK, [INDEX, PARTS, query])
    assert asked == loaded
    assert (found or [""])[0] == first


@pytest.mark.parametrize(
    ("query", "first"),
    [
        ("Xã Hòa Lộc, huyện Hậu Lộc, tỉnh Thanh Hóa", HOA_LOC_WITH_TONE),
        ("hoà lộc hậu lộc", HOA_LOC_WITH_TONE),
        ("xã hòa l", HOA_LOC_WITH_TONE),
        ("Hoa Lộc, huyện Hậu Lộc", HOA_LOC),
        ("Phường Quang Trung, quận Hà Đông, thành phố Hà Nội", IN_HA_DONG),
    ],
)
@pytest.mark.parametrize("turn", [1, -1], ids=["in order", "turned round"])
def test_diacritics_distinguish_names_and_places(visit: Visit, query: str, first: list[object], turn: int) -> None:
    """Holds for any order of the index. Without its diacritics, the query would match two units."""
    index = {"entries": [HOA_LOC, HOA_LOC_WITH_TONE, IN_DONG_DA, IN_HA_DONG][::turn]}
    found = visit.page.evaluate(ASK_WHOLE, [index, query])
    assert found[0] == first[1]
    assert len(found) == 2


@pytest.mark.parametrize(
    ("query", "first"),
    [
        ("xa thanh xuan, huyen nhu xuan, tinh thanh hoa", THANH_XUAN),
        ("quang trung, quan ha dong, thanh pho ha noi", IN_HA_DONG),
    ],
)
def test_the_place_after_the_name_must_match_exactly(visit: Visit, query: str, first: list[object]) -> None:
    """The commune Thanh Hòa is spelled like Thanh Hóa without diacritics. Đống Đa, Hà Nội contains all words of Hà
    Đông, Hà Nội."""
    index = {"entries": [THANH_HOA, THANH_XUAN, IN_DONG_DA, IN_HA_DONG]}
    found = visit.page.evaluate(ASK_WHOLE, [index, query])
    assert found[0] == first[1]
    assert len(found) == 2
