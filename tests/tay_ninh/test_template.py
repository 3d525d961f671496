"""Tests workbooks to fill in: their content, and that a filled workbook is imported without questions."""

from pathlib import Path

import pytest
from openpyxl import load_workbook

from generator.importing.template import TemplateRequest, write_template
from generator.model import Portal
from tests.importing.conftest import Understand, questions
from tests.importing.workbooks import saved
from tests.support.folders import ROOT


@pytest.mark.parametrize(
    ("source", "level", "period"),
    [("1612-UBND-KSTT-2024", "department", "2024-05"), ("1612-UBND-KSTT-2024", "district", "2024-05")],
)
def test_results_written_into_a_template_are_read_back_unchanged(
    source: str, level: str, period: str, tmp_path: Path, understand: Understand, real: Portal
) -> None:
    """The results of a document and a level are written into the workbook made for them. Values and statuses are the
    same after reading."""
    frame = real.results[(real.results["source_id"] == source) & (real.results["period"] == period)]
    frame = frame[frame["unit_id"].map(lambda id_: real.units[id_].level == level)]
    ids = tuple(dict.fromkeys(frame["indicator_id"]))
    out = tmp_path / "mau.xlsx"
    write_template(ROOT, TemplateRequest(level, period, "tay-ninh", ids), out)
    book = load_workbook(out)
    sheet = book["Số liệu"]
    rows = {sheet.cell(row, 3).value: row for row in range(5, sheet.max_row + 1)}
    labels = {"not_applicable": "Không áp dụng", "not_reported": "Văn bản không nêu số liệu"}
    expected = set()
    for unit_id, indicator_id, value, status in frame[["unit_id", "indicator_id", "value", "status"]].itertuples(
        index=False
    ):
        if status == "unreadable":
            continue
        column = 4 + 3 * ids.index(indicator_id)
        cell = sheet.cell(rows[unit_id], column)
        cell.value = float(value) if value else None
        cell.number_format = f"0.{'0' * len(value.partition('.')[2])}" if "." in value else "0"
        sheet.cell(rows[unit_id], column + 1).value = labels.get(status)
        expected.add((unit_id, indicator_id, value, status))
    book.save(out)
    found = understand(out)
    assert questions(found) == {}
    stated = {unit_id for unit_id, *_ in expected}
    read = {(item.unit_id, item.indicator_id, item.value, item.status) for item in found.entries}
    unread = set(zip(frame["unit_id"], frame["indicator_id"], strict=True)) - {row[:2] for row in expected}
    assert {row for row in read if row[0] in stated and row[:2] not in unread} == expected


def test_results_written_as_a_plain_table_are_read_back_unchanged(
    tmp_path: Path, understand: Understand, real: Portal
) -> None:
    """Every result of communes, districts and departments in Plan 3688 is written into a plain table of names and
    figures. Reading gives the same rows."""
    frame = real.results[(real.results["source_id"] == "3688-KH-UBND-2023") & (real.results["level"] == "")]
    frame = frame[(frame["unit_id"] != "tay-ninh") & (frame["indicator_id"] == "online-handled-dossiers")]
    table: list[list[object]] = [["Mã đơn vị", "Đơn vị", "Hồ sơ xử lý trực tuyến (%), kết quả tháng 10/2023"]]
    pairs = list(zip(frame["unit_id"], frame["value"], strict=True))
    table += [[unit_id, real.units[unit_id].name, value.replace(".", ",")] for unit_id, value in pairs]
    found = understand(saved({"Sheet1": table}, tmp_path / "a.xlsx"), source_id="3688-KH-UBND-2023")
    assert questions(found) == {}
    assert [(item.unit_id, item.value) for item in found.entries] == pairs
    assert len(pairs) == 121
