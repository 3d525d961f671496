"""What the workbooks for people show: Vietnamese headings, figures as numbers, codes in words."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

import pandas as pd

from generator import formats, words
from generator.export.fragments import made_once, texts_of
from generator.export.grouping import Frames, UnitRows
from generator.export.workbooks import (
    MAX_ROWS,
    Amount,
    Sheet,
    SheetCell,
    SheetTable,
    WrittenCell,
    sheet_of,
    written_cell,
)
from generator.model import Assessment, Comparison, Level, Period, Portal, ResultStatus, TargetOrigin, TargetStatus
from generator.pages.links import place_link
from generator.tables import ASSESSMENTS, LICENCE_ADDRESS, LICENCE_TITLE, TABLES, TARGETS, DataTable, Kind

_LICENCE = f"{LICENCE_TITLE} ({LICENCE_ADDRESS}). Được dùng lại, kể cả vì mục đích thương mại, khi ghi nguồn."
_BLANK = "Ô trống là không có số liệu, không phải số 0."


@dataclass(frozen=True)
class Heading:
    """A column for people: what it is called, what it means, and its cell from these columns of the published table."""

    text: str
    meaning: str
    columns: tuple[str, ...]
    cell: Callable[..., SheetCell]
    """Takes the portal, then the text of each column."""


class UnitSheets:
    """The sheets of units' workbooks: results, targets, documents, explanation. Their rows are written once."""

    def __init__(self, frames: Frames, portal: Portal) -> None:
        sources = pd.DataFrame({"source_id": sorted(portal.sources)}, dtype="str")
        self._results = _table(RESULT_HEADINGS, frames[ASSESSMENTS.name], portal)
        self._targets = _table(TARGET_HEADINGS, frames[TARGETS.name], portal)
        self._sources = _table(SOURCE_HEADINGS, sources, portal)
        self._place = {id_: place for place, id_ in enumerate(texts_of(sources, "source_id"))}

    def of(self, found: UnitRows, source_ids: Sequence[str]) -> Iterator[Sheet]:
        """Those of one unit, whose figures rest on these documents."""
        yield self._results.sheet("Kết quả", found.places[ASSESSMENTS.name])
        yield self._targets.sheet("Mức phải đạt", found.places[TARGETS.name])
        yield self._sources.sheet("Nguồn", [self._place[id_] for id_ in source_ids])
        yield sheet_of("Giải thích", ("Mục", "Giải thích"), [("Đơn vị", found.unit.name), *_EXPLAINED])


def portal_sheets(tables: Mapping[str, pd.DataFrame]) -> Iterator[Sheet]:
    """One sheet a published table, and the dictionary. A table that no sheet can hold is named there instead."""
    fitting = [table for table in TABLES if len(tables[table.name]) <= MAX_ROWS]
    for table in fitting:
        yield _whole(table, tables[table.name])
    left_out = [table for table in TABLES if table not in fitting]
    headings = ("Trang tính", "Cột", "Tên trong tệp CSV", "Ý nghĩa")
    yield sheet_of("Giải thích", headings, _dictionary(fitting, left_out))


def _whole(table: DataTable, frame: pd.DataFrame) -> Sheet:
    columns = [made_once(_TYPED.get(column.kind, written_cell), frame, (column.name,)) for column in table.columns]
    titles = tuple(column.title for column in table.columns)
    return SheetTable(titles, columns).sheet(table.title, range(len(frame)))


def _number(text: str) -> WrittenCell:
    return written_cell(Amount(text) if text else "")


_TYPED = {Kind.NUMBER: _number, Kind.COUNT: _number}


def _dictionary(fitting: Iterable[DataTable], left_out: Iterable[DataTable]) -> list[tuple[str, ...]]:
    rows: list[tuple[str, ...]] = [("Giấy phép", "", "", _LICENCE), ("Ô trống", "", "", _BLANK)]
    too_long = "Bảng quá dài cho một trang tính; hãy tải tệp CSV."
    rows += [(table.title, "", table.file, too_long) for table in left_out]
    for table in fitting:
        rows.append((table.title, "", table.file, table.meaning))
        rows += [(table.title, column.title, column.name, column.meaning) for column in table.columns]
    return rows


def _table(headings: tuple[Heading, ...], frame: pd.DataFrame, portal: Portal) -> SheetTable:
    columns = [made_once(_writer(heading, portal), frame, heading.columns) for heading in headings]
    return SheetTable(tuple(heading.text for heading in headings), columns)


def _writer(heading: Heading, portal: Portal) -> Callable[..., WrittenCell]:
    return lambda *texts: written_cell(heading.cell(portal, *texts))


def _text(_: Portal, text: str) -> SheetCell:
    return text


def _amount(_: Portal, text: str) -> SheetCell:
    return Amount(text) if text else ""


def _share(_: Portal, text: str) -> SheetCell:
    return Amount(text, percent=True) if text else ""


def _said(say: Callable[[str], str]) -> Callable[[Portal, str], SheetCell]:
    """What the code of a column is called. Spreadsheets search for plain blanks, so no others are written."""
    return lambda _, text: say(text).replace(formats.NBSP, " ") if text else ""


def _period(text: str) -> str:
    return formats.period(Period.parse(text))


def _source_number(portal: Portal, id_: str) -> SheetCell:
    return portal.sources[id_].number if id_ else ""


def _measure(portal: Portal, indicator_id: str) -> SheetCell:
    return words.MEASURES[portal.indicators[indicator_id].measure]


def _assigned_to(portal: Portal, unit_id: str, level: str) -> SheetCell:
    return place_link(portal.units[unit_id], Level(level) if level else None).text


def _legible(_: Portal, value: str, reading: str) -> SheetCell:
    if not value:
        return ""
    return "Suy ra" if reading else "Đọc rõ"


def _column(table: DataTable, name: str, cell: Callable[[Portal, str], SheetCell]) -> Heading:
    """A heading that is called as the column of the published table."""
    return Heading(table.column(name).title, table.column(name).meaning, (name,), cell)


_INDICATOR = Heading(
    "Chỉ tiêu", "Tên chỉ tiêu được đo.", ("indicator_id",), lambda portal, id_: portal.indicators[id_].name
)
_MEASURE = Heading("Đơn vị tính", "Phần trăm, số lượng, điểm, phút hoặc thứ hạng.", ("indicator_id",), _measure)

RESULT_HEADINGS = (
    _INDICATOR,
    _MEASURE,
    Heading("Kỳ", "Kỳ của số liệu; trống khi chỉ tiêu chưa có kết quả nào.", ("period",), _said(_period)),
    Heading("Kết quả", "Số mà văn bản nêu, đúng như văn bản.", ("value",), _amount),
    _column(ASSESSMENTS, "target_value", _amount),
    _column(ASSESSMENTS, "target_comparison", _said(lambda code: words.COMPARISONS[Comparison(code)])),
    Heading("Thời hạn", "Phải đạt khi kết thúc kỳ này.", ("target_due",), _said(_period)),
    _column(ASSESSMENTS, "target_origin", _said(lambda code: words.ORIGINS[TargetOrigin(code)])),
    _column(ASSESSMENTS, "assessment", _said(lambda code: words.ASSESSMENTS[Assessment(code)])),
    _column(ASSESSMENTS, "gap", _amount),
    Heading(
        "Tiến độ", "Phần quãng đường đã đi từ mức ban đầu đến mức phải đạt, làm tròn xuống.", ("progress",), _share
    ),
    _column(ASSESSMENTS, "rank", _amount),
    _column(ASSESSMENTS, "ranked_of", _amount),
    _column(ASSESSMENTS, "peers", _amount),
    Heading(
        "Đồng hạng",
        "Có đơn vị khác cùng hạng hay không; trống khi không xếp hạng.",
        ("tied",),
        _said(lambda code: "Có" if code == "true" else "Không"),
    ),
    Heading("Kỳ trước", "Kỳ liền trước có số liệu.", ("previous_period",), _said(_period)),
    _column(ASSESSMENTS, "change", _amount),
    _column(ASSESSMENTS, "year_change", _amount),
    _column(ASSESSMENTS, "status", _said(lambda code: words.RESULT_STATUSES[ResultStatus(code)])),
    Heading("Độ rõ khi đọc", "Suy ra: chữ mờ hoặc lệch cột, lý do ở cột ghi chú.", ("value", "reading"), _legible),
    Heading("Văn bản nêu kết quả", "Số, ký hiệu văn bản.", ("source_id",), _source_number),
    Heading("Vị trí kết quả", "Bảng và dòng, hoặc mục của văn bản.", ("locator",), _said(formats.locator)),
    Heading("Văn bản giao", "Số, ký hiệu văn bản giao chỉ tiêu.", ("target_source_id",), _source_number),
    Heading("Vị trí mức phải đạt", "Bảng và dòng, hoặc mục của văn bản.", ("target_locator",), _said(formats.locator)),
    _column(ASSESSMENTS, "note", _text),
)
TARGET_HEADINGS = (
    Heading("Giao cho", "Đơn vị, hoặc mọi đơn vị của một cấp.", ("unit_id", "level"), _assigned_to),
    _INDICATOR,
    _MEASURE,
    _column(TARGETS, "comparison", _said(lambda code: words.COMPARISONS[Comparison(code)])),
    Heading("Mức phải đạt", "Mức được giao, đúng như văn bản nêu.", ("value",), _amount),
    Heading("Thời hạn", "Phải đạt khi kết thúc kỳ này.", ("due",), _said(_period)),
    _column(TARGETS, "status", _said(lambda code: words.TARGET_STATUSES[TargetStatus(code)])),
    Heading("Văn bản giao", "Số, ký hiệu văn bản giao chỉ tiêu.", ("source_id",), _source_number),
    Heading("Vị trí mức phải đạt", "Bảng và dòng, hoặc mục của văn bản.", ("locator",), _said(formats.locator)),
    _column(TARGETS, "note", _text),
)
SOURCE_HEADINGS = (
    Heading("Số, ký hiệu", "", ("source_id",), lambda portal, id_: portal.sources[id_].number),
    Heading("Loại văn bản", "", ("source_id",), lambda portal, id_: portal.sources[id_].kind),
    Heading("Tên gọi", "", ("source_id",), lambda portal, id_: portal.sources[id_].title),
    Heading("Cơ quan ban hành", "", ("source_id",), lambda portal, id_: portal.sources[id_].issuer),
    Heading("Ngày ban hành", "", ("source_id",), lambda portal, id_: formats.day(portal.sources[id_].issued_on)),
    Heading("Địa chỉ trên mạng", "", ("source_id",), lambda portal, id_: portal.sources[id_].url),
    Heading("Trang trên cổng", "", ("source_id",), lambda portal, id_: portal.sources[id_].address),
)
_EXPLAINED = (
    ("Giấy phép", _LICENCE),
    ("Ô trống", _BLANK),
    *dict.fromkeys((item.text, item.meaning) for item in (*RESULT_HEADINGS, *TARGET_HEADINGS)),
)
