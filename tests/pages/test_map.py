"""Tests maps: a tile for each unit with a point, two ways of showing it, and the location of a unit among its peers."""

import re
from collections.abc import Mapping
from pathlib import Path

import pytest

from generator.model import SCALE, Direction, Indicator, Measure
from generator.pages.atlas import WIDTH, atlas_of
from generator.pages.drawings import MapPicture
from generator.pages.home.page import home_page
from generator.pages.indicator.indicator_facts import facts_of_indicators
from generator.pages.indicator.page import indicator_pages
from generator.pages.maps import SHARES, locator_of, scale_of
from generator.pages.overall import overall_rankings
from generator.rendering import make_environment, render_page
from tests.support.headers import LINEAGE_HEADER, POINT_HEADER
from tests.support.pages import unit_page
from tests.support.portals import append_to, facts_of, replace_in

SHARE, WAIT = "full-online-services", "waiting-time"
UNITS = """demo.h,huyen-mot,Huyện Một,H. Một,district,district,demo,,,,,
demo.h.tay,xa-tay,Xã Tây,Xã Tây,commune,commune,demo.h,,,,,
demo.h.dong,xa-dong,Xã Đông,Xã Đông,commune,commune,demo.h,,,,,
demo.h.nam,xa-nam,Xã Nam,Xã Nam,commune,commune,demo.h,,,,,
demo.h.cu,xa-cu,Xã Cũ,Xã Cũ,commune,commune,demo.h,,,2023-12-31,,
"""
POINTS = f"""{POINT_HEADER}\
demo.h.tay,11.3,106.0,demo-2024
demo.h.dong,11.3,106.2,demo-2024
demo.h.nam,11.1,106.1,demo-2024
demo.h.cu,11.3,106.1,demo-2024
"""
LINEAGE = f"{LINEAGE_HEADER}demo.h.cu,,2024-01-01,abolished,demo-2024,\n"
RESULTS = """demo.h.tay,,,full-online-services,2024-06,20,,,PL.II:1,
demo.h.dong,,,full-online-services,2024-06,70,,,PL.II:2,
"""
TARGETS = """demo,commune,full-online-services,2024,at_least,50,,text:I.9,
"""
OTHER_UNITS = """khac,tinh-khac,Tỉnh Khác,Tỉnh Khác,province,province,,,,,,
khac.h,huyen-khac,Huyện Khác,H. Khác,district,district,khac,,,,,
khac.h.bac,xa-bac,Xã Bắc,Xã Bắc,commune,commune,khac.h,,,,,
khac.h.trung,xa-trung,Xã Trung,Xã Trung,commune,commune,khac.h,,,,,
"""
OTHER_POINTS = """khac.h.bac,12.3,107.0,demo-2024
khac.h.trung,12.1,107.0,demo-2024
"""
OTHER_RESULTS = """khac.h.bac,,,full-online-services,2024-06,90,,,PL.IV:1,
khac.h.trung,,,full-online-services,2024-06,30,,,PL.IV:2,
"""
OTHER_TARGETS = "khac,commune,full-online-services,2024,at_least,80,,text:I.11,\n"


def add(data: Path, texts: Mapping[str, str]) -> None:
    """Appends rows to files."""
    for name, text in texts.items():
        append_to(data / name, text)


@pytest.fixture
def district_portal(mini: Path) -> Path:
    """The mini portal with a district of three communes, two of which have figures, and a commune that has ended."""
    data = mini / "data"
    add(data, {"units.csv": UNITS, "results/demo-2024.csv": RESULTS, "targets/demo-2023.csv": TARGETS})
    (data / "points.csv").write_text(POINTS, encoding="utf-8")
    (data / "lineage.csv").write_text(LINEAGE, encoding="utf-8")
    return mini


@pytest.fixture
def two_provinces(district_portal: Path) -> Path:
    """The portal of `district_portal` with a second province. Its district has two communes with figures of the same
    month."""
    data = district_portal / "data"
    add(data, {"units.csv": OTHER_UNITS, "points.csv": OTHER_POINTS})
    add(data, {"results/demo-2024.csv": OTHER_RESULTS, "targets/demo-2023.csv": OTHER_TARGETS})
    replace_in(data / "portal.yml", 'province_ids: ["demo"]', 'province_ids: ["demo", "khac"]')
    return district_portal


def map_of(root: Path) -> MapPicture:
    """Returns the map of the communes on the page of the share of services."""
    facts = facts_of(root)
    address = facts.portal.indicators[SHARE].address
    (found,) = next(
        page for page in indicator_pages(facts_of_indicators(facts)) if page.address == address
    ).maps.values()
    return found


def test_the_tile_of_an_exempt_unit_says_so(district_portal: Path) -> None:
    own = "demo.h.tay,,full-online-services,2024,at_least,50,exempt,PL:9,Do đặc thù\n"
    add(district_portal / "data", {"targets/demo-2023.csv": own})
    assert map_of(district_portal).marks[0].label == "Xã Tây: 20%, được miễn"


def test_a_tile_names_the_caveats_of_its_figure(district_portal: Path) -> None:
    results = district_portal / "data" / "results" / "demo-2024.csv"
    replace_in(results, "2024-06,20,,,PL.II:1,", "2024-06,20,provisional,inferred,PL.II:1,Mờ")
    assert map_of(district_portal).marks[0].label == "Xã Tây: 20% (số liệu tạm tính, suy ra), chưa đạt"


def test_an_indicators_map_has_every_unit_of_its_period_with_its_assessment(district_portal: Path) -> None:
    """The western commune missed 50%, the eastern one met it, and the southern one has no figure. The ended commune
    is not on the map. Tiles are listed from the upper left."""
    found = map_of(district_portal)
    assert [(mark.label, mark.address, mark.drawing) for mark in found.marks] == [
        ("Xã Tây: 20%, chưa đạt", "/don-vi/xa-tay/", "not_met-1"),
        ("Xã Đông: 70%, đạt", "/don-vi/xa-dong/", "met-5"),
        ("Xã Nam: chưa có số liệu", "/don-vi/xa-nam/", "no_result-0"),
    ]
    west, east, south = found.marks
    assert west.x < south.x or south.x < east.x
    assert west.y == east.y < south.y
    assert {mark.x % 24 for mark in found.marks} == {0}
    assert (found.title, found.has_equal_shapes) == ("Bản đồ 3 đơn vị cấp xã", False)


def test_the_maps_key_counts_the_assessments_and_lists_the_five_steps(district_portal: Path) -> None:
    """From 20% to 70%, each step is 10 percentage points."""
    found = map_of(district_portal)
    assert [(key.code, key.text) for key in found.judged] == [
        ("met", "Đạt: 1"),
        ("not_met", "Chưa đạt: 1"),
        ("no_result", "Chưa có số liệu: 1"),
    ]
    assert [(key.code, key.text) for key in found.gaps] == [("no_result", "Chưa có số liệu: 1")]
    assert found.steps == (
        "từ 20% đến dưới 30%",
        "từ 30% đến dưới 40%",
        "từ 40% đến dưới 50%",
        "từ 50% đến dưới 60%",
        "từ 60% đến 70%",
    )
    assert [(link.text, link.address) for link in found.sources] == [
        ("Báo cáo số\u00a02/BC-UBND", "/van-ban/bao-cao-2/")
    ]


def test_the_maps_key_does_not_call_a_target_that_could_not_be_read_missing(district_portal: Path) -> None:
    """Only the western commune has a target that could be read: its own of 50%, which 20% do not meet."""
    own = "demo.h.tay,,full-online-services,2024,at_least,50,,PL:9,\n"
    add(district_portal / "data", {"targets/demo-2023.csv": own})
    common = "demo,commune,full-online-services,2024,at_least,{}text:I.9,{}\n"
    targets = district_portal / "data/targets/demo-2023.csv"
    replace_in(targets, common.format("50,,", ""), common.format(",unreadable,", "Chữ bị mờ"))
    assert [key.text for key in map_of(district_portal).judged] == [
        "Chưa đạt: 1",
        "Chưa đánh giá được: 1",
        "Chưa có số liệu: 1",
    ]


def test_a_unit_without_a_point_is_named_below_the_map(district_portal: Path) -> None:
    """The southern commune has no point."""
    points = district_portal / "data" / "points.csv"
    points.write_text(POINTS.replace("demo.h.nam,11.1,106.1,demo-2024\n", ""), encoding="utf-8")
    found = map_of(district_portal)
    assert (found.title, len(found.marks)) == ("Bản đồ 2 đơn vị cấp xã", 2)
    assert found.missing == "Chưa có trên bản đồ vì cổng chưa có tọa độ: Xã Nam."
    facts = facts_of(district_portal)
    assert found.missing in render_page(make_environment(), home_page(facts, overall_rankings(facts)))


def test_the_map_of_the_front_page_shows_why_a_unit_has_no_figure(district_portal: Path) -> None:
    """It shows the same reason as the ranking of the only indicator: the indicator does not apply."""
    row = "demo.h.nam,,,full-online-services,2024-06,,not_applicable,,PL.II:3,Không phát sinh\n"
    add(district_portal / "data", {"results/demo-2024.csv": row})
    facts = facts_of(district_portal)
    (found,) = home_page(facts, overall_rankings(facts)).maps
    assert [mark.label for mark in found.marks][2] == "Xã Nam: không áp dụng"
    assert found.marks == map_of(district_portal).marks


def test_a_map_of_scores_shows_why_a_unit_has_no_score(district_portal: Path) -> None:
    """Waiting time does not apply to the southern commune. The other communes have a score of two targets."""
    data = district_portal / "data"
    rows = "".join(f"demo.h.{unit},,,waiting-time,2024-06,20,,,PL.III:{unit},\n" for unit in ("tay", "dong"))
    south = "demo.h.nam,,,waiting-time,2024-06,,not_applicable,,PL.III:nam,Không phát sinh\n"
    add(data, {"results/demo-2024.csv": rows + south})
    add(data, {"targets/demo-2023.csv": "demo,commune,waiting-time,2024,at_most,30,,text:I.10,\n"})
    (found,) = unit_page(district_portal, "demo").maps
    assert [(mark.label, mark.drawing) for mark in found.marks][2] == ("Xã Nam: không áp dụng", "not_applicable-0")
    assert [key.text for key in found.judged] == ["Đạt mọi chỉ tiêu: 1", "Đạt một phần: 1", "Không áp dụng: 1"]
    assert [key.text for key in found.gaps] == ["Không áp dụng: 1"]


def indicator(decimals: int) -> Indicator:
    return Indicator("a", "a", "A", "A", "A", Measure.PERCENT, decimals, Direction.HIGHER, "", "")


def test_steps_begin_at_round_figures_and_use_exact_amounts() -> None:
    """The figures go from 0.5 to 99.7 in whole percents. The limit between steps 1 and 2 is exactly 20."""
    scale = scale_of([500_000, 99_700_000, 20_000_000, 19_999_999], indicator(0))
    assert scale is not None
    assert scale.begins == (20_000_000, 40_000_000, 60_000_000, 80_000_000)
    assert [scale.step(amount) for amount in (500_000, 19_999_999, 20_000_000, 99_700_000, None)] == [1, 1, 2, 5, 0]


def test_equal_figures_or_figures_too_close_have_no_steps() -> None:
    assert scale_of([SCALE, SCALE], indicator(2)) is None
    assert scale_of([SCALE, 3 * SCALE], indicator(0)) is None
    assert scale_of([], indicator(2)) is None
    assert scale_of([SCALE, 3 * SCALE], indicator(2)) is not None


def test_shares_of_met_targets_have_steps_of_a_fifth() -> None:
    shares = (0, 19, 20, 50, 79, 80, 100)
    assert [SHARES.step(share * SCALE) for share in shares] == [1, 1, 2, 3, 4, 5, 5]


def test_a_level_without_points_has_no_map(district_portal: Path) -> None:
    """Departments have no points, so their pages in the mini portal have no maps."""
    (district_portal / "data" / "points.csv").unlink()
    facts = facts_of(district_portal)
    assert all(not page.maps for page in indicator_pages(facts_of_indicators(facts)))
    assert unit_page(district_portal, "demo.h.tay").locator is None
    assert unit_page(district_portal, "demo").maps == ()


def test_a_province_and_a_district_have_maps_of_their_communes(district_portal: Path) -> None:
    """The front page has the map of the portal's own province."""
    facts = facts_of(district_portal)
    for maps in (
        unit_page(district_portal, "demo").maps,
        unit_page(district_portal, "demo.h").maps,
        home_page(facts, overall_rankings(facts)).maps,
    ):
        (found,) = maps
        assert [mark.address for mark in found.marks] == ["/don-vi/xa-tay/", "/don-vi/xa-dong/", "/don-vi/xa-nam/"]
    assert unit_page(district_portal, "demo.h.tay").maps == ()


@pytest.mark.parametrize(
    ("unit_id", "drawn"),
    [
        ("demo", ["/don-vi/xa-tay/", "/don-vi/xa-dong/", "/don-vi/xa-nam/"]),
        ("demo.h", ["/don-vi/xa-tay/", "/don-vi/xa-dong/", "/don-vi/xa-nam/"]),
        ("khac", ["/don-vi/xa-bac/", "/don-vi/xa-trung/"]),
        ("khac.h", ["/don-vi/xa-bac/", "/don-vi/xa-trung/"]),
    ],
)
def test_each_of_two_provinces_has_a_map_of_its_own_communes(
    two_provinces: Path, unit_id: str, drawn: list[str]
) -> None:
    """The maps are separate, although both provinces have figures of the same month."""
    (found,) = unit_page(two_provinces, unit_id).maps
    assert [mark.address for mark in found.marks] == drawn


def test_a_score_of_several_targets_has_its_own_shapes(district_portal: Path) -> None:
    """One commune met both of its targets, and the other met one of two."""
    data = district_portal / "data"
    rows = "demo.h.tay,,,waiting-time,2024-06,20,,,PL.III:1,\ndemo.h.dong,,,waiting-time,2024-06,20,,,PL.III:2,\n"
    target = "demo,commune,waiting-time,2024,at_most,30,,text:I.10,\n"
    add(data, {"results/demo-2024.csv": rows, "targets/demo-2023.csv": target})
    (found,) = unit_page(district_portal, "demo").maps
    assert [(mark.label, mark.drawing) for mark in found.marks] == [
        ("Xã Tây: 1/2\u00a0đạt", "in_progress-3"),
        ("Xã Đông: 2/2\u00a0đạt", "met-5"),
        ("Xã Nam: chưa có số liệu", "no_result-0"),
    ]
    assert [key.text for key in found.judged] == ["Đạt mọi chỉ tiêu: 1", "Đạt một phần: 1", "Chưa có số liệu: 1"]


def test_a_units_page_shows_its_location_among_existing_units(district_portal: Path) -> None:
    """Three communes exist: the western one is at the left edge and the southern one at the lower edge. The ended
    one is not shown."""
    found = unit_page(district_portal, "demo.h.tay").locator
    assert found is not None
    assert found.sentence == "Xã Tây giữa 3 đơn vị cấp xã của tỉnh Thử"
    assert found.dots.count("M") == 3
    assert (found.x, found.y) == (6, 6)
    south = unit_page(district_portal, "demo.h.nam").locator
    assert south is not None
    assert (south.x, south.y) == (WIDTH // 2, south.height - 6)
    assert south.dots == found.dots
    assert unit_page(district_portal, "demo.so-a").locator is None


def test_the_layout_of_units_is_computed_once_and_reused(district_portal: Path) -> None:
    """The order of the units does not matter. A province is not shown on a map of its own units."""
    facts = facts_of(district_portal)
    units = [unit for unit in facts.portal.units.values() if unit.id in facts.levels.atlas.points]
    atlas = atlas_of(facts.portal)
    assert atlas.tiles(units) is atlas.tiles(units[::-1])
    assert atlas.ground(units) == atlas.ground(units[::-1])
    south, east = (facts.portal.units[f"demo.h.{slug}"] for slug in ("nam", "dong"))
    assert facts.levels.ground(south) is facts.levels.ground(east) is not None
    assert atlas.tiles(units[:1]) is None
    assert locator_of(facts.portal.units["demo"], facts.levels) is None


def test_a_page_defines_each_kind_of_tile_once_and_needs_no_script(district_portal: Path) -> None:
    """Each unit is a link with words. The reader can choose between two ways of showing the map with the keyboard."""
    text = render_page(make_environment(), unit_page(district_portal, "demo.h"))
    assert re.findall(
        r'<a href="([^"]+)"><use href="#cmb-([a-z_]+-\d)" x="\d+" y="\d+"/><text>([^<]+)</text></a>', text
    ) == [
        ("../xa-tay/", "not_met-1", "Xã Tây: 20%, chưa đạt"),
        ("../xa-dong/", "met-5", "Xã Đông: 70%, đạt"),
        ("../xa-nam/", "no_result-0", "Xã Nam: chưa có số liệu"),
    ]
    assert re.findall(r'<g id="cmb-([a-z_]+-\d)">', text) == ["met-5", "no_result-0", "not_met-1"]
    assert re.findall(r"cmb-map__level--(\d)", text) == ["5", "1"]
    assert text.count("Chưa có số liệu: 1</li>") == 2
    assert re.findall(r'value="(marks|steps)"( checked)?', text) == [
        ("marks", " checked"),
        ("steps", ""),
    ]
    assert "<script" not in text
