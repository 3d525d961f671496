"""What a document is called by the machine: whose figures it holds, of which periods."""

from pathlib import Path

import pytest

from generator.importing.planning import _subject
from generator.loading import load_portal


@pytest.mark.parametrize(
    ("units", "periods", "told"),
    [
        (["demo.so-a", "demo.so-b"], ["2024-06"], "2 đơn vị, tháng 6/2024"),
        (["demo.so-a", "demo.so-b"], ["2024-06", "2024-05"], "2 đơn vị, tháng 5/2024 và tháng 6/2024"),
        (["demo.so-a"], ["2024-06", "2023-12", "2024-05"], "1 đơn vị, từ tháng 12/2023 đến tháng 6/2024"),
        (["demo", "demo.so-a", "demo.so-b"], ["2024-06"], "2 sở, ban, ngành và toàn tỉnh, tháng 6/2024"),
        (["demo"], ["2024-06"], "1 đơn vị, tháng 6/2024"),
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
