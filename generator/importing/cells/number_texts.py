"""Reads and writes numbers as texts, with a comma or a point before their decimals and between their thousands."""

import re
from decimal import Decimal

from generator.importing.cells.figure_values import COMMA, MAX_DECIMALS, MAX_DIGITS, POINT, Unread, Value

NUMBER = r"-?(?:[0-9]{1,3}(?:[.,  ][0-9]{3})+(?:[.,][0-9]+)?|[0-9]+(?:[.,][0-9]+)?)"
"""Matches a number in any of the spellings of offices."""
_GROUPED = re.compile(r"-?[1-9][0-9]{0,2}(?:(?:\.[0-9]{3}){2,}|(?:,[0-9]{3}){2,}|(?: [0-9]{3})+)")
"""Numbers with thousands separators and without decimals: `1.234.567`, `1 234`."""
_PLAIN = re.compile(r"-?[0-9]+(?:[.,][0-9]+)?")
"""Numbers without thousands separators: `1234,5`."""
_MIXED = re.compile(r"-?[0-9]{1,3}([.,])[0-9]{3}(?:\1[0-9]{3})*([.,])[0-9]+")
"""Numbers with thousands separators and decimals: `1.234,5`."""


def with_point(text: str) -> str | None:
    """Returns the number with a decimal point and without thousands separators. None if its separators conflict."""
    if _GROUPED.fullmatch(text):
        return re.sub(r"[., ]", "", text)
    mixed = _MIXED.fullmatch(text)
    if mixed:
        thousands, decimal = mixed[1], mixed[2]
        return text.replace(thousands, "").replace(decimal, ".") if thousands != decimal else None
    return text.replace(",", ".") if _PLAIN.fullmatch(text) else None


def plain_digits(value: Decimal) -> str:
    """Returns the number with a decimal point and without an exponent."""
    return f"{value:f}"


def checked(digits: str) -> Value | Unread:
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


def with_comma(digits: str) -> str:
    """Returns the number with a comma before its decimals, for messages."""
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


def parse_answer(text: str) -> Value | None:
    """Reads a figure in the user's answer: `1234`, `58.73`, `58,73`. None if the answer is not a figure."""
    if not re.fullmatch(rf"-?[0-9]{{1,{MAX_DIGITS}}}(?:[.,][0-9]{{1,{MAX_DECIMALS}}})?", text):
        return None
    return Value(text.replace(",", "."))
