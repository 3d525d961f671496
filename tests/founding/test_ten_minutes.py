"""README.md, "Another province", from end to end: a new portal, a workbook filled in, its figures on the site."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from openpyxl import load_workbook

from tests.conftest import ROOT

ENVIRONMENT = {
    **os.environ,  # noqa: TID251 - where programs lie is no fact of the data
    "NO_MKDOCS_2_WARNING": "1",
    "SITE_URL": "https://tinh.example/",
    "SOURCE_DATE_EPOCH": "1764979200",  # 6 December 2025
}


def run(folder: Path, *arguments: str) -> str:
    """What the generator of a portal prints, run in its folder with its own code."""
    return done(folder, sys.executable, "-m", "generator", *arguments)


def done(folder: Path, *command: str) -> str:
    ended = subprocess.run(command, cwd=folder, env=ENVIRONMENT, capture_output=True, text=True, check=False)
    assert ended.returncode == 0, ended.stdout + ended.stderr
    return ended.stdout


def filled(workbook: Path) -> None:
    """Gives every unit a figure: 50,5 to the first, one more to each next."""
    book = load_workbook(workbook)
    sheet = book["Số liệu"]
    for number, row in enumerate(range(5, sheet.max_row + 1)):
        if sheet.cell(row, 3).value:
            sheet.cell(row, 4).value = 50.5 + number
    book.save(workbook)


@pytest.fixture(scope="module")
def portal(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A portal of Lai Châu, the province of fewest communes, with the figures of a workbook."""
    folder = tmp_path_factory.mktemp("ten") / "lai-chau"
    run(ROOT, "new-portal", str(folder), "--province", "Lai Châu")
    made = run(
        folder, "template", "--level", "commune", "--period", "2025-10", "--indicator", "online-payment", "a.xlsx"
    )
    assert made == "Đã tạo a.xlsx: 38 đơn vị, 1 chỉ tiêu (Thanh toán trực tuyến).\n"
    filled(folder / "a.xlsx")
    document = [
        *("--number", "215/BC-UBND", "--document-kind", "Báo cáo", "--issued-on", "2025-11-05"),
        *("--issuer", "Ủy ban nhân dân tỉnh Lai Châu", "--title", "Kết quả tháng 10/2025"),
        *("--about", "Kết quả thanh toán trực tuyến tháng 10/2025 của các xã, phường."),
    ]
    run(folder, "import", "a.xlsx", "--source", "215-BC-UBND-2025", "--period", "2025-10", *document, "--write")
    return folder


def test_the_figures_are_in_the_data(portal: Path) -> None:
    """One row for each of the 38 communes, and no fault."""
    rows = (portal / "data" / "results" / "215-BC-UBND-2025.csv").read_text(encoding="utf-8").splitlines()
    assert len(rows) == 1 + 38
    assert rows[1] == "lai-chau.phuong-doan-ket,,,online-payment,2025-10,50.5,,,PL:1,"
    assert run(portal, "check") == "Dữ liệu hợp lệ: 52 đơn vị, 0 mức phải đạt, 38 kết quả.\n"


@pytest.fixture(scope="module")
def site(portal: Path) -> Path:
    """Its site, built as `make site` builds it."""
    (portal / "node_modules").symlink_to(ROOT / "node_modules")
    run(portal, "build")
    done(portal, sys.executable, "build_site.py")
    return portal / "build" / "site"


def test_the_site_shows_and_ranks_them(site: Path) -> None:
    """The best commune has 87,5 percent."""
    ranking = (site / "chi-tieu" / "ty-le-thanh-toan-truc-tuyen" / "2025-10" / "index.html").read_text(encoding="utf-8")
    assert "87,5%" in ranking
    assert "215/BC-UBND" in ranking
    assert "Cổng Minh Bạch Lai Châu" in (site / "index.html").read_text(encoding="utf-8")


@pytest.mark.usefixtures("site")
def test_the_site_passes_the_tests_that_the_portal_brings(portal: Path) -> None:
    """It has results alone: no past, no targets, no tasks."""
    done(portal, sys.executable, "-m", "pytest", "-q", "-p", "no:xdist", "-p", "no:cacheprovider", "tests/test_site.py")
