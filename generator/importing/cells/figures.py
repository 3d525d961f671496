"""Reads cells as values in the form of the data. For a cell with two possible readings, the user is offered both."""

import re
from dataclasses import replace
from decimal import Decimal

from generator.importing.cells.bounds import bound_of, is_negated
from generator.importing.cells.column_scales import PERCENT_DECIMALS
from generator.importing.cells.figure_values import (
    CAUSE_DECIMALS,
    CAUSE_SCALE,
    COMMA,
    FIGURE_AND_REASON,
    NOT_A_NUMBER,
    NUMBER_PLACEHOLDER,
    ONLY_NUMBERS,
    PER_MILLE,
    PERCENT,
    POINT,
    SHARE,
    UNCALCULATED,
    WORDS_IN_RESULT,
    ColumnContext,
    Unread,
    Value,
)
from generator.importing.cells.number_texts import NUMBER, checked, parse_answer, plain_digits, with_comma, with_point
from generator.importing.cells.stated_reasons import DASHES, EXEMPT_WORDS, PROVISIONAL_WORDS, stated_reason, status_of
from generator.importing.phrases.text_keys import begins_with, is_one_of
from generator.importing.sheets.grid import Cell, Number
from generator.model import Comparison, Indicator, Measure, ResultStatus

_WHOLE_TEXT = re.compile(
    rf"(?P<sign>>=|≥|<=|≤|>|<)?\s*(?P<number>{NUMBER})\s*(?P<percent>%|phần trăm)?\s*(?P<rest>\(.*\))?", re.DOTALL
)
_GROUPED_OR_FRACTION = re.compile(r"-?[1-9][0-9]{0,2}[.,][0-9]{3}")
"""Numbers such as `1.234`, which may have thousands or decimals."""
_WORDS_AND_NUMBER = re.compile(
    rf"(?P<words>[^0-9()%<>≤≥]+?)\s*(?P<number>{NUMBER})\s*(?P<percent>%)?\s*(?P<rest>trở lên|trở xuống|\(.*\))?",
    re.DOTALL,
)


def read_figure(cell: Cell, column: ColumnContext) -> Value | Unread | None:
    """Reads a cell. Returns None if it is empty, and Unread if the user has to be asked."""
    if column.scale == PER_MILLE and column.indicator.measure is Measure.PERCENT:
        return _read_per_mille(cell, column)
    if cell.day:
        return _turned_into_date(cell)
    if cell.number:
        return (
            _read_number(cell.number, column) if cell.number.shown_instead is None else _shown_differently(cell.number)
        )
    text = cell.text.strip()
    if not text:
        return None
    if text.startswith("#"):
        return UNCALCULATED
    return stated_reason(text) or _read_text(text, column)


def _read_per_mille(cell: Cell, column: ColumnContext) -> Value | Unread | None:
    """Reads a cell of a column in per mille as a percentage: a tenth of its number, with a note of the stated number.

    A cell that is written as a percentage is read as one. Suggested answers are in percent too, because the user
    answers in percent.
    """
    if (cell.number and cell.number.percent) or "%" in cell.text or "phần trăm" in cell.text:
        return read_figure(cell, replace(column, scale=PERCENT, decided=True))
    plain = replace(column, indicator=replace(column.indicator, measure=Measure.POINTS), scale="")
    read = read_figure(replace(cell, text=cell.text.replace("‰", "").strip()), plain)
    if isinstance(read, Unread):
        return replace(read, answers=tuple(_tenth(each) if parse_answer(each) else each for each in read.answers))
    if read is None or not read.value:
        return read
    value = checked(_tenth(read.value))
    note = read.note or f"Văn bản ghi {with_comma(read.value)}‰"
    return replace(read, value=value.value, note=note) if isinstance(value, Value) else value


def _tenth(digits: str) -> str:
    return plain_digits(Decimal(digits) / 10)


def _turned_into_date(cell: Cell) -> Unread:
    """Returns the question about a number that Excel turned into a date: `3.24` into March 2024, `12.5` into 12 May."""
    day = cell.day
    if not day:
        raise ValueError("no day")
    typed = f"{day.month}.{day.year % 100:02}" if day.day == 1 else f"{day.day}.{day.month}"
    likely = typed.replace(".", ",")
    hint = f"xem văn bản gốc (có thể là {likely}); đặt định dạng ô là Text rồi gõ lại"
    return Unread("là ngày tháng do Excel tự đổi từ số", hint, (typed,))


def _shown_differently(number: Number) -> Unread:
    """Returns the question about a number that the workbook shows as something else.

    For a zero that is shown as a dash or as nothing, the choices include that nothing occurred.
    """
    if number.value or number.shown_instead not in DASHES | {""}:
        shown = f"hiện “{number.shown_instead}”" if number.shown_instead else "để trống"
        message = f"là số {with_comma(plain_digits(number.value))} nhưng bảng tính {shown}"
        return Unread(message, "xem văn bản gốc; văn bản không nêu số thì trả lời not_reported")
    hint = "xem văn bản là số 0 hay không phát sinh"
    return Unread("là số 0 nhưng bảng tính hiện dấu “-” hoặc để trống", hint, ("0", ResultStatus.NOT_APPLICABLE))


def _read_number(number: Number, column: ColumnContext) -> Value | Unread:
    value = number.value
    percent = column.indicator.measure is Measure.PERCENT
    if number.percent:
        if not percent:
            return Unread(
                "là phần trăm, nhưng chỉ tiêu này không tính bằng phần trăm", "xem lại cột này là chỉ tiêu nào"
            )
        return _as_it_is(value, column)
    return _scaled(value, column) if percent else _as_it_is(value, column)


def _scaled(value: Decimal, column: ColumnContext) -> Value | Unread:
    """Reads a number without a percent sign in a column of percentages: as a percentage or as a share.

    The user is asked about a number up to 1 if the scale is not known. The user is also asked if the scale was only
    inferred and the number has more decimals than percentages usually have, such as 0.3198.
    """
    if column.scale == SHARE:
        return _as_it_is((value * 100).normalize(), column)
    certain = column.decided or (column.scale and value == round(value, PERCENT_DECIMALS))
    if certain or not 0 < abs(value) <= 1:
        return _as_it_is(value, column)
    shown, times = plain_digits(value), plain_digits((value * 100).normalize())
    return Unread(
        f"có thể là {with_comma(shown)}% hoặc {with_comma(times)}%",
        "định dạng ô là phần trăm trong Excel; "
        "cả cột thì trả lời ở ô tiêu đề: percent (đúng như số đang ghi) hay share (nhân 100)",
        (shown, times),
        CAUSE_SCALE,
    )


def _read_text(text: str, column: ColumnContext) -> Value | Unread:
    found = _WHOLE_TEXT.fullmatch(text)
    if found:
        read = _typed_number(found["number"], column, percent=bool(found["percent"]))
        if isinstance(read, Unread):
            return read
        return _with_remark(read, found["rest"] or "", text, _COMPARISON_BY_SIGN.get(found["sign"] or ""))
    worded = _WORDS_AND_NUMBER.fullmatch(text)
    if worded:
        comparison = bound_of(worded["words"], worded["rest"] or "")
        read = _typed_number(worded["number"], column, percent=bool(worded["percent"]))
        if comparison and not isinstance(read, Unread):
            return Value(read.value, note=f"Văn bản ghi “{text}”", comparison=comparison)
        if is_one_of(worded["words"], PROVISIONAL_WORDS) and not isinstance(read, Unread):
            return Value(read.value, ResultStatus.PROVISIONAL, f"Văn bản ghi “{text}”")
        if is_negated(worded["words"]):
            return _NEGATED
    return WORDS_IN_RESULT if not re.search(r"\d", text) else Unread(NOT_A_NUMBER, ONLY_NUMBERS, (NUMBER_PLACEHOLDER,))


_NEGATED = Unread(
    "có chữ “không” hoặc “chưa”, chưa rõ số này là mức tối thiểu, mức tối đa hay mức chưa đạt",
    "xem văn bản gốc rồi ghi lại cho rõ, ví dụ: tối thiểu 80%; tối đa 80%",
)

_COMPARISON_BY_SIGN = {
    ">=": Comparison.AT_LEAST,
    "≥": Comparison.AT_LEAST,
    ">": Comparison.AT_LEAST,
    "<=": Comparison.AT_MOST,
    "≤": Comparison.AT_MOST,
    "<": Comparison.AT_MOST,
}


def _with_remark(read: Value, rest: str, text: str, comparison: Comparison | None) -> Value | Unread:
    """Adds to a figure the meaning of the sign or words beside it: `0% (Do đặc thù)`, `58,73 (tạm tính)`, `≥ 80%`."""
    beside = rest.strip("() ")
    if status_of(beside) in (ResultStatus.NOT_APPLICABLE, ResultStatus.NOT_REPORTED):
        return FIGURE_AND_REASON
    note = f"Văn bản ghi “{text}”" if rest or comparison else ""
    if begins_with(beside, PROVISIONAL_WORDS):
        return Value(read.value, ResultStatus.PROVISIONAL, note, comparison)
    return Value(read.value, "", note, comparison, exempt=begins_with(beside, EXEMPT_WORDS))


def _typed_number(text: str, column: ColumnContext, *, percent: bool) -> Value | Unread:
    """Reads a number that was typed as text."""
    if percent and column.indicator.measure is not Measure.PERCENT:
        return Unread("là phần trăm, nhưng chỉ tiêu này không tính bằng phần trăm", "xem lại cột này là chỉ tiêu nào")
    if _GROUPED_OR_FRACTION.fullmatch(text):
        return _grouped_or_fraction(text, column)
    plain = with_point(text)
    if plain is None:
        return Unread("không đọc được là số", "viết lại số, dấu phẩy trước phần thập phân")
    if (
        not percent
        and column.indicator.measure is Measure.PERCENT
        and (column.scale == SHARE or not column.has_number_cells)
    ):
        return _scaled(Decimal(plain), column)
    # A typed `12,0` is the count 12; the decimals of other figures are kept as they are typed.
    counted = column.indicator.measure.whole
    return _as_it_is(Decimal(plain), column) if counted else checked(plain)


def _grouped_or_fraction(text: str, column: ColumnContext) -> Value | Unread:
    """Reads a number such as `1.234`, which can mean 1234 or a fraction."""
    fraction, whole = text.replace(",", "."), re.sub(r"[.,]", "", text)
    sign = COMMA if "," in text else POINT
    if column.decimal:
        return checked(fraction if column.decimal == sign else whole)
    signs = column.decimal_sign_counts or {}
    usual = max(signs, key=lambda name: signs[name], default="") if any(signs.values()) else ""
    likely = (fraction if usual == sign else whole) if usual else ""
    reason = f"; các ô khác viết thập phân bằng dấu {_SIGN_WORDS[usual]} nên hợp với {likely}" if usual else ""
    answers = tuple(dict.fromkeys(filter(None, (likely, fraction, whole))))
    if only := _only_reading(whole, column.indicator):
        answers = (whole if only == "whole" else fraction,)
        reason = f"; theo đơn vị tính của chỉ tiêu thì chỉ có thể là {answers[0]}"
    hint = (
        f"xem văn bản gốc{reason}; cả tệp thì thêm ARGS='--decimal comma' (dấu phẩy trước phần thập phân) "
        "hay ARGS='--decimal point'"
    )
    return Unread("có thể là số thập phân hoặc số hàng nghìn", hint, answers, CAUSE_DECIMALS)


_SIGN_WORDS = {COMMA: "phẩy", POINT: "chấm"}


def _only_reading(whole: str, indicator: Indicator) -> str:
    if indicator.measure.whole:
        return "whole"
    return "fraction" if indicator.measure is Measure.PERCENT and abs(int(whole)) > 100 else ""  # noqa: PLR2004


def _as_it_is(value: Decimal, column: ColumnContext) -> Value | Unread:
    digits = plain_digits(value)
    if column.indicator.measure.whole and value == value.to_integral_value():
        digits = plain_digits(value.to_integral_value())
    return checked(digits)
