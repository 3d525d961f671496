"""What the workbooks for people show: Vietnamese headings, figures as numbers, codes in words."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

import pandas as pd

from generator import formats, words
from generator.export.grouping import Record, UnitTables
from generator.export.workbooks import MAX_ROWS, Amount, Sheet, SheetCell
from generator.model import Assessment, Comparison, Level, Period, Portal, ResultStatus, TargetOrigin, TargetStatus
from generator.pages.links import place_link
from generator.tables import (
    ASSESSMENTS,
    LICENCE_ADDRESS,
    LICENCE_TITLE,
    LINEAGE,
    RESULTS,
    TABLES,
    TARGETS,
    Column,
    DataTable,
    Kind,
)

Row = Mapping[str, str]
Maker = Callable[[Row, Portal], SheetCell]

_LICENCE = f"{LICENCE_TITLE} ({LICENCE_ADDRESS}). Được dùng lại, kể cả vì mục đích thương mại, khi ghi nguồn."
_BLANK = "Ô trống là không có số liệu, không phải số 0."
_RECENT = (
    "Tệp này có số liệu của hai năm gần nhất. Số liệu mọi kỳ có trong tệp CSV và tệp JSON của đơn vị, và trong bảng "
    "tính chung của cổng (tat-ca.xlsx)."
)
_YEARS = 2


@dataclass(frozen=True)
class Heading:
    """A column for people: what it is called, what it means, and its cell from a row of the published table."""

    text: str
    meaning: str
    cell: Maker


def unit_sheets(found: UnitTables, portal: Portal) -> Iterator[Sheet]:
    """The sheets of one unit's workbook: recent results, targets, documents, explanation."""
    explained = [("Đơn vị", found.unit.name), ("Các kỳ", _RECENT), *_EXPLAINED]
    yield _sheet("Kết quả", RESULT_HEADINGS, rows_in(ASSESSMENTS, _recent(found.assessments)), portal)
    yield _sheet("Mức phải đạt", TARGET_HEADINGS, rows_in(TARGETS, found.targets), portal)
    yield _sheet("Nguồn", SOURCE_HEADINGS, [{"source_id": id_} for id_ in sources_of(found)], portal)
    yield Sheet("Giải thích", ("Mục", "Giải thích"), explained)


def rows_in(table: DataTable, records: Iterable[Record]) -> list[Row]:
    """The records with the table's columns as keys."""
    return [dict(zip(table.headings, record, strict=True)) for record in records]


def _recent(records: Sequence[Record]) -> list[Record]:
    """The assessments of the newest years, and those without any figure: a workbook keeps its size over time."""
    at = ASSESSMENTS.headings.index("period")
    years = sorted({record[at][:4] for record in records if record[at]})[-_YEARS:]
    return [record for record in records if record[at][:4] in years or not record[at]]


def sources_of(found: UnitTables) -> list[str]:
    """The documents that a unit's figures, what they are compared with, targets, tasks and lineage rest on, by id."""
    rows = ((RESULTS, found.results), (TARGETS, found.targets), (LINEAGE, found.lineage))
    named = {record[table.headings.index("source_id")] for table, records in rows for record in records}
    country = ASSESSMENTS.headings.index("country_source_id")
    named |= {record[country] for record in found.assessments if record[country]}
    return sorted(named | {task.source_id for task, _ in found.tasks})


def portal_sheets(tables: Mapping[str, pd.DataFrame]) -> Iterator[Sheet]:
    """One sheet a published table, and the dictionary. A table that no sheet can hold is named there instead."""
    fitting = [table for table in TABLES if len(tables[table.name]) <= MAX_ROWS]
    for table in fitting:
        yield Sheet(table.title, tuple(column.title for column in table.columns), _typed(table, tables[table.name]))
    left_out = [table for table in TABLES if table not in fitting]
    yield Sheet("Giải thích", ("Trang tính", "Cột", "Tên trong tệp CSV", "Ý nghĩa"), _dictionary(fitting, left_out))


def _typed(table: DataTable, frame: pd.DataFrame) -> list[tuple[SheetCell, ...]]:
    return list(zip(*(_cells(column, frame[column.name].tolist()) for column in table.columns), strict=True))


def _cells(column: Column, texts: Sequence[str]) -> Sequence[SheetCell]:
    """The column's cells; each figure is made once, for most stand in many rows."""
    if column.kind not in (Kind.NUMBER, Kind.COUNT):
        return texts
    amounts: Mapping[str, SheetCell] = {text: Amount(text) if text else "" for text in set(texts)}
    return [amounts[text] for text in texts]


def _dictionary(fitting: Iterable[DataTable], left_out: Iterable[DataTable]) -> list[tuple[str, ...]]:
    rows: list[tuple[str, ...]] = [("Giấy phép", "", "", _LICENCE), ("Ô trống", "", "", _BLANK)]
    too_long = "Bảng quá dài cho một trang tính; hãy tải tệp CSV."
    rows += [(table.title, "", table.file, too_long) for table in left_out]
    for table in fitting:
        rows.append((table.title, "", table.file, table.meaning))
        rows += [(table.title, column.title, column.name, column.meaning) for column in table.columns]
    return rows


def _sheet(name: str, headings: tuple[Heading, ...], rows: Iterable[Row], portal: Portal) -> Sheet:
    cells = [[heading.cell(row, portal) for heading in headings] for row in rows]
    return Sheet(name, tuple(heading.text for heading in headings), cells)


def _text(column: str) -> Maker:
    return lambda row, _: row[column]


def _amount(column: str) -> Maker:
    return lambda row, _: Amount(row[column]) if row[column] else ""


def _share(column: str) -> Maker:
    return lambda row, _: Amount(row[column], percent=True) if row[column] else ""


def _said(column: str, say: Callable[[str], str]) -> Maker:
    """What the code of a column is called. Spreadsheets search for plain blanks, so no others are written."""
    return lambda row, _: say(row[column]).replace(formats.NBSP, " ") if row[column] else ""


def _period(text: str) -> str:
    return formats.period(Period.parse(text))


def _source_number(column: str) -> Maker:
    return lambda row, portal: portal.sources[row[column]].number if row[column] else ""


def _measure(row: Row, portal: Portal) -> SheetCell:
    return words.MEASURES[portal.indicators[row["indicator_id"]].measure]


def _assigned_to(row: Row, portal: Portal) -> SheetCell:
    return place_link(portal.units[row["unit_id"]], Level(row["level"]) if row["level"] else None).text


def _legible(row: Row, _: Portal) -> SheetCell:
    if not row["value"]:
        return ""
    return "Suy ra" if row["reading"] else "Đọc rõ"


def _column(table: DataTable, name: str, cell: Maker) -> Heading:
    """A heading that is called as the column of the published table."""
    return Heading(table.column(name).title, table.column(name).meaning, cell)


_INDICATOR = Heading(
    "Chỉ tiêu", "Tên chỉ tiêu được đo.", lambda row, portal: portal.indicators[row["indicator_id"]].name
)
_MEASURE = Heading("Đơn vị tính", "Phần trăm, số lượng, điểm, phút hoặc thứ hạng.", _measure)

RESULT_HEADINGS = (
    _INDICATOR,
    _MEASURE,
    Heading("Kỳ", "Kỳ của số liệu; trống khi chỉ tiêu chưa có kết quả nào.", _said("period", _period)),
    Heading("Kết quả", "Số mà văn bản nêu, đúng như văn bản.", _amount("value")),
    _column(ASSESSMENTS, "target_value", _amount("target_value")),
    _column(
        ASSESSMENTS, "target_comparison", _said("target_comparison", lambda code: words.COMPARISONS[Comparison(code)])
    ),
    Heading("Thời hạn", "Phải đạt khi kết thúc kỳ này.", _said("target_due", _period)),
    _column(ASSESSMENTS, "target_origin", _said("target_origin", lambda code: words.ORIGINS[TargetOrigin(code)])),
    _column(ASSESSMENTS, "assessment", _said("assessment", lambda code: words.ASSESSMENTS[Assessment(code)])),
    _column(ASSESSMENTS, "gap", _amount("gap")),
    Heading("Tiến độ", "Phần quãng đường đã đi từ mức ban đầu đến mức phải đạt, làm tròn xuống.", _share("progress")),
    _column(ASSESSMENTS, "rank", _amount("rank")),
    _column(ASSESSMENTS, "ranked_of", _amount("ranked_of")),
    _column(ASSESSMENTS, "peers", _amount("peers")),
    Heading(
        "Đồng hạng",
        "Có đơn vị khác cùng hạng hay không; trống khi không xếp hạng.",
        _said("tied", lambda code: "Có" if code == "true" else "Không"),
    ),
    Heading("Kỳ trước", "Kỳ liền trước có số liệu.", _said("previous_period", _period)),
    _column(ASSESSMENTS, "change", _amount("change")),
    _column(ASSESSMENTS, "year_change", _amount("year_change")),
    _column(ASSESSMENTS, "status", _said("status", lambda code: words.RESULT_STATUSES[ResultStatus(code)])),
    Heading("Độ rõ khi đọc", "Suy ra: chữ mờ hoặc lệch cột, lý do ở cột ghi chú.", _legible),
    Heading("Văn bản nêu kết quả", "Số, ký hiệu văn bản.", _source_number("source_id")),
    Heading("Vị trí kết quả", "Bảng và dòng, hoặc mục của văn bản.", _said("locator", formats.locator)),
    Heading("Văn bản giao", "Số, ký hiệu văn bản giao chỉ tiêu.", _source_number("target_source_id")),
    Heading("Vị trí mức phải đạt", "Bảng và dòng, hoặc mục của văn bản.", _said("target_locator", formats.locator)),
    _column(ASSESSMENTS, "note", _text("note")),
)
TARGET_HEADINGS = (
    Heading("Giao cho", "Đơn vị, hoặc mọi đơn vị của một cấp.", _assigned_to),
    _INDICATOR,
    _MEASURE,
    _column(TARGETS, "comparison", _said("comparison", lambda code: words.COMPARISONS[Comparison(code)])),
    Heading("Mức phải đạt", "Mức được giao, đúng như văn bản nêu.", _amount("value")),
    Heading("Thời hạn", "Phải đạt khi kết thúc kỳ này.", _said("due", _period)),
    _column(TARGETS, "status", _said("status", lambda code: words.TARGET_STATUSES[TargetStatus(code)])),
    Heading("Văn bản giao", "Số, ký hiệu văn bản giao chỉ tiêu.", _source_number("source_id")),
    Heading("Vị trí mức phải đạt", "Bảng và dòng, hoặc mục của văn bản.", _said("locator", formats.locator)),
    _column(TARGETS, "note", _text("note")),
)
SOURCE_HEADINGS = (
    Heading("Số, ký hiệu", "", lambda row, portal: portal.sources[row["source_id"]].number),
    Heading("Loại văn bản", "", lambda row, portal: portal.sources[row["source_id"]].kind),
    Heading("Tên gọi", "", lambda row, portal: portal.sources[row["source_id"]].title),
    Heading("Cơ quan ban hành", "", lambda row, portal: portal.sources[row["source_id"]].issuer),
    Heading("Ngày ban hành", "", lambda row, portal: formats.day(portal.sources[row["source_id"]].issued_on)),
    Heading("Địa chỉ trên mạng", "", lambda row, portal: portal.sources[row["source_id"]].url),
    Heading("Trang trên cổng", "", lambda row, portal: portal.sources[row["source_id"]].address),
)
_EXPLAINED = (
    ("Giấy phép", _LICENCE),
    ("Ô trống", _BLANK),
    *dict.fromkeys((item.text, item.meaning) for item in (*RESULT_HEADINGS, *TARGET_HEADINGS)),
)
