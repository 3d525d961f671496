"""Defines the sheets of the workbooks for people: Vietnamese headings, figures as numbers, codes in words."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial

import pandas as pd

from generator import formats, words
from generator.bulk import MappedCells
from generator.export.cells import WriteCache
from generator.export.frames import Record
from generator.export.grouping import UnitTables
from generator.export.workbooks import MAX_ROWS, Amount, Sheet, SheetCell
from generator.model import (
    Assessment,
    Comparison,
    Level,
    Period,
    Portal,
    ResultStatus,
    Source,
    TargetOrigin,
    TargetStatus,
)
from generator.pages.links import place_link
from generator.tables import (
    ASSESSMENTS,
    LICENCE_ADDRESS,
    LICENCE_TITLE,
    LINEAGE,
    RESULTS,
    TABLES,
    TARGETS,
    CellType,
    DataTable,
)

CellMaker = Callable[[Portal, str], SheetCell]

_LICENCE = f"{LICENCE_TITLE} ({LICENCE_ADDRESS}). Được dùng lại, kể cả vì mục đích thương mại, khi ghi nguồn."
_BLANK = "Ô trống là không có số liệu, không phải số 0."
_RECENT = (
    "Tệp này có số liệu của hai năm gần nhất. Số liệu mọi kỳ có trong tệp CSV và tệp JSON của đơn vị, và trong bảng "
    "tính chung của cổng (tat-ca.xlsx)."
)
_WITHOUT_RESULTS = "Chưa có kết quả nào của đơn vị này trong các văn bản mà cổng đã nhập."
_YEARS = 2
"""Number of the newest years in a unit's workbook."""


@dataclass(frozen=True)
class Heading:
    """A column of a sheet: its title, its meaning, and how to compute its cell (`cell`) from the cell of a published
    column. With `second`, the cell is computed from two columns, joined by `_BOTH`."""

    text: str
    meaning: str
    column: str
    cell: CellMaker
    second: str = ""


_BOTH = "\0"
"""Separator between the texts of two columns; no cell of a published table contains it."""


class UnitSheets:
    """The sheets of units' workbooks. Each distinct cell is computed once for all units."""

    def __init__(self, portal: Portal) -> None:
        self._results = _CachedSheet("Kết quả", RESULT_HEADINGS, ASSESSMENTS.headings, portal)
        self._targets = _CachedSheet("Mức phải đạt", TARGET_HEADINGS, TARGETS.headings, portal)
        self._sources = _CachedSheet("Nguồn", SOURCE_HEADINGS, ("source_id",), portal)

    def of(self, found: UnitTables) -> Iterator[Sheet]:
        """Yields the sheets of one unit's workbook: recent results, targets, documents, explanation."""
        periods = _RECENT if found.results else _WITHOUT_RESULTS
        explained = [("Đơn vị", found.unit.name), ("Các kỳ", periods), *_EXPLAINED]
        yield self._results.sheet(_recent(found.assessments))
        yield self._targets.sheet(found.targets)
        yield self._sources.sheet([(id_,) for id_ in sources_of(found)])
        yield Sheet.of_rows("Giải thích", ("Mục", "Giải thích"), explained)


class _CachedSheet:
    """A sheet that is in every unit's workbook: its name, its headings, and a cache of its cells."""

    def __init__(self, name: str, headings: Sequence[Heading], columns: Sequence[str], portal: Portal) -> None:
        self._name = name
        self._titles = tuple(heading.text for heading in headings)
        self._places = [[columns.index(one) for one in (found.column, found.second) if one] for found in headings]
        self._cells = [WriteCache(partial(heading.cell, portal)) for heading in headings]

    def sheet(self, records: Sequence[Record]) -> Sheet:
        """Returns the sheet with these rows of the published table."""
        columns = list(zip(*records, strict=True))
        made = [
            list(map(cells.__getitem__, map(_BOTH.join, zip(*(columns[at] for at in places), strict=True))))
            if columns
            else ()
            for cells, places in zip(self._cells, self._places, strict=True)
        ]
        return Sheet(self._name, self._titles, made)


def _recent(records: Sequence[Record]) -> list[Record]:
    """Returns the assessments of the newest years and those without any figure, so that workbooks do not grow over
    time."""
    at = ASSESSMENTS.headings.index("period")
    years = sorted({record[at][:4] for record in records if record[at]})[-_YEARS:]
    return [record for record in records if record[at][:4] in years or not record[at]]


def sources_of(found: UnitTables) -> list[str]:
    """Returns the ids of all documents that a unit's rows refer to: of results, country figures, targets, tasks and
    lineage."""
    rows = ((RESULTS, found.results), (TARGETS, found.targets), (LINEAGE, found.lineage))
    named = {record[table.headings.index("source_id")] for table, records in rows for record in records}
    country = ASSESSMENTS.headings.index("country_source_id")
    named |= {record[country] for record in found.assessments if record[country]}
    return sorted(named | {task.source_id for task, _ in found.tasks})


def portal_sheets(tables: Mapping[str, pd.DataFrame]) -> Iterator[Sheet]:
    """Yields one sheet per published table, and the dictionary. A table with too many rows for a sheet is only listed
    in the dictionary."""
    fitting = [table for table in TABLES if len(tables[table.name]) <= MAX_ROWS]
    for table in fitting:
        yield Sheet(table.title, tuple(column.title for column in table.columns), _typed(table, tables[table.name]))
    left_out = [table for table in TABLES if table not in fitting]
    yield Sheet.of_rows(
        "Giải thích", ("Trang tính", "Cột", "Tên trong tệp CSV", "Ý nghĩa"), _dictionary(fitting, left_out)
    )


def _typed(table: DataTable, frame: pd.DataFrame) -> list[Sequence[SheetCell]]:
    return [MappedCells(frame[column.name], _CELLS.get(column.kind, str)) for column in table.columns]


def _amount_cell(text: str) -> SheetCell:
    return Amount(text) if text else ""


_CELLS: Mapping[CellType, Callable[[str], SheetCell]] = {CellType.NUMBER: _amount_cell, CellType.COUNT: _amount_cell}


def _dictionary(fitting: Iterable[DataTable], left_out: Iterable[DataTable]) -> list[tuple[str, ...]]:
    rows: list[tuple[str, ...]] = [("Giấy phép", "", "", _LICENCE), ("Ô trống", "", "", _BLANK)]
    too_long = "Bảng quá dài cho một trang tính; hãy tải tệp CSV."
    rows += [(table.title, "", table.file, too_long) for table in left_out]
    for table in fitting:
        rows.append((table.title, "", table.file, table.meaning))
        rows += [(table.title, column.title, column.name, column.meaning) for column in table.columns]
    return rows


def _text(_: Portal, text: str) -> SheetCell:
    return text


def _amount(_: Portal, text: str) -> SheetCell:
    return _amount_cell(text)


def _share(_: Portal, text: str) -> SheetCell:
    return Amount(text, percent=True) if text else ""


def _worded(to_words: Callable[[str], str]) -> CellMaker:
    """Returns a maker that shows a code in words. No-break spaces are replaced, because the search of spreadsheets
    finds plain ones only."""
    return lambda _, code: to_words(code).replace(formats.NBSP, " ") if code else ""


def _of_source(to_words: Callable[[Source], str]) -> CellMaker:
    """Returns a maker that shows an attribute of the document with the cell's id."""
    return lambda portal, id_: to_words(portal.sources[id_]) if id_ else ""


def _period(text: str) -> str:
    return formats.period(Period.parse(text))


def _indicator(portal: Portal, id_: str) -> SheetCell:
    return portal.indicators[id_].name


def _measure(portal: Portal, id_: str) -> SheetCell:
    return words.MEASURES[portal.indicators[id_].measure]


def _assigned_to(portal: Portal, both: str) -> SheetCell:
    unit_id, level = both.split(_BOTH)
    return place_link(portal.units[unit_id], Level(level) if level else None).text


def _legible(_: Portal, both: str) -> SheetCell:
    value, reading = both.split(_BOTH)
    if not value:
        return ""
    return "Suy ra" if reading else "Đọc rõ"


def _column(table: DataTable, name: str, cell: CellMaker) -> Heading:
    """Returns a heading with the title and meaning of the published column."""
    return Heading(table.column(name).title, table.column(name).meaning, name, cell)


_INDICATOR = Heading("Chỉ tiêu", "Tên chỉ tiêu được đo.", "indicator_id", _indicator)
*_FIRST, _LAST = map(words.inline, words.MEASURES.values())
_MEASURES = words.sentence(f"{', '.join(_FIRST)} hoặc {_LAST}")
_MEASURE = Heading("Đơn vị tính", _MEASURES, "indicator_id", _measure)
_NUMBER = _of_source(lambda source: source.number)

RESULT_HEADINGS = (
    _INDICATOR,
    _MEASURE,
    Heading("Kỳ", "Kỳ của số liệu; trống khi chỉ tiêu chưa có kết quả nào.", "period", _worded(_period)),
    Heading("Kết quả", "Số mà văn bản nêu, đúng như văn bản.", "value", _amount),
    _column(ASSESSMENTS, "target_value", _amount),
    _column(ASSESSMENTS, "target_comparison", _worded(lambda code: words.COMPARISONS[Comparison(code)])),
    Heading("Thời hạn", "Phải đạt khi kết thúc kỳ này.", "target_due", _worded(_period)),
    _column(ASSESSMENTS, "target_origin", _worded(lambda code: words.ORIGINS[TargetOrigin(code)])),
    _column(ASSESSMENTS, "assessment", _worded(lambda code: words.ASSESSMENTS[Assessment(code)])),
    _column(ASSESSMENTS, "gap", _amount),
    Heading("Tiến độ", "Phần quãng đường đã đi từ mức ban đầu đến mức phải đạt, làm tròn xuống.", "progress", _share),
    _column(ASSESSMENTS, "rank", _amount),
    _column(ASSESSMENTS, "ranked_of", _amount),
    _column(ASSESSMENTS, "peers", _amount),
    Heading(
        "Đồng hạng",
        "Có đơn vị khác cùng hạng hay không; trống khi không xếp hạng.",
        "tied",
        _worded(lambda code: "Có" if code == "true" else "Không"),
    ),
    Heading("Kỳ trước", "Kỳ liền trước có số liệu.", "previous_period", _worded(_period)),
    _column(ASSESSMENTS, "change", _amount),
    _column(ASSESSMENTS, "year_change", _amount),
    _column(ASSESSMENTS, "status", _worded(lambda code: words.RESULT_STATUSES[ResultStatus(code)])),
    Heading("Độ rõ khi đọc", "Suy ra: chữ mờ hoặc lệch cột, lý do ở cột ghi chú.", "value", _legible, "reading"),
    Heading("Văn bản nêu kết quả", "Số, ký hiệu văn bản.", "source_id", _NUMBER),
    Heading("Vị trí kết quả", "Bảng và dòng, hoặc mục của văn bản.", "locator", _worded(formats.locator)),
    Heading("Văn bản giao", "Số, ký hiệu văn bản giao chỉ tiêu.", "target_source_id", _NUMBER),
    Heading("Vị trí mức phải đạt", "Bảng và dòng, hoặc mục của văn bản.", "target_locator", _worded(formats.locator)),
    _column(ASSESSMENTS, "note", _text),
)
TARGET_HEADINGS = (
    Heading("Giao cho", "Đơn vị, hoặc mọi đơn vị của một cấp.", "unit_id", _assigned_to, "level"),
    _INDICATOR,
    _MEASURE,
    _column(TARGETS, "comparison", _worded(lambda code: words.COMPARISONS[Comparison(code)])),
    Heading("Mức phải đạt", "Mức được giao, đúng như văn bản nêu.", "value", _amount),
    Heading("Thời hạn", "Phải đạt khi kết thúc kỳ này.", "due", _worded(_period)),
    _column(TARGETS, "status", _worded(lambda code: words.TARGET_STATUSES[TargetStatus(code)])),
    Heading("Văn bản giao", "Số, ký hiệu văn bản giao chỉ tiêu.", "source_id", _NUMBER),
    Heading("Vị trí mức phải đạt", "Bảng và dòng, hoặc mục của văn bản.", "locator", _worded(formats.locator)),
    _column(TARGETS, "note", _text),
)
SOURCE_HEADINGS = (
    Heading("Số, ký hiệu", "", "source_id", _of_source(lambda source: source.number)),
    Heading("Loại văn bản", "", "source_id", _of_source(lambda source: source.kind)),
    Heading("Tên gọi", "", "source_id", _of_source(lambda source: source.title)),
    Heading("Cơ quan ban hành", "", "source_id", _of_source(lambda source: source.issuer)),
    Heading("Ngày ban hành", "", "source_id", _of_source(lambda source: formats.day(source.issued_on))),
    Heading("Địa chỉ trên mạng", "", "source_id", _of_source(lambda source: source.url)),
    Heading("Trang trên cổng", "", "source_id", _of_source(lambda source: source.address)),
)
_EXPLAINED = (
    ("Giấy phép", _LICENCE),
    ("Ô trống", _BLANK),
    *dict.fromkeys((item.text, item.meaning) for item in (*RESULT_HEADINGS, *TARGET_HEADINGS)),
)
