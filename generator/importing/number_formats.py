"""What a number format of a workbook makes of a number: a percent, a day, so many decimals (ECMA-376, 18.8.30)."""

import re
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal

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
_DECIMALS = re.compile(r"\.([0#?]+)")
_EXCEL_DAYS = date(1899, 12, 30)
_MAC_DAYS = date(1904, 1, 1)
_LAST_DAY = 2_958_465
_DIGITS = 15
"""Significant digits that Excel shows of a number."""


@dataclass(frozen=True)
class Format:
    """How a format shows a number; `decimals` is None when it leaves them open. Formats for accounts hide a zero: they
    show a dash, or nothing, in its place."""

    percent: bool = False
    day: bool = False
    decimals: int | None = None
    hides_zero: bool = False


GENERAL = Format()


def format_of(code: str, number: int = 0) -> Format:
    """The meaning of a format by its code, or by its number where it is one of those built in."""
    if number in _BUILT_IN_DAYS and not code:
        return Format(day=True)
    text = code or _BUILT_IN.get(number, "")
    positive = _QUOTED.sub("", text.split(";")[0])
    if not positive or positive.strip().lower() in ("general", "@", "standard"):
        return GENERAL
    if re.search(r"[dmyhs]", positive, re.IGNORECASE) and not re.search(r"[0#?]", positive):
        return Format(day=True)
    if "/" in positive or re.search(r"E[+-]", positive):
        return GENERAL
    found = _DECIMALS.search(positive)
    zero = text.split(";")[2] if text.count(";") > 1 else "0"
    hides = not re.search(r"[0#]", _QUOTED.sub("", zero))
    return Format(percent="%" in positive, decimals=len(found[1]) if found else 0, hides_zero=hides)


def as_stored(text: str) -> Decimal:
    """A stored number without the dust of binary fractions: `58.730000000000004` is 58.73.

    Raises ValueError for what is no finite number.
    """
    value = float(text)
    if value != value or value in (float("inf"), float("-inf")):  # noqa: PLR0124 — only NaN differs from itself.
        raise ValueError(f"not finite: {text!r}")
    return _plain(Decimal(format(value, f".{_DIGITS}g")))


def as_shown(value: Decimal, form: Format) -> Decimal:
    """The number as the format shows it: a share times 100 for a percent, rounded to the format's decimals."""
    shown = value * 100 if form.percent else value
    if form.decimals is None:
        return _plain(shown)
    return shown.quantize(Decimal(1).scaleb(-form.decimals), ROUND_HALF_UP)


def _plain(value: Decimal) -> Decimal:
    whole = value.normalize()
    exponent = whole.as_tuple().exponent
    return whole.quantize(Decimal(1)) if isinstance(exponent, int) and 0 < exponent <= _DIGITS else whole


def day_of(value: Decimal, *, mac: bool = False) -> date | None:
    """The day that a serial number stands for, None when it stands for none."""
    if not 1 <= value <= _LAST_DAY:
        return None
    return (_MAC_DAYS if mac else _EXCEL_DAYS) + timedelta(days=int(value))
