"""Tests a unit over time: changes since earlier months, its level, and where lines are interrupted."""

import json
from collections.abc import Sequence
from dataclasses import replace

import pytest

from generator.export import published_tables
from generator.measures import measure
from generator.model import Measure, Period
from generator.pages.drawings import BarMiddle
from generator.pages.facts import Assessed, Facts, Spread
from generator.pages.parts import Link
from generator.pages.unit.page import UnitPage
from generator.pages.unit.rows import middle_on_bar
from generator.pages.unit.trend import Trend, between, newest_year, timeline_of, timeline_picture
from generator.pages.unit.year import year_pages
from tests.support.exported import files_of
from tests.support.monthly import write_monthly
from tests.support.portals import facts_of, plain_text
from tests.support.units import pages_of, shown_row

SHARE = "ty-le-toan-trinh"


@pytest.fixture(scope="module")
def facts(tmp_path_factory: pytest.TempPathFactory) -> Facts:
    """The facts of the portal in `tests/support/monthly.py`."""
    return facts_of(write_monthly(tmp_path_factory.mktemp("monthly") / "portal"))


@pytest.fixture(scope="module")
def pages(facts: Facts) -> dict[str, UnitPage]:
    return pages_of(facts)


def trend_of(page: UnitPage) -> Trend:
    assert page.trend is not None
    return page.trend


def test_a_row_shows_the_changes_since_the_last_month_and_the_last_year(pages: dict[str, UnitPage]) -> None:
    """56 is 6 more than in March, the last month with a figure, and 16 more than in May 2023."""
    sentences = [plain_text(sentence) for sentence in shown_row(pages["c"], SHARE).sentences]
    assert "Tăng 6 điểm phần trăm so với tháng 3/2024, tăng 16 so với tháng 5/2023." in sentences


def test_a_row_omits_the_change_since_a_year_without_a_figure(pages: dict[str, UnitPage]) -> None:
    """Waiting times begin in March 2024. 18 minutes are 4 less than in April."""
    sentences = [plain_text(sentence) for sentence in shown_row(pages["c"], "thoi-gian-cho").sentences]
    assert "Giảm 4 phút so với tháng 4/2024." in sentences


def test_a_row_shows_the_middle_half_of_the_level(pages: dict[str, UnitPage]) -> None:
    """The figures are 10, 20, 40, 56. The quartiles are three quarters of the way from 10 to 20, and one quarter of
    the way from 40 to 56."""
    row = shown_row(pages["c"], SHARE)
    assert "Trung vị cùng cấp 30%, nửa giữa từ 17,5% đến 44%." in row.sentences
    assert row.bar is not None
    assert row.bar.middle == BarMiddle(start=17.5, length=26.5, median=30.0)


def test_the_band_on_a_bar_has_the_exact_length_of_the_middle_half() -> None:
    """From 20.004 to 40.006, the rounded ends 20 and 40.01 are 20.01 apart, but the exact length is 20.002."""
    middle = middle_on_bar(Spread(20_004_000, 30_000_000, 40_006_000))
    assert middle == BarMiddle(start=20.0, length=20.0, median=30.0)


def test_the_band_on_a_bar_is_cut_at_the_end_of_the_axis() -> None:
    """A band from 90 to 130 is drawn from 90 to 100."""
    assert middle_on_bar(Spread(90_000_000, 95_000_000, 130_000_000)) == BarMiddle(start=90.0, length=10.0, median=95.0)


def test_three_units_have_no_middle_half(pages: dict[str, UnitPage]) -> None:
    """Only one department has a waiting time in May 2024."""
    row = shown_row(pages["c"], "thoi-gian-cho")
    assert not [sentence for sentence in row.sentences if "Trung vị" in sentence]


def test_the_sparkline_of_a_row_is_interrupted_by_a_missing_month(pages: dict[str, UnitPage]) -> None:
    """Nobody has a figure of the months between May 2023 and March 2024, and Sở C has none of April."""
    silent, whole = shown_row(pages["c"], SHARE).text_sparkline, shown_row(pages["d"], SHARE).text_sparkline
    assert silent is not None
    assert whole is not None
    assert (silent.line.count("M"), whole.line.count("M")) == (3, 2)


def test_the_chart_begins_one_year_before_the_newest_figure(pages: dict[str, UnitPage]) -> None:
    trend = trend_of(pages["c"])
    assert (trend.indicator, trend.begin, trend.end) == (SHARE, "2023-05", "2024-05")
    assert plain_text(trend.picture.sentence) == (
        "Dịch vụ toàn trình: tăng từ 40% (tháng 5/2023) lên 56% (tháng 5/2024); trung vị cùng cấp tháng 5/2024: 30%."
    )


def test_a_merger_interrupts_the_line_of_the_level_but_not_of_an_unchanged_unit(pages: dict[str, UnitPage]) -> None:
    """Two other departments merged on 10 May. Sở D is unchanged. All lines are interrupted between May 2023 and March
    2024, when nobody reported."""
    picture = trend_of(pages["d"]).picture
    paths = {curve.kind: curve.path.count("M") for curve in picture.curves}
    assert paths == {"target": 2, "median": 3, "own": 2}
    assert picture.band.count("M") == 3
    assert [tick.text for tick in picture.breaks] == ["Sắp xếp đơn vị 10/05/2024"]


def test_the_line_of_the_level_begins_anew_in_the_month_of_the_merger(facts: Facts) -> None:
    timeline = timeline_of(facts.portal.units["demo.d"], rows_of(facts, "demo.d", SHARE), facts.levels)
    assert timeline is not None
    moments = timeline.level(lambda spread: spread.median)
    assert [str(moment.period) for moment in moments if moment.starts_line] == ["2024-05"]


def test_the_chart_of_an_ended_unit_explains_why_its_line_stops(pages: dict[str, UnitPage]) -> None:
    (note,) = trend_of(pages["f"]).notes
    assert note.startswith("Đường biểu diễn chỉ gồm số liệu của chính đơn vị này, hoạt động đến hết 31/05/2024.")


def test_the_table_has_the_figures_of_the_chart(pages: dict[str, UnitPage]) -> None:
    """The newest period is first. April is listed as missing for Sở C. Each figure links to its row."""
    table = trend_of(pages["c"]).table
    assert [[plain_text(cell.text) for cell in row] for row in table.rows] == [
        ["tháng 5/2024", "56%", "tối thiểu 70%", "30%"],
        ["tháng 4/2024", "chưa có số liệu", "", "26%"],
        ["tháng 3/2024", "50%", "tối thiểu 70%", "32%"],
        ["tháng 5/2023", "40%", "tối thiểu 70%", "28%"],
    ]
    assert table.rows[0][1].address == "/van-ban/bao-cao-2/#pl.i-c"
    assert table.rows[0][3].note == "từ 17,5% đến 44%"


def test_the_chart_over_time_replaces_the_chart_of_positions(pages: dict[str, UnitPage]) -> None:
    """An Bình has only two periods, too few for a chart over time."""
    assert (pages["c"].position_charts, pages["so-a"].trend) == ((), None)
    assert pages["so-a"].boards


def test_a_units_file_has_the_spread_of_its_level_by_period(facts: Facts) -> None:
    """It also marks breaks, of which there is none before the first period. In June, only two departments have a
    waiting time, so there is no median."""
    tables = published_tables(facts.portal, measure(facts.portal), [])
    published = json.loads(files_of(facts, tables)["data/don-vi/c.json"])
    shares = [row for row in published["spreads"] if row["indicator_id"] == "full-online-services"]
    spreads = {row["period"]: (row["units"], row["low"], row["median"], row["high"], row["parted"]) for row in shares}
    assert (min(spreads), spreads["2022-12"][4]) == ("2022-12", False)
    assert spreads["2024-04"] == (4, "18.5", "26", "33.5", False)
    assert spreads["2024-05"] == (4, "17.5", "30", "44", True)
    waiting = {row["period"]: row["median"] for row in published["spreads"] if row["indicator_id"] == "waiting-time"}
    assert waiting["2024-06"] is None


def test_figures_of_a_level_have_a_year_page(facts: Facts) -> None:
    """The province has totals of its departments of 2022 and no figure of its own. Its page of 2022 has these
    totals."""
    page = next(page for page in year_pages(facts) if page.address == "/don-vi/tinh-demo/2022/")
    (table,) = page.tables
    assert [[cell.text if cell else "" for cell in row.cells] for row in table.rows] == [["12"], ["3"]]


def test_only_the_year_in_which_a_unit_ended_states_its_end(facts: Facts) -> None:
    """Sở F ended on 31 May 2024. Its page of 2023 has not changed since 2023."""
    pages = {page.address: page for page in year_pages(facts) if page.address.startswith("/don-vi/f/")}
    first, last = pages["/don-vi/f/2023/"], pages["/don-vi/f/2024/"]
    assert plain_text(first.title) == "Sở F tỉnh Thử, năm 2023"
    assert plain_text(last.title) == "Sở F tỉnh Thử (đến 5/2024), năm 2024"
    assert (first.previous_year, last.previous_year) == (None, Link("năm 2023", "/don-vi/f/2023/"))


def test_a_timeline_leaves_out_figures_of_other_kinds_of_periods(facts: Facts) -> None:
    """Sở C has figures of May 2023 and of March and May 2024. Its figure of the whole year 2023 ends between them."""
    unit = facts.portal.units["demo.c"]
    first, *others = rows_of(facts, "demo.c", SHARE)
    timeline = timeline_of(unit, [first, first._replace(period=Period.parse("2023")), *others], facts.levels)
    assert timeline is not None
    assert [str(at.period) for at in timeline.own if at.amount is not None] == ["2023-05", "2024-03", "2024-05"]


def test_a_chart_of_years_begins_earlier_than_a_year_before(facts: Facts) -> None:
    """Within one year there are only two figures, too few for a line."""
    figures = rows_of(facts, "demo.c", SHARE)
    rows = [row._replace(period=Period(year)) for year, row in zip((2021, 2022, 2023), figures, strict=True)]
    timeline = timeline_of(facts.portal.units["demo.c"], rows, facts.levels)
    assert timeline is not None
    assert [str(period) for period in newest_year(timeline).periods] == ["2021", "2022", "2023"]


@pytest.mark.parametrize(
    ("last", "expected"),
    [
        (18, "giảm từ 25 phút (tháng 3/2024) xuống 18 phút (tháng 5/2024)"),
        (25, "25 phút (tháng 3/2024) và 25 phút (tháng 5/2024), không đổi"),
    ],
)
def test_the_chart_states_a_fall_and_no_change(last: int, expected: str, facts: Facts) -> None:
    """Sở C had a waiting time of 25 minutes in March 2024, then 22 and 18. There are too few peers for a median."""
    unit = facts.portal.units["demo.c"]
    *rows, newest = rows_of(facts, "demo.c", "thoi-gian-cho")
    newest = newest._replace(value=str(last), amount=last * 1_000_000)
    timeline = timeline_of(unit, [*rows, newest], facts.levels)
    assert timeline is not None
    assert plain_text(timeline_picture(unit, timeline, facts.levels).sentence) == f"Thời gian chờ: {expected}."


@pytest.mark.parametrize(
    ("measure", "expected"),
    [
        (Measure.PERCENT, "từ 2% đến 4%"),
        (Measure.RANK, "từ hạng 2 đến hạng 4"),
        (Measure.MINUTES, "từ 2 đến 4 phút"),
        (Measure.COUNT, "từ 2 đến 4"),
    ],
)
def test_both_ends_of_a_middle_half_have_their_unit_if_it_needs_one(
    measure: Measure, expected: str, facts: Facts
) -> None:
    indicator = replace(facts.portal.indicators["waiting-time"], measure=measure)
    assert plain_text(between(Spread(2_000_000, 3_000_000, 4_000_000), indicator)) == expected


def test_the_sentence_of_the_chart_begins_with_the_first_figure(facts: Facts) -> None:
    """Of March only the level's figures are known. The unit's first figure in the chart is that of April."""
    march, april, may = rows_of(facts, "demo.d", SHARE)[-3:]
    timeline = timeline_of(facts.portal.units["demo.d"], [march, april, may], facts.levels)
    assert timeline is not None
    silent = march._replace(value="", amount=None)
    for rows in ({march.period: silent}, {}):
        kept = {april.period: april, may.period: may, **rows}
        partial = replace(timeline, rows={period: row for period, row in kept.items() if period})
        sentence = plain_text(timeline_picture(facts.portal.units["demo.d"], partial, facts.levels).sentence)
        assert sentence.startswith("Dịch vụ toàn trình: giảm từ 11% (tháng 4/2024) xuống 10% (tháng 5/2024)")


@pytest.mark.parametrize(("last", "expected"), [(17, "lên hạng 17"), (28, "xuống hạng 28")])
def test_the_chart_says_that_a_smaller_rank_is_higher(last: int, expected: str, facts: Facts) -> None:
    """The figures of March, April and May 2024 are taken as ranks: 25, 22 and the last one."""
    unit = facts.portal.units["demo.c"]
    rows = rows_of(facts, "demo.c", "thoi-gian-cho")
    ranks = [row._replace(indicator=replace(row.indicator, measure=Measure.RANK)) for row in rows]
    ranks[-1] = ranks[-1]._replace(value=str(last), amount=last * 1_000_000)
    timeline = timeline_of(unit, ranks, facts.levels)
    assert timeline is not None
    sentence = plain_text(timeline_picture(unit, timeline, facts.levels).sentence)
    assert sentence == f"Thời gian chờ: từ hạng 25 (tháng 3/2024) {expected} (tháng 5/2024)."


def rows_of(facts: Facts, unit_id: str, slug: str) -> Sequence[Assessed]:
    return next(rows for rows in facts.series[unit_id] if rows[0].indicator.slug == slug)


@pytest.mark.parametrize("slug", ["x", "y"])
def test_units_without_figures_have_no_chart(pages: dict[str, UnitPage], slug: str) -> None:
    assert pages[slug].trend is None
