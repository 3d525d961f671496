"""Writes workbooks for people: numbers are numbers, texts are texts, and equal figures give equal bytes.

The parts of the file are written directly into its archive (ECMA-376, Office Open XML), because a portal has a workbook
for each unit: a general writer takes 10 ms, this one half a millisecond. Texts are inline strings, and cells are in
order without a reference (part 1, 18.3.1.4: optional). The tests read every kind of cell back with the reader of
another program.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache, lru_cache
from itertools import chain, count, islice, repeat
from typing import NamedTuple, Self

from jinja2 import PackageLoader, StrictUndefined

from generator.export.archives import archive
from generator.export.cells import is_dangerous
from generator.formats import decimals_of, xml_text
from generator.templating import QuickEnvironment, compiled_template_cache

MAX_ROWS = 1_048_575
"""Maximum number of rows of a sheet below its heading."""

_ROWS_AT_ONCE = 1000
_MAX_WIDTH = 60
_MIN_WIDTH = 8
"""Limits of a column's width, in characters."""
_GAP = 2
"""The part of a column's width that its text leaves empty, in characters."""
_LINE = 15
_MAX_HEIGHT = 409
"""The height of a line, and the greatest height of a row that Excel accepts, in points."""
_WIDTH_OF_PAGE = 150
"""The width of the columns, in characters, that is readable on an A4 page in landscape."""
_MAX_TEXT = 32_767
"""Maximum number of characters that Excel reads in a cell."""

_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_RELATED = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_FILE_RELATIONS = (
    (f"{_RELATED}/officeDocument", "xl/workbook.xml"),
    ("http://schemas.openxmlformats.org/package/2006/relationships/metadata/core-properties", "docProps/core.xml"),
)
"""Relations of the file as a whole: type and target."""
_DECLARATION = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_MOST_DECIMALS = 6
_CODE = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")
"""Text that programs would read as the code of a character: `_x003D_` means `=` (part 1, 22.9.2.19)."""
_HEADING, _TEXT, _QUOTED, _SHARE, _NUMBER = range(1, 6)
"""Positions in the list of cell formats. From `_NUMBER` on there is one number format per number of decimals."""
_NUMBER_CODES = ("0.00%", *("0" + "." * bool(digits) + "0" * digits for digits in range(_MOST_DECIMALS + 1)))
"""Number formats of spreadsheets for percentages, and for numbers with 0 to `_MOST_DECIMALS` decimals."""


class Amount(NamedTuple):
    """A figure in a sheet, given by its text in machine format; it is shown with the decimals with which it is
    stated."""

    text: str
    percent: bool = False


SheetCell = str | Amount


@dataclass(frozen=True)
class Sheet:
    """One sheet: its name, the headings, and for each heading its column. Cells with an empty text stay blank."""

    name: str
    headings: tuple[str, ...]
    columns: Sequence[Sequence[SheetCell]]

    @classmethod
    def of_rows(cls, name: str, headings: tuple[str, ...], rows: Sequence[Sequence[SheetCell]]) -> Self:
        """Returns the sheet with these rows, at least one."""
        return cls(name, headings, list(zip(*rows, strict=True)))

    @property
    def length(self) -> int:
        """The number of rows below the headings."""
        return len(self.columns[0])


def workbook_bytes(title: str, sheets: Iterable[Sheet], created: date) -> bytes:
    """Returns the workbook as a file. `created` is written into the file instead of the time of writing."""
    parts = _parts(title, tuple(sheets), created)
    return archive((name, chain([_DECLARATION.encode()], map(str.encode, texts))) for name, texts in parts)


def _parts(title: str, sheets: Sequence[Sheet], created: date) -> Iterator[tuple[str, Iterable[str]]]:
    """Yields the names and texts of all parts, in the order that readers expect."""
    yield "[Content_Types].xml", [_part("content_types", sheets=len(sheets))]
    yield "_rels/.rels", [_part("relations", targets=_FILE_RELATIONS)]
    yield "docProps/core.xml", [_part("properties", title=xml_text(title), created=created.isoformat())]
    yield "xl/workbook.xml", [_part("workbook", names=tuple(xml_text(sheet.name) for sheet in sheets))]
    named = [(f"{_RELATED}/worksheet", f"worksheets/sheet{number}.xml") for number, _ in enumerate(sheets, 1)]
    yield "xl/_rels/workbook.xml.rels", [_part("relations", targets=(*named, (f"{_RELATED}/styles", "styles.xml")))]
    yield "xl/styles.xml", [_part("styles", codes=_NUMBER_CODES)]
    for number, sheet in enumerate(sheets, 1):
        yield f"xl/worksheets/sheet{number}.xml", _worksheet(sheet)


@lru_cache(maxsize=64)
def _part(name: str, **content: object) -> str:
    return _templates().get_template(f"{name}.xml.j2").render(content)


@cache
def _templates() -> QuickEnvironment:
    return QuickEnvironment(
        loader=PackageLoader("generator", "export/workbook"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        bytecode_cache=compiled_template_cache([]),
    )


def _worksheet(sheet: Sheet) -> Iterator[str]:
    """Yields the parts of a sheet: headings that stay visible when scrolling, columns of suitable width, and a filter
    on each column."""
    widths = list(_widths(sheet))
    heading = "".join(_string(heading, _HEADING) for heading in sheet.headings)
    pane = '<pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/>'
    yield (
        f'<worksheet xmlns="{_MAIN}"><sheetPr><pageSetUpPr fitToPage="1"/></sheetPr>'
        f'<sheetViews><sheetView workbookViewId="0">{pane}</sheetView></sheetViews>'
        f"<cols>{''.join(map(_column, count(1), widths))}</cols>"
        f"<sheetData><row{_height(sheet.headings, widths)}>{heading}</row>"
    )
    rows = zip(_heights(sheet, widths), zip(*sheet.columns, strict=True), strict=True)
    for _ in range(0, sheet.length, _ROWS_AT_ONCE):
        yield "".join([f"<row{height}>{''.join(map(_cell, row))}</row>" for height, row in islice(rows, _ROWS_AT_ONCE)])
    last = _letters(len(sheet.headings) - 1)
    filter_ = f'<autoFilter ref="A1:{last}{sheet.length + 1}"/>' if sheet.length else ""
    yield f"</sheetData>{filter_}{_part('printing', pages=-(-sum(widths) // _WIDTH_OF_PAGE))}</worksheet>"


def _heights(sheet: Sheet, widths: Sequence[int]) -> Iterable[str]:
    """Returns the height of each row below the headings. Only the widest columns can have more than one line."""
    wrapped = [cells for cells, width in zip(sheet.columns, widths, strict=True) if width == _MAX_WIDTH]
    limits = [_MAX_WIDTH] * len(wrapped)
    return (_height(row, limits) for row in zip(*wrapped, strict=True)) if wrapped else repeat("", sheet.length)


def _height(row: Iterable[SheetCell], widths: Iterable[int]) -> str:
    """Returns the height of a row as an attribute; none for one line. LibreOffice would show one line of each cell."""
    lines = max(-(-_length(cell) // (width - _GAP)) for cell, width in zip(row, widths, strict=True))
    return f' ht="{min(_LINE * lines, _MAX_HEIGHT)}"' if lines > 1 else ""


@lru_cache(maxsize=50_000)
def _cell(cell: SheetCell) -> str:
    if isinstance(cell, Amount):
        style = _SHARE if cell.percent else _NUMBER + min(decimals_of(cell.text), _MOST_DECIMALS)
        return f'<c s="{style}"><v>{_number(cell.text)}</v></c>'
    return _string(cell, _QUOTED if is_dangerous(cell) else _TEXT) if cell else "<c/>"


def _number(text: str) -> str:
    """Returns the figure as spreadsheets store it: a binary fraction in its shortest form."""
    value = float(text)
    return str(int(value)) if value.is_integer() else repr(value)


def _string(text: str, style: int) -> str:
    kept = ' xml:space="preserve"' if text != text.strip() or "\n" in text else ""
    return f'<c s="{style}" t="inlineStr"><is><t{kept}>{_escaped(text[:_MAX_TEXT])}</t></is></c>'


def _escaped(text: str) -> str:
    """Returns the text escaped for XML."""
    safe = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace('"', "&quot;")
    return xml_text(_CODE.sub("_x005F_", safe))


@lru_cache
def _letters(column: int) -> str:
    """Returns the letters of a column: `A` for the first one, `AB` for the twenty-eighth."""
    before, own = divmod(column, 26)
    return (_letters(before - 1) if before else "") + chr(ord("A") + own)


def _column(number: int, width: int) -> str:
    return f'<col min="{number}" max="{number}" width="{width}" customWidth="1"/>'


def _widths(sheet: Sheet) -> Iterator[int]:
    """Yields the columns' widths: enough for the longest word of the heading and for most cells, but limited to a
    readable width."""
    for heading, cells in zip(sheet.headings, sheet.columns, strict=True):
        words = max((len(word) for word in heading.split()), default=0)
        longest = max(map(_length, set(cells)), default=0)
        yield min(max(words, longest, _MIN_WIDTH) + _GAP, _MAX_WIDTH)


def _length(cell: SheetCell) -> int:
    return len(cell.text) if isinstance(cell, Amount) else len(cell)
