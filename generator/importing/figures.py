"""Cells → values as the data writes them. What can be read in two ways is asked for, with both readings."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from decimal import Decimal

from generator import words
from generator.importing.bounds import bound_of, is_negated
from generator.importing.grid import Cell, Number
from generator.importing.wording import key
from generator.model import SKIPPED, Comparison, Indicator, Measure, ResultStatus

MOST_DECIMALS = 6
MOST_DIGITS = 12
COMMA, POINT = "comma", "point"
_PERCENT_DECIMALS = 2
PERCENT, SHARE, PER_MILLE = "percent", "share", "permille"
SCALES = (PERCENT, SHARE, PER_MILLE)
"""How a column of percents is written: as they are, 0.51 for 51%, 510 for 51%."""
OF_SCALE, OF_DECIMALS, OF_FORMULAS = "scale", "decimals", "formulas"
"""Why a cell was not read, where its neighbours are most often not read for the same reason."""

STATUS_WORDS = {
    str(status): label for status, label in words.RESULT_STATUSES.items() if status is not ResultStatus.UNREADABLE
}
"""How a workbook to fill in names the reasons for a blank, by code."""

_NUMBER = r"-?(?:[0-9]{1,3}(?:[.,  ][0-9]{3})+(?:[.,][0-9]+)?|[0-9]+(?:[.,][0-9]+)?)"
_WHOLE_TEXT = re.compile(
    rf"(?P<sign>>=|≥|<=|≤|>|<)?\s*(?P<number>{_NUMBER})\s*(?P<percent>%|phần trăm)?\s*(?P<rest>\(.*\))?", re.DOTALL
)
_GROUPED_OR_FRACTION = re.compile(r"-?[1-9][0-9]{0,2}[.,][0-9]{3}")
_GROUPED = re.compile(r"-?[1-9][0-9]{0,2}(?:(?:\.[0-9]{3}){2,}|(?:,[0-9]{3}){2,}|(?: [0-9]{3})+)")
_MIXED = re.compile(r"-?[0-9]{1,3}(?:([.,])[0-9]{3})+([.,])[0-9]+")
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
    "không báo cáo",
    "chưa có báo cáo",
    "chưa có",
    "văn bản không nêu số liệu",
    "chưa thống kê",
)
_UNREADABLE = ("không đọc được", "mờ, không đọc được")
_PROVISIONAL = ("tạm tính", "số liệu tạm tính", "ước", "ước tính", "số tạm tính")
_EXEMPT = ("do đặc thù", "đặc thù", "được miễn", "miễn")
_WORDED = re.compile(
    rf"(?P<words>[^0-9()%<>≤≥]+?)\s*(?P<number>{_NUMBER})\s*(?P<percent>%)?\s*(?P<rest>trở lên|trở xuống|\(.*\))?",
    re.DOTALL,
)


@dataclass(frozen=True)
class Column:
    """What is known of a column before its cells are read.

    `signs` tells how many cells of the column and its neighbours clearly write decimals with each sign;
    `decimal` is the sign that was decided, else empty. `scale` says what a bare number up to 1 is: `percent`, `share`,
    or an empty text where nobody has said. `decided` when a person said so, not the other cells or the heading.
    `typed` is False where texts are what a program wrote for numbers (CSV).
    """

    indicator: Indicator
    decimal: str = ""
    signs: Mapping[str, int] | None = None
    scale: str = "percent"
    decided: bool = False
    typed: bool = True


@dataclass(frozen=True)
class Value:
    """A cell that was understood: the value as the data writes it, why there is none, and a remark."""

    value: str
    status: str = ""
    note: str = ""
    comparison: Comparison | None = None
    exempt: bool = False


@dataclass(frozen=True)
class Unread:
    """A cell that was not understood, or can be understood in two ways; `answers` are those to choose from. `cause` is
    the same for all cells that one answer settles."""

    message: str
    hint: str
    answers: tuple[str, ...] = ()
    cause: str = ""


RIGHT_NUMBER = "số đúng"
"""What stands for the figure in an answer that nothing in the cell suggests."""
_NO_NUMBER, _ONLY_NUMBERS = "không đọc được là số", "chỉ ghi số trong ô, chữ chuyển sang ghi chú"
WORDS_ALONE = Unread(
    _NO_NUMBER,
    f"{_ONLY_NUMBERS}; {ResultStatus.NOT_APPLICABLE} là không phát sinh, không thuộc diện, "
    f"{ResultStatus.NOT_REPORTED} là chưa có số liệu",
    (ResultStatus.NOT_APPLICABLE, ResultStatus.NOT_REPORTED, RIGHT_NUMBER),
)
"""A cell of a result that holds words and no figure."""
WORDS_FOR_TARGET = Unread(_NO_NUMBER, "chỉ ghi mức phải đạt trong ô; không giao thì bỏ ô", (SKIPPED, RIGHT_NUMBER))
"""A cell of a target that does."""

UNCALCULATED = Unread(
    "là công thức lỗi hoặc chưa được tính",
    "mở tệp bằng Excel, sửa công thức hoặc gõ lại vào ô, lưu lại",
    cause=OF_FORMULAS,
)


def read_figure(cell: Cell, column: Column) -> Value | Unread | None:
    """What a cell says; None when it is empty."""
    if column.scale == PER_MILLE and column.indicator.measure is Measure.PERCENT:
        return _of_per_mille(cell, column)
    if cell.day:
        return _made_a_day(cell)
    if cell.number:
        return _of_number(cell.number, column) if cell.number.instead is None else _shown_otherwise(cell.number)
    text = cell.text.strip()
    if not text:
        return None
    if text.startswith("#"):
        return UNCALCULATED
    return _without_figure(text) or _of_text(text, column)


def _of_per_mille(cell: Cell, column: Column) -> Value | Unread | None:
    """A tenth of the number in a column of per mille, with a note of what the document states; a cell that says that it
    is a percent is one. Whatever is asked for is offered as percents, for so it is answered."""
    if (cell.number and cell.number.percent) or "%" in cell.text or "phần trăm" in cell.text:
        return read_figure(cell, replace(column, scale=PERCENT, decided=True))
    plain = replace(column, indicator=replace(column.indicator, measure=Measure.POINTS), scale="")
    read = read_figure(replace(cell, text=cell.text.replace("‰", "").strip()), plain)
    if isinstance(read, Unread):
        return replace(read, answers=tuple(_tenth(each) if parse_answer(each) else each for each in read.answers))
    if read is None or not read.value:
        return read
    value = _checked(_tenth(read.value))
    note = read.note or f"Văn bản ghi {_said(read.value)}‰"
    return replace(read, value=value.value, note=note) if isinstance(value, Value) else value


def _tenth(digits: str) -> str:
    return _digits(Decimal(digits) / 10)


def _without_figure(text: str) -> Value | None:
    """The reasons for which a cell holds no figure. A dash means that nothing occurred and dots that the figure is not
    known, by the signs of official statistics."""
    said = f"Văn bản ghi “{text}”"
    if text in _DASHES:
        return Value("", ResultStatus.NOT_APPLICABLE, said)
    if text in _DOTS:
        return Value("", ResultStatus.NOT_REPORTED, said)
    status = _reason_in(text.strip(" ().*"))
    return Value("", status, said) if status else None


def _reason_in(text: str) -> ResultStatus | None:
    """The reason for a missing figure that words tell, if they tell one."""
    spelled = key(text)
    by_words = (
        (ResultStatus.NOT_APPLICABLE, (*_NOT_APPLICABLE, words.RESULT_STATUSES[ResultStatus.NOT_APPLICABLE])),
        (ResultStatus.NOT_REPORTED, (*_NOT_REPORTED, words.RESULT_STATUSES[ResultStatus.NOT_REPORTED])),
        (ResultStatus.UNREADABLE, _UNREADABLE),
    )
    return next((status for status, names in by_words if any(spelled == key(name) for name in names)), None)


def _made_a_day(cell: Cell) -> Unread:
    """Excel takes `3.24` for March 2024 and `12.5` for 12 May: the figure that was typed can only be guessed."""
    day = cell.day
    if not day:
        raise ValueError("no day")
    typed = f"{day.month}.{day.year % 100:02}" if day.day == 1 else f"{day.day}.{day.month}"
    likely = typed.replace(".", ",")
    hint = f"xem văn bản gốc (có thể là {likely}); đặt định dạng ô là Text rồi gõ lại"
    return Unread("là ngày tháng do Excel tự đổi từ số", hint, (typed,))


def _shown_otherwise(number: Number) -> Unread:
    """Readers of the workbook do not see the number that the cell holds. A dash means that nothing occurred."""
    if number.value or number.instead not in _DASHES | {""}:
        shown = f"hiện “{number.instead}”" if number.instead else "để trống"
        message = f"là số {_said(_digits(number.value))} nhưng bảng tính {shown}"
        return Unread(message, "xem văn bản gốc; văn bản không nêu số thì trả lời not_reported")
    hint = "xem văn bản là số 0 hay không phát sinh"
    return Unread("là số 0 nhưng bảng tính hiện dấu “-” hoặc để trống", hint, ("0", ResultStatus.NOT_APPLICABLE))


def _of_number(number: Number, column: Column) -> Value | Unread:
    value = number.value
    percent = column.indicator.measure is Measure.PERCENT
    if number.percent:
        if not percent:
            return Unread(
                "là phần trăm, nhưng chỉ tiêu này không tính bằng phần trăm", "xem lại cột này là chỉ tiêu nào"
            )
        return _plain(value, column)
    return _scaled(value, column) if percent else _plain(value, column)


def _scaled(value: Decimal, column: Column) -> Value | Unread:
    """A bare number in a column of percents: as it is, or a share, which is asked for where nothing tells, and always
    where it is finer than percents are written: 0.3198 among them."""
    if column.scale == SHARE:
        return _plain((value * 100).normalize(), column)
    sure = column.decided or (column.scale and value == round(value, _PERCENT_DECIMALS))
    if sure or not 0 < abs(value) <= 1:
        return _plain(value, column)
    shown, times = _digits(value), _digits((value * 100).normalize())
    return Unread(
        f"có thể là {_said(shown)}% hoặc {_said(times)}%",
        "định dạng ô là phần trăm trong Excel; "
        "cả cột thì trả lời ở ô tiêu đề: percent (đúng như số đang ghi) hay share (nhân 100)",
        (shown, times),
        OF_SCALE,
    )


def _of_text(text: str, column: Column) -> Value | Unread:
    found = _WHOLE_TEXT.fullmatch(text)
    if found:
        read = _number_of(found["number"], column, percent=bool(found["percent"]))
        if isinstance(read, Unread):
            return read
        return _remarked(read, found["rest"] or "", text, _BY_SIGN.get(found["sign"] or ""))
    worded = _WORDED.fullmatch(text)
    if worded:
        comparison = bound_of(worded["words"], worded["rest"] or "")
        read = _number_of(worded["number"], column, percent=bool(worded["percent"]))
        if comparison and not isinstance(read, Unread):
            return Value(read.value, note=f"Văn bản ghi “{text}”", comparison=comparison)
        if key(worded["words"]) in {key(name) for name in _PROVISIONAL} and not isinstance(read, Unread):
            return Value(read.value, ResultStatus.PROVISIONAL, f"Văn bản ghi “{text}”")
        if is_negated(worded["words"]):
            return _NEGATED
    return WORDS_ALONE if not re.search(r"\d", text) else Unread(_NO_NUMBER, _ONLY_NUMBERS, (RIGHT_NUMBER,))


_NEGATED = Unread(
    "có chữ “không” hoặc “chưa”, chưa rõ số này là mức tối thiểu, mức tối đa hay mức chưa đạt",
    "xem văn bản gốc rồi ghi lại cho rõ, ví dụ: tối thiểu 80%; tối đa 80%",
)

_BOTH = Unread(
    "vừa có số vừa ghi là không có số",
    "xem văn bản là số ấy, là không phát sinh (not_applicable) hay chưa có số liệu (not_reported)",
    ("0", ResultStatus.NOT_APPLICABLE),
)

_BY_SIGN = {
    ">=": Comparison.AT_LEAST,
    "≥": Comparison.AT_LEAST,
    ">": Comparison.AT_LEAST,
    "<=": Comparison.AT_MOST,
    "≤": Comparison.AT_MOST,
    "<": Comparison.AT_MOST,
}


def _remarked(read: Value, rest: str, text: str, comparison: Comparison | None) -> Value | Unread:
    """A figure with what stands beside it: `0% (Do đặc thù)`, `58,73 (tạm tính)`, `≥ 80%`."""
    beside = rest.strip("() ")
    if _reason_in(beside) in (ResultStatus.NOT_APPLICABLE, ResultStatus.NOT_REPORTED):
        return _BOTH
    inner = key(beside)
    note = f"Văn bản ghi “{text}”" if rest or comparison else ""
    if any(inner == key(name) or inner.startswith(f"{key(name)} ") for name in _PROVISIONAL):
        return Value(read.value, ResultStatus.PROVISIONAL, note, comparison)
    exempt = any(inner == key(name) or inner.startswith(f"{key(name)} ") for name in _EXEMPT)
    return Value(read.value, "", note, comparison, exempt)


def _number_of(text: str, column: Column, *, percent: bool) -> Value | Unread:
    """The value of a number that was typed as text."""
    if percent and column.indicator.measure is not Measure.PERCENT:
        return Unread("là phần trăm, nhưng chỉ tiêu này không tính bằng phần trăm", "xem lại cột này là chỉ tiêu nào")
    if _GROUPED_OR_FRACTION.fullmatch(text):
        return _three_digits(text, column)
    plain = _unsigned(text)
    if plain is None:
        return Unread("không đọc được là số", "viết lại số, dấu phẩy trước phần thập phân")
    if not percent and column.indicator.measure is Measure.PERCENT and (column.scale == SHARE or not column.typed):
        return _scaled(Decimal(plain), column)
    return _checked(plain)


def _unsigned(text: str) -> str | None:
    """The number with a decimal point and without signs between thousands; None when its signs contradict."""
    if _GROUPED.fullmatch(text):
        return re.sub(r"[., ]", "", text)
    mixed = _MIXED.fullmatch(text)
    if mixed:
        thousands, decimal = mixed[1], mixed[2]
        return text.replace(thousands, "").replace(decimal, ".") if thousands != decimal else None
    return text.replace(",", ".") if " " not in text else None


def _three_digits(text: str, column: Column) -> Value | Unread:
    """`1.234`: thousands to one reader and a fraction to another."""
    fraction, whole = text.replace(",", "."), re.sub(r"[.,]", "", text)
    sign = COMMA if "," in text else POINT
    if column.decimal:
        return _checked(fraction if column.decimal == sign else whole)
    signs = column.signs or {}
    fitting = max(signs, key=lambda name: signs[name], default="") if any(signs.values()) else ""
    likely = (fraction if fitting == sign else whole) if fitting else ""
    reason = f"; các ô khác viết thập phân bằng dấu {_SIGN_WORDS[fitting]} nên hợp với {likely}" if fitting else ""
    answers = tuple(dict.fromkeys(filter(None, (likely, fraction, whole))))
    if only := _only_reading(whole, column.indicator):
        answers = (whole if only == "whole" else fraction,)
        reason = f"; theo đơn vị tính của chỉ tiêu thì chỉ có thể là {answers[0]}"
    hint = f"xem văn bản gốc{reason}; cả tệp thì nêu --decimal comma (dấu phẩy trước phần thập phân) hay point"
    return Unread("có thể là số thập phân hoặc số hàng nghìn", hint, answers, OF_DECIMALS)


_SIGN_WORDS = {COMMA: "phẩy", POINT: "chấm"}


def _only_reading(whole: str, indicator: Indicator) -> str:
    if indicator.measure in (Measure.COUNT, Measure.RANK):
        return "whole"
    return "fraction" if indicator.measure is Measure.PERCENT and int(whole) > 100 else ""  # noqa: PLR2004


def _plain(value: Decimal, column: Column) -> Value | Unread:
    digits = _digits(value)
    if column.indicator.measure in (Measure.COUNT, Measure.RANK) and value == value.to_integral_value():
        digits = _digits(value.to_integral_value())
    return _checked(digits)


def _digits(value: Decimal) -> str:
    return f"{value:f}"


def _checked(digits: str) -> Value | Unread:
    """The value if the data can hold it; `01` is 1."""
    whole, point, fraction = digits.lstrip("-").partition(".")
    whole = whole.lstrip("0") or "0"
    sign = "-" if digits.startswith("-") and (whole + fraction).strip("0") else ""
    if len(fraction) > MOST_DECIMALS:
        hint = "đặt định dạng ô với 2 chữ số thập phân (cổng lấy đúng số đang hiển thị)"
        return Unread("có quá nhiều chữ số thập phân", hint)
    if len(whole) > MOST_DIGITS:
        return Unread("là số quá lớn", "xem lại ô này")
    return Value(f"{sign}{whole}{point}{fraction}")


def _said(digits: str) -> str:
    return digits.replace(".", ",")


def signs_of(texts: list[str]) -> dict[str, int]:
    """How many of these texts clearly write their decimals with a comma, and with a point."""
    found = {COMMA: 0, POINT: 0}
    for text in texts:
        number = text.replace("%", "").replace("‰", "").strip()
        if re.fullmatch(r"-?[0-9]+[.,](?:[0-9]{1,2}|[0-9]{4,})", number) or re.fullmatch(r"-?0[.,][0-9]{3}", number):
            found[COMMA if "," in number else POINT] += 1
        elif mixed := _MIXED.fullmatch(number):
            found[COMMA if mixed[2] == "," else POINT] += 1
    return found


def scale_of(cells: list[Cell], *, typed: bool) -> str:
    """What bare numbers up to 1 are, told from the whole column of percents; an empty text when nothing tells.

    A number above 1 shows that the column holds percents; without one, a fraction may be a share, and so may a 1 where
    the file does not tell formats.
    """
    bare = [cell.number.value for cell in cells if cell.number and not cell.number.percent]
    if not typed:
        numbers = (re.fullmatch(_NUMBER, cell.text) and _unsigned(cell.text) for cell in cells)
        bare += [Decimal(number) for number in numbers if number]
    if any(abs(value) > 1 for value in bare):
        return PERCENT
    exact = typed and all(cell.number.exact for cell in cells if cell.number)
    formatted = any(cell.number and cell.number.percent for cell in cells)
    fractions = any(value != value.to_integral_value() for value in bare)
    return "" if fractions or not exact or formatted else PERCENT


def look_like_shares(cells: list[Cell], *, asked_in_percent: bool) -> bool:
    """Whether bare numbers under a heading of percents are rather shares: none above 1, some finer than percents or
    several of them fractions. Whoever filled in a workbook that asks for percents may have many below 1."""
    bare_numbers = [cell.number.value for cell in cells if cell.number and not cell.number.percent]
    finer = any(value != round(value, _PERCENT_DECIMALS) for value in bare_numbers)
    several = sum(value != value.to_integral_value() for value in bare_numbers) > 1
    return (finer or (several and not asked_in_percent)) and max(map(abs, bare_numbers)) <= 1


def parse_answer(text: str) -> Value | None:
    """A figure that a person gave in answer to a question: `1234`, `58.73`, `58,73`; None when it is none."""
    if not re.fullmatch(rf"-?[0-9]{{1,{MOST_DIGITS}}}(?:[.,][0-9]{{1,{MOST_DECIMALS}}})?", text):
        return None
    return Value(text.replace(",", "."))
