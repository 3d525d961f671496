"""What a number format of a workbook makes of a number: a percent, a day, so many decimals (ECMA-376, 18.8.30)."""

import operator
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal
from functools import lru_cache

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
_OPEN = re.compile(r"general|standard|@", re.IGNORECASE)
_DECIMALS = re.compile(r"\.([0#?]+)")
_SCALING = re.compile(r"[0#?](,+)(?![0#?,])")
_LITERAL = "\0"
_MOST_SECTIONS = 3
"""Sections of a format that are of numbers; a fourth is of texts."""
_POSITIVE, _NEGATIVE, _ZERO = 0, 1, 2
_COMPARING = re.compile(r"[<>=≤≥≈~±\d]")
_QUALIFYING = re.compile(r"\(\w|trở|tạm|ước", re.IGNORECASE)
_COMPARISONS: Mapping[str, Callable[[Decimal, Decimal], bool]] = {
    "<=": operator.le,
    ">=": operator.ge,
    "<>": operator.ne,
    "<": operator.lt,
    ">": operator.gt,
    "=": operator.eq,
}
_UNSHOWN = "###"
"""What a program shows of a number for which its format has no section."""
_EXCEL_DAYS = date(1899, 12, 30)
_MAC_DAYS = date(1904, 1, 1)
_DIGITS = 15
"""Significant digits that Excel shows of a number."""
_MOST_DIGITS = 25
"""Digits of a number that is rounded: within the precision of decimals; a larger one is refused as it is."""


@dataclass(frozen=True)
class Section:
    """How a part of a format shows the numbers that it is for; `decimals` is None when it leaves them open.

    `before` and `behind` are the words and signs around the digits, `before` all that it shows where `digits` is False.
    `least` is the count of decimals that it shows of any number, `shows_zero` whether a zero has a digit. `thousands`
    counts the thousands that it leaves out, and `divided` is True where signs stand among the digits.
    """

    condition: tuple[str, Decimal] | None = None
    percent: bool = False
    decimals: int | None = None
    least: int = 0
    before: str = ""
    behind: str = ""
    digits: bool = True
    shows_zero: bool = True
    thousands: int = 0
    divided: bool = False


@dataclass(frozen=True)
class Format:
    """How a format shows a number: as a day, or by its sections."""

    day: bool = False
    sections: tuple[Section, ...] = (Section(),)

    def section(self, value: Decimal) -> Section | None:
        """The section that is for a number; None where there is none, or where programs do not agree on it."""
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
    """The meaning of a format by its code, or by its number where it is one of those built in."""
    if number in _BUILT_IN_DAYS and not code:
        return Format(day=True)
    text = code or _BUILT_IN.get(number, "")
    if not text:
        return GENERAL
    parts = _BETWEEN_SECTIONS.split(text)
    first = _QUOTED.sub("", parts[0])
    if re.search(r"[dmyhs]", _OPEN.sub("", first), re.IGNORECASE) and not re.search(r"[0#?]", first):
        return Format(day=True)
    if len(parts) > 1 and "@" in _QUOTED.sub("", parts[-1]):
        parts.pop()
    return Format(sections=tuple(map(_section, parts[:_MOST_SECTIONS])))


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
    open_ = _OPEN.search(code)
    start, end = open_.span() if open_ else _digits(code)
    if start == end:
        return Section(condition, before=shown.strip(), digits=False)
    decimals = _DECIMALS.search(code)
    scaling = _SCALING.search(code)
    return Section(
        condition,
        percent="%" in code,
        decimals=None if open_ else len(decimals[1]) if decimals else 0,
        least=len(decimals[1].rstrip("#?")) if decimals else 0,
        before=shown[:start].lstrip(),
        behind=shown[end:].lstrip(",").rstrip(),
        shows_zero=bool(open_) or "0" in code,
        thousands=len(scaling[1]) if scaling else 0,
        divided=code.count("%") > 1
        or any(sign == _LITERAL and said.strip() for sign, said in zip(code[start:end], shown[start:end], strict=True)),
    )


def _digits(code: str) -> tuple[int, int]:
    """Where the digits of a section begin and end."""
    places = [at for at, sign in enumerate(code) if sign in "0#?"]
    return (places[0], places[-1] + 1) if places else (0, 0)


def shown_instead(value: Decimal, form: Format) -> str | None:
    """What the workbook shows where that is not the number by itself: `<5`, other words, a dash, nothing."""
    section = form.section(value)
    if section is None:
        return _UNSHOWN
    if not section.digits:
        return section.before
    shown = as_shown(value, form)
    if not shown and not section.shows_zero:
        return ""
    signed = value < 0 and len(form.sections) > 1 and section.condition is None
    if not section.thousands and not section.divided and is_by_itself(section.before, section.behind, signed=signed):
        return None
    digits = f"{shown / 1000**section.thousands:f}".replace(".", ",")
    return f"{section.before}{digits}{section.behind}"


def is_by_itself(before: str, behind: str, *, signed: bool = False) -> bool:
    """Whether the words and signs around a number say no more of it than its unit. `signed` when the number is below
    zero and only they can say so."""
    if _COMPARING.search(before + behind) or any(sign.isalpha() for sign in before) or _QUALIFYING.search(behind):
        return False
    return signed is any(sign in before for sign in "-–−(")


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
    section = form.section(value) or Section()
    shown = value * 100 if section.percent else value
    if section.decimals is None or shown.adjusted() + section.decimals >= _MOST_DIGITS:
        return _plain(shown)
    rounded = shown.quantize(Decimal(1).scaleb(-section.decimals), ROUND_HALF_UP)
    needed = max(-int(_plain(rounded).as_tuple().exponent), section.least)
    return rounded.quantize(Decimal(1).scaleb(-needed))


def worded(instead: str | None, digits: str) -> str:
    """The text of a cell that holds a number: what is shown instead where that has words or digits of its own, for a
    cell that shows a dash or nothing is not blank."""
    return instead if instead and any(sign.isalnum() for sign in instead) else digits


def _plain(value: Decimal) -> Decimal:
    whole = value.normalize()
    exponent = whole.as_tuple().exponent
    fits = isinstance(exponent, int) and exponent > 0 and whole.adjusted() < _MOST_DIGITS
    return whole.quantize(Decimal(1)) if fits else whole


def day_of(value: Decimal, *, mac: bool = False) -> date | None:
    """The day that a serial number stands for, None when it stands for none."""
    first = _MAC_DAYS if mac else _EXCEL_DAYS
    return first + timedelta(days=int(value)) if 1 <= value <= (date.max - first).days else None
