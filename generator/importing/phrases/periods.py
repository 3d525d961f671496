"""Finds periods in titles and headings: `đến tháng 5/2024`, `quý II năm 2024`, `đến 30/10/2023`, `cuối năm`."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from generator.importing.phrases.month_names import DAYS_MONTH_NAME, MONTH_NAME, number_of
from generator.importing.phrases.month_ranges import (
    MONTH_WORD,
    NUMERAL,
    QUARTER_WORD,
    UP_TO,
    YEAR_OF_DAY,
    YEAR_OF_MONTH,
    month_range_matches,
    quarter_of,
    year_of,
)
from generator.importing.phrases.parts_of_months import part_of_month_matches
from generator.model import Period

_YEAR = r"(?P<year>20\d\d)"
_LINK = r"\s*(?:/|-|\.|năm|,)?\s*(?:năm\s*)?"
_DAY = (
    rf"(?:ngày\s*)?(?P<day>[0-3]?\d)\s*(?:[/.-]|tháng)\s*(?P<month>[01]?\d|{DAYS_MONTH_NAME})"
    rf"\s*(?:[/.-]|năm)\s*{YEAR_OF_DAY}"
)
_MONTH = rf"(?:hết\s*)?{MONTH_WORD}(?P<month>[01]?\d|{MONTH_NAME}){_LINK}{YEAR_OF_MONTH}"
_SLASHED = rf"(?<![\d/])(?P<month>[01]?\d)\s*/\s*{_YEAR}"
_DOTTED = rf"(?<![\w/.,-])(?<!số )(?<!biểu )(?<!mẫu )(?<!bảng )(?<!lục )(?P<month>1[0-2]|0?[1-9])[.-]{_YEAR}(?!\d)"
_SHORT_ALONE = r"^\s*(?P<month>0?[1-9](?=/)|0[1-9]|1[0-2])[/.-](?P<year>[23]\d)\s*$"
_YEAR_FIRST = rf"(?<!\d){_YEAR}[-./](?P<month>0[1-9]|1[0-2])(?!\d)"
_RUN_TOGETHER = rf"^\s*{_YEAR}(?P<month>0[1-9]|1[0-2])\s*$"
_QUARTER = rf"{QUARTER_WORD}(?P<quarter>{NUMERAL}){_LINK}{YEAR_OF_MONTH}"
_YEARLY = rf"(?:cuối\s*năm|hết\s*năm|cả\s*năm|năm|đến)\s*{_YEAR}"
_ALONE = rf"(?<!\d){_YEAR}(?!\d)"
_PATTERNS = tuple(
    re.compile(form, re.IGNORECASE)
    for form in (_DAY, _MONTH, _QUARTER, _SLASHED, _SHORT_ALONE, _RUN_TOGETHER, _YEAR_FIRST, _DOTTED, _YEARLY, _ALONE)
)
_YEARLESS = re.compile(
    rf"(?<!\w)(?<!\d )(?:tháng|thang|T)\s*\.?\s*(?P<month>1[0-2]|0?[1-9]|{MONTH_NAME})(?![\w/])"
    rf"|(?<!\w)(?:quý|Q)\s*\.?\s*(?P<quarter>{NUMERAL})(?![\w/])",
    re.IGNORECASE,
)
_NAMES_OF_SHEETS = (
    re.compile(r"(?P<month>1[0-2]|0?[1-9])\s*[-./]\s*(?P<year>[23]\d)"),
    re.compile(r"(?P<year>20\d\d)\s*[-./]\s*(?P<month>1[0-2]|0?[1-9])"),
)
_DOCUMENT = re.compile(r"\d+\s*/\s*(?:20\d\d\s*/\s*)?[A-ZĐ]\S*")
_DAY_IN_TEXT = re.compile(rf"(?P<until>(?:đến|hết)\s+(?:hết\s+)?)?{_DAY}", re.IGNORECASE)
_YEARLESS_FIRST_DAY = re.compile(
    rf"(?<![\d/])(?:ngày\s*)?[0-3]?\d/[01]?\d(?={UP_TO}(?:ngày\s*)?[0-3]?\d/[01]?\d/(?:20)?[23]\d(?!\d))", re.IGNORECASE
)
"""The first day of `từ 15/4 đến 14/5/2026`, whose year is stated only after the last day."""
_ATTACHED = re.compile(r"\(?\s*(?:ban hành\s+)?kèm theo.*", re.IGNORECASE | re.DOTALL)
_COLON = re.compile(r"(?<=[^\W\d_])\s*:\s*(?=\d)")
_HOUR = re.compile(
    r"(?<!\d)[0-2]?\d\s*(?:h|giờ|:)\s*(?:[0-5]?\d)?\s*(?:phút|')?\s*,?\s*(?=ngày|[0-3]?\d[/.-][01]?\d[/.-])",
    re.IGNORECASE,
)
_DASH_BETWEEN_DAYS = re.compile(r"(?:(?<=/\d)|(?<=\d\d))\s*[-–—]\s*(?=(?:ngày\s*)?[0-3]?\d[/.-][01]?\d[/.-]20\d\d)")
_EXTRACTED = re.compile(
    rf"(?:chốt|trích|kết xuất|khai thác|cập nhật|thời điểm|lấy)(?!\w)[^\d;.]{{0,40}}{_DAY}", re.IGNORECASE
)
"""The day on which an office took the figures from its system: `Số liệu chốt ngày 31/5/2024`."""
_ENDS_WITH_UNTIL = re.compile(r"(?:đến|hết)(?:\s+(?:hết|cuối|ngày))*\s*$", re.IGNORECASE)
_STARTS_WITH_UNTIL = re.compile(r"đến|hết", re.IGNORECASE)
_PLAN_WORDS = re.compile(
    r"kế hoạch|chỉ tiêu|mục tiêu|nhiệm vụ|chương trình|đề án|dự toán|phương hướng|phấn đấu|giai đoạn|nghị quyết"
    r"|quyết định|nghị định|thông tư|công văn|luật",
    re.IGNORECASE,
)
"""Words that show that a year in a title belongs to a plan or a document, not to the figures: `Kết quả thực hiện kế
hoạch năm 2024`."""
_BEFORE_OTHER_YEAR = re.compile(r"(?:so với|cùng kỳ|từ|20\d\d\s*[-–—])\s*(?:năm\s*)?$", re.IGNORECASE)
_YEAR_SPAN = re.compile(r"\s*[-–—]\s*20\d\d")
"""Together with _BEFORE_OTHER_YEAR: marks a year that is only compared with, or that is an end of a span such as
`2021-2025`."""
_LEADING_WORDS = re.compile(
    r"(?:tính\s+)?(?:đến|từ|trong|của|hết|cuối|kết quả|kỳ|vào)?\s*(?:hết|cuối|ngày|kỳ)?\s*$", re.IGNORECASE
)


def plain_spelling(text: str) -> str:
    """Returns a title in the words that the other functions know: without colons before numbers and without hours.

    Forms and programs write `Tháng: 05  Năm: 2024`, `Từ ngày: 01/05/2024 Đến ngày: 31/05/2024`, `01/05/2024 -
    31/05/2024` and `đến 17h00 ngày 31/5/2024`.
    """
    return _DASH_BETWEEN_DAYS.sub(" đến ", _HOUR.sub("", _COLON.sub(" ", text)))


def extraction_day(text: str) -> date | None:
    """Returns the day on which a text says that the figures were taken. None if it states none or one that does not
    exist."""
    found = _EXTRACTED.search(_DOCUMENT.sub(" ", text))
    if not found:
        return None
    try:
        return date(year_of(found["year"]), number_of(found["month"]), int(found["day"]))
    except ValueError:
        return None


def periods_in(text: str) -> list[Period]:
    """Returns the periods in a text, in order. `6 tháng đầu năm 2024` contains none, because the data has no such
    period."""
    return [period for _, period in _periods_with_spans(text) if period]


def yearless_periods(text: str, year: int) -> list[Period]:
    """Returns the months and quarters in a text that have no year, such as `Kết quả tháng 5`, as periods of the given
    year."""
    matches = _yearless_matches(text)
    quarters = [Period(year, quarter=quarter_of(found["quarter"])) for found in matches if found["quarter"]]
    return [*quarters, *(Period(year, month=number_of(found["month"])) for found in matches if found["month"])]


@dataclass(frozen=True)
class StatedPeriod:
    """A period that a title states for its figures. `until` is True if the figures are counted up to the end of that
    period."""

    period: Period
    until: bool = False

    def matches(self, requested: Period) -> bool:
        """Whether figures of this period are figures of the requested one: `đến ngày 30/6/2024` is the second
        quarter."""
        return self.period == requested or (self.until and self.period.end == requested.end)

    def overlaps(self, requested: Period) -> bool:
        """Whether the two periods have a day in common."""
        return self.period.start <= requested.end and requested.start <= self.period.end


def stated_periods(text: str, year: int) -> list[StatedPeriod]:
    """Returns the periods that a title states for its figures. A month without a year is in the given year.

    The number and the date of a document are ignored, except a date up to which the figures are counted. The year of a
    plan is ignored.
    """
    without_first_days = _YEARLESS_FIRST_DAY.sub(" ", _DOCUMENT.sub(" ", text))
    without_dates = _DAY_IN_TEXT.sub(lambda found: found[0] if found["until"] else " ", without_first_days)
    found = [
        StatedPeriod(
            period,
            bool(_ENDS_WITH_UNTIL.search(without_dates[:start]) or _STARTS_WITH_UNTIL.match(without_dates[start:end])),
        )
        for (start, end), period in _periods_with_spans(without_dates)
        if period and (period.month or period.quarter or _is_of_figures(without_dates, start, end, year))
    ]
    return [*found, *(StatedPeriod(period) for period in yearless_periods(without_dates, year))]


def _is_of_figures(title: str, start: int, end: int, year: int) -> bool:
    """Whether a year in a title is the year of the figures.

    It is if a word goes with it (`Số liệu năm 2024`) or if it is the whole title. Beside other words (`Biểu 2023`) it
    is only if it differs from the given year, because the given year may contain the requested month.
    """
    named_year = title[start:end].strip()
    is_clear = not named_year.isdecimal() or title.strip() == named_year
    another = (
        str(year) not in title and not _BEFORE_OTHER_YEAR.search(title[:start]) and not _YEAR_SPAN.match(title[end:])
    )
    return (is_clear or another) and not _PLAN_WORDS.search(title[:start])


def _yearless_matches(text: str) -> "list[re.Match[str]]":
    taken = [span for span, _ in _periods_with_spans(text)]
    return [
        found
        for found in _YEARLESS.finditer(text)
        if all(found.end() <= start or found.start() >= end for start, end in taken)
    ]


def month_of_name(name: str, year: int) -> Period | None:
    """Returns the month that the whole name of a sheet states in digits, such as `5.24` or `2024-5`.

    None if its year is not next to the given one: `2.21` is then the number of a table.
    """
    found = next(filter(None, (form.fullmatch(name.strip()) for form in _NAMES_OF_SHEETS)), None)
    period = _period(found) if found else None
    return period if period and abs(period.year - year) <= 1 else None


def without_periods(text: str) -> str:
    """Returns the text without its periods and without the words that lead to them."""
    rest = text
    spans = [*(span for span, _ in _periods_with_spans(text)), *(found.span() for found in _yearless_matches(text))]
    for start, end in sorted(spans, reverse=True):
        before = _LEADING_WORDS.sub("", rest[:start])
        rest = f"{before} {rest[end:]}"
    return " ".join(rest.split())


def without_attachment(text: str) -> str:
    """Returns a title without `(Kèm theo Công văn số … ngày …)`: that date is the document's, not the figures'."""
    return _ATTACHED.sub("", text)


def _periods_with_spans(text: str) -> Iterator[tuple[tuple[int, int], Period | None]]:
    """Yields start and end of each period in the text, with the period, in order. Longer forms are matched first. The
    period is None for a part of a month, where several months are counted together, or if a month does not exist."""
    taken: list[tuple[tuple[int, int], Period | None]] = []
    without_period = [*part_of_month_matches(text), *month_range_matches(text)]
    matches = [(found, False) for found in without_period]
    matches += [(found, True) for form in _PATTERNS for found in form.finditer(text)]
    for found, is_period in matches:
        first, last = found.span()
        if all(last <= start or first >= end for (start, end), _ in taken):
            taken.append(((first, last), _period(found) if is_period else None))
    yield from sorted(taken, key=lambda item: item[0])


def _period(found: "re.Match[str]") -> Period | None:
    parts = found.groupdict()
    year = year_of(parts["year"])
    if parts.get("quarter"):
        return Period(year, quarter=quarter_of(parts["quarter"]))
    if parts.get("month"):
        month = number_of(parts["month"])
        return Period(year, month=month) if 1 <= month <= 12 else None  # noqa: PLR2004 — months.
    return Period(year)
