"""Tests the pages of this portal's units against the tables of the documents."""

from collections.abc import Callable

import pytest

from generator.pages.facts import Facts
from generator.pages.unit.page import UnitPage
from generator.rendering import make_environment, render_page
from tests.support.folders import ROOT
from tests.support.portals import facts_of, plain_text
from tests.support.units import TODAY, pages_of, shown_row


@pytest.fixture(scope="module")
def facts() -> Facts:
    return facts_of(ROOT, TODAY)


@pytest.fixture(scope="module")
def pages(facts: Facts) -> dict[str, UnitPage]:
    return pages_of(facts)


@pytest.fixture(scope="module")
def rendered(pages: dict[str, UnitPage]) -> Callable[[str], str]:
    environment = make_environment()
    return lambda slug: render_page(environment, pages[slug])


def test_an_exempt_department_is_shown_as_exempt(pages: dict[str, UnitPage]) -> None:
    """Plan 3688 exempts Sở Ngoại vụ from both its targets."""
    assert pages["so-ngoai-vu"].sentence.startswith("Được miễn 2 chỉ tiêu")
    board = pages["so-ngoai-vu"].boards[0]
    assert any("Do đặc thù" in sentence for sentence in board.sentences)
    assert [(row.mark and row.mark.word, row.place, row.target and row.target.text) for row in board.rows[:2]] == [
        ("Được miễn", "", "được miễn theo văn bản"),
        ("Được miễn", "", "được miễn theo văn bản"),
    ]


def test_a_split_commune_links_both_successors(pages: dict[str, UnitPage]) -> None:
    """By Resolution 1682, Xã Thái Bình became parts of Xã Châu Thành and Phường Tân Ninh."""
    banner = pages["xa-thai-binh-chau-thanh"].banner
    assert banner is not None
    assert [link.address for link in banner.links] == ["/don-vi/xa-chau-thanh/", "/don-vi/phuong-tan-ninh/"]
    assert banner.source is not None
    assert "1682/NQ-UBTVQH15" in banner.source.text


def test_a_new_ward_lists_its_predecessors(pages: dict[str, UnitPage]) -> None:
    """Phường Tân Ninh follows six units. Xã Thái Bình became a part of it only partly."""
    origin = pages["phuong-tan-ninh"].predecessors
    assert origin is not None
    assert [row[0].text for row in origin.figures.rows] == [
        "Phường 1",
        "Phường 2",
        "Phường 3",
        "Phường 4",
        "Phường Hiệp Ninh",
        "Xã Thái Bình",
    ]
    assert origin.figures.rows[-1][0].note == "một phần"


def test_a_city_with_two_periods_shows_the_change(pages: dict[str, UnitPage]) -> None:
    """By Letter 1562, the city's index rose by 0.2 points to 87.3 in September 2024."""
    shown = shown_row(pages["thanh-pho-tay-ninh"], "chi-so-phuc-vu-nguoi-dan-doanh-nghiep")
    assert shown.figure.text == "87,3\N{NO-BREAK SPACE}điểm"
    assert any(sentence.startswith("Tăng 0,2") for sentence in shown.sentences)


def test_an_end_date_that_no_document_states_is_explained(pages: dict[str, UnitPage]) -> None:
    """The end date of a department is that of the province's merger. The page states this beside the date. Notes of
    other units are among the facts."""
    banner = pages["so-noi-vu"].banner
    assert banner is not None
    assert banner.text.endswith(
        "Ngày kết thúc lấy theo ngày tỉnh Tây Ninh hợp nhất; cổng chưa có văn bản về việc sắp xếp các sở."
    )
    assert "Ghi chú" not in dict(pages["so-noi-vu"].unit_facts)
    assert "Long An" in str(dict(pages["tay-ninh-tu-2025"].unit_facts)["Ghi chú"])


def test_a_board_states_once_what_its_rows_have_in_common(pages: dict[str, UnitPage]) -> None:
    """Figures of Letter 1612 of May 2024 are under one title. A row has only its own target and rank.
    Only the newest of several boards states its score, as the front page does."""
    board = pages["so-noi-vu"].boards[0]
    assert plain_text(board.title) == "Tháng 5/2024 so với mức phải đạt năm 2024"
    assert [plain_text(link.text) for link in board.documents] == ["Công văn số 1612/UBND-KSTT"]
    assert [plain_text(sentence) for sentence in board.sentences] == [
        "Đạt 4 trên 9 chỉ tiêu.",
        "Mức chung của đơn vị cấp trên: chỉ tiêu chung của cả tỉnh.",
        "Hạn đến hết năm 2024 đã qua, chưa có số liệu cuối kỳ.",
        "Xếp hạng trong 18 sở, ban, ngành (16 đơn vị được xếp hạng, trừ chỉ tiêu ghi khác).",
    ]
    assert not any(sentence.startswith("Đạt") for sentence in pages["so-noi-vu"].boards[1].sentences)
    row = shown_row(pages["so-noi-vu"], "ty-le-ho-so-truc-tuyen")
    assert row.target is not None
    assert (row.target.text, row.target.address) == (
        "tối thiểu 52%",
        "/van-ban/cong-van-1612-ubnd-kstt-2024/#pl.i-common",
    )
    assert row.source is not None
    assert (row.source.text, row.source.address) == (
        "bảng\N{NO-BREAK SPACE}PL.I, dòng\N{NO-BREAK SPACE}7",
        "/van-ban/cong-van-1612-ubnd-kstt-2024/#pl.i-7",
    )
    assert row.place == "Hạng\N{NO-BREAK SPACE}11/18"
    assert row.sentences == (
        "Còn thiếu 33,3\N{NO-BREAK SPACE}điểm phần trăm.",
        "Trung vị cùng cấp 37,15%, nửa giữa từ 16,7% đến 55,5%.",
    )


def test_units_with_the_same_name_have_different_titles(pages: dict[str, UnitPage]) -> None:
    """The heading is the official name. The title adds place and time for lists of search engines."""
    wards = [page for page in pages.values() if page.heading == "Phường An Tịnh"]
    assert len(wards) == 2
    assert len({page.title for page in wards}) == 2


@pytest.mark.parametrize("slug", ["so-noi-vu", "thanh-pho-tay-ninh", "tay-ninh", "phuong-tan-ninh", "soc-trang"])
def test_unit_pages_are_small(rendered: Callable[[str], str], slug: str) -> None:
    """This is the page's own content. The frame around it adds about 5 KB after compression."""
    assert len(rendered(slug).encode()) < 90_000
