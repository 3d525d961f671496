"""The title that the import gives a document: the units and periods of its figures."""

from pathlib import Path

import pytest
import yaml

from generator.importing.planning import _subject
from generator.loading import load_portal
from tests.importing.commands import NEW, run
from tests.importing.workbooks import saved


@pytest.mark.parametrize(
    ("units", "periods", "wording"),
    [
        (["demo.so-a", "demo.so-b"], ["2024-06"], "2 đơn vị, tháng 6/2024"),
        (["demo.so-a", "demo.so-b"], ["2024-06", "2024-05"], "2 đơn vị, tháng 5/2024 và tháng 6/2024"),
        (["demo.so-a"], ["2024-06", "2023-12", "2024-05"], "1 đơn vị, từ tháng 12/2023 đến tháng 6/2024"),
        (["demo", "demo.so-a", "demo.so-b"], ["2024-06"], "2 sở, ban, ngành và toàn tỉnh, tháng 6/2024"),
        (["demo"], ["2024-06"], "toàn tỉnh, tháng 6/2024"),
    ],
)
def test_the_title_names_all_periods_and_units(mini: Path, units: list[str], periods: list[str], wording: str) -> None:
    """The province is not counted as one of the units."""
    portal, _ = load_portal(mini)
    rows = [
        {"unit_id": unit, "level": "", "indicator_id": "waiting-time", "period": period}
        for unit in units
        for period in periods
    ]
    assert _subject({"results": rows}, portal) == f"kết quả thời gian chờ của {wording}"


@pytest.mark.parametrize(
    ("owners", "wording"),
    [
        ([("demo", "district")], "cấp huyện"),
        ([("demo", ""), ("demo", "department")], "toàn tỉnh và các sở, ban, ngành"),
        (
            [("demo", "department"), ("demo.so-a", ""), ("demo", "commune"), ("demo", "district")],
            "1 đơn vị, cấp huyện, cấp xã và các sở, ban, ngành",
        ),
    ],
)
def test_the_title_of_a_plan_names_the_levels_with_targets(
    mini: Path, owners: list[tuple[str, str]], wording: str
) -> None:
    portal, _ = load_portal(mini)
    rows = [{"unit_id": unit, "level": level, "indicator_id": "waiting-time", "due": "2025"} for unit, level in owners]
    assert _subject({"targets": rows}, portal) == f"mức phải đạt thời gian chờ của {wording}, năm 2025"


@pytest.mark.parametrize(
    ("owners", "wording"),
    [([("demo.so-a", ""), ("demo", "department")], "1 đơn vị"), ([("demo", "commune")], "cấp xã")],
)
def test_a_level_is_named_if_there_are_no_units(mini: Path, owners: list[tuple[str, str]], wording: str) -> None:
    """A result of a level beside those of its units only sums them up, so it is not named."""
    portal, _ = load_portal(mini)
    rows = [
        {"unit_id": unit, "level": level, "indicator_id": "waiting-time", "period": "2024-06"} for unit, level in owners
    ]
    assert _subject({"results": rows}, portal) == f"kết quả thời gian chờ của {wording}, tháng 6/2024"


def test_the_title_of_an_imported_plan_for_a_level(mini: Path, tmp_path: Path) -> None:
    """If a plan has only a target of a level, the title and the summary name the level."""
    table = [["STT", "Đơn vị", "Dịch vụ toàn trình, chỉ tiêu năm 2025"], [1, "Các sở, ban, ngành", "80%"]]
    file = saved({"Sheet1": table}, tmp_path / "a.xlsx")
    assert run(mini, file, *NEW, "--write", "--answer", "B2=demo:department:common") == 0
    entry = yaml.safe_load((mini / "data/sources.yml").read_text(encoding="utf-8"))[-1]
    subject = "mức phải đạt dịch vụ toàn trình của các sở, ban, ngành, năm 2025"
    assert (entry["title"], entry["about"]) == (f"Báo cáo kèm {subject}", f"Kèm {subject}.")
