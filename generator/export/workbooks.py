"""Workbooks for people: numbers are numbers, texts are texts, and the same figures give the same bytes.

The parts of the file are written straight into its archive (ECMA-376, Office Open XML), because a portal has a workbook
for each unit: a general writer takes 10 ms for what takes half a millisecond here. Texts stand in their cells as inline
strings. The tests read every kind of cell back with another program's reader.
"""

import io
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from generator.export.cells import is_dangerous
from generator.formats import places

MAX_ROWS = 1_048_575
"""Rows of a sheet below its heading."""

_WIDEST = 60
_NARROWEST = 8
_LONGEST_TEXT = 32_767
"""Characters that Excel reads of a cell."""

_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_RELATED = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_DECLARATION = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_NOT_XML = re.compile(r"[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_MOST_DECIMALS = 6
_HEADING, _TEXT, _QUOTED, _SHARE, _NUMBER = range(1, 6)
"""Places in the list of cell formats; numbers have one for each count of decimals, from `_NUMBER` on."""


@dataclass(frozen=True)
class Amount:
    """A figure of a sheet by its text in machine form; it keeps the decimals it is stated with."""

    text: str
    percent: bool = False


SheetCell = str | Amount


@dataclass(frozen=True)
class Sheet:
    """One sheet: its name, the headings, its rows as `WrittenCell`s joined, and the longest cell of each column.

    A row has ROW where its number stands, so that it is written once for all workbooks that show it.
    """

    name: str
    headings: tuple[str, ...]
    rows: Sequence[str]
    longest: Sequence[int]


ROW = "\0"
"""The number of a row that has no place yet: no text of a workbook can hold this sign."""


@dataclass(frozen=True)
class WrittenCell:
    """A cell as its row needs it: what follows its reference, empty for a blank one, and how many signs it shows."""

    text: str
    length: int


@dataclass(frozen=True)
class SheetTable:
    """Rows that several workbooks show, cell by cell: by column, then by row."""

    headings: tuple[str, ...]
    columns: Sequence[Sequence[WrittenCell]]

    def sheet(self, name: str, places: Sequence[int]) -> Sheet:
        """A sheet of the rows at these places."""
        shown = [[column[place] for place in places] for column in self.columns]
        letters = [_letters(number) for number, _ in enumerate(self.headings)]
        written = [
            [f'<c r="{letter}{ROW}"{cell.text}' if cell.text else "" for cell in column]
            for letter, column in zip(letters, shown, strict=True)
        ]
        rows = [f'<row r="{ROW}">{"".join(cells)}</row>' for cells in zip(*written, strict=True)]
        longest = [max((cell.length for cell in column), default=0) for column in shown]
        return Sheet(name, self.headings, rows, longest)


def sheet_of(name: str, headings: tuple[str, ...], rows: Iterable[Sequence[SheetCell]]) -> Sheet:
    """A sheet of rows that no other workbook shows. Cells that are empty texts stay blank."""
    shown = list(rows)
    columns = [[written_cell(row[number]) for row in shown] for number, _ in enumerate(headings)]
    return SheetTable(headings, columns).sheet(name, range(len(shown)))


def workbook_bytes(title: str, sheets: Iterable[Sheet], created: date) -> bytes:
    """The workbook as a file; `created` is written into it in place of the time of writing."""
    shown = tuple(sheets)
    target = io.BytesIO()
    with ZipFile(target, "w", ZIP_DEFLATED) as archive:
        for name, text in _parts(title, shown, created):
            entry = ZipInfo(name)
            entry.compress_type = ZIP_DEFLATED
            archive.writestr(entry, _DECLARATION + text)
    return target.getvalue()


def _parts(title: str, sheets: Sequence[Sheet], created: date) -> Iterator[tuple[str, str]]:
    """The names and texts of all parts, in the order in which readers want them."""
    yield "[Content_Types].xml", _content_types(len(sheets))
    yield "_rels/.rels", _relations((("officeDocument", "xl/workbook.xml"),), core=True)
    yield "docProps/core.xml", _properties(title, created)
    yield "xl/workbook.xml", _workbook(sheets)
    named = [("worksheet", f"worksheets/sheet{number}.xml") for number, _ in enumerate(sheets, 1)]
    yield "xl/_rels/workbook.xml.rels", _relations((*named, ("styles", "styles.xml")))
    yield "xl/styles.xml", _styles()
    for number, sheet in enumerate(sheets, 1):
        yield f"xl/worksheets/sheet{number}.xml", _worksheet(sheet)


@lru_cache
def _content_types(sheets: int) -> str:
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml"
    places_ = {"/xl/workbook.xml": f"{kind}.sheet.main+xml", "/xl/styles.xml": f"{kind}.styles+xml"}
    places_ |= {f"/xl/worksheets/sheet{number}.xml": f"{kind}.worksheet+xml" for number in range(1, sheets + 1)}
    places_["/docProps/core.xml"] = "application/vnd.openxmlformats-package.core-properties+xml"
    overrides = "".join(f'<Override PartName="{name}" ContentType="{type_}"/>' for name, type_ in places_.items())
    return (
        f'<Types xmlns="{_PACKAGE}/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Default Extension="xml" ContentType="application/xml"/>{overrides}</Types>'
    )


@lru_cache
def _relations(targets: tuple[tuple[str, str], ...], *, core: bool = False) -> str:
    found = [(f"{_RELATED}/{kind}", target) for kind, target in targets]
    if core:
        found.append((f"{_PACKAGE}/relationships/metadata/core-properties", "docProps/core.xml"))
    items = (f'<Relationship Id="rId{at}" Type="{kind}" Target="{to}"/>' for at, (kind, to) in enumerate(found, 1))
    return f'<Relationships xmlns="{_PACKAGE}/relationships">{"".join(items)}</Relationships>'


def _properties(title: str, created: date) -> str:
    return (
        f'<cp:coreProperties xmlns:cp="{_PACKAGE}/metadata/core-properties" xmlns:dc="http://purl.org/dc/elements/1.1/"'
        ' xmlns:dcterms="http://purl.org/dc/terms/" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">'
        f"<dc:title>{_escaped(title)}</dc:title>"
        f'<dcterms:created xsi:type="dcterms:W3CDTF">{created.isoformat()}T00:00:00Z</dcterms:created>'
        "</cp:coreProperties>"
    )


def _workbook(sheets: Sequence[Sheet]) -> str:
    listed = "".join(
        f'<sheet name="{_escaped(sheet.name)}" sheetId="{number}" r:id="rId{number}"/>'
        for number, sheet in enumerate(sheets, 1)
    )
    views = "<bookViews><workbookView/></bookViews>"
    return f'<workbook xmlns="{_MAIN}" xmlns:r="{_RELATED}">{views}<sheets>{listed}</sheets></workbook>'


@lru_cache
def _styles() -> str:
    """The cell formats, in the order of `_HEADING` … `_NUMBER`.

    A quoted text stays a text in Excel even when somebody edits the cell.
    """
    codes = ["0.00%", *("0" + "." * bool(digits) + "0" * digits for digits in range(_MOST_DECIMALS + 1))]
    numbers = "".join(f'<numFmt numFmtId="{at}" formatCode="{code}"/>' for at, code in enumerate(codes, 164))
    top, wrapped = '<alignment vertical="top"/>', '<alignment vertical="top" wrapText="1"/>'
    aligned = ' applyBorder="1" applyAlignment="1"'
    plain = f'<xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"{aligned}'
    formats = [
        '<xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/>',
        f'<xf numFmtId="0" fontId="1" fillId="0" borderId="1" xfId="0" applyFont="1"{aligned}>{wrapped}</xf>',
        f"{plain}>{wrapped}</xf>",
        f'{plain} quotePrefix="1">{wrapped}</xf>',
    ]
    formats += [
        f'<xf numFmtId="{at}" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1" '
        f'applyAlignment="1">{top}</xf>'
        for at, _ in enumerate(codes, 164)
    ]
    font = '<sz val="11"/><name val="Calibri"/><family val="2"/>'
    edges = "<left/><right/><top/>"
    return (
        f'<styleSheet xmlns="{_MAIN}"><numFmts count="{len(codes)}">{numbers}</numFmts>'
        f'<fonts count="2"><font>{font}</font><font><b/>{font}</font></fonts>'
        '<fills count="2"><fill><patternFill patternType="none"/></fill>'
        '<fill><patternFill patternType="gray125"/></fill></fills>'
        f'<borders count="2"><border>{edges}<bottom/><diagonal/></border>'
        f'<border>{edges}<bottom style="thin"><color auto="1"/></bottom><diagonal/></border></borders>'
        '<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs>'
        f'<cellXfs count="{len(formats)}">{"".join(formats)}</cellXfs>'
        '<cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>'
    )


def _worksheet(sheet: Sheet) -> str:
    """Headings that stay when the rest scrolls, columns as wide as they need, a filter on each."""
    letters = [_letters(column) for column, _ in enumerate(sheet.headings)]
    top = "".join(f'<c r="{at}1"{_string(text, _HEADING)}' for at, text in zip(letters, sheet.headings, strict=True))
    rows = "".join(row.replace(ROW, str(number)) for number, row in enumerate(sheet.rows, 2))
    pane = '<pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/>'
    filter_ = f'<autoFilter ref="A1:{letters[-1]}{len(sheet.rows) + 1}"/>' if sheet.rows else ""
    return (
        f'<worksheet xmlns="{_MAIN}"><sheetViews><sheetView workbookViewId="0">{pane}</sheetView></sheetViews>'
        f'<cols>{"".join(_widths(sheet))}</cols><sheetData><row r="1">{top}</row>{rows}</sheetData>{filter_}'
        "</worksheet>"
    )


def written_cell(cell: SheetCell) -> WrittenCell:
    """The cell in the workbook's notation."""
    if isinstance(cell, Amount):
        style = _SHARE if cell.percent else _NUMBER + min(places(cell.text), _MOST_DECIMALS)
        return WrittenCell(f' s="{style}"><v>{_number(cell.text)}</v></c>', len(cell.text))
    return WrittenCell(_string(cell, _QUOTED if is_dangerous(cell) else _TEXT) if cell else "", len(cell))


def _number(text: str) -> str:
    """The figure as spreadsheets hold it: a binary fraction in its shortest form."""
    value = float(text)
    return str(int(value)) if value.is_integer() else repr(value)


def _string(text: str, style: int) -> str:
    kept = ' xml:space="preserve"' if text != text.strip() or "\n" in text else ""
    return f' s="{style}" t="inlineStr"><is><t{kept}>{_escaped(text[:_LONGEST_TEXT])}</t></is></c>'


def _escaped(text: str) -> str:
    """The text for XML, which has no control characters, not even escaped: such a one is shown as lost."""
    safe = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace('"', "&quot;")
    return _NOT_XML.sub("\N{REPLACEMENT CHARACTER}", safe)


@lru_cache
def _letters(column: int) -> str:
    """`A` of the first column, `AB` of the twenty-eighth."""
    before, own = divmod(column, 26)
    return (_letters(before - 1) if before else "") + chr(ord("A") + own)


def _widths(sheet: Sheet) -> Iterator[str]:
    """Wide enough for the heading's longest word and most cells, never wider than can be read."""
    for number, (heading, longest) in enumerate(zip(sheet.headings, sheet.longest, strict=True), 1):
        words = max((len(word) for word in heading.split()), default=0)
        width = min(max(words, longest, _NARROWEST) + 2, _WIDEST)
        yield f'<col min="{number}" max="{number}" width="{width}" customWidth="1"/>'
