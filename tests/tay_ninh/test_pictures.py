"""Tests the preview pictures of this portal against its documents."""

from datetime import date

import pytest

from generator.assets import fonts
from generator.build import site_of
from generator.model import Assessment
from generator.pages.parts import Mark
from generator.pages.posters import Poster
from generator.pictures.layout import HEIGHT, WIDTH, drawing
from generator.pictures.typeface import Typeface
from generator.validation import load_valid_portal
from tests.pages.test_pictures import ends
from tests.support.folders import ROOT
from tests.support.portals import plain_text

TODAY = date(2026, 11, 24)
NAME = "Cổng Minh Bạch"
ELLIPSIS = "…"


@pytest.fixture(scope="module")
def typeface() -> Typeface:
    return Typeface(fonts(ROOT))


@pytest.fixture(scope="module")
def posters() -> dict[str, Poster]:
    """The posters of the real portal by path."""
    return {poster.path: poster for poster in site_of(ROOT, load_valid_portal(ROOT), TODAY).posters}


def test_every_text_of_every_picture_fits(posters: dict[str, Poster], typeface: Typeface) -> None:
    """No text of the real portal is cut or reaches over the edge, not even the longest names."""
    assert len(posters) > 240
    faults = []
    for path, poster in posters.items():
        made = drawing(poster, NAME, typeface)
        cut = any(letter.text == ELLIPSIS for text in made.texts for letter, _ in text.letters)
        out = any(right > WIDTH - 50 or low > HEIGHT for right, low in ends(made, typeface))
        out |= any(box.x + box.width > WIDTH or box.y + box.height > HEIGHT for box in made.boxes)
        faults += [path] if cut or out else []
    assert faults == []


def test_a_picture_has_figure_target_mark_rank_period_and_source(
    posters: dict[str, Poster],
) -> None:
    """The values are from table PL.I of Letter 1612, row 1. The alternative text has all of them."""
    poster = posters["anh/don-vi/so-cong-thuong.png"]
    assert poster.above == "Tỉnh Tây Ninh (đến 6/2025)"
    row = next(row for row in poster.rows if row.name == "Thanh toán trực tuyến")
    assert row.figure == "31,98%"
    assert row.mark == Mark(Assessment.NOT_MET, "Chưa đạt")
    assert row.sentences == (
        "phải đạt tối thiểu 47% đến hết năm\u00a02024",
        "hạng\u00a05/18 sở, ban, ngành (14 đơn vị được xếp hạng)",
    )
    assert poster.source.startswith("Số liệu tháng\u00a05/2024, theo Công văn số\u00a01612/UBND-KSTT")
    alt = plain_text(poster.picture.alt)
    assert (
        "Thanh toán trực tuyến: 31,98%; chưa đạt; phải đạt tối thiểu 47% đến hết năm 2024; "
        "hạng 5/18 sở, ban, ngành (14 đơn vị được xếp hạng)." in alt
    )


def test_a_figure_that_does_not_apply_has_no_target(posters: dict[str, Poster]) -> None:
    """It is in row 9 of the same table. The common target of the document is not shown."""
    row = next(row for row in posters["anh/don-vi/so-tai-chinh.png"].rows if row.name == "Thanh toán trực tuyến")
    assert (row.figure, row.sentences) == ("không áp dụng", ())


def test_a_unit_without_figures_has_a_picture_without_rows(posters: dict[str, Poster]) -> None:
    """The missing figures are not shown as zero."""
    poster = posters["anh/don-vi/phuong-tan-ninh.png"]
    assert poster.rows == ()
    assert poster.sentence == "Chưa có số liệu nào của đơn vị này trong các văn bản mà cổng đã nhập."
    assert poster.source == ""


def test_the_picture_of_an_indicator_shows_who_met_the_target_and_who_is_first(posters: dict[str, Poster]) -> None:
    newest = posters["anh/chi-tieu/ty-le-thanh-toan-truc-tuyen.png"]
    dated = posters["anh/chi-tieu/ty-le-thanh-toan-truc-tuyen/2024-05.png"]
    assert [(row.name, row.figure) for row in newest.rows] == [
        ("Tỉnh Tây Ninh", "41,3%"),
        ("Sở, ban, ngành", "3/14 đạt"),
        ("Cấp huyện", "9/9 đạt"),
    ]
    assert newest.rows[1].sentences == ("Dẫn đầu: Sở Thông tin và Truyền thông (100%).", "Cuối bảng: Sở Xây dựng (0%).")
    assert dated.rows == newest.rows


def test_the_picture_of_a_finding_shows_both_figures(posters: dict[str, Poster]) -> None:
    path = "anh/doi-chieu/share.3688-kh-ubnd-2023.pl1.1-8.tay-ninh.so-noi-vu.full-online-services.2023-10.png"
    poster = posters[path]
    assert [(row.name, row.figure) for row in poster.rows][:2] == [("Văn bản ghi", "1,12%"), ("Tính lại", "6,74%")]
    assert poster.source.endswith("Chưa có trả lời")
