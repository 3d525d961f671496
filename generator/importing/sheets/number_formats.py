"""Turns stored numbers into the cells that workbooks show: as a percentage, a day, or with a number of decimals.

The codes of formats are those of ECMA-376, section 18.8.30.
"""

import operator
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal
from functools import lru_cache

from generator import formats
from generator.importing.sheets.grid import Cell, Number

_BUILT_IN = {
    1: "0",
    2: "0.00",
    3: "#,##0",
    4: "#,##0.00",
    9: "0%",
    10: "0.00%",
    37: "#,##0",
    38: "#,##0",
    39: "#,##0.00",
    40: "#,##0.00",
    41: '#,##0;(#,##0);"-"',
    42: '#,##0;(#,##0);"-"',
    43: '#,##0.00;(#,##0.00);"-"??',
    44: '#,##0.00;(#,##0.00);"-"??',
}
_BUILT_IN_DAYS = frozenset({*range(14, 23), *range(27, 37), *range(45, 48), *range(50, 59)})
_QUOTED = re.compile(r'"[^"]*"|\\.|_.|\*.|\[[^\]]*\]')
_PIECE = re.compile(r'"(?P<quoted>[^"]*)"|\\(?P<escaped>.)|(?:_|\*).|\[[^\]]*\]|(?P<sign>.)', re.DOTALL)
_BETWEEN_SECTIONS = re.compile(r';(?=(?:[^"]*"[^"]*")*[^"]*$)')
_CONDITION = re.compile(r"\[(?P<sign><=|>=|<>|<|>|=)\s*(?P<bound>-?\d+(?:\.\d+)?)\]")
_UNRESTRICTED = re.compile(r"general|standard|@", re.IGNORECASE)
_DECIMALS = re.compile(r"\.([0#?]+)")
_SCALING = re.compile(r"[0#?](,+)(?![0#?,])")
_LITERAL = "\0"
"""Replaces each quoted character of a format, so that it is not taken for a code."""
_NUMBER_SECTIONS = 3
"""How many sections of a format are for numbers. A fourth section is for texts."""
_POSITIVE, _NEGATIVE, _ZERO = 0, 1, 2
_COMPARING = re.compile(r"[<>=≤≥≈~±\d]")
"""Signs and digits around a number that change its value."""
_QUALIFYING = re.compile(r"\(\w|trở|tạm|ước", re.IGNORECASE)
"""Words after a number that change its meaning: `trở lên`, `tạm tính`, words in brackets."""
_COMPARISONS: Mapping[str, Callable[[Decimal, Decimal], bool]] = {
    "<=": operator.le,
    ">=": operator.ge,
    "<>": operator.ne,
    "<": operator.lt,
    ">": operator.gt,
    "=": operator.eq,
}
_NOT_SHOWABLE = "###"
"""What a spreadsheet program shows for a number if the format has no section for it."""
_EXCEL_EPOCH = date(1899, 12, 30)
_MAC_EPOCH = date(1904, 1, 1)
_SIGNIFICANT_DIGITS = 15
"""How many significant digits of a number Excel shows."""
_MOST_DIGITS = 25
"""Limit on the digits of a number that is rounded, so that it fits the precision of Decimal.

A larger number is not rounded; the import refuses it later.
"""


@dataclass(frozen=True)
class Section:
    """How one section of a format shows numbers.

    - `condition`: comparison sign and bound of the numbers that the section is for; None if it has no condition.
    - `percent`: True if it shows the number times 100.
    - `decimals`: the most decimals that it shows; None if the format leaves them open.
    - `min_decimals`: the fewest decimals that it shows.
    - `before`, `after`: the words and signs around the digits. Without digits, `before` is all that is shown.
    - `digits`: False if it shows only words and signs.
    - `shows_zero`: True if a zero is shown with a digit.
    - `thousands`: how many times the shown number is divided by 1,000.
    - `interrupted`: True if there are other signs between the digits, or several percent signs.
    """

    condition: tuple[str, Decimal] | None = None
    percent: bool = False
    decimals: int | None = None
    min_decimals: int = 0
    before: str = ""
    after: str = ""
    digits: bool = True
    shows_zero: bool = True
    thousands: int = 0
    interrupted: bool = False


@dataclass(frozen=True)
class Format:
    """How a format shows a number: as a day, or by one of its sections."""

    day: bool = False
    sections: tuple[Section, ...] = (Section(),)

    def section(self, value: Decimal) -> Section | None:
        """Returns the section for a number. None if there is none, or if spreadsheet programs disagree about it."""
        if any(section.condition for section in self.sections):
            return self._by_condition(value)
        at = _NEGATIVE if value < 0 else _POSITIVE if value else _ZERO
        return self.sections[at] if at < len(self.sections) else self.sections[0]

    def _by_condition(self, value: Decimal) -> Section | None:
        *_, last = self.sections
        for section in self.sections:
            if section.condition is None:
                return section if section is last else None
            sign, bound = section.condition
            if _COMPARISONS[sign](value, bound):
                return section
        return None


GENERAL = Format()


@lru_cache(maxsize=1000)
def format_of(code: str, number: int = 0) -> Format:
    """Interprets a format, given by its code or, if it is built in, by its number (ECMA-376, 18.8.30)."""
    if number in _BUILT_IN_DAYS and not code:
        return Format(day=True)
    text = code or _BUILT_IN.get(number, "")
    if not text:
        return GENERAL
    parts = _BETWEEN_SECTIONS.split(text)
    first = _QUOTED.sub("", parts[0])
    if re.search(r"[dmyhs]", _UNRESTRICTED.sub("", first), re.IGNORECASE) and not re.search(r"[0#?]", first):
        return Format(day=True)
    if len(parts) > 1 and "@" in _QUOTED.sub("", parts[-1]):
        parts.pop()
    return Format(sections=tuple(map(_section, parts[:_NUMBER_SECTIONS])))


def _section(text: str) -> Section:
    shown, code = "", ""
    for piece in _PIECE.finditer(text):
        literal = (piece["quoted"] or "") + (piece["escaped"] or "")
        shown += literal or piece["sign"] or ""
        code += _LITERAL * len(literal) or piece["sign"] or ""
    found = _CONDITION.search(text)
    condition = (found["sign"], Decimal(found["bound"])) if found else None
    if "/" in code or re.search(r"E[+-]", code):
        return Section(condition)
    open_ = _UNRESTRICTED.search(code)
    start, end = open_.span() if open_ else _digits_span(code)
    if start == end:
        return Section(condition, before=shown.strip(), digits=False)
    decimals = _DECIMALS.search(code)
    scaling = _SCALING.search(code)
    return Section(
        condition,
        percent="%" in code,
        decimals=None if open_ else len(decimals[1]) if decimals else 0,
        min_decimals=len(decimals[1].rstrip("#?")) if decimals else 0,
        before=shown[:start].lstrip(),
        after=shown[end:].lstrip(",").rstrip(),
        shows_zero=bool(open_) or "0" in code,
        thousands=len(scaling[1]) if scaling else 0,
        interrupted=code.count("%") > 1
        or any(sign == _LITERAL and said.strip() for sign, said in zip(code[start:end], shown[start:end], strict=True)),
    )


def _digits_span(code: str) -> tuple[int, int]:
    """Returns where the digits of a section begin and end."""
    places = [at for at, sign in enumerate(code) if sign in "0#?"]
    return (places[0], places[-1] + 1) if places else (0, 0)


def number_cell(value: Decimal, form: Format, *, mac_days: bool) -> Cell:
    """Returns the cell that shows this number in this format. `mac_days` is True if dates count from 1904."""
    if form.day:
        day = day_of(value, mac=mac_days)
        return Cell(formats.day(day) if day else str(value), None, day)
    section = form.section(value) or Section()
    shown, instead = as_shown(value, form), shown_instead(value, form)
    text = f"{shown:f}{'%' if section.percent else ''}"
    return Cell(cell_text(instead, text), Number(shown, section.percent, section.decimals, shown_instead=instead))


def shown_instead(value: Decimal, form: Format) -> str | None:
    """Returns what the workbook shows if that is not simply the number: `<5`, other words, a dash, nothing.

    None if the number itself is shown.
    """
    section = form.section(value)
    if section is None:
        return _NOT_SHOWABLE
    if not section.digits:
        return section.before
    shown = as_shown(value, form)
    if not shown and not section.shows_zero:
        return ""
    signed = value < 0 and len(form.sections) > 1 and section.condition is None
    if (
        not section.thousands
        and not section.interrupted
        and is_plain_number(section.before, section.after, signed=signed)
    ):
        return None
    digits = f"{shown / 1000**section.thousands:f}".replace(".", ",")
    return f"{section.before}{digits}{section.after}"


def is_plain_number(before: str, after: str, *, signed: bool = False) -> bool:
    """Whether the words and signs around a number add no more than its unit of measurement.

    `signed` is True for a negative number if only these signs can show that it is negative.
    """
    if _COMPARING.search(before + after) or any(sign.isalpha() for sign in before) or _QUALIFYING.search(after):
        return False
    return signed is any(sign in before for sign in "-–−(")


def as_stored(text: str) -> Decimal:
    """Reads a stored number without the error of binary fractions: `58.730000000000004` is 58.73.

    Raises ValueError if the text is not a finite number.
    """
    value = float(text)
    if value != value or value in (float("inf"), float("-inf")):  # noqa: PLR0124 — only NaN differs from itself.
        raise ValueError(f"not finite: {text!r}")
    return _without_exponent(Decimal(format(value, f".{_SIGNIFICANT_DIGITS}g")))


def as_shown(value: Decimal, form: Format) -> Decimal:
    """Returns the number as the format shows it: times 100 for a percentage, and rounded to the format's decimals."""
    section = form.section(value) or Section()
    shown = value * 100 if section.percent else value
    if section.decimals is None or shown.adjusted() + section.decimals >= _MOST_DIGITS:
        return _without_exponent(shown)
    rounded = shown.quantize(Decimal(1).scaleb(-section.decimals), ROUND_HALF_UP)
    needed = max(-int(_without_exponent(rounded).as_tuple().exponent), section.min_decimals)
    return rounded.quantize(Decimal(1).scaleb(-needed))


def cell_text(instead: str | None, digits: str) -> str:
    """Returns the text of a cell that stores a number.

    It is the text that is shown `instead` of the number if that has letters or digits. Otherwise it is the number, so
    that a cell that shows a dash or nothing does not count as blank.
    """
    return instead if instead and any(sign.isalnum() for sign in instead) else digits


def _without_exponent(value: Decimal) -> Decimal:
    whole = value.normalize()
    exponent = whole.as_tuple().exponent
    fits = isinstance(exponent, int) and exponent > 0 and whole.adjusted() < _MOST_DIGITS
    return whole.quantize(Decimal(1)) if fits else whole


def day_of(value: Decimal, *, mac: bool = False) -> date | None:
    """Returns the day of a serial number. None if the number is out of range. `mac`: days count from 1904."""
    first = _MAC_EPOCH if mac else _EXCEL_EPOCH
    return first + timedelta(days=int(value)) if 1 <= value <= (date.max - first).days else None
