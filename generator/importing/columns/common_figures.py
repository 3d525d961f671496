"""Reads cells that all rows of a table share and that state a figure of the whole province in words.

Example: `Cả năm 2024: Phải đạt tối thiểu 82% (Đến tháng 5/2024 mới đạt 48,62%)`.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from generator.importing.cells.bounds import bound_of, is_negated
from generator.importing.cells.figure_values import WORDS_IN_RESULT, ColumnContext, Unread, Value
from generator.importing.cells.figures import read_figure
from generator.importing.entries import RESULTS, TARGETS
from generator.importing.phrases.periods import periods_in
from generator.importing.phrases.text_keys import text_key
from generator.importing.sheets.grid import Cell, Position
from generator.importing.tables.headings import Heading
from generator.model import Comparison, Direction, Period

_FIGURE = r"(?P<figure>-?\d+(?:[.,]\d+)?\s*%?)"
_RESULT_TEXT = re.compile(
    rf"^(?P<when>.*?20\d\d)\s*:?\s*(?:mới|đã|chỉ|mới chỉ)?\s*đạt(?:\s+được)?\s*{_FIGURE}$", re.IGNORECASE
)
_TARGET_TEXT = re.compile(
    rf"^(?P<when>.*?20\d\d)?\s*:?\s*(?P<words>[^\d()%<>≤≥=]*?)\s*{_FIGURE}\s*(?P<after>trở lên|trở xuống)?$",
    re.IGNORECASE,
)
_TARGET_WORDS_ALONE = frozenset(text_key(words) for words in ("", "đạt", "phải", "phải đạt"))
"""Words that state a target without stating whether it is a minimum or a maximum."""


@dataclass(frozen=True)
class CommonFigure:
    """A figure of the whole province from a shared cell.

    `place` is the cell. `after_target` is True for a result in brackets after a target.
    """

    kind: str
    period: Period
    value: str
    comparison: Comparison
    note: str
    place: Position
    after_target: bool = False


@dataclass(frozen=True)
class CommonFigures:
    """The figures that the shared cells of a column state.

    `unread` lists the cells that were not read, each as position, text, message and hint.
    """

    figures: tuple[CommonFigure, ...]
    unread: tuple[tuple[Position, str, str, str], ...]


def read_common(
    cells: Mapping[Position, Cell], column: ColumnContext, heading: Heading, due: Period | None
) -> CommonFigures:
    """Reads the shared cells of a column. `due` is the period for a cell that states none.

    If two cells state different figures for the same kind and period, both figures are dropped and the second cell is
    listed as unread.
    """
    figures: dict[tuple[str, Period], CommonFigure] = {}
    contradicted: set[tuple[str, Period]] = set()
    unread: list[tuple[Position, str, str, str]] = []
    for place, cell in cells.items():
        for found in _figures_in_cell(place, cell, column, heading, due):
            if isinstance(found, Unread):
                unread.append((place, cell.text, found.message, found.hint))
                continue
            first = figures.setdefault((found.kind, found.period), found)
            if first.value != found.value:
                contradicted.add((found.kind, found.period))
                unread.append(
                    (place, cell.text, f"nói khác ô phía trên ({first.value} và {found.value})", _COMPARE_HINT)
                )
    return CommonFigures(tuple(item for at, item in figures.items() if at not in contradicted), tuple(unread))


_COMPARE_HINT = "đối chiếu văn bản rồi sửa một trong hai ô, hoặc bỏ ô này"
_UNREAD = Unread("không đọc được mức chung", "viết như: Cả năm 2024 phải đạt tối thiểu 82%; hoặc bỏ ô này")


def _figures_in_cell(
    place: Position, cell: Cell, column: ColumnContext, heading: Heading, due: Period | None
) -> Iterator[CommonFigure | Unread]:
    main, in_brackets = _split_brackets(cell.text)
    if main and not re.search(r"20\d\d", main):
        yield _figure_alone(place, cell if not in_brackets else Cell(main), column, heading, due)
    elif main:
        yield _target(place, main, column)
    if in_brackets:
        yield _result(place, in_brackets, column)


def _split_brackets(text: str) -> tuple[str, str]:
    """Splits a text into its main part and the part in brackets at its end."""
    found = re.fullmatch(r"(?P<main>[^()]*)\((?P<in_brackets>[^()]*)\)\s*", text)
    return (found["main"].strip(), found["in_brackets"].strip()) if found else (text.strip(), "")


def _figure_alone(
    place: Position, cell: Cell, column: ColumnContext, heading: Heading, due: Period | None
) -> CommonFigure | Unread:
    """Reads a cell that states no year: the heading decides whether it is a target or a result, and of which period."""
    read = read_figure(cell, column)
    if not isinstance(read, Value) or not read.value:
        return read if isinstance(read, Unread) and read is not WORDS_IN_RESULT else _UNREAD
    if due is None:
        return Unread("không nêu thời hạn hay kỳ của số này", "ghi năm hoặc tháng ở tiêu đề của cột")
    kind = TARGETS if heading.is_target else RESULTS
    return CommonFigure(kind, due, read.value, read.comparison or _default_comparison(column), read.note, place)


def _target(place: Position, text: str, column: ColumnContext) -> CommonFigure | Unread:
    """Reads a text with a year as a target: `Cả năm 2024: Phải đạt tối thiểu 82%`."""
    found = _TARGET_TEXT.fullmatch(text)
    periods = periods_in(text)
    read = read_figure(Cell(found["figure"]), column) if found else None
    if not found or len(periods) != 1 or not isinstance(read, Value):
        return read if isinstance(read, Unread) else _UNREAD
    after = found["after"] or ""
    alone = not after and text_key(found["words"]) in _TARGET_WORDS_ALONE
    comparison = _default_comparison(column) if alone else bound_of(found["words"], after)
    if comparison is None or is_negated(found["when"] or ""):
        return _UNREAD
    return CommonFigure(TARGETS, periods[0], read.value, comparison, f"Chỉ tiêu chung; văn bản ghi “{text}”", place)


def _result(place: Position, text: str, column: ColumnContext) -> CommonFigure | Unread:
    """Reads a text in brackets as a result: `Đến tháng 5/2024 mới đạt 48,62%`."""
    found = _RESULT_TEXT.fullmatch(text)
    periods = periods_in(text)
    read = read_figure(Cell(found["figure"]), column) if found else None
    if not found or len(periods) != 1 or not isinstance(read, Value):
        return read if isinstance(read, Unread) else _UNREAD
    return CommonFigure(RESULTS, periods[0], read.value, _default_comparison(column), "", place, after_target=True)


def _default_comparison(column: ColumnContext) -> Comparison:
    return Comparison.AT_LEAST if column.indicator.direction is Direction.HIGHER else Comparison.AT_MOST
