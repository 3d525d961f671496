"""README.md, "Another province", from start to end: a new portal, a filled-in workbook, its figures on the site."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from openpyxl import load_workbook

from tests.support.folders import ROOT

ENVIRONMENT = {
    **os.environ,  # noqa: TID251 - where programs lie is no fact of the data
    "NO_MKDOCS_2_WARNING": "1",
    "SITE_URL": "https://tinh.example/",
    "SOURCE_DATE_EPOCH": "1764979200",  # 6 December 2025
}


def run(folder: Path, *arguments: str) -> str:
    """Returns what the generator of a portal prints. It runs in the portal's folder with the portal's own code."""
    return stdout_of(folder, sys.executable, "-m", "generator", *arguments)


def stdout_of(folder: Path, *command: str) -> str:
    ended = subprocess.run(command, cwd=folder, env=ENVIRONMENT, capture_output=True, text=True, check=False)
    assert ended.returncode == 0, ended.stdout + ended.stderr
    return ended.stdout


def filled(workbook: Path) -> None:
    """Enters a figure for every unit: 50,5 for the first one, then one more for each."""
    book = load_workbook(workbook)
    sheet = book["Số liệu"]
    for number, row in enumerate(range(5, sheet.max_row + 1)):
        if sheet.cell(row, 3).value:
            sheet.cell(row, 4).value = 50.5 + number
    book.save(workbook)


@pytest.fixture(scope="module")
def portal(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A portal of Lai Châu, the province with the fewest communes, with the figures of a workbook."""
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
    """There is one row for each of the 38 communes, and no fault."""
    rows = (portal / "data" / "results" / "215-BC-UBND-2025.csv").read_text(encoding="utf-8").splitlines()
    assert len(rows) == 1 + 38
    assert rows[1] == "lai-chau.phuong-doan-ket,,,online-payment,2025-10,50.5,,,PL:1,"
    assert run(portal, "check") == "Dữ liệu hợp lệ: 52 đơn vị, 0 mức phải đạt, 38 kết quả.\n"


@pytest.fixture(scope="module")
def site(portal: Path) -> Path:
    """The site of the portal, built as `make site` does."""
    (portal / "node_modules").symlink_to(ROOT / "node_modules")
    run(portal, "build")
    stdout_of(portal, sys.executable, "-m", "engine.build")
    return portal / "build" / "site"


def test_the_site_shows_and_ranks_them(site: Path) -> None:
    """The best commune has 87,5 percent."""
    ranking = (site / "chi-tieu" / "ty-le-thanh-toan-truc-tuyen" / "2025-10" / "index.html").read_text(encoding="utf-8")
    assert "87,5%" in ranking
    assert "215/BC-UBND" in ranking
    assert "Cổng Minh Bạch Lai Châu" in (site / "index.html").read_text(encoding="utf-8")


@pytest.mark.usefixtures("site")
def test_the_site_passes_the_tests_that_the_portal_brings(portal: Path) -> None:
    """The portal has only results: no former units, no targets, no tasks."""
    stdout_of(
        portal, sys.executable, "-m", "pytest", "-q", "-p", "no:xdist", "-p", "no:cacheprovider", "tests/test_site.py"
    )
