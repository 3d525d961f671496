"""Reads cells as values in the form of the data. For a cell with two possible readings, the user is offered both."""

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, replace
from decimal import Decimal

from generator import words
from generator.importing.bounds import bound_of, is_negated
from generator.importing.grid import Cell, Number
from generator.importing.text_keys import text_key
from generator.model import SKIPPED, Comparison, Indicator, Measure, ResultStatus

MAX_DECIMALS = 6
"""Limit of the data on the decimals of a figure."""
MAX_DIGITS = 12
"""Limit of the data on the digits of a figure before its decimals."""
COMMA, POINT = "comma", "point"
"""Codes of the decimal separators."""
_PERCENT_DECIMALS = 2
"""How many decimals percentages usually have."""
PERCENT, SHARE, PER_MILLE = "percent", "share", "permille"
SCALES = (PERCENT, SHARE, PER_MILLE)
"""How a column writes percentages. For 51%: 51 (`percent`), 0.51 (`share`) or 510 (`permille`)."""
CAUSE_SCALE, CAUSE_DECIMALS, CAUSE_FORMULAS = "scale", "decimals", "formulas"
"""Causes of unread cells that usually concern many cells of a column."""

STATUS_WORDS = {
    str(status): label for status, label in words.RESULT_STATUSES.items() if status is not ResultStatus.UNREADABLE
}
"""The words with which a workbook template names the reasons for an empty cell, by status code."""

_NUMBER = r"-?(?:[0-9]{1,3}(?:[.,  ][0-9]{3})+(?:[.,][0-9]+)?|[0-9]+(?:[.,][0-9]+)?)"
_WHOLE_TEXT = re.compile(
    rf"(?P<sign>>=|≥|<=|≤|>|<)?\s*(?P<number>{_NUMBER})\s*(?P<percent>%|phần trăm)?\s*(?P<rest>\(.*\))?", re.DOTALL
)
_GROUPED_OR_FRACTION = re.compile(r"-?[1-9][0-9]{0,2}[.,][0-9]{3}")
"""Numbers such as `1.234`, which may have thousands or decimals."""
_GROUPED = re.compile(r"-?[1-9][0-9]{0,2}(?:(?:\.[0-9]{3}){2,}|(?:,[0-9]{3}){2,}|(?: [0-9]{3})+)")
"""Numbers with thousands separators and without decimals: `1.234.567`, `1 234`."""
_MIXED = re.compile(r"-?[0-9]{1,3}(?:([.,])[0-9]{3})+([.,])[0-9]+")
"""Numbers with thousands separators and decimals: `1.234,5`."""
_DASHES = frozenset("-–—−") | {"--", "---"}
_DOTS = frozenset({"…", "...", "..", "...."})
_NOT_APPLICABLE = (
    "không áp dụng",
    "không phát sinh",
    "không phát sinh hồ sơ",
    "không có phát sinh",
    "không thuộc diện",
    "không có",
    "KPS",
    "KPSHS",
    "không PS",
    "ko PS",
    "không thu phí",
    "không thu phí, lệ phí",
)
_NOT_REPORTED = (
    "chưa có số liệu",
    "không có số liệu",
    "chưa báo cáo",
    "chưa gửi báo cáo",
    "không gửi báo cáo",
    "không báo cáo",
    "chưa có báo cáo",
    "chưa có",
    "văn bản không nêu số liệu",
    "chưa thống kê",
)
_UNREADABLE = ("không đọc được", "mờ, không đọc được")
_PROVISIONAL = ("tạm tính", "số liệu tạm tính", "ước", "ước tính", "số tạm tính")
_EXEMPT = ("do đặc thù", "đặc thù", "được miễn", "miễn")
"""Words in brackets after a target that exempt the unit from it."""
_EXEMPTION = re.compile(
    r"(?:được )?miễn(?: trừ| giao| thực hiện)?(?: chỉ tiêu)?\s*(?:[-–:,]?\s*(?:do|vì)\s.+|\(.*\))?",
    re.IGNORECASE | re.DOTALL,
)
"""The text of a cell that exempts a unit from a target and states no figure. `Miễn phí` is another matter."""
_WORDS_AND_NUMBER = re.compile(
    rf"(?P<words>[^0-9()%<>≤≥]+?)\s*(?P<number>{_NUMBER})\s*(?P<percent>%)?\s*(?P<rest>trở lên|trở xuống|\(.*\))?",
    re.DOTALL,
)


@dataclass(frozen=True)
class ColumnContext:
    """What is known of a column before its cells are read.

    - `decimal`: the decided decimal separator, `comma` or `point`; empty if it was not decided.
    - `decimal_sign_counts`: for each decimal separator, how many cells of the sheet clearly use it.
    - `scale`: how percentages are written, one of SCALES; empty if it is not known.
    - `decided`: True if the scale comes from the user or a template, not from the cells or the heading.
    - `has_number_cells`: False if the file holds numbers only as texts (CSV).
    """

    indicator: Indicator
    decimal: str = ""
    decimal_sign_counts: Mapping[str, int] | None = None
    scale: str = "percent"
    decided: bool = False
    has_number_cells: bool = True


@dataclass(frozen=True)
class Value:
    """The content of a cell that was understood.

    `value` is in the form of the data, such as `58.73`. If it is empty, `status` states why, or `exempt` that the
    document sets no target for the unit. `comparison` and `exempt` are for targets.
    """

    value: str
    status: str = ""
    note: str = ""
    comparison: Comparison | None = None
    exempt: bool = False


@dataclass(frozen=True)
class Unread:
    """The reason why a cell was not read: it is not understood, or has two possible readings.

    `answers` are the choices to offer. Cells with the same `cause` (one of the CAUSE_… codes) can be settled by one
    answer.
    """

    message: str
    hint: str
    answers: tuple[str, ...] = ()
    cause: str = ""


NUMBER_PLACEHOLDER = "số đúng"
"""Placeholder for the right figure in a suggested answer, if the cell itself suggests none."""
_NOT_A_NUMBER, _ONLY_NUMBERS = "không đọc được là số", "chỉ ghi số trong ô, chữ chuyển sang ghi chú"
WORDS_IN_RESULT = Unread(
    _NOT_A_NUMBER,
    f"{_ONLY_NUMBERS}; {ResultStatus.NOT_APPLICABLE} là không phát sinh, không thuộc diện, "
    f"{ResultStatus.NOT_REPORTED} là chưa có số liệu",
    (ResultStatus.NOT_APPLICABLE, ResultStatus.NOT_REPORTED, NUMBER_PLACEHOLDER),
)
"""For a cell of results that contains words and no figure."""
WORDS_IN_TARGET = Unread(
    _NOT_A_NUMBER, "chỉ ghi mức phải đạt trong ô; không giao thì bỏ ô", (SKIPPED, NUMBER_PLACEHOLDER)
)
"""For a cell of targets that contains words and no figure."""

UNCALCULATED = Unread(
    "là công thức lỗi hoặc chưa được tính",
    "mở tệp bằng Excel, sửa công thức hoặc gõ lại vào ô, lưu lại",
    cause=CAUSE_FORMULAS,
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
    return _stated_reason(text) or _read_text(text, column)


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
    value = _checked(_tenth(read.value))
    note = read.note or f"Văn bản ghi {_with_comma(read.value)}‰"
    return replace(read, value=value.value, note=note) if isinstance(value, Value) else value


def _tenth(digits: str) -> str:
    return _digits(Decimal(digits) / 10)


def _stated_reason(text: str) -> Value | None:
    """Reads a cell that states why it has no figure. None for any other cell.

    As in official statistics, a dash means that nothing occurred, and dots mean that the figure is not known.
    """
    note = f"Văn bản ghi “{text}”"
    if text in _DASHES:
        return Value("", ResultStatus.NOT_APPLICABLE, note)
    if text in _DOTS:
        return Value("", ResultStatus.NOT_REPORTED, note)
    status = _status_of(text.strip(" ().*"))
    return Value("", status, note) if status else None


def _status_of(text: str) -> ResultStatus | None:
    """Returns the status that words for a missing figure mean. None if they are not such words."""
    spelled = text_key(text)
    by_words = (
        (ResultStatus.NOT_APPLICABLE, (*_NOT_APPLICABLE, words.RESULT_STATUSES[ResultStatus.NOT_APPLICABLE])),
        (ResultStatus.NOT_REPORTED, (*_NOT_REPORTED, words.RESULT_STATUSES[ResultStatus.NOT_REPORTED])),
        (ResultStatus.UNREADABLE, _UNREADABLE),
    )
    return next((status for status, names in by_words if any(spelled == text_key(name) for name in names)), None)


def read_exemption(text: str) -> Value | None:
    """Reads a cell of targets that exempts the unit and states no figure: `Miễn (do đặc thù)`. None for any other
    cell."""
    stated = unicodedata.normalize("NFC", text.strip(" .*"))
    return Value("", note=f"Văn bản ghi “{text}”", exempt=True) if _EXEMPTION.fullmatch(stated) else None


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
    if number.value or number.shown_instead not in _DASHES | {""}:
        shown = f"hiện “{number.shown_instead}”" if number.shown_instead else "để trống"
        message = f"là số {_with_comma(_digits(number.value))} nhưng bảng tính {shown}"
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
    certain = column.decided or (column.scale and value == round(value, _PERCENT_DECIMALS))
    if certain or not 0 < abs(value) <= 1:
        return _as_it_is(value, column)
    shown, times = _digits(value), _digits((value * 100).normalize())
    return Unread(
        f"có thể là {_with_comma(shown)}% hoặc {_with_comma(times)}%",
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
        if text_key(worded["words"]) in {text_key(name) for name in _PROVISIONAL} and not isinstance(read, Unread):
            return Value(read.value, ResultStatus.PROVISIONAL, f"Văn bản ghi “{text}”")
        if is_negated(worded["words"]):
            return _NEGATED
    return (
        WORDS_IN_RESULT if not re.search(r"\d", text) else Unread(_NOT_A_NUMBER, _ONLY_NUMBERS, (NUMBER_PLACEHOLDER,))
    )


_NEGATED = Unread(
    "có chữ “không” hoặc “chưa”, chưa rõ số này là mức tối thiểu, mức tối đa hay mức chưa đạt",
    "xem văn bản gốc rồi ghi lại cho rõ, ví dụ: tối thiểu 80%; tối đa 80%",
)

FIGURE_AND_REASON = Unread(
    "vừa có số vừa ghi là không có số",
    "xem văn bản là số ấy, là không phát sinh (not_applicable) hay chưa có số liệu (not_reported)",
    ("0", ResultStatus.NOT_APPLICABLE),
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
    if _status_of(beside) in (ResultStatus.NOT_APPLICABLE, ResultStatus.NOT_REPORTED):
        return FIGURE_AND_REASON
    inner = text_key(beside)
    note = f"Văn bản ghi “{text}”" if rest or comparison else ""
    if any(inner == text_key(name) or inner.startswith(f"{text_key(name)} ") for name in _PROVISIONAL):
        return Value(read.value, ResultStatus.PROVISIONAL, note, comparison)
    exempt = any(inner == text_key(name) or inner.startswith(f"{text_key(name)} ") for name in _EXEMPT)
    return Value(read.value, "", note, comparison, exempt)


def _typed_number(text: str, column: ColumnContext, *, percent: bool) -> Value | Unread:
    """Reads a number that was typed as text."""
    if percent and column.indicator.measure is not Measure.PERCENT:
        return Unread("là phần trăm, nhưng chỉ tiêu này không tính bằng phần trăm", "xem lại cột này là chỉ tiêu nào")
    if _GROUPED_OR_FRACTION.fullmatch(text):
        return _grouped_or_fraction(text, column)
    plain = _with_point(text)
    if plain is None:
        return Unread("không đọc được là số", "viết lại số, dấu phẩy trước phần thập phân")
    if (
        not percent
        and column.indicator.measure is Measure.PERCENT
        and (column.scale == SHARE or not column.has_number_cells)
    ):
        return _scaled(Decimal(plain), column)
    # A typed `12,0` is the count 12; the decimals of other figures are kept as they are typed.
    counted = column.indicator.measure in (Measure.COUNT, Measure.RANK)
    return _as_it_is(Decimal(plain), column) if counted else _checked(plain)


def _with_point(text: str) -> str | None:
    """Returns the number with a decimal point and without thousands separators. None if its separators conflict."""
    if _GROUPED.fullmatch(text):
        return re.sub(r"[., ]", "", text)
    mixed = _MIXED.fullmatch(text)
    if mixed:
        thousands, decimal = mixed[1], mixed[2]
        return text.replace(thousands, "").replace(decimal, ".") if thousands != decimal else None
    return text.replace(",", ".") if " " not in text else None


def _grouped_or_fraction(text: str, column: ColumnContext) -> Value | Unread:
    """Reads a number such as `1.234`, which can mean 1234 or a fraction."""
    fraction, whole = text.replace(",", "."), re.sub(r"[.,]", "", text)
    sign = COMMA if "," in text else POINT
    if column.decimal:
        return _checked(fraction if column.decimal == sign else whole)
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
    if indicator.measure in (Measure.COUNT, Measure.RANK):
        return "whole"
    return "fraction" if indicator.measure is Measure.PERCENT and abs(int(whole)) > 100 else ""  # noqa: PLR2004


def _as_it_is(value: Decimal, column: ColumnContext) -> Value | Unread:
    digits = _digits(value)
    if column.indicator.measure in (Measure.COUNT, Measure.RANK) and value == value.to_integral_value():
        digits = _digits(value.to_integral_value())
    return _checked(digits)


def _digits(value: Decimal) -> str:
    return f"{value:f}"


def _checked(digits: str) -> Value | Unread:
    """Returns the value, or the reason why the data cannot hold it. Leading zeros are removed: `01` becomes 1."""
    whole, point, fraction = digits.lstrip("-").partition(".")
    whole = whole.lstrip("0") or "0"
    sign = "-" if digits.startswith("-") and (whole + fraction).strip("0") else ""
    if len(fraction) > MAX_DECIMALS:
        hint = "đặt định dạng ô với 2 chữ số thập phân (cổng lấy đúng số đang hiển thị)"
        return Unread("có quá nhiều chữ số thập phân", hint)
    if len(whole) > MAX_DIGITS:
        return Unread("là số quá lớn", "xem lại ô này")
    return Value(f"{sign}{whole}{point}{fraction}")


def _with_comma(digits: str) -> str:
    return digits.replace(".", ",")


def count_decimal_signs(texts: list[str]) -> dict[str, int]:
    """Returns how many of these texts clearly have a comma, and how many a point, before their decimals."""
    found = {COMMA: 0, POINT: 0}
    for text in texts:
        number = text.replace("%", "").replace("‰", "").strip()
        if re.fullmatch(r"-?[0-9]+[.,](?:[0-9]{1,2}|[0-9]{4,})", number) or re.fullmatch(r"-?0[.,][0-9]{3}", number):
            found[COMMA if "," in number else POINT] += 1
        elif mixed := _MIXED.fullmatch(number):
            found[COMMA if mixed[2] == "," else POINT] += 1
    return found


def scale_of(cells: list[Cell], *, has_number_cells: bool) -> str:
    """Determines from all cells of a column of percentages how numbers without a percent sign are written.

    A number above 1 shows that they are percentages (`percent`). Without one, a fraction may be a share; so may a 1
    that was typed as text. The result is empty if the cells do not decide it.
    """
    bare = [cell.number.value for cell in cells if cell.number and not cell.number.percent]
    if not has_number_cells:
        numbers = (re.fullmatch(_NUMBER, cell.text) and _with_point(cell.text) for cell in cells)
        bare += [Decimal(number) for number in numbers if number]
    if any(abs(value) > 1 for value in bare):
        return PERCENT
    formatted = any(cell.number and cell.number.percent for cell in cells)
    fractions = any(value != value.to_integral_value() for value in bare)
    return "" if fractions or not has_number_cells or formatted else PERCENT


def look_like_shares(cells: list[Cell], *, asked_in_percent: bool) -> bool:
    """Whether numbers without a percent sign, below a heading with `%`, are probably shares.

    True if none is above 1, and one has more decimals than percentages usually have or several are fractions. With
    `asked_in_percent` (a template asks for percentages), several fractions are not enough: many units may be below 1%.
    """
    bare_numbers = [cell.number.value for cell in cells if cell.number and not cell.number.percent]
    finer = any(value != round(value, _PERCENT_DECIMALS) for value in bare_numbers)
    several = sum(value != value.to_integral_value() for value in bare_numbers) > 1
    return (finer or (several and not asked_in_percent)) and max(map(abs, bare_numbers)) <= 1


def parse_answer(text: str) -> Value | None:
    """Reads a figure in the user's answer: `1234`, `58.73`, `58,73`. None if the answer is not a figure."""
    if not re.fullmatch(rf"-?[0-9]{{1,{MAX_DIGITS}}}(?:[.,][0-9]{{1,{MAX_DECIMALS}}})?", text):
        return None
    return Value(text.replace(",", "."))
