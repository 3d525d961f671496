"""Tests the front page of a country, which describes its provinces. Expected values are worked out by hand from
`tests/country`, with added figures of satisfaction."""

import shutil
from collections.abc import Mapping
from pathlib import Path

import pytest

from generator.pages.home.country import CountryHomePage, country_home_page
from generator.pages.indicator.list import indicators_page
from generator.rendering import make_environment, render_page
from tests.support.portals import facts_of, replace_in
from tests.support.small_country import DATA

NBSP = "\N{NO-BREAK SPACE}"
JUNE = f"theo số liệu tháng{NBSP}6/2024"


def home_of(
    folder: Path,
    satisfaction: Mapping[str, int],
    left_out: tuple[str, ...] = (),
    direction: str = "higher",
    exempt: tuple[str, ...] = (),
) -> CountryHomePage:
    """Returns the front page with these figures of satisfaction by province.

    Provinces must reach 70% of payment and 85% of satisfaction. Payment is 68 in Bắc, 52 in Trung and 74.5 in Nam.
    Rows of results and targets that begin with a text in `left_out` are removed. `direction` states whether higher
    or lower figures are better. Targets that begin with a text in `exempt` get the status exempt.
    """
    shutil.copytree(DATA, folder / "data")
    indicators = folder / "data/indicators.yml"
    changed = indicators.read_text(encoding="utf-8").replace("direction: higher", f"direction: {direction}")
    indicators.write_text(changed, encoding="utf-8")
    with (folder / "data/results/bao-cao-6.csv").open("a", encoding="utf-8") as file:
        file.writelines(f"{id_},,,satisfaction,2024-06,{value}.0,,,PL4:1,\n" for id_, value in satisfaction.items())
    with (folder / "data/targets/ke-hoach-1.csv").open("a", encoding="utf-8") as file:
        file.writelines(f"{id_},,satisfaction,2024,at_least,85,,PL5:1,\n" for id_ in satisfaction)
    for table in (folder / "data").glob("*/*.csv"):
        lines = table.read_text(encoding="utf-8").splitlines(keepends=True)
        kept = [line for line in lines if not line.startswith(left_out)]
        freed = [_freed(line) if line.startswith(exempt) else line for line in kept]
        table.write_text("".join(freed), encoding="utf-8")
    facts = facts_of(folder)
    assert facts.portal.country
    return country_home_page(facts.portal.country, facts)


def _freed(target: str) -> str:
    """Returns the row of a target with the status exempt and a reason in its empty cells."""
    return target.replace(",70,,", ",70,exempt,").replace(",\n", ",Miễn\n")


def test_provinces_are_ordered_by_the_share_of_targets_that_they_meet(tmp_path: Path) -> None:
    """Nam meets both targets. Bắc and Trung meet only that of satisfaction and are ordered by name."""
    page = home_of(tmp_path, {"bac": 90, "trung": 95, "nam": 85})
    assert page.main_sentence == f"1 trong 3 tỉnh, thành phố có số liệu đạt mọi chỉ tiêu được giao, {JUNE}."
    assert page.farthest_sentence == "Ít nơi đạt nhất: thanh toán trực tuyến, 1 trong 3 tỉnh, thành phố."
    assert [(unit.text, score.text) for unit, score in page.places] == [
        ("Nam", f"2/2{NBSP}đạt"),
        ("Bắc", f"1/2{NBSP}đạt"),
        ("Trung", f"1/2{NBSP}đạt"),
    ]
    assert page.places[0][1].address == "/don-vi/nam/#ket-qua"
    assert page.others == ()


def test_each_indicator_shows_the_first_and_last_province_and_the_countrys_figure(tmp_path: Path) -> None:
    """No document states the country's figure of satisfaction, so it has no benchmark."""
    payment, satisfaction = home_of(tmp_path, {"bac": 90, "trung": 95, "nam": 85}).indicator_results
    assert payment.indicator.address == "/chi-tieu/thanh-toan-truc-tuyen/"
    assert payment.sentences == (
        "1 trong 3 tỉnh, thành phố đạt chỉ tiêu.",
        "Dẫn đầu: Thành phố Nam (74,5%).",
        "Cuối bảng: Tỉnh Trung (52,0%).",
    )
    assert payment.benchmark
    assert (payment.benchmark.text, payment.benchmark.address) == ("Cả nước 57,5%", "/van-ban/bao-cao-6/#pl1-1")
    assert satisfaction.sentences[0] == "Cả 3 tỉnh, thành phố có số liệu đều đạt chỉ tiêu."
    assert satisfaction.benchmark is None


def test_another_indicator_that_as_few_provinces_meet_is_counted(tmp_path: Path) -> None:
    """Only Nam meets the target of payment, and only Bắc that of satisfaction."""
    assert home_of(tmp_path, {"bac": 90, "trung": 80, "nam": 80}).farthest_sentence == (
        "Ít nơi đạt nhất: thanh toán trực tuyến, 1 trong 3 tỉnh, thành phố; 1 chỉ tiêu khác có cùng tỷ lệ này."
    )


@pytest.mark.parametrize(
    ("satisfaction", "now"),
    [
        (
            {"bac": 90, "trung": 95, "nam": 80},
            "Chưa có tỉnh, thành phố nào trong số 3 nơi có số liệu đạt mọi chỉ tiêu được giao",
        ),
        ({}, "1 trong 3 tỉnh, thành phố có số liệu đạt chỉ tiêu"),
    ],
    ids=["none", "one indicator"],
)
def test_the_lead_counts_the_provinces_that_meet_all_targets(
    tmp_path: Path, satisfaction: Mapping[str, int], now: str
) -> None:
    """Nam misses the target of satisfaction by 5 points. With a single indicator, the page does not name the
    indicator that fewest provinces meet."""
    page = home_of(tmp_path, satisfaction)
    assert page.main_sentence == f"{now}, {JUNE}."
    assert bool(page.farthest_sentence) is bool(satisfaction)


def test_a_province_without_a_target_is_not_counted_as_meeting_it(tmp_path: Path) -> None:
    """Nam has 80% of satisfaction but no target for it. Bắc and Trung meet their targets."""
    page = home_of(tmp_path, {"bac": 90, "trung": 95, "nam": 80}, ("nam,,satisfaction",))
    assert page.indicator_results[1].sentences[0] == "Cả 2 tỉnh, thành phố được xét đều đạt chỉ tiêu."


def test_counts_of_provinces_are_not_compared(tmp_path: Path) -> None:
    """A count depends on the size of a province. Payment is the only indicator with figures of provinces."""
    shutil.copytree(DATA, tmp_path / "data")
    replace_in(tmp_path / "data" / "indicators.yml", "measure: percent", "measure: count")
    facts = facts_of(tmp_path)
    assert facts.portal.country
    assert country_home_page(facts.portal.country, facts).indicator_results == ()


def test_provinces_with_an_exemption_are_described_as_exempt(tmp_path: Path) -> None:
    """The document sets a target of payment and exempts each province from it."""
    page = home_of(tmp_path, {}, exempt=("bac,,payment", "trung,,payment", "nam,,payment"))
    assert page.indicator_results[0].sentences == ("3 tỉnh, thành phố có số liệu đều được miễn chỉ tiêu.",)


@pytest.mark.parametrize(
    ("direction", "first", "order"), [("higher", "Nam", "cao đến thấp"), ("lower", "Trung", "thấp đến cao")]
)
def test_the_stated_order_of_provinces_is_the_real_one(tmp_path: Path, direction: str, first: str, order: str) -> None:
    """Only payment has figures. If lower figures are better, Trung with 52 is first."""
    page = home_of(tmp_path, {}, direction=direction)
    assert page.places[0][0].text == first
    assert page.criterion.endswith(f"; 3 đơn vị có số liệu. Xếp từ {order}.")


@pytest.mark.parametrize(
    ("left_out", "now"),
    [
        (("trung,,payment",), f"1 trong 2 tỉnh, thành phố được xét đạt chỉ tiêu, {JUNE}."),
        (("nam,,payment",), f"Chưa có tỉnh, thành phố nào trong số 2 nơi được xét đạt chỉ tiêu, {JUNE}."),
        (("bac,,payment", "trung,,payment"), f"Chỉ một tỉnh, thành phố được đánh giá và đạt chỉ tiêu, {JUNE}."),
        (("trung,,,", "nam,,,"), "Mới có số liệu của 1 tỉnh, thành phố để so với mức phải đạt."),
        (
            ("bac,,,", "trung,,,payment,2024-06", "nam,,,payment,2024-03"),
            "Mới có số liệu của 2 tỉnh, thành phố để so với mức phải đạt, mỗi nơi một kỳ.",
        ),
        (("bac,,,", "trung,,,", "nam,,,"), "Chưa có số liệu nào của các tỉnh, thành phố để so với mức phải đạt."),
    ],
    ids=["one without a target", "two without", "one with a target", "one figure", "other periods", "no figure"],
)
def test_only_provinces_with_a_figure_and_a_target_are_counted(
    tmp_path: Path, left_out: tuple[str, ...], now: str
) -> None:
    """Only payment has figures. The removed rows are targets of the year or figures."""
    assert home_of(tmp_path, {}, left_out).main_sentence == now


@pytest.mark.parametrize(
    ("left_out", "other"), [((), "khác "), (("bac,,payment", "trung,,payment", "nam,,payment"), "")]
)
def test_the_heading_of_unranked_provinces_says_other_only_if_some_are_ranked(
    tmp_path: Path, left_out: tuple[str, ...], other: str
) -> None:
    """If all have targets, Bắc and Nam are ranked, and Trung is listed separately because it has no figure in June."""
    page = home_of(tmp_path, {}, ("trung,,,payment,2024-06", *left_out))
    assert [link.text for link in page.others][-1] == "Tỉnh Trung"
    text = render_page(make_environment(), page)
    assert f"## Các tỉnh, thành phố {other}trên cổng" in text


def test_provinces_that_have_ended_are_folded(tmp_path: Path) -> None:
    shutil.copytree(DATA, tmp_path / "data")
    with (tmp_path / "data/units.csv").open("a", encoding="utf-8") as units:
        units.write("cu,cu,Tỉnh Cũ,Cũ,province,province,,,,2023-12-31,,\n")
    settings = tmp_path / "data/portal.yml"
    settings.write_text(settings.read_text(encoding="utf-8").replace('"nam"', '"nam", "cu"'), encoding="utf-8")
    facts = facts_of(tmp_path)
    assert facts.portal.country
    page = country_home_page(facts.portal.country, facts)
    assert (page.others, [link.text for link in page.ended]) == ((), ["Tỉnh Cũ (đến hết 31/12/2023)"])
    assert "1 tỉnh, thành phố đã kết thúc hoạt động</span></summary>" in render_page(make_environment(), page)


def test_changes_among_provinces_are_shown_as_news(tmp_path: Path) -> None:
    """From March to June, Nam rises from 62 to 74.5 and meets the target of 70. Changes among communes are not
    mentioned."""
    page = home_of(tmp_path, {})
    assert page.news
    (met,) = page.news.met_or_missed
    assert [one.unit.text for one in met.sentences] == ["Thành phố Nam"]
    units = {one.unit.address for found in page.news.other_changes for one in found.sentences}
    assert units == {"/don-vi/bac/"}


def test_the_list_of_indicators_counts_provinces_only_of_indicators_with_targets(tmp_path: Path) -> None:
    """No province has a target of satisfaction."""
    home_of(tmp_path, {"bac": 90, "trung": 95, "nam": 85}, ("bac,,sat", "trung,,sat", "nam,,sat"))
    page = indicators_page(facts_of(tmp_path))
    assert [row.provinces_met for group in page.groups for row in group.rows] == ["1 trong 3", ""]
