"""Tests a portal after its first documents: one that only sets targets, then a report on a single unit."""

import re
import shutil
from collections.abc import Sequence
from datetime import date
from pathlib import Path

import pytest

from generator.cli import main
from tests.support.exported import explanation_in, exported_files
from tests.support.headers import RESULT_HEADER, TARGET_HEADER
from tests.support.portals import append_to, facts_of, plain_text
from tests.support.units import commune, department, pages_of

DEPARTMENTS = ("so-a", "so-b", "c", "d", "e")


def emptied(root: Path, targets: Sequence[str]) -> Path:
    """Replaces all figures of the mini portal by these targets of its departments, five in all."""
    for kind in ("results", "targets", "tasks"):
        shutil.rmtree(root / "data" / kind)
    (root / "data/targets").mkdir()
    (root / "data/addresses.txt").unlink()
    append_to(root / "data/units.csv", "".join(map(department, "cde")))
    (root / "data/targets/demo-2023.csv").write_text(TARGET_HEADER + "".join(targets), encoding="utf-8")
    return root


def target(unit: str, value: str = "80") -> str:
    return f"demo.{unit},,full-online-services,2025,at_least,{value},,PL1:{unit},\n"


def waiting(unit: str) -> str:
    return f"demo.{unit},,waiting-time,2025,at_most,30,,PL1:{unit},\n"


def report(root: Path, *rows: str) -> Path:
    """Adds a report with results of June 2024."""
    (root / "data/results").mkdir()
    (root / "data/results/demo-2024.csv").write_text(RESULT_HEADER + "".join(rows), encoding="utf-8")
    return root


def built(root: Path) -> Path:
    assert main(["format", "--root", str(root)]) == 0
    assert main(["build", "--root", str(root), "--today", "2024-08-01"]) == 0
    return root / "build/docs"


def page(docs: Path, address: str) -> str:
    return plain_text((docs / address.strip("/") / "index.md").read_text(encoding="utf-8"))


def description(text: str) -> str:
    found = re.search(r'^description: "(.*)"$', text, re.MULTILINE)
    assert found is not None
    return found[1]


SUMMED_UP = "5 sở, ban, ngành được giao mức riêng: đến hết năm 2025 đều là tối thiểu 80%."


def test_targets_of_many_units_are_summed_up(mini: Path) -> None:
    """A plan sets the same target for each of five departments: the list of indicators names none of them."""
    docs = built(emptied(mini, [target(unit) for unit in DEPARTMENTS]))
    listed = page(docs, "/chi-tieu/")
    assert f'<p class="cmb-entries__where">{SUMMED_UP}</p>' in listed
    assert "Phải đạt:" not in listed
    assert (
        description(page(docs, "/chi-tieu/ty-le-toan-trinh/"))
        == f"Dịch vụ toàn trình: {SUMMED_UP} Chưa có văn bản nào công bố kết quả."
    )


def test_targets_of_a_few_units_are_named(mini: Path) -> None:
    docs = built(emptied(mini, [target("so-a"), target("so-b", "90")]))
    listed = re.sub(r"<[^>]*>", "", page(docs, "/chi-tieu/"))
    named = "tối thiểu 80% đến hết năm 2025 (Sở An Bình); tối thiểu 90% đến hết năm 2025 (Sở Đại Đồng)"
    assert f"Phải đạt: {named}" in listed


def test_the_workbook_of_a_unit_without_results_says_so(mini: Path) -> None:
    """Its sheet of results is empty, so it does not explain which years are in it."""
    files = exported_files(emptied(mini, [target("so-a")]))
    explained = explanation_in(files["data/don-vi/so-a.xlsx"])
    assert ("Các kỳ", "Chưa có kết quả nào của đơn vị này trong các văn bản mà cổng đã nhập.") in explained


NEW = "Đơn vị hoạt động từ ngày 01/03/2024"
ITS_TARGETS = "Có 2 mức phải đạt của riêng đơn vị này trong văn bản dưới đây"
MISSING = "cổng chưa nhập văn bản nào nêu kết quả của các đơn vị cấp xã của tỉnh Thử từ ngày đó"


@pytest.mark.parametrize(
    ("count", "reason"), [(0, f"{NEW}; {MISSING}."), (2, f"{NEW}. {ITS_TARGETS}, nhưng {MISSING}.")]
)
def test_the_targets_of_a_new_unit_are_announced(mini: Path, count: int, reason: str) -> None:
    """The document below the sentence is named in it."""
    root = emptied(mini, [target("n"), waiting("n")][:count])
    append_to(root / "data/units.csv", commune("n", "Xã N", start="2024-03-01"))
    found = pages_of(facts_of(root, date(2024, 8, 1)))["n"].no_figures
    assert found is not None
    assert found.reason == reason
    assert len(found.documents) == min(count, 1)


def test_a_single_unit_is_not_compared(mini: Path) -> None:
    """One department meets one of its two targets. There is no first and last unit, and nothing to compare it with."""
    root = emptied(mini, [target("so-a"), waiting("so-a")])
    rows = ("demo.so-a,,,full-online-services,2024-06,85,,,PL:1,\n", "demo.so-a,,,waiting-time,2024-06,45,,,PL:1,\n")
    docs = built(report(root, *rows))
    home = page(docs, "/")
    sentence = "Chỉ một sở, ban, ngành được đánh giá và chưa đạt đủ chỉ tiêu được giao, theo số liệu tháng 6/2024."
    assert sentence in home
    assert "Đơn vị dẫn đầu" not in home
    assert '<a href="don-vi/so-a/">Xem số liệu của Sở An Bình</a>' in home
    assert "Cả 1" not in page(docs, "/so-sanh/")


def test_empty_cells_are_not_counted_as_results(mini: Path) -> None:
    """Of five departments in a template, two filled in their figures: 85 and 0. The count of a figure of zero stays."""
    figures = {"so-a": "85,", "so-b": "0,"}
    cells = [
        f"demo.{unit},,,full-online-services,2024-06,{figures.get(unit, ',not_reported')},,PL:{row},\n"
        for row, unit in enumerate(DEPARTMENTS, 1)
    ]
    docs = built(report(emptied(mini, []), *cells))
    assert "2 kết quả trong Báo cáo số 2/BC-UBND" in page(docs, "/")
    assert "Cổng lấy từ văn bản này 2 kết quả" in page(docs, "/van-ban/bao-cao-2/")
    assert "Ở 3 ô, văn bản không nêu số liệu." in page(docs, "/van-ban/bao-cao-2/").replace("\\", "")
