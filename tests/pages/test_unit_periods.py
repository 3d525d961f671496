"""Tests a unit whose documents state one indicator by month, by quarter and by year: which figure is the newest one,
with which figure it is compared, and in which order pages show the periods."""

import shutil
from collections.abc import Mapping
from pathlib import Path

import pytest

from generator.measures import measure
from generator.model import Period
from generator.pages.facts import Facts
from generator.pages.indicator.periods import dated_addresses
from generator.pages.movements import movement_of
from generator.pages.overall import overall_rankings
from generator.pages.unit.embed import unit_embeds
from generator.pages.unit.year import year_pages
from tests.support.folders import MINI
from tests.support.headers import RESULT_HEADER, TARGET_HEADER
from tests.support.portals import RESULTS_FILE, facts_of, plain_text
from tests.support.units import TODAY, pages_of, shown_row

SHARE = "ty-le-toan-trinh"
FIGURES = {
    "2023": "40",
    "2023-Q4": "44",
    "2024-01": "50",
    "2024-Q1": "52",
    "2024-02": "55",
    "2024-05": "58",
    "2024-Q2": "60",
    "2024": "81",
}
"""Shares of Sở An Bình in percent; Sở Đại Đồng has one point less in each period. The target of 2024 is 80."""


def mixed(root: Path, figures: Mapping[str, str]) -> Facts:
    """Returns the facts of a portal with these shares by period."""
    shutil.copytree(MINI, root)
    for path in (*root.glob("data/results/*"), *root.glob("data/targets/*")):
        path.unlink()
    rows = [
        f"demo.{slug},,,full-online-services,{period},{float(value) - less:g},,,PL{table}:{less + 1},\n"
        for less, slug in enumerate(("so-a", "so-b"))
        for table, (period, value) in enumerate(figures.items(), 1)
    ]
    (root / RESULTS_FILE).write_text(RESULT_HEADER + "".join(rows), encoding="utf-8")
    target = "demo,department,full-online-services,2024,at_least,80,,text:I.2,\n"
    (root / "data/targets/demo-2023.csv").write_text(TARGET_HEADER + target, encoding="utf-8")
    return facts_of(root, TODAY)


@pytest.fixture(scope="module")
def facts(tmp_path_factory: pytest.TempPathFactory) -> Facts:
    return mixed(tmp_path_factory.mktemp("mixed") / "portal", FIGURES)


def test_the_figure_of_a_whole_year_is_newer_than_those_of_its_months(facts: Facts) -> None:
    """The year meets its target with 81. No page may say that the result of the year is unknown, or that the target
    was missed with the 58 of May."""
    page = pages_of(facts)["so-a"]
    assert [board.title for board in page.boards] == [
        "Năm\N{NO-BREAK SPACE}2024 so với mức phải đạt năm\N{NO-BREAK SPACE}2024"
    ]
    assert plain_text(page.sentence).startswith("Đạt chỉ tiêu duy nhất được đánh giá: dịch vụ toàn trình 81%")
    assert "chưa có số liệu cuối kỳ" not in plain_text(" ".join(page.boards[0].sentences))


def test_a_year_is_compared_with_a_year_a_month_with_a_month(facts: Facts) -> None:
    """81 of 2024 is 41 more than 40 of 2023. In May the last month with a figure is February (55), not the first
    quarter that ended after it. The second quarter is compared with the first one (52)."""
    assert "Tăng 41 điểm phần trăm so với năm 2023." in map(
        plain_text, shown_row(pages_of(facts)["so-a"], SHARE).sentences
    )
    rows = {str(row.period): row for row in facts.by_unit["demo.so-a"]}
    since = {period: (str(row.previous_period or ""), row.change) for period, row in rows.items()}
    assert since["2024-05"] == ("2024-02", 3_000_000)
    assert since["2024-Q2"] == ("2024-Q1", 8_000_000)
    assert since["2024-Q1"] == ("2023-Q4", 8_000_000)
    assert since["2024-01"] == ("", None)


def test_rows_are_in_the_order_in_which_periods_end(facts: Facts) -> None:
    """Of periods with the same last day the longer one is later, because it sums up the shorter ones."""
    rows = measure(facts.portal).assessments
    periods = rows.loc[rows["unit_id"].eq("demo.so-a"), "period"].tolist()
    assert periods == ["2023-Q4", "2023", "2024-01", "2024-02", "2024-Q1", "2024-05", "2024-Q2", "2024"]


def test_earlier_figures_are_listed_newest_first(facts: Facts) -> None:
    history = pages_of(facts)["so-a"].history
    assert history is not None
    assert [plain_text(row[1].text) for row in history.rows] == [
        "quý II/2024", "tháng 5/2024", "quý I/2024", "tháng 2/2024", "tháng 1/2024", "năm 2023", "quý IV/2023",
    ]  # fmt: skip


def test_the_columns_of_a_year_end_with_the_whole_year(facts: Facts) -> None:
    years = {page.address: page for page in year_pages(facts)}
    headings = {address: [period.heading for period in page.periods] for address, page in years.items()}
    assert headings["/don-vi/so-a/2024/"] == ["T1", "T2", "Q1", "T5", "Q2", "Năm"]
    assert headings["/don-vi/so-a/2023/"] == ["Q4", "Năm"]


def test_the_chart_shows_the_newest_kind_of_period_with_enough_figures(facts: Facts) -> None:
    """There are figures of only two years, but of three quarters and three months; a quarter is newest."""
    trend = pages_of(facts)["so-a"].trend
    assert trend is not None
    assert (trend.begin, trend.end) == ("2023-Q4", "2024-Q2")


def test_quarters_between_months_do_not_hide_what_changed_since_the_month_before(tmp_path: Path) -> None:
    """The first quarter was reported after March. From March to April Sở An Bình rose from 70 to 80 and met the
    target that it had missed for three months; Sở Đại Đồng has 79."""
    months = {"2024-01": "60", "2024-02": "65", "2024-03": "70", "2024-Q1": "65", "2024-04": "80"}
    facts = mixed(tmp_path / "portal", months)
    found = movement_of(facts.portal.units["demo"], facts)
    assert found is not None
    assert (found.period, found.previous) == (Period(2024, month=4), Period(2024, month=3))
    assert [(step.row.unit.slug, step.previous_run) for step in found.met] == [("so-a", 3)]


def test_all_pages_agree_that_the_year_is_newer_than_its_december(tmp_path: Path) -> None:
    """December, the fourth quarter and the year have the same last day."""
    figures = {"2024-10": "50", "2024-11": "58", "2024-12": "60", "2024-Q4": "57", "2024": "81"}
    facts = mixed(tmp_path / "portal", figures)
    levels, indicator = facts.levels, facts.portal.indicators["full-online-services"]
    page = pages_of(facts)["so-a"]
    assert [plain_text(board.title) for board in page.boards] == ["Năm 2024 so với mức phải đạt năm 2024"]
    assert page.embedding is not None
    assert page.embedding.note.endswith("ví dụ #2024.")
    embeds = [embed for embed in unit_embeds(facts) if embed.address.startswith("/nhung/so-a/")]
    assert [moment.id for moment in embeds[0].moments] == ["2024", "2024-Q4", "2024-12", "2024-11", "2024-10"]
    (years,) = (one for one in year_pages(facts) if one.address == "/don-vi/so-a/2024/")
    assert [period.heading for period in years.periods] == ["T10", "T11", "T12", "Q4", "Năm"]
    assert [group.period for group in levels.newest(indicator)] == [Period(2024)]
    assert {overall.period for overall in overall_rankings(facts).values()} == {Period(2024)}
    assert list(dated_addresses(indicator, facts.assessed))[:2] == [Period(2024), Period(2024, quarter=4)]
