"""The front page of a country tells of its provinces; expected values are worked out by hand from `tests/vast_portal`,
with figures of satisfaction added."""

import shutil
from collections.abc import Mapping
from datetime import date
from pathlib import Path

import pytest

from generator.loading import load_portal
from generator.measures import measure
from generator.pages.facts import Findings, gather
from generator.pages.home.country import CountryHomePage, country_home_page
from generator.pages.levels import levels_of
from generator.rendering import make_environment, render_page
from tests.vast import DATA

NBSP = "\N{NO-BREAK SPACE}"
JUNE = f"theo số liệu tháng{NBSP}6/2024"


def home_of(
    folder: Path,
    satisfaction: Mapping[str, int],
    left_out: tuple[str, ...] = (),
    direction: str = "higher",
    exempt: tuple[str, ...] = (),
) -> CountryHomePage:
    """Provinces must reach 70% of payment and 85% of satisfaction; payment: Bắc 68, Trung 52, Nam 74.5. Rows of results
    and targets that begin with one of the texts in `left_out` are not there; `direction` tells which are better,
    `exempt` begins targets that do not bind."""
    shutil.copytree(DATA, folder / "data")
    indicators = folder / "data/indicators.yml"
    told = indicators.read_text(encoding="utf-8").replace("direction: higher", f"direction: {direction}")
    indicators.write_text(told, encoding="utf-8")
    with (folder / "data/results/bao-cao-6.csv").open("a", encoding="utf-8") as file:
        file.writelines(f"{id_},,,satisfaction,2024-06,{value}.0,,,PL4:1,\n" for id_, value in satisfaction.items())
    with (folder / "data/targets/ke-hoach-1.csv").open("a", encoding="utf-8") as file:
        file.writelines(f"{id_},,satisfaction,2024,at_least,85,,PL5:1,\n" for id_ in satisfaction)
    for table in (folder / "data").glob("*/*.csv"):
        lines = table.read_text(encoding="utf-8").splitlines(keepends=True)
        kept = [line for line in lines if not line.startswith(left_out)]
        freed = [_freed(line) if line.startswith(exempt) else line for line in kept]
        table.write_text("".join(freed), encoding="utf-8")
    portal, faults = load_portal(folder)
    assert not faults
    assert portal.country
    facts = gather(portal, measure(portal), Findings(), date(2024, 8, 1))
    return country_home_page(portal.country, facts, levels_of(facts))


def _freed(target: str) -> str:
    """The row of a target with the status and a reason in its empty cells."""
    return target.replace(",70,,", ",70,exempt,").replace(",\n", ",Miễn\n")


def test_provinces_stand_in_order_of_the_share_of_targets_that_they_met(tmp_path: Path) -> None:
    """Nam meets both; Bắc and Trung meet satisfaction alone and stand in the order of their names."""
    page = home_of(tmp_path, {"bac": 90, "trung": 95, "nam": 85})
    assert page.now == f"1 trong 3 tỉnh, thành phố có số liệu đạt mọi chỉ tiêu được giao, {JUNE}."
    assert page.farthest == "Ít nơi đạt nhất: thanh toán trực tuyến, 1 trong 3 tỉnh, thành phố."
    assert [(unit.text, told.text) for unit, told in page.places] == [
        ("Nam", f"2/2{NBSP}đạt"),
        ("Bắc", f"1/2{NBSP}đạt"),
        ("Trung", f"1/2{NBSP}đạt"),
    ]
    assert page.places[0][1].address == "/don-vi/nam/#ket-qua"
    assert page.others == ()


def test_each_indicator_tells_who_leads_and_what_the_country_reaches(tmp_path: Path) -> None:
    """No document states the country's satisfaction, so nothing is said of it."""
    payment, satisfaction = home_of(tmp_path, {"bac": 90, "trung": 95, "nam": 85}).reached
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
def test_how_many_meet_everything(tmp_path: Path, satisfaction: Mapping[str, int], now: str) -> None:
    """Nam misses satisfaction by 5 points; of a single indicator, nothing is said of the one that fewest meet."""
    page = home_of(tmp_path, satisfaction)
    assert page.now == f"{now}, {JUNE}."
    assert bool(page.farthest) is bool(satisfaction)


def test_a_province_that_was_asked_for_nothing_does_not_meet_it(tmp_path: Path) -> None:
    """Nam's 80% of satisfaction meet no target, for there is none; Bắc and Trung meet theirs."""
    page = home_of(tmp_path, {"bac": 90, "trung": 95, "nam": 80}, ("nam,,satisfaction",))
    assert page.reached[1].sentences[0] == "Cả 2 tỉnh, thành phố được xét đều đạt chỉ tiêu."


def test_provinces_that_are_all_exempt_have_a_target(tmp_path: Path) -> None:
    """The document names one for payment, and frees each of them from it."""
    page = home_of(tmp_path, {}, exempt=("bac,,payment", "trung,,payment", "nam,,payment"))
    assert page.reached[0].sentences == ("3 tỉnh, thành phố có số liệu đều được miễn chỉ tiêu.",)


@pytest.mark.parametrize(
    ("direction", "first", "order"), [("higher", "Nam", "cao đến thấp"), ("lower", "Trung", "thấp đến cao")]
)
def test_the_order_of_provinces_is_told_as_it_is(tmp_path: Path, direction: str, first: str, order: str) -> None:
    """By payment alone; where less of it is better, Trung with 52 comes first."""
    page = home_of(tmp_path, {}, direction=direction)
    assert page.places[0][0].text == first
    assert page.criterion.endswith(f"; 3 đơn vị có số liệu. Xếp từ {order}.")


@pytest.mark.parametrize(
    ("left_out", "now"),
    [
        (("trung,,payment",), f"1 trong 2 tỉnh, thành phố được xét đạt chỉ tiêu, {JUNE}."),
        (("nam,,payment",), f"Chưa có tỉnh, thành phố nào trong số 2 nơi được xét đạt chỉ tiêu, {JUNE}."),
        (("bac,,payment", "trung,,payment"), f"Tỉnh, thành phố duy nhất được xét đạt chỉ tiêu, {JUNE}."),
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
    """Of payment alone; what is left out are targets of the year or figures."""
    assert home_of(tmp_path, {}, left_out).now == now


@pytest.mark.parametrize(
    ("left_out", "other"), [((), "khác "), (("bac,,payment", "trung,,payment", "nam,,payment"), "")]
)
def test_other_provinces_are_others_only_beside_some(tmp_path: Path, left_out: tuple[str, ...], other: str) -> None:
    """With targets of all, Bắc and Nam stand in order and Trung, without a figure in June, is another."""
    page = home_of(tmp_path, {}, ("trung,,,payment,2024-06", *left_out))
    assert [link.text for link in page.others][-1] == "Tỉnh Trung"
    text = render_page(make_environment(), page)
    assert f"## Các tỉnh, thành phố {other}trên cổng" in text


def test_what_moved_among_provinces_is_news(tmp_path: Path) -> None:
    """From March to June Nam rises from 62 to 74.5 and meets 70; communes, which moved too, are not told of."""
    page = home_of(tmp_path, {})
    assert page.news
    (met,) = page.news.turned
    assert [one.unit.text for one in met.told] == ["Thành phố Nam"]
    units = {one.unit.address for found in page.news.drifted for one in found.told}
    assert units == {"/don-vi/bac/"}
