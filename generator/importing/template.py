"""`python -m generator template`: writes a workbook to fill in, with Excel's own validation rules and lists.

Each row has the unit's id in a hidden column, and each heading is the indicator's full name. So the workbook can be
imported without questions when it comes back.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import xlsxwriter

from generator import formats, words
from generator.checks.hints import nearest
from generator.data_files import INDICATORS
from generator.importing.cells.stated_reasons import STATUS_WORDS
from generator.importing.choices import choices, unknown_unit
from generator.importing.request import WrongArguments, period_of
from generator.importing.sheets.delimited import BESIDE_FIGURE, UNIT_COLUMNS
from generator.importing.sheets.grid import clean
from generator.importing.tables.sheets_without_tables import GUIDE
from generator.loading import load_portal
from generator.model import Indicator, Level, Measure, Period, Portal, Unit, ancestors
from generator.problems import raise_if_any

_FIRST_FIGURE_COLUMN = len(UNIT_COLUMNS)
"""Number of columns before the figures: running number, unit, id."""
_COLUMNS_PER_INDICATOR = 1 + len(BESIDE_FIGURE)
"""Number of columns of an indicator: figure, status, note."""
_HEAD_ROWS = 2
_A_YEAR = timedelta(days=366)
_MAX_VALUE = 999_999_999_999
_EPOCH = datetime(2024, 1, 1)  # noqa: DTZ001 — the time that XlsxWriter writes; the same workbook has the same bytes.


@dataclass(frozen=True)
class TemplateRequest:
    """The options of the command: level, period, and optionally the unit and the indicators."""

    level: str
    period: str
    within: str = ""
    indicators: tuple[str, ...] = ()


def write_template(root: Path, request: TemplateRequest, out: Path) -> str:
    """Writes the workbook and returns a sentence about its content. Raises WrongArguments, and ProblemsFound for a
    faulty portal."""
    portal, faults = load_portal(root)
    raise_if_any(faults)
    period = period_of(request.period)
    if request.level not in [level for level in Level if level.below_province]:
        raise WrongArguments("LEVEL: chọn department, district hay commune")
    if out.suffix.lower() != ".xlsx" or not out.parent.is_dir():
        raise WrongArguments(f"tên tệp phải kết thúc bằng .xlsx, trong một thư mục có sẵn (đang ghi {clean(str(out))})")
    if out.exists():
        # The existing workbook may have been filled in.
        raise WrongArguments(f"đã có tệp {clean(str(out))}; chọn tên khác, hoặc chuyển tệp ấy đi nơi khác rồi chạy lại")
    level = Level(request.level)
    within = _within(portal, request.within, level, period)
    units = _units(portal, within, level, period)
    if not units:
        raise WrongArguments(
            f"{words.name_in_text(within)} không có {_no_units_message(portal, [within], level, period)}"
        )
    indicators = _indicators(portal, request.indicators, units)
    _write(out, portal, _Form(within, level, period, tuple(units), tuple(indicators)))
    names = "; ".join(item.short_name for item in indicators)
    return f"Đã tạo {clean(str(out))}: {len(units)} đơn vị, {len(indicators)} chỉ tiêu ({names})."


@dataclass(frozen=True)
class _Form:
    """What the workbook contains."""

    within: Unit
    level: Level
    period: Period
    units: tuple[Unit, ...]
    indicators: tuple[Indicator, ...]


def _within(portal: Portal, id_: str, level: Level, period: Period) -> Unit:
    if id_:
        if id_ not in portal.units:
            raise WrongArguments(unknown_unit(id_, portal))
        return portal.units[id_]
    found = [unit for unit in portal.provinces if _units(portal, unit, level, period)]
    if not found:
        raise WrongArguments(f"không tỉnh nào có {_no_units_message(portal, portal.provinces, level, period)}")
    if len(found) != 1:
        raise WrongArguments(f"WITHIN: chưa rõ tỉnh nào có đơn vị cấp này vào kỳ này, chọn {choices(found)}")
    return found[0]


def _no_units_message(portal: Portal, within: Sequence[Unit], level: Level, period: Period) -> str:
    """Returns the rest of an error message: which units do not exist in the period, and what to do. The units may have
    ended, may begin later, or may not be in the data yet."""
    lacking = f"{words.LEVEL_UNITS[level]} vào {formats.period(period)}".replace(formats.NBSP, " ")
    parents = [unit.id for unit in within if unit.active_in(period)]
    if not parents:
        return f"{lacking}: khi ấy tỉnh này không hoạt động, xem lại kỳ (PERIOD) và tỉnh (WITHIN)"
    known = [unit for each in within for unit in _below(portal, each, level)]
    begins = [unit.active_from for unit in known if unit.active_from and unit.active_from > period.end]
    if begins:
        return f"{lacking}: có từ ngày {min(begins):%d/%m/%Y}, xem lại kỳ (PERIOD)"
    ends = [unit.active_to for unit in known if unit.active_to]
    ended = f"các đơn vị đã khai hoạt động đến {max(ends):%d/%m/%Y}, xem lại kỳ (PERIOD); " if ends else ""
    if level is Level.DISTRICT:
        return f"{lacking}: {ended}tỉnh không tổ chức cấp huyện thì chọn LEVEL={Level.COMMUNE}"
    parent = "mã của tỉnh hoặc huyện" if level is Level.COMMUNE else " hoặc ".join(parents)
    adding = f"mỗi đơn vị một dòng có level là {level}, parent_id là {parent}"
    return f"{lacking}: {ended}đơn vị chưa khai thì thêm vào data/units.csv, {adding}, rồi chạy lại"


def _units(portal: Portal, within: Unit, level: Level, period: Period) -> list[Unit]:
    """Returns the units of the level below a unit that existed in the period, in the order of the data."""
    return [unit for unit in _below(portal, within, level) if unit.active_in(period)]


def _below(portal: Portal, within: Unit, level: Level) -> list[Unit]:
    """Returns the units of the level below a unit, at any time."""
    of_level = (unit for unit in portal.units.values() if unit.level is level)
    return [unit for unit in of_level if within in ancestors(unit, portal.units)]


def _indicators(portal: Portal, ids: Sequence[str], units: Sequence[Unit]) -> list[Indicator]:
    """Returns the requested indicators. If none are requested, returns those for which the level has results in the
    year up to its latest one."""
    unknown = [id_ for id_ in ids if id_ not in portal.indicators]
    if unknown:
        hint = nearest(unknown[0], portal.indicators, INDICATORS)
        raise WrongArguments(f"--indicator trong ARGS: không có chỉ tiêu {clean(', '.join(unknown))}; {hint}")
    if ids:
        return [portal.indicators[id_] for id_ in dict.fromkeys(ids)]
    own = portal.results[portal.results["unit_id"].isin([unit.id for unit in units])]
    if own.empty:
        example = " ".join(f"--indicator {id_}" for id_ in list(portal.indicators)[:2])
        request = f"hãy nêu mã chỉ tiêu cần thu thập, ví dụ ARGS='{example}'; danh sách: {INDICATORS}"
        raise WrongArguments(f"cấp này chưa có kết quả nào, {request}")
    ends = {text: Period.parse(text).end for text in own["period"].unique()}
    last = max(ends.values())
    recent = [text for text, end in ends.items() if last - end < _A_YEAR]
    found = set(own[own["period"].isin(recent)]["indicator_id"])
    return [item for item in portal.indicators.values() if item.id in found]


def _write(out: Path, portal: Portal, form: _Form) -> None:
    with xlsxwriter.Workbook(str(out), {"strings_to_formulas": False, "strings_to_urls": False}) as book:
        book.set_properties({"title": _title(form), "created": _EPOCH})
        styles = {
            "title": book.add_format({"bold": True, "font_size": 14}),
            "head": book.add_format(
                {"bold": True, "text_wrap": True, "border": 1, "align": "center", "valign": "vcenter"}
            ),
            "fixed": book.add_format({"border": 1, "bg_color": "#EEF2F6"}),
            "open": book.add_format({"border": 1, "locked": False}),
            "text": book.add_format({"border": 1, "locked": False, "text_wrap": True}),
        }
        sheet = book.add_worksheet("Số liệu")
        _write_headings(sheet, styles, form)
        _write_rows(sheet, styles, portal, form)
        _add_validation(sheet, form)
        sheet.protect("", {"format_columns": True, "format_rows": True, "select_locked_cells": True})
        guide = book.add_worksheet("Hướng dẫn")
        guide.set_column(0, 0, 110)
        for row, text in enumerate(GUIDE):
            guide.write_string(row, 0, text)


def _title(form: _Form) -> str:
    level = words.inline(words.LEVELS[form.level])
    within = words.name_in_text(form.within)
    return f"Số liệu {formats.period(form.period)} của {level}, {within}".replace(formats.NBSP, " ")


def _write_headings(sheet: Any, styles: Mapping[str, object], form: _Form) -> None:  # noqa: ANN401 — XlsxWriter has no types.
    sheet.write_string(0, 0, _title(form), styles["title"])
    top = _HEAD_ROWS
    for column, text in enumerate(UNIT_COLUMNS):
        sheet.merge_range(top, column, top + 1, column, text, styles["head"])
    for at, item in enumerate(form.indicators):
        first = _FIRST_FIGURE_COLUMN + at * _COLUMNS_PER_INDICATOR
        sheet.merge_range(top, first, top, first + _COLUMNS_PER_INDICATOR - 1, item.name, styles["head"])
        figure = f"Số liệu {formats.period(form.period)}".replace(formats.NBSP, " ")
        for column, text in enumerate((figure + _unit_of(item), *BESIDE_FIGURE), first):
            sheet.write_string(top + 1, column, text, styles["head"])
        sheet.set_column(first, first, 14)
        sheet.set_column(first + 1, first + 1, 18)
        sheet.set_column(first + 2, first + 2, 24)
    sheet.set_row(top, 60)
    sheet.set_row(top + 1, 32)
    sheet.set_column(0, 0, 5)
    sheet.set_column(1, 1, 34)
    sheet.set_column(2, 2, 30, None, {"hidden": True})
    sheet.freeze_panes(top + 2, _FIRST_FIGURE_COLUMN)


def _unit_of(item: Indicator) -> str:
    return " (%)" if item.measure is Measure.PERCENT else ""


def _write_rows(sheet: Any, styles: Mapping[str, object], portal: Portal, form: _Form) -> None:  # noqa: ANN401
    first = _HEAD_ROWS + 2
    for at, unit in enumerate(form.units):
        row = first + at
        sheet.write_number(row, 0, at + 1, styles["fixed"])
        sheet.write_string(row, 1, _name_of(unit, portal, form), styles["fixed"])
        sheet.write_string(row, 2, unit.id, styles["fixed"])
        for column in range(len(form.indicators) * _COLUMNS_PER_INDICATOR):
            style = styles["open"] if column % _COLUMNS_PER_INDICATOR == 0 else styles["text"]
            sheet.write_blank(row, _FIRST_FIGURE_COLUMN + column, None, style)


def _name_of(unit: Unit, portal: Portal, form: _Form) -> str:
    """Returns the unit's name, with its district if another unit in the list has the same name."""
    is_ambiguous = sum(other.name == unit.name for other in form.units) > 1
    return f"{unit.name} ({portal.units[unit.parent_id].name})" if is_ambiguous else unit.name


def _add_validation(sheet: Any, form: _Form) -> None:  # noqa: ANN401
    first, last = _HEAD_ROWS + 2, _HEAD_ROWS + 1 + len(form.units)
    for at, item in enumerate(form.indicators):
        column = _FIRST_FIGURE_COLUMN + at * _COLUMNS_PER_INDICATOR
        sheet.data_validation(first, column, last, column, _validation_rule(item))
        listed = {
            "validate": "list",
            "source": list(STATUS_WORDS.values()),
            "error_title": "Tình trạng",
            "error_message": "Chọn một tình trạng trong danh sách, hoặc để trống.",
        }
        sheet.data_validation(first, column + 1, last, column + 1, listed)


def _validation_rule(item: Indicator) -> Mapping[str, object]:
    """Returns the validation rule of Excel for the cells of the indicator, with its messages."""
    whole = item.measure.whole
    least = 1 if item.measure is Measure.RANK else 0
    most = 100 if item.measure is Measure.PERCENT else _MAX_VALUE
    what = "số nguyên" if whole else "số"
    bound = f"từ {least} đến 100" if most == 100 else f"từ {least} trở lên"  # noqa: PLR2004 — a percent.
    return {
        "validate": "integer" if whole else "decimal",
        "criteria": "between",
        "minimum": least,
        "maximum": most,
        "input_title": item.short_name[:32],
        "input_message": f"Ghi {what} {bound}. Không có số thì để trống và chọn tình trạng.",
        "error_title": "Số liệu",
        "error_message": f"Ô này chỉ nhận {what} {bound}.",
    }
