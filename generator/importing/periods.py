"""Periods as titles and headings name them: `đến tháng 5/2024`, `quý II năm 2024`, `đến 30/10/2023`, `cuối năm`."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from generator.importing.together import (
    MONTH_WORD,
    NUMERAL,
    QUARTER_WORD,
    YEAR_OF_DAY,
    YEAR_OF_MONTH,
    quarter_of,
    together_in,
    year_of,
)
from generator.model import Period

_YEAR = r"(?P<year>20\d\d)"
_LINK = r"\s*(?:/|-|\.|năm|,)?\s*(?:năm\s*)?"
_DAY = rf"(?:ngày\s*)?(?P<day>[0-3]?\d)\s*(?:[/.-]|tháng)\s*(?P<month>[01]?\d)\s*(?:[/.-]|năm)\s*{YEAR_OF_DAY}"
_MONTH = rf"(?:hết\s*)?{MONTH_WORD}(?P<month>[01]?\d){_LINK}{YEAR_OF_MONTH}"
_SLASHED = rf"(?<![\d/])(?P<month>[01]?\d)\s*/\s*{_YEAR}"
_DOTTED = rf"(?<![\w/.,-])(?<!số )(?<!biểu )(?<!mẫu )(?<!bảng )(?<!lục )(?P<month>1[0-2]|0?[1-9])[.-]{_YEAR}(?!\d)"
_SHORT_ALONE = r"^\s*(?P<month>0?[1-9](?=/)|0[1-9]|1[0-2])[/.-](?P<year>[23]\d)\s*$"
_YEAR_FIRST = rf"(?<!\d){_YEAR}[-./](?P<month>0[1-9]|1[0-2])(?!\d)"
_RUN_TOGETHER = rf"^\s*{_YEAR}(?P<month>0[1-9]|1[0-2])\s*$"
_QUARTER = rf"{QUARTER_WORD}(?P<quarter>{NUMERAL}){_LINK}{YEAR_OF_MONTH}"
_YEARLY = rf"(?:cuối\s*năm|hết\s*năm|cả\s*năm|năm|đến)\s*{_YEAR}"
_ALONE = rf"(?<!\d){_YEAR}(?!\d)"
_FORMS = tuple(
    re.compile(form, re.IGNORECASE)
    for form in (_DAY, _MONTH, _QUARTER, _SLASHED, _SHORT_ALONE, _RUN_TOGETHER, _YEAR_FIRST, _DOTTED, _YEARLY, _ALONE)
)
_YEARLESS = re.compile(
    r"(?<!\w)(?<!\d )(?:tháng|thang|T)\s*\.?\s*(?P<month>1[0-2]|0?[1-9])(?![\w/])"
    rf"|(?<!\w)(?:quý|Q)\s*\.?\s*(?P<quarter>{NUMERAL})(?![\w/])",
    re.IGNORECASE,
)
_DOCUMENT = re.compile(r"\d+\s*/\s*(?:20\d\d\s*/\s*)?[A-ZĐ]\S*")
_DAY_MET = re.compile(rf"(?P<until>(?:đến|hết)\s+(?:hết\s+)?)?{_DAY}", re.IGNORECASE)
_ATTACHED = re.compile(r"\(?\s*(?:ban hành\s+)?kèm theo.*", re.IGNORECASE | re.DOTALL)
_UNTIL = re.compile(r"(?:đến|hết)(?:\s+(?:hết|cuối|ngày))*\s*$", re.IGNORECASE)
_UNTIL_ITSELF = re.compile(r"đến|hết", re.IGNORECASE)
_PLANNED = re.compile(
    r"kế hoạch|chỉ tiêu|mục tiêu|nhiệm vụ|chương trình|đề án|dự toán|phương hướng|phấn đấu|giai đoạn|nghị quyết"
    r"|quyết định|nghị định|thông tư|công văn|luật",
    re.IGNORECASE,
)
"""What a year in a title may be of, other than of the figures: `Kết quả thực hiện kế hoạch năm 2024`."""
_ASIDE_OF_YEAR = re.compile(r"(?:so với|cùng kỳ|từ|20\d\d\s*[-–—])\s*(?:năm\s*)?$", re.IGNORECASE)
_SPAN = re.compile(r"\s*[-–—]\s*20\d\d")
"""Where a year alone is one that is compared with, or an end of several: `2021-2025`."""
_WORDS_BEFORE = re.compile(
    r"(?:tính\s+)?(?:đến|từ|trong|của|hết|cuối|kết quả|kỳ|vào)?\s*(?:hết|cuối|ngày|kỳ)?\s*$", re.IGNORECASE
)


def periods_in(text: str) -> list[Period]:
    """The periods that a text names, in order. `6 tháng đầu năm 2024` names none that the data has."""
    return [period for _, period in _found(text) if period]


def yearless_periods(text: str, year: int) -> list[Period]:
    """The months and quarters that a text names without their year, `Kết quả tháng 5`, taken for those of a year."""
    met = _yearless(text)
    quarters = [Period(year, quarter=quarter_of(found["quarter"])) for found in met if found["quarter"]]
    return [*quarters, *(Period(year, month=int(found["month"])) for found in met if found["month"])]


@dataclass(frozen=True)
class Told:
    """A period that a title says its figures are of; `until` when they are counted up to its end."""

    period: Period
    until: bool = False

    def is_of(self, wanted: Period) -> bool:
        """Whether figures of this period are those of the wanted one: `đến ngày 30/6/2024` is the second quarter."""
        return self.period == wanted or (self.until and self.period.end == wanted.end)

    def meets(self, wanted: Period) -> bool:
        """Whether any day is in both."""
        return self.period.start <= wanted.end and wanted.start <= self.period.end


def told_in(text: str, year: int) -> list[Told]:
    """The periods that a title says its figures are of; a month without its year is of the given one. A document's
    number and the day it bears say none, the day up to which was counted does; a plan's year says none."""
    bare = _DAY_MET.sub(lambda found: found[0] if found["until"] else " ", _DOCUMENT.sub(" ", text))
    found = [
        Told(period, bool(_UNTIL.search(bare[:start]) or _UNTIL_ITSELF.match(bare[start:end])))
        for (start, end), period in _found(bare)
        if period and (period.month or period.quarter or _is_of_figures(bare, start, end, year))
    ]
    return [*found, *(Told(period) for period in yearless_periods(bare, year))]


def _is_of_figures(title: str, start: int, end: int, year: int) -> bool:
    """Whether a year says when the figures of a title are of: `Số liệu năm 2024`, the year alone; beside other words,
    `Biểu 2023`, only another year than the given one, which may have the months that are wanted."""
    said = title[start:end].strip()
    named = not said.isdecimal() or title.strip() == said
    another = str(year) not in title and not _ASIDE_OF_YEAR.search(title[:start]) and not _SPAN.match(title[end:])
    return (named or another) and not _PLANNED.search(title[:start])


def _yearless(text: str) -> "list[re.Match[str]]":
    taken = [span for span, _ in _found(text)]
    return [
        found
        for found in _YEARLESS.finditer(text)
        if all(found.end() <= start or found.start() >= end for start, end in taken)
    ]


def without_periods(text: str) -> str:
    """The text without its periods and the words that lead to them."""
    rest = text
    spans = [*(span for span, _ in _found(text)), *(found.span() for found in _yearless(text))]
    for start, end in sorted(spans, reverse=True):
        before = _WORDS_BEFORE.sub("", rest[:start])
        rest = f"{before} {rest[end:]}"
    return " ".join(rest.split())


def without_attachment(text: str) -> str:
    """A title without `(Kèm theo Công văn số … ngày …)`: that day is the document's, not the figures'."""
    return _ATTACHED.sub("", text)


def _found(text: str) -> Iterator[tuple[tuple[int, int], Period | None]]:
    """Where each period stands in the text, the longest form first; None for what is no period of the data."""
    taken: list[tuple[tuple[int, int], Period | None]] = [(found.span(), None) for found in together_in(text)]
    for form in _FORMS:
        for found in form.finditer(text):
            span = found.span()
            if all(span[1] <= start or span[0] >= end for (start, end), _ in taken):
                taken.append((span, _period(found)))
    yield from sorted(taken, key=lambda item: item[0])


def _period(found: "re.Match[str]") -> Period | None:
    parts = found.groupdict()
    year = year_of(parts["year"])
    if parts.get("quarter"):
        return Period(year, quarter=quarter_of(parts["quarter"]))
    if parts.get("month"):
        month = int(parts["month"])
        return Period(year, month=month) if 1 <= month <= 12 else None  # noqa: PLR2004 — months.
    return Period(year)
