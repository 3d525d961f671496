"""What a document is called by the machine: whose figures it holds, of which periods."""

from pathlib import Path

import pytest
import yaml

from generator.importing.planning import _subject
from generator.loading import load_portal
from tests.importing.commands import NEW, run
from tests.importing.workbooks import saved


@pytest.mark.parametrize(
    ("units", "periods", "told"),
    [
        (["demo.so-a", "demo.so-b"], ["2024-06"], "2 đơn vị, tháng 6/2024"),
        (["demo.so-a", "demo.so-b"], ["2024-06", "2024-05"], "2 đơn vị, tháng 5/2024 và tháng 6/2024"),
        (["demo.so-a"], ["2024-06", "2023-12", "2024-05"], "1 đơn vị, từ tháng 12/2023 đến tháng 6/2024"),
        (["demo", "demo.so-a", "demo.so-b"], ["2024-06"], "2 sở, ban, ngành và toàn tỉnh, tháng 6/2024"),
        (["demo"], ["2024-06"], "toàn tỉnh, tháng 6/2024"),
    ],
)
def test_a_document_is_called_by_all_its_periods_and_units(
    mini: Path, units: list[str], periods: list[str], told: str
) -> None:
    """The province is none of the units that are counted."""
    portal, _ = load_portal(mini)
    rows = [
        {"unit_id": unit, "level": "", "indicator_id": "waiting-time", "period": period}
        for unit in units
        for period in periods
    ]
    assert _subject({"results": rows}, portal) == f"kết quả thời gian chờ của {told}"


@pytest.mark.parametrize(
    ("owners", "told"),
    [
        ([("demo", "district")], "cấp huyện"),
        ([("demo", ""), ("demo", "department")], "toàn tỉnh và các sở, ban, ngành"),
        (
            [("demo", "department"), ("demo.so-a", ""), ("demo", "commune"), ("demo", "district")],
            "1 đơn vị, cấp huyện, cấp xã và các sở, ban, ngành",
        ),
    ],
)
def test_a_plan_is_called_by_the_levels_it_sets_targets_for(
    mini: Path, owners: list[tuple[str, str]], told: str
) -> None:
    portal, _ = load_portal(mini)
    rows = [{"unit_id": unit, "level": level, "indicator_id": "waiting-time", "due": "2025"} for unit, level in owners]
    assert _subject({"targets": rows}, portal) == f"mức phải đạt thời gian chờ của {told}, năm 2025"


@pytest.mark.parametrize(
    ("owners", "told"), [([("demo.so-a", ""), ("demo", "department")], "1 đơn vị"), ([("demo", "commune")], "cấp xã")]
)
def test_a_level_s_result_is_named_where_no_unit_s_is(mini: Path, owners: list[tuple[str, str]], told: str) -> None:
    """Beside the units' own it only sums them up."""
    portal, _ = load_portal(mini)
    rows = [
        {"unit_id": unit, "level": level, "indicator_id": "waiting-time", "period": "2024-06"} for unit, level in owners
    ]
    assert _subject({"results": rows}, portal) == f"kết quả thời gian chờ của {told}, tháng 6/2024"


def test_a_plan_for_levels_alone_is_named_as_it_is_imported(mini: Path, tmp_path: Path) -> None:
    """`Cấp huyện: 80%` alone: whose target it is stands in the document's name and summary."""
    table = [["STT", "Đơn vị", "Dịch vụ toàn trình, chỉ tiêu năm 2025"], [1, "Các sở, ban, ngành", "80%"]]
    file = saved({"Sheet1": table}, tmp_path / "a.xlsx")
    assert run(mini, file, *NEW, "--write", "--answer", "B2=demo:department:common") == 0
    entry = yaml.safe_load((mini / "data/sources.yml").read_text(encoding="utf-8"))[-1]
    subject = "mức phải đạt dịch vụ toàn trình của các sở, ban, ngành, năm 2025"
    assert (entry["title"], entry["about"]) == (f"Báo cáo kèm {subject}", f"Kèm {subject}.")
