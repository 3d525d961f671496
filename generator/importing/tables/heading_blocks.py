"""Finds the blocks of headings of the tables of a sheet: their rows, and the columns that contain no figures."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from generator.importing.phrases.text_keys import is_one_of
from generator.importing.sheets.grid import Position, Sheet
from generator.importing.tables.headings import (
    CODE_HEADINGS,
    DISTRICT_HEADINGS,
    NUMBER_HEADINGS,
    UNIT_HEADINGS,
    is_column_number,
)

IsName = Callable[[str], bool]
"""Whether a text is the name of a unit or of a whole level."""
RUNNING_NUMBER = re.compile(r"\d{1,4}(?:\.\d{1,3})*")
"""Matches the number of a row: `12`, `3.1`."""
_FIGURE_AS_TEXT = re.compile(r"[<>≥≤=\s-]*\d[\d.,\s]*%?|.*\d\s*%")
"""Matches a figure that is stored as text, with or without a bound: `60,5 %`, `≥ 60%`, `tối thiểu 60%`."""
_STATE_NAME_OR_MOTTO = re.compile(r"\s*(?:cộng h(?:òa|oà) xã hội|độc lập\b)", re.IGNORECASE)
"""Begins the texts beside the name of the issuer at the top of a document, which may be the name of a unit."""
_MAX_HEADING_ROWS = 6


@dataclass(frozen=True)
class HeadingBlock:
    """The block of headings of a table and its columns without figures. A column that does not exist is 0."""

    top: int
    bottom: int
    name: int
    number: int = 0
    code_headings: tuple[Position, ...] = ()
    district: int = 0

    @property
    def without_figures(self) -> frozenset[int]:
        """The columns that contain no figures."""
        return frozenset({self.name, self.number, self.district, *(column for _, column in self.code_headings)})


def own_texts(sheet: Sheet, row: int) -> Iterator[str]:
    """Yields the texts of a row, without those of merged cells that begin in another row."""
    yield from (sheet.at(row, column).text for column in sheet.columns if sheet.at(row, column).text)


def heading_blocks(sheet: Sheet, is_name: IsName) -> Iterator[HeadingBlock]:
    """Yields the blocks of headings of a sheet from top to bottom.

    Only the first may have no heading that marks the column of units. It is above the first unit that `is_name` knows.
    """
    below = 0
    for row in sheet.rows:
        if row <= below:
            continue
        head = _heading_block_at(sheet, row, below)
        if not head and not below:
            head = _heading_block_above_names(sheet, row, is_name)
        if head:
            below = head.bottom
            yield head


def _heading_block_at(sheet: Sheet, row: int, below: int) -> HeadingBlock | None:
    """Returns the block of headings around a row that has the heading of the column of units, or None.

    Below other headings, a row with only figures beside `UBND cấp xã` belongs to the body.
    """
    name = number = 0
    for column in sheet.columns:
        text = sheet.at(row, column).text
        if not number and not name and is_one_of(text, NUMBER_HEADINGS):
            number = column
        elif not name and is_one_of(text, UNIT_HEADINGS) and not _names_districts(sheet, row, column):
            name = column
    if not name and number:
        name = next((column for column in sheet.columns if column > number and sheet.at(row, column).text), 0)
    if not name or not _has_headings(sheet, row, name) or (below and _has_only_figures(sheet, row, name)):
        return None
    return _extended_block(sheet, row, name, number)


def _names_districts(sheet: Sheet, row: int, column: int) -> bool:
    """Whether the heading is for a column of districts, directly before another column for the units."""
    following = (text for other in sheet.columns if other > column and (text := sheet.at(row, other).text))
    return is_one_of(sheet.at(row, column).text, DISTRICT_HEADINGS) and is_one_of(next(following, ""), UNIT_HEADINGS)


def _has_headings(sheet: Sheet, row: int, name: int) -> bool:
    return any(
        sheet.shown(row, column).text and sheet.origin(row, column)[1] > name and not sheet.at(row, column).number
        for column in sheet.columns
        if column > name
    )


def _has_only_figures(sheet: Sheet, row: int, name: int) -> bool:
    texts = (sheet.at(row, column).text for column in sheet.columns if column > name)
    return all(_FIGURE_AS_TEXT.fullmatch(text) for text in texts if text)


def _extended_block(sheet: Sheet, row: int, name: int, number: int) -> HeadingBlock:
    """Extends the row with the heading of the units to the whole block of heading rows."""
    top = row
    while top > 1 and row - top < _MAX_HEADING_ROWS and _is_over_figures_only(sheet, top - 1, name):
        top -= 1
    bottom = row
    for area in sheet.merged:
        if (area.top, area.left) in ((row, name), (row, number)):
            bottom = max(bottom, area.bottom)
    for following in sheet.rows:
        if bottom < following <= row + _MAX_HEADING_ROWS and not _begins_body(sheet, following, name, number):
            bottom = following
        elif following > bottom:
            break
    district = next((column for _, column in _headings_named(sheet, top, bottom, DISTRICT_HEADINGS)), 0)
    code_headings = tuple(_headings_named(sheet, top, bottom, CODE_HEADINGS))
    return HeadingBlock(top, bottom, name, number, code_headings, district if district != name else 0)


def _headings_named(sheet: Sheet, top: int, bottom: int, names: tuple[str, ...]) -> Iterator[Position]:
    """Yields the headings that have one of these names."""
    columns = sorted({column for _, column in sheet.cells})
    places = ((row, column) for row in range(top, bottom + 1) for column in columns)
    return (place for place in places if is_one_of(sheet.at(*place).text, names))


def _is_over_figures_only(sheet: Sheet, row: int, name: int) -> bool:
    """Whether a row has texts only above the columns of figures. A title begins further left."""
    texts = [column for column in sheet.columns if sheet.shown(row, column).text]
    return bool(texts) and all(sheet.origin(row, column)[1] > name for column in texts)


def _begins_body(sheet: Sheet, row: int, name: int, number: int) -> bool:
    """Whether a row below the headings is the first row of the body."""
    own = [sheet.at(row, column).text for column in sheet.columns if sheet.at(row, column).text]
    if len(own) > 1 and all(is_column_number(text) for text in own) and _numbers_columns(sheet, row, name, number):
        return False
    return bool(sheet.at(row, name).text or (number and sheet.at(row, number).text))


def _numbers_columns(sheet: Sheet, row: int, name: int, number: int) -> bool:
    """Whether a row numbers the columns, `1 2 3` or `A B 1 2`. Otherwise the number may be the name of a unit."""
    first = sheet.at(row, name).text
    return not first or first in ("B", "(B)", "2", "(2)") or (not number and first in ("1", "(1)", "A"))


def _heading_block_above_names(sheet: Sheet, row: int, is_name: IsName) -> HeadingBlock | None:
    """Returns the headings above the first row that names a unit, or None. Used if no heading marks the column of
    units."""
    if any(_STATE_NAME_OR_MOTTO.match(text) for text in own_texts(sheet, row)):
        return None
    for column in sheet.columns:
        text = sheet.at(row, column).text
        beside = any(other > column and sheet.at(row, other).text for other in sheet.columns)
        if text and beside and is_name(text):
            if is_name(sheet.at(row - 1, column).text):
                # Rows of a table whose headings are elsewhere: its first unit is not a heading of the others.
                return None
            top = row - 1
            while top > 1 and row - top < _MAX_HEADING_ROWS and len(list(own_texts(sheet, top - 1))) > 1:
                top -= 1
            number = column - 1 if column > 1 and RUNNING_NUMBER.fullmatch(sheet.at(row, column - 1).text) else 0
            code_headings = tuple(_headings_named(sheet, max(top, 1), row - 1, CODE_HEADINGS))
            return HeadingBlock(max(top, 1), row - 1, column, number, code_headings) if row > 1 else None
    return None
